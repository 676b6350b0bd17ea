//! Clause coverage: how much of what a contract must settle is settled.
//!
//! 1. Every clause of the library has a standing; one without an entry in `contract.yaml` is not raised.
//! 2. The tier follows the vendor's class and conditions; a clause whose conditions all fail has no subject.
//! 3. A clause that does not apply leaves the count. Agreed on the preferred or the fallback position counts as
//!    settled; agreed below the walk-away position does not.
//! 4. Counts are kept per tier, because a settled *could* makes up for no open *must*.

use schemars::JsonSchema;
use serde::Serialize;

use super::Source;
use crate::block::Mark;
use crate::model::clause::{Group, Tier};
use crate::model::contract::{Contract, Position, Stage};
use crate::model::vendor::Condition;
use crate::model::{Common, Filed, Id, VendorFolder};

/// Where a contract stands on every clause of the library.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Coverage {
    /// Must, should, could.
    pub tiers: Vec<TierCount>,
    /// By group, then tier, then id.
    pub clauses: Vec<Standing>,
}

/// The count of one tier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct TierCount {
    /// Which tier.
    pub tier: Tier,
    /// Clauses that apply.
    pub applicable: usize,
    /// Agreed on the preferred or the fallback position.
    pub settled: usize,
    /// The others that apply.
    pub open: usize,
    /// Of the open ones, those never raised or refused.
    pub missing: usize,
}

/// Where the contract stands on one clause.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Standing {
    /// The clause's id.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// Its group.
    pub group: Group,
    /// Its tier.
    pub tier: Tier,
    /// How far the talks are.
    pub standing: Stage,
    /// Which position was agreed.
    pub position: Option<Position>,
    /// Agreed on the preferred or the fallback position.
    pub settled: bool,
    /// Where in the papers.
    pub location: Option<String>,
    /// What the vendor offers instead.
    pub offered: Option<String>,
    /// Why it does not apply.
    pub reason: Option<String>,
    /// Where the standing is written; for a clause that was not raised, the contract file's first line.
    pub source: Source,
}

/// Where a contract stands.
#[must_use]
pub fn coverage(common: &Common, folder: &VendorFolder, contract: &Filed<Contract>) -> Coverage {
    let (class, conditions) = (folder.vendor.class, &folder.vendor.conditions);
    let mut clauses: Vec<Standing> = common
        .clauses
        .iter()
        .map(|(id, clause)| {
            let entry = contract.clauses.iter().find(|entry| entry.clause.value == *id);
            let tier = clause.front.tier_for(class, conditions);
            let unasked = if tier.is_some() { Stage::NotRaised } else { Stage::NotApplicable };
            let standing = entry.map_or(unasked, |entry| entry.standing.value);
            let position = entry.and_then(|entry| entry.position);
            let no_subject = (entry.is_none() && tier.is_none()).then(|| subject(&clause.front.only_if));
            Standing {
                id: id.clone(),
                title: clause.front.title.clone(),
                group: clause.front.group,
                tier: tier.unwrap_or_else(|| clause.front.tier.of(class)),
                standing,
                position,
                settled: is_settled(standing, position),
                location: entry.and_then(|entry| entry.location.clone()),
                offered: entry.and_then(|entry| entry.offered.clone()),
                reason: entry.and_then(|entry| entry.reason.clone()).or(no_subject),
                source: Source { file: contract.file.clone(), line: entry.map_or(1, |entry| entry.clause.span.line) },
            }
        })
        .collect();
    clauses.sort_by(|a, b| (a.group, a.tier, &a.id).cmp(&(b.group, b.tier, &b.id)));
    let tiers = [Tier::Must, Tier::Should, Tier::Could].map(|tier| count(tier, &clauses));
    Coverage { tiers: tiers.to_vec(), clauses }
}

/// Why a clause without any of its conditions has no subject.
fn subject(conditions: &[Condition]) -> String {
    let words: Vec<&str> = conditions.iter().map(|condition| condition.words()).collect();
    format!("Only {}.", words.join(" or "))
}

/// Settled: agreed on the preferred or the fallback position.
#[must_use]
pub fn is_settled(standing: Stage, position: Option<Position>) -> bool {
    standing == Stage::Agreed && matches!(position, Some(Position::Preferred | Position::Fallback))
}

fn count(tier: Tier, clauses: &[Standing]) -> TierCount {
    let applies = |clause: &&Standing| clause.tier == tier && clause.standing != Stage::NotApplicable;
    let applicable = clauses.iter().filter(applies).count();
    let settled = clauses.iter().filter(applies).filter(|clause| clause.settled).count();
    let gone = |clause: &&Standing| matches!(clause.standing, Stage::NotRaised | Stage::Refused);
    let missing = clauses.iter().filter(applies).filter(gone).count();
    TierCount { tier, applicable, settled, open: applicable - settled, missing }
}

impl TierCount {
    /// The state of the tier: good when nothing is open, bad when something is missing, else act.
    #[must_use]
    pub const fn mark(&self) -> Mark {
        match (self.open, self.missing) {
            (0, _) => Mark::Good,
            (_, 0) => Mark::Act,
            _ => Mark::Bad,
        }
    }
}
