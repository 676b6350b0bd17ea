//! How the partnership is run: tiers, rhythms, issues, alignment.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::json;

use super::rules::{
    CADENCE_AFTER_KICKOFF, CANNOT_TERMINATE, COLLABORATION_GAP, DELEGATE_AND_WAIT, HOSTILE_TONE, ISSUE_OVERDUE,
    ISSUE_RAISED_LATE, LADDER_UNTIMED, MEETING_OVERDUE, MISALIGNED, MISS_WITHOUT_CAUSE, NO_ARCHITECT, NO_RELATIONSHIP_MANAGER,
    PULSE_GAP, QUARTERLY_WITHOUT_SPONSOR, REPEAT_ISSUES, SEAT_VACANT, SPONSOR_TOO_JUNIOR, STALE_REVIEW, TIER_MISSING,
    TIER_ONE_SIDED, UNUSED_VENDOR, WEEKLY_TOO_LONG, WHY_MISSING,
};
use super::{Case, Found, days_between, plus_months};
use crate::diagnostic::Span;
use crate::evaluate::{day, governance};
use crate::model::governance::{Level, Mandate, Rhythm, Side, Step};
use crate::model::relationship::{Issue, MeetingOutcome, Miss, Relationship};
use crate::model::vendor::Status;
use crate::model::{Date, Filed, Id, Length};

/// How long a meeting or a closed issue is held against a partnership.
const MEMORY_MONTHS: u32 = 12;

pub fn check(case: &Case<'_>, found: &mut Found<'_>) {
    people(case, found);
    if case.matters() {
        tiers(case, found);
        collaboration(case, found);
    }
    let Some(own) = &case.folder.governance else { return };
    ladder(&own.file, &own.ladder, case.policy().governance.first_step_days, found);
    meetings(case, own, found);
    issues(case, own, found);
    trust(case, own, found);
    if let (Some(agreed), Some(kickoff)) = (&own.cadence_agreed, &own.kickoff)
        && agreed.value > kickoff.value
    {
        let message = format!("Work began on {}; the rhythms were agreed on {} only.", day(kickoff.value), day(agreed.value));
        found.at(CADENCE_AFTER_KICKOFF, &own.file, agreed.span, message, json!({ "kickoff": kickoff, "agreed": agreed }));
    }
}

/// A first step without a short time box. Problems are to end in days (Roth AI Consulting, 2026).
pub fn ladder(file: &Arc<str>, ladder: &[Step], days: u32, found: &mut Found<'_>) {
    let Some(step) = ladder.iter().find(|step| step.step.value == 1) else { return };
    // Measured from any day: a ladder counts in days or in months.
    let start = Date(jiff::civil::date(2025, 1, 1));
    if step.within.is_none_or(|within| days_between(start, within.after(start)) > i64::from(days)) {
        let message = step.within.map_or_else(
            || "The first step of the ladder has no time box.".to_owned(),
            |within| format!("The first step of the ladder may take {within}."),
        );
        found.at(LADDER_UNTIMED, file, step.step.span, message, json!({ "within": step.within, "days": days }));
    }
}

fn people(case: &Case<'_>, found: &mut Found<'_>) {
    let (vendor, file, policy) = (&case.folder.vendor, &case.folder.vendor.file, &case.policy().governance);
    if !case.in_use() {
        return;
    }
    if vendor.owner.is_none() {
        found.about(NO_RELATIONSHIP_MANAGER, file, "Nobody is named who owns the partnership.", json!({}));
    }
    if vendor.architect.is_none() {
        found.about(NO_ARCHITECT, file, "Nobody is named who knows how the vendor is built in.", json!({}));
    }
    if let Some(reviewed) = vendor.reviewed.as_ref().filter(|reviewed| case.older_than(reviewed.value, policy.review_months)) {
        let message = format!("The partnership was last reviewed on {}.", day(reviewed.value));
        found.at(STALE_REVIEW, file, reviewed.span, message, json!({ "reviewed": reviewed, "months": policy.review_months }));
    }
    // Before it is live, and on the way out, nobody has to use it.
    if let Some(used) = vendor.last_used.as_ref().filter(|_| vendor.status == Status::Active)
        && case.days_since(used.value) > i64::from(policy.unused_days)
    {
        let message = format!("Nobody has used it since {}.", day(used.value));
        found.at(UNUSED_VENDOR, file, used.span, message, json!({ "last_used": used, "days": policy.unused_days }));
    }
}

fn tiers(case: &Case<'_>, found: &mut Found<'_>) {
    let file = case.folder.governance.as_ref().map_or(&case.folder.vendor.file, |own| &own.file);
    let policy = &case.policy().governance;
    for (level, name) in
        [(Level::Operational, "operational"), (Level::Performance, "performance"), (Level::Strategic, "strategic")]
    {
        let tier = governance::tier(case.common, case.folder, level).filter(|tier| !tier.seats.is_empty());
        let Some(tier) = tier else {
            found.about(TIER_MISSING, file, format!("Nobody sits in the {name} tier."), json!({ "tier": level }));
            continue;
        };
        let (ours, theirs) = (governance::seats(tier, Side::Ours), governance::seats(tier, Side::Theirs));
        if ours == 0 || theirs == 0 {
            let side = if ours == 0 { "ours" } else { "the vendor's" };
            let message = format!("The {name} tier has no seat of {side}.");
            found.about(TIER_ONE_SIDED, file, message, json!({ "tier": level, "ours": ours, "theirs": theirs }));
        }
        for seat in &tier.seats {
            if let Some(since) = &seat.vacant_since
                && case.days_since(since.value) > i64::from(policy.vacancy_days)
            {
                let message = format!("A seat of the {name} tier has been vacant since {}.", day(since.value));
                found.at(SEAT_VACANT, file, since.span, message, json!({ "since": since, "days": policy.vacancy_days }));
            }
        }
        if level == Level::Strategic {
            let high = |seat| governance::seniority(case.common, seat).is_some_and(|held| held >= policy.sponsor_seniority);
            let sponsor = tier.seats.iter().any(|seat| seat.side == Side::Ours && high(seat));
            if ours > 0 && !sponsor {
                let message = "Nobody of ours in the strategic tier stands high enough to decide on direction and end.";
                found.about(SPONSOR_TOO_JUNIOR, file, message, json!({ "needed": policy.sponsor_seniority }));
            }
            if !tier.mandate.contains(&Mandate::Terminate) {
                let message = "The strategic tier may not end the partnership.";
                found.about(CANNOT_TERMINATE, file, message, json!({ "mandate": tier.mandate }));
            }
        }
    }
}

fn collaboration(case: &Case<'_>, found: &mut Found<'_>) {
    if !case.is_strategic() {
        return;
    }
    let roadmap = case.folder.roadmap.as_ref();
    let planned = roadmap.is_some_and(|roadmap| !roadmap.milestones.is_empty() || roadmap.planning.is_some());
    let built = roadmap.is_some_and(|roadmap| !roadmap.cocreation.is_empty());
    let shared = roadmap.is_some_and(|roadmap| !roadmap.investments.is_empty())
        || case.folder.contract.as_ref().is_some_and(|contract| !contract.risks.is_empty());
    let missing: Vec<&str> = [(built, "co-creation"), (planned, "joint planning"), (shared, "shared risk and investment")]
        .into_iter()
        .filter_map(|(present, name)| (!present).then_some(name))
        .collect();
    if !missing.is_empty() {
        let file = roadmap.map_or(&case.folder.vendor.file, |roadmap| &roadmap.file);
        let message = format!("Not recorded for a strategic vendor: {}.", missing.join(", "));
        found.about(COLLABORATION_GAP, file, message, json!({ "missing": missing }));
    }
}

fn meetings(case: &Case<'_>, own: &Filed<Relationship>, found: &mut Found<'_>) {
    let policy = &case.policy().governance;
    let file = &own.file;
    let cadences = governance::cadences(case.common, case.folder);
    for cadence in &cadences {
        if let Some(minutes) = cadence.minutes.as_ref()
            && cadence.rhythm == Rhythm::Weekly
            && minutes.value > policy.weekly_minutes
        {
            let mine = own.cadences.iter().any(|mine| mine.id.value == cadence.id.value);
            let message = format!("{} takes {} minutes.", cadence.name, minutes.value);
            let values = json!({ "minutes": minutes, "limit": policy.weekly_minutes });
            found.at(WEEKLY_TOO_LONG, file, if mine { minutes.span } else { Span::default() }, message, values);
        }
    }
    let past = || own.meetings.iter().filter(|meeting| case.is_past(&meeting.on));
    let lately = |meeting: &&crate::model::relationship::Meeting| !case.older_than(meeting.on.value, MEMORY_MONTHS);
    for meeting in past().filter(lately).filter(|meeting| meeting.outcome == MeetingOutcome::Held) {
        let cadence = cadences.iter().find(|cadence| cadence.id.value == meeting.cadence.value);
        if meeting.done.is_some() && meeting.why.is_none() {
            let message = format!("The notes of {} say what was done, but not why.", day(meeting.on.value));
            found.at(WHY_MISSING, file, meeting.on.span, message, json!({ "on": meeting.on }));
        }
        let both = [Side::Ours, Side::Theirs]
            .iter()
            .all(|side| meeting.sponsors.contains(side) || meeting.sponsors.contains(&Side::Shared));
        if cadence.is_some_and(|cadence| cadence.rhythm == Rhythm::Quarterly && cadence.with_vendor) && !both {
            let message = format!("The quarterly review of {} had no sponsor of both sides.", day(meeting.on.value));
            found.at(
                QUARTERLY_WITHOUT_SPONSOR,
                file,
                meeting.on.span,
                message,
                json!({ "on": meeting.on, "sponsors": meeting.sponsors }),
            );
        }
    }
    if !case.in_use() {
        return;
    }
    let kept = |meeting: &&crate::model::relationship::Meeting| meeting.outcome != MeetingOutcome::Missed;
    for cadence in cadences.iter().filter(|cadence| cadence.with_vendor) {
        let of = past().filter(kept).filter(|meeting| meeting.cadence.value == cadence.id.value);
        let last = of.map(|meeting| &meeting.on).max_by_key(|on| on.value);
        // One that never took place is due from the start of the work on.
        let since = last.or_else(|| own.kickoff.as_ref().filter(|kickoff| case.is_past(kickoff)));
        if let (Some(since), Some(days)) = (since, cadence.rhythm.days())
            && case.days_since(since.value) > i64::from(days) + i64::from(policy.meeting_grace_days)
        {
            let message = match last {
                Some(last) => format!("{} was last held on {}.", cadence.name, day(last.value)),
                None => format!("{} has never been held; work began on {}.", cadence.name, day(since.value)),
            };
            let values = json!({ "cadence": cadence.id, "last": last, "every_days": days, "grace": policy.meeting_grace_days });
            found.at(MEETING_OVERDUE, file, since.span, message, values);
        }
    }
    waiting(case, own, found);
}

/// Handed over and left alone: the structure that fails most often (Working with AI Partners, 2026).
fn waiting(case: &Case<'_>, own: &Filed<Relationship>, found: &mut Found<'_>) {
    let days = case.policy().governance.touchpoint_days;
    let met = governance::met(case.common, case.folder, case.as_of);
    let (last, message) = match (met.iter().max_by_key(|meeting| meeting.on.value), &own.kickoff) {
        (Some(last), _) => (&last.on, format!("Nobody has met the vendor since {}.", day(last.on.value))),
        (None, Some(kickoff)) => (kickoff, format!("Nobody has met the vendor since work began on {}.", day(kickoff.value))),
        (None, None) => return,
    };
    if case.days_since(last.value) > i64::from(days) {
        found.at(DELEGATE_AND_WAIT, &own.file, last.span, message, json!({ "last": last, "days": days }));
    }
}

/// The day on which a time box that begins on `from` ends.
fn after(from: Date, length: Length) -> Date {
    length.after(from)
}

fn issues(case: &Case<'_>, own: &Filed<Relationship>, found: &mut Found<'_>) {
    let policy = &case.policy().governance;
    let file = &own.file;
    let ladder = governance::ladder(case.common, case.folder);
    let past: Vec<&Issue> = own.issues.iter().filter(|issue| case.is_past(&issue.opened)).collect();
    for issue in &past {
        let open = issue.closed.as_ref().is_none_or(|closed| closed.value > case.as_of);
        let step = ladder.iter().find(|step| step.step.value == issue.step.value);
        let since = issue.on_step_since.as_ref().unwrap_or(&issue.opened);
        if let Some(within) = step.and_then(|step| step.within)
            && open
            && after(since.value, within) < case.as_of
        {
            let days = case.days_since(after(since.value, within));
            let message = format!(
                "“{}” has been on step {} since {}; its time box ended {days} days ago.",
                issue.what.trim_end_matches('.'),
                issue.step.value,
                day(since.value)
            );
            found.at(
                ISSUE_OVERDUE,
                file,
                since.span,
                message,
                json!({ "issue": issue.id, "step": issue.step, "since": since, "within": within }),
            );
        }
        if !open && case.older_than(issue.opened.value, MEMORY_MONTHS) {
            continue;
        }
        if let Some(noticed) = &issue.noticed
            && days_between(noticed.value, issue.opened.value) > i64::from(policy.surface_days)
        {
            let days = days_between(noticed.value, issue.opened.value);
            let message = format!("“{}” was raised {days} days after somebody noticed it.", issue.what.trim_end_matches('.'));
            found.at(
                ISSUE_RAISED_LATE,
                file,
                noticed.span,
                message,
                json!({ "issue": issue.id, "days": days, "limit": policy.surface_days }),
            );
        }
        if let Some(tone) = issue.tone.as_ref().filter(|tone| tone.value <= policy.hostile_tone) {
            let message = format!("“{}” was spoken about with a tone of {} of 5.", issue.what.trim_end_matches('.'), tone.value);
            found.at(HOSTILE_TONE, file, tone.span, message, json!({ "issue": issue.id, "tone": tone }));
        }
    }
    let mut roots: BTreeMap<&Id, Vec<&Issue>> = BTreeMap::new();
    let start = plus_months(case.as_of, -i64::from(policy.repeat_months));
    for issue in past.iter().filter(|issue| issue.opened.value > start) {
        if let Some(root) = &issue.root {
            roots.entry(&root.value).or_default().push(issue);
        }
    }
    for (root, list) in roots.into_iter().filter(|(_, list)| list.len() >= policy.repeat_issues.max(1) as usize) {
        let message = format!(
            "{} issues of the same cause ({}) within {} months.",
            list.len(),
            root.as_str().replace('-', " "),
            policy.repeat_months
        );
        let latest = list.iter().max_by_key(|issue| (issue.opened.value, issue.opened.span.line));
        let span = latest.map(|issue| issue.opened.span).unwrap_or_default();
        found.at(
            REPEAT_ISSUES,
            file,
            span,
            message,
            json!({ "root": root, "issues": list.len(), "limit": policy.repeat_issues }),
        );
    }
    let missed = |miss: &&Miss| miss.due.value < case.as_of && !case.older_than(miss.due.value, MEMORY_MONTHS);
    for miss in own.misses.iter().filter(missed).filter(|miss| miss.cause.is_none()) {
        let message = format!("“{}” was missed, and nobody has said why.", miss.what.trim_end_matches('.'));
        found.at(MISS_WITHOUT_CAUSE, file, miss.due.span, message, json!({ "miss": miss.id }));
    }
}

fn trust(case: &Case<'_>, own: &Filed<Relationship>, found: &mut Found<'_>) {
    let policy = &case.policy().governance;
    let mut reviews: Vec<_> = own.alignment.iter().filter(|review| case.is_past(&review.on)).collect();
    reviews.sort_by_key(|review| review.on.value);
    let last: Vec<_> = reviews.iter().rev().take(policy.alignment_reviews.max(1) as usize).collect();
    let low = |score: u8| f64::from(score) < policy.alignment_minimum;
    if last.len() == policy.alignment_reviews.max(1) as usize && last.iter().all(|review| low(review.score.value)) {
        let scores: Vec<u8> = last.iter().rev().map(|review| review.score.value).collect();
        let message = format!("The last {} reviews put alignment below {} of 5.", scores.len(), policy.alignment_minimum);
        found.at(
            MISALIGNED,
            &own.file,
            last[0].on.span,
            message,
            json!({ "scores": scores, "minimum": policy.alignment_minimum }),
        );
    }
    if let Some(pulse) = own.pulse.iter().filter(|pulse| case.is_past(&pulse.on)).max_by_key(|pulse| pulse.on.value) {
        let gap = (pulse.ours.value - pulse.theirs.value).abs();
        if gap + 1e-9 >= policy.pulse_gap {
            let message = format!("We answer {} of 5 and they answer {}.", pulse.ours.value, pulse.theirs.value);
            found.at(
                PULSE_GAP,
                &own.file,
                pulse.on.span,
                message,
                json!({ "ours": pulse.ours, "theirs": pulse.theirs, "limit": policy.pulse_gap }),
            );
        }
    }
}
