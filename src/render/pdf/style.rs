//! The look on paper: sizes, distances and colours, all in one place.
//!
//! 1. Lengths are PDF points (1/72 inch), positions run right and down from the top left corner.
//! 2. [`Type`] is how a kind of text is set; the constants below are the whole type scale.
//! 3. Colours are the light column of the visual language; every one is readable on white and on [`SURFACE`].

use crate::block::{CalloutKind, Mark};

/// A colour: sRGB red, green, blue, 0 to 255.
pub type Color = [u8; 3];

/// Running text.
pub const TEXT: Color = [0x1b, 0x24, 0x30];
/// Secondary text: labels, footers, notes.
pub const MUTED: Color = [0x55, 0x60, 0x6e];
/// Hairlines.
pub const BORDER: Color = [0xdd, 0xe2, 0xe8];
/// Table heads and code.
pub const SURFACE: Color = [0xf6, 0xf7, 0xf9];

/// Width of a hairline, points.
pub const HAIRLINE: f32 = 0.6;

/// How a kind of text is set.
#[derive(Clone, Copy, Debug)]
pub struct Type {
    /// Size of the characters, points.
    pub size: f32,
    /// Distance from baseline to baseline, points.
    pub leading: f32,
    /// Whether it is bold throughout.
    pub bold: bool,
    /// Whether it is monospaced throughout.
    pub mono: bool,
    /// Colour of the characters.
    pub color: Color,
}

const fn text(size: f32, leading: f32) -> Type {
    Type { size, leading, bold: false, mono: false, color: TEXT }
}

impl Type {
    /// The same type in bold.
    #[must_use]
    pub const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    /// The same type in another colour.
    #[must_use]
    pub const fn colored(self, color: Color) -> Self {
        Self { color, ..self }
    }
}

/// Running text.
pub const BODY: Type = text(10.0, 14.0);
/// Table cells.
pub const CELL: Type = text(9.0, 12.0);
/// Code blocks.
pub const CODE: Type = Type { mono: true, ..text(8.5, 12.0) };
/// Footnotes.
pub const NOTE: Type = text(8.5, 11.5);
/// What a figure shows.
pub const CAPTION: Type = text(9.0, 12.5);
/// The document's title.
pub const TITLE: Type = text(19.0, 24.0).bold();
/// The title on the cover of a book.
pub const COVER: Type = text(31.0, 37.0).bold();
/// The line under it.
pub const COVER_SUBJECT: Type = text(13.0, 19.0).colored(MUTED);
/// The line under the title.
pub const SUBJECT: Type = text(10.5, 15.0).colored(MUTED);
/// Organisation and kind, above the title.
pub const KICKER: Type = text(8.5, 12.0).colored(MUTED);
/// Values of the fact strip.
pub const FACT: Type = text(9.5, 12.5);
/// The footer.
pub const FOOTER: Type = text(7.5, 10.0).colored(MUTED);

/// How a heading is set, and the space before and after it, points.
#[must_use]
pub const fn heading(level: u8) -> (Type, f32, f32) {
    match level {
        0 | 1 => (text(19.0, 24.0).bold(), 24.0, 12.0),
        2 => (text(14.0, 18.0).bold(), 20.0, 7.0),
        3 => (text(11.5, 15.0).bold(), 15.0, 5.0),
        4 => (text(10.0, 14.0).bold(), 12.0, 3.0),
        _ => (text(10.0, 14.0).bold().colored(MUTED), 10.0, 3.0),
    }
}

/// Space between blocks, points.
pub const GAP: f32 = 7.0;
/// Space between the items of a list, points.
pub const ITEM_GAP: f32 = 2.5;
/// Space above and below tables, callouts, quotes and code, points.
pub const FIGURE_GAP: f32 = 10.0;

/// The colour of a state.
#[must_use]
pub const fn mark_color(mark: Mark) -> Color {
    match mark {
        Mark::Good => [0x18, 0x72, 0x4a],
        Mark::Watch => [0x7a, 0x59, 0x00],
        Mark::Act => [0xa8, 0x48, 0x0a],
        Mark::Bad => [0xb4, 0x23, 0x18],
        Mark::Unknown => MUTED,
    }
}

/// The colour of a callout's bar and title.
#[must_use]
pub const fn callout_color(kind: CalloutKind, accent: Color) -> Color {
    match kind {
        CalloutKind::Note => MUTED,
        CalloutKind::Tip => mark_color(Mark::Good),
        CalloutKind::Important => accent,
        CalloutKind::Warning => mark_color(Mark::Act),
        CalloutKind::Caution => mark_color(Mark::Bad),
    }
}

/// A colour thinned with white: `parts` of 255 of it remain.
#[must_use]
pub const fn tint(color: Color, parts: u8) -> Color {
    [thin(color[0], parts), thin(color[1], parts), thin(color[2], parts)]
}

#[expect(clippy::cast_possible_truncation, reason = "a weighted mean of two bytes is a byte")]
const fn thin(channel: u8, parts: u8) -> u8 {
    ((channel as u32 * parts as u32 + 255 * (255 - parts as u32)) / 255) as u8
}
