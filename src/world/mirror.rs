//! A folder as it was at one moment, for a program that looks at it again and again.
//!
//! 1. [`Mirror::refresh`] looks at the folder and reads what may have changed; what did not is kept.
//! 2. [`Snapshot`] is what it found: a world that stays as it is while the folder goes on changing.
//!
//! A file counts as changed when its size, its time or its place on the disk did. Where a second change could hide behind the
//! same time, because the first is only just done, it is read again, and its bytes decide.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use jiff::civil::Date;
use rayon::prelude::*;

use super::{Disk, Found, Trouble, Version, World, beside};

/// The folders that a playbook is read from.
pub const FOLDERS: [&str; 4] = ["content", "contracts", "playbook", "templates"];

/// The coarsest clock of a file system we expect, that of FAT, and some more.
const COARSE: Duration = Duration::from_millis(2500);

/// A folder and what it held when it was looked at last.
#[derive(Debug)]
pub struct Mirror {
    disk: Disk,
    now: Arc<Snapshot>,
}

/// The files of a folder at one moment.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// Sorted by path.
    files: Vec<Known>,
    troubles: Vec<(&'static str, Trouble)>,
    today: Date,
}

/// A path, and what lies there.
type Known = (Arc<str>, Arc<Held>);

#[derive(Debug)]
struct Held {
    bytes: Result<Vec<u8>, Trouble>,
    version: Version,
    stamp: Option<Stamp>,
    /// Whether the stamp alone tells that nothing changed.
    settled: bool,
    /// When this stamp was seen first.
    seen: Instant,
}

/// What a file system says of a file without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    modified: SystemTime,
    length: u64,
    /// Which file it is and when anything about it changed, where the system says so: an editor that saves by renaming makes
    /// another file, and a time that was put back shows in the other.
    place: [u64; 3],
}

impl Mirror {
    /// The folder `root`, not looked at yet.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        let disk = Disk::new(root);
        let today = disk.today();
        Self { disk, now: Arc::new(Snapshot { files: Vec::new(), troubles: Vec::new(), today }) }
    }

    /// What was found last.
    #[must_use]
    pub const fn now(&self) -> &Arc<Snapshot> {
        &self.now
    }

    /// Looks at the whole folder; returns the paths that changed, came or went, sorted.
    pub fn refresh(&mut self) -> Vec<String> {
        let mut paths = Vec::new();
        let mut troubles = Vec::new();
        for folder in FOLDERS {
            let (found, wrong) = self.disk.list(folder);
            paths.extend(found.into_iter().map(|found| found.path));
            troubles.extend(wrong.into_iter().map(|trouble| (folder, trouble)));
        }
        let before = Arc::clone(&self.now);
        paths.sort_unstable();
        let known: Vec<_> = beside(paths, |path| path, &before.files, |(path, _)| path).collect();
        let look = |(path, old): (Arc<str>, Option<&Known>)| {
            let held = self.look(&path, old.map(|(_, held)| held));
            // The path that is known already, so that whoever compares the two has nothing to read.
            (old.map_or(path, |(path, _)| Arc::clone(path)), held)
        };
        let files: Vec<Known> = known.into_par_iter().map(look).collect();
        let mut changed: Vec<String> = Vec::new();
        let differs = |held: &Arc<Held>, old: &Arc<Held>| !Arc::ptr_eq(held, old) && held.version != old.version;
        for ((path, held), old) in beside(&files, |(path, _)| path, &before.files, |(path, _)| path) {
            if old.is_none_or(|(_, old)| differs(held, old)) {
                changed.push(path.to_string());
            }
        }
        let left = beside(&before.files, |(path, _)| path, &files, |(path, _)| path).filter(|(_, now)| now.is_none());
        changed.extend(left.map(|((path, _), _)| path.to_string()));
        changed.extend(troubles.iter().filter(|trouble| !before.troubles.contains(trouble)).map(|(_, one)| one.path.clone()));
        changed.extend(before.troubles.iter().filter(|trouble| !troubles.contains(trouble)).map(|(_, one)| one.path.clone()));
        changed.sort();
        changed.dedup();
        self.now = Arc::new(Snapshot { files, troubles, today: self.disk.today() });
        changed
    }

    /// Reads some files that are known already. `None` where that is not enough, because one came, went, or is no longer a
    /// file of this folder: only a look at the whole folder follows links, and none that leads out of it.
    pub fn glance(&mut self, paths: &[String]) -> Option<Vec<String>> {
        let mut found = Vec::new();
        let root = self.disk.root.canonicalize().ok()?;
        for path in paths {
            let index = self.now.index(path)?;
            let (path, old) = &self.now.files[index];
            let place = root.join(&**path);
            if !place.symlink_metadata().ok()?.is_file() || place.canonicalize().ok()? != place {
                return None;
            }
            let held = self.look(path, None);
            // What cannot be read may be gone; only the folder can tell.
            held.stamp?;
            found.push((index, held.version != old.version, held));
        }
        let now = Arc::make_mut(&mut self.now);
        now.today = self.disk.today();
        let mut changed = Vec::new();
        for (index, differs, held) in found {
            let (path, known) = &mut now.files[index];
            if differs {
                changed.push(path.to_string());
            }
            *known = held;
        }
        changed.sort();
        changed.dedup();
        Some(changed)
    }

    /// A file as it is now: the one known where it did not change. Only at the first look at a folder may a file have lain there
    /// for long.
    fn look(&self, path: &str, old: Option<&Arc<Held>>) -> Arc<Held> {
        let changing = !self.now.files.is_empty();
        let stamp = self.disk.stamp(path);
        if let Some(old) = old.filter(|old| old.settled && old.stamp == stamp && stamp.is_some()) {
            return Arc::clone(old);
        }
        let (read_at, began) = (SystemTime::now(), Instant::now());
        let bytes = self.disk.read(path);
        let version = *match &bytes {
            Ok(bytes) => blake3::hash(bytes),
            Err(trouble) => blake3::hash(trouble.reason.as_bytes()),
        }
        .as_bytes();
        // A change during the reading shows in the stamp after it, which then is another one next time.
        let same = stamp == self.disk.stamp(path);
        let old_enough = |stamp: Stamp| read_at.duration_since(stamp.modified).is_ok_and(|age| age > COARSE);
        let seen = old.filter(|old| old.stamp == stamp).map_or(began, |old| old.seen);
        // The clock of a file server may be behind ours. What changed under our eyes is old enough by our own clock alone.
        let at_rest = !changing || began.duration_since(seen) > COARSE;
        let settled = same && at_rest && stamp.is_some_and(old_enough);
        Arc::new(Held { bytes, version, stamp, settled, seen })
    }
}

impl Disk {
    fn stamp(&self, path: &str) -> Option<Stamp> {
        let metadata = std::fs::metadata(self.root.join(path)).ok()?;
        #[cfg(unix)]
        let place = {
            use std::os::unix::fs::MetadataExt as _;
            [metadata.ino(), metadata.ctime().cast_unsigned(), metadata.ctime_nsec().cast_unsigned()]
        };
        #[cfg(not(unix))]
        let place = [0; 3];
        Some(Stamp { modified: metadata.modified().ok()?, length: metadata.len(), place })
    }
}

impl Snapshot {
    /// The place of a file among all.
    fn index(&self, path: &str) -> Option<usize> {
        self.files.binary_search_by(|(known, _)| (**known).cmp(path)).ok()
    }
}

impl World for Snapshot {
    fn list(&self, folder: &str) -> (Vec<Found>, Vec<Trouble>) {
        let start = format!("{folder}/");
        let from = self.files.partition_point(|(path, _)| **path < *start);
        let below = self.files[from..].iter().take_while(|(path, _)| path.starts_with(&start));
        let paths = below.map(|(path, held)| Found { path: Arc::clone(path), version: Some(held.version) }).collect();
        let troubles = self.troubles.iter().filter(|(of, _)| *of == folder).map(|(_, trouble)| trouble.clone()).collect();
        (paths, troubles)
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, Trouble> {
        match self.index(path) {
            Some(index) => self.files[index].1.bytes.clone(),
            None => Err(Trouble { path: path.to_owned(), reason: "there is no such file".to_owned() }),
        }
    }

    fn today(&self) -> Date {
        self.today
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn text(world: &Snapshot, path: &str) -> Option<String> {
        world.read(path).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    #[test]
    fn what_changed_came_or_went_is_found_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("content/a.md", "a");
        write("content/b/c.md", "c");
        write("other/d.md", "d");
        let mut mirror = Mirror::new(folder.path());
        assert_eq!(mirror.refresh(), ["content/a.md", "content/b/c.md"]);
        assert_eq!(mirror.refresh(), [""; 0]);
        let before = Arc::clone(mirror.now());
        // The same length within the same tick of the clock.
        write("content/a.md", "x");
        assert_eq!(mirror.refresh(), ["content/a.md"]);
        assert_eq!((text(&before, "content/a.md"), text(mirror.now(), "content/a.md")), (Some("a".into()), Some("x".into())));
        fs::rename(folder.path().join("content/b"), folder.path().join("content/e")).unwrap();
        assert_eq!(mirror.refresh(), ["content/b/c.md", "content/e/c.md"]);
        let paths: Vec<_> = mirror.now().list("content").0.into_iter().map(|found| found.path.to_string()).collect();
        assert_eq!(paths, ["content/a.md", "content/e/c.md"]);
        fs::remove_dir_all(folder.path().join("content")).unwrap();
        assert_eq!(mirror.refresh(), ["content/a.md", "content/e/c.md"]);
        assert!(mirror.now().list("content").0.is_empty());
    }

    #[test]
    fn a_glance_is_enough_for_known_files_only() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("content")).unwrap();
        let file = folder.path().join("content/a.md");
        fs::write(&file, "a").unwrap();
        let mut mirror = Mirror::new(folder.path());
        mirror.refresh();
        let known = ["content/a.md".to_owned()];
        assert_eq!(mirror.glance(&known), Some(vec![]));
        fs::write(&file, "b").unwrap();
        assert_eq!(mirror.glance(&known), Some(known.to_vec()));
        assert_eq!(text(mirror.now(), "content/a.md"), Some("b".into()));
        assert_eq!(mirror.glance(&["content/new.md".to_owned()]), None);
        assert_eq!(mirror.glance(&["content".to_owned()]), None);
        fs::remove_file(&file).unwrap();
        assert_eq!(mirror.glance(&known), None);
        // What leads elsewhere is for the whole look, which refuses it.
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("/etc/passwd", &file).unwrap();
            assert_eq!(mirror.glance(&known), None);
            mirror.refresh();
            assert_eq!(text(mirror.now(), "content/a.md"), None);
            assert_eq!(mirror.now().list("content").1.len(), 1);
            // Nor does a pipe keep anybody waiting.
            fs::remove_file(&file).unwrap();
            assert!(std::process::Command::new("mkfifo").arg(&file).status().unwrap().success());
            assert_eq!(mirror.glance(&known), None);
            mirror.refresh();
            assert!(mirror.now().read("content/a.md").is_err());
            assert!(Disk::new(folder.path()).read("content/a.md").is_err());
        }
    }

    #[test]
    fn a_change_is_seen_although_its_time_was_put_back() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("content")).unwrap();
        let path = folder.path().join("content/a.md");
        let long_ago = SystemTime::now() - Duration::from_secs(3600);
        let put = |text: &str| {
            fs::write(&path, text).unwrap();
            fs::File::options().write(true).open(&path).unwrap().set_modified(long_ago).unwrap();
        };
        put("a");
        let mut mirror = Mirror::new(folder.path());
        mirror.refresh();
        put("b");
        assert_eq!(mirror.glance(&["content/a.md".to_owned()]), Some(vec!["content/a.md".to_owned()]));
        #[cfg(unix)]
        {
            put("c");
            assert_eq!(mirror.refresh(), ["content/a.md"]);
        }
    }
}
