//! Trends, attainment, thresholds in force.

use super::close;
use super::kpis::limits;
use crate::evaluate::kpis::thresholds::{attainment, is_easier, shortfall};
use crate::evaluate::kpis::trend::{Course, mann_kendall, theil_sen, trend};
use crate::model::kpi::Direction;
use crate::model::policy::Measuring;

fn points(values: &[f64]) -> Vec<(f64, f64)> {
    values.iter().enumerate().map(|(at, value)| (f64::from(u32::try_from(at).unwrap()), *value)).collect()
}

fn course(values: &[f64], direction: Direction, thresholds: [&str; 3]) -> (Course, Option<f64>) {
    let found = trend(&points(values), direction, &limits(thresholds), 0.0, &Measuring::default());
    (found.reading, found.to_breach)
}

#[test]
fn the_worked_example_declines() {
    let values = [96.1, 95.4, 94.9, 94.1, 93.8, 93.0];
    close(theil_sen(&points(&values)).unwrap(), -0.6);
    assert_eq!(mann_kendall(&points(&values)), Some(-15));
    let (reading, periods) = course(&values, Direction::Up, ["96", "94", "91"]);
    assert_eq!(reading, Course::Declining);
    close(periods.unwrap(), 2.0 / 0.6);
    assert!((periods.unwrap() - 3.3).abs() < 0.04);
}

#[test]
fn only_the_last_six_count_and_four_are_needed() {
    assert_eq!(course(&[95.0, 94.0, 93.0], Direction::Up, ["96", "94", "91"]).0, Course::NotEnoughData);
    assert_eq!(course(&[95.0, 94.0, 93.0, 92.0], Direction::Up, ["96", "94", "91"]).0, Course::Declining);
    let turned = [80.0, 82.0, 84.0, 95.0, 94.0, 93.0, 92.0, 91.5, 91.0];
    assert_eq!(course(&turned, Direction::Up, ["96", "94", "90"]).0, Course::Declining);
}

#[test]
fn a_change_within_the_noise_is_none() {
    // Half a per cent of 96 is 0.48 a period.
    assert_eq!(course(&[96.0, 95.6, 95.2, 94.8], Direction::Up, ["96", "94", "91"]).0, Course::Flat);
    assert_eq!(course(&[96.0, 95.5, 95.0, 94.5], Direction::Up, ["96", "94", "91"]).0, Course::Declining);
    let wide = trend(&points(&[96.0, 95.0, 94.0, 93.0]), Direction::Up, &limits(["96", "94", "91"]), 1.5, &Measuring::default());
    assert_eq!(wide.reading, Course::Flat, "the measurement is not that exact");
}

#[test]
fn directions() {
    assert_eq!(course(&[2.0, 1.5, 1.0, 0.5], Direction::Down, ["0", "1", "3"]).0, Course::Improving);
    let (reading, periods) = course(&[0.0, 0.5, 1.0, 1.5], Direction::Down, ["0", "1", "3"]);
    assert_eq!(reading, Course::Declining);
    close(periods.unwrap(), 3.0);
    let band = ["3..12", "2..20", "1..30"];
    assert_eq!(course(&[4.0, 6.0, 8.0, 10.0], Direction::Band, band).0, Course::Flat, "inside the band nothing worsens");
    let (reading, periods) = course(&[14.0, 16.0, 18.0, 20.0], Direction::Band, band);
    assert_eq!(reading, Course::Declining);
    close(periods.unwrap(), 5.0);
    assert_eq!(course(&[20.0, 18.0, 16.0, 14.0], Direction::Band, band).0, Course::Improving);
}

#[test]
fn gaps_count_as_time() {
    close(theil_sen(&[(0.0, 10.0), (4.0, 14.0)]).unwrap(), 1.0);
    assert_eq!(theil_sen(&[(0.0, 10.0)]), None);
    assert_eq!(mann_kendall(&[(0.0, 1.0)]), None);
    assert_eq!(mann_kendall(&points(&[1.0, 1.0, 1.0])), Some(0));
}

#[test]
fn attainment_runs_from_minimum_to_target() {
    let up = limits(["96", "94", "91"]);
    for (value, expected) in [(97.0, 1.0), (96.0, 1.0), (93.5, 0.5), (91.0, 0.0), (80.0, 0.0)] {
        close(attainment(Some(value), Direction::Up, &up).unwrap(), expected);
    }
    assert_eq!(attainment(None, Direction::Up, &up), None);
    let down = limits(["200", "240", "300"]);
    for (value, expected) in [(150.0, 1.0), (250.0, 0.5), (300.0, 0.0), (301.0, 0.0)] {
        close(attainment(Some(value), Direction::Down, &down).unwrap(), expected);
    }
    // A target of 0 for what should fall.
    close(attainment(Some(1.5), Direction::Down, &limits(["0", "1", "3"])).unwrap(), 0.5);
    // Target and minimum are the same: met or not.
    close(attainment(Some(4.9), Direction::Up, &limits(["5", "5", "5"])).unwrap(), 0.0);
    close(attainment(Some(5.0), Direction::Up, &limits(["5", "5", "5"])).unwrap(), 1.0);
    let band = limits(["3..12", "2..20", "1..30"]);
    for (value, expected) in [(3.0, 1.0), (12.0, 1.0), (2.0, 0.5), (21.0, 0.5), (0.5, 0.0), (31.0, 0.0)] {
        close(attainment(Some(value), Direction::Band, &band).unwrap(), expected);
    }
    close(attainment(Some(500.0), Direction::Band, &limits(["90..110", "75..", "60.."])).unwrap(), 1.0);
}

#[test]
fn distance_and_ease() {
    let threshold = |text: &str| text.parse().unwrap();
    close(shortfall(90.0, Direction::Up, threshold("96")), 6.0);
    close(shortfall(97.0, Direction::Up, threshold("96")), 0.0);
    close(shortfall(97.0, Direction::Down, threshold("96")), 1.0);
    close(shortfall(14.0, Direction::Band, threshold("3..12")), 2.0);
    close(shortfall(1.0, Direction::Band, threshold("3..12")), 2.0);
    assert!(is_easier(threshold("90"), threshold("91"), Direction::Up));
    assert!(!is_easier(threshold("91"), threshold("91"), Direction::Up));
    assert!(is_easier(threshold("310"), threshold("300"), Direction::Down));
    assert!(is_easier(threshold("1..40"), threshold("1..30"), Direction::Band));
    assert!(is_easier(threshold("1.."), threshold("1..30"), Direction::Band));
    assert!(!is_easier(threshold("2..30"), threshold("1..30"), Direction::Band));
}
