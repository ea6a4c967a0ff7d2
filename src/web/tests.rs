//! The page through the front door, without a socket.

use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response};
use tokio::runtime::Handle;

use crate::app;
use crate::consumer::{CaseRef, Mail, MailInvoice, MailInvoiceState, MailboxOwner};
use crate::domain::blob::BlobKey;
use crate::domain::digipost::{AuthenticationLevel, SensitivityLevel};
use crate::domain::money::Ore;
use crate::domain::person::MailboxProvider;
use crate::domain::slug::Slug;
use crate::http::{AdminToken, Admission, House, Shape, answer, default_sandbox};
use crate::sandbox::{Mode, Recipe};
use crate::scenario::{CastFile, Library};

const TOKEN: &str = "0123456789abcdef";

fn house(admission: Admission) -> Arc<House> {
    let cast = CastFile::embedded().unwrap();
    let library = Library::embedded().unwrap();
    let mut house = app::house(Arc::new(cast), Arc::new(library), Handle::current());
    house.admission = admission;
    let recipe = Recipe {
        name: default_sandbox(),
        start: Some("2026-03-02T08:00:00Z".parse().unwrap()),
        mode: Mode::Frozen,
        seed: 1,
        settings: Vec::new(),
        cast: Arc::clone(&house.cast),
        scenario: None,
    };
    house.sandboxes.create(recipe).unwrap();
    Arc::new(house)
}

async fn send(
    house: &Arc<House>,
    target: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Response<Bytes> {
    let (method, path) = target.split_once(' ').unwrap();
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request
        .body(Bytes::copy_from_slice(body.as_bytes()))
        .unwrap();
    let Shape::Answer(response) = answer(house, request, None).await.shape else {
        panic!("{target} is not answered")
    };
    response
}

async fn page(house: &Arc<House>, path: &str) -> String {
    let target = format!("GET {path}");
    let response = send(house, &target, &[("host", "localhost:8080")], "").await;
    String::from_utf8(response.body().to_vec()).unwrap()
}

fn links(page: &str) -> Vec<String> {
    let parts = page.split("href=\"").skip(1);
    let links = parts.filter_map(|rest| rest.split('"').next());
    links.map(|link| link.replace("&amp;", "&")).collect()
}

#[tokio::test]
async fn what_came_to_mps_without_the_router_is_shown_with_amount_and_status() {
    let house = house(Admission::Anybody);
    let message = "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/' \
        xmlns:v1='https://efaktura-services.nets.no/efaktura-atg-service/v1/'><e:Body>\
        <v1:AddShipmentRequest><auditInformation><messageIdentifier>m-0001</messageIdentifier>\
        </auditInformation><shipmentId>aaaaaaaa-0000-4000-8000-000000000001</shipmentId>\
        <issuer>304520817</issuer><transactions><transactions>\
        <transactionId>aaaaaaaa-0000-4000-8000-000000000002</transactionId>\
        <paymentType>AVTALEGIRO</paymentType><documentType>INVOICE</documentType>\
        <kid>000002123453</kid><accountNumber>86011117947</accountNumber><amount>450.00</amount>\
        <dueDate>2026-03-20</dueDate><atgInfo><atgNotification>false</atgNotification></atgInfo>\
        </transactions></transactions></v1:AddShipmentRequest></e:Body></e:Envelope>";
    let sent = send(&house, "POST /mps/efaktura-atg-service/v1/", &[], message).await;
    assert_eq!(sent.status(), 200);
    let shown = page(&house, "/").await;
    assert!(shown.contains("450.00 NOK"), "{shown}");
    assert!(shown.contains("IN_PROGRESS"), "{shown}");
}

#[tokio::test]
async fn an_invoice_that_came_by_digipost_is_shown_with_sender_amount_and_status() {
    let house = house(Admission::Anybody);
    let sandbox = house.sandboxes.get(&default_sandbox()).unwrap();
    {
        let world = &mut sandbox.lock().world;
        let now = world.clock.now();
        world
            .cases
            .file(CaseRef::of("digipost", "letter"), "letter", now);
        world.book.deliver(Mail {
            owner: MailboxOwner::Person(Slug::parse("halgeir").unwrap()),
            provider: MailboxProvider::Digipost,
            service: "digipost",
            service_id: "letter".into(),
            sender: Slug::parse("fjord-energi").unwrap(),
            sender_name: "Fjord Energi".into(),
            subject: "Faktura".into(),
            file_type: "pdf".into(),
            content: BlobKey::of(b"%PDF"),
            authentication: AuthenticationLevel::Password,
            sensitivity: SensitivityLevel::Normal,
            delivered_at: now,
            opened_at: None,
            deleted_at: None,
            attached_to: None,
            invoice: Some(MailInvoice {
                kid: None,
                amount: Ore::new(100_500),
                account: "45278968788".into(),
                due_date: "2026-03-20".parse().unwrap(),
                state: MailInvoiceState::Unpaid,
            }),
        });
    }
    let shown = page(&house, "/").await;
    for words in ["1005.00 NOK", "DELIVERED", "fjord-energi"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
}

#[tokio::test]
async fn the_page_shows_base_urls_sandboxes_and_the_cast() {
    let house = house(Admission::ThisMachine);
    send(&house, "PUT /_sandbox/sandboxes/my-test", &[], "").await;
    let rule = r#"{"name":"mps is down","on":"mps","then":{"status":503}}"#;
    send(&house, "POST /_sandbox/sandboxes/my-test/faults", &[], rule).await;
    let plain = page(&house, "/").await;
    for words in [
        "<!DOCTYPE html>",
        env!("CARGO_PKG_VERSION"),
        "http://localhost:8080/mps",
        "http://localhost:8080/maventa",
        ">bjorg<",
        "13121622259",
        "207080383",
        ">fjord-energi<",
        "All agreements active",
        "halgeir.underbakk#9D2M",
        "stengt.postkasse#9C1X</code><small>closed",
        "<small>bank dnb</small>",
        "<small>to 1 listed only</small>",
        "<small>the app</small>",
        "ISP <code>",
        "Mon 2 Mar 2026 09:00:00",
        "/?sandbox=my-test",
    ] {
        assert!(plain.contains(words), "{words}");
    }
    assert!(!plain.contains("mps is down"));
    let of_sandbox = page(&house, "/?sandbox=my-test").await;
    assert!(of_sandbox.contains("http://localhost:8080/s/my-test/mps"));
    assert!(of_sandbox.contains("mps is down"));
}

#[tokio::test]
async fn every_link_of_the_page_leads_somewhere() {
    let house = house(Admission::Anybody);
    send(&house, "PUT /_sandbox/sandboxes/my-test", &[], "").await;
    let rule = r#"{"on":"mps","then":{"status":503}}"#;
    send(&house, "POST /_sandbox/sandboxes/my-test/faults", &[], rule).await;
    let found = links(&page(&house, "/?sandbox=my-test").await);
    assert!(found.len() > 50);
    for link in found {
        let response = send(&house, &format!("GET {link}"), &[], "").await;
        assert_eq!(response.status(), 200, "{link}");
    }
}

#[tokio::test]
async fn whatever_a_person_is_called_is_text() {
    let house = house(Admission::Anybody);
    let person = r#"{"name":{"first":"<script>alert(1)</script>","last":"\"&'"}}"#;
    let target = "PUT /_sandbox/sandboxes/default/people/mallory";
    assert_eq!(send(&house, target, &[], person).await.status(), 201);
    let shown = page(&house, "/").await;
    assert!(shown.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert!(!shown.contains("<script"));
    let unknown = page(&house, "/?sandbox=%3Cscript%3E").await;
    assert!(unknown.contains("&lt;script&gt;") && !unknown.contains("<script"));
}

#[tokio::test]
async fn nothing_may_run_on_the_page_and_no_other_site_may_show_it() {
    let house = house(Admission::Anybody);
    let response = send(&house, "GET /", &[], "").await;
    let policy = response.headers()["content-security-policy"]
        .to_str()
        .unwrap();
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"));
    assert!(!policy.contains("unsafe") && policy.contains("frame-ancestors 'none'"));
    assert_eq!(
        response.headers()["content-type"],
        "text/html; charset=utf-8"
    );
    let body = String::from_utf8(response.body().to_vec()).unwrap();
    assert!(!body.contains("<script") && !body.contains(" style=") && !body.contains("src="));
}

#[tokio::test]
async fn without_the_token_nothing_of_a_sandbox_is_shown() {
    let house = house(Admission::Token(AdminToken::parse(TOKEN).unwrap()));
    let stranger = page(&house, "/").await;
    assert!(stranger.contains("Authorization: Bearer TOKEN"));
    for secret in ["bjorg", "default", "/mps", TOKEN] {
        assert!(!stranger.contains(secret), "{secret}");
    }
    let bearer = [("authorization", "Bearer 0123456789abcdef")];
    let holder = send(&house, "GET /", &bearer, "").await;
    assert!(String::from_utf8_lossy(holder.body()).contains("bjorg"));
    let admin = send(&house, "GET /_sandbox", &[], "").await;
    assert_eq!(admin.status(), 401);
}

#[tokio::test]
async fn the_page_stands_at_one_address_and_is_only_read() {
    let house = house(Admission::ThisMachine);
    for (target, status) in [
        ("GET /", 200),
        ("HEAD /", 200),
        ("GET /favicon.ico", 204),
        ("POST /", 405),
        ("DELETE /favicon.ico", 405),
        ("GET //", 404),
        ("GET //health", 404),
        ("GET /index.html", 404),
        ("GET /favicon.ico/x", 404),
        ("GET /?sandbox=nobody", 404),
        ("GET /?sandbox=", 404),
    ] {
        let response = send(&house, target, &[], "").await;
        assert_eq!(response.status(), status, "{target}");
        if status == 405 {
            assert_eq!(response.headers()["allow"], "GET, HEAD");
        }
    }
    assert!(send(&house, "HEAD /", &[], "").await.body().is_empty());
    let elsewhere = [("host", "evil.example")];
    assert_eq!(send(&house, "GET /", &elsewhere, "").await.status(), 403);
}
