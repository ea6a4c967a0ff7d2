//! The tree as text: every source with its comments and literals told apart from its code.

use std::path::{Path, PathBuf};
use std::process::Command;

/// One Rust file.
#[derive(Debug)]
pub(super) struct Source {
    /// Path from the root of the crate, with `/`.
    pub(super) path: String,
    /// As written.
    pub(super) text: String,
    /// As written, with comments and literals blanked; lines stay where they are.
    pub(super) code: String,
    /// Only the comments; lines stay where they are.
    pub(super) comments: String,
    /// `code` without test modules; blank in a file of tests.
    pub(super) production: String,
}

/// Any other file that is or will be tracked.
#[derive(Debug)]
pub(super) struct Paper {
    /// Path from the root of the crate, with `/`.
    pub(super) path: String,
    /// As written.
    pub(super) text: String,
}

/// Everything the rules look at.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// Rust files under `src`, `tests` and `benches`.
    pub(super) sources: Vec<Source>,
    /// Every tracked text, the Rust files included.
    pub(super) papers: Vec<Paper>,
}

impl Source {
    /// A source from its path and text.
    pub(super) fn new(path: &str, text: &str) -> Self {
        let Masked { code, comments } = mask(text);
        let tests = is_test_file(path);
        let production = if tests {
            blank(&code)
        } else {
            blank_test_modules(&code)
        };
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
            code,
            comments,
            production,
        }
    }

    /// The file's name in the tables: `services/mps/wire` for `src/services/mps/wire.rs`.
    pub(super) fn label(&self) -> Option<&str> {
        self.path.strip_prefix("src/")?.strip_suffix(".rs")
    }
}

impl Tree {
    /// The tree of this crate.
    pub(super) fn read() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut tree = Self::default();
        for path in tracked(root) {
            let Some(text) = read_text(&root.join(&path)) else {
                continue;
            };
            let rust = path.ends_with(".rs")
                && ["src/", "tests/", "benches/"]
                    .iter()
                    .any(|f| path.starts_with(f));
            if rust {
                tree.sources.push(Source::new(&path, &text));
            }
            tree.papers.push(Paper { path, text });
        }
        tree
    }

    /// A tree of a few lines, to try a rule on.
    pub(super) fn of(files: &[(&str, &str)]) -> Self {
        let mut tree = Self::default();
        for (path, text) in files {
            if path.ends_with(".rs") {
                tree.sources.push(Source::new(path, text));
            }
            tree.papers.push(Paper {
                path: (*path).to_owned(),
                text: (*text).to_owned(),
            });
        }
        tree
    }
}

/// Whether all of a file is test code.
pub(super) fn is_test_file(path: &str) -> bool {
    path.starts_with("tests/")
        || path.starts_with("benches/")
        || path
            .split('/')
            .any(|part| part == "tests" || part == "tests.rs")
}

/// Paths git tracks or would track, sorted; without git, every file outside `target`.
fn tracked(root: &Path) -> Vec<String> {
    let listed = Command::new("git")
        .args([
            "ls-files",
            "--cached",
            "--others",
            "--exclude-standard",
            "-z",
        ])
        .current_dir(root)
        .output();
    let mut paths = match listed {
        Ok(out) if out.status.success() && !out.stdout.is_empty() => {
            String::from_utf8_lossy(&out.stdout)
                .split('\0')
                .filter(|path| !path.is_empty())
                .map(str::to_owned)
                .collect()
        }
        _ => walked(root),
    };
    paths.sort();
    paths.dedup();
    paths
}

/// Every file below `root`, for a build that has no git beside it.
fn walked(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder just listed can be read") {
            let path = entry.expect("a folder entry can be read").path();
            let name = path.file_name().map(|n| n.to_string_lossy().into_owned());
            if path.is_dir() {
                if !matches!(name.as_deref(), Some("target" | ".git")) {
                    folders.push(path);
                }
            } else if let Ok(below) = path.strip_prefix(root) {
                found.push(below.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    found
}

/// The text of a file; nothing for a file that is gone or is not text.
#[expect(
    clippy::disallowed_methods,
    reason = "this test is the one that reads the sources"
)]
fn read_text(path: &Path) -> Option<String> {
    String::from_utf8(std::fs::read(path).ok()?).ok()
}

/// Code and comments of one text, each with everything else blanked.
struct Masked {
    code: String,
    comments: String,
}

/// What a stretch of text is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Code,
    Comment,
    Literal,
}

/// Tells code, comments and literals apart.
fn mask(text: &str) -> Masked {
    let chars: Vec<char> = text.chars().collect();
    let mut masked = Masked {
        code: String::new(),
        comments: String::new(),
    };
    let mut at = 0;
    while at < chars.len() {
        let (kind, end) = stretch(&chars, at);
        for &c in &chars[at..end] {
            let space = if c == '\n' { '\n' } else { ' ' };
            masked.code.push(if kind == Kind::Code { c } else { space });
            masked
                .comments
                .push(if kind == Kind::Comment { c } else { space });
        }
        at = end;
    }
    masked
}

/// The stretch that starts at `at`, and where it ends.
fn stretch(chars: &[char], at: usize) -> (Kind, usize) {
    let next = chars.get(at + 1).copied();
    match (chars[at], next) {
        ('/', Some('/')) => {
            let end = chars[at..]
                .iter()
                .position(|&c| c == '\n')
                .map_or(chars.len(), |n| at + n);
            (Kind::Comment, end)
        }
        ('/', Some('*')) => (Kind::Comment, block_comment_end(chars, at)),
        ('"', _) => (Kind::Literal, string_end(chars, at)),
        ('\'', Some('\\')) => {
            let close = chars.iter().skip(at + 3).position(|&c| c == '\'');
            (Kind::Literal, close.map_or(chars.len(), |n| at + 4 + n))
        }
        ('\'', Some(_)) if chars.get(at + 2) == Some(&'\'') => (Kind::Literal, at + 3),
        ('r', Some('"' | '#')) if !in_word(chars, at) => match raw_string_end(chars, at) {
            Some(end) => (Kind::Literal, end),
            None => (Kind::Code, at + 1),
        },
        _ => (Kind::Code, at + 1),
    }
}

/// Whether the letter before puts this one inside a word; `b` and `c` may stand before `r`.
fn in_word(chars: &[char], at: usize) -> bool {
    let word = |n: usize| {
        chars
            .get(n)
            .is_some_and(|c| c.is_alphanumeric() || *c == '_')
    };
    match at.checked_sub(1) {
        Some(before) if matches!(chars[before], 'b' | 'c') => {
            before.checked_sub(1).is_some_and(word)
        }
        Some(before) => word(before),
        None => false,
    }
}

fn block_comment_end(chars: &[char], at: usize) -> usize {
    let mut depth = 0_usize;
    let mut n = at;
    while n < chars.len() {
        match (chars[n], chars.get(n + 1)) {
            ('/', Some('*')) => {
                depth += 1;
                n += 2;
            }
            ('*', Some('/')) => {
                depth -= 1;
                n += 2;
                if depth == 0 {
                    return n;
                }
            }
            _ => n += 1,
        }
    }
    chars.len()
}

fn string_end(chars: &[char], at: usize) -> usize {
    let mut n = at + 1;
    while n < chars.len() {
        match chars[n] {
            '\\' => n += 2,
            '"' => return n + 1,
            _ => n += 1,
        }
    }
    chars.len()
}

/// The end of `r"…"`, `r#"…"#` and so on; none for a raw identifier.
fn raw_string_end(chars: &[char], at: usize) -> Option<usize> {
    let hashes = chars[at + 1..].iter().take_while(|&&c| c == '#').count();
    let open = at + 1 + hashes;
    if chars.get(open) != Some(&'"') {
        return None;
    }
    let mut n = open + 1;
    while n < chars.len() {
        if chars[n] == '"' && chars[n + 1..].iter().take_while(|&&c| c == '#').count() >= hashes {
            return Some(n + 1 + hashes);
        }
        n += 1;
    }
    Some(chars.len())
}

fn blank(text: &str) -> String {
    text.chars()
        .map(|c| if c == '\n' { '\n' } else { ' ' })
        .collect()
}

/// Blanks `#[cfg(test)] mod … { … }`; a mere `mod tests;` stays.
fn blank_test_modules(code: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let mut out = String::with_capacity(code.len());
    let mut rest = code;
    while let Some(found) = rest.find(MARK) {
        out.push_str(&rest[..found]);
        let marked = &rest[found..];
        let end = test_module_end(&marked[MARK.len()..]).map_or(MARK.len(), |n| MARK.len() + n);
        out.push_str(&blank(&marked[..end]));
        rest = &marked[end..];
    }
    out.push_str(rest);
    out
}

/// Where the inline module ends that starts after some attributes; none if another item follows.
fn test_module_end(after: &str) -> Option<usize> {
    let mut item = after.trim_start();
    while item.starts_with("#[") {
        item = item[item.find(']')? + 1..].trim_start();
    }
    let open = after.len() - item.len() + item.find('{')?;
    let head = after[after.len() - item.len()..open].trim();
    let name = head.strip_prefix("mod ")?.trim();
    if !name.chars().all(|c| c.is_alphanumeric() || c == '_') {
        return None;
    }
    let mut depth = 0_usize;
    for (n, c) in after[open..].char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(open + n + 1);
        }
    }
    Some(after.len())
}

#[test]
fn comments_and_literals_are_not_code() {
    let source = Source::new(
        "src/a.rs",
        "let a = \"use crate::x; // no\"; // use crate::y\nlet b = r#\"\"z\"#; \
         let c = '\"'; /* d /* e */ f */ g('\\'', 'h);\n",
    );
    for gone in ["crate::x", "crate::y", "z", " d ", " e ", " f ", "\""] {
        assert!(
            !source.code.contains(gone),
            "{gone} is left in {}",
            source.code
        );
    }
    for stays in ["let a", "let b", "let c", "g(", "'h"] {
        assert!(
            source.code.contains(stays),
            "{stays} is gone from {}",
            source.code
        );
    }
    assert!(source.comments.contains("// use crate::y") && !source.comments.contains("// no"));
    assert_eq!(source.code.lines().count(), 2);
}

#[test]
fn test_modules_are_not_production() {
    let text =
        "use a::b;\n#[cfg(test)]\n#[expect(x)]\nmod tests {\n fn t() { c::d() }\n}\nuse e::f;";
    let source = Source::new("src/a.rs", text);
    assert!(source.production.contains("a::b") && source.production.contains("e::f"));
    assert!(!source.production.contains("c::d"), "{}", source.production);
    assert!(source.code.contains("c::d"));
    let declared = Source::new("src/a/mod.rs", "#[cfg(test)]\nmod tests;\npub mod b { }");
    assert!(
        declared.production.contains("mod tests;") && declared.production.contains("pub mod b")
    );
    let foot = Source::new("src/a/tests.rs", "use a::b;");
    assert_eq!(foot.production.trim(), "");
}
