//! TODO-sending

use crate::services::Operation;

/// The rows.
pub(super) const ROWS: &[Operation] = &[];
