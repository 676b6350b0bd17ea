//! What the judgement of one vendor may rest on about the others.
//!
//! Nothing else of another vendor is at hand there. So as long as this is the same, what was judged of a vendor whose own
//! files and common records did not change still holds.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::roadmap::Milestone;
use crate::model::vendor::Status;
use crate::model::{Date, Id, Playbook, VendorFolder};

use super::concentration::in_use;
use super::course::{Course, course};

/// One vendor as the judgement of another sees it.
#[derive(Debug, PartialEq)]
pub struct Other<'p> {
    /// Its name.
    pub name: &'p str,
    /// Where it stands in its life.
    pub status: Status,
    /// Whether it was decided to leave it.
    pub leaves: bool,
    /// The milestones of its roadmap.
    pub milestones: &'p [Milestone],
    in_use: bool,
    serves: Vec<&'p Id>,
    /// The vendors it passes our data or work on to.
    passes_on_to: Vec<&'p Id>,
}

impl<'p> Other<'p> {
    fn new(folder: &'p VendorFolder, as_of: Date) -> Self {
        let vendor = &folder.vendor.value;
        Self {
            name: &vendor.name,
            status: vendor.status,
            leaves: course(folder, as_of) != Course::GoingOn,
            milestones: folder.roadmap.as_ref().map_or(&[], |roadmap| &roadmap.value.milestones),
            in_use: in_use(folder),
            serves: vendor.capabilities.iter().map(|serves| &serves.capability.value).collect(),
            passes_on_to: vendor.subprocessors.iter().filter_map(|sub| Some(&sub.vendor.as_ref()?.value)).collect(),
        }
    }
}

/// All vendors, with who depends on whom: what is looked up again and again, gathered once.
#[derive(Debug, Default)]
pub struct Others<'p> {
    vendors: BTreeMap<&'p Id, Other<'p>>,
    /// By vendor, the vendors in use that pass our data or work on to it.
    passed_on_by: BTreeMap<&'p Id, Vec<&'p Id>>,
    /// By vendor and milestone, those of others and its own that wait for it.
    waiting: BTreeMap<(&'p Id, &'p Id), Vec<(&'p Id, &'p Id)>>,
    /// By capability, the vendors that serve it, whatever their status.
    serving: BTreeMap<&'p Id, Vec<&'p Id>>,
}

impl<'p> Others<'p> {
    /// The vendors of a playbook, as they are on a day.
    #[must_use]
    pub fn new(playbook: &'p Playbook, as_of: Date) -> Self {
        let vendors = playbook.vendors.iter().map(|(id, folder)| (id, Other::new(folder, as_of))).collect();
        let mut others = Self { vendors, ..Self::default() };
        for (id, other) in &others.vendors {
            for to in other.passes_on_to.iter().filter(|_| other.in_use) {
                others.passed_on_by.entry(*to).or_default().push(*id);
            }
            for capability in &other.serves {
                others.serving.entry(*capability).or_default().push(*id);
            }
            for later in other.milestones {
                for path in &later.after {
                    let earlier = (path.vendor.as_ref().unwrap_or(*id), &path.milestone);
                    others.waiting.entry(earlier).or_default().push((*id, &later.id.value));
                }
            }
        }
        others
    }

    /// Whether nothing that a judgement may rest on differs. The rest follows from the vendors.
    #[must_use]
    pub fn are_same(&self, other: &Others<'_>) -> bool {
        self.vendors == other.vendors
    }

    /// A vendor by its id.
    #[must_use]
    pub fn get(&self, id: &Id) -> Option<&Other<'p>> {
        self.vendors.get(id)
    }

    /// Every vendor that serves one of these capabilities, each once, in order of ids.
    pub fn serving<'c>(&self, capabilities: impl Iterator<Item = &'c Id>) -> BTreeSet<&'p Id> {
        capabilities.filter_map(|id| self.serving.get(id)).flatten().copied().collect()
    }

    /// Vendors that reach one through their sub-processors, at any depth.
    #[must_use]
    pub fn fourth_parties(&self, id: &'p Id) -> Vec<Id> {
        let mut found: BTreeSet<&Id> = BTreeSet::new();
        let mut next = vec![id];
        while let Some(target) = next.pop() {
            for other in self.passed_on_by.get(target).into_iter().flatten() {
                if *other != id && found.insert(other) {
                    next.push(other);
                }
            }
        }
        found.into_iter().cloned().collect()
    }

    /// Milestones of others that wait for one of a vendor's, at any depth.
    #[must_use]
    pub fn milestones(&self, id: &'p Id, folder: &'p VendorFolder) -> Vec<(Id, Id)> {
        let mut found: BTreeSet<(&Id, &Id)> = BTreeSet::new();
        let own = folder.roadmap.iter().flat_map(|roadmap| &roadmap.milestones);
        let mut next: Vec<(&Id, &Id)> = own.map(|milestone| (id, &milestone.id.value)).collect();
        while let Some(earlier) = next.pop() {
            for later in self.waiting.get(&earlier).into_iter().flatten() {
                if later.0 != id && found.insert(*later) {
                    next.push(*later);
                }
            }
        }
        found.into_iter().map(|(vendor, milestone)| (vendor.clone(), milestone.clone())).collect()
    }
}
