//! Requests.

use super::body;
use crate::domain::vipps::InvoiceId;
use crate::services::Facts;
use crate::services::vipps::faults::{Fault, ProblemKind};
use crate::services::vipps::model::{Ask, PayingAsk, PayingWhat, StateFilter, Transition};
use crate::services::vipps::wire::door::{Asked, Read};
use crate::services::vipps::wire::subject::consumer_of;

const TOKEN_HEADER: &str = "vippsinvoice-recipienttoken";

/// Reads a request.
pub(in crate::services::vipps::wire) fn read(asked: &Asked<'_>) -> Result<Read, Fault> {
    let what = match asked.operation.id {
        "vipps.ipp.List_Invoices_v1" => {
            let (token, state) = filtered(asked)?;
            PayingWhat::List { token, state }
        }
        "vipps.ipp.InvoiceCount" => {
            let (token, state) = filtered(asked)?;
            PayingWhat::Count { token, state }
        }
        "vipps.ipp.Get_Single_Invoice_v1" => {
            let id = asked.invoice_id()?;
            let token = token(asked)?;
            PayingWhat::Get { token, id }
        }
        "vipps.ipp.Change_Status_To_Approved_v1" => change(asked, body::approved)?,
        "vipps.ipp.Change_Status_To_Pending_v1" => change(asked, |body| {
            let bank_code = body::bank(body)?;
            Ok(Transition::Pending { bank_code })
        })?,
        "vipps.ipp.Delete_Invoice_v1" => change(asked, |body| {
            let bank_code = body::bank(body)?;
            Ok(Transition::Deleted { bank_code })
        })?,
        "vipps.ipp.Get_Commercial_Invoice_Document_v1" => document(asked)?,
        "vipps.ipp.Get_Attachment_For_Invoice_v1" => attachment(asked)?,
        other => {
            let found = format!("the operation {other}, which is not read");
            return Err(Fault::problem(ProblemKind::NotFound, found));
        }
    };
    let facts = facts(&what);
    let ask = Ask::Paying(PayingAsk { what, wish: None });
    Ok(Read {
        facts: vec![facts],
        ..Read::plain(ask)
    })
}

fn token(asked: &Asked<'_>) -> Result<String, Fault> {
    asked.required(TOKEN_HEADER, ProblemKind::MissingRecipientToken)
}

/// The recipient token, and which invoices are meant.
fn filtered(asked: &Asked<'_>) -> Result<(String, StateFilter), Fault> {
    let token = token(asked)?;
    let bad = |found: String| Fault::problem(ProblemKind::InvalidInvoiceStatus, found);
    let state = match readable(asked, ProblemKind::InvalidInvoiceStatus, "state")? {
        None => StateFilter::Pending,
        Some(word) => StateFilter::parse(word).ok_or_else(|| {
            let shown: String = word.chars().take(60).collect();
            bad(format!("`{shown}`"))
        })?,
    };
    Ok((token, state))
}

/// A query parameter; where the query cannot be read, it is taken for a bad one of its kind.
fn readable<'a>(
    asked: &'a Asked<'_>,
    unreadable: ProblemKind,
    name: &str,
) -> Result<Option<&'a str>, Fault> {
    if asked.query.is_none() {
        let found = "a query with escapes that are no text";
        return Err(Fault::problem(unreadable, found));
    }
    asked.parameter(name)
}

fn change(
    asked: &Asked<'_>,
    transition: impl FnOnce(&[u8]) -> Result<Transition, Fault>,
) -> Result<PayingWhat, Fault> {
    let id = asked.invoice_id()?;
    let call = asked.status_call()?;
    let to = transition(asked.body())?;
    Ok(PayingWhat::Change { id, call, to })
}

fn document(asked: &Asked<'_>) -> Result<PayingWhat, Fault> {
    let id = asked.invoice_id()?;
    let token = token(asked)?;
    let named = readable(asked, ProblemKind::InputValidationFailed, "mimeType")?;
    let mime_type = named.filter(|it| !it.is_empty()).map(str::to_owned);
    Ok(PayingWhat::Document {
        token,
        id,
        mime_type,
    })
}

fn attachment(asked: &Asked<'_>) -> Result<PayingWhat, Fault> {
    let id = asked.invoice_id()?;
    let attachment = asked.name(1);
    if attachment.is_empty() {
        let kind = ProblemKind::MissingInvoiceAttachmentId;
        return Err(Fault::problem(kind, "none"));
    }
    let token = token(asked)?;
    let named = readable(asked, ProblemKind::MissingMimetype, "mimeType")?;
    let named = named.filter(|it| !it.is_empty());
    let mime_type = named.ok_or_else(|| Fault::problem(ProblemKind::MissingMimetype, "none"))?;
    Ok(PayingWhat::Attachment {
        token,
        id,
        attachment,
        mime_type: mime_type.to_owned(),
    })
}

/// What rules of scenarios may ask about: the invoice, and whose token it is.
fn facts(what: &PayingWhat) -> Facts {
    let (token, id) = match what {
        PayingWhat::List { token, .. } | PayingWhat::Count { token, .. } => (Some(token), None),
        PayingWhat::Get { token, id }
        | PayingWhat::Document { token, id, .. }
        | PayingWhat::Attachment { token, id, .. } => (Some(token), Some(id)),
        PayingWhat::Change { id, .. } => (None, Some(id)),
    };
    Facts {
        ids: id.map(InvoiceId::to_string).into_iter().collect(),
        issuer: id.map(|id| id.issuer().as_str().to_owned()),
        consumer: token.and_then(|it| consumer_of(it)).into_iter().collect(),
        ..Facts::default()
    }
}
