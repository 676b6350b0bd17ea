//! Which answer a request gets: who may ask, which file is meant, and which part of it is sent.
//!
//! 1. The Host header must name this machine, so that no page of the web can reach the server by a name of its own; nor may
//!    a page from elsewhere ask, which the Origin header tells.
//! 2. A path is looked up among the files there are, never on the disk, so none can leave the site.
//! 3. A page that a browser shows gets one line more than what is published: the script of the live preview. Whoever does
//!    not ask for HTML gets the bytes as they are.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use super::http::{Reply, Request};
use super::tags::Tags;

/// A file of the site as it is now.
#[derive(Clone, Debug)]
pub struct Made {
    /// Its bytes.
    pub bytes: Arc<[u8]>,
    /// Another one as soon as the bytes are others.
    pub tag: String,
}

impl Made {
    /// Names what was made by its hash.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Self {
        let tag = blake3::hash(&bytes).to_hex().chars().take(20).collect();
        Self { bytes: bytes.into(), tag }
    }
}

/// Where files come from.
pub trait Source {
    /// A file by its path below the site; `None` where there is none.
    fn file(&self, path: &str) -> Option<Made>;

    /// Whether pages keep themselves up to date.
    fn is_live(&self) -> bool;
}

const POLICY: &str = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// Answers one request from `source`. In a network, the machine also goes by its addresses: no page of the web can have one
/// for its name.
pub fn reply(request: &Request, source: &dyn Source, in_network: bool) -> Reply {
    let Some(host) = request.header("Host").filter(|host| is_local(host) || in_network && is_address(host)) else {
        return Reply::plain(403, "This server answers only to the name of this machine.");
    };
    let origin = request.header("Origin").map(|origin| origin.split_once("://").map_or("", |(_, host)| host));
    if origin.is_some_and(|origin| !(origin.eq_ignore_ascii_case(host) || is_local(origin) && is_local(host))) {
        return Reply::plain(403, "This server does not answer pages from elsewhere.");
    }
    // A browser says when a page from elsewhere asks; only to open a page of ours is fine.
    let from = request.header("Sec-Fetch-Site").unwrap_or("none");
    let opens = request.header("Sec-Fetch-Mode") == Some("navigate") && request.header("Sec-Fetch-Dest") == Some("document");
    if !matches!(from, "none" | "same-origin") && !opens {
        return Reply::plain(403, "This server does not answer pages from elsewhere.");
    }
    if !matches!(request.method.as_str(), "GET" | "HEAD") {
        let mut reply = Reply::plain(405, "Only GET and HEAD are answered.");
        reply.headers.push(("Allow", "GET, HEAD".to_owned()));
        return reply;
    }
    let Some(name) = file_of(request.target.split(['?', '#']).next().unwrap_or_default()) else {
        return Reply::plain(400, "The address cannot be read.");
    };
    if let Some(made) = source.file(&name) {
        return file(request, &name, &made, source);
    }
    if source.file(&format!("{name}/index.html")).is_some() {
        let mut reply = Reply::plain(301, "Moved.");
        reply.headers.push(("Location", format!("/{}/", crate::route::encode(&name))));
        return reply;
    }
    Reply::plain(404, "There is no such page.")
}

/// The file that the path of an address stands for; `None` where it cannot be read.
pub fn file_of(path: &str) -> Option<String> {
    let path = path.strip_prefix('/').and_then(decode)?;
    Some(if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path })
}

/// The headers of every file.
pub fn headers(kind: &str) -> Vec<(&'static str, String)> {
    vec![
        ("Content-Type", kind.to_owned()),
        // The browser asks each time, and is told that nothing changed by the tag.
        ("Cache-Control", "no-cache".to_owned()),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("Referrer-Policy", "no-referrer".to_owned()),
        ("Cross-Origin-Resource-Policy", "same-origin".to_owned()),
        ("Content-Security-Policy", POLICY.to_owned()),
    ]
}

fn file(request: &Request, name: &str, made: &Made, source: &dyn Source) -> Reply {
    let kind = content_type(name);
    let mut headers = headers(kind);
    let live = source.is_live();
    let tags = (live && kind.starts_with("text/html") && wants_page(request)).then(|| Tags::of(name, made, source).write());
    let body = tags.as_ref().map_or_else(|| Arc::clone(&made.bytes), |tags| with_script(made, tags).into());
    let tag = format!("\"{}\"", tags.as_ref().unwrap_or(&made.tag));
    headers.push(("ETag", tag.clone()));
    if live {
        headers.push(("Vary", "Accept".to_owned()));
    }
    if request.header("If-None-Match").is_some_and(|tags| tags.split(',').any(|known| known.trim() == tag)) {
        return Reply { status: 304, headers, ..Reply::default() };
    }
    headers.push(("Accept-Ranges", "bytes".to_owned()));
    let unchanged = request.header("If-Range").is_none_or(|known| known == tag);
    match request.header("Range").filter(|_| unchanged).map_or(Part::Whole, |range| part(range, body.len())) {
        Part::Whole => Reply { status: 200, headers, body, ..Reply::default() },
        Part::Of(start, end) => {
            headers.push(("Content-Range", format!("bytes {start}-{end}/{}", body.len())));
            Reply { status: 206, headers, body, part: Some(start..end + 1), ..Reply::default() }
        }
        Part::Nothing => {
            let mut reply = Reply::plain(416, "The file has no such part.");
            reply.headers.push(("Content-Range", format!("bytes */{}", body.len())));
            reply
        }
    }
}

/// Stands in for a page that is not there: because nothing can be made of the playbook, or nothing of this page.
pub fn not_there(whole: bool) -> Reply {
    let (status, title) = if whole { (404, "There is no such page") } else { (503, "Nothing is published yet") };
    let body = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<h1>{title}</h1>\n\
         <p>It comes by itself when it is written, and its mistakes are mended.</p>\n\
         <script src=\"/-/live.js\" data-tag=\"\" defer></script>\n"
    );
    Reply { status, headers: headers("text/html; charset=utf-8"), body: body.into_bytes().into(), ..Reply::default() }
}

/// Whether a browser asks for something to show.
pub fn wants_page(request: &Request) -> bool {
    request.header("Accept").is_some_and(|types| types.contains("text/html"))
}

/// A page with the script of the preview, which knows what it was made of.
fn with_script(made: &Made, tags: &str) -> Vec<u8> {
    let script = format!("<script src=\"/-/live.js\" data-tag=\"{tags}\" defer></script>\n");
    [&*made.bytes, script.as_bytes()].concat()
}

/// What of a file is asked for.
enum Part {
    /// All of it, or something we do not understand.
    Whole,
    /// First and last byte.
    Of(usize, usize),
    /// Something that the file does not have.
    Nothing,
}

/// The one range asked for, of a file of some length.
fn part(range: &str, length: usize) -> Part {
    let Some((first, last)) = range.trim().strip_prefix("bytes=").and_then(|range| range.split_once('-')) else {
        return Part::Whole;
    };
    let number = |text: &str| match text.trim() {
        "" => Some(None),
        text if text.bytes().all(|byte| byte.is_ascii_digit()) => text.parse().ok().map(Some),
        _ => None,
    };
    let (Some(first), Some(last)): (Option<Option<usize>>, Option<Option<usize>>) = (number(first), number(last)) else {
        return Part::Whole;
    };
    let end = length.saturating_sub(1);
    let (start, stop) = match (first, last) {
        (None, None) => return Part::Whole,
        (Some(start), Some(stop)) if stop < start => return Part::Whole,
        (Some(start), stop) => (start, stop.map_or(end, |stop| stop.min(end))),
        // The last so many bytes.
        (None, Some(0)) => return Part::Nothing,
        (None, Some(wanted)) => (length.saturating_sub(wanted), end),
    };
    if start < length { Part::Of(start, stop) } else { Part::Nothing }
}

/// A host without its port.
fn name_of(host: &str) -> &str {
    host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit())).map_or(host, |(name, _)| name)
}

/// Names of this machine as a browser writes them, with any port.
fn is_local(host: &str) -> bool {
    matches!(name_of(host).to_ascii_lowercase().as_str(), "127.0.0.1" | "localhost" | "[::1]")
}

/// An address in place of a name, with any port.
fn is_address(host: &str) -> bool {
    let name = name_of(host);
    let inner = name.strip_prefix('[').and_then(|name| name.strip_suffix(']'));
    inner.map_or_else(|| name.parse::<Ipv4Addr>().is_ok(), |inner| inner.parse::<Ipv6Addr>().is_ok())
}

/// Percent-decodes a path; `None` unless the result is text without control characters.
pub fn decode(path: &str) -> Option<String> {
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
    match name.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase().as_str() {
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
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "csv" => "text/csv; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Still(bool);

    impl Source for Still {
        fn file(&self, path: &str) -> Option<Made> {
            let files = [("index.html", "home"), ("a/index.html", "a"), ("style.css", "0123456789")];
            let (_, text) = files.into_iter().find(|(known, _)| *known == path)?;
            Some(Made::new(text.as_bytes().to_vec()))
        }

        fn is_live(&self) -> bool {
            self.0
        }
    }

    fn ask(method: &str, target: &str, headers: &[(&str, &str)]) -> Reply {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        reply(&Request { method: method.to_owned(), target: target.to_owned(), headers }, &Still(true), false)
    }

    fn status(url: &str, host: &str) -> u16 {
        ask("GET", url, &[("host", host)]).status
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
    fn an_address_stands_for_one_file() {
        for (path, file) in [
            ("/", Some("index.html")),
            ("/a/", Some("a/index.html")),
            ("/a", Some("a")),
            ("//", Some("/index.html")),
            ("/%2Fa/", Some("/a/index.html")),
            ("a", None),
            ("/%zz", None),
        ] {
            assert_eq!(file_of(path).as_deref(), file, "{path}");
        }
    }

    #[test]
    fn only_the_name_of_this_machine_is_answered() {
        for (host, expected) in [
            ("localhost", 200),
            ("localhost:8000", 200),
            ("LOCALHOST:8000", 200),
            ("[::1]:8000", 200),
            ("evil.example", 403),
            ("127.0.0.1.evil.example:80", 403),
        ] {
            assert_eq!(status("/", host), expected, "{host}");
        }
        assert_eq!(ask("GET", "/", &[]).status, 403);
        assert_eq!(ask("POST", "/", &[("Host", "localhost")]).status, 405);
        for (origin, expected) in
            [("http://localhost:8000", 200), ("https://evil.example", 403), ("null", 403), ("http://localhost.evil", 403)]
        {
            assert_eq!(ask("GET", "/", &[("Host", "localhost"), ("Origin", origin)]).status, expected, "{origin}");
        }
        for (site, mode, dest, expected) in [
            ("same-origin", "no-cors", "script", 200),
            ("none", "navigate", "document", 200),
            ("cross-site", "navigate", "document", 200),
            ("cross-site", "navigate", "iframe", 403),
            ("cross-site", "no-cors", "image", 403),
            ("same-site", "no-cors", "script", 403),
        ] {
            let headers = [("Host", "localhost"), ("Sec-Fetch-Site", site), ("Sec-Fetch-Mode", mode), ("Sec-Fetch-Dest", dest)];
            assert_eq!(ask("GET", "/", &headers).status, expected, "{site} {mode} {dest}");
        }
    }

    #[test]
    fn in_a_network_addresses_are_answered_and_still_no_names() {
        let status = |headers: &[(&str, &str)]| {
            let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            reply(&Request { method: "GET".to_owned(), target: "/".to_owned(), headers }, &Still(true), true).status
        };
        for (host, expected) in [
            ("10.0.0.5:8000", 200),
            ("[fe80::1]:8000", 200),
            ("localhost", 200),
            ("evil.example", 403),
            ("10.0.0.5.evil.example:8000", 403),
            ("10.0.0", 403),
            ("[evil]", 403),
        ] {
            assert_eq!(status(&[("Host", host)]), expected, "{host}");
        }
        assert_eq!(ask("GET", "/", &[("Host", "10.0.0.5:8000")]).status, 403);
        for (origin, expected) in [
            ("http://10.0.0.5:8000", 200),
            ("http://10.0.0.6:8000", 403),
            ("http://10.0.0.5:9000", 403),
            ("http://localhost", 403),
        ] {
            assert_eq!(status(&[("Host", "10.0.0.5:8000"), ("Origin", origin)]), expected, "{origin}");
        }
    }

    #[test]
    fn parts_of_a_file_are_sent_when_asked_for() {
        for (range, status, body, told) in [
            ("bytes=0-3", 206, "0123", "bytes 0-3/10"),
            ("bytes=7-", 206, "789", "bytes 7-9/10"),
            ("bytes=-2", 206, "89", "bytes 8-9/10"),
            ("bytes=-99", 206, "0123456789", "bytes 0-9/10"),
            ("bytes=5-99", 206, "56789", "bytes 5-9/10"),
            ("bytes=10-", 416, "", "bytes */10"),
            ("bytes=-0", 416, "", "bytes */10"),
            // What is no single range is not understood, and then the whole file is the right answer.
            ("bytes=3-1", 200, "0123456789", ""),
            ("bytes=0-1,3-4", 200, "0123456789", ""),
            ("bytes=-", 200, "0123456789", ""),
            ("bytes=99999999999999999999999-", 200, "0123456789", ""),
            ("lines=1-2", 200, "0123456789", ""),
        ] {
            let reply = ask("GET", "/style.css", &[("Host", "localhost"), ("Range", range)]);
            assert_eq!(reply.status, status, "{range}");
            if status != 416 {
                assert_eq!(String::from_utf8_lossy(reply.sent()), body, "{range}");
            }
            let header = reply.headers.iter().find(|(name, _)| *name == "Content-Range");
            assert_eq!(header.map_or("", |(_, value)| value), told, "{range}");
        }
    }

    #[test]
    fn a_browser_gets_the_script_and_others_the_bytes() {
        let local = ("Host", "localhost");
        let shown = ask("GET", "/", &[local, ("Accept", "text/html,*/*")]);
        let text = String::from_utf8_lossy(&shown.body);
        assert!(text.starts_with("home<script src=\"/-/live.js\" data-tag=\""), "{text}");
        let bare = ask("GET", "/", &[local, ("Accept", "*/*")]);
        assert_eq!(bare.sent(), b"home");
        let tag = |reply: &Reply| reply.headers.iter().find(|(name, _)| *name == "ETag").unwrap().1.clone();
        assert_ne!(tag(&shown), tag(&bare));
        assert_eq!(ask("GET", "/", &[local, ("If-None-Match", &tag(&bare))]).status, 304);
        assert_eq!(ask("GET", "/", &[local, ("If-None-Match", "\"other\", W/\"x\"")]).status, 200);
    }
}
