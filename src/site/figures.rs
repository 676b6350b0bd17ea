//! The strip of figures at the top of the front page and of a vendor's page.
//!
//! Every figure is followed by what it is measured against, and leads to where it comes from.

use super::Input;
use crate::block::Mark;
use crate::document::long_date;
use crate::evaluate::scoring::Band;
use crate::model::clause::Tier;
use crate::model::vendor::Status;
use crate::model::{Id, Money};

/// One figure.
pub struct Figure {
    pub label: &'static str,
    pub value: String,
    /// What it is measured against.
    pub note: String,
    pub mark: Option<Mark>,
    /// An anchor of the page.
    pub anchor: &'static str,
}

impl Figure {
    fn new(label: &'static str, value: impl Into<String>, note: impl Into<String>, mark: Option<Mark>, anchor: &'static str) -> Self {
        Self { label, value: value.into(), note: note.into(), mark, anchor }
    }
}

/// The figures of one vendor.
pub fn vendor(input: &Input<'_>, id: &Id) -> Vec<Figure> {
    let (Some(folder), Some(vendor)) =
        (input.playbook.vendors.get(id), input.evaluation.vendors.iter().find(|vendor| vendor.id == *id))
    else {
        return Vec::new();
    };
    let mut figures = Vec::new();
    figures.push(match &vendor.scores {
        Some(scores) => {
            let mark = match scores.overall.band {
                Some(Band::Strong) => Mark::Good,
                Some(Band::Acceptable) => Mark::Watch,
                Some(Band::Conditional) => Mark::Act,
                Some(Band::NotRecommended) => Mark::Bad,
                None => Mark::Unknown,
            };
            let value = scores.overall.shown.clone().unwrap_or_else(|| "–".to_owned());
            Figure::new("Overall score", value, format!("of 5, confidence {:?}", scores.confidence), Some(mark), "scorecard")
        }
        None => Figure::new("Overall score", "–", "not scored yet", Some(Mark::Unknown), "scorecard"),
    });
    figures.push(match &vendor.kpis {
        Some(kpis) => {
            let good = kpis.iter().filter(|kpi| kpi.state == Mark::Good).count();
            let worst = kpis.iter().map(|kpi| kpi.state).filter(|state| *state != Mark::Unknown).max();
            Figure::new("KPIs on target", good.to_string(), format!("of {} measured", kpis.len()), worst, "kpis")
        }
        None => Figure::new("KPIs on target", "–", "not measured yet", Some(Mark::Unknown), "kpis"),
    });
    let must = vendor.clauses.as_ref().and_then(|clauses| clauses.tiers.iter().find(|count| count.tier == Tier::Must));
    figures.push(match must {
        Some(must) => {
            let mark = if must.open == 0 { Mark::Good } else { Mark::Act };
            Figure::new("Must-haves settled", must.settled.to_string(), format!("of {} that apply", must.applicable), Some(mark), "contract")
        }
        None => Figure::new("Must-haves settled", "–", "no contract data yet", Some(Mark::Unknown), "contract"),
    });
    if let Some(agreement) = folder.contract.as_ref().and_then(|contract| contract.agreement.as_ref())
        && let Some(ends) = &agreement.ends
    {
        let note = agreement.notice.as_ref().map_or_else(|| "no notice agreed".to_owned(), |notice| format!("notice {notice} before"));
        figures.push(Figure::new("Agreement ends", long_date(&ends.value.to_string()), note, None, "contract"));
    }
    figures.push(match folder.exit.as_ref() {
        Some(exit) if !exit.assets.is_empty() => {
            let proven = exit.assets.iter().filter(|asset| asset.last_proven.is_some()).count();
            let mark = if proven == exit.assets.len() { Mark::Good } else { Mark::Act };
            Figure::new("Assets proven exportable", proven.to_string(), format!("of {}", exit.assets.len()), Some(mark), "exit")
        }
        _ => Figure::new("Assets proven exportable", "–", "no exit plan yet", Some(Mark::Unknown), "exit"),
    });
    if let Some(spend) = &folder.vendor.spend {
        let note = format!("{} a year", input.playbook.settings.currency);
        figures.push(Figure::new("Spend", spend.annual.to_string(), note, None, "dependence"));
    }
    figures
}

/// The figures of the portfolio.
pub fn portfolio(input: &Input<'_>) -> Vec<Figure> {
    let active = input.playbook.vendors.values().filter(|folder| folder.vendor.status == Status::Active).count();
    let findings = &input.evaluation.findings;
    let serious = findings.iter().filter(|finding| finding.severity == Mark::Bad).count();
    let (open, applicable) = input
        .evaluation
        .vendors
        .iter()
        .filter_map(|vendor| vendor.clauses.as_ref())
        .flat_map(|clauses| clauses.tiers.iter().filter(|count| count.tier == Tier::Must))
        .fold((0, 0), |(open, all), count| (open + count.open, all + count.applicable));
    let spend: Money = Money(input.playbook.vendors.values().filter_map(|folder| folder.vendor.spend.as_ref()).map(|spend| spend.annual.0).sum());
    let mark = |bad: usize, mark: Mark| Some(if bad == 0 { Mark::Good } else { mark });
    vec![
        Figure::new("Vendors", input.playbook.vendors.len().to_string(), format!("{active} in use"), None, "portfolio"),
        Figure::new("Serious findings", serious.to_string(), format!("of {} findings", findings.len()), mark(serious, Mark::Bad), "attention"),
        Figure::new("Must-haves open", open.to_string(), format!("of {applicable} in all contracts"), mark(open, Mark::Act), "portfolio"),
        Figure::new("Spend", spend.to_string(), format!("{} a year", input.playbook.settings.currency), None, "portfolio"),
    ]
}
