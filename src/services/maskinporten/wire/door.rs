//! A request as HTTP: which operation it is, at which address, and what it asks.

use http::header::{ALLOW, HeaderValue};

use super::answer::refusal;
use super::{form, grant};
use crate::services::maskinporten::faults::{Fault, FaultKind};
use crate::services::maskinporten::model::{Ask, Claim, Command, TokenAsk};
use crate::services::maskinporten::operations::{JWK, METADATA, OPERATIONS, TOKEN};
use crate::services::{Caller, Decoded, Facts, Operation, Received, Refused, Spoken};

/// What an answer repeats of its request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Echo {
    /// The address of Maskinporten that the caller used, with a slash at the end.
    pub address: String,
}

/// Whom a request comes from, without judging it: by the client that its grant names.
pub(in crate::services::maskinporten) fn caller(received: &Received) -> Option<Caller> {
    let is_token = operation(received).is_ok_and(|operation| operation.id == TOKEN);
    if !is_token || received.too_large.is_some() {
        return None;
    }
    let assertion = form::assertion(received).ok()?;
    grant::issuer(&assertion).map(Caller::Credential)
}

/// Reads a request.
pub(in crate::services::maskinporten) fn decode(
    received: &Received,
) -> Result<Decoded<Command, Echo>, Box<Refused>> {
    let address = address(received);
    let operation = operation(received).map_err(|nowhere| refused(&nowhere, received, &address))?;
    let (ask, facts) = match (received.too_large, operation.id) {
        (Some(max), _) => {
            let found = format!("more than {max} bytes");
            (Err(Fault::new(FaultKind::TooLarge, found)), Vec::new())
        }
        (None, METADATA) => (Ok(Ask::Metadata), Vec::new()),
        (None, JWK) => (Ok(Ask::Keys(None)), Vec::new()),
        (None, _) => token(received),
    };
    Ok(Decoded {
        operation,
        command: Command {
            ask: ask.map_err(Box::new),
            address: address.clone(),
            armed: None,
        },
        echo: Echo { address },
        facts,
        remarks: Vec::new(),
    })
}

/// A request for a token, and what rules of scenarios may ask about it.
fn token(received: &Received) -> (Result<Ask, Fault>, Vec<Facts>) {
    let grant = match form::assertion(received).and_then(|text| grant::read(&text)) {
        Ok(grant) => grant,
        Err(fault) => return (Err(fault), Vec::new()),
    };
    let said = |claim: &Claim<String>| match claim {
        Claim::Is(text) => Some(text.clone()),
        Claim::Missing | Claim::Odd(_) => None,
    };
    let facts = Facts {
        consumer: said(&grant.pid).into_iter().collect(),
        issuer: said(&grant.issuer),
        ..Facts::default()
    };
    let ask = TokenAsk {
        grant,
        arrived: received.arrived,
        wish: None,
    };
    (Ok(Ask::Token(Box::new(ask))), vec![facts])
}

/// The address of Maskinporten as the caller wrote it, with a slash at the end. Where a credential
/// named the sandbox, the door's own idea of it has the sandbox in it, which the caller never saw.
fn address(received: &Received) -> String {
    let base = &received.base;
    let used = received.request.uri().path().strip_suffix(&received.path);
    let origin = base.find("://").map_or(0, |at| at + 3);
    let end = base.get(origin..).and_then(|rest| rest.find('/'));
    match (used, end) {
        (Some(used), Some(end)) => {
            let origin = base.get(..origin + end).unwrap_or(base);
            format!("{origin}{used}/")
        }
        _ => format!("{base}/"),
    }
}

/// Why an address leads nowhere.
enum Nowhere {
    Path,
    Method(&'static str),
}

/// The operation at an address, which may have a slash at the end.
fn operation(received: &Received) -> Result<&'static Operation, Nowhere> {
    let path = received.path.trim_end_matches('/');
    let row = OPERATIONS.iter().find(|row| row.path == path);
    let row = row.ok_or(Nowhere::Path)?;
    let method = row.method.as_str();
    if received.request.method().as_str() == method {
        Ok(row)
    } else {
        Err(Nowhere::Method(method))
    }
}

fn refused(nowhere: &Nowhere, received: &Received, address: &str) -> Box<Refused> {
    let (fault, allowed) = match nowhere {
        Nowhere::Path => {
            let path: String = received.path.chars().take(120).collect();
            (Fault::new(FaultKind::NoRoute, format!("`{path}`")), None)
        }
        Nowhere::Method(method) => {
            let sent = received.request.method();
            let found = format!("{sent} where {method} is taken");
            (Fault::new(FaultKind::NoMethod, found), Some(*method))
        }
    };
    let mut response = refusal(&fault, address);
    if let Some(method) = allowed {
        let headers = response.headers_mut();
        headers.insert(ALLOW, HeaderValue::from_static(method));
    }
    Box::new(Refused {
        operation: None,
        response,
        why: fault.why(),
        rule: fault.rule(),
    })
}
