//! The consumers' book, letters and case references as text.

use serde_json::{Value, json};

use super::mandate::MandateText;
use crate::consumer::{Book, Presented, PresentedId, PresentedState};
use crate::domain::invoice::Address;
use crate::domain::letter::{Delivery, Letter, LetterContent, LetterFacts, LetterFile};
use crate::domain::money::Ore;

/// The book: mandates by payer, presented invoices by id.
#[must_use]
pub fn book(book: &Book) -> Value {
    let mandates: Vec<Value> = book
        .mandates()
        .map(|(key, mandate)| {
            json!({ "payer": mandate.payer.as_str(), "mandate": MandateText::of(key, mandate) })
        })
        .collect();
    let presented: Vec<Value> = book
        .presented()
        .map(|(id, invoice)| presented(id, invoice))
        .collect();
    json!({ "mandates": mandates, "presented": presented })
}

fn presented(PresentedId(id): &PresentedId, invoice: &Presented) -> Value {
    let Presented {
        consumer,
        service,
        service_id,
        issuer,
        brand,
        document_type,
        kid,
        account,
        amount,
        minimum_amount,
        due_date,
        url,
        presented_at,
        in_vipps,
        state,
    } = invoice;
    json!({
        "id": id,
        "consumer": consumer.as_str(),
        "service": service,
        "service_id": service_id,
        "issuer": issuer,
        "brand": brand,
        "document_type": document_type.as_str(),
        "kid": kid,
        "account": account,
        "amount_ore": amount.get(),
        "minimum_amount_ore": minimum_amount.map(|amount| amount.get()),
        "due_date": due_date.to_string(),
        "url": url,
        "presented_at": presented_at.to_string(),
        "in_vipps": in_vipps,
        "state": self::state(*state),
    })
}

/// The words are those of [`PresentedState::as_str`].
fn state(state: PresentedState) -> Value {
    json!({
        "is": state.as_str(),
        "amount_ore": state.amount().map(Ore::get),
        "at": state.at().map(|at| at.to_string()),
    })
}

/// A letter that left.
#[must_use]
pub fn letter(letter: &Letter) -> Value {
    let Letter {
        id,
        sent_at,
        invoice,
        to,
        content,
        files,
    } = letter;
    let to = match to {
        Delivery::Mail(mail) => json!({ "mail": mail.as_str() }),
        Delivery::Print {
            name,
            address: place,
        } => {
            json!({ "print": { "name": name, "address": address(place) } })
        }
    };
    let content = match content {
        LetterContent::Invoice(facts) => json!({ "invoice": letter_facts(facts) }),
        LetterContent::AllRoutesFailed { number, reasons } => {
            json!({ "all_routes_failed": { "number": number, "reasons": reasons } })
        }
    };
    let files: Vec<Value> = files
        .iter()
        .map(
            |LetterFile {
                 name,
                 media_type,
                 blob,
             }| {
                json!({ "name": name, "media_type": media_type, "blob": blob.to_string() })
            },
        )
        .collect();
    json!({
        "id": id,
        "sent_at": sent_at.to_string(),
        "invoice": invoice,
        "to": to,
        "content": content,
        "files": files,
    })
}

fn letter_facts(facts: &LetterFacts) -> Value {
    let LetterFacts {
        sender,
        number,
        amount,
        currency,
        due_date,
        kid,
        account,
    } = facts;
    json!({
        "sender": sender,
        "number": number,
        "amount_ore": amount.get(),
        "currency": currency,
        "due_date": due_date.map(|date| date.to_string()),
        "kid": kid,
        "account": account,
    })
}

/// A postal address as a document has it.
#[must_use]
pub fn address(address: &Address) -> Value {
    let Address {
        line1,
        line2,
        postal_code,
        city,
        country,
    } = address;
    json!({
        "line1": line1,
        "line2": line2,
        "postal_code": postal_code,
        "city": city,
        "country": country,
    })
}
