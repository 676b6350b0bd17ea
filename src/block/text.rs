//! Texts: where a byte of one stands, and the anchor that one makes.

use std::ops::Range;

use crate::diagnostic::Span;

/// The anchor of a heading, as GitHub makes it: lower case, words joined by hyphens, punctuation dropped.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for character in text.trim().chars() {
        if character.is_alphanumeric() || matches!(character, '-' | '_') {
            slug.extend(character.to_lowercase());
        } else if character.is_whitespace() {
            slug.push('-');
        }
    }
    slug
}

/// Text without shortcodes, which become other words.
pub fn without_calls(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before.trim_end());
        rest = after.split_once("}}").map_or("", |(_, rest)| rest);
    }
    out + rest
}

/// Finds the line and column of a byte offset.
pub struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
    above: u32,
}

impl<'t> Lines<'t> {
    /// The lines of a text that `above` others come before.
    pub fn new(text: &'t str, above: u32) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(index, _)| index + 1)).collect();
        Self { text, starts, above }
    }

    /// What is written there.
    pub fn written(&self, range: &Range<usize>) -> &'t str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// The place of a range of bytes.
    pub fn span(&self, range: &Range<usize>) -> Span {
        let line = self.starts.partition_point(|start| *start <= range.start).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or(0);
        let column = self.text.get(start..range.start).map_or(0, |before| before.chars().count());
        let marked = self.text.get(range.clone()).and_then(|marked| marked.lines().next()).unwrap_or_default();
        let narrow = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Span::new(self.above + narrow(line) + 1, narrow(column) + 1, narrow(marked.trim_end().chars().count().max(1)))
    }
}
