//! Terms and notice: the date cases that other tools get wrong.

use super::{day, loaded};
use crate::evaluate::term::{Term, end_after, notice_by, term, working_day};
use crate::model::Length;
use crate::model::contract::Agreement;

fn length(text: &str) -> Length {
    text.parse().unwrap()
}

fn agreement(yaml: &str) -> Agreement {
    let text = format!("agreement:\n  title: T\n  {}\n", yaml.replace('\n', "\n  "));
    let playbook = loaded(&[("playbook/vendors/ash/contract.yaml", &text)]);
    let contract = playbook.vendors.values().next().unwrap().contract.clone().unwrap().value;
    contract.agreement.clone().unwrap()
}

fn on(yaml: &str, as_of: &str) -> Term {
    term(&agreement(yaml), day(as_of)).unwrap()
}

/// The last day for notice, and the end it is for.
fn deadline(yaml: &str, as_of: &str) -> (String, String) {
    let term = on(yaml, as_of);
    (term.notice.map_or_else(String::new, |notice| notice.by.to_string()), term.bound_until.to_string())
}

#[test]
fn a_chain_of_tacit_renewals() {
    // GLPI 23084: first end 28 August 2025, 12 months more, two months of notice.
    let yaml = "ends: 2025-08-28\nrenews: 12 months\nnotice: 2 months";
    assert_eq!(
        deadline(yaml, "2025-06-28"),
        ("2025-06-28".to_owned(), "2025-08-28".to_owned()),
        "on the day itself it is in time"
    );
    let next = ("2026-06-28".to_owned(), "2026-08-28".to_owned());
    assert_eq!(deadline(yaml, "2025-06-29"), next, "one day late binds for another year");
    assert_eq!(deadline(yaml, "2025-09-01"), next);
    assert_eq!(deadline(yaml, "2030-07-01"), ("2031-06-28".to_owned(), "2031-08-28".to_owned()));
    let term = on(yaml, "2025-07-15");
    assert_eq!((term.ends.to_string(), term.renewals), ("2025-08-28".to_owned(), 0), "the first term still runs");
}

#[test]
fn a_term_from_its_start_and_length() {
    // GLPI 15893: 36 months from 1 August 2020, three months of notice.
    let yaml = "starts: 2020-08-01\nterm: 36 months\nrenews: 12 months\nnotice: 3 months";
    assert_eq!(deadline(yaml, "2023-01-01"), ("2023-04-30".to_owned(), "2023-07-31".to_owned()));
}

#[test]
fn months_end_where_months_end() {
    assert_eq!(length("1 month").after(day("2026-01-31")), day("2026-02-28"));
    assert_eq!(length("1 month").before(day("2026-03-31")), day("2026-02-28"));
    let ends = |n| end_after(day("2026-01-31"), length("1 month"), n).to_string();
    assert_eq!([ends(1), ends(2), ends(3)], ["2026-02-28", "2026-03-31", "2026-04-30"], "the end of a month stays one");
}

#[test]
fn leap_days() {
    assert_eq!(end_after(day("2024-02-29"), length("12 months"), 1).to_string(), "2025-02-28");
    assert_eq!(end_after(day("2024-02-29"), length("12 months"), 4).to_string(), "2028-02-29");
    assert_eq!(end_after(day("2025-02-28"), length("1 year"), 3).to_string(), "2028-02-29", "the last of February");
    assert_eq!(length("1 year").before(day("2024-02-29")), day("2023-02-28"));
}

#[test]
fn too_early_harms_nobody() {
    // From the last day: 28 December; from the day after: 31 December.
    assert_eq!(notice_by(day("2026-02-28"), length("2 months")), day("2025-12-28"));
    assert_eq!(notice_by(day("2026-04-30"), length("2 months")), day("2026-02-28"));
    assert_eq!(notice_by(day("2026-12-31"), length("90 days")), day("2026-10-02"));
}

#[test]
fn a_weekend_is_met_before_it() {
    assert_eq!(working_day(day("2026-11-28")), day("2026-11-27"), "a Saturday");
    assert_eq!(working_day(day("2026-11-29")), day("2026-11-27"), "a Sunday");
    assert_eq!(working_day(day("2026-11-30")), day("2026-11-30"), "a Monday");
    let notice = on("ends: 2026-12-29\nrenews: 1 year\nnotice: 1 month", "2026-10-31").notice.unwrap();
    assert_eq!((notice.by, notice.arrive_by, notice.days_left), (day("2026-11-29"), day("2026-11-27"), 29));
}

#[test]
fn a_term_from_the_end_of_a_month() {
    let ends = |text: &str| on(text, "2024-03-01").ends;
    assert_eq!(ends("starts: 2024-02-29\nterm: 12 months"), day("2025-02-28"));
    assert_eq!(ends("starts: 2026-01-31\nterm: 1 month"), day("2026-02-28"));
    assert_eq!(ends("starts: 2026-01-01\nterm: 1 month"), day("2026-01-31"));
    assert_eq!(ends("starts: 2023-03-01\nterm: 1 year"), day("2024-02-29"));
}

#[test]
fn notice_before_its_window_is_none() {
    let given = |on_day: &str| {
        let text = format!("ends: 2026-12-31\nrenews: 1 year\nnotice: 60 days\nnotice_opens: 90 days\nnotice_given: {on_day}");
        on(&text, "2026-10-31").noticed
    };
    assert!(!given("2026-01-15") && !given("2026-10-01"));
    assert!(given("2026-10-02") && given("2026-10-31"));
    let window = on("ends: 2026-02-28\nrenews: 1 year\nnotice: 1 month\nnotice_opens: 2 months", "2025-12-01").notice.unwrap();
    assert_eq!((window.opens, window.by), (Some(day("2025-12-31")), day("2026-01-28")), "each on its safe side");
}

#[test]
fn a_window_opens_and_closes() {
    // No more than 90 and no fewer than 60 days before the end.
    let notice = on("ends: 2026-12-31\nrenews: 1 year\nnotice: 60 days\nnotice_opens: 90 days", "2026-09-01").notice.unwrap();
    assert_eq!((notice.opens, notice.by), (Some(day("2026-10-02")), day("2026-11-01")));
}

#[test]
fn business_days_leave_weekends_out() {
    let ten = length("10 business days");
    assert_eq!(ten.after(day("2026-10-30")), day("2026-11-13"), "from a Friday");
    assert_eq!(ten.before(day("2026-11-13")), day("2026-10-30"));
    assert_eq!(ten.to_string(), "10 business days");
    assert_eq!(length("1 business day").after(day("2026-10-31")), day("2026-11-02"), "from a Saturday");
    assert!(ten.days() >= 14);
}

#[test]
fn notice_that_was_given() {
    let yaml = "ends: 2026-12-31\nrenews: 12 months\nnotice: 3 months\nnotice_given: ";
    let in_time = on(&format!("{yaml}2026-09-30"), "2026-10-31");
    assert_eq!((in_time.noticed, in_time.bound_until, in_time.notice), (true, day("2026-12-31"), None));
    let late = on(&format!("{yaml}2026-10-01"), "2026-10-31");
    assert_eq!((late.noticed, late.bound_until), (true, day("2027-12-31")));
    let later = on(&format!("{yaml}2026-11-15"), "2026-10-31");
    assert!(!later.noticed, "what is given after the as-of date has not been given");
    assert!(on(&format!("{yaml}2026-09-30"), "2027-01-01").over);
}

#[test]
fn without_renewal_it_ends_by_itself() {
    let term = on("ends: 2026-12-31\nnotice: 3 months", "2026-10-31");
    assert_eq!((term.bound_until, term.notice, term.over), (day("2026-12-31"), None, false));
    assert!(on("ends: 2026-12-31", "2027-01-01").over);
    assert!(super::super::term::term(&agreement("notice: 3 months"), day("2026-01-01")).is_none(), "no end, no term");
}

#[test]
fn without_a_notice_period_the_last_day_will_do() {
    assert_eq!(deadline("ends: 2026-12-31\nrenews: 1 month", "2026-10-31").0, "2026-12-31");
}

#[test]
fn absurd_lengths_end_the_search() {
    for yaml in [
        "ends: 2026-12-31\nrenews: 0 days",
        "ends: 2026-12-31\nrenews: 1 day\nnotice: 4000000000 years",
        "ends: 9999-12-31\nrenews: 9999 years\nnotice: 9999 business days",
    ] {
        let _ = on(yaml, "2026-10-31");
    }
}
