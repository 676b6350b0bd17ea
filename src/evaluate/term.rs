//! The term of an agreement: when it ends, how it renews, and by when notice must be there.
//!
//! 1. A term ends with its last day. Renewals are counted from the day after the first end, so that a month's end stays
//!    one, and 29 February comes back in leap years.
//! 2. The last day for notice lies the notice period before the end. Where counting from the last day and from the day
//!    after differ, the earlier counts: too early harms nobody.
//! 3. Once that day has passed without notice, the next term is bound, and the next one's day counts.
//! 4. A deadline on a weekend is met by the working day before it. Public holidays differ by place and are not known here.

use jiff::ToSpan as _;
use schemars::JsonSchema;
use serde::Serialize;

use crate::model::contract::Agreement;
use crate::model::value::Unit;
use crate::model::{Date, Length};

/// Where an agreement stands in its terms on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Term {
    /// The last day of the term that runs; after the last one, that one's.
    pub ends: Date,
    /// How often it had renewed by then.
    pub renewals: u32,
    /// Whether it is over.
    pub over: bool,
    /// The first end that can still be reached: of this term, or of the next where notice is too late.
    pub bound_until: Date,
    /// Notice towards that end; absent where the agreement ends by itself, or notice was given in time.
    pub notice: Option<Notice>,
    /// Whether notice was given in time for `bound_until`.
    pub noticed: bool,
}

/// By when notice must be there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Notice {
    /// The first day on which notice may be given; absent where any day will do.
    pub opens: Option<Date>,
    /// The last day on which notice may arrive.
    pub by: Date,
    /// The last working day on or before it.
    pub arrive_by: Date,
    /// Days from the as-of date to the last day; never negative.
    pub days_left: i64,
}

/// Daily renewals for fifty years: more reach past any contract.
const MOST_RENEWALS: u32 = 20_000;

/// The end of the term after so many renewals; `first` is the last day of the first term.
#[must_use]
pub fn end_after(first: Date, renews: Length, renewals: u32) -> Date {
    let whole = Length { count: renews.count.saturating_mul(renewals), unit: renews.unit };
    last_day(next_day(first), whole)
}

/// The last day of a term that begins on `start`: the day before it begins again, or the last of a month that is too
/// short to have that day.
#[must_use]
pub fn last_day(start: Date, length: Length) -> Date {
    let again = length.after(start);
    let cut = matches!(length.unit, Unit::Month | Unit::Year) && again.0.day() < start.0.day();
    if cut { again } else { previous_day(again) }
}

/// The last day on which notice may arrive for a term that ends on `end`.
#[must_use]
pub fn notice_by(end: Date, notice: Length) -> Date {
    notice.before(end).min(previous_day(notice.before(next_day(end))))
}

/// The first day on which notice may be given for a term that ends on `end`: of two ways to count, the later.
fn opens_on(end: Date, opens: Length) -> Date {
    opens.before(end).max(previous_day(opens.before(next_day(end))))
}

/// The last working day on or before a day.
#[must_use]
pub fn working_day(day: Date) -> Date {
    let back = match day.0.weekday() {
        jiff::civil::Weekday::Saturday => 1,
        jiff::civil::Weekday::Sunday => 2,
        _ => 0,
    };
    Date(day.0.saturating_sub(back.days()))
}

fn next_day(day: Date) -> Date {
    Date(day.0.saturating_add(1.day()))
}

fn previous_day(day: Date) -> Date {
    Date(day.0.saturating_sub(1.day()))
}

/// The last day of the first term: as written, else from its start and length.
#[must_use]
pub fn first_end(agreement: &Agreement) -> Option<Date> {
    let written = agreement.ends.as_ref().map(|ends| ends.value);
    written.or_else(|| Some(last_day(agreement.starts.as_ref()?.value, agreement.term?)))
}

/// Where an agreement stands on a day; `None` for one without an end.
#[must_use]
pub fn term(agreement: &Agreement, as_of: Date) -> Option<Term> {
    let first = first_end(agreement)?;
    let given = agreement.notice_given.as_ref().map(|given| given.value).filter(|given| *given <= as_of);
    let Some(renews) = agreement.renews.map(|renews| renews.value).filter(|renews| renews.count > 0) else {
        return Some(Term {
            ends: first,
            renewals: 0,
            over: first < as_of,
            bound_until: first,
            notice: None,
            noticed: given.is_some_and(|given| given <= first),
        });
    };
    let by = |renewals: u32| {
        let end = end_after(first, renews, renewals);
        // Without a notice period, notice on the last day ends it.
        (end, agreement.notice.map_or(end, |notice| notice_by(end, notice.value)))
    };
    let reachable = |on: Date| (0..MOST_RENEWALS).find(|renewals| on <= by(*renewals).1).unwrap_or(MOST_RENEWALS);
    // Before its window notice is none.
    let valid = |given: Date| agreement.notice_opens.is_none_or(|opens| opens_on(by(reachable(given)).0, opens) <= given);
    if let Some(given) = given.filter(|given| valid(*given)) {
        let renewals = reachable(given);
        let (end, _) = by(renewals);
        let running = (0..=renewals).find(|n| as_of <= by(*n).0).unwrap_or(renewals);
        let over = end < as_of;
        return Some(Term { ends: by(running).0, renewals: running, over, bound_until: end, notice: None, noticed: true });
    }
    let running = (0..MOST_RENEWALS).find(|renewals| as_of <= by(*renewals).0).unwrap_or(MOST_RENEWALS);
    let next = reachable(as_of);
    let (end, last) = by(next);
    let opens = agreement.notice_opens.map(|opens| opens_on(end, opens));
    let days_left = i64::from((last.0 - as_of.0).get_days());
    Some(Term {
        ends: by(running).0,
        renewals: running,
        over: false,
        bound_until: end,
        notice: Some(Notice { opens, by: last, arrive_by: working_day(last), days_left }),
        noticed: false,
    })
}
