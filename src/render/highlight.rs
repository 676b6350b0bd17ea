//! Words of code by what they are, for languages that are known.
//!
//! 1. The grammars come with the program and are read when the first block of code asks for them.
//! 2. A word has one of five kinds; the style sheet gives each its look in both themes.

use std::sync::LazyLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxSet};
use syntect::util::LinesWithEndings;

/// What a word of code is: the class it has in HTML.
pub type Kind = &'static str;

/// A line of code: its pieces, each with its kind where it has one.
pub type Line<'t> = Vec<(Option<Kind>, &'t str)>;

/// Longer blocks are no reading matter, and stay plain.
const LONGEST: usize = 64 * 1024;

static GRAMMARS: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// Kinds by the scopes that grammars give, the innermost that matches.
static KINDS: LazyLock<Vec<(Scope, Kind)>> = LazyLock::new(|| {
    let kinds = [
        ("comment", "c"),
        ("string", "s"),
        ("constant", "n"),
        ("keyword", "k"),
        ("storage", "k"),
        ("entity.name", "e"),
        ("entity.other", "e"),
        ("support", "e"),
        ("variable.function", "e"),
    ];
    kinds.into_iter().filter_map(|(scope, kind)| Some((Scope::new(scope).ok()?, kind))).collect()
});

/// Lines of pieces with their kinds; `None` where the language is not known.
#[must_use]
pub fn lines<'t>(language: &str, text: &'t str) -> Option<Vec<Line<'t>>> {
    if text.len() > LONGEST {
        return None;
    }
    let syntax = GRAMMARS.find_syntax_by_token(language).filter(|syntax| syntax.name != "Plain Text")?;
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut lines = Vec::new();
    for line in LinesWithEndings::from(text) {
        let operations = state.parse_line(line, &GRAMMARS).ok()?;
        let mut pieces: Line<'t> = Vec::new();
        let mut from = 0;
        let ends = operations.iter().map(|(at, operation)| (*at, Some(operation)));
        for (end, operation) in ends.chain([(line.len(), None)]) {
            let piece = line.get(from..end)?.trim_end_matches('\n');
            if !piece.is_empty() {
                pieces.push((kind(&stack), piece));
            }
            if let Some(operation) = operation {
                stack.apply(operation).ok()?;
            }
            from = end;
        }
        lines.push(pieces);
    }
    Some(lines)
}

fn kind(stack: &ScopeStack) -> Option<Kind> {
    let of = |scope: &Scope| KINDS.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope)).map(|(_, kind)| *kind);
    stack.scopes.iter().rev().find_map(of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_kinds_and_nothing_is_lost() {
        let text = "# note\nname: \"Ash\"\nweight: 3\n";
        let lines = lines("yaml", text).unwrap();
        let joined: Vec<String> = lines.iter().map(|line| line.iter().map(|(_, piece)| *piece).collect()).collect();
        assert_eq!(joined, ["# note", "name: \"Ash\"", "weight: 3"]);
        assert!(lines[0].iter().all(|(kind, _)| *kind == Some("c")));
        assert!(lines[1].iter().any(|(kind, piece)| *kind == Some("s") && piece.contains("Ash")));
        assert!(lines[2].iter().any(|(kind, piece)| *kind == Some("n") && *piece == "3"));
        assert!(super::lines("no-such-language", text).is_none());
        assert!(super::lines("text", text).is_none());
    }
}
