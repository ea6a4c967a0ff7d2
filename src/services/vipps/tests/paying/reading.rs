//! Lists, counts and single invoices, and what is wrong with asking for them.

use std::sync::Arc;

use bytes::Bytes;
use http::Request;
use jiff::civil::date;

use super::people::{APP, BANK, KARI, KARIS_PHONE, OLA, OTHER};
use super::world::{ISSUER, WAYS, Way, World};
use crate::domain::money::Ore;
use crate::domain::settings::SetBy;
use crate::services::vipps::model::{PayingReply, Stage};

#[test]
fn a_list_is_204_and_a_count_0_where_there_is_nothing() {
    let mut world = World::new();
    let list = world.get(BANK, "/invoices");
    assert_eq!((list.status, list.body), (204, serde_json::Value::Null));
    let count = world.get(BANK, "/invoices/count");
    assert_eq!((count.status, count.body), (200, 0.into()));
}

#[test]
fn lists_and_counts_take_the_documented_states_and_mean_pending_without_one() {
    let (mut world, waits) = World::with_invoice(Way::Vipps);
    let approved = world.invoice(Way::Nets, "2", |_| {});
    let deleted = world.invoice(Way::Vipps, "3", |_| {});
    let by_setting = ("vipps.expires", "true");
    let set = world
        .settings
        .set(by_setting.0, by_setting.1, SetBy::Change);
    set.unwrap();
    let expired = world.invoice(Way::Nets, "4", |it| it.due_date = date(2026, 2, 10));
    world.pass(jiff::SignedDuration::from_mins(20));
    assert_eq!(world.approves(OTHER, &approved, "").status, 204);
    assert_eq!(world.changes(OTHER, "deleted", &deleted, "").status, 204);
    world.early("5", Stage::Created);
    world.early("6", Stage::Revoked);
    let taken_back = world.invoice(Way::Vipps, "7", |_| {});
    world.withdraws(&taken_back);
    let all = [&waits, &approved, &deleted, &expired].map(String::as_str);
    for (query, expected) in [
        ("", &all[..1]),
        ("?state=pending", &all[..1]),
        ("?state=approved", &all[1..2]),
        ("?state=deleted", &all[2..3]),
        ("?state=expired", &all[3..]),
        ("?state=all", &all[..]),
        (
            "?subscription-key=a&subscription-key=b&state=approved",
            &all[1..2],
        ),
    ] {
        for by in [BANK, APP] {
            let list = world.get(by, &format!("/invoices{query}"));
            assert_eq!(list.ids(), expected, "{by} {query}");
            let count = world.get(by, &format!("/invoices/count{query}"));
            assert_eq!(count.body, expected.len(), "{by} {query}");
        }
    }
}

#[test]
fn lists_and_single_invoices_share_what_was_sent_and_copy_nothing_of_it() {
    let (mut world, id) = World::with_invoice(Way::Vipps);
    let sent = world.model.invoices.values().next().unwrap().clone();
    let shown = match world.get(BANK, "/invoices").reply {
        Some(PayingReply::List { rows, .. }) => rows,
        other => panic!("{other:?}"),
    };
    assert!(Arc::ptr_eq(&shown[0].content, &sent.content));
    match world.get(BANK, &format!("/invoices/{id}")).reply {
        Some(PayingReply::Invoice { row, .. }) => {
            assert!(Arc::ptr_eq(&row.content, &sent.content));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_bad_filter_or_a_repeated_one_is_refused() {
    let (mut world, _) = World::with_invoice(Way::Vipps);
    for (query, expected) in [
        ("state=created", "400 /invalid-invoice-status"),
        ("state=Pending", "400 /invalid-invoice-status"),
        ("state=", "400 /invalid-invoice-status"),
        ("state=%ff", "400 /invalid-invoice-status"),
        ("state=all&state=all", "400 /duplicate-query-param"),
        ("state=all&state=odd", "400 /duplicate-query-param"),
    ] {
        for path in ["/invoices", "/invoices/count"] {
            let heard = world.get(BANK, &format!("{path}?{query}"));
            assert_eq!(heard.told(), expected, "{path}?{query}");
        }
    }
}

#[test]
fn every_reading_needs_a_recipient_token_that_is_good_at_this_time() {
    let (mut world, id) = World::with_invoice(Way::Vipps);
    let old = world.nin_token(KARI);
    world.pass(jiff::SignedDuration::from_mins(15));
    let good = world.nin_token(KARI);
    let nobody = world.nin_token("13121622259");
    for path in [
        "/invoices".to_owned(),
        "/invoices/count".to_owned(),
        format!("/invoices/{id}"),
        format!("/invoices/{id}/commercial-invoice"),
        format!("/invoices/{id}/attachments/0?mimeType=text/plain"),
    ] {
        let bare = world.request(BANK, "GET", &path).body(Bytes::new());
        let heard = world.hears(bare.unwrap(), None);
        assert_eq!(heard.told(), "400 /missing-recipient-token", "{path}");
        for (token, expected) in [
            (" ", "400 /missing-recipient-token"),
            ("x.y.z", "400 /invalid-recipient-token"),
            (&good[..good.len() - 2], "400 /invalid-recipient-token"),
            (&old, "400 /recipient-token-expired"),
            (&nobody, "400 /parsing-recipient-token"),
            (&good, "200"),
        ] {
            let heard = world.get_with(BANK, &path, token);
            assert_eq!(heard.told(), expected, "{path}, {token}");
        }
    }
}

#[test]
fn a_person_is_found_by_either_number_and_nobody_else_finds_the_invoice() {
    for way in WAYS {
        let (mut world, id) = World::with_invoice(way);
        let phone = world.phone_token(KARIS_PHONE);
        let list = world.get_with(BANK, "/invoices", &phone);
        assert_eq!(list.ids(), [&id]);
        let ola = world.nin_token(OLA);
        assert_eq!(world.get_with(BANK, "/invoices", &ola).status, 204);
        let path = format!("/invoices/{id}");
        assert_eq!(world.get_with(BANK, &path, &phone).status, 200);
        let foreign = world.get_with(BANK, &path, &ola);
        assert_eq!(foreign.told(), "404 /invoice-not-found");
    }
}

#[test]
fn an_invoice_tells_where_it_came_from_and_neither_addresses_nor_metadata() {
    let (mut world, id) = World::with_invoice(Way::Vipps);
    let heard = world.get(BANK, &format!("/invoices/{id}"));
    assert_eq!(heard.body["invoiceId"], id);
    assert_eq!(heard.body["subject"], "Strøm & nettleie <mars>");
    assert_eq!(heard.body["source"], "vipps");
    assert_eq!(heard.body["etag"], heard.body["status"]["etag"]);
    assert_eq!(heard.body["attachments"][0]["id"], "0");
    let text = heard.body.to_string();
    assert!(!text.contains("hotel.example.no") && !text.contains("batch"));
    let (mut world, id) = World::with_invoice(Way::Nets);
    let heard = world.get(BANK, &format!("/invoices/{id}"));
    assert_eq!(heard.body["source"], "nets");
    assert_eq!(heard.body["externalReference"], "1");
    assert_eq!(heard.body["providerId"]["identValue"], ISSUER);
    assert_eq!(heard.body["attachments"], serde_json::json!([]));
}

#[test]
fn an_id_that_is_none_is_refused_for_what_is_wrong_with_it_and_an_unknown_one_is_not_found() {
    let mut world = World::new();
    let long = format!("orgno-no.{ISSUER}.{}", "a".repeat(181));
    let longest = long[1..].replacen("rgno-no", "orgno-no", 1);
    assert_eq!((long.len(), longest.len()), (200, 200));
    let long = format!("{long}a");
    for (id, expected) in [
        ("", "400 /missing-invoice-id"),
        (long.as_str(), "400 /invalid-invoice-id-length"),
        (longest.as_str(), "404 /invoice-not-found"),
        ("a", "400 /invalid-invoice-id-format"),
        ("a.918130047.1", "400 /invalid-invoice-id-issuer-ident-type"),
        ("orgno-no.1.1", "400 /invalid-invoice-id-issuer-ident-value"),
        (
            "orgno-no.918130047.%20",
            "400 /invalid-invoice-id-reference-value",
        ),
        (
            "orgno-no.918130047.%zz",
            "400 /invalid-invoice-id-reference-value",
        ),
        ("orgno%2dno.918130047.1", "404 /invoice-not-found"),
    ] {
        let heard = world.get(BANK, &format!("/invoices/{id}"));
        assert_eq!(heard.told(), expected, "{id}");
        let path = format!("/invoices/{id}/commercial-invoice");
        assert_eq!(world.get(BANK, &path).told(), expected, "{id}");
        for to in ["approved", "pending", "deleted"] {
            let body = if to == "approved" {
                super::world::approval("")
            } else {
                String::new()
            };
            let request = world
                .request(BANK, "PUT", &format!("/invoices/{id}/status/{to}"))
                .header("If-Match", "x")
                .header("Idempotency-Key", "y");
            let heard = world.hears(request.body(Bytes::from(body)).unwrap(), None);
            assert_eq!(heard.told(), expected, "{id}");
        }
    }
}

#[test]
fn the_gateway_speaks_before_the_service_looks_at_anything() {
    let mut world = World::new();
    let path = "/vipps-ipp/v1/invoices?state=odd";
    let bare = Request::get(path).body(Bytes::new()).unwrap();
    let heard = world.hears(bare, None);
    assert_eq!(
        (heard.status, &heard.body["statusCode"]),
        (401, &401.into())
    );
    let mut request = world.request(BANK, "GET", "/invoices?state=odd");
    let header = "Authorization";
    request.headers_mut().unwrap().remove(header);
    let heard = world.hears(request.body(Bytes::new()).unwrap(), None);
    assert_eq!(heard.body["responseInfo"]["responseCode"], 401);
}

#[test]
fn an_invoice_of_nothing_is_seen_like_any_other() {
    for way in WAYS {
        let mut world = World::new();
        let id = world.invoice(way, "1", |it| it.amount = Ore::ZERO);
        world.pass(jiff::SignedDuration::from_mins(20));
        for by in [BANK, APP] {
            assert_eq!(world.get(by, "/invoices").ids(), [&id], "{way:?}");
        }
    }
}
