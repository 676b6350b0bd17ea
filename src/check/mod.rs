//! Whether the files make sense together.
//!
//! 1. Each concern has its file; each looks at every record and reports every contradiction.
//! 2. A reference into a file that could not be read proves nothing and is not reported; nor does one into a list of
//!    the same vendor that is not there yet.
//!
//! Nothing is computed here that a document prints, and nothing is changed.

mod clauses;
mod contract;
mod cycle;
mod evaluation;
mod exit;
mod governance;
mod kpis;
mod links;
mod policy;
mod roadmap;
mod rubrics;
mod vendor;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Span, suggest};
use crate::model::{At, Date, Filed, Id, Playbook, VendorFolder};
use crate::route::Routes;

/// Every contradiction between the records of the playbook. What is the same in `sound`, a playbook without any, is not looked
/// at again.
#[must_use]
pub fn records(playbook: &Playbook, broken: &BTreeSet<Arc<str>>, sound: Option<&Playbook>) -> Vec<Diagnostic> {
    let mut scope = Scope { playbook, broken, found: Vec::new() };
    // A vendor's files refer to common records, to other vendors by their ids, and to their milestones.
    let alike = |sound: &&Playbook| sound.common.is_same(playbook) && sound.vendors.keys().eq(playbook.vendors.keys());
    let sound = sound.filter(alike);
    if sound.is_none() {
        policy::check(&mut scope);
        rubrics::check(&mut scope);
        clauses::check(&mut scope);
        kpis::check_library(&mut scope);
        vendor::check_strategy(&mut scope);
        governance::check(&mut scope);
    }
    let planned = |folder: &VendorFolder, sound: &VendorFolder| Filed::are_same(folder.roadmap.as_ref(), sound.roadmap.as_ref());
    let same_roadmaps = sound
        .is_some_and(|sound| playbook.vendors.values().zip(sound.vendors.values()).all(|(folder, sound)| planned(folder, sound)));
    for (id, folder) in &playbook.vendors {
        let same = sound.and_then(|sound| sound.vendors.get(id)).is_some_and(|sound| sound.is_same(folder));
        if let Some(roadmap) = folder.roadmap.as_ref().filter(|_| !same || !same_roadmaps) {
            roadmap::check(&mut scope, id, folder, roadmap);
        }
        if same {
            continue;
        }
        vendor::check(&mut scope, id, folder);
        if let Some(evaluation) = &folder.evaluation {
            evaluation::check(&mut scope, evaluation);
        }
        if let Some(measures) = &folder.kpis {
            kpis::check(&mut scope, folder, measures);
        }
        if let Some(contract) = &folder.contract {
            contract::check(&mut scope, contract);
        }
        if let Some(exit) = &folder.exit {
            exit::check(&mut scope, id, folder, exit);
        }
        if let Some(own) = &folder.governance {
            governance::check_vendor(&mut scope, own);
        }
    }
    vendor::check_shares(&mut scope);
    if !same_roadmaps {
        roadmap::check_cycles(&mut scope);
    }
    scope.found
}

/// Every link that leads nowhere, and every address that is wanted twice. What is the same in `sound`, a playbook without
/// such mistakes and with the same routes and records, is not looked at again.
#[must_use]
pub fn links(playbook: &Playbook, routes: &Routes, broken: &BTreeSet<Arc<str>>, sound: Option<&Playbook>) -> Vec<Diagnostic> {
    let mut scope = Scope { playbook, broken, found: Vec::new() };
    links::check(&mut scope, routes, sound);
    scope.found
}

/// What the checks share: the playbook, and where findings go.
struct Scope<'p> {
    playbook: &'p Playbook,
    broken: &'p BTreeSet<Arc<str>>,
    found: Vec<Diagnostic>,
}

impl Scope<'_> {
    fn report(&mut self, code: Code, file: &Arc<str>, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.found.push(Diagnostic::new(code, file, span, message).help(help));
    }

    /// Reports an id that occurs twice.
    fn unique<'a>(&mut self, file: &Arc<str>, what: &str, ids: impl Iterator<Item = &'a At<Id>>) {
        let mut first: BTreeMap<&Id, Span> = BTreeMap::new();
        for id in ids {
            if let Some(span) = first.get(&id.value) {
                let help = format!("the first one stands in line {}", span.line);
                self.report(Code::DuplicateId, file, id.span, format!("the {what} `{}` exists already", id.value), help);
            } else {
                first.insert(&id.value, id.span);
            }
        }
    }

    /// Reports an id that is none of `known`, unless `home`, the file that defines them, could not be read.
    fn known<'a>(&mut self, file: &Arc<str>, id: &At<Id>, what: &str, known: impl Iterator<Item = &'a str>, home: &str) {
        let known: Vec<&str> = known.collect();
        if known.contains(&id.as_str()) || self.broken.contains(home) {
            return;
        }
        let code = if what == "clause" { Code::UnknownClause } else { Code::UnknownReference };
        let help = match suggest(id.as_str(), known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`? See {home}"),
            None => format!("known ones are in {home}"),
        };
        self.report(code, file, id.span, format!("unknown {what} `{}`", id.value), help);
    }

    /// Reports an id that is none of a list of the same vendor, unless that list is not there yet.
    fn known_here<'a>(&mut self, file: &Arc<str>, id: &At<Id>, what: &str, known: impl Iterator<Item = &'a str>) {
        let known: Vec<&str> = known.collect();
        if !known.is_empty() {
            self.known(file, id, what, known.into_iter(), &Arc::clone(file));
        }
    }

    /// Reports a day that lies before another one it cannot lie before.
    fn order(&mut self, file: &Arc<str>, what: &str, later: Option<&At<Date>>, than: &str, earlier: Option<&At<Date>>) {
        if let (Some(later), Some(earlier)) = (later, earlier)
            && later.value < earlier.value
        {
            let message = format!("{what} on {}, before {than} on {}", later.value, earlier.value);
            self.report(Code::DateOrder, file, later.span, message, "correct one of the two dates");
        }
    }

    /// Reports a number outside of what it may be.
    fn within(&mut self, file: &Arc<str>, what: &str, number: &At<f64>, low: f64, high: f64) {
        if !(low..=high).contains(&number.value) {
            let message = format!("the {what} {} is not between {low} and {high}", number.value);
            self.report(Code::Range, file, number.span, message, "correct the number");
        }
    }

    /// Reports a number that is not above zero.
    fn above_zero(&mut self, file: &Arc<str>, what: &str, number: &At<f64>) {
        if number.value <= 0.0 {
            let message = format!("the {what} {} is not above 0", number.value);
            self.report(Code::Range, file, number.span, message, "correct the number");
        }
    }

    fn role(&mut self, file: &Arc<str>, id: &At<Id>) {
        let governance = self.playbook.governance.as_ref();
        let roles = governance.map(|governance| governance.roles.as_slice()).unwrap_or_default();
        self.known(file, id, "role", roles.iter().map(|role| role.id.as_str()), "playbook/governance.yaml");
    }

    fn vendor(&mut self, file: &Arc<str>, id: &At<Id>) {
        if self.broken.contains(format!("playbook/vendors/{}/vendor.yaml", id.value).as_str()) {
            return;
        }
        self.known(file, id, "vendor", self.playbook.vendors.keys().map(Id::as_str), "playbook/vendors/");
    }

    fn capability(&mut self, file: &Arc<str>, id: &At<Id>) {
        let strategy = self.playbook.strategy.as_ref();
        let capabilities = strategy.map(|strategy| strategy.capabilities.as_slice()).unwrap_or_default();
        let known = capabilities.iter().map(|capability| capability.id.as_str());
        self.known(file, id, "capability", known, "playbook/strategy.yaml");
    }

    fn kpi(&mut self, file: &Arc<str>, id: &At<Id>) {
        let known = self.playbook.kpis.as_ref().map(|library| library.kpis.as_slice()).unwrap_or_default();
        self.known(file, id, "KPI", known.iter().map(|kpi| kpi.id.as_str()), "playbook/kpis.yaml");
    }

    fn clause(&mut self, file: &Arc<str>, id: &At<Id>) {
        if self.broken.contains(format!("contracts/clauses/{}.md", id.value).as_str()) {
            return;
        }
        self.known(file, id, "clause", self.playbook.clauses.keys().map(Id::as_str), "contracts/clauses/");
    }
}
