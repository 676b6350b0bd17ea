//! Many pages of the same shape: about 500 words each, with headings, a list, a table, a code block and links.

#![allow(dead_code, reason = "each benchmark uses its part")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Folders of pages.
pub const SECTIONS: usize = 20;
/// What pages are written with.
pub const WORDS: &str = "partner vendor alliance review approval contract signal evidence region launch owner budget quarter \
pipeline target risk control plan training renewal customer segment product integration security report metric joint \
marketing field team decision record milestone scope revenue obligation clause policy support handbook escalation meeting \
agenda workshop contact channel tier credit listing catalog offer quote forecast account manager sponsor the a of to in and \
for with on is are was by from that this each every when before after under between without across";

/// A small generator of numbers that are the same everywhere.
struct Dice(u64);

impl Dice {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % below
    }

    fn word(&mut self, words: &[&'static str]) -> &'static str {
        words[self.next(words.len())]
    }

    fn sentence(&mut self, words: &[&'static str]) -> String {
        let mut sentence: Vec<String> = (0..7 + self.next(10)).map(|_| self.word(words).to_owned()).collect();
        let place = self.next(sentence.len());
        match self.next(10) {
            0..=2 => sentence[place] = format!("**{}**", sentence[place]),
            3 => sentence[place] = format!("`{}`", sentence[place]),
            _ => {}
        }
        sentence.join(" ") + "."
    }
}

/// Where a page stands, without its ending.
pub fn name(number: usize) -> String {
    format!("section-{:02}/page-{number:05}", number % SECTIONS)
}

/// Writes a file and the folders it stands in.
pub fn put(folder: &Path, path: &str, text: &str) {
    let place = folder.join(path);
    fs::create_dir_all(place.parent().unwrap()).unwrap();
    fs::write(place, text).unwrap();
}

/// A playbook of so many pages and nothing else.
pub fn write_playbook(folder: &Path, pages: usize) {
    let settings = "title: Bench\ncurrency: EUR\nas_of: 2026-10-31\norganisation: { name: Bench, about: Many pages. }\n";
    put(folder, "playbook/playbook.yaml", settings);
    put(folder, "content/index.md", "---\ntitle: Home\n---\n\nMany pages.\n");
    for section in 0..SECTIONS {
        put(folder, &format!("content/section-{section:02}/index.md"), &format!("---\ntitle: Section {section}\n---\n"));
    }
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    for number in 0..pages {
        let text = page(number, pages, &words);
        put(folder, &format!("content/{}.md", name(number)), &text);
    }
}

/// The text of one page, the same for the same number.
pub fn page(number: usize, pages: usize, words: &[&'static str]) -> String {
    let mut dice = Dice(number as u64 + 1);
    let mut text = format!("---\ntitle: Page {number} {}\n---\n\n", dice.word(words));
    let goal = 400 + dice.next(201);
    let mut written = 0;
    for heading in 0..4 + dice.next(4) {
        let marks = if heading % 3 == 2 { "###" } else { "##" };
        let _ = writeln!(text, "{marks} {} {} {heading}\n", dice.word(words), dice.word(words));
        while written < goal * (heading + 1) / 6 {
            let paragraph = (0..2 + dice.next(4)).map(|_| dice.sentence(words)).collect::<Vec<_>>().join(" ");
            written += paragraph.split(' ').count();
            text.push_str(&paragraph);
            if dice.next(10) < 3 {
                let target = name(dice.next(pages));
                let _ = write!(text, " See [{}](../{target}.md).", &target[11..]);
            }
            text.push_str("\n\n");
        }
        match heading {
            0 => {
                for _ in 0..4 {
                    let _ = writeln!(text, "- {}", dice.sentence(words));
                }
            }
            1 => table(&mut text, &mut dice, words),
            2 => {
                let _ = writeln!(
                    text,
                    "```rust\nfn score(rows: &[Row]) -> Result<u32, Error> {{\n    // weight of page {number}\n    let mut total = 0;\n    \
                     for row in rows.iter().filter(|r| r.region == \"r{number}\") {{\n        total += row.weight;\n    }}\n    \
                     Ok(total / {})\n}}\n```",
                    2 + dice.next(8)
                );
            }
            _ => {}
        }
        text.push('\n');
    }
    text
}

fn table(text: &mut String, dice: &mut Dice, words: &[&'static str]) {
    text.push_str("| Item | Owner | Region | Due | Score |\n| --- | --- | :-: | --- | --: |\n");
    for row in 0..8 {
        let (item, owner, region) = (dice.word(words), dice.word(words), 1 + dice.next(9));
        let (month, day, score) = (1 + dice.next(12), 1 + dice.next(28), dice.next(101));
        let _ = writeln!(text, "| {item} {row} | {owner} | R{region} | 2026-{month:02}-{day:02} | {score} |");
    }
}
