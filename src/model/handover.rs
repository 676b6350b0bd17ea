//! `vendor.yaml`, key `handover`: how our own people take over what a partner does for us today.
//!
//! 1. The path: which share is ours, by year, planned and actual.
//! 2. The transfer: hours of training, agreed and delivered, who takes part from day one.
//! 3. The proof: drills in which we change something alone, and the operations guide.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{At, Date, Id, Share};

/// How our own people take over.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default)]
pub struct Handover {
    /// What the shares are parts of, such as `working hours`.
    pub basis: Option<String>,
    /// The internal share planned, by year.
    pub plan: BTreeMap<u16, At<Share>>,
    /// The internal share reached, by year.
    pub actual: BTreeMap<u16, At<Share>>,
    /// Who of us works along from the first day.
    pub day_one: Option<DayOne>,
    /// Hours of training.
    pub training: Option<Training>,
    /// Attempts to change something alone.
    pub drills: Vec<Drill>,
    /// What our people need to run it.
    pub operations_guide: Option<OperationsGuide>,
    /// How one will see that the partner is no longer needed.
    pub success: Option<String>,
}

/// Who of us works along from the first day.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct DayOne {
    /// Our role.
    pub role: At<Id>,
    /// The first day.
    pub since: At<Date>,
    /// Whether it takes part in the work or only watches.
    #[serde(default)]
    pub takes: Part,
}

/// How somebody takes part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// Joins meetings and decisions and does simple tasks.
    #[default]
    Participant,
    /// Watches.
    Observer,
}

/// Hours of training by the partner.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default)]
pub struct Training {
    /// Hours the contract grants.
    pub hours_agreed: Option<At<f64>>,
    /// Hours held so far.
    pub hours_delivered: Option<At<f64>>,
    /// Where the recordings are.
    pub recordings: Option<String>,
}

/// An attempt to change something small without the partner.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Drill {
    /// The day.
    pub on: At<Date>,
    /// What was changed.
    pub task: String,
    /// Our role that did it.
    pub by: Option<At<Id>>,
    /// Whether it succeeded without help.
    pub alone: bool,
    /// Where it got stuck.
    #[serde(default)]
    pub stuck: Vec<String>,
    /// Training that follows from it.
    pub training: Option<String>,
}

/// The three parts of an operations guide (Working With AI Partners).
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default)]
pub struct OperationsGuide {
    /// How it works.
    pub how_it_works: bool,
    /// How it is built.
    pub architecture: bool,
    /// Where to look when something goes wrong.
    pub troubleshooting: bool,
    /// The day it was last brought up to date.
    pub updated: Option<At<Date>>,
    /// Where it is.
    pub link: Option<String>,
}
