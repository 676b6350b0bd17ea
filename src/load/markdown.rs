//! Markdown files: front matter between two lines of `---`, then prose.
//!
//! 1. The front matter is cut off and read as YAML, with the places of the whole file.
//! 2. The prose is parsed into blocks; what cannot be printed is a mistake.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;

use crate::block::{self, Block};
use crate::diagnostic::{Code, Diagnostic, Span};

/// What stands below the front matter.
pub struct Prose {
    pub blocks: Vec<Block>,
    /// Whether shortcodes stand in it.
    pub shortcodes: bool,
}

/// Front matter, where it can be read, and prose.
pub fn read<T: DeserializeOwned + JsonSchema>(file: &Arc<str>, text: &str, mistakes: &mut Vec<Diagnostic>) -> (Option<T>, Prose) {
    let (front, body, above) = front_matter(file, text, mistakes);
    (front, prose(file, body, above, mistakes))
}

/// Blocks, and whether shortcodes stand in them. `above` is the number of lines above the text.
pub fn prose(file: &Arc<str>, text: &str, above: u32, mistakes: &mut Vec<Diagnostic>) -> Prose {
    let block::Parsed { mut blocks, mut problems } = block::parse(text, above);
    let (shortcodes, found) = block::shortcode::find(&mut blocks, text, above);
    problems.extend(found);
    if text.contains("://") {
        block::autolink::link(&mut blocks);
    }
    for (code, span, message) in problems {
        let diagnostic = Diagnostic::new(code, file, span, message);
        mistakes.push(if code == Code::RawHtml { diagnostic.help("write it in Markdown; of HTML only <br>, <b>, <i>, <s>, <code>, <kbd> and the like are understood, without attributes") } else { diagnostic });
    }
    Prose { blocks, shortcodes }
}

/// Front matter, where it can be read, the text below it, and how many lines stand above that.
pub fn front_matter<'t, T: DeserializeOwned + JsonSchema>(
    file: &Arc<str>,
    text: &'t str,
    mistakes: &mut Vec<Diagnostic>,
) -> (Option<T>, &'t str, u32) {
    match split(text) {
        Ok((front, body, above)) => (super::fragment(file, front, 1, mistakes), body, above),
        Err(message) => {
            let help = "begin the file with a line `---`, then `title: …`, then another line `---`";
            mistakes.push(Diagnostic::new(Code::FrontMatter, file, Span::new(1, 1, 3), message).help(help));
            (None, "", 0)
        }
    }
}

/// The text below the front matter, and how many lines stand above that; nothing where the front matter cannot be found.
#[must_use]
pub fn below_front_matter(text: &str) -> (&str, u32) {
    split(text).map_or(("", 0), |(_, body, above)| (body, above))
}

/// Front matter, body, and how many lines stand above the body.
fn split(text: &str) -> Result<(&str, &str, u32), &'static str> {
    let first_end = text.find('\n').map_or(text.len(), |index| index + 1);
    if text[..first_end].trim_end() != "---" {
        return Err("the file does not begin with front matter");
    }
    let mut start = first_end;
    let mut line = 1;
    while start < text.len() {
        let end = text[start..].find('\n').map_or(text.len(), |index| start + index + 1);
        line += 1;
        if text[start..end].trim_end() == "---" {
            return Ok((&text[first_end..start], &text[end..], line));
        }
        start = end;
    }
    Err("the front matter is not closed by a second line of `---`")
}
