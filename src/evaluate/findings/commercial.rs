//! What it costs and what we commit to.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde_json::json;

use super::rules::{
    ABOVE_MARKET, ABOVE_MARKET_LASTING, ACCESS_LATE, COMMITMENT_HEAVY, COMMITMENT_NOTABLE, COMMITMENT_UNUSED, DISCOUNT_HIGH,
    DISCOUNT_LOW, FREE_MAINTENANCE_SHORT, LIST_TERMS, MANAGEMENT_COST_HIGH, MANAGEMENT_COST_LOW, NO_OUTCOME_FEE, PRICE_RISE,
    PROJECT_BEFORE_PROOF, TERMS_CAN_CHANGE,
};
use super::{Case, Found, plus_months};
use crate::evaluate::day;
use crate::model::contract::Contract;
use crate::model::terms::{Fees, Price};
use crate::model::vendor::Access;
use crate::model::{Date, Filed, Money};

pub fn check(case: &Case<'_>, found: &mut Found<'_>) {
    if case.in_use() {
        spend(case, found);
    }
    projects(case, found);
    let Some(contract) = &case.folder.contract else { return };
    if let Some(fees) = &contract.fees {
        commitment(case, contract, fees, found);
        prices(case, contract, fees, found);
        terms(case, contract, fees, found);
    }
    delivery(case, contract, found);
    let policy = &case.policy().commercial;
    if let Some(notice) = contract.agreement.as_ref().and_then(|agreement| agreement.change_notice)
        && notice.value.days() < policy.change_notice_days
    {
        let message = format!("The vendor may change its terms with {} of notice.", notice.value);
        let values = json!({ "notice": notice, "days": policy.change_notice_days });
        found.at(TERMS_CAN_CHANGE, &contract.file, notice.span, message, values);
    }
}

/// A part of an amount, where there is one.
fn part(of: Money, whole: Money) -> Option<f64> {
    if whole.0.is_zero() { None } else { of.0.checked_div(whole.0)?.to_f64() }
}

fn spend(case: &Case<'_>, found: &mut Found<'_>) {
    let (vendor, file) = (&case.folder.vendor, &case.folder.vendor.file);
    let Some(spend) = &vendor.spend else { return };
    let limit = case.policy().commercial.enterprise_monthly_spend;
    let monthly = spend.annual.0 / Decimal::from(12);
    if vendor.access == Some(Access::Api) && monthly > limit.0 {
        let shown = Money(monthly.round());
        let message = format!("{shown} a month is spent on list terms; above {limit} a negotiated agreement pays off.");
        found.about(LIST_TERMS, file, message, json!({ "monthly": shown, "limit": limit }));
    }
    let Some(cost) = vendor.management_cost.as_ref().map(crate::model::Internal::judge) else { return };
    let lines = cost.lines();
    // A line that is not written is unknown; only the whole can be too low.
    let total = Money(lines.iter().filter_map(|(_, amount)| *amount).map(|amount| amount.0).sum());
    let Some(share) = part(total, spend.annual) else { return };
    let (low, high) = (case.policy().governance.management_cost_low, case.policy().governance.management_cost_high);
    let values = json!({ "share": share, "low": low, "high": high, "cost": total, "spend": spend.annual });
    let shown = share * 100.0;
    if share < low.0 && lines.iter().all(|(_, amount)| amount.is_some()) {
        let message =
            format!("Managing it costs {shown:.1} % of its spend; {:.0} to {:.0} % is usual.", low.0 * 100.0, high.0 * 100.0);
        found.about(MANAGEMENT_COST_LOW, file, message, values);
    } else if share > high.0 {
        let message =
            format!("Managing it costs {shown:.1} % of its spend; {:.0} to {:.0} % is usual.", low.0 * 100.0, high.0 * 100.0);
        found.about(MANAGEMENT_COST_HIGH, file, message, values);
    }
}

fn commitment(case: &Case<'_>, contract: &Filed<Contract>, fees: &Fees, found: &mut Found<'_>) {
    let (Some(committed), Some(spend)) = (fees.minimum_commitment, &case.folder.vendor.spend) else { return };
    let policy = &case.policy().commercial;
    if let Some(ratio) = spend.forecast.and_then(|forecast| part(committed.value, forecast)) {
        let message = format!("The minimum commitment is {} the forecast.", crate::evaluate::part_of(ratio));
        let values = json!({ "ratio": ratio, "watch": policy.commitment_watch, "ceiling": policy.commitment_ceiling, "rolls_over": fees.rolls_over });
        if ratio + 1e-9 >= policy.commitment_ceiling.0 {
            found.at(COMMITMENT_HEAVY, &contract.file, committed.span, message, values);
        } else if ratio > policy.commitment_watch.0 {
            found.at(COMMITMENT_NOTABLE, &contract.file, committed.span, message, values);
        }
    }
    // Nothing can be unused before a year of the commitment is over.
    let agreement = contract.agreement.as_ref();
    let began = agreement.and_then(|agreement| agreement.starts.as_ref().or(agreement.signed.as_ref()));
    let year_over = began.is_none_or(|began| plus_months(began.value, 12) <= case.as_of);
    if let Some(used) = part(spend.annual, committed.value)
        && used < policy.commitment_use.0
        && year_over
        && case.in_use()
    {
        let message = format!("Only {:.0} % of the commitment was used in the last twelve months.", used * 100.0);
        let values = json!({ "used": used, "limit": policy.commitment_use });
        found.at(COMMITMENT_UNUSED, &contract.file, committed.span, message, values);
    }
}

/// The price in force on a day.
fn price_on<'p>(fees: &'p Fees, unit: &str, on: Date) -> Option<&'p Price> {
    fees.prices.iter().filter(|price| price.unit == unit && price.on.value <= on).max_by_key(|price| price.on.value)
}

fn prices(case: &Case<'_>, contract: &Filed<Contract>, fees: &Fees, found: &mut Found<'_>) {
    let policy = &case.policy().commercial;
    let mut units: Vec<&str> = fees.prices.iter().map(|price| price.unit.as_str()).collect();
    units.sort_unstable();
    units.dedup();
    for unit in units {
        let Some(now) = price_on(fees, unit, case.as_of) else { continue };
        let before = price_on(fees, unit, plus_months(case.as_of, -12));
        if let Some((before, ratio)) = before.and_then(|before| Some((before, part(now.price, before.price)?)))
            && ratio - 1.0 + 1e-9 >= policy.price_rise.0
        {
            let message = format!("The price of {unit} rose by {:.0} % within a year, to {}.", (ratio - 1.0) * 100.0, now.price);
            let values = json!({ "before": before.price, "now": now.price, "rise": ratio - 1.0, "limit": policy.price_rise });
            found.at(PRICE_RISE, &contract.file, now.on.span, message, values);
        }
        let above = |price: &&Price| {
            let ratio = price.benchmark.and_then(|benchmark| part(price.price, benchmark));
            ratio.is_some_and(|ratio| ratio - 1.0 > policy.benchmark_premium.0 + 1e-9)
        };
        if let (true, Some(benchmark)) = (above(&now), now.benchmark) {
            let since = above_since(fees, unit, case.as_of, above).unwrap_or(now).on.value;
            let lasting = plus_months(since, i64::from(policy.market_months)) <= case.as_of;
            let rule = if lasting { ABOVE_MARKET_LASTING } else { ABOVE_MARKET };
            let shown = if lasting { format!(", above the market since {}", day(since)) } else { String::new() };
            let message = format!("The price of {unit} is {}{shown}; a comparable offer costs {benchmark}.", now.price);
            let premium = part(now.price, benchmark).map(|ratio| ratio - 1.0);
            let values = json!({ "price": now.price, "benchmark": benchmark, "premium": premium, "since": since, "limit": policy.benchmark_premium });
            found.at(rule, &contract.file, now.on.span, message, values);
        }
    }
}

/// The first of the prices in a row, up to the one in force, that all lie above the market.
fn above_since<'p>(fees: &'p Fees, unit: &str, as_of: Date, above: impl Fn(&&'p Price) -> bool) -> Option<&'p Price> {
    let mut prices: Vec<&Price> = fees.prices.iter().filter(|price| price.unit == unit && price.on.value <= as_of).collect();
    prices.sort_by_key(|price| std::cmp::Reverse(price.on.value));
    prices.into_iter().take_while(above).last()
}

fn terms(case: &Case<'_>, contract: &Filed<Contract>, fees: &Fees, found: &mut Found<'_>) {
    let policy = &case.policy().commercial;
    if let Some(discount) = &fees.discount {
        let (low, high) = (policy.discount_low, policy.discount_high);
        let message = format!(
            "The discount is {:.0} %; {:.0} to {:.0} % is usual.",
            discount.value.0 * 100.0,
            low.0 * 100.0,
            high.0 * 100.0
        );
        let values = json!({ "discount": discount, "low": low, "high": high });
        if discount.value.0 < low.0 {
            found.at(DISCOUNT_LOW, &contract.file, discount.span, message, values);
        } else if discount.value.0 > high.0 {
            found.at(DISCOUNT_HIGH, &contract.file, discount.span, message, values);
        }
    }
    let share = fees.outcome_based.as_ref().map_or(0.0, |share| share.value.0);
    if case.in_use() && case.is_strategic() && share < policy.outcome_share.0 {
        let message = format!("{:.0} % of the fees depend on outcomes.", share * 100.0);
        let span = fees.outcome_based.as_ref().map(|share| share.span).unwrap_or_default();
        found.at(NO_OUTCOME_FEE, &contract.file, span, message, json!({ "share": share, "needed": policy.outcome_share }));
    }
}

/// Projects with a fixed scope that nobody had proven.
fn projects(case: &Case<'_>, found: &mut Found<'_>) {
    for engagement in
        case.folder.vendor.engagements.iter().filter(|e| e.kind == Access::Project && !e.proven && case.is_past(&e.from))
    {
        let message = format!("The project ({}) was fixed before its scope was proven.", engagement.scope.trim_end_matches('.'));
        found.at(
            PROJECT_BEFORE_PROOF,
            &case.folder.vendor.file,
            engagement.from.span,
            message,
            json!({ "from": engagement.from }),
        );
    }
}

fn delivery(case: &Case<'_>, contract: &Filed<Contract>, found: &mut Found<'_>) {
    let months = case.policy().commercial.free_maintenance_months;
    if let Some(free) = contract.maintenance.as_ref().and_then(|maintenance| maintenance.free.as_ref()) {
        // Measured from any day: a contract counts in months or in days.
        let start = Date(jiff::civil::date(2025, 1, 1));
        if free.value.after(start) < plus_months(start, i64::from(months)) {
            let message = format!("Delivered work is maintained free of charge for {}.", free.value);
            found.at(FREE_MAINTENANCE_SHORT, &contract.file, free.span, message, json!({ "free": free.value, "months": months }));
        }
    }
    let kickoff = case.folder.governance.as_ref().and_then(|own| own.kickoff.as_ref());
    if let (Some(access), Some(kickoff)) = (&contract.access, kickoff) {
        for (granted, name) in [(&access.source, "source"), (&access.documents, "documents")] {
            if let Some(granted) = granted.as_ref().filter(|granted| granted.value > kickoff.value) {
                let message =
                    format!("Work began on {}; we could read the {name} from {} on.", day(kickoff.value), day(granted.value));
                found.at(ACCESS_LATE, &contract.file, granted.span, message, json!({ "granted": granted, "kickoff": kickoff }));
            }
        }
    }
}
