//! What is rejected after a file was approved: list L00202, and what it takes to get into it.

use jiff::SignedDuration;
use jiff::civil::date;

use super::payee::{
    DUE, EXAMPLE, FIRST, SECOND, approved, claim, example, file, names, newest, order, post, world,
};
use crate::domain::company::ListReceiver;
use crate::domain::email::EmailAddress;
use crate::domain::giro::{FiledClaim, Order};
use crate::domain::letter::{Delivery, LetterContent};
use crate::domain::settings::SetBy;
use crate::services::mps::tests::world::World;
use crate::services::mps::{Event, Model};
use crate::snapshot::written;

fn claims(number: u32, claim: FiledClaim) -> Order {
    Order::Claims(order(number, claim))
}

fn deletions(number: u32, claim: FiledClaim) -> Order {
    Order::Deletions(order(number, claim))
}

/// The rows of the newest table, by the names of their columns.
fn table(world: &mut World) -> Vec<std::collections::BTreeMap<String, String>> {
    let text = newest(world, "L00202-CSV");
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .from_reader(text.as_bytes());
    reader.deserialize().map(Result::unwrap).collect()
}

/// How far the claim of a KID came.
fn claim_of(world: &World, kid: &str) -> &'static str {
    let mut all = world.model.transactions.values();
    let claim = all.find(|it| it.sent.kid.as_deref() == Some(kid));
    claim.unwrap().atg.status.as_str()
}

/// What the newest table says, a row each.
fn said(world: &mut World) -> Vec<String> {
    let rows = table(world);
    let rows = rows
        .iter()
        .map(|row| format!("{} {} {}", row["level"], row["severity"], row["code"]));
    rows.collect()
}

#[test]
fn nothing_is_listed_where_nothing_is_rejected() {
    let mut world = world();
    approved(&mut world, file(1, vec![claims(1, claim(SECOND, DUE))]));
    assert_eq!(names(&mut world, "L00202"), Vec::<String>::new());
    assert_eq!(names(&mut world, "L00202-CSV"), Vec::<String>::new());
}

#[test]
fn a_claim_without_a_mandate_is_listed_as_in_production() {
    let mut world = world();
    let unknown = "999999900000015";
    approved(&mut world, file(1, vec![claims(1, claim(unknown, DUE))]));
    let page = newest(&mut world, "L00202");
    for words in [
        "FBO FINNES IKKE: ",
        "Mottatt hos MPS",
        "310000027",
        "Fjord Energi",
        "062995960",
        "AvtaleGiro, oppdrag 0000001",
        "NY2102300000001160326           00000000000012550          999999900000015000000\n\
         NY2102310000001OLSEN     ",
    ] {
        assert!(page.contains(words), "{words} is not in {page}");
    }
    let rows = table(&mut world);
    let [row] = rows.as_slice() else {
        panic!("{rows:?}")
    };
    for (column, value) in [
        ("received_at", "2026-02-16T09:00:00+01:00"),
        ("org_number", "310000027"),
        ("payee", "Fjord Energi"),
        ("agreement_id", "062995960"),
        ("order_account", "15062995960"),
        ("sender", "00230456"),
        ("transmission_number", "0000001"),
        ("order_number", "0000001"),
        ("order_type", "claims"),
        ("level", "transaction"),
        ("severity", "rejected"),
        ("code", "A001"),
        ("transaction_number", "1"),
        ("kid", unknown),
        ("due_date", "2026-03-16"),
        ("amount_ore", "12550"),
    ] {
        assert_eq!(row[column], value, "{column}");
    }
    assert!(row["message"].starts_with("FBO FINNES IKKE: "));
    assert_eq!((row["record_1"].len(), row["record_2"].len()), (80, 80));
}

#[test]
fn a_transaction_that_cannot_be_read_is_listed_as_it_was_sent() {
    let mut records = EXAMPLE.map(str::to_owned);
    records[2] = records[2].replace("020326", "320326");
    let sent: String = records.clone().map(|record| record + "\r\n").concat();
    let mut world = world();
    approved(&mut world, sent.into_bytes());
    let rows = table(&mut world);
    let row = rows
        .iter()
        .find(|row| row["code"] == "FILE-DUE-DATE")
        .unwrap();
    assert_eq!(row["record_1"], records[2]);
    // What can be read of it is there for programs.
    assert_eq!((row["kid"].as_str(), row["due_date"].as_str()), (FIRST, ""));
    assert!(newest(&mut world, "L00202").contains(&records[2]));
}

#[test]
fn an_order_is_rejected_after_its_file_was_approved() {
    let mut world = world();
    let mut of_nobody = order(1, claim(SECOND, DUE));
    of_nobody.account = "86011117947".to_owned();
    let good = claims(2, claim(SECOND, DUE));
    approved(&mut world, file(1, vec![Order::Claims(of_nobody), good]));
    assert_eq!(said(&mut world), ["order rejected FILE-ORDER-ACCOUNT"]);
    assert!(newest(&mut world, "L00202").contains("Hele oppdraget er avvist."));
    assert_eq!(table(&mut world)[0]["line"], "2");
}

#[test]
fn an_order_number_that_was_used_is_rejected_in_strict() {
    for (profile, rejected) in [("documented", false), ("strict", true)] {
        let mut world = world();
        world
            .settings
            .set("profile", profile, SetBy::Change)
            .unwrap();
        approved(&mut world, file(1, vec![claims(1, claim(SECOND, DUE))]));
        approved(&mut world, file(2, vec![claims(1, claim(FIRST, DUE))]));
        let listed = names(&mut world, "L00202-CSV");
        assert_eq!(!listed.is_empty(), rejected, "{profile}");
        if rejected {
            assert_eq!(said(&mut world), ["order rejected FILE-ORDER-NUMBER"]);
        }
    }
}

#[test]
fn a_claim_is_deleted_in_time() {
    let mut world = world();
    approved(&mut world, file(1, vec![claims(1, claim(SECOND, DUE))]));
    approved(&mut world, file(2, vec![deletions(2, claim(SECOND, DUE))]));
    assert_eq!(claim_of(&world, SECOND), "CANCELLATION_PROCESSED");
    world.advance(SignedDuration::from_hours(48));
    assert_eq!(names(&mut world, "L00202"), Vec::<String>::new());
    // What is gone cannot be deleted again.
    approved(&mut world, file(3, vec![deletions(3, claim(SECOND, DUE))]));
    assert_eq!(said(&mut world), ["transaction rejected FILE-NO-CLAIM"]);
    assert_eq!(table(&mut world)[0]["order_type"], "deletions");
}

#[test]
fn a_deletion_that_comes_too_late_is_listed() {
    let mut world = world();
    approved(&mut world, file(1, vec![claims(1, claim(SECOND, DUE))]));
    world.advance(SignedDuration::from_hours(27 * 24 + 6));
    assert_eq!(world.now.to_string(), "2026-03-15T14:10:00Z");
    approved(&mut world, file(2, vec![deletions(2, claim(SECOND, DUE))]));
    assert_eq!(said(&mut world), ["transaction rejected FILE-TOO-LATE"]);
}

#[test]
fn a_deletion_names_its_claim_by_kid_due_date_and_amount() {
    let other_amount = FiledClaim {
        amount: crate::domain::money::Ore::new(12_551),
        ..claim(SECOND, DUE)
    };
    for wrong in [
        claim(FIRST, DUE),
        claim(SECOND, date(2026, 3, 17)),
        other_amount,
    ] {
        let mut world = world();
        approved(&mut world, file(1, vec![claims(1, claim(SECOND, DUE))]));
        approved(&mut world, file(2, vec![deletions(2, wrong)]));
        assert_eq!(said(&mut world), ["transaction rejected FILE-NO-CLAIM"]);
    }
}

#[test]
fn of_claims_that_are_alike_each_deletion_takes_another_one() {
    let mut world = world();
    let same = || claim(SECOND, DUE);
    let other_amount = FiledClaim {
        amount: crate::domain::money::Ore::new(12_551),
        ..same()
    };
    let sent = vec![
        claims(1, same()),
        claims(2, other_amount),
        claims(3, same()),
    ];
    approved(&mut world, file(1, sent));
    let wanted = (4..7).map(|number| deletions(number, same()));
    approved(&mut world, file(2, wanted.collect()));
    assert_eq!(said(&mut world), ["transaction rejected FILE-NO-CLAIM"]);
    world.advance(SignedDuration::from_hours(1));
    let mut all: Vec<_> = world.model.transactions.values().collect();
    all.sort_by_key(|stored| stored.sent.amount);
    let all: Vec<_> = all.iter().map(|it| it.atg.status.as_str()).collect();
    let gone = "CANCELLATION_PROCESSED";
    assert_eq!(all[..2], [gone, gone]);
    assert_ne!(all[2], gone);
}

#[test]
fn a_deletion_may_come_in_the_file_of_its_claim() {
    let mut world = world();
    approved(&mut world, example());
    assert_eq!(claim_of(&world, FIRST), "PROCESSED");
    assert_eq!(claim_of(&world, SECOND), "CANCELLATION_PROCESSED");
    world.advance(SignedDuration::from_hours(48));
    assert_eq!(claim_of(&world, FIRST), "SENT_TO_BDS");
    assert_eq!(names(&mut world, "L00202"), Vec::<String>::new());
}

#[test]
fn a_list_receiver_with_an_address_gets_a_mail_and_no_file() {
    let mut world = world();
    let mut fjord = world.company("fjord-energi");
    let address = EmailAddress::parse("lister@fjord.example").unwrap();
    fjord.avtalegiro[0].list_receivers = vec![ListReceiver::Mail(address.clone())];
    world.cast.put_company(fjord).unwrap();
    let sent = vec![claims(1, claim("999999900000015", DUE))];
    assert_eq!(world.send(post(file(1, sent))).status(), 201);
    world.advance(SignedDuration::from_mins(10));
    assert_eq!(names(&mut world, "L00202"), Vec::<String>::new());
    let [letter] = world.letters.as_slice() else {
        panic!("{:?}", world.letters)
    };
    assert_eq!(
        (&letter.invoice, &letter.to),
        (&None, &Delivery::Mail(address))
    );
    let LetterContent::Rejections { list, lines } = &letter.content else {
        panic!("{letter:?}")
    };
    assert_eq!(list, "L00202");
    let lines = lines.join("\n");
    for words in [
        "AvtaleGiro, oppdrag 0000001, konto 15062995960",
        "Fjord Energi, org.nr. 310000027",
        "A001 FBO FINNES IKKE: ",
        "KID 999999900000015, forfall 2026-03-16, 125.50 kr",
    ] {
        assert!(lines.contains(words), "{words} is not in {lines}");
    }
}

/// MPS as text.
#[derive(serde::Serialize, serde::Deserialize)]
struct Document(#[serde(with = "written")] Model);

#[test]
fn what_waits_for_its_list_comes_back_with_a_snapshot() {
    let mut world = world();
    let mut of_nobody = order(2, claim(SECOND, DUE));
    of_nobody.account = "86011117947".to_owned();
    let sent = vec![deletions(1, claim(SECOND, DUE)), Order::Claims(of_nobody)];
    assert_eq!(world.send(post(file(1, sent))).status(), 201);
    // Between this and the list nothing happens that a request could see.
    let orders: Vec<_> = world.model.files.orders.keys().copied().collect();
    for order in orders {
        world.fire(Event::WorkOrder(order), None);
    }
    assert_eq!(world.model.files.listed.len(), 2);
    let text = serde_json::to_value(Document(world.model.clone())).unwrap();
    let Document(read) = serde_json::from_value(text).unwrap();
    assert_eq!(read, world.model);
}
