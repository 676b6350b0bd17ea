//! What is planned together: milestones, growth, the vendor's own plans, reuse.

use serde_json::json;

use super::rules::{
    CRITICAL_ITEM_DROPPED, MILESTONE_BLOCKED, MILESTONE_OVERDUE, PLANNING_OUT_OF_BAND, REUSE_SAVING_LOW, ROADMAP_UNSEEN,
    SCALING_AT_RISK, SCALING_MISSING, SCALING_REVIEW_OVERDUE, SCALING_SMALL,
};
use super::{Case, Found, days_between, plus_months};
use crate::evaluate::day;
use crate::evaluate::others::Others;
use crate::model::roadmap::{ItemStatus, Milestone, MilestonePath, Need, Roadmap, Scaling};
use crate::model::value::grouped;
use crate::model::vendor::Status;
use crate::model::{Date, Filed};

pub fn check(case: &Case<'_>, found: &mut Found<'_>) {
    // Nothing is planned with a vendor that is gone.
    if case.folder.vendor.status == Status::Exited {
        return;
    }
    scaling_missing(case, found);
    let Some(roadmap) = &case.folder.roadmap else { return };
    items(case, roadmap, found);
    for milestone in &roadmap.milestones {
        one(case, roadmap, milestone, found);
    }
    for scaling in &roadmap.scaling {
        growth(case, roadmap, scaling, found);
    }
    let policy = &case.policy();
    if let Some(planning) = &roadmap.planning {
        let days = days_between(planning.from.value, planning.until.value) + 1;
        let (low, high) = (policy.governance.planning_days_low, policy.governance.planning_days_high);
        if days < i64::from(low) || days > i64::from(high) {
            let message = format!("Joint planning took {days} days.");
            found.at(
                PLANNING_OUT_OF_BAND,
                &roadmap.file,
                planning.from.span,
                message,
                json!({ "days": days, "low": low, "high": high }),
            );
        }
    }
    for reuse in roadmap.reuse.iter().filter(|reuse| case.is_past(&reuse.on)) {
        if let (Some(with), Some(without)) = (&reuse.days_with, &reuse.days_without)
            && without.value > 0.0
        {
            let saving = 1.0 - with.value / without.value;
            let needed = policy.roadmap.reuse_saving.0;
            if saving + 1e-9 < needed {
                let message = format!(
                    "Reuse in {} saved {:.0} % of the time; {:.0} % is usual.",
                    reuse.project,
                    saving * 100.0,
                    needed * 100.0
                );
                let values = json!({ "saving": saving, "needed": needed });
                found.at(REUSE_SAVING_LOW, &roadmap.file, reuse.component.span, message, values);
            }
        }
    }
}

fn scaling_missing(case: &Case<'_>, found: &mut Found<'_>) {
    let (vendor, roadmap) = (&case.folder.vendor, case.folder.roadmap.as_ref());
    let strategy = case.common.strategy.as_ref();
    let critical = strategy.iter().flat_map(|strategy| &strategy.capabilities).filter(|capability| capability.critical);
    let serves = critical.filter(|c| vendor.capabilities.iter().any(|serves| serves.capability.value == c.id.value)).count();
    if case.in_use() && case.is_strategic() && serves > 0 && roadmap.is_none_or(|roadmap| roadmap.scaling.is_empty()) {
        let file = roadmap.map_or(&vendor.file, |roadmap| &roadmap.file);
        let message = "It serves a critical capability without a growth milestone.";
        found.about(SCALING_MISSING, file, message, json!({ "critical": serves }));
    }
}

fn items(case: &Case<'_>, roadmap: &Filed<Roadmap>, found: &mut Found<'_>) {
    let past = || roadmap.items.iter().filter(|item| case.is_past(&item.seen));
    for item in past().filter(|item| item.status == ItemStatus::Dropped && item.need == Need::Critical) {
        let message = format!("The vendor has dropped {}, which we need.", item.name);
        found.at(CRITICAL_ITEM_DROPPED, &roadmap.file, item.id.span, message, json!({ "item": item.id }));
    }
    let months = case.policy().roadmap.unseen_months;
    if let Some(last) = past().max_by_key(|item| item.seen.value)
        && case.matters()
        && case.older_than(last.seen.value, months)
    {
        let message = format!("The last news of the vendor's plans is of {}.", day(last.seen.value));
        found.at(ROADMAP_UNSEEN, &roadmap.file, last.seen.span, message, json!({ "seen": last.seen, "months": months }));
    }
}

fn is_done(milestone: &Milestone, as_of: Date) -> bool {
    milestone.done.as_ref().is_some_and(|done| done.value <= as_of)
}

/// The milestone a path leads to, seen from a roadmap.
fn follow<'p>(others: &Others<'p>, own: &'p Roadmap, path: &MilestonePath) -> Option<&'p Milestone> {
    let milestones = match &path.vendor {
        None => own.milestones.as_slice(),
        Some(vendor) => others.get(vendor)?.milestones,
    };
    milestones.iter().find(|milestone| milestone.id.value == path.milestone)
}

fn one(case: &Case<'_>, roadmap: &Filed<Roadmap>, milestone: &Milestone, found: &mut Found<'_>) {
    if is_done(milestone, case.as_of) {
        return;
    }
    if milestone.due.value < case.as_of {
        let message = format!("{} was due on {}.", milestone.name, day(milestone.due.value));
        found.at(
            MILESTONE_OVERDUE,
            &roadmap.file,
            milestone.due.span,
            message,
            json!({ "milestone": milestone.id, "due": milestone.due }),
        );
    }
    for path in &milestone.after {
        let Some(earlier) = follow(case.others, roadmap, path).filter(|earlier| !is_done(earlier, case.as_of)) else {
            continue;
        };
        if earlier.due.value < case.as_of || earlier.due.value > milestone.due.value {
            let message = format!(
                "{} is due on {} and waits for {}, which is due on {}.",
                milestone.name,
                day(milestone.due.value),
                earlier.name,
                day(earlier.due.value)
            );
            let values =
                json!({ "milestone": milestone.id, "waits_for": path.value, "due": milestone.due, "earlier_due": earlier.due });
            found.at(MILESTONE_BLOCKED, &roadmap.file, path.span, message, values);
        }
    }
}

/// The volume that compound growth asks for on a day: baseline × (goal ÷ baseline) ^ (days passed ÷ days in all).
fn path(scaling: &Scaling, on: Date) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "days of a milestone")]
    let days = |to: Date| days_between(scaling.from.value, to) as f64;
    let part = (days(on) / days(scaling.until.value).max(1.0)).clamp(0.0, 1.0);
    scaling.baseline.value * (scaling.goal.value / scaling.baseline.value).powf(part)
}

fn growth(case: &Case<'_>, roadmap: &Filed<Roadmap>, scaling: &Scaling, found: &mut Found<'_>) {
    let (policy, file) = (&case.policy().roadmap, &roadmap.file);
    let added = scaling.goal.value / scaling.baseline.value - 1.0;
    let late = plus_months(scaling.from.value, i64::from(policy.growth_months)) < scaling.until.value;
    if added + 1e-9 < policy.growth.0 || late {
        let days = days_between(scaling.from.value, scaling.until.value) + 1;
        let message = format!("The growth milestone adds {:.0} % in {days} days.", added * 100.0);
        let values = json!({ "added": added, "days": days, "growth": policy.growth, "growth_months": policy.growth_months });
        found.at(SCALING_SMALL, file, scaling.goal.span, message, values);
    }
    let past = scaling.reached.iter().filter(|(period, _)| period.last_day() <= case.as_of);
    if let Some((period, reached)) = past.max_by_key(|(period, _)| period.last_day()) {
        let wanted = path(scaling, period.last_day());
        if *reached + 1e-9 < wanted {
            let message = format!(
                "{}: {} in {}; the path asks for {}.",
                scaling.what,
                grouped(&reached.to_string()),
                period.words(),
                grouped(&format!("{wanted:.0}"))
            );
            let values = json!({ "reached": reached, "period": period, "path": wanted, "goal": scaling.goal });
            found.at(SCALING_AT_RISK, file, scaling.id.span, message, values);
        }
    }
    if let Some(review) = scaling.review_by.as_ref().filter(|review| review.value < case.as_of) {
        let message = format!("The growth milestone was to be looked at by {}.", day(review.value));
        found.at(SCALING_REVIEW_OVERDUE, file, review.span, message, json!({ "review_by": review }));
    }
}
