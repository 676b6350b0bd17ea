//! Quarters of the fiscal year, as exit triggers count them.
//!
//! 1. Months become a quarter as the KPI declares; a quarterly reading is taken as it is.
//! 2. Every quarter from the first reading on is there: one without a reading has no value.
//! 3. A quarter that has not ended is provisional and never counts.

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
    let quarter = |point: &Point| point.period.fiscal_quarter(rule.fiscal_start);
    let mut ordered: Vec<&Point> = points.iter().collect();
    ordered.sort_by_key(|point| quarter(point));
    let (Some(first), Some(last)) = (ordered.first().map(|point| quarter(point)), ordered.last().map(|point| quarter(point)))
    else {
        return Vec::new();
    };
    let ended = first.latest_ended(as_of);
    let mut out = Vec::new();
    let mut period = first;
    let mut rest = ordered.as_slice();
    while period <= ended.max(last) {
        // Readings of a quarter that lies across ours belong to none.
        let from = rest.partition_point(|point| quarter(point) < period);
        let to = rest.partition_point(|point| quarter(point) <= period);
        let points = &rest[from..to];
        rest = &rest[to..];
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
    let known = || points.iter().filter_map(|point| Some((point.value?, point.sample)));
    let (last, _) = known().next_back()?;
    let count = known().count();
    if count != 3 && !provisional {
        return None;
    }
    let values = known().map(|(value, _)| value);
    match rule.aggregation {
        #[expect(clippy::cast_precision_loss, reason = "three months")]
        Aggregation::Mean => Some(values.sum::<f64>() / count as f64),
        Aggregation::Sum => Some(values.sum()),
        Aggregation::Last => Some(last),
        Aggregation::Worst if rule.direction == Direction::Down => values.reduce(f64::max),
        Aggregation::Worst => values.reduce(f64::min),
        Aggregation::Pooled => {
            let (sum, all) = known().try_fold((0.0, 0.0), |(sum, all), (value, cases)| {
                let cases = f64::from(cases?);
                Some((sum + value * cases, all + cases))
            })?;
            // No cases at all: nothing was measured, which is neither 0 nor 100.
            (all > 0.0).then(|| sum / all)
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
