//! Trend: the Theil–Sen slope over the last readings, and the sign of their order (Mann–Kendall).
//!
//! A change within the noise, the larger of a part of the target and of the measurement's error, is no trend.

use schemars::JsonSchema;
use serde::Serialize;

use super::thresholds::{Thresholds, shortfall};
use crate::model::Threshold;
use crate::model::kpi::Direction;
use crate::model::policy::Measuring;

/// Where a KPI is going.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Trend {
    /// In a word.
    pub reading: Course,
    /// Theil–Sen slope in the KPI's unit per period; absent with too few readings.
    pub slope: Option<f64>,
    /// Mann–Kendall's S: pairs that rise minus pairs that fall; absent with too few readings.
    pub s: Option<i64>,
    /// A slope up to this says nothing, in the KPI's unit per period.
    pub noise: f64,
    /// How many readings it rests on.
    pub readings: usize,
    /// Periods until the minimum is passed at this pace; absent unless it declines towards one.
    pub to_breach: Option<f64>,
}

/// Where a KPI is going, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Course {
    /// Towards the target, or further beyond it.
    Improving,
    /// Within the noise.
    Flat,
    /// Away from the target.
    Declining,
    /// Too few readings.
    NotEnoughData,
}

impl Course {
    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Improving => "improving",
            Self::Flat => "within the noise",
            Self::Declining => "declining",
            Self::NotEnoughData => "not enough data",
        }
    }
}

/// The trend of readings: position in time, in periods, and value, oldest first.
#[must_use]
pub fn trend(readings: &[(f64, f64)], direction: Direction, limits: &Thresholds, error: f64, policy: &Measuring) -> Trend {
    let window = &readings[readings.len().saturating_sub(policy.trend_window as usize)..];
    let size = match limits.target {
        Threshold::Value(target) => target.abs(),
        Threshold::Range { low, high } => low.unwrap_or(0.0).abs().max(high.unwrap_or(0.0).abs()),
    };
    let noise = (size * policy.trend_noise.0).max(error);
    let too_few = window.len() < (policy.trend_least as usize).max(2);
    let Some((slope, s)) = theil_sen(window).zip(mann_kendall(window)).filter(|_| !too_few) else {
        return Trend { reading: Course::NotEnoughData, slope: None, s: None, noise, readings: window.len(), to_breach: None };
    };
    // Of a band, the distance from it is what grows or shrinks.
    let (worsening, order) = match direction {
        Direction::Up => (-slope, -s),
        Direction::Down => (slope, s),
        Direction::Band => {
            let away: Vec<(f64, f64)> =
                window.iter().map(|(at, value)| (*at, shortfall(*value, direction, limits.target))).collect();
            (theil_sen(&away).unwrap_or(0.0), mann_kendall(&away).unwrap_or(0))
        }
    };
    let reading = match () {
        () if worsening > noise && order > 0 => Course::Declining,
        () if worsening < -noise && order < 0 => Course::Improving,
        () => Course::Flat,
    };
    let last = window.last().map_or(0.0, |(_, value)| *value);
    let to_breach = (reading == Course::Declining).then(|| breach(last, slope, direction, limits.minimum)).flatten();
    Trend { reading, slope: Some(slope), s: Some(s), noise, readings: window.len(), to_breach }
}

/// Periods until a value that moves by `slope` passes the minimum; `None` where it does not, or has already.
fn breach(last: f64, slope: f64, direction: Direction, minimum: Threshold) -> Option<f64> {
    let (low, high) = match (minimum, direction) {
        (Threshold::Value(limit), Direction::Down) => (None, Some(limit)),
        (Threshold::Value(limit), _) => (Some(limit), None),
        (Threshold::Range { low, high }, _) => (low, high),
    };
    let room = if slope < 0.0 { last - low? } else { high? - last };
    (room >= 0.0 && slope.abs() > 0.0).then(|| room / slope.abs())
}

/// The median of the slopes between all pairs (Sen, 1968); `None` with fewer than two points in time.
#[must_use]
pub fn theil_sen(points: &[(f64, f64)]) -> Option<f64> {
    let slopes: Vec<f64> = points
        .iter()
        .enumerate()
        .flat_map(|(index, (x, y))| points.iter().skip(index + 1).map(move |(later, value)| (later - x, value - y)))
        .filter(|(time, _)| time.abs() > 0.0)
        .map(|(time, change)| change / time)
        .collect();
    crate::evaluate::scoring::median(&slopes)
}

/// Pairs that rise minus pairs that fall (Kendall's S); `None` with fewer than two points.
#[must_use]
pub fn mann_kendall(points: &[(f64, f64)]) -> Option<i64> {
    let pairs =
        points.iter().enumerate().flat_map(|(index, (_, y))| points.iter().skip(index + 1).map(move |(_, later)| later - y));
    let sign = |change: f64| if change > 0.0 { 1 } else { -i64::from(change < 0.0) };
    (points.len() > 1).then(|| pairs.map(sign).sum())
}
