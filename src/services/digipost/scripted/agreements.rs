//! TODO-agreements

use crate::services::Scripted;

/// The rows.
pub(super) const ROWS: &[Scripted] = &[];
