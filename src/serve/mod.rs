//! Serving: the site on the loopback interface, as it is now.
//!
//! 1. [`preview`] makes it from the folder, file by file as they are asked for; nothing is written.
//! 2. [`watch`] says when the folder may have changed; [`live`] tells the browsers.
//! 3. [`http`] speaks to them, and [`reply`] says who gets what.

mod http;
mod live;
mod preview;
mod reply;
mod watch;

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use http::{Handler, Reply, Request};
pub use preview::{Preview, Update};
use watch::{Look, Watch};

/// How a site is served.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Whether the folder is watched and the browsers are told.
    pub watch: bool,
    /// Whether the folder is looked at again and again, because nothing tells of changes to it.
    pub poll: bool,
    /// Whether browsers go to the page that was edited.
    pub follow: bool,
}

/// Something to tell the author.
pub enum News {
    /// A sentence.
    Sentence(String),
    /// The folder changed, and how long it took until the site was new.
    Changed(Update, Duration),
    /// What was found wrong when everything was made.
    Wrong(crate::diagnostic::Report),
}

/// When everything is made to see whether it can be, after the last change.
const QUIET: Duration = Duration::from_millis(300);

/// Binds the first free port from `port` on, out of ten; with port 0, one that the system chooses.
///
/// # Errors
///
/// When none of the ten is free.
pub fn bind(port: u16) -> io::Result<(TcpListener, u16)> {
    let mut last = None;
    for port in port..=port.saturating_add(9) {
        match TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))) {
            Ok(listener) => {
                let bound = listener.local_addr()?.port();
                return Ok((listener, bound));
            }
            Err(error) => last = Some(error),
        }
    }
    Err(last.unwrap_or_else(|| io::ErrorKind::AddrInUse.into()))
}

/// Serves a preview until the process ends, and tells `news`.
pub fn run(listener: &TcpListener, preview: Preview, root: &Path, options: Options, news: impl Fn(News) + Send + Sync + 'static) {
    let front = Arc::new(Front { preview, options });
    let news = Arc::new(news);
    if options.watch {
        {
            let (front, news) = (Arc::clone(&front), Arc::clone(&news));
            std::thread::spawn(move || verify(&front.preview, &*news));
        }
        let (front, root) = (Arc::clone(&front), root.to_owned());
        std::thread::spawn(move || follow(&front.preview, &root, options.poll, &*news));
    }
    http::run(listener, &front);
}

/// Makes everything whenever nothing has changed for a moment.
fn verify(preview: &Preview, news: &dyn Fn(News)) {
    let mut done = 0;
    loop {
        while !preview.wait(done, Duration::from_secs(3600)) {}
        let mut number = preview.shown().number;
        while preview.wait(number, QUIET) {
            number = preview.shown().number;
        }
        let (looked_at, report) = preview.verify();
        done = looked_at;
        if let Some(report) = report {
            news(News::Wrong(report));
        }
    }
}

/// Makes a new edition whenever the folder changes.
fn follow(preview: &Preview, root: &Path, poll: bool, news: &dyn Fn(News)) {
    let (mut watch, doubt) = Watch::new(root, poll);
    if let Some(doubt) = doubt {
        news(News::Sentence(doubt));
    }
    // What changed before the watch began is seen now.
    let mut look = Look::Everywhere;
    loop {
        let start = Instant::now();
        let hint = match look {
            Look::Everywhere => Some(Vec::new()),
            Look::At(paths) if paths.is_empty() => None,
            Look::At(paths) => Some(paths),
        };
        if let Some(update) = hint.and_then(|hint| preview.update(&hint)) {
            news(News::Changed(update, start.elapsed()));
        }
        look = watch.next();
    }
}

struct Front {
    preview: Preview,
    options: Options,
}

impl Handler for Front {
    fn reply(&self, request: &Request) -> Reply {
        let path = request.target.split('?').next().unwrap_or_default();
        let own = match path {
            "/-/live.js" => Some(("text/javascript; charset=utf-8", include_str!("live.js"))),
            "/-/live.css" => Some(("text/css; charset=utf-8", include_str!("live.css"))),
            "/-/live" => Some(("text/event-stream", "")),
            _ => None,
        };
        // Who may ask is the same for every path.
        let reply = reply::reply(request, &self.preview);
        match own.filter(|_| self.options.watch && matches!(reply.status, 200..400 | 404)) {
            Some((kind, text)) => {
                let headers = reply::headers(kind);
                Reply { status: 200, headers, body: text.as_bytes().to_vec(), stream: path == "/-/live" }
            }
            None if reply.status == 404 && self.options.watch && reply::wants_page(request) => {
                reply::not_there(self.preview.shown().is_whole())
            }
            None => reply,
        }
    }

    fn stream(&self, request: &Request, out: &mut dyn io::Write) -> io::Result<()> {
        live::stream(&self.preview, request, self.options.follow, out)
    }
}
