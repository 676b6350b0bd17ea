//! Values into Markdown templates: escaping, and the filters that templates may use.
//!
//! 1. Every value is escaped, so that no data can become markup.
//! 2. Filters format: `percent`, `one` (decimal), `number` (as it is), `date`, `words`, `state`, `spark`, `code`, `fence`, `money`.
//! 3. Filters name: `role`, `vendor_name`, `capability`, `objective`, `kpi`, `clause`, `cadence`, `criterion` turn ids into names.

use std::borrow::Cow;
use std::collections::BTreeMap;

use tera::{Kwargs, Map, State, StringInput, Tera, Value};

use crate::block::{Mark, spark};
use crate::model::{Date, Money};

/// Escapes text so that Markdown reads it as these words on one line, and as nothing else.
#[must_use]
pub fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    // A line break in a value would end a table row, and four spaces in front of one begin a code block.
    // A no-break space is a word's own and stays.
    let words = text.split(|c: char| (c.is_whitespace() && c != '\u{a0}') || c.is_control()).filter(|word| !word.is_empty());
    for (index, word) in words.enumerate() {
        if index > 0 {
            out.push(' ');
        }
        for character in word.chars() {
            if character.is_ascii_punctuation() {
                out.push('\\');
            }
            out.push(character);
        }
    }
    out
}

/// Words whose hyphen stays, or that are names.
const AS_WRITTEN: [(&str, &str); 4] = [
    ("co sell", "co-sell"),
    ("co development", "co-development"),
    ("re prioritise", "re-prioritise"),
    ("european union", "European Union"),
];

/// A kebab-case word as it is printed: `foundation-model` becomes `foundation model`.
#[must_use]
pub fn words(text: &str) -> String {
    let words = text.replace('-', " ");
    AS_WRITTEN.iter().fold(words, |words, (apart, written)| words.replace(apart, written))
}

/// A date in words, such as `31 October 2026`; anything else stays as it is.
#[must_use]
pub fn long_date(text: &str) -> String {
    text.parse::<Date>().map_or_else(|_| text.to_owned(), |date| date.0.strftime("%-d %B %Y").to_string())
}

/// Names by id, for the filters that turn ids into names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Of roles.
    pub roles: BTreeMap<String, String>,
    /// Of vendors.
    pub vendors: BTreeMap<String, String>,
    /// Of capabilities.
    pub capabilities: BTreeMap<String, String>,
    /// Of objectives.
    pub objectives: BTreeMap<String, String>,
    /// Of KPIs.
    pub kpis: BTreeMap<String, String>,
    /// Of clauses.
    pub clauses: BTreeMap<String, String>,
    /// Of meeting rhythms.
    pub cadences: BTreeMap<String, String>,
    /// Of criteria and gates, by `<rubric>/<id>`.
    pub criteria: BTreeMap<String, String>,
}

/// Registers the filters.
pub fn register(tera: &mut Tera, names: Names) {
    let lists = [
        ("role", names.roles),
        ("vendor_name", names.vendors),
        ("capability", names.capabilities),
        ("objective", names.objectives),
        ("kpi", names.kpis),
        ("clause", names.clauses),
        ("cadence", names.cadences),
        ("criterion", names.criteria),
    ];
    for (filter, list) in lists {
        // An id without a name stays as it is: it is a diagnostic elsewhere.
        tera.register_filter(filter, move |id: Cow<'_, str>, _: Kwargs, _: &State<'_>| {
            list.get(&*id).cloned().unwrap_or_else(|| id.into_owned())
        });
    }
    tera.register_filter("percent", |value: f64, _: Kwargs, _: &State<'_>| format!("{:.0}\u{a0}%", value * 100.0));
    tera.register_filter("one", |value: f64, _: Kwargs, _: &State<'_>| format!("{value:.1}"));
    tera.register_filter("number", |value: f64, _: Kwargs, _: &State<'_>| format!("{value}"));
    tera.register_filter("date", |text: Cow<'_, str>, _: Kwargs, _: &State<'_>| long_date(&text));
    tera.register_filter("words", |text: Cow<'_, str>, _: Kwargs, _: &State<'_>| words(&text));
    tera.register_filter("money", |text: Cow<'_, str>, _: Kwargs, _: &State<'_>| {
        text.parse::<Money>().map_or_else(|_| text.to_string(), |money| money.to_string())
    });
    tera.register_filter("group_by", |values: Vec<Value>, arguments: Kwargs, _: &State<'_>| group_by(&values, &arguments));
    tera.register_filter("json", |value: Value, _: Kwargs, _: &State<'_>| -> tera::TeraResult<Value> {
        let text = serde_json::to_string(&value).map_err(|error| tera::Error::message(error.to_string()))?;
        Ok(Value::safe_string(&text))
    });
    tera.register_filter("code", |text: StringInput<'_>, _: Kwargs, _: &State<'_>| Value::safe_string(&code(text.as_str())));
    tera.register_filter("fence", |text: Cow<'_, str>, arguments: Kwargs, _: &State<'_>| -> tera::TeraResult<Value> {
        let language: Option<String> = arguments.get("language")?;
        let indent = " ".repeat(arguments.get::<usize>("indent")?.unwrap_or(0));
        Ok(Value::safe_string(&fence(&text, language.as_deref().unwrap_or_default(), &indent)))
    });
    tera.register_filter("state", |mark: Cow<'_, str>, arguments: Kwargs, _: &State<'_>| -> tera::TeraResult<Value> {
        let word: String = arguments.must_get("word")?;
        let known = Mark::from_token(&mark).ok_or_else(|| tera::Error::message(format!("`{mark}` is not a state")))?;
        let link = title(arguments.get("link")?);
        Ok(Value::safe_string(&format!("[{}](state:{}{link})", markdown(&word), known.token())))
    });
    tera.register_filter("spark", |values: Vec<Value>, arguments: Kwargs, _: &State<'_>| -> tera::TeraResult<Value> {
        let word: String = arguments.must_get("word")?;
        let value = |value: &Value| if value.is_none() { Some(None) } else { value.as_f64().map(Some) };
        let values: Option<Vec<Option<f64>>> = values.iter().map(value).collect();
        let address = values.map(|values| spark::address(&values)).filter(|address| spark::read(address).is_some());
        let address =
            address.ok_or_else(|| tera::Error::message(format!("this is no sparkline; wanted are {}", spark::SHAPE)))?;
        let link = title(arguments.get("link")?);
        Ok(Value::safe_string(&format!("[{}](spark:{address}{link})", markdown(&word))))
    });
}

/// What a state or a sparkline leads to, as the title of its link.
fn title(link: Option<String>) -> String {
    link.map_or_else(String::new, |link| format!(" \"{}\"", markdown(&link)))
}

/// Values by one of their attributes, in the order in which each first occurs. The engine's own filter of this name gives
/// them in an order that is luck.
fn group_by(values: &[Value], arguments: &Kwargs) -> tera::TeraResult<Map> {
    let attribute: String = arguments.must_get("attribute")?;
    let mut groups: Vec<(String, Vec<Value>)> = Vec::new();
    for value in values {
        let found = value
            .get_from_path(&attribute)
            .ok_or_else(|| tera::Error::message(format!("a value to be grouped has no attribute `{attribute}`")))?;
        if found.is_none() {
            continue;
        }
        let key = found.to_string();
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, group)) => group.push(value.clone()),
            None => groups.push((key, vec![value.clone()])),
        }
    }
    Ok(groups.into_iter().map(|(key, group)| (key.into(), group.into())).collect())
}

/// A fenced code block that holds any text, indented so that it can be part of a list item.
fn fence(text: &str, language: &str, indent: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let body: Vec<String> = text.lines().map(|line| format!("{indent}{line}")).collect();
    format!("{indent}{fence}{language}\n{}\n{indent}{fence}", body.join("\n"))
}

/// A code span that holds any text.
fn code(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) || text.is_empty() { " " } else { "" };
    // A cell of a table ends at the first bar that is not escaped, even inside a code span.
    format!("{fence}{pad}{}{pad}{fence}", text.replace('|', "\\|"))
}

#[cfg(test)]
#[path = "escape_tests.rs"]
mod tests;
