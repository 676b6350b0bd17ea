//! Whether what is compared is the very same record in memory: then nothing that follows from it is another.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Filed, Id, Playbook, VendorFolder};

impl Playbook {
    /// Whether two playbooks hold the very same records; pages, other files of content and templates are left aside.
    #[must_use]
    pub fn has_same_records(&self, other: &Self) -> bool {
        filed(&self.settings, &other.settings)
            && maybe(self.strategy.as_ref(), other.strategy.as_ref())
            && maybe(self.governance.as_ref(), other.governance.as_ref())
            && maybe(self.kpis.as_ref(), other.kpis.as_ref())
            && maybe(self.standards.as_ref(), other.standards.as_ref())
            && all(&self.rubrics, &other.rubrics, filed)
            && all(&self.clauses, &other.clauses, filed)
            && all(&self.vendors, &other.vendors, folder)
    }
}

impl<T> Filed<T> {
    /// Whether it is the very same record.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        filed(self, other)
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

fn folder(a: &VendorFolder, b: &VendorFolder) -> bool {
    filed(&a.vendor, &b.vendor)
        && maybe(a.evaluation.as_ref(), b.evaluation.as_ref())
        && maybe(a.kpis.as_ref(), b.kpis.as_ref())
        && maybe(a.readings.as_ref(), b.readings.as_ref())
        && maybe(a.contract.as_ref(), b.contract.as_ref())
        && maybe(a.governance.as_ref(), b.governance.as_ref())
        && maybe(a.roadmap.as_ref(), b.roadmap.as_ref())
        && maybe(a.exit.as_ref(), b.exit.as_ref())
}
