//! `rubrics/<id>.yaml`: weighted criteria, each with an anchor per score.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{At, Id};

/// A set of weighted criteria.
#[derive(Clone, Debug, Deserialize)]
pub struct Rubric {
    /// Such as `Scalability`.
    pub name: String,
    /// What the rubric decides, in a sentence or two.
    pub purpose: String,
    /// Its weight in the overall score; only the ratio to other rubrics' weights counts.
    pub weight: At<f64>,
    /// In the order in which they are asked.
    pub criteria: Vec<Criterion>,
}

/// One thing to judge, on a scale from 0 to 5, higher being better for us.
#[derive(Clone, Debug, Deserialize)]
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
}

fn one() -> At<f64> {
    At { value: 1.0, span: crate::diagnostic::Span::default() }
}
