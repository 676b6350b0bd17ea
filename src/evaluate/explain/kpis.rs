//! KPIs, health, the relationship.

use super::{Case, Step, number, percent, unknown};
use crate::block::Mark;
use crate::evaluate::kpis::{Reading, state_word};
use crate::evaluate::{Source, day, mark_word};

pub fn health(case: &Case<'_>) -> Step {
    let (Some(health), Some(readings)) = (&case.vendor.health, &case.vendor.kpis) else { return unknown("health", "kpis.yaml") };
    let value = health.score.map_or_else(|| "no score".to_owned(), percent);
    let buckets = health.buckets.iter().map(|own| {
        let mine = readings.iter().filter(|reading| reading.bucket == own.bucket);
        let adds = own.attainment.zip(own.contribution).map(|(attainment, contribution)| {
            format!("weight {} × attainment {} adds {}", percent(own.weight), percent(attainment), percent(contribution))
        });
        let value = own.attainment.map_or_else(|| "no reading".to_owned(), percent);
        let step = Step::new(own.bucket.word(), value).of(mine.map(|reading| {
            let reached = reading.attainment.map_or_else(|| "no reading".to_owned(), percent);
            let value = format!("{reached} of the way from minimum to target, weight {}", number(reading.weight));
            Step::new(&reading.name, value).at(Some(reading.source.clone()))
        }));
        Step { how: adds, ..step }
    });
    let caps = health.held_down().into_iter().map(|cap| Step::new("held down", cap));
    let missing = |least: f64| Step::new("with every missing reading as not attained", percent(least));
    let quarters = health.quarters.iter().map(|quarter| {
        let step = Step::new(quarter.period.words(), quarter.score.map_or_else(|| "not enough data".to_owned(), percent));
        step.of(quarter.score.filter(|score| quarter.least < *score).map(|_| missing(quarter.least)))
    });
    let quarters = (!health.quarters.is_empty()).then(|| {
        let how =
            "the same sum before caps, for the KPIs and weights of today, against the thresholds of each quarter's first day";
        Step::new("quarters that have ended", health.quarters.len().to_string()).how(how).of(quarters)
    });
    Step::new("health", format!("{}, {value}", mark_word(health.state)))
        .how("Σ bucket weight × mean attainment; the state is read from the least it can be, then held down by the caps")
        .of(caps)
        .of([missing(health.least), Step::new("weight without a reading", percent(health.missing))])
        .of(buckets)
        .of(quarters)
}

pub fn kpi(case: &Case<'_>, id: &str) -> Option<Step> {
    let reading = case.vendor.kpis.as_ref()?.iter().find(|reading| reading.id.as_str() == id)?;
    Some(one(case, reading))
}

fn one(case: &Case<'_>, reading: &Reading) -> Step {
    let value = reading.value.map_or_else(|| "no reading".to_owned(), |value| format!("{} {}", number(value), reading.unit));
    let period = reading.period.map_or_else(String::new, |period| format!(" in {}", period.words()));
    let formula = case.playbook.kpi(&reading.id).map(|kpi| kpi.formula.clone());
    let limits = [("target", &reading.target), ("intervention", &reading.intervention), ("minimum", &reading.minimum)]
        .map(|(name, limit)| format!("{name} {}", limit.words()))
        .join(", ");
    let trend = &reading.trend;
    let slope = trend.slope.map_or_else(
        || format!("{} of {} readings", trend.readings, case.playbook.settings.policy.measuring.trend_least),
        |slope| format!("slope {} a period, noise {}, S {}", number(slope), number(trend.noise), trend.s.unwrap_or_default()),
    );
    let breach = trend.to_breach.map(|periods| Step::new("passes the minimum in", format!("{periods:.1} periods")));
    let quarters = reading.quarters.iter().rev().take(8).map(|quarter| {
        let value = match (quarter.value, quarter.state) {
            (None, _) => "no reading".to_owned(),
            (Some(value), Mark::Unknown) => format!("{}, not judged", number(value)),
            (Some(value), state) => format!("{}, {}", number(value), state_word(state)),
        };
        let end = match (quarter.provisional, quarter.excused) {
            (true, _) => ", provisional",
            (_, true) => ", excused",
            _ => "",
        };
        Step::new(quarter.period.words(), format!("{value}{end}"))
    });
    let failure = &reading.failure;
    let sustained = match (failure.since, failure.fires_next_beyond) {
        (Some(since), _) => format!("sustained failure since {}", since.words()),
        (None, Some(limit)) => format!("one more quarter beyond {limit} makes it a sustained failure"),
        (None, None) => "none".to_owned(),
    };
    let mut step =
        Step::new(&reading.name, format!("{value}{period}, {}", reading.standing())).at(Some(reading.source.clone())).of([
            Step::new("thresholds", limits),
            Step::new("attainment", reading.attainment.map_or_else(|| "unknown".to_owned(), percent)),
            Step::new("trend", trend.reading.words()).how(slope).of(breach),
            Step::new("quarters, latest first", format!("{} in all", reading.quarters.len())).of(quarters),
            Step::new("failure", sustained),
            Step::new("asks for", reading.rung.words()),
        ]);
    step.how = formula;
    step
}

pub fn relationship(case: &Case<'_>) -> Step {
    let (Some(lived), Some(own)) = (&case.vendor.lived, &case.folder.governance) else {
        return unknown("relationship", "governance.yaml");
    };
    let file = Source { file: own.file.clone(), line: 1 };
    let parts = lived.parts.iter().map(|part| Step::new(part.name, percent(part.value)));
    let meetings =
        lived.meetings.iter().map(|held| Step::new(&held.name, format!("{} of {} held", held.held, held.held + held.missed)));
    let issues = lived.open_issues.iter().map(|open| {
        let issue = own.issues.iter().find(|issue| issue.id.value == open.id);
        let left = open.days_left.map_or_else(String::new, |left| {
            if left < 0 { format!(", {} days over its time box", -left) } else { format!(", {left} days left") }
        });
        let source = issue.map(|issue| Source { file: own.file.clone(), line: issue.opened.span.line });
        let what = issue.map_or_else(|| open.id.to_string(), |issue| issue.what.clone());
        let since = issue.map_or_else(String::new, |issue| format!(" since {}", day(issue.opened.value)));
        Step::new(what, format!("on step {}{since}{left}", open.step)).at(source)
    });
    let value = lived.index.map_or_else(|| "unknown".to_owned(), percent);
    Step::new("relationship", value)
        .how("the mean of what is known; shown beside the health, never added to it")
        .at(Some(file))
        .of(parts)
        .of(meetings)
        .of(issues)
}
