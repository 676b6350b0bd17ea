//! Typefaces: their data, their measures, and which of their glyphs a document uses.
//!
//! 1. Six faces are part of the program, and a playbook may add files of its own; no system font can change a document.
//! 2. [`Fonts::context`] hands parley a collection with just these faces, each a family of its own, so that it never chooses.
//! 3. [`Fonts::pick`] finds a face that has a glyph for a character.
//! 4. [`Glyphs`] collects the glyphs a document draws, each with the text it stands for; the writer subsets by it.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use parley::FontContext;
use parley::fontique::{Blob, CharmapIndex, Collection, CollectionOptions, FontInfoOverride, SourceCache};

/// A typeface: its number in [`Fonts`]. The first six are built in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Face(pub u8);

impl Face {
    /// Noto Sans.
    pub const REGULAR: Self = Self(0);
    /// Noto Sans Bold.
    pub const BOLD: Self = Self(1);
    /// Noto Sans Italic.
    pub const ITALIC: Self = Self(2);
    /// Noto Sans Bold Italic.
    pub const BOLD_ITALIC: Self = Self(3);
    /// `DejaVu` Sans Mono.
    pub const MONO: Self = Self(4);
    /// `DejaVu` Sans Mono Bold.
    pub const MONO_BOLD: Self = Self(5);

    /// The sans-serif face of this weight and slope.
    #[must_use]
    pub const fn sans(bold: bool, italic: bool) -> Self {
        match (bold, italic) {
            (false, false) => Self::REGULAR,
            (true, false) => Self::BOLD,
            (false, true) => Self::ITALIC,
            (true, true) => Self::BOLD_ITALIC,
        }
    }

    /// The monospaced face of this weight.
    #[must_use]
    pub const fn mono(bold: bool) -> Self {
        if bold { Self::MONO_BOLD } else { Self::MONO }
    }
}

/// A typeface's file and what is known about it.
pub struct Typeface {
    /// The name it bears in a PDF.
    pub name: String,
    /// The name of its family for the shaper: each face is a family of its own, so that the shaper never chooses.
    pub family: String,
    /// The TrueType or OpenType file.
    pub data: Cow<'static, [u8]>,
    /// Its measures.
    pub metrics: Metrics,
    /// Whether it is bold.
    pub bold: bool,
    /// Whether all its characters are equally wide.
    pub fixed: bool,
    /// Whether its outlines are PostScript's.
    pub cff: bool,
    charmap: Option<CharmapIndex>,
}

impl Typeface {
    /// The glyph of a character, 0 for none.
    #[must_use]
    pub fn glyph(&self, character: char) -> u16 {
        let charmap = self.charmap.and_then(|index| index.charmap(&self.data));
        charmap.and_then(|charmap| charmap.map(character)).and_then(|glyph| u16::try_from(glyph).ok()).unwrap_or(0)
    }

    /// Whether its slope is that of an italic.
    #[must_use]
    pub fn italic(&self) -> bool {
        self.metrics.slope < 0.0
    }
}

/// The typefaces of a document: those built in, and those that the playbook adds.
pub struct Fonts {
    faces: Vec<Typeface>,
    context: FontContext,
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_list().entries(self.faces.iter().map(|face| &face.name)).finish()
    }
}

/// Only so many faces have a number.
const MOST_ADDED: usize = 200;

impl Fonts {
    /// The built-in faces.
    #[must_use]
    pub fn built_in() -> &'static Arc<Self> {
        static FONTS: OnceLock<Arc<Fonts>> = OnceLock::new();
        FONTS.get_or_init(|| {
            let faces: [(&str, &'static [u8]); 6] = [
                ("NotoSans", notosans::REGULAR_TTF),
                ("NotoSans-Bold", notosans::BOLD_TTF),
                ("NotoSans-Italic", notosans::ITALIC_TTF),
                ("NotoSans-BoldItalic", notosans::BOLD_ITALIC_TTF),
                ("DejaVuSansMono", dejavu::sans_mono::regular()),
                ("DejaVuSansMono-Bold", dejavu::sans_mono::bold()),
            ];
            let mut fonts = Self { faces: Vec::new(), context: context() };
            for (name, data) in faces {
                fonts.add(name.to_owned(), Cow::Borrowed(data));
            }
            Arc::new(fonts)
        })
    }

    /// The built-in faces and others, given as files.
    ///
    /// # Errors
    ///
    /// The index of a file that is no font, or may not be embedded, with the reason.
    pub fn with(files: Vec<Vec<u8>>) -> Result<Arc<Self>, (usize, String)> {
        let built_in = Self::built_in();
        if files.is_empty() {
            return Ok(Arc::clone(built_in));
        }
        let mut fonts = Self { faces: Vec::new(), context: context() };
        for face in &built_in.faces {
            fonts.add(face.name.clone(), face.data.clone());
        }
        for (index, data) in files.into_iter().enumerate() {
            usable(&data).map_err(|reason| (index, reason))?;
            if index >= MOST_ADDED || !fonts.add(format!("Added{}", index + 1), Cow::Owned(data)) {
                return Err((index, "is not a font that can be used".to_owned()));
            }
        }
        Ok(Arc::new(fonts))
    }

    fn add(&mut self, name: String, data: Cow<'static, [u8]>) -> bool {
        let family = FontInfoOverride { family_name: Some(&name), ..FontInfoOverride::default() };
        // Borrowed bytes are handed over as they are, added ones are kept twice: by the shaper and for embedding.
        let blob = match &data {
            Cow::Borrowed(data) => Blob::new(Arc::new(*data)),
            Cow::Owned(data) => Blob::new(Arc::new(data.clone())),
        };
        let added = self.context.collection.register_fonts(blob, Some(family));
        let Some(font) = added.first().and_then(|(_, fonts)| fonts.first()) else { return false };
        let charmap = Some(font.charmap_index());
        let os2 = table(&data, *b"OS/2");
        let post = table(&data, *b"post");
        let (bold, fixed) = (u16_at(os2, 4) >= 600, u32_at(post, 12) != 0);
        let cff = !table(&data, *b"CFF ").is_empty();
        let metrics = Metrics::read(&data);
        let mut face = Typeface { family: name.clone(), name, data, metrics, bold, fixed, cff, charmap };
        face.metrics.space = face.glyph(' ');
        self.faces.push(face);
        true
    }

    /// A face.
    #[must_use]
    pub fn face(&self, face: Face) -> &Typeface {
        // Faces are only made from numbers of this list.
        self.faces.get(usize::from(face.0)).unwrap_or(&self.faces[0])
    }

    /// All faces with their numbers.
    pub fn faces(&self) -> impl Iterator<Item = (Face, &Typeface)> {
        (0..).map(Face).zip(&self.faces)
    }

    /// Whether a face has a glyph for a character.
    #[must_use]
    pub fn covers(&self, face: Face, character: char) -> bool {
        // Every built-in face has the printable ASCII characters: a test holds them to it.
        (face.0 < 6 && matches!(character, ' '..='~')) || self.face(face).glyph(character) != 0
    }

    /// The face to draw a character with: the wanted one, else another that has it, as like it as there is.
    #[must_use]
    pub fn pick(&self, wanted: Face, character: char) -> Option<Face> {
        if self.covers(wanted, character) {
            return Some(wanted);
        }
        let (bold, italic) = (self.face(wanted).bold, self.face(wanted).italic());
        let built_in = [Face::sans(bold, false), Face::mono(bold), Face::MONO];
        if let Some(face) = built_in.into_iter().find(|face| self.covers(*face, character)) {
            return Some(face);
        }
        let added = self.faces().skip(6).filter(|(_, face)| face.glyph(character) != 0);
        // The first of those that are most like it.
        added.min_by_key(|(_, face)| (face.bold != bold, face.italic() != italic)).map(|(face, _)| face)
    }

    /// What the shaper works with.
    #[must_use]
    pub fn context(&self) -> FontContext {
        self.context.clone()
    }
}

/// Why a file cannot be used as a font.
fn usable(data: &[u8]) -> Result<(), String> {
    let kind = data.get(..4).unwrap_or_default();
    if kind == b"ttcf" {
        return Err("is a collection of fonts; give one face of it".to_owned());
    }
    if kind != [0, 1, 0, 0] && kind != b"OTTO" && kind != b"true" {
        return Err("is neither a TrueType nor an OpenType font (web fonts must be unpacked)".to_owned());
    }
    for needed in [*b"head", *b"hhea", *b"hmtx", *b"cmap", *b"maxp"] {
        if table(data, needed).is_empty() {
            return Err(format!("is broken: its table `{}` is missing", String::from_utf8_lossy(&needed)));
        }
    }
    // OpenType, table OS/2, fsType: 2 alone forbids embedding without the owner's permission.
    if u16_at(table(data, *b"OS/2"), 8) & 0xf == 2 {
        return Err("may not be embedded: its licence field forbids it".to_owned());
    }
    Ok(())
}

fn context() -> FontContext {
    let collection = Collection::new(CollectionOptions { shared: false, system_fonts: false });
    FontContext { collection, source_cache: SourceCache::default() }
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

    fn read(data: &[u8]) -> Self {
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
            space: 0,
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
#[must_use]
pub fn table(data: &[u8], tag: [u8; 4]) -> &[u8] {
    let records = (0..usize::from(u16_at(data, 4))).map(|index| 12 + index * 16);
    let found = records.into_iter().find(|&at| data.get(at..at + 4) == Some(&tag[..]));
    found.and_then(|at| data.get(u32_at(data, at + 8)..)?.get(..u32_at(data, at + 12))).unwrap_or_default()
}

/// The glyphs a document draws, per face.
pub struct Glyphs {
    /// The faces they are of.
    pub fonts: Arc<Fonts>,
    used: Vec<Used>,
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
    /// None yet, of these faces.
    #[must_use]
    pub const fn new(fonts: Arc<Fonts>) -> Self {
        Self { fonts, used: Vec::new() }
    }

    /// The glyphs drawn in each face, by number.
    pub fn faces(&self) -> impl Iterator<Item = (Face, &Used)> {
        (0..).map(Face).zip(&self.used)
    }

    /// The code of a glyph that stands for `text`; the same for the same pair.
    pub fn code(&mut self, face: Face, glyph: u16, text: &str) -> u16 {
        let index = usize::from(face.0);
        if self.used.len() <= index {
            self.used.resize_with(index + 1, Used::default);
        }
        self.used.get_mut(index).map_or(0, |used| used.code(glyph, text))
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
