//! What a message tells rules of scenarios and the journal.

use crate::services::Facts;
use crate::services::digipost::model::{
    Document, Identifier, InvoicePart, Message, Recipient, SentFor,
};

/// The facts of a message: those of its invoice, else of its letter. The issuer goes by whatever
/// number the message names it, which is the broker's where it names none.
pub(super) fn of(message: &Message, broker: Option<&str>) -> Vec<Facts> {
    let documents = || message.documents.iter();
    let invoice = documents().find(|document| document.invoice.is_some());
    let document = invoice.or_else(|| documents().next());
    let part = document.and_then(|document| document.invoice.as_ref());
    let uuids = documents().filter_map(|document| document.uuid);
    let facts = Facts {
        ids: uuids.map(|uuid| uuid.to_string()).collect(),
        consumer: consumer(message),
        issuer: match &message.sender {
            SentFor::Organization(id) => Some(id.clone()),
            SentFor::Account(number) => Some(number.to_string()),
            SentFor::Broker => broker.map(|number| number.trim().to_owned()),
        },
        kid: part.and_then(|part| part.kid.clone()),
        account: part.map(|part| part.account.clone()),
        amount: part.map(|part| part.amount),
        due_date: part.map(|part| part.due_date),
        document_type: document.map(|document| kind(document).to_owned()),
    };
    vec![facts]
}

fn consumer(message: &Message) -> Vec<String> {
    match &message.recipient {
        Some(Recipient::Known(
            Identifier::NationalId(text)
            | Identifier::Organisation(text)
            | Identifier::Address(text)
            | Identifier::BankAccount(text),
        )) => vec![text.clone()],
        Some(Recipient::Known(Identifier::NameAndAddress(who))) => {
            let named = [Some(&who.name), who.email.as_ref(), who.phone.as_ref()];
            named.into_iter().flatten().cloned().collect()
        }
        Some(Recipient::Email(addresses)) => addresses.clone(),
        Some(Recipient::Peppol(receiver)) => vec![receiver.endpoint.clone()],
        None => Vec::new(),
    }
}

/// What a document is, in the words of the interface: debt collection by its prefix or data type.
fn kind(document: &Document) -> &'static str {
    let subject = document.subject.as_deref().unwrap_or_default();
    match &document.invoice {
        Some(part) if part.is_collection || subject.starts_with(InvoicePart::COLLECTION) => {
            "inkasso"
        }
        Some(_) => "invoice",
        None => "document",
    }
}
