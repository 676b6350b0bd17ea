//! Loading: places, recovery, hostile input.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Instant;

use super::load;
use crate::diagnostic::{Format, print};
use crate::world::Memory;

const SETTINGS: &str = "title: T\norganisation: { name: N }\ncurrency: EUR\n";
const VENDOR: &str = "name: Ash\nsummary: Models.\nclass: strategic\nstatus: active\nlayer: foundation-model\n";

/// The short form of every mistake in a playbook of these files, with sound settings unless given.
fn mistakes(files: &[(&str, &[u8])]) -> String {
    let mut map = BTreeMap::from([("playbook/playbook.yaml".to_owned(), SETTINGS.as_bytes().to_vec())]);
    map.extend(files.iter().map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec())));
    let loaded = load(&Memory { files: map, today: jiff::civil::date(2026, 10, 31) });
    print(&loaded.report, Format::Short)
}

#[test]
fn a_sound_file_has_no_mistakes() {
    assert_eq!(mistakes(&[("playbook/vendors/ash/vendor.yaml", VENDOR.as_bytes())]), "");
}

#[test]
fn every_mistake_of_a_file_is_found_in_one_run() {
    let vendor = "name: Ash
sumary: Models.
class: stratgic
status: active
layer: foundation-model
colour: blue
since: 2026-02-30
capabilities:
  - { capability: Search, share: { requests: 170% } }
  - capability: chat
    readiness: lukewarm
  - readiness: hot
spend: { annual: lots }
";
    insta::assert_snapshot!(mistakes(&[("playbook/vendors/ash/vendor.yaml", vendor.as_bytes())]), @r"
    playbook/vendors/ash/vendor.yaml:2:1: error[E003]: unknown key `sumary`
    playbook/vendors/ash/vendor.yaml:3:8: error[E005]: unknown word `stratgic`
    playbook/vendors/ash/vendor.yaml:6:1: error[E003]: unknown key `colour`
    playbook/vendors/ash/vendor.yaml:7:8: error[E005]: `2026-02-30` is not a day of the calendar
    playbook/vendors/ash/vendor.yaml:9:19: error[E005]: `Search` is not an id: use lower-case letters, digits and single hyphens, such as `load-test-2026`
    playbook/vendors/ash/vendor.yaml:9:46: error[E005]: `170%` is not a share: it must lie between 0 and 1, or between 0% and 100%
    playbook/vendors/ash/vendor.yaml:11:16: error[E005]: unknown word `lukewarm`
    playbook/vendors/ash/vendor.yaml:12:5: error[E004]: missing key `capability`
    playbook/vendors/ash/vendor.yaml:13:18: error[E005]: `lots` is not an amount: write digits, such as `1_240_000` or `99.50`
    ");
}

#[test]
fn all_keys_that_are_missing_are_told_at_once() {
    let vendor = "name: Ash\nstatuz: active\ncapabilities: [{}]\n";
    insta::assert_snapshot!(mistakes(&[("playbook/vendors/ash/vendor.yaml", vendor.as_bytes())]), @r"
    playbook/vendors/ash/vendor.yaml:1:1: error[E004]: missing keys `summary`, `class`, `layer`
    playbook/vendors/ash/vendor.yaml:2:1: error[E003]: unknown key `statuz`
    playbook/vendors/ash/vendor.yaml:3:16: error[E004]: missing key `capability`
    ");
}

#[test]
fn hostile_yaml_is_a_diagnostic_in_bounded_time() {
    let deep = "[".repeat(10_000);
    let deep_block = (0..4_000).map(|depth| " ".repeat(depth) + "a:").collect::<Vec<_>>().join("\n");
    let deep_dashes = "- ".repeat(10_000);
    let huge = format!("name: {}", "x".repeat(100 * 1024 * 1024));
    let long = format!("name: {}\n", "x".repeat(15 * 1024 * 1024));
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for level in 1..12 {
        let again = vec![format!("*a{}", level - 1); 9].join(", ");
        let _ = writeln!(bomb, "a{level}: &a{level} [{again}]");
    }
    let cases: [(&str, &[u8]); 13] = [
        ("deep flow", deep.as_bytes()),
        ("deep block", deep_block.as_bytes()),
        ("deep dashes", deep_dashes.as_bytes()),
        ("huge scalar", huge.as_bytes()),
        ("long scalar", long.as_bytes()),
        ("alias bomb", bomb.as_bytes()),
        ("self reference", b"name: &a [*a]\n"),
        ("invalid UTF-8", b"name: Ash\nsummary: \xff\xfe\n"),
        ("NUL", b"name: Ash\0\n"),
        ("duplicate key", b"name: Ash\nname: Oak\n"),
        ("tabs", b"name:\n\t- x\n"),
        ("many documents", b"name: a\n---\nname: b\n"),
        ("unknown alias", b"name: *nobody\n"),
    ];
    let mut shown = String::new();
    for (name, bytes) in cases {
        let start = Instant::now();
        let found = mistakes(&[("playbook/vendors/ash/vendor.yaml", bytes)]);
        assert!(!found.is_empty(), "{name} passed");
        let _ = write!(shown, "# {name}\n{found}");
        eprintln!("{name}: {:?}", start.elapsed());
    }
    insta::assert_snapshot!(shown, @r"
    # deep flow
    playbook/vendors/ash/vendor.yaml:1:256: error[E002]: recursion limit exceeded
    # deep block
    playbook/vendors/ash/vendor.yaml:25:25: error[E002]: the file is nested, repeated or long beyond what a playbook needs
    # deep dashes
    playbook/vendors/ash/vendor.yaml:1:49: error[E002]: the file is nested, repeated or long beyond what a playbook needs
    # huge scalar
    playbook/vendors/ash/vendor.yaml: error[E001]: cannot read the file: it is larger than 16 MiB
    # long scalar
    playbook/vendors/ash/vendor.yaml:1:7: error[E002]: the text here is 15728640 bytes long; no value may be longer than 16384
    # alias bomb
    playbook/vendors/ash/vendor.yaml:5:15: error[E002]: alias replay limit exceeded: total_replayed_events=20001 > 20000
    # self reference
    playbook/vendors/ash/vendor.yaml:1:11: error[E002]: an alias refers to the value it is part of
    # invalid UTF-8
    playbook/vendors/ash/vendor.yaml:2:10: error[E001]: the file is not UTF-8 from here on
    # NUL
    playbook/vendors/ash/vendor.yaml:1:10: error[E001]: the file holds a NUL character, so it is not text
    # duplicate key
    playbook/vendors/ash/vendor.yaml:2:1: error[E002]: the key `name` stands here twice
    # tabs
    playbook/vendors/ash/vendor.yaml:2:2: error[E002]: tabs disallowed within this context (block indentation)
    # many documents
    playbook/vendors/ash/vendor.yaml:3:1: error[E002]: the file holds more than one YAML document
    # unknown alias
    playbook/vendors/ash/vendor.yaml:1:7: error[E002]: alias references unknown anchor
    ");
}

#[test]
fn front_matter_mistakes_have_the_places_of_the_whole_file() {
    let found = mistakes(&[
        ("content/none.md", b"# Hello\n"),
        ("content/open.md", b"---\ntitle: x\n"),
        ("content/key.md", "---\ntitle: x\nsumary: y\norder: soon\n---\n\nText with <u>HTML</b>.\n".as_bytes()),
    ]);
    insta::assert_snapshot!(found, @r"
    content/key.md:3:1: error[E003]: unknown key `sumary`
    content/key.md:4:8: error[E005]: expected a whole number, found `soon`
    content/key.md:7:11: error[E034]: raw HTML `<u>` cannot be printed
    content/none.md:1:1: error[E033]: the file does not begin with front matter
    content/open.md:1:1: error[E033]: the front matter is not closed by a second line of `---`
    ");
}

#[test]
fn files_that_nothing_reads_are_named() {
    let found = mistakes(&[
        ("playbook/vendors/ash/vendor.yaml", VENDOR.as_bytes()),
        ("playbook/vendors/ash/evaluaton.yaml", b""),
        ("playbook/vendors/ash/evidence/scan.pdf", b"%PDF"),
        ("playbook/vendors/Big Co/vendor.yaml", b""),
        ("playbook/vendors/oak/exit.yaml", b""),
        ("playbook/kpi.yaml", b""),
    ]);
    insta::assert_snapshot!(found, @r"
    playbook/kpi.yaml: error[E007]: nothing reads a file of this name
    playbook/vendors/Big Co/vendor.yaml: error[E007]: `Big Co` cannot be the id of a vendor
    playbook/vendors/ash/evaluaton.yaml: error[E007]: nothing reads a file of this name
    playbook/vendors/oak/vendor.yaml: error[E006]: the file is missing
    ");
}
