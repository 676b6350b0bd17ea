//! The site as it is now, made from a folder that changes.
//!
//! 1. [`Preview::update`] looks at the folder and makes the next edition of the playbook.
//! 2. A file is made when it is asked for, and kept until the next edition.
//! 3. [`Preview::verify`] makes everything in the background, because a mistake may hide in a page that nobody looks at;
//!    [`Preview::recheck`] makes what failed before all else, so that the author sees it mended at once.
//!
//! While there are mistakes the site stays, file by file: what can be made is new, and what cannot is shown as it was shown
//! last, or else as it is in the last edition of which everything could be made.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError, RwLock};
use std::time::Duration;

use jiff::civil::Date;
use serde_json::json;

use super::kept::{Kept, held};
use super::reply::{Made, Source};
use crate::compile::{Edition, Redone, Request};
use crate::diagnostic::Report;
use crate::load::Memo;
use crate::world::{Mirror, Snapshot, World as _};

/// How long a file may stay half written before that is a mistake.
const HALF_WRITTEN: Duration = Duration::from_millis(30);
/// How often that is waited for in one update.
const MOST_TRIES: usize = 5;

/// A folder, and the site made from it.
pub struct Preview {
    root: PathBuf,
    request: Request,
    /// What the next edition is made with. One at a time.
    desk: Mutex<Desk>,
    shown: RwLock<Arc<Shown>>,
    /// Counts what is shown; waited for by the streams.
    turn: (Mutex<u64>, Condvar),
    /// Ends the verification that goes on.
    stop: Mutex<Arc<AtomicBool>>,
    /// Where everything is made: on a thread of its own, so that the next update does not wait for it.
    aside: Option<rayon::ThreadPool>,
    live: bool,
}

struct Desk {
    mirror: Mirror,
    memo: Memo,
    /// Whether the next edition is made from nothing.
    afresh: bool,
    /// The day for which the last edition was made, or could not be.
    day: Option<Date>,
}

/// The files of one moment, and what was made of them.
struct Whole {
    world: Arc<Snapshot>,
    edition: Edition,
}

/// What the browser sees from one change to the next.
#[derive(Default)]
pub struct Shown {
    /// Counts from 1.
    pub number: u64,
    /// Whether pages keep themselves up to date.
    live: bool,
    whole: Option<Arc<Whole>>,
    /// The last one of which everything could be made.
    good: Option<Arc<Whole>>,
    /// What is wrong, for the browser: a list as JSON.
    mistakes: Option<Arc<str>>,
    /// Where that was found only when everything was made.
    late: Option<Late>,
    /// The address of the page whose source changed.
    pub follow: Option<String>,
    made: Arc<Kept>,
    /// What was shown before, for pages that cannot be made now.
    old: Arc<HashMap<String, Made>>,
    /// What is wrong with a page that was asked for: JSON as in `mistakes`.
    failed: Mutex<Option<Arc<str>>>,
}

/// Mistakes that the files do not have by themselves, but the documents made of them.
#[derive(Clone)]
struct Late {
    /// The files that could not be made; `None` where only all of them together can tell.
    outputs: Option<Arc<[String]>>,
}

/// What an update found and did.
pub struct Update {
    /// The paths that changed.
    pub changed: Vec<String>,
    /// What is wrong now, if anything is known to be.
    pub report: Option<Report>,
    /// How many findings the evaluation has.
    pub findings: usize,
    /// What was not kept.
    pub redone: Redone,
}

impl Preview {
    /// The preview of a folder; nothing is read before the first update.
    #[must_use]
    pub fn new(root: PathBuf, request: Request, live: bool) -> Self {
        let mirror = Mirror::new(&root);
        Self {
            root,
            request,
            desk: Mutex::new(Desk { mirror, memo: Memo::default(), afresh: false, day: None }),
            shown: RwLock::default(),
            turn: (Mutex::new(0), Condvar::new()),
            stop: Mutex::default(),
            aside: aside(),
            live,
        }
    }

    /// What is shown now.
    pub fn shown(&self) -> Arc<Shown> {
        Arc::clone(&self.shown.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Forgets all that was read and made, so that the next update begins from nothing. What is shown stays till then.
    pub fn forget(&self) {
        *held(&self.desk) = Desk { mirror: Mirror::new(&self.root), memo: Memo::default(), afresh: true, day: None };
    }

    /// Looks at the files named, or at the whole folder where none are or they are not known yet; `None` where nothing changed.
    pub fn update(&self, hint: &[String]) -> Option<Update> {
        let mut desk = held(&self.desk);
        let Desk { mirror, memo, afresh, day } = &mut *desk;
        let glance = if hint.is_empty() { None } else { mirror.glance(hint) };
        let mut changed = glance.unwrap_or_else(|| mirror.refresh());
        let before = self.shown();
        // Dates and findings depend on the day, which changes by itself.
        let today = Some(mirror.now().today());
        let same_day = std::mem::replace(day, today) == today;
        if changed.is_empty() && before.number > 0 && same_day && !*afresh {
            return None;
        }
        held(&self.stop).store(true, Ordering::Relaxed);
        let last = before.whole.as_ref().map(|whole| &whole.edition).filter(|_| !*afresh);
        let mut tries = 0;
        let (world, next) = loop {
            let world = Arc::clone(mirror.now());
            let next = Edition::next(&*world, &self.request, memo, last);
            // A file may be half written. That is no mistake yet, unless it stays so.
            if next.is_ok() || before.number == 0 || tries >= MOST_TRIES {
                break (world, next);
            }
            tries += 1;
            std::thread::sleep(HALF_WRITTEN);
            let more = mirror.glance(&changed).unwrap_or_else(|| mirror.refresh());
            if more.is_empty() {
                break (world, next);
            }
            changed.extend(more);
            changed.sort();
            changed.dedup();
        };
        if std::mem::take(afresh) {
            // Everything was read; that is no news.
            changed.clear();
        }
        let (made, old) = (Arc::default(), Arc::new(before.made.with(&before.old)));
        let (number, live, good) = (before.number + 1, self.live, before.good.clone());
        let shown = Shown { number, live, good, made, old, ..Shown::default() };
        let (shown, report, findings, redone) = match next {
            Ok(edition) => {
                let mut pages =
                    changed.iter().filter_map(|path| edition.address(path)).filter(|address| edition.has_page(address));
                let follow = pages.next().map(|address| format!("/{}", crate::route::encode(address)));
                let (findings, redone) = (edition.prepared().evaluation.findings.len(), edition.redone);
                let whole = Some(Arc::new(Whole { world, edition }));
                let good = shown.good.clone().or_else(|| whole.clone());
                let (mistakes, late) = (before.mistakes.clone().filter(|_| before.late.is_some()), before.late.clone());
                (Shown { whole, good, mistakes, late, follow, ..shown }, None, findings, redone)
            }
            Err(report) => {
                let (whole, mistakes) = (before.whole.clone(), Some(listed(&report)));
                (Shown { whole, mistakes, ..shown }, Some(report), 0, Redone::default())
            }
        };
        self.show(shown);
        Some(Update { changed, report, findings, redone })
    }

    /// Makes what could not be made before, if that was found late. Takes the mistakes away where they are mended.
    pub fn recheck(&self) {
        let shown = self.shown();
        let Some(outputs) = shown.late.as_ref().and_then(|late| late.outputs.clone()) else { return };
        let Some(whole) = &shown.whole else { return };
        let mut make = outputs.iter().map(|path| whole.edition.file(&*whole.world, path));
        if make.all(|made| !matches!(made, Some(Err(_)))) {
            self.show_again(&shown, |now| {
                now.follow.clone_from(&shown.follow);
                (None, None)
            });
        }
    }

    /// Makes everything that is published, unless the last update failed. Returns the number of what was looked at, and
    /// mistakes that were not known. What was found about an edition that is no longer shown is forgotten.
    pub fn verify(&self) -> (u64, Option<Report>) {
        let shown = self.shown();
        let Some(whole) = shown.whole.clone().filter(|_| shown.mistakes.is_none() || shown.late.is_some()) else {
            return (shown.number, None);
        };
        let stop = Arc::new(AtomicBool::new(false));
        {
            // Who updates sets what is registered before.
            let _desk = held(&self.desk);
            *held(&self.stop) = Arc::clone(&stop);
            if self.shown().number != shown.number {
                return (shown.number, None);
            }
        }
        let make = || whole.edition.files(&*whole.world, &stop).err();
        let unmade = match self.aside.as_ref().filter(|_| self.live) {
            Some(aside) => aside.install(make),
            None => make(),
        };
        let mistakes = unmade.as_ref().map(|unmade| listed(&unmade.report));
        let differs = mistakes != shown.mistakes;
        let outputs = unmade.as_ref().and_then(|unmade| Some(unmade.outputs.clone()?.into()));
        let late = unmade.as_ref().map(|_| Late { outputs });
        let good = if unmade.is_none() { Some(whole) } else { shown.good.clone() };
        let number = self.show_again(&shown, |now| {
            now.good = good;
            (mistakes, late)
        });
        (number.unwrap_or(shown.number), unmade.map(|unmade| unmade.report).filter(|_| differs && number.is_some()))
    }

    /// Shows the same edition with other mistakes. Returns its number, or `None` where another edition is shown by now.
    fn show_again(&self, shown: &Shown, change: impl FnOnce(&mut Shown) -> (Option<Arc<str>>, Option<Late>)) -> Option<u64> {
        // Nothing else is shown meanwhile: who updates holds the desk.
        let _desk = held(&self.desk);
        let now = self.shown();
        if now.number != shown.number {
            return None;
        }
        let mut next = Shown {
            number: now.number,
            live: now.live,
            whole: now.whole.clone(),
            good: now.good.clone(),
            made: Arc::clone(&now.made),
            old: Arc::clone(&now.old),
            ..Shown::default()
        };
        let (mistakes, late) = change(&mut next);
        // What only one page was told so far is news to the others.
        next.number += u64::from(mistakes != now.mistakes);
        (next.mistakes, next.late) = (mistakes, late);
        let number = next.number;
        self.show(next);
        Some(number)
    }

    fn show(&self, shown: Shown) {
        let number = shown.number;
        *self.shown.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(shown);
        *held(&self.turn.0) = number;
        self.turn.1.notify_all();
    }

    /// Waits until something newer than `number` is shown; `false` when `patience` ran out first.
    pub fn wait(&self, number: u64, patience: Duration) -> bool {
        let turn = held(&self.turn.0);
        let waited = self.turn.1.wait_timeout_while(turn, patience, |turn| *turn <= number);
        let (turn, _) = waited.unwrap_or_else(PoisonError::into_inner);
        *turn > number
    }
}

/// A thread that works when nobody else wants to.
fn aside() -> Option<rayon::ThreadPool> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).thread_name(|_| "verify".to_owned());
    // Elsewhere a priority is that of the whole process. Without it all that happens takes a little longer.
    #[cfg(target_os = "linux")]
    let pool = pool.start_handler(|_| {
        let _ = rustix::process::setpriority_process(Some(rustix::thread::gettid()), 19);
    });
    pool.build().ok()
}

/// Mistakes for the browser: place, message, excerpt, help.
fn listed(report: &Report) -> Arc<str> {
    let one = |mistake: &&crate::diagnostic::Diagnostic| {
        json!({
            "file": &*mistake.file,
            "line": mistake.span.line,
            "column": mistake.span.column,
            "length": mistake.span.len,
            "code": mistake.code.number(),
            "message": &mistake.message,
            "help": mistake.help.as_deref(),
            "excerpt": report.line(&mistake.file, mistake.span.line),
        })
    };
    json!(report.sorted().iter().map(one).collect::<Vec<_>>()).to_string().into()
}

impl Shown {
    /// Whether there is a site to show.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.whole.is_some()
    }

    /// What is wrong as far as is known, as JSON.
    #[must_use]
    pub fn mistakes(&self) -> Option<Arc<str>> {
        self.mistakes.clone().or_else(|| held(&self.failed).clone())
    }

    /// A file of the site: as it is now, or where it cannot be made, as it was when it could.
    pub fn file(&self, path: &str) -> Option<Made> {
        self.made.get(path, || {
            let from = |whole: &Arc<Whole>| whole.edition.file(&*whole.world, path);
            match self.whole.as_ref().and_then(from)? {
                Ok(bytes) => Some(Made::new(bytes)),
                Err(report) => {
                    held(&self.failed).get_or_insert_with(|| listed(&report));
                    let old = self.old.get(path).cloned();
                    old.or_else(|| self.good.as_ref().and_then(from).and_then(Result::ok).map(Made::new))
                }
            }
        })
    }
}

impl Source for Shown {
    fn file(&self, path: &str) -> Option<Made> {
        Self::file(self, path)
    }

    fn is_live(&self) -> bool {
        self.live
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_rebuilt_from_nothing_is_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("playbook/playbook.yaml", "title: Tiny\ncurrency: EUR\nas_of: 2026-10-31\norganisation: { name: Tiny }\n");
        write("content/index.md", "---\ntitle: Home\n---\n\nWords.\n");
        let preview = Preview::new(folder.path().to_owned(), Request::default(), true);
        assert_eq!(preview.update(&[]).unwrap().redone.pages, 1);
        let home = || preview.shown().file("index.html").unwrap().tag;
        let before = home();
        assert!(preview.update(&[]).is_none());
        preview.forget();
        let again = preview.update(&[]).unwrap();
        assert_eq!((again.changed.len(), again.redone.pages, preview.shown().number), (0, 1, 2));
        assert_eq!(home(), before);
        assert!(preview.update(&[]).is_none());

        // A mistake that stays is one mistake, and not another one at every look.
        write("content/index.md", "---\ntitle: Home\n---\n\n[Lost](nowhere.md)\n");
        assert!(preview.update(&[]).unwrap().report.is_some());
        held(&preview.desk).day = Some(Date::constant(2000, 1, 1));
        assert!(preview.update(&[]).unwrap().report.is_some());
        assert!(preview.update(&[]).is_none());
        assert_eq!(home(), before);
    }

    #[test]
    fn a_mistake_that_shows_late_goes_as_soon_as_it_is_mended() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        let own = |body: &str| format!("---\nper: portfolio\ntitle: Own\nformats: [pdf]\n---\n{body}\n");
        write("playbook/playbook.yaml", "title: Tiny\ncurrency: EUR\nas_of: 2026-10-31\norganisation: { name: Tiny }\n");
        write("content/index.md", "---\ntitle: Home\n---\n\nWords.\n");
        write("templates/documents/own.md", &own("{{ nothing.at.all }}"));
        let preview = Preview::new(folder.path().to_owned(), Request::default(), true);
        assert!(preview.update(&[]).unwrap().report.is_none());
        let (number, report) = preview.verify();
        assert!(report.is_some() && preview.shown().mistakes().is_some() && number == preview.shown().number);
        // Something else changes: it stays.
        write("content/index.md", "---\ntitle: Home\n---\n\nOther words.\n");
        assert!(preview.update(&[]).unwrap().report.is_none());
        preview.recheck();
        assert!(preview.shown().mistakes().is_some());
        write("templates/documents/own.md", &own("Something."));
        assert!(preview.update(&[]).unwrap().report.is_none());
        assert!(preview.shown().mistakes().is_some(), "nobody has looked yet");
        preview.recheck();
        assert!(preview.shown().mistakes().is_none());
        assert!(preview.verify().1.is_none());
    }
}
