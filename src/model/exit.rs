//! `vendors/<id>/exit.yaml`: what we would take along, where to, in which steps, and what was rehearsed.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{At, Date, Id, Internal, Length, Money};
use crate::diagnostic::Span;

/// `exit.yaml`
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Exit {
    /// Scope, owner, dates and the parts of the plan that are prose.
    pub plan: Option<Plan>,
    /// Rules that open an exit decision.
    pub triggers: Vec<Trigger>,
    /// What must not stay behind.
    pub assets: Vec<Asset>,
    /// Where the work could go.
    pub options: Vec<Choice>,
    /// What has to be done.
    pub steps: Vec<Step>,
    /// What was tried.
    pub rehearsals: Vec<Rehearsal>,
    /// Exit decisions that were opened.
    pub decisions: Vec<Internal<Decision>>,
}

/// The parts of an exit plan that are not lists of records.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default)]
pub struct Plan {
    /// What the plan covers.
    pub scope: Option<String>,
    /// What stops, and how fast, when the vendor is gone.
    pub criticality: Option<String>,
    /// The role that owns the plan.
    pub owner: Option<At<Id>>,
    /// The day both sides agreed on it.
    pub agreed: Option<At<Date>>,
    /// The day it was last reviewed.
    pub reviewed: Option<At<Date>>,
    /// Licences and rights that outlive the contract.
    pub surviving_rights: Option<String>,
    /// What the vendor does during the transition, for how long and at which rates.
    pub transition: Option<String>,
    /// How long the vendor must help, such as `6 months`.
    pub transition_period: Option<Length>,
    /// How long data can be fetched after the end, such as `90 days`.
    pub retrieval_period: Option<At<Length>>,
    /// How long the vendor may take to delete, such as `30 days`.
    pub deletion_period: Option<Length>,
    /// Who changes roles, and who is trained.
    pub people: Option<String>,
    /// How work goes on meanwhile: parallel run, way back.
    pub continuity: Option<String>,
    /// Whom to tell what, and when.
    pub communication: Option<String>,
    /// What the exit costs, running both included, in the playbook's currency.
    pub budget: Option<Money>,
    /// Whether the budget is set aside.
    pub funded: bool,
    /// What could go wrong.
    pub risks: Vec<String>,
    /// How one will see that it succeeded.
    pub success: Vec<String>,
    /// The certificate of deletion, where there is one.
    pub deletion_certificate: Option<Certificate>,
    /// What was learnt from earlier exits.
    pub lessons: Option<String>,
}

/// A certificate of deletion.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Certificate {
    /// The day.
    pub on: At<Date>,
    /// Who signed it.
    pub signed_by: String,
    /// What it covers.
    pub covers: Option<String>,
}

/// A rule that opens an exit decision. It proposes; a named person decides.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Trigger {
    /// Kebab-case.
    pub id: At<Id>,
    /// Which family.
    pub family: Family,
    /// When it fires, in one sentence.
    pub when: String,
    /// The KPI it watches, where it watches one.
    pub kpi: Option<At<Id>>,
    /// The KPIs it watches together, where it watches several.
    #[serde(default)]
    pub kpis: Vec<At<Id>>,
    /// How many of them must fail at the same time; all where it is absent.
    pub at_least: Option<At<u32>>,
    /// The day it was agreed; before signing.
    pub agreed: Option<At<Date>>,
    /// The role that decides.
    pub decides: Option<At<Id>>,
}

/// Families of triggers (Roth AI Consulting, 2026; legal and safety is our addition).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// It does not perform.
    Performance,
    /// The directions part.
    Strategic,
    /// Trust is gone.
    Relationship,
    /// It does not pay.
    Commercial,
    /// The law or safety forbids it.
    LegalSafety,
}

impl Family {
    /// The four families every partnership needs.
    pub const NEEDED: [Self; 4] = [Self::Performance, Self::Strategic, Self::Relationship, Self::Commercial];
}

/// An exit decision: opened by a trigger, closed by a named person.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Decision {
    /// Kebab-case.
    pub id: At<Id>,
    /// The trigger that opened it.
    pub trigger: Option<At<Id>>,
    /// The day it was opened.
    pub opened: At<Date>,
    /// What was decided; absent while it is open.
    pub verdict: Option<ExitVerdict>,
    /// The role that decided.
    pub by: Option<At<Id>>,
    /// The day of the decision.
    pub on: Option<At<Date>>,
    /// The last day of a cure or of a waiver.
    pub until: Option<At<Date>>,
    /// Whether we still trust them.
    pub trust_intact: Option<bool>,
    /// Whether we still want the same.
    pub alignment_intact: Option<bool>,
    /// What we could do instead.
    pub opportunity_cost: Option<String>,
    /// Why.
    pub because: Option<String>,
    /// The day it was closed.
    pub closed: Option<At<Date>>,
}

/// What may follow from a trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ExitVerdict {
    /// The vendor gets time to mend it.
    Cure,
    /// The partnership changes its shape.
    Restructure,
    /// We leave.
    Exit,
    /// We let it pass, for a time.
    Waive,
}

/// Something that must not stay behind.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Asset {
    /// Kebab-case.
    pub id: At<Id>,
    /// As printed.
    pub name: String,
    /// What it is.
    pub kind: Option<AssetKind>,
    /// How it gets out, such as `self-service export`; absent where there is no way.
    pub route: Option<String>,
    /// How large it is, in gigabytes.
    pub size_gb: Option<f64>,
    /// Our role that takes it out.
    pub owner: Option<At<Id>>,
    /// Such as `JSONL`.
    pub format: Option<String>,
    /// The day the export was last proven to work.
    pub last_proven: Option<At<Date>>,
}

/// What must not stay behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AssetKind {
    /// Data we gave or made.
    Data,
    /// Data a model was adapted with.
    TrainingData,
    /// Prompts and their tests.
    Prompts,
    /// Settings of models and services.
    Configuration,
    /// Vectors.
    Embeddings,
    /// Adapted weights.
    FineTune,
    /// Sets to measure quality with.
    Evaluation,
    /// Program text.
    Code,
    /// Written documents.
    Documentation,
    /// Keys and certificates.
    Keys,
    /// Connections to other systems.
    Integration,
}

/// Where the work could go.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Choice {
    /// Kebab-case.
    pub id: At<Id>,
    /// Which way out.
    pub kind: ChoiceKind,
    /// The vendor that would take over, if it is one we know.
    pub vendor: Option<At<Id>>,
    /// How well it would replace what we have.
    pub substitutability: Level,
    /// How hard it would be to come back.
    pub reintegration: Option<Level>,
    /// What it would cost a year, in the playbook's currency.
    pub annual_cost: Option<Money>,
    /// What else matters.
    pub note: Option<String>,
}

/// Which way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ChoiceKind {
    /// Another vendor.
    AlternateProvider,
    /// We do it ourselves.
    InHouse,
    /// We stop doing it.
    Discontinue,
}

/// Low, medium or high.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Hardly.
    Low,
    /// With work.
    Medium,
    /// Readily.
    High,
}

/// Something that has to be done.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Step {
    /// Kebab-case.
    pub id: At<Id>,
    /// As printed.
    pub name: String,
    /// The role that does it.
    pub owner: At<Id>,
    /// How long it takes, in calendar days.
    pub days: u32,
    /// The steps it waits for.
    #[serde(default)]
    pub after: Vec<At<Id>>,
    /// What it costs, in the playbook's currency.
    pub cost: Option<Money>,
    /// Whether it belongs after the end of the service, such as fetching the last data.
    #[serde(default)]
    pub after_end: bool,
    /// Whether notice is served with it: then it must end by the last day for notice.
    #[serde(default)]
    pub serves_notice: bool,
    /// The day it was finished.
    pub done: Option<At<Date>>,
}

/// A dated test of the plan or of a part of it.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Rehearsal {
    /// The day.
    pub on: At<Date>,
    /// How far it went.
    pub level: RehearsalLevel,
    /// How it ended.
    pub result: Outcome,
    /// How long it took, in hours.
    pub hours: Option<f64>,
    /// What was learnt.
    pub findings: Option<String>,
    /// The day of the next one.
    pub next: Option<At<Date>>,
}

/// How far a rehearsal went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RehearsalLevel {
    /// Talked through.
    Desktop,
    /// Assets were taken out.
    Export,
    /// A part of the load was moved.
    PartialCutover,
    /// Everything was moved.
    Full,
}

/// How a rehearsal ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// As planned.
    Passed,
    /// Only in part.
    PartlyPassed,
    /// Not.
    Failed,
}

impl Family {
    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Performance => "performance",
            Self::Strategic => "strategy",
            Self::Relationship => "relationship",
            Self::Commercial => "commercial terms",
            Self::LegalSafety => "law and safety",
        }
    }
}

impl ExitVerdict {
    /// In words, after a colon.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Cure => "time to mend it",
            Self::Restructure => "another shape",
            Self::Exit => "we leave",
            Self::Waive => "let it pass, for a time",
        }
    }
}

impl Exit {
    /// What opened a decision: the words of its trigger, or its own id where it names none.
    #[must_use]
    pub fn cause<'e>(&'e self, decision: &'e Decision) -> &'e str {
        let is_named = |trigger: &&Trigger| decision.trigger.as_ref().is_some_and(|id| id.value == trigger.id.value);
        let trigger = self.triggers.iter().find(is_named);
        trigger.map_or(decision.id.value.as_str(), |trigger| trigger.when.trim_end_matches('.'))
    }

    /// Where the steps begin, from which the latest start follows; the head of the file where there are none.
    #[must_use]
    pub fn steps_begin(&self) -> Span {
        self.steps.iter().map(|step| step.id.span).min_by_key(|span| span.line).unwrap_or_default()
    }
}
