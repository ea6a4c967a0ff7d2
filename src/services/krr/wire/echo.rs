//! What the answer to a request repeats of it.

/// What an answer repeats of its request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Echo {
    /// The path below the mount.
    pub path: String,
    /// The answer was asked for signed (`Accept: application/jose`).
    pub signed: bool,
}
