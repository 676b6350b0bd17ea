//! Exit plans: ids, owners, options, decisions, the order of the steps and of the dates.

use std::collections::BTreeMap;

use super::Scope;
use super::cycle::cycles;
use crate::diagnostic::Code;
use crate::model::exit::{Exit, ExitVerdict};
use crate::model::{Filed, Id, Internal, VendorFolder};

/// Reports contradictions of one vendor's exit plan.
pub fn check(scope: &mut Scope<'_>, id: &Id, folder: &VendorFolder, exit: &Filed<Exit>) {
    let file = &exit.file;
    scope.unique(file, "asset", exit.assets.iter().map(|asset| &asset.id));
    scope.unique(file, "option", exit.options.iter().map(|option| &option.id));
    scope.unique(file, "step", exit.steps.iter().map(|step| &step.id));
    scope.unique(file, "trigger", exit.triggers.iter().map(|trigger| &trigger.id));
    let owners = exit.assets.iter().filter_map(|asset| asset.owner.as_ref());
    let owners = owners.chain(exit.plan.iter().filter_map(|plan| plan.owner.as_ref()));
    for role in owners.chain(exit.triggers.iter().filter_map(|trigger| trigger.decides.as_ref())) {
        scope.role(file, role);
    }
    for vendor in exit.options.iter().filter_map(|option| option.vendor.as_ref()) {
        scope.vendor(file, vendor);
        if vendor.value == *id {
            let message = "a vendor is no way out of itself";
            scope.report(Code::UnknownReference, file, vendor.span, message, "name another vendor, or remove `vendor`");
        }
    }
    triggers(scope, folder, exit);
    steps(scope, exit);
    decisions(scope, exit);
    for rehearsal in &exit.rehearsals {
        scope.order(file, "the next rehearsal", rehearsal.next.as_ref(), "the one before", Some(&rehearsal.on));
    }
}

fn triggers(scope: &mut Scope<'_>, folder: &VendorFolder, exit: &Filed<Exit>) {
    for trigger in &exit.triggers {
        if let Some(least) = &trigger.at_least {
            let most = u32::try_from(trigger.kpis.len()).unwrap_or(u32::MAX);
            if trigger.kpis.is_empty() {
                let message = "`at_least` needs a list of KPIs to count in";
                scope.report(Code::Incomplete, &exit.file, least.span, message, "add `kpis`, or remove `at_least`");
            } else {
                scope.within(&exit.file, "number of KPIs", &least.map(f64::from), 1.0, f64::from(most));
            }
        }
    }
    for kpi in exit.triggers.iter().flat_map(|trigger| trigger.kpi.iter().chain(&trigger.kpis)) {
        scope.kpi(&exit.file, kpi);
        let measures = folder.kpis.iter().flat_map(|kpis| &kpis.measures);
        let known: Vec<&str> = measures.map(|measure| measure.kpi.as_str()).collect();
        if !known.is_empty() && scope.playbook.kpi(kpi).is_some() && !known.contains(&kpi.as_str()) {
            let message = format!("the trigger watches `{}`, which is not measured for this vendor", kpi.value);
            scope.report(Code::UnknownReference, &exit.file, kpi.span, message, "measure it in kpis.yaml, or watch another KPI");
        }
    }
}

fn steps(scope: &mut Scope<'_>, exit: &Filed<Exit>) {
    let file = &exit.file;
    for step in &exit.steps {
        scope.role(file, &step.owner);
        for earlier in &step.after {
            scope.known(file, earlier, "step", exit.steps.iter().map(|step| step.id.as_str()), file);
            let before = exit.steps.iter().find(|other| other.id.value == earlier.value).and_then(|other| other.done.as_ref());
            scope.order(file, "the step is done", step.done.as_ref(), "the step it waits for", before);
        }
    }
    let graph: BTreeMap<&str, Vec<&str>> =
        exit.steps.iter().map(|step| (step.id.as_str(), step.after.iter().map(|id| id.as_str()).collect())).collect();
    let found: Vec<_> = cycles(&graph);
    for way in found {
        // Told at the first of its steps in the file.
        let Some(first) = exit.steps.iter().find(|step| way.contains(&step.id.as_str())) else { continue };
        let turned: Vec<&str> = turn(&way, first.id.as_str());
        let message = format!("the step waits for itself: {}", turned.join(" → "));
        scope.report(Code::Cycle, file, first.id.span, message, "remove one of these from its `after`");
    }
}

/// A way round that begins elsewhere.
fn turn<'w>(way: &[&'w str], start: &'w str) -> Vec<&'w str> {
    let round = &way[..way.len() - 1];
    let at = round.iter().position(|name| *name == start).unwrap_or(0);
    round[at..].iter().chain(&round[..at]).copied().chain([start]).collect()
}

fn decisions(scope: &mut Scope<'_>, exit: &Filed<Exit>) {
    let file = &exit.file;
    let decisions: Vec<_> = exit.decisions.iter().map(Internal::judge).collect();
    scope.unique(file, "decision", decisions.iter().map(|decision| &decision.id));
    for decision in decisions {
        if let Some(trigger) = &decision.trigger {
            scope.known_here(file, trigger, "trigger", exit.triggers.iter().map(|trigger| trigger.id.as_str()));
        }
        if let Some(by) = &decision.by {
            scope.role(file, by);
        }
        scope.order(file, "the decision", decision.on.as_ref(), "its opening", Some(&decision.opened));
        scope.order(file, "the decision was closed", decision.closed.as_ref(), "its opening", Some(&decision.opened));
        scope.order(file, "the time given ends", decision.until.as_ref(), "the decision", decision.on.as_ref());
        let limited = matches!(decision.verdict, Some(ExitVerdict::Cure | ExitVerdict::Waive));
        let missing: Vec<&str> = [
            (decision.verdict.is_some() && decision.by.is_none(), "`by`"),
            (decision.verdict.is_some() && decision.on.is_none(), "`on`"),
            (limited && decision.until.is_none(), "`until`"),
        ]
        .into_iter()
        .filter_map(|(lacks, key)| lacks.then_some(key))
        .collect();
        if !missing.is_empty() {
            let message = format!("`{}` is decided without {}", decision.id.value, missing.join(", "));
            scope.report(
                Code::Incomplete,
                file,
                decision.id.span,
                message,
                "a decision has a name and a date; a cure or a waiver has an end",
            );
        }
    }
}
