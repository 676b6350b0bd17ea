//! One mistake brings no others with it, and hides none.

use super::said;
use crate::diagnostic::Format;
use crate::world::sample::edited;

fn short(edits: &[(&str, &str, &str)]) -> String {
    said(&edited(edits), Format::Short)
}

#[test]
fn a_reference_into_a_broken_file_proves_nothing() {
    for (path, broken) in [
        ("playbook/kpis.yaml", "kpis:\n  - { id: other }\n"),
        ("playbook/governance.yaml", "roles: [\n"),
        ("playbook/strategy.yaml", "capabilities: 3\n"),
        ("playbook/rubrics/scale.yaml", "name: Scale\n"),
        ("contracts/clauses/data-return.md", "no front matter\n"),
        ("content/index.md", "no front matter\n"),
        ("playbook/vendors/ash/vendor.yaml", "- a list\n"),
    ] {
        let said = short(&[(path, "", broken)]);
        assert!(!said.is_empty(), "{path}");
        for line in said.lines() {
            assert!(line.starts_with(&format!("{path}:")), "a mistake in {path} brought another: {line}");
        }
    }
}

#[test]
fn a_reference_to_a_vendor_that_cannot_be_read_proves_nothing() {
    let said = short(&[
        ("playbook/vendors/oak/vendor.yaml", "", "name: Oak\n"),
        ("playbook/vendors/ash/vendor.yaml", "60% } }", "60% }, alternate: oak }"),
    ]);
    assert!(!said.is_empty());
    assert!(said.lines().all(|line| line.starts_with("playbook/vendors/oak/vendor.yaml:")), "{said}");
}

#[test]
fn two_mistakes_of_one_record_are_both_said() {
    insta::assert_snapshot!(short(&[("playbook/vendors/ash/evaluation.yaml", "scale/load\n    rater: architect\n    score: 3", "scale/lod\n    rater: architct\n    score: 9")]), @r"
    playbook/vendors/ash/evaluation.yaml:2:16: error[E011]: unknown criterion `lod` in rubric `scale`
    playbook/vendors/ash/evaluation.yaml:3:12: error[E011]: unknown role `architct`
    playbook/vendors/ash/evaluation.yaml:4:12: error[E013]: the score 9 is not between 0 and 5
    ");
    insta::assert_snapshot!(short(&[("playbook/vendors/ash/kpis.yaml", "96\n    intervention: 94\n    minimum: 91", "soon\n    intervention: later\n    minimum: 91")]), @r"
    playbook/vendors/ash/kpis.yaml:3:13: error[E005]: `soon` is not a threshold: write a number, or for a band a range such as `3..12`
    playbook/vendors/ash/kpis.yaml:4:19: error[E005]: `later` is not a threshold: write a number, or for a band a range such as `3..12`
    ");
    insta::assert_snapshot!(short(&[("playbook/vendors/ash/contract.yaml", "data-return, standing: agreed, position: preferred }", "data-retrn, standing: agreed }")]), @r"
    playbook/vendors/ash/contract.yaml:3:15: error[E012]: unknown clause `data-retrn`
    playbook/vendors/ash/contract.yaml:3:37: error[E020]: `data-retrn` is agreed, but not on which position
    ");
}

#[test]
fn mistakes_of_loading_and_of_checking_come_together() {
    insta::assert_snapshot!(short(&[
        ("playbook/vendors/ash/vendor.yaml", "owner: analyst", "owner: analist"),
        ("content/how.md", "title: How", "titel: How"),
        ("playbook/vendors/ash/kpis.yaml", "readings: {", "readings: { 2026-13: 3,"),
    ]), @r"
    content/how.md:2:1: error[E003]: unknown key `titel`
    playbook/vendors/ash/kpis.yaml:7:17: error[E005]: `2026-13` is not a period: write a quarter as `2026-Q1` or a month as `2026-03`
    playbook/vendors/ash/vendor.yaml:6:8: error[E011]: unknown role `analist`
    ");
}

#[test]
fn every_cycle_and_every_position_without_agreement_is_said() {
    let exit = "steps:
  - { id: a, name: A, owner: architect, days: 1, after: [b] }
  - { id: b, name: B, owner: architect, days: 1, after: [c] }
  - { id: c, name: C, owner: architect, days: 1, after: [a] }
  - { id: d, name: D, owner: architect, days: 1, after: [a, d] }
";
    insta::assert_snapshot!(short(&[("playbook/vendors/ash/exit.yaml", "", exit)]), @r"
    playbook/vendors/ash/exit.yaml:2:11: error[E019]: the step waits for itself: a → b → c → a
    playbook/vendors/ash/exit.yaml:5:11: error[E019]: the step waits for itself: d → d
    ");
    for standing in ["not-raised", "proposed", "countered", "refused", "not-applicable, reason: none"] {
        let said = short(&[("playbook/vendors/ash/contract.yaml", "standing: agreed", &format!("standing: {standing}"))]);
        assert!(said.contains("E020"), "{standing} with a position: {said}");
    }
}
