//! Rules of the willingness to walk away at their edges: dependence, handover, the portfolio.

use super::measuring::THREE_KPIS;
use super::{CONTRACT, Case, LIBRARY, MEASURES, STRATEGY, VENDOR_FILE};

const ELM: &str = "playbook/vendors/elm/vendor.yaml";
/// One critical capability `c`, and one `d` that is not.
const CRITICAL: &str = "capabilities:\n  - { id: c, name: C, critical: true }\n  - { id: d, name: D }\n";

/// A vendor in use of this class, with further keys.
macro_rules! vendor {
    ($class:literal $more:literal) => {
        concat!("name: Ash\nsummary: S.\nclass: ", $class, "\nstatus: active\nlayer: tooling\n", $more)
    };
}

/// Another one.
macro_rules! another {
    ($name:literal $more:literal) => {
        concat!("name: ", $name, "\nsummary: S.\nclass: tactical\nstatus: active\nlayer: tooling\n", $more)
    };
}

pub const CASES: &[Case] = &[
    Case {
        rule: "concentration",
        files: &[(VENDOR_FILE, vendor!("operational" "capabilities: [{ capability: c, share: { spend: @ } }]\n"))],
        fires: "60.1%",
        not: "60%",
    },
    // An acceptance holds on the day on which it must be looked at again.
    Case {
        rule: "concentration",
        files: &[(
            VENDOR_FILE,
            vendor!("operational"
"capabilities: [{ capability: c, share: { requests: 61% } }]
acceptances: [{ of: concentration, by: r, on: 2026-01-01, review_by: @, because: B. }]
"),
        )],
        fires: "2026-10-30",
        not: "2026-10-31",
    },
    Case {
        rule: "concentration-accepted",
        files: &[(
            VENDOR_FILE,
            vendor!("operational"
"capabilities: [{ capability: c, share: { requests: 61% } }]
acceptances: [{ of: concentration, by: r, on: 2026-01-01, review_by: @, because: B. }]
"),
        )],
        fires: "2026-10-31",
        not: "2026-10-30",
    },
    Case {
        rule: "acceptance-expired",
        files: &[(
            VENDOR_FILE,
            vendor!("operational" "acceptances: [{ of: lock-in, by: r, on: 2026-01-01, review_by: @, because: B. }]\n"),
        )],
        fires: "2026-10-30",
        not: "2026-10-31",
    },
    Case {
        rule: "lock-in-unaccepted",
        files: &[(
            VENDOR_FILE,
            "name: Ash
summary: S.
class: strategic
status: active
layer: foundation-model
acceptances: [{ of: lock-in, by: r, on: @, review_by: 2027-01-01, because: B. }]
",
        )],
        fires: "2026-11-01",
        not: "2026-10-31",
    },
    Case {
        rule: "single-point",
        files: &[
            (STRATEGY, CRITICAL),
            (VENDOR_FILE, vendor!("operational" "capabilities: [{ capability: c, alternate: elm, readiness: @ }]\n")),
        ],
        fires: "none",
        not: "cold",
    },
    // An acceptance stands in for somebody who could take over.
    Case {
        rule: "single-point",
        files: &[
            (STRATEGY, CRITICAL),
            (
                VENDOR_FILE,
                vendor!("operational"
"capabilities: [{ capability: c }]
acceptances: [{ of: no-alternate, by: r, on: 2026-01-01, review_by: @, because: B. }]
"),
            ),
        ],
        fires: "2026-10-30",
        not: "2026-10-31",
    },
    Case {
        rule: "alternate-leaving",
        files: &[
            (VENDOR_FILE, vendor!("operational" "capabilities: [{ capability: c, alternate: elm, readiness: hot }]\n")),
            (ELM, "name: Elm\nsummary: S.\nclass: tactical\nstatus: @\nlayer: tooling\n"),
        ],
        fires: "exiting",
        not: "active",
    },
    Case {
        rule: "alternate-leaving",
        files: &[
            (VENDOR_FILE, vendor!("operational" "capabilities: [{ capability: c, alternate: elm, readiness: hot }]\n")),
            (ELM, another!("Elm" "disposition: { verdict: @, by: r, on: 2026-01-01, because: B. }\n")),
        ],
        fires: "phase-out",
        not: "maintain",
    },
    // Whatever the case of the name: it counts where both serve something critical.
    Case {
        rule: "fourth-party-shared",
        files: &[
            (STRATEGY, CRITICAL),
            (
                VENDOR_FILE,
                vendor!("operational" "capabilities: [{ capability: c }]\nsubprocessors: [{ name: Cloud, role: R }]\n"),
            ),
            (ELM, another!("Elm" "capabilities: [{ capability: @ }]\nsubprocessors: [{ name: CLOUD, role: R }]\n")),
        ],
        fires: "c",
        not: "d",
    },
    // One check of each strategy holds, the operational one as long as the attempt counts.
    Case {
        rule: "lock-in-strategy-missing",
        files: &[
            (
                VENDOR_FILE,
                vendor!("strategic"
"operations: { abstraction: { kind: interfaces } }
handover: { drills: [{ on: @, task: T, alone: true }] }
"),
            ),
            (
                "contracts/clauses/data-return-retrieval.md",
                "---
title: C
group: exit
tier: { strategic: must, tactical: must, operational: must }
why: W.
positions: { preferred: P, fallback: F, walk_away: W }
---
",
            ),
            (CONTRACT, "clauses:\n  - { clause: data-return-retrieval, standing: agreed, position: fallback }\n"),
        ],
        fires: "2025-10-30",
        not: "2025-10-31",
    },
    Case {
        rule: "component-without-alternative",
        files: &[
            (STRATEGY, CRITICAL),
            (VENDOR_FILE, vendor!("operational" "components: [{ id: m, name: M, capability: c@ }]\n")),
        ],
        fires: "",
        not: ", alternative: in-house",
    },
    Case {
        rule: "no-abstraction",
        files: &[(VENDOR_FILE, vendor!("strategic" "operations: { abstraction: { kind: @ } }\n"))],
        fires: "none",
        not: "interfaces",
    },
    // The largest known share counts.
    Case {
        rule: "portfolio-sprawl",
        files: &[
            (STRATEGY, "capabilities:\n  - { id: c, name: C }\n"),
            (VENDOR_FILE, vendor!("operational" "capabilities: [{ capability: c, share: { requests: 19.9% } }]\n")),
            (ELM, another!("Elm" "capabilities: [{ capability: c, share: { spend: 1% } }]\n")),
            (
                "playbook/vendors/fir/vendor.yaml",
                another!("Fir" "capabilities: [{ capability: c, share: { requests: 5%, capability: @ } }]\n"),
            ),
        ],
        fires: "19.9%",
        not: "20%",
    },
    Case {
        rule: "exclusive-data",
        files: &[(VENDOR_FILE, vendor!("operational" "data_partnership: { exclusive: @, revocable: true }\n"))],
        fires: "true",
        not: "false",
    },
    Case {
        rule: "internal-share-fell",
        files: &[(VENDOR_FILE, vendor!("operational" "handover: { actual: { 2025: 50%, 2026: @ } }\n"))],
        fires: "49.9%",
        not: "50%",
    },
    Case {
        rule: "internal-share-far-behind",
        files: &[(VENDOR_FILE, vendor!("operational" "handover: { plan: { 2026: 60% }, actual: { 2026: @ } }\n"))],
        fires: "45%",
        not: "45.1%",
    },
    Case {
        rule: "internal-share-behind",
        files: &[(VENDOR_FILE, vendor!("operational" "handover: { plan: { 2026: 60% }, actual: { 2026: @ } }\n"))],
        fires: "55%",
        not: "55.1%",
    },
    // What is serious is not said twice.
    Case {
        rule: "internal-share-behind",
        files: &[(VENDOR_FILE, vendor!("operational" "handover: { plan: { 2026: 60% }, actual: { 2026: @ } }\n"))],
        fires: "45.1%",
        not: "45%",
    },
    Case {
        rule: "handover-plan-slow",
        files: &[(VENDOR_FILE, vendor!("operational" "handover: { plan: { 2026: 30%, 2027: @, 2028: 90% } }\n"))],
        fires: "59.9%",
        not: "60%",
    },
    Case {
        rule: "no-day-one-participant",
        files: &[(
            VENDOR_FILE,
            vendor!("operational" "conditions: [delivery]\nhandover: { day_one: { role: r, since: 2026-01-01, takes: @ } }\n"),
        )],
        fires: "observer",
        not: "participant",
    },
    Case {
        rule: "training-short",
        files: &[(VENDOR_FILE, vendor!("operational" "conditions: [delivery]\nhandover: { training: { hours_agreed: @ } }\n"))],
        fires: "39.9",
        not: "40",
    },
    Case {
        rule: "training-behind",
        files: &[(
            VENDOR_FILE,
            vendor!("operational"
"live: 2026-10-31
conditions: [delivery]
handover: { training: { hours_agreed: 40, hours_delivered: @ } }
"),
        )],
        fires: "39.9",
        not: "40",
    },
    // Before it is live there is still time.
    Case {
        rule: "training-behind",
        files: &[(
            VENDOR_FILE,
            vendor!("operational"
"live: @
conditions: [delivery]
handover: { training: { hours_agreed: 40, hours_delivered: 39.9 } }
"),
        )],
        fires: "2026-10-31",
        not: "2026-11-01",
    },
    Case {
        rule: "operations-guide-incomplete",
        files: &[(
            VENDOR_FILE,
            vendor!("operational"
"handover: { operations_guide: { how_it_works: true, architecture: true, troubleshooting: @ } }
"),
        )],
        fires: "false",
        not: "true",
    },
    Case {
        rule: "modify-alone-untested",
        files: &[(
            VENDOR_FILE,
            vendor!("operational" "conditions: [delivery]\nhandover: { drills: [{ on: @, task: T, alone: true }] }\n"),
        )],
        fires: "2025-10-30",
        not: "2025-10-31",
    },
    Case {
        rule: "marketplace-late",
        files: &[(
            VENDOR_FILE,
            vendor!("operational" "go_to_market: [{ id: g, kind: marketplace, partner: P, stage: applied, needed_by: @ }]\n"),
        )],
        fires: "2026-10-30",
        not: "2026-10-31",
    },
    Case {
        rule: "disposition-stale",
        files: &[(
            VENDOR_FILE,
            vendor!("operational" "disposition: { verdict: maintain, by: r, on: 2026-01-01, review_by: @, because: B. }\n"),
        )],
        fires: "2026-10-30",
        not: "2026-10-31",
    },
    // From four fifths of its business value on, the numbers propose to expand.
    Case {
        rule: "disposition-differs",
        files: &[
            (
                VENDOR_FILE,
                vendor!("operational" "capabilities: [{ capability: c, share: { requests: 10% } }]\ndisposition: { verdict: maintain, by: r, on: 2026-01-01, because: B. }\n"),
            ),
            (STRATEGY, "capabilities:\n  - { id: c, name: C }\n"),
            (LIBRARY, THREE_KPIS),
            (
                MEASURES,
                "measures:
  - { kpi: t, target: 96, intervention: 94, minimum: 91, measured_by: own, readings: { 2026-Q3: 96 } }
  - { kpi: o, target: 96, intervention: 94, minimum: 91, measured_by: own, readings: { 2026-Q3: 96 } }
  - { kpi: b, target: 100, intervention: 50, minimum: 0, measured_by: own, readings: { 2026-Q3: @ } }
",
            ),
        ],
        fires: "80",
        not: "79.9",
    },
    // A tenth more would make 60.06 % of it.
    Case {
        rule: "disposition-differs",
        files: &[
            (STRATEGY, "capabilities:\n  - { id: c, name: C }\n"),
            (
                VENDOR_FILE,
                vendor!("operational"
"capabilities: [{ capability: c, share: { requests: @ } }]
disposition: { verdict: maintain, by: r, on: 2026-01-01, because: B. }
"),
            ),
            (LIBRARY, THREE_KPIS),
            (
                MEASURES,
                "measures:
  - { kpi: t, target: 96, intervention: 94, minimum: 91, measured_by: own, readings: { 2026-Q3: 96 } }
  - { kpi: o, target: 96, intervention: 94, minimum: 91, measured_by: own, readings: { 2026-Q3: 96 } }
  - { kpi: b, target: 96, intervention: 94, minimum: 91, measured_by: own, readings: { 2026-Q3: 96 } }
",
            ),
        ],
        fires: "54.5%",
        not: "54.6%",
    },
    Case {
        rule: "redundant-vendors",
        files: &[
            (STRATEGY, "capabilities:\n  - { id: c, name: C }\n"),
            (LIBRARY, THREE_KPIS),
            (VENDOR_FILE, vendor!("operational" "capabilities: [{ capability: c }]\n")),
            (
                MEASURES,
                "measures:
  - { kpi: b, target: 100, intervention: 50, minimum: 0, measured_by: own, readings: { 2026-Q3: @ } }
",
            ),
            (ELM, another!("Elm" "capabilities: [{ capability: c }]\n")),
            (
                "playbook/vendors/elm/kpis.yaml",
                "measures:
  - { kpi: b, target: 100, intervention: 50, minimum: 0, measured_by: own, readings: { 2026-Q3: 80 } }
",
            ),
        ],
        fires: "79.9",
        not: "80",
    },
    Case {
        rule: "capability-gap",
        files: &[
            (STRATEGY, "capabilities:\n  - { id: c, name: C }\n"),
            (
                VENDOR_FILE,
                "name: Ash
summary: S.
class: operational
status: @
layer: tooling
capabilities: [{ capability: c }]
",
            ),
        ],
        fires: "negotiating",
        not: "onboarding",
    },
    Case {
        rule: "playbook-part-missing",
        files: &[(VENDOR_FILE, "name: Ash\nsummary: S.\nclass: strategic\nstatus: @\nlayer: tooling\n")],
        fires: "onboarding",
        not: "negotiating",
    },
];
