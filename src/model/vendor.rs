//! `vendors/<id>/vendor.yaml`: who the vendor is and what it does for us.

use serde::{Deserialize, Serialize};

use super::{At, Date, Id, Money, Share};

/// `vendor.yaml`
#[derive(Clone, Debug, Deserialize)]
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
    /// How we obtain what it offers.
    pub access: Option<Access>,
    /// The role that owns the partnership.
    pub owner: Option<At<Id>>,
    /// The role that knows how it is built in.
    pub architect: Option<At<Id>>,
    /// The first day of the partnership.
    pub since: Option<Date>,
    /// The capabilities it serves.
    #[serde(default)]
    pub capabilities: Vec<Serves>,
    /// Money per year.
    pub spend: Option<Spend>,
    /// Companies it passes our data or work on to.
    #[serde(default)]
    pub subprocessors: Vec<Subprocessor>,
}

/// How much depends on the vendor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
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
#[derive(Clone, Debug, Deserialize)]
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

/// Shares of a capability, by two bases.
#[derive(Clone, Debug, Deserialize)]
pub struct Shares {
    /// Of the requests.
    pub requests: Option<At<Share>>,
    /// Of the spend.
    pub spend: Option<At<Share>>,
}

/// How ready an alternate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
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
#[derive(Clone, Debug, Deserialize)]
pub struct Spend {
    /// The last twelve months.
    pub annual: Money,
    /// The next twelve months.
    pub forecast: Option<Money>,
}

/// A company the vendor passes our data or work on to.
#[derive(Clone, Debug, Deserialize)]
pub struct Subprocessor {
    /// As printed.
    pub name: String,
    /// What it does.
    pub role: String,
    /// Where.
    pub region: Option<String>,
    /// The day we were told.
    pub notified: Option<Date>,
}
