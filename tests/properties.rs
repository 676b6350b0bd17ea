//! What must hold of every evaluation, tried on the sample with random changes.
//!
//! 1. What happens after the as-of date decides nothing: had it come out otherwise, everything would be the same.
//! 2. The order in which a file lists things does not matter.
//! 3. Parts add up to their wholes.
//! 4. Missing data never makes anything look better, and agreeing a clause never worse.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use alliance_playbook::block::Mark;
use alliance_playbook::compile::prepare;
use alliance_playbook::evaluate::{Evaluation, Vendor, evaluate};
use alliance_playbook::model::contract::{Position, Stage};
use alliance_playbook::model::evaluation::Class;
use alliance_playbook::model::exit::{ExitVerdict, Outcome};
use alliance_playbook::model::relationship::{MeetingOutcome, Severity};
use alliance_playbook::model::roadmap::ItemStatus;
use alliance_playbook::model::selection::GateOutcome;
use alliance_playbook::model::{At, Date, Filed, Id, Internal, Playbook};
use alliance_playbook::world::Disk;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use serde_json::Value;

static SAMPLE: LazyLock<(Playbook, Date)> = LazyLock::new(|| {
    let Ok(prepared) = prepare(&Disk::new(env!("CARGO_MANIFEST_DIR")), None) else { panic!("the sample has mistakes") };
    (Arc::unwrap_or_clone(prepared.playbook), prepared.evaluation.as_of)
});

/// Each case evaluates the whole portfolio twice.
fn some() -> ProptestConfig {
    let failure_persistence = Some(Box::new(FileFailurePersistence::Off) as _);
    ProptestConfig { cases: 24, failure_persistence, ..ProptestConfig::default() }
}

/// A day within the three years of the sample.
fn days() -> impl Strategy<Value = Date> {
    (0..1100_i64).prop_map(|days| Date(jiff::civil::date(2023, 11, 1).saturating_add(jiff::Span::new().days(days))))
}

fn changed<T: Clone>(filed: &mut Option<Filed<T>>, change: impl FnOnce(&mut T)) {
    if let Some(filed) = filed {
        change(filed.change());
    }
}

/// The playbook with another story after a day: whatever happened later came out differently.
fn otherwise_after(playbook: &Playbook, as_of: Date) -> Playbook {
    let mut playbook = playbook.clone();
    let later = |day: &At<Date>| day.value > as_of;
    let postponed = |day: &mut Option<At<Date>>| {
        if let Some(day) = day.as_mut().filter(|day| day.value > as_of) {
            day.value = Date(day.value.0.saturating_add(jiff::Span::new().days(40)));
        }
    };
    for folder in playbook.vendors.values_mut() {
        changed(&mut folder.evaluation, |evaluation| {
            for rating in evaluation.ratings.iter_mut().filter(|rating| rating.on.as_ref().is_some_and(later)) {
                rating.score.iter_mut().for_each(|score| score.value = 5 - score.value);
            }
            evaluation.evidence.iter_mut().filter(|one| later(&one.on)).for_each(|one| one.class = Class::Claim);
            evaluation.gates.iter_mut().filter(|gate| later(&gate.on)).for_each(|gate| gate.result = GateOutcome::Failed);
            if let Some(frozen) = evaluation.frozen.as_mut().filter(|frozen| later(&frozen.on)) {
                frozen.weights.value = "0".repeat(16);
            }
            if let Some(pilot) = evaluation.pilot.as_mut().filter(|pilot| later(&pilot.from)) {
                pilot.stress_test = None;
            }
        });
        changed(&mut folder.kpis, |kpis| {
            for (_, value) in kpis.measures.iter_mut().flat_map(|m| &mut m.readings).filter(|(p, _)| p.last_day() > as_of) {
                value.value = value.value.map(|value| value * 1.5 + 1.0);
            }
        });
        changed(&mut folder.readings, |readings| {
            for row in readings.rows.iter_mut().filter(|row| row.period.value.last_day() > as_of) {
                row.value = row.value.map(|value| value * 0.5 - 1.0);
            }
        });
        changed(&mut folder.governance, |own| {
            own.meetings.iter_mut().filter(|one| later(&one.on)).for_each(|one| one.outcome = MeetingOutcome::Missed);
            own.issues.iter_mut().filter(|one| later(&one.opened)).for_each(|one| one.severity = Severity::Critical);
            own.issues.iter_mut().for_each(|one| postponed(&mut one.closed));
            own.incidents.iter_mut().filter(|one| later(&one.on)).for_each(|one| one.severity.value = 1);
            own.incidents.iter_mut().for_each(|one| postponed(&mut one.resolved));
            own.misses.iter_mut().for_each(|one| postponed(&mut one.delivered));
            own.alignment.iter_mut().filter(|one| later(&one.on)).for_each(|one| one.score.value = 1);
            own.pulse.iter_mut().filter(|one| later(&one.on)).for_each(|one| one.ours.value = 1.0);
        });
        changed(&mut folder.exit, |exit| {
            exit.rehearsals.iter_mut().filter(|one| later(&one.on)).for_each(|one| one.result = Outcome::Failed);
            exit.assets.iter_mut().for_each(|one| postponed(&mut one.last_proven));
            exit.steps.iter_mut().for_each(|one| postponed(&mut one.done));
            for decision in &mut exit.decisions {
                let mut other = decision.judge().clone();
                if other.on.as_ref().is_some_and(later) {
                    other.verdict = Some(ExitVerdict::Exit);
                }
                postponed(&mut other.closed);
                *decision = Internal::new(other);
            }
        });
        changed(&mut folder.roadmap, |roadmap| {
            roadmap.items.iter_mut().filter(|one| later(&one.seen)).for_each(|one| one.status = ItemStatus::Dropped);
            roadmap.milestones.iter_mut().for_each(|one| postponed(&mut one.done));
            for (_, value) in roadmap.scaling.iter_mut().flat_map(|s| &mut s.reached).filter(|(p, _)| p.last_day() > as_of) {
                *value *= 3.0;
            }
        });
        changed(&mut folder.contract, |contract| {
            contract.clauses.iter_mut().for_each(|one| postponed(&mut one.approved_on));
            contract.agreement.iter_mut().for_each(|one| postponed(&mut one.notice_given));
        });
        let vendor = folder.vendor.change();
        postponed(&mut vendor.last_used);
        postponed(&mut vendor.reviewed);
        if let Some(handover) = &mut vendor.handover {
            handover.drills.iter_mut().filter(|one| later(&one.on)).for_each(|one| one.alone = !one.alone);
        }
        if let Some(operations) = &mut vendor.operations {
            operations.rollbacks.iter_mut().filter(|one| later(&one.on)).for_each(|one| one.minutes *= 10.0);
            operations.end_to_end_tests.iter_mut().filter(|one| later(&one.on)).for_each(|one| one.passed = !one.passed);
        }
    }
    playbook
}

/// The evaluation of what was known on a day.
fn as_known(playbook: &Playbook, as_of: Date) -> Evaluation {
    let mut playbook = playbook.clone();
    playbook.forget_after(as_of);
    evaluate(&playbook, as_of)
}

/// As JSON, with every list in one order and every number to nine digits.
fn canonical(evaluation: &Evaluation) -> Value {
    fn sorted(value: &mut Value) {
        match value {
            Value::Array(items) => {
                items.iter_mut().for_each(sorted);
                items.sort_by_cached_key(ToString::to_string);
            }
            Value::Object(entries) => entries.values_mut().for_each(sorted),
            Value::Number(number) => {
                let rounded = number.as_f64().map(|number| (number * 1e9).round() / 1e9);
                *value = rounded.map_or(Value::Null, |number| serde_json::json!(number + 0.0));
            }
            _ => {}
        }
    }
    let mut value = serde_json::to_value(evaluation).unwrap();
    sorted(&mut value);
    value
}

/// The first place in which two values differ.
fn difference(a: &Value, b: &Value, path: &str) -> Option<String> {
    match (a, b) {
        (Value::Object(a), Value::Object(b)) if a.contains_key("rule") && a != b => Some(format!("{path}:\n  {a:?}\n  {b:?}")),
        (Value::Object(a), Value::Object(b)) => {
            a.iter().find_map(|(key, value)| difference(value, b.get(key)?, &format!("{path}.{key}")))
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            a.iter().zip(b).enumerate().find_map(|(index, (a, b))| difference(a, b, &format!("{path}[{index}]")))
        }
        (Value::Array(a), Value::Array(b)) => {
            let only = |one: &[Value], other: &[Value]| one.iter().find(|item| !other.contains(item)).map(ToString::to_string);
            Some(format!("{path}: only here {:?}; only there {:?}", only(a, b), only(b, a)))
        }
        _ => (a != b).then(|| format!("{path}:\n  {a}\n  {b}")),
    }
}

fn same(a: &Evaluation, b: &Evaluation) -> Result<(), TestCaseError> {
    let (a, b) = (canonical(a), canonical(b));
    prop_assert!(a == b, "{}", difference(&a, &b, "").unwrap_or_default());
    Ok(())
}

/// Turns a list round and starts it elsewhere.
fn turned<T>(list: &mut [T], by: usize) {
    list.reverse();
    if !list.is_empty() {
        let len = list.len();
        list.rotate_left(by % len);
    }
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() < 1e-9
}

fn vendors(evaluation: &Evaluation) -> BTreeMap<&Id, &Vendor> {
    evaluation.vendors.iter().map(|vendor| (&vendor.id, &**vendor)).collect()
}

/// How good a state is; what is unknown is no better than bad.
const fn rank(mark: Mark) -> u8 {
    match mark {
        Mark::Good => 3,
        Mark::Watch => 2,
        Mark::Act => 1,
        Mark::Bad | Mark::Unknown => 0,
    }
}

proptest! {
    #![proptest_config(some())]

    #[test]
    fn what_happens_later_decides_nothing(as_of in days()) {
        let (playbook, _) = &*SAMPLE;
        same(&as_known(playbook, as_of), &as_known(&otherwise_after(playbook, as_of), as_of))?;
    }

    #[test]
    fn order_does_not_matter(by in 0..100_usize) {
        let (playbook, as_of) = &*SAMPLE;
        let mut other = playbook.clone();
        for folder in other.vendors.values_mut() {
            changed(&mut folder.evaluation, |evaluation| {
                turned(&mut evaluation.ratings, by);
                turned(&mut evaluation.evidence, by);
                turned(&mut evaluation.gates, by);
            });
            changed(&mut folder.kpis, |kpis| turned(&mut kpis.measures, by));
            changed(&mut folder.readings, |readings| turned(&mut readings.rows, by));
            changed(&mut folder.contract, |contract| {
                turned(&mut contract.clauses, by);
                turned(&mut contract.service_levels, by);
                if let Some(fees) = &mut contract.fees {
                    turned(&mut fees.prices, by);
                }
            });
            changed(&mut folder.governance, |own| {
                turned(&mut own.meetings, by);
                turned(&mut own.issues, by);
                turned(&mut own.incidents, by);
                turned(&mut own.misses, by);
                turned(&mut own.alignment, by);
                turned(&mut own.pulse, by);
            });
            changed(&mut folder.exit, |exit| {
                turned(&mut exit.assets, by);
                turned(&mut exit.steps, by);
                turned(&mut exit.rehearsals, by);
                turned(&mut exit.decisions, by);
                turned(&mut exit.triggers, by);
            });
        }
        same(&evaluate(playbook, *as_of), &evaluate(&other, *as_of))?;
    }

    #[test]
    fn parts_add_up(keep in proptest::collection::vec(any::<bool>(), 1..40), as_of in days()) {
        let mut playbook = SAMPLE.0.clone();
        for folder in playbook.vendors.values_mut() {
            let mut keep = keep.iter().cycle();
            changed(&mut folder.evaluation, |evaluation| evaluation.ratings.retain(|_| keep.next() == Some(&true)));
        }
        let evaluation = evaluate(&playbook, as_of);
        for vendor in &evaluation.vendors {
            if let Some(scores) = &vendor.scores {
                let sum: f64 = scores.rubrics.iter().filter_map(|rubric| rubric.contribution).sum();
                if let Some(point) = scores.overall.point {
                    prop_assert!(close(sum, point), "{}: {sum} is not {point}", vendor.id);
                }
                for rubric in &scores.rubrics {
                    let sum: f64 = rubric.criteria.iter().filter_map(|criterion| criterion.contribution).sum();
                    prop_assert!(rubric.score.point.is_none_or(|point| close(sum, point)), "{}/{}", vendor.id, rubric.id);
                }
            }
            if let Some(health) = &vendor.health
                && let Some(score) = health.score
            {
                let sum: f64 = health.buckets.iter().filter_map(|bucket| bucket.contribution).sum();
                prop_assert!(close(sum, score), "{}: {sum} is not {score}", vendor.id);
                prop_assert!(health.least <= score + 1e-9 && (0.0..=1.0 + 1e-9).contains(&score));
            }
        }
        for one in &evaluation.portfolio.concentration {
            let sum = one.rest + one.shares.iter().map(|share| share.share).sum::<f64>();
            prop_assert!(close(sum, 1.0), "{:?} {:?}: {sum}", one.capability, one.basis);
        }
        for ranking in &*evaluation.rankings {
            let first: f64 = ranking.entries.iter().filter_map(|entry| entry.first_share).sum();
            prop_assert!(first <= 1.0 + 1e-9, "shares of the first place add up to {first}");
        }
    }

    #[test]
    fn a_reading_less_is_never_better(which in any::<prop::sample::Index>(), months in 1..7_i64) {
        let (playbook, as_of) = &*SAMPLE;
        let from = Date(as_of.0.saturating_sub(jiff::Span::new().months(months)));
        let before = evaluate(playbook, *as_of);
        let mut other = playbook.clone();
        for folder in other.vendors.values_mut() {
            let Some(kpis) = &mut folder.kpis else { continue };
            let at = which.index(kpis.value.measures.len());
            let measure = &mut kpis.change().measures[at];
            let id = measure.kpi.value.clone();
            measure.readings.retain(|period, _| period.last_day() < from);
            let kept = |row: &alliance_playbook::model::kpi::Row| row.kpi.value != id || row.period.value.last_day() < from;
            changed(&mut folder.readings, |readings| readings.rows.retain(kept));
        }
        let after = evaluate(&other, *as_of);
        let after = vendors(&after);
        for vendor in &before.vendors {
            let less = after[&vendor.id];
            for (with, without) in vendor.kpis.iter().flatten().zip(less.kpis.iter().flatten()) {
                prop_assert!(rank(without.state) <= rank(with.state), "{}/{}", vendor.id, with.id);
            }
            if let (Some(with), Some(without)) = (&vendor.health, &less.health) {
                prop_assert!(without.least <= with.least + 1e-9, "{}", vendor.id);
                // A missing quarter pauses a sustained failure, as the rule says; nothing else may lift the state.
                if less.triggers.open == vendor.triggers.open {
                    prop_assert!(rank(without.state) <= rank(with.state), "{}: {:?}", vendor.id, without.state);
                }
            }
        }
    }

    #[test]
    fn a_rating_or_a_proof_less_is_never_better(which in any::<prop::sample::Index>(), proof in any::<bool>()) {
        let (playbook, as_of) = &*SAMPLE;
        let before = evaluate(playbook, *as_of);
        let mut other = playbook.clone();
        for folder in other.vendors.values_mut() {
            changed(&mut folder.evaluation, |evaluation| {
                if evaluation.ratings.is_empty() {
                    return;
                }
                let at = which.index(evaluation.ratings.len());
                if proof {
                    evaluation.ratings[at].evidence.clear();
                } else {
                    // All of a criterion: fewer raters of one may score it higher or lower.
                    let path = evaluation.ratings[at].criterion.value.clone();
                    let inapplicable = evaluation.ratings[at].not_applicable.is_some();
                    evaluation.ratings.retain(|rating| inapplicable || rating.criterion.value != path);
                }
            });
        }
        let after = evaluate(&other, *as_of);
        let after = vendors(&after);
        for vendor in &before.vendors {
            let (Some(with), Some(without)) = (&vendor.scores, &after[&vendor.id].scores) else { continue };
            prop_assert!(without.overall.low <= with.overall.low + 1e-9, "{}", vendor.id);
            prop_assert!(without.coverage <= with.coverage + 1e-9, "{}", vendor.id);
            prop_assert!(without.confidence >= with.confidence, "{}: {:?} {:?}", vendor.id, without.confidence, with.confidence);
        }
    }

    #[test]
    fn agreeing_never_lowers_coverage(which in any::<prop::sample::Index>(), preferred in any::<bool>()) {
        let (playbook, as_of) = &*SAMPLE;
        let before = evaluate(playbook, *as_of);
        let mut other = playbook.clone();
        for folder in other.vendors.values_mut() {
            changed(&mut folder.contract, |contract| {
                if contract.clauses.is_empty() {
                    return;
                }
                let at = which.index(contract.clauses.len());
                let standing = &mut contract.clauses[at];
                if standing.standing.value == Stage::NotApplicable {
                    return;
                }
                standing.standing.value = Stage::Agreed;
                let position = if preferred { Position::Preferred } else { Position::Fallback };
                let bearable = standing.position.take().filter(|position| *position != Position::BelowWalkAway);
                standing.position = bearable.or(Some(position));
            });
        }
        let after = evaluate(&other, *as_of);
        let after = vendors(&after);
        for vendor in &before.vendors {
            let (Some(with), Some(without)) = (&after[&vendor.id].clauses, &vendor.clauses) else { continue };
            for (with, without) in with.tiers.iter().zip(&without.tiers) {
                prop_assert!(with.settled >= without.settled && with.applicable == without.applicable, "{}", vendor.id);
            }
        }
    }
}
