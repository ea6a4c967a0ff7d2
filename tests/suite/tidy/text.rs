//! How a source reads: its first line, its widths and lengths, its imports, its leftovers.

use super::imports::{starts_use, tokens};
use super::source::{Source, Tree, is_test_file};

const COLUMNS_MAX: usize = 100;
const LINES_MAX: usize = 500;

/// Files that are longer, with the lines they may have. A row may shrink or go, never grow.
const LONGER: &[(&str, usize)] = &[];

/// Words that a comment may not leave behind.
const LEFTOVERS: &[&str] = &["FIXME", "XXX"];

/// How a line of code begins that somebody has commented out.
const CODE_STARTS: &[&str] = &[
    "let ", "fn ", "use ", "pub ", "mod ", "impl ", "struct ", "enum ", "return ", "if ", "for ",
];

/// Macros that end a run because nobody wrote the rest.
const UNWRITTEN: &[&str] = &["todo", "unimplemented"];

/// Macros that end a run.
const ABORTS: &[&str] = &["panic", "unreachable"];

/// Everything that does not read like the rest.
pub(super) fn violations(tree: &Tree) -> Vec<String> {
    let mut said = Vec::new();
    for source in &tree.sources {
        lines(source, &mut said);
        length(source, LONGER, &mut said);
        imports(source, &mut said);
        words(source, &mut said);
    }
    for (path, _) in LONGER
        .iter()
        .filter(|(p, _)| !tree.sources.iter().any(|s| s.path == *p))
    {
        said.push(format!(
            "{path} is gone; strike it from LONGER (tests/suite/tidy/text.rs)"
        ));
    }
    said
}

fn lines(source: &Source, said: &mut Vec<String>) {
    let path = &source.path;
    if !source.text.starts_with("//! ") {
        said.push(format!(
            "{path}:1 does not start with `//!` and what the file is for"
        ));
    }
    for (n, line) in source.text.lines().enumerate() {
        let columns = line.chars().count();
        if columns > COLUMNS_MAX {
            said.push(format!(
                "{path}:{} has {columns} columns, {COLUMNS_MAX} fit",
                n + 1
            ));
        }
    }
    for (n, comment) in source.comments.lines().enumerate() {
        let comment = comment.trim();
        if let Some(word) = LEFTOVERS.iter().find(|word| comment.contains(*word)) {
            said.push(format!(
                "{path}:{} leaves {word}; do it, or open an issue",
                n + 1
            ));
        }
        if is_commented_code(comment) {
            said.push(format!(
                "{path}:{} is commented-out code; git remembers it",
                n + 1
            ));
        }
    }
}

/// A line that would compile; prose may begin with the same word, it does not end like code.
fn is_commented_code(comment: &str) -> bool {
    let Some(inner) = comment
        .strip_prefix("//")
        .filter(|c| !c.starts_with(['/', '!']))
    else {
        return false;
    };
    let inner = inner.trim();
    CODE_STARTS.iter().any(|start| inner.starts_with(start)) && inner.ends_with([';', '{', '}'])
}

fn length(source: &Source, longer: &[(&str, usize)], said: &mut Vec<String>) {
    let (path, found) = (&source.path, source.text.lines().count());
    let row = longer.iter().find(|(listed, _)| listed == path);
    match row {
        None if found > LINES_MAX => said.push(format!(
            "{path} has {found} lines, {LINES_MAX} fit; make it a folder of the same name"
        )),
        Some((_, most)) if found > *most => {
            said.push(format!(
                "{path} has grown from {most} to {found} lines; it may only shrink"
            ));
        }
        Some(_) if found <= LINES_MAX => {
            said.push(format!(
                "{path} has only {found} lines now; strike it from LONGER"
            ));
        }
        None | Some(_) => {}
    }
}

/// One `use` at the top level of a file.
struct Import {
    /// First and last line, from 1.
    lines: (usize, usize),
    group: Group,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Std,
    External,
    Ours,
}

fn imports(source: &Source, said: &mut Vec<String>) {
    for pair in blocks(source).iter().flat_map(|block| block.windows(2)) {
        let [above, below] = pair else { continue };
        let between = source.text.lines().skip(above.lines.1);
        let gap = between
            .take(below.lines.0 - above.lines.1 - 1)
            .any(|line| line.trim().is_empty());
        let complaint = if below.group < above.group {
            "stands below a later group; the order is std, external, ours"
        } else if below.group > above.group && !gap {
            "starts a group of imports without a blank line before it"
        } else if below.group == above.group && gap && below.group != Group::Ours {
            "is cut off from its group by a blank line"
        } else {
            continue;
        };
        said.push(format!("{}:{} {complaint}", source.path, below.lines.0));
    }
}

/// Runs of imports with nothing but attributes between them.
fn blocks(source: &Source) -> Vec<Vec<Import>> {
    let tokens = tokens(&source.code);
    let children: Vec<&str> = tokens
        .windows(3)
        .filter(|w| w[0].text == "mod" && matches!(w[2].text, ";" | "{"))
        .map(|w| w[1].text)
        .collect();
    let mut blocks: Vec<Vec<Import>> = vec![Vec::new()];
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let text = token.text;
        let exported = at > 0 && matches!(tokens[at - 1].text, "pub" | ")");
        if depth == 0 && starts_use(&tokens, at) && !exported {
            let len = tokens[at..].iter().position(|t| t.text == ";").unwrap_or(0);
            let first = tokens[at + 1..]
                .iter()
                .map(|t| t.text)
                .find(|text| *text != "::");
            let import = Import {
                lines: (token.line, tokens[at + len].line),
                group: group(first.unwrap_or_default(), &children),
            };
            if let Some(block) = blocks.last_mut() {
                block.push(import);
            }
            at += len + 1;
            continue;
        }
        match text {
            "{" | "[" | "(" => depth += 1,
            "}" | "]" | ")" => depth = depth.saturating_sub(1),
            // An item between two imports ends the block; an attribute does not.
            ";" if depth == 0 => blocks.push(Vec::new()),
            _ => {}
        }
        if text == "}" && depth == 0 {
            blocks.push(Vec::new());
        }
        at += 1;
    }
    blocks
}

fn group(first: &str, children: &[&str]) -> Group {
    match first {
        "std" | "core" | "alloc" => Group::Std,
        "crate" | "self" | "super" | "sandkasse" => Group::Ours,
        _ if children.contains(&first) => Group::Ours,
        _ => Group::External,
    }
}

fn words(source: &Source, said: &mut Vec<String>) {
    let path = &source.path;
    let macros = |code: &str, names: &[&str]| -> Vec<(usize, String)> {
        let tokens = tokens(code);
        let calls = tokens
            .windows(2)
            .filter(|w| w[1].text == "!" && names.contains(&w[0].text));
        calls.map(|w| (w[0].line, w[0].text.to_owned())).collect()
    };
    for (line, name) in macros(&source.code, UNWRITTEN) {
        said.push(format!(
            "{path}:{line} says `{name}!`; what is not simulated says so by name"
        ));
    }
    for (line, name) in macros(&source.production, ABORTS) {
        if !is_expected(source, line) {
            said.push(format!(
                "{path}:{line} says `{name}!`; answer with an error, or write \
                 `#[expect(clippy::{name}, reason = \"…\")]` above it"
            ));
        }
    }
    for pair in tokens(&source.code).windows(3) {
        if pair[0].text == "[" && pair[1].text == "ignore" {
            said.push(format!(
                "{path}:{} ignores a test; mend it or drop it",
                pair[1].line
            ));
        }
    }
    let production: Vec<&str> = source.production.lines().collect();
    for pair in tokens(&source.code).windows(2) {
        let line = pair[0].line;
        let in_test = is_test_file(path) || production[line - 1].trim().is_empty();
        let call = matches!(pair[0].text, "sleep" | "sleep_until") && pair[1].text == "(";
        if in_test && call {
            said.push(format!(
                "{path}:{line} sleeps in a test; move the clock instead"
            ));
        }
    }
}

/// Whether a reasoned `expect` stands on the line or on one of the three above it.
fn is_expected(source: &Source, line: usize) -> bool {
    let near = source
        .text
        .lines()
        .skip(line.saturating_sub(4))
        .take(line.min(4));
    let near: String = near.collect();
    near.contains("expect(") && near.contains("reason =")
}

#[cfg(test)]
mod tests {
    use super::{is_commented_code, length, violations};
    use crate::tidy::source::{Source, Tree};

    /// What is said about one production file below its first line.
    fn said(text: &str) -> Vec<String> {
        violations(&Tree::of(&[("src/a.rs", &format!("//! A.\n{text}"))]))
    }

    #[test]
    fn the_first_line_says_what_the_file_is_for() {
        assert_eq!(violations(&Tree::of(&[("src/a.rs", "use a::b;")])).len(), 1);
        assert_eq!(said("fn f() {}"), Vec::<String>::new());
    }

    #[test]
    fn columns_are_counted_in_letters() {
        assert_eq!(said(&format!("// {}", "å".repeat(97))).len(), 0);
        assert_eq!(said(&format!("// {}", "å".repeat(98))).len(), 1);
    }

    #[test]
    fn leftovers_are_found_in_comments_only() {
        assert_eq!(said("// FIXME later").len(), 1);
        assert_eq!(said("const A: &str = \"XXX\";").len(), 0);
        for (line, expected) in [
            ("// let kid = Kid::parse(text)?;", true),
            ("//use crate::domain::kid;", true),
            ("// if found {", true),
            ("// let the client know what was found", false),
            ("// for one sandbox; the others run on", false),
            ("/// use crate::domain::kid;", false),
        ] {
            assert_eq!(is_commented_code(line), expected, "{line}");
        }
    }

    #[test]
    fn a_long_file_is_on_the_list_and_only_shrinks() {
        let complaints = |lines: usize, row: &[(&str, usize)]| {
            let mut said = Vec::new();
            length(
                &Source::new("src/a.rs", &"\n".repeat(lines)),
                row,
                &mut said,
            );
            said.len()
        };
        assert_eq!(complaints(500, &[]), 0);
        assert_eq!(complaints(501, &[]), 1);
        assert_eq!(complaints(600, &[("src/a.rs", 600)]), 0);
        assert_eq!(complaints(601, &[("src/a.rs", 600)]), 1);
        assert_eq!(complaints(400, &[("src/a.rs", 600)]), 1);
    }

    #[test]
    fn imports_stand_in_three_groups() {
        for (text, expected) in [
            (
                "use std::fmt;\n\nuse jiff::Zoned;\n\nuse crate::a;\nuse super::b;",
                0,
            ),
            ("use std::fmt;\nuse jiff::Zoned;", 1),
            ("use jiff::Zoned;\n\nuse std::fmt;", 1),
            ("use std::fmt;\n\nuse std::io;", 1),
            (
                "use jiff::{\n    Span,\n\n    Zoned,\n};\nuse toml::Table;",
                0,
            ),
            ("use crate::a;\n#[cfg(unix)]\nuse jiff::Zoned;", 1),
            ("use crate::a;\n\nfn f() { use std::fmt; }", 0),
        ] {
            assert_eq!(said(text).len(), expected, "{text}: {:?}", said(text));
        }
    }

    #[test]
    fn what_ends_a_run_needs_a_reason_and_tests_never_wait() {
        for (text, expected) in [
            ("fn f() { todo!() }", 1),
            ("fn f() { panic!(\"a\") }", 1),
            (
                "#[expect(clippy::panic, reason = \"b\")]\nfn f() { panic!(\"a\") }",
                0,
            ),
            ("fn f() { panic() }", 0),
            ("#[cfg(test)]\nmod tests { fn f() { unreachable!() } }", 0),
            ("#[cfg(test)]\nmod tests {\n#[ignore]\nfn f() {}\n}", 1),
            (
                "#[cfg(test)]\nmod tests {\nfn f() { std::thread::sleep(d) }\n}",
                1,
            ),
            ("async fn f() { tokio::time::sleep(d).await }", 0),
        ] {
            assert_eq!(said(text).len(), expected, "{text}: {:?}", said(text));
        }
    }
}
