//! Heat maps: states in a grid, each with its shape and its words.

use super::rows::{Rows, Wish};
use super::{Anchor, Canvas, Paint, SIZE, SMALL, Shape, count, shorten, wrap};
use crate::block::chart::HeatRow;
use crate::render::pdf::measure;

/// Edge of a state's shape, points.
const MARK: f32 = 6.5;

pub fn heat(canvas: &mut Canvas, columns: &[String], rows: &[HeatRow]) {
    let width = canvas.width;
    let wish = Wish { most: width * 0.3, after: 8.0, one: 17.0, beside: 0.0 };
    let places = Rows::new(canvas, rows.iter().map(|row| row.label.as_str()), &wish);
    let (left, height) = (places.left, places.inner());
    let wide = (width - left) / count(columns.len());
    // Heads that fit stand upright; else all are turned, so that none is cut.
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
            let room = wide - MARK - 7.0;
            let text = if room > SIZE { shorten(&cell.text, room, SIZE, false) } else { String::new() };
            // A figure that loses its end says something else.
            let text = if text.ends_with('…') && text.chars().count() < 4 { String::new() } else { text };
            let content = if text.is_empty() { MARK } else { MARK + 3.0 + measure(&text, SIZE, false) };
            let start = x + (wide - content) / 2.0;
            let middle = y + height / 2.0;
            canvas.shapes.push(Shape::State(cell.mark, start, middle - MARK / 2.0, MARK));
            if !text.is_empty() {
                canvas.words(&text, (start + MARK + 3.0, middle + SIZE * 0.36), Anchor::Start, SIZE, Paint::Text);
            }
        }
    }
    canvas.height = top + places.height * count(rows.len()) + 2.0;
}
