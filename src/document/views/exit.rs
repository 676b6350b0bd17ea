//! The view of a vendor's exit plan.

use serde::Serialize;

use super::kebab;
use crate::model::exit::Exit;
use crate::model::{Date, Id, Playbook};

#[derive(Serialize)]
pub struct ExitView<'p> {
    assets: Vec<AssetView<'p>>,
    options: Vec<OptionView<'p>>,
    steps: Vec<StepView<'p>>,
    rehearsals: Vec<RehearsalView<'p>>,
}

#[derive(Serialize)]
struct AssetView<'p> {
    name: &'p str,
    route: Option<&'p str>,
    format: Option<&'p str>,
    last_proven: Option<Date>,
}

#[derive(Serialize)]
struct OptionView<'p> {
    kind: String,
    vendor: Option<&'p str>,
    vendor_link: Option<String>,
    substitutability: String,
}

#[derive(Serialize)]
struct StepView<'p> {
    name: &'p str,
    owner: &'p str,
    days: u32,
    after: Vec<&'p str>,
}

#[derive(Serialize)]
struct RehearsalView<'p> {
    on: Date,
    level: String,
    result: String,
    findings: Option<&'p str>,
}

pub fn exit<'p>(playbook: &'p Playbook, exit: &'p Exit, as_of: Date) -> ExitView<'p> {
    let step_name = |id: &'p Id| exit.steps.iter().find(|step| *step.id == *id).map_or(id.as_str(), |step| step.name.as_str());
    ExitView {
        assets: exit
            .assets
            .iter()
            .map(|asset| AssetView {
                name: &asset.name,
                route: asset.route.as_deref(),
                format: asset.format.as_deref(),
                last_proven: asset.last_proven.as_ref().map(|proven| proven.value).filter(|proven| *proven <= as_of),
            })
            .collect(),
        options: exit
            .options
            .iter()
            .map(|option| OptionView {
                kind: kebab(&option.kind),
                vendor: option.vendor.as_ref().map(|id| playbook.vendor_name(id)),
                vendor_link: option.vendor.as_ref().map(|id| format!("/playbook/vendors/{}/vendor.yaml", id.value)),
                substitutability: kebab(&option.substitutability),
            })
            .collect(),
        steps: exit
            .steps
            .iter()
            .map(|step| StepView {
                name: &step.name,
                owner: playbook.role(&step.owner),
                days: step.days,
                after: step.after.iter().map(|id| step_name(&id.value)).collect(),
            })
            .collect(),
        rehearsals: exit
            .rehearsals
            .iter()
            .map(|rehearsal| RehearsalView {
                on: rehearsal.on.value,
                level: kebab(&rehearsal.level),
                result: kebab(&rehearsal.result),
                findings: rehearsal.findings.as_deref(),
            })
            .collect(),
    }
}
