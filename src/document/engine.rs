//! The template engine with every document template in it.
//!
//! 1. The playbook's own templates stand in place of those built in, by name. They are read at once, with what they take in, so
//!    that every mistake in them is found whatever is made.
//! 2. A built-in document is known to be sound, so it is read, with its parts, when it is first filled: most of them are for
//!    vendors, and a command that makes one document needs no other.
//! 3. An engine is made from the one before it: of the playbook's own templates only what changed is read again.
//! 4. A value that all templates share is made when the first template that mentions it is filled.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock, OnceLock};

use tera::{Context, Tera};

use super::built_in::BUILT_IN;
use super::escape::{self, Names};
use super::mentions::{self, FOLDER, Mentioned};
use super::template::{Front, Template};
use super::{book, views};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::load::{below_front_matter, front_matter};
use crate::model::Playbook;

/// Every document template.
pub struct Engine {
    /// The playbook's own templates and what they take in.
    tera: Tera,
    /// What has been read into it, by path.
    read: BTreeSet<String>,
    /// The built-in documents, each read with its parts when it is first filled.
    apart: BTreeMap<&'static str, OnceLock<Result<Tera, Diagnostic>>>,
    /// By name; parts have none.
    pub templates: BTreeMap<String, Template>,
    /// The playbook's own templates, as they were read.
    own: BTreeMap<String, Arc<str>>,
    names: Names,
    /// The shared values that each template mentions, by path.
    needs: BTreeMap<String, OnceLock<Vec<&'static str>>>,
    mentions: MentionedBy,
}

/// What each template mentions itself, by path.
type MentionedBy = BTreeMap<String, Arc<Mentioned>>;

/// The engine of the built-in templates alone.
static BEGUN: LazyLock<Result<Arc<Engine>, Vec<Diagnostic>>> =
    LazyLock::new(|| Engine::with(empty(), BTreeMap::new(), BTreeMap::new(), Names::default(), None));

/// Looks at the built-in templates, which no playbook changes, so that this can be done while another thread does something else.
pub fn begin() {
    LazyLock::force(&BEGUN);
}

/// An engine's reader without any template.
fn empty() -> Tera {
    let mut tera = Tera::new();
    tera.autoescape_on([".md"]);
    tera.set_escape_fn(|text, out| out.write_all(escape::markdown(text).as_bytes()));
    tera
}

impl Engine {
    /// The engine for a playbook, made from the one before.
    ///
    /// # Errors
    ///
    /// Every template of the playbook that cannot be read.
    pub fn new(playbook: &Playbook, before: Option<&Arc<Self>>) -> Result<Arc<Self>, Vec<Diagnostic>> {
        let names = views::names(playbook);
        let own = own(playbook);
        // What was added cannot be taken out of an engine again.
        let grown = |before: &&Arc<Self>| before.own.keys().all(|path| own.contains_key(path));
        let before = match before.filter(grown) {
            Some(before) => before,
            None => BEGUN.as_ref().map_err(Clone::clone)?,
        };
        if before.names == names && before.own == own {
            return Ok(Arc::clone(before));
        }
        Self::with(before.tera.clone(), before.templates.clone(), own, names, Some(before))
    }

    /// An engine that has what `before` has, read into `tera` and `templates`, and what is another now.
    fn with(
        mut tera: Tera,
        mut templates: BTreeMap<String, Template>,
        own: BTreeMap<String, Arc<str>>,
        names: Names,
        before: Option<&Arc<Self>>,
    ) -> Result<Arc<Self>, Vec<Diagnostic>> {
        escape::register(&mut tera, names.clone());
        let known = |path: &str, text: &str| before.is_some_and(|before| text_of(&before.own, path) == Some(text));
        let mentions = sources(&own).map(|(path, text)| {
            let known = before.filter(|_| known(path, text)).and_then(|before| before.mentions.get(path)).cloned();
            (path.to_owned(), known.unwrap_or_else(|| Mentioned::in_template(path, text)))
        });
        let mentions: MentionedBy = mentions.collect();
        let mut read = taken_in(own.keys().map(String::as_str), &own, &mentions);
        // A component serves every template there is, wherever it is defined.
        if own.iter().any(|(path, text)| mentions.get(path).is_some_and(|one| one.of(text).words.contains(mentions::COMPONENT))) {
            read.extend(mentions.keys().map(String::as_str));
        }
        let mut mistakes = Vec::new();
        let mut bodies = Vec::new();
        for (path, text) in sources(&own) {
            let is_new = !known(path, text);
            if read.contains(path) && (is_new || before.is_none_or(|before| !before.read.contains(path))) {
                bodies.push((path, body(path, text)));
            }
            if let Some(stem) = stem(path).filter(|_| is_new) {
                let file: Arc<str> = format!("templates/{path}").into();
                if let (Some(front), ..) = front_matter::<Front>(&file, text, &mut mistakes) {
                    templates.insert(stem.to_owned(), Template { name: stem.to_owned(), file, front });
                }
            }
        }
        if !bodies.is_empty()
            && let Err(error) = tera.add_raw_templates(bodies)
        {
            mistakes.extend(self::mistakes(&error, FOLDER));
        }
        // A template that could not be read is no unknown one.
        for template in templates.values().filter(|_| mistakes.is_empty()).collect::<Vec<_>>() {
            for source in book::unknown(template, &templates) {
                let message = format!("`{source}` of the book is neither `pages` nor another template that makes a document");
                mistakes.push(Diagnostic::new(Code::Template, &template.file, Span::default(), message));
            }
        }
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        let apart = BUILT_IN.into_iter().map(|(path, _)| path).filter(|path| stem(path).is_some() && !read.contains(path));
        let apart = apart.map(|path| (path, OnceLock::new())).collect();
        let needs = sources(&own).map(|(path, _)| (path.to_owned(), OnceLock::new())).collect();
        let read = read.into_iter().map(str::to_owned).collect();
        Ok(Arc::new(Self { tera, read, apart, templates, own, names, needs, mentions }))
    }

    /// Fills a template by its path.
    pub fn render(&self, path: &str, context: &Context) -> Result<String, Diagnostic> {
        let tera = match self.apart.get_key_value(path) {
            Some((path, slot)) => slot.get_or_init(|| self.alone(path)).as_ref().map_err(Clone::clone)?,
            None => &self.tera,
        };
        tera.render(path, context).map_err(|error| mistake(&error, path))
    }

    /// A built-in document with what it takes in, and nothing else.
    fn alone(&self, path: &str) -> Result<Tera, Diagnostic> {
        let mut tera = empty();
        escape::register(&mut tera, self.names.clone());
        let paths = taken_in([path].into_iter(), &self.own, &self.mentions);
        let bodies = paths.into_iter().filter_map(|path| Some((path, body(path, text_of(&self.own, path)?))));
        tera.add_raw_templates(bodies).map_err(|error| mistake(&error, path))?;
        Ok(tera)
    }

    /// The values of [`views::SHARED`], and [`views::DERIVATIONS`], that a template or one of its parts mentions.
    pub fn needs(&self, path: &str) -> &[&'static str] {
        self.needs.get(path).map_or(&[], |needs| needs.get_or_init(|| self.mentioned(path)))
    }

    fn mentioned(&self, path: &str) -> Vec<&'static str> {
        let of = |path: &str| self.mentions.get(path).map(|mentions| mentions.of(text_of(&self.own, path).unwrap_or_default()));
        let paths = taken_in([path].into_iter(), &self.own, &self.mentions);
        let words: BTreeSet<_> = paths.into_iter().filter_map(of).flat_map(|mentions| &mentions.words).copied().collect();
        // What a component takes from who calls it stands in neither. No built-in template has one.
        let components = || self.own.keys().filter_map(|path| of(path)).any(|one| one.words.contains(mentions::COMPONENT));
        let all = words.contains(mentions::EVERYTHING) || components();
        views::SHARED.into_iter().chain([views::DERIVATIONS]).filter(|name| all || words.contains(name)).collect()
    }
}

/// These templates and all that they take in, and what that takes in.
fn taken_in<'t>(
    paths: impl Iterator<Item = &'t str>,
    own: &BTreeMap<String, Arc<str>>,
    mentions: &'t MentionedBy,
) -> BTreeSet<&'t str> {
    let mut seen: BTreeSet<&str> = paths.collect();
    let mut next: Vec<&str> = seen.iter().copied().collect();
    while let Some(path) = next.pop() {
        let Some((mentioned, text)) = mentions.get(path).zip(text_of(own, path)) else { continue };
        next.extend(mentioned.of(text).parts.iter().map(String::as_str).filter(|path| seen.insert(path)));
    }
    seen
}

/// The text of a template: the playbook's own, else the one built in.
fn text_of<'t>(own: &'t BTreeMap<String, Arc<str>>, path: &str) -> Option<&'t str> {
    own.get(path).map(|text| &**text).or_else(|| built_in(path))
}

fn built_in(path: &str) -> Option<&'static str> {
    BUILT_IN.into_iter().find(|(name, _)| *name == path).map(|(_, text)| text)
}

/// What of a template is filled. Blank lines in place of the front matter keep the lines of the body where they stand in the file.
fn body(path: &str, text: &str) -> String {
    match stem(path) {
        Some(_) => {
            let (body, above) = below_front_matter(text);
            "\n".repeat(above as usize) + body
        }
        None => text.to_owned(),
    }
}

/// The templates of a playbook with their front matter alone.
///
/// # Errors
///
/// Every template whose front matter cannot be read.
pub fn fronts(playbook: &Playbook) -> Result<Vec<Template>, Vec<Diagnostic>> {
    let mut mistakes = Vec::new();
    let mut templates = Vec::new();
    for (path, text) in sources(&own(playbook)) {
        if let Some(stem) = stem(path) {
            let file: Arc<str> = format!("templates/{path}").into();
            let (front, ..) = front_matter::<Front>(&file, text, &mut mistakes);
            templates.extend(front.map(|front| Template { name: stem.to_owned(), file, front }));
        }
    }
    if mistakes.is_empty() { Ok(templates) } else { Err(mistakes) }
}

/// The playbook's own document templates, by path; a copy of one that is built in is none.
fn own(playbook: &Playbook) -> BTreeMap<String, Arc<str>> {
    let documents = playbook.templates.iter().filter(|(path, text)| path.starts_with(FOLDER) && built_in(path) != Some(text));
    documents.map(|(path, text)| (path.clone(), Arc::clone(text))).collect()
}

/// The text of every template by its path below `templates/`: the playbook's own in place of those built in.
fn sources(own: &BTreeMap<String, Arc<str>>) -> impl Iterator<Item = (&str, &str)> {
    let own = own.iter().map(|(path, text)| (path.as_str(), &**text));
    BUILT_IN.into_iter().chain(own).collect::<BTreeMap<_, _>>().into_iter()
}

/// The name of a document template; parts have none.
fn stem(path: &str) -> Option<&str> {
    path.strip_prefix(FOLDER).and_then(|name| name.strip_suffix(".md")).filter(|stem| !stem.contains('/'))
}

/// What is wrong with templates that could not be read. Several mistakes come as one text, each with its place in an arrow's line.
#[must_use]
pub fn mistakes(error: &tera::Error, fallback: &str) -> Vec<Diagnostic> {
    let text = match error.kind() {
        tera::ErrorKind::Msg(text) => text.as_str(),
        _ => "",
    };
    let mut lines = text.lines().peekable();
    let mut found = Vec::new();
    while let Some(line) = lines.next() {
        let Some(message) = line.strip_prefix("error: ") else { continue };
        let place = lines.peek().and_then(|next| next.trim_start().strip_prefix("--> "));
        let parts = place.and_then(|place| {
            let (rest, column) = place.rsplit_once(':')?;
            let (path, line) = rest.rsplit_once(':')?;
            Some((path, line.parse().ok()?, column.parse().ok()?))
        });
        if let Some((path, line, column)) = parts {
            let file = format!("templates/{path}").into();
            let message = message.trim_end_matches('.').to_owned();
            found.push(Diagnostic::new(Code::Template, &file, Span::new(line, column, 1), message));
        }
    }
    if found.is_empty() { vec![mistake(error, fallback)] } else { found }
}

/// What is wrong with a template, as far as the engine says.
#[must_use]
pub fn mistake(error: &tera::Error, fallback: &str) -> Diagnostic {
    let narrow = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    match error.kind() {
        tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => {
            let span = report.span();
            let len = if span.end_line == span.start_line { span.end_col.saturating_sub(span.start_col).max(1) } else { 1 };
            let place = Span::new(narrow(span.start_line), narrow(span.start_col + 1), narrow(len));
            let file: Arc<str> = format!("templates/{}", report.filename()).into();
            Diagnostic::new(Code::Template, &file, place, report.message().trim_end_matches('.').to_owned())
        }
        other => {
            // Some of the engine's messages go on with an excerpt of their own.
            let text = other.to_string();
            let first = text.lines().next().unwrap_or_default();
            Diagnostic::new(Code::Template, &format!("templates/{fallback}").into(), Span::default(), first)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PARTS: &str = "documents/parts/";

    #[test]
    fn every_unknown_filter_has_its_place() {
        let front = "---\nper: portfolio\ntitle: Own\nformats: [pdf]\n---\n";
        let sample = crate::load::load(&crate::world::sample::edited(&[
            ("templates/documents/own.md", "", &format!("{front}{{{{ 1 | nothing }}}}\n\n{{{{ 2 | nor_this }}}}\n")),
            ("templates/documents/other.md", "", &format!("{front}{{{{ 3 | nor_that }}}}\n")),
        ]));
        let mistakes = Engine::new(&sample.playbook, None).err().unwrap();
        let mut places: Vec<_> =
            mistakes.iter().map(|mistake| (&*mistake.file, mistake.span.line, mistake.message.as_str())).collect();
        places.sort_unstable();
        let expected = [
            ("templates/documents/other.md", 6, "Unknown filter `nor_that`"),
            ("templates/documents/own.md", 6, "Unknown filter `nothing`"),
            ("templates/documents/own.md", 8, "Unknown filter `nor_this`"),
        ];
        assert_eq!(places, expected);
    }

    #[test]
    fn a_part_brings_its_needs_along() {
        let sample = crate::load::load(&crate::world::sample::edited(&[
            (
                "templates/documents/own.md",
                "",
                "---\nper: portfolio\ntitle: Own\nformats: [pdf]\n---\n{% include \"documents/parts/own.md\" %}\n",
            ),
            ("templates/documents/parts/own.md", "", "{{ policy | length }}{% include 'documents/parts/more.md' %}"),
            ("templates/documents/parts/more.md", "", "{{ as_of }}{% include \"documents/parts/own-end.md\" %}"),
            ("templates/documents/parts/own-end.md", "", "The kpis and {{ playbook.title }}."),
        ]));
        let engine = Engine::new(&sample.playbook, None).unwrap();
        assert_eq!(engine.needs("documents/own.md"), ["playbook", "as_of", "policy"]);
        assert!(engine.needs("documents/nothing.md").is_empty());
        let part = ("templates/documents/parts/own.md", "", "{% component own(@vendors) %}{{ vendors }}{% endcomponent own %}");
        let sample = crate::load::load(&crate::world::sample::edited(&[part]));
        assert_eq!(Engine::new(&sample.playbook, None).unwrap().needs("documents/vendor.md").len(), views::SHARED.len() + 1);
    }

    /// A built-in document is read when it is filled, with the playbook's parts and names in it; what an own template takes in is
    /// read at once.
    #[test]
    fn a_built_in_document_takes_in_own_parts() {
        let (path, part) = ("documents/findings.md", "documents/parts/own-end.md");
        let front = "---\nper: portfolio\ntitle: Own\nformats: [pdf]\n---\n";
        let taking = format!("{front}{{% include \"{path}\" %}}");
        let (_, text) = BUILT_IN.into_iter().find(|(path, text)| stem(path).is_some() && text.contains(PARTS)).unwrap();
        let taken = text.split(['"']).find(|quoted| quoted.starts_with(PARTS)).unwrap();
        let engine =
            |edits: &[(&str, &str, &str)]| Engine::new(&crate::load::load(&crate::world::sample::edited(edits)).playbook, None);
        let plain = engine(&[]).unwrap();
        assert!(plain.read.is_empty() && plain.apart.values().all(|slot| slot.get().is_none()));

        let own = engine(&[("templates/documents/own.md", "", &taking)]).unwrap();
        assert!(own.read.contains(path) && !own.apart.contains_key(path), "{:?}", own.read);

        // The part of the playbook stands in place of the one built in, in documents that nobody read yet.
        let own = engine(&[(&format!("templates/{taken}"), "", "{{ \"ash\" | vendor_name }} was here.")]).unwrap();
        let reading = BUILT_IN.into_iter().filter(|(path, text)| stem(path).is_some() && text.contains(taken));
        let (reader, _) = reading.into_iter().next().unwrap();
        let alone = own.alone(reader).unwrap();
        assert_eq!(alone.render(taken, &Context::new()).unwrap(), "Ash was here.");

        // A component serves every template, so all are read.
        let component = "{% component own() %}{% endcomponent own %}";
        let own = engine(&[(&format!("templates/{part}"), "", component)]).unwrap();
        assert!(own.apart.is_empty());
    }

    /// What was read before, for this playbook or for any, leaves nothing behind but what is still there.
    #[test]
    fn an_engine_forgets_what_is_gone() {
        let front = "---\nper: portfolio\ntitle: Own\nformats: [pdf]\n---\n";
        let own = ("templates/documents/own.md", "", format!("{front}{{{{ \"ash\" | vendor_name }}}}"));
        let instead = ("templates/documents/vendors.md", "", format!("{front}Only mine."));
        let renamed = ("playbook/vendors/ash/vendor.yaml", "name: Ash", "name: Oak".to_owned());
        let engine = |edits: &[&(&str, &str, String)], before: Option<&Arc<Engine>>| {
            let edits: Vec<_> = edits.iter().map(|(path, from, to)| (*path, *from, to.as_str())).collect();
            Engine::new(&crate::load::load(&crate::world::sample::edited(&edits)).playbook, before).unwrap()
        };
        let filled = |engine: &Engine, path: &str| engine.render(path, &Context::new());
        let (path, vendors) = ("documents/own.md", "documents/vendors.md");
        let first = engine(&[&own, &instead], None);
        assert_eq!((filled(&first, path).unwrap().trim(), filled(&first, vendors).unwrap().trim()), ("Ash", "Only mine."));
        let second = engine(&[&own, &instead, &renamed], Some(&first));
        assert_eq!((filled(&second, path).unwrap().trim(), filled(&first, path).unwrap().trim()), ("Oak", "Ash"));
        let third = engine(&[&own, &renamed], Some(&second));
        assert_eq!(filled(&third, path).unwrap().trim(), "Oak");
        assert_ne!(filled(&third, vendors).ok().as_deref().map(str::trim), Some("Only mine."));
        assert_ne!(third.templates["vendors"].front.title, "Own");
        let last = engine(&[], Some(&third));
        assert!(filled(&last, path).is_err() && !last.templates.contains_key("own") && last.own.is_empty());
    }
}
