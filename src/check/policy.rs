//! The policy: thresholds that decide every verdict must make sense together.

use super::Scope;
use crate::diagnostic::{Code, Span};
use crate::model::Id;
use crate::model::policy::Policy;
use crate::model::rubric::Reported;

/// Reports thresholds of the policy that contradict each other.
pub fn check(scope: &mut Scope<'_>) {
    let settings = &scope.playbook.settings;
    if scope.broken.contains(&settings.file) {
        return;
    }
    comparisons(scope);
    let settings = &scope.playbook.settings;
    let rules = [scales(&settings.policy), orders(&settings.policy)].concat();
    let file = settings.file.clone();
    for (holds, message, help) in rules {
        if !holds {
            scope.report(Code::ThresholdOrder, &file, Span::default(), message, help);
        }
    }
}

/// What must hold, what is wrong when it does not, and how it is.
type Rule = (bool, &'static str, &'static str);

fn falling(values: [f64; 3]) -> bool {
    values.windows(2).all(|pair| pair[0] > pair[1])
}

/// Thresholds on a scale, and counts: within it, and in order.
fn scales(policy: &Policy) -> Vec<Rule> {
    let (bands, levels, limits) = (&policy.bands, &policy.confidence, &policy.disagreement);
    let inside = [bands.strong, bands.acceptable, bands.conditional].iter().all(|band| (0.0..=5.0).contains(band));
    vec![
        (
            falling([bands.strong, bands.acceptable, bands.conditional]) && inside,
            "the bands of the policy are out of order",
            "scores run from 0 to 5: strong > acceptable > conditional",
        ),
        (
            falling([levels.a.0, levels.b.0, levels.c.0]),
            "the levels of confidence of the policy are out of order",
            "coverage falls from grade to grade: a > b > c",
        ),
        (
            (0.0..=5.0).contains(&limits.range)
                && (0.0..=5.0).contains(&limits.deviation)
                && limits.range * limits.deviation > 0.0,
            "the limits of disagreement of the policy are out of range",
            "both lie above 0 and at most at 5",
        ),
        (
            (0.0..=5.0).contains(&policy.scoring.each_at_least) && (1.0..=5.0).contains(&policy.governance.alignment_minimum),
            "`each_at_least` or `alignment_minimum` of the policy is out of range",
            "scores run from 0 to 5, alignment from 1 to 5",
        ),
        (
            2 <= policy.measuring.trend_least && policy.measuring.trend_least <= policy.measuring.trend_window,
            "the readings of a trend of the policy are out of order",
            "2 ≤ trend_least ≤ trend_window",
        ),
        (
            (1..=100_000).contains(&policy.sensitivity.draws),
            "`draws` of the policy is out of range",
            "between 1 and 100000; ten thousand say enough",
        ),
        (policy.scoring.evidence_from <= 5, "`evidence_from` of the policy is out of range", "scores run from 0 to 5"),
    ]
}

/// Two thresholds of one thing, of which one is the stricter.
fn orders(policy: &Policy) -> Vec<Rule> {
    vec![
        (
            policy.governance.management_cost_low.0 <= policy.governance.management_cost_high.0,
            "the band of management cost of the policy ends before it begins",
            "management_cost_low ≤ management_cost_high",
        ),
        (
            policy.governance.planning_days_low <= policy.governance.planning_days_high,
            "the band of planning days of the policy ends before it begins",
            "planning_days_low ≤ planning_days_high",
        ),
        (
            policy.commercial.discount_low.0 <= policy.commercial.discount_high.0,
            "the band of discounts of the policy ends before it begins",
            "discount_low ≤ discount_high",
        ),
        (
            policy.commercial.commitment_watch.0 <= policy.commercial.commitment_ceiling.0,
            "the limits of commitment of the policy are out of order",
            "commitment_watch ≤ commitment_ceiling",
        ),
        (
            policy.dependence.share_gap.0 <= policy.dependence.share_gap_serious.0,
            "the gaps of the internal share of the policy are out of order",
            "share_gap ≤ share_gap_serious",
        ),
        (
            policy.dependence.internal_share_year_1.0 <= policy.dependence.internal_share_year_2.0
                && policy.dependence.internal_share_year_2.0 <= policy.dependence.internal_share_year_3.0,
            "the internal shares of the policy fall from year to year",
            "our own share only grows: year 1 ≤ year 2 ≤ year 3",
        ),
        (
            policy.agreement.tentative <= policy.agreement.reliable && policy.agreement.reliable <= 1.0,
            "the readings of agreement of the policy are out of order",
            "tentative ≤ reliable ≤ 1",
        ),
        (
            falling([policy.health.good.0, policy.health.watch.0, policy.health.act.0]),
            "the states of health of the policy are out of order",
            "good > watch > act",
        ),
        (
            policy.health.technical.0 + policy.health.operational.0 + policy.health.business.0 > 0.0,
            "no bucket has a weight in the health of the policy",
            "give one of technical, operational and business a weight above 0",
        ),
        (
            policy.portfolio.low_value.0 <= policy.portfolio.high_value.0,
            "the values of the portfolio's policy are out of order",
            "low_value ≤ high_value",
        ),
        (
            policy.exit.unready_below <= policy.exit.ready_from && policy.exit.ready_from <= 12,
            "the points of readiness of the policy are out of order",
            "unready_below ≤ ready_from ≤ 12",
        ),
    ]
}

/// The fiscal year, and comparisons of rubrics in pairs: known rubrics, each pair once, all pairs or none.
fn comparisons(scope: &mut Scope<'_>) {
    let settings = &scope.playbook.settings;
    let file = settings.file.clone();
    if let Some(month) = &settings.fiscal_year_starts {
        scope.within(&file, "month", &month.map(f64::from), 1.0, 12.0);
    }
    let counted: Vec<&Id> =
        scope.playbook.rubrics.iter().filter(|(_, rubric)| rubric.reported == Reported::Counted).map(|(id, _)| id).collect();
    let mut seen: Vec<[&Id; 2]> = Vec::new();
    for comparison in &settings.weighing {
        for rubric in [&comparison.rubric, &comparison.over] {
            scope.known(&file, rubric, "rubric", counted.iter().map(|id| id.as_str()), "playbook/rubrics/");
        }
        scope.within(&file, "factor", &comparison.times, 1.0, 9.0);
        let mut pair = [&comparison.rubric.value, &comparison.over.value];
        pair.sort();
        if pair[0] == pair[1] || seen.contains(&pair) {
            let message = format!("`{}` and `{}` are compared already", comparison.rubric.value, comparison.over.value);
            scope.report(Code::DuplicateId, &file, comparison.rubric.span, message, "compare each pair of rubrics once");
        }
        seen.push(pair);
    }
    let pairs = counted.len() * counted.len().saturating_sub(1) / 2;
    seen.sort();
    seen.dedup();
    if let Some(first) = settings.weighing.first().filter(|_| seen.len() < pairs) {
        let message = format!("{} of {pairs} pairs of rubrics are compared", seen.len());
        scope.report(Code::Incomplete, &file, first.rubric.span, message, "compare all pairs, or none");
    }
}
