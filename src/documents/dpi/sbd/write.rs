//! From a message or a receipt to JSON.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value, json};

use super::address;
use super::header::{self, organisation_as, put};
use crate::domain::calendar::{with_millis, with_offset};
use crate::domain::dpi::{
    Body, DigitalLetter, InvoiceReference, Message, Notices, PostalClass, PrintLetter, Receipt,
    ReceiptNews, SenderUnit,
};

/// The one digest that packages are known by.
pub(super) const DIGEST_METHOD: &str = "http://www.w3.org/2001/04/xmlenc#sha256";

/// Writes a message.
#[must_use]
pub fn write_message(message: &Message) -> Vec<u8> {
    let name = message.body.kind().as_str();
    let mut sender = Map::new();
    let unit = &message.sender;
    put(
        &mut sender,
        "virksomhetsidentifikator",
        Some(organisation_as(&unit.organisation)),
    );
    let named = unit.unit.as_ref().map(SenderUnit::as_str);
    put(&mut sender, "avsenderidentifikator", named);
    let reference = unit.invoice_reference.as_ref();
    let reference = reference.map(InvoiceReference::as_str);
    put(&mut sender, "fakturaReferanse", reference);
    let mut body = match &message.body {
        Body::Digital(letter) => digital(letter),
        Body::Print(letter) => print(letter),
    };
    put(&mut body, "avsender", Some(Value::Object(sender)));
    put(
        &mut body,
        "dokumentpakkefingeravtrykk",
        Some(json!({
            "digestMethod": DIGEST_METHOD,
            "digestValue": STANDARD.encode(message.fingerprint.as_bytes()),
        })),
    );
    put(&mut body, "maskinportentoken", Some(message.token.as_str()));
    document(header::write(&message.header, name), name, body)
}

/// Writes a receipt.
#[must_use]
pub fn write_receipt(receipt: &Receipt) -> Vec<u8> {
    let name = receipt.news.kind().as_str();
    let mut recipient = Map::new();
    put(
        &mut recipient,
        "virksomhetsidentifikator",
        Some(organisation_as(&receipt.to)),
    );
    let unit = receipt.unit.as_ref().map(SenderUnit::as_str);
    put(&mut recipient, "motakeridentifikator", unit);
    let mut body = Map::new();
    let from = json!({ "virksomhetsidentifikator": organisation_as(&receipt.from) });
    put(&mut body, "avsender", Some(from));
    put(&mut body, "mottaker", Some(Value::Object(recipient)));
    put(&mut body, "tidspunkt", Some(with_millis(receipt.at)));
    match &receipt.news {
        ReceiptNews::Delivered
        | ReceiptNews::Opened
        | ReceiptNews::Accepted
        | ReceiptNews::Returned => {}
        ReceiptNews::NoticeFailed {
            channel,
            description,
        } => {
            put(&mut body, "varslingskanal", Some(channel.as_str()));
            put(&mut body, "beskrivelse", description.as_deref());
        }
        ReceiptNews::Failed { fault, details } => {
            put(&mut body, "feiltype", Some(fault.as_str()));
            put(&mut body, "detaljer", details.as_deref());
        }
    }
    document(header::write(&receipt.header, name), name, body)
}

fn document(header: Value, name: &str, body: Map<String, Value>) -> Vec<u8> {
    let document = json!({
        "standardBusinessDocument": {
            "standardBusinessDocumentHeader": header,
            name: body,
        }
    });
    document.to_string().into_bytes()
}

fn digital(letter: &DigitalLetter) -> Map<String, Value> {
    let mut body = Map::new();
    let recipient = json!({ "postkasseadresse": letter.mailbox.as_str() });
    put(&mut body, "mottaker", Some(recipient));
    put(&mut body, "sikkerhetsnivaa", Some(letter.level.number()));
    put(&mut body, "ikkesensitivtittel", Some(letter.title.as_str()));
    put(&mut body, "spraak", Some(letter.language.as_str()));
    let day = letter.visible_on.map(|day| day.to_string());
    put(&mut body, "virkningsdato", day);
    let moment = letter.visible_at.map(with_offset);
    put(&mut body, "virkningstidspunkt", moment);
    put(
        &mut body,
        "aapningskvittering",
        Some(letter.opening_receipt),
    );
    put(&mut body, "varsler", Some(notices(&letter.notices)));
    body
}

fn notices(notices: &Notices) -> Value {
    let mut orders = Map::new();
    let email = notices.email.as_ref().map(|order| {
        json!({
            "epostadresse": order.address.as_str(),
            "varslingstekst": order.text.as_str(),
            "repetisjoner": order.repetitions.days(),
        })
    });
    put(&mut orders, "epostvarsel", email);
    let sms = notices.sms.as_ref().map(|order| {
        json!({
            "mobiltelefonnummer": order.number.as_str(),
            "varslingstekst": order.text.as_str(),
            "repetisjoner": order.repetitions.days(),
        })
    });
    put(&mut orders, "smsvarsel", sms);
    Value::Object(orders)
}

fn print(letter: &PrintLetter) -> Map<String, Value> {
    let mut body = Map::new();
    let recipient = address::write(&letter.recipient);
    put(&mut body, "mottaker", Some(recipient));
    put(&mut body, "utskriftstype", Some(letter.colour.as_str()));
    let class = letter.class.map(PostalClass::as_str);
    put(&mut body, "posttype", class);
    let back = json!({
        "mottaker": address::write(&letter.return_address),
        "returposthaandtering": letter.return_handling.as_str(),
    });
    put(&mut body, "retur", Some(back));
    body
}
