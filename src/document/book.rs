//! The playbook as one book: its pages and documents as chapters, in parts, with contents and an index.
//!
//! 1. The template's front matter lists the parts; each takes the prose (`pages`) or documents by the names of their templates.
//! 2. A chapter keeps its blocks; its headings go down by two levels, and their anchors get the chapter's name before them,
//!    so that none is there twice.
//! 3. A link to a page or document that is a chapter leads to the chapter; others lead to where they always did.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::Library;
use super::template::{Per, Template};
use crate::block::{self, Block, Entry, Inline};
use crate::diagnostic::Diagnostic;
use crate::route::{self, Routes, Target};

/// What stands for the prose among the sources of a part.
const PAGES: &str = "pages";

/// A chapter before its links are known.
struct Chapter {
    /// Its anchor in the book.
    name: String,
    title: String,
    summary: Option<String>,
    /// The file that links are relative to.
    file: Arc<str>,
    /// Level of its heading: 2, or 3 for a page of a folder.
    level: u8,
    /// Whether it begins a page.
    breaks: bool,
    blocks: Vec<Block>,
}

/// The blocks of the book: what the template itself says, then contents, parts and index.
pub fn assemble(
    library: &Library,
    template: &Template,
    routes: &Routes,
    preface: Vec<Block>,
) -> Result<Vec<Block>, Vec<Diagnostic>> {
    let mut parts = Vec::new();
    let mut mistakes = Vec::new();
    for part in &template.front.book {
        let mut chapters = Vec::new();
        for source in &part.of {
            match gather(library, source, routes) {
                Ok(found) => chapters.extend(found),
                Err(found) => mistakes.extend(found),
            }
        }
        parts.push((part.part.as_str(), chapters));
    }
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let names: BTreeSet<String> =
        parts.iter().flat_map(|(_, chapters)| chapters.iter().map(|chapter| chapter.name.clone())).collect();
    let mut blocks = vec![Block::Contents];
    if !preface.is_empty() {
        blocks.push(Block::PageBreak);
        blocks.extend(preface);
    }
    let mut notes = 0;
    for (number, (title, chapters)) in (1..).zip(parts) {
        if chapters.is_empty() {
            continue;
        }
        blocks.push(Block::PageBreak);
        blocks.push(heading(1, format!("part-{number}"), title));
        for (index, chapter) in chapters.into_iter().enumerate() {
            if index > 0 && chapter.breaks {
                blocks.push(Block::PageBreak);
            }
            blocks.extend(printed(chapter, &names, routes, &mut notes));
        }
    }
    let entries = index(library, &names, routes);
    if !entries.is_empty() {
        blocks.push(Block::PageBreak);
        blocks.push(heading(1, "index".to_owned(), "Index of clauses"));
        blocks.push(Block::Index(entries));
    }
    Ok(blocks)
}

fn heading(level: u8, id: String, title: &str) -> Block {
    Block::Heading { level, id, content: vec![Inline::Text(title.to_owned())] }
}

/// The chapters of one source.
fn gather(library: &Library, source: &str, routes: &Routes) -> Result<Vec<Chapter>, Vec<Diagnostic>> {
    if source == PAGES {
        return prose(library, routes);
    }
    // A source that no template has was reported when the templates were read.
    let Some(template) = library.templates().get(source) else { return Ok(Vec::new()) };
    let mut chapters = Vec::new();
    let mut mistakes = Vec::new();
    for subject in library.subjects(template.front.per) {
        match library.fill(template, subject, None, true, routes) {
            Ok(document) => {
                let about = template.front.per == Per::Vendor && template.name != "vendor";
                let title = if about { format!("{} · {}", document.title, document.kind) } else { document.title };
                let address = template.address(subject);
                let name = anchor(&address);
                let (summary, file) = (document.subject, Arc::clone(&template.file));
                // Clauses are short, and there are many.
                let breaks = template.front.per != Per::Clause;
                chapters.push(Chapter { name, title, summary, file, level: 2, breaks, blocks: document.blocks });
            }
            Err(found) => mistakes.extend(found),
        }
    }
    if template.front.per == Per::Clause {
        chapters.sort_by_key(|chapter| chapter.title.to_lowercase());
    }
    if mistakes.is_empty() { Ok(chapters) } else { Err(mistakes) }
}

/// The prose in reading order: the front page, then folder by folder, each with its index page first.
fn prose(library: &Library, routes: &Routes) -> Result<Vec<Chapter>, Vec<Diagnostic>> {
    let pages = &library.playbook.pages;
    let order: BTreeMap<&str, (i64, &str)> = pages
        .iter()
        .filter_map(|page| Some((routes.address(&page.file)?, (page.front.order.unwrap_or(i64::MAX), page.front.title.as_str()))))
        .collect();
    let mut sorted: Vec<_> = pages.iter().filter_map(|page| Some((routes.address(&page.file)?, page))).collect();
    sorted.sort_by_cached_key(|(address, _)| {
        let above = address.match_indices('/').map(|(end, _)| address.get(..=end).unwrap_or_default());
        above.map(|folder| order.get(folder).copied().unwrap_or((i64::MAX, folder))).collect::<Vec<_>>()
    });
    let chapter = |(address, page): (&str, &crate::model::Filed<crate::model::page::Page>)| {
        let blocks = library.prose(page)?.unwrap_or_else(|| page.blocks.clone());
        Ok(Chapter {
            name: anchor(address),
            title: page.front.title.clone(),
            summary: page.front.summary.clone(),
            file: Arc::clone(&page.file),
            level: if address.is_empty() || page.file.ends_with("/index.md") { 2 } else { 3 },
            breaks: page.file.ends_with("/index.md"),
            blocks,
        })
    };
    sorted.into_iter().map(chapter).collect()
}

/// A chapter's heading, its summary, and its blocks with their links and anchors in the book.
/// `notes` is the number of the last footnote before it; they are counted through the book.
fn printed(chapter: Chapter, names: &BTreeSet<String>, routes: &Routes, notes: &mut usize) -> Vec<Block> {
    let Chapter { name, title, summary, file, level: own, mut blocks, .. } = chapter;
    block::each_target(&mut blocks, &mut |target| {
        let own = target.strip_prefix('#').map(|id| format!("#{name}--{id}"));
        *target = own.unwrap_or_else(|| match routes.resolve(&file, target) {
            Ok(Target::Inside { address, anchor: part }) if names.contains(&anchor(&address)) => {
                let part = part.map_or_else(String::new, |part| format!("--{part}"));
                format!("#{}{part}", anchor(&address))
            }
            _ => route::absolute(&file, target),
        });
    });
    block::each_heading_mut(&mut blocks, &mut |level, id| {
        // A page's own headings begin at level 2, below its title.
        *level = (*level + own - 1).min(6);
        *id = format!("{name}--{id}");
    });
    let before = *notes;
    block::each_inline_mut(&mut blocks, &mut |inline| {
        if let Inline::FootnoteRef(number) = inline {
            *number += before;
        }
    });
    for block in &mut blocks {
        if let Block::Footnote { number, .. } = block {
            *number += before;
            *notes = (*notes).max(*number);
        }
    }
    blocks.retain(|block| !matches!(block, Block::Contents | Block::Index(_)));
    let mut out = vec![heading(own, name, &title)];
    out.extend(summary.map(|text| Block::Paragraph(vec![Inline::Emphasis(vec![Inline::Text(text)])])));
    out.extend(blocks);
    out
}

/// The clauses by title, each with the place of its chapter or its entry.
fn index(library: &Library, names: &BTreeSet<String>, routes: &Routes) -> Vec<Entry> {
    let clauses = library.playbook.clauses.values();
    let mut entries: Vec<Entry> = clauses
        .filter_map(|clause| Some(Entry { words: clause.front.title.clone(), target: anchor(routes.address(&clause.file)?) }))
        .filter(|entry| names.contains(&entry.target))
        .collect();
    entries.sort_by_key(|entry| entry.words.to_lowercase());
    entries
}

/// The anchor of a chapter: its address with hyphens, so that it can stand in any kind of file.
fn anchor(address: &str) -> String {
    let name = address.trim_end_matches('/').replace('/', "-");
    if name.is_empty() { "front-page".to_owned() } else { format!("at-{name}") }
}

/// Sources of a book that are neither the prose nor a template, or a book themselves.
pub fn unknown<'t>(template: &'t Template, templates: &BTreeMap<String, Template>) -> Vec<&'t str> {
    let known = |source: &str| source == PAGES || templates.get(source).is_some_and(|other| other.front.book.is_empty());
    let sources = template.front.book.iter().flat_map(|part| &part.of).map(String::as_str);
    sources.filter(|source| !known(source)).collect()
}
