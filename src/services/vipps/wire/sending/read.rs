//! Requests.

use super::draft::draft;
use super::facts::{facts, named};
use crate::services::vipps::faults::{Fault, ProblemKind};
use crate::services::vipps::model::{Ask, SendingAsk, SendingWhat};
use crate::services::vipps::operations::{GET, REVOKE, SEND};
use crate::services::vipps::wire::door::{Asked, Read};

/// Reads a request.
pub(in crate::services::vipps::wire) fn read(asked: &Asked<'_>) -> Result<Read, Fault> {
    let id = asked.invoice_id()?;
    let mut told = named(&id);
    let what = match asked.operation.id {
        SEND => {
            let draft = draft(asked.body())?;
            told = facts(&id, &draft);
            SendingWhat::Send(Box::new(draft))
        }
        GET => SendingWhat::Get,
        REVOKE => SendingWhat::Revoke(asked.status_call()?),
        other => return Err(Fault::problem(ProblemKind::NotFound, other)),
    };
    Ok(Read {
        facts: vec![told],
        ..Read::plain(Ask::Sending(SendingAsk { id, what }))
    })
}
