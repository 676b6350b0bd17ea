//! `vendors/<id>/vendor.yaml`: who the vendor is and what it does for us.
//!
//! 1. Facts: class, status, layer, direction, owners.
//! 2. Which capabilities it serves.
//! 3. What it costs us, and which dependence we accept with open eyes.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::handover::Handover;
use super::operations::Operations;
use super::supply::{Component, DataPartnership, Engagement, GoToMarket};
use super::{At, Date, Id, Internal, Money, Share};

/// `vendor.yaml`
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct Vendor {
    /// As printed.
    pub name: String,
    /// What it does for us, in one sentence.
    pub summary: String,
    /// How much depends on it.
    pub class: Class,
    /// Where the partnership stands.
    pub status: Status,
    /// Where in the stack it sits.
    pub layer: Layer,
    /// Whether we buy from it, sell with it, or both.
    #[serde(default)]
    pub direction: Direction,
    /// How large it is.
    pub size: Option<Size>,
    /// Whether the partnership needs a management function; a strategic one does unless this says otherwise.
    pub significant: Option<bool>,
    /// What is special about it; clauses may become a must for that reason.
    #[serde(default)]
    pub conditions: Vec<Condition>,
    /// How we obtain what it offers.
    pub access: Option<Access>,
    /// The role that owns the partnership.
    pub owner: Option<At<Id>>,
    /// The role that knows how it is built in.
    pub architect: Option<At<Id>>,
    /// The role that answers for the products built on it.
    pub product_owner: Option<At<Id>>,
    /// The first day of the partnership.
    pub since: Option<At<Date>>,
    /// The day it went into use, or will.
    pub live: Option<At<Date>>,
    /// The last day anybody used it.
    pub last_used: Option<At<Date>>,
    /// The day the partnership as a whole was last reviewed.
    pub reviewed: Option<At<Date>>,
    /// Kinds of work it was or is engaged for, in order.
    #[serde(default)]
    pub engagements: Vec<Engagement>,
    /// The capabilities it serves.
    #[serde(default)]
    pub capabilities: Vec<Serves>,
    /// The parts it supplies.
    #[serde(default)]
    pub components: Vec<Component>,
    /// For licensed data: on which terms we alone have them.
    pub data_partnership: Option<DataPartnership>,
    /// Money per year.
    pub spend: Option<Spend>,
    /// What managing the partnership costs us per year.
    pub management_cost: Option<Internal<ManagementCost>>,
    /// Companies it passes our data or work on to.
    #[serde(default)]
    pub subprocessors: Vec<Subprocessor>,
    /// How our own people take over.
    pub handover: Option<Handover>,
    /// How it is run, watched and tested.
    pub operations: Option<Operations>,
    /// How products that build on it reach buyers.
    #[serde(default)]
    pub go_to_market: Vec<GoToMarket>,
    /// Dependence that somebody has accepted knowingly.
    #[serde(default)]
    pub acceptances: Vec<Internal<Acceptance>>,
    /// What the portfolio audit decided about it.
    pub disposition: Option<Internal<Disposition>>,
}

/// How much depends on the vendor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Broad, long-term effect on our results.
    Strategic,
    /// Matters to one area for some time.
    Tactical,
    /// Useful and replaceable.
    Operational,
}

/// Where the partnership stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Known, not looked at yet.
    Prospect,
    /// Being rated.
    Evaluating,
    /// Contract under discussion.
    Negotiating,
    /// Signed, not yet in use.
    Onboarding,
    /// In use.
    Active,
    /// Being left.
    Exiting,
    /// Left.
    Exited,
}

/// Where in the stack the vendor sits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Layer {
    /// Models that others build on.
    FoundationModel,
    /// Storage and retrieval, such as a vector database.
    DataInfrastructure,
    /// Observability, evaluation, orchestration.
    Tooling,
    /// Licensed data.
    Data,
    /// People: integrators and advisers.
    Services,
}

/// How we obtain what the vendor offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Access {
    /// Standard terms, pay as you go.
    Api,
    /// A negotiated agreement.
    Enterprise,
    /// Sold on under our name.
    WhiteLabel,
    /// Fixed scope, time and price.
    Project,
    /// Advice by the hour or month.
    Advisory,
    /// A licence to data.
    Licence,
}

/// The part of a capability the vendor serves.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Serves {
    /// Which capability.
    pub capability: At<Id>,
    /// How much of it.
    pub share: Option<Shares>,
    /// The vendor that could take over.
    pub alternate: Option<At<Id>>,
    /// How ready that vendor is.
    pub readiness: Option<Readiness>,
}

/// Shares of a capability, by three bases.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Shares {
    /// Of the requests.
    pub requests: Option<At<Share>>,
    /// Of the spend.
    pub spend: Option<At<Share>>,
    /// Of what the capability can do, such as 3 of its 4 functions.
    pub capability: Option<At<Share>>,
}

/// How ready an alternate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Readiness {
    /// Not at all.
    None,
    /// Known, not tried.
    Cold,
    /// Tried, not running.
    Warm,
    /// Running beside.
    Hot,
}

/// Money per year, in the playbook's currency.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Spend {
    /// The last twelve months.
    pub annual: Money,
    /// The next twelve months.
    pub forecast: Option<Money>,
    /// By calendar year.
    #[serde(default)]
    pub history: BTreeMap<u16, Money>,
}

/// What managing a partnership costs us per year, in the playbook's currency, by its four lines.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct ManagementCost {
    /// Relationship managers and coordinators.
    pub coordination: Option<Money>,
    /// Measuring and explaining performance.
    pub analysis: Option<Money>,
    /// Keeping stakeholders informed.
    pub communication: Option<Money>,
    /// The time of executives.
    pub oversight: Option<Money>,
}

impl Vendor {
    /// Whether somebody has accepted a dependence or deviation, and the acceptance is in force on a day.
    #[must_use]
    pub fn accepts(&self, of: Accepted, on: Date) -> bool {
        let mut acceptances = self.acceptances.iter().map(Internal::judge);
        acceptances.any(|one| one.of == of && one.on.value <= on && one.review_by.value >= on)
    }
}

impl ManagementCost {
    /// The four lines with their names; a line that is absent is unknown.
    #[must_use]
    pub const fn lines(&self) -> [(&'static str, Option<Money>); 4] {
        [
            ("coordination", self.coordination),
            ("analysis", self.analysis),
            ("communication", self.communication),
            ("oversight", self.oversight),
        ]
    }
}

/// A company the vendor passes our data or work on to.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Subprocessor {
    /// As printed.
    pub name: String,
    /// The vendor it is, where we also buy from it ourselves.
    pub vendor: Option<At<Id>>,
    /// What it does.
    pub role: String,
    /// Where.
    pub region: Option<String>,
    /// The day we were told.
    pub notified: Option<Date>,
}

/// Whether we buy from a vendor or sell with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// We buy from it.
    #[default]
    Inbound,
    /// We sell with it or through it.
    Outbound,
    /// Both.
    Both,
}

/// How large a vendor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Size {
    /// Runs its own clouds.
    Hyperscaler,
    /// Known beyond its field.
    Large,
    /// Growing.
    ScaleUp,
    /// Small and special.
    Niche,
}

/// What is special about a vendor or about what it does for us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Condition {
    /// Financial or comparable supervision applies.
    Regulated,
    /// Its loss stops the business within a day.
    Critical,
    /// It processes personal data for us.
    PersonalData,
    /// It delivers work made for us.
    Delivery,
    /// We develop something together.
    CoDevelopment,
    /// We sell it on under our name.
    Embedding,
    /// The use is high-risk under the AI Act.
    HighRisk,
    /// The law of the European Union applies.
    EuropeanUnion,
}

/// Dependence or deviation that somebody has accepted knowingly.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Acceptance {
    /// What is accepted.
    pub of: Accepted,
    /// The role that accepts it.
    pub by: At<Id>,
    /// The day.
    pub on: At<Date>,
    /// The day it must be looked at again.
    pub review_by: At<Date>,
    /// Why it is worth it.
    pub because: String,
}

/// What may be accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Accepted {
    /// That leaving would be hard.
    LockIn,
    /// That much depends on one vendor.
    Concentration,
    /// That nobody else could take over.
    NoAlternate,
}

/// What the portfolio audit decided about a vendor.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Disposition {
    /// The decision.
    pub verdict: Verdict,
    /// The role that decided.
    pub by: At<Id>,
    /// The day.
    pub on: At<Date>,
    /// The day of the next audit.
    pub review_by: Option<At<Date>>,
    /// Why.
    pub because: String,
    /// A vendor that does the same.
    pub redundant_with: Option<At<Id>>,
    /// A capability that nobody serves well enough.
    pub gap: Option<String>,
}

/// Decisions of the portfolio audit (McKinsey Digital, 2024).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Give it more.
    Expand,
    /// Keep it as it is.
    Maintain,
    /// End it in good order.
    PhaseOut,
}

impl Verdict {
    /// In words, after "to".
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Expand => "expand",
            Self::Maintain => "maintain",
            Self::PhaseOut => "phase out",
        }
    }
}

impl Layer {
    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::FoundationModel => "foundation models",
            Self::DataInfrastructure => "data infrastructure",
            Self::Tooling => "tooling",
            Self::Data => "data",
            Self::Services => "services",
        }
    }
}

impl Accepted {
    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::LockIn => "lock-in",
            Self::Concentration => "concentration",
            Self::NoAlternate => "having no alternate",
        }
    }
}

impl Condition {
    /// When it holds, in words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Regulated => "under financial supervision",
            Self::Critical => "for critical capabilities",
            Self::PersonalData => "where personal data are processed",
            Self::Delivery => "where work is delivered",
            Self::CoDevelopment => "where something is developed together",
            Self::Embedding => "where we sell it on under our name",
            Self::HighRisk => "for high-risk uses",
            Self::EuropeanUnion => "where European Union law applies",
        }
    }
}
