//! The values that document templates may use.
//!
//! 1. [`vendor`] shows one vendor: its data, its evaluation, its findings and what is still missing, with
//!    [`scores`], [`contract`] and [`exit`] for the three largest parts.
//! 2. [`library`] shows rubrics, clauses and KPIs.
//! 3. What is internal is opened here for the audience at hand, and nowhere later.
//!
//! Every template sees `playbook`, `as_of`, `vendors`, `rubrics`, `clauses`, `kpis`, `findings`, the `serious` ones of them, `strategy`,
//! `governance`, `standards`, `policy` and, for our own organisation, `portfolio`; one that is made
//! per vendor, rubric or clause also sees that one under its name.

mod computed;
mod contract;
mod data;
mod exit;
mod library;
mod missing;
mod policy;
mod scores;
mod vendor;

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;
use tera::{Context, Value};

use super::Per;
use crate::block::Mark;
use crate::evaluate::Evaluation;
use crate::model::governance::{Governance, Role};
use crate::model::{Audience, Currency, Id, Playbook};

/// Views of everything, made once.
pub struct Views {
    pub audience: Audience,
    shared: Vec<(&'static str, Value)>,
    vendors: BTreeMap<Id, Value>,
    rubrics: BTreeMap<Id, Value>,
    clauses: BTreeMap<Id, Value>,
}

#[derive(Serialize)]
struct PlaybookView<'p> {
    title: &'p str,
    organisation: &'p str,
    about: Option<&'p str>,
    currency: &'p Currency,
    version: Option<&'p str>,
}

impl Views {
    pub fn new(playbook: &Playbook, evaluation: &Evaluation, readers: Audience) -> Self {
        let audience = &readers;
        let settings = &playbook.settings;
        let view = PlaybookView {
            title: &settings.title,
            organisation: &settings.organisation.name,
            about: settings.organisation.about.as_deref(),
            currency: &settings.currency,
            version: settings.version.as_deref(),
        };
        let visible = |id: &Id| audience.is_internal() || *audience == Audience::Vendor(id.clone());
        // A finding may say where we stop: it is as internal as what it follows from.
        let found = || evaluation.findings.iter().filter(|_| audience.is_internal());
        let vendors: BTreeMap<Id, Value> = evaluation
            .vendors
            .par_iter()
            .filter(|vendor| visible(&vendor.id))
            .filter_map(|vendor| Some((vendor.id.clone(), vendor::view(playbook, evaluation, vendor, audience)?)))
            .collect();
        let rubrics = library::rubrics(playbook);
        let clauses = library::clauses(playbook, evaluation, audience);
        let findings: Vec<Value> = found().map(vendor::finding).collect();
        let serious: Vec<Value> = found().filter(|finding| finding.severity == Mark::Bad).map(vendor::finding).collect();
        let mut ordered: Vec<_> =
            playbook.clauses.iter().map(|(id, clause)| (clause.front.group, clause.front.tier.strategic, id)).collect();
        ordered.sort();
        let whole = audience.is_internal().then(|| computed::portfolio(playbook, evaluation));
        let whole = Value::from_serializable(&whole);
        let shared = vec![
            ("playbook", Value::from_serializable(&view)),
            ("as_of", Value::from_serializable(&evaluation.as_of)),
            ("vendors", Value::from(vendors.values().cloned().collect::<Vec<_>>())),
            ("rubrics", Value::from(rubrics.values().cloned().collect::<Vec<_>>())),
            ("clauses", Value::from(ordered.into_iter().filter_map(|(.., id)| clauses.get(id).cloned()).collect::<Vec<_>>())),
            ("kpis", library::kpis(playbook, evaluation)),
            ("findings", Value::from(findings)),
            ("serious", Value::from(serious)),
            ("strategy", if audience.is_internal() { library::strategy(playbook) } else { Value::none() }),
            ("governance", governance(playbook, audience)),
            ("standards", Value::from_serializable(&playbook.standards.as_deref())),
            ("policy", policy::sections(playbook)),
            ("portfolio", whole),
        ];
        Self { audience: readers, shared, vendors, rubrics, clauses }
    }

    /// Puts what every template may use into its context.
    pub fn fill(&self, context: &mut Context) {
        for (name, value) in &self.shared {
            context.insert_value(*name, value.clone());
        }
    }

    /// Every variable by name: those that all templates see, then the subjects of each kind.
    pub fn all(&self) -> Vec<(&'static str, Vec<&Value>)> {
        let mut all: Vec<(&'static str, Vec<&Value>)> = self.shared.iter().map(|(name, value)| (*name, vec![value])).collect();
        all.push(("vendor", self.vendors.values().collect()));
        all.push(("rubric", self.rubrics.values().collect()));
        all.push(("clause", self.clauses.values().collect()));
        all
    }

    /// The name and view of a document's subject.
    pub fn subject(&self, per: Per, id: &Id) -> Option<(&'static str, Value)> {
        let (name, views) = match per {
            Per::Portfolio => return None,
            Per::Vendor => ("vendor", &self.vendors),
            Per::Rubric => ("rubric", &self.rubrics),
            Per::Clause => ("clause", &self.clauses),
        };
        Some((name, views.get(id)?.clone()))
    }
}

/// How partnerships are run. A vendor sees what is run together with it: neither committee, function nor languages, and no
/// row of the matrix without a part for it.
fn governance(playbook: &Playbook, audience: &Audience) -> Value {
    let Some(governance) = &playbook.governance else { return Value::none() };
    if audience.is_internal() {
        return Value::from_serializable(&**governance);
    }
    let plain = |role: &Role| Role { skills: Vec::new(), ..role.clone() };
    Value::from_serializable(&Governance {
        roles: governance.roles.iter().map(plain).collect(),
        tiers: governance.tiers.clone(),
        cadences: governance.cadences.iter().filter(|cadence| cadence.with_vendor).cloned().collect(),
        ladder: governance.ladder.clone(),
        escalation: governance.escalation.clone(),
        raci: governance.raci.iter().filter(|row| row.vendor.is_some()).cloned().collect(),
        ..Governance::default()
    })
}

/// An enum as it is written in YAML.
pub fn kebab<T: Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// What a template links to: a source path from the playbook's root.
fn link(file: &str) -> String {
    format!("/{file}")
}

/// The names that filters put in place of ids.
pub fn names(playbook: &Playbook) -> super::escape::Names {
    let pair = |id: &Id, name: &str| (id.to_string(), name.to_owned());
    let governance = playbook.governance.as_ref();
    let strategy = playbook.strategy.as_ref();
    let own_cadences = playbook.vendors.values().filter_map(|folder| folder.governance.as_ref());
    let criteria = playbook.rubrics.iter().flat_map(|(id, rubric)| {
        let criteria = rubric.criteria.iter().map(|criterion| (&criterion.id, &criterion.name));
        let gates = rubric.gates.iter().map(|gate| (&gate.id, &gate.name));
        criteria.chain(gates).map(move |(own, name)| (format!("{id}/{}", own.value), name.clone()))
    });
    super::escape::Names {
        roles: governance.iter().flat_map(|g| &g.roles).map(|role| pair(&role.id, &role.name)).collect(),
        vendors: playbook.vendors.iter().map(|(id, folder)| pair(id, &folder.vendor.name)).collect(),
        capabilities: strategy
            .iter()
            .flat_map(|s| &s.capabilities)
            .map(|capability| pair(&capability.id, &capability.name))
            .collect(),
        objectives: strategy.iter().flat_map(|s| &s.objectives).map(|objective| pair(&objective.id, &objective.name)).collect(),
        kpis: playbook.kpis.iter().flat_map(|library| &library.kpis).map(|kpi| pair(&kpi.id, &kpi.name)).collect(),
        clauses: playbook.clauses.iter().map(|(id, clause)| pair(id, &clause.front.title)).collect(),
        cadences: own_cadences
            .flat_map(|own| &own.cadences)
            .chain(governance.iter().flat_map(|g| &g.cadences))
            .map(|cadence| pair(&cadence.id, &cadence.name))
            .collect(),
        criteria: criteria.collect(),
    }
}
