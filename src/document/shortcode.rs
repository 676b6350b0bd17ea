//! Shortcodes in prose: figures of the evaluation, and parts of other files.
//!
//! 1. [`KNOWN`] lists them with their keys.
//! 2. A figure becomes words or a state, which lead to how it came about.
//! 3. `include` takes the place of its paragraph and becomes the blocks of another file.
//!
//! Prose is for our own organisation, so everything may be shown.

use std::sync::Arc;

use super::Library;
use super::views::{severity_counts, standing};
use crate::block::{Block, Inline, Mark, Shortcode, each_content_mut};
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
    ("ends", &["vendor"], &[], "the day the agreement ends"),
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
    let mut mistakes = Vec::new();
    let mut out = included(library, file, blocks, &mut mistakes);
    each_content_mut(&mut out, &mut |content| {
        if !content.iter().any(|inline| matches!(inline, Inline::Shortcode(_))) {
            return;
        }
        for inline in content.iter_mut() {
            if let Inline::Shortcode(shortcode) = inline {
                match figure(library, shortcode) {
                    Ok(figure) => *inline = figure,
                    Err((message, help)) => mistakes.push(mistake(file, shortcode.span, message, help)),
                }
            }
        }
    });
    if mistakes.is_empty() { Ok(out) } else { Err(mistakes) }
}

fn mistake(file: &Arc<str>, span: Span, message: String, help: Option<String>) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::Shortcode, file, span, message);
    match help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

/// The blocks with those of other files in place of the paragraphs that name them.
fn included(library: &Library, file: &Arc<str>, blocks: &[Block], mistakes: &mut Vec<Diagnostic>) -> Vec<Block> {
    let mut out = Vec::with_capacity(blocks.len());
    for block in blocks {
        let Block::Paragraph(content) = block else {
            out.push(block.clone());
            continue;
        };
        let [Inline::Shortcode(shortcode)] = content.as_slice() else {
            out.push(block.clone());
            continue;
        };
        if shortcode.name != INCLUDE {
            out.push(block.clone());
            continue;
        }
        match part(library, file, shortcode) {
            Ok(part) => out.extend(part),
            Err((message, help)) => mistakes.push(mistake(file, shortcode.span, message, help)),
        }
    }
    out
}

/// A message, and what to do about it.
type Wrong = (String, Option<String>);

/// The blocks of an included file, with links that hold wherever they stand.
fn part(library: &Library, file: &Arc<str>, shortcode: &Shortcode) -> Result<Vec<Block>, Wrong> {
    check_keys(shortcode)?;
    let wanted = shortcode.get("file").unwrap_or_default();
    let source = route::source(file, wanted).unwrap_or_default();
    let parts = &library.playbook.parts;
    let part = parts.iter().find(|part| *part.file == *source).ok_or_else(|| {
        let near = suggest(&source, parts.iter().map(|part| &*part.file));
        let help = near.map_or_else(
            || "name a file of content/ that begins with `_`, by its path from this file".to_owned(),
            |near| format!("did you mean `/{near}`?"),
        );
        (format!("there is no file `{wanted}` to include"), Some(help))
    })?;
    let mut blocks = part.blocks.clone();
    crate::block::each_target(&mut blocks, &mut |target| *target = route::absolute(&part.file, target));
    Ok(blocks)
}

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
            let help = Some("put it into a paragraph of its own".to_owned());
            return Err(("a file cannot be included in the middle of a text".to_owned(), help));
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
    let agreement = playbook.vendors.get(&vendor.id).and_then(|folder| folder.contract.as_ref()?.agreement.as_ref());
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
        "ends" => match agreement.and_then(|agreement| agreement.ends.as_ref()) {
            Some(ends) => link(derived("term"), text(&super::long_date(&ends.value.to_string()))),
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
