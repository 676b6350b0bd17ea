//! Agreement of a panel: Krippendorff's alpha, and the plain shares of equal and of near scores.
//!
//! α = 1 − observed disagreement ÷ expected disagreement, over pairable values (Krippendorff, *Content Analysis*).
//! Small panels make α unstable: with too few raters or units, or without any variance, it is not given.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::policy::Agreement as Levels;

/// How scores differ from each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Metric {
    /// Equal or not.
    Nominal,
    /// By rank: how many values lie between.
    Ordinal,
    /// By distance.
    Interval,
}

/// How far a panel agrees.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Agreement {
    /// Raters who scored anything.
    pub raters: usize,
    /// Criteria that at least two raters scored.
    pub units: usize,
    /// The part of all pairs of raters on one criterion with equal scores, 0 to 1; absent without pairs.
    pub exact: Option<f64>,
    /// The part of all pairs with scores at most one apart, 0 to 1; absent without pairs.
    pub within_one: Option<f64>,
    /// Krippendorff's alpha, nominal, ordinal, interval; absent where a guard forbids it.
    pub alpha: Option<Alpha>,
    /// What the ordinal alpha means, or why there is none.
    pub reading: Reading,
}

/// Krippendorff's alpha by three metrics; 1 is perfect agreement, 0 is chance, below is worse than chance.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Alpha {
    /// Equal or not.
    pub nominal: f64,
    /// By rank: the one to read, as scores are ordinal.
    pub ordinal: f64,
    /// By distance.
    pub interval: f64,
}

/// What an alpha means (Krippendorff's usual reading).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    /// The panel may be relied on.
    Reliable,
    /// For tentative conclusions.
    Tentative,
    /// Do not rely on it.
    Unreliable,
    /// Fewer than two raters.
    TooFewRaters,
    /// Too few criteria that at least two raters scored.
    TooFewUnits,
    /// Everybody gave everything the same score: nothing to agree on.
    NoVariance,
}

impl Reading {
    /// In words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Reliable => "reliable",
            Self::Tentative => "tentative",
            Self::Unreliable => "not reliable",
            Self::TooFewRaters => "too few raters to say",
            Self::TooFewUnits => "too few criteria to say",
            Self::NoVariance => "no variance to judge by",
        }
    }
}

/// The agreement of a panel. `units` holds one list per criterion: rater and score.
#[must_use]
pub fn agreement<R: Ord>(units: &[Vec<(R, f64)>], levels: &Levels) -> Agreement {
    let raters = units.iter().flatten().map(|(rater, _)| rater).collect::<std::collections::BTreeSet<_>>().len();
    let values: Vec<Vec<f64>> =
        units.iter().filter(|unit| unit.len() > 1).map(|unit| unit.iter().map(|(_, value)| *value).collect()).collect();
    let pairs: Vec<f64> = values
        .iter()
        .flat_map(|unit| {
            unit.iter().enumerate().flat_map(|(index, one)| unit.iter().skip(index + 1).map(move |other| (one - other).abs()))
        })
        .collect();
    #[expect(clippy::cast_precision_loss, reason = "a panel has far fewer pairs than 2^52")]
    let share = |near: f64| {
        let hits = pairs.iter().filter(|distance| **distance <= near + 1e-9).count();
        (!pairs.is_empty()).then(|| hits as f64 / pairs.len() as f64)
    };
    let alpha = match () {
        () if raters < 2 => Err(Reading::TooFewRaters),
        () if values.len() < levels.units as usize => Err(Reading::TooFewUnits),
        () => {
            let by = |metric| alpha(&values, metric);
            let all = by(Metric::Nominal).zip(by(Metric::Ordinal)).zip(by(Metric::Interval));
            all.map(|((nominal, ordinal), interval)| Alpha { nominal, ordinal, interval }).ok_or(Reading::NoVariance)
        }
    };
    let reading = match &alpha {
        Err(reading) => *reading,
        Ok(alpha) if alpha.ordinal + 1e-9 >= levels.reliable => Reading::Reliable,
        Ok(alpha) if alpha.ordinal + 1e-9 >= levels.tentative => Reading::Tentative,
        Ok(_) => Reading::Unreliable,
    };
    Agreement { raters, units: values.len(), exact: share(0.0), within_one: share(1.0), alpha: alpha.ok(), reading }
}

/// Krippendorff's alpha over units, each with the values of its raters; missing values are simply left out, and a unit
/// with one value cannot be paired. `None` where all values are equal or none can be paired.
#[must_use]
pub fn alpha(units: &[Vec<f64>], metric: Metric) -> Option<f64> {
    // Values as bits of their total order, so that they can be counted.
    let mut distinct: Vec<f64> = units.iter().filter(|unit| unit.len() > 1).flatten().copied().collect();
    distinct.sort_by(f64::total_cmp);
    distinct.dedup();
    let index: BTreeMap<u64, usize> = distinct.iter().enumerate().map(|(index, value)| (value.to_bits(), index)).collect();
    let size = distinct.len();
    let mut coincidences = vec![vec![0.0; size]; size];
    for unit in units.iter().filter(|unit| unit.len() > 1) {
        let places: Vec<usize> = unit.iter().filter_map(|value| index.get(&value.to_bits()).copied()).collect();
        #[expect(clippy::cast_precision_loss, reason = "a panel has a handful of raters")]
        let weight = 1.0 / (places.len() - 1) as f64;
        for (position, one) in places.iter().enumerate() {
            for (other_position, other) in places.iter().enumerate() {
                if position != other_position {
                    coincidences[*one][*other] += weight;
                }
            }
        }
    }
    let totals: Vec<f64> = coincidences.iter().map(|row| row.iter().sum()).collect();
    let all: f64 = totals.iter().sum();
    let distance = |one: usize, other: usize| match metric {
        Metric::Nominal => f64::from(u8::from(one != other)),
        Metric::Interval => (distinct[one] - distinct[other]).powi(2),
        Metric::Ordinal => {
            let (low, high) = (one.min(other), one.max(other));
            let between: f64 = totals[low..=high].iter().sum();
            (between - f64::midpoint(totals[low], totals[high])).powi(2)
        }
    };
    let (mut observed, mut expected) = (0.0, 0.0);
    for (one, row) in coincidences.iter().enumerate() {
        for (other, count) in row.iter().enumerate().filter(|(other, _)| *other != one) {
            observed += count * distance(one, other);
            expected += totals[one] * totals[other] * distance(one, other);
        }
    }
    (expected > 0.0).then(|| 1.0 - (all - 1.0) * observed / expected)
}
