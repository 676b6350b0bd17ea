//! Rows of a chart: how they are labelled and where what they show stands.
//!
//! 1. On a page, labels stand in a column before the rows.
//! 2. On a canvas too narrow for that, each label stands above its row, which then has the whole width: a bar as long as a finger
//!    is wide shows nothing. What is said of the row stands behind its label, or below it where that leaves no room.

use super::{Anchor, Canvas, Paint, SIZE, count, wrap};
use crate::render::pdf::measure;

/// Distance of a label's lines, points.
const STEP: f32 = SIZE * 1.18;
/// Lines of a label at most.
const LINES: usize = 2;
/// Space between a label and what is said of its row, points.
const GAP: f32 = 5.0;
/// Space above a label that stands above its row, points.
const ABOVE: f32 = 4.0;

/// What a kind of chart asks of its rows; lengths are points.
pub struct Wish {
    /// Most room of the column of labels.
    pub most: f32,
    /// Space behind that column.
    pub after: f32,
    /// Height of what a row shows.
    pub one: f32,
    /// Width of what is said of a row beside its label, where labels stand above.
    pub beside: f32,
}

/// The rows of one chart; lengths are points.
pub struct Rows {
    /// Where what they show begins; 0 on a narrow canvas.
    pub left: f32,
    /// Height of each.
    pub height: f32,
    /// Height of what stands above each; 0 where labels stand in a column.
    lead: f32,
    /// Room of a label.
    room: f32,
    /// Whether what is said of a row has a line of its own.
    apart: bool,
}

impl Rows {
    /// Rows with these labels.
    pub fn new<'a>(canvas: &Canvas, labels: impl Iterator<Item = &'a str> + Clone, wish: &Wish) -> Self {
        if canvas.narrow() {
            let apart = wish.beside > canvas.width / 2.0;
            let room = canvas.width - if apart || wish.beside <= 0.0 { 0.0 } else { wish.beside + GAP };
            let lines = labels.map(|label| wrap(label, room, SIZE, true, LINES).len()).max().unwrap_or(1) + usize::from(apart);
            let lead = ABOVE + STEP * count(lines);
            return Self { left: 0.0, height: lead + wish.one, lead, room, apart };
        }
        let longest = labels.map(|label| measure(label, SIZE, false)).fold(0.0, f32::max);
        let room = (longest + 1.0).min(wish.most);
        let height = if longest > room { wish.one.max(SIZE * 2.36 + 4.0) } else { wish.one };
        Self { left: room + wish.after, height, lead: 0.0, room, apart: false }
    }

    /// The middle of what the row shows that begins at `y`.
    pub const fn middle(&self, y: f32) -> f32 {
        y + self.lead + (self.height - self.lead) / 2.0
    }

    /// Height of what a row shows, without what stands above it.
    pub const fn inner(&self) -> f32 {
        self.height - self.lead
    }

    /// On a narrow canvas, where what is said of the row that begins at `y` stands: its left edge and its baseline.
    pub fn beside(&self, y: f32) -> Option<(f32, f32)> {
        let last = y + self.lead - STEP + SIZE * 0.92;
        (self.lead > 0.0).then_some((if self.apart { 0.0 } else { self.room + GAP }, last))
    }

    /// Lines of the scale run through what stands above the rows, but not through its words: a ground for them.
    pub fn ground(&self, canvas: &mut Canvas, text: &str, (x, baseline): (f32, f32), size: f32, bold: bool) {
        if self.lead > 0.0 {
            canvas.rect(x, baseline - size * 0.86, (measure(text, size, bold) + 2.0).min(canvas.width - x), STEP, Paint::Paper);
        }
    }

    /// Draws the label of the row that begins at `y`.
    pub fn label(&self, canvas: &mut Canvas, text: &str, y: f32, bold: bool) {
        let lines = wrap(text, self.room, SIZE, bold, LINES);
        let height = STEP * count(lines.len());
        let top = match self.beside(y) {
            // Above its row a label hangs on to what it names.
            Some(_) => self.lead - height - if self.apart { STEP } else { 0.0 },
            None => (self.height - height) / 2.0,
        };
        for (index, line) in lines.iter().enumerate() {
            let baseline = y + top + STEP * count(index) + SIZE * 0.92;
            self.ground(canvas, line, (0.0, baseline), SIZE, bold);
            canvas.label(line, (0.0, baseline), Anchor::Start, (SIZE, bold), Paint::Text);
        }
    }
}
