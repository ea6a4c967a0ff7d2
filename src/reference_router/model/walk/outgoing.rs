//! What the router puts into its messages.

use super::job::{Job, Message, OutgoingShipment};
use crate::consumer::Turn;
use crate::domain::account::AccountNumber;
use crate::domain::calendar;
use crate::domain::kid::Kid;
use crate::domain::lookup::LookupKey;
use crate::domain::mint::Stream;
use crate::reference_router::model::admit::b2cno;
use crate::reference_router::model::{Position, RouterInvoice};

pub(super) fn refresh_sender(invoice: &mut RouterInvoice, turn: &Turn<'_, Job>) {
    if let Some(company) = turn.cast.company(&invoice.company) {
        invoice.facts.sender.b2cno = b2cno(company);
    }
}

pub(super) fn with_issuer(
    key: LookupKey,
    invoice: &RouterInvoice,
    turn: &Turn<'_, Job>,
) -> LookupKey {
    LookupKey {
        issuer: issuer(invoice, turn),
        ..key
    }
}

fn issuer(invoice: &RouterInvoice, turn: &Turn<'_, Job>) -> Option<String> {
    let company = turn.cast.company(&invoice.company)?;
    company
        .org_number
        .norwegian()
        .map(|number| number.as_str().to_owned())
}

pub(super) fn shipment(invoice: &mut RouterInvoice, turn: &mut Turn<'_, Job>) -> Option<Message> {
    let payment = &invoice.facts.payment;
    let account = AccountNumber::parse(payment.account.as_deref()?).ok()?;
    let kid = payment.kid.as_deref().and_then(|kid| Kid::parse(kid).ok());
    let issuer = issuer(invoice, turn).unwrap_or_default();
    let name = turn
        .cast
        .company(&invoice.company)
        .map(|company| company.name.clone());
    let brand = name.unwrap_or_default().chars().take(40).collect();
    let Position::Sending {
        identifier,
        shipment,
        transaction,
        tries,
    } = &mut invoice.position
    else {
        return None;
    };
    *tries = tries.saturating_add(1);
    let shipment = OutgoingShipment {
        id: shipment.clone(),
        transaction: transaction.clone(),
        issuer,
        document_type: invoice.document_type,
        kid,
        account,
        amount: payment.amount,
        // The schema demands a date that a credit note often lacks.
        due_date: payment
            .due_date
            .unwrap_or_else(|| calendar::local_date(turn.now)),
        identifier: identifier.clone(),
        brand,
        url: format!("https://invoice.sandkasse.test/{}", invoice.id),
    };
    let id = turn.mint.uuid(Stream::Message).to_string();
    Some(Message::Shipment {
        id,
        shipment: Box::new(shipment),
    })
}
