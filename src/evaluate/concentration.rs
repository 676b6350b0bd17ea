//! Concentration: how much of a capability, or of all spend, lies on one vendor.
//!
//! HHI = Σ (share in per cent)²: 10,000 is one provider. The effective number of providers is 10,000 ÷ HHI. What is not
//! accounted for is in-house or unknown: it counts as one further provider at most, so that HHI is never understated.

use rust_decimal::prelude::ToPrimitive as _;
use schemars::JsonSchema;
use serde::Serialize;

use super::others::Others;
use crate::model::vendor::{Readiness, Serves, Status};
use crate::model::{Common, Id, Playbook, VendorFolder};

/// Who carries a capability, by one basis.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Concentration {
    /// The capability; absent for the spend on all vendors.
    pub capability: Option<Id>,
    /// What the shares are parts of.
    pub basis: Basis,
    /// Largest first.
    pub shares: Vec<Part>,
    /// What no vendor accounts for, 0 to 1.
    pub rest: f64,
    /// The largest share, 0 to 1.
    pub top: f64,
    /// Herfindahl–Hirschman index, 0 to 10,000.
    pub hhi: f64,
    /// 10,000 ÷ HHI: as if so many equal providers carried it.
    pub effective_providers: f64,
    /// Whether the largest share is above the policy's limit.
    pub above_limit: bool,
}

/// One vendor's part.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Part {
    /// Which vendor.
    pub vendor: Id,
    /// Its part, 0 to 1.
    pub share: f64,
}

/// What shares are parts of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// Requests.
    Requests,
    /// Money.
    Spend,
    /// Functions of the capability.
    Capability,
}

impl Basis {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Requests, Self::Spend, Self::Capability];

    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Requests => "requests",
            Self::Spend => "spend",
            Self::Capability => "functions",
        }
    }

    /// A vendor's share on this basis.
    #[must_use]
    pub fn of(self, serves: &Serves) -> Option<f64> {
        let shares = serves.share.as_ref()?;
        let share = match self {
            Self::Requests => shares.requests.as_ref(),
            Self::Spend => shares.spend.as_ref(),
            Self::Capability => shares.capability.as_ref(),
        };
        share.map(|share| share.value.0)
    }
}

/// HHI of shares from 0 to 1, and the effective number of providers; `None` where there are no shares.
#[must_use]
pub fn index(shares: &[f64]) -> Option<(f64, f64)> {
    let hhi: f64 = shares.iter().map(|share| (share * 100.0).powi(2)).sum();
    (hhi > 0.0).then(|| (hhi, 10_000.0 / hhi))
}

/// Signed and not yet left.
#[must_use]
pub fn in_use(folder: &VendorFolder) -> bool {
    matches!(folder.vendor.status, Status::Onboarding | Status::Active | Status::Exiting)
}

/// By capability and basis, then of all spend. A basis that no vendor states is left out.
#[must_use]
pub fn concentrations(playbook: &Playbook) -> Vec<Concentration> {
    let limit = playbook.settings.policy.dependence.concentration.0;
    let capabilities = playbook.strategy.as_ref().map(|strategy| strategy.capabilities.as_slice()).unwrap_or_default();
    let mut all = Vec::new();
    for capability in capabilities {
        for basis in Basis::ALL {
            let parts = playbook.vendors.iter().filter(|(_, folder)| in_use(folder)).filter_map(|(id, folder)| {
                let serves = folder.vendor.capabilities.iter().find(|serves| serves.capability.value == capability.id.value)?;
                Some(Part { vendor: id.clone(), share: basis.of(serves)? })
            });
            all.extend(concentration(Some(&capability.id.value), basis, parts.collect(), limit));
        }
    }
    let spend: Vec<(&Id, f64)> = playbook
        .vendors
        .iter()
        .filter(|(_, folder)| in_use(folder))
        .filter_map(|(id, folder)| Some((id, folder.vendor.spend.as_ref()?.annual.0.to_f64()?)))
        .collect();
    let total: f64 = spend.iter().map(|(_, amount)| amount).sum();
    if total > 0.0 {
        let parts = spend.into_iter().map(|(id, amount)| Part { vendor: id.clone(), share: amount / total }).collect();
        all.extend(concentration(None, Basis::Spend, parts, limit));
    }
    all
}

fn concentration(capability: Option<&Id>, basis: Basis, mut shares: Vec<Part>, limit: f64) -> Option<Concentration> {
    shares.sort_by(|a, b| b.share.total_cmp(&a.share).then_with(|| a.vendor.cmp(&b.vendor)));
    let top = shares.first()?.share;
    let rest = (1.0 - shares.iter().map(|part| part.share).sum::<f64>()).max(0.0);
    let rest = if rest < 1e-9 { 0.0 } else { rest };
    let all: Vec<f64> = shares.iter().map(|part| part.share).chain([rest]).collect();
    let (hhi, effective_providers) = index(&all)?;
    let above_limit = top > limit + 1e-9;
    Some(Concentration { capability: capability.cloned(), basis, shares, rest, top, hhi, effective_providers, above_limit })
}

/// What happens when one vendor is gone.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Stops {
    /// The capabilities it serves.
    pub capabilities: Vec<Loss>,
    /// Milestones that wait for one of its own, directly or through others: vendor and milestone.
    pub milestones: Vec<(Id, Id)>,
    /// Vendors that pass our work on to it, directly or through others.
    pub vendors: Vec<Id>,
}

/// A capability that loses a vendor.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Loss {
    /// Which capability.
    pub capability: Id,
    /// Whether its loss stops the business within a day.
    pub critical: bool,
    /// The largest known share that goes, 0 to 1.
    pub share: Option<f64>,
    /// Who could take over.
    pub alternate: Option<Id>,
    /// How ready that vendor is.
    pub readiness: Readiness,
}

/// What stops when a vendor is gone.
#[must_use]
pub fn what_stops<'p>(common: &Common, others: &Others<'p>, id: &'p Id, folder: &'p VendorFolder) -> Stops {
    let capabilities = folder
        .vendor
        .capabilities
        .iter()
        .map(|serves| Loss {
            capability: serves.capability.value.clone(),
            critical: common.is_critical(&serves.capability),
            share: Basis::ALL.iter().filter_map(|basis| basis.of(serves)).reduce(f64::max),
            alternate: serves.alternate.as_ref().map(|alternate| alternate.value.clone()),
            readiness: if serves.alternate.is_some() { serves.readiness.unwrap_or(Readiness::None) } else { Readiness::None },
        })
        .collect();
    Stops { capabilities, milestones: others.milestones(id, folder), vendors: others.fourth_parties(id) }
}
