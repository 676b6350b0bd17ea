//! The contract: clauses, deviations, demands of our customers, risks, property.

use serde_json::json;

use super::rules::{
    CLAUSE_BELOW_WALK_AWAY, DEMAND_UNMET, DEVIATION_EXPIRED, FOREGROUND_OPEN, LEVEL_WITHOUT_CREDIT, MUST_HAVE_MISSING,
    MUST_HAVE_OPEN, NO_BACKGROUND_PROPERTY, OEM_WITHOUT_PERMISSION, RISK_UNALLOCATED, Rule, STATUS_PAGE_PROMISE,
    TERMS_BELOW_WALK_AWAY,
};
use super::{Case, Found};
use crate::evaluate::clauses::{Coverage, Standing};
use crate::model::clause::{Group, TermsDirection, Tier};
use crate::model::contract::{Contract, Position, Stage};
use crate::model::terms::{Ground, PromisedIn, RiskKind};
use crate::model::vendor::{Access, Condition, Status};
use crate::model::{Filed, Id};

pub fn check(case: &Case<'_>, found: &mut Found<'_>) {
    let (Some(coverage), Some(contract)) = (&case.vendor.clauses, &case.folder.contract) else { return };
    for clause in &coverage.clauses {
        if clause.standing == Stage::Agreed && clause.position == Some(Position::BelowWalkAway) {
            let values = json!({ "clause": clause.id, "tier": clause.tier });
            let message = format!("{} is agreed below our walk-away position.", clause.title);
            found.add(CLAUSE_BELOW_WALK_AWAY, &clause.source, message, values);
        }
    }
    musts(case, coverage, found);
    standings(case, contract, found);
    promises(contract, found);
    risks(case, contract, found);
    property(case, contract, found);
    demands(case, coverage, contract, found);
    let oem = coverage.clauses.iter().find(|clause| clause.id.as_str() == "oem-permission");
    if case.in_use()
        && case.folder.vendor.access == Some(Access::WhiteLabel)
        && let Some(oem) = oem.filter(|oem| !oem.settled)
    {
        let message = "It is sold on under our name without a settled permission.";
        found.add(OEM_WITHOUT_PERMISSION, &oem.source, message, json!({ "clause": oem.id }));
    }
}

fn musts(case: &Case<'_>, coverage: &Coverage, found: &mut Found<'_>) {
    // Before negotiation starts, every clause is open; that is a plan, not a finding.
    let negotiating = (Status::Negotiating..=Status::Exiting).contains(&case.folder.vendor.status);
    let must: Vec<&Standing> = coverage
        .clauses
        .iter()
        .filter(|clause| negotiating && clause.tier == Tier::Must && clause.standing != Stage::NotApplicable)
        .collect();
    // Who leaves still needs what the exit rests on, and raises nothing else any more.
    let counts = |clause: &Standing| {
        let is_missing = matches!(clause.standing, Stage::NotRaised | Stage::Refused);
        !(is_missing && case.vendor.leaves) || clause.group == Group::Exit
    };
    let mut report = |rule: Rule, word: &str, stages: &[Stage]| {
        let open: Vec<&&Standing> = must.iter().filter(|clause| stages.contains(&clause.standing) && counts(clause)).collect();
        let Some(first) = open.iter().min_by_key(|clause| clause.source.line) else { return };
        let titles: Vec<&str> = open.iter().map(|clause| clause.title.as_str()).collect();
        let all = must.iter().filter(|clause| stages.contains(&clause.standing)).count();
        let left_out = if all > open.len() { format!(", of which the exit rests on {}", open.len()) } else { String::new() };
        let message = format!("{word}: {all} of {} must-haves{left_out}: {}.", must.len(), titles.join(", "));
        let ids: Vec<&Id> = open.iter().map(|clause| &clause.id).collect();
        found.add(rule, &first.source, message, json!({ "open": ids, "applicable": must.len() }));
    };
    report(MUST_HAVE_MISSING, "Missing", &[Stage::NotRaised, Stage::Refused]);
    report(MUST_HAVE_OPEN, "In talks", &[Stage::Proposed, Stage::Countered]);
}

fn standings(case: &Case<'_>, contract: &Filed<Contract>, found: &mut Found<'_>) {
    for standing in &contract.clauses {
        let Some(clause) = case.common.clauses.get(&standing.clause.value) else { continue };
        if let Some(expires) = standing.approval_ends().filter(|expires| expires.value < case.as_of) {
            let message =
                format!("The approved deviation on {} ended on {}.", clause.front.title, crate::evaluate::day(expires.value));
            let values = json!({ "clause": standing.clause, "expires": expires.value });
            found.at(DEVIATION_EXPIRED, &contract.file, expires.span, message, values);
        }
        let stops = clause.front.terms.as_ref().map(|terms| (terms, terms.walk_away.judge().value));
        let open = matches!(standing.standing.value, Stage::Proposed | Stage::Countered);
        if let (Some(offered), Some((terms, stop))) = (&standing.terms, stops)
            && open
            && is_worse(offered.value, stop, terms.direction)
        {
            let message =
                format!("{}: {} {} offered; we stop at {stop} {}.", clause.front.title, offered.value, terms.unit, terms.unit);
            let values = json!({ "clause": standing.clause, "offered": offered.value, "walk_away": stop });
            found.at(TERMS_BELOW_WALK_AWAY, &contract.file, offered.span, message, values);
        }
    }
}

/// Whether a number is worse for us than another.
fn is_worse(value: f64, limit: f64, direction: TermsDirection) -> bool {
    match direction {
        TermsDirection::Up => value < limit,
        TermsDirection::Down => value > limit,
    }
}

fn promises(contract: &Filed<Contract>, found: &mut Found<'_>) {
    for level in &contract.service_levels {
        let values = json!({ "what": level.what, "level": level.level });
        if level.promised_in == PromisedIn::StatusPage {
            let message = format!("{} is promised on a page that the vendor may change.", level.what);
            found.at(STATUS_PAGE_PROMISE, &contract.file, level.level.span, message, values);
        } else if level.credit.is_none() {
            let message = format!("{} pays nothing back when it is missed.", level.what);
            found.at(LEVEL_WITHOUT_CREDIT, &contract.file, level.level.span, message, values);
        }
    }
}

fn risks(case: &Case<'_>, contract: &Filed<Contract>, found: &mut Found<'_>) {
    if !(case.in_use() && case.is_strategic()) {
        return;
    }
    let borne = |kind: RiskKind| contract.risks.iter().any(|risk| risk.kind.value == kind && risk.borne_by.is_some());
    let open: Vec<&str> = RiskKind::NAMED.into_iter().filter(|kind| !borne(*kind)).map(RiskKind::words).collect();
    if !open.is_empty() {
        let message = format!("Nobody is named who bears: {}.", open.join(", "));
        found.about(RISK_UNALLOCATED, &contract.file, message, json!({ "open": open }));
    }
}

fn property(case: &Case<'_>, contract: &Filed<Contract>, found: &mut Found<'_>) {
    let conditions = &case.folder.vendor.conditions;
    let makes = conditions.contains(&Condition::Delivery) || conditions.contains(&Condition::CoDevelopment);
    if case.in_use() && makes && !contract.property.iter().any(|item| item.ground == Ground::Background) {
        let message = "Nothing is listed that either side brought along.";
        found.about(NO_BACKGROUND_PROPERTY, &contract.file, message, json!({}));
    }
    for item in contract.property.iter().filter(|item| item.ground == Ground::Foreground && item.owner.is_none()) {
        let message = format!("It is open who owns {}.", item.name);
        found.at(FOREGROUND_OPEN, &contract.file, item.id.span, message, json!({ "property": item.id }));
    }
}

fn demands(case: &Case<'_>, coverage: &Coverage, contract: &Filed<Contract>, found: &mut Found<'_>) {
    for demand in &contract.demands {
        let settled = coverage.clauses.iter().any(|clause| clause.id == demand.clause.value && clause.settled);
        let standing = contract.clauses.iter().find(|standing| standing.clause.value == demand.clause.value);
        let terms = case.common.clauses.get(&demand.clause.value).and_then(|clause| clause.front.terms.as_ref());
        let granted = standing.and_then(|standing| standing.terms.as_ref()).map(|at| at.value);
        let short = match (demand.level, granted, terms) {
            (Some(asked), Some(granted), Some(terms)) => is_worse(granted, asked, terms.direction),
            _ => false,
        };
        if settled && !short {
            continue;
        }
        let why = match (short, demand.level, granted) {
            (true, Some(asked), Some(granted)) => format!("asks {asked}, and the vendor grants {granted}"),
            _ => "needs a clause that is not settled".to_owned(),
        };
        let message = format!("{} ({}) {why}.", demand.customer, demand.what);
        let values = json!({ "clause": demand.clause, "asked": demand.level, "granted": granted });
        found.at(DEMAND_UNMET, &contract.file, demand.clause.span, message, values);
    }
}
