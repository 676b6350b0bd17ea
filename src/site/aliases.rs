//! Addresses that pages had before.
//!
//! 1. An alias is the address of a folder, `a/b/`, or of a file, `a/b.html`; both become the path of a file below the site.
//! 2. What could lead out of the site or stand in the way of another file is a mistake at the place where it is written.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::Input;
use super::outline::Entry;
use crate::diagnostic::{Code, Diagnostic, Span};

/// An address that leads to a page.
pub struct Alias {
    /// The file below the site.
    pub path: String,
    /// The page's place in the outline.
    pub page: usize,
    file: Arc<str>,
    span: Span,
}

/// All of them in order of paths; those that cannot be any are mistakes.
pub fn gather(input: &Input, pages: &[Entry], mistakes: &mut Vec<Diagnostic>) -> Vec<Alias> {
    let mut all = Vec::new();
    for (page, entry) in pages.iter().enumerate() {
        let Some(prose) = entry.prose.and_then(|prose| input.playbook.pages.get(prose)) else { continue };
        for alias in &prose.front.aliases {
            if let Some(path) = path(alias) {
                all.push(Alias { path, page, file: Arc::clone(&prose.file), span: alias.span });
            } else {
                let message = format!("`{}` cannot be an address of the site", alias.value);
                let help = "write the address of a folder or page below the site, such as `old/name/` or `old/name.html`";
                mistakes.push(Diagnostic::new(Code::WrongValue, &prose.file, alias.span, message).help(help));
            }
        }
    }
    all.sort_by(|a, b| (&a.path, a.page).cmp(&(&b.path, b.page)));
    all
}

/// The file at an address: `None` where it could not stand below the site, or not beside what stands there.
fn path(alias: &str) -> Option<String> {
    let alias = alias.strip_prefix('/').unwrap_or(alias);
    let alias = alias.strip_suffix("index.html").filter(|rest| rest.is_empty() || rest.ends_with('/')).unwrap_or(alias);
    let (folders, name) = match alias.strip_suffix(".html") {
        Some(stem) => (stem, true),
        None => (alias.strip_suffix('/').unwrap_or(alias), false),
    };
    // Without dots no part can lead upwards, or be the name of a file that others ask for.
    let sound = |part: &str| {
        !part.is_empty()
            && part.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '~' | ' ' | '+' | ','))
    };
    let known = name && matches!(folders, "404" | "index");
    (folders.split('/').all(sound) && !known)
        .then(|| if name { format!("{folders}.html") } else { format!("{folders}/index.html") })
}

/// Path and page of each; one that belongs to a page or to another is a mistake.
pub fn redirects(
    aliases: Vec<Alias>,
    pages: &[Entry],
    by_address: &HashMap<String, usize>,
    mistakes: &mut Vec<Diagnostic>,
) -> BTreeMap<String, usize> {
    let mut redirects: BTreeMap<String, usize> = BTreeMap::new();
    for Alias { path, page, file, span } in aliases {
        let address = path.strip_suffix("index.html").unwrap_or(&path);
        let owner = by_address.get(address).or_else(|| redirects.get(&path)).and_then(|owner| pages.get(*owner));
        if let Some(owner) = owner {
            let message = format!("the address /{address} belongs to {}", owner.source);
            mistakes.push(Diagnostic::new(Code::AddressTaken, &file, span, message).help("take the alias out"));
        } else {
            redirects.insert(path, page);
        }
    }
    redirects
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn an_alias_is_a_file_below_the_site_or_none() {
        for (alias, file) in [
            ("old/name/", "old/name/index.html"),
            ("/older", "older/index.html"),
            ("old/name.html", "old/name.html"),
            ("old/index.html", "old/index.html"),
            ("Über uns/", "Über uns/index.html"),
        ] {
            assert_eq!(path(alias).as_deref(), Some(file), "{alias}");
        }
        for alias in [
            "",
            "/",
            ".",
            "..",
            "../x",
            "../../../x",
            "a/../b",
            "a//b",
            "//evil.example/",
            "index.html",
            "404.html",
            "search.js",
            "a/.hidden/",
            "a\\b",
            "a?b",
            "a#b",
            "a%2e%2e/b",
            "pdf/x.pdf",
            "https://x.example/",
            "a\nb",
            ".html",
            "a/.html",
        ] {
            assert_eq!(path(alias), None, "{alias}");
        }
    }
}
