//! Line of sight: which business KPIs a technical one leads to, through what it drives.

use std::collections::BTreeSet;

use crate::model::kpi::{Bucket, Measure};
use crate::model::{Common, Id};

/// The business KPIs that are measured for the same vendor and that a chain of `drives` leads to, in order of ids.
/// A business KPI leads to itself.
#[must_use]
pub fn leads_to(common: &Common, measures: &[Measure], start: &Id) -> Vec<Id> {
    let (mut seen, mut next, mut found) = (BTreeSet::new(), vec![start], BTreeSet::new());
    while let Some(id) = next.pop() {
        let Some(measure) = measures.iter().find(|measure| measure.kpi.value == *id) else { continue };
        if !seen.insert(id) {
            continue;
        }
        if common.kpi(id).is_some_and(|kpi| kpi.bucket == Bucket::Business) {
            found.insert(id.clone());
        }
        next.extend(measure.drives.iter().map(|driven| &driven.value));
    }
    found.into_iter().collect()
}
