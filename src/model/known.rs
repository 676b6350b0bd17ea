//! The playbook as it was known on a day: without what was done, measured, decided or said later.
//!
//! 1. What was planned for a later day stays: a due date, the end of a term, a price agreed for next year.
//! 2. What carries no date is taken as it is written now: a class, a status, where the talks on a clause stand.

use super::contract::Contract;
use super::evaluation::Evaluation;
use super::exit::{Decision, Exit};
use super::kpi::{Measures, Readings};
use super::relationship::Relationship;
use super::roadmap::Roadmap;
use super::vendor::Vendor;
use super::{At, Common, Date, Filed, Internal, Playbook, VendorFolder};

/// A day and what follows from it.
#[derive(Clone, Copy)]
struct Known(Date);

impl Known {
    fn has(self, day: &At<Date>) -> bool {
        day.value <= self.0
    }

    /// Forgets a day that has not come.
    fn keep(self, day: &mut Option<At<Date>>) {
        if day.as_ref().is_some_and(|day| !self.has(day)) {
            *day = None;
        }
    }
}

impl Playbook {
    /// Forgets whatever happened after `day`, so that nothing computed or printed for that day can rest on it.
    pub fn forget_after(&mut self, day: Date) {
        common(Known(day), &mut self.common);
        for folder in self.vendors.values_mut() {
            forget(Known(day), folder, None);
        }
    }

    /// What is known on `day`. What of `before` (what was said, and what was known of it on the same day) is the very same,
    /// is the very same again.
    #[must_use]
    pub fn known_on(&self, day: Date, before: Option<(&Self, &Self)>) -> Self {
        let mut playbook = self.clone();
        match before.filter(|(said, _)| said.common.is_same(&self.common)) {
            Some((_, known)) => playbook.common = known.common.clone(),
            None => common(Known(day), &mut playbook.common),
        }
        for (id, folder) in &mut playbook.vendors {
            forget(Known(day), folder, before.and_then(|(said, known)| Some((said.vendors.get(id)?, known.vendors.get(id)?))));
        }
        playbook
    }
}

fn common(known: Known, common: &mut Common) {
    if let Some(strategy) = &mut common.strategy {
        strategy.change().facts.retain(|fact| known.has(&fact.as_of));
    }
}

/// What is known of a vendor; what was said of it before is the very same where no file changed.
fn forget(day: Known, folder: &mut VendorFolder, before: Option<(&VendorFolder, &VendorFolder)>) {
    file(&mut folder.vendor, before.map(|(said, known)| (&said.vendor, &known.vendor)), |file| vendor(day, file));
    macro_rules! forget {
        ($($name:ident: $forget:expr;)*) => {$(
            if let Some(now) = &mut folder.$name {
                let before = before.and_then(|(said, known)| Some((said.$name.as_ref()?, known.$name.as_ref()?)));
                file(now, before, |file| $forget(day, file));
            }
        )*};
    }
    forget! {
        kpis: measures;
        readings: readings;
        evaluation: evaluation;
        governance: relationship;
        contract: contract;
        roadmap: roadmap;
        exit: exit;
    }
}

/// Forgets in one file; where that is the very same as before, what was known of it is known again.
fn file<T: Clone>(now: &mut Filed<T>, before: Option<(&Filed<T>, &Filed<T>)>, forget: impl FnOnce(&mut T)) {
    match before.filter(|(said, _)| said.is_same(now)) {
        Some((_, known)) => *now = known.clone(),
        None => forget(now.change()),
    }
}

fn vendor(known: Known, vendor: &mut Vendor) {
    known.keep(&mut vendor.last_used);
    known.keep(&mut vendor.reviewed);
    vendor.acceptances.retain(|acceptance| known.has(&acceptance.judge().on));
    vendor.disposition = vendor.disposition.take().filter(|disposition| known.has(&disposition.judge().on));
    if let Some(handover) = &mut vendor.handover {
        handover.actual.retain(|year, _| i32::from(*year) <= i32::from(known.0.0.year()));
        handover.drills.retain(|drill| known.has(&drill.on));
        if let Some(guide) = &mut handover.operations_guide {
            known.keep(&mut guide.updated);
        }
    }
    if let Some(operations) = &mut vendor.operations {
        operations.rollbacks.retain(|rollback| known.has(&rollback.on));
        operations.end_to_end_tests.retain(|test| known.has(&test.on));
        operations.documents.retain(|document| known.has(&document.received));
        operations.test_strategy = operations.test_strategy.take().filter(|strategy| known.has(&strategy.agreed));
    }
}

fn measures(known: Known, measures: &mut Measures) {
    for measure in &mut measures.measures {
        measure.readings.retain(|period, _| period.last_day() <= known.0);
        measure.excused.retain(|excused| excused.period.value.last_day() <= known.0);
    }
}

fn readings(known: Known, readings: &mut Readings) {
    readings.rows.retain(|row| row.period.value.last_day() <= known.0);
}

fn evaluation(known: Known, evaluation: &mut Evaluation) {
    evaluation.ratings.retain(|rating| rating.on.as_ref().is_none_or(|on| known.has(on)));
    evaluation.evidence.retain(|evidence| known.has(&evidence.on));
    evaluation.gates.retain(|gate| known.has(&gate.on));
    evaluation.references.retain(|reference| known.has(&reference.judge().on));
    evaluation.frozen = evaluation.frozen.take().filter(|frozen| known.has(&frozen.on));
    evaluation.sourcing = evaluation.sourcing.take().filter(|sourcing| known.has(&sourcing.judge().on));
    evaluation.first_meeting = evaluation.first_meeting.take().filter(|meeting| known.has(&meeting.judge().on));
    evaluation.pilot = evaluation.pilot.take().filter(|pilot| known.has(&pilot.from)).map(|mut pilot| {
        pilot.stress_test = pilot.stress_test.filter(|test| known.has(&test.on));
        pilot.result = pilot.result.filter(|_| known.has(&pilot.until));
        pilot
    });
}

fn relationship(known: Known, own: &mut Relationship) {
    known.keep(&mut own.cadence_agreed);
    own.meetings.retain(|meeting| known.has(&meeting.on));
    own.updates.retain(|update| known.has(&update.on));
    own.alignment.retain(|review| known.has(&review.on));
    own.pulse.retain(|pulse| known.has(&pulse.on));
    own.events.retain(|event| known.has(&event.on));
    own.decisions.retain(|decision| known.has(&decision.on));
    own.issues.retain(|issue| known.has(&issue.opened));
    for issue in &mut own.issues {
        if issue.on_step_since.as_ref().is_some_and(|since| !known.has(since)) {
            // Where it stood before is not written; every issue begins on the first step.
            issue.on_step_since = None;
            issue.step.value = 1;
        }
        known.keep(&mut issue.closed);
        if issue.closed.is_none() {
            issue.resolution = None;
        }
    }
    own.incidents.retain(|incident| known.has(&incident.on));
    for incident in &mut own.incidents {
        known.keep(&mut incident.resolved);
    }
    own.misses.retain(|miss| known.has(&miss.due));
    for miss in &mut own.misses {
        known.keep(&mut miss.delivered);
        known.keep(&mut miss.escalated);
    }
}

fn contract(known: Known, contract: &mut Contract) {
    contract.contributions.retain(|contribution| known.has(&contribution.on));
    for standing in &mut contract.clauses {
        if standing.approved_on.as_ref().is_some_and(|on| !known.has(on)) {
            (standing.approved_on, standing.approved_by) = (None, None);
        }
    }
    if let Some(agreement) = &mut contract.agreement {
        known.keep(&mut agreement.notice_given);
        known.keep(&mut agreement.signed);
        known.keep(&mut agreement.exit_agreed);
    }
}

fn roadmap(known: Known, roadmap: &mut Roadmap) {
    roadmap.items.retain(|item| known.has(&item.seen));
    roadmap.reuse.retain(|reuse| known.has(&reuse.on));
    roadmap.shared_goals.retain(|goal| known.has(&goal.on));
    for milestone in &mut roadmap.milestones {
        known.keep(&mut milestone.done);
    }
    for scaling in &mut roadmap.scaling {
        scaling.reached.retain(|period, _| period.last_day() <= known.0);
    }
    if let Some(planning) = roadmap.planning.as_mut().filter(|planning| !known.has(&planning.until)) {
        planning.outcome = None;
    }
}

fn exit(known: Known, exit: &mut Exit) {
    if let Some(plan) = &mut exit.plan {
        known.keep(&mut plan.agreed);
        known.keep(&mut plan.reviewed);
        plan.deletion_certificate = plan.deletion_certificate.take().filter(|certificate| known.has(&certificate.on));
    }
    exit.rehearsals.retain(|rehearsal| known.has(&rehearsal.on));
    exit.triggers.retain(|trigger| trigger.agreed.as_ref().is_none_or(|agreed| known.has(agreed)));
    for asset in &mut exit.assets {
        known.keep(&mut asset.last_proven);
    }
    for step in &mut exit.steps {
        known.keep(&mut step.done);
    }
    exit.decisions.retain(|decision| known.has(&decision.judge().opened));
    for decision in &mut exit.decisions {
        *decision = Internal::new(decided(known, decision.judge().clone()));
    }
}

/// A decision that was opened, without a verdict that came later.
fn decided(known: Known, mut decision: Decision) -> Decision {
    known.keep(&mut decision.closed);
    if decision.on.as_ref().is_some_and(|on| !known.has(on)) {
        (decision.verdict, decision.by, decision.on) = (None, None, None);
        (decision.until, decision.because, decision.opportunity_cost) = (None, None, None);
        (decision.trust_intact, decision.alignment_intact) = (None, None);
    }
    decision
}
