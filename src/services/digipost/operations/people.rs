//! Who is there: the entry point, recipients, senders, keys, accounts.

use super::parts::row;
use crate::services::{Method, Operation};

/// The rows.
pub(super) const ROWS: &[Operation] = &[row(
    "digipost.entrypoint",
    Method::Get,
    "/",
    "the certificate that answers are signed with, and every link",
)];
