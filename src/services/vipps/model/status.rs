//! What a call brings that changes the state of an invoice, and the checks that all of them share:
//! key, then etag (Vipps: guide of the invoice API, ETag and Idempotency-Key).

use super::gate::Asker;
use super::row::Row;
use super::standing::{Standing, Transition, Used};
use crate::services::vipps::faults::{Fault, ProblemKind};

/// The headers of such a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusCall {
    /// `If-Match` as sent.
    pub if_match: String,
    /// `Idempotency-Key` as sent.
    pub key: String,
}

/// What a call is, beside the transition it wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::services::vipps::model) enum Seen {
    /// It comes for the first time, and its etag is the one in force.
    First,
    /// It took effect before.
    Again,
}

impl StatusCall {
    /// Whether a call comes for the first time. The key is looked up before the etag, else what
    /// took effect could never be repeated.
    pub(in crate::services::vipps::model) fn judge(
        &self,
        row: &Row,
        standing: Option<&Standing>,
        wanted: &Transition,
        asker: &Asker,
    ) -> Result<Seen, Fault> {
        let before = standing.and_then(|standing| standing.keys.get(&self.key));
        match before {
            // Nobody shall be told that their call took effect when it was somebody else's.
            Some(Used { by, to }) if *by == asker.company && to == wanted => {
                return Ok(Seen::Again);
            }
            Some(_) => {
                let found = "a key that another transition of this invoice used";
                return Err(Fault::problem(ProblemKind::InvoiceStatusConflict, found));
            }
            None => {}
        }
        let said = self.if_match.trim();
        let said = said.strip_prefix("W/").unwrap_or(said).trim_matches('"');
        let in_force = row.etag.to_string();
        if said == in_force {
            return Ok(Seen::First);
        }
        let shown: String = said.chars().take(60).collect();
        let found = format!("`{shown}` where `{in_force}` is in force");
        Err(Fault::problem(
            ProblemKind::InvoiceStatusEtagMismatch,
            found,
        ))
    }
}

/// The refusal of a transition that leads from nowhere.
pub(in crate::services::vipps::model) fn not_allowed(row: &Row, to: &str) -> Fault {
    let from = row.shown.state.as_str();
    let paid = if row.shown.is_paid { ", and paid" } else { "" };
    let found = format!("one from {from}{paid} to {to}");
    Fault::problem(ProblemKind::StateTransitionNotAllowed, found)
}
