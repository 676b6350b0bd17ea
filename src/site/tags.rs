//! The page that lists pages by their tags.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::Input;
use crate::block::{Block, Inline, Item};
use crate::diagnostic::Span;
use crate::model::Filed;
use crate::model::page::Page;

/// Where it stands.
pub const ADDRESS: &str = "tags/";

/// Whether any page has a tag.
pub fn any(pages: &[Filed<Page>]) -> bool {
    pages.iter().any(|page| !page.front.tags.is_empty())
}

/// The anchor of a tag: the same for tags that differ in case or blanks only, another for any others.
pub fn anchor(tag: &str) -> String {
    let mut anchor = "tag-".to_owned();
    for letter in tag.trim().chars() {
        match letter {
            letter if letter.is_alphanumeric() || matches!(letter, '-' | '_') => anchor.extend(letter.to_lowercase()),
            letter if letter.is_whitespace() => anchor.push('-'),
            letter => drop(write!(anchor, "-{:x}", u32::from(letter))),
        }
    }
    anchor
}

/// A heading for every tag, and below it the pages that have it, by title.
pub fn blocks(input: &Input) -> Vec<Block> {
    let mut tags: BTreeMap<String, (&str, Vec<&Filed<Page>>)> = BTreeMap::new();
    for page in &input.playbook.pages {
        for tag in &page.front.tags {
            let (_, pages) = tags.entry(anchor(tag)).or_insert_with(|| (tag.as_str(), Vec::new()));
            if !pages.iter().any(|known| known.file == page.file) {
                pages.push(page);
            }
        }
    }
    let mut out = Vec::new();
    for (id, (tag, mut pages)) in tags {
        pages.sort_by(|a, b| a.front.title.cmp(&b.front.title));
        out.push(Block::Heading { level: 2, id, content: vec![Inline::Text(tag.to_owned())] });
        let item = |page: &&Filed<Page>| {
            let content = vec![Inline::Text(page.front.title.clone())];
            let mut line = vec![Inline::Link { target: format!("/{}", page.file), content, span: Span::default() }];
            if let Some(summary) = &page.front.summary {
                line.push(Inline::Text(format!(": {summary}")));
            }
            Item { task: None, blocks: vec![Block::Paragraph(line)] }
        };
        out.push(Block::List { start: None, items: pages.iter().map(item).collect() });
    }
    out
}
