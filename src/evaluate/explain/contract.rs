//! The contract: clauses and the term.

use super::{Case, Step, unknown};
use crate::evaluate::clauses::Standing;
use crate::evaluate::{Source, day};
use crate::model::clause::Tier;
use crate::model::contract::{Position, Stage};

const FILE: &str = "contract.yaml";

const fn tier(tier: Tier) -> &'static str {
    match tier {
        Tier::Must => "must",
        Tier::Should => "should",
        Tier::Could => "could",
    }
}

/// Where a clause stands, in words.
fn standing(standing: &Standing) -> String {
    match (standing.standing, standing.position) {
        (Stage::NotRaised, _) => "not raised".to_owned(),
        (Stage::Proposed, _) => "proposed".to_owned(),
        (Stage::Countered, _) => "countered".to_owned(),
        (Stage::Refused, _) => "refused".to_owned(),
        (Stage::NotApplicable, _) => format!("does not apply: {}", standing.reason.as_deref().unwrap_or("no reason given")),
        (Stage::Agreed, Some(Position::Preferred)) => "agreed as preferred".to_owned(),
        (Stage::Agreed, Some(Position::Fallback)) => "agreed on the fallback".to_owned(),
        (Stage::Agreed, Some(Position::BelowWalkAway)) => "agreed below walk-away".to_owned(),
        (Stage::Agreed, None) => "agreed, no position recorded".to_owned(),
    }
}

pub fn coverage(case: &Case<'_>) -> Step {
    let Some(coverage) = &case.vendor.clauses else { return unknown("contract", FILE) };
    let tiers = coverage.tiers.iter().map(|count| {
        let open = coverage
            .clauses
            .iter()
            .filter(|clause| clause.tier == count.tier && !clause.settled && clause.standing != Stage::NotApplicable);
        let parts = open.map(|clause| Step::new(&clause.title, standing(clause)).at(Some(clause.source.clone())));
        Step::new(tier(count.tier), format!("{} of {} settled, {} missing", count.settled, count.applicable, count.missing))
            .of(parts)
    });
    Step::new("contract", format!("{} clauses in the library", coverage.clauses.len()))
        .how("settled is what is agreed on the preferred or the fallback position; what does not apply leaves the count")
        .of(tiers)
}

pub fn clause(case: &Case<'_>, id: &str) -> Option<Step> {
    let own = case.vendor.clauses.as_ref()?.clauses.iter().find(|clause| clause.id.as_str() == id)?;
    let clause = case.playbook.clauses.get(&own.id)?;
    let entry = case.folder.contract.as_ref()?.clauses.iter().find(|entry| entry.clause.value == own.id);
    let mut parts = vec![
        Step::new("tier", tier(own.tier))
            .how("by the vendor's class, raised by its conditions")
            .at(Some(Source { file: clause.file.clone(), line: 1 })),
    ];
    if let (Some(terms), Some(number)) = (&clause.front.terms, entry.and_then(|entry| entry.terms.as_ref())) {
        let source = Source { file: own.source.file.clone(), line: number.span.line };
        let positions = format!(
            "preferred {}, fallback {}, walk-away {}",
            terms.preferred.value,
            terms.fallback.judge().value,
            terms.walk_away.judge().value
        );
        parts.push(Step::new(&terms.measures, format!("{} {}", number.value, terms.unit)).how(positions).at(Some(source)));
    }
    parts.extend(own.location.as_ref().map(|place| Step::new("where", place.clone())));
    if let Some(approver) = entry.and_then(|entry| entry.approved_by.as_ref()) {
        let until = entry
            .and_then(|entry| entry.expires.as_ref())
            .map_or_else(String::new, |until| format!(", until {}", day(until.value)));
        parts.push(Step::new("deviation approved by", format!("{}{until}", case.playbook.role(&approver.value))));
    }
    Some(Step::new(&own.title, standing(own)).at(Some(own.source.clone())).of(parts))
}

pub fn term(case: &Case<'_>) -> Step {
    let agreement = case.folder.contract.as_ref().and_then(|contract| Some((contract, contract.agreement.as_ref()?)));
    let Some((contract, agreement)) = agreement else { return unknown("term", FILE) };
    let Some(term) = &case.vendor.term else {
        let notice = agreement.notice.map_or_else(String::new, |notice| format!(", notice {}", notice.value));
        return Step::new("term", format!("no end is written{notice}"))
            .how("`ends`, or `starts` with `term`, gives it one")
            .at(Some(Source { file: contract.file.clone(), line: 1 }));
    };
    let at = |line: u32| Some(Source { file: contract.file.clone(), line: line.max(1) });
    let mut parts = Vec::new();
    if let Some(ends) = &agreement.ends {
        parts.push(Step::new("end as written", day(ends.value)).at(at(ends.span.line)));
    }
    if let (Some(starts), Some(length)) = (&agreement.starts, agreement.term) {
        parts.push(Step::new("start and length", format!("{}, {length}", day(starts.value))).at(at(starts.span.line)));
    }
    match agreement.renews {
        Some(renews) => {
            let value = format!("for {}, {} times so far", renews.value, term.renewals);
            parts.push(Step::new("renews by itself", value).at(at(renews.span.line)));
        }
        None => parts.push(Step::new("renews by itself", "no")),
    }
    parts.extend(agreement.notice.map(|notice| Step::new("notice", notice.value.to_string()).at(at(notice.span.line))));
    if let Some(notice) = &term.notice {
        let mut step = Step::new(
            "last day for notice",
            format!("{}, {} day{} away", day(notice.by), notice.days_left, if notice.days_left == 1 { "" } else { "s" }),
        )
        .how("counted back from the end; of two ways to count, the earlier day");
        if notice.arrive_by != notice.by {
            step = step.of([Step::new("a weekend: to arrive by", day(notice.arrive_by))]);
        }
        step = step.of(notice.opens.map(|opens| Step::new("not before", day(opens))));
        parts.push(step);
    }
    if let Some(given) = agreement.notice_given.as_ref().filter(|_| term.noticed) {
        parts.push(Step::new("notice given", day(given.value)).at(at(given.span.line)));
    }
    let value = if term.over { format!("ended on {}", day(term.ends)) } else { format!("runs until {}", day(term.ends)) };
    parts.push(Step::new("bound until", day(term.bound_until)));
    Step::new("term", value).of(parts)
}
