//! The view of one vendor.

use serde::Serialize;
use tera::Value;

use super::{kebab, link};
use crate::block::Mark;
use crate::evaluate::clauses::{Standing, TierCount};
use crate::evaluate::kpis::Reading;
use crate::evaluate::scoring::{CriterionScore, Grade, Weighted};
use crate::evaluate::{Evaluation, Finding, Vendor};
use crate::model::clause::Tier;
use crate::model::contract::{Position, Stage};
use crate::model::evaluation::{Evidence, Rating};
use crate::model::exit::Exit;
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
    scores: Option<ScoresView<'p>>,
    kpis: Option<Vec<KpiView<'p>>>,
    kpi_summary: Option<SummaryView>,
    contract: Option<ContractView<'p>>,
    exit: Option<ExitView<'p>>,
    findings: Vec<Value>,
    missing: Vec<MissingView>,
}

/// A part of the page in one mark and a few words.
#[derive(Serialize)]
struct SummaryView {
    mark: &'static str,
    word: String,
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
struct ScoresView<'p> {
    overall: WeightedView<'p>,
    coverage: f64,
    confidence: Grade,
    rubrics: Vec<RubricView<'p>>,
}

#[derive(Serialize)]
struct WeightedView<'p> {
    shown: Option<&'p str>,
    low: f64,
    high: f64,
    mark: &'static str,
    word: String,
}

#[derive(Serialize)]
struct RubricView<'p> {
    id: &'p Id,
    name: &'p str,
    link: String,
    weight: f64,
    score: WeightedView<'p>,
    coverage: f64,
    confidence: Grade,
    criteria: Vec<CriterionView<'p>>,
}

#[derive(Serialize)]
struct CriterionView<'p> {
    name: &'p str,
    question: &'p str,
    weight: f64,
    score: Option<String>,
    /// The rubric's statement for that score, where the score is whole.
    anchor: Option<&'p str>,
    lowest: Option<String>,
    highest: Option<String>,
    disputed: bool,
    not_applicable: Option<&'p str>,
    evidence_class: Option<String>,
    ratings: Vec<RatingView<'p>>,
    evidence: Vec<EvidenceView<'p>>,
}

#[derive(Serialize)]
struct RatingView<'p> {
    rater: &'p str,
    score: Option<i64>,
    on: Option<Date>,
    because: Option<&'p str>,
}

#[derive(Serialize)]
struct EvidenceView<'p> {
    title: &'p str,
    class: String,
    on: Date,
    expires: Option<Date>,
    expired: bool,
}

#[derive(Serialize)]
struct KpiView<'p> {
    name: &'p str,
    id: &'p Id,
    bucket: String,
    unit: &'p str,
    mark: &'static str,
    word: &'static str,
    period: Option<Period>,
    value: Option<String>,
    previous: Option<String>,
    target: String,
    intervention: String,
    minimum: String,
    exit_relevant: bool,
    measured_by: String,
}

#[derive(Serialize)]
struct ContractView<'p> {
    title: Option<&'p str>,
    signed: Option<Date>,
    ends: Option<Date>,
    renews: Option<&'p str>,
    notice: Option<&'p str>,
    basis: Option<String>,
    minimum_commitment: Option<Money>,
    outcome_based: Option<f64>,
    summary: SummaryView,
    tiers: &'p [TierCount],
    groups: Vec<GroupView<'p>>,
    open_musts: Vec<ClauseView<'p>>,
}

#[derive(Serialize)]
struct GroupView<'p> {
    name: String,
    clauses: Vec<ClauseView<'p>>,
}

#[derive(Clone, Serialize)]
struct ClauseView<'p> {
    id: &'p Id,
    title: &'p str,
    link: String,
    tier: String,
    standing: String,
    settled: bool,
    applies: bool,
    mark: &'static str,
    word: String,
    location: Option<&'p str>,
    offered: Option<&'p str>,
    reason: Option<&'p str>,
    why: &'p str,
    preferred: &'p str,
    fallback: Option<&'p String>,
    walk_away: Option<&'p String>,
    leverage: Option<&'p String>,
    evidence: &'p [String],
    references: &'p [String],
}

#[derive(Serialize)]
struct ExitView<'p> {
    assets: Vec<AssetView<'p>>,
    options: Vec<OptionView<'p>>,
    steps: Vec<StepView<'p>>,
    rehearsals: Vec<RehearsalView<'p>>,
}

#[derive(Serialize)]
struct AssetView<'p> {
    name: &'p str,
    route: Option<&'p str>,
    format: Option<&'p str>,
    last_proven: Option<Date>,
}

#[derive(Serialize)]
struct OptionView<'p> {
    kind: String,
    vendor: Option<&'p str>,
    vendor_link: Option<String>,
    substitutability: String,
}

#[derive(Serialize)]
struct StepView<'p> {
    name: &'p str,
    owner: &'p str,
    days: u32,
    after: Vec<&'p str>,
}

#[derive(Serialize)]
struct RehearsalView<'p> {
    on: Date,
    level: String,
    result: String,
    findings: Option<&'p str>,
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

/// Shape and word for where a contract stands on a clause.
pub fn standing(standing: &Standing) -> (Mark, String) {
    match (standing.standing, standing.position) {
        (Stage::Agreed, Some(Position::Preferred)) => (Mark::Good, "agreed".to_owned()),
        (Stage::Agreed, Some(Position::Fallback)) => (Mark::Watch, "agreed, fallback".to_owned()),
        (_, Some(Position::BelowWalkAway)) => (Mark::Bad, "below walk-away".to_owned()),
        (Stage::Refused, _) => (Mark::Bad, "refused".to_owned()),
        (Stage::Proposed | Stage::Countered | Stage::Agreed, _) => (Mark::Act, super::super::words(&kebab(&standing.standing))),
        (Stage::NotRaised, _) => (Mark::Unknown, "not raised".to_owned()),
        (Stage::NotApplicable, _) => (Mark::Unknown, "does not apply".to_owned()),
    }
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

fn weighted(score: &Weighted) -> WeightedView<'_> {
    let (mark, word) = score.band.map_or((Mark::Unknown, "not scored yet"), |band| (band.mark(), band.word()));
    WeightedView { shown: score.shown.as_deref(), low: score.low, high: score.high, mark: mark.token(), word: word.to_owned() }
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
        scores: scores(playbook, folder, vendor, evaluation.as_of),
        kpis: vendor.kpis.as_ref().map(|kpis| kpis.iter().map(kpi).collect()),
        kpi_summary: vendor.kpis.as_ref().map(|kpis| kpi_summary(kpis)),
        contract: contract(playbook, folder, vendor, audience),
        exit: folder.exit.as_ref().map(|exit| exit_view(playbook, exit)),
        findings: evaluation.findings.iter().filter(|finding| finding.vendor == vendor.id).map(finding).collect(),
        missing: missing(folder, &vendor.id),
    };
    Some(Value::from_serializable(&view))
}

fn scores<'p>(playbook: &'p Playbook, folder: &'p VendorFolder, vendor: &'p Vendor, as_of: Date) -> Option<ScoresView<'p>> {
    let scores = vendor.scores.as_ref()?;
    let evaluation = folder.evaluation.as_ref()?;
    let total: f64 = scores.rubrics.iter().map(|rubric| rubric.weight).sum();
    let rubrics = scores
        .rubrics
        .iter()
        .filter_map(|score| {
            let rubric = playbook.rubrics.get(&score.id)?;
            let sum: f64 = score.criteria.iter().map(|criterion| criterion.weight).sum();
            let criteria = score
                .criteria
                .iter()
                .zip(&rubric.criteria)
                .map(|(score_of, criterion)| {
                    let of = |r: &&Rating| r.criterion.rubric == score.id && r.criterion.criterion == score_of.id;
                    let ratings: Vec<&Rating> = evaluation
                        .ratings
                        .iter()
                        .filter(of)
                        .filter(|rating| rating.on.as_ref().is_none_or(|on| on.value <= as_of))
                        .collect();
                    criterion_view(playbook, &evaluation.evidence, score_of, criterion, &ratings, sum, as_of)
                })
                .collect();
            Some(RubricView {
                id: &score.id,
                name: &score.name,
                link: link(&rubric.file),
                weight: score.weight / total,
                score: weighted(&score.score),
                coverage: score.coverage,
                confidence: score.confidence,
                criteria,
            })
        })
        .collect();
    let overall = weighted(&scores.overall);
    Some(ScoresView { overall, coverage: scores.coverage, confidence: scores.confidence, rubrics })
}

fn criterion_view<'p>(
    playbook: &'p Playbook,
    evidence: &'p [Evidence],
    score: &'p CriterionScore,
    criterion: &'p crate::model::rubric::Criterion,
    ratings: &[&'p Rating],
    sum: f64,
    as_of: Date,
) -> CriterionView<'p> {
    let whole = score.score.filter(|value| value.fract() == 0.0).map(|value| format!("{value:.0}"));
    let anchor = whole.and_then(|digit| digit.parse::<u8>().ok()).and_then(|digit| criterion.anchors.get(&digit));
    let cited = |item: &&Evidence| ratings.iter().any(|rating| rating.evidence.iter().any(|id| id.value == item.id.value));
    CriterionView {
        name: &criterion.name,
        question: &criterion.question,
        weight: score.weight / sum,
        score: score.score.map(|score| score.to_string()),
        anchor: anchor.map(String::as_str),
        lowest: score.lowest.map(|score| score.to_string()),
        highest: score.highest.map(|score| score.to_string()),
        disputed: score.disputed,
        not_applicable: score.not_applicable.as_deref(),
        evidence_class: score.evidence.as_ref().map(kebab),
        ratings: ratings
            .iter()
            .map(|rating| RatingView {
                rater: playbook.role(&rating.rater),
                score: rating.score.as_ref().map(|score| score.value),
                on: rating.on.as_ref().map(|on| on.value),
                because: rating.because.as_deref().or(rating.not_applicable.as_ref().map(|reason| reason.value.as_str())),
            })
            .collect(),
        evidence: evidence
            .iter()
            .filter(cited)
            .map(|item| EvidenceView {
                title: &item.title,
                class: kebab(&item.class),
                on: item.on.value,
                expires: item.expires.as_ref().map(|expires| expires.value),
                expired: item.expires.as_ref().is_some_and(|expires| expires.value < as_of),
            })
            .collect(),
    }
}

fn kpi(reading: &Reading) -> KpiView<'_> {
    KpiView {
        name: &reading.name,
        id: &reading.id,
        bucket: kebab(&reading.bucket),
        unit: &reading.unit,
        mark: reading.state.token(),
        word: state_word(reading.state),
        period: reading.period,
        value: reading.value.map(|value| value.to_string()),
        previous: reading.previous.map(|value| value.to_string()),
        target: reading.target.to_string(),
        intervention: reading.intervention.to_string(),
        minimum: reading.minimum.to_string(),
        exit_relevant: reading.exit_relevant,
        measured_by: kebab(&reading.measured_by),
    }
}

/// The worst state, and how many KPIs are on target.
fn kpi_summary(kpis: &[Reading]) -> SummaryView {
    let known = kpis.iter().map(|kpi| kpi.state).filter(|state| *state != Mark::Unknown);
    let worst = known.max().unwrap_or(Mark::Unknown);
    let good = kpis.iter().filter(|kpi| kpi.state == Mark::Good).count();
    SummaryView { mark: worst.token(), word: format!("{good} of {} on target", kpis.len()) }
}

/// How many must-haves are settled.
fn must_summary(tiers: &[TierCount]) -> SummaryView {
    let must = tiers.iter().find(|count| count.tier == Tier::Must && count.applicable > 0);
    must.map_or(SummaryView { mark: Mark::Unknown.token(), word: "no must-haves".to_owned() }, |must| SummaryView {
        mark: if must.open == 0 { Mark::Good } else { Mark::Act }.token(),
        word: format!("{} of {} settled", must.settled, must.applicable),
    })
}

fn contract<'p>(
    playbook: &'p Playbook,
    folder: &'p VendorFolder,
    vendor: &'p Vendor,
    audience: &Audience,
) -> Option<ContractView<'p>> {
    let contract = folder.contract.as_ref()?;
    let coverage = vendor.clauses.as_ref()?;
    let mut groups: Vec<GroupView<'p>> = Vec::new();
    for standing_of in &coverage.clauses {
        let clause = playbook.clauses.get(&standing_of.id)?;
        let note = contract.internal.iter().find(|note| note.clause.value == standing_of.id);
        let own_walk_away = note.and_then(|note| note.walk_away.as_ref());
        let (mark, word) = standing(standing_of);
        let front = &clause.front;
        let view = ClauseView {
            id: &standing_of.id,
            title: &front.title,
            link: link(&clause.file),
            tier: kebab(&front.tier),
            standing: kebab(&standing_of.standing),
            settled: standing_of.settled,
            applies: standing_of.standing != Stage::NotApplicable,
            mark: mark.token(),
            word,
            location: standing_of.location.as_deref(),
            offered: standing_of.offered.as_deref(),
            reason: standing_of.reason.as_deref(),
            why: &front.why,
            preferred: &front.positions.preferred,
            fallback: front.positions.fallback.open(audience),
            walk_away: own_walk_away.unwrap_or(&front.positions.walk_away).open(audience),
            leverage: note.and_then(|note| note.leverage.as_ref()).and_then(|leverage| leverage.open(audience)),
            evidence: &front.evidence,
            references: &front.references,
        };
        let name = kebab(&front.group);
        match groups.last_mut().filter(|group| group.name == name) {
            Some(group) => group.clauses.push(view),
            None => groups.push(GroupView { name, clauses: vec![view] }),
        }
    }
    let is_open = |clause: &&ClauseView<'_>| clause.applies && !clause.settled && clause.tier == kebab(&Tier::Must);
    let open_musts = groups.iter().flat_map(|group| &group.clauses).filter(is_open).cloned().collect();
    let agreement = contract.agreement.as_ref();
    let fees = contract.fees.as_ref();
    Some(ContractView {
        title: agreement.map(|agreement| agreement.title.as_str()),
        signed: agreement.and_then(|agreement| agreement.signed.as_ref()).map(|signed| signed.value),
        ends: agreement.and_then(|agreement| agreement.ends.as_ref()).map(|ends| ends.value),
        renews: agreement.and_then(|agreement| agreement.renews.as_deref()),
        notice: agreement.and_then(|agreement| agreement.notice.as_deref()),
        basis: fees.map(|fees| kebab(&fees.basis)),
        minimum_commitment: fees.and_then(|fees| fees.minimum_commitment),
        outcome_based: fees.and_then(|fees| fees.outcome_based).map(|share| share.0),
        summary: must_summary(&coverage.tiers),
        tiers: &coverage.tiers,
        groups,
        open_musts,
    })
}

fn exit_view<'p>(playbook: &'p Playbook, exit: &'p Exit) -> ExitView<'p> {
    let step_name = |id: &'p Id| exit.steps.iter().find(|step| *step.id == *id).map_or(id.as_str(), |step| step.name.as_str());
    ExitView {
        assets: exit
            .assets
            .iter()
            .map(|asset| AssetView {
                name: &asset.name,
                route: asset.route.as_deref(),
                format: asset.format.as_deref(),
                last_proven: asset.last_proven,
            })
            .collect(),
        options: exit
            .options
            .iter()
            .map(|option| OptionView {
                kind: kebab(&option.kind),
                vendor: option.vendor.as_ref().map(|id| playbook.vendor_name(id)),
                vendor_link: option.vendor.as_ref().map(|id| format!("/playbook/vendors/{}/vendor.yaml", id.value)),
                substitutability: kebab(&option.substitutability),
            })
            .collect(),
        steps: exit
            .steps
            .iter()
            .map(|step| StepView {
                name: &step.name,
                owner: playbook.role(&step.owner),
                days: step.days,
                after: step.after.iter().map(|id| step_name(&id.value)).collect(),
            })
            .collect(),
        rehearsals: exit
            .rehearsals
            .iter()
            .map(|rehearsal| RehearsalView {
                on: rehearsal.on,
                level: kebab(&rehearsal.level),
                result: kebab(&rehearsal.result),
                findings: rehearsal.findings.as_deref(),
            })
            .collect(),
    }
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
