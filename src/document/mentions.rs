//! What the text of a template mentions, so that no value is made that no template prints.
//!
//! 1. A text is looked through once: a built-in one once in a process, one of the playbook once for each of its states.
//! 2. What a template brings in, as a part, mentions for it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock, OnceLock};

use rustc_hash::FxHashMap;

use super::built_in::BUILT_IN;
use super::views;

/// Where documents and their parts stand below `templates/`.
pub const FOLDER: &str = "documents/";
/// The engine's own name for everything there is.
pub const EVERYTHING: &str = "__tera_context";
/// What takes its values from who calls it.
pub const COMPONENT: &str = "component";

/// What one text mentions itself.
#[derive(Default)]
pub struct Mentions {
    /// Of [`views::SHARED`], [`views::DERIVATIONS`], [`EVERYTHING`] and [`COMPONENT`].
    pub words: BTreeSet<&'static str>,
    /// What looks like the path of another template.
    pub parts: Vec<String>,
}

/// What a text is looked through for.
static SOUGHT: LazyLock<FxHashMap<&'static [u8], &'static str>> = LazyLock::new(|| {
    let names = views::SHARED.into_iter().chain([views::DERIVATIONS, EVERYTHING, COMPONENT]);
    names.map(|name| (name.as_bytes(), name)).collect()
});

/// The mentions of one text, found when they are first asked for.
#[derive(Default)]
pub struct Mentioned(OnceLock<Mentions>);

static OF_BUILT_IN: LazyLock<BTreeMap<&'static str, (&'static str, Arc<Mentioned>)>> =
    LazyLock::new(|| BUILT_IN.into_iter().map(|(path, text)| (path, (text, Arc::default()))).collect());

impl Mentioned {
    /// The mentions of a template; those of a built-in text are shared by all engines.
    pub fn in_template(path: &str, text: &str) -> Arc<Self> {
        let built_in = OF_BUILT_IN.get(path).filter(|(known, _)| *known == text);
        built_in.map(|(_, mentioned)| Arc::clone(mentioned)).unwrap_or_default()
    }

    /// The mentions, found in `text` when that was not done yet.
    pub fn of(&self, text: &str) -> &Mentions {
        self.0.get_or_init(|| Mentions::in_text(text))
    }
}

impl Mentions {
    fn in_text(text: &str) -> Self {
        let known = |word: &[u8]| SOUGHT.get(word).copied();
        // A part is taken in by its path in quotes.
        let quotes = ['"', '\'', '`'];
        let quoted = text.match_indices(FOLDER).map(|(at, _)| text.split_at(at)).filter(|(before, _)| before.ends_with(quotes));
        let parts = quoted.filter_map(|(_, path)| path.split(quotes).next()).map(str::to_owned);
        Self { words: code(text.as_bytes()).flat_map(variables).filter_map(known).collect(), parts: parts.collect() }
    }
}

/// What of a template is neither prose nor a comment nor raw: what stands between braces, up to the first pair that no quotation
/// holds. Where none does, all that follows counts.
fn code(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let is_tag = |rest: &[u8], name: &[u8]| {
        let code = rest.strip_prefix(b"{%").map(|code| code.strip_prefix(b"-").unwrap_or(code));
        code.is_some_and(|code| code.trim_ascii_start().starts_with(name))
    };
    let mut rest = text;
    std::iter::from_fn(move || {
        let at = rest.windows(2).position(|pair| matches!(pair, b"{{" | b"{%" | b"{#"))?;
        let (begin, code) = rest[at..].split_at(2);
        let (comment, raw) = (begin == b"{#", is_tag(&rest[at..], b"raw"));
        if comment || raw {
            let is_end = |at: &usize| if comment { code[*at..].starts_with(b"#}") } else { is_tag(&code[*at..], b"endraw") };
            rest = &code[(0..code.len()).find(is_end).unwrap_or(code.len())..];
            return Some(&code[..0]);
        }
        let end = if begin == b"{{" { b"}}" } else { b"%}" };
        let (mut quote, mut escaped) = (None, false);
        let is_end = |pair: &[u8]| {
            let byte = pair[0];
            match quote {
                Some(open) if byte == open && !escaped => quote = None,
                None if matches!(byte, b'"' | b'\'' | b'`') => quote = Some(byte),
                _ => {}
            }
            escaped = byte == b'\\' && !escaped;
            quote.is_none() && pair == end
        };
        let length = code.windows(2).position(is_end).unwrap_or(code.len());
        rest = &code[length..];
        Some(&code[..length])
    })
}

/// The words of some code, but for those after a dot, which are attributes of something else.
fn variables(code: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut dots = 0;
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    code.split_inclusive(move |byte| !is_letter(*byte)).filter_map(move |piece| {
        let (word, sign) = match piece {
            [word @ .., sign] if !is_letter(*sign) => (word, *sign),
            word => (word, b' '),
        };
        let here = if sign == b'.' { if word.is_empty() { dots + 1 } else { 1 } } else { 0 };
        // Three dots spread a list; what follows is no attribute.
        (std::mem::replace(&mut dots, here) != 1).then_some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_needs_what_its_code_mentions_and_nothing_else() {
        let words = |text: &'static str| {
            let words = code(text.as_bytes()).flat_map(variables).filter(|word| !word.is_empty());
            words.map(|word| std::str::from_utf8(word).unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(words("The vendors: {{ vendors | length }}."), ["vendors", "length"]);
        assert_eq!(words("{{ vendor.findings[kpis].x }}"), ["vendor", "kpis"]);
        assert_eq!(words("{%- for one in findings -%}{{one}}{% endfor %}"), ["for", "one", "in", "findings", "one", "endfor"]);
        assert_eq!(words("{{ a["), ["a"]);
        assert_eq!(words("{{ \"}}\" ~ vendors }} and more"), ["vendors"]);
        assert_eq!(words("{{ a }} b {{ c }}{% d %}{{ \"e\" }"), ["a", "c", "d", "e"]);
        assert_eq!(words("{{ \"it's\" ~ a }} b"), ["it", "s", "a"]);
        // A quotation that stays open holds all that follows.
        assert_eq!(words("{{ it's }} {{ vendors }} and {{ kpis }}"), ["it", "s", "vendors", "and", "kpis"]);
        // What is no code opens nothing.
        assert_eq!(
            words(r#"{# {{ it's #}{% set m = {"a": {"b": 1}} if vendors %}"#),
            ["set", "m", "a", "b", "1", "if", "vendors"]
        );
        assert_eq!(words(r#"{# {{ " #}{{ "}}" ~ (vendors | length) }}{#}{{ kpis #}"#), ["vendors", "length"]);
        assert_eq!(words(r#"{%- raw %} {{ endraw " {%- endraw -%} {{ "}}" ~ kpis }}"#), ["endraw", "kpis"]);
        assert_eq!(words("{% for v in [...vendors] %}"), ["for", "v", "in", "vendors"]);
        assert_eq!(words(r#"{{ "\"}}" ~ vendors }}."#), ["vendors"]);
        assert_eq!(words(r#"{{ "a\\" ~ "}}" ~ vendors }}."#), ["a", "vendors"]);
    }

    #[test]
    fn no_built_in_template_has_a_component() {
        for (path, text) in BUILT_IN {
            assert!(!Mentions::in_text(text).words.contains(COMPONENT), "{path}");
        }
    }
}
