//! KPIs: states, sustained failure, and whether the set of KPIs can be judged by at all.

use serde_json::json;

use super::rules::{
    BUCKET_MISSING, DRIFT, EXCUSE_NOT_COUNTED, FAILURE_NEXT_QUARTER, KPI_BELOW_INTERVENTION, KPI_BELOW_MINIMUM, KPI_NO_READING,
    KPI_NOT_REPORTED, NO_LINE_OF_SIGHT, NO_TREND, READING_INCONCLUSIVE, SAMPLE_TOO_SMALL, SUSTAINED_FAILURE, THRESHOLD_EASED,
    UNIT_COST_RISE, VENDOR_MEASURED, VENDOR_ONLY,
};
use super::{Case, Found};
use crate::block::Mark;
use crate::evaluate::kpis::trend::Course;
use crate::evaluate::kpis::{Reading, Reason};
use crate::model::Period;
use crate::model::kpi::{Bucket, Direction, Measure, MeasuredBy};
use crate::model::value::grouped;

pub fn check(case: &Case<'_>, found: &mut Found<'_>) {
    let (Some(readings), Some(measures)) = (&case.vendor.kpis, &case.folder.kpis) else { return };
    for reading in readings {
        one(reading, found);
        if let Some(measure) = measures.measures.iter().find(|measure| measure.kpi.value == reading.id) {
            history(case, reading, measure, found);
        }
    }
    if !case.matters() {
        return;
    }
    if !readings.is_empty() && readings.iter().all(|reading| reading.measured_by == MeasuredBy::Vendor && !reading.checked) {
        let message = format!("All {} KPIs are measured by the vendor alone.", readings.len());
        found.about(VENDOR_ONLY, &measures.file, message, json!({ "kpis": readings.len() }));
    }
    for (bucket, name) in [(Bucket::Technical, "technical"), (Bucket::Operational, "operational"), (Bucket::Business, "business")]
    {
        if !readings.iter().any(|reading| reading.bucket == bucket) {
            let message = format!("No {name} KPI is measured.");
            found.about(BUCKET_MISSING, &measures.file, message, json!({ "bucket": bucket }));
        }
    }
}

fn one(kpi: &Reading, found: &mut Found<'_>) {
    let values = json!({
        "period": kpi.period,
        "value": kpi.value,
        "target": kpi.target,
        "intervention": kpi.intervention,
        "minimum": kpi.minimum,
    });
    let period = kpi.period.map_or_else(|| "yet".to_owned(), |period| format!("in {}", period.words()));
    match (kpi.state, kpi.value) {
        (Mark::Bad, Some(value)) => {
            let value = grouped(&value.to_string());
            let limit = if kpi.direction == Direction::Up { "minimum" } else { "limit" };
            let message = format!("{}: {value} {} {period}; the {limit} is {}.", kpi.name, kpi.unit, kpi.minimum.words());
            found.add(KPI_BELOW_MINIMUM, &kpi.source, message, values);
        }
        (Mark::Act, Some(value)) => {
            let value = grouped(&value.to_string());
            let side = match kpi.direction {
                Direction::Up => "below",
                Direction::Down => "above",
                Direction::Band => "outside",
            };
            let message =
                format!("{}: {value} {} {period}; we intervene {side} {}.", kpi.name, kpi.unit, kpi.intervention.words());
            found.add(KPI_BELOW_INTERVENTION, &kpi.source, message, values);
        }
        (Mark::Unknown, _) => found.add(KPI_NO_READING, &kpi.source, format!("{}: no reading {period}.", kpi.name), values),
        _ => {}
    }
}

fn history(case: &Case<'_>, kpi: &Reading, measure: &Measure, found: &mut Found<'_>) {
    let policy = &case.policy().measuring;
    let known = kpi.history.iter().filter(|(_, value)| value.is_some()).count();
    if known > 0 && known < policy.trend_readings as usize {
        let message = format!("{}: {known} reading{} so far.", kpi.name, if known == 1 { "" } else { "s" });
        found.add(NO_TREND, &kpi.source, message, json!({ "readings": known, "needed": policy.trend_readings }));
    }
    if let Some((sample, least)) = kpi.sample.zip(kpi.min_sample).filter(|(sample, least)| sample < least) {
        let message = format!("{}: the last reading rests on {sample} cases; {least} are needed.", kpi.name);
        found.add(SAMPLE_TOO_SMALL, &kpi.source, message, json!({ "sample": sample, "min_sample": least }));
    }
    if kpi.exit_relevant && kpi.measured_by == MeasuredBy::Vendor && !kpi.checked {
        let message = format!("{} counts for an exit decision and is measured by the vendor alone.", kpi.name);
        found.add(VENDOR_MEASURED, &kpi.source, message, json!({ "kpi": kpi.id }));
    }
    if kpi.exit_relevant && case.is_strategic() && kpi.bucket == Bucket::Technical && kpi.leads_to.is_empty() {
        let message = format!("{} leads to no business KPI.", kpi.name);
        found.add(NO_LINE_OF_SIGHT, &kpi.source, message, json!({ "kpi": kpi.id }));
    }
    if kpi.exit_relevant {
        sustained(case, kpi, found);
        excuses(case, kpi, measure, found);
    }
    course(case, kpi, found);
    unit_cost(case, kpi, found);
}

/// Quarters in a row strictly beyond the minimum, as exit triggers count them.
fn sustained(case: &Case<'_>, kpi: &Reading, found: &mut Found<'_>) {
    let needed = case.policy().measuring.missed_quarters.max(1) as usize;
    let shown = |chain: &[(Period, f64)]| {
        let last = chain.iter().skip(chain.len().saturating_sub(needed));
        last.map(|(quarter, value)| format!("{} in {}", grouped(&((value * 100.0).round() / 100.0).to_string()), quarter.words()))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let chain = &kpi.failure.chain;
    let quarters = || -> Vec<_> { chain.iter().map(|(quarter, value)| json!({ "quarter": quarter, "value": value })).collect() };
    if kpi.failure.since.is_some() {
        // Where it was eased meanwhile, today's minimum is not the one that was missed.
        let limit =
            if kpi.failure.eased.is_empty() { format!(" of {}", kpi.minimum.words()) } else { " that was agreed".to_owned() };
        let row = needed.min(chain.len());
        let message = format!("{}: {row} quarters in a row beyond the minimum{limit}: {}.", kpi.name, shown(chain));
        found.add(
            SUSTAINED_FAILURE,
            &kpi.source,
            message,
            json!({ "kpi": kpi.id, "quarters": quarters(), "minimum": kpi.minimum }),
        );
    } else if let Some(limit) = kpi.failure.fires_next_beyond {
        let message =
            format!("{}: {}; a next quarter beyond {} makes it a sustained failure.", kpi.name, shown(chain), limit.words());
        found.add(FAILURE_NEXT_QUARTER, &kpi.source, message, json!({ "quarters": quarters(), "fires_next_beyond": limit }));
    }
    if kpi.failure.missing > 1 {
        let message = format!("{}: no value for {} quarters in a row.", kpi.name, kpi.failure.missing);
        found.add(KPI_NOT_REPORTED, &kpi.source, message, json!({ "missing": kpi.failure.missing }));
    }
    if let Some(quarter) = kpi.failure.eased.first() {
        let message =
            format!("{}: a threshold was eased in {}, during a breach and without approval.", kpi.name, quarter.words());
        found.add(THRESHOLD_EASED, &kpi.source, message, json!({ "quarters": kpi.failure.eased }));
    }
}

/// Where it is going, and what its error leaves open.
fn course(case: &Case<'_>, kpi: &Reading, found: &mut Found<'_>) {
    let near = kpi.trend.to_breach.is_none_or(|periods| periods <= f64::from(case.policy().measuring.drift_periods));
    if kpi.trend.reading == Course::Declining && near && kpi.state != Mark::Bad && kpi.state != Mark::Unknown {
        let slope = kpi.trend.slope.unwrap_or_default();
        let unit = if kpi.period.is_some_and(|period| period.months() == 1) { "month" } else { "quarter" };
        let breach = kpi
            .trend
            .to_breach
            .map_or_else(String::new, |periods| format!("; at this pace it passes its limit in {periods:.1} {unit}s"));
        let moves = if kpi.unit == "%" { "points" } else { &kpi.unit };
        let message = format!(
            "{}: {} {moves} a {unit} over the last {} readings{breach}.",
            kpi.name,
            grouped(&format!("{slope:+.2}")),
            kpi.trend.readings
        );
        let values = json!({ "slope": slope, "s": kpi.trend.s, "noise": kpi.trend.noise, "to_breach": kpi.trend.to_breach });
        found.add(DRIFT, &kpi.source, message, values);
    }
    // Quarters in a row are beyond doubt, whatever the last one leaves open.
    if let (Reason::Inconclusive, Some(value), None) = (kpi.reason, kpi.value, kpi.failure.since) {
        let shown = grouped(&value.to_string());
        let message = format!("{}: {shown} {} is nearer to a threshold than its error allows to tell.", kpi.name, kpi.unit);
        found.add(READING_INCONCLUSIVE, &kpi.source, message, json!({ "value": value }));
    }
}

/// Excuses that do not count: without proof, or too many.
fn excuses(case: &Case<'_>, kpi: &Reading, measure: &Measure, found: &mut Found<'_>) {
    let start = case.common.settings.fiscal_start();
    for excused in &measure.excused {
        let quarter = kpi.quarters.iter().find(|quarter| quarter.period == excused.period.value.fiscal_quarter(start));
        let counts = quarter.is_some_and(|quarter| quarter.state == Mark::Bad && !quarter.excused && !quarter.provisional);
        if let (true, Some(file)) = (counts, &case.folder.kpis) {
            let why = if excused.evidence.is_none() { "without proof" } else { "too soon after another" };
            let message = format!("{}: {} is excused {why}, so the miss counts.", kpi.name, excused.period.value.words());
            let values = json!({ "period": excused.period, "evidence": excused.evidence });
            found.at(EXCUSE_NOT_COUNTED, &file.file, excused.period.span, message, values);
        }
    }
}

/// The cost of one result, a year apart.
fn unit_cost(case: &Case<'_>, kpi: &Reading, found: &mut Found<'_>) {
    let limit = case.policy().measuring.unit_cost_rise.0;
    let Some((last, value)) = kpi.quarters.iter().rev().filter(|q| !q.provisional).find_map(|q| Some((q, q.value?))) else {
        return;
    };
    let before =
        kpi.quarters.iter().find(|q| (last.period.position() - q.period.position() - 4.0).abs() < 0.01).and_then(|q| q.value);
    if let Some(before) = before.filter(|before| *before > 0.0 && kpi.id.as_str() == "unit-cost")
        && value / before - 1.0 + 1e-9 >= limit
    {
        let message = format!(
            "{} rose by {:.0} % within a year, to {} {}.",
            kpi.name,
            (value / before - 1.0) * 100.0,
            grouped(&value.to_string()),
            kpi.unit
        );
        found.add(UNIT_COST_RISE, &kpi.source, message, json!({ "before": before, "now": value, "limit": limit }));
    }
}
