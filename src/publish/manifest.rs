//! `manifest.json`: path, size and BLAKE3 of every file of the output. It marks a folder as ours.

use serde::{Deserialize, Serialize};

use super::File;

/// The manifest's name in the output folder.
pub const MANIFEST: &str = "manifest.json";

const GENERATOR: &str = "alliance";

/// What an output folder holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    generator: String,
    /// Sorted by path; the manifest itself is not among them.
    pub files: Vec<Entry>,
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Relative to the output folder, with `/`.
    pub path: String,
    /// In bytes.
    pub size: u64,
    /// BLAKE3 hash of the content, in hexadecimal.
    pub blake3: String,
}

impl Entry {
    /// The entry of a file.
    #[must_use]
    pub fn of(file: &File) -> Self {
        let blake3 = blake3::hash(&file.bytes).to_hex().to_string();
        Self { path: file.path.clone(), size: file.bytes.len() as u64, blake3 }
    }
}

impl Manifest {
    /// A manifest of these files.
    #[must_use]
    pub fn new(mut files: Vec<Entry>) -> Self {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Self { generator: GENERATOR.to_owned(), files }
    }

    /// Reads a manifest, and refuses one that somebody else wrote or that names a path outside the folder.
    ///
    /// # Errors
    ///
    /// Why it is not one of ours.
    pub fn from_json(text: &str) -> Result<Self, String> {
        let manifest: Self = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if manifest.generator != GENERATOR {
            return Err(format!("it was written by {}", manifest.generator));
        }
        let leaves =
            |path: &str| path.is_empty() || path.split('/').any(|part| matches!(part, "" | "." | "..")) || path.contains('\\');
        match manifest.files.iter().find(|entry| leaves(&entry.path)) {
            Some(entry) => Err(format!("it names the path `{}`", entry.path)),
            None => Ok(manifest),
        }
    }

    /// As written to the disk.
    #[must_use]
    pub fn to_json(&self) -> String {
        // Serialising strings and numbers cannot fail.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

#[cfg(test)]
#[path = "manifest_tests.rs"]
mod tests;
