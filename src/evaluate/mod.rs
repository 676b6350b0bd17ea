//! Data to judgement: pure functions of the playbook and the as-of date.
//!
//! 1. [`scoring`] weighs ratings into scores, ranks vendors and shakes the ranking.
//! 2. [`kpis`] compares readings with their thresholds, follows trends and failures, and sums up to health.
//! 3. [`clauses`] counts where the contract stands; [`term`] knows when it ends and by when notice must be there.
//! 4. [`concentration`], [`lock_in`] and [`exit`] say how much depends on a vendor and how ready we are to leave it;
//!    [`others`] is all that the judgement of one vendor knows of the rest.
//! 5. [`governance`], [`disciplines`] and [`relationship`] say how the partnership is run and lived, [`history`] what happened
//!    and [`calendar`] what is due.
//! 6. [`findings`] turns what deserves attention into sentences with their numbers and sources; [`triggers`] follow from
//!    them, and [`portfolio`] looks at all vendors together.
//! 7. [`explain`] derives one number down to file and line.
//!
//! No files, no clock, no formatting beyond sentences.

pub mod calendar;
pub mod clauses;
pub mod concentration;
pub mod course;
pub mod disciplines;
pub mod exit;
pub mod explain;
pub mod findings;
pub mod governance;
pub mod history;
pub mod kpis;
pub mod lock_in;
pub mod others;
pub mod portfolio;
pub mod relationship;
pub mod scoring;
pub mod term;
pub mod triggers;

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use schemars::JsonSchema;
use serde::Serialize;

use crate::block::Mark;
use crate::model::contract::Stage;
use crate::model::{Common, Date, Id, Period, Playbook, VendorFolder, schema};

pub use findings::Finding;
use others::Others;

/// Everything computed, as written to `evaluation.json`.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Evaluation {
    /// The version of the method that every number was computed by.
    pub method: &'static str,
    /// The day everything is evaluated for.
    pub as_of: Date,
    /// A mark of the weights in force; it changes with any of them.
    pub weights: String,
    /// The weights beside what comparisons in pairs say, where there are any.
    pub weighing: Option<scoring::weights::Weighing>,
    /// In order of ids.
    pub vendors: Vec<Arc<Vendor>>,
    /// All scored vendors in order, then those of each capability.
    pub rankings: Arc<Vec<scoring::ranking::Ranking>>,
    /// All partnerships together.
    pub portfolio: portfolio::Portfolio,
    /// What deserves attention, worst first.
    pub findings: Vec<Arc<Finding>>,
    /// Those of each vendor, worst first, in the order of the vendors.
    #[serde(skip)]
    pub found: Vec<Vec<Arc<Finding>>>,
}

/// Everything computed about one vendor. What has no data is absent, never zero.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Vendor {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// Scores, where `evaluation.yaml` exists.
    pub scores: Option<scoring::Scores>,
    /// States, where `kpis.yaml` exists.
    pub kpis: Option<Vec<kpis::Reading>>,
    /// All KPIs together, where `kpis.yaml` exists.
    pub health: Option<kpis::health::Health>,
    /// Coverage, where `contract.yaml` exists.
    pub clauses: Option<clauses::Coverage>,
    /// The term, where the agreement has an end.
    pub term: Option<term::Term>,
    /// How it is lived, where `governance.yaml` exists.
    pub lived: Option<relationship::Lived>,
    /// Which of the five disciplines are covered.
    pub disciplines: Vec<disciplines::Discipline>,
    /// How hard it would be to leave.
    pub lock_in: lock_in::LockIn,
    /// Whether it is decided to leave it: by its status, an exit decision that stands, or an audit.
    pub leaves: bool,
    /// What stops when it is gone.
    pub stops: concentration::Stops,
    /// The exit, where `exit.yaml` exists.
    pub leaving: Option<exit::Leaving>,
    /// What fired, and what was decided about it.
    pub triggers: triggers::Triggers,
    /// What happened, newest first.
    pub history: Vec<history::Event>,
    /// What is due; exported with the portfolio.
    #[serde(skip)]
    pub calendar: calendar::Calendar,
}

impl Vendor {
    /// Whether a clause is agreed on the preferred or the fallback position.
    #[must_use]
    pub fn settled(&self, clause: &str) -> bool {
        let mut clauses = self.clauses.iter().flat_map(|coverage| &coverage.clauses);
        clauses.any(|standing| standing.id.as_str() == clause && standing.settled)
    }

    /// Whether a clause stands in the contract, on whatever position.
    #[must_use]
    pub fn agreed(&self, clause: &str) -> bool {
        let mut clauses = self.clauses.iter().flat_map(|coverage| &coverage.clauses);
        clauses.any(|standing| standing.id.as_str() == clause && standing.standing == Stage::Agreed)
    }
}

/// The schema of `evaluation.json`.
pub const SCHEMA: schema::File = schema::File::written("export", "output/exports/evaluation.json", Evaluation::json_schema);

/// The file and line a number comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Source {
    /// Relative to the playbook's root.
    pub file: Arc<str>,
    /// From 1.
    pub line: u32,
}

/// A day in words, for the sentences of findings, such as `31 October 2026`.
fn day(date: Date) -> String {
    date.0.strftime("%-d %B %Y").to_string()
}

/// A ratio in words that go before `the whole`: `43 % of`, or `10.4 times` where it is twice or more.
fn part_of(ratio: f64) -> String {
    if ratio >= 2.0 { format!("{ratio:.1} times") } else { format!("{:.0} % of", ratio * 100.0) }
}

/// Days from one day to another.
fn days_between(from: Date, to: Date) -> i64 {
    i64::from((to.0 - from.0).get_days())
}

/// The same day so many months later, or the last of that month where it is shorter.
fn plus_months(day: Date, months: i64) -> Date {
    let later = jiff::Span::new().try_months(months).and_then(|span| day.0.checked_add(span));
    later.map_or(Date(if months < 0 { jiff::civil::Date::MIN } else { jiff::civil::Date::MAX }), Date)
}

/// Whether a day lies at most so many months before the as-of date.
fn is_recent(day: Date, months: u32, as_of: Date) -> bool {
    plus_months(day, i64::from(months)) >= as_of
}

/// A state in a word.
const fn mark_word(mark: Mark) -> &'static str {
    match mark {
        Mark::Good => "good",
        Mark::Watch => "to be watched",
        Mark::Act => "in need of action",
        Mark::Bad => "bad",
        Mark::Unknown => "unknown",
    }
}

/// Evaluates the playbook for one day.
#[must_use]
pub fn evaluate(playbook: &Playbook, as_of: Date) -> Evaluation {
    evaluate_again(playbook, as_of, None)
}

/// Evaluates the playbook for one day, after it was evaluated before: what rests on the very same records is the very same.
/// A vendor kept in this way has the findings it had.
#[must_use]
pub fn evaluate_again(playbook: &Playbook, as_of: Date, before: Option<(&Playbook, &Evaluation)>) -> Evaluation {
    let before = before.filter(|(known, old)| old.as_of == as_of && known.common.is_same(&playbook.common));
    let others = Others::new(playbook, as_of);
    let sound = before.filter(|(known, _)| Others::new(known, as_of).are_same(&others));
    // What was judged before and rests on nothing that may have changed but a vendor's own files.
    let judged = sound.iter().flat_map(|(known, old)| old.vendors.iter().zip(&old.found).map(move |judged| (known, judged)));
    let kept: BTreeMap<&Id, _> =
        judged.filter_map(|(known, judged)| Some((&judged.0.id, (known.vendors.get(&judged.0.id)?, judged)))).collect();
    let keep = |id: &Id, folder: &VendorFolder| {
        let (_, (vendor, found)) = kept.get(id).filter(|(before, _)| before.is_same(folder))?;
        Some((Arc::clone(vendor), (*found).clone()))
    };
    let folders: Vec<_> = playbook.vendors.iter().collect();
    let judge = |(id, folder)| keep(id, folder).unwrap_or_else(|| judge(playbook, &others, id, folder, as_of));
    let (vendors, found): (Vec<Arc<Vendor>>, Vec<Vec<Arc<Finding>>>) = folders.into_par_iter().map(judge).unzip();
    let weighing = scoring::weights::weighing(playbook);
    let (rankings, portfolio) = rayon::join(
        || match before.filter(|(known, _)| scoring::ranking::has_same_sets(known, playbook)) {
            Some((_, old)) => Arc::clone(&old.rankings),
            None => Arc::new(scoring::ranking::rankings(playbook, &vendors)),
        },
        || portfolio::portfolio(playbook, &vendors, concentration::concentrations(playbook), as_of),
    );
    let whole = findings::Whole { playbook, rankings: &rankings, weighing: weighing.as_ref(), portfolio: &portfolio, as_of };
    let findings = findings::all(&whole, found.iter().flatten().cloned().collect());
    let weights = scoring::weights::mark(playbook);
    Evaluation { method: "v1", as_of, weights, weighing, vendors, rankings, portfolio, findings, found }
}

/// One vendor with its findings. Each step rests on the ones before it.
fn judge<'p>(
    common: &'p Common,
    others: &Others<'p>,
    id: &'p Id,
    folder: &'p VendorFolder,
    as_of: Date,
) -> (Arc<Vendor>, Vec<Arc<Finding>>) {
    let policy = &common.settings.policy;
    let agreement = folder.contract.as_ref().and_then(|contract| contract.agreement.as_ref());
    let blank = lock_in::LockIn { parts: Vec::new(), risk: lock_in::Risk::Low, strategies: Vec::new() };
    let mut vendor = Vendor {
        id: id.clone(),
        name: folder.vendor.name.clone(),
        scores: folder.evaluation.as_ref().map(|evaluation| scoring::scores(common, evaluation, as_of)),
        kpis: folder.kpis.as_ref().map(|measures| kpis::readings(common, folder, measures, as_of)),
        health: None,
        clauses: folder.contract.as_ref().map(|contract| clauses::coverage(common, folder, contract)),
        term: agreement.and_then(|agreement| term::term(agreement, as_of)),
        lived: relationship::lived(common, folder, as_of),
        disciplines: disciplines::disciplines(common, folder, as_of),
        lock_in: blank,
        leaves: course::course(folder, as_of) != course::Course::GoingOn,
        stops: concentration::what_stops(common, others, id, folder),
        leaving: None,
        triggers: triggers::Triggers::default(),
        history: Vec::new(),
        calendar: calendar::Calendar::default(),
    };
    vendor.history = history::history(folder, vendor.kpis.as_deref().unwrap_or_default(), as_of);
    vendor.lock_in = lock_in::lock_in(folder, &vendor, policy, as_of);
    vendor.leaving = exit::leaving(folder, &vendor, policy, as_of);
    let mut findings = findings::one(&findings::Case { common, others, folder, vendor: &vendor, as_of });
    vendor.triggers = triggers::triggers(folder, vendor.kpis.as_deref().unwrap_or_default(), &findings, as_of);
    findings.extend(findings::after(&findings::Case { common, others, folder, vendor: &vendor, as_of }));
    let incident = relationship::worst_incident(folder, as_of).is_some();
    let open = vendor.triggers.open;
    let latest = Period::month_of(as_of).fiscal_quarter(common.settings.fiscal_start()).latest_ended(as_of);
    vendor.health = vendor.kpis.as_ref().map(|readings| kpis::health::health(readings, open, incident, latest, &policy.health));
    vendor.calendar = calendar::calendar(common, folder, &vendor, as_of);
    findings::sort(&mut findings);
    (Arc::new(vendor), findings.into_iter().map(Arc::new).collect())
}

#[cfg(test)]
mod tests;
