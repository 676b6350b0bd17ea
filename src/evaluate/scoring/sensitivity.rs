//! Sensitivity: whether the first vendor stays first when weights and scores are shaken.
//!
//! 1. Each weight up and down by a part of itself, the others rescaled so that the sum stays.
//! 2. The smallest shift of one rubric's weight that changes the first.
//! 3. Random weights, uniform over all weightings, from a printed seed: how often each vendor comes first.
//! 4. Each criterion left out. 5. Each score without firm evidence one lower for the first, one higher for another.
//!
//! *Robust* is said only where 1, 4 and 5 keep the first.

use schemars::JsonSchema;
use serde::Serialize;

use super::TOP;
use super::ranking::{Field, mean};
use crate::model::Id;
use crate::model::policy::Sensitivity as Settings;

/// Differences below this are rounding.
const ROUNDING: f64 = 1e-9;

/// How far shares of weights are moved at a time when the smallest shift is looked for.
const STEP: f64 = 0.001;

/// How firmly the first vendor stands.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Sensitivity {
    /// The vendor in question.
    pub leader: Id,
    /// True where no weight, no omission and no unproven score puts another first.
    pub robust: bool,
    /// What puts another first, most telling first.
    pub depends_on: Vec<Dependence>,
    /// The smallest shift of each rubric's weight that puts another first; rubrics that never do are left out.
    pub critical_weights: Vec<Critical>,
    /// How many random weightings were drawn.
    pub draws: u32,
    /// The seed they were drawn from.
    pub seed: u64,
}

/// Something that puts another vendor first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Dependence {
    /// What was shaken.
    pub test: Test,
    /// The rubric or criterion.
    pub of: String,
    /// Who comes first then.
    pub then: Id,
}

/// What was shaken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Test {
    /// The weight went up.
    WeightRaised,
    /// The weight went down.
    WeightLowered,
    /// The criterion was left out.
    LeftOut,
    /// A score without firm evidence was one off.
    ScoreUnproven,
}

impl Test {
    /// In words, before the name of a rubric or criterion.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::WeightRaised => "more weight on",
            Self::WeightLowered => "less weight on",
            Self::LeftOut => "leaving out",
            Self::ScoreUnproven => "one point on the unproven",
        }
    }
}

/// The smallest shift of one weight that changes the first.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Critical {
    /// The rubric.
    pub rubric: String,
    /// Its share of all weights now, 0 to 1.
    pub share: f64,
    /// Its share from which on another comes first, in steps of 0.001.
    pub at: f64,
    /// Who comes first then.
    pub then: Id,
}

/// Every vendor's share of first places with random weights, and how firmly the first of the field stands.
/// `names` are the ids of the field's vendors, of which there is at least one.
#[must_use]
pub fn sensitivity(field: &Field, names: &[&Id], settings: &Settings) -> (Vec<f64>, Sensitivity) {
    let leader = first(&field.totals()).unwrap_or(0);
    let mut depends_on = Vec::new();
    let mut note = |test, of: String, totals: &[Option<f64>]| {
        if let Some(then) = overtaken(totals, leader) {
            depends_on.push(Dependence { test, of, then: names[then].clone() });
        }
    };
    weights(field, settings, &mut note);
    omissions(field, &mut note);
    unproven(field, leader, &mut note);
    let critical_weights = critical(field, leader, names);
    let shares = random_first(field, settings);
    let robust = depends_on.is_empty();
    let sensitivity = Sensitivity {
        leader: names[leader].clone(),
        robust,
        depends_on,
        critical_weights,
        draws: settings.draws,
        seed: u64::from(settings.seed),
    };
    (shares, sensitivity)
}

/// The first of the highest.
fn first(totals: &[Option<f64>]) -> Option<usize> {
    let mut best: Option<(usize, f64)> = None;
    for (index, total) in totals.iter().enumerate().filter_map(|(index, total)| Some((index, (*total)?))) {
        if best.is_none_or(|(_, high)| total > high + ROUNDING) {
            best = Some((index, total));
        }
    }
    best.map(|(index, _)| index)
}

/// Who is clearly above the leader, if anybody is.
fn overtaken(totals: &[Option<f64>], leader: usize) -> Option<usize> {
    let now = first(totals)?;
    (totals[now]? > totals[leader]? + ROUNDING).then_some(now)
}

/// Weights in which one has the share `share` of the sum, the others rescaled.
fn with_share(weights: &[f64], index: usize, share: f64) -> Vec<f64> {
    let sum: f64 = weights.iter().sum();
    let others = sum - weights[index];
    let scale = if others > 0.0 { (1.0 - share) / others } else { 0.0 };
    weights.iter().enumerate().map(|(at, weight)| if at == index { share } else { weight * scale }).collect()
}

type Note<'n> = &'n mut dyn FnMut(Test, String, &[Option<f64>]);

fn weights(field: &Field, settings: &Settings, note: Note<'_>) {
    let shifts = [(Test::WeightRaised, 1.0 + settings.weight_shift.0), (Test::WeightLowered, 1.0 - settings.weight_shift.0)];
    let rubrics = field.weights();
    let sum: f64 = rubrics.iter().sum();
    for (at, column) in field.rubrics.iter().enumerate() {
        for (test, factor) in shifts {
            let mut shaken = field.clone();
            for (column, weight) in shaken.rubrics.iter_mut().zip(with_share(&rubrics, at, (rubrics[at] / sum * factor).min(1.0)))
            {
                column.weight = weight;
            }
            note(test, column.name.clone(), &shaken.totals());
        }
        let own: Vec<f64> = column.criteria.iter().map(|(_, weight)| *weight).collect();
        let sum: f64 = own.iter().sum();
        for (criterion, (name, _)) in column.criteria.iter().enumerate().filter(|_| own.len() > 1) {
            for (test, factor) in shifts {
                let mut shaken = field.clone();
                let shares = with_share(&own, criterion, (own[criterion] / sum * factor).min(1.0));
                for ((_, weight), share) in shaken.rubrics[at].criteria.iter_mut().zip(shares) {
                    *weight = share;
                }
                note(test, format!("{} · {name}", column.name), &shaken.totals());
            }
        }
    }
}

fn omissions(field: &Field, note: Note<'_>) {
    for (at, column) in field.rubrics.iter().enumerate() {
        for (criterion, (name, _)) in column.criteria.iter().enumerate() {
            let mut shaken = field.clone();
            for vendor in &mut shaken.vendors {
                vendor[at][criterion].score = None;
            }
            note(Test::LeftOut, format!("{} · {name}", column.name), &shaken.totals());
        }
    }
}

fn unproven(field: &Field, leader: usize, note: Note<'_>) {
    let totals = field.totals();
    let weights = field.weights();
    for vendor in 0..field.vendors.len() {
        // Down for the first, up for any other: only these can put another first.
        let step = if vendor == leader { -1.0 } else { 1.0 };
        let points = field.points(vendor);
        for (at, column) in field.rubrics.iter().enumerate() {
            for (criterion, (name, _)) in column.criteria.iter().enumerate() {
                let cells = &field.vendors[vendor][at];
                let cell = cells[criterion];
                let Some(score) = cell.score.filter(|_| !cell.firm) else { continue };
                let moved = (score + step).clamp(0.0, TOP);
                let scores =
                    cells.iter().enumerate().map(|(index, cell)| if index == criterion { Some(moved) } else { cell.score });
                let mut own = points.clone();
                own[at] = mean(column.criteria.iter().map(|(_, weight)| *weight).zip(scores));
                let mut shaken = totals.clone();
                shaken[vendor] = mean(weights.iter().copied().zip(own));
                note(Test::ScoreUnproven, format!("{} · {name}", column.name), &shaken);
            }
        }
    }
}

fn critical(field: &Field, leader: usize, names: &[&Id]) -> Vec<Critical> {
    let weights = field.weights();
    let sum: f64 = weights.iter().sum();
    let points: Vec<Vec<Option<f64>>> = (0..field.vendors.len()).map(|vendor| field.points(vendor)).collect();
    let after = |at: usize, share: f64| {
        let moved = with_share(&weights, at, share);
        let totals: Vec<_> = points.iter().map(|own| mean(moved.iter().copied().zip(own.iter().copied()))).collect();
        overtaken(&totals, leader)
    };
    let one = |at: usize| {
        let share = weights[at] / sum;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share lies between 0 and 1")]
        let now = (share / STEP).round() as u32;
        // Outwards from where the weight is, so that the first hit is the smallest shift.
        (1..=1000_u32).find_map(|distance| {
            let up = now.checked_add(distance).filter(|step| *step <= 1000);
            let down = now.checked_sub(distance);
            [up, down].into_iter().flatten().find_map(|step| {
                let at_share = f64::from(step) * STEP;
                let then = names[after(at, at_share)?].clone();
                Some(Critical { rubric: field.rubrics[at].name.clone(), share, at: at_share, then })
            })
        })
    };
    if weights.len() < 2 { Vec::new() } else { (0..weights.len()).filter_map(one).collect() }
}

/// The share of random weightings in which each vendor comes first; equals share a place.
fn random_first(field: &Field, settings: &Settings) -> Vec<f64> {
    let points: Vec<Vec<Option<f64>>> = (0..field.vendors.len()).map(|vendor| field.points(vendor)).collect();
    let mut random = fastrand::Rng::with_seed(u64::from(settings.seed));
    let mut places = vec![0.0; points.len()];
    let mut totals = vec![None; points.len()];
    for _ in 0..settings.draws {
        // Exponentials divided by their sum are uniform over all weightings; the sum falls out of the mean.
        let weights: Vec<f64> = field.rubrics.iter().map(|_| -(1.0 - random.f64()).ln()).collect();
        for (total, own) in totals.iter_mut().zip(&points) {
            *total = mean(weights.iter().copied().zip(own.iter().copied()));
        }
        let best = totals.iter().flatten().copied().fold(f64::NEG_INFINITY, f64::max);
        let equal = |total: &Option<f64>| total.is_some_and(|total| total >= best - ROUNDING);
        let count = totals.iter().filter(|total| equal(total)).count();
        #[expect(clippy::cast_precision_loss, reason = "far fewer vendors than 2^52")]
        for (place, total) in places.iter_mut().zip(&totals) {
            if equal(total) {
                *place += 1.0 / count as f64;
            }
        }
    }
    places.iter().map(|place| place / f64::from(settings.draws.max(1))).collect()
}
