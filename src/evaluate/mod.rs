//! Data to judgement: pure functions of the playbook and the as-of date.
//!
//! 1. [`scoring`] weighs ratings into scores with coverage, range and confidence.
//! 2. [`kpis`] compares the latest readings with their thresholds.
//! 3. [`clauses`] counts where the contract stands on each clause.
//! 4. [`findings`] turns what deserves attention into sentences with their numbers and sources.
//!
//! No files, no clock, no formatting beyond the sentences of findings.

pub mod clauses;
pub mod findings;
pub mod governance;
pub mod kpis;
pub mod scoring;

use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use crate::model::{Date, Id, Playbook, VendorFolder};

pub use findings::Finding;

/// Everything computed, as written to `evaluation.json`.
#[derive(Clone, Debug, Serialize)]
pub struct Evaluation {
    /// The version of the method that every number was computed by.
    pub method: &'static str,
    /// The day everything is evaluated for.
    pub as_of: Date,
    /// In order of ids.
    pub vendors: Vec<Vendor>,
    /// What deserves attention, worst first.
    pub findings: Vec<Finding>,
}

/// Everything computed about one vendor. What has no data is absent, never zero.
#[derive(Clone, Debug, Serialize)]
pub struct Vendor {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Scores, where `evaluation.yaml` exists.
    pub scores: Option<scoring::Scores>,
    /// States, where `kpis.yaml` exists.
    pub kpis: Option<Vec<kpis::Reading>>,
    /// Coverage, where `contract.yaml` exists.
    pub clauses: Option<clauses::Coverage>,
}

/// The file and line a number comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Source {
    /// Relative to the playbook's root.
    pub file: Arc<str>,
    /// From 1.
    pub line: u32,
}

/// A day in words, for the sentences of findings, such as `31 October 2026`.
fn day(date: Date) -> String {
    date.0.strftime("%-d %B %Y").to_string()
}

/// Evaluates the playbook for one day.
#[must_use]
pub fn evaluate(playbook: &Playbook, as_of: Date) -> Evaluation {
    let folders: Vec<_> = playbook.vendors.iter().collect();
    let vendors: Vec<Vendor> = folders.par_iter().map(|(id, folder)| vendor(playbook, id, folder, as_of)).collect();
    let findings = findings::all(playbook, &vendors, as_of);
    Evaluation { method: "v1", as_of, vendors, findings }
}

fn vendor(playbook: &Playbook, id: &Id, folder: &VendorFolder, as_of: Date) -> Vendor {
    Vendor {
        id: id.clone(),
        name: folder.vendor.name.clone(),
        scores: folder.evaluation.as_ref().map(|evaluation| scoring::scores(playbook, evaluation, as_of)),
        kpis: folder.kpis.as_ref().map(|measures| kpis::readings(playbook, folder, measures, as_of)),
        clauses: folder.contract.as_ref().map(|contract| clauses::coverage(playbook, folder, contract)),
    }
}

#[cfg(test)]
mod tests;
