//! Issuers that MPS takes nothing from for a while.

use jiff::Timestamp;
use jiff::civil::Date;

use super::Event;
use crate::consumer::Turn;
use crate::domain::cast::Cast;

/// An entry of the black list. All words in it are modelled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Organisation number of the issuer.
    pub identifier: String,
    /// In force.
    pub active: bool,
    /// First day.
    pub from: Date,
    /// Last day, if there is one.
    pub until: Option<Date>,
}

/// Every entry.
pub(in crate::services::mps) fn entries(turn: &Turn<'_, Event>) -> Vec<Listed> {
    let _ = turn;
    Vec::new()
}

/// Whether an issuer is on the list at an instant.
pub(super) fn holds(cast: &Cast, issuer: &str, now: Timestamp) -> bool {
    let _ = (cast, issuer, now);
    false
}
