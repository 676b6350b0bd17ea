//! Heat maps: states in a grid, each with its shape and its words.
//!
//! On a telephone, where a cell is too narrow for both side by side, its words stand below its shape.

use super::rows::{Rows, Wish};
use super::{Anchor, Canvas, NARROW, Paint, SIZE, SMALL, Shape, WIDTH, count, shorten, wrap};
use crate::block::chart::{HeatCell, HeatRow};
use crate::render::pdf::measure;

/// Edge of a state's shape, points.
const MARK: f32 = 6.5;

/// Space around a shape and the words beside it, points.
const SPACE: f32 = 7.0;
/// Space around words that stand below a shape, points.
const EDGE: f32 = 2.0;
/// Height of a cell with its words beside its shape, points.
const BESIDE: f32 = 17.0;

/// Whether every cell says on a telephone what it says on a page.
pub fn fits(columns: &[String], rows: &[HeatRow]) -> bool {
    let page = Canvas { width: WIDTH, height: 0.0, shapes: Vec::new() };
    let beside_of = (WIDTH - places(&page, rows, BESIDE).left) / count(columns.len());
    let wide = NARROW / count(columns.len());
    wide > MARK + EDGE && texts(rows).all(|text| below(text, wide) == text || beside(text, beside_of).is_empty())
}

fn texts(rows: &[HeatRow]) -> impl Iterator<Item = &str> {
    rows.iter().flat_map(|row| &row.cells).flatten().map(|cell| cell.text.as_str())
}

/// Where rows stand whose cells have this height.
fn places(canvas: &Canvas, rows: &[HeatRow], one: f32) -> Rows {
    let wish = Wish { most: canvas.width * 0.3, after: 8.0, one, beside: 0.0 };
    Rows::new(canvas, rows.iter().map(|row| row.label.as_str()), &wish)
}

/// What there is room for of a cell's words beside its shape.
fn beside(text: &str, wide: f32) -> String {
    let room = wide - MARK - SPACE;
    if room > SIZE { cut(text, room, SIZE) } else { String::new() }
}

/// What there is room for of a cell's words below its shape.
fn below(text: &str, wide: f32) -> String {
    cut(text, wide - EDGE, SMALL)
}

fn cut(text: &str, room: f32, size: f32) -> String {
    let text = shorten(text, room, size, false);
    // A figure that loses its end says something else.
    if text.ends_with('…') && text.chars().count() < 4 { String::new() } else { text }
}

pub fn heat(canvas: &mut Canvas, columns: &[String], rows: &[HeatRow]) {
    let width = canvas.width;
    let is_below = canvas.narrow() && texts(rows).any(|text| beside(text, width / count(columns.len())) != text);
    let places = places(canvas, rows, if is_below { 2.0 * MARK + SMALL } else { BESIDE });
    let (left, height) = (places.left, places.inner());
    let wide = (width - left) / count(columns.len());
    // Heads that fit stand upright; else all are turned, which leaves them 110 points.
    let upright = columns.iter().all(|column| column.split_whitespace().all(|word| measure(word, SMALL, false) <= wide - 3.0));
    let top = if upright {
        let heads: Vec<_> = columns.iter().map(|column| wrap(column, wide - 3.0, SMALL, false, 3)).collect();
        let most = heads.iter().map(Vec::len).max().unwrap_or(1);
        for (index, head) in heads.iter().enumerate() {
            let x = left + wide * (count(index) + 0.5);
            for (line, text) in head.iter().enumerate() {
                let y = SMALL + SMALL * 1.2 * count(most - head.len() + line);
                canvas.words(text, (x, y), Anchor::Middle, SMALL, Paint::Text);
            }
        }
        SMALL * 1.2 * count(most) + 4.0
    } else {
        let longest = columns.iter().map(|column| measure(column, SMALL, false)).fold(0.0, f32::max).min(110.0);
        for (index, column) in columns.iter().enumerate() {
            let x = left + wide * (count(index) + 0.5) + SMALL * 0.36;
            canvas.turned(&shorten(column, longest + 1.0, SMALL, false), (x, longest + 2.0), SMALL, Paint::Text);
        }
        longest + 6.0
    };
    for (index, row) in rows.iter().enumerate() {
        let y = top + places.height * count(index);
        places.label(canvas, &row.label, y, false);
        let y = places.middle(y) - height / 2.0;
        for (column, cell) in row.cells.iter().enumerate() {
            let x = left + wide * count(column);
            let Some(cell) = cell else {
                canvas.rect(x + 0.5, y + 0.5, wide - 1.0, height - 1.0, Paint::Surface);
                continue;
            };
            canvas.rect(x + 0.5, y + 0.5, wide - 1.0, height - 1.0, Paint::Tint(cell.mark));
            draw(canvas, cell, (x, y, wide, height), is_below);
        }
    }
    canvas.height = top + places.height * count(rows.len()) + 2.0;
}

/// A state and its words, in the middle of the cell with this left, top, width and height.
fn draw(canvas: &mut Canvas, cell: &HeatCell, (x, y, wide, height): (f32, f32, f32, f32), is_below: bool) {
    if is_below {
        let top = y + (height - MARK - SMALL - 1.0) / 2.0;
        canvas.shapes.push(Shape::State(cell.mark, x + (wide - MARK) / 2.0, top, MARK));
        canvas.words(&below(&cell.text, wide), (x + wide / 2.0, top + MARK + SMALL), Anchor::Middle, SMALL, Paint::Text);
        return;
    }
    let text = beside(&cell.text, wide);
    let content = if text.is_empty() { MARK } else { MARK + 3.0 + measure(&text, SIZE, false) };
    let (start, middle) = (x + (wide - content) / 2.0, y + height / 2.0);
    canvas.shapes.push(Shape::State(cell.mark, start, middle - MARK / 2.0, MARK));
    if !text.is_empty() {
        canvas.words(&text, (start + MARK + 3.0, middle + SIZE * 0.36), Anchor::Start, SIZE, Paint::Text);
    }
}
