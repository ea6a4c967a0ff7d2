//! What a file names of other files and crates: `use` trees, however nested, and paths in the code.

use std::collections::{BTreeMap, BTreeSet};

use super::source::{Source, Tree};

/// The name of our library as its own binary and tests see it.
const OURS: &str = "sandkasse";

/// One leaf of a `use` statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Leaf {
    /// Line of the leaf, from 1.
    pub(super) line: usize,
    /// The path as written, groups unfolded, without a last `self` or `*`.
    pub(super) path: Vec<String>,
    /// The name it is bound to.
    pub(super) name: String,
    /// `*` at its end.
    pub(super) glob: bool,
    /// `pub` in any form.
    pub(super) public: bool,
}

/// One path a file names, from the crate's root or from another crate.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Named {
    /// Line, from 1.
    pub(super) line: usize,
    /// `crate::…` for ours, else the other crate's name first.
    pub(super) path: Vec<String>,
}

/// A word or sign of code with its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    /// Line, from 1.
    pub(super) line: usize,
    /// The word, `::`, or a single sign.
    pub(super) text: &'a str,
}

impl Token<'_> {
    fn is_word(self) -> bool {
        self.text
            .starts_with(|c: char| c.is_alphabetic() || c == '_')
    }
}

/// The words and signs of masked code.
pub(super) fn tokens(code: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    for (n, line_text) in code.lines().enumerate() {
        let mut rest = line_text.trim_start();
        while let Some(first) = rest.chars().next() {
            let word = |c: char| c.is_alphanumeric() || c == '_';
            let len = if word(first) {
                rest.find(|c| !word(c)).unwrap_or(rest.len())
            } else if rest.starts_with("::") {
                2
            } else {
                first.len_utf8()
            };
            found.push(Token {
                line: n + 1,
                text: &rest[..len],
            });
            rest = rest[len..].trim_start();
        }
    }
    found
}

/// Every leaf of every `use` in masked code.
pub(super) fn leaves(code: &str) -> Vec<Leaf> {
    let tokens = tokens(code);
    let mut found = Vec::new();
    for n in 0..tokens.len() {
        if !starts_use(&tokens, n) {
            continue;
        }
        let public = n > 0 && matches!(tokens[n - 1].text, "pub" | ")");
        let mut at = n + 1;
        let first = found.len();
        use_tree(&tokens, &mut at, &[], &mut found);
        for leaf in &mut found[first..] {
            leaf.public = public;
        }
    }
    found
}

/// Whether a `use` statement starts here; `impl Trait + use<'a>` is none.
pub(super) fn starts_use(tokens: &[Token<'_>], n: usize) -> bool {
    tokens[n].text == "use" && tokens.get(n + 1).is_some_and(|t| t.text != "<")
}

/// Reads one tree of a `use` statement and leaves `at` on what follows it.
fn use_tree(tokens: &[Token<'_>], at: &mut usize, before: &[String], found: &mut Vec<Leaf>) {
    let mut path = before.to_vec();
    let mut glob = false;
    let mut alias = None;
    let line = tokens.get(*at).map_or(0, |t| t.line);
    while let Some(token) = tokens.get(*at) {
        match token.text {
            "{" => {
                *at += 1;
                while tokens
                    .get(*at)
                    .is_some_and(|t| !matches!(t.text, "}" | ";"))
                {
                    let was = *at;
                    use_tree(tokens, at, &path, found);
                    if tokens.get(*at).is_some_and(|t| t.text == ",") || *at == was {
                        *at += 1;
                    }
                }
                *at += 1;
                return;
            }
            "*" => glob = true,
            "as" => {
                *at += 1;
                alias = tokens.get(*at).map(|t| t.text.to_owned());
            }
            "," | "}" | ";" => break,
            _ if token.is_word() => path.push(token.text.to_owned()),
            _ => {}
        }
        *at += 1;
    }
    if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
        path.pop();
    }
    let Some(last) = path.last() else { return };
    let name = alias.unwrap_or_else(|| last.clone());
    found.push(Leaf {
        line,
        path,
        name,
        glob,
        public: false,
    });
}

/// Every path of two words or more outside `use` statements.
fn inline_paths(code: &str) -> Vec<Named> {
    let tokens = tokens(code);
    let mut found = Vec::new();
    let mut n = 0;
    while n < tokens.len() {
        if starts_use(&tokens, n) {
            while n < tokens.len() && tokens[n].text != ";" {
                n += 1;
            }
            continue;
        }
        let start = n;
        n += 1;
        if !tokens[start].is_word() {
            continue;
        }
        let mut path = vec![tokens[start].text.to_owned()];
        while n + 1 < tokens.len() && tokens[n].text == "::" && tokens[n + 1].is_word() {
            path.push(tokens[n + 1].text.to_owned());
            n += 2;
        }
        // `pub(in crate::x)` widens a name, it reads nothing; after `>::` the path began elsewhere.
        let foreign = start > 0 && matches!(tokens[start - 1].text, "in" | "::");
        if path.len() > 1 && !foreign {
            found.push(Named {
                line: tokens[start].line,
                path,
            });
        }
    }
    found
}

/// The module path of a source: `["crate", "services", "mps"]` for `src/services/mps/mod.rs`.
pub(super) fn module_of(path: &str) -> Vec<String> {
    let inner = path.strip_prefix("src/").unwrap_or(path);
    let inner = inner.strip_suffix(".rs").unwrap_or(inner);
    let mut module = vec!["crate".to_owned()];
    module.extend(inner.split('/').map(str::to_owned));
    let last = module.last().map(String::as_str);
    if last == Some("mod") || (module.len() == 2 && matches!(last, Some("lib" | "main"))) {
        module.pop();
    }
    module
}

/// The modules a file declares.
fn declared(code: &str) -> BTreeSet<String> {
    let tokens = tokens(code);
    tokens
        .windows(3)
        .filter(|w| w[0].text == "mod" && w[1].is_word() && matches!(w[2].text, ";" | "{"))
        .map(|w| w[1].text.to_owned())
        .collect()
}

/// Everything the production code of a file names, resolved as far as the file itself tells.
pub(super) fn named(source: &Source) -> Vec<Named> {
    let module = module_of(&source.path);
    let children = declared(&source.production);
    let leaves = leaves(&source.production);
    let mut bound = BTreeMap::new();
    let mut found = BTreeSet::new();
    for leaf in &leaves {
        let path = absolute(&leaf.path, &module, &children, &BTreeMap::new());
        if !leaf.glob && leaf.name != "_" {
            bound.insert(leaf.name.clone(), path.clone());
        }
    }
    for leaf in &leaves {
        // A leaf that only binds its own first word must not be read through itself.
        let own = bound
            .get(&leaf.path[0])
            .is_some_and(|to| to[0] == leaf.path[0]);
        let names = if own { BTreeMap::new() } else { bound.clone() };
        found.insert(Named {
            line: leaf.line,
            path: absolute(&leaf.path, &module, &children, &names),
        });
    }
    for inline in inline_paths(&source.production) {
        let path = absolute(&inline.path, &module, &children, &bound);
        found.insert(Named {
            line: inline.line,
            path,
        });
    }
    found.into_iter().collect()
}

/// A path from the crate's root, or from another crate's name.
fn absolute(
    path: &[String],
    module: &[String],
    children: &BTreeSet<String>,
    bound: &BTreeMap<String, Vec<String>>,
) -> Vec<String> {
    let (first, rest) = (path[0].as_str(), &path[1..]);
    let mut whole: Vec<String> = match first {
        "crate" => vec!["crate".to_owned()],
        "self" => module.to_vec(),
        "super" => module[..module.len().saturating_sub(1).max(1)].to_vec(),
        _ if bound.contains_key(first) => bound[first].clone(),
        _ if children.contains(first) => [module, &path[..1]].concat(),
        OURS => vec!["crate".to_owned()],
        _ => vec![first.to_owned()],
    };
    for part in rest {
        if part == "super" && whole.len() > 1 {
            whole.pop();
        } else {
            whole.push(part.clone());
        }
    }
    whole
}

/// Which file a path of ours leads to, through re-exports.
#[derive(Debug)]
pub(super) struct Map<'a> {
    modules: BTreeMap<Vec<String>, &'a Source>,
    exports: BTreeMap<Vec<String>, Vec<String>>,
}

impl<'a> Map<'a> {
    /// The map of all files under `src`; `main.rs` is another crate's root and in nobody's reach.
    pub(super) fn of(tree: &'a Tree) -> Self {
        let mut map = Self {
            modules: BTreeMap::new(),
            exports: BTreeMap::new(),
        };
        for source in &tree.sources {
            if source.label().is_none() || source.path == "src/main.rs" {
                continue;
            }
            let module = module_of(&source.path);
            let children = declared(&source.production);
            for leaf in leaves(&source.production).iter().filter(|leaf| leaf.public) {
                let from = [module.as_slice(), std::slice::from_ref(&leaf.name)].concat();
                let to = absolute(&leaf.path, &module, &children, &BTreeMap::new());
                map.exports.insert(from, to);
            }
            map.modules.insert(module, source);
        }
        map
    }

    /// The file that declares what the path names.
    pub(super) fn file(&self, path: &[String]) -> Option<&'a Source> {
        let mut path = path.to_vec();
        // Eight hops are more than any honest chain of re-exports; a circle must end too.
        for _ in 0..8 {
            let hop = (1..=path.len()).find_map(|n| {
                let to = self.exports.get(&path[..n])?;
                Some([to.as_slice(), &path[n..]].concat())
            });
            match hop {
                Some(next) if next != path => path = next,
                _ => break,
            }
        }
        (1..=path.len())
            .rev()
            .find_map(|n| self.modules.get(&path[..n]).copied())
    }
}

#[cfg(test)]
mod tests {
    use super::{Map, leaves, named};
    use crate::tidy::source::{Source, Tree};

    fn paths(path: &str, text: &str) -> Vec<String> {
        named(&Source::new(path, text))
            .into_iter()
            .map(|n| n.path.join("::"))
            .collect()
    }

    #[test]
    fn nested_groups_are_unfolded() {
        let found = paths(
            "src/http/door.rs",
            "use crate::{domain::{kid::Kid, money as m}, wire::{self, xml::*},};\nuse std::fmt;",
        );
        let expected = [
            "crate::domain::kid::Kid",
            "crate::domain::money",
            "crate::wire",
            "crate::wire::xml",
            "std::fmt",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn leaves_know_their_line_their_name_and_their_publicity() {
        let found = leaves("pub(crate) use a::{\n    b as c,\n    d::*,\n};\nuse e;");
        let shown: Vec<_> = found
            .iter()
            .map(|l| (l.line, l.name.as_str(), l.glob, l.public))
            .collect();
        assert_eq!(
            shown,
            [
                (2, "c", false, true),
                (3, "d", true, true),
                (5, "e", false, false)
            ]
        );
    }

    #[test]
    fn super_self_children_and_our_own_name_lead_to_the_crate() {
        let path = "src/services/mps/wire.rs";
        assert_eq!(
            paths(path, "use super::model::A;"),
            ["crate::services::mps::model::A"]
        );
        assert_eq!(
            paths(path, "use super::super::table::A;"),
            ["crate::services::table::A"]
        );
        assert_eq!(
            paths(path, "fn f() { self::g::h() }"),
            ["crate::services::mps::wire::g::h"]
        );
        let contents = "src/services/mps/mod.rs";
        assert_eq!(
            paths(contents, "mod model; pub use model::A;"),
            ["crate::services::mps::model::A"]
        );
        assert_eq!(
            paths(contents, "use super::table;"),
            ["crate::services::table"]
        );
        assert_eq!(
            paths("src/main.rs", "use sandkasse::startup::A;"),
            ["crate::startup::A"]
        );
    }

    #[test]
    fn a_path_in_the_code_is_read_through_the_name_it_was_bound_to() {
        let found = paths(
            "src/admin/clock.rs",
            "use std::time::{self, Instant};\nuse crate::services::vipps;\n\
             fn f() { Instant::now(); time::SystemTime::now(); vipps::model::go::<u8>(); }",
        );
        for expected in [
            "std::time::Instant::now",
            "std::time::SystemTime::now",
            "crate::services::vipps::model::go",
        ] {
            assert!(
                found.iter().any(|f| f == expected),
                "{expected} is missing in {found:?}"
            );
        }
    }

    #[test]
    fn widening_a_name_and_capturing_a_lifetime_import_nothing() {
        let text = "pub(in crate::services) fn f<'a>() -> impl A + use<'a> { b() }";
        assert_eq!(
            paths("src/services/mps/wire.rs", text),
            Vec::<String>::new()
        );
    }

    #[test]
    fn re_exports_lead_to_the_file_that_declares() {
        let tree = Tree::of(&[
            ("src/lib.rs", "pub mod wire;\npub use wire::Cursor;"),
            ("src/wire/mod.rs", "mod xml;\npub use xml::Cursor;"),
            ("src/wire/xml.rs", "pub struct Cursor;"),
        ]);
        let map = Map::of(&tree);
        for path in [
            "crate::Cursor::new",
            "crate::wire::Cursor",
            "crate::wire::xml::Cursor",
        ] {
            let parts: Vec<String> = path.split("::").map(str::to_owned).collect();
            assert_eq!(
                map.file(&parts).map(|s| s.path.as_str()),
                Some("src/wire/xml.rs"),
                "{path}"
            );
        }
    }
}
