//! What the answer to a request repeats of it.

use super::dialect::Dialect;
use super::signature::Signing;
use crate::services::Operation;

/// What an answer repeats of its request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Echo {
    /// Which operation it is.
    pub operation: &'static Operation,
    /// In which version of the interface to answer.
    pub dialect: Dialect,
    /// Scheme, host and everything up to the mount, for links; no slash at the end.
    pub base: String,
    /// `X-Digipost-Request-Id`, which is repeated.
    pub request_id: Option<String>,
    /// How it is sealed.
    pub signing: Signing,
}

impl Echo {
    /// Whether it is an operation of the user-agreements API.
    #[must_use]
    pub fn is_about_users(&self) -> bool {
        self.operation.id.starts_with("digipost.agreements.")
    }
}
