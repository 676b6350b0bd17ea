//! Contents, index, and references to pages.
//!
//! 1. A document that names pages is laid out again until the pages it names are the pages it has: [`Places`] are what the
//!    layout before knew.
//! 2. [`contents`] lists the headings, [`index`] words with the pages that mention them; both lead there.

use std::collections::{BTreeMap, BTreeSet};

use super::blocks::{self, Room};
use super::flow::{self, Flow, Strip};
use super::job::Job;
use super::scene::{Scene, Target};
use super::style::{self, Type};
use super::tags::{Kind, NodeId};
use super::text;
use super::words;
use crate::block::{Align, Block, Entry, Inline};

/// Headings down to this level are listed, and those that begin a chapter.
const DEEPEST: u8 = 2;
/// What stands between the anchor of a chapter and that of a heading in it.
const WITHIN: &str = "--";
/// Room for the page's number, points.
const NUMBER: f32 = 34.0;
/// What leads from words to a number, drawn again and again.
const LEADER: &str = ". ";

/// Where everything stands.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// Number of the page each anchor stands on, from 1.
    pages: BTreeMap<String, usize>,
    /// Numbers of the pages from which a link leads to an anchor, without contents and index.
    mentions: BTreeMap<String, BTreeSet<usize>>,
}

impl Places {
    /// The places of a layout.
    #[must_use]
    pub fn of(scene: &Scene) -> Self {
        let mut places = Self::default();
        for anchor in &scene.anchors {
            if let Some((page, _)) = anchor.place {
                places.pages.insert(anchor.name.clone(), page + 1);
            }
        }
        for (number, page) in (1..).zip(&scene.pages) {
            for area in &page.areas {
                let Some(link) = scene.links.get(area.link).filter(|link| !link.listed) else { continue };
                if let Target::Anchor(name) = &link.target {
                    // A link to a part of a chapter is a mention of the chapter.
                    let whole = name.split(WITHIN).next().unwrap_or(name);
                    places.mentions.entry(whole.to_owned()).or_default().insert(number);
                }
            }
        }
        places
    }

    /// The page of an anchor.
    #[must_use]
    pub fn page(&self, anchor: &str) -> Option<usize> {
        self.pages.get(anchor).copied()
    }
}

/// Whether a document names pages.
#[must_use]
pub fn names_pages(blocks: &[Block]) -> bool {
    blocks.iter().any(|block| matches!(block, Block::Contents | Block::Index(_)))
}

/// The number of an anchor's page, or as much room as it may take.
fn number(job: &Job<'_>, anchor: &str) -> String {
    job.places.and_then(|places| places.page(anchor)).map_or_else(|| "000".to_owned(), |page| page.to_string())
}

/// Lays out the contents.
pub fn contents(job: &mut Job<'_>, flow: &mut Flow, room: Room) {
    let list = job.tree.open(room.home, Kind::Contents);
    let title = job.tree.open(list, Kind::Paragraph);
    let kind = style::heading(1).0;
    let words = words::plain(job, "Contents", kind, Some(title));
    blocks::set(job, flow, words, kind, room);
    if let Some(last) = flow.strips.last_mut() {
        last.keep = true;
    }
    flow.gap(10.0);
    let headings = std::mem::take(&mut job.headings);
    let listed = headings.iter().filter(|(level, anchor, _)| *level <= DEEPEST || !anchor.contains(WITHIN));
    let mut listed = listed.peekable();
    let mut below = false;
    while let Some((level, anchor, title)) = listed.next() {
        let opens = listed.peek().is_some_and(|(next, ..)| next > level);
        let (kind, indent, gap) = match level {
            0 | 1 => (style::BODY.bold(), 0.0, 10.0),
            2 => (style::BODY, 0.0, if opens || below { 3.0 } else { 0.0 }),
            _ => (style::BODY, 14.0, 0.0),
        };
        below = *level > DEEPEST;
        flow.gap(gap);
        let pages = number(job, anchor);
        let first = flow.strips.len();
        entry(job, flow, (&[Inline::Text(title.clone())], anchor, &pages), (kind, indent), list, room);
        // A part stays with its first chapter, a chapter with its first page.
        if *level <= 1 || opens {
            flow.together(first);
        }
    }
    job.headings = headings;
}

/// Lays out an index: every entry with the page it stands on and those that mention it.
pub fn index(job: &mut Job<'_>, flow: &mut Flow, entries: &[Entry], room: Room) {
    let list = job.tree.open(room.home, Kind::Contents);
    let mut initial = None;
    for one in entries {
        let letter = one.words.chars().find(|letter| letter.is_alphanumeric()).map(|letter| letter.to_uppercase().to_string());
        if letter != initial {
            flow.gap(5.0);
            initial = letter;
        }
        let own = job.places.and_then(|places| places.page(&one.target));
        let mentions = job.places.and_then(|places| places.mentions.get(&one.target)).cloned().unwrap_or_default();
        // The page of the clause itself first and in weight, then those that mention it.
        let mut words = vec![Inline::Text(one.words.clone())];
        if let Some(own) = own {
            words.extend([Inline::Text(", ".to_owned()), Inline::Strong(vec![Inline::Text(own.to_string())])]);
        }
        let others: BTreeSet<usize> = mentions.into_iter().filter(|page| Some(*page) != own).collect();
        if !others.is_empty() {
            words.push(Inline::Text(format!(", {}", ranges(&others))));
        }
        entry(job, flow, (&words, &one.target, ""), (style::CELL, 0.0), list, room);
    }
}

/// Pages in a row become a range.
fn ranges(pages: &BTreeSet<usize>) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for &page in pages {
        match runs.last_mut() {
            Some((_, end)) if *end + 1 == page => *end = page,
            _ => runs.push((page, page)),
        }
    }
    let one = |(start, end): &(usize, usize)| if start == end { start.to_string() } else { format!("{start}–{end}") };
    runs.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// One line of contents or index: words on the left, the page on the right, all of it a link.
fn entry(
    job: &mut Job<'_>,
    flow: &mut Flow,
    (title, anchor, pages): (&[Inline], &str, &str),
    (kind, indent): (Type, f32),
    list: NodeId,
    room: Room,
) {
    let item = job.tree.open(list, Kind::Entry);
    let node = job.tree.open(item, Kind::Link);
    let link = job.link(Target::Anchor(anchor.to_owned()), node);
    if let Some(link) = job.links.last_mut() {
        link.listed = true;
    }
    let words = words::flatten(job, title, kind, Some(node));
    let mut shaped = text::shape(job, words);
    let width = room.w - indent - if pages.is_empty() { 0.0 } else { NUMBER };
    let lines = text::lines(job, &mut shaped, width, Align::Left);
    let first = flow.strips.len();
    flow.text(lines, kind, room.x + indent);
    if let Some(last) = flow.strips.last_mut().filter(|_| !pages.is_empty()) {
        let words = words::plain(job, pages, kind, Some(node));
        let (line, wide) = blocks::line(job, words);
        let mut number = flow::placed(line, kind, room.x + room.w - wide);
        last.items.append(&mut number.items);
        leader(job, last, (room.x + indent + shaped.last(), room.x + room.w - NUMBER), kind);
    }
    for strip in flow.strips.iter_mut().skip(first) {
        let (x, w) = (room.x + indent, room.w - indent);
        strip.areas.push(super::scene::Area { link, x, y: 0.0, w, h: strip.height });
    }
    if flow.strips.len() == first {
        flow.push(Strip::default());
    }
}

/// Dots from `start` to `end` that lead the eye; they are no words, and stand at the same places in every line.
fn leader(job: &mut Job<'_>, strip: &mut Strip, (start, end): (f32, f32), kind: Type) {
    let kind = kind.colored(style::MUTED);
    let mut dots = |count| {
        let words = words::plain(job, &LEADER.repeat(count), Type { bold: false, ..kind }, None);
        blocks::line(job, words)
    };
    let step = dots(2).1 - dots(1).1;
    let count = ((end - start) / step.max(1.0)).floor();
    if count < 3.0 {
        return;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a line has room for some hundred dots")]
    let (line, wide) = dots((count - 1.0) as usize);
    strip.items.append(&mut flow::placed(line, kind, end - wide).items);
}

#[cfg(test)]
mod tests {
    use super::ranges;

    #[test]
    fn pages_in_a_row_become_a_range() {
        for (pages, text) in [(&[][..], ""), (&[3], "3"), (&[1, 2, 3, 7, 9, 10], "1–3, 7, 9–10")] {
            assert_eq!(ranges(&pages.iter().copied().collect()), text);
        }
    }
}
