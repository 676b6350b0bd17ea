//! The site: every page and document of the playbook as plain static files.
//!
//! 1. [`outline`] lists what is published: the prose, and every document that has the format `site`; [`nav`] knows the order
//!    of the chapters and where a page stands among its neighbours.
//! 2. [`body`] fills what one page holds, with the strip of [`figures`] and what the page to [`compare`] on knows.
//! 3. [`search`] gathers what can be found; [`shell`] puts a page's HTML into the template `site/page.html`.
//!
//! 4. [`extras`] are the files beside the pages: redirects, sitemap, feed.
//!
//! A page is made on its own, from what [`Site::new`] gathered: all of them, in parallel, for a build, and one for a preview.
//! Links are relative, so the site works from any web server, any folder of it, and straight from a disk.

mod aliases;
mod body;
mod compare;
mod extras;
mod figures;
mod nav;
mod outline;
mod search;
mod shell;
mod sidebar;
mod tags;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Failed};
use crate::document::Library;
use crate::evaluate::Evaluation;
use crate::model::Playbook;
use crate::route::Routes;
use body::Body;
use outline::Entry;
pub use outline::Outline;
use shell::Shell;
pub use shell::mistakes;

/// So many pages at most are one thread's at a time: where one has the last hundred to itself, the others wait for it.
const FEW: usize = 8;

/// The style sheet of a playbook, with its own colour.
#[must_use]
pub fn style(playbook: &Playbook) -> String {
    shell::style(playbook)
}

/// What the site is made from.
pub struct Input {
    /// The checked playbook.
    pub playbook: Arc<Playbook>,
    /// What was computed from it.
    pub evaluation: Arc<Evaluation>,
    /// The documents that can be made.
    pub library: Arc<Library>,
    /// The addresses of the sources.
    pub routes: Arc<Routes>,
    /// The absolute URL at which the site will be served, if known.
    pub base_url: Option<String>,
}

/// The site of one state of the playbook, ready to make any of its pages.
pub struct Site {
    input: Input,
    outline: Arc<Outline>,
    shell: Shell,
}

impl Site {
    /// The path of what the search knows.
    pub const SEARCH: &str = search::PATH;

    /// Gathers what pages share; of the site before, the outline is kept where it still holds.
    ///
    /// # Errors
    ///
    /// Templates of the shell that cannot be read, and addresses that are wanted twice.
    pub fn new(input: Input, before: Option<&Self>) -> Result<Self, Vec<Diagnostic>> {
        let outline = Outline::new(&input, before)?;
        let shell = Shell::new(&input, &outline)?;
        Ok(Self { input, outline, shell })
    }

    /// How the pages hang together.
    #[must_use]
    pub const fn outline(&self) -> &Arc<Outline> {
        &self.outline
    }

    /// The page at an address; `None` where there is none.
    ///
    /// # Errors
    ///
    /// What is wrong with the templates it is made from.
    #[must_use]
    pub fn page(&self, address: &str) -> Option<Result<Vec<u8>, Vec<Diagnostic>>> {
        let index = *self.outline.by_address.get(address)?;
        let page = self.outline.pages.get(index)?;
        let made = Body::new(&self.input, page).and_then(|body| self.render(index, &body).map_err(|mistake| vec![mistake]));
        Some(made)
    }

    /// Every file of the site: path below the site's root, and bytes. Once `stop` is set, no other one is begun, and what is
    /// returned is of no use.
    ///
    /// # Errors
    ///
    /// Every page whose templates cannot be filled, and links to headings that no template made.
    pub fn files(&self, stop: &AtomicBool) -> Result<Vec<(String, Vec<u8>)>, Failed> {
        let body = |page| if stop.load(Ordering::Relaxed) { Err(Vec::new()) } else { Body::new(&self.input, page) };
        let made: Vec<Result<Body, Vec<Diagnostic>>> = self.outline.pages.par_iter().with_max_len(FEW).map(body).collect();
        if stop.load(Ordering::Relaxed) {
            return Err(Failed::default());
        }
        let mut bodies = Vec::with_capacity(made.len());
        let mut failed = Failed::default();
        let path = |page: &Entry| format!("{}index.html", page.address);
        for (body, page) in made.into_iter().zip(&self.outline.pages) {
            match body {
                Ok(body) => bodies.push(body),
                Err(found) => failed.add(path(page), found),
            }
        }
        if !failed.mistakes.is_empty() {
            return Err(failed);
        }
        let render = |(index, body)| self.render(index, body);
        let gather = || search::script(&self.input, &self.outline, &bodies);
        // Nearly always there is nothing wrong with them, so the pages are rendered meanwhile.
        let anchors = || body::anchors(&self.input, &self.outline, &bodies);
        let ((search, wrong), rendered): (_, Vec<Result<Vec<u8>, Diagnostic>>) = rayon::join(
            || rayon::join(gather, anchors),
            || bodies.par_iter().enumerate().with_max_len(FEW).map(render).collect(),
        );
        if !wrong.is_empty() {
            return Err(wrong.into());
        }
        let mut files = self.assets();
        files.push((search::PATH.to_owned(), search));
        let pages = rendered.into_iter().zip(&self.outline.pages).map(|(result, page)| (path(page), result));
        for (path, result) in pages.chain(self.extras()) {
            match result {
                Ok(bytes) => files.push((path, bytes)),
                Err(mistake) => failed.add(path, vec![mistake]),
            }
        }
        if failed.mistakes.is_empty() { Ok(files) } else { Err(failed) }
    }

    /// Redirects, and what crawlers and feed readers ask for.
    fn extras(&self) -> Vec<(String, Result<Vec<u8>, Diagnostic>)> {
        let paths = extras::paths(&self.input, &self.outline).into_iter();
        paths.filter_map(|path| self.extra(&path).map(|made| (path, made))).collect()
    }

    /// One of these by its path.
    ///
    /// # Errors
    ///
    /// What is wrong with the template it is made from.
    #[must_use]
    pub fn extra(&self, path: &str) -> Option<Result<Vec<u8>, Diagnostic>> {
        extras::file(&self.input, &self.outline, &self.shell, path)
    }

    /// Style sheet, script, and whatever else the playbook's `templates/site/` holds that is no template.
    #[must_use]
    pub fn assets(&self) -> Vec<(String, Vec<u8>)> {
        shell::assets(&self.input.playbook)
    }

    /// What the search knows, at [`Site::SEARCH`]. All pages are filled for it.
    ///
    /// # Errors
    ///
    /// What is wrong with the templates.
    pub fn search(&self) -> Result<Vec<u8>, Vec<Diagnostic>> {
        let bodies: Result<Vec<Body>, _> = self.outline.pages.par_iter().map(|page| Body::new(&self.input, page)).collect();
        Ok(search::script(&self.input, &self.outline, &bodies?))
    }

    /// One of them by its path.
    #[must_use]
    pub fn asset(&self, path: &str) -> Option<Vec<u8>> {
        shell::asset(&self.input.playbook, path)
    }

    fn render(&self, index: usize, body: &Body) -> Result<Vec<u8>, Diagnostic> {
        self.shell.render(&self.input, &self.outline, index, body)
    }
}
