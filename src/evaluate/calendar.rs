//! The calendar: every matter of a partnership that has a day.
//!
//! 1. [`Due`]: what must be done by a day, overdue or in the year ahead, and who answers for it.
//! 2. [`Meeting`]: the next one of every rhythm, which is one rhythm after the last on record. Appointments are kept elsewhere.
//!
//! Prospects and vendors that we have left have no calendar.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Source, Vendor, days_between};
use crate::diagnostic::Span;
use crate::model::exit::ExitVerdict;
use crate::model::governance::Cadence;
use crate::model::relationship::{MeetingOutcome, Relationship};
use crate::model::vendor::{Acceptance, Status};
use crate::model::{At, Common, Date, Id, Internal, VendorFolder};

/// How far ahead it looks, in days.
const AHEAD: i64 = 366;

/// Every matter of one vendor that has a day.
#[derive(Clone, Debug, Default, Serialize, JsonSchema)]
pub struct Calendar {
    /// From the longest overdue to a year ahead.
    pub due: Vec<Arc<Due>>,
    /// The next meeting of every rhythm, soonest first.
    pub meetings: Vec<Arc<Meeting>>,
}

/// Something with a day.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Due {
    /// The day.
    pub on: Date,
    /// Days from the as-of date; negative where it is overdue.
    pub days: i64,
    /// Whose.
    pub vendor: Id,
    /// What kind.
    pub kind: Kind,
    /// In a few words.
    pub what: String,
    /// The role that answers for it; absent where nobody is named.
    pub who: Option<Id>,
    /// Where it stands.
    pub source: Source,
}

/// What is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Notice must have arrived.
    Notice,
    /// A term ends.
    TermEnds,
    /// Time that was given ends.
    CureEnds,
    /// The last day to start an exit.
    LatestStart,
    /// A decision is waited for.
    Decision,
    /// A deviation runs out.
    Deviation,
    /// The waiver of a gate runs out.
    Waiver,
    /// An acceptance must be looked at.
    Acceptance,
    /// A milestone.
    Milestone,
    /// Something that the vendor did not deliver in time.
    Delivery,
    /// Evidence runs out.
    Evidence,
    /// A time box of the ladder ends.
    Issue,
    /// The exit plan must be rehearsed.
    Rehearsal,
    /// Something must be reviewed.
    Review,
}

impl Kind {
    /// In a word or two.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Notice => "notice",
            Self::TermEnds => "end of term",
            Self::CureEnds => "time to mend",
            Self::LatestStart => "exit",
            Self::Decision => "decision",
            Self::Deviation => "deviation",
            Self::Waiver => "waiver",
            Self::Acceptance => "acceptance",
            Self::Milestone => "milestone",
            Self::Delivery => "delivery",
            Self::Evidence => "evidence",
            Self::Issue => "issue",
            Self::Rehearsal => "rehearsal",
            Self::Review => "review",
        }
    }

    /// Whether its day can pass without its being done. The others are facts of a contract or of a paper: once they have
    /// passed there is nothing left to do by that day.
    const fn can_be_overdue(self) -> bool {
        !matches!(self, Self::Notice | Self::TermEnds | Self::Evidence)
    }
}

/// The next meeting of a rhythm.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Meeting {
    /// One rhythm after the last on record, or after work began.
    pub on: Date,
    /// Days from the as-of date; negative where it is overdue.
    pub days: i64,
    /// With whom.
    pub vendor: Id,
    /// The rhythm.
    pub cadence: Id,
    /// How many are on record.
    pub held: usize,
}

/// The calendar of one vendor, in which all but `calendar` is judged.
#[must_use]
pub fn calendar(common: &Common, folder: &VendorFolder, vendor: &Vendor, as_of: Date) -> Calendar {
    if matches!(folder.vendor.status, Status::Prospect | Status::Exited) {
        return Calendar::default();
    }
    let mut days = Days { as_of, vendor, owner: folder.vendor.owner.as_ref(), due: Vec::new() };
    contract(common, folder, &mut days);
    leaving(folder, &mut days);
    judged(common, folder, &mut days);
    planned(folder, &mut days);
    lived(folder, &mut days);
    let mut due = days.due;
    due.sort_by(|a, b| (a.on, a.kind, &a.what).cmp(&(b.on, b.kind, &b.what)));
    let meetings = meetings(common, folder, &vendor.id, as_of);
    Calendar { due: due.into_iter().map(Arc::new).collect(), meetings: meetings.into_iter().map(Arc::new).collect() }
}

/// Collects what is due, and leaves out what lies too far ahead or is no longer to be done.
struct Days<'v> {
    as_of: Date,
    vendor: &'v Vendor,
    owner: Option<&'v At<Id>>,
    due: Vec<Due>,
}

impl Days<'_> {
    /// Something for the owner of the partnership.
    fn note(&mut self, on: Date, kind: Kind, what: &str, file: &Arc<str>, span: Span) {
        self.note_for(None, on, kind, what, file, span);
    }

    /// Something for a role of its own, if one is named.
    fn note_for(&mut self, who: Option<&At<Id>>, on: Date, kind: Kind, what: &str, file: &Arc<str>, span: Span) {
        let days = days_between(self.as_of, on);
        if days <= AHEAD && (days >= 0 || kind.can_be_overdue()) {
            let who = who.or(self.owner).map(|who| who.value.clone());
            let source = Source { file: Arc::clone(file), line: span.line.max(1) };
            let what = what.trim_end_matches('.').to_owned();
            self.due.push(Due { on, days, vendor: self.vendor.id.clone(), kind, what, who, source });
        }
    }
}

fn contract(common: &Common, folder: &VendorFolder, days: &mut Days<'_>) {
    let Some(contract) = &folder.contract else { return };
    let file = &contract.file;
    let agreement = contract.agreement.as_ref();
    if let Some(term) = &days.vendor.term {
        let span = agreement.and_then(|agreement| agreement.ends.as_ref()).map_or(Span::default(), |ends| ends.span);
        match &term.notice {
            // On a weekend nobody takes it in: the working day before counts while it lies ahead.
            Some(notice) if notice.arrive_by >= days.as_of && notice.arrive_by != notice.by => {
                let what = format!("last working day for notice, which must be there by {}", super::day(notice.by));
                days.note(notice.arrive_by, Kind::Notice, &what, file, span);
            }
            Some(notice) if notice.arrive_by != notice.by => {
                let what = format!("last day for notice; its last working day, {}, has passed", super::day(notice.arrive_by));
                days.note(notice.by, Kind::Notice, &what, file, span);
            }
            Some(notice) => days.note(notice.by, Kind::Notice, "last day for notice", file, span),
            None => days.note(term.bound_until, Kind::TermEnds, "the agreement ends", file, span),
        }
    }
    if let Some(review) = agreement.and_then(|agreement| agreement.review_by.as_ref()) {
        days.note(review.value, Kind::Review, "review of the agreement and its milestones", file, review.span);
    }
    for standing in &contract.clauses {
        if let Some(expires) = standing.approval_ends() {
            let clause = common.clauses.get(&standing.clause.value);
            let what =
                format!("end of the deviation on {}", clause.map_or(standing.clause.as_str(), |clause| &clause.front.title));
            days.note_for(standing.approved_by.as_ref(), expires.value, Kind::Deviation, &what, file, expires.span);
        }
    }
}

fn leaving(folder: &VendorFolder, days: &mut Days<'_>) {
    let Some(exit) = &folder.exit else { return };
    let file = &exit.file;
    let owner = exit.plan.as_ref().and_then(|plan| plan.owner.as_ref());
    let start = days.vendor.leaving.as_ref().and_then(|leaving| leaving.dates.latest_start);
    if let Some(start) = start {
        let what = "last day to start an exit at the end of the term";
        days.note_for(owner, start, Kind::LatestStart, what, file, exit.steps_begin());
    }
    for decision in exit.decisions.iter().map(Internal::judge).filter(|decision| decision.closed.is_none()) {
        let trigger = exit.triggers.iter().find(|one| decision.trigger.as_ref().is_some_and(|id| id.value == one.id.value));
        let why = exit.cause(decision);
        let who = trigger.and_then(|trigger| trigger.decides.as_ref());
        match (decision.verdict, &decision.until) {
            (None, _) => {
                let what = format!("decision about leaving, open since then: {why}");
                days.note_for(who, decision.opened.value, Kind::Decision, &what, file, decision.opened.span);
            }
            (Some(verdict), Some(until)) if !days.vendor.leaves => {
                let given = if verdict == ExitVerdict::Cure { "time to mend" } else { "time given" };
                days.note_for(who, until.value, Kind::CureEnds, &format!("end of the {given}: {why}"), file, until.span);
            }
            (Some(_), _) => {}
        }
    }
    let newest = exit.rehearsals.iter().filter(|one| one.on.value <= days.as_of).max_by_key(|one| one.on.value);
    if let Some(next) = newest.and_then(|newest| newest.next.as_ref()) {
        days.note_for(owner, next.value, Kind::Rehearsal, "rehearsal of the exit plan", file, next.span);
    }
}

/// What was accepted, waived, proven or decided for a time.
fn judged(common: &Common, folder: &VendorFolder, days: &mut Days<'_>) {
    let file = &folder.vendor.file;
    let as_of = days.as_of;
    let renewed = |one: &&Acceptance| one.review_by.value < as_of && folder.vendor.accepts(one.of, as_of);
    for one in folder.vendor.acceptances.iter().map(Internal::judge).filter(|one| !renewed(one)) {
        let what = format!("review of the acceptance of {}", one.of.words());
        days.note_for(Some(&one.by), one.review_by.value, Kind::Acceptance, &what, file, one.review_by.span);
    }
    // Who leaves judges and proves nothing again.
    if days.vendor.leaves {
        return;
    }
    if let Some(disposition) = folder.vendor.disposition.as_ref().map(Internal::judge)
        && let Some(review) = &disposition.review_by
    {
        let what = format!("review of the audit's verdict to {}", disposition.verdict.words());
        days.note_for(Some(&disposition.by), review.value, Kind::Review, &what, file, review.span);
    }
    if let Some(evaluation) = &folder.evaluation {
        for one in &evaluation.evidence {
            if let Some(expires) = &one.expires {
                days.note(
                    expires.value,
                    Kind::Evidence,
                    &format!("end of the evidence: {}", one.title),
                    &evaluation.file,
                    expires.span,
                );
            }
        }
        for result in &evaluation.gates {
            if let Some(until) = &result.until {
                let name = common.gate(&result.gate).map_or_else(|| result.gate.to_string(), |gate| gate.name.clone());
                let what = format!("end of the waiver of the gate {name}");
                days.note_for(Some(&result.by), until.value, Kind::Waiver, &what, &evaluation.file, until.span);
            }
        }
    }
}

fn planned(folder: &VendorFolder, days: &mut Days<'_>) {
    let Some(roadmap) = &folder.roadmap else { return };
    for one in roadmap.milestones.iter().filter(|one| one.done.is_none()) {
        let what = format!("milestone: {}", one.name);
        days.note_for(one.owner.as_ref(), one.due.value, Kind::Milestone, &what, &roadmap.file, one.due.span);
    }
    for one in &roadmap.scaling {
        if let Some(review) = &one.review_by {
            let what = format!("review of the growth milestone: {}", one.what);
            days.note(review.value, Kind::Review, &what, &roadmap.file, review.span);
        }
    }
}

fn lived(folder: &VendorFolder, days: &mut Days<'_>) {
    let Some(own) = &folder.governance else { return };
    for miss in own.misses.iter().filter(|miss| miss.delivered.is_none()) {
        let on = miss.new_date.as_ref().unwrap_or(&miss.due);
        days.note(
            on.value,
            Kind::Delivery,
            &format!(
                "{}: {}",
                if miss.new_date.is_some() { "new date of a missed delivery" } else { "missed delivery" },
                miss.what
            ),
            &own.file,
            on.span,
        );
    }
    for one in &own.decisions {
        if let Some(review) = &one.review_by {
            let what = format!("review of the decision: {}", one.what);
            days.note_for(Some(&one.by), review.value, Kind::Review, &what, &own.file, review.span);
        }
    }
    let Some(lived) = &days.vendor.lived else { return };
    for open in &lived.open_issues {
        let Some(issue) = own.issues.iter().find(|issue| issue.id.value == open.id) else { continue };
        let Some(left) = open.days_left else { continue };
        let on = Date(issue.opened.value.0.saturating_add(jiff::Span::new().days((open.days + left).clamp(0, 100_000))));
        let what = format!("end of the time box of step {}: {}", open.step, issue.what);
        days.note(on, Kind::Issue, &what, &own.file, issue.opened.span);
    }
}

/// The next meeting of every rhythm, once the work has begun.
fn meetings(common: &Common, folder: &VendorFolder, id: &Id, as_of: Date) -> Vec<Meeting> {
    let Some(own) = &folder.governance else { return Vec::new() };
    let Some(kickoff) = own.kickoff.as_ref().map(|kickoff| kickoff.value).filter(|kickoff| *kickoff <= as_of) else {
        return Vec::new();
    };
    let next = |cadence: &Cadence| {
        let held = on_record(own, cadence, as_of);
        let last = held.iter().copied().max().map_or(kickoff, |last| last.max(kickoff));
        let on = Date(last.0.saturating_add(jiff::Span::new().days(i64::from(cadence.rhythm.days()?))));
        Some(Meeting {
            on,
            days: days_between(as_of, on),
            vendor: id.clone(),
            cadence: cadence.id.value.clone(),
            held: held.len(),
        })
    };
    let mut all: Vec<Meeting> = super::governance::cadences(common, folder).into_iter().filter_map(next).collect();
    all.sort_by(|a, b| (a.on, &a.cadence).cmp(&(b.on, &b.cadence)));
    all
}

/// The days on which a rhythm was kept. What we only tell each other is also kept by a written update.
fn on_record(own: &Relationship, cadence: &Cadence, as_of: Date) -> Vec<Date> {
    let kept = own.meetings.iter().filter(|one| one.cadence.value == cadence.id.value && one.outcome != MeetingOutcome::Missed);
    let written = own.updates.iter().filter(|_| !cadence.with_vendor);
    kept.map(|one| one.on.value).chain(written.map(|one| one.on.value)).filter(|on| *on <= as_of).collect()
}
