//! Files that were made, by their path: each is made once, however many ask for it at the same time.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use super::reply::Made;

/// Bytes of files kept until the next edition.
const MOST_KEPT: usize = 64 * 1024 * 1024;

/// Files of one moment.
#[derive(Default)]
pub struct Kept(Mutex<Files>);

#[derive(Default)]
struct Files {
    slots: HashMap<String, Arc<OnceLock<Option<Made>>>>,
    /// Bytes of what was made.
    size: usize,
}

impl Kept {
    /// A file, made now unless it was made before. Who asks for one that is just being made waits for it.
    pub fn get(&self, path: &str, make: impl FnOnce() -> Option<Made>) -> Option<Made> {
        let slot = Arc::clone(held(&self.0).slots.entry(path.to_owned()).or_default());
        let mut first = false;
        let made = slot.get_or_init(|| {
            first = true;
            make()
        });
        if first {
            let mut files = held(&self.0);
            let size = made.as_ref().map(|made| path.len() + made.bytes.len());
            match size.filter(|size| files.size + size <= MOST_KEPT) {
                Some(size) => files.size += size,
                // What is not there, or too much, is made again when it is asked for again.
                None => drop(files.slots.remove(path)),
            }
        }
        made.clone()
    }

    /// Everything that was made, and what an older one has beside it.
    pub fn with(&self, older: &HashMap<String, Made>) -> HashMap<String, Made> {
        let files = held(&self.0);
        let made = files.slots.iter().filter_map(|(path, slot)| Some((path.clone(), slot.get()?.clone()?)));
        let mut all: HashMap<String, Made> = made.collect();
        let mut size = files.size;
        for (path, made) in older {
            let more = path.len() + made.bytes.len();
            if size + more <= MOST_KEPT && !all.contains_key(path) {
                size += more;
                all.insert(path.clone(), made.clone());
            }
        }
        all
    }
}

/// A lock's content. A thread that panicked while it held it has left nothing half done that matters.
pub fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn a_file_is_made_once_for_all_who_ask() {
        let (kept, number) = (Kept::default(), AtomicUsize::new(0));
        let make = || {
            std::thread::sleep(std::time::Duration::from_millis(30));
            number.fetch_add(1, Ordering::Relaxed);
            Some(Made::new(b"a".to_vec()))
        };
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| assert_eq!(kept.get("a", make).map(|made| made.bytes.to_vec()), Some(b"a".to_vec())));
            }
        });
        assert_eq!(number.into_inner(), 1);
    }

    #[test]
    fn what_is_not_there_or_too_much_is_not_kept() {
        let kept = Kept::default();
        assert!(kept.get("nothing", || None).is_none());
        let large = || Some(Made::new(vec![0; MOST_KEPT / 2]));
        for path in ["a", "b", "c"] {
            assert!(kept.get(path, large).is_some());
        }
        let files = held(&kept.0);
        assert_eq!((files.slots.len(), files.size < MOST_KEPT), (1, true));
    }

    #[test]
    fn newer_files_come_before_older_ones() {
        let kept = Kept::default();
        let made = |text: &str| Some(Made::new(text.as_bytes().to_vec()));
        kept.get("a", || made("new"));
        let old = [("a", "old"), ("b", "old")].map(|(path, text)| (path.to_owned(), made(text).unwrap()));
        let all = kept.with(&old.into_iter().collect());
        assert_eq!((&*all["a"].bytes, &*all["b"].bytes), (&b"new"[..], &b"old"[..]));
    }
}
