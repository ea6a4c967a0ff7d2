//! What scenarios make of the files that MPS sends by itself, one row a name.

use jiff::SignedDuration;
use uuid::Uuid;

use super::office::{NORD, Office, kid, transmission, wish};
use crate::consumer::{ClaimId, ClaimState};
use crate::domain::giro::Order;
use crate::domain::kid::Kid;
use crate::services::mps::tests::legs::transaction;
use crate::services::mps::tests::world::{ACCOUNT, FJORD, World};
use crate::services::mps::{Ask, Command, Event, SCRIPTED, Shipment, ShipmentId, Wanted};

const MONDAY: &str = "2026-03-02T12:00:00+01:00";

/// Two mandates and two payments of Fjord's, and one mandate of Nord's: rows 0 and 1, 3 and 4, 2.
fn office() -> Office {
    let mut office = Office::new();
    for n in [1, 2] {
        office.mandate(ACCOUNT, n, true, true);
        let ore = i64::from(n) * 100;
        office.paid(ACCOUNT, n, ore, "2026-03-02T06:00:00+01:00");
    }
    office.mandate(NORD, 3, true, true);
    office
}

/// The lines of the first receiver's file that a wish for rows changed, with what was there before
/// where it is gone.
fn changed(wanted: Wanted, rows: &[usize]) -> Vec<String> {
    let usual = office().lines(MONDAY, None);
    let odd = office().lines(MONDAY, Some(&wish(wanted, rows)));
    let mut left = usual;
    let mut changed = Vec::new();
    for line in odd {
        match left.iter().position(|it| *it == line) {
            Some(place) => {
                left.remove(place);
            }
            None => changed.push(format!("+{line}")),
        }
    }
    changed.extend(left.into_iter().map(|line| format!("-{line}")));
    changed
}

#[track_caller]
fn check(wanted: Wanted, rows: &[usize], expected: &[String]) {
    let mut expected = expected.to_vec();
    expected.sort();
    let mut found = changed(wanted, rows);
    found.sort();
    assert_eq!(found, expected, "{wanted:?} of {rows:?}");
}

#[test]
fn mandates_are_told_otherwise_in_the_rows_that_were_asked_for_and_nowhere_else() {
    let (one, two) = (kid(1), kid(2));
    let (one, two) = (one.as_str(), two.as_str());
    let order = format!("+mandates {ACCOUNT}");
    let otherwise = [format!("+1 {two} N"), format!("-1 {two} J")];
    check(Wanted::NotificationChanged, &[1], &otherwise);
    check(Wanted::NotificationChanged, &[3], &[]);
    check(Wanted::MandateTwice, &[0], &[format!("+1 {one} J")]);
    let list = [order.clone(), format!("+0 {one} J"), format!("+0 {two} J")];
    check(Wanted::FullList, &[4], &list);
    check(Wanted::NoMandates, &[3], &[order]);
    let ended = ["+2 999999998 N".to_owned()];
    check(Wanted::UnknownMandateEnded, &[0], &ended);
}

#[test]
fn payments_are_told_otherwise_in_the_rows_that_were_asked_for_and_nowhere_else() {
    let (one, two) = (kid(1), kid(2));
    let (one, two) = (one.as_str(), two.as_str());
    let usual = format!("-15 1/1 2026-03-02 100 {one} 900000001");
    for (wanted, odd) in [
        (
            Wanted::UnknownKid,
            "15 1/1 2026-03-02 100 999999998 900000001".to_owned(),
        ),
        (
            Wanted::ReversalWithKid,
            format!("18 1/1 2026-03-02 100 {one} 700001001"),
        ),
        (
            Wanted::PurchaseWithKid,
            format!("19 1/1 2026-03-02 100 {one} 700001001"),
        ),
        (
            Wanted::ReversalWithText,
            "20 1/1 2026-03-02 100  700001001".to_owned(),
        ),
        (
            Wanted::PurchaseWithText,
            "21 1/1 2026-03-02 100  700001001".to_owned(),
        ),
        (
            Wanted::MinusSign,
            format!("15 1/1 2026-03-02 -100 {one} 900000001"),
        ),
    ] {
        check(wanted, &[3], &[format!("+{odd}"), usual.clone()]);
        check(wanted, &[0], &[]);
    }
    let orders = [
        format!("+payments {ACCOUNT} 062995960"),
        format!("+15 1/1 2026-03-02 200 {two} 900000002"),
        format!("-15 2/1 2026-03-02 200 {two} 900000002"),
    ];
    check(Wanted::SeveralOrders, &[3], &orders);
}

#[test]
fn a_transmission_of_mandates_alone_may_have_a_date_at_its_end() {
    let dated = [
        "+mandates 2 00230457 2026-03-02".to_owned(),
        "-mandates 2 00230457 zeros".to_owned(),
    ];
    check(Wanted::DatedEnd, &[2], &dated);
    check(Wanted::DatedEnd, &[0], &[]);
}

#[test]
fn a_payment_at_a_terminal_has_a_text_or_a_kid_and_no_account() {
    for (wanted, has_text) in [
        (Wanted::ReversalWithText, true),
        (Wanted::PurchaseWithText, true),
        (Wanted::ReversalWithKid, false),
        (Wanted::PurchaseWithKid, false),
    ] {
        let files = office().run(MONDAY, Some(&wish(wanted, &[3, 4])));
        let orders = &transmission(&files[0]).orders;
        let Some(Order::Settlements(order)) = orders.last() else {
            panic!("{orders:?}");
        };
        for payment in &order.payments {
            assert_eq!(payment.text.is_some(), has_text);
            assert_eq!(payment.kid.is_empty(), has_text);
            assert_eq!(payment.settlement, 0);
            assert_eq!(payment.debit_account, "00000000000");
        }
    }
}

#[test]
fn nobody_s_kid_is_well_formed_and_no_mandate_fits_it() {
    let mut office = office();
    office.mandate(ACCOUNT, 999_999, true, true);
    office.mandate(ACCOUNT, 999_998, true, true);
    let told = office.lines(MONDAY, Some(&wish(Wanted::UnknownMandateEnded, &[0])));
    let ended = told.iter().find(|line| line.starts_with("2 ")).unwrap();
    let kid = Kid::parse(&ended[2..11]).unwrap();
    assert!(kid.as_str().starts_with("999997"), "{ended}");
}

#[test]
fn no_file_today_means_both_days_in_one_file_tomorrow() {
    let mut office = office();
    assert_eq!(
        office.lines(MONDAY, Some(&wish(Wanted::NoFile, &[0]))),
        [""; 0]
    );
    let tuesday = "2026-03-03T12:00:00+01:00".parse().unwrap();
    assert_eq!(office.world.take_later(), [(tuesday, Event::SendFiles)]);
    office.paid(ACCOUNT, 3, 300, "2026-03-03T06:00:00+01:00");
    let files = office.run_at(tuesday, None);
    let orders = &transmission(&files[0]).orders;
    let Some(Order::Settlements(order)) = orders.last() else {
        panic!("{orders:?}");
    };
    let told: Vec<_> = order
        .payments
        .iter()
        .map(|it| (it.number, it.serial, it.date.day(), it.amount.get()))
        .collect();
    assert_eq!(told, [(1, 1, 2, 100), (2, 1, 2, 200), (3, 2, 3, 300)]);
    assert_eq!(transmission(&files[0]).number.get(), 1);
}

#[test]
fn a_late_file_is_made_at_six_and_no_later() {
    let mut office = office();
    let late = wish(Wanted::LateFile, &[0]);
    assert_eq!(office.lines(MONDAY, Some(&late)), [""; 0]);
    let six = "2026-03-02T18:00:00+01:00".parse().unwrap();
    assert_eq!(office.world.take_later(), [(six, Event::SendFiles)]);
    // A rule without an end speaks again at six.
    let files = office.run_at(six, Some(&late));
    assert_eq!(files[0].name, "OCR.D260302.T180000.K0000001.txt");
    assert_eq!(office.world.take_later(), []);
}

#[test]
fn the_same_file_twice_is_one_transmission_under_two_names() {
    let mut office = office();
    let files = office.run(MONDAY, Some(&wish(Wanted::SameFileTwice, &[3])));
    let numbers: Vec<_> = files
        .iter()
        .map(|file| (file.serial.get(), transmission(file).number.get()))
        .collect();
    assert_eq!(numbers, [(1, 1), (2, 1), (3, 2)]);
    assert_eq!(files[0].content, files[1].content);
    assert_ne!(files[0].name, files[1].name);
}

#[test]
fn everything_that_files_can_be_asked_for_is_known_and_stands_once_for_an_operation() {
    for row in SCRIPTED {
        for on in row.on {
            let same = SCRIPTED
                .iter()
                .filter(|it| it.name == row.name && it.on.contains(on));
            assert_eq!(same.count(), 1, "{} on {on}", row.name);
        }
        if row.on.contains(&"mps.files.deliver") {
            assert!(Wanted::parse(row.name).is_some(), "{}", row.name);
        }
    }
}

/// What becomes of a claim that a scenario wants something of, at its payer's bank.
fn fate(wanted: Wanted) -> (bool, ClaimState) {
    let mut world = World::new();
    world.mandate(true);
    let sent = transaction("AVTALEGIRO");
    let id = ClaimId(sent.id.to_string());
    let shipment = Shipment {
        id: ShipmentId::from(Uuid::from_u128(1)),
        issuer: FJORD.to_owned(),
        transactions: vec![sent],
    };
    let command = Command {
        wish: Some(wish(wanted, &[0])),
        ..Ask::AddShipment(shipment).into()
    };
    world.apply(command).unwrap();
    world.advance(SignedDuration::from_hours(12));
    let claim = world.book.claim(&id).unwrap();
    (claim.uncovered, claim.state)
}

#[test]
fn a_claim_comes_to_the_bank_uncovered_or_is_stopped_there_at_once() {
    assert_eq!(fate(Wanted::NoCover), (true, ClaimState::Waiting));
    let at = "2026-03-02T17:00:00+01:00".parse().unwrap();
    assert_eq!(
        fate(Wanted::StoppedByPayer),
        (false, ClaimState::Stopped { at })
    );
    assert_eq!(fate(Wanted::Warned), (false, ClaimState::Waiting));
}
