//! HTTP/1.1 as far as a preview needs it: requests without a body, answers of known length, streams of events.
//!
//! 1. Every connection has a thread; there is a limit to their number, to the size of a head, and to the time it may take.
//! 2. What the answer is, a [`Handler`] says.
//!
//! The parser is `httparse`. The rest is here because the small servers there are neither bound the head of a request nor
//! let go of a client that sends it byte by byte.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Connections at a time; a browser opens six, and a stream of events keeps one.
const MOST_CONNECTIONS: usize = 128;
/// Bytes of a request's line and headers.
const LARGEST_HEAD: usize = 16 * 1024;
/// Headers of a request.
const MOST_HEADERS: usize = 64;
/// From the first byte of a head to its last.
const SLOWEST_HEAD: Duration = Duration::from_secs(10);
/// How long a connection may stay idle between two requests.
const IDLE: Duration = Duration::from_secs(30);
/// How long a client may take for an answer, and for each mebibyte of it.
const SLOWEST_READER: Duration = Duration::from_secs(20);

/// A request without a body.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// In capitals, as sent.
    pub method: String,
    /// Path and query, as sent.
    pub target: String,
    /// Names as sent, and values.
    pub headers: Vec<(String, String)>,
}

impl Request {
    /// The value of a header by its name in any case; the first, where there are several.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// What a request is answered with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reply {
    /// HTTP status code.
    pub status: u16,
    /// Name and value; the length is added.
    pub headers: Vec<(&'static str, String)>,
    /// The body, or what it is a part of.
    pub body: Arc<[u8]>,
    /// The part of the body that is sent; all of it where absent.
    pub part: Option<Range<usize>>,
    /// Whether the body goes on: [`Handler::stream`] writes the rest, and the connection ends with it.
    pub stream: bool,
}

impl Reply {
    /// A sentence as plain text.
    #[must_use]
    pub fn plain(status: u16, text: &str) -> Self {
        let headers = vec![
            ("Content-Type", "text/plain; charset=utf-8".to_owned()),
            ("X-Content-Type-Options", "nosniff".to_owned()),
            ("Cache-Control", "no-store".to_owned()),
        ];
        Self { status, headers, body: format!("{text}\n").into_bytes().into(), ..Self::default() }
    }

    /// What of the body is sent.
    #[must_use]
    pub fn sent(&self) -> &[u8] {
        self.part.clone().map_or(&self.body[..], |part| self.body.get(part).unwrap_or_default())
    }
}

/// Says what requests are answered with.
pub trait Handler: Send + Sync + 'static {
    /// The answer to a request.
    fn reply(&self, request: &Request) -> Reply;

    /// Writes the events of a stream until it ends or the client is gone.
    ///
    /// # Errors
    ///
    /// When the client is gone.
    fn stream(&self, request: &Request, out: &mut dyn Write) -> io::Result<()>;
}

/// Answers requests until the listener fails, which it does not.
pub fn run<H: Handler>(listener: &TcpListener, handler: &Arc<H>) {
    let open = Arc::new(AtomicUsize::new(0));
    for stream in listener.incoming() {
        let Ok(stream) = stream else {
            // The client may be gone, or there are no more handles: then some will be given back.
            std::thread::sleep(Duration::from_millis(50));
            continue;
        };
        let taken = Taken::new(&open);
        if open.load(Ordering::Relaxed) > MOST_CONNECTIONS {
            let mut stream = stream;
            let _ = write(&mut stream, &Reply::plain(503, "There are too many connections."), false, false);
            continue;
        }
        let handler = Arc::clone(handler);
        // Where no thread is to be had, the connection ends.
        let _ = std::thread::Builder::new().name("connection".to_owned()).spawn(move || {
            let _ = serve(stream, &*handler);
            drop(taken);
        });
    }
}

/// A place among the connections, given back when dropped.
struct Taken(Arc<AtomicUsize>);

impl Taken {
    fn new(open: &Arc<AtomicUsize>) -> Self {
        open.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(open))
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Answers the requests of one connection.
fn serve(mut stream: TcpStream, handler: &dyn Handler) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut buffer = Vec::new();
    loop {
        let request = match head(&mut stream, &mut buffer)? {
            Head::Whole(request) => request,
            Head::Wrong(status, reason) => {
                write(&mut stream, &Reply::plain(status, reason), false, false)?;
                return part(&mut stream);
            }
            Head::End => return Ok(()),
        };
        let length = request.header("Content-Length").is_some_and(|length| length.trim() != "0");
        let with_body = length || request.header("Transfer-Encoding").is_some();
        let asked = request.header("Connection").is_none_or(|value| !value.to_ascii_lowercase().contains("close"));
        let reply = handler.reply(&request);
        let keep = asked && !with_body && !reply.stream;
        write(&mut stream, &reply, request.method == "HEAD", keep)?;
        if reply.stream && request.method != "HEAD" {
            stream.set_write_timeout(Some(SLOWEST_READER))?;
            return handler.stream(&request, &mut stream);
        }
        if !keep {
            return part(&mut stream);
        }
    }
}

/// Ends a connection so that the client can read the answer: what it goes on sending is read for a moment and forgotten.
fn part(stream: &mut TcpStream) -> io::Result<()> {
    stream.shutdown(Shutdown::Write)?;
    stream.set_read_timeout(Some(Duration::from_millis(500)))?;
    let (mut rest, end) = ([0; 4096], Instant::now() + Duration::from_secs(1));
    for _ in 0..64 {
        if Instant::now() > end || stream.read(&mut rest)? == 0 {
            break;
        }
    }
    Ok(())
}

enum Head {
    Whole(Request),
    /// Status and reason.
    Wrong(u16, &'static str),
    /// The client has no more to ask.
    End,
}

/// Reads the head of a request; what was sent beyond it stays in the buffer.
fn head(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> io::Result<Head> {
    let mut end = (!buffer.is_empty()).then(|| Instant::now() + SLOWEST_HEAD);
    loop {
        let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
        let mut parsed = httparse::Request::new(&mut headers);
        match parsed.parse(buffer) {
            Ok(httparse::Status::Complete(length)) => {
                let request = Request {
                    method: parsed.method.unwrap_or_default().to_owned(),
                    target: parsed.path.unwrap_or_default().to_owned(),
                    headers: parsed
                        .headers
                        .iter()
                        .map(|header| (header.name.to_owned(), String::from_utf8_lossy(header.value).trim().to_owned()))
                        .collect(),
                };
                buffer.drain(..length);
                // Two of these would mean one thing to us and another to somebody between.
                let twice = |name: &str| request.headers.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name)).count() > 1;
                if ["Host", "Content-Length", "Transfer-Encoding"].into_iter().any(twice) {
                    return Ok(Head::Wrong(400, "The request says the same thing twice."));
                }
                return Ok(Head::Whole(request));
            }
            Ok(httparse::Status::Partial) if buffer.len() >= LARGEST_HEAD => {
                return Ok(Head::Wrong(431, "The head of the request is too large."));
            }
            Ok(httparse::Status::Partial) => {}
            Err(httparse::Error::TooManyHeaders) => return Ok(Head::Wrong(431, "The request has too many headers.")),
            Err(httparse::Error::Version) => return Ok(Head::Wrong(505, "Only HTTP/1.1 is spoken here.")),
            Err(_) => return Ok(Head::Wrong(400, "The request cannot be read.")),
        }
        let left = match end {
            Some(end) => end.saturating_duration_since(Instant::now()),
            None => IDLE,
        };
        if left.is_zero() {
            return Ok(Head::Wrong(408, "The request took too long."));
        }
        stream.set_read_timeout(Some(left))?;
        let mut piece = [0; 4096];
        let room = piece.len().min(LARGEST_HEAD + 1 - buffer.len().min(LARGEST_HEAD));
        match stream.read(piece.get_mut(..room).unwrap_or_default()) {
            Ok(0) if buffer.is_empty() => return Ok(Head::End),
            Ok(0) => return Ok(Head::Wrong(400, "The request ends too early.")),
            Ok(length) => {
                buffer.extend(piece.iter().take(length));
                end.get_or_insert_with(|| Instant::now() + SLOWEST_HEAD);
            }
            Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => {
                return Ok(if end.is_some() { Head::Wrong(408, "The request took too long.") } else { Head::End });
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

fn write(stream: &mut TcpStream, reply: &Reply, headless: bool, keep: bool) -> io::Result<()> {
    let mut out = format!("HTTP/1.1 {} {}\r\n", reply.status, reason(reply.status)).into_bytes();
    for (name, value) in &reply.headers {
        // A line break in a value would begin another header.
        let value: String = value.chars().filter(|character| !character.is_control()).collect();
        write!(out, "{name}: {value}\r\n")?;
    }
    if !reply.stream && reply.status != 304 {
        write!(out, "Content-Length: {}\r\n", reply.sent().len())?;
    }
    write!(out, "Connection: {}\r\n\r\n", if keep { "keep-alive" } else { "close" })?;
    let body = if headless || reply.status == 304 { &[] } else { reply.sent() };
    let patience = u32::try_from(body.len() / (1024 * 1024)).map_or(SLOWEST_READER, |more| SLOWEST_READER * (1 + more));
    let end = Instant::now() + patience;
    // In one piece where that is small: two pieces are two packets.
    if body.len() < 16 * 1024 {
        out.extend(body);
        return send(stream, &out, end);
    }
    send(stream, &out, end)?;
    send(stream, body, end)
}

/// Sends all of it, unless the client takes too long: by the piece would be as long as it likes.
fn send(stream: &mut TcpStream, mut bytes: &[u8], end: Instant) -> io::Result<()> {
    while !bytes.is_empty() {
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        stream.set_write_timeout(Some(left))?;
        match stream.write(bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(length) => bytes = bytes.get(length..).unwrap_or_default(),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

const fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        206 => "Partial Content",
        301 => "Moved Permanently",
        304 => "Not Modified",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        416 => "Range Not Satisfiable",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        503 => "Service Unavailable",
        505 => "HTTP Version Not Supported",
        _ => "Unknown",
    }
}
