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
        (policy.evidence_from.0 <= 5, "`evidence_from` of the policy is out of range", "scores run from 0 to 5"),
    ];
    let file = settings.file.clone();
    for (holds, message, help) in rules {
        if !holds {
            scope.report(Code::ThresholdOrder, &file, Span::default(), message, help);
        }
    }
}
