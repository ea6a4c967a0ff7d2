//! The state as text, both ways.

use serde_json::json;

use super::world::World;
use crate::domain::mint::Stream;
use crate::services::dpi::{Event, Model, check_event, check_state, files, used_ids};
use crate::snapshot::written::Written;

/// A world in which everything happened once.
fn full() -> World {
    let mut world = World::new();
    let mut post = world.letter();
    post.query = "?kanal=brev";
    post.body["aapningskvittering"] = json!(true);
    post.body["virkningsdato"] = json!("2026-03-03");
    post.body["varsler"] = json!({
        "epostvarsel": {
            "epostadresse": "kari@example.no", "varslingstekst": "x", "repetisjoner": [0, 7],
        },
        "smsvarsel": {
            "mobiltelefonnummer": "97777776", "varslingstekst": "x", "repetisjoner": [1],
        },
    });
    world.takes(&post);
    let mut bad = world.eboks_letter();
    bad.digest = Some([0; 32]);
    world.takes_wishing(&bad, Some("receiptBeforeStatus"));
    let printed = world.paper("MAKULERING_MED_MELDING");
    world.takes_wishing(&printed, Some("returnedMail"));
    let lost = world.letter();
    world.takes_wishing(&lost, Some("statusFailed"));
    let flawed = world.letter();
    world.takes_wishing(&flawed, Some("unknownConversation"));
    world.minute();
    let id = world.receipts()[0].header.message;
    world.asks("POST", &format!("/messages/in/{id}/read"));
    let late = world.letter();
    world.takes_wishing(&late, Some("receiptLate"));
    world.minute();
    world
}

fn both_ways<T: Written + PartialEq + std::fmt::Debug>(value: &T) {
    let text = value.write(serde_json::value::Serializer).unwrap();
    assert_eq!(&T::read(&text).unwrap(), value);
}

#[test]
fn what_is_written_reads_back() {
    let mut world = full();
    both_ways(&world.model);
    both_ways(&Model::default());
    let id = world.model.shipments().next().unwrap().0;
    let more = [Event::Sent(id), Event::ComesBack(id)].map(|event| (world.now, event));
    world.later.extend(more);
    world
        .later
        .push((world.now, Event::Opened(world.mails()[0])));
    for (_, event) in &world.later {
        both_ways(event);
        check_event(&world.model, &world.book, event).unwrap();
        assert!(!event.describe().is_empty());
    }
    assert_eq!(world.news().len(), 3);
    check_state(&world.model, &world.cast, &world.book).unwrap();
    let drawn = |stream| used_ids(&world.model).filter(move |(of, _)| *of == stream);
    assert_eq!(drawn(Stream::DpiReceipt).count(), 4);
    // A receipt whose conversation nobody knows was given one that the mint drew.
    assert_eq!(drawn(Stream::DpiConversation).count(), 1);
    let mut known = world.model.shipments();
    let (_, unknown) = drawn(Stream::DpiConversation).next().unwrap();
    assert!(known.all(|(_, it)| it.header.conversation.as_uuid() != unknown));
    assert!(files(&world.model).count() > 4);
}

#[test]
fn no_token_is_kept() {
    let world = full();
    let text = world.model.write(serde_json::value::Serializer).unwrap();
    assert!(!text.to_string().contains("eyJ"));
}

#[test]
fn what_does_not_belong_together_is_told() {
    let world = full();
    let none = crate::consumer::Book::default();
    let error = check_state(&world.model, &world.cast, &none).unwrap_err();
    assert!(
        error.to_string().contains("book.mailboxes.mails"),
        "{error}"
    );
    let nobody = crate::domain::cast::Cast::empty(world.cast.sandbox().clone());
    let error = check_state(&world.model, &nobody, &world.book).unwrap_err();
    assert!(error.to_string().contains("company"), "{error}");
    let id = world.model.shipments().next().unwrap().0;
    for event in [Event::Arrives(id), Event::Opened(world.mails()[0])] {
        assert!(check_event(&Model::default(), &none, &event).is_err());
    }
}
