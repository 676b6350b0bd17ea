//! Printing a report: human, short, JSON, GitHub annotations and SARIF.
//!
//! 1. Diagnostics come sorted by file and line.
//! 2. The human form adds the line, a caret below the mistake and the help.
//! 3. The machine forms carry the same facts under stable names.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;

use super::{Code, Diagnostic, Report};

/// How a report is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// With excerpt, caret and help.
    #[default]
    Human,
    /// One line each.
    Short,
    /// One JSON object with all of them.
    Json,
    /// Annotations for GitHub Actions.
    Github,
    /// SARIF 2.1.0, for code-scanning tools.
    Sarif,
}

/// The report in the given form, ending in a line break unless it is empty.
#[must_use]
pub fn print(report: &Report, format: Format) -> String {
    let sorted = report.sorted();
    match format {
        Format::Human => {
            let mut out: String = sorted.iter().map(|diagnostic| human(report, diagnostic)).collect::<Vec<_>>().join("\n");
            if !sorted.is_empty() {
                let noun = if sorted.len() == 1 { "mistake" } else { "mistakes" };
                let files = sorted.iter().map(|d| &d.file).collect::<std::collections::BTreeSet<_>>().len();
                let place = if files == 1 { "1 file".to_owned() } else { format!("{files} files") };
                let _ = writeln!(out, "\n{} {noun} in {place}; nothing was published", sorted.len());
            }
            out
        }
        Format::Short => sorted.iter().map(|diagnostic| short(diagnostic, Style::new(), Style::new()) + "\n").collect(),
        Format::Json => pretty(&json!({ "diagnostics": sorted.iter().map(|d| object(d)).collect::<Vec<_>>(), "findings": [] })),
        Format::Github => sorted.iter().map(|diagnostic| github(diagnostic)).collect(),
        Format::Sarif => pretty(&sarif(&sorted)),
    }
}

fn place(diagnostic: &Diagnostic) -> String {
    match diagnostic.span.line {
        0 => diagnostic.file.to_string(),
        line => format!("{}:{line}:{}", diagnostic.file, diagnostic.span.column),
    }
}

fn short(diagnostic: &Diagnostic, bold: Style, red: Style) -> String {
    let Diagnostic { code, message, .. } = diagnostic;
    format!("{bold}{}{bold:#}: {red}error[{}]{red:#}: {message}", place(diagnostic), code.number())
}

fn human(report: &Report, diagnostic: &Diagnostic) -> String {
    let red = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
    let blue = Style::new().fg_color(Some(AnsiColor::Blue.into()));
    let mut out = short(diagnostic, Style::new().bold(), red) + "\n";
    let span = diagnostic.span;
    if let Some(line) = report.line(&diagnostic.file, span.line) {
        let (shown, before, marked) = window(line, span.column, span.len);
        let _ = writeln!(out, "{blue}{:>5} |{blue:#} {shown}", span.line);
        let _ = writeln!(out, "{blue}      |{blue:#} {}{red}{}{red:#}", " ".repeat(before), "^".repeat(marked));
    }
    if let Some(help) = &diagnostic.help {
        let _ = writeln!(out, "   help: {}", help.replace('\n', "\n         "));
    }
    out
}

/// What is shown of a long line, the width before the mark, and the width of the mark.
fn window(line: &str, column: u32, len: u32) -> (String, usize, usize) {
    const WIDEST: usize = 120;
    let column = usize::try_from(column).unwrap_or(1).saturating_sub(1);
    let chars: Vec<char> = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let start = if column > WIDEST - 40 { column - 40 } else { 0 };
    let end = chars.len().min(start + WIDEST);
    let part = |from: usize, to: usize| chars.get(from.min(to)..to).unwrap_or_default().iter().collect::<String>();
    let mark_end = (column + usize::try_from(len).unwrap_or(1)).min(end).max(column);
    let lead = if start > 0 { "… " } else { "" };
    let tail = if end < chars.len() { " …" } else { "" };
    let before = format!("{lead}{}", part(start, column.min(end)));
    let marked = part(column.min(end), mark_end.min(end)).width().max(1);
    (format!("{lead}{}{tail}", part(start, end)), before.width(), marked)
}

fn object(diagnostic: &Diagnostic) -> Value {
    json!({
        "code": diagnostic.code.number(),
        "name": diagnostic.code.name(),
        "message": diagnostic.message,
        "help": diagnostic.help,
        "file": &*diagnostic.file,
        "line": diagnostic.span.line,
        "column": diagnostic.span.column,
        "length": diagnostic.span.len,
    })
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

fn github(diagnostic: &Diagnostic) -> String {
    let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let message = match &diagnostic.help {
        Some(help) => format!("{}\nhelp: {help}", diagnostic.message),
        None => diagnostic.message.clone(),
    };
    let mut place = format!("file={}", property(&diagnostic.file));
    if diagnostic.span.line > 0 {
        let _ = write!(place, ",line={},col={}", diagnostic.span.line, diagnostic.span.column);
    }
    format!("::error {place},title={}::{}\n", property(diagnostic.code.number()), data(&message))
}

/// A path as a relative reference of RFC 3986, which is what SARIF asks for.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'-' | b'.' | b'_' | b'~' | b'/' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => out.push(char::from(byte)),
            byte => drop(write!(out, "%{byte:02X}")),
        }
    }
    out
}

fn sarif(sorted: &[&Diagnostic]) -> Value {
    let rules: Vec<_> = Code::ALL
        .iter()
        .map(|code| json!({ "id": code.number(), "name": code.name(), "fullDescription": { "text": code.meaning() } }))
        .collect();
    let results: Vec<_> = sorted
        .iter()
        .map(|diagnostic| {
            let mut location = json!({ "artifactLocation": { "uri": uri(&diagnostic.file) } });
            let span = diagnostic.span;
            if span.line > 0 {
                location["region"] =
                    json!({ "startLine": span.line, "startColumn": span.column, "endColumn": span.column.saturating_add(span.len) });
            }
            let text = match &diagnostic.help {
                Some(help) => format!("{}. {help}", diagnostic.message),
                None => diagnostic.message.clone(),
            };
            json!({
                "ruleId": diagnostic.code.number(),
                "level": "error",
                "message": { "text": text },
                "locations": [{ "physicalLocation": location }],
            })
        })
        .collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "alliance", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}
