//! Contradictions between records: what is said about each, in the short form.

use std::fmt::Write as _;

use super::said;
use crate::diagnostic::Format;
use crate::world::sample::edited;

/// A new file of the vendor `ash`, and what is said about it.
fn cases(cases: &[(&'static str, &'static str)]) -> String {
    let mut out = String::new();
    for (file, text) in cases {
        let said = said(&edited(&[(file, "", text)]), Format::Short);
        let _ = writeln!(out, "{}", if said.is_empty() { "nothing\n" } else { &said });
    }
    out
}

#[test]
fn the_record_of_running_it() {
    const FILE: &str = "playbook/vendors/ash/governance.yaml";
    insta::assert_snapshot!(cases(&[
        (FILE, "issues:\n  - { id: a, what: W, noticed: 2026-02-03, opened: 2026-02-01, step: 1 }\n"),
        (FILE, "issues:\n  - { id: a, what: W, opened: 2026-02-01, step: 5, tone: 0, closed: 2026-01-01 }\n"),
        (FILE, "issues:\n  - { id: a, what: W, opened: 2026-02-01, step: 1 }\n  - { id: a, what: W, opened: 2026-02-01, step: 1 }\n"),
        (FILE, "pulse:\n  - { on: 2026-02-01, ours: 4.5, theirs: 5.5 }\n"),
        (FILE, "tiers:\n  - { tier: strategic, seats: [{ side: ours }] }\n"),
        (FILE, "tiers:\n  - { tier: strategic, seats: [{ side: theirs, role: architect }] }\n"),
        (FILE, "decisions:\n  - { id: d, on: 2026-02-01, by: nobody, what: W, review_by: 2026-01-01 }\n"),
        (FILE, "ladder:\n  - { step: 9, who: W }\n"),
        (FILE, "cadences:\n  - { id: weekly, name: W, rhythm: weekly }\nmeetings:\n  - { cadence: wekly, on: 2026-02-01 }\n"),
        (FILE, "events:\n  - { on: 2026-02-01, kind: workshop, what: W, with: [elm] }\n"),
        (FILE, "meetings:\n  - { cadence: weekly, on: 2026-02-01, ours: [architect] }\n"),
    ]), @r"
    playbook/vendors/ash/governance.yaml:2:52: error[E017]: the issue was raised on 2026-02-01, before the day it was noticed on 2026-02-03

    playbook/vendors/ash/governance.yaml:2:49: error[E025]: the step 5 is not between 1 and 4
    playbook/vendors/ash/governance.yaml:2:58: error[E025]: the tone 0 is not between 1 and 5
    playbook/vendors/ash/governance.yaml:2:69: error[E017]: the issue was closed on 2026-01-01, before the day it was raised on 2026-02-01

    playbook/vendors/ash/governance.yaml:3:11: error[E010]: the issue `a` exists already

    playbook/vendors/ash/governance.yaml:2:42: error[E025]: the pulse 5.5 is not between 1 and 5

    playbook/vendors/ash/governance.yaml:2:13: error[E027]: a seat of ours names no `role`

    playbook/vendors/ash/governance.yaml:2:13: error[E027]: a seat of theirs names no `title`

    playbook/vendors/ash/governance.yaml:2:34: error[E011]: unknown role `nobody`
    playbook/vendors/ash/governance.yaml:2:62: error[E017]: the next look on 2026-01-01, before the decision on 2026-02-01

    playbook/vendors/ash/governance.yaml:2:13: error[E025]: the step 9 is not between 1 and 4

    playbook/vendors/ash/governance.yaml:4:16: error[E011]: unknown cadence `wekly`

    playbook/vendors/ash/governance.yaml:2:55: error[E011]: unknown vendor `elm`

    nothing
    ");
}

#[test]
fn plans() {
    const FILE: &str = "playbook/vendors/ash/roadmap.yaml";
    insta::assert_snapshot!(cases(&[
        (FILE, "milestones:\n  - { id: a, name: A, due: 2026-02-01, after: [b] }\n  - { id: b, name: B, due: 2026-02-01, after: [a] }\n"),
        (FILE, "milestones:\n  - { id: alpha, name: A, due: 2026-02-01 }\n  - { id: b, name: B, due: 2026-02-01, after: [alpa] }\n"),
        (FILE, "milestones:\n  - { id: a, name: A, due: 2026-02-01, after: [elm/b] }\n"),
        (FILE, "scaling:\n  - { id: s, what: W, baseline: 10, goal: 10, from: 2026-02-01, until: 2026-01-01, guards: [acuracy] }\n"),
        (FILE, "scaling:\n  - { id: s, what: W, baseline: 0, goal: 10, from: 2026-02-01, until: 2026-03-01 }\n"),
        (FILE, "planning: { from: 2026-02-01, until: 2026-01-01, meetings: 3 }\n"),
        (FILE, "shared_goals:\n  - { objective: grwth, on: 2026-02-01 }\n"),
        (FILE, "reuse:\n  - { component: anything, project: P, on: 2026-02-01, days_with: 0 }\n"),
    ]), @r"
    playbook/vendors/ash/roadmap.yaml:2:11: error[E019]: the milestone waits for itself: ash/a → ash/b → ash/a

    playbook/vendors/ash/roadmap.yaml:3:48: error[E011]: unknown milestone `alpa`

    playbook/vendors/ash/roadmap.yaml:2:48: error[E011]: unknown vendor `elm`

    playbook/vendors/ash/roadmap.yaml:2:43: error[E025]: the goal 10 is no growth over the baseline 10
    playbook/vendors/ash/roadmap.yaml:2:72: error[E017]: the growth milestone ends on 2026-01-01, before its first day on 2026-02-01
    playbook/vendors/ash/roadmap.yaml:2:93: error[E011]: unknown KPI `acuracy`

    playbook/vendors/ash/roadmap.yaml:2:33: error[E025]: the baseline 0 is not above 0

    playbook/vendors/ash/roadmap.yaml:1:38: error[E017]: planning ends on 2026-01-01, before its first day on 2026-02-01

    playbook/vendors/ash/roadmap.yaml:2:18: error[E011]: unknown objective `grwth`

    playbook/vendors/ash/roadmap.yaml:2:67: error[E025]: the days 0 is not above 0
    ");
}

#[test]
fn exits() {
    const FILE: &str = "playbook/vendors/ash/exit.yaml";
    insta::assert_snapshot!(cases(&[
        (FILE, "decisions:\n  - { id: d, opened: 2026-02-01, verdict: cure }\n"),
        (FILE, "triggers:\n  - { id: t, family: commercial, when: W }\ndecisions:\n  - { id: d, opened: 2026-02-01, trigger: tt, closed: 2026-01-01 }\n"),
        (FILE, "decisions:\n  - { id: d, opened: 2026-02-01, trigger: unwritten }\n"),
        (FILE, "triggers:\n  - { id: t, family: performance, when: W, kpi: latency, decides: nobody }\n"),
        (FILE, "options:\n  - { id: o, kind: alternate-provider, vendor: ash, substitutability: low }\n"),
        (FILE, "steps:\n  - { id: a, name: A, owner: architect, days: 1, done: 2026-02-01 }\n  - { id: b, name: B, owner: architect, days: 1, after: [a], done: 2026-01-01 }\n"),
        (FILE, "rehearsals:\n  - { on: 2026-02-01, level: full, result: passed, next: 2026-01-01 }\n"),
        (FILE, "plan: { owner: nobody }\n"),
    ]), @r"
    playbook/vendors/ash/exit.yaml:2:11: error[E027]: `d` is decided without `by`, `on`, `until`

    playbook/vendors/ash/exit.yaml:4:43: error[E011]: unknown trigger `tt`
    playbook/vendors/ash/exit.yaml:4:55: error[E017]: the decision was closed on 2026-01-01, before its opening on 2026-02-01

    nothing

    playbook/vendors/ash/exit.yaml:2:49: error[E011]: the trigger watches `latency`, which is not measured for this vendor
    playbook/vendors/ash/exit.yaml:2:67: error[E011]: unknown role `nobody`

    playbook/vendors/ash/exit.yaml:2:48: error[E011]: a vendor is no way out of itself

    playbook/vendors/ash/exit.yaml:3:68: error[E017]: the step is done on 2026-01-01, before the step it waits for on 2026-02-01

    playbook/vendors/ash/exit.yaml:2:58: error[E017]: the next rehearsal on 2026-01-01, before the one before on 2026-02-01

    playbook/vendors/ash/exit.yaml:1:16: error[E011]: unknown role `nobody`
    ");
}

#[test]
fn contracts() {
    const FILE: &str = "playbook/vendors/ash/contract.yaml";
    insta::assert_snapshot!(cases(&[
        (FILE, "agreement: { title: T, starts: 2026-02-01, ends: 2026-01-01 }\n"),
        (FILE, "agreement: { title: T, signed: 2026-02-01, notice_given: 2026-01-01 }\n"),
        (FILE, "clauses:\n  - { clause: data-return, standing: countered, terms: 60 }\n"),
        (FILE, "clauses:\n  - { clause: data-return, standing: agreed, position: below-walk-away, approved_by: architect, approved_on: 2026-02-01, deviation: D, expires: 2026-01-01 }\n"),
        (FILE, "clauses:\n  - { clause: data-return, standing: agreed, position: fallback, approved_on: 2026-02-01 }\n"),
        (FILE, "fees: { basis: usage, at_risk: [{ kpi: accuracy, share: 60% }, { kpi: latency, share: 50% }] }\n"),
        (FILE, "fees: { basis: usage, prices: [{ on: 2026-02-01, unit: U, price: 1 }, { on: 2026-01-01, unit: U, price: 1 }] }\n"),
        (FILE, "service_levels:\n  - { what: W, level: 101, unit: '%' }\n"),
        (FILE, "responses:\n  - { severity: 1 }\n  - { severity: 1 }\n  - { severity: 6 }\n"),
        (FILE, "property:\n  - { id: p, name: P, ground: foreground, kind: code, by: ours }\ncontributions:\n  - { to: q, by: ours, on: 2026-01-01, what: W }\n"),
        (FILE, "contributions:\n  - { to: unwritten, by: ours, on: 2026-01-01, what: W }\n"),
        (FILE, "risks:\n  - { kind: outage }\n  - { kind: outage }\n"),
        (FILE, "demands:\n  - { customer: C, what: W, clause: dta-return }\n"),
    ]), @r"
    playbook/vendors/ash/contract.yaml:1:50: error[E017]: the term ends on 2026-01-01, before its first day on 2026-02-01

    playbook/vendors/ash/contract.yaml:1:58: error[E017]: notice was served on 2026-01-01, before the signature on 2026-02-01

    playbook/vendors/ash/contract.yaml:2:56: error[E024]: `data-return` has no terms to compare a number with

    playbook/vendors/ash/contract.yaml:2:145: error[E017]: the approval ends on 2026-01-01, before its day on 2026-02-01

    playbook/vendors/ash/contract.yaml:2:15: error[E027]: `data-return` lacks `approved_by`

    playbook/vendors/ash/contract.yaml:1:87: error[E018]: with this part, 110 % of the fees are at risk

    playbook/vendors/ash/contract.yaml:1:77: error[E017]: the price of U from 2026-01-01 stands below the one from 2026-02-01

    playbook/vendors/ash/contract.yaml:2:23: error[E025]: the level 101 is not between 0 and 100

    playbook/vendors/ash/contract.yaml:3:17: error[E010]: severity 1 occurs twice
    playbook/vendors/ash/contract.yaml:4:17: error[E025]: the severity 6 is not between 1 and 5

    playbook/vendors/ash/contract.yaml:4:11: error[E011]: unknown property `q`

    nothing

    playbook/vendors/ash/contract.yaml:3:13: error[E010]: the risk of outage is allocated twice

    playbook/vendors/ash/contract.yaml:2:37: error[E012]: unknown clause `dta-return`
    ");
}

#[test]
fn vendors() {
    const FILE: &str = "playbook/vendors/oak/vendor.yaml";
    const OAK: &str = "name: Oak\nsummary: S.\nclass: tactical\nstatus: active\nlayer: tooling\n";
    let with = |more: &str| -> &'static str { Box::leak(format!("{OAK}{more}").into_boxed_str()) };
    insta::assert_snapshot!(cases(&[
        (FILE, with("since: 2026-02-01\nlive: 2026-01-01\nlast_used: 2026-01-01\n")),
        (FILE, with("engagements:\n  - { kind: project, scope: S, from: 2026-02-01, until: 2026-01-01 }\n")),
        (FILE, with("handover: { plan: { 2025: 40%, 2026: 30% } }\n")),
        (FILE, with("acceptances:\n  - { of: lock-in, by: architect, on: 2026-02-01, review_by: 2026-01-01, because: B }\n")),
        (FILE, with("disposition: { verdict: maintain, by: architect, on: 2026-02-01, because: B, redundant_with: oak }\n")),
        (FILE, with("go_to_market:\n  - { id: g, kind: marketplace, partner: P, stage: live }\n")),
        (FILE, with("components:\n  - { id: c, name: C, capability: serch }\n  - { id: c, name: C }\n")),
        (FILE, with("operations: { test_strategy: { agreed: 2026-01-01, parties: [elm] } }\n")),
    ]), @r"
    playbook/vendors/oak/vendor.yaml:7:7: error[E017]: it went into use on 2026-01-01, before the partnership began on 2026-02-01
    playbook/vendors/oak/vendor.yaml:8:12: error[E017]: it was last used on 2026-01-01, before the partnership began on 2026-02-01

    playbook/vendors/oak/vendor.yaml:7:57: error[E017]: the engagement ends on 2026-01-01, before its first day on 2026-02-01

    playbook/vendors/oak/vendor.yaml:6:38: error[E025]: the plan lets our own share fall from 2025 to 2026

    playbook/vendors/oak/vendor.yaml:7:62: error[E017]: the next look on 2026-01-01, before the acceptance on 2026-02-01

    playbook/vendors/oak/vendor.yaml:6:94: error[E011]: a vendor is not redundant with itself

    playbook/vendors/oak/vendor.yaml:7:11: error[E027]: `g` is live, but not since when

    playbook/vendors/oak/vendor.yaml:7:35: error[E011]: unknown capability `serch`
    playbook/vendors/oak/vendor.yaml:8:11: error[E010]: the component `c` exists already

    playbook/vendors/oak/vendor.yaml:6:62: error[E011]: unknown vendor `elm`
    ");
}

#[test]
fn measures_and_selection() {
    insta::assert_snapshot!(cases(&[
        ("playbook/vendors/ash/kpis.csv", "kpi,period,value\naccuracy,2026-05,95\nlatency,2026-Q2,300\nacuracy,2026-Q2,1\n"),
        ("playbook/vendors/ash/kpis.csv", "kpi,period,vlue\n"),
        ("playbook/vendors/ash/kpis.csv", "kpi,period\n"),
        ("playbook/vendors/ash/kpis.csv", "kpi,period,value,sample,source\naccuracy,2026-13,x,-1,me\n"),
        ("playbook/vendors/ash/kpis.yaml", "measures:\n  - { kpi: accuracy, target: 3, intervention: 2, minimum: 1, measured_by: own, drives: [latency] }\n  - { kpi: latency, target: 1, intervention: 2, minimum: 3, measured_by: own, drives: [accuracy] }\n"),
        ("playbook/vendors/ash/evaluation.yaml", "gates:\n  - { gate: scale/none, result: passed, by: architect, on: 2026-01-01 }\n"),
        ("playbook/vendors/ash/evaluation.yaml", "pilot: { from: 2026-02-01, until: 2026-01-01, stress_test: { on: 2026-01-01, times_peak: 0 } }\n"),
        ("playbook/vendors/ash/evaluation.yaml", "sourcing: { options: [build, buy], choice: ally, because: B, by: architect, on: 2026-01-01 }\n"),
        ("playbook/vendors/ash/evaluation.yaml", "ratings:\n  - { criterion: scale/load, rater: architect, score: 2, evidence: [unwritten] }\n"),
        ("playbook/rubrics/odd.yaml", "name: Odd\npurpose: P.\nveto_at: 6\ncriteria:\n  - { id: c, name: C, question: Q, anchors: { 0: a, 1: b, 2: c, 3: d, 4: e, 5: f }, evidence: { 2: production, 3: demo, 6: contract } }\n"),
    ]), @r"
    playbook/vendors/ash/kpis.csv:2:10: error[E026]: `accuracy` is read by months and by quarters: 2026-Q2 and 2026-05
    playbook/vendors/ash/kpis.csv:3:1: error[E026]: `latency` is not measured for this vendor
    playbook/vendors/ash/kpis.csv:4:1: error[E026]: `acuracy` is not measured for this vendor

    playbook/vendors/ash/kpis.csv:1:12: error[E003]: unknown column `vlue`

    playbook/vendors/ash/kpis.csv:1:1: error[E004]: missing column `value`

    playbook/vendors/ash/kpis.csv:2:10: error[E005]: `2026-13` is not a period: write a quarter as `2026-Q1` or a month as `2026-03`
    playbook/vendors/ash/kpis.csv:2:18: error[E005]: expected a number, found `x`
    playbook/vendors/ash/kpis.csv:2:20: error[E005]: expected a whole number, found `-1`
    playbook/vendors/ash/kpis.csv:2:23: error[E005]: unknown word `me`

    playbook/vendors/ash/kpis.yaml:2:89: error[E019]: the KPI drives itself: accuracy → latency → accuracy

    playbook/vendors/ash/evaluation.yaml:2:13: error[E011]: unknown gate `none` in rubric `scale`

    playbook/vendors/ash/evaluation.yaml:1:35: error[E017]: the pilot ends on 2026-01-01, before its first day on 2026-02-01
    playbook/vendors/ash/evaluation.yaml:1:66: error[E017]: the test under load on 2026-01-01, before the pilot began on 2026-02-01
    playbook/vendors/ash/evaluation.yaml:1:90: error[E025]: the load 0 is not above 0

    playbook/vendors/ash/evaluation.yaml:1:81: error[E027]: what was chosen is none of the options that were considered

    nothing

    playbook/rubrics/odd.yaml:3:10: error[E025]: the veto 6 is not between 0 and 5
    playbook/rubrics/odd.yaml:5:95: error[E016]: `c` asks evidence for the score 6
    playbook/rubrics/odd.yaml:5:95: error[E016]: `c` asks weaker evidence for 3 than for 2
    ");
}

#[test]
fn what_is_computed_from() {
    const SETTINGS: &str = "playbook/playbook.yaml";
    const EXIT: &str = "playbook/vendors/ash/exit.yaml";
    const CONTRACT: &str = "playbook/vendors/ash/contract.yaml";
    insta::assert_snapshot!(cases(&[
        (SETTINGS, "title: T\norganisation: { name: N }\ncurrency: EUR\nfiscal_year_starts: 13\n"),
        (SETTINGS, "title: T\norganisation: { name: N }\ncurrency: EUR\nweighing:\n  - { rubric: scalability, over: scalabilty, times: 10 }\n"),
        (SETTINGS, "title: T\norganisation: { name: N }\ncurrency: EUR\nweighing:\n  - { rubric: scalability, over: scalability, times: 1 }\n"),
        (SETTINGS, "title: T\norganisation: { name: N }\ncurrency: EUR\npolicy: { health: { good: 50%, watch: 60% }, measuring: { trend_least: 9 }, exit: { ready_from: 13 } }\n"),
        (SETTINGS, "title: T\norganisation: { name: N }\ncurrency: EUR\npolicy: { sensitivity: { draws: 0 }, agreement: { reliable: 0.5 }, portfolio: { low_value: 90% } }\n"),
        ("playbook/strategy.yaml", "capabilities:\n  - { id: c, name: C, promised: 101, in_series: [elm] }\n"),
        ("playbook/strategy.yaml", "capabilities:\n  - { id: c, name: C, promised: 99.9 }\n"),
        ("playbook/vendors/ash/governance.yaml", "incidents:\n  - { id: i, kind: outage, what: W, on: 2026-02-01, severity: 5, resolved: 2026-01-01 }\n"),
        (EXIT, "triggers:\n  - { id: t, family: performance, when: W, at_least: 2 }\n"),
        (EXIT, "triggers:\n  - { id: t, family: performance, when: W, kpis: [accuracy], at_least: 2 }\n"),
        (CONTRACT, "agreement: { title: T, ends: 2026-12-31, notice: 90 days, notice_opens: 60 days }\n"),
        ("playbook/vendors/ash/evaluation.yaml", "frozen: { on: 2026-02-01, weights: recently, by: nobody }\n"),
    ]), @r"
    playbook/playbook.yaml:4:21: error[E025]: the month 13 is not between 1 and 12

    playbook/playbook.yaml:5:15: error[E011]: unknown rubric `scalability`
    playbook/playbook.yaml:5:34: error[E011]: unknown rubric `scalabilty`
    playbook/playbook.yaml:5:53: error[E025]: the factor 10 is not between 1 and 9

    playbook/playbook.yaml:5:15: error[E010]: `scalability` and `scalability` are compared already
    playbook/playbook.yaml:5:15: error[E011]: unknown rubric `scalability`
    playbook/playbook.yaml:5:34: error[E011]: unknown rubric `scalability`

    playbook/playbook.yaml: error[E015]: the points of readiness of the policy are out of order
    playbook/playbook.yaml: error[E015]: the readings of a trend of the policy are out of order
    playbook/playbook.yaml: error[E015]: the states of health of the policy are out of order

    playbook/playbook.yaml: error[E015]: `draws` of the policy is out of range
    playbook/playbook.yaml: error[E015]: the readings of agreement of the policy are out of order
    playbook/playbook.yaml: error[E015]: the values of the portfolio's policy are out of order

    playbook/strategy.yaml:2:33: error[E025]: the availability 101 is not between 0 and 100
    playbook/strategy.yaml:2:50: error[E011]: unknown vendor `elm`
    playbook/vendors/ash/vendor.yaml:8:19: error[E011]: unknown capability `search`

    playbook/strategy.yaml:2:33: error[E027]: `c` is promised, but not which vendors it needs
    playbook/vendors/ash/vendor.yaml:8:19: error[E011]: unknown capability `search`

    playbook/vendors/ash/governance.yaml:2:63: error[E025]: the severity 5 is not between 1 and 4
    playbook/vendors/ash/governance.yaml:2:76: error[E017]: the incident was resolved on 2026-01-01, before the day it began on 2026-02-01

    playbook/vendors/ash/exit.yaml:2:54: error[E027]: `at_least` needs a list of KPIs to count in

    playbook/vendors/ash/exit.yaml:2:72: error[E025]: the number of KPIs 2 is not between 1 and 1

    playbook/vendors/ash/contract.yaml:1:50: error[E017]: notice may be given from 60 days before the end on, but must be given 90 days before it

    playbook/vendors/ash/evaluation.yaml:1:36: error[E025]: `recently` is no mark of weights: it has 16 digits from 0 to f
    playbook/vendors/ash/evaluation.yaml:1:50: error[E011]: unknown role `nobody`
    ");
}
