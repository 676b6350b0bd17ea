//! An edition made after another one is the same as one made from the start, whatever was changed, and mended, in between.

use std::sync::Arc;

use super::{Format, Memory, Request};
use crate::compile::Edition;
use crate::diagnostic::{Report, print};
use crate::load::Memo;
use crate::world::{World as _, sample};

/// A path, and what may stand there.
type Variants = (String, Vec<Option<String>>);

/// What files may say; nothing stands for a file that is not there. The first is what the sample says, where it has it.
fn variants(sample: &Memory) -> Vec<Variants> {
    let page = |title: &str, body: &str| Some(format!("---\ntitle: {title}\n---\n\n{body}\n"));
    let said = |path: &str| sample.files.get(path).map(|bytes| String::from_utf8(bytes.clone()).unwrap());
    let swapped = |path: &str, from: &str, to: &str| {
        let text = said(path).unwrap();
        assert!(text.contains(from), "{path} lacks `{from}`");
        Some(text.replace(from, to))
    };
    let own = |body: &str| Some(format!("---\nper: vendor\ntitle: Own\nformats: [site, pdf]\n---\n{body}\n"));
    let ash = |file: &str| format!("playbook/vendors/ash/{file}");
    let kept = |path: &str, others: Vec<Option<String>>| (path.to_owned(), [vec![said(path)], others].concat());
    vec![
        kept(
            "content/how.md",
            vec![
                page("How", "## Steps\n\nOther words, and [this](index.md#why)."),
                page("How to", "## Other steps\n\nThe title is another one."),
                page("How", "A [link](nowhere.md) to nothing."),
                Some("---\ntitle: How\n".to_owned()),
                None,
            ],
        ),
        kept("content/index.md", vec![page("Home", "## Why { #why }\n\nWithout links."), page("Home", "No heading."), None]),
        kept(
            "content/part/index.md",
            vec![page("Part", "A [step](../how.md#steps)."), page("Part", "A [step](../how.md#other-steps)."), None],
        ),
        kept("content/part/one.md", vec![page("One", "First."), page("First", "First."), None]),
        kept("content/note.txt", vec![Some("a".to_owned()), Some("b".to_owned())]),
        kept(
            &ash("vendor.yaml"),
            vec![
                swapped(&ash("vendor.yaml"), "name: Ash", "name: Ashes"),
                swapped(&ash("vendor.yaml"), "class: strategic", "class: tactical"),
                swapped(&ash("vendor.yaml"), "class: strategic", "class: unheard-of"),
            ],
        ),
        kept(
            &ash("evaluation.yaml"),
            vec![
                swapped(&ash("evaluation.yaml"), "score: 3", "score: 4"),
                swapped(&ash("evaluation.yaml"), "score: 3", "score: 9"),
                None,
            ],
        ),
        kept(&ash("kpis.yaml"), vec![swapped(&ash("kpis.yaml"), "2026-Q3: 97", "2026-Q3: 80"), None]),
        kept(&ash("contract.yaml"), vec![swapped(&ash("contract.yaml"), "position: preferred", "position: fallback"), None]),
        kept(&ash("exit.yaml"), vec![swapped(&ash("exit.yaml"), "days: 5", "days: 50"), None]),
        (
            "playbook/vendors/birch/vendor.yaml".to_owned(),
            vec![
                None,
                swapped(&ash("vendor.yaml"), "name: Ash", "name: Birch").map(|text| text.replace("60%", "10%")),
                swapped(&ash("vendor.yaml"), "name: Ash", "name: Birch").map(|text| {
                    text.replace("60%", "10%").replace(" }\n", ", alternate: ash, readiness: warm }\n")
                        + "subprocessors:\n  - { name: Ash, vendor: ash, role: models, region: eu, notified: 2026-01-02 }\n"
                }),
                swapped(&ash("vendor.yaml"), "name: Ash", "name: Birch")
                    .map(|text| text.replace("60%", "10%").replace("status: active", "status: exiting")),
            ],
        ),
        kept("playbook/playbook.yaml", vec![swapped("playbook/playbook.yaml", "Northwind", "Southwind")]),
        kept("playbook/playbook.yaml", vec![said("playbook/playbook.yaml").map(|text| text + "as_of: 2026-08-15\n")]),
        kept(
            "playbook/rubrics/scale.yaml",
            vec![
                swapped("playbook/rubrics/scale.yaml", "name: Scale", "name: Scales"),
                swapped("playbook/rubrics/scale.yaml", "weight: 2", "weight: two"),
            ],
        ),
        kept(
            "contracts/clauses/data-return.md",
            vec![
                swapped("contracts/clauses/data-return.md", "Ask early", "Ask late"),
                swapped("contracts/clauses/data-return.md", "index.md", "lost.md"),
            ],
        ),
        kept(
            "templates/documents/own.md",
            vec![
                own("Of {{ vendor.name }}."),
                own("## Part { #part }\n\nOf {{ vendor.name }}, see [it](#part)."),
                own("{% if %}"),
                own("{{ vendor.nothing.at.all }}"),
                own("See [it](/content/how.md#nothing)."),
                own("{% include \"documents/parts/own.md\" %}"),
            ],
        ),
        (
            "templates/documents/parts/own.md".to_owned(),
            vec![Some("Of {{ vendor.name }} and {{ vendors | length }}.".to_owned()), None, Some("At {{ as_of }}.".to_owned())],
        ),
        kept("templates/site/style.css", vec![Some("p { color: red }\n".to_owned())]),
        kept(
            "templates/site/page.html",
            vec![Some("<title>{{ page.title }}</title>{{ content }}\n".to_owned()), Some("{{ lost }}".to_owned())],
        ),
    ]
}

/// Prose that has live figures, takes in another file, has tags and old addresses, or is a draft.
fn prose() -> Vec<Variants> {
    let page = |title: &str, body: &str| Some(format!("---\ntitle: {title}\n---\n\n{body}\n"));
    vec![
        (
            "content/part/live.md".to_owned(),
            vec![
                None,
                page("Live", "Ash: {{ score(vendor=\"ash\") }}, {{ must_haves(vendor=\"ash\") }}."),
                page("Live", "{{ include(file=\"_bit.md\") }}\n\nSee [it](#bit)."),
                page("Live", "{{ score(vendor=\"birch\") }}"),
                Some("---\ntitle: Live\ntags: [one, Two]\naliases: [old/live]\n---\n\nText.\n".to_owned()),
                Some("---\ntitle: Live\ntags: [two]\naliases: [part/one/]\ndate: 2026-05-05\n---\n\nText.\n".to_owned()),
                Some("---\ntitle: Live\ndraft: true\n---\n\nText.\n".to_owned()),
            ],
        ),
        (
            "content/part/_bit.md".to_owned(),
            vec![
                Some("## Bit { #bit }\n\n{{ vendors() }} and [how](../how.md#steps).\n".to_owned()),
                Some("Bits.\n".to_owned()),
                None,
            ],
        ),
    ]
}

/// What a judgement knows of other vendors, milestones and scores, and what all have in common.
fn shared(sample: &Memory) -> Vec<Variants> {
    let said = |path: &str| String::from_utf8(sample.files[path].clone()).unwrap();
    let milestone = |id: &str, due: &str| Some(format!("milestones:\n  - {{ id: {id}, name: {id}, due: {due} }}\n"));
    let renamed =
        |path: &str, from: &str, to: &str| (path.to_owned(), vec![Some(said(path)), Some(said(path).replace(from, to))]);
    vec![
        (
            "playbook/vendors/ash/roadmap.yaml".to_owned(),
            vec![None, milestone("live", "2026-12-01"), milestone("live", "2027-12-01"), milestone("lively", "2026-12-01")],
        ),
        (
            "playbook/vendors/birch/roadmap.yaml".to_owned(),
            vec![None, milestone("after", "2027-01-01").map(|text| text.replace(" }", ", after: [ash/live] }"))],
        ),
        ("playbook/vendors/birch/evaluation.yaml".to_owned(), vec![None, Some(said("playbook/vendors/ash/evaluation.yaml"))]),
        renamed("playbook/strategy.yaml", "name: Search,", "name: Find, critical: true,"),
        renamed("playbook/governance.yaml", "name: Analyst", "name: Analysts"),
    ]
}

/// An edition, and all its pages or what is wrong.
fn said(edition: Result<Edition, Report>) -> (Option<Edition>, String) {
    let made = |edition: &Edition| match edition.site.files(&false.into()) {
        Ok(mut files) => {
            files.sort();
            let lines = files.into_iter().map(|(path, bytes)| format!("{path}: {}", String::from_utf8_lossy(&bytes)));
            lines.collect::<Vec<_>>().join("\n")
        }
        Err(failed) => {
            let mut report = Report::default();
            report.extend(failed.mistakes);
            print(&report, Format::Short)
        }
    };
    match edition {
        Ok(edition) => {
            let text = made(&edition);
            (Some(edition), text)
        }
        Err(report) => (None, print(&report, Format::Human)),
    }
}

#[test]
fn an_edition_after_another_is_the_same_as_one_from_the_start() {
    after_each_other(20_261_121);
}

/// As a test of its own, so that both take place at the same time.
#[test]
fn and_so_it_is_after_other_changes() {
    after_each_other(20_261_122);
}

fn after_each_other(seed: u64) {
    let mut world = sample::sound();
    let variants = [variants(&world), shared(&world), prose()].concat();
    let request = Request::default();
    let mut memo = Memo::default();
    let mut dice = fastrand::Rng::with_seed(seed);
    let mut last: Option<Edition> = None;
    let (mut sound, mut broken, mut clean) = (0, 0, true);
    for step in 0..240 {
        // Mostly one file, now and then several at once. What is broken is mended sooner than something else is broken.
        for _ in 0..=dice.usize(0..8) / 6 {
            let (path, texts) = &variants[dice.usize(0..variants.len())];
            let text = if dice.usize(0..3) == 0 { &texts[0] } else { &texts[dice.usize(0..texts.len())] };
            match text {
                Some(text) => drop(world.files.insert(path.clone(), text.clone().into_bytes())),
                None => drop(world.files.remove(path)),
            }
        }
        if !clean && dice.bool() {
            for (path, texts) in &variants {
                match &texts[0] {
                    Some(text) => drop(world.files.insert(path.clone(), text.clone().into_bytes())),
                    None => drop(world.files.remove(path)),
                }
            }
        }
        let (next, after) = said(Edition::next(&world, &request, &mut memo, last.as_ref()));
        let (first, fresh) = said(Edition::first(&world, &request));
        assert_eq!(next.is_some(), first.is_some(), "step {step}");
        assert!(after == fresh, "step {step}: {}", similar(&after, &fresh));
        let computed =
            |edition: &Option<Edition>| edition.as_ref().map(|edition| serde_json::to_string(&edition.prepared.evaluation));
        assert_eq!(computed(&next).map(Result::unwrap), computed(&first).map(Result::unwrap), "step {step}");
        if let (Some(next), Some(first), true) = (&next, &first, step % 40 == 0) {
            let files =
                |edition: &Edition| edition.files(&world, &false.into()).map_err(|unmade| print(&unmade.report, Format::Short));
            assert!(files(next) == files(first), "step {step}: the files differ");
        }
        sound += usize::from(next.is_some());
        broken += usize::from(next.is_none());
        clean = next.as_ref().is_some_and(|next| next.site.files(&false.into()).is_ok());
        last = next.or(last);
    }
    assert!(sound > 100 && broken > 30, "{sound} sound and {broken} broken steps");
}

/// The sample shows whatever one vendor may have to do with another, so none of its files may go unnoticed by the others.
#[test]
fn what_is_computed_after_a_change_is_what_is_computed_from_the_start() {
    let disk = crate::world::Disk::new(env!("CARGO_MANIFEST_DIR"));
    let mut world = Memory { files: std::collections::BTreeMap::new(), today: sample::TODAY };
    for folder in crate::world::FOLDERS {
        for found in disk.list(folder).0 {
            world.files.insert(found.path.to_string(), disk.read(&found.path).unwrap());
        }
    }
    let request = Request::default();
    let mut memo = Memo::default();
    let mut last = Edition::next(&world, &request, &mut memo, None).map_err(|report| print(&report, Format::Short)).unwrap();
    let records: Vec<String> =
        world.files.keys().filter(|path| path.contains(".yaml") && !path.contains("/rubrics/")).cloned().collect();
    let edits = [
        ("status: active", "status: exiting"),
        ("class: strategic", "class: tactical"),
        ("name: ", "name: Other "),
        ("due: 2026", "due: 2027"),
        ("due: 2027", "due: 2026"),
        ("verdict: expand", "verdict: phase-out"),
        ("readiness: warm", "readiness: none"),
        ("score: 3", "score: 1"),
        ("critical: true", "critical: false"),
        ("standing: agreed", "standing: proposed"),
    ];
    let mut dice = fastrand::Rng::with_seed(20_261_122);
    let (mut steps, mut shared) = (0, 0);
    while steps < 40 {
        let path = &records[dice.usize(0..records.len())];
        let before = world.files[path].clone();
        let text = String::from_utf8(before.clone()).unwrap();
        let (from, to) = edits[dice.usize(0..edits.len())];
        if !text.contains(from) {
            continue;
        }
        world.files.insert(path.clone(), text.replacen(from, to, 1).into_bytes());
        let Ok(next) = Edition::next(&world, &request, &mut memo, Some(&last)) else {
            world.files.insert(path.clone(), before);
            continue;
        };
        let first = Edition::first(&world, &request).map_err(|report| print(&report, Format::Short)).unwrap();
        let computed = |edition: &Edition| serde_json::to_string_pretty(&edition.prepared.evaluation).unwrap();
        let (after, fresh) = (computed(&next), computed(&first));
        assert!(after == fresh, "{path}, `{from}` to `{to}`: {}", similar(&after, &fresh));
        if steps % 20 == 0 {
            let pages = |edition: &Edition| edition.site.files(&false.into()).map_err(|failed| format!("{:?}", failed.mistakes));
            assert!(pages(&next) == pages(&first), "{path}, `{from}` to `{to}`: the pages differ");
        }
        let vendors = |edition: &Edition| edition.prepared.evaluation.vendors.clone();
        shared += usize::from(vendors(&next).iter().any(|vendor| vendors(&last).iter().any(|old| Arc::ptr_eq(old, vendor))));
        (last, steps) = (next, steps + 1);
    }
    assert!(shared > 20, "something was kept in {shared} of {steps} steps");
}

/// What is kept for speed is kept by conditions. Each of these edits meets all but one of them.
#[test]
fn an_edit_that_looks_like_no_news_is_news_all_the_same() {
    let page = |front: &str| format!("---\ntitle: How\n{front}---\n\n## Steps\n");
    let milestone = |id: &str, more: &str| format!("milestones:\n  - {{ id: {id}, name: {id}, due: 2026-12-01{more} }}\n");
    let reuse = "reuse:\n  - { component: gate, project: P, on: 2026-05-05 }\n";
    let vendor = String::from_utf8(sample::sound().files["playbook/vendors/ash/vendor.yaml"].clone()).unwrap();
    let birch = vendor.replace("name: Ash", "name: Birch").replace("60%", "10%");
    let component = |id: &str| format!("{vendor}components:\n  - {{ id: {id}, name: Part, layer: data, kind: module }}\n");
    let after = milestone("after", ", after: [ash/live]");
    let edits = [
        ("content/how.md", page(""), page("tags: [one]\n")),
        ("content/how.md", page(""), page("aliases: [old/how/]\n")),
        ("content/how.md", page(""), page("order: 1\n")),
        ("content/how.md", page(""), page("summary: In short.\n")),
        ("content/how.md", page(""), page("").replace("How", "How to")),
        ("content/how.md", page("draft: true\n"), page("")),
        ("playbook/vendors/ash/vendor.yaml", vendor.clone(), vendor.replace("name: Ash", "name: Ashes")),
        // The roadmap stays as it is, and rests on what changed.
        ("playbook/vendors/ash/vendor.yaml", component("gate"), component("bridge")),
        ("playbook/vendors/ash/roadmap.yaml", milestone("live", "") + reuse, milestone("lively", "") + reuse),
        ("playbook/vendors/ash/roadmap.yaml", milestone("live", ""), milestone("live", ", after: [birch/after]")),
    ];
    for (path, from, to) in edits {
        let mut world = sample::sound();
        let mut put = |path: &str, text: &str| drop(world.files.insert(path.to_owned(), text.as_bytes().to_vec()));
        put("playbook/vendors/ash/roadmap.yaml", &(milestone("live", "") + reuse));
        put("playbook/vendors/birch/vendor.yaml", &birch);
        put("playbook/vendors/birch/roadmap.yaml", &after);
        put("content/index.md", "---\ntitle: Home\n---\n\n## Why { #why }\n");
        put("content/also.md", "---\ntitle: Also\n---\n\nWords.\n");
        put(path, &from);
        let request = Request::default();
        let mut memo = Memo::default();
        let (last, before) = said(Edition::next(&world, &request, &mut memo, None));
        assert!(last.is_some(), "{before}");
        world.files.insert(path.to_owned(), to.clone().into_bytes());
        let (_, after) = said(Edition::next(&world, &request, &mut memo, last.as_ref()));
        let (_, fresh) = said(Edition::first(&world, &request));
        assert!(fresh != before, "{to} changes nothing");
        assert!(after == fresh, "{to}: {}", similar(&after, &fresh));
    }
}

/// Where two texts begin to differ.
fn similar(a: &str, b: &str) -> String {
    let same = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let part = |text: &str| text.chars().skip(same.saturating_sub(60)).take(160).collect::<String>();
    format!("\n{}\n{}", part(a), part(b))
}
