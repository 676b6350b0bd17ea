//! The site as it is now, made from a folder that changes.
//!
//! 1. [`Preview::update`] looks at the folder and makes the next edition of the playbook.
//! 2. A file is made when it is asked for, and kept until the next edition.
//! 3. [`Preview::verify`] makes everything in the background, because a mistake may hide in a page that nobody looks at.
//!
//! While there are mistakes the site stays, file by file: what can be made is new, and what cannot is shown as it was shown
//! last, or else as it is in the last edition of which everything could be made.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use serde_json::json;

use super::reply::{Made, Source};
use crate::compile::{Edition, Request};
use crate::diagnostic::Report;
use crate::load::Memo;
use crate::world::{Mirror, Snapshot, World as _};

/// Bytes of files kept until the next edition.
const MOST_KEPT: usize = 64 * 1024 * 1024;

/// How long a file may stay half written before that is a mistake.
const HALF_WRITTEN: Duration = Duration::from_millis(30);
/// How often that is waited for in one update.
const MOST_TRIES: usize = 5;

/// A folder, and the site made from it.
pub struct Preview {
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
}

/// The files of one moment, and what was made of them.
struct Whole {
    world: Arc<Snapshot>,
    edition: Edition,
}

/// What the browser sees from one change to the next.
pub struct Shown {
    /// Counts from 1.
    pub number: u64,
    whole: Option<Arc<Whole>>,
    /// The last one of which everything could be made.
    good: Option<Arc<Whole>>,
    /// What is wrong, for the browser: a list as JSON.
    mistakes: Option<Arc<str>>,
    /// Whether that was found when everything was made, so that only making everything again can tell it is mended.
    late: bool,
    /// The address of the page whose source changed.
    pub follow: Option<String>,
    made: Mutex<Kept>,
    /// What was shown before, for pages that cannot be made now.
    old: Arc<Kept>,
    /// What is wrong with a page that was asked for: JSON as in `mistakes`.
    failed: Mutex<Option<Arc<str>>>,
}

/// Files by their path.
#[derive(Clone, Default)]
struct Kept {
    files: HashMap<String, Made>,
    size: usize,
}

impl Kept {
    /// Keeps a file, unless there is too much already.
    fn keep(&mut self, path: &str, made: &Made) {
        let size = path.len() + made.bytes.len();
        if self.size + size <= MOST_KEPT {
            self.size += size;
            if let Some(before) = self.files.insert(path.to_owned(), made.clone()) {
                self.size -= path.len() + before.bytes.len();
            }
        }
    }

    /// What was kept before, with the newer files in place of the older ones.
    fn with(&self, newer: &Self) -> Self {
        let mut all = newer.clone();
        for (path, made) in &self.files {
            if !all.files.contains_key(path) {
                all.keep(path, made);
            }
        }
        all
    }
}

/// What an update found and did.
pub struct Update {
    /// The paths that changed.
    pub changed: Vec<String>,
    /// What is wrong now, if anything is known to be.
    pub report: Option<Report>,
    /// How many findings the evaluation has.
    pub findings: usize,
}

impl Preview {
    /// The preview of a folder; nothing is read before the first update.
    #[must_use]
    pub fn new(root: PathBuf, request: Request, live: bool) -> Self {
        let shown = Shown {
            number: 0,
            whole: None,
            good: None,
            mistakes: None,
            late: false,
            follow: None,
            made: Mutex::default(),
            old: Arc::default(),
            failed: Mutex::default(),
        };
        Self {
            request,
            desk: Mutex::new(Desk { mirror: Mirror::new(root), memo: Memo::default() }),
            shown: RwLock::new(Arc::new(shown)),
            turn: (Mutex::new(0), Condvar::new()),
            stop: Mutex::default(),
            aside: rayon::ThreadPoolBuilder::new().num_threads(1).thread_name(|_| "verify".to_owned()).build().ok(),
            live,
        }
    }

    /// What is shown now.
    pub fn shown(&self) -> Arc<Shown> {
        Arc::clone(&self.shown.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Looks at the files named, or at the whole folder where none are or they are not known yet; `None` where nothing changed.
    pub fn update(&self, hint: &[String]) -> Option<Update> {
        let mut desk = held(&self.desk);
        let Desk { mirror, memo } = &mut *desk;
        let glance = if hint.is_empty() { None } else { mirror.glance(hint) };
        let mut changed = glance.unwrap_or_else(|| mirror.refresh());
        let before = self.shown();
        // Dates and findings depend on the day, which changes by itself.
        let day = |shown: &Shown| shown.whole.as_ref().map(|whole| whole.world.today());
        let same_day = day(&before).is_none_or(|day| day == mirror.now().today());
        if changed.is_empty() && before.number > 0 && same_day {
            return None;
        }
        held(&self.stop).store(true, Ordering::Relaxed);
        let last = before.whole.as_ref().map(|whole| &whole.edition);
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
        let old = Arc::new(before.old.with(&held(&before.made)));
        let (made, failed) = (Mutex::default(), Mutex::default());
        let (shown, report, findings) = match next {
            Ok(edition) => {
                let mut pages =
                    changed.iter().filter_map(|path| edition.address(path)).filter(|address| edition.has_page(address));
                let follow = pages.next().map(|address| format!("/{}", crate::route::encode(address)));
                let findings = edition.prepared().evaluation.findings.len();
                let whole = Some(Arc::new(Whole { world, edition }));
                let good = before.good.clone().or_else(|| whole.clone());
                let (mistakes, late) = (before.mistakes.clone().filter(|_| before.late), before.late);
                let shown = Shown { number: before.number + 1, whole, good, mistakes, late, follow, made, old, failed };
                (shown, None, findings)
            }
            Err(report) => {
                let (whole, good) = (before.whole.clone(), before.good.clone());
                let mistakes = Some(listed(&report));
                (
                    Shown { number: before.number + 1, whole, good, mistakes, late: false, follow: None, made, old, failed },
                    Some(report),
                    0,
                )
            }
        };
        self.show(shown);
        Some(Update { changed, report, findings })
    }

    /// Makes everything that is published, unless the last update failed. Returns the number of what was looked at, and
    /// mistakes that were not known. What was found about an edition that is no longer shown is forgotten.
    pub fn verify(&self) -> (u64, Option<Report>) {
        let shown = self.shown();
        let Some(whole) = shown.whole.clone().filter(|_| shown.mistakes.is_none() || shown.late) else {
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
        let report = match self.aside.as_ref().filter(|_| self.live) {
            Some(aside) => aside.install(make),
            None => make(),
        };
        // Nothing else is shown meanwhile: who updates holds the desk.
        let _desk = held(&self.desk);
        let now = self.shown();
        if now.number != shown.number {
            return (shown.number, None);
        }
        let mistakes = report.as_ref().map(listed);
        let differs = mistakes != now.mistakes;
        let number = now.number + u64::from(differs);
        let good = if report.is_none() { Some(Arc::clone(&whole)) } else { now.good.clone() };
        let (late, follow) = (report.is_some(), None);
        let made = Mutex::new(std::mem::take(&mut *held(&now.made)));
        self.show(Shown {
            number,
            whole: Some(whole),
            good,
            mistakes,
            late,
            follow,
            made,
            old: Arc::clone(&now.old),
            failed: Mutex::default(),
        });
        (number, report.filter(|_| differs))
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

/// A lock's content. A thread that panicked while it held it has left nothing half done that matters.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
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
        if let Some(made) = held(&self.made).files.get(path) {
            return Some(made.clone());
        }
        let from = |whole: &Arc<Whole>| whole.edition.file(&*whole.world, path);
        let made = match self.whole.as_ref().and_then(from)? {
            Ok(bytes) => Made::new(bytes),
            Err(report) => {
                held(&self.failed).get_or_insert_with(|| listed(&report));
                let old = self.old.files.get(path).cloned();
                old.or_else(|| self.good.as_ref().and_then(from).and_then(Result::ok).map(Made::new))?
            }
        };
        held(&self.made).keep(path, &made);
        Some(made)
    }
}

impl Source for Preview {
    fn file(&self, path: &str) -> Option<Made> {
        self.shown().file(path)
    }

    fn is_live(&self) -> bool {
        self.live
    }
}
