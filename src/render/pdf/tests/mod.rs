//! Tests of the whole module, on the page description and on the finished file.

mod letters;

use std::collections::BTreeMap;

use super::scene::{Ink, Layer, Run, Scene};
use super::tags::{Kid, Kind, NodeId, Tree};
use super::{Fonts, Look, MissingGlyph, Rendered, Sources, lay_out, render, tables};
use crate::block::{Align, Block, CalloutKind, Definition, Document, Fact, Inline, Item, Mark, Table};
use crate::diagnostic::Span;
use crate::render::Resolve;
use crate::render::shape::Step;

fn document(blocks: Vec<Block>) -> Document {
    Document {
        kind: "Scorecard".into(),
        title: "Meridian Models".into(),
        subject: Some("A subject".into()),
        organisation: "Northgate".into(),
        facts: vec![Fact { label: "Owner".into(), value: "Ingrid".into() }],
        language: "en".into(),
        as_of: "2026-11-20".into(),
        book: false,
        audience: "Internal".into(),
        blocks,
    }
}

fn words(text: &str) -> Vec<Inline> {
    vec![Inline::Text(text.into())]
}

fn paragraph(text: &str) -> Block {
    Block::Paragraph(words(text))
}

fn heading(level: u8, id: &str) -> Block {
    Block::Heading { level, id: id.into(), content: words(id) }
}

fn link(target: &str, text: &str) -> Inline {
    Inline::Link { target: target.into(), content: words(text), span: Span::default() }
}

fn table(head: &[&str], rows: Vec<Vec<Vec<Inline>>>) -> Block {
    let head: Vec<_> = head.iter().map(|text| words(text)).collect();
    Block::Table(Table { align: vec![Align::Left; head.len()], head, rows, names: vec![] })
}

/// Links as `link` says, and no pictures.
fn sources<'a>(link: &'a Resolve<'a>) -> Sources<'a> {
    Sources { link, picture: &|_| None }
}

fn scene(blocks: Vec<Block>) -> (Scene, Vec<MissingGlyph>) {
    lay_out(&document(blocks), &Look::default(), &sources(&|target| Some(target.to_owned())))
}

fn rendered(blocks: Vec<Block>) -> Rendered {
    render(&document(blocks), &Look::default(), &sources(&|target| Some(target.to_owned()))).unwrap()
}

/// The text of one run.
fn run_text(scene: &Scene, run: &Run) -> String {
    let face = scene.glyphs.faces().nth(usize::from(run.face.0)).unwrap().1;
    run.glyphs.iter().filter_map(|glyph| face.entry(glyph.code)).map(|entry| &*entry.text).collect()
}

/// The text of a page in drawing order, as a viewer extracts it.
fn text(scene: &Scene, page: usize) -> String {
    let items = scene.pages[page].layers.iter().flat_map(|layer| &layer.items);
    items.filter_map(|item| if let Ink::Text(run) = &item.ink { Some(run_text(scene, run)) } else { None }).collect()
}

fn all_text(scene: &Scene) -> String {
    (0..scene.pages.len()).map(|page| text(scene, page)).collect()
}

/// The kinds of nodes below a node, in reading order.
fn kinds(tree: &Tree, node: NodeId, found: &mut Vec<Kind>) {
    for kid in &tree.nodes[node as usize].kids {
        if let Kid::Node(node) = kid {
            found.push(tree.nodes[*node as usize].kind);
            kinds(tree, *node, found);
        }
    }
}

fn varied() -> Vec<Block> {
    let cell = |text: &str| words(text);
    vec![
        heading(2, "first"),
        Block::Paragraph(vec![
            Inline::Text("Efficient office ".into()),
            Inline::Strong(vec![Inline::Emphasis(words("bold italic"))]),
            Inline::Code("code".into()),
            Inline::Strike(words("struck")),
            link("#first", "inside"),
            link("https://example.com/ä?q=(1)", "outside"),
            Inline::FootnoteRef(1),
            Inline::Break,
            Inline::State { mark: Mark::Watch, word: "Watch".into() },
            Inline::Image { source: "a.png".into(), alt: "a plan".into(), span: Span::default() },
        ]),
        table(&["Name", "Value"], vec![vec![cell("one"), cell("1")], vec![cell("two"), cell("2")]]),
        Block::Callout { kind: CalloutKind::Warning, blocks: vec![paragraph("Careful.")] },
        Block::Quote(vec![paragraph("Quoted.")]),
        Block::Code { language: None, text: "let x = 1;\n\n\tindented".into() },
        Block::List {
            start: Some(9),
            items: vec![
                Item { task: None, blocks: vec![paragraph("nine")] },
                Item { task: Some(true), blocks: vec![paragraph("done")] },
            ],
        },
        Block::Definitions(vec![Definition { term: words("Term"), details: vec![vec![paragraph("Meaning.")]] }]),
        Block::Rule,
        Block::PageBreak,
        heading(4, "second"),
        Block::Footnote { number: 1, blocks: vec![paragraph("A note.")] },
    ]
}

#[test]
fn every_face_has_ascii_and_its_measures() {
    for (_, face) in Fonts::built_in().faces() {
        assert!(!face.data.is_empty(), "{} has no data", face.name);
        assert!((' '..='~').all(|character| face.glyph(character) != 0), "{} lacks a character", face.name);
        let metrics = &face.metrics;
        assert!(metrics.ascent > 700.0 && metrics.descent < -200.0 && metrics.cap > 700.0, "{metrics:?}");
        assert!(metrics.width(metrics.space) > 200 && metrics.space > 0);
    }
}

#[test]
fn same_input_gives_same_bytes_in_any_order() {
    let documents: Vec<_> = (0..8).map(|count| document(vec![varied(); count].concat())).collect();
    let print = |document: &Document| render(document, &Look::default(), &sources(&|target| Some(target.into()))).unwrap().bytes;
    let once: Vec<_> = documents.iter().map(print).collect();
    let backwards: Vec<_> = documents.iter().rev().map(print).collect();
    assert!(once.iter().eq(backwards.iter().rev()));
    std::thread::scope(|scope| {
        let threads: Vec<_> = documents.iter().map(|document| scope.spawn(move || print(document))).collect();
        for (thread, bytes) in threads.into_iter().zip(&once) {
            assert!(thread.join().unwrap() == *bytes);
        }
    });
}

#[test]
fn text_comes_in_reading_order_with_spaces_and_ligatures() {
    let (scene, missing) = scene(varied());
    assert!(missing.is_empty());
    let text = all_text(&scene);
    let mut rest = text.as_str();
    let parts = [
        "Northgate · Scorecard",
        "Meridian Models",
        "A subject",
        "Owner",
        "Ingrid",
        "first",
        "Efficient office bold italic",
        "code",
        "struck",
        "inside",
        "outside",
        "1",
        "Watch",
        "[a plan]",
        "Name",
        "Value",
        "one",
        "1",
        "two",
        "2",
        "Warning",
        "Careful.",
        "Quoted.",
        "let x = 1;",
        "    indented",
        "9.",
        "nine",
        "☑",
        "done",
        "Term",
        "Meaning.",
        "second",
        "A note.",
    ];
    for part in parts {
        let at = rest.find(part).unwrap_or_else(|| panic!("`{part}` is not in `{rest}`"));
        rest = &rest[at + part.len()..];
    }
    assert!(rest.contains("Page 2 of 2"));
}

#[test]
fn the_file_is_tagged_linked_and_readable() {
    let rendered = rendered(varied());
    let file = lopdf::Document::load_mem(&rendered.bytes).unwrap();
    assert_eq!(file.get_pages().len(), rendered.pages);
    let text = file.extract_text(&[1]).unwrap();
    assert!(text.contains("Efficient office"), "{text}");
    let catalog = file.catalog().unwrap();
    for key in ["StructTreeRoot", "MarkInfo", "Lang", "Metadata", "Outlines", "ViewerPreferences"] {
        assert!(catalog.has(key.as_bytes()), "no {key}");
    }
    let links = file.get_pages().values().map(|&page| file.get_page_annotations(page).unwrap().len()).sum::<usize>();
    assert_eq!(links, 3, "heading, URL, footnote");
    let info = file.get_dictionary(file.trailer.get(b"Info").unwrap().as_reference().unwrap()).unwrap();
    assert!(!info.has(b"GTS_PDFXVersion"));
    assert_eq!(info.get(b"CreationDate").unwrap().as_str().unwrap(), b"D:20261120000000Z");
}

#[test]
fn structure_follows_the_blocks_and_skips_no_level() {
    let (scene, _) = scene(varied());
    let mut found = Vec::new();
    kinds(&scene.tree, Tree::ROOT, &mut found);
    let headings: Vec<_> = found.iter().filter(|kind| matches!(kind, Kind::Heading(_))).collect();
    assert_eq!(headings, [&Kind::Heading(1), &Kind::Heading(2), &Kind::Heading(3)]);
    let expected = [Kind::Table, Kind::Row, Kind::Head, Kind::Cell, Kind::Quote, Kind::Code, Kind::List(true), Kind::Note];
    let mut rest = found.iter();
    for kind in expected {
        assert!(rest.any(|other| *other == kind), "{kind:?} is missing or out of order");
    }
}

#[test]
fn a_link_to_nowhere_is_just_words() {
    let blocks = vec![Block::Paragraph(vec![link("#nowhere", "words"), link("x", "more")])];
    let (scene, _) = lay_out(&document(blocks), &Look::default(), &sources(&|target| (target != "x").then(|| target.into())));
    assert!(scene.links.is_empty() && all_text(&scene).contains("wordsmore"));
}

#[test]
fn a_heading_stays_with_what_follows() {
    for lines in 0..60 {
        let mut blocks: Vec<_> = (0..lines).map(|line| paragraph(&format!("line {line}"))).collect();
        blocks.extend([heading(2, "heading"), paragraph("follows"), paragraph("after")]);
        let (scene, _) = scene(blocks);
        let page = scene.anchors[0].place.unwrap().0;
        assert!(text(&scene, page).contains("follows"), "{lines} lines above");
    }
}

#[test]
fn what_introduces_a_list_or_opens_a_section_stays_with_it() {
    let list = || Block::List { start: None, items: vec![Item { task: None, blocks: vec![paragraph("entry")] }] };
    let table = || table(&["A", "B"], vec![vec![words("cell"), words("other")]]);
    // Whatever fills the page before, the introduction is never the last line of a page.
    for filler in 20..50 {
        let mut blocks: Vec<Block> = (0..filler).map(|_| paragraph("filler")).collect();
        blocks.extend([
            heading(2, "Section"),
            paragraph("opening"),
            paragraph("introduction"),
            table(),
            paragraph("leader"),
            list(),
        ]);
        let (scene, _) = scene(blocks);
        let page = |word: &str| (0..scene.pages.len()).find(|page| text(&scene, *page).contains(word));
        assert_eq!([page("Section"), page("opening"), page("introduction")], [page("cell"); 3], "{filler}");
        assert_eq!(page("leader"), page("entry"), "{filler}");
    }
}

#[test]
fn a_paragraph_leaves_two_lines_on_either_side() {
    let long = "word ".repeat(85);
    for lines in 20..50 {
        let mut blocks: Vec<_> = (0..lines).map(|_| paragraph("x")).collect();
        blocks.push(paragraph(&long));
        let (scene, _) = scene(blocks);
        for page in 0..scene.pages.len() {
            let strips = scene.pages[page]
                .layers
                .iter()
                .filter(|layer| layer.items.iter().any(|item| matches!(&item.ink, Ink::Text(run) if run.glyphs.len() > 40)));
            assert_ne!(strips.count(), 1, "a single line on page {page} with {lines} lines above");
        }
    }
}

#[test]
fn the_head_of_a_table_repeats_as_an_artifact() {
    let rows = (0..400).map(|row| vec![words(&format!("row{row}.")), words("x")]).collect();
    let (scene, _) = scene(vec![table(&["Heading", "Other"], rows)]);
    assert!(scene.pages.len() > 5);
    for page in 0..scene.pages.len() {
        assert_eq!(text(&scene, page).matches("Heading").count(), 1, "page {page}");
    }
    let text = all_text(&scene);
    assert!((0..400).all(|row| text.contains(&format!("row{row}."))));
    let heads = scene.tree.nodes.iter().filter(|node| node.kind == Kind::Head).count();
    assert_eq!(heads, 2);
}

#[test]
fn a_row_splits_only_when_it_is_taller_than_a_page() {
    let tall = "tall ".repeat(3000);
    let (scene, _) = scene(vec![table(&["A", "B"], vec![vec![words("x"), words(&tall)], vec![words("end"), words("y")]])]);
    assert!(scene.pages.len() > 1);
    assert_eq!(all_text(&scene).matches("tall").count(), 3000);
    assert_within(&scene);
}

#[test]
fn missing_glyphs_are_reported_once_and_keep_their_text() {
    let (scene, missing) = scene(vec![paragraph("Some words around 漢 and 漢 and \u{7} → ≥ ☑ here"), paragraph("שלום")]);
    let found: Vec<_> = missing.iter().map(|missing| missing.character).collect();
    assert_eq!(found, ['漢', '\u{7}', 'ש', 'ל', 'ו', 'ם']);
    assert!(missing[0].context.contains("words around 漢 and"));
    assert!(missing.iter().all(|missing| missing.context.chars().count() <= 40));
    assert!(all_text(&scene).contains("around 漢 and 漢 and"));
}

#[test]
fn columns_fill_the_room_and_short_ones_do_not_wrap() {
    let align = [Align::Left, Align::Right, Align::Left];
    let sum = |widths: Vec<f32>| widths.iter().sum::<f32>();
    let roomy = tables::widths(&[(20.0, 50.0), (20.0, 40.0), (20.0, 60.0)], &align, 400.0);
    assert!((roomy[1] - 40.0).abs() < 0.1, "figures stay narrow");
    assert!((sum(roomy) - 400.0).abs() < 0.5);
    let tight = tables::widths(&[(20.0, 80.0), (20.0, 40.0), (20.0, 900.0)], &align, 400.0);
    assert!(tight[0] >= 80.0 && tight[1] >= 40.0);
    assert!((sum(tight) - 400.0).abs() < 0.5);
    let over = tables::widths(&[(300.0, 300.0), (30.0, 40.0), (300.0, 900.0)], &align, 400.0);
    assert!((over[1] - 30.0).abs() < 0.1, "narrow words stay whole");
    assert!((sum(over) - 400.0).abs() < 0.5);
    assert!(tables::widths(&[], &align, 400.0).is_empty());
}

/// Nothing is drawn below the bottom margin but the footer.
fn assert_within(scene: &Scene) {
    for page in &scene.pages {
        let (_, content) = page.layers.split_last().unwrap();
        for layer in content {
            for item in &layer.items {
                if let Ink::Text(run) = &item.ink {
                    let y = layer.y + run.y;
                    assert!(y > 0.0 && y < scene.size.1 - super::MARGIN + 1.0, "text at {y}");
                }
            }
        }
    }
}

fn nested(depth: usize, wrap: &dyn Fn(Vec<Block>) -> Block) -> Block {
    (0..depth).fold(paragraph("deep"), |inner, _| wrap(vec![inner]))
}

fn list(blocks: Vec<Block>) -> Block {
    Block::List { start: None, items: vec![Item { task: None, blocks }] }
}

#[test]
fn hostile_trees_are_printed_to_the_end() {
    let long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft".repeat(3);
    let wide: Vec<_> = (0..60).map(|_| words("word")).collect();
    let trees: BTreeMap<&str, Vec<Block>> = BTreeMap::from([
        ("empty", vec![]),
        (
            "hollow",
            vec![
                Block::Paragraph(vec![]),
                Block::List { start: Some(u64::MAX), items: vec![Item { task: None, blocks: vec![] }; 3] },
                Block::Table(Table { align: vec![], head: vec![], rows: vec![vec![], vec![vec![]]], names: vec![] }),
                Block::Callout { kind: CalloutKind::Tip, blocks: vec![] },
                Block::Quote(vec![]),
                Block::Code { language: None, text: String::new() },
                Block::Definitions(vec![Definition { term: vec![], details: vec![] }]),
                Block::Footnote { number: 0, blocks: vec![] },
                heading(0, ""),
                heading(255, ""),
                Block::PageBreak,
                Block::PageBreak,
            ],
        ),
        (
            "breaks only",
            vec![Block::Paragraph(vec![Inline::Break, Inline::Break, Inline::Text("\n\n \t".into()), Inline::Break])],
        ),
        (
            "long words",
            vec![
                paragraph(&long),
                table(&["a", "b", "c", "d", "e", "f"], vec![vec![words(&long); 6]; 3]),
                nested(10, &|inner| Block::List {
                    start: Some(1),
                    items: vec![Item { task: None, blocks: [inner, vec![paragraph(&long)]].concat() }],
                }),
            ],
        ),
        (
            "wide table",
            vec![Block::Table(Table { align: vec![Align::Right; 3], head: wide.clone(), rows: vec![wide; 4], names: vec![] })],
        ),
        ("ragged table", vec![table(&["a", "b"], vec![vec![], vec![words("x"); 5], vec![words("y")]])]),
        ("deep quotes", vec![nested(400, &Block::Quote)]),
        ("deep lists", vec![nested(300, &list)]),
        ("deep callouts", vec![nested(100, &|blocks| Block::Callout { kind: CalloutKind::Note, blocks })]),
        ("deep inlines", vec![Block::Paragraph((0..2000).fold(words("deep"), |inner, _| vec![Inline::Strong(inner)]))]),
        (
            "control and bidi",
            vec![
                paragraph(
                    "\u{0}\u{1b}[0m \u{202e}right\u{202c} \u{85}\u{2028}\u{2029}\u{b}\u{c} e\u{301}x\u{304} \u{feff}\u{ad}\u{1f600}👩‍👩‍👧",
                ),
                paragraph("مرحبا بالعالم 漢字かな"),
            ],
        ),
        ("headings only", (0..250).map(|number: u8| heading(number % 8, &format!("h{number}"))).collect()),
        (
            "notes in notes",
            vec![
                Block::Footnote { number: 1, blocks: vec![Block::Footnote { number: 1, blocks: vec![paragraph("inner")] }] },
                Block::Paragraph(vec![Inline::FootnoteRef(1), Inline::FootnoteRef(99)]),
            ],
        ),
        ("long code", vec![Block::Code { language: None, text: format!("{}\n{}", "x".repeat(5000), "\n".repeat(200)) }]),
        (
            "long term",
            vec![Block::Definitions(vec![Definition { term: words(&long), details: vec![vec![], vec![paragraph("x")]] }])],
        ),
        ("many states", vec![Block::Paragraph(vec![Inline::State { mark: Mark::Bad, word: "bad".into() }; 500])]),
    ]);
    for (name, blocks) in trees {
        let (scene, _) = scene(blocks.clone());
        assert!(!scene.pages.is_empty(), "{name}");
        assert_within(&scene);
        assert!(scene.links.iter().all(|link| (link.node as usize) < scene.tree.nodes.len()));
        let rendered = rendered(blocks);
        assert!(lopdf::Document::load_mem(&rendered.bytes).is_ok(), "{name} cannot be read back");
    }
    let bare = render(&Document::default(), &Look::default(), &sources(&|_| None)).unwrap();
    assert_eq!(bare.pages, 1);
    let facts = vec![Fact { label: "a".repeat(300), value: "b ".repeat(300) }; 40];
    let loud =
        Document { facts, title: "T ".repeat(400), kind: "K".repeat(300), as_of: "not a date".into(), ..document(varied()) };
    assert!(render(&loud, &Look::default(), &sources(&|_| None)).is_ok());
}

#[test]
fn short_sections_do_not_move_to_the_next_page_together() {
    let filling = (0..15).map(|_| paragraph("A line of its own."));
    let sections = (0..9).flat_map(|number| [heading(2, &format!("s{number}")), paragraph("One line.")]);
    let (scene, _) = scene(filling.chain(sections).collect());
    let words = |layer: &&super::scene::Layer| layer.items.iter().any(|item| matches!(item.tag, super::scene::Tag::Slot(_)));
    let lowest = scene.pages[0].layers.iter().filter(words).map(|layer| layer.y).fold(0.0, f32::max);
    assert!(scene.pages.len() == 2 && lowest > 640.0, "{} pages, the first ends at {lowest}", scene.pages.len());
}

/// A sparkline is drawn among the words within the room that is left for it, and described for those who cannot see it.
#[test]
fn a_sparkline_stands_among_words() {
    let spark = Inline::Spark { values: vec![Some(0.0), None, Some(50.0), Some(100.0)], words: "77 %".into() };
    let (scene, _) = scene(vec![Block::Paragraph([words("Health "), vec![spark], words(" today")].concat())]);
    let drawn = |layer: &&Layer| layer.items.iter().any(|item| matches!(item.ink, Ink::Path { .. }));
    let line = scene.pages[0].layers.iter().find(drawn).unwrap();
    let mut paths = Vec::new();
    for item in &line.items {
        if let Ink::Path { steps, at, scale, stroke, .. } = &item.ink {
            let ends = steps.iter().filter_map(|step| match *step {
                Step::Move(x, _) | Step::Line(x, _) | Step::Curve(.., x, _) => Some(at.0 + x * scale),
                Step::Close => None,
            });
            let (left, right) = ends.fold((f32::MAX, f32::MIN), |(left, right), x| (left.min(x), right.max(x)));
            paths.push((stroke.is_some(), left, right));
        }
    }
    let [(true, start, end), (false, _, dot)] = paths.as_slice() else { panic!("{paths:?}") };
    assert!(start < end && end < dot, "{paths:?}");
    let runs: Vec<(f32, String)> = line
        .items
        .iter()
        .filter_map(|item| if let Ink::Text(run) = &item.ink { Some((run.x, run_text(&scene, run))) } else { None })
        .collect();
    let at = |word: &str| runs.iter().find(|(_, text)| text.contains(word)).unwrap().0;
    assert!(at("Health") < *start && *dot < at("77"), "{runs:?} {paths:?}");
    let figure = scene.tree.nodes.iter().find(|node| node.kind == Kind::Figure).unwrap();
    assert_eq!(figure.alt.as_deref(), Some("from the oldest: 0 %, no data, 50 %, 100 %"));
    assert_eq!(scene.tree.nodes[figure.parent as usize].kind, Kind::Paragraph);
}
