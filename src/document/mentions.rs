//! What the text of a template mentions, so that no value is made that no template prints.
//!
//! 1. A text is looked through once: a built-in one once in a process, one of the playbook once for each of its states.
//! 2. What a template brings in, as a part, mentions for it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock, OnceLock};

use rustc_hash::FxHashSet;

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
static SOUGHT: LazyLock<FxHashSet<&'static str>> =
    LazyLock::new(|| views::SHARED.into_iter().chain([views::DERIVATIONS, EVERYTHING, COMPONENT]).collect());

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
        let known = |word: &str| SOUGHT.get(word).copied();
        // A part is taken in by its path in quotes.
        let parts = text.split(['"', '\'', '`']).filter(|quoted| quoted.starts_with(FOLDER)).map(str::to_owned);
        Self { words: code(text).flat_map(variables).filter_map(known).collect(), parts: parts.collect() }
    }
}

/// What of a template is not prose.
fn code(text: &str) -> impl Iterator<Item = &str> {
    // Where a quotation is open at its end, it was not the code that ended: then all that follows counts.
    let is_quoted = |code: &str, at: usize| code.get(..at).is_some_and(|before| before.ends_with('\\'));
    let quotes = move |code: &str, quote: char| code.match_indices(quote).filter(|(at, _)| !is_quoted(code, *at)).count();
    let is_whole = move |code: &&str| ['"', '\'', '`'].into_iter().all(|quote| quotes(code, quote).is_multiple_of(2));
    let code = move |rest: &'_ str, end: &str| rest.split(end).next().filter(is_whole).map_or(rest.len(), str::len);
    let after = move |(begin, end): (&'static str, &'static str)| {
        text.split(begin).skip(1).map(move |rest| rest.get(..code(rest, end)).unwrap_or(rest))
    };
    [("{{", "}}"), ("{%", "%}")].into_iter().flat_map(after)
}

/// The words of some code, but for those after a dot, which are attributes of something else.
fn variables(code: &str) -> impl Iterator<Item = &str> {
    let mut dots = 0;
    code.split_inclusive(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').filter_map(move |piece| {
        let word = piece.trim_end_matches(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
        let here = if piece.ends_with('.') { if word.is_empty() { dots + 1 } else { 1 } } else { 0 };
        // Three dots spread a list; what follows is no attribute.
        (std::mem::replace(&mut dots, here) != 1).then_some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_needs_what_its_code_mentions_and_nothing_else() {
        let words = |text: &'static str| code(text).flat_map(variables).filter(|word| !word.is_empty()).collect::<Vec<_>>();
        assert_eq!(words("The vendors: {{ vendors | length }}."), ["vendors", "length"]);
        assert_eq!(words("{{ vendor.findings[kpis].x }}"), ["vendor", "kpis"]);
        assert_eq!(words("{%- for one in findings -%}{{one}}{% endfor %}"), ["one", "for", "one", "in", "findings", "endfor"]);
        assert_eq!(words("{{ a["), ["a"]);
        assert_eq!(words("{{ \"}}\" ~ vendors }} and more"), ["vendors", "and", "more"]);
        assert_eq!(words("{% for v in [...vendors] %}"), ["for", "v", "in", "vendors"]);
        assert_eq!(words(r#"{{ "\"}}" ~ vendors }}."#), ["vendors"]);
    }
}
