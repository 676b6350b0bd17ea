//! Files of the site that are no pages of the playbook: what crawlers and feed readers ask for, the page for what is not there,
//! and redirects from addresses that pages had before.
//!
//! 1. [`paths`] lists them, [`file`] makes one.
//! 2. A sitemap and a feed need to know where the site will be served, so without a base URL there are none.

use serde::Serialize;
use tera::Context;

use super::shell::{Shell, canonical};
use super::{Input, Outline};
use crate::diagnostic::Diagnostic;
use crate::model::Date;
use crate::route::{ROW, encode, relative};

const ROBOTS: &str = "robots.txt";
const NOT_FOUND: &str = "404.html";
const SITEMAP: &str = "sitemap.xml";
const FEED: &str = "feed.xml";

/// As many events as a feed holds, the newest.
const LATEST: usize = 60;

#[derive(Serialize)]
struct PlaceView {
    url: String,
    on: Option<Date>,
}

#[derive(Serialize)]
struct EventView<'p> {
    id: String,
    on: Date,
    vendor: &'p str,
    kind: &'static str,
    what: &'p str,
    url: String,
}

/// The paths of all of them.
pub fn paths(input: &Input, outline: &Outline) -> Vec<String> {
    let always = [ROBOTS, NOT_FOUND].into_iter();
    let served = [SITEMAP, FEED].into_iter().filter(|_| input.base_url.is_some());
    let old = outline.redirects.keys().cloned();
    always.chain(served).map(str::to_owned).chain(old).collect()
}

/// One of them by its path; `None` where there is none.
pub fn file(input: &Input, outline: &Outline, shell: &Shell, path: &str) -> Option<Result<Vec<u8>, Diagnostic>> {
    let base = input.base_url.as_deref().map(|base| format!("{}/", base.trim_end_matches('/')));
    let made = match (path, base) {
        (ROBOTS, base) => Ok(robots(input, base.as_deref())),
        (NOT_FOUND, base) => {
            let mut context = Context::new();
            context.insert("root", base.as_deref().map_or("/", path_of));
            shell.fill("site/404.html", &context)
        }
        (SITEMAP, Some(base)) => sitemap(input, outline, shell, &base),
        (FEED, Some(base)) => feed(input, shell, &base),
        _ => redirect(input, outline, shell, path)?,
    };
    Some(made.map(String::into_bytes))
}

/// The path of an absolute URL.
fn path_of(base: &str) -> &str {
    base.split_once("://").and_then(|(_, rest)| rest.find('/').and_then(|at| rest.get(at..))).unwrap_or("/")
}

/// An internal site is listed nowhere unless its owner says so.
fn robots(input: &Input, base: Option<&str>) -> String {
    match (input.playbook.settings.indexed, base) {
        (false, _) => "User-agent: *\nDisallow: /\n".to_owned(),
        (true, None) => "User-agent: *\nAllow: /\n".to_owned(),
        (true, Some(base)) => format!("User-agent: *\nAllow: /\n\nSitemap: {base}{SITEMAP}\n"),
    }
}

fn sitemap(input: &Input, outline: &Outline, shell: &Shell, base: &str) -> Result<String, Diagnostic> {
    let prose = |index: usize| input.playbook.pages.get(index).map(|page| &page.front);
    let place = |page: &super::Entry| {
        let front = page.prose.and_then(prose);
        let on = front.and_then(|front| front.updated.as_ref().or(front.date.as_ref())).map(|on| on.value);
        PlaceView { url: format!("{base}{}", encode(&page.address)), on }
    };
    let mut context = Context::new();
    context.insert("pages", &outline.pages.iter().map(place).collect::<Vec<_>>());
    shell.fill("site/sitemap.xml", &context)
}

fn feed(input: &Input, shell: &Shell, base: &str) -> Result<String, Diagnostic> {
    let mut events = Vec::new();
    for vendor in &input.evaluation.vendors {
        for event in &vendor.history {
            let name = event.name();
            let id = format!("{base}vendors/{}/#event-{name}", vendor.id);
            // Its row on the page that has all of them.
            let url = format!("{base}history/#{ROW}{}-{name}", vendor.id);
            events.push(EventView { id, on: event.on, vendor: &vendor.name, kind: event.kind.word(), what: &event.what, url });
        }
    }
    events.sort_by(|a, b| b.on.cmp(&a.on).then_with(|| a.id.cmp(&b.id)));
    events.truncate(LATEST);
    let mut context = Context::new();
    context.insert("base", base);
    context.insert("updated", &events.first().map_or(input.evaluation.as_of, |event| event.on));
    context.insert("events", &events);
    shell.fill("site/feed.xml", &context)
}

fn redirect(input: &Input, outline: &Outline, shell: &Shell, path: &str) -> Option<Result<String, Diagnostic>> {
    let page = outline.pages.get(*outline.redirects.get(path)?)?;
    let mut context = Context::new();
    context.insert("title", &page.title);
    context.insert("root", &"../".repeat(path.matches('/').count()));
    context.insert("href", &relative(path, &page.address, input.base_url.is_some()));
    context.insert("canonical", &canonical(input, &page.address));
    Some(shell.fill("site/redirect.html", &context))
}

#[cfg(test)]
mod tests {
    use super::path_of;

    #[test]
    fn the_path_of_a_base() {
        for (base, path) in [
            ("https://intranet.example/", "/"),
            ("https://intranet.example/playbook/", "/playbook/"),
            ("http://localhost:8000/a/b/", "/a/b/"),
            ("https://intranet.example", "/"),
        ] {
            assert_eq!(path_of(base), path, "{base}");
        }
    }
}
