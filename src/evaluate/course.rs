//! Whether we go on with a vendor or leave it.

use super::triggers::{State, state_in};
use crate::model::exit::Decision;
use crate::model::vendor::{Status, Verdict};
use crate::model::{Date, Internal, VendorFolder};

/// Where a partnership goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Course {
    /// Nobody has decided to leave.
    GoingOn,
    /// We leave, since the day it was decided, where a decision is on record.
    Leaving(Option<Date>),
}

/// What was decided about a vendor by a day: an exit decision that stands, or the audit's verdict to phase it out. An audit
/// that decided otherwise later takes an exit decision back. The status says so too, without a day.
#[must_use]
pub fn course(folder: &VendorFolder, as_of: Date) -> Course {
    let vendor = &folder.vendor;
    let audit = vendor.disposition.as_ref().map(Internal::judge).filter(|audit| audit.on.value <= as_of);
    let phased_out = audit.filter(|audit| audit.verdict == Verdict::PhaseOut).map(|audit| audit.on.value);
    let left = folder.exit.as_ref().and_then(|exit| {
        let stands = |one: &&Decision| one.opened.value <= as_of && state_in(exit, one, as_of) == State::Exiting;
        let days = exit.decisions.iter().map(Internal::judge).filter(stands);
        days.map(|one| one.on.as_ref().unwrap_or(&one.opened).value).max()
    });
    let taken_back = |left: &Date| phased_out.is_none() && audit.is_some_and(|audit| audit.on.value > *left);
    let decided = left.filter(|left| !taken_back(left)).max(phased_out);
    match decided {
        None if !matches!(vendor.status, Status::Exiting | Status::Exited) => Course::GoingOn,
        decided => Course::Leaving(decided),
    }
}
