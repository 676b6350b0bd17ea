//! The five states, sparklines and the task boxes, drawn as vector shapes so that no font can lack them.

use std::borrow::Cow;

use super::scene::Ink;
use super::style::{self, Color};
use crate::block::Mark;
use crate::render::shape::{self, Dash, GRID, Step, Step::Close, Step::Line, Step::Move};

const BOX: [Step; 5] = [Move(1.5, 1.5), Line(14.5, 1.5), Line(14.5, 14.5), Line(1.5, 14.5), Close];
const BOX_TICK: [Step; 3] = [Move(4.2, 8.2), Line(7.2, 11.4), Line(12.0, 4.8)];

/// Draws a state into the square of `size` points whose top left corner is at `x`, `y`.
pub fn mark(mark: Mark, x: f32, y: f32, size: f32, draw: &mut dyn FnMut(Ink)) {
    let color = style::mark_color(mark);
    for &(steps, width) in shape::mark(mark) {
        draw(path(Cow::Borrowed(steps), x, y, size, color, width.map(|width| width * size / GRID)));
    }
}

/// Draws a task's box into the square of `size` points whose top left corner is at `x`, `y`.
pub fn task(done: bool, x: f32, y: f32, size: f32, draw: &mut dyn FnMut(Ink)) {
    draw(path(Cow::Borrowed(&BOX), x, y, size, style::MUTED, Some(0.8)));
    if done {
        draw(path(Cow::Borrowed(&BOX_TICK), x, y, size, style::TEXT, Some(1.2)));
    }
}

/// Draws a sparkline `size` points high whose top left corner is at `x`, `y`, its dot in this colour.
pub fn spark(values: &[Option<f64>], color: Color, (x, y, size): (f32, f32, f32), draw: &mut dyn FnMut(Ink)) {
    let (line, dot) = shape::spark(values);
    draw(path(Cow::Owned(line), x, y, size, style::MUTED, Some(0.8)));
    if !dot.is_empty() {
        draw(path(Cow::Owned(dot), x, y, size, color, None));
    }
}

fn path(steps: Cow<'static, [Step]>, x: f32, y: f32, size: f32, color: Color, stroke: Option<f32>) -> Ink {
    let stroke = stroke.map(|width| (width, Dash::Solid));
    Ink::Path { steps, at: (x, y), scale: size / GRID, color, stroke, even_odd: false }
}
