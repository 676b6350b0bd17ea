//! Bars, stacked shares and waterfalls: rows with a label and lengths on one scale.

use super::rows::{Rows, Wish};
use super::{Anchor, Canvas, Dash, Paint, SIZE, SMALL, Ticks, count, shorten, with_unit, wrap};
use crate::block::chart::{Bar, Scale, Step, Threshold, Whole, decimals, number, number_to};
use crate::render::pdf::measure;

/// Space between labels and bars, points.
const AFTER_LABEL: f32 = 8.0;
/// Edge of a state's shape, points.
const MARK: f32 = 7.0;

pub fn bars(canvas: &mut Canvas, rows: &[Bar], thresholds: &[Threshold], scale: Scale, unit: &str) {
    let width = canvas.width;
    let places = rows.iter().filter_map(|row| row.value).map(decimals).max().unwrap_or(0);
    let remark = |row: &Bar| {
        let value = row.value.map_or_else(|| "no data".to_owned(), |value| with_unit(&number_to(value, places), unit));
        row.note.as_ref().map_or(value.clone(), |note| format!("{value} · {note}"))
    };
    let remarks = rows.iter().map(|row| measure(&remark(row), SIZE, false)).fold(0.0, f32::max);
    let wish = Wish {
        most: width * 0.34,
        after: AFTER_LABEL,
        one: 17.0,
        beside: remarks + if rows.iter().any(|row| row.mark.is_some()) { MARK + 4.0 } else { 0.0 },
    };
    let places = Rows::new(canvas, rows.iter().map(|row| row.label.as_str()), &wish);

    let known = rows
        .iter()
        .flat_map(|row| row.value.into_iter().chain(row.range.map(|range| range.0)).chain(row.range.map(|range| range.1)));
    let known: Vec<f64> = known.chain(thresholds.iter().map(|threshold| threshold.at)).collect();
    let low = known.iter().copied().fold(0.0, f64::min);
    let high = known.iter().copied().fold(0.0, f64::max);
    let ticks = Ticks::new(low, high, (scale.min, scale.max), wanted(canvas));
    let (left, right) = if canvas.narrow() {
        within(canvas, &ticks)
    } else {
        (places.left, (width - (remarks + MARK + 12.0).min(width * 0.4)).max(places.left + 60.0))
    };
    let levels = levels(canvas, thresholds, &ticks, (left, right));
    let top = levels.last().map_or(2.0, |(_, baseline, _)| baseline + 5.0);
    let bottom = top + places.height * count(rows.len());
    scale_below(canvas, &ticks, (left, right), (top, bottom));
    let zero = ticks.place(0.0_f64.max(ticks.low), left, right);
    for (index, row) in rows.iter().enumerate() {
        let y = top + places.height * count(index);
        let middle = places.middle(y);
        let thick = 8.0;
        if let Some(value) = row.value {
            let end = ticks.place(value, left, right);
            let paint = row.mark.map_or(Paint::Accent, Paint::Mark);
            canvas.rect(zero.min(end), middle - thick / 2.0, (end - zero).abs().max(0.8), thick, paint);
        }
        if let Some((low, high)) = row.range {
            let (low, high) = (ticks.place(low, left, right), ticks.place(high, left, right));
            // A pale rim keeps the whisker visible on its bar.
            canvas.line((low, middle), (high, middle), Paint::Paper, 2.6, Dash::Solid);
            for (from, to) in [
                ((low, middle), (high, middle)),
                ((low, middle - 3.0), (low, middle + 3.0)),
                ((high, middle - 3.0), (high, middle + 3.0)),
            ] {
                canvas.line(from, to, Paint::Text, 1.0, Dash::Solid);
            }
        }
    }
    canvas.line((zero, top), (zero, bottom), Paint::Muted, 0.8, Dash::Solid);
    for (x, baseline, _) in &levels {
        canvas.line((*x, baseline + 2.0), (*x, bottom), Paint::Muted, 0.9, Dash::Long);
    }
    // Words come last, on their own ground where lines would run through them.
    for (_, baseline, (middle, text)) in &levels {
        canvas.words(text, (*middle, *baseline), Anchor::Middle, SMALL, Paint::Text);
    }
    for (index, row) in rows.iter().enumerate() {
        let y = top + places.height * count(index);
        let middle = places.middle(y);
        places.label(canvas, &row.label, y, false);
        let (mut x, baseline) = places.beside(y).unwrap_or((right + 8.0, middle + SIZE * 0.36));
        if let Some(mark) = row.mark {
            canvas.shapes.push(super::Shape::State(mark, x, baseline - SIZE * 0.36 - MARK / 2.0, MARK));
            x += MARK + 4.0;
        }
        let text = shorten(&remark(row), width - x, SIZE, false);
        let paint = if row.value.is_some() { Paint::Text } else { Paint::Muted };
        places.ground(canvas, &text, (x, baseline), SIZE, false);
        canvas.words(&text, (x, baseline), Anchor::Start, SIZE, paint);
    }
    canvas.height = bottom + 13.0;
}

/// How many numbers a scale has room for.
fn wanted(canvas: &Canvas) -> f64 {
    if canvas.narrow() { 3.0 } else { 5.0 }
}

/// The ends of a scale on a canvas where nothing stands beside it: its numbers reach to the edges.
fn within(canvas: &Canvas, ticks: &Ticks) -> (f32, f32) {
    let values = ticks.values();
    let half = |value: Option<&f64>| value.map_or(0.0, |value| measure(&number(*value), SMALL, false) / 2.0);
    (half(values.first()), canvas.width - half(values.last()).max(1.0))
}

/// The lines of a scale across all rows, with their numbers below; a number too long for the room beside the one before is left
/// out.
fn scale_below(canvas: &mut Canvas, ticks: &Ticks, (left, right): (f32, f32), (top, bottom): (f32, f32)) {
    let mut free = f32::MIN;
    for value in ticks.values() {
        let x = ticks.place(value, left, right);
        canvas.hairline((x, top), (x, bottom));
        let text = number(value);
        let half = measure(&text, SMALL, false) / 2.0;
        // At the edges of the canvas it stands beside its line.
        let middle = x.max(half).min(canvas.width - half);
        if middle - half > free {
            canvas.words(&text, (middle, bottom + 10.0), Anchor::Middle, SMALL, Paint::Muted);
            free = middle + half + 2.0;
        }
    }
}

/// Where the line of a threshold stands, and the baseline, the middle and the text of its words.
type Level = (f32, f32, (f32, String));

/// Thresholds from the lowest line of words to the highest: labels that would touch give way to the right, and where there is no
/// room for that, to a line of words below.
fn levels(canvas: &Canvas, thresholds: &[Threshold], ticks: &Ticks, (left, right): (f32, f32)) -> Vec<Level> {
    let mut sorted: Vec<&Threshold> = thresholds.iter().collect();
    sorted.sort_by(|a, b| a.at.total_cmp(&b.at));
    let (mut free, mut baseline) = (f32::MIN, SMALL + 1.0);
    let place = |level: &Threshold| {
        let x = ticks.place(level.at, left, right);
        let text = format!("{} {}", level.label, number(level.at));
        let half = measure(&text, SMALL, false) / 2.0;
        let mut middle = x.max(free + half + 5.0).max(half);
        if middle > canvas.width - half {
            let room = canvas.width - half;
            if free > room - half - 5.0 {
                baseline += SMALL * 1.25;
            }
            middle = room;
        }
        free = middle + half;
        (x, baseline, (middle, text))
    };
    sorted.into_iter().map(place).collect()
}

/// Between two parts of a bar.
const GAP: f32 = 2.0;

/// The first part stands out, every part is named, and what is nobody's is hollow.
pub fn shares(canvas: &mut Canvas, rows: &[Whole]) {
    let width = canvas.width;
    let wish = Wish { most: width * 0.3, after: AFTER_LABEL, one: 22.0, beside: 0.0 };
    let places = Rows::new(canvas, rows.iter().map(|row| row.label.as_str()), &wish);
    let (left, right) = (places.left, width);
    let mut y = 2.0;
    for row in rows {
        places.label(canvas, &row.label, y, false);
        let thick = places.inner() - 4.0;
        let top = places.middle(y) - thick / 2.0;
        let baseline = places.middle(y) + SIZE * 0.36;
        y += places.height;
        let parts = row.percentages();
        if parts.iter().all(|part| part.1 <= 0.0) {
            canvas.words("no data", (left, baseline), Anchor::Start, SIZE, Paint::Muted);
            continue;
        }
        let mut x = left;
        let mut unnamed = Vec::new();
        let hollow = row.rest.as_ref().map(|_| row.parts.len());
        for (place, (name, share)) in parts.into_iter().enumerate() {
            let wide = (right - left) * super::narrow(share / 100.0);
            let ink = if hollow == Some(place) {
                let (end, bottom) = (x + wide - 1.0, top + thick);
                let edge = [(x, top), (end, top), (end, bottom), (x, bottom), (x, top)];
                edge.windows(2).for_each(|side| canvas.line(side[0], side[1], Paint::Muted, 0.6, Dash::Short));
                Paint::Muted
            } else {
                let (ground, ink) = if place == 0 { (Paint::Accent, Paint::Paper) } else { (Paint::Pale, Paint::Text) };
                canvas.rect(x, top, (wide - GAP).max(0.4), thick, ground);
                ink
            };
            let full = format!("{name} {share:.0}\u{a0}%");
            if measure(&full, SIZE, false) <= wide - 8.0 {
                canvas.words(&full, (x + 4.0, baseline), Anchor::Start, SIZE, ink);
            } else {
                unnamed.push(full);
            }
            x += wide;
        }
        // Parts too narrow for their name are named below, from left to right.
        if !unnamed.is_empty() {
            for line in wrap(&unnamed.join(" · "), right - left, SMALL, false, 3) {
                canvas.words(&line, (right, y + SMALL), Anchor::End, SMALL, Paint::Muted);
                y += SMALL * 1.25;
            }
            y += 3.0;
        }
    }
    canvas.height = y + 2.0;
}

pub fn waterfall(canvas: &mut Canvas, steps: &[Step], unit: &str) {
    let width = canvas.width;
    let sign = |step: &Step| if step.total || step.value <= 0.0 { "" } else { "+" };
    let places = steps.iter().map(|step| decimals(step.value)).max().unwrap_or(0);
    let figure = |step: &Step| format!("{}{}", sign(step), with_unit(&number_to(step.value, places), unit));
    let figures = steps.iter().map(|step| measure(&figure(step), SIZE, true)).fold(0.0, f32::max);
    let wish = Wish { most: width * 0.34, after: AFTER_LABEL, one: 17.0, beside: figures };
    let rows = Rows::new(canvas, steps.iter().map(|step| step.label.as_str()), &wish);
    // Where each bar starts and ends: sums start at nothing, addends where the sum stood.
    let mut sum = 0.0;
    let spans: Vec<(f64, f64)> = steps
        .iter()
        .map(|step| {
            let from = if step.total { 0.0 } else { sum };
            sum = if step.total { step.value } else { sum + step.value };
            (from, sum)
        })
        .collect();
    let ends = || spans.iter().flat_map(|span| [span.0, span.1]);
    let ticks = Ticks::new(ends().fold(0.0, f64::min), ends().fold(0.0, f64::max), (None, None), wanted(canvas));
    let (left, right) = if canvas.narrow() { within(canvas, &ticks) } else { (rows.left, width - figures - 10.0) };
    let bottom = 2.0 + rows.height * count(steps.len());
    scale_below(canvas, &ticks, (left, right), (2.0, bottom));
    for (index, (step, span)) in steps.iter().zip(&spans).enumerate() {
        let middle = rows.middle(2.0 + rows.height * count(index));
        let (from, to) = (ticks.place(span.0, left, right), ticks.place(span.1, left, right));
        let thick = if step.total { 11.0 } else { 8.0 };
        let paint = if step.total { Paint::Text } else { Paint::Accent };
        canvas.rect(from.min(to), middle - thick / 2.0, (to - from).abs().max(0.8), thick, paint);
        if index + 1 < steps.len() {
            let next = middle + rows.height - 4.0;
            canvas.line((to, middle + thick / 2.0), (to, next), Paint::Muted, 0.6, Dash::Solid);
        }
    }
    canvas.line((left, 2.0), (left, bottom), Paint::Muted, 0.8, Dash::Solid);
    for (index, step) in steps.iter().enumerate() {
        let y = 2.0 + rows.height * count(index);
        let middle = rows.middle(y);
        rows.label(canvas, &step.label, y, step.total);
        let baseline = rows.beside(y).map_or(middle + SIZE * 0.36, |(_, baseline)| baseline);
        let wide = measure(&figure(step), SIZE, step.total);
        rows.ground(canvas, &figure(step), (width - wide, baseline), SIZE, step.total);
        canvas.label(&figure(step), (width, baseline), Anchor::End, (SIZE, step.total), Paint::Text);
    }
    canvas.height = bottom + 13.0;
}
