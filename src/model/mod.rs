//! The typed playbook: what the files say, with the place of every value that a message may point at.
//!
//! 1. [`value`] holds the small types everything is made of: ids, shares, money, dates, periods, places.
//! 2. One file per concern holds the records, named as in the YAML files; [`policy`] holds every threshold.
//! 3. [`Playbook`] is the whole of it; [`schema`] describes each file to editors.

pub mod clause;
pub mod contract;
pub mod evaluation;
pub mod exit;
pub mod governance;
pub mod handover;
pub mod internal;
mod same;
mod known;
pub mod kpi;
pub mod operations;
pub mod page;
pub mod period;
pub mod playbook;
pub mod policy;
#[cfg(test)]
mod properties;
pub mod relationship;
pub mod roadmap;
pub mod rubric;
pub mod schema;
pub mod selection;
pub mod standards;
pub mod terms;
pub mod theme;
pub mod value;
pub mod supply;
pub mod vendor;

use std::collections::BTreeMap;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

pub use internal::{Audience, Internal};
pub use period::Period;
pub use value::{At, Currency, Date, Id, Length, Money, Share, Threshold};

/// Something read from a file, and which file that was.
#[derive(Debug)]
pub struct Filed<T> {
    /// Path relative to the playbook's root, with `/`.
    pub file: Arc<str>,
    /// What the file says; shared, so that a playbook is cheap to copy.
    pub value: Arc<T>,
}

impl<T> Filed<T> {
    /// What a file says.
    pub fn new(file: Arc<str>, value: T) -> Self {
        Self { file, value: Arc::new(value) }
    }
}

impl<T: Clone> Filed<T> {
    /// What the file says, to be changed for this playbook alone.
    pub fn change(&mut self) -> &mut T {
        Arc::make_mut(&mut self.value)
    }
}

impl<T> Clone for Filed<T> {
    fn clone(&self) -> Self {
        Self { file: Arc::clone(&self.file), value: Arc::clone(&self.value) }
    }
}

impl<T> Deref for Filed<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// What is the same for every vendor. Maps are ordered by id, so every run sees the same order.
#[derive(Clone, Debug)]
pub struct Common {
    /// `playbook/playbook.yaml`
    pub settings: Filed<playbook::Settings>,
    /// `playbook/strategy.yaml`
    pub strategy: Option<Filed<playbook::Strategy>>,
    /// `playbook/governance.yaml`
    pub governance: Option<Filed<governance::Governance>>,
    /// `playbook/kpis.yaml`
    pub kpis: Option<Filed<kpi::Library>>,
    /// `playbook/rubrics/<id>.yaml`
    pub rubrics: BTreeMap<Id, Filed<rubric::Rubric>>,
    /// `contracts/standards.yaml`
    pub standards: Option<Filed<standards::Standards>>,
    /// `contracts/clauses/<id>.md`
    pub clauses: BTreeMap<Id, Filed<clause::Clause>>,
}

/// Everything a playbook says: what is [common](Common) to all vendors, whose parts are read as its own, and each vendor.
/// What takes `&Common` in place of `&Playbook` cannot rest on any vendor.
#[derive(Clone, Debug)]
pub struct Playbook {
    /// What is the same for every vendor.
    pub common: Common,
    /// `playbook/vendors/<id>/`
    pub vendors: BTreeMap<Id, VendorFolder>,
    /// `content/**/*.md`, in order of their paths.
    pub pages: Vec<Filed<page::Page>>,
    /// `content/**/_*.md`, in order of their paths: what pages include.
    pub parts: Vec<Filed<page::Fragment>>,
    /// Pages that are drafts and therefore left out.
    pub drafts: std::collections::BTreeSet<Arc<str>>,
    /// Other files below `content/` that pages may show or offer, such as images.
    pub assets: Vec<Arc<str>>,
    /// `templates/**`: path and text of the built-ins' replacements.
    pub templates: BTreeMap<String, Arc<str>>,
}

impl Playbook {
    /// Takes out the pages that are drafts.
    pub fn leave_out_drafts(&mut self) {
        let (drafts, pages) = std::mem::take(&mut self.pages).into_iter().partition(|page| page.front.draft);
        self.pages = pages;
        self.drafts = Vec::into_iter(drafts).map(|page: Filed<page::Page>| page.file).collect();
    }
}

impl Deref for Playbook {
    type Target = Common;

    fn deref(&self) -> &Common {
        &self.common
    }
}

impl DerefMut for Playbook {
    fn deref_mut(&mut self) -> &mut Common {
        &mut self.common
    }
}

impl Common {
    /// The KPI with this id.
    #[must_use]
    pub fn kpi(&self, id: &Id) -> Option<&kpi::Kpi> {
        self.kpis.as_ref()?.kpis.iter().find(|kpi| *kpi.id == *id)
    }

    /// The gate with this path.
    #[must_use]
    pub fn gate(&self, path: &evaluation::CriterionPath) -> Option<&rubric::Gate> {
        self.rubrics.get(&path.rubric)?.gates.iter().find(|gate| *gate.id == path.criterion)
    }

    /// Whether the loss of a capability stops the business within a day.
    #[must_use]
    pub fn is_critical(&self, id: &Id) -> bool {
        let capabilities = self.strategy.as_ref().map(|strategy| strategy.capabilities.as_slice()).unwrap_or_default();
        capabilities.iter().any(|capability| *capability.id == *id && capability.critical)
    }

    /// The name of a role, or its id where `governance.yaml` does not name it.
    #[must_use]
    pub fn role<'a>(&'a self, id: &'a Id) -> &'a str {
        let roles = self.governance.as_ref().map(|governance| governance.roles.as_slice()).unwrap_or_default();
        roles.iter().find(|role| *role.id == *id).map_or(id.as_str(), |role| &role.name)
    }

    /// The name of a capability, or its id where `strategy.yaml` does not name it.
    #[must_use]
    pub fn capability<'a>(&'a self, id: &'a Id) -> &'a str {
        let capabilities = self.strategy.as_ref().map(|strategy| strategy.capabilities.as_slice()).unwrap_or_default();
        capabilities.iter().find(|capability| *capability.id == *id).map_or(id.as_str(), |capability| &capability.name)
    }
}

impl Playbook {
    /// The name of a vendor, or its id where there is no such vendor.
    #[must_use]
    pub fn vendor_name<'a>(&'a self, id: &'a Id) -> &'a str {
        self.vendors.get(id).map_or(id.as_str(), |vendor| &vendor.vendor.name)
    }
}

/// One vendor's folder. Only `vendor.yaml` is required; a file that is absent is "not yet".
#[derive(Clone, Debug)]
pub struct VendorFolder {
    /// `vendor.yaml`
    pub vendor: Filed<vendor::Vendor>,
    /// `evaluation.yaml`
    pub evaluation: Option<Filed<evaluation::Evaluation>>,
    /// `kpis.yaml`
    pub kpis: Option<Filed<kpi::Measures>>,
    /// `contract.yaml`
    pub contract: Option<Filed<contract::Contract>>,
    /// `kpis.csv`
    pub readings: Option<Filed<kpi::Readings>>,
    /// `governance.yaml`
    pub governance: Option<Filed<relationship::Relationship>>,
    /// `roadmap.yaml`
    pub roadmap: Option<Filed<roadmap::Roadmap>>,
    /// `exit.yaml`
    pub exit: Option<Filed<exit::Exit>>,
}

/// A reading of a KPI, from `kpis.yaml` or `kpis.csv`.
#[derive(Clone, Debug)]
pub struct Observation<'p> {
    /// The value in the KPI's unit; absent where it is missing.
    pub value: Option<f64>,
    /// How many cases it rests on, where that is known.
    pub sample: Option<u32>,
    /// Who measured.
    pub measured_by: kpi::MeasuredBy,
    /// The file it stands in.
    pub file: &'p Arc<str>,
    /// The line it stands in, from 1.
    pub line: u32,
}

impl VendorFolder {
    /// The lines of `kpis.csv` by KPI.
    #[must_use]
    pub fn rows(&self) -> BTreeMap<&Id, Vec<&kpi::Row>> {
        let mut rows: BTreeMap<&Id, Vec<&kpi::Row>> = BTreeMap::new();
        // The lines of one KPI mostly stand together.
        for run in self.readings.iter().flat_map(|file| file.rows.chunk_by(|one, next| one.kpi.value == next.kpi.value)) {
            if let Some(first) = run.first() {
                rows.entry(&first.kpi.value).or_default().extend(run);
            }
        }
        rows
    }

    /// Every reading of a measure by period, wherever it is written; `rows` are the lines of `kpis.csv` about it. A period
    /// written twice is a diagnostic.
    #[must_use]
    pub fn observations<'p>(&'p self, measure: &kpi::Measure, rows: &[&kpi::Row]) -> BTreeMap<Period, Observation<'p>> {
        let yaml = self.kpis.iter().flat_map(|kpis| {
            measure.readings.iter().map(|(period, reading)| {
                let (value, line) = (reading.value, reading.span.line);
                let measured_by = measure.measured_by;
                (*period, Observation { value, sample: None, measured_by, file: &kpis.file, line })
            })
        });
        let csv = self.readings.iter().flat_map(|readings| {
            rows.iter().map(|row| {
                let measured_by = row.source.unwrap_or(measure.measured_by);
                let (value, sample, line) = (row.value, row.sample, row.kpi.span.line);
                (row.period.value, Observation { value, sample, measured_by, file: &readings.file, line })
            })
        });
        yaml.chain(csv).collect()
    }
}
