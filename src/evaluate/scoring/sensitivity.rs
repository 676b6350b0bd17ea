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
pub fn sensitivity(field: &Field, names: &[&Id], draws: &Draws, settings: &Settings) -> (Vec<f64>, Sensitivity) {
    let points: Vec<Vec<Option<f64>>> = (0..field.vendors.len()).map(|vendor| field.points(vendor)).collect();
    let weights = field.weights();
    let totals = totals(&points, &weights);
    let base = Base { field, leader: first(&totals).unwrap_or(0), points, weights, totals };
    let mut depends_on = Vec::new();
    let mut note = |test, of: String, then: Option<usize>| {
        if let Some(then) = then {
            depends_on.push(Dependence { test, of, then: names[then].clone() });
        }
    };
    base.weights_shaken(settings, &mut note);
    base.omissions(&mut note);
    base.unproven(&mut note);
    let robust = depends_on.is_empty();
    let contenders = base.contenders();
    let sensitivity = Sensitivity {
        leader: names[base.leader].clone(),
        robust,
        depends_on,
        critical_weights: base.critical(&contenders, names),
        draws: draws.count,
        seed: draws.seed,
    };
    (base.random_first(&contenders, draws), sensitivity)
}

/// What is shaken: the field, every vendor's score on each rubric, the rubrics' weights, the totals, the first.
struct Base<'f> {
    field: &'f Field,
    points: Vec<Vec<Option<f64>>>,
    weights: Vec<f64>,
    totals: Vec<Option<f64>>,
    leader: usize,
}

fn totals(points: &[Vec<Option<f64>>], weights: &[f64]) -> Vec<Option<f64>> {
    points.iter().map(|own| total(own, weights)).collect()
}

fn total(own: &[Option<f64>], weights: &[f64]) -> Option<f64> {
    mean(weights.iter().copied().zip(own.iter().copied()))
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
    // A leader that is left without any score has lost to whoever has one.
    totals[leader].is_none_or(|lead| totals[now].is_some_and(|total| total > lead + ROUNDING)).then_some(now)
}

/// Weights in which one has the share `share` of the sum, the others rescaled.
fn with_share(weights: &[f64], index: usize, share: f64) -> Vec<f64> {
    let sum: f64 = weights.iter().sum();
    let others = sum - weights[index];
    let scale = if others > 0.0 { (1.0 - share) / others } else { 0.0 };
    weights.iter().enumerate().map(|(at, weight)| if at == index { share } else { weight * scale }).collect()
}

type Note<'n> = &'n mut dyn FnMut(Test, String, Option<usize>);

impl Base<'_> {
    /// Who is first with other weights of the rubrics, where that is another.
    fn with_weights(&self, weights: &[f64]) -> Option<usize> {
        overtaken(&totals(&self.points, weights), self.leader)
    }

    /// Who is first with other weights of the criteria of one rubric, where that is another.
    fn with_criteria(&self, at: usize, criteria: &[f64]) -> Option<usize> {
        let totals: Vec<_> = self
            .points
            .iter()
            .zip(&self.field.vendors)
            .map(|(own, cells)| {
                let mut own = own.clone();
                own[at] = mean(criteria.iter().copied().zip(cells[at].iter().map(|cell| cell.score)));
                total(&own, &self.weights)
            })
            .collect();
        overtaken(&totals, self.leader)
    }

    fn weights_shaken(&self, settings: &Settings, note: Note<'_>) {
        let shifts = [(Test::WeightRaised, 1.0 + settings.weight_shift.0), (Test::WeightLowered, 1.0 - settings.weight_shift.0)];
        let shaken = |weights: &[f64], at: usize, factor: f64| {
            let sum: f64 = weights.iter().sum();
            with_share(weights, at, (weights[at] / sum * factor).min(1.0))
        };
        for (at, column) in self.field.rubrics.iter().enumerate() {
            for (test, factor) in shifts {
                note(test, column.name.clone(), self.with_weights(&shaken(&self.weights, at, factor)));
            }
            let own: Vec<f64> = column.criteria.iter().map(|(_, weight)| *weight).collect();
            for (criterion, (name, _)) in column.criteria.iter().enumerate().filter(|_| own.len() > 1) {
                for (test, factor) in shifts {
                    let then = self.with_criteria(at, &shaken(&own, criterion, factor));
                    note(test, format!("{} · {name}", column.name), then);
                }
            }
        }
    }

    fn omissions(&self, note: Note<'_>) {
        for (at, column) in self.field.rubrics.iter().enumerate() {
            for (criterion, (name, _)) in column.criteria.iter().enumerate() {
                let mut own: Vec<f64> = column.criteria.iter().map(|(_, weight)| *weight).collect();
                own[criterion] = 0.0;
                note(Test::LeftOut, format!("{} · {name}", column.name), self.with_criteria(at, &own));
            }
        }
    }

    fn unproven(&self, note: Note<'_>) {
        let mut others = self.totals.clone();
        others[self.leader] = None;
        let second = first(&others);
        for (vendor, rubrics) in self.field.vendors.iter().enumerate() {
            // Down for the first, up for any other: only these can put another first.
            let step = if vendor == self.leader { -1.0 } else { 1.0 };
            for (at, (column, cells)) in self.field.rubrics.iter().zip(rubrics).enumerate() {
                for (criterion, ((name, _), cell)) in column.criteria.iter().zip(cells).enumerate() {
                    let Some(score) = cell.score.filter(|_| !cell.firm) else { continue };
                    let moved = (score + step).clamp(0.0, TOP);
                    let scores =
                        cells.iter().enumerate().map(|(index, cell)| if index == criterion { Some(moved) } else { cell.score });
                    let mut own = self.points[vendor].clone();
                    own[at] = mean(column.criteria.iter().map(|(_, weight)| *weight).zip(scores));
                    let total = total(&own, &self.weights);
                    let (leading, chasing, then) = if vendor == self.leader {
                        (total, second.and_then(|second| self.totals[second]), second)
                    } else {
                        (self.totals[self.leader], total, Some(vendor))
                    };
                    let overtakes = chasing.zip(leading).is_some_and(|(chasing, leading)| chasing > leading + ROUNDING);
                    note(Test::ScoreUnproven, format!("{} · {name}", column.name), then.filter(|_| overtakes));
                }
            }
        }
    }

    /// The vendors that can come first with some weights of the rubrics: nobody is better than them in every rubric.
    fn contenders(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.points.len()).collect();
        order.sort_by(|a, b| self.totals[*b].unwrap_or(0.0).total_cmp(&self.totals[*a].unwrap_or(0.0)));
        let beats = |better: usize, worse: usize| {
            let pairs = self.points[better].iter().zip(&self.points[worse]);
            pairs.into_iter().all(|(high, low)| high.zip(*low).is_some_and(|(high, low)| high > low + 2.0 * ROUNDING))
        };
        let mut kept: Vec<usize> = Vec::new();
        for vendor in order {
            if vendor == self.leader || !kept.iter().any(|better| beats(*better, vendor)) {
                kept.push(vendor);
            }
        }
        kept.sort_unstable();
        kept
    }

    fn critical(&self, contenders: &[usize], names: &[&Id]) -> Vec<Critical> {
        let sum: f64 = self.weights.iter().sum();
        let points: Vec<Vec<Option<f64>>> = contenders.iter().map(|vendor| self.points[*vendor].clone()).collect();
        let Some(leader) = contenders.iter().position(|vendor| *vendor == self.leader) else { return Vec::new() };
        let after = |at: usize, share: f64| overtaken(&totals(&points, &with_share(&self.weights, at, share)), leader);
        let one = |at: usize| {
            let share = self.weights[at] / sum;
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share lies between 0 and 1")]
            let now = (share / STEP).round() as u32;
            // Outwards from where the weight is, so that the first hit is the smallest shift.
            (1..=1000_u32).find_map(|distance| {
                let up = now.checked_add(distance).filter(|step| *step <= 1000);
                let down = now.checked_sub(distance);
                [up, down].into_iter().flatten().find_map(|step| {
                    let at_share = f64::from(step) * STEP;
                    let then = names[contenders[after(at, at_share)?]].clone();
                    Some(Critical { rubric: self.field.rubrics[at].name.clone(), share, at: at_share, then })
                })
            })
        };
        if self.weights.len() < 2 { Vec::new() } else { (0..self.weights.len()).filter_map(one).collect() }
    }

    /// The share of random weightings in which each vendor comes first; equals share a place.
    fn random_first(&self, contenders: &[usize], draws: &Draws) -> Vec<f64> {
        let mut places = vec![0.0; self.points.len()];
        // Mostly everybody has a score in every rubric, and a total is a plain sum of products.
        let whole: Option<Vec<Vec<f64>>> =
            contenders.iter().map(|vendor| self.points[*vendor].iter().copied().collect()).collect();
        let mut drawn = vec![f64::NEG_INFINITY; contenders.len()];
        for weights in draws.weights.chunks_exact(draws.rubrics.max(1)) {
            for (index, sum) in drawn.iter_mut().enumerate() {
                *sum = match &whole {
                    Some(whole) => whole[index].iter().zip(weights).map(|(point, weight)| point * weight).sum(),
                    None => total(&self.points[contenders[index]], weights).unwrap_or(f64::NEG_INFINITY),
                };
            }
            let best = drawn.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let equal = |total: &f64| total.is_finite() && *total >= best - ROUNDING;
            #[expect(clippy::cast_precision_loss, reason = "far fewer vendors than 2^52")]
            let count = drawn.iter().filter(|total| equal(total)).count() as f64;
            for (vendor, _) in contenders.iter().zip(&drawn).filter(|(_, total)| equal(total)) {
                places[*vendor] += 1.0 / count;
            }
        }
        places.iter().map(|place| place / f64::from(draws.count.max(1))).collect()
    }
}

/// Random weights of the rubrics, uniform over all weightings: the same for every set of vendors.
#[derive(Clone, Debug)]
pub struct Draws {
    /// Drawn weights, one after the other; each adds up to 1.
    weights: Vec<f64>,
    /// How many weights a draw has.
    rubrics: usize,
    /// How many draws.
    count: u32,
    /// What they were drawn from.
    seed: u64,
}

impl Draws {
    /// Weights of so many rubrics, as the policy says.
    #[must_use]
    pub fn new(rubrics: usize, settings: &Settings) -> Self {
        let seed = u64::from(settings.seed);
        let mut random = fastrand::Rng::with_seed(seed);
        let mut weights = Vec::with_capacity(rubrics * settings.draws as usize);
        for _ in 0..settings.draws {
            // Exponentials divided by their sum are uniform over all weightings.
            let start = weights.len();
            weights.extend((0..rubrics).map(|_| -(1.0 - random.f64()).ln()));
            let sum: f64 = weights[start..].iter().sum();
            weights[start..].iter_mut().for_each(|weight| *weight /= sum);
        }
        Self { weights, rubrics, count: settings.draws, seed }
    }
}
