//! Blocks to HTML.
//!
//! 1. Every text is escaped; no markup comes from anywhere but here.
//! 2. Tables stand in a frame that scrolls, headings carry their anchor, states their shape and word.
//!
//! Class names are part of the contract with `templates/site/style.css`.

use std::fmt::Write as _;
use std::ops::{Deref, DerefMut};

use super::{Resolve, chart, highlight};
use crate::block::{
    Align, Block, Chart, Definition, Entry, Inline, Item, Mark, RowNames, Table, headings, plain_text, spark, walk_inlines,
};
use crate::route::ROW;

/// The blocks as HTML, one element per line.
#[must_use]
pub fn render(blocks: &[Block], resolve: &Resolve<'_>) -> String {
    let mut out = Page { html: String::with_capacity(16 * 1024), rows: RowNames::default() };
    write_blocks(&mut out, blocks, resolve);
    out.html
}

/// The HTML so far, and how often a row had a name.
struct Page {
    html: String,
    rows: RowNames,
}

impl Deref for Page {
    type Target = String;

    fn deref(&self) -> &String {
        &self.html
    }
}

impl DerefMut for Page {
    fn deref_mut(&mut self) -> &mut String {
        &mut self.html
    }
}

/// Rows from which on a table can be filtered.
const LONG: usize = 10;

/// Escapes text for an element or a quoted attribute.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_escaped(&mut out, text);
    out
}

/// Tells `write` the pieces of a text as HTML shows it, one after the other.
pub fn escaped(text: &str, mut write: impl FnMut(&str)) {
    let mut done = 0;
    for (index, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        write(&text[done..index]);
        write(entity);
        done = index + 1;
    }
    write(&text[done..]);
}

fn push_escaped(out: &mut String, text: &str) {
    escaped(text, |piece| out.push_str(piece));
}

/// Bytes of a word from which on it may break anywhere, so that no column of a table becomes as wide as it.
const ENDLESS: usize = 48;

/// Words, in which no line begins with the sign behind a figure.
fn push_words(out: &mut String, text: &str) {
    let mut done = 0;
    for (index, _) in text.match_indices('%') {
        let Some(before) = text[done..index].strip_suffix(' ') else { continue };
        push_breakable(out, before);
        out.push(if before.ends_with(|last: char| last.is_ascii_digit()) { '\u{a0}' } else { ' ' });
        done = index;
    }
    push_breakable(out, &text[done..]);
}

fn push_breakable(out: &mut String, text: &str) {
    let is_endless = |word: &str| word.split('\u{a0}').any(|word| word.len() >= ENDLESS);
    if text.len() < ENDLESS || !text.split(' ').any(is_endless) {
        return push_escaped(out, text);
    }
    for (index, word) in text.split(' ').enumerate() {
        out.push_str(if index > 0 { " " } else { "" });
        let letters: Vec<char> = word.chars().collect();
        let piece = if is_endless(word) { 8 } else { letters.len().max(1) };
        for (index, piece) in letters.chunks(piece).enumerate() {
            out.push_str(if index > 0 { "<wbr>" } else { "" });
            push_escaped(out, &piece.iter().collect::<String>());
        }
    }
}

/// The headings of the document, down to the third level, as links.
fn write_contents(out: &mut Page, headings: &[(u8, &str, String)]) {
    out.push_str("<ol class=\"contents\">\n");
    for (level, id, title) in headings.iter().filter(|heading| heading.0 <= 3) {
        let _ = writeln!(out, "<li class=\"level-{level}\"><a href=\"#{}\">{}</a></li>", escape(id), escape(title));
    }
    out.push_str("</ol>\n");
}

fn write_index(out: &mut Page, entries: &[Entry]) {
    out.push_str("<ul class=\"index\">\n");
    for entry in entries {
        let _ = writeln!(out, "<li><a href=\"#{}\">{}</a></li>", escape(&entry.target), escape(&entry.words));
    }
    out.push_str("</ul>\n");
}

fn write_blocks(out: &mut Page, blocks: &[Block], resolve: &Resolve<'_>) {
    let first_note = blocks.iter().position(|block| matches!(block, Block::Footnote { .. }));
    let (body, notes) = blocks.split_at(first_note.unwrap_or(blocks.len()));
    for block in body {
        match block {
            Block::Contents => write_contents(out, &headings(blocks)),
            block => write_block(out, block, resolve),
        }
    }
    if !notes.is_empty() {
        out.push_str("<ol class=\"footnotes\">\n");
        for note in notes {
            match note {
                Block::Footnote { number, blocks } => {
                    let _ = write!(out, "<li id=\"fn:{number}\" value=\"{number}\">");
                    write_item_content(out, blocks, resolve);
                    let _ = writeln!(
                        out,
                        " <a class=\"back\" href=\"#fnref:{number}\" aria-label=\"Back to reference {number}\">↩</a></li>"
                    );
                }
                other => write_block(out, other, resolve),
            }
        }
        out.push_str("</ol>\n");
    }
}

fn write_block(out: &mut Page, block: &Block, resolve: &Resolve<'_>) {
    match block {
        Block::Heading { level, id, content } => {
            let _ = write!(out, "<h{level} id=\"{}\">", escape(id));
            write_inlines(out, content, resolve);
            let label = escape(&plain_text(content));
            let _ =
                writeln!(out, " <a class=\"anchor\" href=\"#{}\" aria-label=\"Link to {label}\">#</a></h{level}>", escape(id));
        }
        Block::Paragraph(content) => wrap(out, "<p>", content, "</p>\n", resolve),
        Block::List { start, items } => write_list(out, *start, items, resolve),
        Block::Table(table) => write_table(out, table, resolve),
        Block::Callout { kind, blocks } => {
            let title = kind.title();
            let _ = writeln!(
                out,
                "<div class=\"callout callout-{}\" role=\"note\">\n<p class=\"callout-title\">{title}</p>",
                title.to_lowercase()
            );
            write_blocks(out, blocks, resolve);
            out.push_str("</div>\n");
        }
        Block::Quote(blocks) => {
            out.push_str("<blockquote>\n");
            write_blocks(out, blocks, resolve);
            out.push_str("</blockquote>\n");
        }
        Block::Code { language, text } => write_code(out, language.as_deref(), text),
        Block::Definitions(definitions) => write_definitions(out, definitions, resolve),
        Block::Chart(chart) => write_chart(out, chart, resolve),
        Block::Index(entries) => write_index(out, entries),
        // Printed by whoever sees all headings.
        Block::Contents => {}
        Block::Footnote { blocks, .. } => write_blocks(out, blocks, resolve),
        Block::Rule => out.push_str("<hr>\n"),
        Block::PageBreak => out.push_str("<div class=\"page-break\"></div>\n"),
    }
}

/// Shorter blocks need no numbers to speak of their lines.
const NUMBERED_FROM: usize = 5;

fn write_code(out: &mut Page, language: Option<&str>, text: &str) {
    let numbered = if text.lines().count() >= NUMBERED_FROM { " class=\"numbered\"" } else { "" };
    // Long lines scroll, so the keyboard must be able to reach the frame.
    let _ = write!(out, "<pre{numbered} tabindex=\"0\"><code");
    if let Some(language) = language {
        let _ = write!(out, " class=\"language-{}\"", escape(language));
    }
    out.push('>');
    let known = language.and_then(|language| highlight::lines(language, text));
    let lines = known.unwrap_or_else(|| text.lines().map(|line| vec![(None, line)]).collect());
    for line in lines {
        // Numbers are drawn by the style sheet, so that they are not copied.
        out.push_str(if numbered.is_empty() { "" } else { "<span class=\"line\">" });
        for (kind, piece) in line {
            match kind {
                Some(kind) => {
                    let _ = write!(out, "<span class=\"hl-{kind}\">");
                    push_escaped(out, piece);
                    out.push_str("</span>");
                }
                None => push_escaped(out, piece),
            }
        }
        out.push_str(if numbered.is_empty() { "\n" } else { "</span>\n" });
    }
    out.push_str("</code></pre>\n");
}

/// The drawing, what it shows, and the figures one click away.
fn write_chart(out: &mut Page, figure: &Chart, resolve: &Resolve<'_>) {
    out.push_str("<figure class=\"drawn\">\n<div class=\"frame drawing\" tabindex=\"0\">");
    // The style sheet shows the one that suits the reader's screen; neither needs a script. One that is not drawn anew scrolls.
    let drawings = if chart::has_narrow(figure) { 2 } else { 1 };
    for (width, classes) in [(chart::WIDTH, "chart"), (chart::NARROW, "chart narrow")].into_iter().take(drawings) {
        out.push_str(&chart::svg::print(&chart::draw(figure, width), classes, &figure.alternative()));
    }
    let _ = writeln!(out, "</div>\n<figcaption>{}</figcaption>\n</figure>", escape(&figure.caption));
    if figure.table {
        out.push_str("<details class=\"behind\">\n<summary>Figures</summary>\n");
        write_table(out, &figure.table(), resolve);
        out.push_str("</details>\n");
    }
}

fn wrap(out: &mut Page, open: &str, content: &[Inline], close: &str, resolve: &Resolve<'_>) {
    out.push_str(open);
    write_inlines(out, content, resolve);
    out.push_str(close);
}

fn write_list(out: &mut Page, start: Option<u64>, items: &[Item], resolve: &Resolve<'_>) {
    let tasks = items.iter().any(|item| item.task.is_some());
    let register = items.iter().any(opens_with_state);
    match start {
        None => drop(writeln!(out, "<ul{}>", classes("", &[("tasks", tasks), ("register", register)]))),
        Some(1) => out.push_str("<ol>\n"),
        Some(start) => drop(writeln!(out, "<ol start=\"{start}\">")),
    }
    for item in items {
        out.push_str(if opens_with_state(item) { "<li class=\"stated\">" } else { "<li>" });
        if let Some(done) = item.task {
            let (class, label) = if done { ("box box-done", "Done: ") } else { ("box", "To do: ") };
            let _ = write!(out, "<span class=\"{class}\" aria-hidden=\"true\"></span><span class=\"unseen\">{label}</span>");
        }
        write_item_content(out, &item.blocks, resolve);
        out.push_str("</li>\n");
    }
    out.push_str(if start.is_some() { "</ol>\n" } else { "</ul>\n" });
}

/// Whether a state hangs beside the words of an item, which it can where they stand in the item itself.
fn opens_with_state(item: &Item) -> bool {
    let words = opening_words(&item.blocks).and_then(<[Inline]>::first);
    words.is_some_and(is_state) && item.task.is_none()
}

/// A state, whether or not it leads to how it came about.
fn is_state(inline: &Inline) -> bool {
    match inline {
        Inline::State { .. } => true,
        Inline::Link { content, .. } => matches!(content.as_slice(), [Inline::State { .. }]),
        _ => false,
    }
}

/// The words of an item that need no paragraph element: of its only paragraph, or of one before lists.
fn opening_words(blocks: &[Block]) -> Option<&[Inline]> {
    match blocks {
        [Block::Paragraph(content), rest @ ..] if rest.iter().all(|block| matches!(block, Block::List { .. })) => Some(content),
        _ => None,
    }
}

fn write_item_content(out: &mut Page, blocks: &[Block], resolve: &Resolve<'_>) {
    let Some(words) = opening_words(blocks) else { return write_blocks(out, blocks, resolve) };
    write_inlines(out, words, resolve);
    if let Some(lists) = blocks.get(1..).filter(|lists| !lists.is_empty()) {
        out.push('\n');
        write_blocks(out, lists, resolve);
    }
}

fn write_table(out: &mut Page, table: &Table, resolve: &Resolve<'_>) {
    let columns = table.head.len();
    let align = |column: usize| match table.align.get(column) {
        Some(Align::Right) => "figure",
        Some(Align::Center) => "middle",
        Some(Align::Left) | None => "",
    };
    let named = table.head.iter().any(|cell| !cell.is_empty());
    // The frame scrolls sideways, so the keyboard must be able to reach it. Above a long table there is room for its filter.
    let long = if table.rows.len() >= LONG && named { " long" } else { "" };
    let names = is_cards(table).then(|| table.head.iter().map(|cell| escape(&plain_text(cell))).collect::<Vec<_>>());
    // The first cell is what a card is about, unless it is a figure or there is but one card.
    let titled = table.rows.len() > 1 && align(0).is_empty();
    let kind = [("cards", names.is_some()), ("wide", columns >= 3), ("many", columns >= 7)];
    let _ = writeln!(out, "<div class=\"frame{long}\" tabindex=\"0\">\n<table{}>", classes("", &kind));
    if named {
        out.push_str("<thead>\n<tr>");
        for (column, cell) in table.head.iter().enumerate() {
            // An empty head cell names nothing, so it is no header.
            let (open, close) = if cell.is_empty() { ("<td", "</td>") } else { ("<th scope=\"col\"", "</th>") };
            let _ = write!(out, "{open}{}>", classes(align(column), &[]));
            wrap(out, "", cell, close, resolve);
        }
        out.push_str("</tr>\n</thead>\n");
    }
    out.push_str("<tbody>\n");
    for (index, row) in table.rows.iter().enumerate() {
        match out.rows.next(table, index) {
            Some(name) => drop(write!(out, "<tr id=\"{ROW}{}\">", escape(&name))),
            None => out.push_str("<tr>"),
        }
        for (column, cell) in row.iter().enumerate() {
            let stated = cell.iter().any(is_state);
            let placed = cell.first().and_then(place).is_some();
            let _ = write!(out, "<td{}", classes(align(column), &[("stated", stated), ("placed", placed)]));
            let is_title = column == 0 && titled;
            if let Some(name) = names.as_ref().and_then(|names| names.get(column)).filter(|name| !name.is_empty())
                && !is_title
                && !cell.is_empty()
            {
                let _ = write!(out, " data-head=\"{name}\"");
            }
            out.push('>');
            wrap(out, "", cell, "</td>", resolve);
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}

/// A class attribute of those that hold, or nothing. Given here and not asked for with `:has()` in the style sheet: browsers
/// look for the latter anew with each piece of a page that comes in.
fn classes(first: &str, others: &[(&str, bool)]) -> String {
    let names: Vec<&str> =
        [(first, !first.is_empty())].iter().chain(others).filter(|(_, holds)| *holds).map(|one| one.0).collect();
    if names.is_empty() { String::new() } else { format!(" class=\"{}\"", names.join(" ")) }
}

/// Where something is written: file and line, as code among emphasised words.
fn place(inline: &Inline) -> Option<&str> {
    match inline {
        Inline::Emphasis(inner) => match inner.as_slice() {
            [Inline::Code(place)] => Some(place),
            _ => None,
        },
        _ => None,
    }
}

/// A path breaks behind a folder, before it breaks anywhere else.
fn write_place(out: &mut String, place: &str) {
    out.push_str("<em class=\"place\"><code>");
    for (index, step) in place.split_inclusive('/').enumerate() {
        out.push_str(if index > 0 { "<wbr>" } else { "" });
        push_escaped(out, step);
    }
    out.push_str("</code></em>");
}

/// How many letters make a cell a sentence, which no narrow column holds.
const SENTENCE: usize = 60;

/// Whether a narrow page shows the table row by row, each cell beside the name of its column: one of many columns, half of them of
/// words, or some cell a sentence.
fn is_cards(table: &Table) -> bool {
    let columns = table.head.len();
    let is_words = |column: usize| matches!(table.align.get(column), None | Some(Align::Left));
    let words = (0..columns).filter(|&column| is_words(column)).count();
    let is_sentence = |(column, cell): (usize, &Vec<Inline>)| is_words(column) && plain_text(cell).chars().count() > SENTENCE;
    let mut rows = table.rows.iter();
    // The heads themselves are not seen there, so they must be no more than their words.
    let mut words_only = true;
    for cell in &table.head {
        let more = |inline: &Inline| matches!(inline, Inline::Link { .. } | Inline::Image { .. } | Inline::FootnoteRef(_));
        walk_inlines(cell, &mut |inline| words_only &= !more(inline));
    }
    columns >= 3 && words_only && (2 * words >= columns || rows.any(|row| row.iter().enumerate().any(is_sentence)))
}

fn write_definitions(out: &mut Page, definitions: &[Definition], resolve: &Resolve<'_>) {
    out.push_str("<dl>\n");
    for definition in definitions {
        wrap(out, "<dt>", &definition.term, "</dt>\n", resolve);
        for detail in &definition.details {
            out.push_str("<dd>");
            write_item_content(out, detail, resolve);
            out.push_str("</dd>\n");
        }
    }
    out.push_str("</dl>\n");
}

fn write_inlines(out: &mut Page, content: &[Inline], resolve: &Resolve<'_>) {
    for inline in content {
        match inline {
            Inline::Text(text) => push_words(out, text),
            Inline::Strong(inner) => wrap(out, "<strong>", inner, "</strong>", resolve),
            Inline::Emphasis(inner) => match place(inline) {
                Some(place) => write_place(out, place),
                None => wrap(out, "<em>", inner, "</em>", resolve),
            },
            Inline::Strike(inner) => wrap(out, "<s>", inner, "</s>", resolve),
            Inline::Code(text) => {
                out.push_str("<code>");
                push_escaped(out, text);
                out.push_str("</code>");
            }
            Inline::Link { target, content, .. } => match resolve(target) {
                // A state is one box, which leads on.
                Some(href) => {
                    if let [Inline::State { mark, word }] = content.as_slice() {
                        write_state(out, ("a", Some(&href)), *mark, word);
                    } else {
                        let _ = write!(out, "<a href=\"{}\">", escape(&href));
                        wrap(out, "", content, "</a>", resolve);
                    }
                }
                None => write_inlines(out, content, resolve),
            },
            Inline::Image { source, alt, .. } => match resolve(source) {
                Some(source) => {
                    let _ = write!(out, "<img src=\"{}\" alt=\"{}\">", escape(&source), escape(alt));
                }
                None => push_escaped(out, alt),
            },
            Inline::State { mark, word } => write_state(out, ("span", None), *mark, word),
            Inline::Spark { values, words } => {
                let _ = write!(out, "<span class=\"spark\" title=\"{}\">{}", spark::spoken(values), chart::svg::spark(values));
                push_escaped(out, words);
                out.push_str("</span>");
            }
            Inline::FootnoteRef(number) => {
                // The way back leads to the first place that refers to the note.
                let id = format!(" id=\"fnref:{number}\"");
                let id = if out.contains(&id) { "" } else { &id };
                let _ = write!(out, "<sup{id}><a href=\"#fn:{number}\">{number}</a></sup>");
            }
            Inline::Break => out.push_str("<br>\n"),
            // Filled before anything is printed.
            Inline::Shortcode(_) => {}
        }
    }
}

fn write_state(out: &mut String, (element, href): (&str, Option<&str>), mark: Mark, word: &str) {
    let _ = write!(out, "<{element} class=\"state state-{}\"", mark.token());
    if let Some(href) = href {
        let _ = write!(out, " href=\"{}\"", escape(href));
    }
    out.push('>');
    out.push_str(&shape(mark));
    push_escaped(out, word);
    let _ = write!(out, "</{element}>");
}

/// The shape of a state, in a square of 16 units; the word beside it says the same to those who cannot see it.
#[must_use]
pub fn shape(mark: Mark) -> String {
    let inner = match mark {
        Mark::Good => "<path d=\"M3 8.5l3.5 3.5L13 4.5\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\"/>",
        Mark::Watch => {
            "<circle cx=\"8\" cy=\"8\" r=\"5.5\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"1.5\"/>\
             <path d=\"M8 2.5a5.5 5.5 0 0 0 0 11z\" fill=\"currentColor\"/>"
        }
        Mark::Act => "<path d=\"M8 2.5l6 11H2z\" fill=\"currentColor\"/>",
        Mark::Bad => "<path d=\"M3.5 3.5l9 9m0-9l-9 9\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\"/>",
        Mark::Unknown => "<path d=\"M3 8h10\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\"/>",
    };
    format!("<svg class=\"mark\" viewBox=\"0 0 16 16\" aria-hidden=\"true\">{inner}</svg>")
}
