//! One document, and nothing else: `alliance checklist meridian`, and the same for every other document.
//!
//! 1. [`DOCUMENTS`] lists the built-in ones, so that help can name them; a playbook's own templates are commands too.
//! 2. Without `-o` the document goes to the terminal as text; else the ending of the file says what is made.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::{Args, FromArgMatches as _};

use super::{Day, Failure, Status, keep_out_of_input, say, world};
use crate::compile::{self, Medium, OneError, Order};
use crate::document::{Per, Readers};

/// The built-in documents that have a command: the command, what it is made for, and what it prints.
/// A test holds them against the front matter of the templates.
pub const DOCUMENTS: [(&str, &str, &str); 29] = [
    (
        "brief",
        "VENDOR",
        "For the ten minutes before the talks, and to carry into the room. It holds our limits and stays with us",
    ),
    ("charter", "VENDOR", "How both companies run the partnership, for signature by both"),
    ("checklist", "VENDOR", "What to do about the contract, stage by stage: before negotiation, at signing, in force"),
    ("evaluation", "VENDOR", "How the vendor was chosen and judged, with every rating and its evidence"),
    ("exit-plan", "VENDOR", "How we would leave, in seventeen sections, with what was rehearsed"),
    ("form", "VENDOR", "Blank form for one rater. Score from the anchors, prove what you score, sign"),
    ("handover", "VENDOR", "In which order our own people take over, who does it, and how one sees that it is done"),
    ("joint-roadmap", "VENDOR", "What we plan together, what the vendor plans, and the growth it commits to"),
    ("note", "VENDOR", "One page a month for everyone who works with the results"),
    (
        "onboarding",
        "VENDOR",
        "From selection to the first quarter, ticked where the data prove it. For an older partnership it is an audit",
    ),
    ("record", "VENDOR", "What happened under the charter, issue by issue and meeting by meeting"),
    ("register", "VENDOR", "Money, service levels, property, risks and disputes, beside the clauses"),
    (
        "review-pack",
        "VENDOR",
        "What our side needs in the room with the sponsors, from the last review to the decisions of this one",
    ),
    ("scorecard", "VENDOR", "Where the partnership stands on one page, and what that rests on behind it"),
    ("audit", "", "Every partnership against the same questions, what the numbers propose, and what was decided"),
    ("audit-summary", "", "Which partnerships to expand, maintain or phase out, the worst gaps, and what is due"),
    ("book", "", "How we choose, contract, govern, measure and leave AI vendors, with where every partnership stands"),
    (
        "clause-library",
        "",
        "Every topic a contract must settle, with the reason, our positions, the proof, a text to start from, and where each vendor stands",
    ),
    ("committee", "", "What the committee decides, who sits in it, and by which rules"),
    ("contract-annex", "", "A model of the clauses an agreement on AI services needs, to fill in and hand over"),
    ("dependence-map", "", "Which vendor carries what, who could take over, and what fails with whom"),
    ("due", "", "What is overdue, what falls due, and which meetings to prepare"),
    ("governance", "", "Who decides what, who meets when, and how disagreements end"),
    ("kpis", "", "What vendors are measured by, in three buckets"),
    ("risk-allocation", "", "Which risk lies with whom in each contract, and where nobody has said so"),
    ("roadmap", "", "What all vendors and we have planned together, what waits for what, and what has slipped"),
    ("sla-annex", "", "A model to fill in and annex to an agreement"),
    ("standards", "", "What clauses, gates and pages cite, and how well each was checked"),
    ("rubric", "RUBRIC", "What is asked, what each score looks like, and the evidence it takes"),
];

/// What the command of a document takes.
#[derive(Debug, Args)]
pub struct One {
    /// The id of what it is about: the name of the vendor's folder, of the rubric's or of the clause's file
    #[arg(value_name = "ID")]
    subject: Option<String>,

    /// Write to this file instead of the terminal; its ending says what: .pdf, .html or .md
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Only this stage, of a document that has stages, such as before, signing or in-force of the checklist
    #[arg(long, value_name = "STAGE")]
    stage: Option<String>,

    #[command(flatten)]
    day: Day,
}

/// The built-in documents as commands.
pub fn commands() -> impl Iterator<Item = clap::Command> {
    DOCUMENTS.into_iter().map(|(name, subject, about)| command(name, subject, about))
}

/// The command of one document.
fn command(name: &'static str, subject: &'static str, about: &'static str) -> clap::Command {
    let who = if subject.is_empty() { String::new() } else { format!(" {}", example(subject)) };
    let help = format!("Examples:\n  alliance {name}{who}\n  alliance {name}{who} -o {name}.pdf");
    let command = One::augment_args(clap::Command::new(name)).about(about).after_help(help);
    if subject.is_empty() {
        command.mut_arg("subject", |argument| argument.hide(true))
    } else {
        command.mut_arg("subject", |argument| argument.value_name(subject))
    }
}

fn example(subject: &str) -> &'static str {
    match subject {
        "RUBRIC" => "scalability",
        _ => "meridian",
    }
}

/// The document of a command that is not built in, as it was typed.
pub fn own(name: &str, rest: &clap::ArgMatches) -> Result<One, clap::Error> {
    let typed = rest.get_many::<std::ffi::OsString>("").into_iter().flatten().cloned();
    let command = One::augment_args(clap::Command::new("document"))
        .override_usage(format!("alliance {name} [OPTIONS] [ID]"))
        .no_binary_name(true);
    One::from_arg_matches(&command.try_get_matches_from(typed)?)
}

impl One {
    /// What was typed for a built-in document.
    pub fn typed(matches: &clap::ArgMatches) -> Result<Self, clap::Error> {
        Self::from_arg_matches(matches)
    }

    /// Makes the document.
    pub fn run(&self, root: &Path, name: &str) -> Result<Status, Failure> {
        let medium = match self.output.as_deref().map(|path| path.extension().and_then(|ending| ending.to_str())) {
            None => Medium::Text(width()),
            Some(Some("pdf")) => Medium::Pdf,
            Some(Some("html")) => Medium::Html,
            Some(Some("md")) => Medium::Markdown,
            Some(_) => return Err(Failure::Usage("the file to write must end in .pdf, .html or .md".to_owned())),
        };
        if let Some(path) = &self.output {
            keep_out_of_input(root, path)?;
        }
        let order = Order { as_of: self.day.as_of, name, subject: self.subject.as_deref(), stage: self.stage.as_deref(), medium };
        let bytes = compile::one(&world(root), &order).map_err(|error| match error {
            OneError::Mistakes(report) => Failure::Mistakes(report),
            OneError::Order(sentence) => Failure::Usage(sentence),
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

/// List the documents that can be made, this playbook's own among them
#[derive(Debug, Args)]
#[command(
    after_help = "Every one of them is a command: `alliance NAME`, with the id of a vendor, rubric or clause where it is made for one.
A template in templates/documents/ adds another; docs/templates.md says what it may use."
)]
pub struct Documents {}

impl Documents {
    #[expect(clippy::unused_self, reason = "commands are run alike")]
    pub fn run(&self, root: &Path) -> Result<Status, Failure> {
        let listed = compile::documents(&world(root))?;
        let command = |one: &compile::Listed| match one.per {
            Per::Portfolio => one.command.clone(),
            Per::Vendor => format!("{} VENDOR", one.command),
            Per::Rubric => format!("{} RUBRIC", one.command),
            Per::Clause => format!("{} CLAUSE", one.command),
        };
        let wide = listed.iter().map(|one| command(one).len()).max().unwrap_or(0);
        let mut out = String::new();
        let mut last = None;
        for one in &listed {
            if last.replace(one.per) != Some(one.per) {
                let head = match one.per {
                    Per::Portfolio => "For the portfolio",
                    Per::Vendor => "\nFor each vendor",
                    Per::Rubric => "\nFor each rubric",
                    Per::Clause => "\nFor each clause",
                };
                out.push_str(head);
                out.push('\n');
            }
            let reader = if one.audience == Readers::Vendor { " May be handed to vendors." } else { "" };
            let stages = if one.stages.is_empty() { String::new() } else { format!(" --stage {}", one.stages.join(" | ")) };
            let what = one.summary.as_ref().unwrap_or(&one.title);
            let _ = writeln!(out, "  {:wide$}  {what}{reader}{stages}", command(one));
        }
        say(&out);
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
