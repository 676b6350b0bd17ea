//! How ready we are to leave, and which exit decisions are open.

use serde_json::json;

use super::rules::{
    ASSET_PROOF_OLD, ASSET_WITHOUT_ROUTE, CURE_OVERDUE, DECISION_OPEN, EXIT_AGREED_LATE, EXIT_PLAN_STALE, EXIT_SECTION_MISSING,
    READINESS_LOW, REHEARSAL_OVERDUE, START_LATE, TRIGGER_FAMILY_MISSING, TRIGGER_UNDECIDED, TRUST_BROKEN,
};
use super::{Case, Found};
use crate::evaluate::{day, triggers};
use crate::model::exit::{Exit, ExitVerdict, Family};
use crate::model::{Filed, Internal};

pub fn check(case: &Case<'_>, found: &mut Found<'_>) {
    agreed_late(case, found);
    let Some(exit) = &case.folder.exit else { return };
    let policy = &case.policy().exit;
    for asset in &exit.assets {
        if asset.route.is_none() {
            found.at(
                ASSET_WITHOUT_ROUTE,
                &exit.file,
                asset.id.span,
                format!("No way out for “{}”.", asset.name),
                json!({ "asset": asset.id }),
            );
        }
        if let Some(proven) = asset.last_proven.as_ref().filter(|proven| case.older_than(proven.value, policy.proof_months)) {
            let message = format!("The export of “{}” was last proven on {}.", asset.name, day(proven.value));
            found.at(
                ASSET_PROOF_OLD,
                &exit.file,
                proven.span,
                message,
                json!({ "asset": asset.id, "proven": proven, "months": policy.proof_months }),
            );
        }
    }
    decisions(case, exit, found);
    if !case.matters() {
        return;
    }
    sections(case, exit, found);
    ready(case, exit, found);
    let families: Vec<&str> = Family::NEEDED
        .into_iter()
        .filter(|family| !exit.triggers.iter().any(|trigger| trigger.family == *family))
        .map(Family::words)
        .collect();
    if !families.is_empty() {
        let message = format!("No trigger is agreed for: {}.", families.join(", "));
        found.about(TRIGGER_FAMILY_MISSING, &exit.file, message, json!({ "missing": families }));
    }
    let last = exit.rehearsals.iter().filter(|rehearsal| case.is_past(&rehearsal.on)).max_by_key(|rehearsal| rehearsal.on.value);
    if last.is_none_or(|last| case.older_than(last.on.value, policy.rehearsal_months)) {
        let message = last.map_or_else(
            || "The exit was never rehearsed.".to_owned(),
            |last| format!("The exit was last rehearsed on {}.", day(last.on.value)),
        );
        let span = last.map(|last| last.on.span).unwrap_or_default();
        found.at(
            REHEARSAL_OVERDUE,
            &exit.file,
            span,
            message,
            json!({ "last": last.map(|l| l.on.value), "months": policy.rehearsal_months }),
        );
    }
    if let Some(reviewed) = exit.plan.as_ref().and_then(|plan| plan.reviewed.as_ref())
        && case.older_than(reviewed.value, policy.review_months)
    {
        let message = format!("The exit plan was last reviewed on {}.", day(reviewed.value));
        found.at(
            EXIT_PLAN_STALE,
            &exit.file,
            reviewed.span,
            message,
            json!({ "reviewed": reviewed, "months": policy.review_months }),
        );
    }
}

/// The exit is negotiated at signing, not when fighting (Roth AI Consulting, 2026).
fn agreed_late(case: &Case<'_>, found: &mut Found<'_>) {
    let Some(contract) = case.folder.contract.as_ref().filter(|_| case.matters()) else { return };
    let Some(agreement) = &contract.agreement else { return };
    let Some(signed) = &agreement.signed else { return };
    let late = agreement.exit_agreed.as_ref().map_or(case.is_strategic(), |agreed| agreed.value > signed.value);
    if late {
        let (span, message) = agreement.exit_agreed.as_ref().map_or_else(
            || (signed.span, "No exit plan is recorded as agreed at signing.".to_owned()),
            |agreed| {
                (
                    agreed.span,
                    format!("The exit was agreed on {}, after the signature of {}.", day(agreed.value), day(signed.value)),
                )
            },
        );
        found.at(EXIT_AGREED_LATE, &contract.file, span, message, json!({ "signed": signed, "agreed": agreement.exit_agreed }));
    }
}

/// The five parts every exit plan needs (Roth AI Consulting, 2026).
fn sections(case: &Case<'_>, exit: &Filed<Exit>, found: &mut Found<'_>) {
    let plan = exit.plan.as_ref();
    let training = case.folder.vendor.handover.as_ref().is_some_and(|handover| handover.training.is_some());
    let clause = case
        .vendor
        .clauses
        .iter()
        .flat_map(|coverage| &coverage.clauses)
        .any(|clause| clause.id.as_str() == "knowledge-transfer" && clause.settled);
    let parts = [
        (!exit.assets.is_empty(), "what we take along, in usable formats"),
        (plan.is_some_and(|plan| plan.surviving_rights.is_some()), "rights that outlive the contract"),
        (plan.is_some_and(|plan| plan.transition.is_some()), "help during the transition"),
        (training || clause || plan.is_some_and(|plan| plan.people.is_some()), "transfer of knowledge"),
        (!exit.steps.is_empty(), "dated steps"),
    ];
    let missing: Vec<&str> = parts.into_iter().filter_map(|(present, name)| (!present).then_some(name)).collect();
    if !missing.is_empty() {
        let message = format!("The exit plan lacks: {}.", missing.join(", "));
        found.about(EXIT_SECTION_MISSING, &exit.file, message, json!({ "missing": missing }));
    }
}

/// How ready we are, and whether there is still time.
fn ready(case: &Case<'_>, exit: &Filed<Exit>, found: &mut Found<'_>) {
    let Some(leaving) = &case.vendor.leaving else { return };
    let policy = &case.policy().exit;
    let low = leaving.readiness.points < policy.unready_below;
    if low && case.is_strategic() {
        let worst: Vec<&str> =
            leaving.readiness.answers.iter().filter(|answer| answer.points == 0).map(|answer| answer.question).collect();
        let message = format!("Readiness is {} of 12 points; nothing yet for: {}.", leaving.readiness.points, worst.join(", "));
        let values = json!({ "points": leaving.readiness.points, "limit": policy.unready_below });
        found.about(READINESS_LOW, &exit.file, message, values);
    }
}

/// Whether the exit had to start before today, for who leaves or may have to.
pub fn start_late(case: &Case<'_>, found: &mut Found<'_>) {
    let (Some(exit), Some(leaving)) = (&case.folder.exit, &case.vendor.leaving) else { return };
    if !case.matters() {
        return;
    }
    let noticed = case.vendor.term.as_ref().is_some_and(|term| term.noticed && !term.over);
    let ends_itself = case.vendor.term.as_ref().is_some_and(|term| term.notice.is_none() && !term.over);
    let leaves = case.vendor.triggers.open || noticed || ends_itself;
    if let (Some(start), Some(slack)) = (leaving.dates.latest_start, leaving.dates.slack)
        && slack < 0
        && leaves
        && leaving.schedule.as_ref().is_some_and(|schedule| schedule.days_to_switch > 0)
    {
        let message = format!("To be gone when the vendor's help ends, the exit had to start by {}.", day(start));
        let values = json!({ "latest_start": start, "slack": slack });
        found.at(START_LATE, &exit.file, exit.steps_begin(), message, values);
    }
}

/// What fired without anybody having opened a decision.
pub fn undecided(case: &Case<'_>, found: &mut Found<'_>) {
    if !case.matters() {
        return;
    }
    for fired in case.vendor.triggers.fired.iter().filter(|fired| fired.event.is_none()) {
        let message =
            format!("A reason to question it ({}), and nobody has opened a decision: {}", fired.family.words(), fired.because);
        found.add(TRIGGER_UNDECIDED, &fired.source, message, json!({ "family": fired.family, "by": fired.by }));
    }
}

fn decisions(case: &Case<'_>, exit: &Filed<Exit>, found: &mut Found<'_>) {
    for decision in exit.decisions.iter().map(Internal::judge).filter(|decision| case.is_past(&decision.opened)) {
        let closed = matches!(triggers::state_in(exit, decision, case.as_of), triggers::State::Closed);
        let when = || decision.trigger.as_ref().and_then(|id| exit.triggers.iter().find(|trigger| trigger.id.value == id.value));
        let about = when().map_or_else(|| "no trigger named".to_owned(), |trigger| trigger.when.trim_end_matches('.').to_owned());
        let values =
            json!({ "decision": decision.id, "trigger": decision.trigger, "opened": decision.opened, "until": decision.until });
        if decision.verdict.is_none() && !closed {
            let message = format!("An exit decision is open since {}: {about}.", day(decision.opened.value));
            found.at(DECISION_OPEN, &exit.file, decision.opened.span, message, values.clone());
        }
        if let Some(until) = decision.until.as_ref().filter(|until| until.value < case.as_of)
            && matches!(decision.verdict, Some(ExitVerdict::Cure | ExitVerdict::Waive))
            && !closed
            && !case.vendor.leaves
        {
            let message = format!("The time that was given ended on {}: {about}.", day(until.value));
            found.at(CURE_OVERDUE, &exit.file, until.span, message, values.clone());
        }
        let broken: Vec<&str> = [(decision.trust_intact, "trust"), (decision.alignment_intact, "alignment")]
            .into_iter()
            .filter_map(|(intact, name)| (intact == Some(false)).then_some(name))
            .collect();
        if !broken.is_empty() && !closed {
            let message = format!(
                "{} broken: {about}.",
                match broken.as_slice() {
                    ["trust"] => "Trust is",
                    ["alignment"] => "Alignment is",
                    _ => "Trust and alignment are",
                }
            );
            found.at(TRUST_BROKEN, &exit.file, decision.opened.span, message, values);
        }
    }
}
