//! Rubrics: ids, weights, anchors, evidence, gates.

use super::{Scope, clauses};
use crate::diagnostic::{Code, Span};

/// The largest weight. Only ratios count, and sums must stay finite.
const MOST_WEIGHT: f64 = 1000.0;

/// Reports what makes a rubric unusable.
pub fn check(scope: &mut Scope<'_>) {
    for rubric in scope.playbook.rubrics.values() {
        let file = &rubric.file;
        scope.unique(file, "criterion", rubric.criteria.iter().map(|criterion| &criterion.id));
        scope.unique(file, "gate", rubric.gates.iter().map(|gate| &gate.id));
        for source in rubric.gates.iter().filter_map(|gate| gate.source.as_ref()) {
            clauses::cited(scope, file, source);
        }
        if rubric.criteria.is_empty() {
            let message = "the rubric has no criteria";
            scope.report(Code::EmptyRubric, file, Span::new(1, 1, 1), message, "add `criteria`, or remove the file");
        }
        if let Some(veto) = &rubric.veto_at {
            scope.within(file, "veto", &veto.map(f64::from), 0.0, 5.0);
        }
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
            for ((before_score, before), (score, class)) in criterion.evidence.iter().zip(criterion.evidence.iter().skip(1)) {
                if class < before {
                    let message = format!("`{}` asks weaker evidence for {score} than for {before_score}", criterion.id.value);
                    scope.report(
                        Code::Anchors,
                        file,
                        criterion.evidence.span,
                        message,
                        "a higher score rests on evidence at least as strong",
                    );
                }
            }
            if let Some(score) = criterion.evidence.keys().find(|score| !(1..=5).contains(*score)) {
                let message = format!("`{}` asks evidence for the score {score}", criterion.id.value);
                scope.report(Code::Anchors, file, criterion.evidence.span, message, "evidence is asked for the scores 1 to 5");
            }
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
