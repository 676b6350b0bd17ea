//! The sample playbook is what the documentation says it is.
//!
//! 1. The concept table: every key exists in its schema and in the sample, every document has its heading.
//! 2. The policy: whatever threshold is changed, something computed changes.
//! 3. The sample's files name their schemas.

#![allow(clippy::case_sensitive_file_extension_comparisons, reason = "the names of the sample are known")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::LazyLock;

use crate::support::tree;
use alliance_playbook::compile::{Request, build, prepare};
use alliance_playbook::model::policy::{KEYS, Policy};
use alliance_playbook::model::schema::{FILES, text};
use alliance_playbook::publish::File;
use alliance_playbook::world::{Disk, Memory};
use rayon::prelude::*;
use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The schema a reference leads to.
fn resolve<'s>(root: &'s Value, schema: &'s Value) -> Vec<&'s Value> {
    if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
        let found = root.pointer(target.trim_start_matches('#')).expect("a reference leads somewhere");
        return resolve(root, found);
    }
    let several = ["anyOf", "oneOf", "allOf"].iter().filter_map(|key| schema.get(key)).filter_map(Value::as_array).flatten();
    let several: Vec<&Value> = several.flat_map(|one| resolve(root, one)).collect();
    if several.is_empty() { vec![schema] } else { several.into_iter().chain([schema]).collect() }
}

/// Whether a schema has a key, through lists and maps.
fn schema_has(root: &Value, schema: &Value, path: &[&str]) -> bool {
    let Some((first, rest)) = path.split_first() else { return true };
    resolve(root, schema).into_iter().any(|schema| {
        let named = schema.get("properties").and_then(|properties| properties.get(first));
        if let Some(found) = named {
            return schema_has(root, found, rest);
        }
        schema.get("items").is_some_and(|items| schema_has(root, items, path))
    })
}

/// Whether a value holds a key with something in it, through lists.
fn holds(value: &Value, path: &[&str]) -> bool {
    match (value, path.split_first()) {
        (Value::Array(items), _) => items.iter().any(|item| holds(item, path)),
        (Value::Null, _) => false,
        (_, None) => true,
        (Value::Object(map), Some((first, rest))) => map.get(*first).is_some_and(|found| holds(found, rest)),
        _ => false,
    }
}

/// Which schema describes a file of the sample.
fn schema_of(path: &str) -> Option<&str> {
    Some(match path.split('/').collect::<Vec<_>>().as_slice() {
        ["playbook", "vendors", _, "kpis.yaml"] => "measures",
        ["playbook", "vendors", _, "governance.yaml"] => "relationship",
        ["playbook", "rubrics", _] => "rubric",
        ["playbook", "vendors", _, name] | ["playbook", name] => name.strip_suffix(".yaml")?,
        ["contracts", "standards.yaml"] => "standards",
        ["contracts", "clauses", _] => "clause",
        ["content", .., name] if name.ends_with(".md") => "page",
        _ => return None,
    })
}

/// The sample's files by schema, each as a tree of values.
fn sample() -> BTreeMap<String, Vec<(String, Value)>> {
    let mut files: BTreeMap<String, Vec<(String, Value)>> = BTreeMap::new();
    for part in ["content", "contracts", "playbook"] {
        for (path, bytes) in tree(&root().join(part)) {
            let path = format!("{part}/{path}");
            // A part of pages has no front matter.
            if path.rsplit('/').next().is_some_and(|name| name.starts_with('_')) {
                continue;
            }
            let Some(schema) = schema_of(&path).map(str::to_owned) else { continue };
            let text = String::from_utf8(bytes).unwrap();
            let yaml = match text.strip_prefix("---\n") {
                Some(rest) if path.ends_with(".md") => rest.split("\n---\n").next().unwrap().to_owned(),
                _ => text,
            };
            let value = serde_saphyr::from_str(&yaml).unwrap_or_else(|error| panic!("{path}: {error}"));
            files.entry(schema).or_default().push((path, value));
        }
    }
    files
}

/// The cells of the concept table.
fn concepts() -> Vec<(u32, String, Vec<String>, Vec<String>)> {
    let table = std::fs::read_to_string(root().join("docs/concepts.md")).unwrap();
    let rows = table.lines().filter(|line| line.starts_with("| ") && line.as_bytes()[2].is_ascii_digit());
    let spans = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").collect();
        assert_eq!(cells.len(), 4, "{row}");
        (cells[0].trim().parse().unwrap(), cells[1].to_owned(), spans(cells[2]), spans(cells[3]))
    })
    .collect()
}

#[test]
fn every_concept_has_its_key() {
    let files = sample();
    let schemas: BTreeMap<&str, Value> =
        FILES.iter().map(|file| (file.name, serde_json::from_str(&text(file)).unwrap())).collect();
    let concepts = concepts();
    assert_eq!(concepts.iter().map(|concept| concept.0).collect::<Vec<_>>(), (1..=133).collect::<Vec<_>>());
    let mut wrong = Vec::new();
    for (number, name, held, _) in &concepts {
        assert!(!held.is_empty(), "concept {number} ({name}) is held nowhere");
        for key in held {
            let (schema, path) = key.split_once(':').unwrap_or_else(|| panic!("{key}"));
            let path: Vec<&str> = path.split('.').collect();
            let root = schemas.get(schema).unwrap_or_else(|| panic!("{key}: no such schema"));
            if !schema_has(root, root, &path) {
                wrong.push(format!("{number} {key}: the schema has no such key"));
            } else if !path[0].starts_with("policy") && !files.get(schema).into_iter().flatten().any(|(_, v)| holds(v, &path)) {
                wrong.push(format!("{number} {key}: no file of the sample has it"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The site of the sample, made once for all tests of it.
fn site() -> &'static [File] {
    static SITE: LazyLock<Vec<File>> = LazyLock::new(|| {
        let request = Request { only: Some(alliance_playbook::compile::Part::Site), ..Request::default() };
        let Ok(compiled) = build(&Disk::new(root()), &request) else { panic!("the sample has mistakes") };
        compiled.files
    });
    &SITE
}

#[test]
fn whatever_the_search_finds_is_there() {
    let files: BTreeMap<&str, &[u8]> = site().iter().map(|file| (file.path.as_str(), &*file.bytes)).collect();
    let script = String::from_utf8_lossy(files["site/search.js"]);
    let json = script.strip_prefix("allianceSearch(").and_then(|rest| rest.strip_suffix(");\n")).expect("one call");
    let index: serde_json::Value = serde_json::from_str(json).unwrap();
    let pages: Vec<(&str, String)> = index["pages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|page| {
            let address = page[0].as_str().unwrap();
            let html = files.get(format!("site/{address}index.html").as_str()).unwrap_or_else(|| panic!("{address} is no page"));
            (address, String::from_utf8_lossy(html).into_owned())
        })
        .collect();
    // What only leads elsewhere is no page.
    let is_page = |html: &[u8]| String::from_utf8_lossy(html).contains("id=\"page-main\"");
    let html = files.iter().filter(|(path, html)| path.ends_with(".html") && is_page(html)).count();
    assert_eq!(pages.len(), html, "every page can be found");
    let sections = index["sections"].as_array().unwrap();
    for section in sections {
        let (address, html) = &pages[usize::try_from(section[0].as_u64().unwrap()).unwrap()];
        let anchor = section[1].as_str().unwrap();
        assert!(anchor.is_empty() || html.contains(&format!("id=\"{anchor}\"")), "{address} has no `{anchor}`");
    }
    // A word deep in a page of prose, and the name of a document about a vendor.
    let says = |words: &str| sections.iter().any(|section| section.to_string().contains(words));
    assert!(says("rehears") && index["pages"].to_string().contains("Meridian Models, Exit plan"));
}

#[test]
fn a_decision_is_overdue_where_the_calendar_says_so() {
    let page = |path: &str| {
        let file = site().iter().find(|file| file.path == path).unwrap_or_else(|| panic!("{path}"));
        String::from_utf8_lossy(&file.bytes).into_owned()
    };
    let (decisions, calendar) = (page("site/decisions/index.html"), page("site/due-soon/index.html"));
    let overdue = calendar.split("id=\"overdue\"").nth(1).and_then(|rest| rest.split("<h2").next()).expect("what is overdue");
    let late: Vec<&str> = decisions.split("<td").filter(|cell| cell.contains("overdue</span>")).collect();
    assert!(late.len() > 3, "{late:?}");
    for cell in late {
        let words = cell.split_once('>').map_or("", |(_, rest)| rest).replace('\u{a0}', " ");
        let day: String = words.chars().take_while(|letter| *letter != '<').collect();
        let short = day.trim().rsplit_once(' ').map_or("", |(day, _)| day);
        assert!(overdue.contains(&format!("<strong>{short}")), "{day} is not among what is overdue");
    }
}

#[test]
fn no_two_pages_have_one_title() {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    for file in site().iter().filter(|file| file.path.ends_with(".html")) {
        let html = String::from_utf8_lossy(&file.bytes);
        if !html.contains("id=\"page-main\"") {
            continue;
        }
        let title = html.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).unwrap_or_default();
        if let Some(other) = seen.insert(title.to_owned(), &file.path) {
            panic!("{other} and {} are both called {title}", file.path);
        }
    }
    assert!(seen.len() > 300);
}

#[test]
fn every_concept_is_printed() {
    let pages: Vec<(&str, String)> = site()
        .iter()
        .filter(|file| file.path.ends_with(".html"))
        .map(|file| (file.path.as_str(), String::from_utf8_lossy(&file.bytes).into_owned()))
        .collect();
    let is_of = |document: &str, path: &str| match document {
        "home" => path == "site/index.html",
        "vendor" => path.starts_with("site/vendors/") && path.matches('/').count() == 3,
        "rubric" => path.starts_with("site/rubrics/") && path.matches('/').count() == 3,
        "clause" => path.starts_with("site/clauses/") && path.matches('/').count() == 3,
        name => path.ends_with(&format!("/{name}/index.html")),
    };
    let mut wrong = Vec::new();
    for (number, name, _, printed) in concepts() {
        assert!(!printed.is_empty(), "concept {number} ({name}) is printed nowhere");
        for place in printed {
            if place.starts_with("content/") {
                if !root().join(&place).is_file() {
                    wrong.push(format!("{number} {place}: no such page"));
                }
                continue;
            }
            let (document, heading) = place.split_once('#').map_or((place.as_str(), None), |(d, h)| (d, Some(h)));
            let found = pages.iter().any(|(path, html)| {
                is_of(document, path) && heading.is_none_or(|heading| html.contains(&format!("id=\"{heading}\"")))
            });
            if !found {
                wrong.push(format!("{number} {place}: no such document or heading"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Values to try instead of one: far enough to matter, near enough to be honest.
fn others(value: &Value) -> Vec<String> {
    if let Some(whole) = value.as_u64() {
        return [whole * 2, whole / 2, whole + 1, whole * 10, 1, 0].map(|other| other.to_string()).to_vec();
    }
    if let Some(number) = value.as_f64() {
        let near = [1.2, 0.8, 1.6, 2.4, 0.5, 0.1].map(|factor| format!("{:.3}", number * factor));
        return near.into_iter().chain(["0.99".to_owned()]).collect();
    }
    match value.as_str() {
        Some("median") => vec!["mean".to_owned()],
        Some("vice-president") => vec!["executive".to_owned(), "staff".to_owned()],
        Some(amount) => vec![format!("{amount}0"), "1000".to_owned()],
        None => Vec::new(),
    }
}

/// What else is set so that a threshold, which others hold in its place, can move far enough to matter.
const BESIDE: &[(&str, &str, &str)] = &[
    ("agreement", "reliable", "tentative: 0.1"),
    ("health", "watch", "good: 0.99"),
    ("health", "act", "good: 0.99, watch: 0.98"),
    ("portfolio", "low_value", "high_value: 1"),
    ("portfolio", "low_quarters", "high_value: 1, low_value: 0.9"),
];

#[test]
fn changing_a_threshold_changes_the_outcome() {
    const SETTINGS: &str = "playbook/playbook.yaml";
    let mut files = BTreeMap::new();
    for part in ["content", "contracts", "playbook", "templates"] {
        files.extend(tree(&root().join(part)).into_iter().map(|(path, bytes)| (format!("{part}/{path}"), bytes)));
    }
    let settings = String::from_utf8(files[SETTINGS].clone()).unwrap();
    let settings = settings.split("\npolicy:").next().unwrap().to_owned();
    let today = jiff::civil::date(2026, 10, 31);
    let outcome = |policy: &str| {
        let mut files = files.clone();
        files.insert(SETTINGS.to_owned(), format!("{settings}\n{policy}").into_bytes());
        let prepared = prepare(&Memory { files, today }, None).ok()?;
        Some(serde_json::to_string(&prepared.evaluation).unwrap())
    };
    let before = outcome("").expect("the sample has no mistakes");
    let defaults = serde_json::to_value(Policy::default()).unwrap();
    let idle: Vec<String> = KEYS
        .par_iter()
        .filter(|key| {
            let value = defaults.pointer(&format!("/{}/{}", key.section, key.name)).unwrap();
            let beside = BESIDE.iter().find(|(section, name, _)| (*section, *name) == (key.section, key.name));
            let with = |entries: &str| outcome(&format!("policy: {{ {}: {{ {entries} }} }}\n", key.section));
            let base = beside.map(|(_, _, beside)| with(beside).expect("what stands beside makes sense"));
            let beside = beside.map_or(String::new(), |(_, _, beside)| format!(", {beside}"));
            let changed = |other: String| with(&format!("{}: {other}{beside}", key.name));
            !others(value).into_iter().filter_map(changed).any(|after| after != *base.as_ref().unwrap_or(&before))
        })
        .map(|key| format!("{}.{}", key.section, key.name))
        .collect();
    assert!(idle.is_empty(), "nothing depends on {idle:?}");
}

#[test]
fn files_name_their_schemas() {
    let mut without = BTreeSet::new();
    for part in ["contracts", "playbook"] {
        for (path, bytes) in tree(&root().join(part)) {
            let path = format!("{part}/{path}");
            let Some(schema) = schema_of(&path).filter(|_| path.ends_with(".yaml")) else { continue };
            let up = "../".repeat(path.matches('/').count());
            let header = format!("# yaml-language-server: $schema={up}docs/schema/{schema}.json\n");
            if !bytes.starts_with(header.as_bytes()) {
                without.insert(format!("{path}: {}", header.trim_end()));
            }
        }
    }
    assert!(without.is_empty(), "{without:#?}");
}
