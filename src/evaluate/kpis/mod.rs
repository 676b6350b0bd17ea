//! KPIs: the reading of the last complete period against target, intervention and minimum, and what follows from the
//! readings before it.
//!
//! 1. The period that counts is the last one that had ended by the as-of date.
//! 2. [`thresholds`]: state and attainment. A missing reading is its own state, unknown, whatever the readings before it
//!    said; so is one whose sample is too small.
//! 3. [`quarters`] and [`failure`]: sustained failure and the ladder of interventions. [`trend`]: where it is going.
//! 4. [`sight`]: which business KPIs it leads to. [`health`]: all of them together.

pub mod failure;
pub mod health;
pub mod quarters;
pub mod sight;
pub mod thresholds;
pub mod trend;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use self::failure::{Failure, Rung};
use self::quarters::{Point, Quarter, Rule};
use self::thresholds::{Thresholds, attainment, state};
use self::trend::Trend;
use super::Source;
use crate::block::Mark;
use crate::model::kpi::{Aggregation, Bucket, Direction, Measure, MeasuredBy, Measures};
use crate::model::{Common, Date, Filed, Id, Observation, Period, Threshold, VendorFolder};

/// Where one KPI of one vendor stands.
#[derive(Clone, Debug, Serialize, JsonSchema)]
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
    /// Why it has that state.
    pub reason: Reason,
    /// How much of the way from minimum to target is reached, 0 to 1; absent without a valid reading.
    pub attainment: Option<f64>,
    /// Its weight among the measures of its bucket.
    pub weight: f64,
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
    /// Whether anybody but the vendor measured it in the last complete quarter.
    pub checked: bool,
    /// How many cases the value rests on, where that is known.
    pub sample: Option<u32>,
    /// How many it must rest on.
    pub min_sample: Option<u32>,
    /// How months become a quarter.
    pub aggregation: Aggregation,
    /// Where it is going.
    pub trend: Trend,
    /// By quarter of the fiscal year, oldest first.
    pub quarters: Vec<Quarter>,
    /// Where it stands on the way to an exit decision.
    pub failure: Failure,
    /// What the ladder of interventions asks for.
    pub rung: Rung,
    /// The names of the KPIs it drives, from technical towards business.
    pub drives: Vec<String>,
    /// The business KPIs it leads to.
    pub leads_to: Vec<Id>,
    /// Every reading up to the as-of date, oldest first.
    pub history: Vec<(Period, Option<f64>)>,
    /// Where the value, or else the measure, stands.
    pub source: Source,
}

/// Why a KPI has its state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// On or beyond the target.
    OnTarget,
    /// Between target and intervention.
    ShortOfTarget,
    /// Between intervention and minimum.
    BeyondIntervention,
    /// Strictly beyond the minimum.
    BeyondMinimum,
    /// As the value says, but its error reaches into another state.
    Inconclusive,
    /// The last complete period has no reading.
    NoReading,
    /// The reading rests on too few cases.
    TooFewCases,
}

impl Reason {
    /// Where a value of this state stands, taken without its error.
    const fn of(mark: Mark) -> Self {
        match mark {
            Mark::Good => Self::OnTarget,
            Mark::Watch => Self::ShortOfTarget,
            Mark::Act => Self::BeyondIntervention,
            Mark::Bad | Mark::Unknown => Self::BeyondMinimum,
        }
    }

    /// What that means, in words.
    const fn words(self) -> &'static str {
        match self {
            Self::OnTarget => "on target",
            Self::ShortOfTarget => "short of the target",
            Self::BeyondIntervention => "beyond the intervention threshold",
            Self::BeyondMinimum => "beyond the minimum",
            Self::Inconclusive => "inconclusive: the error reaches another state",
            Self::NoReading => "no reading",
            Self::TooFewCases => "too few cases",
        }
    }
}

impl Reading {
    /// Where the value stands, and whether its error leaves that open.
    #[must_use]
    pub fn standing(&self) -> String {
        let word = state_word(self.state);
        match self.reason {
            Reason::Inconclusive => format!("{word}, though its error reaches another state"),
            Reason::ShortOfTarget | Reason::BeyondIntervention | Reason::BeyondMinimum => {
                format!("{word}: {}", self.reason.words())
            }
            reason => reason.words().to_owned(),
        }
    }
}

/// Where a KPI stands, in a word or two, the same wherever it is printed.
#[must_use]
pub const fn state_word(state: Mark) -> &'static str {
    match state {
        Mark::Good => "on target",
        Mark::Watch => "near target",
        Mark::Act => "intervene",
        Mark::Bad => "misses minimum",
        Mark::Unknown => "no reading",
    }
}

/// Where every measure of a vendor stands, by bucket and then in the order of the file.
#[must_use]
pub fn readings(common: &Common, folder: &VendorFolder, measures: &Filed<Measures>, as_of: Date) -> Vec<Reading> {
    let rows = folder.rows();
    let one = |measure: &Measure| {
        let rows = rows.get(&measure.kpi.value).map(Vec::as_slice).unwrap_or_default();
        reading(common, measures, measure, &folder.observations(measure, rows), as_of)
    };
    let mut readings: Vec<Reading> = measures.measures.iter().filter_map(one).collect();
    readings.sort_by_key(|reading| reading.bucket);
    readings
}

fn reading(
    common: &Common,
    measures: &Filed<Measures>,
    measure: &Measure,
    observed: &BTreeMap<Period, Observation<'_>>,
    as_of: Date,
) -> Option<Reading> {
    let kpi = common.kpi(&measure.kpi)?;
    let policy = &common.settings.policy.measuring;
    let points = points(observed, kpi.min_sample, as_of);
    let history: Vec<(Period, Option<f64>)> = points.iter().map(|point| (point.period, point.value)).collect();
    let period = history.last().map(|(period, _)| period.latest_ended(as_of));
    let current = period.and_then(|period| observed.get(&period));
    let value = period.and_then(|period| history.iter().find(|(known, _)| *known == period)).and_then(|(_, value)| *value);
    let previous = history.iter().rev().filter(|(earlier, _)| Some(*earlier) != period).find_map(|(_, value)| *value);
    let limits = period.map_or_else(|| Thresholds::of(measure), |period| Thresholds::on(measure, period.first_day()));
    let rule = Rule {
        aggregation: kpi.aggregation,
        direction: kpi.direction,
        fiscal_start: common.settings.fiscal_start(),
        excuse_every: policy.excuse_every,
    };
    let mark = state(value, kpi.direction, &limits);
    let error = measure.error.as_ref().map_or(0.0, |error| error.value);
    let quarters = quarters::quarters(&points, measure, rule, as_of);
    let in_time: Vec<(f64, f64)> = history.iter().filter_map(|(period, value)| Some((period.position(), (*value)?))).collect();
    let trend = trend::trend(&in_time, kpi.direction, &limits, error, policy);
    let trend = Trend { to_breach: trend.to_breach.filter(|_| mark != Mark::Bad), ..trend };
    let failure = failure::failure(&quarters, measure, kpi.direction, policy);
    let judged = |(period, value): &(Period, Option<f64>)| {
        let limits = Thresholds::on(measure, period.first_day());
        value.map(|value| state(Some(value), kpi.direction, &limits))
    };
    // The last two periods of the calendar, whether a missing one is written or not.
    let late = |(known, _): &&(Period, Option<f64>)| period.is_some_and(|period| *known >= period.before());
    let recent: Vec<Mark> = history.iter().filter(late).filter_map(judged).collect();
    let last_quarter = quarters.iter().rfind(|quarter| !quarter.provisional).map(|quarter| quarter.period);
    let is_checked = |(period, observation): (&Period, &Observation<'_>)| {
        Some(period.fiscal_quarter(rule.fiscal_start)) == last_quarter
            && observation.value.is_some()
            && observation.measured_by != MeasuredBy::Vendor
    };
    let here = Source { file: measures.file.clone(), line: measure.kpi.span.line };
    Some(Reading {
        id: kpi.id.value.clone(),
        name: kpi.name.clone(),
        bucket: kpi.bucket,
        unit: kpi.unit.clone(),
        direction: kpi.direction,
        state: mark,
        reason: reason(mark, value, current, error, kpi.direction, &limits),
        attainment: attainment(value, kpi.direction, &limits),
        weight: measure.weight.as_ref().map_or(1.0, |weight| weight.value),
        period,
        value,
        previous,
        target: limits.target,
        intervention: limits.intervention,
        minimum: limits.minimum,
        exit_relevant: measure.exit_relevant,
        measured_by: current.map_or(measure.measured_by, |reading| reading.measured_by),
        checked: observed.iter().any(is_checked),
        sample: current.and_then(|reading| reading.sample),
        min_sample: kpi.min_sample,
        aggregation: kpi.aggregation,
        rung: failure::rung(&recent, &quarters, &trend, &failure),
        trend,
        quarters,
        failure,
        drives: measure.drives.iter().filter_map(|id| common.kpi(id)).map(|kpi| kpi.name.clone()).collect(),
        leads_to: sight::leads_to(common, &measures.measures, &measure.kpi.value),
        history,
        source: current.map_or(here, |reading| Source { file: reading.file.clone(), line: reading.line }),
    })
}

/// The readings of periods that had ended by the as-of date. A value that rests on too few cases is no value.
fn points(observed: &BTreeMap<Period, Observation<'_>>, least: Option<u32>, as_of: Date) -> Vec<Point> {
    let trusted = |sample: Option<u32>| sample.zip(least).is_none_or(|(sample, least)| sample >= least);
    observed
        .iter()
        .filter(|(period, _)| period.last_day() <= as_of)
        .map(|(period, seen)| Point { period: *period, value: seen.value.filter(|_| trusted(seen.sample)), sample: seen.sample })
        .collect()
}

fn reason(
    mark: Mark,
    value: Option<f64>,
    current: Option<&Observation<'_>>,
    error: f64,
    direction: Direction,
    limits: &Thresholds,
) -> Reason {
    let Some(value) = value else {
        let measured = current.is_some_and(|current| current.value.is_some());
        return if measured { Reason::TooFewCases } else { Reason::NoReading };
    };
    let elsewhere = |value| state(Some(value), direction, limits) != mark;
    let doubtful = error > 0.0 && (elsewhere(value - error) || elsewhere(value + error));
    if doubtful { Reason::Inconclusive } else { Reason::of(mark) }
}
