//! Markdown to blocks.
//!
//! 1. pulldown-cmark reads GitHub-flavoured Markdown: tables, task lists, footnotes, callouts, definition lists.
//! 2. A stack of open frames turns its events into the tree; anything nested deeper than [`DEEPEST`] is flattened.
//! 3. Headings get ids, footnotes numbers, `[word](state:good)` becomes a state, `<!-- page-break -->` a page break.
//! 4. What cannot be printed is reported with its place; of HTML, a handful of tags is understood and all else refused.

mod tags;

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, BrokenLink, CodeBlockKind, Event, LinkType, Options, Parser, Tag};

use super::rows::{Row, table, take_name};
use super::text::{Lines, slug, without_calls};
use super::{Align, Block, CalloutKind, Definition, Inline, Item, Mark, chart, plain_text, spark};
use crate::diagnostic::{Code, Span};

/// Deeper nesting than this is flattened and reported: no reader could follow it, and no renderer should recurse into it.
const DEEPEST: usize = 24;

/// Blocks, and what was wrong with the text.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// The tree.
    pub blocks: Vec<Block>,
    /// Mistakes: code, place, message.
    pub problems: Vec<(Code, Span, String)>,
}

/// Parses Markdown. `above` is the number of lines that stand above `text` in its file.
#[must_use]
pub fn parse(text: &str, above: u32) -> Parsed {
    let mut builder = Builder::new(text, above);
    let mut without_address = Vec::new();
    let callback = |link: BrokenLink<'_>| {
        // An escaped bracket behind the words is taken for the address's, and `m[i][j]` is no link.
        let follows =
            text.get(link.span.clone()).and_then(|link| link.rsplit_once('[')).is_some_and(|(words, _)| words.ends_with(']'));
        let in_word = text.get(..link.span.start).is_some_and(|before| before.ends_with(char::is_alphanumeric));
        if link.link_type == LinkType::Reference && follows && !in_word {
            without_address.push((link.span, link.reference.into_string()));
        }
        None
    };
    for (event, range) in Parser::new_with_broken_link_callback(text, options(), Some(callback)).into_offset_iter() {
        builder.event(event, range);
    }
    for (range, name) in without_address {
        let message = format!("no line of this text gives `{name}` an address, as `[{name}]: page.md` would");
        builder.problems.push((Code::BrokenLink, builder.lines.span(&range), message));
    }
    builder.finish()
}

fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM
}

/// What an open frame will become, and the place where it began.
enum Open {
    Root,
    Heading {
        level: u8,
        id: Option<String>,
    },
    Paragraph,
    Quote(Option<BlockQuoteKind>),
    List(Option<u64>),
    Item,
    Code(Option<String>),
    Table(Vec<Align>),
    Row,
    Cell,
    Definitions,
    Term,
    Detail,
    Footnote(String),
    Strong,
    Emphasis,
    Strike,
    /// Where to, and the title.
    Link(String, String),
    Image(String),
    Html,
    /// One of [`TAGS`], opened as HTML.
    Tag(&'static str),
}

struct Frame {
    open: Open,
    start: usize,
    blocks: Vec<Block>,
    inlines: Vec<Inline>,
    items: Vec<Item>,
    rows: Vec<Row>,
    cells: Vec<Vec<Inline>>,
    definitions: Vec<Definition>,
    task: Option<bool>,
    /// Of a row.
    name: Option<String>,
}

impl Frame {
    const fn new(open: Open, start: usize) -> Self {
        Self {
            open,
            start,
            blocks: Vec::new(),
            inlines: Vec::new(),
            items: Vec::new(),
            rows: Vec::new(),
            cells: Vec::new(),
            definitions: Vec::new(),
            task: None,
            name: None,
        }
    }

    /// A tight list item or a cell holds inlines directly; as blocks they are a paragraph.
    fn close_paragraph(&mut self) {
        if !self.inlines.is_empty() {
            let content = std::mem::take(&mut self.inlines);
            self.blocks.push(Block::Paragraph(content));
        }
    }
}

struct Builder<'t> {
    lines: Lines<'t>,
    stack: Vec<Frame>,
    skipped: usize,
    slugs: HashMap<String, usize>,
    /// Label as it was written, content and place, by label in small letters.
    footnotes: BTreeMap<String, (String, Vec<Block>, Span)>,
    /// Labels in small letters.
    references: Vec<String>,
    html: Vec<(String, Range<usize>)>,
    problems: Vec<(Code, Span, String)>,
}

impl<'t> Builder<'t> {
    fn new(text: &'t str, above: u32) -> Self {
        Self {
            lines: Lines::new(text, above),
            stack: vec![Frame::new(Open::Root, 0)],
            skipped: 0,
            slugs: HashMap::new(),
            footnotes: BTreeMap::new(),
            references: Vec::new(),
            html: Vec::new(),
            problems: Vec::new(),
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, &range),
            Event::End(_) => self.end(&range),
            Event::Text(words) => {
                self.lost_note(&words, &range);
                self.words(&words);
            }
            Event::Code(code) => self.inline(Inline::Code(code.into_string())),
            Event::SoftBreak => self.words(" "),
            Event::HardBreak => self.inline(Inline::Break),
            Event::Rule => self.block(Block::Rule),
            Event::TaskListMarker(done) => {
                if let Some(frame) = self.stack.iter_mut().rev().find(|frame| matches!(frame.open, Open::Item)) {
                    frame.task = Some(done);
                }
            }
            Event::FootnoteReference(label) => {
                let number = self.footnote_number(&label);
                self.inline(Inline::FootnoteRef(number));
            }
            Event::Html(html) if matches!(self.top().open, Open::Html) => self.html.push((html.into_string(), range)),
            Event::Html(html) | Event::InlineHtml(html) => self.html(&html, &range),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.inline(Inline::Code(text.into_string())),
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: &Range<usize>) {
        let open = match tag {
            Tag::Heading { level, id, .. } => {
                Open::Heading { level: level as u8, id: id.map(pulldown_cmark::CowStr::into_string) }
            }
            Tag::BlockQuote(kind) => Open::Quote(kind),
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                Open::Code(info.split_whitespace().next().map(str::to_owned).filter(|language| !language.is_empty()))
            }
            Tag::CodeBlock(CodeBlockKind::Indented) => Open::Code(None),
            Tag::HtmlBlock => Open::Html,
            Tag::List(start) => Open::List(start),
            Tag::Item => Open::Item,
            Tag::FootnoteDefinition(label) => Open::Footnote(label.into_string()),
            Tag::DefinitionList => Open::Definitions,
            Tag::DefinitionListTitle => Open::Term,
            Tag::DefinitionListDefinition => Open::Detail,
            Tag::Table(columns) => Open::Table(columns.into_iter().map(align).collect()),
            Tag::TableHead | Tag::TableRow => Open::Row,
            Tag::TableCell => Open::Cell,
            Tag::Emphasis => Open::Emphasis,
            Tag::Strong => Open::Strong,
            Tag::Strikethrough => Open::Strike,
            Tag::Link { link_type: LinkType::Email, dest_url, .. } => Open::Link(format!("mailto:{dest_url}"), String::new()),
            Tag::Link { dest_url, title, .. } => Open::Link(dest_url.into_string(), title.into_string()),
            Tag::Image { dest_url, .. } => Open::Image(dest_url.into_string()),
            // The last three are extensions that are not switched on.
            Tag::Paragraph | Tag::Superscript | Tag::Subscript | Tag::MetadataBlock(_) => Open::Paragraph,
        };
        if self.stack.len() > DEEPEST {
            if self.skipped == 0 {
                let message = format!("nested deeper than {DEEPEST} levels");
                self.problems.push((Code::Nesting, self.lines.span(range), message));
            }
            self.skipped += 1;
            return;
        }
        if matches!(open, Open::List(_) | Open::Quote(_) | Open::Code(_) | Open::Table(_) | Open::Paragraph | Open::Definitions) {
            self.top().close_paragraph();
        }
        self.stack.push(Frame::new(open, range.start));
    }

    fn end(&mut self, range: &Range<usize>) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        while let Open::Tag(name) = self.top().open {
            let place = self.top().start;
            let message = format!("`<{name}>` is not closed where it was opened");
            self.problems.push((Code::RawHtml, self.lines.span(&(place..place + name.len() + 2)), message));
            self.close_tag();
        }
        if self.stack.len() < 2 {
            return;
        }
        let Some(mut frame) = self.stack.pop() else { return };
        let place = frame.start..range.end;
        match std::mem::replace(&mut frame.open, Open::Root) {
            Open::Heading { level, id } => {
                let content = trimmed(frame.inlines);
                let id = self.unique(&id.unwrap_or_else(|| slug(&without_calls(&plain_text(&content)))));
                self.block(Block::Heading { level, id, content });
            }
            Open::Paragraph => {
                let content = trimmed(frame.inlines);
                if !content.is_empty() {
                    self.block(Block::Paragraph(content));
                }
            }
            Open::Quote(kind) => {
                frame.close_paragraph();
                self.block(match kind.map(callout) {
                    Some(kind) => Block::Callout { kind, blocks: frame.blocks },
                    None => Block::Quote(frame.blocks),
                });
            }
            Open::List(start) => self.block(Block::List { start, items: frame.items }),
            Open::Item => {
                frame.close_paragraph();
                self.top().items.push(Item { task: frame.task, blocks: frame.blocks });
            }
            Open::Code(language) => {
                let mut text = plain_text(&frame.inlines);
                text.truncate(text.trim_end_matches('\n').len());
                if language.as_deref() == Some("chart") {
                    return self.chart(&text, self.lines.span(&place));
                }
                self.block(Block::Code { language, text });
            }
            Open::Table(align) => self.block(Block::Table(table(align, frame.rows))),
            Open::Row => self.top().rows.push((frame.cells, frame.name)),
            Open::Cell => {
                let mut cell = trimmed(frame.inlines);
                if self.top().cells.is_empty() {
                    self.top().name = take_name(&mut cell, self.lines.written(&place));
                }
                self.top().cells.push(cell);
            }
            Open::Definitions => self.block(Block::Definitions(frame.definitions)),
            Open::Term => self.top().definitions.push(Definition { term: trimmed(frame.inlines), details: Vec::new() }),
            Open::Detail => {
                frame.close_paragraph();
                if let Some(definition) = self.top().definitions.last_mut() {
                    definition.details.push(frame.blocks);
                }
            }
            Open::Footnote(label) => {
                frame.close_paragraph();
                let span = self.lines.span(&place);
                self.footnotes.entry(label.to_lowercase()).or_insert((label, frame.blocks, span));
            }
            Open::Strong => self.inline(Inline::Strong(frame.inlines)),
            Open::Emphasis => self.inline(Inline::Emphasis(frame.inlines)),
            Open::Strike => self.inline(Inline::Strike(frame.inlines)),
            Open::Link(target, title) => self.link(target, title, frame.inlines, self.lines.span(&place)),
            Open::Image(source) => {
                let span = self.lines.span(&place);
                self.inline(Inline::Image { source, alt: plain_text(&frame.inlines), span });
            }
            Open::Html => self.html_block(),
            // Closed before.
            Open::Tag(_) | Open::Root => {}
        }
    }

    /// A state and a sparkline have their address taken; what they lead to stands as the title.
    fn link(&mut self, target: String, title: String, content: Vec<Inline>, span: Span) {
        let word = || plain_text(&content);
        let drawn = match target.split_once(':') {
            Some(("state", token)) => Mark::from_token(token)
                .map(|mark| Inline::State { mark, word: word() })
                .ok_or_else(|| format!("unknown state in `{target}`: known are `{}`", Mark::ALL.map(Mark::token).join("`, `"))),
            Some(("spark", values)) => spark::read(values)
                .map(|values| Inline::Spark { values, words: word() })
                .ok_or_else(|| format!("`{target}` is no sparkline; wanted are {}", spark::SHAPE)),
            _ => return self.inline(Inline::Link { target, content, span }),
        };
        match drawn {
            Ok(drawn) if title.is_empty() => self.inline(drawn),
            Ok(drawn) => self.inline(Inline::Link { target: title, content: vec![drawn], span }),
            Err(problem) => self.problems.push((Code::BrokenLink, span, problem)),
        }
    }

    /// A fenced block with the language `chart`.
    fn chart(&mut self, text: &str, fence: Span) {
        match chart::read(text) {
            Ok(chart) => self.block(Block::Chart(Box::new(chart))),
            Err((message, line)) => {
                let place = Span::new(fence.line.saturating_add(1).saturating_add(line), fence.column, 1);
                self.problems.push((Code::Chart, place, message));
            }
        }
    }

    fn top(&mut self) -> &mut Frame {
        if self.stack.is_empty() {
            self.stack.push(Frame::new(Open::Root, 0));
        }
        let last = self.stack.len() - 1;
        &mut self.stack[last]
    }

    fn block(&mut self, block: Block) {
        let frame = self.top();
        frame.close_paragraph();
        frame.blocks.push(block);
    }

    fn inline(&mut self, inline: Inline) {
        self.top().inlines.push(inline);
    }

    fn words(&mut self, words: &str) {
        match self.top().inlines.last_mut() {
            Some(Inline::Text(text)) => text.push_str(words),
            _ => self.inline(Inline::Text(words.to_owned())),
        }
    }

    /// A reference to a footnote that is not written comes as words, of which those within the brackets are a piece.
    fn lost_note(&mut self, words: &str, range: &Range<usize>) {
        let Some(name) = words.strip_prefix('^').filter(|name| !name.is_empty() && !name.contains(char::is_whitespace)) else {
            return;
        };
        let (before, behind) = (self.lines.written(&(0..range.start)), self.lines.written(&(range.end..range.end + 1)));
        if before.ends_with('[') && !before.ends_with("\\[") && behind == "]" {
            let message = format!("there is no footnote `{name}`: `[^{name}]: …` in a line of its own would be one");
            self.problems.push((Code::BrokenLink, self.lines.span(&(range.start - 1..range.end + 1)), message));
        }
    }

    fn footnote_number(&mut self, label: &str) -> usize {
        let label = label.to_lowercase();
        let known = self.references.iter().position(|reference| *reference == label);
        known.map_or_else(
            || {
                self.references.push(label);
                self.references.len()
            },
            |index| index + 1,
        )
    }

    fn unique(&mut self, wanted: &str) -> String {
        let wanted = if wanted.is_empty() { "section" } else { wanted };
        let mut candidate = wanted.to_owned();
        while self.slugs.contains_key(&candidate) {
            let count = self.slugs.entry(wanted.to_owned()).or_insert(0);
            *count += 1;
            candidate = format!("{wanted}-{count}");
        }
        self.slugs.insert(candidate.clone(), 0);
        candidate
    }

    fn finish(mut self) -> Parsed {
        let root = self.stack.drain(..).next();
        let mut blocks = root.map(|frame| frame.blocks).unwrap_or_default();
        for (index, label) in self.references.iter().enumerate() {
            if let Some((_, content, _)) = self.footnotes.remove(label) {
                blocks.push(Block::Footnote { number: index + 1, blocks: content });
            }
        }
        for (label, _, span) in self.footnotes.into_values() {
            let message = format!("nothing refers to the footnote `{label}`, so nobody would read it");
            self.problems.push((Code::BrokenLink, span, message));
        }
        Parsed { blocks, problems: self.problems }
    }
}

const fn align(alignment: Alignment) -> Align {
    match alignment {
        Alignment::None | Alignment::Left => Align::Left,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::Right,
    }
}

const fn callout(kind: BlockQuoteKind) -> CalloutKind {
    match kind {
        BlockQuoteKind::Note => CalloutKind::Note,
        BlockQuoteKind::Tip => CalloutKind::Tip,
        BlockQuoteKind::Important => CalloutKind::Important,
        BlockQuoteKind::Warning => CalloutKind::Warning,
        BlockQuoteKind::Caution => CalloutKind::Caution,
    }
}

/// Content without white space at its ends, which Markdown leaves where markup stood.
fn trimmed(mut content: Vec<Inline>) -> Vec<Inline> {
    if let Some(Inline::Text(text)) = content.first_mut() {
        text.drain(..text.len() - text.trim_start().len());
    }
    if let Some(Inline::Text(text)) = content.last_mut() {
        text.truncate(text.trim_end().len());
    }
    content.retain(|inline| !matches!(inline, Inline::Text(text) if text.is_empty()));
    // Most cells and many paragraphs are one text, for which a list makes room for four. There are many of them.
    content.shrink_to_fit();
    content
}
