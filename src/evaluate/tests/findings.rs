//! Findings: for each rule a case in which it fires and one in which it just does not.

use std::sync::Arc;

use super::{VENDOR, evaluated, rubric};
use crate::block::Mark;
use crate::evaluate::Finding;

/// The findings of a vendor with one criterion, one KPI and one clause.
fn found(files: &[(&str, &str)]) -> Vec<Arc<Finding>> {
    let rubric = rubric(1.0, &[("c", 1.0)]);
    let library = "kpis:\n  - { id: k, name: Accuracy, bucket: technical, unit: '%', direction: up, formula: F }\n";
    let clause = "---
title: Data return
group: exit
tier: { strategic: must, tactical: must, operational: must }
why: W
positions: { preferred: P, fallback: F, walk_away: W }
---
";
    let mut all = vec![
        ("playbook/rubrics/x.yaml", rubric.as_str()),
        ("playbook/kpis.yaml", library),
        ("contracts/clauses/data-return.md", clause),
    ];
    all.extend(files);
    let mut findings = evaluated("2026-10-31", &all).findings;
    // That the vendor of these tests has nothing else is not what they are about.
    findings.retain(|finding| finding.rule != "run-phase-empty");
    findings
}

fn kpi(reading: &str) -> Vec<Arc<Finding>> {
    let text = format!(
        "measures:
  - kpi: k
    target: 96
    intervention: 94
    minimum: 91
    measured_by: own
    readings: {{ 2025-Q4: 88, 2026-Q1: 99, 2026-Q2: 99, 2026-Q3: {reading} }}
"
    );
    found(&[("playbook/vendors/ash/kpis.yaml", &text)])
}

fn rated(scores: &[&str], evidence: &str) -> Vec<Arc<Finding>> {
    let ratings = scores
        .iter()
        .enumerate()
        .map(|(index, score)| format!("  - {{ criterion: x/c, rater: r{index}, score: {score}, evidence: [{evidence}] }}\n"))
        .collect::<Vec<_>>()
        .concat();
    let text = format!(
        "evidence:
  - {{ id: good, class: own-test, title: G, on: 2026-01-01 }}
  - {{ id: today, class: own-test, title: T, on: 2026-01-01, expires: 2026-10-31 }}
  - {{ id: gone, class: own-test, title: E, on: 2026-01-01, expires: 2026-10-30 }}
ratings:
{ratings}"
    );
    found(&[("playbook/vendors/ash/evaluation.yaml", &text)])
}

fn clause(status: &str, entries: &str) -> Vec<Arc<Finding>> {
    let vendor = VENDOR.replace("active", status);
    let contract = format!("clauses:\n{entries}");
    found(&[("playbook/vendors/ash/vendor.yaml", &vendor), ("playbook/vendors/ash/contract.yaml", &contract)])
}

/// Severity, rule, place and sentence.
fn shown(findings: &[Arc<Finding>]) -> String {
    let line = |f: &Arc<Finding>| format!("{:?} {} {}:{} {}\n", f.severity, f.rule, f.source.file, f.source.line, f.message);
    findings.iter().map(line).collect::<Vec<_>>().concat()
}

#[test]
fn kpis_fire_strictly_below_a_threshold() {
    insta::assert_snapshot!(shown(&kpi("90.9")), @r"Bad kpi-below-minimum playbook/vendors/ash/kpis.yaml:7 Accuracy: 90.9 % in Q3 2026; the minimum is 91.");
    insta::assert_snapshot!(shown(&kpi("91")), @r"Act kpi-below-intervention playbook/vendors/ash/kpis.yaml:7 Accuracy: 91 % in Q3 2026; we intervene below 94.");
    insta::assert_snapshot!(shown(&kpi("93.9")), @r"Act kpi-below-intervention playbook/vendors/ash/kpis.yaml:7 Accuracy: 93.9 % in Q3 2026; we intervene below 94.");
    assert_eq!(shown(&kpi("94")), "");
    assert_eq!(shown(&kpi("96")), "");
    insta::assert_snapshot!(shown(&kpi("null")), @r"Watch kpi-no-reading playbook/vendors/ash/kpis.yaml:7 Accuracy: no reading in Q3 2026.");
    let never = "measures:\n  - { kpi: k, target: 3, intervention: 2, minimum: 1, measured_by: own }\n";
    insta::assert_snapshot!(shown(&found(&[("playbook/vendors/ash/kpis.yaml", never)])), @r"Watch kpi-no-reading playbook/vendors/ash/kpis.yaml:2 Accuracy: no reading yet.");
}

#[test]
fn a_score_below_conditional_is_not_recommended() {
    insta::assert_snapshot!(shown(&rated(&["2"], "")), @r"Bad score-not-recommended playbook/vendors/ash/evaluation.yaml:6 Rubric scores 2.0 of 5; a rubric below 2.5 is not recommended.");
    assert_eq!(shown(&rated(&["2", "3"], "good")), "", "2.5 is conditional");
}

#[test]
fn raters_who_disagree_are_named_once() {
    insta::assert_snapshot!(shown(&rated(&["3", "5"], "good")), @r"Watch raters-disagree playbook/vendors/ash/evaluation.yaml:6 Rubric · c: the raters' scores run from 3 to 5.");
    assert_eq!(shown(&rated(&["3", "4"], "good")), "");
}

#[test]
fn a_score_needs_evidence_from_3_on() {
    insta::assert_snapshot!(shown(&rated(&["3"], "")), @r"Watch score-without-evidence playbook/vendors/ash/evaluation.yaml:6 Rubric · c scores 3 without evidence; from 3 on, evidence is mandatory.");
    assert_eq!(shown(&rated(&["3"], "good")), "");
    let below = rated(&["2"], "");
    assert!(below.iter().all(|finding| finding.rule != "score-without-evidence"), "{}", shown(&below));
}

#[test]
fn expired_evidence_is_said_when_no_other_is_left() {
    insta::assert_snapshot!(shown(&rated(&["3"], "gone")), @r"Watch evidence-expired playbook/vendors/ash/evaluation.yaml:6 Rubric · c scores 3 on evidence that has expired.");
    assert_eq!(shown(&rated(&["3"], "today")), "");
    assert_eq!(shown(&rated(&["3"], "gone, good")), "");
}

#[test]
fn clauses_fire_from_negotiation_on() {
    insta::assert_snapshot!(shown(&clause("active", "  - { clause: data-return, standing: agreed, position: below-walk-away }\n")), @r"Bad clause-below-walk-away playbook/vendors/ash/contract.yaml:2 Data return is agreed below our walk-away position.");
    let stages = [
        ("not-raised", "must-have-missing"),
        ("proposed", "must-have-open"),
        ("countered", "must-have-open"),
        ("refused", "must-have-missing"),
    ];
    for (stage, rule) in stages {
        let findings = clause("negotiating", &format!("  - {{ clause: data-return, standing: {stage} }}\n"));
        assert_eq!(findings.len(), 1, "{stage}");
        assert_eq!((findings[0].rule, findings[0].source.line), (rule, 2), "{stage}");
    }
    insta::assert_snapshot!(shown(&clause("negotiating", "  []\n")), @r"Bad must-have-missing playbook/vendors/ash/contract.yaml:1 Missing: 1 of 1 must-haves: Data return.");
    assert_eq!(shown(&clause("evaluating", "  []\n")), "");
    assert_eq!(shown(&clause("active", "  - { clause: data-return, standing: agreed, position: fallback }\n")), "");
    assert_eq!(shown(&clause("active", "  - { clause: data-return, standing: not-applicable, reason: R }\n")), "");
}

#[test]
fn who_leaves_is_told_all_that_is_missing_and_what_the_exit_rests_on() {
    let price = "---
title: Price cap
group: commercial
tier: { strategic: must, tactical: must, operational: must }
why: W
positions: { preferred: P, fallback: F, walk_away: W }
---
";
    let missing = |status: &str| {
        let vendor = VENDOR.replace("active", status);
        let mut findings = found(&[
            ("contracts/clauses/price-cap.md", price),
            ("playbook/vendors/ash/vendor.yaml", &vendor),
            ("playbook/vendors/ash/contract.yaml", "clauses: []\n"),
        ]);
        findings.retain(|finding| finding.rule == "must-have-missing");
        findings.into_iter().map(|finding| finding.message.clone()).collect::<Vec<_>>()
    };
    assert_eq!(missing("active"), ["Missing: 2 of 2 must-haves: Price cap, Data return."]);
    assert_eq!(missing("exiting"), ["Missing: 2 of 2 must-haves, of which the exit rests on 1: Data return."]);
}

#[test]
fn what_presses_most_comes_first_among_what_is_as_bad() {
    let kpis = "measures:
  - { kpi: k, target: 96, intervention: 94, minimum: 91, measured_by: own, readings: { 2026-Q3: 90 } }
";
    let contract = "clauses:\n  - { clause: data-return, standing: agreed, position: below-walk-away }\n";
    let findings = found(&[("playbook/vendors/ash/contract.yaml", contract), ("playbook/vendors/ash/kpis.yaml", kpis)]);
    let serious = findings.iter().filter(|finding| finding.severity == Mark::Bad).map(|finding| finding.rule);
    assert_eq!(serious.collect::<Vec<_>>(), ["kpi-below-minimum", "clause-below-walk-away"]);
}

#[test]
fn findings_come_worst_first() {
    let kpis = "measures:
  - { kpi: k, target: 96, intervention: 94, minimum: 91, measured_by: own, readings: { 2026-Q1: 97, 2026-Q2: 97, 2026-Q3: 93 } }
";
    let contract = "clauses:\n  - { clause: data-return, standing: agreed, position: below-walk-away }\n";
    let ratings = "ratings:\n  - { criterion: x/c, rater: me, score: 3 }\n";
    let findings = found(&[
        ("playbook/vendors/ash/kpis.yaml", kpis),
        ("playbook/vendors/ash/contract.yaml", contract),
        ("playbook/vendors/ash/evaluation.yaml", ratings),
    ]);
    assert_eq!(findings.iter().map(|f| f.severity).collect::<Vec<_>>(), [Mark::Bad, Mark::Act, Mark::Watch]);
}
