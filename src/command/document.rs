//! `alliance checklist` and `alliance scorecard`: one document about one vendor, and nothing else.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;

use super::{Day, Failure, Status, keep_out_of_input, say, unknown_vendor, world};
use crate::compile::{self, OneError};
use crate::document::outside;
use crate::model::Id;
use crate::render::{markdown, text};

/// Print the contract checklist of a vendor: where each clause stands, and our positions
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  alliance checklist meridian
  alliance checklist meridian -o checklist.pdf
  alliance checklist meridian -o checklist.md

The checklist holds our walk-away positions: it is internal. It is not legal advice.")]
pub struct Checklist {
    #[command(flatten)]
    one: One,
}

/// Print the scorecard of a vendor: scores, KPIs and what is open
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  alliance scorecard meridian
  alliance scorecard meridian -o scorecard.pdf")]
pub struct Scorecard {
    #[command(flatten)]
    one: One,
}

#[derive(Debug, Args)]
struct One {
    /// The vendor's id: the name of its folder in playbook/vendors/
    vendor: String,

    /// Write to this file instead of the terminal; its ending says what: .pdf or .md
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    #[command(flatten)]
    day: Day,
}

impl Checklist {
    pub fn run(&self, root: &Path) -> Result<Status, Failure> {
        self.one.run(root, "contract-checklist")
    }
}

impl Scorecard {
    pub fn run(&self, root: &Path) -> Result<Status, Failure> {
        self.one.run(root, "scorecard")
    }
}

enum Kind {
    Pdf,
    Markdown,
    Text,
}

impl One {
    fn run(&self, root: &Path, name: &str) -> Result<Status, Failure> {
        let kind = match self.output.as_deref().map(|path| path.extension().and_then(|ending| ending.to_str())) {
            None => Kind::Text,
            Some(Some("pdf")) => Kind::Pdf,
            Some(Some("md")) => Kind::Markdown,
            Some(_) => return Err(Failure::Usage("the file to write must end in .pdf or .md".to_owned())),
        };
        if let Some(path) = &self.output {
            keep_out_of_input(root, path)?;
        }
        let unknown = |known: &[Id]| unknown_vendor(&self.vendor, known);
        let id: Id = self.vendor.parse().map_err(|why: String| Failure::Usage(why))?;
        let made = compile::one(&world(root), self.day.as_of, name, &id, |document, routes, template| {
            Ok(match kind {
                Kind::Pdf => compile::pdf(document, routes, template, None)?,
                Kind::Markdown => markdown::document(document, &|target| outside(routes, template, None, target)).into_bytes(),
                Kind::Text => text::document(document, width()).into_bytes(),
            })
        });
        let bytes = made.map_err(|error| match error {
            OneError::Mistakes(report) => Failure::Mistakes(report),
            OneError::NoVendor(known) => unknown(&known),
            OneError::NoTemplate => Failure::Usage(format!("templates/documents/{name}.md is not made `per: vendor`")),
        })?;
        match &self.output {
            Some(path) => {
                write(path, &bytes).map_err(|error| Failure::Usage(format!("cannot write {}: {error}", path.display())))?;
                say(&format!("{}\n", path.display()));
            }
            None => say(&String::from_utf8_lossy(&bytes)),
        }
        Ok(Status::Clean)
    }
}

/// Writes beside the file and renames, so that a failure leaves what was there.
fn write(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(bytes)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // A temporary file is private; a document follows the usual mask for new files as near as can be told.
        file.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))?;
    }
    file.persist(path)?;
    Ok(())
}

/// The terminal's width, no wider than a comfortable page.
fn width() -> usize {
    const PAGE: usize = 100;
    terminal_size::terminal_size().map_or(PAGE, |(terminal_size::Width(columns), _)| usize::from(columns).min(PAGE))
}
