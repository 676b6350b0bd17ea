//! How the service is run and tested.

use serde_json::json;

use super::rules::{BLACK_BOX, END_TO_END_OVERDUE, MONITORING_GAP, NOT_IN_TEST_STRATEGY, ROLLBACK_UNTESTED};
use super::{Case, Found};
use crate::evaluate::day;
use crate::model::operations::Signal;
use crate::model::vendor::Status;

pub fn check(case: &Case<'_>, found: &mut Found<'_>) {
    let (vendor, file) = (&case.folder.vendor, &case.folder.vendor.file);
    let Some(operations) = vendor.operations.as_ref().filter(|_| case.matters()) else { return };
    let policy = &case.policy().operations;
    let gaps: Vec<&str> =
        Signal::ALL.into_iter().filter(|signal| !operations.monitoring.contains(signal)).map(Signal::words).collect();
    if !gaps.is_empty() {
        let message = format!("Not reported automatically: {}.", gaps.join(", "));
        found.about(MONITORING_GAP, file, message, json!({ "missing": gaps }));
    }
    let rollback =
        operations.rollbacks.iter().filter(|rollback| case.is_past(&rollback.on)).max_by_key(|rollback| rollback.on.value);
    if rollback.is_none_or(|rollback| case.older_than(rollback.on.value, policy.rollback_months)) {
        let message = rollback.map_or_else(
            || "Going back to the version before was never tried.".to_owned(),
            |rollback| format!("Going back to the version before was last tried on {}.", day(rollback.on.value)),
        );
        let span = rollback.map(|rollback| rollback.on.span).unwrap_or_default();
        found.at(
            ROLLBACK_UNTESTED,
            file,
            span,
            message,
            json!({ "last": rollback.map(|r| r.on.value), "months": policy.rollback_months }),
        );
    }
    let test = operations.end_to_end_tests.iter().filter(|test| case.is_past(&test.on)).max_by_key(|test| test.on.value);
    if test.is_none_or(|test| case.older_than(test.on.value, policy.end_to_end_months)) {
        let message = test.map_or_else(
            || "It was never tested from the first input to the last output.".to_owned(),
            |test| format!("It was last tested from end to end on {}.", day(test.on.value)),
        );
        let span = test.map(|test| test.on.span).unwrap_or_default();
        found.at(
            END_TO_END_OVERDUE,
            file,
            span,
            message,
            json!({ "last": test.map(|t| t.on.value), "months": policy.end_to_end_months }),
        );
    }
    if operations.documents.iter().all(|document| !case.is_past(&document.received)) {
        found.about(BLACK_BOX, file, "The vendor has handed over no document.", json!({}));
    }
    if let Some(strategy) = &operations.test_strategy {
        let beside = case.others.serving(vendor.capabilities.iter().map(|serves| &serves.capability.value));
        let absent: Vec<&str> = beside
            .into_iter()
            .filter(|id| **id != case.vendor.id && !strategy.parties.iter().any(|party| party.value == **id))
            .filter_map(|id| case.others.get(id))
            .filter(|other| matches!(other.status, Status::Onboarding | Status::Active))
            .map(|other| other.name)
            .collect();
        if !absent.is_empty() {
            let message = format!("Not in the joint test strategy: {}.", absent.join(", "));
            found.at(NOT_IN_TEST_STRATEGY, file, strategy.agreed.span, message, json!({ "absent": absent }));
        }
    }
}
