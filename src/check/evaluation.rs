//! Evaluations: criteria, raters, scores, evidence.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Scope;
use crate::diagnostic::{Code, suggest};
use crate::model::Filed;
use crate::model::evaluation::{Evaluation, Rating};

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
    let mut seen = BTreeMap::new();
    for rating in &evaluation.ratings {
        criterion(scope, file, rating);
        scope.role(file, &rating.rater);
        shape(scope, file, rating);
        for id in &rating.evidence {
            let known = evaluation.evidence.iter().map(|evidence| evidence.id.as_str());
            scope.known(file, id, "evidence", known, file);
        }
        let line = rating.criterion.span.line;
        if let Some(first) = seen.insert((&rating.criterion.value, &rating.rater.value), line) {
            let message = format!("`{}` has rated `{}` already", rating.rater.value, rating.criterion.value);
            let help = format!("the first rating stands in line {first}; a person scores a criterion once");
            scope.report(Code::DuplicateId, file, rating.criterion.span, message, help);
        }
    }
}

fn criterion(scope: &mut Scope<'_>, file: &Arc<str>, rating: &Rating) {
    let path = &rating.criterion;
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
    if !rubric.criteria.iter().any(|criterion| *criterion.id == path.criterion) {
        let near = suggest(path.criterion.as_str(), rubric.criteria.iter().map(|criterion| criterion.id.as_str()));
        let help =
            near.map_or_else(|| format!("its criteria are in {home}"), |near| format!("did you mean `{}/{near}`?", path.rubric));
        let message = format!("unknown criterion `{}` in rubric `{}`", path.criterion, path.rubric);
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
