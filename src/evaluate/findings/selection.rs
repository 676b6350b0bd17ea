//! How the vendor was chosen: gates, first meeting, references, pilot.

use serde_json::json;

use super::rules::{
    GATE_FAILED, GATE_OPEN, LONG_PRESENTATION, NO_CONTACTABLE_REFERENCE, NO_PILOT, NO_STATED_LIMITS, PILOT_NOT_STRESSED,
};
use super::{Case, Found, days_between};
use crate::evaluate::day;
use crate::model::selection::GateOutcome;
use crate::model::vendor::Access;

pub fn check(case: &Case<'_>, found: &mut Found<'_>) {
    gates(case, found);
    let Some(evaluation) = &case.folder.evaluation else { return };
    let policy = &case.policy().selection;
    let file = &evaluation.file;
    if let Some(meeting) = evaluation.first_meeting.as_ref().map(crate::model::Internal::judge) {
        if let Some(minutes) = meeting.presented_minutes.as_ref().filter(|m| m.value >= policy.presentation_minutes) {
            let message = format!("The vendor presented its technology for {} minutes of the first meeting.", minutes.value);
            let values = json!({ "minutes": minutes.value, "limit": policy.presentation_minutes });
            found.at(LONG_PRESENTATION, file, minutes.span, message, values);
        }
        if meeting.stated_limits.as_ref().is_some_and(Vec::is_empty) {
            let message = "The vendor named no limit of its product by itself.";
            found.at(NO_STATED_LIMITS, file, meeting.on.span, message, json!({}));
        }
    }
    let references: Vec<_> = evaluation.references.iter().map(crate::model::Internal::judge).collect();
    let contactable = references.iter().filter(|r| r.contactable == Some(true) && case.is_past(&r.on)).count();
    if !references.is_empty() && contactable < policy.contactable_references as usize {
        let message = format!("{contactable} of {} customers asked could be reached without the vendor.", references.len());
        let values = json!({ "contactable": contactable, "asked": references.len(), "needed": policy.contactable_references });
        found.at(NO_CONTACTABLE_REFERENCE, file, references[0].on.span, message, values);
    }
    pilot(case, found);
}

fn gates(case: &Case<'_>, found: &mut Found<'_>) {
    let Some(evaluation) = &case.folder.evaluation else { return };
    for result in evaluation.gates.iter().filter(|result| case.is_past(&result.on)) {
        let name = case.common.gate(&result.gate).map_or_else(|| result.gate.to_string(), |gate| gate.name.clone());
        let ended = result.until.as_ref().filter(|until| until.value < case.as_of);
        match (result.result, ended) {
            (GateOutcome::Failed, _) => {
                found.at(
                    GATE_FAILED,
                    &evaluation.file,
                    result.gate.span,
                    format!("The gate “{name}” is failed."),
                    json!({ "gate": result.gate }),
                );
            }
            (GateOutcome::Waived, Some(until)) => {
                let message = format!("The waiver of the gate “{name}” ended on {}.", day(until.value));
                found.at(
                    GATE_FAILED,
                    &evaluation.file,
                    until.span,
                    message,
                    json!({ "gate": result.gate, "until": until.value }),
                );
            }
            _ => {}
        }
    }
    if !(case.in_use() && case.is_strategic()) {
        return;
    }
    for (id, rubric) in &case.common.rubrics {
        let judged = |gate: &crate::model::Id| {
            evaluation.gates.iter().any(|r| r.gate.rubric == *id && r.gate.criterion == *gate && case.is_past(&r.on))
        };
        let open: Vec<&str> = rubric.gates.iter().filter(|gate| !judged(&gate.id)).map(|gate| gate.name.as_str()).collect();
        if !open.is_empty() {
            let message = format!("Not judged yet in {}: {}.", rubric.name, open.join(", "));
            found.about(GATE_OPEN, &evaluation.file, message, json!({ "rubric": id, "open": open }));
        }
    }
}

fn pilot(case: &Case<'_>, found: &mut Found<'_>) {
    let policy = &case.policy().selection;
    let pilot = case.folder.evaluation.as_ref().and_then(|evaluation| Some((&evaluation.file, evaluation.pilot.as_ref()?)));
    if let Some((file, pilot)) = pilot
        && case.is_past(&pilot.until)
    {
        let tested = pilot.stress_test.as_ref().map(|test| &test.times_peak);
        if tested.is_none_or(|times| times.value < policy.stress_times_peak) {
            let (span, load) = tested.map_or((pilot.from.span, "never tested under load".to_owned()), |times| {
                (times.span, format!("tested at {} times our peak only", times.value))
            });
            let message = format!("The pilot was {load}.");
            found.at(
                PILOT_NOT_STRESSED,
                file,
                span,
                message,
                json!({ "times_peak": tested, "needed": policy.stress_times_peak }),
            );
        }
    }
    let signed = case.folder.contract.as_ref().and_then(|contract| {
        let signed = contract.agreement.as_ref()?.signed.as_ref()?;
        case.is_past(signed).then_some((&contract.file, signed))
    });
    if let Some((file, signed)) = signed
        && case.matters()
        && case.folder.vendor.access != Some(Access::Api)
    {
        let days = pilot.map(|(_, pilot)| (pilot, days_between(pilot.from.value, pilot.until.value) + 1));
        let proven = days.is_some_and(|(pilot, days)| days >= i64::from(policy.pilot_days) && pilot.until.value <= signed.value);
        if !proven {
            // One that ran later is told, so that nobody runs it again.
            let later = days.filter(|(pilot, days)| *days >= i64::from(policy.pilot_days) && pilot.until.value > signed.value);
            let later = later.map_or(String::new(), |(pilot, days)| {
                format!(" One of {days} days followed, until {}.", day(pilot.until.value))
            });
            let message = format!("The agreement was signed without a pilot of {} days before it.{later}", policy.pilot_days);
            let values = json!({ "signed": signed.value, "pilot_days": days.map(|(_, days)| days), "needed": policy.pilot_days });
            found.at(NO_PILOT, file, signed.span, message, values);
        }
    }
}
