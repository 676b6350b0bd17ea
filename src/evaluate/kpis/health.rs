//! Health: how well a partnership does on what is measured, with the caps that no average buys back.
//!
//! 1. The score is Σ bucket weight × mean attainment of the bucket ÷ Σ bucket weight, over what has a reading.
//! 2. The state is read from the same sum with every missing reading taken as not attained: a vendor gains nothing by
//!    not reporting.
//! 3. Caps: an exit-relevant KPI beyond its minimum, or without a reading, holds the state at *act*; an open trigger or an
//!    unresolved incident of the first severity makes it *bad*; with too much missing there is no score at all.
//! 4. [`QuarterHealth`] looks back: the same sum for quarters that have ended, against the thresholds of the time, without caps.

use schemars::JsonSchema;
use serde::Serialize;

use super::Reading;
use super::thresholds::attainment;
use crate::block::Mark;
use crate::model::Period;
use crate::model::kpi::Bucket;
use crate::model::policy::Health as Settings;

/// How well a partnership does.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Health {
    /// The state, after the caps.
    pub state: Mark,
    /// 0 to 1, over what has a reading; absent where too much is missing.
    pub score: Option<f64>,
    /// The same with every missing reading as not attained.
    pub least: f64,
    /// The part of all weight without a reading, 0 to 1.
    pub missing: f64,
    /// Technical, operational, business.
    pub buckets: Vec<BucketHealth>,
    /// What holds the state down.
    pub caps: Vec<Cap>,
    /// The last quarters that have ended, oldest first, at most eight.
    pub quarters: Vec<QuarterHealth>,
    /// Whether the state rests on other readings than those of the last of these quarters: on those of single months.
    pub newer: bool,
}

/// The health of a quarter that has ended, before caps.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct QuarterHealth {
    /// Which quarter of the fiscal year.
    pub period: Period,
    /// 0 to 1; absent where too much was missing.
    pub score: Option<f64>,
    /// The same with every missing reading as not attained: what the state would have gone by, but for caps.
    pub least: f64,
}

/// How many quarters are looked back.
pub const QUARTERS: usize = 8;

/// The health of one bucket.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct BucketHealth {
    /// Which bucket.
    pub bucket: Bucket,
    /// Its share of the score, 0 to 1.
    pub weight: f64,
    /// The weighted mean of attainment over what has a reading, 0 to 1.
    pub attainment: Option<f64>,
    /// What it adds to the score; these add up to the score.
    pub contribution: Option<f64>,
    /// How many KPIs it has.
    pub measures: usize,
    /// How many of them have no reading.
    pub missing: usize,
}

/// What holds the state down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Cap {
    /// A KPI that counts for an exit is beyond its minimum.
    ExitRelevantBad,
    /// A KPI that counts for an exit has no reading.
    ExitRelevantMissing,
    /// An exit trigger is open.
    TriggerOpen,
    /// An incident of the first severity is not resolved.
    IncidentOpen,
    /// Too much is missing.
    NotEnoughData,
}

impl Cap {
    /// In words.
    const fn words(self) -> &'static str {
        match self {
            Self::ExitRelevantBad => "a KPI that counts for an exit is beyond its minimum",
            Self::ExitRelevantMissing => "a KPI that counts for an exit has no reading",
            Self::TriggerOpen => "an exit trigger is open",
            Self::IncidentOpen => "an incident of severity 1 is not resolved",
            Self::NotEnoughData => "too many readings are missing",
        }
    }
}

impl Health {
    /// What holds the state down, in words.
    #[must_use]
    pub fn held_down(&self) -> Vec<String> {
        let none: Vec<&BucketHealth> = self.buckets.iter().filter(|one| one.measures == 0 && one.weight > 0.0).collect();
        let missing = self.buckets.iter().any(|one| one.missing > 0);
        let words = |cap: &Cap| match cap {
            Cap::NotEnoughData if !none.is_empty() => {
                let names: Vec<&str> = none.iter().map(|one| one.bucket.word()).collect();
                let weight: f64 = none.iter().map(|one| one.weight).sum();
                let more = if missing { ", and readings are missing" } else { "" };
                format!("no {} KPI is agreed, {:.0} % of the weight{more}", names.join(" and no "), weight * 100.0)
            }
            cap => cap.words().to_owned(),
        };
        self.caps.iter().map(words).collect()
    }

    /// The score with every missing reading as not attained, where that makes a difference of a per cent.
    #[must_use]
    pub fn floor(&self) -> Option<f64> {
        let percent = |part: f64| (part * 100.0).round();
        self.score.filter(|score| percent(*score) > percent(self.least)).map(|_| self.least)
    }
}

/// The health of a vendor with these readings, given whether a trigger or a worst incident is open.
/// `latest` is the last quarter of the fiscal year that has ended.
#[must_use]
pub fn health(readings: &[Reading], trigger_open: bool, incident_open: bool, latest: Period, settings: &Settings) -> Health {
    let now = |reading: &Reading| Counts::of(reading.attainment);
    let Sum { score, least, missing, buckets } = sum(readings, settings, now);
    let too_little = score.is_none();
    let exit = |state| readings.iter().any(|reading| reading.exit_relevant && reading.state == state);
    let caps: Vec<Cap> = [
        (exit(Mark::Bad), Cap::ExitRelevantBad),
        (exit(Mark::Unknown), Cap::ExitRelevantMissing),
        (trigger_open, Cap::TriggerOpen),
        (incident_open, Cap::IncidentOpen),
        (too_little, Cap::NotEnoughData),
    ]
    .into_iter()
    .filter_map(|(holds, cap)| holds.then_some(cap))
    .collect();
    let reaches = |level: f64| least + 1e-9 >= level;
    let earned = match () {
        () if reaches(settings.good.0) => Mark::Good,
        () if reaches(settings.watch.0) => Mark::Watch,
        () if reaches(settings.act.0) => Mark::Act,
        () => Mark::Bad,
    };
    let held = caps.iter().any(|cap| matches!(cap, Cap::ExitRelevantBad | Cap::ExitRelevantMissing));
    let state = match () {
        () if trigger_open || incident_open => Mark::Bad,
        () if too_little => Mark::Unknown,
        () if held && earned != Mark::Bad => Mark::Act,
        () => earned,
    };
    let newer = readings.iter().filter_map(|reading| reading.period).any(|period| period.months() == 1);
    Health { state, score, least, missing, buckets, caps, quarters: by_quarter(readings, latest, settings), newer }
}

/// The quarters up to `latest`, from the first that has a score, with the KPIs and weights of today.
fn by_quarter(readings: &[Reading], latest: Period, settings: &Settings) -> Vec<QuarterHealth> {
    let quarter = |period: Period| {
        let Sum { score, least, .. } = sum(readings, settings, |reading| in_quarter(reading, period));
        QuarterHealth { period, score, least }
    };
    let mut quarters: Vec<QuarterHealth> =
        std::iter::successors(Some(latest), |period| Some(period.before())).take(QUARTERS).map(quarter).collect();
    quarters.truncate(quarters.iter().rposition(|quarter| quarter.score.is_some()).map_or(0, |last| last + 1));
    quarters.reverse();
    quarters
}

/// What a KPI counts with in a sum.
enum Counts {
    /// So much of the way from minimum to target, 0 to 1.
    With(f64),
    /// Its reading is missing.
    Missing,
    /// It was not measured yet.
    NotYet,
}

impl Counts {
    fn of(attainment: Option<f64>) -> Self {
        attainment.map_or(Self::Missing, Self::With)
    }
}

/// What a KPI counts with in a quarter that has ended. It is measured from its first whole quarter on, or from the first that is
/// written as missing; one that never had a reading is missing in all of them, as it is today.
fn in_quarter(reading: &Reading, period: Period) -> Counts {
    let Some(first) = reading.quarters.first() else { return Counts::Missing };
    // One reported by calendar quarters has its own, which may lie across those of the fiscal year: the last that had ended.
    let own = first.period.latest_ended(period.last_day());
    let Some(quarter) = reading.quarters.iter().find(|quarter| quarter.period == own) else { return Counts::NotYet };
    let begun_within =
        own == first.period && quarter.value.is_none() && reading.history.first().is_some_and(|(_, value)| value.is_some());
    if begun_within { Counts::NotYet } else { Counts::of(attainment(quarter.value, reading.direction, &quarter.thresholds)) }
}

/// Buckets added up.
struct Sum {
    /// Absent where too much is missing.
    score: Option<f64>,
    least: f64,
    missing: f64,
    buckets: Vec<BucketHealth>,
}

/// Adds up what every KPI counts with.
fn sum(readings: &[Reading], settings: &Settings, counts: impl Fn(&Reading) -> Counts) -> Sum {
    let weights = [
        (Bucket::Technical, settings.technical),
        (Bucket::Operational, settings.operational),
        (Bucket::Business, settings.business),
    ];
    let all: f64 = weights.iter().map(|(_, weight)| weight.0).sum();
    let (mut known, mut least, mut missing) = (0.0, 0.0, 0.0);
    let mut sum = 0.0;
    let mut buckets = Vec::new();
    for (bucket, weight) in weights {
        let weight = if all > 0.0 { weight.0 / all } else { 0.0 };
        let own = readings.iter().filter(|reading| reading.bucket == bucket);
        let own = own.filter_map(|reading| match counts(reading) {
            Counts::With(attained) => Some((reading.weight, Some(attained))),
            Counts::Missing => Some((reading.weight, None)),
            Counts::NotYet => None,
        });
        let own: Vec<(f64, Option<f64>)> = own.collect();
        let total: f64 = own.iter().map(|(weight, _)| weight).sum();
        let seen: f64 = own.iter().filter(|(_, attained)| attained.is_some()).map(|(weight, _)| weight).sum();
        let reached: f64 = own.iter().filter_map(|(weight, attained)| Some(weight * (*attained)?)).sum();
        let attainment = (seen > 0.0).then(|| reached / seen);
        if let Some(attainment) = attainment {
            known += weight;
            sum += weight * attainment;
            least += weight * reached / total;
        }
        missing += if total > 0.0 { weight * (1.0 - seen / total) } else { weight };
        buckets.push(BucketHealth {
            bucket,
            weight,
            attainment,
            contribution: None,
            measures: own.len(),
            missing: own.iter().filter(|(_, attained)| attained.is_none()).count(),
        });
    }
    for bucket in &mut buckets {
        bucket.contribution = bucket.attainment.map(|attainment| bucket.weight * attainment / known);
    }
    let too_little = known <= 0.0 || missing > settings.missing_limit.0 + 1e-9;
    Sum { score: (!too_little).then(|| sum / known), least, missing, buckets }
}
