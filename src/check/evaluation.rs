//! Evaluations: criteria, raters, scores, evidence, gates, how the vendor was chosen.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Scope;
use crate::diagnostic::{Code, suggest};
use crate::model::evaluation::{CriterionPath, Evaluation, Rating};
use crate::model::selection::GateOutcome;
use crate::model::{At, Filed, Internal};

/// Reports contradictions of one vendor's evaluation.
pub fn check(scope: &mut Scope<'_>, evaluation: &Filed<Evaluation>) {
    let file = &evaluation.file;
    scope.unique(file, "evidence", evaluation.evidence.iter().map(|evidence| &evidence.id));
    for evidence in &evaluation.evidence {
        if let Some(expires) = evidence.expires.as_ref().filter(|expires| expires.value < evidence.on.value) {
            let message = format!("the evidence expires on {}, before it was made on {}", expires.value, evidence.on.value);
            scope.report(Code::DateOrder, file, expires.span, message, "correct one of the two dates");
        }
    }
    if let Some(frozen) = &evaluation.frozen {
        if let Some(role) = &frozen.by {
            scope.role(file, role);
        }
        let mark = &frozen.weights.value;
        if mark.len() != 16 || !mark.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
            let message = format!("`{mark}` is no mark of weights: it has 16 digits from 0 to f");
            scope.report(Code::Range, file, frozen.weights.span, message, "`alliance explain VENDOR weights` prints it");
        }
    }
    selection(scope, evaluation);
    let mut seen = BTreeMap::new();
    for rating in &evaluation.ratings {
        criterion(scope, file, rating);
        scope.role(file, &rating.rater);
        shape(scope, file, rating);
        for id in &rating.evidence {
            scope.known_here(file, id, "evidence", evaluation.evidence.iter().map(|evidence| evidence.id.as_str()));
        }
        let line = rating.criterion.span.line;
        if let Some(first) = seen.insert((&rating.criterion.value, &rating.rater.value), line) {
            let message = format!("`{}` has rated `{}` already", rating.rater.value, rating.criterion.value);
            let help = format!("the first rating stands in line {first}; a person scores a criterion once");
            scope.report(Code::DuplicateId, file, rating.criterion.span, message, help);
        }
    }
}

/// How the vendor was chosen: gates, sourcing, pilot.
fn selection(scope: &mut Scope<'_>, evaluation: &Filed<Evaluation>) {
    let file = &evaluation.file;
    let mut seen = BTreeMap::new();
    for result in &evaluation.gates {
        item(scope, file, &result.gate, "gate");
        scope.role(file, &result.by);
        for id in &result.evidence {
            scope.known_here(file, id, "evidence", evaluation.evidence.iter().map(|evidence| evidence.id.as_str()));
        }
        if let Some(first) = seen.insert(&result.gate.value, result.gate.span.line) {
            let message = format!("the gate `{}` is judged twice", result.gate.value);
            scope.report(Code::DuplicateId, file, result.gate.span, message, format!("the first result stands in line {first}"));
        }
        if result.result == GateOutcome::Waived && (result.until.is_none() || result.because.is_none()) {
            let message = format!("the gate `{}` is waived without a reason or without a last day", result.gate.value);
            scope.report(Code::Incomplete, file, result.gate.span, message, "add `because` and `until`");
        }
        scope.order(file, "the waiver ends", result.until.as_ref(), "the judgement", Some(&result.on));
    }
    if let Some(sourcing) = evaluation.sourcing.as_ref().map(Internal::judge) {
        scope.role(file, &sourcing.by);
        if !sourcing.options.contains(&sourcing.choice) {
            let message = "what was chosen is none of the options that were considered";
            scope.report(Code::Incomplete, file, sourcing.on.span, message, "add the choice to `options`");
        }
    }
    if let Some(pilot) = &evaluation.pilot {
        scope.order(file, "the pilot ends", Some(&pilot.until), "its first day", Some(&pilot.from));
        if let Some(test) = &pilot.stress_test {
            scope.order(file, "the test under load", Some(&test.on), "the pilot began", Some(&pilot.from));
            scope.above_zero(file, "load", &test.times_peak);
        }
    }
}

fn criterion(scope: &mut Scope<'_>, file: &Arc<str>, rating: &Rating) {
    item(scope, file, &rating.criterion, "criterion");
}

/// Reports a criterion or gate that its rubric does not have.
fn item(scope: &mut Scope<'_>, file: &Arc<str>, path: &At<CriterionPath>, what: &str) {
    let home = format!("playbook/rubrics/{}.yaml", path.rubric);
    if scope.broken.contains(home.as_str()) {
        return;
    }
    let rubrics = &scope.playbook.rubrics;
    let Some(rubric) = rubrics.get(&path.rubric) else {
        let near = suggest(path.rubric.as_str(), rubrics.keys().map(crate::model::Id::as_str));
        let help = near.map_or_else(|| "rubrics stand in playbook/rubrics/".to_owned(), |near| format!("did you mean `{near}`?"));
        scope.report(Code::UnknownReference, file, path.span, format!("unknown rubric `{}`", path.rubric), help);
        return;
    };
    let known: Vec<&str> = match what {
        "gate" => rubric.gates.iter().map(|gate| gate.id.as_str()).collect(),
        _ => rubric.criteria.iter().map(|criterion| criterion.id.as_str()).collect(),
    };
    if !known.contains(&path.criterion.as_str()) {
        let near = suggest(path.criterion.as_str(), known.iter().copied());
        let all = if what == "gate" { "gates" } else { "criteria" };
        let help =
            near.map_or_else(|| format!("its {all} are in {home}"), |near| format!("did you mean `{}/{near}`?", path.rubric));
        let message = format!("unknown {what} `{}` in rubric `{}`", path.criterion, path.rubric);
        scope.report(Code::UnknownReference, file, path.span, message, help);
    }
}

fn shape(scope: &mut Scope<'_>, file: &Arc<str>, rating: &Rating) {
    match (&rating.score, &rating.not_applicable) {
        (Some(score), None) if !(0..=5).contains(&score.value) => {
            let message = format!("the score {} is not between 0 and 5", score.value);
            scope.report(Code::ScoreRange, file, score.span, message, "each whole score from 0 to 5 has an anchor in the rubric");
        }
        (Some(_), None) | (None, Some(_)) => {}
        (Some(_), Some(reason)) => {
            let message = "the rating has a score although the criterion does not apply";
            scope.report(Code::RatingShape, file, reason.span, message, "keep `score` or `not_applicable`, not both");
        }
        (None, None) => {
            let message = "the rating has no score";
            let help = "add `score: 0` to `5`, or `not_applicable:` with the reason";
            scope.report(Code::RatingShape, file, rating.criterion.span, message, help);
        }
    }
}
