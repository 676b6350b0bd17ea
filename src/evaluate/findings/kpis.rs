//! KPIs: states, sustained failure, and whether the set of KPIs can be judged by at all.

use std::collections::BTreeSet;

use serde_json::json;

use super::rules::{
    BUCKET_MISSING, KPI_BELOW_INTERVENTION, KPI_BELOW_MINIMUM, KPI_NO_READING, NO_LINE_OF_SIGHT, NO_TREND, SAMPLE_TOO_SMALL,
    SUSTAINED_FAILURE, VENDOR_MEASURED,
};
use super::{Case, Found};
use crate::block::Mark;
use crate::evaluate::kpis::{Reading, quarters, state};
use crate::model::kpi::{Bucket, Direction, Measure, MeasuredBy};
use crate::model::{Id, Period};

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
            let limit = if kpi.direction == Direction::Up { "minimum" } else { "limit" };
            let message = format!("{}: {value} {} {period}; the {limit} is {}.", kpi.name, kpi.unit, kpi.minimum);
            found.add(KPI_BELOW_MINIMUM, &kpi.source, message, values);
        }
        (Mark::Act, Some(value)) => {
            let side = match kpi.direction {
                Direction::Up => "below",
                Direction::Down => "above",
                Direction::Band => "outside",
            };
            let message = format!("{}: {value} {} {period}; we intervene {side} {}.", kpi.name, kpi.unit, kpi.intervention);
            found.add(KPI_BELOW_INTERVENTION, &kpi.source, message, values);
        }
        (Mark::Unknown, _) => found.add(KPI_NO_READING, &kpi.source, format!("{}: no reading {period}.", kpi.name), values),
        _ => {}
    }
}

fn history(case: &Case<'_>, kpi: &Reading, measure: &Measure, found: &mut Found<'_>) {
    let policy = &case.policy.measuring;
    let known = kpi.history.iter().filter(|(_, value)| value.is_some()).count();
    if known > 0 && known < policy.trend_readings as usize {
        let message = format!("{}: {known} reading{} so far.", kpi.name, if known == 1 { "" } else { "s" });
        found.add(NO_TREND, &kpi.source, message, json!({ "readings": known, "needed": policy.trend_readings }));
    }
    if let Some((sample, least)) = kpi.sample.zip(kpi.min_sample).filter(|(sample, least)| sample < least) {
        let message = format!("{}: the last reading rests on {sample} cases; {least} are needed.", kpi.name);
        found.add(SAMPLE_TOO_SMALL, &kpi.source, message, json!({ "sample": sample, "min_sample": least }));
    }
    if kpi.exit_relevant && kpi.measured_by == MeasuredBy::Vendor {
        let message = format!("{} counts for an exit decision and is measured by the vendor alone.", kpi.name);
        found.add(VENDOR_MEASURED, &kpi.source, message, json!({ "kpi": kpi.id }));
    }
    if kpi.exit_relevant && case.is_strategic() && kpi.bucket == Bucket::Technical && !reaches_business(case, &measure.kpi.value)
    {
        let message = format!("{} leads to no business KPI.", kpi.name);
        found.add(NO_LINE_OF_SIGHT, &kpi.source, message, json!({ "kpi": kpi.id }));
    }
    if kpi.exit_relevant {
        sustained(case, kpi, found);
    }
}

/// The last complete quarters, all strictly below the minimum. A quarter without a value neither counts nor resets.
fn sustained(case: &Case<'_>, kpi: &Reading, found: &mut Found<'_>) {
    let needed = case.policy.measuring.missed_quarters as usize;
    let values: Vec<(Period, f64)> = quarters(&kpi.history, kpi.aggregation, kpi.direction, case.as_of)
        .into_iter()
        .filter_map(|(quarter, value)| Some((quarter, value?)))
        .collect();
    let last: Vec<&(Period, f64)> = values.iter().rev().take(needed).collect();
    let misses = |value: f64| state(Some(value), kpi.direction, kpi.target, kpi.intervention, kpi.minimum) == Mark::Bad;
    if needed > 0 && last.len() == needed && last.iter().all(|(_, value)| misses(*value)) {
        let shown: Vec<String> = last.iter().rev().map(|(quarter, value)| format!("{value:.2} in {}", quarter.words())).collect();
        let message =
            format!("{}: {} quarters in a row beyond the minimum of {}: {}.", kpi.name, needed, kpi.minimum, shown.join(", "));
        let values: Vec<_> = last.iter().rev().map(|(quarter, value)| json!({ "quarter": quarter, "value": value })).collect();
        found.add(SUSTAINED_FAILURE, &kpi.source, message, json!({ "quarters": values, "minimum": kpi.minimum }));
    }
}

/// Whether a chain of `drives` leads from a KPI to a business KPI that is measured.
fn reaches_business(case: &Case<'_>, start: &Id) -> bool {
    let measures = case.folder.kpis.as_ref().map(|measures| measures.measures.as_slice()).unwrap_or_default();
    let (mut seen, mut next) = (BTreeSet::new(), vec![start]);
    while let Some(id) = next.pop() {
        if case.playbook.kpi(id).is_some_and(|kpi| kpi.bucket == Bucket::Business) && measures.iter().any(|m| m.kpi.value == *id)
        {
            return true;
        }
        if seen.insert(id) {
            next.extend(measures.iter().filter(|m| m.kpi.value == *id).flat_map(|m| &m.drives).map(|driven| &driven.value));
        }
    }
    false
}
