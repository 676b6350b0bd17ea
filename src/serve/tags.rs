//! What a page that a browser shows was made of, in short marks that differ as soon as the bytes do.
//!
//! A page is its own bytes, its style sheets, and what else it shows: images and scripts. A style sheet can be changed in place;
//! for anything else the page is loaded again.

use super::reply::{Made, Source, decode};

/// The marks of one page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tags {
    /// Of its own bytes.
    pub page: String,
    /// Of its style sheets.
    pub style: String,
    /// Of its images and scripts.
    pub parts: String,
}

impl Tags {
    /// The marks of a page at a path below the site.
    pub fn of(path: &str, page: &Made, source: &dyn Source) -> Self {
        let (mut style, mut parts) = (blake3::Hasher::new(), blake3::Hasher::new());
        let text = String::from_utf8_lossy(&page.bytes);
        for name in references(&text).filter_map(|reference| below(path, reference)) {
            let is_style = name.rsplit_once('.').is_some_and(|(_, ending)| ending == "css");
            if let Some(made) = source.file(&name) {
                (if is_style { &mut style } else { &mut parts }).update(made.tag.as_bytes());
            }
        }
        let short = |hasher: blake3::Hasher| hasher.finalize().to_hex().chars().take(12).collect();
        Self { page: page.tag.clone(), style: short(style), parts: short(parts) }
    }

    /// As the script of a page carries them.
    pub fn write(&self) -> String {
        format!("{}.{}.{}", self.page, self.style, self.parts)
    }

    /// The other way round; marks of nothing where it is something else.
    pub fn read(text: &str) -> Self {
        let mut marks = text.splitn(3, '.').map(str::to_owned);
        let mut next = || marks.next().unwrap_or_default();
        Self { page: next(), style: next(), parts: next() }
    }
}

/// What a page loads beside itself.
fn references(page: &str) -> impl Iterator<Item = &str> {
    let after = |mark: &'static str| page.split(mark).skip(1).filter_map(|rest| rest.split('"').next());
    after(" src=\"").chain(after("rel=\"stylesheet\" href=\""))
}

/// The path below the site that a reference of a page leads to; `None` where it leads elsewhere.
fn below(page: &str, reference: &str) -> Option<String> {
    let reference = decode(reference.split(['?', '#']).next()?)?;
    if reference.is_empty() || reference.contains(':') {
        return None;
    }
    let mut parts: Vec<&str> = match reference.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => page.split('/').rev().skip(1).collect::<Vec<_>>().into_iter().rev().collect(),
    };
    for part in reference.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    struct Files(BTreeMap<&'static str, &'static str>);

    impl Source for Files {
        fn file(&self, path: &str) -> Option<Made> {
            self.0.get(path).map(|text| Made::new(text.as_bytes().to_vec()))
        }

        fn is_live(&self) -> bool {
            true
        }
    }

    #[test]
    fn marks_tell_what_of_a_page_changed() {
        let page = "<link rel=\"stylesheet\" href=\"../style.css?v=1\"><script src=\"../site.js\"></script>\
                    <img alt=\"\" src=\"a%20b.png\"><img src=\"https://elsewhere.example/x.png\"><img src=\"../../../out.png\">";
        let mut files = Files([("style.css", "1"), ("site.js", "1"), ("a/a b.png", "1"), ("out.png", "1")].into());
        let tags = |files: &Files| Tags::of("a/index.html", &Made::new(page.as_bytes().to_vec()), files);
        let first = tags(&files);
        assert_eq!(Tags::read(&first.write()), first);
        files.0.insert("style.css", "2");
        assert!(tags(&files).style != first.style && tags(&files).parts == first.parts);
        for part in ["site.js", "a/a b.png"] {
            let before = tags(&files);
            files.0.insert(part, "2");
            assert_ne!(tags(&files).parts, before.parts, "{part}");
        }
        let before = tags(&files);
        files.0.insert("out.png", "2");
        assert_eq!(tags(&files), before);
        assert_eq!(Tags::read(""), Tags::default());
    }
}
