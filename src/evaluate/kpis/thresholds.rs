//! Thresholds: which held when, and what a value means against them.
//!
//! 1. A change of thresholds counts from its day on: a period is judged by what held on its first day.
//! 2. [`state`] gives the colour, [`attainment`] how much of the way from minimum to target is reached.
//! 3. For a KPI that should fall the directions turn; of a band, distance outside the target counts.

use schemars::JsonSchema;
use serde::Serialize;

use crate::block::Mark;
use crate::model::kpi::{Direction, Measure};
use crate::model::{Date, Threshold};

/// Target, intervention and minimum.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Thresholds {
    /// On or above: good.
    pub target: Threshold,
    /// Between it and the target: watch; beyond: act.
    pub intervention: Threshold,
    /// Strictly beyond: bad.
    pub minimum: Threshold,
}

impl Thresholds {
    /// What holds today for a measure.
    #[must_use]
    pub fn of(measure: &Measure) -> Self {
        Self { target: measure.target.value, intervention: measure.intervention.value, minimum: measure.minimum.value }
    }

    /// What held on a day: the first of the earlier thresholds that had not ended, else those of today.
    #[must_use]
    pub fn on(measure: &Measure, day: Date) -> Self {
        let held = measure.earlier.iter().filter(|earlier| earlier.until.value >= day).min_by_key(|earlier| earlier.until.value);
        held.map_or_else(
            || Self::of(measure),
            |held| Self { target: held.target.value, intervention: held.intervention.value, minimum: held.minimum.value },
        )
    }
}

/// How far a mean of decimals may miss a limit it lies on.
fn rounding(limit: f64) -> f64 {
    limit.abs().max(1.0) * 1e-9
}

/// Whether a value keeps a threshold.
#[must_use]
pub fn keeps(value: f64, threshold: Threshold, direction: Direction) -> bool {
    match (threshold, direction) {
        (Threshold::Value(limit), Direction::Down) => value <= limit + rounding(limit),
        (Threshold::Value(limit), Direction::Up | Direction::Band) => value >= limit - rounding(limit),
        (Threshold::Range { low, high }, _) => {
            low.is_none_or(|low| value >= low - rounding(low)) && high.is_none_or(|high| value <= high + rounding(high))
        }
    }
}

/// The state of a value.
#[must_use]
pub fn state(value: Option<f64>, direction: Direction, limits: &Thresholds) -> Mark {
    let Some(value) = value else { return Mark::Unknown };
    let keeps = |threshold| keeps(value, threshold, direction);
    match () {
        () if keeps(limits.target) => Mark::Good,
        () if keeps(limits.intervention) => Mark::Watch,
        () if keeps(limits.minimum) => Mark::Act,
        () => Mark::Bad,
    }
}

/// How much of the way from minimum to target a value has come, from 0 to 1; `None` without a value.
///
/// On target 1, strictly beyond the minimum 0, linear in between. Outside the target of a band: 1 − distance ÷ the
/// distance from the edge of the target to the edge of the minimum on that side, where there is one.
#[must_use]
pub fn attainment(value: Option<f64>, direction: Direction, limits: &Thresholds) -> Option<f64> {
    let value = value?;
    if keeps(value, limits.target, direction) {
        return Some(1.0);
    }
    if !keeps(value, limits.minimum, direction) {
        return Some(0.0);
    }
    let part = |least: f64, most: f64| if (most - least).abs() > 0.0 { (value - least) / (most - least) } else { 0.0 };
    let reached = match (limits.target, limits.minimum) {
        (Threshold::Value(target), Threshold::Value(minimum)) => part(minimum, target),
        (Threshold::Range { low, high }, Threshold::Range { low: least, high: most }) => {
            let below = low.zip(least).filter(|(low, _)| value < *low).map(|(low, least)| part(least, low));
            let above = high.zip(most).filter(|(high, _)| value > *high).map(|(high, most)| part(most, high));
            // No limit on that side: nothing is missed.
            below.or(above).unwrap_or(1.0)
        }
        // Thresholds of different kinds are a mistake that `check` reports.
        _ => 0.0,
    };
    Some(reached.clamp(0.0, 1.0))
}

/// How far a value lies beyond the target on the bad side, in the KPI's unit; 0 on target.
#[must_use]
pub fn shortfall(value: f64, direction: Direction, target: Threshold) -> f64 {
    match (target, direction) {
        (Threshold::Value(limit), Direction::Down) => (value - limit).max(0.0),
        (Threshold::Value(limit), _) => (limit - value).max(0.0),
        (Threshold::Range { low, high }, _) => {
            let below = low.map_or(0.0, |low| low - value);
            let above = high.map_or(0.0, |high| value - high);
            below.max(above).max(0.0)
        }
    }
}

/// Whether one threshold is easier to keep than another, such as a minimum that was lowered.
#[must_use]
pub fn is_easier(new: Threshold, old: Threshold, direction: Direction) -> bool {
    match (new, old, direction) {
        (Threshold::Value(new), Threshold::Value(old), Direction::Down) => new > old,
        (Threshold::Value(new), Threshold::Value(old), _) => new < old,
        (Threshold::Range { low, high }, Threshold::Range { low: old_low, high: old_high }, _) => {
            let wider = |new: Option<f64>, old: Option<f64>, sign: f64| match (new, old) {
                (None, Some(_)) => true,
                (Some(new), Some(old)) => sign * new < sign * old,
                (_, None) => false,
            };
            wider(low, old_low, 1.0) || wider(high, old_high, -1.0)
        }
        _ => false,
    }
}
