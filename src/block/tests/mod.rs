//! Markdown to blocks: every construct, its place, and what cannot be printed.

mod properties;
mod structure;

use super::{Block, parse};

/// The blocks as Markdown-free debug lines, short enough to read.
pub fn outline(markdown: &str) -> String {
    let parsed = parse(markdown, 0);
    assert_eq!(parsed.problems, [], "{markdown}");
    let mut out = String::new();
    for block in &parsed.blocks {
        write(&mut out, block, 0);
    }
    out
}

fn write(out: &mut String, block: &Block, depth: usize) {
    use std::fmt::Write as _;
    let pad = "  ".repeat(depth);
    let inner = |out: &mut String, blocks: &[Block]| blocks.iter().for_each(|block| write(out, block, depth + 1));
    let _ = match block {
        Block::Heading { level, id, content } => writeln!(out, "{pad}h{level} #{id} {}", words(content)),
        Block::Paragraph(content) => writeln!(out, "{pad}p {}", words(content)),
        Block::List { start, items } => {
            let _ = writeln!(out, "{pad}list {start:?}");
            for item in items {
                let _ = writeln!(out, "{pad}- {}", item.task.map_or("", |done| if done { "[x]" } else { "[ ]" }));
                inner(out, &item.blocks);
            }
            Ok(())
        }
        Block::Table(table) => {
            let row = |cells: &[Vec<super::Inline>]| cells.iter().map(|cell| words(cell)).collect::<Vec<_>>().join(" | ");
            let _ = writeln!(out, "{pad}table {:?}\n{pad}  {}", table.align, row(&table.head));
            table.rows.iter().try_for_each(|cells| writeln!(out, "{pad}  {}", row(cells)))
        }
        Block::Callout { kind, blocks } => {
            let _ = writeln!(out, "{pad}callout {kind:?}");
            inner(out, blocks);
            Ok(())
        }
        Block::Quote(blocks) => {
            let _ = writeln!(out, "{pad}quote");
            inner(out, blocks);
            Ok(())
        }
        Block::Code { language, text } => writeln!(out, "{pad}code {language:?} {text:?}"),
        Block::Definitions(definitions) => {
            for definition in definitions {
                let _ = writeln!(out, "{pad}term {}", words(&definition.term));
                definition.details.iter().for_each(|blocks| inner(out, blocks));
            }
            Ok(())
        }
        Block::Footnote { number, blocks } => {
            let _ = writeln!(out, "{pad}footnote {number}");
            inner(out, blocks);
            Ok(())
        }
        Block::Chart(chart) => writeln!(out, "{pad}{}: {}", chart.kind(), chart.caption),
        Block::Contents => writeln!(out, "{pad}contents"),
        Block::Index(entries) => writeln!(out, "{pad}index of {}", entries.len()),
        Block::Rule => writeln!(out, "{pad}rule"),
        Block::PageBreak => writeln!(out, "{pad}page break"),
    };
}

/// Inline content with one pair of brackets per kind.
fn words(content: &[super::Inline]) -> String {
    use super::Inline;
    content
        .iter()
        .map(|inline| match inline {
            Inline::Text(text) => text.clone(),
            Inline::Strong(inner) => format!("<strong {}>", words(inner)),
            Inline::Emphasis(inner) => format!("<em {}>", words(inner)),
            Inline::Strike(inner) => format!("<strike {}>", words(inner)),
            Inline::Code(text) => format!("<code {text}>"),
            Inline::Link { target, content, span } => {
                format!("<link {target} {}:{}+{} {}>", span.line, span.column, span.len, words(content))
            }
            Inline::Image { source, alt, span } => format!("<image {source} {}:{}+{} {alt}>", span.line, span.column, span.len),
            Inline::State { mark, word } => format!("<{} {word}>", mark.token()),
            Inline::Spark { values, words } => format!("<spark {} {words}>", super::spark::address(values)),
            Inline::FootnoteRef(number) => format!("<note {number}>"),
            Inline::Break => "<break>".to_owned(),
            Inline::Shortcode(shortcode) => shortcode.written(),
        })
        .collect()
}
