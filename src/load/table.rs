//! `kpis.csv`: one reading a line, under a line that names the columns.
//!
//! 1. The first line says which column is which; `kpi`, `period` and `value` are needed, in any order.
//! 2. Every line is read on its own, so that all mistakes show.
//! 3. An empty value says that the reading is missing.

use std::str::FromStr;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Span, suggest};
use crate::model::At;
use crate::model::kpi::{MeasuredBy, Readings, Row};

const COLUMNS: [&str; 6] = ["kpi", "period", "value", "sample", "source", "note"];
const NEEDED: usize = 3;

/// More mistakes than this in one file are one mistake: the wrong file.
const MOST_MISTAKES: usize = 100;

/// Every reading that can be understood.
pub fn read(file: &Arc<str>, text: &str, mistakes: &mut Vec<Diagnostic>) -> Readings {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut places: Option<[Option<usize>; 6]> = None;
    let mut rows = Vec::new();
    let mut line = csv::StringRecord::new();
    loop {
        match reader.read_record(&mut line) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                let number = error.position().map_or(1, |position| narrow(position.line()));
                mistakes.push(Diagnostic::new(Code::Syntax, file, Span::new(number, 1, 1), "the line cannot be read as CSV"));
                break;
            }
        }
        let number = line.position().map_or(1, |position| narrow(position.line()));
        let start = line.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or(0);
        // Where a record begins, the end of the line before may still stand.
        let rest = text.get(start..).unwrap_or_default().trim_start_matches(['\r', '\n']);
        let cells = Cells { file, source: rest.lines().next().unwrap_or_default(), line: &line, number };
        match &places {
            None => match header(&cells, mistakes) {
                Some(found) => places = Some(found),
                None => break,
            },
            Some(places) => rows.extend(row(&cells, places, mistakes)),
        }
        if mistakes.len() >= MOST_MISTAKES {
            break;
        }
    }
    Readings { rows }
}

fn narrow(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

struct Cells<'t> {
    file: &'t Arc<str>,
    /// The line as written; of a record over several lines, the first.
    source: &'t str,
    line: &'t csv::StringRecord,
    number: u32,
}

impl Cells<'_> {
    fn get(&self, index: Option<usize>) -> &str {
        index.and_then(|index| self.line.get(index)).unwrap_or_default().trim()
    }

    /// Where a cell stands. In a line with quotation marks only its first column is known.
    fn span(&self, index: usize) -> Span {
        if self.source.contains('"') {
            return Span::new(self.number, 1, 1);
        }
        let before: usize = self.line.iter().take(index).map(|cell| cell.chars().count() + 1).sum();
        let cell = self.line.get(index).unwrap_or_default();
        let blanks = cell.chars().take_while(|character| character.is_whitespace()).count();
        let len = cell.trim().chars().count().max(1);
        let narrow = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Span::new(self.number, narrow(before + blanks + 1), narrow(len))
    }

    fn report(&self, code: Code, index: usize, message: String, help: Option<String>) -> Diagnostic {
        let diagnostic = Diagnostic::new(code, self.file, self.span(index), message);
        match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    }

    fn parse<T: FromStr<Err = String>>(&self, index: Option<usize>, mistakes: &mut Vec<Diagnostic>) -> Option<At<T>> {
        let index = index?;
        match self.get(Some(index)).parse() {
            Ok(value) => Some(At { value, span: self.span(index) }),
            Err(message) => {
                mistakes.push(self.report(Code::WrongValue, index, message, None));
                None
            }
        }
    }

    /// A number, or nothing where the cell is empty; `Err` where it is neither.
    fn number<T: FromStr>(&self, index: Option<usize>, what: &str, mistakes: &mut Vec<Diagnostic>) -> Result<Option<T>, ()> {
        let text = self.get(index).replace('_', "");
        let Some(index) = index.filter(|_| !text.is_empty()) else { return Ok(None) };
        text.parse().map(Some).map_err(|_| {
            mistakes.push(self.report(Code::WrongValue, index, format!("expected {what}, found `{text}`"), None));
        })
    }
}

fn header(cells: &Cells<'_>, mistakes: &mut Vec<Diagnostic>) -> Option<[Option<usize>; 6]> {
    let mut places = [None; 6];
    let before = mistakes.len();
    for (index, name) in cells.line.iter().map(str::trim).enumerate() {
        match COLUMNS.iter().position(|column| *column == name) {
            Some(column) if places[column].is_none() => places[column] = Some(index),
            Some(_) => mistakes.push(cells.report(Code::Syntax, index, format!("the column `{name}` occurs twice"), None)),
            None => {
                let help = match suggest(name, COLUMNS) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("known columns are {}", COLUMNS.map(|column| format!("`{column}`")).join(", ")),
                };
                mistakes.push(cells.report(Code::UnknownKey, index, format!("unknown column `{name}`"), Some(help)));
            }
        }
    }
    if mistakes.len() == before {
        for (column, place) in COLUMNS.iter().zip(&places).take(NEEDED) {
            if place.is_none() {
                let help = "the first line names the columns, such as `kpi,period,value,sample,source,note`".to_owned();
                mistakes.push(cells.report(Code::MissingKey, 0, format!("missing column `{column}`"), Some(help)));
            }
        }
    }
    (mistakes.len() == before).then_some(places)
}

fn row(cells: &Cells<'_>, places: &[Option<usize>; 6], mistakes: &mut Vec<Diagnostic>) -> Option<Row> {
    let [kpi, period, value, sample, source, note] = *places;
    let kpi = cells.parse(kpi, mistakes);
    let period = cells.parse(period, mistakes);
    let number: Result<Option<f64>, ()> = cells.number(value, "a number", mistakes);
    let number = match number {
        Ok(Some(number)) if !number.is_finite() => {
            mistakes.push(cells.report(Code::WrongValue, value?, "expected a number".to_owned(), None));
            Err(())
        }
        other => other,
    };
    let sample = cells.number(sample, "a whole number", mistakes);
    let who = match cells.get(source) {
        "" => Ok(None),
        "own" => Ok(Some(MeasuredBy::Own)),
        "independent" => Ok(Some(MeasuredBy::Independent)),
        "vendor" => Ok(Some(MeasuredBy::Vendor)),
        word => {
            let help = Some("known words are `own`, `independent`, `vendor`".to_owned());
            mistakes.push(cells.report(Code::WrongValue, source?, format!("unknown word `{word}`"), help));
            Err(())
        }
    };
    let text = cells.get(note);
    let note = (!text.is_empty()).then(|| text.to_owned());
    Some(Row { kpi: kpi?, period: period?, value: number.ok()?, sample: sample.ok()?, source: who.ok()?, note })
}
