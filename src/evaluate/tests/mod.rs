//! Evaluation: golden values of the scoring method, states, coverage, findings.
//!
//! 1. [`evaluated`] loads a few files beside a common base and evaluates them for one day.
//! 2. One file per concern holds the cases.

mod agreement;
mod calendar;
mod clauses;
mod course;
mod dependence;
mod exit;
mod failure;
mod findings;
mod kpis;
mod properties;
mod ranking;
mod rules;
mod scoring;
mod term;
mod time;
mod trend;
mod triggers;

use std::collections::BTreeMap;

use super::{Evaluation, Vendor, evaluate};
use crate::load::load;
use crate::model::{Date, Playbook};
use crate::world::{Memory, sample};

pub const SETTINGS: &str = "title: T\norganisation: { name: N }\ncurrency: EUR\n";
/// Operational and owned, so that only the rules a test is about can fire.
pub const VENDOR: &str =
    "name: Ash\nsummary: Models.\nclass: operational\nstatus: active\nlayer: tooling\nowner: o\narchitect: a\n";

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// The evaluation of these files for `as_of`. Settings and the vendor `ash` are there unless given.
pub fn evaluated(as_of: &str, files: &[(&str, &str)]) -> Evaluation {
    evaluate(&loaded(files), day(as_of))
}

/// The playbook of these files.
pub fn loaded(files: &[(&str, &str)]) -> Playbook {
    let base = [("playbook/playbook.yaml", SETTINGS), ("playbook/vendors/ash/vendor.yaml", VENDOR)];
    let files: BTreeMap<_, _> =
        base.iter().chain(files).map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect();
    let loaded = load(&Memory { files, today: sample::TODAY });
    assert!(loaded.report.is_clean(), "{:?}", loaded.report.sorted());
    loaded.playbook
}

/// The only vendor.
pub fn only(evaluation: &Evaluation) -> Vendor {
    assert_eq!(evaluation.vendors.len(), 1);
    Vendor::clone(&evaluation.vendors[0])
}

/// A rubric with these criteria and weights.
pub fn rubric(weight: f64, criteria: &[(&str, f64)]) -> String {
    use std::fmt::Write as _;
    let mut text = format!("name: Rubric\npurpose: P.\nweight: {weight}\ncriteria:\n");
    for (id, weight) in criteria {
        let _ = writeln!(
            text,
            "  - {{ id: {id}, name: {id}, question: Q?, weight: {weight}, anchors: {{ 0: a, 1: b, 2: c, 3: d, 4: e, 5: f }} }}"
        );
    }
    text
}

#[track_caller]
pub fn close(actual: f64, expected: f64) {
    assert!((actual - expected).abs() < 1e-9, "{actual} is not {expected}");
}
