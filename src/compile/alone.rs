//! A document as one HTML file that needs no other: style and pictures are inside it.

use std::fmt::Write as _;

use crate::block::Document;
use crate::document::{self, Template};
use crate::render::html::{self, escape};
use crate::render::picture::is_picture;
use crate::route::Target;
use crate::site;
use crate::world::World;

use super::Prepared;

/// Prints the document with its head and the site's style.
pub fn page(world: &dyn World, prepared: &Prepared, document: &Document, template: &Template) -> String {
    let resolve = |target: &str| inside(world, prepared, template, target);
    let mut facts = String::new();
    for fact in &document.facts {
        let _ = write!(facts, "<div><dt>{}</dt><dd>{}</dd></div>", escape(&fact.label), escape(&fact.value));
    }
    let subject = document.subject.as_ref().map_or_else(String::new, |text| format!("<p class=\"lead\">{}</p>\n", escape(text)));
    format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"generator\" content=\"alliance\">\n<title>{title} · {kind}</title>\n<style>\n{style}</style>\n</head>\n\
         <body class=\"alone\">\n<main>\n<p class=\"eyebrow\">{organisation} · {kind}</p>\n<h1>{title}</h1>\n{subject}\
         <dl class=\"facts\">{facts}</dl>\n{body}</main>\n<footer><p>{audience} · {as_of}</p></footer>\n</body>\n</html>\n",
        language = escape(&document.language),
        title = escape(&document.title),
        kind = escape(&document.kind),
        style = site::style(&prepared.playbook),
        organisation = escape(&document.organisation),
        body = html::render(&document.blocks, &resolve),
        audience = escape(&document.audience),
        as_of = escape(&document.as_of),
    )
}

/// Where a link leads from a file that stands alone: out, within the file, or to a picture inside it.
fn inside(world: &dyn World, prepared: &Prepared, template: &Template, target: &str) -> Option<String> {
    if is_picture(target)
        && let Ok(Target::Inside { address, .. }) = prepared.routes.resolve(&template.file, target)
    {
        let asset = prepared.playbook.assets.iter().find(|asset| prepared.routes.address(asset) == Some(&address))?;
        let kind = match asset.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase().as_str() {
            "png" => "image/png",
            "svg" => "image/svg+xml",
            _ => "image/jpeg",
        };
        return world.read(asset).ok().map(|bytes| format!("data:{kind};base64,{}", base64(&bytes)));
    }
    document::outside(&prepared.routes, template, None, target)
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let digit = usize::try_from(bits >> (18 - 6 * place) & 63).unwrap_or(0);
            out.push(if place <= chunk.len() { char::from(DIGITS[digit]) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn base64_is_that_of_the_standard() {
        // RFC 4648, section 10.
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(super::base64(bytes.as_bytes()), text);
        }
    }
}
