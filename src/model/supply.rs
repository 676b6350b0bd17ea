//! What a vendor supplies: kinds of work, parts, data, and the ways on which products built with it reach buyers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::vendor::{Access, Layer};
use super::{At, Date, Id};

/// One kind of work a vendor is engaged for.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Engagement {
    /// Which kind.
    pub kind: Access,
    /// What it covers.
    pub scope: String,
    /// The first day.
    pub from: At<Date>,
    /// The last day.
    pub until: Option<At<Date>>,
    /// Whether the scope had been proven before, such as by advice or a pilot.
    #[serde(default)]
    pub proven: bool,
}

/// A part the vendor supplies.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Component {
    /// Kebab-case.
    pub id: At<Id>,
    /// As printed.
    pub name: String,
    /// Where in the stack; the vendor's layer where absent.
    pub layer: Option<Layer>,
    /// What sort of part.
    pub kind: Option<ComponentKind>,
    /// The capability it belongs to.
    pub capability: Option<At<Id>>,
    /// The vendor or `in-house` part that could replace it.
    pub alternative: Option<String>,
    /// Whether our own layer stands between it and our applications.
    #[serde(default)]
    pub behind_our_layer: bool,
    /// Projects that use it again.
    #[serde(default)]
    pub reused_in: Vec<String>,
}

/// Sorts of parts (McKinsey Digital, 2024).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ComponentKind {
    /// A module with a defined interface.
    Module,
    /// A model trained by somebody else.
    PretrainedModel,
    /// A language module that can be adapted.
    LanguageModule,
    /// A configurable pipeline.
    DataPipeline,
    /// A set of data.
    DataSet,
    /// A tool for people.
    Tool,
}

/// On which terms licensed data are ours.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct DataPartnership {
    /// Whether competitors cannot have them: an advantage and a dependence.
    pub exclusive: At<bool>,
    /// Whether the vendor may end it when we compete with it.
    #[serde(default)]
    pub revocable: bool,
    /// What else matters.
    pub note: Option<String>,
}

/// A way in which products that build on a partnership reach buyers.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct GoToMarket {
    /// Kebab-case.
    pub id: At<Id>,
    /// Which way.
    pub kind: GoToMarketKind,
    /// With whom, such as a marketplace or a consultancy.
    pub partner: String,
    /// How far it is.
    pub stage: GoToMarketStage,
    /// The day it was listed or went live.
    pub listed: Option<At<Date>>,
    /// The day the first sales cycle began that needs it.
    pub needed_by: Option<At<Date>>,
    /// What else matters.
    pub note: Option<String>,
}

/// Ways to buyers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GoToMarketKind {
    /// A cloud marketplace.
    Marketplace,
    /// Both sides sell together.
    CoSell,
    /// One side recommends the other.
    Referral,
    /// It works inside a tool that buyers use.
    Integration,
}

/// How far a way to buyers is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GoToMarketStage {
    /// Wanted.
    Planned,
    /// Asked for.
    Applied,
    /// In use.
    Live,
    /// Given up.
    Ended,
}
