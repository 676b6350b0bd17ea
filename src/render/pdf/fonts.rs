//! The built-in typefaces: their data, their measures, and which of their glyphs a document uses.
//!
//! 1. [`Face`] names the six faces; their bytes are part of the program, so no system font can change a document.
//! 2. [`context`] hands parley a collection with just these faces, each a family of its own, so that it never chooses.
//! 3. [`pick`] finds a face that has a glyph for a character.
//! 4. [`Glyphs`] collects the glyphs a document draws, each with the text it stands for; the writer subsets by it.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use parley::FontContext;
use parley::fontique::{Blob, CharmapIndex, Collection, CollectionOptions, FontInfo, FontInfoOverride, SourceCache};

/// A typeface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Face {
    /// Noto Sans.
    Regular,
    /// Noto Sans Bold.
    Bold,
    /// Noto Sans Italic.
    Italic,
    /// Noto Sans Bold Italic.
    BoldItalic,
    /// `DejaVu` Sans Mono.
    Mono,
    /// `DejaVu` Sans Mono Bold.
    MonoBold,
}

impl Face {
    /// All faces, in the order of their numbers.
    pub const ALL: [Self; 6] = [Self::Regular, Self::Bold, Self::Italic, Self::BoldItalic, Self::Mono, Self::MonoBold];

    /// The sans-serif face of this weight and slope.
    #[must_use]
    pub const fn sans(bold: bool, italic: bool) -> Self {
        match (bold, italic) {
            (false, false) => Self::Regular,
            (true, false) => Self::Bold,
            (false, true) => Self::Italic,
            (true, true) => Self::BoldItalic,
        }
    }

    /// The monospaced face of this weight.
    #[must_use]
    pub const fn mono(bold: bool) -> Self {
        if bold { Self::MonoBold } else { Self::Mono }
    }

    /// The name it bears in a PDF.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Regular => "NotoSans",
            Self::Bold => "NotoSans-Bold",
            Self::Italic => "NotoSans-Italic",
            Self::BoldItalic => "NotoSans-BoldItalic",
            Self::Mono => "DejaVuSansMono",
            Self::MonoBold => "DejaVuSansMono-Bold",
        }
    }

    /// The TrueType file.
    #[must_use]
    pub fn data(self) -> &'static [u8] {
        match self {
            Self::Regular => notosans::REGULAR_TTF,
            Self::Bold => notosans::BOLD_TTF,
            Self::Italic => notosans::ITALIC_TTF,
            Self::BoldItalic => notosans::BOLD_ITALIC_TTF,
            Self::Mono => dejavu::sans_mono::regular(),
            Self::MonoBold => dejavu::sans_mono::bold(),
        }
    }

    /// Its measures.
    #[must_use]
    pub fn metrics(self) -> &'static Metrics {
        static METRICS: OnceLock<[Metrics; 6]> = OnceLock::new();
        &METRICS.get_or_init(|| Self::ALL.map(Metrics::read))[self as usize]
    }

    /// Whether it has a glyph for a character.
    #[must_use]
    pub fn covers(self, character: char) -> bool {
        // Every built-in face has the printable ASCII characters: a test holds them to it.
        if matches!(character, ' '..='~') {
            return true;
        }
        self.glyph(character) != 0
    }

    /// The glyph of a character, 0 for none.
    #[must_use]
    pub fn glyph(self, character: char) -> u16 {
        let charmap = library().charmaps[self as usize].and_then(|index| index.charmap(self.data()));
        charmap.and_then(|charmap| charmap.map(character)).and_then(|glyph| u16::try_from(glyph).ok()).unwrap_or(0)
    }
}

/// The face to draw a character with: the wanted one, else another that has it.
#[must_use]
pub fn pick(wanted: Face, character: char) -> Option<Face> {
    if wanted.covers(character) {
        return Some(wanted);
    }
    let bold = matches!(wanted, Face::Bold | Face::BoldItalic | Face::MonoBold);
    [Face::sans(bold, false), Face::mono(bold), Face::Mono].into_iter().find(|face| face.covers(character))
}

/// Measures of a face, in thousandths of its size.
#[derive(Debug, Default)]
pub struct Metrics {
    /// Above the baseline.
    pub ascent: f32,
    /// Below the baseline, negative.
    pub descent: f32,
    /// Height of capitals.
    pub cap: f32,
    /// Left, bottom, right and top of the box all glyphs fit into.
    pub bounds: [f32; 4],
    /// Slope of the stems, degrees, negative to the right.
    pub slope: f32,
    /// Advance of every glyph, rounded as the PDF states it.
    pub widths: Vec<u16>,
    /// The glyph of the space.
    pub space: u16,
}

impl Metrics {
    /// The width of a glyph, 1/1000 em.
    #[must_use]
    pub fn width(&self, glyph: u16) -> u16 {
        self.widths.get(usize::from(glyph)).or(self.widths.last()).copied().unwrap_or(0)
    }

    fn read(face: Face) -> Self {
        let data = face.data();
        let [head, hhea, hmtx, os2, post] = [*b"head", *b"hhea", *b"hmtx", *b"OS/2", *b"post"].map(|tag| table(data, tag));
        let scale = 1000.0 / f32::from(u16_at(head, 18).max(1));
        let scaled = |table, at| f32::from(i16_at(table, at)) * scale;
        let count = usize::from(u16_at(hhea, 34));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an advance is at most a few em")]
        let width = |glyph: usize| (f32::from(u16_at(hmtx, glyph * 4)) * scale).round() as u16;
        Self {
            ascent: scaled(hhea, 4),
            descent: scaled(hhea, 6),
            // Older OS/2 tables end before the height of capitals.
            cap: if os2.len() >= 90 { scaled(os2, 88) } else { 729.0 },
            bounds: [36, 38, 40, 42].map(|at| scaled(head, at)),
            slope: f32::from(i16_at(post, 4)),
            widths: (0..count).map(width).collect(),
            space: face.glyph(' '),
        }
    }
}

fn u16_at(table: &[u8], at: usize) -> u16 {
    table.get(at..at + 2).and_then(|bytes| bytes.try_into().ok()).map_or(0, u16::from_be_bytes)
}

fn i16_at(table: &[u8], at: usize) -> i16 {
    table.get(at..at + 2).and_then(|bytes| bytes.try_into().ok()).map_or(0, i16::from_be_bytes)
}

fn u32_at(table: &[u8], at: usize) -> usize {
    (usize::from(u16_at(table, at)) << 16) | usize::from(u16_at(table, at + 2))
}

/// A table of a TrueType file, empty when it has none.
fn table(data: &[u8], tag: [u8; 4]) -> &[u8] {
    let records = (0..usize::from(u16_at(data, 4))).map(|index| 12 + index * 16);
    let found = records.into_iter().find(|&at| data.get(at..at + 4) == Some(&tag[..]));
    found.and_then(|at| data.get(u32_at(data, at + 8)..)?.get(..u32_at(data, at + 12))).unwrap_or_default()
}

struct Library {
    context: FontContext,
    charmaps: [Option<CharmapIndex>; 6],
}

fn library() -> &'static Library {
    static LIBRARY: OnceLock<Library> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let mut collection = Collection::new(CollectionOptions { shared: false, system_fonts: false });
        let charmaps = Face::ALL.map(|face| {
            let name = FontInfoOverride { family_name: Some(face.name()), ..FontInfoOverride::default() };
            let added = collection.register_fonts(Blob::new(Arc::new(face.data())), Some(name));
            added.first().and_then(|(_, fonts)| fonts.first()).map(FontInfo::charmap_index)
        });
        Library { context: FontContext { collection, source_cache: SourceCache::default() }, charmaps }
    })
}

/// A font context with the built-in faces and no others.
#[must_use]
pub fn context() -> FontContext {
    library().context.clone()
}

/// The glyphs a document draws, per face.
#[derive(Default)]
pub struct Glyphs {
    used: [Used; 6],
}

/// The glyphs drawn in one face.
#[derive(Default)]
pub struct Used {
    /// Glyph and text of code 1, 2, 3, …
    pub entries: Vec<Entry>,
    /// Per glyph the code it was first given, 0 for none.
    first: Vec<u16>,
    /// Codes of glyphs that stand for different texts in different places, such as space and no-break space.
    others: HashMap<(u16, Box<str>), u16>,
}

/// A glyph and what it stands for.
pub struct Entry {
    /// Number of the glyph in its face.
    pub glyph: u16,
    /// The characters; several for a ligature.
    pub text: Box<str>,
}

impl Glyphs {
    /// The glyphs drawn in a face.
    #[must_use]
    pub const fn face(&self, face: Face) -> &Used {
        &self.used[face as usize]
    }

    /// The code of a glyph that stands for `text`; the same for the same pair.
    pub fn code(&mut self, face: Face, glyph: u16, text: &str) -> u16 {
        self.used[face as usize].code(glyph, text)
    }
}

impl Used {
    fn code(&mut self, glyph: u16, text: &str) -> u16 {
        let index = usize::from(glyph);
        if self.first.len() <= index {
            self.first.resize(index + 1, 0);
        }
        let first = self.first.get(index).copied().unwrap_or(0);
        if let Some(entry) = self.entry(first) {
            if *entry.text == *text {
                return first;
            }
            if let Some(&code) = self.others.get(&(glyph, text.into())) {
                return code;
            }
        }
        // Codes are 16 bits wide. Past that a glyph keeps the text it had first: it still looks right.
        let Some(code) = u16::try_from(self.entries.len() + 1).ok().filter(|&code| code < u16::MAX) else {
            return first;
        };
        self.entries.push(Entry { glyph, text: text.into() });
        if first != 0 {
            self.others.insert((glyph, text.into()), code);
        } else if let Some(slot) = self.first.get_mut(index) {
            *slot = code;
        }
        code
    }

    /// The glyph and text of a code.
    #[must_use]
    pub fn entry(&self, code: u16) -> Option<&Entry> {
        self.entries.get(usize::from(code).checked_sub(1)?)
    }
}
