//! Every kind of chart stays on its canvas, whatever the figures.

use super::*;
use crate::block::chart::read;

const CHARTS: [&str; 13] = [
    "kind: bars\ncaption: c\nunit: '%'\nthresholds: [{ label: target, at: 95 }, { label: minimum, at: 90 }]\nrows:\n- { label: Availability of everything that one could ever ask for in a contract, value: 99.2, low: 98, high: 100, mark: good, note: a remark that is far too long for the space to the right of it }\n- { label: B, value: null }\n- { label: C, value: -3 }",
    "kind: bars\ncaption: c\nrows: [{ label: A, value: 0 }]",
    "kind: bars\ncaption: c\nrows: [{ label: A, value: 12500000000000 }, { label: B, value: -500000000000 }]",
    "kind: line\ncaption: c\nunit: ms\nperiods: [a, b, c]\nseries: [{ name: s, values: [1, null, 3] }, { name: t, values: [null, null, null] }]\nthresholds: [{ label: target, at: 2 }, { label: minimum, at: 2.001 }]\nband: { label: agreed, low: 1, high: 2 }",
    "kind: line\ncaption: c\nperiods: [a]\nseries: [{ name: s, values: [null] }]",
    "kind: radar\ncaption: c\nmax: 5\naxes: [Scalability, Reusability, Interoperability and more, D, E]\nseries: [{ name: s, values: [1, 2, 3, 4, 5] }, { name: t, values: [null, 2, 3, null, 5] }]",
    "kind: gantt\ncaption: c\nmarkers: [{ label: as of, on: 2026-10-31 }, { label: end, on: 2026-11-02 }]\nrows: [{ label: A, start: 2026-11-01, end: 2027-01-31, critical: true, mark: act, note: n }, { label: B, start: 2027-02-01 }]",
    "kind: gantt\ncaption: c\nrows: [{ label: A, start: 1990-01-01, end: 2090-12-31 }]",
    "kind: gantt\ncaption: c\nrows: [{ label: A, start: 2026-01-01 }]",
    "kind: shares\ncaption: c\nrows: [{ label: A, parts: [{ name: x, value: 40 }, { name: y, value: 60 }] }, { label: B, parts: [] }, { label: C, parts: [{ name: z, value: 0 }] }, { label: D, parts: [{ name: w, value: 30 }, { name: v, value: 1 }], rest: { name: not known, value: 20 } }, { label: E, rest: { name: not known, value: 1 } }]",
    "kind: heat\ncaption: c\ncolumns: [one, two]\nrows: [{ label: A, cells: [{ text: '3.2', mark: good }, null] }]",
    "kind: heat\ncaption: c\ncolumns: [Brightforge Systems, Castellan, Fernwell, Harbourline, Hartwell, Lanternwatch, Meridian, Mirrorgate, Oldgate, Quillstone, Sundial, Vectorloom]\nrows: [{ label: A, cells: [null, null, null, null, null, null, null, null, null, null, null, { text: unreadably long, mark: bad }] }]",
    "kind: waterfall\ncaption: c\nsteps: [{ label: A, value: 1.2 }, { label: B, value: -0.4 }, { label: Sum, value: 0.8, total: true }]",
];

/// Where a line stops short, the end of the scale says no figure for it.
#[test]
fn the_end_of_a_line_says_only_what_is_known_there() {
    let said = |values: &str| {
        let chart =
            read(&format!("kind: line\ncaption: c\nperiods: [a, b, c]\nseries: [{{ name: s, values: {values} }}]")).unwrap();
        svg::print(&draw(&chart, WIDTH), "chart", "")
    };
    assert!(said("[1, 2, 2.75]").contains(">2.75</text>"));
    assert!(!said("[1, 2.75, null]").contains(">2.75</text>"));
}

/// Wherever it stands among the parts of its row.
#[test]
fn what_is_nobodys_looks_like_no_part() {
    let rest = "rest: { name: not known, value: 20 }";
    let chart = read(&format!(
        "kind: shares\ncaption: c\nrows: [{{ label: A, parts: [{{ name: x, value: 40 }}, {{ name: y, value: 30 }}, {{ name: z, value: 10 }}], {rest} }}, {{ label: B, parts: [{{ name: x, value: 80 }}], {rest} }}, {{ label: C, {rest} }}]"
    ))
    .unwrap();
    let drawing = draw(&chart, WIDTH);
    let filled: Vec<_> =
        drawing.shapes.iter().filter_map(|shape| if let Shape::Rect(.., paint) = shape { Some(*paint) } else { None }).collect();
    assert_eq!(filled, [Paint::Accent, Paint::Pale, Paint::Pale, Paint::Accent]);
    let said: Vec<String> = chart.table().rows.iter().map(|row| crate::block::plain_text(&row[2])).collect();
    assert_eq!(said, ["40\u{a0}%", "30\u{a0}%", "10\u{a0}%", "20\u{a0}%", "80\u{a0}%", "20\u{a0}%", "100\u{a0}%"]);
}

#[test]
fn shapes_stay_on_the_canvas() {
    for text in CHARTS {
        let chart = read(text).unwrap_or_else(|why| panic!("{why:?} in {text}"));
        for width in [WIDTH, COLUMN, NARROW, 40.0] {
            let drawing = draw(&chart, width);
            let inside = |x: f32, y: f32| (-1.0..=drawing.width + 1.0).contains(&x) && (-1.0..=drawing.height + 1.0).contains(&y);
            assert!(drawing.height > 0.0 && drawing.height < 2000.0, "{text}");
            for shape in &drawing.shapes {
                let held = match shape {
                    Shape::Rect(x, y, w, h, _) => inside(*x, *y) && inside(x + w, y + h),
                    Shape::Fill(steps, _) | Shape::Stroke(steps, ..) => steps.iter().all(|step| match *step {
                        Step::Move(x, y) | Step::Line(x, y) | Step::Curve(.., x, y) => inside(x, y),
                        Step::Close => true,
                    }),
                    Shape::State(_, x, y, size) => inside(*x, *y) && inside(x + size, y + size),
                    Shape::Words(label) if label.turned => {
                        inside(label.x, label.y) && inside(label.x, label.y - measure(&label.text, label.size, label.bold))
                    }
                    Shape::Words(_) => place(shape).is_some_and(|(from, to, y, _)| inside(from, y) && inside(to, y)),
                };
                assert!(held, "{shape:?} of {text} at {width} leaves {} x {}", drawing.width, drawing.height);
            }
        }
        let table = chart.table();
        assert!(table.rows.iter().all(|row| row.len() == table.head.len() && row.len() == table.align.len()), "{text}");
        assert!(svg::print(&draw(&chart, WIDTH), "chart", &chart.alternative()).ends_with("</svg>"));
    }
}

#[test]
fn scales_have_round_numbers() {
    let cases: [(f64, f64, &[f64]); 5] = [
        (0.0, 5.0, &[0.0, 1.0, 2.0, 3.0, 4.0, 5.0]),
        (0.0, 97.0, &[0.0, 20.0, 40.0, 60.0, 80.0, 100.0]),
        (98.2, 99.9, &[98.0, 98.5, 99.0, 99.5, 100.0]),
        (-3.0, 4.0, &[-4.0, -2.0, 0.0, 2.0, 4.0]),
        (7.0, 7.0, &[6.0, 6.5, 7.0, 7.5, 8.0]),
    ];
    for (low, high, expected) in cases {
        let found = Ticks::new(low, high, (None, None), 5.0).values();
        assert!(
            found.len() == expected.len() && found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-9),
            "{low} to {high}: {found:?}"
        );
    }
}

#[test]
fn words_that_do_not_fit_are_cut_and_say_so() {
    let lines = wrap("one two three four five six seven", 40.0, SIZE, false, 2);
    assert_eq!(lines.len(), 2);
    assert!(lines.iter().all(|line| measure(line, SIZE, false) <= 41.0) && lines[1].ends_with('…'), "{lines:?}");
    assert_eq!(wrap("", 40.0, SIZE, false, 2), Vec::<String>::new());
    assert_eq!(shorten("short", 100.0, SIZE, false), "short");
}

/// From where to where a text stands, its baseline, and what it says.
fn place(shape: &Shape) -> Option<(f32, f32, f32, &str)> {
    let Shape::Words(label) = shape else { return None };
    let long = measure(&label.text, label.size, label.bold);
    let from = match label.anchor {
        Anchor::Start => label.x,
        Anchor::Middle => label.x - long / 2.0,
        Anchor::End => label.x - long,
    };
    Some((from, from + long, label.y, label.text.as_str()))
}

/// Every text of a drawing.
fn words(drawing: &Drawing) -> Vec<(f32, f32, f32, &str)> {
    drawing.shapes.iter().filter_map(place).collect()
}

#[test]
fn no_words_print_over_others() {
    let levels = "kind: bars\ncaption: c\nthresholds: [{ label: target, at: 5000000 }, { label: minimum, at: -2000000 }, { label: limit of the contract, at: 5200000 }]\nrows: [{ label: A, value: 12500000 }]";
    let names = "kind: line\ncaption: c\nunit: EUR\nperiods: [Q1, Q2]\nthresholds: [{ label: minimum of the contract, at: 9 }]\nseries: [{ name: Brightforge Systems International, values: [10, 14] }, { name: Meridian Models, values: [8, 13] }]";
    let many = "kind: bars\ncaption: c\nrows: [{ label: A, value: 12500000000000 }, { label: B, value: -500000000000 }]";
    let axes = "kind: radar\ncaption: c\nmax: 5\naxes: [Responsible AI and sovereignty, Reusability, Lock-in, Partner signals and what they say]\nseries: [{ name: s, values: [5, 5, 5, 5] }]";
    let corner = "kind: radar\ncaption: c\nmax: 5\naxes: [Scalability, Reusability, Interoperability, Lock-in, Partner signals, Responsible AI, Cost, Support]\nseries: [{ name: s, values: [5, 5, 5, 5, 5, 5, 5, 4.9] }]";
    for (text, widths) in [
        (levels, &[NARROW][..]),
        (names, &[NARROW]),
        (many, &[NARROW, COLUMN]),
        (axes, &[NARROW, WIDTH]),
        (corner, &[NARROW, WIDTH]),
    ] {
        for &width in widths {
            let drawing = draw(&read(text).unwrap_or_else(|why| panic!("{why:?} in {text}")), width);
            let places = words(&drawing);
            for (index, one) in places.iter().enumerate() {
                assert!(!one.3.contains('…'), "{one:?} of {text}");
                for other in &places[index + 1..] {
                    let over = one.0 < other.1 && other.0 < one.1 && (one.2 - other.2).abs() < 5.0;
                    assert!(!over, "{one:?} over {other:?} of {text} at {width}");
                }
            }
        }
    }
}

#[test]
fn a_legend_says_the_values_of_lines_that_look_the_same() {
    let text = "kind: line\ncaption: c\nunit: '%'\nperiods: [Q1, Q2]\nthresholds: [{ label: target of the contract, at: 9 }, { label: minimum of the contract, at: 7 }, { label: our own limit, at: 6 }]\nseries: [{ name: s, values: [10, 14] }]";
    let drawing = draw(&read(text).unwrap_or_else(|why| panic!("{why:?}")), NARROW);
    let found: Vec<&str> = words(&drawing).into_iter().map(|(.., text)| text).collect();
    for wanted in ["target of the contract 9 %", "minimum of the contract 7 %", "our own limit 6 %"] {
        assert!(found.contains(&wanted), "{wanted} in {found:?}");
    }
}

#[test]
fn a_narrow_canvas_leaves_its_width_to_what_is_shown() {
    let bars = "kind: bars\ncaption: c\nmin: 0\nmax: 5\nrows:\n- { label: Responsible AI and sovereignty, value: 5, mark: good, note: 25 % }";
    let span = "kind: gantt\ncaption: c\nrows: [{ label: Agree quotas and prices for the full load with the successor, start: 2026-11-01, end: 2027-01-31, note: 25 days of slack }]";
    for text in [bars, span] {
        let drawing = draw(&read(text).unwrap_or_else(|why| panic!("{why:?} in {text}")), NARROW);
        let longest = drawing.shapes.iter().filter_map(|shape| match shape {
            Shape::Rect(_, _, w, _, paint) if *paint != Paint::Paper => Some(*w),
            _ => None,
        });
        let longest = longest.fold(0.0, f32::max);
        assert!(longest > NARROW * 0.9, "{text}: {longest} of {NARROW}");
        let cut = words(&drawing).iter().any(|(.., text)| text.contains('…'));
        assert!(!cut, "{text}: {drawing:?}");
    }
}

#[test]
fn a_heat_map_says_on_a_telephone_what_it_says_on_a_page() {
    let audit = "kind: heat\ncaption: c\ncolumns: [Health, Score, KPIs on target, Must-haves, Lock-in, Exit readiness, Serious]\nrows:\n- { label: Brightforge Systems, cells: [{ text: 100 %, mark: good }, { text: '2.8', mark: act }, { text: 12 of 36, mark: bad }, null, { text: medium, mark: watch }, { text: 10/12, mark: good }, { text: '14', mark: bad }] }";
    let map = read(audit).unwrap_or_else(|why| panic!("{why:?}"));
    assert!(has_narrow(&map));
    let (wide, narrow) = (draw(&map, WIDTH), draw(&map, NARROW));
    let said = |drawing: &Drawing| {
        let mut said: Vec<String> = words(drawing).into_iter().map(|(.., text)| text.to_owned()).collect();
        said.retain(|text| text.contains(char::is_numeric) || text == "medium");
        said
    };
    assert_eq!(said(&wide), ["100 %", "2.8", "12 of 36", "medium", "10/12", "14"]);
    assert_eq!(said(&narrow), said(&wide));
    let of = |columns: usize, text: &str| {
        let (names, cells) =
            (vec!["a"; columns].join(", "), vec![format!("{{ text: '{text}', mark: bad }}"); columns].join(", "));
        let chart = format!("kind: heat\ncaption: c\ncolumns: [{names}]\nrows: [{{ label: A, cells: [{cells}] }}]");
        read(&chart).unwrap_or_else(|why| panic!("{why:?} in {chart}"))
    };
    assert!(!has_narrow(&of(3, "a sentence of words that no telephone has room for")));
    // Where a page has no room for the words either, nothing is lost.
    assert!(has_narrow(&of(20, "100")));
    assert!(!has_narrow(&of(30, "")), "cells narrower than a shape");
}
