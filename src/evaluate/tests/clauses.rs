//! Clause coverage: what counts, what leaves, what never settles.

use proptest::prelude::*;

use super::{evaluated, only};
use crate::evaluate::clauses::{Coverage, TierCount};
use crate::model::clause::Tier;
use crate::model::contract::Stage;
use crate::world::sample::tries;

const LIBRARY: [(&str, &str); 5] = [("a", "must"), ("b", "must"), ("c", "must"), ("d", "should"), ("e", "could")];

fn coverage(entries: &str) -> Coverage {
    let clauses: Vec<_> = LIBRARY
        .iter()
        .map(|(id, tier)| {
            let positions = "{ preferred: P, fallback: F, walk_away: W }";
            let text = format!("---\ntitle: {id}\ngroup: exit\ntier: {{ strategic: {tier}, tactical: {tier}, operational: {tier} }}\nwhy: W\npositions: {positions}\n---\n");
            (format!("contracts/clauses/{id}.md"), text)
        })
        .collect();
    let contract = format!("clauses:\n{entries}");
    let mut files: Vec<(&str, &str)> = clauses.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    files.push(("playbook/vendors/ash/contract.yaml", &contract));
    only(&evaluated("2026-10-31", &files)).clauses.unwrap()
}

fn must(coverage: &Coverage) -> (usize, usize, usize) {
    let count = &coverage.tiers[0];
    assert_eq!(count.tier, Tier::Must);
    (count.applicable, count.settled, count.open)
}

#[test]
fn a_clause_without_an_entry_is_open() {
    let coverage = coverage("  []\n");
    assert_eq!(must(&coverage), (3, 0, 3));
    assert_eq!(coverage.tiers[1], TierCount { tier: Tier::Should, applicable: 1, settled: 0, open: 1, missing: 1 });
    assert!(coverage.clauses.iter().all(|clause| clause.standing == Stage::NotRaised && clause.source.line == 1));
    assert_eq!(coverage.clauses.len(), 5);
}

#[test]
fn preferred_and_fallback_settle_and_below_walk_away_does_not() {
    let coverage = coverage(
        "  - { clause: a, standing: agreed, position: preferred }
  - { clause: b, standing: agreed, position: fallback }
  - { clause: c, standing: agreed, position: below-walk-away }
",
    );
    assert_eq!(must(&coverage), (3, 2, 1));
    assert_eq!(coverage.clauses.iter().map(|clause| clause.settled).collect::<Vec<_>>(), [true, true, false, false, false]);
    assert_eq!(coverage.clauses[2].source.line, 4);
}

#[test]
fn a_clause_that_does_not_apply_leaves_the_count() {
    let coverage = coverage(
        "  - { clause: a, standing: not-applicable, reason: none }
  - { clause: b, standing: agreed, position: preferred }
  - { clause: e, standing: not-applicable, reason: none }
",
    );
    assert_eq!(must(&coverage), (2, 1, 1));
    assert_eq!(coverage.tiers[2], TierCount { tier: Tier::Could, applicable: 0, settled: 0, open: 0, missing: 0 });
}

#[test]
fn talks_settle_nothing() {
    for standing in ["not-raised", "proposed", "countered", "refused"] {
        assert_eq!(must(&coverage(&format!("  - {{ clause: a, standing: {standing} }}\n"))), (3, 0, 3), "{standing}");
    }
}

proptest! {
    #![proptest_config(tries(48))]

    #[test]
    fn agreeing_on_one_more_clause_never_lowers_coverage(stages in proptest::collection::vec(0..5_usize, 5), next in 0..5_usize) {
        const STAGES: [&str; 5] = [
            "not-raised",
            "countered",
            "agreed, position: below-walk-away",
            "agreed, position: fallback",
            "not-applicable, reason: none",
        ];
        let entry = |(stage, (id, _)): (&&str, (&str, &str))| format!("  - {{ clause: {id}, standing: {stage} }}\n");
        let entries = |stages: &[&str]| stages.iter().zip(LIBRARY).map(entry).collect::<Vec<_>>().concat();
        let before: Vec<&str> = stages.iter().map(|stage| STAGES[*stage]).collect();
        let mut after = before.clone();
        after[next] = "agreed, position: preferred";
        let (before, after) = (coverage(&entries(&before)), coverage(&entries(&after)));
        for (before, after) in before.tiers.iter().zip(&after.tiers) {
            prop_assert!(after.settled >= before.settled && after.open <= before.open);
            prop_assert_eq!(after.open + after.settled, after.applicable);
        }
    }
}
