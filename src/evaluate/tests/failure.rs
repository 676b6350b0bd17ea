//! Sustained failure: what counts, what pauses, what resets, what cures.

use super::{evaluated, only};
use crate::block::Mark;
use crate::evaluate::kpis::Reading;
use crate::evaluate::kpis::failure::Rung;

const LIBRARY: &str = "kpis:\n  - { id: accuracy, name: Accuracy, bucket: technical, unit: '%', direction: up, formula: F }\n";

/// The only KPI with these quarters and further keys: target 96, intervention 94, minimum 91.
fn read_with(settings: &str, library: &str, readings: &str, more: &str, as_of: &str) -> Reading {
    let measures = format!(
        "measures:\n  - kpi: accuracy\n    target: 96\n    intervention: 94\n    minimum: 91\n    measured_by: own\n    exit_relevant: true\n    readings: {{ {readings} }}\n{more}"
    );
    let settings = format!("{}{settings}", super::SETTINGS);
    let governance = "roles:\n  - { id: sponsor, name: Sponsor }\n";
    let files = [
        ("playbook/playbook.yaml", settings.as_str()),
        ("playbook/governance.yaml", governance),
        ("playbook/kpis.yaml", library),
        ("playbook/vendors/ash/kpis.yaml", &measures),
    ];
    only(&evaluated(as_of, &files)).kpis.unwrap().remove(0)
}

fn read(readings: &str, more: &str) -> Reading {
    read_with("", LIBRARY, readings, more, "2026-10-31")
}

/// How many quarters the chain has, and since when it is a sustained failure.
fn chain(readings: &str) -> (usize, Option<String>) {
    let failure = read(readings, "").failure;
    (failure.chain.len(), failure.since.map(|quarter| quarter.to_string()))
}

#[test]
fn two_quarters_in_a_row_strictly_below() {
    assert_eq!(chain("2026-Q1: 90, 2026-Q2: 95, 2026-Q3: 90"), (1, None));
    assert_eq!(chain("2026-Q2: 91, 2026-Q3: 90.99"), (1, None), "on the minimum is not below");
    assert_eq!(chain("2026-Q2: 90.99, 2026-Q3: 90.99"), (2, Some("2026-Q3".to_owned())));
    assert_eq!(chain("2025-Q4: 90, 2026-Q1: 90, 2026-Q2: 90, 2026-Q3: 90"), (4, Some("2026-Q1".to_owned())));
}

#[test]
fn a_missing_quarter_neither_counts_nor_resets() {
    assert_eq!(chain("2026-Q1: 90, 2026-Q2: null, 2026-Q3: 90"), (2, Some("2026-Q3".to_owned())));
    assert_eq!(chain("2026-Q1: 90, 2026-Q3: 90"), (2, Some("2026-Q3".to_owned())), "not written is missing too");
    let paused = read("2026-Q1: 90, 2026-Q2: null, 2026-Q3: null", "").failure;
    assert_eq!((paused.chain.len(), paused.missing, paused.since), (1, 2, None));
    assert_eq!(read("2026-Q1: 95, 2026-Q2: null, 2026-Q3: null", "").rung, Rung::Recovery, "no escape by not reporting");
}

#[test]
fn it_stands_until_two_quarters_keep_the_intervention_threshold() {
    let once = "2025-Q3: 90, 2025-Q4: 90";
    assert!(
        read(&format!("{once}, 2026-Q1: 93, 2026-Q2: 93, 2026-Q3: 93"), "").failure.since.is_some(),
        "above the minimum only"
    );
    assert!(read(&format!("{once}, 2026-Q1: 94, 2026-Q2: 93, 2026-Q3: 94"), "").failure.since.is_some(), "not in a row");
    let cured = read(&format!("{once}, 2026-Q1: 93, 2026-Q2: 94, 2026-Q3: 94"), "").failure;
    assert_eq!((cured.since, cured.cured.map(|quarter| quarter.to_string())), (None, Some("2026-Q3".to_owned())));
}

#[test]
fn one_more_quarter_would_fire() {
    let warned = read("2026-Q2: 95, 2026-Q3: 90", "").failure;
    assert_eq!(warned.fires_next_beyond, Some("91".parse().unwrap()));
    assert_eq!(read("2026-Q2: 95, 2026-Q3: 91", "").failure.fires_next_beyond, None);
    assert_eq!(read("2026-Q2: 90, 2026-Q3: 90", "").failure.fires_next_beyond, None, "it has fired");
}

#[test]
fn an_excused_miss_pauses_once_in_four_quarters_and_with_proof() {
    let excuse =
        |quarter: &str| format!("      - {{ period: {quarter}, because: Flood, approved_by: sponsor, evidence: Report }}\n");
    let quarters = "2025-Q4: 95, 2026-Q1: 90, 2026-Q2: 90, 2026-Q3: 90";
    let one = read(quarters, &format!("    excused:\n{}", excuse("2026-Q2"))).failure;
    assert_eq!((one.chain.len(), one.since.map(|q| q.to_string())), (2, Some("2026-Q3".to_owned())));
    let two = read("2026-Q1: 95, 2026-Q2: 90, 2026-Q3: 90", &format!("    excused:\n{}{}", excuse("2026-Q2"), excuse("2026-Q3")))
        .failure;
    assert_eq!((two.chain.len(), two.since), (1, None), "the second within four quarters counts");
    let bare = "    excused:\n      - { period: 2026-Q3, because: Flood, approved_by: sponsor }\n";
    assert_eq!(read("2026-Q2: 90, 2026-Q3: 90", bare).failure.chain.len(), 2, "without proof it counts");
}

#[test]
fn thresholds_change_from_their_day_on() {
    let earlier =
        |more: &str| format!("    earlier:\n      - {{ until: 2026-06-30, target: 99, intervention: 98, minimum: 97{more} }}\n");
    let read = |readings: &str, more: &str| read(readings, &earlier(more));
    let states: Vec<Mark> = read("2026-Q2: 96, 2026-Q3: 96", "").quarters.iter().map(|quarter| quarter.state).collect();
    assert_eq!(states, [Mark::Bad, Mark::Good]);
    // Eased during a breach: without approval the old minimum goes on.
    let eased = read("2026-Q2: 96, 2026-Q3: 95", "").failure;
    assert_eq!((eased.chain.len(), eased.eased.len()), (2, 1));
    let approved = read("2026-Q2: 96, 2026-Q3: 95", ", approved_by: sponsor, because: New scope").failure;
    assert_eq!((approved.chain.len(), approved.eased.len()), (0, 0));
}

#[test]
fn a_quarter_that_has_not_ended_never_counts() {
    let readings = "2026-Q2: 90, 2026-07: 90, 2026-08: 90, 2026-09: 90";
    let before = read_with("", LIBRARY, readings, "", "2026-09-29").failure;
    assert_eq!((before.chain.len(), before.since), (1, None));
    let provisional = read_with("", LIBRARY, readings, "", "2026-09-29").quarters.last().cloned().unwrap();
    assert!(provisional.provisional);
    assert_eq!(read_with("", LIBRARY, readings, "", "2026-09-30").failure.chain.len(), 2);
}

#[test]
fn the_fiscal_year_decides_what_a_quarter_is() {
    let months = "2025-11: 90, 2025-12: 90, 2026-01: 90, 2026-02: 90, 2026-03: 90, 2026-04: 90";
    let fiscal = read_with("fiscal_year_starts: 2\n", LIBRARY, months, "", "2026-04-30");
    let names: Vec<String> = fiscal.quarters.iter().map(|quarter| quarter.period.to_string()).collect();
    assert_eq!(names, ["2025-11..2026-01", "2026-02..2026-04"], "a quarter may cross the year");
    assert_eq!(fiscal.failure.chain.len(), 2);
    assert_eq!(fiscal.quarters[0].period.words(), "Nov\u{a0}2025–Jan\u{a0}2026");
    let calendar = read_with("", LIBRARY, months, "", "2026-04-30");
    assert_eq!(calendar.failure.chain.len(), 1, "November and April stand in quarters that are not whole");
}

#[test]
fn months_become_a_quarter_as_declared() {
    let quarter = |aggregation: &str, readings: &str| {
        let library = LIBRARY.replace("formula: F", &format!("formula: F, aggregation: {aggregation}"));
        read_with("", &library, readings, "", "2026-09-30").quarters.last().cloned().unwrap().value
    };
    let months = "2026-07: 90, 2026-08: 93, 2026-09: 99";
    assert_eq!(quarter("mean", months), Some(94.0));
    assert_eq!(quarter("worst", months), Some(90.0));
    assert_eq!(quarter("sum", months), Some(282.0));
    assert_eq!(quarter("last", months), Some(99.0));
    assert_eq!(quarter("pooled", months), None, "without the number of cases nothing can be pooled");
    assert_eq!(quarter("mean", "2026-07: 90, 2026-08: null, 2026-09: 99"), None);
    assert_eq!(quarter("mean", "2026-Q3: 92, 2026-07: 90"), Some(92.0), "a quarter's own reading counts");
}

#[test]
fn pooled_values_weigh_by_cases() {
    let library = LIBRARY.replace("formula: F", "formula: F, aggregation: pooled");
    let measures = "measures:\n  - { kpi: accuracy, target: 96, intervention: 94, minimum: 91, measured_by: own }\n";
    let csv = |cases: [u32; 3]| {
        format!(
            "kpi,period,value,sample\naccuracy,2026-07,90,{}\naccuracy,2026-08,100,{}\naccuracy,2026-09,80,{}\n",
            cases[0], cases[1], cases[2]
        )
    };
    let value = |cases| {
        let csv = csv(cases);
        let files = [
            ("playbook/kpis.yaml", library.as_str()),
            ("playbook/vendors/ash/kpis.yaml", measures),
            ("playbook/vendors/ash/kpis.csv", &csv),
        ];
        only(&evaluated("2026-09-30", &files)).kpis.unwrap()[0].quarters.last().unwrap().value
    };
    assert_eq!(value([100, 300, 100]), Some(94.0));
    assert_eq!(value([0, 0, 0]), None, "no cases is neither 0 nor 100");
}

#[test]
fn the_ladder_of_interventions() {
    let rung = |readings: &str| read(readings, "").rung;
    assert_eq!(rung("2026-Q2: 96, 2026-Q3: 96"), Rung::None);
    assert_eq!(rung("2026-Q2: 96, 2026-Q3: 93"), Rung::Cause);
    assert_eq!(rung("2026-Q2: 93, 2026-Q3: 93"), Rung::Recovery);
    assert_eq!(rung("2025-Q4: 99, 2026-Q1: 98, 2026-Q2: 97, 2026-Q3: 96"), Rung::Recovery, "declining, though on target");
    assert_eq!(rung("2026-Q2: 96, 2026-Q3: 90"), Rung::Notice);
    assert_eq!(rung("2026-Q2: 90, 2026-Q3: 90"), Rung::Decision);
}
