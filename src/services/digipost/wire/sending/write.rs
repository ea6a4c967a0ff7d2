//! Receipts, status and events as XML (Digipost: schemas api_v7.xsd and api_v8.xsd).

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use http::header::{HeaderValue, LOCATION};
use http::{Response, StatusCode};

use crate::domain::blob::BlobKey;
use crate::domain::calendar::with_millis;
use crate::services::digipost::model::{
    DocumentEvent, DocumentStatus, EventKind, MessageNumber, MessageStatus, Moved, Receipt,
    ReceiptDocument, SendingReply,
};
use crate::services::digipost::wire::answer::{error, xml, xml_with};
use crate::services::digipost::wire::dialect::Dialect;
use crate::services::digipost::wire::echo::Echo;
use crate::services::digipost::wire::schema;
use crate::wire::xml::Writer;

/// Where letters move to; which names the service gives providers is not public.
const OTHER_PROVIDER: &str = "E-BOKS";

const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// Writes an answer.
pub(in crate::services::digipost::wire) fn write(
    echo: &Echo,
    reply: &SendingReply,
) -> Response<Bytes> {
    match reply {
        SendingReply::Receipt(receipt, is_new) => {
            let status = match is_new {
                true => StatusCode::CREATED,
                false => StatusCode::OK,
            };
            let mut response = xml(status, echo, "message-delivery", |writer| {
                delivery(writer, echo, receipt);
            });
            if *is_new {
                located(&mut response, echo, receipt.number);
            }
            response
        }
        SendingReply::Exists(number, fault) => {
            let mut response = error(echo.dialect, fault);
            located(&mut response, echo, *number);
            response
        }
        SendingReply::Status(told) => self::status(echo, told),
        SendingReply::Events(told) => xml(StatusCode::OK, echo, "document-events", |writer| {
            for event in told {
                self::event(writer, echo, event);
            }
        }),
    }
}

fn base64(key: &BlobKey) -> String {
    BASE64_STANDARD.encode(key.digest())
}

fn address(echo: &Echo, number: MessageNumber) -> String {
    format!("{}/messages/{number}", echo.base)
}

fn located(response: &mut Response<Bytes>, echo: &Echo, number: MessageNumber) {
    if let Ok(value) = HeaderValue::from_str(&address(echo, number)) {
        response.headers_mut().insert(LOCATION, value);
    }
}

fn link(writer: &mut Writer, echo: &Echo, rel: &str, uri: &str) {
    schema::link(writer, rel, uri, echo.dialect.media_type());
}

/// What a sender that goes step by step, or asks again, may do with a document; the documented
/// receipt of a message that was sent at once has no such links.
fn links_to_more(writer: &mut Writer, echo: &Echo, receipt: &Receipt, part: &ReceiptDocument) {
    if let Some(alias) = &receipt.key_alias {
        let uri = format!("{}/encryption-keys/{alias}", echo.base);
        link(writer, echo, "get_encryption_key", &uri);
    }
    if receipt.is_of_steps && part.hash.is_some() {
        let (sender, uuid) = (receipt.sender_id, part.uuid);
        let uri = format!("{}/documents/{sender}/{uuid}/content", echo.base);
        link(writer, echo, "get_document_content", &uri);
    }
}

fn delivery(writer: &mut Writer, echo: &Echo, receipt: &Receipt) {
    writer.leaf_if("message-id", receipt.message_id.as_deref());
    writer.leaf("delivery-method", receipt.channel.as_str());
    writer.leaf("sender-id", &receipt.sender_id.to_string());
    writer.leaf("status", receipt.status.as_str());
    let delivered = receipt.delivered.map(with_millis);
    writer.leaf_if("delivery-time", delivered.as_deref());
    for (index, part) in receipt.documents.iter().enumerate() {
        document(writer, echo, receipt, index, part);
    }
    let own = address(echo, receipt.number);
    // The documented receipt of a message that was delivered has no links: nothing is left to do.
    match receipt.status {
        MessageStatus::NotComplete => link(writer, echo, "self", &own),
        MessageStatus::Complete => {
            link(writer, echo, "self", &own);
            link(writer, echo, "send", &format!("{own}/send"));
        }
        MessageStatus::Delivered | MessageStatus::DeliveredToPrint => {}
    }
}

fn document(
    writer: &mut Writer,
    echo: &Echo,
    receipt: &Receipt,
    index: usize,
    part: &ReceiptDocument,
) {
    let name = if index == 0 {
        "primary-document"
    } else {
        "attachment"
    };
    let technical = part.technical_type.as_deref();
    let technical: Vec<_> = technical
        .map(|it| ("technical-type", it))
        .into_iter()
        .collect();
    writer.open(name, &technical);
    writer.leaf("uuid", &part.uuid.to_string());
    writer.leaf_if("subject", part.subject.as_deref());
    writer.leaf("file-type", &part.file_type);
    writer.leaf("authentication-level", part.authentication.as_str());
    writer.leaf("sensitivity-level", part.sensitivity.as_str());
    // An element of version 6 that the documentation of version 7 kept; the schema has none.
    if receipt.says_pre_encrypt && echo.dialect == Dialect::V7 {
        let said = if part.encrypted { "true" } else { "false" };
        writer.leaf("pre-encrypt", said);
    } else if part.encrypted {
        writer.leaf("encrypted", "");
    }
    if let Some(hash) = &part.hash {
        writer.leaf_with(
            "content-hash",
            &[("hash-algorithm", "SHA256")],
            &base64(hash),
        );
    }
    match receipt.status {
        MessageStatus::NotComplete if part.hash.is_none() => {
            let content = format!("documents/{index}/content");
            let uri = format!("{}/{content}", address(echo, receipt.number));
            link(writer, echo, "add_content", &uri);
        }
        MessageStatus::Delivered | MessageStatus::DeliveredToPrint if part.has_data_type => {
            let (sender, uuid) = (receipt.sender_id, part.uuid);
            let uri = format!("{}/documents/{sender}/{uuid}/additional-data", echo.base);
            link(writer, echo, "add_data", &uri);
        }
        MessageStatus::NotComplete
        | MessageStatus::Complete
        | MessageStatus::Delivered
        | MessageStatus::DeliveredToPrint => {}
    }
    links_to_more(writer, echo, receipt, part);
    writer.close();
}

fn status(echo: &Echo, told: &DocumentStatus) -> Response<Bytes> {
    let attributes = status_attributes(told);
    answer_with(echo, "document-status", &attributes, |writer| {
        for attachment in &told.attachments {
            let attributes = status_attributes(attachment);
            let attributes = borrowed(&attributes);
            writer.leaf_with("attachments", &attributes, "");
        }
    })
}

/// An answer whose root has attributes.
fn answer_with(
    echo: &Echo,
    root: &str,
    attributes: &[(&'static str, String)],
    inside: impl FnOnce(&mut Writer),
) -> Response<Bytes> {
    xml_with(StatusCode::OK, echo, root, &borrowed(attributes), inside)
}

fn borrowed<'a>(attributes: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    attributes
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect()
}

fn status_attributes(told: &DocumentStatus) -> Vec<(&'static str, String)> {
    let is_delivered = told.delivered.is_some();
    let mut attributes = vec![
        ("uuid", told.uuid.to_string()),
        ("sender-id", told.sender_id.to_string()),
        (
            "status",
            if is_delivered {
                "DELIVERED"
            } else {
                "NOT_DELIVERED"
            }
            .to_owned(),
        ),
        ("created", with_millis(told.created)),
    ];
    attributes.extend(told.delivered.map(|at| ("delivered", with_millis(at))));
    let read = told.read.map(|read| if read { "Y" } else { "N" });
    attributes.extend(read.map(|read| ("read", read.to_owned())));
    attributes.push(("channel", told.channel.as_str().to_owned()));
    attributes.push(("is-primary-document", told.is_primary.to_string()));
    match &told.hash {
        Some(hash) => {
            attributes.push(("content-hash", base64(hash)));
            attributes.push(("content-hash-algorithm", "SHA256".to_owned()));
        }
        None => attributes.push(("content-hash-algorithm", "NONE".to_owned())),
    }
    attributes
}

fn event(writer: &mut Writer, echo: &Echo, event: &DocumentEvent) {
    let attributes = [
        ("uuid", event.uuid.to_string()),
        ("type", event.kind.as_str().to_owned()),
        ("created", with_millis(event.at)),
        ("document-created", with_millis(event.document_created)),
    ];
    writer.open("event", &borrowed(&attributes));
    let (name, said) = metadata(&event.kind);
    if let Some(name) = name {
        let mut attributes = vec![("xmlns:xsi", XSI), ("xsi:type", name)];
        attributes.extend(borrowed(&said));
        match &event.kind {
            EventKind::Moved(moved) => {
                writer.open("metadata", &attributes);
                what_moved(writer, echo, moved);
                writer.close();
            }
            EventKind::Opened
            | EventKind::Shredded
            | EventKind::EmailMessageSent
            | EventKind::EmailMessageFailed
            | EventKind::PeppolDelivered
            | EventKind::PeppolFailed(_)
            | EventKind::EmailNotificationFailed(..)
            | EventKind::SmsNotificationFailed(..)
            | EventKind::PrintFailed(_)
            | EventKind::Postmarked(_) => {
                writer.leaf_with("metadata", &attributes, "");
            }
        }
    }
    writer.close();
}

/// The documents of a letter that moved, and the certificate of its new mailbox: the provider is
/// not simulated, so it is the one that the entry point shows.
fn what_moved(writer: &mut Writer, echo: &Echo, moved: &Moved) {
    for document in &moved.documents {
        let mut attributes = vec![("uuid", document.uuid.to_string())];
        let technical = document.technical_type.clone();
        attributes.extend(technical.map(|it| ("technical-type", it)));
        writer.leaf_with("document", &borrowed(&attributes), "");
    }
    let certificate = echo.signing.shown().certificate().pem();
    writer.leaf("x509Certificate", certificate);
}

/// The type of what is told of an event, and its attributes.
fn metadata(kind: &EventKind) -> (Option<&'static str>, Vec<(&'static str, String)>) {
    let code = |code: &String| ("error-code", code.clone());
    match kind {
        EventKind::Opened
        | EventKind::Shredded
        | EventKind::EmailMessageSent
        | EventKind::EmailMessageFailed
        | EventKind::PeppolDelivered => (None, Vec::new()),
        EventKind::PeppolFailed(why) => (Some("failed-peppol-metadata"), vec![code(why)]),
        EventKind::PrintFailed(why) => (Some("failed-print-metadata"), vec![code(why)]),
        EventKind::EmailNotificationFailed(address, why) => (
            Some("email-notification-failed-metadata"),
            vec![("email-address", address.clone()), code(why)],
        ),
        EventKind::SmsNotificationFailed(number, why) => (
            Some("sms-notification-failed-metadata"),
            vec![("mobile-number", number.clone()), code(why)],
        ),
        EventKind::Postmarked(at) => (
            Some("postmarked-metadata"),
            vec![("postmarked-date", with_millis(*at))],
        ),
        EventKind::Moved(moved) => (
            Some("move-files-from-public-sector-metadata"),
            vec![
                ("opened", moved.opened.to_string()),
                ("delivery-time", with_millis(moved.delivered)),
                ("subject", moved.subject.clone()),
                (
                    "authentication-level",
                    moved.authentication.as_str().to_owned(),
                ),
                ("sensitivity-level", moved.sensitivity.as_str().to_owned()),
                ("destination-mailbox", OTHER_PROVIDER.to_owned()),
                ("destination-mailbox-address", moved.address.clone()),
            ],
        ),
    }
}
