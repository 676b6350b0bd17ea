//! `vendors/<id>/exit.yaml`: what we would take along, where to, in which steps, and what was rehearsed.

use serde::{Deserialize, Serialize};

use super::{At, Date, Id};

/// `exit.yaml`
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Exit {
    /// What must not stay behind.
    pub assets: Vec<Asset>,
    /// Where the work could go.
    pub options: Vec<Choice>,
    /// What has to be done.
    pub steps: Vec<Step>,
    /// What was tried.
    pub rehearsals: Vec<Rehearsal>,
}

/// Something that must not stay behind.
#[derive(Clone, Debug, Deserialize)]
pub struct Asset {
    /// Kebab-case.
    pub id: At<Id>,
    /// As printed.
    pub name: String,
    /// How it gets out, such as `self-service export`; absent where there is no way.
    pub route: Option<String>,
    /// Such as `JSONL`.
    pub format: Option<String>,
    /// The day the export was last proven to work.
    pub last_proven: Option<Date>,
}

/// Where the work could go.
#[derive(Clone, Debug, Deserialize)]
pub struct Choice {
    /// Kebab-case.
    pub id: At<Id>,
    /// Which way out.
    pub kind: ChoiceKind,
    /// The vendor that would take over, if it is one we know.
    pub vendor: Option<At<Id>>,
    /// How well it would replace what we have.
    pub substitutability: Level,
}

/// Which way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChoiceKind {
    /// Another vendor.
    AlternateProvider,
    /// We do it ourselves.
    InHouse,
    /// We stop doing it.
    Discontinue,
}

/// Low, medium or high.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Hardly.
    Low,
    /// With work.
    Medium,
    /// Readily.
    High,
}

/// Something that has to be done.
#[derive(Clone, Debug, Deserialize)]
pub struct Step {
    /// Kebab-case.
    pub id: At<Id>,
    /// As printed.
    pub name: String,
    /// The role that does it.
    pub owner: At<Id>,
    /// How long it takes, in calendar days.
    pub days: u32,
    /// The steps it waits for.
    #[serde(default)]
    pub after: Vec<At<Id>>,
}

/// A dated test of the plan or of a part of it.
#[derive(Clone, Debug, Deserialize)]
pub struct Rehearsal {
    /// The day.
    pub on: Date,
    /// How far it went.
    pub level: RehearsalLevel,
    /// How it ended.
    pub result: Outcome,
    /// What was learnt.
    pub findings: Option<String>,
}

/// How far a rehearsal went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RehearsalLevel {
    /// Talked through.
    Desktop,
    /// Assets were taken out.
    Export,
    /// A part of the load was moved.
    PartialCutover,
    /// Everything was moved.
    Full,
}

/// How a rehearsal ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// As planned.
    Passed,
    /// Only in part.
    PartlyPassed,
    /// Not.
    Failed,
}
