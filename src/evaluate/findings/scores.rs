//! Scores: bands, minimums, vetoes, disagreement, evidence.

use serde_json::json;

use super::rules::{
    EVIDENCE_EXPIRED, EVIDENCE_TOO_WEAK, PANEL_UNRELIABLE, PARTNER_SIGNAL_VETO, RATERS_DISAGREE, RUBRIC_BELOW_MINIMUM,
    SCORE_NOT_RECOMMENDED, SCORE_WITHOUT_EVIDENCE, SINGLE_RATER, WEIGHTS_CHANGED, WEIGHTS_FROZEN_LATE, WEIGHTS_NOT_FROZEN,
};
use super::{Case, Found};
use crate::evaluate::day;
use crate::evaluate::scoring::agreement::Reading;
use crate::evaluate::scoring::weights::mark;
use crate::evaluate::scoring::{Band, CriterionScore, RubricScore, Scores};
use crate::model::rubric::{Reported, Rubric};
use crate::model::vendor::Class;

pub fn check(case: &Case<'_>, found: &mut Found<'_>) {
    let Some(scores) = &case.vendor.scores else { return };
    panel(case, scores, found);
    for score in &scores.rubrics {
        let Some(rubric) = case.common.rubrics.get(&score.id) else { continue };
        whole(case, rubric, score, found);
        for (criterion, item) in score.criteria.iter().zip(&rubric.criteria) {
            one(case, &format!("{} · {}", score.name, criterion.name), criterion, found);
            let Some(source) = criterion.sources.first() else { continue };
            if let (Some(veto), Some(score)) = (&rubric.veto_at, criterion.score)
                && score <= f64::from(veto.value)
            {
                let message = format!("{} · {} scores {score}, which is a veto.", rubric.name, criterion.name);
                found.add(PARTNER_SIGNAL_VETO, source, message, json!({ "score": score, "veto_at": veto.value }));
            }
            // The score the evidence must support is the one that counts, rounded up: half a point more is a claim too.
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "scores lie between 0 and 5")]
            let claimed = criterion.score.map(|score| score.ceil() as u8);
            let needed = claimed.and_then(|score| item.evidence.get(&score));
            if let (Some(needed), Some(best), Some(score)) = (needed, criterion.evidence, criterion.score)
                && best < *needed
            {
                let message = format!(
                    "{} · {} scores {score} on {}; that score asks for {}.",
                    rubric.name,
                    criterion.name,
                    best.words(),
                    needed.words()
                );
                found.add(EVIDENCE_TOO_WEAK, source, message, json!({ "score": score, "evidence": best, "needed": needed }));
            }
        }
    }
}

/// The panel: when the weights were fixed, how many rated, how far they agree.
fn panel(case: &Case<'_>, scores: &Scores, found: &mut Found<'_>) {
    let Some(evaluation) = &case.folder.evaluation else { return };
    let first = evaluation.ratings.iter().filter_map(|rating| rating.on.as_ref()).min_by_key(|on| on.value);
    let weighty = case.folder.vendor.class != Class::Operational && scores.overall.point.is_some();
    let span = evaluation.ratings.iter().map(|rating| rating.criterion.span).min_by_key(|span| span.line).unwrap_or_default();
    let now = mark(case.common);
    match &evaluation.frozen {
        Some(frozen) => {
            if frozen.weights.value != now {
                let message =
                    format!("The weights fixed on {} have been changed since; their mark is {now} now.", day(frozen.on.value));
                let values = json!({ "frozen": frozen.weights, "now": now });
                found.at(WEIGHTS_CHANGED, &evaluation.file, frozen.weights.span, message, values);
            }
            if let Some(first) = first.filter(|first| first.value < frozen.on.value) {
                let message =
                    format!("The weights were fixed on {}; the first rating is of {}.", day(frozen.on.value), day(first.value));
                found.at(
                    WEIGHTS_FROZEN_LATE,
                    &evaluation.file,
                    frozen.on.span,
                    message,
                    json!({ "frozen": frozen.on, "first": first }),
                );
            }
        }
        None if weighty => {
            let message = format!("Nothing says that the weights were fixed before the ratings; their mark is {now}.");
            found.at(WEIGHTS_NOT_FROZEN, &evaluation.file, span, message, json!({ "now": now }));
        }
        None => {}
    }
    let counted = scores.rubrics.iter().filter(|rubric| rubric.weight > 0.0);
    let scored = counted.flat_map(|rubric| &rubric.criteria).filter(|criterion| criterion.score.is_some());
    let (alone, all) = scored.fold((0, 0), |(alone, all), criterion| (alone + usize::from(criterion.raters < 2), all + 1));
    if weighty && case.is_strategic() && alone > 0 {
        let message = format!("{alone} of {all} criteria were rated by one person only.");
        found.at(SINGLE_RATER, &evaluation.file, span, message, json!({ "criteria": alone, "scored": all }));
    }
    // Where nearly all scores are alike, alpha is low although everybody agrees.
    let alike = scores.agreement.exact.is_some_and(|exact| exact + 1e-9 >= case.policy().agreement.exact.0);
    if let (Reading::Unreliable, Some(alpha), false) = (scores.agreement.reading, scores.agreement.alpha, alike) {
        let message = format!("The raters' agreement is low: Krippendorff's alpha is {:.2}.", alpha.ordinal);
        found.at(PANEL_UNRELIABLE, &evaluation.file, span, message, json!({ "alpha": alpha, "units": scores.agreement.units }));
    }
}

fn whole(case: &Case<'_>, rubric: &Rubric, score: &RubricScore, found: &mut Found<'_>) {
    let first = score.criteria.iter().find_map(|criterion| criterion.sources.first());
    let (Some(point), Some(shown), Some(source)) = (score.score.point, &score.score.shown, first) else { return };
    let counted = rubric.reported == Reported::Counted;
    let least = case.policy().scoring.each_at_least;
    if counted && case.is_strategic() && point + 1e-9 < least {
        let message = format!("{} scores {shown} of 5; a strategic vendor needs {least} in every rubric.", score.name);
        found.add(RUBRIC_BELOW_MINIMUM, source, message, json!({ "score": point, "each_at_least": least }));
    } else if counted && score.score.band == Some(Band::NotRecommended) {
        let least = case.policy().bands.conditional;
        let message = format!("{} scores {shown} of 5; a rubric below {least} is not recommended.", score.name);
        found.add(SCORE_NOT_RECOMMENDED, source, message, json!({ "score": point, "conditional": least }));
    }
}

fn one(case: &Case<'_>, name: &str, criterion: &CriterionScore, found: &mut Found<'_>) {
    let Some(source) = criterion.sources.first() else { return };
    if criterion.disputed {
        let (low, high) = (criterion.lowest.unwrap_or_default(), criterion.highest.unwrap_or_default());
        let message = format!("{name}: the raters' scores run from {low} to {high}.");
        found.add(RATERS_DISAGREE, source, message, json!({ "lowest": low, "highest": high }));
    }
    let from = f64::from(case.policy().scoring.evidence_from);
    let (Some(score), None) = (criterion.score.filter(|score| *score >= from), criterion.evidence) else { return };
    if criterion.expired.is_empty() {
        let message = format!("{name} scores {score} without evidence; from {from} on, evidence is mandatory.");
        found.add(SCORE_WITHOUT_EVIDENCE, source, message, json!({ "score": score, "evidence_from": from }));
    } else {
        let message = format!("{name} scores {score} on evidence that has expired.");
        found.add(EVIDENCE_EXPIRED, source, message, json!({ "score": score, "expired": criterion.expired }));
    }
}
