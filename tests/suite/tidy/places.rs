//! Where other crates and the readers of the outside world may be named.

use super::imports::{named, tokens};
use super::layers::covers;
use super::source::Tree;

/// What is kept in its place, where, and why.
struct Place {
    /// Starts of paths; a leading `*::` means the end of any path.
    names: &'static [&'static str],
    /// Where they may or may not be named.
    at: At,
    /// The reason, as the end of a sentence.
    why: &'static str,
}

/// Rows as in the table of layers.
enum At {
    Only(&'static [&'static str]),
    Never(&'static [&'static str]),
}

use At::{Never, Only};

/// Tables and state machines of the services, with the nouns below them.
const PURE: &[&str] = &[
    "domain",
    "consumer",
    "services/*/model",
    "services/*/faults",
    "services/*/operations",
];

const PLACES: &[Place] = &[
    Place {
        names: &[
            "actix_web",
            "actix_http",
            "actix_rt",
            "actix_server",
            "actix_service",
        ],
        at: Only(&["http/adapter", "web", "startup"]),
        why: "the rest is written over the `http` crate's types",
    },
    Place {
        names: &["quick_xml"],
        at: Only(&["wire/xml"]),
        why: "everyone else reads through our cursor, which resolves namespaces",
    },
    Place {
        names: &["bergshamra_c14n", "bergshamra_xml"],
        at: Only(&["wire/xml"]),
        why: "it reads without limits what has been read within limits there",
    },
    Place {
        names: &["zip"],
        at: Only(&["wire/archive"]),
        why: "one place keeps archives from growing without end",
    },
    Place {
        names: &["lopdf", "mail_builder"],
        at: Only(&["render"]),
        why: "a letter is data until somebody reads it",
    },
    Place {
        names: &["aws_lc_rs", "x509_cert"],
        at: Only(&["crypto"]),
        why: "one place knows keys; the rest asks it for a verdict",
    },
    Place {
        names: &["rand", "rand_chacha", "rand_distr"],
        at: Only(&["domain/mint"]),
        why: "every id and chance comes from the seed, a stream per kind",
    },
    Place {
        names: &["dashmap"],
        at: Only(&["sandbox/sandboxes"]),
        why: "guards deadlock when two meet; clone the Arc out at once",
    },
    Place {
        names: &["serde", "serde_json", "serde_path_to_error"],
        at: Never(PURE),
        why: "the edge owns a counterpart of what is written down",
    },
    Place {
        names: &["tokio"],
        at: Never(&[
            "domain",
            "consumer",
            "wire",
            "crypto",
            "render",
            "documents",
            "services",
            "snapshot",
            "scenario",
        ]),
        why: "the middle does not wait",
    },
    Place {
        names: &["toml"],
        at: Only(&["scenario", "settings"]),
        why: "TOML is for files that people write",
    },
    Place {
        names: &["reqwest"],
        at: Only(&[]),
        why: "calls out are made by the house's own edge",
    },
    Place {
        names: &["ureq"],
        at: Only(&["health"]),
        why: "it blocks, so it is for a program that asks one question and ends",
    },
    Place {
        names: &["anyhow"],
        at: Only(&["main"]),
        why: "everywhere else an error has a type",
    },
    Place {
        names: &["clap"],
        at: Only(&["settings", "cli"]),
        why: "one place reads the command line",
    },
    Place {
        names: &["getrandom"],
        at: Only(&["startup"]),
        why: "an admin token is the one thing here that must not come from the seed",
    },
    Place {
        names: &["subtle"],
        at: Only(&["http/admission", "services/mps/model/access"]),
        why: "one place compares the admin token, and one the passwords of users",
    },
    Place {
        names: &["std::fs"],
        at: Only(&[
            "scenario/cast_file",
            "scenario/library",
            "settings",
            "startup",
            "main",
            "cli",
            "folders",
        ]),
        why: "nothing in the middle reads a file",
    },
    Place {
        names: &["std::env"],
        at: Only(&["settings", "main"]),
        why: "one place reads the environment",
    },
    Place {
        names: &[
            "*::SystemTime::now",
            "*::Instant::now",
            "*::Timestamp::now",
            "*::Zoned::now",
        ],
        at: Only(&["sandbox/clock"]),
        why: "time is a value that is passed in",
    },
    Place {
        names: &[
            "*::tokio::time::sleep",
            "*::tokio::time::sleep_until",
            "*::std::thread::sleep",
        ],
        at: Only(&["http", "folders"]),
        why: "a delay is data until it reaches the socket",
    },
];

/// Files that may hold a hashed collection, each with the reason why its order cannot show.
const HASHED: &[(&str, &str)] = &[];

/// Every name out of its place.
pub(super) fn violations(tree: &Tree) -> Vec<String> {
    let mut said = Vec::new();
    for source in &tree.sources {
        let Some(label) = source.label() else {
            continue;
        };
        for name in named(source) {
            let path = name.path.join("::");
            for place in PLACES {
                if let Some(complaint) = complaint(place, label, &path) {
                    said.push(format!(
                        "{}:{} names `{path}`: {complaint}",
                        source.path, name.line
                    ));
                }
            }
        }
        if HASHED.iter().any(|(path, _)| *path == source.path) {
            continue;
        }
        for token in tokens(&source.production) {
            if matches!(token.text, "HashMap" | "HashSet") {
                said.push(format!(
                    "{}:{} names `{}`: its order changes from run to run; take the ordered one, or \
                     give a reason in HASHED (tests/suite/tidy/places.rs)",
                    source.path, token.line, token.text
                ));
            }
        }
    }
    said
}

fn complaint(place: &Place, label: &str, path: &str) -> Option<String> {
    place.names.iter().find(|name| is_named(name, path))?;
    let within = |rows: &[&str]| rows.iter().any(|row| covers(row, label));
    match place.at {
        Only([]) => Some(format!("it has no place here; {}", place.why)),
        Only(rows) if !within(rows) => {
            Some(format!("its place is {}; {}", rows.join(", "), place.why))
        }
        Never(rows) if within(rows) => Some(format!("not in {label}; {}", place.why)),
        Only(_) | Never(_) => None,
    }
}

fn is_named(name: &str, path: &str) -> bool {
    let starts = |whole: &str, head: &str| {
        whole
            .strip_prefix(head)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    };
    match name.strip_prefix("*::") {
        Some(tail) => format!("::{path}").ends_with(&format!("::{tail}")),
        None => starts(path, name),
    }
}

#[cfg(test)]
mod tests {
    use super::violations;
    use crate::tidy::source::Tree;

    /// How many names are out of place in one file.
    fn count(path: &str, text: &str) -> usize {
        violations(&Tree::of(&[(path, text)])).len()
    }

    #[test]
    fn a_crate_is_named_only_in_its_place() {
        for (path, text, expected) in [
            ("src/startup.rs", "use actix_web::App;", 0),
            ("src/http/adapter.rs", "use actix_web::App;", 0),
            ("src/http/adapter/body.rs", "use actix_web::App;", 0),
            ("src/http/door.rs", "use actix_web::App;", 1),
            ("src/wire/xml.rs", "use quick_xml::Reader;", 0),
            ("src/documents/ubl.rs", "use quick_xml::Reader;", 1),
            ("src/domain/mint.rs", "use rand::Rng;", 0),
            ("src/sandbox/world.rs", "use rand_chacha::ChaCha8Rng;", 1),
            (
                "src/domain/kid.rs",
                "#[derive(serde::Serialize)] struct Kid;",
                1,
            ),
            ("src/services/mps/wire.rs", "use serde::Serialize;", 0),
            ("src/services/mps/routes.rs", "use tokio::sync::Notify;", 1),
            ("src/admin/clock.rs", "use reqwest::Client;", 1),
            ("src/cli/people.rs", "use anyhow::Context;", 1),
            ("src/cli.rs", "use clap::Parser;", 0),
            ("src/cli.rs", "use std::env;", 1),
            ("src/domain/kid.rs", "use std::{env, fs::File};", 2),
            ("src/admin/clock.rs", "const V: &str = env!(\"V\");", 0),
            (
                "src/domain/kid.rs",
                "#[cfg(test)]\nmod tests { use rand::Rng; }",
                0,
            ),
            ("src/services/mps/tests.rs", "use tokio::sync::Notify;", 0),
        ] {
            assert_eq!(count(path, text), expected, "{path}: {text}");
        }
    }

    #[test]
    fn the_wall_clock_is_found_under_any_name() {
        for text in [
            "fn f() { std::time::Instant::now(); }",
            "use std::time::Instant;\nfn f() { Instant::now(); }",
            "use std::time::Instant as I;\nfn f() { I::now(); }",
            "use jiff::Timestamp;\nfn f() { g(Timestamp::now) }",
            "fn f() { jiff::Zoned::now(); }",
        ] {
            assert_eq!(count("src/sandbox/world.rs", text), 1, "{text}");
            assert_eq!(count("src/sandbox/clock.rs", text), 0, "{text}");
        }
    }

    #[test]
    fn sleeping_and_hashed_collections_are_found() {
        let sleep = "use tokio::time;\nasync fn f() { time::sleep(d).await }";
        assert_eq!(count("src/http/wreck.rs", sleep), 0);
        assert_eq!(count("src/sandbox/pump.rs", sleep), 1);
        let hashed = "use std::collections::HashMap;\ntype A = HashMap<u8, u8>;";
        assert_eq!(count("src/sandbox/world.rs", hashed), 2);
    }
}
