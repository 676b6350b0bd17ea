//! The view of one vendor.

use std::sync::Arc;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;
use tera::Value;

use super::{computed, contract, data, exit, kebab, link, missing, scores};
use crate::block::Mark;
use crate::evaluate::kpis::{Reading, state_word};
use crate::evaluate::{Evaluation, Finding, Vendor};
use crate::model::kpi::MeasuredBy;
use crate::model::vendor;
use crate::model::{Audience, Date, Id, Money, Period, Playbook, Threshold};

#[derive(Serialize)]
struct VendorView<'p> {
    id: &'p Id,
    name: &'p str,
    link: String,
    summary: &'p str,
    class: String,
    status: String,
    /// Whether it is decided to leave it; never for a vendor's eyes.
    leaves: bool,
    layer: String,
    access: Option<String>,
    owner: Option<&'p str>,
    architect: Option<&'p str>,
    since: Option<Date>,
    annual_spend: Option<Money>,
    forecast_spend: Option<Money>,
    /// What managing the partnership costs, as a part of its spend.
    management_share: Option<f64>,
    scores: Option<scores::ScoresView<'p>>,
    kpis: Option<Vec<KpiView<'p>>>,
    kpi_summary: Option<SummaryView>,
    contract: Option<contract::ContractView<'p>>,
    exit: Option<exit::ExitView<'p>>,
    findings: Vec<Value>,
    /// The findings that are more than something to watch.
    urgent: Vec<Value>,
    /// What follows from it; absent for a vendor's eyes.
    computed: Option<computed::ComputedView<'p>>,
    /// What the files say, under their own keys.
    data: data::DataView<'p>,
    missing: Vec<missing::MissingFile>,
    missing_keys: Vec<missing::MissingKey>,
}

/// A part of the page in one mark and a few words.
#[derive(Serialize)]
pub struct SummaryView {
    pub mark: &'static str,
    pub word: String,
}

#[derive(Serialize)]
struct KpiView<'p> {
    name: &'p str,
    id: &'p Id,
    bucket: String,
    unit: &'p str,
    mark: &'static str,
    word: &'static str,
    period: Option<String>,
    value: Option<String>,
    previous: Option<String>,
    target: String,
    intervention: String,
    minimum: String,
    exit_relevant: bool,
    measured_by: &'static str,
    /// Where it is going, in words.
    trend: &'static str,
    /// What the ladder of interventions asks for, in words.
    asks: &'static str,
    /// How much of the way from minimum to target is reached.
    attainment: Option<f64>,
    /// The names of the KPIs it drives.
    drives: Vec<String>,
    /// By quarter of the fiscal year, oldest first.
    readings: Vec<ReadingView>,
    /// Thresholds that are one number.
    limits: LimitsView,
}

#[derive(Serialize)]
struct ReadingView {
    period: String,
    /// Absent where a reading is missing.
    value: Option<f64>,
}

#[derive(Serialize)]
struct LimitsView {
    target: Option<f64>,
    intervention: Option<f64>,
    minimum: Option<f64>,
}

#[derive(Serialize)]
struct FindingView<'p> {
    /// What it is called: its rule and its vendor.
    id: String,
    rule: &'static str,
    mark: &'static str,
    word: &'static str,
    message: &'p str,
    action: &'static str,
    vendor: &'p str,
    /// Absent for a finding about the whole portfolio.
    vendor_link: Option<String>,
    file: &'p str,
    line: u32,
}

pub fn finding(finding: &Finding) -> Value {
    Value::from_serializable(&FindingView {
        id: finding.vendor.as_ref().map_or_else(|| finding.rule.to_owned(), |vendor| format!("{}-{vendor}", finding.rule)),
        rule: finding.rule,
        mark: finding.severity.token(),
        word: severity(finding.severity),
        message: &finding.message,
        action: finding.action,
        vendor: &finding.vendor_name,
        vendor_link: finding.vendor.as_ref().map(|id| format!("/playbook/vendors/{id}/vendor.yaml")),
        file: &finding.source.file,
        line: finding.source.line,
    })
}

/// How bad a finding is, in a word.
pub const fn severity(severity: Mark) -> &'static str {
    match severity {
        Mark::Bad => "serious",
        Mark::Act => "act",
        _ => "watch",
    }
}

/// What `found` says is for our own organisation only.
pub fn view(
    playbook: &Playbook,
    evaluation: &Evaluation,
    vendor: &Vendor,
    found: &[Arc<Finding>],
    audience: &Audience,
) -> Option<Value> {
    let folder = playbook.vendors.get(&vendor.id)?;
    let facts = &folder.vendor;
    let ours = audience.is_internal();
    let found = || found.iter().filter(|_| ours).map(|finding| &**finding);
    let view = VendorView {
        id: &vendor.id,
        name: &facts.name,
        link: link(&facts.file),
        summary: &facts.summary,
        class: kebab(&facts.class),
        status: kebab(&facts.status),
        leaves: ours && vendor.leaves,
        layer: kebab(&facts.layer),
        access: facts.access.as_ref().map(kebab),
        owner: facts.owner.as_ref().map(|id| playbook.role(&id.value)),
        architect: facts.architect.as_ref().map(|id| playbook.role(&id.value)),
        since: facts.since.as_ref().map(|since| since.value),
        annual_spend: facts.spend.as_ref().map(|spend| spend.annual),
        forecast_spend: facts.spend.as_ref().filter(|_| ours).and_then(|spend| spend.forecast),
        management_share: management_share(facts, audience),
        scores: ours.then(|| scores::scores(playbook, folder, vendor, evaluation.as_of)).flatten(),
        kpis: vendor.kpis.as_ref().map(|kpis| kpis.iter().map(kpi).collect()),
        kpi_summary: vendor.kpis.as_ref().map(|kpis| kpi_summary(kpis)),
        contract: contract::contract(playbook, folder, vendor, audience),
        exit: folder.exit.as_ref().filter(|_| ours).map(|exit| exit::exit(playbook, exit, evaluation.as_of)),
        findings: found().map(finding).collect(),
        urgent: found().filter(|finding| finding.severity > Mark::Watch).map(finding).collect(),
        computed: ours.then(|| computed::vendor(playbook, evaluation, vendor)),
        data: data::data(playbook, folder, audience),
        missing: missing::files(folder, &vendor.id),
        missing_keys: missing::keys(folder, &vendor.id),
    };
    Some(Value::from_serializable(&view))
}

fn kpi(reading: &Reading) -> KpiView<'_> {
    KpiView {
        name: &reading.name,
        id: &reading.id,
        bucket: kebab(&reading.bucket),
        unit: &reading.unit,
        mark: reading.state.token(),
        word: state_word(reading.state),
        period: reading.period.map(Period::words),
        value: reading.value.map(|value| value.to_string()),
        previous: reading.previous.map(|value| value.to_string()),
        target: reading.target.to_string(),
        intervention: reading.intervention.to_string(),
        minimum: reading.minimum.to_string(),
        exit_relevant: reading.exit_relevant,
        measured_by: match reading.measured_by {
            MeasuredBy::Own => "us",
            MeasuredBy::Independent => "a third party",
            MeasuredBy::Vendor => "the vendor",
        },
        trend: reading.trend.reading.words(),
        asks: reading.rung.words(),
        attainment: reading.attainment,
        drives: reading.drives.clone(),
        readings: reading
            .quarters
            .iter()
            .filter(|quarter| !quarter.provisional)
            .map(|quarter| ReadingView { period: quarter.period.to_string(), value: quarter.value })
            .collect(),
        limits: LimitsView {
            target: number(reading.target),
            intervention: number(reading.intervention),
            minimum: number(reading.minimum),
        },
    }
}

/// A threshold that is one number, for charts.
const fn number(threshold: Threshold) -> Option<f64> {
    match threshold {
        Threshold::Value(value) => Some(value),
        Threshold::Range { .. } => None,
    }
}

/// The worst state, and how many KPIs are on target.
fn kpi_summary(kpis: &[Reading]) -> SummaryView {
    let known = kpis.iter().map(|kpi| kpi.state).filter(|state| *state != Mark::Unknown);
    let worst = known.max().unwrap_or(Mark::Unknown);
    let good = kpis.iter().filter(|kpi| kpi.state == Mark::Good).count();
    SummaryView { mark: worst.token(), word: format!("{good} of {}", kpis.len()) }
}

/// What managing the partnership costs ÷ its spend, where all four lines and the spend are known.
fn management_share(vendor: &vendor::Vendor, audience: &Audience) -> Option<f64> {
    let cost = vendor.management_cost.as_ref()?.open(audience)?;
    let lines: Option<Vec<Money>> = cost.lines().into_iter().map(|(_, amount)| amount).collect();
    let (total, spend) = (lines?.iter().map(|amount| amount.0).sum::<Decimal>(), vendor.spend.as_ref()?.annual.0);
    if spend.is_zero() { None } else { total.checked_div(spend)?.to_f64() }
}
