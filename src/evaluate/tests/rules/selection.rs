//! Rules of selection at their edges.

use super::{CONTRACT, Case, EVALUATION, ONE_CRITERION, PLAYBOOK, RUBRIC, STRATEGIC, STRATEGY, TACTICAL, VENDOR_FILE};

/// One rubric `x` with one criterion `c` and one gate `g`.
const GATED: &str = "name: X
purpose: P.
criteria:
  - { id: c, name: C, question: Q?, anchors: { 0: a, 1: b, 2: c, 3: d, 4: e, 5: f } }
gates:
  - { id: g, name: G, question: Q? }
";
/// One rubric `x` with two criteria, of which the second weighs `@`.
const TWO_WEIGHTS: &str = "name: X
purpose: P.
criteria:
  - { id: c, name: C, question: Q?, weight: 1, anchors: { 0: a, 1: b, 2: c, 3: d, 4: e, 5: f } }
  - { id: d, name: D, question: Q?, weight: @, anchors: { 0: a, 1: b, 2: c, 3: d, 4: e, 5: f } }
";
/// Two on `c`, three on `d`: 2.5 where both weigh the same.
const TWO_AND_THREE: &str = "ratings:\n  - { criterion: x/c, rater: r, score: 2 }\n  - { criterion: x/d, rater: r, score: 3 }\n";
/// A criterion of the panel.
macro_rules! criterion {
    ($id:literal) => {
        concat!("  - { id: ", $id, ", name: C, question: Q?, anchors: { 0: a, 1: b, 2: c, 3: d, 4: e, 5: f } }\n")
    };
}
/// Two raters' scores on a criterion of the panel.
macro_rules! both {
    ($id:literal $one:literal $other:literal) => {
        concat!(
            "  - { criterion: x/",
            $id,
            ", rater: r, score: ",
            $one,
            " }\n  - { criterion: x/",
            $id,
            ", rater: s, score: ",
            $other,
            " }\n"
        )
    };
}

pub const CASES: &[Case] = &[
    Case {
        rule: "gate-failed",
        files: &[
            (RUBRIC, GATED),
            (EVALUATION, "gates:\n  - { gate: x/g, result: @, by: r, on: 2026-10-31, until: 2026-10-31 }\n"),
        ],
        fires: "failed",
        not: "waived",
    },
    // A waiver holds on its last day.
    Case {
        rule: "gate-failed",
        files: &[(RUBRIC, GATED), (EVALUATION, "gates:\n  - { gate: x/g, result: waived, by: r, on: 2026-01-01, until: @ }\n")],
        fires: "2026-10-30",
        not: "2026-10-31",
    },
    Case {
        rule: "rubric-below-minimum",
        files: &[(VENDOR_FILE, STRATEGIC), (RUBRIC, TWO_WEIGHTS), (EVALUATION, TWO_AND_THREE)],
        fires: "0.99",
        not: "1",
    },
    Case {
        rule: "score-not-recommended",
        files: &[(VENDOR_FILE, TACTICAL), (RUBRIC, TWO_WEIGHTS), (EVALUATION, TWO_AND_THREE)],
        fires: "0.99",
        not: "1",
    },
    Case {
        rule: "partner-signal-veto",
        files: &[
            (
                RUBRIC,
                "name: X
purpose: P.
veto_at: 1
criteria:
  - { id: c, name: C, question: Q?, anchors: { 0: a, 1: b, 2: c, 3: d, 4: e, 5: f } }
",
            ),
            (EVALUATION, "ratings:\n  - { criterion: x/c, rater: r, score: 1 }\n  - { criterion: x/c, rater: s, score: @ }\n"),
        ],
        fires: "1",
        not: "2",
    },
    // Both days count: from 1 to 28 January are four weeks.
    Case {
        rule: "no-pilot",
        files: &[
            (VENDOR_FILE, TACTICAL),
            (CONTRACT, "agreement: { title: A, signed: 2026-02-01 }\n"),
            (EVALUATION, "pilot: { from: 2026-01-01, until: @ }\n"),
        ],
        fires: "2026-01-27",
        not: "2026-01-28",
    },
    // Signed on its last day is signed after it.
    Case {
        rule: "no-pilot",
        files: &[
            (VENDOR_FILE, TACTICAL),
            (CONTRACT, "agreement: { title: A, signed: @ }\n"),
            (EVALUATION, "pilot: { from: 2026-01-01, until: 2026-01-31 }\n"),
        ],
        fires: "2026-01-30",
        not: "2026-01-31",
    },
    Case {
        rule: "pilot-not-stress-tested",
        files: &[(
            EVALUATION,
            "pilot: { from: 2026-01-01, until: 2026-01-31, stress_test: { on: 2026-01-15, times_peak: @ } }\n",
        )],
        fires: "0.99",
        not: "1",
    },
    Case {
        rule: "gate-open",
        files: &[
            (VENDOR_FILE, STRATEGIC),
            (RUBRIC, GATED),
            (EVALUATION, "gates:\n  - { gate: x/g, result: passed, by: r, on: @ }\n"),
        ],
        fires: "2026-11-01",
        not: "2026-10-31",
    },
    Case {
        rule: "no-stated-limits",
        files: &[(EVALUATION, "first_meeting: { on: 2026-01-01, stated_limits: [@] }\n")],
        fires: "",
        not: "no images",
    },
    Case {
        rule: "long-presentation",
        files: &[(EVALUATION, "first_meeting: { on: 2026-01-01, presented_minutes: @ }\n")],
        fires: "30",
        not: "29",
    },
    Case {
        rule: "no-contactable-reference",
        files: &[(
            EVALUATION,
            "references:
  - { who: A, on: 2026-01-01, contactable: false }
  - { who: B, on: @, contactable: true }
",
        )],
        fires: "2026-11-01",
        not: "2026-10-31",
    },
    Case {
        rule: "raters-disagree",
        files: &[
            (RUBRIC, ONE_CRITERION),
            (EVALUATION, "ratings:\n  - { criterion: x/c, rater: r, score: 1 }\n  - { criterion: x/c, rater: s, score: @ }\n"),
        ],
        fires: "3",
        not: "2",
    },
    // Evidence holds on its last day.
    Case {
        rule: "evidence-expired",
        files: &[
            (RUBRIC, ONE_CRITERION),
            (
                EVALUATION,
                "ratings:
  - { criterion: x/c, rater: r, score: 3, evidence: [e] }
evidence:
  - { id: e, class: demo, title: E, on: 2026-01-01, expires: @ }
",
            ),
        ],
        fires: "2026-10-30",
        not: "2026-10-31",
    },
    Case {
        rule: "score-without-evidence",
        files: &[
            (RUBRIC, ONE_CRITERION),
            (EVALUATION, "ratings:\n  - { criterion: x/c, rater: r, score: 3 }\n  - { criterion: x/c, rater: s, score: @ }\n"),
        ],
        fires: "3",
        not: "2",
    },
    // Half a point above three claims four.
    Case {
        rule: "evidence-too-weak",
        files: &[
            (
                RUBRIC,
                "name: X
purpose: P.
criteria:
  - { id: c, name: C, question: Q?, anchors: { 0: a, 1: b, 2: c, 3: d, 4: e, 5: f }, evidence: { 4: own-test } }
",
            ),
            (
                EVALUATION,
                "ratings:
  - { criterion: x/c, rater: r, score: 3, evidence: [e] }
  - { criterion: x/c, rater: s, score: @ }
evidence:
  - { id: e, class: demo, title: E, on: 2026-01-01 }
",
            ),
        ],
        fires: "4",
        not: "3",
    },
    Case {
        rule: "evidence-too-weak",
        files: &[
            (
                RUBRIC,
                "name: X
purpose: P.
criteria:
  - { id: c, name: C, question: Q?, anchors: { 0: a, 1: b, 2: c, 3: d, 4: e, 5: f }, evidence: { 4: own-test } }
",
            ),
            (
                EVALUATION,
                "ratings:
  - { criterion: x/c, rater: r, score: 4, evidence: [e] }
evidence:
  - { id: e, class: @, title: E, on: 2026-01-01 }
",
            ),
        ],
        fires: "demo",
        not: "own-test",
    },
    // The mark is BLAKE3 of "x 1\n  c 1\n", by another implementation.
    Case {
        rule: "weights-changed",
        files: &[
            (
                RUBRIC,
                "name: X
purpose: P.
weight: @
criteria:
  - { id: c, name: C, question: Q?, anchors: { 0: a, 1: b, 2: c, 3: d, 4: e, 5: f } }
",
            ),
            (EVALUATION, "frozen: { on: 2026-01-01, weights: c460a412886cdaa2 }\n"),
        ],
        fires: "1.001",
        not: "1.0",
    },
    Case {
        rule: "weights-frozen-late",
        files: &[
            (RUBRIC, ONE_CRITERION),
            (
                EVALUATION,
                "frozen: { on: @, weights: c460a412886cdaa2 }
ratings:
  - { criterion: x/c, rater: r, score: 2, on: 2026-01-01 }
",
            ),
        ],
        fires: "2026-01-02",
        not: "2026-01-01",
    },
    Case {
        rule: "weights-not-frozen",
        files: &[
            (VENDOR_FILE, "name: Ash\nsummary: S.\nclass: @\nstatus: active\nlayer: tooling\n"),
            (RUBRIC, ONE_CRITERION),
            (EVALUATION, "ratings:\n  - { criterion: x/c, rater: r, score: 2 }\n"),
        ],
        fires: "tactical",
        not: "operational",
    },
    // With t³ = 2.76458, t + 1/t = 3.116 − 1, and (3.116 − 3) ÷ 2 ÷ 0.58 = 0.1.
    Case {
        rule: "weights-inconsistent",
        files: &[
            (
                PLAYBOOK,
                "title: T
organisation: { name: N }
currency: EUR
weighing:
  - { rubric: x, over: y, times: 1 }
  - { rubric: y, over: z, times: 1 }
  - { rubric: x, over: z, times: @ }
",
            ),
            (RUBRIC, ONE_CRITERION),
            ("playbook/rubrics/y.yaml", ONE_CRITERION),
            ("playbook/rubrics/z.yaml", ONE_CRITERION),
        ],
        fires: "2.765",
        not: "2.764",
    },
    // 55 % beside the half that the comparison says.
    Case {
        rule: "weights-differ",
        files: &[
            (
                PLAYBOOK,
                "title: T
organisation: { name: N }
currency: EUR
weighing:
  - { rubric: x, over: y, times: 1 }
",
            ),
            (
                RUBRIC,
                "name: X
purpose: P.
weight: 0.55
criteria:
  - { id: c, name: C, question: Q?, anchors: { 0: a, 1: b, 2: c, 3: d, 4: e, 5: f } }
",
            ),
            (
                "playbook/rubrics/y.yaml",
                "name: Y
purpose: P.
weight: @
criteria:
  - { id: c, name: C, question: Q?, anchors: { 0: a, 1: b, 2: c, 3: d, 4: e, 5: f } }
",
            ),
        ],
        fires: "0.449",
        not: "0.45",
    },
    Case {
        rule: "single-rater",
        files: &[
            (VENDOR_FILE, STRATEGIC),
            (RUBRIC, ONE_CRITERION),
            (EVALUATION, "ratings:\n  - { criterion: x/c, rater: r, score: 3 }\n@"),
        ],
        fires: "",
        not: "  - { criterion: x/c, rater: s, score: 3 }\n",
    },
    // Ordinal alpha, by another implementation: 0.66682 with a one, 0.66701 with a two.
    Case {
        rule: "panel-unreliable",
        files: &[
            (
                RUBRIC,
                concat!(
                    "name: X\npurpose: P.\ncriteria:\n",
                    criterion!("a"),
                    criterion!("b"),
                    criterion!("c"),
                    criterion!("d"),
                    criterion!("e"),
                    criterion!("f"),
                    criterion!("g"),
                    criterion!("h"),
                    criterion!("i"),
                    criterion!("j"),
                ),
            ),
            (
                EVALUATION,
                concat!(
                    "ratings:\n",
                    both!("a" 5 4),
                    both!("b" 3 1),
                    both!("c" 4 4),
                    both!("d" 5 5),
                    both!("e" 2 3),
                    both!("f" 5 3),
                    both!("g" 4 5),
                    both!("h" 0 2),
                    both!("i" 4 4),
                    both!("j" 2 "@"),
                ),
            ),
        ],
        fires: "1",
        not: "2",
    },
    // Half a point ahead: a point that only a demo proves could be lost, one that we tested could not.
    Case {
        rule: "ranking-fragile",
        files: &[
            (STRATEGY, "capabilities:\n  - { id: c, name: C }\n"),
            (RUBRIC, ONE_CRITERION),
            (
                VENDOR_FILE,
                "name: Ash
summary: S.
class: operational
status: evaluating
layer: tooling
capabilities: [{ capability: c }]
",
            ),
            (
                EVALUATION,
                "ratings:
  - { criterion: x/c, rater: r, score: 3, evidence: [e] }
  - { criterion: x/c, rater: s, score: 4 }
evidence:
  - { id: e, class: @, title: E, on: 2026-01-01 }
",
            ),
            (
                "playbook/vendors/elm/vendor.yaml",
                "name: Elm
summary: S.
class: operational
status: active
layer: tooling
capabilities: [{ capability: c }]
",
            ),
            (
                "playbook/vendors/elm/evaluation.yaml",
                "ratings:
  - { criterion: x/c, rater: r, score: 3, evidence: [e] }
evidence:
  - { id: e, class: own-test, title: E, on: 2026-01-01 }
",
            ),
        ],
        fires: "demo",
        not: "own-test",
    },
];
