//! A request as HTTP and SOAP: which operation it is, and its command.

use http::header::CONTENT_TYPE;

use super::refusal::{self, Refusal};
use super::schema::{self, MESSAGE_IDENTIFIER, SHIPMENT_ID, TRANSACTION_ID};
use super::{
    Echo, files, lookup, mandate, mandates, rest, security, shipment, shipments, siblings,
    signature,
};
use crate::services::mps::model::{Ask, Command};
use crate::services::mps::operations::{self, PATH, SoapPort};
use crate::services::{Caller, Decoded, Facts, Fidelity, Operation, Received, Refused};
use crate::wire::error::WireError;
use crate::wire::soap::{self, Envelope};
use crate::wire::xml::{Element, Limits, Sequence};

/// Media types that an envelope comes in; the second is that of SOAP 1.2, which some clients put
/// on envelopes of 1.1.
const MEDIA_TYPES: [&str; 3] = ["text/xml", "application/soap+xml", "application/xml"];

/// Whom a request comes from, without judging it.
pub(in crate::services::mps) fn caller(received: &Received) -> Option<Caller> {
    if mandates::is_here(&received.path) || files::is_here(&received.path) {
        return rest::caller(received);
    }
    security::caller(received)
}

/// Reads a request.
pub(in crate::services::mps) fn decode(
    received: &Received,
) -> Result<Decoded<Command, Echo>, Box<Refused>> {
    if mandates::is_here(&received.path) {
        return mandates::decode(received);
    }
    if files::is_here(&received.path) {
        return files::decode(received);
    }
    let Some(port) = operations::at_path(&received.path) else {
        return Err(refusal::path(&received.path));
    };
    match received.request.method().as_str() {
        "POST" => message(port, received).map_err(Refusal::into_refused),
        "GET" => match operations::wsdl(port).filter(|_| asks_for_wsdl(received)) {
            Some(operation) if operation.fidelity == Fidelity::Absent => {
                Err(Refusal::not_simulated(operation).into_refused())
            }
            Some(operation) => Ok(describe(received, operation)),
            None => Err(refusal::method("GET without ?wsdl", "POST")),
        },
        other => Err(refusal::method(other, "GET, POST")),
    }
}

fn asks_for_wsdl(received: &Received) -> bool {
    let query = received.request.uri().query().unwrap_or_default();
    query.split('&').any(|pair| {
        let name = pair.split('=').next().unwrap_or_default();
        name.eq_ignore_ascii_case("wsdl") || name.eq_ignore_ascii_case("singlewsdl")
    })
}

fn describe(received: &Received, operation: &'static Operation) -> Decoded<Command, Echo> {
    let address = format!("{}{}", received.base, operation.path);
    Decoded {
        operation,
        command: Ask::Describe.into(),
        echo: match operation.path {
            PATH => Echo::Address(address),
            _ => Echo::SiblingAddress(address, operation),
        },
        facts: Vec::new(),
        remarks: Vec::new(),
    }
}

fn message(port: &SoapPort, received: &Received) -> Result<Decoded<Command, Echo>, Refusal> {
    let mut remarks = Vec::new();
    media_type(received, &mut remarks)?;
    if let Some(max) = received.too_large {
        let why = format!("expected a body of at most {max} bytes, found more");
        return Err(Refusal::limit(why));
    }
    let body = received.request.body();
    let Envelope { header, body: root } = soap::read_envelope(body, Limits::default())
        .map_err(|error| Refusal::envelope(error.to_string()).coded(error.code()))?;
    let login = security::read(header.as_ref(), &mut remarks)?;
    let (operation, action) = operation(port, &root)?;
    if body.len() > operation.body_max {
        let (max, found) = (operation.body_max, body.len());
        let id = operation.id;
        let why = format!("{id}: expected a body of at most {max} bytes, found {found}");
        return Err(Refusal::limit(why).of(operation));
    }
    if operation.fidelity == Fidelity::Absent {
        return Err(Refusal::not_simulated(operation));
    }
    soap_action(received, action, &mut remarks);
    let (identifier, ask, facts) = read(operation, &root, &mut remarks)
        .map_err(|error| Refusal::schema(error.to_string()).of(operation))?;
    Ok(Decoded {
        operation,
        command: Command {
            login,
            ask,
            wish: None,
        },
        echo: match operation.contract {
            Some(_) => Echo::Sibling(identifier, operation),
            None => Echo::Message(identifier),
        },
        facts,
        remarks,
    })
}

fn media_type(received: &Received, remarks: &mut Vec<String>) -> Result<(), Refusal> {
    let Some(value) = received.request.headers().get(CONTENT_TYPE) else {
        remarks.push("expected Content-Type text/xml; charset=utf-8, found none".to_owned());
        return Ok(());
    };
    let written = String::from_utf8_lossy(value.as_bytes());
    let essence = written.split(';').next().unwrap_or_default().trim();
    if MEDIA_TYPES
        .iter()
        .any(|known| essence.eq_ignore_ascii_case(known))
    {
        return Ok(());
    }
    let found: String = essence.chars().take(80).collect();
    let why = format!("expected Content-Type text/xml; charset=utf-8, found {found:?}");
    Err(Refusal::media_type(why))
}

fn operation(
    port: &SoapPort,
    root: &Element,
) -> Result<(&'static Operation, &'static str), Refusal> {
    let known = operations::by_root(port, root.local());
    if let Some(port) = operations::wsdl(port).filter(|row| row.fidelity == Fidelity::Absent) {
        return Err(Refusal::not_simulated(known.map_or(port, |(row, _)| row)));
    }
    let namespace = port.namespace;
    known
        .filter(|_| root.namespace() == Some(namespace))
        .ok_or_else(|| {
            let expected = match known {
                Some(_) => root.local().to_owned(),
                None => operations::roots(port).collect::<Vec<_>>().join(", "),
            };
            let found: String = root.name.to_string().chars().take(200).collect();
            Refusal::schema(format!(
                "Body: expected {expected} in namespace {namespace}, found {found}"
            ))
        })
}

fn soap_action(received: &Received, expected: &'static str, remarks: &mut Vec<String>) {
    let found = received.request.headers().get("soapaction");
    let found = found.map(|value| String::from_utf8_lossy(value.as_bytes()));
    let remark = match found.as_deref().map(soap::action) {
        Some(found) if found == expected => return,
        None | Some("") => format!("MPS-ACTION: expected SOAPAction {expected:?}, found none"),
        Some(found) => format!("MPS-ACTION: expected SOAPAction {expected:?}, found {found:?}"),
    };
    remarks.push(remark);
}

fn read(
    operation: &'static Operation,
    root: &Element,
    remarks: &mut Vec<String>,
) -> Result<(String, Ask, Vec<Facts>), WireError> {
    let mut sequence = Sequence::of(root);
    if !root.text().is_empty() {
        let found = schema::shown(root.text());
        return Err(WireError::new(root.local(), "elements only", found));
    }
    let audit = sequence.required("auditInformation")?;
    if audit.namespace().is_some() {
        let remark = "expected elements inside the message in no namespace, found some in that of \
                      the message; the real service may not read them";
        remarks.push(remark.to_owned());
    }
    let mut audit = schema::inside(&sequence, audit)?;
    let identifier = schema::required(&mut audit, "messageIdentifier", &MESSAGE_IDENTIFIER)?;
    audit.finish()?;
    let (ask, facts) = match operation.contract {
        Some(contract) => siblings::read(operation, contract, &mut sequence, root)?,
        None => ask(operation, &mut sequence)?,
    };
    sequence.finish()?;
    Ok((identifier.to_owned(), ask, facts))
}

fn ask(
    operation: &'static Operation,
    sequence: &mut Sequence<'_>,
) -> Result<(Ask, Vec<Facts>), WireError> {
    match operation.id {
        "mps.getEfakturaIdentifiers" => {
            let keys = lookup::read_keys(sequence)?;
            let facts = keys.iter().map(lookup::facts).collect();
            Ok((Ask::GetEfakturaIdentifiers(keys), facts))
        }
        "mps.addShipment" => {
            let shipment = shipment::read(sequence)?;
            let facts = shipment::facts(&shipment);
            Ok((Ask::AddShipment(shipment), facts))
        }
        "mps.getShipmentStatus" => {
            let id = schema::required(sequence, "shipmentId", &SHIPMENT_ID)?;
            Ok((Ask::GetShipmentStatus(id), about(id.to_string())))
        }
        "mps.getTransactionStatus" => {
            let id = schema::required(sequence, "transactionId", &TRANSACTION_ID)?;
            Ok((Ask::GetTransactionStatus(id), about(id.to_string())))
        }
        "mps.getAtgMandate" => {
            let asked = mandate::read(sequence)?;
            let facts = mandate::facts(&asked);
            Ok((Ask::GetAtgMandate(asked), facts))
        }
        "mps.cancelShipment" => {
            let id = schema::required(sequence, "shipmentId", &SHIPMENT_ID)?;
            Ok((Ask::CancelShipment(id), about(id.to_string())))
        }
        "mps.cancelTransaction" => {
            let id = schema::required(sequence, "transactionId", &TRANSACTION_ID)?;
            Ok((Ask::CancelTransaction(id), about(id.to_string())))
        }
        "mps.validateSecuritySignature" => {
            let opened = signature::read(sequence)?;
            let facts = signature::facts(&opened);
            Ok((Ask::ValidateSecuritySignature(opened), facts))
        }
        "mps.getBlackList" => Ok((Ask::GetBlackList, Vec::new())),
        "mps.getShipments" => Ok((Ask::GetShipments(shipments::read(sequence)?), Vec::new())),
        other => Err(sequence.error("", "an operation that is built", other)),
    }
}

fn about(id: String) -> Vec<Facts> {
    vec![Facts {
        ids: vec![id],
        ..Facts::default()
    }]
}
