//! Ways between pages: following one leads where it says.

use proptest::prelude::*;

use super::{decode, encode, join, relative, relative_path};
use crate::world::sample::tries;

/// The address of a page or of a file: folders, then nothing or a file's name.
fn address(files: bool) -> impl Strategy<Value = String> {
    let name = prop_oneof![4 => "[a-c]{1,2}", 1 => "[a-c ü%#?&:+]{1,3}"];
    (proptest::collection::vec(name.clone(), 0..4), proptest::option::of(name)).prop_map(move |(folders, file)| {
        let mut path = folders.iter().map(|folder| folder.clone() + "/").collect::<String>();
        if let Some(file) = file.filter(|_| files) {
            path += &file;
        }
        path
    })
}

/// Follows a relative reference from the page at `from`, as a browser does (RFC 3986, 5.2.4).
fn follow(from: &str, way: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in way.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop().expect("the way leaves the site")),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

proptest! {
    #![proptest_config(tries(256))]

    #[test]
    fn following_the_way_leads_there(from in address(true), to in address(true)) {
        let way = relative(&from, &to, true);
        // The first part of a relative reference must not look like a scheme, nor the way be absolute or empty.
        prop_assert!(!way.is_empty() && !way.starts_with('/') && !way.contains([':', '?', '#', ' ']), "{}", way);
        let reached = decode(&follow(&from, &way));
        prop_assert_eq!(&reached, &to, "{} to {} by {}", from, to, way);
        let file = relative(&from, &to, false);
        let page = to.is_empty() || to.ends_with('/');
        prop_assert_eq!(file.ends_with("index.html"), page);
    }

    #[test]
    fn a_path_is_found_again_from_any_file(from in "([a-c]{1,2}/){0,3}[a-c]\\.md", to in "([a-c]{1,2}/){0,3}[a-c]\\.md") {
        prop_assert_eq!(join(&from, &relative_path(&from, &to)), Some(to));
    }

    #[test]
    fn encoding_is_undone(path in any::<String>()) {
        prop_assert_eq!(decode(&encode(&path)), path);
    }

    #[test]
    fn joining_never_leaves_the_playbook(from in any::<String>(), path in any::<String>()) {
        if let Some(joined) = join(&from, &path) {
            let own: Vec<&str> = from.split('/').collect();
            // Whatever stands above the file itself is the caller's; the link adds no way up.
            prop_assert!(joined.split('/').all(|part| part != ".." || own.contains(&"..")));
        }
        let _ = decode(&path);
    }
}
