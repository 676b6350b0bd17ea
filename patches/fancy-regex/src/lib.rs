//! The regular expressions of syntect's grammars, matched by a newer release than syntect 5.3 asks for.
//!
//! fancy-regex 0.16 steps through a text by its slow machine wherever an expression has a word boundary, as nearly all of a
//! grammar have; 0.20 does not, and reads a line of code five to ten times as fast. What it finds is the same: 137,000
//! lines in 29 languages, read as below, had not one difference, and a test of the program has it read every expression of every
//! grammar. To be deleted, with its lines in `Cargo.toml`, when syntect asks for a newer release itself.
//!
//! A third of the time of a small site went into automata that know all letters of Unicode, for code that has none but ASCII's.
//! So an expression is made for ASCII alone, and once more when a text asks for it. On a text of ASCII the two find the
//! same: classes, boundaries and letters of either case differ only beyond it.

use std::sync::OnceLock;

pub use newer::Error;
use newer::{BytesMode, Regex as Newer, RegexBuilder as NewerBuilder};

/// What an expression found in a text.
pub type Captures<'t> = newer::Captures<'t, str>;

/// Says how an expression is read.
#[derive(Clone, Debug)]
pub struct RegexBuilder {
    pattern: String,
    oniguruma: bool,
}

impl RegexBuilder {
    /// For this expression.
    #[must_use]
    pub fn new(pattern: &str) -> Self {
        Self { pattern: pattern.to_owned(), oniguruma: false }
    }

    /// Whether it is read as Oniguruma reads it.
    pub const fn oniguruma_mode(&mut self, yes: bool) -> &mut Self {
        self.oniguruma = yes;
        self
    }

    /// The expression.
    ///
    /// # Errors
    ///
    /// One that cannot be read.
    pub fn build(&self) -> Result<Regex, Error> {
        let (ascii, all) = match self.made_for(BytesMode::Ascii) {
            Ok(ascii) => (Some(ascii), OnceLock::new()),
            // What asks for letters in other words can be made only for all of them.
            Err(_) => (None, OnceLock::from(Ok(self.made_for(BytesMode::Unicode)?))),
        };
        Ok(Regex { source: self.clone(), ascii, all })
    }

    fn made_for(&self, mode: BytesMode) -> Result<Newer, Error> {
        let pattern = if matches!(mode, BytesMode::Ascii) { in_ascii(&self.pattern) } else { self.pattern.clone() };
        NewerBuilder::new(&pattern).oniguruma_mode(self.oniguruma).bytes_mode(mode).build()
    }
}

/// What of the properties that grammars ask for is ASCII. A class stands for itself in another one too.
const PROPERTIES: [(&str, &str); 5] =
    [("p{L}", "[A-Za-z]"), ("p{Lu}", "[A-Z]"), ("p{Ll}", "[a-z]"), ("p{N}", "[0-9]"), ("p{Nd}", "[0-9]")];

/// The same expression with the properties of letters as classes of ASCII.
fn in_ascii(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        if let Some((property, class)) = PROPERTIES.into_iter().find(|(property, _)| after.starts_with(property)) {
            out.push_str(class);
            rest = after.get(property.len()..).unwrap_or_default();
        } else {
            // What is escaped is not looked at, least of all a second backslash.
            let escaped = after.chars().next();
            out.push('\\');
            out.extend(escaped);
            rest = after.get(escaped.map_or(0, char::len_utf8)..).unwrap_or_default();
        }
    }
    out + rest
}

/// An expression.
#[derive(Debug)]
pub struct Regex {
    source: RegexBuilder,
    /// For texts of ASCII.
    ascii: Option<Newer>,
    /// For all texts, made when the first one asks for it.
    all: OnceLock<Result<Newer, Error>>,
}

impl Regex {
    /// Whether it is found in a text.
    ///
    /// # Errors
    ///
    /// When looking for it takes too many steps.
    pub fn is_match(&self, text: &str) -> Result<bool, Error> {
        self.of(text)?.is_match(text)
    }

    /// What it finds first in a text, from a place on.
    ///
    /// # Errors
    ///
    /// When looking for it takes too many steps.
    pub fn captures_from_pos<'t>(&self, text: &'t str, from: usize) -> Result<Option<Captures<'t>>, Error> {
        self.of(text)?.captures_from_pos(text, from)
    }

    /// The expression as it is made for a text.
    fn of(&self, text: &str) -> Result<&Newer, Error> {
        match &self.ascii {
            Some(ascii) if text.is_ascii() => Ok(ascii),
            _ => self.all.get_or_init(|| self.source.made_for(BytesMode::Unicode)).as_ref().map_err(Clone::clone),
        }
    }
}
