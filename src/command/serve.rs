//! `alliance serve`

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use clap::Args;

use super::{Day, Failure, Status, count, say, world};
use crate::compile::{self, Part, Request};
use crate::serve::{Site, bind, run};

/// Show the site on this machine
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  alliance serve
  alliance serve --port 9000

The site is built in memory and served on the loopback interface only; nothing is written.")]
pub struct Serve {
    #[command(flatten)]
    day: Day,

    /// The port; the next free one is taken when it is in use, and any free one for 0
    #[arg(long, default_value_t = 8000)]
    port: u16,
}

impl Serve {
    pub fn run(&self, root: &Path) -> Result<Status, Failure> {
        let start = Instant::now();
        let request = Request { as_of: self.day.as_of, only: Some(Part::Site), ..Request::default() };
        let compiled = compile::build(&world(root), &request)?;
        let folder = Part::Site.folder();
        let files = compiled.files.into_iter();
        let site: Site = files.filter_map(|file| Some((file.path.strip_prefix(folder)?.to_owned(), file.bytes))).collect();
        let (server, port) =
            bind(self.port).map_err(|error| Failure::Usage(format!("no port from {} on is free: {error}", self.port)))?;
        if port != self.port && self.port != 0 {
            say(&format!("port {} is in use, so the site is on {port}\n", self.port));
        }
        let took = start.elapsed().as_secs_f64();
        say(&format!("{} in {took:.2} s, now on http://127.0.0.1:{port}/ until you press Ctrl-C\n", count(site.len(), "file")));
        run(server, &Arc::new(site));
        Ok(Status::Clean)
    }
}
