//! The view of a vendor's scores: rubrics, criteria, ratings and their evidence.

use serde::Serialize;

use super::{kebab, link};
use crate::block::Mark;
use crate::evaluate::Vendor;
use crate::evaluate::scoring::{CriterionScore, Grade, Weighted};
use crate::model::evaluation::{Evidence, Rating};
use crate::model::rubric::Criterion;
use crate::model::{Date, Id, Playbook, VendorFolder};

#[derive(Serialize)]
pub struct ScoresView<'p> {
    overall: WeightedView<'p>,
    coverage: f64,
    confidence: Grade,
    rubrics: Vec<RubricView<'p>>,
    /// Every piece of evidence of the vendor, in the order of the file.
    evidence: Vec<EvidenceView<'p>>,
}

#[derive(Serialize)]
struct WeightedView<'p> {
    /// To one decimal place.
    shown: Option<&'p str>,
    /// Before rounding; absent where nothing is scored.
    point: Option<f64>,
    low: f64,
    high: f64,
    mark: &'static str,
    word: String,
}

#[derive(Serialize)]
struct RubricView<'p> {
    id: &'p Id,
    name: &'p str,
    link: String,
    /// Part of the overall score, 0 to 1; absent where it is reported beside the score.
    weight: Option<f64>,
    score: WeightedView<'p>,
    coverage: f64,
    confidence: Grade,
    criteria: Vec<CriterionView<'p>>,
}

#[derive(Serialize)]
struct CriterionView<'p> {
    name: &'p str,
    question: &'p str,
    /// Part of the rubric, 0 to 1; absent where the criterion does not apply.
    weight: Option<f64>,
    score: Option<String>,
    /// The rubric's statement for that score, where the score is whole.
    anchor: Option<&'p str>,
    lowest: Option<String>,
    highest: Option<String>,
    disputed: bool,
    not_applicable: Option<&'p str>,
    evidence_class: Option<String>,
    ratings: Vec<RatingView<'p>>,
    evidence: Vec<EvidenceView<'p>>,
}

#[derive(Serialize)]
struct RatingView<'p> {
    rater: &'p str,
    score: Option<i64>,
    on: Option<Date>,
    because: Option<&'p str>,
}

#[derive(Serialize)]
struct EvidenceView<'p> {
    title: &'p str,
    /// Where to find it.
    place: Option<&'p str>,
    class: String,
    on: Date,
    expires: Option<Date>,
    expired: bool,
}

fn weighted(score: &Weighted) -> WeightedView<'_> {
    let (mark, word) = score.band.map_or((Mark::Unknown, "not scored yet"), |band| (band.mark(), band.word()));
    let (shown, word) = (score.shown.as_deref(), word.to_owned());
    WeightedView { shown, point: score.point, low: score.low, high: score.high, mark: mark.token(), word }
}

pub fn scores<'p>(playbook: &'p Playbook, folder: &'p VendorFolder, vendor: &'p Vendor, as_of: Date) -> Option<ScoresView<'p>> {
    let scores = vendor.scores.as_ref()?;
    let evaluation = folder.evaluation.as_ref()?;
    let total: f64 = scores.rubrics.iter().map(|rubric| rubric.weight).sum();
    let rubrics = scores
        .rubrics
        .iter()
        .filter_map(|score| {
            let rubric = playbook.rubrics.get(&score.id)?;
            let applying = score.criteria.iter().filter(|criterion| criterion.not_applicable.is_none());
            let sum: f64 = applying.map(|criterion| criterion.weight).sum();
            let criteria = score
                .criteria
                .iter()
                .zip(&rubric.criteria)
                .map(|(score_of, criterion)| {
                    let of = |r: &&Rating| r.criterion.rubric == score.id && r.criterion.criterion == score_of.id;
                    let ratings: Vec<&Rating> = evaluation
                        .ratings
                        .iter()
                        .filter(of)
                        .filter(|rating| rating.on.as_ref().is_none_or(|on| on.value <= as_of))
                        .collect();
                    criterion_view(playbook, &evaluation.evidence, score_of, criterion, &ratings, sum, as_of)
                })
                .collect();
            Some(RubricView {
                id: &score.id,
                name: &score.name,
                link: link(&rubric.file),
                weight: (score.weight > 0.0).then(|| score.weight / total),
                score: weighted(&score.score),
                coverage: score.coverage,
                confidence: score.confidence,
                criteria,
            })
        })
        .collect();
    let overall = weighted(&scores.overall);
    let evidence = evaluation.evidence.iter().map(|item| proof(item, as_of)).collect();
    Some(ScoresView { overall, coverage: scores.coverage, confidence: scores.confidence, rubrics, evidence })
}

fn criterion_view<'p>(
    playbook: &'p Playbook,
    evidence: &'p [Evidence],
    score: &'p CriterionScore,
    criterion: &'p Criterion,
    ratings: &[&'p Rating],
    sum: f64,
    as_of: Date,
) -> CriterionView<'p> {
    let whole = score.score.filter(|value| value.fract() == 0.0).map(|value| format!("{value:.0}"));
    let anchor = whole.and_then(|digit| digit.parse::<u8>().ok()).and_then(|digit| criterion.anchors.get(&digit));
    let cited = |item: &&Evidence| ratings.iter().any(|rating| rating.evidence.iter().any(|id| id.value == item.id.value));
    CriterionView {
        name: &criterion.name,
        question: &criterion.question,
        weight: score.not_applicable.is_none().then(|| score.weight / sum),
        score: score.score.map(|score| score.to_string()),
        anchor: anchor.map(String::as_str),
        lowest: score.lowest.map(|score| score.to_string()),
        highest: score.highest.map(|score| score.to_string()),
        disputed: score.disputed,
        not_applicable: score.not_applicable.as_deref(),
        evidence_class: score.evidence.as_ref().map(kebab),
        ratings: ratings
            .iter()
            .map(|rating| RatingView {
                rater: playbook.role(&rating.rater),
                score: rating.score.as_ref().map(|score| score.value),
                on: rating.on.as_ref().map(|on| on.value),
                because: rating.because.as_deref().or(rating.not_applicable.as_ref().map(|reason| reason.value.as_str())),
            })
            .collect(),
        evidence: evidence.iter().filter(cited).map(|item| proof(item, as_of)).collect(),
    }
}

fn proof(item: &Evidence, as_of: Date) -> EvidenceView<'_> {
    EvidenceView {
        title: &item.title,
        place: item.link.as_deref(),
        class: kebab(&item.class),
        on: item.on.value,
        expires: item.expires.as_ref().map(|expires| expires.value),
        expired: item.expires.as_ref().is_some_and(|expires| expires.value < as_of),
    }
}
