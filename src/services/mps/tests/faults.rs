//! What is refused at once, by descending precedence, and that nothing is stored then.

use crate::domain::rules;
use crate::domain::settings::SetBy;
use crate::services::Spoken;
use crate::services::mps::{FaultKind, Model};

use super::statuses::{id, shipment};
use super::world::{World, decode};

/// Sends shipments one after another. A row is: shipment number, then transactions as
/// `number:type:document` with `:atg` and `:kid` for these parts (`-` behind it all: without
/// efakturaInfo), then the result.
#[track_caller]
fn check(profile: &str, table: &str) {
    let mut world = World::new();
    world
        .settings
        .set("profile", profile, SetBy::Creation)
        .unwrap();
    for row in table.lines().map(str::trim).filter(|row| !row.is_empty()) {
        let words: Vec<&str> = row.split_whitespace().collect();
        let (expected, sent) = words.split_last().unwrap();
        let before: Model = world.model.clone();
        let command = decode(&shipment(sent[0].parse().unwrap(), &sent[1..]))
            .unwrap()
            .command;
        let seen = match world.apply(command) {
            Ok(_) => "ok".to_owned(),
            Err(fault) => {
                assert_eq!(world.model, before, "{row}: nothing is stored");
                let known = fault.rule().is_none_or(|rule| rules::find(rule).is_some());
                assert!(known && fault.why().contains(&fault.found), "{row}");
                let code = fault.kind.code();
                code.map_or("no number".to_owned(), |code| code.to_string())
            }
        };
        assert_eq!(seen, **expected, "{row}");
    }
}

#[test]
fn the_first_check_that_fails_speaks_and_nothing_is_stored() {
    check(
        "documented",
        "
        1 1:EFAKTURA:INVOICE                                  ok
        1 1:AVTALEGIRO:REMINDER-                              3002
        2 1:AVTALEGIRO:REMINDER-                              3003
        2 2:EFAKTURA:INVOICE 2:EFAKTURA:INVOICE               3003
        2 2:EFAKTURA:INVOICE- 3:AVTALEGIRO:INVOICE            3010
        2 2:AVTALEGIRO:REMINDER                               3021
        2 2:EFAKTURA_AND_AVTALEGIRO:REMINDER-                 3021
        2 2:EFAKTURA_AND_AVTALEGIRO:INVOICE-                  3010
        2 2:EFAKTURA_AND_AVTALEGIRO:INVOICE                   3010
        2 2:EFAKTURA_AND_AVTALEGIRO:INVOICE:atg-              3011
        2 2:EFAKTURA_AND_AVTALEGIRO:INVOICE:atg               3020
        2 2:AVTALEGIRO:INVOICE:atg-                           3020
        2 2:EFAKTURA_AND_EXTERNAL_AVTALEGIRO:INVOICE-         3011
        2 2:EFAKTURA:INVOICE 3:EFAKTURA:INVOICE-              3011
        2 2:EFAKTURA:REMINDER 3:EFAKTURA:CREDIT_NOTE          ok
        3 3:EFAKTURA:INVOICE                                  3003
        4 4:EFAKTURA_AND_EXTERNAL_AVTALEGIRO:REMINDER         ok
        5 5:EFAKTURA_AND_AVTALEGIRO:INVOICE:atg:kid 6:AVTALEGIRO:INVOICE:atg:kid- ok
        ",
    );
}

#[test]
fn the_strict_profile_takes_invoices_only() {
    check(
        "strict",
        "
        1 1:EFAKTURA:REMINDER 2:AVTALEGIRO:REMINDER           3100
        1 1:AVTALEGIRO:REMINDER                               3021
        1 1:EFAKTURA:REMINDER-                                3100
        1 1:EFAKTURA:INVOICE 2:EFAKTURA:CREDIT_NOTE           3100
        1 1:EFAKTURA:INVOICE-                                 3011
        1 1:EFAKTURA:INVOICE                                  ok
        ",
    );
}

#[test]
fn every_number_has_its_rule_and_fits_the_schema() {
    for kind in FaultKind::ALL {
        assert!(kind.rule().is_none_or(|rule| rules::find(rule).is_some()));
        let (Some(code), Some(rule)) = (kind.code(), kind.rule()) else {
            continue;
        };
        // A code belongs to its service: the siblings use numbers twice.
        let service = rule.strip_suffix(&code.to_string()).unwrap();
        let fits = match service {
            "MPS-" => (3000..3999).contains(&code),
            "MPS-ERP-" | "MPS-NETS-" => (5002..=5010).contains(&code),
            "MPS-SUBMITTER-" => (201..=211).contains(&code),
            other => unreachable!("{other}"),
        };
        assert!(fits, "{rule}");
    }
}

#[test]
fn ids_nobody_sent_are_3000_and_3001() {
    let mut world = World::new();
    for (root, name, code) in [
        ("GetShipmentStatusRequest", "shipmentId", 3000),
        ("GetTransactionStatusRequest", "transactionId", 3001),
    ] {
        let body = super::world::message(root, &format!("<{name}>{}</{name}>", id('5', 5)));
        let answer = world.send(super::world::post(&body));
        let text = super::world::text(&answer);
        assert_eq!(answer.status(), 500);
        let detail =
            format!("<errorCode>{code}</errorCode><messageIdentifier>m-0001</messageIdentifier>");
        assert!(text.contains(&detail), "{text}");
        assert!(text.contains("<faultcode>soapenv:Client</faultcode>"));
        assert!(text.contains(&id('5', 5)), "{text}");
    }
}
