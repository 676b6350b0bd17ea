//! Rules of governance architecture, communication cadence and conflict resolution at their edges.

use super::{CONTRACT, Case, EXIT, GOVERNANCE, OWN_GOVERNANCE, ROADMAP, STRATEGIC, STRATEGY, TACTICAL, VENDOR_FILE};

/// The vendor `ash`, operational and active, with more keys.
macro_rules! ash {
    ($more:literal) => {
        concat!("name: Ash\nsummary: S.\nclass: operational\nstatus: active\nlayer: tooling\nowner: o\narchitect: a\n", $more)
    };
}

const BIRCH: &str = "playbook/vendors/birch/vendor.yaml";

pub const CASES: &[Case] = &[
    // Governance architecture.
    Case {
        rule: "tier-missing",
        files: &[
            (VENDOR_FILE, TACTICAL),
            (
                OWN_GOVERNANCE,
                "tiers:
  - { tier: operational, seats: [{ side: ours, role: o }] }
  - { tier: performance, seats: [{ side: ours, role: o }] }
  - { tier: strategic, seats: [@] }
",
            ),
        ],
        fires: "",
        not: "{ side: ours, role: o }",
    },
    Case {
        rule: "tier-one-sided",
        files: &[
            (VENDOR_FILE, TACTICAL),
            (
                OWN_GOVERNANCE,
                "tiers: [{ tier: operational, seats: [{ side: ours, role: o }, { side: @, role: o, title: T }] }]\n",
            ),
        ],
        fires: "ours",
        not: "theirs",
    },
    Case {
        rule: "no-relationship-manager",
        files: &[(
            VENDOR_FILE,
            "name: Ash\nsummary: S.\nclass: operational\nstatus: active\nlayer: tooling\narchitect: a\n@: o\n",
        )],
        fires: "product_owner",
        not: "owner",
    },
    Case {
        rule: "no-architect",
        files: &[(VENDOR_FILE, "name: Ash\nsummary: S.\nclass: operational\nstatus: active\nlayer: tooling\nowner: o\n@: a\n")],
        fires: "product_owner",
        not: "architect",
    },
    Case {
        rule: "sponsor-too-junior",
        files: &[
            (VENDOR_FILE, TACTICAL),
            (OWN_GOVERNANCE, "tiers: [{ tier: strategic, seats: [{ side: ours, role: r }] }]\n"),
            (GOVERNANCE, "roles: [{ id: r, name: R, seniority: @ }]\n"),
        ],
        fires: "director",
        not: "vice-president",
    },
    Case {
        rule: "strategic-tier-cannot-terminate",
        files: &[
            (VENDOR_FILE, TACTICAL),
            (OWN_GOVERNANCE, "tiers: [{ tier: strategic, seats: [{ side: ours, role: r }], mandate: [@] }]\n"),
        ],
        fires: "renew",
        not: "terminate",
    },
    Case {
        rule: "seat-vacant",
        files: &[
            (VENDOR_FILE, TACTICAL),
            (OWN_GOVERNANCE, "tiers: [{ tier: operational, seats: [{ side: ours, role: r, vacant_since: @ }] }]\n"),
        ],
        fires: "2026-08-31",
        not: "2026-09-01",
    },
    Case {
        rule: "function-owner-missing",
        files: &[
            (VENDOR_FILE, STRATEGIC),
            (BIRCH, "name: Birch\nsummary: S.\nclass: @\nstatus: active\nlayer: tooling\n"),
            (GOVERNANCE, "function: { across: [it] }\n"),
        ],
        fires: "strategic",
        not: "tactical",
    },
    Case {
        rule: "function-owner-missing",
        files: &[(VENDOR_FILE, STRATEGIC), (BIRCH, STRATEGIC), (GOVERNANCE, "function: { across: [it]@ }\n")],
        fires: "",
        not: ", owner: r",
    },
    Case {
        rule: "responsibility-unowned",
        files: &[
            (VENDOR_FILE, STRATEGIC),
            (BIRCH, STRATEGIC),
            (
                GOVERNANCE,
                "function:
  owner: r
  responsibilities:
    { governance-structures: r, kpi-scorecard: r, stakeholder-coordination: r, risk-identification: r, exit-triggers: r@ }
",
            ),
        ],
        fires: "",
        not: ", institutional-knowledge: r",
    },
    Case {
        rule: "committee-seat-missing",
        files: &[(GOVERNANCE, "committee: { name: C, functions: { business: r, it: r, legal: r, @: r } }\n")],
        fires: "finance",
        not: "procurement",
    },
    Case {
        rule: "management-cost-low",
        files: &[(
            VENDOR_FILE,
            ash!("spend: { annual: 100 }\nmanagement_cost: { coordination: @, analysis: 5, communication: 4, oversight: 1 }\n"),
        )],
        fires: "4.99",
        not: "5",
    },
    Case {
        rule: "management-cost-low",
        files: &[(
            VENDOR_FILE,
            ash!("spend: { annual: 100 }\nmanagement_cost: { coordination: 5, analysis: 5, communication: 4@ }\n"),
        )],
        fires: ", oversight: 0",
        not: "",
    },
    Case {
        rule: "management-cost-high",
        files: &[(VENDOR_FILE, ash!("spend: { annual: 100 }\nmanagement_cost: { coordination: 20, oversight: @ }\n"))],
        fires: "5.01",
        not: "5",
    },
    Case {
        rule: "collaboration-gap",
        files: &[
            (VENDOR_FILE, STRATEGIC),
            (
                ROADMAP,
                "cocreation: [{ activity: fine-tuning }]\nmilestones: [{ id: m, name: M, due: 2026-12-31 }]\ninvestments: [@]\n",
            ),
        ],
        fires: "",
        not: "{ what: W }",
    },
    Case {
        rule: "collaboration-gap",
        files: &[
            (VENDOR_FILE, STRATEGIC),
            (CONTRACT, "risks: [{ kind: outage }]\n"),
            (ROADMAP, "cocreation: [@]\nmilestones: [{ id: m, name: M, due: 2026-12-31 }]\n"),
        ],
        fires: "",
        not: "{ activity: fine-tuning }",
    },
    Case {
        rule: "single-point-of-governance",
        files: &[(VENDOR_FILE, TACTICAL), (OWN_GOVERNANCE, "tiers: [{ tier: operational, seats: [{ side: ours, role: @ }] }]\n")],
        fires: "o",
        not: "p",
    },
    Case {
        rule: "discipline-gap",
        // Everything but performance measurement, and the ladder by its third step.
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
  - { step: 3, who: W@ }
meetings: [{ cadence: c, on: 2026-10-01 }]
",
            ),
            (EXIT, "triggers: [{ id: t, family: performance, when: W }]\nsteps: [{ id: s, name: S, owner: o, days: 1 }]\n"),
        ],
        fires: "",
        not: ", within: 14 days",
    },
    Case {
        rule: "run-phase-empty",
        files: &[(VENDOR_FILE, "name: Ash\nsummary: S.\nclass: tactical\nstatus: @\nlayer: tooling\nowner: o\narchitect: a\n")],
        fires: "onboarding",
        not: "negotiating",
    },
    // Communication cadence.
    Case {
        rule: "delegate-and-wait",
        files: &[(OWN_GOVERNANCE, "meetings: [{ cadence: c, on: @ }]\n")],
        fires: "2026-09-30",
        not: "2026-10-01",
    },
    Case {
        rule: "meeting-overdue",
        files: &[(
            OWN_GOVERNANCE,
            "cadences: [{ id: w, name: W, rhythm: weekly, with_vendor: true }]\nmeetings: [{ cadence: w, on: @ }]\n",
        )],
        fires: "2026-10-13",
        not: "2026-10-14",
    },
    Case {
        rule: "meetings-missed",
        files: &[(
            OWN_GOVERNANCE,
            "cadences: [{ id: w, name: W, rhythm: weekly, with_vendor: true }]
meetings:
  - { cadence: w, on: 2026-08-03 }
  - { cadence: w, on: 2026-08-10 }
  - { cadence: w, on: 2026-08-17 }
  - { cadence: w, on: 2026-08-24 }
  - { cadence: w, on: 2026-08-31 }
  - { cadence: w, on: 2026-09-07 }
  - { cadence: w, on: 2026-09-14, outcome: @ }
  - { cadence: w, on: 2026-09-21, outcome: missed }
  - { cadence: w, on: 2026-09-28, outcome: missed }
  - { cadence: w, on: 2026-10-05, outcome: missed }
",
        )],
        fires: "missed",
        not: "nothing-to-discuss",
    },
    Case {
        rule: "quarterly-without-sponsor",
        files: &[(
            OWN_GOVERNANCE,
            "cadences: [{ id: q, name: Q, rhythm: quarterly, with_vendor: true }]\nmeetings: [{ cadence: q, on: 2026-10-01, sponsors: [ours, @] }]\n",
        )],
        fires: "ours",
        not: "theirs",
    },
    Case {
        rule: "weekly-too-long",
        files: &[(OWN_GOVERNANCE, "cadences: [{ id: w, name: W, rhythm: weekly, minutes: @ }]\n")],
        fires: "31",
        not: "30",
    },
    Case {
        rule: "cadence-after-kickoff",
        files: &[(OWN_GOVERNANCE, "kickoff: 2026-03-01\ncadence_agreed: @\n")],
        fires: "2026-03-02",
        not: "2026-03-01",
    },
    Case {
        rule: "why-missing",
        files: &[(OWN_GOVERNANCE, "meetings: [{ cadence: c, on: 2026-10-01, done: D@ }]\n")],
        fires: "",
        not: ", why: W",
    },
    Case { rule: "stale-review", files: &[(VENDOR_FILE, ash!("reviewed: @\n"))], fires: "2025-10-30", not: "2025-10-31" },
    Case { rule: "unused-vendor", files: &[(VENDOR_FILE, ash!("last_used: @\n"))], fires: "2026-08-01", not: "2026-08-02" },
    Case {
        rule: "milestone-overdue",
        files: &[(ROADMAP, "milestones: [{ id: m, name: M, due: @ }]\n")],
        fires: "2026-10-30",
        not: "2026-10-31",
    },
    Case {
        rule: "milestone-blocked",
        files: &[
            (ROADMAP, "milestones: [{ id: m, name: M, due: 2026-12-01, after: [birch/n] }]\n"),
            (BIRCH, TACTICAL),
            ("playbook/vendors/birch/roadmap.yaml", "milestones: [{ id: n, name: N, due: @ }]\n"),
        ],
        fires: "2026-12-02",
        not: "2026-12-01",
    },
    Case {
        rule: "milestone-blocked",
        files: &[(ROADMAP, "milestones: [{ id: m, name: M, due: 2026-12-01, after: [n] }, { id: n, name: N, due: @ }]\n")],
        fires: "2026-10-30",
        not: "2026-10-31",
    },
    Case {
        rule: "roadmap-unseen",
        files: &[(VENDOR_FILE, TACTICAL), (ROADMAP, "items: [{ id: i, name: I, seen: @, status: beta }]\n")],
        fires: "2026-04-30",
        not: "2026-05-01",
    },
    Case {
        rule: "milestone-review-overdue",
        files: &[(
            ROADMAP,
            "scaling: [{ id: s, what: W, baseline: 100, goal: 200, from: 2026-06-01, until: 2026-11-30, review_by: @ }]\n",
        )],
        fires: "2026-10-30",
        not: "2026-10-31",
    },
    Case {
        rule: "planning-out-of-band",
        files: &[(ROADMAP, "planning: { from: 2026-01-01, until: @, meetings: 6 }\n")],
        fires: "2026-01-13",
        not: "2026-01-14",
    },
    Case {
        rule: "planning-out-of-band",
        files: &[(ROADMAP, "planning: { from: 2026-01-01, until: @, meetings: 6 }\n")],
        fires: "2026-01-29",
        not: "2026-01-28",
    },
    Case {
        rule: "fact-stale",
        files: &[(STRATEGY, "facts: [{ says: S, source: x, as_of: @ }]\n")],
        fires: "2024-10-30",
        not: "2024-10-31",
    },
    // Conflict resolution.
    Case {
        rule: "issue-overdue",
        files: &[(
            OWN_GOVERNANCE,
            "ladder: [{ step: 2, who: W, within: 7 days }]\nissues: [{ id: i, what: W, opened: 2026-10-01, step: 2, on_step_since: @ }]\n",
        )],
        fires: "2026-10-23",
        not: "2026-10-24",
    },
    Case {
        rule: "repeat-issues",
        files: &[(
            OWN_GOVERNANCE,
            "issues:
  - { id: a, what: W, root: r, opened: @, step: 1 }
  - { id: b, what: W, root: r, opened: 2026-07-01, step: 1 }
  - { id: c, what: W, root: r, opened: 2026-10-31, step: 1 }
",
        )],
        fires: "2026-05-01",
        not: "2026-04-30",
    },
    Case {
        rule: "hostile-tone",
        files: &[(OWN_GOVERNANCE, "issues: [{ id: i, what: W, opened: 2026-07-01, step: 1, tone: @ }]\n")],
        fires: "2",
        not: "3",
    },
    Case {
        rule: "issue-raised-late",
        files: &[(OWN_GOVERNANCE, "issues: [{ id: i, what: W, noticed: @, opened: 2026-10-20, step: 1 }]\n")],
        fires: "2026-10-17",
        not: "2026-10-18",
    },
    Case {
        rule: "exit-evaluation-due",
        files: &[(
            OWN_GOVERNANCE,
            "misses:\n  - { id: a, what: A, due: @, delivered: 2026-08-01 }\n  - { id: b, what: B, due: 2026-09-30, delivered: 2026-10-01 }\n",
        )],
        fires: "2026-06-30",
        not: "2026-07-01",
    },
    Case {
        rule: "exit-evaluation-due",
        files: &[(
            OWN_GOVERNANCE,
            "cadences: [{ id: q, name: Q, rhythm: quarterly, with_vendor: true }]
meetings: [{ cadence: q, on: @ }, { cadence: q, on: 2026-08-01 }]
misses: [{ id: a, what: A, due: 2026-05-01 }]
",
        )],
        fires: "2026-05-02",
        not: "2026-05-01",
    },
    Case {
        rule: "escalations-worsen",
        files: &[(
            OWN_GOVERNANCE,
            "issues:
  - { id: a, what: A, opened: 2026-03-31, step: 1, tone: 5 }
  - { id: b, what: B, opened: 2026-04-01, step: 1, tone: 4 }
  - { id: c, what: C, opened: 2026-07-01, step: 1, tone: @ }
",
        )],
        fires: "3",
        not: "4",
    },
    Case {
        rule: "escalation-undefined",
        files: &[
            (VENDOR_FILE, STRATEGIC),
            (BIRCH, STRATEGIC),
            (GOVERNANCE, "escalation: { counts: [C], response: 1 day, told: [@] }\n"),
        ],
        fires: "",
        not: "r",
    },
    Case {
        rule: "miss-without-cause",
        files: &[(OWN_GOVERNANCE, "misses: [{ id: m, what: W, due: 2026-09-30@ }]\n")],
        fires: "",
        not: ", cause: resource",
    },
    Case {
        rule: "pulse-gap",
        files: &[(OWN_GOVERNANCE, "pulse: [{ on: 2026-09-30, ours: 4, theirs: @ }]\n")],
        fires: "3",
        not: "3.01",
    },
    Case {
        rule: "ladder-step-too-long",
        files: &[(OWN_GOVERNANCE, "ladder: [{ step: 1, who: W, within: @ }]\n")],
        fires: "8 days",
        not: "7 days",
    },
];
