//! Health: how well a partnership does on what is measured, with the caps that no average buys back.
//!
//! 1. The score is Σ bucket weight × mean attainment of the bucket ÷ Σ bucket weight, over what has a reading.
//! 2. The state is read from the same sum with every missing reading taken as not attained: a vendor gains nothing by
//!    not reporting.
//! 3. Caps: an exit-relevant KPI beyond its minimum, or without a reading, holds the state at *act*; an open trigger or an
//!    unresolved incident of the first severity makes it *bad*; with too much missing there is no score at all.

use schemars::JsonSchema;
use serde::Serialize;

use super::Reading;
use crate::block::Mark;
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
}

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
#[must_use]
pub fn health(readings: &[Reading], trigger_open: bool, incident_open: bool, settings: &Settings) -> Health {
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
        let own: Vec<&Reading> = readings.iter().filter(|reading| reading.bucket == bucket).collect();
        let total: f64 = own.iter().map(|reading| reading.weight).sum();
        let seen: f64 = own.iter().filter(|reading| reading.attainment.is_some()).map(|reading| reading.weight).sum();
        let reached: f64 = own.iter().filter_map(|reading| Some(reading.weight * reading.attainment?)).sum();
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
            missing: own.iter().filter(|reading| reading.attainment.is_none()).count(),
        });
    }
    for bucket in &mut buckets {
        bucket.contribution = bucket.attainment.map(|attainment| bucket.weight * attainment / known);
    }
    let too_little = known <= 0.0 || missing > settings.missing_limit.0 + 1e-9;
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
    let score = (!too_little).then(|| sum / known);
    Health { state, score, least, missing, buckets, caps }
}
