//! List and timeline of invoices that walk through the house.

use bytes::Bytes;
use http::Request;
use jiff::civil::date;
use serde_json::{Value, json};

use super::{Server, refused, told};
use crate::consumer::DocumentType;
use crate::domain::money::Ore;
use crate::services::mps;

pub(super) const UBL: &str = "<Invoice \
    xmlns='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2' \
    xmlns:cac='urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2' \
    xmlns:cbc='urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2'>\
    <cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0\
    </cbc:CustomizationID>\
    <cbc:ID>1001</cbc:ID><cbc:IssueDate>2026-03-02</cbc:IssueDate><cbc:DueDate>2026-03-20\
    </cbc:DueDate><cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>\
    <cbc:DocumentCurrencyCode>NOK</cbc:DocumentCurrencyCode>\
    <cac:AccountingSupplierParty><cac:Party><cac:PartyName><cbc:Name>Fjord Energi</cbc:Name>\
    </cac:PartyName></cac:Party></cac:AccountingSupplierParty>\
    <cac:AccountingCustomerParty><cac:Party><cac:PostalAddress>\
    <cbc:StreetName>Trollstigen 120</cbc:StreetName><cbc:CityName>Orten</cbc:CityName>\
    <cbc:PostalZone>6486</cbc:PostalZone><cac:Country><cbc:IdentificationCode>NO\
    </cbc:IdentificationCode></cac:Country></cac:PostalAddress>\
    <cac:PartyLegalEntity><cbc:RegistrationName>Halgeir Underbakk</cbc:RegistrationName>\
    </cac:PartyLegalEntity></cac:Party></cac:AccountingCustomerParty>\
    <cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>\
    <cbc:PaymentID>000002123453</cbc:PaymentID><cac:PayeeFinancialAccount>\
    <cbc:ID>86011117947</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>\
    <cac:LegalMonetaryTotal><cbc:PayableAmount currencyID='NOK'>450.00</cbc:PayableAmount>\
    </cac:LegalMonetaryTotal></Invoice>";

/// Hands an invoice for a consumer to the router and returns its id.
pub(super) async fn send_invoice(server: &Server, ssn: &str) -> String {
    send_document(server, ssn, UBL).await
}

/// Hands a document for a consumer to the router and returns the id of the invoice.
pub(super) async fn send_document(server: &Server, ssn: &str, document: &str) -> String {
    let company = server
        .get("/sandboxes/default/companies/fjord-energi")
        .await;
    let keys = &company["maventa"];
    let form = format!(
        "grant_type=client_credentials&scope=invoice:send&client_id={}&client_secret={}\
         &vendor_api_key={}",
        keys["company_id"].as_str().unwrap(),
        keys["user_api_key"].as_str().unwrap(),
        keys["vendor_api_key"].as_str().unwrap()
    );
    let request = Request::post("/maventa/oauth2/token")
        .header("content-type", "application/x-www-form-urlencoded");
    let request = request.body(Bytes::from(form)).unwrap();
    let (status, token) = told(&server.raw(request).await);
    assert_eq!(status, 200, "{token}");
    let field = |name: &str, value: &str| {
        format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
    };
    let body = format!(
        "{}{}--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"i.xml\"\r\n\
         content-type: application/xml\r\n\r\n{document}\r\n--x--\r\n",
        field("recipient_type", "consumer"),
        field("recipient_ssn", ssn)
    );
    let request = Request::post("/maventa/v1/invoices")
        .header("content-type", "multipart/form-data; boundary=x")
        .header(
            "authorization",
            format!("Bearer {}", token["access_token"].as_str().unwrap()),
        );
    let request = request.body(Bytes::from(body)).unwrap();
    let (status, created) = told(&server.raw(request).await);
    assert_eq!(status, 201, "{created}");
    created["id"].as_str().unwrap().to_owned()
}

pub(super) async fn advance(server: &Server, by: &str) -> Value {
    let path = "/sandboxes/default/clock/advance";
    let (status, moved) = server.post(path, &json!({ "by": by })).await;
    assert_eq!(status, 200, "{moved}");
    moved
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_timeline_of_a_delivered_invoice_tells_each_attempt_and_event() {
    let server = Server::start();
    let id = send_invoice(&server, "09091816528").await;
    let path = format!("/sandboxes/default/invoices/{id}/timeline");
    assert_eq!(server.get(&path).await["status"], "PENDING");
    let moved = advance(&server, "PT1M").await;
    assert!(moved["ran_total"].as_u64().unwrap() > 0, "{moved}");
    let ran = moved["ran"].as_array().unwrap();
    assert!(
        ran.iter()
            .all(|ran| ran["at"].is_string() && ran["what"].is_string())
    );
    let timeline = server.get(&path).await;
    let fixed = [
        "status",
        "channel",
        "in_vipps",
        "notification",
        "amount_ore",
        "number",
    ];
    let fixed = fixed.map(|field| timeline[field].clone());
    let expected = json!(["DELIVERED", "efaktura", true, null, 45_000, "1001"]);
    assert_eq!(json!(fixed), expected, "{timeline}");
    let attempts = timeline["attempts"].as_array().unwrap();
    let last = attempts.last().unwrap();
    assert_eq!(
        *last,
        json!({"channel": "efaktura", "outcome": "delivered"})
    );
    let events = timeline["events"].as_array().unwrap();
    assert!(
        events
            .iter()
            .any(|event| event["kind"] == "efaktura.accepted"),
        "{timeline}"
    );
    for event in events {
        assert!(event["at"].as_str().unwrap().ends_with("+01:00"), "{event}");
        assert!(event["service"].is_string() && event["text"].is_string());
    }
    // The id of MPS leads to the same case.
    let transaction = timeline["mps_transaction"].as_str().unwrap();
    let other = format!("/sandboxes/default/invoices/{transaction}/timeline");
    assert_eq!(server.get(&other).await, timeline);
    let list = server.get("/sandboxes/default/invoices").await;
    assert_eq!(list[0]["invoice"], id);
    assert_eq!(list[0]["status"], "DELIVERED");
    assert_eq!(list[0]["company"], "fjord-energi");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invoice_that_came_without_the_router_has_its_timeline_in_the_words_of_mps() {
    let server = Server::start();
    let id = "0b2f8f0a-6c3e-4d53-9d4c-6f6b1a3f7f10";
    send_transactions(&server, vec![transaction(id)]).await;
    let path = format!("/sandboxes/default/invoices/{id}/timeline");
    let before = server.get(&path).await;
    assert_eq!(
        (&before["status"], &before["channel"]),
        (&json!("IN_PROGRESS"), &json!(null))
    );
    advance(&server, "PT5S").await;
    let after = server.get(&path).await;
    let fixed = [
        "invoice",
        "status",
        "channel",
        "in_vipps",
        "attempts",
        "amount_ore",
    ];
    let fixed = fixed.map(|field| after[field].clone());
    let expected = json!([id, "ACCEPTED", "efaktura", true, [], 45_000]);
    assert_eq!(json!(fixed), expected, "{after}");
}

/// An eFaktura for Halgeir as a direct sender writes it.
pub(super) fn transaction(id: &str) -> mps::Transaction {
    mps::Transaction {
        id: mps::TransactionId::parse(id).unwrap(),
        payment: mps::PaymentType::Efaktura,
        document_type: DocumentType::Invoice,
        kid: Some("000002123453".to_owned()),
        account: "86011117947".to_owned(),
        amount: Ore::new(45_000),
        due_date: date(2026, 3, 20),
        due_date_zone: None,
        efaktura: Some(mps::EfakturaInfo {
            receiver: mps::Receiver::Ssn("09091816528".to_owned()),
            minimum_amount: None,
            brand: "Fjord Energi".to_owned(),
            url: "https://fjord.example/1001".to_owned(),
            notice: None,
        }),
        atg: None,
    }
}

/// Hands a shipment of Fjord Energi to MPS, under the id of its first transaction.
pub(super) async fn send_transactions(server: &Server, transactions: Vec<mps::Transaction>) {
    let id = transactions[0].id.to_string();
    let shipment = mps::Shipment {
        id: mps::ShipmentId::parse(&id).unwrap(),
        issuer: fjord_energi(server).await,
        transactions,
    };
    let body = mps::client::encode_add_shipment("message-1", &shipment);
    let request = mps::client::request(mps::ACTIONS.add_shipment, body);
    assert_eq!(server.raw(request).await.status(), 200);
}

#[tokio::test]
async fn invoices_are_listed_as_they_came_though_the_clock_stood_still() {
    let server = Server::start();
    let id = |first: &str| format!("{first}b2f8f0a-6c3e-4d53-9d4c-6f6b1a3f7f10");
    for first in ["f", "5", "a", "0"] {
        send_transactions(&server, vec![transaction(&id(first))]).await;
    }
    let listed = async |query: &str| {
        let list = server
            .get(&format!("/sandboxes/default/invoices{query}"))
            .await;
        let rows = list.as_array().unwrap().iter();
        rows.map(|row| row["invoice"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(listed("").await, ["f", "5", "a", "0"].map(id));
    assert_eq!(listed("?limit=2").await, ["a", "0"].map(id));
    assert_eq!(listed("?limit=9").await.len(), 4);
    let snapshot = server.get("/sandboxes/default/snapshot").await;
    assert_eq!(snapshot["cases"]["files"][id("a")]["number"], 3);
}

pub(super) async fn fjord_energi(server: &Server) -> String {
    let company = server
        .get("/sandboxes/default/companies/fjord-energi")
        .await;
    company["orgnr"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_way_is_told_with_code_rule_source_and_what_was_found() {
    let server = Server::start();
    // Bjørg has not said yes to all.
    let id = send_invoice(&server, "13121622259").await;
    advance(&server, "PT5M").await;
    let timeline = server
        .get(&format!("/sandboxes/default/invoices/{id}/timeline"))
        .await;
    let attempts = timeline["attempts"].as_array().unwrap();
    let refused = attempts
        .iter()
        .find(|attempt| attempt["code"] == "ef_not_enabled");
    let refused = refused.unwrap();
    assert_eq!(refused["outcome"], "refused");
    assert_eq!(refused["channel"], "efaktura");
    for field in ["rule", "source", "why", "found"] {
        assert!(refused[field].is_string(), "{refused}");
    }
    assert_eq!(timeline["in_vipps"], false);
}

#[tokio::test]
async fn an_invoice_that_nobody_knows_is_told_where_to_look() {
    let server = Server::start();
    let path = "/sandboxes/default/invoices/42/timeline";
    refused(
        server.send("GET", path, "").await,
        404,
        &["`42`", "/invoices` lists all"],
    );
}
