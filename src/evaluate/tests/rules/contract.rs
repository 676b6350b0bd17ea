//! Rules of the contract at their edges.

use super::{CONTRACT, Case, EXIT, LIBRARY, MEASURES, OWN_GOVERNANCE, STRATEGIC, STRATEGY, TACTICAL, VENDOR_FILE};

/// The vendor `ash`, operational and active, with more keys.
macro_rules! ash {
    ($more:literal) => {
        concat!("name: Ash\nsummary: S.\nclass: operational\nstatus: active\nlayer: tooling\nowner: o\narchitect: a\n", $more)
    };
}

/// A clause that every contract must settle, with more front matter.
macro_rules! clause {
    ($more:literal) => {
        concat!(
            "---\ntitle: C\ngroup: exit\ntier: { strategic: must, tactical: must, operational: must }\nwhy: W\n",
            "positions: { preferred: P, fallback: F, walk_away: W }\n",
            $more,
            "---\n"
        )
    };
}

pub const CLAUSE: &str = "contracts/clauses/c.md";
pub const TOPIC: &str = clause!("");
/// Turns on a number of which more is better; the walk-away is 30.
const WITH_TERMS: &str =
    clause!("terms: { measures: m, unit: days, direction: up, preferred: 90, fallback: 60, walk_away: 30 }\n");
/// Asks for 99.9 %.
/// What we ask of uptime.
pub const UPTIME: &str =
    clause!("terms: { measures: m, unit: '%', direction: up, preferred: 99.9, fallback: 99.5, walk_away: 99 }\n");
/// Availability.
pub const AVAILABILITY: &str =
    "kpis:\n  - { id: availability, name: A, bucket: technical, unit: '%', direction: up, formula: F }\n";

pub const CASES: &[Case] = &[
    Case {
        rule: "clause-below-walk-away",
        files: &[(CLAUSE, TOPIC), (CONTRACT, "clauses: [{ clause: c, standing: agreed, position: @ }]\n")],
        fires: "below-walk-away",
        not: "fallback",
    },
    Case {
        rule: "deviation-expired",
        files: &[
            (CLAUSE, TOPIC),
            (CONTRACT, "clauses: [{ clause: c, standing: agreed, position: below-walk-away, expires: @ }]\n"),
        ],
        fires: "2026-10-30",
        not: "2026-10-31",
    },
    Case {
        rule: "must-have-missing",
        files: &[(CLAUSE, TOPIC), (CONTRACT, "clauses: [{ clause: c, standing: @ }]\n")],
        fires: "not-raised",
        not: "proposed",
    },
    Case {
        rule: "must-have-missing",
        files: &[
            (CLAUSE, TOPIC),
            (VENDOR_FILE, "name: Ash\nsummary: S.\nclass: operational\nstatus: @\nlayer: tooling\n"),
            (CONTRACT, "clauses: []\n"),
        ],
        fires: "negotiating",
        not: "evaluating",
    },
    // Who leaves raises nothing any more but what the exit rests on.
    Case {
        rule: "must-have-missing",
        files: &[
            (
                CLAUSE,
                "---\ntitle: C\ngroup: @\ntier: { strategic: must, tactical: must, operational: must }\nwhy: W\n\
                 positions: { preferred: P, fallback: F, walk_away: W }\n---\n",
            ),
            (VENDOR_FILE, "name: Ash\nsummary: S.\nclass: operational\nstatus: exiting\nlayer: tooling\n"),
            (CONTRACT, "clauses: []\n"),
        ],
        fires: "exit",
        not: "assurance",
    },
    Case {
        rule: "terms-below-walk-away",
        files: &[(CLAUSE, WITH_TERMS), (CONTRACT, "clauses: [{ clause: c, standing: countered, terms: @ }]\n")],
        fires: "29.9",
        not: "30",
    },
    Case {
        rule: "must-have-open",
        files: &[(CLAUSE, TOPIC), (CONTRACT, "clauses: [{ clause: c, standing: @ }]\n")],
        fires: "countered",
        not: "agreed, position: fallback",
    },
    Case {
        rule: "demand-unmet",
        files: &[
            (CLAUSE, WITH_TERMS),
            (
                CONTRACT,
                "clauses: [{ clause: c, standing: agreed, position: fallback, terms: 60 }]\ndemands: [{ customer: C, what: W, clause: c, level: @ }]\n",
            ),
        ],
        fires: "60.1",
        not: "60",
    },
    Case {
        rule: "demand-unmet",
        files: &[
            (CLAUSE, TOPIC),
            (
                CONTRACT,
                "clauses: [{ clause: c, standing: agreed, position: @ }]\ndemands: [{ customer: C, what: W, clause: c }]\n",
            ),
        ],
        fires: "below-walk-away",
        not: "fallback",
    },
    Case {
        rule: "commitment-without-relief",
        files: &[
            ("contracts/clauses/switching-charges.md", TOPIC),
            (
                CONTRACT,
                "fees: { basis: fixed, minimum_commitment: 100, relief: [@] }\nclauses: [{ clause: switching-charges, standing: agreed, position: fallback }]\n",
            ),
        ],
        fires: "service-level-miss",
        not: "deprecation",
    },
    Case {
        rule: "commitment-without-relief",
        files: &[(CONTRACT, "fees: { basis: fixed, minimum_commitment: @ }\n")],
        fires: "0.01",
        not: "0",
    },
    Case {
        rule: "notice-shorter-than-transition",
        files: &[
            (CONTRACT, "agreement: { title: T, notice: 90 days }\n"),
            (EXIT, "plan: { transition_period: 30 days }\nsteps: [{ id: s, name: S, owner: o, days: @ }]\n"),
        ],
        fires: "121",
        not: "120",
    },
    Case {
        rule: "deprecation-too-short",
        files: &[
            ("contracts/clauses/model-deprecation-notice.md", WITH_TERMS),
            (VENDOR_FILE, ash!("operations: { validation_days: @ }\n")),
            (CONTRACT, "clauses: [{ clause: model-deprecation-notice, standing: agreed, position: fallback, terms: 60 }]\n"),
        ],
        fires: "61",
        not: "60",
    },
    Case {
        rule: "opt-out-without-flow-down",
        files: &[
            ("contracts/clauses/training-opt-out.md", TOPIC),
            ("contracts/clauses/subprocessors.md", TOPIC),
            (VENDOR_FILE, ash!("subprocessors: [{ name: N, role: r }]\n")),
            (
                CONTRACT,
                "clauses:\n  - { clause: training-opt-out, standing: agreed, position: fallback }\n  - { clause: subprocessors, standing: agreed, position: @ }\n",
            ),
        ],
        fires: "below-walk-away",
        not: "fallback",
    },
    Case {
        rule: "no-training-opt-out",
        files: &[
            ("contracts/clauses/training-opt-out.md", TOPIC),
            (VENDOR_FILE, ash!("access: api\n")),
            (CONTRACT, "clauses: [{ clause: training-opt-out, standing: agreed, position: @ }]\n"),
        ],
        fires: "below-walk-away",
        not: "fallback",
    },
    Case {
        rule: "no-training-opt-out",
        files: &[(VENDOR_FILE, ash!("access: @\n")), (CONTRACT, "clauses: []\n")],
        fires: "api",
        not: "enterprise",
    },
    Case {
        rule: "credits-without-exit",
        files: &[(CONTRACT, "service_levels: [{ what: A, level: 99, credit: C, ends_contract: @ }]\n")],
        fires: "false",
        not: "true",
    },
    Case {
        rule: "no-training-for-plan",
        files: &[(VENDOR_FILE, ash!("handover: { plan: { 2026: 30%, 2027: @ } }\n")), (CONTRACT, "clauses: []\n")],
        fires: "30.1%",
        not: "30%",
    },
    Case {
        rule: "no-training-for-plan",
        files: &[
            (VENDOR_FILE, ash!("handover: { plan: { 2026: 30%, 2027: 60% }, training: { hours_agreed: @ } }\n")),
            (CONTRACT, "clauses: []\n"),
        ],
        fires: "0",
        not: "0.5",
    },
    Case {
        rule: "retrieval-too-short",
        files: &[
            (CONTRACT, "agreement: { title: T, notice: 90 days }\n"),
            (
                EXIT,
                "plan: { transition_period: 30 days, retrieval_period: 30 days }\nsteps: [{ id: s, name: S, owner: o, days: @ }]\n",
            ),
        ],
        fires: "151",
        not: "150",
    },
    Case {
        rule: "serial-availability-short",
        files: &[
            (STRATEGY, "capabilities: [{ id: c, name: C, promised: 99.9, in_series: [ash, birch] }]\n"),
            (CONTRACT, "service_levels: [{ what: A, kpi: availability, level: 99.95 }]\n"),
            ("playbook/vendors/birch/vendor.yaml", TACTICAL),
            ("playbook/vendors/birch/contract.yaml", "service_levels: [{ what: A, kpi: availability, level: @ }]\n"),
        ],
        fires: "99.94",
        not: "99.95",
    },
    Case {
        rule: "availability-low",
        files: &[
            (LIBRARY, AVAILABILITY),
            ("contracts/clauses/sla-uptime-credits.md", UPTIME),
            (CONTRACT, "service_levels: [{ what: A, kpi: availability, level: @ }]\n"),
        ],
        fires: "99.89",
        not: "99.9",
    },
    Case {
        rule: "previous-version-undefined",
        files: &[
            ("contracts/clauses/previous-version-access.md", WITH_TERMS),
            (CONTRACT, "clauses: [{ clause: previous-version-access, standing: agreed, position: fallback@ }]\n"),
        ],
        fires: "",
        not: ", terms: 60",
    },
    Case {
        rule: "no-price-protection",
        files: &[(VENDOR_FILE, TACTICAL), (CONTRACT, "fees: { basis: @ }\n")],
        fires: "usage",
        not: "seat",
    },
    Case {
        rule: "no-price-protection",
        files: &[
            ("contracts/clauses/price-protection.md", TOPIC),
            (VENDOR_FILE, TACTICAL),
            (CONTRACT, "fees: { basis: usage }\nclauses: [{ clause: price-protection, standing: agreed, position: @ }]\n"),
        ],
        fires: "below-walk-away",
        not: "fallback",
    },
    Case {
        rule: "renewal-long",
        files: &[(CONTRACT, "agreement: { title: T, ends: 2027-12-31, renews: @, notice: 90 days }\n")],
        fires: "13 months",
        not: "12 months",
    },
    Case {
        rule: "notice-due",
        // The last day for notice is the day before the end: 60 days from the as-of date, or 61.
        files: &[(CONTRACT, "agreement: { title: T, ends: @, renews: 1 year, notice: 1 day }\n")],
        fires: "2026-12-31",
        not: "2027-01-01",
    },
    // Once it is decided to leave, there is nothing to decide about a renewal, only a notice to send.
    Case {
        rule: "notice-unsent",
        files: &[
            (
                VENDOR_FILE,
                "name: Ash\nsummary: S.\nclass: operational\nstatus: active\nlayer: tooling\nowner: o\ndisposition: { verdict: @, by: o, on: 2026-10-01, because: B. }\n",
            ),
            (CONTRACT, "agreement: { title: T, ends: 2026-12-31, renews: 1 year, notice: 1 day }\n"),
        ],
        fires: "phase-out",
        not: "maintain",
    },
    Case {
        rule: "notice-due",
        files: &[
            (VENDOR_FILE, "name: Ash\nsummary: S.\nclass: operational\nstatus: @\nlayer: tooling\nowner: o\n"),
            (CONTRACT, "agreement: { title: T, ends: 2026-12-31, renews: 1 year, notice: 1 day }\n"),
        ],
        fires: "active",
        not: "exiting",
    },
    // Nobody negotiates with a vendor that is being left.
    Case {
        rule: "discount-high",
        files: &[
            (VENDOR_FILE, "name: Ash\nsummary: S.\nclass: operational\nstatus: @\nlayer: tooling\nowner: o\n"),
            (CONTRACT, "fees: { basis: fixed, discount: 55% }\n"),
        ],
        fires: "active",
        not: "exiting",
    },
    Case {
        rule: "risk-unallocated",
        files: &[
            (VENDOR_FILE, STRATEGIC),
            (
                CONTRACT,
                "risks:
  - { kind: privacy-breach, borne_by: theirs }
  - { kind: model-bias, borne_by: ours }
  - { kind: ip-infringement, borne_by: theirs }
  - { kind: hallucination, borne_by: shared }
  - { kind: outage, borne_by: theirs }
  - { kind: cost-overrun@ }
",
            ),
        ],
        fires: "",
        not: ", borne_by: ours",
    },
    Case {
        rule: "foreground-open",
        files: &[(CONTRACT, "property: [{ id: p, name: P, ground: @, kind: code, by: ours }]\n")],
        fires: "foreground",
        not: "foreground, owner: shared",
    },
    Case {
        rule: "no-background-property",
        files: &[
            (VENDOR_FILE, ash!("conditions: [delivery]\n")),
            (CONTRACT, "property: [{ id: p, name: P, ground: @, kind: code, by: ours, owner: ours }]\n"),
        ],
        fires: "foreground",
        not: "background",
    },
    Case {
        rule: "oem-without-permission",
        files: &[
            ("contracts/clauses/oem-permission.md", TOPIC),
            (VENDOR_FILE, ash!("access: white-label\n")),
            (CONTRACT, "clauses: [{ clause: oem-permission, standing: agreed, position: @ }]\n"),
        ],
        fires: "below-walk-away",
        not: "fallback",
    },
    Case {
        rule: "list-terms-above-threshold",
        files: &[(VENDOR_FILE, ash!("access: api\nspend: { annual: @ }\n"))],
        fires: "600_000.01",
        not: "600_000",
    },
    Case { rule: "discount-low", files: &[(CONTRACT, "fees: { basis: fixed, discount: @ }\n")], fires: "19.9%", not: "20%" },
    Case { rule: "discount-high", files: &[(CONTRACT, "fees: { basis: fixed, discount: @ }\n")], fires: "50.1%", not: "50%" },
    Case {
        rule: "commitment-heavy",
        files: &[
            (VENDOR_FILE, ash!("spend: { annual: 100, forecast: 100 }\n")),
            (CONTRACT, "fees: { basis: fixed, minimum_commitment: @ }\n"),
        ],
        fires: "80",
        not: "79.99",
    },
    Case {
        rule: "commitment-notable",
        files: &[
            (VENDOR_FILE, ash!("spend: { annual: 100, forecast: 100 }\n")),
            (CONTRACT, "fees: { basis: fixed, minimum_commitment: @ }\n"),
        ],
        fires: "50.01",
        not: "50",
    },
    Case {
        rule: "commitment-unused",
        files: &[(VENDOR_FILE, ash!("spend: { annual: @ }\n")), (CONTRACT, "fees: { basis: fixed, minimum_commitment: 100 }\n")],
        fires: "59.99",
        not: "60",
    },
    Case {
        rule: "price-rise",
        files: &[(
            CONTRACT,
            "fees: { basis: fixed, prices: [{ on: 2025-10-31, unit: u, price: 100 }, { on: 2026-08-01, unit: u, price: @ }] }\n",
        )],
        fires: "125",
        not: "124.99",
    },
    Case {
        rule: "price-rise",
        files: &[(
            CONTRACT,
            "fees: { basis: fixed, prices: [{ on: 2025-01-01, unit: u, price: 100 }, { on: @, unit: u, price: 125 }] }\n",
        )],
        fires: "2025-11-01",
        not: "2025-10-31",
    },
    Case {
        rule: "unit-cost-rise",
        files: &[
            (LIBRARY, "kpis:\n  - { id: unit-cost, name: U, bucket: business, unit: EUR, direction: down, formula: F }\n"),
            (
                MEASURES,
                "measures:\n  - { kpi: unit-cost, target: 90, intervention: 110, minimum: 130, measured_by: own, readings: { 2025-Q3: 100, 2026-Q3: @ } }\n",
            ),
        ],
        fires: "125",
        not: "124.99",
    },
    Case {
        rule: "above-market-lasting",
        files: &[(CONTRACT, "fees: { basis: fixed, prices: [{ on: @, unit: u, price: 116, benchmark: 100 }] }\n")],
        fires: "2026-04-30",
        not: "2026-05-01",
    },
    Case {
        rule: "above-market",
        files: &[(CONTRACT, "fees: { basis: fixed, prices: [{ on: 2026-05-01, unit: u, price: @, benchmark: 100 }] }\n")],
        fires: "115.01",
        not: "115",
    },
    Case {
        rule: "no-outcome-fee",
        files: &[(VENDOR_FILE, STRATEGIC), (CONTRACT, "fees: { basis: fixed, outcome_based: @ }\n")],
        fires: "14.9%",
        not: "15%",
    },
    Case {
        rule: "free-maintenance-short",
        files: &[(CONTRACT, "maintenance: { free: @ }\n")],
        fires: "2 months",
        not: "3 months",
    },
    Case {
        rule: "terms-can-change",
        files: &[(CONTRACT, "agreement: { title: T, change_notice: @ }\n")],
        fires: "29 days",
        not: "30 days",
    },
    Case {
        rule: "project-before-proof",
        files: &[(VENDOR_FILE, ash!("engagements: [{ kind: project, scope: S, from: @ }]\n")), (CONTRACT, "clauses: []\n")],
        fires: "2026-10-31",
        not: "2026-11-01",
    },
    Case {
        rule: "access-late",
        files: &[(OWN_GOVERNANCE, "kickoff: 2026-03-01\n"), (CONTRACT, "access: { documents: 2026-03-01, source: @ }\n")],
        fires: "2026-03-02",
        not: "2026-03-01",
    },
    Case {
        rule: "service-level-without-credit",
        files: &[(CONTRACT, "service_levels: [{ what: A, level: 99@ }]\n")],
        fires: "",
        not: ", credit: C",
    },
    Case {
        rule: "status-page-promise",
        files: &[(CONTRACT, "service_levels: [{ what: A, level: 99, credit: C, promised_in: @ }]\n")],
        fires: "status-page",
        not: "contract",
    },
];
