//! Cases that were once wrong: what does not count, what is forgotten, what counts without a file.

use super::contract::{AVAILABILITY, CLAUSE, TOPIC, UPTIME};
use super::{CONTRACT, Case, EXIT, LIBRARY, MEASURES, ONE_KPI, OWN_GOVERNANCE, ROADMAP, STRATEGY, TACTICAL, VENDOR_FILE};

pub const CASES: &[Case] = &[
    // Who was left, or is of little weight, need not start to leave.
    Case {
        rule: "latest-start-passed",
        files: &[
            (VENDOR_FILE, "name: Ash\nsummary: S.\nclass: tactical\nstatus: @\nlayer: tooling\nowner: o\narchitect: a\n"),
            (CONTRACT, "agreement: { title: A, ends: 2026-12-31 }\n"),
            (EXIT, "steps:\n  - { id: s, name: S, owner: r, days: 90 }\ndecisions:\n  - { id: d, opened: 2026-10-01 }\n"),
        ],
        fires: "active",
        not: "exited",
    },
    Case {
        rule: "latest-start-passed",
        files: &[
            (VENDOR_FILE, "name: Ash\nsummary: S.\nclass: @\nstatus: active\nlayer: tooling\nowner: o\narchitect: a\n"),
            (CONTRACT, "agreement: { title: A, ends: 2026-12-31 }\n"),
            (EXIT, "steps:\n  - { id: s, name: S, owner: r, days: 90 }\n"),
        ],
        fires: "tactical",
        not: "operational",
    },
    // Who was left is measured no more; what is open with it stays open.
    Case {
        rule: "kpi-no-reading",
        files: &[
            (LIBRARY, ONE_KPI),
            (MEASURES, "measures: [{ kpi: k, target: 96, intervention: 94, minimum: 91, measured_by: own }]\n"),
            (VENDOR_FILE, "name: Ash\nsummary: S.\nclass: tactical\nstatus: @\nlayer: tooling\nowner: o\narchitect: a\n"),
        ],
        fires: "exiting",
        not: "exited",
    },
    Case {
        rule: "exit-decision-open",
        files: &[
            (VENDOR_FILE, "name: Ash\nsummary: S.\nclass: tactical\nstatus: exited\nlayer: tooling\n"),
            (EXIT, "decisions:\n  - { id: d, opened: 2026-10-01@ }\n"),
        ],
        fires: "",
        not: ", verdict: exit, by: r, closed: 2026-10-02",
    },
    // A deviation that was renegotiated needs no approval.
    Case {
        rule: "deviation-expired",
        files: &[
            (CLAUSE, TOPIC),
            (CONTRACT, "clauses: [{ clause: c, standing: agreed, position: @, approved_by: r, expires: 2026-10-30 }]\n"),
        ],
        fires: "fallback",
        not: "preferred",
    },
    // What was accepted again has not run out.
    Case {
        rule: "acceptance-expired",
        files: &[(
            VENDOR_FILE,
            "name: Ash
summary: S.
class: operational
status: active
layer: tooling
acceptances:
  - { of: lock-in, by: r, on: 2025-01-01, review_by: 2026-01-01, because: B. }
  - { of: @, by: r, on: 2026-01-01, review_by: 2027-01-01, because: B. }
",
        )],
        fires: "concentration",
        not: "lock-in",
    },
    // Nobody waits for a way to buyers that was given up.
    Case {
        rule: "marketplace-late",
        files: &[(
            VENDOR_FILE,
            "name: Ash
summary: S.
class: operational
status: active
layer: tooling
go_to_market: [{ id: g, kind: marketplace, partner: P, stage: @, needed_by: 2026-10-01 }]
",
        )],
        fires: "planned",
        not: "ended",
    },
    // Before it is signed, nothing is sold on.
    Case {
        rule: "oem-without-permission",
        files: &[
            ("contracts/clauses/oem-permission.md", TOPIC),
            (VENDOR_FILE, "name: Ash\nsummary: S.\nclass: tactical\nstatus: @\nlayer: tooling\naccess: white-label\n"),
            (CONTRACT, "clauses: [{ clause: oem-permission, standing: proposed }]\n"),
        ],
        fires: "active",
        not: "negotiating",
    },
    // A meeting among ourselves is none with the vendor.
    Case {
        rule: "delegate-and-wait",
        files: &[(
            OWN_GOVERNANCE,
            "cadences: [{ id: w, name: W, rhythm: weekly, with_vendor: @ }]
meetings: [{ cadence: q, on: 2026-01-05 }, { cadence: w, on: 2026-10-30 }]
",
        )],
        fires: "false",
        not: "true",
    },
    // Who was never met is waited for from the start of the work on.
    Case { rule: "delegate-and-wait", files: &[(OWN_GOVERNANCE, "kickoff: @\n")], fires: "2026-09-30", not: "2026-10-01" },
    Case {
        rule: "meeting-overdue",
        files: &[(OWN_GOVERNANCE, "kickoff: @\ncadences: [{ id: w, name: W, rhythm: weekly, with_vendor: true }]\n")],
        fires: "2026-10-13",
        not: "2026-10-14",
    },
    Case {
        rule: "quarterly-without-sponsor",
        files: &[(
            OWN_GOVERNANCE,
            "cadences: [{ id: q, name: Q, rhythm: quarterly, with_vendor: @ }]\nmeetings: [{ cadence: q, on: 2026-10-01 }]\n",
        )],
        fires: "true",
        not: "false",
    },
    Case {
        rule: "quarterly-without-sponsor",
        files: &[(
            OWN_GOVERNANCE,
            "cadences: [{ id: q, name: Q, rhythm: quarterly, with_vendor: true }]\nmeetings: [{ cadence: q, on: @ }]\n",
        )],
        fires: "2025-10-31",
        not: "2025-10-30",
    },
    // A review that was missed has seen nothing.
    Case {
        rule: "exit-evaluation-due",
        files: &[(
            OWN_GOVERNANCE,
            "cadences: [{ id: q, name: Q, rhythm: quarterly, with_vendor: true }]
meetings: [{ cadence: q, on: 2026-04-01 }, { cadence: q, on: 2026-07-01, outcome: @ }]
misses: [{ id: m, what: W, due: 2026-01-15 }]
",
        )],
        fires: "held",
        not: "missed",
    },
    // Quarters that fall must follow each other, and be of now.
    Case {
        rule: "escalations-worsen",
        files: &[(
            OWN_GOVERNANCE,
            "issues:
  - { id: a, what: A, opened: @, step: 1, tone: 5 }
  - { id: b, what: B, opened: 2026-04-01, step: 1, tone: 4 }
  - { id: c, what: C, opened: 2026-07-01, step: 1, tone: 3 }
",
        )],
        fires: "2026-01-01",
        not: "2025-12-31",
    },
    Case {
        rule: "escalations-worsen",
        files: &[(
            OWN_GOVERNANCE,
            "issues:
  - { id: a, what: A, opened: 2026-02-01, step: 1, tone: 5 }
  - { id: b, what: B, opened: 2026-05-01, step: 1, tone: 4 }
  - { id: c, what: C, opened: @, step: 1, tone: 3 }
",
        )],
        fires: "2026-07-01",
        not: "2026-05-02",
    },
    // What is closed is forgotten after a year; what is open is not.
    Case {
        rule: "hostile-tone",
        files: &[(OWN_GOVERNANCE, "issues: [{ id: i, what: W, opened: @, closed: 2025-11-30, step: 1, tone: 1 }]\n")],
        fires: "2025-10-31",
        not: "2025-10-30",
    },
    Case {
        rule: "hostile-tone",
        files: &[(OWN_GOVERNANCE, "issues: [{ id: i, what: W, opened: 2024-01-01, closed: @, step: 1, tone: 1 }]\n")],
        fires: "2026-11-01",
        not: "2026-10-31",
    },
    Case {
        rule: "issue-raised-late",
        files: &[(OWN_GOVERNANCE, "issues: [{ id: i, what: W, noticed: 2025-01-01, opened: @, closed: 2025-11-30, step: 1 }]\n")],
        fires: "2025-10-31",
        not: "2025-10-30",
    },
    Case {
        rule: "miss-without-cause",
        files: &[(OWN_GOVERNANCE, "misses: [{ id: m, what: W, due: @ }]\n")],
        fires: "2026-10-30",
        not: "2026-10-31",
    },
    // One that was called off is no meeting, and one rung is no ladder.
    Case {
        rule: "discipline-gap",
        files: &[
            (VENDOR_FILE, TACTICAL),
            (
                OWN_GOVERNANCE,
                "tiers:
  - { tier: operational, seats: [{ side: ours, role: o }, { side: theirs, title: T }] }
  - { tier: performance, seats: [{ side: ours, role: o }, { side: theirs, title: T }] }
  - { tier: strategic, seats: [{ side: ours, role: o }, { side: theirs, title: T }] }
ladder:
  - { step: 1, who: W, within: 2 days }
  - { step: 2, who: W, within: 7 days }
  - { step: 3, who: W, within: 14 days }
meetings: [{ cadence: c, on: 2026-10-01, outcome: @ }]
",
            ),
            (EXIT, "triggers: [{ id: t, family: performance, when: W }]\nsteps: [{ id: s, name: S, owner: o, days: 1 }]\n"),
        ],
        fires: "missed",
        not: "held",
    },
    Case {
        rule: "discipline-gap",
        files: &[
            (VENDOR_FILE, TACTICAL),
            (
                OWN_GOVERNANCE,
                "tiers:
  - { tier: operational, seats: [{ side: ours, role: o }, { side: theirs, title: T }] }
  - { tier: performance, seats: [{ side: ours, role: o }, { side: theirs, title: T }] }
  - { tier: strategic, seats: [{ side: ours, role: o }, { side: theirs, title: T }] }
ladder:
  - { step: 1, who: W, within: 2 days }
  - { step: 2, who: W, within: 7 days }@
meetings: [{ cadence: c, on: 2026-10-01 }]
",
            ),
            (EXIT, "triggers: [{ id: t, family: performance, when: W }]\nsteps: [{ id: s, name: S, owner: o, days: 1 }]\n"),
        ],
        fires: "",
        not: "\n  - { step: 3, who: W, within: 14 days }",
    },
    // A new price that is still above the market does not begin a new time.
    Case {
        rule: "above-market-lasting",
        files: &[(
            CONTRACT,
            "fees:
  basis: fixed
  prices: [{ on: 2026-01-01, unit: u, price: @, benchmark: 100 }, { on: 2026-09-01, unit: u, price: 120, benchmark: 100 }]
",
        )],
        fires: "116",
        not: "115",
    },
    // A status page promises nothing.
    Case {
        rule: "serial-availability-short",
        files: &[
            (STRATEGY, "capabilities: [{ id: c, name: C, promised: 99, in_series: [ash] }]\n"),
            (CONTRACT, "service_levels: [{ what: A, kpi: availability, level: 99.95, promised_in: @ }]\n"),
        ],
        fires: "status-page",
        not: "contract",
    },
    Case {
        rule: "availability-low",
        files: &[
            (LIBRARY, AVAILABILITY),
            ("contracts/clauses/sla-uptime-credits.md", UPTIME),
            (CONTRACT, "service_levels: [{ what: A, kpi: availability, level: 99, promised_in: @ }]\n"),
        ],
        fires: "contract",
        not: "status-page",
    },
    // Without a contract nothing keeps our data out, and a project is fixed all the same.
    Case {
        rule: "no-training-opt-out",
        files: &[(VENDOR_FILE, "name: Ash\nsummary: S.\nclass: tactical\nstatus: active\nlayer: tooling\naccess: @\n")],
        fires: "api",
        not: "project",
    },
    Case {
        rule: "project-before-proof",
        files: &[(
            VENDOR_FILE,
            "name: Ash\nsummary: S.\nclass: tactical\nstatus: active\nlayer: tooling\nengagements: [{ kind: project, scope: S, from: 2026-01-01, proven: @ }]\n",
        )],
        fires: "false",
        not: "true",
    },
    // With one that is gone nothing is planned any more.
    Case {
        rule: "milestone-overdue",
        files: &[
            (VENDOR_FILE, "name: Ash\nsummary: S.\nclass: tactical\nstatus: @\nlayer: tooling\n"),
            (ROADMAP, "milestones: [{ id: m, name: M, due: 2026-01-01 }]\n"),
        ],
        fires: "active",
        not: "exited",
    },
    // Nothing is unused before a year of the commitment is over.
    Case {
        rule: "commitment-unused",
        files: &[
            (VENDOR_FILE, "name: Ash\nsummary: S.\nclass: tactical\nstatus: active\nlayer: tooling\nspend: { annual: 10 }\n"),
            (CONTRACT, "agreement: { title: A, starts: @ }\nfees: { basis: fixed, minimum_commitment: 100 }\n"),
        ],
        fires: "2025-10-31",
        not: "2025-11-01",
    },
    // Before it is live nobody has to use it.
    Case {
        rule: "unused-vendor",
        files: &[(VENDOR_FILE, "name: Ash\nsummary: S.\nclass: tactical\nstatus: @\nlayer: tooling\nlast_used: 2026-01-01\n")],
        fires: "active",
        not: "onboarding",
    },
    // A decision to leave answers whatever fires on the way out; one to mend something else does not.
    Case {
        rule: "trigger-undecided",
        files: &[
            (VENDOR_FILE, TACTICAL),
            (OWN_GOVERNANCE, "alignment:\n  - { on: 2026-01-31, score: 2 }\n  - { on: 2026-04-30, score: 2 }\n"),
            (
                EXIT,
                "triggers:
  - { id: t, family: commercial, when: W. }
decisions:
  - { id: d, trigger: t, opened: 2026-01-01, verdict: @, by: r, on: 2026-01-02 }
",
            ),
        ],
        fires: "restructure",
        not: "exit",
    },
    // A decision about one KPI answers nothing about another.
    Case {
        rule: "trigger-undecided",
        files: &[
            (VENDOR_FILE, TACTICAL),
            (LIBRARY, ONE_KPI),
            (
                MEASURES,
                "measures:
  - { kpi: k, target: 96, intervention: 94, minimum: 91, exit_relevant: true, measured_by: own,
      readings: { 2026-Q2: 80, 2026-Q3: 80 } }
",
            ),
            (
                EXIT,
                "triggers:
  - { id: t, family: performance, when: W., kpi: @ }
decisions:
  - { id: d, trigger: t, opened: 2026-01-10, verdict: waive, by: r, on: 2026-01-11, until: 2026-12-31 }
",
            ),
        ],
        fires: "other",
        not: "k",
    },
    // The mean of 90.0, 90.2 and 90.1 is 90.1, whatever a computer makes of it.
    Case {
        rule: "sustained-failure",
        files: &[
            (LIBRARY, ONE_KPI),
            (
                MEASURES,
                "measures:
  - { kpi: k, target: 96, intervention: 94, minimum: @, exit_relevant: true, measured_by: own, readings: {
      2026-04: 90.0, 2026-05: 90.2, 2026-06: 90.1, 2026-07: 90.0, 2026-08: 90.2, 2026-09: 90.1 } }
",
            ),
        ],
        fires: "90.11",
        not: "90.1",
    },
    // Nobody is cured by not reporting, nor by an intervention that was eased meanwhile.
    Case {
        rule: "sustained-failure",
        files: &[
            (LIBRARY, ONE_KPI),
            (
                MEASURES,
                "measures:
  - { kpi: k, target: 96, intervention: 94, minimum: 91, exit_relevant: true, measured_by: own,
      readings: { 2025-Q3: 90, 2025-Q4: 90, 2026-Q1: 94, 2026-Q2: @, 2026-Q3: 94 } }
",
            ),
        ],
        fires: "null",
        not: "94",
    },
    Case {
        rule: "sustained-failure",
        files: &[
            (LIBRARY, ONE_KPI),
            (
                MEASURES,
                "measures:
  - { kpi: k, target: 96, intervention: 91, minimum: 91, exit_relevant: true, measured_by: own,
      earlier: [{ until: 2025-12-31, target: 96, intervention: 94, minimum: 91@ }],
      readings: { 2025-Q3: 90, 2025-Q4: 90, 2026-Q1: 91, 2026-Q2: 91, 2026-Q3: 91 } }
",
            ),
        ],
        fires: "",
        not: ", approved_by: r, because: B.",
    },
];
