//! What the file says about itself: dates, title, XMP, and the outline.
//!
//! 1. [`info`] and [`xmp`] state the same; XMP also claims PDF/UA-1.
//! 2. [`outline`] nests the headings by level.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary, text_string};

use crate::render::pdf::scene::{Anchor, Info};

/// Named as the maker of the file.
const MAKER: &str = "alliance";

/// The document information dictionary.
pub fn info(info: &Info) -> Dictionary {
    let mut dictionary = dictionary! { "Title" => text_string(&info.title), "Producer" => Object::string_literal(MAKER) };
    for (key, value) in [("Subject", &info.subject), ("Author", &info.author)] {
        if !value.is_empty() {
            dictionary.set(key, text_string(value));
        }
    }
    if let Some((year, month, day)) = info.date {
        let date = format!("D:{year:04}{month:02}{day:02}000000Z");
        dictionary.set("CreationDate", Object::string_literal(date.as_str()));
        dictionary.set("ModDate", Object::string_literal(date));
    }
    dictionary
}

/// The XMP packet.
pub fn xmp(info: &Info) -> Stream {
    let alternatives = |name: &str, text: &str| {
        let text = escaped(text);
        format!("<dc:{name}><rdf:Alt><rdf:li xml:lang=\"x-default\">{text}</rdf:li></rdf:Alt></dc:{name}>")
    };
    let list = |name: &str, kind: &str, text: &str| {
        let text = escaped(text);
        format!("<dc:{name}><rdf:{kind}><rdf:li>{text}</rdf:li></rdf:{kind}></dc:{name}>")
    };
    let dates = info.date.map(|(year, month, day)| {
        let date = format!("{year:04}-{month:02}-{day:02}T00:00:00Z");
        format!("<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>")
    });
    let stated = |text: &str| !text.trim().is_empty();
    let facts = [
        Some("<dc:format>application/pdf</dc:format>".to_owned()),
        Some(alternatives("title", &info.title)),
        stated(&info.subject).then(|| alternatives("description", &info.subject)),
        stated(&info.author).then(|| list("creator", "Seq", &info.author)),
        stated(&info.language).then(|| list("language", "Bag", &info.language)),
        Some(format!("<pdf:Producer>{MAKER}</pdf:Producer><pdfuaid:part>1</pdfuaid:part>")),
        dates,
    ];
    let facts: String = facts.into_iter().flatten().collect();
    let packet = format!(
        concat!(
            "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n",
            "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">",
            "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" ",
            "xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\">",
            "{}</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>"
        ),
        facts
    );
    // Not compressed: tools look for the packet in the plain bytes.
    Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, packet.into_bytes()).with_compression(false)
}

/// Text for XML, without the characters XML cannot hold.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{0}'..='\u{1f}' | '\u{7f}' | '\u{fffe}' | '\u{ffff}' => out.push(' '),
            _ => out.push(character),
        }
    }
    out
}

/// An entry of the outline while it is built.
struct Entry<'a> {
    title: &'a str,
    level: u8,
    place: Object,
    parent: Option<usize>,
    kids: Vec<usize>,
}

/// Writes the outline; `None` when there are no headings.
pub fn outline(document: &mut Document, anchors: &[Anchor], place: &dyn Fn(&Anchor) -> Option<Object>) -> Option<ObjectId> {
    let mut entries: Vec<Entry<'_>> = Vec::new();
    let mut top: Vec<usize> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for anchor in anchors {
        let (Some((title, level)), Some(place)) = (&anchor.outline, place(anchor)) else { continue };
        while open.last().and_then(|&entry| entries.get(entry)).is_some_and(|entry| entry.level >= *level) {
            open.pop();
        }
        let index = entries.len();
        let parent = open.last().copied();
        match parent.and_then(|parent| entries.get_mut(parent)) {
            Some(parent) => parent.kids.push(index),
            None => top.push(index),
        }
        entries.push(Entry { title, level: *level, place, parent, kids: Vec::new() });
        open.push(index);
    }
    if entries.is_empty() {
        return None;
    }
    let root = document.new_object_id();
    let ids: Vec<ObjectId> = entries.iter().map(|_| document.new_object_id()).collect();
    let id = |index: Option<&usize>| index.and_then(|&index| ids.get(index)).copied().map(Object::Reference);
    for siblings in std::iter::once(&top).chain(entries.iter().map(|entry| &entry.kids)) {
        for (position, &index) in siblings.iter().enumerate() {
            let (Some(entry), Some(&own)) = (entries.get(index), ids.get(index)) else { continue };
            let mut item = dictionary! { "Title" => text_string(entry.title), "Dest" => entry.place.clone() };
            item.set("Parent", id(entry.parent.as_ref()).unwrap_or(Object::Reference(root)));
            let links = [
                ("Prev", position.checked_sub(1).and_then(|position| siblings.get(position))),
                ("Next", siblings.get(position + 1)),
                ("First", entry.kids.first()),
                ("Last", entry.kids.last()),
            ];
            for (key, to) in links {
                if let Some(to) = id(to) {
                    item.set(key, to);
                }
            }
            if !entry.kids.is_empty() {
                // Negative: closed until the reader opens it.
                item.set("Count", -i64::try_from(entry.kids.len()).unwrap_or(0));
            }
            document.objects.insert(own, Object::Dictionary(item));
        }
    }
    let mut outlines = dictionary! { "Type" => "Outlines", "Count" => i64::try_from(top.len()).unwrap_or(0) };
    for (key, to) in [("First", top.first()), ("Last", top.last())] {
        if let Some(to) = id(to) {
            outlines.set(key, to);
        }
    }
    document.objects.insert(root, Object::Dictionary(outlines));
    Some(root)
}
