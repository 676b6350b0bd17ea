//! Each construct once, and each way to get it wrong.

use super::{outline, words};
use crate::block::spark::MOST;
use crate::block::{Block, RowNames, parse};
use crate::diagnostic::{Code, Span};

#[test]
fn lists_nest_and_hold_tasks() {
    insta::assert_snapshot!(outline("- [x] done\n- [ ] open\n  - inner\n    1. deep\n- plain\n"), @r"
    list None
    - [x]
      p done
    - [ ]
      p open
      list None
      - 
        p inner
        list Some(1)
        - 
          p deep
    - 
      p plain
    ");
    insta::assert_snapshot!(outline("3. three\n4. four\n"), @r"
    list Some(3)
    - 
      p three
    - 
      p four
    ");
}

#[test]
fn a_loose_item_holds_its_paragraphs_apart() {
    insta::assert_snapshot!(outline("- tight\n- also\n"), @r"
    list None
    - 
      p tight
    - 
      p also
    ");
    insta::assert_snapshot!(outline("- loose\n\n  second\n\n- [x] also\n"), @r"
    list None
    - 
      p loose
      p second
    - [x]
      p also
    ");
    insta::assert_snapshot!(outline("- text\n  > quoted\n\n  ```rust\n  code\n  ```\n"), @r#"
    list None
    - 
      p text
      quote
        p quoted
      code Some("rust") "code"
    "#);
}

#[test]
fn tables_keep_alignment_and_fill_short_rows() {
    insta::assert_snapshot!(outline("| a | b | c | d |\n|---|:--|:-:|--:|\n| 1 | **2** | x \\| y |\n| 1 | 2 | 3 | 4 | 5 |\n"), @r"
    table [Left, Left, Center, Right]
      a | b | c | d
      1 | <strong 2> | x | y | 
      1 | 2 | 3 | 4
    ");
}

#[test]
fn callouts_and_quotes_are_told_apart() {
    insta::assert_snapshot!(outline("> [!NOTE]\n> one\n\n> [!WARNING]\n> two\n>\n> - three\n\n> plain\n> [x](y.md)\n"), @r"
    callout Note
      p one
    callout Warning
      p two
      list None
      - 
        p three
    quote
      p plain <link y.md 10:3+9 x>
    ");
}

#[test]
fn footnotes_are_numbered_by_first_reference() {
    insta::assert_snapshot!(outline("[^b]: Second text.\n[^a]: First text.\n\nOne[^a], two[^b], one again[^a].\n"), @r"
    p One<note 1>, two<note 2>, one again<note 1>.
    footnote 1
      p First text.
    footnote 2
      p Second text.
    ");
    // As links of Markdown do, notes know no small and large letters.
    insta::assert_snapshot!(outline("One[^Note], again[^note].\n\n[^NOTE]: Text.\n"), @r"
    p One<note 1>, again<note 1>.
    footnote 1
      p Text.
    ");
}

#[test]
fn definitions_have_terms_and_details() {
    insta::assert_snapshot!(outline("Term *one*\n: First.\n: Second.\n\nTerm two\n: Third\n\n  more\n"), @r"
    term Term <em one>
      p First.
      p Second.
    term Term two
      p Third
      p more
    ");
}

#[test]
fn headings_get_ids() {
    insta::assert_snapshot!(outline("# One\n\n## One\n\n## One-1\n\n## Über *Straße* & 50 %!\n\n## Own { #own }\n\n## Own\n\n## ???\n\n## ???\n\nSetext\n===\n"), @r"
    h1 #one One
    h2 #one-1 One
    h2 #one-1-1 One-1
    h2 #über-straße--50- Über <em Straße> & 50 %!
    h2 #own Own
    h2 #own-1 Own
    h2 #section ???
    h2 #section-1 ???
    h1 #setext Setext
    ");
}

#[test]
fn ids_are_unique_whatever_the_headings_are() {
    let text = ["# a", "# a-1", "# a", "# a", "# a-1", "# a-1-1", "# a-2"].join("\n\n");
    let blocks = parse(&text, 0).blocks;
    let ids: std::collections::BTreeSet<_> =
        blocks.iter().map(|block| if let Block::Heading { id, .. } = block { id.as_str() } else { "" }).collect();
    assert_eq!(ids.len(), 7, "{ids:?}");
}

#[test]
fn inline_markup() {
    insta::assert_snapshot!(outline("**a *b*** ~~c~~ `d` <https://e.org> ![f **g**](h.png)\ni  \nj\\\nk\n"), @r"p <strong a <em b>> <strike c> <code d> <link https://e.org 1:21+15 https://e.org> <image h.png 1:37+17 f g> i<break>j<break>k");
}

#[test]
fn states_are_links_with_a_scheme_of_their_own() {
    insta::assert_snapshot!(outline("[on target](state:good) [*missing*](state:unknown)\n"), @r"p <good on target> <unknown missing>");
    insta::assert_debug_snapshot!(parse("\nsee [x](state:gut)", 3).problems, @r#"
    [
        (
            BrokenLink,
            Span {
                line: 5,
                column: 5,
                len: 14,
            },
            "unknown state in `state:gut`: known are `good`, `watch`, `act`, `bad`, `unknown`",
        ),
    ]
    "#);
}

#[test]
fn sparklines_are_links_with_a_scheme_of_their_own() {
    insta::assert_snapshot!(outline("[77 %](spark:61,-,0,100,76.6) [](spark:5)\n"), @"p <spark 61,-,0,100,76.6 77 %> <spark 5 >");
    let most = ["5"; MOST].join(",");
    assert!(parse(&format!("[x](spark:{most})"), 0).problems.is_empty());
    let wrong = ["", "-", "-,-", "x", "61,,64", "-1", "100.1", "NaN", "inf", "1;2", &format!("{most},5")];
    for values in wrong {
        let problems = parse(&format!("[x](spark:{values})"), 0).problems;
        assert!(matches!(problems.as_slice(), [(Code::BrokenLink, ..)]), "{values}: {problems:?}");
    }
    insta::assert_debug_snapshot!(parse("\nsee [x](spark:6,1e9)", 3).problems, @r#"
    [
        (
            BrokenLink,
            Span {
                line: 5,
                column: 5,
                len: 16,
            },
            "`spark:6,1e9` is no sparkline; wanted are up to 40 values from 0 to 100, the latest last, `-` where nothing is known: `spark:61,64,-,77`",
        ),
    ]
    "#);
}

#[test]
fn what_is_drawn_leads_where_its_title_says() {
    insta::assert_snapshot!(
        outline("[good](state:good \"site:rules/#row:a\") [77 %](spark:61,77 'page.md') [words](page.md \"A title\")\n"),
        @"p <link site:rules/#row:a 1:1+38 <good good>> <link page.md 1:40+29 <spark 61,77 77 %>> <link page.md 1:70+26 words>"
    );
}

#[test]
fn a_row_may_have_a_name() {
    let text = "| A | B |\n|--|--|\n| x | y { #b } |\n| [on](state:good) *it* { #first } | y |\n| { #bare } | y |\n| x \\{ #no \\} | y |\n| x { # } | y |\n| `c` { #two words } | y |\n| z \\{ #no \\}\t| y |\n";
    let blocks = parse(text, 0).blocks;
    let Some(Block::Table(table)) = blocks.first() else { panic!("{blocks:?}") };
    let named = |name: &str| Some(name.to_owned());
    assert_eq!(table.names, [None, named("first"), named("bare")]);
    let first: Vec<String> = table.rows.iter().map(|row| words(&row[0])).collect();
    assert_eq!(first, ["x", "<good on> <em it>", "", "x { #no }", "x { # }", "<code c> { #two words }", "z { #no }"]);
    let mut names = Vec::new();
    let twice = "\n\n| [Ash](a.md), active | B |\n|--|--|\n| [Ash](a.md), active | y |\n| – | y |\n| x { #first } | y |\n| x { #first:2 } | y |\n| x { #first } | y |\n";
    RowNames::default().each(&parse(&format!("{text}{twice}"), 0).blocks, &mut |_, name| names.push(name));
    let names: Vec<&str> = names.iter().map(|name| name.as_deref().unwrap_or("none")).collect();
    assert_eq!(
        names,
        ["x", "first", "bare", "x--no-", "x---", "c--two-words-", "z--no-", "ash", "none", "first:2", "first:2:2", "first:3"]
    );
}

#[test]
fn what_refers_to_nothing_is_told() {
    let told = |text: &str| -> Vec<String> {
        let problems = parse(text, 0).problems;
        problems
            .iter()
            .map(|(code, span, message)| format!("{code:?} {}:{}+{} {message}", span.line, span.column, span.len))
            .collect()
    };
    assert_eq!(
        told("ü[^one] and [^two].\n\n[^two]: Two.\n\n[^three]: Three.\n"),
        [
            "BrokenLink 1:2+6 there is no footnote `one`: `[^one]: …` in a line of its own would be one",
            "BrokenLink 5:1+16 nothing refers to the footnote `three`, so nobody would read it",
        ]
    );
    assert_eq!(
        told("See [words][nowhere] and [words][here].\n\n[here]: page.md\n"),
        ["BrokenLink 1:5+16 no line of this text gives `nowhere` an address, as `[nowhere]: page.md` would"]
    );
    let fine = "[sic], [x] [y], \\[^one], `[^one]`, a[0], [^ not one], [a]\\[b], m[0][1], matrix[i][j], x²[a][b]\n\n    [^code]\n\n```\n[^code]\n```\n";
    assert_eq!(told(fine), [""; 0]);
}

#[test]
fn an_address_in_angle_brackets_is_a_link() {
    insta::assert_snapshot!(
        outline("<a@b.example> <https://b.example> <mailto:c@b.example>\n"),
        @"p <link mailto:a@b.example 1:1+13 a@b.example> <link https://b.example 1:15+19 https://b.example> <link mailto:c@b.example 1:35+20 mailto:c@b.example>"
    );
}

#[test]
fn links_know_their_place() {
    let blocks =
        parse("---\n\nä [one](a.md) and\n[two\nlines](b.md) ![three](c.png)\n\n> - ü [four][f]\n\n[f]: d.md\n", 10).blocks;
    let shown: Vec<String> = blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph(content) => words(content),
            Block::Quote(inner) => format!("{inner:?}"),
            _ => String::new(),
        })
        .collect();
    insta::assert_snapshot!(shown.join("\n"), @r#"
    ä <link a.md 13:3+11 one> and <link b.md 14:1+4 two lines> <image c.png 15:14+15 three>
    [List { start: None, items: [Item { task: None, blocks: [Paragraph([Text("ü "), Link { target: "d.md", content: [Text("four")], span: Span { line: 17, column: 7, len: 9 } }])] }] }]
    "#);
}

#[test]
fn page_breaks_stand_alone() {
    insta::assert_snapshot!(outline("one\n\n<!-- page-break -->\n\ntwo\n<!-- page-break -->\nthree\n"), @r"
    p one
    page break
    p two
    page break
    p three
    ");
}

#[test]
fn a_page_break_inside_text_loses_no_text() {
    let parsed = parse("before <!-- page-break --> after\n", 0);
    assert_eq!(parsed.problems.len(), 1, "{:?}", parsed.blocks);
    insta::assert_debug_snapshot!(parsed.problems, @r#"
    [
        (
            RawHtml,
            Span {
                line: 1,
                column: 8,
                len: 19,
            },
            "a page break stands in a line of its own",
        ),
    ]
    "#);
}

#[test]
fn comments_are_left_out() {
    assert_eq!(outline("one <!-- two --> three\n"), "p one  three\n");
    assert_eq!(outline("<!-- one line -->\n\ntext\n"), "p text\n");
    assert_eq!(outline("<!--\nseveral\n<b>lines</b>\n-->\n\ntext\n"), "p text\n");
}

#[test]
fn a_handful_of_tags_is_understood_and_carries_nothing_in() {
    let text = "a <b>bold <I>and</I></b><br/>line <br /> <kbd>Ctrl **K**</kbd> <del>no</del>\n\n| A |\n|--|\n| x<br>y |\n";
    let parsed = parse(text, 0);
    assert_eq!(parsed.problems, []);
    assert_eq!(
        outline(text),
        "p a <strong bold <em and>><break>line <break> <code Ctrl K> <strike no>\ntable [Left]\n  A\n  x<break>y\n"
    );
    for hostile in [
        "a <b onclick=\"alert(1)\">b</b>",
        "a <img src=x onerror=alert(1)>",
        "a <svg onload=alert(1)>",
        "a <a href=\"javascript:alert(1)\">b</a>",
        "<iframe src=\"//evil.example\"></iframe>",
        "<style>body { display: none }</style>",
        "a <b\nonclick=alert(1)>b",
    ] {
        let problems = parse(hostile, 0).problems;
        assert!(problems.iter().any(|(code, ..)| *code == Code::RawHtml), "{hostile}: {problems:?}");
    }
    // What is no tag of HTML is text, and text is escaped.
    assert_eq!(outline("a <b/onclick=alert(1)>b\n"), "p a <b/onclick=alert(1)>b\n");
    let open = parse("One <b>two\n\nthree </b> four\n", 0).problems;
    assert_eq!(open.len(), 1, "{open:?}");
    assert_eq!((open[0].1, open[0].2.as_str()), (Span::new(1, 5, 3), "`<b>` is not closed where it was opened"));
}

#[test]
fn raw_html_is_reported_where_it_stands() {
    let found =
        parse("a <u>bold</u> <hr>\n\n<div class=\"x\">\n<p>text</p>\n</div>\n\n> <script>alert(1)</script>\n", 5).problems;
    let shown: Vec<String> =
        found.iter().map(|(c, s, m)| format!("{} {}:{}+{} {m}", c.number(), s.line, s.column, s.len)).collect();
    insta::assert_snapshot!(shown.join("\n"), @r#"
    E034 6:3+3 raw HTML `<u>` cannot be printed
    E034 6:15+4 raw HTML `<hr>` cannot be printed
    E034 8:1+15 raw HTML `<div class="x">` cannot be printed
    E034 12:3+25 raw HTML `<script>alert(1)</script>` cannot be printed
    "#);
}

#[test]
fn code_is_kept_as_written() {
    insta::assert_snapshot!(outline("```rust ignore\nfn a() {}\n\n```\n\n    indented *x*\n\n~~~\n```\n~~~\n"), @r#"
    code Some("rust") "fn a() {}"
    code None "indented *x*"
    code None "```"
    "#);
}

#[test]
fn deep_nesting_is_flattened_and_reported_once() {
    for text in [
        ">".repeat(10_000) + " deep",
        "> ".repeat(10_000) + "deep",
        "- ".repeat(200) + "deep",
        "*a ".repeat(2_000) + &"a*".repeat(2_000),
    ] {
        let parsed = parse(&text, 0);
        let deep = parsed.problems.iter().filter(|(code, ..)| code.number() == "E035").count();
        assert!(deep <= 1, "{deep} of {}", &text[..20]);
        assert!(depth(&parsed.blocks) <= 24);
    }
    let parsed = parse(&(">".repeat(10_000) + " deep"), 0);
    assert_eq!(parsed.problems.len(), 1);
    assert_eq!((parsed.problems[0].1.line, parsed.problems[0].1.column), (1, 25));
    assert_eq!(parse(&(">".repeat(20) + " fine"), 0).problems, []);
}

fn depth(blocks: &[Block]) -> usize {
    blocks
        .iter()
        .map(|block| match block {
            Block::Quote(inner) => 1 + depth(inner),
            Block::List { items, .. } => 2 + items.iter().map(|item| depth(&item.blocks)).max().unwrap_or(0),
            _ => 0,
        })
        .max()
        .unwrap_or(0)
}
