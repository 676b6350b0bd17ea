//! Charts from YAML.
//!
//! 1. [`Raw`] holds every key any chart may have; unknown keys are mistakes.
//! 2. [`read`] takes what the kind needs; what is left over, and figures that cannot be drawn, are mistakes too.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Deserialize;

use super::{Band, Bar, Chart, Figure, HeatCell, HeatRow, Marker, Scale, Series, Step, Stretch, Threshold, Whole};
use crate::block::Mark;

/// More rows, points or parts than this cannot be read on a page.
const MOST: usize = 400;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    kind: Kind,
    caption: String,
    unit: Option<String>,
    table: Option<bool>,
    min: Option<f64>,
    max: Option<f64>,
    thresholds: Option<Vec<RawThreshold>>,
    band: Option<RawBand>,
    periods: Option<Vec<String>>,
    axes: Option<Vec<String>>,
    columns: Option<Vec<String>>,
    series: Option<Vec<RawSeries>>,
    markers: Option<Vec<RawMarker>>,
    rows: Option<Vec<RawRow>>,
    steps: Option<Vec<RawStep>>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Bars,
    Line,
    Radar,
    Gantt,
    Shares,
    Heat,
    Waterfall,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawThreshold {
    label: String,
    at: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBand {
    label: String,
    low: f64,
    high: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSeries {
    name: String,
    values: Vec<Option<f64>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMarker {
    label: String,
    on: Date,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStep {
    label: String,
    value: f64,
    #[serde(default)]
    total: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRow {
    label: String,
    value: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    mark: Option<Mark>,
    note: Option<String>,
    start: Option<Date>,
    end: Option<Date>,
    critical: Option<bool>,
    parts: Option<Vec<RawPart>>,
    rest: Option<RawPart>,
    cells: Option<Vec<Option<RawCell>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPart {
    name: String,
    value: f64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCell {
    text: String,
    mark: Mark,
}

/// Reads a chart.
///
/// # Errors
///
/// What is wrong, and the line of the text, from 0, where that is known.
pub fn read(text: &str) -> Result<Chart, (String, u32)> {
    let mut options = serde_saphyr::Options::default();
    options.strict_booleans = true;
    options.with_snippet = false;
    let raw: Raw = serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        let line = error.location().map_or(0, |place| u32::try_from(place.line().saturating_sub(1)).unwrap_or(0));
        let message = error.without_snippet().to_string();
        // The parser appends its own idea of the place.
        let first = message.split(" at line ").next().unwrap_or(&message).lines().next().unwrap_or_default();
        (first.trim_end_matches([':', ' ', '.']).to_owned(), line)
    })?;
    raw.chart().map_err(|message| (message, 0))
}

type Fallible<T> = Result<T, String>;

impl Raw {
    fn chart(mut self) -> Fallible<Chart> {
        let caption = std::mem::take(&mut self.caption).trim().to_owned();
        if caption.is_empty() {
            return Err("a chart needs a caption that states what it shows".to_owned());
        }
        let (unit, table) = (self.unit.take(), self.table.take().unwrap_or(true));
        let figure = self.figure()?;
        self.leftovers()?;
        Ok(Chart { caption, unit, table, figure })
    }

    fn figure(&mut self) -> Fallible<Figure> {
        Ok(match self.kind {
            Kind::Bars => Figure::Bars {
                rows: rows("rows", self.rows.take(), bar)?,
                thresholds: thresholds(self.thresholds.take())?,
                scale: self.scale()?,
            },
            Kind::Line => {
                let periods = list("periods", self.periods.take())?;
                let series = series(self.series.take(), periods.len(), "period")?;
                let band = self.band.take().map(band).transpose()?;
                Figure::Line { periods, series, thresholds: thresholds(self.thresholds.take())?, band, scale: self.scale()? }
            }
            Kind::Radar => {
                let axes = list("axes", self.axes.take())?;
                if !(3..=8).contains(&axes.len()) {
                    return Err(format!("a radar has 3 to 8 axes, not {}", axes.len()));
                }
                let series = series(self.series.take(), axes.len(), "axis")?;
                if series.len() > 3 {
                    return Err(format!("a radar compares up to 3 series, not {}", series.len()));
                }
                let max = self.max.take().ok_or("a radar needs `max`, the outermost ring")?;
                let within = |value: &f64| (0.0..=max).contains(value);
                if !max.is_finite() || max <= 0.0 || !series.iter().flat_map(|one| one.values.iter().flatten()).all(within) {
                    return Err("every value of a radar lies between 0 and `max`".to_owned());
                }
                Figure::Radar { axes, max, series }
            }
            Kind::Gantt => {
                let stretches = rows("rows", self.rows.take(), stretch)?;
                let markers = self.markers.take().unwrap_or_default();
                let markers = markers.into_iter().map(|one| Marker { label: one.label, on: one.on }).collect();
                Figure::Gantt { rows: stretches, markers, span: None }
            }
            Kind::Shares => Figure::Shares(rows("rows", self.rows.take(), whole)?),
            Kind::Heat => {
                let columns = list("columns", self.columns.take())?;
                let rows = rows("rows", self.rows.take(), heat)?;
                if let Some(row) = rows.iter().find(|row| row.cells.len() != columns.len()) {
                    return Err(format!("“{}” has {} cells for {} columns", row.label, row.cells.len(), columns.len()));
                }
                Figure::Heat { columns, rows }
            }
            Kind::Waterfall => {
                let step = |one: RawStep| Ok(Step { value: finite(one.value)?, label: one.label, total: one.total });
                Figure::Waterfall(rows("steps", self.steps.take(), step)?)
            }
        })
    }

    fn scale(&mut self) -> Fallible<Scale> {
        let (min, max) = (self.min.take(), self.max.take());
        min.into_iter().chain(max).try_for_each(|end| finite(end).map(drop))?;
        match (min, max) {
            (Some(min), Some(max)) if min >= max => Err("`min` must be less than `max`".to_owned()),
            _ => Ok(Scale { min, max }),
        }
    }

    /// Keys that mean nothing for the kind would be lost.
    fn leftovers(&self) -> Fallible<()> {
        let keys = [
            ("min", self.min.is_some()),
            ("max", self.max.is_some()),
            ("thresholds", self.thresholds.is_some()),
            ("band", self.band.is_some()),
            ("periods", self.periods.is_some()),
            ("axes", self.axes.is_some()),
            ("columns", self.columns.is_some()),
            ("series", self.series.is_some()),
            ("markers", self.markers.is_some()),
            ("rows", self.rows.is_some()),
            ("steps", self.steps.is_some()),
        ];
        match keys.iter().find(|key| key.1) {
            Some((key, _)) => Err(format!("`{key}` means nothing in a chart of this kind")),
            None => Ok(()),
        }
    }
}

fn list<T>(key: &str, list: Option<Vec<T>>) -> Fallible<Vec<T>> {
    let list = list.unwrap_or_default();
    match list.len() {
        0 => Err(format!("a chart of this kind needs `{key}`")),
        1..=MOST => Ok(list),
        more => Err(format!("`{key}` has {more} entries; a chart holds up to {MOST}")),
    }
}

fn rows<T, U>(key: &str, rows: Option<Vec<T>>, make: impl Fn(T) -> Fallible<U>) -> Fallible<Vec<U>> {
    list(key, rows)?.into_iter().map(make).collect()
}

/// A figure that can be drawn: neither infinite nor so large that scales break down.
fn finite(value: f64) -> Fallible<f64> {
    if value.abs() <= 1e15 { Ok(value) } else { Err(format!("`{value}` cannot be drawn")) }
}

fn series(raw: Option<Vec<RawSeries>>, count: usize, of: &str) -> Fallible<Vec<Series>> {
    let mut names = BTreeSet::new();
    rows("series", raw, |one| {
        if one.values.len() != count {
            return Err(format!("“{}” has {} values; there is one for each {of}: {count}", one.name, one.values.len()));
        }
        one.values.iter().flatten().try_for_each(|value| finite(*value).map(drop))?;
        Ok(Series { name: one.name, values: one.values })
    })?
    .into_iter()
    .map(|one| if names.insert(one.name.clone()) { Ok(one) } else { Err(format!("two series are called “{}”", one.name)) })
    .collect()
}

fn thresholds(raw: Option<Vec<RawThreshold>>) -> Fallible<Vec<Threshold>> {
    raw.unwrap_or_default().into_iter().map(|one| Ok(Threshold { at: finite(one.at)?, label: one.label })).collect()
}

fn band(raw: RawBand) -> Fallible<Band> {
    let (low, high) = (finite(raw.low)?, finite(raw.high)?);
    if low < high { Ok(Band { label: raw.label, low, high }) } else { Err("`low` of a band lies below `high`".to_owned()) }
}

/// Refuses the keys that a row of this kind does not have.
fn only(row: &RawRow, allowed: &[&str]) -> Fallible<()> {
    let keys = [
        ("value", row.value.is_some()),
        ("low", row.low.is_some()),
        ("high", row.high.is_some()),
        ("mark", row.mark.is_some()),
        ("note", row.note.is_some()),
        ("start", row.start.is_some()),
        ("end", row.end.is_some()),
        ("critical", row.critical.is_some()),
        ("parts", row.parts.is_some()),
        ("rest", row.rest.is_some()),
        ("cells", row.cells.is_some()),
    ];
    match keys.iter().find(|(key, is_there)| *is_there && !allowed.contains(key)) {
        Some((key, _)) => Err(format!("`{key}` of “{}” means nothing in a chart of this kind", row.label)),
        None => Ok(()),
    }
}

fn bar(row: RawRow) -> Fallible<Bar> {
    only(&row, &["value", "low", "high", "mark", "note"])?;
    row.value.into_iter().chain(row.low).chain(row.high).try_for_each(|value| finite(value).map(drop))?;
    let range = match (row.low, row.high) {
        (Some(low), Some(high)) if low <= high => Some((low, high)),
        (None, None) => None,
        _ => return Err(format!("“{}” needs both `low` and `high`, the lower first", row.label)),
    };
    Ok(Bar { label: row.label, value: row.value, range, mark: row.mark, note: row.note })
}

fn stretch(row: RawRow) -> Fallible<Stretch> {
    only(&row, &["start", "end", "critical", "mark", "note"])?;
    let Some(start) = row.start else { return Err(format!("“{}” needs a `start`", row.label)) };
    if row.end.is_some_and(|end| end < start) {
        return Err(format!("“{}” ends before it starts", row.label));
    }
    let critical = row.critical.unwrap_or(false);
    Ok(Stretch { label: row.label, start, end: row.end, critical, mark: row.mark, note: row.note })
}

fn whole(row: RawRow) -> Fallible<Whole> {
    only(&row, &["parts", "rest"])?;
    let named = |part: RawPart| (part.name, part.value);
    let parts: Vec<(String, f64)> = row.parts.unwrap_or_default().into_iter().map(named).collect();
    let rest = row.rest.map(named);
    if parts.iter().chain(&rest).any(|part| !(0.0..=1e15).contains(&part.1)) {
        return Err(format!("the parts of “{}” are not below 0", row.label));
    }
    Ok(Whole { label: row.label, parts, rest })
}

fn heat(row: RawRow) -> Fallible<HeatRow> {
    only(&row, &["cells"])?;
    let cells = row.cells.unwrap_or_default();
    let cell = |cell: RawCell| HeatCell { text: cell.text, mark: cell.mark };
    Ok(HeatRow { label: row.label, cells: cells.into_iter().map(|one| one.map(cell)).collect() })
}
