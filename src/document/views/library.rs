//! Views of the libraries: rubrics, clauses, KPIs.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::Value;

use super::{contract, kebab, link};
use crate::evaluate::Evaluation;
use crate::model::kpi::Typical;
use crate::model::playbook::{Objective, Platform};
use crate::model::rubric::Reported;
use crate::model::standards::{Citation, Verification};
use crate::model::{At, Audience, Date, Id, Playbook};

#[derive(Serialize)]
struct RubricView<'p> {
    id: &'p Id,
    name: &'p str,
    purpose: &'p str,
    link: String,
    /// Weight in the overall score, 0 to 1; absent where it is reported beside the score.
    weight: Option<f64>,
    /// A score at or below this is a veto.
    veto_at: Option<u8>,
    gates: Vec<GateView<'p>>,
    criteria: Vec<CriterionView<'p>>,
}

#[derive(Serialize)]
struct CriterionView<'p> {
    id: &'p Id,
    name: &'p str,
    question: &'p str,
    /// Weight in the rubric, 0 to 1.
    weight: f64,
    /// For the scores 0 to 5.
    anchors: Vec<AnchorView<'p>>,
}

#[derive(Serialize)]
struct AnchorView<'p> {
    says: &'p str,
    /// The weakest class of evidence that supports it.
    evidence: Option<String>,
}

#[derive(Serialize)]
struct GateView<'p> {
    id: &'p Id,
    name: &'p str,
    question: &'p str,
    source: Option<ReferenceView<'p>>,
}

pub fn rubrics(playbook: &Playbook) -> BTreeMap<Id, Value> {
    let counted = playbook.rubrics.values().filter(|rubric| rubric.reported == Reported::Counted);
    let total: f64 = counted.map(|rubric| rubric.weight.value).sum();
    let view = |(id, rubric): (&Id, &crate::model::Filed<crate::model::rubric::Rubric>)| {
        let sum: f64 = rubric.criteria.iter().map(|criterion| criterion.weight.value).sum();
        let criteria = rubric
            .criteria
            .iter()
            .map(|criterion| CriterionView {
                id: &criterion.id,
                name: &criterion.name,
                question: &criterion.question,
                weight: criterion.weight.value / sum,
                anchors: criterion
                    .anchors
                    .iter()
                    .map(|(score, says)| AnchorView { says, evidence: criterion.evidence.get(score).map(kebab) })
                    .collect(),
            })
            .collect();
        let view = RubricView {
            id,
            name: &rubric.name,
            purpose: &rubric.purpose,
            link: link(&rubric.file),
            weight: (rubric.reported == Reported::Counted).then(|| rubric.weight.value / total),
            veto_at: rubric.veto_at.as_ref().map(|at| at.value),
            gates: rubric
                .gates
                .iter()
                .map(|gate| GateView {
                    id: &gate.id,
                    name: &gate.name,
                    question: &gate.question,
                    source: gate.source.as_ref().and_then(|source| references(playbook, std::slice::from_ref(source)).pop()),
                })
                .collect(),
            criteria,
        };
        (id.clone(), Value::from_serializable(&view))
    };
    playbook.rubrics.iter().map(view).collect()
}

#[derive(Serialize)]
struct ClauseView<'p> {
    id: &'p Id,
    title: &'p str,
    why: &'p str,
    group: String,
    tier: String,
    link: String,
    preferred: &'p str,
    fallback: Option<&'p String>,
    walk_away: Option<&'p String>,
    evidence: &'p [String],
    references: Vec<ReferenceView<'p>>,
    wording: Vec<&'p str>,
    terms: Option<TermsView<'p>>,
    tactical: String,
    operational: String,
    raised: Vec<RaisedView>,
    only_if: Vec<&'static str>,
    /// Where each vendor's contract stands on it.
    vendors: Vec<Value>,
}

/// A citation with what it says.
#[derive(Clone, Serialize)]
pub struct ReferenceView<'p> {
    /// Such as `DORA, Art. 30(2)(e)`.
    pub text: String,
    says: Option<&'p str>,
    applies_to: Option<&'p str>,
    /// Whether it should be checked before somebody relies on it.
    unchecked: bool,
    link: String,
}

/// What citations say; one that is not in the table is a diagnostic elsewhere.
pub fn references<'p>(playbook: &'p Playbook, citations: &[At<Citation>]) -> Vec<ReferenceView<'p>> {
    let Some(standards) = &playbook.standards else { return Vec::new() };
    let view = |citation: &At<Citation>| {
        let (instrument, provision) = standards.find(citation)?;
        let status = provision.map_or(instrument.status, |provision| provision.status);
        Some(ReferenceView {
            text: match provision {
                Some(provision) => format!("{}, {}", instrument.short, provision.location),
                None => instrument.short.clone(),
            },
            says: provision.map(|provision| provision.says.as_str()),
            applies_to: instrument.applies_to.as_deref(),
            unchecked: status != Verification::Verified,
            link: format!("{}#{}", link(&standards.file), citation.instrument),
        })
    };
    citations.iter().filter_map(view).collect()
}

/// A text whose paragraphs are separated by empty lines.
fn paragraphs(text: &str) -> Vec<&str> {
    text.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()).collect()
}

#[derive(Serialize)]
struct TermsView<'p> {
    measures: &'p str,
    unit: &'p str,
    preferred: f64,
    fallback: Option<f64>,
    walk_away: Option<f64>,
}

#[derive(Serialize)]
struct RaisedView {
    condition: &'static str,
    tier: String,
}

#[derive(Serialize)]
struct StandingView<'p> {
    name: &'p str,
    link: String,
    mark: &'static str,
    word: String,
    location: Option<&'p str>,
}

pub fn clauses(playbook: &Playbook, evaluation: &Evaluation, audience: &Audience) -> BTreeMap<Id, Value> {
    let view = |(id, clause): (&Id, &crate::model::Filed<crate::model::clause::Clause>)| {
        let vendors = evaluation
            .vendors
            .iter()
            .filter(|vendor| audience.is_internal() || *audience == Audience::Vendor(vendor.id.clone()))
            .filter_map(|vendor| {
                let standing = vendor.clauses.as_ref()?.clauses.iter().find(|standing| standing.id == *id)?;
                let (mark, word) = contract::standing(standing, audience);
                let folder = playbook.vendors.get(&vendor.id)?;
                Some(Value::from_serializable(&StandingView {
                    name: &vendor.name,
                    link: link(&folder.vendor.file),
                    mark: mark.token(),
                    word,
                    location: standing.location.as_deref(),
                }))
            })
            .collect();
        let front = &clause.front;
        let view = ClauseView {
            id,
            title: &front.title,
            why: &front.why,
            group: kebab(&front.group),
            tier: kebab(&front.tier.strategic),
            tactical: kebab(&front.tier.tactical),
            operational: kebab(&front.tier.operational),
            raised: front.raised.iter().map(|r| RaisedView { condition: r.condition.words(), tier: kebab(&r.tier) }).collect(),
            only_if: front.only_if.iter().map(|condition| condition.words()).collect(),
            wording: front.wording.as_deref().map(paragraphs).unwrap_or_default(),
            terms: front.terms.as_ref().map(|terms| TermsView {
                measures: &terms.measures,
                unit: &terms.unit,
                preferred: terms.preferred.value,
                fallback: terms.fallback.open(audience).map(|at| at.value),
                walk_away: terms.walk_away.open(audience).map(|at| at.value),
            }),
            link: link(&clause.file),
            preferred: &front.positions.preferred,
            fallback: front.positions.fallback.open(audience),
            walk_away: front.positions.walk_away.open(audience),
            evidence: &front.evidence,
            references: references(playbook, &front.references),
            vendors,
        };
        (id.clone(), Value::from_serializable(&view))
    };
    playbook.clauses.iter().map(view).collect()
}

#[derive(Serialize)]
struct KpiView<'p> {
    id: &'p Id,
    name: &'p str,
    bucket: String,
    unit: &'p str,
    direction: String,
    formula: &'p str,
    aggregation: String,
    min_sample: Option<u32>,
    typical: Option<&'p Typical>,
    typical_source: Option<ReferenceView<'p>>,
    drives: Vec<&'p str>,
    caveat: Option<&'p str>,
    /// How many vendors are measured by it.
    used_by: usize,
}

/// Where typical thresholds come from, unless they are our own.
fn typical_source<'p>(playbook: &'p Playbook, typical: &Typical) -> Option<ReferenceView<'p>> {
    let citation = Citation { instrument: typical.source.value.clone(), provision: None };
    references(playbook, &[At { value: citation, span: typical.source.span }]).pop()
}

pub fn kpis(playbook: &Playbook, evaluation: &Evaluation) -> Value {
    let library = playbook.kpis.as_ref().map(|library| library.kpis.as_slice()).unwrap_or_default();
    let measured = |id: &Id| evaluation.vendors.iter().filter(|v| v.kpis.iter().flatten().any(|kpi| kpi.id == *id)).count();
    let views: Vec<Value> = library
        .iter()
        .map(|kpi| {
            Value::from_serializable(&KpiView {
                id: &kpi.id,
                name: &kpi.name,
                bucket: kebab(&kpi.bucket),
                unit: &kpi.unit,
                direction: kebab(&kpi.direction),
                formula: &kpi.formula,
                aggregation: kebab(&kpi.aggregation),
                min_sample: kpi.min_sample,
                typical: kpi.typical.as_ref(),
                typical_source: kpi.typical.as_ref().and_then(|typical| typical_source(playbook, typical)),
                drives: kpi.drives.iter().filter_map(|id| playbook.kpi(id)).map(|kpi| kpi.name.as_str()).collect(),
                caveat: kpi.caveat.as_deref(),
                used_by: measured(&kpi.id),
            })
        })
        .collect();
    Value::from(views)
}

#[derive(Serialize)]
struct StrategyView<'p> {
    objectives: &'p [Objective],
    capabilities: Vec<CapabilityView<'p>>,
    platform: Option<&'p Platform>,
    facts: Vec<FactView<'p>>,
}

#[derive(Serialize)]
struct FactView<'p> {
    says: &'p str,
    source: Option<ReferenceView<'p>>,
    as_of: Date,
    case: bool,
    note: Option<&'p str>,
}

#[derive(Serialize)]
struct CapabilityView<'p> {
    name: &'p str,
    summary: Option<&'p str>,
    critical: bool,
    /// Names of the objectives it serves.
    objectives: Vec<&'p str>,
    vendors: Vec<ServedView<'p>>,
}

#[derive(Serialize)]
struct ServedView<'p> {
    name: &'p str,
    link: String,
    /// Share of the requests, 0 to 1.
    requests: Option<f64>,
}

pub fn strategy(playbook: &Playbook) -> Value {
    let strategy = playbook.strategy.as_ref();
    let objectives = strategy.map(|strategy| strategy.objectives.as_slice()).unwrap_or_default();
    let capabilities = strategy.map(|strategy| strategy.capabilities.as_slice()).unwrap_or_default();
    let served = |id: &Id| {
        let vendors = playbook.vendors.values().filter_map(|folder| {
            let serves = folder.vendor.capabilities.iter().find(|serves| serves.capability.value == *id)?;
            let requests = serves.share.as_ref().and_then(|share| share.requests.as_ref()).map(|share| share.value.0);
            Some(ServedView { name: &folder.vendor.name, link: link(&folder.vendor.file), requests })
        });
        vendors.collect()
    };
    let capabilities = capabilities
        .iter()
        .map(|capability| CapabilityView {
            name: &capability.name,
            summary: capability.summary.as_deref(),
            critical: capability.critical,
            objectives: objectives
                .iter()
                .filter(|objective| capability.objectives.iter().any(|id| id.value == objective.id.value))
                .map(|objective| objective.name.as_str())
                .collect(),
            vendors: served(&capability.id),
        })
        .collect();
    let facts = strategy.map(|strategy| strategy.facts.as_slice()).unwrap_or_default();
    let facts = facts
        .iter()
        .map(|fact| FactView {
            says: &fact.says,
            source: references(playbook, std::slice::from_ref(&fact.source)).pop(),
            as_of: fact.as_of.value,
            case: fact.case,
            note: fact.note.as_deref(),
        })
        .collect();
    let platform = strategy.and_then(|strategy| strategy.platform.as_ref());
    Value::from_serializable(&StrategyView { objectives, capabilities, platform, facts })
}
