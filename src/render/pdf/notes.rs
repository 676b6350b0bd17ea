//! Footnotes: collected while the text is laid out, printed after it under a hairline.
//!
//! 1. A reference links to [`anchor`]; the number before the note's text is its label.
//! 2. Notes may hold notes; the queue runs until it is empty.

use super::blocks::{self, Room};
use super::flow::{self, Flow, Strip};
use super::job::Job;
use super::style;
use super::tags::Kind;
use super::words;

/// Indent of a note's text, points.
const INDENT: f32 = 15.0;
/// Length of the line above the notes, points.
const LINE: f32 = 120.0;

/// The name of the place a reference to footnote `number` leads to.
#[must_use]
pub fn anchor(number: usize) -> String {
    format!("footnote {number}")
}

/// Lays out the footnotes met so far: at the end of the document, and of each chapter of a book.
pub fn lay(job: &mut Job<'_>, flow: &mut Flow, room: Room) {
    if job.notes.is_empty() {
        return;
    }
    flow.gap(18.0);
    let line = flow::hairline(room.x, 0.0, LINE.min(room.w), style::MUTED);
    flow.push(Strip { height: 5.0, keep: true, items: vec![line], ..Strip::default() });
    let mut next = 0;
    // Notes may hold notes, which are added behind.
    while let Some(&(number, blocks)) = job.notes.get(next) {
        next += 1;
        let node = job.tree.open(room.home, Kind::Note);
        let label = job.tree.open(node, Kind::Label);
        let words = words::plain(job, &number.to_string(), style::NOTE.colored(style::MUTED), Some(label));
        let (label, _) = blocks::line(job, words);
        let place = job.anchor(anchor(number), None);
        flow.gap(2.0);
        let from = flow.strips.len();
        let inside = room.inside(INDENT, 0.0, node);
        blocks::lay(job, flow, blocks, Room { kind: style::NOTE, ..inside }, 3.0);
        flow.label(from, vec![label], style::NOTE, room.x);
        if let Some(first) = flow.strips.get_mut(from) {
            first.anchors.push(place);
        }
    }
    job.notes.clear();
}
