//! The view of one vendor.

use serde::Serialize;
use tera::Value;

use super::{contract, exit, kebab, link, scores};
use crate::block::Mark;
use crate::evaluate::kpis::Reading;
use crate::evaluate::{Evaluation, Finding, Vendor};
use crate::model::kpi::MeasuredBy;
use crate::model::{Audience, Date, Id, Money, Period, Playbook, VendorFolder};

#[derive(Serialize)]
struct VendorView<'p> {
    id: &'p Id,
    name: &'p str,
    link: String,
    summary: &'p str,
    class: String,
    status: String,
    layer: String,
    access: Option<String>,
    owner: Option<&'p str>,
    architect: Option<&'p str>,
    since: Option<Date>,
    capabilities: Vec<CapabilityView<'p>>,
    annual_spend: Option<Money>,
    forecast_spend: Option<Money>,
    subprocessors: Vec<SubprocessorView<'p>>,
    scores: Option<scores::ScoresView<'p>>,
    kpis: Option<Vec<KpiView<'p>>>,
    kpi_summary: Option<SummaryView>,
    contract: Option<contract::ContractView<'p>>,
    exit: Option<exit::ExitView<'p>>,
    findings: Vec<Value>,
    /// The findings that are more than something to watch.
    urgent: Vec<Value>,
    missing: Vec<MissingView>,
}

/// A part of the page in one mark and a few words.
#[derive(Serialize)]
pub struct SummaryView {
    pub mark: &'static str,
    pub word: String,
}

#[derive(Serialize)]
struct CapabilityView<'p> {
    name: &'p str,
    requests: Option<f64>,
    spend: Option<f64>,
    alternate: Option<&'p str>,
    alternate_link: Option<String>,
    readiness: Option<String>,
}

#[derive(Serialize)]
struct SubprocessorView<'p> {
    name: &'p str,
    role: &'p str,
    region: Option<&'p str>,
    notified: Option<Date>,
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
    /// The names of the KPIs it drives.
    drives: Vec<String>,
}

/// A file that would add a part to the page, and what to write into it first.
#[derive(Serialize)]
struct MissingView {
    file: String,
    gives: &'static str,
    snippet: &'static str,
}

#[derive(Serialize)]
struct FindingView<'p> {
    rule: &'static str,
    mark: &'static str,
    word: &'static str,
    message: &'p str,
    action: &'static str,
    vendor: &'p str,
    vendor_link: String,
    file: &'p str,
    line: u32,
}

pub fn finding(finding: &Finding) -> Value {
    Value::from_serializable(&FindingView {
        rule: finding.rule,
        mark: finding.severity.token(),
        word: match finding.severity {
            Mark::Bad => "serious",
            Mark::Act => "act",
            _ => "watch",
        },
        message: &finding.message,
        action: finding.action,
        vendor: &finding.vendor_name,
        vendor_link: format!("/playbook/vendors/{}/vendor.yaml", finding.vendor),
        file: &finding.source.file,
        line: finding.source.line,
    })
}

/// Shape and word for where a KPI stands.
const fn state_word(mark: Mark) -> &'static str {
    match mark {
        Mark::Good => "on target",
        Mark::Watch => "near target",
        Mark::Act => "intervene",
        Mark::Bad => "misses minimum",
        Mark::Unknown => "no reading",
    }
}

pub fn view(playbook: &Playbook, evaluation: &Evaluation, vendor: &Vendor, audience: &Audience) -> Option<Value> {
    let folder = playbook.vendors.get(&vendor.id)?;
    let facts = &folder.vendor;
    let capabilities = facts
        .capabilities
        .iter()
        .map(|serves| CapabilityView {
            name: playbook.capability(&serves.capability),
            requests: serves.share.as_ref().and_then(|share| share.requests.as_ref()).map(|share| share.value.0),
            spend: serves.share.as_ref().and_then(|share| share.spend.as_ref()).map(|share| share.value.0),
            alternate: serves.alternate.as_ref().map(|id| playbook.vendor_name(id)),
            alternate_link: serves.alternate.as_ref().map(|id| format!("/playbook/vendors/{}/vendor.yaml", id.value)),
            readiness: serves.readiness.as_ref().map(kebab),
        })
        .collect();
    let subprocessors = facts
        .subprocessors
        .iter()
        .map(|sub| SubprocessorView { name: &sub.name, role: &sub.role, region: sub.region.as_deref(), notified: sub.notified })
        .collect();
    let mine = || evaluation.findings.iter().filter(|finding| finding.vendor == vendor.id);
    let view = VendorView {
        id: &vendor.id,
        name: &facts.name,
        link: link(&facts.file),
        summary: &facts.summary,
        class: kebab(&facts.class),
        status: kebab(&facts.status),
        layer: kebab(&facts.layer),
        access: facts.access.as_ref().map(kebab),
        owner: facts.owner.as_ref().map(|id| playbook.role(&id.value)),
        architect: facts.architect.as_ref().map(|id| playbook.role(&id.value)),
        since: facts.since,
        capabilities,
        annual_spend: facts.spend.as_ref().map(|spend| spend.annual),
        forecast_spend: facts.spend.as_ref().and_then(|spend| spend.forecast),
        subprocessors,
        scores: scores::scores(playbook, folder, vendor, evaluation.as_of),
        kpis: vendor.kpis.as_ref().map(|kpis| kpis.iter().map(kpi).collect()),
        kpi_summary: vendor.kpis.as_ref().map(|kpis| kpi_summary(kpis)),
        contract: contract::contract(playbook, folder, vendor, audience),
        exit: folder.exit.as_ref().map(|exit| exit::exit(playbook, exit, evaluation.as_of)),
        findings: mine().map(finding).collect(),
        urgent: mine().filter(|finding| finding.severity > Mark::Watch).map(finding).collect(),
        missing: missing(folder, &vendor.id),
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
        drives: reading.drives.clone(),
    }
}

/// The worst state, and how many KPIs are on target.
fn kpi_summary(kpis: &[Reading]) -> SummaryView {
    let known = kpis.iter().map(|kpi| kpi.state).filter(|state| *state != Mark::Unknown);
    let worst = known.max().unwrap_or(Mark::Unknown);
    let good = kpis.iter().filter(|kpi| kpi.state == Mark::Good).count();
    SummaryView { mark: worst.token(), word: format!("{good} of {}", kpis.len()) }
}

fn missing(folder: &VendorFolder, id: &Id) -> Vec<MissingView> {
    let wanted = [
        (
            folder.evaluation.is_none(),
            "evaluation.yaml",
            "scores with their evidence",
            "ratings:\n  - criterion: scalability/load-tested-pilot\n    rater: solution-architect\n    score: 3\n    on: 2026-10-01\n    because: Held our peak for an hour.\n",
        ),
        (
            folder.kpis.is_none(),
            "kpis.yaml",
            "KPI states",
            "measures:\n  - kpi: availability\n    target: 99.9\n    intervention: 99.7\n    minimum: 99.5\n    measured_by: own\n    readings: { 2026-Q3: 99.95 }\n",
        ),
        (
            folder.contract.is_none(),
            "contract.yaml",
            "the contract checklist",
            "clauses:\n  - clause: training-opt-out\n    standing: proposed\n",
        ),
        (
            folder.exit.is_none(),
            "exit.yaml",
            "the exit plan",
            "assets:\n  - { id: prompts, name: Prompt library, route: self-service export, format: JSON }\n",
        ),
    ];
    let absent = wanted.into_iter().filter(|(absent, ..)| *absent);
    absent
        .map(|(_, file, gives, snippet)| MissingView { file: format!("playbook/vendors/{id}/{file}"), gives, snippet })
        .collect()
}
