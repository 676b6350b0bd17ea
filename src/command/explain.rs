//! `alliance explain`

use std::fmt::Write as _;
use std::path::Path;

use anstyle::Style;
use clap::Args;

use super::{Day, Failure, Status, say, unknown_vendor, world};
use crate::compile;
use crate::diagnostic::suggest;
use crate::evaluate::explain::{METRICS, Step, explain, known};
use crate::model::Id;

/// Derive one number of a vendor, down to the file and line it comes from
#[derive(Debug, Args)]
#[command(after_help = after_help())]
pub struct Explain {
    /// The vendor's id: the name of its folder in playbook/vendors/
    vendor: String,

    /// What to explain; without it, what there is
    metric: Option<String>,

    /// Print the derivation as JSON
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    day: Day,
}

fn after_help() -> String {
    let mut text = "Examples:
  alliance explain meridian overall
  alliance explain meridian scalability/load-tested-pilot
  alliance explain meridian task-accuracy
  alliance explain meridian sustained-failure

Metrics, besides the ids of rubrics, criteria, KPIs, clauses and rules:
"
    .to_owned();
    let widest = METRICS.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    for (name, meaning) in METRICS {
        let _ = writeln!(text, "  {name:widest$}  {meaning}");
    }
    text.trim_end().to_owned()
}

impl Explain {
    pub fn run(&self, root: &Path) -> Result<Status, Failure> {
        let id: Id = self.vendor.parse().map_err(Failure::Usage)?;
        let prepared = compile::prepare(&world(root), self.day.as_of)?;
        if !prepared.playbook.vendors.contains_key(&id) {
            let known: Vec<Id> = prepared.playbook.vendors.keys().cloned().collect();
            return Err(unknown_vendor(&self.vendor, &known));
        }
        let all = || known(&prepared.playbook, &prepared.evaluation, &id);
        let Some(metric) = &self.metric else {
            say(&format!("{}\n", all().join("\n")));
            return Ok(Status::Clean);
        };
        let step = explain(&prepared.playbook, &prepared.evaluation, &id, metric).ok_or_else(|| {
            let all = all();
            let near = suggest(metric, all.iter().map(String::as_str));
            let help = near
                .map_or_else(|| format!("`alliance explain {id}` lists what there is"), |near| format!("did you mean `{near}`?"));
            Failure::Usage(format!("nothing is called `{metric}`; {help}"))
        })?;
        if self.json {
            // Strings and numbers only, so serialising cannot fail.
            say(&format!("{}\n", serde_json::to_string_pretty(&step).unwrap_or_default()));
        } else {
            let mut out = String::new();
            tree(&step, "", "", &mut out);
            say(&out);
        }
        Ok(Status::Clean)
    }
}

/// One line per step: what, value, place; how it was made stands below, dimmed.
fn tree(step: &Step, first: &str, rest: &str, out: &mut String) {
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    let place = step.source.as_ref().map_or_else(String::new, |source| format!("  {dim}{}:{}{dim:#}", source.file, source.line));
    let _ = writeln!(out, "{first}{}: {bold}{}{bold:#}{place}", step.what.trim_end_matches('.'), step.value);
    if let Some(how) = &step.how {
        let bar = if step.parts.is_empty() { "  " } else { "│ " };
        let _ = writeln!(out, "{rest}{bar}{dim}{how}{dim:#}");
    }
    for (index, part) in step.parts.iter().enumerate() {
        let last = index + 1 == step.parts.len();
        let (branch, trunk) = if last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
        tree(part, &format!("{rest}{branch}"), &format!("{rest}{trunk}"), out);
    }
}
