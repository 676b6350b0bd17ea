//! What is internal never reaches a vendor: a template for vendors that prints all it is given has no word of it.

use std::collections::BTreeMap;
use std::path::Path;

use crate::support::tree;
use alliance_playbook::compile::prepare;
use alliance_playbook::document;
use alliance_playbook::world::Memory;
use serde_json::Value;

/// Prints every variable that a template of vendors has.
const ALL: &str = "\
---
per: vendor
title: All there is
summary: For a test.
formats: [site]
audience: AUDIENCE
---
```
{{ vendor | json }}
{{ vendors | json }}
{{ clauses | json }}
{{ findings | json }}
{{ serious | json }}
{{ strategy | json }}
{{ governance | json }}
{{ portfolio | json }}
```
";

/// The keys whose texts a vendor never sees, by file; `*` stands for every entry of a list.
const INTERNAL: [(&str, &[&str]); 5] = [
    ("vendor.yaml", &["acceptances.*.reason", "disposition.because", "management_cost", "spend"]),
    ("evaluation.yaml", &["ratings.*.rationale", "sourcing", "first_meeting", "references"]),
    ("contract.yaml", &["internal.*.walk_away", "internal.*.leverage", "clauses.*.reason", "clauses.*.approved_by"]),
    ("governance.yaml", &["decisions", "updates.*.matters", "alignment"]),
    ("exit.yaml", &["decisions", "triggers", "options", "steps"]),
];

fn sample() -> BTreeMap<String, Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = BTreeMap::new();
    for part in ["contracts", "playbook", "templates", "content"] {
        files.extend(tree(&root.join(part)).into_iter().map(|(path, bytes)| (format!("{part}/{path}"), bytes)));
    }
    files
}

/// The sentences below a value: longer texts only, so that no name or number is taken for a secret.
fn sentences(value: &Value, path: &[&str], found: &mut Vec<String>) {
    match (value, path) {
        (Value::Array(all), ["*", rest @ ..]) => all.iter().for_each(|one| sentences(one, rest, found)),
        (Value::Array(all), []) => all.iter().for_each(|one| sentences(one, &[], found)),
        (Value::Object(all), []) => all.values().for_each(|one| sentences(one, &[], found)),
        (Value::Object(all), [key, rest @ ..]) => all.get(*key).into_iter().for_each(|one| sentences(one, rest, found)),
        (Value::String(text), []) if text.chars().count() > 24 && !text.contains('"') => found.push(text.trim().to_owned()),
        _ => {}
    }
}

fn yaml(bytes: &[u8]) -> Value {
    serde_saphyr::from_slice(bytes).unwrap()
}

#[test]
fn a_vendor_reads_nothing_internal() {
    let printed = |audience: &str, check: &dyn Fn(&str, &str)| {
        let mut files = sample();
        files.insert("templates/documents/all.md".to_owned(), ALL.replace("AUDIENCE", audience).into_bytes());
        let world = Memory { files, today: jiff::civil::date(2026, 10, 31) };
        let prepared = prepare(&world, None).map_err(|report| format!("{report:?}")).unwrap();
        let library = document::library(&prepared.playbook, &prepared.evaluation, None).unwrap();
        for id in prepared.playbook.vendors.keys() {
            let document = library.make(&library.templates()["all"], Some(id), None, &prepared.routes).unwrap();
            check(id.as_str(), &format!("{:?}", document.blocks).replace("\\\"", "\"").replace("\\\\", "\\"));
        }
        let messages: Vec<String> = prepared.evaluation.findings.iter().map(|finding| finding.message.clone()).collect();
        messages
    };
    let files = sample();
    let mut secrets: Vec<String> = printed("internal", &|_, _| {});
    for (file, keys) in INTERNAL {
        let mut found = Vec::new();
        for (_, bytes) in files.iter().filter(|(path, _)| path.starts_with("playbook/vendors/") && path.ends_with(file)) {
            let value = yaml(bytes);
            for key in keys {
                sentences(&value, &key.split('.').collect::<Vec<_>>(), &mut found);
            }
        }
        assert!(found.len() > 5, "{file}: hardly a secret found, are the keys right?");
        secrets.extend(found);
    }
    for (path, bytes) in files.iter().filter(|(path, _)| path.starts_with("contracts/clauses/")) {
        let text = String::from_utf8_lossy(bytes);
        let front = yaml(text.split("---\n").nth(1).unwrap_or_else(|| panic!("{path}")).as_bytes());
        sentences(&front, &["positions", "fallback"], &mut secrets);
        sentences(&front, &["positions", "walk_away"], &mut secrets);
    }
    let mut strategy = Vec::new();
    sentences(&yaml(&files["playbook/strategy.yaml"]), &[], &mut strategy);
    // Names of projects stand in roadmaps, too, which both sides read.
    secrets.extend(strategy.into_iter().filter(|text| text.ends_with('.')));
    let governance = yaml(&files["playbook/governance.yaml"]);
    for row in governance["raci"].as_array().unwrap().iter().filter(|row| row.get("vendor").is_none()) {
        sentences(&row["activity"], &[], &mut secrets);
    }
    let seen = std::cell::RefCell::new(0);
    printed("internal", &|_, text| *seen.borrow_mut() += secrets.iter().filter(|secret| text.contains(*secret)).count());
    assert!(seen.into_inner() > 1000, "our own readers see them, else the search is wrong");
    printed("vendor", &|id, text| {
        let leaks: Vec<&String> = secrets.iter().filter(|secret| text.contains(*secret)).collect();
        assert!(leaks.is_empty(), "{id} may read: {leaks:#?}");
    });
}
