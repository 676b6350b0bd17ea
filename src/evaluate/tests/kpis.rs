//! KPI states at every threshold, and which reading counts on which day.

use super::{evaluated, only};
use crate::block::Mark;
use crate::evaluate::kpis::Reading;
use crate::evaluate::kpis::thresholds::{Thresholds, state};
use crate::model::kpi::Direction;

/// Target, intervention and minimum.
pub fn limits([target, intervention, minimum]: [&str; 3]) -> Thresholds {
    let threshold = |text: &str| text.parse().unwrap();
    Thresholds { target: threshold(target), intervention: threshold(intervention), minimum: threshold(minimum) }
}

/// The states of `values` against target, intervention and minimum.
fn states(direction: Direction, [target, intervention, minimum]: [&str; 3], values: &[f64]) -> Vec<Mark> {
    let limits = limits([target, intervention, minimum]);
    values.iter().map(|value| state(Some(*value), direction, &limits)).collect()
}

#[test]
fn more_is_better() {
    use Mark::{Act, Bad, Good, Watch};
    let found = states(Direction::Up, ["96", "94", "91"], &[97.0, 96.0, 95.999, 94.0, 93.999, 91.0, 90.999, -5.0]);
    assert_eq!(found, [Good, Good, Watch, Watch, Act, Act, Bad, Bad]);
    assert_eq!(states(Direction::Up, ["5", "5", "5"], &[5.0, 4.9]), [Good, Bad]);
    assert_eq!(
        states(Direction::Up, ["-10", "-20", "-30"], &[-10.0, -10.5, -20.0, -20.5, -30.0, -30.5]),
        [Good, Watch, Watch, Act, Act, Bad]
    );
}

#[test]
fn less_is_better() {
    use Mark::{Act, Bad, Good, Watch};
    let found = states(Direction::Down, ["200", "240", "300"], &[0.0, 200.0, 200.1, 240.0, 240.1, 300.0, 300.1]);
    assert_eq!(found, [Good, Good, Watch, Watch, Act, Act, Bad]);
    assert_eq!(
        states(Direction::Down, ["0", "1", "3"], &[-2.0, 0.0, 0.1, 1.0, 2.0, 3.0, 3.1]),
        [Good, Good, Watch, Watch, Act, Act, Bad]
    );
    assert_eq!(states(Direction::Down, ["0", "0", "0"], &[0.0, 0.001]), [Good, Bad]);
}

#[test]
fn inside_the_band_is_best() {
    use Mark::{Act, Bad, Good, Watch};
    let band = ["3..12", "2..20", "1..30"];
    let values = [3.0, 12.0, 2.9, 2.0, 12.1, 20.0, 1.9, 1.0, 20.1, 30.0, 0.9, 30.1];
    assert_eq!(states(Direction::Band, band, &values), [Good, Good, Watch, Watch, Watch, Watch, Act, Act, Act, Act, Bad, Bad]);
    assert_eq!(
        states(Direction::Band, ["90..110", "75..", "60.."], &[100.0, 500.0, 75.0, 74.9, 60.0, 59.9]),
        [Good, Watch, Watch, Act, Act, Bad]
    );
}

#[test]
fn no_value_is_its_own_state() {
    for direction in [Direction::Up, Direction::Down, Direction::Band] {
        assert_eq!(state(None, direction, &limits(["0", "0", "0"])), Mark::Unknown);
    }
}

/// The only KPI of a vendor with these readings, as of a day.
fn read(readings: &str, as_of: &str) -> Reading {
    let library = "kpis:\n  - { id: accuracy, name: Accuracy, bucket: technical, unit: '%', direction: up, formula: F }\n";
    let measures = format!(
        "measures:
  - kpi: accuracy
    target: 96
    intervention: 94
    minimum: 91
    measured_by: own
    readings:
{readings}"
    );
    let files = [("playbook/kpis.yaml", library), ("playbook/vendors/ash/kpis.yaml", &measures)];
    only(&evaluated(as_of, &files)).kpis.unwrap().remove(0)
}

/// Period, value and state.
fn current(readings: &str, as_of: &str) -> (String, Option<f64>, Mark) {
    let reading = read(readings, as_of);
    (reading.period.map_or_else(String::new, |period| period.to_string()), reading.value, reading.state)
}

const QUARTERS: &str = "      2025-Q4: 97\n      2026-Q1: 95\n      2026-Q2: 93\n      2026-Q3: 90\n";

#[test]
fn a_quarter_counts_from_its_last_day_on() {
    assert_eq!(current(QUARTERS, "2026-09-30"), ("2026-Q3".into(), Some(90.0), Mark::Bad));
    assert_eq!(current(QUARTERS, "2026-09-29"), ("2026-Q2".into(), Some(93.0), Mark::Act));
    assert_eq!(current(QUARTERS, "2026-12-30"), ("2026-Q3".into(), Some(90.0), Mark::Bad));
}

#[test]
fn readings_after_the_as_of_date_are_not_known_yet() {
    for (as_of, period, value, state, known) in [
        ("2026-08-15", "2026-Q2", Some(93.0), Mark::Act, 3),
        ("2026-04-01", "2026-Q1", Some(95.0), Mark::Watch, 2),
        ("2026-03-30", "2025-Q4", Some(97.0), Mark::Good, 1),
        ("2025-12-31", "2025-Q4", Some(97.0), Mark::Good, 1),
        ("2025-12-30", "", None, Mark::Unknown, 0),
    ] {
        assert_eq!(current(QUARTERS, as_of), (period.into(), value, state), "{as_of}");
        assert_eq!(read(QUARTERS, as_of).history.len(), known, "{as_of}");
    }
}

#[test]
fn a_missing_reading_is_unknown_whatever_came_before() {
    assert_eq!(current(QUARTERS, "2026-12-31"), ("2026-Q4".into(), None, Mark::Unknown));
    assert_eq!(read(QUARTERS, "2026-12-31").previous, Some(90.0));
    assert_eq!(current(QUARTERS, "2027-02-01"), ("2026-Q4".into(), None, Mark::Unknown));
    assert_eq!(current("      {}\n", "2026-10-31"), (String::new(), None, Mark::Unknown));
}

#[test]
fn a_null_reading_is_unknown_and_keeps_its_line() {
    let readings = "      2026-Q2: 95\n      2026-Q3: null\n";
    assert_eq!(current(readings, "2026-10-31"), ("2026-Q3".into(), None, Mark::Unknown));
    let reading = read(readings, "2026-10-31");
    assert_eq!((reading.previous, reading.source.line), (Some(95.0), 9));
    assert_eq!(&*reading.source.file, "playbook/vendors/ash/kpis.yaml");
    // A missing reading has no line of its own; the measure has.
    assert_eq!(read("      2026-Q2: 95\n", "2026-10-31").source.line, 2);
    assert_eq!(read(QUARTERS, "2026-10-31").source.line, 11);
}

#[test]
fn the_value_before_skips_what_is_missing() {
    let reading = read("      2026-Q1: 95\n      2026-Q2: null\n      2026-Q3: 97\n", "2026-10-31");
    assert_eq!((reading.value, reading.previous), (Some(97.0), Some(95.0)));
    assert_eq!(read("      2026-Q3: 97\n", "2026-10-31").previous, None);
}

#[test]
fn months_count_like_quarters_and_cross_years() {
    let months = "      2025-11: 97\n      2025-12: 95\n      2026-01: 90\n      2026-02: 93\n";
    for (as_of, period, value) in [
        ("2025-12-30", "2025-11", Some(97.0)),
        ("2025-12-31", "2025-12", Some(95.0)),
        ("2026-01-30", "2025-12", Some(95.0)),
        ("2026-01-31", "2026-01", Some(90.0)),
        ("2026-02-27", "2026-01", Some(90.0)),
        ("2026-02-28", "2026-02", Some(93.0)),
        ("2026-03-30", "2026-02", Some(93.0)),
        ("2026-03-31", "2026-03", None),
    ] {
        let (found, found_value, _) = current(months, as_of);
        assert_eq!((found.as_str(), found_value), (period, value), "{as_of}");
    }
    // A leap year's February ends a day later.
    let leap = "      2028-01: 97\n      2028-02: 90\n";
    assert_eq!(current(leap, "2028-02-28").0, "2028-01");
    assert_eq!(current(leap, "2028-02-29").0, "2028-02");
}

#[test]
fn measures_come_by_bucket_then_in_the_order_of_the_file() {
    let library = "kpis:
  - { id: b, name: B, bucket: business, unit: x, direction: up, formula: F }
  - { id: t, name: T, bucket: technical, unit: x, direction: up, formula: F }
  - { id: u, name: U, bucket: technical, unit: x, direction: up, formula: F }
";
    let one = |id: &str| format!("  - {{ kpi: {id}, target: 3, intervention: 2, minimum: 1, measured_by: own }}\n");
    let measures = format!("measures:\n{}{}{}", one("b"), one("u"), one("t"));
    let files = [("playbook/kpis.yaml", library), ("playbook/vendors/ash/kpis.yaml", &measures)];
    let readings = only(&evaluated("2026-10-31", &files)).kpis.unwrap();
    assert_eq!(readings.iter().map(|reading| reading.id.as_str()).collect::<Vec<_>>(), ["u", "t", "b"]);
}
