//! Written forms: what is displayed reads back, and no text makes a reader panic.

use proptest::prelude::*;

use super::evaluation::CriterionPath;
use super::{Date, Id, Money, Period, Share, Threshold};
use crate::world::sample::tries;

proptest! {
    #![proptest_config(tries(256))]

    #[test]
    fn ids_read_back(text in "[a-z0-9]{1,5}(-[a-z0-9]{1,5}){0,3}") {
        let id: Id = text.parse().unwrap();
        prop_assert_eq!(id.as_str(), &text);
        prop_assert_eq!(id.to_string().parse::<Id>().unwrap(), id);
        let path: CriterionPath = format!("{text}/{text}").parse().unwrap();
        prop_assert_eq!(path.to_string().parse::<CriterionPath>().unwrap(), path);
    }

    #[test]
    fn dates_read_back(year in 0..=9999_i16, month in 1..=12_i8, day in 1..=31_i8) {
        let text = format!("{year:04}-{month:02}-{day:02}");
        match jiff::civil::Date::new(year, month, day) {
            Ok(date) => {
                prop_assert_eq!(text.parse::<Date>(), Ok(Date(date)));
                prop_assert_eq!(Date(date).to_string(), text);
            }
            Err(_) => prop_assert!(text.parse::<Date>().is_err()),
        }
    }

    #[test]
    fn periods_read_back(year in 0..=9999_u16, month in 1..=12_u8, quarter in 1..=4_u8) {
        for text in [format!("{year:04}-{month:02}"), format!("{year:04}-Q{quarter}")] {
            let period: Period = text.parse().unwrap();
            prop_assert_eq!(period.to_string(), text);
        }
    }

    #[test]
    fn the_latest_period_has_ended_and_the_next_has_not(year in 1..=9998_i16, month in 1..=12_i8, day in 1..=28_i8, quarterly: bool) {
        let as_of = Date(jiff::civil::date(year, month, day));
        let any: Period = if quarterly { "2026-Q1" } else { "2026-01" }.parse().unwrap();
        let latest = any.latest_ended(as_of);
        prop_assert!(latest.last_day() <= as_of);
        let days = if quarterly { 93 } else { 32 };
        let later = Date(latest.last_day().0.saturating_add(jiff::Span::new().days(days)));
        prop_assert!(later > as_of, "{} is not the latest on {}", latest, as_of);
    }

    #[test]
    fn thresholds_read_back(value in -1e6..1e6_f64) {
        let threshold = Threshold::Value(value);
        prop_assert_eq!(threshold.to_string().parse::<Threshold>(), Ok(threshold));
    }

    #[test]
    fn ranges_read_as_written(low in proptest::option::of(-1e6..1e6_f64), width in proptest::option::of(0.0..1e6_f64)) {
        let high = width.map(|width| low.unwrap_or(0.0) + width);
        let text = |end: Option<f64>| end.map_or_else(String::new, |end| end.to_string());
        let read = format!("{}..{}", text(low), text(high)).parse::<Threshold>();
        if low.is_none() && high.is_none() {
            prop_assert!(read.is_err());
        } else {
            prop_assert_eq!(read, Ok(Threshold::Range { low, high }));
        }
    }

    #[test]
    fn shares_read_as_parts_and_as_percent(part in 0.0..=1.0_f64, percent in 0..=100_u8) {
        prop_assert_eq!(part.to_string().parse::<Share>(), Ok(Share(part)));
        prop_assert_eq!(format!("{percent}%").parse::<Share>(), Ok(Share(f64::from(percent) / 100.0)));
    }

    #[test]
    fn money_is_exact(units in 0..1_000_000_000_i64, cents in 0..100_u8) {
        let text = format!("{units}.{cents:02}");
        let money: Money = text.parse().unwrap();
        prop_assert_eq!(money.0.to_string(), text.clone());
        prop_assert_eq!(money.to_string().replace(',', ""), text.clone());
        prop_assert_eq!(format!("-{text}").parse::<Money>().is_ok(), money.0.is_zero());
    }

    #[test]
    fn any_text_is_read_or_refused(text in prop_oneof![any::<String>(), "[0-9Q.%_eE+/a-zü -]{0,14}"]) {
        if let Ok(id) = text.parse::<Id>() {
            prop_assert_eq!(id.as_str(), &text);
        }
        if let Ok(date) = text.parse::<Date>() {
            prop_assert_eq!(date.to_string(), text.clone());
        }
        if let Ok(period) = text.parse::<Period>() {
            prop_assert_eq!(period.to_string(), text.clone());
        }
        if let Ok(share) = text.parse::<Share>() {
            prop_assert!((0.0..=1.0).contains(&share.0));
        }
        if let Ok(Threshold::Range { low: Some(low), high: Some(high) }) = text.parse::<Threshold>() {
            prop_assert!(low <= high);
        }
        let _ = (text.parse::<Money>(), text.parse::<CriterionPath>());
    }
}

#[test]
fn nearly_right_is_refused() {
    for text in ["", "-", "a-", "-a", "a--b", "A", "ä", "a_b", "a b", "a/b"] {
        assert!(text.parse::<Id>().is_err(), "{text}");
    }
    for text in ["2026-2-3", "26-02-03", "2026-02-29", "2026-13-01", "2026-00-10", "+026-01-01", "2026-01-01 ", "２０２６-01-01"]
    {
        assert!(text.parse::<Date>().is_err(), "{text}");
    }
    for text in
        ["2026", "2026-Q5", "2026-Q0", "2026-q1", "2026-00", "2026-13", "2026-1", "26-Q1", "2026-Q", "2026-Q11", "+026-01"]
    {
        assert!(text.parse::<Period>().is_err(), "{text}");
    }
    for text in ["", "%", "-0.1", "1.01", "101%", "NaN", "inf", "0,6", "60 percent"] {
        assert!(text.parse::<Share>().is_err(), "{text}");
    }
    for text in ["", "..", "12..3", "NaN", "inf", "..inf", "3...12", "3..12..14", "a..b", "1,5"] {
        assert!(text.parse::<Threshold>().is_err(), "{text}");
    }
    for text in ["", "EUR 5", "1,000", "1e5", "NaN", "--1", "99999999999999999999999999999999"] {
        assert!(text.parse::<Money>().is_err(), "{text}");
    }
}
