//! TOPSIS, a cross-check of the weighted sum: how near a vendor is to the best, how far from the worst.
//!
//! With fixed ideal points 5 and 0, a vendor's closeness depends on nobody else. The classical form normalises over the
//! vendors that happen to be compared, so that adding one may turn the order round: it is given to show just that.

use super::TOP;

/// Closeness to the ideal from 0 to 1, with fixed ideal points: v = weight share × score ÷ 5.
/// `None` without weights. Both lists have the same length.
#[must_use]
pub fn fixed(scores: &[f64], weights: &[f64]) -> Option<f64> {
    let sum: f64 = weights.iter().sum();
    let values = scores.iter().zip(weights).map(|(score, weight)| (weight / sum * score / TOP, weight / sum));
    let (best, worst) =
        values.fold((0.0, 0.0), |(best, worst), (value, most)| (best + (most - value) * (most - value), worst + value * value));
    closeness(best, worst).filter(|_| sum > 0.0)
}

/// Closeness by the classical form: each criterion divided by the length of its column, the ideal taken from the vendors
/// themselves. One list of scores per vendor. `None` for a vendor where nothing tells best from worst.
#[must_use]
pub fn relative(vendors: &[Vec<f64>], weights: &[f64]) -> Vec<Option<f64>> {
    let sum: f64 = weights.iter().sum();
    let column = |index: usize| vendors.iter().map(move |scores| scores[index]);
    let lengths: Vec<f64> =
        (0..weights.len()).map(|index| column(index).map(|score| score * score).sum::<f64>().sqrt()).collect();
    let value = |score: f64, index: usize| if lengths[index] > 0.0 { weights[index] / sum * score / lengths[index] } else { 0.0 };
    let extreme = |pick: fn(f64, f64) -> f64| -> Vec<f64> {
        (0..weights.len()).map(|index| column(index).map(|score| value(score, index)).reduce(pick).unwrap_or(0.0)).collect()
    };
    let (ideal, anti) = (extreme(f64::max), extreme(f64::min));
    vendors
        .iter()
        .map(|scores| {
            let square = |points: &[f64]| -> f64 {
                scores.iter().enumerate().map(|(index, score)| (value(*score, index) - points[index]).powi(2)).sum()
            };
            closeness(square(&ideal), square(&anti)).filter(|_| sum > 0.0)
        })
        .collect()
}

/// From squared distances to best and worst.
fn closeness(best: f64, worst: f64) -> Option<f64> {
    let whole = best.sqrt() + worst.sqrt();
    (whole > 0.0).then(|| worst.sqrt() / whole)
}
