//! All partnerships together: what to keep, expand or phase out, what is missing, what comes next.
//!
//! 1. [`Proposal`]: value, health, fit and exit readiness propose; a named person decides, and the tool never does.
//! 2. Gaps: capabilities that nobody serves. Redundancies: several vendors of one capability of which one brings less.
//! 3. The calendars of all vendors in one, and the part of it that falls into the next days.
//! 4. [`Tension`]: aims that pull against each other are shown with their numbers, never silently resolved.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use schemars::JsonSchema;
use serde::Serialize;

use super::Vendor;
use super::calendar::{Due, Meeting};
use super::concentration::{Concentration, in_use};
use super::triggers::{State, Test};
use crate::block::Mark;
use crate::model::kpi::Bucket;
use crate::model::vendor::{Accepted, Class, Layer, Serves, Status, Verdict};
use crate::model::{Date, Id, Money, Period, Playbook, VendorFolder};

/// All partnerships together.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Portfolio {
    /// One per vendor in use, in order of ids.
    pub proposals: Vec<Proposal>,
    /// Capabilities that no vendor in use serves.
    pub gaps: Vec<Id>,
    /// Vendors that do the same as a better one: capability, the lesser, the better.
    pub redundant: Vec<(Id, Id, Id)>,
    /// What all vendors in use cost a year, and will.
    pub spend: Money,
    /// The forecast of the next twelve months, where every vendor in use has one; else of those that have.
    pub forecast: Money,
    /// Ends of terms by quarter of the fiscal year.
    pub renewals: Vec<(Period, Vec<Id>)>,
    /// Everything with a day, from the longest overdue to a year ahead.
    pub due: Vec<Arc<Due>>,
    /// How many of them are overdue.
    pub overdue: usize,
    /// How many of them fall into the next days of the policy.
    pub due_soon: usize,
    /// The next meeting of every rhythm of every vendor, soonest first.
    pub meetings: Vec<Arc<Meeting>>,
    /// Who carries what.
    pub concentration: Vec<Concentration>,
    /// Aims that pull against each other.
    pub tensions: Vec<Tension>,
}

/// What the numbers propose about one vendor.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Proposal {
    /// Which vendor.
    pub vendor: Id,
    /// The proposal; absent where value and health are unknown.
    pub verdict: Option<Verdict>,
    /// Why, in the order of weight.
    pub because: Vec<String>,
    /// The mean attainment of its business KPIs, 0 to 1.
    pub value: Option<f64>,
    /// Its health.
    pub health: Option<Mark>,
    /// Its overall score as a part of five, 0 to 1.
    pub fit: Option<f64>,
    /// How ready we are to leave, 0 to 1.
    pub readiness: Option<f64>,
    /// What was decided; absent where nobody has.
    pub decided: Option<Verdict>,
}

/// Two aims that pull against each other.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Tension {
    /// Stable, kebab-case.
    pub id: &'static str,
    /// Which vendor it shows in.
    pub vendor: Id,
    /// Both sides with their numbers, in a sentence.
    pub shown: String,
}

/// All partnerships together.
#[must_use]
pub fn portfolio(playbook: &Playbook, vendors: &[Arc<Vendor>], concentration: Vec<Concentration>, as_of: Date) -> Portfolio {
    let pairs: Vec<(&VendorFolder, &Vendor)> =
        vendors.iter().filter_map(|vendor| Some((playbook.vendors.get(&vendor.id)?, &**vendor))).collect();
    let used: Vec<(&VendorFolder, &Vendor)> = pairs.iter().copied().filter(|(folder, _)| in_use(folder)).collect();
    let mut tops: BTreeMap<&Id, f64> = BTreeMap::new();
    for part in concentration.iter().filter(|one| one.capability.is_some()).flat_map(|one| &one.shares) {
        let top = tops.entry(&part.vendor).or_default();
        *top = top.max(part.share);
    }
    let proposals: Vec<Proposal> =
        used.iter().map(|(folder, vendor)| proposal(playbook, folder, vendor, tops.get(&vendor.id).copied())).collect();
    // Vendors stand in order of their ids, and each calendar in order: of one day, those of a vendor stay together.
    let mut due: Vec<Arc<Due>> = vendors.iter().flat_map(|vendor| &vendor.calendar.due).cloned().collect();
    due.sort_by_key(|one| one.on);
    let mut meetings: Vec<Arc<Meeting>> = vendors.iter().flat_map(|vendor| &vendor.calendar.meetings).cloned().collect();
    meetings.sort_by_key(|one| one.on);
    let limit = i64::from(playbook.settings.policy.portfolio.soon_days);
    let amount = |pick: fn(&crate::model::vendor::Spend) -> Option<Money>| {
        let known = used.iter().filter_map(|(folder, _)| folder.vendor.spend.as_ref()).filter_map(pick);
        Money(known.map(|money| money.0).sum::<Decimal>())
    };
    Portfolio {
        gaps: gaps(playbook),
        redundant: redundant(playbook, &used),
        spend: amount(|spend| Some(spend.annual)),
        forecast: amount(|spend| spend.forecast),
        renewals: renewals(playbook, &used, as_of),
        overdue: due.iter().filter(|one| one.days < 0).count(),
        due_soon: due.iter().filter(|one| (0..=limit).contains(&one.days)).count(),
        tensions: tensions(playbook, &used, &concentration),
        proposals,
        due,
        meetings,
        concentration,
    }
}

/// What the numbers say about one vendor, whose largest part of any capability is `top`.
fn proposal(playbook: &Playbook, folder: &VendorFolder, vendor: &Vendor, top: Option<f64>) -> Proposal {
    let policy = &playbook.settings.policy.portfolio;
    let health = vendor.health.as_ref();
    let value = health.and_then(|health| health.buckets.iter().find(|bucket| bucket.bucket == Bucket::Business)?.attainment);
    let low_quarters = low_value_quarters(playbook, vendor);
    let open = vendor.triggers.open;
    let low = low_quarters >= policy.low_quarters as usize && policy.low_quarters > 0;
    let leaving = folder.vendor.status == Status::Exiting;
    let grown = top.map(|top| top * (1.0 + policy.expand_growth.0));
    let limit = playbook.settings.policy.dependence.concentration.0;
    let state = health.map(|health| health.state);
    let mut because = Vec::new();
    let verdict = if leaving {
        because.push("it is being left".to_owned());
        Some(Verdict::PhaseOut)
    } else if open || low {
        if open {
            because.push("an exit trigger is open".to_owned());
        }
        if low {
            because.push(format!("business value was below {:.0} % for {low_quarters} quarters", policy.low_value.0 * 100.0));
        }
        // Trust and alignment intact: repair. Not judged: the question is open, and nothing is phased out unasked.
        let test = vendor.triggers.events.iter().rev().filter(|event| event.state != State::Closed).find_map(|event| event.test);
        because.push(match test {
            Some(Test::EvaluateExit) => "trust or alignment is broken".to_owned(),
            Some(Test::Fix) => "trust and alignment are intact, so repair comes first".to_owned(),
            None => "nobody has judged whether trust and alignment are intact".to_owned(),
        });
        Some(if test == Some(Test::EvaluateExit) { Verdict::PhaseOut } else { Verdict::Maintain })
    } else if let (Some(value), Some(state)) = (value, state) {
        let valuable = value + 1e-9 >= policy.high_value.0;
        because.push(format!("business value is {:.0} %", value * 100.0));
        because.push(format!("health is {}", super::mark_word(state)));
        if valuable && state == Mark::Good && grown.is_none() {
            because.push("its share of a capability is not recorded".to_owned());
        }
        let grown = grown.unwrap_or(f64::INFINITY);
        if valuable && state == Mark::Good && grown <= limit + 1e-9 {
            because.push(format!(
                "grown by {:.0} % it would carry {:.0} % of its largest capability",
                policy.expand_growth.0 * 100.0,
                grown * 100.0
            ));
            Some(Verdict::Expand)
        } else {
            if valuable && state == Mark::Good && grown.is_finite() {
                because.push(format!("growth would bring it to {:.0} % of a capability", grown * 100.0));
            }
            Some(Verdict::Maintain)
        }
    } else {
        because.push("value or health is not measured".to_owned());
        None
    };
    Proposal {
        vendor: vendor.id.clone(),
        verdict,
        because,
        value,
        health: state,
        fit: vendor.scores.as_ref().and_then(|scores| scores.overall.point).map(|point| point / 5.0),
        readiness: vendor.leaving.as_ref().map(|leaving| leaving.readiness.index),
        decided: folder.vendor.disposition.as_ref().map(|disposition| disposition.judge().verdict),
    }
}

/// How many complete quarters in a row, up to the last, the mean attainment of business KPIs was below the policy's limit.
fn low_value_quarters(playbook: &Playbook, vendor: &Vendor) -> usize {
    let policy = &playbook.settings.policy.portfolio;
    let mut quarters: BTreeMap<Period, Vec<f64>> = BTreeMap::new();
    for reading in vendor.kpis.iter().flatten().filter(|reading| reading.bucket == Bucket::Business) {
        for quarter in reading.quarters.iter().filter(|quarter| !quarter.provisional) {
            let attained = super::kpis::thresholds::attainment(quarter.value, reading.direction, &quarter.thresholds);
            quarters.entry(quarter.period).or_default().extend(attained);
        }
    }
    let means = quarters.values().rev().map(|values| super::scoring::mean(values));
    // A quarter without a value neither counts nor resets.
    means.flatten().take_while(|mean| *mean + 1e-9 < policy.low_value.0).count()
}

fn gaps(playbook: &Playbook) -> Vec<Id> {
    let capabilities = playbook.strategy.as_ref().map(|strategy| strategy.capabilities.as_slice()).unwrap_or_default();
    let served = |id: &Id| {
        let mut used = playbook.vendors.values().filter(|folder| in_use(folder));
        used.any(|folder| folder.vendor.capabilities.iter().any(|serves| serves.capability.value == *id))
    };
    capabilities.iter().map(|capability| &capability.id.value).filter(|id| !served(id)).cloned().collect()
}

/// Of the vendors of one capability in the same layer of the stack, each with less business value than the best; one that
/// is named as an alternate is a reserve, not a redundancy.
fn redundant(playbook: &Playbook, used: &[(&VendorFolder, &Vendor)]) -> Vec<(Id, Id, Id)> {
    let capabilities = playbook.strategy.as_ref().map(|strategy| strategy.capabilities.as_slice()).unwrap_or_default();
    let value = |vendor: &Vendor| {
        let business =
            vendor.health.as_ref().and_then(|health| health.buckets.iter().find(|b| b.bucket == Bucket::Business)?.attainment);
        business.unwrap_or(0.0)
    };
    let mut found = Vec::new();
    for capability in capabilities {
        let serving: Vec<(&VendorFolder, &Vendor, &Serves, f64)> = used
            .iter()
            .filter_map(|(folder, vendor)| {
                let serves = folder.vendor.capabilities.iter().find(|serves| serves.capability.value == capability.id.value)?;
                Some((*folder, *vendor, serves, value(vendor)))
            })
            .collect();
        let reserves: BTreeSet<&Id> =
            serving.iter().filter_map(|(_, _, serves, _)| Some(&serves.alternate.as_ref()?.value)).collect();
        let mut best: BTreeMap<Layer, (&Vendor, f64)> = BTreeMap::new();
        for (folder, vendor, _, value) in &serving {
            let first = best.entry(folder.vendor.layer).or_insert((vendor, *value));
            if *value >= first.1 {
                *first = (vendor, *value);
            }
        }
        for (folder, lesser, _, value) in &serving {
            if let Some((better, _)) = best.get(&folder.vendor.layer).filter(|(_, most)| *most > value + 1e-9)
                && !reserves.contains(&lesser.id)
            {
                found.push((capability.id.value.clone(), lesser.id.clone(), better.id.clone()));
            }
        }
    }
    found
}

fn renewals(playbook: &Playbook, used: &[(&VendorFolder, &Vendor)], as_of: Date) -> Vec<(Period, Vec<Id>)> {
    let mut quarters: BTreeMap<Period, Vec<Id>> = BTreeMap::new();
    for (_, vendor) in used {
        if let Some(term) = vendor.term.as_ref().filter(|term| term.ends >= as_of) {
            let quarter = Period::month_of(term.ends).fiscal_quarter(playbook.settings.fiscal_start());
            quarters.entry(quarter).or_default().push(vendor.id.clone());
        }
    }
    quarters.into_iter().collect()
}

/// The tensions of the sources that the portfolio shows.
fn tensions(playbook: &Playbook, used: &[(&VendorFolder, &Vendor)], concentration: &[Concentration]) -> Vec<Tension> {
    let mut found = Vec::new();
    for (folder, vendor) in used {
        let mut show = |id, shown: String| found.push(Tension { id, vendor: vendor.id.clone(), shown });
        let fees = folder.contract.as_ref().and_then(|contract| contract.fees.as_ref());
        if let Some((committed, fees)) = fees.and_then(|fees| Some((fees.minimum_commitment?.value, fees))) {
            let discount = fees.discount.as_ref().map_or(0.0, |discount| discount.value.0);
            let forecast = folder.vendor.spend.as_ref().and_then(|spend| spend.forecast);
            let ratio = forecast.and_then(|forecast| committed.0.checked_div(forecast.0)).and_then(|ratio| ratio.to_f64());
            let part = match ratio {
                Some(ratio) => format!(", {} the forecast", super::part_of(ratio)),
                None => String::new(),
            };
            let currency = &playbook.settings.currency;
            let bought = if discount > 0.0 {
                format!("a discount of {:.0} % is bought with a commitment of {currency} {committed}{part}", discount * 100.0)
            } else {
                let part = if part.is_empty() { part } else { format!("{part},") };
                format!("a commitment of {currency} {committed}{part} buys no discount")
            };
            show("discount-or-flexibility", bought);
        }
        if folder.vendor.class == Class::Strategic {
            let mine = |one: &&Concentration| {
                one.capability.is_some() && one.above_limit && one.shares.first().is_some_and(|p| p.vendor == vendor.id)
            };
            if let Some(one) = concentration.iter().find(mine) {
                let name = one.capability.as_ref().map_or("", |id| playbook.capability(id));
                let accepted =
                    folder.vendor.acceptances.iter().any(|acceptance| acceptance.judge().of == Accepted::Concentration);
                let end = if accepted { "accepted" } else { "accepted by nobody" };
                show(
                    "depth-or-spread",
                    format!("a deep partnership carries {:.0} % of the {} of {name}, {end}", one.top * 100.0, one.basis.words()),
                );
            }
        }
        if let Some(data) = folder.vendor.data_partnership.as_ref().filter(|data| data.exclusive.value) {
            let end = if data.revocable { ", and may be ended when we compete" } else { "" };
            show("exclusive-data", format!("exclusive data are an advantage and a dependence{end}"));
        }
        let plan = folder.vendor.handover.as_ref().and_then(|handover| handover.plan.last_key_value());
        if let Some((year, share)) = plan.filter(|(_, share)| share.value.0 >= 0.9) {
            let milestones = folder.roadmap.iter().flat_map(|roadmap| &roadmap.milestones);
            let later = |due: Date| u16::try_from(due.0.year()).is_ok_and(|due| due > *year);
            let count = milestones.filter(|milestone| milestone.done.is_none() && later(milestone.due.value)).count();
            if count > 0 {
                let some = if count == 1 { "a milestone is" } else { "milestones are" };
                show(
                    "independence-or-roadmap",
                    format!(
                        "by {year} we mean to do {:.0} % ourselves, and {some} planned together after that",
                        share.value.0 * 100.0
                    ),
                );
            }
        }
    }
    found
}
