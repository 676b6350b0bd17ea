//! A tree of nodes to a typed record, collecting every mistake on the way.
//!
//! 1. A serde deserializer reads a record from the tree. A key the record does not have is reported and skipped.
//! 2. Serde stops at the first wrong value. [`decode`] then reports it, cuts that node out of the tree and reads
//!    again, until the record reads or nothing is left. A list goes on without the broken entry, a record
//!    without the broken optional key; a record that lacks a cut key is cut in silence. Last, list entries that had
//!    a mistake are left out whole.
//! 3. Every mistake carries the span of the node it is about.

use std::cell::RefCell;
use std::collections::HashSet;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::{self, DeserializeOwned, DeserializeSeed, IntoDeserializer, Visitor};

use super::yaml::{Node, Value};
use crate::diagnostic::{Code, Span, suggest};
use crate::model::value::AT;

/// A mistake found while reading a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    pub code: Code,
    pub span: Span,
    pub message: String,
    pub help: Option<String>,
}

/// More mistakes than this in one file are one mistake: the wrong file.
const MOST_MISTAKES: usize = 100;

/// Reads a record, with all mistakes; `None` when too little is left to make one.
pub fn decode<T: DeserializeOwned + JsonSchema>(root: &Node) -> (Option<T>, Vec<Mistake>) {
    let schema = || SchemaGenerator::default().into_root_schema_for::<T>();
    let session = Session { mistakes: RefCell::default(), cut: RefCell::default(), schema };
    loop {
        match T::deserialize(Reader { node: root, session: &session, read: As::Value }) {
            Ok(record) if session.mistakes.borrow().is_empty() => return (Some(record), Vec::new()),
            Ok(record) => {
                // What is left of a list entry with a mistake would only raise questions that its author has answered.
                cut_entries(root, None, &session);
                let rest = T::deserialize(Reader { node: root, session: &session, read: As::Value }).unwrap_or(record);
                return (Some(rest), session.mistakes.into_inner());
            }
            Err(failure) => {
                let Some((identity, span)) = failure.place else { return (None, session.mistakes.into_inner()) };
                if let Some((code, message, help)) = failure.mistake {
                    session.report(Mistake { code, span, message, help });
                }
                let stuck = !session.cut.borrow_mut().insert(identity);
                if stuck || identity == root.identity() || session.mistakes.borrow().len() >= MOST_MISTAKES {
                    return (None, session.mistakes.into_inner());
                }
            }
        }
    }
}

/// Cuts every entry of a list in which something was cut or unknown.
fn cut_entries(node: &Node, entry: Option<&Node>, session: &Session) {
    if session.is_cut(node)
        && let Some(entry) = entry
    {
        session.cut.borrow_mut().insert(entry.identity());
    }
    match &node.value {
        Value::Seq(items) => items.iter().for_each(|item| cut_entries(item, Some(item), session)),
        Value::Map(entries) => entries.iter().for_each(|(key, value)| {
            cut_entries(key, entry, session);
            cut_entries(value, entry, session);
        }),
        Value::Null | Value::Scalar { .. } => {}
    }
}

struct Session {
    mistakes: RefCell<Vec<Mistake>>,
    cut: RefCell<HashSet<usize>>,
    /// Of the whole file; made only for a mistake.
    schema: fn() -> Schema,
}

impl Session {
    /// The same mistake turns up again whenever the tree is read again.
    fn report(&self, mistake: Mistake) {
        let mut mistakes = self.mistakes.borrow_mut();
        if !mistakes.contains(&mistake) {
            mistakes.push(mistake);
        }
    }

    fn is_cut(&self, node: &Node) -> bool {
        self.cut.borrow().contains(&node.identity())
    }
}

impl Node {
    /// Nodes stay where they are while a file is read, so the address tells them apart.
    fn identity(&self) -> usize {
        std::ptr::from_ref(self) as usize
    }

    fn describe(&self) -> String {
        match &self.value {
            Value::Null => "nothing".to_owned(),
            Value::Scalar { text, quoted: true } => format!("the text `{}`", shorten(text)),
            Value::Scalar { text, quoted: false } => format!("`{}`", shorten(text)),
            Value::Seq(_) => "a list".to_owned(),
            Value::Map(_) => "a map of keys".to_owned(),
        }
    }
}

fn shorten(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let short: String = line.chars().take(40).collect();
    if short.len() == text.len() { short } else { format!("{short}…") }
}

/// Why a record cannot be read: where, and what to say about it unless that was said already.
#[derive(Debug)]
struct Failure {
    place: Option<(usize, Span)>,
    mistake: Option<(Code, String, Option<String>)>,
    missing: Option<&'static str>,
}

impl Failure {
    fn at(node: &Node, code: Code, message: String, help: Option<String>) -> Self {
        Self { place: Some((node.identity(), node.span)), mistake: Some((code, message, help)), missing: None }
    }

    fn or_at(mut self, node: &Node) -> Self {
        self.place = self.place.or(Some((node.identity(), node.span)));
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.mistake.as_ref().map_or("unreadable", |(_, message, _)| message))
    }
}

impl std::error::Error for Failure {}

impl de::Error for Failure {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self { place: None, mistake: Some((Code::WrongValue, message.to_string(), None)), missing: None }
    }

    fn missing_field(field: &'static str) -> Self {
        Self { place: None, mistake: Some((Code::MissingKey, format!("missing key `{field}`"), None)), missing: Some(field) }
    }

    fn invalid_type(unexpected: de::Unexpected<'_>, expected: &dyn de::Expected) -> Self {
        Self::custom(format_args!("expected {expected}, found {unexpected}"))
    }
}

/// Whatever is read is read by this one type, the parts of a place too: the compiler makes all records anew for each type.
#[derive(Clone, Copy)]
struct Reader<'n> {
    node: &'n Node,
    session: &'n Session,
    read: As,
}

/// What a reader gives.
#[derive(Clone, Copy)]
enum As {
    Value,
    /// A key may be quoted and still be a number: in JSON, which is YAML too, it has to be.
    Key,
    /// The name of a part of the node's place.
    Name(&'static str),
    /// A part of the node's place, as a whole number: [`crate::model::At`] asks for nothing else.
    Part(u32),
}

impl<'n> Reader<'n> {
    fn wrong(self, expected: &str) -> Failure {
        Failure::at(self.node, Code::WrongValue, format!("expected {expected}, found {}", self.node.describe()), None)
    }

    fn number<T: std::str::FromStr>(self, expected: &str) -> Result<T, Failure> {
        match &self.node.value {
            Value::Scalar { text, quoted } if matches!(self.read, As::Key) || !quoted => {
                text.replace('_', "").parse().map_err(|_| self.wrong(expected))
            }
            _ => Err(self.wrong(expected)),
        }
    }

    fn text(self, expected: &str) -> Result<&'n str, Failure> {
        match (self.read, &self.node.value) {
            (As::Name(name), _) => Ok(name),
            (_, Value::Scalar { text, .. }) => Ok(text),
            _ => Err(self.wrong(expected)),
        }
    }

    const fn child(self, node: &'n Node) -> Self {
        Self { node, read: As::Value, ..self }
    }

    const fn key(self, node: &'n Node) -> Self {
        Self { node, read: As::Key, ..self }
    }

    /// The entries of a map that are still there; a key that is not in `fields` is reported and left out.
    fn entries(self, fields: Option<&'static [&'static str]>) -> Result<Vec<(&'n Node, &'n Node)>, Failure> {
        let Value::Map(entries) = &self.node.value else {
            return Err(self.wrong("a map of keys"));
        };
        let mut kept = Vec::with_capacity(entries.len());
        for (key, value) in entries {
            let known = match fields {
                None => true,
                Some(fields) => {
                    let name = self.child(key).text("a key")?;
                    let known = fields.contains(&name);
                    if !known {
                        self.unknown_key(key, name, fields, entries);
                    }
                    known
                }
            };
            if known && !self.session.is_cut(value) && !self.session.is_cut(key) {
                kept.push((key, value));
            }
        }
        Ok(kept)
    }

    fn unknown_key(self, key: &Node, name: &str, fields: &'static [&'static str], entries: &[(Node, Node)]) {
        let present =
            |field: &str| entries.iter().any(|(key, _)| matches!(&key.value, Value::Scalar { text, .. } if text == field));
        let absent = fields.iter().copied().filter(|field| !present(field));
        let help = match suggest(name, absent) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known keys are {}", list(fields)),
        };
        let message = format!("unknown key `{}`", shorten(name));
        self.session.report(Mistake { code: Code::UnknownKey, span: key.span, message, help: Some(help) });
        self.session.cut.borrow_mut().insert(key.identity());
    }

    /// The required keys that are not written, where serde misses `field`, which is but the first of them. A record is found in the
    /// schema by its name.
    fn absent(self, record: &str, field: &str) -> Vec<String> {
        let schema = (self.session.schema)();
        let whole = schema.as_value();
        let own = if whole["title"] == record { whole } else { &whole["$defs"][record] };
        let required = own["required"].as_array().into_iter().flatten().filter_map(serde_json::Value::as_str);
        let mut required: Vec<String> = required.map(str::to_owned).collect();
        if !required.iter().any(|key| key == field) {
            required = vec![field.to_owned()];
        }
        let Value::Map(entries) = &self.node.value else { return required };
        let is_written =
            |field: &str| entries.iter().any(|(key, _)| matches!(&key.value, Value::Scalar { text, .. } if text == field));
        required.retain(|key| key == field || !is_written(key));
        required.retain(|key| !self.explains_absence(key));
        required
    }

    /// A key that was cut, or that a reported unknown key was meant to be, is not missing: its author wrote it.
    fn explains_absence(self, field: &str) -> bool {
        let Value::Map(entries) = &self.node.value else { return false };
        let meant = format!("did you mean `{field}`?");
        let mistakes = self.session.mistakes.borrow();
        entries.iter().any(|(key, value)| {
            let same = matches!(&key.value, Value::Scalar { text, .. } if text == field);
            (same && self.session.is_cut(value))
                || mistakes.iter().any(|mistake| mistake.span == key.span && mistake.help.as_deref() == Some(&meant))
        })
    }
}

fn list(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

macro_rules! numbers {
    ($($method:ident $visit:ident $type:ty, $expected:literal;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
            if let As::Part(part) = self.read {
                return visitor.visit_u32(part);
            }
            let number: $type = self.number($expected)?;
            visitor.$visit(number).map_err(|failure: Failure| failure.or_at(self.node))
        }
    )*};
}

impl<'de, 'n: 'de> de::Deserializer<'de> for Reader<'n> {
    type Error = Failure;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match &self.node.value {
            Value::Null => visitor.visit_unit(),
            Value::Scalar { .. } => self.deserialize_str(visitor),
            Value::Seq(_) => self.deserialize_seq(visitor),
            Value::Map(_) => self.deserialize_map(visitor),
        }
    }

    numbers! {
        deserialize_i8 visit_i8 i8, "a whole number";
        deserialize_i16 visit_i16 i16, "a whole number";
        deserialize_i32 visit_i32 i32, "a whole number";
        deserialize_i64 visit_i64 i64, "a whole number";
        deserialize_u8 visit_u8 u8, "a whole number from 0";
        deserialize_u16 visit_u16 u16, "a whole number from 0";
        deserialize_u32 visit_u32 u32, "a whole number from 0";
        deserialize_u64 visit_u64 u64, "a whole number from 0";
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        let number: f64 = self.number("a number")?;
        if !number.is_finite() {
            return Err(self.wrong("a number"));
        }
        visitor.visit_f64(number)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match &self.node.value {
            Value::Scalar { text, quoted: false } if text == "true" => visitor.visit_bool(true),
            Value::Scalar { text, quoted: false } if text == "false" => visitor.visit_bool(false),
            _ => Err(self.wrong("`true` or `false`")),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        let text = self.text("text")?;
        if text.trim().is_empty() {
            return Err(Failure::at(self.node, Code::WrongValue, "expected text, found nothing but blanks".to_owned(), None));
        }
        visitor.visit_borrowed_str(text).map_err(|failure: Failure| failure.or_at(self.node))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match &self.node.value {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_newtype_struct(self).map_err(|failure| failure.or_at(self.node))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        let Value::Seq(items) = &self.node.value else {
            return Err(self.wrong("a list"));
        };
        let kept = items.iter().filter(|item| !self.session.is_cut(item)).map(|item| self.child(item)).collect::<Vec<_>>();
        visitor.visit_seq(Items { items: kept.into_iter() }).map_err(|failure| failure.or_at(self.node))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        let entries = self.entries(None)?;
        visitor.visit_map(Entries::new(self, Rest::Written(entries.into_iter()))).map_err(|failure| failure.or_at(self.node))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        if name == AT.0 {
            return visitor.visit_map(Entries::new(self, Rest::Place(0))).map_err(|failure| failure.or_at(self.node));
        }
        let entries = self.entries(Some(fields))?;
        let result = visitor.visit_map(Entries::new(self, Rest::Written(entries.into_iter())));
        result.map_err(|mut failure: Failure| {
            if let Some(field) = failure.missing.filter(|_| failure.place.is_none()) {
                let absent = self.absent(name, field);
                let absent: Vec<&str> = absent.iter().map(String::as_str).collect();
                let keys = if absent.len() == 1 { "key" } else { "keys" };
                let message = format!("missing {keys} {}", list(&absent));
                failure.mistake = absent.first().map(|_| (Code::MissingKey, message, None));
            }
            failure.or_at(self.node)
        })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        let word = self.text(&format!("one of {}", list(variants)))?;
        if !variants.contains(&word) {
            let help = match suggest(word, variants.iter().copied()) {
                Some(near) => format!("did you mean `{near}`? Known words are {}", list(variants)),
                None => format!("known words are {}", list(variants)),
            };
            return Err(Failure::at(self.node, Code::WrongValue, format!("unknown word `{}`", shorten(word)), Some(help)));
        }
        visitor.visit_enum(word.into_deserializer())
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! { i128 u128 char bytes byte_buf unit unit_struct tuple tuple_struct }
}

struct Items<'n, I: Iterator<Item = Reader<'n>>> {
    items: I,
}

impl<'de, 'n: 'de, I: Iterator<Item = Reader<'n>>> de::SeqAccess<'de> for Items<'n, I> {
    type Error = Failure;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Failure> {
        self.items.next().map(|item| seed.deserialize(item).map_err(|failure| failure.or_at(item.node))).transpose()
    }
}

/// The entries of a map, one after the other.
struct Entries<'n> {
    reader: Reader<'n>,
    rest: Rest<'n>,
    value: Option<Reader<'n>>,
}

/// What is still to be read.
enum Rest<'n> {
    Written(std::vec::IntoIter<(&'n Node, &'n Node)>),
    /// For [`crate::model::At`] line, column, length, then the value itself; from which of these on.
    Place(usize),
}

impl<'n> Entries<'n> {
    const fn new(reader: Reader<'n>, rest: Rest<'n>) -> Self {
        Self { reader, rest, value: None }
    }

    /// The next key and its value.
    fn next(&mut self) -> Option<(Reader<'n>, Reader<'n>)> {
        match &mut self.rest {
            Rest::Written(entries) => entries.next().map(|(key, value)| (self.reader.key(key), self.reader.child(value))),
            Rest::Place(next) => {
                let name = AT.1.get(*next)?;
                let span = self.reader.node.span;
                let part = [span.line, span.column, span.len].get(*next).copied();
                *next += 1;
                let value = part.map_or(self.reader, |part| Reader { read: As::Part(part), ..self.reader });
                Some((Reader { read: As::Name(name), ..self.reader }, value))
            }
        }
    }
}

impl<'de, 'n: 'de> de::MapAccess<'de> for Entries<'n> {
    type Error = Failure;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Failure> {
        let Some((key, value)) = self.next() else { return Ok(None) };
        self.value = Some(value);
        seed.deserialize(key).map(Some).map_err(|failure| failure.or_at(key.node))
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Failure> {
        let Some(value) = self.value.take() else {
            return Err(self.reader.wrong("a value"));
        };
        seed.deserialize(value).map_err(|failure| failure.or_at(value.node))
    }
}
