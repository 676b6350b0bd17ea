//! `kpis.yaml` and `vendors/<id>/kpis.yaml`: what is measured, and what was read.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{At, Date, Id, Period, Threshold};

/// `playbook/kpis.yaml`
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Library {
    /// Every KPI that vendors may be measured by.
    pub kpis: Vec<Kpi>,
}

/// A measured indicator.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Kpi {
    /// Kebab-case.
    pub id: At<Id>,
    /// In a few words.
    pub name: String,
    /// Which of the three buckets.
    pub bucket: Bucket,
    /// Printed behind every value, such as `%` or `ms`.
    pub unit: String,
    /// Which way is better.
    pub direction: Direction,
    /// How months become a quarter.
    #[serde(default)]
    pub aggregation: Aggregation,
    /// How it is computed.
    pub formula: String,
    /// The smallest sample a reading may rest on; with fewer it counts as missing.
    pub min_sample: Option<u32>,
    /// Thresholds to start from.
    pub typical: Option<Typical>,
    /// The KPIs it usually drives, by id.
    #[serde(default)]
    pub drives: Vec<At<Id>>,
    /// What to beware of.
    pub caveat: Option<String>,
}

/// How the readings of months become one of a quarter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Aggregation {
    /// Their mean.
    #[default]
    Mean,
    /// The worst of them.
    Worst,
    /// Their sum.
    Sum,
    /// The last of them.
    Last,
    /// Their mean, weighted by the number of cases: a ratio of sums.
    Pooled,
}

/// Thresholds to start from, before they are set with the vendor.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Typical {
    /// Such as `99.9` or `use case`.
    pub target: String,
    /// Such as `99.7` or `+20 % over target`.
    pub intervention: String,
    /// Such as `99.5`.
    pub minimum: String,
    /// Where they come from: `own`, or an instrument of `contracts/standards.yaml`.
    pub source: At<Id>,
    /// What to consider.
    pub note: Option<String>,
}

/// The bucket a KPI belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Bucket {
    /// Does it work?
    Technical,
    /// Is it used?
    Operational,
    /// Does it pay?
    Business,
}

impl Bucket {
    /// Its name.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Technical => "technical",
            Self::Operational => "operational",
            Self::Business => "business",
        }
    }
}

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// More is better.
    Up,
    /// Less is better.
    Down,
    /// Inside a range is best.
    Band,
}

/// `vendors/<id>/kpis.yaml`
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Measures {
    /// One entry per KPI.
    pub measures: Vec<Measure>,
}

/// How one KPI is set and read for one vendor.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Measure {
    /// Which KPI.
    pub kpi: At<Id>,
    /// On or above: good. Between target and intervention: watch.
    pub target: At<Threshold>,
    /// Between intervention and minimum: act.
    pub intervention: At<Threshold>,
    /// Strictly beyond it: bad.
    pub minimum: At<Threshold>,
    /// Whether a sustained miss opens an exit decision.
    #[serde(default)]
    pub exit_relevant: bool,
    /// Who measures.
    pub measured_by: MeasuredBy,
    /// Its weight among the measures of its bucket; only the ratio counts.
    pub weight: Option<At<f64>>,
    /// Our role that answers for the reading.
    pub owner: Option<At<Id>>,
    /// The value before the partnership, in the unit.
    pub baseline: Option<f64>,
    /// How far a reading may be off, in the unit: smaller changes mean nothing.
    pub error: Option<At<f64>>,
    /// Thresholds that held before, oldest first.
    #[serde(default)]
    pub earlier: Vec<Earlier>,
    /// Periods in which a miss does not count.
    #[serde(default)]
    pub excused: Vec<Excused>,
    /// The KPIs this one drives: the line of sight from technical to business.
    #[serde(default)]
    pub drives: Vec<At<Id>>,
    /// Value by period; `null` says that the reading is missing. `kpis.csv` may hold more.
    #[serde(default)]
    pub readings: BTreeMap<Period, At<Option<f64>>>,
}

/// Thresholds that held until a day. A change counts from then on, never backwards.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Earlier {
    /// The last day they held.
    pub until: At<Date>,
    /// As it was.
    pub target: At<Threshold>,
    /// As it was.
    pub intervention: At<Threshold>,
    /// As it was.
    pub minimum: At<Threshold>,
    /// The role that approved the change.
    pub approved_by: Option<At<Id>>,
    /// Why it was changed.
    pub because: Option<String>,
}

/// A period in which a miss does not count.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Excused {
    /// Which period.
    pub period: At<Period>,
    /// Why, such as force majeure or a fault of ours.
    pub because: String,
    /// The role that approved it.
    pub approved_by: At<Id>,
    /// Where the proof is; without it the miss counts.
    pub evidence: Option<String>,
}

/// `vendors/<id>/kpis.csv`: readings, one a line.
#[derive(Clone, Debug, Default)]
pub struct Readings {
    /// In the order of the file.
    pub rows: Vec<Row>,
}

/// A line of `kpis.csv`.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// Which KPI.
    pub kpi: At<Id>,
    /// Which period.
    pub period: At<Period>,
    /// The value in the unit; absent where the reading is missing.
    pub value: Option<f64>,
    /// How many cases it rests on.
    pub sample: Option<u32>,
    /// Who measured, where it differs from the measure.
    pub source: Option<MeasuredBy>,
    /// What to know about it.
    pub note: Option<String>,
}

/// Who measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MeasuredBy {
    /// We do.
    Own,
    /// A third party does.
    Independent,
    /// The vendor does.
    Vendor,
}
