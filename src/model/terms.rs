//! `contract.yaml`, beside the clauses: money, service levels, intellectual property, risks.
//!
//! 1. [`Fees`] and what they were: prices, discounts, commitments, fees at risk.
//! 2. [`ServiceLevel`], [`Response`] and [`Maintenance`]: what the vendor promises about the service.
//! 3. [`Property`] and [`Contribution`]: who brought and who made what.
//! 4. [`Risk`]: who bears what. [`Demand`]: what our own customers ask of us.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::governance::Side;
use super::{At, Date, Id, Length, Money, Share};

/// What is paid, and for what.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Fees {
    /// What the price depends on.
    pub basis: Basis,
    /// Paid per year whether used or not.
    pub minimum_commitment: Option<At<Money>>,
    /// Whether what is not used in one year may be used in the next.
    #[serde(default)]
    pub rolls_over: bool,
    /// What sets the commitment free.
    #[serde(default)]
    pub relief: Vec<Relief>,
    /// The discount on the list price.
    pub discount: Option<At<Share>>,
    /// The part that depends on outcomes.
    pub outcome_based: Option<At<Share>>,
    /// Which part of the fees depends on which KPI.
    #[serde(default)]
    pub at_risk: Vec<AtRisk>,
    /// What the price was, by day.
    #[serde(default)]
    pub prices: Vec<Price>,
}

/// What sets a minimum commitment free, in whole or in part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Relief {
    /// A model that we use is withdrawn.
    Deprecation,
    /// The promised level of service is missed.
    ServiceLevelMiss,
    /// We end the contract for cause.
    Termination,
}

/// What the price depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// Requests or tokens.
    Usage,
    /// Users.
    Seat,
    /// One price for one scope.
    Fixed,
    /// Hours or days.
    Time,
    /// Results.
    Outcome,
}

/// A part of the fees that depends on a KPI.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct AtRisk {
    /// Which KPI.
    pub kpi: At<Id>,
    /// Which part of the fees.
    pub share: At<Share>,
}

/// A price on a day.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Price {
    /// The first day.
    pub on: At<Date>,
    /// For what, such as `1 million output tokens`.
    pub unit: String,
    /// What we pay.
    pub price: Money,
    /// What a comparable offer costs.
    pub benchmark: Option<Money>,
}

/// A level of service the vendor promises.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct ServiceLevel {
    /// What is promised, such as `Availability per region and month`.
    pub what: String,
    /// The KPI that measures it.
    pub kpi: Option<At<Id>>,
    /// The promised level, in the KPI's unit or in per cent.
    pub level: At<f64>,
    /// The unit of the level.
    pub unit: Option<String>,
    /// What is paid back on a miss; absent where nothing is.
    pub credit: Option<String>,
    /// Whether misses allow us to leave.
    #[serde(default)]
    pub ends_contract: bool,
    /// Where it is promised.
    #[serde(default)]
    pub promised_in: PromisedIn,
}

/// Where a level of service is promised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PromisedIn {
    /// In the contract.
    #[default]
    Contract,
    /// On a page the vendor may change: not a promise.
    StatusPage,
}

/// How fast the vendor answers an incident.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Response {
    /// From 1 (worst).
    pub severity: At<u8>,
    /// Until the first answer, in minutes.
    pub first_answer_minutes: Option<u32>,
    /// From one update to the next, in minutes.
    pub update_minutes: Option<u32>,
    /// Until it works again, in hours.
    pub restore_hours: Option<f64>,
    /// Until we know why, in working days.
    pub cause_days: Option<u32>,
}

/// Maintenance of delivered work.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Maintenance {
    /// How long it costs nothing, such as `3 months`.
    pub free: Option<At<Length>>,
    /// What it costs a month afterwards.
    pub monthly: Option<Money>,
    /// What it covers.
    #[serde(default)]
    pub scope: Vec<String>,
}

/// Access to source and documents while the work goes on.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct WorkAccess {
    /// The day we could read the source.
    pub source: Option<At<Date>>,
    /// The day we could read the documents.
    pub documents: Option<At<Date>>,
    /// Where they are.
    pub link: Option<String>,
}

/// A piece of intellectual property.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Property {
    /// Kebab-case.
    pub id: At<Id>,
    /// As printed.
    pub name: String,
    /// Brought along, or made together.
    pub ground: Ground,
    /// What it is.
    pub kind: PropertyKind,
    /// Who brought it or made it.
    pub by: Side,
    /// Who owns it; absent where that is open.
    pub owner: Option<Side>,
    /// What the other side may do with it.
    pub licence: Option<String>,
    /// Who may sell it, and who gets what.
    pub commercialisation: Option<String>,
    /// Our part of what it earns.
    pub revenue_share: Option<At<Share>>,
}

/// Where a piece of intellectual property comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Ground {
    /// It existed before.
    Background,
    /// It came about in the partnership.
    Foreground,
}

/// Kinds of intellectual property.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PropertyKind {
    /// A set of data.
    DataSet,
    /// A way to compute.
    Algorithm,
    /// A trained model, or what was adapted on one.
    Model,
    /// Program text.
    Code,
    /// Prompts and tests.
    Prompts,
    /// Written documents.
    Documentation,
    /// A patent.
    Patent,
    /// Something kept secret.
    TradeSecret,
}

/// Who contributed what to something made together.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Contribution {
    /// The id of the property.
    pub to: At<Id>,
    /// Who.
    pub by: Side,
    /// The day.
    pub on: At<Date>,
    /// What.
    pub what: String,
}

/// A risk and who bears it.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Risk {
    /// Which.
    pub kind: At<RiskKind>,
    /// What could happen here.
    pub what: Option<String>,
    /// Who bears it; absent where nobody has said so, which leaves it with us.
    pub borne_by: Option<Side>,
    /// What is done against it.
    pub mitigation: Option<String>,
    /// How much the vendor pays at most, as a multiple of the yearly fees or in words.
    pub cap: Option<String>,
    /// Our role that watches it.
    pub owner: Option<At<Id>>,
}

/// Risks that every partnership must allocate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RiskKind {
    /// Personal or secret data get out.
    PrivacyBreach,
    /// Results treat people unfairly.
    ModelBias,
    /// Results infringe somebody's rights.
    IpInfringement,
    /// Results are made up.
    Hallucination,
    /// The service is down.
    Outage,
    /// It costs more than planned.
    CostOverrun,
    /// Something else.
    Other,
}

impl RiskKind {
    /// The risks that must be named (McKinsey Digital, 2024; hallucination, outage and cost are our addition).
    pub const NAMED: [Self; 6] =
        [Self::PrivacyBreach, Self::ModelBias, Self::IpInfringement, Self::Hallucination, Self::Outage, Self::CostOverrun];
}

/// What our own customers ask of us, which the vendor must make possible.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Demand {
    /// Who asks.
    pub customer: String,
    /// What they ask, in a few words.
    pub what: String,
    /// The clause by which the vendor would have to grant it.
    pub clause: At<Id>,
    /// The number they ask, in the unit of the clause's terms.
    pub level: Option<f64>,
}

/// Where disputes about contract or money are settled.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Dispute {
    /// Such as `arbitration` or `court`.
    pub forum: String,
    /// By which rules.
    pub rules: Option<String>,
    /// Where.
    pub seat: Option<String>,
    /// Whether the service goes on meanwhile.
    #[serde(default)]
    pub service_continues: bool,
}

impl RiskKind {
    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::PrivacyBreach => "privacy breach",
            Self::ModelBias => "model bias",
            Self::IpInfringement => "infringement of rights",
            Self::Hallucination => "made-up results",
            Self::Outage => "outage",
            Self::CostOverrun => "cost overrun",
            Self::Other => "other",
        }
    }
}
