//! KPIs: ids, references, the order of the thresholds.

use std::sync::Arc;

use super::Scope;
use crate::diagnostic::Code;
use crate::model::kpi::{Direction, Measure, Measures};
use crate::model::{At, Filed, Threshold};

/// Reports KPIs that are defined twice.
pub fn check_library(scope: &mut Scope<'_>) {
    if let Some(library) = &scope.playbook.kpis {
        scope.unique(&library.file, "KPI", library.kpis.iter().map(|kpi| &kpi.id));
    }
}

/// Reports contradictions of one vendor's measures.
pub fn check(scope: &mut Scope<'_>, measures: &Filed<Measures>) {
    let file = &measures.file;
    scope.unique(file, "measure", measures.measures.iter().map(|measure| &measure.kpi));
    for measure in &measures.measures {
        scope.kpi(file, &measure.kpi);
        for driven in &measure.drives {
            scope.kpi(file, driven);
            if driven.value == measure.kpi.value {
                let message = format!("`{}` cannot drive itself", driven.value);
                scope.report(Code::Cycle, file, driven.span, message, "name the KPI that follows from this one");
            }
        }
        if let Some(kpi) = scope.playbook.kpi(&measure.kpi) {
            thresholds(scope, file, measure, kpi.direction);
        }
    }
}

/// Ordering rule: up: minimum ≤ intervention ≤ target; down: reversed; band: each range contains the one before.
fn thresholds(scope: &mut Scope<'_>, file: &Arc<str>, measure: &Measure, direction: Direction) {
    let named = [("target", &measure.target), ("intervention", &measure.intervention), ("minimum", &measure.minimum)];
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
