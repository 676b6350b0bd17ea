//! From words to lines: shaping and line breaking by parley, then positioned glyph runs.
//!
//! 1. [`shape`] shapes words once; its widths tell a table how narrow and how wide a cell can be.
//! 2. [`lines`] breaks them at a width and collects glyph runs, underlines and link areas line by line.
//! 3. Kerning and ligatures come from the shaper; every glyph keeps the text it stands for, so text can be extracted.
//!
//! Only horizontal positions come from parley: lines stand on the grid of their [`Type`](super::style::Type), whatever is in them.

use std::sync::Arc;

use parley::{BaseDirection, FontFamily, Layout, OverflowWrap, TextStyle};

use super::fonts::{Face, Fonts, Glyphs, Metrics};
use super::hyphenation::{self, Place};
use super::job::Job;
use super::scene::{Area, Glyph, Ink, Item, Run};
use super::style::Type;
use super::words::{Shape, Span, Style, Words};
use super::{marks, style};
use crate::block::Align;

/// Where a word may be divided.
pub const SOFT_HYPHEN: &str = "\u{ad}";

/// Words, shaped.
pub struct Shaped {
    words: Words,
    layout: Option<Layout<u16>>,
    /// Width of the longest word, points.
    pub min: f32,
    /// Width on one line, points.
    pub max: f32,
}

impl Shaped {
    /// The width of the last line, as they were broken last, points.
    #[must_use]
    pub fn last(&self) -> f32 {
        let line = self.layout.as_ref().and_then(|layout| layout.lines().last());
        line.map_or(0.0, |line| line.metrics().advance - line.metrics().hanging_advance)
    }
}

/// A line of text, relative to its start on the baseline.
#[derive(Default)]
pub struct Line {
    /// What is drawn.
    pub items: Vec<Item>,
    /// Where its links are; heights are set when it is placed.
    pub areas: Vec<Area>,
}

/// Where the baseline lies under the top of a line, points.
#[must_use]
pub fn baseline(kind: Type) -> f32 {
    let face = if kind.mono { Face::MONO } else { Face::REGULAR };
    let Metrics { ascent, descent, .. } = Fonts::built_in().face(face).metrics;
    (kind.leading - (ascent - descent) * kind.size / 1000.0) / 2.0 + ascent * kind.size / 1000.0
}

/// Shapes words.
pub fn shape(job: &mut Job<'_>, words: Words) -> Shaped {
    if words.text.is_empty() || words.spans.is_empty() {
        return Shaped { words, layout: None, min: 0.0, max: 0.0 };
    }
    let scratch = &mut job.scratch;
    let mut builder = scratch.layout.style_run_builder(&mut scratch.fonts, &words.text, 1.0, false);
    // Text without a strong direction runs left to right.
    builder.set_base_direction(if words.rightward() { BaseDirection::Rtl } else { BaseDirection::Ltr });
    let fonts = Arc::clone(&job.glyphs.fonts);
    for (index, look) in (0..).zip(&words.styles) {
        let family = FontFamily::named(&fonts.face(look.face).family);
        builder.push_style(TextStyle {
            font_family: family,
            font_size: look.size,
            brush: index,
            overflow_wrap: OverflowWrap::BreakWord,
            ..TextStyle::default()
        });
    }
    let ends = words.spans.iter().skip(1).map(|span| span.start).chain([words.text.len()]);
    let mut start = 0;
    for (span, end) in words.spans.iter().zip(ends) {
        builder.push_style_run(span.style, start..end);
        start = end;
    }
    let layout = builder.build(&words.text);
    let widths = layout.calculate_content_widths();
    Shaped { words, layout: Some(layout), min: widths.min, max: widths.max }
}

/// Breaks shaped words into lines of at most `width` points, set against the side `align` says.
///
/// Words are divided only where that spares a line from staying two fifths empty, or a word from being cut anywhere.
pub fn lines(job: &mut Job<'_>, shaped: &mut Shaped, width: f32, align: Align) -> Vec<Line> {
    // A hair more than asked for: the width of a column may be exactly that of its widest word.
    let room = width.max(1.0) + 0.01;
    if let Some(layout) = &mut shaped.layout {
        layout.break_all_lines(Some(room));
    }
    let places = divisible(shaped, width);
    if let Some(language) = job.language.filter(|_| !places.is_empty())
        && let Some(words) = hyphenation::divided(&shaped.words, &places, language)
    {
        let (min, max) = (shaped.min, shaped.max);
        *shaped = Shaped { min, max, ..shape(job, words) };
        if let Some(layout) = &mut shaped.layout {
            layout.break_all_lines(Some(room));
        }
    }
    let Some(layout) = &shaped.layout else { return Vec::new() };
    let fonts = Arc::clone(&job.glyphs.fonts);
    // What is written from right to left starts at the right.
    let align = if align == Align::Left && shaped.words.rightward() { Align::Right } else { align };
    let mut lines = Vec::with_capacity(layout.len());
    let mut clusters = Vec::new();
    for line in layout.lines() {
        let metrics = line.metrics();
        let spare = (width - (metrics.advance - metrics.hanging_advance)).max(0.0);
        let start = match align {
            Align::Left => 0.0,
            Align::Center => spare / 2.0,
            Align::Right => spare,
        };
        let mut setter = Setter::new(&shaped.words, &mut job.glyphs, &fonts, start);
        let mut x = start;
        let mut rightward = false;
        for run in line.runs() {
            let mut visual = run.visual_clusters().peekable();
            // From right to left the later parts of a ligature come before the part that has its glyph.
            let mut parts: Option<(usize, f32)> = None;
            while let Some(cluster) = visual.next() {
                let mut range = cluster.text_range();
                let mut advance = cluster.advance();
                if cluster.is_ligature_continuation() {
                    let (end, before) = parts.unwrap_or((range.end, 0.0));
                    parts = Some((end.max(range.end), before + advance));
                    continue;
                }
                if let Some((end, before)) = parts.take() {
                    range.end = range.end.max(end);
                    advance += before;
                }
                let first = cluster;
                while let Some(more) = visual.next_if(parley::Cluster::is_ligature_continuation) {
                    range = range.start.min(more.text_range().start)..range.end.max(more.text_range().end);
                    advance += more.advance();
                }
                clusters.push((range, x, advance, first));
                x += advance;
            }
            rightward |= run.is_rtl();
        }
        // Drawn in the order they are read, so that a reader of the file meets them so.
        if rightward {
            clusters.sort_by_key(|(range, ..)| range.start);
        }
        for (range, x, advance, cluster) in clusters.drain(..) {
            setter.cluster(range, (x, advance), cluster.glyphs());
        }
        lines.push(setter.finish(line.text_range().end));
    }
    lines
}

/// The words that would better be divided: those after a line of running text that stays two fifths empty, and those too wide.
fn divisible(shaped: &Shaped, width: f32) -> Vec<Place> {
    /// In narrower columns hyphens at every other line would be worse than ragged ones.
    const RUNNING: f32 = 160.0;
    let Some(layout) = &shaped.layout else { return Vec::new() };
    let mut places: Vec<Place> = Vec::new();
    if layout.len() < 2 {
        return places;
    }
    let text = &shaped.words.text;
    let mut empty = false;
    for line in layout.lines() {
        let range = line.text_range();
        let start = range.start;
        // A line that starts inside a word: the word was cut.
        let before = text.get(..start).unwrap_or_default();
        let cut = !before.is_empty() && !before.ends_with([' ', '\n', '\u{a0}', '-', '/']);
        if empty || cut {
            let space = before.char_indices().rev().find(|(_, character)| matches!(character, ' ' | '\n' | '\u{a0}'));
            let word = space.map_or(0, |(at, character)| at + character.len_utf8());
            let place = Place { start: if cut { word } else { start }, cut };
            if places.last().is_none_or(|last| last.start != place.start) {
                places.push(place);
            }
        }
        let metrics = line.metrics();
        let spare = width - (metrics.advance - metrics.hanging_advance);
        empty = width >= RUNNING && spare > width * 0.4 && !text.get(range).unwrap_or_default().ends_with('\n');
    }
    places
}

/// Sets the clusters of one line.
struct Setter<'a> {
    words: &'a Words,
    glyphs: &'a mut Glyphs,
    fonts: &'a Fonts,
    line: Line,
    /// Index of the span the last cluster stood in.
    span: usize,
    /// Where the last cluster ends in the text and on the line.
    end: (usize, f32),
    /// Where a viewer's pen stands after the open run.
    pen: f32,
    open: Option<(usize, Run)>,
    /// Start of the stretch under way that is struck out or linked, and its end.
    rule: Option<(usize, f32, f32)>,
}

impl<'a> Setter<'a> {
    const fn new(words: &'a Words, glyphs: &'a mut Glyphs, fonts: &'a Fonts, x: f32) -> Self {
        let line = Line { items: Vec::new(), areas: Vec::new() };
        Self { words, glyphs, fonts, line, span: 0, end: (0, x), pen: x, open: None, rule: None }
    }

    fn cluster(
        &mut self,
        range: std::ops::Range<usize>,
        (start, advance): (f32, f32),
        glyphs: impl Iterator<Item = parley::Glyph>,
    ) {
        let Some((index, span, look)) = self.find(range.start) else { return };
        let text = self.words.text.get(range.clone()).unwrap_or_default();
        if text.starts_with('\n') || text == SOFT_HYPHEN {
            return;
        }
        self.end = (range.end, start + advance);
        self.rule(index, (start, start + advance), !text.trim().is_empty());
        if let Some(shape) = span.shape {
            if range.start == span.start {
                self.flush();
                let size = look.size * if matches!(shape, Shape::State(_)) { 0.86 } else { 1.3 };
                let top = -(look.size * 0.714 + size) / 2.0;
                let tag = span.tag;
                let mut draw = |ink| self.line.items.push(Item { tag, ink });
                match shape {
                    Shape::State(mark) => marks::mark(mark, start, top, size, &mut draw),
                    Shape::Spark(index) => {
                        let values = self.words.sparks.get(index).map(Vec::as_slice).unwrap_or_default();
                        marks::spark(values, look.color, (start, top, size), &mut draw);
                    }
                }
            }
            return;
        }
        let mut buffer = [0; 4];
        let replaced = self.words.replaced.binary_search_by_key(&range.start, |&(at, _)| at);
        let original = replaced.ok().and_then(|found| self.words.replaced.get(found));
        let text = original.map_or(text, |&(_, character)| character.encode_utf8(&mut buffer));
        self.glyphs(index, span, look, text, start, glyphs);
    }

    fn glyphs(
        &mut self,
        index: usize,
        span: Span,
        look: Style,
        text: &str,
        mut x: f32,
        glyphs: impl Iterator<Item = parley::Glyph>,
    ) {
        let metrics = &self.fonts.face(look.face).metrics;
        let mut rest = text;
        let mut glyphs = glyphs.peekable();
        while let Some(glyph) = glyphs.next() {
            // The last glyph of a cluster stands for what is left of its text, the ones before for a character each.
            let cut = if glyphs.peek().is_some() { rest.chars().next().map_or(0, char::len_utf8) } else { rest.len() };
            let (stands_for, left) = rest.split_at(cut);
            rest = left;
            let id = u16::try_from(glyph.id).unwrap_or(0);
            let code = self.glyphs.code(look.face, id, if stands_for.is_empty() { "\u{200b}" } else { stands_for });
            let (left, y) = (x + glyph.x, -look.rise - glyph.y);
            self.place(index, span, look, left, y);
            if let Some((_, run)) = &mut self.open {
                run.glyphs.push(Glyph { code, adjust: 0 });
                self.pen += f32::from(metrics.width(id)) * look.size / 1000.0;
            }
            x += glyph.advance;
        }
    }

    /// Makes the open run one that continues at `x`, by kerning the last glyph or by starting another run.
    fn place(&mut self, index: usize, span: Span, look: Style, x: f32, y: f32) {
        if let Some((open, run)) = &mut self.open {
            let known = self.words.spans.get(*open).is_some_and(|other| other.tag == span.tag);
            #[expect(clippy::float_cmp, reason = "both come from the same style")]
            let same = *open == index || known && run.face == look.face && run.size == look.size && run.color == look.color;
            let off = ((x - self.pen) / look.size * 1000.0).round();
            if same && (run.y - y).abs() < 0.001 && off.abs() < 9000.0 {
                if off != 0.0 {
                    #[expect(clippy::cast_possible_truncation, reason = "bounded above")]
                    if let Some(last) = run.glyphs.last_mut() {
                        last.adjust = last.adjust.saturating_add(off as i16);
                        self.pen += off * look.size / 1000.0;
                    }
                }
                *open = index;
                return;
            }
        }
        self.flush();
        let run =
            Run { face: look.face, size: look.size, color: look.color, x, y, turned: false, glyphs: Vec::with_capacity(16) };
        self.pen = x;
        self.open = Some((index, run));
    }

    /// Draws along the stretch under way, and ends it when the next cluster belongs to another one.
    fn rule(&mut self, index: usize, (start, end): (f32, f32), inked: bool) {
        let Some(&span) = self.words.spans.get(index) else { return };
        let wanted = span.link.is_some() || struck(self.words, span);
        if let Some((open, from, to)) = &mut self.rule {
            let other = self.words.spans.get(*open);
            let alike = |other: &Span| other.link == span.link && struck(self.words, *other) == struck(self.words, span);
            let same = wanted && other.is_some_and(alike);
            if same {
                // Spaces at the end of a line stay without a rule.
                if inked {
                    (*from, *to) = (from.min(start), to.max(end));
                }
                return;
            }
            let (open, from, to) = (*open, *from, *to);
            self.end_rule(open, from, to);
        }
        self.rule = (wanted && inked).then_some((index, start, end));
    }

    fn end_rule(&mut self, index: usize, from: f32, to: f32) {
        let Some(&span) = self.words.spans.get(index) else { return };
        let Some(&look) = self.words.styles.get(usize::from(span.style)) else { return };
        self.flush();
        let (x, w) = (from, to - from);
        if let Some(link) = span.link {
            let size = look.size + look.rise;
            self.line.areas.push(Area { link, x, y: -size * 0.95, w, h: size * 1.25 });
            if look.rise == 0.0 {
                let color = style::tint(look.color, 110);
                self.line.items.push(Item { tag: span.tag, ink: Ink::Rect { x, y: 1.3, w, h: 0.5, color } });
            }
        }
        if look.strike {
            let y = -look.rise - look.size * 0.28;
            self.line.items.push(Item { tag: span.tag, ink: Ink::Rect { x, y, w, h: 0.6, color: look.color } });
        }
    }

    fn find(&mut self, at: usize) -> Option<(usize, Span, Style)> {
        let spans = &self.words.spans;
        let here = |index: usize| {
            spans.get(index).is_some_and(|span| span.start <= at) && spans.get(index + 1).is_none_or(|next| at < next.start)
        };
        if !here(self.span) {
            self.span = spans.partition_point(|span| span.start <= at).saturating_sub(1);
        }
        let span = *spans.get(self.span)?;
        Some((self.span, span, *self.words.styles.get(usize::from(span.style))?))
    }

    fn flush(&mut self) {
        if let Some((index, run)) = self.open.take()
            && let Some(span) = self.words.spans.get(index)
        {
            self.line.items.push(Item { tag: span.tag, ink: Ink::Text(run) });
        }
    }

    /// Ends the line at this byte of the text, with a hyphen where a word is divided there.
    fn finish(mut self, end: usize) -> Line {
        let (at, x) = self.end;
        if at < end
            && self.words.text.get(at..end) == Some(SOFT_HYPHEN)
            && let Some((index, span, look)) = self.find(at)
        {
            let id = self.fonts.face(look.face).glyph('-');
            // Read and copied as what it is: a division, not a part of the word.
            let code = self.glyphs.code(look.face, id, SOFT_HYPHEN);
            self.place(index, span, look, x, -look.rise);
            if let Some((_, run)) = &mut self.open {
                run.glyphs.push(Glyph { code, adjust: 0 });
            }
        }
        if let Some((index, from, to)) = self.rule.take() {
            self.end_rule(index, from, to);
        }
        self.flush();
        self.line
    }
}

fn struck(words: &Words, span: Span) -> bool {
    words.styles.get(usize::from(span.style)).is_some_and(|look| look.strike)
}
