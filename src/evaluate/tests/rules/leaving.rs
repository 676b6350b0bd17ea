//! Rules of the willingness to walk away at their edges: triggers, decisions, the exit plan.

use super::{CONTRACT, Case, EXIT, OWN_GOVERNANCE, ROADMAP, STRATEGIC, TACTICAL, VENDOR_FILE};

/// Two reviews in a row that fire a trigger of the strategic family.
const MISALIGNED: &str = "alignment:\n  - { on: 2026-01-31, score: 2 }\n  - { on: 2026-04-30, score: 2 }\n";

pub const CASES: &[Case] = &[
    Case {
        rule: "exit-decision-open",
        files: &[(EXIT, "decisions:\n  - { id: d, opened: @ }\n")],
        fires: "2026-10-31",
        not: "2026-11-01",
    },
    Case {
        rule: "exit-decision-open",
        files: &[(EXIT, "decisions:\n  - { id: d, opened: 2026-01-01, closed: @ }\n")],
        fires: "2026-11-01",
        not: "2026-10-31",
    },
    // A decision that nobody has opened yet deals with nothing.
    Case {
        rule: "trigger-undecided",
        files: &[
            (VENDOR_FILE, TACTICAL),
            (OWN_GOVERNANCE, MISALIGNED),
            (
                EXIT,
                "triggers:
  - { id: t, family: strategic, when: W. }
decisions:
  - { id: d, trigger: t, opened: @ }
",
            ),
        ],
        fires: "2026-11-01",
        not: "2026-10-31",
    },
    // Nor does one about a trigger of another family.
    Case {
        rule: "trigger-undecided",
        files: &[
            (VENDOR_FILE, TACTICAL),
            (OWN_GOVERNANCE, MISALIGNED),
            (
                EXIT,
                "triggers:
  - { id: t, family: @, when: W. }
decisions:
  - { id: d, trigger: t, opened: 2026-05-01 }
",
            ),
        ],
        fires: "commercial",
        not: "strategic",
    },
    Case {
        rule: "law-or-safety-incident",
        files: &[(
            OWN_GOVERNANCE,
            "incidents:\n  - { id: i, kind: sanction, what: W., on: 2026-10-01, severity: 4, resolved: @ }\n",
        )],
        fires: "2026-11-01",
        not: "2026-10-31",
    },
    Case {
        rule: "incident-open",
        files: &[(OWN_GOVERNANCE, "incidents:\n  - { id: i, kind: outage, what: W., on: 2026-10-31, severity: @ }\n")],
        fires: "1",
        not: "2",
    },
    // Sixty days are still borne.
    Case {
        rule: "sponsor-vacant",
        files: &[
            (VENDOR_FILE, TACTICAL),
            (OWN_GOVERNANCE, "tiers:\n  - { tier: strategic, seats: [{ side: theirs, title: T, vacant_since: @ }] }\n"),
        ],
        fires: "2026-08-31",
        not: "2026-09-01",
    },
    Case {
        rule: "cure-overdue",
        files: &[(EXIT, "decisions:\n  - { id: d, opened: 2026-01-01, verdict: cure, by: r, on: 2026-01-02, until: @ }\n")],
        fires: "2026-10-30",
        not: "2026-10-31",
    },
    Case {
        rule: "cure-overdue",
        files: &[(
            EXIT,
            "decisions:
  - { id: d, opened: 2026-01-01, verdict: cure, by: r, on: 2026-01-02, until: 2026-10-30 }
  - { id: e, opened: 2026-10-01, verdict: @, by: r, on: 2026-10-02 }
",
        )],
        fires: "restructure",
        not: "exit",
    },
    Case {
        rule: "trust-or-alignment-broken",
        files: &[(EXIT, "decisions:\n  - { id: d, opened: 2026-10-31, trust_intact: true, alignment_intact: @ }\n")],
        fires: "false",
        not: "true",
    },
    Case {
        rule: "misaligned",
        files: &[(OWN_GOVERNANCE, "alignment:\n  - { on: 2026-07-31, score: @ }\n  - { on: 2026-10-31, score: 2 }\n")],
        fires: "2",
        not: "3",
    },
    Case {
        rule: "critical-item-dropped",
        files: &[(ROADMAP, "items:\n  - { id: i, name: I, seen: @, status: dropped, need: critical }\n")],
        fires: "2026-10-31",
        not: "2026-11-01",
    },
    Case {
        rule: "exit-section-missing",
        files: &[
            (VENDOR_FILE, TACTICAL),
            (
                EXIT,
                "plan: { surviving_rights: R, people: P@ }
assets: [{ id: a, name: A }]
steps: [{ id: s, name: S, owner: r, days: 1 }]
",
            ),
        ],
        fires: "",
        not: ", transition: T",
    },
    Case {
        rule: "exit-agreed-late",
        files: &[(VENDOR_FILE, TACTICAL), (CONTRACT, "agreement: { title: A, signed: 2026-01-01, exit_agreed: @ }\n")],
        fires: "2026-01-02",
        not: "2026-01-01",
    },
    Case {
        rule: "trigger-family-missing",
        files: &[
            (VENDOR_FILE, TACTICAL),
            (
                EXIT,
                "triggers:
  - { id: a, family: performance, when: W. }
  - { id: b, family: strategic, when: W. }
  - { id: c, family: relationship, when: W. }
  - { id: d, family: @, when: W. }
",
            ),
        ],
        fires: "legal-safety",
        not: "commercial",
    },
    Case {
        rule: "asset-without-route",
        files: &[(EXIT, "assets:\n  - { id: a, name: A@ }\n")],
        fires: "",
        not: ", route: export",
    },
    Case {
        rule: "asset-proof-old",
        files: &[(EXIT, "assets:\n  - { id: a, name: A, route: export, last_proven: @ }\n")],
        fires: "2025-10-30",
        not: "2025-10-31",
    },
    Case {
        rule: "rehearsal-overdue",
        files: &[(VENDOR_FILE, TACTICAL), (EXIT, "rehearsals:\n  - { on: @, level: desktop, result: failed }\n")],
        fires: "2025-10-30",
        not: "2025-10-31",
    },
    // One that is still to come has not happened.
    Case {
        rule: "rehearsal-overdue",
        files: &[(VENDOR_FILE, TACTICAL), (EXIT, "rehearsals:\n  - { on: @, level: desktop, result: failed }\n")],
        fires: "2026-11-01",
        not: "2026-10-31",
    },
    Case {
        rule: "exit-plan-stale",
        files: &[(VENDOR_FILE, TACTICAL), (EXIT, "plan: { reviewed: @ }\n")],
        fires: "2025-10-30",
        not: "2025-10-31",
    },
    // From the day itself to the end of the year are 61 days.
    Case {
        rule: "latest-start-passed",
        files: &[
            (VENDOR_FILE, TACTICAL),
            (CONTRACT, "agreement: { title: A, ends: 2026-12-31 }\n"),
            (EXIT, "steps:\n  - { id: s, name: S, owner: r, days: @ }\n"),
        ],
        fires: "62",
        not: "61",
    },
    // Who may give notice still, and has an exit trigger open, may have to leave.
    Case {
        rule: "latest-start-passed",
        files: &[
            (VENDOR_FILE, TACTICAL),
            (CONTRACT, "agreement: { title: A, ends: 2026-12-31, renews: 1 year, notice: 30 days }\n"),
            (EXIT, "steps:\n  - { id: s, name: S, owner: r, days: 90 }\n@"),
        ],
        fires: "decisions:\n  - { id: d, opened: 2026-10-01 }\n",
        not: "",
    },
    // What comes after the end of the service waits for nobody.
    Case {
        rule: "latest-start-passed",
        files: &[
            (VENDOR_FILE, TACTICAL),
            (CONTRACT, "agreement: { title: A, ends: 2026-12-31 }\n"),
            (EXIT, "steps:\n  - { id: s, name: S, owner: r, days: 62, after_end: @ }\n"),
        ],
        fires: "false",
        not: "true",
    },
    // Two points each for assets and rehearsal, one or two for money.
    Case {
        rule: "readiness-low",
        files: &[
            (VENDOR_FILE, STRATEGIC),
            (
                EXIT,
                "plan: { budget: 1000, funded: @ }
assets: [{ id: a, name: A, route: export, last_proven: 2025-10-31 }]
rehearsals: [{ on: 2025-10-31, level: export, result: passed }]
",
            ),
        ],
        fires: "false",
        not: "true",
    },
];
