//! The navigation beside every page, as templates see it.
//!
//! 1. Addresses are relative, and [`relative`] leads through the root, so they are the same for all pages of one depth; they are
//!    made once for each.
//! 2. A page opens its own chapter and is marked in it; the values of all others are shared.

use std::sync::OnceLock;

use serde::Serialize;
use tera::{Map, Value};

use super::Outline;
use super::nav::MOST_CHILDREN;
use crate::route::relative;

/// The navigation of a site.
pub struct Sidebar {
    /// By the number of folders above a page.
    depths: Vec<Depth>,
    pretty: bool,
}

/// What pages of one depth share.
struct Depth {
    /// All of them closed.
    chapters: OnceLock<Vec<Value>>,
    /// The pages of each chapter, none of them current.
    children: Vec<OnceLock<Vec<Value>>>,
}

/// A page that is led to.
#[derive(Serialize)]
pub struct LinkView<'p> {
    pub title: &'p str,
    pub href: String,
    pub current: bool,
}

#[derive(Serialize)]
struct ChapterView<'p> {
    title: &'p str,
    href: String,
    current: bool,
    open: bool,
    group: &'static str,
    children: [(); 0],
}

/// The number of folders above a page.
fn depth(address: &str) -> usize {
    address.matches('/').count()
}

impl Sidebar {
    /// The navigation of a site, of which nothing is made yet.
    pub fn new(outline: &Outline, pretty: bool) -> Self {
        let deepest = outline.pages.iter().map(|page| depth(&page.address)).max().unwrap_or(0);
        let chapters = outline.chapters.list.len();
        let children = || std::iter::repeat_with(OnceLock::new).take(chapters).collect();
        let depths = (0..=deepest).map(|_| Depth { chapters: OnceLock::new(), children: children() }).collect();
        Self { depths, pretty }
    }

    /// The chapters as the page at `index` of the outline shows them.
    pub fn of(&self, outline: &Outline, index: usize) -> Value {
        let Outline { pages, chapters, .. } = outline;
        let address = &pages[index].address;
        let shared = &self.depths[depth(address)];
        let href = |to: usize| relative(address, &pages[to].address, self.pretty);
        let closed = || {
            let views = chapters.list.iter().map(|chapter| ChapterView {
                title: &chapter.title,
                href: href(chapter.page),
                current: false,
                open: false,
                group: chapter.group,
                children: [],
            });
            views.map(|view| Value::from_serializable(&view)).collect()
        };
        let mut all = shared.chapters.get_or_init(closed).clone();
        let Some(open) = chapters.of[index] else { return all.into() };
        let chapter = &chapters.list[open];
        let mut listed = Vec::new();
        if chapter.children.len() <= MOST_CHILDREN {
            let link = |child: &usize| LinkView { title: &pages[*child].title, href: href(*child), current: false };
            let views = || chapter.children.iter().map(|child| Value::from_serializable(&link(child))).collect();
            listed.clone_from(shared.children[open].get_or_init(views));
            if let Some(place) = chapter.children.iter().position(|child| *child == index) {
                listed[place] = with(&listed[place], [("current", true.into())]);
            }
        }
        let current = chapter.page == index;
        all[open] = with(&all[open], [("open", true.into()), ("current", current.into()), ("children", listed.into())]);
        all.into()
    }
}

/// A value with some of its attributes replaced.
fn with<const N: usize>(value: &Value, attributes: [(&'static str, Value); N]) -> Value {
    let mut map: Map = value.as_map().cloned().unwrap_or_default();
    map.extend(attributes.map(|(key, value)| (key.into(), value)));
    map.into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::nav;
    use crate::site::outline::Entry;
    use serde_json::json;

    fn page(address: &str, kind: &'static str) -> Entry {
        Entry {
            address: address.to_owned(),
            title: format!("At {address}"),
            summary: None,
            kind,
            eyebrow: None,
            source: "content/index.md".into(),
            order: None,
            prose: None,
            document: None,
        }
    }

    fn outline() -> Outline {
        let mut pages = vec![page("", "home"), page("alone/", "page"), page("few/", "section"), page("many/", "section")];
        pages.extend((0..MOST_CHILDREN - 1).map(|number| page(&format!("few/{number}/"), "page")));
        pages.extend([page("few/0/deep/", "page"), page("vendors/", "index"), page("vendors/ash/", "vendor")]);
        pages.extend([page("vendors/ash/scorecard/", "document"), page("lost/in/space/", "document")]);
        pages.extend((0..=MOST_CHILDREN).map(|number| page(&format!("many/{number}/"), "page")));
        let by_address = pages.iter().enumerate().map(|(index, page)| (page.address.clone(), index)).collect();
        let chapters = nav::chapters(&pages);
        Outline { pages, by_address, chapters, redirects: std::collections::BTreeMap::new() }
    }

    /// The same, made for one page alone and without sharing.
    fn alone(outline: &Outline, index: usize, pretty: bool) -> serde_json::Value {
        let href = |to: usize| relative(&outline.pages[index].address, &outline.pages[to].address, pretty);
        let link = |to: &usize| json!({ "title": outline.pages[*to].title, "href": href(*to), "current": *to == index });
        let chapters = outline.chapters.list.iter().enumerate().map(|(number, chapter)| {
            let open = outline.chapters.of[index] == Some(number);
            let listed = if open && chapter.children.len() <= MOST_CHILDREN { &chapter.children[..] } else { &[] };
            json!({
                "title": chapter.title, "href": href(chapter.page), "current": chapter.page == index, "open": open,
                "group": chapter.group, "children": listed.iter().map(link).collect::<Vec<_>>(),
            })
        });
        chapters.collect()
    }

    #[test]
    fn every_page_has_its_own_navigation() {
        let outline = outline();
        let count = |address: &str| {
            let chapter = outline.chapters.list.iter().find(|one| outline.pages[one.page].address == address).unwrap();
            chapter.children.len()
        };
        assert_eq!((count("few/"), count("many/"), count("alone/")), (MOST_CHILDREN, MOST_CHILDREN + 1, 0));
        for pretty in [false, true] {
            let sidebar = Sidebar::new(&outline, pretty);
            for (index, page) in outline.pages.iter().enumerate() {
                let made = serde_json::to_value(sidebar.of(&outline, index)).unwrap();
                assert_eq!(made, alone(&outline, index, pretty), "{}", page.address);
            }
        }
    }
}
