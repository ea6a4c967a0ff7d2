//! Messages and receipts: read strictly, and read back as they were written.

use serde_json::{Value, json};

use super::{SbdError, read_message, read_receipt, write_message, write_receipt};
use crate::domain::dpi::{
    Body, FailedChannel, Fault, Message, MessageId, Place, Receipt, ReceiptNews, SecurityLevel,
};

fn header(kind: &str) -> Value {
    json!({
        "headerVersion": "1.0",
        "sender": [{ "identifier": {
            "authority": "iso6523-actorid-upis", "value": "0192:980858073" } }],
        "receiver": [{ "identifier": {
            "authority": "iso6523-actorid-upis", "value": "0192:984661185" } }],
        "documentIdentification": {
            "standard": format!(
                "urn:fdc:digdir.no:2020:innbyggerpost:xsd::innbyggerpost##\
                 urn:fdc:digdir.no:2020:innbyggerpost:schema:{kind}::1.0"),
            "typeVersion": "1.0",
            "instanceIdentifier": "a0000000-0000-4000-8000-000000000001",
            "type": kind,
            "creationDateAndTime": "2026-03-02T09:00:00.000+01:00",
        },
        "businessScope": { "scope": [{
            "type": "ConversationId",
            "instanceIdentifier": "a0000000-0000-4000-8000-000000000002",
            "identifier": format!(
                "urn:fdc:digdir.no:2020:profile:egovernment:innbyggerpost:{kind}:ver1.0"),
            "scopeInformation": [{ "expectedResponseDateTime": "2026-03-03T09:00:00+01:00" }],
        }] },
    })
}

fn digital() -> Value {
    json!({ "standardBusinessDocument": {
        "standardBusinessDocumentHeader": header("digital"),
        "digital": {
            "avsender": {
                "virksomhetsidentifikator": {
                    "authority": "iso6523-actorid-upis", "value": "0192:364926111" },
                "avsenderidentifikator": "barnehagen",
                "fakturaReferanse": "4711",
            },
            "mottaker": { "postkasseadresse": "kari.nordmann#A1B2" },
            "dokumentpakkefingeravtrykk": {
                "digestMethod": "http://www.w3.org/2001/04/xmlenc#sha256",
                "digestValue": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
            },
            "maskinportentoken": "a.b.c",
            "sikkerhetsnivaa": 4,
            "ikkesensitivtittel": "Faktura fra kommunen",
            "spraak": "nb",
            "virkningsdato": "2026-03-04",
            "virkningstidspunkt": "2026-03-04T08:00:00+01:00",
            "aapningskvittering": true,
            "varsler": {
                "epostvarsel": {
                    "epostadresse": "kari@example.no",
                    "varslingstekst": "Du har post",
                    "repetisjoner": [0, 7],
                },
                "smsvarsel": {
                    "mobiltelefonnummer": "+4791816528",
                    "varslingstekst": "Du har post",
                    "repetisjoner": [1],
                },
            },
        },
    } })
}

fn print() -> Value {
    let mut message = digital();
    let document = &mut message["standardBusinessDocument"];
    let Some(mut body) = document["digital"].as_object().cloned() else {
        panic!("a body");
    };
    for gone in [
        "sikkerhetsnivaa",
        "ikkesensitivtittel",
        "spraak",
        "virkningsdato",
        "virkningstidspunkt",
        "aapningskvittering",
        "varsler",
    ] {
        body.remove(gone);
    }
    body["mottaker"] = json!({ "navn": "Ola Nordmann", "adresselinje1": "Storgata 1",
        "adresselinje3": "H0101", "postnummer": "0155", "poststed": "Oslo" });
    body.insert("utskriftstype".into(), json!("SORT_HVIT"));
    body.insert("posttype".into(), json!("B"));
    let back = json!({ "navn": "Kommunen", "adresselinje1": "Rådhuset", "land": "Sverige",
        "poststed": "Arvika" });
    let handling = "MAKULERING_MED_MELDING";
    body.insert(
        "retur".into(),
        json!({ "mottaker": back, "returposthaandtering": handling }),
    );
    *document = json!({
        "standardBusinessDocumentHeader": header("utskrift"),
        "utskrift": body,
    });
    message
}

fn read(message: &Value) -> Result<Message, SbdError> {
    read_message(message.to_string().as_bytes())
}

fn told(message: &Value) -> String {
    read(message).unwrap_err().to_string()
}

#[test]
fn a_message_for_a_mailbox_is_read_and_written_whole() {
    let message = read(&digital()).unwrap();
    let Body::Digital(letter) = &message.body else {
        panic!("{message:?}");
    };
    assert_eq!(letter.level, SecurityLevel::High);
    assert_eq!(message.header.sender.as_str(), "980858073");
    assert_eq!(message.sender.organisation.as_str(), "364926111");
    assert_eq!(message.fingerprint.as_bytes()[31], 31);
    let written = write_message(&message);
    let value: Value = serde_json::from_slice(&written).unwrap();
    assert_eq!(value, digital());
    assert_eq!(read_message(&written), Ok(message));
}

#[test]
fn a_message_for_the_printer_is_read_and_written_whole() {
    let message = read(&print()).unwrap();
    let Body::Print(letter) = &message.body else {
        panic!("{message:?}");
    };
    assert!(matches!(letter.recipient.place, Place::Domestic(_)));
    assert!(matches!(letter.return_address.place, Place::Abroad(_)));
    let written = write_message(&message);
    let value: Value = serde_json::from_slice(&written).unwrap();
    assert_eq!(value, print());
}

#[test]
fn every_member_that_must_be_there_is_missed_and_no_other_is_let_in() {
    for message in [digital(), print()] {
        let mut places = Vec::new();
        objects("", &message, &mut places);
        assert!(places.len() > 10);
        for place in places {
            let mut more = message.clone();
            more.pointer_mut(&place).unwrap()["annet"] = json!(1);
            let open = place.ends_with("/varsler");
            assert_eq!(read(&more).is_ok(), open, "{place}");
            if !open {
                let said = told(&more);
                assert!(said.contains("annet: expected no other members"), "{said}");
            }
        }
    }
    let document = "/standardBusinessDocument";
    for (object, member) in [
        ("", "standardBusinessDocument"),
        (document, "standardBusinessDocumentHeader"),
        ("/standardBusinessDocument/digital", "avsender"),
        ("/standardBusinessDocument/digital", "mottaker"),
        (
            "/standardBusinessDocument/digital",
            "dokumentpakkefingeravtrykk",
        ),
        ("/standardBusinessDocument/digital", "maskinportentoken"),
        ("/standardBusinessDocument/digital", "sikkerhetsnivaa"),
        ("/standardBusinessDocument/digital", "ikkesensitivtittel"),
        ("/standardBusinessDocument/digital", "spraak"),
        (
            "/standardBusinessDocument/digital/varsler/smsvarsel",
            "repetisjoner",
        ),
        (
            "/standardBusinessDocument/standardBusinessDocumentHeader",
            "sender",
        ),
    ] {
        let mut less = digital();
        let at = less.pointer_mut(object).unwrap();
        at.as_object_mut().unwrap().remove(member);
        let said = told(&less);
        assert!(said.contains(&format!("{member}: expected")), "{said}");
    }
}

/// The pointers of all objects in a value.
fn objects(at: &str, value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            found.push(at.to_owned());
            for (name, value) in map {
                objects(&format!("{at}/{name}"), value, found);
            }
        }
        Value::Array(values) => {
            for (n, value) in values.iter().enumerate() {
                objects(&format!("{at}/{n}"), value, found);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A place below the body of a letter (`.`) or below the header, a value, and what is said.
const WRONG: &[(&str, &str, &str)] = &[
    (
        "./sikkerhetsnivaa",
        "5",
        "standardBusinessDocument.digital.sikkerhetsnivaa: expected 3 or 4, found 5",
    ),
    (
        "./sikkerhetsnivaa",
        r#""4""#,
        "expected a whole number, found the text `4`",
    ),
    ("./spraak", r#""nob""#, "spraak: expected two letters"),
    ("./spraak", "null", "spraak: expected a text, found null"),
    (
        "./virkningsdato",
        r#""2026-02-30""#,
        "virkningsdato: expected a date",
    ),
    (
        "./virkningstidspunkt",
        r#""2026-03-04T08:00:00""#,
        "virkningstidspunkt: expected a date and a time with offset",
    ),
    (
        "./varsler/epostvarsel/repetisjoner",
        "[26]",
        "repetisjoner: expected days from 0 to 25, found day 26",
    ),
    (
        "./varsler/epostvarsel/epostadresse",
        r#""kari""#,
        "epostadresse: expected an e-mail address, found `kari`",
    ),
    (
        "./dokumentpakkefingeravtrykk/digestValue",
        r#""AAEC""#,
        "digestValue: expected a SHA-256 in base64, found `AAEC`",
    ),
    (
        "./avsender/virksomhetsidentifikator/value",
        r#""0192:364926112""#,
        "value: expected `0192:` and an organisation number",
    ),
    (
        "/sender",
        "[]",
        "sender: expected a list of one, found one of 0",
    ),
    (
        "/documentIdentification/standard",
        r#""urn:x""#,
        "standard: expected urn:fdc:digdir.no:2020",
    ),
    (
        "/documentIdentification/type",
        r#""utskrift""#,
        "type: expected `digital`, as the body is called, found `utskrift`",
    ),
    (
        "/businessScope/scope",
        "[]",
        "scope: expected a scope of type `ConversationId`, found none",
    ),
    (
        "/businessScope/scope/0/identifier",
        r#""urn:fdc:digdir.no:2020:profile:egovernment:innbyggerpost:utskrift:ver1.0""#,
        "expected the process of `utskrift`, found `digital`",
    ),
];

#[test]
fn a_wrong_value_is_told_with_its_place() {
    for (place, value, said) in WRONG {
        let place = match place.strip_prefix('.') {
            Some(rest) => format!("/standardBusinessDocument/digital{rest}"),
            None => format!("/standardBusinessDocument/standardBusinessDocumentHeader{place}"),
        };
        let mut message = digital();
        let value = serde_json::from_str(value).unwrap();
        *message.pointer_mut(&place).unwrap() = value;
        let found = told(&message);
        assert!(found.contains(said), "{found}\nwants {said}");
    }
}

#[test]
fn a_standard_is_compared_loosely() {
    let start = "urn:fdc:digdir.no:2020:innbyggerpost:";
    for first in [
        "xsd::innbyggerpost",
        "xsd::Innbyggerpost",
        "xsd:digital::digital",
    ] {
        let mut message = digital();
        let standard = format!("{start}{first}##{start}schema:digital::1.0");
        let header = &mut message["standardBusinessDocument"]["standardBusinessDocumentHeader"];
        header["documentIdentification"]["standard"] = json!(standard);
        assert!(read(&message).is_ok(), "{standard}");
    }
}

#[test]
fn an_address_is_in_norway_or_in_another_country_and_not_both() {
    let at = "/standardBusinessDocument/utskrift/mottaker";
    for (place, fits) in [
        (json!({ "postnummer": "0155", "poststed": "Oslo" }), true),
        (json!({ "land": "Sverige" }), true),
        (json!({ "landkode": "SE" }), true),
        (json!({ "landkode": "SE", "poststed": "Arvika" }), true),
        (json!({}), false),
        (json!({ "postnummer": "0155" }), false),
        (json!({ "postnummer": "155", "poststed": "Oslo" }), false),
        (json!({ "landkode": "SWE" }), false),
        (json!({ "land": "Sverige", "landkode": "SE" }), false),
        (
            json!({ "postnummer": "0155", "poststed": "Oslo", "land": "Norge" }),
            false,
        ),
    ] {
        let mut message = print();
        let mut address = json!({ "navn": "Ola", "adresselinje1": "Storgata 1" });
        let parts = place.as_object().unwrap().clone();
        address.as_object_mut().unwrap().extend(parts);
        *message.pointer_mut(at).unwrap() = address;
        assert_eq!(read(&message).is_ok(), fits, "{place}");
    }
}

#[test]
fn a_letter_that_moves_is_known_and_refused_by_name() {
    let moving = json!({ "standardBusinessDocument": {
        "standardBusinessDocumentHeader": header("flyttet"), "flyttet": {} } });
    assert_eq!(read(&moving), Err(SbdError::Moves));
    let mut two = digital();
    two["standardBusinessDocument"]["utskrift"] = json!({});
    assert!(told(&two).contains("found 2 of them"));
    assert!(matches!(read_message(b"{"), Err(SbdError::NotJson { .. })));
}

#[test]
fn a_receipt_goes_back_the_way_the_message_came() {
    let message = read(&digital()).unwrap();
    let id = MessageId::parse("a0000000-0000-4000-8000-000000000003").unwrap();
    let at = "2026-07-01T10:00:00.5Z".parse().unwrap();
    for news in [
        ReceiptNews::Delivered,
        ReceiptNews::Opened,
        ReceiptNews::Accepted,
        ReceiptNews::Returned,
        ReceiptNews::NoticeFailed {
            channel: FailedChannel::Sms,
            description: Some("Ukjent nummer".to_owned()),
        },
        ReceiptNews::Failed {
            fault: Fault::Client,
            details: None,
        },
    ] {
        let receipt = Receipt::answering(&message, id, at, news);
        let written = write_receipt(&receipt);
        assert_eq!(read_receipt(&written).as_ref(), Ok(&receipt));
        let value: Value = serde_json::from_slice(&written).unwrap();
        let document = &value["standardBusinessDocument"];
        let body = &document[receipt.news.kind().as_str()];
        assert_eq!(body["tidspunkt"], "2026-07-01T12:00:00.500+02:00");
        assert_eq!(body["mottaker"]["motakeridentifikator"], "barnehagen");
        let header = &document["standardBusinessDocumentHeader"];
        let of = |actor: &str| header[actor][0]["identifier"]["value"].clone();
        assert_eq!(of("sender"), "0192:984661185");
        assert_eq!(of("receiver"), "0192:980858073");
        assert!(!String::from_utf8(written).unwrap().contains("token"));
    }
}
