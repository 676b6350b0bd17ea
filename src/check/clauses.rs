//! Clauses and standards: citations, and the order of the numbers of a clause.

use std::sync::Arc;

use super::Scope;
use crate::diagnostic::{Code, suggest};
use crate::model::At;
use crate::model::clause::TermsDirection;
use crate::model::standards::{Citation, Verification};

const HOME: &str = "contracts/standards.yaml";

/// Reports contradictions of the clause library and of the table of standards.
pub fn check(scope: &mut Scope<'_>) {
    if let Some(standards) = &scope.playbook.standards {
        scope.unique(&standards.file, "instrument", standards.instruments.iter().map(|instrument| &instrument.id));
        for instrument in &standards.instruments {
            scope.unique(&standards.file, "provision", instrument.provisions.iter().map(|provision| &provision.id));
        }
    }
    for clause in scope.playbook.clauses.values() {
        for citation in &clause.front.references {
            cited(scope, &clause.file, citation);
        }
        let Some(terms) = &clause.front.terms else { continue };
        let (first, second, third) = (&terms.preferred, terms.fallback.judge(), terms.walk_away.judge());
        let (word, falls): (&str, fn(f64, f64) -> bool) = match terms.direction {
            TermsDirection::Up => ("more", |better, worse| better >= worse),
            TermsDirection::Down => ("less", |better, worse| better <= worse),
        };
        for (better, worse, names) in
            [(first, second, "fallback is better than the preferred"), (second, third, "walk-away is better than the fallback")]
        {
            if !falls(better.value, worse.value) {
                let message = format!("the {names} position: {} and {}", worse.value, better.value);
                let help = format!("{word} is better here: preferred, then fallback, then walk_away");
                scope.report(Code::Terms, &clause.file, worse.span, message, help);
            }
        }
    }
}

/// Reports a citation that is not in the table, or that must not be relied on.
pub fn cited(scope: &mut Scope<'_>, file: &Arc<str>, citation: &At<Citation>) {
    if scope.broken.contains(HOME) {
        return;
    }
    let Some(standards) = &scope.playbook.standards else {
        let message = format!("`{}` is cited, but there is no table of standards", citation.value);
        scope.report(Code::UnknownCitation, file, citation.span, message, format!("write {HOME}"));
        return;
    };
    let Some((instrument, provision)) = standards.find(citation) else {
        let instruments = standards.instruments.iter();
        let known = instruments.flat_map(|instrument| {
            let own = std::iter::once(instrument.id.to_string());
            own.chain(instrument.provisions.iter().map(|provision| format!("{}/{}", instrument.id.value, provision.id.value)))
        });
        let known: Vec<String> = known.collect();
        let help = match suggest(&citation.to_string(), known.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`? See {HOME}"),
            None => format!("add it to {HOME}, with how well it was checked"),
        };
        scope.report(Code::UnknownCitation, file, citation.span, format!("unknown citation `{}`", citation.value), help);
        return;
    };
    let status = provision.map_or(instrument.status, |provision| provision.status);
    if status == Verification::Unverified {
        let message = format!("`{}` is unverified", citation.value);
        scope.report(
            Code::UnverifiedCitation,
            file,
            citation.span,
            message,
            "check it and change its status, or remove the citation",
        );
    }
}
