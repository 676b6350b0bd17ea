//! The values that document templates may use.
//!
//! 1. [`vendor`] shows one vendor: its data, its evaluation, its findings and what is still missing, with
//!    [`scores`], [`contract`] and [`exit`] for the three largest parts.
//! 2. [`library`] shows rubrics, clauses and KPIs.
//! 3. What is internal is opened here for the audience at hand, and nowhere later.
//!
//! Every template sees `playbook`, `as_of`, `vendors`, `rubrics`, `clauses`, `kpis`, `findings`, the `serious` ones of them, `strategy`,
//! `governance`, `standards`, `policy`, `rules` and, for our own organisation, `portfolio`, `history` and `decisions`; one that
//! is made per vendor, rubric or clause also sees that one under its name, and per vendor its `derivations`.

mod calendar;
mod computed;
mod contract;
mod data;
mod derivation;
mod exit;
mod library;
mod missing;
mod policy;
mod record;
mod scores;
mod vendor;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;
use serde::Serialize;
use tera::{Context, Value};

use super::Per;
use crate::block::Mark;
use crate::evaluate::{Evaluation, Vendor};
use crate::model::governance::{Governance, Role};
use crate::model::{Audience, Currency, Id, Playbook};

/// What every template may use, by name.
pub const SHARED: [&str; 16] = [
    "playbook",
    "as_of",
    "vendors",
    "rubrics",
    "clauses",
    "kpis",
    "findings",
    "serious",
    "strategy",
    "governance",
    "standards",
    "policy",
    "portfolio",
    "history",
    "decisions",
    "rules",
];

/// How the figures of the vendor at hand came about. Much text, so it is made only where a template mentions it.
pub const DERIVATIONS: &str = "derivations";

/// What some readers see. Each view is made when it is asked for, and once.
pub struct Views {
    audience: Audience,
    playbook: Arc<Playbook>,
    evaluation: Arc<Evaluation>,
    /// In the order of [`SHARED`].
    shared: [OnceLock<Value>; SHARED.len()],
    /// Those that these readers may know of.
    vendors: BTreeMap<Id, OnceLock<Value>>,
    rubrics: OnceLock<BTreeMap<Id, Value>>,
    clauses: OnceLock<BTreeMap<Id, Value>>,
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
    /// What these readers see; of what they saw `before`, the vendors are kept about whom everything is the same.
    pub fn new(playbook: &Arc<Playbook>, evaluation: &Arc<Evaluation>, audience: Audience, before: Option<&Self>) -> Self {
        let before = before.filter(|before| before.audience == audience);
        let visible = |id: &Id| audience.is_internal() || audience == Audience::Vendor(id.clone());
        let slot = |vendor: &Arc<Vendor>| {
            let kept =
                before.filter(|before| before.holds_for(vendor, evaluation)).and_then(|before| before.vendors.get(&vendor.id));
            (vendor.id.clone(), kept.cloned().unwrap_or_default())
        };
        let vendors = evaluation.vendors.iter().filter(|vendor| visible(&vendor.id)).map(slot).collect();
        Self {
            audience,
            playbook: Arc::clone(playbook),
            evaluation: Arc::clone(evaluation),
            shared: Default::default(),
            vendors,
            rubrics: OnceLock::new(),
            clauses: OnceLock::new(),
        }
    }

    /// Whether the view of a vendor is the same in another evaluation: the same judgement, which then rests on the same common
    /// records and names, in the same rankings and with the same proposal.
    fn holds_for(&self, vendor: &Arc<Vendor>, evaluation: &Evaluation) -> bool {
        let proposal =
            |evaluation: &Evaluation| evaluation.portfolio.proposals.iter().find(|one| one.vendor == vendor.id).cloned();
        Arc::ptr_eq(&self.evaluation.rankings, &evaluation.rankings)
            && self.evaluation.vendors.iter().any(|old| Arc::ptr_eq(old, vendor))
            && proposal(&self.evaluation) == proposal(evaluation)
    }

    /// Puts some of what every template may use into its context.
    pub fn fill(&self, context: &mut Context, names: &[&'static str]) {
        if names.contains(&"vendors") {
            // Not inside of the list of them, where a thread that waits for others could come upon itself.
            self.vendors.par_iter().for_each(|(id, _)| drop(self.vendor(id)));
        }
        for name in names {
            context.insert_value(*name, self.shared(name));
        }
    }

    /// One of the values that every template may use.
    fn shared(&self, name: &str) -> Value {
        let slot = SHARED.iter().position(|known| *known == name).and_then(|index| self.shared.get(index));
        slot.map_or_else(Value::none, |slot| slot.get_or_init(|| self.make(name)).clone())
    }

    fn make(&self, name: &str) -> Value {
        let Self { audience, playbook, evaluation, .. } = self;
        let ours = audience.is_internal();
        // A finding may say where we stop: it is as internal as what it follows from.
        let found = || evaluation.findings.iter().filter(|_| ours).map(|finding| &**finding);
        match name {
            "playbook" => {
                let settings = &playbook.settings;
                Value::from_serializable(&PlaybookView {
                    title: &settings.title,
                    organisation: &settings.organisation.name,
                    about: settings.organisation.about.as_deref(),
                    currency: &settings.currency,
                    version: settings.version.as_deref(),
                })
            }
            "as_of" => Value::from_serializable(&evaluation.as_of),
            "vendors" => Value::from(self.vendors.keys().filter_map(|id| self.vendor(id)).collect::<Vec<_>>()),
            "rubrics" => Value::from(self.rubrics().values().cloned().collect::<Vec<_>>()),
            "clauses" => {
                let mut ordered: Vec<_> =
                    playbook.clauses.iter().map(|(id, clause)| (clause.front.group, clause.front.tier.strategic, id)).collect();
                ordered.sort();
                Value::from(ordered.into_iter().filter_map(|(.., id)| self.clauses().get(id).cloned()).collect::<Vec<_>>())
            }
            "kpis" => library::kpis(playbook, evaluation),
            "findings" => Value::from(found().map(vendor::finding).collect::<Vec<_>>()),
            "serious" => {
                Value::from(found().filter(|finding| finding.severity == Mark::Bad).map(vendor::finding).collect::<Vec<_>>())
            }
            "strategy" if ours => library::strategy(playbook),
            "governance" => governance(playbook, audience),
            "standards" => Value::from_serializable(&playbook.standards.as_deref()),
            "policy" => policy::sections(playbook),
            "portfolio" if ours => Value::from_serializable(&computed::portfolio(playbook, evaluation)),
            "history" if ours => Value::from_serializable(&record::histories(playbook, evaluation)),
            "decisions" if ours => record::decisions(playbook, evaluation, audience),
            "rules" => record::rules(evaluation, ours),
            _ => Value::none(),
        }
    }

    /// How the figures of a vendor came about; for our own organisation only.
    pub fn derivations(&self, id: &Id) -> Value {
        if !self.audience.is_internal() {
            return Value::none();
        }
        derivation::derivations(&self.playbook, &self.evaluation, id)
    }

    fn vendor(&self, id: &Id) -> Option<Value> {
        let slot = self.vendors.get(id)?;
        if let Some(view) = slot.get() {
            return Some(view.clone());
        }
        let place = self.evaluation.vendors.iter().position(|vendor| vendor.id == *id)?;
        let (vendor, found) = (self.evaluation.vendors.get(place)?, self.evaluation.found.get(place)?);
        let view = vendor::view(&self.playbook, &self.evaluation, vendor, found, &self.audience)?;
        Some(slot.get_or_init(|| view).clone())
    }

    fn rubrics(&self) -> &BTreeMap<Id, Value> {
        self.rubrics.get_or_init(|| library::rubrics(&self.playbook))
    }

    fn clauses(&self) -> &BTreeMap<Id, Value> {
        self.clauses.get_or_init(|| library::clauses(&self.playbook, &self.evaluation, &self.audience))
    }

    /// Every variable by name: those that all templates see, then the subjects of each kind.
    pub fn all(&self) -> Vec<(&'static str, Vec<Value>)> {
        let mut all: Vec<(&'static str, Vec<Value>)> = SHARED.into_iter().map(|name| (name, vec![self.shared(name)])).collect();
        all.push((DERIVATIONS, self.vendors.keys().map(|id| self.derivations(id)).collect()));
        all.push(("vendor", self.vendors.keys().filter_map(|id| self.vendor(id)).collect()));
        all.push(("rubric", self.rubrics().values().cloned().collect()));
        all.push(("clause", self.clauses().values().cloned().collect()));
        all
    }

    /// The name and view of a document's subject.
    pub fn subject(&self, per: Per, id: &Id) -> Option<(&'static str, Value)> {
        match per {
            Per::Portfolio => None,
            Per::Vendor => Some(("vendor", self.vendor(id)?)),
            Per::Rubric => Some(("rubric", self.rubrics().get(id)?.clone())),
            Per::Clause => Some(("clause", self.clauses().get(id)?.clone())),
        }
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

/// Where our own organisation sees a contract stand on a clause: mark and words.
pub fn standing(one: &crate::evaluate::clauses::Standing) -> (Mark, String) {
    contract::standing(one, &Audience::Internal)
}

/// How many findings there are, and how many are serious.
pub fn severity_counts(marks: impl Iterator<Item = Mark>) -> String {
    let (all, serious) = marks.fold((0, 0), |(all, serious), mark| (all + 1, serious + usize::from(mark == Mark::Bad)));
    let plural = if all == 1 { "" } else { "s" };
    format!("{all} finding{plural}, {serious} of them serious")
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
