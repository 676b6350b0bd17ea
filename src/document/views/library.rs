//! Views of the libraries: rubrics, clauses, KPIs.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::Value;

use super::{contract, kebab, link};
use crate::evaluate::Evaluation;
use crate::model::playbook::Objective;
use crate::model::{Audience, Id, Playbook};

#[derive(Serialize)]
struct RubricView<'p> {
    id: &'p Id,
    name: &'p str,
    purpose: &'p str,
    link: String,
    /// Weight in the overall score, 0 to 1.
    weight: f64,
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
    anchors: Vec<&'p str>,
}

pub fn rubrics(playbook: &Playbook) -> BTreeMap<Id, Value> {
    let total: f64 = playbook.rubrics.values().map(|rubric| rubric.weight.value).sum();
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
                anchors: criterion.anchors.values().map(String::as_str).collect(),
            })
            .collect();
        let view = RubricView {
            id,
            name: &rubric.name,
            purpose: &rubric.purpose,
            link: link(&rubric.file),
            weight: rubric.weight.value / total,
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
    references: &'p [String],
    /// Where each vendor's contract stands on it.
    vendors: Vec<Value>,
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
            .filter(|vendor| matches!(audience, Audience::Internal) || *audience == Audience::Vendor(vendor.id.clone()))
            .filter_map(|vendor| {
                let standing = vendor.clauses.as_ref()?.clauses.iter().find(|standing| standing.id == *id)?;
                let (mark, word) = contract::standing(standing);
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
            tier: kebab(&front.tier),
            link: link(&clause.file),
            preferred: &front.positions.preferred,
            fallback: front.positions.fallback.open(audience),
            walk_away: front.positions.walk_away.open(audience),
            evidence: &front.evidence,
            references: &front.references,
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
    caveat: Option<&'p str>,
    /// How many vendors are measured by it.
    used_by: usize,
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
    roles: Vec<RoleView<'p>>,
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

#[derive(Serialize)]
struct RoleView<'p> {
    name: &'p str,
    duty: Option<&'p str>,
}

pub fn strategy(playbook: &Playbook) -> Value {
    let strategy = playbook.strategy.as_ref();
    let objectives = strategy.map(|strategy| strategy.objectives.as_slice()).unwrap_or_default();
    let capabilities = strategy.map(|strategy| strategy.capabilities.as_slice()).unwrap_or_default();
    let roles = playbook.governance.as_ref().map(|governance| governance.roles.as_slice()).unwrap_or_default();
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
    let roles = roles.iter().map(|role| RoleView { name: &role.name, duty: role.duty.as_deref() }).collect();
    Value::from_serializable(&StrategyView { objectives, capabilities, roles })
}
