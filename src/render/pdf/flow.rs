//! The flow: strips one below the other, before they are cut into pages.
//!
//! 1. A [`Strip`] is what never splits: a line of text, a table row, an edge of a box.
//! 2. A [`Frame`] is a tinted box behind strips; it follows them across pages.
//! 3. [`Flow`] collects both, and keeps the space due before the next strip.

use super::scene::{Area, Ink, Item, Tag};
use super::style::{Color, Type};
use super::text::{self, Line};

/// Index of a frame.
pub type FrameId = usize;
/// Index of a table's head.
pub type HeadId = usize;

/// What never splits across pages.
#[derive(Clone, Default)]
pub struct Strip {
    /// Space above, points; none at the top of a page.
    pub before: f32,
    /// Height, points.
    pub height: f32,
    /// Distance of its first baseline from its top, points, when it has one.
    pub baseline: Option<f32>,
    /// Stays on the page of the strip that follows.
    pub keep: bool,
    /// Begins a page.
    pub breaks: bool,
    /// The innermost frame around it.
    pub frame: Option<FrameId>,
    /// The head repeated when a page begins with this strip.
    pub head: Option<HeadId>,
    /// What is drawn, relative to the left margin and the strip's top.
    pub items: Vec<Item>,
    /// Where its links are.
    pub areas: Vec<Area>,
    /// The places that are here.
    pub anchors: Vec<usize>,
}

/// A box behind strips.
#[derive(Clone, Copy)]
pub struct Frame {
    /// The frame around this one.
    pub parent: Option<FrameId>,
    /// Left edge.
    pub x: f32,
    /// Width.
    pub w: f32,
    /// Its tint.
    pub fill: Option<Color>,
    /// Colour of a bar along its left edge.
    pub bar: Option<Color>,
}

/// Strips in order.
#[derive(Default)]
pub struct Flow {
    /// The strips.
    pub strips: Vec<Strip>,
    /// The frames; a frame comes after the one around it.
    pub frames: Vec<Frame>,
    /// The heads of tables, repeated on following pages.
    pub heads: Vec<Strip>,
    /// The frame strips are put in.
    pub frame: Option<FrameId>,
    space: f32,
    limit: Option<f32>,
    company: f32,
    /// Whether the last strip stays with what follows only for company's sake.
    lent: bool,
    breaks: bool,
}

/// Width of a frame's bar, points.
const BAR: f32 = 2.5;

impl Flow {
    /// Asks for at least this much space before the next strip, points.
    pub const fn gap(&mut self, space: f32) {
        self.space = self.space.max(space);
    }

    /// Leaves exactly this much space before the next strip, whatever that asks for, points.
    pub const fn tight(&mut self, space: f32) {
        self.limit = Some(space);
    }

    /// Keeps the strips that follow on one page until this much stands there, points.
    pub const fn accompany(&mut self, height: f32) {
        self.company = height;
    }

    /// Ends the wish for company: what comes next is another matter.
    pub fn part(&mut self) {
        self.company = 0.0;
        if std::mem::take(&mut self.lent)
            && let Some(last) = self.strips.last_mut()
        {
            last.keep = false;
        }
    }

    /// Lets the next strip begin a page.
    pub const fn break_page(&mut self) {
        self.breaks = !self.strips.is_empty();
    }

    /// Adds a strip.
    pub fn push(&mut self, strip: Strip) {
        let space = std::mem::take(&mut self.space);
        let before = self.limit.take().unwrap_or(space);
        let breaks = std::mem::take(&mut self.breaks);
        self.company -= strip.height;
        let keep = strip.keep || self.company > 0.0;
        self.lent = keep && !strip.keep;
        self.strips.push(Strip { before, breaks, keep, frame: self.frame, ..strip });
    }

    /// Keeps the strips from `from` on together, and with what follows.
    pub fn together(&mut self, from: usize) {
        self.strips.iter_mut().skip(from).for_each(|strip| strip.keep = true);
    }

    /// Adds lines of text at `x`; a page break leaves at least two lines on either side.
    pub fn text(&mut self, lines: Vec<Line>, kind: Type, x: f32) {
        let count = lines.len();
        for (index, line) in lines.into_iter().enumerate() {
            let keep = count > 1 && (index == 0 || index + 2 == count);
            self.push(Strip { height: kind.leading, keep, ..placed(line, kind, x) });
        }
    }

    /// Opens a frame with `padding` points above its content; returns what [`Flow::close`] needs.
    pub fn open(&mut self, frame: Frame, padding: f32) -> Option<FrameId> {
        let outer = self.frame;
        self.frames.push(Frame { parent: outer, ..frame });
        self.frame = Some(self.frames.len() - 1);
        self.push(Strip { height: padding, keep: true, ..Strip::default() });
        outer
    }

    /// Closes the frame with `padding` points below its content.
    pub fn close(&mut self, outer: Option<FrameId>, padding: f32) {
        self.tight(0.0);
        if let Some(last) = self.strips.last_mut() {
            last.keep = true;
        }
        self.push(Strip { height: padding, ..Strip::default() });
        self.frame = outer;
    }

    /// Puts a label, such as a bullet, beside the strips from `from` on, aligned with their first line.
    pub fn label(&mut self, from: usize, lines: Vec<Line>, kind: Type, x: f32) {
        let mut short = 0.0;
        for _ in &lines {
            short += kind.leading;
        }
        let mut above = 0.0;
        for strip in self.strips.iter_mut().skip(from) {
            // The space before the first strip is above the label, too.
            short -= strip.height + strip.before * above;
            above = 1.0;
            strip.keep |= short > 0.0;
            if short <= 0.0 {
                break;
            }
        }
        if short > 0.0 {
            self.tight(0.0);
            self.push(Strip { height: short, ..Strip::default() });
        }
        let Some(strip) = self.strips.get_mut(from) else { return };
        let mut y = strip.baseline.unwrap_or_else(|| text::baseline(kind));
        let mut label = Strip::default();
        for line in lines {
            add(&mut label, line, x, y);
            y += kind.leading;
        }
        label.items.append(&mut strip.items);
        strip.items = label.items;
        strip.areas.append(&mut label.areas);
    }
}

/// A strip that holds a line of text at `x`.
#[must_use]
pub fn placed(line: Line, kind: Type, x: f32) -> Strip {
    let baseline = text::baseline(kind);
    let mut strip = Strip { height: kind.leading, baseline: Some(baseline), ..Strip::default() };
    add(&mut strip, line, x, baseline);
    strip
}

/// Adds a line to a strip, with its start at `x` and its baseline at `y`.
pub fn add(strip: &mut Strip, line: Line, x: f32, y: f32) {
    strip.items.extend(line.items.into_iter().map(|mut item| {
        shift(&mut item, x, y);
        item
    }));
    strip.areas.extend(line.areas.into_iter().map(|area| Area { x: area.x + x, y: area.y + y, ..area }));
}

fn shift(item: &mut Item, dx: f32, dy: f32) {
    match &mut item.ink {
        Ink::Text(run) => {
            run.x += dx;
            run.y += dy;
        }
        Ink::Rect { x, y, .. } | Ink::Picture(_, [x, y, ..]) => {
            *x += dx;
            *y += dy;
        }
        Ink::Path { at, .. } => {
            at.0 += dx;
            at.1 += dy;
        }
    }
}

/// What a frame draws from `top` to `bottom`.
pub fn draw(frame: &Frame, top: f32, bottom: f32, items: &mut Vec<Item>) {
    let (x, y, h) = (frame.x, top, bottom - top);
    if let Some(color) = frame.fill {
        items.push(Item { tag: Tag::Artifact, ink: Ink::Rect { x, y, w: frame.w, h, color } });
    }
    if let Some(color) = frame.bar {
        items.push(Item { tag: Tag::Artifact, ink: Ink::Rect { x, y, w: BAR, h, color } });
    }
}

/// A hairline.
#[must_use]
pub const fn hairline(x: f32, y: f32, w: f32, color: Color) -> Item {
    let h = super::style::HAIRLINE;
    Item { tag: Tag::Artifact, ink: Ink::Rect { x, y, w, h, color } }
}
