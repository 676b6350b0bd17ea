//! Views of what is due: as lists, and month by month.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::ToSpan as _;
use serde::Serialize;

use super::link;
use crate::evaluate::calendar::{Due, Meeting};
use crate::evaluate::{Evaluation, governance};
use crate::model::{Date, Id, Playbook};

/// How many months are shown: those of a year ahead, from the one that runs.
const MONTHS: i32 = 13;

/// Everything with a day.
#[derive(Serialize)]
pub struct CalendarView<'p> {
    /// What should have been done, longest overdue first.
    overdue: Vec<DueView<'p>>,
    /// The next meeting of every rhythm that is overdue or falls into the days of the policy.
    meetings: Vec<MeetingView<'p>>,
    /// From the month that runs on.
    months: Vec<MonthView<'p>>,
}

/// Something with a day.
#[derive(Clone, Serialize)]
pub struct DueView<'p> {
    due: &'p Due,
    kind: &'static str,
    vendor: &'p str,
    link: String,
    /// Who answers for it; absent where nobody is named.
    who: Option<&'p str>,
}

#[derive(Clone, Serialize)]
struct MeetingView<'p> {
    on: Date,
    days: i64,
    vendor: &'p str,
    link: String,
    cadence: &'p Id,
    name: &'p str,
    agenda: &'p [String],
    with_vendor: bool,
    /// How many are on record.
    held: usize,
}

#[derive(Serialize)]
struct MonthView<'p> {
    /// Such as `2026-11`.
    id: String,
    /// Such as `November 2026`.
    name: String,
    /// From Monday to Sunday; nothing for the days of other months.
    weeks: Vec<Vec<Option<DayView<'p>>>>,
    due: Vec<DueView<'p>>,
    meetings: Vec<MeetingView<'p>>,
}

#[derive(Serialize)]
struct DayView<'p> {
    on: Date,
    day: i8,
    today: bool,
    /// Whether something is due on it; meetings are not.
    due: bool,
    /// What falls on it.
    marks: Vec<MarkView<'p>>,
}

/// A vendor on a day of the grid.
#[derive(Serialize)]
struct MarkView<'p> {
    vendor: &'p str,
    link: String,
    /// What, in a word or two.
    kinds: Vec<&'static str>,
}

/// Something with a day, with its words.
pub fn due<'p>(playbook: &'p Playbook, due: &'p Due) -> DueView<'p> {
    DueView {
        due,
        kind: due.kind.word(),
        vendor: playbook.vendor_name(&due.vendor),
        link: page(playbook, &due.vendor),
        who: due.who.as_ref().map(|who| playbook.role(who)),
    }
}

/// What is due of all vendors.
pub fn calendar<'p>(playbook: &'p Playbook, evaluation: &'p Evaluation) -> CalendarView<'p> {
    let whole = &evaluation.portfolio;
    let soon = i64::from(playbook.settings.policy.portfolio.soon_days);
    let (overdue, ahead): (Vec<&Due>, Vec<&Due>) = whole.due.iter().map(Arc::as_ref).partition(|one| one.days < 0);
    let meetings: Vec<MeetingView> = whole.meetings.iter().filter_map(|one| meeting(playbook, one)).collect();
    let first = evaluation.as_of.0.first_of_month();
    let month = |count: i32| {
        let start = first.checked_add(count.months()).ok()?;
        let falls = |on: Date| (on.0.year(), on.0.month()) == (start.year(), start.month());
        let due: Vec<DueView> = ahead.iter().filter(|one| falls(one.on)).map(|one| self::due(playbook, one)).collect();
        let meetings: Vec<MeetingView> = meetings.iter().filter(|one| one.days >= 0 && falls(one.on)).cloned().collect();
        Some(MonthView {
            id: start.strftime("%Y-%m").to_string(),
            name: start.strftime("%B %Y").to_string(),
            weeks: weeks(start, evaluation.as_of, &due, &meetings),
            due,
            meetings,
        })
    };
    CalendarView {
        months: (0..MONTHS).filter_map(month).collect(),
        overdue: overdue.into_iter().map(|one| due(playbook, one)).collect(),
        meetings: meetings.into_iter().filter(|one| one.days <= soon).collect(),
    }
}

fn meeting<'p>(playbook: &'p Playbook, one: &'p Meeting) -> Option<MeetingView<'p>> {
    let folder = playbook.vendors.get(&one.vendor)?;
    let cadence = governance::cadences(playbook, folder).into_iter().find(|cadence| cadence.id.value == one.cadence)?;
    Some(MeetingView {
        on: one.on,
        days: one.days,
        vendor: playbook.vendor_name(&one.vendor),
        link: link(&folder.vendor.file),
        cadence: &one.cadence,
        name: &cadence.name,
        agenda: &cadence.agenda,
        with_vendor: cadence.with_vendor,
        held: one.held,
    })
}

/// The days of a month by weeks from Monday on.
fn weeks<'p>(
    start: jiff::civil::Date,
    as_of: Date,
    due: &[DueView<'p>],
    meetings: &[MeetingView<'p>],
) -> Vec<Vec<Option<DayView<'p>>>> {
    let mut marks: BTreeMap<(Date, &'p str), MarkView<'p>> = BTreeMap::new();
    let named = due.iter().map(|one| (one.due.on, one.vendor, &one.link, one.kind));
    for (on, vendor, link, kind) in named.chain(meetings.iter().map(|one| (one.on, one.vendor, &one.link, "meeting"))) {
        let mark = marks.entry((on, vendor)).or_insert_with(|| MarkView { vendor, link: link.clone(), kinds: Vec::new() });
        if !mark.kinds.contains(&kind) {
            mark.kinds.push(kind);
        }
    }
    let mut marks = marks.into_iter().peekable();
    let mut days: Vec<Option<DayView>> = (0..start.weekday().to_monday_zero_offset()).map(|_| None).collect();
    for day in 1..=start.days_in_month() {
        let Ok(on) = jiff::civil::Date::new(start.year(), start.month(), day).map(Date) else { continue };
        let mut mine = Vec::new();
        while let Some((_, mark)) = marks.next_if(|((of, _), _)| *of == on) {
            mine.push(mark);
        }
        days.push(Some(DayView { on, day, today: on == as_of, due: due.iter().any(|one| one.due.on == on), marks: mine }));
    }
    days.resize_with(days.len().next_multiple_of(7), || None);
    let mut weeks = Vec::new();
    let mut days = days.into_iter();
    while let Some(first) = days.next() {
        weeks.push(std::iter::once(first).chain(days.by_ref().take(6)).collect());
    }
    weeks
}

fn page(playbook: &Playbook, vendor: &Id) -> String {
    playbook.vendors.get(vendor).map_or_else(String::new, |folder| link(&folder.vendor.file))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_whole_weeks_from_monday_on() {
        for (start, weeks_of, before) in [("2026-02-01", 5, 6), ("2027-02-01", 4, 0), ("2026-11-01", 6, 6), ("2028-02-01", 5, 1)]
        {
            let start: jiff::civil::Date = start.parse().unwrap();
            let month = weeks(start, Date(start), &[], &[]);
            assert!(month.iter().all(|week| week.len() == 7), "{start}");
            assert_eq!((month.len(), month[0].iter().filter(|day| day.is_none()).count()), (weeks_of, before), "{start}");
            let days: Vec<i8> = month.iter().flatten().flatten().map(|day| day.day).collect();
            assert_eq!(days, (1..=start.days_in_month()).collect::<Vec<i8>>());
            assert_eq!(month.iter().flatten().flatten().filter(|day| day.today).count(), 1);
        }
    }
}
