//! The exit: sections, schedule, dates, readiness.

use std::fmt::Write as _;

use super::{day, evaluated, loaded, only};
use crate::block::Mark;
use crate::evaluate::exit::{Leaving, schedule};
use crate::model::exit::Step;

fn steps(yaml: &str) -> Vec<Step> {
    let playbook = loaded(&[("playbook/vendors/ash/exit.yaml", &format!("steps:\n{yaml}"))]);
    playbook.vendors.values().next().unwrap().exit.clone().unwrap().value.steps.clone()
}

const CHAIN: &str = "
- { id: a, name: A, owner: o, days: 10 }
- { id: b, name: B, owner: o, days: 20, after: [a] }
- { id: c, name: C, owner: o, days: 5, after: [a] }
- { id: d, name: D, owner: o, days: 30, after: [b, c] }
- { id: e, name: E, owner: o, days: 15, after: [d], after_end: true }
";

#[test]
fn the_longest_chain() {
    let found = schedule(&steps(CHAIN), day("2026-10-31")).unwrap();
    assert_eq!((found.days, found.days_to_switch), (75, 60));
    let path: Vec<&str> = found.critical_path.iter().map(crate::model::Id::as_str).collect();
    assert_eq!(path, ["a", "b", "d", "e"]);
    let times: Vec<(u32, u32, u32)> = found.steps.iter().map(|step| (step.start, step.finish, step.float)).collect();
    assert_eq!(times, [(0, 10, 0), (10, 30, 0), (10, 15, 15), (30, 60, 0), (60, 75, 0)]);
}

#[test]
fn what_is_done_takes_no_time() {
    let some = CHAIN.replace("days: 20,", "days: 20, done: 2026-10-01,");
    let found = schedule(&steps(&some), day("2026-10-31")).unwrap();
    assert_eq!(found.days, 60, "by way of the other step");
    assert_eq!(schedule(&steps(&some), day("2026-09-30")).unwrap().days, 75, "not done yet on that day");
    assert!(schedule(&[], day("2026-10-31")).is_none());
}

#[test]
fn a_circle_is_cut() {
    let circle =
        steps("- { id: a, name: A, owner: o, days: 1, after: [b] }\n- { id: b, name: B, owner: o, days: 1, after: [a] }\n");
    assert!(schedule(&circle, day("2026-10-31")).unwrap().days <= 2);
}

#[test]
fn ten_thousand_steps_in_a_row() {
    let mut chain = "- { id: s0, name: S, owner: o, days: 1 }\n".to_owned();
    for index in 1..10_000 {
        let _ = writeln!(chain, "- {{ id: s{index}, name: S, owner: o, days: 1, after: [s{}] }}", index - 1);
    }
    let mut chain = steps(&chain);
    assert_eq!(schedule(&chain, day("2026-10-31")).unwrap().days, 10_000);
    chain.reverse();
    assert_eq!(schedule(&chain, day("2026-10-31")).unwrap().days, 10_000);
}

/// The exit of a vendor with this plan and agreement.
fn leaving(exit: &str, agreement: &str, as_of: &str) -> Leaving {
    let contract = format!("agreement:\n  title: T\n{agreement}");
    let files = [("playbook/vendors/ash/exit.yaml", exit), ("playbook/vendors/ash/contract.yaml", &contract)];
    only(&evaluated(as_of, &files)).leaving.unwrap()
}

#[test]
fn notice_is_served_in_time() {
    let plan = |mark: &str| {
        format!(
            "plan: {{ transition_period: 90 days, budget: 10, funded: true }}
steps:
- {{ id: a, name: A, owner: o, days: 10 }}
- {{ id: b, name: B, owner: o, days: 5, after: [a], cost: 11{mark} }}
- {{ id: c, name: C, owner: o, days: 20, after: [b] }}
"
        )
    };
    let agreement = "  ends: 2027-02-28\n  renews: 12 months\n  notice: 90 days\n";
    let start = |mark: &str| leaving(&plan(mark), agreement, "2026-10-31").dates.latest_start.unwrap().to_string();
    assert_eq!(start(""), "2027-01-24", "35 days before the end; the help is planned and not agreed");
    assert_eq!(start(", serves_notice: true"), "2026-11-15", "15 days before 30 November 2026");
    let sheet = leaving(&plan(""), agreement, "2026-10-31").readiness;
    let money = sheet.answers.iter().find(|answer| answer.question == "money").unwrap();
    assert_eq!((money.points, money.because.as_str()), (1, "set aside, but less than the steps take"));
}

#[test]
fn dates_follow_from_the_contract() {
    let exit = "
plan: { transition_period: 3 months, retrieval_period: 90 days, deletion_period: 30 days }
steps:
  - { id: a, name: A, owner: o, days: 100 }
  - { id: b, name: B, owner: o, days: 30, after: [a], after_end: true }
";
    let found = leaving(exit, "  ends: 2027-02-28\n  renews: 1 year\n  notice: 90 days\n", "2026-10-31").dates;
    assert_eq!(found.notice_by, Some(day("2026-11-30")));
    assert_eq!(found.ends, Some(day("2027-02-28")));
    assert_eq!(found.transition_until, Some(day("2027-05-28")));
    assert_eq!(found.retrieval_until, Some(day("2027-08-26")));
    assert_eq!(found.deletion_by, Some(day("2027-09-25")));
    assert_eq!(found.latest_start, Some(day("2026-11-20")), "the help is planned and not agreed");
    assert_eq!([found.help_agreed, found.retrieval_agreed, found.deletion_agreed], [false; 3]);
    assert_eq!(found.slack, Some(20));
    assert_eq!(found.switched_if_started, Some(day("2027-02-08")));
    assert_eq!(found.done_if_started, Some(day("2027-03-10")));
}

#[test]
fn without_a_contract_only_the_steps_have_dates() {
    let files = [("playbook/vendors/ash/exit.yaml", "steps:\n  - { id: a, name: A, owner: o, days: 10 }\n")];
    let found = only(&evaluated("2026-10-31", &files)).leaving.unwrap();
    assert_eq!((found.dates.latest_start, found.dates.done_if_started), (None, Some(day("2026-11-10"))));
    assert_eq!(found.sections.iter().filter(|section| section.written).count(), 1);
    assert_eq!(found.sections.len(), 17);
}

#[test]
fn nothing_is_zero_points_and_everything_is_twelve() {
    let none = only(&evaluated("2026-10-31", &[("playbook/vendors/ash/exit.yaml", "assets: []\n")])).leaving.unwrap().readiness;
    assert_eq!((none.points, none.state), (0, Mark::Bad));
    let exit = "
plan: { budget: 1000, funded: true }
assets:
  - { id: x, name: X, route: export, last_proven: 2026-01-01 }
rehearsals:
  - { on: 2026-06-01, level: export, result: passed }
";
    let vendor = "name: Ash\nsummary: Models.\nclass: operational\nstatus: active\nlayer: tooling\nowner: o\narchitect: a
capabilities:
  - { capability: c, alternate: elm, readiness: hot }
handover:
  drills:
    - { on: 2026-05-01, task: T, alone: true }
";
    let clause = |id: &str| {
        format!(
            "---\ntitle: {id}\ngroup: exit\ntier: {{ strategic: must, tactical: must, operational: must }}\nwhy: W\npositions: {{ preferred: P, fallback: F, walk_away: W }}\n---\n"
        )
    };
    let (one, two, three) = (clause("transition-assistance"), clause("data-return-retrieval"), clause("deletion-certificate"));
    let contract = "clauses:
  - { clause: transition-assistance, standing: agreed, position: preferred, where: '1' }
  - { clause: data-return-retrieval, standing: agreed, position: fallback, where: '2' }
  - { clause: deletion-certificate, standing: agreed, position: preferred, where: '3' }
";
    let files = [
        ("playbook/strategy.yaml", "capabilities:\n  - { id: c, name: C }\n"),
        ("playbook/vendors/elm/vendor.yaml", "name: Elm\nsummary: S.\nclass: operational\nstatus: prospect\nlayer: tooling\n"),
        ("playbook/vendors/ash/vendor.yaml", vendor),
        ("playbook/vendors/ash/exit.yaml", exit),
        ("playbook/vendors/ash/contract.yaml", contract),
        ("contracts/clauses/transition-assistance.md", &one),
        ("contracts/clauses/data-return-retrieval.md", &two),
        ("contracts/clauses/deletion-certificate.md", &three),
    ];
    let vendors = evaluated("2026-10-31", &files).vendors;
    let all = vendors[0].leaving.as_ref().unwrap().readiness.clone();
    assert_eq!((all.points, all.state), (12, Mark::Good), "{:?}", all.answers);
    let later = evaluated("2027-11-01", &files).vendors[0].leaving.as_ref().unwrap().readiness.clone();
    let points: Vec<u32> = later.answers.iter().map(|answer| answer.points).collect();
    assert_eq!(points, [0, 0, 2, 0, 2, 2], "proofs grow old: {:?}", later.answers);
}

#[test]
fn a_date_is_granted_where_all_it_is_counted_from_is_agreed() {
    let ids = ["transition-assistance", "data-return-retrieval", "deletion-certificate"];
    let granted = |plan: &str, standings: [&str; 3]| {
        let entries = ids.iter().zip(standings).map(|(id, standing)| format!("  - {{ clause: {id}, standing: {standing} }}\n"));
        let contract = format!("agreement: {{ title: T, ends: 2027-02-28 }}\nclauses:\n{}", entries.collect::<String>());
        let clause = ids.map(|id| {
            format!(
                "---\ntitle: {id}\ngroup: exit\ntier: {{ strategic: must, tactical: must, operational: must }}\nwhy: W\npositions: {{ preferred: P, fallback: F, walk_away: W }}\n---\n"
            )
        });
        let paths = ids.map(|id| format!("contracts/clauses/{id}.md"));
        let mut files = vec![("playbook/vendors/ash/exit.yaml", plan), ("playbook/vendors/ash/contract.yaml", contract.as_str())];
        files.extend(paths.iter().map(String::as_str).zip(clause.iter().map(String::as_str)));
        let dates = only(&evaluated("2026-10-31", &files)).leaving.unwrap().dates;
        [dates.help_agreed, dates.retrieval_agreed, dates.deletion_agreed]
    };
    let (yes, no) = ("agreed, position: below-walk-away", "countered");
    let whole = "plan: { transition_period: 3 months, retrieval_period: 90 days, deletion_period: 30 days }\n";
    let without_help = "plan: { retrieval_period: 90 days, deletion_period: 30 days }\n";
    assert_eq!(granted(whole, [yes, yes, yes]), [true, true, true], "a bad position is agreed too");
    assert_eq!(granted(whole, [no, yes, yes]), [false, false, false], "all are counted from the end of the help");
    assert_eq!(granted(whole, [yes, no, yes]), [true, false, false]);
    assert_eq!(granted(whole, [yes, yes, no]), [true, true, false]);
    assert_eq!(granted(without_help, [no, yes, yes]), [false, true, true]);
}
