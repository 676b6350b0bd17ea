//! Quarters of the fiscal year, as exit triggers count them.
//!
//! 1. Months become a quarter as the KPI declares; a quarterly reading is taken as it is.
//! 2. Every quarter from the first reading on is there: one without a reading has no value.
//! 3. A quarter that has not ended is provisional and never counts.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::thresholds::{Thresholds, state};
use crate::block::Mark;
use crate::model::kpi::{Aggregation, Direction, Measure};
use crate::model::{Date, Period};

/// One reading as quarters are made from them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Month or quarter.
    pub period: Period,
    /// In the KPI's unit; absent where it is missing or rests on too few cases.
    pub value: Option<f64>,
    /// How many cases it rests on, where that is known.
    pub sample: Option<u32>,
}

/// A quarter of a KPI.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Quarter {
    /// Which quarter.
    pub period: Period,
    /// Absent where a reading is missing.
    pub value: Option<f64>,
    /// Against the thresholds that held on its first day.
    pub state: Mark,
    /// What held on its first day.
    pub thresholds: Thresholds,
    /// True while the quarter has not ended: it never counts.
    pub provisional: bool,
    /// True where a miss does not count.
    pub excused: bool,
}

/// The quarters of a measure, oldest first, up to the one that `as_of` lies in.
#[must_use]
pub fn quarters(points: &[Point], measure: &Measure, rule: Rule, as_of: Date) -> Vec<Quarter> {
    let mut by_quarter: BTreeMap<Period, Vec<&Point>> = BTreeMap::new();
    for point in points {
        by_quarter.entry(point.period.fiscal_quarter(rule.fiscal_start)).or_default().push(point);
    }
    let (Some(first), Some(last)) = (by_quarter.keys().next().copied(), by_quarter.keys().next_back().copied()) else {
        return Vec::new();
    };
    let ended = first.latest_ended(as_of);
    let mut out = Vec::new();
    let mut period = first;
    while period <= ended.max(last) {
        let points = by_quarter.get(&period).map(Vec::as_slice).unwrap_or_default();
        let provisional = period.last_day() > as_of;
        let value = whole(points, rule, provisional);
        if value.is_some() || !provisional {
            let thresholds = Thresholds::on(measure, period.first_day());
            let state = state(value, rule.direction, &thresholds);
            out.push(Quarter { period, value, state, thresholds, provisional, excused: false });
        }
        period = period.next();
    }
    excuse(&mut out, measure, rule);
    out
}

/// How months become quarters, and when quarters begin.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// How months become a quarter.
    pub aggregation: Aggregation,
    /// Which way is better.
    pub direction: Direction,
    /// The first month of the fiscal year, 1 to 12.
    pub fiscal_start: i8,
    /// Within how many quarters one miss may be excused.
    pub excuse_every: u32,
}

/// The value of a quarter: its own reading, else its months. A quarter that has not ended is made from what there is.
fn whole(points: &[&Point], rule: Rule, provisional: bool) -> Option<f64> {
    if let Some(own) = points.iter().find(|point| point.period.months() == 3) {
        return own.value;
    }
    let known: Vec<(f64, Option<u32>)> = points.iter().filter_map(|point| Some((point.value?, point.sample))).collect();
    if known.is_empty() || (known.len() != 3 && !provisional) {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "three months")]
    let count = known.len() as f64;
    let sum: f64 = known.iter().map(|(value, _)| value).sum();
    let values = known.iter().map(|(value, _)| *value);
    match rule.aggregation {
        Aggregation::Mean => Some(sum / count),
        Aggregation::Sum => Some(sum),
        Aggregation::Last => known.last().map(|(value, _)| *value),
        Aggregation::Worst if rule.direction == Direction::Down => values.reduce(f64::max),
        Aggregation::Worst => values.reduce(f64::min),
        Aggregation::Pooled => {
            let cases: Option<Vec<(f64, f64)>> =
                known.iter().map(|(value, sample)| Some((*value, f64::from((*sample)?)))).collect();
            let cases = cases?;
            let all: f64 = cases.iter().map(|(_, cases)| cases).sum();
            // No cases at all: nothing was measured, which is neither 0 nor 100.
            (all > 0.0).then(|| cases.iter().map(|(value, cases)| value * cases).sum::<f64>() / all)
        }
    }
}

/// Marks the misses that do not count: approved with evidence, and at most one within so many quarters.
fn excuse(quarters: &mut [Quarter], measure: &Measure, rule: Rule) {
    let mut last: Option<usize> = None;
    for (index, quarter) in quarters.iter_mut().enumerate() {
        let excused = measure.excused.iter().any(|excused| {
            excused.evidence.is_some() && excused.period.value.fiscal_quarter(rule.fiscal_start) == quarter.period
        });
        let free = last.is_none_or(|last| index - last >= rule.excuse_every as usize);
        if excused && free && quarter.state == Mark::Bad {
            quarter.excused = true;
            last = Some(index);
        }
    }
}
