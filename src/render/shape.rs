//! Shapes that need no font: paths, and the five states drawn with them.
//!
//! 1. A [`Step`] list is a path; SVG and PDF print the same steps.
//! 2. [`mark`] gives the strokes of a state on a grid of [`GRID`] units with the origin at the top left.
//! 3. [`spark`] gives a sparkline on the same grid, [`SPARK`] units wide.

use crate::block::Mark;

/// A step of a path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    /// Starts at a point.
    Move(f32, f32),
    /// A straight line to a point.
    Line(f32, f32),
    /// A Bézier curve: two control points, then the end.
    Curve(f32, f32, f32, f32, f32, f32),
    /// Back to the start.
    Close,
}

use Step::{Close, Curve, Line, Move};

/// How a line is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dash {
    /// Not at all.
    Solid,
    /// Long pieces.
    Long,
    /// Short pieces.
    Short,
}

impl Dash {
    /// Lengths of pieces and gaps, points.
    #[must_use]
    pub const fn pattern(self) -> Option<(f32, f32)> {
        match self {
            Self::Solid => None,
            Self::Long => Some((5.0, 2.5)),
            Self::Short => Some((1.6, 1.8)),
        }
    }
}

/// Units along the edge of the square that states are drawn in.
pub const GRID: f32 = 16.0;

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

/// The paths of a state, each with the width of its stroke in units of the grid, or filled where there is none.
/// All five differ in outline, so they stay apart in grey print.
#[must_use]
pub const fn mark(mark: Mark) -> &'static [(&'static [Step], Option<f32>)] {
    match mark {
        Mark::Good => &[(&TICK, Some(2.4))],
        Mark::Watch => &[(&CIRCLE, Some(1.44)), (&HALF, None)],
        Mark::Act => &[(&TRIANGLE, None)],
        Mark::Bad => &[(&CROSS, Some(2.4))],
        Mark::Unknown => &[(&DASH, Some(2.4))],
    }
}

/// How wide a sparkline is, in units of the grid; it is as high as the grid.
pub const SPARK: f32 = 58.0;
/// From one value of a sparkline to the next, in units of the grid, where there is room for it.
const APART: f32 = 6.5;
/// What a sparkline leaves free on each side, in units of the grid.
const MARGIN: f32 = 3.0;
/// Half the width of the dot at its end, in units of the grid.
const DOT: f32 = 2.0;

/// A sparkline of values from 0 to 100: the path of its line, broken where nothing is known, and that of the dot at the latest
/// value, if that is known. The latest stands at the right, below the latest of another.
#[must_use]
pub fn spark(values: &[Option<f64>]) -> (Vec<Step>, Vec<Step>) {
    #[expect(clippy::cast_precision_loss, reason = "a few dozen")]
    let steps = values.len().saturating_sub(1).max(1) as f32;
    let apart = ((SPARK - 2.0 * MARGIN) / steps).min(APART);
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "a few dozen, from 0 to 100")]
    let place = |(back, value): (usize, &Option<f64>)| {
        value.map(|value| (SPARK - MARGIN - back as f32 * apart, MARGIN + (1.0 - value as f32 / 100.0) * (GRID - 2.0 * MARGIN)))
    };
    let mut places: Vec<Option<(f32, f32)>> = values.iter().rev().enumerate().map(place).collect();
    let end = places.first().copied().flatten();
    places.reverse();
    let mut line = Vec::new();
    for run in places.split(Option::is_none).filter(|run| !run.is_empty()) {
        let mut points = run.iter().flatten();
        if let Some(&(x, y)) = points.next() {
            line.push(Move(x, y));
            // A value between two gaps is still seen.
            line.extend((run.len() == 1).then_some(Line(x - DOT, y)));
        }
        line.extend(points.map(|&(x, y)| Line(x, y)));
    }
    (line, end.map_or_else(Vec::new, |(x, y)| dot(x, y)))
}

/// A filled circle around a point.
fn dot(x: f32, y: f32) -> Vec<Step> {
    let bend = DOT * 0.552;
    vec![
        Move(x + DOT, y),
        Curve(x + DOT, y + bend, x + bend, y + DOT, x, y + DOT),
        Curve(x - bend, y + DOT, x - DOT, y + bend, x - DOT, y),
        Curve(x - DOT, y - bend, x - bend, y - DOT, x, y - DOT),
        Curve(x + bend, y - DOT, x + DOT, y - bend, x + DOT, y),
        Close,
    ]
}
