//! Scores: the worked example of the scoring method and the edges of every rule.

use std::fmt::Write as _;

use super::{close, evaluated, only, rubric};
use crate::block::Mark;
use crate::evaluate::Vendor;
use crate::evaluate::scoring::{Band, Grade, Part, band, disputed, grade, median, shown, weighted};
use crate::model::Share;
use crate::model::evaluation::Class;
use crate::model::policy::{Bands, Confidence, Disagreement};

const CRITERIA: [(&str, f64); 5] = [("s", 0.25), ("r", 0.15), ("i", 0.25), ("l", 0.20), ("a", 0.15)];

/// A vendor rated on the five criteria of the worked example; `None` leaves a criterion unscored.
fn rated(scores: [Option<u8>; 5], more: &str) -> Vendor {
    let mut evaluation = String::from("ratings:\n");
    for ((id, _), score) in CRITERIA.iter().zip(scores) {
        if let Some(score) = score {
            let _ = writeln!(evaluation, "  - {{ criterion: x/{id}, rater: me, score: {score} }}");
        }
    }
    evaluation += more;
    vendor(&rubric(1.0, &CRITERIA), &evaluation)
}

fn vendor(rubric: &str, evaluation: &str) -> Vendor {
    let files = [("playbook/rubrics/x.yaml", rubric), ("playbook/vendors/ash/evaluation.yaml", evaluation)];
    only(&evaluated("2026-10-31", &files))
}

#[test]
fn the_worked_example_has_its_golden_values() {
    for (scores, expected, expected_band, text) in [
        ([4, 3, 2, 2, 4], 2.95, Band::Conditional, "3.0"),
        ([3, 4, 4, 4, 3], 3.60, Band::Acceptable, "3.6"),
        ([4, 2, 3, 3, 4], 3.25, Band::Acceptable, "3.3"),
    ] {
        let scores = rated(scores.map(Some), "").scores.unwrap();
        let overall = &scores.overall;
        close(overall.point.unwrap(), expected);
        close(overall.low, expected);
        close(overall.high, expected);
        assert_eq!(overall.band, Some(expected_band), "{expected}");
        assert_eq!(overall.shown.as_deref(), Some(text), "{expected}");
        let contributions: f64 = scores.rubrics[0].criteria.iter().filter_map(|criterion| criterion.contribution).sum();
        close(contributions, expected);
    }
}

#[test]
fn rubrics_are_weighed_like_criteria() {
    let one = |weight: f64| rubric(weight, &[("only", 7.0)]);
    let texts: Vec<_> = CRITERIA.iter().map(|(id, weight)| (format!("playbook/rubrics/{id}.yaml"), one(*weight))).collect();
    let ratings = CRITERIA
        .iter()
        .zip([3, 4, 4, 4, 3])
        .map(|((id, _), score)| format!("  - {{ criterion: {id}/only, rater: me, score: {score} }}\n"))
        .collect::<Vec<_>>()
        .concat();
    let evaluation = format!("ratings:\n{ratings}");
    let mut files: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    files.push(("playbook/vendors/ash/evaluation.yaml", &evaluation));
    let scores = only(&evaluated("2026-10-31", &files)).scores.unwrap();
    close(scores.overall.point.unwrap(), 3.60);
    assert_eq!(scores.rubrics.len(), 5);
}

#[test]
fn an_unscored_criterion_widens_the_interval_and_is_not_zero() {
    let scores = rated([Some(3), Some(4), None, Some(4), Some(3)], "").scores.unwrap();
    close(scores.overall.point.unwrap(), 2.60 / 0.75);
    close(scores.overall.low, 2.60);
    close(scores.overall.high, 3.85);
    let rubric = &scores.rubrics[0];
    assert_eq!(rubric.criteria[2].score, None);
    assert_eq!(rubric.criteria[2].contribution, None);
    close(rubric.criteria.iter().filter_map(|criterion| criterion.contribution).sum(), 2.60 / 0.75);
}

#[test]
fn what_does_not_apply_leaves_both_sums() {
    let more = "  - { criterion: x/i, rater: me, not_applicable: no subject }\n";
    let scores = rated([Some(3), Some(4), None, Some(4), Some(3)], more).scores.unwrap();
    close(scores.overall.point.unwrap(), 2.60 / 0.75);
    close(scores.overall.low, 2.60 / 0.75);
    close(scores.overall.high, 2.60 / 0.75);
    assert_eq!(scores.rubrics[0].criteria[2].not_applicable.as_deref(), Some("no subject"));
}

#[test]
fn one_score_makes_a_criterion_apply() {
    let more = "  - { criterion: x/i, rater: you, not_applicable: no subject }\n";
    let scores = rated([Some(3), Some(4), Some(4), Some(4), Some(3)], more).scores.unwrap();
    close(scores.overall.point.unwrap(), 3.60);
    assert_eq!(scores.rubrics[0].criteria[2].not_applicable, None);
}

#[test]
fn nothing_scored_is_no_score_and_the_whole_scale() {
    let scores = rated([None; 5], "  []\n").scores.unwrap();
    assert_eq!((scores.overall.point, scores.overall.band, &scores.overall.shown), (None, None, &None));
    close(scores.overall.low, 0.0);
    close(scores.overall.high, 5.0);
    close(scores.coverage, 0.0);
    assert_eq!(scores.confidence, Grade::D);
}

#[test]
fn a_rubric_of_which_nothing_applies_leaves_the_overall_score() {
    let y = rubric(9.0, &[("only", 1.0)]);
    let x = rubric(1.0, &[("only", 1.0)]);
    let evaluation = "ratings:
  - { criterion: x/only, rater: me, score: 4 }
  - { criterion: y/only, rater: me, not_applicable: none of this }
";
    let files = [
        ("playbook/rubrics/x.yaml", x.as_str()),
        ("playbook/rubrics/y.yaml", &y),
        ("playbook/vendors/ash/evaluation.yaml", evaluation),
    ];
    let scores = only(&evaluated("2026-10-31", &files)).scores.unwrap();
    close(scores.overall.point.unwrap(), 4.0);
    close(scores.overall.low, 4.0);
    assert_eq!(scores.rubrics[1].score.point, None);
    assert!(scores.rubrics.iter().flat_map(|rubric| &rubric.criteria).all(|c| c.contribution.is_none_or(f64::is_finite)));
}

#[test]
fn a_vendor_without_an_evaluation_has_no_scores() {
    let vendor = only(&evaluated("2026-10-31", &[("playbook/rubrics/x.yaml", &rubric(1.0, &CRITERIA))]));
    assert!(vendor.scores.is_none() && vendor.kpis.is_none() && vendor.clauses.is_none());
}

#[test]
fn bands_begin_exactly_at_their_edges() {
    let bands = Bands::default();
    for (score, expected) in [
        (0.0, Band::NotRecommended),
        (2.5 - 1e-6, Band::NotRecommended),
        (2.5, Band::Conditional),
        (3.25 - 1e-6, Band::Conditional),
        (3.25, Band::Acceptable),
        (4.0 - 1e-6, Band::Acceptable),
        (4.0, Band::Strong),
        (5.0, Band::Strong),
    ] {
        assert_eq!(band(score, &bands), expected, "{score}");
    }
    assert_eq!(
        [Band::Strong, Band::Acceptable, Band::Conditional, Band::NotRecommended].map(Band::mark),
        [Mark::Good, Mark::Watch, Mark::Act, Mark::Bad]
    );
}

#[test]
fn a_sum_that_is_exactly_an_edge_reaches_it() {
    let bands = Bands::default();
    for number in 0..6_u32.pow(5) {
        let scores: Vec<u32> = (0..5).map(|digit| number / 6_u32.pow(digit) % 6).collect();
        // The weights are hundredths, so whole numbers give the exact sum.
        let exact: u32 = scores.iter().zip([25, 15, 25, 20, 15]).map(|(score, weight)| score * weight).sum();
        let expected = match exact {
            400.. => Band::Strong,
            325.. => Band::Acceptable,
            250.. => Band::Conditional,
            _ => Band::NotRecommended,
        };
        let parts: Vec<Part> =
            scores.iter().zip(CRITERIA).map(|(score, (_, weight))| Part::criterion(weight, Some(f64::from(*score)))).collect();
        assert_eq!(weighted(&parts, &bands).band, Some(expected), "{scores:?}");
    }
}

#[test]
fn rounding_stays_in_the_band() {
    for (score, text) in [
        (2.4999, "2.4"),
        (2.5, "2.5"),
        (3.2499, "3.2"),
        (3.25, "3.3"),
        (3.26, "3.3"),
        (3.9999, "3.9"),
        (4.0, "4.0"),
        (4.96, "5.0"),
        (0.04, "0.0"),
    ] {
        assert_eq!(shown(score, &Bands::default()), text, "{score}");
    }
}

#[test]
fn the_median_is_the_middle_or_the_mean_of_the_middle_two() {
    assert_eq!(median(&[]), None);
    assert_eq!(median(&[3.0]), Some(3.0));
    assert_eq!(median(&[5.0, 0.0, 4.0]), Some(4.0));
    assert_eq!(median(&[5.0, 2.0, 0.0, 3.0]), Some(2.5));
}

#[test]
fn raters_disagree_from_the_limits_on() {
    let limits = Disagreement::default();
    assert!(!disputed(&[], &limits));
    assert!(!disputed(&[0.0], &limits));
    assert!(!disputed(&[3.0, 4.0], &limits));
    assert!(disputed(&[2.0, 4.0], &limits));
    // The range alone: a deviation of 0.6 is below its limit.
    assert!(disputed(&[2.0, 3.0, 3.0, 3.0, 4.0], &limits));
    // The deviation alone: 16 of 25 raters one off the mean make exactly 0.8, 15 of them less.
    let deviation = |limit| Disagreement { range: 9.0, deviation: limit };
    let panel = |low, middle, high| [vec![1.0; low], vec![2.0; middle], vec![3.0; high]].concat();
    assert!(disputed(&panel(8, 9, 8), &deviation(0.8)));
    assert!(!disputed(&panel(8, 10, 7), &deviation(0.8)));
    assert!(disputed(&[3.0, 4.0], &deviation(0.5)));
    assert!(!disputed(&[3.0, 4.0], &deviation(0.501)));
    assert!(!disputed(&[3.0, 3.0, 4.0], &deviation(0.5)));
}

#[test]
fn a_deviation_of_exactly_the_limit_disagrees() {
    let limits = Disagreement { range: 9.0, deviation: 0.4 };
    assert!(disputed(&[2.0, 3.0, 3.0, 3.0, 3.0], &limits), "one of five raters differs by 1: 0.4 exactly");
}

#[test]
fn grades_ask_for_coverage_and_for_a_median_class() {
    let levels = Confidence::default();
    let own = [Class::OwnTest];
    for (coverage, expected) in [
        (1.0, Grade::A),
        (0.9, Grade::A),
        (0.899, Grade::B),
        (0.75, Grade::B),
        (0.749, Grade::C),
        (0.5, Grade::C),
        (0.499, Grade::D),
        (0.0, Grade::D),
    ] {
        assert_eq!(grade(coverage, &own, &levels), expected, "{coverage}");
    }
    // Sums of tenths miss their level by a rounding error only.
    let sum: f64 = 0.3 + 0.3 + 0.3;
    assert!(sum < 0.9);
    assert_eq!(grade(sum, &own, &levels), Grade::A);
    assert_eq!(grade(0.7 + 0.2, &own, &Confidence { a: Share(0.9), ..levels.clone() }), Grade::A);
    // The median class: of an even number, the weaker of the middle two.
    assert_eq!(grade(1.0, &[], &levels), Grade::B);
    assert_eq!(grade(1.0, &[Class::Demo], &levels), Grade::B);
    assert_eq!(grade(1.0, &[Class::Contract, Class::Claim, Class::OwnTest], &levels), Grade::A);
    assert_eq!(grade(1.0, &[Class::Contract, Class::Demo], &levels), Grade::B);
    assert_eq!(grade(1.0, &[Class::Contract, Class::Claim, Class::OwnTest, Class::Production], &levels), Grade::A);
}

#[test]
fn coverage_counts_the_weight_proven() {
    let evaluation = "ratings:
  - { criterion: x/a, rater: me, score: 4, evidence: [t] }
  - { criterion: x/b, rater: me, score: 4 }
  - { criterion: x/d, rater: me, not_applicable: none, evidence: [t] }
evidence:
  - { id: t, class: own-test, title: T, on: 2026-01-01 }
";
    let rubric = rubric(1.0, &[("a", 3.0), ("b", 1.0), ("c", 1.0), ("d", 5.0)]);
    let scores = vendor(&rubric, evaluation).scores.unwrap();
    close(scores.rubrics[0].coverage, 0.6);
    assert_eq!(scores.rubrics[0].confidence, Grade::C);
    close(scores.coverage, 0.6);
}

#[test]
fn weighing_nothing_gives_the_whole_scale() {
    let nothing = weighted(&[], &Bands::default());
    assert_eq!((nothing.point, nothing.low, nothing.high), (None, 0.0, 5.0));
    let both = weighted(&[Part::criterion(1.0, Some(4.0)), Part::criterion(3.0, None)], &Bands::default());
    assert_eq!((both.point, both.low, both.high), (Some(4.0), 1.0, 4.75));
}
