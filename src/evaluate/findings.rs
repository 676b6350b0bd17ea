//! Findings: what deserves attention, in a sentence, with its numbers, its source and the next action.
//!
//! 1. [`RULES`] names every rule with its severity and next action.
//! 2. Each vendor's numbers are held against the rules.
//! 3. The findings come worst first, then by vendor and source.

use serde::Serialize;
use serde_json::{Value, json};

use super::clauses::Standing;
use super::scoring::Band;
use super::{Source, Vendor};
use crate::block::Mark;
use crate::model::clause::Tier;
use crate::model::contract::{Position, Stage};
use crate::model::kpi::Direction;
use crate::model::vendor::Status;
use crate::model::{Id, Playbook};

/// A business fact worth attention.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// The rule's id.
    pub rule: &'static str,
    /// How bad.
    pub severity: Mark,
    /// One sentence with its numbers.
    pub message: String,
    /// The vendor's id.
    pub vendor: Id,
    /// The vendor's name.
    pub vendor_name: String,
    /// The numbers behind it.
    pub values: Value,
    /// Where they come from.
    pub source: Source,
    /// What to do next.
    pub action: &'static str,
}

/// A rule: id, severity, next action.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Stable, kebab-case.
    pub id: &'static str,
    /// How bad it is when it fires.
    pub severity: Mark,
    /// What to do next.
    pub action: &'static str,
}

macro_rules! rules {
    ($($name:ident $id:literal $severity:ident $action:literal;)*) => {
        $(const $name: Rule = Rule { id: $id, severity: Mark::$severity, action: $action };)*
        /// Every rule.
        pub const RULES: &[Rule] = &[$($name,)*];
    };
}

rules! {
    KPI_BELOW_MINIMUM "kpi-below-minimum" Bad "Take it to the executive sponsors and refresh the exit plan.";
    CLAUSE_BELOW_WALK_AWAY "clause-below-walk-away" Bad "Renegotiate, or record who approved it and until when.";
    SCORE_NOT_RECOMMENDED "score-not-recommended" Bad "Decide with the executive sponsor whether to go on, and on which conditions.";
    KPI_BELOW_INTERVENTION "kpi-below-intervention" Act "Agree the cause, an owner and a date within a week.";
    MUST_HAVE_MISSING "must-have-missing" Bad "Raise them in the next negotiation; see the contract checklist.";
    MUST_HAVE_OPEN "must-have-open" Act "Settle them in the next negotiation; see the contract checklist.";
    KPI_NO_READING "kpi-no-reading" Watch "Ask the performance analyst for the reading; two missing in a row need a recovery plan.";
    RATERS_DISAGREE "raters-disagree" Watch "Let the raters compare what they saw and rate again.";
    EVIDENCE_EXPIRED "evidence-expired" Watch "Renew the evidence, or lower the score to what is still proven.";
    SCORE_WITHOUT_EVIDENCE "score-without-evidence" Watch "Add dated evidence, or lower the score to what is proven.";
}

/// Every finding of the portfolio.
#[must_use]
pub fn all(playbook: &Playbook, vendors: &[Vendor]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = vendors.iter().flat_map(|vendor| one(playbook, vendor)).collect();
    findings.sort_by(|a, b| {
        let key = |f: &Finding| (std::cmp::Reverse(f.severity), f.vendor.clone(), f.source.file.clone(), f.source.line);
        key(a).cmp(&key(b)).then(a.rule.cmp(b.rule)).then(a.message.cmp(&b.message))
    });
    findings
}

fn one(playbook: &Playbook, vendor: &Vendor) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut add = |rule: Rule, message: String, values: Value, source: &Source| {
        let Rule { id, severity, action } = rule;
        found.push(Finding {
            rule: id,
            severity,
            message,
            vendor: vendor.id.clone(),
            vendor_name: vendor.name.clone(),
            values,
            source: source.clone(),
            action,
        });
    };
    kpis(vendor, &mut add);
    scores(playbook, vendor, &mut add);
    clauses(playbook, vendor, &mut add);
    found
}

type Add<'a> = dyn FnMut(Rule, String, Value, &Source) + 'a;

fn kpis(vendor: &Vendor, add: &mut Add<'_>) {
    for kpi in vendor.kpis.iter().flatten() {
        let values = json!({
            "period": kpi.period,
            "value": kpi.value,
            "target": kpi.target,
            "intervention": kpi.intervention,
            "minimum": kpi.minimum,
        });
        let period = kpi.period.map_or_else(|| "yet".to_owned(), |period| format!("in {}", period.words()));
        match (kpi.state, kpi.value) {
            (Mark::Bad, Some(value)) => {
                let limit = if kpi.direction == Direction::Up { "minimum" } else { "limit" };
                let message = format!("{}: {value} {} {period}; the {limit} is {}.", kpi.name, kpi.unit, kpi.minimum);
                add(KPI_BELOW_MINIMUM, message, values, &kpi.source);
            }
            (Mark::Act, Some(value)) => {
                let side = match kpi.direction {
                    Direction::Up => "below",
                    Direction::Down => "above",
                    Direction::Band => "outside",
                };
                let message = format!("{}: {value} {} {period}; we intervene {side} {}.", kpi.name, kpi.unit, kpi.intervention);
                add(KPI_BELOW_INTERVENTION, message, values, &kpi.source);
            }
            (Mark::Unknown, _) => add(KPI_NO_READING, format!("{}: no reading {period}.", kpi.name), values, &kpi.source),
            _ => {}
        }
    }
}

fn scores(playbook: &Playbook, vendor: &Vendor, add: &mut Add<'_>) {
    let Some(scores) = &vendor.scores else { return };
    for rubric in &scores.rubrics {
        let first = rubric.criteria.iter().find_map(|criterion| criterion.sources.first());
        if let (Some(Band::NotRecommended), Some(shown), Some(source)) = (rubric.score.band, &rubric.score.shown, first) {
            let least = playbook.settings.policy.bands.conditional;
            let message = format!("{} scores {shown} of 5; below {least} a vendor is not recommended.", rubric.name);
            add(SCORE_NOT_RECOMMENDED, message, json!({ "score": rubric.score.point, "conditional": least }), source);
        }
        for criterion in &rubric.criteria {
            let Some(source) = criterion.sources.first() else { continue };
            let name = format!("{} · {}", rubric.name, criterion.name);
            if criterion.disputed {
                let (low, high) = (criterion.lowest.unwrap_or_default(), criterion.highest.unwrap_or_default());
                let message = format!("{name}: the raters' scores run from {low} to {high}.");
                add(RATERS_DISAGREE, message, json!({ "lowest": low, "highest": high }), source);
            }
            let from = f64::from(playbook.settings.policy.evidence_from.0);
            let (Some(score), None) = (criterion.score.filter(|score| *score >= from), criterion.evidence) else { continue };
            if criterion.expired.is_empty() {
                let message = format!("{name} scores {score} without evidence; from {from} on, evidence is mandatory.");
                add(SCORE_WITHOUT_EVIDENCE, message, json!({ "score": score, "evidence_from": from }), source);
            } else {
                let message = format!("{name} scores {score} on evidence that has expired.");
                add(EVIDENCE_EXPIRED, message, json!({ "score": score, "expired": criterion.expired }), source);
            }
        }
    }
}

fn clauses(playbook: &Playbook, vendor: &Vendor, add: &mut Add<'_>) {
    let Some(coverage) = &vendor.clauses else { return };
    for clause in &coverage.clauses {
        if clause.standing == Stage::Agreed && clause.position == Some(Position::BelowWalkAway) {
            let values = json!({ "clause": clause.id, "tier": clause.tier });
            let message = format!("{} is agreed below our walk-away position.", clause.title);
            add(CLAUSE_BELOW_WALK_AWAY, message, values, &clause.source);
        }
    }
    // Before negotiation starts, every clause is open; that is a plan, not a finding.
    let negotiating = playbook
        .vendors
        .get(&vendor.id)
        .is_some_and(|folder| (Status::Negotiating..=Status::Exiting).contains(&folder.vendor.status));
    let must: Vec<&Standing> = coverage
        .clauses
        .iter()
        .filter(|clause| negotiating && clause.tier == Tier::Must && clause.standing != Stage::NotApplicable)
        .collect();
    let mut report = |rule: Rule, word: &str, stages: &[Stage]| {
        let open: Vec<&&Standing> = must.iter().filter(|clause| stages.contains(&clause.standing)).collect();
        let Some(first) = open.iter().min_by_key(|clause| clause.source.line) else { return };
        let titles: Vec<&str> = open.iter().map(|clause| clause.title.as_str()).collect();
        let verb = if open.len() == 1 { "is" } else { "are" };
        let message = format!("{} of {} must-haves {verb} {word}: {}.", open.len(), must.len(), titles.join(", "));
        let ids: Vec<&Id> = open.iter().map(|clause| &clause.id).collect();
        add(rule, message, json!({ "open": ids, "applicable": must.len() }), &first.source);
    };
    report(MUST_HAVE_MISSING, "missing", &[Stage::NotRaised, Stage::Refused]);
    report(MUST_HAVE_OPEN, "in talks", &[Stage::Proposed, Stage::Countered]);
}
