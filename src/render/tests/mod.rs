//! What the renderers write reads back as what was meant.

use proptest::prelude::*;

use crate::block::{Block, Inline, parse, plain_text};
use crate::render::{html, markdown};
use crate::world::sample::tries;

/// The text of a tree, block by block, without any markup.
fn text(blocks: &[Block]) -> Vec<String> {
    let mut out = Vec::new();
    push(&mut out, blocks);
    out
}

fn push(out: &mut Vec<String>, blocks: &[Block]) {
    for block in blocks {
        match block {
            Block::Heading { content, .. } | Block::Paragraph(content) => {
                out.push(plain_text(content).split_whitespace().collect::<Vec<_>>().join(" "));
            }
            Block::List { items, .. } => items.iter().for_each(|item| push(out, &item.blocks)),
            Block::Table(table) => out.extend(table.head.iter().chain(table.rows.iter().flatten()).map(|cell| plain_text(cell))),
            Block::Callout { blocks, .. } | Block::Quote(blocks) | Block::Footnote { blocks, .. } => push(out, blocks),
            Block::Code { text, .. } => out.push(text.clone()),
            Block::Definitions(definitions) => {
                for definition in definitions {
                    out.push(plain_text(&definition.term));
                    definition.details.iter().for_each(|detail| push(out, detail));
                }
            }
            Block::Chart(_) | Block::Contents | Block::Index(_) | Block::Rule | Block::PageBreak => {}
        }
    }
}

/// Writes parsed Markdown as Markdown and reads it again.
fn again(source: &str) -> (String, Vec<String>, Vec<String>) {
    let first = parse(source, 0);
    let written = markdown::blocks(&first.blocks, &|target| Some(target.to_owned()));
    let second = parse(&written, 0);
    (written, text(&first.blocks), text(&second.blocks))
}

#[track_caller]
fn reads_back(source: &str) {
    let (written, before, after) = again(source);
    assert_eq!(after, before, "{source:?} was written as {written:?}");
}

fn as_html(source: &str) -> String {
    html::render(&parse(source, 0).blocks, &|target| Some(target.to_owned()))
}

/// HTML knows a caption only as the first or last thing in a figure.
#[test]
fn the_figures_of_a_chart_stand_behind_it() {
    let chart = as_html("```chart\nkind: bars\ncaption: C\nrows: [{ label: a, value: 1 }, { label: b, value: 2 }]\n```\n");
    assert!(chart.contains("<figcaption>C</figcaption>\n</figure>\n<details class=\"behind\">"), "{chart}");
}

#[test]
fn a_sparkline_says_its_values() {
    insta::assert_snapshot!(as_html("Health [77 %](spark:60,-,80,-,77)\n"), @r#"<p>Health <span class="spark" title="from the oldest: 60 %, no data, 80 %, no data, 77 %"><svg class="spark-line" viewBox="0 0 58 16" role="img" aria-label="from the oldest: 60 %, no data, 80 %, no data, 77 %"><path class="s-muted" stroke-width="1.5" d="M29 7L27 7M42 5L40 5M55 5.3L53 5.3"/><path class="f-accent" d="M57 5.3C57 6.4 56.1 7.3 55 7.3C53.9 7.3 53 6.4 53 5.3C53 4.2 53.9 3.3 55 3.3C56.1 3.3 57 4.2 57 5.3Z"/></svg>77 %</span></p>"#);
    insta::assert_snapshot!(as_html("Health [](spark:60,-)\n"), @r#"<p>Health <span class="spark" title="from the oldest: 60 %, no data"><svg class="spark-line" viewBox="0 0 58 16" role="img" aria-label="from the oldest: 60 %, no data"><path class="s-muted" stroke-width="1.5" d="M48.5 7L46.5 7"/></svg></span></p>"#);
    assert_eq!(again("Health [77 %](spark:60,-,77)\n").0, "Health ▅·▆\u{a0}77 %\n");
}

/// A narrow page shows a table of many words row by row, each cell beside the name of its column, as long as nothing is lost.
#[test]
fn tables_say_how_a_narrow_page_shows_them() {
    let table = as_html("| Vendor | State | Why |\n|:--|:--|:--|\n| Ash | [well](state:good) | It runs. |\n| Elm | – | – |\n");
    assert!(table.contains("<table class=\"cards wide\">"), "{table}");
    assert!(table.contains("<td>Ash</td><td class=\"stated\" data-head=\"State\">"), "{table}");
    assert!(table.contains("<td data-head=\"Why\">It runs.</td>"), "{table}");
    let sentence = "What it decides, in a sentence that no column of a phone can hold.";
    let sentences = as_html(&format!("| A | B | C | D | E |\n|:--|:--|--:|--:|--:|\n| a | {sentence} | 1 | 2 | 3 |\n"));
    assert!(sentences.contains("<table class=\"cards wide\">"), "{sentences}");
    let tables = [
        ("two columns", "| A | B |\n|:--|:--|\n| a | b |\n"),
        ("figures", "| A | B | C | D |\n|:--|--:|--:|--:|\n| a | 1 | 2 | 3 |\n"),
        ("a link in the head", "| A | [B](x.md) | C |\n|:--|:--|:--|\n| a | b | c |\n"),
        ("a footnote in the head", "| A | B[^1] | C |\n|:--|:--|:--|\n| a | b | c |\n\n[^1]: Note.\n"),
    ];
    for (what, source) in tables {
        let table = as_html(source);
        assert!(table.contains("<table") && !table.contains("cards") && !table.contains("data-head"), "{what}: {table}");
    }
    let unnamed = as_html("| A | | C |\n|:--|:--|:--|\n| a | b | c |\n| d | e | f |\n");
    assert!(unnamed.contains("<td>b</td><td data-head=\"C\">c</td>"), "a name of nothing is none: {unnamed}");
    let headless = as_html("| | | |\n|:--|:--|:--|\n| a | b | c |\n");
    assert!(!headless.contains("<thead>"), "{headless}");
}

/// What is no name is labelled like the other cells.
#[test]
fn the_first_cell_of_a_card_is_named_where_it_is_a_figure_or_alone() {
    let alone = as_html("| Target | Minimum | Source |\n|:--|:--|:--|\n| 5 | 3 | ours |\n");
    assert!(alone.contains("<td data-head=\"Target\">5</td>"), "{alone}");
    let figures = as_html("| Score | One observes | Needs |\n|--:|:--|:--|\n| 0 | a | b |\n| 1 | c | d |\n");
    assert!(figures.contains("<td class=\"figure\" data-head=\"Score\">0</td>"), "{figures}");
}

#[test]
fn a_state_that_leads_on_is_one_box() {
    let html = as_html("[on target](state:good \"https://x.example/?a=1&b=2\")\n");
    let mark = super::html::shape(crate::block::Mark::Good);
    assert_eq!(
        html,
        format!("<p><a class=\"state state-good\" href=\"https://x.example/?a=1&amp;b=2\">{mark}on target</a></p>\n")
    );
    let table = as_html("| A | B |\n|--|--|\n| x { #own } | [no](state:bad \"https://x.example\") |\n");
    assert!(table.contains("<tr id=\"row:own\"><td>x</td><td class=\"stated\">"), "{table}");
}

#[test]
fn a_path_breaks_behind_a_folder() {
    let place = as_html("_`playbook/vendors/`_ _`a&b.yaml:3`_\n");
    assert!(place.contains("<em class=\"place\"><code>playbook/<wbr>vendors/</code></em>"), "{place}");
    assert!(place.contains("<em class=\"place\"><code>a&amp;b.yaml:3</code></em>"), "{place}");
}

#[test]
fn no_line_begins_with_the_sign_of_a_part() {
    assert_eq!(as_html("6.9 % of it, a % sign\n"), "<p>6.9\u{a0}% of it, a % sign</p>\n");
}

#[test]
fn a_word_without_end_may_break() {
    let html = as_html(&format!("a {}\n", "&ü".repeat(20)));
    assert_eq!(html, format!("<p>a {}</p>\n", ["&amp;ü&amp;ü&amp;ü&amp;ü"; 5].join("<wbr>")));
    let most = "x".repeat(47);
    assert_eq!(as_html(&format!("{most} {most}\n")), format!("<p>{most} {most}</p>\n"));
}

/// A state hangs beside the words of an item only where both stand in the item itself.
#[test]
fn a_list_of_states_is_a_register() {
    let list = as_html("- [bad](state:bad) First.\n- Second.\n");
    assert!(list.contains("<ul class=\"register\">\n<li class=\"stated\"><span class=\"state"), "{list}");
    let nested = as_html("- [bad](state:bad) First.\n  - More.\n");
    assert!(nested.contains("<li class=\"stated\"><span"), "{nested}");
    for source in [
        "- [bad](state:bad) First.\n\n  More of it.\n",
        "- [ ] [bad](state:bad) To do.\n",
        "- One [bad](state:bad) amid words.\n",
    ] {
        let list = as_html(source);
        assert!(list.contains("<li") && !list.contains("stated") && !list.contains("register"), "{list}");
    }
}

#[test]
fn awkward_markdown_reads_back() {
    for source in [
        "wow![not an image](a.md)\n",
        "wow\\![not an image](a.md)\n",
        "\\~struck\\~ and \\~\\~struck\\~\\~\n",
        "# C \\#\n",
        "# Set \\{ #x }\n",
        "# Set \\{#x\\}\n",
        "One\\\ntwo\n===\n",
        "*a*_b_\n",
        "**a**_b_\n",
        "**a***a*a\n",
        "*a***b**c\n",
        "`` `a` `` and ` b  c ` and `  d  `\n",
        "[x](<a b.md>) [y](a\\<b.md)\n",
        "999999999. a\n1. b\n1. c\n",
        "| a \\| b | `c \\| d` |\n|---|---|\n| e\\\\ | f |\n",
        "1\\. a\n\n2\\) b\n\n\\+ c\n\n\\- d\n\n\\: e\n",
        "- \n- x\n",
        "> [!TIP]\n> one\n>\n> ```\n> two\n> ```\n",
        "a[^1] b[^2]\n\n[^1]: one\n\n    more\n\n[^2]: two\n",
        "T\n: one\n\n  two\n\nU\n: three\n",
        "\\&amp; &amp;amp; \\<b> &lt;b>\n",
        "- a\n\n<!-- -->\n\n- b\n\n1. c\n",
        "\\| a |\\\n\\|---|\n",
        "a\\\n\\=\n",
        "a\n\\\n",
        "- [ ] \\[ ] a\n- \\[x] b\n",
        "\\[!NOTE] x\n\n> \\[!NOTE]\n> y\n",
    ] {
        reads_back(source);
    }
}

/// Markdown made of pieces that meet in every order.
fn generated() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[a-c]{1,3}",
        Just("ü".to_owned()),
        Just("1.".to_owned()),
        Just("\\#".to_owned()),
        Just("\\-".to_owned()),
        Just("\\_".to_owned()),
        Just("a_b".to_owned()),
        Just("!".to_owned()),
        Just("\\~".to_owned()),
        Just("&amp;lt;".to_owned()),
        Just("\\|".to_owned()),
        Just("\\{".to_owned()),
        Just("}".to_owned()),
        Just("\\\\".to_owned()),
    ];
    let inline = prop_oneof![
        4 => word,
        1 => "[a-b]{1,2}".prop_map(|w| format!("**{w}**")),
        1 => "[a-b]{1,2}".prop_map(|w| format!("*{w}*")),
        1 => "[a-b]{1,2}".prop_map(|w| format!("`{w}`")),
        1 => "[a-b]{1,2}".prop_map(|w| format!("~~{w}~~")),
        1 => "[a-b]{1,2}".prop_map(|w| format!("[{w}](x.md)")),
        1 => "[a-b]{1,2}".prop_map(|w| format!("![{w}](x.png)")),
    ];
    let line = proptest::collection::vec((inline, prop::bool::ANY), 1..5)
        .prop_map(|parts| parts.into_iter().map(|(part, gap)| if gap { part + " " } else { part }).collect::<String>());
    let block = (line, 0..9_usize).prop_map(|(line, kind)| match kind {
        0 => format!("## {line}\n\n"),
        1 => format!("- {line}\n- {line}\n\n"),
        2 => format!("1. {line}\n\n   {line}\n\n"),
        3 => format!("> {line}\n\n"),
        4 => format!("| h |\n|---|\n| {line} |\n\n"),
        5 => format!("- [x] {line}\n  - {line}\n\n"),
        6 => format!("{line}\\\n{line}\n\n"),
        7 => format!("x {line}\n: {line}\n\n"),
        _ => format!("{line}\n\n"),
    });
    proptest::collection::vec(block, 1..5).prop_map(|blocks| blocks.concat())
}

proptest! {
    #![proptest_config(tries(256))]

    #[test]
    fn markdown_reads_back_as_the_same_text(source in generated()) {
        let (written, before, after) = again(&source);
        prop_assert_eq!(after, before, "{:?} was written as {:?}", source, written);
    }

    #[test]
    fn escaped_text_reads_back(words in "[a-c1 .)#+*_~`|:=<>&!\\[\\]{}\\\\\"'^$-]{0,16}") {
        let wanted = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let tree = [Block::Paragraph(vec![Inline::Text(wanted.clone())])];
        let written = markdown::blocks(&tree, &|target| Some(target.to_owned()));
        let read = text(&parse(&written, 0).blocks);
        prop_assert_eq!(read.concat(), wanted, "written as {:?}", written);
    }

    #[test]
    fn html_has_no_character_that_could_be_markup(text in any::<String>()) {
        let escaped = html::escape(&text);
        prop_assert!(!escaped.contains(['<', '>', '"', '\'']), "{}", escaped);
        let entities = ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"];
        for (index, _) in escaped.match_indices('&') {
            prop_assert!(entities.iter().any(|entity| escaped[index..].starts_with(entity)), "{}", escaped);
        }
        let back = escaped.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&amp;", "&");
        prop_assert_eq!(back, text);
    }
}
