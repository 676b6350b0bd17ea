//! Exit triggers: what fired, by family, and what was decided about it.
//!
//! 1. A rule of a family fires; so does a declared trigger that watches KPIs. Nothing ends by itself: a trigger opens an
//!    event, and a named person decides.
//! 2. An event is open until it is decided; a cure or a waiver holds until its day.
//! 3. The fix-or-exit test: with trust and alignment both intact, repair; else evaluate the exit (Roth AI Consulting, 2026).

use schemars::JsonSchema;
use serde::Serialize;

use super::Source;
use super::findings::{Finding, families};
use super::kpis::Reading;
use crate::model::exit::{Decision, Exit, ExitVerdict, Family};
use crate::model::{At, Date, Filed, Id, Internal, VendorFolder};

/// The triggers of one vendor.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct Triggers {
    /// What fired, by family.
    pub fired: Vec<Fired>,
    /// KPIs of which one more bad quarter fires: the KPI's id and the sentence.
    pub next: Vec<(Id, String)>,
    /// Exit decisions that were opened, oldest first.
    pub events: Vec<Event>,
    /// Whether anything fired that is not decided, or decided for an exit.
    pub open: bool,
}

/// Something that fired.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Fired {
    /// Which family.
    pub family: Family,
    /// The rule, or the id of a declared trigger.
    pub by: String,
    /// What it rests on, in a sentence.
    pub because: String,
    /// The KPI it is about, where it is about one.
    pub kpi: Option<Id>,
    /// The event that deals with it; absent where nobody has opened one.
    pub event: Option<Id>,
    /// Where it comes from.
    pub source: Source,
}

/// An exit decision in its course.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Event {
    /// Its id.
    pub id: Id,
    /// The trigger that opened it.
    pub trigger: Option<Id>,
    /// The family of its trigger.
    pub family: Option<Family>,
    /// The day it was opened.
    pub opened: Date,
    /// How far it is.
    pub state: State,
    /// The last day of a cure or waiver.
    pub until: Option<Date>,
    /// Repair or exit, as trust and alignment say; absent where they are not judged.
    pub test: Option<Test>,
    /// What we could do instead.
    pub opportunity_cost: Option<String>,
    /// Where it stands.
    pub source: Source,
}

/// How far an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Opened, not decided.
    Open,
    /// Time was given, and runs.
    Curing,
    /// The partnership is being changed.
    Restructuring,
    /// Let pass for a time, which runs.
    Waived,
    /// The time that was given is over.
    Overdue,
    /// We leave.
    Exiting,
    /// Closed.
    Closed,
}

/// Repair or exit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Test {
    /// Trust and alignment are intact.
    Fix,
    /// One of them is broken.
    EvaluateExit,
}

/// Trust and alignment both intact: repair. Either broken: evaluate the exit. `None` while one is not judged and the
/// other not broken.
#[must_use]
pub const fn fix_or_exit(trust: Option<bool>, alignment: Option<bool>) -> Option<Test> {
    match (trust, alignment) {
        (Some(false), _) | (_, Some(false)) => Some(Test::EvaluateExit),
        (Some(true), Some(true)) => Some(Test::Fix),
        _ => None,
    }
}

/// The triggers of a vendor, from its findings and readings.
#[must_use]
pub fn triggers(folder: &VendorFolder, readings: &[Reading], findings: &[Finding], as_of: Date) -> Triggers {
    let events = folder.exit.as_ref().map(|exit| events(exit, as_of)).unwrap_or_default();
    let mut fired: Vec<Fired> = findings
        .iter()
        .filter_map(|finding| {
            let family = families(finding.rule)?;
            let (by, because, source) = (finding.rule.to_owned(), finding.message.clone(), finding.source.clone());
            let kpi = finding.values.get("kpi").and_then(|id| id.as_str()?.parse().ok());
            Some(Fired { family, by, because, kpi, event: None, source })
        })
        .collect();
    fired.extend(folder.exit.iter().flat_map(|exit| groups(exit, readings)));
    fired.sort_by(|a, b| (a.family, &a.by, &a.because).cmp(&(b.family, &b.by, &b.because)));
    for one in &mut fired {
        // A decision to leave answers whatever fires on the way out.
        // One about a trigger that watches another KPI answers nothing here.
        let deals = |event: &&Event| {
            let alike = event.family == Some(one.family) && event.state != State::Closed;
            event.state == State::Exiting || alike && about(folder, event, one)
        };
        one.event = events.iter().rev().find(deals).map(|event| event.id.clone());
    }
    let next = readings
        .iter()
        .filter(|reading| reading.exit_relevant)
        .filter_map(|reading| {
            let limit = reading.failure.fires_next_beyond?;
            Some((reading.id.clone(), format!("{} fires if the next quarter is beyond {}.", reading.name, limit.words())))
        })
        .collect();
    let unresolved = |event: &Event| matches!(event.state, State::Open | State::Overdue | State::Exiting);
    let dealt = |one: &Fired| {
        let event = one.event.as_ref().and_then(|id| events.iter().find(|event| event.id == *id));
        event.is_some_and(|event| !unresolved(event))
    };
    let open = fired.iter().any(|one| !dealt(one)) || events.iter().any(unresolved);
    Triggers { fired, next, events, open }
}

/// Whether the trigger of an event may be the one that fired: it watches no KPI, or this one, or is the one.
fn about(folder: &VendorFolder, event: &Event, fired: &Fired) -> bool {
    let mut triggers = folder.exit.iter().flat_map(|exit| &exit.triggers);
    let Some(trigger) = triggers.find(|trigger| Some(&trigger.id.value) == event.trigger.as_ref()) else { return true };
    let mut watched = trigger.kpi.iter().chain(&trigger.kpis).map(|id| &id.value).peekable();
    watched.peek().is_none() || trigger.id.value.as_str() == fired.by || watched.any(|id| Some(id) == fired.kpi.as_ref())
}

/// Declared triggers that watch KPIs of which none fires by itself: so many of them in sustained failure at the same time.
fn groups(exit: &Filed<Exit>, readings: &[Reading]) -> Vec<Fired> {
    exit.triggers
        .iter()
        .filter_map(|trigger| {
            // A single KPI that counts for an exit fires by its own rule.
            let alone = |id: &&At<Id>| !readings.iter().any(|reading| reading.id == id.value && reading.exit_relevant);
            let watched: Vec<&Id> = trigger.kpi.iter().filter(alone).chain(&trigger.kpis).map(|id| &id.value).collect();
            let failing: Vec<&Reading> =
                readings.iter().filter(|reading| reading.failure.since.is_some() && watched.contains(&&reading.id)).collect();
            let needed = trigger.at_least.as_ref().map_or(watched.len(), |least| least.value as usize).max(1);
            let names: Vec<&str> = failing.iter().map(|reading| reading.name.as_str()).collect();
            (failing.len() >= needed).then(|| Fired {
                family: trigger.family,
                by: trigger.id.value.to_string(),
                because: format!("{} of {} KPIs fail: {}.", failing.len(), watched.len(), names.join(", ")),
                kpi: None,
                event: None,
                source: Source { file: exit.file.clone(), line: trigger.id.span.line },
            })
        })
        .collect()
}

fn events(exit: &Filed<Exit>, as_of: Date) -> Vec<Event> {
    let mut events: Vec<Event> = exit
        .decisions
        .iter()
        .map(Internal::judge)
        .filter(|decision| decision.opened.value <= as_of)
        .map(|decision| {
            let trigger =
                decision.trigger.as_ref().and_then(|id| exit.triggers.iter().find(|trigger| trigger.id.value == id.value));
            Event {
                id: decision.id.value.clone(),
                trigger: decision.trigger.as_ref().map(|id| id.value.clone()),
                family: trigger.map(|trigger| trigger.family),
                opened: decision.opened.value,
                state: state_in(exit, decision, as_of),
                until: decision.until.as_ref().map(|until| until.value),
                test: fix_or_exit(decision.trust_intact, decision.alignment_intact),
                opportunity_cost: decision.opportunity_cost.clone(),
                source: Source { file: exit.file.clone(), line: decision.id.span.line },
            }
        })
        .collect();
    events.sort_by(|a, b| (a.opened, &a.id).cmp(&(b.opened, &b.id)));
    events
}

/// How far a decision is on a day, among the others: one that a later decision on the same trigger follows is closed.
#[must_use]
pub fn state_in(exit: &Exit, decision: &Decision, as_of: Date) -> State {
    let trigger = decision.trigger.as_ref().map(|id| &id.value);
    let followed = trigger.is_some()
        && exit.decisions.iter().map(Internal::judge).any(|later| {
            later.opened.value > decision.opened.value
                && later.opened.value <= as_of
                && later.trigger.as_ref().map(|id| &id.value) == trigger
        });
    if followed { State::Closed } else { state(decision, as_of) }
}

/// How far a decision is on a day.
#[must_use]
pub fn state(decision: &Decision, as_of: Date) -> State {
    let come = |day: &Option<crate::model::At<Date>>| day.as_ref().is_some_and(|day| day.value <= as_of);
    let over = decision.until.as_ref().is_some_and(|until| until.value < as_of);
    // What was decided later had not been decided yet.
    let verdict = decision.verdict.filter(|_| decision.on.as_ref().is_none_or(|on| on.value <= as_of));
    match verdict {
        _ if come(&decision.closed) => State::Closed,
        None => State::Open,
        Some(ExitVerdict::Exit) => State::Exiting,
        Some(ExitVerdict::Cure | ExitVerdict::Waive) if over => State::Overdue,
        Some(ExitVerdict::Cure) => State::Curing,
        Some(ExitVerdict::Waive) => State::Waived,
        Some(ExitVerdict::Restructure) => State::Restructuring,
    }
}
