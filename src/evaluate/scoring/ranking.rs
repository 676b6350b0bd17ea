//! Ranking: any set of scored vendors, best first, and how firmly the first one stands.
//!
//! 1. A [`Field`] holds the weights once and each vendor's scores: [`Field::totals`] is the weighted sum of the method.
//! 2. TOPSIS stands beside it as a cross-check; [`sensitivity`] shakes weights and scores.
//!
//! A vendor without any score is not ranked.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use super::sensitivity::{Draws, Sensitivity, sensitivity};
use super::{CriterionScore, Grade, RubricScore, Scores, Weighted, topsis};
use crate::model::evaluation::Class;
use crate::model::policy::Sensitivity as Settings;
use crate::model::vendor::Layer;
use crate::model::{Filed, Id, Playbook, VendorFolder};

/// Vendors in order, best first.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Ranking {
    /// What they are compared for: a capability's id; absent where all scored vendors are compared.
    pub capability: Option<Id>,
    /// The layer of the stack they all sit in; absent where all scored vendors are compared.
    pub layer: Option<Layer>,
    /// Best first; equal scores in order of ids.
    pub entries: Vec<Entry>,
    /// How firmly the first stands; absent for a single vendor.
    pub sensitivity: Option<Sensitivity>,
}

/// One vendor of a ranking.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Entry {
    /// Its id.
    pub vendor: Id,
    /// Its name.
    pub name: String,
    /// Its overall score.
    pub overall: Weighted,
    /// How far to trust the score.
    pub confidence: Grade,
    /// Closeness to the fixed ideal, 0 to 1; absent where a rubric has no score.
    pub topsis: Option<f64>,
    /// Closeness within this set, 0 to 1: changes with who else is compared. Absent where a rubric has no score.
    pub topsis_relative: Option<f64>,
    /// The part of random weights with which it comes first, 0 to 1; absent for a single vendor.
    pub first_share: Option<f64>,
}

/// The counted rubrics with their weights, and every vendor's scores on them.
#[derive(Clone, Debug, Default)]
pub struct Field {
    /// By rubric: its name, its weight, its criteria with names and weights.
    pub rubrics: Vec<Column>,
    /// By vendor, then rubric, then criterion.
    pub vendors: Vec<Vec<Vec<Cell>>>,
}

/// A counted rubric.
#[derive(Clone, Debug)]
pub struct Column {
    /// As printed.
    pub name: String,
    /// Above 0; only ratios count.
    pub weight: f64,
    /// Name and weight of each criterion.
    pub criteria: Vec<(String, f64)>,
}

/// One vendor's score on one criterion.
#[derive(Clone, Copy, Debug)]
pub struct Cell {
    /// 0 to 5; absent where it was not scored or does not apply.
    pub score: Option<f64>,
    /// Proven at least by an own test.
    pub firm: bool,
}

impl Field {
    /// The field of some vendors. All scores come from the same playbook, so rubrics and criteria line up.
    #[must_use]
    pub fn new(scores: &[&Scores]) -> Self {
        let counted =
            |scores: &Scores| -> Vec<RubricScore> { scores.rubrics.iter().filter(|r| r.weight > 0.0).cloned().collect() };
        let column = |rubric: RubricScore| Column {
            name: rubric.name,
            weight: rubric.weight,
            criteria: rubric.criteria.into_iter().map(|criterion| (criterion.name, criterion.weight)).collect(),
        };
        let cell = |criterion: &CriterionScore| Cell {
            score: criterion.score.filter(|_| criterion.not_applicable.is_none()),
            firm: criterion.evidence.is_some_and(|class| class >= Class::OwnTest),
        };
        let row = |scores: &&Scores| {
            let counted = scores.rubrics.iter().filter(|rubric| rubric.weight > 0.0);
            counted.map(|rubric| rubric.criteria.iter().map(cell).collect()).collect()
        };
        Self {
            rubrics: scores.first().map(|first| counted(first).into_iter().map(column).collect()).unwrap_or_default(),
            vendors: scores.iter().map(row).collect(),
        }
    }

    /// One vendor's score on each rubric.
    #[must_use]
    pub fn points(&self, vendor: usize) -> Vec<Option<f64>> {
        let rubrics = self.rubrics.iter().zip(&self.vendors[vendor]);
        rubrics
            .map(|(column, cells)| mean(column.criteria.iter().map(|(_, weight)| *weight).zip(cells.iter().map(|c| c.score))))
            .collect()
    }

    /// Every vendor's overall score.
    #[must_use]
    pub fn totals(&self) -> Vec<Option<f64>> {
        let weights: Vec<f64> = self.rubrics.iter().map(|column| column.weight).collect();
        (0..self.vendors.len()).map(|vendor| mean(weights.iter().copied().zip(self.points(vendor)))).collect()
    }

    /// The weights of the rubrics.
    #[must_use]
    pub fn weights(&self) -> Vec<f64> {
        self.rubrics.iter().map(|column| column.weight).collect()
    }
}

/// Σ weight × value ÷ Σ weight over what has a value.
pub fn mean(parts: impl Iterator<Item = (f64, Option<f64>)>) -> Option<f64> {
    let (weight, sum) = parts
        .filter_map(|(weight, value)| Some((weight, value?)))
        .fold((0.0, 0.0), |(all, sum), (weight, value)| (all + weight, weight * value + sum));
    (weight > 0.0).then(|| sum / weight)
}

/// The order of some vendors: id, name, scores.
#[must_use]
pub fn rank(of: Option<(&Id, Layer)>, vendors: &[(&Id, &str, &Scores)], draws: &Draws, settings: &Settings) -> Ranking {
    let mut vendors: Vec<_> = vendors.iter().filter(|(_, _, scores)| scores.overall.point.is_some()).copied().collect();
    vendors.sort_by(|(a, _, one), (b, _, other)| {
        let point = |scores: &Scores| scores.overall.point.unwrap_or_default();
        point(other).total_cmp(&point(one)).then(a.cmp(b))
    });
    let scores: Vec<&Scores> = vendors.iter().map(|(_, _, scores)| *scores).collect();
    let field = Field::new(&scores);
    let weights = field.weights();
    let whole: Vec<Option<Vec<f64>>> = (0..vendors.len()).map(|vendor| field.points(vendor).into_iter().collect()).collect();
    let known: Vec<Vec<f64>> = whole.iter().flatten().cloned().collect();
    let mut relative = topsis::relative(&known, &weights).into_iter();
    let names: Vec<&Id> = vendors.iter().map(|(id, _, _)| *id).collect();
    let shaken = (vendors.len() > 1).then(|| sensitivity(&field, &names, draws, settings));
    let entries = vendors
        .iter()
        .zip(&whole)
        .enumerate()
        .map(|(index, ((id, name, scores), points))| Entry {
            vendor: (*id).clone(),
            name: (*name).to_owned(),
            overall: scores.overall.clone(),
            confidence: scores.confidence,
            topsis: points.as_ref().and_then(|points| topsis::fixed(points, &weights)),
            topsis_relative: points.as_ref().and_then(|_| relative.next().flatten()),
            first_share: shaken.as_ref().map(|(shares, _)| shares[index]),
        })
        .collect();
    Ranking {
        capability: of.map(|(id, _)| id.clone()),
        layer: of.map(|(_, layer)| layer),
        entries,
        sensitivity: shaken.map(|(_, sensitivity)| sensitivity),
    }
}

/// Whether two playbooks with the very same common records have the same rankings: the same vendors, with the very same
/// ratings, in the same layer and for the same capabilities.
#[must_use]
pub fn has_same_sets(before: &Playbook, now: &Playbook) -> bool {
    let serves =
        |folder: &VendorFolder| folder.vendor.capabilities.iter().map(|one| one.capability.value.clone()).collect::<Vec<_>>();
    before.vendors.len() == now.vendors.len()
        && before.vendors.iter().zip(&now.vendors).all(|((a_id, a), (b_id, b))| {
            a_id == b_id
                && Filed::are_same(a.evaluation.as_ref(), b.evaluation.as_ref())
                && (a.vendor.is_same(&b.vendor)
                    || a.vendor.name == b.vendor.name && a.vendor.layer == b.vendor.layer && serves(a) == serves(b))
        })
}

/// The ranking of all scored vendors, then one for each capability that at least two of them serve from the same layer of
/// the stack: only these could stand in for each other.
#[must_use]
pub fn rankings(playbook: &Playbook, vendors: &[Arc<crate::evaluate::Vendor>]) -> Vec<Ranking> {
    use rayon::prelude::*;
    let settings = &playbook.settings.policy.sensitivity;
    let scored: Vec<(&Id, &str, &Scores)> = vendors
        .iter()
        .filter_map(|vendor| Some((&vendor.id, vendor.name.as_str(), vendor.scores.as_ref()?)))
        .filter(|(_, _, scores)| scores.overall.point.is_some())
        .collect();
    if scored.is_empty() {
        return Vec::new();
    }
    let capabilities = playbook.strategy.as_ref().map(|strategy| strategy.capabilities.as_slice()).unwrap_or_default();
    let serves = |vendor: &Id, capability: &Id| {
        let folder = playbook.vendors.get(vendor);
        folder.is_some_and(|folder| folder.vendor.capabilities.iter().any(|serves| serves.capability.value == *capability))
    };
    let mut sets = vec![(None, scored.clone())];
    let layer = |id: &Id| playbook.vendors.get(id).map(|folder| folder.vendor.layer);
    let mut layers: Vec<_> = scored.iter().filter_map(|(id, _, _)| layer(id)).collect();
    layers.sort_unstable();
    layers.dedup();
    for capability in capabilities {
        for wanted in &layers {
            let like = |id: &Id| layer(id) == Some(*wanted) && serves(id, &capability.id.value);
            let set: Vec<_> = scored.iter().filter(|(id, _, _)| like(id)).copied().collect();
            if set.len() > 1 {
                sets.push((Some((&capability.id.value, *wanted)), set));
            }
        }
    }
    let rubrics = scored.first().map_or(0, |(_, _, scores)| scores.rubrics.iter().filter(|rubric| rubric.weight > 0.0).count());
    let draws = Draws::new(rubrics, settings);
    sets.par_iter().map(|(of, set)| rank(*of, set, &draws, settings)).collect()
}
