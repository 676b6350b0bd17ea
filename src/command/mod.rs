//! The command line.
//!
//! 1. [`Cli`] is what may be typed; each command has its file.
//! 2. A command returns its [`Status`]; a [`Failure`] becomes one sentence and the status for it.
//!
//! | status | meaning |
//! |---|---|
//! | 0 | clean |
//! | 1 | the playbook has mistakes, or findings where `--deny findings` was given |
//! | 2 | the command line or the file system |

mod build;
mod check;
mod document;
mod explain;
mod schema;
mod serve;

pub use document::DOCUMENTS;

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use crate::diagnostic::{Format, Report, print, suggest};
use crate::model::{Date, Id};
use crate::world::Disk;

/// Compile an alliance playbook about AI vendors into a site, PDFs and data.
#[derive(Debug, Parser)]
#[command(name = "alliance", version, propagate_version = true, after_help = EXAMPLES)]
pub struct Cli {
    /// The playbook's folder; by default the current one or the nearest above it that holds a playbook
    #[arg(long, global = true, value_name = "DIR")]
    root: Option<PathBuf>,

    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "Examples:
  alliance build                                  the whole playbook into output/
  alliance check                                  mistakes and findings, nothing written
  alliance serve                                  look at the site on http://127.0.0.1:8000
  alliance checklist meridian                     the clause checklist before a negotiation
  alliance checklist meridian -o checklist.pdf    the same as a PDF
  alliance explain meridian overall               how a number came about
  alliance schema vendor                          what vendor.yaml may say, for editors

Exit status: 0 clean, 1 the playbook has mistakes, 2 command line or file system.";

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Build),
    Check(check::Check),
    Serve(serve::Serve),
    Documents(document::Documents),
    Explain(explain::Explain),
    Schema(schema::Schema),
}

/// What several commands take.
#[derive(Debug, Args)]
struct Day {
    /// Evaluate everything for this day, such as 2026-10-31; by default what playbook.yaml says, else today
    #[arg(long, value_name = "DATE")]
    as_of: Option<Date>,
}

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Status {
    Clean,
    Mistakes,
}

/// Why a command could not do its work.
#[derive(Debug)]
enum Failure {
    /// The playbook has mistakes.
    Mistakes(Report),
    /// The command line or the file system; one sentence.
    Usage(String),
}

impl From<Report> for Failure {
    fn from(report: Report) -> Self {
        Self::Mistakes(report)
    }
}

/// Reads the command line and runs it.
#[must_use]
pub fn main() -> ExitCode {
    let command = Cli::command().subcommands(document::commands()).allow_external_subcommands(true);
    let matches = command.get_matches();
    take_memory_at_once();
    let given = matches.get_one::<PathBuf>("root").map(PathBuf::as_path);
    let built_in = |name: &str| document::DOCUMENTS.iter().any(|(known, ..)| *known == name);
    let own = |name: &str| !Cli::command().get_subcommands().any(|known| known.get_name() == name);
    let result = match matches.subcommand() {
        Some((name, rest)) if built_in(name) => {
            let one = document::One::typed(rest).unwrap_or_else(|error| error.exit());
            root(given).and_then(|root| one.run(&root, name))
        }
        // What is no command of ours may be a document of the playbook.
        Some((name, rest)) if own(name) && name != "help" => {
            let one = document::own(name, rest).unwrap_or_else(|error| error.exit());
            root(given).and_then(|root| one.run(&root, name))
        }
        _ => run(&Cli::from_arg_matches(&matches).unwrap_or_else(|error| error.exit())),
    };
    match result {
        Ok(Status::Clean) => ExitCode::SUCCESS,
        Ok(Status::Mistakes) => ExitCode::from(1),
        Err(Failure::Mistakes(report)) => {
            say_aside(&print(&report, Format::Human));
            ExitCode::from(1)
        }
        Err(Failure::Usage(sentence)) => {
            say_aside(&format!("alliance: {sentence}\n"));
            ExitCode::from(2)
        }
    }
}

/// Lets every thread that computes take its memory from the system in one step.
///
/// On Linux a thread's memory grows page by page, each time by a call that holds up the other threads: 1,800 calls and a tenth of
/// the time of a small site. What was asked for and given back at once stays with the thread, and no page of it is there before it
/// is written to. (glibc's `grow_heap`; the size of a block that is given back is the size up to which blocks are taken from
/// there.)
fn take_memory_at_once() {
    let take = |bytes: usize| std::hint::black_box(&mut Vec::<u8>::new()).try_reserve_exact(bytes);
    let _ = take(31 << 20);
    // Who has no memory to spare goes on without, and threads that run already stay as they are.
    let _ = rayon::ThreadPoolBuilder::new().start_handler(move |_| drop(take(24 << 20))).build_global();
}

fn run(cli: &Cli) -> Result<Status, Failure> {
    let in_playbook = || root(cli.root.as_deref());
    match &cli.command {
        Command::Build(build) => in_playbook().and_then(|root| build.run(&root)),
        Command::Check(check) => in_playbook().map(|root| check.run(&root)),
        Command::Serve(serve) => in_playbook().and_then(|root| serve.run(&root)),
        Command::Documents(documents) => in_playbook().and_then(|root| documents.run(&root)),
        Command::Explain(explain) => in_playbook().and_then(|root| explain.run(&root)),
        // A schema is the same for every playbook, and is wanted before there is one.
        Command::Schema(schema) => schema.run(),
    }
}

/// There is no such vendor; which there are, or which is meant.
fn unknown_vendor(name: &str, known: &[Id]) -> Failure {
    let near = suggest(name, known.iter().map(Id::as_str));
    let list = || known.iter().map(Id::as_str).collect::<Vec<_>>().join(", ");
    let help = near.map_or_else(|| format!("there are {}", list()), |near| format!("did you mean `{near}`?"));
    Failure::Usage(format!("there is no vendor `{name}`; {help}"))
}

/// The playbook's folder.
fn root(given: Option<&Path>) -> Result<PathBuf, Failure> {
    if let Some(given) = given {
        return if is_playbook(given) {
            Ok(given.to_owned())
        } else {
            Err(Failure::Usage(format!("{} has no playbook/playbook.yaml, so it is not a playbook", given.display())))
        };
    }
    let here = std::env::current_dir().map_err(|error| Failure::Usage(format!("cannot find the current folder: {error}")))?;
    let found = here.ancestors().find(|folder| is_playbook(folder)).map(Path::to_owned);
    found.ok_or_else(|| {
        Failure::Usage(format!(
            "neither {} nor a folder above it holds playbook/playbook.yaml; name the playbook with --root",
            here.display()
        ))
    })
}

/// True for a folder that holds a playbook.
fn is_playbook(folder: &Path) -> bool {
    folder.join("playbook/playbook.yaml").is_file()
}

/// Refuses to write where authors write: what is generated must never replace or become what was written by hand.
fn keep_out_of_input(root: &Path, target: &Path) -> Result<(), Failure> {
    let full = |path: &Path| {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        path.ancestors()
            .find_map(|above| above.canonicalize().ok().map(|real| real.join(path.strip_prefix(above).unwrap_or(Path::new("")))))
    };
    let target_full = full(target);
    for folder in ["content", "contracts", "playbook", "templates"] {
        if let (Some(target_full), Some(input)) = (&target_full, full(&root.join(folder)))
            && target_full.starts_with(input)
        {
            let sentence = format!("{} lies in {folder}/, which authors write; choose another place", target.display());
            return Err(Failure::Usage(sentence));
        }
    }
    Ok(())
}

fn world(root: &Path) -> Disk {
    Disk::new(root)
}

/// Prints to the standard output, in colour where it is a terminal. A reader that has left is no error.
fn say(text: &str) {
    let _ = anstream::stdout().write_all(text.as_bytes());
}

/// Prints to the standard error.
fn say_aside(text: &str) {
    let _ = anstream::stderr().write_all(text.as_bytes());
}

/// `1 file`, `2 files`.
fn count(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}
