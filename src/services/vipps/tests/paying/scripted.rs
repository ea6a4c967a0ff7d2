//! What scenarios may ask for on this side, each by its name.

use jiff::SignedDuration;

use super::people::{BANK, OTHER};
use super::world::{Call, Heard, WAYS, Way, World, approval};
use crate::consumer::PresentedState;
use crate::services::vipps::SCRIPTED;
use crate::services::vipps::model::{LinkTamper, PayingReply};

const CHANGES: [&str; 3] = ["approved", "pending", "deleted"];

fn call(world: &mut World, id: &str, to: &str, wish: &'static str) -> Heard {
    let etag = world.etag(id);
    let body = if to == "approved" {
        approval("")
    } else {
        String::new()
    };
    world.call(&Call {
        by: BANK,
        to,
        id,
        etag: &etag,
        key: wish,
        body: &body,
        wish: Some(wish),
    })
}

#[test]
fn a_change_is_refused_as_a_scenario_wants_it_and_nothing_changes() {
    for (wish, expected) in [
        ("invoice-not-found", "404 /invoice-not-found"),
        (
            "invoice-status-etag-mismatch",
            "409 /invoice-status-etag-mismatch",
        ),
        ("invoice-status-conflict", "409 /invoice-status-conflict"),
        (
            "state-transition-not-allowed",
            "409 /state-transition-not-allowed",
        ),
        (
            "status-change-createdby-mismatch",
            "403 /status-change-createdby-mismatch",
        ),
        (
            "invoice-operation-unauthorized",
            "403 /invoice-operation-unauthorized",
        ),
    ] {
        for to in CHANGES {
            let (mut world, id) = World::with_invoice(Way::Vipps);
            let before = world.book.clone();
            assert_eq!(call(&mut world, &id, to, wish).told(), expected, "{to}");
            assert!(world.book == before && world.model.standings.is_empty());
        }
    }
}

#[test]
fn somebody_acts_between_reading_and_changing_and_the_etag_tells() {
    for way in WAYS {
        for (wish, expected) in [
            ("approvedMeanwhile", "approved"),
            ("deletedMeanwhile", "deleted"),
            ("revokedMeanwhile", "withdrawn"),
        ] {
            if way == Way::Nets && expected == "withdrawn" {
                continue;
            }
            for to in CHANGES {
                let (mut world, id) = World::with_invoice(way);
                let told = call(&mut world, &id, to, wish).told();
                assert_eq!(told, "409 /invoice-status-etag-mismatch", "{wish}, {to}");
                assert_eq!(world.in_book(&id).as_str(), expected);
                let told = world.changes(BANK, to, &id, &approval("")).status;
                assert_eq!(
                    told,
                    if wish == "approvedMeanwhile" {
                        403
                    } else {
                        409
                    }
                );
            }
        }
    }
}

#[test]
fn nobody_approves_meanwhile_what_is_not_pending_or_is_nothing_to_pay() {
    let (mut world, id) = World::with_invoice(Way::Vipps);
    assert_eq!(world.approves(BANK, &id, "").status, 204);
    assert_eq!(
        call(&mut world, &id, "pending", "approvedMeanwhile").status,
        204
    );
    let free = world.invoice(Way::Vipps, "2", |it| {
        it.amount = crate::domain::money::Ore::ZERO
    });
    assert_eq!(
        call(&mut world, &free, "deleted", "approvedMeanwhile").status,
        204
    );
    let unknown = id.replace(".1", ".unknown");
    let heard = world.call(&Call {
        by: BANK,
        to: "deleted",
        id: &unknown,
        etag: "x",
        key: "y",
        body: "",
        wish: Some("revokedMeanwhile"),
    });
    assert_eq!(heard.told(), "404 /invoice-not-found");
}

#[test]
fn nobody_approves_or_deletes_meanwhile_what_vipps_does_not_have() {
    for wish in ["approvedMeanwhile", "deletedMeanwhile"] {
        let mut world = World::new();
        let copy = world.invoice(Way::Nets, "1", |it| it.by_direct_debit = true);
        world.pass(SignedDuration::from_mins(20));
        let heard = world.call(&Call {
            by: BANK,
            to: "deleted",
            id: &copy,
            etag: "x",
            key: "y",
            body: "",
            wish: Some(wish),
        });
        assert_eq!(heard.told(), "404 /invoice-not-found");
        assert_eq!(world.in_book(&copy), PresentedState::Open);
    }
}

#[test]
fn a_sender_takes_back_meanwhile_what_it_could_take_back_and_nothing_else() {
    for wish in ["revokedMeanwhile", "revokedWhileListed"] {
        for made in ["by the netbank", "approved", "deleted", "expired"] {
            let way = match made {
                "by the netbank" => Way::Nets,
                _ => Way::Vipps,
            };
            let (mut world, id) = World::with_invoice(way);
            match made {
                "approved" => assert_eq!(world.approves(OTHER, &id, "").status, 204),
                "deleted" => assert_eq!(world.changes(OTHER, "deleted", &id, "").status, 204),
                "expired" => world.expires(),
                _ => {}
            }
            let before = world.book.clone();
            if wish == "revokedWhileListed" {
                let heard = world.get_wishing("/invoices?state=all", wish);
                assert_eq!(heard.ids(), [&id], "{made}");
            } else {
                let told = call(&mut world, &id, "pending", wish).status;
                assert!(told == 409 || told == 403, "{made}: {told}");
            }
            assert!(world.book == before, "{wish}: {made}");
        }
    }
}

#[test]
fn problems_of_endpoints_that_are_gone_are_told_by_name() {
    let (mut world, _) = World::with_invoice(Way::Vipps);
    for wish in [
        "missing-query-param-from",
        "from-parameter-too-far-back-in-time",
        "metadata-key-value-length-mismatch",
    ] {
        let heard = world.get_wishing("/invoices", wish);
        assert_eq!(heard.told(), format!("400 /{wish}"));
    }
}

#[test]
fn what_is_shown_is_taken_back_as_the_answer_leaves() {
    let (mut world, id) = World::with_invoice(Way::Vipps);
    let target = format!("/invoices/{id}");
    for target in ["/invoices", &target] {
        let (mut world, id) = World::with_invoice(Way::Vipps);
        let heard = world.get_wishing(target, "revokedWhileListed");
        assert_eq!(heard.status, 200);
        assert!(matches!(
            world.in_book(&id),
            PresentedState::Withdrawn { .. }
        ));
        assert_eq!(world.get(BANK, &format!("/invoices/{id}")).status, 404);
    }
    let heard = world.get_wishing("/invoices?state=deleted", "revokedWhileListed");
    assert_eq!(heard.status, 204);
    assert_eq!(world.in_book(&id), PresentedState::Open);
}

#[test]
fn a_link_fails_or_is_made_wrong_as_a_scenario_wants_it() {
    let (mut world, id) = World::with_invoice(Way::Vipps);
    let invoice = format!("/invoices/{id}/commercial-invoice");
    let attached = format!("/invoices/{id}/attachments/0?mimeType=text/plain");
    for target in [&invoice, &attached] {
        for (wish, expected) in [
            ("token-generation-failed", "500 /token-generation-failed"),
            (
                "commercial-invoice-format-not-found",
                "404 /commercial-invoice-format-not-found",
            ),
            (
                "invoice-operation-unauthorized",
                "403 /invoice-operation-unauthorized",
            ),
        ] {
            assert_eq!(world.get_wishing(target, wish).told(), expected);
        }
        for (tamper, wish) in LinkTamper::WORDS {
            let heard = world.get_wishing(target, wish);
            let Some(PayingReply::Link(link)) = heard.reply else {
                panic!("{wish}");
            };
            assert_eq!(link.tamper, Some(*tamper));
        }
    }
}

#[test]
fn a_list_comes_in_no_order_or_as_an_empty_array() {
    let (mut world, _) = World::with_invoice(Way::Vipps);
    for reference in ["2", "3", "4"] {
        world.invoice(Way::Vipps, reference, |_| {});
    }
    let usual = world.get(BANK, "/invoices");
    let stirred = world.get_wishing("/invoices", "unsorted");
    let (usual, stirred) = (usual.ids(), stirred.ids());
    let mut backwards = usual.clone();
    backwards.reverse();
    assert!(stirred != usual && stirred != backwards, "{stirred:?}");
    let mut sorted = stirred.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, usual);
    let heard = world.get_wishing("/invoices?state=deleted", "emptyArray");
    assert_eq!((heard.status, heard.body), (200, serde_json::json!([])));
}

#[test]
fn an_invoice_is_odd_as_a_scenario_wants_it_and_its_times_are_the_same_instants() {
    let (mut world, id) = World::with_invoice(Way::Vipps);
    assert_eq!(world.approves(OTHER, &id, "").status, 204);
    let usual = world.get(BANK, &format!("/invoices/{id}")).body;
    let places = [
        "/due",
        "/created",
        "/recipient/resolvedAt",
        "/status/lastModified",
        "/status/due",
    ];
    for target in ["/invoices?state=approved", &format!("/invoices/{id}")] {
        let mut odd = |wish| {
            let body = world.get_wishing(target, wish).body;
            body.get(0).cloned().unwrap_or(body)
        };
        let times = odd("oddTimes");
        for place in places {
            let text = |from: &serde_json::Value| {
                from.pointer(place).unwrap().as_str().unwrap().to_owned()
            };
            assert_ne!(text(&times), text(&usual), "{place}");
            let at = |text: String| text.parse::<jiff::Timestamp>().unwrap();
            assert_eq!(at(text(&times)), at(text(&usual)), "{place}");
        }
        assert_eq!(odd("unknownState")["status"]["state"], "partiallyPaid");
        let more = odd("unknownField");
        assert!(more.get("paymentPlan").is_some());
        assert_eq!(more["invoiceId"], usual["invoiceId"]);
    }
}

#[test]
fn whatever_can_be_asked_for_of_this_side_is_tried_in_these_tests() {
    let mine = include_str!("scripted.rs");
    let tampers: Vec<&str> = LinkTamper::WORDS.iter().map(|(_, word)| *word).collect();
    for row in SCRIPTED {
        let shared = row.on.len() > 6 || !row.on.iter().all(|it| it.starts_with("vipps.ipp."));
        let is_tried = mine.contains(&format!("\"{}\"", row.name)) || tampers.contains(&row.name);
        assert!(shared || is_tried, "{}", row.name);
    }
}
