//! What frames the text: the head of the first page and the footer of every page.
//!
//! 1. [`head`]: organisation and kind small, the title, one line of subject, the fact strip between two hairlines.
//! 2. [`footer`]: what the document is and for when, who may read it, and the page's number. It is an artifact.

use std::sync::Arc;

use super::blocks::{self, Room};
use super::flow::{self, Flow, Strip};
use super::job::Job;
use super::scene::{Anchor, Item, Layer, Tag};
use super::style;
use super::tags::Kind;
use super::{figures, text, words};
use crate::block::{Document, Fact, Inline};
use crate::render::picture::Picture;

/// Greatest width and height of the logo, points.
const LOGO: (f32, f32) = (110.0, 30.0);

/// Lays out the head of the first page.
pub fn head(job: &mut Job<'_>, flow: &mut Flow, document: &Document, (room, logo): (Room, Option<&Arc<Picture>>)) {
    let first = flow.strips.len();
    let kind = if document.kind == document.title { "" } else { &document.kind };
    let kicker = joined(&[&document.organisation, kind]);
    if !kicker.is_empty() {
        set(job, flow, &kicker, style::KICKER, Kind::Paragraph, room);
        flow.gap(3.0);
    }
    if !document.title.trim().is_empty() {
        set(job, flow, &document.title, style::TITLE, Kind::Heading(1), room);
    }
    if let Some(subject) = document.subject.as_deref().filter(|subject| !subject.trim().is_empty()) {
        flow.gap(2.0);
        set(job, flow, subject, style::SUBJECT, Kind::Paragraph, room);
    }
    // The logo stands at the right of the first lines; the organisation's name beside it is what is read.
    if let (Some(logo), Some(strip)) = (logo, flow.strips.get_mut(first)) {
        let scale = (LOGO.0 / logo.width.max(1.0)).min(LOGO.1 / logo.height.max(1.0));
        let x = room.x + room.w - logo.width * scale;
        figures::draw(job, &mut strip.items, logo, (Tag::Artifact, x, -2.0, scale));
    }
    facts(job, flow, &document.facts, room);
    flow.tight(14.0);
}

/// Lays out the cover of a book: logo and organisation above, the title, what it is, and the facts at the foot.
pub fn cover(job: &mut Job<'_>, flow: &mut Flow, document: &Document, (room, logo): (Room, Option<&Arc<Picture>>)) {
    let blank = |flow: &mut Flow, height| flow.push(Strip { height, keep: true, ..Strip::default() });
    if let Some(logo) = logo {
        let scale = (1.6 * LOGO.0 / logo.width.max(1.0)).min(1.6 * LOGO.1 / logo.height.max(1.0));
        let mut strip = Strip { height: logo.height * scale, keep: true, ..Strip::default() };
        figures::draw(job, &mut strip.items, logo, (Tag::Artifact, room.x, 0.0, scale));
        flow.push(strip);
    }
    blank(flow, job.height * 0.26);
    if !document.organisation.trim().is_empty() {
        set(job, flow, &document.organisation, style::SUBJECT, Kind::Paragraph, room);
        flow.gap(8.0);
    }
    if !document.title.trim().is_empty() {
        set(job, flow, &document.title, style::COVER, Kind::Heading(1), room);
    }
    if let Some(subject) = document.subject.as_deref().filter(|subject| !subject.trim().is_empty()) {
        flow.gap(8.0);
        set(job, flow, subject, style::COVER_SUBJECT, Kind::Paragraph, room);
    }
    flow.gap(24.0);
    facts(job, flow, &document.facts, room);
    // Headings of the book go on below its title.
    job.level = 1;
}

/// The chapter that each page belongs to; none where a part or chapter begins, and before the first.
pub fn chapters(anchors: &[Anchor], pages: usize) -> Vec<Option<String>> {
    let mut chapters = vec![None; pages];
    let starts = anchors.iter().filter_map(|anchor| {
        let (title, level) = anchor.outline.as_ref()?;
        // Parts have level 1 and chapters 2.
        (*level <= 2).then_some((anchor.place?.0, title))
    });
    let starts: Vec<(usize, &String)> = starts.collect();
    for (index, (start, title)) in starts.iter().enumerate() {
        let end = starts.get(index + 1).map_or(pages, |next| next.0);
        for chapter in chapters.iter_mut().take(end).skip(start + 1) {
            *chapter = Some((*title).clone());
        }
    }
    chapters
}

/// The running head of a page, its left end at `x` and its baseline at `y`: the book on the left, the chapter on the right.
pub fn running_head(job: &mut Job<'_>, document: &Document, chapter: &str, (x, y, w): (f32, f32, f32)) -> Layer {
    let left = line(job, &document.title);
    let short: String = chapter.chars().take(90).collect();
    let right = line(job, &short);
    let mut strip = Strip { items: vec![flow::hairline(0.0, 6.0, w, style::BORDER)], ..Strip::default() };
    flow::add(&mut strip, left.0, 0.0, 0.0);
    flow::add(&mut strip, right.0, (w - right.1).max(left.1 + 20.0), 0.0);
    let items = strip.items.into_iter().map(|item| Item { tag: Tag::Header, ..item }).collect();
    Layer { x, y, items }
}

fn set(job: &mut Job<'_>, flow: &mut Flow, text: &str, kind: style::Type, tag: Kind, room: Room) {
    let node = job.tree.open(room.home, tag);
    let words = words::plain(job, text, kind, Some(node));
    let from = flow.strips.len();
    blocks::set(job, flow, words, kind, room);
    flow.strips.iter_mut().skip(from).for_each(|strip| strip.keep = true);
}

/// The fact strip: label and value side by side, one pair after the other, so that any reader meets them in that order.
fn facts(job: &mut Job<'_>, flow: &mut Flow, facts: &[Fact], room: Room) {
    flow.gap(10.0);
    let rule = |flow: &mut Flow, keep| {
        let line = flow::hairline(room.x, 0.0, room.w, style::BORDER);
        flow.push(Strip { height: style::HAIRLINE, keep, items: vec![line], ..Strip::default() });
    };
    rule(flow, !facts.is_empty());
    if facts.is_empty() {
        return;
    }
    let solid = |text: &str| text.split_whitespace().collect::<Vec<_>>().join("\u{a0}");
    let mut content = Vec::new();
    for fact in facts {
        if !content.is_empty() {
            content.push(Inline::Text("  ·  ".to_owned()));
        }
        content.push(Inline::Text(format!("{}\u{a0}", solid(&fact.label))));
        // A short value stays with its label; a long one may break.
        let value = if fact.value.chars().count() <= 40 { solid(&fact.value) } else { fact.value.clone() };
        content.push(Inline::Strong(vec![Inline::Text(value)]));
    }
    let node = job.tree.open(room.home, Kind::Paragraph);
    flow.gap(6.0);
    let words = words::flatten(job, &content, style::FACT, Some(node));
    let from = flow.strips.len();
    blocks::set(job, flow, words, style::FACT, room);
    flow.strips.iter_mut().skip(from).for_each(|strip| strip.keep = true);
    flow.gap(6.0);
    rule(flow, false);
}

/// The footer of a page, its left end at `x` and its baseline at `y`.
pub fn footer(job: &mut Job<'_>, document: &Document, (page, pages): (usize, usize), (x, y, w): (f32, f32, f32)) -> Layer {
    let as_of = document.as_of.trim();
    let right = line(job, &format!("Page {page} of {pages}"));
    let middle = line(job, &document.audience);
    let space = w - right.1 - middle.1 - 40.0;
    let kind = if document.kind == document.title { "" } else { &document.kind };
    let left = fitting(job, [kind, &document.title, as_of], space);
    let mut strip = Strip { items: vec![flow::hairline(0.0, -14.0, w, style::BORDER)], ..Strip::default() };
    let end = left.1 + 20.0;
    flow::add(&mut strip, left.0, 0.0, 0.0);
    // In the middle when the left part leaves it free, else as far right of it as it must be.
    flow::add(&mut strip, middle.0, ((w - middle.1) / 2.0).max(end), 0.0);
    flow::add(&mut strip, right.0, w - right.1, 0.0);
    let items = strip.items.into_iter().map(|item| Item { tag: Tag::Footer, ..item }).collect();
    Layer { x, y, items }
}

fn line(job: &mut Job<'_>, text: &str) -> (text::Line, f32) {
    let words = words::plain(job, text, style::FOOTER, None);
    blocks::line(job, words)
}

/// Kind, title and date on one line; a title that is too long loses its end.
fn fitting(job: &mut Job<'_>, [kind, title, date]: [&str; 3], space: f32) -> (text::Line, f32) {
    // No page is wide enough for more, and shaping a long title again and again takes its time.
    const MOST: usize = 200;
    let characters = title.chars().count();
    let (title, characters) = match title.char_indices().nth(MOST) {
        Some((end, _)) => (title.get(..end).unwrap_or(title), MOST),
        None => (title, characters),
    };
    let full = line(job, &joined(&[kind, title, date]));
    if full.1 <= space && characters < MOST {
        return full;
    }
    let (mut fits, mut over) = (0, characters);
    while fits + 1 < over {
        let middle = usize::midpoint(fits, over);
        if line(job, &shortened(kind, title, date, middle)).1 <= space {
            fits = middle;
        } else {
            over = middle;
        }
    }
    line(job, &shortened(kind, title, date, fits))
}

fn shortened(kind: &str, title: &str, date: &str, keep: usize) -> String {
    let start: String = title.chars().take(keep).collect();
    joined(&[kind, &format!("{}…", start.trim_end()), date])
}

/// Parts of a line, apart by dots.
#[must_use]
pub fn joined(parts: &[&str]) -> String {
    let parts: Vec<_> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}
