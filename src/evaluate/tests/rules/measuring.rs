//! Rules of performance measurement at their edges.

use super::{Case, LIBRARY, MEASURES, ONE_KPI, READINGS, ROADMAP, STRATEGIC, STRATEGY, TACTICAL, VENDOR_FILE};

/// One KPI of each bucket.
pub const THREE_KPIS: &str = "kpis:
  - { id: t, name: T, bucket: technical, unit: '%', direction: up, formula: F }
  - { id: o, name: O, bucket: operational, unit: '%', direction: up, formula: F }
  - { id: b, name: B, bucket: business, unit: '%', direction: up, formula: F }
";
/// One KPI `k` whose readings rest on thirty cases at least.
const SAMPLED: &str = "kpis:
  - { id: k, name: K, bucket: technical, unit: '%', direction: up, formula: F, min_sample: 30 }
";

pub const CASES: &[Case] = &[
    Case {
        rule: "kpi-below-minimum",
        files: &[
            (LIBRARY, ONE_KPI),
            (
                MEASURES,
                "measures:\n  - { kpi: k, target: 96, intervention: 94, minimum: 91, measured_by: own, readings: { 2026-Q3: @ } }\n",
            ),
        ],
        fires: "90.99",
        not: "91",
    },
    Case {
        rule: "sustained-failure",
        files: &[
            (LIBRARY, ONE_KPI),
            (
                MEASURES,
                "measures:
  - { kpi: k, target: 96, intervention: 94, minimum: 91, measured_by: own, exit_relevant: true,
      readings: { 2026-Q2: 90.99, 2026-Q3: @ } }
",
            ),
        ],
        fires: "90.99",
        not: "91",
    },
    Case {
        rule: "kpi-below-intervention",
        files: &[
            (LIBRARY, ONE_KPI),
            (
                MEASURES,
                "measures:\n  - { kpi: k, target: 96, intervention: 94, minimum: 91, measured_by: own, readings: { 2026-Q3: @ } }\n",
            ),
        ],
        fires: "93.99",
        not: "94",
    },
    // The month that ends with the day itself has ended.
    Case {
        rule: "kpi-no-reading",
        files: &[
            (LIBRARY, ONE_KPI),
            (
                MEASURES,
                "measures:\n  - { kpi: k, target: 96, intervention: 94, minimum: 91, measured_by: own, readings: { @: 95 } }\n",
            ),
        ],
        fires: "2026-09",
        not: "2026-10",
    },
    Case {
        rule: "no-trend",
        files: &[
            (LIBRARY, ONE_KPI),
            (
                MEASURES,
                "measures:
  - { kpi: k, target: 96, intervention: 94, minimum: 91, measured_by: own, readings: { 2026-Q1: @, 2026-Q2: 95, 2026-Q3: 95 } }
",
            ),
        ],
        fires: "null",
        not: "95",
    },
    Case {
        rule: "sample-too-small",
        files: &[
            (LIBRARY, SAMPLED),
            (MEASURES, "measures:\n  - { kpi: k, target: 96, intervention: 94, minimum: 91, measured_by: own }\n"),
            (READINGS, "kpi,period,value,sample\nk,2026-Q3,95,@\n"),
        ],
        fires: "29",
        not: "30",
    },
    // One more and the target would be reached.
    Case {
        rule: "reading-inconclusive",
        files: &[
            (LIBRARY, ONE_KPI),
            (
                MEASURES,
                "measures:
  - { kpi: k, target: 96, intervention: 93, minimum: 91, measured_by: own, error: @, readings: { 2026-Q3: 95 } }
",
            ),
        ],
        fires: "1",
        not: "0.99",
    },
    // Half a point a quarter is the noise of a target of 100.
    Case {
        rule: "drift",
        files: &[
            (LIBRARY, ONE_KPI),
            (
                MEASURES,
                "measures:
  - { kpi: k, target: 100, intervention: 96, minimum: 95, measured_by: own,
      readings: { 2025-Q4: 98, 2026-Q1: 97.5, 2026-Q2: 97, 2026-Q3: @ } }
",
            ),
        ],
        fires: "96.49",
        not: "96.5",
    },
    Case {
        rule: "failure-next-quarter",
        files: &[
            (LIBRARY, ONE_KPI),
            (
                MEASURES,
                "measures:
  - { kpi: k, target: 96, intervention: 94, minimum: 91, measured_by: own, exit_relevant: true, readings: { 2026-Q3: @ } }
",
            ),
        ],
        fires: "90.99",
        not: "91",
    },
    // One missing quarter is not two.
    Case {
        rule: "kpi-not-reported",
        files: &[
            (LIBRARY, ONE_KPI),
            (
                MEASURES,
                "measures:
  - { kpi: k, target: 96, intervention: 94, minimum: 91, measured_by: own, exit_relevant: true,
      readings: { 2026-Q1: 95, 2026-Q2: @, 2026-Q3: null } }
",
            ),
        ],
        fires: "null",
        not: "95",
    },
    Case {
        rule: "threshold-eased-in-breach",
        files: &[
            (LIBRARY, ONE_KPI),
            (
                MEASURES,
                "measures:
  - kpi: k
    target: 96
    intervention: 94
    minimum: @
    measured_by: own
    exit_relevant: true
    earlier:
      - { until: 2026-06-30, target: 96, intervention: 94, minimum: 91 }
    readings: { 2026-Q2: 90.99, 2026-Q3: 95 }
",
            ),
        ],
        fires: "90.99",
        not: "91",
    },
    // With its approval and a reason, the same change counts.
    Case {
        rule: "threshold-eased-in-breach",
        files: &[
            (LIBRARY, ONE_KPI),
            (
                MEASURES,
                "measures:
  - kpi: k
    target: 96
    intervention: 94
    minimum: 90
    measured_by: own
    exit_relevant: true
    earlier:
      - { until: 2026-06-30, target: 96, intervention: 94, minimum: 91, approved_by: r@ }
    readings: { 2026-Q2: 90.99, 2026-Q3: 95 }
",
            ),
        ],
        fires: "",
        not: ", because: B.",
    },
    Case {
        rule: "excuse-not-counted",
        files: &[
            (LIBRARY, ONE_KPI),
            (
                MEASURES,
                "measures:
  - kpi: k
    target: 96
    intervention: 94
    minimum: 91
    measured_by: own
    exit_relevant: true
    excused:
      - { period: 2026-Q3, because: B., approved_by: r@ }
    readings: { 2026-Q3: 90.99 }
",
            ),
        ],
        fires: "",
        not: ", evidence: E",
    },
    // One within four quarters.
    Case {
        rule: "excuse-not-counted",
        files: &[
            (LIBRARY, ONE_KPI),
            (
                MEASURES,
                "measures:
  - kpi: k
    target: 96
    intervention: 94
    minimum: 91
    measured_by: own
    exit_relevant: true
    excused:
      - { period: @, because: B., approved_by: r, evidence: E }
      - { period: 2026-Q3, because: B., approved_by: r, evidence: E }
    readings: { @: 90.99, 2026-Q3: 90.99 }
",
            ),
        ],
        fires: "2025-Q4",
        not: "2025-Q3",
    },
    // What we read in the quarter before checks nothing.
    Case {
        rule: "vendor-only-kpis",
        files: &[
            (VENDOR_FILE, TACTICAL),
            (LIBRARY, ONE_KPI),
            (
                MEASURES,
                "measures:
  - { kpi: k, target: 96, intervention: 94, minimum: 91, measured_by: vendor, readings: { 2026-09: 95 } }
",
            ),
            (READINGS, "kpi,period,value,source\nk,@,95,own\n"),
        ],
        fires: "2026-06",
        not: "2026-07",
    },
    Case {
        rule: "bucket-missing",
        files: &[
            (VENDOR_FILE, TACTICAL),
            (LIBRARY, THREE_KPIS),
            (
                MEASURES,
                "measures:
  - { kpi: t, target: 96, intervention: 94, minimum: 91, measured_by: own }
  - { kpi: o, target: 96, intervention: 94, minimum: 91, measured_by: own }
@",
            ),
        ],
        fires: "",
        not: "  - { kpi: b, target: 96, intervention: 94, minimum: 91, measured_by: own }\n",
    },
    // By way of an operational KPI, if that one leads on.
    Case {
        rule: "no-line-of-sight",
        files: &[
            (VENDOR_FILE, STRATEGIC),
            (LIBRARY, THREE_KPIS),
            (
                MEASURES,
                "measures:
  - { kpi: t, target: 96, intervention: 94, minimum: 91, measured_by: own, exit_relevant: true, drives: [o] }
  - { kpi: o, target: 96, intervention: 94, minimum: 91, measured_by: own, drives: [@] }
  - { kpi: b, target: 96, intervention: 94, minimum: 91, measured_by: own }
",
            ),
        ],
        fires: "",
        not: "b",
    },
    Case {
        rule: "vendor-measured",
        files: &[
            (LIBRARY, ONE_KPI),
            (
                MEASURES,
                "measures:
  - { kpi: k, target: 96, intervention: 94, minimum: 91, measured_by: @, exit_relevant: true, readings: { 2026-Q3: 95 } }
",
            ),
        ],
        fires: "vendor",
        not: "independent",
    },
    Case {
        rule: "monitoring-gap",
        files: &[(
            VENDOR_FILE,
            "name: Ash
summary: S.
class: tactical
status: active
layer: tooling
operations: { monitoring: [inputs, outputs, latency, throughput@] }
",
        )],
        fires: "",
        not: ", user-feedback",
    },
    // The end of April and six months are the day before.
    Case {
        rule: "end-to-end-overdue",
        files: &[(
            VENDOR_FILE,
            "name: Ash
summary: S.
class: tactical
status: active
layer: tooling
operations: { end_to_end_tests: [{ on: @, passed: true }] }
",
        )],
        fires: "2026-04-30",
        not: "2026-05-01",
    },
    Case {
        rule: "rollback-untested",
        files: &[(
            VENDOR_FILE,
            "name: Ash
summary: S.
class: tactical
status: active
layer: tooling
operations: { rollbacks: [{ on: @, minutes: 5 }] }
",
        )],
        fires: "2025-10-30",
        not: "2025-10-31",
    },
    Case {
        rule: "not-in-test-strategy",
        files: &[
            (STRATEGY, "capabilities:\n  - { id: c, name: C }\n"),
            (
                VENDOR_FILE,
                "name: Ash
summary: S.
class: tactical
status: active
layer: tooling
capabilities: [{ capability: c }]
operations: { test_strategy: { agreed: 2026-01-01, parties: [@] } }
",
            ),
            (
                "playbook/vendors/elm/vendor.yaml",
                "name: Elm
summary: S.
class: tactical
status: active
layer: tooling
capabilities: [{ capability: c }]
",
            ),
        ],
        fires: "",
        not: "elm",
    },
    Case {
        rule: "black-box",
        files: &[(
            VENDOR_FILE,
            "name: Ash
summary: S.
class: tactical
status: active
layer: tooling
operations: { documents: [{ title: Model card, received: @ }] }
",
        )],
        fires: "2026-11-01",
        not: "2026-10-31",
    },
    Case {
        rule: "scaling-milestone-missing",
        files: &[
            (STRATEGY, "capabilities:\n  - { id: c, name: C, critical: true }\n"),
            (
                VENDOR_FILE,
                "name: Ash
summary: S.
class: strategic
status: active
layer: tooling
capabilities: [{ capability: c }]
",
            ),
            (ROADMAP, "scaling: [@]\n"),
        ],
        fires: "",
        not: "{ id: s, what: W, baseline: 100, goal: 150, from: 2026-09-30, until: 2026-12-01 }",
    },
    // Half of the days have passed: compound growth to 144 asks for 120, not for 122.
    Case {
        rule: "scaling-milestone-at-risk",
        files: &[(
            ROADMAP,
            "scaling:
  - { id: s, what: W, baseline: 100, goal: 144, from: 2026-09-30, until: 2026-12-01, reached: { 2026-10: @ } }
",
        )],
        fires: "119.99",
        not: "120",
    },
    Case {
        rule: "scaling-milestone-small",
        files: &[(ROADMAP, "scaling:\n  - { id: s, what: W, baseline: 100, goal: @, from: 2026-09-30, until: 2026-12-01 }\n")],
        fires: "149.9",
        not: "150",
    },
    Case {
        rule: "reuse-saving-low",
        files: &[(ROADMAP, "reuse:\n  - { component: m, project: P, on: 2026-10-31, days_with: @, days_without: 10 }\n")],
        fires: "7.01",
        not: "7",
    },
];
