//! Krippendorff's alpha: published tables, and the guards.

use super::close;
use crate::evaluate::scoring::agreement::{Metric, Reading, agreement, alpha};
use crate::model::policy::Agreement;

/// One list of values per unit, from one row per rater; a dash is missing.
fn units(raters: &[&str]) -> Vec<Vec<f64>> {
    let rows: Vec<Vec<Option<f64>>> =
        raters.iter().map(|row| row.split_whitespace().map(|cell| cell.parse().ok()).collect()).collect();
    (0..rows[0].len()).map(|unit| rows.iter().filter_map(|row| row[unit]).collect()).collect()
}

/// Nominal, ordinal and interval alpha.
fn alphas(units: &[Vec<f64>]) -> [f64; 3] {
    [Metric::Nominal, Metric::Ordinal, Metric::Interval].map(|metric| alpha(units, metric).unwrap())
}

#[track_caller]
fn near(actual: f64, expected: f64, within: f64) {
    assert!((actual - expected).abs() < within, "{actual} is not {expected}");
}

#[test]
fn the_canonical_table() {
    // Krippendorff, Content Analysis: four observers, twelve units.
    let table =
        units(&["1 2 3 3 2 1 4 1 2 - - -", "1 2 3 3 2 2 4 1 2 5 - 3", "- 3 3 3 2 3 4 2 2 5 1 -", "1 2 3 3 2 4 4 1 2 5 1 -"]);
    for (actual, expected) in alphas(&table).into_iter().zip([0.743, 0.815, 0.849]) {
        near(actual, expected, 0.0006);
    }
}

#[test]
fn the_worked_example() {
    let table = units(&["4 3 2 2 4 3 4 4", "4 3 3 2 4 3 3 4", "3 3 2 1 5 - 4 4"]);
    for (actual, expected) in alphas(&table).into_iter().zip([0.3989, 0.7762, 0.7598]) {
        near(actual, expected, 0.000_05);
    }
}

#[test]
fn everybody_alike_is_one_and_no_variance_is_nothing() {
    close(alpha(&units(&["1 2 3 4", "1 2 3 4"]), Metric::Ordinal).unwrap(), 1.0);
    assert_eq!(alpha(&units(&["3 3 3", "3 3 3"]), Metric::Ordinal), None);
    assert_eq!(alpha(&units(&["1 2 3"]), Metric::Ordinal), None);
    assert_eq!(alpha(&[], Metric::Nominal), None);
}

/// The agreement of a panel: one row per rater.
fn panel(raters: &[&str]) -> crate::evaluate::scoring::agreement::Agreement {
    let rows: Vec<Vec<Option<f64>>> =
        raters.iter().map(|row| row.split_whitespace().map(|cell| cell.parse().ok()).collect()).collect();
    let units: Vec<Vec<(usize, f64)>> = (0..rows[0].len())
        .map(|unit| rows.iter().enumerate().filter_map(|(rater, row)| Some((rater, row[unit]?))).collect())
        .collect();
    agreement(&units, &Agreement::default())
}

#[test]
fn guards() {
    assert_eq!(panel(&["1 2 3 4 5 1 2 3 4 5"]).reading, Reading::TooFewRaters);
    assert_eq!(panel(&["1 2 3 4 5 1 2 3 4", "1 2 3 4 5 1 2 3 4"]).reading, Reading::TooFewUnits);
    assert_eq!(panel(&["3 3 3 3 3 3 3 3 3 3", "3 3 3 3 3 3 3 3 3 3"]).reading, Reading::NoVariance);
    let reliable = panel(&["1 2 3 4 5 1 2 3 4 5", "1 2 3 4 5 1 2 3 4 5"]);
    assert_eq!((reliable.reading, reliable.units, reliable.raters), (Reading::Reliable, 10, 2));
    let turned = panel(&["1 2 3 4 5 1 2 3 4 5", "5 4 3 2 1 5 4 3 2 1"]);
    assert_eq!(turned.reading, Reading::Unreliable);
    assert!(turned.alpha.unwrap().ordinal < 0.0);
}

#[test]
fn shares_of_equal_and_near_pairs() {
    let panel = panel(&["4 3 2", "4 4 4", "4 3 -"]);
    // Seven pairs: three equal, then one equal and two one apart, then one two apart.
    close(panel.exact.unwrap(), 4.0 / 7.0);
    close(panel.within_one.unwrap(), 6.0 / 7.0);
    assert_eq!(self::panel(&["4 3 2"]).exact, None);
}
