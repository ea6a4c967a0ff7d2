//! What the answer to a message repeats of it.

use crate::services::Operation;

/// What an answer repeats of its request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Echo {
    /// The message identifier.
    Message(String),
    /// The address that the interface description was asked at.
    Address(String),
    /// The message identifier at a sibling service, and the operation.
    Sibling(String, &'static Operation),
    /// The address that a sibling's interface description was asked at, and the operation.
    SiblingAddress(String, &'static Operation),
    /// Nothing; the answer is JSON.
    Json,
    /// Where the service is, for addresses of files.
    Files(String),
}

impl Echo {
    /// The name under which a scenario asks for an answer that names another message.
    pub(in crate::services::mps) const ANOTHER: &str = "anotherMessageIdentifier";

    /// Lets the answer name another message than the one that was sent.
    pub(in crate::services::mps) fn falsify(&mut self) {
        if let Self::Message(identifier) | Self::Sibling(identifier, _) = self {
            "another-message".clone_into(identifier);
        }
    }

    /// The message identifier; empty where there is none.
    pub(super) fn message(&self) -> &str {
        match self {
            Self::Message(identifier) | Self::Sibling(identifier, _) => identifier,
            Self::Address(_) | Self::SiblingAddress(..) | Self::Json | Self::Files(_) => "",
        }
    }
}
