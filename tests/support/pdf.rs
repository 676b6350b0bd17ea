//! Reads a PDF the way a screen reader does: structure, the text of each piece of it, and where the rules of PDF/UA are broken.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use lopdf::{Dictionary, Document, Object, ObjectId};

/// A PDF and the text of its marked-content sequences.
pub struct Paper {
    document: Document,
    /// By page and number.
    texts: HashMap<(ObjectId, i64), String>,
    /// What was drawn neither as content nor as artifact, and characters without a meaning.
    faults: Vec<String>,
    /// How many marked-content sequences each page has.
    sequences: BTreeMap<ObjectId, i64>,
}

/// A piece of the document, in reading order: its structure type and its text, white space left out.
pub type Piece = (String, String);

impl Paper {
    pub fn read(bytes: &[u8]) -> Self {
        let document = Document::load_mem(bytes).expect("the file can be read back");
        let mut paper = Self { document, texts: HashMap::new(), faults: Vec::new(), sequences: BTreeMap::new() };
        let mut fonts = HashMap::new();
        for page in paper.document.page_iter().collect::<Vec<_>>() {
            paper.read_page(page, &mut fonts);
        }
        paper
    }

    fn read_page(&mut self, page: ObjectId, known: &mut HashMap<ObjectId, HashMap<u16, String>>) {
        let content = self.document.get_page_content(page);
        let content = lopdf::content::Content::decode(&content).expect("content can be read");
        let mut fonts: HashMap<Vec<u8>, ObjectId> = HashMap::new();
        let resources = self.dictionary(self.document.get_dictionary(page).unwrap().get(b"Resources").unwrap());
        if let Ok(list) = resources.get(b"Font") {
            for (name, font) in self.dictionary(list) {
                let id = font.as_reference().unwrap();
                fonts.insert(name.clone(), id);
                known.entry(id).or_insert_with(|| unicode(&self.document, id));
            }
        }
        let mut open: Vec<Option<i64>> = Vec::new();
        let mut font = None;
        let mut count = 0;
        for operation in &content.operations {
            match operation.operator.as_str() {
                "BMC" => open.push(Some(-1)),
                "BDC" => {
                    let properties = operation.operands.get(1).and_then(|object| object.as_dict().ok());
                    let number = properties.and_then(|found| found.get(b"MCID").ok()).and_then(|id| id.as_i64().ok());
                    if let Some(number) = number {
                        if number != count {
                            self.faults.push(format!("sequence {number} where {count} is due"));
                        }
                        count += 1;
                        self.texts.insert((page, number), String::new());
                    }
                    open.push(Some(number.unwrap_or(-1)));
                }
                "EMC" => drop(open.pop()),
                "Tf" => font = operation.operands.first().and_then(|name| name.as_name().ok()).and_then(|name| fonts.get(name)),
                "TJ" | "f" | "f*" | "S" | "Do" => {
                    let Some(Some(number)) = open.last() else {
                        self.faults.push(format!("`{}` outside of any content or artifact", operation.operator));
                        continue;
                    };
                    let Some(parts) = operation.operands.first().and_then(|object| object.as_array().ok()) else { continue };
                    let map = &known[font.expect("a font is set before text")];
                    for codes in parts.iter().filter_map(|part| part.as_str().ok()) {
                        for code in codes.chunks(2) {
                            let code = u16::from_be_bytes([code[0], code[1]]);
                            match map.get(&code) {
                                Some(text) if *number >= 0 => self.texts.get_mut(&(page, *number)).unwrap().push_str(text),
                                Some(_) => {}
                                None => self.faults.push(format!("code {code} means no character")),
                            }
                        }
                    }
                }
                _ => {}
            }
        }
        if !open.is_empty() {
            self.faults.push("content that never ends".to_owned());
        }
        self.sequences.insert(page, count);
    }

    fn dictionary<'a>(&'a self, object: &'a Object) -> &'a Dictionary {
        match object {
            Object::Reference(id) => self.document.get_dictionary(*id).unwrap(),
            Object::Dictionary(dictionary) => dictionary,
            other => panic!("{other:?} is no dictionary"),
        }
    }

    fn root(&self) -> &Dictionary {
        self.dictionary(self.document.catalog().unwrap().get(b"StructTreeRoot").unwrap())
    }

    fn name(element: &Dictionary) -> String {
        String::from_utf8(element.get(b"S").unwrap().as_name().unwrap().to_vec()).unwrap()
    }

    /// The children of an element: elements, and texts.
    fn kids<'a>(&'a self, element: &'a Dictionary) -> Vec<Result<&'a Dictionary, String>> {
        let page = element.get(b"Pg").and_then(Object::as_reference).ok();
        let one = |object: &'a Object| match object {
            Object::Integer(number) => Some(Err(self.texts[&(page.unwrap(), *number)].clone())),
            Object::Dictionary(inner) if inner.has(b"MCID") => {
                let page = inner.get(b"Pg").unwrap().as_reference().unwrap();
                Some(Err(self.texts[&(page, inner.get(b"MCID").unwrap().as_i64().unwrap())].clone()))
            }
            // A reference to an annotation has no text.
            Object::Dictionary(_) => None,
            reference => Some(Ok(self.dictionary(reference))),
        };
        match element.get(b"K") {
            Ok(Object::Array(list)) => list.iter().filter_map(one).collect(),
            Ok(object) => one(object).into_iter().collect(),
            Err(_) => Vec::new(),
        }
    }

    /// Everything in reading order.
    pub fn pieces(&self) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for kid in self.kids(self.root()) {
            self.collect(kid.unwrap(), &mut pieces);
        }
        pieces
    }

    fn collect(&self, element: &Dictionary, pieces: &mut Vec<Piece>) {
        let name = Self::name(element);
        match name.as_str() {
            "Figure" => {
                let alt = lopdf::decode_text_string(element.get(b"Alt").unwrap()).unwrap();
                pieces.push((name, squeezed(&alt)));
            }
            "P" | "H1" | "H2" | "H3" | "H4" | "H5" | "H6" | "TH" | "TD" | "Lbl" => {
                let mut text = String::new();
                self.text(element, &mut text);
                pieces.push((name, squeezed(&text)));
            }
            _ => self.kids(element).into_iter().filter_map(Result::ok).for_each(|kid| self.collect(kid, pieces)),
        }
    }

    fn text(&self, element: &Dictionary, out: &mut String) {
        for kid in self.kids(element) {
            match kid {
                Ok(inner) if Self::name(inner) == "Figure" => {
                    out.push_str(&lopdf::decode_text_string(inner.get(b"Alt").unwrap()).unwrap());
                    out.push(' ');
                }
                Ok(inner) => self.text(inner, out),
                Err(text) => out.push_str(&text),
            }
        }
    }

    /// What breaks PDF/UA-1, by the machine-testable conditions of the Matterhorn Protocol 1.1 that our files can meet.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = self.faults.clone();
        let mut fault = |holds: bool, condition: &str| {
            if !holds {
                faults.push(condition.to_owned());
            }
        };
        let catalog = self.document.catalog().unwrap();
        let flag = |dictionary: &Dictionary, key: &[u8]| dictionary.get(key).and_then(Object::as_bool).unwrap_or(false);
        fault(catalog.get(b"MarkInfo").is_ok_and(|marks| flag(self.dictionary(marks), b"Marked")), "00: not marked as tagged");
        fault(catalog.has(b"Lang"), "11-006: no language");
        let shown = catalog.get(b"ViewerPreferences").is_ok_and(|view| flag(self.dictionary(view), b"DisplayDocTitle"));
        fault(shown, "07-002: the title is not shown");
        let metadata = catalog.get(b"Metadata").and_then(Object::as_reference).and_then(|id| self.document.get_object(id));
        let xmp = metadata.and_then(Object::as_stream).map(|stream| String::from_utf8_lossy(&stream.content).into_owned());
        let xmp = xmp.unwrap_or_default();
        fault(xmp.contains("<pdfuaid:part>1</pdfuaid:part>"), "06-002: no PDF/UA identifier");
        fault(xmp.contains("<dc:title>"), "06-003: no title in the metadata");
        fault(!self.document.trailer.has(b"Encrypt"), "26: encrypted");
        for page in self.document.page_iter() {
            let page = self.document.get_dictionary(page).unwrap();
            fault(
                page.get(b"Tabs").and_then(Object::as_name).is_ok_and(|tabs| tabs == b"S"),
                "28-008: order of links not by structure",
            );
        }
        self.fonts(&mut fault);
        let mut walk = Walk::default();
        for kid in self.kids(self.root()) {
            self.check(kid.unwrap(), &mut walk, &mut fault);
        }
        let sequences: i64 = self.sequences.values().sum();
        fault(walk.sequences == sequences, "01-005: content that is not in the structure, or twice in it");
        self.parents(&mut fault);
        faults
    }

    fn check(&self, element: &Dictionary, walk: &mut Walk, fault: &mut impl FnMut(bool, &str)) {
        let name = Self::name(element);
        let known = [
            "Document",
            "Div",
            "P",
            "H1",
            "H2",
            "H3",
            "H4",
            "H5",
            "H6",
            "L",
            "LI",
            "Lbl",
            "LBody",
            "Table",
            "TR",
            "TH",
            "TD",
            "Link",
            "Note",
            "BlockQuote",
            "Code",
            "Figure",
            "TOC",
            "TOCI",
        ];
        fault(known.contains(&name.as_str()), "02-001: not a standard structure type");
        if let Some(level) = name.strip_prefix('H').and_then(|level| level.parse::<u8>().ok()) {
            fault(level <= walk.level + 1, "14-003: a level of headings is skipped");
            walk.level = level;
        }
        let named = |kid: &Result<&Dictionary, String>, names: &[&str]| {
            kid.as_ref().is_ok_and(|kid| names.contains(&Self::name(kid).as_str()))
        };
        let kids = self.kids(element);
        walk.sequences += i64::try_from(kids.iter().filter(|kid| kid.is_err()).count()).unwrap();
        match name.as_str() {
            "Figure" => fault(
                element.get(b"Alt").is_ok_and(|alt| !lopdf::decode_text_string(alt).unwrap().trim().is_empty()),
                "13-004: figure without words",
            ),
            "TH" => {
                let scope = element.get(b"A").is_ok_and(|about| self.dictionary(about).has(b"Scope"));
                fault(scope, "15-003: header cell without scope");
            }
            "Note" => {
                let id = element.get(b"ID").and_then(Object::as_str).map(<[u8]>::to_vec).unwrap_or_default();
                fault(!id.is_empty() && walk.notes.insert(id), "19-003: note without an id of its own");
            }
            "Table" => {
                fault(kids.iter().all(|kid| named(kid, &["TR"])), "09-004: a table holds rows");
                let cells: BTreeSet<usize> = kids.iter().flatten().map(|row| self.kids(row).len()).collect();
                fault(cells.len() <= 1, "15-005: rows of different length");
            }
            "TR" => fault(kids.iter().all(|kid| named(kid, &["TH", "TD"])), "09-004: a row holds cells"),
            "L" => fault(kids.iter().all(|kid| named(kid, &["LI"])), "09-005: a list holds items"),
            "LI" => fault(kids.iter().all(|kid| named(kid, &["Lbl", "LBody"])), "09-005: an item holds label and body"),
            "TOC" => fault(kids.iter().all(|kid| named(kid, &["TOCI", "P", "TOC"])), "09-006: contents hold entries"),
            "Link" => {
                let list = match element.get(b"K") {
                    Ok(Object::Array(list)) => list.clone(),
                    Ok(object) => vec![object.clone()],
                    Err(_) => Vec::new(),
                };
                let object = |kid: &&Object| {
                    kid.as_dict().is_ok_and(|kid| kid.get(b"Type").and_then(Object::as_name).is_ok_and(|name| name == b"OBJR"))
                };
                fault(list.iter().any(|kid| object(&kid)), "28-011: link without its annotation");
            }
            _ => {}
        }
        kids.into_iter().flatten().for_each(|kid| self.check(kid, walk, fault));
    }

    /// The way back from content and annotations to the structure.
    fn parents(&self, fault: &mut impl FnMut(bool, &str)) {
        let tree = self.dictionary(self.root().get(b"ParentTree").unwrap());
        let numbers = tree.get(b"Nums").unwrap().as_array().unwrap();
        let entries: HashMap<i64, &Object> = numbers.chunks(2).map(|pair| (pair[0].as_i64().unwrap(), &pair[1])).collect();
        for (page, count) in &self.sequences {
            let page = self.document.get_dictionary(*page).unwrap();
            let key = page.get(b"StructParents").and_then(Object::as_i64).unwrap_or(-1);
            let list = entries.get(&key).map(|object| self.document.dereference(object).unwrap().1.as_array().unwrap());
            let whole = list.is_some_and(|list| {
                list.len() == usize::try_from(*count).unwrap() && list.iter().all(|id| id.as_reference().is_ok())
            });
            fault(whole, "01: content of a page does not lead back to its structure");
            let annotations = page.get(b"Annots").and_then(Object::as_array).cloned().unwrap_or_default();
            for annotation in &annotations {
                let annotation = self.dictionary(annotation);
                let key = annotation.get(b"StructParent").and_then(Object::as_i64).unwrap_or(-1);
                let parent = entries.get(&key).and_then(|object| object.as_reference().ok());
                let link = parent.is_some_and(|id| Self::name(self.document.get_dictionary(id).unwrap()) == "Link");
                fault(link, "28-002: annotation that is not in the structure");
                fault(annotation.has(b"Contents"), "28-012: link without words");
            }
        }
    }

    fn fonts(&self, fault: &mut impl FnMut(bool, &str)) {
        for object in self.document.objects.values() {
            let Ok(font) = object.as_dict() else { continue };
            let kind = font.get(b"Subtype").and_then(Object::as_name).unwrap_or_default();
            if kind == b"Type0" {
                fault(font.has(b"ToUnicode"), "10-001: font without meaning of its characters");
            }
            if kind == b"CIDFontType2" || kind == b"CIDFontType0" {
                let descriptor = self.dictionary(font.get(b"FontDescriptor").unwrap());
                fault(descriptor.has(b"FontFile2") || descriptor.has(b"FontFile3"), "31-009: font not embedded");
                fault(kind == b"CIDFontType0" || font.has(b"CIDToGIDMap"), "31-004: font without map to glyphs");
                let name = font.get(b"BaseFont").and_then(Object::as_name).unwrap_or_default();
                fault(name.get(6) == Some(&b'+'), "31: font not cut to what is used");
            }
        }
    }
}

#[derive(Default)]
struct Walk {
    level: u8,
    sequences: i64,
    notes: BTreeSet<Vec<u8>>,
}

/// Text without white space, and without the hyphens of divided words.
pub fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '\u{ad}' | '\u{200b}')).collect()
}

/// What each code of a font means.
fn unicode(document: &Document, font: ObjectId) -> HashMap<u16, String> {
    let stream = document.get_dictionary(font).unwrap().get(b"ToUnicode").and_then(Object::as_reference).unwrap();
    let text = document.get_object(stream).unwrap().as_stream().unwrap().decompressed_content().unwrap();
    let text = String::from_utf8(text).unwrap();
    let mut map = HashMap::new();
    for line in text.lines() {
        let mut hex = line.split(['<', '>']).filter(|part| part.len() >= 4 && part.bytes().all(|byte| byte.is_ascii_hexdigit()));
        if let (Some(code), Some(units)) = (hex.next(), hex.next())
            && line.starts_with('<')
        {
            let units: Vec<u16> =
                (0..units.len() / 4).map(|at| u16::from_str_radix(&units[at * 4..at * 4 + 4], 16).unwrap()).collect();
            map.insert(u16::from_str_radix(code, 16).unwrap(), String::from_utf16_lossy(&units));
        }
    }
    map
}
