//! KPIs: ids, references, the order of the thresholds, readings that contradict each other.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::cycle::cycles;
use super::{Scope, clauses};
use crate::diagnostic::{Code, Span, suggest};
use crate::model::kpi::{Direction, Measure, Measures};
use crate::model::standards::Citation;
use crate::model::{At, Filed, Id, Period, Threshold, VendorFolder};

/// Reports contradictions of the library.
pub fn check_library(scope: &mut Scope<'_>) {
    let Some(library) = &scope.playbook.kpis else { return };
    scope.unique(&library.file, "KPI", library.kpis.iter().map(|kpi| &kpi.id));
    for kpi in &library.kpis {
        for driven in &kpi.drives {
            scope.kpi(&library.file, driven);
        }
        if let Some(typical) = kpi.typical.as_ref().filter(|typical| typical.source.as_str() != "own") {
            let citation = Citation { instrument: typical.source.value.clone(), provision: None };
            clauses::cited(scope, &library.file, &At { value: citation, span: typical.source.span });
        }
    }
    let drives: Vec<_> = library.kpis.iter().map(|kpi| (&kpi.id, kpi.drives.as_slice())).collect();
    no_cycle(scope, &library.file, &drives);
}

/// Reports contradictions of one vendor's measures and readings.
pub fn check(scope: &mut Scope<'_>, folder: &VendorFolder, measures: &Filed<Measures>) {
    let file = &measures.file;
    scope.unique(file, "measure", measures.measures.iter().map(|measure| &measure.kpi));
    for measure in &measures.measures {
        scope.kpi(file, &measure.kpi);
        for driven in &measure.drives {
            scope.kpi(file, driven);
        }
        for role in measure.owner.iter().chain(measure.excused.iter().map(|excused| &excused.approved_by)) {
            scope.role(file, role);
        }
        if let Some(weight) = &measure.weight {
            scope.above_zero(file, "weight", weight);
        }
        if let Some(kpi) = scope.playbook.kpi(&measure.kpi) {
            let now = [&measure.target, &measure.intervention, &measure.minimum];
            let before = measure.earlier.iter().map(|earlier| [&earlier.target, &earlier.intervention, &earlier.minimum]);
            for set in std::iter::once(now).chain(before) {
                thresholds(scope, file, set, kpi.direction);
            }
        }
        for pair in measure.earlier.windows(2) {
            scope.order(file, "thresholds held until", Some(&pair[1].until), "the ones above them", Some(&pair[0].until));
        }
        for role in measure.earlier.iter().filter_map(|earlier| earlier.approved_by.as_ref()) {
            scope.role(file, role);
        }
        readings(scope, folder, measure);
    }
    let drives: Vec<_> = measures.measures.iter().map(|measure| (&measure.kpi, measure.drives.as_slice())).collect();
    no_cycle(scope, file, &drives);
    let Some(table) = &folder.readings else { return };
    for row in &table.rows {
        if !measures.measures.is_empty() && !measures.measures.iter().any(|measure| measure.kpi.value == row.kpi.value) {
            let near = suggest(row.kpi.as_str(), measures.measures.iter().map(|measure| measure.kpi.as_str()));
            let help = near.map_or_else(|| format!("measures stand in {file}"), |near| format!("did you mean `{near}`?"));
            let message = format!("`{}` is not measured for this vendor", row.kpi.value);
            scope.report(Code::Reading, &table.file, row.kpi.span, message, help);
        }
    }
}

/// Reports KPIs that drive themselves, directly or by way of others.
fn no_cycle<'a>(scope: &mut Scope<'_>, file: &Arc<str>, drives: &[(&'a At<Id>, &'a [At<Id>])]) {
    let graph = drives.iter().map(|(id, driven)| (id.as_str(), driven.iter().map(|id| id.as_str()).collect())).collect();
    for way in cycles(&graph) {
        let edge = drives.iter().find(|(id, _)| way.first() == Some(&id.as_str()));
        let Some(driven) = edge.and_then(|(_, list)| list.iter().find(|id| way.get(1) == Some(&id.as_str()))) else { continue };
        let message = if way.len() == 2 {
            format!("`{}` cannot drive itself", driven.value)
        } else {
            format!("the KPI drives itself: {}", way.join(" → "))
        };
        scope.report(Code::Cycle, file, driven.span, message, "name the KPI that follows from this one");
    }
}

/// Reports a period that is written twice, and months mixed with quarters.
fn readings(scope: &mut Scope<'_>, folder: &VendorFolder, measure: &Measure) {
    let own = folder.kpis.iter().flat_map(|kpis| measure.readings.iter().map(|(period, at)| (*period, &kpis.file, at.span)));
    let table = folder.readings.iter().flat_map(|table| {
        let mine = table.rows.iter().filter(|row| row.kpi.value == measure.kpi.value);
        mine.map(|row| (row.period.value, &table.file, row.period.span))
    });
    let mut seen: BTreeMap<Period, (&Arc<str>, Span)> = BTreeMap::new();
    let mut length: Option<(i8, Period)> = None;
    for (period, file, span) in own.chain(table) {
        if let Some((first_file, first)) = seen.get(&period) {
            let message = format!("`{}` is read twice for {period}", measure.kpi.value);
            scope.report(
                Code::Reading,
                file,
                span,
                message,
                format!("the first reading stands in {first_file}, line {}", first.line),
            );
        }
        seen.insert(period, (file, span));
        let (months, example) = *length.get_or_insert((period.months(), period));
        if months != period.months() {
            let message = format!("`{}` is read by months and by quarters: {example} and {period}", measure.kpi.value);
            scope.report(Code::Reading, file, span, message, "use one of the two for all readings of a measure");
            return;
        }
    }
}

/// Ordering rule: up: minimum ≤ intervention ≤ target; down: reversed; band: each range contains the one before.
fn thresholds(
    scope: &mut Scope<'_>,
    file: &Arc<str>,
    [target, intervention, minimum]: [&At<Threshold>; 3],
    direction: Direction,
) {
    let named = [("target", target), ("intervention", intervention), ("minimum", minimum)];
    let mut sound = true;
    for (name, threshold) in named {
        let range = matches!(threshold.value, Threshold::Range { .. });
        if range != (direction == Direction::Band) {
            sound = false;
            let help = match direction {
                Direction::Band => "this KPI is a band: write a range such as `3..12`",
                Direction::Up | Direction::Down => "this KPI has one limit: write a number such as `96`",
            };
            scope.report(Code::ThresholdOrder, file, threshold.span, format!("the {name} has the wrong form"), help);
        }
    }
    if !sound {
        return;
    }
    for pair in named.windows(2) {
        let [(strict_name, strict), (loose_name, loose)] = pair else { continue };
        if !contains(loose, strict, direction) {
            let message = format!("the {loose_name} {} is stricter than the {strict_name} {}", loose.value, strict.value);
            let help = match direction {
                Direction::Up => "more is better here: minimum ≤ intervention ≤ target",
                Direction::Down => "less is better here: target ≤ intervention ≤ minimum",
                Direction::Band => "each range must contain the one before: target, intervention, minimum",
            };
            scope.report(Code::ThresholdOrder, file, loose.span, message, help);
        }
    }
}

fn contains(loose: &At<Threshold>, strict: &At<Threshold>, direction: Direction) -> bool {
    match (loose.value, strict.value) {
        (Threshold::Value(loose), Threshold::Value(strict)) if direction == Direction::Down => strict <= loose,
        (Threshold::Value(loose), Threshold::Value(strict)) => loose <= strict,
        (Threshold::Range { low, high }, Threshold::Range { low: strict_low, high: strict_high }) => {
            low.is_none_or(|low| strict_low.is_none_or(|strict| low <= strict))
                && high.is_none_or(|high| strict_high.is_none_or(|strict| strict <= high))
        }
        _ => true,
    }
}
