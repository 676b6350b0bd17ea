//! How fast a whole site is built: `cargo bench --bench build`.
//!
//! 1. Writes a playbook of 100, 1,000 and 10,000 pages in 20 sections: about 500 words each, with headings, a list, a
//!    table, a code block and links by source path. The same number gives the same pages every time.
//! 2. Times the whole process `alliance build --only site` into a fresh folder; the median of a few runs counts.
//! 3. Prints pages a second, the ratios to Zola's medians on pages of the same shape, and peak memory where GNU time is there.
//!
//! Nothing is asserted: a busy machine is not a mistake. Zola's medians were taken on two cores, with
//! highlighting and search, which we always do, and with neither.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints, and stops where it cannot go on")]

mod corpus;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use corpus::write_playbook;

/// Pages, runs, and Zola's medians in seconds: with highlighting and search, and with neither.
const SIZES: [(usize, usize, f64, f64); 3] = [(100, 5, 0.320, 0.084), (1_000, 3, 1.67, 0.667), (10_000, 2, 18.7, 6.55)];
fn main() {
    println!(
        "{:>7}  {:>9}  {:>9}  {:>9}  {:>10}  {:>11}  {:>8}",
        "pages", "median", "fastest", "pages/s", "time/Zola", "/Zola plain", "peak"
    );
    for (pages, runs, zola, plain) in SIZES {
        let folder = tempfile::tempdir().unwrap();
        write_playbook(folder.path(), pages);
        let mut times: Vec<Duration> = (0..runs).map(|run| build(folder.path(), &format!("output-{run}"))).collect();
        times.sort();
        let median = times[(runs - 1) / 2].as_secs_f64().midpoint(times[runs / 2].as_secs_f64());
        let peak = peak(folder.path()).map_or_else(|| "-".to_owned(), |mib| format!("{mib} MiB"));
        let fastest = times[0].as_secs_f64();
        #[expect(clippy::cast_precision_loss, reason = "ten thousand pages are far below the limit")]
        let rate = pages as f64 / median;
        let (same, less) = (median / zola, median / plain);
        println!("{pages:>7}  {median:>7.3} s  {fastest:>7.3} s  {rate:>9.0}  {same:>10.2}  {less:>11.2}  {peak:>8}");
    }
}

fn arguments(output: &str) -> [&str; 5] {
    ["build", "--only", "site", "--output", output]
}

/// One cold build into a fresh folder: the whole process, from start to exit.
fn build(folder: &Path, output: &str) -> Duration {
    let start = Instant::now();
    let status = Command::new(env!("CARGO_BIN_EXE_alliance"))
        .current_dir(folder)
        .args(arguments(output))
        .stdout(Stdio::null())
        .status()
        .unwrap();
    let time = start.elapsed();
    assert!(status.success(), "the build failed");
    fs::remove_dir_all(folder.join(output)).unwrap();
    time
}

/// The largest resident size of a build in MiB, as GNU time tells it.
fn peak(folder: &Path) -> Option<u64> {
    let outcome = Command::new("/usr/bin/time")
        .args(["-f", "%M", env!("CARGO_BIN_EXE_alliance")])
        .current_dir(folder)
        .args(arguments("output-peak"))
        .stdout(Stdio::null())
        .output()
        .ok()?;
    let kib: u64 = String::from_utf8(outcome.stderr).ok()?.lines().last()?.trim().parse().ok()?;
    Some(kib / 1024)
}
