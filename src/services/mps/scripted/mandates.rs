//! What scenarios may ask the creditor mandate API for by name.

use crate::services::Scripted;

const ALL: &[&str] = &[
    "mps.mandates.list",
    "mps.mandates.changes",
    "mps.mandates.get",
];

/// Everything that can be asked of it; failures of HTTP have their own fields in a rule.
pub(super) const ROWS: &[Scripted] = &[
    row("serverFault", "the service fails with status 500"),
    row(
        "authentication",
        "the user is not let in, whatever the Authorization header says",
    ),
    row("PENDING", "mandates that are there wait for their banks"),
];

const fn row(name: &'static str, text: &'static str) -> Scripted {
    let on = ALL;
    Scripted { name, on, text }
}
