//! Blocks to plain text, for terminals and mail.
//!
//! 1. Running text is wrapped to the width; lists and quotations are indented.
//! 2. Tables become columns; where they would be wider than the page, the widest columns are wrapped.
//! 3. States keep their symbol and word; on a terminal they are coloured, and colour never says anything alone.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

use crate::block::{Align, Block, Document, Inline, Item, Mark, Table, headings, spark};

/// A whole document: kind, title, facts, body.
#[must_use]
pub fn document(document: &Document, width: usize) -> String {
    let bold = Style::new().bold();
    let width = width.max(20);
    let mut lines = vec![format!("{} · {}", document.organisation, document.kind)];
    lines.push(format!("{bold}{}{bold:#}", document.title));
    lines.extend(document.subject.iter().flat_map(|subject| wrap(&[Span::plain(subject)], width)));
    lines.push(String::new());
    let facts: Vec<String> = document.facts.iter().map(|fact| format!("{}: {}", fact.label, fact.value)).collect();
    lines.extend(wrap(&[Span::plain(&facts.join(" · "))], width));
    lines.push(String::new());
    lines.extend(blocks(&document.blocks, width));
    finish(&lines)
}

fn finish(lines: &[String]) -> String {
    let mut out = lines.iter().map(|line| line.trim_end()).collect::<Vec<_>>().join("\n");
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn blocks(blocks: &[Block], width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for block in blocks {
        match block {
            Block::Contents => {
                for (level, _, title) in headings(blocks).into_iter().filter(|heading| heading.0 <= 3) {
                    lines.push(format!("{}{title}", "  ".repeat(usize::from(level.saturating_sub(1)))));
                }
            }
            block => lines.extend(one(block, width)),
        }
        lines.push(String::new());
    }
    lines.pop();
    lines
}

fn one(block: &Block, width: usize) -> Vec<String> {
    match block {
        Block::Heading { level, content, .. } => {
            let style = if *level <= 2 { Style::new().bold().underline() } else { Style::new().bold() };
            wrap(&spans(content, style), width)
        }
        Block::Paragraph(content) => wrap(&spans(content, Style::new()), width),
        Block::List { start, items } => list(*start, items, width),
        Block::Table(table) => columns(table, width),
        Block::Callout { kind, blocks: inner } => {
            let bold = Style::new().bold();
            let mut lines = vec![format!("{bold}{}{bold:#}", kind.title())];
            lines.extend(blocks(inner, width.saturating_sub(2)));
            indent(lines, "│ ", "│ ")
        }
        Block::Quote(inner) => indent(blocks(inner, width.saturating_sub(2)), "│ ", "│ "),
        Block::Code { text, .. } => text.lines().map(|line| format!("    {line}")).collect(),
        Block::Definitions(definitions) => {
            let mut lines = Vec::new();
            for definition in definitions {
                lines.extend(wrap(&spans(&definition.term, Style::new().bold()), width));
                for detail in &definition.details {
                    lines.extend(indent(blocks(detail, width.saturating_sub(4)), "    ", "    "));
                }
            }
            lines
        }
        Block::Footnote { number, blocks: inner } => {
            let label = format!("[{number}] ");
            indent(blocks(inner, width.saturating_sub(label.len())), &label, &" ".repeat(label.len()))
        }
        Block::Chart(chart) => {
            let mut lines = wrap(&[Span { text: chart.caption.clone(), style: Style::new().italic() }], width);
            if chart.table {
                lines.push(String::new());
                lines.extend(columns(&chart.table(), width));
            }
            lines
        }
        Block::Rule => vec!["─".repeat(width.min(40))],
        Block::Index(entries) => entries.iter().map(|entry| format!("• {}", entry.words)).collect(),
        // Contents are printed by whoever sees all headings; there are no pages.
        Block::Contents | Block::PageBreak => Vec::new(),
    }
}

fn list(start: Option<u64>, items: &[Item], width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for (number, item) in (start.unwrap_or(1)..).zip(items) {
        let label = match (item.task, start) {
            (Some(true), _) => "[x] ".to_owned(),
            (Some(false), _) => "[ ] ".to_owned(),
            (None, Some(_)) => format!("{number}. "),
            (None, None) => "• ".to_owned(),
        };
        let wide = label.width();
        lines.extend(indent(blocks(&item.blocks, width.saturating_sub(wide)), &label, &" ".repeat(wide)));
    }
    lines
}

fn indent(lines: Vec<String>, first: &str, rest: &str) -> Vec<String> {
    let lines = if lines.is_empty() { vec![String::new()] } else { lines };
    lines.into_iter().enumerate().map(|(index, line)| format!("{}{line}", if index == 0 { first } else { rest })).collect()
}

/// The narrowest a column is made while others can still give way.
const NARROWEST: usize = 8;

fn columns(table: &Table, width: usize) -> Vec<String> {
    let bold = Style::new().bold();
    let rows: Vec<Vec<Vec<Span>>> = std::iter::once(table.head.iter().map(|cell| spans(cell, bold)).collect())
        .chain(table.rows.iter().map(|row| row.iter().map(|cell| spans(cell, Style::new())).collect()))
        .collect();
    let count = table.align.len().max(1);
    let full = |cell: &[Span]| cell.iter().map(|span| span.text.width()).sum::<usize>();
    let mut widths: Vec<usize> = (0..count)
        .map(|column| rows.iter().filter_map(|row| row.get(column)).map(|cell| full(cell)).max().unwrap_or(0))
        .collect();
    let room = width.saturating_sub(2 * (count - 1));
    // Columns give way down to their longest word first, and inside words only if that is not enough.
    let word =
        |cell: &[Span]| cell.iter().flat_map(|span| span.text.split([' ', '\n'])).map(UnicodeWidthStr::width).max().unwrap_or(0);
    let words: Vec<usize> = (0..count)
        .map(|column| rows.iter().filter_map(|row| row.get(column)).map(|cell| word(cell)).max().unwrap_or(0).max(NARROWEST))
        .collect();
    for least in [words, vec![NARROWEST; count]] {
        while widths.iter().sum::<usize>() > room {
            let wider = widths.iter_mut().zip(&least).filter(|(width, least)| **width > **least);
            let Some((widest, _)) = wider.max_by_key(|(width, _)| **width) else { break };
            *widest -= 1;
        }
    }
    let mut lines = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let cells: Vec<Vec<String>> = row.iter().zip(&widths).map(|(cell, width)| wrap(cell, (*width).max(1))).collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(0);
        for line in 0..height {
            let parts = cells.iter().enumerate().map(|(column, cell)| {
                let text = cell.get(line).map_or("", String::as_str);
                let pad = " ".repeat(widths.get(column).copied().unwrap_or(0).saturating_sub(visible(text)));
                match table.align.get(column) {
                    Some(Align::Right) => format!("{pad}{text}"),
                    _ => format!("{text}{pad}"),
                }
            });
            lines.push(parts.collect::<Vec<_>>().join("  "));
        }
        if index == 0 {
            lines.push(widths.iter().map(|width| "─".repeat(*width)).collect::<Vec<_>>().join("  "));
        }
    }
    lines
}

/// The width of a line without its escape sequences.
fn visible(line: &str) -> usize {
    anstream::adapter::strip_str(line).to_string().width()
}

/// Text in one style.
struct Span {
    text: String,
    style: Style,
}

impl Span {
    fn plain(text: &str) -> Self {
        Self { text: text.to_owned(), style: Style::new() }
    }
}

fn spans(content: &[Inline], style: Style) -> Vec<Span> {
    let mut out = Vec::new();
    push_spans(&mut out, content, style);
    out
}

fn push_spans(out: &mut Vec<Span>, content: &[Inline], style: Style) {
    for inline in content {
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.push(Span { text: text.clone(), style }),
            Inline::Strong(inner) => push_spans(out, inner, style.bold()),
            Inline::Emphasis(inner) => push_spans(out, inner, style.italic()),
            Inline::Strike(inner) => push_spans(out, inner, style.strikethrough()),
            Inline::Link { content, .. } => push_spans(out, content, style),
            Inline::Image { alt, .. } => out.push(Span { text: alt.clone(), style }),
            Inline::State { mark, word } => {
                let style = style.fg_color(Some(colour(*mark).into()));
                // The symbol must not be parted from its word at the end of a line.
                out.push(Span { text: format!("{}\u{a0}{word}", mark.symbol()), style });
            }
            Inline::Spark { values, words } => out.push(Span { text: spark::written(values, words), style }),
            Inline::FootnoteRef(number) => out.push(Span { text: format!("[{number}]"), style }),
            Inline::Break => out.push(Span { text: "\n".to_owned(), style }),
            // Filled before anything is printed.
            Inline::Shortcode(_) => {}
        }
    }
}

const fn colour(mark: Mark) -> AnsiColor {
    match mark {
        Mark::Good => AnsiColor::Green,
        Mark::Watch => AnsiColor::Yellow,
        Mark::Act => AnsiColor::Magenta,
        Mark::Bad => AnsiColor::Red,
        Mark::Unknown => AnsiColor::BrightBlack,
    }
}

/// Breaks text into lines of at most `width` columns, between words, and inside a word only where it must.
fn wrap(content: &[Span], width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    let mut gap = false;
    for span in content {
        let style = span.style;
        for (index, piece) in span.text.split([' ', '\n', '\t']).enumerate() {
            if index > 0 {
                let broken = span.text.contains('\n') && span.text.trim().is_empty();
                if broken {
                    lines.push(String::new());
                    used = 0;
                }
                gap = !broken;
            }
            if piece.is_empty() {
                continue;
            }
            let mut rest = piece;
            let wide = rest.width();
            let lead = usize::from(gap && used > 0);
            if used > 0 && used + lead + wide > width {
                lines.push(String::new());
                used = 0;
            } else if lead == 1 {
                push(&mut lines, " ", Style::new());
                used += 1;
            }
            gap = false;
            while used + rest.width() > width && width > 0 {
                let cut = fitting(rest, width - used);
                push(&mut lines, &rest[..cut], style);
                rest = &rest[cut..];
                lines.push(String::new());
                used = 0;
            }
            push(&mut lines, rest, style);
            used += rest.width();
        }
    }
    lines
}

fn push(lines: &mut [String], text: &str, style: Style) {
    if let Some(line) = lines.last_mut().filter(|_| !text.is_empty()) {
        if style == Style::new() {
            line.push_str(text);
        } else {
            let _ = write!(line, "{style}{text}{style:#}");
        }
    }
}

/// How many bytes of `text` fit into `width` columns; at least one character.
fn fitting(text: &str, width: usize) -> usize {
    let mut end = 0;
    for (index, character) in text.char_indices() {
        let next = index + character.len_utf8();
        if end > 0 && text[..next].width() > width {
            break;
        }
        end = next;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::parse;

    fn shown(markdown: &str, width: usize) -> String {
        let lines = blocks(&parse(markdown, 0).blocks, width);
        anstream::adapter::strip_str(&finish(&lines)).to_string()
    }

    #[test]
    fn text_is_wrapped_and_never_wider_than_the_page() {
        let text = "Plain **bold** words, `code` and a verylongwordthatdoesnotfitanywhere [on target](state:good).\n\n- one two three four five\n  - nested item here\n- [x] done\n\n> quoted words go on and on";
        insta::assert_snapshot!(shown(text, 24), @r"
        Plain bold words, code
        and a
        verylongwordthatdoesnotf
        itanywhere ✓ on target.

        • one two three four
          five

          • nested item here
        [x] done

        │ quoted words go on and
        │ on
        ");
        for width in 8..60 {
            for line in shown(text, width).lines() {
                assert!(line.width() <= width.max(10), "{width}: {line}");
            }
        }
    }

    #[test]
    fn sparklines_become_bars() {
        let text = shown("Health [77 %](spark:0,25,-,100,77) and [](spark:50).", 40);
        assert_eq!(text, "Health ▁▃·█▆\u{a0}77 % and ▅.\n");
    }

    #[test]
    fn tables_become_columns() {
        let table = "| Clause | Standing | Score |\n|---|---|--:|\n| Training opt-out of all our data | agreed | 4.5 |\n| Exit | – | 10 |\n";
        insta::assert_snapshot!(shown(table, 40), @r"
        Clause                   Standing  Score
        ───────────────────────  ────────  ─────
        Training opt-out of all  agreed      4.5
        our data
        Exit                     –            10
        ");
    }
}
