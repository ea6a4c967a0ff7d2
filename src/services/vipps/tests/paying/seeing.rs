//! Who sees what, and from when until when (Maventa: Consumer Invoicing (Norway), Vipps; Vipps:
//! guide of the invoice API).

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::people::{APP, BANK, slug};
use super::world::{WAYS, Way, World};
use crate::consumer::DocumentType;
use crate::domain::money::Ore;
use crate::domain::person::VippsFacet;

/// What the consumer has in Vipps, what was sent or presented and which way, and who sees it, 20
/// minutes later. The netbank has all of it.
const TABLE: &str = "
consumer       | what         | way   | vipps-app | fjordbank
activated      | invoice      | vipps | yes       | yes
activated      | invoice      | nets  | yes       | yes
activated      | nothing due  | vipps | yes       | yes
activated      | nothing due  | nets  | yes       | yes
activated      | reminder     | vipps | yes       | yes
activated      | reminder     | nets  | yes       | yes
activated      | credit note  | nets  | no        | no
activated      | direct debit | nets  | no        | no
not activated  | invoice      | vipps | no        | yes
not activated  | invoice      | nets  | no        | yes
display off    | invoice      | vipps | no        | yes
display off    | invoice      | nets  | no        | yes
display off    | credit note  | nets  | no        | no
no Vipps       | invoice      | vipps | no        | yes
no Vipps       | invoice      | nets  | no        | yes
";

fn is(world: &mut World, consumer: &str) {
    let facet = |active, display| VippsFacet {
        active,
        display,
        blacklisted: false,
    };
    let mut person = world.cast.person(&slug("kari")).unwrap().as_ref().clone();
    person.vipps = match consumer {
        "activated" => Some(facet(true, true)),
        "not activated" => Some(facet(false, true)),
        "display off" => Some(facet(true, false)),
        _ => None,
    };
    world.cast.put_person(person).unwrap();
}

/// Whether somebody sees an invoice, which list, count and the invoice itself say alike.
fn sees(world: &mut World, by: &str, id: &str) -> bool {
    let list = world.get(by, "/invoices?state=all");
    let is_listed = list.ids().contains(&id);
    let count = world.get(by, "/invoices/count?state=all");
    assert_eq!(count.body, list.ids().len());
    let heard = world.get(by, &format!("/invoices/{id}"));
    let path = format!("/invoices/{id}/commercial-invoice");
    let document = world.get(by, &path);
    if is_listed {
        assert_eq!((heard.status, document.status), (200, 200));
    } else {
        assert_eq!(heard.told(), "404 /invoice-not-found");
        assert_eq!(document.told(), "404 /invoice-not-found");
    }
    is_listed
}

#[test]
fn what_is_seen_in_vipps_follows_from_what_its_consumer_chose_and_from_what_it_is() {
    for row in TABLE.trim().lines().skip(1) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let [consumer, what, way, app, bank] = cells[..] else {
            panic!("{row}");
        };
        let way = if way == "nets" { Way::Nets } else { Way::Vipps };
        let mut world = World::new();
        is(&mut world, consumer);
        let id = world.invoice(way, "1", |presented| match what {
            "nothing due" => presented.amount = Ore::ZERO,
            "reminder" => presented.document_type = DocumentType::Reminder,
            "credit note" => presented.document_type = DocumentType::CreditNote,
            "direct debit" => presented.by_direct_debit = true,
            _ => {}
        });
        world.pass(SignedDuration::from_mins(20));
        for (by, expected) in [(APP, app), (BANK, bank)] {
            let expected = expected == "yes";
            assert_eq!(sees(&mut world, by, &id), expected, "{row}: {by}");
        }
        let in_netbank = world.book.shown(&world.book_id(&id));
        assert!(in_netbank.is_some(), "{row}");
    }
}

#[test]
fn what_an_isp_sent_is_shown_at_once_and_what_the_netbank_brought_after_15_minutes() {
    for way in WAYS {
        let mut world = World::new();
        let id = world.invoice(way, "1", |_| {});
        for wait in [SignedDuration::ZERO, SignedDuration::new(15 * 60 - 1, 0)] {
            world.pass(wait);
            for by in [BANK, APP] {
                assert_eq!(sees(&mut world, by, &id), way == Way::Vipps, "{by} {wait}");
            }
        }
        if way == Way::Nets {
            let heard = world.approves(BANK, &id, "");
            assert_eq!(heard.told(), "404 /invoice-not-found");
        }
        world.pass(SignedDuration::from_secs(1));
        assert!(sees(&mut world, BANK, &id) && sees(&mut world, APP, &id));
    }
}

#[test]
fn fourteen_days_after_the_due_date_an_invoice_is_in_no_list_and_found_by_its_id_all_the_same() {
    let ends: Timestamp = "2026-04-03T00:00:00+02:00".parse().unwrap();
    for way in WAYS {
        let (mut world, id) = World::with_invoice(way);
        world.until(ends - SignedDuration::from_secs(1));
        for by in [BANK, APP] {
            assert_eq!(world.get(by, "/invoices").ids(), [&id], "{by} {way:?}");
        }
        world.until(ends);
        for by in [BANK, APP] {
            assert_eq!(world.get(by, "/invoices?state=all").status, 204);
            assert_eq!(world.get(by, "/invoices/count").body, 0);
            let heard = world.get(by, &format!("/invoices/{id}"));
            assert_eq!((heard.status, heard.state()), (200, "pending"));
        }
        let body = r#"{"due": "2026-04-07T00:00:00+02:00", "amount": 25000}"#;
        assert_eq!(world.changes(BANK, "approved", &id, body).status, 204);
        let paid_late = world.get(BANK, "/invoices?state=approved");
        assert_eq!(paid_late.status, 204, "it stays out of lists");
    }
}

#[test]
fn an_app_that_is_told_to_show_nothing_shows_nothing_and_may_touch_nothing() {
    for way in WAYS {
        let (mut world, id) = World::with_invoice(way);
        assert!(sees(&mut world, APP, &id));
        assert!(world.acts("hide-in-vipps", &BTreeMap::new()));
        assert!(!sees(&mut world, APP, &id) && sees(&mut world, BANK, &id));
        let before = (world.model.clone(), world.book.clone());
        for to in ["approved", "deleted"] {
            let body = if to == "approved" {
                super::world::approval("")
            } else {
                String::new()
            };
            let heard = world.changes(APP, to, &id, &body);
            assert_eq!(heard.told(), "403 /invoice-operation-unauthorized");
        }
        assert!(before == (world.model.clone(), world.book.clone()));
        assert!(world.acts("show-in-vipps", &BTreeMap::new()));
        assert!(sees(&mut world, APP, &id));
    }
}

#[test]
fn what_its_sender_took_back_is_seen_by_nobody() {
    for way in WAYS {
        let (mut world, id) = World::with_invoice(way);
        world.withdraws(&id);
        assert!(!sees(&mut world, BANK, &id) && !sees(&mut world, APP, &id));
    }
}

#[test]
fn approved_or_paid_anywhere_an_invoice_is_pending_nowhere() {
    for way in WAYS {
        for action in ["approve", "pay"] {
            let (mut world, id) = World::with_invoice(way);
            assert!(world.does(action, &id));
            for by in [BANK, APP] {
                assert_eq!(world.get(by, "/invoices").status, 204);
                assert_eq!(world.get(by, "/invoices?state=approved").ids(), [&id]);
            }
        }
    }
}
