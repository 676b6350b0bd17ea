//! Loading never panics, whatever stands in the files, and every mistake has a place inside its file.

use proptest::prelude::*;

use super::load;
use crate::compile::prepare;
use crate::diagnostic::{Format, print};
use crate::world::sample::{sound, tries};

/// Loads and prints the sample with one file changed; the places must lie inside the files.
fn survives(path: &str, bytes: Vec<u8>) -> Result<(), TestCaseError> {
    let mut world = sound();
    world.files.insert(path.to_owned(), bytes);
    let loaded = load(&world);
    for mistake in loaded.report.sorted() {
        let text = world.files.get(&*mistake.file).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default();
        let lines = text.split('\n').count();
        prop_assert!(mistake.span.line as usize <= lines, "{:?} in a file of {} lines", mistake, lines);
        prop_assert!(mistake.span.line == 0 || mistake.span.column > 0 && mistake.span.len > 0, "{:?}", mistake);
    }
    if let Err(report) = prepare(&world, None) {
        prop_assert!(!print(&report, Format::Human).is_empty());
    }
    Ok(())
}

fn path() -> impl Strategy<Value = String> {
    proptest::sample::select(sound().files.into_keys().collect::<Vec<_>>())
}

proptest! {
    #![proptest_config(tries(96))]

    #[test]
    fn any_bytes_in_any_file(path in path(), bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        survives(&path, bytes)?;
    }

    #[test]
    fn any_yaml_like_text_in_any_file(path in path(), text in "[a-c:\\-\\[\\]{}&*!|>'\"%@`#?,. \\n\\t1ü]{0,80}") {
        survives(&path, text.into_bytes())?;
    }

    #[test]
    fn a_sound_file_with_something_cut_or_put_in(
        path in path(),
        at in any::<prop::sample::Index>(),
        cut in 0..12_usize,
        put in "[a-c:\\-\\[\\]{}&*!|>'\"#, \\n\\t1ü~]{0,6}",
    ) {
        let mut text: Vec<char> = String::from_utf8(sound().files.remove(&path).unwrap()).unwrap().chars().collect();
        let start = at.index(text.len());
        let end = (start + cut).min(text.len());
        text.splice(start..end, put.chars());
        survives(&path, text.into_iter().collect::<String>().into_bytes())?;
    }

    #[test]
    fn a_file_of_any_name(name in "[a-zA-Z0-9./ ü_-]{1,20}", folder in proptest::sample::select(vec!["content", "playbook", "contracts", "templates", "playbook/vendors", "contracts/clauses"])) {
        survives(&format!("{folder}/{name}"), b"---\ntitle: T\n---\n".to_vec())?;
    }
}
