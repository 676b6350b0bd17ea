//! Lists, task lists and definitions: labels beside their content.
//!
//! 1. Bullets and numbers are text, so that they can be read out and copied; task boxes are shapes with a description.
//! 2. The widest number decides how far a numbered list is indented.
//! 3. Terms stand beside their definitions, wrapped when they are long.

use super::blocks::{self, Room};
use super::flow::{Flow, Strip};
use super::fonts::Face;
use super::job::Job;
use super::scene::{Glyph, Ink, Item as Drawn, Run, Tag};
use super::style;
use super::tags::{Kind, NodeId};
use super::text::{self, Line};
use super::{marks, words};
use crate::block::{Align, Block, Definition, Item};

/// Indent of bulleted and task lists, points.
const INDENT: f32 = 15.0;
/// Space between a number and its item, points.
const AFTER_NUMBER: f32 = 5.0;
/// Part of the room that terms may take.
const WIDEST_TERM: f32 = 0.24;
/// Space between a term and its definition, points.
const AFTER_TERM: f32 = 12.0;
/// An item up to this height does not stand alone at the head or foot of a page, points.
const SHORT: f32 = 44.0;
/// Definitions up to this height, all together, stay on one page, points.
const FEW: f32 = 130.0;
/// Edge of a task's box, points.
const BOX: f32 = 8.5;

/// Lays out a list.
pub fn list<'a>(job: &mut Job<'a>, flow: &mut Flow, start: Option<u64>, items: &'a [Item], room: Room) {
    let list = job.tree.open(room.home, Kind::List(start.is_some()));
    let numbers = start.map(|start| start.saturating_add(items.len().saturating_sub(1) as u64));
    let indent = numbers.map_or(INDENT, |last| {
        let words = words::plain(job, &number(last), room.kind, None);
        (blocks::line(job, words).1 + AFTER_NUMBER).max(INDENT)
    });
    let loose = items.iter().any(|item| item.blocks.iter().filter(|block| matches!(block, Block::Paragraph(_))).count() > 1);
    let gap = if loose { style::GAP - 2.0 } else { style::ITEM_GAP };
    for (index, item) in (0_u64..).zip(items) {
        let node = job.tree.open(list, Kind::Item);
        let label = job.tree.open(node, Kind::Label);
        let body = job.tree.open(node, Kind::Body);
        let (line, width) = match (item.task, start) {
            (Some(done), _) => {
                job.tree.describe(label, if done { "Done" } else { "To do" });
                (task_box(job, done, label), 0.0)
            }
            (None, Some(start)) => {
                let words = words::plain(job, &number(start.saturating_add(index)), room.kind, Some(label));
                blocks::line(job, words)
            }
            (None, None) => {
                let words = words::plain(job, "•", room.kind.colored(style::MUTED), Some(label));
                (blocks::line(job, words).0, indent - 3.0)
            }
        };
        if index > 0 {
            flow.gap(gap);
        }
        let from = flow.strips.len();
        let inside = room.inside(indent, 0.0, body);
        blocks::lay(job, flow, &item.blocks, inside, gap);
        let x = match (item.task, start) {
            // Room too narrow to indent: the label hangs into the room of the list around it.
            _ if inside.w >= room.w => (room.x - INDENT).max(0.0),
            (None, Some(_)) => room.x + (indent - AFTER_NUMBER - width).max(0.0),
            _ => room.x + 2.0,
        };
        flow.label(from, vec![line], room.kind, x);
        // Neither the first nor the last item stands alone.
        if items.len() > 2 && (index == 0 || index + 2 == items.len() as u64) && height(flow, from) < SHORT {
            flow.together(from);
        }
    }
}

/// The height of the strips from `from` on, points.
fn height(flow: &Flow, from: usize) -> f32 {
    flow.strips.iter().skip(from).map(|strip| strip.before + strip.height).sum()
}

fn number(number: u64) -> String {
    format!("{number}.")
}

/// A task's box. A blank that stands for its character goes with it, so that copied text says whether it is done.
fn task_box(job: &mut Job<'_>, done: bool, label: NodeId) -> Line {
    let tag = Tag::Slot(job.tree.words(label));
    let mut line = Line::default();
    marks::task(done, 0.0, -BOX + 1.0, BOX, &mut |ink| line.items.push(Drawn { tag, ink }));
    let (face, size) = (Face::REGULAR, BOX);
    let space = job.glyphs.fonts.face(face).metrics.space;
    let code = job.glyphs.code(face, space, if done { "☑" } else { "☐" });
    let glyphs = vec![Glyph { code, adjust: 0 }];
    line.items.push(Drawn { tag, ink: Ink::Text(Run { face, size, color: style::TEXT, x: 0.0, y: 0.0, turned: false, glyphs }) });
    line
}

/// Lays out terms with their definitions.
pub fn definitions<'a>(job: &mut Job<'a>, flow: &mut Flow, definitions: &'a [Definition], room: Room) {
    let list = job.tree.open(room.home, Kind::List(false));
    let kind = room.kind.bold();
    let widest = room.w * WIDEST_TERM;
    let mut terms = Vec::with_capacity(definitions.len());
    for definition in definitions {
        let node = job.tree.open(list, Kind::Item);
        let label = job.tree.open(node, Kind::Label);
        let words = words::flatten(job, &definition.term, kind, Some(label));
        terms.push((node, text::shape(job, words)));
    }
    let width = terms.iter().map(|(_, term)| term.max).fold(0.0, f32::max).min(widest);
    let first = flow.strips.len();
    for (index, (definition, (node, mut term))) in definitions.iter().zip(terms).enumerate() {
        if index > 0 {
            flow.gap(4.0);
        }
        let lines = text::lines(job, &mut term, width, Align::Left);
        let from = flow.strips.len();
        for details in &definition.details {
            let body = job.tree.open(node, Kind::Body);
            if flow.strips.len() > from {
                flow.gap(style::ITEM_GAP);
            }
            let inside = room.inside(width + AFTER_TERM, 0.0, body);
            if inside.w >= room.w {
                // Too narrow for two columns.
                flow.push(Strip {
                    height: f32::from(u16::try_from(lines.len()).unwrap_or(u16::MAX)) * kind.leading,
                    keep: true,
                    ..Strip::default()
                });
            }
            blocks::lay(job, flow, details, inside, style::ITEM_GAP);
        }
        flow.label(from, lines, kind, room.x);
        if index + 2 == definitions.len() && height(flow, from) < SHORT {
            flow.together(from);
        }
    }
    if height(flow, first) < FEW {
        flow.together(first);
        if let Some(last) = flow.strips.last_mut() {
            last.keep = false;
        }
    }
}
