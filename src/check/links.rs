//! Links and addresses: every link leads somewhere, every page has an address of its own.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::Scope;
use crate::block::{Block, Inline, walk};
use crate::diagnostic::{Code, Span};
use crate::model::{Audience, Playbook};
use crate::route::{self, Problem, Routes, Target};

/// Reports links that lead nowhere and addresses that are taken.
pub fn check(scope: &mut Scope<'_>, routes: &Routes, sound: Option<&Playbook>) {
    let playbook = scope.playbook;
    if let Some(sound) = sound {
        // The same routes have the same pages in the same order.
        for (page, _) in playbook.pages.iter().zip(&sound.pages).filter(|(page, before)| !page.is_same(before)) {
            scope.order(&page.file, "changed", page.front.updated.as_ref(), "it was written", page.front.date.as_ref());
            links(scope, routes, &page.file, &page.blocks, false);
        }
        for part in playbook.parts.iter().filter(|part| !sound.parts.iter().any(|before| part.is_same(before))) {
            links(scope, routes, &part.file, &part.blocks, true);
        }
        return;
    }
    for page in &playbook.pages {
        scope.order(&page.file, "changed", page.front.updated.as_ref(), "it was written", page.front.date.as_ref());
        links(scope, routes, &page.file, &page.blocks, false);
    }
    for part in &playbook.parts {
        links(scope, routes, &part.file, &part.blocks, true);
    }
    for clause in playbook.clauses.values() {
        if let Some(guidance) = clause.guidance.open(&Audience::Internal) {
            links(scope, routes, &clause.file, guidance, false);
        }
    }
    orphans(scope);
    for (file, first) in routes.collisions() {
        let message = format!("its address belongs to {first}");
        scope.report(Code::AddressTaken, file, Span::default(), message, "rename the file or its folder");
    }
}

/// A folder of pages without an index page: nothing on the site would lead to them.
fn orphans(scope: &mut Scope<'_>) {
    let folders: BTreeSet<&str> =
        scope.playbook.pages.iter().filter_map(|page| page.file.rsplit_once('/')).map(|(folder, _)| folder).collect();
    for folder in folders.into_iter().filter(|folder| *folder != "content") {
        let index: Arc<str> = format!("{folder}/index.md").into();
        if scope.playbook.drafts.contains(&index) {
            let help = "its chapter cannot be left out while they stand in it: publish it, or make drafts of them";
            scope.report(Code::MissingFile, &index, Span::default(), "the index page of a folder with pages is a draft", help);
        } else if !scope.playbook.pages.iter().any(|page| page.file == index) && !scope.broken.contains(&index) {
            let help = "add one with a title, so that the pages of this folder have a chapter to stand in";
            scope.report(Code::MissingFile, &index, Span::default(), "the folder has pages but no index page", help);
        }
    }
}

fn links(scope: &mut Scope<'_>, routes: &Routes, file: &Arc<str>, blocks: &[Block], is_part: bool) {
    walk(blocks, &mut |inline| {
        let (target, span, shown) = match inline {
            Inline::Link { target, span, .. } => (target, *span, false),
            Inline::Image { source, span, .. } => (source, *span, true),
            _ => return,
        };
        // A heading of a part is one of the page that takes it in, and is looked for there.
        if is_part && target.starts_with('#') {
            return;
        }
        let (code, message, help) = match routes.resolve(file, target) {
            Ok(Target::Inside { .. }) if shown && target.starts_with("site:") => {
                (Code::BrokenLink, format!("`{target}` is a page and no image"), "name a file by its path".to_owned())
            }
            Ok(Target::External(_)) if shown => {
                let help =
                    "the site fetches nothing from elsewhere: put the image into content/ and name it by its path".to_owned();
                (Code::BrokenLink, format!("the image `{target}` is not part of the playbook"), help)
            }
            Ok(_) => return,
            Err(Problem::NoFile) if is_draft(scope.playbook, file, target) => {
                let help = "`--drafts` publishes drafts too; or take the link out until then".to_owned();
                (Code::BrokenLink, format!("the link leads to `{target}`, which is a draft"), help)
            }
            Err(Problem::NoFile) => {
                let help = routes.nearest(file, target).map_or_else(
                    || "link to a file of the playbook by its path, such as `../governing/cadence.md`".to_owned(),
                    |near| format!("did you mean `{near}`?"),
                );
                (Code::BrokenLink, format!("the link leads to `{target}`, which does not exist"), help)
            }
            Err(Problem::NoAnchor(near)) => {
                let help =
                    near.map_or_else(|| "link to one of its headings".to_owned(), |near| format!("did you mean `#{near}`?"));
                (Code::MissingAnchor, format!("the page of `{target}` has no such heading"), help)
            }
            Err(Problem::Scheme) => {
                let help = "links may use https:, http:, mailto: and tel:".to_owned();
                (Code::BrokenLink, format!("`{target}` is not a link that may be published"), help)
            }
        };
        // A link into a file that could not be read proves nothing.
        if !route::source(file, target).is_some_and(|source| is_unread(scope, &source)) {
            scope.report(code, file, span, message, help);
        }
    });
}

/// Whether a link leads to a page that is left out.
fn is_draft(playbook: &Playbook, file: &str, target: &str) -> bool {
    let source = route::source(file, target).unwrap_or_default();
    let index = format!("{}/index.md", source.trim_end_matches('/'));
    playbook.drafts.contains(source.as_str()) || playbook.drafts.contains(index.as_str())
}

/// Whether the page of a link's source is missing or incomplete because of a mistake that is reported already.
/// A folder stands for its index, and any file of a vendor for the vendor.
fn is_unread(scope: &Scope<'_>, source: &str) -> bool {
    let folder = source.trim_end_matches('/');
    let vendor = source.strip_prefix("playbook/vendors/").and_then(|rest| rest.split('/').next());
    let pages = [
        folder.to_owned(),
        format!("{folder}/index.md"),
        vendor.map_or_else(String::new, |id| format!("playbook/vendors/{id}/vendor.yaml")),
    ];
    pages.iter().any(|page| scope.broken.contains(page.as_str()))
}
