//! Web addresses in running text become links, as GitHub-flavoured Markdown has it.
//!
//! Addresses with `http://` or `https://` count, those that begin with `www.`, and those of e-mail. Code, and words that are a link
//! already, stay as they are.

use linkify::{LinkFinder, LinkKind};

use super::{Block, Inline, each_unlinked_mut};
use crate::diagnostic::Span;

/// Makes links of the addresses in a tree.
pub fn link(blocks: &mut [Block]) {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url, LinkKind::Email]).url_must_have_scheme(false);
    each_unlinked_mut(blocks, &mut |content| {
        let has_any = |inline: &Inline| matches!(inline, Inline::Text(words) if may_have(words));
        if !content.iter().any(has_any) {
            return;
        }
        let mut out = Vec::with_capacity(content.len() + 2);
        for inline in std::mem::take(content) {
            match inline {
                Inline::Text(words) if may_have(&words) => {
                    out.extend(finder.spans(&words).map(|span| {
                        let text = Inline::Text(span.as_str().to_owned());
                        let around = (&words[..span.start()], &words[span.end()..]);
                        match span.kind().and_then(|kind| target(span.as_str(), kind, around)) {
                            Some(target) => Inline::Link { target, content: vec![text], span: Span::default() },
                            None => text,
                        }
                    }));
                }
                other => out.push(other),
            }
        }
        *content = out;
    });
}

/// Whether it is worth to look closer.
fn may_have(words: &str) -> bool {
    words.contains("://") || words.contains("www.") || words.contains('@')
}

/// Where an address leads, of which these words stand before and behind: a file name such as `contract.yaml` is none, nor are
/// `git@host:path`, an address of e-mail with signs that an address of the web would have to hide, and the middle of a word.
fn target(address: &str, kind: &LinkKind, (before, behind): (&str, &str)) -> Option<String> {
    let is_plain = |letter: char| letter.is_alphanumeric() || ".-_+@".contains(letter);
    let in_word = |letter: char| letter.is_alphanumeric() || "_-@./".contains(letter);
    match kind {
        LinkKind::Email => {
            let has_path = behind.strip_prefix(':').is_some_and(|path| path.starts_with(|letter: char| !letter.is_whitespace()));
            (address.chars().all(is_plain) && !has_path).then(|| format!("mailto:{address}"))
        }
        _ if address.starts_with("https://") || address.starts_with("http://") => Some(address.to_owned()),
        _ if address.starts_with("www.") && !before.ends_with(in_word) => Some(format!("http://{address}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::link;
    use crate::block::{Inline, parse, walk};

    fn targets(text: &str) -> Vec<String> {
        let mut blocks = parse(text, 0).blocks;
        link(&mut blocks);
        let mut targets = Vec::new();
        walk(&blocks, &mut |inline| {
            if let Inline::Link { target, content, .. } = inline {
                assert!(!content.iter().any(|inner| matches!(inner, Inline::Link { .. })), "a link in a link");
                targets.push(target.clone());
            }
        });
        targets
    }

    #[test]
    fn what_only_looks_like_an_address_is_none() {
        for text in [
            "git@github.example:team/playbook.git",
            "contact_www.x.example",
            "@www.x.example",
            "a?b=c@x.example",
            "notwww.x.example",
        ] {
            assert_eq!(targets(text), [""; 0], "{text}");
        }
        assert_eq!(targets("Ask a+b@x.example: now, \"www.x.example\""), ["mailto:a+b@x.example", "http://www.x.example"]);
    }

    #[test]
    fn an_address_in_words_is_a_link_and_one_in_code_or_in_a_link_is_not_made_one() {
        let text = "See https://example.org/a_b?c=d, (http://example.org). `https://no.example` [https://x.example](https://x.example) ftp://no.example, www.example.org/a. Ask a.b@example.org; see contract.yaml, me@home\n";
        assert_eq!(
            targets(text),
            [
                "https://example.org/a_b?c=d",
                "http://example.org",
                "https://x.example",
                "http://www.example.org/a",
                "mailto:a.b@example.org"
            ]
        );
    }
}
