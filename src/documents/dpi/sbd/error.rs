//! Why a message is not read.

use crate::wire::error::WireError;

/// Why a message is not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SbdError {
    /// It is no JSON.
    #[error("the message: expected one JSON value, found something else ({why})")]
    NotJson {
        /// Where it stops being JSON.
        why: String,
    },
    /// A member is missing, is not what it should be, or should not be there.
    #[error(transparent)]
    Member(#[from] WireError),
    /// It moves a letter between mailboxes (`flyttet`), which is read by name only.
    #[error(
        "the message: found `flyttet`, expected `digital` or `utskrift`; letters that move between \
         mailboxes are not simulated"
    )]
    Moves,
}
