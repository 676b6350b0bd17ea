//! The rules: one row each, which is all the documentation is made from.
//!
//! 1. Each has a stable id, a severity, the discipline it belongs to, and the next action.
//! 2. `docs/rules.md` is generated from the table and kept current by a test.
//!
//! The five disciplines are those of Roth AI Consulting (2026); selection and contract are ours.

use crate::block::Mark;
use crate::model::exit::Family;

/// A rule: id, severity, discipline, next action.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Stable, kebab-case.
    pub id: &'static str,
    /// How bad it is when it fires.
    pub severity: Mark,
    /// Which discipline of managing a partnership it belongs to.
    pub discipline: &'static str,
    /// What to do next.
    pub action: &'static str,
}

macro_rules! rules {
    ($($discipline:literal { $($name:ident $id:literal $severity:ident $action:literal;)* })*) => {
        $($(
            #[doc = concat!("`", $id, "`")]
            pub const $name: Rule = Rule { id: $id, severity: Mark::$severity, discipline: $discipline, action: $action };
        )*)*
        /// Every rule.
        pub const RULES: &[Rule] = &[$($($name,)*)*];
    };
}

rules! {
    "selection" {
        GATE_FAILED "gate-failed" Bad "Do not go on until the gate is passed, or record who waives it and until when.";
        RUBRIC_BELOW_MINIMUM "rubric-below-minimum" Bad "Decide with the executive sponsor; no other rubric makes up for it.";
        SCORE_NOT_RECOMMENDED "score-not-recommended" Bad "Decide with the executive sponsor whether to go on, and on which conditions.";
        PARTNER_SIGNAL_VETO "partner-signal-veto" Bad "Talk about it in the steering committee before committing to more.";
        NO_PILOT "no-pilot" Act "Run a pilot before the next commitment.";
        PILOT_NOT_STRESSED "pilot-not-stress-tested" Act "Test at peak load before scaling; a quiet pilot says nothing about it.";
        GATE_OPEN "gate-open" Act "Judge the gate and record the result with its evidence.";
        NO_STATED_LIMITS "no-stated-limits" Watch "Ask what the product cannot do, and note the answer.";
        LONG_PRESENTATION "long-presentation" Watch "Ask for a second meeting about our problem.";
        NO_CONTACTABLE_REFERENCE "no-contactable-reference" Watch "Ask for a customer we may call without the vendor.";
        RATERS_DISAGREE "raters-disagree" Watch "Let the raters compare what they saw and rate again.";
        EVIDENCE_EXPIRED "evidence-expired" Watch "Renew the evidence, or lower the score to what is still proven.";
        SCORE_WITHOUT_EVIDENCE "score-without-evidence" Watch "Add dated evidence, or lower the score to what is proven.";
        EVIDENCE_TOO_WEAK "evidence-too-weak" Watch "Find stronger evidence, or lower the score to what this one supports.";
        WEIGHTS_CHANGED "weights-changed" Act "Say who changed the weights after they were fixed, and why; or rate again.";
        WEIGHTS_FROZEN_LATE "weights-frozen-late" Watch "Fix the weights before anybody scores, next time.";
        WEIGHTS_NOT_FROZEN "weights-not-frozen" Watch "Record the mark of the weights before the next rating.";
        WEIGHTS_INCONSISTENT "weights-inconsistent" Watch "Compare the rubrics in pairs again; the answers contradict each other.";
        WEIGHTS_DIFFER "weights-differ" Watch "Say why the weight differs from what the comparisons say, or change it.";
        SINGLE_RATER "single-rater" Watch "Let a second person rate independently.";
        PANEL_UNRELIABLE "panel-unreliable" Watch "Train the panel on the anchors and rate again.";
        RANKING_FRAGILE "ranking-fragile" Watch "Decide on what the order depends on, not on the order.";
    }
    "governance architecture" {
        TIER_MISSING "tier-missing" Act "Name who sits in the tier on both sides.";
        TIER_ONE_SIDED "tier-one-sided" Act "Ask the other side to name its people.";
        NO_RELATIONSHIP_MANAGER "no-relationship-manager" Act "Name one role that owns the partnership.";
        NO_ARCHITECT "no-architect" Watch "Name the role that knows how the vendor is built in.";
        SPONSOR_TOO_JUNIOR "sponsor-too-junior" Act "Seat somebody who may decide on direction and end.";
        CANNOT_TERMINATE "strategic-tier-cannot-terminate" Act "Give the strategic tier the mandate to end the partnership.";
        SEAT_VACANT "seat-vacant" Act "Fill the seat, or name a deputy.";
        FUNCTION_OWNER_MISSING "function-owner-missing" Act "Name the role that leads partnership management.";
        RESPONSIBILITY_UNOWNED "responsibility-unowned" Watch "Name an owner for it.";
        COMMITTEE_SEAT_MISSING "committee-seat-missing" Watch "Seat the function in the steering committee.";
        MANAGEMENT_COST_LOW "management-cost-low" Watch "Plan more time for managing the partnership, or note why less is enough.";
        MANAGEMENT_COST_HIGH "management-cost-high" Watch "Find out what makes the partnership so costly to manage.";
        COLLABORATION_GAP "collaboration-gap" Watch "Agree on it, or note why this partnership does not need it.";
        SINGLE_POINT_OF_GOVERNANCE "single-point-of-governance" Act "Spread the seats; one absence must not stop the partnership.";
        DISCIPLINE_GAP "discipline-gap" Watch "Start the discipline that is missing.";
        RUN_PHASE_EMPTY "run-phase-empty" Act "Record how the partnership is run: governance, KPIs, exit.";
    }
    "performance measurement" {
        KPI_BELOW_MINIMUM "kpi-below-minimum" Bad "Take it to the executive sponsors and refresh the exit plan.";
        SUSTAINED_FAILURE "sustained-failure" Bad "Let the strategic tier decide: cure, restructure or exit.";
        KPI_BELOW_INTERVENTION "kpi-below-intervention" Act "Agree the cause, an owner and a date within a week.";
        KPI_NO_READING "kpi-no-reading" Watch "Ask the performance analyst for the reading; two missing in a row need a recovery plan.";
        NO_TREND "no-trend" Watch "Keep reading; judge the trend once there are enough readings.";
        SAMPLE_TOO_SMALL "sample-too-small" Watch "Read more cases before trusting the value.";
        READING_INCONCLUSIVE "reading-inconclusive" Watch "Measure again with more cases before acting on it.";
        DRIFT "drift" Watch "Ask what drives it, before the threshold is reached.";
        FAILURE_NEXT_QUARTER "failure-next-quarter" Act "Agree on what must hold by the end of the quarter.";
        KPI_NOT_REPORTED "kpi-not-reported" Act "Agree on a recovery plan for the measurement itself.";
        THRESHOLD_EASED "threshold-eased-in-breach" Bad "Approve the change with a date and a reason, or take it back.";
        EXCUSE_NOT_COUNTED "excuse-not-counted" Watch "Add the proof, or accept that the miss counts.";
        VENDOR_ONLY "vendor-only-kpis" Act "Measure at least one KPI ourselves.";
        BUCKET_MISSING "bucket-missing" Watch "Add a KPI of that bucket; each partnership needs all three.";
        NO_LINE_OF_SIGHT "no-line-of-sight" Watch "Say which business KPI follows from it, by `drives`.";
        VENDOR_MEASURED "vendor-measured" Watch "Measure it ourselves, or have it checked each quarter.";
        MONITORING_GAP "monitoring-gap" Watch "Have the signal reported automatically.";
        END_TO_END_OVERDUE "end-to-end-overdue" Watch "Run the test from first input to last output.";
        ROLLBACK_UNTESTED "rollback-untested" Watch "Go back to the version before, once, in a quiet hour.";
        NOT_IN_TEST_STRATEGY "not-in-test-strategy" Watch "Bring the vendor into the joint test strategy.";
        BLACK_BOX "black-box" Act "Ask for the documents before the next milestone is accepted.";
        SCALING_MISSING "scaling-milestone-missing" Watch "Agree on a growth milestone with guard KPIs.";
        SCALING_AT_RISK "scaling-milestone-at-risk" Act "Ask for the plan that brings the volume back on its path.";
        SCALING_SMALL "scaling-milestone-small" Watch "Ask for more growth, or note why less is enough.";
        REUSE_SAVING_LOW "reuse-saving-low" Watch "Find out what kept the component from saving time.";
    }
    "communication cadence" {
        DELEGATE_AND_WAIT "delegate-and-wait" Act "Meet this week; handing over and waiting fails most often.";
        MEETING_OVERDUE "meeting-overdue" Watch "Hold the meeting, or change the rhythm.";
        MEETINGS_MISSED "meetings-missed" Watch "Hold what was agreed, or agree on less.";
        QUARTERLY_WITHOUT_SPONSOR "quarterly-without-sponsor" Watch "Bring the sponsors of both sides to the next review.";
        WEEKLY_TOO_LONG "weekly-too-long" Watch "Keep to blockers and decisions.";
        CADENCE_AFTER_KICKOFF "cadence-after-kickoff" Watch "Agree on the rhythms before work begins, next time.";
        WHY_MISSING "why-missing" Watch "Write down why it was done that way.";
        STALE_REVIEW "stale-review" Watch "Review the partnership as a whole.";
        UNUSED_VENDOR "unused-vendor" Watch "Find out whether anybody still needs it.";
        MILESTONE_OVERDUE "milestone-overdue" Act "Agree on a new date and on what follows from it.";
        MILESTONE_BLOCKED "milestone-blocked" Watch "Move it, or hurry what it waits for.";
        ROADMAP_UNSEEN "roadmap-unseen" Watch "Ask the vendor to show its plans.";
        SCALING_REVIEW_OVERDUE "milestone-review-overdue" Watch "Look at the milestone and the contract together.";
        PLANNING_OUT_OF_BAND "planning-out-of-band" Watch "Plan in a burst of two to four weeks.";
        FACT_STALE "fact-stale" Watch "Check the fact again, or remove it.";
    }
    "conflict resolution" {
        ISSUE_OVERDUE "issue-overdue" Act "Move it one step up today.";
        REPEAT_ISSUES "repeat-issues" Act "Take the root cause to the executive sponsors.";
        HOSTILE_TONE "hostile-tone" Act "Let the sponsors talk to each other before the next meeting.";
        ISSUE_RAISED_LATE "issue-raised-late" Watch "Ask what kept it hidden.";
        EXIT_EVALUATION_DUE "exit-evaluation-due" Bad "Start the exit evaluation; the pattern has outlived two reviews.";
        ESCALATIONS_WORSEN "escalations-worsen" Act "Ask both sides what has changed between them.";
        ESCALATION_UNDEFINED "escalation-undefined" Act "Write down what counts as an escalation and how fast it is answered.";
        MISS_WITHOUT_CAUSE "miss-without-cause" Watch "Say whether resources, priorities or ability were missing.";
        PULSE_GAP "pulse-gap" Watch "Show both sides the two answers and talk about the difference.";
        LADDER_UNTIMED "ladder-step-too-long" Watch "Shorten the first step; problems are to end in days.";
    }
    "contract" {
        CLAUSE_BELOW_WALK_AWAY "clause-below-walk-away" Bad "Renegotiate, or record who approved it and until when.";
        DEVIATION_EXPIRED "deviation-expired" Bad "Renew the approval or renegotiate the clause.";
        MUST_HAVE_MISSING "must-have-missing" Bad "Raise what is missing in the next negotiation; see the contract checklist.";
        TERMS_BELOW_WALK_AWAY "terms-below-walk-away" Act "Do not agree to it; the number lies beyond our walk-away position.";
        MUST_HAVE_OPEN "must-have-open" Act "Settle them in the next negotiation; see the contract checklist.";
        DEMAND_UNMET "demand-unmet" Act "Get it from the vendor, or take it back from the customer.";
        COMMITMENT_WITHOUT_RELIEF "commitment-without-relief" Act "Tie the commitment to an exit without a fee and to relief when a model is withdrawn.";
        NOTICE_SHORTER "notice-shorter-than-transition" Act "Ask for longer help after the end, or for an exit that takes less time.";
        DEPRECATION_TOO_SHORT "deprecation-too-short" Act "Ask for more notice, or make the validation faster.";
        OPT_OUT_WITHOUT_FLOW_DOWN "opt-out-without-flow-down" Act "Bind the sub-processors to the same training ban.";
        NO_TRAINING_OPT_OUT "no-training-opt-out" Bad "Send nothing confidential until training is excluded in writing.";
        CREDITS_WITHOUT_EXIT "credits-without-exit" Watch "Add a right to end the contract after repeated misses.";
        NO_TRAINING_FOR_PLAN "no-training-for-plan" Act "Agree on training hours; the plan asks for people who know.";
        RETRIEVAL_TOO_SHORT "retrieval-too-short" Bad "Ask for a longer retrieval period; the data would be gone before the successor runs.";
        SERIAL_AVAILABILITY "serial-availability-short" Bad "Promise less, or ask every vendor in the chain for more.";
        AVAILABILITY_LOW "availability-low" Watch "Ask for the level of our preferred position.";
        PREVIOUS_VERSION_OPEN "previous-version-undefined" Watch "Agree on the number of days.";
        NO_PRICE_PROTECTION "no-price-protection" Watch "Ask that the price follows the list price down.";
        RENEWAL_LONG "renewal-long" Act "Ask for renewals of a year at most.";
        NOTICE_DUE "notice-due" Act "Decide on renewal now, and send the notice in time.";
        RISK_UNALLOCATED "risk-unallocated" Act "Agree who bears it; an unnamed risk is ours.";
        FOREGROUND_OPEN "foreground-open" Act "Agree who owns what was made together, before more is made.";
        NO_BACKGROUND_PROPERTY "no-background-property" Watch "List what each side brought along.";
        OEM_WITHOUT_PERMISSION "oem-without-permission" Bad "Stop reselling until the permission is in writing.";
        LIST_TERMS "list-terms-above-threshold" Act "Ask for a negotiated agreement.";
        DISCOUNT_LOW "discount-low" Watch "Ask for the discount usual at this volume.";
        DISCOUNT_HIGH "discount-high" Watch "Find out what commitment pays for it.";
        COMMITMENT_HEAVY "commitment-heavy" Act "Negotiate the commitment down, or have it roll over.";
        COMMITMENT_NOTABLE "commitment-notable" Watch "Keep roll-over and relief on misses in the contract.";
        COMMITMENT_UNUSED "commitment-unused" Act "Use it, or negotiate it down before the next year.";
        PRICE_RISE "price-rise" Act "Ask for the reason, and for an offer from the alternate.";
        UNIT_COST_RISE "unit-cost-rise" Act "Find out what drives the cost of one result.";
        ABOVE_MARKET_LASTING "above-market-lasting" Bad "Reopen the price, or evaluate the exit.";
        ABOVE_MARKET "above-market" Act "Show the comparison and reopen the price.";
        NO_OUTCOME_FEE "no-outcome-fee" Watch "Let a larger part of the fees depend on measured outcomes.";
        FREE_MAINTENANCE_SHORT "free-maintenance-short" Watch "Ask for a longer period without charge.";
        TERMS_CAN_CHANGE "terms-can-change" Watch "Ask for longer notice and a right to leave.";
        PROJECT_BEFORE_PROOF "project-before-proof" Watch "Prove the scope by advice or a pilot before a project is fixed.";
        ACCESS_LATE "access-late" Watch "Have source and documents open from the first day.";
        LEVEL_WITHOUT_CREDIT "service-level-without-credit" Watch "Agree on what a miss pays back.";
        STATUS_PAGE_PROMISE "status-page-promise" Act "Put the level into the contract; a status page promises nothing.";
    }
    "willingness to walk away" {
        DECISION_OPEN "exit-decision-open" Bad "Decide, with a name and a date.";
        TRIGGER_UNDECIDED "trigger-undecided" Bad "Open an exit decision and name who decides.";
        LAW_OR_SAFETY "law-or-safety-incident" Bad "Let the strategic tier decide at once.";
        INCIDENT_OPEN "incident-open" Bad "Stay with it until it is resolved and the cause is known.";
        SPONSOR_VACANT "sponsor-vacant" Act "Name a sponsor, or take the partnership down a class.";
        CURE_OVERDUE "cure-overdue" Bad "Decide again: the time to mend it is over.";
        TRUST_BROKEN "trust-or-alignment-broken" Bad "Evaluate the exit; repair needs both trust and alignment.";
        MISALIGNED "misaligned" Act "Let the strategic tier decide whether we still want the same.";
        CRITICAL_ITEM_DROPPED "critical-item-dropped" Bad "Decide whether the partnership keeps its purpose.";
        CONCENTRATION "concentration" Bad "Move a part elsewhere, or accept the concentration with a name and a date.";
        CONCENTRATION_ACCEPTED "concentration-accepted" Watch "Keep the alternate warm and the acceptance current.";
        ACCEPTANCE_EXPIRED "acceptance-expired" Act "Accept it again with a date, or change it.";
        LOCK_IN_UNACCEPTED "lock-in-unaccepted" Act "Record who accepts the lock-in and until when.";
        SINGLE_POINT "single-point" Act "Name an alternate and try it.";
        ALTERNATE_LEAVING "alternate-leaving" Act "Name another alternate.";
        FOURTH_PARTY "fourth-party-shared" Watch "Count it as one dependence; all of them would fail with it.";
        STRATEGY_MISSING "lock-in-strategy-missing" Act "Start with one measure of the strategy that is missing.";
        COMPONENT_WITHOUT_ALTERNATIVE "component-without-alternative" Watch "Find what could replace the part.";
        NO_ABSTRACTION "no-abstraction" Act "Put a layer of our own between the vendor and our applications.";
        PORTFOLIO_SPRAWL "portfolio-sprawl" Watch "Deepen one partnership instead of keeping several shallow ones.";
        EXCLUSIVE_DATA "exclusive-data" Watch "Weigh the advantage against the dependence at each renewal.";
        INTERNAL_SHARE_FELL "internal-share-fell" Act "Find out why our own share went down; it should only grow.";
        INTERNAL_SHARE_FAR_BEHIND "internal-share-far-behind" Bad "Stop new work until the handover is back on its path.";
        INTERNAL_SHARE_BEHIND "internal-share-behind" Act "Plan how our people catch up.";
        HANDOVER_PLAN_SLOW "handover-plan-slow" Watch "Plan a faster handover, or note why it takes longer.";
        NO_DAY_ONE_PARTICIPANT "no-day-one-participant" Act "Name somebody of ours who works along, not only watches.";
        TRAINING_SHORT "training-short" Watch "Agree on more hours of training.";
        TRAINING_BEHIND "training-behind" Act "Have the agreed hours delivered before the end.";
        GUIDE_INCOMPLETE "operations-guide-incomplete" Watch "Have the missing part written.";
        MODIFY_ALONE_UNTESTED "modify-alone-untested" Act "Let one of our people change something small, alone.";
        MARKETPLACE_LATE "marketplace-late" Watch "Get listed before the next sales cycle begins.";
        DISPOSITION_STALE "disposition-stale" Watch "Audit the partnership again.";
        DISPOSITION_DIFFERS "disposition-differs" Watch "Say why the decision differs from what the numbers propose, or decide again.";
        REDUNDANT_VENDORS "redundant-vendors" Watch "Merge the work, or say why both are needed.";
        CAPABILITY_GAP "capability-gap" Watch "Find who could serve it, or do it in-house on purpose.";
        PLAYBOOK_PART_MISSING "playbook-part-missing" Watch "Write the part.";
        EXIT_SECTION_MISSING "exit-section-missing" Act "Write the missing part of the exit plan.";
        EXIT_AGREED_LATE "exit-agreed-late" Watch "Agree on the exit at signing, next time; until then use what leverage there is.";
        TRIGGER_FAMILY_MISSING "trigger-family-missing" Watch "Agree on a trigger of that family.";
        ASSET_WITHOUT_ROUTE "asset-without-route" Act "Find a way to get it out, or accept its loss.";
        ASSET_PROOF_OLD "asset-proof-old" Watch "Export it once more and read it back.";
        REHEARSAL_OVERDUE "rehearsal-overdue" Act "Rehearse the exit, at least on paper.";
        EXIT_PLAN_STALE "exit-plan-stale" Watch "Review the exit plan.";
        START_LATE "latest-start-passed" Bad "Start now and buy time, or give up the end of this term.";
        READINESS_LOW "readiness-low" Act "Gain the cheapest two points before the next negotiation.";
    }
}

/// The rules that fire an exit trigger, and its family (Roth AI Consulting, 2026; law and safety is our addition).
const FAMILIES: &[(Rule, Family)] = &[
    (SUSTAINED_FAILURE, Family::Performance),
    (EXIT_EVALUATION_DUE, Family::Performance),
    (MISALIGNED, Family::Strategic),
    (CRITICAL_ITEM_DROPPED, Family::Strategic),
    (REPEAT_ISSUES, Family::Relationship),
    (ESCALATIONS_WORSEN, Family::Relationship),
    (SPONSOR_VACANT, Family::Relationship),
    (UNIT_COST_RISE, Family::Commercial),
    (PRICE_RISE, Family::Commercial),
    (ABOVE_MARKET_LASTING, Family::Commercial),
    (COMMITMENT_UNUSED, Family::Commercial),
    (LAW_OR_SAFETY, Family::LegalSafety),
];

/// The family of exit triggers that a rule belongs to, if it fires one.
#[must_use]
pub fn families(rule: &str) -> Option<Family> {
    FAMILIES.iter().find(|(known, _)| known.id == rule).map(|(_, family)| *family)
}
