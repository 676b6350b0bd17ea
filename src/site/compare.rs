//! What the page that compares vendors knows: every vendor's rubrics, with the weights that are published.
//!
//! The page stands without it as a table of all vendors; with it, a reader picks some and tries other weights.

use serde::Serialize;

use super::Input;
use super::figures;
use crate::document::{kebab, words};
use crate::evaluate::scoring::RubricScore;
use crate::model::vendor::{Serves, Status};
use crate::model::{Id, VendorFolder};
use crate::route::relative;

/// The template whose page carries these data.
pub const TEMPLATE: &str = "compare";

#[derive(Serialize)]
struct Data<'p> {
    /// From which score on a band begins, best first: its mark and word with it.
    bands: Vec<(f64, &'static str, &'static str)>,
    rubrics: Vec<Rubric<'p>>,
    /// In order of ids.
    vendors: Vec<Compared<'p>>,
    /// Who serves a capability or could take it over, where these are at least two: its name, and their ids.
    rivals: Vec<(&'p str, Vec<&'p Id>)>,
}

#[derive(Serialize)]
struct Rubric<'p> {
    id: &'p Id,
    name: &'p str,
    /// Part of the overall score, 0 to 1.
    weight: f64,
    href: String,
}

#[derive(Serialize)]
struct Compared<'p> {
    id: &'p Id,
    name: &'p str,
    href: String,
    /// Class, layer and status in words.
    line: String,
    /// By rubric, 0 to 5; `null` where it has no score.
    scores: Vec<Option<f64>>,
    /// What no weight buys back, in sentences.
    barred: Vec<&'p str>,
    figures: Vec<Shown>,
}

#[derive(Serialize)]
struct Shown {
    label: &'static str,
    value: String,
    note: String,
    mark: Option<&'static str>,
    word: String,
    href: String,
}

/// The data as JSON that may stand inside of a script element.
pub fn data(input: &Input, from: &str) -> String {
    let pretty = input.base_url.is_some();
    let href = |to: &str| relative(from, to, pretty);
    let bands = &input.playbook.settings.policy.bands;
    let band = |from: f64| {
        let band = crate::evaluate::scoring::band(from, bands);
        (from, band.mark().token(), band.word())
    };
    let scored = input.evaluation.vendors.iter().filter_map(|vendor| Some((vendor, vendor.scores.as_ref()?)));
    let first = scored.clone().find(|(_, scores)| scores.overall.point.is_some());
    let rubrics: Vec<Rubric<'_>> = first.map_or_else(Vec::new, |(_, scores)| {
        let counted = scores.rubrics.iter().filter(|rubric| rubric.weight > 0.0);
        let total: f64 = counted.clone().map(|rubric| rubric.weight).sum();
        let view = |rubric: &RubricScore| (rubric.weight / total, format!("rubrics/{}/", rubric.id));
        counted
            .map(|rubric| (rubric, view(rubric)))
            .map(|(rubric, (weight, page))| Rubric { id: &rubric.id, name: &rubric.name, weight, href: href(&page) })
            .collect()
    });
    // Where nobody has a score there is nothing to weigh; where somebody has, those without stand beside them.
    let everybody = input.evaluation.vendors.iter().filter(|_| !rubrics.is_empty());
    let vendors = everybody.clone().filter_map(|vendor| {
        let facts = &input.playbook.vendors.get(&vendor.id)?.vendor;
        let place = input.evaluation.vendors.iter().position(|one| one.id == vendor.id)?;
        let found = input.evaluation.found.get(place)?;
        let page = href(&format!("vendors/{}/", vendor.id));
        let shown = |figure: figures::Figure| Shown {
            label: figure.label,
            value: figure.value,
            note: figure.note,
            mark: figure.state.as_ref().map(|(mark, _)| mark.token()),
            word: figure.state.map_or_else(String::new, |(_, word)| word),
            href: format!("{page}#{}", figure.anchor),
        };
        let bars = |rule: &str| matches!(rule, "gate-failed" | "rubric-below-minimum" | "partner-signal-veto");
        Some(Compared {
            id: &vendor.id,
            name: &vendor.name,
            line: [kebab(&facts.class), kebab(&facts.layer), kebab(&facts.status)].map(|part| words(&part)).join(" · "),
            scores: vendor.scores.as_ref().map_or_else(
                || vec![None; rubrics.len()],
                |scores| scores.rubrics.iter().filter(|rubric| rubric.weight > 0.0).map(|rubric| rubric.score.point).collect(),
            ),
            barred: found.iter().filter(|finding| bars(finding.rule)).map(|finding| finding.message.as_str()).collect(),
            figures: figures::vendor(input, &vendor.id).into_iter().chain(figures::spend(input, &vendor.id)).map(shown).collect(),
            href: page,
        })
    });
    let strategy = input.playbook.strategy.as_ref();
    let capabilities = strategy.map(|strategy| strategy.capabilities.as_slice()).unwrap_or_default();
    let rivals = capabilities.iter().filter_map(|capability| {
        let here_still = |folder: &&VendorFolder| folder.vendor.status != Status::Exited;
        let folder = |id: &Id| input.playbook.vendors.get(id).filter(here_still);
        let serve = |id: &Id| folder(id).into_iter().flat_map(|folder| &folder.vendor.capabilities);
        let here = |one: &&Serves| one.capability.value == capability.id.value;
        let all = input.playbook.vendors.keys().flat_map(serve).filter(here);
        let alternates: Vec<&Id> = all.filter_map(|one| Some(&one.alternate.as_ref()?.value)).collect();
        let rival = |id: &&Id| serve(id).any(|one| here(&one)) || alternates.contains(id) && folder(id).is_some();
        let ids: Vec<&Id> = everybody.clone().map(|vendor| &vendor.id).filter(rival).collect();
        (ids.len() > 1).then_some((capability.name.as_str(), ids))
    });
    let (rivals, vendors) = (rivals.collect(), vendors.collect());
    let data = Data {
        rivals,
        bands: vec![band(bands.strong), band(bands.acceptable), band(bands.conditional), band(0.0)],
        rubrics,
        vendors,
    };
    // No text of the playbook may end the element it stands in.
    serde_json::to_string(&data).unwrap_or_default().replace('<', "\\u003c")
}
