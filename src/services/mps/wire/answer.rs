//! Envelopes that go back: replies, faults, and the interface description.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Response, StatusCode};

use super::{
    Echo, blacklist, cancel, contract, files, lookup, mandate, mandates, shipments, siblings,
    status,
};
use crate::services::Spoken;
use crate::services::mps::faults::{Fault, FaultKind};
use crate::services::mps::model::Reply;
use crate::services::mps::operations::{self, NAMESPACE};
use crate::wire::soap::{self, FaultParts};
use crate::wire::xml::Writer;

/// Our own description of the interface, with an address that is put right on the way out.
const WSDL: &str = include_str!("../efaktura-atg-v1.wsdl");
const WSDL_ADDRESS: &str = "http://127.0.0.1:8080/mps/efaktura-atg-service/v1/";

/// Writes the answer to a request.
pub(in crate::services::mps) fn encode(
    echo: &Echo,
    said: Result<&Reply, &Fault>,
) -> Response<Bytes> {
    if let Echo::Sibling(identifier, operation) = echo {
        return match said {
            Ok(reply) => {
                let body = siblings::encode(operation, identifier, reply);
                xml(StatusCode::OK, body)
            }
            Err(fault) => {
                let body = refuse(siblings::namespace_of(operation), identifier, fault);
                xml(StatusCode::INTERNAL_SERVER_ERROR, body)
            }
        };
    }
    if *echo == Echo::Json {
        return mandates::encode(said);
    }
    if let Echo::Files(base) = echo {
        return files::encode(base, said);
    }
    match said {
        Ok(reply) => reply_to(echo, reply),
        Err(fault) => {
            let body = refuse(NAMESPACE, echo.message(), fault);
            xml(StatusCode::INTERNAL_SERVER_ERROR, body)
        }
    }
}

fn reply_to(echo: &Echo, reply: &Reply) -> Response<Bytes> {
    let body = match reply {
        Reply::Identifiers(answers) => {
            message("v1:GetEfakturaIdentifiersResponse", echo, |writer| {
                lookup::write_answers(writer, answers);
            })
        }
        Reply::ShipmentAdded(count) => message("v1:AddShipmentResponse", echo, |writer| {
            writer.leaf("noOfTransactions", &count.to_string());
        }),
        Reply::ShipmentStatus(found) => message("v1:GetShipmentStatusResponse", echo, |writer| {
            status::write_shipment(writer, found);
        }),
        Reply::TransactionStatus(found, sent) => {
            message("v1:GetTransactionStatusResponse", echo, |writer| {
                status::write_transaction(writer, found, sent);
            })
        }
        Reply::Mandate(found) => message("v1:GetAtgMandateResponse", echo, |writer| {
            mandate::write(writer, found.as_ref());
        }),
        Reply::ShipmentCancelled(done) => message("v1:CancelShipmentResponse", echo, |writer| {
            cancel::write_shipment(writer, done);
        }),
        Reply::TransactionCancelled(done) => {
            message("v1:CancelTransactionResponse", echo, |writer| {
                cancel::write_transaction(writer, done);
            })
        }
        Reply::Signature(text) => message("v1:ValidateSecuritySignatureResponse", echo, |writer| {
            writer.leaf("decryptedSignature", text);
        }),
        Reply::BlackList(listed) => message("v1:GetBlackListResponse", echo, |writer| {
            blacklist::write(writer, listed);
        }),
        Reply::Shipments(ids) => message("v1:GetShipmentsResponse", echo, |writer| {
            shipments::write(writer, ids);
        }),
        // Written above, where the service is known.
        Reply::Sibling(_) | Reply::Mandates(_) | Reply::Files(_) => Vec::new(),
        Reply::Description => description(echo),
    };
    xml(StatusCode::OK, body)
}

fn message(root: &str, echo: &Echo, rest: impl FnOnce(&mut Writer)) -> Vec<u8> {
    soap::write_envelope(|writer| {
        writer
            .open(root, &[("xmlns:v1", NAMESPACE)])
            .leaf("messageIdentifier", echo.message());
        rest(writer);
        writer.close();
    })
}

/// A refusal of any of the SOAP services; what has no number in its description has no detail.
fn refuse(namespace: &str, identifier: &str, fault: &Fault) -> Vec<u8> {
    if fault.kind == FaultKind::Unauthenticated {
        // What was wrong stands in the journal: whoever is not let in is not told.
        return soap::write_fault(FaultParts::new("Client", fault.kind.text()));
    }
    let is_failure = fault.kind == FaultKind::Server || fault.kind == FaultKind::Plain;
    let side = if is_failure { "Server" } else { "Client" };
    let why = fault.why();
    let parts = FaultParts::new(side, &why);
    let code = fault.kind.code().map(|code| code.to_string());
    let name = match (fault.kind == FaultKind::Server, &code) {
        (true, _) => "v1:ServerFault",
        (false, Some(_)) => "v1:ValidationFault",
        (false, None) => return soap::write_fault(parts),
    };
    soap::write_fault(parts.with_detail(|writer| {
        writer
            .open(name, &[("xmlns:v1", namespace)])
            .leaf_if("errorCode", code.as_deref())
            .leaf("messageIdentifier", identifier)
            .close();
    }))
}

fn description(echo: &Echo) -> Vec<u8> {
    match echo {
        Echo::Address(address) => {
            let address = address
                .replace('&', "&amp;")
                .replace('"', "&quot;")
                .replace('<', "&lt;");
            WSDL.replace(WSDL_ADDRESS, &address).into_bytes()
        }
        Echo::SiblingAddress(address, operation) => {
            contract::describe(operations::port_of(operation), address)
        }
        Echo::Message(_) | Echo::Sibling(..) | Echo::Json | Echo::Files(_) => {
            WSDL.as_bytes().to_vec()
        }
    }
}

/// An answer of XML.
pub(super) fn xml(status: StatusCode, body: Vec<u8>) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(body));
    *response.status_mut() = status;
    let media_type = HeaderValue::from_static("text/xml; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, media_type);
    response
}
