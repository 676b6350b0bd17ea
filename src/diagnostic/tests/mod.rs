//! The forms of a report, for a diagnostic with awkward characters.

use std::sync::Arc;

use super::{Code, Diagnostic, Format, Report, Span, print, suggest};

const FILE: &str = "content/50 %, a:b.md";

fn report() -> Report {
    let file: Arc<str> = FILE.into();
    let mut report = Report::default();
    report.text(&file, &"title\n\t名前 = 50% \"off\" <b>\n".into());
    let message = "the value `50% \"off\"` is 100 % wrong";
    report.push(Diagnostic::new(Code::WrongValue, &file, Span::new(2, 7, 9), message).help("write `0.5`\nor 50%"));
    report
}

fn plain(report: &Report, format: Format) -> String {
    anstream::adapter::strip_str(&print(report, format)).to_string()
}

#[test]
fn short_is_the_first_line_alone() {
    insta::assert_snapshot!(plain(&report(), Format::Short), @r#"content/50 %, a:b.md:2:7: error[E005]: the value `50% "off"` is 100 % wrong"#);
}

#[test]
fn human_marks_the_place_below_wide_characters_and_tabs() {
    insta::assert_snapshot!(plain(&report(), Format::Human), @r#"
    content/50 %, a:b.md:2:7: error[E005]: the value `50% "off"` is 100 % wrong
        2 |  名前 = 50% "off" <b>
          |         ^^^^^^^^^
       help: write `0.5`
             or 50%

    1 mistake in 1 file; nothing was published
    "#);
}

#[test]
fn json_carries_every_fact() {
    let text = print(&report(), Format::Json);
    let parsed: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(parsed["diagnostics"][0]["line"], 2);
    insta::assert_snapshot!(text, @r#"
    {
      "diagnostics": [
        {
          "code": "E005",
          "column": 7,
          "file": "content/50 %, a:b.md",
          "help": "write `0.5`\nor 50%",
          "length": 9,
          "line": 2,
          "message": "the value `50% \"off\"` is 100 % wrong",
          "name": "wrong value"
        }
      ],
      "findings": []
    }
    "#);
}

#[test]
fn github_escapes_what_ends_a_command() {
    let text = print(&report(), Format::Github);
    assert_eq!(text.lines().count(), 1);
    insta::assert_snapshot!(text, @r#"::error file=content/50 %25%2C a%3Ab.md,line=2,col=7,title=E005::the value `50%25 "off"` is 100 %25 wrong%0Ahelp: write `0.5`%0Aor 50%25"#);
}

#[test]
fn sarif_points_at_the_place() {
    let parsed: serde_json::Value = serde_json::from_str(&print(&report(), Format::Sarif)).unwrap();
    let run = &parsed["runs"][0];
    assert_eq!(run["tool"]["driver"]["rules"].as_array().unwrap().len(), Code::ALL.len());
    insta::assert_snapshot!(format!("{:#}", run["results"]), @r#"
    [
      {
        "level": "error",
        "locations": [
          {
            "physicalLocation": {
              "artifactLocation": {
                "uri": "content/50%20%25%2C%20a%3Ab.md"
              },
              "region": {
                "endColumn": 16,
                "startColumn": 7,
                "startLine": 2
              }
            }
          }
        ],
        "message": {
          "text": "the value `50% \"off\"` is 100 % wrong. write `0.5`\nor 50%"
        },
        "ruleId": "E005"
      }
    ]
    "#);
}

#[test]
fn a_whole_file_has_no_line() {
    let file: Arc<str> = "playbook/playbook.yaml".into();
    let mut report = Report::default();
    report.push(Diagnostic::new(Code::MissingFile, &file, Span::default(), "the file is missing").help("write it"));
    insta::assert_snapshot!(plain(&report, Format::Human), @r"
    playbook/playbook.yaml: error[E006]: the file is missing
       help: write it

    1 mistake in 1 file; nothing was published
    ");
    insta::assert_snapshot!(plain(&report, Format::Github), @r"::error file=playbook/playbook.yaml,title=E006::the file is missing%0Ahelp: write it");
    let sarif: serde_json::Value = serde_json::from_str(&print(&report, Format::Sarif)).unwrap();
    assert!(sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"].get("region").is_none());
}

/// A report about `len` characters at `column` of a line of `x` with a `!` at that place.
fn long(column: u32, len: u32) -> String {
    let file: Arc<str> = "a.md".into();
    let line: String = (1..=300).map(|at| if at >= column && at < column + len { '!' } else { 'x' }).collect();
    let mut report = Report::default();
    report.text(&file, &line.into());
    report.push(Diagnostic::new(Code::WrongValue, &file, Span::new(1, column, len), "wrong"));
    plain(&report, Format::Human)
}

#[test]
fn a_long_line_is_shown_through_a_window() {
    insta::assert_snapshot!(long(150, 3), @r"
    a.md:1:150: error[E005]: wrong
        1 | … xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx!!!xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx …
          |                                           ^^^

    1 mistake in 1 file; nothing was published
    ");
    insta::assert_snapshot!(long(5, 3), @r"
    a.md:1:5: error[E005]: wrong
        1 | xxxx!!!xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx …
          |     ^^^

    1 mistake in 1 file; nothing was published
    ");
    insta::assert_snapshot!(long(298, 3), @r"
    a.md:1:298: error[E005]: wrong
        1 | … xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx!!!
          |                                           ^^^

    1 mistake in 1 file; nothing was published
    ");
}

#[test]
fn the_caret_stands_below_the_mark_wherever_it_is() {
    for column in 1..=300 {
        let text = long(column, 1);
        let lines: Vec<&str> = text.lines().collect();
        let place = |line: &str, sign| line.chars().position(|c| c == sign);
        assert_eq!(place(lines[1], '!'), place(lines[2], '^'), "column {column}\n{text}");
        assert!(lines[1].chars().count() < 140, "column {column}");
    }
}

#[test]
fn a_column_behind_the_end_of_the_line_is_no_panic() {
    let file: Arc<str> = "a.md".into();
    for (line, column, len) in [(1, 900, 5), (1, 1, u32::MAX), (9, 9, 9), (1, 0, 0), (u32::MAX, u32::MAX, u32::MAX)] {
        let mut report = Report::default();
        report.text(&file, &"short".into());
        report.push(Diagnostic::new(Code::WrongValue, &file, Span::new(line, column, len), "wrong"));
        for format in [Format::Human, Format::Short, Format::Json, Format::Github, Format::Sarif] {
            assert!(print(&report, format).contains("wrong"), "{line}:{column}+{len}");
        }
    }
}

#[test]
fn nothing_wrong_says_nothing() {
    assert_eq!(print(&Report::default(), Format::Human), "");
    assert_eq!(print(&Report::default(), Format::Short), "");
    assert_eq!(print(&Report::default(), Format::Github), "");
}

#[test]
fn diagnostics_come_sorted_and_once() {
    let mut report = Report::default();
    for (file, line) in [("b.md", 2), ("a.md", 30), ("a.md", 4), ("a.md", 30)] {
        report.push(Diagnostic::new(Code::WrongValue, &file.into(), Span::new(line, 1, 1), "wrong"));
    }
    insta::assert_snapshot!(plain(&report, Format::Short), @r"
    a.md:4:1: error[E005]: wrong
    a.md:30:1: error[E005]: wrong
    b.md:2:1: error[E005]: wrong
    ");
}

#[test]
fn suggestions_are_near_or_absent() {
    let known = ["data-return", "audit-rights", "exit"];
    assert_eq!(suggest("date-return", known), Some("data-return"));
    assert_eq!(suggest("Audit_Rights", known), Some("audit-rights"));
    assert_eq!(suggest("exti", known), Some("exit"));
    assert_eq!(suggest("liability", known), None);
    assert_eq!(suggest("x", []), None);
}
