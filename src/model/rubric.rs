//! `rubrics/<id>.yaml`: weighted criteria, each with an anchor per score.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::evaluation::Class;
use super::standards::Citation;
use super::{At, Id};

/// A set of weighted criteria.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Rubric {
    /// Such as `Scalability`.
    pub name: String,
    /// What the rubric decides, in a sentence or two.
    pub purpose: String,
    /// Its weight in the overall score; only the ratio to other rubrics' weights counts.
    /// A rubric without one is 1.
    #[serde(default = "one")]
    pub weight: At<f64>,
    /// Whether its scores count in the overall score or are shown beside it.
    #[serde(default)]
    pub reported: Reported,
    /// A score at or below this is a veto that no average buys back.
    pub veto_at: Option<At<u8>>,
    /// In the order in which they are asked.
    pub criteria: Vec<Criterion>,
    /// Conditions that must hold whatever the scores say.
    #[serde(default)]
    pub gates: Vec<Gate>,
}

/// Whether a rubric counts in the overall score.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Reported {
    /// It counts.
    #[default]
    Counted,
    /// It is shown beside the score and never added.
    Beside,
}

/// A condition that must hold whatever the scores say.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Gate {
    /// Kebab-case, unique in its rubric.
    pub id: At<Id>,
    /// In a few words.
    pub name: String,
    /// What to ask; the answer is passed or failed.
    pub question: String,
    /// Where it comes from: a citation of `contracts/standards.yaml`.
    pub source: Option<At<Citation>>,
}

/// One thing to judge, on a scale from 0 to 5, higher being better for us.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Criterion {
    /// Kebab-case, unique in its rubric.
    pub id: At<Id>,
    /// In a few words.
    pub name: String,
    /// What to ask.
    pub question: String,
    /// Its weight in the rubric; only the ratio to other criteria's weights counts.
    #[serde(default = "one")]
    pub weight: At<f64>,
    /// The observable statement for each score from 0 to 5.
    pub anchors: At<BTreeMap<u8, String>>,
    /// The weakest class of evidence that supports each score; without it, any class does.
    #[serde(default = "nothing")]
    pub evidence: At<BTreeMap<u8, Class>>,
}

fn nothing() -> At<BTreeMap<u8, Class>> {
    At { value: BTreeMap::new(), span: crate::diagnostic::Span::default() }
}

fn one() -> At<f64> {
    At { value: 1.0, span: crate::diagnostic::Span::default() }
}
