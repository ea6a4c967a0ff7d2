//! Who may ask what: users, their roles and the issuers they act for.

use crate::consumer::Turn;
use crate::domain::slug::Slug;
use crate::services::mps::faults::Fault;

use super::Event;

/// What a WS-Security header says about its sender.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    /// The user.
    pub user: String,
}

/// Whoever sends a request, as far as that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::services::mps) struct User {
    /// The company whose user it is; `None` for a caller without a security header, who may do
    /// everything.
    pub(in crate::services::mps) company: Option<Slug>,
}

impl User {
    /// Whether the user may act for an issuer.
    pub(in crate::services::mps) fn acts_for(&self, issuer: &str) -> bool {
        let _ = issuer;
        true
    }

    /// Whether the user may send `AvtaleGiro` claims.
    pub(in crate::services::mps) fn may_claim(&self) -> bool {
        true
    }
}

/// Whom a header stands for.
///
/// # Errors
/// [`Fault`] when the header is not one that MPS lets in.
pub(super) fn admit(login: Option<&Login>, turn: &Turn<'_, Event>) -> Result<User, Fault> {
    let _ = (login, turn);
    Ok(User { company: None })
}
