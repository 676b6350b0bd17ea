//! Generated documentation is current.
//!
//! `UPDATE_DOCS=1 cargo test --test all documentation` writes it anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use alliance_playbook::compile::prepare;
use alliance_playbook::diagnostic::Code;
use alliance_playbook::evaluate::SCHEMA;
use alliance_playbook::evaluate::findings::{AFTERWARDS, RULES};
use alliance_playbook::model::policy::{KEYS, Policy};
use alliance_playbook::model::schema::{FILES, text};
use alliance_playbook::world::Disk;
use serde_json::Value;

fn keep_current(path: &str, text: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        assert!(std::fs::write(&file, text).is_ok(), "{path} cannot be written");
    }
    let written = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(written == text, "{path} is out of date; run UPDATE_DOCS=1 cargo test --test all documentation");
}

#[test]
fn diagnostics_are_documented() {
    let mut text =
        "# Diagnostics\n\nMistakes that `alliance check` and `alliance build` report. Generated from `src/diagnostic/codes.rs`; \
                    a code never changes its meaning.\n\n| Code | Name | Meaning |\n|:--|:--|:--|\n"
            .to_owned();
    for code in Code::ALL {
        let _ = writeln!(text, "| `{}` | {} | {} |", code.number(), code.name(), code.meaning());
    }
    keep_current("docs/diagnostics.md", &text);
}

#[test]
fn rules_are_documented() {
    let mut text =
        "# Rules\n\nBusiness facts that become findings: printed on pages and in documents, listed by `alliance check`, \
                    exported in `evaluation.json`. Generated from `src/evaluate/findings/rules.rs`.\n"
            .to_owned();
    let afterwards: Vec<String> = AFTERWARDS.iter().map(|rule| format!("`{}`", rule.id)).collect();
    let _ =
        writeln!(text, "\nFor a vendor that was left, only what somebody still has to settle counts: {}.", afterwards.join(", "));
    let mut discipline = "";
    for rule in RULES {
        if rule.discipline != discipline {
            discipline = rule.discipline;
            let title = discipline[..1].to_uppercase() + &discipline[1..];
            let _ = write!(text, "\n## {title}\n\n| Rule | Severity | Fires when | What to do next |\n|:--|:--|:--|:--|\n");
        }
        let _ = writeln!(text, "| `{}` | {} | {} | {} |", rule.id, rule.severity.token(), rule.fires_when(), rule.action);
    }
    keep_current("docs/rules.md", &text);

    // A threshold that a rule names is one of the policy.
    for rule in RULES {
        for (section, name) in rule.when.split('`').skip(1).step_by(2).filter_map(|key| key.split_once('.')) {
            let known = KEYS.iter().any(|key| key.section == section && key.name == name);
            assert!(known || ["yaml", "csv"].contains(&name), "{} names `{section}.{name}`", rule.id);
        }
    }
}

#[test]
fn the_policy_is_documented() {
    let mut text = "# Policy\n\nEvery threshold is a key of `policy:` in `playbook/playbook.yaml`; a key that is left out keeps its \
                    default. Generated from `src/model/policy.rs`.\n\n*Source* is `own` for our own convention, else an instrument of \
                    `contracts/standards.yaml`. Thresholds that belong to one clause stand in that clause's `terms`, those of one \
                    KPI with the vendor's measure, the time boxes of the ladder in `governance.yaml`.\n"
        .to_owned();
    let defaults = serde_json::to_value(Policy::default()).unwrap_or_default();
    let mut section = "";
    for key in KEYS {
        if key.section != section {
            section = key.section;
            let _ = write!(text, "\n## `{section}`\n\n| Key | Default | What it decides | Source |\n|:--|--:|:--|:--|\n");
        }
        let default = defaults.pointer(&format!("/{}/{}", key.section, key.name)).cloned().unwrap_or_default();
        let _ =
            writeln!(text, "| `{}` | {} | {} | {} |", key.name, default.to_string().trim_matches('"'), key.meaning, key.source);
    }
    keep_current("docs/policy.md", &text);
}

#[test]
fn schemas_are_written() {
    let all: Vec<_> = FILES.iter().chain([&SCHEMA]).collect();
    for file in &all {
        keep_current(&format!("docs/schema/{}.json", file.name), &text(file));
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema");
    let written = std::fs::read_dir(folder).map_or(0, Iterator::count);
    assert_eq!(written, all.len(), "docs/schema/ holds a file that is no schema");
}

/// What a schema says about a value in a few words: its kind, its words, or the record it is.
fn kind(root: &Value, schema: &Value) -> String {
    let of = |schema: &Value| kind(root, schema);
    if let Some(target) = schema.get("$ref").and_then(Value::as_str) {
        let found = root.pointer(target.trim_start_matches('#')).unwrap_or(schema);
        let name = target.rsplit('/').next().unwrap_or_default();
        return if found.get("properties").is_some() {
            "record".to_owned()
        } else if words(found).is_empty() {
            name.to_lowercase()
        } else {
            of(found)
        };
    }
    let words = words(schema);
    if !words.is_empty() {
        return words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    }
    for several in ["anyOf", "allOf"] {
        if let Some(list) = schema.get(several).and_then(Value::as_array) {
            let known: Vec<String> = list.iter().filter(|one| one.get("type") != Some(&"null".into())).map(of).collect();
            return known.join(" or ");
        }
    }
    if let Some(items) = schema.get("items") {
        return format!("list of {}", of(items)).replace("list of record", "records");
    }
    if let Some(values) =
        schema.get("additionalProperties").or(schema.get("patternProperties").and_then(|p| p.as_object()?.values().next()))
    {
        return format!("{} by key", of(values));
    }
    let named = match schema.get("type") {
        Some(Value::Array(types)) => types.first().and_then(Value::as_str),
        other => other.and_then(Value::as_str),
    };
    match named {
        Some("string") => "text",
        Some("integer") => "whole number",
        Some("number") => "number",
        Some("boolean") => "`true` or `false`",
        Some("array") => "list",
        _ => "record",
    }
    .to_owned()
}

/// The words an enum allows.
fn words(schema: &Value) -> Vec<&str> {
    let plain = schema.get("enum").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let described = schema.get("oneOf").and_then(Value::as_array).into_iter().flatten();
    plain.chain(described.filter_map(|one| one.get("const")?.as_str())).collect()
}

/// One row for each key of a record and of the records inside it.
fn rows(root: &Value, schema: &Value, path: &str, depth: u8, out: &mut String) {
    let schema = match schema.get("$ref").and_then(Value::as_str) {
        Some(target) => root.pointer(target.trim_start_matches('#')).unwrap_or(schema),
        None => schema,
    };
    let inside = schema.get("anyOf").and_then(Value::as_array).into_iter().flatten();
    for one in inside {
        rows(root, one, path, depth, out);
    }
    if let Some(items) = schema.get("items") {
        rows(root, items, &format!("{path}[]"), depth, out);
    }
    let required: Vec<&str> =
        schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    for (key, value) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        let place = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        let meaning = value.get("description").and_then(Value::as_str).unwrap_or_default().replace('\n', " ");
        let needed = if required.contains(&key.as_str()) { "yes" } else { "" };
        let _ = writeln!(out, "| `{place}` | {} | {needed} | {} |", kind(root, value), meaning.replace('|', "\\|"));
        if depth < 4 && key != "policy" {
            rows(root, value, &place, depth + 1, out);
        }
    }
}

#[test]
fn every_key_is_documented() {
    let mut text =
        "# Keys\n\nEvery key of every file. Generated from the records the loader reads (`src/model/`); the JSON Schemas in \
                    [schema/](schema/) say the same to editors. The keys of `policy` are in [policy.md](policy.md).\n\n\
                    `x[]` stands for each entry of a list.\n"
            .to_owned();
    for file in FILES {
        let schema: Value = serde_json::from_str(&alliance_playbook::model::schema::text(file)).unwrap_or_default();
        let _ = write!(
            text,
            "\n## {}\n\n| Key | Value | Required | Meaning |\n|:--|:--|:-:|:--|\n",
            file.path.replace('<', "&lt;").replace('>', "&gt;")
        );
        rows(&schema, &schema, "", 0, &mut text);
    }
    keep_current("docs/keys.md", &text);
}

/// What is known of a value that templates see: the kinds of it that occur, and an example.
#[derive(Default)]
struct Seen {
    kinds: BTreeSet<&'static str>,
    example: Option<String>,
    /// How often it was there, of how often it could be.
    times: usize,
}

/// Records that are written by hand are in keys.md: (path of the variable, file).
const RECORDS: [(&str, &str); 13] = [
    ("governance", "governance.yaml"),
    ("standards", "standards.yaml"),
    ("vendor.data.vendor", "vendors/<id>/vendor.yaml"),
    ("vendor.data.evaluation", "vendors/<id>/evaluation.yaml"),
    ("vendor.data.selection", "vendors/<id>/evaluation.yaml"),
    ("vendor.data.kpis", "vendors/<id>/kpis.yaml"),
    ("vendor.data.readings", "vendors/<id>/kpis.csv"),
    ("vendor.data.contract", "vendors/<id>/contract.yaml"),
    ("vendor.data.governance", "vendors/<id>/governance.yaml"),
    ("vendor.data.roadmap", "vendors/<id>/roadmap.yaml"),
    ("vendor.data.exit", "vendors/<id>/exit.yaml"),
    ("vendor.contract.groups[].clauses[].record", "vendors/<id>/contract.yaml"),
    ("vendor.data.internal", "vendors/<id>/contract.yaml"),
];

/// Walks a value; maps whose keys are ids are shown with one of them.
fn see(path: &str, value: &Value, seen: &mut BTreeMap<String, Seen>) {
    let entry = seen.entry(path.to_owned()).or_default();
    let (kind, example) = match value {
        Value::Null => ("nothing", None),
        Value::Bool(truth) => ("true or false", Some(truth.to_string())),
        Value::Number(number) => ("number", Some(number.to_string())),
        Value::String(text) => ("text", Some(text.clone())),
        Value::Array(_) => ("list", None),
        Value::Object(_) => ("record", None),
    };
    entry.times += 1;
    entry.kinds.insert(kind);
    // The shortest example that says something, the first of equals: the same in every run.
    let better = |old: &Option<String>, new: &str| !new.is_empty() && old.as_ref().is_none_or(|old| new.len() < old.len());
    if let Some(example) = example.filter(|example| better(&entry.example, example)) {
        entry.example = Some(example);
    }
    if RECORDS.iter().any(|(record, _)| *record == path) {
        return;
    }
    match value {
        Value::Array(list) => list.iter().for_each(|value| see(&format!("{path}[]"), value, seen)),
        Value::Object(map) => map.iter().for_each(|(key, value)| see(&format!("{path}.{key}"), value, seen)),
        _ => {}
    }
}

/// What a key means, by its name, where all schemas that have the key agree.
fn meanings() -> BTreeMap<String, Option<String>> {
    fn collect(value: &Value, found: &mut BTreeMap<String, Option<String>>) {
        match value {
            Value::Object(map) => {
                if let Some(Value::Object(properties)) = map.get("properties") {
                    for (key, property) in properties {
                        let words = property.get("description").and_then(Value::as_str).map(str::to_owned);
                        let words = words.and_then(|words| words.lines().next().map(str::to_owned));
                        let known = found.entry(key.clone()).or_insert_with(|| words.clone());
                        if *known != words {
                            *known = None;
                        }
                    }
                }
                map.values().for_each(|value| collect(value, found));
            }
            Value::Array(list) => list.iter().for_each(|value| collect(value, found)),
            _ => {}
        }
    }
    let mut found = BTreeMap::new();
    for file in FILES.iter().chain([&SCHEMA]) {
        collect(&serde_json::from_str(&text(file)).unwrap_or_default(), &mut found);
    }
    found
}

#[test]
fn templates_are_documented() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let Ok(prepared) = prepare(&Disk::new(root), None) else { panic!("the sample has mistakes") };
    let Ok(library) = alliance_playbook::document::library(&prepared.playbook, &prepared.evaluation, None) else {
        panic!("the templates have mistakes")
    };
    let mut out = "# Templates\n\nThe documents that can be made, and the data that their templates may use. Generated from the templates \
         and from the sample: what never occurs there is not listed. How to write a template is in [writing.md](writing.md#templates).\n\n\
         ## Documents\n\nA file in `templates/documents/` of a playbook replaces the built-in one of the same name, and adds one where there is none.\n\n\
         | Template | Command | Made for | Printed | Readers | What it is for |\n|:--|:--|:--|:--|:--|:--|\n"
        .to_owned();
    for template in library.templates().values() {
        let front = &template.front;
        let per = format!("{:?}", front.per).to_lowercase();
        let formats: Vec<String> = front.formats.iter().map(|format| format!("{format:?}").to_lowercase()).collect();
        let readers = format!("{:?}", front.audience).to_lowercase();
        let stages = if front.stages.is_empty() { String::new() } else { format!(" Stages: {}.", front.stages.join(", ")) };
        let command =
            if formats.iter().any(|format| format == "pdf") { format!("`{}`", template.command()) } else { "–".to_owned() };
        let _ = writeln!(
            out,
            "| `{}` | {command} | {per} | {} | {readers} | {}{stages} |",
            template.name,
            formats.join(", "),
            front.summary.as_deref().unwrap_or_default()
        );
    }
    let _ = write!(
        out,
        "\n## Data\n\nEvery template sees the variables below but the last three: `vendor`, `rubric` and `clause` are there in documents made \
         for one, with its `id`. `stage` is the stage asked for, or nothing; `in_book` is true in a chapter of a book. `x[]` stands for each entry of a list. A value that may be \
         nothing, or absent in some entries, is marked *maybe*: guard it with `{{% if … %}}`. Templates with `audience: vendor` see what \
         concerns that vendor and nothing internal: there `portfolio` and `computed` are nothing.\n"
    );
    let meanings = meanings();
    for (name, values) in library.variables() {
        let mut seen = BTreeMap::new();
        for value in &values {
            see(name, value, &mut seen);
        }
        let _ = write!(out, "\n### `{name}`\n\n| Path | Value | Example | Meaning |\n|:--|:--|:--|:--|\n");
        for (path, found) in &seen {
            let kinds: Vec<&str> = found.kinds.iter().copied().filter(|kind| *kind != "nothing").collect();
            let parent = path.strip_suffix("[]").or_else(|| path.rsplit_once('.').map(|(parent, _)| parent));
            let times = parent.and_then(|parent| seen.get(parent)).map_or(found.times, |parent| parent.times);
            let maybe = found.kinds.contains("nothing") || (!path.ends_with("[]") && found.times < times);
            let record = RECORDS.iter().find(|(record, _)| record == path);
            let key = path.rsplit('.').next().unwrap_or_default().trim_end_matches("[]");
            let meaning = record.map_or_else(
                || meanings.get(key).cloned().flatten().filter(|_| !path.ends_with("[]")).unwrap_or_default(),
                |(_, file)| format!("as in `{file}`, see [keys.md](keys.md)"),
            );
            let short: String = found.example.as_deref().unwrap_or_default().chars().take(40).collect();
            let example =
                if short.is_empty() { String::new() } else { format!("`{}`", short.replace('`', "'").replace(['\n', '|'], " ")) };
            let kind = if kinds.is_empty() { "nothing in the sample" } else { &kinds.join(" or ") };
            let _ = writeln!(
                out,
                "| `{path}` | {kind}{} | {example} | {} |",
                if maybe { ", *maybe*" } else { "" },
                meaning.replace('|', "\\|")
            );
        }
    }
    keep_current("docs/templates.md", &out);
}

/// Rules that only a playbook without a part of its own can show.
const UNSHOWN: &[(&str, &str)] = &[
    (
        "escalation-undefined",
        "it fires where `governance.yaml` does not say what an escalation is, how fast it is answered and who is told.",
    ),
    ("playbook-part-missing", "it fires where strategy, governance, KPIs, clauses or one of the three rubrics is missing."),
];

/// The sample shows every rule at least once, and healthy vendors show none that is serious.
#[test]
fn the_sample_is_documented() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let Ok(prepared) = prepare(&Disk::new(root), None) else { panic!("the sample has mistakes") };
    let findings = &prepared.evaluation.findings;
    let mut by_rule: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for finding in findings {
        by_rule.entry(finding.rule).or_default().insert(&finding.vendor_name);
    }
    let mut text =
        "# The sample portfolio\n\nNordhaven Retail Group is fictional, and so are its vendors. Together they show every rule \
                    and every state. Generated from the sample by a test.\n\n## Vendors\n\n\
                    | Vendor | Class | Status | Serious | Act | Watch |\n|:--|:--|:--|--:|--:|--:|\n"
            .to_owned();
    for (id, folder) in &prepared.playbook.vendors {
        let count =
            |token: &str| findings.iter().filter(|f| f.vendor.as_ref() == Some(id) && f.severity.token() == token).count();
        let word = |value: Result<serde_json::Value, serde_json::Error>| {
            value.ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
        };
        let (class, status) = (word(serde_json::to_value(folder.vendor.class)), word(serde_json::to_value(folder.vendor.status)));
        let _ = writeln!(
            text,
            "| {} | {class} | {status} | {} | {} | {} |",
            folder.vendor.name,
            count("bad"),
            count("act"),
            count("watch")
        );
    }
    text.push_str("\n## Rules\n\n| Rule | Shown by |\n|:--|:--|\n");
    for rule in RULES {
        let vendors: Vec<&str> = by_rule.get(rule.id).into_iter().flatten().copied().collect();
        let _ = writeln!(text, "| `{}` | {} |", rule.id, vendors.join(", "));
    }
    text.push_str("\nNo vendor shows two rules, because the parts they miss are in the playbook:\n\n");
    for (rule, why) in UNSHOWN {
        let _ = writeln!(text, "- `{rule}`: {why}");
    }
    let silent: Vec<&str> = RULES.iter().map(|rule| rule.id).filter(|id| !by_rule.contains_key(id)).collect();
    let silent: Vec<&str> = silent.into_iter().filter(|id| !UNSHOWN.iter().any(|(rule, _)| rule == id)).collect();
    keep_current("docs/sample.md", &text);
    assert!(silent.is_empty(), "no vendor of the sample shows {silent:?}");
}
