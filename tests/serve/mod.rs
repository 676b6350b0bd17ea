//! Serving: what the browser gets is what a build writes, and nobody else gets anything.
//!
//! 1. Here: the server and its clients, and what is served to whom.
//! 2. [`hostile`] asks for what there is not, slowly, and a hundred times at once.
//! 3. [`live`] listens to what an open page is told; [`edits`] compares every file after every change; [`soak`] goes on for long.

mod edits;
mod hostile;
mod live;
mod soak;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::{Child, Stdio};
use std::time::Duration;

use crate::support::Playbook;

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

/// A client that asks again and again over one connection.
struct Client(TcpStream);

impl Server {
    fn client(&self) -> Client {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).expect("connect");
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        Client(stream)
    }
}

impl Client {
    /// Status and body of a page.
    fn get(&mut self, path: &str) -> (u16, Vec<u8>) {
        self.0.write_all(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes()).expect("ask");
        let mut answer = Vec::new();
        let mut buffer = vec![0; 64 * 1024];
        while !is_complete(&answer) {
            let length = self.0.read(&mut buffer).expect("an answer");
            assert!(length > 0, "{path}: the connection ended");
            answer.extend(&buffer[..length]);
        }
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").expect("the end of the head");
        let status = String::from_utf8_lossy(&answer[..end]).split(' ').nth(1).unwrap().parse().unwrap();
        (status, answer[end + 4..].to_vec())
    }
}

#[test]
fn what_is_served_is_what_is_built() {
    let playbook = Playbook::sample();
    let output = Playbook::sample_output();
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
