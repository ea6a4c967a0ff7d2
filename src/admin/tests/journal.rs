//! The journal: its filters and its pages.

use bytes::Bytes;
use http::Request;
use http::request::Builder;
use jiff::civil::date;
use serde_json::{Value, json};

use super::invoices::{advance, fjord_energi, send_invoice, send_transactions, transaction};
use super::{Server, refused};
use crate::domain::money::Ore;
use crate::domain::slug::Slug;
use crate::domain::vipps::{GivenVippsKeys, Product};
use crate::http::default_sandbox;

const FIRST: &str = "0b2f8f0a-6c3e-4d53-9d4c-6f6b1a3f7f10";
const SECOND: &str = "1b2f8f0a-6c3e-4d53-9d4c-6f6b1a3f7f10";
const THIRD: &str = "2b2f8f0a-6c3e-4d53-9d4c-6f6b1a3f7f10";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_recipient_token_of_vipps_stands_on_the_wire_and_nowhere_in_the_journal() {
    let server = Server::start();
    let slug = Slug::parse("fjord-energi").unwrap();
    let keys = GivenVippsKeys::default().or_computed(&default_sandbox(), &slug, Product::Isp);
    let vipps = |method: &str, path: &str| {
        Request::builder()
            .method(method)
            .uri(format!("/vipps{path}"))
            .header("host", "localhost:8080")
            .header("Ocp-Apim-Subscription-Key", &keys.subscription_key)
    };
    let sent = async |request: Builder, body: String| {
        let response = server.raw(request.body(Bytes::from(body)).unwrap()).await;
        assert_eq!(response.status(), 200);
        serde_json::from_slice::<Value>(response.body()).unwrap_or_default()
    };
    let log_in = vipps("POST", "/accesstoken/get")
        .header("client_id", &keys.client_id)
        .header("client_secret", &keys.client_secret);
    let proof = sent(log_in, String::new()).await;
    let proof = format!("Bearer {}", proof["access_token"].as_str().unwrap());
    let ask = vipps("POST", "/vipps-isp/v1/recipients/tokens").header("Authorization", &proof);
    let ident = json!({ "type": "nin-no", "value": "09091816528" });
    let token = sent(ask, ident.to_string()).await["recipientToken"].clone();
    let send = vipps("PUT", "/vipps-isp/v1/invoices/orgno-no.304520817.1");
    let invoice = json!({
        "recipientToken": token,
        "paymentInformation": { "type": "kid", "value": "000002123453", "account": "86011117947" },
        "invoiceType": "invoice",
        "due": "2026-03-20T12:00:00+01:00",
        "amount": 45000,
        "subject": "x",
        "commercialInvoice": [{ "url": "https://x.example/1", "mimeType": "application/pdf" }],
    });
    sent(send.header("Authorization", &proof), invoice.to_string()).await;
    let token = token.as_str().unwrap();
    for path in ["journal", "journal.har"] {
        let kept = server.get(&format!("/sandboxes/default/{path}")).await;
        let kept = kept.to_string();
        assert!(!kept.contains(token.split('.').nth(1).unwrap()), "{path}");
        assert_eq!(kept.matches("recipientToken").count(), 2, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_journal_is_filtered_by_service_invoice_number_and_time() {
    let server = Server::start();
    let id = send_invoice(&server, "09091816528").await;
    advance(&server, "PT1M").await;
    let journal = |query: &str| format!("/sandboxes/default/journal{query}");
    let entries = async |query: &str| {
        let body = server.get(&journal(query)).await;
        body["entries"].as_array().unwrap().clone()
    };
    let all = entries("").await;
    let numbers: Vec<u64> = all.iter().map(|e| e["number"].as_u64().unwrap()).collect();
    assert!(numbers.is_sorted() && numbers[0] == 1);
    assert_eq!(server.get(&journal("")).await["next"], json!(numbers.len()));

    let token = &all[0];
    assert_eq!(token["kind"], "exchange");
    assert_eq!(token["operation"], "maventa.token");
    assert_eq!(
        (&token["via"], &token["status"]),
        (&json!("client"), &json!(200))
    );
    assert_eq!(token["path"], "/oauth2/token");
    assert!(
        token["request"]["text"]
            .as_str()
            .unwrap()
            .starts_with("grant_type")
    );

    let mps = entries("?service=mps").await;
    assert!(!mps.is_empty() && mps.len() < all.len());
    assert!(mps.iter().all(|entry| entry["service"] == "mps"));
    let own = entries(&format!("?invoice={id}")).await;
    assert!(own.len() > 3 && own.len() < all.len());
    assert!(
        own.iter()
            .any(|entry| entry["kind"] == "event" && entry["invoice"] == id)
    );
    assert!(entries("?invoice=nobody").await.is_empty());
    let newest = entries("?limit=2").await;
    assert_eq!(newest, all[all.len() - 2..]);
    assert_eq!(entries("?since=3").await, all[3..]);
    assert!(entries(&format!("?since={}", all.len())).await.is_empty());
    let later = entries("?since=2026-03-02T09:00:01+01:00").await;
    assert!(!later.is_empty() && later.len() < all.len());
    for (query, words) in [
        ("?limit=0", "1 to 1000"),
        ("?limit=1001", "1 to 1000"),
        ("?since=yesterday", "the number of an entry"),
        ("?invoce=1", "did you mean `invoice`?"),
    ] {
        refused(server.send("GET", &journal(query), "").await, 400, &[words]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_goes_on_with_next_reads_every_entry_once() {
    let server = Server::start();
    send_invoice(&server, "09091816528").await;
    advance(&server, "PT1M").await;
    let page = async |query: String| {
        let page = server
            .get(&format!("/sandboxes/default/journal?{query}"))
            .await;
        let entries = page["entries"].as_array().unwrap().clone();
        (entries, page["next"].as_u64().unwrap())
    };
    for filter in ["", "&service=mps", "&operation=mps.addShipment"] {
        let (all, last) = page(filter.trim_start_matches('&').to_owned()).await;
        assert!(!all.is_empty(), "{filter}");
        let mut read = Vec::new();
        let mut since = 0;
        loop {
            let (entries, next) = page(format!("limit=2&since={since}{filter}")).await;
            let Some(newest) = entries.last() else {
                assert_eq!(next, since, "{filter}");
                break;
            };
            assert_eq!(newest["number"], next, "{filter}");
            read.extend(entries);
            since = next;
        }
        assert_eq!(read, all, "{filter}");
        // What comes later than everything is nothing, and one goes on waiting there.
        let (none, next) = page(format!("since={}{filter}", last + 7)).await;
        assert_eq!((none.len(), next), (0, last + 7), "{filter}");
        // Without a number it is the newest, and everything written is behind the reader.
        let (newest, next) = page(format!("limit=1{filter}")).await;
        assert_eq!((&newest[..], next), (&all[all.len() - 1..], last));
    }
}

#[tokio::test]
async fn the_journal_is_filtered_by_the_facts_of_one_invoice_at_a_time() {
    let server = Server::start();
    let mut other = transaction(SECOND);
    other.kid = Some("1234567897".to_owned());
    other.amount = Ore::new(9_900);
    other.due_date = date(2026, 4, 1);
    send_transactions(&server, vec![transaction(FIRST), other]).await;
    send_transactions(&server, vec![transaction(THIRD)]).await;
    let issuer = fjord_energi(&server).await;
    let path = |query: &str| format!("/sandboxes/default/journal?{query}");
    let shipments = async |query: &str| {
        let page = server.get(&path(query)).await;
        let entries = page["entries"].as_array().unwrap().iter();
        let first = entries.map(|entry| entry["facts"][0]["ids"][0].clone());
        first.collect::<Vec<_>>()
    };
    for (query, expected) in [
        ("operation=mps.addShipment", &[FIRST, THIRD][..]),
        ("operation=mps.getShipmentStatus", &[]),
        ("consumer=09091816528", &[FIRST, THIRD]),
        ("consumer=0909181652", &[]),
        (&format!("issuer={issuer}"), &[FIRST, THIRD]),
        ("kid=000002123453", &[FIRST, THIRD]),
        ("kid=2123453", &[]),
        ("kid=1234567897", &[FIRST]),
        ("account=86011117947", &[FIRST, THIRD]),
        ("account=86011117948", &[]),
        ("amount_ore=9900", &[FIRST]),
        ("amount_ore=45000", &[FIRST, THIRD]),
        ("due_date=2026-04-01", &[FIRST]),
        ("document_type=INVOICE", &[FIRST, THIRD]),
        ("document_type=REMINDER", &[]),
        // Each is true of the shipment, but not both of one transaction in it.
        ("kid=1234567897&amount_ore=45000", &[]),
        ("kid=1234567897&amount_ore=9900", &[FIRST]),
        ("operation=mps.getShipmentStatus&kid=1234567897", &[]),
        ("kid=000002123453&limit=1", &[THIRD]),
        ("kid=000002123453&since=0&limit=1", &[FIRST]),
    ] {
        assert_eq!(shipments(query).await, expected, "{query}");
    }
    for (query, words) in [
        ("amount_ore=450.00", "a whole number of øre"),
        ("amount_ore=", "a whole number of øre"),
        ("amount_ore=9223372036854775808", "a whole number of øre"),
        ("due_date=1.4.2026", "`2026-03-20`"),
        ("due_date=2026-02-30", "`2026-03-20`"),
        ("due_date=2026-04-01T10:00", "`2026-03-20`"),
        ("duedate=2026-04-01", "did you mean `due_date`?"),
    ] {
        refused(server.send("GET", &path(query), "").await, 400, &[words]);
    }
}
