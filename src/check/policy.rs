//! The policy: thresholds that decide every verdict must make sense together.

use super::Scope;
use crate::diagnostic::{Code, Span};

/// Reports thresholds of the policy that contradict each other.
pub fn check(scope: &mut Scope<'_>) {
    let settings = &scope.playbook.settings;
    if scope.broken.contains(&settings.file) {
        return;
    }
    let policy = &settings.policy;
    let (bands, levels, limits) = (&policy.bands, &policy.confidence, &policy.disagreement);
    let falling = |values: [f64; 3]| values.windows(2).all(|pair| pair[0] > pair[1]);
    let inside = [bands.strong, bands.acceptable, bands.conditional].iter().all(|band| (0.0..=5.0).contains(band));
    let rules = [
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
        (policy.scoring.evidence_from <= 5, "`evidence_from` of the policy is out of range", "scores run from 0 to 5"),
    ];
    let file = settings.file.clone();
    for (holds, message, help) in rules {
        if !holds {
            scope.report(Code::ThresholdOrder, &file, Span::default(), message, help);
        }
    }
}
