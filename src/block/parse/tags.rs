//! HTML within Markdown: some tags, comments and page breaks are understood, and all else is a mistake.

use std::ops::Range;

use super::{Builder, DEEPEST, Frame, Open};
use crate::block::{Block, Inline, plain_text};
use crate::diagnostic::Code;

const PAGE_BREAK: &str = "<!-- page-break -->";

/// The tags of HTML that are understood, by what they become; without attributes, so that nothing else comes in with them.
const TAGS: [(&str, &str); 10] = [
    ("b", "strong"),
    ("strong", "strong"),
    ("i", "emphasis"),
    ("em", "emphasis"),
    ("s", "strike"),
    ("del", "strike"),
    ("code", "code"),
    ("kbd", "code"),
    ("samp", "code"),
    ("br", "break"),
];

impl Builder<'_> {
    /// Lines of HTML that stand by themselves: a page break, a comment, or else a mistake, said once for all of them.
    pub(super) fn html_block(&mut self) {
        let lines = std::mem::take(&mut self.html);
        let whole: String = lines.iter().map(|(line, _)| line.as_str()).collect();
        if whole.trim() == PAGE_BREAK {
            self.block(Block::PageBreak);
        } else if !is_comment(whole.trim()) {
            let known = self.problems.len();
            for (line, range) in lines {
                if self.problems.len() == known {
                    self.html(&line, &range);
                }
            }
        }
    }

    /// HTML inside text.
    pub(super) fn html(&mut self, html: &str, range: &Range<usize>) {
        let trimmed = html.trim();
        if trimmed == PAGE_BREAK {
            let message = "a page break stands in a line of its own".to_owned();
            self.problems.push((Code::RawHtml, self.lines.span(range), message));
        } else if !(trimmed.is_empty() || self.tag(trimmed, range.start) || trimmed.starts_with("</") || is_comment(trimmed)) {
            let shown: String = trimmed.lines().next().unwrap_or_default().chars().take(30).collect();
            self.problems.push((Code::RawHtml, self.lines.span(range), format!("raw HTML `{shown}` cannot be printed")));
        }
    }

    /// Opens or closes one of the tags that are understood; `false` where it is none.
    fn tag(&mut self, html: &str, start: usize) -> bool {
        let Some(inner) = html.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) else { return false };
        let inner = inner.to_ascii_lowercase();
        let inner = inner.trim_end_matches('/').trim_end();
        if let Some(closed) = inner.strip_prefix('/') {
            let is_open = matches!(self.top().open, Open::Tag(name) if name == closed);
            if is_open {
                self.close_tag();
            }
            return is_open;
        }
        match TAGS.iter().find(|(name, _)| *name == inner) {
            Some((_, "break")) => self.inline(Inline::Break),
            Some((name, _)) if self.stack.len() <= DEEPEST => self.stack.push(Frame::new(Open::Tag(name), start)),
            _ => return false,
        }
        true
    }

    /// What stands between the tag on top and here becomes what the tag means.
    pub(super) fn close_tag(&mut self) {
        let Some(Frame { open: Open::Tag(tag), inlines, start, .. }) = self.stack.pop() else { return };
        let meaning = TAGS.iter().find(|(name, _)| *name == tag).map_or("", |(_, meaning)| meaning);
        self.inline(match meaning {
            "strong" => Inline::Strong(inlines),
            "emphasis" => Inline::Emphasis(inlines),
            "strike" => Inline::Strike(inlines),
            _ if inlines.iter().any(|inline| matches!(inline, Inline::Link { .. } | Inline::Image { .. })) => {
                let message = format!("a link or image in `<{tag}>` would be lost");
                self.problems.push((Code::RawHtml, self.lines.span(&(start..start + tag.len() + 2)), message));
                return;
            }
            _ => Inline::Code(plain_text(&inlines)),
        });
    }
}

/// True for one comment and nothing behind it.
fn is_comment(html: &str) -> bool {
    html.strip_prefix("<!--").and_then(|rest| rest.find("-->")).is_some_and(|end| end + "<!---->".len() == html.len())
}
