//! `alliance serve`

use std::path::Path;
use std::time::Instant;

use clap::Args;

use super::{Day, Failure, Status, count, say, say_aside};
use crate::compile::{Part, Request};
use crate::diagnostic::{Format, print};
use crate::serve::{News, Options, Preview, bind, run};

/// Show the site on this machine
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  alliance serve
  alliance serve --watch
  alliance serve --watch --follow
  alliance serve --port 9000

The site is built in memory and served on the loopback interface only; nothing is written.
With --watch, a saved file is seen in the browser at once, and so are mistakes.")]
pub struct Serve {
    #[command(flatten)]
    day: Day,

    /// The port; the next free one is taken when it is in use, and any free one for 0
    #[arg(long, default_value_t = 8000)]
    port: u16,

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
        let request = Request { as_of: self.day.as_of, only: Some(Part::Site), ..Request::default() };
        let preview = Preview::new(root.to_owned(), request, self.watch);
        let first = preview.update(&[]);
        if let Some(report) = first.and_then(|update| update.report) {
            if !self.watch {
                return Err(Failure::Mistakes(report));
            }
            say_aside(&print(&report, Format::Human));
        } else if !self.watch
            && let (_, Some(report)) = preview.verify()
        {
            // Nobody would see it later.
            return Err(Failure::Mistakes(report));
        }
        let (listener, port) =
            bind(self.port).map_err(|error| Failure::Usage(format!("no port from {} on is free: {error}", self.port)))?;
        if port != self.port && self.port != 0 {
            say(&format!("port {} is in use, so the site is on {port}\n", self.port));
        }
        let took = start.elapsed().as_secs_f64();
        let until = if self.watch { "watched, until you press Ctrl-C" } else { "until you press Ctrl-C" };
        say(&format!("ready in {took:.2} s: http://127.0.0.1:{port}/ {until}\n"));
        let options = Options { watch: self.watch, poll: self.poll, follow: self.follow };
        run(&listener, preview, root, options, tell);
        Ok(Status::Clean)
    }
}

/// One line for each change; mistakes in full.
fn tell(news: News) {
    match news {
        News::Sentence(sentence) => say(&format!("{sentence}\n")),
        News::Changed(update, took) => {
            let what = match update.changed.as_slice() {
                [] => "nothing".to_owned(),
                [one] => one.clone(),
                [first, rest @ ..] => format!("{first} and {} more", rest.len()),
            };
            let took = took.as_secs_f64() * 1000.0;
            match update.report {
                Some(report) => {
                    say(&format!("{what}: not published, the site stays as it was\n"));
                    say_aside(&print(&report, Format::Human));
                }
                None => say(&format!("{what}: new in {took:.1} ms, {}\n", count(update.findings, "finding"))),
            }
        }
        News::Wrong(report) => say_aside(&print(&report, Format::Human)),
    }
}
