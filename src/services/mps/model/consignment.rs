//! What the sibling services do: consignments and invoices over the one store.
//!
//! A consignment is a stored shipment, an invoice a transaction with an eFaktura alone; so what one
//! service took is seen through the others. Codes of cancelling, by service:
//!
//! ```text
//!                     unknown  several  not the user's  paid  cancelled
//! nets invoice        5004     -        5008            5005  5006
//! submitter invoice   203      -        208             204   206        (modelled: 20x is public)
//! submitter consignm. 201      202      -               -     205
//! ```
//!
//! An eFaktura that was rejected or stopped cannot be cancelled and counts as unknown. These
//! services know eFakturas only: the claim of a combination, which came by the Combo API, lives on
//! when its eFaktura is cancelled here.

use super::access::User;
use super::cancel::Legs;
use super::intake::{self, Arrival};
use super::{
    CancelAnswer, Consignment, EfakturaInfo, EfakturaStatus, Event, Invoice, Model, PaymentType,
    Port, Shipment, ShipmentId, Sibling, SiblingAsk, SiblingReply, StoredTransaction, Transaction,
    TransactionId, Wanted, Wish, blacklist, cancel, invoices, issuers, signature,
};
use crate::consumer::{PresentedState, Turn};
use crate::domain::company::MpsRole;
use crate::domain::mint::Stream;
use crate::services::mps::faults::{Fault, FaultKind};

/// Applies what a sibling service is asked.
pub(super) fn apply(
    model: &mut Model,
    user: &User,
    sibling: Sibling,
    wish: Option<&Wish>,
    turn: &mut Turn<'_, Event>,
) -> Result<SiblingReply, Fault> {
    let Sibling { port, ask } = sibling;
    let early = wish.is_some_and(|wish| wish.is(Wanted::InProgress));
    match ask {
        SiblingAsk::CreateIssuer(number, name, rules) => {
            issuers::create(model, user, (number, name, rules), turn)
        }
        SiblingAsk::GetIssuer(number) => issuers::get(model, user, number, turn),
        SiblingAsk::DeleteIssuer(number) => issuers::delete(model, user, number, turn),
        SiblingAsk::AddRule(number, rule) => issuers::add_rule(model, user, number, rule),
        SiblingAsk::DeleteRule(number, rule) => issuers::delete_rule(model, user, number, &rule),
        SiblingAsk::AddInvoices(consignment) => {
            add(model, user, port, consignment, intake::fates(wish), turn)
        }
        SiblingAsk::InvoiceStatus(issuer, which) => {
            let standing = invoices::standing(model, user, &issuer, &which, early);
            Ok(SiblingReply::InvoiceStatus(issuer, standing))
        }
        SiblingAsk::ConsignmentStatus(id) => Ok(SiblingReply::ConsignmentStatus(
            invoices::of_consignment(model, user, port, id, early),
        )),
        SiblingAsk::CancelInvoice(id) => cancel_invoice(model, user, port, id, turn),
        SiblingAsk::CancelConsignment(id) => cancel_consignment(model, user, id, turn),
        SiblingAsk::Cancellable(search) => {
            let found = invoices::cancellable(model, user, &search, turn);
            Ok(SiblingReply::Cancellable(found))
        }
        SiblingAsk::BlackList => Ok(SiblingReply::BlackList(blacklist::entries(turn))),
        SiblingAsk::Signature(opened) => signature::judge(model, opened, turn)
            .map(SiblingReply::Signature)
            .map_err(|fault| Fault {
                kind: match fault.kind == FaultKind::SignatureExpired {
                    true => FaultKind::SubmitterExpired,
                    false => FaultKind::SubmitterTampered,
                },
                ..fault
            }),
    }
}

/// The checks that are made at once, in order of precedence; then everything is stored.
fn add(
    model: &mut Model,
    user: &User,
    port: Port,
    consignment: Consignment,
    fates: Vec<(usize, super::Desire)>,
    turn: &mut Turn<'_, Event>,
) -> Result<SiblingReply, Fault> {
    check(model, user, port, &consignment)?;
    let Consignment {
        id,
        issuer,
        invoices,
        ..
    } = consignment;
    let (mut numbers, mut transactions) = (Vec::new(), Vec::new());
    for invoice in invoices {
        numbers.push(invoice.number.clone());
        transactions.push(transaction(model, invoice, turn)?);
    }
    let ids = transactions.iter().map(|sent| sent.id);
    let added = numbers.iter().cloned().zip(ids).collect();
    let mut shipment = ShipmentId::from(turn.mint.uuid(Stream::Shipment));
    // A submitter names its shipments itself and might have hit upon this one.
    while model.shipments.contains_key(&shipment) {
        shipment = ShipmentId::from(turn.mint.uuid(Stream::Shipment));
    }
    let arrival = Arrival {
        port,
        sender: user.company.clone(),
        consignment: id,
        numbers,
        fates,
        called: None,
        shipment: Shipment {
            id: shipment,
            issuer,
            transactions,
        },
    };
    intake::take(model, arrival, turn);
    Ok(SiblingReply::Added(added))
}

fn check(model: &Model, user: &User, port: Port, consignment: &Consignment) -> Result<(), Fault> {
    let (role, forbidden, used) = match port {
        Port::Erp => (
            MpsRole::Erp,
            FaultKind::ErpIssuer,
            FaultKind::ConsignmentUsed,
        ),
        Port::Nets => (
            MpsRole::IssuerViaMps,
            FaultKind::NetsForbidden,
            FaultKind::ConsignmentUsed,
        ),
        Port::Submitter | Port::Combo | Port::Files => (
            MpsRole::Submitter,
            FaultKind::SubmitterForbidden,
            FaultKind::SubmitterConsignment,
        ),
    };
    let issuer = &consignment.issuer;
    if !user.has(role) {
        let found = format!("a user without the role {}", role.as_str());
        return Err(Fault::new(forbidden, found));
    }
    if !user.acts_for(issuer) && !issuers::is_made_by(model, user, issuer) {
        return Err(Fault::new(forbidden, format!("issuer {issuer}")));
    }
    if port == Port::Nets {
        provider(user, consignment.service_provider.as_deref())?;
        let nobody = consignment.invoices.iter().find(|it| it.receiver.is_none());
        if let Some(invoice) = nobody {
            return Err(nobody_named(&invoice.number));
        }
    }
    if let Some(id) = &consignment.id
        && model.has_consignment(id, port, user.company.as_ref())
    {
        return Err(Fault::new(used, format!("{id:?} again")));
    }
    Ok(())
}

fn provider(user: &User, named: Option<&str>) -> Result<(), Fault> {
    match (user.names_service_provider(), named) {
        (Some(true), None) => Err(Fault::new(FaultKind::NetsNoProvider, "none")),
        (Some(false), Some(number)) => Err(Fault::new(FaultKind::NetsProvider, number)),
        (Some(_) | None, _) => Ok(()),
    }
}

fn nobody_named(number: &str) -> Fault {
    let found = format!("none of them in invoice {number:?}");
    Fault::new(FaultKind::NetsReceiver, found)
}

/// The invoice as the one store keeps it.
fn transaction(
    model: &Model,
    invoice: Invoice,
    turn: &mut Turn<'_, Event>,
) -> Result<Transaction, Fault> {
    let receiver = invoice.receiver;
    let receiver = receiver.ok_or_else(|| nobody_named(&invoice.number))?;
    let mut id = TransactionId::from(turn.mint.uuid(Stream::Transaction));
    while model.transactions.contains_key(&id) {
        id = TransactionId::from(turn.mint.uuid(Stream::Transaction));
    }
    Ok(Transaction {
        id,
        payment: PaymentType::Efaktura,
        document_type: invoice.document_type,
        kid: invoice.kid,
        account: invoice.account,
        amount: invoice.amount,
        due_date: invoice.due_date,
        due_date_zone: invoice.due_date_zone,
        efaktura: Some(EfakturaInfo {
            receiver,
            minimum_amount: invoice.minimum_amount,
            brand: invoice.brand,
            url: invoice.url,
            notice: invoice.notice,
        }),
        atg: None,
    })
}

/// Whether the receiver paid the invoice.
pub(super) fn is_paid(stored: &StoredTransaction, turn: &Turn<'_, Event>) -> bool {
    let id = stored.sent.id.to_string();
    let presented = turn.book.presented_by("mps", &id);
    presented.is_some_and(|it| matches!(it.state, PresentedState::Paid { .. }))
}

/// Whether the invoice is cancelled, or about to be.
pub(super) fn is_cancelled(stored: &StoredTransaction) -> bool {
    stored.withdrawn || stored.efaktura.status == EfakturaStatus::Cancelled
}

fn cancel_invoice(
    model: &mut Model,
    user: &User,
    port: Port,
    id: TransactionId,
    turn: &mut Turn<'_, Event>,
) -> Result<SiblingReply, Fault> {
    let [unknown, forbidden, paid, cancelled] = match port {
        Port::Erp | Port::Nets => [
            FaultKind::NetsUnknown,
            FaultKind::NetsForbidden,
            FaultKind::NetsPaid,
            FaultKind::NetsCancelled,
        ],
        Port::Submitter | Port::Combo | Port::Files => [
            FaultKind::SubmitterNoInvoice,
            FaultKind::SubmitterForbidden,
            FaultKind::SubmitterPaid,
            FaultKind::SubmitterInvoice,
        ],
    };
    let refuse = |kind| Err(Fault::new(kind, format!("invoice {id}")));
    let Some((stored, shipment)) = invoices::find(model, id) else {
        return refuse(unknown);
    };
    if !user.sees(shipment) {
        return refuse(forbidden);
    }
    if is_cancelled(stored) {
        return refuse(cancelled);
    }
    if is_paid(stored, turn) {
        return refuse(paid);
    }
    let answer = match cancel::efaktura(stored, turn) {
        Some(answer @ (CancelAnswer::Requested | CancelAnswer::TryLater)) => answer,
        Some(
            CancelAnswer::AlreadyCancelled | CancelAnswer::NotAllowed | CancelAnswer::NotFound,
        )
        | None => return refuse(unknown),
    };
    cancel::transaction(model, id, Legs::EfakturaOnly, None, turn)?;
    Ok(SiblingReply::InvoiceCancelled(id, answer))
}

fn cancel_consignment(
    model: &mut Model,
    user: &User,
    id: String,
    turn: &mut Turn<'_, Event>,
) -> Result<SiblingReply, Fault> {
    let hits = model.consignments(&id);
    let hits: Vec<_> = hits.filter(|(_, hit)| user.sees(hit)).take(2).collect();
    let (shipment, order) = match hits[..] {
        [] => {
            let found = format!("consignment {id}");
            return Err(Fault::new(FaultKind::SubmitterUnknown, found));
        }
        [_, _, ..] => {
            let found = format!("several with the id {id}");
            return Err(Fault::new(FaultKind::SubmitterSeveral, found));
        }
        [(shipment, stored)] => (shipment, stored.order.clone()),
    };
    let stored = order.iter().filter_map(|id| model.transactions.get(id));
    let answers = stored.filter_map(|stored| match is_cancelled(stored) {
        true => Some(CancelAnswer::AlreadyCancelled),
        false => cancel::efaktura(stored, turn),
    });
    let answer = match cancel::all(answers) {
        Some(answer @ (CancelAnswer::Requested | CancelAnswer::TryLater)) => answer,
        Some(CancelAnswer::AlreadyCancelled) => {
            let found = format!("consignment {id} again");
            return Err(Fault::new(FaultKind::SubmitterCancelled, found));
        }
        Some(CancelAnswer::NotAllowed | CancelAnswer::NotFound) | None => {
            let found = format!("consignment {id}, in which nothing can be taken back");
            return Err(Fault::new(FaultKind::SubmitterUnknown, found));
        }
    };
    cancel::shipment(model, shipment, Legs::EfakturaOnly, None, turn)?;
    Ok(SiblingReply::ConsignmentCancelled(id, answer))
}
