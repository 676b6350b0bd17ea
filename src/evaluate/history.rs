//! History: what happened to a partnership, with the day, newest first.
//!
//! 1. Everything that carries a date and changed something: the agreement, decisions, incidents, issues, what was missed and
//!    what was reached, rehearsals, and quarters in which a KPI changed its state.
//! 2. Meetings and updates are not among them: they are how a partnership is run, and change nothing by themselves.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use super::kpis::{Reading, state_word};
use super::{Source, term};
use crate::block::Mark;
use crate::diagnostic::Span;
use crate::model::contract::Agreement;
use crate::model::exit::Outcome;
use crate::model::relationship::Severity;
use crate::model::{At, Date, VendorFolder};

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Event {
    /// The day.
    pub on: Date,
    /// What it is about.
    pub kind: Kind,
    /// In one sentence.
    pub what: String,
    /// Whether it is good or bad news, where it is news of that kind.
    pub mark: Option<Mark>,
    /// Where it is written.
    pub source: Source,
}

impl Event {
    /// What it is called among those of its vendor: by what happened, so that it keeps its name whatever is recorded beside it.
    #[must_use]
    pub fn name(&self) -> String {
        let mark = blake3::hash(format!("{} {}", self.kind.word(), self.what).as_bytes()).to_hex();
        format!("{}-{}", self.on, &mark[..12])
    }
}

/// What an event is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Somebody decided.
    Decision,
    /// The agreement or one of its clauses.
    Contract,
    /// Something went wrong.
    Incident,
    /// An issue was escalated or resolved.
    Escalation,
    /// Something was due, and came or did not.
    Delivery,
    /// A KPI changed its state.
    Kpi,
    /// The way out was planned or tried.
    Exit,
}

impl Kind {
    /// In a word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Decision => "decision",
            Self::Contract => "contract",
            Self::Incident => "incident",
            Self::Escalation => "escalation",
            Self::Delivery => "delivery",
            Self::Kpi => "KPI",
            Self::Exit => "exit",
        }
    }
}

/// What happened up to a day, newest first; on one day in the order of kinds.
#[must_use]
pub fn history(folder: &VendorFolder, readings: &[Reading], as_of: Date) -> Vec<Event> {
    let mut events = Events { list: Vec::new() };
    contract(folder, as_of, &mut events);
    decisions(folder, &mut events);
    record(folder, &mut events);
    leaving(folder, &mut events);
    quarters(folder, readings, &mut events);
    let mut list = events.list;
    list.retain(|event| event.on <= as_of);
    list.sort_by(|a, b| b.on.cmp(&a.on).then(a.kind.cmp(&b.kind)).then_with(|| a.what.cmp(&b.what)));
    list
}

struct Events {
    list: Vec<Event>,
}

impl Events {
    fn add(&mut self, file: &Arc<str>, on: Option<&At<Date>>, kind: Kind, mark: Option<Mark>, what: impl FnOnce() -> String) {
        if let Some(At { value, span }) = on {
            let source = Source { file: Arc::clone(file), line: span.line };
            self.list.push(Event { on: *value, kind, what: what(), mark, source });
        }
    }
}

/// A sentence that ends.
fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}

/// The last end of an agreement, or its last renewal.
fn ended(agreement: &Agreement, file: &Arc<str>, as_of: Date, events: &mut Events) {
    let written = agreement.ends.as_ref().or(agreement.starts.as_ref());
    let (Some(term), Some(written)) = (term::term(agreement, as_of), written) else { return };
    let title = &agreement.title;
    let mut add = |on: Date, what: String| {
        events.add(file, Some(&At { value: on, span: written.span }), Kind::Contract, None, || what);
    };
    if term.over {
        add(term.ends, format!("{title} ended."));
    } else if let (Some(first), Some(renews), Some(last)) =
        (term::first_end(agreement), agreement.renews.map(|renews| renews.value), term.renewals.checked_sub(1))
    {
        let day = term.ends.0.strftime("%-d %B %Y");
        add(term::end_after(first, renews, last), format!("{title} renewed and runs until {day}."));
    }
}

fn contract(folder: &VendorFolder, as_of: Date, events: &mut Events) {
    let vendor = &folder.vendor;
    let mut add = |on, what: &dyn Fn() -> String| events.add(&vendor.file, on, Kind::Contract, None, what);
    add(vendor.since.as_ref(), &|| "The partnership began.".to_owned());
    let Some(contract) = &folder.contract else { return };
    let mut add = |on, what: &dyn Fn() -> String| events.add(&contract.file, on, Kind::Contract, None, what);
    if let Some(agreement) = &contract.agreement {
        let title = &agreement.title;
        add(agreement.signed.as_ref(), &|| format!("{title} was signed."));
        add(agreement.notice_given.as_ref(), &|| format!("Notice was served on {title}."));
    }
    for standing in &contract.clauses {
        let why = standing.deviation.as_deref().map_or_else(String::new, |why| format!(" {}", sentence(why)));
        add(standing.approved_on.as_ref(), &|| format!("A deviation on {} was approved.{why}", standing.clause.value));
    }
    if let Some(agreement) = &contract.agreement {
        ended(agreement, &contract.file, as_of, events);
    }
}

fn decisions(folder: &VendorFolder, events: &mut Events) {
    let vendor = &folder.vendor;
    if let Some(disposition) = &vendor.disposition {
        let disposition = disposition.judge();
        events.add(&vendor.file, Some(&disposition.on), Kind::Decision, None, || {
            format!("The audit decided to {}.", disposition.verdict.words())
        });
    }
    if let Some(governance) = &folder.governance {
        for decision in &governance.decisions {
            events.add(&governance.file, Some(&decision.on), Kind::Decision, None, || sentence(&decision.what));
        }
    }
    let Some(exit) = &folder.exit else { return };
    for decision in &exit.decisions {
        let decision = decision.judge();
        let cause = exit.cause(decision);
        let mark = Some(Mark::Bad);
        events.add(&exit.file, Some(&decision.opened), Kind::Exit, mark, || format!("An exit decision was opened: {cause}."));
        events.add(&exit.file, decision.closed.as_ref(), Kind::Exit, None, || format!("The exit decision was closed: {cause}."));
        if let Some(verdict) = decision.verdict {
            events.add(&exit.file, decision.on.as_ref(), Kind::Decision, None, || {
                format!("On the exit decision ({cause}): {}.", verdict.words())
            });
        }
    }
}

fn record(folder: &VendorFolder, events: &mut Events) {
    if let Some(governance) = &folder.governance {
        let file = &governance.file;
        for incident in &governance.incidents {
            events.add(file, Some(&incident.on), Kind::Incident, Some(Mark::Bad), || sentence(&incident.what));
            let resolved = incident.resolved.as_ref();
            events.add(file, resolved, Kind::Incident, Some(Mark::Good), || format!("Resolved: {}", sentence(&incident.what)));
        }
        for issue in &governance.issues {
            let mark = if issue.severity == Severity::Minor { Mark::Watch } else { Mark::Act };
            events.add(file, Some(&issue.opened), Kind::Escalation, Some(mark), || sentence(&issue.what));
            let how = issue.resolution.as_deref().unwrap_or(&issue.what);
            let closed = issue.closed.as_ref();
            events.add(file, closed, Kind::Escalation, Some(Mark::Good), || format!("Resolved: {}", sentence(how)));
        }
        for miss in &governance.misses {
            events.add(file, Some(&miss.due), Kind::Delivery, Some(Mark::Act), || format!("Missed: {}", sentence(&miss.what)));
            let came = miss.delivered.as_ref();
            events.add(file, came, Kind::Delivery, Some(Mark::Good), || format!("Came late: {}", sentence(&miss.what)));
        }
    }
    if let Some(roadmap) = &folder.roadmap {
        for milestone in &roadmap.milestones {
            let done = milestone.done.as_ref();
            events
                .add(&roadmap.file, done, Kind::Delivery, Some(Mark::Good), || format!("Reached: {}", sentence(&milestone.name)));
        }
    }
}

fn leaving(folder: &VendorFolder, events: &mut Events) {
    let Some(exit) = &folder.exit else { return };
    if let Some(plan) = &exit.plan {
        let certificate = plan.deletion_certificate.as_ref().map(|certificate| &certificate.on);
        events.add(&exit.file, plan.agreed.as_ref(), Kind::Exit, None, || "The exit plan was agreed.".to_owned());
        events.add(&exit.file, certificate, Kind::Exit, None, || "The deletion of our data was certified.".to_owned());
    }
    for rehearsal in &exit.rehearsals {
        let (mark, word) = match rehearsal.result {
            Outcome::Passed => (Mark::Good, "passed"),
            Outcome::PartlyPassed => (Mark::Watch, "passed in part"),
            Outcome::Failed => (Mark::Bad, "failed"),
        };
        events.add(&exit.file, Some(&rehearsal.on), Kind::Exit, Some(mark), || {
            let learnt = rehearsal.findings.as_deref().map_or_else(String::new, |learnt| format!(" {}", sentence(learnt)));
            format!("A rehearsal of the exit {word}.{learnt}")
        });
    }
}

/// Quarters that ended with another state than the one before.
fn quarters(folder: &VendorFolder, readings: &[Reading], events: &mut Events) {
    let Some(measures) = &folder.kpis else { return };
    for reading in readings {
        let past: Vec<_> =
            reading.quarters.iter().filter(|quarter| !quarter.provisional && quarter.state != Mark::Unknown).collect();
        for pair in past.windows(2) {
            let [before, after] = pair else { continue };
            if before.state != after.state {
                let on = At { value: after.period.last_day(), span: Span::new(reading.source.line, 1, 1) };
                let file = if reading.source.file.is_empty() { &measures.file } else { &reading.source.file };
                events.add(file, Some(&on), Kind::Kpi, Some(after.state), || {
                    format!("{}: from “{}” to “{}”.", reading.name, state_word(before.state), state_word(after.state))
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_stands_first_and_nothing_comes_from_the_future() {
        let loaded = crate::load::load(&crate::world::Disk::new(env!("CARGO_MANIFEST_DIR")));
        let as_of = Date(jiff::civil::date(2026, 10, 31));
        let evaluation = crate::evaluate::evaluate(&loaded.playbook, as_of);
        let all: Vec<&Event> = evaluation.vendors.iter().flat_map(|vendor| &vendor.history).collect();
        let kinds: std::collections::BTreeSet<Kind> = all.iter().map(|event| event.kind).collect();
        assert_eq!(kinds.len(), 7, "{kinds:?}");
        assert!(all.iter().all(|event| event.on <= as_of && event.what.ends_with('.') && event.source.line > 0));
        for vendor in &evaluation.vendors {
            assert!(vendor.history.is_sorted_by_key(|event| std::cmp::Reverse(event.on)), "{}", vendor.id);
        }
    }
}
