//! The relationship beside the numbers: meetings held, escalations, tone, what both sides say.
//!
//! A partnership can be healthy while KPIs fluctuate, and the other way round (Roth AI Consulting, 2026): the index stands
//! beside the health and is never added to it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::governance::Cadence;
use crate::model::policy::Policy;
use crate::model::relationship::{Incident, Issue, MeetingOutcome, Relationship};
use crate::model::{Common, Date, Id, Period, VendorFolder};

/// How a partnership is lived.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Lived {
    /// The mean of the parts that are known, 0 to 1; absent where none is.
    pub index: Option<f64>,
    /// What it is made of, each 0 to 1.
    pub parts: Vec<Part>,
    /// Meetings of the last twelve months, by rhythm.
    pub meetings: Vec<Held>,
    /// The mean tone of issues by quarter, from 1 to 5, oldest first.
    pub tone: Vec<(Period, f64)>,
    /// How far our answer and theirs lie apart; absent without a survey.
    pub pulse_gap: Option<f64>,
    /// Issues that are open, oldest first.
    pub open_issues: Vec<OpenIssue>,
}

/// One part of the index.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Part {
    /// In a few words.
    pub name: &'static str,
    /// 0 to 1.
    pub value: f64,
}

/// How well a rhythm is kept.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Held {
    /// The cadence.
    pub cadence: Id,
    /// Its name.
    pub name: String,
    /// Held, or cancelled because there was nothing to discuss.
    pub held: u32,
    /// Recorded as missed.
    pub missed: u32,
    /// The part that was held, 0 to 1.
    pub share: f64,
}

/// An issue on the ladder.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OpenIssue {
    /// Which issue.
    pub id: Id,
    /// The step it stands on, 1 to 4.
    pub step: u8,
    /// Days since it was opened.
    pub days: i64,
    /// Days left in the time box of its step; negative where it is over; absent without a box.
    pub days_left: Option<i64>,
}

/// How a partnership is lived; `None` without `governance.yaml`.
#[must_use]
pub fn lived(common: &Common, folder: &VendorFolder, as_of: Date) -> Option<Lived> {
    let own = folder.governance.as_ref()?;
    let policy = &common.settings.policy;
    let start = super::plus_months(as_of, -12);
    let meetings = meetings(common, folder, own, start, as_of);
    let (held, missed) = meetings.iter().fold((0, 0), |(held, missed), one| (held + one.held, missed + one.missed));
    let recent: Vec<&Issue> = own
        .issues
        .iter()
        .filter(|issue| {
            issue.opened.value <= as_of
                && issue.opened.value > super::plus_months(as_of, -i64::from(policy.governance.repeat_months))
        })
        .collect();
    let pulse = own.pulse.iter().filter(|pulse| pulse.on.value <= as_of).max_by_key(|pulse| pulse.on.value);
    let mut parts = Vec::new();
    if held + missed > 0 {
        parts.push(Part { name: "meetings held", value: f64::from(held) / f64::from(held + missed) });
    }
    if let Some(value) = escalation_health(common, folder, &recent, policy, as_of) {
        parts.push(Part { name: "issues raised early, solved in time and openly", value });
        parts.push(Part { name: "issues that do not come back", value: repeats(&recent, policy) });
    }
    if let Some(pulse) = pulse {
        parts
            .push(Part { name: "what both sides say", value: (f64::midpoint(pulse.ours.value, pulse.theirs.value) - 1.0) / 4.0 });
    }
    let index = crate::evaluate::scoring::mean(&parts.iter().map(|part| part.value).collect::<Vec<_>>());
    Some(Lived {
        index,
        parts,
        meetings,
        tone: tone(&own.issues, common.settings.fiscal_start(), as_of),
        pulse_gap: pulse.map(|pulse| (pulse.ours.value - pulse.theirs.value).abs()),
        open_issues: open_issues(common, folder, &own.issues, as_of),
    })
}

/// The worst unresolved incident of the first severity, if there is one.
#[must_use]
pub fn worst_incident(folder: &VendorFolder, as_of: Date) -> Option<&Incident> {
    let incidents = folder.governance.iter().flat_map(|own| &own.incidents);
    let open = |incident: &&Incident| {
        incident.severity.value <= 1
            && incident.on.value <= as_of
            && incident.resolved.as_ref().is_none_or(|resolved| resolved.value > as_of)
    };
    incidents.filter(open).min_by_key(|incident| incident.on.value)
}

/// For each rhythm with the vendor: what was recorded in the window.
fn meetings(common: &Common, folder: &VendorFolder, own: &Relationship, start: Date, as_of: Date) -> Vec<Held> {
    let cadences = super::governance::cadences(common, folder);
    let one = |cadence: &Cadence| {
        let recorded = own
            .meetings
            .iter()
            .filter(|meeting| meeting.cadence.value == cadence.id.value && meeting.on.value > start && meeting.on.value <= as_of);
        let (missed, held): (Vec<_>, Vec<_>) = recorded.partition(|meeting| meeting.outcome == MeetingOutcome::Missed);
        let count = |list: &Vec<_>| u32::try_from(list.len()).unwrap_or(u32::MAX);
        let (held, missed) = (count(&held), count(&missed));
        (held + missed > 0).then(|| Held {
            cadence: cadence.id.value.clone(),
            name: cadence.name.clone(),
            held,
            missed,
            share: f64::from(held) / f64::from(held + missed),
        })
    };
    cadences.into_iter().filter(|cadence| cadence.with_vendor).filter_map(one).collect()
}

/// The part of recent issues that was raised within days, solved in the time box and spoken about openly.
fn escalation_health(common: &Common, folder: &VendorFolder, recent: &[&Issue], policy: &Policy, as_of: Date) -> Option<f64> {
    let ladder = super::governance::ladder(common, folder);
    let good = |issue: &&&Issue| {
        let early = issue.noticed.as_ref().is_none_or(|noticed| {
            super::days_between(noticed.value, issue.opened.value) <= i64::from(policy.governance.surface_days)
        });
        let since = issue.on_step_since.as_ref().unwrap_or(&issue.opened).value;
        let within = ladder.iter().find(|step| step.step.value == issue.step.value).and_then(|step| step.within);
        let ended = issue.closed.as_ref().map_or(as_of, |closed| closed.value.min(as_of));
        let in_time = within.is_none_or(|within| ended <= within.after(since));
        let open = issue.tone.as_ref().is_none_or(|tone| tone.value > policy.governance.hostile_tone);
        early && in_time && open
    };
    #[expect(clippy::cast_precision_loss, reason = "a partnership has a handful of issues")]
    (!recent.is_empty()).then(|| recent.iter().filter(good).count() as f64 / recent.len() as f64)
}

/// 1 where no cause came back, 0 where one came back as often as a breakdown does.
fn repeats(recent: &[&Issue], policy: &Policy) -> f64 {
    let mut roots: BTreeMap<&Id, u32> = BTreeMap::new();
    for root in recent.iter().filter_map(|issue| issue.root.as_ref()) {
        *roots.entry(&root.value).or_default() += 1;
    }
    let most = roots.values().copied().max().unwrap_or(0).max(1) - 1;
    let limit = policy.governance.repeat_issues.max(2) - 1;
    (1.0 - f64::from(most) / f64::from(limit)).max(0.0)
}

/// The mean tone of the issues opened in each quarter.
#[must_use]
pub fn tone(issues: &[Issue], fiscal_start: i8, as_of: Date) -> Vec<(Period, f64)> {
    let mut quarters: BTreeMap<Period, Vec<f64>> = BTreeMap::new();
    for issue in issues.iter().filter(|issue| issue.opened.value <= as_of) {
        if let Some(tone) = &issue.tone {
            let quarter = Period::month_of(issue.opened.value).fiscal_quarter(fiscal_start);
            quarters.entry(quarter).or_default().push(f64::from(tone.value));
        }
    }
    quarters.into_iter().filter_map(|(quarter, tones)| Some((quarter, crate::evaluate::scoring::mean(&tones)?))).collect()
}

fn open_issues(common: &Common, folder: &VendorFolder, issues: &[Issue], as_of: Date) -> Vec<OpenIssue> {
    let ladder = super::governance::ladder(common, folder);
    let mut open: Vec<OpenIssue> = issues
        .iter()
        .filter(|issue| issue.opened.value <= as_of && issue.closed.as_ref().is_none_or(|closed| closed.value > as_of))
        .map(|issue| {
            let since = issue.on_step_since.as_ref().unwrap_or(&issue.opened).value;
            let within = ladder.iter().find(|step| step.step.value == issue.step.value).and_then(|step| step.within);
            OpenIssue {
                id: issue.id.value.clone(),
                step: issue.step.value,
                days: super::days_between(issue.opened.value, as_of),
                days_left: within.map(|within| super::days_between(as_of, within.after(since))),
            }
        })
        .collect();
    open.sort_by(|a, b| b.days.cmp(&a.days).then_with(|| a.id.cmp(&b.id)));
    open
}
