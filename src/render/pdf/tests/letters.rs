//! Words that need more than a plain line: divided, from right to left, in typefaces of the playbook.

use std::sync::Arc;

use super::*;
use crate::render::pdf::scene::Item;

fn runs(scene: &Scene) -> Vec<&super::super::scene::Run> {
    let items = scene.pages[0].layers.iter().flat_map(|layer| layer.items.iter().map(move |item| (layer, item)));
    items.filter_map(|(_, Item { ink, .. })| if let Ink::Text(run) = ink { Some(run) } else { None }).collect()
}

#[test]
fn words_are_divided_where_a_line_would_stay_empty() {
    let long = "incomprehensibilities internationalisation";
    let cells = vec![vec![words(long), words(&"all the room that is left goes to the other column ".repeat(6))]];
    let (scene, _) = scene(vec![table(&["A", "B"], cells)]);
    // A wide column has no need to divide anything.
    assert!(!all_text(&scene).contains('\u{ad}'));
    let narrow: Vec<Vec<Inline>> = (0..9).map(|_| words(long)).collect();
    let (scene, _) = super::scene(vec![table(&["A"; 9], vec![narrow])]);
    let text = all_text(&scene);
    assert!(text.contains("compre\u{ad}hens"), "{text}");
    assert_eq!(text.replace('\u{ad}', "").matches("incomprehensibilities").count(), 9, "{text}");
}

#[test]
fn ids_and_code_are_never_divided() {
    let id = || vec![Inline::Code("transitionassistance".into())];
    let (scene, _) = scene(vec![table(&["A"; 9], vec![(0..9).map(|_| id()).collect()])]);
    assert!(!all_text(&scene).contains('\u{ad}'));
}

#[test]
fn languages_without_patterns_divide_nothing() {
    use crate::render::pdf::hyphenation::language;
    for (tag, known) in [("en", true), ("en-GB", true), ("DE_at", true), ("nn", true), ("xx", false), ("", false), ("e", false)] {
        assert_eq!(language(tag).is_some(), known, "{tag}");
    }
}

#[test]
fn what_is_written_from_right_to_left_starts_at_the_right_and_is_read_in_order() {
    let (scene, missing) = scene(vec![paragraph("مرحبا بالعالم 2026")]);
    assert_eq!(missing, []);
    let all = all_text(&scene);
    // Letters in the order they are read; figures run the other way, as they should.
    assert!(all.contains("بالعالم") && all.contains("2026"), "{all}");
    // Two letters drawn as one, after a space.
    let (ligature, _) = super::scene(vec![paragraph("بالعربية لاختبار")]);
    assert!(all_text(&ligature).contains("بالعربية لاختبار"), "{}", all_text(&ligature));
    let last = runs(&scene).into_iter().find(|run| run.face == super::super::fonts::Face::MONO).unwrap();
    assert!(last.x > 200.0, "{}", last.x);
}

#[test]
fn a_font_of_the_playbook_is_used_for_what_the_others_lack() {
    // The built-in mono face, as if it were a file of the playbook.
    let data = dejavu::sans_mono::regular().to_vec();
    let fonts = Fonts::with(vec![data]).unwrap();
    let added = fonts.faces().last().unwrap();
    assert_eq!((added.0.0, added.1.cff, added.1.fixed, added.1.bold), (6, false, true, false));
    let look = Look { fonts, ..Look::default() };
    let rendered = render(&document(vec![paragraph("words")]), &look, &sources(&|_| None)).unwrap();
    assert!(rendered.missing.is_empty());
}

#[test]
fn files_that_are_no_fonts_say_why() {
    let forbidden = {
        let mut data = dejavu::sans_mono::regular().to_vec();
        let tables = usize::from(u16::from_be_bytes([data[4], data[5]]));
        let record = (0..tables).map(|index| 12 + index * 16).find(|&at| &data[at..at + 4] == b"OS/2").unwrap();
        let start = u32::from_be_bytes(data[record + 8..record + 12].try_into().unwrap()) as usize;
        data[start + 8..start + 10].copy_from_slice(&[0, 2]);
        data
    };
    let cases: [(Vec<u8>, &str); 5] = [
        (Vec::new(), "neither a TrueType"),
        (b"ttcf....".to_vec(), "collection"),
        (b"wOF2....".to_vec(), "web fonts must be unpacked"),
        ([&[0, 1, 0, 0][..], &[0; 40]].concat(), "`head` is missing"),
        (forbidden, "licence"),
    ];
    for (data, why) in cases {
        let (index, reason) = Fonts::with(vec![data]).unwrap_err();
        assert!(index == 0 && reason.contains(why), "{reason}");
    }
    assert!(Arc::ptr_eq(&Fonts::with(Vec::new()).unwrap(), Fonts::built_in()));
}

#[test]
fn a_figure_stays_with_its_unit() {
    let parts = [("EUR", "400"), ("§", "12"), ("5", "%"), ("12", "March"), ("1", "Sep")];
    for (before, after) in parts {
        // Somewhere among these lengths the line ends between the two.
        for room in 60..260 {
            let (scene, _) = scene(vec![paragraph(&format!("{}{before} {after}", "i ".repeat(room)))]);
            let lines: Vec<String> = runs(&scene).into_iter().map(|run| run_text(&scene, run)).collect();
            assert!(lines.iter().any(|line| line.contains(&format!("{before} {after}"))), "{before} {after}: {lines:?}");
        }
    }
}
