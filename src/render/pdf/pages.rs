//! Pagination: strips into pages.
//!
//! 1. Strips that stay together form a group; a group that does not fit begins a page.
//! 2. A group taller than a page is cut between its strips.
//! 3. A page that begins inside a table repeats its head.
//! 4. Frames are drawn behind the strips they hold, page by page.

use super::flow::{self, Flow, Frame, FrameId, Strip};
use super::scene::{Anchor, Area, Layer, Page};

/// The area of a page that text may fill, points.
#[derive(Clone, Copy)]
pub struct Sheet {
    /// Left edge.
    pub left: f32,
    /// Top edge.
    pub top: f32,
    /// Height.
    pub height: f32,
}

/// Cuts a flow into pages and notes where the anchors come to lie.
#[must_use]
pub fn paginate(flow: Flow, anchors: &mut [Anchor], sheet: Sheet) -> Vec<Page> {
    let Flow { strips, frames, heads, .. } = flow;
    let ends = groups(&strips);
    let mut press = Press { sheet, frames: &frames, pages: Vec::new(), page: Page::default(), y: 0.0, boxes: Vec::new() };
    let mut height = 0.0;
    for (index, strip) in strips.into_iter().enumerate() {
        let (first, group) = ends.get(index).copied().unwrap_or((true, strip.height));
        if first {
            height = group;
        }
        // A group that fits on no page is cut between its strips.
        let whole = if first && height <= sheet.height { height } else { strip.height };
        // A hundredth of a point is rounding, not lack of room.
        let full = press.y + strip.before + whole > sheet.height + 0.01;
        if !press.page.layers.is_empty() && (strip.breaks || full) {
            press.next_page();
        }
        if press.page.layers.is_empty()
            && !press.pages.is_empty()
            && let Some(head) = strip.head.and_then(|head| heads.get(head))
        {
            press.place(Strip { frame: strip.frame, ..head.clone() }, anchors);
        }
        press.place(strip, anchors);
    }
    press.finish()
}

/// For every strip: whether a group starts with it, and the height of that group without the space before it.
fn groups(strips: &[Strip]) -> Vec<(bool, f32)> {
    let mut groups = vec![(false, 0.0); strips.len()];
    let mut height = 0.0;
    for (index, strip) in strips.iter().enumerate().rev() {
        let next = strips.get(index + 1);
        let joined = strip.keep && next.is_some_and(|next| !next.breaks);
        height = if joined { strip.height + next.map_or(0.0, |next| next.before) + height } else { strip.height };
        let starts = index == 0 || strips.get(index - 1).is_none_or(|last| !last.keep) || strip.breaks;
        if let Some(group) = groups.get_mut(index) {
            *group = (starts, height);
        }
    }
    groups
}

struct Press<'a> {
    sheet: Sheet,
    frames: &'a [Frame],
    pages: Vec<Page>,
    page: Page,
    /// Height filled so far.
    y: f32,
    /// Frames on this page with their top and bottom.
    boxes: Vec<(FrameId, f32, f32)>,
}

impl Press<'_> {
    fn place(&mut self, strip: Strip, anchors: &mut [Anchor]) {
        let before = if self.page.layers.is_empty() { 0.0 } else { strip.before };
        let top = self.y + before;
        self.y = top + strip.height;
        let (x, y) = (self.sheet.left, self.sheet.top + top);
        for anchor in strip.anchors {
            if let Some(anchor) = anchors.get_mut(anchor) {
                anchor.place = Some((self.pages.len(), y));
            }
        }
        let mut frame = strip.frame;
        while let Some(id) = frame {
            match self.boxes.iter_mut().rev().find(|known| known.0 == id) {
                Some(known) => known.2 = self.y,
                None => self.boxes.push((id, top, self.y)),
            }
            frame = self.frames.get(id).and_then(|frame| frame.parent);
        }
        self.page.areas.extend(strip.areas.into_iter().map(|area| Area { x: area.x + x, y: area.y + y, ..area }));
        self.page.layers.push(Layer { x, y, items: strip.items });
    }

    fn next_page(&mut self) {
        let mut page = std::mem::take(&mut self.page);
        let mut items = Vec::new();
        // A frame comes after the one around it, so this draws from the outside in.
        self.boxes.sort_by_key(|known| known.0);
        for (id, top, bottom) in self.boxes.drain(..) {
            if let Some(frame) = self.frames.get(id) {
                flow::draw(frame, top, bottom, &mut items);
            }
        }
        if !items.is_empty() {
            page.layers.insert(0, Layer { x: self.sheet.left, y: self.sheet.top, items });
        }
        self.pages.push(page);
        self.y = 0.0;
    }

    fn finish(mut self) -> Vec<Page> {
        if !self.page.layers.is_empty() || self.pages.is_empty() {
            self.next_page();
        }
        self.pages
    }
}
