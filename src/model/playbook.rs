//! `playbook.yaml` and `strategy.yaml`: whose playbook it is, its policy, what AI does for the organisation.
//!
//! 1. [`Settings`] names the organisation and holds the policy.
//! 2. [`Policy`] gives every threshold a documented default.
//! 3. [`Strategy`] lists objectives and capabilities.

use serde::{Deserialize, Serialize};

use super::{At, Currency, Date, Id, Share};

/// `playbook.yaml`
#[derive(Clone, Debug, Deserialize)]
pub struct Settings {
    /// The title of the playbook.
    pub title: String,
    /// Whose playbook it is.
    pub organisation: Organisation,
    /// ISO 4217 code of every amount of money.
    pub currency: Currency,
    /// BCP 47 language tag of the prose.
    #[serde(default = "english")]
    pub language: String,
    /// The version of the playbook as the steering committee counts it.
    pub version: Option<String>,
    /// The day everything is evaluated for; today where it is absent.
    pub as_of: Option<Date>,
    /// Thresholds that differ from their defaults.
    #[serde(default)]
    pub policy: Policy,
}

fn english() -> String {
    "en".to_owned()
}

/// Whose playbook it is.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Organisation {
    /// Its name.
    pub name: String,
    /// What it does, in one line.
    pub about: Option<String>,
}

/// Policy: thresholds with their defaults. A key that is absent keeps its default.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct Policy {
    /// Bands of a score.
    pub bands: Bands,
    /// Grades of confidence.
    pub confidence: Confidence,
    /// When raters disagree so much that they must talk.
    pub disagreement: Disagreement,
    /// From this score on, a score without valid evidence is a finding.
    pub evidence_from: EvidenceFrom,
}

/// Where the bands of a score from 0 to 5 begin. Defaults: practitioner convention.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(default)]
pub struct Bands {
    /// `strong` from here on.
    pub strong: f64,
    /// `acceptable` from here on.
    pub acceptable: f64,
    /// `conditional` from here on; below it, `not recommended`.
    pub conditional: f64,
}

impl Default for Bands {
    fn default() -> Self {
        Self { strong: 4.0, acceptable: 3.25, conditional: 2.5 }
    }
}

/// The coverage that each grade of confidence asks for; below `c` the grade is D.
/// Grade A also asks that the median evidence is at least an own test.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(default)]
pub struct Confidence {
    /// Grade A from this coverage on.
    pub a: Share,
    /// Grade B from this coverage on.
    pub b: Share,
    /// Grade C from this coverage on.
    pub c: Share,
}

impl Default for Confidence {
    fn default() -> Self {
        Self { a: Share(0.9), b: Share(0.75), c: Share(0.5) }
    }
}

/// When the raters of one criterion must moderate their scores.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(default)]
pub struct Disagreement {
    /// Highest minus lowest score, from here on.
    pub range: f64,
    /// Population standard deviation, from here on.
    pub deviation: f64,
}

impl Default for Disagreement {
    fn default() -> Self {
        Self { range: 2.0, deviation: 0.8 }
    }
}

/// The score from which evidence is mandatory.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(transparent)]
pub struct EvidenceFrom(pub u8);

impl Default for EvidenceFrom {
    fn default() -> Self {
        Self(3)
    }
}

/// `strategy.yaml`
#[derive(Clone, Debug, Deserialize)]
pub struct Strategy {
    /// What the organisation wants to reach.
    #[serde(default)]
    pub objectives: Vec<Objective>,
    /// What AI does for the organisation.
    #[serde(default)]
    pub capabilities: Vec<Capability>,
}

/// What the organisation wants to reach.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Objective {
    /// Kebab-case.
    pub id: At<Id>,
    /// In a few words.
    pub name: String,
    /// How one will see that it was reached.
    pub measure: Option<String>,
}

/// Something AI does for the organisation; vendors serve shares of it.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Capability {
    /// Kebab-case.
    pub id: At<Id>,
    /// In a few words.
    pub name: String,
    /// What depends on it.
    pub summary: Option<String>,
    /// The objectives it serves.
    #[serde(default)]
    pub objectives: Vec<At<Id>>,
    /// Whether its loss stops the business within a day.
    #[serde(default)]
    pub critical: bool,
}
