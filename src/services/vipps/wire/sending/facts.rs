//! What a request tells about an invoice, for rules of scenarios and for case files.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::crypto::jwt::Claims;
use crate::domain::calendar::local_date;
use crate::domain::money::Ore;
use crate::domain::vipps::InvoiceId;
use crate::services::Facts;
use crate::services::vipps::model::{
    Draft, Ident, IdentKind, InvoiceKind, PaymentKind, consumer_fact, instant,
};

/// The facts of an invoice that is sent; nothing of it is judged.
pub(super) fn facts(id: &InvoiceId, draft: &Draft) -> Facts {
    let payment = &draft.payment;
    let kind = PaymentKind::parse(&payment.kind);
    let word = InvoiceKind::read(&draft.invoice_type).map(InvoiceKind::as_str);
    Facts {
        ids: vec![id.to_string()],
        consumer: consumer(&draft.recipient_token).into_iter().collect(),
        issuer: Some(id.issuer().as_str().to_owned()),
        kid: (kind == Some(PaymentKind::Kid)).then(|| payment.value.clone()),
        account: Some(payment.account.clone()),
        amount: Some(Ore::new(draft.amount)),
        due_date: instant(&draft.due).map(local_date),
        document_type: Some(word.unwrap_or(&draft.invoice_type).to_owned()),
    }
}

/// Whom a recipient token says it is for.
fn consumer(token: &str) -> Option<String> {
    let payload = token.split('.').nth(1)?;
    let claims: Claims = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()?;
    let (kind, value) = claims.get("sub")?.as_str()?.split_once('.')?;
    let kind = IdentKind::parse(kind)?;
    let value = value.to_owned();
    Some(consumer_fact(&Ident { kind, value }))
}
