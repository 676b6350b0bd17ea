//! `alliance serve`

mod keys;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use clap::Args;

use super::{Day, Failure, Status, count, say, say_aside};
use crate::compile::{Part, Redone, Request};
use crate::diagnostic::{Format, print};
use crate::serve::{News, Options, Preview, Watching, bind, run};

/// Show the site on this machine
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  alliance serve
  alliance serve --watch
  alliance serve --watch --open --follow
  alliance serve --port 9000

The site is made in memory and nothing is written. Only this machine can read it, unless --host says otherwise.
With --watch, a saved file is seen in the browser at once, and so are mistakes.
On a terminal, r rebuilds everything, o opens the site in the browser and q quits.")]
pub struct Serve {
    #[command(flatten)]
    day: Day,

    /// The port; the next free one is taken when it is in use, and any free one for 0
    #[arg(long, default_value_t = 8000)]
    port: u16,

    /// The address of this machine to listen on; any but a loopback address lets others read the whole playbook
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,

    /// Open the site in the browser
    #[arg(long)]
    open: bool,

    /// Show pages that are drafts too
    #[arg(long)]
    drafts: bool,

    #[command(flatten)]
    watched: Watched,
}

#[derive(Debug, Args)]
struct Watched {
    /// Rebuild when a file changes, and keep open pages up to date
    #[arg(long)]
    watch: bool,

    /// Look for changes twice a second, where the file system tells of none, as network drives do
    #[arg(long, requires = "watch")]
    poll: bool,

    /// Let open pages go to the page that was edited
    #[arg(long, requires = "watch")]
    follow: bool,
}

impl Serve {
    pub fn run(&self, root: &Path) -> Result<Status, Failure> {
        let start = Instant::now();
        // Whether there is a port is known before there is a site; who asks meanwhile waits.
        let (listener, address) = bind(self.host, self.port).map_err(|error| self.no_port(&error))?;
        let Watched { watch, poll, follow } = self.watched;
        let request = Request { as_of: self.day.as_of, only: Some(Part::Site), drafts: self.drafts, ..Request::default() };
        let preview = Arc::new(Preview::new(root.to_owned(), request, watch));
        let first = preview.update(&[]);
        if let Some(report) = first.and_then(|update| update.report) {
            if !watch {
                return Err(Failure::Mistakes(report));
            }
            say_aside(&print(&report, Format::Human));
        } else if !watch && let (_, Some(report)) = preview.verify() {
            // Nobody would see it later.
            return Err(Failure::Mistakes(report));
        }
        if address.port() != self.port && self.port != 0 {
            say(&format!("port {} is in use, so the site is on {}\n", self.port, address.port()));
        }
        let in_network = !self.host.is_loopback();
        if in_network {
            say_aside("whoever reaches this machine can now read the whole playbook, with all that is internal\n");
        }
        let url = url(address);
        let took = start.elapsed().as_secs_f64();
        let watched = if watch { "watched, " } else { "" };
        let keys = keys::are_read();
        let until = if keys { "r rebuilds, o opens it, q quits" } else { "until you press Ctrl-C" };
        say(&format!("ready in {took:.2} s: {url} {watched}{until}\n"));
        if self.open {
            open(&url);
        }
        if keys {
            let preview = Arc::clone(&preview);
            std::thread::spawn(move || keys::read(&preview, watch, &url, &tell));
        }
        let options = Options { watch: watch.then_some(Watching { poll, follow }), in_network };
        run(&listener, &preview, root, options, &tell);
        Ok(Status::Clean)
    }

    fn no_port(&self, error: &std::io::Error) -> Failure {
        let Self { host, port, .. } = self;
        Failure::Usage(match error.kind() {
            std::io::ErrorKind::AddrInUse => {
                format!("the ports {port} to {} of {host} are in use; choose another with --port", port.saturating_add(9))
            }
            std::io::ErrorKind::AddrNotAvailable => format!("{host} is no address of this machine; choose one with --host"),
            _ => format!("cannot listen on port {port} of {host}: {error}"),
        })
    }
}

/// Where a browser on this machine finds the site.
fn url(mut address: SocketAddr) -> String {
    if address.ip().is_unspecified() {
        address.set_ip(Ipv4Addr::LOCALHOST.into());
    }
    format!("http://{address}/")
}

fn open(url: &str) {
    if let Err(error) = open::that_detached(url) {
        say_aside(&format!("no browser could be opened: {error}\n"));
    }
}

/// One line for each change; mistakes in full.
fn tell(news: News) {
    match news {
        News::Sentence(sentence) => say(&format!("{sentence}\n")),
        News::Changed(update, took) => {
            let what = match update.changed.as_slice() {
                [] => "rebuilt".to_owned(),
                [one] => one.clone(),
                [first, rest @ ..] => format!("{first} and {} more", rest.len()),
            };
            let took = took.as_secs_f64() * 1000.0;
            if let Some(report) = update.report {
                say(&format!("{what}: not published, the site stays as it was\n"));
                say_aside(&print(&report, Format::Human));
            } else {
                let redone = redone(update.redone);
                say(&format!("{what}: {redone} in {took:.1} ms, {}\n", count(update.findings, "finding")));
            }
        }
        News::Wrong(report) => say_aside(&print(&report, Format::Human)),
    }
}

/// What of the site was not kept, in words.
fn redone(Redone { pages, vendors, of, templates }: Redone) -> String {
    let mut parts = Vec::new();
    if pages > 0 {
        parts.push(count(pages, "page"));
    }
    if templates > 0 {
        parts.push(count(templates, "template"));
    }
    if vendors > 0 {
        parts.push(format!("{vendors} of {}", count(of, "vendor")));
    }
    if parts.is_empty() { "new".to_owned() } else { format!("{} new", parts.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_redone_is_said_in_words() {
        let all = Redone { pages: 1, vendors: 2, of: 14, templates: 3 };
        assert_eq!(redone(all), "1 page, 3 templates, 2 of 14 vendors new");
        assert_eq!(redone(Redone { of: 14, ..Redone::default() }), "new");
    }

    #[test]
    fn the_address_shown_is_one_that_a_browser_can_open() {
        for (address, shown) in [
            ("127.0.0.1:80", "http://127.0.0.1:80/"),
            ("0.0.0.0:8000", "http://127.0.0.1:8000/"),
            ("[::1]:8000", "http://[::1]:8000/"),
        ] {
            assert_eq!(url(address.parse().unwrap()), shown);
        }
    }
}
