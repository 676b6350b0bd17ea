//! How the site and the documents look: the organisation's colour, logo, paper and fonts.
//!
//! The colour is used as it is where it can be read, and otherwise made darker (on white) or lighter (on the dark ground)
//! until its contrast is that of WCAG 2.2, 1.4.3: at least 4.5 to 1.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::value::{At, scalar};

/// How the site and the documents look.
#[derive(Clone, Debug, Default, Deserialize, Serialize, JsonSchema)]
pub struct Theme {
    /// The organisation's colour, `#rrggbb`, for links and what is important; made darker or lighter where it could not be read.
    pub accent: Option<At<Color>>,
    /// The organisation's logo: a PNG, JPEG or SVG file below `content/`, by its path from the root of the playbook.
    pub logo: Option<At<String>>,
    /// The logo for dark screens, a file as `logo` is; without it `logo` stands there on a white plate.
    pub logo_dark: Option<At<String>>,
    /// The size of the paper.
    #[serde(default)]
    pub paper: Paper,
    /// Font files (TrueType or OpenType) for characters that the built-in fonts lack, by their paths from the root of the playbook.
    #[serde(default)]
    pub fonts: Vec<At<String>>,
}

/// The size of the paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Paper {
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 8.5 × 11 inches.
    Letter,
}

/// A colour: sRGB red, green, blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Color(pub [u8; 3]);

scalar!(Color);

impl FromStr for Color {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let channel = |at: usize| text.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok());
        let hex = text.strip_prefix('#').is_some_and(|rest| rest.len() == 6 && rest.bytes().all(|b| b.is_ascii_hexdigit()));
        match (hex, channel(1), channel(3), channel(5)) {
            (true, Some(red), Some(green), Some(blue)) => Ok(Self([red, green, blue])),
            _ => Err(format!("`{text}` is not a colour: write it as `#1f4fd8`, in quotes")),
        }
    }
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl JsonSchema for Color {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Color".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "pattern": "^#[0-9a-fA-F]{6}$", "description": "A colour such as `#1f4fd8`." })
    }
}

/// Contrast asked for, WCAG 2.2, 1.4.3.
const CONTRAST: f64 = 4.5;
/// Table heads and cards on paper and in the light theme: darker than the page, so what can be read here can be read there.
const LIGHT_GROUND: Color = Color([0xf6, 0xf7, 0xf9]);
/// Cards in the dark theme.
const DARK_GROUND: Color = Color([0x19, 0x21, 0x2c]);

impl Color {
    /// The colour, made darker until it can be read on white and on light cards.
    #[must_use]
    pub fn on_light(self) -> Self {
        self.until_read(LIGHT_GROUND, 0)
    }

    /// The colour, made lighter until it can be read on the dark ground.
    #[must_use]
    pub fn on_dark(self) -> Self {
        self.until_read(DARK_GROUND, 255)
    }

    fn until_read(self, ground: Self, toward: u8) -> Self {
        let mixed = |parts: u8| {
            let mix = |channel: u8| {
                let (channel, toward, parts) = (u32::from(channel), u32::from(toward), u32::from(parts));
                u8::try_from((channel * (100 - parts) + toward * parts) / 100).unwrap_or(toward.try_into().unwrap_or(0))
            };
            Self(self.0.map(mix))
        };
        (0..=100).step_by(2).map(mixed).find(|color| color.contrast(ground) >= CONTRAST).unwrap_or_else(|| mixed(100))
    }

    /// Contrast with another colour, 1 to 21: WCAG 2.2, definition of contrast ratio.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Relative luminance, 0 to 1.
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

/// A channel without its gamma: sRGB, IEC 61966-2-1.
fn linear(channel: u8) -> f64 {
    let share = f64::from(channel) / 255.0;
    if share <= 0.04045 { share / 12.92 } else { power_2_4((share + 0.055) / 1.055) }
}

/// `x` to the power of 2.4 for `x` from 0 to 1, with exact operations only, because `powf` is not the same on every machine:
/// the square times the fifth root of the square, by Newton's method.
fn power_2_4(x: f64) -> f64 {
    let square = x * x;
    let mut root = 1.0_f64;
    for _ in 0..60 {
        let fourth = root * root * root * root;
        root -= (fourth * root - square) / (5.0 * fourth);
    }
    square * root
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_that_of_the_standard() {
        let color = |text: &str| text.parse::<Color>().unwrap();
        // Known pairs: black on white is 21, #767676 the lightest grey that just passes; the last by the formula in Python.
        for (a, b, ratio) in [
            ("#000000", "#ffffff", 21.0),
            ("#767676", "#ffffff", 4.54),
            ("#777777", "#ffffff", 4.48),
            ("#1f4fd8", "#ffffff", 6.628),
        ] {
            let found = color(a).contrast(color(b));
            assert!((found - ratio).abs() < 0.01, "{a} on {b}: {found}");
        }
    }

    #[test]
    fn colours_are_changed_only_where_they_cannot_be_read() {
        let color = |text: &str| text.parse::<Color>().unwrap();
        assert_eq!(color("#1f4fd8").on_light(), color("#1f4fd8"));
        for text in ["#ffff00", "#ff8800", "#ffffff", "#00ff00", "#000000", "#123456"] {
            assert!(color(text).on_light().contrast(LIGHT_GROUND) >= CONTRAST, "{text}");
            assert!(color(text).on_dark().contrast(DARK_GROUND) >= CONTRAST, "{text}");
        }
        for wrong in ["blue", "#12345", "#1234567", "#12345g", "123456", "#é1234"] {
            assert!(wrong.parse::<Color>().is_err(), "{wrong}");
        }
    }
}
