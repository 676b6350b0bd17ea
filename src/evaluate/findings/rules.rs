//! The rules: one row each, which is all the documentation is made from.
//!
//! 1. Each has a stable id, a severity, the discipline it belongs to, when it fires, and the next action.
//! 2. `docs/rules.md` is generated from the table and kept current by a test.
//!
//! The five disciplines are those of Roth AI Consulting (2026); selection and contract are ours.

use std::borrow::Cow;

use crate::block::Mark;
use crate::model::exit::Family;

/// A rule: id, severity, discipline, when it fires, next action.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Stable, kebab-case.
    pub id: &'static str,
    /// How bad it is when it fires.
    pub severity: Mark,
    /// Which discipline of managing a partnership it belongs to.
    pub discipline: &'static str,
    /// When it fires: what completes "fires when". A key of the policy stands in backticks.
    pub when: &'static str,
    /// What to do next.
    pub action: &'static str,
}

impl Rule {
    /// When it fires, with the vendors it is silent about.
    #[must_use]
    pub fn fires_when(&self) -> Cow<'static, str> {
        if GOING_ON.iter().any(|rule| rule.id == self.id) {
            Cow::Owned(format!("{}; not where it is decided to leave the vendor", self.when))
        } else {
            Cow::Borrowed(self.when)
        }
    }
}

macro_rules! rules {
    ($($discipline:literal { $($name:ident $id:literal $severity:ident $action:literal if $when:literal;)* })*) => {
        $($(
            #[doc = concat!("`", $id, "`")]
            pub const $name: Rule = Rule { id: $id, severity: Mark::$severity, discipline: $discipline, when: $when, action: $action };
        )*)*
        /// Every rule.
        pub const RULES: &[Rule] = &[$($($name,)*)*];
    };
}

rules! {
    "selection" {
        GATE_FAILED "gate-failed" Bad "Do not go on until the gate is passed, or record who waives it and until when."
            if "a gate is recorded as failed, or the last day of its waiver has passed";
        RUBRIC_BELOW_MINIMUM "rubric-below-minimum" Bad "Decide with the executive sponsor; no other rubric makes up for it."
            if "the score of a counted rubric of a strategic vendor is below `scoring.each_at_least`";
        SCORE_NOT_RECOMMENDED "score-not-recommended" Bad "Decide with the executive sponsor whether to go on, and on which conditions."
            if "the score of a counted rubric is below `bands.conditional`, unless rubric-below-minimum fires for it already";
        PARTNER_SIGNAL_VETO "partner-signal-veto" Bad "Talk about it in the steering committee before committing to more."
            if "a criterion scores at or below the veto of its rubric (veto_at), where the rubric sets one";
        NO_PILOT "no-pilot" Act "Commit to more only after a pilot."
            if "the agreement of a strategic or tactical vendor signed and not yet left, whose access is not recorded as api, is signed and no pilot of at least `selection.pilot_days` days had ended by that day";
        PILOT_NOT_STRESSED "pilot-not-stress-tested" Act "Test at peak load before scaling; a quiet pilot says nothing about it."
            if "the pilot is over and has no test under load, or one at less than `selection.stress_times_peak` times our expected peak";
        GATE_OPEN "gate-open" Act "Judge the gate and record the result with its evidence."
            if "a gate of any rubric has no result yet, for a strategic vendor signed and not yet left that has an evaluation file";
        NO_STATED_LIMITS "no-stated-limits" Watch "Ask what the product cannot do, and note the answer."
            if "the record of the first meeting has an empty list of stated limits; it stays silent where the list is left out";
        LONG_PRESENTATION "long-presentation" Watch "Ask for a second meeting about our problem."
            if "the vendor presented its technology for at least `selection.presentation_minutes` minutes of the first meeting";
        NO_CONTACTABLE_REFERENCE "no-contactable-reference" Watch "Ask for a customer we may call without the vendor."
            if "calls with customers are on record, and fewer than `selection.contactable_references` of these customers could be reached without the vendor";
        RATERS_DISAGREE "raters-disagree" Watch "Let the raters compare what they saw and rate again."
            if "the scores of two or more raters on a criterion are at least `disagreement.range` apart, or their standard deviation is at least `disagreement.deviation`";
        EVIDENCE_EXPIRED "evidence-expired" Watch "Renew the evidence, or lower the score to what is still proven."
            if "a criterion scores at least `scoring.evidence_from`, none of the evidence cited for it is valid, and some of it has expired";
        SCORE_WITHOUT_EVIDENCE "score-without-evidence" Watch "Add dated evidence, or lower the score to what is proven."
            if "a criterion scores at least `scoring.evidence_from` and no evidence is cited for it, neither valid nor expired";
        EVIDENCE_TOO_WEAK "evidence-too-weak" Watch "Find stronger evidence, or lower the score to what this one supports."
            if "the best valid evidence of a criterion is of a weaker class than the rubric asks for its score, rounded up to a whole point";
        WEIGHTS_CHANGED "weights-changed" Act "Put the fixed weights back, or rate again and fix the new ones."
            if "the rubrics, criteria or weights that count today are not those whose mark was fixed in the evaluation";
        WEIGHTS_FROZEN_LATE "weights-frozen-late" Watch "Fix the weights before anybody scores, next time."
            if "the first dated rating is earlier than the day on which the weights were fixed";
        WEIGHTS_NOT_FROZEN "weights-not-frozen" Watch "Record the mark of the weights before the next rating."
            if "a strategic or tactical vendor has an overall score and its evaluation has no record of fixed weights";
        WEIGHTS_INCONSISTENT "weights-inconsistent" Watch "Compare the rubrics in pairs again; the answers contradict each other."
            if "every pair of counted rubrics has been compared and the consistency ratio of the answers is more than `sensitivity.consistency`";
        WEIGHTS_DIFFER "weights-differ" Watch "Compare the rubrics in pairs again, or change the weight."
            if "the share of a counted rubric in all weights differs by more than `sensitivity.weight_gap` from what the comparisons in pairs say";
        SINGLE_RATER "single-rater" Watch "Let a second person rate independently."
            if "a strategic vendor has an overall score and at least one scored criterion of a counted rubric has one rater only";
        PANEL_UNRELIABLE "panel-unreliable" Watch "Train the panel on the anchors and rate again."
            if "with at least `agreement.units` criteria rated twice, ordinal alpha is below `agreement.tentative` and the part of equal pairs is below `agreement.exact`";
        RANKING_FRAGILE "ranking-fragile" Watch "Decide on what the order depends on, not on the order."
            if "a weight moved by `sensitivity.weight_shift`, a criterion left out or one unproven point puts another first for a capability, with a choice open or notice due in `exit.notice_days` days";
    }
    "governance architecture" {
        TIER_MISSING "tier-missing" Act "Name who sits in the tier on both sides."
            if "one of the three tiers of a strategic or tactical vendor signed and not yet left has no seat at all";
        TIER_ONE_SIDED "tier-one-sided" Act "Have the side that is missing name its people."
            if "a tier of a strategic or tactical vendor signed and not yet left has seats, but none of ours or none of the vendor's";
        NO_RELATIONSHIP_MANAGER "no-relationship-manager" Act "Name one role that owns the partnership."
            if "a vendor signed and not yet left, of any class, has no owner";
        NO_ARCHITECT "no-architect" Watch "Name the role that knows how the vendor is built in."
            if "a vendor signed and not yet left, of any class, has no architect";
        SPONSOR_TOO_JUNIOR "sponsor-too-junior" Act "Seat somebody who may decide on direction and end."
            if "we have seats in the strategic tier of a strategic or tactical vendor signed and not yet left, and none is known to be of at least `governance.sponsor_seniority`";
        CANNOT_TERMINATE "strategic-tier-cannot-terminate" Act "Give the strategic tier the mandate to end the partnership."
            if "the strategic tier of a strategic or tactical vendor signed and not yet left has seats, but no mandate to terminate";
        SEAT_VACANT "seat-vacant" Act "Fill the seat, or name a deputy."
            if "a seat of either side in a tier of a strategic or tactical vendor signed and not yet left has been vacant for more than `governance.vacancy_days` days";
        FUNCTION_OWNER_MISSING "function-owner-missing" Act "Name the role that leads partnership management."
            if "at least `governance.significant_vendors` vendors signed and not yet left are significant (strategic, unless their file says otherwise) and the `governance.yaml` of the playbook, where there is one, names no owner of the function";
        RESPONSIBILITY_UNOWNED "responsibility-unowned" Watch "Name an owner for it."
            if "at least `governance.significant_vendors` vendors signed and not yet left are significant, governance.yaml has the function, and one of its six responsibilities has no role";
        COMMITTEE_SEAT_MISSING "committee-seat-missing" Watch "Seat the function in the steering committee."
            if "the steering committee is on record without a role for the business, IT, legal or procurement";
        MANAGEMENT_COST_LOW "management-cost-low" Watch "Plan more time for managing the partnership; it is rarely enough."
            if "all four lines of the management cost of a vendor signed and not yet left are on record, and their sum is below `governance.management_cost_low` of its yearly spend";
        MANAGEMENT_COST_HIGH "management-cost-high" Watch "Find out what makes the partnership so costly to manage."
            if "the lines on record of the management cost of a vendor signed and not yet left add up to more than `governance.management_cost_high` of its yearly spend";
        COLLABORATION_GAP "collaboration-gap" Watch "Agree on what is missing, or ask whether the vendor is strategic."
            if "co-creation, joint planning (or a milestone) or shared investment (or a contract risk) is not on record for a strategic vendor signed and not yet left";
        SINGLE_POINT_OF_GOVERNANCE "single-point-of-governance" Act "Spread the seats; one absence must not stop the partnership."
            if "only one role of ours is named, as owner or in our seats of the tiers, for a strategic or tactical vendor signed and not yet left";
        DISCIPLINE_GAP "discipline-gap" Watch "Start the discipline that is missing."
            if "fewer than `governance.disciplines` of the five disciplines are covered for a strategic or tactical vendor signed and not yet left";
        RUN_PHASE_EMPTY "run-phase-empty" Act "Record how the partnership is run: governance, KPIs, exit."
            if "a vendor signed and not yet left, of any class, has no governance file, no KPI file and no exit file";
    }
    "performance measurement" {
        KPI_BELOW_MINIMUM "kpi-below-minimum" Bad "Take it to the executive sponsors and refresh the exit plan."
            if "the reading of the last complete period is strictly beyond the minimum that held on the first day of that period, excused or not";
        SUSTAINED_FAILURE "sustained-failure" Bad "Let the strategic tier decide: cure, restructure or exit."
            if "an exit-relevant KPI was beyond its minimum `measuring.missed_quarters` quarters in a row (empty or excused skipped) and did not then keep intervention for `measuring.cure_quarters`";
        KPI_BELOW_INTERVENTION "kpi-below-intervention" Act "Agree the cause, an owner and a date within a week."
            if "the reading of the last complete period is beyond the intervention threshold, but not beyond the minimum";
        KPI_NO_READING "kpi-no-reading" Watch "Ask the performance analyst for the reading; two missing in a row need a recovery plan."
            if "a KPI has no reading for the last complete period, never had one, or has one that rests on too few cases";
        NO_TREND "no-trend" Watch "Keep reading; judge the trend once there are enough readings."
            if "a KPI has at least one valid reading, but fewer than `measuring.trend_readings` in all";
        SAMPLE_TOO_SMALL "sample-too-small" Watch "Read more cases before trusting the value."
            if "the reading of the last complete period rests on fewer cases than the smallest sample of the KPI";
        READING_INCONCLUSIVE "reading-inconclusive" Watch "Measure again with more cases before acting on it."
            if "the last reading, moved up or down by its stated error, falls into another state, and the KPI is not in sustained failure";
        DRIFT "drift" Watch "Ask what drives it, before the threshold is reached."
            if "the slope of the last `measuring.trend_window` readings (at least `measuring.trend_least`) worsens by more than `measuring.trend_noise` and error, and passes the minimum, where one lies ahead, within `measuring.drift_periods` periods; not if bad or unread";
        FAILURE_NEXT_QUARTER "failure-next-quarter" Act "Agree on what must hold by the end of the quarter."
            if "an exit-relevant KPI is one quarter beyond its minimum short of the `measuring.missed_quarters` that make a sustained failure";
        KPI_NOT_REPORTED "kpi-not-reported" Act "Agree on a recovery plan for the measurement itself."
            if "an exit-relevant KPI with an earlier entry has no value for two or more complete quarters in a row, up to the last one";
        THRESHOLD_EASED "threshold-eased-in-breach" Bad "Have the change approved, with a name and a reason, or judge by the earlier threshold."
            if "the minimum or intervention of an exit-relevant KPI was eased while a miss was still open, without both an approver and a reason";
        EXCUSE_NOT_COUNTED "excuse-not-counted" Watch "Add the proof, or accept that the miss counts."
            if "an excuse for a quarter beyond the minimum of an exit-relevant KPI has no proof, or comes fewer than `measuring.excuse_every` quarters after one that counted";
        VENDOR_ONLY "vendor-only-kpis" Act "Measure at least one KPI ourselves."
            if "all KPIs of a strategic or tactical vendor signed and not yet left are measured by the vendor, and nobody else read any in the last complete quarter";
        BUCKET_MISSING "bucket-missing" Watch "Add a KPI of that bucket; each partnership needs all three."
            if "the KPI file of a strategic or tactical vendor signed and not yet left has no technical, no operational or no business KPI";
        NO_LINE_OF_SIGHT "no-line-of-sight" Watch "Say which business KPI follows from it, by `drives`."
            if "an exit-relevant technical KPI of a strategic vendor leads, by what it drives, to no business KPI measured for that vendor";
        VENDOR_MEASURED "vendor-measured" Watch "Measure it ourselves, or have it checked each quarter."
            if "an exit-relevant KPI is measured by the vendor, and nobody else read it in the last complete quarter";
        MONITORING_GAP "monitoring-gap" Watch "Have the signal reported automatically."
            if "the operations record of a strategic or tactical vendor signed and not yet left lacks inputs, outputs, latency, throughput or user feedback among its monitored signals";
        END_TO_END_OVERDUE "end-to-end-overdue" Watch "Run the test from first input to last output."
            if "the operations record of a strategic or tactical vendor signed and not yet left has no end-to-end test, passed or not, within the last `operations.end_to_end_months` months";
        ROLLBACK_UNTESTED "rollback-untested" Watch "Go back to the version before, once, in a quiet hour."
            if "the operations record of a strategic or tactical vendor signed and not yet left has no rollback, drill or real, within the last `operations.rollback_months` months";
        NOT_IN_TEST_STRATEGY "not-in-test-strategy" Watch "Bring the vendor into the joint test strategy."
            if "a vendor, onboarding or active, shares a capability with a strategic or tactical vendor signed and not yet left and is no party to the test strategy of the latter";
        BLACK_BOX "black-box" Act "Ask for the documents before the next milestone is accepted."
            if "the operations record of a strategic or tactical vendor signed and not yet left has no document that the vendor has handed over";
        SCALING_MISSING "scaling-milestone-missing" Watch "Agree on a growth milestone with guard KPIs."
            if "a strategic vendor signed and not yet left serves a critical capability and has no growth milestone";
        SCALING_AT_RISK "scaling-milestone-at-risk" Act "Ask for the plan that brings the volume back on its path."
            if "the last volume on record of a growth milestone is below the path of compound growth to its goal; not for an exited vendor";
        SCALING_SMALL "scaling-milestone-small" Watch "Ask for more growth or an earlier goal."
            if "a growth milestone adds less than `roadmap.growth` to the volume, or runs for more than `roadmap.growth_months` months; not for an exited vendor";
        REUSE_SAVING_LOW "reuse-saving-low" Watch "Find out what kept the component from saving time."
            if "both times are on record, and using a component again saved less than `roadmap.reuse_saving` of the time to build; not for an exited vendor";
    }
    "communication cadence" {
        DELEGATE_AND_WAIT "delegate-and-wait" Act "Meet this week; handing over and waiting fails most often."
            if "the last meeting held with a vendor signed and not yet left (without any, the start of work) was more than `governance.touchpoint_days` days ago";
        MEETING_OVERDUE "meeting-overdue" Watch "Hold the meeting, or change the rhythm."
            if "a rhythm with a vendor signed and not yet left is more than `governance.meeting_grace_days` days late, counted from its last meeting that was not missed, else from the start of work";
        MEETINGS_MISSED "meetings-missed" Watch "Hold what was agreed, or agree on less."
            if "of the meetings on record in the last 12 months for a rhythm with the vendor, less than `governance.meetings_held` were held or had nothing to discuss";
        QUARTERLY_WITHOUT_SPONSOR "quarterly-without-sponsor" Watch "Bring the sponsors of both sides to the next review."
            if "a quarterly meeting held with the vendor in the last 12 months lacks an executive sponsor of either side or of both";
        WEEKLY_TOO_LONG "weekly-too-long" Watch "Keep to blockers and decisions."
            if "a weekly meeting is set to take more than `governance.weekly_minutes` minutes, for a vendor that has a governance file of its own";
        CADENCE_AFTER_KICKOFF "cadence-after-kickoff" Watch "Agree on the rhythms before work begins, next time."
            if "the day both sides agreed on the rhythms is later than the day work began";
        WHY_MISSING "why-missing" Watch "Write down why it was done that way."
            if "the notes of a meeting held in the last 12 months say what was done, but not why";
        STALE_REVIEW "stale-review" Watch "Review the partnership as a whole."
            if "a vendor signed and not yet left was last reviewed as a whole more than `governance.review_months` months ago; silent where no review is on record";
        UNUSED_VENDOR "unused-vendor" Watch "End it, unless somebody still needs it."
            if "an active vendor was last used more than `governance.unused_days` days ago; silent where no day of use is on record";
        MILESTONE_OVERDUE "milestone-overdue" Act "Agree on a new date and on what follows from it."
            if "a milestone is not done and its due date has passed; not for an exited vendor";
        MILESTONE_BLOCKED "milestone-blocked" Watch "Move it, or hurry what it waits for."
            if "a milestone not done waits for one, also not done, that is overdue or due later than itself; not for an exited vendor";
        ROADMAP_UNSEEN "roadmap-unseen" Watch "Ask the vendor to show its plans."
            if "the newest item on the roadmap of a strategic or tactical vendor signed and not yet left was seen more than `roadmap.unseen_months` months ago; silent where there is no item";
        SCALING_REVIEW_OVERDUE "milestone-review-overdue" Watch "Look at the milestone and the contract together."
            if "the review date of a growth milestone has passed; not for an exited vendor";
        PLANNING_OUT_OF_BAND "planning-out-of-band" Watch "Plan in a burst of two to four weeks."
            if "joint planning took fewer than `governance.planning_days_low` or more than `governance.planning_days_high` days, first and last day counted; not for an exited vendor";
        FACT_STALE "fact-stale" Watch "Check the fact again, or remove it."
            if "a fact in the strategy is dated more than `facts.stale_months` months ago";
    }
    "conflict resolution" {
        ISSUE_OVERDUE "issue-overdue" Act "Move it one step up today."
            if "an open issue stands on a step of the ladder whose time box has ended, whatever the class of the vendor, even one that was left";
        REPEAT_ISSUES "repeat-issues" Act "Take the root cause to the executive sponsors."
            if "at least `governance.repeat_issues` issues of one root cause, open or closed, were opened within the last `governance.repeat_months` months";
        HOSTILE_TONE "hostile-tone" Act "Let the sponsors talk to each other before the next meeting."
            if "an issue that is open, or was opened in the last 12 months, was spoken about in a tone of `governance.hostile_tone` or lower";
        ISSUE_RAISED_LATE "issue-raised-late" Watch "Ask what kept it hidden."
            if "an issue that is open, or was opened in the last 12 months, was raised more than `governance.surface_days` days after somebody noticed it";
        EXIT_EVALUATION_DUE "exit-evaluation-due" Bad "Start the exit evaluation; the pattern has outlived two reviews."
            if "a deliverable of each of the last two full quarters came late or not at all, or one is still missing after two or more quarterly reviews held since";
        ESCALATIONS_WORSEN "escalations-worsen" Act "Ask both sides what has changed between them."
            if "the mean tone of issues fell `governance.tone_quarters` full quarters in a row, the last of them one of the two that ended most recently";
        ESCALATION_UNDEFINED "escalation-undefined" Act "Write down what counts as an escalation and how fast it is answered."
            if "at least `governance.significant_vendors` vendors signed and not yet left are significant, and the `governance.yaml` of the playbook, where there is one, leaves open what an escalation is, how fast it is answered or who is told";
        MISS_WITHOUT_CAUSE "miss-without-cause" Watch "Say whether resources, priorities or ability were missing."
            if "a missed deliverable that was due before today, but within the last 12 months, has no cause on record";
        PULSE_GAP "pulse-gap" Watch "Show both sides the two answers and talk about the difference."
            if "in the latest survey our answer and the vendor's lie at least `governance.pulse_gap` points apart";
        LADDER_UNTIMED "ladder-step-too-long" Watch "Shorten the first step; problems are to end in days."
            if "the first step of the ladder, in the playbook's or a vendor's own `governance.yaml`, has no time box or one of more than `governance.first_step_days`";
    }
    "contract" {
        CLAUSE_BELOW_WALK_AWAY "clause-below-walk-away" Bad "Renegotiate it before the approval ends."
            if "a clause is agreed on a position below our walk-away, whether somebody has approved that or not";
        DEVIATION_EXPIRED "deviation-expired" Bad "Renew the approval or renegotiate the clause."
            if "the day in `expires` of a clause in `contract.yaml` has passed, and the clause is not agreed on the preferred position, nor marked as not applicable";
        MUST_HAVE_MISSING "must-have-missing" Bad "Raise what is missing; see the contract checklist."
            if "a must-have in the `contract.yaml` of a vendor from negotiating to exiting was refused or never raised; where it is decided to leave, only one of the group exit";
        TERMS_BELOW_WALK_AWAY "terms-below-walk-away" Act "Do not agree to it; the number lies beyond our walk-away position."
            if "the number written for a clause that is proposed or countered is worse than our walk-away number";
        MUST_HAVE_OPEN "must-have-open" Act "Settle them; see the contract checklist."
            if "a must-have in the `contract.yaml` of a vendor from negotiating to exiting is still proposed or countered";
        DEMAND_UNMET "demand-unmet" Act "Get it from the vendor, or take it back from the customer."
            if "a customer's demand rests on a clause not agreed on the preferred or fallback position, or whose written number is worse than the one asked";
        COMMITMENT_WITHOUT_RELIEF "commitment-without-relief" Act "Tie the commitment to an exit without a fee and to relief when a model is withdrawn."
            if "a minimum commitment is not zero, and the clause `switching-charges` is not settled or the relief `deprecation` is missing";
        NOTICE_SHORTER "notice-shorter-than-transition" Act "Ask for longer help after the end, or for an exit that takes less time."
            if "the exit steps left before the service ends take more days than the written notice and `transition_period` together; not where no notice is written";
        DEPRECATION_TOO_SHORT "deprecation-too-short" Act "Ask for more notice, or make the validation faster."
            if "the number in the settled clause `model-deprecation-notice` is below the `validation_days` in `vendor.yaml`";
        OPT_OUT_WITHOUT_FLOW_DOWN "opt-out-without-flow-down" Act "Bind the sub-processors to the same training ban."
            if "the clause `training-opt-out` is settled, a sub-processor is recorded, and the clause `subprocessors` is not settled";
        NO_TRAINING_OPT_OUT "no-training-opt-out" Bad "Send nothing confidential until training is excluded in writing."
            if "a vendor signed and not yet left has `access: api`, and the clause `training-opt-out` is neither settled nor marked as not applicable";
        CREDITS_WITHOUT_EXIT "credits-without-exit" Watch "Add a right to end the contract after repeated misses."
            if "a service level pays a credit, no service level has `ends_contract`, and the clause `termination-triggers` is not settled";
        NO_TRAINING_FOR_PLAN "no-training-for-plan" Act "Agree on training hours; the plan asks for people who know."
            if "the handover plan of a vendor with `contract.yaml` gives us a larger share in one year than in the one before, and no hour of training is agreed";
        RETRIEVAL_TOO_SHORT "retrieval-too-short" Bad "Ask for a longer retrieval period; the data would be gone before the successor runs."
            if "the exit steps left before the service ends take more days than notice, `transition_period` and `retrieval_period` together, where notice and retrieval are written";
        SERIAL_AVAILABILITY "serial-availability-short" Bad "Promise less, or ask every vendor in the chain for more."
            if "the contracts of the vendors in series promise, multiplied, less availability than we promise for the capability, or one of them promises none";
        AVAILABILITY_LOW "availability-low" Watch "Ask for the level of our preferred position."
            if "the level promised in the contract for the KPI `availability` is worse than the preferred number of the clause `sla-uptime-credits`";
        PREVIOUS_VERSION_OPEN "previous-version-undefined" Watch "Agree on the number of days."
            if "the clause `previous-version-access` is agreed, on whatever position, without a number";
        NO_PRICE_PROTECTION "no-price-protection" Watch "Ask that the price follows the list price down."
            if "a strategic or tactical vendor signed and not yet left is paid by usage, and the clause `price-protection` is not settled";
        RENEWAL_LONG "renewal-long" Act "Ask for renewals of a year at most."
            if "the agreement renews by itself for more than `commercial.renewal_months`, even for a prospect";
        NOTICE_DUE "notice-due" Act "Decide on renewal now, and send the notice in time."
            if "the last day for notice to a vendor signed and not yet left, whose agreement renews by itself, is at most `exit.notice_days` away and no notice was given in time, unless it was decided to leave (notice-unsent)";
        NOTICE_UNSENT "notice-unsent" Bad "Send the notice now, in the fastest form the contract allows; without it the agreement goes on against what was decided."
            if "notice-due would fire, and it is decided to leave: by an exit decision that stands, by the last audit, or by the status `exiting`; notice-due stays silent then";
        RISK_UNALLOCATED "risk-unallocated" Act "Agree who bears it; an unnamed risk is ours."
            if "nobody is named in `contract.yaml` who bears one of the six risks to be named, for a strategic vendor signed and not yet left";
        FOREGROUND_OPEN "foreground-open" Act "Agree who owns what was made together, before more is made."
            if "something made together, listed under `property` in `contract.yaml`, has no owner";
        NO_BACKGROUND_PROPERTY "no-background-property" Watch "List what each side brought along."
            if "a vendor with the condition `delivery` or `co-development`, signed and not yet left, has a `contract.yaml` that lists nothing either side brought along";
        OEM_WITHOUT_PERMISSION "oem-without-permission" Bad "Stop reselling until the permission is in writing."
            if "a vendor signed and not yet left, with `access: white-label` and a `contract.yaml`, has no settled clause `oem-permission`, even where it is marked as not applicable";
        LIST_TERMS "list-terms-above-threshold" Act "Ask for a negotiated agreement."
            if "a twelfth of the yearly spend on a vendor with `access: api`, signed and not yet left, is more than `commercial.enterprise_monthly_spend`";
        DISCOUNT_LOW "discount-low" Watch "Ask for the discount usual at this volume."
            if "the discount written in the fees is below `commercial.discount_low`, whatever the volume";
        DISCOUNT_HIGH "discount-high" Watch "Find out what commitment pays for it."
            if "the discount written in the fees is more than `commercial.discount_high`";
        COMMITMENT_HEAVY "commitment-heavy" Act "Negotiate the commitment down, or have it roll over."
            if "the minimum commitment is at least `commercial.commitment_ceiling` of the forecast spend, whether it rolls over or not";
        COMMITMENT_NOTABLE "commitment-notable" Watch "Keep roll-over and relief on misses in the contract."
            if "the minimum commitment is more than `commercial.commitment_watch` of the forecast spend and below `commercial.commitment_ceiling`";
        COMMITMENT_UNUSED "commitment-unused" Act "Use it, or negotiate it down before the next year."
            if "the yearly spend on a vendor signed and not yet left is below `commercial.commitment_use` of the minimum commitment, unless its first year still runs";
        PRICE_RISE "price-rise" Act "Ask for the reason, and for an offer from the alternate."
            if "the price of a unit in force is at least `commercial.price_rise` above the one in force twelve months before";
        UNIT_COST_RISE "unit-cost-rise" Act "Find out what drives the cost of one result."
            if "the KPI `unit-cost` in its last complete quarter with a value is at least `measuring.unit_cost_rise` above the same quarter a year before";
        ABOVE_MARKET_LASTING "above-market-lasting" Bad "Reopen the price, or evaluate the exit."
            if "the price in force is more than `commercial.benchmark_premium` above its benchmark, and prices were so without a break for at least `commercial.market_months`";
        ABOVE_MARKET "above-market" Act "Show the comparison and reopen the price."
            if "the price in force is more than `commercial.benchmark_premium` above its benchmark, and prices were so without a break for less than `commercial.market_months`";
        NO_OUTCOME_FEE "no-outcome-fee" Watch "Let a larger part of the fees depend on measured outcomes."
            if "less than `commercial.outcome_share` of the written fees of a strategic vendor signed and not yet left depends on outcomes; nothing written counts as none";
        FREE_MAINTENANCE_SHORT "free-maintenance-short" Watch "Ask for a longer period without charge."
            if "the free maintenance written in `contract.yaml` is shorter than `commercial.free_maintenance_months`";
        TERMS_CAN_CHANGE "terms-can-change" Watch "Ask for longer notice and a right to leave."
            if "the notice in `change_notice` of the agreement is below `commercial.change_notice_days`; not where none is written";
        PROJECT_BEFORE_PROOF "project-before-proof" Watch "Prove the scope by advice or a pilot before a project is fixed."
            if "a project under `engagements` has begun and is not marked as proven, even for a prospect";
        ACCESS_LATE "access-late" Watch "Have source and documents open from the first day."
            if "the day we could read the source or the documents lies after the kickoff in the vendor's `governance.yaml`";
        LEVEL_WITHOUT_CREDIT "service-level-without-credit" Watch "Agree on what a miss pays back."
            if "a service level promised in the contract, not on a status page, pays no credit";
        STATUS_PAGE_PROMISE "status-page-promise" Act "Put the level into the contract; a status page promises nothing."
            if "a service level in `contract.yaml` is marked as promised on a status page";
    }
    "willingness to walk away" {
        DECISION_OPEN "exit-decision-open" Bad "Decide, with a name and a date."
            if "an exit decision was opened, has no verdict and is not closed, and no later one on the same trigger was opened";
        TRIGGER_UNDECIDED "trigger-undecided" Bad "Open an exit decision and name who decides."
            if "a reason to leave a strategic or tactical vendor, signed and not yet left, fired, and no decision that is not closed covers its family and KPI or says exit";
        LAW_OR_SAFETY "law-or-safety-incident" Bad "Let the strategic tier decide at once."
            if "an incident of the kind `unsafe-result`, `certification-lost`, `training-breach` or `sanction` is not resolved, whatever its severity";
        INCIDENT_OPEN "incident-open" Bad "Stay with it until it is resolved and the cause is known."
            if "an incident of severity 1 is not resolved and is not one of law or safety";
        SPONSOR_VACANT "sponsor-vacant" Act "Name a sponsor, or take the partnership down a class."
            if "all seats of one side in the strategic tier are vacant for more than `governance.vacancy_days`, for a strategic or tactical vendor signed and not yet left";
        CURE_OVERDUE "cure-overdue" Bad "Decide again: the time to mend it is over."
            if "the day in `until` of a cure or a waiver has passed, and the exit decision is neither closed nor followed by a later one on the same trigger; not where it is decided to leave the vendor";
        TRUST_BROKEN "trust-or-alignment-broken" Bad "Evaluate the exit; repair needs both trust and alignment."
            if "an exit decision that is neither closed nor followed by a later one on the same trigger says that trust or alignment is not intact";
        MISALIGNED "misaligned" Act "Let the strategic tier decide whether we still want the same."
            if "each of the last `governance.alignment_reviews` reviews of alignment has a score below `governance.alignment_minimum`";
        CRITICAL_ITEM_DROPPED "critical-item-dropped" Bad "Decide whether the partnership keeps its purpose."
            if "an item of the roadmap that is critical for us is recorded as dropped by a vendor not yet left";
        CONCENTRATION "concentration" Bad "Move a part elsewhere, or accept the concentration with a name and a date."
            if "more than `dependence.concentration` of the requests, spend or functions of a capability is on one vendor signed and not yet left, and no acceptance of it is in force";
        CONCENTRATION_ACCEPTED "concentration-accepted" Watch "Keep the alternate warm and the acceptance current."
            if "more than `dependence.concentration` of the requests, spend or functions of a capability is on one vendor signed and not yet left, and an acceptance is in force";
        ACCEPTANCE_EXPIRED "acceptance-expired" Act "Accept it again with a date, or change it."
            if "the day in `review_by` of an acceptance has passed, and no other one of the same kind is in force";
        LOCK_IN_UNACCEPTED "lock-in-unaccepted" Act "Record who accepts the lock-in and until when."
            if "a strategic vendor of foundation models, signed and not yet left, has no acceptance of lock-in; one that has run out still counts";
        SINGLE_POINT "single-point" Act "Name an alternate and try it."
            if "a critical capability of a vendor signed and not yet left has no alternate with readiness `cold` or better, and no acceptance of that is in force";
        ALTERNATE_LEAVING "alternate-leaving" Act "Name another alternate."
            if "the alternate for a capability of a vendor signed and not yet left is itself exiting or exited, or was decided to be phased out";
        FOURTH_PARTY "fourth-party-shared" Watch "Count it as one dependence; all of them would fail with it."
            if "at least two vendors signed and not yet left that serve critical capabilities name the same company as a sub-processor";
        STRATEGY_MISSING "lock-in-strategy-missing" Act "Start with one measure of the strategy that is missing."
            if "one of the three strategies against lock-in has not a single check that holds, for a strategic vendor signed and not yet left";
        COMPONENT_WITHOUT_ALTERNATIVE "component-without-alternative" Watch "Find what could replace the part."
            if "a component that a vendor signed and not yet left supplies for a critical capability names no alternative";
        NO_ABSTRACTION "no-abstraction" Act "Put a layer of our own between the vendor and our applications."
            if "the `operations` of a strategic vendor signed and not yet left name no abstraction, or one of the kind `none`";
        PORTFOLIO_SPRAWL "portfolio-sprawl" Watch "Deepen one partnership instead of keeping several shallow ones."
            if "at least `dependence.shallow_vendors` vendors signed and not yet left have a largest known share of one capability below `dependence.shallow_share`";
        EXCLUSIVE_DATA "exclusive-data" Watch "Weigh the advantage against the dependence at each renewal."
            if "the data of a vendor not yet left, even of a prospect, are marked as exclusive to us";
        INTERNAL_SHARE_FELL "internal-share-fell" Act "Find out why our own share went down; it should only grow."
            if "our own share of the work of a vendor signed and not yet left was lower in a recorded year up to this one than in the recorded year before it";
        INTERNAL_SHARE_FAR_BEHIND "internal-share-far-behind" Bad "Stop new work until the handover is back on its path."
            if "our latest recorded share of the work of a vendor signed and not yet left is at least `dependence.share_gap_serious` below the plan of that year";
        INTERNAL_SHARE_BEHIND "internal-share-behind" Act "Plan how our people catch up."
            if "our latest share of the work of a vendor signed and not yet left is at least `dependence.share_gap`, but not `dependence.share_gap_serious`, below that year's plan";
        HANDOVER_PLAN_SLOW "handover-plan-slow" Watch "Plan a faster handover."
            if "the handover of a vendor signed, not left, plans below `dependence.internal_share_year_1`, `dependence.internal_share_year_2` or later `dependence.internal_share_year_3`";
        NO_DAY_ONE_PARTICIPANT "no-day-one-participant" Act "Name somebody of ours who works along, not only watches."
            if "a vendor with the condition `delivery`, signed and not yet left, has nobody of ours in `day_one` of its handover, or somebody who only watches";
        TRAINING_SHORT "training-short" Watch "Agree on more hours of training."
            if "the handover of a vendor with the condition `delivery`, signed and not yet left, has fewer hours of training agreed than `dependence.training_hours`";
        TRAINING_BEHIND "training-behind" Act "Have the agreed hours delivered before the end."
            if "a vendor with the condition `delivery`, signed, live and not yet left, has fewer hours of training recorded as held than agreed; not where none are recorded";
        GUIDE_INCOMPLETE "operations-guide-incomplete" Watch "Have the missing part written."
            if "the operations guide in the handover of a vendor signed and not yet left lacks one of its three parts; not where no guide is recorded";
        MODIFY_ALONE_UNTESTED "modify-alone-untested" Act "Let one of our people change something small, alone."
            if "the handover of a vendor with the condition `delivery`, signed and not yet left, has no drill that we did alone within `dependence.drill_months`";
        MARKETPLACE_LATE "marketplace-late" Watch "Get listed before the next sales cycle begins."
            if "the day in `needed_by` of a marketplace has passed, we are not live there, and the route is not given up";
        DISPOSITION_STALE "disposition-stale" Watch "Audit the partnership again."
            if "the day in `review_by` of the audit's decision on a vendor has passed, even on a prospect";
        DISPOSITION_DIFFERS "disposition-differs" Watch "Decide again, or be ready to say why the numbers do not count here."
            if "what was decided about a vendor signed and not yet left differs from what the numbers propose; not where they propose nothing";
        REDUNDANT_VENDORS "redundant-vendors" Watch "Merge the work, or say why both are needed."
            if "a vendor signed and not yet left has less business value than another of its capability and layer, unmeasured counting as zero, and is no alternate there";
        CAPABILITY_GAP "capability-gap" Watch "Find who could serve it, or take it off the list in `strategy.yaml`."
            if "a capability of `strategy.yaml` is served by no vendor signed and not yet left";
        PLAYBOOK_PART_MISSING "playbook-part-missing" Watch "Write the part."
            if "a strategic vendor is signed and not yet left, and strategy, governance, KPIs, clauses or the rubric scalability, reusability or interoperability is missing";
        EXIT_SECTION_MISSING "exit-section-missing" Act "Write the missing part of the exit plan."
            if "the `exit.yaml` of a strategic or tactical vendor signed and not yet left lacks assets, surviving rights, transition, transfer of knowledge or steps";
        EXIT_AGREED_LATE "exit-agreed-late" Watch "Agree on the exit at signing, next time; until then use what leverage there is."
            if "the exit of a strategic or tactical vendor signed and not yet left was agreed after the signature, or that of a strategic one has no `exit_agreed`; not where no day of signature is written";
        TRIGGER_FAMILY_MISSING "trigger-family-missing" Watch "Agree on a trigger of that family."
            if "the `exit.yaml` of a strategic or tactical vendor signed and not yet left lacks a trigger on performance, strategy, relationship or commerce";
        ASSET_WITHOUT_ROUTE "asset-without-route" Act "Find a way to get it out, or accept its loss."
            if "an asset in `exit.yaml` has no route, even of a prospect";
        ASSET_PROOF_OLD "asset-proof-old" Watch "Export it once more and read it back."
            if "the export of an asset in `exit.yaml` was last proven more than `exit.proof_months` ago; not where it was never proven";
        REHEARSAL_OVERDUE "rehearsal-overdue" Act "Rehearse the exit, at least on paper."
            if "the exit of a strategic or tactical vendor signed and not yet left, with `exit.yaml`, was not rehearsed, well or badly, within `exit.rehearsal_months`";
        EXIT_PLAN_STALE "exit-plan-stale" Watch "Review the exit plan."
            if "the exit plan of a strategic or tactical vendor signed and not yet left was last reviewed more than `exit.review_months` ago; not where never reviewed";
        START_LATE "latest-start-passed" Bad "Start now and buy time, or give up the end of this term."
            if "the last day to start the exit has passed, and the agreement ends by itself, notice was given or an exit trigger is open, and steps are left; strategic or tactical, signed and not yet left";
        READINESS_LOW "readiness-low" Act "Gain the cheapest two points before the next negotiation."
            if "a strategic vendor signed and not yet left, with `exit.yaml`, has fewer of the twelve points of readiness than `exit.unready_below`";
    }
}

/// The rules about whether to choose a vendor and what to agree with it next. They are silent where it is decided to leave:
/// nobody pilots, weighs or negotiates any more. Those that fire an exit trigger are never among them; they say why we leave.
pub const GOING_ON: &[Rule] = &[
    GATE_FAILED,
    RUBRIC_BELOW_MINIMUM,
    SCORE_NOT_RECOMMENDED,
    PARTNER_SIGNAL_VETO,
    NO_PILOT,
    PILOT_NOT_STRESSED,
    GATE_OPEN,
    NO_STATED_LIMITS,
    LONG_PRESENTATION,
    NO_CONTACTABLE_REFERENCE,
    RATERS_DISAGREE,
    EVIDENCE_EXPIRED,
    SCORE_WITHOUT_EVIDENCE,
    EVIDENCE_TOO_WEAK,
    WEIGHTS_CHANGED,
    WEIGHTS_FROZEN_LATE,
    WEIGHTS_NOT_FROZEN,
    SINGLE_RATER,
    PANEL_UNRELIABLE,
    COLLABORATION_GAP,
    SCALING_MISSING,
    SCALING_SMALL,
    CLAUSE_BELOW_WALK_AWAY,
    COMMITMENT_WITHOUT_RELIEF,
    CREDITS_WITHOUT_EXIT,
    NO_PRICE_PROTECTION,
    RENEWAL_LONG,
    LIST_TERMS,
    DISCOUNT_LOW,
    DISCOUNT_HIGH,
    COMMITMENT_HEAVY,
    COMMITMENT_NOTABLE,
    ABOVE_MARKET,
    NO_OUTCOME_FEE,
    FREE_MAINTENANCE_SHORT,
    TERMS_CAN_CHANGE,
    PROJECT_BEFORE_PROOF,
    MARKETPLACE_LATE,
    EXCLUSIVE_DATA,
    DISPOSITION_STALE,
    EXIT_AGREED_LATE,
    TRIGGER_FAMILY_MISSING,
];

/// The rules that count for a vendor that was left: what somebody still has to settle with it.
pub const AFTERWARDS: &[Rule] = &[DECISION_OPEN, LAW_OR_SAFETY, INCIDENT_OPEN, ISSUE_OVERDUE];

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
