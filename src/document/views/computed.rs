//! What is computed about a vendor and about all of them together, with its words, for templates.
//!
//! All of it is for our own organisation: it says what we would do, and when.

use serde::Serialize;

use super::calendar::{self, CalendarView, DueView};
use super::record::{self, EventView};
use crate::block::Mark;
use crate::evaluate::concentration::{Basis, Concentration, Stops};
use crate::evaluate::disciplines::Discipline;
use crate::evaluate::exit::Leaving;
use crate::evaluate::kpis::health::{BucketHealth, Health};
use crate::evaluate::lock_in::LockIn;
use crate::evaluate::portfolio::Tension;
use crate::evaluate::relationship::Lived;
use crate::evaluate::scoring::agreement::Agreement;
use crate::evaluate::scoring::ranking::Ranking;
use crate::evaluate::term::Term;
use crate::evaluate::triggers::Event;
use crate::evaluate::{Evaluation, Vendor};
use crate::model::{Id, Money, Playbook};

#[derive(Serialize)]
pub struct ComputedView<'p> {
    health: Option<HealthView<'p>>,
    agreement: Option<AgreementView<'p>>,
    term: Option<&'p Term>,
    lived: Option<&'p Lived>,
    disciplines: &'p [Discipline],
    lock_in: &'p LockIn,
    stops: &'p Stops,
    leaving: Option<LeavingView<'p>>,
    triggers: TriggersView<'p>,
    proposal: Option<ProposalView<'p>>,
    /// The sets it is ranked in with others of its kind.
    rankings: Vec<RankingView<'p>>,
    /// What happened, newest first.
    history: Vec<EventView<'p>>,
    /// What is overdue and what falls due, soonest first.
    due: Vec<DueView<'p>>,
}

#[derive(Serialize)]
struct HealthView<'p> {
    mark: &'static str,
    word: &'static str,
    score: Option<f64>,
    /// The score with every missing reading as not attained, where it is another.
    floor: Option<f64>,
    missing: f64,
    buckets: &'p [BucketHealth],
    caps: Vec<String>,
    /// What the state would have gone by in the last quarters, but for caps, and where newer readings are known, now: per cent,
    /// absent where too much was missing. Empty where there are not two of them.
    course: Vec<Option<f64>>,
    /// What each of them is called, the last perhaps `now`.
    periods: Vec<String>,
    /// What that shows, in a sentence without a stop.
    shows: Option<String>,
    /// From where on it is good, to watch, and to act, per cent.
    levels: [f64; 3],
}

#[derive(Serialize)]
struct AgreementView<'p> {
    word: &'static str,
    numbers: &'p Agreement,
}

#[derive(Serialize)]
struct LeavingView<'p> {
    mark: &'static str,
    plan: &'p Leaving,
    written: usize,
}

#[derive(Serialize)]
struct TriggersView<'p> {
    open: bool,
    fired: Vec<FiredView<'p>>,
    /// Every family of which something fired.
    families: Vec<FamilyView>,
    next: Vec<&'p str>,
    events: &'p [Event],
}

#[derive(Serialize)]
struct FamilyView {
    family: &'static str,
    /// How many triggers of it fired.
    fired: usize,
    /// Of how many of them no decision was opened.
    waiting: usize,
}

#[derive(Serialize)]
struct FiredView<'p> {
    family: &'static str,
    because: &'p str,
    decided: bool,
}

#[derive(Serialize)]
struct ProposalView<'p> {
    vendor: &'p str,
    link: String,
    proposed: Option<&'static str>,
    decided: Option<&'static str>,
    same: bool,
    because: &'p [String],
    value: Option<f64>,
    health_mark: &'static str,
    health_word: &'static str,
    fit: Option<f64>,
    readiness: Option<f64>,
}

#[derive(Serialize)]
struct RankingView<'p> {
    of: String,
    entries: Vec<EntryView<'p>>,
    /// Whether the ranges of the first and of another overlap.
    overlap: bool,
    robust: bool,
    leader: &'p str,
    /// What puts another first, at most five of them.
    depends_on: Vec<String>,
    /// How many more there are.
    more: usize,
    shifts: Vec<String>,
    draws: u32,
    seed: u64,
}

#[derive(Serialize)]
struct EntryView<'p> {
    name: &'p str,
    shown: Option<&'p str>,
    low: f64,
    high: f64,
    confidence: crate::evaluate::scoring::Grade,
    topsis: Option<f64>,
    first_share: Option<f64>,
}

/// All partnerships together.
#[derive(Serialize)]
pub struct PortfolioView<'p> {
    proposals: Vec<ProposalView<'p>>,
    gaps: Vec<&'p str>,
    spend: Money,
    forecast: Money,
    renewals: Vec<(String, Vec<&'p str>)>,
    /// What has a day.
    calendar: CalendarView<'p>,
    /// What is due within the days of the policy.
    soon: Vec<DueView<'p>>,
    soon_days: u32,
    concentration: Vec<ConcentrationView<'p>>,
    tensions: Vec<TensionView<'p>>,
    rankings: Vec<RankingView<'p>>,
}

#[derive(Serialize)]
struct ConcentrationView<'p> {
    of: &'p str,
    basis: &'static str,
    top: &'p str,
    share: f64,
    hhi: f64,
    providers: f64,
    above: bool,
}

#[derive(Serialize)]
struct TensionView<'p> {
    vendor: &'p str,
    shown: &'p str,
    kind: &'static str,
}

fn page(id: &Id) -> String {
    format!("/playbook/vendors/{id}/vendor.yaml")
}

/// What is computed about one vendor.
pub fn vendor<'p>(playbook: &'p Playbook, evaluation: &'p Evaluation, vendor: &'p Vendor) -> ComputedView<'p> {
    let mine = |ranking: &&Ranking| ranking.capability.is_some() && ranking.entries.iter().any(|entry| entry.vendor == vendor.id);
    let proposal = evaluation.portfolio.proposals.iter().find(|proposal| proposal.vendor == vendor.id);
    ComputedView {
        health: vendor.health.as_ref().map(|one| health(playbook, one)),
        agreement: vendor
            .scores
            .as_ref()
            .filter(|scores| scores.agreement.raters > 1)
            .map(|scores| AgreementView { word: scores.agreement.reading.words(), numbers: &scores.agreement }),
        term: vendor.term.as_ref(),
        lived: vendor.lived.as_ref(),
        disciplines: &vendor.disciplines,
        lock_in: &vendor.lock_in,
        stops: &vendor.stops,
        leaving: vendor.leaving.as_ref().map(|plan| LeavingView {
            mark: plan.readiness.state.token(),
            plan,
            written: plan.sections.iter().filter(|section| section.written).count(),
        }),
        triggers: TriggersView {
            open: vendor.triggers.open,
            fired: vendor
                .triggers
                .fired
                .iter()
                .map(|one| FiredView { family: one.family.words(), because: &one.because, decided: one.event.is_some() })
                .collect(),
            families: vendor
                .triggers
                .fired
                .chunk_by(|one, next| one.family == next.family)
                .filter_map(|all| {
                    let waiting = all.iter().filter(|one| one.event.is_none()).count();
                    Some(FamilyView { family: all.first()?.family.words(), fired: all.len(), waiting })
                })
                .collect(),
            next: vendor.triggers.next.iter().map(|(_, sentence)| sentence.as_str()).collect(),
            events: &vendor.triggers.events,
        },
        proposal: proposal.map(|one| self::proposal(playbook, one)),
        rankings: evaluation.rankings.iter().filter(mine).map(|one| ranking(playbook, one)).collect(),
        history: record::history(playbook, vendor),
        due: vendor.calendar.due.iter().map(|one| calendar::due(playbook, one)).collect(),
    }
}

fn health<'p>(playbook: &Playbook, health: &'p Health) -> HealthView<'p> {
    let levels = &playbook.settings.policy.health;
    let least = |score: Option<f64>, least: f64| score.map(|_| least * 100.0);
    let quarters = health.quarters.iter().map(|one| (one.period.words().replace('\u{a0}', " "), least(one.score, one.least)));
    let now = health.newer.then(|| ("now".to_owned(), least(health.score, health.least)));
    let (mut periods, mut course): (Vec<String>, Vec<Option<f64>>) = quarters.chain(now).unzip();
    if health.quarters.is_empty() || course.len() < 2 {
        (periods, course) = (Vec::new(), Vec::new());
    }
    HealthView {
        mark: health.state.token(),
        word: health.state.word(),
        score: health.score,
        floor: health.floor(),
        missing: health.missing,
        buckets: &health.buckets,
        caps: health.held_down(),
        shows: shows(&periods, &course),
        course,
        periods,
        levels: [levels.good.0, levels.watch.0, levels.act.0].map(|level| level * 100.0),
    }
}

/// What a course shows: the way from its highest or its lowest to the end, by whole per cents as they are printed.
fn shows(periods: &[String], course: &[Option<f64>]) -> Option<String> {
    let whole = |value: f64| value.round_ties_even();
    let known: Vec<(&String, f64)> =
        periods.iter().zip(course).filter_map(|(period, value)| Some((period, whole((*value)?)))).collect();
    let (last, end) = known.last()?;
    if course.last()?.is_none() {
        return Some(format!("Health was {end:.0} % in {last}; since then there is not enough data"));
    }
    // Of equal ones the latest.
    let by = |one: &&(&String, f64), other: &&(&String, f64)| one.1.total_cmp(&other.1);
    let (high, highest) = known.iter().max_by(by)?;
    let (low, lowest) = known.iter().rev().min_by(by)?;
    Some(match () {
        () if highest > end => format!("Health fell to {end:.0} % from {highest:.0} % in {high}, its highest"),
        () if lowest < end => format!("Health rose to {end:.0} % from {lowest:.0} % in {low}, its lowest"),
        () => format!("Health stays at {end:.0} %"),
    })
}

fn proposal<'p>(playbook: &'p Playbook, one: &'p crate::evaluate::portfolio::Proposal) -> ProposalView<'p> {
    let health = one.health.unwrap_or(Mark::Unknown);
    ProposalView {
        vendor: playbook.vendor_name(&one.vendor),
        link: page(&one.vendor),
        proposed: one.verdict.map(crate::model::vendor::Verdict::words),
        decided: one.decided.map(crate::model::vendor::Verdict::words),
        same: one.verdict == one.decided,
        because: &one.because,
        value: one.value,
        health_mark: health.token(),
        health_word: health.word(),
        fit: one.fit,
        readiness: one.readiness,
    }
}

fn ranking<'p>(playbook: &'p Playbook, one: &'p Ranking) -> RankingView<'p> {
    let shaken = one.sensitivity.as_ref();
    let all = shaken.map(|shaken| shaken.depends_on.as_slice()).unwrap_or_default();
    let depends_on = all
        .iter()
        .take(5)
        .map(|one| format!("{} {} puts {} first", one.test.words(), one.of, playbook.vendor_name(&one.then)))
        .collect();
    let shifts = shaken.iter().flat_map(|shaken| &shaken.critical_weights).map(|shift| {
        let (at, now) = (shift.at * 100.0, shift.share * 100.0);
        format!("{} at {at:.1} % instead of {now:.1} % puts {} first", shift.rubric, playbook.vendor_name(&shift.then))
    });
    RankingView {
        of: one.capability.as_ref().zip(one.layer).map_or_else(
            || "All scored vendors".to_owned(),
            |(id, layer)| format!("{}: {}", playbook.capability(id), layer.words()),
        ),
        entries: one
            .entries
            .iter()
            .map(|entry| EntryView {
                name: &entry.name,
                shown: entry.overall.shown.as_deref(),
                low: entry.overall.low,
                high: entry.overall.high,
                confidence: entry.confidence,
                topsis: entry.topsis,
                first_share: entry.first_share,
            })
            .collect(),
        overlap: one
            .entries
            .split_first()
            .is_some_and(|(first, others)| others.iter().any(|other| other.overall.high > first.overall.low + 1e-9)),
        robust: shaken.is_none_or(|shaken| shaken.robust),
        leader: shaken.map_or("", |shaken| playbook.vendor_name(&shaken.leader)),
        depends_on,
        more: all.len().saturating_sub(5),
        shifts: shifts.collect(),
        draws: shaken.map_or(0, |shaken| shaken.draws),
        seed: shaken.map_or(0, |shaken| shaken.seed),
    }
}

/// What is computed about all vendors together.
pub fn portfolio<'p>(playbook: &'p Playbook, evaluation: &'p Evaluation) -> PortfolioView<'p> {
    let whole = &evaluation.portfolio;
    let soon_days = playbook.settings.policy.portfolio.soon_days;
    let soon = whole.due.iter().filter(|due| (0..=i64::from(soon_days)).contains(&due.days));
    PortfolioView {
        proposals: whole.proposals.iter().map(|one| proposal(playbook, one)).collect(),
        gaps: whole.gaps.iter().map(|id| playbook.capability(id)).collect(),
        spend: whole.spend,
        forecast: whole.forecast,
        renewals: whole
            .renewals
            .iter()
            .map(|(quarter, vendors)| (quarter.words(), vendors.iter().map(|id| playbook.vendor_name(id)).collect()))
            .collect(),
        calendar: calendar::calendar(playbook, evaluation),
        soon: soon.map(|due| calendar::due(playbook, due)).collect(),
        soon_days,
        concentration: whole.concentration.iter().filter_map(|one| concentration(playbook, one)).collect(),
        tensions: whole.tensions.iter().map(|one| tension(playbook, one)).collect(),
        rankings: evaluation.rankings.iter().filter(|one| one.entries.len() > 1).map(|one| ranking(playbook, one)).collect(),
    }
}

fn concentration<'p>(playbook: &'p Playbook, one: &'p Concentration) -> Option<ConcentrationView<'p>> {
    let top = one.shares.first()?;
    Some(ConcentrationView {
        of: one.capability.as_ref().map_or("all vendors", |id| playbook.capability(id)),
        basis: match one.basis {
            Basis::Capability => "functions",
            basis => basis.words(),
        },
        top: playbook.vendor_name(&top.vendor),
        share: one.top,
        hhi: one.hhi,
        providers: one.effective_providers,
        above: one.above_limit,
    })
}

fn tension<'p>(playbook: &'p Playbook, one: &'p Tension) -> TensionView<'p> {
    TensionView {
        vendor: playbook.vendor_name(&one.vendor),
        shown: &one.shown,
        kind: match one.id {
            "discount-or-flexibility" => "Discount or flexibility",
            "depth-or-spread" => "Depth or spread",
            "exclusive-data" => "Advantage or dependence",
            _ => "Independence or joint plans",
        },
    }
}

#[cfg(test)]
mod tests {
    use super::shows;

    #[test]
    fn a_course_is_told_from_its_highest_or_its_lowest() {
        let told = |course: &[Option<f64>]| {
            let periods: Vec<String> = (1..=course.len()).map(|number| format!("Q{number}")).collect();
            shows(&periods, course).unwrap_or_default()
        };
        assert_eq!(told(&[Some(32.0), Some(85.0), Some(77.4)]), "Health fell to 77 % from 85 % in Q2, its highest");
        assert_eq!(told(&[Some(32.0), Some(32.4), Some(77.4)]), "Health rose to 77 % from 32 % in Q2, its lowest");
        assert_eq!(told(&[Some(76.6), Some(77.4), Some(76.8)]), "Health stays at 77 %", "as it is printed");
        assert_eq!(told(&[Some(85.0), None, Some(85.0), Some(12.0)]), "Health fell to 12 % from 85 % in Q3, its highest");
        assert_eq!(told(&[Some(82.0), Some(85.0), None]), "Health was 85 % in Q2; since then there is not enough data");
        assert_eq!(told(&[]), "");
        assert_eq!(told(&[None, None]), "");
    }
}
