//! Who may import whom, by file name.

use super::imports::{Map, named};
use super::source::Tree;

/// One layer: files that stand side by side.
struct Layer {
    /// Names of files or folders, `*` for any one folder.
    files: &'static [&'static str],
    /// Whether the components of this layer may import each other.
    mingle: bool,
}

const fn apart(files: &'static [&'static str]) -> Layer {
    Layer {
        files,
        mingle: false,
    }
}

const fn mingled(files: &'static [&'static str]) -> Layer {
    Layer {
        files,
        mingle: true,
    }
}

/// The layers from left to right: a file may import from its left. Within a layer a component may
/// import itself and the shape of a service (`services/mod`, `services/table`), and others only
/// where they mingle. A file that no row names is a violation.
const LAYERS: &[Layer] = &[
    apart(&["domain"]),
    apart(&["consumer", "wire", "crypto", "render"]),
    apart(&["documents", "snapshot"]),
    apart(&[
        "services/mod",
        "services/table",
        "services/fidelity",
        "services/*/operations",
        "services/*/faults",
        "services/*/scripted",
        "services/*/model",
        "reference_router/operations",
        "reference_router/faults",
        "reference_router/model",
        // Tables of contents: what they re-export is judged as the file that declares it.
        "services/*/mod",
        "reference_router/mod",
    ]),
    apart(&[
        "services/*/wire",
        "services/*/snapshot",
        "reference_router/wire",
        "reference_router/snapshot",
    ]),
    apart(&["scenario"]),
    apart(&["sandbox"]),
    apart(&["http"]),
    apart(&[
        "services/*/routes",
        "reference_router/routes",
        "reference_router/walk",
        "reference_router/channels",
        "admin",
        "player",
        "web",
    ]),
    mingled(&["app", "settings", "telemetry"]),
    mingled(&["startup", "embedded", "folders", "health"]),
    mingled(&["main", "lib", "cli"]),
];

/// What a service's tables and state machine may see.
const PURE_SERVICE: &[&str] = &["domain", "consumer", "services/mod", "services/table"];

/// Files that may import less than their layer would let them, beside their own folder.
const ONLY: &[(&str, &[&str])] = &[
    ("domain", &[]),
    ("wire", &[]),
    ("crypto", &["domain"]),
    ("render", &["domain"]),
    ("consumer", &["domain"]),
    (
        // Its documents are signed and sealed: they are not read apart from that.
        "documents/maskinporten",
        &["domain", "wire", "crypto"],
    ),
    (
        // As above.
        "documents/dpi",
        &["domain", "wire", "crypto"],
    ),
    ("documents", &["domain", "wire"]),
    ("snapshot", &["domain", "consumer", "crypto"]),
    (
        // It asks whether a signature holds, and whether an envelope opens.
        "services/digipost/model",
        &[
            "domain",
            "consumer",
            "services/mod",
            "services/table",
            "crypto",
        ],
    ),
    (
        // Recipient tokens are its own, signed and read by the rules.
        "services/vipps/model",
        &[
            "domain",
            "consumer",
            "services/mod",
            "services/table",
            "crypto",
        ],
    ),
    (
        // Whether a grant was signed by a key that was registered is known only where keys are.
        "services/maskinporten/model",
        &[
            "domain",
            "consumer",
            "services/mod",
            "services/table",
            "crypto",
        ],
    ),
    ("services/*/operations", PURE_SERVICE),
    ("services/*/faults", PURE_SERVICE),
    ("services/*/scripted", PURE_SERVICE),
    ("services/*/model", PURE_SERVICE),
    (
        "services/*/wire",
        &[
            "domain",
            "consumer",
            "services/mod",
            "services/table",
            "wire",
            "crypto",
            "documents",
        ],
    ),
];

/// What the reference router may name of a concrete service: the messages, as any client would.
const CHANNELS: &str = "reference_router/channels";
const CHANNELS_SEE: &[&str] = &[
    "services/*/wire",
    "services/*/model",
    "services/*/operations",
    "services/*/mod",
];

/// Every import that runs the wrong way.
pub(super) fn violations(tree: &Tree) -> Vec<String> {
    let map = Map::of(tree);
    let mut said = Vec::new();
    for source in &tree.sources {
        let Some(from) = source.label() else { continue };
        if rank(from).is_none() && !super::source::is_test_file(&source.path) {
            said.push(format!(
                "{}:1 stands in no layer; give it a row in LAYERS (tests/suite/tidy/layers.rs)",
                source.path
            ));
            continue;
        }
        for name in named(source) {
            if name.path[0] != "crate" {
                continue;
            }
            let Some(to) = map.file(&name.path).and_then(|file| file.label()) else {
                continue;
            };
            if let Some(why) = objection(from, to) {
                said.push(format!(
                    "{}:{} imports `{}` ({to}): {why}",
                    source.path,
                    name.line,
                    name.path.join("::")
                ));
            }
        }
    }
    said
}

/// Rows of the tables that no file answers to yet.
pub(super) fn idle_rows(tree: &Tree) -> Vec<String> {
    let rows = LAYERS.iter().flat_map(|layer| layer.files);
    rows.filter(|row| {
        !tree
            .sources
            .iter()
            .any(|s| s.label().is_some_and(|l| covers(row, l)))
    })
    .map(|row| (*row).to_owned())
    .collect()
}

/// Whether a row of a table names this file: word by word, whatever follows the row's last word.
pub(super) fn covers(row: &str, label: &str) -> bool {
    let mut words = label.split('/');
    row.split('/')
        .all(|part| words.next().is_some_and(|word| part == "*" || part == word))
}

fn rank(label: &str) -> Option<usize> {
    LAYERS
        .iter()
        .position(|layer| layer.files.iter().any(|row| covers(row, label)))
}

/// The folder a file belongs to as a part of the house: a service's folder, else the top folder.
fn component(label: &str) -> String {
    let words: Vec<&str> = label.split('/').collect();
    match words.as_slice() {
        ["services", service, _, ..] => format!("services/{service}"),
        [first, ..] => (*first).to_owned(),
        [] => String::new(),
    }
}

/// Why one file may not import another, or nothing.
fn objection(from: &str, to: &str) -> Option<String> {
    if from == to {
        return None;
    }
    let (ours, theirs) = (component(from), component(to));
    let same = ours == theirs;
    // A table of contents may name all that lies below it, whatever its layer.
    let folder = from
        .strip_suffix("mod")
        .filter(|folder| *folder != "services/");
    if folder.is_some_and(|folder| to.starts_with(folder)) {
        return None;
    }
    if theirs.starts_with("services/") && !same {
        if ours.starts_with("services/") {
            return Some("services never import each other; share it in `domain`".to_owned());
        }
        if ours == "reference_router" && !(covers(CHANNELS, from) && any(CHANNELS_SEE, to)) {
            return Some(format!(
                "the router meets a service only in {CHANNELS}, and there only as {}",
                CHANNELS_SEE.join(", ")
            ));
        }
    }
    let only = ONLY.iter().find(|(row, _)| covers(row, from));
    if let Some((row, allowed)) = only
        && !same
        && !any(allowed, to)
    {
        let list = if allowed.is_empty() {
            "nothing of ours".to_owned()
        } else {
            allowed.join(", ")
        };
        return Some(format!("{row} imports its own folder and {list}"));
    }
    let (Some(left), Some(right)) = (rank(to), rank(from)) else {
        return None;
    };
    let shape = ["services/mod", "services/table"];
    let beside = same || LAYERS[right].mingle || any(&shape, from) || any(&shape, to);
    if left > right {
        Some(format!(
            "{from} stands left of {to}; only the right may import the left"
        ))
    } else if left == right && !beside {
        Some(format!(
            "{from} and {to} stand side by side and do not know each other"
        ))
    } else {
        None
    }
}

fn any(rows: &[&str], label: &str) -> bool {
    rows.iter().any(|row| covers(row, label))
}

#[cfg(test)]
mod tests {
    use super::{covers, objection, violations};
    use crate::tidy::source::Tree;

    #[test]
    fn a_row_names_a_file_and_what_lies_below_it() {
        for (row, label, expected) in [
            ("domain", "domain/kid", true),
            ("domain", "domains/kid", false),
            ("services/*/wire", "services/mps/wire", true),
            ("services/*/wire", "services/mps/wire/mandate", true),
            ("services/*/wire", "services/mps/model", false),
            ("services/mod", "services/mps/mod", false),
            ("app", "app", true),
        ] {
            assert_eq!(covers(row, label), expected, "{row} against {label}");
        }
    }

    #[test]
    fn the_right_imports_the_left_and_never_the_other_way() {
        for (from, to, allowed) in [
            ("documents/ubl", "domain/kid", true),
            ("documents/ubl", "documents/bbs", true),
            ("documents/ubl", "consumer/turn", false),
            ("domain/kid", "wire/xml", false),
            ("wire/xml", "domain/kid", false),
            ("consumer/book", "domain/kid", true),
            ("consumer/book", "wire/xml", false),
            ("services/mps/model", "services/mod", true),
            ("services/mps/model", "services/mps/faults", true),
            ("services/mps/model", "services/mps/wire", false),
            ("services/mps/model", "wire/xml", false),
            ("services/mps/model", "services/vipps/model", false),
            ("services/mps/wire", "wire/xml", true),
            ("services/mps/wire", "services/mps/model/shipment", true),
            ("services/mps/wire", "scenario/rule", false),
            ("services/mps/routes", "http/door", true),
            ("services/table", "services/mps/operations", true),
            ("http/door", "services/mps/routes", false),
            ("sandbox/world", "services/mps/model", true),
            ("sandbox/world", "http/door", false),
            ("reference_router/model", "reference_router/walk", false),
            ("reference_router/walk", "reference_router/model", true),
            ("reference_router/walk", "services/mps/wire", false),
            ("reference_router/channels/mps", "services/mps/wire", true),
            (
                "reference_router/channels/mps",
                "services/mps/routes",
                false,
            ),
            ("reference_router/routes", "services/mod", true),
            ("reference_router/mod", "reference_router/routes", true),
            ("admin/clock", "player/report", false),
            ("admin/clock", "app", false),
            ("app", "settings", true),
            ("startup", "app", true),
            ("app", "startup", false),
            ("main", "startup", true),
            ("lib", "startup", true),
            ("startup", "lib", false),
        ] {
            let said = objection(from, to);
            assert_eq!(said.is_none(), allowed, "{from} → {to}: {said:?}");
        }
    }

    #[test]
    fn every_violation_is_listed_with_its_line() {
        let tree = Tree::of(&[
            (
                "src/lib.rs",
                "pub mod domain;\npub mod wire;\npub mod attic;",
            ),
            ("src/attic.rs", ""),
            ("src/domain/mod.rs", "pub mod kid;\npub use kid::Kid;"),
            ("src/domain/kid.rs", "pub struct Kid;"),
            ("src/wire/mod.rs", "pub mod xml;"),
            (
                "src/wire/xml.rs",
                "use std::fmt;\nuse crate::{\n    domain::Kid,\n};\n\
                 fn f() { super::super::domain::kid::g() }\n\
                 #[cfg(test)]\nmod tests { use crate::domain::Kid; }",
            ),
        ]);
        let said = violations(&tree);
        assert_eq!(said.len(), 3, "{said:#?}");
        assert!(
            said[0].starts_with("src/attic.rs:1 stands in no layer"),
            "{said:#?}"
        );
        assert!(said[1].starts_with("src/wire/xml.rs:3 imports `crate::domain::Kid` (domain/kid)"));
        assert!(said[2].starts_with("src/wire/xml.rs:5 imports `crate::domain::kid::g`"));
    }
}
