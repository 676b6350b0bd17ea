//! Documents: Markdown templates filled with the evaluation, parsed into block trees.
//!
//! 1. [`library`] gathers the built-in templates and the playbook's own, which override them by name.
//! 2. [`Library::make`] fills one template for one subject. Values are escaped for Markdown, always.
//! 3. The filled text is parsed once; every renderer prints that one tree.
//!
//! A template's front matter says what it is about (`per`), its title and the formats it is published in.

mod book;
mod built_in;
mod escape;
mod template;
mod views;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

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
pub use template::{Format, Front, Per, Readers, Template};
pub use views::kebab;

/// Every document that can be made from a playbook.
pub struct Library {
    /// By name.
    pub templates: Arc<BTreeMap<String, Template>>,
    tera: Arc<Tera>,
    views: Arc<views::Views>,
    /// What vendors see, made when a document for them is.
    outward: Arc<BTreeMap<Option<Id>, OnceLock<views::Views>>>,
    playbook: Arc<Playbook>,
    evaluation: Arc<Evaluation>,
    as_of: String,
}

/// The templates of a playbook with their front matter alone.
///
/// # Errors
///
/// Every template whose front matter cannot be read.
pub fn fronts(playbook: &Playbook) -> Result<Vec<Template>, Vec<Diagnostic>> {
    let mut mistakes = Vec::new();
    let mut templates = Vec::new();
    for (path, text) in sources(playbook) {
        if let Some(stem) = stem(path) {
            let file: Arc<str> = format!("templates/{path}").into();
            let (front, ..) = front_matter::<Front>(&file, text, &mut mistakes);
            templates.extend(front.map(|front| Template { name: stem.to_owned(), file, front }));
        }
    }
    if mistakes.is_empty() { Ok(templates) } else { Err(mistakes) }
}

/// The text of every template by its path below `templates/`: the playbook's own in place of those built in.
fn sources(playbook: &Playbook) -> BTreeMap<&str, &str> {
    let own = playbook.templates.iter().map(|(name, text)| (name.as_str(), &**text));
    BUILT_IN.into_iter().chain(own.filter(|(name, _)| name.starts_with("documents/"))).collect()
}

/// The name of a document template; parts have none.
fn stem(path: &str) -> Option<&str> {
    path.strip_prefix("documents/").and_then(|name| name.strip_suffix(".md")).filter(|stem| !stem.contains('/'))
}

/// Gathers the templates and the values they may use.
///
/// # Errors
///
/// Every template that cannot be read.
pub fn library(playbook: &Arc<Playbook>, evaluation: &Arc<Evaluation>) -> Result<Library, Vec<Diagnostic>> {
    let mut mistakes = Vec::new();
    let mut tera = Tera::new();
    tera.autoescape_on([".md"]);
    tera.set_escape_fn(|text, out| out.write_all(escape::markdown(text).as_bytes()));
    escape::register(&mut tera, views::names(playbook));
    let mut templates = BTreeMap::new();
    let mut bodies = Vec::new();
    for (path, text) in sources(playbook) {
        let file: Arc<str> = format!("templates/{path}").into();
        match stem(path) {
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
    // Two halves of the work that do not need each other.
    let (added, views) =
        rayon::join(|| tera.add_raw_templates(bodies), || views::Views::new(playbook, evaluation, Audience::Internal));
    if let Err(error) = added {
        mistakes.push(template_mistake(&error, "documents/"));
    }
    // A template that could not be read is no unknown one.
    for template in templates.values().filter(|_| mistakes.is_empty()).collect::<Vec<_>>() {
        for source in book::unknown(template, &templates) {
            let message = format!("`{source}` of the book is neither `pages` nor another template that makes a document");
            mistakes.push(Diagnostic::new(Code::Template, &template.file, Span::default(), message));
        }
    }
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let as_of = evaluation.as_of.to_string();
    views.fill(tera.global_context());
    let subjects = playbook.vendors.keys().cloned().map(Some).chain([None]);
    let outward = subjects.map(|subject| (subject, OnceLock::new())).collect();
    let (templates, tera) = (Arc::new(templates), Arc::new(tera));
    let (views, outward) = (Arc::new(views), Arc::new(outward));
    Ok(Library { templates, tera, views, outward, playbook: Arc::clone(playbook), evaluation: Arc::clone(evaluation), as_of })
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

impl Library {
    /// The same library for a playbook with the same records and templates, but perhaps other pages.
    #[must_use]
    pub fn of(&self, playbook: &Arc<Playbook>) -> Self {
        Self {
            templates: Arc::clone(&self.templates),
            tera: Arc::clone(&self.tera),
            views: Arc::clone(&self.views),
            outward: Arc::clone(&self.outward),
            playbook: Arc::clone(playbook),
            evaluation: Arc::clone(&self.evaluation),
            as_of: self.as_of.clone(),
        }
    }

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

    /// What templates see, by the names of their variables; several where a variable is another thing in each document.
    #[must_use]
    pub fn variables(&self) -> Vec<(&'static str, Vec<serde_json::Value>)> {
        let json = |value: &&tera::Value| serde_json::to_value(*value).unwrap_or_default();
        self.views.all().into_iter().map(|(name, values)| (name, values.iter().map(json).collect())).collect()
    }

    /// What the readers of a document may see.
    fn views(&self, audience: Audience) -> &views::Views {
        let slot = match &audience {
            Audience::Internal => None,
            Audience::Vendor(id) => self.outward.get(&Some(id.clone())),
            Audience::Partners => self.outward.get(&None),
        };
        slot.map_or(&self.views, |slot| slot.get_or_init(|| views::Views::new(&self.playbook, &self.evaluation, audience)))
    }

    /// Fills one template for one subject, all of it or one of its stages.
    ///
    /// # Errors
    ///
    /// When the template cannot be filled or says something that cannot be printed.
    pub fn make(
        &self,
        template: &Template,
        subject: Option<&Id>,
        stage: Option<&str>,
        routes: &Routes,
    ) -> Result<Document, Vec<Diagnostic>> {
        self.fill(template, subject, stage, false, routes)
    }

    /// Fills one template, on its own or as a chapter of a book.
    fn fill(
        &self,
        template: &Template,
        subject: Option<&Id>,
        stage: Option<&str>,
        in_book: bool,
        routes: &Routes,
    ) -> Result<Document, Vec<Diagnostic>> {
        let mut context = Context::new();
        let views = self.views(template.audience(subject));
        if views.audience != Audience::Internal {
            // What everybody sees by default is internal: each of those names is covered by what these readers may see.
            views.fill(&mut context);
        }
        context.insert("stage", &stage);
        context.insert("in_book", &in_book);
        if let (Some(id), Some((name, view))) = (subject, subject.and_then(|id| views.subject(template.front.per, id))) {
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
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        let blocks =
            if template.front.book.is_empty() { parsed.blocks } else { book::assemble(self, template, routes, parsed.blocks)? };
        Ok(self.document(template, subject, blocks))
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
            && let Some(guidance) = clause.guidance.open(&template.audience(subject))
        {
            let place = blocks.iter().position(|block| matches!(block, Block::Heading { .. })).unwrap_or(blocks.len());
            let mut guidance = guidance.clone();
            block::each_target(&mut guidance, &mut |target| *target = route::absolute(&clause.file, target));
            blocks.splice(place..place, guidance);
        }
        blocks
    }

    /// The title of a document, and the sentence below it.
    #[must_use]
    pub fn headline<'l>(&'l self, template: &'l Template, subject: Option<&Id>) -> (&'l str, Option<&'l str>) {
        let front = &template.front;
        let summary = front.summary.as_deref();
        let named = subject.and_then(|id| match front.per {
            Per::Portfolio => None,
            Per::Vendor => self.playbook.vendors.get(id).map(|folder| {
                // What we say about a vendor is not for the vendor.
                let ours = template.audience(subject).is_internal();
                (folder.vendor.name.as_str(), if ours { Some(folder.vendor.summary.as_str()) } else { summary })
            }),
            Per::Rubric => self.playbook.rubrics.get(id).map(|rubric| (rubric.name.as_str(), Some(rubric.purpose.as_str()))),
            Per::Clause => {
                self.playbook.clauses.get(id).map(|clause| (clause.front.title.as_str(), Some(clause.front.why.as_str())))
            }
        });
        named.unwrap_or((&front.title, summary))
    }

    fn document(&self, template: &Template, subject: Option<&Id>, blocks: Vec<Block>) -> Document {
        let blocks = self.with_guidance(template, subject, blocks);
        let settings = &self.playbook.settings;
        let fact = |label: &str, value: &str| Fact { label: label.to_owned(), value: value.to_owned() };
        let vendor = subject.filter(|_| template.front.per == Per::Vendor).and_then(|id| self.playbook.vendors.get(id));
        let audience = template.audience(subject);
        let mut facts = Vec::new();
        if let Some(folder) = vendor.filter(|_| audience == Audience::Internal) {
            let vendor = &folder.vendor;
            facts.push(fact("Owner", vendor.owner.as_ref().map_or("not named yet", |owner| self.playbook.role(&owner.value))));
            facts.push(fact("Class", &words(kebab(&vendor.class).as_str())));
            facts.push(fact("Status", &words(kebab(&vendor.status).as_str())));
        }
        facts.push(fact("As of", &long_date(&self.as_of)));
        if let Some(version) = &settings.version {
            facts.push(fact("Playbook", version));
        }
        if vendor.is_some() && audience == Audience::Internal {
            facts.push(fact("Audience", "internal"));
        }
        let (title, subject) = self.headline(template, subject);
        let front = &template.front;
        Document {
            kind: front.title.clone(),
            title: title.to_owned(),
            subject: subject.map(str::to_owned),
            organisation: settings.organisation.name.clone(),
            facts,
            language: settings.language.clone(),
            as_of: self.as_of.clone(),
            audience: match &audience {
                Audience::Internal => "Internal".to_owned(),
                Audience::Vendor(id) => format!("For {}", self.playbook.vendor_name(id)),
                Audience::Partners => "For partners".to_owned(),
            },
            book: !front.book.is_empty(),
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
