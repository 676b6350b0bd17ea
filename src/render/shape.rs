//! Shapes that need no font: paths, and the five states drawn with them.
//!
//! 1. A [`Step`] list is a path; SVG and PDF print the same steps.
//! 2. [`mark`] gives the strokes of a state on a grid of [`GRID`] units with the origin at the top left.

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
