//! What the site publishes.
//!
//! 1. Content pages come first, in the order of their chapters.
//! 2. Documents with the format `site` follow: the portfolio's, then one per vendor, rubric and clause.
//! 3. The front page is the content page `content/index.md` followed by the document `home`.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::Input;
use super::figures::{self, Figure};
use crate::block::{Block, Inline, each_heading, walk};
use crate::diagnostic::{Code, Diagnostic, Span, suggest};
use crate::document::{Format, Per, Template, kebab, words};
use crate::model::{Audience, Filed, Id, page};
use crate::route::Target;

/// A page of the site.
pub struct Page<'p> {
    /// From the site's root; ends in `/` unless it is the front page.
    pub address: String,
    pub title: String,
    pub summary: Option<String>,
    /// `home`, `section`, `page`, `index`, `vendor`, `rubric`, `clause` or `document`.
    pub kind: &'static str,
    /// A short line above the title.
    pub eyebrow: Option<String>,
    /// The file that links of the body are written in.
    pub source: Arc<str>,
    pub blocks: Cow<'p, [Block]>,
    pub figures: Vec<Figure>,
    pub documents: Vec<Offer>,
    /// Place among its neighbours, then title.
    pub order: Option<i64>,
}

/// A document to read or download.
pub struct Offer {
    pub title: String,
    pub address: String,
    /// Name of the format, and address of the file.
    pub downloads: Vec<(&'static str, String)>,
}

/// Every page, content first.
///
/// # Errors
///
/// Every document that cannot be made, and every address that is wanted twice.
pub fn pages<'p>(input: &Input<'p>) -> Result<Vec<Page<'p>>, Vec<Diagnostic>> {
    let mut pages: Vec<Page<'p>> = input.playbook.pages.iter().map(|page| content(input, page)).collect();
    let mut wanted: Vec<(&Template, Option<&Id>)> = Vec::new();
    for template in input.library.templates.values().filter(|template| template.is_published(Format::Site)) {
        wanted.extend(input.library.subjects(template.front.per).into_iter().map(|subject| (template, subject)));
    }
    let made: Vec<Result<Page<'p>, Vec<Diagnostic>>> =
        wanted.into_par_iter().map(|(template, subject)| document(input, template, subject)).collect();
    let mut mistakes = Vec::new();
    for page in made {
        match page {
            Ok(page) if page.address.is_empty() => front(&mut pages, page),
            Ok(page) => pages.push(page),
            Err(found) => mistakes.extend(found),
        }
    }
    let mut taken: BTreeMap<&str, &Arc<str>> = BTreeMap::new();
    for page in &pages {
        if let Some(first) = taken.insert(&page.address, &page.source) {
            let message = format!("its address /{} belongs to {first}", page.address);
            let help = "rename one of the two";
            mistakes.push(Diagnostic::new(Code::AddressTaken, &page.source, Span::default(), message).help(help));
        }
    }
    mistakes.extend(anchors(input, &pages));
    if mistakes.is_empty() { Ok(pages) } else { Err(mistakes) }
}

/// Links to headings that templates were to make. Only now is it known which they made.
fn anchors(input: &Input<'_>, pages: &[Page<'_>]) -> Vec<Diagnostic> {
    let mut known: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for page in pages {
        let ids = known.entry(&page.address).or_default();
        each_heading(&page.blocks, &mut |_, id, _| {
            ids.insert(id);
        });
    }
    let mut mistakes = Vec::new();
    let mut check = |file: &Arc<str>, blocks: &[Block], has_places: bool| {
        walk(blocks, &mut |inline| {
            let Inline::Link { target, span, .. } = inline else { return };
            if let Ok(Target::Inside { address, anchor: Some(anchor) }) = input.routes.resolve(file, target)
                && let Some(ids) = known.get(address.as_str())
                && !ids.contains(anchor.as_str())
            {
                let span = if has_places { *span } else { Span::default() };
                let message = format!("the page of `{target}` has no such heading");
                let near = suggest(&anchor, ids.iter().copied());
                let help =
                    near.map_or_else(|| "link to one of its headings".to_owned(), |near| format!("did you mean `#{near}`?"));
                mistakes.push(Diagnostic::new(Code::MissingAnchor, file, span, message).help(help));
            }
        });
    };
    for page in &input.playbook.pages {
        check(&page.file, &page.blocks, true);
    }
    for clause in input.playbook.clauses.values() {
        if let Some(guidance) = clause.guidance.open(&Audience::Internal) {
            check(&clause.file, guidance, true);
        }
    }
    // A clause's page ends with its guidance, which has been looked at above, with its places.
    for page in pages.iter().filter(|page| matches!(page.blocks, Cow::Owned(_)) && !matches!(page.kind, "clause" | "home")) {
        check(&page.source, &page.blocks, false);
    }
    mistakes
}

fn content<'p>(input: &Input<'p>, page: &'p Filed<page::Page>) -> Page<'p> {
    let address = input.routes.address(&page.file).unwrap_or_default().to_owned();
    let kind = match (address.as_str(), page.file.ends_with("/index.md")) {
        ("", _) => "home",
        (_, true) => "section",
        (_, false) => "page",
    };
    Page {
        address,
        title: page.front.title.clone(),
        summary: page.front.summary.clone(),
        kind,
        eyebrow: None,
        source: Arc::clone(&page.file),
        blocks: Cow::Borrowed(&page.blocks),
        figures: Vec::new(),
        documents: Vec::new(),
        order: page.front.order,
    }
}

/// The document `home` continues the content's front page, or is the front page where there is none.
fn front<'p>(pages: &mut Vec<Page<'p>>, home: Page<'p>) {
    match pages.iter_mut().find(|page| page.address.is_empty()) {
        Some(page) => {
            let mut blocks = home.blocks.into_owned();
            // What was computed comes first: the reader of a Monday morning has read the introduction before.
            let mut introduction = page.blocks.to_vec();
            crate::block::each_target(&mut introduction, &mut |target| *target = crate::route::absolute(&page.source, target));
            blocks.extend(introduction);
            page.blocks = Cow::Owned(blocks);
            page.source = home.source;
            page.figures = home.figures;
            page.kind = "home";
        }
        None => pages.insert(0, Page { kind: "home", ..home }),
    }
}

fn document<'p>(input: &Input<'p>, template: &Template, subject: Option<&Id>) -> Result<Page<'p>, Vec<Diagnostic>> {
    let document = input.library.make(template, subject, None, input.routes)?;
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
        (Some(_), false) => Some(document.kind.clone()),
        (None, _) => subject
            .and_then(|id| input.playbook.clauses.get(id))
            .filter(|_| per == Per::Clause)
            .map(|clause| format!("{} · {}", words(&kebab(&clause.front.group)), kebab(&clause.front.tier.strategic))),
    };
    let documents = match (kind, subject) {
        ("vendor", Some(id)) => offered(input, id),
        ("document", Some(id)) if template.is_published(Format::Pdf) => vec![offer(template, id)],
        _ => Vec::new(),
    };
    let figures = match (kind, subject) {
        ("vendor", Some(id)) => figures::vendor(input, id),
        _ if address.is_empty() => figures::portfolio(input),
        _ => Vec::new(),
    };
    Ok(Page {
        address,
        title: document.title,
        summary: document.subject,
        kind,
        eyebrow,
        source: Arc::clone(&template.file),
        blocks: Cow::Owned(document.blocks),
        figures,
        documents,
        order: None,
    })
}

/// The documents made per vendor, for the vendor's page.
fn offered(input: &Input<'_>, id: &Id) -> Vec<Offer> {
    let per_vendor =
        input.library.templates.values().filter(|template| template.front.per == Per::Vendor && template.name != "vendor");
    per_vendor.filter(|template| template.is_published(Format::Site)).map(|template| offer(template, id)).collect()
}

fn offer(template: &Template, id: &Id) -> Offer {
    Offer { title: template.front.title.clone(), address: template.address(Some(id)), downloads: downloads(template, id) }
}

fn downloads(template: &Template, id: &Id) -> Vec<(&'static str, String)> {
    template.is_published(Format::Pdf).then(|| ("PDF", template.pdf_path(Some(id)))).into_iter().collect()
}
