//! How soon an edit is seen: `cargo bench --bench reload`.
//!
//! 1. Writes a playbook of 1,000 and of 10,000 pages, as the benchmark `build` does, and one of 200 vendors with three years of
//!    readings each; serves each with `serve --watch`.
//! 2. Edits a page, a template, a vendor; asks for the page over HTTP until the edit is in it. The time runs from the write to
//!    that answer; the median of ten edits counts.
//! 3. Does the same with `hugo server` and `zola serve --fast` on the same pages, where those programs are there (`HUGO` and
//!    `ZOLA` name them, else the search path). Zola waits a second for more changes unless told otherwise, so it is told 10 ms where it can
//!    be told.
//!
//! Nothing is asserted: a busy machine is not a mistake. The yardsticks are a page under 17 ms at 1,000 pages and under 50 ms at
//! 10,000, a template under 20 and 180 ms, a vendor under 50 ms.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints, and stops where it cannot go on")]

mod corpus;
mod portfolio;

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const EDITS: usize = 10;
const PAGE: usize = 47;
const FOOT: &str = "<footer>FOOT0</footer>";

/// A server under test, which ends with its part of the benchmark.
struct Server {
    child: Child,
    port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn main() {
    println!("{:<22} {:<26} {:>9} {:>9} {:>9}", "what", "edit", "median", "fastest", "slowest");
    vendors(200);
    for pages in [1_000, 10_000] {
        let folder = tempfile::tempdir().unwrap();
        ours(folder.path(), pages);
        hugo(folder.path(), pages);
        zola(folder.path(), pages);
    }
}

fn ours(folder: &Path, pages: usize) {
    let root = folder.join("alliance");
    corpus::write_playbook(&root, pages);
    let shell = concat!(env!("CARGO_MANIFEST_DIR"), "/templates/site/page.html");
    let shell = fs::read_to_string(shell).unwrap().replacen("</body>", &format!("{FOOT}</body>"), 1);
    corpus::put(&root, "templates/site/page.html", &shell);
    let server = start(Command::new(env!("CARGO_BIN_EXE_alliance")).current_dir(&root).args(["serve", "--watch", "--port"]));
    let what = format!("alliance, {pages}");
    let page = format!("/{}/", corpus::name(PAGE));
    edits(&what, "page", &server, &page, &root.join(format!("content/{}.md", corpus::name(PAGE))), None);
    edits(&what, "template", &server, &page, &root.join("templates/site/page.html"), Some("FOOT0"));
}

fn vendors(number: usize) {
    let folder = tempfile::tempdir().unwrap();
    let (world, _) = portfolio::portfolio(number);
    for (path, bytes) in &world.files {
        let place = folder.path().join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, bytes).unwrap();
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_alliance"));
    let server = start(command.current_dir(folder.path()).args(["serve", "--watch", "--as-of", "2026-10-31", "--port"]));
    let file = folder.path().join("playbook/vendors/vendor-0007/vendor.yaml");
    let text = fs::read_to_string(&file).unwrap();
    let summary = text.lines().find_map(|line| line.strip_prefix("summary: ")).unwrap().to_owned();
    let what = format!("alliance, {number} vendors");
    edits(&what, "vendor", &server, "/vendors/vendor-0007/", &file, Some(&summary));
}

fn hugo(folder: &Path, pages: usize) {
    let Some(program) = program("HUGO", "hugo") else { return };
    let root = folder.join("hugo");
    corpus::write_playbook(&root, pages);
    let layout = "<!doctype html><title>{{ .Title }}</title><main>{{ .Content }}</main>{{ partial \"foot.html\" . }}";
    for name in ["single.html", "list.html", "index.html"] {
        corpus::put(&root, &format!("layouts/_default/{name}"), layout);
    }
    corpus::put(&root, "layouts/partials/foot.html", FOOT);
    corpus::put(&root, "hugo.toml", "baseURL = 'http://127.0.0.1/'\ntitle = 'Bench'\n");
    for section in 0..corpus::SECTIONS {
        let place = root.join(format!("content/section-{section:02}"));
        fs::rename(place.join("index.md"), place.join("_index.md")).unwrap();
    }
    fs::rename(root.join("content/index.md"), root.join("content/_index.md")).unwrap();
    let server = start(Command::new(program).current_dir(&root).args(["server", "--bind", "127.0.0.1", "-p"]));
    peer("hugo", pages, &server, &root, "layouts/partials/foot.html");
}

fn zola(folder: &Path, pages: usize) {
    let Some(program) = program("ZOLA", "zola") else { return };
    let root = folder.join("zola");
    corpus::write_playbook(&root, pages);
    let layout = |name: &str| {
        format!(
            "<!doctype html><title>{{{{ {name}.title }}}}</title><main>{{{{ {name}.content | safe }}}}</main>{{% include \"foot.html\" %}}"
        )
    };
    corpus::put(&root, "templates/page.html", &layout("page"));
    corpus::put(&root, "templates/section.html", &layout("section"));
    corpus::put(&root, "templates/index.html", &layout("section"));
    corpus::put(&root, "templates/foot.html", FOOT);
    corpus::put(&root, "config.toml", "base_url = 'http://127.0.0.1/'\n");
    for section in 0..corpus::SECTIONS {
        let place = root.join(format!("content/section-{section:02}"));
        fs::rename(place.join("index.md"), place.join("_index.md")).unwrap();
    }
    fs::rename(root.join("content/index.md"), root.join("content/_index.md")).unwrap();
    // Older versions do not know how to wait for less than a second.
    let help = Command::new(&program).args(["serve", "--help"]).output().unwrap();
    let quick = String::from_utf8_lossy(&help.stdout).contains("--debounce");
    let debounce: &[&str] = if quick { &["--debounce", "10"] } else { &[] };
    let mut command = Command::new(program);
    let server = start(command.current_dir(&root).args(["serve", "--fast"]).args(debounce).args(["-i", "127.0.0.1", "-p"]));
    peer("zola --fast", pages, &server, &root, "templates/foot.html");
}

fn peer(name: &str, pages: usize, server: &Server, root: &Path, foot: &str) {
    let what = format!("{name}, {pages}");
    let page = format!("/{}/", corpus::name(PAGE));
    edits(&what, "page", server, &page, &root.join(format!("content/{}.md", corpus::name(PAGE))), None);
    edits(&what, "template", server, &page, &root.join(foot), Some("FOOT0"));
}

/// A program by a variable of the environment, or on the search path.
fn program(variable: &str, name: &str) -> Option<String> {
    let named = std::env::var(variable).unwrap_or_else(|_| name.to_owned());
    let found = Command::new(&named).arg("--help").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if found.is_err() {
        println!("{name}: not found, left out; {variable} names the program");
        return None;
    }
    Some(named)
}

/// Starts a server on a free port, its last argument, and waits until it answers.
fn start(command: &mut Command) -> Server {
    let port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    let child = command.arg(port.to_string()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let server = Server { child, port };
    let end = Instant::now() + Duration::from_secs(120);
    while get(&server, "/").is_empty() && Instant::now() < end {
        std::thread::sleep(Duration::from_millis(50));
    }
    // What is made in the background at the start is no part of an edit.
    std::thread::sleep(Duration::from_secs(5));
    server
}

/// A page, or nothing.
fn get(server: &Server, path: &str) -> String {
    let ask = || -> std::io::Result<Vec<u8>> {
        let mut stream = TcpStream::connect(("127.0.0.1", server.port))?;
        let head = format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n", server.port);
        stream.write_all(head.as_bytes())?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(answer)
    };
    ask().map(|answer| String::from_utf8_lossy(&answer).into_owned()).unwrap_or_default()
}

/// Edits a file again and again: at its end, or in place of some words of it.
fn edits(what: &str, kind: &str, server: &Server, page: &str, file: &Path, words: Option<&str>) {
    let text = fs::read_to_string(file).unwrap();
    let mut times = Vec::new();
    for edit in 0..EDITS {
        let mark = format!("MARK{edit}X{}", std::process::id());
        let changed = match words {
            Some(words) => text.replacen(words, &mark, 1),
            None => format!("{text}\n{mark}\n"),
        };
        let start = Instant::now();
        fs::write(file, changed).unwrap();
        while !get(server, page).contains(&mark) {
            assert!(start.elapsed() < Duration::from_secs(30), "{what}: the edit of {} was not seen", file.display());
            std::thread::sleep(Duration::from_millis(1));
        }
        times.push(start.elapsed());
        // Not in step with anything that happens at intervals.
        std::thread::sleep(Duration::from_millis(1000 + 37 * edit as u64));
    }
    fs::write(file, text).unwrap();
    times.sort();
    let ms = |time: Duration| format!("{:.1} ms", time.as_secs_f64() * 1000.0);
    let median = (times[(EDITS - 1) / 2] + times[EDITS / 2]) / 2;
    println!("{what:<22} {kind:<26} {:>9} {:>9} {:>9}", ms(median), ms(times[0]), ms(times[EDITS - 1]));
}
