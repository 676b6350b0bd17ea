//! Publishing: the output is whole at every moment, and nothing of anybody else is ever lost.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::support::{Playbook, assert_same, tree, whole};

/// A small playbook with many files to publish, so that publishing is most of a build.
fn bulky() -> Playbook {
    let playbook = Playbook::tiny();
    for number in 0..300 {
        playbook.write(&format!("content/assets/{number:03}.bin"), vec![b'a'; 20_000]);
    }
    playbook
}

/// Changes the page and every asset, so that old and new differ in every file of the site.
fn edition(playbook: &Playbook, letter: char) {
    playbook.write("content/index.md", format!("---\ntitle: Home\n---\n\nEdition {letter}.\n"));
    for number in 0..300 {
        playbook.write(&format!("content/assets/{number:03}.bin"), vec![letter as u8; 20_000]);
    }
}

fn leftovers(playbook: &Playbook) -> Vec<String> {
    let names = fs::read_dir(playbook.path("")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.filter(|name| name.contains("staging")).collect()
}

#[test]
fn what_alliance_did_not_make_is_not_replaced() {
    type Spoil = fn(&Playbook);
    let cases: [(&str, Spoil); 7] = [
        ("alliance did not make it (it has no manifest.json, but letter.txt)", |playbook| {
            playbook.write("output/letter.txt", "dear");
        }),
        ("its manifest.json is not one of ours", |playbook| {
            playbook.write("output/manifest.json", "{\"name\": \"a web app\"}");
        }),
        ("it was written by somebody", |playbook| {
            playbook.write("output/manifest.json", "{\"generator\": \"somebody\", \"files\": []}");
        }),
        ("it holds files that alliance did not write (site/thesis.docx)", |playbook| {
            playbook.build("output");
            playbook.write("output/site/thesis.docx", "years of work");
        }),
        ("it names the path `../content/index.md`", |playbook| {
            let files = "[{\"path\": \"../content/index.md\", \"size\": 1, \"blake3\": \"\"}]";
            playbook.write("output/manifest.json", format!("{{\"generator\": \"alliance\", \"files\": {files}}}"));
        }),
        ("it is not a folder", |playbook| {
            playbook.write("output", "a file");
        }),
        ("", |playbook| {
            playbook.write("output/.git/HEAD", "ref: refs/heads/main").write("output/site/index.html", "by hand");
        }),
    ];
    for (reason, spoil) in cases {
        let playbook = Playbook::tiny();
        spoil(&playbook);
        let before = tree(&playbook.path(""));
        let outcome = playbook.run(&["build"]);
        outcome.status(2).stdout("").says("was left as it is: ").says(reason);
        assert_same(&before, &tree(&playbook.path("")), reason);
        playbook.run(&["build", "--only", "site"]).status(2);
        assert_same(&before, &tree(&playbook.path("")), reason);
    }
}

#[test]
fn an_empty_folder_and_litter_are_no_obstacle() {
    let playbook = Playbook::tiny();
    fs::create_dir(playbook.path("output")).unwrap();
    whole(&playbook.build("output")).unwrap();
    playbook
        .write("output/.DS_Store", "litter")
        .write("output/site/Thumbs.db", "litter")
        .write("content/index.md", "---\ntitle: New\n---\n");
    whole(&playbook.build("output")).unwrap();
}

#[test]
fn a_file_that_was_changed_by_hand_is_made_anew() {
    let playbook = Playbook::tiny();
    let before = playbook.build("output");
    playbook.write("output/site/index.html", "vandalised");
    playbook.remove("output/exports/evaluation.json");
    assert_same(&before, &playbook.build("output"), "after repair");
    // What is only kept is not made anew, so a change in it must not be blessed with a manifest.
    playbook.write("output/exports/evaluation.json", "vandalised");
    let spoilt = tree(&playbook.path("output"));
    playbook.run(&["build", "--only", "site"]).status(2).stdout("").says("exports/evaluation.json");
    assert_same(&spoilt, &tree(&playbook.path("output")), "after a refusal");
    assert_same(&before, &playbook.build("output"), "after a full build");
}

/// Starts a build, waits until `until` says so or the build has ended, kills it.
fn kill(playbook: &Playbook, until: &mut dyn FnMut() -> bool) {
    let mut child = playbook.command(&["build"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("start a build");
    while !until() && child.try_wait().expect("ask").is_none() {
        std::thread::sleep(Duration::from_micros(200));
    }
    // It may have ended by itself; then there is nothing to kill, and the output must be whole as well.
    let _ = child.kill();
    child.wait().expect("wait");
}

#[cfg(unix)]
#[test]
fn killed_at_any_moment_the_output_is_whole() {
    let playbook = bulky();
    let mut editions: BTreeMap<char, BTreeMap<String, Vec<u8>>> = BTreeMap::new();
    let mut longest = Duration::ZERO;
    for letter in ['a', 'b'] {
        edition(&playbook, letter);
        let start = Instant::now();
        editions.insert(letter, playbook.build(&format!("reference-{letter}")));
        longest = longest.max(start.elapsed());
    }
    playbook.build("output");
    let mut current = 'b';
    // A fixed sequence of "random" moments, so that a failure can be repeated.
    let mut seed: u64 = 0x2545_F491_4F6C_DD1D;
    for round in 0..24 {
        let next = if current == 'a' { 'b' } else { 'a' };
        edition(&playbook, next);
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let part = u32::try_from(seed >> 40).unwrap() % 1000;
        if round % 2 == 0 {
            // Any moment of the whole build.
            let moment = Instant::now() + longest * part / 1000;
            kill(&playbook, &mut || Instant::now() >= moment);
        } else {
            // A moment soon after publishing began.
            let mut began = None;
            kill(&playbook, &mut || {
                if began.is_none() && !leftovers(&playbook).is_empty() {
                    began = Some(Instant::now());
                }
                began.is_some_and(|began| began.elapsed() >= longest * part / 4000)
            });
        }
        let output = tree(&playbook.path("output"));
        whole(&output).unwrap_or_else(|wrong| panic!("round {round}: {wrong}"));
        current = if output == editions[&next] {
            next
        } else {
            assert_same(&editions[&current], &output, &format!("round {round}: neither the new nor the old"));
            current
        };
    }
    playbook.run(&["build"]).status(0);
    assert_eq!(leftovers(&playbook), [""; 0], "the next build clears up");
    whole(&tree(&playbook.path("output"))).unwrap();
}

#[test]
fn leftovers_go_and_the_work_of_others_stays() {
    let playbook = Playbook::tiny();
    playbook
        .write(".output.alliance-staging-dead/lock", "")
        .write(".output.alliance-staging-dead/new/site/index.html", "half")
        .write(".output.alliance-staging-busy/lock", "")
        .write(".output.alliance-staging-busy/new/site/index.html", "being written")
        .write(".elsewhere.alliance-staging-dead/lock", "of another output");
    // Killed before it could lock anything.
    fs::create_dir(playbook.path(".output.alliance-staging-newborn")).unwrap();
    let busy = File::open(playbook.path(".output.alliance-staging-busy/lock")).unwrap();
    busy.lock().unwrap();
    whole(&playbook.build("output")).unwrap();
    let mut left = leftovers(&playbook);
    left.sort();
    assert_eq!(left, [".elsewhere.alliance-staging-dead", ".output.alliance-staging-busy"]);
    busy.unlock().unwrap();
    playbook.run(&["build"]).status(0);
    assert_eq!(leftovers(&playbook), [".elsewhere.alliance-staging-dead"]);
}

#[test]
fn two_builds_at_once_leave_a_whole_output() {
    let playbook = bulky();
    let days = ["2026-10-31", "2027-03-31"];
    let expected = days.map(|day| {
        playbook.run(&["build", "--output", day, "--as-of", day]).status(0);
        tree(&playbook.path(day))
    });
    for round in 0..6 {
        if round % 2 == 0 && playbook.path("output").exists() {
            playbook.remove("output");
        }
        let children = days.map(|day| {
            let arguments = ["build", "--as-of", day];
            playbook.command(&arguments).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("start a build")
        });
        for child in children {
            let outcome = child.wait_with_output().unwrap();
            assert!(outcome.status.success(), "round {round}: {}", String::from_utf8_lossy(&outcome.stderr));
        }
        let output = tree(&playbook.path("output"));
        whole(&output).unwrap_or_else(|wrong| panic!("round {round}: {wrong}"));
        assert!(expected.contains(&output), "round {round}: a mixture of both");
        assert_eq!(leftovers(&playbook), [""; 0], "round {round}");
    }
}

#[cfg(unix)]
#[test]
fn a_place_that_cannot_be_written_is_said() {
    use std::os::unix::fs::PermissionsExt as _;
    let playbook = Playbook::tiny();
    let mode = |mode: u32| {
        fs::create_dir_all(playbook.path("sealed")).unwrap();
        fs::set_permissions(playbook.path("sealed"), fs::Permissions::from_mode(mode)).unwrap();
    };
    mode(0o555);
    if File::create(playbook.path("sealed/probe")).is_ok() {
        mode(0o755);
        println!("left out: this account may write everywhere, as root may");
        return;
    }
    playbook.run(&["build", "--output", "sealed/output"]).status(2).stdout("").says("cannot create a staging folder in ");
    mode(0o755);
    assert_eq!(tree(&playbook.path("sealed")).len(), 0);
}

#[test]
fn a_parent_that_is_a_file_is_said() {
    let playbook = Playbook::tiny();
    playbook.write("wall", "a file");
    playbook.run(&["build", "--output", "wall/output"]).status(2).stdout("").says("alliance: cannot ");
    assert_eq!(playbook.text("wall"), "a file");
}

#[cfg(unix)]
#[test]
fn a_link_to_the_output_is_followed_and_stays() {
    let playbook = Playbook::tiny();
    let place = tempfile::tempdir().unwrap();
    fs::create_dir(place.path().join("real")).unwrap();
    std::os::unix::fs::symlink(place.path().join("real"), playbook.path("output")).unwrap();
    whole(&playbook.build("output")).unwrap();
    playbook.write("content/index.md", "---\ntitle: Second\n---\n");
    whole(&playbook.build("output")).unwrap();
    assert!(playbook.path("output").is_symlink());
    whole(&tree(&place.path().join("real"))).unwrap();
}
