//! The commands as people run them, on a copy of the sample playbook.

#![allow(clippy::case_sensitive_file_extension_comparisons, reason = "we name the files, always in lower case")]

use std::collections::{BTreeMap, BTreeSet};
use std::process::Stdio;

use crate::support::{Outcome, Playbook, assert_same, command, tree, whole};

/// Numbers that change with the sample or the machine become `#`.
fn redact(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        let number = character.is_ascii_digit() || (character == '.' && out.ends_with('#'));
        match number {
            true if out.ends_with('#') => {}
            true => out.push('#'),
            false => out.push(character),
        }
    }
    out
}

/// The paths that are not the same in two outputs.
fn changed(before: &BTreeMap<String, Vec<u8>>, after: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let paths: std::collections::BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    paths.into_iter().filter(|path| before.get(*path) != after.get(*path)).cloned().collect()
}

#[test]
fn build_makes_everything_and_says_so() {
    let playbook = Playbook::sample();
    let outcome = playbook.run(&["build"]);
    outcome.status(0).stderr("");
    assert_eq!(
        redact(&outcome.stdout),
        format!(
            "# pages, # PDFs, # export from # vendors as of #-#-#\n\
             # findings: # serious, # to act on, # to watch\n\
             # MB in {}, # of # files changed, # s\n",
            redact(&playbook.path("output").canonicalize().unwrap().display().to_string())
        )
    );
    let output = tree(&playbook.path("output"));
    whole(&output).unwrap();
    let mut expected = vec!["site/index.html", "site/vendors/index.html", "exports/evaluation.json", "manifest.json"];
    let vendors: Vec<String> = std::fs::read_dir(playbook.path("playbook/vendors"))
        .unwrap()
        .flat_map(|entry| {
            let id = entry.unwrap().file_name().into_string().unwrap();
            ["site/vendors/ID/index.html", "pdf/vendors/ID/scorecard.pdf", "pdf/vendors/ID/contract-checklist.pdf"]
                .map(|path| path.replace("ID", &id))
        })
        .collect();
    assert!(vendors.len() >= 8 * 3);
    expected.extend(vendors.iter().map(String::as_str));
    for path in expected {
        assert!(output.get(path).is_some_and(|bytes| bytes.len() > 100), "{path} is missing or as good as empty");
    }
    for (path, bytes) in output.iter().filter(|(path, _)| path.ends_with(".pdf")) {
        assert!(bytes.starts_with(b"%PDF-1."), "{path}");
    }
    let data: serde_json::Value = serde_json::from_slice(&output["exports/evaluation.json"]).unwrap();
    assert_eq!(data["vendors"].as_array().map_or(0, Vec::len) * 3, vendors.len());
}

#[cfg(unix)]
#[test]
fn a_second_build_touches_nothing_and_an_edit_only_what_it_affects() {
    use std::os::unix::fs::MetadataExt as _;
    let playbook = Playbook::sample();
    let before = playbook.build("output");
    let facts = |path: &str| {
        let metadata = playbook.path("output").join(path).metadata().unwrap();
        (metadata.ino(), metadata.mtime(), metadata.mtime_nsec())
    };
    let remember = || before.keys().map(|path| (path.clone(), facts(path))).collect::<BTreeMap<_, _>>();
    let first = remember();
    playbook.run(&["build"]).status(0).prints("nothing changed");
    assert_eq!(first, remember(), "a file was written although nothing changed");

    playbook.replace(
        "content/exiting/rehearsals.md",
        "A plan that was never tried is an opinion.",
        "A plan nobody tried is an opinion.",
    );
    // The page, its words in the search, and the book.
    playbook.run(&["build"]).status(0).prints("3 of ");
    let after = tree(&playbook.path("output"));
    whole(&after).unwrap();
    let expected = ["manifest.json", "pdf/playbook.pdf", "site/exiting/rehearsals/index.html", "site/search.js"];
    assert_eq!(changed(&before, &after), expected);
    for (path, fact) in first {
        let touched = facts(&path) != fact;
        assert_eq!(touched, before[&path] != after[&path], "{path}");
    }

    // One reading of one vendor changes that vendor, and the pages on which all vendors stand.
    playbook.replace("playbook/vendors/meridian/kpis.csv", "task-accuracy,2026-Q3,93.0", "task-accuracy,2026-Q3,91.0");
    let edited = playbook.build("output");
    let touched = changed(&after, &edited);
    assert!(touched.contains(&"pdf/vendors/meridian/scorecard.pdf".to_owned()), "{touched:?}");
    let strangers: Vec<_> = touched
        .iter()
        .filter(|path| path.contains("/vendors/") && path.matches('/').count() > 2 && !path.contains("/meridian/"))
        .collect();
    assert!(strangers.is_empty(), "{strangers:?}");
}

#[test]
fn one_part_leaves_the_others_alone() {
    for part in ["site", "pdf", "exports"] {
        let playbook = Playbook::tiny();
        let before = playbook.build("output");
        // Another day changes all three parts.
        playbook.run(&["build", "--only", part, "--as-of", "2027-06-30"]).status(0);
        let after = tree(&playbook.path("output"));
        whole(&after).unwrap();
        let touched = changed(&before, &after);
        assert!(touched.iter().any(|path| path.starts_with(part)), "{part} did not change");
        let others: Vec<_> = touched.iter().filter(|path| !path.starts_with(part) && *path != "manifest.json").collect();
        assert!(others.is_empty(), "--only {part} changed {others:?}");

        playbook.run(&["build", "--only", part, "--output", "fresh"]).status(0);
        let fresh = tree(&playbook.path("fresh"));
        whole(&fresh).unwrap();
        assert!(fresh.keys().all(|path| path.starts_with(part) || path == "manifest.json"), "{:?}", fresh.keys());
        assert!(fresh.len() > 1);
    }
    Playbook::tiny().run(&["build", "--only", "everything"]).status(2);
}

/// A page can say what to add and where; a paper that says nothing else is not made, and no page offers it.
#[test]
fn a_paper_with_nothing_to_say_is_not_made() {
    let papers = |output: &BTreeMap<String, Vec<u8>>, of: &str| {
        let papers = output.keys().filter_map(|path| path.strip_prefix(of));
        papers.map(str::to_owned).collect::<BTreeSet<_>>()
    };
    let portfolio = |output: &BTreeMap<String, Vec<u8>>| papers(output, "pdf/portfolio/");
    let vendor = |output: &BTreeMap<String, Vec<u8>>| papers(output, "pdf/vendors/acme/");
    let playbook = Playbook::tiny();
    let bare = playbook.build("output");
    let with = portfolio(&bare);
    assert!(with.contains("audit.pdf") && !with.contains("contract-annex.pdf"), "{with:?}");
    playbook.write("playbook/kpis.yaml", "kpis: []\n").write("contracts/standards.yaml", "instruments: []\n");
    assert_eq!(portfolio(&playbook.build("output")), with);

    // Records about a vendor bring the papers about them: its own, and those of the portfolio.
    for (file, text, own, of_all) in [
        ("evaluation.yaml", "ratings: []\n", "evaluation-report.pdf", None),
        ("contract.yaml", "risks: []\n", "contract-register.pdf", Some("risk-allocation.pdf")),
        ("governance.yaml", "meetings: []\n", "governance-record.pdf", None),
        ("roadmap.yaml", "milestones: []\n", "joint-roadmap.pdf", Some("roadmap.pdf")),
        ("exit.yaml", "triggers: []\n", "exit-plan.pdf", None),
    ] {
        let path = format!("playbook/vendors/acme/{file}");
        playbook.write(&path, text);
        let output = playbook.build("output");
        let more: Vec<String> = vendor(&output).difference(&vendor(&bare)).cloned().collect();
        assert_eq!(more, [own], "{file}");
        let more: Vec<String> = portfolio(&output).difference(&with).cloned().collect();
        assert_eq!(more, Vec::from_iter(of_all), "{file}");
        let page =
            |output: &BTreeMap<String, Vec<u8>>| String::from_utf8_lossy(&output["site/vendors/acme/index.html"]).into_owned();
        assert!(page(&output).contains(own) && !page(&bare).contains(own), "{own}");
        playbook.remove(&path);
    }
    let record = playbook.text("playbook/vendors/acme/vendor.yaml");
    playbook.write("playbook/strategy.yaml", "capabilities: [{ id: search, name: Search, summary: Finds things. }]\n").write(
        "playbook/vendors/acme/vendor.yaml",
        record + "capabilities: [{ capability: search, share: { requests: 40% } }]\n",
    );
    assert_eq!(portfolio(&playbook.build("output")), with, "a prospect serves nothing yet");
    let used = playbook.text("playbook/vendors/acme/vendor.yaml").replace("status: prospect", "status: active");
    playbook.write("playbook/vendors/acme/vendor.yaml", used);
    assert!(portfolio(&playbook.build("output")).contains("dependence-map.pdf"));
    assert!(!vendor(&bare).contains("evaluation-form.pdf"));
    let rubric = Playbook::sample().text("playbook/rubrics/interoperability.yaml");
    playbook.write("playbook/rubrics/interoperability.yaml", rubric);
    assert!(vendor(&playbook.build("output")).contains("evaluation-form.pdf"));
    playbook.write("playbook/governance.yaml", "committee: { name: Board }\n");
    let charters = portfolio(&playbook.build("output"));
    assert!(charters.contains("governance.pdf") && charters.contains("steering-committee-charter.pdf"), "{charters:?}");

    playbook.remove("playbook/vendors/acme/vendor.yaml");
    let without = playbook.build("output");
    let gone = ["audit-summary.pdf", "audit.pdf", "due-soon.pdf"];
    assert_eq!(with.difference(&portfolio(&without)).collect::<Vec<_>>(), gone);
    let page = String::from_utf8_lossy(&without["site/audit/index.html"]);
    assert!(page.contains("No vendor is in use yet") && !page.contains("audit.pdf"), "{page}");
    // Asked for by name it is made all the same.
    playbook.run(&["audit", "-o", "audit.pdf"]).status(0);
    assert!(playbook.path("audit.pdf").exists());
}

#[test]
fn the_day_and_the_base_url_change_what_they_should() {
    let playbook = Playbook::sample();
    let usual = Playbook::sample_output();
    playbook.run(&["build", "--output", "later", "--as-of", "2028-01-15"]).status(0).prints("as of 2028-01-15");
    let later = tree(&playbook.path("later"));
    let data: serde_json::Value = serde_json::from_slice(&later["exports/evaluation.json"]).unwrap();
    assert_eq!(data["as_of"], "2028-01-15");
    assert_ne!(usual["pdf/vendors/meridian/scorecard.pdf"], later["pdf/vendors/meridian/scorecard.pdf"]);
    for wrong in ["2026-02-30", "soon", ""] {
        playbook.run(&["build", "--as-of", wrong]).status(2).stdout("");
    }

    let usual = String::from_utf8(usual["site/vendors/meridian/index.html"].clone()).unwrap();
    assert!(!usual.contains("rel=\"canonical\""), "there is no address to be canonical");
    assert!(usual.contains("index.html\""), "links must work from the file system");
    playbook.run(&["build", "--output", "served", "--base-url", "https://intranet.example/playbook/"]).status(0);
    let served = tree(&playbook.path("served"));
    let page = String::from_utf8(served["site/vendors/meridian/index.html"].clone()).unwrap();
    assert!(page.contains("href=\"https://intranet.example/playbook/vendors/meridian/\""), "no canonical link");
    for (path, bytes) in served.iter().filter(|(path, _)| path.ends_with(".html")) {
        assert!(!String::from_utf8_lossy(bytes).contains("index.html\""), "{path} has an address with index.html");
    }
    for wrong in ["intranet.example", "ftp://x/", "javascript:alert(1)", "https://x/\"><script>", ""] {
        playbook.run(&["build", "--base-url", wrong]).status(2).stdout("");
    }
    assert!(!playbook.path("output").exists(), "a refused command line must build nothing");
}

#[test]
fn the_output_goes_where_it_is_told() {
    let playbook = Playbook::tiny();
    let usual = playbook.build("output");
    let elsewhere = tempfile::tempdir().unwrap();
    let place = elsewhere.path().join("a/b/c");
    playbook.run(&["build", "-o", place.to_str().unwrap()]).status(0);
    assert_same(&usual, &tree(&place), "elsewhere");
}

#[test]
fn the_checklist_in_the_terminal() {
    let playbook = Playbook::sample();
    let outcome = playbook.run(&["checklist", "meridian"]);
    outcome.status(0).stderr("");
    let too_wide: Vec<&str> = outcome.stdout.lines().filter(|line| line.chars().count() > 100).collect();
    assert!(too_wide.is_empty(), "{too_wide:#?}");
    insta::assert_snapshot!(outcome.stdout.lines().take(40).collect::<Vec<_>>().join("\n"));
    assert!(!playbook.path("output").exists(), "printing writes nothing");
}

#[test]
fn the_checklist_as_a_file() {
    let playbook = Playbook::sample();
    playbook.run(&["checklist", "meridian", "-o", "list.md"]).status(0).stdout("list.md\n").stderr("");
    insta::assert_snapshot!(playbook.text("list.md").lines().take(40).collect::<Vec<_>>().join("\n"));
    playbook.run(&["checklist", "meridian", "-o", "list.pdf"]).status(0).stdout("list.pdf\n").stderr("");
    let pdf = std::fs::read(playbook.path("list.pdf")).unwrap();
    assert!(pdf.starts_with(b"%PDF-1."));
    let output = Playbook::sample_output();
    assert!(pdf == output["pdf/vendors/meridian/contract-checklist.pdf"], "the command and the build disagree");
    playbook.run(&["scorecard", "meridian", "-o", "card.pdf"]).status(0);
    let card = std::fs::read(playbook.path("card.pdf")).unwrap();
    assert!(card == output["pdf/vendors/meridian/scorecard.pdf"], "the command and the build disagree");
}

#[test]
fn documents_refuse_what_they_cannot_do_in_one_sentence() {
    let playbook = Playbook::sample();
    for name in ["list.xyz", "list", ".pdf"] {
        playbook
            .run(&["checklist", "meridian", "-o", name])
            .status(2)
            .stdout("")
            .stderr("alliance: the file to write must end in .pdf, .html or .md\n");
        assert!(!playbook.path(name).exists());
    }
    playbook
        .run(&["checklist", "meridain"])
        .status(2)
        .stdout("")
        .stderr("alliance: there is no vendor `meridain`; did you mean `meridian`?\n");
    playbook.run(&["checklist", "zzz"]).status(2).stdout("").says("there are brightforge, ");
    playbook.run(&["checklist", "../meridian"]).status(2).stdout("").says("alliance: ");
    playbook.run(&["checklist", "meridian", "-o", "no/such/folder/list.pdf"]).status(2).says("cannot write ");
    playbook.run(&["checklist"]).status(2);
    // A mistake anywhere is a mistake: half a checklist would be taken for a whole one.
    playbook.replace("playbook/vendors/meridian/contract.yaml", "signed: 2024-03-01", "signed: 2024-02-30");
    let outcome = playbook.run(&["checklist", "meridian", "-o", "list.pdf"]);
    outcome.status(1).stdout("");
    assert!(outcome.stderr.starts_with("playbook/vendors/meridian/contract.yaml:5:11: error[E005]: "), "{}", outcome.stderr);
    assert!(!playbook.path("list.pdf").exists());
}

#[test]
fn a_playbook_is_found_from_below_and_missed_outside() {
    let playbook = Playbook::tiny();
    let below = playbook.path("playbook/vendors/acme");
    Outcome::of(command(&below, &["build"]), &["build"]).status(0);
    assert!(playbook.path("output/manifest.json").exists());
    assert!(!below.join("output").exists());

    let outside = tempfile::tempdir().unwrap();
    for arguments in [&["build"][..], &["check"], &["serve"], &["checklist", "acme"], &["scorecard", "acme"]] {
        let outcome = Outcome::of(command(outside.path(), arguments), arguments);
        outcome.status(2).stdout("").says("holds playbook/playbook.yaml; name the playbook with --root");
    }
    assert_eq!(std::fs::read_dir(outside.path()).unwrap().count(), 0, "nothing is written outside");
    let root = playbook.path("");
    let arguments = ["check", "--root", root.to_str().unwrap()];
    Outcome::of(command(outside.path(), &arguments), &arguments).status(0);
    let arguments = ["check", "--root", "."];
    Outcome::of(command(outside.path(), &arguments), &arguments).status(2).says("so it is not a playbook");
}

#[test]
fn check_tells_findings_and_denies_them_when_asked() {
    let playbook = Playbook::sample();
    let usual = playbook.run(&["check"]);
    usual.status(0).stderr("").prints("\nno mistakes; ");
    let short = playbook.run(&["check", "--format", "short"]);
    short.status(0);
    let denied = playbook.run(&["check", "--deny", "findings", "--format", "short"]);
    denied.status(1).stdout(&short.stdout);
    assert!(short.stdout.lines().count() > 20);
    for line in short.stdout.lines() {
        let (file, rest) = line.split_once(':').unwrap();
        let number: usize = rest.split(':').next().unwrap().parse().unwrap();
        assert!(playbook.text(file).lines().count() >= number && number > 0, "{line}");
        assert!(line.contains(": finding["), "{line}");
    }
    let json: serde_json::Value = serde_json::from_str(&playbook.run(&["check", "--format", "json"]).stdout).unwrap();
    assert_eq!(json["findings"].as_array().unwrap().len(), short.stdout.lines().count());
    assert!(!playbook.path("output").exists(), "check writes nothing");

    let tiny = Playbook::tiny();
    tiny.run(&["check", "--format", "short"]).status(0).stdout("").stderr("");
}

#[test]
fn every_help_has_examples() {
    let here = tempfile::tempdir().unwrap();
    for arguments in [
        &["--help"][..],
        &["build", "--help"],
        &["check", "--help"],
        &["serve", "--help"],
        &["checklist", "--help"],
        &["scorecard", "--help"],
    ] {
        let outcome = Outcome::of(command(here.path(), arguments), arguments);
        outcome.status(0).stderr("").prints("Examples:\n  alliance ");
    }
    Outcome::of(command(here.path(), &["--version"]), &["--version"]).status(0).prints(env!("CARGO_PKG_VERSION"));
    Outcome::of(command(here.path(), &["bild"]), &["bild"]).status(2).stdout("");
}

#[test]
fn no_escape_sequences_where_nobody_asked_for_colour() {
    let playbook = Playbook::sample();
    for arguments in [&["check"][..], &["checklist", "meridian"], &["build", "--help"], &["build"]] {
        let outcome = playbook.run(arguments);
        assert!(!outcome.stdout.contains('\u{1b}') && !outcome.stderr.contains('\u{1b}'), "{arguments:?}");
    }
    playbook.replace("playbook/vendors/meridian/contract.yaml", "signed: 2024-03-01", "signed: 2024-02-30");
    let plain = playbook.run(&["check"]);
    assert!(!plain.stdout.contains('\u{1b}'));
    // The colours exist, and NO_COLOR wins over whoever forces them.
    let forced = |no_color: bool| {
        let mut command = playbook.command(&["check"]);
        command.env("CLICOLOR_FORCE", "1");
        if no_color {
            command.env("NO_COLOR", "1");
        }
        Outcome::of(command, &["check"])
    };
    assert!(forced(false).stdout.contains('\u{1b}'));
    assert_eq!(forced(true).stdout, plain.stdout);
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    let (playbook, tiny) = (Playbook::sample(), Playbook::tiny());
    for arguments in [&["checklist", "meridian"][..], &["check"], &["build"], &["--help"]] {
        // What is built says little, however much it is.
        let playbook = if arguments == ["build"] { &tiny } else { &playbook };
        let mut child = playbook.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let outcome = child.wait_with_output().unwrap();
        let complaint = String::from_utf8_lossy(&outcome.stderr).into_owned();
        assert!(!complaint.contains("panicked"), "{arguments:?}: {complaint}");
        assert_eq!(outcome.status.code(), Some(0), "{arguments:?}: {complaint}");
    }
}

#[test]
fn every_document_is_a_command_and_one_file_adds_another() {
    let playbook = Playbook::sample();
    playbook.write(
        "templates/documents/hello.md",
        "---\nper: vendor\ntitle: Hello\nsummary: Says hello.\nformats: [pdf]\n---\nHello {{ vendor.name }}, {% if stage %}{{ stage }}{% else %}all{% endif %}.\n",
    );
    let listed = playbook.run(&["documents"]);
    listed.status(0).stderr("");
    assert!(listed.stdout.contains("hello VENDOR") && listed.stdout.contains("Says hello."), "{}", listed.stdout);
    assert!(
        listed.stdout.contains("checklist VENDOR") && listed.stdout.contains("--stage before | signing | in-force"),
        "{}",
        listed.stdout
    );
    playbook.run(&["hello", "meridian"]).status(0).prints("Hello Meridian Models, all.");
    playbook.run(&["hello", "meridian", "-o", "hello.html"]).status(0).stdout("hello.html\n");
    let html = std::fs::read_to_string(playbook.path("hello.html")).unwrap();
    assert!(html.contains("<style>") && html.contains("Hello Meridian Models") && !html.contains("src=\"http"), "not one file");
    playbook.run(&["hello"]).status(2).says("is made for one vendor");
    playbook.run(&["hello", "meridian", "--stage", "x"]).status(2).says("`hello` has no stages");
    playbook.run(&["audit", "meridian"]).status(2).says("one word too many");
    playbook.run(&["checklst", "meridian"]).status(2).says("did you mean `checklist`?");
    playbook.run(&["checklist", "meridian", "--stage", "later"]).status(2).says("it has before, signing, in-force");
    let signing = playbook.run(&["checklist", "meridian", "--stage", "signing"]);
    let whole = playbook.run(&["checklist", "meridian"]);
    assert!(signing.status(0).stdout.len() * 2 < whole.status(0).stdout.len(), "a stage is as long as all of them");
}

/// The program's own help and its templates agree on which documents there are.
#[test]
fn the_built_in_documents_have_their_commands() {
    use alliance_playbook::command::DOCUMENTS;
    let playbook = Playbook::sample();
    let listed = playbook.run(&["documents"]);
    let listed: Vec<String> =
        listed.stdout.lines().filter(|line| line.starts_with("  ")).map(|line| line.trim().to_owned()).collect();
    let on_paper = [
        "clauses",
        "home",
        "policy",
        "rubrics",
        "standards",
        "strategy",
        "vendors",
        "vendor",
        "clause",
        "calendar",
        "compare",
        "decisions",
        "derivations",
        "findings",
        "history",
        "rules",
    ];
    for line in &listed {
        let name = line.split_whitespace().next().unwrap();
        let known = DOCUMENTS.iter().find(|(command, ..)| *command == name);
        assert!(known.is_some() || on_paper.contains(&name), "`{name}` is missing in DOCUMENTS");
        let Some((_, subject, about)) = known else { continue };
        assert!(subject.is_empty() || line.contains(subject), "{line}");
        assert!(line.contains(about), "{line}: {about}");
    }
    for (command, ..) in DOCUMENTS {
        assert!(
            listed.iter().any(|line| line.split_whitespace().next() == Some(command)),
            "no template has the command `{command}`"
        );
    }
}

#[test]
fn serve_says_why_it_cannot_listen() {
    let playbook = Playbook::tiny();
    // An address kept for documentation, which no machine has.
    let outcome = playbook.run(&["serve", "--host", "192.0.2.1", "--port", "0"]);
    outcome.status(2).stdout("").says("192.0.2.1 is no address of this machine; choose one with --host");
    playbook.run(&["serve", "--poll"]).status(2).stdout("");
}
