//! `playbook.yaml`, key `policy`: every threshold, with its default and where that comes from.
//!
//! 1. The table below is the only place a threshold is written down.
//! 2. The schema, `docs/policy.md` and the defaults are made from it.
//!
//! Thresholds that belong to one clause, such as the days of notice before a model is removed, stand in that
//! clause's `terms`; those of one KPI stand with the vendor's measure; the time boxes of the ladder stand in
//! `governance.yaml`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::governance::Seniority;
use super::{Money, Share};

/// What several raters' scores become.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Middle {
    /// The middle one; of an even number, the mean of the middle two.
    #[default]
    Median,
    /// Their sum divided by their number.
    Mean,
}

/// A key of the policy, as documented.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// The section it stands in.
    pub section: &'static str,
    /// Its name in that section.
    pub name: &'static str,
    /// What it decides, with its unit.
    pub meaning: &'static str,
    /// `own` for our convention, else an instrument of `contracts/standards.yaml`.
    pub source: &'static str,
}

macro_rules! policy {
    ($($section:ident $type:ident $about:literal { $($key:ident: $kind:ty = $default:expr, $source:literal, $meaning:literal;)* })*) => {
        /// Policy: thresholds with their defaults. A key that is absent keeps its default.
        #[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
        #[serde(default)]
        pub struct Policy { $(#[doc = $about] pub $section: $type,)* }

        $(
            #[doc = $about]
            #[derive(Clone, Debug, Deserialize, Serialize, JsonSchema)]
            #[serde(default)]
            pub struct $type { $(#[doc = concat!($meaning, " Source: ", $source, ".")] pub $key: $kind,)* }

            impl Default for $type {
                fn default() -> Self {
                    Self { $($key: $default,)* }
                }
            }
        )*

        /// Every key, in the order of the sections.
        pub const KEYS: &[Key] = &[$($(Key {
            section: stringify!($section),
            name: stringify!($key),
            meaning: $meaning,
            source: $source,
        },)*)*];
    };
}

policy! {
    bands Bands "Where the bands of a score from 0 to 5 begin." {
        strong: f64 = 4.0, "own", "`strong` from this score on.";
        acceptable: f64 = 3.25, "own", "`acceptable` from this score on.";
        conditional: f64 = 2.5, "own", "`conditional` from this score on; below it, `not recommended`.";
    }
    confidence Confidence "How much of a rubric's weight must rest on valid evidence for each grade of confidence." {
        a: Share = Share(0.9), "own", "Grade A from this coverage on, if the middle piece of evidence is at least an own test.";
        b: Share = Share(0.75), "own", "Grade B from this coverage on.";
        c: Share = Share(0.5), "own", "Grade C from this coverage on; below it, grade D.";
    }
    disagreement Disagreement "When the raters of one criterion must moderate their scores." {
        range: f64 = 2.0, "own", "Highest minus lowest score, from here on.";
        deviation: f64 = 0.8, "own", "Population standard deviation of the scores, from here on.";
    }
    agreement Agreement "What the agreement of a panel means." {
        reliable: f64 = 0.8, "own", "A panel whose ordinal alpha reaches this may be relied on (Krippendorff).";
        tentative: f64 = 0.667, "own", "From this ordinal alpha on, tentative conclusions may be drawn; below it, none (Krippendorff).";
        exact: Share = Share(0.8), "own", "A panel with this part of equal pairs agrees, whatever alpha says.";
        units: u32 = 10, "own", "With fewer criteria than this, alpha is too unstable to be given.";
    }
    sensitivity Sensitivity "How hard a ranking is shaken before it is called robust." {
        weight_shift: Share = Share(0.2), "own", "Each weight is moved up and down by this part of itself.";
        draws: u32 = 10_000, "own", "So many random weightings are drawn.";
        seed: u32 = 1, "own", "The seed they are drawn from; the same seed gives the same result.";
        consistency: f64 = 0.1, "own", "Comparisons in pairs above this consistency ratio contradict each other (Saaty).";
        weight_gap: Share = Share(0.05), "own", "A weight further than this from what the comparisons say is a finding.";
    }
    scoring Scoring "What a score must rest on, and what each rubric must reach." {
        raters: Middle = Middle::Median, "own", "What several raters' scores become: their `median`, or their `mean`.";
        evidence_from: u8 = 3, "own", "From this score on, valid evidence is mandatory.";
        each_at_least: f64 = 2.5, "own", "A strategic vendor must reach this score in each counted rubric; no average makes up for one below.";
    }
    selection Selection "How a vendor is chosen." {
        presentation_minutes: u32 = 30, "working-with-ai-partners", "A first meeting in which the vendor presents its technology for this many minutes or more is a warning.";
        pilot_days: u32 = 28, "working-with-ai-partners", "A pilot shorter than this many days does not count as one.";
        stress_times_peak: f64 = 1.0, "mckinsey-2024", "The load a pilot must have been tested at, as a multiple of our expected peak.";
        contactable_references: u32 = 1, "working-with-ai-partners", "How many customers of the vendor we must have spoken to without it.";
    }
    governance Governing "How partnerships are run." {
        significant_vendors: u32 = 2, "roth-2026", "From this many significant vendors on, a partnership-management function is needed.";
        management_cost_low: Share = Share(0.15), "roth-2026", "Managing a partnership should cost at least this part of its yearly spend.";
        management_cost_high: Share = Share(0.25), "roth-2026", "Managing a partnership should cost at most this part of its yearly spend.";
        weekly_minutes: u32 = 30, "roth-2026", "A weekly meeting should take at most this many minutes.";
        sponsor_seniority: Seniority = Seniority::VicePresident, "roth-2026", "The strategic tier must seat people of at least this seniority.";
        touchpoint_days: u32 = 30, "own", "Longest time without any meeting of an active vendor, in days; beyond it we delegate and wait.";
        meeting_grace_days: u32 = 10, "own", "How many days a meeting may be late before it counts as overdue.";
        vacancy_days: u32 = 60, "own", "How many days a seat may be vacant.";
        first_step_days: u32 = 7, "roth-2026", "The longest time box of the ladder's first step, in days.";
        surface_days: u32 = 2, "own", "Within how many days a noticed problem must be raised.";
        hostile_tone: u8 = 2, "own", "An issue spoken about in this tone or worse, from 1 to 5, shows trust going.";
        repeat_issues: u32 = 3, "own", "So many issues of one root cause within the months below are a breakdown.";
        repeat_months: u32 = 6, "own", "The months in which repeated issues are counted.";
        alignment_minimum: f64 = 3.0, "own", "An alignment below this score, from 1 to 5, is a misalignment.";
        alignment_reviews: u32 = 2, "own", "So many misaligned reviews in a row question the partnership.";
        meetings_held: Share = Share(0.7), "own", "Holding less than this part of the agreed meetings is a missed rhythm.";
        tone_quarters: u32 = 2, "own", "A tone that falls so many quarters in a row questions the partnership.";
        disciplines: u32 = 4, "own", "So many of the five disciplines a partnership must cover.";
        pulse_gap: f64 = 1.0, "own", "From this difference between both sides' pulse on, from 1 to 5, one side does not see what the other feels.";
        planning_days_low: u32 = 14, "mckinsey-2024", "A burst of joint planning takes at least this many days.";
        planning_days_high: u32 = 28, "mckinsey-2024", "A burst of joint planning takes at most this many days.";
        review_months: u32 = 12, "own", "A partnership not reviewed for this many months drifts.";
        unused_days: u32 = 90, "own", "An active vendor that nobody used for this many days is forgotten.";
    }
    roadmap Planning "What is planned together." {
        unseen_months: u32 = 6, "own", "Without news of the vendor's plans for this many months, its roadmap is out of sight.";
        growth: Share = Share(0.5), "mckinsey-2024", "A scaling milestone should add at least this part to the volume.";
        growth_months: u32 = 6, "mckinsey-2024", "A scaling milestone should be reached within this many months.";
        reuse_saving: Share = Share(0.3), "mckinsey-2024", "Reuse should save at least this part of the time to build.";
    }
    operations Running "How the service is run and tested." {
        rollback_months: u32 = 12, "own", "A way back that was not tried for this many months is not proven.";
        end_to_end_months: u32 = 6, "own", "A test from input to output older than this many months is overdue.";
    }
    commercial Commercial "What it costs and what we commit to." {
        enterprise_monthly_spend: Money = Money::whole(50_000), "institute-of-ai-pm-2026", "Above this spend a month, in the playbook's currency, a negotiated agreement pays off.";
        discount_low: Share = Share(0.2), "institute-of-ai-pm-2026", "A negotiated agreement usually brings at least this discount.";
        discount_high: Share = Share(0.5), "institute-of-ai-pm-2026", "A negotiated agreement usually brings at most this discount; a larger one hides a commitment.";
        commitment_watch: Share = Share(0.5), "own", "A minimum commitment above this part of the forecast costs flexibility.";
        commitment_ceiling: Share = Share(0.8), "own", "A minimum commitment at or above this part of the forecast is beyond our walk-away position.";
        commitment_use: Share = Share(0.6), "own", "Using less than this part of the commitment means paying for nothing.";
        price_rise: Share = Share(0.25), "own", "A price rise of this part or more within a year questions the partnership.";
        benchmark_premium: Share = Share(0.15), "own", "Paying more than this part above a comparable offer is off the market.";
        renewal_months: u32 = 12, "own", "An agreement that renews by itself for more than this many months binds too long.";
        market_months: u32 = 6, "own", "A price above the market for this many months fires an exit trigger.";
        outcome_share: Share = Share(0.15), "own", "The part of a strategic vendor's fees that should depend on outcomes.";
        free_maintenance_months: u32 = 3, "working-with-ai-partners", "Delivered work is maintained free of charge for at least this many months.";
        change_notice_days: u32 = 30, "own", "Terms that can change with less notice than this many days are not ours.";
    }
    dependence Dependence "How much depends on one vendor, and how our own people take over." {
        concentration: Share = Share(0.6), "institute-of-ai-pm-2026", "More than this share of a capability on one vendor is a concentration.";
        shallow_vendors: u32 = 3, "roth-2026", "From this many shallow vendors of one capability on, the portfolio sprawls.";
        shallow_share: Share = Share(0.2), "own", "A vendor with less than this share of a capability is shallow there.";
        internal_share_year_1: Share = Share(0.3), "working-with-ai-partners", "The internal share planned for the first year of a handover.";
        internal_share_year_2: Share = Share(0.6), "working-with-ai-partners", "The internal share planned for the second year.";
        internal_share_year_3: Share = Share(0.9), "working-with-ai-partners", "The internal share planned for the third year and later.";
        share_gap: Share = Share(0.05), "own", "An internal share this far below its plan needs action.";
        share_gap_serious: Share = Share(0.15), "own", "An internal share this far below its plan is serious.";
        training_hours: u32 = 40, "own", "Hours of training a delivery contract should grant.";
        drill_months: u32 = 12, "own", "An attempt to change something alone counts for this many months.";
    }
    measuring Measuring "How KPIs are read." {
        trend_readings: u32 = 3, "roth-2026", "Fewer readings than this say nothing about a trend.";
        trend_window: u32 = 6, "own", "A trend is drawn through so many of the last readings.";
        trend_least: u32 = 4, "own", "With fewer readings than this, no slope is computed.";
        trend_noise: Share = Share(0.005), "own", "A change per period up to this part of the target is noise.";
        drift_periods: u32 = 12, "own", "A decline that would pass the minimum later than in so many periods is not reported.";
        excuse_every: u32 = 4, "own", "One miss within so many quarters may be excused.";
        cure_quarters: u32 = 2, "own", "A sustained failure is cured after so many quarters in a row that keep the intervention threshold.";
        unit_cost_rise: Share = Share(0.25), "own", "A unit cost this much above the year before questions the partnership.";
        missed_quarters: u32 = 2, "roth-2026", "So many complete quarters in a row below the minimum are a sustained failure.";
    }
    health Health "How the health of a partnership is computed." {
        technical: Share = Share(0.25), "own", "The weight of technical KPIs; only the ratio counts.";
        operational: Share = Share(0.3), "own", "The weight of operational KPIs.";
        business: Share = Share(0.45), "own", "The weight of business KPIs, which decide about renewal.";
        good: Share = Share(0.8), "own", "Health is good from this part of all targets on.";
        watch: Share = Share(0.6), "own", "Health is to be watched from here on.";
        act: Share = Share(0.4), "own", "Health needs action from here on; below it, it is bad.";
        missing_limit: Share = Share(0.3), "own", "With more than this part of the weight without a reading, no health is computed.";
    }
    portfolio Whole "What is proposed about each partnership, and what is soon." {
        high_value: Share = Share(0.8), "own", "Business value from this part of its targets on is worth expanding.";
        low_value: Share = Share(0.4), "own", "Business value below this part of its targets is worth little.";
        low_quarters: u32 = 2, "own", "So many quarters of little value propose to phase out.";
        expand_growth: Share = Share(0.1), "own", "Expanding is proposed only where a share that grew by this part stays within the limit of concentration.";
        soon_days: u32 = 14, "own", "What falls into so many days is shown as due soon.";
    }
    exit Leaving "How ready we are to leave." {
        ready_from: u32 = 10, "own", "From so many of twelve points on, we can negotiate hard.";
        unready_below: u32 = 6, "own", "Below so many points, the sponsor is told before any talk.";
        notice_days: u32 = 60, "own", "A last day for notice within so many days needs a decision now.";
        proof_months: u32 = 12, "own", "An export proven longer ago than this many months is not proven.";
        rehearsal_months: u32 = 12, "own", "An exit plan not rehearsed for this many months is not tested.";
        review_months: u32 = 12, "dora", "An exit plan not reviewed for this many months is out of date.";
    }
    facts Facts "Facts about the market." {
        stale_months: u32 = 24, "own", "A fact older than this many months must be checked again.";
    }
}
