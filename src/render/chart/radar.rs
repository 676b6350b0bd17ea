//! Radar charts: one to three shapes on three to eight axes.

use super::{Anchor, Canvas, Dash, Paint, SIZE, SMALL, Shape, count, narrow, wrap};
use crate::block::chart::{Series, number};
use crate::render::pdf::measure;
use crate::render::shape::Step;

/// Distance of the outermost ring from the centre, points.
const RADIUS: f32 = 78.0;
/// Most room for the name of an axis, points.
const NAME: f32 = 92.0;

pub fn radar(canvas: &mut Canvas, axes: &[String], max: f64, series: &[Series]) {
    let (radius, room, size, most) = if canvas.narrow() {
        let radius = canvas.width * 0.2;
        (radius, canvas.width / 2.0 - radius - 7.0, SMALL, 3)
    } else {
        (RADIUS, NAME, SIZE, 2)
    };
    let top = 2.0 * SIZE + 10.0;
    // With a legend beside it the shape stands left of the middle.
    let beside = series.len() > 1 && !canvas.narrow();
    let centre = (if beside { canvas.width * 0.42 } else { canvas.width / 2.0 }, top + radius);
    let at = |axis: usize, share: f32| {
        let (sin, cos) = turn(axis, axes.len());
        (centre.0 + sin * radius * share, centre.1 - cos * radius * share)
    };
    for ring in 1..=5_u8 {
        let share = f32::from(ring) / 5.0;
        let mut steps: Vec<Step> = Vec::new();
        for axis in 0..axes.len() {
            let (x, y) = at(axis, share);
            steps.push(if axis == 0 { Step::Move(x, y) } else { Step::Line(x, y) });
        }
        steps.push(Step::Close);
        canvas.shapes.push(Shape::Stroke(steps, Paint::Border, 0.6, Dash::Solid));
    }
    for (axis, name) in axes.iter().enumerate() {
        canvas.hairline(centre, at(axis, 1.0));
        let (sin, cos) = turn(axis, axes.len());
        let (x, y) = at(axis, 1.0);
        // Above and below the shape a name has room on both sides.
        let (anchor, room, most) = if sin > 0.2 {
            (Anchor::Start, room, most)
        } else if sin < -0.2 {
            (Anchor::End, room, most)
        } else {
            (Anchor::Middle, 2.0 * x.min(canvas.width - x).min(NAME), 2)
        };
        let name = wrap(name, room, size, false, most);
        let step = size * 1.15;
        let lines = count(name.len());
        let first = y - cos * 6.0
            + if cos > 0.5 {
                step * (1.0 - lines)
            } else if cos < -0.5 {
                size * 0.9
            } else {
                size * 0.36 - step * (lines - 1.0) / 2.0
            };
        for (index, line) in name.iter().enumerate() {
            canvas.words(line, (x + sin * 6.0, first + step * count(index)), anchor, size, Paint::Text);
        }
    }
    for (index, one) in series.iter().enumerate().rev() {
        shape(canvas, one, index, max, &at);
    }
    // Between the first axis and the last, where no line runs.
    for ring in [0.4, 1.0] {
        let ((x1, y1), (x2, y2)) = (at(0, ring), at(axes.len() - 1, ring));
        let text = number(max * f64::from(ring));
        let place = (f32::midpoint(x1, x2) - 2.0, f32::midpoint(y1, y2) - 2.0);
        canvas.words(&text, place, Anchor::End, SMALL, Paint::Muted);
    }
    canvas.height = centre.1 + radius + 2.0 * SIZE + 8.0;
    if series.len() > 1 {
        let lines = series.iter().enumerate().map(|(index, one)| (one.name.clone(), pen(index)));
        legend(canvas, lines, if beside { (canvas.width - 108.0, centre.1 - radius * 0.6) } else { (0.0, canvas.height + 6.0) });
    }
}

/// Which line is which: beside the shape, or below it from the left edge, where the canvas grows by it.
pub fn legend(canvas: &mut Canvas, lines: impl Iterator<Item = (String, (Paint, f32, Dash))>, (x, mut y): (f32, f32)) {
    for (name, (paint, width, dash)) in lines {
        canvas.line((x, y - 2.5), (x + 18.0, y - 2.5), paint, width, dash);
        for line in wrap(&name, canvas.width - x - 22.0, SIZE, false, 2) {
            canvas.words(&line, (x + 23.0, y), Anchor::Start, SIZE, Paint::Text);
            y += SIZE * 1.2;
        }
        y += 4.0;
    }
    canvas.height = canvas.height.max(y);
}

/// How the line of a series looks: apart in colour, in weight and in its pieces.
pub fn pen(index: usize) -> (Paint, f32, Dash) {
    match index {
        0 => (Paint::Accent, 1.7, Dash::Solid),
        1 => (Paint::Text, 1.2, Dash::Long),
        2 => (Paint::Muted, 1.2, Dash::Short),
        _ => (Paint::Muted, 0.9, Dash::Solid),
    }
}

/// A series: its known corners joined; where a value is missing the line has a gap.
fn shape(canvas: &mut Canvas, one: &Series, index: usize, max: f64, at: &impl Fn(usize, f32) -> (f32, f32)) {
    let (paint, width, dash) = pen(index);
    let corner = |axis: usize| one.values.get(axis).copied().flatten().map(|value| at(axis, narrow(value / max)));
    let all: Option<Vec<(f32, f32)>> = (0..one.values.len()).map(corner).collect();
    if let Some(corners) = all {
        let mut steps: Vec<Step> =
            corners.iter().enumerate().map(|(i, &(x, y))| if i == 0 { Step::Move(x, y) } else { Step::Line(x, y) }).collect();
        steps.push(Step::Close);
        canvas.shapes.push(Shape::Stroke(steps, paint, width, dash));
    } else {
        for axis in 0..one.values.len() {
            if let (Some(from), Some(to)) = (corner(axis), corner((axis + 1) % one.values.len())) {
                canvas.line(from, to, paint, width, dash);
            }
        }
    }
    for axis in 0..one.values.len() {
        if let Some((x, y)) = corner(axis) {
            canvas.rect(x - 1.7, y - 1.7, 3.4, 3.4, paint);
        }
    }
    if index == 0 {
        for (axis, value) in one.values.iter().enumerate() {
            if let (Some(value), Some((x, y))) = (value, corner(axis)) {
                let text = number((value * 10.0).round() / 10.0);
                let half = measure(&text, SMALL, true) / 2.0 + 1.2;
                // Above its corner, but below one that touches the name of its axis.
                let is_under_name = turn(axis, one.values.len()).1 > 0.5 && y - at(axis, 1.0).1 < SMALL;
                let baseline = if is_under_name { y + SMALL + 3.0 } else { y - 4.6 };
                canvas.rect(x - half, baseline - 6.4, half * 2.0, SMALL + 1.4, Paint::Paper);
                canvas.label(&text, (x, baseline), Anchor::Middle, (SMALL, true), Paint::Text);
            }
        }
    }
}

/// Sine and cosine of an axis's angle, clockwise from the top. A series, because `sin` is not the same on every machine.
fn turn(axis: usize, axes: usize) -> (f32, f32) {
    let full = f64::from(u16::try_from(axis).unwrap_or(0)) / f64::from(u16::try_from(axes.max(1)).unwrap_or(1));
    // Between -½ and ½ of a turn the series settles quickly.
    let angle = (if full > 0.5 { full - 1.0 } else { full }) * std::f64::consts::TAU;
    let (mut sin, mut cos, mut term) = (0.0_f64, 0.0_f64, 1.0_f64);
    for power in 0..24_u8 {
        match power % 4 {
            0 => cos += term,
            1 => sin += term,
            2 => cos -= term,
            _ => sin -= term,
        }
        term = term * angle / f64::from(power + 1);
    }
    (narrow(sin), narrow(cos))
}
