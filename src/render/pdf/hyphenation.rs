//! Dividing words at the end of a line.
//!
//! 1. The patterns are those of the language of the playbook; a language without patterns divides nothing.
//! 2. Only words of running text are divided: no code, no ids, no addresses, nothing with figures or capitals inside.

use hypher::Lang;

use super::text::SOFT_HYPHEN;
use super::words::{Span, Words};

/// Shorter words stay whole.
const SHORTEST: usize = 6;

/// At least so many letters stand before and after a hyphen.
const LEAST: usize = 3;

/// The patterns of a BCP 47 language tag.
#[must_use]
pub fn language(tag: &str) -> Option<Lang> {
    let primary = tag.trim().split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let code: [u8; 2] = primary.as_bytes().try_into().ok()?;
    // Norwegian is tagged by its written forms.
    Lang::from_iso(if code == *b"nn" { *b"nb" } else { code })
}

/// A word that would better be divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Where it starts.
    pub start: usize,
    /// Whether it is wider than its line, so that it would be cut anywhere; a name is divided only then.
    pub cut: bool,
}

/// The words with soft hyphens in those that start at `places`; `None` when none of them can be divided.
#[must_use]
pub fn divided(words: &Words, places: &[Place], language: Lang) -> Option<Words> {
    // Where a soft hyphen goes, in order.
    let mut cuts: Vec<usize> = Vec::new();
    for &Place { start, cut } in places {
        let rest = words.text.get(start..).unwrap_or_default();
        let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '\u{a0}' | '-' | '/' | '–' | '—')).unwrap_or(rest.len());
        let token = rest.get(..end).unwrap_or_default();
        let lead = token.len() - token.trim_start_matches(|c: char| !c.is_alphabetic()).len();
        let word = token.trim_matches(|c: char| !c.is_alphabetic());
        let named = word.starts_with(char::is_uppercase) && !cut;
        let plain = !named && word.chars().count() >= SHORTEST && word.chars().skip(1).all(char::is_lowercase);
        let running = |at: usize| {
            let span = words.spans.partition_point(|span| span.start <= at).saturating_sub(1);
            let look = words.spans.get(span).and_then(|span| words.styles.get(usize::from(span.style)));
            words.spans.get(span).is_some_and(|span| span.shape.is_none()) && look.is_some_and(|look| !look.fixed)
        };
        if !plain || !running(start + lead) {
            continue;
        }
        let mut at = start + lead;
        let mut syllables = hypher::hyphenate_bounded(word, language, LEAST, LEAST).peekable();
        while let Some(syllable) = syllables.next() {
            at += syllable.len();
            if syllables.peek().is_some() {
                cuts.push(at);
            }
        }
    }
    cuts.sort_unstable();
    cuts.dedup();
    if cuts.is_empty() {
        return None;
    }
    let mut text = String::with_capacity(words.text.len() + cuts.len() * SOFT_HYPHEN.len());
    let mut from = 0;
    for &cut in &cuts {
        text.push_str(words.text.get(from..cut)?);
        text.push_str(SOFT_HYPHEN);
        from = cut;
    }
    text.push_str(words.text.get(from..)?);
    // What stood at a place now stands behind the soft hyphens before it.
    let moved = |place: usize| place + SOFT_HYPHEN.len() * cuts.partition_point(|cut| *cut <= place);
    let spans = words.spans.iter().map(|span| Span { start: moved(span.start), ..*span }).collect();
    let replaced = words.replaced.iter().map(|&(place, character)| (moved(place), character)).collect();
    Some(Words { text, styles: words.styles.clone(), spans, replaced, sparks: words.sparks.clone() })
}
