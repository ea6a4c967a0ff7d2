//! Messages made from a table, and answers held against it.

use bytes::Bytes;
use http::Response;

use crate::services::mps::client;
use crate::services::mps::tests::world::{World, received, text};
use crate::services::mps::wire::holds_contract;
use crate::services::mps::{Mps, OPERATIONS};
use crate::services::{Field, Holds, Kind, Match, Operation, Simulated};
use crate::wire::soap;
use crate::wire::xml::{Element, Limits};

/// The row of an operation.
pub(super) fn row(id: &str) -> &'static Operation {
    OPERATIONS.iter().find(|row| row.id == id).unwrap()
}

/// Root, namespace and SOAPAction of an operation.
pub(super) fn soap_of(row: &'static Operation) -> (&'static str, &'static str, &'static str) {
    match row.matched_by {
        Match::SoapBody {
            root,
            namespace,
            action,
            ..
        } => (root, namespace, action),
        Match::Path | Match::Wsdl | Match::Own => unreachable!("{} has no body", row.id),
    }
}

/// The smallest content that an operation takes, its audit information included.
pub(super) fn smallest(row: &Operation) -> String {
    row.contract.unwrap().request.iter().map(least).collect()
}

fn least(field: &Field) -> String {
    let content = match field.holds {
        _ if field.min == 0 => return String::new(),
        Holds::Choice(options) => return least(&options[0]),
        Holds::Fields(shape) => shape.fields.iter().map(least).collect(),
        Holds::Value(kind) => sample(field.name, kind),
    };
    format!("<{0}>{content}</{0}>", field.name).repeat(field.min)
}

fn sample(name: &str, kind: Kind) -> String {
    match (name, kind) {
        ("messageIdentifier", _) => "m-0001".to_owned(),
        ("issuerId", _) => super::issuers::FREE.to_owned(),
        ("accountNumber", _) => "15062995960".to_owned(),
        ("customerReferencePosition", _) => "KID[1-6]".to_owned(),
        (_, Kind::Text(min, _)) => "x".repeat(min),
        (_, Kind::Digits(min, _)) => "1".repeat(min),
        (_, Kind::Word(words)) => words[0].to_owned(),
        (_, Kind::Uuid) => "9b2f0c5e-0d5c-4b6a-8f0e-1c2d3e4f5a6b".to_owned(),
        (_, Kind::Amount) => "450.00".to_owned(),
        (_, Kind::Date) => "2026-03-20".to_owned(),
        (_, Kind::DateTime) => "2026-03-20T09:00:00Z".to_owned(),
        (_, Kind::Boolean) => "true".to_owned(),
        (_, Kind::Count) => "1".to_owned(),
        (_, Kind::Phone) => "+4791816528".to_owned(),
        (_, Kind::Email) => "a@b.no".to_owned(),
        (_, Kind::Signature) => "%3CMSG%3E".to_owned(),
    }
}

/// Sends content to an operation.
pub(super) fn send(world: &mut World, id: &str, content: &str) -> Response<Bytes> {
    world.send(request(id, content))
}

/// What an operation says to content: the answer, which keeps what the table promises.
pub(super) fn answer(world: &mut World, id: &str, content: &str) -> Element {
    let response = send(world, id, &audited(content));
    assert_eq!(response.status(), 200, "{id}: {}", text(&response));
    kept(row(id), &response)
}

/// The code of the fault with which an operation refuses content.
pub(super) fn code(world: &mut World, id: &str, content: &str) -> u16 {
    code_of(row(id), &send(world, id, &audited(content)))
}

/// The code of a fault with the detail that the description of its service promises.
pub(super) fn code_of(row: &'static Operation, response: &Response<Bytes>) -> u16 {
    assert_eq!(response.status(), 500, "{}: {}", row.id, text(response));
    let envelope = soap::read_envelope(response.body(), Limits::default()).unwrap();
    let detail = soap::read_fault(&envelope.body).unwrap().detail.unwrap();
    assert!(detail.name.is(soap_of(row).1, "ValidationFault"));
    assert_eq!(detail.child_text("messageIdentifier"), Some("m-0001"));
    detail.child_text("errorCode").unwrap().parse().unwrap()
}

/// The words of the fault without detail with which an operation refuses content.
pub(super) fn plain(world: &mut World, id: &str, content: &str) -> String {
    let response = send(world, id, &audited(content));
    assert_eq!(response.status(), 500, "{id}: {}", text(&response));
    let envelope = soap::read_envelope(response.body(), Limits::default()).unwrap();
    let fault = soap::read_fault(&envelope.body).unwrap();
    assert_eq!(
        (fault.code.as_str(), fault.detail),
        ("Client", None),
        "{id}"
    );
    fault.text
}

/// The answer, after it was held against the table.
pub(super) fn kept(row: &'static Operation, response: &Response<Bytes>) -> Element {
    let (root, namespace, _) = soap_of(row);
    let answer = soap::read_envelope(response.body(), Limits::default())
        .unwrap()
        .body;
    assert!(answer.name.is(namespace, &format!("{root}Response")));
    holds_contract(row.contract.unwrap().response, &answer).unwrap();
    answer
}

/// Content behind its audit information.
pub(super) fn audited(content: &str) -> String {
    let identifier = "<messageIdentifier>m-0001</messageIdentifier>";
    format!("<auditInformation>{identifier}</auditInformation>{content}")
}

/// What an operation refuses without looking at the world, in words.
pub(super) fn refused(id: &str, content: &str) -> String {
    Mps.decode(&received(request(id, content))).unwrap_err().why
}

/// The same content from a user who shows its password; an error is the code.
pub(super) fn by_user(
    world: &mut World,
    user: &str,
    id: &str,
    content: &str,
) -> Result<Element, u16> {
    let security = "http://docs.oasis-open.org/wss/2004/01/\
                    oasis-200401-wss-wssecurity-secext-1.0.xsd";
    let header = format!(
        "<s:Header><w:Security xmlns:w='{security}'><w:UsernameToken><w:Username>{user}\
         </w:Username><w:Password>secret</w:Password></w:UsernameToken></w:Security></s:Header>"
    );
    let plain = request(id, &audited(content));
    let body = String::from_utf8(plain.body().to_vec()).unwrap();
    let body = body.replacen("<s:Body>", &format!("{header}<s:Body>"), 1);
    let response = world.send(plain.map(|_| Bytes::from(body)));
    if response.status() == 200 {
        return Ok(kept(row(id), &response));
    }
    let told = text(&response);
    let (_, code) = told.split_once("<errorCode>").unwrap();
    let (code, _) = code.split_once('<').unwrap();
    Err(code.parse().unwrap())
}

/// A message with content to an operation.
pub(super) fn request(id: &str, content: &str) -> http::Request<Bytes> {
    let row = row(id);
    let (root, namespace, action) = soap_of(row);
    let body = format!(
        "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body>\
         <v:{root} xmlns:v='{namespace}'>{content}</v:{root}></s:Body></s:Envelope>"
    );
    let mut request = client::request(action, Bytes::from(body));
    *request.uri_mut() = format!("/mps{}", row.path).parse().unwrap();
    request
}
