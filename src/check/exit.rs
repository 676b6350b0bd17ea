//! Exit plans: ids, owners, options, the order of the steps.

use std::collections::{BTreeMap, BTreeSet};

use super::Scope;
use crate::diagnostic::Code;
use crate::model::exit::{Exit, Step};
use crate::model::{Filed, Id};

/// Reports contradictions of one vendor's exit plan.
pub fn check(scope: &mut Scope<'_>, exit: &Filed<Exit>) {
    let file = &exit.file;
    scope.unique(file, "asset", exit.assets.iter().map(|asset| &asset.id));
    scope.unique(file, "option", exit.options.iter().map(|option| &option.id));
    scope.unique(file, "step", exit.steps.iter().map(|step| &step.id));
    for vendor in exit.options.iter().filter_map(|option| option.vendor.as_ref()) {
        scope.vendor(file, vendor);
    }
    for step in &exit.steps {
        scope.role(file, &step.owner);
        for earlier in &step.after {
            scope.known(file, earlier, "step", exit.steps.iter().map(|step| step.id.as_str()), file);
        }
    }
    let mut named: BTreeSet<&str> = BTreeSet::new();
    for step in &exit.steps {
        // One report for each way round, at its first step.
        let Some(names) = cycle(step, &exit.steps).filter(|names| names.iter().all(|name| !named.contains(name))) else {
            continue;
        };
        let message = format!("the step waits for itself: {}", names.join(" → "));
        scope.report(Code::Cycle, file, step.id.span, message, "remove one of these from its `after`");
        named.extend(names);
    }
}

/// The way from a step over the steps it waits for back to itself, if there is one.
fn cycle<'s>(start: &'s Step, steps: &'s [Step]) -> Option<Vec<&'s str>> {
    let by_id: BTreeMap<&Id, &Step> = steps.iter().map(|step| (&step.id.value, step)).collect();
    // From `start` back to `start`, remembering how each step was reached.
    let mut came_from: BTreeMap<&Id, &Id> = BTreeMap::new();
    let mut next = vec![&start.id.value];
    let mut seen = BTreeSet::new();
    while let Some(id) = next.pop() {
        for earlier in by_id.get(id).into_iter().flat_map(|step| &step.after) {
            if earlier.value == start.id.value {
                let mut names = vec![start.id.as_str()];
                let mut at = id;
                while *at != start.id.value {
                    names.push(at.as_str());
                    at = came_from.get(at)?;
                }
                names.push(start.id.as_str());
                names.reverse();
                return Some(names);
            }
            if seen.insert(&earlier.value) {
                came_from.insert(&earlier.value, id);
                next.push(&earlier.value);
            }
        }
    }
    None
}
