//! What every operation may answer.

use crate::services::Scripted;

/// The operations, which are all.
const EVERYWHERE: &[&str] = &["digipost.entrypoint"];

/// The rows.
pub(super) const ROWS: &[Scripted] = &[
    Scripted {
        name: "SERVER_ERROR",
        on: EVERYWHERE,
        text: "the service fails",
    },
    Scripted {
        name: "API_UNAVAILABLE",
        on: EVERYWHERE,
        text: "the service stands still",
    },
];
