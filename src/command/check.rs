//! `alliance check`

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use anstyle::{AnsiColor, Style};
use clap::{Args, ValueEnum};
use serde_json::json;

use super::{Day, Status, build, say, world};
use crate::block::Mark;
use crate::compile::{self, Request};
use crate::diagnostic::{Format, print};
use crate::evaluate::Finding;

/// Report mistakes in the files, and findings about the partnerships
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  alliance check
  alliance check --format github
  alliance check --deny findings

Whatever passes the check can be built. Exit status: 0 clean, 1 mistakes (or findings with --deny findings).")]
pub struct Check {
    #[command(flatten)]
    day: Day,

    /// How to print
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    format: Format,

    /// What else counts as failure
    #[arg(long, value_enum, value_name = "WHAT")]
    deny: Option<Deny>,

    /// Check pages that are drafts too
    #[arg(long)]
    drafts: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Deny {
    /// Any finding.
    Findings,
}

impl Check {
    pub fn run(&self, root: &Path) -> Status {
        let request = Request { as_of: self.day.as_of, drafts: self.drafts, ..Request::default() };
        let compiled = match compile::build(&world(root), &request) {
            Ok(compiled) => compiled,
            Err(report) => {
                say(&print(&report, self.format));
                return Status::Mistakes;
            }
        };
        let findings = &compiled.prepared.evaluation.findings;
        say(&match self.format {
            Format::Human => human(findings),
            Format::Short => findings.iter().map(|finding| line(finding, Style::new()) + "\n").collect(),
            Format::Json => format!("{:#}\n", json!({ "diagnostics": [], "findings": findings })),
            Format::Github => findings.iter().map(|finding| github(finding)).collect(),
            Format::Sarif => print(&crate::diagnostic::Report::default(), Format::Sarif),
        });
        let denied = self.deny == Some(Deny::Findings) && !findings.is_empty();
        if denied { Status::Mistakes } else { Status::Clean }
    }
}

fn line(finding: &Finding, style: Style) -> String {
    let Finding { rule, vendor_name, message, source, .. } = finding;
    format!("{}:{}: {style}finding[{rule}]{style:#}: {vendor_name}: {message}", source.file, source.line)
}

fn human(findings: &[Arc<Finding>]) -> String {
    let mut out = String::new();
    for finding in findings {
        let colour = match finding.severity {
            Mark::Bad => AnsiColor::Red,
            Mark::Act => AnsiColor::Magenta,
            _ => AnsiColor::Yellow,
        };
        let _ = writeln!(out, "{}", line(finding, Style::new().bold().fg_color(Some(colour.into()))));
    }
    if !findings.is_empty() {
        out.push('\n');
    }
    let _ = writeln!(out, "no mistakes; {}", build::findings(findings));
    out
}

fn github(finding: &Finding) -> String {
    let text = format!("{}: {} {}", finding.vendor_name, finding.message, finding.action).replace('%', "%25");
    format!("::warning file={},line={},title={}::{text}\n", finding.source.file, finding.source.line, finding.rule)
}
