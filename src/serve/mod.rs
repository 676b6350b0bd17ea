//! Serving: the built site on the loopback interface.
//!
//! 1. The site is built in memory; nothing is written.
//! 2. A request is answered from a map of what was built, so no path can leave it.
//! 3. The Host header must name this machine, so that no page of the web can reach the server by a name of its own.

use std::collections::BTreeMap;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use tiny_http::{Header, Method, Request, Response, Server};

/// Files by their path below the site's root.
pub type Site = BTreeMap<String, Vec<u8>>;

/// Binds the first free port from `port` on, out of ten; with port 0, one that the system chooses.
///
/// # Errors
///
/// When none of the ten is free.
pub fn bind(port: u16) -> io::Result<(Server, u16)> {
    let mut last = None;
    for port in port..=port.saturating_add(9) {
        match Server::http(SocketAddr::from((Ipv4Addr::LOCALHOST, port))) {
            Ok(server) => {
                let bound = server.server_addr().to_ip().map_or(port, |address| address.port());
                return Ok((server, bound));
            }
            Err(error) => last = Some(error),
        }
    }
    Err(io::Error::new(io::ErrorKind::AddrInUse, last.map_or_else(String::new, |error| error.to_string())))
}

/// Answers requests until the process ends. Eight threads share the work, so a slow reader leaves seven for the others.
pub fn run(server: Server, site: &Arc<Site>) {
    const THREADS: usize = 8;
    let server = Arc::new(server);
    if let Some(address) = server.server_addr().to_ip() {
        std::thread::spawn(move || nudge(address));
    }
    let workers: Vec<_> = (0..THREADS)
        .map(|_| {
            let (server, site) = (Arc::clone(&server), Arc::clone(site));
            std::thread::spawn(move || {
                while let Ok(request) = server.recv() {
                    answer(request, &site);
                }
            })
        })
        .collect();
    for worker in workers {
        let _ = worker.join();
    }
}

/// Connects now and then and leaves at once.
///
/// `tiny_http` counts its idle threads late: of connections that come at the same moment, two may be left to one thread,
/// and the second then waits until some connection ends, which idle browsers put off for minutes. A connection that ends
/// sets its thread free for whoever waits.
fn nudge(address: SocketAddr) {
    const PAUSE: std::time::Duration = std::time::Duration::from_millis(500);
    loop {
        std::thread::sleep(PAUSE);
        // If it fails, the next one will do.
        drop(std::net::TcpStream::connect(address));
    }
}

/// The largest body a request may announce, in bytes. No page needs any.
const LARGEST_BODY: usize = 64 * 1024;

fn answer(request: Request, site: &Site) {
    if request.body_length().is_some_and(|length| length > LARGEST_BODY) {
        // `tiny_http` reads what is left of a body when the request is dropped, into a buffer of the announced size: a
        // request that announces more than there is memory would end the process. So this one is answered and never
        // dropped, which costs its connection. `upgrade` is the one way to answer without dropping.
        std::mem::forget(request.upgrade("close", Response::empty(413)));
        return;
    }
    let host = request.headers().iter().find(|header| header.field.equiv("Host")).map(|header| header.value.as_str());
    let reply = reply(request.method(), request.url(), host, site);
    let whole = usize::MAX;
    // Everything is in memory, so its length can always be told; a reader of a large PDF sees how much is to come.
    let mut response = Response::from_data(reply.body).with_status_code(reply.status).with_chunked_threshold(whole);
    for (name, value) in reply.headers {
        if let Ok(header) = Header::from_bytes(name.as_bytes(), value.as_bytes()) {
            response.add_header(header);
        }
    }
    // The reader may be gone; that is not our trouble.
    let _ = request.respond(response);
}

/// What a request is answered with.
#[derive(Debug, PartialEq, Eq)]
pub struct Reply {
    /// HTTP status code.
    pub status: u16,
    /// Name and value.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// Answers one request.
#[must_use]
pub fn reply(method: &Method, url: &str, host: Option<&str>, site: &Site) -> Reply {
    let plain = |status: u16, text: &str| Reply {
        status,
        headers: vec![("Content-Type", "text/plain; charset=utf-8".to_owned())],
        body: format!("{text}\n").into_bytes(),
    };
    if !host.is_some_and(is_local) {
        return plain(403, "This server answers only to the name of this machine.");
    }
    if !matches!(method, Method::Get | Method::Head) {
        let mut reply = plain(405, "Only GET and HEAD are answered.");
        reply.headers.push(("Allow", "GET, HEAD".to_owned()));
        return reply;
    }
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let Some(path) = path.strip_prefix('/').and_then(decode) else {
        return plain(400, "The address cannot be read.");
    };
    let name = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.clone() };
    if let Some(body) = site.get(&name) {
        let headers = vec![
            ("Content-Type", content_type(&name).to_owned()),
            ("Cache-Control", "no-store".to_owned()),
            ("X-Content-Type-Options", "nosniff".to_owned()),
            ("Content-Security-Policy", "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'".to_owned()),
        ];
        return Reply { status: 200, headers, body: body.clone() };
    }
    if site.contains_key(&format!("{path}/index.html")) {
        let mut reply = plain(301, "Moved.");
        reply.headers.push(("Location", format!("/{}/", crate::route::encode(&path))));
        return reply;
    }
    plain(404, "There is no such page.")
}

/// Names of this machine as a browser writes them, with any port.
fn is_local(host: &str) -> bool {
    let name =
        host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit())).map_or(host, |(name, _)| name);
    matches!(name, "127.0.0.1" | "localhost" | "[::1]")
}

/// Percent-decodes a path; `None` unless the result is text without control characters.
fn decode(path: &str) -> Option<String> {
    let mut out = Vec::with_capacity(path.len());
    let mut bytes = path.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
            let value = digit(bytes.next())? * 16 + digit(bytes.next())?;
            out.push(u8::try_from(value).ok()?);
        } else {
            out.push(byte);
        }
    }
    String::from_utf8(out).ok().filter(|text| !text.chars().any(char::is_control))
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "pdf" => "application/pdf",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "gif" => "image/gif",
        "csv" => "text/csv; charset=utf-8",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> Site {
        [("index.html", "home"), ("a/index.html", "a"), ("style.css", "css")]
            .map(|(path, body)| (path.to_owned(), body.as_bytes().to_vec()))
            .into()
    }

    fn status(url: &str, host: &str) -> u16 {
        reply(&Method::Get, url, Some(host), &site()).status
    }

    #[test]
    fn pages_are_found_and_nothing_else() {
        for (url, expected) in [
            ("/", 200),
            ("/?x=1", 200),
            ("/a/", 200),
            ("/a", 301),
            ("/%61/", 200),
            ("/style.css", 200),
            ("/b/", 404),
            ("/../etc/passwd", 404),
            ("/%2e%2e/%2e%2e/etc/passwd", 404),
            ("/..\\..\\secret", 404),
            ("/a%00b", 400),
            ("/%zz", 400),
            ("/%", 400),
            ("http://evil/", 400),
            ("", 400),
        ] {
            assert_eq!(status(url, "127.0.0.1:8000"), expected, "{url}");
        }
    }

    #[test]
    fn only_the_name_of_this_machine_is_answered() {
        for (host, expected) in [
            ("localhost", 200),
            ("localhost:8000", 200),
            ("[::1]:8000", 200),
            ("evil.example", 403),
            ("127.0.0.1.evil.example:80", 403),
        ] {
            assert_eq!(status("/", host), expected, "{host}");
        }
        assert_eq!(reply(&Method::Get, "/", None, &site()).status, 403);
        assert_eq!(reply(&Method::Post, "/", Some("localhost"), &site()).status, 405);
    }
}
