//! Web addresses in running text become links, as GitHub-flavoured Markdown has it.
//!
//! Only addresses with `http://` or `https://` count. Code, and words that are a link already, stay as they are.

use linkify::{LinkFinder, LinkKind};

use super::{Block, Inline, each_unlinked_mut};
use crate::diagnostic::Span;

/// Makes links of the addresses in a tree.
pub fn link(blocks: &mut [Block]) {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]);
    each_unlinked_mut(blocks, &mut |content| {
        let has_any = |inline: &Inline| matches!(inline, Inline::Text(words) if words.contains("://"));
        if !content.iter().any(has_any) {
            return;
        }
        let mut out = Vec::with_capacity(content.len() + 2);
        for inline in std::mem::take(content) {
            match inline {
                Inline::Text(words) if words.contains("://") => {
                    out.extend(finder.spans(&words).map(|span| {
                        let text = Inline::Text(span.as_str().to_owned());
                        match span.kind() {
                            Some(_) if is_web(span.as_str()) => {
                                Inline::Link { target: span.as_str().to_owned(), content: vec![text], span: Span::default() }
                            }
                            _ => text,
                        }
                    }));
                }
                other => out.push(other),
            }
        }
        *content = out;
    });
}

fn is_web(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://")
}

#[cfg(test)]
mod tests {
    use super::link;
    use crate::block::{Inline, parse, walk};

    #[test]
    fn an_address_in_words_is_a_link_and_one_in_code_or_in_a_link_is_not_made_one() {
        let text = "See https://example.org/a_b?c=d, (http://example.org). `https://no.example` [https://x.example](https://x.example) ftp://no.example\n";
        let mut blocks = parse(text, 0).blocks;
        link(&mut blocks);
        let mut targets = Vec::new();
        walk(&blocks, &mut |inline| {
            if let Inline::Link { target, content, .. } = inline {
                assert!(!content.iter().any(|inner| matches!(inner, Inline::Link { .. })), "a link in a link");
                targets.push(target.clone());
            }
        });
        assert_eq!(targets, ["https://example.org/a_b?c=d", "http://example.org", "https://x.example"]);
    }
}
