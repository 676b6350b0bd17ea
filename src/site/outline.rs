//! What the site publishes, before anything is filled or rendered.
//!
//! 1. Content pages come first, in the order of their chapters.
//! 2. Documents with the format `site` follow: the portfolio's, then one per vendor, rubric and clause.
//! 3. The front page is the content page `content/index.md` below the document `home`.
//!
//! An outline is made from titles and addresses alone, so it is quick, and stays the same while only texts change.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::nav::{self, Chapters};
use super::{Input, Site, aliases, tags};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::document::{Format, Per, Template, kebab, words};
use crate::model::{Filed, Id, page};

/// A page of the site: where it stands, and what it is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// From the site's root; ends in `/` unless it is the front page.
    pub address: String,
    pub title: String,
    pub summary: Option<String>,
    /// `home`, `section`, `page`, `index`, `vendor`, `rubric`, `clause`, `document` or `tags`.
    pub kind: &'static str,
    /// A short line above the title.
    pub eyebrow: Option<String>,
    /// The file that links of the body are written in.
    pub source: Arc<str>,
    /// Place among its neighbours, then title.
    pub order: Option<i64>,
    /// The content page, by its place among the playbook's pages.
    pub prose: Option<usize>,
    /// Template and subject of the document.
    pub document: Option<(String, Option<Id>)>,
}

/// Every page and how they hang together.
pub struct Outline {
    /// Content first.
    pub pages: Vec<Entry>,
    /// Place of each page by its address.
    pub by_address: HashMap<String, usize>,
    /// The chapters, and where each page stands.
    pub chapters: Chapters,
    /// Files at addresses that pages had before, with the page's place.
    pub redirects: BTreeMap<String, usize>,
}

impl Outline {
    /// The outline of a site; that of the site before where nothing of it changed.
    ///
    /// # Errors
    ///
    /// Every address that is wanted twice.
    pub fn new(input: &Input, before: Option<&Site>) -> Result<Arc<Self>, Vec<Diagnostic>> {
        if let Some(before) = before.filter(|before| is_from_the_same(input, &before.input)) {
            return Ok(Arc::clone(&before.outline));
        }
        let before = before.map(|before| &before.outline);
        let mut pages: Vec<Entry> =
            input.playbook.pages.iter().enumerate().map(|(index, page)| content(input, index, page)).collect();
        for template in input.library.templates().values().filter(|template| template.is_published(Format::Site)) {
            for subject in input.library.subjects(template.front.per) {
                let entry = document(input, template, subject);
                if entry.address.is_empty() { front(&mut pages, entry) } else { pages.push(entry) }
            }
        }
        if tags::any(&input.playbook.pages) {
            pages.push(by_tags());
        }
        let mut mistakes = Vec::new();
        let aliases = aliases::gather(input, &pages, &mut mistakes);
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        let old = aliases.iter().map(|alias| (&alias.path, &alias.page));
        if let Some(before) = before.filter(|before| before.pages == pages && before.redirects.iter().eq(old)) {
            return Ok(Arc::clone(before));
        }
        let mut by_address = HashMap::with_capacity(pages.len());
        for (index, page) in pages.iter().enumerate() {
            if let Some(first) = by_address.insert(page.address.clone(), index).and_then(|first| pages.get(first)) {
                let (file, owner, help) = match page.kind {
                    "tags" => (&first.source, "the list of tags", "rename it"),
                    _ => (&page.source, &*first.source, "rename one of the two"),
                };
                let message = format!("its address /{} belongs to {owner}", page.address);
                mistakes.push(Diagnostic::new(Code::AddressTaken, file, Span::default(), message).help(help));
            }
        }
        let redirects = aliases::redirects(aliases, &pages, &by_address, &mut mistakes);
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        let chapters = nav::chapters(&pages);
        Ok(Arc::new(Self { pages, by_address, chapters, redirects }))
    }
}

/// Whether an outline made of either is the same, by what can be seen without making it: that nothing changed but what pages
/// say below their front matter.
fn is_from_the_same(input: &Input, before: &Input) -> bool {
    let (now, then) = (&input.playbook, &before.playbook);
    // The same evaluation is one of the same records, and the same routes have the same pages in the same order.
    Arc::ptr_eq(&input.evaluation, &before.evaluation)
        && Arc::ptr_eq(&input.routes, &before.routes)
        && now.templates == then.templates
        && now.pages.iter().zip(&then.pages).all(|(page, old)| page.is_same(old) || page.front == old.front)
}

/// The page that lists pages by their tags.
fn by_tags() -> Entry {
    Entry {
        address: tags::ADDRESS.to_owned(),
        title: "Tags".to_owned(),
        summary: Some("What pages are about, and which pages those are.".to_owned()),
        kind: "tags",
        eyebrow: None,
        source: "content/index.md".into(),
        order: None,
        prose: None,
        document: None,
    }
}

fn content(input: &Input, index: usize, page: &Filed<page::Page>) -> Entry {
    let address = input.routes.address(&page.file).unwrap_or_default().to_owned();
    let kind = match (address.as_str(), page.file.ends_with("/index.md")) {
        ("", _) => "home",
        (_, true) => "section",
        (_, false) => "page",
    };
    Entry {
        address,
        title: page.front.title.clone(),
        summary: page.front.summary.clone(),
        kind,
        eyebrow: None,
        source: Arc::clone(&page.file),
        order: page.front.order,
        prose: Some(index),
        document: None,
    }
}

/// The document `home` continues in the content's front page, or is the front page where there is none.
fn front(pages: &mut Vec<Entry>, home: Entry) {
    match pages.iter_mut().find(|page| page.address.is_empty()) {
        Some(page) => {
            page.source = home.source;
            page.document = home.document;
            page.kind = "home";
        }
        None => pages.insert(0, Entry { kind: "home", ..home }),
    }
}

fn document(input: &Input, template: &Template, subject: Option<&Id>) -> Entry {
    let address = template.address(subject);
    let per = template.front.per;
    let own = subject.is_some() && address.matches('/').count() == 2;
    let kind = match (per, own) {
        (Per::Portfolio, _) => "index",
        (Per::Vendor, true) => "vendor",
        (Per::Rubric, true) => "rubric",
        (Per::Clause, true) => "clause",
        _ => "document",
    };
    let vendor = subject.filter(|_| per == Per::Vendor).and_then(|id| input.playbook.vendors.get(id));
    let eyebrow = match (vendor, own) {
        (Some(folder), true) => {
            let vendor = &folder.vendor;
            let parts = [kebab(&vendor.class), kebab(&vendor.layer), kebab(&vendor.status)];
            Some(parts.map(|part| words(&part)).join(" · "))
        }
        (Some(_), false) => Some(template.front.title.clone()),
        (None, _) => subject
            .and_then(|id| input.playbook.clauses.get(id))
            .filter(|_| per == Per::Clause)
            .map(|clause| format!("{} · {}", words(&kebab(&clause.front.group)), kebab(&clause.front.tier.strategic))),
    };
    let (title, summary) = input.library.headline(template, subject);
    Entry {
        address,
        title: title.to_owned(),
        summary: summary.map(str::to_owned),
        kind,
        eyebrow,
        source: Arc::clone(&template.file),
        order: None,
        prose: None,
        document: Some((template.name.clone(), subject.cloned())),
    }
}
