//! The navigation beside every page, as templates see it.
//!
//! 1. Addresses are relative, so they are the same for all pages of one depth; they are made once for each.
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
