//! Whether we go on with a vendor: what was decided last, and by whom.

use super::{VENDOR, day, loaded};
use crate::evaluate::course::{Course, course};

/// The course on 31 October 2026 of a vendor with these lines in its file and these exit decisions.
fn on(vendor: &str, decisions: &str) -> Course {
    let vendor = format!("{VENDOR}{vendor}");
    let exit = format!("decisions:\n{decisions}");
    let mut files = vec![("playbook/vendors/ash/vendor.yaml", vendor.as_str())];
    if !decisions.is_empty() {
        files.push(("playbook/vendors/ash/exit.yaml", &exit));
    }
    let playbook = loaded(&files);
    course(playbook.vendors.values().next().unwrap(), day("2026-10-31"))
}

#[test]
fn what_was_decided_last_about_leaving_counts() {
    let exit = "  - { id: e, trigger: p, opened: 2026-06-01, verdict: exit, by: r, on: 2026-06-10 }\n";
    let phase_out = "disposition: { verdict: phase-out, by: r, on: 2026-05-28, because: B. }\n";
    let maintain = |on: &str| format!("disposition: {{ verdict: maintain, by: r, on: {on}, because: B. }}\n");
    let since = |on: &str| Course::Leaving(Some(day(on)));
    assert_eq!(on("", ""), Course::GoingOn);
    assert_eq!(on(phase_out, ""), since("2026-05-28"));
    assert_eq!(on(phase_out, exit), since("2026-06-10"));
    assert_eq!(on(&maintain("2026-06-10"), exit), since("2026-06-10"), "on the same day leaving counts");
    assert_eq!(on(&maintain("2026-06-11"), exit), Course::GoingOn, "an audit took it back");
    assert_eq!(on(&maintain("2026-06-09"), exit), since("2026-06-10"));
    // A later waiver of another trigger changes nothing; one of the same does.
    let waive = |trigger: &str| {
        format!(
            "{exit}  - {{ id: w, trigger: {trigger}, opened: 2026-07-01, verdict: waive, by: r, on: 2026-07-10, until: 2027-01-01 }}\n"
        )
    };
    assert_eq!(on("", &waive("q")), since("2026-06-10"));
    assert_eq!(on("", &waive("p")), Course::GoingOn);
    // What is closed or still to come decides nothing.
    let closed = exit.replace(" }", ", closed: 2026-08-01 }");
    assert_eq!(on("", &closed), Course::GoingOn);
    assert_eq!(on("", &exit.replace("on: 2026-06-10", "on: 2026-11-01")), Course::GoingOn);
}

#[test]
fn the_status_says_so_without_a_day() {
    let vendor = VENDOR.replace("active", "exiting");
    let playbook = loaded(&[("playbook/vendors/ash/vendor.yaml", &vendor)]);
    assert_eq!(course(playbook.vendors.values().next().unwrap(), day("2026-10-31")), Course::Leaving(None));
}
