//! Triggers: families, events, the fix-or-exit test, proposals.

use super::{VENDOR, evaluated};
use crate::evaluate::Vendor;
use crate::evaluate::triggers::{State, Test, fix_or_exit};
use crate::model::exit::Family;

#[test]
fn repair_needs_both() {
    assert_eq!(fix_or_exit(Some(true), Some(true)), Some(Test::Fix));
    assert_eq!(fix_or_exit(Some(false), Some(true)), Some(Test::EvaluateExit));
    assert_eq!(fix_or_exit(Some(true), Some(false)), Some(Test::EvaluateExit));
    assert_eq!(fix_or_exit(Some(false), None), Some(Test::EvaluateExit));
    assert_eq!(fix_or_exit(Some(true), None), None, "not judged");
    assert_eq!(fix_or_exit(None, None), None);
}

const LIBRARY: &str = "kpis:
  - { id: k, name: Accuracy, bucket: technical, unit: '%', direction: up, formula: F }
  - { id: l, name: Latency, bucket: technical, unit: ms, direction: down, formula: F }
";

/// A vendor whose accuracy and latency read so in the last two quarters.
fn vendor(accuracy: &str, latency: &str, exit: &str, as_of: &str) -> Vendor {
    let measures = format!(
        "measures:
  - {{ kpi: k, target: 96, intervention: 94, minimum: 91, measured_by: own, exit_relevant: true, readings: {{ {accuracy} }} }}
  - {{ kpi: l, target: 200, intervention: 250, minimum: 300, measured_by: own, exit_relevant: true, readings: {{ {latency} }} }}
"
    );
    let governance = "roles:\n  - { id: sponsor, name: Sponsor }\n";
    let text = VENDOR.replace("class: operational", "class: tactical");
    let files = [
        ("playbook/governance.yaml", governance),
        ("playbook/kpis.yaml", LIBRARY),
        ("playbook/vendors/ash/vendor.yaml", text.as_str()),
        ("playbook/vendors/ash/kpis.yaml", &measures),
        ("playbook/vendors/ash/exit.yaml", exit),
    ];
    Vendor::clone(&evaluated(as_of, &files).vendors[0])
}

const BAD: &str = "2026-Q2: 90, 2026-Q3: 90";
const SLOW: &str = "2026-Q2: 400, 2026-Q3: 400";
const TRIGGERS: &str = "triggers:
  - { id: perf, family: performance, when: 'Two quarters below.', kpi: k }
";

#[test]
fn it_fires_and_waits_for_a_decision() {
    let found = vendor(BAD, "2026-Q3: 100", TRIGGERS, "2026-10-31").triggers;
    assert_eq!(found.fired.len(), 1);
    assert_eq!((found.fired[0].family, found.fired[0].event.as_ref(), found.open), (Family::Performance, None, true));
    let calm = vendor("2026-Q2: 90, 2026-Q3: 91", "2026-Q3: 100", TRIGGERS, "2026-10-31").triggers;
    assert!(calm.fired.is_empty() && !calm.open);
    assert_eq!(vendor("2026-Q2: 95, 2026-Q3: 90", "2026-Q3: 100", TRIGGERS, "2026-10-31").triggers.next.len(), 1);
}

fn decided(decision: &str) -> String {
    format!("{TRIGGERS}decisions:\n  - {{ id: d, trigger: perf, opened: 2026-10-05{decision} }}\n")
}

/// The state of the event, and whether the vendor's triggers are open.
fn event(decision: &str, as_of: &str) -> (State, bool) {
    let found = vendor(BAD, "2026-Q3: 100", &decided(decision), as_of).triggers;
    (found.events[0].state, found.open)
}

#[test]
fn an_event_in_its_course() {
    assert_eq!(event("", "2026-10-31"), (State::Open, true));
    let cure = ", verdict: cure, by: sponsor, on: 2026-10-10, until: 2026-12-31";
    assert_eq!(event(cure, "2026-10-09"), (State::Open, true), "not decided yet on that day");
    assert_eq!(event(cure, "2026-10-31"), (State::Curing, false));
    assert_eq!(event(cure, "2026-12-31"), (State::Curing, false), "the last day still counts");
    assert_eq!(event(cure, "2027-01-01"), (State::Overdue, true));
    assert_eq!(event(", verdict: exit, by: sponsor, on: 2026-10-10", "2026-10-31"), (State::Exiting, true));
    assert_eq!(event(", verdict: restructure, by: sponsor, on: 2026-10-10", "2026-10-31"), (State::Restructuring, false));
    let closed = event(", verdict: waive, by: sponsor, on: 2026-10-10, until: 2026-11-30, closed: 2026-10-20", "2026-10-31");
    assert_eq!(closed, (State::Closed, true), "closed, and still failing");
}

#[test]
fn a_later_decision_closes_an_earlier_one() {
    let two = format!(
        "{TRIGGERS}decisions:
  - {{ id: first, trigger: perf, opened: 2026-04-05, verdict: cure, by: sponsor, on: 2026-04-06, until: 2026-09-30 }}
  - {{ id: second, trigger: perf, opened: 2026-10-05, verdict: exit, by: sponsor, on: 2026-10-06 }}
"
    );
    let states: Vec<State> = vendor(BAD, "2026-Q3: 100", &two, "2026-10-31").triggers.events.iter().map(|e| e.state).collect();
    assert_eq!(states, [State::Closed, State::Exiting]);
}

#[test]
fn some_of_several() {
    let group = |least: &str| format!("triggers:\n  - {{ id: both, family: performance, when: Both., kpis: [k, l]{least} }}\n");
    let by = |accuracy, latency, least: &str| {
        let fired = vendor(accuracy, latency, &group(least), "2026-10-31").triggers.fired;
        fired.iter().filter(|one| one.by == "both").count()
    };
    assert_eq!(by(BAD, SLOW, ""), 1);
    assert_eq!(by(BAD, "2026-Q2: 100, 2026-Q3: 100", ""), 0, "all of them, where nothing else is said");
    assert_eq!(by(BAD, "2026-Q2: 100, 2026-Q3: 100", ", at_least: 1"), 1);
    assert_eq!(by("2026-Q2: 95, 2026-Q3: 95", "2026-Q2: 100, 2026-Q3: 100", ", at_least: 1"), 0);
}
