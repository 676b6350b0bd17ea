//! The typed playbook: what the files say, with the place of every value that a message may point at.
//!
//! 1. [`value`] holds the small types everything is made of: ids, shares, money, dates, periods, places.
//! 2. One file per concern holds the records, named as in the YAML files.
//! 3. [`Playbook`] is the whole of it.

pub mod clause;
pub mod contract;
pub mod evaluation;
pub mod exit;
pub mod governance;
pub mod kpi;
pub mod page;
pub mod playbook;
#[cfg(test)]
mod properties;
pub mod rubric;
pub mod value;
pub mod vendor;

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::Arc;

pub use value::{At, Audience, Currency, Date, Id, Internal, Length, Money, Period, Share, Threshold};

/// Something read from a file, and which file that was.
#[derive(Clone, Debug)]
pub struct Filed<T> {
    /// Path relative to the playbook's root, with `/`.
    pub file: Arc<str>,
    /// What the file says.
    pub value: T,
}

impl<T> Deref for Filed<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// Everything a playbook says. Maps are ordered by id, so every run sees the same order.
#[derive(Clone, Debug)]
pub struct Playbook {
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
    /// `playbook/vendors/<id>/`
    pub vendors: BTreeMap<Id, VendorFolder>,
    /// `contracts/clauses/<id>.md`
    pub clauses: BTreeMap<Id, Filed<clause::Clause>>,
    /// `content/**/*.md`, in order of their paths.
    pub pages: Vec<Filed<page::Page>>,
    /// Other files below `content/` that pages may show or offer, such as images.
    pub assets: Vec<Arc<str>>,
    /// `templates/**`: path and text of the built-ins' replacements.
    pub templates: BTreeMap<String, Arc<str>>,
}

impl Playbook {
    /// The KPI with this id.
    #[must_use]
    pub fn kpi(&self, id: &Id) -> Option<&kpi::Kpi> {
        self.kpis.as_ref()?.kpis.iter().find(|kpi| *kpi.id == *id)
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
    /// `exit.yaml`
    pub exit: Option<Filed<exit::Exit>>,
}
