//! The exit: what is written of the plan, how long it takes, which dates follow, and how ready we are.
//!
//! 1. [`sections`]: the seventeen parts of a plan (Roth AI Consulting, 2026; DORA Art. 28(8); Data Act Art. 25; EBA).
//! 2. [`schedule`]: steps wait for each other; the longest chain is how long an exit takes at least.
//! 3. [`dates`]: notice, end, transition, retrieval, deletion, latest start and slack.
//! 4. [`readiness`]: six questions of two points each. Points compare one quarter with the last; they score no vendor.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Source, Vendor};
use crate::block::Mark;
use crate::model::contract::{Agreement, Contract};
use crate::model::exit::{Asset, Exit, Outcome, RehearsalLevel, Step};
use crate::model::policy::Policy;
use crate::model::vendor::Readiness as Warmth;
use crate::model::{Date, Filed, Id, Money, VendorFolder};

/// Everything computed about an exit.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Leaving {
    /// The seventeen parts, in order.
    pub sections: Vec<Section>,
    /// Assets whose export was proven recently.
    pub proven: usize,
    /// All assets.
    pub assets: usize,
    /// How long it takes; absent without steps.
    pub schedule: Option<Schedule>,
    /// What follows from the contract and the schedule.
    pub dates: Dates,
    /// Six questions.
    pub readiness: Readiness,
}

/// A part of an exit plan.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Section {
    /// In a few words.
    pub name: &'static str,
    /// Whether something is written.
    pub written: bool,
    /// Whether it is one of the five that no plan may lack.
    pub needed: bool,
}

/// How long an exit takes.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Schedule {
    /// In the order of the file.
    pub steps: Vec<Timed>,
    /// Calendar days of the longest chain of what is left to do.
    pub days: u32,
    /// The same without what belongs after the end of the service.
    pub days_to_switch: u32,
    /// The steps of the longest chain, first to last.
    pub critical_path: Vec<Id>,
    /// What all steps cost.
    pub cost: Money,
}

/// A step in time, in calendar days from the start.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Timed {
    /// Which step.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// The day it can start, from 0.
    pub start: u32,
    /// The day it is finished.
    pub finish: u32,
    /// The same as a day of the calendar, if the exit is started on the as-of date; absent for a step that is done.
    pub starts: Option<Date>,
    /// Its last day, likewise.
    pub ends: Option<Date>,
    /// Days it may slip without delaying the whole.
    pub float: u32,
    /// Whether it belongs after the end of the service.
    pub after_end: bool,
    /// Whether notice is served with it.
    pub serves_notice: bool,
    /// Whether it is finished already.
    pub done: bool,
}

/// What follows from contract and schedule. What cannot be computed is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Dates {
    /// The last day for notice towards the end below.
    pub notice_by: Option<Date>,
    /// The first end that can be reached.
    pub ends: Option<Date>,
    /// The last day of the vendor's help, as planned.
    pub transition_until: Option<Date>,
    /// Whether the contract grants that help.
    pub help_agreed: bool,
    /// The last day on which data can be fetched, as planned: counted from the end of the help, where there is any.
    pub retrieval_until: Option<Date>,
    /// Whether the contract grants that, and what it is counted from.
    pub retrieval_agreed: bool,
    /// The last day by which the vendor deletes, as planned.
    pub deletion_by: Option<Date>,
    /// Whether the contract demands that, and grants what it is counted from.
    pub deletion_agreed: bool,
    /// The last day to start, so that notice is served in time, where a step serves it, and the work is done when the
    /// vendor's help ends.
    pub latest_start: Option<Date>,
    /// Days from the as-of date to the latest start; negative where it has passed.
    pub slack: Option<i64>,
    /// If everything started today, the day on which it would be done.
    pub done_if_started: Option<Date>,
    /// If everything started today, the day on which the successor would carry the load.
    pub switched_if_started: Option<Date>,
}

/// Six questions of at most two points each.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Readiness {
    /// In the order of the sheet.
    pub answers: Vec<Answer>,
    /// Their sum, 0 to 12.
    pub points: u32,
    /// The sum as a part of twelve, 0 to 1.
    pub index: f64,
    /// Good from where we can negotiate hard, bad below where the sponsor must be told.
    pub state: Mark,
}

/// One question of the sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Answer {
    /// In a word.
    pub question: &'static str,
    /// 0 not ready, 1 half, 2 ready.
    pub points: u32,
    /// Why, in a few words.
    pub because: String,
}

/// Everything about the exit of one vendor; `None` without `exit.yaml`.
#[must_use]
pub fn leaving(folder: &VendorFolder, vendor: &Vendor, policy: &Policy, as_of: Date) -> Option<Leaving> {
    let exit = folder.exit.as_ref()?;
    let proven = exit.assets.iter().filter(|asset| is_proven(asset, policy, as_of)).count();
    let schedule = schedule(&exit.steps, as_of);
    let agreement = folder.contract.as_ref().and_then(|contract| contract.agreement.as_ref());
    Some(Leaving {
        sections: sections(folder, exit, vendor),
        proven,
        assets: exit.assets.len(),
        dates: dates(exit, agreement, vendor, schedule.as_ref(), as_of),
        readiness: readiness(folder, exit, vendor, policy, as_of),
        schedule,
    })
}

/// Whether an asset was taken out recently enough to count.
#[must_use]
pub fn is_proven(asset: &Asset, policy: &Policy, as_of: Date) -> bool {
    let proven = asset.last_proven.as_ref().map(|proven| proven.value).filter(|proven| *proven <= as_of);
    asset.route.is_some() && proven.is_some_and(|proven| super::is_recent(proven, policy.exit.proof_months, as_of))
}

/// The seventeen parts of a plan: which are written.
#[must_use]
pub fn sections(folder: &VendorFolder, exit: &Exit, vendor: &Vendor) -> Vec<Section> {
    let plan = exit.plan.as_ref();
    let says = |key: fn(&crate::model::exit::Plan) -> bool| plan.is_some_and(key);
    let contract = folder.contract.as_ref();
    let training = folder.vendor.handover.as_ref().is_some_and(|handover| handover.training.is_some());
    let knowledge = training || vendor.settled("knowledge-transfer") || says(|plan| plan.people.is_some());
    let dated = vendor.term.is_some() || says(|plan| plan.transition_period.is_some());
    [
        ("scope, criticality and owner", says(|plan| plan.scope.is_some() && plan.owner.is_some()), false),
        ("triggers and who decides", !exit.triggers.is_empty(), false),
        ("where the work could go", !exit.options.is_empty(), false),
        ("what we take along, in usable formats", !exit.assets.is_empty(), true),
        ("rights that outlive the contract", says(|plan| plan.surviving_rights.is_some()), true),
        ("dated steps", !exit.steps.is_empty(), true),
        ("dates of the contract", dated && contract.is_some(), false),
        ("help during the transition", says(|plan| plan.transition.is_some()), true),
        ("transfer of knowledge", knowledge, true),
        ("how work goes on meanwhile", says(|plan| plan.continuity.is_some()), false),
        ("whom to tell what", says(|plan| plan.communication.is_some()), false),
        ("budget", says(|plan| plan.budget.is_some()), false),
        ("risks", says(|plan| !plan.risks.is_empty()), false),
        ("how one will see success", says(|plan| !plan.success.is_empty()), false),
        ("rehearsals", !exit.rehearsals.is_empty(), false),
        ("proof of deletion", says(|plan| plan.deletion_certificate.is_some() || plan.deletion_period.is_some()), false),
        ("lessons of earlier exits", says(|plan| plan.lessons.is_some()), false),
    ]
    .map(|(name, written, needed)| Section { name, written, needed })
    .to_vec()
}

/// When each step can start and finish. A circle of steps is a mistake that `check` reports; here it is cut.
#[must_use]
pub fn schedule(steps: &[Step], as_of: Date) -> Option<Schedule> {
    if steps.is_empty() {
        return None;
    }
    let index: BTreeMap<&Id, usize> = steps.iter().enumerate().map(|(index, step)| (&step.id.value, index)).collect();
    let waits: Vec<Vec<usize>> =
        steps.iter().map(|step| step.after.iter().filter_map(|id| index.get(&id.value).copied()).collect()).collect();
    let done: Vec<bool> = steps.iter().map(|step| step.done.as_ref().is_some_and(|done| done.value <= as_of)).collect();
    let days = |at: usize| if done[at] { 0 } else { steps[at].days };
    let order = order(&waits);
    let mut finish = vec![0_u32; steps.len()];
    for at in &order {
        let start = waits[*at].iter().map(|earlier| finish[*earlier]).max().unwrap_or(0);
        finish[*at] = start.saturating_add(days(*at));
    }
    let whole = finish.iter().copied().max().unwrap_or(0);
    // Backwards: the latest day by which each must be finished.
    let mut latest = vec![whole; steps.len()];
    for at in order.iter().rev() {
        for earlier in &waits[*at] {
            latest[*earlier] = latest[*earlier].min(latest[*at].saturating_sub(days(*at)));
        }
    }
    let timed: Vec<Timed> = steps
        .iter()
        .enumerate()
        .map(|(at, step)| Timed {
            id: step.id.value.clone(),
            name: step.name.clone(),
            start: finish[at].saturating_sub(days(at)),
            finish: finish[at],
            starts: (!done[at]).then(|| after(as_of, finish[at].saturating_sub(days(at)))),
            ends: (!done[at]).then(|| after(as_of, finish[at].saturating_sub(u32::from(days(at) > 0)))),
            float: latest[at].saturating_sub(finish[at]),
            after_end: step.after_end,
            serves_notice: step.serves_notice,
            done: done[at],
        })
        .collect();
    let before_end = timed.iter().filter(|step| !step.after_end).map(|step| step.finish).max().unwrap_or(0);
    let cost = Money(steps.iter().filter_map(|step| step.cost).map(|cost| cost.0).sum());
    let critical_path = critical_path(&finish, &waits, &days, whole).into_iter().map(|at| steps[at].id.value.clone()).collect();
    Some(Schedule { steps: timed, days: whole, days_to_switch: before_end, critical_path, cost })
}

/// The day so many days later.
fn after(day: Date, days: u32) -> Date {
    Date(day.0.saturating_add(i64::from(days).days()))
}

/// The steps in an order in which each comes after those it waits for; steps of a circle come last, as they are written.
fn order(waits: &[Vec<usize>]) -> Vec<usize> {
    let mut left: Vec<usize> = waits.iter().map(Vec::len).collect();
    let mut followers = vec![Vec::new(); waits.len()];
    for (at, earlier) in waits.iter().enumerate() {
        for one in earlier {
            followers[*one].push(at);
        }
    }
    let mut order: Vec<usize> = (0..waits.len()).filter(|at| left[*at] == 0).collect();
    let mut next = 0;
    while let Some(at) = order.get(next).copied() {
        next += 1;
        for follower in &followers[at] {
            left[*follower] -= 1;
            if left[*follower] == 0 {
                order.push(*follower);
            }
        }
    }
    order.extend((0..waits.len()).filter(|at| left[*at] > 0));
    order
}

/// The steps of the longest chain, first to last; steps that take no time are left out.
fn critical_path(finish: &[u32], waits: &[Vec<usize>], days: &impl Fn(usize) -> u32, whole: u32) -> Vec<usize> {
    let mut path = Vec::new();
    let mut next = (0..finish.len()).find(|at| finish[*at] == whole && whole > 0);
    while let Some(at) = next.filter(|_| path.len() < finish.len()) {
        path.push(at);
        let start = finish[at].saturating_sub(days(at));
        next = waits[at].iter().copied().find(|earlier| finish[*earlier] == start && start > 0);
    }
    path.retain(|at| days(*at) > 0);
    path.reverse();
    path
}

fn dates(exit: &Filed<Exit>, agreement: Option<&Agreement>, vendor: &Vendor, schedule: Option<&Schedule>, as_of: Date) -> Dates {
    let (plan, term) = (exit.plan.as_ref(), vendor.term.as_ref());
    let later = |from: Option<Date>, length: Option<crate::model::Length>| Some(length?.after(from?));
    let ends = term.map(|term| term.bound_until);
    let transition_until = later(ends, plan.and_then(|plan| plan.transition_period));
    let retrieval_until = later(transition_until.or(ends), plan.and_then(|plan| Some(plan.retrieval_period?.value)));
    let deletion_by = later(retrieval_until.or(transition_until).or(ends), plan.and_then(|plan| plan.deletion_period));
    let from_today = |days: u32| crate::model::Length { count: days, unit: crate::model::value::Unit::Day }.after(as_of);
    let before = |last: Date, days: u32| crate::model::Length { count: days, unit: crate::model::value::Unit::Day }.before(last);
    let notice_by = term.filter(|_| agreement.is_some()).and_then(|term| term.notice.as_ref()).map(|notice| notice.by);
    let served = schedule.and_then(|schedule| schedule.steps.iter().find(|step| step.serves_notice && !step.done));
    // Help that nobody has agreed is not there.
    let helped = transition_until.filter(|_| vendor.settled("transition-assistance"));
    let in_time = helped.or(ends).zip(schedule).map(|(last, schedule)| before(last, schedule.days_to_switch));
    // Whoever serves notice as a step of the plan has to be that far by the last day for it.
    let to_notice = notice_by.zip(served).map(|(by, step)| before(by, step.finish));
    let latest_start = in_time.map(|start| to_notice.map_or(start, |notice| start.min(notice)));
    // Each period begins when the one before it is over.
    let help_agreed = transition_until.is_some() && vendor.agreed("transition-assistance");
    let retrieval_agreed = (help_agreed || transition_until.is_none()) && vendor.agreed("data-return-retrieval");
    Dates {
        notice_by,
        ends,
        transition_until,
        help_agreed,
        retrieval_until,
        retrieval_agreed,
        deletion_by,
        deletion_agreed: (retrieval_agreed || retrieval_until.is_none()) && vendor.agreed("deletion-certificate"),
        latest_start,
        slack: latest_start.map(|start| i64::from((start.0 - as_of.0).get_days())),
        done_if_started: schedule.map(|schedule| from_today(schedule.days)),
        switched_if_started: schedule.map(|schedule| from_today(schedule.days_to_switch)),
    }
}

/// The sheet of six questions: assets, rehearsal, alternate, people, money, contract.
#[must_use]
pub fn readiness(folder: &VendorFolder, exit: &Exit, vendor: &Vendor, policy: &Policy, as_of: Date) -> Readiness {
    let answers = vec![
        assets(exit, policy, as_of),
        rehearsal(exit, policy, as_of),
        alternate(folder),
        people(folder, policy, as_of),
        money(exit),
        papers(folder.contract.as_ref(), vendor),
    ];
    let points: u32 = answers.iter().map(|answer| answer.points).sum();
    let state = match points {
        points if points >= policy.exit.ready_from => Mark::Good,
        points if points < policy.exit.unready_below => Mark::Bad,
        _ => Mark::Watch,
    };
    Readiness { answers, points, index: f64::from(points) / 12.0, state }
}

fn assets(exit: &Exit, policy: &Policy, as_of: Date) -> Answer {
    let all = exit.assets.len();
    let proven = exit.assets.iter().filter(|asset| is_proven(asset, policy, as_of)).count();
    let points = match () {
        () if all > 0 && proven == all => 2,
        () if all > 0 && proven * 4 >= all * 3 => 1,
        () => 0,
    };
    Answer { question: "assets", points, because: format!("{proven} of {all} proven to leave") }
}

fn rehearsal(exit: &Exit, policy: &Policy, as_of: Date) -> Answer {
    let recent = exit.rehearsals.iter().filter(|rehearsal| {
        rehearsal.on.value <= as_of && super::is_recent(rehearsal.on.value, policy.exit.rehearsal_months, as_of)
    });
    let worth = |rehearsal: &crate::model::exit::Rehearsal| match (rehearsal.level, rehearsal.result) {
        (_, Outcome::Failed) => 0,
        (RehearsalLevel::Desktop, _) | (_, Outcome::PartlyPassed) => 1,
        (_, Outcome::Passed) => 2,
    };
    let points = recent.map(worth).max().unwrap_or(0);
    let because = ["none that counts", "on paper, or passed in part", "an export or more, passed"][points as usize];
    Answer { question: "rehearsal", points, because: because.to_owned() }
}

fn alternate(folder: &VendorFolder) -> Answer {
    // The least ready of what the vendor serves: the exit waits for that one.
    let least_of = if folder.vendor.capabilities.len() > 1 { "the least ready: " } else { "" };
    let least = folder.vendor.capabilities.iter().map(|serves| match &serves.alternate {
        Some(_) => serves.readiness.unwrap_or(Warmth::None),
        None => Warmth::None,
    });
    let (points, because) = match least.min() {
        Some(Warmth::Hot) => (2, "runs beside"),
        Some(Warmth::Warm) => (1, "tried, not running"),
        Some(Warmth::Cold) => (0, "known, not tried"),
        _ => (0, "none"),
    };
    Answer { question: "alternate", points, because: format!("{least_of}{because}") }
}

fn people(folder: &VendorFolder, policy: &Policy, as_of: Date) -> Answer {
    let handover = folder.vendor.handover.as_ref();
    let alone = handover.is_some_and(|handover| {
        handover.drills.iter().any(|drill| {
            drill.alone && drill.on.value <= as_of && super::is_recent(drill.on.value, policy.dependence.drill_months, as_of)
        })
    });
    let trained = handover
        .and_then(|handover| handover.training.as_ref())
        .is_some_and(|training| training.hours_delivered.as_ref().is_some_and(|hours| hours.value > 0.0));
    let (points, because) = match (alone, trained) {
        (true, _) => (2, "one of us changed something alone"),
        (false, true) => (1, "trained, not tested"),
        (false, false) => (0, "the vendor only"),
    };
    Answer { question: "people", points, because: because.to_owned() }
}

fn money(exit: &Exit) -> Answer {
    let plan = exit.plan.as_ref();
    let needed = Money(exit.steps.iter().filter_map(|step| step.cost).map(|cost| cost.0).sum());
    let short = plan.and_then(|plan| plan.budget).is_some_and(|budget| budget.0 < needed.0);
    let (points, because) = match plan.map(|plan| (plan.budget.is_some(), plan.funded)) {
        Some((true, true)) if short => (1, "set aside, but less than the steps take"),
        Some((true, true)) => (2, "set aside"),
        Some((true, false)) => (1, "estimated"),
        _ => (0, "unknown"),
    };
    Answer { question: "money", points, because: because.to_owned() }
}

fn papers(contract: Option<&Filed<Contract>>, vendor: &Vendor) -> Answer {
    let needed = ["transition-assistance", "data-return-retrieval", "deletion-certificate"];
    let open = needed.iter().filter(|id| !vendor.settled(id)).count();
    let (points, because) = match (contract.is_some(), open) {
        (true, 0) => (2, "transition, return and deletion agreed"),
        (true, 1) => (1, "one of transition, return and deletion open"),
        _ => (0, "two or more of transition, return and deletion open"),
    };
    Answer { question: "contract", points, because: because.to_owned() }
}

/// Where an exit plan stands.
#[must_use]
pub fn source(folder: &VendorFolder) -> Option<Source> {
    folder.exit.as_ref().map(|exit| Source { file: exit.file.clone(), line: 1 })
}
