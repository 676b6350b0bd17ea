//! The calendar: what is due, what is overdue, who answers for it, and the next meetings.

use super::{VENDOR, day, evaluated, only};
use crate::evaluate::calendar::{Calendar, Kind};

const AS_OF: &str = "2026-10-31";
const GOVERNANCE: &str = "roles:
  - { id: o, name: Owner }
  - { id: lead, name: Lead }
cadences:
  - { id: weekly, name: Weekly, rhythm: weekly, agenda: [Numbers] }
  - { id: review, name: Review, rhythm: quarterly, agenda: [Trends] }
  - { id: crisis, name: Crisis, rhythm: on-trigger, agenda: [Facts] }
";

/// The calendar of a vendor with these files of its own.
fn calendar(files: &[(&str, &str)]) -> Calendar {
    let named: Vec<(String, &str)> =
        files.iter().map(|(name, text)| (format!("playbook/vendors/ash/{name}.yaml"), *text)).collect();
    let governance = [("playbook/governance.yaml", GOVERNANCE)];
    let all: Vec<(&str, &str)> = governance.into_iter().chain(named.iter().map(|(path, text)| (path.as_str(), *text))).collect();
    only(&evaluated(AS_OF, &all)).calendar
}

/// Days from the as-of date, kind, words and role of each.
fn shown(calendar: &Calendar) -> Vec<(i64, Kind, &str, &str)> {
    let who =
        |who: &Option<crate::model::Id>| if who.as_ref().is_some_and(|who| who.as_str() == "lead") { "lead" } else { "owner" };
    calendar.due.iter().map(|one| (one.days, one.kind, one.what.as_str(), who(&one.who))).collect()
}

#[test]
fn milestones_are_overdue_until_they_are_done() {
    let roadmap = "milestones:
  - { id: a, name: Pilot, due: 2026-10-30, owner: lead }
  - { id: b, name: Launch, due: 2026-10-31 }
  - { id: c, name: Begin, due: 2026-09-01, done: 2026-09-02 }
  - { id: d, name: Far, due: 2027-11-02 }
scaling:
  - { id: g, what: Searches., baseline: 1, goal: 2, from: 2026-01-01, until: 2027-01-01, review_by: 2026-11-10 }
";
    assert_eq!(
        shown(&calendar(&[("roadmap", roadmap)])),
        [
            (-1, Kind::Milestone, "milestone: Pilot", "lead"),
            (0, Kind::Milestone, "milestone: Launch", "owner"),
            (10, Kind::Review, "review of the growth milestone: Searches", "owner"),
        ]
    );
}

#[test]
fn what_was_accepted_or_decided_for_a_time_comes_back() {
    let vendor = format!(
        "{VENDOR}acceptances:\n  - {{ of: lock-in, by: lead, on: 2026-01-01, review_by: 2026-10-01, because: Cheap. }}\n\
         disposition: {{ verdict: expand, by: lead, on: 2026-01-01, review_by: 2027-01-01, because: Good. }}\n"
    );
    let governance = "kickoff: 2027-01-01
misses:
  - { id: m, what: Guide., due: 2026-09-01, new_date: 2026-12-01 }
  - { id: n, what: Report., due: 2026-09-01, delivered: 2026-09-10 }
decisions:
  - { id: d, on: 2026-01-01, by: lead, what: Two vendors., review_by: 2026-10-30 }
";
    let found = calendar(&[("vendor", &vendor), ("governance", governance)]);
    assert_eq!(
        shown(&found),
        [
            (-30, Kind::Acceptance, "review of the acceptance of lock-in", "lead"),
            (-1, Kind::Review, "review of the decision: Two vendors", "lead"),
            (31, Kind::Delivery, "new date of a missed delivery: Guide", "owner"),
            (62, Kind::Review, "review of the audit's verdict to expand", "lead"),
        ]
    );
    assert!(found.meetings.is_empty(), "work has not begun");
}

#[test]
fn who_leaves_judges_nothing_again() {
    let kinds = |verdict: &str| {
        let vendor = format!(
            "{VENDOR}disposition: {{ verdict: {verdict}, by: lead, on: 2026-01-01, review_by: 2027-01-01, because: B. }}\n"
        );
        let exit = "decisions:
  - { id: mend, opened: 2026-08-20, verdict: cure, by: lead, on: 2026-08-22, until: 2026-11-05, because: Fair. }
";
        calendar(&[("vendor", &vendor), ("exit", exit)]).due.iter().map(|one| one.kind).collect::<Vec<_>>()
    };
    assert_eq!(kinds("maintain"), [Kind::CureEnds, Kind::Review]);
    assert_eq!(kinds("phase-out"), []);
}

/// What was accepted again or renegotiated asks nobody for anything any more.
#[test]
fn what_was_renewed_does_not_come_back() {
    let accepted = |again: &str| {
        let vendor = format!(
            "{VENDOR}acceptances:\n  - {{ of: lock-in, by: lead, on: 2026-01-01, review_by: 2026-10-01, because: Cheap. }}\n  \
             - {{ of: {again}, by: lead, on: 2026-10-01, review_by: 2026-11-30, because: Cheap. }}\n"
        );
        calendar(&[("vendor", &vendor)]).due.iter().map(|one| (one.days, one.kind)).collect::<Vec<_>>()
    };
    assert_eq!(accepted("concentration"), [(-30, Kind::Acceptance), (30, Kind::Acceptance)]);
    assert_eq!(accepted("lock-in"), [(30, Kind::Acceptance)]);
    let agreed = |position: &str| {
        let contract = format!(
            "clauses: [{{ clause: c, standing: agreed, position: {position}, approved_by: lead, expires: 2026-11-30 }}]\n"
        );
        calendar(&[("contract", &contract)]).due.iter().map(|one| (one.days, one.kind)).collect::<Vec<_>>()
    };
    assert_eq!(agreed("fallback"), [(30, Kind::Deviation)]);
    assert_eq!(agreed("preferred"), []);
}

#[test]
fn a_way_out_has_its_dates() {
    let exit = "plan: { owner: lead }
triggers:
  - { id: t, family: performance, when: Two bad quarters., decides: lead }
rehearsals:
  - { on: 2026-01-01, level: desktop, result: passed, next: 2026-02-01 }
  - { on: 2026-05-01, level: desktop, result: passed, next: 2026-10-01 }
decisions:
  - { id: open, trigger: t, opened: 2026-10-20 }
  - { id: mend, trigger: t, opened: 2026-08-20, verdict: cure, by: lead, on: 2026-08-22, until: 2026-11-05, because: Fair. }
  - { id: over, trigger: t, opened: 2026-06-20, verdict: waive, by: lead, on: 2026-06-22, until: 2026-07-05, because: Fair., closed: 2026-07-06 }
";
    assert_eq!(
        shown(&calendar(&[("exit", exit)])),
        [
            (-30, Kind::Rehearsal, "rehearsal of the exit plan", "lead"),
            (-11, Kind::Decision, "decision about leaving, open since then: Two bad quarters", "lead"),
            (5, Kind::CureEnds, "end of the time to mend: Two bad quarters", "lead"),
        ]
    );
}

#[test]
fn notice_is_over_once_its_day_has_passed() {
    let contract = |notice: &str| {
        format!("agreement:\n  title: A\n  starts: 2026-01-01\n  ends: 2026-12-31\n  notice: {notice}\n  renews: 12 months\n")
    };
    let found = |notice: &str| calendar(&[("contract", &contract(notice))]);
    assert_eq!(found("30 days").due.iter().map(|one| one.kind).collect::<Vec<_>>(), [Kind::Notice]);
    // By 2 October nothing can be done any more.
    assert!(found("90 days").due.iter().all(|one| one.days >= 0));
}

#[test]
fn the_next_meeting_is_one_rhythm_after_the_last() {
    let governance = "kickoff: 2026-10-01
meetings:
  - { cadence: weekly, on: 2026-10-20, outcome: held, done: x }
  - { cadence: weekly, on: 2026-10-27, outcome: missed, why: ill }
";
    let found = calendar(&[("governance", governance)]);
    let meetings: Vec<_> = found.meetings.iter().map(|one| (one.cadence.as_str(), one.on, one.days, one.held)).collect();
    // The review was never held: it is due one rhythm after the work began.
    assert_eq!(meetings[0], ("weekly", day("2026-10-27"), -4, 1));
    assert_eq!((meetings[1].0, meetings[1].3, meetings.len()), ("review", 0, 2));
}

#[test]
fn a_prospect_has_no_calendar() {
    let roadmap = "milestones:\n  - { id: a, name: Pilot, due: 2026-11-30 }\n";
    for (status, count) in [("prospect", 0), ("exited", 0), ("negotiating", 1), ("exiting", 1)] {
        let vendor = VENDOR.replace("status: active", &format!("status: {status}"));
        assert_eq!(calendar(&[("vendor", &vendor), ("roadmap", roadmap)]).due.len(), count, "{status}");
    }
}
