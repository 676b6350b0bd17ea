//! Diagnostics: an author's mistakes, each with its code, place and help.
//!
//! 1. Every layer reports a [`Diagnostic`] instead of stopping; a [`Report`] collects them.
//! 2. [`codes`] lists every code with its meaning: the source of `docs/diagnostics.md`.
//! 3. [`print`] turns a report into the human, short, JSON, GitHub and SARIF forms.

mod codes;
mod print;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use codes::Code;
pub use print::{Format, print};

/// A place inside a file. Lines and columns count from 1, columns and lengths in characters.
/// The default, line 0, stands for the file as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Span {
    /// From 1; 0 for the whole file.
    pub line: u32,
    /// From 1.
    pub column: u32,
    /// In characters; at least 1 when the line is known.
    pub len: u32,
}

impl Span {
    /// A span of `len` characters at `line` and `column`.
    #[must_use]
    pub const fn new(line: u32, column: u32, len: u32) -> Self {
        Self { line, column, len }
    }

    /// The same span in a file in which `lines` more lines come first.
    #[must_use]
    pub const fn below(self, lines: u32) -> Self {
        Self { line: self.line + lines, ..self }
    }
}

/// One mistake of an author.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// Path relative to the playbook's root, with `/`.
    pub file: Arc<str>,
    /// Where in the file.
    pub span: Span,
    /// Which kind of mistake.
    pub code: Code,
    /// One sentence without a full stop.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A diagnostic about `span` in `file`.
    pub fn new(code: Code, file: &Arc<str>, span: Span, message: impl Into<String>) -> Self {
        Self { code, file: Arc::clone(file), span, message: message.into(), help: None }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// All mistakes of a run, and the texts that excerpts are cut from.
#[derive(Clone, Debug, Default)]
pub struct Report {
    diagnostics: Vec<Diagnostic>,
    texts: BTreeMap<Arc<str>, Arc<str>>,
}

/// What could not be made, and why.
#[derive(Debug, Default)]
pub struct Failed {
    /// The mistakes.
    pub mistakes: Vec<Diagnostic>,
    /// The paths, below the site, of what could not be made. Once each of these can be made, the mistakes are mended, unless
    /// `whole` is set.
    pub outputs: Vec<String>,
    /// Whether something is wrong that only shows when everything is made.
    pub whole: bool,
}

impl Failed {
    /// Adds an output that could not be made.
    pub fn add(&mut self, output: String, mistakes: Vec<Diagnostic>) {
        self.outputs.push(output);
        self.mistakes.extend(mistakes);
    }

    /// Adds what could not be made elsewhere.
    pub fn extend(&mut self, other: Self) {
        self.mistakes.extend(other.mistakes);
        self.outputs.extend(other.outputs);
        self.whole |= other.whole;
    }
}

impl From<Vec<Diagnostic>> for Failed {
    fn from(mistakes: Vec<Diagnostic>) -> Self {
        Self { whole: !mistakes.is_empty(), mistakes, outputs: Vec::new() }
    }
}

impl Report {
    /// Adds a diagnostic.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Adds several.
    pub fn extend(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        self.diagnostics.extend(diagnostics);
    }

    /// Remembers the text of a file, for excerpts.
    pub fn text(&mut self, file: &Arc<str>, text: &Arc<str>) {
        self.texts.insert(Arc::clone(file), Arc::clone(text));
    }

    /// True when nobody made a mistake.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// All diagnostics, sorted by file and line, each once.
    #[must_use]
    pub fn sorted(&self) -> Vec<&Diagnostic> {
        let mut sorted: Vec<_> = self.diagnostics.iter().collect();
        sorted.sort();
        sorted.dedup();
        sorted
    }

    /// The text of a line of a file, counted from 1, where it is known.
    #[must_use]
    pub fn line(&self, file: &str, line: u32) -> Option<&str> {
        let index = usize::try_from(line).ok()?.checked_sub(1)?;
        self.texts.get(file)?.lines().nth(index)
    }
}

/// The candidate nearest to a mistyped word, if one is near enough to suggest.
#[must_use]
pub fn suggest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let normal = |text: &str| text.to_lowercase().replace(['_', ' '], "-");
    let wanted = normal(word);
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&wanted, &normal(candidate)), candidate))
        .min_by_key(|(distance, candidate)| (*distance, candidate.len()))
        .filter(|(distance, candidate)| *distance <= 1 + candidate.chars().count() / 4)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests;
