//! Time: what expires, what is not known yet.

use super::{evaluated, only, rubric};
use crate::evaluate::scoring::CriterionScore;
use crate::model::Id;
use crate::model::evaluation::Class;

/// The only criterion, rated 4 on 1 September on evidence of `class` dated and expiring as said.
fn on(as_of: &str, evidence: &str) -> CriterionScore {
    let evaluation = format!(
        "ratings:
  - {{ criterion: x/c, rater: me, score: 4, on: 2026-09-01, evidence: [e] }}
  - {{ criterion: x/c, rater: you, score: 5, on: 2026-10-01 }}
evidence:
  - {{ id: e, class: own-test, title: E, {evidence} }}
"
    );
    let rubric = rubric(1.0, &[("c", 1.0)]);
    let files = [("playbook/rubrics/x.yaml", rubric.as_str()), ("playbook/vendors/ash/evaluation.yaml", &evaluation)];
    only(&evaluated(as_of, &files)).scores.unwrap().rubrics.remove(0).criteria.remove(0)
}

#[test]
fn evidence_counts_until_its_last_day() {
    let dates = "on: 2026-08-01, expires: 2026-10-31";
    for (as_of, class, expired) in
        [("2026-10-30", Some(Class::OwnTest), 0), ("2026-10-31", Some(Class::OwnTest), 0), ("2026-11-01", None, 1)]
    {
        let criterion = on(as_of, dates);
        assert_eq!((criterion.evidence, criterion.expired.len()), (class, expired), "{as_of}");
        assert_eq!(criterion.score, Some(4.5), "a score does not change because its evidence ages");
    }
}

#[test]
fn evidence_counts_from_the_day_it_was_made() {
    assert_eq!(on("2026-10-31", "on: 2026-10-31").evidence, Some(Class::OwnTest));
    assert_eq!(on("2026-10-30", "on: 2026-10-31").evidence, None);
    assert!(on("2026-10-30", "on: 2026-10-31").expired.is_empty());
}

#[test]
fn a_rating_after_the_as_of_date_is_not_known_yet() {
    let dates = "on: 2026-08-01";
    assert_eq!(on("2026-10-01", dates).score, Some(4.5));
    let before = on("2026-09-30", dates);
    assert_eq!((before.score, before.highest, before.sources.len()), (Some(4.0), Some(4.0), 1));
    let never = on("2026-08-31", dates);
    assert_eq!((never.score, never.evidence, never.sources.len()), (None, None, 0));
}

#[test]
fn sources_name_the_lines_of_the_ratings() {
    let criterion = on("2026-10-31", "on: 2026-08-01");
    let lines: Vec<_> = criterion.sources.iter().map(|source| (&*source.file, source.line)).collect();
    assert_eq!(lines, [("playbook/vendors/ash/evaluation.yaml", 2), ("playbook/vendors/ash/evaluation.yaml", 3)]);
}

#[test]
fn the_strongest_valid_evidence_counts() {
    let evaluation = "ratings:
  - { criterion: x/c, rater: me, score: 4, evidence: [weak, strong, gone] }
evidence:
  - { id: weak, class: claim, title: W, on: 2026-01-01 }
  - { id: strong, class: demo, title: S, on: 2026-01-01 }
  - { id: gone, class: contract, title: G, on: 2025-01-01, expires: 2026-01-01 }
";
    let rubric = rubric(1.0, &[("c", 1.0)]);
    let files = [("playbook/rubrics/x.yaml", rubric.as_str()), ("playbook/vendors/ash/evaluation.yaml", evaluation)];
    let criterion = only(&evaluated("2026-10-31", &files)).scores.unwrap().rubrics.remove(0).criteria.remove(0);
    assert_eq!(criterion.evidence, Some(Class::Demo));
    assert_eq!(criterion.expired.iter().map(Id::as_str).collect::<Vec<_>>(), ["gone"]);
}
