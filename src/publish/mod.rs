//! Publishing: the output folder changes as a whole or not at all.
//!
//! 1. The target is ours to replace only if it does not exist, is empty, or holds our manifest and nothing else.
//! 2. Everything is written into a staging folder beside it. A file whose bytes did not change is linked, not written.
//! 3. What was written is verified, the manifest is added, and the two folders change places in one step.
//! 4. The old output goes with the staging folder. What a killed build left behind, the next one removes.

mod manifest;
mod staging;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

pub use manifest::{Entry, MANIFEST, Manifest};

/// One file of the output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Relative to the output folder, with `/`.
    pub path: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// What was published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Files in the output, without the manifest.
    pub files: usize,
    /// Of these, the ones whose bytes changed or that are new.
    pub changed: usize,
    /// Their size together, in bytes.
    pub bytes: u64,
}

/// Why nothing was published. The previous output is as it was.
#[derive(Debug)]
pub enum Refusal {
    /// The folder is not ours to replace.
    NotOurs {
        /// The folder.
        folder: PathBuf,
        /// Why, and what to do.
        reason: String,
    },
    /// The file system said no.
    Io {
        /// What we were doing to which path.
        doing: String,
        /// What it said.
        error: io::Error,
    },
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotOurs { folder, reason } => write!(f, "{} was left as it is: {reason}", folder.display()),
            Self::Io { doing, error } => write!(f, "cannot {doing}: {error}"),
        }
    }
}

impl std::error::Error for Refusal {}

fn doing<T>(what: impl Fn() -> String, result: io::Result<T>) -> Result<T, Refusal> {
    result.map_err(|error| Refusal::Io { doing: what(), error })
}

/// Publishes `files` as the content of the folder `target`. Files of the previous output for which `keep` is true
/// stay, unless they are among `files`.
///
/// # Errors
///
/// When the target is not ours to replace or the file system fails; then nothing has changed.
pub fn publish(target: &Path, files: &[File], keep: &dyn Fn(&str) -> bool) -> Result<Published, Refusal> {
    let target = staging::absolute(target)?;
    let previous = ours(&target)?;
    let stage = staging::Stage::beside(&target)?;
    let old: BTreeMap<&str, &Entry> =
        previous.iter().flat_map(|manifest| &manifest.files).map(|e| (e.path.as_str(), e)).collect();
    let fresh: Vec<Entry> = files.par_iter().map(Entry::of).collect();
    let names: BTreeSet<&str> = fresh.iter().map(|entry| entry.path.as_str()).collect();
    // What somebody deleted from the output is not kept and not missed.
    let is_kept =
        |entry: &&Entry| keep(&entry.path) && !names.contains(entry.path.as_str()) && target.join(&entry.path).is_file();
    let kept: Vec<&Entry> = old.values().copied().filter(is_kept).collect();
    let manifest = Manifest::new(fresh.iter().chain(kept.iter().copied()).cloned().collect());
    let size = manifest.files.iter().map(|entry| entry.size).sum();
    let published = Published { files: manifest.files.len(), changed: 0, bytes: size };
    // The manifest says what is the same; the files themselves have the last word.
    let is_same = |file: &File, entry: &Entry| {
        old.get(file.path.as_str()) == Some(&entry) && fs::read(target.join(&file.path)).is_ok_and(|bytes| bytes == file.bytes)
    };
    let is_kept_as_it_was = |entry: &&Entry| {
        fs::read(target.join(&entry.path)).is_ok_and(|bytes| blake3::hash(&bytes).to_hex().as_str() == entry.blake3)
    };
    if previous.as_ref() == Some(&manifest)
        && files.par_iter().zip(&fresh).all(|(file, entry)| is_same(file, entry))
        && kept.par_iter().all(is_kept_as_it_was)
    {
        return Ok(published);
    }
    let new = stage.folder();
    let folders: BTreeSet<&str> =
        manifest.files.iter().filter_map(|entry| entry.path.rsplit_once('/')).map(|(folder, _)| folder).collect();
    let make = |folder| doing(|| format!("create the folder {folder}"), fs::create_dir_all(new.join(folder)));
    // All of them, so that of several that cannot be made the first one is told, whichever thread was faster.
    folders.into_par_iter().map(make).collect::<Vec<_>>().into_iter().collect::<Result<(), Refusal>>()?;
    let written = files.par_iter().zip(&fresh).map(|(file, entry)| {
        let before = (old.get(file.path.as_str()) == Some(&entry)).then(|| target.join(&file.path));
        write(&new.join(&file.path), before.as_deref(), file)
    });
    let changed = written.map(|result| result.map(usize::from)).sum::<Result<usize, Refusal>>()?;
    kept.par_iter().try_for_each(|entry| keep_file(&new, &target, entry))?;
    verify(&new, &manifest.files)?;
    doing(|| format!("write {MANIFEST}"), fs::write(new.join(MANIFEST), manifest.to_json()))?;
    stage.swap(&target)?;
    Ok(Published { changed, ..published })
}

/// The manifest of the target, if there is one; an error if the target is not ours to replace.
fn ours(target: &Path) -> Result<Option<Manifest>, Refusal> {
    let refuse = |reason: String| Refusal::NotOurs { folder: target.to_owned(), reason };
    let metadata = match fs::symlink_metadata(target) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Refusal::Io { doing: format!("look at {}", target.display()), error }),
    };
    if !metadata.is_dir() {
        return Err(refuse("it is not a folder; choose another place with --output".to_owned()));
    }
    let found = staging::files_below(target)?;
    let foreign = |known: &dyn Fn(&str) -> bool| {
        found.iter().filter(|path| !known(path) && !is_litter(path)).take(4).cloned().collect::<Vec<_>>()
    };
    let text = match fs::read_to_string(target.join(MANIFEST)) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let strangers = foreign(&|_| false);
            return if strangers.is_empty() {
                Ok(None)
            } else {
                let some = strangers.join(", ");
                Err(refuse(format!(
                    "alliance did not make it (it has no {MANIFEST}, but {some}); choose another place with --output"
                )))
            };
        }
        Err(error) => return Err(Refusal::Io { doing: format!("read {MANIFEST}"), error }),
    };
    let manifest = Manifest::from_json(&text).map_err(|why| refuse(format!("its {MANIFEST} is not one of ours ({why})")))?;
    let known: BTreeSet<&str> = manifest.files.iter().map(|entry| entry.path.as_str()).chain([MANIFEST]).collect();
    let strangers = foreign(&|path| known.contains(path));
    if strangers.is_empty() {
        Ok(Some(manifest))
    } else {
        Err(refuse(format!("it holds files that alliance did not write ({}); move them elsewhere", strangers.join(", "))))
    }
}

/// What operating systems leave in folders they show.
fn is_litter(path: &str) -> bool {
    matches!(path.rsplit('/').next(), Some(".DS_Store" | "Thumbs.db" | "desktop.ini"))
}

/// Writes a file, or links to `before` where that still holds the same bytes. True when it was written.
fn write(place: &Path, before: Option<&Path>, file: &File) -> Result<bool, Refusal> {
    let what = || format!("write {}", file.path);
    // The file is read after it was linked, because another build may put its output in this place in between.
    if before.is_some_and(|before| staging::link(before, place).is_ok()) {
        if fs::read(place).is_ok_and(|bytes| bytes == file.bytes) {
            return Ok(false);
        }
        // Writing through a second name would change the old output.
        doing(what, fs::remove_file(place))?;
    }
    doing(what, fs::write(place, &file.bytes))?;
    Ok(true)
}

/// Takes a file of the previous output over as it is, unless it is no longer what the manifest says.
fn keep_file(new: &Path, target: &Path, entry: &Entry) -> Result<(), Refusal> {
    let place = new.join(&entry.path);
    let what = || format!("keep {}", entry.path);
    doing(what, staging::link(&target.join(&entry.path), &place))?;
    let hash = blake3::hash(&doing(what, fs::read(&place))?);
    if hash.to_hex().as_str() == entry.blake3 {
        return Ok(());
    }
    doing(what, Err(io::Error::other("it was changed after it was built; build everything, without --only")))
}

/// A full disk may take a file and lose its end without saying so.
fn verify(new: &Path, entries: &[Entry]) -> Result<(), Refusal> {
    entries.par_iter().try_for_each(|entry| {
        let size = doing(|| format!("verify {}", entry.path), fs::metadata(new.join(&entry.path)))?.len();
        if size == entry.size {
            return Ok(());
        }
        let error = io::Error::other(format!("{size} of {} bytes were written", entry.size));
        Err(Refusal::Io { doing: format!("verify {}", entry.path), error })
    })
}
