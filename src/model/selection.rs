//! `evaluation.yaml`, keys beside the ratings: how the vendor was chosen.
//!
//! 1. The choice between building, buying and allying.
//! 2. The first meeting, calls with reference customers, the pilot.
//! 3. Gates: conditions that no average buys back.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{At, Date, Id};

/// Why we did not build or simply buy.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Sourcing {
    /// What was considered.
    pub options: Vec<SourcingOption>,
    /// What was chosen.
    pub choice: SourcingOption,
    /// Why.
    pub because: String,
    /// The role that decided.
    pub by: At<Id>,
    /// The day.
    pub on: At<Date>,
}

/// Ways to get a capability.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SourcingOption {
    /// With our own people.
    Build,
    /// As a finished product.
    Buy,
    /// With a partner.
    Ally,
}

/// What was seen in the first meeting (Working With AI Partners).
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct FirstMeeting {
    /// The day.
    pub on: At<Date>,
    /// Minutes the vendor spent on its own technology.
    pub presented_minutes: Option<At<u32>>,
    /// Whether it asked for our most urgent problem.
    pub asked_for_problem: Option<bool>,
    /// The limits it named by itself; an empty list says that it named none.
    pub stated_limits: Option<Vec<String>>,
    /// Whether it proposed to begin small.
    pub proposed_small_start: Option<bool>,
    /// What else was noted.
    pub notes: Option<String>,
}

/// A call with a customer of the vendor.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct ReferenceCheck {
    /// Who, as far as it may be written down.
    pub who: String,
    /// The day.
    pub on: At<Date>,
    /// Whether its scale is similar to ours.
    pub similar_scale: Option<bool>,
    /// Whether it still runs today.
    pub still_running: Option<bool>,
    /// Whether we could speak to it without the vendor.
    pub contactable: Option<bool>,
    /// What was learnt.
    pub notes: Option<String>,
}

/// A trial before the contract.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Pilot {
    /// The first day.
    pub from: At<Date>,
    /// The last day.
    pub until: At<Date>,
    /// What it was to prove.
    pub question: Option<String>,
    /// The test under load, where there was one.
    pub stress_test: Option<StressTest>,
    /// What came out.
    pub result: Option<String>,
}

/// A test under load.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct StressTest {
    /// The day.
    pub on: At<Date>,
    /// Load as a multiple of our expected peak.
    pub times_peak: At<f64>,
    /// How long it lasted, in hours.
    pub hours: Option<f64>,
    /// What was broken on purpose.
    pub failure: Option<String>,
    /// How close the conditions were to production.
    pub conditions: Option<String>,
}

/// How the vendor did at a gate.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct GateResult {
    /// `<rubric>/<gate>`
    pub gate: At<super::evaluation::CriterionPath>,
    /// Whether it passed.
    pub result: GateOutcome,
    /// The role that judged.
    pub by: At<Id>,
    /// The day.
    pub on: At<Date>,
    /// Why.
    pub because: Option<String>,
    /// For a waiver: its last day.
    pub until: Option<At<Date>>,
    /// Ids of evidence in the same file.
    #[serde(default)]
    pub evidence: Vec<At<Id>>,
}

/// How a vendor did at a gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GateOutcome {
    /// The condition holds.
    Passed,
    /// It does not.
    Failed,
    /// It does not, and somebody has allowed it for a time.
    Waived,
}
