//! All vendors together: who runs the partnerships, where they sprawl, what nobody serves, which facts have aged.

use serde_json::json;

use super::rules::{
    CAPABILITY_GAP, COMMITTEE_SEAT_MISSING, DISPOSITION_DIFFERS, ESCALATION_UNDEFINED, FACT_STALE, FOURTH_PARTY,
    FUNCTION_OWNER_MISSING, PLAYBOOK_PART_MISSING, PORTFOLIO_SPRAWL, RANKING_FRAGILE, REDUNDANT_VENDORS, RESPONSIBILITY_UNOWNED,
    SERIAL_AVAILABILITY, WEIGHTS_DIFFER, WEIGHTS_INCONSISTENT,
};
use super::{Found, Whole, plus_months};
use crate::diagnostic::Span;
use crate::evaluate::calendar::Kind;
use crate::evaluate::concentration::in_use;
use crate::evaluate::day;
use crate::model::governance::{Area, Responsibility};
use crate::model::playbook::Capability;
use crate::model::terms::PromisedIn;
use crate::model::vendor::{Class, Status};
use crate::model::{Filed, Id, Playbook, VendorFolder, playbook::Strategy};

pub fn check(whole: &Whole<'_>, found: &mut Found<'_>) {
    let playbook = whole.playbook;
    function(playbook, found);
    parts(playbook, found);
    weighing(whole, found);
    rankings(whole, found);
    audit(whole, found);
    shared(playbook, found);
    let Some(strategy) = &playbook.strategy else { return };
    for capability in &strategy.capabilities {
        sprawl(playbook, strategy, capability, found);
        series(playbook, strategy, capability, found);
    }
    let months = playbook.settings.policy.facts.stale_months;
    for fact in strategy.facts.iter().filter(|fact| plus_months(fact.as_of.value, i64::from(months)) < whole.as_of) {
        let message = format!("A fact of {} has not been checked since: {}", day(fact.as_of.value), fact.says);
        found.at(FACT_STALE, &strategy.file, fact.as_of.span, message, json!({ "as_of": fact.as_of, "months": months }));
    }
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
    let defined = governance.escalation.as_ref().filter(|escalation| !escalation.counts.is_empty());
    let missing: Vec<&str> = [
        (defined.is_some(), "what counts as an escalation"),
        (defined.is_some_and(|escalation| escalation.response.is_some()), "how fast it is answered"),
        (defined.is_some_and(|escalation| !escalation.told.is_empty()), "who is told"),
    ]
    .into_iter()
    .filter_map(|(present, name)| (!present).then_some(name))
    .collect();
    if needed && !missing.is_empty() {
        let message = format!("It is not defined {}.", missing.join(", nor "));
        found.about(ESCALATION_UNDEFINED, &governance.file, message, json!({ "missing": missing }));
    }
    super::governance::ladder(&governance.file, &governance.ladder, policy.first_step_days, found);
}

/// The parts a playbook needs (McKinsey Digital, 2024), once there is a partnership to run.
fn parts(playbook: &Playbook, found: &mut Found<'_>) {
    if !playbook.vendors.values().any(|folder| in_use(folder) && folder.vendor.class == Class::Strategic) {
        return;
    }
    let rubric = |id: &str| playbook.rubrics.contains_key(id);
    let parts = [
        (playbook.strategy.is_some(), "what AI does for us (strategy.yaml)"),
        (playbook.governance.is_some(), "how partnerships are run (governance.yaml)"),
        (playbook.kpis.is_some(), "what is measured (kpis.yaml)"),
        (rubric("scalability"), "the rubric for scalability"),
        (rubric("reusability"), "the rubric for reusability"),
        (rubric("interoperability"), "the rubric for interoperability"),
        (!playbook.clauses.is_empty(), "what a contract must settle (contracts/clauses)"),
    ];
    for (_, name) in parts.into_iter().filter(|(present, _)| !present) {
        found.about(
            PLAYBOOK_PART_MISSING,
            &playbook.settings.file,
            format!("The playbook lacks {name}."),
            json!({ "part": name }),
        );
    }
}

fn weighing(whole: &Whole<'_>, found: &mut Found<'_>) {
    let Some(weighing) = whole.weighing else { return };
    let (settings, policy) = (&whole.playbook.settings, &whole.playbook.settings.policy.sensitivity);
    let first = settings.weighing.first().map(|comparison| comparison.rubric.span).unwrap_or_default();
    if let Some(ratio) = weighing.consistency.filter(|ratio| *ratio > policy.consistency) {
        let message = format!(
            "The comparisons of rubrics have a consistency ratio of {ratio:.2}; up to {} is bearable.",
            policy.consistency
        );
        found.at(WEIGHTS_INCONSISTENT, &settings.file, first, message, json!({ "ratio": ratio, "limit": policy.consistency }));
    }
    for weight in weighing.rubrics.iter().filter(|weight| (weight.written - weight.elicited).abs() > policy.weight_gap.0 + 1e-9) {
        let rubric = whole.playbook.rubrics.get(&weight.rubric);
        let (name, file) = rubric.map_or((weight.rubric.as_str(), &settings.file), |rubric| (rubric.name.as_str(), &rubric.file));
        let message = format!(
            "{name} weighs {:.0} %; the comparisons in pairs say {:.0} %.",
            weight.written * 100.0,
            weight.elicited * 100.0
        );
        let span = rubric.map_or_else(Span::default, |rubric| rubric.weight.span);
        found.at(WEIGHTS_DIFFER, file, span, message, json!({ "written": weight.written, "elicited": weight.elicited }));
    }
}

/// Rankings of a capability in which somebody is being chosen, or is to be renewed or left now.
fn rankings(whole: &Whole<'_>, found: &mut Found<'_>) {
    for ranking in whole.rankings {
        let (Some(capability), Some(shaken)) = (&ranking.capability, &ranking.sensitivity) else { continue };
        let days = i64::from(whole.playbook.settings.policy.exit.notice_days);
        let undecided = |id: &Id| {
            let status = whole.playbook.vendors.get(id).map(|folder| folder.vendor.status);
            let mut due = whole.portfolio.due.iter().filter(|due| due.vendor == *id && due.days <= days);
            matches!(status, Some(Status::Evaluating | Status::Negotiating)) || due.any(|due| due.kind == Kind::Notice)
        };
        if shaken.robust || !ranking.entries.iter().any(|entry| undecided(&entry.vendor)) {
            continue;
        }
        let mut what: Vec<String> = shaken.depends_on.iter().map(|one| format!("{} {}", one.test.words(), one.of)).collect();
        let more = what.len().saturating_sub(3);
        what.truncate(3);
        let end = if more > 0 { format!(", and {more} more") } else { String::new() };
        let message = format!(
            "{}: {} comes first, but another does after {}{end}.",
            whole.playbook.capability(capability),
            whole.playbook.vendor_name(&shaken.leader),
            what.join(", ")
        );
        let file = whole.playbook.strategy.as_ref().map_or(&whole.playbook.settings.file, |strategy| &strategy.file);
        let values = json!({ "capability": capability, "leader": shaken.leader, "depends_on": shaken.depends_on.len() });
        found.about(RANKING_FRAGILE, file, message, values);
    }
}

fn audit(whole: &Whole<'_>, found: &mut Found<'_>) {
    let playbook = whole.playbook;
    for proposal in &whole.portfolio.proposals {
        let (Some(proposed), Some(decided)) = (proposal.verdict, proposal.decided) else { continue };
        if proposed != decided
            && let Some(folder) = playbook.vendors.get(&proposal.vendor)
        {
            let message = format!(
                "{}: decided to {}; the numbers propose to {}, because {}.",
                folder.vendor.name,
                decided.words(),
                proposed.words(),
                proposal.because.join(" and ")
            );
            let span = folder.vendor.disposition.as_ref().map(|disposition| disposition.judge().on.span).unwrap_or_default();
            found.at(
                DISPOSITION_DIFFERS,
                &folder.vendor.file,
                span,
                message,
                json!({ "decided": decided, "proposed": proposed }),
            );
        }
    }
    for (capability, lesser, better) in &whole.portfolio.redundant {
        let Some(folder) = playbook.vendors.get(lesser) else { continue };
        let message = format!(
            "{}: {} does what {} does with more business value.",
            playbook.capability(capability),
            folder.vendor.name,
            playbook.vendor_name(better)
        );
        found.about(REDUNDANT_VENDORS, &folder.vendor.file, message, json!({ "capability": capability, "better": better }));
    }
    let Some(strategy) = &playbook.strategy else { return };
    for gap in &whole.portfolio.gaps {
        let capability = strategy.capabilities.iter().find(|capability| capability.id.value == *gap);
        let Some(capability) = capability else { continue };
        let message = format!("No vendor in use serves {}.", capability.name);
        found.at(CAPABILITY_GAP, &strategy.file, capability.id.span, message, json!({ "capability": gap }));
    }
}

/// Companies that several vendors in use pass our work on to: one dependence that looks like several.
fn shared(playbook: &Playbook, found: &mut Found<'_>) {
    let mut by_name: std::collections::BTreeMap<String, Vec<(&VendorFolder, &str)>> = std::collections::BTreeMap::new();
    for folder in playbook.vendors.values().filter(|folder| in_use(folder)) {
        for sub in &folder.vendor.subprocessors {
            let users = by_name.entry(sub.name.to_lowercase()).or_default();
            if !users.iter().any(|(known, _)| known.vendor.name == folder.vendor.name) {
                users.push((folder, &sub.name));
            }
        }
    }
    for mut users in by_name.into_values() {
        users.retain(|(folder, _)| folder.vendor.capabilities.iter().any(|serves| playbook.is_critical(&serves.capability)));
        if let [(folder, name), _, ..] = users[..] {
            let names: Vec<&str> = users.iter().map(|(folder, _)| folder.vendor.name.as_str()).collect();
            let message = format!("{name} works for several vendors of critical capabilities: {}.", names.join(", "));
            found.about(FOURTH_PARTY, &folder.vendor.file, message, json!({ "company": name, "vendors": names }));
        }
    }
}

/// Several shallow partners of one capability: each has a small share of it, on the largest basis that is known.
fn sprawl(playbook: &Playbook, strategy: &Filed<Strategy>, capability: &Capability, found: &mut Found<'_>) {
    let policy = &playbook.settings.policy.dependence;
    let shallow: Vec<&str> = playbook
        .vendors
        .values()
        .filter(|folder| in_use(folder))
        .filter_map(|folder| {
            let serves = folder.vendor.capabilities.iter().find(|serves| serves.capability.value == capability.id.value)?;
            let largest =
                crate::evaluate::concentration::Basis::ALL.iter().filter_map(|basis| basis.of(serves)).reduce(f64::max)?;
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

/// The availability of vendors that must all work is the product of theirs.
fn series(playbook: &Playbook, strategy: &Filed<Strategy>, capability: &Capability, found: &mut Found<'_>) {
    let Some(promised) = capability.promised.as_ref().filter(|_| !capability.in_series.is_empty()) else { return };
    let level = |id: &Id| {
        let contract = playbook.vendors.get(id)?.contract.as_ref()?;
        // What stands on a status page is no promise.
        let promised = contract.service_levels.iter().filter(|level| level.promised_in == PromisedIn::Contract);
        let levels = promised.filter(|level| level.kpi.as_ref().is_some_and(|kpi| kpi.as_str() == "availability"));
        levels.map(|level| level.level.value).reduce(f64::min)
    };
    let levels: Option<Vec<f64>> = capability.in_series.iter().map(|id| level(&id.value)).collect();
    let names: Vec<&str> = capability.in_series.iter().map(|id| playbook.vendor_name(&id.value)).collect();
    let values = |product: Option<f64>| json!({ "promised": promised, "product": product, "vendors": names });
    let Some(levels) = levels else {
        let message =
            format!("{} is promised at {} %, and not every vendor it needs promises a level.", capability.name, promised.value);
        found.at(SERIAL_AVAILABILITY, &strategy.file, promised.span, message, values(None));
        return;
    };
    let product = levels.iter().map(|level| level / 100.0).product::<f64>() * 100.0;
    if product + 1e-9 < promised.value {
        let vendors = match names.as_slice() {
            [before @ .., last] if !before.is_empty() => format!("{} and {last}", before.join(", ")),
            one => one.concat(),
        };
        let message =
            format!("{} is promised at {} %; {} together promise {product:.2} %.", capability.name, promised.value, vendors);
        found.at(SERIAL_AVAILABILITY, &strategy.file, promised.span, message, values(Some(product)));
    }
}
