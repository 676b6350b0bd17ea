//! [`Period`]: a month or a quarter, as readings are taken.
//!
//! Readings are written for months and quarters of the calendar. A fiscal year may begin in any month, so that a computed
//! quarter may be any three months.

use std::fmt;
use std::str::FromStr;

use super::Date;
use super::value::scalar;

scalar!(Period);

/// A month or a quarter, written `2026-03` or `2026-Q1`; three other months in a row print as `2025-11..2026-01`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Period {
    year: i16,
    first_month: i8,
    months: i8,
}

impl Period {
    /// As printed in documents, on one line: `Q3 2026`, `Mar 2026`, `Nov 2025–Jan 2026`.
    #[must_use]
    pub fn words(self) -> String {
        let month = |day: Date| day.0.strftime("%b\u{a0}%Y").to_string();
        match self.months {
            1 => month(self.last_day()),
            _ if self.is_of_calendar() => format!("Q{}\u{a0}{}", (self.first_month + 2) / 3, self.year),
            _ => format!("{}–{}", month(self.first_day()), month(self.last_day())),
        }
    }

    const fn is_of_calendar(self) -> bool {
        self.months == 1 || self.first_month % 3 == 1
    }

    /// How many months it is long: 1 or 3.
    #[must_use]
    pub const fn months(self) -> i8 {
        self.months
    }

    /// The quarter of a fiscal year that it lies in, for a year that begins in month `start`, 1 to 12. A quarter is its own.
    #[must_use]
    pub fn fiscal_quarter(self, start: i8) -> Self {
        if self.months == 3 {
            return self;
        }
        let offset = i32::from(start) - 1;
        let into = (self.count() - offset).rem_euclid(3);
        Self::from_count(self.count() - into, 3)
    }

    /// The period of the same length right before it.
    #[must_use]
    pub fn before(self) -> Self {
        Self::from_count(self.count() - i32::from(self.months), self.months)
    }

    /// The month a day lies in.
    #[must_use]
    pub fn month_of(day: Date) -> Self {
        Self { year: day.0.year(), first_month: day.0.month(), months: 1 }
    }

    /// The period of the same length right after it.
    #[must_use]
    pub fn next(self) -> Self {
        Self::from_count(self.count() + i32::from(self.months), self.months)
    }

    /// Where it lies in time, counted in its own length: one period later is 1 more.
    #[must_use]
    pub fn position(self) -> f64 {
        f64::from(self.count()) / f64::from(self.months.max(1))
    }

    /// Months from the year 0 to its first.
    fn count(self) -> i32 {
        i32::from(self.year) * 12 + i32::from(self.first_month) - 1
    }

    /// Its first day.
    #[must_use]
    pub fn first_day(self) -> Date {
        Date(jiff::civil::Date::new(self.year, self.first_month, 1).unwrap_or(jiff::civil::Date::ZERO))
    }

    /// The last period as long as this one that had ended by `day`.
    #[must_use]
    pub fn latest_ended(self, day: Date) -> Self {
        let months = i32::from(self.months.max(1));
        let today = i32::from(day.0.year()) * 12 + i32::from(day.0.month()) - 1;
        // The period that `day` lies in has ended only on its last day.
        let current = Self::from_count(today - (today - self.count()).rem_euclid(months), self.months);
        if current.last_day() <= day { current } else { Self::from_count(current.count() - months, self.months) }
    }

    /// The period of `months` months that begins `count` months after the year 0 began.
    fn from_count(count: i32, months: i8) -> Self {
        let year = i16::try_from(count.div_euclid(12)).unwrap_or(0);
        let first_month = i8::try_from(count.rem_euclid(12) + 1).unwrap_or(1);
        Self { year, first_month, months }
    }

    /// The last day of the period: a reading exists only from then on.
    #[must_use]
    pub fn last_day(self) -> Date {
        let first = Self::from_count(self.count() + i32::from(self.months) - 1, 1).first_day().0;
        Date(first.last_of_month())
    }
}

impl PartialOrd for Period {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Period {
    /// By last day; of two that end together, the longer one comes later.
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let end = |period: &Self| period.count() + i32::from(period.months);
        (end(self), self.months).cmp(&(end(other), other.months))
    }
}

impl FromStr for Period {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a period: write a quarter as `2026-Q1` or a month as `2026-03`");
        let (year, rest) = text.split_once('-').ok_or_else(wrong)?;
        let digits = |text: &str, count| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(year, 4) {
            return Err(wrong());
        }
        let year = year.parse().map_err(|_| wrong())?;
        match rest.strip_prefix('Q') {
            Some(quarter) if matches!(quarter, "1" | "2" | "3" | "4") => {
                let quarter: i8 = quarter.parse().map_err(|_| wrong())?;
                Ok(Self { year, first_month: quarter * 3 - 2, months: 3 })
            }
            None if digits(rest, 2) => match rest.parse() {
                Ok(month @ 1..=12) => Ok(Self { year, first_month: month, months: 1 }),
                _ => Err(wrong()),
            },
            _ => Err(wrong()),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.months {
            1 => write!(f, "{:04}-{:02}", self.year, self.first_month),
            _ if self.is_of_calendar() => write!(f, "{:04}-Q{}", self.year, (self.first_month + 2) / 3),
            _ => {
                let last = Self::from_count(self.count() + 2, 1);
                write!(f, "{:04}-{:02}..{last}", self.year, self.first_month)
            }
        }
    }
}
