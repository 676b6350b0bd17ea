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
                        match span.kind().and_then(|kind| target(span.as_str(), kind)) {
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

/// Where an address leads; a file name such as `contract.yaml` is none.
fn target(address: &str, kind: &LinkKind) -> Option<String> {
    match kind {
        LinkKind::Email => Some(format!("mailto:{address}")),
        _ if address.starts_with("https://") || address.starts_with("http://") => Some(address.to_owned()),
        _ if address.starts_with("www.") => Some(format!("http://{address}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::link;
    use crate::block::{Inline, parse, walk};

    #[test]
    fn an_address_in_words_is_a_link_and_one_in_code_or_in_a_link_is_not_made_one() {
        let text = "See https://example.org/a_b?c=d, (http://example.org). `https://no.example` [https://x.example](https://x.example) ftp://no.example, www.example.org/a. Ask a.b@example.org; see contract.yaml, me@home\n";
        let mut blocks = parse(text, 0).blocks;
        link(&mut blocks);
        let mut targets = Vec::new();
        walk(&blocks, &mut |inline| {
            if let Inline::Link { target, content, .. } = inline {
                assert!(!content.iter().any(|inner| matches!(inner, Inline::Link { .. })), "a link in a link");
                targets.push(target.clone());
            }
        });
        assert_eq!(
            targets,
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
