//! The view of how the figures of a vendor came about, for a page that opens each of them.
//!
//! A derivation is a tree; a template prints it as a list, so its lines come with their indent.

use serde::Serialize;
use tera::Value;

use crate::evaluate::explain::{METRICS, Step, explain, explain_all};
use crate::evaluate::{Evaluation, Source, Vendor};
use crate::model::{Id, Playbook};

#[derive(Serialize)]
struct DerivationView {
    /// The anchor: the metric's name, `rubric-` or `kpi-` and an id.
    id: String,
    /// What it belongs to.
    group: &'static str,
    title: String,
    value: String,
    how: Option<String>,
    place: Option<String>,
    /// What it was made from, in reading order.
    lines: Vec<LineView>,
}

#[derive(Serialize)]
struct LineView {
    /// Blanks, two for each level below the first.
    indent: String,
    what: String,
    value: String,
    how: Option<String>,
    place: Option<String>,
}

/// Every named metric of a vendor, then its rubrics and KPIs.
pub fn derivations(playbook: &Playbook, evaluation: &Evaluation, id: &Id) -> Value {
    let Some(vendor) = evaluation.vendors.iter().find(|vendor| vendor.id == *id) else { return Value::none() };
    let named = METRICS.iter().filter_map(|(name, _)| {
        let mut step = explain(playbook, evaluation, id, name)?;
        if *name == "overall" {
            // Each rubric is derived below.
            step.parts.iter_mut().for_each(|part| part.parts.clear());
        }
        Some(derivation(vendor, (*name).to_owned(), "Figures", step))
    });
    let (rubrics, kpis) = explain_all(playbook, evaluation, id);
    let rubrics = rubrics.into_iter().map(|(id, step)| derivation(vendor, format!("rubric-{id}"), "Rubrics", step));
    let kpis = kpis.into_iter().map(|(id, step)| derivation(vendor, format!("kpi-{id}"), "KPIs", step));
    Value::from_serializable(&named.chain(rubrics).chain(kpis).collect::<Vec<_>>())
}

fn derivation(vendor: &Vendor, id: String, group: &'static str, step: Step) -> DerivationView {
    let mut lines = Vec::new();
    for part in &step.parts {
        flatten(part, 0, &mut lines);
    }
    let title = step.what.strip_prefix(&format!("{} · ", vendor.name)).map_or(step.what.clone(), str::to_owned);
    DerivationView { id, group, title, value: step.value, how: step.how, place: step.source.as_ref().map(place), lines }
}

fn flatten(step: &Step, depth: usize, lines: &mut Vec<LineView>) {
    lines.push(LineView {
        indent: "  ".repeat(depth),
        what: step.what.clone(),
        value: step.value.clone(),
        how: step.how.clone(),
        place: step.source.as_ref().map(place),
    });
    for part in &step.parts {
        flatten(part, depth + 1, lines);
    }
}

fn place(source: &Source) -> String {
    format!("{}:{}", source.file, source.line)
}
