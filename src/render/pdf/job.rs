//! What one rendering carries along: the tree it builds, the glyphs it uses, and what it found missing.
//!
//! 1. [`Job::new`] notes every name a link may lead to, so that links to nowhere are never made.
//! 2. Layout adds nodes, links, anchors and glyphs as it goes, always in reading order.
//! 3. The shaper's scratch memory is kept per thread; it has no influence on what comes out.

use std::cell::RefCell;
use std::collections::HashSet;
use std::sync::Arc;

use parley::{FontContext, LayoutContext};

use super::contents::Places;
use super::fonts::{Fonts, Glyphs};
use super::scene::{Anchor, Link, Target};
use super::style::Color;
use super::tags::{NodeId, Tree};
use super::{Look, MissingGlyph, Sources, hyphenation, notes};
use crate::block::Block;
use crate::render::picture::Picture;

/// Characters of context on either side of a missing glyph.
const CONTEXT: usize = 20;

/// The state of one rendering.
pub struct Job<'a> {
    /// Where links lead, and the pictures.
    pub sources: &'a Sources<'a>,
    /// The language words are divided in; `None` divides none.
    pub language: Option<hypher::Lang>,
    /// Colour of links.
    pub accent: Color,
    /// Height of the area text may fill on a page, points.
    pub height: f32,
    /// The structure tree so far.
    pub tree: Tree,
    /// The glyphs used so far.
    pub glyphs: Glyphs,
    /// The pictures used so far.
    pub pictures: Vec<Arc<Picture>>,
    /// Links so far.
    pub links: Vec<Link>,
    /// Places so far.
    pub anchors: Vec<Anchor>,
    /// Names links may lead to.
    pub names: HashSet<String>,
    /// Footnotes met, in the order they stand in.
    pub notes: Vec<(usize, &'a [Block])>,
    /// Where everything stood in the layout before this one; `None` where no page is named.
    pub places: Option<&'a Places>,
    /// Level, anchor and words of every heading.
    pub headings: Vec<(u8, String, String)>,
    /// Level of the last heading in the structure tree.
    pub level: u8,
    /// Characters without a glyph, each once.
    pub missing: Vec<MissingGlyph>,
    seen: HashSet<char>,
    /// The shaper.
    pub scratch: Scratch,
}

/// The shaper's fonts and memory.
pub struct Scratch {
    /// The faces it was made for.
    of: Arc<Fonts>,
    /// The faces, as the shaper wants them.
    pub fonts: FontContext,
    /// Memory that is used again; the brush of a style is its number in [`Words`](super::words::Words).
    pub layout: LayoutContext<u16>,
}

thread_local! {
    static SCRATCH: RefCell<Option<Scratch>> = const { RefCell::new(None) };
}

impl<'a> Job<'a> {
    /// A job that has laid out nothing yet.
    pub fn new(blocks: &'a [Block], look: &Look, language: &str, height: f32, sources: &'a Sources<'a>) -> Self {
        let fonts = &look.fonts;
        let scratch = SCRATCH.with(RefCell::take).filter(|scratch| Arc::ptr_eq(&scratch.of, fonts));
        let scratch =
            scratch.unwrap_or_else(|| Scratch { of: Arc::clone(fonts), fonts: fonts.context(), layout: LayoutContext::new() });
        Self {
            sources,
            pictures: Vec::new(),
            accent: look.accent,
            language: hyphenation::language(language),
            height,
            tree: Tree::new(),
            glyphs: Glyphs::new(Arc::clone(fonts)),
            links: Vec::new(),
            anchors: Vec::new(),
            names: names(blocks),
            places: None,
            headings: Vec::new(),
            notes: Vec::new(),
            level: 1,
            missing: Vec::new(),
            seen: HashSet::new(),
            scratch,
        }
    }

    /// Leaves the shaper's memory for the next job of this thread.
    pub fn give_back(scratch: Scratch) {
        SCRATCH.with(|kept| *kept.borrow_mut() = Some(scratch));
    }

    /// Notes a link; returns its index.
    pub fn link(&mut self, target: Target, node: NodeId) -> usize {
        self.links.push(Link { target, node, listed: false });
        self.links.len() - 1
    }

    /// Notes a place; returns its index.
    pub fn anchor(&mut self, name: String, outline: Option<(String, u8)>) -> usize {
        self.anchors.push(Anchor { name, outline, place: None });
        self.anchors.len() - 1
    }

    /// Notes a character without a glyph, the first time it is met.
    pub fn report_missing(&mut self, character: char, text: &str) {
        if self.seen.insert(character) {
            let before = text.chars().take_while(|&other| other != character).count();
            let context = text.chars().skip(before.saturating_sub(CONTEXT)).take(2 * CONTEXT).collect();
            self.missing.push(MissingGlyph { character, context });
        }
    }
}

/// The names of all headings and footnotes.
fn names(blocks: &[Block]) -> HashSet<String> {
    let mut names = HashSet::new();
    let mut stack: Vec<&[Block]> = vec![blocks];
    while let Some(blocks) = stack.pop() {
        for block in blocks {
            match block {
                Block::Heading { id, .. } => {
                    names.insert(id.clone());
                }
                Block::Footnote { number, blocks } => {
                    names.insert(notes::anchor(*number));
                    stack.push(blocks);
                }
                Block::Callout { blocks, .. } | Block::Quote(blocks) => stack.push(blocks),
                Block::List { items, .. } => stack.extend(items.iter().map(|item| item.blocks.as_slice())),
                Block::Definitions(definitions) => {
                    stack.extend(definitions.iter().flat_map(|definition| &definition.details).map(Vec::as_slice));
                }
                Block::Paragraph(_)
                | Block::Table(_)
                | Block::Code { .. }
                | Block::Chart(_)
                | Block::Contents
                | Block::Index(_)
                | Block::Rule
                | Block::PageBreak => {}
            }
        }
    }
    names
}
