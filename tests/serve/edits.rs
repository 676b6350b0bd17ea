//! Random edits as editors make them; after each, every file is what a build writes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::{Duration, Instant};

use alliance_playbook::compile::{Part, Request, build};
use alliance_playbook::world::Disk;

use super::{Server, tag};
use crate::support::Playbook;

#[test]
fn whatever_is_done_to_the_files_what_is_served_is_what_a_build_writes() {
    edits(&["--watch"], 20_261_121, 70);
}

/// As a test of its own, so that both take place at the same time.
#[test]
fn and_whatever_else_is_done_to_them() {
    edits(&["--watch"], 20_261_122, 70);
}

#[test]
fn whoever_only_looks_again_and_again_sees_the_same() {
    edits(&["--watch", "--poll"], 20_261_121, 10);
}

/// What may be done to the files, by name. Each leaves a playbook without mistakes, but for what is called broken.
fn change(kind: u8, step: u32, playbook: &Playbook, dice: &mut fastrand::Rng) -> &'static str {
    let page = |dice: &mut fastrand::Rng| format!("---\ntitle: Page {}\n---\n\nWords of step {step}.\n", dice.u8(0..9));
    let number = dice.u8(0..4);
    let file = format!("content/part-{number}/page-{}.md", dice.u8(0..3));
    let folder = playbook.path(&format!("content/part-{number}"));
    let vendor = |name: &str, more: &str| {
        format!("name: {name} {step}\nsummary: Makes it.\nclass: tactical\nstatus: active\nlayer: tooling\n{more}")
    };
    match kind {
        // An atomic save, as vim and the JetBrains editors do it.
        0 | 1 => {
            playbook.write(&format!("content/part-{number}/index.md"), page(dice));
            let (swap, path) = (format!("{file}.swp~"), playbook.path(&file));
            playbook.write(&swap, page(dice));
            std::fs::rename(playbook.path(&swap), path).unwrap();
            "renamed over"
        }
        // A file written in two pieces.
        2 => {
            playbook.write(&format!("content/part-{number}/index.md"), "---\ntitle: ");
            playbook.write(&format!("content/part-{number}/index.md"), page(dice));
            "written"
        }
        3 => {
            let _ = std::fs::remove_dir_all(&folder);
            "removed"
        }
        // A folder made again with many files, as a checkout does it.
        4 => {
            let _ = std::fs::remove_dir_all(&folder);
            playbook.write(&format!("content/part-{number}/index.md"), page(dice));
            for page_number in 0..30 {
                playbook.write(&format!("content/part-{number}/deep/page-{page_number}.md"), page(dice));
            }
            playbook.write(&format!("content/part-{number}/deep/index.md"), page(dice));
            "made again"
        }
        5 => {
            playbook.write("templates/site/style.css", format!("p {{ margin: {step}px }}\n"));
            "styled"
        }
        6 => {
            playbook.write("playbook/vendors/acme/vendor.yaml", vendor("Acme", ""));
            "vendor renamed"
        }
        // A vendor that comes with what the others see of it, or goes.
        7 if playbook.path("playbook/vendors/birch").exists() => {
            std::fs::remove_dir_all(playbook.path("playbook/vendors/birch")).unwrap();
            "vendor removed"
        }
        7 => {
            let more = "subprocessors:\n  - { name: Acme, vendor: acme, role: models, region: eu, notified: 2026-01-02 }\n";
            playbook.write("playbook/vendors/birch/roadmap.yaml", "milestones:\n  - { id: live, name: Live, due: 2026-12-01 }\n");
            playbook.write("playbook/vendors/birch/vendor.yaml", vendor("Birch", more));
            "vendor added"
        }
        8 => {
            let of = if dice.bool() { "{{ vendor.name }}" } else { "{{ vendors | length }} vendors" };
            let front = "---\nper: vendor\ntitle: Own\nformats: [site, pdf]\n---\n";
            playbook.write("templates/documents/own.md", format!("{front}Step {step} of {of}.\n"));
            "template written"
        }
        9 => {
            let _ = std::fs::remove_file(playbook.path("templates/documents/own.md"));
            "template removed"
        }
        10 => {
            playbook.write("content/note.txt", format!("Step {step}.\n"));
            "file beside the pages written"
        }
        // A folder moved away, with all that is in it.
        11 => {
            let other = playbook.path("content/moved");
            let _ = std::fs::remove_dir_all(&other);
            let _ = std::fs::rename(&folder, &other);
            "folder renamed"
        }
        12 => {
            playbook.write("content/index.md", "---\ntitle: Home\n---\n\nTo [nowhere](nowhere.md).\n");
            "broken link"
        }
        13 => {
            playbook.write("playbook/vendors/acme/vendor.yaml", "name: Acme\nname: Twice\n");
            "broken record"
        }
        _ => {
            playbook.write("content/index.md", page(dice));
            "home written"
        }
    }
}

fn edits(more: &[&str], seed: u64, steps: u32) {
    let playbook = Playbook::tiny();
    let server = Server::start_with(&playbook, 0, more);
    let mut dice = fastrand::Rng::with_seed(seed);
    let root = playbook.path("");
    let mut last = built(&root).expect("a sound playbook");
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut broken = 0;
    for step in 0..steps {
        // Now and then something is broken for certain.
        let kind = if step % 9 == 4 { dice.u8(12..14) } else { dice.u8(0..16) };
        let done = change(kind, step, &playbook, &mut dice);
        match built(&root) {
            Ok(files) => last = files,
            Err(mistakes) => {
                // What was good is still there, and every page says what is wrong.
                broken += 1;
                let mut events = server.events("/", &tag(&server, "/"));
                while events.next().0 != "mistakes" {}
                compare(&server, &last, &format!("step {step}, {done}: {mistakes}"));
                playbook.write("content/index.md", "---\ntitle: Home\n---\n\nMended.\n");
                change(6, step, &playbook, &mut dice);
                last = built(&root).expect("a mended playbook");
                while events.next().0 != "sound" {}
            }
        }
        compare(&server, &last, &format!("step {step}, {done}"));
        seen.extend(last.keys().cloned());
        let mut client = server.client();
        for gone in seen.iter().filter(|path| !last.contains_key(*path)) {
            assert_eq!(client.get(&format!("/{gone}")).0, 404, "step {step}, {done}: {gone} is still there");
        }
    }
    assert!(steps < 50 || broken > steps / 13, "{broken} steps had mistakes");
}

/// What a build writes of the site.
fn built(root: &Path) -> Result<BTreeMap<String, Vec<u8>>, String> {
    let request = Request { only: Some(Part::Site), ..Request::default() };
    let compiled = build(&Disk::new(root), &request).map_err(|report| format!("{report:?}"))?;
    Ok(compiled.files.into_iter().map(|file| (file.path["site/".len()..].to_owned(), file.bytes)).collect())
}

/// Every file, soon: the folder tells of its changes a little later.
fn compare(server: &Server, files: &BTreeMap<String, Vec<u8>>, what: &str) {
    let end = Instant::now() + Duration::from_secs(60);
    let mut client = server.client();
    for (path, bytes) in files {
        while client.get(&format!("/{path}")).1 != *bytes {
            assert!(Instant::now() < end, "{what}: {path} is not as it is built");
            std::thread::sleep(Duration::from_millis(3));
        }
    }
}
