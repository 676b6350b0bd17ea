//! What an author may write besides Markdown: live figures, parts, tags, drafts, old addresses; and what is made of it.

use crate::support::Playbook;

fn page(playbook: &Playbook, path: &str) -> String {
    playbook.text(&format!("output/site/{path}"))
}

fn built(playbook: &Playbook, options: &[&str]) {
    let mut arguments = vec!["build", "--only", "site"];
    arguments.extend(options);
    playbook.run(&arguments).status(0);
}

#[test]
fn live_figures_follow_the_data() {
    let playbook = Playbook::sample();
    playbook.write(
        "content/live.md",
        "---\ntitle: Live\n---\n\nScore {{ score(vendor=\"meridian\") }}, {{ score(vendor=\"meridian\", rubric=\"scalability\") }}; \
         {{ health(vendor=\"meridian\") }}; {{ kpi(vendor=\"meridian\", kpi=\"availability\") }}; \
         {{ clause(vendor=\"meridian\", clause=\"training-opt-out\") }}; {{ must_haves(vendor=\"meridian\") }}; \
         {{ ends(vendor=\"meridian\") }}; {{ notice(vendor=\"meridian\") }}; {{ readiness(vendor=\"meridian\") }}; \
         {{ spend(vendor=\"meridian\") }}; {{ spend() }}; {{ findings(vendor=\"meridian\") }}; {{ findings() }}; {{ vendors() }}.\n\n\
         `{{ score() }}` stays.\n",
    );
    built(&playbook, &[]);
    let html = page(&playbook, "live/index.html");
    let content = html.split("<div class=\"content\">").nth(1).unwrap_or_default().split("</main>").next().unwrap_or_default();
    for expected in [
        "href=\"../vendors/meridian/derivations/index.html#overall\"",
        "derivations/index.html#rubric-scalability",
        "derivations/index.html#kpi-availability",
        "28 February 2027",
        "1,240,000",
        "<code>{{ score() }}</code> stays.",
    ] {
        assert!(content.contains(expected), "no {expected} in {content}");
    }
    assert_eq!(content.matches("{{").count(), 1, "{content}");
    assert!(content.matches("class=\"state").count() >= 6, "{content}");
    let rating = playbook.text("playbook/vendors/meridian/evaluation.yaml");
    playbook.write("playbook/vendors/meridian/evaluation.yaml", rating.replacen("score: 4", "score: 1", 3));
    built(&playbook, &[]);
    let shown =
        |html: &str| html.split("#overall\">").nth(1).map(|rest| rest.split("</a>").next().unwrap_or_default().to_owned());
    assert_ne!(shown(&page(&playbook, "live/index.html")), shown(&html), "another rating is another score");
}

#[test]
fn a_shortcode_without_sense_is_told_with_its_place() {
    for (written, said) in [
        ("{{ score(vendor=\"acne\") }}", "there is no vendor `acne`"),
        ("{{ scroe(vendor=\"acme\") }}", "did you mean `score`?"),
        ("{{ score(vendor=\"acme\", rubrik=\"x\") }}", "did you mean `rubric`?"),
        ("{{ score() }}", "`score` needs the key `vendor`"),
        ("{{ kpi(vendor=\"acme\", kpi=\"x\") }}", "there is no KPI `x`"),
        ("{{ include(file=\"_none.md\") }}", "there is no file `_none.md` to include"),
        ("A {{ include(file=\"_part.md\") }} b", "a file cannot be included here"),
        ("{{ score(vendor=acme) }}", "is no shortcode"),
    ] {
        let playbook = Playbook::tiny();
        playbook.write("content/_part.md", "Part.\n");
        playbook.write("content/page.md", format!("---\ntitle: Page\n---\n\nFirst.\n\n{written}\n"));
        let outcome = playbook.run(&["check"]);
        let stdout = outcome.stdout;
        assert!(stdout.contains("content/page.md:7:"), "{written}: {stdout}");
        assert!(stdout.contains("error[E042]") && stdout.contains(said), "{written}: {stdout}");
    }
}

#[test]
fn a_part_is_written_once_and_its_links_hold_everywhere() {
    let playbook = Playbook::tiny();
    playbook.write("content/deep/_part.md", "## From the part\n\nSee [the other](other.md) and {{ vendors() }}.\n");
    playbook.write("content/deep/index.md", "---\ntitle: Deep\n---\n\nWords.\n");
    playbook.write("content/deep/other.md", "---\ntitle: Other\n---\n\n{{ include(file=\"_part.md\") }}\n");
    playbook.write(
        "content/page.md",
        "---\ntitle: Page\n---\n\n[Down](#from-the-part)\n\n{{ include(file=\"/content/deep/_part.md\") }}\n",
    );
    built(&playbook, &[]);
    assert!(page(&playbook, "page/index.html").contains("href=\"../deep/other/index.html\""));
    assert!(page(&playbook, "deep/other/index.html").contains("id=\"from-the-part\""));
    assert!(!playbook.path("output/site/deep/_part").exists());
    playbook.write("content/deep/_part.md", "See [nothing](nowhere.md).\n");
    let stdout = playbook.run(&["check"]).stdout;
    assert!(stdout.contains("content/deep/_part.md:1:5: error[E030]"), "{stdout}");
}

#[test]
fn a_part_brings_its_notes_and_headings_along_and_its_mistakes_stay_its_own() {
    let playbook = Playbook::tiny();
    playbook.write("content/_part.md", "## Same\n\nTold[^1], see [it](#same).\n\n[^1]: Of the part.\n");
    playbook.write(
        "content/page.md",
        "---\ntitle: Page\n---\n\n## Same\n\nOwn[^1].\n\n> {{ include(file=\"_part.md\") }}\n\n{{ include(file=\"_part.md\") }}\n\n## After\n\nWords.\n\n[^1]: Of the page.\n",
    );
    built(&playbook, &[]);
    let html = page(&playbook, "page/index.html");
    for id in ["id=\"same\"", "id=\"same-1\"", "id=\"same-2\"", "id=\"after\"", "id=\"fn:1\"", "id=\"fn:2\"", "id=\"fn:3\""] {
        assert_eq!(html.matches(id).count(), 1, "{id} in {html}");
    }
    let notes = html.split("<ol class=\"footnotes\">").nth(1).unwrap();
    assert!(!notes.split("</ol>").next().unwrap().contains("<h2"), "the page goes on above its notes");
    for (part, place) in [
        ("Fine.\n\nThen {{ score(vendor=\"acne\") }}.\n", "content/_part.md:3:6: error[E042]"),
        ("{{ include(file=\"_part.md\") }}\n", "content/_part.md:1:1: error[E042]"),
        ("[x](site:nonsense/)\n", "content/_part.md:1:1: error[E030]"),
        ("---\ntitle: Part\n---\n", "content/_part.md:1:1: error[E033]"),
    ] {
        playbook.write("content/_part.md", part);
        let stdout = playbook.run(&["check"]).stdout;
        assert!(stdout.contains(place), "{part}: {stdout}");
    }
}

#[test]
fn a_figure_in_a_link_or_a_head_makes_no_link_in_another() {
    let playbook = Playbook::tiny();
    playbook.write(
        "content/page.md",
        "---\ntitle: Page\n---\n\n[Of {{ vendors() }} vendors](index.md)\n\n| {{ vendors() }} |\n|--|\n| {{ vendors() }} |\n\n## Of {{ vendors() }}\n\n## Of {{ vendors() }} all\n",
    );
    built(&playbook, &[]);
    let html = page(&playbook, "page/index.html");
    assert!(html.contains("<a href=\"../index.html\">Of 1 vendors</a>"), "{html}");
    assert!(html.contains("<th scope=\"col\">1</th>"), "{html}");
    assert!(html.contains("<h2 id=\"of\">Of <a") && html.contains("<h2 id=\"of-all\">Of <a"), "{html}");
}

#[test]
fn drafts_are_left_out_until_they_are_asked_for() {
    let playbook = Playbook::tiny();
    playbook.write("content/draft.md", "---\ntitle: Draft\ndraft: true\n---\n\nZwischenstand.\n");
    built(&playbook, &[]);
    assert!(!playbook.path("output/site/draft").exists());
    assert!(!page(&playbook, "search.js").contains("Zwischenstand"));
    built(&playbook, &["--drafts"]);
    assert!(page(&playbook, "draft/index.html").contains("Zwischenstand."));
    playbook.write("content/page.md", "---\ntitle: Page\n---\n\n[There](draft.md)\n");
    let stdout = playbook.run(&["check"]).stdout;
    assert!(stdout.contains("which is a draft") && stdout.contains("--drafts"), "{stdout}");
    playbook.run(&["check", "--drafts"]).status(0);
}

#[test]
fn old_addresses_lead_to_the_page() {
    let playbook = Playbook::tiny();
    playbook.write("content/page.md", "---\ntitle: Page\naliases: [old/name/, /older]\n---\n\nText.\n");
    built(&playbook, &[]);
    assert!(page(&playbook, "old/name/index.html").contains("url=../../page/index.html"));
    assert!(page(&playbook, "older/index.html").contains("url=../page/index.html"));
    for alias in ["../x", "a/../b", "/", "index.html", "search.js", "//evil.example"] {
        playbook.write("content/other.md", format!("---\ntitle: Other\naliases: [\"{alias}\"]\n---\n\nText.\n"));
        let stdout = playbook.run(&["check"]).stdout;
        assert!(stdout.contains("content/other.md:3:11: error[E005]"), "{alias}: {stdout}");
    }
    playbook.write("content/other.md", "---\ntitle: Other\naliases: [page/]\n---\n\nText.\n");
    let stdout = playbook.run(&["check"]).stdout;
    assert!(stdout.contains("content/other.md:3:11: error[E032]") && stdout.contains("belongs to content/page.md"), "{stdout}");
}

#[test]
fn tags_gather_pages() {
    let playbook = Playbook::tiny();
    playbook.write("content/one.md", "---\ntitle: One\ntags: [Data Protection, law]\ndate: 2026-01-02\n---\n\nText.\n");
    playbook.write("content/two.md", "---\ntitle: Two\nsummary: The second.\ntags: [data protection]\n---\n\nText.\n");
    built(&playbook, &[]);
    let tags = page(&playbook, "tags/index.html");
    assert!(tags.contains("id=\"tag-data-protection\"") && tags.contains("id=\"tag-law\""));
    assert_eq!(tags.matches("id=\"tag-").count(), 2);
    playbook.write("content/three.md", "---\ntitle: Three\ntags: [C++, C#]\n---\n\nText.\n");
    built(&playbook, &[]);
    assert_eq!(page(&playbook, "tags/index.html").matches("id=\"tag-").count(), 4, "different tags stay apart");
    playbook.remove("content/three.md");
    built(&playbook, &[]);
    assert!(tags.contains(": The second."));
    let one = page(&playbook, "one/index.html");
    assert!(one.contains("href=\"../tags/index.html#tag-law\"") && one.contains("datetime=\"2026-01-02\""), "{one}");
}

#[test]
fn crawlers_and_feed_readers_get_what_they_ask_for() {
    let playbook = Playbook::sample();
    built(&playbook, &[]);
    assert_eq!(page(&playbook, "robots.txt"), "User-agent: *\nDisallow: /\n");
    assert!(page(&playbook, "404.html").contains("href=\"/style.css\""));
    for absent in ["sitemap.xml", "feed.xml"] {
        assert!(!playbook.path("output/site").join(absent).exists(), "{absent} needs to know where the site is");
    }
    let settings = playbook.text("playbook/playbook.yaml");
    playbook.write("playbook/playbook.yaml", format!("indexed: true\n{settings}"));
    built(&playbook, &["--base-url", "https://intranet.example/play/"]);
    assert!(page(&playbook, "robots.txt").ends_with("Sitemap: https://intranet.example/play/sitemap.xml\n"));
    assert!(page(&playbook, "404.html").contains("href=\"/play/style.css\""));
    let sitemap = page(&playbook, "sitemap.xml");
    assert!(sitemap.contains("<loc>https://intranet.example/play/vendors/meridian/</loc>"));
    assert!(sitemap.contains("<lastmod>2026-10-12</lastmod>"), "the day a page was updated");
    let feed = page(&playbook, "feed.xml");
    assert_eq!(feed.matches("<entry>").count(), 60);
    let ids: std::collections::BTreeSet<&str> =
        feed.split("<id>").skip(1).filter_map(|rest| rest.split("</id>").next()).collect();
    assert_eq!(ids.len(), 61, "every entry has its own id");
    // An entry leads to the row that tells it.
    let history = page(&playbook, "history/index.html");
    for entry in feed.split("<link href=\"https://intranet.example/play/history/#").skip(1) {
        let row = entry.split('"').next().unwrap_or_default();
        assert!(history.contains(&format!("<tr id=\"{row}\">")), "{row}");
    }
    assert_eq!(feed.matches("history/#row:").count(), 60);
    let html = page(&playbook, "vendors/meridian/index.html");
    for head in [
        "property=\"og:url\" content=\"https://intranet.example/play/vendors/meridian/\"",
        "rel=\"alternate\" type=\"application/atom+xml\"",
    ] {
        assert!(html.contains(head), "{head}");
    }
}

#[test]
fn a_link_to_a_generated_page_is_checked() {
    let playbook = Playbook::tiny();
    playbook.write("content/page.md", "---\ntitle: Page\n---\n\n[Acme](site:vendors/acme/) and [rules](site:rules/).\n");
    built(&playbook, &[]);
    assert!(page(&playbook, "page/index.html").contains("href=\"../rules/index.html\""));
    playbook.write("content/page.md", "---\ntitle: Page\n---\n\n[Acme](site:vendors/acne/)\n");
    let stdout = playbook.run(&["check"]).stdout;
    assert!(
        stdout.contains("content/page.md:5:1: error[E030]") && stdout.contains("did you mean `site:vendors/acme/`?"),
        "{stdout}"
    );
}

#[test]
fn a_document_may_be_left_out_although_others_lead_to_it() {
    let playbook = Playbook::sample();
    playbook.write("templates/documents/findings.md", "---\nper: portfolio\ntitle: Findings\nformats: []\n---\n");
    playbook.remove("content/portfolio/index.md").write("content/portfolio/index.md", "---\ntitle: Portfolio\n---\n\nText.\n");
    built(&playbook, &[]);
    assert!(!page(&playbook, "vendors/meridian/index.html").contains("/findings/"));
}

#[test]
fn a_dark_screen_shows_the_logo_made_for_it() {
    let playbook = Playbook::tiny();
    let settings = playbook.text("playbook/playbook.yaml");
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"20\" height=\"20\"><path d=\"M0 0h20v20H0z\"/></svg>\n";
    playbook.write("content/logo.svg", svg);
    playbook.write("content/dark.svg", svg);
    let shown = |theme: &str| {
        playbook.write("playbook/playbook.yaml", format!("{settings}theme: {theme}\n"));
        built(&playbook, &[]);
        let html = page(&playbook, "index.html");
        let logos = html.split("<img class=\"logo").skip(1).map(|rest| rest.split(" alt").next().unwrap_or_default().to_owned());
        logos.collect::<Vec<_>>()
    };
    assert_eq!(shown("{ logo: content/logo.svg }"), ["\" src=\"logo.svg\""]);
    assert_eq!(
        shown("{ logo: content/logo.svg, logo_dark: content/dark.svg }"),
        [" for-light\" src=\"logo.svg\"", " for-dark\" src=\"dark.svg\""]
    );
    for (theme, said) in [
        ("{ logo_dark: content/dark.svg }", "`content/dark.svg` is for dark screens only: `logo` names the one for all others"),
        ("{ logo: content/logo.svg, logo_dark: content/none.svg }", "`content/none.svg` is not a file below content/"),
    ] {
        playbook.write("playbook/playbook.yaml", format!("{settings}theme: {theme}\n"));
        let stdout = playbook.run(&["check"]).stdout;
        assert!(stdout.contains(said), "{stdout}");
    }
}
