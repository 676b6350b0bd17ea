//! `vendors/<id>/contract.yaml`: the agreement and where each clause stands.

use serde::{Deserialize, Serialize};

use super::{At, Date, Id, Internal, Length, Money, Share};

/// `contract.yaml`
#[derive(Clone, Debug, Deserialize)]
pub struct Contract {
    /// The signed or planned agreement.
    pub agreement: Option<Agreement>,
    /// What is paid, and for what.
    pub fees: Option<Fees>,
    /// Where each clause stands; a clause without an entry is not raised.
    #[serde(default)]
    pub clauses: Vec<Standing>,
    /// What the vendor must never see.
    #[serde(default)]
    pub internal: Vec<Note>,
}

/// The agreement's term.
#[derive(Clone, Debug, Deserialize)]
pub struct Agreement {
    /// As it is called in the papers.
    pub title: String,
    /// The day of the last signature.
    pub signed: Option<At<Date>>,
    /// The last day of the current term.
    pub ends: Option<At<Date>>,
    /// By how much it renews by itself, such as `12 months`; absent where it does not.
    pub renews: Option<Length>,
    /// How long before the end notice must be given, such as `90 days`.
    pub notice: Option<Length>,
}

/// What is paid, and for what.
#[derive(Clone, Debug, Deserialize)]
pub struct Fees {
    /// What the price depends on.
    pub basis: Basis,
    /// Paid per year whether used or not.
    pub minimum_commitment: Option<Money>,
    /// The part that depends on outcomes.
    pub outcome_based: Option<Share>,
}

/// What the price depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
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

/// Where this contract stands on one clause.
#[derive(Clone, Debug, Deserialize)]
pub struct Standing {
    /// Which clause.
    pub clause: At<Id>,
    /// How far the talks are.
    pub standing: At<Stage>,
    /// Which position was agreed.
    pub position: Option<Position>,
    /// Where in the papers, such as `Enterprise agreement 7.2`.
    #[serde(rename = "where")]
    pub location: Option<String>,
    /// What the vendor offers instead, in a few words.
    pub offered: Option<String>,
    /// Why the clause does not apply.
    pub reason: Option<String>,
}

/// How far the talks about a clause are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Nobody has spoken about it.
    NotRaised,
    /// We asked.
    Proposed,
    /// They answered with something else.
    Countered,
    /// Settled.
    Agreed,
    /// They said no.
    Refused,
    /// It has no subject in this contract.
    NotApplicable,
}

/// The position an agreed clause settled on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Position {
    /// What we asked for.
    Preferred,
    /// What we can live with.
    Fallback,
    /// Worse than we should accept.
    BelowWalkAway,
}

/// An internal note on one clause.
#[derive(Clone, Debug, Deserialize)]
pub struct Note {
    /// Which clause.
    pub clause: At<Id>,
    /// Where we stop, when that differs from the clause library.
    pub walk_away: Option<Internal<String>>,
    /// What strengthens our hand.
    pub leverage: Option<Internal<String>>,
}
