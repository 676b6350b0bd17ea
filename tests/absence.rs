//! What is optional may be absent: without any optional file or key of any vendor the playbook builds, and says what is missing.
//!
//! 1. Each optional file of each vendor is removed, one at a time, and all of them at once.
//! 2. Each optional key is removed from the files of the two richest vendors, however deep it stands.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::support::tree;
use alliance_playbook::compile::prepare;
use alliance_playbook::diagnostic::{Format, Report, print};
use alliance_playbook::document::{self, Per};
use alliance_playbook::model::schema::{FILES, text};
use alliance_playbook::world::Memory;
use rayon::prelude::*;
use serde_json::Value;

type Files = BTreeMap<String, Vec<u8>>;

/// The sample without its prose, whose links lead everywhere, so that a build is quick.
fn sample() -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Files::new();
    for part in ["contracts", "playbook", "templates"] {
        files.extend(tree(&root.join(part)).into_iter().map(|(path, bytes)| (format!("{part}/{path}"), bytes)));
    }
    // Guidance of clauses links to pages of the prose.
    for (path, bytes) in files.iter_mut().filter(|(path, _)| path.starts_with("contracts/clauses/")) {
        let text = String::from_utf8(bytes.clone()).unwrap_or_else(|_| panic!("{path}"));
        let front = text.split("---\n").nth(1).unwrap().to_owned();
        *bytes = format!("---\n{front}---\n").into_bytes();
    }
    files
}

/// The documents about some vendors by name, or what is said instead.
fn made(files: Files, vendors: &[&str]) -> Result<BTreeMap<String, String>, String> {
    let world = Memory { files, today: jiff::civil::date(2026, 10, 31) };
    let said = |report: &Report| print(report, Format::Short);
    let prepared = prepare(&world, None).map_err(|report| said(&report))?;
    let library = document::library(&prepared.playbook, &prepared.evaluation, None);
    let mut report = Report::default();
    let library = library.map_err(|mistakes| {
        report.extend(mistakes);
        said(&report)
    })?;
    let mut texts = BTreeMap::new();
    for template in library.templates().values().filter(|template| template.front.per == Per::Vendor) {
        for id in prepared.playbook.vendors.keys().filter(|id| vendors.contains(&id.as_str())) {
            match library.make(template, Some(id), None, &prepared.routes) {
                Ok(document) => drop(texts.insert(format!("{id}/{}", template.name), format!("{:?}", document.blocks))),
                Err(mistakes) => {
                    let mut report = Report::default();
                    report.extend(mistakes);
                    return Err(said(&report));
                }
            }
        }
    }
    Ok(texts)
}

/// Vendors that are not looked at keep only what others refer to.
fn only(files: &Files, vendors: &[&str]) -> Files {
    let mut fewer = files.clone();
    fewer.retain(|path, _| {
        let id = path.strip_prefix("playbook/vendors/").and_then(|rest| rest.split('/').next());
        id.is_none_or(|id| vendors.contains(&id) || path.ends_with("/vendor.yaml") || path.ends_with("/roadmap.yaml"))
    });
    fewer
}

fn vendor_files(files: &Files) -> Vec<String> {
    let optional = |path: &&String| path.starts_with("playbook/vendors/") && !path.ends_with("/vendor.yaml");
    files.keys().filter(optional).cloned().collect()
}

#[test]
fn without_any_optional_file() {
    let files = sample();
    let optional = vendor_files(&files);
    assert!(optional.len() > 60, "the sample has {} optional files", optional.len());
    let wrong: Vec<String> = optional
        .par_iter()
        .filter_map(|path| {
            let (folder, name) = path.rsplit_once('/').unwrap();
            let id = folder.rsplit('/').next().unwrap();
            let mut fewer = only(&files, &[id]);
            fewer.remove(path);
            let pages = match made(fewer, &[id]) {
                Ok(pages) => pages,
                Err(said) => return Some(format!("without {path}:\n{said}")),
            };
            let page = &pages[&format!("{id}/vendor")];
            (name != "kpis.csv" && !page.contains(path.as_str())).then(|| format!("the page of {id} does not miss {name}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let mut bare = files.clone();
    bare.retain(|path, _| !optional.contains(path));
    let everybody: Vec<&str> =
        bare.keys().filter_map(|path| path.strip_prefix("playbook/vendors/")?.strip_suffix("/vendor.yaml")).collect();
    let texts = made(bare.clone(), &everybody).unwrap();
    assert!(texts.len() > 100, "{} documents", texts.len());
}

/// The optional keys of a schema, as paths.
fn optional(root: &Value, schema: &Value, path: &[String], found: &mut BTreeSet<Vec<String>>) {
    if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
        return optional(root, root.pointer(target.trim_start_matches('#')).unwrap(), path, found);
    }
    for several in ["anyOf", "oneOf"] {
        for one in schema.get(several).and_then(Value::as_array).into_iter().flatten() {
            optional(root, one, path, found);
        }
    }
    if let Some(items) = schema.get("items") {
        optional(root, items, path, found);
    }
    let required: Vec<&str> =
        schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    for (key, value) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let deeper: Vec<String> = path.iter().cloned().chain([key.clone()]).collect();
        if !required.contains(&key.as_str()) {
            found.insert(deeper.clone());
        }
        optional(root, value, &deeper, found);
    }
}

/// Removes a key wherever it stands, through lists; whether anything was removed.
fn remove(value: &mut Value, path: &[String]) -> bool {
    match value {
        // Every item, also after the first that had it.
        Value::Array(items) => items.iter_mut().filter_map(|item| remove(item, path).then_some(())).count() > 0,
        Value::Object(map) => match path {
            [] => false,
            [last] => map.remove(last).is_some(),
            [first, rest @ ..] => map.get_mut(first).is_some_and(|inner| remove(inner, rest)),
        },
        _ => false,
    }
}

#[test]
fn without_any_optional_key() {
    // Between them, these two use nearly every key there is.
    const VENDORS: [&str; 2] = ["meridian", "brightforge"];
    let files = only(&sample(), &VENDORS);
    let kinds = [
        ("vendor", "vendor.yaml"),
        ("evaluation", "evaluation.yaml"),
        ("measures", "kpis.yaml"),
        ("contract", "contract.yaml"),
        ("relationship", "governance.yaml"),
        ("roadmap", "roadmap.yaml"),
        ("exit", "exit.yaml"),
    ];
    let mut cases = Vec::new();
    for (schema, name) in kinds {
        let file = FILES.iter().find(|file| file.name == schema).unwrap();
        let root: Value = serde_json::from_str(&text(file)).unwrap();
        let mut keys = BTreeSet::new();
        optional(&root, &root, &[], &mut keys);
        cases.extend(keys.into_iter().map(|key| (name, key)));
    }
    assert!(cases.len() > 250, "the schemas have {} optional keys", cases.len());
    let read = |bytes: &[u8]| -> Value { serde_saphyr::from_str(std::str::from_utf8(bytes).unwrap()).unwrap() };
    let outcome: Vec<(String, bool, Option<String>)> = cases
        .par_iter()
        .map(|(name, key)| {
            let mut fewer = files.clone();
            let mut any = false;
            for (path, bytes) in &mut fewer {
                let of_them = VENDORS.iter().any(|id| *path == format!("playbook/vendors/{id}/{name}"));
                if of_them {
                    let mut value = read(bytes);
                    if remove(&mut value, key) {
                        any = true;
                        *bytes = serde_json::to_vec(&value).unwrap();
                    }
                }
            }
            let case = format!("{name}: {}", key.join("."));
            let said = if any { made(fewer, &VENDORS).err() } else { None };
            // A key that another one needs is asked for, in so many words: that is not a crash but an answer.
            let answered =
                said.as_deref().is_some_and(|said| ANSWERED.iter().any(|(known, code)| *known == case && said.contains(code)));
            (case, any, said.filter(|_| !answered))
        })
        .collect();
    let idle: Vec<&str> = outcome.iter().filter(|(_, any, _)| !any).map(|(case, ..)| case.as_str()).collect();
    let wrong: Vec<String> = outcome.iter().filter_map(|(case, _, said)| Some(format!("{case}\n{}", said.as_ref()?))).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(idle.len() < cases.len() / 10, "the sample never uses {idle:?}");
}

/// Keys that are optional until another key asks for them, and the code of the answer.
const ANSWERED: &[(&str, &str)] = &[
    // An agreed clause says on which position, one that does not apply says why.
    ("contract.yaml: clauses.position", "E020"),
    ("contract.yaml: clauses.reason", "E020"),
    // What is agreed below the walk-away position names who approved it, why, and until when.
    ("contract.yaml: clauses.approved_by", "E027"),
    ("contract.yaml: clauses.deviation", "E027"),
    ("contract.yaml: clauses.expires", "E027"),
    // A rating has a score or the reason for none.
    ("evaluation.yaml: ratings.score", "E014"),
    ("evaluation.yaml: ratings.not_applicable", "E014"),
    // A waiver has a reason and a last day.
    ("evaluation.yaml: gates.because", "E027"),
    ("evaluation.yaml: gates.until", "E027"),
    // A decision has a name and a date; a cure or a waiver has an end.
    ("exit.yaml: decisions.by", "E027"),
    ("exit.yaml: decisions.on", "E027"),
    ("exit.yaml: decisions.until", "E027"),
    // A seat says who sits there.
    ("governance.yaml: tiers.seats.role", "E027"),
    ("governance.yaml: tiers.seats.title", "E027"),
    // What is live says since when.
    ("vendor.yaml: go_to_market.listed", "E027"),
];
