//! Manifests: only ours are read, and none that leads out of its folder.

use super::{Entry, Manifest};

fn entry(path: &str) -> Entry {
    Entry { path: path.to_owned(), size: 3, blake3: "00".to_owned() }
}

/// A manifest of one file, as it would stand on the disk.
fn with_path(path: &str) -> String {
    Manifest::new(vec![entry(path)]).to_json()
}

#[test]
fn what_is_written_reads_back() {
    let manifest = Manifest::new(vec![entry("pdf/a.pdf"), entry("site/ü b/index.html"), entry("site/..a/b..html")]);
    assert_eq!(Manifest::from_json(&manifest.to_json()), Ok(manifest));
    insta::assert_snapshot!(with_path("a/b.html"), @r#"
    {
      "generator": "alliance",
      "files": [
        {
          "path": "a/b.html",
          "size": 3,
          "blake3": "00"
        }
      ]
    }
    "#);
}

#[test]
fn paths_that_leave_the_folder_are_refused() {
    for path in [
        "",
        "/etc/passwd",
        "..",
        "../x",
        "a/../../x",
        "a/..",
        "./a",
        "a/.",
        "a//b",
        "a/",
        "\\\\server\\x",
        "..\\x",
        "a\\b",
        "C:\\x",
    ] {
        let refused = Manifest::from_json(&with_path(path)).unwrap_err();
        assert_eq!(refused, format!("it names the path `{path}`"));
    }
}

#[test]
fn one_bad_path_among_good_ones_is_enough() {
    let manifest = Manifest::new(vec![entry("a"), entry("b/c"), entry("../d")]);
    assert_eq!(Manifest::from_json(&manifest.to_json()), Err("it names the path `../d`".to_owned()));
}

#[test]
fn a_manifest_of_somebody_else_is_refused() {
    let foreign = with_path("a").replace("\"alliance\"", "\"webpack\"");
    assert_eq!(Manifest::from_json(&foreign), Err("it was written by webpack".to_owned()));
    for text in
        ["", "{}", "[]", "null", "{\"generator\":\"alliance\"}", "{\"generator\":\"alliance\",\"files\":[{}]}", "\u{feff}{}"]
    {
        assert!(Manifest::from_json(text).is_err(), "{text}");
    }
}
