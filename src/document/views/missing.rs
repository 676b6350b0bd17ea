//! What a vendor's folder does not say yet, where it would go, and what it would add.
//!
//! 1. A file that is absent comes with a few lines to begin it with.
//! 2. Of a file that is there, the keys that are absent are listed.

use serde::Serialize;

use crate::model::{Id, VendorFolder};

/// A file that would add a part to the page, and what to write into it first.
#[derive(Serialize)]
pub struct MissingFile {
    file: String,
    gives: &'static str,
    snippet: &'static str,
}

/// A key that would add a part to the page.
#[derive(Serialize)]
pub struct MissingKey {
    file: String,
    key: &'static str,
    gives: &'static str,
}

pub fn files(folder: &VendorFolder, id: &Id) -> Vec<MissingFile> {
    let wanted = [
        (
            folder.evaluation.is_none(),
            "evaluation.yaml",
            "scores with their evidence",
            "ratings:\n  - criterion: scalability/load-tested-pilot\n    rater: solution-architect\n    score: 3\n    on: 2026-10-01\n    because: Held our peak for an hour.\n",
        ),
        (
            folder.kpis.is_none(),
            "kpis.yaml",
            "KPI states",
            "measures:\n  - kpi: availability\n    target: 99.9\n    intervention: 99.7\n    minimum: 99.5\n    measured_by: own\n    readings: { 2026-Q3: 99.95 }\n",
        ),
        (
            folder.contract.is_none(),
            "contract.yaml",
            "the contract checklist",
            "clauses:\n  - clause: training-opt-out\n    standing: proposed\n",
        ),
        (
            folder.governance.is_none(),
            "governance.yaml",
            "meetings, issues and decisions",
            "kickoff: 2026-10-12\ncadence_agreed: 2026-10-05\nmeetings:\n  - { cadence: weekly-sync, on: 2026-10-19, done: Connected the test system., why: Real data show faults first., next: First load test. }\n",
        ),
        (
            folder.roadmap.is_none(),
            "roadmap.yaml",
            "the joint plan",
            "milestones:\n  - { id: go-live, name: First market live, due: 2027-02-01 }\n",
        ),
        (
            folder.exit.is_none(),
            "exit.yaml",
            "the exit plan",
            "assets:\n  - { id: prompts, name: Prompt library, route: self-service export, format: JSON }\n",
        ),
    ];
    let absent = wanted.into_iter().filter(|(absent, ..)| *absent);
    absent
        .map(|(_, file, gives, snippet)| MissingFile { file: format!("playbook/vendors/{id}/{file}"), gives, snippet })
        .collect()
}

pub fn keys(folder: &VendorFolder, id: &Id) -> Vec<MissingKey> {
    let mut missing = Vec::new();
    let mut file = |name: &str, wanted: &[(bool, &'static str, &'static str)]| {
        let absent = wanted.iter().filter(|(absent, ..)| *absent);
        missing.extend(absent.map(|(_, key, gives)| MissingKey { file: format!("playbook/vendors/{id}/{name}"), key, gives }));
    };
    let vendor = &folder.vendor;
    file(
        "vendor.yaml",
        &[
            (vendor.owner.is_none(), "owner", "who owns the partnership"),
            (vendor.architect.is_none(), "architect", "who knows how it is built in"),
            (vendor.product_owner.is_none(), "product_owner", "who answers for the products built on it"),
            (vendor.access.is_none(), "access", "how we obtain what it offers"),
            (vendor.since.is_none(), "since", "since when we are partners"),
            (vendor.live.is_none(), "live", "when it went into use"),
            (vendor.reviewed.is_none(), "reviewed", "when the partnership was last reviewed"),
            (vendor.capabilities.is_empty(), "capabilities", "what it does for us, and who could take over"),
            (vendor.components.is_empty(), "components", "the parts it supplies"),
            (vendor.spend.is_none(), "spend", "what it costs"),
            (vendor.management_cost.is_none(), "management_cost", "what managing it costs"),
            (vendor.subprocessors.is_empty(), "subprocessors", "whom it passes our data on to"),
            (vendor.handover.is_none(), "handover", "how our own people take over"),
            (vendor.operations.is_none(), "operations", "how it is watched and tested"),
            (vendor.acceptances.is_empty(), "acceptances", "which dependence we accept knowingly"),
            (vendor.disposition.is_none(), "disposition", "what the last audit decided"),
        ],
    );
    if let Some(evaluation) = &folder.evaluation {
        file(
            "evaluation.yaml",
            &[
                (evaluation.ratings.is_empty(), "ratings", "scores"),
                (evaluation.evidence.is_empty(), "evidence", "the proofs behind the scores"),
                (evaluation.gates.is_empty(), "gates", "conditions that no average buys back"),
                (evaluation.sourcing.is_none(), "sourcing", "why we did not build or buy"),
                (evaluation.first_meeting.is_none(), "first_meeting", "what the first meeting showed"),
                (evaluation.references.is_empty(), "references", "what other customers say"),
                (evaluation.pilot.is_none(), "pilot", "what the trial proved"),
            ],
        );
    }
    if let Some(contract) = &folder.contract {
        file(
            "contract.yaml",
            &[
                (contract.agreement.is_none(), "agreement", "term, renewal and notice"),
                (contract.fees.is_none(), "fees", "what is paid for what"),
                (contract.clauses.is_empty(), "clauses", "where each clause stands"),
                (contract.service_levels.is_empty(), "service_levels", "which levels are promised"),
                (contract.responses.is_empty(), "responses", "how fast incidents are answered"),
                (contract.property.is_empty(), "property", "who brought and who owns what"),
                (contract.risks.is_empty(), "risks", "who bears which risk"),
                (contract.dispute.is_none(), "dispute", "where disputes are settled"),
            ],
        );
    }
    if let Some(governance) = &folder.governance {
        file(
            "governance.yaml",
            &[
                (governance.kickoff.is_none(), "kickoff", "when work began"),
                (governance.cadence_agreed.is_none(), "cadence_agreed", "when the rhythms were agreed"),
                (governance.meetings.is_empty(), "meetings", "which meetings were held"),
                (governance.updates.is_empty(), "updates", "what stakeholders were told"),
                (governance.alignment.is_empty(), "alignment", "whether we still want the same"),
                (governance.pulse.is_empty(), "pulse", "how both sides see the relationship"),
                (governance.decisions.is_empty(), "decisions", "what was decided"),
            ],
        );
    }
    if let Some(roadmap) = &folder.roadmap {
        file(
            "roadmap.yaml",
            &[
                (roadmap.items.is_empty(), "items", "what the vendor plans"),
                (roadmap.milestones.is_empty(), "milestones", "what we plan together"),
                (roadmap.scaling.is_empty(), "scaling", "the growth it commits to"),
                (roadmap.early_access.is_none(), "early_access", "what we see before others do"),
                (roadmap.shared_goals.is_empty(), "shared_goals", "which of our goals it was told"),
                (roadmap.cocreation.is_empty(), "cocreation", "what both sides build together"),
                (roadmap.investments.is_empty(), "investments", "what both sides put in"),
            ],
        );
    }
    if let Some(exit) = &folder.exit {
        file(
            "exit.yaml",
            &[
                (exit.plan.is_none(), "plan", "scope, owner, dates and budget of the exit"),
                (exit.triggers.is_empty(), "triggers", "what opens an exit decision"),
                (exit.assets.is_empty(), "assets", "what must not stay behind"),
                (exit.options.is_empty(), "options", "where the work could go"),
                (exit.steps.is_empty(), "steps", "what has to be done"),
                (exit.rehearsals.is_empty(), "rehearsals", "what was tried"),
            ],
        );
    }
    missing
}
