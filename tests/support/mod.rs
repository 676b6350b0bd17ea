//! Drives the real binary in a temporary folder.
//!
//! 1. [`Playbook`] is a copy of the repository's own playbook, or a tiny one, that a test may change.
//! 2. [`Playbook::run`] runs `alliance` in it; [`Outcome`] compares status and output, and shows all of them when it fails.
//! 3. [`tree`] reads a whole folder, for comparing outputs byte by byte.

pub mod pdf;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

/// A playbook in a temporary folder, which goes with it.
pub struct Playbook {
    folder: tempfile::TempDir,
}

/// Every file of a playbook that the binary reads.
pub const PARTS: [&str; 4] = ["content", "contracts", "playbook", "templates"];

impl Playbook {
    /// A copy of the playbook in the repository.
    pub fn sample() -> Self {
        let playbook = Self::empty();
        let source = Path::new(env!("CARGO_MANIFEST_DIR"));
        for part in PARTS {
            for (path, bytes) in tree(&source.join(part)) {
                playbook.write(&format!("{part}/{path}"), bytes);
            }
        }
        playbook
    }

    /// What a build of the sample writes, made once for all tests that only look at it.
    pub fn sample_output() -> &'static BTreeMap<String, Vec<u8>> {
        static OUTPUT: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| Playbook::sample().build("output"));
        &OUTPUT
    }

    /// One vendor and one page.
    pub fn tiny() -> Self {
        let playbook = Self::empty();
        playbook
            .write(
                "playbook/playbook.yaml",
                "title: Tiny\ncurrency: EUR\nas_of: 2026-10-31\norganisation: { name: Tiny Ltd, about: Two people. }\n",
            )
            .write(
                "playbook/vendors/acme/vendor.yaml",
                "name: Acme\nsummary: Makes everything.\nclass: tactical\nstatus: prospect\nlayer: tooling\n",
            )
            .write("content/index.md", "---\ntitle: Home\n---\n\nFirst edition.\n");
        playbook
    }

    fn empty() -> Self {
        Self { folder: tempfile::Builder::new().prefix("alliance-test-").tempdir().expect("a temporary folder") }
    }

    /// The place of a file or folder.
    pub fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// The text of a file.
    pub fn text(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Writes a file, and its folder where it lacks.
    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let place = self.path(path);
        fs::create_dir_all(place.parent().expect("a file has a folder")).expect("create the folder");
        fs::write(place, bytes).expect("write the file");
        self
    }

    /// Replaces a text that occurs exactly once.
    pub fn replace(&self, path: &str, from: &str, to: &str) -> &Self {
        let text = self.text(path);
        assert_eq!(text.matches(from).count(), 1, "{path} must hold {from:?} exactly once");
        self.write(path, text.replacen(from, to, 1))
    }

    /// Removes a file or a folder.
    pub fn remove(&self, path: &str) -> &Self {
        let place = self.path(path);
        if place.is_dir() { fs::remove_dir_all(place) } else { fs::remove_file(place) }.expect("remove");
        self
    }

    /// The binary, in this folder, with an environment that owes nothing to whoever runs the tests.
    pub fn command(&self, arguments: &[&str]) -> Command {
        command(self.folder.path(), arguments)
    }

    /// Runs the binary to its end.
    pub fn run(&self, arguments: &[&str]) -> Outcome {
        Outcome::of(self.command(arguments), arguments)
    }

    /// Builds into a folder, which must succeed, and reads what came out.
    pub fn build(&self, output: &str) -> BTreeMap<String, Vec<u8>> {
        self.run(&["build", "--output", output]).status(0);
        tree(&self.path(output))
    }
}

/// The binary, run in `folder`.
pub fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_alliance"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null());
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS", "RAYON_NUM_THREADS"] {
        command.env_remove(name);
    }
    command
}

/// How a run ended.
pub struct Outcome {
    what: String,
    status: Option<i32>,
    /// All it printed.
    pub stdout: String,
    /// All it complained.
    pub stderr: String,
}

impl Outcome {
    /// Runs a command to its end.
    pub fn of(mut command: Command, arguments: &[&str]) -> Self {
        let Output { status, stdout, stderr } = command.output().expect("run the binary");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the output is UTF-8");
        Self { what: arguments.join(" "), status: status.code(), stdout: text(stdout), stderr: text(stderr) }
    }

    fn told(&self) -> String {
        let Self { what, status, stdout, stderr } = self;
        format!("alliance {what}\nstatus {status:?}\n--- stdout\n{stdout}\n--- stderr\n{stderr}\n---")
    }

    /// The exit status must be this.
    #[track_caller]
    pub fn status(&self, expected: i32) -> &Self {
        assert_eq!(self.status, Some(expected), "{}", self.told());
        self
    }

    /// The whole standard output must be this.
    #[track_caller]
    pub fn stdout(&self, expected: &str) -> &Self {
        assert_eq!(self.stdout, expected, "{}", self.told());
        self
    }

    /// The whole standard error must be this.
    #[track_caller]
    pub fn stderr(&self, expected: &str) -> &Self {
        assert_eq!(self.stderr, expected, "{}", self.told());
        self
    }

    /// The standard output must hold this.
    #[track_caller]
    pub fn prints(&self, part: &str) -> &Self {
        assert!(self.stdout.contains(part), "stdout lacks {part:?}\n{}", self.told());
        self
    }

    /// The standard error must be one line that holds this: a sentence for people, not a trace.
    #[track_caller]
    pub fn says(&self, part: &str) -> &Self {
        assert!(self.stderr.contains(part), "stderr lacks {part:?}\n{}", self.told());
        assert_eq!(self.stderr.lines().count(), 1, "one sentence\n{}", self.told());
        self
    }
}

/// Every file below a folder by its path with `/`, and its bytes.
pub fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).unwrap_or_else(|error| panic!("{}: {error}", next.display())) {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("below").to_str().expect("UTF-8").replace('\\', "/");
                files.insert(name, fs::read(&path).expect("read"));
            }
        }
    }
    files
}

/// Two trees must be the same; says which files differ, not their bytes.
#[track_caller]
pub fn assert_same(a: &BTreeMap<String, Vec<u8>>, b: &BTreeMap<String, Vec<u8>>, what: &str) {
    let names = a.keys().chain(b.keys()).collect::<std::collections::BTreeSet<_>>();
    let differ: Vec<_> = names.into_iter().filter(|name| a.get(*name) != b.get(*name)).collect();
    assert!(!a.is_empty(), "{what}: there is nothing to compare");
    assert!(differ.is_empty(), "{what}: these differ: {differ:#?}");
}

/// Whether the manifest lists exactly the files of the output, with their sizes and hashes; else what is wrong.
pub fn whole(output: &BTreeMap<String, Vec<u8>>) -> Result<(), String> {
    let manifest = output.get("manifest.json").ok_or("there is no manifest")?;
    let manifest: serde_json::Value = serde_json::from_slice(manifest).map_err(|error| format!("manifest: {error}"))?;
    let mut listed = Vec::new();
    for entry in manifest["files"].as_array().ok_or("the manifest lists no files")? {
        let path = entry["path"].as_str().ok_or("an entry has no path")?;
        let bytes = output.get(path).ok_or_else(|| format!("{path} is listed and missing"))?;
        if entry["size"].as_u64() != Some(bytes.len() as u64) {
            return Err(format!("{path} has {} bytes, the manifest says {}", bytes.len(), entry["size"]));
        }
        if entry["blake3"].as_str() != Some(blake3::hash(bytes).to_hex().as_str()) {
            return Err(format!("{path} has another hash than the manifest says"));
        }
        listed.push(path);
    }
    let found: Vec<&str> = output.keys().map(String::as_str).filter(|path| *path != "manifest.json").collect();
    if listed == found { Ok(()) } else { Err(format!("the manifest lists {listed:?}, the folder holds {found:?}")) }
}
