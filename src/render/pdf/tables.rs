//! Tables: column widths from what is in them, rows as strips.
//!
//! 1. Every cell is shaped once; its longest word and its length on one line bound the width of its column.
//! 2. [`widths`] shares out the room as CSS does for automatic tables, but never wraps a short column for a long one's sake.
//! 3. A row is one strip and does not split, unless it is taller than a page: then it is cut between lines.
//! 4. The head is kept to be repeated on the pages that follow.

use super::blocks::Room;
use super::flow::{self, Flow, HeadId, Strip};
use super::job::Job;
use super::scene::{Ink, Item, Tag};
use super::style::{self, Type};
use super::tags::{Kind, NodeId};
use super::text::{self, Line, Shaped};
use super::words;
use crate::block::{Align, Inline, Table};

/// Space between a cell's edge and its text, points.
const SIDE: f32 = 5.0;
/// Space above the text of a row, points.
const ABOVE: f32 = 3.4;
/// Space below the text of a row, points.
const BELOW: f32 = 3.8;
/// Columns up to this wide are not wrapped when that can be helped, points.
const SHORT: f32 = 105.0;
/// Rows from this height on may stand alone on a page, points.
const TALL: f32 = 56.0;
/// Least height of a row that is to be filled in by hand: one with nothing but its label, points.
const BLANK: f32 = 25.0;
/// A head taller than this part of a page is not repeated.
const TALLEST_HEAD: f32 = 0.3;

struct Grid<'a> {
    columns: &'a [f32],
    align: &'a [Align],
    room: Room,
    kind: Type,
}

/// Lays out a table.
pub fn table(job: &mut Job<'_>, flow: &mut Flow, table: &Table, room: Room) {
    let node = job.tree.open(room.home, Kind::Table);
    let mut head = cells(job, &table.head, (style::CELL.bold(), Kind::Head), node);
    let mut rows = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        rows.push(cells(job, row, (style::CELL, Kind::Cell), node));
    }
    let count = rows.iter().map(Vec::len).max().unwrap_or(0).max(head.len());
    if count == 0 {
        return;
    }
    let mut bounds = vec![(0.0_f32, 0.0_f32); count];
    for row in rows.iter().chain([&head]) {
        for (bound, cell) in bounds.iter_mut().zip(row) {
            *bound = (bound.0.max(cell.min + 2.0 * SIDE), bound.1.max(cell.max + 2.0 * SIDE));
        }
    }
    let columns = widths(&bounds, &table.align, room.w);
    let mut grid = Grid { columns: &columns, align: &table.align, room, kind: style::CELL.bold() };

    flow.gap(style::FIGURE_GAP);
    let mut repeat = None;
    if table.head.iter().any(|cell| !cell.is_empty()) {
        let (lines, height) = break_cells(job, &mut head, &grid);
        let mut strip = row(lines, height, &grid, 0..usize::MAX);
        let back = Ink::Rect { x: room.x, y: 0.0, w: room.w, h: height, color: style::SURFACE };
        strip.items.insert(0, Item { tag: Tag::Artifact, ink: back });
        strip.keep = true;
        if height <= job.height * TALLEST_HEAD {
            repeat = Some((keep_head(flow, &strip), height));
        }
        flow.push(strip);
    }
    grid.kind = style::CELL;
    let tallest = job.height - repeat.map_or(0.0, |(_, height)| height);
    let last = rows.len().saturating_sub(1);
    // A row with nothing but its label is to be filled in where it stands among its like, and else begins a group.
    let bare: Vec<bool> = rows.iter().map(|row| row.len() > 1 && row.iter().skip(1).all(|cell| cell.max <= 0.0)).collect();
    let is_bare = |index: usize| bare.get(index).copied().unwrap_or(false);
    for (index, mut cells) in rows.into_iter().enumerate() {
        let (lines, height) = break_cells(job, &mut cells, &grid);
        let alike = is_bare(index + 1) || index.checked_sub(1).is_some_and(is_bare) || last == 0;
        let (form, group) = (is_bare(index) && alike, is_bare(index) && !alike && index < last);
        let height = if form { height.max(BLANK) } else { height };
        let head = repeat.map(|(head, _)| head);
        if height > tallest {
            split(flow, lines, &grid, head);
        } else {
            // Neither the first nor the last row stands alone on a page, unless rows are so tall that this would cost much room.
            let keep = last > 0 && (index == 0 || index + 1 == last) && height < TALL || group;
            let strip = row(lines, height, &grid, 0..usize::MAX);
            flow.push(Strip { keep, head, ..strip });
        }
    }
    flow.gap(style::FIGURE_GAP + 2.0);
}

fn cells(job: &mut Job<'_>, row: &[Vec<Inline>], (kind, tag): (Type, Kind), table: NodeId) -> Vec<Shaped> {
    let node = job.tree.open(table, Kind::Row);
    let mut cells = Vec::with_capacity(row.len());
    for content in row {
        let cell = job.tree.open(node, tag);
        let words = words::flatten(job, content, kind, Some(cell));
        cells.push(text::shape(job, words));
    }
    cells
}

/// The lines of a row's cells, and its height.
fn break_cells(job: &mut Job<'_>, cells: &mut [Shaped], grid: &Grid<'_>) -> (Vec<Vec<Line>>, f32) {
    let mut lines = Vec::with_capacity(cells.len());
    for (column, cell) in cells.iter_mut().enumerate() {
        let width = grid.columns.get(column).copied().unwrap_or(0.0) - 2.0 * SIDE;
        let align = grid.align.get(column).copied().unwrap_or(Align::Left);
        lines.push(text::lines(job, cell, width, align));
    }
    let tallest = lines.iter().map(Vec::len).max().unwrap_or(0).max(1);
    let tallest = u16::try_from(tallest).unwrap_or(u16::MAX);
    (lines, f32::from(tallest) * grid.kind.leading + ABOVE + BELOW)
}

/// A row, or the lines of it in `range`.
fn row(lines: Vec<Vec<Line>>, height: f32, grid: &Grid<'_>, range: std::ops::Range<usize>) -> Strip {
    let baseline = text::baseline(grid.kind) + ABOVE;
    let mut strip = Strip { height, baseline: Some(baseline), ..Strip::default() };
    let mut x = grid.room.x;
    for (cell, width) in lines.into_iter().zip(grid.columns) {
        let mut y = baseline;
        for line in cell.into_iter().skip(range.start).take(range.len()) {
            flow::add(&mut strip, line, x + SIDE, y);
            y += grid.kind.leading;
        }
        x += width;
    }
    strip.items.push(flow::hairline(grid.room.x, height - style::HAIRLINE, grid.room.w, style::BORDER));
    strip
}

/// A row taller than a page, line by line; each line of it stands in the same strip in all columns.
fn split(flow: &mut Flow, lines: Vec<Vec<Line>>, grid: &Grid<'_>, head: Option<HeadId>) {
    let count = lines.iter().map(Vec::len).max().unwrap_or(0);
    let mut cells: Vec<_> = lines.into_iter().map(Vec::into_iter).collect();
    let baseline = text::baseline(grid.kind);
    for index in 0..count {
        let (above, below) = (if index == 0 { ABOVE } else { 0.0 }, if index + 1 == count { BELOW } else { 0.0 });
        let height = grid.kind.leading + above + below;
        let mut strip = Strip { height, head, baseline: Some(baseline + above), ..Strip::default() };
        let mut x = grid.room.x;
        for (cell, width) in cells.iter_mut().zip(grid.columns) {
            if let Some(line) = cell.next() {
                flow::add(&mut strip, line, x + SIDE, baseline + above);
            }
            x += width;
        }
        if index + 1 == count {
            strip.items.push(flow::hairline(grid.room.x, height - style::HAIRLINE, grid.room.w, style::BORDER));
        }
        flow.push(strip);
    }
}

/// Keeps a copy of a head for the pages that follow; there it is no content, as it was read already.
fn keep_head(flow: &mut Flow, strip: &Strip) -> HeadId {
    let mut copy = Strip { areas: Vec::new(), ..strip.clone() };
    copy.items.iter_mut().for_each(|item| item.tag = Tag::Artifact);
    flow.heads.push(copy);
    flow.heads.len() - 1
}

/// Shares `total` points out to columns, given the narrowest and the widest each can be.
///
/// 1. Room for all: every column gets its widest, and columns of words share what is left.
/// 2. No room for the narrowest: the widest columns are cut to the same width, and their words break.
/// 3. Else short columns get their widest, so that figures and states stay on one line, and the others share the rest:
///    more for more words, but less than in proportion, so that none becomes a tall thin pillar.
#[must_use]
pub fn widths(bounds: &[(f32, f32)], align: &[Align], total: f32) -> Vec<f32> {
    let least: f32 = bounds.iter().map(|bound| bound.0).sum();
    let most: f32 = bounds.iter().map(|bound| bound.1).sum();
    if most <= total {
        let words = |column: usize| align.get(column).is_none_or(|align| *align == Align::Left);
        let any = (0..bounds.len()).any(words);
        let share = |column: usize, bound: &(f32, f32)| if words(column) || !any { bound.1 } else { 0.0 };
        let shares: f32 = bounds.iter().enumerate().map(|(column, bound)| share(column, bound)).sum();
        let growth = (total - most) / shares.max(1.0);
        return bounds.iter().enumerate().map(|(column, bound)| bound.1 + growth * share(column, bound)).collect();
    }
    if least >= total {
        let cut = level(bounds, total);
        return bounds.iter().map(|bound| bound.0.min(cut)).collect();
    }
    let fair = total / f32::from(u16::try_from(bounds.len()).unwrap_or(u16::MAX)).max(1.0);
    // Columns of words get room for some words first: a pillar of prose beside wide dates reads worse than dates that wrap.
    let some = |&(min, max): &(f32, f32)| if max > SHORT { (max.min(fair * 0.8).max(min), max) } else { (min, max) };
    let roomy: Vec<(f32, f32)> = bounds.iter().map(some).collect();
    let taken: f32 = roomy.iter().map(|bound| bound.0).sum();
    let (bounds, least) = if taken < total { (roomy.as_slice(), taken) } else { (bounds, least) };
    let mut left = total - least;
    let floors: Vec<f32> = bounds
        .iter()
        .map(|&(min, max)| {
            let extra = max - min;
            if max > SHORT.min(fair * 1.4) || extra > left {
                return min;
            }
            left -= extra;
            max
        })
        .collect();
    // The power 5/8, made of square roots, because `powf` is not the same on every machine.
    let wish = |max: f32| max.sqrt() * max.sqrt().sqrt().sqrt();
    // Bisection: the larger the factor, the wider the columns; it ends up where they fill the room.
    let wide = |factor: f32| {
        bounds.iter().zip(&floors).map(move |(&(_, max), &floor)| (factor * wish(max)).clamp(floor, max.max(floor)))
    };
    let (mut low, mut high) = (0.0, total);
    for _ in 0..40 {
        let middle = f32::midpoint(low, high);
        if wide(middle).sum::<f32>() > total {
            high = middle;
        } else {
            low = middle;
        }
    }
    wide(low).collect()
}

/// The width no column may exceed, so that all together are `total` points wide.
fn level(bounds: &[(f32, f32)], total: f32) -> f32 {
    let mut narrow: Vec<f32> = bounds.iter().map(|bound| bound.0).collect();
    narrow.sort_by(f32::total_cmp);
    let mut left = total;
    for (index, width) in narrow.iter().enumerate() {
        let share = left / f32::from(u16::try_from(narrow.len() - index).unwrap_or(u16::MAX));
        if *width >= share {
            return share;
        }
        left -= width;
    }
    total
}
