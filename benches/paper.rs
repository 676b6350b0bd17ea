//! How fast PDFs are made, next to Typst on the same content: `cargo bench --bench paper`.
//!
//! 1. Writes 200 four-page cards and one 200-page report full of tables, each as Markdown and as Typst: contents, sections of
//!    prose, tables of six columns. The same number gives the same words every time.
//! 2. Times whole processes: this program started anew for ours, Python with the package `typst` for Typst (two processes
//!    side by side, as one uses one core). Without that package (`pip install typst`, or its folder in PYTHONPATH) only ours
//!    is timed.
//! 3. Prints pages a second, the ratio, and the size of a card. The median of the runs counts.
//!
//! Nothing is asserted but that the files are there: a busy machine is not a mistake.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a benchmark prints, and stops where it cannot go on")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use alliance_playbook::block::{self, Block, Document};
use alliance_playbook::render::pdf::{Look, Sources, render};
use rayon::prelude::*;

const CARDS: usize = 200;
const RUNS: usize = 5;
const WORDS: &str = "partner vendor alliance review approval contract signal evidence region launch owner budget quarter \
pipeline target risk control plan training renewal customer segment product integration security report metric joint \
marketing field team decision record milestone scope revenue obligation clause policy support handbook escalation meeting \
agenda workshop contact channel tier credit listing catalog offer quote forecast account manager sponsor the a of to in and \
for with on is are was by from that this each every when before after under between without across";
/// Two Typst processes could not share one list of files more evenly than by halves.
const TYPST: &str = "import sys, typst\nfrom pathlib import Path\nfonts = typst.Fonts()\n\
for f in sys.argv[2:]:\n    typst.compile(f, output=f\"{sys.argv[1]}/{Path(f).stem}.pdf\", font_paths=fonts)\n";

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if arguments.get(1).is_some_and(|argument| argument == "render") {
        return print(&arguments[2], &arguments[3..]);
    }
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    for number in 0..CARDS {
        write(root, &format!("card-{number:03}"), number as u64 + 1, (3, 17, 1));
    }
    write(root, "report", 9_999, (124, 30, 3));
    let cards: Vec<String> = (0..CARDS).map(|number| format!("card-{number:03}")).collect();
    let typst =
        Command::new("python3").args(["-c", "import typst"]).stderr(Stdio::null()).status().is_ok_and(|status| status.success());
    if !typst {
        println!("the Python package typst is not there: only ours is timed");
    }
    println!("{:<28}  {:>7}  {:>9}  {:>9}  {:>9}  {:>7}", "", "pages", "ours/s", "Typst/s", "ratio", "KB each");
    for (name, files, halves) in
        [("200 cards", &cards[..], 2), ("one report", &["report".to_owned()], 1), ("one card, new process", &cards[..1], 1)]
    {
        let ours = median(|| own(root, files));
        let (pages, bytes) = count(&root.join("own"), files);
        let theirs = typst.then(|| median(|| peer(root, files, halves)));
        let rate = |seconds: f64| pages / seconds;
        let peer_pages = typst.then(|| count(&root.join("peer"), files).0);
        let peer_rate = theirs.map(|seconds| peer_pages.unwrap_or(pages) / seconds);
        println!(
            "{name:<28}  {pages:>7}  {:>9.0}  {:>9}  {:>9}  {:>7.1}",
            rate(ours),
            peer_rate.map_or_else(|| "-".to_owned(), |rate| format!("{rate:.0}")),
            peer_rate.map_or_else(|| "-".to_owned(), |theirs| format!("{:.2}", rate(ours) / theirs)),
            bytes / 1000.0
        );
        let peer = theirs.map_or_else(String::new, |seconds| {
            format!(", Typst {:.0} ms and {} pages", seconds * 1000.0, peer_pages.unwrap_or(0.0))
        });
        println!("{:<28}  ours {:.0} ms{peer}", "", ours * 1000.0);
    }
}

fn median(run: impl Fn() -> f64) -> f64 {
    let mut times: Vec<f64> = (0..RUNS).map(|_| run()).collect();
    times.sort_by(f64::total_cmp);
    times[RUNS / 2]
}

/// Seconds from the start of the processes to their end.
fn time(commands: Vec<Command>) -> f64 {
    let start = Instant::now();
    let running: Vec<_> = commands.into_iter().map(|mut command| command.stdout(Stdio::null()).spawn().unwrap()).collect();
    for mut child in running {
        assert!(child.wait().unwrap().success(), "a process failed");
    }
    start.elapsed().as_secs_f64()
}

fn own(root: &Path, files: &[String]) -> f64 {
    let out = fresh(root, "own");
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.arg("render").arg(out).args(files.iter().map(|file| root.join(format!("{file}.md"))));
    time(vec![command])
}

fn peer(root: &Path, files: &[String], halves: usize) -> f64 {
    let out = fresh(root, "peer");
    let command = |files: &[String]| {
        let mut command = Command::new("python3");
        command.args(["-c", TYPST]).arg(&out).args(files.iter().map(|file| root.join(format!("{file}.typ"))));
        command
    };
    time(files.chunks(files.len().div_ceil(halves)).map(command).collect())
}

fn fresh(root: &Path, name: &str) -> PathBuf {
    let out = root.join(name);
    let _ = fs::remove_dir_all(&out);
    fs::create_dir(&out).unwrap();
    out
}

/// Pages of all files, and bytes of one on average.
#[expect(clippy::cast_precision_loss, reason = "pages and bytes of a benchmark")]
fn count(out: &Path, files: &[String]) -> (f64, f64) {
    let (mut pages, mut bytes) = (0, 0);
    for file in files {
        let path = out.join(format!("{file}.pdf"));
        pages += lopdf::Document::load(&path).unwrap().get_pages().len();
        bytes += usize::try_from(path.metadata().unwrap().len()).unwrap();
    }
    (pages as f64, bytes as f64 / files.len() as f64)
}

/// The whole work of one process: read, parse, lay out, write.
fn print(out: &str, files: &[String]) {
    files.par_iter().for_each(|file| {
        let text = fs::read_to_string(file).unwrap();
        let mut blocks = vec![Block::Contents, Block::PageBreak];
        blocks.extend(block::parse(&text, 0).blocks);
        let name = Path::new(file).file_stem().unwrap().to_string_lossy().into_owned();
        let document = Document {
            title: name.clone(),
            kind: "Alliance playbook".to_owned(),
            language: "en".to_owned(),
            blocks,
            ..Document::default()
        };
        let made = render(&document, &Look::default(), &Sources { link: &|_| None, picture: &|_| None }).unwrap();
        fs::write(Path::new(out).join(format!("{name}.pdf")), made.bytes).unwrap();
    });
}

/// Writes one document twice: `sections` of `paragraphs` and a table of `rows`.
fn write(root: &Path, name: &str, seed: u64, (sections, rows, paragraphs): (usize, usize, usize)) {
    let mut random = fastrand::Rng::with_seed(seed);
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let mut some = |count: usize| (0..count).map(|_| words[random.usize(..words.len())]).collect::<Vec<_>>().join(" ");
    let mut markdown = String::new();
    let mut typst = format!(
        "#set page(paper: \"a4\", margin: 20mm, header: [Alliance playbook], footer: context [Page #counter(page).display() of \
         #counter(page).final().first()])\n#set text(size: 10pt, lang: \"en\")\n\
         #show table.cell.where(y: 0): set text(weight: \"bold\")\n= {name}\n#outline()\n#pagebreak()\n"
    );
    for section in 0..sections {
        let _ = write!(markdown, "## Section {section}\n\n");
        let _ = writeln!(typst, "== Section {section}");
        for _ in 0..paragraphs {
            let text = some(70);
            let _ = write!(markdown, "{text}.\n\n");
            let _ = write!(typst, "{text}.\n\n");
        }
        let head = ["Item", "Owner", "Region", "Due", "Evidence", "Score"];
        let _ = write!(markdown, "| {} |\n|:--|:--|:--|:--|:--|--:|\n", head.join(" | "));
        let cells = head.map(|cell| format!("[{cell}]")).join(", ");
        let _ = writeln!(typst, "#table(columns: (2fr, 2fr, 1fr, 1.4fr, 3fr, 1fr), table.header({cells}),");
        for row in 0..rows {
            let evidence = 3 + (row * 7) % 6;
            let cells = [
                format!("{} {row}", some(1)),
                some(1),
                format!("R{}", row % 9 + 1),
                format!("2026-{:02}-{:02}", row % 12 + 1, row % 28 + 1),
                some(evidence),
                (row * 37 % 101).to_string(),
            ];
            let _ = writeln!(markdown, "| {} |", cells.join(" | "));
            let _ = writeln!(typst, "{},", cells.map(|cell| format!("[{cell}]")).join(", "));
        }
        markdown.push('\n');
        typst.push_str(")\n");
    }
    fs::write(root.join(format!("{name}.md")), markdown).unwrap();
    fs::write(root.join(format!("{name}.typ")), typst).unwrap();
}
