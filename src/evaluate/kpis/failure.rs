//! Sustained failure: how many quarters in a row a KPI has been beyond its minimum, and which rung of the ladder follows.
//!
//! 1. Strictly beyond the minimum counts; on it does not.
//! 2. A quarter without a value neither counts nor resets: the chain pauses. So does an excused one.
//! 3. Thresholds count from their day on. One that was made easier during a breach without approval does not count.
//! 4. Once enough quarters have failed, the failure stands until enough quarters in a row keep the intervention threshold;
//!    one without a value breaks that row, so that nobody is cured by not reporting.

use schemars::JsonSchema;
use serde::Serialize;

use super::quarters::Quarter;
use super::thresholds::{Thresholds, is_easier, keeps, state};
use super::trend::{Course, Trend};
use crate::block::Mark;
use crate::model::kpi::{Direction, Measure};
use crate::model::policy::Measuring;
use crate::model::{Period, Threshold};

/// Where a KPI stands on the way to an exit decision.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Failure {
    /// The quarters of the present chain, oldest first.
    pub chain: Vec<(Period, f64)>,
    /// Complete quarters without a value at the end.
    pub missing: usize,
    /// The quarter with which the failure became a sustained one; absent where there is none, or it was cured.
    pub since: Option<Period>,
    /// The quarter with which the last sustained failure was cured.
    pub cured: Option<Period>,
    /// One more such quarter makes it a sustained failure: strictly beyond this.
    pub fires_next_beyond: Option<Threshold>,
    /// The quarters whose minimum or intervention was made easier during a breach without approval: the earlier one was applied.
    pub eased: Vec<Period>,
}

/// The rung of the ladder of interventions that a KPI calls for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Rung {
    /// Nothing to do.
    #[default]
    None,
    /// The operational tier names cause, owner and a date within days.
    Cause,
    /// The performance tier agrees on a recovery plan with dates; the contract owner is told.
    Recovery,
    /// The strategic tier is told; formal notice, credits, exit plan refreshed.
    Notice,
    /// The strategic tier decides: cure, restructure or exit.
    Decision,
}

impl Rung {
    /// What it asks for, in words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Cause => "name cause, owner and date",
            Self::Recovery => "agree on a recovery plan",
            Self::Notice => "formal notice",
            Self::Decision => "exit decision",
        }
    }
}

/// The chain of failed quarters of one KPI.
#[must_use]
pub fn failure(quarters: &[Quarter], measure: &Measure, direction: Direction, policy: &Measuring) -> Failure {
    let needed = (policy.missed_quarters as usize).max(1);
    let mut found = Failure::default();
    let mut kept = 0;
    let mut held: Option<Thresholds> = None;
    for quarter in quarters.iter().filter(|quarter| !quarter.provisional) {
        let mut limits = quarter.thresholds;
        let eased = |held: &Thresholds| {
            is_easier(limits.minimum, held.minimum, direction) || is_easier(limits.intervention, held.intervention, direction)
        };
        if let Some(held) = held.filter(eased)
            && !found.chain.is_empty()
            && !is_approved(measure, quarter)
        {
            found.eased.push(quarter.period);
            limits = held;
        }
        held = Some(limits);
        let Some(value) = quarter.value else {
            found.missing += 1;
            kept = 0;
            continue;
        };
        found.missing = 0;
        if quarter.excused {
            kept = 0;
            continue;
        }
        if state(Some(value), direction, &limits) == Mark::Bad {
            found.chain.push((quarter.period, value));
            kept = 0;
            if found.chain.len() >= needed && found.since.is_none() {
                found.since = Some(quarter.period);
                found.cured = None;
            }
            continue;
        }
        if found.since.is_none() {
            found.chain.clear();
            continue;
        }
        kept = if keeps(value, limits.intervention, direction) { kept + 1 } else { 0 };
        if kept >= policy.cure_quarters {
            found.cured = Some(quarter.period);
            found.since = None;
            found.chain.clear();
            kept = 0;
        }
    }
    let minimum = held.map(|held| held.minimum);
    found.fires_next_beyond = minimum.filter(|_| found.since.is_none() && found.chain.len() + 1 == needed && needed > 1);
    found
}

/// Whether the change of thresholds that holds in a quarter was approved.
fn is_approved(measure: &Measure, quarter: &Quarter) -> bool {
    let before = quarter.period.first_day();
    let changed = measure.earlier.iter().filter(|earlier| earlier.until.value < before).max_by_key(|earlier| earlier.until.value);
    changed.is_some_and(|earlier| earlier.approved_by.is_some() && earlier.because.is_some())
}

/// The rung of the ladder: states of the last readings, oldest first, then quarters, trend and failure.
#[must_use]
pub fn rung(states: &[Mark], quarters: &[Quarter], trend: &Trend, failure: &Failure) -> Rung {
    let beyond = |mark: &Mark| matches!(mark, Mark::Act | Mark::Bad);
    let in_a_row = states.iter().rev().take_while(|mark| beyond(mark)).count();
    let last = quarters.iter().rfind(|quarter| !quarter.provisional && quarter.value.is_some());
    match () {
        () if failure.since.is_some() => Rung::Decision,
        () if last.is_some_and(|quarter| quarter.state == Mark::Bad && !quarter.excused) => Rung::Notice,
        () if in_a_row > 1 || failure.missing > 1 || trend.reading == Course::Declining => Rung::Recovery,
        () if in_a_row == 1 => Rung::Cause,
        () => Rung::None,
    }
}
