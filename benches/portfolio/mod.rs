//! The sample and many more vendors, each with the files of one of its strategic vendors and readings of every KPI for three
//! years. A playbook without mistakes: what refers to a vendor of the sample finds it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use alliance_playbook::world::{Disk, Memory, World as _};

const MONTHS: usize = 36;
const TEMPLATE: &str = "playbook/vendors/harbourline/";

/// A playbook of so many vendors beside those of the sample, and how many readings they have.
pub fn portfolio(vendors: usize) -> (Memory, usize) {
    let disk = Disk::new(Path::new(env!("CARGO_MANIFEST_DIR")));
    let mut files = BTreeMap::new();
    let mut vendor = Vec::new();
    for folder in ["content", "contracts", "playbook"] {
        for path in disk.list(folder).0.into_iter().map(|found| found.path) {
            let bytes = disk.read(&path).unwrap();
            if let Some(name) = path.strip_prefix(TEMPLATE) {
                vendor.push((name.to_owned(), bytes.clone()));
            }
            files.insert(path.to_string(), bytes);
        }
    }
    let library = String::from_utf8(files["playbook/kpis.yaml"].clone()).unwrap();
    let ids = library.lines().filter_map(|line| line.strip_prefix("  - id: "));
    let directions = library.lines().filter_map(|line| line.strip_prefix("    direction: "));
    let kpis: Vec<(&str, &str)> = ids.zip(directions).collect();
    let number_of_groups = vendors.div_ceil(10).max(2);
    let mut groups = "capabilities:\n".to_owned();
    for number in 0..number_of_groups {
        let _ = writeln!(groups, "  - {{ id: group-{number}, name: Group {number}, summary: S, critical: true }}");
    }
    let strategy = String::from_utf8(files["playbook/strategy.yaml"].clone()).unwrap();
    files.insert("playbook/strategy.yaml".to_owned(), strategy.replacen("capabilities:\n", &groups, 1).into_bytes());
    for number in 0..vendors {
        let folder = format!("playbook/vendors/vendor-{number:04}/");
        for (name, bytes) in vendor.iter().filter(|(name, _)| !name.starts_with("kpis.")) {
            // Other scores for each, and capabilities that ten or twenty of them share.
            let text = String::from_utf8(bytes.clone()).unwrap().replace("score: 4", &format!("score: {}", 2 + number % 4));
            let mut nth = number / 10;
            let varied: Vec<String> = text
                .lines()
                .map(|line| match line.split_once("capability: ") {
                    _ if line.trim_start().starts_with("share: {") => {
                        "    share: { requests: 5%, spend: 4%, capability: 3% }".to_owned()
                    }
                    Some((before, _)) if !before.contains('{') => {
                        nth += 1;
                        format!("{before}capability: group-{}", nth % number_of_groups)
                    }
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
fn measured(kpis: &[(&str, &str)], seed: usize) -> (String, String) {
    let mut measures = "measures:\n".to_owned();
    let mut readings = "kpi,period,value\n".to_owned();
    for (index, (kpi, direction)) in kpis.iter().enumerate() {
        let drives = if *kpi == "unit-cost" { "" } else { "unit-cost" };
        let thresholds = match *direction {
            "up" => "target: 96, intervention: 94, minimum: 91",
            "down" => "target: 96, intervention: 97, minimum: 98",
            _ => "target: 95..98, intervention: 94..99, minimum: 91..100",
        };
        let _ = writeln!(
            measures,
            "  - {{ kpi: {kpi}, {thresholds}, measured_by: own, owner: performance-analyst, drives: [{drives}] }}"
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
