//! When to look at the folder again.
//!
//! 1. The system tells of changes; those that come close together are one. What it tells is only a hint where to look first.
//! 2. Some moments later the whole folder is looked at once more: a file written into a folder that was just made is not told,
//!    and some editors write in several steps.
//! 3. What lies behind a link is not told either: a link may lead anywhere, and only the look at the folder knows where it ends.
//! 4. Where the system tells nothing, as on network drives, the folder is looked at again and again.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, EventKind};
use notify::{Config, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::world::FOLDERS;

/// Changes this close together are one.
const CLOSE: Duration = Duration::from_millis(3);
/// No change waits longer than this for others.
const LONGEST: Duration = Duration::from_millis(40);
/// When the whole folder is looked at after the last change.
const AFTERWARDS: [Duration; 2] = [Duration::from_millis(120), Duration::from_secs(1)];
/// How often a folder is looked at that tells nothing.
const POLL: Duration = Duration::from_millis(500);
/// How often a folder is looked at although it tells of changes.
const DOUBT: Duration = Duration::from_secs(10);

const WRITTEN: AccessKind = AccessKind::Close(AccessMode::Write);

/// Tells when to look, and where first.
pub struct Watch {
    root: PathBuf,
    /// Which folder stood there when the watch began.
    folder: Option<[u64; 2]>,
    /// What keeps the events coming, and the events. None where the folder is looked at again and again.
    told: Option<(RecommendedWatcher, Receiver<notify::Result<notify::Event>>)>,
    /// The moments at which to look at everything, soonest last.
    due: Vec<Instant>,
    /// When everything was looked at last.
    whole: Instant,
    /// A sentence for the author: why nothing tells of changes.
    pub doubt: Option<String>,
}

/// Where to look.
#[derive(Debug, PartialEq, Eq)]
pub enum Look {
    /// At these files first.
    At(Vec<String>),
    /// At everything.
    Everywhere,
}

impl Watch {
    /// Watches a folder; `poll` looks again and again instead, as does a system that cannot tell.
    #[must_use]
    pub fn new(root: &Path, poll: bool) -> Self {
        // Events name real paths.
        let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
        let mut watch = Self { root, folder: None, told: None, due: Vec::new(), whole: Instant::now(), doubt: None };
        if !poll {
            watch.start();
        }
        watch
    }

    /// Lets the system tell of changes, or falls back on looking again and again.
    fn start(&mut self) {
        self.folder = identity(&self.root);
        let (sender, receiver) = channel();
        let told = move |event| {
            // The receiver is gone only when another watch has begun.
            let _ = sender.send(event);
        };
        let begun = RecommendedWatcher::new(told, Config::default().with_follow_symlinks(false)).and_then(|watcher| {
            self.told = Some((watcher, receiver));
            self.attach()
        });
        if let Err(error) = begun {
            self.fall_back(&error);
        }
    }

    fn fall_back(&mut self, error: &notify::Error) {
        self.told = None;
        self.doubt = Some(format!("the system does not tell of changes ({error}), so the folder is looked at twice a second"));
    }

    /// Watches what there is to watch; folders come and go.
    fn attach(&mut self) -> notify::Result<()> {
        let Some((watcher, _)) = &mut self.told else { return Ok(()) };
        watcher.watch(&self.root, RecursiveMode::NonRecursive)?;
        for folder in FOLDERS.map(|folder| self.root.join(folder)) {
            match watcher.watch(&folder, RecursiveMode::Recursive) {
                // It is not there yet, or no longer.
                Err(error) if folder.is_dir() => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    /// Waits until it is time to look.
    pub fn next(&mut self) -> Look {
        let look = self.wait();
        if look == Look::Everywhere {
            self.whole = Instant::now();
        }
        look
    }

    fn wait(&mut self) -> Look {
        let Some((_, receiver)) = &self.told else {
            std::thread::sleep(POLL);
            return Look::Everywhere;
        };
        // However much happens that is nothing to us.
        let latest = self.whole + DOUBT;
        let until = self.due.last().map_or(latest, |due| latest.min(*due));
        let mut paths = Vec::new();
        let mut anywhere = false;
        let mut note = |event: notify::Result<notify::Event>| match event {
            // To read a file is no change; we do it ourselves. To close one after writing may be the only word of a change.
            Ok(event) if matches!(event.kind, EventKind::Access(kind) if kind != WRITTEN) => false,
            Ok(event) => {
                anywhere |= event.need_rescan();
                paths.extend(event.paths);
                true
            }
            Err(_) => {
                anywhere = true;
                true
            }
        };
        let mut first = None;
        loop {
            let left = match first {
                None => until.saturating_duration_since(Instant::now()),
                Some(first) => CLOSE.min(LONGEST.saturating_sub(Instant::now().duration_since(first))),
            };
            match receiver.recv_timeout(left) {
                Ok(event) => {
                    if note(event) {
                        first.get_or_insert_with(Instant::now);
                    }
                }
                Err(RecvTimeoutError::Disconnected) => {
                    self.told = None;
                    return Look::Everywhere;
                }
                Err(RecvTimeoutError::Timeout) => break,
            }
        }
        if first.is_none() {
            self.due.pop();
            if identity(&self.root) != self.folder {
                // Another folder has taken its place, and nothing was told of that.
                self.start();
            }
            return Look::Everywhere;
        }
        let look = if anywhere { Look::Everywhere } else { self.place(&paths) };
        if look != Look::At(Vec::new()) {
            self.due = AFTERWARDS.iter().rev().map(|after| Instant::now() + *after).collect();
        }
        if paths.iter().any(|path| path.parent() == Some(&self.root)) {
            // One of the folders may be new.
            if let Err(error) = self.attach() {
                self.fall_back(&error);
            }
        }
        look
    }

    /// The inputs among some paths; everything where one of them is a folder.
    fn place(&self, paths: &[PathBuf]) -> Look {
        let mut found = Vec::new();
        for path in paths {
            let Ok(inner) = path.strip_prefix(&self.root) else { continue };
            let parts: Vec<String> = inner.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
            let Some(folder) = parts.first() else { continue };
            let hidden = parts.iter().any(|part| part.starts_with('.') || part.ends_with('~'));
            if !FOLDERS.contains(&folder.as_str()) || hidden {
                continue;
            }
            if parts.len() == 1 || path.is_dir() {
                return Look::Everywhere;
            }
            found.push(parts.join("/"));
        }
        found.sort();
        found.dedup();
        Look::At(found)
    }
}

/// Which folder stands at a path, where the system has a number for it.
fn identity(folder: &Path) -> Option<[u64; 2]> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let metadata = folder.metadata().ok()?;
        Some([metadata.dev(), metadata.ino()])
    }
    #[cfg(not(unix))]
    {
        folder.metadata().ok().map(|_| [0; 2])
    }
}
