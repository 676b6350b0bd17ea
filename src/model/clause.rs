//! `contracts/clauses/<id>.md`: a topic that a contract must settle, with our three positions.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::standards::Citation;
use super::vendor::{Class, Condition};
use super::{At, Internal};
use crate::block::Block;

/// A clause: front matter and guidance.
#[derive(Clone, Debug)]
pub struct Clause {
    /// The front matter.
    pub front: Front,
    /// The guidance below it, which says what to trade: for our own negotiators only.
    pub guidance: Internal<Vec<Block>>,
}

/// The front matter of a clause.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct Front {
    /// In a few words.
    pub title: String,
    /// The group it is listed under.
    pub group: Group,
    /// How badly a contract needs it, by the vendor's class.
    pub tier: Tiers,
    /// Conditions under which any contract needs it more.
    #[serde(default)]
    pub raised: Vec<Raised>,
    /// Without one of these conditions the clause has no subject; empty: it always has.
    #[serde(default)]
    pub only_if: Vec<Condition>,
    /// Why it matters, in one sentence.
    pub why: String,
    /// Our three positions.
    pub positions: Positions,
    /// The number the positions turn on, where there is one.
    pub terms: Option<Terms>,
    /// What to ask the vendor to show.
    #[serde(default)]
    pub evidence: Vec<String>,
    /// Statutes, standards and guidance the topic rests on: citations of `contracts/standards.yaml`.
    #[serde(default)]
    pub references: Vec<At<Citation>>,
    /// A model text to start from; paragraphs are separated by an empty line, numbers to settle stand in brackets.
    pub wording: Option<String>,
}

/// How badly a contract needs a clause, by the vendor's class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub struct Tiers {
    /// For a strategic vendor.
    pub strategic: Tier,
    /// For a tactical vendor.
    pub tactical: Tier,
    /// For an operational vendor.
    pub operational: Tier,
}

impl Tiers {
    /// The tier for a class of vendor.
    #[must_use]
    pub const fn of(&self, class: Class) -> Tier {
        match class {
            Class::Strategic => self.strategic,
            Class::Tactical => self.tactical,
            Class::Operational => self.operational,
        }
    }
}

/// A condition under which a contract needs a clause more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
pub struct Raised {
    /// The condition.
    #[serde(rename = "if")]
    pub condition: Condition,
    /// At least this much.
    pub tier: Tier,
}

/// The number the positions of a clause turn on.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct Terms {
    /// What is counted, such as `notice before a model is removed`.
    pub measures: String,
    /// In which unit, such as `days` or `%`.
    pub unit: String,
    /// Which way is better for us.
    pub direction: TermsDirection,
    /// The number of the preferred position.
    pub preferred: At<f64>,
    /// The number of the fallback position.
    pub fallback: Internal<At<f64>>,
    /// The last number we accept.
    pub walk_away: Internal<At<f64>>,
}

/// Which way a number of a contract is better for us.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TermsDirection {
    /// More is better.
    Up,
    /// Less is better.
    Down,
}

impl Front {
    /// How badly the contract of a vendor needs the clause; `None` where it has no subject.
    #[must_use]
    pub fn tier_for(&self, class: Class, conditions: &[Condition]) -> Option<Tier> {
        if !self.only_if.is_empty() && !self.only_if.iter().any(|condition| conditions.contains(condition)) {
            return None;
        }
        let raised = self.raised.iter().filter(|raised| conditions.contains(&raised.condition)).map(|raised| raised.tier);
        raised.chain([self.tier.of(class)]).min()
    }
}

/// What clauses are listed under, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// Who owns what; what may be done with data.
    OwnershipAndData,
    /// How the model and the service behave over time.
    ModelAndService,
    /// What it costs.
    Commercial,
    /// How promises are verified.
    Assurance,
    /// Who bears which risk; how the parties work together.
    LiabilityAndRelationship,
    /// How it ends.
    Exit,
}

/// How badly a contract needs a clause, neediest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Tier {
    /// Do not sign without it.
    Must,
    /// Sign without it only for a reason.
    Should,
    /// Ask for it.
    Could,
}

/// What we ask for, can live with, and stop at.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct Positions {
    /// What we ask for.
    pub preferred: String,
    /// What we can live with. Never shown to a vendor.
    pub fallback: Internal<String>,
    /// Where we stop. Never shown to a vendor.
    pub walk_away: Internal<String>,
}
