//! Properties of scores and of clause coverage.

use proptest::prelude::*;

use crate::evaluate::clauses::is_settled;
use crate::evaluate::scoring::{Part, band, shown, weighted};
use crate::model::contract::{Position, Stage};
use crate::model::policy::Bands;
use crate::world::sample::tries;

fn parts() -> impl Strategy<Value = Vec<Part>> {
    proptest::collection::vec((0.01..50.0_f64, proptest::option::of(0..=5_u8)), 1..12)
        .prop_map(|all| all.into_iter().map(|(weight, score)| Part::criterion(weight, score.map(f64::from))).collect())
}

proptest! {
    #![proptest_config(tries(256))]

    #[test]
    fn a_shown_score_is_near_and_in_its_band(score in 0.0..=5.0_f64) {
        let bands = Bands::default();
        let text = shown(score, &bands);
        let again: f64 = text.parse().unwrap();
        prop_assert_eq!(band(again, &bands), band(score, &bands));
        prop_assert!((again - score).abs() < 0.1, "{} shown as {}", score, text);
    }

    #[test]
    fn the_point_lies_inside_the_interval(parts in parts()) {
        let sum = weighted(&parts, &Bands::default());
        prop_assert!(0.0 <= sum.low && sum.low <= sum.high && sum.high <= 5.0 + 1e-9);
        match sum.point {
            Some(point) => prop_assert!(sum.low - 1e-9 <= point && point <= sum.high + 1e-9),
            None => prop_assert!(parts.iter().all(|part| part.point.is_none())),
        }
    }

    #[test]
    fn scaling_every_weight_changes_nothing(parts in parts(), factor in 0.1..10.0_f64) {
        let scaled: Vec<Part> = parts.iter().map(|part| Part { weight: part.weight * factor, ..*part }).collect();
        let (before, after) = (weighted(&parts, &Bands::default()), weighted(&scaled, &Bands::default()));
        prop_assert!((before.low - after.low).abs() < 1e-9 && (before.high - after.high).abs() < 1e-9);
        prop_assert_eq!(before.point.is_some(), after.point.is_some());
        prop_assert!((before.point.unwrap_or(0.0) - after.point.unwrap_or(0.0)).abs() < 1e-9);
    }

    #[test]
    fn a_higher_score_never_lowers_the_sum(parts in parts(), index in any::<prop::sample::Index>()) {
        let mut better = parts.clone();
        let part = index.get(&parts);
        let raised = Part::criterion(part.weight, Some((part.point.unwrap_or(0.0) + 1.0).min(5.0)));
        better[index.index(parts.len())] = raised;
        prop_assert!(weighted(&better, &Bands::default()).low >= weighted(&parts, &Bands::default()).low - 1e-9);
    }
}

#[test]
fn only_an_agreement_on_a_bearable_position_settles() {
    let stages = [Stage::NotRaised, Stage::Proposed, Stage::Countered, Stage::Agreed, Stage::Refused, Stage::NotApplicable];
    let positions = [None, Some(Position::Preferred), Some(Position::Fallback), Some(Position::BelowWalkAway)];
    let settled: Vec<_> = stages.iter().flat_map(|s| positions.map(|p| (*s, p))).filter(|(s, p)| is_settled(*s, *p)).collect();
    assert_eq!(settled, [(Stage::Agreed, Some(Position::Preferred)), (Stage::Agreed, Some(Position::Fallback))]);
}
