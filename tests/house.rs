//! The rules of the house, kept by reading the source.
//!
//! 1. `code` blanks out comments, strings and unit tests, so that only code is judged, at its own line.
//! 2. Each rule is a function from a file to its breaches, so that a planted breach proves that the rule can fail.
//! 3. `the_source_keeps_every_rule` runs all of them over `src/` and lists every breach at once.

#![allow(clippy::case_sensitive_file_extension_comparisons, reason = "we name the files, always in lower case")]

use std::path::Path;

const LONGEST: usize = 500;

/// The layers that stand between the compiler and the machine, and what only they may name.
const DOORS: [&str; 5] = ["world", "publish", "command", "serve", "main"];
const MACHINE: [&str; 4] = ["std::fs", "std::env", "std::net", "std::process"];
const CLOCK: [&str; 3] = ["SystemTime", "Zoned::now", "Timestamp::now"];

/// Replaces comments, texts and unit tests with spaces. Lines stay where they are.
fn code(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out: Vec<char> = Vec::with_capacity(chars.len());
    let at = |index: usize| chars.get(index).copied().unwrap_or('\0');
    let mut index = 0;
    while index < chars.len() {
        let end = match at(index) {
            '/' if at(index + 1) == '/' => (index..chars.len()).find(|&i| at(i) == '\n').unwrap_or(chars.len()),
            '/' if at(index + 1) == '*' => end_of_comment(&chars, index),
            '"' => end_of_text(&chars, index),
            'r' if matches!(at(index + 1), '"' | '#') && !is_word(at(index.wrapping_sub(1))) => end_of_raw(&chars, index),
            // A character is closed after one or an escape; otherwise the quote begins the name of a lifetime.
            '\'' if at(index + 1) == '\\' => (index + 3..chars.len()).find(|&i| at(i) == '\'').map_or(chars.len(), |i| i + 1),
            '\'' if at(index + 2) == '\'' => index + 3,
            _ => index,
        };
        if end == index {
            out.push(at(index));
            index += 1;
        } else {
            out.extend((index..end).map(|i| if at(i) == '\n' { '\n' } else { ' ' }));
            index = end;
        }
    }
    without_tests(out.into_iter().collect())
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

fn end_of_comment(chars: &[char], start: usize) -> usize {
    let mut depth = 0;
    let mut index = start;
    while index + 1 < chars.len() {
        match (chars[index], chars[index + 1]) {
            ('/', '*') => (depth, index) = (depth + 1, index + 2),
            ('*', '/') => (depth, index) = (depth - 1, index + 2),
            _ => index += 1,
        }
        if depth == 0 {
            return index;
        }
    }
    chars.len()
}

fn end_of_text(chars: &[char], start: usize) -> usize {
    let mut index = start + 1;
    while index < chars.len() {
        match chars[index] {
            '\\' => index += 2,
            '"' => return index + 1,
            _ => index += 1,
        }
    }
    chars.len()
}

fn end_of_raw(chars: &[char], start: usize) -> usize {
    let hashes = chars[start + 1..].iter().take_while(|c| **c == '#').count();
    if chars.get(start + 1 + hashes) != Some(&'"') {
        return start;
    }
    let closes = |i: usize| chars[i] == '"' && chars[i + 1..].iter().take(hashes).filter(|c| **c == '#').count() == hashes;
    (start + 2 + hashes..chars.len()).find(|&i| closes(i)).map_or(chars.len(), |i| i + 1 + hashes)
}

/// Unit tests are no part of the product: they may read files and build on any layer.
fn without_tests(code: String) -> String {
    let Some(start) = code.find("#[cfg(test)]\nmod tests {") else { return code };
    let mut depth = 0_usize;
    let mut end = code.len();
    for (offset, character) in code[start..].char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 1 => {
                end = start + offset;
                break;
            }
            '}' => depth -= 1,
            _ => {}
        }
    }
    let blank: String = code[start..end].chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect();
    format!("{}{blank}{}", &code[..start], &code[end..])
}

/// Where `needle` stands in the code as a path of its own, as byte offsets.
fn found<'c>(code: &'c str, needle: &'c str) -> impl Iterator<Item = usize> + 'c {
    code.match_indices(needle).map(|(offset, _)| offset).filter(move |&offset| {
        let before = code[..offset].chars().next_back().unwrap_or(' ');
        let after = code[offset + needle.len()..].chars().next().unwrap_or(' ');
        let ends = needle.ends_with(':') || !is_word(after);
        !is_word(before) && before != ':' && ends
    })
}

fn line(code: &str, offset: usize) -> usize {
    code[..offset].matches('\n').count() + 1
}

/// The names that follow a path prefix: one, or those of a group in braces, with their offsets.
fn names(code: &str, start: usize) -> Vec<(usize, &str)> {
    let word = |at: usize| {
        let rest = &code[at..];
        let end = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
        (end > 0).then(|| (at, &rest[..end]))
    };
    if !code[start..].starts_with('{') {
        return word(start).into_iter().collect();
    }
    let (mut depth, mut fresh, mut names) = (0, false, Vec::new());
    for (offset, character) in code[start..].char_indices() {
        match character {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
        if fresh && depth == 1 && is_word(character) {
            names.extend(word(start + offset));
        }
        fresh = depth == 1 && (matches!(character, '{' | ',') || (fresh && character.is_whitespace()));
    }
    names
}

/// The layers in the order of `src/lib.rs`, lowest first.
fn layers(lib: &str) -> Vec<String> {
    code(lib).lines().filter_map(|line| Some(line.trim().strip_prefix("pub mod ")?.trim_end_matches(';').to_owned())).collect()
}

fn layer(file: &str) -> &str {
    let path = file.strip_prefix("src/").unwrap_or(file);
    path.split('/').next().unwrap_or(path).trim_end_matches(".rs")
}

/// Uses of a layer by one that stands above it in `src/lib.rs`.
fn upward_uses(order: &[String], file: &str, text: &str) -> Vec<String> {
    let own = layer(file);
    let Some(position) = order.iter().position(|layer| layer == own) else { return Vec::new() };
    let code = code(text);
    let depth = file.trim_end_matches("/mod.rs").matches('/').count();
    // Both ways to the top: by name, and by climbing.
    let climb = "super::".repeat(depth);
    let starts = found(&code, "crate::").map(|offset| offset + "crate::".len());
    let climbed = found(&code, &climb).map(|offset| offset + climb.len());
    let mut uses: Vec<(usize, &str)> = starts.chain(climbed).flat_map(|start| names(&code, start)).collect();
    uses.sort_unstable();
    let upward =
        uses.into_iter().filter(|(_, name)| order.iter().position(|layer| layer == name).is_some_and(|at| at > position));
    let tell = |(offset, name)| {
        format!(
            "{file}:{}: the layer `{own}` uses `{name}`, which stands above it: see the order in src/lib.rs",
            line(&code, offset)
        )
    };
    upward.map(tell).collect()
}

/// Files, environment, network, processes and clock outside the layers that are doors to them.
fn machine_uses(file: &str, text: &str) -> Vec<String> {
    if DOORS.contains(&layer(file)) {
        return Vec::new();
    }
    let code = code(text);
    let mut breaches = Vec::new();
    let mut tell = |offset: usize, name: &str| {
        breaches.push(format!(
            "{file}:{}: `{name}` is named outside {}; ask the World instead",
            line(&code, offset),
            DOORS.join(", ")
        ));
    };
    for name in MACHINE {
        found(&code, name).for_each(|offset| tell(offset, name));
    }
    for name in CLOCK {
        // Whatever path leads to it.
        code.match_indices(name)
            .filter(|(offset, _)| !code[..*offset].ends_with(is_word))
            .for_each(|(offset, _)| tell(offset, name));
    }
    for group in found(&code, "std::").map(|offset| offset + "std::".len()).filter(|&start| code[start..].starts_with('{')) {
        for (offset, name) in names(&code, group) {
            let name = format!("std::{name}");
            if MACHINE.contains(&name.as_str()) {
                tell(offset, &name);
            }
        }
    }
    breaches.sort();
    breaches
}

/// The PDF library outside the one module that knows it.
fn pdf_uses(file: &str, text: &str) -> Vec<String> {
    if file.starts_with("src/render/pdf/writer/") {
        return Vec::new();
    }
    let code = code(text);
    found(&code, "lopdf")
        .map(|offset| format!("{file}:{}: `lopdf` is named outside render/pdf/writer", line(&code, offset)))
        .collect()
}

/// The shape of a file: its head, its length, and nothing left undone.
fn shape(file: &str, text: &str) -> Vec<String> {
    let mut breaches = Vec::new();
    if !text.starts_with("//! ") {
        breaches.push(format!("{file}:1: the file does not open with `//!`, its purpose"));
    }
    let lines = text.lines().count();
    if lines >= LONGEST {
        breaches.push(format!("{file}:{lines}: {lines} lines; a file has fewer than {LONGEST}"));
    }
    // Unit tests must not be left undone either, so only comments and texts are taken out here.
    let code = code(&text.replace("#[cfg(test)]", ""));
    for name in ["todo!", "unimplemented!", "dbg!"] {
        for (offset, _) in code.match_indices(name).filter(|(offset, _)| !code[..*offset].ends_with(is_word)) {
            breaches.push(format!("{file}:{}: `{name}` is left", line(&code, offset)));
        }
    }
    breaches
}

/// Every breach of one file of the product.
fn breaches(order: &[String], file: &str, text: &str) -> Vec<String> {
    let mut all = shape(file, text);
    // A file of unit tests is no part of the product.
    if !["/tests.rs", "/properties.rs", "/sample.rs"].iter().any(|name| file.ends_with(name)) && !file.contains("/tests/") {
        all.extend(upward_uses(order, file, text));
        all.extend(machine_uses(file, text));
        all.extend(pdf_uses(file, text));
    }
    all
}

fn sources(folder: &str) -> Vec<(String, String)> {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let files = crate::support::tree(&place).into_iter().filter(|(path, _)| path.ends_with(".rs"));
    files.map(|(path, bytes)| (format!("{folder}/{path}"), String::from_utf8(bytes).unwrap())).collect()
}

#[test]
fn the_source_keeps_every_rule() {
    let files = sources("src");
    let lib = &files.iter().find(|(file, _)| file == "src/lib.rs").unwrap().1;
    let order = layers(lib);
    let folders: std::collections::BTreeSet<&str> = files.iter().map(|(file, _)| layer(file)).collect();
    assert_eq!(order.len() + 2, folders.len(), "lib.rs lists {order:?}, src/ holds {folders:?}");
    let mut all: Vec<String> = files.iter().flat_map(|(file, text)| breaches(&order, file, text)).collect();
    all.extend(["tests", "benches"].iter().flat_map(|folder| sources(folder)).flat_map(|(file, text)| shape(&file, &text)));
    assert!(all.is_empty(), "\n{}\n", all.join("\n"));
}

fn order() -> Vec<String> {
    layers("//! Layers.\n\npub mod world;\npub mod model;\n// pub mod ghost;\npub mod render;\npub mod command;\n")
}

#[test]
fn the_order_is_read_from_lib() {
    assert_eq!(order(), ["world", "model", "render", "command"]);
}

#[test]
fn an_upward_use_is_found_however_it_is_written() {
    let told = |line: usize, name: &str| {
        format!("src/model/value.rs:{line}: the layer `model` uses `{name}`, which stands above it: see the order in src/lib.rs")
    };
    for (text, expected) in [
        ("//! x\nuse crate::render::html;\n", vec![told(2, "render")]),
        (
            "//! x\nuse crate::{\n    world::World,\n    render::{self, command},\n    command,\n};\n",
            vec![told(4, "render"), told(5, "command")],
        ),
        ("//! x\nfn f() {\n    let a = 'a'; crate::command::run();\n}\n", vec![told(3, "command")]),
        ("//! x\nuse super::super::render;\n", vec![told(2, "render")]),
        ("//! x\nuse crate::world::World;\nuse crate::model::Id;\nuse super::render;\n", vec![]),
        (
            "//! x\n// crate::render\n/* crate::render /* */ crate::render */\nconst A: &str = \"crate::render \\\" crate::render\";\n",
            vec![],
        ),
        (
            "//! x\nconst A: &str = r#\"a \" crate::render\"#;\nfn f<'a>(_: &'a str) { crate::render::x() }\n",
            vec![told(3, "render")],
        ),
        (
            "//! x\n#[cfg(test)]\nmod tests {\n    use crate::render;\n    fn f() {}\n}\nuse crate::command;\n",
            vec![told(7, "command")],
        ),
    ] {
        assert_eq!(breaches(&order(), "src/model/value.rs", text), expected, "{text}");
    }
    assert_eq!(breaches(&order(), "src/command/mod.rs", "//! x\nuse crate::render;\n"), [""; 0]);
    assert_eq!(upward_uses(&order(), "src/model/mod.rs", "use super::render;\n").len(), 1);
}

#[test]
fn the_machine_is_found_outside_its_doors() {
    for (text, lines) in [
        ("//! x\nuse std::fs;\n", vec![2]),
        ("//! x\nuse std::{collections::BTreeMap, env, fmt, process::{self, exit}};\n", vec![2, 2]),
        ("//! x\nfn f() {\n    std::fs::read(\"x\");\n    let t = std::time::SystemTime::now();\n}\n", vec![3, 4]),
        ("//! x\nuse std::time::Instant;\nfn f() { jiff::Zoned::now(); env!(\"HOME\"); }\n", vec![3]),
        ("//! std::fs\nconst A: &str = \"std::fs\";\nuse std::fmt;\n", vec![]),
    ] {
        let told = breaches(&order(), "src/render/html.rs", text);
        let at: Vec<usize> = told.iter().map(|told| told.split(':').nth(1).unwrap().parse().unwrap()).collect();
        assert!(at.iter().all(|line| lines.contains(line)) && lines.iter().all(|line| at.contains(line)), "{text}\n{told:?}");
    }
    assert_eq!(breaches(&order(), "src/world/mod.rs", "//! x\nuse std::fs;\n"), [""; 0]);
    assert_eq!(breaches(&order(), "src/main.rs", "//! x\nuse std::process::ExitCode;\n"), [""; 0]);
}

#[test]
fn the_pdf_library_is_found_outside_the_writer() {
    let text = "//! lopdf\nuse lopdf::Document;\nfn f() { lopdf::Object::Null; }\n";
    assert_eq!(
        breaches(&order(), "src/render/pdf/flow.rs", text),
        [
            "src/render/pdf/flow.rs:2: `lopdf` is named outside render/pdf/writer",
            "src/render/pdf/flow.rs:3: `lopdf` is named outside render/pdf/writer",
        ]
    );
    assert_eq!(breaches(&order(), "src/render/pdf/writer/mod.rs", text), [""; 0]);
}

#[test]
fn heads_lengths_and_things_left_undone_are_found() {
    let file = "src/model/value.rs";
    assert_eq!(shape(file, "// x\n"), ["src/model/value.rs:1: the file does not open with `//!`, its purpose"]);
    assert_eq!(shape(file, &format!("//! x\n{}", "\n".repeat(498))), [""; 0]);
    assert_eq!(
        shape(file, &format!("//! x\n{}", "\n".repeat(499))),
        ["src/model/value.rs:500: 500 lines; a file has fewer than 500"]
    );
    let text = "//! x\nfn f() {\n    dbg!(1);\n    todo!();\n}\n#[cfg(test)]\nmod tests {\n    fn g() { unimplemented!() }\n}\n// todo!\n";
    assert_eq!(
        shape(file, text),
        [
            "src/model/value.rs:4: `todo!` is left",
            "src/model/value.rs:8: `unimplemented!` is left",
            "src/model/value.rs:3: `dbg!` is left",
        ]
    );
}

#[test]
fn every_test_file_is_run() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let named = std::fs::read_to_string(folder.join("main.rs")).unwrap();
    for entry in std::fs::read_dir(&folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        let is_module = path.join("mod.rs").is_file() || path.extension().is_some_and(|ending| ending == "rs");
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let is_named = name == "main" || named.contains(&format!("\nmod {name};\n"));
        assert!(!is_module || is_named, "tests/main.rs does not name {name}");
    }
}
