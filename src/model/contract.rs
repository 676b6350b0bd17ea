//! `vendors/<id>/contract.yaml`: the agreement and where each clause stands.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::terms::{Contribution, Demand, Dispute, Fees, Maintenance, Property, Response, Risk, ServiceLevel, WorkAccess};
use super::{At, Date, Id, Internal, Length};

/// `contract.yaml`
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct Contract {
    /// The signed or planned agreement.
    pub agreement: Option<Agreement>,
    /// What is paid, and for what.
    pub fees: Option<Fees>,
    /// Where each clause stands; a clause without an entry is not raised.
    #[serde(default)]
    pub clauses: Vec<Standing>,
    /// Levels of service the vendor promises.
    #[serde(default)]
    pub service_levels: Vec<ServiceLevel>,
    /// How fast it answers incidents, by severity.
    #[serde(default)]
    pub responses: Vec<Response>,
    /// Maintenance of delivered work.
    pub maintenance: Option<Maintenance>,
    /// Access to source and documents while the work goes on.
    pub access: Option<WorkAccess>,
    /// Intellectual property, brought along and made together.
    #[serde(default)]
    pub property: Vec<Property>,
    /// Who contributed what to it.
    #[serde(default)]
    pub contributions: Vec<Contribution>,
    /// Who bears which risk.
    #[serde(default)]
    pub risks: Vec<Risk>,
    /// What our own customers ask, which the vendor must make possible.
    #[serde(default)]
    pub demands: Vec<Demand>,
    /// Where disputes are settled.
    pub dispute: Option<Dispute>,
    /// What the vendor must never see.
    #[serde(default)]
    pub internal: Vec<Note>,
}

/// The agreement's term.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Agreement {
    /// As it is called in the papers.
    pub title: String,
    /// The day of the last signature.
    pub signed: Option<At<Date>>,
    /// The first day of the current term.
    pub starts: Option<At<Date>>,
    /// The last day of the first term, or of the one that runs.
    pub ends: Option<At<Date>>,
    /// How long the first term is, such as `36 months`, counted from its first day; where `ends` is absent.
    pub term: Option<Length>,
    /// By how much it renews by itself, such as `12 months`; absent where it does not.
    pub renews: Option<At<Length>>,
    /// How long before the end notice must be given, such as `90 days`.
    pub notice: Option<At<Length>>,
    /// How long before the end notice may be given at the earliest, such as `90 days`; absent where any day will do.
    pub notice_opens: Option<Length>,
    /// The day notice was served, where it was.
    pub notice_given: Option<At<Date>>,
    /// How long before a change of terms the vendor must tell us, such as `30 days`.
    pub change_notice: Option<At<Length>>,
    /// The day the exit plan was agreed; at signing or before.
    pub exit_agreed: Option<At<Date>>,
    /// The day term and milestones are next reviewed together.
    pub review_by: Option<At<Date>>,
}

/// Where this contract stands on one clause.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
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
    /// The number agreed or offered, in the unit of the clause's terms.
    pub terms: Option<At<f64>>,
    /// The role that approved a deviation.
    pub approved_by: Option<At<Id>>,
    /// The day of that approval.
    pub approved_on: Option<At<Date>>,
    /// Why it deviates from the preferred position.
    pub deviation: Option<String>,
    /// The day until which the deviation is approved.
    pub expires: Option<At<Date>>,
    /// Why the clause does not apply.
    pub reason: Option<String>,
}

impl Standing {
    /// The day until which a deviation is approved; none for what was renegotiated, or has no subject any more.
    #[must_use]
    pub fn approval_ends(&self) -> Option<&At<Date>> {
        let needed = match self.standing.value {
            Stage::Agreed => self.position != Some(Position::Preferred),
            stage => stage != Stage::NotApplicable,
        };
        self.expires.as_ref().filter(|_| needed)
    }
}

/// How far the talks about a clause are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
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
#[derive(Clone, Debug, Deserialize, JsonSchema)]
pub struct Note {
    /// Which clause.
    pub clause: At<Id>,
    /// Where we stop, when that differs from the clause library.
    pub walk_away: Option<Internal<String>>,
    /// What strengthens our hand.
    pub leverage: Option<Internal<String>>,
}
