//! Contracts: clauses, the shape of standings, the dates of the agreement.

use super::Scope;
use crate::diagnostic::Code;
use crate::model::Filed;
use crate::model::contract::{Contract, Stage};

/// Reports contradictions of one vendor's contract.
pub fn check(scope: &mut Scope<'_>, contract: &Filed<Contract>) {
    let file = &contract.file;
    if let Some(agreement) = &contract.agreement
        && let (Some(signed), Some(ends)) = (&agreement.signed, &agreement.ends)
        && ends.value < signed.value
    {
        let message = format!("the agreement ends on {}, before it was signed on {}", ends.value, signed.value);
        scope.report(Code::DateOrder, file, ends.span, message, "correct one of the two dates");
    }
    scope.unique(file, "clause", contract.clauses.iter().map(|standing| &standing.clause));
    scope.unique(file, "note on clause", contract.internal.iter().map(|note| &note.clause));
    for note in &contract.internal {
        scope.clause(file, &note.clause);
    }
    for standing in &contract.clauses {
        scope.clause(file, &standing.clause);
        let span = standing.standing.span;
        match standing.standing.value {
            Stage::Agreed if standing.position.is_none() => {
                let message = format!("`{}` is agreed, but not on which position", standing.clause.value);
                scope.report(
                    Code::StandingShape,
                    file,
                    span,
                    message,
                    "add `position: preferred`, `fallback` or `below-walk-away`",
                );
            }
            Stage::NotApplicable if standing.reason.is_none() => {
                let message = format!("`{}` does not apply, but not why", standing.clause.value);
                scope.report(Code::StandingShape, file, span, message, "add `reason:` in a few words");
            }
            Stage::Agreed => {}
            _ if standing.position.is_some() => {
                let message = format!("`{}` has a position although it is not agreed", standing.clause.value);
                scope.report(Code::StandingShape, file, span, message, "remove `position`, or change the standing");
            }
            _ => {}
        }
    }
}
