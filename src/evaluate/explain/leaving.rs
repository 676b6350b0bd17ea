//! Dependence, lock-in, exit, triggers, disposition.

use super::{Case, Step, number, percent, unknown};
use crate::evaluate::concentration::{Basis, Concentration};
use crate::evaluate::triggers::{State, Test};
use crate::evaluate::{Source, day, mark_word};
use crate::model::vendor::Readiness;
use crate::model::{Date, Money};

pub fn concentration(case: &Case<'_>) -> Step {
    let parts = case.evaluation.portfolio.concentration.iter().filter_map(|one| {
        let own = one.shares.iter().find(|part| part.vendor == case.vendor.id)?;
        let name = one.capability.as_ref().map_or("all vendors", |id| case.playbook.capability(id));
        let others = one.shares.iter().filter(|part| part.vendor != case.vendor.id);
        let others = others.map(|part| Step::new(case.playbook.vendor_name(&part.vendor), percent(part.share)));
        let rest = (one.rest > 0.0).then(|| Step::new("in-house or unknown", percent(one.rest)));
        let above = if one.above_limit { ", above the limit" } else { "" };
        let how = format!(
            "HHI {:.0}, as if {} equal providers carried it",
            one.hhi,
            number((one.effective_providers * 100.0).round() / 100.0)
        );
        Some(
            Step::new(format!("{} of {name}", one.basis.words()), format!("{}{above}", percent(own.share)))
                .how(how)
                .at(share(case, one))
                .of(others)
                .of(rest),
        )
    });
    let stops = &case.vendor.stops;
    let lost = stops.capabilities.iter().map(|loss| {
        let ready = match loss.readiness {
            Readiness::None => "nobody could take over".to_owned(),
            ready => {
                let word = match ready {
                    Readiness::Hot => "runs beside",
                    Readiness::Warm => "tried",
                    _ => "not tried",
                };
                format!(
                    "{} could take over, {word}",
                    loss.alternate.as_ref().map_or("somebody", |id| case.playbook.vendor_name(id))
                )
            }
        };
        let critical = if loss.critical { ", critical" } else { "" };
        Step::new(format!("{} would stop{critical}", case.playbook.capability(&loss.capability)), ready)
    });
    let milestones = stops.milestones.iter().map(|(vendor, id)| {
        let milestone = case.playbook.vendors.get(vendor).and_then(|folder| folder.roadmap.as_ref());
        let name = milestone.and_then(|roadmap| roadmap.milestones.iter().find(|milestone| milestone.id.value == *id));
        Step::new(
            name.map_or_else(|| id.to_string(), |milestone| milestone.name.clone()),
            format!("waits, {}", case.playbook.vendor_name(vendor)),
        )
    });
    let vendors = stops.vendors.iter().map(|id| Step::new(case.playbook.vendor_name(id), "passes our work on to it"));
    let source = Source { file: case.folder.vendor.file.clone(), line: 1 };
    let parts: Vec<Step> = parts.collect();
    Step::new("dependence", format!("{} shares known", parts.len()))
        .at(Some(source))
        .of(parts)
        .of(lost)
        .of(milestones)
        .of(vendors)
}

/// Where the vendor's share is written; a share of all spend is computed.
fn share(case: &Case<'_>, of: &Concentration) -> Option<Source> {
    let capability = of.capability.as_ref()?;
    let file = &case.folder.vendor;
    let serves = file.capabilities.iter().find(|serves| serves.capability.value == *capability)?;
    let shares = serves.share.as_ref()?;
    let share = match of.basis {
        Basis::Requests => shares.requests,
        Basis::Spend => shares.spend,
        Basis::Capability => shares.capability,
    };
    Some(Source { file: file.file.clone(), line: share?.span.line.max(1) })
}

pub fn lock_in(case: &Case<'_>) -> Step {
    let lock_in = &case.vendor.lock_in;
    let word = |risk| format!("{risk:?}").to_lowercase();
    let parts = lock_in.parts.iter().map(|part| Step::new(&part.name, word(part.risk)));
    let strategies = lock_in.strategies.iter().map(|strategy| {
        let checks = strategy.checks.iter().map(|(name, holds)| Step::new(*name, if *holds { "yes" } else { "no" }));
        Step::new(format!("{} strategy", strategy.name), percent(strategy.share)).of(checks)
    });
    let factors = super::scores::rubric(case, "lock-in");
    Step::new("lock-in", word(lock_in.risk))
        .how("the highest default risk of its parts, by their layer")
        .of(parts)
        .of(strategies)
        .of(factors)
}

pub fn exit(case: &Case<'_>) -> Step {
    let Some(leaving) = &case.vendor.leaving else { return unknown("exit", "exit.yaml") };
    let mut parts = Vec::new();
    if let Some(schedule) = &leaving.schedule {
        let path = schedule.critical_path.iter();
        let steps = path.filter_map(|id| schedule.steps.iter().find(|step| step.id == *id));
        let steps = steps.map(|step| Step::new(&step.name, format!("day {} to {}", step.start, step.finish)));
        let value = format!("{} days, {} of them before the switch-over", schedule.days, schedule.days_to_switch);
        parts.push(Step::new("longest chain of steps", value).of(steps));
        if schedule.cost > Money::whole(0) {
            parts.push(Step::new("cost of all steps", format!("{} {}", schedule.cost, case.playbook.settings.currency)));
        }
    }
    let dates = &leaving.dates;
    let mut date = |name: &str, on: Option<Date>| parts.extend(on.map(|on| Step::new(name, day(on))));
    date("last day for notice", dates.notice_by);
    date("the agreement ends", dates.ends);
    let planned = |name: &str, agreed: bool| if agreed { name.to_owned() } else { format!("{name}, if that is agreed") };
    date(&planned("the vendor helps until", dates.help_agreed), dates.transition_until);
    date(&planned("data can be fetched until", dates.retrieval_agreed), dates.retrieval_until);
    date(&planned("deleted by", dates.deletion_agreed), dates.deletion_by);
    date("latest start", dates.latest_start);
    date("started today, the successor carries the load on", dates.switched_if_started);
    date("started today, everything is done on", dates.done_if_started);
    parts.extend(dates.slack.map(|slack| Step::new("slack", format!("{slack} days"))));
    let missing = leaving.sections.iter().filter(|section| !section.written);
    let missing: Vec<Step> =
        missing.map(|section| Step::new(section.name, if section.needed { "missing, and needed" } else { "missing" })).collect();
    let written = leaving.sections.len() - missing.len();
    let assets = Step::new("assets proven to leave", format!("{} of {}", leaving.proven, leaving.assets));
    let sections = Step::new("parts of the plan", format!("{written} of {}", leaving.sections.len())).of(missing);
    let value = dates.switched_if_started.map_or_else(|| "no steps".to_owned(), |on| format!("could be out by {}", day(on)));
    Step::new("exit", value).at(crate::evaluate::exit::source(case.folder)).of([sections, assets]).of(parts)
}

pub fn readiness(case: &Case<'_>) -> Step {
    let Some(leaving) = &case.vendor.leaving else { return unknown("readiness", "exit.yaml") };
    let ready = &leaving.readiness;
    let answers =
        ready.answers.iter().map(|answer| Step::new(answer.question, format!("{} of 2: {}", answer.points, answer.because)));
    Step::new("readiness", format!("{} of 12 points, {}", ready.points, mark_word(ready.state)))
        .how("six questions of two points; compares one quarter with the last")
        .at(crate::evaluate::exit::source(case.folder))
        .of(answers)
}

pub fn triggers(case: &Case<'_>) -> Step {
    let triggers = &case.vendor.triggers;
    let fired = triggers.fired.iter().map(|one| {
        let event = one.event.as_ref().map_or_else(|| "no decision opened".to_owned(), |id| format!("decision {id}"));
        Step::new(one.because.clone(), format!("{}, {event}", one.family.words())).at(Some(one.source.clone()))
    });
    let next = triggers.next.iter().map(|(_, sentence)| Step::new(sentence.clone(), "not yet"));
    let events = triggers.events.iter().map(|event| {
        let state = match event.state {
            State::Open => "open",
            State::Curing => "time to mend runs",
            State::Restructuring => "being changed",
            State::Waived => "waived for a time",
            State::Overdue => "the time given is over",
            State::Exiting => "we leave",
            State::Closed => "closed",
        };
        let until = event.until.map_or_else(String::new, |until| format!(", until {}", day(until)));
        let test = event.test.map(|test| match test {
            Test::Fix => Step::new("trust and alignment", "intact: repair"),
            Test::EvaluateExit => Step::new("trust or alignment", "broken: evaluate the exit"),
        });
        let cost = event.opportunity_cost.iter().map(|cost| Step::new("instead", cost.clone()));
        Step::new(format!("decision {}", event.id), format!("opened on {}, {state}{until}", day(event.opened)))
            .at(Some(event.source.clone()))
            .of(test)
            .of(cost)
    });
    let value = match (triggers.open, triggers.fired.len()) {
        (true, 0) => "open".to_owned(),
        (true, count) => format!("open: {count} fired"),
        (false, 0) => "none fired".to_owned(),
        (false, count) => format!("{count} fired, decided"),
    };
    Step::new("triggers", value).of(fired).of(next).of(events)
}

pub fn disposition(case: &Case<'_>) -> Step {
    let proposal = case.evaluation.portfolio.proposals.iter().find(|proposal| proposal.vendor == case.vendor.id);
    let Some(proposal) = proposal else { return Step::new("disposition", "not in use") };
    let share = |share: Option<f64>| share.map_or_else(|| "unknown".to_owned(), percent);
    let proposed = proposal.verdict.map_or("nothing", crate::model::vendor::Verdict::words);
    let decided = case.folder.vendor.disposition.as_ref().map(crate::model::Internal::judge).map(|decided| {
        let source = Source { file: case.folder.vendor.file.clone(), line: decided.on.span.line };
        let value = format!("{}, by {} on {}", decided.verdict.words(), case.playbook.role(&decided.by), day(decided.on.value));
        Step::new("decided", value).how(decided.because.clone()).at(Some(source))
    });
    Step::new("disposition", format!("the numbers propose to {proposed}"))
        .how("a proposal; a named person decides")
        .of(proposal.because.iter().map(|because| Step::new("because", because.clone())))
        .of([
            Step::new("business value", share(proposal.value)),
            Step::new("health", proposal.health.map_or("unknown", mark_word)),
            Step::new("fit", share(proposal.fit)),
            Step::new("exit readiness", share(proposal.readiness)),
        ])
        .of(decided)
}
