//! Weights from comparisons in pairs (analytic hierarchy process), used to elicit weights and for nothing else.
//!
//! The weights are the principal eigenvector of the table; the consistency ratio says whether the comparisons contradict
//! each other: (λmax − n) ÷ (n − 1) ÷ the mean index of random tables (Saaty).

use schemars::JsonSchema;
use serde::Serialize;

/// Mean consistency index of random tables of size 0 to 10.
const RANDOM: [f64; 11] = [0.0, 0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49];

/// What comparisons in pairs say about weights.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Elicited {
    /// One per row of the table; they add up to 1.
    pub weights: Vec<f64>,
    /// The principal eigenvalue; equal to the size where the comparisons are fully consistent.
    pub eigenvalue: f64,
    /// 0 is fully consistent; absent above ten rows, for which no random index is published.
    pub consistency: Option<f64>,
}

/// Weights from a reciprocal table of positive numbers, row over column. `None` for an empty table.
#[must_use]
pub fn elicit(table: &[Vec<f64>]) -> Option<Elicited> {
    let size = table.len();
    if size == 0 {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "a table has at most a few dozen rows")]
    let count = size as f64;
    let mut weights = vec![1.0 / count; size];
    let mut eigenvalue = count;
    // Positive tables converge fast; the bound only guards against a table of extremes.
    for _ in 0..1000 {
        let next: Vec<f64> = table.iter().map(|row| row.iter().zip(&weights).map(|(cell, weight)| cell * weight).sum()).collect();
        eigenvalue = next.iter().sum();
        let next: Vec<f64> = next.iter().map(|weight| weight / eigenvalue).collect();
        let change = next.iter().zip(&weights).map(|(new, old)| (new - old).abs()).fold(0.0, f64::max);
        weights = next;
        if change < 1e-14 {
            break;
        }
    }
    let consistency = match (size, RANDOM.get(size)) {
        (0..=2, _) => Some(0.0),
        (_, Some(random)) => Some((eigenvalue - count) / (count - 1.0) / random),
        (_, None) => None,
    };
    Some(Elicited { weights, eigenvalue, consistency })
}
