//! Every PDF of the sample, read back: it says what the page of the site says, block for block, and breaks no rule of PDF/UA
//! that a machine can test.

use crate::support::pdf;

use std::path::Path;

use alliance_playbook::compile::{Prepared, prepare};
use alliance_playbook::document::{self, Document, Format};
use alliance_playbook::render::html;
use alliance_playbook::render::pdf::{Look, Sources, render};
use alliance_playbook::world::Disk;
use pdf::{Paper, squeezed};
use rayon::prelude::*;

fn sample() -> Prepared {
    prepare(&Disk::new(Path::new(env!("CARGO_MANIFEST_DIR"))), None).unwrap_or_else(|_| panic!("the sample has mistakes"))
}

/// Every document that is published as a PDF, with its template's name.
fn documents(prepared: &Prepared) -> Vec<(String, Document)> {
    let library = document::library(&prepared.playbook, &prepared.evaluation, None).unwrap_or_else(|found| panic!("{found:?}"));
    let templates: Vec<_> = library.templates().values().filter(|template| template.is_published(Format::Pdf)).collect();
    let wanted = templates.into_iter().flat_map(|template| {
        library.subjects(template.front.per).into_iter().map(move |subject| (template, subject)).collect::<Vec<_>>()
    });
    wanted
        .map(|(template, subject)| {
            let made = library.make(template, subject, None, &prepared.routes).unwrap_or_else(|found| panic!("{found:?}"));
            (template.pdf_path(subject), made)
        })
        .collect()
}

fn paper(document: &Document) -> Paper {
    let link = |target: &str| target.starts_with(['#', 'h']).then(|| target.to_owned());
    let sources = Sources { link: &link, picture: &|_| None };
    Paper::read(&render(document, &Look::default(), &sources).unwrap().bytes)
}

#[test]
fn pdfs_say_what_the_site_says() {
    let prepared = sample();
    let documents = documents(&prepared);
    assert!(documents.len() > 150, "{}", documents.len());
    documents.par_iter().filter(|(_, document)| !document.book).for_each(|(path, document)| {
        let pieces = paper(document).pieces();
        // Organisation and kind, title, subject and facts are the head of the paper; the site's shell prints them.
        let head = 3 + usize::from(document.subject.is_some());
        let label = |text: &str| text == "•" || text == "☐" || text == "☑" || text.trim_end_matches('.').parse::<u32>().is_ok();
        // A drawing taller than a page is cut on paper.
        let again = |kind: &str, text: &str| kind == "Figure" && text.ends_with("Continued.");
        let of_paper = pieces
            .into_iter()
            .skip(head)
            .filter(|(kind, text)| !(text.is_empty() || kind == "Lbl" && label(text) || again(kind, text)));
        let of_paper: Vec<String> = of_paper.map(|(_, text)| text).collect();
        let of_site = blocks(&html::render(&document.blocks, &|target| Some(target.to_owned())));
        for (number, (paper, site)) in of_paper.iter().zip(&of_site).enumerate() {
            assert_eq!(paper, site, "{path}: block {number}, paper and site");
        }
        assert_eq!(of_paper.len(), of_site.len(), "{path}: {:?}", (of_paper.last(), of_site.last()));
    });
}

#[test]
fn pdfs_break_no_rule_of_accessibility_that_a_machine_can_test() {
    let prepared = sample();
    documents(&prepared).par_iter().for_each(|(path, document)| {
        let faults = paper(document).faults();
        assert_eq!(faults, Vec::<String>::new(), "{path}");
    });
}

#[test]
fn a_broken_file_would_be_found_out() {
    let document = Document { title: "T".into(), language: "en".into(), ..Document::default() };
    let sources = Sources { link: &|_| None, picture: &|_| None };
    let bytes = render(&document, &Look::default(), &sources).unwrap().bytes;
    let mut file = lopdf::Document::load_mem(&bytes).unwrap();
    file.catalog_mut().unwrap().remove(b"Lang");
    let page = file.page_iter().next().unwrap();
    let content = file.get_dictionary(page).unwrap().get(b"Contents").unwrap().as_reference().unwrap();
    file.objects.insert(content, lopdf::Stream::new(lopdf::Dictionary::new(), b"0 0 9 9 re\nf".to_vec()).into());
    let mut broken = Vec::new();
    file.save_to(&mut broken).unwrap();
    // The structure names a text that is gone, so only what is not about it can be asked.
    let faults = std::panic::catch_unwind(|| Paper::read(&broken).faults());
    assert!(faults.is_err() || faults.is_ok_and(|faults| faults.iter().any(|fault| fault.contains("11-006"))));
}

/// The texts of our own HTML, block by block, in the order they are read.
fn blocks(html: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut text = String::new();
    let mut rest = html;
    let mut flush = |text: &mut String| {
        let whole = squeezed(&unescaped(text));
        text.clear();
        if !whole.is_empty() {
            blocks.push(whole);
        }
    };
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        let end = start + rest[start..].find('>').expect("a tag ends") + 1;
        let tag = &rest[start..end];
        rest = &rest[end..];
        let name: String = tag.trim_start_matches(['<', '/']).chars().take_while(char::is_ascii_alphanumeric).collect();
        // What is only for the screen: marks drawn beside their word, anchors, ways back, words of boxes, the head of a fold.
        let skipped =
            ["class=\"mark\"", "class=\"anchor\"", "class=\"back\"", "class=\"unseen\""].iter().any(|class| tag.contains(class));
        // A sparkline stands among words.
        if tag.contains("class=\"spark-line\"") {
            text.push_str(label(tag));
            text.push(' ');
            rest = rest.split_once("</svg>").map_or("", |(_, after)| after);
            continue;
        }
        // Of the two drawings of a chart, the one for a telephone says nothing that the other does not.
        if name == "svg" && tag.contains("role=\"img\"") && !tag.contains("class=\"chart narrow\"") {
            flush(&mut text);
            flush(&mut label(tag).to_owned());
        }
        if !tag.starts_with("</") && (name == "svg" || name == "summary" || skipped) {
            let close = format!("</{name}>");
            rest = rest.split_once(&close).map_or("", |(_, after)| after);
            continue;
        }
        if !["a", "strong", "em", "s", "code", "span", "sup", "br", "wbr"].contains(&name.as_str()) {
            flush(&mut text);
        }
    }
    text.push_str(rest);
    flush(&mut text);
    blocks
}

/// What a drawing says to those who cannot see it.
fn label(tag: &str) -> &str {
    tag.split("aria-label=\"").nth(1).and_then(|label| label.split('"').next()).unwrap()
}

fn unescaped(text: &str) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
        .iter()
        .fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}
