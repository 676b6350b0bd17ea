//! Ranking: the worked example of the scoring method, and what shakes it.

use super::close;
use crate::evaluate::scoring::ahp::elicit;
use crate::evaluate::scoring::ranking::{Cell, Column, Field};
use crate::evaluate::scoring::sensitivity::{Draws, Sensitivity, Test, sensitivity};
use crate::evaluate::scoring::topsis::{fixed, relative};
use crate::model::Id;
use crate::model::policy::Sensitivity as Settings;

const WEIGHTS: [f64; 5] = [0.25, 0.15, 0.25, 0.20, 0.15];
const NAMES: [&str; 5] = ["S", "R", "I", "L", "A"];
const SCORES: [[f64; 5]; 3] = [[4.0, 3.0, 2.0, 2.0, 4.0], [3.0, 4.0, 4.0, 4.0, 3.0], [4.0, 2.0, 3.0, 3.0, 4.0]];

/// A field with one criterion per rubric.
fn field(scores: &[[Option<f64>; 5]], firm: bool) -> Field {
    let column = |(name, weight): (&&str, &f64)| Column {
        name: (*name).to_owned(),
        weight: *weight,
        criteria: vec![("c".to_owned(), 1.0)],
    };
    let row = |scores: &[Option<f64>; 5]| scores.iter().map(|score| vec![Cell { score: *score, firm }]).collect();
    Field { rubrics: NAMES.iter().zip(&WEIGHTS).map(column).collect(), vendors: scores.iter().map(row).collect() }
}

fn worked() -> Field {
    field(&SCORES.map(|row| row.map(Some)), true)
}

fn shaken(field: &Field) -> (Vec<f64>, Sensitivity) {
    let ids: Vec<Id> = ["a", "b", "c"][..field.vendors.len()].iter().map(|id| id.parse().unwrap()).collect();
    let settings = Settings::default();
    sensitivity(field, &ids.iter().collect::<Vec<_>>(), &Draws::new(field.rubrics.len(), &settings), &settings)
}

#[test]
fn weighted_sums() {
    let totals: Vec<f64> = worked().totals().into_iter().flatten().collect();
    for (actual, expected) in totals.into_iter().zip([2.95, 3.6, 3.25]) {
        close(actual, expected);
    }
}

#[test]
fn an_unscored_rubric_leaves_both_sums() {
    let mut scores = SCORES.map(|row| row.map(Some));
    scores[1][2] = None;
    let point = field(&scores, true).totals()[1].unwrap();
    close(point, (0.75 + 0.60 + 0.80 + 0.45) / 0.75);
    assert!((point - 3.47).abs() < 0.005);
}

#[test]
fn topsis_with_fixed_and_with_relative_ideals() {
    for (scores, expected) in SCORES.iter().zip([0.5728, 0.7092, 0.6484]) {
        let actual = fixed(scores, &WEIGHTS).unwrap();
        assert!((actual - expected).abs() < 0.000_05, "{actual} is not {expected}");
    }
    let all: Vec<Vec<f64>> = SCORES.iter().map(|row| row.to_vec()).collect();
    for (actual, expected) in relative(&all, &WEIGHTS).into_iter().zip([0.3041, 0.7425, 0.4789]) {
        assert!((actual.unwrap() - expected).abs() < 0.000_05, "{actual:?} is not {expected}");
    }
}

#[test]
fn a_fixed_ideal_does_not_depend_on_who_else_is_there() {
    close(fixed(&[5.0; 5], &WEIGHTS).unwrap(), 1.0);
    close(fixed(&[0.0; 5], &WEIGHTS).unwrap(), 0.0);
    assert_eq!(fixed(&[], &[]), None);
    // Nothing tells two equal vendors apart.
    assert_eq!(relative(&[vec![3.0], vec![3.0]], &[1.0]), [None, None]);
}

#[test]
fn smallest_shifts_that_change_the_first() {
    let (_, shaken) = shaken(&worked());
    let found: Vec<(&str, String, &str)> =
        shaken.critical_weights.iter().map(|c| (c.rubric.as_str(), format!("{:.3}", c.at), c.then.as_str())).collect();
    assert_eq!(found, [("S", "0.445".to_owned(), "c"), ("A", "0.371".to_owned(), "c")]);
}

#[test]
fn random_weights_say_who_is_first_how_often() {
    let (shares, shaken) = shaken(&worked());
    for (actual, expected) in shares.iter().zip([0.05, 0.76, 0.19]) {
        assert!((actual - expected).abs() < 0.02, "{shares:?}");
    }
    close(shares.iter().sum(), 1.0);
    assert_eq!((shaken.draws, shaken.seed), (10_000, 1));
    assert_eq!(self::shaken(&worked()).0, shares, "the seed decides");
}

#[test]
fn a_clear_first_on_firm_evidence_is_robust() {
    let (_, firm) = shaken(&worked());
    assert!(firm.robust, "{:?}", firm.depends_on);
    assert_eq!(firm.leader.as_str(), "b");
    // 0.35 ahead: one point on a criterion with a quarter of the weight moves 0.25, not enough.
    let (_, unproven) = shaken(&field(&SCORES.map(|row| row.map(Some)), false));
    assert!(unproven.robust);
}

#[test]
fn a_near_second_makes_it_depend() {
    let mut scores = SCORES.map(|row| row.map(Some));
    scores[2] = [Some(4.0), Some(3.0), Some(3.0), Some(4.0), Some(4.0)];
    let (_, shaken) = shaken(&field(&scores, false));
    assert!(!shaken.robust);
    let tests: Vec<Test> = shaken.depends_on.iter().map(|one| one.test).collect();
    assert!(tests.contains(&Test::ScoreUnproven), "{tests:?}");
    assert!(tests.contains(&Test::LeftOut), "{tests:?}");
}

#[test]
fn weights_from_pairs() {
    let table = vec![vec![1.0, 2.0, 3.0], vec![0.5, 1.0, 2.0], vec![1.0 / 3.0, 0.5, 1.0]];
    let found = elicit(&table).unwrap();
    for (actual, expected) in found.weights.iter().zip([0.5396, 0.2970, 0.1634]) {
        assert!((actual - expected).abs() < 0.000_05, "{actual} is not {expected}");
    }
    assert!((found.eigenvalue - 3.0092).abs() < 0.000_05);
    assert!((found.consistency.unwrap() - 0.0079).abs() < 0.000_05);
    close(elicit(&[vec![1.0, 4.0], vec![0.25, 1.0]]).unwrap().weights[0], 0.8);
    assert!(elicit(&[]).is_none());
    let eleven: Vec<Vec<f64>> = vec![vec![1.0; 11]; 11];
    assert_eq!(elicit(&eleven).unwrap().consistency, None, "no index is published");
}
