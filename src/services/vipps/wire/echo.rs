//! What the answer to a request repeats of it.

use crate::services::Operation;

/// What an answer repeats of its request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Echo {
    /// Which operation it is.
    pub operation: &'static Operation,
}
