//! Concentration, what stops, lock-in, health.

use super::{SETTINGS, VENDOR, close, evaluated};
use crate::block::Mark;
use crate::evaluate::concentration::{Basis, index};
use crate::evaluate::kpis::health::{Cap, Health, QuarterHealth};
use crate::evaluate::lock_in::Risk;
use crate::model::Id;

#[test]
fn the_worked_example() {
    let (hhi, providers) = index(&[0.64, 0.22, 0.14]).unwrap();
    close(hhi, 4776.0);
    assert!((providers - 2.09).abs() < 0.005);
    close(index(&[1.0]).unwrap().1, 1.0);
    close(index(&[0.25; 4]).unwrap().1, 4.0);
    assert_eq!(index(&[]), None);
}

fn vendor(name: &str, more: &str) -> String {
    format!("{}{more}", VENDOR.replace("name: Ash", &format!("name: {name}")))
}

#[test]
fn shares_of_a_capability_and_of_the_spend() {
    let ash = vendor("Ash", "spend: { annual: 300 }\ncapabilities:\n  - { capability: c, share: { requests: 64% } }\n");
    let elm =
        vendor("Elm", "spend: { annual: 100 }\ncapabilities:\n  - { capability: c, share: { requests: 22%, spend: 10% } }\n");
    let files = [
        ("playbook/strategy.yaml", "capabilities:\n  - { id: c, name: C }\n"),
        ("playbook/vendors/ash/vendor.yaml", ash.as_str()),
        ("playbook/vendors/elm/vendor.yaml", &elm),
    ];
    let all = evaluated("2026-10-31", &files).portfolio.concentration;
    let requests = all.iter().find(|one| one.capability.is_some() && one.basis == Basis::Requests).unwrap();
    close(requests.rest, 0.14);
    close(requests.hhi, 4776.0);
    assert!(requests.above_limit);
    let spend = all.iter().find(|one| one.capability.is_none()).unwrap();
    close(spend.top, 0.75);
    close(spend.shares.iter().map(|part| part.share).sum::<f64>() + spend.rest, 1.0);
    assert!(!all.iter().any(|one| one.basis == Basis::Capability), "nobody states it");
}

#[test]
fn what_stops_goes_through_plans_and_through_others() {
    let ash = vendor("Ash", "capabilities:\n  - { capability: c, share: { requests: 50% }, alternate: elm, readiness: warm }\n");
    let elm = vendor("Elm", "subprocessors:\n  - { name: Ash, vendor: ash, role: hosting }\n");
    let fir = vendor("Fir", "subprocessors:\n  - { name: Elm, vendor: elm, role: search }\n");
    let roadmap = |id: &str, after: &str| {
        format!("milestones:\n  - {{ id: {id}, name: {id}, due: 2026-12-01, side: ours, owner: o, after: [{after}] }}\n")
    };
    let (one, two, three) = (roadmap("base", ""), roadmap("second", "ash/base"), roadmap("third", "elm/second"));
    let files = [
        ("playbook/strategy.yaml", "capabilities:\n  - { id: c, name: C, critical: true }\n"),
        ("playbook/vendors/ash/vendor.yaml", ash.as_str()),
        ("playbook/vendors/elm/vendor.yaml", &elm),
        ("playbook/vendors/fir/vendor.yaml", &fir),
        ("playbook/vendors/ash/roadmap.yaml", &one),
        ("playbook/vendors/elm/roadmap.yaml", &two),
        ("playbook/vendors/fir/roadmap.yaml", &three),
    ];
    let stops = evaluated("2026-10-31", &files).vendors[0].stops.clone();
    assert!(stops.capabilities[0].critical);
    assert_eq!(stops.vendors.iter().map(Id::as_str).collect::<Vec<_>>(), ["elm", "fir"], "fourth parties at any depth");
    let milestones: Vec<String> = stops.milestones.iter().map(|(vendor, milestone)| format!("{vendor}/{milestone}")).collect();
    assert_eq!(milestones, ["elm/second", "fir/third"]);
}

#[test]
fn layers_have_a_default_risk() {
    let risk = |layer: &str, more: &str| {
        let text = vendor("Ash", more).replace("layer: tooling", &format!("layer: {layer}"));
        evaluated("2026-10-31", &[("playbook/vendors/ash/vendor.yaml", &text)]).vendors[0].lock_in.risk
    };
    assert_eq!(risk("foundation-model", ""), Risk::High);
    assert_eq!(risk("data-infrastructure", ""), Risk::Medium);
    assert_eq!(risk("tooling", ""), Risk::Low);
    assert_eq!(risk("data", "data_partnership: { exclusive: true }\n"), Risk::High);
    assert_eq!(risk("data", "data_partnership: { exclusive: false, revocable: true }\n"), Risk::High);
    assert_eq!(risk("data", "data_partnership: { exclusive: false }\n"), Risk::Medium);
    let part = "components:\n  - { id: m, name: M, layer: foundation-model, alternative: in-house, behind_our_layer: true }\n";
    assert_eq!(risk("tooling", part), Risk::Medium, "eased by our own layer and an alternative");
}

/// The health of a vendor with three KPIs, one per bucket: technical, operational, business; without that of an empty reading.
fn health(readings: [&str; 3], exit_relevant: bool) -> crate::evaluate::kpis::health::Health {
    let library = "kpis:
  - { id: t, name: T, bucket: technical, unit: '%', direction: up, formula: F }
  - { id: o, name: O, bucket: operational, unit: '%', direction: up, formula: F }
  - { id: b, name: B, bucket: business, unit: '%', direction: up, formula: F }
";
    let measures = ["t", "o", "b"].iter().zip(readings).filter(|(_, value)| !value.is_empty()).map(|(id, value)| {
        format!("  - {{ kpi: {id}, target: 100, intervention: 50, minimum: 0, measured_by: own, exit_relevant: {exit_relevant}, readings: {{ 2026-Q3: {value} }} }}\n")
    });
    let text = format!("measures:\n{}", measures.collect::<String>());
    let files = [("playbook/kpis.yaml", library), ("playbook/vendors/ash/kpis.yaml", &text)];
    evaluated("2026-10-31", &files).vendors[0].health.clone().unwrap()
}

#[test]
fn health_weighs_buckets() {
    let found = health(["100", "50", "80"], false);
    close(found.score.unwrap(), 0.25 + 0.3 * 0.5 + 0.45 * 0.8);
    assert_eq!(found.state, Mark::Watch);
    close(found.buckets.iter().filter_map(|bucket| bucket.contribution).sum::<f64>(), found.score.unwrap());
    assert_eq!(health(["100", "100", "100"], false).state, Mark::Good);
    assert_eq!(health(["100", "0", "0"], false).state, Mark::Bad);
}

/// Each quarter is judged by what was measured in it and by the thresholds of its first day.
#[test]
fn health_looks_back_by_quarters() {
    let library = "kpis:
  - { id: t, name: T, bucket: technical, unit: '%', direction: up, formula: F }
  - { id: o, name: O, bucket: operational, unit: '%', direction: up, formula: F }
  - { id: b, name: B, bucket: business, unit: '%', direction: up, formula: F }
";
    let measures = "measures:
  - kpi: t
    target: 100
    intervention: 50
    minimum: 0
    measured_by: own
    readings: { 2025-Q3: 40, 2025-Q4: 80, 2026-Q1: 100, 2026-Q3: 60 }
    earlier: [{ until: 2025-12-31, target: 80, intervention: 60, minimum: 40, because: B }]
  - kpi: o
    target: 100
    intervention: 50
    minimum: 0
    measured_by: own
    readings: { 2026-Q1: 50, 2026-Q2: 50, 2026-Q3: 50 }
  - kpi: b
    target: 100
    intervention: 50
    minimum: 0
    measured_by: own
    readings: { 2025-07: 0, 2025-08: 50, 2025-09: 100, 2025-10: 80, 2025-11: 80, 2025-12: 80, 2026-Q1: 80, 2026-Q2: 20, 2026-Q3: 90, 2026-10: 10 }
";
    let files = [("playbook/kpis.yaml", library), ("playbook/vendors/ash/kpis.yaml", measures)];
    let found = evaluated("2026-10-31", &files).vendors[0].health.clone().unwrap();
    let quarters: Vec<String> = found
        .quarters
        .iter()
        .map(|one| format!("{} {}", one.period, one.score.map_or("–".to_owned(), |score| format!("{score:.4}"))))
        .collect();
    let without_o = |t: f64, b: f64| format!("{:.4}", (0.25 * t + 0.45 * b) / 0.7);
    let all = |t: f64, b: f64| format!("{:.4}", 0.25 * t + 0.3 * 0.5 + 0.45 * b);
    let expected = [
        format!("2025-Q3 {}", without_o(0.0, 0.5)),
        format!("2025-Q4 {}", without_o(1.0, 0.8)),
        format!("2026-Q1 {}", all(1.0, 0.8)),
        format!("2026-Q2 {:.4}", (0.3 * 0.5 + 0.45 * 0.2) / 0.75),
        format!("2026-Q3 {}", all(0.6, 0.9)),
    ];
    assert_eq!(quarters, expected);
}

/// Of a KPI reported by calendar quarters, the last one that had ended counts.
#[test]
fn health_looks_back_over_quarters_across_the_fiscal_year() {
    let policy = "policy: { health: { technical: 0, operational: 0, business: 1 } }\n";
    let settings = format!("{SETTINGS}fiscal_year_starts: 2\n{policy}");
    let library = "kpis:\n  - { id: b, name: B, bucket: business, unit: '%', direction: up, formula: F }\n";
    let measures = "measures:
  - { kpi: b, target: 100, intervention: 50, minimum: 0, measured_by: own, readings: { 2026-Q1: 40, 2026-Q2: 60, 2026-Q3: 80 } }
";
    let files = [
        ("playbook/playbook.yaml", settings.as_str()),
        ("playbook/kpis.yaml", library),
        ("playbook/vendors/ash/kpis.yaml", measures),
    ];
    let seen = |as_of: &str| -> Vec<(String, f64)> {
        let quarters = evaluated(as_of, &files).vendors[0].health.clone().unwrap().quarters;
        quarters.iter().map(|one| (one.period.words().replace('\u{a0}', " "), one.score.unwrap())).collect()
    };
    let spring = ("Feb 2026–Apr 2026".to_owned(), 0.4);
    let summer = ("May 2026–Jul 2026".to_owned(), 0.6);
    assert_eq!(seen("2026-10-30"), [spring.clone(), summer.clone()], "the running quarter is not over");
    let autumn = ("Aug 2026–Oct 2026".to_owned(), 0.8);
    assert_eq!(seen("2026-10-31"), [spring, summer, autumn], "it is over on its last day");
}

/// Three KPIs of the business, which is all that counts, with these readings; quarters with their scores and least scores.
fn looked_back(readings: [&str; 3], as_of: &str) -> (Health, Vec<String>) {
    let settings = format!("{SETTINGS}policy: {{ health: {{ technical: 0, operational: 0, business: 1 }} }}\n");
    let library: String = ["a", "b", "c"]
        .map(|id| format!("  - {{ id: {id}, name: N, bucket: business, unit: '%', direction: up, formula: F }}\n"))
        .concat();
    let measure = |(id, readings): (&str, &str)| {
        let limits = "target: 100, intervention: 50, minimum: 0";
        format!("  - {{ kpi: {id}, {limits}, measured_by: own, readings: {{ {readings} }} }}\n")
    };
    let measures = ["a", "b", "c"].into_iter().zip(readings).map(measure).collect::<Vec<_>>().concat();
    let files = [
        ("playbook/playbook.yaml", settings.as_str()),
        ("playbook/kpis.yaml", &format!("kpis:\n{library}")),
        ("playbook/vendors/ash/kpis.yaml", &format!("measures:\n{measures}")),
    ];
    let health = evaluated(as_of, &files).vendors[0].health.clone().unwrap();
    let of = |one: &QuarterHealth| match one.score {
        Some(score) => format!("{}: {:.0} {:.0}", one.period, score * 100.0, one.least * 100.0),
        None => format!("{}: –", one.period),
    };
    let quarters = health.quarters.iter().map(of).collect();
    (health, quarters)
}

#[test]
fn not_reporting_gains_nothing_in_a_quarter_either() {
    let all = "2026-Q1: 100, 2026-Q2: 100, 2026-Q3: 100";
    let (_, quarters) = looked_back([all, all, "2026-Q1: 40, 2026-Q2: null, 2026-Q3: 40"], "2026-10-31");
    assert_eq!(quarters, ["2026-Q1: 80 80", "2026-Q2: –", "2026-Q3: 80 80"], "a third is missing, and the limit is 0.3");
    // Never read at all: missing then as it is today.
    let (today, quarters) = looked_back([all, all, ""], "2026-10-31");
    assert_eq!((today.score, quarters), (None, vec![]));
}

#[test]
fn a_kpi_counts_from_its_first_whole_quarter() {
    let all = "2026-Q1: 100, 2026-Q2: 100, 2026-Q3: 100";
    let (_, quarters) = looked_back([all, all, "2026-05: 40, 2026-06: 40, 2026-07: 40, 2026-08: 40, 2026-09: 40"], "2026-10-31");
    assert_eq!(quarters, ["2026-Q1: 100 100", "2026-Q2: 100 100", "2026-Q3: 80 80"]);
    let (_, quarters) = looked_back([all, all, "2026-Q2: null, 2026-Q3: 40"], "2026-10-31");
    assert_eq!(quarters, ["2026-Q1: 100 100", "2026-Q2: –", "2026-Q3: 80 80"], "a reading written as missing is missing");
}

#[test]
fn at_most_eight_quarters_are_looked_back_over() {
    let years = (2021..=2026).flat_map(|year| (1..=4).map(move |quarter| (year, quarter)));
    let all: Vec<String> =
        years.take_while(|one| *one < (2026, 4)).map(|(year, quarter)| format!("{year}-Q{quarter}: 50")).collect();
    let all = all.join(", ");
    let (health, quarters) = looked_back([&all, &all, &all], "2026-12-30");
    assert_eq!(quarters.first().unwrap(), "2024-Q4: 50 50");
    assert_eq!(quarters.last().unwrap(), "2026-Q3: 50 50", "the fourth has a day to go");
    assert_eq!(quarters.len(), 8);
    assert!(!health.newer, "today rests on the readings of the third quarter");
    let (health, quarters) = looked_back([&all, &all, "2026-08: 50, 2026-09: 50, 2026-10: 50"], "2026-12-30");
    assert!(health.newer, "one has a reading of a month");
    assert_eq!(quarters.last().unwrap(), "2026-Q3: 50 50");
    let (_, quarters) = looked_back([&all, &all, &all], "2026-12-31");
    assert_eq!(quarters.last().unwrap(), "2026-Q4: –", "it has ended, and nothing was reported");
}

#[test]
fn caps_hold_it_down() {
    let low = health(["-1", "100", "100"], true);
    assert_eq!((low.state, low.caps.as_slice()), (Mark::Act, [Cap::ExitRelevantBad].as_slice()));
    assert_eq!(health(["-1", "100", "100"], false).state, Mark::Watch, "not relevant for an exit");
    let silent = health(["null", "100", "100"], true);
    assert_eq!(silent.state, Mark::Act, "not reporting gains nothing");
    close(silent.score.unwrap(), 1.0);
    close(silent.least, 0.75);
    close(silent.floor().unwrap(), 0.75);
    assert_eq!(low.floor(), None, "nothing is missing");
}

#[test]
fn too_much_missing_is_no_score() {
    let found = health(["100", "100", "null"], false);
    assert_eq!((found.state, found.score, found.caps.as_slice()), (Mark::Unknown, None, [Cap::NotEnoughData].as_slice()));
    assert_eq!(found.held_down(), ["too many readings are missing"]);
    assert_eq!(found.floor(), None, "there is no score");
    let unasked = health(["100", "100", ""], false);
    assert_eq!(
        (unasked.state, unasked.held_down()),
        (Mark::Unknown, vec!["no business KPI is agreed, 45 % of the weight".to_owned()])
    );
    let both = health(["null", "", ""], false).held_down();
    assert_eq!(both, ["no operational and no business KPI is agreed, 75 % of the weight, and readings are missing"]);
    assert!(health(["100", "null", "100"], false).score.is_some(), "30 per cent is not more than 30 per cent");
    assert_eq!(health(["null", "null", "null"], false).state, Mark::Unknown);
}

/// The finding of a rule in these files.
fn finding(rule: &str, files: &[(&str, &str)]) -> crate::evaluate::Finding {
    let evaluation = evaluated("2026-10-31", files);
    evaluation.findings.iter().find(|finding| finding.rule == rule).map(|finding| (**finding).clone()).unwrap()
}

#[test]
fn three_in_a_row_at_99_9_are_99_70() {
    let level = "service_levels: [{ what: A, kpi: availability, level: 99.9 }]\n";
    let found = finding(
        "serial-availability-short",
        &[
            ("playbook/strategy.yaml", "capabilities: [{ id: c, name: C, promised: 99.9, in_series: [ash, birch, cedar] }]\n"),
            ("playbook/vendors/ash/contract.yaml", level),
            ("playbook/vendors/birch/vendor.yaml", &vendor("Birch", "")),
            ("playbook/vendors/birch/contract.yaml", level),
            ("playbook/vendors/cedar/vendor.yaml", &vendor("Cedar", "")),
            ("playbook/vendors/cedar/contract.yaml", level),
        ],
    );
    let product = found.values["product"].as_f64().unwrap();
    assert!((product - 99.700_299_9).abs() < 1e-9, "{product}");
    assert!(found.message.contains("99.70 %"), "{}", found.message);
}

#[test]
fn half_more_in_six_months_is_seven_per_cent_a_month() {
    // A month is a sixth of the way by days: 30 of 180.
    let roadmap =
        "scaling: [{ id: s, what: W, baseline: 100, goal: 150, from: 2026-09-30, until: 2027-03-29, reached: { 2026-10: 100 } }]
";
    let found = finding("scaling-milestone-at-risk", &[("playbook/vendors/ash/roadmap.yaml", roadmap)]);
    let wanted = found.values["path"].as_f64().unwrap();
    let by_days = 100.0 * 1.5_f64.powf(31.0 / 180.0);
    close(wanted, by_days);
    assert!((1.5_f64.powf(1.0 / 6.0) - 1.0 - 0.07).abs() < 0.001 && (wanted - 107.0).abs() < 0.5, "{wanted}");
}
