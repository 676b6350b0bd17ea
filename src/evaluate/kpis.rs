//! KPI states: the reading of the last complete period against target, intervention and minimum.
//!
//! 1. The period that counts is the last one that had ended by the as-of date.
//! 2. On or above target: good. Between target and intervention: watch. Between intervention and minimum: act.
//!    Strictly below the minimum: bad. For a KPI that should fall the directions turn; a band's ranges nest.
//! 3. A missing reading is its own state, unknown, whatever the readings before it said.

use serde::Serialize;

use super::Source;
use crate::block::Mark;
use crate::model::kpi::{Bucket, Direction, Measure, MeasuredBy, Measures};
use crate::model::{Date, Filed, Id, Period, Playbook, Threshold};

/// Where one KPI of one vendor stands.
#[derive(Clone, Debug, Serialize)]
pub struct Reading {
    /// The KPI's id.
    pub id: Id,
    /// The KPI's name.
    pub name: String,
    /// Its bucket.
    pub bucket: Bucket,
    /// Its unit.
    pub unit: String,
    /// Which way is better.
    pub direction: Direction,
    /// The state.
    pub state: Mark,
    /// The period that counts; absent when there never was a reading.
    pub period: Option<Period>,
    /// The value of that period, in the unit.
    pub value: Option<f64>,
    /// The last value before it.
    pub previous: Option<f64>,
    /// On or above: good.
    pub target: Threshold,
    /// Below: act.
    pub intervention: Threshold,
    /// Strictly below: bad.
    pub minimum: Threshold,
    /// Whether a sustained miss opens an exit decision.
    pub exit_relevant: bool,
    /// Who measures.
    pub measured_by: MeasuredBy,
    /// The names of the KPIs it drives, from technical towards business.
    pub drives: Vec<String>,
    /// Every reading up to the as-of date, oldest first.
    pub history: Vec<(Period, Option<f64>)>,
    /// Where the value, or else the measure, stands.
    pub source: Source,
}

/// The state of a value.
#[must_use]
pub fn state(value: Option<f64>, direction: Direction, target: Threshold, intervention: Threshold, minimum: Threshold) -> Mark {
    let Some(value) = value else { return Mark::Unknown };
    let within = |threshold: Threshold| match (threshold, direction) {
        (Threshold::Value(limit), Direction::Down) => value <= limit,
        (Threshold::Value(limit), Direction::Up | Direction::Band) => value >= limit,
        (Threshold::Range { low, high }, _) => low.is_none_or(|low| value >= low) && high.is_none_or(|high| value <= high),
    };
    if within(target) {
        Mark::Good
    } else if within(intervention) {
        Mark::Watch
    } else if within(minimum) {
        Mark::Act
    } else {
        Mark::Bad
    }
}

/// Where every measure of a vendor stands, by bucket and then in the order of the file.
#[must_use]
pub fn readings(playbook: &Playbook, measures: &Filed<Measures>, as_of: Date) -> Vec<Reading> {
    let mut readings: Vec<Reading> =
        measures.measures.iter().filter_map(|measure| reading(playbook, measures, measure, as_of)).collect();
    readings.sort_by_key(|reading| reading.bucket);
    readings
}

fn reading(playbook: &Playbook, measures: &Filed<Measures>, measure: &Measure, as_of: Date) -> Option<Reading> {
    let kpi = playbook.kpi(&measure.kpi)?;
    let past = || measure.readings.iter().filter(|(period, _)| period.last_day() <= as_of);
    let period = past().next_back().map(|(period, _)| period.latest_ended(as_of));
    let current = period.and_then(|period| measure.readings.get(&period));
    let value = current.and_then(|reading| reading.value);
    let previous = past().rev().filter(|(earlier, _)| Some(**earlier) != period).find_map(|(_, reading)| reading.value);
    let (target, intervention, minimum) = (measure.target.value, measure.intervention.value, measure.minimum.value);
    Some(Reading {
        id: kpi.id.value.clone(),
        name: kpi.name.clone(),
        bucket: kpi.bucket,
        unit: kpi.unit.clone(),
        direction: kpi.direction,
        state: state(value, kpi.direction, target, intervention, minimum),
        period,
        value,
        previous,
        target,
        intervention,
        minimum,
        exit_relevant: measure.exit_relevant,
        measured_by: measure.measured_by,
        drives: measure.drives.iter().filter_map(|id| playbook.kpi(id)).map(|kpi| kpi.name.clone()).collect(),
        history: past().map(|(period, reading)| (*period, reading.value)).collect(),
        source: Source { file: measures.file.clone(), line: current.map_or(measure.kpi.span.line, |reading| reading.span.line) },
    })
}
