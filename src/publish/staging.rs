//! The staging folder: where the next output grows before it takes the place of the last one.
//!
//! 1. It stands beside the target, on the same file system, so that a rename can swap the two.
//! 2. While a build runs it holds a lock in it; a staging folder without one was left behind and is removed.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use super::{Refusal, doing};

/// A staging folder; it and all in it is removed when dropped.
pub struct Stage {
    folder: tempfile::TempDir,
    _lock: File,
}

const LOCK: &str = "lock";
const NEW: &str = "new";
const OLD: &str = "old";
/// How often a staging folder may be lost to another build before we give up.
const TRIES: usize = 10;

impl Stage {
    /// A new staging folder beside `target`.
    pub fn beside(target: &Path) -> Result<Self, Refusal> {
        let parent = target.parent().unwrap_or(Path::new("/"));
        let name = target.file_name().unwrap_or_default().to_string_lossy();
        let prefix = format!(".{name}.alliance-staging-");
        doing(|| format!("create {}", parent.display()), fs::create_dir_all(parent))?;
        remove_leftovers(parent, &prefix);
        // Until it holds its lock, a new folder looks like a leftover, and a build that clears up may take it away.
        let mut stage = Self::locked(parent, &prefix);
        for _ in 1..TRIES {
            if !stage.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
                break;
            }
            stage = Self::locked(parent, &prefix);
        }
        doing(|| format!("create a staging folder in {}", parent.display()), stage)
    }

    fn locked(parent: &Path, prefix: &str) -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix(prefix).tempdir_in(parent)?;
        let lock = File::create(folder.path().join(LOCK))?;
        lock.lock()?;
        // Whoever clears up holds the lock while doing so: if ours still has its name now, the folder is ours to keep.
        fs::metadata(folder.path().join(LOCK))?;
        fs::create_dir(folder.path().join(NEW))?;
        Ok(Self { folder, _lock: lock })
    }

    /// Where the new output is written.
    pub fn folder(&self) -> PathBuf {
        self.folder.path().join(NEW)
    }

    /// Puts the new output in the place of the old.
    pub fn swap(self, target: &Path) -> Result<(), Refusal> {
        let new = self.folder();
        let what = || format!("put the new output in the place of {}", target.display());
        if !target.exists() {
            let moved = fs::rename(&new, target);
            // Another build may have published for the first time since we looked.
            if moved.is_ok() || !target.exists() {
                return doing(what, moved);
            }
        }
        if exchange(&new, target).is_ok() {
            return Ok(());
        }
        // Some file systems cannot exchange two folders; two renames leave a moment without output, but never half of one.
        let old = self.folder.path().join(OLD);
        doing(what, fs::rename(target, &old))?;
        doing(what, fs::rename(&new, target).inspect_err(|_| drop(fs::rename(&old, target))))
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        clear(self.folder.path());
    }
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).map_err(io::Error::from)
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::Error::from(io::ErrorKind::Unsupported))
}

/// Removes the staging folders of builds that were killed. Whoever still holds a lock is at work.
fn remove_leftovers(parent: &Path, prefix: &str) {
    let Ok(entries) = fs::read_dir(parent) else { return };
    for entry in entries.flatten() {
        if !entry.file_name().to_string_lossy().starts_with(prefix) {
            continue;
        }
        let Ok(lock) = File::open(entry.path().join(LOCK)) else {
            // Killed before it had a lock, so it is empty. A folder with anything in it stays.
            let _ = fs::remove_dir(entry.path());
            continue;
        };
        if lock.try_lock().is_ok() {
            clear(&entry.path());
        }
    }
}

/// Removes a staging folder, its lock last: if we are killed on the way, it can still be told from one in use.
fn clear(folder: &Path) {
    // What cannot be removed harms nobody; the build must not fail for it.
    for part in [NEW, OLD] {
        let _ = fs::remove_dir_all(folder.join(part));
    }
    let _ = fs::remove_dir_all(folder);
}

/// The target with its parent's symbolic links resolved, so that a rename stays on one file system.
pub fn absolute(target: &Path) -> Result<PathBuf, Refusal> {
    let what = || format!("find {}", target.display());
    if target.is_symlink() {
        return doing(what, fs::canonicalize(target));
    }
    let full = doing(what, std::path::absolute(target))?;
    match (full.parent(), full.file_name()) {
        (Some(parent), Some(name)) if parent.exists() => Ok(doing(what, fs::canonicalize(parent))?.join(name)),
        _ => Ok(full),
    }
}

/// Every file below a folder, relative to it, with `/`.
pub fn files_below(folder: &Path) -> Result<Vec<String>, Refusal> {
    let mut paths = Vec::new();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = doing(|| format!("look through {}", folder.display()), entry.map_err(io::Error::from))?;
        if !entry.file_type().is_dir() {
            let path = entry.path().strip_prefix(folder).unwrap_or(entry.path());
            paths.push(path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/"));
        }
    }
    paths.sort_unstable();
    Ok(paths)
}

/// A second name for the same bytes, or a copy where the file system has no links.
pub fn link(from: &Path, to: &Path) -> io::Result<()> {
    fs::hard_link(from, to).or_else(|_| fs::copy(from, to).map(drop))
}
