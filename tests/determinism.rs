//! Same input and day, same bytes: in any order of files, on any number of threads, in any place and language.

use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::support::{Outcome, PARTS, Playbook, assert_same, tree};

#[test]
fn two_builds_give_the_same_bytes() {
    let first = Playbook::sample_output();
    assert_same(first, &Playbook::sample().build("second"), "two builds");
    crate::support::whole(first).unwrap();
}

#[test]
fn the_order_in_which_files_were_created_does_not_matter() {
    let playbook = Playbook::sample();
    let other = Playbook::tiny();
    other.remove("content").remove("playbook");
    let mut files = Vec::new();
    for part in PARTS {
        files.extend(tree(&playbook.path(part)).into_iter().map(|(path, bytes)| (format!("{part}/{path}"), bytes)));
    }
    let mut age = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    for (path, bytes) in files.into_iter().rev() {
        other.write(&path, bytes);
        age += Duration::from_secs(86_400);
        File::options().write(true).open(other.path(&path)).unwrap().set_modified(age).unwrap();
    }
    assert_same(Playbook::sample_output(), &other.build("output"), "files created in reverse");
}

#[test]
fn threads_time_zone_and_language_do_not_matter() {
    let playbook = Playbook::sample();
    for surroundings in [
        &[("RAYON_NUM_THREADS", "1"), ("TZ", "Pacific/Kiritimati"), ("LC_ALL", "tr_TR.UTF-8")][..],
        &[("RAYON_NUM_THREADS", "7"), ("TZ", "Pacific/Niue"), ("LANG", "de_DE.UTF-8"), ("SOURCE_DATE_EPOCH", "1")],
    ] {
        let arguments = ["build", "--output", "actual"];
        let mut command = playbook.command(&arguments);
        command.envs(surroundings.iter().copied());
        Outcome::of(command, &arguments).status(0);
        assert_same(Playbook::sample_output(), &tree(&playbook.path("actual")), &format!("{surroundings:?}"));
        playbook.remove("actual");
    }
}

#[test]
fn the_place_of_the_playbook_does_not_show() {
    let playbook = Playbook::sample();
    let output = playbook.build("output");
    let place = playbook.path("").to_str().unwrap().trim_end_matches('/').to_owned();
    let home = std::env::var("HOME").unwrap_or_default();
    for (path, bytes) in &output {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains(&place), "{path} names the folder {place}");
        assert!(home.len() < 6 || !text.contains(&home), "{path} names the home folder");
    }
}

#[test]
fn what_git_checks_out_is_all_that_is_needed() {
    // A build must not read anything beside the four folders, such as the output of another build.
    let playbook = Playbook::sample();
    let expected = Playbook::sample_output();
    let names: Vec<String> =
        fs::read_dir(playbook.path("")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert!(names.iter().all(|name| PARTS.contains(&name.as_str())), "{names:?}");
    playbook.write("notes.md", "not part of it").write("target/debris.yaml", "nor: this");
    assert_same(expected, &playbook.build("again"), "with strangers beside it");
    assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock").exists());
}
