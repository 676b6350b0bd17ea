//! Scores, weights, agreement, ranking.

use super::{Case, Step, number, percent, unknown};
use crate::evaluate::scoring::{CriterionScore, RubricScore, Weighted};
use crate::evaluate::{Source, day};
use crate::model::evaluation::Rating;
use crate::model::rubric::Reported;

const FILE: &str = "evaluation.yaml";

/// A score with its band, range and distance to the edges.
fn shown(score: &Weighted) -> String {
    let Some((point, band)) = score.point.zip(score.band) else {
        return format!("not scored, between {} and {}", number(score.low), number(score.high));
    };
    let edge = match (score.above_edge, score.below_edge) {
        (Some(above), _) if above < 0.1 => format!(", {} above the edge of its band", number(above)),
        (_, Some(below)) if below < 0.1 => format!(", {} below the next band", number(below)),
        _ => String::new(),
    };
    let range = if (score.high - score.low).abs() < 1e-9 {
        String::new()
    } else {
        format!(", between {} and {}", number(score.low), number(score.high))
    };
    format!("{} of 5 ({:.0} of 100), {}{range}{edge}", number(point), point * 20.0, band.word())
}

pub fn overall(case: &Case<'_>) -> Step {
    let Some(scores) = &case.vendor.scores else { return unknown("overall score", FILE) };
    let counted: Vec<&RubricScore> = scores.rubrics.iter().filter(|rubric| rubric.weight > 0.0).collect();
    let weight: f64 = counted.iter().filter(|rubric| rubric.score.point.is_some()).map(|rubric| rubric.weight).sum();
    let parts = counted.iter().map(|rubric| part(case, rubric, weight));
    Step::new("overall score", shown(&scores.overall))
        .how("Σ weight × score ÷ Σ weight over the rubrics that were scored")
        .of([Step::new("coverage", percent(scores.coverage)), Step::new("confidence", format!("{:?}", scores.confidence))])
        .of(parts)
}

/// A rubric as a part of the overall score.
fn part(case: &Case<'_>, rubric: &RubricScore, weight: f64) -> Step {
    let mut step = one(case, rubric);
    if let (Some(point), Some(contribution)) = (rubric.score.point, rubric.contribution) {
        step.how =
            Some(format!("{} ÷ {} × {} adds {}", number(rubric.weight), number(weight), number(point), number(contribution)));
    }
    step
}

pub fn rubric(case: &Case<'_>, id: &str) -> Option<Step> {
    let rubric = case.vendor.scores.as_ref()?.rubrics.iter().find(|rubric| rubric.id.as_str() == id)?;
    let step = one(case, rubric);
    Some(step.of([Step::new("coverage", percent(rubric.coverage)), Step::new("confidence", format!("{:?}", rubric.confidence))]))
}

fn one(case: &Case<'_>, rubric: &RubricScore) -> Step {
    let source = case
        .playbook
        .rubrics
        .get(&rubric.id)
        .map(|known| Source { file: known.file.clone(), line: known.weight.span.line.max(1) });
    let scored: f64 = rubric.criteria.iter().filter(|c| c.score.is_some()).map(|c| c.weight).sum();
    let parts = rubric.criteria.iter().map(|criterion| {
        let step = rated(case, rubric, criterion);
        match (criterion.score, criterion.contribution) {
            (Some(score), Some(adds)) => {
                step.how(format!("{} ÷ {} × {} adds {}", number(criterion.weight), number(scored), number(score), number(adds)))
            }
            _ => step,
        }
    });
    Step::new(&rubric.name, shown(&rubric.score))
        .how("Σ weight × score ÷ Σ weight over the criteria that were scored")
        .at(source)
        .of(parts)
}

pub fn criterion(case: &Case<'_>, path: &str) -> Option<Step> {
    let (rubric, criterion) = path.split_once('/')?;
    let rubric = case.vendor.scores.as_ref()?.rubrics.iter().find(|known| known.id.as_str() == rubric)?;
    let criterion = rubric.criteria.iter().find(|known| known.id.as_str() == criterion)?;
    Some(rated(case, rubric, criterion))
}

/// A criterion with its raters and their evidence.
fn rated(case: &Case<'_>, rubric: &RubricScore, criterion: &CriterionScore) -> Step {
    let value = match (criterion.score, &criterion.not_applicable) {
        (Some(score), _) => number(score),
        (None, Some(reason)) => format!("does not apply: {reason}"),
        (None, None) => "not scored: anything from 0 to 5".to_owned(),
    };
    let mut step = Step::new(&criterion.name, value);
    let Some(evaluation) = &case.folder.evaluation else { return step };
    let mine = |rating: &&Rating| rating.criterion.rubric == rubric.id && rating.criterion.criterion == criterion.id;
    for rating in
        evaluation.ratings.iter().filter(mine).filter(|r| r.on.as_ref().is_none_or(|on| on.value <= case.evaluation.as_of))
    {
        let score = rating.score.as_ref().map_or_else(|| "does not apply".to_owned(), |score| score.value.to_string());
        let source = Source { file: evaluation.file.clone(), line: rating.criterion.span.line };
        let mut given = Step::new(case.playbook.role(&rating.rater), score).at(Some(source));
        given.how.clone_from(&rating.because);
        for id in &rating.evidence {
            let Some(evidence) = evaluation.evidence.iter().find(|evidence| evidence.id.value == id.value) else { continue };
            let age = crate::evaluate::days_between(evidence.on.value, case.evaluation.as_of);
            let end = evidence.expires.as_ref().map_or_else(String::new, |expires| {
                let word = if expires.value < case.evaluation.as_of { "expired on" } else { "holds until" };
                format!(", {word} {}", day(expires.value))
            });
            let value = format!("{}, {age} days old{end}", evidence.class.words());
            let source = Source { file: evaluation.file.clone(), line: evidence.id.span.line };
            given.parts.push(Step::new(&evidence.title, value).at(Some(source)));
        }
        step.parts.push(given);
    }
    if criterion.disputed {
        step = step.of([Step::new(
            "spread",
            format!(
                "{} to {}: to be moderated",
                number(criterion.lowest.unwrap_or(0.0)),
                number(criterion.highest.unwrap_or(0.0))
            ),
        )]);
    }
    step
}

pub fn weights(case: &Case<'_>) -> Step {
    let rubrics: Vec<_> = case.playbook.rubrics.values().filter(|rubric| rubric.reported == Reported::Counted).collect();
    let sum: f64 = rubrics.iter().map(|rubric| rubric.weight.value).sum();
    let parts = rubrics.iter().map(|rubric| {
        let own: f64 = rubric.criteria.iter().map(|criterion| criterion.weight.value).sum();
        let criteria = rubric.criteria.iter().map(|criterion| {
            let source = Source { file: rubric.file.clone(), line: criterion.id.span.line };
            Step::new(&criterion.name, percent(criterion.weight.value / own)).at(Some(source))
        });
        let elicited = case.evaluation.weighing.as_ref().and_then(|weighing| {
            weighing.rubrics.iter().find(|weight| rubric.file.ends_with(&format!("/{}.yaml", weight.rubric)))
        });
        let beside =
            elicited.map_or_else(String::new, |weight| format!("; comparisons in pairs say {}", percent(weight.elicited)));
        let source = Source { file: rubric.file.clone(), line: rubric.weight.span.line.max(1) };
        Step::new(&rubric.name, format!("{}{beside}", percent(rubric.weight.value / sum))).at(Some(source)).of(criteria)
    });
    let frozen = case.folder.evaluation.as_ref().and_then(|evaluation| Some((evaluation, evaluation.frozen.as_ref()?)));
    let fixed = frozen.map(|(evaluation, frozen)| {
        let same = frozen.weights.value == case.evaluation.weights;
        let word = if same { "unchanged since" } else { "changed since" };
        let source = Source { file: evaluation.file.clone(), line: frozen.on.span.line };
        Step::new("fixed before the ratings", format!("{word} {}", day(frozen.on.value))).at(Some(source))
    });
    Step::new("mark of the weights", case.evaluation.weights.clone())
        .how("changes with any rubric, criterion or weight; write it into “frozen” before anybody rates")
        .of(fixed)
        .of(parts)
}

pub fn agreement(case: &Case<'_>) -> Step {
    let Some(scores) = &case.vendor.scores else { return unknown("agreement", FILE) };
    let panel = &scores.agreement;
    let share = |share: Option<f64>| share.map_or_else(|| "unknown".to_owned(), percent);
    let mut step = Step::new("agreement of the raters", panel.reading.words())
        .how(format!("{} raters, {} criteria scored by at least two of them", panel.raters, panel.units));
    if let Some(alpha) = panel.alpha {
        step = step.of([
            Step::new("Krippendorff's alpha, ordinal", number(alpha.ordinal)),
            Step::new("nominal", number(alpha.nominal)),
            Step::new("interval", number(alpha.interval)),
        ]);
    }
    let disputed =
        scores.rubrics.iter().flat_map(|rubric| rubric.criteria.iter().filter(|c| c.disputed).map(move |c| (rubric, c)));
    step.of([Step::new("equal pairs", share(panel.exact)), Step::new("at most one apart", share(panel.within_one))])
        .of(disputed.map(|(rubric, criterion)| rated(case, rubric, criterion)))
}

pub fn ranking(case: &Case<'_>) -> Step {
    let mine =
        case.evaluation.rankings.iter().filter(|ranking| ranking.entries.iter().any(|entry| entry.vendor == case.vendor.id));
    let sets = mine.map(|ranking| {
        let name = ranking.capability.as_ref().map_or("all scored vendors", |id| case.playbook.capability(id));
        let place = ranking.entries.iter().position(|entry| entry.vendor == case.vendor.id).unwrap_or(0) + 1;
        let entries = ranking.entries.iter().map(|entry| {
            let topsis = entry.topsis.map_or_else(String::new, |topsis| format!("; TOPSIS {}", number(topsis)));
            let first =
                entry.first_share.map_or_else(String::new, |share| format!("; first with {} of random weights", percent(share)));
            Step::new(&entry.name, format!("{}{topsis}{first}", shown(&entry.overall)))
        });
        let firm = ranking.sensitivity.iter().map(|shaken| {
            let leader = case.playbook.vendor_name(&shaken.leader);
            let verdict =
                if shaken.robust { "robust".to_owned() } else { format!("depends on {} things", shaken.depends_on.len()) };
            let what = shaken.depends_on.iter().map(|one| {
                Step::new(format!("{} {}", one.test.words(), one.of), format!("{} first", case.playbook.vendor_name(&one.then)))
            });
            let shifts = shaken.critical_weights.iter().map(|shift| {
                let value = format!(
                    "{} instead of {} puts {} first",
                    percent(shift.at),
                    percent(shift.share),
                    case.playbook.vendor_name(&shift.then)
                );
                Step::new(format!("weight of {}", shift.rubric), value)
            });
            Step::new(format!("{leader} first"), verdict)
                .how(format!("{} random weightings, seed {}", number(f64::from(shaken.draws)), shaken.seed))
                .of(what)
                .of(shifts)
        });
        Step::new(name, format!("{place} of {}", ranking.entries.len())).of(entries).of(firm)
    });
    let sets: Vec<Step> = sets.collect();
    if sets.is_empty() { unknown("ranking", FILE) } else { Step::new("ranking", format!("{} sets", sets.len())).of(sets) }
}
