//! Answers in the form of the request.

use bytes::Bytes;
use http::header::{ALLOW, CONTENT_TYPE, HeaderValue};
use http::{Response, StatusCode};
use serde_json::{Value, json};

use super::door::{Echo, Format};
use crate::services::bank::faults::{Fault, FaultKind};
use crate::services::bank::model::{Account, Reply};
use crate::services::{Operation, Refused, Spoken};
use crate::wire::xml::Writer;

/// Writes the answer to a request.
pub(in crate::services::bank) fn encode(
    echo: Echo,
    said: Result<&Reply, &Fault>,
) -> Response<Bytes> {
    match said {
        Ok(Reply::Agreed) => {
            let mut response = Response::new(Bytes::new());
            *response.status_mut() = StatusCode::NO_CONTENT;
            response
        }
        Ok(Reply::Accounts(rows)) => {
            let body = match echo {
                Format::Xml => accounts(rows),
                Format::Json => {
                    let rows = rows.iter().map(|row| {
                        let number = row.number.as_str();
                        json!({ "account-number": number, "alias": row.alias })
                    });
                    written(&json!({ "accounts": rows.collect::<Vec<Value>>() }))
                }
            };
            respond(StatusCode::OK, echo, body)
        }
        Ok(Reply::Taken(number)) => {
            let id = number.to_string();
            let body = match echo {
                Format::Xml => {
                    let mut xml = Writer::new();
                    xml.leaf("payment-id", &id);
                    xml.finish()
                }
                Format::Json => written(&json!({ "payment-id": id })),
            };
            respond(StatusCode::OK, echo, body)
        }
        Err(fault) => refusal(echo, fault),
    }
}

/// A message that is wrong by itself; `allowed` is the method that its address has.
pub(super) fn refused(
    operation: Option<&'static Operation>,
    echo: Echo,
    fault: &Fault,
    allowed: &'static str,
) -> Box<Refused> {
    let mut response = refusal(echo, fault);
    if fault.kind == FaultKind::NoMethod {
        let allow = HeaderValue::from_static(allowed);
        response.headers_mut().insert(ALLOW, allow);
    }
    Box::new(Refused {
        operation,
        response,
        why: fault.why(),
        rule: fault.rule(),
    })
}

fn refusal(echo: Echo, fault: &Fault) -> Response<Bytes> {
    let (code, why) = (fault.kind.code(), fault.why());
    let body = match echo {
        Format::Xml => {
            let mut xml = Writer::new();
            xml.open("error", &[]);
            xml.leaf("error-code", code).leaf("error-message", &why);
            xml.finish()
        }
        Format::Json => written(&json!({ "error-code": code, "error-message": why })),
    };
    let status = StatusCode::from_u16(fault.kind.status());
    let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    respond(status, echo, body)
}

fn accounts(rows: &[Account]) -> Vec<u8> {
    let mut xml = Writer::new();
    xml.open("accounts", &[]);
    for row in rows {
        xml.open("account", &[]);
        xml.leaf("account-number", row.number.as_str());
        xml.leaf("alias", &row.alias).close();
    }
    xml.finish()
}

fn written(value: &Value) -> Vec<u8> {
    value.to_string().into_bytes()
}

fn respond(status: StatusCode, echo: Echo, body: Vec<u8>) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(body));
    *response.status_mut() = status;
    let media_type = HeaderValue::from_static(echo.as_str());
    response.headers_mut().insert(CONTENT_TYPE, media_type);
    response
}
