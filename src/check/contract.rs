//! Contracts: clauses, the shape of standings, the dates of the agreement, numbers against positions.

use super::Scope;
use crate::diagnostic::Code;
use crate::model::clause::{Terms, TermsDirection};
use crate::model::contract::{Contract, Position, Stage, Standing};
use crate::model::terms::RiskKind;
use crate::model::{Filed, Id};

/// Reports contradictions of one vendor's contract.
pub fn check(scope: &mut Scope<'_>, contract: &Filed<Contract>) {
    let file = &contract.file;
    if let Some(agreement) = &contract.agreement {
        if let (Some(signed), Some(ends)) = (&agreement.signed, &agreement.ends)
            && ends.value < signed.value
        {
            let message = format!("the agreement ends on {}, before it was signed on {}", ends.value, signed.value);
            scope.report(Code::DateOrder, file, ends.span, message, "correct one of the two dates");
        }
        if let (Some(opens), Some(notice)) = (agreement.notice_opens, agreement.notice)
            && opens.days() < notice.value.days()
        {
            let message =
                format!("notice may be given from {opens} before the end on, but must be given {} before it", notice.value);
            scope.report(Code::DateOrder, file, notice.span, message, "`notice_opens` is the longer of the two");
        }
        scope.order(file, "the term ends", agreement.ends.as_ref(), "its first day", agreement.starts.as_ref());
        scope.order(file, "notice was served", agreement.notice_given.as_ref(), "the signature", agreement.signed.as_ref());
    }
    scope.unique(file, "clause", contract.clauses.iter().map(|standing| &standing.clause));
    scope.unique(file, "note on clause", contract.internal.iter().map(|note| &note.clause));
    for note in &contract.internal {
        scope.clause(file, &note.clause);
    }
    for standing in &contract.clauses {
        scope.clause(file, &standing.clause);
        shape(scope, file, standing);
        numbers(scope, file, standing);
    }
    money(scope, contract);
    records(scope, contract);
}

fn shape(scope: &mut Scope<'_>, file: &std::sync::Arc<str>, standing: &Standing) {
    let (span, clause) = (standing.standing.span, &standing.clause.value);
    match standing.standing.value {
        Stage::Agreed if standing.position.is_none() => {
            let message = format!("`{clause}` is agreed, but not on which position");
            let help = "add `position: preferred`, `fallback` or `below-walk-away`";
            scope.report(Code::StandingShape, file, span, message, help);
        }
        Stage::NotApplicable if standing.reason.is_none() => {
            let message = format!("`{clause}` does not apply, but not why");
            scope.report(Code::StandingShape, file, span, message, "add `reason:` in a few words");
        }
        Stage::Agreed => {}
        _ if standing.position.is_some() => {
            let message = format!("`{clause}` has a position although it is not agreed");
            scope.report(Code::StandingShape, file, span, message, "remove `position`, or change the standing");
        }
        _ => {}
    }
    if let Some(role) = &standing.approved_by {
        scope.role(file, role);
    }
    scope.order(file, "the approval ends", standing.expires.as_ref(), "its day", standing.approved_on.as_ref());
    let below = standing.position == Some(Position::BelowWalkAway);
    let missing: Vec<&str> = [
        (below || standing.approved_on.is_some(), standing.approved_by.is_some(), "`approved_by`"),
        (below, standing.deviation.is_some(), "`deviation`"),
        (below, standing.expires.is_some(), "`expires`"),
    ]
    .into_iter()
    .filter_map(|(wanted, there, key)| (wanted && !there).then_some(key))
    .collect();
    if !missing.is_empty() {
        let message = format!("`{clause}` lacks {}", missing.join(", "));
        let help = "what is agreed below the walk-away position names who approved it, why, and until when";
        scope.report(Code::Incomplete, file, standing.clause.span, message, help);
    }
}

/// The number agreed against the position claimed.
fn numbers(scope: &mut Scope<'_>, file: &std::sync::Arc<str>, standing: &Standing) {
    let Some(number) = &standing.terms else { return };
    let Some(clause) = scope.playbook.clauses.get(&standing.clause.value) else { return };
    let Some(terms) = &clause.front.terms else {
        let message = format!("`{}` has no terms to compare a number with", standing.clause.value);
        scope.report(Code::Terms, file, number.span, message, "remove `terms`, or add `terms` to the clause");
        return;
    };
    let wrong = match standing.position {
        Some(Position::Preferred) if worse(terms, number.value, terms.preferred.value) => {
            format!("the position is preferred, which begins at {}", terms.preferred.value)
        }
        Some(Position::Fallback) if worse(terms, number.value, terms.walk_away.judge().value) => {
            format!("the position is fallback, and we stop at {}", terms.walk_away.judge().value)
        }
        _ => return,
    };
    let message = format!("{} {} is agreed, but {wrong}", number.value, terms.unit);
    scope.report(Code::Terms, file, number.span, message, "correct the number or the position");
}

fn worse(terms: &Terms, value: f64, limit: f64) -> bool {
    match terms.direction {
        TermsDirection::Up => value < limit,
        TermsDirection::Down => value > limit,
    }
}

fn money(scope: &mut Scope<'_>, contract: &Filed<Contract>) {
    let (Some(fees), file) = (&contract.fees, &contract.file) else { return };
    scope.unique(file, "KPI", fees.at_risk.iter().map(|item| &item.kpi));
    let mut sum = 0.0;
    for item in &fees.at_risk {
        scope.kpi(file, &item.kpi);
        sum += item.share.value.0;
        if sum > 1.0 + 1e-9 {
            let message = format!("with this part, {:.0} % of the fees are at risk", sum * 100.0);
            scope.report(Code::ShareSum, file, item.share.span, message, "the parts add up to 100 % at most");
            break;
        }
    }
    for (index, price) in fees.prices.iter().enumerate() {
        let before = fees.prices[..index].iter().rev().find(|earlier| earlier.unit == price.unit);
        if let Some(before) = before.filter(|before| before.on.value >= price.on.value) {
            let message =
                format!("the price of {} from {} stands below the one from {}", price.unit, price.on.value, before.on.value);
            scope.report(
                Code::DateOrder,
                file,
                price.on.span,
                message,
                "list the prices of one unit from the oldest to the newest, each day once",
            );
        }
    }
}

fn records(scope: &mut Scope<'_>, contract: &Filed<Contract>) {
    let file = &contract.file;
    for level in &contract.service_levels {
        if let Some(kpi) = &level.kpi {
            scope.kpi(file, kpi);
        }
        if level.unit.as_deref() == Some("%") {
            scope.within(file, "level", &level.level, 0.0, 100.0);
        }
    }
    let mut severities: Vec<u8> = Vec::new();
    for response in &contract.responses {
        scope.within(file, "severity", &response.severity.map(f64::from), 1.0, 5.0);
        if severities.contains(&response.severity.value) {
            let message = format!("severity {} occurs twice", response.severity.value);
            scope.report(Code::DuplicateId, file, response.severity.span, message, "each severity has one line");
        }
        severities.push(response.severity.value);
    }
    scope.unique(file, "property", contract.property.iter().map(|item| &item.id));
    for contribution in &contract.contributions {
        let known = contract.property.iter().map(|item| item.id.as_str());
        scope.known_here(file, &contribution.to, "property", known);
    }
    let mut kinds: Vec<RiskKind> = Vec::new();
    for risk in &contract.risks {
        if let Some(owner) = &risk.owner {
            scope.role(file, owner);
        }
        if risk.kind.value != RiskKind::Other && kinds.contains(&risk.kind.value) {
            let message = format!("the risk of {} is allocated twice", risk.kind.value.words());
            scope.report(Code::DuplicateId, file, risk.kind.span, message, "keep one of the two");
        }
        kinds.push(risk.kind.value);
    }
    for demand in &contract.demands {
        let clause: &crate::model::At<Id> = &demand.clause;
        scope.clause(file, clause);
    }
}
