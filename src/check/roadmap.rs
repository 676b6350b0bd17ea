//! Roadmaps: ids, owners, dependencies across vendors, growth, dates.

use std::collections::BTreeMap;

use super::Scope;
use super::cycle::cycles;
use crate::diagnostic::{Code, suggest};
use crate::model::roadmap::{MilestonePath, Roadmap};
use crate::model::{At, Filed, Id, VendorFolder};

/// Reports contradictions of one vendor's roadmap.
pub fn check(scope: &mut Scope<'_>, id: &Id, folder: &VendorFolder, roadmap: &Filed<Roadmap>) {
    let file = &roadmap.file;
    scope.unique(file, "roadmap item", roadmap.items.iter().map(|item| &item.id));
    scope.unique(file, "milestone", roadmap.milestones.iter().map(|milestone| &milestone.id));
    scope.unique(file, "growth milestone", roadmap.scaling.iter().map(|scaling| &scaling.id));
    for milestone in &roadmap.milestones {
        if let Some(owner) = &milestone.owner {
            scope.role(file, owner);
        }
        for path in &milestone.after {
            exists(scope, id, roadmap, path);
        }
    }
    for scaling in &roadmap.scaling {
        for kpi in &scaling.guards {
            scope.kpi(file, kpi);
        }
        scope.order(file, "the growth milestone ends", Some(&scaling.until), "its first day", Some(&scaling.from));
        scope.order(file, "the next look", scaling.review_by.as_ref(), "the first day", Some(&scaling.from));
        scope.above_zero(file, "baseline", &scaling.baseline);
        if scaling.goal.value <= scaling.baseline.value {
            let message = format!("the goal {} is no growth over the baseline {}", scaling.goal.value, scaling.baseline.value);
            scope.report(Code::Range, file, scaling.goal.span, message, "the goal lies above the baseline");
        }
    }
    if let Some(planning) = &roadmap.planning {
        scope.order(file, "planning ends", Some(&planning.until), "its first day", Some(&planning.from));
    }
    let strategy = scope.playbook.strategy.as_ref();
    let objectives: Vec<&str> = strategy.iter().flat_map(|strategy| &strategy.objectives).map(|o| o.id.as_str()).collect();
    for goal in &roadmap.shared_goals {
        scope.known(file, &goal.objective, "objective", objectives.iter().copied(), "playbook/strategy.yaml");
    }
    for role in roadmap.cocreation.iter().filter_map(|item| item.ours.as_ref()) {
        scope.role(file, role);
    }
    for reuse in &roadmap.reuse {
        scope.known_here(file, &reuse.component, "component", folder.vendor.components.iter().map(|c| c.id.as_str()));
        for days in reuse.days_with.iter().chain(&reuse.days_without) {
            scope.above_zero(file, "days", days);
        }
    }
}

fn exists(scope: &mut Scope<'_>, id: &Id, own: &Filed<Roadmap>, path: &At<MilestonePath>) {
    let vendor = path.vendor.as_ref().unwrap_or(id);
    let folder = scope.playbook.vendors.get(vendor);
    let other = if vendor == id { Some(own) } else { folder.and_then(|folder| folder.roadmap.as_ref()) };
    if let Some(other) = other.filter(|other| !scope.broken.contains(&other.file)) {
        let known: Vec<&str> = other.milestones.iter().map(|milestone| milestone.id.as_str()).collect();
        if !known.contains(&path.milestone.as_str()) {
            let near = suggest(path.milestone.as_str(), known.iter().copied());
            let help =
                near.map_or_else(|| format!("milestones stand in {}", other.file), |near| format!("did you mean `{near}`?"));
            scope.report(Code::UnknownReference, &own.file, path.span, format!("unknown milestone `{}`", path.value), help);
        }
    } else if folder.is_none() && !scope.broken.contains(format!("playbook/vendors/{vendor}/vendor.yaml").as_str()) {
        let near = suggest(vendor.as_str(), scope.playbook.vendors.keys().map(Id::as_str));
        let help = near.map_or_else(|| "vendors stand in playbook/vendors/".to_owned(), |near| format!("did you mean `{near}`?"));
        scope.report(Code::UnknownReference, &own.file, path.span, format!("unknown vendor `{vendor}`"), help);
    }
}

/// Reports milestones of any vendors that wait for each other.
pub fn check_cycles(scope: &mut Scope<'_>) {
    let mut names: BTreeMap<String, (&Filed<Roadmap>, &At<Id>)> = BTreeMap::new();
    let mut edges: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (id, folder) in &scope.playbook.vendors {
        let Some(roadmap) = &folder.roadmap else { continue };
        for milestone in &roadmap.milestones {
            let name = format!("{id}/{}", milestone.id.value);
            let after = milestone.after.iter();
            let after = after.map(|path| format!("{}/{}", path.vendor.as_ref().unwrap_or(id), path.milestone));
            edges.insert(name.clone(), after.collect());
            names.insert(name, (roadmap, &milestone.id));
        }
    }
    let graph: BTreeMap<&str, Vec<&str>> =
        edges.iter().map(|(name, after)| (name.as_str(), after.iter().map(String::as_str).collect())).collect();
    for way in cycles(&graph) {
        let Some((roadmap, id)) = way.first().and_then(|first| names.get(*first)) else { continue };
        let message = format!("the milestone waits for itself: {}", way.join(" → "));
        scope.report(Code::Cycle, &roadmap.file, id.span, message, "remove one of these from its `after`");
    }
}
