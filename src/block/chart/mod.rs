//! Charts: data in the tree, drawn by the renderers, each with the table behind it.
//!
//! 1. [`read`] turns the YAML of a fenced block with the language `chart` into a [`Chart`], or says what is wrong and where.
//! 2. [`Chart::table`] is the same figures as a table: the text alternative, and what formats without drawings print.

mod read;

pub use read::read;

use jiff::civil::Date;

use super::{Align, Inline, Mark, Table};

/// A chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// What the chart shows, as a sentence that states the finding.
    pub caption: String,
    /// Unit of the figures, such as `%`.
    pub unit: Option<String>,
    /// Whether the table behind it is printed; not where the document holds the figures anyway.
    pub table: bool,
    /// What is drawn.
    pub figure: Figure,
}

/// The kinds of chart.
#[derive(Clone, Debug, PartialEq)]
pub enum Figure {
    /// Horizontal bars against thresholds.
    Bars {
        /// One bar each.
        rows: Vec<Bar>,
        /// Lines across all bars.
        thresholds: Vec<Threshold>,
        /// Start and end of the scale, where the data do not decide.
        scale: Scale,
    },
    /// Values over time.
    Line {
        /// Labels of the points in time.
        periods: Vec<String>,
        /// The lines.
        series: Vec<Series>,
        /// Lines across the whole time.
        thresholds: Vec<Threshold>,
        /// A range that is marked out.
        band: Option<Band>,
        /// Start and end of the scale, where the data do not decide.
        scale: Scale,
    },
    /// Shapes compared on three to eight axes, each from 0 to `max`.
    Radar {
        /// Names of the axes, clockwise from the top.
        axes: Vec<String>,
        /// The outermost ring.
        max: f64,
        /// One to three shapes, a value for each axis.
        series: Vec<Series>,
    },
    /// Spans of days, one below the other.
    Gantt {
        /// The spans; one without an end is a milestone.
        rows: Vec<Stretch>,
        /// Days marked across all rows.
        markers: Vec<Marker>,
        /// First and last day of the scale, where it is that of a larger chart.
        span: Option<(Date, Date)>,
    },
    /// Parts of wholes: every row fills the width.
    Shares(Vec<Whole>),
    /// States in a grid.
    Heat {
        /// Heads of the columns.
        columns: Vec<String>,
        /// The rows, with a cell for each column.
        rows: Vec<HeatRow>,
    },
    /// How a sum comes about.
    Waterfall(Vec<Step>),
}

/// Where a scale starts and ends; `None` leaves it to the data.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scale {
    /// Its start.
    pub min: Option<f64>,
    /// Its end.
    pub max: Option<f64>,
}

/// A bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// What it is about.
    pub label: String,
    /// Its length; `None` where nothing is known.
    pub value: Option<f64>,
    /// Least and most the value may be.
    pub range: Option<(f64, f64)>,
    /// Its state.
    pub mark: Option<Mark>,
    /// A remark printed behind the value.
    pub note: Option<String>,
}

/// A line of a chart; `None` is a gap.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Its name.
    pub name: String,
    /// Its values.
    pub values: Vec<Option<f64>>,
}

/// A labelled line at a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Threshold {
    /// Its name, such as `target`.
    pub label: String,
    /// Its value.
    pub at: f64,
}

/// A labelled range of values.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// Its name.
    pub label: String,
    /// Its lower edge.
    pub low: f64,
    /// Its upper edge.
    pub high: f64,
}

/// A span of days.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    /// What happens.
    pub label: String,
    /// Its first day.
    pub start: Date,
    /// Its last day; `None` for a milestone.
    pub end: Option<Date>,
    /// Whether it decides how long all of it takes.
    pub critical: bool,
    /// Its state.
    pub mark: Option<Mark>,
    /// A remark printed behind it.
    pub note: Option<String>,
}

/// A labelled day.
#[derive(Clone, Debug, PartialEq)]
pub struct Marker {
    /// Its name.
    pub label: String,
    /// The day.
    pub on: Date,
}

/// A whole and its parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Whole {
    /// What is shared.
    pub label: String,
    /// Name and size of each part; only their proportions count.
    pub parts: Vec<(String, f64)>,
    /// What is nobody's or is not known, behind the parts.
    pub rest: Option<(String, f64)>,
}

impl Whole {
    /// The parts, and the rest as the last, as percentages of the whole; 0 where the whole is nothing.
    #[must_use]
    pub fn percentages(&self) -> Vec<(&str, f64)> {
        let all = || self.parts.iter().chain(&self.rest);
        let total: f64 = all().map(|part| part.1).sum();
        let share = |size: f64| if total > 0.0 { size / total * 100.0 } else { 0.0 };
        all().map(|(name, size)| (name.as_str(), share(*size))).collect()
    }
}

/// A row of a heat map.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatRow {
    /// What it is about.
    pub label: String,
    /// Its cells; `None` is empty.
    pub cells: Vec<Option<HeatCell>>,
}

/// A cell of a heat map.
#[derive(Clone, Debug, PartialEq)]
pub struct HeatCell {
    /// A word or figure.
    pub text: String,
    /// Its state.
    pub mark: Mark,
}

/// A step of a waterfall.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// What it adds or what it is the sum of.
    pub label: String,
    /// The addend, or the sum.
    pub value: f64,
    /// Whether it is a sum so far.
    pub total: bool,
}

impl Chart {
    /// What kind of chart it is, in words.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self.figure {
            Figure::Bars { .. } => "Bar chart",
            Figure::Line { .. } => "Line chart",
            Figure::Radar { .. } => "Radar chart",
            Figure::Gantt { .. } => "Gantt chart",
            Figure::Shares(_) => "Stacked shares",
            Figure::Heat { .. } => "Heat map",
            Figure::Waterfall(_) => "Waterfall chart",
        }
    }

    /// What stands for the drawing where it cannot be seen.
    #[must_use]
    pub fn alternative(&self) -> String {
        let stop = if self.caption.ends_with(['.', '!', '?']) { "" } else { "." };
        let place = if self.table { " The figures are in the table below." } else { "" };
        format!("{}: {}{stop}{place}", self.kind(), self.caption)
    }

    /// The chart cut into at least this many charts of its rows, on one scale; none for a chart without rows.
    #[must_use]
    pub fn pieces(&self, at_least: f32) -> Vec<Self> {
        let figures: Vec<Figure> = match &self.figure {
            Figure::Bars { rows, thresholds, scale } => {
                let ends =
                    || rows.iter().flat_map(|row| row.value.into_iter().chain(row.range.into_iter().flat_map(|r| [r.0, r.1])));
                let ends = || ends().chain(thresholds.iter().map(|threshold| threshold.at));
                let scale = Scale {
                    min: scale.min.or_else(|| Some(ends().fold(0.0, f64::min))),
                    max: scale.max.or_else(|| Some(ends().fold(0.0, f64::max))),
                };
                let piece = |rows: &[Bar]| Figure::Bars { rows: rows.to_vec(), thresholds: thresholds.clone(), scale };
                rows.chunks(share(rows.len(), at_least)).map(piece).collect()
            }
            Figure::Gantt { rows, markers, .. } => {
                let days = || rows.iter().flat_map(|row| [Some(row.start), row.end]).flatten();
                let days = || days().chain(markers.iter().map(|marker| marker.on));
                let span = days().min().zip(days().max());
                let piece = |rows: &[Stretch]| Figure::Gantt { rows: rows.to_vec(), markers: markers.clone(), span };
                rows.chunks(share(rows.len(), at_least)).map(piece).collect()
            }
            Figure::Shares(rows) => rows.chunks(share(rows.len(), at_least)).map(|rows| Figure::Shares(rows.to_vec())).collect(),
            Figure::Heat { columns, rows } => {
                let piece = |rows: &[HeatRow]| Figure::Heat { columns: columns.clone(), rows: rows.to_vec() };
                rows.chunks(share(rows.len(), at_least)).map(piece).collect()
            }
            Figure::Waterfall(_) | Figure::Line { .. } | Figure::Radar { .. } => Vec::new(),
        };
        figures.into_iter().map(|figure| Self { figure, ..self.clone() }).collect()
    }

    /// The figures behind the chart.
    #[must_use]
    pub fn table(&self) -> Table {
        let unit = self.unit.as_ref().map_or_else(String::new, |unit| format!(" ({unit})"));
        let mut grid = match &self.figure {
            Figure::Bars { rows, .. } => bars(rows, &unit),
            Figure::Line { periods, series, .. } => lines(&format!("Period{unit}"), periods, series),
            Figure::Radar { axes, series, .. } => lines(&format!("Axis{unit}"), axes, series),
            Figure::Gantt { rows, .. } => gantt(rows),
            Figure::Shares(rows) => shares(rows),
            Figure::Heat { columns, rows } => heat(columns, rows),
            Figure::Waterfall(steps) => {
                let mut grid = Grid::new(&[("Step", Align::Left), (&format!("Adds{unit}"), Align::Right)]);
                for step in steps {
                    let strong = |text: String| if step.total { vec![Inline::Strong(words(&text))] } else { words(&text) };
                    grid.rows.push(vec![strong(step.label.clone()), strong(number(step.value))]);
                }
                grid
            }
        };
        let levels = match &self.figure {
            Figure::Bars { thresholds, .. } | Figure::Line { thresholds, .. } => thresholds.as_slice(),
            _ => &[],
        };
        for level in levels {
            let mut row = vec![vec![Inline::Emphasis(words(&level.label))]];
            row.resize(grid.head.len(), words(&number(level.at)));
            if matches!(self.figure, Figure::Bars { .. }) {
                row.iter_mut().skip(2).for_each(Vec::clear);
            }
            grid.rows.push(row);
        }
        Table { align: grid.align, head: grid.head, rows: grid.rows, names: Vec::new() }
    }
}

/// How many rows each piece gets: a little less than would just fit.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of pages")]
fn share(rows: usize, at_least: f32) -> usize {
    rows.div_ceil((at_least.clamp(1.0, 1000.0) * 1.1).ceil() as usize).max(1)
}

/// A figure as it is printed: at most two decimals, thousands apart, a true minus sign.
#[must_use]
pub fn number(value: f64) -> String {
    number_to(value, decimals(value))
}

/// How many decimals a figure needs, up to two.
#[must_use]
pub fn decimals(value: f64) -> usize {
    let rounded = format!("{:.2}", value.abs());
    let decimals = rounded.split_once('.').map_or("", |(_, decimals)| decimals);
    decimals.trim_end_matches('0').len()
}

/// A figure with this many decimals, so that those below each other look alike.
#[must_use]
pub fn number_to(value: f64, decimals: usize) -> String {
    let rounded = format!("{:.decimals$}", value.abs());
    let (whole, decimals) = rounded.split_once('.').unwrap_or((&rounded, ""));
    let mut out = String::with_capacity(rounded.len() + 4);
    if value < 0.0 && rounded.bytes().any(|digit| digit.is_ascii_digit() && digit != b'0') {
        out.push('−');
    }
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    if !decimals.is_empty() {
        out.push('.');
        out.push_str(decimals);
    }
    out
}

struct Grid {
    align: Vec<Align>,
    head: Vec<Vec<Inline>>,
    rows: Vec<Vec<Vec<Inline>>>,
}

impl Grid {
    fn new(columns: &[(&str, Align)]) -> Self {
        let (align, head) = columns.iter().map(|(head, align)| (*align, words(head))).unzip();
        Self { align, head, rows: Vec::new() }
    }
}

fn words(text: &str) -> Vec<Inline> {
    if text.is_empty() { Vec::new() } else { vec![Inline::Text(text.to_owned())] }
}

fn figure(value: Option<f64>) -> Vec<Inline> {
    words(&value.map_or_else(|| "–".to_owned(), number))
}

fn state(mark: Mark, word: &str) -> Vec<Inline> {
    vec![Inline::State { mark, word: word.to_owned() }]
}

fn bars(rows: &[Bar], unit: &str) -> Grid {
    let value = format!("Value{unit}");
    let mut columns = vec![("What", Align::Left), (value.as_str(), Align::Right)];
    let ranged = rows.iter().any(|row| row.range.is_some());
    let noted = rows.iter().any(|row| row.note.is_some());
    let marked = rows.iter().any(|row| row.mark.is_some());
    columns.extend(ranged.then_some(("Range", Align::Right)));
    columns.extend(marked.then_some(("State", Align::Left)));
    columns.extend(noted.then_some(("Note", Align::Left)));
    let mut grid = Grid::new(&columns);
    for row in rows {
        let mut cells = vec![words(&row.label), figure(row.value)];
        if ranged {
            let range = row.range.map_or_else(|| "–".to_owned(), |(low, high)| format!("{} to {}", number(low), number(high)));
            cells.push(words(&range));
        }
        if marked {
            cells.push(row.mark.map_or_else(|| words("–"), |mark| state(mark, mark.word())));
        }
        if noted {
            cells.push(words(row.note.as_deref().unwrap_or("–")));
        }
        grid.rows.push(cells);
    }
    grid
}

fn lines(first: &str, labels: &[String], series: &[Series]) -> Grid {
    let mut columns = vec![(first, Align::Left)];
    columns.extend(series.iter().map(|series| (series.name.as_str(), Align::Right)));
    let mut grid = Grid::new(&columns);
    for (index, label) in labels.iter().enumerate() {
        let values = series.iter().map(|series| figure(series.values.get(index).copied().flatten()));
        grid.rows.push(std::iter::once(words(label)).chain(values).collect());
    }
    grid
}

fn gantt(rows: &[Stretch]) -> Grid {
    let noted = rows.iter().any(|row| row.note.is_some());
    let mut columns = vec![("What", Align::Left), ("From", Align::Left), ("Until", Align::Left), ("Longest chain", Align::Left)];
    columns.extend(noted.then_some(("Note", Align::Left)));
    let mut grid = Grid::new(&columns);
    for row in rows {
        let label = row.mark.map_or_else(|| words(&row.label), |mark| state(mark, &row.label));
        let end = row.end.map_or_else(|| "–".to_owned(), day);
        let mut cells = vec![label, words(&day(row.start)), words(&end), words(if row.critical { "yes" } else { "–" })];
        if noted {
            cells.push(words(row.note.as_deref().unwrap_or("–")));
        }
        grid.rows.push(cells);
    }
    grid
}

/// A day as charts print it, such as `31 Oct 2026`.
#[must_use]
pub fn day(date: Date) -> String {
    date.strftime("%-d %b %Y").to_string()
}

fn shares(rows: &[Whole]) -> Grid {
    let mut grid = Grid::new(&[("Of", Align::Left), ("Part", Align::Left), ("Share", Align::Right)]);
    for row in rows {
        for (index, (name, share)) in row.percentages().into_iter().enumerate() {
            let label = if index == 0 { words(&row.label) } else { Vec::new() };
            grid.rows.push(vec![label, words(name), words(&format!("{share:.0}\u{a0}%"))]);
        }
    }
    grid
}

fn heat(columns: &[String], rows: &[HeatRow]) -> Grid {
    let heads: Vec<_> =
        std::iter::once(("", Align::Left)).chain(columns.iter().map(|column| (column.as_str(), Align::Left))).collect();
    let mut grid = Grid::new(&heads);
    for row in rows {
        let cells = row.cells.iter().map(|cell| cell.as_ref().map_or_else(Vec::new, |cell| state(cell.mark, &cell.text)));
        grid.rows.push(std::iter::once(words(&row.label)).chain(cells).collect());
    }
    grid
}
