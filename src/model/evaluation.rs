//! `vendors/<id>/evaluation.yaml`: who scored what, and on which evidence.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::selection::{FirstMeeting, GateResult, Pilot, ReferenceCheck, Sourcing};
use super::value::scalar;
use super::{At, Date, Id, Internal};

/// `evaluation.yaml`
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Evaluation {
    /// One person's score on one criterion each.
    pub ratings: Vec<Rating>,
    /// The proofs that ratings refer to.
    pub evidence: Vec<Evidence>,
    /// The weights as they were fixed before anybody scored.
    pub frozen: Option<Frozen>,
    /// How the vendor did at the gates of the rubrics.
    pub gates: Vec<GateResult>,
    /// Why we did not build or simply buy.
    pub sourcing: Option<Internal<Sourcing>>,
    /// What was seen in the first meeting.
    pub first_meeting: Option<Internal<FirstMeeting>>,
    /// Calls with customers of the vendor.
    pub references: Vec<Internal<ReferenceCheck>>,
    /// The trial before the contract.
    pub pilot: Option<Pilot>,
}

/// The weights as they were fixed before anybody scored.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Frozen {
    /// The day.
    pub on: At<Date>,
    /// The mark of the weights on that day, as `alliance explain VENDOR weights` prints it.
    pub weights: At<String>,
    /// The role that fixed them.
    pub by: Option<At<Id>>,
}

/// One person's score on one criterion, or why it does not apply.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Rating {
    /// `<rubric>/<criterion>`
    pub criterion: At<CriterionPath>,
    /// The role of the person who scored.
    pub rater: At<Id>,
    /// 0 to 5.
    pub score: Option<At<i64>>,
    /// The day of the rating.
    pub on: Option<At<Date>>,
    /// What was observed.
    pub because: Option<String>,
    /// Ids of evidence in the same file.
    #[serde(default)]
    pub evidence: Vec<At<Id>>,
    /// Why the criterion does not apply to this vendor.
    pub not_applicable: Option<At<String>>,
}

/// A criterion within a rubric, written `scalability/load-tested-pilot`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CriterionPath {
    /// The rubric's id.
    pub rubric: Id,
    /// The criterion's id.
    pub criterion: Id,
}

impl FromStr for CriterionPath {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong =
            || format!("`{text}` is not a criterion: write `<rubric>/<criterion>`, such as `scalability/load-tested-pilot`");
        let (rubric, criterion) = text.split_once('/').ok_or_else(wrong)?;
        Ok(Self { rubric: rubric.parse().map_err(|_| wrong())?, criterion: criterion.parse().map_err(|_| wrong())? })
    }
}

impl fmt::Display for CriterionPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.rubric, self.criterion)
    }
}

scalar!(CriterionPath);

/// A dated, classed proof.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Evidence {
    /// Kebab-case, unique in the file.
    pub id: At<Id>,
    /// How strong it is.
    pub class: Class,
    /// What it is.
    pub title: String,
    /// The day it was made.
    pub on: At<Date>,
    /// The day after which it no longer counts.
    pub expires: Option<At<Date>>,
    /// Where to find it.
    pub link: Option<String>,
}

/// The class of evidence, weakest first (the evidence ladder of the scoring method).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// The vendor says so.
    Claim,
    /// The vendor showed it.
    Demo,
    /// We tested it.
    OwnTest,
    /// A third party reports it.
    IndependentReport,
    /// It is seen in our production.
    Production,
    /// The contract commits to it.
    Contract,
}

impl Class {
    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Claim => "a claim",
            Self::Demo => "a demo",
            Self::OwnTest => "an own test",
            Self::IndependentReport => "an independent report",
            Self::Production => "production data",
            Self::Contract => "the contract",
        }
    }
}
