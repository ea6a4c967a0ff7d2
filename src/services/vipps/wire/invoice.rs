//! An invoice as both sides get it (Vipps: swagger, invoiceOut).

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::answer::problem;
use crate::services::vipps::model::{Row, State};

/// The JSON of an invoice. Addresses of documents are never in it, and neither is metadata.
pub(super) fn invoice_out(row: &Row) -> Value {
    let (etag, content) = (row.etag.to_string(), &row.content);
    let documents = content.documents.iter();
    let documents = documents.map(|it| json!({ "mimeType": it.mime_type }));
    let attachments = content.attachments.iter().enumerate().map(|(at, it)| {
        let types = it.documents.iter().map(|it| it.mime_type.as_str());
        json!({ "id": at.to_string(), "title": it.title, "mimeTypes": types.collect::<Vec<_>>() })
    });
    let mut out = json!({
        "invoiceId": row.id.to_string(),
        "paymentInformation": {
            "type": content.payment.kind.as_str(),
            "value": content.payment.value,
            "account": content.payment.account,
        },
        "invoiceType": content.kind.as_str(),
        "due": time(content.due),
        "amount": content.amount.get(),
        "subject": content.subject,
        "recipient": {
            "identType": row.recipient.ident.kind.as_str(),
            "identValue": row.recipient.ident.value,
            "resolvedAt": time(row.recipient.resolved_at),
        },
        "providerId": { "identType": "orgno-no", "identValue": row.id.issuer().as_str() },
        "commercialInvoice": documents.collect::<Vec<_>>(),
        "attachments": attachments.collect::<Vec<_>>(),
        "status": status(row),
        "created": time(row.created),
        "source": row.source.as_str(),
        "etag": etag,
    });
    let maybe = [
        (
            "minAmount",
            content.min_amount.map(|it| Value::from(it.get())),
        ),
        (
            "issuerName",
            content.issuer_name.as_deref().map(Value::from),
        ),
        (
            "issuerIconUrl",
            content.icon_url.as_deref().map(Value::from),
        ),
        (
            "externalReference",
            row.external_reference.as_deref().map(Value::from),
        ),
    ];
    if let Some(out) = out.as_object_mut() {
        for (name, value) in maybe {
            if let Some(value) = value {
                out.insert(name.to_owned(), value);
            }
        }
    }
    out
}

/// How it stands.
fn status(row: &Row) -> Map<String, Value> {
    let mut status = Map::new();
    status.insert("lastModified".into(), time(row.etag.at));
    status.insert("state".into(), row.shown.state.as_str().into());
    status.insert("etag".into(), row.etag.to_string().into());
    if row.shown.state == State::Approved {
        if let Some(due) = row.shown.due {
            status.insert("due".into(), time(due));
        }
        if let Some(amount) = row.shown.amount {
            status.insert("amount".into(), amount.get().into());
        }
    }
    if row.shown.state == State::Rejected {
        let problems = row.shown.problems.iter();
        let problems = problems.map(|it| problem(it.kind, &it.detail));
        status.insert("problems".into(), problems.collect());
    }
    status
}

/// RFC 3339 in UTC, which is one of the forms that clients must expect.
fn time(at: Timestamp) -> Value {
    at.to_string().into()
}
