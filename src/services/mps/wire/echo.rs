//! What the answer to a message repeats of it.

/// What an answer repeats of its request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Echo {
    /// The message identifier.
    Message(String),
    /// The address that the interface description was asked at.
    Address(String),
}

impl Echo {
    /// The message identifier; empty where there is none.
    pub(super) fn message(&self) -> &str {
        match self {
            Self::Message(identifier) => identifier,
            Self::Address(_) => "",
        }
    }
}
