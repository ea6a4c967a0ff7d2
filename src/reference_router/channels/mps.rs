//! The router as a client of MPS's Combo API.

use bytes::Bytes;
use http::Request;
use uuid::Uuid;

use crate::domain::cast::Cast;
use crate::domain::credentials::MpsLogin;
use crate::domain::lookup::LookupKey;
use crate::domain::routing::LookupAnswer;
use crate::domain::slug::Slug;
use crate::reference_router::model::{
    Answer, Awaited, Message, OutgoingShipment, ShipmentAnswer, StatusAnswer,
};
use crate::services::Heard;
use crate::services::mps::{
    ACTIONS, EfakturaInfo, EfakturaStatus, LookupResult, Model, PaymentType, Receiver, Shipment,
    ShipmentId, Transaction, TransactionId, client,
};

/// Codes by which MPS says that it has a shipment or a transaction already.
const DUPLICATES: [u16; 2] = [3002, 3003];

/// The company of the cast as whose user the router sends.
const ROUTER: &str = "ruteren";

/// The router's own user at MPS; a cast without the router's company has none.
#[must_use]
pub fn login(cast: &Cast) -> Option<MpsLogin> {
    let company = cast.company(&Slug::parse(ROUTER).ok()?)?;
    cast.mps_login(company)
}

/// Tells of ids whether a shipment or a transaction came to MPS under them so far.
pub fn taken(model: &Model) -> impl Fn(&str) -> bool + use<> {
    let model = model.clone();
    move |id| {
        ShipmentId::parse(id).is_some_and(|id| model.has_shipment(id))
            || TransactionId::parse(id).is_some_and(|id| model.transaction(id).is_some())
    }
}

/// A message of the walk as an HTTP request of a user.
#[must_use]
pub fn request(message: &Message, login: Option<&MpsLogin>) -> Request<Bytes> {
    match message {
        Message::Lookup { id, key } => lookup_request(id, key, login),
        Message::Shipment { id, shipment } => {
            let body = client::encode_add_shipment(opening(id, login), &encode(shipment));
            client::request(ACTIONS.add_shipment, body)
        }
        Message::Status { id, transaction } => {
            let transaction = transaction_id(transaction);
            let body = client::encode_get_transaction_status(opening(id, login), transaction);
            client::request(ACTIONS.get_transaction_status, body)
        }
    }
}

/// A question to the registry as an HTTP request of a user.
#[must_use]
pub fn lookup_request(
    message_id: &str,
    key: &LookupKey,
    login: Option<&MpsLogin>,
) -> Request<Bytes> {
    let keys = std::slice::from_ref(key);
    let body = client::encode_get_efaktura_identifiers(opening(message_id, login), keys);
    client::request(ACTIONS.get_efaktura_identifiers, body)
}

fn opening<'a>(message_id: &'a str, login: Option<&'a MpsLogin>) -> client::Opening<'a> {
    client::Opening { message_id, login }
}

/// Reads what was heard for a message of the walk.
#[must_use]
pub fn read(awaited: Awaited, heard: &Heard) -> Answer {
    match awaited {
        Awaited::Lookup => Answer::Lookup(read_lookup(heard)),
        Awaited::Shipment => Answer::Shipment(read_shipment(heard)),
        Awaited::Status => Answer::Status(read_status(heard)),
    }
}

/// Reads the registry's answer to one key.
#[must_use]
pub fn read_lookup(heard: &Heard) -> LookupAnswer {
    let body = match body(heard) {
        Ok(body) => body,
        Err(what) => return LookupAnswer::Unavailable(what),
    };
    let answer = match client::decode_get_efaktura_identifiers_response(body) {
        Ok(answers) => answers.into_iter().next(),
        Err(error) => return LookupAnswer::Unavailable(error.to_string()),
    };
    let Some(answer) = answer else {
        return LookupAnswer::Unavailable("MPS answered without an answer".to_owned());
    };
    match answer.result {
        LookupResult::NotFound | LookupResult::MissingData => LookupAnswer::Nobody,
        LookupResult::Multiple => LookupAnswer::Several,
        LookupResult::Unique => {
            let standing = answer.issuer.as_ref();
            if standing.is_some_and(|standing| standing.blocked) {
                return LookupAnswer::Blocked(answer.identifier);
            }
            let agreed = standing.is_some_and(|standing| standing.has_agreement);
            match answer.identifier {
                Some(identifier) if answer.auto_accept || agreed => {
                    LookupAnswer::Accepts(identifier)
                }
                identifier => LookupAnswer::NotEnabled(identifier),
            }
        }
    }
}

fn read_shipment(heard: &Heard) -> ShipmentAnswer {
    let body = match body(heard) {
        Ok(body) => body,
        Err(what) => return ShipmentAnswer::Unknown(what),
    };
    match client::decode_add_shipment_response(body) {
        Ok(_) => ShipmentAnswer::Stored,
        Err(client::ClientError::Fault {
            code: Some(code), ..
        }) if DUPLICATES.contains(&code) => ShipmentAnswer::Duplicate,
        Err(client::ClientError::Fault {
            code: Some(code),
            text,
        }) => ShipmentAnswer::Refused(format!("{code} {text}")),
        Err(
            error @ (client::ClientError::Fault { code: None, .. }
            | client::ClientError::Unreadable(_)),
        ) => ShipmentAnswer::Unknown(error.to_string()),
    }
}

fn read_status(heard: &Heard) -> StatusAnswer {
    let body = match body(heard) {
        Ok(body) => body,
        Err(what) => return StatusAnswer::Unknown(what),
    };
    let leg = match client::decode_get_transaction_status_response(body) {
        Ok(leg) => leg,
        Err(error) => return StatusAnswer::Unknown(error.to_string()),
    };
    match leg.status {
        EfakturaStatus::InProgress => StatusAnswer::InProgress,
        EfakturaStatus::Accepted => StatusAnswer::Accepted,
        EfakturaStatus::Rejected
        | EfakturaStatus::Stopped
        | EfakturaStatus::Cancelled
        | EfakturaStatus::NotAnEfaktura => {
            let reason = leg.reason.as_ref();
            let words = reason.map(|reason| format!(" {} {}", reason.code, reason.text));
            let words = words.unwrap_or_default();
            StatusAnswer::Rejected(format!("{}{words}", leg.status.as_str()))
        }
    }
}

/// The body of an answer that may be a good one: MPS answers with 200, and with 500 for faults.
fn body(heard: &Heard) -> Result<&[u8], String> {
    match heard {
        Heard::Answer {
            status: 200 | 500,
            body,
        } => Ok(body),
        Heard::Answer { status, .. } => Err(format!("MPS answered with HTTP status {status}")),
        Heard::Broken(how) => Err(how.clone().into_owned()),
        Heard::TimedOut(after) => Err(format!("no answer within {} s", after.as_secs())),
    }
}

fn encode(shipment: &OutgoingShipment) -> Shipment {
    Shipment {
        id: ShipmentId::from(uuid(&shipment.id)),
        issuer: shipment.issuer.clone(),
        transactions: vec![Transaction {
            id: transaction_id(&shipment.transaction),
            payment: PaymentType::Efaktura,
            document_type: shipment.document_type,
            kid: shipment.kid.as_ref().map(|kid| kid.as_str().to_owned()),
            account: shipment.account.as_str().to_owned(),
            amount: shipment.amount,
            due_date: shipment.due_date,
            due_date_zone: None,
            efaktura: Some(EfakturaInfo {
                receiver: Receiver::Identifier(shipment.identifier.clone()),
                minimum_amount: None,
                brand: shipment.brand.clone(),
                url: shipment.url.clone(),
                notice: None,
            }),
            atg: None,
        }],
    }
}

fn transaction_id(text: &str) -> TransactionId {
    TransactionId::from(uuid(text))
}

/// The router's own ids come from the mint and are UUIDs.
fn uuid(text: &str) -> Uuid {
    Uuid::try_parse(text).unwrap_or_default()
}
