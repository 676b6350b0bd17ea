//! Every rule once at its edge: files in which it fires, and the same files with one thing changed, in which it just
//! does not.
//!
//! In the files of a [`Case`], `@` stands for the one thing.

mod contract;
mod dependence;
mod governance;
mod leaving;
mod measuring;
mod mended;
mod selection;

use std::collections::{BTreeMap, BTreeSet};

use super::{SETTINGS, VENDOR, day};
use crate::evaluate::evaluate;
use crate::evaluate::findings::{AFTERWARDS, GOING_ON, RULES, families};
use crate::load::load;
use crate::world::{Memory, sample};

/// A rule at its edge.
pub struct Case {
    /// The rule.
    pub rule: &'static str,
    /// Path and text; settings and the vendor `ash` are there unless given. `@` stands for the one thing.
    pub files: &'static [(&'static str, &'static str)],
    /// With this in its place, the rule fires.
    pub fires: &'static str,
    /// With this, it just does not.
    pub not: &'static str,
}

/// The day everything is evaluated for.
const AS_OF: &str = "2026-10-31";

const VENDOR_FILE: &str = "playbook/vendors/ash/vendor.yaml";
const EVALUATION: &str = "playbook/vendors/ash/evaluation.yaml";
const MEASURES: &str = "playbook/vendors/ash/kpis.yaml";
const READINGS: &str = "playbook/vendors/ash/kpis.csv";
const CONTRACT: &str = "playbook/vendors/ash/contract.yaml";
const OWN_GOVERNANCE: &str = "playbook/vendors/ash/governance.yaml";
const ROADMAP: &str = "playbook/vendors/ash/roadmap.yaml";
const EXIT: &str = "playbook/vendors/ash/exit.yaml";
const STRATEGY: &str = "playbook/strategy.yaml";
const GOVERNANCE: &str = "playbook/governance.yaml";
const LIBRARY: &str = "playbook/kpis.yaml";
const RUBRIC: &str = "playbook/rubrics/x.yaml";
const PLAYBOOK: &str = "playbook/playbook.yaml";

/// A strategic vendor in use that nothing else is said about; the class and further keys may be added below it.
const STRATEGIC: &str = "name: Ash\nsummary: S.\nclass: strategic\nstatus: active\nlayer: tooling\nowner: o\narchitect: a\n";
/// A tactical one.
const TACTICAL: &str = "name: Ash\nsummary: S.\nclass: tactical\nstatus: active\nlayer: tooling\nowner: o\narchitect: a\n";
/// One rubric `x` with one criterion `c`.
const ONE_CRITERION: &str =
    "name: X\npurpose: P.\ncriteria:\n  - { id: c, name: C, question: Q?, anchors: { 0: a, 1: b, 2: c, 3: d, 4: e, 5: f } }\n";
/// One KPI `k`: more is better, technical.
const ONE_KPI: &str = "kpis:\n  - { id: k, name: K, bucket: technical, unit: '%', direction: up, formula: F }\n";

/// The rules that fire in files with `@` replaced.
fn fired(case: &Case, instead: &str) -> BTreeSet<&'static str> {
    let mut files: BTreeMap<String, Vec<u8>> =
        [(PLAYBOOK, SETTINGS), (VENDOR_FILE, VENDOR)].into_iter().map(|(path, text)| (path.to_owned(), text.into())).collect();
    for (path, text) in case.files {
        files.insert((*path).to_owned(), text.replace('@', instead).into_bytes());
    }
    let loaded = load(&Memory { files, today: sample::TODAY });
    assert!(loaded.report.is_clean(), "{} with {instead:?}: {:?}", case.rule, loaded.report.sorted());
    evaluate(&loaded.playbook, day(AS_OF)).findings.into_iter().map(|finding| finding.rule).collect()
}

fn all() -> impl Iterator<Item = &'static Case> {
    [contract::CASES, dependence::CASES, governance::CASES, leaving::CASES, measuring::CASES, mended::CASES, selection::CASES]
        .into_iter()
        .flatten()
}

#[test]
fn each_rule_fires_and_just_does_not() {
    let mut wrong = Vec::new();
    for case in all() {
        if !fired(case, case.fires).contains(case.rule) {
            wrong.push(format!("{} does not fire with {:?}", case.rule, case.fires));
        }
        if fired(case, case.not).contains(case.rule) {
            wrong.push(format!("{} fires with {:?}", case.rule, case.not));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_shared_company_is_told_with_those_who_serve_something_critical_alone() {
    let vendor = |name: &str, capability: &str| {
        let text = format!(
            "name: {name}\nsummary: S.\nclass: operational\nstatus: active\nlayer: tooling\n\
             capabilities: [{{ capability: {capability} }}]\nsubprocessors: [{{ name: Cloud, role: R }}]\n"
        );
        (format!("playbook/vendors/{}/vendor.yaml", name.to_lowercase()), text.into_bytes())
    };
    let strategy = "capabilities:\n  - { id: c, name: C, critical: true }\n  - { id: d, name: D }\n";
    let mut files: BTreeMap<String, Vec<u8>> =
        [(PLAYBOOK, SETTINGS), (STRATEGY, strategy)].into_iter().map(|(path, text)| (path.to_owned(), text.into())).collect();
    files.extend([vendor("Ash", "d"), vendor("Birch", "c"), vendor("Cedar", "c")]);
    let loaded = load(&Memory { files, today: sample::TODAY });
    assert!(loaded.report.is_clean(), "{:?}", loaded.report.sorted());
    let findings = evaluate(&loaded.playbook, day(AS_OF)).findings;
    let said: Vec<_> = findings.iter().filter(|finding| finding.rule == "fourth-party-shared").collect();
    assert_eq!(said.len(), 1);
    assert_eq!(said[0].message, "Cloud works for several vendors of critical capabilities: Birch, Cedar.");
}

#[test]
fn every_rule_has_its_case() {
    let cases: BTreeSet<&str> = all().map(|case| case.rule).collect();
    let missing: Vec<&str> = RULES.iter().map(|rule| rule.id).filter(|rule| !cases.contains(rule)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// What fires an exit trigger says why we leave, so leaving does not silence it.
#[test]
fn what_is_silent_on_the_way_out_fires_no_trigger() {
    assert!(GOING_ON.iter().all(|rule| families(rule.id).is_none()));
    assert!(AFTERWARDS.iter().all(|rule| GOING_ON.iter().all(|silent| silent.id != rule.id)));
}
