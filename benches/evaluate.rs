//! How fast a large portfolio is evaluated: `cargo bench --bench evaluate`.
//!
//! 1. Makes a playbook in memory: rubrics, KPIs, clauses and governance of the sample, and many vendors that each have the
//!    evaluation, contract, governance and exit plan of one of its strategic vendors, and a reading of every KPI for each of
//!    36 months.
//! 2. Times loading and evaluating apart; the median of a few runs counts.
//!
//! Nothing is asserted: a busy machine is not a mistake. The yardstick is half a second for 1,000 vendors on two cores.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints, and stops where it cannot go on")]

mod portfolio;

use std::time::{Duration, Instant};

use alliance_playbook::evaluate::evaluate;
use alliance_playbook::load::load;
use portfolio::portfolio;

const VENDORS: [usize; 3] = [10, 100, 1_000];
const RUNS: usize = 9;
const YARDSTICK: f64 = 0.5;

fn main() {
    println!(
        "{:>7}  {:>9}  {:>10}  {:>9}  {:>9}  {:>9}  {:>15}",
        "vendors", "readings", "load", "median", "fastest", "findings", "time/yardstick"
    );
    for vendors in VENDORS {
        let (world, readings) = portfolio(vendors);
        let start = Instant::now();
        let loaded = load(&world);
        let load = start.elapsed();
        assert!(loaded.report.is_clean(), "{:?}", loaded.report.sorted().first());
        let as_of = "2026-10-31".parse().unwrap();
        let findings = evaluate(&loaded.playbook, as_of).findings.len();
        let mut times: Vec<Duration> = (0..RUNS)
            .map(|_| {
                let start = Instant::now();
                let evaluation = evaluate(&loaded.playbook, as_of);
                let time = start.elapsed();
                drop(evaluation);
                time
            })
            .collect();
        times.sort();
        let (median, fastest) = (times[RUNS / 2].as_secs_f64(), times[0].as_secs_f64());
        println!(
            "{vendors:>7}  {readings:>9}  {:>8.3} s  {median:>7.3} s  {fastest:>7.3} s  {findings:>9}  {:>15.2}",
            load.as_secs_f64(),
            median / YARDSTICK
        );
    }
}
