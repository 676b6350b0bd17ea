//! Shortcodes: `{{ score(vendor="meridian") }}` in prose stands for what is computed, and is filled when the page is made.
//!
//! 1. [`find`] cuts them out of the text of a tree; code keeps its braces.
//! 2. What they mean is for the layer that knows the evaluation.

use super::text::Lines;
use super::{Block, Inline, each_content_mut};
use crate::diagnostic::{Code, Span};

/// A call in prose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortcode {
    /// What is called, such as `score`.
    pub name: String,
    /// Keys and values, as written.
    pub arguments: Vec<(String, String)>,
    /// Where it stands in its file.
    pub span: Span,
}

impl Shortcode {
    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.arguments.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
    }

    /// As it was written, but for blanks.
    #[must_use]
    pub fn written(&self) -> String {
        let arguments: Vec<String> = self.arguments.iter().map(|(key, value)| format!("{key}=\"{value}\"")).collect();
        format!("{{{{ {}({}) }}}}", self.name, arguments.join(", "))
    }
}

/// What every call looks like, for help.
const SHAPE: &str = "`{{ name(key=\"value\") }}`";

/// Puts shortcodes in place of their text. `above` is the number of lines that stand above `text` in its file. Returns whether
/// there are any, and what is wrong with them.
pub fn find(blocks: &mut [Block], text: &str, above: u32) -> (bool, Vec<(Code, Span, String)>) {
    let mut problems = Vec::new();
    let mut found = false;
    if !text.contains("{{") {
        return (found, problems);
    }
    let mut places = Places { text, lines: Lines::new(text, above), from: 0 };
    each_content_mut(blocks, &mut |content| {
        let has_any = |inline: &Inline| matches!(inline, Inline::Text(words) if words.contains("{{"));
        if !content.iter().any(has_any) {
            return;
        }
        let mut out = Vec::with_capacity(content.len() + 2);
        for inline in std::mem::take(content) {
            match inline {
                Inline::Text(words) if words.contains("{{") => {
                    found |= cut(&words, &mut places, &mut out, &mut problems);
                }
                other => out.push(other),
            }
        }
        *content = out;
    });
    (found, problems)
}

/// Cuts one text into words and shortcodes.
fn cut(words: &str, places: &mut Places<'_>, out: &mut Vec<Inline>, problems: &mut Vec<(Code, Span, String)>) -> bool {
    let mut rest = words;
    let mut found = false;
    while let Some((before, after)) = rest.split_once("{{") {
        if !before.is_empty() {
            out.push(Inline::Text(before.to_owned()));
        }
        let (inner, next) = after.split_once("}}").unwrap_or((after, ""));
        let span = places.find(inner);
        match call(inner, span) {
            Some(shortcode) if after.contains("}}") => {
                out.push(Inline::Shortcode(shortcode));
                found = true;
            }
            _ => problems.push((Code::Shortcode, span, format!("`{{{{{inner}` is no shortcode: {SHAPE}"))),
        }
        rest = next;
    }
    if !rest.is_empty() {
        out.push(Inline::Text(rest.to_owned()));
    }
    found
}

/// `name(key="value", key="value")`
fn call(text: &str, span: Span) -> Option<Shortcode> {
    let is_word = |word: &str| !word.is_empty() && word.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_');
    let (name, rest) = text.trim().split_once('(')?;
    let mut rest = rest.strip_suffix(')')?.trim();
    let mut arguments = Vec::new();
    while !rest.is_empty() {
        let (key, after) = rest.split_once('=')?;
        let key = key.trim();
        let after = after.trim_start();
        // Typographers' quotes come from editors that mean well.
        let quote = after.chars().next().filter(|quote| ['"', '\'', '“', '”'].contains(quote))?;
        let after = &after[quote.len_utf8()..];
        let end = after.find(['"', '\'', '“', '”'])?;
        let (value, after) = after.split_at(end);
        let after = &after[after.chars().next().map_or(0, char::len_utf8)..];
        if !is_word(key) || arguments.iter().any(|(known, _)| known == key) {
            return None;
        }
        arguments.push((key.to_owned(), value.to_owned()));
        let after = after.trim_start();
        rest = match after.strip_prefix(',') {
            Some(more) => more.trim_start(),
            None if after.is_empty() => after,
            None => return None,
        };
    }
    is_word(name.trim_end()).then(|| Shortcode { name: name.trim_end().to_owned(), arguments, span })
}

/// Finds where a shortcode stands, from the last one on: the tree has their order, and not always their place.
struct Places<'t> {
    text: &'t str,
    lines: Lines<'t>,
    from: usize,
}

impl Places<'_> {
    fn find(&mut self, inner: &str) -> Span {
        // A call may be broken over lines, which the tree does not know.
        let wanted = format!("{{{{{}", inner.split('(').next().unwrap_or_default());
        let find = |from: usize| self.text.get(from..).and_then(|rest| rest.find(&wanted)).map(|at| from + at);
        let Some(at) = find(self.from).or_else(|| find(0)) else { return self.lines.span(&(self.from..self.from)) };
        self.from = if self.text[at..].starts_with(&format!("{{{{{inner}")) { at + 2 + inner.len() } else { at + wanted.len() };
        // The closing braces belong to it.
        let end = self.text.get(self.from..).filter(|rest| rest.starts_with("}}")).map_or(self.from, |_| self.from + 2);
        self.lines.span(&(at..end.min(self.text.len())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::block::{parse, walk};

    fn found(text: &str) -> (Vec<Shortcode>, Vec<(Span, String)>) {
        let mut blocks = parse(text, 10).blocks;
        let (any, problems) = find(&mut blocks, text, 10);
        let mut all = Vec::new();
        walk(&blocks, &mut |inline| {
            if let Inline::Shortcode(shortcode) = inline {
                all.push(shortcode.clone());
            }
        });
        assert_eq!(any, !all.is_empty());
        (all, problems.into_iter().map(|(_, span, message)| (span, message)).collect())
    }

    #[test]
    fn shortcodes_stand_anywhere_but_in_code() {
        let text = "A {{ score(vendor=\"ash\") }} and **{{ health(vendor = \"ash\") }}**.\n\n| A |\n|--|\n| {{ kpi(vendor=\"ash\", kpi=\"x_y\") }} |\n\n`{{ no() }}`\n\n```\n{{ no() }}\n```\n";
        let (all, problems) = found(text);
        let written: Vec<String> = all.iter().map(Shortcode::written).collect();
        assert_eq!(
            written,
            ["{{ score(vendor=\"ash\") }}", "{{ health(vendor=\"ash\") }}", "{{ kpi(vendor=\"ash\", kpi=\"x_y\") }}"]
        );
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!((all[0].span, all[1].span.line, all[2].span), (Span::new(11, 3, 25), 11, Span::new(15, 3, 34)));
    }

    #[test]
    fn what_is_no_call_is_a_mistake_with_its_place() {
        for wrong in [
            "{{ score }}",
            "{{ score(ash) }}",
            "{{ score(vendor=\"ash\" }}",
            "{{ score(a=\"1\", a=\"2\") }}",
            "{{",
            "{{ x(a=\"1\" b=\"2\") }}",
        ] {
            let (all, problems) = found(&format!("First.\n\nThen {wrong}\n"));
            assert!(all.is_empty(), "{wrong}");
            assert_eq!(problems.len(), 1, "{wrong}");
            assert_eq!((problems[0].0.line, problems[0].0.column), (13, 6), "{wrong}");
        }
        assert!(found("{{ vendors() }}").1.is_empty());
    }
}
