//! Blocks to Markdown that reads well as it stands and parses back to the same blocks.
//!
//! 1. Only characters that would change the meaning are escaped.
//! 2. States are written with their symbol and word, because other tools do not know our links for them.

use std::fmt::Write as _;

use super::Resolve;
use crate::block::{Align, Block, Document, Inline, Table, headings, spark};

/// A whole document: title, facts, body.
#[must_use]
pub fn document(document: &Document, resolve: &Resolve<'_>) -> String {
    let mut out = format!("# {} · {}\n\n", escape(&document.title, true), escape(&document.kind, true));
    if let Some(subject) = &document.subject {
        let _ = writeln!(out, "{}\n", escape(subject, true));
    }
    for fact in &document.facts {
        let _ = writeln!(out, "- **{}:** {}", escape(&fact.label, true), escape(&fact.value, true));
    }
    out.push('\n');
    out.push_str(&blocks(&document.blocks, resolve));
    out
}

/// Blocks as Markdown, ending in one line break unless there are none.
#[must_use]
pub fn blocks(blocks: &[Block], resolve: &Resolve<'_>) -> String {
    let mut lines = Vec::new();
    write(&mut lines, blocks, resolve);
    let mut out = lines.join("\n");
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

fn write(lines: &mut Vec<String>, blocks: &[Block], resolve: &Resolve<'_>) {
    let mut previous: Option<&Block> = None;
    for block in blocks {
        if let Some(previous) = previous {
            lines.push(String::new());
            // Two lists in a row would parse as one.
            if matches!((previous, block), (Block::List { .. }, Block::List { .. } | Block::Code { language: None, .. })) {
                lines.extend(["<!-- -->".to_owned(), String::new()]);
            }
        }
        match block {
            Block::Contents => {
                for (level, id, title) in headings(blocks).into_iter().filter(|heading| heading.0 <= 3) {
                    let pad = "  ".repeat(usize::from(level.saturating_sub(1)));
                    lines.push(format!("{pad}- [{}](#{id})", escape(&title, true)));
                }
            }
            block => one(lines, block, resolve),
        }
        previous = Some(block);
    }
}

fn one(lines: &mut Vec<String>, block: &Block, resolve: &Resolve<'_>) {
    match block {
        Block::Heading { level, content, .. } => {
            lines.push(format!("{} {}", "#".repeat(usize::from(*level)), on_one_line(content, resolve)));
        }
        Block::Paragraph(content) => lines.extend(inline(content, resolve).lines().map(str::to_owned)),
        Block::List { start, items } => {
            // A list that goes on beyond nine digits would not be read as one; only its first number counts.
            for (number, item) in (start.unwrap_or(1)..).map(|number| number.min(999_999_999)).zip(items) {
                let mut label = start.map_or_else(|| "- ".to_owned(), |_| format!("{number}. "));
                let pad = " ".repeat(label.len());
                match item.task {
                    Some(true) => label.push_str("[x] "),
                    Some(false) => label.push_str("[ ] "),
                    None => {}
                }
                nested(lines, &item.blocks, &label, &pad, resolve);
            }
        }
        Block::Table(table) => lines.extend(table_lines(table, resolve)),
        Block::Callout { kind, blocks } => {
            lines.push(format!("> [!{}]", kind.title().to_uppercase()));
            nested(lines, blocks, "> ", "> ", resolve);
        }
        Block::Quote(blocks) => nested(lines, blocks, "> ", "> ", resolve),
        Block::Code { language, text } => {
            let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
            let fence = "`".repeat(longest.max(2) + 1);
            lines.push(format!("{fence}{}", language.as_deref().unwrap_or_default()));
            lines.extend(text.lines().map(str::to_owned));
            lines.push(fence);
        }
        Block::Definitions(definitions) => {
            for definition in definitions {
                lines.push(inline(&definition.term, resolve));
                for detail in &definition.details {
                    nested(lines, detail, ": ", "  ", resolve);
                }
                lines.push(String::new());
            }
            lines.pop();
        }
        Block::Footnote { number, blocks } => nested(lines, blocks, &format!("[^{number}]: "), "    ", resolve),
        Block::Chart(chart) => {
            lines.push(format!("*{}*", escape(&chart.caption, true)));
            if chart.table {
                lines.push(String::new());
                lines.extend(table_lines(&chart.table(), resolve));
            }
        }
        Block::Index(entries) => {
            lines.extend(entries.iter().map(|entry| format!("- [{}](#{})", escape(&entry.words, true), entry.target)));
        }
        // Printed by whoever sees all headings.
        Block::Contents => {}
        Block::Rule => lines.push("---".to_owned()),
        Block::PageBreak => lines.push("<!-- page-break -->".to_owned()),
    }
}

fn nested(lines: &mut Vec<String>, blocks: &[Block], first: &str, rest: &str, resolve: &Resolve<'_>) {
    let mut inner = Vec::new();
    write(&mut inner, blocks, resolve);
    if inner.is_empty() {
        inner.push(String::new());
    }
    for (index, line) in inner.into_iter().enumerate() {
        lines.push(format!("{}{line}", if index == 0 { first } else { rest }).trim_end().to_owned());
    }
}

fn table_lines(table: &Table, resolve: &Resolve<'_>) -> Vec<String> {
    let row = |cells: &[Vec<Inline>]| {
        let cells: Vec<String> = cells.iter().map(|cell| on_one_line(cell, resolve).replace('|', "\\|")).collect();
        format!("| {} |", cells.join(" | "))
    };
    let rule: Vec<&str> = table
        .align
        .iter()
        .map(|align| match align {
            Align::Left => "---",
            Align::Center => ":-:",
            Align::Right => "--:",
        })
        .collect();
    let mut lines = vec![row(&table.head), format!("| {} |", rule.join(" | "))];
    lines.extend(table.rows.iter().map(|cells| row(cells)));
    lines
}

/// Headings and cells cannot hold a line break; a space stands for it.
fn on_one_line(content: &[Inline], resolve: &Resolve<'_>) -> String {
    inline(content, resolve).replace("\\\n", " ").replace('\n', " ")
}

fn inline(content: &[Inline], resolve: &Resolve<'_>) -> String {
    let mut out = String::new();
    for (index, part) in content.iter().enumerate() {
        match part {
            Inline::Text(text) => {
                let start = out.is_empty() || out.ends_with('\n');
                out.push_str(&escape(text, start));
            }
            Inline::Strong(inner) => {
                let _ = write!(out, "**{}**", inline(inner, resolve));
            }
            Inline::Emphasis(inner) => {
                // Two emphases that meet need two signs; after anything else the star is safer, inside words too.
                let before = index.checked_sub(1).and_then(|before| content.get(before));
                let sign = if matches!(before, Some(Inline::Emphasis(_))) && out.ends_with('*') { '_' } else { '*' };
                let _ = write!(out, "{sign}{}{sign}", inline(inner, resolve));
            }
            Inline::Strike(inner) => {
                let _ = write!(out, "~~{}~~", inline(inner, resolve));
            }
            Inline::Code(text) => {
                let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
                let fence = "`".repeat(longest + 1);
                let spaced = text.starts_with(' ') && text.ends_with(' ') && !text.trim().is_empty();
                let pad = if text.starts_with('`') || text.ends_with('`') || spaced { " " } else { "" };
                let _ = write!(out, "{fence}{pad}{text}{pad}{fence}");
            }
            Inline::Link { target, content, .. } => match resolve(target) {
                Some(target) => {
                    let _ = write!(out, "[{}](<{}>)", inline(content, resolve), destination(&target));
                }
                None => out.push_str(&inline(content, resolve)),
            },
            Inline::Image { source, alt, .. } => match resolve(source) {
                Some(source) => {
                    let _ = write!(out, "![{}](<{}>)", escape(alt, false), destination(&source));
                }
                None => out.push_str(&escape(alt, false)),
            },
            Inline::State { mark, word } => {
                let _ = write!(out, "{} {}", mark.symbol(), escape(word, false));
            }
            Inline::Spark { values, words } => {
                out.push_str(&spark::written(values, &escape(words, false)));
            }
            Inline::FootnoteRef(number) => {
                let _ = write!(out, "[^{number}]");
            }
            Inline::Break => out.push_str("\\\n"),
            // Filled before anything is printed.
            Inline::Shortcode(_) => {}
        }
    }
    out
}

/// A link's target between angle brackets.
fn destination(target: &str) -> String {
    target.replace('\\', "\\\\").replace('<', "\\<").replace('>', "\\>").replace(['\n', '\r'], "")
}

/// Escapes what Markdown would take for markup; `start` when the text begins a line.
#[must_use]
pub fn escape(text: &str, start: bool) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut characters = text.chars().peekable();
    let mut at_start = start;
    let mut digits = false;
    let mut previous = ' ';
    while let Some(character) = characters.next() {
        let next = characters.peek().copied().unwrap_or(' ');
        let special = match character {
            // The brace because `{#x}` at the end of a heading would be taken for its id.
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '~' | '}' => true,
            // A mark at the end of a text may meet the bracket of a link behind it.
            '!' => characters.peek().is_none(),
            '&' => next.is_ascii_alphabetic() || next == '#',
            '#' => at_start || previous.is_whitespace(),
            '+' | '-' | '>' | '=' | ':' => at_start,
            '.' | ')' => digits && (next.is_whitespace()),
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(character);
        digits = (at_start || digits) && character.is_ascii_digit();
        at_start = false;
        previous = character;
    }
    out
}
