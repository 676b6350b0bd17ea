//! Content streams: the drawing operators of a page, written straight into bytes.
//!
//! 1. Items of the same slot in a row are one marked-content sequence; its number is noted for the structure tree.
//! 2. Colour, face and position are only written when they change.
//! 3. Coordinates are turned here: PDF counts upwards from the bottom of the page.
//!
//! Operators as values of a library cost more time than layout does: they allocate per glyph and format every number twice.

use crate::render::pdf::fonts::Face;
use crate::render::pdf::scene::{Ink, Item, Page, Run, Tag};
use crate::render::pdf::style::Color;
use crate::render::pdf::tags::{SlotId, Tree};
use crate::render::shape::{Dash, Step};

/// The content of a page.
pub struct Content {
    /// The operators.
    pub bytes: Vec<u8>,
    /// The slot of every marked-content sequence, in the order of their numbers.
    pub slots: Vec<SlotId>,
}

/// Writes a page of this height, points.
pub fn write(page: &Page, height: f32, tree: &Tree) -> Content {
    let mut writer = Writer::new(height, tree);
    for layer in &page.layers {
        for item in &layer.items {
            writer.item(item, layer.x, layer.y);
        }
    }
    writer.mark(None);
    Content { bytes: writer.out, slots: writer.slots }
}

struct Writer<'a> {
    out: Vec<u8>,
    slots: Vec<SlotId>,
    tree: &'a Tree,
    height: f32,
    tag: Option<Tag>,
    /// Inside a text object: where its line starts.
    text: Option<(f32, f32)>,
    font: Option<(Face, f32)>,
    fill: Option<Color>,
    stroke: Option<Color>,
    width: f32,
    dash: Dash,
}

impl<'a> Writer<'a> {
    fn new(height: f32, tree: &'a Tree) -> Self {
        let out = Vec::with_capacity(16 * 1024);
        Self {
            out,
            slots: Vec::new(),
            tree,
            height,
            tag: None,
            text: None,
            font: None,
            // Black is what a page starts with, and nothing here is black.
            fill: None,
            stroke: None,
            width: 1.0,
            dash: Dash::Solid,
        }
    }

    fn item(&mut self, item: &Item, dx: f32, dy: f32) {
        self.mark(Some(item.tag));
        match &item.ink {
            Ink::Text(run) => self.run(run, dx, dy),
            Ink::Rect { x, y, w, h, color } => {
                self.end_text();
                self.fill(*color);
                self.numbers(&[x + dx, self.height - y - dy - h, *w, *h]);
                self.operator(b"re f");
            }
            Ink::Picture(index, [x, y, w, h]) => {
                self.end_text();
                self.out.extend_from_slice(b"q ");
                self.numbers(&[*w, 0.0, 0.0, *h, x + dx, self.height - y - dy - h]);
                self.operator(format!("cm /I{index} Do Q").as_bytes());
            }
            Ink::Path { steps, at, scale, color, stroke, even_odd } => {
                self.end_text();
                // Colours and widths come first: inside a path only its steps may stand.
                match stroke {
                    Some((width, dash)) => self.stroke(*color, *width, *dash),
                    None => self.fill(*color),
                }
                self.path(steps, (at.0 + dx, at.1 + dy), *scale);
                self.operator(match (stroke, even_odd) {
                    (Some(_), _) => b"S",
                    (None, false) => b"f",
                    (None, true) => b"f*",
                });
            }
        }
    }

    /// Ends the marked-content sequence under way and begins the one of `tag`, unless they are the same.
    fn mark(&mut self, tag: Option<Tag>) {
        if self.tag == tag {
            return;
        }
        self.end_text();
        if self.tag.is_some() {
            self.operator(b"EMC");
        }
        match tag {
            Some(Tag::Slot(slot)) => {
                self.out.push(b'/');
                self.out.extend_from_slice(self.tree.kind(slot).name().as_bytes());
                self.out.extend_from_slice(b"<</MCID ");
                self.out.extend_from_slice(self.slots.len().to_string().as_bytes());
                self.operator(b">>BDC");
                self.slots.push(slot);
            }
            Some(Tag::Artifact) => self.operator(b"/Artifact BMC"),
            Some(Tag::Header) => self.operator(b"/Artifact<</Type/Pagination/Subtype/Header>>BDC"),
            Some(Tag::Footer) => self.operator(b"/Artifact<</Type/Pagination/Subtype/Footer>>BDC"),
            None => {}
        }
        self.tag = tag;
    }

    fn run(&mut self, run: &Run, dx: f32, dy: f32) {
        self.fill(run.color);
        if run.turned {
            self.end_text();
        }
        let (x, y) = (cents(run.x + dx), cents(self.height - run.y - dy));
        let (from_x, from_y) = self.text.unwrap_or_else(|| {
            self.out.extend_from_slice(b"BT\n");
            (0.0, 0.0)
        });
        self.text = Some((x, y));
        if self.font != Some((run.face, run.size)) {
            self.font = Some((run.face, run.size));
            self.out.extend_from_slice(format!("/F{} ", run.face.0).as_bytes());
            self.number(run.size);
            self.operator(b" Tf");
        }
        if run.turned {
            self.out.extend_from_slice(b"0 1 -1 0 ");
            self.numbers(&[x, y]);
            self.operator(b"Tm");
        } else {
            self.numbers(&[x - from_x, y - from_y]);
            self.operator(b"Td");
        }
        self.out.extend_from_slice(b"[(");
        let last = run.glyphs.len().saturating_sub(1);
        for (index, glyph) in run.glyphs.iter().enumerate() {
            for byte in glyph.code.to_be_bytes() {
                match byte {
                    b'(' | b')' | b'\\' => self.out.extend_from_slice(&[b'\\', byte]),
                    // A bare carriage return in a string would be read as a line feed.
                    b'\r' => self.out.extend_from_slice(b"\\r"),
                    _ => self.out.push(byte),
                }
            }
            if glyph.adjust != 0 && index < last {
                self.out.push(b')');
                // The operand moves left, the layout's adjustment moves right.
                self.out.extend_from_slice((-i32::from(glyph.adjust)).to_string().as_bytes());
                self.out.push(b'(');
            }
        }
        self.operator(b")]TJ");
        if run.turned {
            // What follows is placed relative to an upright line.
            self.end_text();
        }
    }

    fn path(&mut self, steps: &[Step], (x, y): (f32, f32), scale: f32) {
        let height = self.height;
        let to = |px: f32, py: f32| [x + px * scale, height - y - py * scale];
        for step in steps {
            match *step {
                Step::Move(px, py) => {
                    self.numbers(&to(px, py));
                    self.operator(b"m");
                }
                Step::Line(px, py) => {
                    self.numbers(&to(px, py));
                    self.operator(b"l");
                }
                Step::Curve(x1, y1, x2, y2, px, py) => {
                    self.numbers(&to(x1, y1));
                    self.numbers(&to(x2, y2));
                    self.numbers(&to(px, py));
                    self.operator(b"c");
                }
                Step::Close => self.operator(b"h"),
            }
        }
    }

    fn end_text(&mut self) {
        if self.text.take().is_some() {
            self.operator(b"ET");
        }
    }

    fn fill(&mut self, color: Color) {
        if self.fill != Some(color) {
            self.fill = Some(color);
            self.color(color, b"rg");
        }
    }

    fn stroke(&mut self, color: Color, width: f32, dash: Dash) {
        if self.stroke != Some(color) {
            self.stroke = Some(color);
            self.color(color, b"RG");
        }
        if (self.width - width).abs() > 0.001 {
            self.width = width;
            self.number(width);
            self.operator(b" w");
        }
        if self.dash != dash {
            self.dash = dash;
            self.out.push(b'[');
            if let Some((on, off)) = dash.pattern() {
                self.numbers(&[on, off]);
            }
            self.operator(b"]0 d");
        }
    }

    fn color(&mut self, color: Color, operator: &[u8]) {
        for channel in color {
            push(&mut self.out, f32::from(channel) / 255.0, 1000.0);
            self.out.push(b' ');
        }
        self.operator(operator);
    }

    fn numbers(&mut self, numbers: &[f32]) {
        for &number in numbers {
            self.number(number);
            self.out.push(b' ');
        }
    }

    fn number(&mut self, number: f32) {
        push(&mut self.out, number, 100.0);
    }

    fn operator(&mut self, operator: &[u8]) {
        self.out.extend_from_slice(operator);
        self.out.push(b'\n');
    }
}

/// A position as it is printed: to a hundredth of a point, so that relative moves add up.
fn cents(number: f32) -> f32 {
    (number * 100.0).round() / 100.0
}

/// Writes a number with as many digits as `unit` has zeros, and no more than needed.
fn push(out: &mut Vec<u8>, number: f32, unit: f32) {
    #[expect(clippy::cast_possible_truncation, reason = "positions on paper are far below the limit, and casts saturate")]
    let scaled = (number * unit).round() as i32;
    if scaled < 0 {
        out.push(b'-');
    }
    let (whole, unit) = (scaled.unsigned_abs(), if unit > 100.0 { 1000 } else { 100 });
    out.extend_from_slice((whole / unit).to_string().as_bytes());
    let (mut rest, mut unit) = (whole % unit, unit);
    if rest > 0 {
        out.push(b'.');
        while rest > 0 {
            unit /= 10;
            out.push(b'0' + u8::try_from(rest / unit).unwrap_or(0));
            rest %= unit;
        }
    }
}
