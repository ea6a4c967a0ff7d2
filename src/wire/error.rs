//! The one sentence every reader of a message ends in: where, what was wanted, what stood there.

/// A message that is well-formed but not the one that was expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{at}: expected {expected}, found {found}")]
pub struct WireError {
    /// Where in the message: a path of element or field names, with a line when it is known.
    pub at: String,
    /// What should have stood there.
    pub expected: String,
    /// What stood there.
    pub found: String,
}

impl WireError {
    /// Puts the three parts together.
    pub fn new(
        at: impl Into<String>,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> Self {
        Self {
            at: at.into(),
            expected: expected.into(),
            found: found.into(),
        }
    }
}
