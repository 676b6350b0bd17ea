//! The pipeline, in one place: files in, checked playbook, evaluation, documents, bytes out.
//!
//! 1. [`prepare`] loads, checks and evaluates; every mistake of every file is reported at once.
//! 2. [`build`] renders everything that is published; [`one`] makes a single document and nothing else.
//!
//! Nothing here touches the operating system but through the [`World`].

mod outputs;

use std::collections::BTreeSet;

use crate::check::check;
use crate::diagnostic::{Diagnostic, Report};
use crate::document::{self, Library, Per, Template};
use crate::evaluate::{Evaluation, evaluate};
use crate::load::load;
use crate::model::{Audience, Date, Id, Playbook};
use crate::publish::File;
use crate::route::Routes;
use crate::world::World;

/// What to build.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The day everything is evaluated for; else `playbook.yaml` says, else it is today.
    pub as_of: Option<Date>,
    /// The absolute URL at which the site will be served.
    pub base_url: Option<String>,
    /// Which part of the output; all of it where absent.
    pub only: Option<Part>,
}

/// A part of the output: a folder below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Part {
    /// The browsable site.
    Site,
    /// The PDFs.
    Pdf,
    /// The data.
    Exports,
}

impl Part {
    /// The folder of the output that holds it.
    #[must_use]
    pub const fn folder(self) -> &'static str {
        match self {
            Self::Site => "site/",
            Self::Pdf => "pdf/",
            Self::Exports => "exports/",
        }
    }
}

/// A playbook without mistakes, and what follows from it.
#[derive(Debug)]
pub struct Prepared {
    /// The checked playbook.
    pub playbook: Playbook,
    /// The addresses of its sources.
    pub routes: Routes,
    /// What was computed.
    pub evaluation: Evaluation,
}

/// Everything that is published, and what it was made from.
#[derive(Debug)]
pub struct Compiled {
    /// What it was made from.
    pub prepared: Prepared,
    /// Sorted by path.
    pub files: Vec<File>,
}

/// Loads, checks and evaluates, for one day: what happened later is forgotten.
///
/// # Errors
///
/// All mistakes of all files.
pub fn prepare(world: &dyn World, as_of: Option<Date>) -> Result<Prepared, Report> {
    let mut loaded = load(world);
    let routes = Routes::new(&loaded.playbook);
    loaded.report.extend(check(&loaded.playbook, &routes, &loaded.broken));
    if !loaded.report.is_clean() {
        return Err(with_excerpts(loaded.report, world));
    }
    let mut playbook = loaded.playbook;
    let as_of = as_of.or(playbook.settings.as_of).unwrap_or_else(|| Date(world.today()));
    playbook.forget_after(as_of);
    let evaluation = evaluate(&playbook, as_of);
    Ok(Prepared { playbook, routes, evaluation })
}

/// Builds everything that was asked for.
///
/// # Errors
///
/// All mistakes of all files, or else of all templates.
pub fn build(world: &dyn World, request: &Request) -> Result<Compiled, Report> {
    let prepared = prepare(world, request.as_of)?;
    let library = document::library(&prepared.playbook, &prepared.evaluation, &Audience::Internal);
    let files = library.and_then(|library| outputs::files(world, &prepared, &library, request));
    match files {
        Ok(files) => Ok(Compiled { prepared, files }),
        Err(mistakes) => Err(with_excerpts(report(mistakes), world)),
    }
}

/// Makes one document about one vendor and hands it to `print`.
///
/// # Errors
///
/// All mistakes of all files, or else of the template.
pub fn one<T>(
    world: &dyn World,
    as_of: Option<Date>,
    name: &str,
    vendor: &Id,
    print: impl FnOnce(&document::Document, &Routes, &Template) -> Result<T, Vec<Diagnostic>>,
) -> Result<T, OneError> {
    let prepared = prepare(world, as_of).map_err(OneError::Mistakes)?;
    if !prepared.playbook.vendors.contains_key(vendor) {
        return Err(OneError::NoVendor(prepared.playbook.vendors.into_keys().collect()));
    }
    let made =
        document::library(&prepared.playbook, &prepared.evaluation, &Audience::Internal).and_then(|library: Library<'_>| {
            let template = library.templates.get(name).filter(|template| template.front.per == Per::Vendor).cloned();
            template
                .map(|template| print(&library.make(&template, Some(vendor), &prepared.routes)?, &prepared.routes, &template))
                .transpose()
        });
    match made {
        Ok(Some(printed)) => Ok(printed),
        Ok(None) => Err(OneError::NoTemplate),
        Err(mistakes) => Err(OneError::Mistakes(with_excerpts(report(mistakes), world))),
    }
}

/// Why one document could not be made.
#[derive(Debug)]
pub enum OneError {
    /// The playbook or the template has mistakes.
    Mistakes(Report),
    /// There is no such vendor; there are these.
    NoVendor(Vec<Id>),
    /// There is no such template.
    NoTemplate,
}

/// The PDF of a document, or the characters it could not print.
///
/// # Errors
///
/// Characters that no font has.
pub fn pdf(
    document: &document::Document,
    routes: &Routes,
    template: &Template,
    base: Option<&str>,
) -> Result<Vec<u8>, Vec<Diagnostic>> {
    outputs::pdf(document, routes, template, base)
}

/// A mistake in a template shows in every document made from it; once is enough.
fn report(mistakes: Vec<Diagnostic>) -> Report {
    let mut seen = BTreeSet::new();
    let mut report = Report::default();
    let first = |mistake: &Diagnostic| seen.insert((mistake.code, mistake.file.clone(), mistake.span, mistake.message.clone()));
    report.extend(mistakes.into_iter().filter(first));
    report
}

/// Adds the texts that excerpts are cut from. They are read again, because a sound playbook never needs them.
fn with_excerpts(mut report: Report, world: &dyn World) -> Report {
    let files: Vec<_> =
        report.sorted().iter().filter(|mistake| mistake.span.line > 0).map(|mistake| mistake.file.clone()).collect();
    for file in files {
        if let Ok(bytes) = world.read(&file) {
            let text = String::from_utf8_lossy(&bytes);
            report.text(&file, &text.trim_start_matches('\u{feff}').into());
        }
    }
    report
}

#[cfg(test)]
mod tests;
