//! The small types that records are made of.
//!
//! 1. [`At`] keeps where a value stood, so that a later check can point at it.
//! 2. [`Id`], [`Date`], [`Share`], [`Money`] and [`Threshold`] read one written form each and say
//!    what they expected when they get another.

use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use jiff::ToSpan as _;
use rust_decimal::Decimal;
use serde::de::{Deserialize, Deserializer, Error as _};
use serde::{Serialize, Serializer};

use crate::diagnostic::Span;

/// The struct name and fields by which [`At`] asks the YAML decoder for a place.
pub const AT: (&str, &[&str]) = ("$alliance::At", &["line", "column", "len", "value"]);

/// A value and the place in its file where it stood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct At<T> {
    /// What was written.
    pub value: T,
    /// Where.
    pub span: Span,
}

impl<T: Copy> At<T> {
    /// Another value at the same place.
    pub fn map<U>(&self, change: impl FnOnce(T) -> U) -> At<U> {
        At { value: change(self.value), span: self.span }
    }
}

impl<T> Deref for At<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: Serialize> Serialize for At<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for At<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor<T>(std::marker::PhantomData<T>);

        impl<'de, T: Deserialize<'de>> serde::de::Visitor<'de> for Visitor<T> {
            type Value = At<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value with its place")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<At<T>, A::Error> {
                let mut place = [0_u32; 3];
                for number in &mut place {
                    *number = map.next_entry::<serde::de::IgnoredAny, u32>()?.map_or(0, |(_, number)| number);
                }
                let (_, value) =
                    map.next_entry::<serde::de::IgnoredAny, T>()?.ok_or_else(|| A::Error::custom("a value is missing"))?;
                let [line, column, len] = place;
                Ok(At { value, span: Span { line, column, len } })
            }
        }

        deserializer.deserialize_struct(AT.0, AT.1, Visitor(std::marker::PhantomData))
    }
}

/// Implements reading from a scalar and writing as text by way of `FromStr` and `Display`.
macro_rules! scalar {
    ($($type:ty),*) => {$(
        $crate::model::value::read_scalar!($type);

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }
    )*};
}

/// Implements reading from a scalar by way of `FromStr`.
macro_rules! read_scalar {
    ($type:ty) => {
        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

pub(super) use {read_scalar, scalar};

scalar!(Id, Date, Length, Currency);
read_scalar!(Threshold);

/// A kebab-case name that records refer to each other by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(String);

impl Id {
    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Id {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        if text.split('-').all(part) {
            Ok(Self(text.to_owned()))
        } else {
            Err(format!("`{text}` is not an id: use lower-case letters, digits and single hyphens, such as `load-test-2026`"))
        }
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::borrow::Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// A calendar date, written `2026-10-31`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub jiff::civil::Date);

impl FromStr for Date {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a date: write year, month and day as in `2026-10-31`");
        let shape = |(index, byte): (usize, u8)| if matches!(index, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
        if text.len() != 10 || !text.bytes().enumerate().all(shape) {
            return Err(wrong());
        }
        text.parse().map(Self).map_err(|_| format!("`{text}` is not a day of the calendar"))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A part of a whole from 0 to 1, written `0.6` or `60%`.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Share(pub f64);

impl FromStr for Share {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let value = match text.strip_suffix('%') {
            Some(percent) => percent.trim_end().parse::<f64>().map(|percent| percent / 100.0),
            None => text.parse(),
        };
        match value {
            Ok(share) if (0.0..=1.0).contains(&share) => Ok(Self(share)),
            Ok(number) if number > 1.0 && number <= 100.0 && !text.ends_with('%') => {
                Err(format!("`{text}` is more than the whole; did you mean `{text}%`?"))
            }
            Ok(_) => Err(format!("`{text}` is not a share: it must lie between 0 and 1, or between 0% and 100%")),
            Err(_) => Err(format!("`{text}` is not a share: write `0.6` or `60%`")),
        }
    }
}

impl<'de> Deserialize<'de> for Share {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

impl Serialize for Share {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.0)
    }
}

/// An amount in the playbook's currency: an exact decimal, never a binary fraction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Money(pub Decimal);

impl Money {
    /// So many whole units of the currency.
    #[must_use]
    pub fn whole(units: u32) -> Self {
        Self(Decimal::from(units))
    }
}

impl FromStr for Money {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = |_| format!("`{text}` is not an amount: write digits, such as `1_240_000` or `99.50`");
        // Far above any budget, and low enough that sums of amounts cannot overflow.
        let most = Decimal::from(1_000_000_000_000_000_i64);
        match Decimal::from_str_exact(&text.replace('_', "")).map_err(wrong)? {
            amount if amount.is_sign_negative() && !amount.is_zero() => Err(format!("`{text}` is negative: write what is paid")),
            amount if amount > most => Err(format!("`{text}` is more money than there is")),
            amount => Ok(Self(amount)),
        }
    }
}

impl fmt::Display for Money {
    /// Digits in groups of three, with as many decimals as were written.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_sign_negative() && !self.0.is_zero() {
            f.write_str("−")?;
        }
        f.write_str(&grouped(&self.0.abs().to_string()))
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// A length of time as contracts state it, written `90 days`, `12 months`, `1 year` or `10 business days`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Length {
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: Unit,
}

/// A unit of a [`Length`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Calendar days.
    Day,
    /// Calendar months.
    Month,
    /// Calendar years.
    Year,
    /// Days from Monday to Friday; public holidays are not known.
    BusinessDay,
}

impl Length {
    /// About how many days it is; a month counts 30, a year 365.
    #[must_use]
    pub const fn days(self) -> u32 {
        match self.unit {
            Unit::Day => self.count,
            Unit::Month => self.count.saturating_mul(30),
            Unit::Year => self.count.saturating_mul(365),
            Unit::BusinessDay => self.count.saturating_mul(7).div_ceil(5),
        }
    }

    /// The day that lies this long after another; the last of the month where that is shorter.
    #[must_use]
    pub fn after(self, day: Date) -> Date {
        self.span().map_or_else(
            || business_days(day, self.count, 1),
            |span| day.0.checked_add(span).map_or(Date(jiff::civil::Date::MAX), Date),
        )
    }

    /// The day that lies this long before another; the last of the month where that is shorter.
    #[must_use]
    pub fn before(self, day: Date) -> Date {
        self.span().map_or_else(
            || business_days(day, self.count, -1),
            |span| day.0.checked_sub(span).map_or(Date(jiff::civil::Date::MIN), Date),
        )
    }

    /// As a span of the calendar; `None` for business days. One too long for any calendar is as long as one can be.
    fn span(self) -> Option<jiff::Span> {
        let span = jiff::Span::new();
        let span = match self.unit {
            Unit::Day => span.try_days(self.count),
            Unit::Month => span.try_months(self.count),
            Unit::Year => span.try_years(self.count),
            Unit::BusinessDay => return None,
        };
        Some(span.unwrap_or_else(|_| jiff::Span::new().years(19_998)))
    }
}

/// The day so many days from Monday to Friday after another, or before it where `step` is −1.
fn business_days(day: Date, count: u32, step: i64) -> Date {
    // Five working days are a week; the last few are walked, so that the end is no weekend.
    let weeks = i64::from(count.saturating_sub(1) / 5).min(1_100_000);
    let mut day = day.0.saturating_add((weeks * step).weeks());
    let mut left = count.saturating_sub(u32::try_from(weeks * 5).unwrap_or(0)).min(7);
    while left > 0 && day != jiff::civil::Date::MAX && day != jiff::civil::Date::MIN {
        day = day.saturating_add(step.days());
        left -= u32::from(!matches!(day.weekday(), jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday));
    }
    Date(day)
}

impl FromStr for Length {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a length of time: write `90 days`, `12 months` or `1 year`");
        let (count, unit) = text.split_once(' ').ok_or_else(wrong)?;
        let unit = match unit {
            "business day" | "business days" => Unit::BusinessDay,
            "day" | "days" => Unit::Day,
            "month" | "months" => Unit::Month,
            "year" | "years" => Unit::Year,
            _ => return Err(wrong()),
        };
        Ok(Self { count: count.parse().map_err(|_| wrong())?, unit })
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::Day => "day",
            Unit::Month => "month",
            Unit::Year => "year",
            Unit::BusinessDay => "business day",
        };
        write!(f, "{} {unit}{}", self.count, if self.count == 1 { "" } else { "s" })
    }
}

/// The ISO 4217 code of a currency, such as `EUR`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Currency(String);

impl FromStr for Currency {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(format!("`{text}` is not a currency: write its three-letter code, such as `EUR`"))
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A threshold of a KPI: a number such as `96`, or for a band a range such as `3..12`, `..20` or `75..`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Threshold {
    /// One number: at least for a KPI that should rise, at most for one that should fall.
    Value(f64),
    /// Both ends, either of which may be open.
    Range {
        /// Not below this.
        low: Option<f64>,
        /// Not above this.
        high: Option<f64>,
    },
}

impl FromStr for Threshold {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is not a threshold: write a number, or for a band a range such as `3..12`");
        let number = |text: &str| match text.trim() {
            "" => Ok(None),
            digits => digits.replace('_', "").parse().ok().filter(|value: &f64| value.is_finite()).map(Some).ok_or_else(wrong),
        };
        match text.split_once("..") {
            None => number(text)?.map(Self::Value).ok_or_else(wrong),
            Some((low, high)) => match (number(low)?, number(high)?) {
                (None, None) => Err(wrong()),
                (Some(low), Some(high)) if low > high => Err(format!("`{text}` is not a range: it ends before it begins")),
                (low, high) => Ok(Self::Range { low, high }),
            },
        }
    }
}

/// As the files write it: a number, or a range such as `3..12`.
impl serde::Serialize for Threshold {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let end = |end: Option<f64>| end.map_or(String::new(), |end| end.to_string());
        match *self {
            Self::Value(value) => serializer.serialize_f64(value),
            Self::Range { low, high } => serializer.collect_str(&format_args!("{}..{}", end(low), end(high))),
        }
    }
}

/// A number as it is written, the digits before its point in groups of three.
#[must_use]
pub fn grouped(number: &str) -> String {
    let whole = number.find('.').unwrap_or(number.len());
    let mut out = String::with_capacity(number.len() + whole / 3);
    for (index, character) in number.char_indices() {
        let follows_digit = index > 0 && number.as_bytes()[index - 1].is_ascii_digit();
        if follows_digit && index < whole && (whole - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(character);
    }
    out
}

impl Threshold {
    /// In words, with its digits in groups of three.
    #[must_use]
    pub fn words(&self) -> String {
        self.in_words(&|number| grouped(&number.to_string()))
    }

    fn in_words(&self, number: &dyn Fn(&f64) -> String) -> String {
        match self {
            Self::Value(value) => number(value),
            Self::Range { low: Some(low), high: Some(high) } => format!("{} to {}", number(low), number(high)),
            Self::Range { low: Some(low), high: None } => format!("{} or more", number(low)),
            Self::Range { low: None, high: Some(high) } => format!("{} or less", number(high)),
            Self::Range { low: None, high: None } => "any".to_owned(),
        }
    }
}

/// In words, as they can be read back where it is one number.
impl fmt::Display for Threshold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_words(&f64::to_string))
    }
}
