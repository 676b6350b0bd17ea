//! `vendors/<id>/governance.yaml`: how this partnership is run, and the record of running it.
//!
//! 1. Tiers, cadences and ladder that differ from the playbook's defaults.
//! 2. Meetings, updates, issues, missed deliverables: what happened, with dates.
//! 3. Alignment, pulse and decisions: how it feels and what follows.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::governance::{Cadence, Side, Step, Tier};
use super::{At, Date, Id};

/// `vendors/<id>/governance.yaml`
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default)]
pub struct Relationship {
    /// The day work began.
    pub kickoff: Option<At<Date>>,
    /// The day both sides agreed on the rhythms; before the kickoff.
    pub cadence_agreed: Option<At<Date>>,
    /// Tiers of this partnership; a tier named here replaces the playbook's.
    pub tiers: Vec<Tier>,
    /// Rhythms of this partnership; one named here replaces the playbook's.
    pub cadences: Vec<Cadence>,
    /// Steps of the ladder; one named here replaces the playbook's.
    pub ladder: Vec<Step>,
    /// What was held, cancelled or missed.
    pub meetings: Vec<Meeting>,
    /// What our stakeholders were told.
    pub updates: Vec<Update>,
    /// Escalated issues.
    pub issues: Vec<Issue>,
    /// What went wrong with the service, the data or the law.
    pub incidents: Vec<Incident>,
    /// Deliverables that came late or not at all.
    pub misses: Vec<Miss>,
    /// How well the vendor's direction fits ours, by review.
    pub alignment: Vec<Alignment>,
    /// What both sides say when asked about the relationship.
    pub pulse: Vec<Pulse>,
    /// Workshops, milestones celebrated, lessons shared.
    pub events: Vec<Event>,
    /// What was decided, by whom and why.
    pub decisions: Vec<Decision>,
}

/// A meeting that was due.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Meeting {
    /// The id of a cadence.
    pub cadence: At<Id>,
    /// The day.
    pub on: At<Date>,
    /// Whether it took place.
    #[serde(default)]
    pub outcome: MeetingOutcome,
    /// Our roles that attended.
    #[serde(default)]
    pub ours: Vec<At<Id>>,
    /// Their titles that attended.
    #[serde(default)]
    pub theirs: Vec<String>,
    /// Whether an executive sponsor of each side was there.
    #[serde(default)]
    pub sponsors: Vec<Side>,
    /// What was done since the last one.
    pub done: Option<String>,
    /// Why it was done that way.
    pub why: Option<String>,
    /// What comes next.
    pub next: Option<String>,
}

/// Whether a meeting took place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MeetingOutcome {
    /// It took place.
    #[default]
    Held,
    /// It was cancelled because there was nothing to speak about: counts as held.
    NothingToDiscuss,
    /// It did not take place.
    Missed,
}

/// What stakeholders were told in one month.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Update {
    /// The day it went out.
    pub on: At<Date>,
    /// What was delivered.
    pub delivered: String,
    /// What comes next.
    pub next: Option<String>,
    /// Why it matters to the readers.
    pub matters: Option<String>,
}

/// An escalated issue.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Issue {
    /// Kebab-case.
    pub id: At<Id>,
    /// One sentence both sides would sign.
    pub what: String,
    /// The root cause by a short key; the same key means the same cause again.
    pub root: Option<At<Id>>,
    /// The day somebody noticed.
    pub noticed: Option<At<Date>>,
    /// The day it was escalated.
    pub opened: At<Date>,
    /// Who escalated it.
    pub raised_by: Option<Side>,
    /// The step of the ladder it stands on, 1 to 4.
    pub step: At<u8>,
    /// The day it came to that step; the opening day where absent.
    pub on_step_since: Option<At<Date>>,
    /// How it was spoken about, from 1 (hidden, hostile) to 5 (open, together).
    pub tone: Option<At<u8>>,
    /// The day it was resolved.
    pub closed: Option<At<Date>>,
    /// How it was resolved.
    pub resolution: Option<String>,
    /// How badly it hurts.
    #[serde(default)]
    pub severity: Severity,
}

/// How badly something hurts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// An annoyance.
    Minor,
    /// Work suffers.
    #[default]
    Major,
    /// Customers or the law are touched.
    Critical,
}

/// Something that went wrong with the service, the data or the law.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Incident {
    /// Kebab-case.
    pub id: At<Id>,
    /// What kind.
    pub kind: IncidentKind,
    /// What happened, in one sentence.
    pub what: String,
    /// The day it began.
    pub on: At<Date>,
    /// From 1 (worst) to 4.
    pub severity: At<u8>,
    /// The day it was resolved.
    pub resolved: Option<At<Date>>,
    /// Why it happened, once that is known.
    pub cause: Option<String>,
}

/// Kinds of incidents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum IncidentKind {
    /// The service was down or slow.
    Outage,
    /// Data got out.
    DataBreach,
    /// Results were wrong, unsafe or unfair.
    UnsafeResult,
    /// A certification was lost.
    CertificationLost,
    /// Our data were used for training against the contract.
    TrainingBreach,
    /// The vendor or its owner was put under sanctions.
    Sanction,
}

impl IncidentKind {
    /// Whether it opens an exit decision at once (law and safety; our addition to the four families).
    #[must_use]
    pub const fn is_legal(self) -> bool {
        matches!(self, Self::UnsafeResult | Self::CertificationLost | Self::TrainingBreach | Self::Sanction)
    }
}

/// A deliverable that came late or not at all.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Miss {
    /// Kebab-case.
    pub id: At<Id>,
    /// What was missed.
    pub what: String,
    /// When it was due.
    pub due: At<Date>,
    /// Why.
    pub cause: Option<Cause>,
    /// The day it was escalated.
    pub escalated: Option<At<Date>>,
    /// The new date.
    pub new_date: Option<At<Date>>,
    /// The day it came.
    pub delivered: Option<At<Date>>,
    /// Where it is documented.
    pub documents: Option<String>,
}

/// Why something was missed (Roth AI Consulting, 2026).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// Too few people or machines.
    Resource,
    /// Something else came first.
    Prioritisation,
    /// They cannot do it.
    Capability,
}

/// How well the vendor's direction fits ours.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Alignment {
    /// The day of the review.
    pub on: At<Date>,
    /// From 1 (opposed) to 5 (the same).
    pub score: At<u8>,
    /// What was seen.
    pub because: Option<String>,
}

/// What both sides say when asked, from 1 (bad) to 5 (good).
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Pulse {
    /// The day of the survey.
    pub on: At<Date>,
    /// The mean of our answers.
    pub ours: At<f64>,
    /// The mean of theirs.
    pub theirs: At<f64>,
}

/// Something done together besides the meetings.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Event {
    /// The day.
    pub on: At<Date>,
    /// What kind.
    pub kind: EventKind,
    /// What it was about.
    pub what: String,
    /// Other vendors that took part, by id.
    #[serde(default)]
    pub with: Vec<At<Id>>,
}

/// Kinds of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EventKind {
    /// People worked in one room.
    Workshop,
    /// A success was marked.
    Milestone,
    /// A lesson was passed on.
    Lesson,
}

/// A decision.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Decision {
    /// Kebab-case.
    pub id: At<Id>,
    /// The day.
    pub on: At<Date>,
    /// The role that decided.
    pub by: At<Id>,
    /// What was decided.
    pub what: String,
    /// Why.
    pub because: Option<String>,
    /// Who did not agree, and why.
    pub dissent: Option<String>,
    /// The day it will be looked at again.
    pub review_by: Option<At<Date>>,
}
