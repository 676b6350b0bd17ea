//! YAML text to a tree of nodes, each with its place.
//!
//! 1. serde-saphyr parses within a fixed budget, refuses duplicate keys and expands aliases and merge keys.
//! 2. Scalars keep the text as written: which type they are is for the reader of a key to say, so `no`,
//!    `1_000` and `2026-10-31` never change their meaning on the way.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{Error, Location, Spanned};

use crate::diagnostic::Span;

/// A value and its place.
#[derive(Clone, Debug)]
pub struct Node {
    pub span: Span,
    pub value: Value,
}

#[derive(Clone, Debug)]
pub enum Value {
    Null,
    Scalar { text: String, quoted: bool },
    Seq(Vec<Node>),
    Map(Vec<(Node, Node)>),
}

/// What is wrong with a text that is not YAML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    pub span: Span,
    pub message: String,
}

/// Parses one document that stands below `above` other lines of its file.
/// An empty one is an empty map, so that a file with only comments says nothing.
pub fn parse(text: &str, above: u32) -> Result<Node, SyntaxError> {
    let empty = text.lines().all(|line| line.trim_start().is_empty() || line.trim_start().starts_with('#'));
    if empty {
        return Ok(Node { span: Span::new(above + 1, 1, 1), value: Value::Map(Vec::new()) });
    }
    let raw: Spanned<Raw> = serde_saphyr::from_str_with_options(text, options()).map_err(|error| syntax_error(&error, above))?;
    let root = Source { text, above }.node(raw);
    match longest(&root).filter(|(_, length)| *length > LONGEST_SCALAR) {
        Some((span, length)) => {
            let message = format!("the text here is {length} bytes long; no value may be longer than {LONGEST_SCALAR}");
            Err(SyntaxError { span, message })
        }
        None => Ok(root),
    }
}

/// The longest value of a key, in bytes: some five pages. Titles and cells are not laid out in bounded time beyond that.
const LONGEST_SCALAR: usize = 16 * 1024;

/// The longest scalar of a tree, with its place.
fn longest(node: &Node) -> Option<(Span, usize)> {
    match &node.value {
        Value::Null => None,
        Value::Scalar { text, .. } => Some((node.span, text.len())),
        Value::Seq(items) => items.iter().filter_map(longest).max_by_key(|(_, length)| *length),
        Value::Map(entries) => {
            entries.iter().flat_map(|(key, value)| [longest(key), longest(value)]).flatten().max_by_key(|(_, length)| *length)
        }
    }
}

/// Limits far above any honest file: the largest file of the sample has under 2,000 nodes and a depth of 6.
/// A level of nesting costs the parser about 30 KB of stack in an unoptimised build; 24 levels stay within any thread.
fn options() -> serde_saphyr::Options {
    let mut budget = serde_saphyr::Budget::default();
    budget.max_depth = 24;
    budget.max_nodes = 500_000;
    budget.max_events = 1_500_000;
    let mut options = serde_saphyr::Options::default();
    options.budget = Some(budget);
    options.strict_booleans = true;
    options.alias_limits.max_total_replayed_events = 20_000;
    options.with_snippet = false;
    options
}

fn syntax_error(error: &Error, above: u32) -> SyntaxError {
    let error = error.without_snippet();
    let span = error.location().map_or_else(Span::default, |location| Source { text: "", above }.span(location));
    let message = message(error);
    SyntaxError { span, message }
}

fn message(error: &Error) -> String {
    match error {
        Error::DuplicateMappingKey { key: Some(key), .. } => format!("the key `{key}` stands here twice"),
        Error::MultipleDocuments { .. } => "the file holds more than one YAML document".to_owned(),
        Error::Budget { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. } => {
            "the file is nested, repeated or long beyond what a playbook needs".to_owned()
        }
        Error::RecursiveReferencesRequireWeakTypes { .. } => "an alias refers to the value it is part of".to_owned(),
        other => {
            let text = other.to_string();
            // The parser appends its own idea of the place, which the diagnostic states already.
            text.split(" at line ").next().unwrap_or(&text).trim_end_matches([':', ' ', '.']).replace('\n', " ")
        }
    }
}

/// The text that nodes are cut from.
#[derive(Clone, Copy)]
struct Source<'t> {
    text: &'t str,
    above: u32,
}

impl<'t> Source<'t> {
    fn span(self, location: Location) -> Span {
        let narrow = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        let first_line =
            self.slice(location).and_then(|slice| slice.lines().next()).map_or(1, |line| line.trim_end().chars().count());
        Span::new(narrow(location.line()), narrow(location.column()), narrow(first_line.max(1) as u64)).below(self.above)
    }

    fn slice(self, location: Location) -> Option<&'t str> {
        let start = usize::try_from(location.span().byte_offset()?).ok()?;
        let len = usize::try_from(location.span().byte_len()?).ok()?;
        self.text.get(start..start.checked_add(len)?)
    }

    fn node(self, raw: Spanned<Raw>) -> Node {
        let value = match raw.value {
            Raw::Null => Value::Null,
            Raw::Text(text) => {
                let quoted = self.slice(raw.defined).is_some_and(|slice| slice.starts_with(['"', '\'', '|', '>']));
                Value::Scalar { text, quoted }
            }
            Raw::Plain(shown) => {
                let text = self.slice(raw.defined).map_or(shown, |slice| slice.trim().to_owned());
                Value::Scalar { text, quoted: false }
            }
            Raw::Seq(items) => Value::Seq(items.into_iter().map(|item| self.node(item)).collect()),
            Raw::Map(entries) => Value::Map(entries.into_iter().map(|(key, value)| (self.node(key), self.node(value))).collect()),
        };
        Node { span: self.span(raw.referenced), value }
    }
}

enum Raw {
    Null,
    /// A string, quotes and escapes undone.
    Text(String),
    /// A plain scalar the parser took for a number or a truth value.
    Plain(String),
    Seq(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<Raw>, Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Plain(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Raw, E> {
        Ok(Raw::Plain(value.to_string()))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Raw, E> {
        Ok(Raw::Plain(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Raw, E> {
        Ok(Raw::Plain(value.to_string()))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Raw, E> {
        Ok(Raw::Plain(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Raw, E> {
        Ok(Raw::Plain(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
        Ok(Raw::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Raw::Seq(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Raw::Map(entries))
    }
}
