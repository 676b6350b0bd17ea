//! What a page that a browser shows was made of, in short marks that differ as soon as the bytes do.
//!
//! A page is its own bytes, its style sheets, and what else it shows: images and scripts. A style sheet can be changed in place;
//! for anything else the page is loaded again.

use super::reply::{Made, Source, decode};
use crate::route::join;

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
            let Some(made) = source.file(&name) else { continue };
            (if is_style { &mut style } else { &mut parts }).update(made.tag.as_bytes());
            if is_style {
                let text = String::from_utf8_lossy(&made.bytes);
                for inner in imports(&text).filter_map(|reference| below(&name, reference)).filter_map(|name| source.file(&name))
                {
                    style.update(inner.tag.as_bytes());
                }
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

/// What a page loads beside itself: what it has for a source, and the style sheets and pictures it refers to. A document that
/// it only links to is not made for this.
fn references(page: &str) -> impl Iterator<Item = &str> {
    let after = |mark: &'static str| page.split(mark).skip(1).filter_map(quoted);
    let shown = |reference: &&str| {
        let path = reference.split(['?', '#']).next().unwrap_or_default();
        let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
        ["css", "svg", "png", "jpg", "jpeg", "webp", "gif", "ico", "woff2"].contains(&ending)
    };
    let several = after("srcset=").flat_map(|list| list.split(',').filter_map(|one| one.split_whitespace().next()));
    after("src=").chain(several).chain(after("href=").filter(shown))
}

/// The value of an attribute.
fn quoted(rest: &str) -> Option<&str> {
    let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    rest.get(1..)?.split(quote).next()
}

/// What a style sheet loads.
fn imports(style: &str) -> impl Iterator<Item = &str> {
    let urls = style.split("url(").skip(1).filter_map(|rest| rest.split(')').next());
    let imports = style.split("@import").skip(1).filter_map(|rest| rest.split(';').next());
    urls.chain(imports).map(|one| one.trim().trim_matches(['"', '\'']))
}

/// The path below the site that a reference of a page leads to; `None` where it leads elsewhere.
fn below(page: &str, reference: &str) -> Option<String> {
    let reference = decode(reference.split(['?', '#']).next()?)?;
    if reference.is_empty() || reference.contains(':') {
        return None;
    }
    join(page, &reference)
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
        let page = "<link href='../style.css?v=1' rel=stylesheet><a href=\"big.pdf\">it</a><script src=\"../site.js\"></script>\
                    <img alt=\"\" src=\"a%20b.png\" srcset=\"large.png 2x\"><img src=\"https://elsewhere.example/x.png\"><img src=\"../../../out.png\">";
        let mut files = Files(
            [
                ("style.css", "p { background: url(back.png) }"),
                ("back.png", "1"),
                ("site.js", "1"),
                ("a/a b.png", "1"),
                ("a/large.png", "1"),
                ("a/big.pdf", "1"),
                ("out.png", "1"),
            ]
            .into(),
        );
        let tags = |files: &Files| Tags::of("a/index.html", &Made::new(page.as_bytes().to_vec()), files);
        let first = tags(&files);
        assert_eq!(Tags::read(&first.write()), first);
        for style in ["back.png", "style.css"] {
            let before = tags(&files);
            files.0.insert(style, "2");
            assert!(tags(&files).style != before.style && tags(&files).parts == first.parts, "{style}");
        }
        for part in ["site.js", "a/a b.png", "a/large.png"] {
            let before = tags(&files);
            files.0.insert(part, "2");
            assert_ne!(tags(&files).parts, before.parts, "{part}");
        }
        for other in ["out.png", "a/big.pdf"] {
            let before = tags(&files);
            files.0.insert(other, "2");
            assert_eq!(tags(&files), before, "{other}");
        }
        assert_eq!(Tags::read(""), Tags::default());
    }
}
