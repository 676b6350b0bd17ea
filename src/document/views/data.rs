//! What the files of one vendor say, under the keys they say it with, for templates.
//!
//! 1. Records are passed on as they are written; roles, vendors and KPIs stay ids, which filters turn into names.
//! 2. What is internal is opened for the audience at hand, or is absent; so is what we judge and plan about a vendor.
//! 3. [`missing`] lists what is not written yet, and where it would go.

use serde::Serialize;

use crate::evaluate::governance;
use crate::model::governance::{Cadence, Step, Tier};
use crate::model::relationship::{Alignment, Decision, Event, Issue, Meeting, Miss, Pulse, Update};
use crate::model::{At, Audience, Date, Id, Internal, Playbook, VendorFolder};
use crate::model::{contract, evaluation, exit, handover, operations, roadmap, selection, supply, terms, vendor};

#[derive(Serialize)]
pub struct DataView<'p> {
    pub vendor: VendorData<'p>,
    pub selection: Option<SelectionData<'p>>,
    pub evidence: &'p [evaluation::Evidence],
    pub contract: Option<ContractData<'p>>,
    pub governance: GovernanceData<'p>,
    pub roadmap: Option<&'p roadmap::Roadmap>,
    pub exit: Option<ExitData<'p>>,
}

#[derive(Serialize)]
pub struct VendorData<'p> {
    direction: vendor::Direction,
    size: Option<vendor::Size>,
    significant: bool,
    conditions: &'p [vendor::Condition],
    product_owner: Option<&'p At<Id>>,
    live: Option<&'p At<Date>>,
    last_used: Option<&'p At<Date>>,
    reviewed: Option<&'p At<Date>>,
    capabilities: &'p [vendor::Serves],
    engagements: &'p [supply::Engagement],
    components: &'p [supply::Component],
    data_partnership: Option<&'p supply::DataPartnership>,
    spend: Option<&'p vendor::Spend>,
    management_cost: Option<&'p vendor::ManagementCost>,
    subprocessors: &'p [vendor::Subprocessor],
    handover: Option<&'p handover::Handover>,
    operations: Option<&'p operations::Operations>,
    go_to_market: &'p [supply::GoToMarket],
    acceptances: Vec<&'p vendor::Acceptance>,
    disposition: Option<&'p vendor::Disposition>,
}

#[derive(Serialize)]
pub struct SelectionData<'p> {
    gates: &'p [selection::GateResult],
    sourcing: Option<&'p selection::Sourcing>,
    first_meeting: Option<&'p selection::FirstMeeting>,
    references: Vec<&'p selection::ReferenceCheck>,
    pilot: Option<&'p selection::Pilot>,
}

#[derive(Serialize)]
pub struct ContractData<'p> {
    agreement: Option<&'p contract::Agreement>,
    fees: Option<&'p terms::Fees>,
    clauses: &'p [contract::Standing],
    service_levels: &'p [terms::ServiceLevel],
    responses: &'p [terms::Response],
    maintenance: Option<&'p terms::Maintenance>,
    access: Option<&'p terms::WorkAccess>,
    property: &'p [terms::Property],
    contributions: &'p [terms::Contribution],
    risks: &'p [terms::Risk],
    demands: &'p [terms::Demand],
    dispute: Option<&'p terms::Dispute>,
}

#[derive(Serialize)]
pub struct GovernanceData<'p> {
    /// Whether the vendor has a file of its own; the first three lists hold the playbook's defaults all the same.
    own: bool,
    tiers: Vec<&'p Tier>,
    cadences: Vec<&'p Cadence>,
    ladder: Vec<&'p Step>,
    kickoff: Option<&'p At<Date>>,
    cadence_agreed: Option<&'p At<Date>>,
    meetings: &'p [Meeting],
    updates: &'p [Update],
    issues: &'p [Issue],
    misses: &'p [Miss],
    alignment: &'p [Alignment],
    pulse: &'p [Pulse],
    events: &'p [Event],
    decisions: &'p [Decision],
}

#[derive(Serialize)]
pub struct ExitData<'p> {
    plan: Option<&'p exit::Plan>,
    triggers: &'p [exit::Trigger],
    assets: &'p [exit::Asset],
    options: &'p [exit::Choice],
    steps: &'p [exit::Step],
    rehearsals: &'p [exit::Rehearsal],
    decisions: Vec<&'p exit::Decision>,
}

fn open<'p, T>(internal: Option<&'p Internal<T>>, audience: &Audience) -> Option<&'p T> {
    internal.and_then(|internal| internal.open(audience))
}

fn all<'p, T>(internals: &'p [Internal<T>], audience: &Audience) -> Vec<&'p T> {
    internals.iter().filter_map(|internal| internal.open(audience)).collect()
}

pub fn data<'p>(playbook: &'p Playbook, folder: &'p VendorFolder, audience: &Audience) -> DataView<'p> {
    let vendor = &folder.vendor;
    let evaluation = folder.evaluation.as_ref();
    let own = folder.governance.as_ref();
    let ours = audience.is_internal();
    let recorded = own.filter(|_| ours);
    DataView {
        vendor: VendorData {
            direction: vendor.direction,
            size: vendor.size,
            significant: vendor.significant.unwrap_or(vendor.class == vendor::Class::Strategic),
            conditions: if ours { &vendor.conditions } else { &[] },
            product_owner: vendor.product_owner.as_ref(),
            live: vendor.live.as_ref(),
            last_used: vendor.last_used.as_ref(),
            reviewed: vendor.reviewed.as_ref(),
            capabilities: if ours { &vendor.capabilities } else { &[] },
            engagements: &vendor.engagements,
            components: &vendor.components,
            data_partnership: vendor.data_partnership.as_ref(),
            spend: vendor.spend.as_ref().filter(|_| ours),
            management_cost: open(vendor.management_cost.as_ref(), audience),
            subprocessors: &vendor.subprocessors,
            handover: vendor.handover.as_ref(),
            operations: vendor.operations.as_ref(),
            go_to_market: &vendor.go_to_market,
            acceptances: all(&vendor.acceptances, audience),
            disposition: open(vendor.disposition.as_ref(), audience),
        },
        selection: evaluation.filter(|_| ours).map(|evaluation| SelectionData {
            gates: &evaluation.gates,
            sourcing: open(evaluation.sourcing.as_ref(), audience),
            first_meeting: open(evaluation.first_meeting.as_ref(), audience),
            references: all(&evaluation.references, audience),
            pilot: evaluation.pilot.as_ref(),
        }),
        evidence: evaluation.filter(|_| ours).map_or(&[], |evaluation| &evaluation.evidence),
        contract: folder.contract.as_ref().map(|contract| ContractData {
            agreement: contract.agreement.as_ref(),
            fees: contract.fees.as_ref(),
            clauses: if ours { &contract.clauses } else { &[] },
            service_levels: &contract.service_levels,
            responses: &contract.responses,
            maintenance: contract.maintenance.as_ref(),
            access: contract.access.as_ref(),
            property: &contract.property,
            contributions: &contract.contributions,
            risks: if ours { &contract.risks } else { &[] },
            demands: if ours { &contract.demands } else { &[] },
            dispute: contract.dispute.as_ref(),
        }),
        governance: GovernanceData {
            own: own.is_some(),
            tiers: governance::tiers(playbook, folder),
            cadences: governance::cadences(playbook, folder),
            ladder: governance::ladder(playbook, folder),
            kickoff: own.and_then(|own| own.kickoff.as_ref()),
            cadence_agreed: own.and_then(|own| own.cadence_agreed.as_ref()),
            meetings: own.map_or(&[], |own| &own.meetings),
            updates: recorded.map_or(&[], |own| &own.updates),
            issues: own.map_or(&[], |own| &own.issues),
            misses: own.map_or(&[], |own| &own.misses),
            alignment: recorded.map_or(&[], |own| &own.alignment),
            pulse: own.map_or(&[], |own| &own.pulse),
            events: own.map_or(&[], |own| &own.events),
            decisions: recorded.map_or(&[], |own| &own.decisions),
        },
        roadmap: folder.roadmap.as_deref(),
        exit: folder.exit.as_ref().filter(|_| ours).map(|exit| ExitData {
            plan: exit.plan.as_ref(),
            triggers: &exit.triggers,
            assets: &exit.assets,
            options: &exit.options,
            steps: &exit.steps,
            rehearsals: &exit.rehearsals,
            decisions: all(&exit.decisions, audience),
        }),
    }
}
