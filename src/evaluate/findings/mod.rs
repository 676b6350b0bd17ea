//! Findings: what deserves attention, in a sentence, with its numbers, its source and the next action.
//!
//! 1. [`rules`] names every rule with its severity, its discipline and its next action.
//! 2. One file per concern holds a vendor's data against the rules; [`portfolio`] looks at all vendors together.
//! 3. The findings come worst first, then by vendor, what presses most, and source.
//!
//! What happened after the as-of date has not happened.

mod across;
mod commercial;
mod contract;
mod dependence;
mod exit;
mod governance;
mod handover;
mod kpis;
mod lived;
mod operations;
mod portfolio;
mod roadmap;
mod rules;
mod scores;
mod selection;

use std::sync::Arc;

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::others::Others;
use super::portfolio::Portfolio;
use super::scoring::ranking::Ranking;
use super::scoring::weights::Weighing;
use super::{Source, Vendor, days_between, plus_months};
use crate::block::Mark;
use crate::diagnostic::Span;
use crate::model::policy::Policy;
use crate::model::vendor::{Class, Status};
use crate::model::{At, Common, Date, Id, Playbook, VendorFolder};

pub use rules::{AFTERWARDS, GOING_ON, RULES, Rule, families};

/// A business fact worth attention.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Finding {
    /// The rule's id.
    pub rule: &'static str,
    /// How bad.
    pub severity: Mark,
    /// One sentence with its numbers.
    pub message: String,
    /// The vendor's id; absent where it is about the whole portfolio.
    pub vendor: Option<Id>,
    /// The vendor's name, or `Portfolio`.
    pub vendor_name: String,
    /// The numbers behind it.
    pub values: Value,
    /// Where they come from.
    pub source: Source,
    /// What to do next.
    pub action: &'static str,
    /// Its place among those as bad, smallest first.
    #[serde(skip)]
    pub place: usize,
}

/// What presses most among what is as bad: people and the law, what runs out, what somebody must decide, what is broken. All
/// other rules follow in the order of their sources.
const PRESSING: [Rule; 17] = [
    rules::INCIDENT_OPEN,
    rules::LAW_OR_SAFETY,
    rules::GATE_FAILED,
    rules::OEM_WITHOUT_PERMISSION,
    rules::START_LATE,
    rules::NOTICE_UNSENT,
    rules::NOTICE_DUE,
    rules::CURE_OVERDUE,
    rules::TRUST_BROKEN,
    rules::DECISION_OPEN,
    rules::TRIGGER_UNDECIDED,
    rules::EXIT_EVALUATION_DUE,
    rules::SUSTAINED_FAILURE,
    rules::KPI_BELOW_MINIMUM,
    rules::NO_TRAINING_OPT_OUT,
    rules::CONCENTRATION,
    rules::MUST_HAVE_MISSING,
];

/// What is computed about all vendors together, for the rules that look at it.
#[derive(Clone, Copy, Debug)]
pub struct Whole<'p> {
    /// The playbook.
    pub playbook: &'p Playbook,
    /// All rankings.
    pub rankings: &'p [Ranking],
    /// Weights beside comparisons.
    pub weighing: Option<&'p Weighing>,
    /// Everything else.
    pub portfolio: &'p Portfolio,
    /// The day.
    pub as_of: Date,
}

/// Every finding: those of the vendors, and those about all of them together; worst first.
#[must_use]
pub fn all(whole: &Whole<'_>, mut findings: Vec<Arc<Finding>>) -> Vec<Arc<Finding>> {
    let mut found = Found { vendor: None, name: "Portfolio", findings: Vec::new() };
    portfolio::check(whole, &mut found);
    findings.extend(found.findings.into_iter().map(Arc::new));
    findings.par_sort_by(|a, b| key(a).cmp(&key(b)));
    findings
}

/// Puts the findings of one vendor into the order in which all of them come.
pub fn sort(findings: &mut [Finding]) {
    findings.sort_by(|a, b| key(a).cmp(&key(b)));
}

/// Worst first, then by vendor, what presses most, source and rule.
fn key(finding: &Finding) -> impl Ord + '_ {
    let Finding { severity, vendor, place, source, rule, message, .. } = finding;
    (std::cmp::Reverse(*severity), vendor, *place, &source.file, source.line, *rule, message)
}

/// One vendor under examination.
#[derive(Clone, Copy)]
pub struct Case<'p> {
    /// What is the same for all vendors.
    pub common: &'p Common,
    /// What there is to know of the others.
    pub others: &'p Others<'p>,
    /// What its files say.
    pub folder: &'p VendorFolder,
    /// What was computed of it.
    pub vendor: &'p Vendor,
    /// The day.
    pub as_of: Date,
}

/// The findings about one vendor.
#[must_use]
pub fn one(case: &Case<'_>) -> Vec<Finding> {
    let mut found = Found::about_vendor(case.vendor);
    kpis::check(case, &mut found);
    scores::check(case, &mut found);
    contract::check(case, &mut found);
    across::check(case, &mut found);
    selection::check(case, &mut found);
    governance::check(case, &mut found);
    lived::check(case, &mut found);
    roadmap::check(case, &mut found);
    operations::check(case, &mut found);
    commercial::check(case, &mut found);
    dependence::check(case, &mut found);
    handover::check(case, &mut found);
    exit::check(case, &mut found);
    let is_among = |finding: &Finding, rules: &[Rule]| rules.iter().any(|rule| rule.id == finding.rule);
    if case.folder.vendor.status == Status::Exited {
        found.findings.retain(|finding| is_among(finding, AFTERWARDS));
    } else if case.vendor.leaves {
        found.findings.retain(|finding| !is_among(finding, GOING_ON));
    }
    found.findings
}

/// The findings that rest on the triggers, which rest on the findings before.
#[must_use]
pub fn after(case: &Case<'_>) -> Vec<Finding> {
    let mut found = Found::about_vendor(case.vendor);
    exit::undecided(case, &mut found);
    exit::start_late(case, &mut found);
    found.findings
}

impl Case<'_> {
    fn policy(&self) -> &Policy {
        &self.common.settings.policy
    }

    /// Signed and not yet left.
    fn in_use(&self) -> bool {
        matches!(self.folder.vendor.status, Status::Onboarding | Status::Active | Status::Exiting)
    }

    fn is_strategic(&self) -> bool {
        self.folder.vendor.class == Class::Strategic
    }

    /// In use, and more than useful and replaceable.
    fn matters(&self) -> bool {
        self.in_use() && self.folder.vendor.class != Class::Operational
    }

    /// Whether a day has come.
    fn is_past(&self, day: &At<Date>) -> bool {
        day.value <= self.as_of
    }

    /// Days from a day to the as-of date; negative when it is still to come.
    fn days_since(&self, day: Date) -> i64 {
        days_between(day, self.as_of)
    }

    /// Whether a day lies more than so many months before the as-of date.
    fn older_than(&self, day: Date, months: u32) -> bool {
        !super::is_recent(day, months, self.as_of)
    }
}

/// Where findings go.
struct Found<'p> {
    vendor: Option<&'p Id>,
    name: &'p str,
    findings: Vec<Finding>,
}

impl<'p> Found<'p> {
    const fn about_vendor(vendor: &'p Vendor) -> Self {
        Self { vendor: Some(&vendor.id), name: vendor.name.as_str(), findings: Vec::new() }
    }

    /// Adds a finding about a value.
    fn at(&mut self, rule: Rule, file: &Arc<str>, span: Span, message: impl Into<String>, values: Value) {
        self.add(rule, &Source { file: Arc::clone(file), line: span.line.max(1) }, message, values);
    }

    /// Adds a finding about what a file does not say.
    fn about(&mut self, rule: Rule, file: &Arc<str>, message: impl Into<String>, values: Value) {
        self.at(rule, file, Span::default(), message, values);
    }

    fn add(&mut self, rule: Rule, source: &Source, message: impl Into<String>, values: Value) {
        self.findings.push(Finding {
            rule: rule.id,
            severity: rule.severity,
            message: message.into(),
            vendor: self.vendor.cloned(),
            vendor_name: self.name.to_owned(),
            values,
            source: source.clone(),
            action: rule.action,
            place: PRESSING.iter().position(|one| one.id == rule.id).unwrap_or(PRESSING.len()),
        });
    }
}
