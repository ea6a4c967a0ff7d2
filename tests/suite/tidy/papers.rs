//! The papers beside the code: they agree with it, and with a reader who has only this repository.

use super::source::{Paper, Tree};

/// Words that lead out of the repository, in halves so that this table does not name them itself.
const NAMES_OF_ELSEWHERE: &[(&str, &str, &[&str])] = &[
    ("/wo", "rk/", &[]),
    ("../sha", "red", &[".ci/run"]),
    ("crates", ".io", &["Cargo.lock"]),
    ("registry.npm", "js.org", &[]),
    ("py", "pi.org", &[]),
    ("files.python", "hosted.org", &[]),
    ("proxy.gol", "ang.org", &[]),
    ("repo1.ma", "ven.org", &[]),
    ("repo.maven.ap", "ache.org", &[]),
    ("ruby", "gems.org", &[]),
];

/// Everything a paper says that is not so.
pub(super) fn violations(tree: &Tree) -> Vec<String> {
    let mut said = Vec::new();
    changelog(tree, &mut said);
    readme(tree, &mut said);
    for paper in &tree.papers {
        decision(paper, &mut said);
        elsewhere(paper, &mut said);
    }
    said
}

fn find<'a>(tree: &'a Tree, path: &str) -> Option<&'a str> {
    tree.papers
        .iter()
        .find(|paper| paper.path == path)
        .map(|paper| paper.text.as_str())
}

fn changelog(tree: &Tree, said: &mut Vec<String>) {
    let text = find(tree, "CHANGELOG.md").unwrap_or_default();
    let first = text.lines().find(|line| line.starts_with("## "));
    if first != Some("## Unreleased") {
        said.push(format!(
            "CHANGELOG.md: the first `## ` heading is {first:?}; it must be `## Unreleased`"
        ));
    }
}

/// A version that the README gives to us must be ours.
fn readme(tree: &Tree, said: &mut Vec<String>) {
    let manifest = find(tree, "Cargo.toml").unwrap_or_default();
    let Some(version) = manifest.lines().find_map(|line| {
        line.strip_prefix("version = \"")
            .and_then(|rest| rest.strip_suffix('"'))
    }) else {
        said.push("Cargo.toml: no line `version = \"…\"`".to_owned());
        return;
    };
    for (n, line) in find(tree, "README.md")
        .unwrap_or_default()
        .lines()
        .enumerate()
    {
        for named in versions_of_ours(line) {
            if named != version {
                said.push(format!(
                    "README.md:{} says version {named}, Cargo.toml {version}",
                    n + 1
                ));
            }
        }
    }
}

/// Versions that stand after our name: `sandkasse 0.1.0`, `sandkasse:0.1.0`, `sandkasse = "0.1"`.
fn versions_of_ours(line: &str) -> Vec<String> {
    let lower = line.to_lowercase();
    let after = lower.split("sandkasse").skip(1);
    after
        .filter_map(|rest| {
            let rest = rest.trim_start_matches([' ', ':', '=', '"', '@', '`', '-', 'v']);
            let rest = rest.strip_prefix("version ").unwrap_or(rest);
            let end = rest
                .find(|c: char| !c.is_ascii_digit() && c != '.')
                .unwrap_or(rest.len());
            let version = rest[..end].trim_end_matches('.');
            version.contains('.').then(|| version.to_owned())
        })
        .collect()
}

fn decision(paper: &Paper, said: &mut Vec<String>) {
    let Some(name) = paper.path.strip_prefix("docs/decisions/") else {
        return;
    };
    if !name.ends_with(".md") || name == "README.md" {
        return;
    }
    let number = name.split('-').next().unwrap_or_default();
    let numbered = number.len() == 4 && number.chars().all(|c| c.is_ascii_digit());
    if !numbered || !paper.text.starts_with(&format!("# {number} ")) {
        said.push(format!(
            "{}:1 must be `NNNN-name.md` and start with `# NNNN ` and the decision",
            paper.path
        ));
    }
}

fn elsewhere(paper: &Paper, said: &mut Vec<String>) {
    for (head, tail, excepted) in NAMES_OF_ELSEWHERE {
        let name = format!("{head}{tail}");
        if excepted.contains(&paper.path.as_str()) {
            continue;
        }
        for (n, _) in paper
            .text
            .lines()
            .enumerate()
            .filter(|(_, line)| line.contains(&name))
        {
            said.push(format!(
                "{}:{} names {name}, which a reader of this repository does not have",
                paper.path,
                n + 1
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{versions_of_ours, violations};
    use crate::tidy::source::Tree;

    const LOG: (&str, &str) = ("CHANGELOG.md", "# Changes\n\n## Unreleased\n\n## 0.1.0\n");
    const MANIFEST: (&str, &str) = ("Cargo.toml", "[package]\nversion = \"0.1.0\"\n");

    #[test]
    fn papers_that_agree_pass() {
        let decision = ("docs/decisions/0001-one-lock.md", "# 0001 One lock\n");
        let readme = ("README.md", "Sandkasse 0.1.0 speaks SOAP 1.1.");
        assert_eq!(
            violations(&Tree::of(&[LOG, MANIFEST, decision, readme])),
            Vec::<String>::new()
        );
    }

    #[test]
    fn papers_that_disagree_are_named() {
        for (path, text) in [
            ("README.md", "docker run sandkasse:0.0.9"),
            ("docs/decisions/0002-time.md", "# 0001 Time"),
            ("docs/decisions/time.md", "# Time"),
            ("docs/a.md", concat!("see /wo", "rk/notes")),
            (
                "Dockerfile",
                concat!("RUN curl https://static.crates", ".io"),
            ),
        ] {
            let said = violations(&Tree::of(&[LOG, MANIFEST, (path, text)]));
            assert_eq!(said.len(), 1, "{path}: {said:?}");
        }
        let old = ("CHANGELOG.md", "## 0.1.0\n\n## Unreleased\n");
        assert_eq!(violations(&Tree::of(&[old, MANIFEST])).len(), 1);
    }

    #[test]
    fn only_a_version_after_our_name_is_ours() {
        for (line, expected) in [
            ("`sandkasse = \"0.1.0\"`", vec!["0.1.0"]),
            ("Sandkasse v0.1.0.", vec!["0.1.0"]),
            ("Sandkasse listens on 127.0.0.1", vec![]),
            ("needs Rust 1.95", vec![]),
        ] {
            assert_eq!(versions_of_ours(line), expected, "{line}");
        }
    }
}
