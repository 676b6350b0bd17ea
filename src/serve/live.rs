//! The stream of events that a previewed page listens to.
//!
//! 1. A page says which it is and what it was made of; it is told to reload when that is another.
//! 2. A style sheet is changed in place; mistakes are laid over the page; a page may follow the author.
//!
//! Each stream looks for itself what changed about its page, so nothing is told that is not so.

use std::io::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use super::http::Request;
use super::preview::{Preview, Shown};
use super::reply::{decode, file_of};
use super::tags::Tags;

/// A page that says nothing is asked this often whether it is still there.
const PULSE: Duration = Duration::from_secs(2);

/// Tells a page what changes about it until it is gone.
///
/// # Errors
///
/// When it is gone.
pub fn stream(preview: &Preview, request: &Request, follow: bool, out: &mut dyn Write) -> io::Result<()> {
    let value = |name: &str| {
        let query = request.target.split_once('?').map_or("", |(_, query)| query);
        let pair = query.split('&').filter_map(|pair| pair.split_once('=')).find(|(known, _)| *known == name);
        pair.and_then(|(_, value)| decode(&value.replace('+', " "))).unwrap_or_default()
    };
    let page = file_of(&value("page")).unwrap_or_default();
    let look = |shown: &Shown| {
        let found = |name: &str| shown.file(name).map(|made| Tags::of(name, &made, shown));
        // An address without its last stroke is led on to the page.
        found(&page).or_else(|| found(&format!("{page}/index.html")))
    };
    // What the page was told last; at first, what it was made of.
    let mut told = Tags::read(&value("tag"));
    let mut told_mistakes: Option<Arc<str>> = None;
    let mut shown = preview.shown();
    let mut leaves: Option<String> = None;
    out.write_all(b"retry: 500\n\n")?;
    loop {
        // A page that cannot be made says so, which is why it comes before the mistakes.
        let now = look(&shown);
        let mistakes = shown.mistakes();
        if mistakes != told_mistakes {
            match &mistakes {
                Some(mistakes) => event(out, "mistakes", mistakes)?,
                None => event(out, "sound", "")?,
            }
        }
        if let Some(address) = leaves {
            // The browser goes elsewhere; to reload as well would bring it back.
            event(out, "follow", &address)?;
        } else if let Some(now) = &now {
            if now.page != told.page || now.parts != told.parts {
                event(out, "reload", "")?;
            } else if now.style != told.style {
                event(out, "style", &now.style)?;
            }
        }
        // A page that is gone stays as it was, for its author to see.
        (told, told_mistakes) = (now.unwrap_or(told), mistakes);
        out.flush()?;
        let number = shown.number;
        // What was shown is not kept in memory for a page that waits.
        drop(shown);
        while !preview.wait(number, PULSE) {
            out.write_all(b": still here\n\n")?;
            out.flush()?;
        }
        shown = preview.shown();
        leaves = shown.follow.clone().filter(|address| follow && file_of(address).as_ref() != Some(&page));
    }
}

fn event(out: &mut dyn Write, name: &str, data: &str) -> io::Result<()> {
    // Data is one line: JSON, an address or a tag.
    write!(out, "event: {name}\ndata: {}\n\n", data.replace(['\r', '\n'], " "))
}
