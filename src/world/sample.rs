//! A small sound playbook in memory, for the tests of every layer.
//!
//! 1. [`sound`] has one file of every kind and not a single mistake.
//! 2. [`edited`] changes a few words of it, so that a test shows nothing but what it is about.

use std::collections::BTreeMap;

use super::Memory;

/// The day it is in every sample.
pub const TODAY: jiff::civil::Date = jiff::civil::date(2026, 10, 31);

const FILES: [(&str, &str); 13] = [
    ("playbook/playbook.yaml", "title: Playbook\norganisation: { name: Northwind }\ncurrency: EUR\n"),
    (
        "playbook/strategy.yaml",
        "objectives:
  - { id: growth, name: Grow }
capabilities:
  - { id: search, name: Search, objectives: [growth] }
",
    ),
    (
        "playbook/governance.yaml",
        "roles:
  - { id: architect, name: Architect }
  - { id: analyst, name: Analyst }
",
    ),
    (
        "playbook/kpis.yaml",
        "kpis:
  - { id: accuracy, name: Accuracy, bucket: technical, unit: '%', direction: up, formula: right ÷ all }
  - { id: latency, name: Latency, bucket: technical, unit: ms, direction: down, formula: p95 }
  - { id: override, name: Override rate, bucket: operational, unit: '%', direction: band, formula: changed ÷ all }
",
    ),
    (
        "playbook/rubrics/scale.yaml",
        "name: Scale
purpose: Can it grow with us?
weight: 1
criteria:
  - id: load
    name: Load test
    question: Was it tested?
    weight: 2
    anchors: { 0: none, 1: claimed, 2: shown, 3: tested, 4: proven, 5: promised }
",
    ),
    (
        "contracts/clauses/data-return.md",
        "---
title: Data return
group: exit
tier: { strategic: must, tactical: must, operational: must }
why: Data must come home.
positions: { preferred: within 30 days, fallback: within 60 days, walk_away: never }
---

Ask early. See [the first page](../../content/index.md).
",
    ),
    ("content/index.md", "---\ntitle: Home\n---\n\n## Why { #why }\n\nRead [how](how.md) and [why](#why).\n"),
    ("content/how.md", "---\ntitle: How\n---\n\n## Steps\n\nFirst [this](index.md#why).\n"),
    (
        "playbook/vendors/ash/vendor.yaml",
        "name: Ash
summary: Models.
class: strategic
status: active
layer: foundation-model
owner: analyst
capabilities:
  - { capability: search, share: { requests: 60% } }
",
    ),
    (
        "playbook/vendors/ash/evaluation.yaml",
        "ratings:
  - criterion: scale/load
    rater: architect
    score: 3
    on: 2026-09-01
    evidence: [test]
evidence:
  - { id: test, class: own-test, title: Our test, on: 2026-08-01, expires: 2027-08-01 }
",
    ),
    (
        "playbook/vendors/ash/kpis.yaml",
        "measures:
  - kpi: accuracy
    target: 96
    intervention: 94
    minimum: 91
    measured_by: own
    readings: { 2026-Q2: 95, 2026-Q3: 97 }
",
    ),
    (
        "playbook/vendors/ash/contract.yaml",
        "agreement: { title: Master agreement, signed: 2025-01-10, ends: 2027-01-09 }
clauses:
  - { clause: data-return, standing: agreed, position: preferred }
",
    ),
    (
        "playbook/vendors/ash/exit.yaml",
        "steps:
  - { id: freeze, name: Freeze, owner: architect, days: 2 }
  - { id: export, name: Export, owner: architect, days: 5, after: [freeze] }
",
    ),
];

/// The whole sample.
pub fn sound() -> Memory {
    let files: BTreeMap<_, _> = FILES.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    Memory { files, today: TODAY }
}

/// The sample in which, file by file, the first of two texts is replaced by the second.
/// An empty first text stands for the whole file, new or not.
pub fn edited(edits: &[(&str, &str, &str)]) -> Memory {
    let mut world = sound();
    for (path, from, to) in edits {
        let text = if from.is_empty() {
            (*to).to_owned()
        } else {
            let before = String::from_utf8(world.files[*path].clone()).unwrap();
            assert_eq!(before.matches(from).count(), 1, "{path} does not have `{from}` once");
            before.replacen(from, to, 1)
        };
        world.files.insert((*path).to_owned(), text.into_bytes());
    }
    world
}

/// How many cases a property is tried with; `PROPTEST_CASES` asks for more.
pub fn tries(cases: u32) -> proptest::test_runner::Config {
    let mut config = proptest::test_runner::Config::default();
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = cases;
    }
    config.failure_persistence = None;
    // A test suite that says yes today must say yes tomorrow; PROPTEST_RNG_SEED looks further.
    if std::env::var_os("PROPTEST_RNG_SEED").is_none() {
        config.rng_seed = proptest::test_runner::RngSeed::Fixed(20_261_031);
    }
    config
}
