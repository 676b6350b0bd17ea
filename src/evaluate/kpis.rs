//! KPI states: the reading of the last complete period against target, intervention and minimum.
//!
//! 1. The period that counts is the last one that had ended by the as-of date.
//! 2. On or above target: good. Between target and intervention: watch. Between intervention and minimum: act.
//!    Strictly below the minimum: bad. For a KPI that should fall the directions turn; a band's ranges nest.
//! 3. A missing reading is its own state, unknown, whatever the readings before it said; so is one whose sample is too small.
//! 4. [`quarters`] turns months into quarters as the KPI declares; a quarter with a missing month has no value.

use serde::Serialize;

use super::Source;
use crate::block::Mark;
use crate::model::kpi::{Aggregation, Bucket, Direction, Measure, MeasuredBy, Measures};
use crate::model::{Date, Filed, Id, Period, Playbook, Threshold, VendorFolder};

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
    /// Who measured the value, or else measures in general.
    pub measured_by: MeasuredBy,
    /// How many cases the value rests on, where that is known.
    pub sample: Option<u32>,
    /// How many it must rest on.
    pub min_sample: Option<u32>,
    /// How months become a quarter.
    pub aggregation: Aggregation,
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
pub fn readings(playbook: &Playbook, folder: &VendorFolder, measures: &Filed<Measures>, as_of: Date) -> Vec<Reading> {
    let mut readings: Vec<Reading> =
        measures.measures.iter().filter_map(|measure| reading(playbook, folder, measures, measure, as_of)).collect();
    readings.sort_by_key(|reading| reading.bucket);
    readings
}

fn reading(
    playbook: &Playbook,
    folder: &VendorFolder,
    measures: &Filed<Measures>,
    measure: &Measure,
    as_of: Date,
) -> Option<Reading> {
    let kpi = playbook.kpi(&measure.kpi)?;
    let observed = folder.observations(measure);
    // A value that rests on too few cases is no value.
    let trusted = |sample: Option<u32>| sample.zip(kpi.min_sample).is_none_or(|(sample, least)| sample >= least);
    let history: Vec<(Period, Option<f64>)> = observed
        .iter()
        .filter(|(period, _)| period.last_day() <= as_of)
        .map(|(period, reading)| (*period, reading.value.filter(|_| trusted(reading.sample))))
        .collect();
    let period = history.last().map(|(period, _)| period.latest_ended(as_of));
    let current = period.and_then(|period| observed.get(&period));
    let value = period.and_then(|period| history.iter().find(|(known, _)| *known == period)).and_then(|(_, value)| *value);
    let previous = history.iter().rev().filter(|(earlier, _)| Some(*earlier) != period).find_map(|(_, value)| *value);
    let (target, intervention, minimum) = (measure.target.value, measure.intervention.value, measure.minimum.value);
    let here = Source { file: measures.file.clone(), line: measure.kpi.span.line };
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
        measured_by: current.map_or(measure.measured_by, |reading| reading.measured_by),
        sample: current.and_then(|reading| reading.sample),
        min_sample: kpi.min_sample,
        aggregation: kpi.aggregation,
        drives: measure.drives.iter().filter_map(|id| playbook.kpi(id)).map(|kpi| kpi.name.clone()).collect(),
        history,
        source: current.map_or(here, |reading| Source { file: reading.file.clone(), line: reading.line }),
    })
}

/// Values by complete quarter, oldest first: quarters as they are, months aggregated. A quarter that has not ended by
/// `as_of` is provisional and left out; one with a missing month has no value.
#[must_use]
pub fn quarters(
    history: &[(Period, Option<f64>)],
    aggregation: Aggregation,
    direction: Direction,
    as_of: Date,
) -> Vec<(Period, Option<f64>)> {
    let mut out: Vec<(Period, Vec<Option<f64>>)> = Vec::new();
    for (period, value) in history {
        let quarter = period.quarter();
        let values = if period.months() == 3 { [*value; 3].to_vec() } else { vec![*value] };
        match out.last_mut().filter(|(last, _)| *last == quarter) {
            Some((_, list)) if period.months() == 1 => list.extend(values),
            _ => out.push((quarter, values)),
        }
    }
    let whole = |history_is_quarters: bool, list: &[Option<f64>]| {
        let known: Option<Vec<f64>> = list.iter().copied().collect();
        let known = known.filter(|known| known.len() == 3)?;
        if history_is_quarters { known.first().copied() } else { aggregate(&known, aggregation, direction) }
    };
    let quarterly = history.first().is_some_and(|(period, _)| period.months() == 3);
    out.into_iter()
        .filter(|(quarter, _)| quarter.last_day() <= as_of)
        .map(|(quarter, list)| (quarter, whole(quarterly, &list)))
        .collect()
}

fn aggregate(values: &[f64], aggregation: Aggregation, direction: Direction) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "three months")]
    let count = values.len() as f64;
    match aggregation {
        Aggregation::Mean => Some(values.iter().sum::<f64>() / count),
        Aggregation::Sum => Some(values.iter().sum()),
        Aggregation::Last => values.last().copied(),
        Aggregation::Worst if direction == Direction::Down => values.iter().copied().reduce(f64::max),
        Aggregation::Worst => values.iter().copied().reduce(f64::min),
    }
}
