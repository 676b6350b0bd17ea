//! `kpis.yaml` and `vendors/<id>/kpis.yaml`: what is measured, and what was read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{At, Id, Period, Threshold};

/// `playbook/kpis.yaml`
#[derive(Clone, Debug, Deserialize)]
pub struct Library {
    /// Every KPI that vendors may be measured by.
    pub kpis: Vec<Kpi>,
}

/// A measured indicator.
#[derive(Clone, Debug, Deserialize)]
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
    /// How it is computed.
    pub formula: String,
    /// What to beware of.
    pub caveat: Option<String>,
}

/// The bucket a KPI belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bucket {
    /// Does it work?
    Technical,
    /// Is it used?
    Operational,
    /// Does it pay?
    Business,
}

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
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
#[derive(Clone, Debug, Deserialize)]
pub struct Measures {
    /// One entry per KPI.
    pub measures: Vec<Measure>,
}

/// How one KPI is set and read for one vendor.
#[derive(Clone, Debug, Deserialize)]
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
    /// The KPIs this one drives: the line of sight from technical to business.
    #[serde(default)]
    pub drives: Vec<At<Id>>,
    /// Value by period; `null` says that the reading is missing.
    #[serde(default)]
    pub readings: BTreeMap<Period, At<Option<f64>>>,
}

/// Who measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MeasuredBy {
    /// We do.
    Own,
    /// A third party does.
    Independent,
    /// The vendor does.
    Vendor,
}
