//! What the search knows: every section of every page, as a script that a page loads when its reader begins to search.
//!
//! 1. A section is what stands below a heading of level 2 or 3, or above the first one. It has its first words, to be shown,
//!    and every other word once, to be found.
//! 2. So is each row of a table that no screen holds, with the row's own address.
//! 3. Of documents that print again what stands on other pages, only titles and headings are known.
//!
//! It is a script and no data file, because a page that was opened from a disk may load scripts and nothing else.

use std::borrow::Cow;

use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashSet};
use serde::Serialize;

use super::body::Body;
use super::outline::Entry;
use super::{FEW, Input, Outline};
use crate::block::{Block, Inline, RowNames, plain_text, walk};
use crate::route::ROW;

/// Where the script stands.
pub const PATH: &str = "search.js";

/// Characters of a section that are shown.
const SHOWN: usize = 160;

#[derive(Serialize)]
struct Index<'p> {
    /// Address, title and kind.
    pages: Vec<(&'p str, String, &'static str)>,
    sections: Vec<Section<'p>>,
}

/// Page, anchor, heading, first words, other words.
type Section<'p> = (usize, Cow<'p, str>, String, String, String);

/// Rows from which on each is found by itself.
const TALL: usize = 30;

/// The script, for all pages with their bodies.
pub fn script(input: &Input, outline: &Outline, bodies: &[Body]) -> Vec<u8> {
    let pages = || outline.pages.par_iter().zip(bodies).enumerate().with_max_len(FEW);
    let sections: Vec<Vec<_>> = pages().map(|(number, (page, body))| sections(number, page, body.blocks(input, page))).collect();
    let sections = sections.into_iter().flatten().collect();
    // A document about a vendor has the vendor's name for its title, as the vendor's page has.
    let title = |page: &'_ Entry| match &page.eyebrow {
        Some(eyebrow) if page.kind == "document" => format!("{}, {eyebrow}", page.title),
        _ => page.title.clone(),
    };
    let pages = outline.pages.iter().map(|page| (page.address.as_str(), title(page), kind(page))).collect();
    let index = Index { pages, sections };
    let mut script = b"allianceSearch(".to_vec();
    // Every value is a string or a number and memory takes all that is written, so serialising cannot fail.
    let _ = serde_json::to_writer(&mut script, &index);
    script.extend(b");\n");
    script
}

/// The sections of one page.
fn sections<'p>(number: usize, page: &Entry, blocks: &'p [Block]) -> Vec<Section<'p>> {
    let mut sections = Vec::new();
    let first = page.summary.clone().unwrap_or_default();
    let known = matches!(page.kind, "document");
    gather(blocks, first, known, |anchor, heading, shown, others| sections.push((number, anchor, heading, shown, others)));
    sections
}

/// What a page is, in a word for its reader.
fn kind(page: &Entry) -> &'static str {
    let is_derivation = page.document.as_ref().is_some_and(|(template, _)| template == "derivations");
    match page.kind {
        _ if is_derivation => "Derivation",
        "vendor" => "Vendor",
        "rubric" => "Rubric",
        "clause" => "Clause",
        "document" => "Document",
        "index" | "home" => "Portfolio",
        _ => "Playbook",
    }
}

/// Tells `found` every section: anchor, heading, first words and others. `known` leaves the words out.
fn gather<'p>(blocks: &'p [Block], first: String, known: bool, mut found: impl FnMut(Cow<'p, str>, String, String, String)) {
    let (mut anchor, mut heading, mut text) = ("", String::new(), first);
    let is_tall = |block: &Block| matches!(block, Block::Table(table) if table.rows.len() >= TALL);
    let has_tall = !known && blocks.iter().any(is_tall);
    let mut names = RowNames::default();
    for block in blocks {
        if has_tall {
            // All rows are counted, so that each has the name that the page gives it.
            let tall = is_tall(block);
            let mut read = |cells: &[Vec<Inline>]| cells.iter().for_each(|cell| add(&mut text, &plain_text(cell)));
            if let Block::Table(table) = block
                && tall
            {
                read(&table.head);
            }
            names.each(std::slice::from_ref(block), &mut |row, name| match (row.filter(|_| tall), name) {
                (Some(row), Some(name)) => {
                    let (subject, said) = subject(row);
                    let (shown, others) = split(&said);
                    found(format!("{ROW}{name}").into(), subject, shown, others);
                }
                (Some(row), None) => read(row),
                (None, _) => {}
            });
            if tall {
                continue;
            }
        }
        match block {
            Block::Heading { level: ..=3, id, content } => {
                let (shown, others) = split(&text);
                found(anchor.into(), std::mem::replace(&mut heading, plain_text(content)), shown, others);
                (anchor, text) = (id, String::new());
            }
            _ if known => {}
            _ => walk(std::slice::from_ref(block), &mut |inline| {
                let (Inline::Text(words)
                | Inline::Code(words)
                | Inline::State { word: words, .. }
                | Inline::Spark { words, .. }
                | Inline::Image { alt: words, .. }) = inline
                else {
                    return;
                };
                add(&mut text, words);
            }),
        }
    }
    let (shown, others) = split(&text);
    found(anchor.into(), heading, shown, others);
}

/// Adds words to a text, set apart unless they are a sign that closes.
fn add(text: &mut String, words: &str) {
    if !text.is_empty() && !text.ends_with(char::is_whitespace) && !words.starts_with(['.', ',', ';', ':', ')', '!', '?']) {
        text.push(' ');
    }
    text.push_str(words);
}

/// What a row is about, its first cell with a link that is no figure or else its first, and what the others say.
fn subject(row: &[Vec<Inline>]) -> (String, String) {
    let leads = |cell: &Vec<Inline>| matches!(cell.first(), Some(Inline::Link { content, .. }) if plain_text(content).contains(char::is_alphabetic));
    let about = row.iter().position(leads).unwrap_or(0);
    let said: Vec<String> =
        row.iter().enumerate().filter(|(index, _)| *index != about).map(|(_, cell)| plain_text(cell)).collect();
    (row.get(about).map(|cell| plain_text(cell)).unwrap_or_default(), said.join(" · "))
}

/// The first words of a text, and every other word of it once.
fn split(text: &str) -> (String, String) {
    let (mut shown, mut length) = (String::new(), 0);
    let mut others = String::new();
    let mut seen = FxHashSet::with_capacity_and_hasher(text.len() / 8, FxBuildHasher);
    let mut add = |word| {
        let known = bare(word);
        if length < SHOWN {
            if !shown.is_empty() {
                shown.push(' ');
                length += 1;
            }
            shown.push_str(word);
            length += word.chars().count();
            seen.insert(known);
        } else if (known.chars().nth(2).is_some() || is_initials(word)) && seen.insert(known.clone()) {
            if !others.is_empty() {
                others.push(' ');
            }
            others.push_str(&known);
        }
    };
    for word in text.split_ascii_whitespace() {
        // Most words have no other blanks in them, and looking for those is slow.
        if word.is_ascii() { add(word) } else { word.split_whitespace().for_each(&mut add) }
    }
    (shown, others)
}

/// Whether a word of two letters is one to look for, such as IP.
fn is_initials(word: &str) -> bool {
    let word = word.trim_matches(|letter: char| !letter.is_alphanumeric());
    word.len() == 2 && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// A word as it is looked for: in small letters, without the signs around it.
fn bare(word: &str) -> Cow<'_, str> {
    let plain = |letter: Option<&u8>| letter.is_some_and(u8::is_ascii_alphanumeric);
    let is_bare = plain(word.as_bytes().first()) && plain(word.as_bytes().last());
    let word = if is_bare { word } else { word.trim_matches(|letter: char| !letter.is_alphanumeric()) };
    if word.is_ascii() && !word.as_bytes().iter().any(u8::is_ascii_uppercase) {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(word.to_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use crate::block::parse;

    fn sections(text: &str, known: bool) -> Vec<(String, String, String, String)> {
        let parsed = parse(text, 0);
        let mut all = Vec::new();
        gather(&parsed.blocks, "Summary.".to_owned(), known, |anchor, heading, shown, others| {
            all.push((anchor.into_owned(), heading, shown, others));
        });
        all
    }

    #[test]
    fn a_page_is_cut_at_its_headings() {
        let text = "Before **all**, `code`.\n\n## One { #one }\n\n| A | B |\n|--|--|\n| x | y |\n\n#### Deep\n\nMore.\n\n### Two { #two }\n";
        let own = |parts: [&str; 4]| parts.map(str::to_owned).into();
        assert_eq!(
            sections(text, false),
            [
                own(["", "", "Summary. Before all, code.", ""]),
                own(["one", "One", "A B x y Deep More.", ""]),
                own(["two", "Two", "", ""])
            ]
        );
        let bare = sections(text, true);
        assert_eq!((bare.len(), bare[1].2.as_str()), (3, ""));
    }

    #[test]
    fn each_row_of_a_table_that_no_screen_holds_is_found_by_itself() {
        let mut rows = String::new();
        for number in 1..=TALL {
            let _ = writeln!(rows, "| [bad](state:bad) | [Ash](a.md) | finding {number} |");
        }
        let text = format!("| A | B |\n|--|--|\n| bad | y |\n\nBefore.\n\n| A | B | C |\n|--|--|--|\n{rows}\nBehind.\n");
        let found = sections(&text, false);
        assert_eq!(found.len(), TALL + 1);
        // Rows are called as the page calls them, the row above included.
        assert_eq!(found[0], ("row:bad:2".to_owned(), "Ash".to_owned(), "bad · finding 1".to_owned(), String::new()));
        assert_eq!(
            found[TALL],
            (String::new(), String::new(), "Summary. A B bad y Before. A B C Behind.".to_owned(), String::new())
        );
        assert_eq!(sections(&text, true).len(), 1);
    }

    #[test]
    fn a_row_is_about_a_name_and_no_figure() {
        let named = |text: &str| {
            let found = sections(&format!("| A | B | C |\n|--|--|--|\n{}", format!("{text}\n").repeat(TALL)), false);
            found.first().map(|(_, heading, shown, _)| format!("{heading}: {shown}"))
        };
        assert_eq!(named("| 1 May | [Ash](a.md) | x |").as_deref(), Some("Ash: 1 May · x"));
        assert_eq!(named("| Uptime | [99.92](a.md) | x |").as_deref(), Some("Uptime: 99.92 · x"));
    }

    #[test]
    fn a_row_without_a_name_and_the_head_are_found_in_their_section() {
        let text = format!("## One {{ #one }}\n\n| Head | B |\n|--|--|\n| – | nameless |\n{}", "| x | y |\n".repeat(TALL));
        let found = sections(&text, false);
        assert_eq!(found.len(), TALL + 2);
        assert_eq!(found[TALL + 1], ("one".to_owned(), "One".to_owned(), "Head B – nameless".to_owned(), String::new()));
    }

    #[test]
    fn initials_are_found_far_down() {
        let (_, others) = split(&format!("{}IP, of (AI) us", "word ".repeat(40)));
        assert_eq!(others, "ip ai");
    }

    #[test]
    fn what_is_not_shown_is_still_found_once() {
        let long = format!("{} end, the END of it ends.", "word ".repeat(40));
        let (shown, others) = split(&long);
        assert!(shown.starts_with("word word") && shown.chars().count() < SHOWN + 8, "{shown}");
        assert_eq!(others, "end the ends");
        assert_eq!(split(""), (String::new(), String::new()));
        // However words are set apart.
        assert_eq!(split(&format!("{}\nGröße\u{a0}30\u{a0}m\u{2003}x\tOne", "a ".repeat(160))).1, "größe one");
    }
}
