//! How fast a large portfolio is evaluated: `cargo bench --bench evaluate`.
//!
//! 1. Makes a playbook in memory: rubrics, KPIs, clauses and governance of the sample, and many vendors that each have the
//!    evaluation, contract, governance and exit plan of one of its strategic vendors, and a reading of every KPI for each of
//!    36 months.
//! 2. Times loading and evaluating apart; the median of a few runs counts.
//!
//! Nothing is asserted: a busy machine is not a mistake. The yardstick is half a second for 1,000 vendors on two cores.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints, and stops where it cannot go on")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use alliance_playbook::evaluate::evaluate;
use alliance_playbook::load::load;
use alliance_playbook::world::{Disk, Memory, World as _};

const VENDORS: [usize; 3] = [10, 100, 1_000];
const MONTHS: usize = 36;
const RUNS: usize = 9;
const YARDSTICK: f64 = 0.5;
const TEMPLATE: &str = "playbook/vendors/harbourline/";

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

/// A playbook of so many vendors, and how many readings it has.
fn portfolio(vendors: usize) -> (Memory, usize) {
    let disk = Disk::new(Path::new(env!("CARGO_MANIFEST_DIR")));
    let mut files = BTreeMap::new();
    let mut vendor = Vec::new();
    for folder in ["contracts", "playbook"] {
        for path in disk.list(folder).0 {
            let bytes = disk.read(&path).unwrap();
            if let Some(name) = path.strip_prefix(TEMPLATE) {
                vendor.push((name.to_owned(), bytes));
            } else if !path.starts_with("playbook/vendors/") {
                files.insert(path, bytes);
            }
        }
    }
    let library = String::from_utf8(files["playbook/kpis.yaml"].clone()).unwrap();
    let kpis: Vec<&str> = library.lines().filter_map(|line| line.strip_prefix("  - id: ")).collect();
    let mut groups = "capabilities:\n".to_owned();
    for number in 0..vendors.div_ceil(10) {
        let _ = writeln!(groups, "  - {{ id: group-{number}, name: Group {number}, summary: S, critical: true }}");
    }
    let strategy = String::from_utf8(files["playbook/strategy.yaml"].clone()).unwrap();
    files.insert("playbook/strategy.yaml".to_owned(), strategy.replacen("capabilities:\n", &groups, 1).into_bytes());
    for number in 0..vendors {
        let folder = format!("playbook/vendors/vendor-{number:04}/");
        for (name, bytes) in vendor.iter().filter(|(name, _)| !name.starts_with("kpis.")) {
            // Other scores for each, and a capability that ten of them share.
            let text = String::from_utf8(bytes.clone()).unwrap().replace("score: 4", &format!("score: {}", 2 + number % 4));
            let varied: Vec<String> = text
                .lines()
                .map(|line| match line.split_once("capability: ") {
                    Some((before, _)) if !before.contains('{') => format!("{before}capability: group-{}", number / 10),
                    _ => line.to_owned(),
                })
                .collect();
            let varied = varied.join("\n");
            files.insert(format!("{folder}{name}"), varied.into_bytes());
        }
        let (measures, readings) = measured(&kpis, number);
        files.insert(format!("{folder}kpis.yaml"), measures.into_bytes());
        files.insert(format!("{folder}kpis.csv"), readings.into_bytes());
    }
    let world = Memory { files, today: jiff::civil::date(2026, 10, 31) };
    (world, vendors * kpis.len() * MONTHS)
}

/// Every KPI with a reading of every month.
fn measured(kpis: &[&str], seed: usize) -> (String, String) {
    let mut measures = "measures:\n".to_owned();
    let mut readings = "kpi,period,value\n".to_owned();
    for (index, kpi) in kpis.iter().enumerate() {
        let drives = if *kpi == "unit-cost" { "" } else { "unit-cost" };
        let _ = writeln!(
            measures,
            "  - {{ kpi: {kpi}, target: 96, intervention: 94, minimum: 91, measured_by: own, owner: performance-analyst, \
             drives: [{drives}] }}"
        );
        for month in 0..MONTHS {
            let at = 2023 * 12 + 9 + month;
            let dice = seed * 31 + index * 17 + month * 7;
            // Four of seven on target; one in thirty beyond the minimum.
            let value = if dice.is_multiple_of(30) { 90 } else { 93 + dice % 7 };
            let _ = writeln!(readings, "{kpi},{}-{:02},{value}", at / 12, at % 12 + 1);
        }
    }
    (measures, readings)
}
