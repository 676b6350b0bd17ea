//! Documents: Markdown templates filled with the evaluation, parsed into block trees.
//!
//! 1. [`library`] gathers the built-in templates and the playbook's own, which override them by name.
//! 2. [`Library::make`] fills one template for one subject. Values are escaped for Markdown, always.
//! 3. The filled text is parsed once; every renderer prints that one tree.
//!
//! A template's front matter says what it is about (`per`), its title and the formats it is published in.

mod built_in;
mod escape;
mod views;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tera::{Context, Tera};

pub use crate::block::Document;
use crate::block::{self, Block, Fact, Inline};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::evaluate::Evaluation;
use crate::load::front_matter;
use crate::model::{Audience, Id, Playbook};
use crate::route::{self, Routes, Target};

use built_in::BUILT_IN;
pub use escape::{long_date, words};
pub use views::kebab;

/// What a document is made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Per {
    /// Once for the playbook.
    Portfolio,
    /// Once for each vendor.
    Vendor,
    /// Once for each rubric.
    Rubric,
    /// Once for each clause.
    Clause,
}

/// Where a document is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// As a page of the site.
    Site,
    /// As a PDF.
    Pdf,
}

/// The front matter of a document template.
#[derive(Clone, Debug, Deserialize)]
pub struct Front {
    /// What it is made for.
    pub per: Per,
    /// What kind of document it is, such as `Scorecard`.
    pub title: String,
    /// What it is for, in one sentence.
    pub summary: Option<String>,
    /// Where it is published.
    pub formats: Vec<Format>,
}

/// A document template.
#[derive(Clone, Debug)]
pub struct Template {
    /// Its name: the file's, without ending.
    pub name: String,
    /// `templates/documents/<name>.md`
    pub file: Arc<str>,
    /// Its front matter.
    pub front: Front,
}

impl Template {
    /// The address of the page made for `subject`: a vendor's own page is named like what it is made for.
    #[must_use]
    pub fn address(&self, subject: Option<&Id>) -> String {
        let name = &self.name;
        let (folder, own) = match self.front.per {
            Per::Portfolio => return if name == "home" { String::new() } else { format!("{name}/") },
            Per::Vendor => ("vendors", "vendor"),
            Per::Rubric => ("rubrics", "rubric"),
            Per::Clause => ("clauses", "clause"),
        };
        let subject = subject.map_or("", Id::as_str);
        if name == own { format!("{folder}/{subject}/") } else { format!("{folder}/{subject}/{name}/") }
    }

    /// The path of its PDF for `subject`, below `pdf/` and below the site.
    #[must_use]
    pub fn pdf_path(&self, subject: Option<&Id>) -> String {
        let name = &self.name;
        match (self.front.per, subject) {
            (Per::Vendor, Some(id)) => format!("vendors/{id}/{name}.pdf"),
            (Per::Rubric, Some(id)) if name == "rubric" => format!("rubrics/{id}.pdf"),
            (Per::Rubric, Some(id)) => format!("rubrics/{id}/{name}.pdf"),
            (Per::Clause, Some(id)) if name == "clause" => format!("clauses/{id}.pdf"),
            (Per::Clause, Some(id)) => format!("clauses/{id}/{name}.pdf"),
            _ => format!("portfolio/{name}.pdf"),
        }
    }

    /// Whether it is published in `format`.
    #[must_use]
    pub fn is_published(&self, format: Format) -> bool {
        self.front.formats.contains(&format)
    }
}

/// Every document that can be made from a playbook.
pub struct Library<'p> {
    /// By name.
    pub templates: BTreeMap<String, Template>,
    tera: Tera,
    views: views::Views<'p>,
    playbook: &'p Playbook,
    as_of: String,
}

/// Gathers the templates and the values they may use.
///
/// # Errors
///
/// Every template that cannot be read.
pub fn library<'p>(
    playbook: &'p Playbook,
    evaluation: &'p Evaluation,
    audience: &'p Audience,
) -> Result<Library<'p>, Vec<Diagnostic>> {
    let mut mistakes = Vec::new();
    let mut tera = Tera::new();
    tera.autoescape_on([".md"]);
    tera.set_escape_fn(|text, out| out.write_all(escape::markdown(text).as_bytes()));
    escape::register(&mut tera, views::names(playbook));
    let built_in = BUILT_IN.iter().map(|(name, text)| (*name, *text));
    let own = playbook.templates.iter().map(|(name, text)| (name.as_str(), &**text));
    let sources: BTreeMap<&str, &str> = built_in.chain(own.filter(|(name, _)| name.starts_with("documents/"))).collect();
    let mut templates = BTreeMap::new();
    let mut bodies = Vec::new();
    for (path, text) in sources {
        let file: Arc<str> = format!("templates/{path}").into();
        let stem = path.strip_prefix("documents/").and_then(|name| name.strip_suffix(".md"));
        match stem.filter(|stem| !stem.contains('/')) {
            Some(stem) => {
                let (front, body, above) = front_matter::<Front>(&file, text, &mut mistakes);
                // Blank lines in place of the front matter keep the lines of the body where they stand in the file.
                bodies.push((path.to_owned(), "\n".repeat(above as usize) + body));
                if let Some(front) = front {
                    templates.insert(stem.to_owned(), Template { name: stem.to_owned(), file, front });
                }
            }
            None => bodies.push((path.to_owned(), text.to_owned())),
        }
    }
    if let Err(error) = tera.add_raw_templates(bodies) {
        mistakes.push(template_mistake(&error, "documents/"));
    }
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let views = views::Views::new(playbook, evaluation, audience);
    let as_of = evaluation.as_of.to_string();
    views.fill(tera.global_context());
    Ok(Library { templates, tera, views, playbook, as_of })
}

/// What is wrong with a template, as far as the engine says.
#[must_use]
pub fn template_mistake(error: &tera::Error, fallback: &str) -> Diagnostic {
    let narrow = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    match error.kind() {
        tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => {
            let span = report.span();
            let len = if span.end_line == span.start_line { span.end_col.saturating_sub(span.start_col).max(1) } else { 1 };
            let place = Span::new(narrow(span.start_line), narrow(span.start_col + 1), narrow(len));
            let file: Arc<str> = format!("templates/{}", report.filename()).into();
            Diagnostic::new(Code::Template, &file, place, report.message().trim_end_matches('.').to_owned())
        }
        other => {
            // Some of the engine's messages go on with an excerpt of their own.
            let text = other.to_string();
            let first = text.lines().next().unwrap_or_default();
            Diagnostic::new(Code::Template, &format!("templates/{fallback}").into(), Span::default(), first)
        }
    }
}

impl Library<'_> {
    /// The ids that documents made `per` this are made for; `None` stands for the playbook.
    #[must_use]
    pub fn subjects(&self, per: Per) -> Vec<Option<&Id>> {
        match per {
            Per::Portfolio => vec![None],
            Per::Vendor => self.playbook.vendors.keys().map(Some).collect(),
            Per::Rubric => self.playbook.rubrics.keys().map(Some).collect(),
            Per::Clause => self.playbook.clauses.keys().map(Some).collect(),
        }
    }

    /// Fills one template for one subject.
    ///
    /// # Errors
    ///
    /// When the template cannot be filled or says something that cannot be printed.
    pub fn make(&self, template: &Template, subject: Option<&Id>, routes: &Routes) -> Result<Document, Vec<Diagnostic>> {
        let mut context = Context::new();
        if let (Some(id), Some((name, view))) = (subject, subject.and_then(|id| self.views.subject(template.front.per, id))) {
            context.insert_value(name, view);
            context.insert("id", id.as_str());
        }
        let name = format!("documents/{}.md", template.name);
        let text = self.tera.render(&name, &context).map_err(|error| vec![template_mistake(&error, &name)])?;
        let parsed = block::parse(&text, 0);
        let mut mistakes: Vec<Diagnostic> = parsed
            .problems
            .iter()
            .map(|(code, span, message)| Self::printed(*code, template, subject, &text, *span, message))
            .collect();
        let mut own = BTreeSet::new();
        block::each_heading(&parsed.blocks, &mut |_, id, _| {
            own.insert(id);
        });
        block::walk(&parsed.blocks, &mut |inline| {
            let Inline::Link { target, span, .. } = inline else { return };
            let leads = match target.strip_prefix('#') {
                Some(id) => own.contains(id),
                None => routes.resolve(&template.file, target).is_ok(),
            };
            if !leads {
                let message = format!("the link leads to `{target}`, which does not exist");
                mistakes.push(Self::printed(Code::BrokenLink, template, subject, &text, *span, &message));
            }
        });
        if mistakes.is_empty() { Ok(self.document(template, subject, parsed.blocks)) } else { Err(mistakes) }
    }

    /// A mistake in a filled template. Its place in the template is not known, so the filled line is quoted.
    fn printed(code: Code, template: &Template, subject: Option<&Id>, text: &str, span: Span, message: &str) -> Diagnostic {
        let line = usize::try_from(span.line).unwrap_or(0).checked_sub(1).and_then(|line| text.lines().nth(line));
        let about = subject.map_or_else(String::new, |id| format!(" for {id}"));
        let help = format!("filled in{about}, the line reads: {}", line.unwrap_or_default().trim());
        Diagnostic::new(code, &template.file, Span::default(), message).help(help)
    }

    /// A clause's guidance stands in its document before the first section.
    fn with_guidance(&self, template: &Template, subject: Option<&Id>, mut blocks: Vec<Block>) -> Vec<Block> {
        let clause = subject.filter(|_| template.front.per == Per::Clause).and_then(|id| self.playbook.clauses.get(id));
        if let Some(clause) = clause
            && let Some(guidance) = clause.guidance.open(self.views.audience)
        {
            let place = blocks.iter().position(|block| matches!(block, Block::Heading { .. })).unwrap_or(blocks.len());
            let mut guidance = guidance.clone();
            block::each_target(&mut guidance, &mut |target| *target = route::absolute(&clause.file, target));
            blocks.splice(place..place, guidance);
        }
        blocks
    }

    fn document(&self, template: &Template, subject: Option<&Id>, blocks: Vec<Block>) -> Document {
        let blocks = self.with_guidance(template, subject, blocks);
        let settings = &self.playbook.settings;
        let fact = |label: &str, value: &str| Fact { label: label.to_owned(), value: value.to_owned() };
        let vendor = subject.filter(|_| template.front.per == Per::Vendor).and_then(|id| self.playbook.vendors.get(id));
        let mut facts = Vec::new();
        if let Some(folder) = vendor {
            let vendor = &folder.vendor;
            facts.push(fact("Owner", vendor.owner.as_ref().map_or("not named yet", |owner| self.playbook.role(&owner.value))));
            facts.push(fact("Class", &words(kebab(&vendor.class).as_str())));
            facts.push(fact("Status", &words(kebab(&vendor.status).as_str())));
        }
        facts.push(fact("As of", &long_date(&self.as_of)));
        if let Some(version) = &settings.version {
            facts.push(fact("Playbook", version));
        }
        if vendor.is_some() && *self.views.audience == Audience::Internal {
            facts.push(fact("Audience", "internal, not for the vendor"));
        }
        let named = subject.and_then(|id| match template.front.per {
            Per::Portfolio => None,
            Per::Vendor => self.playbook.vendors.get(id).map(|folder| (&folder.vendor.name, Some(&folder.vendor.summary))),
            Per::Rubric => self.playbook.rubrics.get(id).map(|rubric| (&rubric.name, Some(&rubric.purpose))),
            Per::Clause => self.playbook.clauses.get(id).map(|clause| (&clause.front.title, Some(&clause.front.why))),
        });
        let front = &template.front;
        let (title, subject) = named.unwrap_or((&front.title, front.summary.as_ref()));
        Document {
            kind: front.title.clone(),
            title: title.clone(),
            subject: subject.cloned(),
            organisation: settings.organisation.name.clone(),
            facts,
            language: settings.language.clone(),
            as_of: self.as_of.clone(),
            audience: match self.views.audience {
                Audience::Internal => "Internal".to_owned(),
                Audience::Vendor(id) => format!("For {}", self.playbook.vendor_name(id)),
            },
            blocks,
        }
    }
}

/// Where a link of a document leads when the document leaves the site: out, or to the site where it is published.
pub fn outside(routes: &Routes, template: &Template, base: Option<&str>, target: &str) -> Option<String> {
    if let Some(id) = target.strip_prefix('#') {
        return Some(format!("#{id}"));
    }
    match routes.resolve(&template.file, target).ok()? {
        Target::External(url) => Some(url),
        Target::Inside { address, anchor } => {
            let anchor = anchor.map_or_else(String::new, |anchor| format!("#{anchor}"));
            base.map(|base| format!("{}/{}{anchor}", base.trim_end_matches('/'), route::encode(&address)))
        }
    }
}
