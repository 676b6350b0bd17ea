//! The pipeline, in one place: files in, checked playbook, evaluation, documents, bytes out.
//!
//! 1. [`prepare`] loads, checks and evaluates; every mistake of every file is reported at once.
//! 2. [`build`] renders everything that is published; [`one`] makes a single document and nothing else.
//!
//! Nothing here touches the operating system but through the [`World`].

mod alone;
mod edition;
mod outputs;
mod paper;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::diagnostic::{Diagnostic, Report, suggest};
use crate::document::{self, Library, Per, Readers, Template};
use crate::evaluate::Evaluation;
use crate::load::{Memo, load};
use crate::model::{Date, Id, Playbook};
use crate::publish::File;
use crate::render::{markdown, text};
use crate::route::Routes;
use crate::world::World;
pub use edition::{Edition, Redone, Unmade};
use paper::Desk;

/// What to build.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The day everything is evaluated for; else `playbook.yaml` says, else it is today.
    pub as_of: Option<Date>,
    /// The absolute URL at which the site will be served.
    pub base_url: Option<String>,
    /// Which part of the output; all of it where absent.
    pub only: Option<Part>,
    /// Whether pages that are drafts are published too.
    pub drafts: bool,
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
    pub playbook: Arc<Playbook>,
    /// The addresses of its sources.
    pub routes: Arc<Routes>,
    /// What was computed.
    pub evaluation: Arc<Evaluation>,
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
    let request = Request { as_of, ..Request::default() };
    edition::prepare(world, &request, &mut Memo::default(), None).map(|(_, prepared)| prepared)
}

/// Builds everything that was asked for.
///
/// # Errors
///
/// All mistakes of all files; of templates, which are filled only where nothing else is wrong, those that show before.
pub fn build(world: &dyn World, request: &Request) -> Result<Compiled, Report> {
    let edition = Edition::first(world, request)?;
    let files = edition.files(world, &AtomicBool::new(false)).map_err(|unmade| unmade.report)?;
    Ok(Compiled { prepared: edition.into_prepared(), files })
}

/// One document: which, about what, and how it is printed.
#[derive(Clone, Debug)]
pub struct Order<'o> {
    /// The day everything is evaluated for; else `playbook.yaml` says, else it is today.
    pub as_of: Option<Date>,
    /// The command or name of the template.
    pub name: &'o str,
    /// The id of the vendor, rubric or clause it is about.
    pub subject: Option<&'o str>,
    /// The only stage wanted, of a document that has stages.
    pub stage: Option<&'o str>,
    /// How it is printed.
    pub medium: Medium,
}

/// How a single document is printed.
#[derive(Clone, Copy, Debug)]
pub enum Medium {
    /// PDF.
    Pdf,
    /// One HTML file that needs no other.
    Html,
    /// Markdown.
    Markdown,
    /// Plain text, at most this many columns wide.
    Text(usize),
}

/// Makes one document, and nothing else.
///
/// # Errors
///
/// All mistakes of all files, or else of the template; or what is wrong with the order, in one sentence.
pub fn one(world: &dyn World, order: &Order<'_>) -> Result<Vec<u8>, OneError> {
    let prepared = prepare(world, order.as_of).map_err(OneError::Mistakes)?;
    let mistakes = |found| OneError::Mistakes(with_excerpts(report(found), world));
    let library = document::library(&prepared.playbook, &prepared.evaluation, None).map_err(mistakes)?;
    let (template, subject) = find(&library, order).map_err(OneError::Order)?;
    let document = library.make(template, subject, order.stage, &prepared.routes).map_err(mistakes)?;
    let link = |target: &str| document::outside(&prepared.routes, template, None, target);
    Ok(match order.medium {
        Medium::Pdf => {
            let desk = Desk::new(world, &prepared.playbook, &prepared.routes).map_err(mistakes)?;
            desk.pdf(&document, template, None).map_err(mistakes)?.bytes
        }
        Medium::Html => alone::page(world, &prepared, &document, template).into_bytes(),
        Medium::Markdown => markdown::document(&document, &link).into_bytes(),
        Medium::Text(width) => text::document(&document, width).into_bytes(),
    })
}

/// The template and subject of an order.
fn find<'l>(library: &'l Library, order: &Order<'_>) -> Result<(&'l Template, Option<&'l Id>), String> {
    let name = order.name;
    let templates = || library.templates().values();
    let template = templates().find(|one| one.command() == name).or_else(|| library.templates().get(name)).ok_or_else(|| {
        let near = suggest(name, templates().map(Template::command));
        let help = near.map_or_else(|| "`alliance documents` lists them".to_owned(), |near| format!("did you mean `{near}`?"));
        format!("there is no command and no document `{name}`; {help}")
    })?;
    if let Some(stage) = order.stage
        && !template.front.stages.iter().any(|known| known == stage)
    {
        let known = template.front.stages.join(", ");
        return Err(match known.as_str() {
            "" => format!("`{name}` has no stages"),
            known => format!("`{name}` has no stage `{stage}`; it has {known}"),
        });
    }
    let subjects = library.subjects(template.front.per);
    let what = match template.front.per {
        Per::Portfolio => "portfolio",
        Per::Vendor => "vendor",
        Per::Rubric => "rubric",
        Per::Clause => "clause",
    };
    match (template.front.per, order.subject) {
        (Per::Portfolio, None) => Ok((template, None)),
        (Per::Portfolio, Some(extra)) => Err(format!("`{name}` is about the whole portfolio, so `{extra}` is one word too many")),
        (_, None) => Err(format!("`{name}` is made for one {what}: name it, as in `alliance {name} {}`", example(&subjects))),
        (_, Some(wanted)) => {
            let found = subjects.iter().flatten().find(|id| id.as_str() == wanted);
            found.map(|id| (template, Some(*id))).ok_or_else(|| {
                let near = suggest(wanted, subjects.iter().flatten().map(|id| id.as_str()));
                let list = || subjects.iter().flatten().map(|id| id.as_str()).collect::<Vec<_>>().join(", ");
                let help = near.map_or_else(|| format!("there are {}", list()), |near| format!("did you mean `{near}`?"));
                format!("there is no {what} `{wanted}`; {help}")
            })
        }
    }
}

fn example(subjects: &[Option<&Id>]) -> String {
    subjects.iter().flatten().next().map_or_else(String::new, ToString::to_string)
}

/// A document that can be made, for the list of them.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The command that makes it.
    pub command: String,
    /// What it is made for.
    pub per: Per,
    /// What kind of document it is.
    pub title: String,
    /// What it is for.
    pub summary: Option<String>,
    /// Who may read it.
    pub audience: Readers,
    /// The stages of which one may be asked for alone.
    pub stages: Vec<String>,
}

/// Every document that can be made, by command.
///
/// # Errors
///
/// Templates that cannot be read.
pub fn documents(world: &dyn World) -> Result<Vec<Listed>, Report> {
    let loaded = load(world);
    let fronts = document::fronts(&loaded.playbook).map_err(|mistakes| with_excerpts(report(mistakes), world))?;
    let listed = |template: Template| Listed {
        command: template.command().to_owned(),
        per: template.front.per,
        title: template.front.title,
        summary: template.front.summary,
        audience: template.front.audience,
        stages: template.front.stages,
    };
    let mut all: Vec<Listed> = fronts.into_iter().map(listed).collect();
    all.sort_by(|a, b| (a.per, &a.command).cmp(&(b.per, &b.command)));
    Ok(all)
}

/// Why one document could not be made.
#[derive(Debug)]
pub enum OneError {
    /// The playbook or the template has mistakes.
    Mistakes(Report),
    /// There is no such document, or it cannot be made about that; one sentence.
    Order(String),
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
