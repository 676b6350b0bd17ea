//! How our own people take over.

use serde_json::json;

use super::rules::{
    GUIDE_INCOMPLETE, HANDOVER_PLAN_SLOW, INTERNAL_SHARE_BEHIND, INTERNAL_SHARE_FAR_BEHIND, INTERNAL_SHARE_FELL,
    MODIFY_ALONE_UNTESTED, NO_DAY_ONE_PARTICIPANT, TRAINING_BEHIND, TRAINING_SHORT,
};
use super::{Case, Found};
use crate::model::handover::{Handover, Part};
use crate::model::vendor::Condition;

pub fn check(case: &Case<'_>, found: &mut Found<'_>) {
    let (vendor, file) = (&case.folder.vendor, &case.folder.vendor.file);
    if !case.in_use() {
        return;
    }
    let delivers = vendor.conditions.contains(&Condition::Delivery);
    let Some(handover) = &vendor.handover else {
        if delivers {
            found.about(
                NO_DAY_ONE_PARTICIPANT,
                file,
                "Work is delivered, and nobody of ours is named who takes it over.",
                json!({}),
            );
        }
        return;
    };
    path(case, handover, found);
    if delivers {
        transfer(case, handover, found);
    }
    if let Some(guide) = &handover.operations_guide {
        let parts = [
            (guide.how_it_works, "how it works"),
            (guide.architecture, "architecture"),
            (guide.troubleshooting, "where to look on problems"),
        ];
        let missing: Vec<&str> = parts.into_iter().filter_map(|(present, name)| (!present).then_some(name)).collect();
        if !missing.is_empty() {
            let message = format!("The operations guide lacks: {}.", missing.join(", "));
            found.about(GUIDE_INCOMPLETE, file, message, json!({ "missing": missing }));
        }
    }
}

fn path(case: &Case<'_>, handover: &Handover, found: &mut Found<'_>) {
    let (file, policy) = (&case.folder.vendor.file, &case.policy().dependence);
    let this_year = u16::try_from(case.as_of.0.year()).unwrap_or(0);
    let known: Vec<_> = handover.actual.iter().filter(|(year, _)| **year <= this_year).collect();
    for pair in known.windows(2) {
        let [(before_year, before), (year, now)] = pair else { continue };
        if now.value.0 < before.value.0 {
            let message = format!(
                "Our own share fell from {:.0} % in {before_year} to {:.0} % in {year}.",
                before.value.0 * 100.0,
                now.value.0 * 100.0
            );
            found.at(INTERNAL_SHARE_FELL, file, now.span, message, json!({ "before": before, "now": now, "year": year }));
        }
    }
    if let Some((year, actual)) = known.last()
        && let Some(plan) = handover.plan.get(year)
    {
        let gap = plan.value.0 - actual.value.0;
        let message =
            format!("Our own share is {:.0} % in {year}; the plan says {:.0} %.", actual.value.0 * 100.0, plan.value.0 * 100.0);
        let values = json!({ "year": year, "actual": actual, "plan": plan, "gap": gap, "act_from": policy.share_gap, "serious_from": policy.share_gap_serious });
        if gap + 1e-9 >= policy.share_gap_serious.0 {
            found.at(INTERNAL_SHARE_FAR_BEHIND, file, actual.span, message, values);
        } else if gap + 1e-9 >= policy.share_gap.0 {
            found.at(INTERNAL_SHARE_BEHIND, file, actual.span, message, values);
        }
    }
    let usual = [policy.internal_share_year_1, policy.internal_share_year_2, policy.internal_share_year_3];
    for (index, (year, plan)) in handover.plan.iter().enumerate() {
        let wanted = usual[index.min(2)];
        if plan.value.0 + 1e-9 < wanted.0 {
            let message =
                format!("The plan gives us {:.0} % in {year}; {:.0} % is usual by then.", plan.value.0 * 100.0, wanted.0 * 100.0);
            found.at(HANDOVER_PLAN_SLOW, file, plan.span, message, json!({ "year": year, "plan": plan, "usual": wanted }));
        }
    }
}

fn transfer(case: &Case<'_>, handover: &Handover, found: &mut Found<'_>) {
    let (file, policy) = (&case.folder.vendor.file, &case.policy().dependence);
    if handover.day_one.as_ref().is_none_or(|person| person.takes == Part::Observer) {
        let message = match &handover.day_one {
            Some(_) => "Our person only watches.",
            None => "Nobody of ours is named who works along.",
        };
        let span = handover.day_one.as_ref().map(|person| person.role.span).unwrap_or_default();
        found.at(NO_DAY_ONE_PARTICIPANT, file, span, message, json!({}));
    }
    let training = handover.training.as_ref();
    let agreed = training.and_then(|training| training.hours_agreed.as_ref());
    let hours = agreed.map_or(0.0, |agreed| agreed.value);
    if hours < f64::from(policy.training_hours) {
        let message = format!("{hours} hours of training are agreed.");
        let span = agreed.map(|agreed| agreed.span).unwrap_or_default();
        found.at(TRAINING_SHORT, file, span, message, json!({ "agreed": hours, "needed": policy.training_hours }));
    }
    let live = case.folder.vendor.live.as_ref().is_some_and(|live| case.is_past(live));
    if let (Some(delivered), true) = (training.and_then(|training| training.hours_delivered.as_ref()), live)
        && delivered.value < hours
    {
        let message = format!("{} of {hours} hours of training were held.", delivered.value);
        found.at(TRAINING_BEHIND, file, delivered.span, message, json!({ "delivered": delivered, "agreed": hours }));
    }
    let alone = handover
        .drills
        .iter()
        .any(|drill| drill.alone && case.is_past(&drill.on) && !case.older_than(drill.on.value, policy.drill_months));
    if !alone {
        let message = format!("Nobody of ours has changed something alone within the last {} months.", policy.drill_months);
        found.about(
            MODIFY_ALONE_UNTESTED,
            file,
            message,
            json!({ "drills": handover.drills.len(), "months": policy.drill_months }),
        );
    }
}
