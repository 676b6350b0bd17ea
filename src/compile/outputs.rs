//! The files of the output: site, PDFs, exports.
//!
//! 1. The three parts are independent and made in parallel.
//! 2. Every path is fixed, because people link to it and scripts rely on it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use super::paper::Desk;
use super::{Edition, Part, Prepared, Request};
use crate::diagnostic::{Code, Diagnostic, Failed, Span};
use crate::document::{Library, Template};
use crate::model::Id;
use crate::publish::File;
use crate::site::Site;
use crate::world::World;

type Files = Result<Vec<File>, Failed>;

/// One file, or why it cannot be made.
type Made = Result<Vec<u8>, Vec<Diagnostic>>;

/// A PDF. The path is the same below `pdf/` and below `site/`.
struct Pdf {
    path: String,
    bytes: Vec<u8>,
    /// Whether the site has it too.
    downloaded: bool,
}

/// Every file that was asked for, sorted by path; of no use once `stop` is set.
pub fn files(world: &dyn World, edition: &Edition, request: &Request, stop: &AtomicBool) -> Files {
    let Edition { prepared, library, site, .. } = edition;
    let wanted = |part: Part| request.only.is_none_or(|only| only == part);
    let none = || Ok(Vec::new());
    let base = request.base_url.as_deref();
    // The site offers the PDFs for download, so it needs them too.
    let (pdf, site) = rayon::join(
        || {
            let is_wanted = |template: &Template, subject: Option<&Id>| {
                wanted(Part::Pdf) || wanted(Part::Site) && library.is_downloaded(template, subject)
            };
            pdfs(world, prepared, library, &is_wanted, base, stop)
        },
        || if wanted(Part::Site) { site_files(world, prepared, site, stop) } else { none() },
    );
    let pdf = pdf.map(|made| {
        let parts = [Part::Pdf, Part::Site].into_iter().filter(|part| wanted(*part));
        let copies = parts.flat_map(|part| made.iter().map(move |pdf| (part, pdf)));
        let copies = copies.filter(|(part, pdf)| *part == Part::Pdf || pdf.downloaded);
        copies.map(|(part, pdf)| File { path: format!("{}{}", part.folder(), pdf.path), bytes: pdf.bytes.clone() }).collect()
    });
    let exports = if wanted(Part::Exports) { Ok(exports(prepared)) } else { none() };
    let mut files = Vec::new();
    let mut failed = Failed::default();
    for part in [site, pdf, exports] {
        match part {
            Ok(made) => files.extend(made),
            Err(found) => failed.extend(found),
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    failed.extend(collisions(&files, prepared).into());
    if failed.mistakes.is_empty() { Ok(files) } else { Err(failed) }
}

/// Two files of the output that want the same path; one of them is a file of content/ or templates/, or made by a template.
fn collisions(files: &[File], prepared: &Prepared) -> Vec<Diagnostic> {
    let taken = files.windows(2).filter_map(|pair| match pair {
        [a, b] if a.path == b.path => Some(&a.path),
        _ => None,
    });
    let mistake = |path: &String| {
        let asset = prepared.playbook.assets.iter().find(|asset| {
            let address = prepared.routes.address(asset).unwrap_or_default();
            path.strip_prefix(Part::Site.folder()) == Some(address)
        });
        let own = || prepared.playbook.templates.contains_key(path).then(|| format!("templates/{path}").into());
        let file = asset.cloned().or_else(own).unwrap_or_else(|| "templates/documents/".into());
        Diagnostic::new(Code::AddressTaken, &file, Span::default(), format!("another file is published as {path}"))
            .help("rename one of the two")
    };
    taken.map(mistake).collect()
}

fn site_files(world: &dyn World, prepared: &Prepared, site: &Site, stop: &AtomicBool) -> Files {
    let folder = Part::Site.folder();
    let pages = site.files(stop)?;
    let mut files: Vec<File> = pages.into_iter().map(|(path, bytes)| File { path: format!("{folder}{path}"), bytes }).collect();
    for file in &prepared.playbook.assets {
        let address = prepared.routes.address(file).unwrap_or_default();
        files.push(File { path: format!("{folder}{address}"), bytes: asset(world, file)? });
    }
    Ok(files)
}

/// A file of content that is published as it is.
pub fn asset(world: &dyn World, file: &Arc<str>) -> Result<Vec<u8>, Vec<Diagnostic>> {
    world.read(file).map_err(|trouble| {
        vec![Diagnostic::new(Code::Unreadable, file, Span::default(), format!("cannot read the file: {}", trouble.reason))]
    })
}

fn pdfs(
    world: &dyn World,
    prepared: &Prepared,
    library: &Library,
    is_wanted: &dyn Fn(&Template, Option<&Id>) -> bool,
    base: Option<&str>,
    stop: &AtomicBool,
) -> Result<Vec<Pdf>, Failed> {
    let mut wanted: Vec<(&Template, Option<&Id>)> = Vec::new();
    for template in library.templates().values() {
        for subject in library.subjects(template.front.per) {
            if library.is_on_paper(template, subject) && is_wanted(template, subject) {
                wanted.push((template, subject));
            }
        }
    }
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let desk = Desk::new(world, &prepared.playbook, &prepared.routes)?;
    // A book takes as long as all others together, so it is begun first.
    wanted.sort_by_key(|(template, _)| template.front.book.is_empty());
    let made: Vec<(String, bool, Made)> = wanted
        .into_par_iter()
        .filter(|_| !stop.load(Ordering::Relaxed))
        .map(|(template, subject)| {
            let document = library.make(template, subject, None, &prepared.routes);
            let rendered = document.and_then(|document| Ok(desk.pdf(&document, template, base)?.bytes));
            (template.pdf_path(subject), library.is_downloaded(template, subject), rendered)
        })
        .collect();
    let mut files = Vec::new();
    let mut failed = Failed::default();
    for (path, downloaded, result) in made {
        match result {
            Ok(bytes) => files.push(Pdf { path, bytes, downloaded }),
            Err(found) => failed.add(path, found),
        }
    }
    if failed.mistakes.is_empty() { Ok(files) } else { Err(failed) }
}

fn exports(prepared: &Prepared) -> Vec<File> {
    // Every value is a string, a number or a list of such, so serialising cannot fail.
    let mut text = serde_json::to_string_pretty(&prepared.evaluation).unwrap_or_default();
    text.push('\n');
    vec![File { path: format!("{}evaluation.json", Part::Exports.folder()), bytes: text.into_bytes() }]
}
