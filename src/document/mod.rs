//! Documents: Markdown templates filled with the evaluation, parsed into block trees.
//!
//! 1. [`library`] gathers the built-in templates and the playbook's own, which override them by name, in one [`engine`].
//! 2. [`Library::make`] fills one template for one subject. Values are escaped for Markdown, always.
//! 3. The filled text is parsed once; every renderer prints that one tree.
//!
//! A template's front matter says what it is about (`per`), its title and the formats it is published in.

mod book;
mod built_in;
mod engine;
mod escape;
mod mentions;
mod shortcode;
mod template;
mod views;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use tera::Context;

pub use crate::block::Document;
use crate::block::{self, Block, Fact, Inline};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::evaluate::Evaluation;
use crate::evaluate::concentration::in_use;
use crate::model::page::Page;
use crate::model::{Audience, Filed, Id, Playbook, VendorFolder};
use crate::route::{self, Routes, Target};

use engine::Engine;
pub use engine::{begin, fronts, mistake as template_mistake, mistakes as template_mistakes};
pub use escape::{long_date, words};
pub use shortcode::KNOWN as SHORTCODES;
use template::Need;
pub use template::{Format, Front, Per, Readers, Template};
use views::Views;
pub use views::kebab;

/// Every document that can be made from a playbook.
pub struct Library {
    engine: Arc<Engine>,
    views: Arc<Views>,
    /// What vendors see, made when a document for them is.
    outward: Arc<BTreeMap<Option<Id>, OnceLock<Views>>>,
    playbook: Arc<Playbook>,
    evaluation: Arc<Evaluation>,
    as_of: String,
}

/// Gathers the templates and the values they may use; what `before` has of them is kept where it still holds.
///
/// # Errors
///
/// Every template that cannot be read.
pub fn library(
    playbook: &Arc<Playbook>,
    evaluation: &Arc<Evaluation>,
    before: Option<&Library>,
) -> Result<Library, Vec<Diagnostic>> {
    let engine = Engine::new(playbook, before.map(|before| &before.engine))?;
    // No value that a template sees depends on pages or templates.
    let (views, outward) = if let Some(before) = before.filter(|before| Arc::ptr_eq(&before.evaluation, evaluation)) {
        (Arc::clone(&before.views), Arc::clone(&before.outward))
    } else {
        let views = Views::new(playbook, evaluation, Audience::Internal, before.map(|before| &*before.views));
        let subjects = playbook.vendors.keys().cloned().map(Some).chain([None]);
        (Arc::new(views), Arc::new(subjects.map(|subject| (subject, OnceLock::new())).collect()))
    };
    let (playbook, evaluation, as_of) = (Arc::clone(playbook), Arc::clone(evaluation), evaluation.as_of.to_string());
    Ok(Library { engine, views, outward, playbook, evaluation, as_of })
}

/// What is wrong with the templates of documents themselves, whatever they are filled with.
#[must_use]
pub fn mistakes(playbook: &Playbook, before: Option<&Library>) -> Vec<Diagnostic> {
    Engine::new(playbook, before.map(|before| &before.engine)).err().unwrap_or_default()
}

impl Library {
    /// Every template, by name.
    #[must_use]
    pub fn templates(&self) -> &BTreeMap<String, Template> {
        &self.engine.templates
    }

    /// Whether a PDF of it is published, about this subject.
    #[must_use]
    pub fn is_on_paper(&self, template: &Template, subject: Option<&Id>) -> bool {
        let playbook = &self.playbook;
        let about = |id: &Id| template.front.per != Per::Vendor || subject == Some(id);
        let any = |has: fn(&VendorFolder) -> bool| playbook.vendors.iter().any(|(id, vendor)| about(id) && has(vendor));
        let has = |need: &Need| match need {
            Need::Vendors => any(|_| true),
            Need::Clauses => !playbook.clauses.is_empty(),
            Need::Kpis => playbook.kpis.as_ref().is_some_and(|library| !library.value.kpis.is_empty()),
            Need::Standards => playbook.standards.as_ref().is_some_and(|library| !library.value.instruments.is_empty()),
            Need::Rubrics => !playbook.rubrics.is_empty(),
            Need::Capabilities => any(|vendor| in_use(vendor) && !vendor.vendor.value.capabilities.is_empty()),
            Need::Evaluations => any(|vendor| vendor.evaluation.is_some()),
            Need::Contracts => any(|vendor| vendor.contract.is_some()),
            Need::Governance if template.front.per == Per::Vendor => any(|vendor| vendor.governance.is_some()),
            Need::Governance => playbook.governance.is_some(),
            Need::Committee => playbook.governance.as_ref().is_some_and(|rules| rules.value.committee.is_some()),
            Need::Roadmaps => any(|vendor| vendor.roadmap.is_some()),
            Need::Exits => any(|vendor| vendor.exit.is_some()),
        };
        template.is_published(Format::Pdf) && template.front.needs.iter().all(has)
    }

    /// Whether the site has this PDF for download. A book takes longer to make than all pages it is made of, and no page leads
    /// to it.
    #[must_use]
    pub fn is_downloaded(&self, template: &Template, subject: Option<&Id>) -> bool {
        self.is_on_paper(template, subject) && template.front.book.is_empty()
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
        let json = |value: &tera::Value| serde_json::to_value(value).unwrap_or_default();
        self.views.all().into_iter().map(|(name, values)| (name, values.iter().map(json).collect())).collect()
    }

    /// What the readers of a document may see.
    fn views(&self, audience: Audience) -> &Views {
        let slot = match &audience {
            Audience::Internal => None,
            Audience::Vendor(id) => self.outward.get(&Some(id.clone())),
            Audience::Partners => self.outward.get(&None),
        };
        slot.map_or(&self.views, |slot| slot.get_or_init(|| Views::new(&self.playbook, &self.evaluation, audience, None)))
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
        let name = format!("documents/{}.md", template.name);
        let views = self.views(template.audience(subject));
        let needs = self.engine.needs(&name);
        views.fill(&mut context, needs);
        if let Some(id) = subject.filter(|_| template.front.per == Per::Vendor && needs.contains(&views::DERIVATIONS)) {
            context.insert_value(views::DERIVATIONS, views.derivations(id));
        }
        context.insert("stage", &stage);
        context.insert("in_book", &in_book);
        if let (Some(id), Some((name, view))) = (subject, subject.and_then(|id| views.subject(template.front.per, id))) {
            context.insert_value(name, view);
            context.insert("id", id.as_str());
        }
        let text = self.engine.render(&name, &context).map_err(|mistake| vec![mistake])?;
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
                // Rows have their addresses on the site alone, which looks whether they are there.
                Some(id) => own.contains(id) || id.starts_with(route::ROW),
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
        self.document(template, subject, blocks)
    }

    /// A mistake in a filled template. Its place in the template is not known, so the filled line is quoted.
    fn printed(code: Code, template: &Template, subject: Option<&Id>, text: &str, span: Span, message: &str) -> Diagnostic {
        let line = usize::try_from(span.line).unwrap_or(0).checked_sub(1).and_then(|line| text.lines().nth(line));
        let about = subject.map_or_else(String::new, |id| format!(" for {id}"));
        let help = format!("filled in{about}, the line reads: {}", line.unwrap_or_default().trim());
        Diagnostic::new(code, &template.file, Span::default(), message).help(help)
    }

    /// Prose with its shortcodes filled; `None` where it has none.
    ///
    /// # Errors
    ///
    /// Shortcodes that ask for something that does not exist.
    pub fn prose(&self, page: &Filed<Page>) -> Result<Option<Vec<Block>>, Vec<Diagnostic>> {
        page.shortcodes.then(|| shortcode::fill(self, &page.file, &page.blocks)).transpose()
    }

    /// A clause's guidance stands in its document before the first section.
    fn with_guidance(
        &self,
        template: &Template,
        subject: Option<&Id>,
        mut blocks: Vec<Block>,
    ) -> Result<Vec<Block>, Vec<Diagnostic>> {
        let clause = subject.filter(|_| template.front.per == Per::Clause).and_then(|id| self.playbook.clauses.get(id));
        if let Some(clause) = clause
            && let Some(guidance) = clause.guidance.open(&template.audience(subject))
        {
            let place = blocks.iter().position(|block| matches!(block, Block::Heading { .. })).unwrap_or(blocks.len());
            let mut guidance = shortcode::fill(self, &clause.file, guidance)?;
            block::each_target(&mut guidance, &mut |target| *target = route::absolute(&clause.file, target));
            blocks.splice(place..place, guidance);
        }
        Ok(blocks)
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

    fn document(&self, template: &Template, subject: Option<&Id>, blocks: Vec<Block>) -> Result<Document, Vec<Diagnostic>> {
        let blocks = self.with_guidance(template, subject, blocks)?;
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
        Ok(Document {
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
        })
    }
}

/// Whether a template is one of the program's own, unchanged. `file` is its path, with `templates/`.
#[must_use]
pub fn is_built_in(playbook: &Playbook, file: &str) -> bool {
    let Some(path) = file.strip_prefix("templates/") else { return false };
    let own = playbook.templates.get(path).map(|text| &**text);
    let built_in = built_in::BUILT_IN.iter().find(|(known, _)| *known == path).map(|(_, text)| *text);
    built_in.is_some() && own.is_none_or(|own| Some(own) == built_in)
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
