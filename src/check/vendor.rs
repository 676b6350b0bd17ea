//! Vendors and strategy: owners, capabilities, alternates, shares, dates, the path of the handover.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Scope, clauses};
use crate::diagnostic::{Code, Span};
use crate::model::handover::Handover;
use crate::model::supply::GoToMarketStage;
use crate::model::vendor::Shares;
use crate::model::{At, Id, Internal, Share, VendorFolder};

/// Reports contradictions of the strategy.
pub fn check_strategy(scope: &mut Scope<'_>) {
    if let Some(strategy) = &scope.playbook.strategy {
        scope.unique(&strategy.file, "objective", strategy.objectives.iter().map(|objective| &objective.id));
        scope.unique(&strategy.file, "capability", strategy.capabilities.iter().map(|capability| &capability.id));
        for objective in strategy.capabilities.iter().flat_map(|capability| &capability.objectives) {
            let known = strategy.objectives.iter().map(|objective| objective.id.as_str());
            scope.known(&strategy.file, objective, "objective", known, "playbook/strategy.yaml");
        }
        for capability in strategy.platform.iter().flat_map(|platform| &platform.covers) {
            scope.capability(&strategy.file, capability);
        }
        for capability in &strategy.capabilities {
            for vendor in &capability.in_series {
                scope.vendor(&strategy.file, vendor);
            }
            if let Some(promised) = &capability.promised {
                scope.within(&strategy.file, "availability", promised, 0.0, 100.0);
                if capability.in_series.is_empty() {
                    let message = format!("`{}` is promised, but not which vendors it needs", capability.id.value);
                    let help = "name them by `in_series`, so that the promise can be held against theirs";
                    scope.report(Code::Incomplete, &strategy.file, promised.span, message, help);
                }
            }
        }
        for fact in &strategy.facts {
            clauses::cited(scope, &strategy.file, &fact.source);
        }
    }
}

/// Reports contradictions of one vendor.
pub fn check(scope: &mut Scope<'_>, id: &Id, folder: &VendorFolder) {
    let (vendor, file) = (&folder.vendor, &folder.vendor.file);
    let handover = vendor.handover.as_ref();
    let operations = vendor.operations.as_ref();
    let acceptances: Vec<_> = vendor.acceptances.iter().map(Internal::judge).collect();
    let disposition = vendor.disposition.as_ref().map(Internal::judge);
    let people = vendor.owner.iter().chain(&vendor.architect).chain(&vendor.product_owner);
    let takers = handover.iter().flat_map(|h| h.day_one.iter().map(|person| &person.role));
    let drills = handover.iter().flat_map(|h| h.drills.iter().filter_map(|drill| drill.by.as_ref()));
    let deciders = acceptances.iter().map(|acceptance| &acceptance.by).chain(disposition.iter().map(|d| &d.by));
    for role in people.chain(takers).chain(drills).chain(deciders) {
        scope.role(file, role);
    }
    scope.unique(file, "capability", vendor.capabilities.iter().map(|serves| &serves.capability));
    for serves in &vendor.capabilities {
        scope.capability(file, &serves.capability);
        if let Some(alternate) = &serves.alternate {
            another(scope, file, id, alternate, "a vendor cannot take over from itself");
        }
    }
    scope.unique(file, "component", vendor.components.iter().map(|component| &component.id));
    for capability in vendor.components.iter().filter_map(|component| component.capability.as_ref()) {
        scope.capability(file, capability);
    }
    let parties = operations.iter().flat_map(|o| {
        let parties = o.test_strategy.iter().flat_map(|strategy| &strategy.parties);
        parties.chain(o.end_to_end_tests.iter().filter_map(|test| test.fault.as_ref()))
    });
    for other in parties.chain(vendor.subprocessors.iter().filter_map(|sub| sub.vendor.as_ref())) {
        scope.vendor(file, other);
    }
    dates(scope, folder);
    for acceptance in acceptances {
        scope.order(file, "the next look", Some(&acceptance.review_by), "the acceptance", Some(&acceptance.on));
    }
    if let Some(disposition) = disposition {
        scope.order(file, "the next audit", disposition.review_by.as_ref(), "the decision", Some(&disposition.on));
        if let Some(other) = &disposition.redundant_with {
            another(scope, file, id, other, "a vendor is not redundant with itself");
        }
    }
    scope.unique(file, "way to buyers", vendor.go_to_market.iter().map(|way| &way.id));
    for way in vendor.go_to_market.iter().filter(|way| way.stage == GoToMarketStage::Live && way.listed.is_none()) {
        let message = format!("`{}` is live, but not since when", way.id.value);
        scope.report(Code::Incomplete, file, way.id.span, message, "add `listed`");
    }
    if let Some(handover) = handover {
        path(scope, file, handover);
    }
}

/// Reports a reference to a vendor that does not exist, or that is the vendor itself.
fn another(scope: &mut Scope<'_>, file: &Arc<str>, id: &Id, other: &At<Id>, itself: &str) {
    scope.vendor(file, other);
    if other.value == *id {
        scope.report(Code::UnknownReference, file, other.span, itself, "name another vendor, or remove the key");
    }
}

fn dates(scope: &mut Scope<'_>, folder: &VendorFolder) {
    let (vendor, file) = (&folder.vendor, &folder.vendor.file);
    scope.order(file, "it went into use", vendor.live.as_ref(), "the partnership began", vendor.since.as_ref());
    scope.order(file, "it was last used", vendor.last_used.as_ref(), "the partnership began", vendor.since.as_ref());
    for engagement in &vendor.engagements {
        scope.order(file, "the engagement ends", engagement.until.as_ref(), "its first day", Some(&engagement.from));
    }
}

/// The internal share may only grow, and so may its plan (Working With AI Partners).
fn path(scope: &mut Scope<'_>, file: &Arc<str>, handover: &Handover) {
    let plan: Vec<_> = handover.plan.iter().collect();
    for pair in plan.windows(2) {
        let [(before_year, before), (year, now)] = pair else { continue };
        if now.value.0 < before.value.0 {
            let message = format!("the plan lets our own share fall from {before_year} to {year}");
            scope.report(Code::Range, file, now.span, message, "our own share only grows");
        }
    }
    if let Some(training) = &handover.training {
        for hours in training.hours_agreed.iter().chain(&training.hours_delivered) {
            scope.within(file, "number of hours", hours, 0.0, 100_000.0);
        }
    }
}

/// Reports shares of one capability that add up to more than the whole, at the share that goes beyond it.
pub fn check_shares(scope: &mut Scope<'_>) {
    type Pick = fn(&Shares) -> Option<&At<Share>>;
    let bases: [(&str, Pick); 3] = [
        ("requests", |shares| shares.requests.as_ref()),
        ("spend", |shares| shares.spend.as_ref()),
        ("functions", |shares| shares.capability.as_ref()),
    ];
    let mut over: Vec<(Arc<str>, Span, String, String)> = Vec::new();
    for (basis, pick) in bases {
        let mut sums: BTreeMap<&Id, f64> = BTreeMap::new();
        for folder in scope.playbook.vendors.values() {
            for serves in &folder.vendor.capabilities {
                let Some(share) = serves.share.as_ref().and_then(pick) else { continue };
                let sum = sums.entry(&serves.capability.value).or_default();
                let before = *sum;
                *sum += share.value.0;
                // Shares are typed with a few digits; a rounding error of the sum is nobody's mistake.
                if *sum > 1.0 + 1e-9 && before <= 1.0 + 1e-9 {
                    let message = format!(
                        "with this share, vendors serve {:.0} % of the {basis} of `{}`",
                        *sum * 100.0,
                        serves.capability.value
                    );
                    let help = format!("the vendors before it serve {:.0} %", before * 100.0);
                    over.push((Arc::clone(&folder.vendor.file), share.span, message, help));
                }
            }
        }
    }
    for (file, span, message, help) in over {
        scope.report(Code::ShareSum, &file, span, message, help);
    }
}
