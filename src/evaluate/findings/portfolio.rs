//! All vendors together: who runs the partnerships, where they sprawl, which facts have aged.

use serde_json::json;

use super::rules::{COMMITTEE_SEAT_MISSING, FACT_STALE, FUNCTION_OWNER_MISSING, PORTFOLIO_SPRAWL, RESPONSIBILITY_UNOWNED};
use super::{Found, plus_months};
use crate::evaluate::{Vendor, day};
use crate::model::governance::{Area, Responsibility};
use crate::model::vendor::{Class, Status};
use crate::model::{Date, Playbook, VendorFolder};

pub fn check(playbook: &Playbook, _vendors: &[Vendor], as_of: Date, found: &mut Found<'_>) {
    function(playbook, found);
    sprawl(playbook, found);
    let months = playbook.settings.policy.facts.stale_months;
    if let Some(strategy) = &playbook.strategy {
        for fact in strategy.facts.iter().filter(|fact| plus_months(fact.as_of.value, i64::from(months)) < as_of) {
            let message = format!("A fact of {} has not been checked since: {}", day(fact.as_of.value), fact.says);
            found.at(FACT_STALE, &strategy.file, fact.as_of.span, message, json!({ "as_of": fact.as_of, "months": months }));
        }
    }
}

fn in_use(folder: &VendorFolder) -> bool {
    matches!(folder.vendor.status, Status::Onboarding | Status::Active | Status::Exiting)
}

fn function(playbook: &Playbook, found: &mut Found<'_>) {
    let Some(governance) = &playbook.governance else { return };
    let policy = &playbook.settings.policy.governance;
    let counts =
        |folder: &&VendorFolder| in_use(folder) && folder.vendor.significant.unwrap_or(folder.vendor.class == Class::Strategic);
    let significant = playbook.vendors.values().filter(counts).count();
    let needed = significant >= policy.significant_vendors as usize;
    let values = json!({ "significant": significant, "needed_from": policy.significant_vendors });
    if needed && governance.function.as_ref().is_none_or(|function| function.owner.is_none()) {
        let message = format!("Nobody leads partnership management, although {significant} partnerships are significant.");
        found.about(FUNCTION_OWNER_MISSING, &governance.file, message, values.clone());
    }
    if let Some(function) = governance.function.as_ref().filter(|_| needed) {
        for duty in Responsibility::ALL.into_iter().filter(|duty| !function.responsibilities.contains_key(duty)) {
            let message = format!("Nobody carries the responsibility for {}.", duty.words());
            found.about(RESPONSIBILITY_UNOWNED, &governance.file, message, json!({ "responsibility": duty }));
        }
    }
    if let Some(committee) = &governance.committee {
        for area in Area::COMMITTEE.into_iter().filter(|area| !committee.functions.contains_key(area)) {
            let message = format!("{} does not sit in the steering committee.", area.words());
            found.about(COMMITTEE_SEAT_MISSING, &governance.file, message, json!({ "function": area }));
        }
    }
    super::governance::ladder(&governance.file, &governance.ladder, policy.first_step_days, found);
}

/// Several shallow partners of one capability: each has a small share of it, on the largest basis that is known.
fn sprawl(playbook: &Playbook, found: &mut Found<'_>) {
    let policy = &playbook.settings.policy.dependence;
    let Some(strategy) = &playbook.strategy else { return };
    for capability in &strategy.capabilities {
        let shallow: Vec<&str> = playbook
            .vendors
            .values()
            .filter(|folder| in_use(folder))
            .filter_map(|folder| {
                let serves = folder.vendor.capabilities.iter().find(|serves| serves.capability.value == capability.id.value)?;
                let shares = serves.share.as_ref()?;
                let known =
                    [&shares.requests, &shares.spend, &shares.capability].into_iter().flatten().map(|share| share.value.0);
                let largest = known.reduce(f64::max)?;
                (largest < policy.shallow_share.0).then_some(folder.vendor.name.as_str())
            })
            .collect();
        if shallow.len() >= policy.shallow_vendors.max(1) as usize {
            let message = format!(
                "{}: {} vendors with less than {:.0} % each: {}.",
                capability.name,
                shallow.len(),
                policy.shallow_share.0 * 100.0,
                shallow.join(", ")
            );
            let values = json!({ "capability": capability.id, "vendors": shallow, "limit": policy.shallow_vendors });
            found.at(PORTFOLIO_SPRAWL, &strategy.file, capability.id.span, message, values);
        }
    }
}
