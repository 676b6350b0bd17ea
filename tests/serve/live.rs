//! What an open page is told.

use std::time::Duration;

use super::{Server, browser, tag};
use crate::support::Playbook;

#[test]
fn an_open_page_is_told_what_changes_about_it() {
    let playbook = Playbook::tiny();
    let server = Server::start_with(&playbook, 0, &["--watch", "--follow"]);
    let mut events = server.events("/", &tag(&server, "/"));
    playbook.write("content/index.md", "---\ntitle: Home\n---\n\nOther words.\n");
    assert_eq!(events.next(), ("reload".to_owned(), String::new()));
    assert!(String::from_utf8(server.get("/").2).unwrap().contains("Other words."));

    // A file that is written in two steps is no mistake in between. A busy machine may take longer for the second step than
    // anybody waits, so there are some tries.
    let mut two_steps = |step: u32| {
        playbook.write("content/index.md", "---\ntit");
        std::thread::sleep(Duration::from_millis(10));
        playbook.write("content/index.md", format!("---\ntitle: Home\n---\n\nWords in two steps, {step}.\n"));
        let mut told = vec![events.next().0];
        while told.last().is_some_and(|name| name != "reload") {
            told.push(events.next().0);
        }
        told
    };
    assert!((0..5).any(|step| two_steps(step) == ["reload"]), "a half-written file is always a mistake");
    playbook.write("content/index.md", "---\ntitle: Home\n---\n\nOther words.\n");
    assert_eq!(events.next(), ("reload".to_owned(), String::new()));

    // Mistakes come as they are, the site stays, and mending takes them away.
    playbook.write("content/index.md", "---\ntitle: Home\n---\n\n[Lost](nowhere.md)\n");
    let (name, data) = events.next();
    assert_eq!(name, "mistakes", "{data}");
    let mistakes: serde_json::Value = serde_json::from_str(&data).unwrap();
    assert_eq!(mistakes[0]["file"], "content/index.md");
    assert_eq!((&mistakes[0]["line"], &mistakes[0]["excerpt"]), (&5.into(), &"[Lost](nowhere.md)".into()));
    assert!(String::from_utf8(server.get("/").2).unwrap().contains("Other words."));
    playbook.write("content/index.md", "---\ntitle: Home\n---\n\nOther words.\n");
    assert_eq!(events.next().0, "sound");

    // A page that did not change goes where the author is.
    playbook.write("content/next.md", "---\ntitle: Next\n---\n\nNext words.\n");
    assert_eq!(events.next(), ("follow".to_owned(), "/next/".to_owned()));

    // A style sheet is changed in place.
    save(&playbook, "templates/site/style.css", "p { color: red }\n");
    assert_eq!(events.next().0, "style");
    assert_eq!(server.get("/style.css").2, b"p { color: red }\n");
    assert!(!playbook.path("output").exists(), "serving writes nothing");
}

#[test]
fn a_mistake_in_a_template_that_nobody_looks_at_is_found() {
    let playbook = Playbook::tiny();
    let server = Server::start_with(&playbook, 0, &["--watch"]);
    let mut events = server.events("/", &tag(&server, "/"));
    let own = "---\nper: portfolio\ntitle: Own\nformats: [pdf]\n---\n{{ nothing.at.all }}\n";
    playbook.write("templates/documents/own.md", own);
    let (name, data) = events.next();
    assert!(name == "mistakes" && data.contains("templates/documents/own.md"), "{name}: {data}");
    playbook.write("templates/documents/own.md", own.replace("{{ nothing.at.all }}", "Something."));
    assert_eq!(events.next().0, "sound");
    assert_eq!(server.get("/portfolio/own.pdf").0, 200);
    // A page that is not there yet waits for its author, with its first mistakes.
    let (status, _, body) = server.ask(&browser(&server, "/new/"));
    assert!(status == 404 && String::from_utf8(body).unwrap().contains("/-/live.js"));
    let mut waiting = server.events("/new/", "");
    let mut without_stroke = server.events("/new", "");
    playbook.write("content/new.md", "---\ntitle: New\n---\n\nNew words.\n");
    assert_eq!(waiting.next().0, "reload");
    assert_eq!(without_stroke.next().0, "reload");
    // No file stands for this address, so nothing ever comes of it.
    assert_eq!(server.ask(&browser(&server, "//")).0, 404);
    let mut nothing = server.events("//", "");
    playbook.write("content/new.md", "---\ntitle: New\n---\n\n[Lost](nowhere.md)\n");
    assert_eq!(nothing.next().0, "mistakes");
}

#[test]
fn a_playbook_that_was_broken_from_the_start_comes_when_it_is_mended() {
    let playbook = Playbook::tiny();
    playbook.write("content/index.md", "---\ntitle: Home\n---\n\n[Lost](nowhere.md)\n");
    let server = Server::start_with(&playbook, 0, &["--watch"]);
    let (status, _, body) = server.ask(&browser(&server, "/"));
    assert!(status == 503 && String::from_utf8(body).unwrap().contains("/-/live.js"));
    let mut events = server.events("/", "");
    assert_eq!(events.next().0, "mistakes");
    playbook.write("content/index.md", "---\ntitle: Home\n---\n\nFound.\n");
    assert_eq!(events.next().0, "sound");
    assert_eq!(events.next().0, "reload");
    assert!(String::from_utf8(server.get("/").2).unwrap().contains("Found."));
}

#[test]
fn a_page_is_told_of_what_it_shows() {
    let playbook = Playbook::tiny();
    playbook.write("content/index.md", "---\ntitle: Home\n---\n\n![A plan](plan.png)\n");
    playbook.write("content/plan.png", PNG);
    let server = Server::start_with(&playbook, 0, &["--watch"]);
    let first = tag(&server, "/");
    let mut events = server.events("/", &first);
    let mut other = PNG.to_vec();
    other.extend(b"more");
    save(&playbook, "content/plan.png", &other);
    assert_eq!(events.next().0, "reload");
    save(&playbook, "templates/site/site.js", "// nothing");
    assert_eq!(events.next().0, "reload");
    // What changed while nobody listened is told at once.
    assert_eq!(server.events("/", &first).next().0, "reload");
    let now = tag(&server, "/");
    save(&playbook, "templates/site/style.css", "p { color: red }\n");
    assert_eq!(events.next().0, "style");
    assert_eq!(server.events("/", &now).next().0, "style");
}

/// Saves a file at once, as editors do that rename: what is written in place is empty for a moment.
fn save(playbook: &Playbook, path: &str, bytes: impl AsRef<[u8]>) {
    let swap = format!("{path}.swp~");
    playbook.write(&swap, bytes);
    std::fs::rename(playbook.path(&swap), playbook.path(path)).unwrap();
}

/// One transparent pixel.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\xf8\xff\xff?\0\x05\xfe\x02\xfe\xa7\x35\x81\x84\0\0\0\0IEND\xaeB`\x82";
