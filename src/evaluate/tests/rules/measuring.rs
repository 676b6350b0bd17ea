//! Rules of performance measurement at their edges.

use super::{Case, LIBRARY, MEASURES, ONE_KPI};

pub const CASES: &[Case] = &[
    Case {
        rule: "kpi-below-minimum",
        files: &[
            (LIBRARY, ONE_KPI),
            (MEASURES, "measures:\n  - { kpi: k, target: 96, intervention: 94, minimum: 91, measured_by: own, readings: { 2026-Q3: @ } }\n"),
        ],
        fires: "90.99",
        not: "91",
    },
];
