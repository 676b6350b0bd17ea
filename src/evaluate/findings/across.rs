//! Clauses held against each other, and against what we plan: what each of them alone does not show.

use serde_json::json;

use super::rules::{
    AVAILABILITY_LOW, COMMITMENT_WITHOUT_RELIEF, CREDITS_WITHOUT_EXIT, DEPRECATION_TOO_SHORT, NO_PRICE_PROTECTION,
    NO_TRAINING_FOR_PLAN, NO_TRAINING_OPT_OUT, NOTICE_DUE, NOTICE_SHORTER, NOTICE_UNSENT, OPT_OUT_WITHOUT_FLOW_DOWN,
    PREVIOUS_VERSION_OPEN, RENEWAL_LONG, RETRIEVAL_TOO_SHORT,
};
use super::{Case, Found, days_between};
use crate::diagnostic::Span;
use crate::evaluate::course::{Course, course};
use crate::evaluate::day;
use crate::evaluate::kpis::thresholds::keeps;
use crate::model::contract::{Contract, Stage, Standing};
use crate::model::terms::{Basis, PromisedIn, Relief};
use crate::model::vendor::Access;
use crate::model::{Date, Filed, Threshold};

pub fn check(case: &Case<'_>, found: &mut Found<'_>) {
    training(case, found);
    let Some(contract) = &case.folder.contract else { return };
    term(case, contract, found);
    money(case, contract, found);
    data(case, contract, found);
    levels(case, contract, found);
    plans(case, contract, found);
}

fn entry<'c>(contract: &'c Contract, clause: &str) -> Option<&'c Standing> {
    contract.clauses.iter().find(|standing| standing.clause.as_str() == clause)
}

fn place(contract: &Contract, clause: &str) -> Span {
    entry(contract, clause).map(|standing| standing.clause.span).unwrap_or_default()
}

fn term(case: &Case<'_>, contract: &Filed<Contract>, found: &mut Found<'_>) {
    let Some(agreement) = &contract.agreement else { return };
    if let Some(renews) = agreement.renews {
        // Measured from any day: a contract counts in months or in years.
        let start = Date(jiff::civil::date(2025, 1, 1));
        if renews.value.after(start) > super::plus_months(start, i64::from(case.policy().commercial.renewal_months)) {
            let message = format!("It renews by itself for {}.", renews.value);
            let values = json!({ "renews": renews, "months": case.policy().commercial.renewal_months });
            found.at(RENEWAL_LONG, &contract.file, renews.span, message, values);
        }
    }
    // How long notice takes, or else the end it is counted back from.
    let span = agreement.notice.map(|notice| notice.span).or(agreement.ends.as_ref().map(|ends| ends.span)).unwrap_or_default();
    let notice = case.vendor.term.as_ref().and_then(|term| term.notice.as_ref());
    if let Some(notice) = notice.filter(|notice| notice.days_left <= i64::from(case.policy().exit.notice_days) && case.in_use()) {
        let until = case.vendor.term.as_ref().map_or(notice.by, |term| term.bound_until);
        let arrive = match notice.arrive_by {
            arrive if arrive == notice.by => String::new(),
            arrive if arrive < case.as_of => {
                format!(", a weekend; the last working day before, {}, has passed", day(arrive))
            }
            arrive => format!(", a weekend: {} at the latest", day(arrive)),
        };
        let values = json!({ "by": notice.by, "arrive_by": notice.arrive_by, "days_left": notice.days_left, "ends": until });
        let (rule, message) = match course(case.folder, case.as_of) {
            Course::Leaving(since) => {
                let decided = since.map_or("It is being left".to_owned(), |on| format!("On {} it was decided to leave", day(on)));
                (NOTICE_UNSENT, format!("{decided}, and no notice was given; it must be there by {}{arrive}.", day(notice.by)))
            }
            Course::GoingOn => (NOTICE_DUE, format!("Notice for {} must be there by {}{arrive}.", day(until), day(notice.by))),
        };
        found.at(rule, &contract.file, span, message, values);
    }
    let (Some(leaving), Some(exit)) = (&case.vendor.leaving, &case.folder.exit) else { return };
    let Some(schedule) = &leaving.schedule else { return };
    // From a notice on the last possible day: what is left until the service is gone.
    let length = |length: Option<crate::model::Length>| {
        let start = Date(jiff::civil::date(2025, 1, 1));
        length.map_or(0, |length| days_between(start, length.after(start)))
    };
    let plan = exit.plan.as_ref();
    let time = length(agreement.notice.map(|notice| notice.value)) + length(plan.and_then(|plan| plan.transition_period));
    let needed = i64::from(schedule.days_to_switch);
    if agreement.notice.is_some() && time < needed {
        let message = format!("An exit takes {needed} days; notice and the vendor's help together last {time}.");
        found.at(NOTICE_SHORTER, &contract.file, span, message, json!({ "needed": needed, "time": time }));
    }
    let retrieval = plan.and_then(|plan| plan.retrieval_period);
    if let Some(retrieval) = retrieval.filter(|_| agreement.notice.is_some())
        && time + length(Some(retrieval.value)) < needed
    {
        let time = time + length(Some(retrieval.value));
        let message = format!("An exit takes {needed} days; data can be fetched for {time} days after notice only.");
        found.at(RETRIEVAL_TOO_SHORT, &exit.file, retrieval.span, message, json!({ "needed": needed, "time": time }));
    }
}

fn money(case: &Case<'_>, contract: &Filed<Contract>, found: &mut Found<'_>) {
    let Some(fees) = &contract.fees else { return };
    if let Some(committed) = fees.minimum_commitment.filter(|committed| !committed.0.is_zero()) {
        let free_exit = case.vendor.settled("switching-charges");
        let missing: Vec<&str> = [
            (free_exit, "an exit without a fee"),
            (fees.relief.contains(&Relief::Deprecation), "relief when a model is withdrawn"),
        ]
        .into_iter()
        .filter_map(|(present, name)| (!present).then_some(name))
        .collect();
        if !missing.is_empty() {
            let message = format!("The minimum commitment gives no right to {}.", missing.join(", and none to "));
            found.at(COMMITMENT_WITHOUT_RELIEF, &contract.file, committed.span, message, json!({ "missing": missing }));
        }
    }
    if case.in_use() && fees.basis == Basis::Usage && !case.vendor.settled("price-protection") && case.matters() {
        let message = "It is paid by usage, and nothing binds the price.";
        found.at(NO_PRICE_PROTECTION, &contract.file, place(contract, "price-protection"), message, json!({}));
    }
}

/// Standard terms, signed or not, that let our data into a model.
fn training(case: &Case<'_>, found: &mut Found<'_>) {
    let (vendor, contract) = (&case.folder.vendor, case.folder.contract.as_ref());
    let applies = contract
        .and_then(|contract| entry(contract, "training-opt-out"))
        .is_none_or(|standing| standing.standing.value != Stage::NotApplicable);
    if case.in_use() && vendor.access == Some(Access::Api) && applies && !case.vendor.settled("training-opt-out") {
        let message = "It is used on standard terms, and nothing in writing keeps our data out of its training.";
        let (file, span) = contract.map_or((&vendor.file, Span::default()), |c| (&c.file, place(c, "training-opt-out")));
        found.at(NO_TRAINING_OPT_OUT, file, span, message, json!({}));
    }
}

fn data(case: &Case<'_>, contract: &Filed<Contract>, found: &mut Found<'_>) {
    let opted_out = case.vendor.settled("training-opt-out");
    let passes_on = case.folder.vendor.subprocessors.len();
    if opted_out && passes_on > 0 && !case.vendor.settled("subprocessors") {
        let message = format!("Training is excluded, but not for those our data are passed on to ({passes_on} recorded).");
        found.at(
            OPT_OUT_WITHOUT_FLOW_DOWN,
            &contract.file,
            place(contract, "training-opt-out"),
            message,
            json!({ "subprocessors": passes_on }),
        );
    }
}

fn levels(case: &Case<'_>, contract: &Filed<Contract>, found: &mut Found<'_>) {
    let paying: Vec<_> = contract.service_levels.iter().filter(|level| level.credit.is_some()).collect();
    let leaves = contract.service_levels.iter().any(|level| level.ends_contract) || case.vendor.settled("termination-triggers");
    // Whichever comes first by its words: the order in which they are written says nothing.
    if let Some(first) = paying.iter().min_by_key(|level| &level.what).filter(|_| !leaves) {
        let message = "Misses pay credits, and however many there are, none lets us leave.";
        found.at(CREDITS_WITHOUT_EXIT, &contract.file, first.level.span, message, json!({ "service_levels": paying.len() }));
    }
    let preferred = case.common.clauses.get("sla-uptime-credits").and_then(|clause| clause.front.terms.as_ref());
    for level in contract.service_levels.iter().filter(|level| level.promised_in == PromisedIn::Contract) {
        let Some(kpi) = level.kpi.as_ref().and_then(|id| case.common.kpi(id)) else { continue };
        let wanted = preferred.map(|terms| terms.preferred.value);
        if let Some(wanted) = wanted.filter(|_| kpi.id.as_str() == "availability")
            && !keeps(level.level.value, Threshold::Value(wanted), kpi.direction)
        {
            let message = format!("{} is promised at {} {}; we ask for {wanted}.", level.what, level.level.value, kpi.unit);
            found.at(
                AVAILABILITY_LOW,
                &contract.file,
                level.level.span,
                message,
                json!({ "level": level.level, "preferred": wanted }),
            );
        }
    }
    let deprecation = entry(contract, "model-deprecation-notice").filter(|_| case.vendor.settled("model-deprecation-notice"));
    let validation = case.folder.vendor.operations.as_ref().and_then(|operations| operations.validation_days.as_ref());
    if let Some((days, needed)) = deprecation.and_then(|standing| standing.terms.as_ref()).zip(validation)
        && days.value < f64::from(needed.value)
    {
        let message =
            format!("Models are withdrawn with {} days of notice; validating another takes us {}.", days.value, needed.value);
        found.at(DEPRECATION_TOO_SHORT, &contract.file, days.span, message, json!({ "notice": days, "validation": needed }));
    }
    let previous = entry(contract, "previous-version-access").filter(|standing| standing.standing.value == Stage::Agreed);
    if let Some(standing) = previous.filter(|standing| standing.terms.is_none()) {
        let message = "Access to the previous version is agreed without a number of days.";
        found.at(PREVIOUS_VERSION_OPEN, &contract.file, standing.clause.span, message, json!({}));
    }
}

fn plans(case: &Case<'_>, contract: &Filed<Contract>, found: &mut Found<'_>) {
    let Some(handover) = &case.folder.vendor.handover else { return };
    let plan: Vec<f64> = handover.plan.values().map(|share| share.value.0).collect();
    let rises = plan.windows(2).any(|pair| pair[1] > pair[0]);
    let hours = handover.training.as_ref().and_then(|training| training.hours_agreed.as_ref()).map_or(0.0, |hours| hours.value);
    if rises && hours <= 0.0 {
        let message = "Our own share is planned to grow, and not one hour of training is agreed.";
        found.at(NO_TRAINING_FOR_PLAN, &contract.file, place(contract, "knowledge-transfer"), message, json!({ "plan": plan }));
    }
}
