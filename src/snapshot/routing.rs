//! Routing facts, look-up keys and attempts as text.

use serde_json::{Value, json};

use super::book::address;
use crate::domain::channel::{Attempt, Outcome, Refusal};
use crate::domain::invoice::DocumentKind;
use crate::domain::lookup::{KeyAddress, KeyName, KeyReference, LookupKey};
use crate::domain::routing::{
    EfakturaAnswer, Facts, LookupAnswer, Payment, PlannedWay, Recipient, Sender,
};

/// Everything that routing knows of an invoice.
#[must_use]
pub fn facts(facts: &Facts) -> Value {
    let Facts {
        sender: Sender { b2cno },
        payment,
        recipient,
        plan,
        efaktura_failure_ends,
        zero_amount,
        lookups,
        efaktura,
    } = facts;
    let lookups: Vec<Value> = lookups
        .iter()
        .map(|(key, answer)| json!({ "key": lookup_key(key), "answer": lookup_answer(answer) }))
        .collect();
    json!({
        "sender": { "b2cno": b2cno.as_str() },
        "payment": self::payment(payment),
        "recipient": self::recipient(recipient),
        "plan": plan.ways().iter().map(way).collect::<Vec<_>>(),
        "efaktura_failure_ends": efaktura_failure_ends,
        "zero_amount": zero_amount,
        "lookups": lookups,
        "efaktura": efaktura.as_ref().map(efaktura_answer),
    })
}

fn payment(payment: &Payment) -> Value {
    let Payment {
        kind,
        currency,
        amount,
        due_date,
        kid,
        account,
    } = payment;
    json!({
        "kind": match kind {
            DocumentKind::Invoice => "invoice",
            DocumentKind::CreditNote => "credit_note",
        },
        "currency": currency,
        "amount_ore": amount.get(),
        "due_date": due_date.map(|date| date.to_string()),
        "kid": kid,
        "account": account,
    })
}

fn recipient(recipient: &Recipient) -> Value {
    let Recipient {
        efaktura_id,
        ssn,
        phone,
        email,
        date_of_birth,
        name,
        address: place,
    } = recipient;
    json!({
        "efaktura_id": efaktura_id.as_ref().map(|id| id.as_str()),
        "ssn": ssn,
        "phone": phone,
        "email": email,
        "date_of_birth": date_of_birth.map(|date| date.to_string()),
        "name": name,
        "address": address(place),
    })
}

fn way(way: &PlannedWay) -> Value {
    match way {
        PlannedWay::DirectDebit => json!("direct_debit"),
        PlannedWay::EfakturaById => json!("efaktura_by_id"),
        PlannedWay::EfakturaByLookup => json!("efaktura_by_lookup"),
        PlannedWay::Dpi => json!("dpi"),
        PlannedWay::Email => json!("email"),
        PlannedWay::Print => json!("print"),
        PlannedWay::SilentFailure => json!("silent_failure"),
        PlannedWay::B2b => json!("b2b"),
        PlannedWay::Deprecated(value) => json!({ "deprecated": value }),
    }
}

/// A key to look a receiver up with.
#[must_use]
pub fn lookup_key(key: &LookupKey) -> Value {
    let LookupKey {
        identifier,
        ssn,
        org_number,
        phone,
        email,
        name,
        address,
        issuer,
        date_of_birth,
        reference,
    } = key;
    json!({
        "identifier": identifier.as_ref().map(|id| id.as_str()),
        "ssn": ssn,
        "org_number": org_number,
        "phone": phone.as_ref().map(|phone| phone.international()),
        "email": email.as_ref().map(|email| email.as_str()),
        "name": name.as_ref().map(|KeyName { first, last }| {
            json!({ "first": first, "last": last })
        }),
        "address": address.as_ref().map(key_address),
        "issuer": issuer,
        "date_of_birth": date_of_birth.map(|date| date.to_string()),
        "reference": reference.as_ref().map(|KeyReference { reference, content_provider }| {
            json!({ "reference": reference, "content_provider": content_provider })
        }),
    })
}

fn key_address(address: &KeyAddress) -> Value {
    let KeyAddress {
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

fn lookup_answer(answer: &LookupAnswer) -> Value {
    match answer {
        LookupAnswer::Accepts(id) => json!({ "accepts": id.as_str() }),
        LookupAnswer::NotEnabled(id) => {
            json!({ "not_enabled": id.as_ref().map(|id| id.as_str()) })
        }
        LookupAnswer::Blocked(id) => json!({ "blocked": id.as_ref().map(|id| id.as_str()) }),
        LookupAnswer::Nobody => json!("nobody"),
        LookupAnswer::Several => json!("several"),
        LookupAnswer::Unavailable(what) => json!({ "unavailable": what }),
    }
}

fn efaktura_answer(answer: &EfakturaAnswer) -> Value {
    match answer {
        EfakturaAnswer::Accepted => json!("accepted"),
        EfakturaAnswer::Rejected(why) => json!({ "rejected": why }),
        EfakturaAnswer::Unavailable(what) => json!({ "unavailable": what }),
    }
}

/// An attempt that was made.
#[must_use]
pub fn attempt(attempt: &Attempt) -> Value {
    let Attempt { way, outcome } = attempt;
    match outcome {
        Outcome::Delivered => json!({ "channel": way.to_string(), "outcome": "delivered" }),
        Outcome::Closed(Refusal { code, found }) => json!({
            "channel": way.to_string(),
            "outcome": code.closing().as_str(),
            "code": code.as_str(),
            "found": found,
        }),
    }
}
