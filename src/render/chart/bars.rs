//! Bars, stacked shares and waterfalls: rows with a label on the left and lengths on the right.

use super::{Anchor, Canvas, Dash, Paint, SIZE, SMALL, Ticks, count, label_width, row_height, shorten, with_unit, wrap};
use crate::block::chart::{Bar, Scale, Step, Threshold, Whole, decimals, number, number_to};
use crate::render::pdf::measure;

/// Space between labels and bars, points.
const AFTER_LABEL: f32 = 8.0;
/// Edge of a state's shape, points.
const MARK: f32 = 7.0;

pub fn bars(canvas: &mut Canvas, rows: &[Bar], thresholds: &[Threshold], scale: Scale, unit: &str) {
    let width = canvas.width;
    let labels = label_width(rows.iter().map(|row| row.label.as_str()), width * 0.34);
    let height = row_height(rows.iter().map(|row| row.label.as_str()), labels, 17.0);
    let left = labels + AFTER_LABEL;
    let places = rows.iter().filter_map(|row| row.value).map(decimals).max().unwrap_or(0);
    let remark = |row: &Bar| {
        let value = row.value.map_or_else(|| "no data".to_owned(), |value| with_unit(&number_to(value, places), unit));
        row.note.as_ref().map_or(value.clone(), |note| format!("{value} · {note}"))
    };
    let remarks = rows.iter().map(|row| measure(&remark(row), SIZE, false)).fold(0.0, f32::max);
    let right = (width - (remarks + MARK + 12.0).min(width * 0.4)).max(left + 60.0);

    let known = rows
        .iter()
        .flat_map(|row| row.value.into_iter().chain(row.range.map(|range| range.0)).chain(row.range.map(|range| range.1)));
    let known: Vec<f64> = known.chain(thresholds.iter().map(|threshold| threshold.at)).collect();
    let low = known.iter().copied().fold(0.0, f64::min);
    let high = known.iter().copied().fold(0.0, f64::max);
    let ticks = Ticks::new(low, high, (scale.min, scale.max), 5.0);
    let top = if thresholds.is_empty() { 2.0 } else { 13.0 };
    let bottom = top + height * count(rows.len());
    for value in ticks.values() {
        let x = ticks.place(value, left, right);
        canvas.hairline((x, top), (x, bottom));
        canvas.words(&with_unit(&number(value), ""), (x, bottom + 10.0), Anchor::Middle, SMALL, Paint::Muted);
    }
    let zero = ticks.place(0.0_f64.max(ticks.low), left, right);
    for (index, row) in rows.iter().enumerate() {
        let y = top + height * count(index);
        canvas.row_label(&row.label, y, height, labels, false);
        let middle = y + height / 2.0;
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
        let mut x = right + 8.0;
        if let Some(mark) = row.mark {
            canvas.shapes.push(super::Shape::State(mark, x, middle - MARK / 2.0, MARK));
            x += MARK + 4.0;
        }
        let text = shorten(&remark(row), width - x, SIZE, false);
        let paint = if row.value.is_some() { Paint::Text } else { Paint::Muted };
        canvas.words(&text, (x, middle + SIZE * 0.36), Anchor::Start, SIZE, paint);
    }
    canvas.line((zero, top), (zero, bottom), Paint::Muted, 0.8, Dash::Solid);
    levels(canvas, thresholds, &ticks, (left, right), (top, bottom));
    canvas.height = bottom + 13.0;
}

/// Thresholds as labelled lines across all rows; labels that would touch give way to each other.
fn levels(canvas: &mut Canvas, thresholds: &[Threshold], ticks: &Ticks, (left, right): (f32, f32), (top, bottom): (f32, f32)) {
    let mut sorted: Vec<&Threshold> = thresholds.iter().collect();
    sorted.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut free = f32::MIN;
    for level in sorted {
        let x = ticks.place(level.at, left, right);
        canvas.line((x, top - 3.0), (x, bottom), Paint::Muted, 0.9, Dash::Long);
        let text = format!("{} {}", level.label, number(level.at));
        let half = measure(&text, SMALL, false) / 2.0;
        let middle = x.max(free + half + 5.0).min(canvas.width - half);
        canvas.words(&text, (middle, top - 5.0), Anchor::Middle, SMALL, Paint::Text);
        free = middle + half;
    }
}

/// Neighbours differ in lightness, and every part is named.
const GROUNDS: [(Paint, Paint); 3] = [(Paint::Accent, Paint::Paper), (Paint::Pale, Paint::Text), (Paint::Surface, Paint::Text)];

pub fn shares(canvas: &mut Canvas, rows: &[Whole]) {
    let width = canvas.width;
    let labels = label_width(rows.iter().map(|row| row.label.as_str()), width * 0.3);
    let height = row_height(rows.iter().map(|row| row.label.as_str()), labels, 22.0);
    let (left, right) = (labels + AFTER_LABEL, width);
    let mut y = 2.0;
    for row in rows {
        canvas.row_label(&row.label, y, height, labels, false);
        let (top, thick) = (y + 2.0, height - 4.0);
        let baseline = y + height / 2.0 + SIZE * 0.36;
        y += height;
        let parts = row.percentages();
        if parts.iter().all(|part| part.1 <= 0.0) {
            canvas.words("no data", (left, baseline), Anchor::Start, SIZE, Paint::Muted);
            continue;
        }
        let mut x = left;
        let mut unnamed = Vec::new();
        for (place, (name, share)) in parts.into_iter().enumerate() {
            let wide = (right - left) * super::narrow(share / 100.0);
            let (ground, ink) = if place == 0 { GROUNDS[0] } else { GROUNDS[1 + (place - 1) % 2] };
            canvas.rect(x, top, (wide - 1.0).max(0.4), thick, ground);
            if ground == Paint::Surface {
                let edge = [(x, top), (x + wide - 1.0, top), (x + wide - 1.0, top + thick), (x, top + thick), (x, top)];
                edge.windows(2).for_each(|side| canvas.hairline(side[0], side[1]));
            }
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
    let labels = label_width(steps.iter().map(|step| step.label.as_str()), width * 0.34);
    let height = row_height(steps.iter().map(|step| step.label.as_str()), labels, 17.0);
    let sign = |step: &Step| if step.total || step.value <= 0.0 { "" } else { "+" };
    let places = steps.iter().map(|step| decimals(step.value)).max().unwrap_or(0);
    let figure = |step: &Step| format!("{}{}", sign(step), with_unit(&number_to(step.value, places), unit));
    let figures = steps.iter().map(|step| measure(&figure(step), SIZE, true)).fold(0.0, f32::max);
    let (left, right) = (labels + AFTER_LABEL, width - figures - 10.0);
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
    let ticks = Ticks::new(ends().fold(0.0, f64::min), ends().fold(0.0, f64::max), (None, None), 5.0);
    let bottom = 2.0 + height * count(steps.len());
    for value in ticks.values() {
        let x = ticks.place(value, left, right);
        canvas.hairline((x, 2.0), (x, bottom));
        canvas.words(&number(value), (x, bottom + 10.0), Anchor::Middle, SMALL, Paint::Muted);
    }
    for (index, (step, span)) in steps.iter().zip(&spans).enumerate() {
        let y = 2.0 + height * count(index);
        canvas.row_label(&step.label, y, height, labels, step.total);
        let (from, to) = (ticks.place(span.0, left, right), ticks.place(span.1, left, right));
        let thick = if step.total { 11.0 } else { 8.0 };
        let paint = if step.total { Paint::Text } else { Paint::Accent };
        canvas.rect(from.min(to), y + (height - thick) / 2.0, (to - from).abs().max(0.8), thick, paint);
        if index + 1 < steps.len() {
            canvas.line(
                (to, y + f32::midpoint(height, thick)),
                (to, y + height + (height - 8.0) / 2.0),
                Paint::Muted,
                0.6,
                Dash::Solid,
            );
        }
        let baseline = y + height / 2.0 + SIZE * 0.36;
        canvas.label(&figure(step), (width, baseline), Anchor::End, (SIZE, step.total), Paint::Text);
    }
    canvas.line((left, 2.0), (left, bottom), Paint::Muted, 0.8, Dash::Solid);
    canvas.height = bottom + 13.0;
}
