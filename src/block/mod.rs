//! The block tree: what a document says, free of where it came from and how it is printed.
//!
//! 1. [`parse`] turns Markdown into blocks, with the place of every link kept for diagnostics.
//! 2. The renderers print the same blocks as HTML, PDF, Markdown and plain text, so they cannot disagree.
//! 3. [`autolink`] makes links of web addresses, [`shortcode`] finds what stands in prose for something computed.
//! 4. [`plain_text`] is the text of a tree, which the renderers are compared with.

pub mod autolink;
pub mod chart;
mod mark;
mod parse;
mod rows;
pub mod shortcode;
pub mod spark;
mod text;

pub use chart::Chart;
pub use mark::Mark;
pub use parse::{Parsed, parse};
pub use rows::RowNames;
pub use shortcode::Shortcode;
pub use text::slug;

use crate::diagnostic::Span;

/// A complete document: its front and its blocks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// What kind of document this is, such as `Scorecard`.
    pub kind: String,
    /// The title, such as `Meridian Models`.
    pub title: String,
    /// One line under the title.
    pub subject: Option<String>,
    /// The organisation that publishes it.
    pub organisation: String,
    /// Label and value pairs of the fact strip, in order.
    pub facts: Vec<Fact>,
    /// BCP 47 language tag.
    pub language: String,
    /// ISO 8601 date the document is true for.
    pub as_of: String,
    /// Who may read it, in words, such as `Internal`.
    pub audience: String,
    /// Whether the title stands on a page of its own, and pages have running heads: a book.
    pub book: bool,
    /// The body.
    pub blocks: Vec<Block>,
}

/// One entry of the fact strip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What is stated, such as `Owner`.
    pub label: String,
    /// Its value.
    pub value: String,
}

/// A block of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading, level 1 to 6, with the id that links point to.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Unique in its document.
        id: String,
        /// The words.
        content: Vec<Inline>,
    },
    /// Running text.
    Paragraph(Vec<Inline>),
    /// A bulleted, numbered or task list.
    List {
        /// The first number; `None` for bullets.
        start: Option<u64>,
        /// The entries.
        items: Vec<Item>,
    },
    /// A table with one head row.
    Table(Table),
    /// A marked-out remark.
    Callout {
        /// Its kind, which gives its title.
        kind: CalloutKind,
        /// What it says.
        blocks: Vec<Block>,
    },
    /// A quotation.
    Quote(Vec<Block>),
    /// Preformatted text.
    Code {
        /// The info string's first word.
        language: Option<String>,
        /// The text, without a final line break.
        text: String,
    },
    /// Terms with their definitions.
    Definitions(Vec<Definition>),
    /// The text of a footnote, numbered in order of first reference.
    Footnote {
        /// From 1.
        number: usize,
        /// What it says.
        blocks: Vec<Block>,
    },
    /// A chart: data, drawn by the renderers.
    Chart(Box<Chart>),
    /// The headings of the document with the places they stand at.
    Contents,
    /// Words in alphabetical order with every place that refers to them.
    Index(Vec<Entry>),
    /// A thematic break.
    Rule,
    /// What follows begins a new page on paper.
    PageBreak,
}

/// An entry of an index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The words.
    pub words: String,
    /// The anchor whose places are listed.
    pub target: String,
}

/// One entry of a list.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// For a task: whether it is done.
    pub task: Option<bool>,
    /// Its content; a tight item holds one paragraph.
    pub blocks: Vec<Block>,
}

/// A term and what it means.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// The term.
    pub term: Vec<Inline>,
    /// One or more definitions.
    pub details: Vec<Vec<Block>>,
}

/// A table: one head row, then body rows of the same length.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// One alignment per column.
    pub align: Vec<Align>,
    /// The head cells.
    pub head: Vec<Vec<Inline>>,
    /// The body cells, row by row.
    pub rows: Vec<Vec<Vec<Inline>>>,
    /// What the rows are called in addresses, down to the last that says so itself.
    pub names: Vec<Option<String>>,
}

/// How a column is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Marks.
    Center,
    /// Figures.
    Right,
}

/// The five kinds of callout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalloutKind {
    /// Worth knowing.
    Note,
    /// Makes the work easier.
    Tip,
    /// Must be known.
    Important,
    /// Needs care.
    Warning,
    /// Can do harm.
    Caution,
}

impl CalloutKind {
    /// The title printed above the callout.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Note => "Note",
            Self::Tip => "Tip",
            Self::Important => "Important",
            Self::Warning => "Warning",
            Self::Caution => "Caution",
        }
    }
}

/// Text and what happens inside it.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// Characters.
    Text(String),
    /// Strong emphasis.
    Strong(Vec<Inline>),
    /// Emphasis.
    Emphasis(Vec<Inline>),
    /// Struck out.
    Strike(Vec<Inline>),
    /// Code or an id.
    Code(String),
    /// A link.
    Link {
        /// As written: a source path, an anchor or a URL.
        target: String,
        /// The words.
        content: Vec<Inline>,
        /// Where the link stands in its file.
        span: Span,
    },
    /// An image.
    Image {
        /// As written: a source path or a URL.
        source: String,
        /// The text alternative.
        alt: String,
        /// Where the image stands in its file.
        span: Span,
    },
    /// A state: drawn as a shape, followed by its word. Written `[word](state:good)`.
    State {
        /// Which of the five.
        mark: Mark,
        /// The word.
        word: String,
    },
    /// How something went, as a line no larger than a word, and then in words. Written `[77 %](spark:61,64,-,77)`.
    Spark {
        /// From 0 to 100, evenly spaced, the latest last; absent where nothing is known.
        values: Vec<Option<f64>>,
        /// The words, mostly the last value.
        words: String,
    },
    /// A reference to footnote number N.
    FootnoteRef(usize),
    /// A forced line break.
    Break,
    /// Something computed, in prose; filled before anything is printed.
    Shortcode(Shortcode),
}

/// The text of inline content, without any markup.
#[must_use]
pub fn plain_text(content: &[Inline]) -> String {
    let mut text = String::new();
    push_plain(&mut text, content);
    text
}

fn push_plain(text: &mut String, content: &[Inline]) {
    for inline in content {
        match inline {
            Inline::Text(words)
            | Inline::Code(words)
            | Inline::State { word: words, .. }
            | Inline::Spark { words, .. }
            | Inline::Image { alt: words, .. } => text.push_str(words),
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Strike(inner) => push_plain(text, inner),
            Inline::Link { content, .. } => push_plain(text, content),
            Inline::FootnoteRef(number) => text.push_str(&number.to_string()),
            Inline::Break => text.push('\n'),
            Inline::Shortcode(shortcode) => text.push_str(&shortcode.written()),
        }
    }
}

/// Calls `visit` with every inline of a tree, outermost first, in reading order.
pub fn walk<'a>(blocks: &'a [Block], visit: &mut impl FnMut(&'a Inline)) {
    for block in blocks {
        match block {
            Block::Heading { content, .. } | Block::Paragraph(content) => walk_inlines(content, visit),
            Block::List { items, .. } => items.iter().for_each(|item| walk(&item.blocks, visit)),
            Block::Table(table) => {
                for cell in table.head.iter().chain(table.rows.iter().flatten()) {
                    walk_inlines(cell, visit);
                }
            }
            Block::Callout { blocks, .. } | Block::Quote(blocks) | Block::Footnote { blocks, .. } => walk(blocks, visit),
            Block::Definitions(definitions) => {
                for definition in definitions {
                    walk_inlines(&definition.term, visit);
                    definition.details.iter().for_each(|detail| walk(detail, visit));
                }
            }
            Block::Code { .. } | Block::Chart(_) | Block::Contents | Block::Index(_) | Block::Rule | Block::PageBreak => {}
        }
    }
}

/// Calls `visit` with every inline of some content, outermost first, in reading order.
pub fn walk_inlines<'a>(content: &'a [Inline], visit: &mut impl FnMut(&'a Inline)) {
    for inline in content {
        visit(inline);
        match inline {
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Strike(inner) => walk_inlines(inner, visit),
            Inline::Link { content, .. } => walk_inlines(content, visit),
            _ => {}
        }
    }
}

/// Calls `visit` with level, id and content of every heading of a tree, in reading order.
pub fn each_heading<'a>(blocks: &'a [Block], visit: &mut impl FnMut(u8, &'a str, &'a [Inline])) {
    for block in blocks {
        match block {
            Block::Heading { level, id, content } => visit(*level, id, content),
            Block::List { items, .. } => items.iter().for_each(|item| each_heading(&item.blocks, visit)),
            Block::Callout { blocks, .. } | Block::Quote(blocks) | Block::Footnote { blocks, .. } => each_heading(blocks, visit),
            Block::Definitions(definitions) => {
                definitions.iter().flat_map(|definition| &definition.details).for_each(|detail| each_heading(detail, visit));
            }
            _ => {}
        }
    }
}

/// Level, id and words of every heading of a tree, in reading order.
#[must_use]
pub fn headings(blocks: &[Block]) -> Vec<(u8, &str, String)> {
    let mut found = Vec::new();
    each_heading(blocks, &mut |level, id, content| found.push((level, id, plain_text(content))));
    found
}

/// Calls `change` with level and id of every heading of a tree.
pub fn each_heading_mut(blocks: &mut [Block], change: &mut impl FnMut(&mut u8, &mut String)) {
    for block in blocks {
        match block {
            Block::Heading { level, id, .. } => change(level, id),
            Block::List { items, .. } => items.iter_mut().for_each(|item| each_heading_mut(&mut item.blocks, change)),
            Block::Callout { blocks, .. } | Block::Quote(blocks) | Block::Footnote { blocks, .. } => {
                each_heading_mut(blocks, change);
            }
            Block::Definitions(definitions) => {
                definitions.iter_mut().flat_map(|one| &mut one.details).for_each(|detail| each_heading_mut(detail, change));
            }
            _ => {}
        }
    }
}

/// Calls `change` with the target of every link and the source of every image of a tree.
pub fn each_target(blocks: &mut [Block], change: &mut impl FnMut(&mut String)) {
    each_inline_mut(blocks, &mut |inline| match inline {
        Inline::Link { target, .. } => change(target),
        Inline::Image { source, .. } => change(source),
        _ => {}
    });
}

/// Calls `change` with every inline of a tree, outermost first.
pub fn each_inline_mut(blocks: &mut [Block], change: &mut impl FnMut(&mut Inline)) {
    each_content_mut(blocks, &mut |content| content.iter_mut().for_each(&mut *change));
}

/// Calls `change` with every line of inlines of a tree, outermost first.
pub fn each_content_mut(blocks: &mut [Block], change: &mut impl FnMut(&mut Vec<Inline>)) {
    contents_mut(blocks, true, change);
}

/// The same, but for the words of links.
fn each_unlinked_mut(blocks: &mut [Block], change: &mut impl FnMut(&mut Vec<Inline>)) {
    contents_mut(blocks, false, change);
}

fn contents_mut(blocks: &mut [Block], links: bool, change: &mut impl FnMut(&mut Vec<Inline>)) {
    for block in blocks {
        match block {
            Block::Heading { content, .. } | Block::Paragraph(content) => content_mut(content, links, change),
            Block::List { items, .. } => items.iter_mut().for_each(|item| contents_mut(&mut item.blocks, links, change)),
            Block::Table(table) => {
                table.head.iter_mut().chain(table.rows.iter_mut().flatten()).for_each(|cell| content_mut(cell, links, change));
            }
            Block::Callout { blocks, .. } | Block::Quote(blocks) | Block::Footnote { blocks, .. } => {
                contents_mut(blocks, links, change);
            }
            Block::Definitions(definitions) => {
                for definition in definitions {
                    content_mut(&mut definition.term, links, change);
                    definition.details.iter_mut().for_each(|detail| contents_mut(detail, links, change));
                }
            }
            Block::Code { .. } | Block::Chart(_) | Block::Contents | Block::Index(_) | Block::Rule | Block::PageBreak => {}
        }
    }
}

/// Takes links out of the words of links and out of the heads of tables, which lead and sort by themselves; what they show stays.
pub fn unlink(blocks: &mut [Block]) {
    each_inline_mut(blocks, &mut |inline| {
        if let Inline::Link { content, .. } = inline {
            without_links(content);
        }
    });
    for block in blocks {
        if let Block::Table(table) = block {
            table.head.iter_mut().for_each(without_links);
        }
    }
}

fn without_links(content: &mut Vec<Inline>) {
    for inline in std::mem::take(content) {
        match inline {
            Inline::Link { content: mut inner, .. } => {
                without_links(&mut inner);
                content.append(&mut inner);
            }
            Inline::Strong(mut inner) => {
                without_links(&mut inner);
                content.push(Inline::Strong(inner));
            }
            Inline::Emphasis(mut inner) => {
                without_links(&mut inner);
                content.push(Inline::Emphasis(inner));
            }
            other => content.push(other),
        }
    }
}

fn content_mut(content: &mut Vec<Inline>, links: bool, change: &mut impl FnMut(&mut Vec<Inline>)) {
    change(content);
    for inline in content {
        match inline {
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Strike(inner) => content_mut(inner, links, change),
            Inline::Link { content, .. } if links => content_mut(content, links, change),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
