//! The other direction: what a caller inside the house sends to the service and reads from it.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::{Method, Request, Uri};

use super::schema::{self, COUNT, MESSAGE_IDENTIFIER};
use super::{lookup, security, shipment, status};
use crate::domain::credentials::MpsLogin;
use crate::domain::lookup::LookupKey;
use crate::services::mps::model::{Answer, EfakturaLeg, Shipment, TransactionId};
use crate::services::mps::operations::NAMESPACE;
use crate::wire::error::WireError;
use crate::wire::soap;
use crate::wire::xml::{Limits, Sequence, Writer};

/// Why an answer is no good one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClientError {
    /// The service refused.
    #[error("MPS answered with a fault: {text}")]
    Fault {
        /// Number in the `ValidationFault`, if there is one.
        code: Option<u16>,
        /// The words of the fault.
        text: String,
    },
    /// The answer is not what the interface description promises.
    #[error("MPS answered what cannot be read: {0}")]
    Unreadable(String),
}

/// A request to the service; its path begins with the mount.
#[must_use]
pub fn request(action: &str, body: Bytes) -> Request<Bytes> {
    let mut request = Request::new(body);
    *request.method_mut() = Method::POST;
    *request.uri_mut() = Uri::from_static("/mps/efaktura-atg-service/v1/");
    let media_type = HeaderValue::from_static("text/xml; charset=utf-8");
    let action = HeaderValue::from_str(&format!("\"{action}\""))
        .unwrap_or_else(|_| HeaderValue::from_static("\"\""));
    let headers = request.headers_mut();
    headers.insert(CONTENT_TYPE, media_type);
    headers.insert(HeaderName::from_static("soapaction"), action);
    request
}

/// What every message begins with.
#[derive(Debug, Clone, Copy)]
pub struct Opening<'a> {
    /// Message identifier, 5 to 50 characters.
    pub message_id: &'a str,
    /// The user who sends it, for the security header; without one there is no header.
    pub login: Option<&'a MpsLogin>,
}

impl<'a> From<&'a str> for Opening<'a> {
    /// A message without a security header.
    fn from(message_id: &'a str) -> Self {
        Self {
            message_id,
            login: None,
        }
    }
}

/// Writes the security header of a user, with the password as it is.
pub fn write_security(writer: &mut Writer, login: &MpsLogin) {
    security::write(writer, login);
}

/// Asks for receivers, 1 to 1000 keys.
#[must_use]
pub fn encode_get_efaktura_identifiers<'a>(
    opening: impl Into<Opening<'a>>,
    keys: &[LookupKey],
) -> Bytes {
    let root = "v1:GetEfakturaIdentifiersRequest";
    ask(root, opening.into(), |writer| {
        lookup::write_keys(writer, keys);
    })
}

/// The answers, in the order of the keys.
///
/// # Errors
/// [`ClientError`] for a fault or an answer of another shape.
pub fn decode_get_efaktura_identifiers_response(body: &[u8]) -> Result<Vec<Answer>, ClientError> {
    answer(body, "GetEfakturaIdentifiersResponse", lookup::read_answers)
}

/// Sends a shipment.
#[must_use]
pub fn encode_add_shipment<'a>(opening: impl Into<Opening<'a>>, shipment: &Shipment) -> Bytes {
    ask("v1:AddShipmentRequest", opening.into(), |writer| {
        shipment::write(writer, shipment);
    })
}

/// How many transactions were taken.
///
/// # Errors
/// [`ClientError`] for a fault or an answer of another shape.
pub fn decode_add_shipment_response(body: &[u8]) -> Result<usize, ClientError> {
    answer(body, "AddShipmentResponse", |sequence| {
        schema::required(sequence, "noOfTransactions", &COUNT)
    })
}

/// Asks where a transaction stands.
#[must_use]
pub fn encode_get_transaction_status<'a>(
    opening: impl Into<Opening<'a>>,
    id: TransactionId,
) -> Bytes {
    ask("v1:GetTransactionStatusRequest", opening.into(), |writer| {
        writer.leaf("transactionId", &id.to_string());
    })
}

/// Where the eFaktura leg of the transaction stands.
///
/// # Errors
/// [`ClientError`] for a fault or an answer of another shape.
pub fn decode_get_transaction_status_response(body: &[u8]) -> Result<EfakturaLeg, ClientError> {
    answer(
        body,
        "GetTransactionStatusResponse",
        status::read_efaktura_leg,
    )
}

fn ask(root: &str, opening: Opening<'_>, rest: impl FnOnce(&mut Writer)) -> Bytes {
    let Opening { message_id, login } = opening;
    let header = login.map(|login| |writer: &mut Writer| security::write(writer, login));
    let bytes = soap::write_around(header, |writer| {
        writer
            .open(root, &[("xmlns:v1", NAMESPACE)])
            .open("auditInformation", &[])
            .leaf("messageIdentifier", message_id)
            .close();
        rest(writer);
        writer.close();
    });
    Bytes::from(bytes)
}

fn answer<T>(
    body: &[u8],
    root: &str,
    read: impl FnOnce(&mut Sequence<'_>) -> Result<T, WireError>,
) -> Result<T, ClientError> {
    let unreadable = |why: String| ClientError::Unreadable(why);
    let envelope = soap::read_envelope(body, Limits::default())
        .map_err(|error| unreadable(error.to_string()))?;
    if let Some(fault) = soap::read_fault(&envelope.body) {
        let detail = fault
            .detail
            .filter(|detail| detail.local() == "ValidationFault");
        let code = detail
            .as_ref()
            .and_then(|detail| detail.child_text("errorCode"))
            .and_then(|code| code.parse().ok());
        return Err(ClientError::Fault {
            code,
            text: fault.text,
        });
    }
    if !envelope.body.name.is(NAMESPACE, root) {
        let found = &envelope.body.name;
        return Err(unreadable(format!("expected {root}, found {found}")));
    }
    let mut sequence = Sequence::of(&envelope.body);
    let read = schema::required(&mut sequence, "messageIdentifier", &MESSAGE_IDENTIFIER)
        .and_then(|_| read(&mut sequence))
        .and_then(|value| sequence.finish().map(|()| value));
    read.map_err(|error| unreadable(error.to_string()))
}
