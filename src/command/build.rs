//! `alliance build`

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use clap::Args;

use super::{Day, Failure, Status, count, keep_out_of_input, say, world};
use crate::block::Mark;
use crate::compile::{self, Part, Request};
use crate::evaluate::Finding;
use crate::publish::publish;

/// Build the site, the PDFs and the exports
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  alliance build
  alliance build --as-of 2026-12-31
  alliance build --only pdf
  alliance build --base-url https://intranet.example/playbook/

The output folder changes as a whole or not at all. Only a folder that alliance made is replaced.")]
pub struct Build {
    #[command(flatten)]
    day: Day,

    /// Where the output goes; by default output/ in the playbook's folder
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,

    /// Build only this part, and leave the others as they are
    #[arg(long, value_name = "PART")]
    only: Option<Part>,

    /// The URL the site will be served at: adds canonical links and drops index.html from addresses
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<String>,

    /// Publish pages that are drafts too
    #[arg(long)]
    drafts: bool,
}

fn base_url(text: &str) -> Result<String, String> {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    match rest {
        Some(rest) if !rest.is_empty() && !rest.contains(['?', '#', ' ', '"', '<', '>']) => Ok(text.to_owned()),
        _ => Err("write an absolute URL such as https://intranet.example/playbook/".to_owned()),
    }
}

impl Build {
    pub fn run(&self, root: &Path) -> Result<Status, Failure> {
        let start = Instant::now();
        let target = self.output.clone().unwrap_or_else(|| root.join("output"));
        keep_out_of_input(root, &target)?;
        let request = Request { as_of: self.day.as_of, base_url: self.base_url.clone(), only: self.only, drafts: self.drafts };
        let compiled = compile::build(&world(root), &request)?;
        let keep = |path: &str| self.only.is_some_and(|part| !path.starts_with(part.folder()));
        let published = publish(&target, &compiled.files, &keep).map_err(|refusal| Failure::Usage(refusal.to_string()))?;
        let part = |part: Part, ending: &str| {
            compiled.files.iter().filter(|file| file.path.starts_with(part.folder()) && file.path.ends_with(ending)).count()
        };
        let made =
            [(part(Part::Site, "index.html"), "page"), (part(Part::Pdf, ".pdf"), "PDF"), (part(Part::Exports, ""), "export")];
        let made: Vec<String> =
            made.into_iter().filter(|(number, _)| *number > 0).map(|(number, what)| count(number, what)).collect();
        let changed = match published.changed {
            0 => "nothing changed".to_owned(),
            changed => format!("{changed} of {} changed", count(published.files, "file")),
        };
        let vendors = count(compiled.prepared.evaluation.vendors.len(), "vendor");
        let as_of = compiled.prepared.evaluation.as_of;
        say(&format!(
            "{} from {vendors} as of {as_of}\n{}\n{} in {}, {changed}, {:.2} s\n",
            made.join(", "),
            findings(&compiled.prepared.evaluation.findings),
            size(published.bytes),
            target.display(),
            start.elapsed().as_secs_f64()
        ));
        // The process ends here, and its memory with it: to free a large site page by page takes a twentieth of the build.
        std::mem::forget(compiled);
        Ok(Status::Clean)
    }
}

/// How many findings of which severity.
pub fn findings(findings: &[Arc<Finding>]) -> String {
    let of = |mark: Mark| findings.iter().filter(|finding| finding.severity == mark).count();
    match findings.len() {
        0 => "no findings".to_owned(),
        all => {
            format!(
                "{}: {} serious, {} to act on, {} to watch",
                count(all, "finding"),
                of(Mark::Bad),
                of(Mark::Act),
                of(Mark::Watch)
            )
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "one decimal of a size for people")]
fn size(bytes: u64) -> String {
    match bytes {
        0..=999_999 => format!("{:.0} kB", bytes as f64 / 1e3),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}
