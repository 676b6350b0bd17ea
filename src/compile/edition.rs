//! One state of the playbook, checked and evaluated, from which every file of the output can be made.
//!
//! 1. [`Edition::first`] does everything; [`Edition::next`] keeps of the edition before what its changes cannot affect.
//! 2. What is kept is decided by identity: a file that did not change is the same record in memory, and what was made from the
//!    same records is the same.
//! 3. [`Edition::file`] makes one file of the site when it is asked for; [`Edition::files`] makes all that is published.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::outputs;
use super::paper::Desk;
use super::{Prepared, Request, report, with_excerpts};
use crate::check;
use crate::diagnostic::{Diagnostic, Failed, Report};
use crate::document::{self, Library};
use crate::evaluate::{Evaluation, Vendor, evaluate_again};
use crate::load::{Loaded, Memo, load_again};
use crate::model::{Date, Playbook};
use crate::publish::File;
use crate::route::Routes;
use crate::site::{self, Site};
use crate::world::{World, beside};

/// One state of the playbook, ready to be printed.
pub struct Edition {
    /// What the files say, what came after the as-of date included.
    said: Playbook,
    pub(super) prepared: Prepared,
    pub(super) library: Arc<Library>,
    pub(super) site: Site,
    request: Request,
    /// What is not the same as in the edition before.
    pub redone: Redone,
}

/// What of an edition is not the same as in the edition before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Redone {
    /// Pages that were read again.
    pub pages: usize,
    /// Vendors that were judged again.
    pub vendors: usize,
    /// How many vendors there are.
    pub of: usize,
    /// Templates that were read again.
    pub templates: usize,
}

/// What could not be made of an edition, and why.
#[derive(Debug)]
pub struct Unmade {
    /// The mistakes, with their excerpts.
    pub report: Report,
    /// The paths, below the site, of all files that have to be made once more to see whether that is mended; `None` where only
    /// all of them together can tell.
    pub outputs: Option<Vec<String>>,
}

impl Edition {
    /// Everything from the start.
    ///
    /// # Errors
    ///
    /// All mistakes of all files; of templates, which are filled only where nothing else is wrong, those that show before.
    pub fn first(world: &dyn World, request: &Request) -> Result<Self, Report> {
        Self::next(world, request, &mut Memo::default(), None)
    }

    /// What the world is now, after `before`; `memo` is handed on from edition to edition.
    ///
    /// # Errors
    ///
    /// All mistakes of all files; of templates, which are filled only where nothing else is wrong, those that show before.
    pub fn next(world: &dyn World, request: &Request, memo: &mut Memo, before: Option<&Self>) -> Result<Self, Report> {
        let (prepared, ()) = rayon::join(|| prepare(world, request, memo, before), document::begin);
        let (said, prepared) = prepared?;
        let wrong = |mistakes| with_excerpts(report(mistakes), world);
        let library = document::library(&prepared.playbook, &prepared.evaluation, before.map(|before| &*before.library));
        let library = library.map_err(|mut mistakes| {
            mistakes.extend(site::mistakes(&prepared.playbook));
            wrong(mistakes)
        });
        let library = Arc::new(library?);
        let input = site::Input {
            playbook: Arc::clone(&prepared.playbook),
            evaluation: Arc::clone(&prepared.evaluation),
            library: Arc::clone(&library),
            routes: Arc::clone(&prepared.routes),
            base_url: request.base_url.clone(),
        };
        let site = Site::new(input, before.map(|before| &before.site)).map_err(wrong)?;
        let redone = redone(&prepared, before.map(|before| &before.prepared));
        Ok(Self { said, prepared, library, site, request: request.clone(), redone })
    }

    /// What everything is made from.
    #[must_use]
    pub const fn prepared(&self) -> &Prepared {
        &self.prepared
    }

    /// What everything was made from, alone.
    #[must_use]
    pub fn into_prepared(self) -> Prepared {
        self.prepared
    }

    /// Every file that was asked for, sorted by path. Once `stop` is set, no other one is begun, and what is returned is of
    /// no use.
    ///
    /// # Errors
    ///
    /// All mistakes of all templates, and what could not be made because of them.
    pub fn files(&self, world: &dyn World, stop: &AtomicBool) -> Result<Vec<File>, Unmade> {
        let files = outputs::files(world, self, &self.request, stop);
        files.map_err(|Failed { mistakes, outputs, whole }| Unmade {
            report: with_excerpts(report(mistakes), world),
            outputs: (!whole).then_some(outputs),
        })
    }

    /// One file of the site by its path below it, such as `vendors/meridian/index.html`; `None` where there is none.
    ///
    /// # Errors
    ///
    /// What is wrong with the template it is made from.
    pub fn file(&self, world: &dyn World, path: &str) -> Option<Result<Vec<u8>, Report>> {
        let wrong = |mistakes: Vec<Diagnostic>| with_excerpts(report(mistakes), world);
        if let Some(page) = page_of(path).and_then(|address| self.site.page(address)) {
            return Some(page.map_err(wrong));
        }
        if path == Site::SEARCH {
            return Some(self.site.search().map_err(wrong));
        }
        if let Some(made) = self.site.extra(path) {
            return Some(made.map_err(|mistake| wrong(vec![mistake])));
        }
        if let Some(bytes) = self.site.asset(path) {
            return Some(Ok(bytes));
        }
        let Prepared { playbook, routes, .. } = &self.prepared;
        if let Some(asset) = playbook.assets.iter().find(|asset| routes.address(asset) == Some(path)) {
            return Some(outputs::asset(world, asset).map_err(wrong));
        }
        self.pdf(world, path).map(|made| made.map_err(wrong))
    }

    fn pdf(&self, world: &dyn World, path: &str) -> Option<Result<Vec<u8>, Vec<Diagnostic>>> {
        let (template, subject) = self.library.templates().values().find_map(|template| {
            let mut subjects = self.library.subjects(template.front.per).into_iter();
            Some((template, subjects.find(|subject| template.pdf_path(*subject) == path)?))
        })?;
        if !self.library.is_downloaded(template, subject) {
            return None;
        }
        let Prepared { playbook, routes, .. } = &self.prepared;
        Some(Desk::new(world, playbook, routes).and_then(|desk| {
            let document = self.library.make(template, subject, None, routes)?;
            Ok(desk.pdf(&document, template, self.request.base_url.as_deref())?.bytes)
        }))
    }

    /// Whether the site has a page at an address, which ends in `/` unless it is the front page.
    #[must_use]
    pub fn has_page(&self, address: &str) -> bool {
        self.site.outline().by_address.contains_key(address)
    }

    /// The address at which a source file is published.
    #[must_use]
    pub fn address(&self, source: &str) -> Option<&str> {
        self.prepared.routes.address(source)
    }
}

/// What is another in an edition than in the one before; everything, if it is the first.
fn redone(now: &Prepared, before: Option<&Prepared>) -> Redone {
    let old: BTreeMap<_, _> = before.iter().flat_map(|before| &before.evaluation.vendors).map(|old| (&old.id, old)).collect();
    let judged = |vendor: &&Arc<Vendor>| old.get(&vendor.id).is_none_or(|old| !Arc::ptr_eq(old, vendor));
    let pages = before.map_or(&[][..], |before| &before.playbook.pages);
    let pages = beside(&now.playbook.pages, |page| &page.file, pages, |old| &old.file);
    let known = |path: &str, text: &Arc<str>| before.is_some_and(|before| before.playbook.templates.get(path) == Some(text));
    Redone {
        pages: pages.filter(|(page, old)| old.is_none_or(|old| !old.is_same(page))).count(),
        vendors: now.evaluation.vendors.iter().filter(judged).count(),
        of: now.evaluation.vendors.len(),
        templates: now.playbook.templates.iter().filter(|(path, text)| !known(path, text)).count(),
    }
}

/// The address of a page's file.
fn page_of(path: &str) -> Option<&str> {
    path.strip_suffix("index.html").filter(|address| address.is_empty() || address.ends_with('/'))
}

/// Loads, checks and evaluates: what the files say, and what is known of it on the day.
pub fn prepare(
    world: &dyn World,
    &Request { as_of: day, drafts, .. }: &Request,
    memo: &mut Memo,
    before: Option<&Edition>,
) -> Result<(Playbook, Prepared), Report> {
    let Loaded { playbook: mut said, report: mut found, broken } = load_again(world, memo);
    if !drafts {
        said.leave_out_drafts();
    }
    let same_records = before.is_some_and(|before| before.said.has_same_records(&said));
    // Nothing of an edition was broken, so what was clean then is clean now, if nothing is broken now.
    let clean = before.filter(|_| broken.is_empty() && found.is_clean());
    let routes = match before.filter(|before| Routes::are_same(&before.said, &said)) {
        Some(before) => Arc::clone(&before.prepared.routes),
        None => Arc::new(Routes::new(&said)),
    };
    if clean.is_none() || !same_records {
        found.extend(check::records(&said, &broken, clean.map(|before| &before.said)));
    }
    let unlinked = clean.filter(|before| same_records && Arc::ptr_eq(&before.prepared.routes, &routes));
    found.extend(check::links(&said, &routes, &broken, unlinked.map(|before| &before.said)));
    if !found.is_clean() {
        // Without a template that could not be read, those that take it in would be mistaken for wrong ones.
        if !broken.iter().any(|file| file.starts_with("templates/")) {
            found.extend(document::mistakes(&said, before.map(|before| &*before.library)));
            found.extend(site::mistakes(&said));
        }
        return Err(with_excerpts(found, world));
    }
    let as_of = day.or(said.settings.as_of).unwrap_or_else(|| Date(world.today()));
    let kept = before.filter(|before| same_records && before.prepared.evaluation.as_of == as_of);
    let (playbook, evaluation) = match kept {
        Some(before) => {
            let records = Playbook::clone(&before.prepared.playbook);
            let (pages, assets, templates) = (said.pages.clone(), said.assets.clone(), said.templates.clone());
            let (parts, drafts) = (said.parts.clone(), said.drafts.clone());
            (Playbook { pages, parts, drafts, assets, templates, ..records }, Arc::clone(&before.prepared.evaluation))
        }
        None => known(&said, as_of, before),
    };
    Ok((said, Prepared { playbook: Arc::new(playbook), routes, evaluation }))
}

/// What is known on a day, and what follows from it.
fn known(said: &Playbook, as_of: Date, before: Option<&Edition>) -> (Playbook, Arc<Evaluation>) {
    let before = before.filter(|before| before.prepared.evaluation.as_of == as_of);
    let playbook = said.known_on(as_of, before.map(|before| (&before.said, &*before.prepared.playbook)));
    let old = before.map(|before| (&*before.prepared.playbook, &*before.prepared.evaluation));
    let evaluation = evaluate_again(&playbook, as_of, old);
    (playbook, Arc::new(evaluation))
}
