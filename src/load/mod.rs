//! Files to a playbook, with every mistake of every file.
//!
//! 1. [`files`] says by a file's path what it is; a name that nothing reads is a mistake.
//! 2. All files are read and parsed in parallel: YAML by [`yaml`] and [`decode`], Markdown by [`markdown`],
//!    readings by [`table`].
//! 3. The results are put together in the order of their paths.
//!
//! Mistakes inside one file end here; whether the files make sense together is for the next layer to say.

mod decode;
mod files;
mod markdown;
mod table;
mod yaml;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::diagnostic::{Code, Diagnostic, Report, Span};
use crate::model::clause::Clause;
use crate::model::page::{Fragment, Page};
use crate::model::playbook::{Organisation, Settings, Strategy};
use crate::model::policy::Policy;
use crate::model::theme::Theme;
use crate::model::{Common, Currency, Filed, Id, Internal, Playbook, VendorFolder};
use crate::model::{contract, evaluation, exit, governance, kpi, relationship, roadmap, rubric, standards, vendor};
use crate::world::{FOLDERS, Found, Version, World, beside};
use files::{Kind, VendorFile};

pub use markdown::{below_front_matter, front_matter};

/// A playbook as far as it could be read, and all that was wrong.
#[derive(Debug)]
pub struct Loaded {
    /// Without the records that could not be read.
    pub playbook: Playbook,
    /// Every mistake found so far.
    pub report: Report,
    /// The files with mistakes: a reference into one of them proves nothing.
    pub broken: BTreeSet<Arc<str>>,
}

/// What the files of a world turned out to be, so that the next loading reads only those that changed.
#[derive(Default)]
pub struct Memo {
    /// Sorted by path.
    files: Vec<Known>,
}

/// A file, its version, and what it turned out to be.
type Known = (Arc<str>, Version, Read);

/// Reads everything.
pub fn load(world: &dyn World) -> Loaded {
    load_again(world, &mut Memo::default())
}

/// Reads everything that is not in `memo` as it is now, and leaves there what was read.
pub fn load_again(world: &dyn World, memo: &mut Memo) -> Loaded {
    let mut report = Report::default();
    let mut broken = BTreeSet::new();
    let found = list(world, &mut report, &mut broken);
    let same = |(found, known): (Found, Option<&Known>)| {
        let read = known.filter(|(_, then, _)| found.version.as_ref() == Some(then)).map(|(_, _, read)| read.clone());
        (found, read)
    };
    let known: Vec<_> = beside(found, |found| &found.path, &memo.files, |(path, ..)| path).map(same).collect();
    let each = |(found, read): (Found, Option<Read>)| {
        let read = read.unwrap_or_else(|| one(world, &found.path));
        (found, read)
    };
    let all: Vec<(Found, Read)> = known.into_par_iter().map(each).collect();
    memo.files = all.iter().filter_map(|(file, read)| Some((Arc::clone(&file.path), file.version?, read.clone()))).collect();
    let mut read: Vec<(Arc<str>, Read)> = all.into_iter().map(|(file, read)| (file.path, read)).collect();
    for (file, read) in &mut read {
        if !read.mistakes.is_empty() {
            broken.insert(Arc::clone(file));
            report.extend(read.mistakes.drain(..));
        }
    }
    let playbook = assemble(read, &mut report, &mut broken);
    Loaded { playbook, report, broken }
}

fn list(world: &dyn World, report: &mut Report, broken: &mut BTreeSet<Arc<str>>) -> Vec<Found> {
    let mut all = Vec::new();
    for folder in FOLDERS {
        let (found, troubles) = world.list(folder);
        all.extend(found);
        for trouble in troubles {
            let file: Arc<str> = trouble.path.into();
            report.push(unreadable(&file, &trouble.reason));
            broken.insert(file);
        }
    }
    all
}

fn unreadable(file: &Arc<str>, reason: &str) -> Diagnostic {
    Diagnostic::new(Code::Unreadable, file, Span::default(), format!("cannot read the file: {reason}"))
}

/// What one file turned out to be. Cheap to copy.
#[derive(Clone, Default)]
struct Read {
    part: Option<Part>,
    mistakes: Vec<Diagnostic>,
}

#[derive(Clone)]
enum Part {
    Settings(Arc<Settings>),
    Strategy(Arc<Strategy>),
    Governance(Arc<governance::Governance>),
    Kpis(Arc<kpi::Library>),
    Rubric(Id, Arc<rubric::Rubric>),
    Clause(Id, Arc<Clause>),
    Page(Arc<Page>),
    Fragment(Arc<Fragment>),
    Asset,
    Template(Arc<str>),
    Vendor(Id, Arc<vendor::Vendor>),
    Evaluation(Id, Arc<evaluation::Evaluation>),
    Measures(Id, Arc<kpi::Measures>),
    Standards(Arc<standards::Standards>),
    Readings(Id, Arc<kpi::Readings>),
    Contract(Id, Arc<contract::Contract>),
    Relationship(Id, Arc<relationship::Relationship>),
    Roadmap(Id, Arc<roadmap::Roadmap>),
    Exit(Id, Arc<exit::Exit>),
    /// Part of a vendor's folder that could not be read.
    Lost(Id),
}

fn one(world: &dyn World, file: &Arc<str>) -> Read {
    let mut read = Read::default();
    match files::classify(file) {
        Ok(Kind::Ignored) => {}
        Ok(Kind::Asset) => read.part = Some(Part::Asset),
        Ok(kind) => match text(world, file) {
            Ok(text) => read.part = part(file, kind, &text, &mut read.mistakes),
            Err(mistake) => {
                read.mistakes.push(mistake);
                read.part = if let Kind::Vendor(id, _) = kind { Some(Part::Lost(id)) } else { None };
            }
        },
        Err((message, help)) => {
            read.mistakes.push(Diagnostic::new(Code::UnknownFile, file, Span::default(), message).help(help));
        }
    }
    read
}

fn text(world: &dyn World, file: &Arc<str>) -> Result<String, Diagnostic> {
    let bytes = world.read(file).map_err(|trouble| unreadable(file, &trouble.reason))?;
    let wrong = |before: &[u8], message: &str| {
        let line = before.split(|byte| *byte == b'\n').count();
        let last = before.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
        let column = String::from_utf8_lossy(last).chars().count() + 1;
        let narrow = |number| u32::try_from(number).unwrap_or(u32::MAX);
        Diagnostic::new(Code::Unreadable, file, Span::new(narrow(line), narrow(column), 1), message)
            .help("save the file as UTF-8 text")
    };
    if let Some(index) = bytes.iter().position(|byte| *byte == 0) {
        return Err(wrong(&bytes[..index], "the file holds a NUL character, so it is not text"));
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            Err(wrong(&bytes[..valid], "the file is not UTF-8 from here on"))
        }
    }
}

fn part(file: &Arc<str>, kind: Kind, text: &str, mistakes: &mut Vec<Diagnostic>) -> Option<Part> {
    match kind {
        Kind::Settings => record(file, text, mistakes).map(Part::Settings),
        Kind::Strategy => record(file, text, mistakes).map(Part::Strategy),
        Kind::Governance => record(file, text, mistakes).map(Part::Governance),
        Kind::Kpis => record(file, text, mistakes).map(Part::Kpis),
        Kind::Standards => record(file, text, mistakes).map(Part::Standards),
        Kind::Rubric(id) => record(file, text, mistakes).map(|rubric| Part::Rubric(id, rubric)),
        Kind::Vendor(id, which) => {
            let lost = Part::Lost(id.clone());
            let part = match which {
                VendorFile::Vendor => record(file, text, mistakes).map(|vendor| Part::Vendor(id, vendor)),
                VendorFile::Evaluation => record(file, text, mistakes).map(|evaluation| Part::Evaluation(id, evaluation)),
                VendorFile::Kpis => record(file, text, mistakes).map(|measures| Part::Measures(id, measures)),
                VendorFile::Readings => Some(Part::Readings(id, table::read(file, text, mistakes).into())),
                VendorFile::Governance => record(file, text, mistakes).map(|value| Part::Relationship(id, value)),
                VendorFile::Roadmap => record(file, text, mistakes).map(|roadmap| Part::Roadmap(id, roadmap)),
                VendorFile::Contract => record(file, text, mistakes).map(|contract| Part::Contract(id, contract)),
                VendorFile::Exit => record(file, text, mistakes).map(|exit| Part::Exit(id, exit)),
            };
            Some(part.unwrap_or(lost))
        }
        Kind::Clause(id) => {
            let (front, prose) = markdown::read(file, text, mistakes);
            front.map(|front| Part::Clause(id, Arc::new(Clause { front, guidance: Internal::new(prose.blocks) })))
        }
        Kind::Page => {
            let (front, prose) = markdown::read(file, text, mistakes);
            let markdown::Prose { blocks, shortcodes } = prose;
            front.map(|front| Part::Page(Arc::new(Page { front, blocks, shortcodes })))
        }
        Kind::Fragment => {
            if text.lines().next().is_some_and(|line| line.trim_end() == "---") {
                let help = "take it out, or give the file a name that does not begin with `_`";
                let message = "a part of pages has no front matter";
                mistakes.push(Diagnostic::new(Code::FrontMatter, file, Span::new(1, 1, 3), message).help(help));
            }
            let blocks = markdown::prose(file, text, 0, mistakes).blocks;
            Some(Part::Fragment(Arc::new(Fragment { blocks })))
        }
        Kind::Template => Some(Part::Template(text.into())),
        Kind::Asset | Kind::Ignored => None,
    }
}

/// A whole YAML file as one record.
fn record<T: DeserializeOwned + JsonSchema>(file: &Arc<str>, text: &str, mistakes: &mut Vec<Diagnostic>) -> Option<Arc<T>> {
    fragment(file, text, 0, mistakes).map(Arc::new)
}

/// YAML that begins below `above` other lines of its file, as one record.
fn fragment<T: DeserializeOwned + JsonSchema>(
    file: &Arc<str>,
    text: &str,
    above: u32,
    mistakes: &mut Vec<Diagnostic>,
) -> Option<T> {
    let root = match yaml::parse(text, above) {
        Ok(root) => root,
        Err(error) => {
            mistakes.push(Diagnostic::new(Code::Syntax, file, error.span, error.message));
            return None;
        }
    };
    let (record, found) = decode::decode(&root);
    mistakes.extend(found.into_iter().map(|mistake| Diagnostic {
        file: Arc::clone(file),
        span: mistake.span,
        code: mistake.code,
        message: mistake.message,
        help: mistake.help,
    }));
    record
}

#[derive(Default)]
struct Folder {
    vendor: Option<Filed<vendor::Vendor>>,
    evaluation: Option<Filed<evaluation::Evaluation>>,
    kpis: Option<Filed<kpi::Measures>>,
    readings: Option<Filed<kpi::Readings>>,
    contract: Option<Filed<contract::Contract>>,
    governance: Option<Filed<relationship::Relationship>>,
    roadmap: Option<Filed<roadmap::Roadmap>>,
    exit: Option<Filed<exit::Exit>>,
}

fn assemble(read: Vec<(Arc<str>, Read)>, report: &mut Report, broken: &mut BTreeSet<Arc<str>>) -> Playbook {
    let mut settings = None;
    let mut folders: BTreeMap<Id, Folder> = BTreeMap::new();
    let mut playbook = Playbook {
        common: Common {
            settings: Filed::new(files::SETTINGS.into(), nobody()),
            strategy: None,
            governance: None,
            kpis: None,
            rubrics: BTreeMap::new(),
            standards: None,
            clauses: BTreeMap::new(),
        },
        vendors: BTreeMap::new(),
        pages: Vec::new(),
        parts: Vec::new(),
        drafts: BTreeSet::new(),
        assets: Vec::new(),
        templates: BTreeMap::new(),
    };
    for (file, read) in read {
        let Some(part) = read.part else { continue };
        macro_rules! filed {
            ($value:expr) => {
                Filed { file, value: $value }
            };
        }
        match part {
            Part::Settings(value) => settings = Some(filed!(value)),
            Part::Strategy(value) => playbook.strategy = Some(filed!(value)),
            Part::Governance(value) => playbook.governance = Some(filed!(value)),
            Part::Kpis(value) => playbook.kpis = Some(filed!(value)),
            Part::Rubric(id, value) => drop(playbook.rubrics.insert(id, filed!(value))),
            Part::Clause(id, value) => drop(playbook.clauses.insert(id, filed!(value))),
            Part::Page(value) => playbook.pages.push(filed!(value)),
            Part::Fragment(value) => playbook.parts.push(filed!(value)),
            Part::Asset => playbook.assets.push(file),
            Part::Template(text) => {
                let name = file.strip_prefix("templates/").unwrap_or(&file).to_owned();
                playbook.templates.insert(name, text);
            }
            Part::Vendor(id, value) => folders.entry(id).or_default().vendor = Some(filed!(value)),
            Part::Evaluation(id, value) => folders.entry(id).or_default().evaluation = Some(filed!(value)),
            Part::Measures(id, value) => folders.entry(id).or_default().kpis = Some(filed!(value)),
            Part::Standards(value) => playbook.standards = Some(filed!(value)),
            Part::Readings(id, value) => folders.entry(id).or_default().readings = Some(filed!(value)),
            Part::Relationship(id, value) => folders.entry(id).or_default().governance = Some(filed!(value)),
            Part::Roadmap(id, value) => folders.entry(id).or_default().roadmap = Some(filed!(value)),
            Part::Contract(id, value) => folders.entry(id).or_default().contract = Some(filed!(value)),
            Part::Exit(id, value) => folders.entry(id).or_default().exit = Some(filed!(value)),
            Part::Lost(id) => drop(folders.entry(id).or_default()),
        }
    }
    match settings {
        Some(settings) => playbook.settings = settings,
        None if broken.contains(files::SETTINGS) => {}
        None => {
            missing(report, broken, files::SETTINGS, "every playbook has one; `title`, `organisation` and `currency` are enough");
        }
    }
    for (id, folder) in folders {
        let Folder { vendor, evaluation, kpis, readings, contract, governance, roadmap, exit } = folder;
        let path = format!("playbook/vendors/{id}/vendor.yaml");
        if vendor.is_none() && !broken.contains(path.as_str()) {
            missing(report, broken, &path, "every vendor has one; `name`, `summary`, `class`, `status` and `layer` are enough");
        }
        // The other files of the folder are checked all the same.
        let vendor = vendor.unwrap_or_else(|| Filed::new(path.as_str().into(), no_vendor(&id)));
        let folder = VendorFolder { vendor, evaluation, kpis, contract, readings, governance, roadmap, exit };
        playbook.vendors.insert(id, folder);
    }
    playbook
}

fn missing(report: &mut Report, broken: &mut BTreeSet<Arc<str>>, path: &str, help: &str) {
    let file: Arc<str> = path.into();
    report.push(Diagnostic::new(Code::MissingFile, &file, Span::default(), "the file is missing").help(help));
    broken.insert(file);
}

/// Stands in for a `vendor.yaml` that could not be read. Nothing is published from a playbook with a mistake.
fn no_vendor(id: &Id) -> vendor::Vendor {
    vendor::Vendor {
        name: id.to_string(),
        summary: String::new(),
        class: vendor::Class::Operational,
        status: vendor::Status::Prospect,
        layer: vendor::Layer::Services,
        direction: vendor::Direction::Inbound,
        size: None,
        significant: None,
        conditions: Vec::new(),
        access: None,
        owner: None,
        architect: None,
        product_owner: None,
        since: None,
        live: None,
        last_used: None,
        reviewed: None,
        engagements: Vec::new(),
        capabilities: Vec::new(),
        components: Vec::new(),
        data_partnership: None,
        spend: None,
        management_cost: None,
        subprocessors: Vec::new(),
        handover: None,
        operations: None,
        go_to_market: Vec::new(),
        acceptances: Vec::new(),
        disposition: None,
    }
}

/// Stands in for settings that could not be read, so that the other files can be checked all the same.
fn nobody() -> Settings {
    Settings {
        title: String::new(),
        organisation: Organisation { name: String::new(), about: None },
        currency: Currency::default(),
        language: String::new(),
        version: None,
        as_of: None,
        fiscal_year_starts: None,
        indexed: false,
        theme: Theme::default(),
        weighing: Vec::new(),
        policy: Policy::default(),
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
