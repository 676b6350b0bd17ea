//! Computes methods on inputs from elsewhere, so that other implementations can be held against them.
//!
//! Reads a JSON list of cases from standard input and writes the list of results; `.ci/methods` feeds it.

use std::error::Error;
use std::io::Read as _;

use alliance_playbook::evaluate::kpis::trend::{mann_kendall, theil_sen};
use alliance_playbook::evaluate::scoring::agreement::{Metric, alpha};
use alliance_playbook::evaluate::scoring::{ahp, topsis};
use alliance_playbook::evaluate::term::{end_after, notice_by};
use alliance_playbook::model::{Date, Length};
use serde::Deserialize;
use serde_json::{Value, json};

/// One case.
#[derive(Deserialize)]
#[serde(tag = "method", rename_all = "snake_case")]
enum Case {
    /// Krippendorff's alpha: per unit the values of its raters.
    Alpha { units: Vec<Vec<f64>> },
    /// Theil–Sen slope and Kendall's S of points in time.
    Trend { points: Vec<(f64, f64)> },
    /// Closeness by TOPSIS, with fixed ideals and within the set.
    Topsis { vendors: Vec<Vec<f64>>, weights: Vec<f64> },
    /// Weights, eigenvalue and consistency ratio of a reciprocal table.
    Ahp { table: Vec<Vec<f64>> },
    /// The end of a term after renewals, and the last day of notice towards it.
    Term { first: String, renews: String, renewals: u32, notice: String },
}

fn result(case: Case) -> Result<Value, String> {
    Ok(match case {
        Case::Alpha { units } => json!({
            "nominal": alpha(&units, Metric::Nominal),
            "ordinal": alpha(&units, Metric::Ordinal),
            "interval": alpha(&units, Metric::Interval),
        }),
        Case::Trend { points } => json!({ "slope": theil_sen(&points), "s": mann_kendall(&points) }),
        Case::Topsis { vendors, weights } => json!({
            "fixed": vendors.iter().map(|scores| topsis::fixed(scores, &weights)).collect::<Vec<_>>(),
            "relative": topsis::relative(&vendors, &weights),
        }),
        Case::Ahp { table } => json!(ahp::elicit(&table)),
        Case::Term { first, renews, renewals, notice } => {
            let end = end_after(first.parse::<Date>()?, renews.parse::<Length>()?, renewals);
            json!({ "end": end, "by": notice_by(end, notice.parse::<Length>()?) })
        }
    })
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let cases: Vec<Case> = serde_json::from_str(&text)?;
    let results = cases.into_iter().map(result).collect::<Result<Vec<Value>, String>>()?;
    println!("{}", serde_json::to_string(&results)?);
    Ok(())
}
