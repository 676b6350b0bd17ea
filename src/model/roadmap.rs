//! `vendors/<id>/roadmap.yaml`: what is planned together, and what the vendor plans by itself.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::governance::Side;
use super::value::scalar;
use super::{At, Date, Id, Length, Money, Period};

/// `roadmap.yaml`
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default)]
pub struct Roadmap {
    /// What we see of the vendor's plans before others do.
    pub early_access: Option<EarlyAccess>,
    /// What the vendor plans.
    pub items: Vec<Item>,
    /// What we plan together.
    pub milestones: Vec<Milestone>,
    /// Growth the vendor commits to.
    pub scaling: Vec<Scaling>,
    /// The burst of meetings in which the joint plan was made.
    pub planning: Option<Planning>,
    /// Which of our goals the vendor was told.
    pub shared_goals: Vec<SharedGoal>,
    /// What both sides build together, and who does it.
    pub cocreation: Vec<Cocreation>,
    /// What both sides put in.
    pub investments: Vec<Investment>,
    /// Components used again, and the time it saved.
    pub reuse: Vec<Reuse>,
}

/// What we see before others do.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct EarlyAccess {
    /// Whether we get alpha versions.
    #[serde(default)]
    pub alpha: bool,
    /// Whether we get beta versions.
    #[serde(default)]
    pub beta: bool,
    /// How we influence the direction, such as a seat on an advisory board.
    pub influence: Option<String>,
}

/// Something the vendor plans.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Item {
    /// Kebab-case.
    pub id: At<Id>,
    /// As printed.
    pub name: String,
    /// The day we last heard of it.
    pub seen: At<Date>,
    /// When it is expected.
    pub expected: Option<Period>,
    /// How far it is.
    pub status: ItemStatus,
    /// How much we need it.
    #[serde(default)]
    pub need: Need,
}

/// How far a roadmap item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ItemStatus {
    /// Spoken of.
    Announced,
    /// A few may try it.
    Alpha,
    /// Many may try it.
    Beta,
    /// Everybody may use it.
    Available,
    /// Later than promised.
    Delayed,
    /// It will not come.
    Dropped,
}

/// How much we need something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// Good to have.
    #[default]
    Useful,
    /// A plan of ours builds on it.
    Important,
    /// Without it the partnership loses its purpose.
    Critical,
}

/// Something planned together.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, JsonSchema)]
pub struct Milestone {
    /// Kebab-case.
    pub id: At<Id>,
    /// As printed.
    pub name: String,
    /// When it is due.
    pub due: At<Date>,
    /// Who delivers it.
    #[serde(default = "shared")]
    pub side: Side,
    /// Our role that answers for it.
    pub owner: Option<At<Id>>,
    /// Milestones it waits for: `<id>` of the same vendor, or `<vendor>/<id>`.
    #[serde(default)]
    pub after: Vec<At<MilestonePath>>,
    /// The day it was reached.
    pub done: Option<At<Date>>,
}

const fn shared() -> Side {
    Side::Shared
}

/// A milestone, of the same vendor or written `<vendor>/<milestone>`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MilestonePath {
    /// Another vendor's id.
    pub vendor: Option<Id>,
    /// The milestone's id.
    pub milestone: Id,
}

impl std::str::FromStr for MilestonePath {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = |_| format!("`{text}` is not a milestone: write its id, or `<vendor>/<milestone>`");
        Ok(match text.split_once('/') {
            None => Self { vendor: None, milestone: text.parse().map_err(wrong)? },
            Some((vendor, milestone)) => {
                Self { vendor: Some(vendor.parse().map_err(wrong)?), milestone: milestone.parse().map_err(wrong)? }
            }
        })
    }
}

impl std::fmt::Display for MilestonePath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.vendor {
            Some(vendor) => write!(f, "{vendor}/{}", self.milestone),
            None => write!(f, "{}", self.milestone),
        }
    }
}

scalar!(MilestonePath);

/// Growth the vendor commits to without its service getting worse.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Scaling {
    /// Kebab-case.
    pub id: At<Id>,
    /// What grows, such as `search requests a second`.
    pub what: String,
    /// The volume at the start, in any unit.
    pub baseline: At<f64>,
    /// The volume to reach, in the same unit.
    pub goal: At<f64>,
    /// The first day.
    pub from: At<Date>,
    /// The last day.
    pub until: At<Date>,
    /// KPIs that must not fall below their target meanwhile, by id.
    #[serde(default)]
    pub guards: Vec<At<Id>>,
    /// The volume served without degradation, by month.
    #[serde(default)]
    pub reached: BTreeMap<Period, f64>,
    /// The day both sides look at it again.
    pub review_by: Option<At<Date>>,
    /// Where in the contract.
    #[serde(rename = "where")]
    pub location: Option<String>,
}

/// A burst of planning: both sides meet every couple of days for some weeks.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Planning {
    /// The first day.
    pub from: At<Date>,
    /// The last day.
    pub until: At<Date>,
    /// How often they met in between.
    pub meetings: u32,
    /// From one meeting to the next, such as `2 days`.
    pub every: Option<Length>,
    /// What came out.
    pub outcome: Option<String>,
}

/// A goal of ours that the vendor was told.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct SharedGoal {
    /// The id of an objective in `strategy.yaml`.
    pub objective: At<Id>,
    /// The day.
    pub on: At<Date>,
    /// Whether an agreement on secrecy covers it.
    #[serde(default)]
    pub under_nda: bool,
}

/// Something built together.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Cocreation {
    /// What kind of work.
    pub activity: Activity,
    /// Our role that takes part.
    pub ours: Option<At<Id>>,
    /// Their title that takes part.
    pub theirs: Option<String>,
    /// What is built.
    pub what: Option<String>,
}

/// Kinds of work done together (McKinsey Digital, 2024).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Activity {
    /// Data are found and prepared.
    DataPreparation,
    /// Prompts are written.
    PromptEngineering,
    /// Models are adapted.
    FineTuning,
    /// Results are tried in the field and improved.
    FieldTesting,
}

/// What both sides put into one thing, per year, in the playbook's currency.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Investment {
    /// What it is for.
    pub what: String,
    /// Our money.
    pub ours: Option<Money>,
    /// Their money.
    pub theirs: Option<Money>,
    /// What each side gives besides money, such as people.
    pub note: Option<String>,
}

/// A component that was used again.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Reuse {
    /// The id of a component in `vendor.yaml`.
    pub component: At<Id>,
    /// Where it was used again.
    pub project: String,
    /// The day it went live there.
    pub on: At<Date>,
    /// Working days it took.
    pub days_with: Option<At<f64>>,
    /// Working days a comparable project took without it.
    pub days_without: Option<At<f64>>,
}
