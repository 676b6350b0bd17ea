//! Governance in force: what a vendor inherits from the playbook, and what it has of its own.
//!
//! A tier, cadence or step that the vendor's `governance.yaml` names replaces the playbook's of the same name.

use crate::model::governance::{Cadence, Level, Seat, Seniority, Side, Step, Tier};
use crate::model::relationship::{Meeting, MeetingOutcome};
use crate::model::{Common, Date, VendorFolder};

/// Records of the playbook, each replaced by the vendor's of the same key, then the vendor's own.
fn merged<'p, T, K: PartialEq>(general: &'p [T], own: &'p [T], key: impl Fn(&T) -> K) -> Vec<&'p T> {
    let replaced = |record: &'p T| own.iter().find(|mine| key(mine) == key(record)).unwrap_or(record);
    let added = own.iter().filter(|mine| !general.iter().any(|record| key(record) == key(mine)));
    general.iter().map(replaced).chain(added).collect()
}

macro_rules! in_force {
    ($(#[doc = $about:literal] $name:ident $type:ty, $key:expr;)*) => {$(
        #[doc = $about]
        #[must_use]
        pub fn $name<'p>(common: &'p Common, folder: &'p VendorFolder) -> Vec<&'p $type> {
            let general = common.governance.as_ref().map_or(&[][..], |governance| &governance.$name);
            let own = folder.governance.as_ref().map_or(&[][..], |governance| &governance.$name);
            merged(general, own, $key)
        }
    )*};
}

in_force! {
    /// The tiers of a partnership.
    tiers Tier, |tier| tier.tier.value;
    /// The rhythms of a partnership.
    cadences Cadence, |cadence| cadence.id.value.clone();
    /// The ladder of a partnership.
    ladder Step, |step| step.step.value;
}

/// The tier of a level, where there is one.
#[must_use]
pub fn tier<'p>(common: &'p Common, folder: &'p VendorFolder, level: Level) -> Option<&'p Tier> {
    tiers(common, folder).into_iter().find(|tier| tier.tier.value == level)
}

/// How many seats of a tier are on one side.
#[must_use]
pub fn seats(tier: &Tier, side: Side) -> usize {
    tier.seats.iter().filter(|seat| seat.side == side).count()
}

/// How high the holder of a seat stands: as the seat says, else as the role does.
#[must_use]
pub fn seniority(common: &Common, seat: &Seat) -> Option<Seniority> {
    let roles = common.governance.as_ref().map(|governance| governance.roles.as_slice()).unwrap_or_default();
    let role = seat.role.as_ref().and_then(|id| roles.iter().find(|role| role.id.value == id.value));
    seat.seniority.or_else(|| role.and_then(|role| role.seniority))
}

/// The meetings with the vendor that took place up to a day, in the order of the file.
#[must_use]
pub fn met<'p>(common: &Common, folder: &'p VendorFolder, as_of: Date) -> Vec<&'p Meeting> {
    let cadences = cadences(common, folder);
    let ours = |meeting: &Meeting| cadences.iter().any(|one| one.id.value == meeting.cadence.value && !one.with_vendor);
    let meetings = folder.governance.iter().flat_map(|own| &own.meetings);
    meetings.filter(|m| m.outcome == MeetingOutcome::Held && m.on.value <= as_of && !ours(m)).collect()
}
