//! The outboxes: lists, one letter as JSON, and as people get it.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::{Request, Response};
use lopdf::{Dictionary, Document, Object, Stream};
use mail_parser::{MessageParser, MimeHeaders};
use serde_json::{Value, json};

use super::invoices::{UBL, advance, send_document};
use super::{Server, refused, told};
use crate::http::{default_sandbox, enter};

/// What an invoice for Bjørg says, ending by e-mail or, without an address for it, on paper; with
/// a PDF of the sender's.
fn document(email: bool, pdf: &[u8]) -> String {
    let contact = if email {
        "<cac:Contact><cbc:ElectronicMail>trude16@mpstest.no</cbc:ElectronicMail></cac:Contact>"
    } else {
        ""
    };
    let embedded = format!(
        "<cac:AdditionalDocumentReference><cbc:ID>1</cbc:ID><cac:Attachment>\
         <cbc:EmbeddedDocumentBinaryObject mimeCode='application/pdf' \
         filename='Strøm, februar.pdf'>{}</cbc:EmbeddedDocumentBinaryObject></cac:Attachment>\
         </cac:AdditionalDocumentReference><cac:AccountingSupplierParty>",
        BASE64_STANDARD.encode(pdf)
    );
    UBL.replacen("<cac:AccountingSupplierParty>", &embedded, 1)
        .replace("Halgeir Underbakk", "Bjørg Forsøk")
        .replace("Trollstigen 120", "Traneveien 204")
        .replace("Orten", "Brønnøysund")
        .replace("6486", "8901")
        .replace(
            "</cac:PartyLegalEntity></cac:Party></cac:AccountingCustomerParty>",
            &format!("</cac:PartyLegalEntity>{contact}</cac:Party></cac:AccountingCustomerParty>"),
        )
}

fn own_pdf() -> Vec<u8> {
    let mut pdf = Document::with_version("1.4");
    let content = Stream::new(Dictionary::new(), b"0 0 m 100 100 l S".to_vec());
    let content = pdf.add_object(content);
    let root = pdf.new_object_id();
    let dictionary = |entries: Vec<(&str, Object)>| {
        let mut dictionary = Dictionary::new();
        for (key, value) in entries {
            dictionary.set(key, value);
        }
        dictionary
    };
    let page = dictionary(vec![
        ("Type", "Page".into()),
        ("Parent", root.into()),
        (
            "MediaBox",
            vec![0.into(), 0.into(), 300.into(), 400.into()].into(),
        ),
        ("Contents", content.into()),
    ]);
    let page = pdf.add_object(page);
    let pages = dictionary(vec![
        ("Type", "Pages".into()),
        ("Count", 1.into()),
        ("Kids", vec![page.into()].into()),
    ]);
    pdf.objects.insert(root, pages.into());
    let catalog = dictionary(vec![("Type", "Catalog".into()), ("Pages", root.into())]);
    let catalog = pdf.add_object(catalog);
    pdf.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    pdf.save_to(&mut bytes).unwrap();
    bytes
}

/// Sends one and returns its id at the router.
async fn sent(server: &Server, email: bool, pdf: &[u8]) -> String {
    let id = send_document(server, "13121622259", &document(email, pdf)).await;
    advance(server, "PT1M").await;
    id
}

async fn list(server: &Server, rest: &str) -> Vec<Value> {
    let path = format!("/sandboxes/default/outbox/{rest}");
    let name: String = rest.chars().take_while(char::is_ascii_alphabetic).collect();
    let list = server.get(&path).await;
    assert_eq!(list.as_object().unwrap().len(), 1, "{list}");
    list[name].as_array().unwrap().clone()
}

/// What stands at a path of the default sandbox's outbox, or at a whole address.
async fn read(server: &Server, path: &str, accept: &str) -> Response<Bytes> {
    let uri = if path.starts_with("http") {
        path.to_owned()
    } else {
        format!("/_sandbox/sandboxes/default/outbox/{path}")
    };
    let request = Request::get(uri)
        .header("host", "localhost:8080")
        .header("accept", accept);
    server.raw(request.body(Bytes::new()).unwrap()).await
}

fn media_type(response: &Response<Bytes>) -> &str {
    response.headers()["content-type"].to_str().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invoice_that_ended_by_e_mail_is_read_as_a_mail() {
    let server = Server::start();
    let own = own_pdf();
    let id = sent(&server, true, &own).await;
    let mails = list(&server, "email").await;
    assert_eq!(list(&server, "print").await.len(), 0);
    let [row] = mails.as_slice() else {
        panic!("{mails:?}")
    };
    let letter = row["id"].as_str().unwrap();
    assert_eq!(
        *row,
        json!({
            "id": letter,
            "sent_at": "2026-03-02T09:00:00+01:00",
            "invoice": id,
            "kind": "invoice",
            "to": "trude16@mpstest.no",
            "subject": "Faktura 1001 fra Fjord Energi",
            "sender": "Fjord Energi",
            "number": "1001",
            "amount_ore": 45_000,
            "currency": "NOK",
            "due_date": "2026-03-20",
            "kid": "000002123453",
            "account": "86011117947",
            "files": [{
                "name": "Strøm, februar.pdf",
                "media_type": "application/pdf",
                "length": own.len(),
                "dropped": false,
            }],
            "href": format!(
                "http://localhost:8080/_sandbox/sandboxes/default/outbox/email/{letter}.eml"
            ),
        })
    );
    let mail = read(&server, &format!("email/{letter}"), "*/*").await;
    assert_eq!(
        (mail.status().as_u16(), media_type(&mail)),
        (200, "message/rfc822")
    );
    let named = read(&server, row["href"].as_str().unwrap(), "application/json").await;
    assert_eq!(named.body(), mail.body(), "the ending says what is wanted");
    let message = MessageParser::default().parse(&mail.body()[..]).unwrap();
    assert_eq!(message.subject(), Some("Faktura 1001 fra Fjord Energi"));
    let text = message.body_text(0).unwrap();
    assert!(
        text.contains("450,00 NOK") && text.contains("000002123453"),
        "{text}"
    );
    let attached = message.attachment(0).unwrap();
    assert_eq!(attached.attachment_name(), Some("Strøm, februar.pdf"));
    assert_eq!(attached.contents(), own);
    let json = told(&read(&server, &format!("email/{letter}"), "application/json").await).1;
    assert_eq!(json["attachment_problem"], json!(null));
    assert_eq!(json["subject"], row["subject"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invoice_that_ended_on_paper_is_read_as_a_pdf_with_the_senders_pages() {
    let server = Server::start();
    let id = sent(&server, false, &own_pdf()).await;
    let prints = list(&server, &format!("print?invoice={id}")).await;
    let row = &prints[0];
    assert_eq!(
        row["to"],
        json!({"name": "Bjørg Forsøk", "address": {
            "line1": "Traneveien 204", "postal_code": "8901", "city": "Brønnøysund",
            "country": "NO",
        }})
    );
    let href = row["href"].as_str().unwrap();
    assert!(href.ends_with(".pdf"), "{href}");
    let print = read(&server, href, "*/*").await;
    assert_eq!(media_type(&print), "application/pdf");
    assert_eq!(read(&server, href, "*/*").await.body(), print.body());
    let pdf = Document::load_mem(print.body()).unwrap();
    let pages: Vec<_> = pdf.get_pages().into_values().collect();
    assert_eq!(pages.len(), 2);
    let cover = pdf.get_page_content(pages[0]);
    let town = b"8901 Br\xF8nn\xF8ysund";
    assert!(cover.windows(town.len()).any(|it| it == town));
    // The reader ends every stream with a line break of its own.
    assert_eq!(pdf.get_page_content(pages[1]), b"0 0 m 100 100 l S\n");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_broken_pdf_of_the_senders_is_told_and_the_cover_sheet_given() {
    let server = Server::start();
    sent(&server, false, b"%PDF-1.4 and no more").await;
    let letter = list(&server, "print").await[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let told = server
        .get(&format!(
            "/sandboxes/default/outbox/print/{letter}?view=json"
        ))
        .await;
    let problem = told["attachment_problem"].as_str().unwrap();
    assert!(problem.contains("found a broken PDF"), "{problem}");
    let print = read(&server, &format!("print/{letter}"), "*/*").await;
    let pdf = Document::load_mem(print.body()).unwrap();
    assert_eq!(pdf.get_pages().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn lists_give_the_newest_last_of_any_case_or_of_one() {
    let server = Server::start();
    let first = sent(&server, true, b"1").await;
    let second = sent(&server, true, b"2").await;
    let invoices = async |query: &str| {
        let rows = list(&server, &format!("email{query}")).await;
        let ids = rows
            .iter()
            .map(|row| row["invoice"].as_str().unwrap().to_owned());
        ids.collect::<Vec<_>>()
    };
    let both = [first.clone(), second.clone()];
    assert_eq!(invoices("").await, both);
    assert_eq!(invoices("?limit=1").await, both[1..]);
    assert_eq!(invoices(&format!("?invoice={first}")).await, both[..1]);
    assert_eq!(invoices("?invoice=nobody").await, Vec::<String>::new());
    assert_eq!(list(&server, "webhooks").await, Vec::<Value>::new());
    let path = |rest| format!("/sandboxes/default/outbox/{rest}");
    let asked = async |rest| server.send("GET", &path(rest), "").await;
    refused(asked("email?limit=0").await, 400, &["limit", "1 to 1000"]);
    refused(asked("email?invoices=1").await, 400, &["invoice"]);
    refused(asked("webhooks?limit=x").await, 400, &["limit"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_unknown_letter_is_told_which_there_are_and_in_which_outbox() {
    let server = Server::start();
    let asked = async |rest: &str| {
        let path = format!("/sandboxes/default/outbox/{rest}");
        server.send("GET", &path, "").await
    };
    refused(asked("print/1.pdf").await, 404, &["`1`", "it is empty"]);
    sent(&server, true, b"1").await;
    let letter = list(&server, "email").await[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    refused(
        asked("email/42").await,
        404,
        &["`42`", &letter, "lists all"],
    );
    let elsewhere = asked(&format!("print/{letter}")).await;
    refused(elsewhere, 404, &["it stands at", "/outbox/email/"]);
    let odd = asked(&format!("email/{letter}?view=pdf")).await;
    refused(odd, 400, &["view", "`pdf`", "`json`"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_was_dropped_for_room_is_told_and_the_rest_of_the_letter_given() {
    let server = Server::start();
    let sandbox = server.0.sandboxes.get(&default_sandbox()).unwrap();
    enter(&server.0, &sandbox, |world| {
        world.settings.blob_bytes_max = 1
    })
    .await;
    sent(&server, true, b"first").await;
    sent(&server, true, b"second").await;
    let row = list(&server, "email").await.swap_remove(0);
    let file = json!({
        "name": "Strøm, februar.pdf", "media_type": "application/pdf", "length": null,
        "dropped": true,
    });
    assert_eq!(row["files"], json!([file]));
    let letter = row["id"].as_str().unwrap();
    let path = format!("/sandboxes/default/outbox/email/{letter}?view=json");
    let problem = server.get(&path).await["attachment_problem"].clone();
    assert!(
        problem.as_str().unwrap().contains("blobs.bytes_max"),
        "{problem}"
    );
    let mail = read(&server, &format!("email/{letter}.eml"), "*/*").await;
    let message = MessageParser::default().parse(&mail.body()[..]).unwrap();
    assert_eq!(message.attachment_count(), 0);
    assert!(message.body_text(0).unwrap().contains("Strøm, februar.pdf"));
}

/// One claim that nobody has a mandate for.
const CLAIM: &str = "\
NY000010002304561602001000080800000000000000000000000000000000000000000000000000\r
NY210020000000000160200186011117947000000000000000000000000000000000000000000000\r
NY2102300000001160326           00000000000045000             000001123454000000\r
NY2102310000001HANSEN                             Strom februar            00000\r
NY210088000000010000000400000000000045000160326160326000000000000000000000000000\r
NY000089000000010000000600000000000045000160326000000000000000000000000000000000\r
";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_of_mps_is_a_mail_that_is_about_no_invoice() {
    let server = Server::start();
    let patch = json!({
        "mps": { "customer_unit": "00230456" },
        "avtalegiro": [{
            "account": "86011117947",
            "kid_length": 12,
            "reference_position": "1-6",
            "list_receivers": ["lister@fjord.example"],
        }],
    });
    let path = "/sandboxes/default/companies/fjord-energi";
    let (status, body) = server.patch(path, &patch).await;
    assert_eq!(status, 200, "{body}");
    let send = || {
        let request = Request::post("/mps/files/inbound").header("host", "localhost:8080");
        request.body(Bytes::from_static(CLAIM.as_bytes())).unwrap()
    };
    let approved = server.raw(send()).await;
    assert_eq!(approved.status(), 201, "{:?}", approved.body());
    advance(&server, "PT1M").await;
    let mails = list(&server, "email").await;
    let [row] = mails.as_slice() else {
        panic!("{mails:?}")
    };
    assert_eq!(row["kind"], "rejections");
    assert_eq!(row["to"], "lister@fjord.example");
    assert_eq!(
        (&row["invoice"], &row["number"]),
        (&json!(null), &json!(null))
    );
    let lines = row["lines"].to_string();
    assert!(lines.contains("A001 FBO FINNES IKKE"), "{lines}");
    let mail = read(&server, row["href"].as_str().unwrap(), "*/*").await;
    let message = MessageParser::default().parse(&mail.body()[..]).unwrap();
    let subject = "L00202: avviste oppdrag og transaksjoner";
    assert_eq!(message.subject(), Some(subject));
    // The rule stands at the answer and in the journal, though the answer is a good one.
    let rejected = server.raw(send()).await;
    assert_eq!(rejected.status(), 422);
    let rule = "FILE-TRANSMISSION-NUMBER";
    assert_eq!(rejected.headers()["sandkasse-rule"], rule);
    let journal = server.get("/sandboxes/default/journal").await.to_string();
    assert!(journal.contains("which this sender used at"), "{journal}");
    let whole = server.get("/sandboxes/default/snapshot").await;
    let (status, body) = server.put("/sandboxes/default/snapshot", &whole).await;
    assert_eq!(status, 200, "{body}");
    assert_eq!(list(&server, "email").await, mails);
}
