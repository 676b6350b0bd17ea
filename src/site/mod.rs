//! The site: every page and document of the playbook as plain static files.
//!
//! 1. [`pages`] lists what is published: the prose, and every document that has the format `site`.
//! 2. [`nav`] knows the order of the chapters and where a page stands among its neighbours.
//! 3. [`shell`] puts each page's HTML into the template `site/page.html`, in parallel.
//!
//! Links are relative, so the site works from any web server, any folder of it, and straight from a disk.

mod figures;
mod nav;
mod pages;
mod shell;

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::document::Library;
use crate::evaluate::Evaluation;
use crate::model::Playbook;
use crate::route::Routes;

/// The style sheet of a playbook, with its own colour.
#[must_use]
pub fn style(playbook: &Playbook) -> String {
    shell::style(playbook)
}

/// What the site is made from.
pub struct Input<'p> {
    /// The checked playbook.
    pub playbook: &'p Playbook,
    /// What was computed from it.
    pub evaluation: &'p Evaluation,
    /// The documents that can be made.
    pub library: &'p Library<'p>,
    /// The addresses of the sources.
    pub routes: &'p Routes,
    /// The absolute URL at which the site will be served, if known.
    pub base_url: Option<&'p str>,
}

/// Every file of the site: path below the site's root, and bytes.
///
/// # Errors
///
/// Every template that cannot be filled.
pub fn files(input: &Input<'_>) -> Result<Vec<(String, Vec<u8>)>, Vec<Diagnostic>> {
    let pages = pages::pages(input)?;
    let chapters = nav::chapters(&pages);
    let shell = shell::Shell::new(input)?;
    let rendered: Vec<Result<(String, Vec<u8>), Diagnostic>> = pages
        .par_iter()
        .enumerate()
        .map(|(index, page)| {
            let html = shell.render(page, &pages, &chapters, index)?;
            Ok((format!("{}index.html", page.address), html.into_bytes()))
        })
        .collect();
    let mut files = shell.assets();
    let mut mistakes = Vec::new();
    for result in rendered {
        match result {
            Ok(file) => files.push(file),
            Err(mistake) => mistakes.push(mistake),
        }
    }
    if mistakes.is_empty() { Ok(files) } else { Err(mistakes) }
}
