//! Charts as shapes, drawn once for screen and paper.
//!
//! 1. [`draw`] turns a chart into a [`Drawing`]: rectangles, paths, words and states at their places.
//! 2. `svg` prints a drawing for the site; the PDF renderer places the same shapes on its pages.
//! 3. [`Canvas`] is what the kinds of chart draw with; [`Ticks`] chooses round numbers for a scale, `rows` says where rows stand.
//!
//! A chart has two shapes: as wide as a page, and for a telephone, where it is drawn anew with its labels above its rows instead of
//! being made smaller or cut.
//!
//! Lengths are points; y runs downwards. Nothing says something by colour alone: states have shapes, lines have dashes,
//! shares have labels.

mod bars;
mod gantt;
mod grid;
mod line;
mod radar;
mod rows;
pub mod svg;

use super::pdf::measure;
use super::shape::{Dash, Step};
use crate::block::Mark;
use crate::block::chart::{Chart, Figure};

/// Width of a chart on a page, points.
pub const WIDTH: f32 = 482.0;
/// Width of a chart on a telephone, points; none is drawn narrower.
pub const NARROW: f32 = 216.0;
/// Below this width labels have no column of their own, points.
const COLUMN: f32 = 320.0;
/// Size of labels, points.
const SIZE: f32 = 8.0;
/// Size of scales and remarks, points.
const SMALL: f32 = 7.0;

/// A chart as shapes.
#[derive(Debug)]
pub struct Drawing {
    /// Its width, points.
    pub width: f32,
    /// Its height, points.
    pub height: f32,
    /// What is drawn, from back to front.
    pub shapes: Vec<Shape>,
}

/// A colour by its meaning; each medium has its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// Words.
    Text,
    /// Secondary words.
    Muted,
    /// Hairlines.
    Border,
    /// Light ground.
    Surface,
    /// The first series.
    Accent,
    /// The first series, thinned: grounds and bars that matter less.
    Pale,
    /// The background, to set shapes apart.
    Paper,
    /// A state.
    Mark(Mark),
    /// The ground of a state.
    Tint(Mark),
}

/// Which point of a line of words stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Its start.
    Start,
    /// Its middle.
    Middle,
    /// Its end.
    End,
}

/// One thing drawn.
#[derive(Debug)]
pub enum Shape {
    /// A filled rectangle: left, top, width, height.
    Rect(f32, f32, f32, f32, Paint),
    /// A path, filled.
    Fill(Vec<Step>, Paint),
    /// A path, stroked with this width.
    Stroke(Vec<Step>, Paint, f32, Dash),
    /// A state in the square with this left, top and edge.
    State(Mark, f32, f32, f32),
    /// A line of words.
    Words(Label),
}

/// A line of words.
#[derive(Debug)]
pub struct Label {
    /// Where its anchor stands.
    pub x: f32,
    /// Its baseline; for turned words its vertical baseline is at `x`, and this is where the anchor stands.
    pub y: f32,
    /// Which point stands there.
    pub anchor: Anchor,
    /// Size, points.
    pub size: f32,
    /// Whether it is bold.
    pub bold: bool,
    /// Whether it reads upwards.
    pub turned: bool,
    /// Its colour.
    pub paint: Paint,
    /// The words.
    pub text: String,
}

/// Whether a chart is drawn anew for a telephone. Only a heat map whose cells would lose their words there is not.
#[must_use]
pub fn has_narrow(chart: &Chart) -> bool {
    match &chart.figure {
        Figure::Heat { columns, rows } => grid::fits(columns, rows),
        _ => true,
    }
}

/// Draws a chart for this width, points; one that is too narrow for it gets [`NARROW`].
#[must_use]
pub fn draw(chart: &Chart, width: f32) -> Drawing {
    let mut canvas = Canvas { width: width.max(NARROW), height: 0.0, shapes: Vec::new() };
    let unit = chart.unit.as_deref().unwrap_or_default();
    match &chart.figure {
        Figure::Bars { rows, thresholds, scale } => bars::bars(&mut canvas, rows, thresholds, *scale, unit),
        Figure::Line { periods, series, thresholds, band, scale } => {
            line::line(&mut canvas, &line::Content { periods, series, thresholds, band: band.as_ref(), scale: *scale, unit });
        }
        Figure::Radar { axes, max, series } => radar::radar(&mut canvas, axes, *max, series),
        Figure::Gantt { rows, markers, span } => gantt::gantt(&mut canvas, rows, markers, *span),
        Figure::Shares(rows) => bars::shares(&mut canvas, rows),
        Figure::Heat { columns, rows } => grid::heat(&mut canvas, columns, rows),
        Figure::Waterfall(steps) => bars::waterfall(&mut canvas, steps, unit),
    }
    let Canvas { width, height, shapes } = canvas;
    Drawing { width, height, shapes }
}

/// What charts draw with.
struct Canvas {
    width: f32,
    height: f32,
    shapes: Vec<Shape>,
}

impl Canvas {
    /// Whether there is no room for a column of labels.
    fn narrow(&self) -> bool {
        self.width < COLUMN
    }

    fn rect(&mut self, x: f32, y: f32, w: f32, h: f32, paint: Paint) {
        self.shapes.push(Shape::Rect(x, y, w.max(0.0), h.max(0.0), paint));
    }

    fn line(&mut self, from: (f32, f32), to: (f32, f32), paint: Paint, width: f32, dash: Dash) {
        let steps = vec![Step::Move(from.0, from.1), Step::Line(to.0, to.1)];
        self.shapes.push(Shape::Stroke(steps, paint, width, dash));
    }

    fn hairline(&mut self, from: (f32, f32), to: (f32, f32)) {
        self.line(from, to, Paint::Border, 0.6, Dash::Solid);
    }

    fn words(&mut self, text: &str, at: (f32, f32), anchor: Anchor, size: f32, paint: Paint) {
        self.label(text, at, anchor, (size, false), paint);
    }

    fn label(&mut self, text: &str, at: (f32, f32), anchor: Anchor, (size, bold): (f32, bool), paint: Paint) {
        let label = Label { x: at.0, y: at.1, anchor, size, bold, turned: false, paint, text: text.to_owned() };
        self.shapes.push(Shape::Words(label));
    }

    fn turned(&mut self, text: &str, at: (f32, f32), size: f32, paint: Paint) {
        let (anchor, bold) = (Anchor::Start, false);
        self.shapes.push(Shape::Words(Label {
            x: at.0,
            y: at.1,
            anchor,
            size,
            bold,
            turned: true,
            paint,
            text: text.to_owned(),
        }));
    }
}

/// Words in at most `most` lines no wider than `width`; what does not fit is cut with an ellipsis.
fn wrap(text: &str, width: f32, size: f32, bold: bool, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let last = lines.len() == most;
        let Some(line) = lines.last_mut() else {
            lines.push(word.to_owned());
            continue;
        };
        let longer = format!("{line} {word}");
        if measure(&longer, size, bold) <= width {
            *line = longer;
        } else if last {
            *line = format!("{line} {word} {}", words.by_ref().collect::<Vec<_>>().join(" "));
        } else {
            lines.push(word.to_owned());
        }
    }
    lines.iter().map(|line| shorten(line, width, size, bold)).collect()
}

/// Words no wider than `width`, cut with an ellipsis where they are.
fn shorten(text: &str, width: f32, size: f32, bold: bool) -> String {
    // A hair more than there is: room that was measured for these very words must hold them.
    if measure(text, size, bold) <= width + 0.5 {
        return text.to_owned();
    }
    let mut kept = String::new();
    for character in text.chars() {
        kept.push(character);
        if measure(&kept, size, bold) + measure("…", size, bold) > width {
            kept.pop();
            break;
        }
    }
    format!("{}…", kept.trim_end())
}

fn count(number: usize) -> f32 {
    f32::from(u16::try_from(number).unwrap_or(u16::MAX))
}

#[expect(clippy::cast_possible_truncation, reason = "figures were checked to be drawable, and places on a page are small")]
const fn narrow(value: f64) -> f32 {
    value as f32
}

/// Round numbers along a scale.
struct Ticks {
    low: f64,
    high: f64,
    step: f64,
}

impl Ticks {
    /// A scale from at most `low` to at least `high` with about `wanted` round numbers; an end that is given stays.
    fn new(low: f64, high: f64, fixed: (Option<f64>, Option<f64>), wanted: f64) -> Self {
        let (low, high) = (fixed.0.unwrap_or(low), fixed.1.unwrap_or(high));
        let (low, high) = if high - low > 1e-9 { (low, high) } else { (low - 1.0, high + 1.0) };
        let rough = (high - low) / wanted;
        let mut power = 1.0_f64;
        while power * 10.0 <= rough {
            power *= 10.0;
        }
        while power > rough && power > 1e-9 {
            power /= 10.0;
        }
        let step = [1.0, 2.0, 2.5, 5.0, 10.0].map(|times| times * power).into_iter().find(|step| *step >= rough).unwrap_or(rough);
        let down = if fixed.0.is_some() { low } else { (low / step).floor() * step };
        let up = if fixed.1.is_some() { high } else { (high / step).ceil() * step };
        Self { low: down, high: up, step }
    }

    fn values(&self) -> Vec<f64> {
        let mut values = Vec::new();
        let mut value = (self.low / self.step).ceil() * self.step;
        while value <= self.high + self.step * 1e-6 && values.len() < 40 {
            // Adding up leaves dust, which would be printed.
            values.push((value / self.step).round() * self.step);
            value += self.step;
        }
        values
    }

    /// Where a value stands on a line from `from` to `to`; what lies beyond stands at its end.
    fn place(&self, value: f64, from: f32, to: f32) -> f32 {
        let share = ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        from + (to - from) * narrow(share)
    }
}

/// A number with its unit, such as `95 %`; a currency stands before it, as in `EUR 2,000`.
fn with_unit(text: &str, unit: &str) -> String {
    let currency = unit.len() == 3 && unit.bytes().all(|letter| letter.is_ascii_uppercase());
    match (unit, currency) {
        ("", _) => text.to_owned(),
        (unit, true) => format!("{unit}\u{a0}{text}"),
        (unit, false) => format!("{text}\u{a0}{unit}"),
    }
}

#[cfg(test)]
mod tests;
