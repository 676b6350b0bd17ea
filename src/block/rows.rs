//! The rows of tables, and what they are called in addresses.
//!
//! 1. [`table`] makes a table of what was read; a first cell that ends in `{ #name }` names its row.
//! 2. Another row is called by the words its first cell opens with: those of a link, or else all of them.
//! 3. Rows of one name are counted, over all tables of a page.

use std::collections::HashMap;

use super::{Align, Block, Inline, Table, plain_text, slug};

/// Characters of a name that is made of words.
const LONGEST: usize = 48;

/// The cells of a row, and its name.
pub type Row = (Vec<Vec<Inline>>, Option<String>);

/// A table of these rows, the first of which is its head.
pub fn table(align: Vec<Align>, rows: Vec<Row>) -> Table {
    let (mut rows, mut names): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
    for row in &mut rows {
        row.resize(align.len(), Vec::new());
    }
    let head = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
    names.drain(..names.len().min(1));
    names.truncate(names.iter().rposition(Option::is_some).map_or(0, |last| last + 1));
    Table { align, head, rows, names }
}

/// Takes `{ #name }` from the end of a cell, whose source is `written`: escaped braces are words.
pub fn take_name(cell: &mut Vec<Inline>, written: &str) -> Option<String> {
    if written.trim_end_matches([' ', '\t', '|']).ends_with("\\}") {
        return None;
    }
    let Some(Inline::Text(text)) = cell.last_mut() else { return None };
    let (before, name) = text.strip_suffix('}')?.rsplit_once('{')?;
    let name = name.trim().strip_prefix('#').filter(|name| !name.is_empty() && !name.contains(char::is_whitespace))?.to_owned();
    text.truncate(before.trim_end().len());
    if text.is_empty() {
        cell.pop();
    }
    Some(name)
}

/// How often a row of a page had a name.
#[derive(Default)]
pub struct RowNames(HashMap<String, usize>);

impl RowNames {
    /// What the next row is called; `None` where its first cell says nothing.
    pub fn next(&mut self, table: &Table, row: usize) -> Option<String> {
        let name = if let Some(Some(name)) = table.names.get(row) {
            name.clone()
        } else {
            let cell = table.rows.get(row)?.first()?;
            let words = match cell.first() {
                Some(Inline::Link { content, .. }) => plain_text(content),
                _ => plain_text(cell),
            };
            slug(&words).chars().take(LONGEST).collect()
        };
        if !name.chars().any(char::is_alphanumeric) {
            return None;
        }
        Some(self.only(name))
    }

    /// This name, with a counter where the page has it already; a row may also be called what a counter makes.
    fn only(&mut self, name: String) -> String {
        let count = self.0.entry(name.clone()).or_insert(0);
        *count += 1;
        if *count == 1 {
            return name;
        }
        let counted = format!("{name}:{count}");
        self.only(counted)
    }

    /// Tells `found` every row of the blocks and what it is called, in the order in which they are printed. Behind a chart, the rows
    /// are made of its figures.
    pub fn each<'b>(&mut self, blocks: &'b [Block], found: &mut impl FnMut(Option<&'b [Vec<Inline>]>, Option<String>)) {
        for block in blocks {
            match block {
                Block::Table(table) => {
                    for (index, row) in table.rows.iter().enumerate() {
                        found(Some(row), self.next(table, index));
                    }
                }
                Block::Chart(chart) if chart.table => {
                    let table = chart.table();
                    (0..table.rows.len()).for_each(|row| found(None, self.next(&table, row)));
                }
                Block::List { items, .. } => items.iter().for_each(|item| self.each(&item.blocks, found)),
                Block::Callout { blocks, .. } | Block::Quote(blocks) | Block::Footnote { blocks, .. } => self.each(blocks, found),
                Block::Definitions(definitions) => {
                    definitions.iter().flat_map(|one| &one.details).for_each(|detail| self.each(detail, found));
                }
                _ => {}
            }
        }
    }
}
