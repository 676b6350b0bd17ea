//! Views of what happened, what was decided, and by which rules findings are found.

use std::borrow::Cow;

use serde::Serialize;
use tera::Value;

use super::link;
use crate::block::Mark;
use crate::evaluate::findings::{AFTERWARDS, RULES};
use crate::evaluate::history::Event;
use crate::evaluate::{Evaluation, Vendor};
use crate::model::{Audience, Date, Id, Playbook};

/// Something that happened.
#[derive(Serialize)]
pub struct EventView<'p> {
    /// What it is called among those of all vendors.
    id: String,
    on: Date,
    /// The month, such as `2026-10`.
    month: String,
    kind: &'static str,
    what: &'p str,
    mark: Option<&'static str>,
    vendor: &'p str,
    link: String,
    file: &'p str,
    line: u32,
}

/// What happened to one vendor, newest first.
pub fn history<'p>(playbook: &'p Playbook, vendor: &'p Vendor) -> Vec<EventView<'p>> {
    vendor.history.iter().map(|event| event_view(playbook, &vendor.id, event)).collect()
}

/// What happened to all of them, newest first; on one day in the order of vendors.
pub fn histories<'p>(playbook: &'p Playbook, evaluation: &'p Evaluation) -> Vec<EventView<'p>> {
    let mut all: Vec<EventView<'p>> = evaluation.vendors.iter().flat_map(|vendor| history(playbook, vendor)).collect();
    all.sort_by_key(|event| std::cmp::Reverse(event.on));
    all
}

fn event_view<'p>(playbook: &'p Playbook, id: &'p Id, event: &'p Event) -> EventView<'p> {
    EventView {
        id: format!("{id}-{}", event.name()),
        on: event.on,
        month: event.on.0.strftime("%Y-%m").to_string(),
        kind: event.kind.word(),
        what: &event.what,
        mark: event.mark.map(Mark::token),
        vendor: playbook.vendor_name(id),
        link: playbook.vendors.get(id).map_or_else(String::new, |folder| link(&folder.vendor.file)),
        file: &event.source.file,
        line: event.source.line,
    }
}

#[derive(Serialize)]
struct RuleView<'p> {
    id: &'static str,
    mark: &'static str,
    word: &'static str,
    discipline: &'static str,
    when: Cow<'static, str>,
    action: &'static str,
    /// Whether it still counts for a vendor that was left.
    afterwards: bool,
    /// How often it fires now.
    fires: usize,
    /// The vendors about which it does, each once.
    vendors: Vec<&'p str>,
}

/// Every rule and, for our own organisation, where it fires.
pub fn rules(evaluation: &Evaluation, ours: bool) -> Value {
    let view = |rule: &'static crate::evaluate::findings::Rule| {
        let found: Vec<_> = evaluation.findings.iter().filter(|finding| ours && finding.rule == rule.id).collect();
        let mut vendors: Vec<&str> = found.iter().map(|finding| finding.vendor_name.as_str()).collect();
        vendors.sort_unstable();
        vendors.dedup();
        RuleView {
            id: rule.id,
            mark: rule.severity.token(),
            word: super::vendor::severity(rule.severity),
            discipline: rule.discipline,
            when: rule.fires_when(),
            action: rule.action,
            afterwards: AFTERWARDS.iter().any(|one| one.id == rule.id),
            fires: found.len(),
            vendors,
        }
    };
    Value::from_serializable(&RULES.iter().map(view).collect::<Vec<_>>())
}

#[derive(Serialize)]
struct DecisionView<'p> {
    on: Date,
    vendor: &'p str,
    link: String,
    /// `audit`, `exit` or `committee`.
    about: &'static str,
    what: String,
    because: Option<&'p str>,
    dissent: Option<&'p str>,
    by: Option<&'p str>,
    review_by: Option<Date>,
    /// Whether the day of the review has passed and nothing has answered it, as the calendar has it.
    overdue: bool,
    file: &'p str,
    line: u32,
}

/// Every decision with its reason, newest first.
pub fn decisions(playbook: &Playbook, evaluation: &Evaluation, audience: &Audience) -> Value {
    let late = |day: Option<&crate::model::At<Date>>| day.is_some_and(|day| day.value < evaluation.as_of);
    let mut all = Vec::new();
    for (id, folder) in &playbook.vendors {
        // Who leaves judges and mends nothing again.
        let leaves = evaluation.vendors.iter().any(|vendor| vendor.id == *id && vendor.leaves);
        let vendor = playbook.vendor_name(id);
        let page = || link(&folder.vendor.file);
        let decision = |about, on: &crate::model::At<Date>, file, what: String| DecisionView {
            on: on.value,
            vendor,
            link: page(),
            about,
            what,
            because: None,
            dissent: None,
            by: None,
            review_by: None,
            overdue: false,
            file,
            line: on.span.line,
        };
        if let Some(one) = folder.vendor.disposition.as_ref().and_then(|disposition| disposition.open(audience)) {
            all.push(DecisionView {
                because: Some(&one.because),
                by: Some(playbook.role(&one.by.value)),
                review_by: one.review_by.as_ref().map(|day| day.value),
                overdue: late(one.review_by.as_ref()) && !leaves,
                ..decision("audit", &one.on, &*folder.vendor.file, format!("To {}.", one.verdict.words()))
            });
        }
        if let Some(governance) = &folder.governance {
            all.extend(governance.decisions.iter().map(|one| DecisionView {
                because: one.because.as_deref(),
                dissent: one.dissent.as_deref(),
                by: Some(playbook.role(&one.by.value)),
                review_by: one.review_by.as_ref().map(|day| day.value),
                overdue: late(one.review_by.as_ref()),
                ..decision("committee", &one.on, &*governance.file, one.what.clone())
            }));
        }
        let exit =
            folder.exit.iter().flat_map(|exit| exit.decisions.iter().filter_map(move |one| Some((exit, one.open(audience)?))));
        for (exit, one) in exit {
            if let (Some(on), Some(verdict)) = (&one.on, one.verdict) {
                all.push(DecisionView {
                    because: one.because.as_deref(),
                    by: one.by.as_ref().map(|by| playbook.role(&by.value)),
                    review_by: one.until.as_ref().map(|day| day.value),
                    overdue: late(one.until.as_ref()) && one.closed.is_none() && !leaves,
                    ..decision("exit", on, &*exit.file, format!("{}: {}.", exit.cause(one), verdict.words()))
                });
            }
        }
    }
    all.sort_by_key(|one| std::cmp::Reverse(one.on));
    Value::from_serializable(&all)
}
