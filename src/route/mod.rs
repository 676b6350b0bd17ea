//! Routes: the address at which each source file is published, and where a link written in one leads.
//!
//! 1. [`Routes::new`] gives every page its address, a path from the site's root that ends in `/`.
//! 2. [`Routes::resolve`] takes a link as an author writes it: a source path, relative to the file or, with a
//!    leading `/`, to the playbook's root, and perhaps an `#anchor`.
//! 3. [`relative`] is the way from one page to another, for sites that must work from any folder.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use crate::block::{self, Block};
use crate::model::page::Page;
use crate::model::{Filed, Playbook, VendorFolder};

/// Addresses of a playbook's sources.
#[derive(Clone, Debug, Default)]
pub struct Routes {
    by_source: BTreeMap<Arc<str>, Route>,
    taken: BTreeMap<String, Arc<str>>,
    collisions: Vec<(Arc<str>, Arc<str>)>,
}

#[derive(Clone, Debug)]
struct Route {
    address: String,
    /// The headings; `None` where a template makes them, which is known only when it is filled.
    anchors: Option<BTreeSet<String>>,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Outside the playbook, as written.
    External(String),
    /// A page or file of the site: its address and perhaps `#anchor`.
    Inside {
        /// From the site's root; ends in `/` for a page.
        address: String,
        /// Without `#`.
        anchor: Option<String>,
    },
}

/// Why a link leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// No such file; [`Routes::nearest`] knows one that is meant perhaps.
    NoFile,
    /// The page has no such heading; the nearest that it has, if one is near.
    NoAnchor(Option<String>),
    /// The scheme is not one a document may link to.
    Scheme,
}

/// The scheme of links to pages that have no source.
const SITE: &str = "site";

/// How the address of a row of a table begins. With a colon it is no heading's.
pub const ROW: &str = "row:";

impl Routes {
    /// The addresses of everything that is published from `playbook`.
    #[must_use]
    pub fn new(playbook: &Playbook) -> Self {
        let mut routes = Self::default();
        for (id, folder) in &playbook.vendors {
            let address = format!("vendors/{id}/");
            routes.add(&folder.vendor.file, address.clone(), None);
            let others = [
                folder.evaluation.as_ref().map(|filed| &filed.file),
                folder.kpis.as_ref().map(|filed| &filed.file),
                folder.readings.as_ref().map(|filed| &filed.file),
                folder.contract.as_ref().map(|filed| &filed.file),
                folder.governance.as_ref().map(|filed| &filed.file),
                folder.roadmap.as_ref().map(|filed| &filed.file),
                folder.exit.as_ref().map(|filed| &filed.file),
            ];
            for file in others.into_iter().flatten() {
                routes.by_source.insert(Arc::clone(file), Route { address: address.clone(), anchors: None });
            }
        }
        for (id, rubric) in &playbook.rubrics {
            routes.add(&rubric.file, format!("rubrics/{id}/"), None);
        }
        for (id, clause) in &playbook.clauses {
            routes.add(&clause.file, format!("clauses/{id}/"), None);
        }
        if let Some(kpis) = &playbook.kpis {
            routes.add(&kpis.file, "kpis/".to_owned(), None);
        }
        if let Some(strategy) = &playbook.strategy {
            routes.add(&strategy.file, "strategy/".to_owned(), None);
        }
        if let Some(governance) = &playbook.governance {
            routes.add(&governance.file, "governance/".to_owned(), None);
        }
        if let Some(standards) = &playbook.standards {
            routes.add(&standards.file, "standards/".to_owned(), None);
        }
        routes.add(&playbook.settings.file, "policy/".to_owned(), None);
        for folder in ["vendors/", "rubrics/", "clauses/"] {
            routes.taken.entry(folder.to_owned()).or_insert_with(|| format!("the index at /{folder}").into());
        }
        for page in &playbook.pages {
            let address = page_address(&page.file);
            // The front page goes on with what the template `home` makes; other files may bring headings along.
            let anchors = (!address.is_empty() && !page.shortcodes).then(|| headings(&page.blocks));
            routes.add(&page.file, address, anchors);
        }
        for asset in &playbook.assets {
            let address = asset.strip_prefix("content/").unwrap_or(asset).to_owned();
            routes.add(asset, address, Some(BTreeSet::new()));
        }
        routes
    }

    /// Whether two playbooks have the same routes: the same files, and pages with the same headings.
    #[must_use]
    pub fn are_same(a: &Playbook, b: &Playbook) -> bool {
        let page = |(a, b): (&Filed<Page>, &Filed<Page>)| {
            a.file == b.file && (a.is_same(b) || a.shortcodes == b.shortcodes && headings(&a.blocks) == headings(&b.blocks))
        };
        let vendor = |folder: &VendorFolder| {
            [
                folder.evaluation.is_some(),
                folder.kpis.is_some(),
                folder.readings.is_some(),
                folder.contract.is_some(),
                folder.governance.is_some(),
                folder.roadmap.is_some(),
                folder.exit.is_some(),
            ]
        };
        let single = |playbook: &Playbook| {
            [playbook.kpis.is_some(), playbook.strategy.is_some(), playbook.governance.is_some(), playbook.standards.is_some()]
        };
        single(a) == single(b)
            && a.vendors.keys().eq(b.vendors.keys())
            && a.vendors.values().map(vendor).eq(b.vendors.values().map(vendor))
            && a.rubrics.keys().eq(b.rubrics.keys())
            && a.clauses.keys().eq(b.clauses.keys())
            && a.assets == b.assets
            && a.pages.len() == b.pages.len()
            && a.pages.iter().zip(&b.pages).all(page)
    }

    fn add(&mut self, source: &Arc<str>, address: String, anchors: Option<BTreeSet<String>>) {
        match self.taken.get(&address) {
            Some(first) => self.collisions.push((Arc::clone(source), Arc::clone(first))),
            None => {
                self.taken.insert(address.clone(), Arc::clone(source));
            }
        }
        self.by_source.insert(Arc::clone(source), Route { address, anchors });
    }

    /// Pairs of sources that want the same address: the later one, and who has it.
    #[must_use]
    pub fn collisions(&self) -> &[(Arc<str>, Arc<str>)] {
        &self.collisions
    }

    /// Where a link leads that is written as `target` in the file `from`.
    ///
    /// # Errors
    ///
    /// Why it leads nowhere.
    pub fn resolve(&self, from: &str, target: &str) -> Result<Target, Problem> {
        if let Some(scheme) = scheme(target) {
            return match scheme.to_ascii_lowercase().as_str() {
                "http" | "https" | "mailto" | "tel" => Ok(Target::External(target.to_owned())),
                // An address of the site itself. Whether there is such a page is known to the site.
                _ if scheme == SITE && !target[scheme.len() + 1..].starts_with('/') => {
                    let (address, anchor) =
                        target[scheme.len() + 1..].split_once('#').unwrap_or((&target[scheme.len() + 1..], ""));
                    let anchor = Some(anchor.to_owned()).filter(|anchor| !anchor.is_empty());
                    Ok(Target::Inside { address: address.to_owned(), anchor })
                }
                _ => Err(Problem::Scheme),
            };
        }
        let anchor = target.split_once('#').map(|(_, anchor)| anchor);
        let source = source(from, target).ok_or(Problem::NoFile)?;
        let route = self.find(&source).ok_or(Problem::NoFile)?;
        let address = route.address.clone();
        let anchor = anchor.filter(|anchor| !anchor.is_empty());
        match (anchor, &route.anchors) {
            // Rows have their addresses once the page is made.
            (Some(anchor), Some(known)) if !known.contains(anchor) && !anchor.starts_with(ROW) => {
                let near = crate::diagnostic::suggest(anchor, known.iter().map(String::as_str));
                Err(Problem::NoAnchor(near.map(str::to_owned)))
            }
            (anchor, _) => Ok(Target::Inside { address, anchor: anchor.map(str::to_owned) }),
        }
    }

    /// The address of the page made from this source.
    #[must_use]
    pub fn address(&self, source: &str) -> Option<&str> {
        self.by_source.get(source).map(|route| route.address.as_str())
    }

    /// A file, or the index of a folder, or a vendor's folder.
    fn find(&self, source: &str) -> Option<&Route> {
        let source = source.trim_end_matches('/');
        let index = |name: &str| self.by_source.get(format!("{source}/{name}").as_str());
        self.by_source.get(source).or_else(|| index("index.md")).or_else(|| index("vendor.yaml"))
    }

    /// A link to the nearest file that exists, if one is near: to be asked for where the mistake is told, because it looks at
    /// every file.
    #[must_use]
    pub fn nearest(&self, from: &str, target: &str) -> Option<String> {
        let source = &source(from, target)?;
        let name = source.rsplit('/').next().unwrap_or(source);
        let same_name = self.by_source.keys().find(|known| known.rsplit('/').next() == Some(name) && name != "index.md");
        let near = same_name.map(|known| &**known);
        let near = near.or_else(|| crate::diagnostic::suggest(source, self.by_source.keys().map(|known| &**known)))?;
        Some(relative_path(from, near))
    }
}

/// The address of a content page: `content/a/b.md` is `a/b/`, `content/a/index.md` is `a/`.
fn page_address(file: &str) -> String {
    let path = file.strip_prefix("content/").unwrap_or(file);
    let path = path.strip_suffix(".md").unwrap_or(path);
    match path.strip_suffix("index") {
        Some(folder) if folder.is_empty() || folder.ends_with('/') => folder.to_owned(),
        _ => format!("{path}/"),
    }
}

fn headings(blocks: &[Block]) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    block::each_heading(blocks, &mut |_, id, _| {
        ids.insert(id.to_owned());
    });
    ids
}

fn scheme(target: &str) -> Option<&str> {
    let (scheme, _) = target.split_once(':')?;
    let letters = !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    if target.starts_with("//") { Some("") } else { letters.then_some(scheme) }
}

/// Percent-decodes a path; bytes that do not make UTF-8 lead nowhere and stay as they are.
fn decode(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut index = 0;
    while let Some(&byte) = bytes.get(index) {
        let hex = bytes.get(index + 1..index + 3).filter(|_| byte == b'%').and_then(|pair| std::str::from_utf8(pair).ok());
        let escaped = hex.and_then(|pair| u8::from_str_radix(pair, 16).ok());
        out.push(escaped.unwrap_or(byte));
        index += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).unwrap_or_else(|_| path.to_owned())
}

/// `path` as seen from the file `from`; `None` when it leaves the folder that both are below.
#[must_use]
pub fn join(from: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = match path.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => from.split('/').take(from.matches('/').count()).collect(),
    };
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The file or folder that a link names which is written as `target` in the file `from`, whether or not it exists;
/// `None` when it leaves the playbook.
#[must_use]
pub fn source(from: &str, target: &str) -> Option<String> {
    let path = decode(target.split('#').next().unwrap_or_default());
    if path.is_empty() { Some(from.to_owned()) } else { join(from, &path) }
}

/// A link written in the file `from` as one that means the same in any file.
#[must_use]
pub fn absolute(from: &str, target: &str) -> String {
    if scheme(target).is_some() || target.starts_with('/') {
        return target.to_owned();
    }
    let (path, anchor) = target.find('#').map_or((target, ""), |index| target.split_at(index));
    let joined = if path.is_empty() { Some(from.to_owned()) } else { join(from, path) };
    joined.map_or_else(|| target.to_owned(), |path| format!("/{path}{anchor}"))
}

/// How one would write `to` in the file `from`.
fn relative_path(from: &str, to: &str) -> String {
    let from: Vec<&str> = from.split('/').take(from.matches('/').count()).collect();
    let to: Vec<&str> = to.split('/').collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - shared);
    up.chain(to[shared..].iter().copied()).collect::<Vec<_>>().join("/")
}

/// The way from the page at address `from` to the page or file at address `to`.
/// Without `pretty`, a page is named with its `index.html`, so that it opens from a disk too. It always leads through the site's
/// root, so it is the same from all pages of one depth.
#[must_use]
pub fn relative(from: &str, to: &str, pretty: bool) -> String {
    let up = "../".repeat(from.matches('/').count());
    let name = if to.is_empty() || to.ends_with('/') { if pretty { "" } else { "index.html" } } else { "" };
    let path = format!("{up}{}{name}", encode(to));
    if path.is_empty() { "./".to_owned() } else { path }
}

/// Percent-encodes what may not stand in the path of a URL.
#[must_use]
pub fn encode(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{decode, join, page_address, relative, relative_path};

    #[test]
    fn content_paths_become_folders() {
        for (file, address) in [
            ("content/a/b.md", "a/b/"),
            ("content/a/index.md", "a/"),
            ("content/index.md", ""),
            ("content/a/windex.md", "a/windex/"),
        ] {
            assert_eq!(page_address(file), address, "{file}");
        }
    }

    #[test]
    fn paths_are_joined_and_never_leave_the_playbook() {
        assert_eq!(join("content/a/b.md", "../c.md").as_deref(), Some("content/c.md"));
        assert_eq!(join("content/a/b.md", "/contracts/x.md").as_deref(), Some("contracts/x.md"));
        assert_eq!(join("content/a/b.md", "./c.md").as_deref(), Some("content/a/c.md"));
        assert_eq!(join("content/a/b.md", "../../../etc/passwd"), None);
        assert_eq!(decode("a%20b%2"), "a b%2");
    }

    #[test]
    fn the_way_between_two_pages() {
        for (from, to, pretty, way) in [
            ("", "a/b/", false, "a/b/index.html"),
            ("a/b/", "", false, "../../index.html"),
            ("a/b/", "", true, "../../"),
            ("", "", true, "./"),
            ("a/", "img/ü.png", true, "../img/%C3%BC.png"),
        ] {
            assert_eq!(relative(from, to, pretty), way, "{from} to {to}");
        }
        assert_eq!(relative_path("content/a/b.md", "contracts/clauses/x.md"), "../../contracts/clauses/x.md");
        assert_eq!(relative_path("content/a/b.md", "content/a/c.md"), "c.md");
    }
}

#[cfg(test)]
mod properties;
