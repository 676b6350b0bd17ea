//! Navigation: chapters, neighbours, the way back up.
//!
//! 1. A chapter is a folder of content with its pages, or an index of the data with its vendors, rubrics or clauses.
//! 2. Chapters of prose come first, in the order their index pages ask for; then the data.
//! 3. The reading order runs through the chapters, page by page.

use std::collections::{BTreeMap, HashMap};

use super::outline::Entry;

/// A chapter: index of its own page, and of the pages below it, in reading order.
pub struct Chapter {
    pub title: String,
    /// Index of the page that the chapter's title leads to.
    pub page: usize,
    pub children: Vec<usize>,
    /// `Playbook` for prose; what is computed stands in one of [`GROUPS`].
    pub group: &'static str,
}

/// Chapters, and where each page stands.
pub struct Chapters {
    pub list: Vec<Chapter>,
    /// Chapter of each page, by the page's index.
    pub of: Vec<Option<usize>>,
    /// The way up from each page, nearest last, without the page itself.
    pub above: Vec<Vec<usize>>,
    /// The pages before and after each page in reading order.
    pub beside: Vec<(Option<usize>, Option<usize>)>,
}

/// More children than this are listed on the chapter's page only, so that pages do not grow with their number.
pub const MOST_CHILDREN: usize = 60;

/// What is computed, in the order in which it is listed; what is not named here stands in the last group, by title.
const GROUPS: [(&str, &[&str]); 4] = [
    ("Vendors", &["vendors/", "compare/"]),
    (
        "Portfolio",
        &[
            "due-soon/",
            "calendar/",
            "findings/",
            "decisions/",
            "history/",
            "audit/",
            "audit-summary/",
            "dependence-map/",
            "roadmap/",
            "risk-allocation/",
        ],
    ),
    ("Libraries", &["strategy/", "rubrics/", "clauses/", "kpis/", "governance/", "policy/", "rules/", "standards/"]),
    ("Papers", &[]),
];

/// Place of an index among the groups, and within its own.
fn rank(address: &str) -> (usize, usize) {
    let place = |(group, (_, all)): (usize, &(&str, &[&str]))| Some((group, all.iter().position(|known| *known == address)?));
    GROUPS.iter().enumerate().find_map(place).unwrap_or((GROUPS.len() - 1, 0))
}

/// Orders the pages into chapters.
pub fn chapters(pages: &[Entry]) -> Chapters {
    let by_address: HashMap<&str, usize> = pages.iter().enumerate().map(|(index, page)| (page.address.as_str(), index)).collect();
    let mut folders: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, page) in pages.iter().enumerate() {
        if let Some((first, rest)) = page.address.split_once('/')
            && !rest.is_empty()
            && page.kind != "document"
        {
            folders.entry(first).or_default().push(index);
        }
    }
    let key = |index: &usize| {
        let page = &pages[*index];
        // Deeper pages follow the index page of their folder.
        let parents = parents(&page.address).filter_map(|parent| by_address.get(parent)).map(|parent| &pages[*parent]);
        let mut path: Vec<(i64, &str)> = parents.map(|page| (page.order.unwrap_or(i64::MAX), page.title.as_str())).collect();
        path.push((page.order.unwrap_or(i64::MAX), page.title.as_str()));
        path
    };
    let mut tops: Vec<usize> =
        pages.iter().enumerate().filter(|(_, page)| page.address.matches('/').count() == 1).map(|(index, _)| index).collect();
    let is_data = |index: usize| pages[index].kind == "index";
    let place = |index: usize| if is_data(index) { rank(&pages[index].address) } else { (0, 0) };
    tops.sort_by_key(|index| (is_data(*index), place(*index), key(index)));
    let mut list = Vec::new();
    for page in tops {
        let folder = pages[page].address.trim_end_matches('/');
        let mut children = folders.remove(folder).unwrap_or_default();
        children.sort_by_cached_key(key);
        let group = if is_data(page) { GROUPS[place(page).0].0 } else { "Playbook" };
        list.push(Chapter { title: pages[page].title.clone(), page, children, group });
    }
    let mut of = vec![None; pages.len()];
    let mut order: Vec<usize> = by_address.get("").copied().into_iter().collect();
    for (index, chapter) in list.iter().enumerate() {
        for page in std::iter::once(chapter.page).chain(chapter.children.iter().copied()) {
            of[page] = Some(index);
            order.push(page);
        }
    }
    for (index, page) in pages.iter().enumerate().filter(|(_, page)| page.kind == "document") {
        let folder = page.address.split('/').next().unwrap_or_default();
        of[index] = by_address.get(format!("{folder}/").as_str()).and_then(|top| of[*top]);
    }
    let mut beside = vec![(None, None); pages.len()];
    for pair in order.windows(2) {
        let [before, after] = *pair else { continue };
        // Prose reads on; the data after it is no continuation.
        if is_prose(&pages[before]) == is_prose(&pages[after]) {
            beside[before].1 = Some(after);
            beside[after].0 = Some(before);
        }
    }
    let above = pages
        .iter()
        .map(|page| {
            let home = by_address.get("").filter(|_| !page.address.is_empty());
            home.into_iter().chain(parents(&page.address).filter_map(|parent| by_address.get(parent))).copied().collect()
        })
        .collect();
    Chapters { list, of, above, beside }
}

fn is_prose(page: &Entry) -> bool {
    matches!(page.kind, "home" | "section" | "page")
}

/// The addresses of the folders above a page, outermost first: `a/` and `a/b/` for `a/b/c/`.
fn parents(address: &str) -> impl Iterator<Item = &str> {
    let inner = address.strip_suffix('/').unwrap_or(address);
    inner.match_indices('/').map(|(index, _)| &address[..=index])
}
