//! Digital post through the front door: sent, opened, and shown in the admin API.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::Request;
use serde_json::{Value, json};
use uuid::Uuid;

use super::mailbox::{in_world, slug};
use super::{Server, Told, told};
use crate::crypto::{Opener, Secrets, Signer, sha256};
use crate::documents::dpi::{
    Contents, Document, Manifest, PackedFile, pack_package, seal_package, write_signed,
};
use crate::documents::maskinporten::written;
use crate::domain::dpi::{MailboxAddress, SendingUnit};
use crate::domain::identity::OrgNumber;
use crate::domain::maskinporten::{AccessToken, Authentication, KeyNumber, Scope, TokenId};

const KOMMUNE: &str = "364926111";
const DIGIPOST: &str = "984661185";
const MESSAGE: &str = "5a4d0000-0000-4000-8000-0000000000d1";
const CONVERSATION: &str = "5a4d0000-0000-4000-8000-0000000000c1";
const PERSON: &str = "/sandboxes/default/people/mailbox-digipost";

/// A token of the municipality of the cast.
fn token(server: &Server) -> String {
    in_world(server, |world| {
        let company = world.cast.company(&slug("sandkasse-kommune")).unwrap();
        let token = AccessToken {
            id: TokenId {
                unique: Uuid::from_u128(1),
                issued: world.clock.now(),
                life: jiff::SignedDuration::from_hours(200),
            },
            issuer: "http://localhost:8080/maskinporten/".to_owned(),
            client_id: world.cast.maskinporten_client(company).unwrap(),
            authentication: Authentication::PrivateKey,
            consumer: OrgNumber::parse(KOMMUNE).unwrap(),
            supplier: None,
            scopes: vec![Scope::parse(Scope::DPI_SEND).unwrap()],
            audience: Vec::new(),
            pid: None,
        };
        written(&token, KeyNumber::First, world.clock.now())
    })
}

fn package(address: &str) -> Vec<u8> {
    let contents = Contents {
        manifest: Manifest {
            mailbox: MailboxAddress::parse(address).ok(),
            sender: SendingUnit {
                organisation: OrgNumber::parse(KOMMUNE).unwrap(),
                unit: None,
                invoice_reference: None,
            },
            main: Document {
                name: "faktura.pdf".to_owned(),
                media_type: "application/pdf".to_owned(),
                title: None,
                data: None,
            },
            attachments: Vec::new(),
            link: None,
        },
        files: vec![PackedFile {
            name: "faktura.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            bytes: b"%PDF-1.4"[..].into(),
        }],
    };
    let at = "2026-03-02T08:00:00Z".parse().unwrap();
    let archive = pack_package(&contents, Signer::Municipality, at).unwrap();
    let secrets = Secrets {
        key: [3; 32],
        start: [4; 16],
    };
    let mailbox = Opener::DigipostMailbox.certificate();
    seal_package(&archive, mailbox, &secrets).unwrap()
}

fn message(address: &str, token: &str, digest: &[u8]) -> Value {
    let party = |number: &str| {
        let value = format!("0192:{number}");
        json!({"authority": "iso6523-actorid-upis", "value": value})
    };
    json!({"standardBusinessDocument": {
        "standardBusinessDocumentHeader": {
            "headerVersion": "1.0",
            "sender": [{"identifier": party(KOMMUNE)}],
            "receiver": [{"identifier": party(DIGIPOST)}],
            "documentIdentification": {
                "standard": "urn:fdc:digdir.no:2020:innbyggerpost:xsd::innbyggerpost##\
                             urn:fdc:digdir.no:2020:innbyggerpost:schema:digital::1.0",
                "typeVersion": "1.0",
                "instanceIdentifier": MESSAGE,
                "type": "digital",
                "creationDateAndTime": "2026-03-02T09:00:00+01:00",
            },
            "businessScope": {"scope": [{
                "type": "ConversationId",
                "instanceIdentifier": CONVERSATION,
                "identifier":
                    "urn:fdc:digdir.no:2020:profile:egovernment:innbyggerpost:digital:ver1.0",
            }]},
        },
        "digital": {
            "avsender": {"virksomhetsidentifikator": party(KOMMUNE)},
            "mottaker": {"postkasseadresse": address},
            "dokumentpakkefingeravtrykk": {
                "digestMethod": "http://www.w3.org/2001/04/xmlenc#sha256",
                "digestValue": STANDARD.encode(digest),
            },
            "maskinportentoken": token,
            "sikkerhetsnivaa": 4,
            "ikkesensitivtittel": "Kommunale avgifter",
            "spraak": "nb",
            "aapningskvittering": true,
        },
    }})
}

/// The municipality sends a letter to somebody who reads Digipost.
async fn sent(server: &Server, token: &str) -> Told {
    let address = in_world(server, |world| {
        let person = world.cast.person(&slug("mailbox-digipost")).unwrap();
        person.digipost.as_ref().unwrap().address.to_string()
    });
    let package = package(&address);
    let message = message(&address, token, &sha256(&package)).to_string();
    let jwt = write_signed(Signer::Municipality, message.as_bytes());
    let mut body = Vec::new();
    for (name, part) in [
        ("forretningsmelding", jwt.as_bytes()),
        ("dokumentpakke", &package),
    ] {
        let head = format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(part);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--x--\r\n");
    let request = Request::post("/dpi/messages/out?kanal=avgift")
        .header("host", "localhost:8080")
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "multipart/form-data; boundary=x")
        .body(Bytes::from(body));
    told(&server.raw(request.unwrap()).await)
}

async fn receipts(server: &Server, token: &str) -> usize {
    let request = Request::get("/dpi/messages/in?kanal=AVGIFT")
        .header("host", "localhost:8080")
        .header("authorization", format!("Bearer {token}"));
    let (_, body) = told(&server.raw(request.body(Bytes::new()).unwrap()).await);
    let tokens = body.as_array().cloned().unwrap_or_default();
    assert!(
        tokens
            .iter()
            .all(|row| row["forretningsmelding"].is_string())
    );
    tokens.len()
}

#[tokio::test]
async fn a_letter_goes_from_its_sender_into_the_mailbox_and_its_opening_back() {
    let server = Server::start();
    let token = token(&server);
    let taken = sent(&server, &token).await;
    assert_eq!(taken, (201, json!(null)), "{}", taken.1);
    let shown = server
        .get(&format!("/sandboxes/default/dpi/{MESSAGE}"))
        .await;
    assert_eq!(shown["outcome"], "on-its-way");
    assert_eq!(shown["package"]["opened_by"], "digipost");
    assert_eq!(shown["package"]["files"][0]["name"], "faktura.pdf");
    assert_eq!(shown["package"]["findings"], json!([]));
    // Before the letter arrives the world is whole, and comes back whole.
    let document = server.get("/sandboxes/default/snapshot").await;
    let back = server.put("/sandboxes/default/snapshot", &document).await;
    assert_eq!(back.0, 200, "{}", back.1);
    let minute = json!({"by": "PT1M"});
    let path = "/sandboxes/default/clock/advance";
    assert_eq!(server.post(path, &minute).await.0, 200);
    assert_eq!(receipts(&server, &token).await, 1);
    let mails = server.get(&format!("{PERSON}/mailbox")).await;
    let mail = mails.as_array().unwrap().last().unwrap();
    assert_eq!(mail["subject"], "Kommunale avgifter");
    assert_eq!(mail["service"], "dpi");
    assert_eq!(mail["case"], MESSAGE);
    let read = json!({"mail": MESSAGE});
    let done = server
        .post(&format!("{PERSON}/actions/read-mail"), &read)
        .await;
    assert_eq!(done.0, 200, "{}", done.1);
    assert_eq!(receipts(&server, &token).await, 2);
    let shown = server
        .get(&format!("/sandboxes/default/dpi/{MESSAGE}"))
        .await;
    assert_eq!(shown["outcome"], "in-mailbox");
    let kinds = shown["receipts"].as_array().unwrap().iter();
    let kinds: Vec<&Value> = kinds.map(|row| &row["kind"]).collect();
    assert_eq!(kinds, ["leveringskvittering", "aapningskvittering"]);
    let path = format!("/sandboxes/default/invoices/{CONVERSATION}/timeline");
    let timeline = server.get(&path).await;
    assert_eq!(timeline["status"], "aapningskvittering");
    assert_eq!(timeline["channel"], "dpi");
    let events = timeline["events"].as_array().unwrap().iter();
    let events: Vec<&str> = events.map(|row| row["kind"].as_str().unwrap()).collect();
    for kind in [
        "message.taken",
        "message.sent",
        "letter.delivered",
        "mail.opened",
        "receipt.sent",
    ] {
        assert!(events.contains(&kind), "{events:?}");
    }
    // No token is in the world, nor in what people see of it.
    let document = server.get("/sandboxes/default/snapshot").await.to_string();
    let signature = token.rsplit_once('.').unwrap().1;
    assert!(!document.contains(signature));
    let back: Value = serde_json::from_str(&document).unwrap();
    let put = server.put("/sandboxes/copy/snapshot", &back).await;
    assert_eq!(put.0, 201, "{}", put.1);
}

#[tokio::test]
async fn the_token_in_a_message_stands_in_no_journal() {
    let server = Server::start();
    let token = token(&server);
    assert_eq!(sent(&server, &token).await.0, 201);
    let archive = server
        .get("/sandboxes/default/journal.har?service=dpi")
        .await;
    // The package is no text.
    let body = archive["log"]["entries"][0]["request"]["postData"]["text"].clone();
    let body = STANDARD.decode(body.as_str().unwrap()).unwrap();
    let body = String::from_utf8_lossy(&body);
    assert!(body.contains("forretningsmelding\"\r\n\r\neyJ"), "{body}");
    assert!(body.contains(".[not kept].[not kept]\r\n--x"), "{body}");
    let payload = STANDARD.encode(r#"{"standardBusinessDocument"#);
    assert!(!body.contains(&payload[..30]), "{body}");
    let all = server.get("/sandboxes/default/journal").await.to_string() + &archive.to_string();
    let signature = token.rsplit_once('.').unwrap().1;
    assert!(!all.contains(signature) && !body.contains(signature));
}

#[tokio::test]
async fn a_message_that_nobody_handed_in_is_not_there() {
    let server = Server::start();
    for id in [MESSAGE, "x"] {
        let path = format!("/sandboxes/default/dpi/{id}");
        let (status, body) = server.send("GET", &path, "").await;
        assert_eq!((status, &body["title"]), (404, &json!("unknown message")));
    }
}
