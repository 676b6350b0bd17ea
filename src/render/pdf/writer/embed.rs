//! Fonts: cut down to the glyphs used, embedded, and told what their glyphs mean.
//!
//! 1. Codes in content streams stand for a glyph and its text; a map from codes to glyphs is only written when one
//!    glyph stands for several texts.
//! 2. The font is subset with `subsetter`: glyphs are renumbered in the order of first use, so codes mostly equal glyphs.
//! 3. `ToUnicode` gives every code its text, several characters for a ligature, so that text can be found and copied.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use subsetter::GlyphRemapper;

use super::deflated;
use crate::render::pdf::Error;
use crate::render::pdf::fonts::{self, Entry, Glyphs, Typeface};
use crate::render::picture::{Content, Picture};

/// Embeds the faces used; returns the font resources.
pub fn fonts(document: &mut Document, glyphs: &Glyphs) -> Result<Dictionary, Error> {
    let mut fonts = Dictionary::new();
    for (face, used) in glyphs.faces() {
        if !used.entries.is_empty() {
            let id = font(document, glyphs.fonts.face(face), &used.entries)?;
            fonts.set(format!("F{}", face.0), Object::Reference(id));
        }
    }
    Ok(fonts)
}

fn font(document: &mut Document, face: &Typeface, entries: &[Entry]) -> Result<ObjectId, Error> {
    let mut remapper = GlyphRemapper::new();
    let glyphs: Vec<u16> = entries.iter().map(|entry| remapper.remap(entry.glyph)).collect();
    let subset = subsetter::subset(&face.data, 0, &remapper).map_err(|error| Error::Font(error.to_string()))?;
    let name = format!("{}+{}", label(&face.name, entries), face.name);

    let file = if face.cff {
        // The PostScript outlines alone; the rest of the file says nothing that the PDF does not.
        let outlines = fonts::table(&subset, *b"CFF ");
        document.add_object(deflated(dictionary! { "Subtype" => "CIDFontType0C" }, outlines))
    } else {
        let length = i64::try_from(subset.len()).unwrap_or(i64::MAX);
        document.add_object(deflated(dictionary! { "Length1" => length }, &subset))
    };
    let metrics = &face.metrics;
    let mut descriptor = dictionary! {
        "Type" => "FontDescriptor",
        "FontName" => name.as_str(),
        // Symbolic, as the codes follow no standard encoding; fixed pitch; italic.
        "Flags" => 4 + i64::from(face.fixed) + 64 * i64::from(face.italic()),
        "FontBBox" => metrics.bounds.map(|bound| Object::from(whole(bound))).to_vec(),
        "ItalicAngle" => whole(metrics.slope),
        "Ascent" => whole(metrics.ascent),
        "Descent" => whole(metrics.descent),
        "CapHeight" => whole(metrics.cap),
        "StemV" => if face.bold { 140 } else { 80 },
    };
    descriptor.set(if face.cff { "FontFile3" } else { "FontFile2" }, file);
    let descriptor = document.add_object(descriptor);

    let widths: Vec<Object> = entries.iter().map(|entry| Object::from(i64::from(metrics.width(entry.glyph)))).collect();
    let mut descendant = dictionary! {
        "Type" => "Font",
        "Subtype" => if face.cff { "CIDFontType0" } else { "CIDFontType2" },
        "BaseFont" => name.as_str(),
        "CIDSystemInfo" => dictionary! {
            "Registry" => Object::string_literal("Adobe"),
            "Ordering" => Object::string_literal("Identity"),
            "Supplement" => 0,
        },
        "FontDescriptor" => descriptor,
        "DW" => i64::from(metrics.width(0)),
        "W" => vec![Object::from(1), Object::from(widths)],
    };
    let same = glyphs.iter().zip(1..).all(|(&glyph, code)| glyph == code);
    let mut encoding = Object::from("Identity-H");
    if face.cff && !same {
        // Here codes must lead to glyphs by the encoding, and widths are by glyph.
        encoding = Object::Reference(document.add_object(to_glyphs(&glyphs)));
        let mut widths: Vec<(u16, i64)> =
            glyphs.iter().zip(entries).map(|(&to, entry)| (to, i64::from(metrics.width(entry.glyph)))).collect();
        widths.sort_unstable();
        widths.dedup();
        let widths: Vec<Object> = widths.into_iter().map(|(_, width)| Object::from(width)).collect();
        descendant.set("W", vec![Object::from(1), Object::from(widths)]);
    } else if !face.cff && same {
        descendant.set("CIDToGIDMap", "Identity");
    } else if !face.cff {
        let map: Vec<u8> = [0, 0].into_iter().chain(glyphs.iter().flat_map(|glyph| glyph.to_be_bytes())).collect();
        descendant.set("CIDToGIDMap", document.add_object(deflated(Dictionary::new(), &map)));
    }
    let descendant = document.add_object(descendant);
    let unicode = document.add_object(to_unicode(entries));
    Ok(document.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "Type0",
        "BaseFont" => name.as_str(),
        "Encoding" => encoding,
        "DescendantFonts" => vec![Object::Reference(descendant)],
        "ToUnicode" => unicode,
    }))
}

/// Embeds a picture of pixels.
pub fn picture(document: &mut Document, picture: &Picture) -> Option<ObjectId> {
    let image = |(width, height): (u32, u32), colors: &str| {
        dictionary! {
            "Type" => "XObject",
            "Subtype" => "Image",
            "Width" => i64::from(width),
            "Height" => i64::from(height),
            "ColorSpace" => colors,
            "BitsPerComponent" => 8,
        }
    };
    match &picture.content {
        Content::Paths(_) => None,
        Content::Jpeg { bytes, pixels, channels, inverted } => {
            let colors = match channels {
                1 => "DeviceGray",
                4 => "DeviceCMYK",
                _ => "DeviceRGB",
            };
            let mut dictionary = image(*pixels, colors);
            dictionary.set("Filter", "DCTDecode");
            if *inverted && *channels == 4 {
                dictionary.set("Decode", [1, 0, 1, 0, 1, 0, 1, 0].map(Object::from).to_vec());
            }
            Some(document.add_object(Stream::new(dictionary, bytes.clone()).with_compression(false)))
        }
        Content::Raster { pixels, colors, alpha } => {
            let mut dictionary = image(*pixels, "DeviceRGB");
            if let Some(alpha) = alpha {
                let mask = deflated(image(*pixels, "DeviceGray"), alpha);
                dictionary.set("SMask", document.add_object(mask));
            }
            Some(document.add_object(deflated(dictionary, colors)))
        }
    }
}

/// The six letters that tell subsets of a font apart: a digest of the glyphs in it.
fn label(name: &str, entries: &[Entry]) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(name.as_bytes());
    for entry in entries {
        hasher.update(&entry.glyph.to_be_bytes());
    }
    hasher.finalize().as_bytes().iter().take(6).map(|byte| char::from(b'A' + byte % 26)).collect()
}

fn to_unicode(entries: &[Entry]) -> Stream {
    let mut map = String::with_capacity(512 + entries.len() * 16);
    map.push_str(concat!(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n",
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n",
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n",
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
    ));
    let mut code = 0_u16;
    // At most 100 entries a block, says the specification.
    for block in entries.chunks(100) {
        map.push_str(&block.len().to_string());
        map.push_str(" beginbfchar\n");
        for entry in block {
            code += 1;
            map.push('<');
            hex(&mut map, code);
            map.push_str("> <");
            entry.text.encode_utf16().for_each(|unit| hex(&mut map, unit));
            map.push_str(">\n");
        }
        map.push_str("endbfchar\n");
    }
    map.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    deflated(Dictionary::new(), map.as_bytes())
}

/// The encoding of a font whose codes are not its glyphs.
fn to_glyphs(glyphs: &[u16]) -> Stream {
    let mut map = String::from(concat!(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n",
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> def\n",
        "/CMapName /Glyphs def\n/CMapType 1 def\n",
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n",
    ));
    let mut code = 0_u16;
    for block in glyphs.chunks(100) {
        map.push_str(&block.len().to_string());
        map.push_str(" begincidchar\n");
        for glyph in block {
            code += 1;
            map.push('<');
            hex(&mut map, code);
            map.push_str("> ");
            map.push_str(&glyph.to_string());
            map.push('\n');
        }
        map.push_str("endcidchar\n");
    }
    map.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    let info = dictionary! {
        "Registry" => Object::string_literal("Adobe"),
        "Ordering" => Object::string_literal("Identity"),
        "Supplement" => 0,
    };
    deflated(dictionary! { "Type" => "CMap", "CMapName" => "Glyphs", "CIDSystemInfo" => info }, map.as_bytes())
}

fn hex(out: &mut String, number: u16) {
    for shift in [12, 8, 4, 0] {
        out.push(char::from_digit(u32::from(number >> shift) & 15, 16).unwrap_or('0').to_ascii_uppercase());
    }
}

#[expect(clippy::cast_possible_truncation, reason = "measures of a font, in thousandths of its size")]
fn whole(number: f32) -> i64 {
    number.round() as i64
}
