//! Whether what is compared is the very same record in memory: then nothing that follows from it is another.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Common, Filed, Id, Playbook, VendorFolder};

impl Playbook {
    /// Whether two playbooks hold the very same records; pages, other files of content and templates are left aside.
    #[must_use]
    pub fn has_same_records(&self, other: &Self) -> bool {
        self.common.is_same(&other.common) && all(&self.vendors, &other.vendors, VendorFolder::is_same)
    }
}

impl Common {
    /// Whether all of it is the very same.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        filed(&self.settings, &other.settings)
            && maybe(self.strategy.as_ref(), other.strategy.as_ref())
            && maybe(self.governance.as_ref(), other.governance.as_ref())
            && maybe(self.kpis.as_ref(), other.kpis.as_ref())
            && maybe(self.standards.as_ref(), other.standards.as_ref())
            && all(&self.rubrics, &other.rubrics, filed)
            && all(&self.clauses, &other.clauses, filed)
    }
}

impl VendorFolder {
    /// Whether every file of it is the very same.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        filed(&self.vendor, &other.vendor)
            && maybe(self.evaluation.as_ref(), other.evaluation.as_ref())
            && maybe(self.kpis.as_ref(), other.kpis.as_ref())
            && maybe(self.readings.as_ref(), other.readings.as_ref())
            && maybe(self.contract.as_ref(), other.contract.as_ref())
            && maybe(self.governance.as_ref(), other.governance.as_ref())
            && maybe(self.roadmap.as_ref(), other.roadmap.as_ref())
            && maybe(self.exit.as_ref(), other.exit.as_ref())
    }
}

impl<T> Filed<T> {
    /// Whether it is the very same record.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        filed(self, other)
    }

    /// Whether two records that may be absent are the very same, or both absent.
    #[must_use]
    pub fn are_same(a: Option<&Self>, b: Option<&Self>) -> bool {
        maybe(a, b)
    }
}

fn filed<T>(a: &Filed<T>, b: &Filed<T>) -> bool {
    Arc::ptr_eq(&a.value, &b.value)
}

fn maybe<T>(a: Option<&Filed<T>>, b: Option<&Filed<T>>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => filed(a, b),
        (None, None) => true,
        _ => false,
    }
}

fn all<T>(a: &BTreeMap<Id, T>, b: &BTreeMap<Id, T>, same: impl Fn(&T, &T) -> bool) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|((a_id, a), (b_id, b))| a_id == b_id && same(a, b))
}
