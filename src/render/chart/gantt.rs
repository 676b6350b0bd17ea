//! Gantt charts: spans of days, the critical ones in weight, with months above and marked days across.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::rows::{Rows, Wish};
use super::{Anchor, Canvas, Dash, Paint, SIZE, SMALL, Shape, count, shorten};
use crate::block::chart::{Marker, Stretch, day};
use crate::render::pdf::measure;
use crate::render::shape::Step;

/// Edge of a state's shape, points.
const MARK: f32 = 7.0;
/// Half the diagonal of a milestone, points.
const DIAMOND: f32 = 4.2;

/// Distance of the lines of words above the scale, points.
const LANE: f32 = 9.0;

pub fn gantt(canvas: &mut Canvas, rows: &[Stretch], markers: &[Marker], span: Option<(Date, Date)>) {
    let width = canvas.width;
    let states = if rows.iter().any(|row| row.mark.is_some()) { MARK + 5.0 } else { 0.0 };
    let notes = rows.iter().filter_map(|row| row.note.as_deref()).map(|note| measure(note, SMALL, false)).fold(0.0, f32::max);
    let one = if canvas.narrow() { 12.0 } else { 16.0 };
    let wish = Wish { most: width * 0.34 - states, after: states + 8.0, one, beside: states + notes };
    let places = Rows::new(canvas, rows.iter().map(|row| row.label.as_str()), &wish);
    // A milestone on the first or last day stands inside the chart.
    let (left, right) = (places.left + DIAMOND, width - 2.0 - DIAMOND);
    let days = || rows.iter().flat_map(|row| [Some(row.start), row.end]).flatten().chain(markers.iter().map(|marker| marker.on));
    let Some((first, last)) = span.or_else(|| days().min().zip(days().max())) else { return };
    let time = Time::new(first, last, left, right);
    let placed = lanes(markers, &time, width);
    let lanes = placed.iter().map(|(.., lane)| lane + 1).max().unwrap_or(0);
    let head = if lanes == 0 { 14.0 } else { 17.0 + LANE * count(lanes) };
    let bottom = head + places.height * count(rows.len()) + 2.0;
    let names = time.scale(canvas, (head, bottom));
    for (marker, _, lane) in &placed {
        let (x, y) = (time.place(marker.on, 0), 7.5 + LANE * count(*lane));
        canvas.line((x, y + 2.5), (x, bottom), Paint::Text, 0.9, Dash::Long);
    }
    // Words stand on their own ground, so that no line runs through them.
    for (name, x) in &names {
        canvas.rect(x - 1.0, head - 4.0 - SMALL * 0.8, measure(name, SMALL, false) + 2.0, SMALL, Paint::Paper);
        canvas.words(name, (*x, head - 4.0), Anchor::Start, SMALL, Paint::Muted);
    }
    for (marker, centre, lane) in &placed {
        let (text, y) = (words(marker), 7.5 + LANE * count(*lane));
        let wide = measure(&text, SMALL, false);
        canvas.rect(centre - wide / 2.0 - 1.0, y - SMALL * 0.8, wide + 2.0, SMALL, Paint::Paper);
        canvas.words(&text, (*centre, y), Anchor::Middle, SMALL, Paint::Text);
    }
    for (index, row) in rows.iter().enumerate() {
        let y = head + places.height * count(index);
        places.label(canvas, &row.label, y, row.critical);
        let middle = places.middle(y);
        let beside = places.beside(y).map(|(x, base)| (if notes > 0.0 { x } else { width - MARK }, base));
        if let Some(mark) = row.mark {
            let (x, centre) = beside.map_or((places.left - states - 4.0, middle), |(x, base)| (x, base - SIZE * 0.36));
            canvas.shapes.push(Shape::State(mark, x, centre - MARK / 2.0, MARK));
        }
        let from = time.place(row.start, 0);
        let end = if let Some(end) = row.end {
            let to = time.place(end, 1);
            let (thick, paint) = if row.critical { (9.0, Paint::Text) } else { (6.0, Paint::Accent) };
            canvas.rect(from, middle - thick / 2.0, (to - from).max(1.5), thick, paint);
            to.max(from + 1.5)
        } else {
            let r = DIAMOND;
            let steps = vec![
                Step::Move(from, middle - r),
                Step::Line(from + r, middle),
                Step::Line(from, middle + r),
                Step::Line(from - r, middle),
                Step::Close,
            ];
            let paint = if row.critical { Paint::Text } else { Paint::Accent };
            canvas.shapes.push(Shape::Fill(steps, paint));
            from + r
        };
        if let Some(note) = &row.note {
            match beside {
                Some((x, base)) => {
                    let x = x + states;
                    let text = shorten(note, width - x, SMALL, false);
                    places.ground(canvas, &text, (x, base), SMALL, false);
                    canvas.words(&text, (x, base), Anchor::Start, SMALL, Paint::Muted);
                }
                None => remark(canvas, note, (from, end), (left, right), middle),
            }
        }
    }
    canvas.height = bottom + 2.0;
}

fn words(marker: &Marker) -> String {
    format!("{}, {}", marker.label, day(marker.on))
}

/// Where the words of markers stand: the middle of each, and a lane below the first where they would print over others.
fn lanes<'a>(markers: &'a [Marker], time: &Time, width: f32) -> Vec<(&'a Marker, f32, usize)> {
    let mut sorted: Vec<&Marker> = markers.iter().collect();
    sorted.sort_by_key(|marker| marker.on);
    let mut ends: Vec<f32> = Vec::new();
    let place = |marker: &'a Marker| {
        let half = measure(&words(marker), SMALL, false) / 2.0;
        let centre = time.place(marker.on, 0).max(half).min(width - half);
        let lane = ends.iter().position(|end| *end + 6.0 <= centre - half).unwrap_or(ends.len());
        if lane == ends.len() {
            ends.push(0.0);
        }
        if let Some(end) = ends.get_mut(lane) {
            *end = centre + half;
        }
        (marker, centre, lane)
    };
    sorted.into_iter().map(place).collect()
}

/// A remark behind a span, or before it where there is more room.
fn remark(canvas: &mut Canvas, note: &str, (from, end): (f32, f32), (left, right): (f32, f32), middle: f32) {
    let baseline = middle + SMALL * 0.36;
    let wide = measure(note, SMALL, false);
    let (after, before) = (right - end - 4.0, from - left - 4.0);
    if wide <= after || after >= before {
        let text = shorten(note, after, SMALL, false);
        if after > SIZE * 2.0 {
            canvas.words(&text, (end + 4.0, baseline), Anchor::Start, SMALL, Paint::Muted);
        }
    } else if before > SIZE * 2.0 {
        canvas.words(&shorten(note, before, SMALL, false), (from - 4.0, baseline), Anchor::End, SMALL, Paint::Muted);
    }
}

/// A scale of days.
struct Time {
    first: Date,
    days: f32,
    left: f32,
    right: f32,
}

impl Time {
    fn new(first: Date, last: Date, left: f32, right: f32) -> Self {
        let days = (last - first).get_days();
        let days = f32::from(i16::try_from(days.clamp(1, 30_000)).unwrap_or(i16::MAX)) + 1.0;
        Self { first, days, left, right }
    }

    /// Where a day starts, or with `more` the day that many days later.
    fn place(&self, date: Date, more: i32) -> f32 {
        let days = (date - self.first).get_days() + more;
        let days = f32::from(i16::try_from(days.clamp(-1, 30_000)).unwrap_or(i16::MAX));
        (self.left + (self.right - self.left) * days / self.days).clamp(self.left, self.right)
    }

    /// Months, quarters or years, whichever leave room for their names: draws them, and returns each name and its place.
    fn scale(&self, canvas: &mut Canvas, (top, bottom): (f32, f32)) -> Vec<(String, f32)> {
        let mut names = Vec::new();
        let room = (self.right - self.left) / self.days;
        let months =
            [1_i8, 3, 6, 12, 24, 60, 120].into_iter().find(|months| room * 30.4 * f32::from(*months) >= 30.0).unwrap_or(120);
        let year = i32::from(self.first.year());
        let month = if months >= 12 { 1 } else { self.first.month() - (self.first.month() - 1) % months };
        let years = i32::from(months) / 12;
        let start = if years > 1 { year - year.rem_euclid(years) } else { year };
        let Ok(mut at) = Date::new(i16::try_from(start).unwrap_or(0), month, 1) else { return names };
        let mut last: Option<f32> = None;
        for _ in 0..200 {
            let next = at.saturating_add(i32::from(months).months());
            let x = self.place(at, 0);
            if at >= self.first {
                canvas.hairline((x, top - 3.0), (x, bottom));
            }
            // The first name stands at the edge when its month began before.
            let x = x.max(self.left);
            let end = self.place(next, 0);
            let (month, year) = (at.strftime("%b").to_string(), at.year().to_string());
            let both = format!("{month} {year}");
            let text = match (months >= 12, last.is_none() || at.month() == 1) {
                (true, _) => year,
                // The year goes where the next name leaves it room; what is cut off at the right has no next name.
                (false, true) if end - x >= measure(&both, SMALL, false) + 5.0 || end >= self.right => both,
                (false, true) if last.is_none() => both,
                _ => month,
            };
            let wide = measure(&text, SMALL, false);
            // What began before the scale is named where its name is true for all of it that is seen.
            let whole = at >= self.first || (months == 1 || months >= 12) && end - x >= wide + 5.0;
            if whole && x + 2.0 + wide <= self.right && last.is_none_or(|last| x >= last) {
                names.push((text, x + 2.0));
                last = Some(x + wide + 5.0);
            }
            if end >= self.right || next <= at {
                break;
            }
            at = next;
        }
        canvas.hairline((self.left, top), (self.right, top));
        names
    }
}
