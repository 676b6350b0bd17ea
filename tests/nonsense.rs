//! Values and files that mean nothing, or would mean something else than their author thinks, are refused.

use crate::support::Playbook;

const VENDOR: &str = "name: Ash\nsummary: Models.\nclass: tactical\nstatus: prospect\nlayer: tooling\n";

/// Writes one file into a small sound playbook and compares what `check` says, in its short form.
fn refused(path: &str, text: &str, expected: &str) {
    let playbook = Playbook::tiny();
    playbook.write(path, text).run(&["check", "--format", "short"]).status(1).stdout(expected);
}

fn policy(text: &str) -> String {
    format!("title: T\norganisation: {{ name: N }}\ncurrency: EUR\nas_of: 2026-10-31\npolicy:\n  {text}\n")
}

#[test]
fn money_that_no_sum_could_hold_or_that_is_negative() {
    let spend = |amount: &str| format!("{VENDOR}spend: {{ annual: {amount} }}\n");
    let path = "playbook/vendors/ash/vendor.yaml";
    let huge = "79228162514264337593543950335";
    refused(path, &spend(huge), &format!("{path}:6:18: error[E005]: `{huge}` is more money than there is\n"));
    refused(path, &spend("-5"), &format!("{path}:6:18: error[E005]: `-5` is negative: write what is paid\n"));
}

#[test]
fn a_policy_that_contradicts_itself() {
    let file = "playbook/playbook.yaml";
    for (text, message) in [
        ("bands: { strong: 1 }", "the bands of the policy are out of order"),
        ("bands: { strong: 9 }", "the bands of the policy are out of order"),
        ("confidence: { a: 10% }", "the levels of confidence of the policy are out of order"),
        ("disagreement: { range: -5 }", "the limits of disagreement of the policy are out of range"),
        ("scoring: { evidence_from: 6 }", "`evidence_from` of the policy is out of range"),
    ] {
        refused(file, &policy(text), &format!("{file}: error[E015]: {message}\n"));
    }
    let playbook = Playbook::tiny();
    playbook.write(file, policy("scoring: { evidence_from: 5 }")).run(&["check"]).status(0);
}

#[test]
fn names_without_a_letter_and_values_without_an_end() {
    let path = "playbook/vendors/ash/vendor.yaml";
    let blank = VENDOR.replace("Ash", "\" \"");
    refused(path, &blank, &format!("{path}:1:7: error[E005]: expected text, found nothing but blanks\n"));
    let long = VENDOR.replace("Ash", &"x".repeat(20_000));
    let expected = format!("{path}:1:7: error[E002]: the text here is 20000 bytes long; no value may be longer than 16384\n");
    refused(path, &long, &expected);
}

#[test]
fn pages_that_nothing_leads_to() {
    let expected = "content/loose/index.md: error[E006]: the folder has pages but no index page\n";
    refused("content/loose/a.md", "---\ntitle: A\n---\nText.\n", expected);
}

#[test]
fn templates_in_a_place_that_nothing_reads() {
    let expected = "templates/scorecard.md: error[E007]: nothing reads a file of this name\n";
    refused("templates/scorecard.md", "---\nper: vendor\ntitle: T\nformats: [pdf]\n---\n", expected);
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_of_the_playbook() {
    let playbook = Playbook::tiny();
    std::os::unix::fs::symlink(env!("CARGO_MANIFEST_DIR"), playbook.path("content/out")).unwrap();
    let expected = "content/out: error[E001]: cannot read the file: a symbolic link leads out of the playbook\n";
    playbook.run(&["check", "--format", "short"]).status(1).stdout(expected);
}

#[test]
fn a_scorecard_that_is_not_about_a_vendor() {
    let playbook = Playbook::sample();
    playbook.write("templates/documents/scorecard.md", "---\nper: portfolio\ntitle: T\nformats: [site]\n---\nText.\n");
    playbook.run(&["scorecard", "meridian"]).status(2).says("is about the whole portfolio");
}

#[test]
fn ids_stay_apart_on_a_page_that_uses_every_likely_one() {
    let playbook = Playbook::tiny();
    let page =
        "---\ntitle: A\n---\nOne[^1], again[^1].\n\n## Main\n\n## Contents\n\n## Navigation\n\n## Note 1\n\n[^1]: A note.\n";
    playbook.write("content/a.md", page);
    let built = playbook.build("output");
    let html = String::from_utf8(built["site/a/index.html"].clone()).unwrap();
    let mut ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "{ids:?}");
}

#[test]
fn a_broken_vendor_file_hides_no_mistake_in_the_others_of_its_folder() {
    let playbook = Playbook::sample();
    playbook.replace("playbook/vendors/meridian/vendor.yaml", "class: strategic", "class: stratgic");
    playbook.write("playbook/vendors/meridian/exit.yaml", "steps:\n  - { id: a, name: A, owner: nobody-known, days: 1 }\n");
    let expected = "playbook/vendors/meridian/exit.yaml:2:30: error[E011]: unknown role `nobody-known`
playbook/vendors/meridian/vendor.yaml:4:8: error[E005]: unknown word `stratgic`
";
    playbook.run(&["check", "--format", "short"]).status(1).stdout(expected);
}
