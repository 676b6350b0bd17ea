//! From blocks to strips.
//!
//! 1. [`lay`] walks the blocks with the room they have: a left edge, a width, and a parent in the structure tree.
//! 2. Headings stay with what follows; paragraphs break with two lines on either side.
//! 3. Callouts, quotes and code are frames; lists and definitions are labels beside their content.
//! 4. Nesting beyond any sense is printed as plain text, so that no tree can exhaust the call stack.

use super::flow::{Flow, Frame, Strip};
use super::job::Job;
use super::scene::Tag;
use super::style::{self, Type};
use super::tags::{Kind, NodeId};
use super::text::{self, Line};
use super::{contents, figures, lists, notes, tables, words};
use crate::block::{Align, Block, Inline};

/// The room blocks have.
#[derive(Clone, Copy)]
pub struct Room {
    /// Left edge, points from the left margin.
    pub x: f32,
    /// Width, points.
    pub w: f32,
    /// How running text is set.
    pub kind: Type,
    /// Parent in the structure tree.
    pub home: NodeId,
    /// How deep in other blocks.
    pub depth: u16,
}

/// From this depth on, blocks are printed as their text alone.
const DEEPEST: u16 = 60;
/// A heading at the foot of a page has at least this much under it, points.
const COMPANY: f32 = 30.0;
/// Room is never made narrower than this, points.
const NARROWEST: f32 = 90.0;
/// A table of up to this many rows stays with the chart above it.
const FEW_ROWS: usize = 3;
/// Space between a frame's edge and its content, points.
const PADDING: f32 = 7.0;

impl Room {
    /// The room inside, `left` points in, with another parent.
    #[must_use]
    pub fn inside(self, left: f32, right: f32, home: NodeId) -> Self {
        let (left, right) = if self.w - left - right < NARROWEST { (0.0, 0.0) } else { (left, right) };
        Self { x: self.x + left, w: self.w - left - right, home, depth: self.depth + 1, ..self }
    }
}

/// Lays out blocks one below the other, at least `gap` points apart.
pub fn lay<'a>(job: &mut Job<'a>, flow: &mut Flow, blocks: &'a [Block], room: Room, gap: f32) {
    if room.depth > DEEPEST {
        return flatten(job, flow, blocks, room);
    }
    for (index, block) in blocks.iter().enumerate() {
        if index > 0 {
            flow.gap(gap);
        }
        if ends_chapter(job, block) {
            notes::lay(job, flow, room);
        }
        match block {
            Block::Heading { level, id, content } => heading(job, flow, (*level, id), content, room),
            Block::Paragraph(content) if drawn(job, flow, content, room) => {}
            Block::Paragraph(content) => {
                let node = job.tree.open(room.home, Kind::Paragraph);
                let first = flow.strips.len();
                paragraph(job, flow, content, room, node);
                let before = index.checked_sub(1).and_then(|index| blocks.get(index));
                if leads(before, blocks.get(index + 1)) {
                    stay(flow, first);
                }
            }
            Block::List { start, items } => lists::list(job, flow, *start, items, room),
            Block::Table(table) => tables::table(job, flow, table, room),
            Block::Callout { kind, blocks } => {
                let color = style::callout_color(*kind, job.accent);
                let frame = Frame { fill: Some(style::tint(color, 18)), bar: Some(color), ..frame(room) };
                let node = job.tree.open(room.home, Kind::Div);
                framed(flow, frame, |flow| {
                    let room = room.inside(PADDING + 5.0, PADDING + 2.0, node);
                    let title = job.tree.open(node, Kind::Paragraph);
                    let kind_of_text = room.kind.bold().colored(color);
                    let words = words::plain(job, kind.title(), kind_of_text, Some(title));
                    set(job, flow, words, kind_of_text, room);
                    if let Some(last) = flow.strips.last_mut() {
                        last.keep = true;
                    }
                    flow.tight(2.0);
                    lay(job, flow, blocks, room, style::GAP - 2.0);
                });
            }
            Block::Quote(blocks) => {
                let node = job.tree.open(room.home, Kind::Quote);
                framed(flow, Frame { bar: Some(style::BORDER), ..frame(room) }, |flow| {
                    let room = room.inside(PADDING + 5.0, 0.0, node);
                    lay(job, flow, blocks, room, style::GAP);
                });
            }
            Block::Code { text, .. } => code(job, flow, text, room),
            Block::Chart(chart) => {
                figures::chart(job, flow, chart, room);
                // A few rows of figures stay with what they are drawn as.
                if matches!(blocks.get(index + 1), Some(Block::Table(table)) if table.rows.len() <= FEW_ROWS) {
                    flow.together(flow.strips.len().saturating_sub(1));
                }
            }
            Block::Contents => contents::contents(job, flow, room),
            Block::Index(entries) => contents::index(job, flow, entries, room),
            Block::Definitions(definitions) => lists::definitions(job, flow, definitions, room),
            Block::Footnote { number, blocks } => job.notes.push((*number, blocks)),
            Block::Rule => {
                flow.gap(style::FIGURE_GAP);
                let line = super::flow::hairline(room.x, 0.0, room.w, style::BORDER);
                flow.push(Strip { height: style::HAIRLINE, items: vec![line], ..Strip::default() });
                flow.gap(style::FIGURE_GAP);
            }
            Block::PageBreak => flow.break_page(),
        }
    }
}

/// Whether a block ends the chapter of a book before it, whose footnotes then follow.
const fn ends_chapter(job: &Job<'_>, block: &Block) -> bool {
    job.places.is_some() && matches!(block, Block::PageBreak | Block::Heading { level: 0..=2, .. })
}

/// Lays out a paragraph of pictures as figures; false where it is none, or a picture is missing.
fn drawn(job: &mut Job<'_>, flow: &mut Flow, content: &[Inline], room: Room) -> bool {
    let Some(sources) = figures::pictures(content) else { return false };
    let pictures: Option<Vec<_>> = sources.into_iter().map(|(source, alt)| Some(((job.sources.picture)(source)?, alt))).collect();
    let Some(pictures) = pictures else { return false };
    for (picture, alt) in pictures {
        figures::picture(job, flow, &picture, alt, room);
    }
    true
}

/// Whether a paragraph belongs with what follows: it opens a section, or introduces a list or table.
const fn leads(before: Option<&Block>, after: Option<&Block>) -> bool {
    match after {
        Some(Block::List { .. } | Block::Table(_) | Block::Definitions(_) | Block::Code { .. }) => true,
        // What the next section says is its own affair.
        Some(Block::Heading { .. } | Block::PageBreak) | None => false,
        Some(_) => matches!(before, Some(Block::Heading { .. })),
    }
}

/// Keeps the strips from `first` on with what follows, unless there are so many that a page would be left half empty.
fn stay(flow: &mut Flow, first: usize) {
    const MOST: usize = 2;
    let strips = flow.strips.get_mut(first..).unwrap_or_default();
    if strips.len() <= MOST {
        for strip in strips {
            strip.keep = true;
        }
    }
}

/// Shapes words and adds their lines.
pub fn set(job: &mut Job<'_>, flow: &mut Flow, words: words::Words, kind: Type, room: Room) {
    let mut shaped = text::shape(job, words);
    let lines = text::lines(job, &mut shaped, room.w, Align::Left);
    flow.text(lines, kind, room.x);
}

/// A single line of words, and its width.
pub fn line(job: &mut Job<'_>, words: words::Words) -> (Line, f32) {
    let mut shaped = text::shape(job, words);
    let width = shaped.max;
    let mut lines = text::lines(job, &mut shaped, f32::from(u16::MAX), Align::Left).into_iter();
    (lines.next().unwrap_or_default(), width)
}

fn paragraph(job: &mut Job<'_>, flow: &mut Flow, content: &[Inline], room: Room, node: NodeId) {
    let words = words::flatten(job, content, room.kind, Some(node));
    set(job, flow, words, room.kind, room);
}

fn heading(job: &mut Job<'_>, flow: &mut Flow, (level, id): (u8, &str), content: &[Inline], room: Room) {
    let (kind, before, after) = style::heading(level);
    // Screen readers expect no level to be skipped on the way down.
    let tagged = level.clamp(1, 6).min(job.level.saturating_add(1));
    job.level = tagged;
    let node = job.tree.open(room.home, Kind::Heading(tagged));
    let words = words::flatten(job, content, kind, Some(node));
    let title = words.title();
    let outline = (!title.is_empty()).then_some((title, tagged));
    let anchor = job.anchor(id.to_owned(), outline);
    flow.part();
    flow.gap(before);
    let from = flow.strips.len();
    set(job, flow, words, kind, room);
    if flow.strips.len() == from {
        flow.push(Strip::default());
    }
    for strip in flow.strips.iter_mut().skip(from) {
        strip.keep = true;
    }
    if let Some(first) = flow.strips.get_mut(from) {
        first.anchors.push(anchor);
    }
    flow.tight(after);
    flow.accompany(COMPANY);
}

fn code(job: &mut Job<'_>, flow: &mut Flow, text: &str, room: Room) {
    let paragraph = job.tree.open(room.home, Kind::Paragraph);
    let node = job.tree.open(paragraph, Kind::Code);
    let tag = Tag::Slot(job.tree.words(node));
    let frame = Frame { fill: Some(style::SURFACE), ..frame(room) };
    framed(flow, frame, |flow| {
        let room = room.inside(PADDING + 1.0, PADDING + 1.0, node);
        let mut lines = Vec::new();
        for source in text.split('\n') {
            let words = words::preformatted(job, source, style::CODE, tag);
            let mut shaped = text::shape(job, words);
            let set = text::lines(job, &mut shaped, room.w, Align::Left);
            if set.is_empty() {
                lines.push(Line::default());
            }
            lines.extend(set);
        }
        flow.text(lines, style::CODE, room.x);
    });
}

fn framed(flow: &mut Flow, frame: Frame, content: impl FnOnce(&mut Flow)) {
    flow.gap(style::FIGURE_GAP);
    let outer = flow.open(frame, PADDING - 1.0);
    content(flow);
    flow.close(outer, PADDING - 1.0);
    flow.gap(style::FIGURE_GAP);
}

const fn frame(room: Room) -> Frame {
    Frame { parent: None, x: room.x, w: room.w, fill: None, bar: None }
}

/// The text of blocks nested too deeply, as one paragraph.
fn flatten<'a>(job: &mut Job<'a>, flow: &mut Flow, blocks: &'a [Block], room: Room) {
    let mut stack: Vec<_> = vec![blocks.iter()];
    while let Some(blocks) = stack.last_mut() {
        let Some(block) = blocks.next() else {
            stack.pop();
            continue;
        };
        match block {
            Block::Heading { content, .. } | Block::Paragraph(content) => {
                let node = job.tree.open(room.home, Kind::Paragraph);
                paragraph(job, flow, content, room, node);
            }
            Block::Code { text, .. } => code(job, flow, text, room),
            Block::Chart(chart) => figures::chart(job, flow, chart, room),
            Block::Table(table) => tables::table(job, flow, table, room),
            Block::Footnote { number, blocks } => job.notes.push((*number, blocks)),
            Block::Callout { blocks, .. } | Block::Quote(blocks) => stack.push(blocks.iter()),
            Block::List { items, .. } => stack.extend(items.iter().rev().map(|item| item.blocks.iter())),
            Block::Definitions(definitions) => {
                for definition in definitions {
                    let node = job.tree.open(room.home, Kind::Paragraph);
                    paragraph(job, flow, &definition.term, room, node);
                }
                let details = definitions.iter().flat_map(|definition| &definition.details);
                stack.extend(details.rev().map(|blocks| blocks.iter()));
            }
            Block::Contents | Block::Index(_) | Block::Rule | Block::PageBreak => {}
        }
    }
}
