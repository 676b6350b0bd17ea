//! Scores: the weighted sum of the scoring method, version 1.
//!
//! 1. A criterion's score is the median of its raters' scores, or their mean where the policy says so.
//! 2. A rubric's score is Σ weight × score ÷ Σ weight over the criteria that were scored; the overall score
//!    is the same over rubrics. A criterion that does not apply leaves both sums.
//! 3. What was not scored is neither 0 nor dropped: it widens the range, from 0 to 5 in its place.
//! 4. Coverage is the weight of what was scored on valid evidence ÷ the weight of what applies; coverage and the
//!    median class of the evidence give the grade of confidence. Scores are never multiplied by it.
//! 5. The band never changes by rounding.
//! 6. A rubric reported beside the score is scored in the same way and added to nothing.
//! 7. [`agreement`] says how far the panel agrees; [`ranking`] compares vendors, with [`sensitivity`] and [`topsis`];
//!    [`weights`] fixes the weights before anybody scores, and [`ahp`] elicits them.

pub mod agreement;
pub mod ahp;
pub mod ranking;
pub mod sensitivity;
pub mod topsis;
pub mod weights;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::Source;
use crate::block::Mark;
use crate::model::evaluation::{Class, CriterionPath, Evaluation, Evidence, Rating};
use crate::model::policy::{Bands, Confidence, Disagreement, Middle, Policy};
use crate::model::rubric::{Criterion, Reported};
use crate::model::{Common, Date, Filed, Id};

/// The highest score of the scale; the lowest is 0.
pub const TOP: f64 = 5.0;

/// How far sums of decimals may be off: 3.25 and 0.9 must not miss their edge by a rounding error.
const ROUNDING: f64 = 1e-9;

/// A vendor's scores.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Scores {
    /// Over all rubrics.
    pub overall: Weighted,
    /// Weighted by rubric.
    pub coverage: f64,
    /// From coverage and the evidence of all rubrics.
    pub confidence: Grade,
    /// How far the raters agree, over all counted rubrics.
    pub agreement: agreement::Agreement,
    /// One per rubric of the playbook, in order of ids.
    pub rubrics: Vec<RubricScore>,
}

/// The score of one rubric.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct RubricScore {
    /// The rubric's id.
    pub id: Id,
    /// The rubric's name.
    pub name: String,
    /// Its weight in the overall score, as written; 0 where it is reported beside the score.
    pub weight: f64,
    /// The score.
    pub score: Weighted,
    /// Weight scored on valid evidence ÷ weight that applies, 0 to 1.
    pub coverage: f64,
    /// How far to trust the score.
    pub confidence: Grade,
    /// What the overall score owes to this rubric; these add up to the score.
    pub contribution: Option<f64>,
    /// One per criterion, in the rubric's order.
    pub criteria: Vec<CriterionScore>,
}

/// The score of one criterion.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CriterionScore {
    /// The criterion's id.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Its weight in the rubric, as written.
    pub weight: f64,
    /// The median or mean of the raters' scores, 0 to 5; absent when nobody scored.
    pub score: Option<f64>,
    /// How many people scored it.
    pub raters: usize,
    /// The lowest score of a rater.
    pub lowest: Option<f64>,
    /// The highest score of a rater.
    pub highest: Option<f64>,
    /// Population standard deviation of the raters' scores.
    pub deviation: Option<f64>,
    /// Whether the raters must moderate their scores.
    pub disputed: bool,
    /// Why the criterion does not apply, where it does not.
    pub not_applicable: Option<String>,
    /// What the rubric's score owes to this criterion; these add up to the score.
    pub contribution: Option<f64>,
    /// The class of the strongest valid evidence.
    pub evidence: Option<Class>,
    /// The age of the newest valid evidence, in days.
    pub evidence_days: Option<i64>,
    /// The last day on which any valid evidence holds; absent where there is none, or one that does not end.
    pub evidence_until: Option<Date>,
    /// Ids of evidence that had expired by the as-of date.
    pub expired: Vec<Id>,
    /// Where each rating stands, in the order of lines.
    pub sources: Vec<Source>,
}

/// A weighted score with its range.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Weighted {
    /// Over what was scored, 0 to 5; absent when nothing was.
    pub point: Option<f64>,
    /// With 0 for everything that was not scored.
    pub low: f64,
    /// With 5 for everything that was not scored.
    pub high: f64,
    /// The band of the point.
    pub band: Option<Band>,
    /// How far the point lies above the lower edge of its band; absent in the lowest band.
    pub above_edge: Option<f64>,
    /// How far it lies below the next band; absent in the highest.
    pub below_edge: Option<f64>,
    /// The point with one decimal, never rounded into another band.
    pub shown: Option<String>,
}

/// What a score means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Band {
    /// Below `conditional`.
    NotRecommended,
    /// Only with conditions.
    Conditional,
    /// Good enough.
    Acceptable,
    /// Better than we need.
    Strong,
}

impl Band {
    /// The state a band is shown as.
    #[must_use]
    pub const fn mark(self) -> Mark {
        match self {
            Self::Strong => Mark::Good,
            Self::Acceptable => Mark::Watch,
            Self::Conditional => Mark::Act,
            Self::NotRecommended => Mark::Bad,
        }
    }

    /// The band in words.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Strong => "strong",
            Self::Acceptable => "acceptable",
            Self::Conditional => "conditional",
            Self::NotRecommended => "not recommended",
        }
    }
}

/// How far to trust a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
pub enum Grade {
    /// Nearly everything is proven, at least by our own tests.
    A,
    /// Most is proven.
    B,
    /// Half is proven.
    C,
    /// Less than half is proven.
    D,
}

/// One part of a weighted sum.
#[derive(Clone, Copy, Debug)]
pub struct Part {
    /// Above 0.
    pub weight: f64,
    /// What is known for certain: the score, or the score of the parts that were scored.
    pub point: Option<f64>,
    /// The least it can be.
    pub low: f64,
    /// The most it can be.
    pub high: f64,
}

impl Part {
    /// A criterion: scored, or anything from 0 to 5.
    #[must_use]
    pub const fn criterion(weight: f64, score: Option<f64>) -> Self {
        match score {
            Some(score) => Self { weight, point: Some(score), low: score, high: score },
            None => Self { weight, point: None, low: 0.0, high: TOP },
        }
    }
}

/// The weighted sum of parts. Without parts the range is the whole scale.
#[must_use]
pub fn weighted(parts: &[Part], bands: &Bands) -> Weighted {
    let mean = |value: fn(&Part) -> Option<f64>| {
        let known = parts.iter().filter_map(|part| Some((part.weight, value(part)?)));
        let (weight, sum) = known.fold((0.0, 0.0), |(weight, sum), (w, value)| (weight + w, w * value + sum));
        (weight > 0.0).then(|| sum / weight)
    };
    let point = mean(|part| part.point);
    let (above_edge, below_edge) = point.map_or((None, None), |point| distance(point, bands));
    Weighted {
        point,
        low: mean(|part| Some(part.low)).unwrap_or(0.0),
        high: mean(|part| Some(part.high)).unwrap_or(TOP),
        band: point.map(|point| band(point, bands)),
        above_edge,
        below_edge,
        shown: point.map(|point| shown(point, bands)),
    }
}

/// The band of a score.
#[must_use]
pub fn band(score: f64, bands: &Bands) -> Band {
    let reaches = |edge: f64| score + ROUNDING >= edge;
    match () {
        () if reaches(bands.strong) => Band::Strong,
        () if reaches(bands.acceptable) => Band::Acceptable,
        () if reaches(bands.conditional) => Band::Conditional,
        () => Band::NotRecommended,
    }
}

/// How far a score lies above the lower edge of its band, and below the next band.
#[must_use]
pub fn distance(score: f64, bands: &Bands) -> (Option<f64>, Option<f64>) {
    let reached = |edge: &f64| score + ROUNDING >= *edge;
    let edges = [bands.conditional, bands.acceptable, bands.strong];
    let lower = edges.iter().copied().filter(reached).reduce(f64::max).map(|edge| (score - edge).max(0.0));
    let upper = edges.iter().copied().filter(|edge| !reached(edge)).reduce(f64::min).map(|edge| edge - score);
    (lower, upper)
}

/// A score with one decimal, rounded so that it stays in its band.
#[must_use]
pub fn shown(score: f64, bands: &Bands) -> String {
    let tenths = score * 10.0;
    let candidates = [tenths.round(), tenths.floor(), tenths.ceil()];
    let kept = candidates.into_iter().find(|tenths| band(tenths / 10.0, bands) == band(score, bands));
    format!("{:.1}", kept.unwrap_or(candidates[0]) / 10.0)
}

/// The median; of an even number, the mean of the middle two.
#[must_use]
pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    let upper = *sorted.get(middle)?;
    if sorted.len() % 2 == 1 { Some(upper) } else { Some(f64::midpoint(*sorted.get(middle - 1)?, upper)) }
}

/// The grade for a coverage from 0 to 1 and the classes of evidence, one per criterion that has any.
#[must_use]
pub fn grade(coverage: f64, classes: &[Class], levels: &Confidence) -> Grade {
    let mut sorted = classes.to_vec();
    sorted.sort_unstable();
    // Classes are ordinal and cannot be averaged: of an even number, the weaker of the middle two.
    let middle = sorted.get(sorted.len().saturating_sub(1) / 2);
    let reaches = |level: f64| coverage + ROUNDING >= level;
    match middle {
        Some(class) if reaches(levels.a.0) && *class >= Class::OwnTest => Grade::A,
        _ if reaches(levels.b.0) => Grade::B,
        _ if reaches(levels.c.0) => Grade::C,
        _ => Grade::D,
    }
}

/// The population standard deviation; `None` of nothing.
#[must_use]
pub fn deviation(values: &[f64]) -> Option<f64> {
    let mean = mean(values)?;
    #[expect(clippy::cast_precision_loss, reason = "a criterion has a handful of raters")]
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / values.len() as f64;
    Some(variance.sqrt())
}

/// The sum divided by the number; `None` of nothing.
#[must_use]
pub fn mean(values: &[f64]) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "a criterion has a handful of raters")]
    let count = values.len() as f64;
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / count)
}

/// True when the raters of a criterion are so far apart that they must talk.
#[must_use]
pub fn disputed(scores: &[f64], limits: &Disagreement) -> bool {
    let (Some(low), Some(high)) = (scores.iter().copied().reduce(f64::min), scores.iter().copied().reduce(f64::max)) else {
        return false;
    };
    let spread = deviation(scores).unwrap_or(0.0);
    scores.len() > 1 && (high - low >= limits.range || spread + ROUNDING >= limits.deviation)
}

/// A vendor's scores on every rubric of the playbook.
#[must_use]
pub fn scores(common: &Common, evaluation: &Filed<Evaluation>, as_of: Date) -> Scores {
    let policy = &common.settings.policy;
    let evidence: BTreeMap<&Id, &Evidence> = evaluation.evidence.iter().map(|e| (&e.id.value, e)).collect();
    let mut by_criterion: BTreeMap<&CriterionPath, Vec<&Rating>> = BTreeMap::new();
    for rating in evaluation.ratings.iter().filter(|rating| rating.on.as_ref().is_none_or(|on| on.value <= as_of)) {
        by_criterion.entry(&rating.criterion.value).or_default().push(rating);
    }
    let mut rubrics = Vec::new();
    let mut parts = Vec::new();
    let mut classes = Vec::new();
    let mut units = Vec::new();
    let (mut covered, mut applicable) = (0.0, 0.0);
    for (id, rubric) in &common.rubrics {
        let counts = rubric.reported == Reported::Counted;
        let mut criteria: Vec<CriterionScore> = rubric
            .criteria
            .iter()
            .map(|item| {
                let path = CriterionPath { rubric: id.clone(), criterion: item.id.value.clone() };
                let mut ratings = by_criterion.get(&path).cloned().unwrap_or_default();
                ratings.sort_by_key(|rating| rating.criterion.span.line);
                let values = ratings.iter().filter_map(|rating| Some((&rating.rater.value, rated(rating)?)));
                if counts {
                    units.push(values.collect::<Vec<_>>());
                }
                let mut score = criterion(item, &ratings, &evidence, as_of, policy);
                score.sources = ratings
                    .iter()
                    .map(|rating| Source { file: evaluation.file.clone(), line: rating.criterion.span.line })
                    .collect();
                score
            })
            .collect();
        let applying: Vec<&CriterionScore> = criteria.iter().filter(|c| c.not_applicable.is_none()).collect();
        let own: Vec<Part> = applying.iter().map(|c| Part::criterion(c.weight, c.score)).collect();
        let score = weighted(&own, &policy.bands);
        let weight = total(applying.iter().copied());
        let proven = total(applying.iter().copied().filter(|c| c.score.is_some() && c.evidence.is_some()));
        let coverage = if weight > 0.0 { proven / weight } else { 0.0 };
        let own_classes: Vec<Class> = applying.iter().filter(|c| c.score.is_some()).filter_map(|c| c.evidence).collect();
        if weight > 0.0 && counts {
            parts.push(Part { weight: rubric.weight.value, point: score.point, low: score.low, high: score.high });
            covered += rubric.weight.value * coverage;
            applicable += rubric.weight.value;
        }
        let scored = total(applying.iter().copied().filter(|c| c.score.is_some()));
        let confidence = grade(coverage, &own_classes, &policy.confidence);
        if counts {
            classes.extend(own_classes);
        }
        for criterion in &mut criteria {
            criterion.contribution = criterion.score.map(|score| criterion.weight * score / scored);
        }
        let (id, name) = (id.clone(), rubric.name.clone());
        let weight = if counts { rubric.weight.value } else { 0.0 };
        rubrics.push(RubricScore { id, name, weight, score, coverage, confidence, contribution: None, criteria });
    }
    let scored: f64 = rubrics.iter().filter(|rubric| rubric.score.point.is_some()).map(|rubric| rubric.weight).sum();
    for rubric in rubrics.iter_mut().filter(|rubric| rubric.weight > 0.0) {
        rubric.contribution = rubric.score.point.map(|point| rubric.weight * point / scored);
    }
    let coverage = if applicable > 0.0 { covered / applicable } else { 0.0 };
    let confidence = grade(coverage, &classes, &policy.confidence);
    let agreement = agreement::agreement(&units, &policy.agreement);
    Scores { overall: weighted(&parts, &policy.bands), coverage, confidence, agreement, rubrics }
}

/// What a rater gave, 0 to 5.
fn rated(rating: &Rating) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "scores are checked to lie between 0 and 5")]
    rating.score.as_ref().map(|score| score.value as f64)
}

/// The sum of weights. The sum of no floats is −0 in Rust, and nobody wants to read that.
fn total<'c>(criteria: impl Iterator<Item = &'c CriterionScore>) -> f64 {
    criteria.fold(0.0, |sum, criterion| sum + criterion.weight)
}

fn criterion(
    item: &Criterion,
    ratings: &[&Rating],
    evidence: &BTreeMap<&Id, &Evidence>,
    as_of: Date,
    policy: &Policy,
) -> CriterionScore {
    let scores: Vec<f64> = ratings.iter().filter_map(|rating| rated(rating)).collect();
    let cited: Vec<&Evidence> =
        ratings.iter().flat_map(|rating| &rating.evidence).filter_map(|id| evidence.get(&id.value).copied()).collect();
    let has_expired = |e: &Evidence| e.expires.as_ref().is_some_and(|expires| expires.value < as_of);
    let valid: Vec<&&Evidence> = cited.iter().filter(|e| e.on.value <= as_of && !has_expired(e)).collect();
    let until: Option<Vec<Date>> = valid.iter().map(|e| e.expires.as_ref().map(|expires| expires.value)).collect();
    let mut expired: Vec<Id> = cited.iter().filter(|e| has_expired(e)).map(|e| e.id.value.clone()).collect();
    expired.sort_unstable();
    expired.dedup();
    // A criterion applies as soon as one rater could score it.
    let reasons = ratings.iter().find_map(|rating| rating.not_applicable.as_ref());
    CriterionScore {
        id: item.id.value.clone(),
        name: item.name.clone(),
        weight: item.weight.value,
        score: match policy.scoring.raters {
            Middle::Median => median(&scores),
            Middle::Mean => mean(&scores),
        },
        raters: scores.len(),
        lowest: scores.iter().copied().reduce(f64::min),
        highest: scores.iter().copied().reduce(f64::max),
        deviation: deviation(&scores),
        disputed: disputed(&scores, &policy.disagreement),
        not_applicable: reasons.filter(|_| scores.is_empty()).map(|reason| reason.value.clone()),
        contribution: None,
        evidence: valid.iter().map(|e| e.class).max(),
        evidence_days: valid.iter().map(|e| i64::from((as_of.0 - e.on.value.0).get_days())).min(),
        evidence_until: until.and_then(|until| until.into_iter().max()),
        expired,
        sources: Vec::new(),
    }
}
