//! The view of a vendor's contract: the agreement, and where each clause stands with our positions.

use serde::Serialize;

use super::library::{self, ReferenceView};
use super::vendor::SummaryView;
use super::{kebab, link};
use crate::block::Mark;
use crate::document::words;
use crate::evaluate::Vendor;
use crate::evaluate::clauses::{Standing, TierCount};
use crate::model::clause::Tier;
use crate::model::contract::{self, Position, Stage};
use crate::model::terms::Basis;
use crate::model::{Audience, Date, Id, Length, Money, Playbook, VendorFolder};

#[derive(Serialize)]
pub struct ContractView<'p> {
    title: Option<&'p str>,
    signed: Option<Date>,
    ends: Option<Date>,
    renews: Option<Length>,
    notice: Option<Length>,
    basis: Option<&'static str>,
    minimum_commitment: Option<Money>,
    outcome_based: Option<f64>,
    summary: SummaryView,
    tiers: &'p [TierCount],
    groups: Vec<GroupView<'p>>,
    open_musts: Vec<ClauseView<'p>>,
}

#[derive(Serialize)]
struct GroupView<'p> {
    name: String,
    clauses: Vec<ClauseView<'p>>,
}

#[derive(Clone, Serialize)]
struct ClauseView<'p> {
    id: &'p Id,
    title: &'p str,
    link: String,
    tier: String,
    standing: String,
    settled: bool,
    applies: bool,
    mark: &'static str,
    word: String,
    location: Option<&'p str>,
    offered: Option<&'p str>,
    reason: Option<&'p str>,
    /// The entry as written, with its number, approver and deviation.
    record: Option<&'p contract::Standing>,
    /// The unit of that number.
    unit: Option<&'p str>,
    why: &'p str,
    preferred: &'p str,
    fallback: Option<&'p String>,
    walk_away: Option<&'p String>,
    leverage: Option<&'p String>,
    evidence: &'p [String],
    references: Vec<ReferenceView<'p>>,
}

/// Shape and word for where a contract stands on a clause; which of our positions it met is ours to know.
pub fn standing(standing: &Standing, audience: &Audience) -> (Mark, String) {
    match (standing.standing, standing.position) {
        (Stage::Agreed, Some(_)) if !audience.is_internal() => (Mark::Good, "agreed".to_owned()),
        (Stage::Agreed, Some(Position::Preferred)) => (Mark::Good, "agreed".to_owned()),
        (Stage::Agreed, Some(Position::Fallback)) => (Mark::Watch, "agreed, fallback".to_owned()),
        (Stage::Agreed, Some(Position::BelowWalkAway)) => (Mark::Bad, "below walk-away".to_owned()),
        (Stage::Refused, _) => (Mark::Bad, "refused".to_owned()),
        (Stage::Proposed | Stage::Countered | Stage::Agreed, _) => (Mark::Act, words(&kebab(&standing.standing))),
        (Stage::NotRaised, _) if standing.tier == Tier::Must => (Mark::Bad, "not raised".to_owned()),
        (Stage::NotRaised, _) => (Mark::Unknown, "not raised".to_owned()),
        (Stage::NotApplicable, _) => (Mark::Unknown, "does not apply".to_owned()),
    }
}

/// What the price depends on, in words.
const fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Usage => "Paid by usage",
        Basis::Seat => "Paid per user",
        Basis::Fixed => "A fixed price",
        Basis::Time => "Paid by time",
        Basis::Outcome => "Paid by outcome",
    }
}

/// How many must-haves are settled.
fn must_summary(tiers: &[TierCount]) -> SummaryView {
    let must = tiers.iter().find(|count| count.tier == Tier::Must && count.applicable > 0);
    must.map_or(SummaryView { mark: Mark::Unknown.token(), word: "no must-haves".to_owned() }, |must| SummaryView {
        mark: must.mark().token(),
        word: format!("{} of {}", must.settled, must.applicable),
    })
}

pub fn contract<'p>(
    playbook: &'p Playbook,
    folder: &'p VendorFolder,
    vendor: &'p Vendor,
    audience: &Audience,
) -> Option<ContractView<'p>> {
    let contract = folder.contract.as_ref()?;
    let coverage = vendor.clauses.as_ref()?;
    let ours = audience.is_internal();
    let mut groups: Vec<GroupView<'p>> = Vec::new();
    for standing_of in &coverage.clauses {
        let clause = playbook.clauses.get(&standing_of.id)?;
        let note = contract.internal.iter().find(|note| note.clause.value == standing_of.id);
        let own_walk_away = note.and_then(|note| note.walk_away.as_ref());
        let (mark, word) = standing(standing_of, audience);
        let front = &clause.front;
        let view = ClauseView {
            id: &standing_of.id,
            title: &front.title,
            link: link(&clause.file),
            tier: kebab(&standing_of.tier),
            standing: kebab(&standing_of.standing),
            settled: standing_of.settled,
            applies: standing_of.standing != Stage::NotApplicable,
            mark: mark.token(),
            word,
            location: standing_of.location.as_deref(),
            offered: standing_of.offered.as_deref(),
            reason: standing_of.reason.as_deref().filter(|_| ours),
            record: contract.clauses.iter().find(|entry| entry.clause.value == standing_of.id && ours),
            unit: front.terms.as_ref().map(|terms| terms.unit.as_str()),
            why: &front.why,
            preferred: &front.positions.preferred,
            fallback: front.positions.fallback.open(audience),
            walk_away: own_walk_away.unwrap_or(&front.positions.walk_away).open(audience),
            leverage: note.and_then(|note| note.leverage.as_ref()).and_then(|leverage| leverage.open(audience)),
            evidence: &front.evidence,
            references: library::references(playbook, &front.references),
        };
        let name = kebab(&front.group);
        match groups.last_mut().filter(|group| group.name == name) {
            Some(group) => group.clauses.push(view),
            None => groups.push(GroupView { name, clauses: vec![view] }),
        }
    }
    let is_open = |clause: &&ClauseView<'_>| ours && clause.applies && !clause.settled && clause.tier == kebab(&Tier::Must);
    let open_musts = groups.iter().flat_map(|group| &group.clauses).filter(is_open).cloned().collect();
    let agreement = contract.agreement.as_ref();
    let fees = contract.fees.as_ref();
    Some(ContractView {
        title: agreement.map(|agreement| agreement.title.as_str()),
        signed: agreement.and_then(|agreement| agreement.signed.as_ref()).map(|signed| signed.value),
        ends: agreement.and_then(|agreement| agreement.ends.as_ref()).map(|ends| ends.value),
        renews: agreement.and_then(|agreement| Some(agreement.renews?.value)),
        notice: agreement.and_then(|agreement| Some(agreement.notice?.value)),
        basis: fees.map(|fees| basis(fees.basis)),
        minimum_commitment: fees.and_then(|fees| Some(fees.minimum_commitment?.value)),
        outcome_based: fees.and_then(|fees| fees.outcome_based.as_ref()).map(|share| share.value.0),
        summary: must_summary(&coverage.tiers),
        tiers: &coverage.tiers,
        groups,
        open_musts,
    })
}
