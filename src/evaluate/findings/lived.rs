//! How a partnership is lived: who carries it, what keeps coming back, what went wrong.

use std::collections::BTreeSet;

use serde_json::json;

use super::rules::{
    DISCIPLINE_GAP, ESCALATIONS_WORSEN, EXIT_EVALUATION_DUE, INCIDENT_OPEN, LAW_OR_SAFETY, MEETINGS_MISSED, RUN_PHASE_EMPTY,
    SINGLE_POINT_OF_GOVERNANCE, SPONSOR_VACANT,
};
use super::{Case, Found};
use crate::evaluate::{day, governance};
use crate::model::governance::{Level, Rhythm, Side};
use crate::model::relationship::{Miss, Relationship};
use crate::model::{Filed, Id, Period};

pub fn check(case: &Case<'_>, found: &mut Found<'_>) {
    if case.in_use() {
        run(case, found);
    }
    if case.matters() {
        carried(case, found);
        sponsor(case, found);
    }
    let Some(own) = &case.folder.governance else { return };
    incidents(case, own, found);
    patterns(case, own, found);
    let policy = &case.policy().governance;
    let Some(lived) = &case.vendor.lived else { return };
    for rhythm in lived.meetings.iter().filter(|rhythm| rhythm.share + 1e-9 < policy.meetings_held.0) {
        let all = rhythm.held + rhythm.missed;
        let message = format!("{}: {} of {all} meetings of the last twelve months were held.", rhythm.name, rhythm.held);
        let values = json!({ "held": rhythm.held, "due": all, "limit": policy.meetings_held });
        found.about(MEETINGS_MISSED, &own.file, message, values);
    }
    let steps = policy.tone_quarters.max(1) as usize;
    // The quarter that runs may still turn.
    let ended = lived.tone.iter().filter(|(quarter, _)| quarter.last_day() <= case.as_of);
    let last: Vec<&(Period, f64)> = ended.rev().take(steps + 1).collect();
    let current = Period::month_of(case.as_of).fiscal_quarter(case.common.settings.fiscal_start());
    let lately = last.first().is_some_and(|(quarter, _)| *quarter >= current.before().before());
    let falls = |pair: &[&(Period, f64)]| pair[0].0.before() == pair[1].0 && pair[0].1 + 1e-9 < pair[1].1;
    if last.len() == steps + 1 && lately && last.windows(2).all(falls) {
        let shown: Vec<String> = last.iter().rev().map(|(quarter, tone)| format!("{tone:.1} in {}", quarter.words())).collect();
        let message = format!("The tone of issues has fallen {steps} quarters in a row: {}.", shown.join(", "));
        found.about(ESCALATIONS_WORSEN, &own.file, message, json!({ "tone": last }));
    }
}

/// Whether it is run at all: most of the value lies after the signature (Roth AI Consulting, 2026).
fn run(case: &Case<'_>, found: &mut Found<'_>) {
    let folder = case.folder;
    if folder.governance.is_none() && folder.kpis.is_none() && folder.exit.is_none() {
        let message = "It is signed, and nothing is recorded of governance, KPIs or exit.";
        found.about(RUN_PHASE_EMPTY, &folder.vendor.file, message, json!({}));
    }
}

/// Whether more than one of us carries it, and how much of managing it is there.
fn carried(case: &Case<'_>, found: &mut Found<'_>) {
    let (vendor, file) = (&case.folder.vendor, &case.folder.vendor.file);
    let folder = case.folder;
    let seats = governance::tiers(case.common, folder).into_iter().flat_map(|tier| &tier.seats);
    let ours = seats.filter(|seat| seat.side == Side::Ours).filter_map(|seat| seat.role.as_ref());
    let roles: BTreeSet<&Id> = ours.chain(&vendor.owner).map(|role| &role.value).collect();
    if let [only] = roles.iter().copied().collect::<Vec<_>>().as_slice() {
        let message = format!("One role of ours runs the partnership alone: {}.", case.common.role(only));
        found.about(SINGLE_POINT_OF_GOVERNANCE, file, message, json!({ "role": only }));
    }
    let needed = case.policy().governance.disciplines as usize;
    let missing: Vec<&str> = case.vendor.disciplines.iter().filter(|one| !one.covered).map(|one| one.name).collect();
    let covered = case.vendor.disciplines.len() - missing.len();
    if covered < needed {
        let message = format!("{covered} of 5 disciplines are covered; missing: {}.", missing.join(", "));
        found.about(DISCIPLINE_GAP, file, message, json!({ "covered": covered, "needed": needed, "missing": missing }));
    }
}

/// A strategic seat of either side that has been vacant too long: nobody speaks for the partnership at the top.
fn sponsor(case: &Case<'_>, found: &mut Found<'_>) {
    let file = case.folder.governance.as_ref().map_or(&case.folder.vendor.file, |own| &own.file);
    let Some(tier) = governance::tier(case.common, case.folder, Level::Strategic) else { return };
    for side in [Side::Ours, Side::Theirs] {
        let seats: Vec<_> = tier.seats.iter().filter(|seat| seat.side == side).collect();
        let vacant = |seat: &&crate::model::governance::Seat| {
            seat.vacant_since
                .as_ref()
                .is_some_and(|since| case.days_since(since.value) > i64::from(case.policy().governance.vacancy_days))
        };
        if !seats.is_empty() && seats.iter().all(vacant) {
            let since = seats.iter().filter_map(|seat| seat.vacant_since.as_ref()).max_by_key(|since| since.value);
            let Some(since) = since else { continue };
            let whose = if side == Side::Ours { "ours" } else { "the vendor's" };
            let message = format!("No sponsor of {whose} since {}.", day(since.value));
            found.at(SPONSOR_VACANT, file, since.span, message, json!({ "side": side, "since": since }));
        }
    }
}

fn incidents(case: &Case<'_>, own: &Filed<Relationship>, found: &mut Found<'_>) {
    for incident in own.incidents.iter().filter(|incident| case.is_past(&incident.on)) {
        let resolved = incident.resolved.as_ref().is_some_and(|resolved| case.is_past(resolved));
        let what = incident.what.trim_end_matches('.');
        let values = json!({ "incident": incident.id, "kind": incident.kind, "severity": incident.severity, "on": incident.on });
        if incident.kind.is_legal() && !resolved {
            let message = format!("On {}: {what}.", day(incident.on.value));
            found.at(LAW_OR_SAFETY, &own.file, incident.on.span, message, values);
        } else if incident.severity.value <= 1 && !resolved {
            let message = format!("An incident of severity 1 is open since {}: {what}.", day(incident.on.value));
            found.at(INCIDENT_OPEN, &own.file, incident.on.span, message, values);
        }
    }
}

/// Misses that outlive two review cycles: late deliverables in each of the last two quarters, or one that two quarterly
/// reviews have seen and that has still not come (Roth AI Consulting, 2026).
fn patterns(case: &Case<'_>, own: &Filed<Relationship>, found: &mut Found<'_>) {
    let start = case.common.settings.fiscal_start();
    let late = |miss: &&Miss| {
        miss.due.value < case.as_of && miss.delivered.as_ref().is_none_or(|delivered| delivered.value > miss.due.value)
    };
    let quarter = |miss: &Miss| Period::month_of(miss.due.value).fiscal_quarter(start);
    let last = Period::month_of(case.as_of).fiscal_quarter(start).latest_ended(case.as_of);
    let before = last.before();
    let in_quarter = |wanted: Period| own.misses.iter().filter(late).filter(|miss| quarter(miss) == wanted).count();
    let (earlier, later) = (in_quarter(before), in_quarter(last));
    if earlier > 0 && later > 0 {
        let message = format!(
            "Deliverables were missed in two review cycles in a row: {earlier} in {}, {later} in {}.",
            before.words(),
            last.words()
        );
        found.about(EXIT_EVALUATION_DUE, &own.file, message, json!({ "earlier": earlier, "later": later }));
        return;
    }
    let cadences = governance::cadences(case.common, case.folder);
    let met = governance::met(case.common, case.folder, case.as_of);
    let is_review = |id: &Id| cadences.iter().any(|one| one.id.value == *id && one.rhythm == Rhythm::Quarterly);
    let reviews =
        |miss: &Miss| met.iter().filter(|meeting| is_review(&meeting.cadence.value) && meeting.on.value > miss.due.value).count();
    let outstanding = |miss: &&Miss| miss.delivered.as_ref().is_none_or(|delivered| delivered.value > case.as_of);
    if let Some(miss) = own.misses.iter().filter(late).filter(outstanding).find(|miss| reviews(miss) > 1) {
        let message = format!("{} is still missing after {} quarterly reviews.", miss.what.trim_end_matches('.'), reviews(miss));
        found.at(EXIT_EVALUATION_DUE, &own.file, miss.due.span, message, json!({ "miss": miss.id, "reviews": reviews(miss) }));
    }
}
