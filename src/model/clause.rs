//! `contracts/clauses/<id>.md`: a topic that a contract must settle, with our three positions.

use serde::{Deserialize, Serialize};

use super::Internal;
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
#[derive(Clone, Debug, Deserialize)]
pub struct Front {
    /// In a few words.
    pub title: String,
    /// The group it is listed under.
    pub group: Group,
    /// How badly a strategic vendor's contract needs it.
    pub tier: Tier,
    /// Why it matters, in one sentence.
    pub why: String,
    /// Our three positions.
    pub positions: Positions,
    /// What to ask the vendor to show.
    #[serde(default)]
    pub evidence: Vec<String>,
    /// Statutes, standards and guidance the topic rests on.
    #[serde(default)]
    pub references: Vec<String>,
}

/// What clauses are listed under, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
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
#[derive(Clone, Debug, Deserialize)]
pub struct Positions {
    /// What we ask for.
    pub preferred: String,
    /// What we can live with. Never shown to a vendor.
    pub fallback: Internal<String>,
    /// Where we stop. Never shown to a vendor.
    pub walk_away: Internal<String>,
}
