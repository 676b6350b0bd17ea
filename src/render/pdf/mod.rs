//! Documents as PDF: tagged, linked, with outline, in built-in typefaces.
//!
//! 1. `furniture`, `blocks`, `lists`, `tables` and `notes` lay a document out as a [`flow`] of strips; `words` and `text` set its text.
//! 2. `pages` cuts the flow into pages; what comes out is a [`scene`]: where every glyph, line and link stands, and what it means.
//! 3. `writer` prints the scene as the objects of a PDF. It is the only module that knows lopdf.
//!
//! [`render`] is a pure function: same document and look, same bytes, on every machine and in every order.

mod blocks;
mod contents;
mod figures;
mod flow;
mod fonts;
mod furniture;
mod hyphenation;
mod job;
mod lists;
mod marks;
mod notes;
mod pages;
mod scene;
mod style;
mod tables;
mod tags;
#[cfg(test)]
mod tests;
mod text;
mod words;
mod writer;

use std::fmt;
use std::sync::Arc;

use super::Resolve;
use super::picture::Picture;
use crate::block::Document;
use blocks::Room;
use contents::Places;
use flow::Flow;
pub use fonts::Fonts;
use job::Job;
use pages::Sheet;
use scene::{Info, Scene};
use tags::Tree;

/// Paper size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 8.5 × 11 inches.
    Letter,
}

impl Paper {
    /// Width and height, points.
    #[must_use]
    pub const fn size(self) -> (f32, f32) {
        match self {
            Self::A4 => (595.276, 841.89),
            Self::Letter => (612.0, 792.0),
        }
    }
}

/// Look of the paper.
#[derive(Clone, Debug)]
pub struct Look {
    /// Its size.
    pub paper: Paper,
    /// Colour of links and of what is important: sRGB red, green, blue.
    pub accent: [u8; 3],
    /// The typefaces.
    pub fonts: Arc<Fonts>,
    /// Printed at the top of the first page.
    pub logo: Option<Arc<Picture>>,
}

impl Default for Look {
    fn default() -> Self {
        Self { paper: Paper::A4, accent: [0x1f, 0x4f, 0xd8], fonts: Arc::clone(Fonts::built_in()), logo: None }
    }
}

/// What a document refers to.
pub struct Sources<'a> {
    /// Maps a link as written in the tree to what the PDF links to: an absolute URL, `#id` of a heading of this document,
    /// or `None` to print the words without a link. An id the document does not have is printed without one too.
    pub link: &'a Resolve<'a>,
    /// The picture of a source as written in the tree; `None` prints its words.
    pub picture: &'a dyn Fn(&str) -> Option<Arc<Picture>>,
}

/// A character none of the fonts has a glyph for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingGlyph {
    /// The character, reported once a document.
    pub character: char,
    /// Up to 40 characters around its first occurrence.
    pub context: String,
}

/// A document as PDF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// What could not be drawn, in reading order.
    pub missing: Vec<MissingGlyph>,
}

/// Why a document could not be printed. Its content is never the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// A built-in font could not be cut down to the glyphs used.
    Font(String),
    /// The PDF library did not make the file.
    File(String),
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Font(reason) => write!(formatter, "cannot embed a font: {reason}"),
            Self::File(reason) => write!(formatter, "cannot write the PDF: {reason}"),
        }
    }
}

impl std::error::Error for Error {}

/// Points per millimetre.
const MM: f32 = 72.0 / 25.4;
/// Left, right and bottom margin, points.
const MARGIN: f32 = 20.0 * MM;
/// Top margin, points.
const TOP: f32 = 22.0 * MM;
/// Distance of the running head's baseline from the top of the page, points.
const RUNNING: f32 = 13.0 * MM;
/// Distance of the footer's baseline from the bottom of the page, points.
const FOOT: f32 = 11.0 * MM;

/// Renders a document.
///
/// # Errors
///
/// Only when a library fails: nothing in the document can cause it.
pub fn render(document: &Document, look: &Look, sources: &Sources<'_>) -> Result<Rendered, Error> {
    let (scene, missing) = lay_out(document, look, sources);
    let pages = scene.pages.len();
    let bytes = writer::print(&scene)?;
    Ok(Rendered { bytes, pages, missing })
}

/// The width of words in the built-in sans-serif face, without kerning, points.
#[must_use]
pub fn measure(text: &str, size: f32, bold: bool) -> f32 {
    let face = Fonts::built_in().face(fonts::Face::sans(bold, false));
    let mut total = 0.0;
    for character in text.chars() {
        total += f32::from(face.metrics.width(face.glyph(character)));
    }
    total * size / 1000.0
}

/// Lays a document out on pages; one that names pages, until those are the pages it has.
fn lay_out(document: &Document, look: &Look, sources: &Sources<'_>) -> (Scene, Vec<MissingGlyph>) {
    // Numbers of pages settle at once, unless a reference grows by a digit and moves a line; it cannot go on for long.
    const MOST: usize = 5;
    if !contents::names_pages(&document.blocks) {
        return lay_out_once(document, look, sources, None);
    }
    let mut places = Places::default();
    let mut made = lay_out_once(document, look, sources, Some(&places));
    for _ in 1..MOST {
        let found = Places::of(&made.0);
        if found == places {
            break;
        }
        places = found;
        made = lay_out_once(document, look, sources, Some(&places));
    }
    made
}

fn lay_out_once(document: &Document, look: &Look, sources: &Sources<'_>, places: Option<&Places>) -> (Scene, Vec<MissingGlyph>) {
    let size = look.paper.size();
    let (width, height) = (size.0 - 2.0 * MARGIN, size.1 - TOP - MARGIN);
    let mut job = Job::new(&document.blocks, look, &document.language, height, sources);
    job.places = places;
    if places.is_some() {
        let headings = crate::block::headings(&document.blocks).into_iter();
        job.headings = headings.map(|(level, id, title)| (level, id.to_owned(), title)).collect();
    }
    let mut flow = Flow::default();
    let room = Room { x: 0.0, w: width, kind: style::BODY, home: Tree::ROOT, depth: 0 };
    if document.book {
        furniture::cover(&mut job, &mut flow, document, (room, look.logo.as_ref()));
        flow.break_page();
    } else {
        furniture::head(&mut job, &mut flow, document, (room, look.logo.as_ref()));
    }
    blocks::lay(&mut job, &mut flow, &document.blocks, room, style::GAP);
    notes::lay(&mut job, &mut flow, room);

    let sheet = Sheet { left: MARGIN, top: TOP, height };
    let mut pages = pages::paginate(flow, &mut job.anchors, sheet);
    let count = pages.len();
    let chapters = if document.book { furniture::chapters(&job.anchors, count) } else { Vec::new() };
    for (number, page) in (1..).zip(&mut pages) {
        // The cover stands for itself.
        if document.book && number == 1 {
            continue;
        }
        if let Some(Some(chapter)) = chapters.get(number - 1) {
            page.layers.insert(0, furniture::running_head(&mut job, document, chapter, (MARGIN, RUNNING, width)));
        }
        page.layers.push(furniture::footer(&mut job, document, (number, count), (MARGIN, size.1 - FOOT, width)));
    }
    let Job { tree, glyphs, links, pictures, anchors, missing, scratch, .. } = job;
    Job::give_back(scratch);
    let info = Info {
        title: furniture::joined(&[if document.kind == document.title { "" } else { &document.kind }, &document.title]),
        subject: document.subject.clone().unwrap_or_default(),
        author: document.organisation.clone(),
        language: document.language.clone(),
        date: date(&document.as_of),
    };
    (Scene { size, pages, glyphs, tree, links, pictures, anchors, info }, missing)
}

/// Year, month and day of an ISO 8601 date.
fn date(text: &str) -> Option<(u16, u8, u8)> {
    let (year, rest) = text.trim().split_once('-')?;
    let (month, day) = rest.split_once('-')?;
    let (year, month, day) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    (year <= 9999 && (1..=12).contains(&month) && (1..=31).contains(&day)).then_some((year, month, day))
}
