//! Requests that want something else than a page of the site.

use std::io::Write as _;
use std::net::TcpStream;
use std::time::Duration;

use super::{Server, browser, tag};
use crate::support::Playbook;

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
fn whoever_is_slow_waits_alone() {
    let playbook = Playbook::tiny();
    // More than the system keeps for a client that reads nothing.
    playbook.write("content/large.bin", vec![7; 12 * 1024 * 1024]);
    let server = Server::start(&playbook, 0);
    let connect = || {
        let stream = TcpStream::connect(("127.0.0.1", server.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream
    };
    // A head that comes byte by byte is cut off, however steadily it comes.
    let mut slow = connect();
    let trickle = std::thread::spawn(move || {
        for byte in b"GET / HTTP/1.1\r\nX-Slow: ".iter().chain(std::iter::repeat_n(&b'a', 600)) {
            if slow.write_all(&[*byte]).is_err() {
                return true;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        false
    });
    // Clients that ask for much and read nothing.
    let deaf: Vec<TcpStream> = (0..20)
        .map(|_| {
            let mut stream = connect();
            write!(stream, "GET /large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
            stream
        })
        .collect();
    for _ in 0..20 {
        assert_eq!(server.get("/").0, 200);
    }
    drop(deaf);
    assert_eq!(server.get("/large.bin").2.len(), 12 * 1024 * 1024);
    assert!(trickle.join().unwrap(), "a head that comes for a minute is still read");
}

#[test]
fn a_flood_of_connections_is_turned_away_and_passes() {
    let playbook = Playbook::tiny();
    let server = Server::start_with(&playbook, 0, &["--watch"]);
    let flood: Vec<TcpStream> = (0..400).filter_map(|_| TcpStream::connect(("127.0.0.1", server.port)).ok()).collect();
    let answer = server.send(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    if let Some(answer) = answer {
        assert!(answer.starts_with(b"HTTP/1.1 503 "), "{}", String::from_utf8_lossy(&answer));
    }
    drop(flood);
    // The places of those who left are free as soon as it is noticed.
    let end = std::time::Instant::now() + Duration::from_secs(60);
    while server
        .send(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        .is_none_or(|answer| !answer.starts_with(b"HTTP/1.1 200 "))
    {
        assert!(std::time::Instant::now() < end, "nobody is let in any more");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_is_no_way_out() {
    let playbook = Playbook::tiny();
    let elsewhere = tempfile::tempdir().unwrap();
    let secret = elsewhere.path().join("secret.txt");
    std::fs::write(&secret, "the walk-away position").unwrap();
    let server = Server::start_with(&playbook, 0, &["--watch"]);
    let mut events = server.events("/", &tag(&server, "/"));
    std::os::unix::fs::symlink(&secret, playbook.path("content/leak.txt")).unwrap();
    std::os::unix::fs::symlink("/etc", playbook.path("content/etc")).unwrap();
    assert_eq!(events.next().0, "mistakes");
    for path in ["/leak.txt", "/etc/passwd", "/etc/"] {
        let (status, _, body) = server.get(path);
        assert_eq!(status, 404, "{path}: {}", String::from_utf8_lossy(&body));
    }
    assert_eq!(server.ask(&browser(&server, "/")).0, 200);
}
