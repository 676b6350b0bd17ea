//! Serving: the site as it is now, on the loopback interface unless another address is asked for.
//!
//! 1. [`preview`] makes it from the folder, file by file as they are asked for; nothing is written.
//! 2. [`watch`] says when the folder may have changed; [`live`] tells the browsers.
//! 3. [`http`] speaks to them, and [`reply`] says who gets what.

mod http;
mod kept;
mod live;
mod preview;
mod reply;
mod tags;
mod watch;

use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use http::{Handler, Reply, Request};
pub use preview::{Preview, Update};
use watch::{Look, Watch};

/// How a site is served.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// How the folder is watched and the browsers are told, if so.
    pub watch: Option<Watching>,
    /// Whether other machines may ask, by an address of this one.
    pub in_network: bool,
}

/// How a folder is watched.
#[derive(Clone, Copy, Debug, Default)]
pub struct Watching {
    /// Whether it is looked at again and again, because nothing tells of changes to it.
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

/// Binds the first free port of an address from `port` on, out of ten; with port 0, one that the system chooses.
///
/// # Errors
///
/// When all ten are in use, or when the first may not be bound at all.
pub fn bind(host: IpAddr, port: u16) -> io::Result<(TcpListener, SocketAddr)> {
    let mut next = port;
    loop {
        match TcpListener::bind(SocketAddr::from((host, next))) {
            Ok(listener) => {
                let bound = listener.local_addr()?;
                return Ok((listener, bound));
            }
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && next < port.saturating_add(9) => next += 1,
            Err(error) => return Err(error),
        }
    }
}

/// Serves a preview until the process ends, and tells `news`.
pub fn run(
    listener: &TcpListener,
    preview: &Arc<Preview>,
    root: &Path,
    options: Options,
    news: &(impl Fn(News) + Clone + Send + 'static),
) {
    if let Some(Watching { poll, .. }) = options.watch {
        {
            let (preview, news) = (Arc::clone(preview), news.clone());
            std::thread::spawn(move || verify(&preview, &news));
        }
        let (preview, root, news) = (Arc::clone(preview), root.to_owned(), news.clone());
        std::thread::spawn(move || follow(&preview, &root, poll, &news));
    }
    http::run(listener, &Arc::new(Front { preview: Arc::clone(preview), options }));
}

/// Makes everything whenever nothing has changed for a moment, and what could not be made as soon as anything changed.
fn verify(preview: &Preview, news: &dyn Fn(News)) {
    let mut done = 0;
    loop {
        while !preview.wait(done, Duration::from_secs(3600)) {}
        let mut number = preview.shown().number;
        let looked_at = guarded(news, || {
            preview.recheck();
            while preview.wait(number, QUIET) {
                number = preview.shown().number;
                preview.recheck();
            }
            let (looked_at, report) = preview.verify();
            if let Some(report) = report {
                news(News::Wrong(report));
            }
            looked_at
        });
        done = looked_at.unwrap_or(number);
    }
}

/// Makes a new edition whenever the folder changes.
fn follow(preview: &Preview, root: &Path, poll: bool, news: &dyn Fn(News)) {
    let mut watch = Watch::new(root, poll);
    // What changed before the watch began is seen now.
    let mut look = Look::Everywhere;
    loop {
        if let Some(doubt) = watch.doubt.take() {
            news(News::Sentence(doubt));
        }
        let hint = match look {
            Look::Everywhere => Some(Vec::new()),
            Look::At(paths) if paths.is_empty() => None,
            Look::At(paths) => Some(paths),
        };
        if let Some(hint) = hint {
            update(preview, &hint, news);
        }
        look = watch.next();
    }
}

/// Looks where something may have changed, and tells what did.
pub fn update(preview: &Preview, hint: &[String], news: &dyn Fn(News)) {
    let start = Instant::now();
    match guarded(news, || preview.update(hint)) {
        Some(Some(update)) => news(News::Changed(update, start.elapsed())),
        Some(None) => {}
        // Nobody knows what was left half done.
        None => preview.forget(),
    }
}

/// Goes on after a fault of our own: no edit of the author's must end the preview.
fn guarded<T>(news: &dyn Fn(News), work: impl FnOnce() -> T) -> Option<T> {
    let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).ok();
    if done.is_none() {
        news(News::Sentence("that was a fault of this program, please report it; the preview goes on".to_owned()));
    }
    done
}

struct Front {
    preview: Arc<Preview>,
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
        let shown = self.preview.shown();
        let reply = reply::reply(request, &*shown, self.options.in_network);
        match own.filter(|_| self.options.watch.is_some() && matches!(reply.status, 200..400 | 404)) {
            Some((kind, text)) => {
                let headers = reply::headers(kind);
                Reply { status: 200, headers, body: text.as_bytes().into(), stream: path == "/-/live", part: None }
            }
            None if reply.status == 404 && self.options.watch.is_some() && reply::wants_page(request) => {
                reply::not_there(shown.is_whole())
            }
            None => reply,
        }
    }

    fn stream(&self, request: &Request, out: &mut dyn io::Write) -> io::Result<()> {
        live::stream(&self.preview, request, self.options.watch.is_some_and(|watch| watch.follow), out)
    }
}
