//! Shortcodes in prose: figures of the evaluation, and parts of other files.
//!
//! 1. [`KNOWN`] lists them with their keys.
//! 2. A figure becomes words or a state, which lead to how it came about.
//! 3. `include` takes the place of its paragraph and becomes the blocks of another file.
//!
//! Prose is for our own organisation, so everything may be shown.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Library;
use super::views::{severity_counts, standing};
use crate::block::{Block, Inline, Mark, Shortcode, each_heading_mut, each_inline_mut, each_target, unlink};
use crate::diagnostic::{Code, Diagnostic, Span, suggest};
use crate::evaluate::Vendor;
use crate::model::clause::Tier;
use crate::model::{Id, Money};
use crate::route;

/// Every shortcode: its name, the keys it needs, those it may have, and what it becomes.
pub const KNOWN: [(&str, &[&str], &[&str], &str); 12] = [
    ("score", &["vendor"], &["rubric"], "the overall score or that of a rubric, with its band"),
    ("health", &["vendor"], &[], "the health of all KPIs together"),
    ("kpi", &["vendor", "kpi"], &[], "the last value of a KPI with its state"),
    ("clause", &["vendor", "clause"], &[], "where the contract stands on a clause"),
    ("must_haves", &["vendor"], &[], "how many must-haves are settled, such as 11 of 14"),
    ("ends", &["vendor"], &[], "the day the term that runs ends"),
    ("notice", &["vendor"], &[], "the last day on which notice may arrive"),
    ("readiness", &["vendor"], &[], "how ready we are to leave, in points"),
    ("spend", &[], &["vendor"], "what a vendor or all of them cost a year"),
    ("findings", &[], &["vendor"], "how many findings there are, and how many are serious"),
    ("vendors", &[], &[], "how many vendors the playbook has"),
    (INCLUDE, &["file"], &[], "the text of another file of `content/` whose name begins with `_`"),
];

const INCLUDE: &str = "include";

/// Fills the shortcodes of some prose.
///
/// # Errors
///
/// Every shortcode that asks for something that does not exist.
pub fn fill(library: &Library, file: &Arc<str>, blocks: &[Block]) -> Result<Vec<Block>, Vec<Diagnostic>> {
    let mut blocks = blocks.to_vec();
    let mut taking = Taking { library, file, notes: Vec::new(), last_note: 0, mistakes: Vec::new() };
    for block in &blocks {
        if let Block::Footnote { number, .. } = block {
            taking.last_note = taking.last_note.max(*number);
        }
    }
    taking.include(&mut blocks);
    let Taking { notes, mut mistakes, .. } = taking;
    blocks.extend(notes);
    figures(library, file, &mut blocks, &mut mistakes);
    distinct(&mut blocks);
    unlink(&mut blocks);
    if mistakes.is_empty() { Ok(blocks) } else { Err(mistakes) }
}

/// Puts figures in place of their shortcodes.
fn figures(library: &Library, file: &Arc<str>, blocks: &mut [Block], mistakes: &mut Vec<Diagnostic>) {
    each_inline_mut(blocks, &mut |inline| {
        if let Inline::Shortcode(shortcode) = inline {
            match figure(library, shortcode) {
                Ok(figure) => *inline = figure,
                Err((message, help)) => {
                    mistakes.push(mistake(file, shortcode.span, message, help));
                    *inline = Inline::Text(String::new());
                }
            }
        }
    });
}

/// Gives headings that came from elsewhere an anchor of their own.
fn distinct(blocks: &mut [Block]) {
    let mut taken = BTreeSet::new();
    each_heading_mut(blocks, &mut |_, id| {
        let wanted = id.clone();
        let mut next = 1;
        while !taken.insert(id.clone()) {
            *id = format!("{wanted}-{next}");
            next += 1;
        }
    });
}

fn mistake(file: &Arc<str>, span: Span, message: String, help: Option<String>) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::Shortcode, file, span, message);
    match help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

/// Takes other files into some prose.
struct Taking<'l> {
    library: &'l Library,
    file: &'l Arc<str>,
    /// Footnotes of what was taken in, for the end.
    notes: Vec<Block>,
    last_note: usize,
    mistakes: Vec<Diagnostic>,
}

impl Taking<'_> {
    /// Puts the blocks of other files in place of the paragraphs that name them.
    fn include(&mut self, blocks: &mut Vec<Block>) {
        let mut out = Vec::with_capacity(blocks.len());
        for mut block in std::mem::take(blocks) {
            match &mut block {
                Block::Paragraph(content) => {
                    if let [Inline::Shortcode(shortcode)] = content.as_slice()
                        && shortcode.name == INCLUDE
                    {
                        match self.part(shortcode) {
                            Ok(part) => out.extend(part),
                            Err((message, help)) => self.mistakes.push(mistake(self.file, shortcode.span, message, help)),
                        }
                        continue;
                    }
                }
                Block::Quote(inner) | Block::Callout { blocks: inner, .. } => self.include(inner),
                Block::List { items, .. } => items.iter_mut().for_each(|item| self.include(&mut item.blocks)),
                _ => {}
            }
            out.push(block);
        }
        *blocks = out;
    }

    /// The blocks of an included file, with links that hold wherever they stand, and figures.
    fn part(&mut self, shortcode: &Shortcode) -> Result<Vec<Block>, Wrong> {
        check_keys(shortcode)?;
        let wanted = shortcode.get("file").unwrap_or_default();
        let source = route::source(self.file, wanted).unwrap_or_default();
        let parts = &self.library.playbook.parts;
        let part = parts.iter().find(|part| *part.file == *source).ok_or_else(|| {
            let near = suggest(&source, parts.iter().map(|part| &*part.file));
            let help = near.map_or_else(
                || "name a file of content/ that begins with `_`, by its path from this file".to_owned(),
                |near| format!("did you mean `/{near}`?"),
            );
            (format!("there is no file `{wanted}` to include"), Some(help))
        })?;
        let mut blocks = part.blocks.clone();
        figures(self.library, &part.file, &mut blocks, &mut self.mistakes);
        each_target(&mut blocks, &mut |target| {
            // A heading of the part is one of the page now.
            if !target.starts_with('#') {
                *target = route::absolute(&part.file, target);
            }
        });
        let before = self.last_note;
        each_inline_mut(&mut blocks, &mut |inline| {
            if let Inline::FootnoteRef(number) = inline {
                *number += before;
            }
        });
        let (notes, mut blocks): (Vec<Block>, Vec<Block>) =
            blocks.into_iter().partition(|block| matches!(block, Block::Footnote { .. }));
        self.notes.extend(notes.into_iter().map(|mut note| {
            if let Block::Footnote { number, .. } = &mut note {
                *number += before;
                self.last_note = self.last_note.max(*number);
            }
            note
        }));
        blocks.retain(|block| !matches!(block, Block::Contents | Block::Index(_)));
        Ok(blocks)
    }
}

/// A message, and what to do about it.
type Wrong = (String, Option<String>);

/// Whether the shortcode exists and has its keys.
fn check_keys(shortcode: &Shortcode) -> Result<(), Wrong> {
    let name = shortcode.name.as_str();
    let Some((_, needed, optional, _)) = KNOWN.iter().find(|(known, ..)| *known == name) else {
        let known = KNOWN.iter().map(|(known, ..)| *known);
        let help = suggest(name, known.clone()).map_or_else(
            || format!("there are `{}`", known.collect::<Vec<_>>().join("`, `")),
            |near| format!("did you mean `{near}`?"),
        );
        return Err((format!("there is no shortcode `{name}`"), Some(help)));
    };
    let keys = || needed.iter().chain(*optional).copied();
    if let Some((key, _)) = shortcode.arguments.iter().find(|(key, _)| !keys().any(|known| known == key)) {
        let help = suggest(key, keys()).map(|near| format!("did you mean `{near}`?"));
        return Err((format!("`{name}` has no key `{key}`"), help));
    }
    match needed.iter().find(|key| shortcode.get(key).is_none()) {
        Some(key) => Err((format!("`{name}` needs the key `{key}`"), None)),
        None => Ok(()),
    }
}

fn figure(library: &Library, shortcode: &Shortcode) -> Result<Inline, Wrong> {
    check_keys(shortcode)?;
    let playbook = &library.playbook;
    let vendors = &library.evaluation.vendors;
    let vendor = match shortcode.get("vendor") {
        Some(wanted) => Some(
            &**vendors
                .iter()
                .find(|vendor| vendor.id.as_str() == wanted)
                .ok_or_else(|| nothing("vendor", wanted, vendors.iter().map(|vendor| vendor.id.as_str())))?,
        ),
        None => None,
    };
    match (shortcode.name.as_str(), vendor) {
        ("vendors", _) => return Ok(link("site:vendors/".to_owned(), text(&playbook.vendors.len()))),
        ("spend", None) => {
            let all = playbook.vendors.values().filter_map(|folder| folder.vendor.spend.as_ref());
            let sum = Money(all.map(|spend| spend.annual.0).sum());
            return Ok(link("site:vendors/".to_owned(), text(&format!("{sum} {}", playbook.settings.currency))));
        }
        ("findings", None) => {
            let marks = library.evaluation.findings.iter().map(|finding| finding.severity);
            return Ok(link("site:findings/".to_owned(), text(&severity_counts(marks))));
        }
        (INCLUDE, _) => {
            let help = Some("put it into a paragraph of its own, in a page and not in a part".to_owned());
            return Err(("a file cannot be included here".to_owned(), help));
        }
        _ => {}
    }
    let Some(vendor) = vendor else { return Err((format!("`{}` needs the key `vendor`", shortcode.name), None)) };
    one(library, shortcode, vendor)
}

/// A figure about one vendor.
fn one(library: &Library, shortcode: &Shortcode, vendor: &Vendor) -> Result<Inline, Wrong> {
    let playbook = &library.playbook;
    let page = |rest: &str| format!("site:vendors/{}/{rest}", vendor.id);
    let derived = |anchor: &str| page(&format!("derivations/#{anchor}"));
    let unknown = |anchor: &str, word: &str| link(derived(anchor), state(Mark::Unknown, word));
    Ok(match shortcode.name.as_str() {
        "score" => {
            let rubric = match shortcode.get("rubric") {
                Some(wanted) => Some(known(wanted, playbook.rubrics.keys(), "rubric")?),
                None => None,
            };
            let anchor = rubric.map_or_else(|| "overall".to_owned(), |id| format!("rubric-{id}"));
            let score = vendor.scores.as_ref().and_then(|scores| match rubric {
                Some(id) => scores.rubrics.iter().find(|one| one.id == *id).map(|one| &one.score),
                None => Some(&scores.overall),
            });
            // Without an evaluation no rubric is derived.
            let anchor = if vendor.scores.is_some() { anchor } else { "overall".to_owned() };
            match score.and_then(|score| Some((score.shown.as_ref()?, score.band?))) {
                Some((shown, band)) => link(derived(&anchor), state(band.mark(), format!("{shown} {}", band.word()))),
                None => unknown(&anchor, "not scored yet"),
            }
        }
        "health" => match &vendor.health {
            Some(health) => link(derived("health"), state(health.state, health.state.word())),
            None => unknown("health", "not measured yet"),
        },
        "kpi" => {
            let wanted = shortcode.get("kpi").unwrap_or_default();
            let all = playbook.kpis.iter().flat_map(|library| &library.kpis).map(|kpi| &kpi.id.value);
            let id = known(wanted, all, "KPI")?;
            let reading = vendor.kpis.iter().flatten().find(|reading| reading.id == *id);
            match reading.and_then(|reading| Some((reading, reading.value?))) {
                Some((reading, value)) => {
                    link(derived(&format!("kpi-{id}")), state(reading.state, format!("{value} {}", reading.unit)))
                }
                None => link(page("#kpis"), state(Mark::Unknown, "no reading")),
            }
        }
        "clause" => {
            let id = known(shortcode.get("clause").unwrap_or_default(), playbook.clauses.keys(), "clause")?;
            let found = vendor.clauses.iter().flat_map(|coverage| &coverage.clauses).find(|one| one.id == *id);
            match found.map(standing) {
                Some((mark, word)) => link(page("#contract"), state(mark, word)),
                None => link(page("#contract"), state(Mark::Unknown, "no contract data yet")),
            }
        }
        "must_haves" => {
            let must = vendor.clauses.iter().flat_map(|coverage| &coverage.tiers).find(|count| count.tier == Tier::Must);
            match must {
                Some(must) => link(derived("contract"), state(must.mark(), format!("{} of {}", must.settled, must.applicable))),
                None => unknown("contract", "no contract data yet"),
            }
        }
        "ends" => match &vendor.term {
            Some(term) => link(derived("term"), text(&super::long_date(&term.ends.to_string()))),
            None => unknown("term", "no end recorded"),
        },
        "notice" => match vendor.term.as_ref().and_then(|term| term.notice.as_ref()) {
            Some(notice) => link(derived("term"), text(&super::long_date(&notice.by.to_string()))),
            None => unknown("term", "no notice to give"),
        },
        "readiness" => match &vendor.leaving {
            Some(leaving) => {
                link(derived("readiness"), state(leaving.readiness.state, format!("{} of 12", leaving.readiness.points)))
            }
            None => unknown("readiness", "no exit plan yet"),
        },
        "spend" => match playbook.vendors.get(&vendor.id).and_then(|folder| folder.vendor.spend.as_ref()) {
            Some(spend) => link(page("#dependence"), text(&format!("{} {}", spend.annual, playbook.settings.currency))),
            None => link(page("#dependence"), state(Mark::Unknown, "not recorded")),
        },
        _ => {
            let place = library.evaluation.vendors.iter().position(|one| one.id == vendor.id);
            let found = place.and_then(|place| library.evaluation.found.get(place));
            let marks = found.into_iter().flatten().map(|finding| finding.severity);
            link(page("#attention"), text(&severity_counts(marks)))
        }
    })
}

fn link(target: String, shown: Inline) -> Inline {
    Inline::Link { target, content: vec![shown], span: Span::default() }
}

fn state(mark: Mark, word: impl Into<String>) -> Inline {
    Inline::State { mark, word: word.into() }
}

fn text(words: &impl ToString) -> Inline {
    Inline::Text(words.to_string())
}

fn known<'i>(wanted: &str, ids: impl Iterator<Item = &'i Id> + Clone, what: &str) -> Result<&'i Id, Wrong> {
    ids.clone().find(|id| id.as_str() == wanted).ok_or_else(|| nothing(what, wanted, ids.map(Id::as_str)))
}

fn nothing<'i>(what: &str, wanted: &str, known: impl Iterator<Item = &'i str>) -> Wrong {
    let help = suggest(wanted, known).map(|near| format!("did you mean `{near}`?"));
    (format!("there is no {what} `{wanted}`"), help)
}
