//! The page description: what stands where, free of how paper is laid out and of how PDF writes it.
//!
//! 1. Layout fills [`Strip`](super::flow::Strip)s with [`Item`]s; pagination turns them into [`Page`]s.
//! 2. Every item carries a [`Tag`]: the piece of the structure tree it belongs to, or artifact.
//! 3. The writer prints a [`Scene`] and knows nothing else.
//!
//! Lengths are points; y runs downwards from the top of the page (or of the strip, before pagination).

use std::borrow::Cow;
use std::sync::Arc;

use super::fonts::{Face, Glyphs};
use super::style::Color;
use super::tags::{NodeId, SlotId, Tree};
use crate::render::picture::Picture;
use crate::render::shape::{Dash, Step};

/// Everything the writer needs to print a document.
pub struct Scene {
    /// Width and height of every page, points.
    pub size: (f32, f32),
    /// The pages in order; at least one.
    pub pages: Vec<Page>,
    /// The glyphs used, per face.
    pub glyphs: Glyphs,
    /// The structure tree.
    pub tree: Tree,
    /// The links that areas refer to by index.
    pub links: Vec<Link>,
    /// The pictures that items refer to by index.
    pub pictures: Vec<Arc<Picture>>,
    /// Places that links and the outline lead to.
    pub anchors: Vec<Anchor>,
    /// Title, language and dates.
    pub info: Info,
}

/// One page.
#[derive(Default)]
pub struct Page {
    /// What is drawn, in drawing order, which is reading order.
    pub layers: Vec<Layer>,
    /// Where its links are.
    pub areas: Vec<Area>,
}

/// Items with a common origin.
pub struct Layer {
    /// Added to every x.
    pub x: f32,
    /// Added to every y.
    pub y: f32,
    /// The items.
    pub items: Vec<Item>,
}

/// One thing drawn.
#[derive(Clone)]
pub struct Item {
    /// What it belongs to.
    pub tag: Tag,
    /// What is drawn.
    pub ink: Ink,
}

/// What an item belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// Content: a slot of the structure tree.
    Slot(SlotId),
    /// Decoration: lines, tints, repeated heads.
    Artifact,
    /// The running footer.
    Footer,
    /// The running head.
    Header,
}

/// A drawing.
#[derive(Clone)]
pub enum Ink {
    /// Glyphs of one face, size and colour on one baseline.
    Text(Run),
    /// A filled rectangle.
    Rect {
        /// Left edge.
        x: f32,
        /// Top edge.
        y: f32,
        /// Width.
        w: f32,
        /// Height.
        h: f32,
        /// Fill.
        color: Color,
    },
    /// A picture: its index in [`Scene::pictures`], left and top edge, width and height.
    Picture(usize, [f32; 4]),
    /// A path, scaled and moved.
    Path {
        /// Its steps.
        steps: Cow<'static, [Step]>,
        /// Where the origin of the steps comes to lie.
        at: (f32, f32),
        /// Points per unit of the steps.
        scale: f32,
        /// Colour.
        color: Color,
        /// Width of the stroke, points, and how it is broken; `None` fills.
        stroke: Option<(f32, Dash)>,
        /// Whether overlapping parts of a filled path are holes.
        even_odd: bool,
    },
}

/// Glyphs on a baseline.
#[derive(Clone)]
pub struct Run {
    /// The typeface.
    pub face: Face,
    /// Size, points.
    pub size: f32,
    /// Colour.
    pub color: Color,
    /// Where the first glyph starts.
    pub x: f32,
    /// The baseline.
    pub y: f32,
    /// Whether it reads upwards; the baseline then stands at `x`, and the first glyph starts at `y`.
    pub turned: bool,
    /// The glyphs.
    pub glyphs: Vec<Glyph>,
}

/// A glyph: its code in [`Glyphs`], and the move after it beyond its own width, in thousandths of the size.
#[derive(Clone, Copy, Debug)]
pub struct Glyph {
    /// Code of the glyph and its text.
    pub code: u16,
    /// Extra advance, 1/1000 em; negative for kerning.
    pub adjust: i16,
}

/// A rectangle that leads somewhere.
#[derive(Clone, Debug)]
pub struct Area {
    /// Index into [`Scene::links`].
    pub link: usize,
    /// Left edge.
    pub x: f32,
    /// Top edge.
    pub y: f32,
    /// Width.
    pub w: f32,
    /// Height.
    pub h: f32,
}

/// A link.
pub struct Link {
    /// Where it leads.
    pub target: Target,
    /// Its node in the structure tree.
    pub node: NodeId,
    /// Whether it is an entry of contents or index, which is no mention.
    pub listed: bool,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// An absolute URL.
    Url(String),
    /// The name of an [`Anchor`].
    Anchor(String),
}

/// A place in the document.
pub struct Anchor {
    /// Its name.
    pub name: String,
    /// Words and level (from 1) in the outline; `None` keeps it out of the outline.
    pub outline: Option<(String, u8)>,
    /// Page index and distance from its top; `None` until pages are made.
    pub place: Option<(usize, f32)>,
}

/// What the file says about itself.
pub struct Info {
    /// The title.
    pub title: String,
    /// What it is about, one line.
    pub subject: String,
    /// Who publishes it.
    pub author: String,
    /// BCP 47 tag.
    pub language: String,
    /// Year, month, day.
    pub date: Option<(u16, u8, u8)>,
}
