//! Rubrics: ids, weights, anchors.

use super::Scope;
use crate::diagnostic::Code;

/// The largest weight. Only ratios count, and sums must stay finite.
const MOST_WEIGHT: f64 = 1000.0;

/// Reports what makes a rubric unusable.
pub fn check(scope: &mut Scope<'_>) {
    for rubric in scope.playbook.rubrics.values() {
        let file = &rubric.file;
        scope.unique(file, "criterion", rubric.criteria.iter().map(|criterion| &criterion.id));
        let weights = std::iter::once(&rubric.weight).chain(rubric.criteria.iter().map(|criterion| &criterion.weight));
        for weight in weights {
            let (message, help) = match weight.value {
                value if value <= 0.0 => {
                    (format!("the weight {value} is not above 0"), "leave the criterion out instead of giving it no weight")
                }
                value if value > MOST_WEIGHT => {
                    (format!("the weight {value} is above {MOST_WEIGHT}"), "only the ratio of weights counts: divide them all")
                }
                _ => continue,
            };
            scope.report(Code::Weight, file, weight.span, message, help);
        }
        for criterion in &rubric.criteria {
            let missing: Vec<String> =
                (0..=5_u8).filter(|score| !criterion.anchors.contains_key(score)).map(|score| score.to_string()).collect();
            let extra: Vec<String> = criterion.anchors.keys().filter(|score| **score > 5).map(ToString::to_string).collect();
            if !missing.is_empty() {
                let message = format!("`{}` has no anchor for {}", criterion.id.value, missing.join(", "));
                scope.report(
                    Code::Anchors,
                    file,
                    criterion.anchors.span,
                    message,
                    "say what one would observe for each score from 0 to 5",
                );
            }
            if !extra.is_empty() {
                let message = format!("`{}` has an anchor for {}", criterion.id.value, extra.join(", "));
                scope.report(Code::Anchors, file, criterion.anchors.span, message, "scores end at 5");
            }
        }
    }
}
