//! Lock-in: by part of the stack, and by the three strategies against it.
//!
//! 1. Each part has a default risk by its layer (Institute of AI PM, 2026): models high, data infrastructure medium,
//!    tooling low, licensed data as the terms are.
//! 2. The strategies are architectural, contractual and operational (Roth AI Consulting, 2026); each is the share of its
//!    checks that hold, so that a partnership without one shows it.

use schemars::JsonSchema;
use serde::Serialize;

use super::Vendor;
use crate::model::operations::AbstractionKind;
use crate::model::policy::Policy;
use crate::model::vendor::Layer;
use crate::model::{Date, VendorFolder};

/// How hard a vendor would be to leave.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LockIn {
    /// The parts it supplies; the vendor itself where it names none.
    pub parts: Vec<PartRisk>,
    /// The highest of them.
    pub risk: Risk,
    /// Architectural, contractual, operational.
    pub strategies: Vec<Strategy>,
}

/// The default risk of one part.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PartRisk {
    /// As printed.
    pub name: String,
    /// Where in the stack.
    pub layer: Layer,
    /// By the layer, one step less where our own layer stands before it and something could replace it.
    pub risk: Risk,
}

/// How hard something is to leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Risk {
    /// Exports and standard interfaces.
    Low,
    /// Data must be moved and queries rewritten.
    Medium,
    /// Prompts, tuning and tests must be made anew.
    High,
}

/// One strategy against lock-in.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Strategy {
    /// Architectural, contractual or operational.
    pub name: &'static str,
    /// The checks with whether each holds.
    pub checks: Vec<(&'static str, bool)>,
    /// The part of the checks that hold, 0 to 1.
    pub share: f64,
}

/// How hard a vendor would be to leave.
#[must_use]
pub fn lock_in(folder: &VendorFolder, vendor: &Vendor, policy: &Policy, as_of: Date) -> LockIn {
    let facts = &folder.vendor;
    let exclusive = facts.data_partnership.as_ref().is_some_and(|data| data.exclusive.value || data.revocable);
    let default = |layer: Layer| match layer {
        Layer::FoundationModel => Risk::High,
        Layer::DataInfrastructure | Layer::Services => Risk::Medium,
        Layer::Tooling => Risk::Low,
        // Exclusive data cannot be had elsewhere, revocable ones may end when we compete.
        Layer::Data => {
            if exclusive {
                Risk::High
            } else {
                Risk::Medium
            }
        }
    };
    let mut parts: Vec<PartRisk> = facts
        .components
        .iter()
        .map(|component| {
            let layer = component.layer.unwrap_or(facts.layer);
            let eased = component.behind_our_layer && component.alternative.is_some();
            let risk = match default(layer) {
                Risk::High if eased => Risk::Medium,
                Risk::Medium if eased => Risk::Low,
                risk => risk,
            };
            PartRisk { name: component.name.clone(), layer, risk }
        })
        .collect();
    if parts.is_empty() {
        parts.push(PartRisk { name: facts.name.clone(), layer: facts.layer, risk: default(facts.layer) });
    }
    let risk = parts.iter().map(|part| part.risk).max().unwrap_or(Risk::Low);
    LockIn { parts, risk, strategies: strategies(folder, vendor, policy, as_of) }
}

fn strategies(folder: &VendorFolder, vendor: &Vendor, policy: &Policy, as_of: Date) -> Vec<Strategy> {
    let facts = &folder.vendor;
    let layer = facts.operations.as_ref().and_then(|operations| operations.abstraction.as_ref());
    let behind = !facts.components.is_empty() && facts.components.iter().all(|component| component.behind_our_layer);
    let replaceable = !facts.components.is_empty() && facts.components.iter().all(|component| component.alternative.is_some());
    let handover = facts.handover.as_ref();
    let year = i32::from(as_of.0.year());
    let grows = handover.is_some_and(|handover| {
        let known: Vec<f64> =
            handover.actual.iter().filter(|(at, _)| i32::from(**at) <= year).map(|(_, share)| share.value.0).collect();
        known.len() > 1 && known.windows(2).all(|pair| pair[1] >= pair[0])
    });
    let alone = handover.is_some_and(|handover| {
        handover.drills.iter().any(|drill| {
            drill.alone && drill.on.value <= as_of && super::is_recent(drill.on.value, policy.dependence.drill_months, as_of)
        })
    });
    let guide = handover.and_then(|handover| handover.operations_guide.as_ref());
    let guided = guide.is_some_and(|guide| guide.how_it_works && guide.architecture && guide.troubleshooting);
    let all = [
        (
            "architectural",
            vec![
                ("a layer of our own stands between", layer.is_some_and(|layer| layer.kind != AbstractionKind::None)),
                ("every part lies behind it", behind),
                ("every part has an alternative", replaceable),
            ],
        ),
        (
            "contractual",
            vec![
                ("data are ours and portable", vendor.settled("data-ownership-portability")),
                ("deliverables are ours", vendor.settled("ip-deliverables") || vendor.settled("fine-tune-portability")),
                ("data come back", vendor.settled("data-return-retrieval")),
                ("help during the transition is agreed", vendor.settled("transition-assistance")),
            ],
        ),
        (
            "operational",
            vec![
                ("our own share grows", grows),
                ("one of us changed something alone", alone),
                ("the operations guide is complete", guided),
            ],
        ),
    ];
    all.into_iter()
        .map(|(name, checks)| {
            let held = checks.iter().filter(|(_, holds)| *holds).count();
            #[expect(clippy::cast_precision_loss, reason = "three or four checks")]
            let share = held as f64 / checks.len() as f64;
            Strategy { name, checks, share }
        })
        .collect()
}
