//! Figures: charts and pictures on paper, with what they show and the table behind them.
//!
//! 1. The shapes of a chart come from [`chart`]; here they get their colours and their place.
//! 2. A figure is one strip. One that is taller than a page is cut into several by its rows.
//! 3. For a screen reader the drawing is one figure with its alternative text; its words are not read one by one.

use std::borrow::Cow;
use std::sync::Arc;

use super::blocks::{self, Room};
use super::flow::{self, Flow, Strip};
use super::job::Job;
use super::scene::{Ink, Item, Tag};
use super::style::{self, Color, Type};
use super::tables;
use super::tags::Kind;
use super::words;
use crate::block::Inline;
use crate::block::chart::Chart;
use crate::render::chart::{self, Anchor, Drawing, Label, Paint, Shape};
use crate::render::picture::{Content, Picture};
use crate::render::shape::{Dash, Step};

/// Lays out a chart, its caption, and its table unless the document holds the figures anyway.
pub fn chart(job: &mut Job<'_>, flow: &mut Flow, chart: &Chart, room: Room) {
    flow.gap(style::FIGURE_GAP);
    let most = job.height * 0.82;
    let whole = chart::draw(chart, room.w);
    let pieces = if whole.height > most { chart.pieces(whole.height / most) } else { Vec::new() };
    if pieces.is_empty() {
        place(job, flow, &whole, &chart.alternative(), room);
    }
    for (index, piece) in pieces.iter().enumerate() {
        let again = if index > 0 { " Continued." } else { "" };
        place(job, flow, &chart::draw(piece, room.w), &format!("{}{again}", piece.alternative()), room);
        flow.gap(style::FIGURE_GAP);
    }
    let node = job.tree.open(room.home, Kind::Paragraph);
    let caption = words::plain(job, &chart.caption, style::CAPTION, Some(node));
    flow.tight(3.0);
    let from = flow.strips.len();
    blocks::set(job, flow, caption, style::CAPTION, room);
    if chart.table {
        flow.strips.iter_mut().skip(from).for_each(|strip| strip.keep = true);
        tables::table(job, flow, &chart.table(), room);
    }
    flow.gap(style::FIGURE_GAP + 2.0);
}

/// Places a drawing as one strip that stays with the caption below it.
fn place(job: &mut Job<'_>, flow: &mut Flow, drawing: &Drawing, alternative: &str, room: Room) {
    let node = job.tree.open(room.home, Kind::Figure);
    job.tree.describe(node, alternative);
    let tag = Tag::Slot(job.tree.words(node));
    // A drawing that cannot be cut is made smaller rather than lost.
    let scale = (room.w / drawing.width).min(job.height * 0.9 / drawing.height.max(1.0)).min(1.0);
    let mut strip = Strip { height: drawing.height * scale, keep: true, ..Strip::default() };
    for shape in &drawing.shapes {
        ink(job, &mut strip, shape, (tag, room.x, scale));
    }
    flow.push(strip);
}

fn ink(job: &mut Job<'_>, strip: &mut Strip, shape: &Shape, (tag, left, scale): (Tag, f32, f32)) {
    let accent = job.accent;
    let mut path = |steps: &[Step], paint: Paint, stroke| {
        let ink = Ink::Path {
            steps: Cow::Owned(steps.to_vec()),
            at: (left, 0.0),
            scale,
            color: color(paint, accent),
            stroke,
            even_odd: false,
        };
        strip.items.push(Item { tag, ink });
    };
    match shape {
        Shape::Rect(x, y, w, h, paint) => {
            let (x, y, w, h) = (left + x * scale, y * scale, w * scale, h * scale);
            strip.items.push(Item { tag, ink: Ink::Rect { x, y, w, h, color: color(*paint, accent) } });
        }
        Shape::Fill(steps, paint) => path(steps, *paint, None),
        Shape::Stroke(steps, paint, width, dash) => path(steps, *paint, Some((width * scale, *dash))),
        Shape::State(mark, x, y, size) => {
            let mut draw = |ink| strip.items.push(Item { tag, ink });
            super::marks::mark(*mark, left + x * scale, y * scale, size * scale, &mut draw);
        }
        Shape::Words(label) => set(job, strip, label, (tag, left, scale)),
    }
}

/// Sets a line of words of a drawing.
fn set(job: &mut Job<'_>, strip: &mut Strip, label: &Label, (tag, left, scale): (Tag, f32, f32)) {
    let size = label.size * scale;
    let kind = Type { size, leading: size, bold: label.bold, mono: false, color: color(label.paint, job.accent) };
    let words = words::drawn(job, &label.text, kind, tag);
    let (line, width) = blocks::line(job, words);
    let (x, y) = (left + label.x * scale, label.y * scale);
    let back = match label.anchor {
        Anchor::Start => 0.0,
        Anchor::Middle => width / 2.0,
        Anchor::End => width,
    };
    if !label.turned {
        flow::add(strip, line, x - back, y);
        return;
    }
    for item in line.items {
        if let Ink::Text(run) = item.ink {
            let up = run.x;
            let run = super::scene::Run { x, y: y + back - up, turned: true, ..run };
            strip.items.push(Item { tag, ink: Ink::Text(run) });
        }
    }
}

/// The pictures of a paragraph that holds nothing else.
#[must_use]
pub fn pictures(content: &[Inline]) -> Option<Vec<(&str, &str)>> {
    let mut found = Vec::new();
    for inline in content {
        match inline {
            Inline::Image { source, alt, .. } => found.push((source.as_str(), alt.as_str())),
            Inline::Link { content, .. } => found.extend(pictures(content)?),
            Inline::Break => {}
            Inline::Text(text) if text.trim().is_empty() => {}
            _ => return None,
        }
    }
    (!found.is_empty()).then_some(found)
}

/// Lays out a picture as wide as it is, or as there is room. One without words for it is decoration.
pub fn picture(job: &mut Job<'_>, flow: &mut Flow, picture: &Arc<Picture>, alt: &str, room: Room) {
    let tag = if alt.trim().is_empty() {
        Tag::Artifact
    } else {
        let node = job.tree.open(room.home, Kind::Figure);
        job.tree.describe(node, alt);
        Tag::Slot(job.tree.words(node))
    };
    let scale = (room.w / picture.width.max(1.0)).min(job.height * 0.7 / picture.height.max(1.0)).min(1.0);
    let mut strip = Strip { height: picture.height * scale, ..Strip::default() };
    draw(job, &mut strip.items, picture, (tag, room.x, 0.0, scale));
    flow.gap(style::FIGURE_GAP);
    flow.push(strip);
    flow.gap(style::FIGURE_GAP);
}

/// Draws a picture with its top left corner at `x`, `y`.
pub fn draw(job: &mut Job<'_>, items: &mut Vec<Item>, picture: &Arc<Picture>, (tag, x, y, scale): (Tag, f32, f32, f32)) {
    if let Content::Paths(paths) = &picture.content {
        for path in paths {
            let stroke = path.stroke.map(|width| (width * scale, Dash::Solid));
            let (steps, color, even_odd) = (Cow::Owned(path.steps.clone()), path.color, path.even_odd);
            items.push(Item { tag, ink: Ink::Path { steps, at: (x, y), scale, color, stroke, even_odd } });
        }
        return;
    }
    let known = job.pictures.iter().position(|known| Arc::ptr_eq(known, picture));
    let index = known.unwrap_or_else(|| {
        job.pictures.push(Arc::clone(picture));
        job.pictures.len() - 1
    });
    items.push(Item { tag, ink: Ink::Picture(index, [x, y, picture.width * scale, picture.height * scale]) });
}

/// The colour of a paint on paper.
const fn color(paint: Paint, accent: Color) -> Color {
    match paint {
        Paint::Text => style::TEXT,
        Paint::Muted => style::MUTED,
        Paint::Border => style::BORDER,
        Paint::Surface => style::SURFACE,
        Paint::Accent => accent,
        Paint::Pale => style::tint(accent, 34),
        Paint::Paper => [0xff, 0xff, 0xff],
        Paint::Mark(mark) => style::mark_color(mark),
        Paint::Tint(mark) => style::tint(style::mark_color(mark), 26),
    }
}
