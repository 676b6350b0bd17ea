//! The policy as it is in force: every key with its value, its default and where that comes from.

use serde::Serialize;
use tera::Value;

use super::library::{self, ReferenceView};
use crate::diagnostic::Span;
use crate::model::policy::{KEYS, Policy};
use crate::model::standards::Citation;
use crate::model::{At, Playbook};

#[derive(Serialize)]
struct SectionView<'p> {
    name: &'static str,
    keys: Vec<KeyView<'p>>,
}

#[derive(Serialize)]
struct KeyView<'p> {
    name: &'static str,
    meaning: &'static str,
    value: String,
    default: String,
    changed: bool,
    source: &'static str,
    /// What the source is, where it is not our own convention.
    reference: Option<ReferenceView<'p>>,
}

/// Every section with its keys.
pub fn sections(playbook: &Playbook) -> Value {
    let (now, before) = (written(&playbook.settings.policy), written(&Policy::default()));
    let mut sections: Vec<SectionView<'_>> = Vec::new();
    for key in KEYS {
        let value = |of: &serde_json::Value| shown(of.pointer(&format!("/{}/{}", key.section, key.name)));
        let (value, default) = (value(&now), value(&before));
        let changed = value != default;
        let view = KeyView {
            name: key.name,
            meaning: key.meaning,
            value,
            default,
            changed,
            source: key.source,
            reference: reference(playbook, key.source),
        };
        match sections.last_mut().filter(|section| section.name == key.section) {
            Some(section) => section.keys.push(view),
            None => sections.push(SectionView { name: key.section, keys: vec![view] }),
        }
    }
    Value::from_serializable(&sections)
}

/// What an instrument is, where the table has it.
fn reference<'p>(playbook: &'p Playbook, source: &str) -> Option<ReferenceView<'p>> {
    let citation: Citation = source.parse().ok()?;
    library::references(playbook, &[At { value: citation, span: Span::default() }]).pop()
}

fn written(policy: &Policy) -> serde_json::Value {
    serde_json::to_value(policy).unwrap_or_default()
}

fn shown(value: Option<&serde_json::Value>) -> String {
    match value {
        Some(serde_json::Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    }
}
