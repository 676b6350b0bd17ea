//! Parsing never panics, and its places lie inside the text.

use proptest::prelude::*;

use crate::block::{Inline, parse, walk};
use crate::world::sample::tries;

proptest! {
    #![proptest_config(tries(192))]

    #[test]
    fn any_text_parses_with_places_inside_it(text in "[a-c \\n\\t>#*_~`|:\\-\\[\\]()!<&.ü1-3=]{0,120}", above in 0..9_u32) {
        let parsed = parse(&text, above);
        let lines = u32::try_from(text.split('\n').count()).unwrap();
        let inside = |span: crate::diagnostic::Span| span.line > above && span.line <= above + lines && span.column > 0 && span.len > 0;
        for (_, span, message) in &parsed.problems {
            prop_assert!(inside(*span), "{} at {:?}", message, span);
        }
        let mut spans = Vec::new();
        walk(&parsed.blocks, &mut |inline| if let Inline::Link { span, .. } | Inline::Image { span, .. } = inline { spans.push(*span) });
        prop_assert!(spans.into_iter().all(inside));
    }

    #[test]
    fn any_characters_parse(text in any::<String>()) {
        let _ = parse(&text, 0);
    }
}
