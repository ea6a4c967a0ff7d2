//! The same files in every service, and folders that can be read from their first page.

use std::collections::BTreeSet;

use super::imports::{leaves, tokens};
use super::source::{Source, Tree};

/// What every folder in `src/services` holds, as a file or as a folder of that name.
const SERVICE: &[&str] = &[
    "mod",
    "operations",
    "model",
    "faults",
    "wire",
    "routes",
    "snapshot",
    "tests",
];

/// What the reference router holds beside the files of a service.
const ROUTER: &[&str] = &["walk", "channels"];

/// Tables of contents that hold more than their contents, each with its reason.
const FULL_PAGES: &[(&str, &str)] = &[("src/services/mod.rs", "declares the trait of a service")];

/// Every folder that is out of shape.
pub(super) fn violations(tree: &Tree) -> Vec<String> {
    let mut said = Vec::new();
    for service in services(tree) {
        missing(tree, &format!("src/services/{service}"), SERVICE, &mut said);
    }
    if has_folder(tree, "src/reference_router") {
        missing(tree, "src/reference_router", SERVICE, &mut said);
        missing(tree, "src/reference_router", ROUTER, &mut said);
    }
    for folder in folders(tree) {
        if !tree
            .sources
            .iter()
            .any(|s| s.path == format!("{folder}/mod.rs"))
        {
            said.push(format!("{folder} has no mod.rs to say what it is"));
        }
    }
    for source in tree.sources.iter().filter(|s| s.path.starts_with("src/")) {
        contents_only(source, &mut said);
        for leaf in leaves(&source.production)
            .iter()
            .filter(|leaf| leaf.glob && leaf.public)
        {
            said.push(format!(
                "{}:{} re-exports `{}::*`; name what the folder offers",
                source.path,
                leaf.line,
                leaf.path.join("::")
            ));
        }
    }
    said
}

/// Folders these rules wait for.
pub(super) fn idle_rows(tree: &Tree) -> Vec<String> {
    let waiting = ["src/services", "src/reference_router"];
    let absent = waiting
        .into_iter()
        .filter(|folder| !has_folder(tree, folder));
    absent.map(|folder| format!("shape of {folder}")).collect()
}

fn has_folder(tree: &Tree, folder: &str) -> bool {
    tree.sources
        .iter()
        .any(|s| s.path.starts_with(&format!("{folder}/")))
}

fn services(tree: &Tree) -> BTreeSet<&str> {
    let below = tree
        .sources
        .iter()
        .filter_map(|s| s.path.strip_prefix("src/services/"));
    below
        .filter_map(|path| path.split_once('/').map(|(service, _)| service))
        .collect()
}

/// Folders below `src`, with those between.
fn folders(tree: &Tree) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    for source in tree.sources.iter().filter(|s| s.path.starts_with("src/")) {
        let mut path = source.path.as_str();
        while let Some((folder, _)) = path.rsplit_once('/') {
            if folder != "src" {
                found.insert(folder);
            }
            path = folder;
        }
    }
    found
}

fn missing(tree: &Tree, folder: &str, names: &[&str], said: &mut Vec<String>) {
    for name in names {
        let (file, inner) = (
            format!("{folder}/{name}.rs"),
            format!("{folder}/{name}/mod.rs"),
        );
        if !tree
            .sources
            .iter()
            .any(|s| s.path == file || s.path == inner)
        {
            said.push(format!(
                "{folder} lacks {name}.rs; every such folder has {}",
                names.join(", ")
            ));
        }
    }
}

/// A `mod.rs` holds its page, `mod` lines and named re-exports.
fn contents_only(source: &Source, said: &mut Vec<String>) {
    let table = source.path.ends_with("/mod.rs") && !super::source::is_test_file(&source.path);
    if !table || FULL_PAGES.iter().any(|(path, _)| *path == source.path) {
        return;
    }
    let tokens = tokens(&source.production);
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        if token.text == "#" {
            at = after_group(
                &tokens.iter().map(|t| t.text).collect::<Vec<_>>(),
                at,
                "[",
                "]",
            );
            continue;
        }
        let end = tokens[at..]
            .iter()
            .position(|t| t.text == ";")
            .map_or(tokens.len(), |n| at + n);
        let item: Vec<&str> = tokens[at..end].iter().map(|t| t.text).collect();
        let open = if item.first() == Some(&"pub") {
            if item.get(1) == Some(&"(") {
                after_group(&item, 1, "(", ")")
            } else {
                1
            }
        } else {
            0
        };
        let contents = match item.get(open) {
            Some(&"mod") => item.len() == open + 2,
            Some(&"use") => open > 0,
            _ => false,
        };
        if !contents {
            said.push(format!(
                "{}:{} holds more than `mod` and `pub use`; move it to a file of its own",
                source.path, token.line
            ));
            return;
        }
        at = end + 1;
    }
}

/// The place after the first group that opens at or after `at`.
fn after_group(words: &[&str], at: usize, open: &str, close: &str) -> usize {
    let mut depth = 0_usize;
    for (n, word) in words.iter().enumerate().skip(at) {
        if *word == open {
            depth += 1;
        } else if *word == close {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return n + 1;
            }
        }
    }
    words.len()
}

#[cfg(test)]
mod tests {
    use super::{SERVICE, violations};
    use crate::tidy::source::Tree;

    #[test]
    fn a_service_without_one_of_its_files_is_named() {
        let paths: Vec<String> = SERVICE
            .iter()
            .map(|name| format!("src/services/krr/{name}.rs"))
            .collect();
        let mut files: Vec<(&str, &str)> = paths.iter().map(|p| (p.as_str(), "//! x")).collect();
        files.push(("src/services/mod.rs", "pub mod krr; pub trait Simulated {}"));
        assert_eq!(violations(&Tree::of(&files)), Vec::<String>::new());
        files.retain(|(path, _)| !path.ends_with("snapshot.rs"));
        let said = violations(&Tree::of(&files));
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(
            said[0].starts_with("src/services/krr lacks snapshot.rs"),
            "{said:?}"
        );
        files.push((
            "src/services/krr/snapshot/mod.rs",
            "//! a folder does as well",
        ));
        assert_eq!(violations(&Tree::of(&files)), Vec::<String>::new());
    }

    #[test]
    fn a_table_of_contents_holds_no_logic_and_no_stars() {
        for (text, expected) in [
            (
                "//! x\n\n/// Of a.\n#[cfg(test)]\nmod a;\npub(crate) mod b;\n\
                 pub use b::{C, d as E};",
                0,
            ),
            (
                "#![expect(x, reason = \"y\")]\npub(in crate::wire) use b::C;",
                0,
            ),
            ("mod a;\npub fn f() { g(); }", 1),
            ("use a::B;", 1),
            ("mod a { fn f() {} }", 1),
            ("pub use a::*;", 1),
            ("pub use a::{B, c::*};", 1),
        ] {
            let said = violations(&Tree::of(&[("src/wire/mod.rs", text)]));
            assert_eq!(said.len(), expected, "{text}: {said:?}");
        }
    }

    #[test]
    fn a_folder_needs_its_first_page() {
        let said = violations(&Tree::of(&[("src/wire/xml/cursor.rs", "//! x")]));
        assert_eq!(said.len(), 2, "{said:?}");
    }
}
