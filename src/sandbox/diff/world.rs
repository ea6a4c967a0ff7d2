//! Two worlds side by side.

use jiff::Timestamp;
use serde_json::Value;

use super::mailboxes::mailboxes;
use super::parts::{Pair, below, members, shown, text, told};
use super::people::{companies, mandates, people, record};
use super::services::{agenda, claims, letters, presented, services};
use crate::domain::blob::Blobs;
use crate::sandbox::cases::Cases;
use crate::sandbox::snapshot::snapshot;
use crate::sandbox::world::World;

/// One difference between two worlds.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What is different: `clock`, `setting`, `person`, `company`, `mandate`, `presented`, `claim`,
    /// `invoice`, `<service>.<what it keeps>`, `letter`, `agenda`, …
    pub what: String,
    /// Which one: a name or an id; empty where there is only one.
    pub id: String,
    /// The difference in words.
    pub text: String,
    /// How it is in the first world; null where it is not there.
    pub before: Value,
    /// How it is in the second one.
    pub after: Value,
}

impl Change {
    pub(super) fn of(what: &str, id: &str, text: String, (before, after): Pair<'_>) -> Self {
        Self {
            what: what.to_owned(),
            id: id.to_owned(),
            text,
            before: before.clone(),
            after: after.clone(),
        }
    }
}

/// Parts of a snapshot that tell nothing by themselves, or that a part above tells.
const SILENT: [&str; 13] = [
    "format",
    "sandbox",
    "clock",
    "cast",
    "book",
    "cases",
    "agenda",
    "services",
    "settings",
    "mint",
    "blobs",
    "outbox",
    "journal_next",
];

/// What is different in a world from another one, in a fixed order. Names, credentials, tokens and
/// records do not count, so a copy that nobody touched differs in nothing.
#[must_use]
pub fn diff(before: &World, after: &World) -> Vec<Change> {
    let (old, new) = (bare(before), bare(after));
    let both = (&old, &new);
    let mut changes = Vec::new();
    clock(both, &mut changes);
    let seeds = below(below(both, "mint"), "seed");
    if seeds.0 != seeds.1 {
        let words = format!("seed: {} -> {}", shown(seeds.0), shown(seeds.1));
        changes.push(Change::of("seed", "", words, seeds));
    }
    for (name, pair) in members(below(both, "settings")) {
        let values = below(pair, "value");
        if values.0 != values.1 {
            let words = format!("setting {name}: {} -> {}", shown(values.0), shown(values.1));
            changes.push(Change::of("setting", &name, words, values));
        }
    }
    let cast = below(both, "cast");
    people(below(cast, "people"), &mut changes);
    companies(below(cast, "companies"), &mut changes);
    let book = below(both, "book");
    let standing = below(book, "mandates");
    mandates(standing, &mut changes);
    if standing.0 == standing.1 {
        record(below(book, "mandate_changes"), &mut changes);
    }
    presented(below(book, "presented"), &mut changes);
    claims(below(book, "claims"), &mut changes);
    mailboxes(below(book, "mailboxes"), &mut changes);
    services(below(both, "services"), &mut changes);
    let everybody = below(cast, "people").1;
    letters(below(both, "outbox"), everybody, &mut changes);
    agenda(below(both, "agenda"), &mut changes);
    for (name, pair) in members(both) {
        if !SILENT.contains(&name.as_str()) {
            let words = format!("{name}: {}", told(pair));
            changes.push(Change::of(&name, "", words, pair));
        }
    }
    changes
}

/// The world without the parts that are large and tell nothing.
fn bare(world: &World) -> Value {
    let mut world = world.twin();
    world.blobs = Blobs::default();
    world.cases = Cases::default();
    snapshot(&world)
}

fn clock(both: Pair<'_>, changes: &mut Vec<Change>) {
    let pair = below(both, "clock");
    let instant = |side: &Value| text(side, "").parse::<Timestamp>().ok();
    let (Some(old), Some(new)) = (instant(pair.0), instant(pair.1)) else {
        return;
    };
    if old == new {
        return;
    }
    let by = new.duration_since(old);
    let sign = if by.is_negative() { "" } else { "+" };
    let words = format!("clock: {sign}{by}");
    changes.push(Change::of("clock", "", words, pair));
}
