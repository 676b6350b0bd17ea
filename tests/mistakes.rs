//! What authors get wrong: every mistake of every file in one run, each at its line and column, and nothing published.

use crate::support::{Playbook, assert_same, tree, whole};

/// Ten mistakes in ten files, of which four are found while parsing and six only when the files are compared.
fn plant(playbook: &Playbook) -> &'static str {
    playbook
        .replace("contracts/clauses/publicity.md", "strategic: could", "strategic: coud")
        .replace("content/governing/cadence.md", "(escalation.md#time-boxes)", "(escalations.md#time-boxes)")
        .replace("content/exiting/rehearsals.md", "cadence.md#the-performance-review", "cadence.md#the-performance-revue")
        .replace("playbook/vendors/brightforge/kpis.yaml", "  - kpi: availability\n", "  - kpi: availabilty\n")
        .replace(
            "playbook/vendors/lanternwatch/exit.yaml",
            "days: 10, cost: 9_000 }\n  - { id: rebuild",
            "days: 10, after: [close], cost: 9_000 }\n  - { id: rebuild",
        )
        .replace("playbook/vendors/meridian/contract.yaml", "signed: 2024-03-01", "signed: 2024-02-30")
        .replace("playbook/vendors/meridian/kpis.yaml", "intervention: 99.7\n", "intervention: 99.95\n")
        .replace("playbook/vendors/oldgate/contract.yaml", "clause: training-opt-out,", "clause: training-opt-uot,")
        .replace("playbook/vendors/quillstone/evaluation.yaml", "finance-partner\n    score: 3", "finance-partner\n    score: 7")
        .replace("playbook/vendors/vectorloom/vendor.yaml", "architect: ", "architekt: ");
    "\
content/exiting/rehearsals.md:33:479: error[E031]: the page of `../governing/cadence.md#the-performance-revue` has no such heading
content/governing/cadence.md:33:34: error[E030]: the link leads to `escalations.md#time-boxes`, which does not exist
contracts/clauses/publicity.md:4:20: error[E005]: unknown word `coud`
playbook/vendors/brightforge/kpis.yaml:6:10: error[E011]: unknown KPI `availabilty`
playbook/vendors/lanternwatch/exit.yaml:32:11: error[E019]: the step waits for itself: redirect → close → season → rebuild-alerts → redirect
playbook/vendors/meridian/contract.yaml:5:11: error[E005]: `2024-02-30` is not a day of the calendar
playbook/vendors/meridian/kpis.yaml:8:19: error[E015]: the intervention 99.95 is stricter than the target 99.9
playbook/vendors/oldgate/contract.yaml:14:15: error[E012]: unknown clause `training-opt-uot`
playbook/vendors/quillstone/evaluation.yaml:18:12: error[E013]: the score 7 is not between 0 and 5
playbook/vendors/vectorloom/vendor.yaml:13:1: error[E003]: unknown key `architekt`
"
}

#[test]
fn ten_mistakes_in_ten_files_are_ten_lines() {
    let playbook = Playbook::sample();
    let expected = plant(&playbook);
    playbook.run(&["check", "--format", "short"]).status(1).stdout(expected).stderr("");
}

#[test]
fn ten_more_of_other_kinds() {
    let playbook = Playbook::sample();
    playbook
        .replace("content/choosing/first-meeting.md", "## What to bring\n", "<u>bold</u>\n\n## What to bring\n")
        .replace("content/exiting/exit-plan.md", "---\ntitle: The exit plan", "title: The exit plan")
        .replace(
            "playbook/rubrics/reusability.yaml",
            "      4: At least two of our projects use the same component in production.\n",
            "",
        )
        .replace("playbook/rubrics/scalability.yaml", "weight: 25\n", "weight: 0\n")
        .replace(
            "playbook/strategy.yaml",
            "  - id: free-to-move\n",
            "  - id: findable-range\n    name: Again\n    measure: The same id.\n  - id: free-to-move\n",
        )
        .replace("playbook/vendors/hartwell/vendor.yaml", "{ requests: 41%, spend: 37%", "{ requests: 67%, spend: 37%")
        .replace("playbook/vendors/hartwell/exit.yaml", "    name: Prompts and prompt tests for product texts\n", "")
        .replace("playbook/vendors/castellan-data/contract.yaml", "clauses:\n", "fees: { basis: fixed }\nclauses:\n")
        .write("playbook/vendors/oldgate/contracts.yaml", "clauses: []\n")
        .write("contracts/clauses/renewal-autorenew.md", b"---\ntitle: Verl\xe4ngerung\n---\n");
    let expected = "\
content/choosing/first-meeting.md:9:1: error[E034]: raw HTML `<u>` cannot be printed
content/exiting/exit-plan.md:1:1: error[E033]: the file does not begin with front matter
contracts/clauses/renewal-autorenew.md:2:12: error[E001]: the file is not UTF-8 from here on
playbook/rubrics/reusability.yaml:10:7: error[E016]: `modularity` has no anchor for 4
playbook/rubrics/scalability.yaml:4:9: error[E021]: the weight 0 is not above 0
playbook/strategy.yaml:13:9: error[E010]: the objective `findable-range` exists already
playbook/vendors/castellan-data/contract.yaml:15:1: error[E002]: the key `fees` stands here twice
playbook/vendors/hartwell/exit.yaml:32:5: error[E004]: missing key `name`
playbook/vendors/meridian/vendor.yaml:49:24: error[E018]: with this share, vendors serve 101 % of the requests of `content-production`
playbook/vendors/oldgate/contracts.yaml: error[E007]: nothing reads a file of this name
";
    playbook.run(&["check", "--format", "short"]).status(1).stdout(expected).stderr("");
}

#[test]
fn every_format_tells_the_same_mistakes() {
    let playbook = Playbook::sample();
    let short: Vec<String> = plant(&playbook).lines().map(str::to_owned).collect();
    let human = playbook.run(&["check"]);
    let heads: Vec<&str> = human.status(1).stdout.lines().filter(|line| line.contains(": error[E")).collect();
    assert_eq!(heads, short);
    human.prints("\n   14 |   - { clause: training-opt-uot, standing: refused }\n      |               ^^^^^^^^^^^^^^^^\n   help: did you mean `training-opt-out`?");
    human.prints("\n10 mistakes in 10 files; nothing was published\n");

    let json: serde_json::Value = serde_json::from_str(&playbook.run(&["check", "--format", "json"]).status(1).stdout).unwrap();
    let lines: Vec<String> = json["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|d| {
            let text = |key: &str| d[key].as_str().unwrap().to_owned();
            format!("{}:{}:{}: error[{}]: {}", text("file"), d["line"], d["column"], text("code"), text("message"))
        })
        .collect();
    assert_eq!(lines, short);

    let github = playbook.run(&["check", "--format", "github"]);
    assert_eq!(github.status(1).stdout.lines().filter(|line| line.starts_with("::error file=")).count(), 10);
    let sarif: serde_json::Value = serde_json::from_str(&playbook.run(&["check", "--format", "sarif"]).status(1).stdout).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), 10);
}

#[test]
fn mistakes_publish_nothing() {
    let playbook = Playbook::sample();
    let before = playbook.build("output");
    let lines = plant(&playbook).lines().count();
    let outcome = playbook.run(&["build"]);
    outcome.status(1).stdout("");
    assert_eq!(outcome.stderr.matches(": error[E").count(), lines);
    assert_same(&before, &tree(&playbook.path("output")), "after a failed build");
    playbook.run(&["build", "--output", "fresh"]).status(1);
    assert!(!playbook.path("fresh").exists());
    let left = std::fs::read_dir(playbook.path("")).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(left.into_iter().all(|name| !name.to_string_lossy().contains("staging")));
}

#[test]
fn a_broken_file_hides_no_mistake_of_another() {
    // Files of the same name stand in many folders: a broken index.md is no excuse for a link to one that does not exist.
    let playbook = Playbook::sample();
    playbook
        .replace("content/choosing/index.md", "title: ", "titel: ")
        .write("content/extra.md", "---\ntitle: Extra\n---\n\n[Lost](nowhere/index.md) and [found](choosing/index.md)\n");
    playbook.run(&["check", "--format", "short"]).status(1).stdout(
        "\
content/choosing/index.md:2:1: error[E003]: unknown key `titel`
content/extra.md:5:1: error[E030]: the link leads to `nowhere/index.md`, which does not exist
",
    );
}

#[test]
fn only_the_vendor_file_is_required() {
    let playbook = Playbook::sample();
    let folder = playbook.path("playbook/vendors/meridian");
    let mut optional: Vec<String> = tree(&folder).into_keys().filter(|name| name != "vendor.yaml").collect();
    optional.sort();
    assert!(optional.len() >= 4, "{optional:?}");
    // One at a time, for every vendor: tests/absence.rs.
    for name in &optional {
        playbook.remove(&format!("playbook/vendors/meridian/{name}"));
    }
    let output = playbook.build("output");
    assert!(output["pdf/vendors/meridian/scorecard.pdf"].starts_with(b"%PDF-1."));
    assert!(output.contains_key("site/vendors/meridian/index.html"));
    playbook.run(&["checklist", "meridian"]).status(0).prints("Meridian");

    playbook.remove("playbook/vendors/meridian/vendor.yaml").write("playbook/vendors/meridian/exit.yaml", "steps: []\n");
    let outcome = playbook.run(&["check", "--format", "short"]);
    outcome.status(1).prints("E006");
}

#[test]
fn a_playbook_may_be_small() {
    let tiny = Playbook::tiny();
    whole(&tiny.build("output")).unwrap();
    tiny.remove("content");
    whole(&tiny.build("output")).unwrap();
    tiny.remove("playbook/vendors");
    whole(&tiny.build("output")).unwrap();
    tiny.write("playbook/playbook.yaml", "");
    let outcome = tiny.run(&["build"]);
    outcome.status(1).stdout("");
    assert!(outcome.stderr.starts_with("playbook/playbook.yaml"), "{}", outcome.stderr);
}

#[test]
fn a_broken_template_is_one_mistake() {
    for (path, text) in [
        ("templates/documents/scorecard.md", "{% for vendor in %}{{ }}\n"),
        ("templates/documents/contract-checklist.md", "no front matter {{ nothing.at.all }}\n"),
        ("templates/site/page.html", "<html>{{ nothing.at.all }}</html>\n"),
        ("templates/site/page.html", "<html>{% if %}</html>\n"),
    ] {
        let playbook = Playbook::sample();
        playbook.write(path, text);
        let outcome = playbook.run(&["check", "--format", "short"]);
        outcome.status(1).stderr("");
        assert_eq!(outcome.stdout.lines().count(), 1, "{path}: {}", outcome.stdout);
        assert!(outcome.stdout.starts_with(&format!("{path}:")), "{}", outcome.stdout);
        playbook.run(&["build"]).status(1).stdout("");
        assert!(!playbook.path("output").exists());
    }
}

#[test]
fn a_character_without_a_glyph_is_a_mistake_and_not_a_box() {
    let playbook = Playbook::sample();
    playbook.replace("playbook/vendors/meridian/vendor.yaml", "name: Meridian Models", "name: Meridian \u{13000} Models");
    let outcome = playbook.run(&["check", "--format", "short"]);
    outcome.status(1).prints("error[E041]").prints("U+13000");
}

/// What is wrong with a template shows before it is filled, so nobody has to mend the data first to hear of it.
#[test]
fn mistakes_of_templates_are_told_beside_those_of_the_data() {
    let playbook = Playbook::tiny();
    playbook
        .replace("playbook/playbook.yaml", "title: ", "titel: ")
        .write(
            "templates/documents/mine.md",
            "---\nper: vendor\ntitle: Mine\nsummary: S.\nformats: [site]\n---\n\n# {{ vendor.name | shout }}\n",
        )
        .write("templates/site/page.html", "{{ nonsense( }}\n");
    let expected = "\
playbook/playbook.yaml:1:1: error[E003]: unknown key `titel`
templates/documents/mine.md:8:20: error[E040]: Unknown filter `shout`
templates/site/page.html:1:14: error[E040]: Found `}}` but expected identifier
";
    playbook.run(&["check", "--format", "short"]).status(1).stdout(expected).stderr("");
}

/// Without the part, the template that takes it in is no worse than before.
#[test]
fn a_part_that_cannot_be_read_is_one_mistake() {
    let playbook = Playbook::tiny();
    playbook.write("templates/documents/parts/mine.md", "Fir\0st\n").write(
        "templates/documents/mine.md",
        "---\nper: vendor\ntitle: Mine\nsummary: S.\nformats: [site]\n---\n\n{% include \"documents/parts/mine.md\" %}\n",
    );
    let expected = "templates/documents/parts/mine.md:1:4: error[E001]: the file holds a NUL character, so it is not text\n";
    playbook.run(&["check", "--format", "short"]).status(1).stdout(expected).stderr("");
}

#[test]
fn a_file_of_templates_that_wants_a_place_that_is_taken_is_told_where_it_stands() {
    let playbook = Playbook::tiny();
    playbook.write("templates/site/robots.txt", "User-agent: *\n");
    let expected = "templates/site/robots.txt: error[E032]: another file is published as site/robots.txt\n";
    playbook.run(&["check", "--format", "short"]).status(1).stdout(expected).stderr("");
}
