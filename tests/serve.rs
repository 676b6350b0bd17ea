//! Serving: what the browser gets is what a build writes, and nobody else gets anything.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests fail by panicking")]

mod support;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::{Child, Stdio};
use std::time::Duration;

use support::Playbook;

/// A running server, which ends with the test.
struct Server {
    child: Child,
    port: u16,
    said: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Whether an answer has its head and as much body as the head says.
fn is_complete(answer: &[u8]) -> bool {
    let Some(end) = answer.windows(4).position(|four| four == b"\r\n\r\n") else { return false };
    let head = String::from_utf8_lossy(&answer[..end]);
    let length = head.lines().find_map(|line| line.strip_prefix("Content-Length: ")).map_or(0, |length| length.parse().unwrap());
    answer.len() >= end + 4 + length
}

impl Server {
    fn start(playbook: &Playbook, port: u16) -> Self {
        Self::start_with(playbook, port, &[])
    }

    fn start_with(playbook: &Playbook, port: u16, more: &[&str]) -> Self {
        let port = port.to_string();
        let arguments: Vec<&str> = ["serve", "--port", &port].into_iter().chain(more.iter().copied()).collect();
        let mut command = playbook.command(&arguments);
        let child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("start the server");
        let mut server = Self { child, port: 0, said: String::new() };
        let mut reader = BufReader::new(server.child.stdout.take().unwrap());
        while server.port == 0 {
            let mut line = String::new();
            assert!(reader.read_line(&mut line).unwrap() > 0, "the server ended after saying: {}", server.said);
            server.said.push_str(&line);
            if let Some((_, rest)) = line.split_once("http://127.0.0.1:") {
                server.port = rest.split('/').next().unwrap().parse().unwrap();
            }
        }
        // What it says later must not fill the pipe.
        std::thread::spawn(move || std::io::copy(&mut reader, &mut std::io::sink()));
        server
    }

    /// The stream of events of a page.
    fn events(&self, page: &str, tag: &str) -> Events {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("connect");
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let host = format!("Host: localhost:{}\r\nAccept: text/event-stream\r\n\r\n", self.port);
        stream.write_all(format!("GET /-/live?page={page}&tag={tag} HTTP/1.1\r\n{host}").as_bytes()).unwrap();
        Events(BufReader::new(stream))
    }

    /// Sends bytes and reads one answer, or until the server closes. `None` when it closed without an answer.
    fn send(&self, request: &[u8]) -> Option<Vec<u8>> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("connect");
        // Not a measure of speed: without it a server that never answers would hold the test for ever.
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        // The server may close before it has read all of a hostile request.
        let _ = stream.write_all(request);
        let _ = stream.shutdown(Shutdown::Write);
        let mut answer = Vec::new();
        let mut buffer = [0; 8192];
        while !is_complete(&answer) {
            match stream.read(&mut buffer) {
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => panic!("no answer and no end"),
                Ok(0) | Err(_) => break,
                Ok(length) => answer.extend(&buffer[..length]),
            }
        }
        (!answer.is_empty()).then_some(answer)
    }

    /// Status, head and body of a page.
    fn get(&self, path: &str) -> (u16, String, Vec<u8>) {
        let host = format!("127.0.0.1:{}", self.port);
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"))
    }

    fn ask(&self, request: &str) -> (u16, String, Vec<u8>) {
        let answer = self.send(request.as_bytes()).expect("an answer");
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("the end of the head");
        let head = String::from_utf8(answer[..end].to_vec()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, head, answer[end + 4..].to_vec())
    }
}

#[test]
fn what_is_served_is_what_is_built() {
    let playbook = Playbook::sample();
    let output = playbook.build("output");
    playbook.remove("output");
    let server = Server::start(&playbook, 0);
    assert!(!playbook.path("output").exists(), "serving writes nothing");
    for (path, file, kind) in [
        ("/", "site/index.html", "text/html; charset=utf-8"),
        ("/vendors/meridian/", "site/vendors/meridian/index.html", "text/html; charset=utf-8"),
        ("/vendors/meridian/index.html", "site/vendors/meridian/index.html", "text/html; charset=utf-8"),
        ("/vendors/meridian/scorecard.pdf", "site/vendors/meridian/scorecard.pdf", "application/pdf"),
        ("/style.css?v=1", "site/style.css", "text/css; charset=utf-8"),
    ] {
        let (status, head, body) = server.get(path);
        assert_eq!(status, 200, "{path}");
        assert!(body == output[file], "{path} is not {file}");
        assert!(head.contains(&format!("Content-Type: {kind}")), "{head}");
    }
    for file in output.keys().filter_map(|path| path.strip_prefix("site/")) {
        let (status, _, body) = server.get(&format!("/{file}"));
        assert!(status == 200 && body == output[&format!("site/{file}")], "{file}");
    }
    let (status, head, _) = server.get("/vendors/meridian");
    assert_eq!(status, 301);
    assert!(head.contains("Location: /vendors/meridian/"), "{head}");
    assert_eq!(server.get("/no/such/page/").0, 404);
    assert_eq!(server.get("/manifest.json").0, 404);
}

#[test]
fn hostile_requests_get_nothing_and_harm_nothing() {
    let playbook = Playbook::tiny();
    playbook.write("secret.txt", "the walk-away position");
    let home = playbook.build("output")["site/index.html"].clone();
    let server = Server::start(&playbook, 0);
    let local = format!("Host: localhost:{}\r\nConnection: close\r\n\r\n", server.port);
    let long = "a".repeat(100 * 1024);
    let requests = [
        format!("GET /../secret.txt HTTP/1.1\r\n{local}"),
        format!("GET /..%2fsecret.txt HTTP/1.1\r\n{local}"),
        format!("GET /%2e%2e/secret.txt HTTP/1.1\r\n{local}"),
        format!("GET /%2e%2e%2f%2e%2e%2fetc%2fpasswd HTTP/1.1\r\n{local}"),
        format!("GET /..\\secret.txt HTTP/1.1\r\n{local}"),
        format!("GET /..%5csecret.txt HTTP/1.1\r\n{local}"),
        format!("GET //etc/passwd HTTP/1.1\r\n{local}"),
        format!("GET /index.html%00.png HTTP/1.1\r\n{local}"),
        format!("GET /\0 HTTP/1.1\r\n{local}"),
        format!("GET /%zz HTTP/1.1\r\n{local}"),
        format!("GET http://evil.example/ HTTP/1.1\r\n{local}"),
        format!("GET /{long} HTTP/1.1\r\n{local}"),
        format!("GET / HTTP/1.1\r\nX-Long: {long}\r\nHost: evil.example\r\n\r\n"),
        format!("POST / HTTP/1.1\r\nContent-Length: 5\r\n{local}hello"),
        format!("POST / HTTP/1.1\r\nContent-Length: 99999999999\r\n{local}hello"),
        format!("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n{local}zzz\r\n"),
        format!("CONNECT evil.example:443 HTTP/1.1\r\n{local}"),
        "GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n".to_owned(),
        "GET / HTTP/1.1\r\nHost: 127.0.0.1.evil.example\r\nConnection: close\r\n\r\n".to_owned(),
        "GET / HTTP/1.1\r\nConnection: close\r\n\r\n".to_owned(),
        format!("GET / HTTP/1.1\r\nContent-Length: 0\r\nContent-Length: 46\r\n{local}"),
        format!("GET / HTTP/1.1\r\nHost: evil.example\r\n{local}"),
        format!("GET / HTTP/1.1\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\nSec-Fetch-Dest: image\r\n{local}"),
        "GET / HTTP/9.9\r\n\r\n".to_owned(),
        "\r\n\r\n\r\n".to_owned(),
        "\u{16}\u{3}\u{1}\u{2}".to_owned(),
        "GET /".to_owned(),
        String::new(),
    ];
    for request in &requests {
        let shown = request.chars().take(60).collect::<String>();
        if let Some(answer) = server.send(request.as_bytes()) {
            let text = String::from_utf8_lossy(&answer);
            let status: u16 =
                text.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_else(|| panic!("{shown:?}: {text}"));
            assert!((400..=505).contains(&status), "{shown:?} was answered with {text}");
            assert!(!text.contains("walk-away") && !text.contains("root:"), "{shown:?} got out");
        }
        let (status, _, body) = server.get("/");
        assert!(status == 200 && body == home, "after {shown:?} the server answers {status}");
    }
    let (status, head, body) = server.ask(&format!("HEAD / HTTP/1.1\r\n{local}"));
    assert!(status == 200 && body.is_empty(), "{head}");
}

#[test]
fn many_idle_connections_block_nobody() {
    let playbook = Playbook::tiny();
    let server = Server::start(&playbook, 0);
    let idle: Vec<TcpStream> = (0..64).map(|_| TcpStream::connect(("127.0.0.1", server.port)).unwrap()).collect();
    assert_eq!(server.get("/").0, 200);
    drop(idle);
}

#[test]
fn a_port_in_use_is_said_and_the_next_one_taken() {
    // A port with nothing on the next one; others on this machine may take it in between, so a few tries.
    let playbook = Playbook::tiny();
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let taken = listener.local_addr().unwrap().port();
    if taken > u16::MAX - 10 {
        return;
    }
    let server = Server::start(&playbook, taken);
    assert_ne!(server.port, taken);
    assert!((taken + 1..=taken + 9).contains(&server.port), "{}", server.said);
    assert!(server.said.starts_with(&format!("port {taken} is in use, so the site is on {}\n", server.port)), "{}", server.said);
    assert_eq!(server.get("/").0, 200);
}

#[test]
fn mistakes_are_told_instead_of_served() {
    let playbook = Playbook::tiny();
    let own = "---\nper: portfolio\ntitle: Own\nformats: [pdf]\n---\n{{ nothing.at.all }}\n";
    playbook.write("templates/documents/own.md", own);
    let outcome = playbook.run(&["serve", "--port", "0"]);
    outcome.status(1).stdout("");
    assert!(outcome.stderr.starts_with("templates/documents/own.md:6:"), "{}", outcome.stderr);
    playbook.remove("templates/documents/own.md");
    playbook.write("content/index.md", "---\ntitle: Home\n---\n\n[Lost](nowhere.md)\n");
    let outcome = playbook.run(&["serve", "--port", "0"]);
    outcome.status(1).stdout("");
    assert!(outcome.stderr.starts_with("content/index.md:5:1: error[E030]: "), "{}", outcome.stderr);
}

/// What a page is told.
struct Events(BufReader<TcpStream>);

impl Events {
    /// The next event: its name and data.
    fn next(&mut self) -> (String, String) {
        let mut name = String::new();
        loop {
            let mut line = String::new();
            assert!(self.0.read_line(&mut line).expect("an event in time") > 0, "the stream ended");
            if let Some(rest) = line.strip_prefix("event: ") {
                rest.trim().clone_into(&mut name);
            } else if let Some(rest) = line.strip_prefix("data: ") {
                return (name, rest.trim().to_owned());
            }
        }
    }
}

/// What a browser asks to show a page.
fn browser(server: &Server, page: &str) -> String {
    format!("GET {page} HTTP/1.1\r\nHost: localhost:{}\r\nAccept: text/html\r\nConnection: close\r\n\r\n", server.port)
}

/// The tag in the script line of a page as a browser gets it.
fn tag(server: &Server, page: &str) -> String {
    let (_, _, body) = server.ask(&browser(server, page));
    let body = String::from_utf8(body).unwrap();
    let (_, rest) = body.split_once("data-tag=\"").expect("the script of the preview");
    rest.split('"').next().unwrap().to_owned()
}

#[test]
fn an_open_page_is_told_what_changes_about_it() {
    let playbook = Playbook::tiny();
    let server = Server::start_with(&playbook, 0, &["--watch", "--follow"]);
    let mut events = server.events("/", &tag(&server, "/"));
    playbook.write("content/index.md", "---\ntitle: Home\n---\n\nOther words.\n");
    assert_eq!(events.next(), ("reload".to_owned(), String::new()));
    assert!(String::from_utf8(server.get("/").2).unwrap().contains("Other words."));

    // A file that is written in two steps is no mistake in between.
    playbook.write("content/index.md", "---\ntit");
    std::thread::sleep(Duration::from_millis(15));
    playbook.write("content/index.md", "---\ntitle: Home\n---\n\nWords in two steps.\n");
    assert_eq!(events.next(), ("reload".to_owned(), String::new()));
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
    playbook.write("templates/site/style.css", "p { color: red }\n");
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
    playbook.write("content/new.md", "---\ntitle: New\n---\n\nNew words.\n");
    assert_eq!(waiting.next().0, "reload");
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
fn whatever_is_done_to_the_files_what_is_served_is_what_a_build_writes() {
    for more in [&["--watch"][..], &["--watch", "--poll"]] {
        edits(more, if more.len() == 1 { 60 } else { 8 });
    }
}

/// Random edits as editors make them; after each, every file is compared.
fn edits(more: &[&str], steps: u32) {
    let playbook = Playbook::tiny();
    let server = Server::start_with(&playbook, 0, more);
    let mut dice = fastrand::Rng::with_seed(20_261_121);
    let root = playbook.path("");
    for step in 0..steps {
        let page = |dice: &mut fastrand::Rng| format!("---\ntitle: Page {}\n---\n\nWords of step {step}.\n", dice.u8(0..9));
        let number = dice.u8(0..4);
        let file = format!("content/part-{number}/page-{}.md", dice.u8(0..3));
        let folder = root.join(format!("content/part-{number}"));
        let done = match dice.u8(0..8) {
            // An atomic save, as vim and the JetBrains editors do it.
            0 | 1 => {
                playbook.write(&format!("content/part-{number}/index.md"), page(&mut dice));
                let (swap, path) = (format!("{file}.swp~"), playbook.path(&file));
                playbook.write(&swap, page(&mut dice));
                std::fs::rename(playbook.path(&swap), path).unwrap();
                "renamed over"
            }
            // A file written in two pieces.
            2 | 3 => {
                playbook.write(&format!("content/part-{number}/index.md"), "---\ntitle: ");
                playbook.write(&format!("content/part-{number}/index.md"), page(&mut dice));
                "written"
            }
            4 => {
                let _ = std::fs::remove_dir_all(&folder);
                "removed"
            }
            // A folder made again with many files, as a checkout does it.
            5 => {
                let _ = std::fs::remove_dir_all(&folder);
                playbook.write(&format!("content/part-{number}/index.md"), page(&mut dice));
                for page_number in 0..30 {
                    playbook.write(&format!("content/part-{number}/deep/page-{page_number}.md"), page(&mut dice));
                }
                playbook.write(&format!("content/part-{number}/deep/index.md"), page(&mut dice));
                "made again"
            }
            6 => {
                playbook.write("templates/site/style.css", format!("p {{ margin: {step}px }}\n"));
                "styled"
            }
            _ => {
                playbook.write("content/index.md", page(&mut dice));
                "home written"
            }
        };
        let world = alliance_playbook::world::Disk::new(&root);
        let request =
            alliance_playbook::compile::Request { only: Some(alliance_playbook::compile::Part::Site), ..Default::default() };
        let built = alliance_playbook::compile::build(&world, &request).map_err(|report| format!("{report:?}")).unwrap();
        let end = std::time::Instant::now() + Duration::from_secs(60);
        for file in built.files {
            let path = file.path.strip_prefix("site/").unwrap();
            // Soon, not at once: the folder tells of its changes a little later.
            while server.get(&format!("/{path}")).2 != file.bytes {
                assert!(std::time::Instant::now() < end, "step {step}, {done}: {path} is not as it is built");
                std::thread::sleep(Duration::from_millis(5));
            }
        }
        if done == "removed" {
            assert_eq!(server.get(&format!("/part-{number}/")).0, 404);
        }
    }
}
