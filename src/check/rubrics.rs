//! Rubrics: ids, weights, anchors.

use super::Scope;
use crate::diagnostic::Code;

/// Reports what makes a rubric unusable.
pub fn check(scope: &mut Scope<'_>) {
    for rubric in scope.playbook.rubrics.values() {
        let file = &rubric.file;
        scope.unique(file, "criterion", rubric.criteria.iter().map(|criterion| &criterion.id));
        let weights = std::iter::once(&rubric.weight).chain(rubric.criteria.iter().map(|criterion| &criterion.weight));
        for weight in weights.filter(|weight| weight.value <= 0.0) {
            let message = format!("the weight {} is not above 0", weight.value);
            scope.report(Code::Weight, file, weight.span, message, "leave the criterion out instead of giving it no weight");
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
