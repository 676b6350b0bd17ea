//! Inline content flattened to one string with styled spans, ready for shaping.
//!
//! 1. A stack walks the inlines, so no depth of nesting can exhaust the call stack.
//! 2. White space is collapsed; characters without a glyph become a replacement that keeps their text.
//! 3. Every span knows its style, its link and the slot of the structure tree its words belong to.

use super::fonts::Face;
use super::job::Job;
use super::scene::{Tag, Target};
use super::style::{self, Color, Type};
use super::tags::{Kind, NodeId};
use crate::block::{Inline, Mark, spark};

/// Text with its styles.
#[derive(Default)]
pub struct Words {
    /// The characters as they are shaped.
    pub text: String,
    /// The distinct styles.
    pub styles: Vec<Style>,
    /// Stretches of text, in order, without gaps.
    pub spans: Vec<Span>,
    /// Characters that are drawn as others: where those stand, and what was written.
    pub replaced: Vec<(usize, char)>,
    /// The values of each sparkline.
    pub sparks: Vec<Vec<Option<f64>>>,
}

impl Words {
    /// Whether it is written from right to left: its first letter is.
    #[must_use]
    pub fn rightward(&self) -> bool {
        // Nearly all text is Latin, and is known not to be at a glance.
        if self.text.is_ascii() {
            return false;
        }
        let first = self.text.chars().find(|character| character.is_alphabetic());
        first.is_some_and(|c| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}'))
    }

    /// The words on one line, for the outline.
    #[must_use]
    pub fn title(&self) -> String {
        let ends = self.spans.iter().skip(1).map(|span| span.start).chain([self.text.len()]);
        let spans = self.spans.iter().zip(ends).filter(|(span, _)| span.shape.is_none());
        let text: String = spans.filter_map(|(span, end)| self.text.get(span.start..end)).collect();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// How characters look.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// The typeface.
    pub face: Face,
    /// Size, points.
    pub size: f32,
    /// Colour.
    pub color: Color,
    /// How far above the baseline they stand, points.
    pub rise: f32,
    /// Whether they are struck out.
    pub strike: bool,
    /// Whether they are code: never divided.
    pub fixed: bool,
}

/// A stretch of text.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// Index into [`Words::styles`].
    pub style: u16,
    /// What it belongs to.
    pub tag: Tag,
    /// The link it is part of.
    pub link: Option<usize>,
    /// It only keeps room for this shape.
    pub shape: Option<Shape>,
}

/// A shape among words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A state.
    State(Mark),
    /// A sparkline: its index in [`Words::sparks`].
    Spark(usize),
}

/// Where text goes in the structure tree; `None` makes it an artifact.
pub type Home = Option<NodeId>;

/// Room for the shape of a state: no-break spaces, so that it never parts from its word.
const ROOM: &str = "\u{a0}\u{a0}\u{a0}\u{a0}\u{a0}";
/// How many times as much a sparkline needs.
const SPARK_ROOMS: usize = 4;
/// States with more characters than this may break.
const LONGEST_STATE: usize = 16;
/// Their first three letters are months, too.
const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
/// Drawn in place of characters that no face has.
const REPLACEMENT: char = '\u{fffd}';

#[derive(Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "four independent ways to mark up text")]
struct Pen {
    bold: bool,
    italic: bool,
    mono: bool,
    strike: bool,
    size: f32,
    rise: f32,
    color: Color,
    link: Option<usize>,
    home: Home,
}

enum Work<'a> {
    Inlines(std::slice::Iter<'a, Inline>, Pen),
    /// The page a link before it leads to.
    Page(String, Pen),
}

/// Flattens inline content set in `kind`, with its structure under `home`.
pub fn flatten(job: &mut Job<'_>, content: &[Inline], kind: Type, home: Home) -> Words {
    let mut writer = Writer { words: Words::default(), slot: None };
    let pen = pen(kind, home);
    let mut stack = vec![Work::Inlines(content.iter(), pen)];
    while let Some(work) = stack.last_mut() {
        let (inline, pen) = match work {
            Work::Inlines(inlines, pen) => (inlines.next(), *pen),
            Work::Page(words, pen) => {
                let (words, pen) = (std::mem::take(words), *pen);
                writer.push(job, &words, pen);
                (None, pen)
            }
        };
        let Some(inline) = inline else {
            stack.pop();
            continue;
        };
        match inline {
            Inline::Text(text) => writer.push(job, text, pen),
            Inline::Code(text) => writer.push(job, text, Pen { mono: true, size: pen.size * 0.9, ..pen }),
            Inline::Strong(inner) => stack.push(Work::Inlines(inner.iter(), Pen { bold: true, ..pen })),
            Inline::Emphasis(inner) => stack.push(Work::Inlines(inner.iter(), Pen { italic: true, ..pen })),
            Inline::Strike(inner) => stack.push(Work::Inlines(inner.iter(), Pen { strike: true, ..pen })),
            Inline::Link { target, content, .. } => {
                let target = (job.sources.link)(target);
                let page = page(job, target.as_deref(), kind);
                let inside = linked(job, pen, target);
                stack.extend(page.map(|page| Work::Page(page, Pen { color: style::MUTED, ..pen })));
                stack.push(Work::Inlines(content.iter(), inside));
            }
            Inline::Image { alt, .. } => writer.push(job, &format!("[{alt}]"), Pen { color: style::MUTED, ..pen }),
            Inline::State { mark, word } => writer.state(job, *mark, word, pen),
            Inline::Spark { values, words } => writer.spark(job, values, words, pen),
            Inline::FootnoteRef(number) => {
                let raised = Pen { size: pen.size * 0.66, rise: pen.rise + pen.size * 0.36, bold: false, ..pen };
                let raised = linked(job, raised, Some(format!("#{}", super::notes::anchor(*number))));
                writer.push(job, &number.to_string(), raised);
            }
            Inline::Break => writer.line_break(),
            // Filled before anything is printed.
            Inline::Shortcode(_) => {}
        }
    }
    writer.words
}

/// Where a book says on which page one finds what running text refers to.
fn page(job: &Job<'_>, target: Option<&str>, kind: Type) -> Option<String> {
    let places = job.places.filter(|_| !kind.bold)?;
    let name = target?.strip_prefix('#').filter(|name| job.names.contains(*name))?;
    let number = places.page(name).map_or_else(|| "000".to_owned(), |page| page.to_string());
    // Cells of tables have less room.
    let word = if kind.size >= style::BODY.size { "page" } else { "p." };
    Some(format!(" ({word}\u{a0}{number})"))
}

/// Text without any markup, set in `kind`.
pub fn plain(job: &mut Job<'_>, text: &str, kind: Type, home: Home) -> Words {
    let mut writer = Writer { words: Words::default(), slot: None };
    writer.push(job, text, pen(kind, home));
    writer.words
}

/// A line of words that is part of a drawing.
pub fn drawn(job: &mut Job<'_>, text: &str, kind: Type, tag: Tag) -> Words {
    let mut writer = Writer { words: Words::default(), slot: Some((None, tag)) };
    writer.push(job, text, pen(kind, None));
    writer.words
}

/// A line of preformatted text: spaces count, tabs are four of them.
pub fn preformatted(job: &mut Job<'_>, line: &str, kind: Type, tag: Tag) -> Words {
    let mut writer = Writer { words: Words::default(), slot: Some((None, tag)) };
    let pen = pen(kind, None);
    for character in line.chars() {
        match character {
            '\t' => (0..4).for_each(|_| writer.character(job, ' ', line, pen)),
            '\r' => {}
            _ => writer.character(job, character, line, pen),
        }
    }
    writer.words
}

const fn pen(kind: Type, home: Home) -> Pen {
    let Type { size, bold, mono, color, .. } = kind;
    Pen { bold, italic: false, mono, strike: false, size, rise: 0.0, color, link: None, home }
}

/// The pen inside a link; unchanged when the link leads nowhere or stands in another link.
fn linked(job: &mut Job<'_>, pen: Pen, target: Option<String>) -> Pen {
    let (Some(target), None, Some(home)) = (target, pen.link, pen.home) else { return pen };
    let target = match target.strip_prefix('#') {
        Some(name) if job.names.contains(name) => Target::Anchor(name.to_owned()),
        Some(_) => return pen,
        None => Target::Url(target),
    };
    let node = job.tree.open(home, Kind::Link);
    let link = job.link(target, node);
    Pen { link: Some(link), home: Some(node), color: job.accent, ..pen }
}

struct Writer {
    words: Words,
    /// The slot words go to, and the home it was made for.
    slot: Option<(Home, Tag)>,
}

impl Writer {
    fn push(&mut self, job: &mut Job<'_>, text: &str, pen: Pen) {
        for (at, character) in text.char_indices() {
            if matches!(character, ' ' | '\t' | '\n' | '\r') {
                if !self.words.text.ends_with([' ', '\n']) && !self.words.text.is_empty() {
                    self.character(job, ' ', text, pen);
                }
            } else {
                self.glue(character, text.get(at..).unwrap_or_default());
                self.character(job, character, text, pen);
            }
        }
    }

    /// Turns the space at the end into one that does not break where it stands inside a figure: `5 %`, `EUR 400`, `§ 12`,
    /// `3 May`. In extracted text it stays a space.
    fn glue(&mut self, next: char, text: &str) {
        let Some(before) = self.words.text.strip_suffix(' ') else { return };
        let at = before.len();
        let own = self.words.spans.last().is_some_and(|span| span.start <= at && span.shape.is_none());
        let inside = match next {
            '%' => before.ends_with(|character: char| character.is_ascii_digit()),
            '0'..='9' => before.ends_with('§') || ends_with_code(before),
            'A'..='Z' => before.ends_with(|character: char| character.is_ascii_digit()) && starts_with_month(text),
            _ => false,
        };
        if own && inside {
            self.words.text.truncate(at);
            self.words.text.push('\u{a0}');
            self.words.replaced.push((at, ' '));
        }
    }

    fn state(&mut self, job: &mut Job<'_>, mark: Mark, word: &str, pen: Pen) {
        let pen = Pen { color: style::mark_color(mark), ..pen };
        let start = self.words.text.len();
        self.words.text.push_str(ROOM);
        self.span(job, start, pen.face(), pen, Some(Shape::State(mark)));
        // The few words of a state stay together; in extracted text they are apart as usual.
        if word.chars().count() > LONGEST_STATE {
            return self.push(job, word, pen);
        }
        for (index, part) in word.split(' ').enumerate() {
            if index > 0 {
                self.words.replaced.push((self.words.text.len(), ' '));
                self.character(job, '\u{a0}', word, pen);
            }
            self.push(job, part, pen);
        }
    }

    fn spark(&mut self, job: &mut Job<'_>, values: &[Option<f64>], words: &str, pen: Pen) {
        let start = self.words.text.len();
        let figure = pen.home.map(|home| job.tree.open(home, Kind::Figure));
        if let Some(figure) = figure {
            job.tree.describe(figure, &spark::spoken(values));
        }
        let line = Pen { color: job.accent, home: figure, ..pen };
        self.words.text.push_str(&ROOM.repeat(SPARK_ROOMS));
        self.span(job, start, line.face(), line, Some(Shape::Spark(self.words.sparks.len())));
        self.words.sparks.push(values.to_vec());
        self.push(job, words, pen);
    }

    fn line_break(&mut self) {
        // A line break needs a style, which the characters before it have.
        if !self.words.spans.is_empty() {
            self.words.text.push('\n');
        }
    }

    fn character(&mut self, job: &mut Job<'_>, character: char, context: &str, pen: Pen) {
        let start = self.words.text.len();
        let wanted = pen.face();
        if let Some(face) = if invisible(character) { Some(wanted) } else { job.glyphs.fonts.pick(wanted, character) } {
            self.words.text.push(character);
            self.span(job, start, face, pen, None);
            return;
        }
        job.report_missing(character, context);
        self.words.replaced.push((start, character));
        self.words.text.push(REPLACEMENT);
        let face = job.glyphs.fonts.pick(wanted, REPLACEMENT).unwrap_or(wanted);
        self.span(job, start, face, pen, None);
    }

    /// Notes the look of the text from `start`; the last span simply goes on when nothing changed.
    fn span(&mut self, job: &mut Job<'_>, start: usize, face: Face, pen: Pen, shape: Option<Shape>) {
        let look = Style { face, size: pen.size, color: pen.color, rise: pen.rise, strike: pen.strike, fixed: pen.mono };
        if let (Some(last), Some((home, _))) = (self.words.spans.last(), self.slot) {
            let same_place = home == pen.home || pen.home.is_none();
            let same_kind = shape.is_none() && last.shape.is_none() && last.link == pen.link;
            if same_place && same_kind && self.words.styles.get(usize::from(last.style)) == Some(&look) {
                return;
            }
        }
        let tag = match (self.slot, pen.home) {
            (Some((home, tag)), wanted) if home == wanted => tag,
            (_, Some(node)) => Tag::Slot(job.tree.words(node)),
            (_, None) => Tag::Artifact,
        };
        self.slot = Some((pen.home, tag));
        let style = self.words.styles.iter().position(|known| *known == look).unwrap_or_else(|| {
            self.words.styles.push(look);
            self.words.styles.len() - 1
        });
        let style = u16::try_from(style).unwrap_or(u16::MAX);
        self.words.spans.push(Span { start, style, tag, link: pen.link, shape });
    }
}

impl Pen {
    const fn face(self) -> Face {
        if self.mono { Face::mono(self.bold) } else { Face::sans(self.bold, self.italic) }
    }
}

/// Whether the last word is three capitals: a currency, or a body that numbers its standards.
fn ends_with_code(text: &str) -> bool {
    let mut last = text.bytes().rev();
    let capitals = last.by_ref().take(3).filter(u8::is_ascii_uppercase).count() == 3;
    capitals && last.next().is_none_or(|byte| !byte.is_ascii_alphanumeric())
}

/// Whether the first word is a month, in full or in three letters.
fn starts_with_month(text: &str) -> bool {
    let word = text.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    MONTHS.iter().any(|month| word == *month || month.get(..3) == Some(word))
}

/// Characters that are meant to draw nothing: joiners, direction marks, soft hyphens.
const fn invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}'
        | '\u{2066}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}
