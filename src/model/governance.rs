//! `playbook/governance.yaml`: roles, and the defaults of governance that every vendor inherits.
//!
//! 1. [`Role`] stands for a person; every other file names roles only.
//! 2. [`Tier`], [`Cadence`] and [`Step`] are the three layers, the meeting rhythms and the ladder.
//! 3. [`Committee`], [`Function`] and [`Raci`] say who decides, who runs the partnerships and who does what.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{At, Id, Length};

/// `governance.yaml`
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default)]
pub struct Governance {
    /// Everyone who owns, rates or approves something.
    pub roles: Vec<Role>,
    /// The three layers: who sits in them on both sides, and what they may decide.
    pub tiers: Vec<Tier>,
    /// The five meeting rhythms.
    pub cadences: Vec<Cadence>,
    /// The steps of conflict resolution, each with its time box.
    pub ladder: Vec<Step>,
    /// What counts as an escalation and how fast it is answered.
    pub escalation: Option<Escalation>,
    /// The steering committee.
    pub committee: Option<Committee>,
    /// The partnership-management function.
    pub function: Option<Function>,
    /// Who is responsible, accountable, consulted and informed.
    pub raci: Vec<Raci>,
    /// What each group of readers wants to hear: the same facts in three languages.
    pub languages: Vec<Language>,
}

/// A role; files name roles, so that a change of person changes one line.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Role {
    /// Kebab-case.
    pub id: At<Id>,
    /// Such as `Relationship manager`.
    pub name: String,
    /// What the role decides or does.
    pub duty: Option<String>,
    /// How high it stands in the organisation.
    pub seniority: Option<Seniority>,
    /// What its holder must know, such as `model architecture`.
    #[serde(default)]
    pub skills: Vec<String>,
}

/// How high a role stands, lowest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Seniority {
    /// Does the work.
    Staff,
    /// Leads a team or a project.
    Lead,
    /// Leads an area.
    Director,
    /// Leads a division.
    VicePresident,
    /// Sits on the board.
    Executive,
}

/// One of the three layers of governance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Tier 1: day-to-day work.
    Operational,
    /// Tier 2: progress, risk and scope.
    Performance,
    /// Tier 3: direction, money, renewal and end.
    Strategic,
}

/// Which side of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// We.
    Ours,
    /// The vendor.
    Theirs,
    /// Both together.
    Shared,
}

/// What a tier may decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Mandate {
    /// Change the order of the work.
    RePrioritise,
    /// Change the scope within the agreed budget.
    Rescope,
    /// Mediate between two leads and decide.
    Mediate,
    /// Change direction or restructure.
    ChangeDirection,
    /// Spend or commit money.
    CommitMoney,
    /// Renew the contract.
    Renew,
    /// End the partnership.
    Terminate,
    /// Set criteria, metrics and guidelines for all partnerships.
    SetCriteria,
}

/// A layer of governance.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Tier {
    /// Which of the three.
    pub tier: At<Level>,
    /// What it is for, in one sentence.
    pub purpose: Option<String>,
    /// Who sits in it, on both sides.
    #[serde(default)]
    pub seats: Vec<Seat>,
    /// What it may decide.
    #[serde(default)]
    pub mandate: Vec<Mandate>,
    /// The rhythm it meets in: the id of a cadence.
    pub cadence: Option<At<Id>>,
}

/// A seat in a tier.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Seat {
    /// Whose seat it is.
    pub side: Side,
    /// Our role, by id; for a seat of ours.
    pub role: Option<At<Id>>,
    /// The vendor's title; for a seat of theirs.
    pub title: Option<String>,
    /// What its holder may decide alone, such as `order of the backlog`.
    pub authority: Option<String>,
    /// How high its holder stands; for our seats it defaults to the role's.
    pub seniority: Option<Seniority>,
    /// The day since which nobody holds it.
    pub vacant_since: Option<At<super::Date>>,
}

/// A meeting rhythm.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Cadence {
    /// Kebab-case, such as `weekly-sync`.
    pub id: At<Id>,
    /// As printed.
    pub name: String,
    /// How often.
    pub rhythm: Rhythm,
    /// How long at most, in minutes.
    pub minutes: Option<At<u32>>,
    /// What it is for and what comes out of it.
    pub purpose: Option<String>,
    /// What is spoken about, in this order.
    #[serde(default)]
    pub agenda: Vec<String>,
    /// Our roles that attend, by id.
    #[serde(default)]
    pub attendees: Vec<At<Id>>,
    /// Whether the vendor takes part.
    #[serde(default)]
    pub with_vendor: bool,
}

/// How often a meeting is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Rhythm {
    /// Every 7 days.
    Weekly,
    /// Every 14 days.
    Biweekly,
    /// Every month.
    Monthly,
    /// Every three months.
    Quarterly,
    /// When something happens.
    OnTrigger,
}

impl Rhythm {
    /// The days from one meeting to the next; `None` where only a trigger calls it.
    #[must_use]
    pub const fn days(self) -> Option<u32> {
        match self {
            Self::Weekly => Some(7),
            Self::Biweekly => Some(14),
            Self::Monthly => Some(31),
            Self::Quarterly => Some(92),
            Self::OnTrigger => None,
        }
    }
}

/// A step of the ladder of conflict resolution.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Step {
    /// 1 to 4.
    pub step: At<u8>,
    /// Who resolves it at this step, in a few words.
    pub who: String,
    /// The tier that resolves it; none for mediation and arbitration.
    pub tier: Option<Level>,
    /// The time box, such as `7 days`; then the issue moves one step up.
    pub within: Option<Length>,
    /// What happens at this step and when the time is over.
    pub action: Option<String>,
}

/// What counts as an escalation and how fast it is answered.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Escalation {
    /// Each situation that must be escalated, in one sentence.
    pub counts: Vec<String>,
    /// How fast the first answer comes, such as `1 day`.
    pub response: Option<Length>,
    /// Who is told, by role.
    #[serde(default)]
    pub told: Vec<At<Id>>,
}

/// The steering committee of all partnerships.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Committee {
    /// As printed.
    pub name: String,
    /// The role in the chair.
    pub chair: Option<At<Id>>,
    /// Which role speaks for each of the four functions.
    #[serde(default)]
    pub functions: BTreeMap<Area, At<Id>>,
    /// What it decides.
    #[serde(default)]
    pub mandate: Vec<Mandate>,
    /// What it may decide without asking, within the strategic guidelines.
    pub autonomy: Option<String>,
    /// The rhythm it meets in.
    pub cadence: Option<At<Id>>,
}

/// A function of the organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Area {
    /// Those who use the results.
    Business,
    /// Those who build it in.
    It,
    /// Counsel.
    Legal,
    /// Those who buy.
    Procurement,
    /// Those who count the money.
    Finance,
    /// Those who run the business day to day.
    BusinessOperations,
}

impl Area {
    /// The four functions a steering committee needs (McKinsey Digital, 2024).
    pub const COMMITTEE: [Self; 4] = [Self::Business, Self::It, Self::Legal, Self::Procurement];
}

/// The partnership-management function.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Function {
    /// The role that leads it.
    pub owner: Option<At<Id>>,
    /// The functions it works across.
    #[serde(default)]
    pub across: Vec<Area>,
    /// Which role carries each of its six responsibilities.
    #[serde(default)]
    pub responsibilities: BTreeMap<Responsibility, At<Id>>,
}

/// A responsibility of the partnership-management function (Roth AI Consulting, 2026).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Responsibility {
    /// Keeps tiers, rhythms and ladder alive.
    GovernanceStructures,
    /// Owns the scorecard.
    KpiScorecard,
    /// Brings stakeholders together.
    StakeholderCoordination,
    /// Finds risks early.
    RiskIdentification,
    /// Watches the exit triggers.
    ExitTriggers,
    /// Keeps what was learnt.
    InstitutionalKnowledge,
}

impl Responsibility {
    /// All six.
    pub const ALL: [Self; 6] = [
        Self::GovernanceStructures,
        Self::KpiScorecard,
        Self::StakeholderCoordination,
        Self::RiskIdentification,
        Self::ExitTriggers,
        Self::InstitutionalKnowledge,
    ];
}

/// Who does what for one activity.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Raci {
    /// In a few words.
    pub activity: String,
    /// The roles that do it.
    pub responsible: Vec<At<Id>>,
    /// The one role that answers for it.
    pub accountable: At<Id>,
    /// The roles that are asked before.
    #[serde(default)]
    pub consulted: Vec<At<Id>>,
    /// The roles that are told after.
    #[serde(default)]
    pub informed: Vec<At<Id>>,
    /// The vendor's part, such as `announces it 30 days before`. A row with it stands in the charter that both sides sign;
    /// a row without it is internal.
    pub vendor: Option<String>,
}

/// How to speak about a partnership with one group.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Language {
    /// With whom, such as `vendors`.
    pub with: String,
    /// In which terms, such as `technical`.
    pub speak: String,
    /// Which page or document serves them.
    pub read: Option<String>,
}

impl Responsibility {
    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::GovernanceStructures => "governance structures",
            Self::KpiScorecard => "the scorecard",
            Self::StakeholderCoordination => "the coordination of stakeholders",
            Self::RiskIdentification => "the identification of risks",
            Self::ExitTriggers => "exit triggers",
            Self::InstitutionalKnowledge => "institutional knowledge",
        }
    }
}

impl Area {
    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Business => "The business",
            Self::It => "IT",
            Self::Legal => "Legal",
            Self::Procurement => "Procurement",
            Self::Finance => "Finance",
            Self::BusinessOperations => "Business operations",
        }
    }
}
