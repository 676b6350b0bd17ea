//! How much depends on one vendor, and whether somebody has accepted that.

use serde_json::json;

use super::rules::{
    ACCEPTANCE_EXPIRED, ALTERNATE_LEAVING, COMPONENT_WITHOUT_ALTERNATIVE, CONCENTRATION, CONCENTRATION_ACCEPTED,
    DISPOSITION_STALE, EXCLUSIVE_DATA, LOCK_IN_UNACCEPTED, MARKETPLACE_LATE, NO_ABSTRACTION, SINGLE_POINT, STRATEGY_MISSING,
};
use super::{Case, Found};
use crate::evaluate::day;
use crate::model::Internal;
use crate::model::operations::AbstractionKind;
use crate::model::supply::{GoToMarketKind, GoToMarketStage};
use crate::model::vendor::{Acceptance, Accepted, Layer, Readiness, Serves, Status};

pub fn check(case: &Case<'_>, found: &mut Found<'_>) {
    let (vendor, file) = (&case.folder.vendor, &case.folder.vendor.file);
    let expired = |acceptance: &&Acceptance| acceptance.review_by.value < case.as_of;
    for acceptance in acceptances(case).filter(expired).filter(|acceptance| !is_accepted(case, acceptance.of)) {
        let message =
            format!("The acceptance of {} was to be looked at by {}.", acceptance.of.words(), day(acceptance.review_by.value));
        let values = json!({ "of": acceptance.of, "review_by": acceptance.review_by });
        found.at(ACCEPTANCE_EXPIRED, file, acceptance.review_by.span, message, values);
    }
    for route in vendor.go_to_market.iter().filter(|route| route.kind == GoToMarketKind::Marketplace) {
        let live = route.stage == GoToMarketStage::Live && route.listed.as_ref().is_none_or(|listed| case.is_past(listed));
        let wanted = !live && route.stage != GoToMarketStage::Ended;
        if let Some(needed) = route.needed_by.as_ref().filter(|needed| wanted && needed.value < case.as_of) {
            let message = format!("{} was needed by {} and is not live.", route.partner, day(needed.value));
            found.at(MARKETPLACE_LATE, file, needed.span, message, json!({ "needed_by": needed, "stage": route.stage }));
        }
    }
    if let Some(disposition) = vendor.disposition.as_ref().map(Internal::judge)
        && let Some(review) = disposition.review_by.as_ref().filter(|review| review.value < case.as_of)
    {
        let message = format!("The decision of the last audit was to be looked at by {}.", day(review.value));
        found.at(DISPOSITION_STALE, file, review.span, message, json!({ "review_by": review, "verdict": disposition.verdict }));
    }
    if vendor.status != Status::Exited {
        exclusive(case, found);
    }
    if !case.in_use() {
        return;
    }
    for serves in &vendor.capabilities {
        one(case, serves, found);
    }
    stack(case, found);
    strategies(case, found);
}

fn acceptances<'p>(case: &'p Case<'_>) -> impl Iterator<Item = &'p Acceptance> {
    case.folder.vendor.acceptances.iter().map(Internal::judge).filter(|acceptance| case.is_past(&acceptance.on))
}

/// Whether somebody has accepted a dependence, and the acceptance has not ended.
fn is_accepted(case: &Case<'_>, of: Accepted) -> bool {
    case.folder.vendor.accepts(of, case.as_of)
}

fn one(case: &Case<'_>, serves: &Serves, found: &mut Found<'_>) {
    let file = &case.folder.vendor.file;
    let name = case.common.capability(&serves.capability);
    let limit = case.policy().dependence.concentration;
    let shares = serves.share.as_ref();
    let bases = [
        ("requests", shares.and_then(|shares| shares.requests.as_ref())),
        ("spend", shares.and_then(|shares| shares.spend.as_ref())),
        ("functions", shares.and_then(|shares| shares.capability.as_ref())),
    ];
    let over: Vec<(&str, f64, crate::diagnostic::Span)> = bases
        .into_iter()
        .filter_map(|(basis, share)| {
            share.filter(|share| share.value.0 > limit.0).map(|share| (basis, share.value.0, share.span))
        })
        .collect();
    if let Some((_, _, span)) = over.first() {
        let shown: Vec<String> = over.iter().map(|(basis, share, _)| format!("{:.0} % of the {basis}", share * 100.0)).collect();
        let accepted = is_accepted(case, Accepted::Concentration);
        let (rule, end) = if accepted { (CONCENTRATION_ACCEPTED, ", which is accepted") } else { (CONCENTRATION, "") };
        let message = format!("{name}: {} on one vendor{end}.", shown.join(" and "));
        let values = json!({ "capability": serves.capability, "shares": over.iter().map(|(basis, share, _)| json!({ "basis": basis, "share": share })).collect::<Vec<_>>(), "limit": limit });
        found.at(rule, file, *span, message, values);
    }
    let alternate = serves.alternate.as_ref().and_then(|id| Some((id, case.others.get(&id.value)?)));
    if let Some((alternate, other)) = alternate.filter(|(_, other)| other.leaves) {
        let message = format!("{} is to take over {name}, and is being left itself.", other.name);
        found.at(ALTERNATE_LEAVING, file, alternate.span, message, json!({ "alternate": alternate }));
    }
    let critical = case.common.is_critical(&serves.capability);
    let ready = serves.readiness.is_some_and(|readiness| readiness > Readiness::None) && serves.alternate.is_some();
    if critical && !ready && !is_accepted(case, Accepted::NoAlternate) {
        let message = format!("Nobody could take over {name}, which is critical.");
        found.at(SINGLE_POINT, file, serves.capability.span, message, json!({ "capability": serves.capability }));
    }
}

fn stack(case: &Case<'_>, found: &mut Found<'_>) {
    let (vendor, file) = (&case.folder.vendor, &case.folder.vendor.file);
    for component in vendor.components.iter().filter(|component| component.alternative.is_none()) {
        if component.capability.as_ref().is_some_and(|capability| case.common.is_critical(capability)) {
            let message = format!("Nothing is known that could replace {}.", component.name);
            found.at(COMPONENT_WITHOUT_ALTERNATIVE, file, component.id.span, message, json!({ "component": component.id }));
        }
    }
    let kind = vendor.operations.as_ref().and_then(|operations| operations.abstraction.as_ref()).map(|layer| layer.kind);
    if case.is_strategic() && kind.is_none_or(|kind| kind == AbstractionKind::None) {
        let message = "No layer of our own stands between the vendor and our applications.";
        found.about(NO_ABSTRACTION, file, message, json!({ "abstraction": kind }));
    }
    // Foundation models are the layer that is hardest to leave (Institute of AI PM, 2026).
    let lapsed = acceptances(case).any(|acceptance| acceptance.of == Accepted::LockIn);
    if case.is_strategic() && vendor.layer == Layer::FoundationModel && !lapsed {
        let message = "Nobody has accepted that this foundation model would be hard to leave.";
        found.about(LOCK_IN_UNACCEPTED, file, message, json!({ "layer": vendor.layer }));
    }
}

/// The strategies against lock-in of which nothing is in place.
fn strategies(case: &Case<'_>, found: &mut Found<'_>) {
    let missing: Vec<&str> =
        case.vendor.lock_in.strategies.iter().filter(|strategy| strategy.share <= 0.0).map(|strategy| strategy.name).collect();
    if !missing.is_empty() && case.is_strategic() {
        let message = format!("Nothing is in place of the strategies against lock-in: {}.", missing.join(", "));
        found.about(STRATEGY_MISSING, &case.folder.vendor.file, message, json!({ "missing": missing }));
    }
}

fn exclusive(case: &Case<'_>, found: &mut Found<'_>) {
    let (vendor, file) = (&case.folder.vendor, &case.folder.vendor.file);
    if let Some(data) = vendor.data_partnership.as_ref().filter(|data| data.exclusive.value) {
        let end = if data.revocable { ", and may be ended when we compete" } else { "" };
        let message = format!("The data are exclusive to us: an advantage and a dependence{end}.");
        found.at(EXCLUSIVE_DATA, file, data.exclusive.span, message, json!({ "exclusive": true, "revocable": data.revocable }));
    }
}
