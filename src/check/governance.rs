//! Governance, of the playbook and of a vendor: roles, tiers, rhythms, ladder, and the record of running it.

use std::sync::Arc;

use super::Scope;
use crate::diagnostic::Code;
use crate::model::governance::{Cadence, Side, Step, Tier};
use crate::model::relationship::Relationship;
use crate::model::{At, Filed, Id};

/// Reports contradictions of the playbook's governance.
pub fn check(scope: &mut Scope<'_>) {
    let Some(governance) = &scope.playbook.governance else { return };
    let file = &governance.file;
    scope.unique(file, "role", governance.roles.iter().map(|role| &role.id));
    structure(scope, file, &governance.tiers, &governance.cadences, &governance.ladder);
    let told = governance.escalation.iter().flat_map(|escalation| &escalation.told);
    let committee = governance.committee.iter().flat_map(|committee| committee.chair.iter().chain(committee.functions.values()));
    let function =
        governance.function.iter().flat_map(|function| function.owner.iter().chain(function.responsibilities.values()));
    let raci = governance
        .raci
        .iter()
        .flat_map(|row| row.responsible.iter().chain([&row.accountable]).chain(&row.consulted).chain(&row.informed));
    for role in told.chain(committee).chain(function).chain(raci) {
        scope.role(file, role);
    }
    if let Some(cadence) = governance.committee.as_ref().and_then(|committee| committee.cadence.as_ref()) {
        cadence_is_known(scope, file, cadence, &governance.cadences);
    }
}

/// Reports contradictions of one vendor's governance.
pub fn check_vendor(scope: &mut Scope<'_>, own: &Filed<Relationship>) {
    let file = &own.file;
    structure(scope, file, &own.tiers, &own.cadences, &own.ladder);
    for meeting in &own.meetings {
        cadence_is_known(scope, file, &meeting.cadence, &own.cadences);
        for role in &meeting.ours {
            scope.role(file, role);
        }
    }
    scope.unique(file, "issue", own.issues.iter().map(|issue| &issue.id));
    for issue in &own.issues {
        scope.within(file, "step", &issue.step.map(f64::from), 1.0, 4.0);
        if let Some(tone) = &issue.tone {
            scope.within(file, "tone", &tone.map(f64::from), 1.0, 5.0);
        }
        scope.order(file, "the issue was raised", Some(&issue.opened), "the day it was noticed", issue.noticed.as_ref());
        scope.order(
            file,
            "the issue came to its step",
            issue.on_step_since.as_ref(),
            "the day it was raised",
            Some(&issue.opened),
        );
        scope.order(file, "the issue was closed", issue.closed.as_ref(), "the day it was raised", Some(&issue.opened));
    }
    scope.unique(file, "incident", own.incidents.iter().map(|incident| &incident.id));
    for incident in &own.incidents {
        scope.within(file, "severity", &incident.severity.map(f64::from), 1.0, 4.0);
        scope.order(file, "the incident was resolved", incident.resolved.as_ref(), "the day it began", Some(&incident.on));
    }
    scope.unique(file, "missed deliverable", own.misses.iter().map(|miss| &miss.id));
    for miss in &own.misses {
        scope.order(file, "the new date", miss.new_date.as_ref(), "the old one", Some(&miss.due));
    }
    for review in &own.alignment {
        scope.within(file, "score", &review.score.map(f64::from), 1.0, 5.0);
    }
    for pulse in &own.pulse {
        scope.within(file, "pulse", &pulse.ours, 1.0, 5.0);
        scope.within(file, "pulse", &pulse.theirs, 1.0, 5.0);
    }
    for vendor in own.events.iter().flat_map(|event| &event.with) {
        scope.vendor(file, vendor);
    }
    scope.unique(file, "decision", own.decisions.iter().map(|decision| &decision.id));
    for decision in &own.decisions {
        scope.role(file, &decision.by);
        scope.order(file, "the next look", decision.review_by.as_ref(), "the decision", Some(&decision.on));
    }
}

fn structure(scope: &mut Scope<'_>, file: &Arc<str>, tiers: &[Tier], cadences: &[Cadence], ladder: &[Step]) {
    let mut seen = Vec::new();
    for tier in tiers {
        if seen.contains(&tier.tier.value) {
            let message = "the tier exists already";
            scope.report(Code::DuplicateId, file, tier.tier.span, message, "name each of the three tiers once");
        }
        seen.push(tier.tier.value);
        if let Some(cadence) = &tier.cadence {
            cadence_is_known(scope, file, cadence, cadences);
        }
        for seat in &tier.seats {
            if let Some(role) = &seat.role {
                scope.role(file, role);
            }
            let lacks = match seat.side {
                Side::Ours if seat.role.is_none() => "a seat of ours names no `role`",
                Side::Theirs if seat.title.is_none() => "a seat of theirs names no `title`",
                _ => continue,
            };
            scope.report(Code::Incomplete, file, tier.tier.span, lacks, "say who sits there");
        }
    }
    scope.unique(file, "cadence", cadences.iter().map(|cadence| &cadence.id));
    for cadence in cadences {
        for role in &cadence.attendees {
            scope.role(file, role);
        }
        if let Some(minutes) = &cadence.minutes {
            scope.within(file, "minutes", &minutes.map(f64::from), 1.0, 24.0 * 60.0);
        }
    }
    let mut steps = Vec::new();
    for step in ladder {
        scope.within(file, "step", &step.step.map(f64::from), 1.0, 4.0);
        if steps.contains(&step.step.value) {
            let message = format!("step {} exists already", step.step.value);
            scope.report(Code::DuplicateId, file, step.step.span, message, "name each step once");
        }
        steps.push(step.step.value);
    }
}

fn cadence_is_known(scope: &mut Scope<'_>, file: &Arc<str>, cadence: &At<Id>, own: &[Cadence]) {
    let general = scope.playbook.governance.as_ref().map(|governance| governance.cadences.as_slice()).unwrap_or_default();
    let known: Vec<&str> = general.iter().chain(own).map(|cadence| cadence.id.as_str()).collect();
    // Rhythms that are not written down yet make no meeting wrong.
    if !known.is_empty() {
        scope.known(file, cadence, "cadence", known.into_iter(), "playbook/governance.yaml");
    }
}
