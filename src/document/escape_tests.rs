//! Values escaped for Markdown read back as the words they are, wherever a template puts them.

use proptest::prelude::*;

use super::markdown;
use crate::block::{Block, Inline, parse, plain_text};
use crate::world::sample::tries;

/// What the reader of a value sees: the words, one space apart.
fn normal(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn seen(content: &[Inline]) -> String {
    normal(&plain_text(content))
}

/// The value in each place a template may put it, as it reads back.
fn places(value: &str) -> Vec<(&'static str, String)> {
    let escaped = markdown(value);
    let mut found = Vec::new();
    let only = |text: String| {
        let parsed = parse(&text, 0);
        assert!(parsed.problems.is_empty(), "{text:?}: {:?}", parsed.problems);
        assert!(parsed.blocks.len() <= 1, "{text:?}: {:?}", parsed.blocks);
        parsed.blocks.into_iter().next()
    };
    let paragraph = |block: Option<Block>| match block {
        Some(Block::Paragraph(content)) => {
            assert!(content.iter().all(|inline| matches!(inline, Inline::Text(_))), "markup: {content:?}");
            seen(&content)
        }
        None => String::new(),
        other => format!("{other:?}"),
    };
    found.push(("paragraph", paragraph(only(format!("{escaped}\n")))));
    let middle = paragraph(only(format!("[ {escaped} ]\n")));
    found.push(("sentence", normal(middle.trim_start_matches('[').trim_end_matches(']'))));
    found.push((
        "heading",
        match only(format!("## {escaped}\n")) {
            Some(Block::Heading { level: 2, content, .. }) => seen(&content),
            other => format!("{other:?}"),
        },
    ));
    found.push((
        "cell",
        match only(format!("| a | b |\n|---|---|\n| {escaped} | x |\n")) {
            Some(Block::Table(table)) if table.rows.len() == 1 && plain_text(&table.rows[0][1]) == "x" => seen(&table.rows[0][0]),
            other => format!("{other:?}"),
        },
    ));
    found.push((
        "item",
        match only(format!("- {escaped}\n- x\n")) {
            Some(Block::List { items, start: None }) if items.len() == 2 => {
                assert!(items[0].task.is_none());
                paragraph(items[0].blocks.first().cloned())
            }
            other => format!("{other:?}"),
        },
    ));
    found.push((
        "link",
        match only(format!("x [{escaped}](a.md) y\n")) {
            Some(Block::Paragraph(content)) => match content.as_slice() {
                [Inline::Text(_), Inline::Link { content, .. }, Inline::Text(_)] => seen(content),
                other => format!("{other:?}"),
            },
            other => format!("{other:?}"),
        },
    ));
    found
}

#[track_caller]
fn reads_back(value: &str) {
    for (place, read) in places(value) {
        assert_eq!(read, normal(value), "{value:?} in a {place}, written as {:?}", markdown(value));
    }
}

#[test]
fn awkward_values_read_back() {
    for value in [
        "",
        " ",
        "    indented",
        "\tindented",
        "a\nb",
        "a\r\n\r\n# b",
        "# h",
        "x {#id}",
        "x {",
        "C #",
        "- a",
        "1. a",
        "1) a",
        "> q",
        "| a |",
        "a | b",
        "a\\",
        "\\",
        "[x](y)",
        "![x](y)",
        "[^1]",
        "[ ] a",
        "[x] a",
        "<b>",
        "&amp;",
        "`code`",
        "*a*",
        "__a__",
        "~a~",
        "~~a~~",
        "$x$",
        "---",
        "===",
        ": d",
        "https://e.org/?a=b&c",
        "a  b",
        "<!-- page-break -->",
        "[!NOTE]",
        "\u{a0}nbsp\u{a0}",
        "\u{2028}x",
        "\u{feff}x",
        "\0x",
        "é́",
        "名前",
        "{{ x }}",
        "{% raw %}",
    ] {
        reads_back(value);
    }
}

proptest! {
    #![proptest_config(tries(256))]

    #[test]
    fn any_value_reads_back(value in any::<String>()) {
        reads_back(&value);
    }

    #[test]
    fn any_markup_reads_back(value in "[ a1\\n\\t#>|*_`~\\[\\](){}<>!&;:.=+\\\\$^\"'-]{0,24}") {
        reads_back(&value);
    }
}

#[test]
fn groups_keep_the_order_in_which_they_occur() {
    let mut tera = tera::Tera::new();
    super::register(&mut tera, super::Names::default());
    tera.add_raw_template(
        "t",
        "{% for group in list | group_by(attribute=\"k\") | values %}{{ group[0].k }}{{ group | length }} {% endfor %}",
    )
    .unwrap();
    let list: Vec<_> = ["m", "a", "z", "a", "c", "m", "b", "x", "d"].iter().map(|k| serde_json::json!({ "k": k })).collect();
    let mut context = tera::Context::new();
    context.insert("list", &list);
    for _ in 0..20 {
        assert_eq!(tera.render("t", &context).unwrap(), "m2 a2 z1 c1 b1 x1 d1 ");
    }
}

#[test]
fn a_sparkline_of_anything_else_is_refused() {
    let mut tera = tera::Tera::new();
    super::register(&mut tera, super::Names::default());
    tera.add_raw_template("t", "{{ list | spark(word=word) }}").unwrap();
    let drawn = |list: serde_json::Value| {
        let mut context = tera::Context::new();
        context.insert("list", &list);
        context.insert("word", "77 [x] %");
        tera.render("t", &context).map_err(|error| error.to_string())
    };
    assert_eq!(drawn(serde_json::json!([61, 64.25, null, 77])).unwrap(), "[77 \\[x\\] \\%](spark:61,64.25,-,77)");
    for wrong in [
        serde_json::json!(["61"]),
        serde_json::json!([]),
        serde_json::json!([null]),
        serde_json::json!([101]),
        serde_json::json!(vec![5; 41]),
    ] {
        assert!(drawn(wrong.clone()).unwrap_err().contains("up to 40 values"), "{wrong}");
    }
}
