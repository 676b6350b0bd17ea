//! Words of code by what they are, for languages that are known.
//!
//! 1. The grammars come with the program and are read when the first block of code asks for them.
//! 2. A word has one of five kinds; the style sheet gives each its look in both themes.
//! 3. A line that was read before in the same state is not read again: much code says the same lines, and the regular
//!    expressions of grammars took half the time of a large site.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use syntect::parsing::{ParseState, Scope, ScopeStack, ScopeStackOp, SyntaxReference, SyntaxSet};
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
    KNOWN.with_borrow_mut(|known| known.block(syntax, text))
}

thread_local! {
    static KNOWN: RefCell<Known> = RefCell::default();
}

/// What a line says: at which byte which scope begins or ends.
type Operations = Rc<[(usize, ScopeStackOp)]>;

/// Lines that were read, by the state they were read in.
#[derive(Default)]
struct Known {
    states: Vec<State>,
    lines: usize,
    /// The state at the start of a block, by the name of the language.
    first: FxHashMap<&'static str, usize>,
    kinds: FxHashMap<Scope, Option<Kind>>,
}

struct State {
    at: ParseState,
    /// By the line: what it says, and the state after it.
    after: HashMap<Box<str>, (Operations, usize)>,
}

impl Known {
    /// So many lines are kept; then all are forgotten.
    const MOST: usize = 4096;

    /// All lines of a block; `None` where the grammar is at fault.
    fn block<'t>(&mut self, syntax: &'static SyntaxReference, text: &'t str) -> Option<Vec<Line<'t>>> {
        if self.lines > Self::MOST {
            *self = Self::default();
        }
        let mut state = if let Some(state) = self.first.get(&*syntax.name) {
            *state
        } else {
            let state = self.index(ParseState::new(syntax));
            self.first.insert(&syntax.name, state);
            state
        };
        let mut stack = ScopeStack::new();
        let mut lines = Vec::new();
        for line in LinesWithEndings::from(text) {
            let operations;
            (operations, state) = self.read(state, line)?;
            let mut pieces: Line<'t> = Vec::new();
            let mut from = 0;
            let ends = operations.iter().map(|(at, operation)| (*at, Some(operation)));
            for (end, operation) in ends.chain([(line.len(), None)]) {
                let piece = line.get(from..end)?.trim_end_matches('\n');
                if !piece.is_empty() {
                    pieces.push((self.kind(&stack), piece));
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

    fn index(&mut self, state: ParseState) -> usize {
        self.states.iter().position(|known| known.at == state).unwrap_or_else(|| {
            self.states.push(State { at: state, after: HashMap::new() });
            self.states.len() - 1
        })
    }

    /// What a line says, and the state after it; `None` where the grammar is at fault.
    fn read(&mut self, state: usize, line: &str) -> Option<(Operations, usize)> {
        let before = self.states.get(state)?;
        if let Some((operations, next)) = before.after.get(line) {
            return Some((Rc::clone(operations), *next));
        }
        let mut next = before.at.clone();
        let operations: Operations = next.parse_line(line, &GRAMMARS).ok()?.into();
        let next = self.index(next);
        self.states.get_mut(state)?.after.insert(line.into(), (Rc::clone(&operations), next));
        self.lines += 1;
        Some((operations, next))
    }

    fn kind(&mut self, stack: &ScopeStack) -> Option<Kind> {
        let of = |scope: Scope| KINDS.iter().find(|(prefix, _)| prefix.is_prefix_of(scope)).map(|(_, kind)| *kind);
        stack.scopes.iter().rev().find_map(|scope| *self.kinds.entry(*scope).or_insert_with(|| of(*scope)))
    }
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

    /// The program would stop in the midst of a page at an expression that cannot be read. Those into which words of the
    /// author are put, such as the end of a heredoc, are read as the next test has them. Each is made anew for letters beyond ASCII.
    #[test]
    fn every_expression_of_every_grammar_can_be_read() {
        use syntect::parsing::syntax_definition::Pattern;
        let grammars = GRAMMARS.clone().into_builder();
        let contexts = grammars.syntaxes().iter().flat_map(|syntax| syntax.contexts.values());
        let expressions = contexts.flat_map(|context| &context.patterns).filter_map(|pattern| match pattern {
            // What another expression found is put into these before they are read.
            Pattern::Match(one) if !one.has_captures => Some(one.regex.regex_str()),
            _ => None,
        });
        let expressions: std::collections::BTreeSet<&str> = expressions.collect();
        assert!(expressions.len() > 1000, "{}", expressions.len());
        let read = |one: &str| {
            let expression = fancy_regex::RegexBuilder::new(one).oniguruma_mode(true).build()?;
            ["e", "é"].into_iter().try_for_each(|text| expression.is_match(text).map(|_| ()))
        };
        let wrong: Vec<_> = expressions.into_iter().filter_map(|one| Some((one, read(one).err()?))).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    /// What an author calls the end of a text becomes part of an expression.
    #[test]
    fn any_word_may_end_a_text() {
        for end in ["EOF", "A.B", "(", "[[:x", "(?<n", "\\k<1>", "*", "é", "a b", "$x", "`", "\"\"", "{2,1}"] {
            for (language, begin) in
                [("bash", "cat <<'"), ("bash", "cat <<-"), ("ruby", "x = <<~"), ("perl", "print <<'"), ("php", "<?php $x = <<<")]
            {
                let text = format!("{begin}{end}\nwords {end}\n{end}\n{begin}{end}'\nwords\n{end}\nafter\n");
                let read = lines(language, &text).unwrap();
                let joined: Vec<String> = read.iter().map(|line| line.iter().map(|(_, piece)| *piece).collect()).collect();
                assert_eq!(joined.join("\n") + "\n", text, "{language}");
            }
        }
    }

    /// Code of ASCII is read by other expressions than code with more letters, and says the same.
    #[test]
    fn a_letter_beyond_ascii_changes_nothing_around_it() {
        let code = [
            (
                "rust",
                "pub fn size_of<T: Clone>(a_1: &'a [u8; 4], B: Vec<T>) -> Option<u32> { let C2 = b::d(1.5e3, 0xff, \"s\")?; } // ~",
            ),
            ("python", "def f_1(a: int = 0x1F, *B, **c) -> None: return [d.e for d in B if not d] # ~"),
            ("js", "class A1 extends B { get c() { return `x${this.d_2}` + 1e3 + /[a-z]+/i.test(E.f) } } // ~"),
            ("java", "public final class A<B extends C_1> { @Override int d(long e) { return new F().g(1L, 'h'); } } // ~"),
            ("c", "static const int a_1[] = { 0x1f, 'b', SIZE_MAX }; #define C(d) e(d, \"%s\") // ~"),
            ("go", "func (a *B1) C(d map[string]int) (e error) { for _, f := range d { go g(f, 1.5) } } // ~"),
            ("sql", "SELECT a.b_1, COUNT(*) FROM c WHERE d LIKE 'e%' AND f >= 1.5 -- ~"),
            ("yaml", "a_1: { b: [1, 2.5, true, null, 2026-10-31], c: 'd' } # ~"),
            ("json", "{ \"a_1\": [1, 2.5, true, null], \"b\": \"~\" }"),
            ("bash", "for a_1 in \"${B[@]}\"; do c --d=\"$a_1\" | e > /dev/null || exit 1; done # ~"),
            ("css", "a.b_1 > #c:hover::before { color: rgba(1, 2, 3, .5); margin: -1.5em auto !important } /* ~ */"),
            ("html", "<a href=\"b?c=1&amp;d\" class=e_1>f &lt; g</a><!-- ~ -->"),
        ];
        for (language, line) in code {
            let said = |letter: &str| {
                let text = line.replace('~', letter);
                let read = lines(language, &text).unwrap();
                let pieces = read.into_iter().flatten().map(|(kind, piece)| (kind, piece.replace(letter, "~")));
                pieces.collect::<Vec<_>>()
            };
            assert!(said("Q").iter().filter(|(kind, _)| kind.is_some()).count() > 2, "{language}");
            assert_eq!(said("Q"), said("é"), "{language}");
        }
        let name = |text: &str| {
            lines("rust", text).unwrap().into_iter().flatten().find(|piece| piece.0 == Some("e")).unwrap().1.to_owned()
        };
        assert_eq!((name("fn size() {}"), name("fn größe() {}")), ("size".to_owned(), "größe".to_owned()));
    }

    /// The same line says another thing inside a comment or a string than outside of it.
    #[test]
    fn what_was_read_before_is_known_by_its_state() {
        let text = "/*\nlet x = 1;\n*/\nlet x = 1;\n";
        let fresh = std::thread::spawn(|| format!("{:?}", lines("rust", text))).join().unwrap();
        for _ in 0..2 {
            assert_eq!(format!("{:?}", lines("rust", text)), fresh);
        }
        let read = lines("rust", text).unwrap();
        assert!(read[1].iter().all(|(kind, _)| *kind == Some("c")));
        assert!(read[3].iter().any(|(kind, piece)| *kind == Some("k") && *piece == "let"));
    }
}
