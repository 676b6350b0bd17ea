//! What a file is, by its path.
//!
//! 1. Known paths have a kind.
//! 2. Files that belong to authors but hold no data, such as scans of evidence, are left alone.
//! 3. A data file with a name that nothing reads is a mistake: what it says would be lost.

use crate::diagnostic::suggest;
use crate::model::Id;

/// The file every playbook has.
pub const SETTINGS: &str = "playbook/playbook.yaml";

/// What a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    Settings,
    Strategy,
    Governance,
    Kpis,
    Rubric(Id),
    Vendor(Id, VendorFile),
    Standards,
    Clause(Id),
    Page,
    Fragment,
    Asset,
    Template,
    Ignored,
}

/// Which file of a vendor's folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VendorFile {
    Vendor,
    Evaluation,
    Kpis,
    Readings,
    Contract,
    Governance,
    Roadmap,
    Exit,
}

const TOP: [&str; 4] = ["playbook.yaml", "strategy.yaml", "governance.yaml", "kpis.yaml"];
const VENDOR: [(&str, VendorFile); 8] = [
    ("vendor.yaml", VendorFile::Vendor),
    ("evaluation.yaml", VendorFile::Evaluation),
    ("kpis.yaml", VendorFile::Kpis),
    ("kpis.csv", VendorFile::Readings),
    ("contract.yaml", VendorFile::Contract),
    ("governance.yaml", VendorFile::Governance),
    ("roadmap.yaml", VendorFile::Roadmap),
    ("exit.yaml", VendorFile::Exit),
];

/// The kind of the file at `path`, or why it has none and what to do.
pub fn classify(path: &str) -> Result<Kind, (String, String)> {
    let parts: Vec<&str> = path.split('/').collect();
    match parts.as_slice() {
        ["content", .., name] if name.starts_with('_') && has_ending(name, &["md"]) => Ok(Kind::Fragment),
        ["content", .., name] => Ok(if has_ending(name, &["md"]) { Kind::Page } else { Kind::Asset }),
        ["templates", "documents" | "site", .., _] => Ok(Kind::Template),
        ["templates", .., name] if has_ending(name, &["md", "html", "css", "js"]) => {
            Err(unknown(path, [], "templates/documents/ and templates/site/"))
        }
        ["contracts", "clauses", name] if has_ending(name, &["md"]) => id(name, ".md", "clause").map(Kind::Clause),
        ["contracts", "standards.yaml"] => Ok(Kind::Standards),
        ["playbook", "playbook.yaml"] => Ok(Kind::Settings),
        ["playbook", "strategy.yaml"] => Ok(Kind::Strategy),
        ["playbook", "governance.yaml"] => Ok(Kind::Governance),
        ["playbook", "kpis.yaml"] => Ok(Kind::Kpis),
        ["playbook", "rubrics", name] if has_ending(name, &["yaml"]) => id(name, ".yaml", "rubric").map(Kind::Rubric),
        ["playbook", "vendors", folder, name] => vendor_file(folder, name),
        [.., name] if !is_data(name) => Ok(Kind::Ignored),
        ["playbook", name] => Err(unknown(name, TOP.iter().copied(), "playbook/")),
        ["playbook", "rubrics", name] => Err(unknown(name, [], "playbook/rubrics/<id>.yaml")),
        ["playbook", "vendors", ..] => Err(unknown(path, [], "playbook/vendors/<id>/<file>.yaml")),
        _ => Err(unknown(
            path,
            [],
            "playbook/, playbook/rubrics/, playbook/vendors/<id>/, contracts/standards.yaml and contracts/clauses/<id>.md",
        )),
    }
}

fn vendor_file(folder: &str, name: &str) -> Result<Kind, (String, String)> {
    match VENDOR.iter().find(|(known, _)| *known == name) {
        Some((_, which)) => id(folder, "", "vendor").map(|id| Kind::Vendor(id, *which)),
        None if is_data(name) => Err(unknown(name, VENDOR.iter().map(|(name, _)| *name), "a vendor's folder")),
        None => Ok(Kind::Ignored),
    }
}

/// A file that would hold data if its name were right; authors write `.YML` too.
fn is_data(name: &str) -> bool {
    has_ending(&name.to_ascii_lowercase(), &["yaml", "yml", "csv"])
}

fn has_ending(name: &str, endings: &[&str]) -> bool {
    name.rsplit_once('.').is_some_and(|(stem, ending)| !stem.is_empty() && endings.contains(&ending))
}

fn id(name: &str, ending: &str, what: &str) -> Result<Id, (String, String)> {
    let stem = name.strip_suffix(ending).unwrap_or(name);
    stem.parse().map_err(|_| {
        let help = "rename it: lower-case letters, digits and single hyphens, such as `vector-store`".to_owned();
        (format!("`{stem}` cannot be the id of a {what}"), help)
    })
}

fn unknown(name: &str, known: impl IntoIterator<Item = &'static str> + Clone, place: &str) -> (String, String) {
    let listed: Vec<String> = known.clone().into_iter().map(|name| format!("`{name}`")).collect();
    let help = match suggest(name, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None if listed.is_empty() => format!("such files stand in {place}"),
        None => format!("known files of {place} are {}", listed.join(", ")),
    };
    ("nothing reads a file of this name".to_owned(), help)
}
