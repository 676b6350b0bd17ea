//! A long session: edit after edit with fifty open pages, and no more memory, threads or handles at its end.
//!
//! `SOAK_EDITS=10000 cargo test --test all soak -- --nocapture` goes on for long and says what it saw; without it a few
//! hundred edits must do.

#![cfg(target_os = "linux")]

use std::io::Read as _;
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::{Server, tag};
use crate::support::Playbook;

const PAGES: usize = 50;

/// What a process holds.
#[derive(Clone, Copy, Debug)]
struct Holds {
    kilobytes: usize,
    threads: usize,
    handles: usize,
}

fn holds(server: &Server) -> Holds {
    let process = server.child.id();
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let number = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse().unwrap()
    };
    let handles = std::fs::read_dir(format!("/proc/{process}/fd")).unwrap().count();
    Holds { kilobytes: number("VmRSS:"), threads: number("Threads:"), handles }
}

/// What it holds when pages that were left have been noticed and what is made in the background is made.
fn at_rest(server: &Server) -> Holds {
    std::thread::sleep(Duration::from_secs(6));
    holds(server)
}

#[test]
fn soak() {
    let edits: usize = std::env::var("SOAK_EDITS").map_or(400, |number| number.parse().unwrap());
    let playbook = Playbook::tiny();
    for number in 0..PAGES {
        playbook.write(&format!("content/page-{number}.md"), format!("---\ntitle: Page {number}\n---\n\nWords.\n"));
    }
    let server = Server::start_with(&playbook, 0, &["--watch"]);
    let told = Arc::new(AtomicUsize::new(0));
    for number in 0..PAGES {
        let page = format!("/page-{number}/");
        let mut stream: TcpStream = server.events(&page, &tag(&server, &page)).0.into_inner();
        let told = Arc::clone(&told);
        std::thread::spawn(move || {
            let mut piece = [0; 4096];
            while let Ok(length) = stream.read(&mut piece) {
                if length == 0 {
                    break;
                }
                told.fetch_add(piece[..length].windows(6).filter(|six| six == b"reload").count(), Ordering::Relaxed);
            }
        });
    }
    // Made in the background, when nothing changes for a moment.
    let own = "---\nper: portfolio\ntitle: Own\nformats: [site, pdf]\n---\nOf {{ vendors | length }} vendors.\n";
    playbook.write("templates/documents/own.md", own);
    std::thread::sleep(Duration::from_secs(2));
    let mut early = None;
    let mut made = 0;
    while made < edits {
        let number = made % PAGES;
        let path = format!("/page-{number}/");
        let words = format!("Words of edit {made}.");
        playbook.write(&format!("content/page-{number}.md"), format!("---\ntitle: Page {number}\n---\n\n{words}\n"));
        let end = Instant::now() + Duration::from_secs(60);
        while !String::from_utf8_lossy(&server.get(&path).2).contains(&words) {
            assert!(Instant::now() < end, "edit {made} was not seen");
            std::thread::sleep(Duration::from_millis(1));
        }
        if made.is_multiple_of(7) {
            playbook.write("content/broken.md", "---\ntitle: Broken\n---\n\nTo [nowhere](nowhere.md).\n");
            std::thread::sleep(Duration::from_millis(1));
            playbook.remove("content/broken.md");
        }
        if made.is_multiple_of(50) {
            std::thread::sleep(Duration::from_millis(450));
        }
        // Pages that are opened and left again.
        if made.is_multiple_of(5) {
            drop(server.events(&path, ""));
        }
        made += 1;
        // After a quarter everything that is kept at all has been made.
        if made == edits / 4 {
            early = Some(at_rest(&server));
        }
        if made.is_multiple_of(1000) {
            println!("{made} edits: {:?}", holds(&server));
        }
    }
    // Each open page was told of each of its edits, some of which came too close together to be two.
    let end = Instant::now() + Duration::from_secs(60);
    while told.load(Ordering::Relaxed) < edits / 2 {
        assert!(Instant::now() < end, "only {} of {edits} edits were told", told.load(Ordering::Relaxed));
        std::thread::sleep(Duration::from_millis(20));
    }
    let (early, late) = (early.unwrap(), at_rest(&server));
    println!("{edits} edits: {early:?}, then {late:?}");
    assert!(late.threads <= early.threads + 4, "{early:?}, then {late:?}");
    assert!(late.handles <= early.handles + 8, "{early:?}, then {late:?}");
    assert!(late.kilobytes < early.kilobytes + early.kilobytes / 4 + 16 * 1024, "{early:?}, then {late:?}");
}
