//! `alliance schema`

use std::path::PathBuf;

use clap::Args;

use super::{Failure, Status, say};
use crate::diagnostic::suggest;
use crate::evaluate::SCHEMA;
use crate::model::schema::{FILES, File, text};

/// Print the JSON Schema of a kind of file, or write all of them into a folder
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  alliance schema                       the kinds of files there are
  alliance schema contract              the schema of contract.yaml
  alliance schema --output schemas      all of them, as schemas/<name>.json

In an editor, the first line of a file names its schema:
  # yaml-language-server: $schema=../../../docs/schema/contract.json")]
pub struct Schema {
    /// The kind of file, such as `vendor`; without one, the kinds are listed
    name: Option<String>,

    /// Write every schema into this folder
    #[arg(long, short, value_name = "DIR", conflicts_with = "name")]
    output: Option<PathBuf>,
}

impl Schema {
    pub fn run(&self) -> Result<Status, Failure> {
        match (&self.name, &self.output) {
            (Some(name), _) => {
                let file = all().find(|file| file.name == name).ok_or_else(|| unknown(name))?;
                say(&text(file));
            }
            (None, Some(folder)) => {
                let wrong = |error: std::io::Error| Failure::Usage(format!("cannot write to {}: {error}", folder.display()));
                std::fs::create_dir_all(folder).map_err(wrong)?;
                for file in all() {
                    std::fs::write(folder.join(format!("{}.json", file.name)), text(file)).map_err(wrong)?;
                }
                say(&format!("wrote {} schemas into {}\n", all().count(), folder.display()));
            }
            (None, None) => {
                let widest = all().map(|file| file.name.len()).max().unwrap_or(0);
                let lines = all().map(|file| format!("{:widest$}  {}\n", file.name, file.path));
                say(&lines.collect::<String>());
            }
        }
        Ok(Status::Clean)
    }
}

/// The files that are read, then the one that is written for other programs.
fn all() -> impl Iterator<Item = &'static File> {
    FILES.iter().chain([&SCHEMA])
}

fn unknown(name: &str) -> Failure {
    let names: Vec<&str> = all().map(|file| file.name).collect();
    Failure::Usage(match suggest(name, names.iter().copied()) {
        Some(near) => format!("there is no schema `{name}`; did you mean `{near}`?"),
        None => format!("there is no schema `{name}`; there are {}", names.join(", ")),
    })
}
