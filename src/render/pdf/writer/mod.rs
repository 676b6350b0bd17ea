//! Prints a scene as PDF. Nothing outside this folder knows lopdf.
//!
//! 1. `embed` writes the fonts and pictures, which all pages share.
//! 2. `content` writes what each page shows; links become annotations of their page.
//! 3. `structure` writes the tags, `facts` the outline and what the file says about itself; the catalogue holds it all together.
//! 4. lopdf saves the objects, packed into compressed streams.

mod content;
mod embed;
mod facts;
mod structure;

use std::cell::RefCell;

use flate2::{Compress, Compression, FlushCompress, Status};
use lopdf::{Dictionary, Document, Object, ObjectId, SaveOptions, Stream, dictionary, text_string};

use super::Error;
use super::scene::{Anchor, Area, Scene, Target};
use super::tags::NodeId;
use structure::Found;

/// How hard streams are packed, 1 to 9: above 4 they get slower to make, and hardly smaller.
const LEVEL: u32 = 4;

/// Prints a scene.
pub fn print(scene: &Scene) -> Result<Vec<u8>, Error> {
    let mut document = Document::with_version("1.7");
    let pages: Vec<ObjectId> = scene.pages.iter().map(|_| document.new_object_id()).collect();
    let fonts = embed::fonts(&mut document, &scene.glyphs)?;
    let fonts = document.add_object(fonts);
    let mut resources = dictionary! { "Font" => fonts };
    if !scene.pictures.is_empty() {
        let mut pictures = Dictionary::new();
        for (index, picture) in scene.pictures.iter().enumerate() {
            if let Some(id) = embed::picture(&mut document, picture) {
                pictures.set(format!("I{index}"), id);
            }
        }
        resources.set("XObject", pictures);
    }
    let tree = document.add_object(dictionary! {
        "Type" => "Pages",
        "Count" => number(pages.len()),
        "Kids" => pages.iter().copied().map(Object::Reference).collect::<Vec<_>>(),
    });
    let resources = document.add_object(resources);
    let paper = vec![0.into(), 0.into(), Object::from(scene.size.0), Object::from(scene.size.1)];

    let mut hasher = blake3::Hasher::new();
    let mut found = Found { pages, slots: Vec::with_capacity(scene.pages.len()), annotations: Vec::new() };
    for (index, page) in scene.pages.iter().enumerate() {
        let content = content::write(page, scene.size.1, &scene.tree);
        hasher.update(&content.bytes);
        let stream = document.add_object(deflated(Dictionary::new(), &content.bytes));
        found.slots.push(content.slots);
        let Some(&id) = found.pages.get(index) else { continue };
        let mut annotations = Vec::with_capacity(page.areas.len());
        for area in &page.areas {
            let key = scene.pages.len() + found.annotations.len();
            if let Some((node, annotation)) = annotation(scene, area, key, &found.pages) {
                let annotation = document.add_object(annotation);
                annotations.push(Object::Reference(annotation));
                found.annotations.push((node, index, annotation));
            }
        }
        let mut sheet = dictionary! {
            "Type" => "Page",
            "Parent" => tree,
            // Could stand once in the tree, but not every reader looks there.
            "MediaBox" => paper.clone(),
            "Resources" => resources,
            "Contents" => stream,
            "StructParents" => number(index),
            "Tabs" => "S",
        };
        if !annotations.is_empty() {
            sheet.set("Annots", annotations);
        }
        document.set_object(id, sheet);
    }

    let tags = structure::write(&mut document, &scene.tree, &found);
    let place = |anchor: &Anchor| destination(scene, anchor, &found.pages);
    let outline = facts::outline(&mut document, &scene.anchors, &place);
    let metadata = document.add_object(facts::xmp(&scene.info));
    let info = document.add_object(facts::info(&scene.info));
    hasher.update(format!("{:?}", facts::info(&scene.info)).as_bytes());

    let language = Some(scene.info.language.trim()).filter(|language| !language.is_empty()).unwrap_or("en");
    let mut catalog = dictionary! {
        "Type" => "Catalog",
        "Pages" => tree,
        "PageLayout" => "OneColumn",
        "Metadata" => metadata,
        "StructTreeRoot" => tags,
        "MarkInfo" => dictionary! { "Marked" => true },
        "Lang" => text_string(language),
        "ViewerPreferences" => dictionary! { "DisplayDocTitle" => true },
    };
    if let Some(outline) = outline {
        catalog.set("Outlines", outline);
        catalog.set("PageMode", "UseOutlines");
    }
    let catalog = document.add_object(catalog);
    document.trailer.set("Root", catalog);
    document.trailer.set("Info", info);
    let digest = hasher.finalize();
    let id = Object::String(digest.as_bytes().iter().take(16).copied().collect(), lopdf::StringFormat::Hexadecimal);
    document.trailer.set("ID", vec![id.clone(), id]);
    save(document)
}

/// The annotation of a link's area, and the link's node; `None` when its place does not exist.
fn annotation(scene: &Scene, area: &Area, key: usize, pages: &[ObjectId]) -> Option<(NodeId, Dictionary)> {
    let link = scene.links.get(area.link)?;
    let (bottom, top) = (scene.size.1 - area.y - area.h, scene.size.1 - area.y);
    let mut annotation = dictionary! {
        "Type" => "Annot",
        "Subtype" => "Link",
        "Rect" => [area.x, bottom, area.x + area.w, top].map(|number| Object::from((number * 100.0).round() / 100.0)).to_vec(),
        "Border" => vec![Object::from(0), Object::from(0), Object::from(0)],
        // Printed as well as shown, as PDF/A wants it.
        "F" => 4,
        "StructParent" => number(key),
    };
    match &link.target {
        Target::Url(url) => {
            annotation.set("Contents", text_string(url));
            let address = Object::string_literal(ascii(url));
            annotation.set("A", dictionary! { "Type" => "Action", "S" => "URI", "URI" => address });
        }
        Target::Anchor(name) => {
            let anchor = scene.anchors.iter().find(|anchor| anchor.name == *name)?;
            let words = anchor.outline.as_ref().map_or(name.as_str(), |(title, _)| title.as_str());
            annotation.set("Contents", text_string(words));
            annotation.set("Dest", destination(scene, anchor, pages)?);
        }
    }
    Some((link.node, annotation))
}

fn destination(scene: &Scene, anchor: &Anchor, pages: &[ObjectId]) -> Option<Object> {
    let (page, y) = anchor.place?;
    // A little above the words, so that they do not stick to the edge of the window.
    let top = (scene.size.1 - y + 6.0).min(scene.size.1).round();
    let page = Object::Reference(*pages.get(page)?);
    Some(vec![page, "XYZ".into(), Object::from(0), Object::from(top), Object::from(0)].into())
}

/// A URL in ASCII: everything else is percent-encoded.
fn ascii(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for byte in url.bytes() {
        if byte.is_ascii_graphic() {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for digit in [byte >> 4, byte & 15] {
                out.push(char::from_digit(u32::from(digit), 16).unwrap_or('0').to_ascii_uppercase());
            }
        }
    }
    out
}

thread_local! {
    /// A packer has a third of a megabyte of tables, which take longer to make than most streams to pack.
    static PACKER: RefCell<Compress> = RefCell::new(Compress::new(Compression::new(LEVEL), true));
}

/// A compressed stream.
fn deflated(mut dictionary: Dictionary, bytes: &[u8]) -> Stream {
    match PACKER.with_borrow_mut(|packer| packed(packer, bytes)) {
        Some(packed) => {
            dictionary.set("Filter", "FlateDecode");
            Stream::new(dictionary, packed)
        }
        // Memory takes all that is written; if it ever did not, the stream is as good uncompressed.
        None => Stream::new(dictionary, bytes.to_vec()),
    }
}

fn packed(packer: &mut Compress, bytes: &[u8]) -> Option<Vec<u8>> {
    packer.reset();
    let mut out = Vec::with_capacity(bytes.len() / 2 + 64);
    loop {
        let done = usize::try_from(packer.total_in()).ok()?;
        match packer.compress_vec(bytes.get(done..)?, &mut out, FlushCompress::Finish).ok()? {
            Status::StreamEnd => return Some(out),
            Status::Ok | Status::BufError => out.reserve(out.capacity().max(64)),
        }
    }
}

fn save(mut document: Document) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::with_capacity(64 * 1024);
    let options = SaveOptions::builder()
        .use_object_streams(true)
        .use_xref_streams(true)
        .max_objects_per_stream(200)
        .compression_level(LEVEL)
        .build();
    document.save_with_options(&mut bytes, options).map_err(|error| Error::File(error.to_string()))?;
    Ok(bytes)
}

fn number(index: usize) -> i64 {
    i64::try_from(index).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    /// Neither of what was packed before nor of how often there was too little room is anything left in a stream.
    #[test]
    fn a_packer_forgets() {
        let fresh = || Compress::new(Compression::new(LEVEL), true);
        let mut luck = fastrand::Rng::with_seed(1);
        let noise: Vec<u8> = std::iter::repeat_with(|| luck.u8(..)).take(1_000_000).collect();
        let flat = vec![0; 300_000];
        let streams: [&[u8]; 5] = [&noise, b"", b"a", &flat, b"BT /F1 9 Tf ET BT /F1 9 Tf ET"];
        let mut packer = fresh();
        for stream in streams.into_iter().chain(streams.into_iter().rev()) {
            let made = packed(&mut packer, stream).unwrap();
            assert_eq!(made, packed(&mut fresh(), stream).unwrap());
            let mut back = Vec::new();
            flate2::read::ZlibDecoder::new(&*made).read_to_end(&mut back).unwrap();
            assert_eq!(back, stream);
        }
    }
}
