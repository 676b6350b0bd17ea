//! What a page holds: its blocks, its figures, and the documents it offers.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::compare;
use super::figures::{self, Figure};
use super::outline::Entry;
use super::{Input, Outline, tags};
use crate::block::{Block, Inline, RowNames, each_heading, walk};
use crate::diagnostic::{Code, Diagnostic, Span, suggest};
use crate::document::{Format, Per, Template, is_built_in};
use crate::model::{Audience, Id};
use crate::route::{ROW, Target};

/// What a page holds.
pub struct Body {
    /// Absent where the page is the content page alone, whose blocks the playbook has.
    pub made: Option<Vec<Block>>,
    pub figures: Vec<Figure>,
    pub documents: Vec<Offer>,
    /// What the page's own script works with: JSON.
    pub data: Option<String>,
}

/// A document to read or download.
pub struct Offer {
    pub title: String,
    /// Whether it is the page that offers it.
    pub here: bool,
    /// Its page; absent where it has none, or where it is the page that offers it.
    pub address: Option<String>,
    /// Name of the format, and address of the file.
    pub downloads: Vec<(&'static str, String)>,
}

impl Body {
    /// Fills what the page is made of.
    ///
    /// # Errors
    ///
    /// What is wrong with its template.
    pub fn new(input: &Input, page: &Entry) -> Result<Self, Vec<Diagnostic>> {
        let none = Self { made: None, figures: Vec::new(), documents: Vec::new(), data: None };
        if page.kind == "tags" {
            return Ok(Self { made: Some(tags::blocks(input)), ..none });
        }
        let prose = page.prose.and_then(|index| input.playbook.pages.get(index));
        let filled = prose.map_or(Ok(None), |prose| input.library.prose(prose))?;
        let Some((name, subject)) = &page.document else { return Ok(Self { made: filled, ..none }) };
        // The outline was made from the same templates.
        let Some(template) = input.library.templates().get(name) else { return Ok(none) };
        let subject = subject.as_ref();
        let mut blocks = input.library.make(template, subject, None, &input.routes)?.blocks;
        // What was computed comes first: the reader of a Monday morning has read the introduction before.
        if let Some(prose) = prose {
            let mut introduction = filled.unwrap_or_else(|| prose.blocks.clone());
            crate::block::each_target(&mut introduction, &mut |target| *target = crate::route::absolute(&prose.file, target));
            blocks.extend(introduction);
        }
        let documents = if let ("vendor", Some(id)) = (page.kind, subject) {
            offered(input, id)
        } else {
            let here = |other: &Template| other.name == template.name;
            let offers = beside(input, template, subject);
            offers.map(|other| Offer { address: None, here: here(other), ..offer(input, other, subject) }).collect()
        };
        let figures = match (page.kind, subject) {
            ("vendor", Some(id)) => figures::vendor(input, id),
            _ if page.address.is_empty() => figures::portfolio(input),
            _ => Vec::new(),
        };
        let data = (template.name == compare::TEMPLATE).then(|| compare::data(input, &page.address));
        Ok(Self { made: Some(blocks), figures, documents, data })
    }

    /// The blocks of the page.
    pub fn blocks<'b>(&'b self, input: &'b Input, page: &Entry) -> &'b [Block] {
        let prose = || page.prose.and_then(|index| input.playbook.pages.get(index)).map_or(&[][..], |prose| &prose.blocks);
        self.made.as_deref().unwrap_or_else(prose)
    }
}

/// Links to headings that templates were to make. Only now is it known which they made.
pub fn anchors(input: &Input, outline: &Outline, bodies: &[Body]) -> Vec<Diagnostic> {
    let pages = || outline.pages.iter().zip(bodies);
    let mut known: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (page, body) in pages() {
        let ids = known.entry(&page.address).or_default();
        each_heading(body.blocks(input, page), &mut |_, id, _| {
            ids.insert(id);
        });
    }
    // Few links lead to rows, so the rows of a page are asked for when the first one does.
    let mut rows: HashMap<String, BTreeSet<String>> = HashMap::new();
    let mut has_row = |address: &str, row: &str| {
        let of = || {
            let (mut ids, mut names) = (BTreeSet::new(), RowNames::default());
            for (page, body) in pages().filter(|(page, _)| page.address == address) {
                names.each(body.blocks(input, page), &mut |_, name| {
                    ids.extend(name.map(|name| format!("{ROW}{name}")));
                });
            }
            ids
        };
        rows.entry(address.to_owned()).or_insert_with(of).contains(row)
    };
    let mut mistakes = Vec::new();
    // `here` is the page that a template fills, whose links are without places.
    let mut check = |file: &Arc<str>, blocks: &[Block], here: Option<&str>| {
        let has_places = here.is_none();
        walk(blocks, &mut |inline| {
            let Inline::Link { target, span, .. } = inline else { return };
            let (address, anchor) = match (input.routes.resolve(file, target), here) {
                (Ok(Target::Inside { address, anchor }), _) => (address, anchor),
                (Err(_), Some(here)) if target.starts_with('#') => (here.to_owned(), Some(target[1..].to_owned())),
                _ => return,
            };
            let span = if has_places { *span } else { Span::default() };
            let Some(ids) = known.get(address.as_str()) else {
                // A playbook may leave out a document that a built-in template leads to; there the words stand alone.
                let built_in = !has_places && is_built_in(&input.playbook, file);
                if target.starts_with("site:") && !built_in {
                    let message = format!("the site has no page at `{address}`");
                    let near = suggest(&address, known.keys().copied());
                    let help = near
                        .map_or_else(|| "a page's address ends in `/`".to_owned(), |near| format!("did you mean `site:{near}`?"));
                    mistakes.push(Diagnostic::new(Code::BrokenLink, file, span, message).help(help));
                }
                return;
            };
            if let Some(anchor) = anchor.filter(|anchor| !ids.contains(anchor.as_str())) {
                if anchor.starts_with(ROW) {
                    if !has_row(&address, &anchor) {
                        let message = format!("the page of `{target}` has no such row");
                        let help = "copy the address of the row from the site: the sign before its first cell".to_owned();
                        mistakes.push(Diagnostic::new(Code::MissingAnchor, file, span, message).help(help));
                    }
                    return;
                }
                let message = format!("the page of `{target}` has no such heading");
                let near = suggest(&anchor, ids.iter().copied());
                let help =
                    near.map_or_else(|| "link to one of its headings".to_owned(), |near| format!("did you mean `#{near}`?"));
                mistakes.push(Diagnostic::new(Code::MissingAnchor, file, span, message).help(help));
            }
        });
    };
    for page in &input.playbook.pages {
        check(&page.file, &page.blocks, None);
    }
    for part in &input.playbook.parts {
        check(&part.file, &part.blocks, None);
    }
    for clause in input.playbook.clauses.values() {
        if let Some(guidance) = clause.guidance.open(&Audience::Internal) {
            check(&clause.file, guidance, None);
        }
    }
    // A clause's page ends with its guidance, which has been looked at above, with its places.
    for (page, body) in pages().filter(|(page, _)| !matches!(page.kind, "clause" | "home")) {
        if let Some(blocks) = &body.made {
            check(&page.source, blocks, Some(&page.address));
        }
    }
    mistakes
}

/// The documents made per vendor, for the vendor's page.
fn offered(input: &Input, id: &Id) -> Vec<Offer> {
    let per_vendor =
        input.library.templates().values().filter(|template| template.front.per == Per::Vendor && template.name != "vendor");
    let mut offered: Vec<&Template> = per_vendor
        .filter(|template| template.is_published(Format::Site) || input.library.is_downloaded(template, Some(id)))
        .collect();
    offered.sort_by_key(|template| BY_USE.iter().position(|name| *name == template.name).unwrap_or(BY_USE.len()));
    offered.into_iter().map(|template| offer(input, template, Some(id))).collect()
}

/// What can be downloaded on a document's own page: itself, and what is made for paper alone of the same things.
fn beside<'i>(input: &'i Input, template: &'i Template, subject: Option<&'i Id>) -> impl Iterator<Item = &'i Template> {
    let on_paper = ON_PAPER.iter().filter(|(page, _)| *page == template.name);
    let on_paper = on_paper.filter_map(|(_, name)| input.library.templates().get(*name));
    std::iter::once(template).chain(on_paper).filter(move |template| input.library.is_downloaded(template, subject))
}

/// Documents without a page, after the page that leads to them.
const ON_PAPER: [(&str, &str); 1] = [("clauses", "clause-library")];

/// Documents about a vendor in the order in which a partnership needs them, most often first; a playbook's own follow.
const BY_USE: [&str; 15] = [
    "scorecard",
    "contract-checklist",
    "negotiation-brief",
    "review-pack",
    "exit-plan",
    "evaluation-report",
    "evaluation-form",
    "contract-register",
    "governance-charter",
    "governance-record",
    "joint-roadmap",
    "handover-plan",
    "onboarding-checklist",
    "stakeholder-note",
    "derivations",
];

fn offer(input: &Input, template: &Template, subject: Option<&Id>) -> Offer {
    let downloads =
        input.library.is_downloaded(template, subject).then(|| ("PDF", template.pdf_path(subject))).into_iter().collect();
    let address = template.is_published(Format::Site).then(|| template.address(subject));
    Offer { title: template.front.title.clone(), here: false, address, downloads }
}
