//! The rules a reviewer would otherwise repeat, checked by reading the sources.
//!
//! Each rule is a function from a [`source::Tree`] to sentences, one a violation, so that it can be
//! tried on a few lines of text as well as on the real tree. The tables at the head of `layers.rs`,
//! `places.rs`, `shape.rs`, `text.rs` and `papers.rs` are what later hands edit; each row says why.

mod imports;
mod layers;
mod papers;
mod places;
mod shape;
mod source;
mod text;

use source::Tree;

/// Fails with every violation at once, so that one run is enough to mend them all.
fn nothing_to_say(rule: &str, said: &[String]) {
    assert!(
        said.is_empty(),
        "{rule}: {} violation(s)\n  {}\n",
        said.len(),
        said.join("\n  ")
    );
}

#[test]
fn the_scan_sees_the_house() {
    let tree = Tree::read();
    let of = |folder: &str| {
        tree.sources
            .iter()
            .filter(|s| s.path.starts_with(folder))
            .count()
    };
    assert!(
        of("src/") >= 18,
        "only {} files under src: the scan is blind",
        of("src/")
    );
    assert!(
        of("tests/") >= 8,
        "only {} files under tests: the scan is blind",
        of("tests/")
    );
    assert!(
        of("benches/") >= 1,
        "no file under benches: the scan is blind"
    );
    for path in [
        "src/lib.rs",
        "src/main.rs",
        "src/domain/kid/number.rs",
        "tests/suite/tidy/mod.rs",
    ] {
        assert!(
            tree.sources.iter().any(|s| s.path == path),
            "the scan missed {path}"
        );
    }
    for path in ["Cargo.toml", "CHANGELOG.md", "docs/GLOSSARY.md"] {
        assert!(
            tree.papers.iter().any(|p| p.path == path),
            "the scan missed {path}"
        );
    }
}

#[test]
fn rows_that_no_file_answers_to_yet_are_named() {
    let tree = Tree::read();
    let mut idle = layers::idle_rows(&tree);
    idle.extend(shape::idle_rows(&tree));
    println!(
        "these rows pass without a file to look at: {}",
        idle.join(", ")
    );
}

#[test]
fn imports_run_from_right_to_left_only() {
    nothing_to_say("layers", &layers::violations(&Tree::read()));
}

#[test]
fn each_crate_and_each_reader_of_the_world_has_its_place() {
    nothing_to_say("places", &places::violations(&Tree::read()));
}

#[test]
fn every_service_has_the_same_files_and_tables_of_contents_hold_no_logic() {
    nothing_to_say("shape", &shape::violations(&Tree::read()));
}

#[test]
fn sources_read_alike() {
    nothing_to_say("text", &text::violations(&Tree::read()));
}

#[test]
fn papers_agree_with_the_house() {
    nothing_to_say("papers", &papers::violations(&Tree::read()));
}
