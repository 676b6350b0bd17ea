//! Vendors and strategy: owners, capabilities, alternates, shares.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Scope;
use crate::diagnostic::{Code, Span};
use crate::model::vendor::Shares;
use crate::model::{At, Id, Share, VendorFolder};

/// Reports contradictions of the strategy.
pub fn check_strategy(scope: &mut Scope<'_>) {
    if let Some(strategy) = &scope.playbook.strategy {
        scope.unique(&strategy.file, "objective", strategy.objectives.iter().map(|objective| &objective.id));
        scope.unique(&strategy.file, "capability", strategy.capabilities.iter().map(|capability| &capability.id));
        for objective in strategy.capabilities.iter().flat_map(|capability| &capability.objectives) {
            let known = strategy.objectives.iter().map(|objective| objective.id.as_str());
            scope.known(&strategy.file, objective, "objective", known, "playbook/strategy.yaml");
        }
    }
    if let Some(governance) = &scope.playbook.governance {
        scope.unique(&governance.file, "role", governance.roles.iter().map(|role| &role.id));
    }
}

/// Reports contradictions of one vendor.
pub fn check(scope: &mut Scope<'_>, id: &Id, folder: &VendorFolder) {
    let file = &folder.vendor.file;
    for role in folder.vendor.owner.iter().chain(&folder.vendor.architect) {
        scope.role(file, role);
    }
    scope.unique(file, "capability", folder.vendor.capabilities.iter().map(|serves| &serves.capability));
    for serves in &folder.vendor.capabilities {
        scope.capability(file, &serves.capability);
        if let Some(alternate) = &serves.alternate {
            scope.vendor(file, alternate);
            if alternate.value == *id {
                let message = "a vendor cannot take over from itself";
                scope.report(Code::UnknownReference, file, alternate.span, message, "name another vendor, or remove `alternate`");
            }
        }
    }
}

/// Reports shares of one capability that add up to more than the whole, at the share that goes beyond it.
pub fn check_shares(scope: &mut Scope<'_>) {
    type Pick = fn(&Shares) -> Option<&At<Share>>;
    let bases: [(&str, Pick); 2] = [("requests", |shares| shares.requests.as_ref()), ("spend", |shares| shares.spend.as_ref())];
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
