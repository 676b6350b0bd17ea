//! The five states and the task boxes, drawn as vector shapes so that no font can lack them.
//!
//! 1. [`mark`] draws a state into a square; all five differ in outline, so they stay apart in grey print.
//! 2. [`task`] draws a box, empty or ticked.
//! 3. Shapes are steps on a grid of 16 units with the origin at the top left.

use std::borrow::Cow;

use super::scene::{Ink, Step, Step::Close, Step::Curve, Step::Line, Step::Move};
use super::style::{self, Color};
use crate::block::Mark;

/// Units along the edge of the square the shapes are drawn in.
const GRID: f32 = 16.0;

const TICK: [Step; 3] = [Move(2.0, 8.6), Line(6.2, 12.8), Line(14.0, 3.4)];
const CROSS: [Step; 4] = [Move(3.0, 3.0), Line(13.0, 13.0), Move(13.0, 3.0), Line(3.0, 13.0)];
const DASH: [Step; 2] = [Move(3.0, 8.0), Line(13.0, 8.0)];
const TRIANGLE: [Step; 4] = [Move(8.0, 1.8), Line(15.0, 14.2), Line(1.0, 14.2), Close];
const CIRCLE: [Step; 6] = [
    Move(14.2, 8.0),
    Curve(14.2, 11.424, 11.424, 14.2, 8.0, 14.2),
    Curve(4.576, 14.2, 1.8, 11.424, 1.8, 8.0),
    Curve(1.8, 4.576, 4.576, 1.8, 8.0, 1.8),
    Curve(11.424, 1.8, 14.2, 4.576, 14.2, 8.0),
    Close,
];
const HALF: [Step; 4] =
    [Move(8.0, 1.8), Curve(4.576, 1.8, 1.8, 4.576, 1.8, 8.0), Curve(1.8, 11.424, 4.576, 14.2, 8.0, 14.2), Close];
const BOX: [Step; 5] = [Move(1.5, 1.5), Line(14.5, 1.5), Line(14.5, 14.5), Line(1.5, 14.5), Close];
const BOX_TICK: [Step; 3] = [Move(4.2, 8.2), Line(7.2, 11.4), Line(12.0, 4.8)];

/// Draws a state into the square of `size` points whose top left corner is at `x`, `y`.
pub fn mark(mark: Mark, x: f32, y: f32, size: f32, draw: &mut dyn FnMut(Ink)) {
    let color = style::mark_color(mark);
    let bold = size * 0.15;
    match mark {
        Mark::Good => draw(path(&TICK, x, y, size, color, Some(bold))),
        Mark::Watch => {
            draw(path(&CIRCLE, x, y, size, color, Some(size * 0.09)));
            draw(path(&HALF, x, y, size, color, None));
        }
        Mark::Act => draw(path(&TRIANGLE, x, y, size, color, None)),
        Mark::Bad => draw(path(&CROSS, x, y, size, color, Some(bold))),
        Mark::Unknown => draw(path(&DASH, x, y, size, color, Some(bold))),
    }
}

/// Draws a task's box into the square of `size` points whose top left corner is at `x`, `y`.
pub fn task(done: bool, x: f32, y: f32, size: f32, draw: &mut dyn FnMut(Ink)) {
    draw(path(&BOX, x, y, size, style::MUTED, Some(0.8)));
    if done {
        draw(path(&BOX_TICK, x, y, size, style::TEXT, Some(1.2)));
    }
}

fn path(steps: &'static [Step], x: f32, y: f32, size: f32, color: Color, stroke: Option<f32>) -> Ink {
    Ink::Path { steps: Cow::Borrowed(steps), at: (x, y), scale: size / GRID, color, stroke }
}
