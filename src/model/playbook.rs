//! `playbook.yaml` and `strategy.yaml`: whose playbook it is, its policy, what AI does for the organisation.
//!
//! 1. [`Settings`] names the organisation and holds the [`Policy`].
//! 2. [`Strategy`] lists objectives, capabilities, our own platform, and facts about the market.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::policy::Policy;
use super::standards::Citation;
use super::theme::Theme;
use super::{At, Currency, Date, Id};

/// `playbook.yaml`
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
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
    /// The month in which the fiscal year begins, 1 to 12; January where it is absent. Its quarters are what exit triggers count.
    pub fiscal_year_starts: Option<At<i8>>,
    /// Whether search engines may list the published site.
    #[serde(default)]
    pub indexed: bool,
    /// How the site and the documents look.
    #[serde(default)]
    pub theme: Theme,
    /// Comparisons of rubrics in pairs, from which weights are elicited.
    #[serde(default)]
    pub weighing: Vec<Comparison>,
    /// Thresholds that differ from their defaults.
    #[serde(default)]
    pub policy: Policy,
}

impl Settings {
    /// The month in which the fiscal year begins, 1 to 12.
    #[must_use]
    pub fn fiscal_start(&self) -> i8 {
        self.fiscal_year_starts.as_ref().map_or(1, |month| month.value)
    }
}

/// How much more one rubric matters than another (analytic hierarchy process).
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Comparison {
    /// The rubric that matters more, or as much.
    pub rubric: At<Id>,
    /// The other rubric.
    pub over: At<Id>,
    /// How many times as much: 1 (equal) to 9 (extremely).
    pub times: At<f64>,
}

fn english() -> String {
    "en".to_owned()
}

/// Whose playbook it is.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Organisation {
    /// Its name.
    pub name: String,
    /// What it does, in one line.
    pub about: Option<String>,
}

/// `strategy.yaml`
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Strategy {
    /// What the organisation wants to reach.
    #[serde(default)]
    pub objectives: Vec<Objective>,
    /// What AI does for the organisation.
    #[serde(default)]
    pub capabilities: Vec<Capability>,
    /// What stands between vendors and our applications.
    pub platform: Option<Platform>,
    /// Facts about the market, each with its source and date.
    #[serde(default)]
    pub facts: Vec<Fact>,
}

/// What stands between vendors and our applications.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Platform {
    /// What we call it.
    pub name: String,
    /// What it does.
    pub summary: Option<String>,
    /// The capabilities that go through it.
    #[serde(default)]
    pub covers: Vec<At<Id>>,
}

/// A fact about the market.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Fact {
    /// What is said, with its numbers.
    pub says: String,
    /// Who says it: a citation of `contracts/standards.yaml`.
    pub source: At<Citation>,
    /// The day or month it was true.
    pub as_of: At<Date>,
    /// Whether it is one case or a vendor's own report, which proves nothing for us.
    #[serde(default)]
    pub case: bool,
    /// What to beware of.
    pub note: Option<String>,
}

/// What the organisation wants to reach.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Objective {
    /// Kebab-case.
    pub id: At<Id>,
    /// In a few words.
    pub name: String,
    /// How one will see that it was reached.
    pub measure: Option<String>,
}

/// Something AI does for the organisation; vendors serve shares of it.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
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
    /// The availability we promise to those who use it, in per cent.
    pub promised: Option<At<f64>>,
    /// The vendors that must all work for it to work, by id.
    #[serde(default)]
    pub in_series: Vec<At<Id>>,
}
