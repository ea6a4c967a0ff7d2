//! The consumers' book as text.

use serde_json::{Value, json};

use super::{empty, halgeir, person_in};
use crate::consumer::Book;
use crate::snapshot::BookText;

/// A book in which Halgeir was shown an invoice whose claim came by itself.
fn book() -> Value {
    let key = json!({"payee_account": "86011117947", "kid": "000002123453"});
    let made = json!({
        "at": "2026-03-02T08:00:00Z", "kind": "MADE", "key": key, "payer": "halgeir",
        "payer_account": null, "notification": true, "active": true,
    });
    json!({
        "mandates": [],
        "mandate_changes": [made, made],
        "first_change": 1,
        "presented": [{
            "id": "1", "consumer": "halgeir", "service": "mps", "service_id": "e", "issuer":
            "304520817", "brand": "Fjord", "document_type": "INVOICE", "kid": "000002123453",
            "account": "86011117947", "amount_ore": 100, "minimum_amount_ore": null, "due_date":
            "2026-03-20", "url": "https://f.example/1", "presented_at": "2026-03-02T08:00:00Z",
            "in_vipps": false, "vipps_stay": null, "by_direct_debit": true,
            "revision": 1, "changed": "2026-03-02T08:00:00Z",
            "state": {"is": "open"},
        }],
        "claims": [{
            "id": "c", "service": "mps", "payer": "halgeir", "mandate": key, "payer_account": null,
            "payee_account": "86011117947", "payee": "Fjord", "kid": "000002123453", "amount_ore":
            100, "due_date": "2026-03-20", "notice": true, "received_at": "2026-03-02T16:00:00Z",
            "copy": "1", "uncovered": true,
            "state": {"is": "paid", "at": "2026-03-20T05:00:00Z"},
        }],
        "mailboxes": {
            "mails": [], "user_agreements": [], "payment_agreements": [], "bank_agreements": [],
            "payments": [],
        },
    })
}

fn read_book(text: Value) -> Result<Book, String> {
    let mut cast = empty();
    let (person, _) = person_in(&cast, "halgeir", &halgeir(), None).unwrap();
    cast.put_person(person).unwrap();
    let text: BookText = serde_json::from_value(text).unwrap();
    text.into_book(&cast).map_err(|error| error.to_string())
}

#[test]
fn a_book_comes_back_with_copies_settlements_and_what_its_world_began_with() {
    let read = read_book(book()).unwrap();
    assert_eq!(serde_json::to_value(BookText::of(&read)).unwrap(), book());
    assert_eq!(read.first_change(), 1);
    let settled = read.settled_between(jiff::Timestamp::MIN, jiff::Timestamp::MAX);
    assert_eq!(settled.count(), 1);

    let mut nobodys = book();
    nobodys["claims"][0]["copy"] = json!("2");
    let refused = read_book(nobodys).unwrap_err();
    assert!(refused.contains("claims[0].copy"), "{refused}");
    let mut beyond = book();
    beyond["first_change"] = json!(3);
    let refused = read_book(beyond).unwrap_err();
    assert!(refused.contains("first_change"), "{refused}");
}

#[test]
fn a_book_of_before_claims_named_their_copies_still_knows_them() {
    let mut old = book();
    old["claims"][0]["id"] = json!("e");
    let claim = old["claims"][0].as_object_mut().unwrap();
    claim.remove("copy");
    claim.remove("uncovered");
    old.as_object_mut().unwrap().remove("first_change");
    let read = read_book(old).unwrap();
    let (_, claim) = read.claims().next().unwrap();
    assert_eq!(claim.copy.as_ref(), read.id_of("mps", "e"));
    assert!(claim.copy.is_some() && !claim.uncovered);
    assert_eq!(read.first_change(), 0);
}
