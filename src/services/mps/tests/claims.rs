//! The validation of claims: one row a claim, the last word the result.

use jiff::SignedDuration;
use uuid::Uuid;

use super::legs::{Life, transaction};
use super::world::{ACCOUNT, World, mandate_key};
use crate::domain::kid::Kid;
use crate::domain::money::Ore;
use crate::domain::settings::SetBy;
use crate::services::mps::{
    Ask, AskedMandate, Reply, Shipment, ShipmentId, Span, Transaction, TransactionId,
};

/// A world whose only transactions are those of a row.
fn send(world: &mut World, number: u128, changes: &[&str]) -> TransactionId {
    let mut sent = transaction("AVTALEGIRO");
    sent.id = TransactionId::from(Uuid::from_u128(number));
    let mut mandate = "active";
    for change in changes {
        let (field, value) = change.split_once('=').unwrap();
        match field {
            "kid" => sent.kid = Some(value.to_owned()),
            "account" => sent.account = value.to_owned(),
            "due" => sent.due_date = value.parse().unwrap(),
            "amount" => sent.amount = Ore::from_decimal(value).unwrap(),
            "now" => world.now = value.parse().unwrap(),
            "mandate" => mandate = value,
            "set" => {
                let (name, value) = value.split_once(':').unwrap();
                world.settings.set(name, value, SetBy::Change).unwrap();
            }
            other => panic!("{other}"),
        }
    }
    match mandate {
        "none" => {}
        state => world.mandate(state == "active"),
    }
    let id = sent.id;
    let shipment = Shipment {
        id: ShipmentId::from(Uuid::from_u128(number)),
        issuer: super::world::FJORD.to_owned(),
        transactions: vec![sent],
    };
    world.apply(Ask::AddShipment(shipment).into()).unwrap();
    world.advance(SignedDuration::from_secs(60));
    id
}

fn seen(world: &mut World, id: TransactionId) -> String {
    let Ok(Reply::TransactionStatus(status, _)) = world.apply(Ask::GetTransactionStatus(id).into())
    else {
        panic!("no status");
    };
    let said = status.atg.status.as_str();
    match (said, status.atg.reason) {
        ("REJECTED", Some(reason)) => reason.code.clone(),
        (said, Some(reason)) => format!("{said}:{}", reason.code),
        (said, None) => said.to_owned(),
    }
}

#[track_caller]
fn check(table: &str) {
    for row in table.lines().map(str::trim).filter(|row| !row.is_empty()) {
        let words: Vec<&str> = row.split_whitespace().collect();
        let (expected, changes) = words.split_last().unwrap();
        let mut world = World::new();
        let id = send(&mut world, 1, changes);
        assert_eq!(seen(&mut world, id), **expected, "{row}");
    }
}

#[test]
fn each_reason_has_its_code_and_the_nearest_good_value_passes() {
    check(
        "
        kid=123456782                                              PROCESSED
        kid=123456780                                              A006
        kid=12345674                                               A006
        kid=1234567895                                             A006
        account=15030699952                                        A007
        account=abcdefghijk                                        A007
        due=2026-03-04                                             A004
        due=2026-03-05                                             PROCESSED
        due=2026-03-05 now=2026-03-02T12:59:00Z                    PROCESSED
        due=2026-03-05 now=2026-03-02T13:00:00Z                    A004
        due=2026-03-06 now=2026-03-02T13:00:00Z                    PROCESSED
        due=2026-03-04 set=mps.claim_days_min:2                    PROCESSED
        due=2026-03-09 now=2026-03-05T09:00:00Z set=mps.claim_days:banking A004
        due=2026-03-10 now=2026-03-05T09:00:00Z set=mps.claim_days:banking PROCESSED
        due=2027-03-02                                             PROCESSED
        due=2027-03-03                                             A005
        due=2026-03-21                                             PROCESSED_WITH_WARNING:W001
        amount=0.00                                                A009
        mandate=none                                               A001
        mandate=inactive                                           A002
        kid=234567899                                              A001
        amount=1000.00 set=mps.rejects_over_limit:true             PROCESSED
        amount=1000.01 set=mps.rejects_over_limit:true             A003
        amount=1000.01                                             PROCESSED
        ",
    );
}

#[test]
fn the_first_reason_in_order_speaks() {
    check(
        "
        account=15030699952 kid=12345674 due=2020-01-01 amount=0 mandate=none A007
        kid=12345674 due=2020-01-01 amount=0 mandate=none          A006
        due=2020-01-01 amount=0 mandate=none                       A004
        amount=0 mandate=none                                      A009
        ",
    );
}

#[test]
fn the_limit_is_for_all_claims_of_a_month() {
    let mut world = World::new();
    let limit = "set=mps.rejects_over_limit:true";
    let first = send(&mut world, 1, &["amount=600.00", limit]);
    let second = send(&mut world, 2, &["kid=123456097", "amount=400.00"]);
    let third = send(&mut world, 3, &["kid=123456188", "amount=0.01"]);
    let april = send(
        &mut world,
        4,
        &["kid=123456196", "amount=0.01", "due=2026-04-20"],
    );
    let all = [first, second, third, april].map(|id| seen(&mut world, id));
    assert_eq!(all, ["PROCESSED", "PROCESSED", "A003", "PROCESSED"]);
}

#[test]
fn the_limit_holds_for_the_claims_of_one_shipment_too() {
    let mut world = World::new();
    world.mandate(true);
    let set = world
        .settings
        .set("mps.rejects_over_limit", "true", SetBy::Change);
    set.unwrap();
    let claims = [(1, "123456782"), (2, "123456097"), (3, "123456188")];
    let transactions = claims.map(|(number, kid)| Transaction {
        id: TransactionId::from(Uuid::from_u128(number)),
        kid: Some(kid.to_owned()),
        ..transaction("AVTALEGIRO")
    });
    let ids = transactions.each_ref().map(|sent| sent.id);
    let shipment = Shipment {
        id: ShipmentId::from(Uuid::from_u128(1)),
        issuer: super::world::FJORD.to_owned(),
        transactions: transactions.to_vec(),
    };
    world.apply(Ask::AddShipment(shipment).into()).unwrap();
    world.advance(SignedDuration::from_secs(60));
    let all = ids.map(|id| seen(&mut world, id));
    assert_eq!(all, ["PROCESSED", "PROCESSED", "A003"]);
}

#[test]
fn a_claim_that_the_bank_gave_back_makes_room_in_the_month() {
    let mut life = Life::of(transaction("AVTALEGIRO"));
    life.go_to("3-9:00");
    life.cancel();
    life.go_to("3-9:01");
    let limit = "set=mps.rejects_over_limit:true";
    let again = send(&mut life.world, 2, &["amount=1000.00", limit]);
    assert_eq!(seen(&mut life.world, again), "PROCESSED");
}

#[test]
fn the_second_of_two_alike_is_warned_about_when_the_first_is_gone_and_a_third_comes() {
    let mut life = Life::of(transaction("AVTALEGIRO"));
    life.go_to("2-12:00");
    let second = send(&mut life.world, 2, &[]);
    life.cancel();
    life.go_to("2-12:10");
    let third = send(&mut life.world, 3, &[]);
    let both = [second, third].map(|id| seen(&mut life.world, id));
    assert_eq!(
        both,
        ["PROCESSED_WITH_WARNING:W002", "PROCESSED_WITH_WARNING:W002"]
    );
}

#[test]
fn a_claim_that_comes_twice_is_warned_about_and_refused_by_the_strict() {
    for (profile, expected) in [
        ("documented", "PROCESSED_WITH_WARNING:W002"),
        ("strict", "A008"),
    ] {
        let mut world = World::new();
        let set = format!("set=profile:{profile}");
        let first = send(&mut world, 1, &[&set]);
        let second = send(&mut world, 2, &[]);
        let both = [first, second].map(|id| seen(&mut world, id));
        assert_eq!(both, ["PROCESSED", expected]);
        let other = send(&mut world, 3, &["due=2026-03-23"]);
        assert_eq!(seen(&mut world, other), "PROCESSED");
    }
}

#[test]
fn a_claim_that_was_taken_back_may_come_again() {
    let mut life = Life::of(transaction("AVTALEGIRO"));
    life.go_to("2-12:00");
    life.cancel();
    life.go_to("2-12:01");
    let again = send(&mut life.world, 2, &[]);
    assert_eq!(seen(&mut life.world, again), "PROCESSED");
}

#[test]
fn a_mandate_is_found_by_the_fixed_part_of_the_kid_and_tells_no_secret() {
    let mut world = World::new();
    world.mandate(true);
    let registered = mandate_key().kid.to_string();
    let mut ask = |kid: &str, account: &str| {
        let asked = AskedMandate {
            kid: kid.to_owned(),
            account: account.to_owned(),
        };
        let Ok(Reply::Mandate(found)) = world.apply(Ask::GetAtgMandate(asked).into()) else {
            panic!("no answer");
        };
        found.map(|found| (found.kid, found.notification))
    };
    let halgeirs = Some((registered.clone(), true));
    assert_eq!(ask(&registered, ACCOUNT), halgeirs);
    assert_eq!(ask("123456782", ACCOUNT), halgeirs);
    assert_eq!(ask("234567899", ACCOUNT), None);
    assert_eq!(ask(&registered, "15030699952"), None);
    assert_eq!(ask(&registered, "abcdefghijk"), None);
    assert_eq!(ask("99", ACCOUNT), None);
    world.mandate(false);
    let asked = AskedMandate {
        kid: registered,
        account: ACCOUNT.to_owned(),
    };
    assert_eq!(
        world.apply(Ask::GetAtgMandate(asked.clone()).into()),
        Ok(Reply::Mandate(None))
    );
    world.settings.mps_mandate_lookup = false;
    let fault = world.apply(Ask::GetAtgMandate(asked).into()).unwrap_err();
    assert_eq!(fault.kind.code(), Some(3102));
}

#[test]
fn the_kids_of_these_tests_are_good_ones() {
    for kid in [
        "123456782",
        "123456097",
        "123456188",
        "123456196",
        "234567899",
    ] {
        assert!(
            Kid::parse(kid).is_ok_and(|kid| kid.is_mod10() || kid.is_mod11()),
            "{kid}"
        );
    }
}

#[test]
fn shipments_are_found_by_when_they_came_and_too_long_a_span_is_3040() {
    let mut world = World::new();
    send(&mut world, 2, &[]);
    send(&mut world, 1, &["kid=123456097"]);
    let mut found = |from: &str, to: &str| {
        let span = Span {
            from: from.parse().unwrap(),
            to: to.parse().unwrap(),
        };
        match world.apply(Ask::GetShipments(span).into()) {
            Ok(Reply::Shipments(ids)) => ids.len().to_string(),
            Ok(_) => "another answer".to_owned(),
            Err(fault) => fault.kind.code().unwrap().to_string(),
        }
    };
    assert_eq!(found("2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z"), "2");
    assert_eq!(found("2026-03-02T08:00:00Z", "2026-03-02T08:00:00Z"), "1");
    assert_eq!(found("2026-03-02T08:00:01Z", "2026-03-02T08:00:59Z"), "0");
    assert_eq!(found("2026-03-03T00:00:00Z", "2026-03-02T00:00:00Z"), "0");
    assert_eq!(
        found("2026-10-01T00:00:00+02:00", "2026-11-01T00:00:00+01:00"),
        "0",
        "October has an hour more"
    );
    assert_eq!(
        found("2026-03-01T00:00:00Z", "2026-04-01T01:00:01Z"),
        "3040"
    );
}
