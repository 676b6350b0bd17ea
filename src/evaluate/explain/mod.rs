//! Explain: one number of one vendor, derived down to the file and line it comes from.
//!
//! 1. [`METRICS`] names what can be explained besides rubrics, criteria, KPIs, clauses and rules, which go by their ids.
//! 2. A [`Step`] is a line of the derivation; its parts are what it was made from.
//!
//! Nothing is computed here: what is shown is what the evaluation holds.

mod contract;
mod kpis;
mod leaving;
mod scores;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Evaluation, Source, Vendor};
use crate::model::value::grouped;
use crate::model::{Id, Playbook, VendorFolder};

/// What can be explained by name.
pub const METRICS: [(&str, &str); 14] = [
    ("overall", "the overall score"),
    ("weights", "the weights in force, and their mark"),
    ("agreement", "how far the raters agree"),
    ("ranking", "where it stands among others, and how firmly"),
    ("health", "all KPIs together"),
    ("relationship", "how the partnership is lived"),
    ("contract", "how much of what a contract must settle is settled"),
    ("term", "when the agreement ends, and by when notice must be there"),
    ("concentration", "how much depends on it, and what stops without it"),
    ("lock-in", "how hard it would be to leave"),
    ("exit", "how long an exit takes, and its dates"),
    ("readiness", "how ready we are to leave"),
    ("triggers", "what speaks for an exit decision"),
    ("disposition", "what the numbers propose, and what was decided"),
];

/// A line of a derivation.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Step {
    /// What it is.
    pub what: String,
    /// Its value, in words and with its unit.
    pub value: String,
    /// How it was made from its parts, where that is not plain.
    pub how: Option<String>,
    /// Where it is written.
    pub source: Option<Source>,
    /// What it was made from.
    pub parts: Vec<Self>,
}

impl Step {
    fn new(what: impl Into<String>, value: impl Into<String>) -> Self {
        Self { what: what.into(), value: value.into(), how: None, source: None, parts: Vec::new() }
    }

    fn how(mut self, how: impl Into<String>) -> Self {
        self.how = Some(how.into());
        self
    }

    fn at(mut self, source: Option<Source>) -> Self {
        self.source = source;
        self
    }

    fn of(mut self, parts: impl IntoIterator<Item = Self>) -> Self {
        self.parts.extend(parts);
        self
    }
}

/// Everything an explanation may look at.
struct Case<'p> {
    playbook: &'p Playbook,
    evaluation: &'p Evaluation,
    folder: &'p VendorFolder,
    vendor: &'p Vendor,
}

/// The derivation of one metric of one vendor; `None` where there is no such metric.
#[must_use]
pub fn explain(playbook: &Playbook, evaluation: &Evaluation, id: &Id, metric: &str) -> Option<Step> {
    let vendor = evaluation.vendors.iter().find(|vendor| vendor.id == *id)?;
    let case = Case { playbook, evaluation, folder: playbook.vendors.get(id)?, vendor };
    let step = match metric {
        "overall" => scores::overall(&case),
        "weights" => scores::weights(&case),
        "agreement" => scores::agreement(&case),
        "ranking" => scores::ranking(&case),
        "health" => kpis::health(&case),
        "relationship" => kpis::relationship(&case),
        "contract" => contract::coverage(&case),
        "term" => contract::term(&case),
        "concentration" => leaving::concentration(&case),
        "lock-in" => leaving::lock_in(&case),
        "exit" => leaving::exit(&case),
        "readiness" => leaving::readiness(&case),
        "triggers" => leaving::triggers(&case),
        "disposition" => leaving::disposition(&case),
        other => scores::rubric(&case, other)
            .or_else(|| scores::criterion(&case, other))
            .or_else(|| kpis::kpi(&case, other))
            .or_else(|| contract::clause(&case, other))
            .or_else(|| rule(&case, other))?,
    };
    Some(Step { what: format!("{} · {}", vendor.name, step.what), ..step })
}

/// Derivations with the ids of what they are about.
type Derived<'e> = Vec<(&'e Id, Step)>;

/// The derivations of all rubrics and all KPIs of a vendor with their ids, also where a metric has the same name.
#[must_use]
pub fn explain_all<'e>(playbook: &Playbook, evaluation: &'e Evaluation, id: &Id) -> (Derived<'e>, Derived<'e>) {
    let vendor = evaluation.vendors.iter().find(|vendor| vendor.id == *id);
    let (Some(vendor), Some(folder)) = (vendor, playbook.vendors.get(id)) else { return (Vec::new(), Vec::new()) };
    let case = Case { playbook, evaluation, folder, vendor };
    let rubrics = vendor.scores.iter().flat_map(|scores| &scores.rubrics);
    let kpis = vendor.kpis.iter().flatten();
    (
        rubrics.filter_map(|one| Some((&one.id, scores::rubric(&case, one.id.as_str())?))).collect(),
        kpis.filter_map(|one| Some((&one.id, kpis::kpi(&case, one.id.as_str())?))).collect(),
    )
}

/// Every metric that can be explained of a vendor: the named ones, then ids.
#[must_use]
pub fn known(playbook: &Playbook, evaluation: &Evaluation, id: &Id) -> Vec<String> {
    let vendor = evaluation.vendors.iter().find(|vendor| vendor.id == *id);
    let rubrics = vendor.iter().filter_map(|vendor| vendor.scores.as_ref()).flat_map(|scores| &scores.rubrics);
    let criteria =
        rubrics.clone().flat_map(|rubric| rubric.criteria.iter().map(move |criterion| format!("{}/{}", rubric.id, criterion.id)));
    let kpis = vendor.iter().filter_map(|vendor| vendor.kpis.as_ref()).flatten().map(|kpi| kpi.id.to_string());
    let clauses = playbook.clauses.keys().map(Id::to_string);
    let rules = super::findings::RULES.iter().map(|rule| rule.id.to_owned());
    let named = METRICS.iter().map(|(name, _)| (*name).to_owned());
    named.chain(rubrics.map(|rubric| rubric.id.to_string())).chain(criteria).chain(kpis).chain(clauses).chain(rules).collect()
}

/// The findings of one rule.
fn rule(case: &Case<'_>, id: &str) -> Option<Step> {
    let rule = super::findings::RULES.iter().find(|rule| rule.id == id)?;
    let mine = case.evaluation.findings.iter().filter(|f| f.rule == rule.id && f.vendor.as_ref() == Some(&case.vendor.id));
    let parts: Vec<Step> = mine
        .map(|finding| {
            let numbers = finding.values.as_object().into_iter().flatten();
            let numbers = numbers.map(|(name, value)| Step::new(name.replace('_', " "), plain(value)));
            Step::new(finding.message.clone(), finding.severity.token()).at(Some(finding.source.clone())).of(numbers)
        })
        .collect();
    let value = match parts.len() {
        0 => "does not fire".to_owned(),
        1 => "fires".to_owned(),
        times => format!("fires {times} times"),
    };
    Some(Step::new(format!("rule {id}"), value).how(format!("fires when {}; {}", rule.fires_when(), rule.action)).of(parts))
}

/// A value of a finding, without the quotes of JSON.
fn plain(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        serde_json::Value::Object(map) => {
            map.iter().map(|(name, value)| format!("{name} {}", plain(value))).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}

/// A part of a whole in per cent, with one decimal.
fn percent(share: f64) -> String {
    format!("{:.1} %", share * 100.0)
}

/// A number with as many decimals as it needs, four at most.
fn number(value: f64) -> String {
    let text = format!("{value:.4}");
    grouped(text.trim_end_matches('0').trim_end_matches('.'))
}

/// What has no data.
fn unknown(what: &str, file: &str) -> Step {
    Step::new(what, "unknown").how(format!("nothing is written in {file}"))
}
