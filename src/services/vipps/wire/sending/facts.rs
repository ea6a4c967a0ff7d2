//! What a request tells about an invoice, for rules of scenarios and for case files.

use crate::domain::calendar::local_date;
use crate::domain::money::Ore;
use crate::domain::vipps::InvoiceId;
use crate::services::Facts;
use crate::services::vipps::model::{Draft, InvoiceKind, PaymentKind, instant};
use crate::services::vipps::wire::subject::consumer_of;

/// The facts of an invoice that is sent; nothing of it is judged.
pub(super) fn facts(id: &InvoiceId, draft: &Draft) -> Facts {
    let payment = &draft.payment;
    let kind = PaymentKind::parse(&payment.kind);
    let word = InvoiceKind::read(&draft.invoice_type).map(InvoiceKind::as_str);
    Facts {
        ids: vec![id.to_string()],
        consumer: consumer_of(&draft.recipient_token).into_iter().collect(),
        issuer: Some(id.issuer().as_str().to_owned()),
        kid: (kind == Some(PaymentKind::Kid)).then(|| payment.value.clone()),
        account: Some(payment.account.clone()),
        amount: Some(Ore::new(draft.amount)),
        due_date: instant(&draft.due).map(local_date),
        document_type: Some(word.unwrap_or(&draft.invoice_type).to_owned()),
    }
}

/// The facts of a call about an invoice that was sent before.
pub(super) fn named(id: &InvoiceId) -> Facts {
    Facts {
        ids: vec![id.to_string()],
        issuer: Some(id.issuer().as_str().to_owned()),
        ..Facts::default()
    }
}
