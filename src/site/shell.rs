//! Pages into their shell.
//!
//! 1. The templates `site/*` come from the playbook where it has its own, else from the program.
//! 2. Each page's blocks become HTML, its links relative addresses.
//! 3. The shell is filled with both. Values are escaped for HTML, always.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde::Serialize;
use tera::{Context, Tera};

use super::body::Body;
use super::outline::Entry;
use super::sidebar::{LinkView, Sidebar};
use super::{Input, Outline, tags};
use crate::block::{each_heading, plain_text};
use crate::diagnostic::Diagnostic;
use crate::document::{long_date, template_mistake, template_mistakes};
use crate::model::{At, Date, Playbook};
use crate::render::html;
use crate::route::{Target, relative};

const BUILT_IN: [(&str, &str); 11] = [
    ("site/404.html", include_str!("../../templates/site/404.html")),
    ("site/redirect.html", include_str!("../../templates/site/redirect.html")),
    ("site/feed.xml", include_str!("../../templates/site/feed.xml")),
    ("site/sitemap.xml", include_str!("../../templates/site/sitemap.xml")),
    ("site/page.html", include_str!("../../templates/site/page.html")),
    ("site/style.css", include_str!("../../templates/site/style.css")),
    ("site/site.js", include_str!("../../templates/site/site.js")),
    ("site/tables.js", include_str!("../../templates/site/tables.js")),
    ("site/find.js", include_str!("../../templates/site/find.js")),
    ("site/compare.js", include_str!("../../templates/site/compare.js")),
    ("site/minisearch.js", include_str!("../../templates/site/minisearch.js")),
];

/// Most pages have fewer bytes than this around their content.
const AROUND: usize = 8 * 1024;

const STYLE: &str = "site/style.css";

/// The style sheet, the playbook's own or the built-in one, with the organisation's colour in both themes.
pub fn style(playbook: &Playbook) -> String {
    let own = playbook.templates.iter().find(|(name, _)| *name == STYLE).map(|(_, text)| &**text);
    let built_in = || BUILT_IN.into_iter().find(|(name, _)| *name == STYLE).map_or("", |(_, text)| text);
    let mut style = own.unwrap_or_else(built_in).to_owned();
    if let Some(accent) = &playbook.settings.theme.accent {
        let (light, dark) = (accent.value.on_light(), accent.value.on_dark());
        let _ = write!(
            style,
            "\n/* The organisation's colour, made readable on either ground. */\n:root {{ --accent: {light}; }}\n\
             @media screen and (prefers-color-scheme: dark) {{ :root:not([data-theme=\"light\"]) {{ --accent: {dark}; }} }}\n\
             @media screen {{ :root[data-theme=\"dark\"] {{ --accent: {dark}; }} }}\n"
        );
    }
    style
}

/// Everything that pages share.
pub struct Shell {
    tera: Tera,
    sidebar: Sidebar,
    pretty: bool,
}

/// A page, and what it is made from.
#[derive(Clone, Copy)]
struct Place<'p> {
    input: &'p Input,
    outline: &'p Outline,
    page: &'p Entry,
}

#[derive(Serialize)]
struct SiteView<'p> {
    title: &'p str,
    organisation: &'p str,
    language: &'p str,
    version: Option<&'p str>,
    /// Address of the logo, from the site's root.
    logo: Option<&'p str>,
    /// Address of the logo for dark screens, from the site's root.
    logo_dark: Option<&'p str>,
    as_of: String,
    as_of_words: String,
}

#[derive(Serialize)]
struct PageView<'p> {
    title: &'p str,
    summary: Option<&'p str>,
    kind: &'p str,
    /// The template it is made from; absent for prose.
    template: Option<&'p str>,
    canonical: Option<String>,
    audience: &'static str,
    eyebrow: Option<&'p str>,
    date: Option<DayView>,
    updated: Option<DayView>,
    /// Address and words.
    tags: Vec<(String, String)>,
}

/// A day as machines and people read it.
#[derive(Serialize)]
struct DayView {
    day: String,
    words: String,
}

#[derive(Serialize)]
struct TocView<'p> {
    level: u8,
    id: &'p str,
    title: String,
}

#[derive(Serialize)]
struct FigureView<'p> {
    label: &'static str,
    value: &'p str,
    note: &'p str,
    mark: Option<&'static str>,
    word: &'p str,
    shape: String,
    href: String,
}

#[derive(Serialize)]
struct DocumentView<'p> {
    title: &'p str,
    /// Whether it is this page.
    here: bool,
    href: Option<String>,
    downloads: Vec<DownloadView>,
}

#[derive(Serialize)]
struct DownloadView {
    label: &'static str,
    href: String,
}

/// What is wrong with the templates of the site themselves, whatever they are filled with.
#[must_use]
pub fn mistakes(playbook: &Playbook) -> Vec<Diagnostic> {
    tera(playbook).err().unwrap_or_default()
}

/// The templates of the site, the playbook's own before the built-in ones.
fn tera(playbook: &Playbook) -> Result<Tera, Vec<Diagnostic>> {
    let mut tera = Tera::new();
    tera.autoescape_on([".html", ".xml"]);
    // Tera's own writes each byte by itself.
    tera.set_escape_fn(|text, out| {
        let mut result = Ok(());
        html::escaped(text, |piece| {
            if result.is_ok() {
                result = out.write_all(piece.as_bytes());
            }
        });
        result
    });
    let own = playbook.templates.iter().map(|(name, text)| (name.as_str(), &**text));
    let own = own.filter(|(name, _)| name.starts_with("site/") && is_template(name));
    let built_in = BUILT_IN.into_iter().filter(|(name, _)| is_template(name));
    let sources: std::collections::BTreeMap<&str, &str> = built_in.chain(own).collect();
    tera.add_raw_templates(sources).map_err(|error| template_mistakes(&error, "site/"))?;
    Ok(tera)
}

impl Shell {
    pub fn new(input: &Input, outline: &Outline) -> Result<Self, Vec<Diagnostic>> {
        let mut tera = tera(&input.playbook)?;
        let settings = &input.playbook.settings;
        let as_of = input.evaluation.as_of.to_string();
        let address = |file: Option<&'_ At<String>>| file.and_then(|file| input.routes.address(&file.value));
        let site = SiteView {
            title: &settings.title,
            organisation: &settings.organisation.name,
            language: &settings.language,
            version: settings.version.as_deref(),
            logo: address(settings.theme.logo.as_ref()),
            logo_dark: address(settings.theme.logo_dark.as_ref()),
            as_of_words: long_date(&as_of),
            as_of,
        };
        tera.global_context().insert("site", &site);
        let pretty = input.base_url.is_some();
        Ok(Self { tera, sidebar: Sidebar::new(outline, pretty), pretty })
    }

    /// One page of the site.
    pub fn render(&self, input: &Input, outline: &Outline, index: usize, body: &Body) -> Result<Vec<u8>, Diagnostic> {
        let page = &outline.pages[index];
        let place = Place { input, outline, page };
        let (pages, chapters) = (&outline.pages, &outline.chapters);
        let href = |to: &str| relative(&page.address, to, self.pretty);
        let link = |to: usize| LinkView { title: &pages[to].title, href: href(&pages[to].address), current: to == index };
        let blocks = body.blocks(input, page);
        let content = html::render(blocks, &|target| self.resolve(place, target));
        let mut toc = Vec::new();
        each_heading(blocks, &mut |level, id, content| {
            if (2..=3).contains(&level) {
                toc.push(TocView { level, id, title: plain_text(content) });
            }
        });
        let figures: Vec<FigureView<'_>> = body
            .figures
            .iter()
            .map(|figure| FigureView {
                label: figure.label,
                value: &figure.value,
                note: &figure.note,
                mark: figure.state.as_ref().map(|(mark, _)| mark.token()),
                word: figure.state.as_ref().map_or("", |(_, word)| word),
                shape: figure.state.as_ref().map(|(mark, _)| html::shape(*mark)).unwrap_or_default(),
                href: format!("#{}", figure.anchor),
            })
            .collect();
        let documents: Vec<DocumentView<'_>> = body
            .documents
            .iter()
            .map(|offer| DocumentView {
                title: &offer.title,
                here: offer.here,
                href: offer.address.as_ref().map(|address| href(address)),
                downloads: offer.downloads.iter().map(|(label, address)| DownloadView { label, href: href(address) }).collect(),
            })
            .collect();
        let front = page.prose.and_then(|prose| input.playbook.pages.get(prose)).map(|prose| &prose.front);
        let day = |day: Option<&At<Date>>| {
            let day = day?.value.to_string();
            Some(DayView { words: long_date(&day), day })
        };
        let tag = |tag: &'_ At<String>| -> (String, String) {
            (format!("{}#{}", href(tags::ADDRESS), tags::anchor(tag)), tag.value.clone())
        };
        let mut context = Context::new();
        context.insert(
            "page",
            &PageView {
                title: &page.title,
                summary: page.summary.as_deref(),
                kind: page.kind,
                template: page.document.as_ref().map(|(template, _)| template.as_str()),
                canonical: canonical(input, &page.address),
                date: front.and_then(|front| day(front.date.as_ref())),
                updated: front.and_then(|front| day(front.updated.as_ref())),
                tags: front.iter().flat_map(|front| &front.tags).map(tag).collect(),
                audience: "Internal",
                eyebrow: page.eyebrow.as_deref(),
            },
        );
        context.insert("root", &"../".repeat(page.address.matches('/').count()));
        context.insert("home", &href(""));
        context.insert_value("nav", self.sidebar.of(outline, index));
        context.insert("breadcrumbs", &chapters.above[index].iter().map(|above| link(*above)).collect::<Vec<_>>());
        context.insert("toc", &toc);
        context.insert("figures", &figures);
        context.insert("documents", &documents);
        context.insert("previous", &chapters.beside[index].0.map(link));
        context.insert("next", &chapters.beside[index].1.map(link));
        context.insert_value("data", body.data.as_deref().map_or_else(tera::Value::none, tera::Value::safe_string));
        context.insert_value("content", tera::Value::safe_string(&content));
        let mut html = Vec::with_capacity(content.len() + AROUND);
        let done = self.tera.render_to("site/page.html", &context, &mut html);
        done.map(|()| html).map_err(|error| template_mistake(&error, "site/page.html"))
    }

    /// One of the templates that are no page.
    pub fn fill(&self, name: &str, context: &Context) -> Result<String, Diagnostic> {
        self.tera.render(name, context).map_err(|error| template_mistake(&error, name))
    }

    fn resolve(&self, Place { input, outline, page, .. }: Place<'_>, target: &str) -> Option<String> {
        match input.routes.resolve(&page.source, target) {
            Ok(Target::External(url)) => Some(url),
            Ok(Target::Inside { address, .. }) if target.starts_with("site:") && !outline.by_address.contains_key(&address) => {
                None
            }
            Ok(Target::Inside { address, anchor }) => {
                let path = if address == page.address { String::new() } else { relative(&page.address, &address, self.pretty) };
                let anchor = anchor.map_or_else(String::new, |anchor| format!("#{anchor}"));
                let href = format!("{path}{anchor}");
                Some(if href.is_empty() { "#".to_owned() } else { href })
            }
            // A template may link to a heading it makes itself.
            Err(_) => target.starts_with('#').then(|| target.to_owned()),
        }
    }
}

/// The absolute URL of an address, where it is known.
pub fn canonical(input: &Input, address: &str) -> Option<String> {
    let base = input.base_url.as_deref()?;
    Some(format!("{}/{}", base.trim_end_matches('/'), crate::route::encode(address)))
}

/// Style sheet, script, and whatever else the playbook's `templates/site/` holds that is no template.
pub fn assets(playbook: &Playbook) -> Vec<(String, Vec<u8>)> {
    let names = BUILT_IN.into_iter().map(|(name, _)| name).chain(playbook.templates.keys().map(String::as_str));
    let names: BTreeSet<&str> = names.filter_map(|name| name.strip_prefix("site/")).collect();
    names.into_iter().filter_map(|name| Some((name.to_owned(), asset(playbook, name)?))).collect()
}

/// One of these by its path.
pub fn asset(playbook: &Playbook, path: &str) -> Option<Vec<u8>> {
    let name = format!("site/{path}");
    if is_template(&name) {
        return None;
    }
    if name == STYLE {
        return Some(style(playbook).into_bytes());
    }
    let built_in = || BUILT_IN.into_iter().find(|(known, _)| *known == name).map(|(_, text)| text);
    let text = playbook.templates.get(&name).map(|text| &**text).or_else(built_in)?;
    Some(text.as_bytes().to_vec())
}

/// Whether a file of `templates/site/` is filled; others are published as they are.
fn is_template(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| matches!(ending, "html" | "xml"))
}
