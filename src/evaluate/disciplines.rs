//! The five disciplines of managing a partnership (Roth AI Consulting, 2026): which of them a vendor's files cover.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::governance::{Level, Side};
use crate::model::kpi::Bucket;
use crate::model::{Common, Date, VendorFolder};

/// One discipline.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Discipline {
    /// In a few words, as in `docs/rules.md`.
    pub name: &'static str,
    /// Whether it is covered.
    pub covered: bool,
    /// What is missing; empty where it is covered.
    pub missing: &'static str,
}

/// The five disciplines, in their order.
#[must_use]
pub fn disciplines(common: &Common, folder: &VendorFolder, as_of: Date) -> Vec<Discipline> {
    let seated = [Level::Operational, Level::Performance, Level::Strategic].iter().all(|level| {
        let tier = super::governance::tier(common, folder, *level);
        tier.is_some_and(|tier| [Side::Ours, Side::Theirs].iter().all(|side| super::governance::seats(tier, *side) > 0))
    });
    let measures = folder.kpis.as_ref().map(|kpis| kpis.measures.as_slice()).unwrap_or_default();
    let measured = [Bucket::Technical, Bucket::Operational, Bucket::Business]
        .iter()
        .all(|bucket| measures.iter().any(|measure| common.kpi(&measure.kpi).is_some_and(|kpi| kpi.bucket == *bucket)));
    let met = super::governance::met(common, folder, as_of);
    let meets = met.iter().any(|meeting| super::is_recent(meeting.on.value, 12, as_of));
    let ladder = super::governance::ladder(common, folder);
    let timed = ladder.len() >= 3 && ladder.iter().take(3).all(|step| step.within.is_some());
    let exit = folder.exit.as_ref();
    let planned = exit.is_some_and(|exit| !exit.triggers.is_empty() && !exit.steps.is_empty());
    [
        ("governance architecture", seated, "seats of both sides in three tiers"),
        ("performance measurement", measured, "KPIs of all three buckets"),
        ("communication cadence", meets, "a meeting with the vendor within the last twelve months"),
        ("conflict resolution", timed, "a ladder whose first three steps have a time box"),
        ("exit planning", planned, "triggers and steps of an exit"),
    ]
    .map(|(name, covered, missing)| Discipline { name, covered, missing: if covered { "" } else { missing } })
    .to_vec()
}
