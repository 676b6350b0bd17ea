//! `vendor.yaml`, key `operations`: how the service is run, watched and tested.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{At, Date, Id};

/// How the service is run, watched and tested.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
#[serde(default)]
pub struct Operations {
    /// Whether a layer of our own, or agreed interfaces, stand between the vendor and our applications.
    pub abstraction: Option<Abstraction>,
    /// Working practices both sides keep.
    pub practices: Vec<Practice>,
    /// Signals reported automatically.
    pub monitoring: Vec<Signal>,
    /// Attempts to go back to the version before.
    pub rollbacks: Vec<Rollback>,
    /// Tests from the first input to the last output.
    pub end_to_end_tests: Vec<EndToEnd>,
    /// Who takes part in testing, and who answers for what.
    pub test_strategy: Option<TestStrategy>,
    /// How long we need to validate another version before it may serve, in calendar days.
    pub validation_days: Option<At<u32>>,
    /// Documents the vendor has handed over.
    pub documents: Vec<Document>,
    /// Open standards the vendor supports, with proof.
    pub standards: Vec<Supported>,
    /// Systems of ours it is connected to.
    pub integrations: Vec<Integration>,
}

/// What stands between the vendor and our applications.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Abstraction {
    /// Which sort.
    pub kind: AbstractionKind,
    /// What it covers, such as `all calls of product search`.
    pub covers: Option<String>,
}

/// Sorts of layers between.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AbstractionKind {
    /// A central platform of our own.
    Platform,
    /// Agreed interfaces, protocols and formats.
    Interfaces,
    /// Nothing: applications call the vendor directly.
    None,
}

/// Working practices (McKinsey Digital, 2024).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Practice {
    /// It runs in containers.
    Containers,
    /// Tests run by themselves.
    AutomatedTests,
    /// Changes reach production by a pipeline.
    ContinuousDelivery,
}

/// Signals that must be reported automatically (McKinsey Digital, 2024).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Signal {
    /// What goes into the model.
    Inputs,
    /// What comes out.
    Outputs,
    /// How long it takes.
    Latency,
    /// How much it handles.
    Throughput,
    /// What users say.
    UserFeedback,
}

impl Signal {
    /// All five.
    pub const ALL: [Self; 5] = [Self::Inputs, Self::Outputs, Self::Latency, Self::Throughput, Self::UserFeedback];
}

/// An attempt to go back to the version before.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Rollback {
    /// The day.
    pub on: At<Date>,
    /// Minutes from the decision until the old version served again.
    pub minutes: f64,
    /// Whether it was a drill or needed.
    #[serde(default)]
    pub needed: bool,
}

/// A test from the first input to the last output.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct EndToEnd {
    /// The day.
    pub on: At<Date>,
    /// Whether everything worked.
    pub passed: bool,
    /// The vendor in whose part the fault was.
    pub fault: Option<At<Id>>,
    /// What was learnt.
    pub note: Option<String>,
}

/// Who takes part in testing.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct TestStrategy {
    /// The day it was agreed.
    pub agreed: At<Date>,
    /// The vendors that take part, by id.
    pub parties: Vec<At<Id>>,
    /// How faults between vendors are attributed.
    pub attribution: Option<String>,
}

/// A document the vendor has handed over.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Document {
    /// What it is, such as `Model card`.
    pub title: String,
    /// The day we got it.
    pub received: At<Date>,
    /// Where it is.
    pub link: Option<String>,
}

/// An open standard the vendor supports.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Supported {
    /// Which, such as `Apache Avro`, `JSON`, `PyTorch`.
    pub name: String,
    /// How we know.
    pub proof: Option<String>,
}

/// A system of ours the vendor is connected to.
#[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
pub struct Integration {
    /// Which system.
    pub system: String,
    /// By what, such as `events` or `nightly files`.
    pub by: Option<String>,
    /// The day it went live.
    pub live: Option<At<Date>>,
}

impl Signal {
    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Inputs => "inputs",
            Self::Outputs => "outputs",
            Self::Latency => "latency",
            Self::Throughput => "throughput",
            Self::UserFeedback => "user feedback",
        }
    }
}
