//! Weights: fixed before anybody scores, and compared with what pairwise comparisons say.

use std::fmt::Write as _;

use schemars::JsonSchema;
use serde::Serialize;

use super::ahp::{Elicited, elicit};
use crate::model::rubric::Reported;
use crate::model::{Common, Id};

/// A short mark of every weight that counts: 16 hexadecimal digits that change with any rubric, criterion or weight.
#[must_use]
pub fn mark(common: &Common) -> String {
    let mut text = String::new();
    for (id, rubric) in common.rubrics.iter().filter(|(_, rubric)| rubric.reported == Reported::Counted) {
        let _ = writeln!(text, "{id} {}", rubric.weight.value);
        for criterion in &rubric.criteria {
            let _ = writeln!(text, "  {} {}", criterion.id.value, criterion.weight.value);
        }
    }
    blake3::hash(text.as_bytes()).to_hex()[..16].to_owned()
}

/// The weights of the counted rubrics beside what comparisons in pairs say.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Weighing {
    /// In order of ids.
    pub rubrics: Vec<Weight>,
    /// Equal to the number of rubrics where the comparisons are fully consistent.
    pub eigenvalue: f64,
    /// The consistency ratio: 0 is fully consistent.
    pub consistency: Option<f64>,
}

/// One rubric's weight.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Weight {
    /// Which rubric.
    pub rubric: Id,
    /// Its share of all weights as written, 0 to 1.
    pub written: f64,
    /// Its share by the comparisons, 0 to 1.
    pub elicited: f64,
}

/// What the comparisons of `playbook.yaml` say; `None` without any, or where a pair is missing.
#[must_use]
pub fn weighing(common: &Common) -> Option<Weighing> {
    let counted: Vec<(&Id, f64)> = common
        .rubrics
        .iter()
        .filter(|(_, rubric)| rubric.reported == Reported::Counted)
        .map(|(id, rubric)| (id, rubric.weight.value))
        .collect();
    let comparisons = &common.settings.weighing;
    let times = |one: &Id, other: &Id| {
        let direct = comparisons.iter().find(|c| c.rubric.value == *one && c.over.value == *other).map(|c| c.times.value);
        let turned =
            || comparisons.iter().find(|c| c.rubric.value == *other && c.over.value == *one).map(|c| 1.0 / c.times.value);
        if one == other { Some(1.0) } else { direct.or_else(turned) }
    };
    let row = |one: &Id| counted.iter().map(|(other, _)| times(one, other)).collect::<Option<Vec<f64>>>();
    let table: Vec<Vec<f64>> = counted.iter().map(|(one, _)| row(one)).collect::<Option<_>>()?;
    let Elicited { weights, eigenvalue, consistency } = elicit(&table).filter(|_| !comparisons.is_empty())?;
    let sum: f64 = counted.iter().map(|(_, weight)| weight).sum();
    let rubrics = counted
        .iter()
        .zip(weights)
        .map(|((id, weight), elicited)| Weight { rubric: (*id).clone(), written: weight / sum, elicited })
        .collect();
    Some(Weighing { rubrics, eigenvalue, consistency })
}
