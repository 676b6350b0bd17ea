//! The strip of figures at the top of the front page and of a vendor's page.
//!
//! Every figure is followed by what it is measured against, and leads to where it comes from.

use super::Input;
use crate::block::Mark;
use crate::evaluate::exit::is_proven;
use crate::evaluate::kpis::state_word;
use crate::model::clause::Tier;
use crate::model::exit::Asset;
use crate::model::{Date, Id, Money};

/// One figure.
pub struct Figure {
    pub label: &'static str,
    pub value: String,
    /// What it is measured against.
    pub note: String,
    /// Its state: shape and word.
    pub state: Option<(Mark, String)>,
    /// An anchor of the page.
    pub anchor: &'static str,
}

impl Figure {
    fn new(
        label: &'static str,
        value: impl Into<String>,
        note: impl Into<String>,
        state: Option<(Mark, String)>,
        anchor: &'static str,
    ) -> Self {
        Self { label, value: value.into(), note: note.into(), state, anchor }
    }
}

/// The figures of one vendor.
pub fn vendor(input: &Input, id: &Id) -> Vec<Figure> {
    let (Some(folder), Some(vendor)) =
        (input.playbook.vendors.get(id), input.evaluation.vendors.iter().find(|vendor| vendor.id == *id))
    else {
        return Vec::new();
    };
    let unknown = |label, note: &str, anchor| Figure::new(label, "–", "", Some((Mark::Unknown, note.to_owned())), anchor);
    let mut figures = Vec::new();
    figures.push(match vendor.scores.as_ref().map(|scores| (scores, &scores.overall.shown, scores.overall.band)) {
        Some((scores, Some(shown), Some(band))) => {
            let note = format!("of 5, confidence {:?}", scores.confidence);
            Figure::new("Overall score", shown, note, Some((band.mark(), band.word().to_owned())), "scorecard")
        }
        _ => unknown("Overall score", "not scored yet", "scorecard"),
    });
    figures.push(match &vendor.health {
        Some(health) => match health.score.filter(|_| health.state != Mark::Unknown) {
            Some(score) => {
                // Where it is capped, the state is worse than the figure.
                let note = if health.caps.is_empty() { "towards targets" } else { "towards targets, capped" };
                let state = (health.state, health.state.word().to_owned());
                Figure::new("Health", format!("{:.0} %", score * 100.0), note, Some(state), "kpis")
            }
            None => unknown("Health", health.state.word(), "kpis"),
        },
        None => unknown("Health", "not measured yet", "kpis"),
    });
    figures.push(match &vendor.kpis {
        Some(kpis) if kpis.iter().all(|kpi| kpi.state == Mark::Unknown) => unknown("KPIs", "no readings yet", "kpis"),
        Some(kpis) => {
            let of = |state: Mark| kpis.iter().filter(|kpi| kpi.state == state).count();
            let state = match (of(Mark::Bad), of(Mark::Act)) {
                (0, 0) => None,
                (0, act) => Some((Mark::Act, format!("{} on {act}", state_word(Mark::Act)))),
                (1, _) => Some((Mark::Bad, format!("1 {}", state_word(Mark::Bad)))),
                (bad, _) => Some((Mark::Bad, format!("{bad} miss minimum"))),
            };
            Figure::new("KPIs", of(Mark::Good).to_string(), format!("of {} on target", kpis.len()), state, "kpis")
        }
        None => unknown("KPIs", "not measured yet", "kpis"),
    });
    let must = vendor.clauses.as_ref().and_then(|clauses| clauses.tiers.iter().find(|count| count.tier == Tier::Must));
    figures.push(match must {
        Some(must) => {
            let word = if must.open == 0 { "none open".to_owned() } else { format!("{} open", must.open) };
            let state = (must.mark(), word);
            Figure::new(
                "Must-haves",
                must.settled.to_string(),
                format!("of {} settled", must.applicable),
                Some(state),
                "contract",
            )
        }
        None => unknown("Must-haves", "no contract data yet", "contract"),
    });
    if let Some(agreement) = folder.contract.as_ref().and_then(|contract| contract.agreement.as_ref())
        && let Some(ends) = &agreement.ends
    {
        let note = match (vendor.term.as_ref(), &agreement.notice_given) {
            (Some(term), _) if term.over => "has ended".to_owned(),
            (Some(term), Some(given)) if term.noticed => format!("notice given {}", short_date(given.value)),
            (Some(term), _) => match &term.notice {
                Some(notice) => format!("notice by {}", short_date(notice.by)),
                None => "by itself".to_owned(),
            },
            _ => agreement
                .notice
                .as_ref()
                .map_or_else(|| "notice not recorded".to_owned(), |notice| format!("notice {} before", notice.value)),
        };
        figures.push(Figure::new("Agreement ends", short_date(ends.value), note, None, "contract"));
    }
    figures.push(match folder.exit.as_ref() {
        Some(exit) if !exit.assets.is_empty() => {
            let as_of = input.evaluation.as_of;
            let proven = |asset: &&Asset| is_proven(asset, &input.playbook.settings.policy, as_of);
            let open = exit.assets.len() - exit.assets.iter().filter(proven).count();
            let state = if open == 0 { (Mark::Good, "all of them".to_owned()) } else { (Mark::Act, format!("{open} unproven")) };
            let proven = exit.assets.len() - open;
            Figure::new("Exportable assets", proven.to_string(), format!("of {} proven", exit.assets.len()), Some(state), "exit")
        }
        _ => unknown("Exportable assets", "no exit plan yet", "exit"),
    });
    figures
}

/// What one vendor costs, where that is on record.
pub fn spend(input: &Input, id: &Id) -> Option<Figure> {
    let spend = input.playbook.vendors.get(id)?.vendor.spend.as_ref()?;
    let note = format!("{} a year", input.playbook.settings.currency);
    Some(Figure::new("Spend", spend.annual.to_string(), note, None, "dependence"))
}

/// A date that fits a figure, such as 28 Feb 2027.
fn short_date(date: Date) -> String {
    date.0.strftime("%-d %b %Y").to_string()
}

/// The figures of the portfolio.
pub fn portfolio(input: &Input) -> Vec<Figure> {
    let active = input.playbook.vendors.values().filter(|folder| crate::evaluate::concentration::in_use(folder)).count();
    let findings = &input.evaluation.findings;
    let serious = findings.iter().filter(|finding| finding.severity == Mark::Bad).count();
    let must = input.evaluation.vendors.iter().filter_map(|vendor| vendor.clauses.as_ref());
    let must = must.flat_map(|clauses| clauses.tiers.iter().filter(|count| count.tier == Tier::Must));
    let (open, missing, applicable) =
        must.fold((0, 0, 0), |(open, missing, all), count| (open + count.open, missing + count.missing, all + count.applicable));
    let talks = match (open, missing) {
        (0, _) => (Mark::Good, "none".to_owned()),
        (_, 0) => (Mark::Act, "all in talks".to_owned()),
        _ => (Mark::Bad, format!("{missing} missing")),
    };
    let spend: Money = Money(
        input.playbook.vendors.values().filter_map(|folder| folder.vendor.spend.as_ref()).map(|spend| spend.annual.0).sum(),
    );
    let alarm = if serious == 0 { (Mark::Good, "none".to_owned()) } else { (Mark::Bad, "serious".to_owned()) };
    let whole = &input.evaluation.portfolio;
    let open_triggers = input.evaluation.vendors.iter().filter(|vendor| vendor.triggers.open).count();
    let trigger = if open_triggers == 0 { (Mark::Good, "none") } else { (Mark::Bad, "open") };
    let above = whole.concentration.iter().filter(|one| one.above_limit).count();
    let spread = if above == 0 { (Mark::Good, "none") } else { (Mark::Act, "above the limit") };
    let word = |(mark, word): (Mark, &str)| Some((mark, word.to_owned()));
    let soon = format!("in {} days", input.playbook.settings.policy.portfolio.soon_days);
    let late = (whole.overdue > 0).then(|| (Mark::Act, format!("{} overdue", whole.overdue)));
    let used =
        format!("{} a year, {active} of {} vendors in use", input.playbook.settings.currency, input.playbook.vendors.len());
    vec![
        Figure::new("Due", whole.due_soon.to_string(), soon, late, "soon"),
        Figure::new("Serious findings", serious.to_string(), format!("of {} findings", findings.len()), Some(alarm), "attention"),
        Figure::new(
            "Exit triggers",
            open_triggers.to_string(),
            format!("of {} vendors", input.playbook.vendors.len()),
            word(trigger),
            "portfolio",
        ),
        Figure::new("Must-haves open", open.to_string(), format!("of {applicable} in all contracts"), Some(talks), "portfolio"),
        Figure::new(
            "Concentration",
            above.to_string(),
            format!("of {} shares", whole.concentration.len()),
            word(spread),
            "concentration",
        ),
        Figure::new("Spend", spend.to_string(), used, None, "portfolio"),
    ]
}
