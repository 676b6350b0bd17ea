//! Line charts: values over time with thresholds, a band, and gaps where nothing is known.

use super::radar::{legend, pen};
use super::{Anchor, Canvas, Dash, Paint, SIZE, SMALL, Shape, Ticks, count, shorten, with_unit};
use crate::block::chart::{Band, Scale, Series, Threshold, number};
use crate::render::pdf::measure;
use crate::render::shape::Step;

/// Height of the drawing area, points.
const HEIGHT: f32 = 118.0;
/// Distance of labels on the right from each other, points.
const APART: f32 = 9.0;

/// What is drawn.
pub struct Content<'a> {
    pub periods: &'a [String],
    pub series: &'a [Series],
    pub thresholds: &'a [Threshold],
    pub band: Option<&'a Band>,
    pub scale: Scale,
    pub unit: &'a str,
}

pub fn line(canvas: &mut Canvas, content: &Content<'_>) {
    let Content { periods, series, thresholds, band, scale, unit } = *content;
    let known = series.iter().flat_map(|one| one.values.iter().flatten().copied());
    let limits = thresholds.iter().map(|one| one.at).chain(band.into_iter().flat_map(|band| [band.low, band.high]));
    let all: Vec<f64> = known.chain(limits).collect();
    let (low, high) = all.iter().fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(*value), high.max(*value)));
    let (low, high) = if low > high { (0.0, 1.0) } else { (low, high) };
    let ticks = Ticks::new(low, high, (scale.min, scale.max), 4.0);
    let numbers: Vec<(f64, String)> = ticks.values().into_iter().map(|value| (value, number(value))).collect();
    let left = numbers.iter().map(|(_, text)| measure(text, SMALL, false)).fold(0.0, f32::max) + 6.0;
    let (top, bottom) = (if unit.is_empty() { 4.0 } else { 13.0 }, HEIGHT);

    // Labels at the end of the lines: name and last value of a series, name and value of a threshold.
    let y = |value: f64| ticks.place(value, bottom, top);
    let ends = |named: bool| -> Vec<(f32, String, Paint, bool)> {
        let name = |name: &str| if named { format!("{name} ") } else { String::new() };
        let of_series = series.iter().enumerate().filter_map(|(index, one)| {
            let name = if series.len() > 1 { name(&one.name) } else { String::new() };
            let known = one.values.iter().rev().flatten().next().copied()?;
            // At the end of the scale stands only what is known there.
            let last = one.values.last().copied().flatten().map_or_else(String::new, |last| with_unit(&number(last), unit));
            Some((y(known), format!("{name}{last}"), pen(index).0, true))
        });
        let limits =
            thresholds.iter().map(|one| (y(one.at), format!("{}{}", name(&one.label), number(one.at)), Paint::Muted, false));
        of_series.chain(limits).collect()
    };
    let wide = |ends: &[(f32, String, Paint, bool)]| {
        ends.iter().map(|(_, text, _, bold)| measure(text, SMALL, *bold)).fold(0.0, f32::max) + 6.0
    };
    // Where names would be cut, they stand below with the lines they name.
    let apart = canvas.narrow() && wide(&ends(true)) > canvas.width * 0.34;
    let mut ends = ends(!apart);
    let right = canvas.width - wide(&ends).min(canvas.width * 0.34);

    if let Some(band) = band {
        let (from, to) = (y(band.high), y(band.low));
        canvas.rect(left, from, right - left, to - from, Paint::Pale);
        canvas.words(&band.label, (left + 4.0, from + 9.0), Anchor::Start, SMALL, Paint::Muted);
    }
    for (value, text) in &numbers {
        canvas.hairline((left, y(*value)), (right, y(*value)));
        canvas.words(text, (left - 4.0, y(*value) + SMALL * 0.36), Anchor::End, SMALL, Paint::Muted);
    }
    if !unit.is_empty() {
        canvas.words(unit, (0.0, 6.5), Anchor::Start, SMALL, Paint::Muted);
    }
    for (index, one) in thresholds.iter().enumerate() {
        canvas.line((left, y(one.at)), (right, y(one.at)), Paint::Muted, 0.8, dash(index));
    }
    let step = (right - left) / count(periods.len());
    let x = |index: usize| left + step * (count(index) + 0.5);
    let mut free = f32::MIN;
    for (index, period) in periods.iter().enumerate() {
        let half = measure(period, SMALL, false) / 2.0;
        let middle = x(index).max(half).min(canvas.width - half);
        if middle - half > free {
            canvas.words(period, (middle, bottom + 11.0), Anchor::Middle, SMALL, Paint::Muted);
            free = middle + half + 5.0;
        }
    }
    for (index, one) in series.iter().enumerate().rev() {
        let points: Vec<Option<(f32, f32)>> =
            one.values.iter().enumerate().map(|(at, value)| value.map(|value| (x(at), y(value)))).collect();
        stroke(canvas, &points, index);
    }
    spread(&mut ends, top, bottom);
    for (y, text, paint, bold) in ends {
        let text = shorten(&text, canvas.width - right - 5.0, SMALL, bold);
        canvas.label(&text, (right + 5.0, y + SMALL * 0.36), Anchor::Start, (SMALL, bold), paint);
    }
    canvas.height = bottom + 15.0;
    if apart {
        // With its value, because lines of one look repeat from the fourth on.
        let of_series = series.iter().enumerate().filter(|_| series.len() > 1).map(|(index, one)| {
            let last = one.values.iter().rev().flatten().next();
            (
                last.map_or_else(|| one.name.clone(), |last| format!("{} {}", one.name, with_unit(&number(*last), unit))),
                pen(index),
            )
        });
        let limits = thresholds.iter().enumerate().map(|(index, one)| {
            (format!("{} {}", one.label, with_unit(&number(one.at), unit)), (Paint::Muted, 0.8, dash(index)))
        });
        let place = (0.0, canvas.height + 8.0);
        legend(canvas, of_series.chain(limits), place);
    }
}

/// How the line of a threshold looks.
const fn dash(index: usize) -> Dash {
    if index == 0 { Dash::Long } else { Dash::Short }
}

/// A series: what is known is joined, a gap stays a gap, and points are marked where there are few.
fn stroke(canvas: &mut Canvas, points: &[Option<(f32, f32)>], index: usize) {
    let (paint, width, dash) = pen(index);
    for known in points.split(Option::is_none) {
        let steps: Vec<Step> = known
            .iter()
            .flatten()
            .enumerate()
            .map(|(at, &(x, y))| if at == 0 { Step::Move(x, y) } else { Step::Line(x, y) })
            .collect();
        if steps.len() > 1 {
            canvas.shapes.push(Shape::Stroke(steps, paint, width, dash));
        }
        let few = points.len() <= 24;
        for &(x, y) in known.iter().flatten() {
            if few || known.len() == 1 {
                let r = if index == 0 { 1.9 } else { 1.6 };
                canvas.rect(x - r, y - r, r * 2.0, r * 2.0, paint);
            }
        }
    }
}

/// Moves labels apart that would print over each other, keeping their order.
fn spread(ends: &mut [(f32, String, Paint, bool)], top: f32, bottom: f32) {
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut free = top - SIZE;
    for end in ends.iter_mut() {
        end.0 = end.0.max(free);
        free = end.0 + APART;
    }
    let mut most = bottom + 2.0;
    for end in ends.iter_mut().rev() {
        end.0 = end.0.min(most);
        most = end.0 - APART;
    }
}
