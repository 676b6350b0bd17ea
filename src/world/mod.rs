//! The one door to files and the clock.
//!
//! 1. [`World`] is all that loading may ask of its surroundings: which files, their bytes, today's date.
//! 2. [`Disk`] answers from a folder; [`Memory`] from a map, for tests; [`Mirror`] follows a folder for a preview.
//!
//! Nothing between loading and publishing touches the operating system, so the same world gives the same bytes.

mod mirror;
#[cfg(test)]
pub(crate) mod sample;

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;

pub use mirror::{FOLDERS, Mirror, Snapshot};

/// The largest input file that is read, in bytes.
pub const LARGEST_FILE: u64 = 16 * 1024 * 1024;

/// What the compiler may ask of its surroundings.
pub trait World: Sync {
    /// Every file below `folder` (a path relative to the root, with `/`), sorted by path, and what could not be listed. A
    /// folder that does not exist has no files.
    fn list(&self, folder: &str) -> (Vec<Found>, Vec<Trouble>);

    /// The bytes of a file.
    ///
    /// # Errors
    ///
    /// When it cannot be read or is larger than [`LARGEST_FILE`].
    fn read(&self, path: &str) -> Result<Vec<u8>, Trouble>;

    /// Today's date, local time.
    fn today(&self) -> Date;
}

/// A file of a world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Relative to the root, with `/`.
    pub path: Arc<str>,
    /// What is another one as soon as the bytes are others; `None` where that is not known without reading them.
    pub version: Option<Version>,
}

/// The BLAKE3 hash of a file's bytes.
pub type Version = [u8; 32];

/// A file that cannot be listed or read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// Relative to the root, with `/`.
    pub path: String,
    /// Why, in words.
    pub reason: String,
}

/// A folder of the file system.
#[derive(Clone, Debug)]
pub struct Disk {
    root: PathBuf,
}

impl Disk {
    /// The world below `root`.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }
}

impl World for Disk {
    fn list(&self, folder: &str) -> (Vec<Found>, Vec<Trouble>) {
        let start = self.root.join(folder);
        let (mut paths, mut troubles) = (Vec::<String>::new(), Vec::new());
        if !start.exists() {
            return (Vec::new(), troubles);
        }
        let real_root = self.root.canonicalize().ok();
        let leaves = |path: &Path| {
            let real = path.canonicalize().ok();
            real.zip(real_root.as_ref()).is_some_and(|(real, root)| !real.starts_with(root))
        };
        let walk = walkdir::WalkDir::new(&start).follow_links(true).into_iter();
        let mut entries = walk.filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry.file_name()));
        while let Some(entry) = entries.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let path = relative(&self.root, error.path().unwrap_or(&start));
                    troubles.push(Trouble { path, reason: without_path(&error) });
                    continue;
                }
            };
            let path = relative(&self.root, entry.path());
            let mut refuse = |reason: &str| troubles.push(Trouble { path: path.clone(), reason: reason.to_owned() });
            if entry.path_is_symlink() && leaves(entry.path()) {
                refuse("a symbolic link leads out of the playbook");
                if entry.file_type().is_dir() {
                    entries.skip_current_dir();
                }
            } else if entry.path().to_str().is_none() {
                refuse("its name is not UTF-8");
            } else if entry.file_type().is_file() {
                paths.push(path);
            }
        }
        paths.sort_unstable();
        (paths.into_iter().map(|path| Found { path: path.into(), version: None }).collect(), troubles)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, Trouble> {
        let trouble = |reason: String| Trouble { path: path.to_owned(), reason };
        let mut options = std::fs::File::options();
        options.read(true);
        // To open a pipe would wait for its writer.
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
        let file = options.open(self.root.join(path)).map_err(|error| trouble(error.to_string()))?;
        let metadata = file.metadata().map_err(|error| trouble(error.to_string()))?;
        if !metadata.is_file() {
            return Err(trouble("it is no file".to_owned()));
        }
        let size = metadata.len();
        let mut bytes = Vec::with_capacity(usize::try_from(size.min(LARGEST_FILE)).unwrap_or(0) + 1);
        // The size may be unknown (a pipe) or change while we read, so the reading itself is bounded.
        file.take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(|error| trouble(error.to_string()))?;
        if bytes.len() as u64 > LARGEST_FILE {
            return Err(trouble(too_large()));
        }
        Ok(bytes)
    }

    fn today(&self) -> Date {
        jiff::Zoned::now().date()
    }
}

fn too_large() -> String {
    format!("it is larger than {} MiB", LARGEST_FILE / (1024 * 1024))
}

/// Editors and version control leave hidden files about; none of them is part of a playbook.
fn is_hidden(name: &std::ffi::OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".") || name.as_encoded_bytes().ends_with(b"~")
}

fn relative(root: &Path, path: &Path) -> String {
    let path = path.strip_prefix(root).unwrap_or(path).to_string_lossy();
    if MAIN_SEPARATOR == '/' { path.into_owned() } else { path.replace(MAIN_SEPARATOR, "/") }
}

/// Each of `now` with what `before` has at the same path, if anything. Both are sorted by path.
pub fn beside<N, B>(
    now: impl IntoIterator<Item = N>,
    path: impl Fn(&N) -> &Arc<str>,
    before: &[B],
    path_before: impl Fn(&B) -> &Arc<str>,
) -> impl Iterator<Item = (N, Option<&B>)> {
    let mut rest = before.iter().peekable();
    now.into_iter().map(move |one| {
        // What did not change has the very same path in memory, which is then not read.
        let order = |old: &B| {
            let (old, new) = (path_before(old), path(&one));
            if Arc::ptr_eq(old, new) { Ordering::Equal } else { old.cmp(new) }
        };
        while rest.next_if(|old| order(old) == Ordering::Less).is_some() {}
        let same = rest.next_if(|old| order(old) == Ordering::Equal);
        (one, same)
    })
}

fn without_path(error: &walkdir::Error) -> String {
    match (error.loop_ancestor(), error.io_error()) {
        (Some(_), _) => "a symbolic link leads back to a folder above it".to_owned(),
        (None, Some(io)) => io.to_string(),
        (None, None) => error.to_string(),
    }
}

/// Files in memory and a fixed day.
#[derive(Clone, Debug)]
pub struct Memory {
    /// Bytes by path.
    pub files: BTreeMap<String, Vec<u8>>,
    /// The day it is.
    pub today: Date,
}

impl World for Memory {
    fn list(&self, folder: &str) -> (Vec<Found>, Vec<Trouble>) {
        let files = self.files.iter().filter(|(path, _)| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')));
        let version = |bytes: &[u8]| Some(*blake3::hash(bytes).as_bytes());
        (files.map(|(path, bytes)| Found { path: path.as_str().into(), version: version(bytes) }).collect(), Vec::new())
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, Trouble> {
        let trouble = |reason: &str| Trouble { path: path.to_owned(), reason: reason.to_owned() };
        let bytes = self.files.get(path).ok_or_else(|| trouble("there is no such file"))?;
        if bytes.len() as u64 > LARGEST_FILE {
            return Err(trouble(&too_large()));
        }
        Ok(bytes.clone())
    }

    fn today(&self) -> Date {
        self.today
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Paths of which some are the very same in memory, and others only say the same.
        #[test]
        fn each_path_stands_beside_the_same_one(
            now in prop::collection::btree_map("[a-c]{1,2}", any::<bool>(), 0..9),
            before in prop::collection::btree_set("[a-c]{1,2}", 0..9),
        ) {
            let before: Vec<Arc<str>> = before.iter().map(|path| path.as_str().into()).collect();
            let known = |path: &str| before.iter().find(|old| &***old == path);
            let shared = |(path, shared): (&String, &bool)| known(path).filter(|_| *shared).map_or(path.as_str().into(), Arc::clone);
            let now: Vec<Arc<str>> = now.iter().map(shared).collect();
            let pairs: Vec<_> = beside(&now, |path| path, &before, |path| path).collect();
            let naive: Vec<_> = now.iter().map(|path| (path, known(path))).collect();
            prop_assert_eq!(pairs, naive);
        }
    }
}
