//! A request as HTTP: which operation it is, the token it carries, and its command.

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderName};

use super::answer::{no_method, no_route};
use super::echo::Echo;
use super::read;
use crate::documents::maskinporten::{Bearers, client_of};
use crate::domain::maskinporten::Bearer;
use crate::services::krr::faults::{Fault, FaultKind};
use crate::services::krr::model::{Ask, Command, Gate, LookUp};
use crate::services::krr::operations::{CHANGES, LANGUAGE, OPERATIONS, OWN, PRINT};
use crate::services::{Caller, Decoded, Facts, Fidelity, Method, Operation, Received, Refused};

const JSON: &str = "application/json";
const JOSE: &str = "application/jose";

/// Whom a request comes from, without judging it: the client that its token was given to.
pub(in crate::services::krr) fn caller(received: &Received) -> Option<Caller> {
    let header = header(received, &AUTHORIZATION)?;
    client_of(&header).map(Caller::Credential)
}

/// Reads a request.
pub(in crate::services::krr) fn decode(
    bearers: &Bearers,
    received: &Received,
) -> Result<Decoded<Command, Echo>, Box<Refused>> {
    let operation = operation(received)?;
    let gate = gate(operation);
    let bearer = match gate {
        Gate::Open => Bearer::Missing,
        Gate::LookUp | Gate::Changes | Gate::Own | Gate::Language => {
            bearers.judge(header(received, &AUTHORIZATION).as_deref())
        }
    };
    let read = whole(received, operation).and_then(|()| read::body(operation, received));
    let (ask, unknown_member) = match read {
        Ok((ask, unknown)) => (Ok(ask), unknown),
        Err(fault) => (Err(Box::new(fault)), None),
    };
    Ok(Decoded {
        operation,
        facts: facts(&ask, &bearer),
        command: Command {
            gate,
            bearer,
            ask,
            unknown_member,
            armed: None,
            wish: None,
        },
        echo: Echo {
            path: received.path.clone(),
            signed: wants_jose(received),
        },
        remarks: Vec::new(),
    })
}

fn operation(received: &Received) -> Result<&'static Operation, Box<Refused>> {
    let at_path = OPERATIONS.iter().filter(|row| row.path == received.path);
    let at_path: Vec<&'static Operation> = at_path.collect();
    let method = received.request.method().as_str();
    let mut rows = at_path.iter();
    match rows.find(|row| row.method.as_str() == method) {
        Some(row) => Ok(row),
        None if at_path.is_empty() => Err(no_route(received)),
        None => {
            let methods: Vec<&str> = at_path.iter().map(|row| row.method.as_str()).collect();
            Err(no_method(received, &methods))
        }
    }
}

fn gate(operation: &Operation) -> Gate {
    match operation.id {
        PRINT => Gate::Open,
        CHANGES => Gate::Changes,
        OWN => Gate::Own,
        LANGUAGE => Gate::Language,
        _ => Gate::LookUp,
    }
}

/// Whether there is a body to read.
fn whole(received: &Received, operation: &Operation) -> Result<(), Fault> {
    if operation.fidelity == Fidelity::Absent {
        let found = format!("{}: {}", operation.id, operation.remark);
        return Err(Fault::new(FaultKind::NotSimulated, found));
    }
    if let Some(max) = received.too_large {
        let found = format!("more than {max} bytes");
        return Err(Fault::new(FaultKind::TooLarge, found));
    }
    match operation.method {
        Method::Get | Method::Delete => Ok(()),
        Method::Post | Method::Put | Method::Patch => {
            let found = header(received, &CONTENT_TYPE).unwrap_or_default();
            let media_type = found.split(';').next().unwrap_or_default().trim();
            if media_type.eq_ignore_ascii_case(JSON) {
                return Ok(());
            }
            let shown: String = found.chars().take(80).collect();
            Err(Fault::new(FaultKind::MediaType, format!("`{shown}`")))
        }
    }
}

/// Whom a request is about, one row a person, in the order of the request.
fn facts(ask: &Result<Ask, Box<Fault>>, bearer: &Bearer) -> Vec<Facts> {
    let about = |id: &str| Facts {
        consumer: vec![id.to_owned()],
        ..Facts::default()
    };
    match ask {
        Ok(Ask::LookUp(LookUp { persons, .. })) => persons.iter().map(|id| about(id)).collect(),
        Ok(Ask::Own | Ask::Language(_)) => match bearer {
            Bearer::Token { token, .. } => {
                let pid = token.pid.iter();
                pid.map(|pid| about(pid.as_str())).collect()
            }
            Bearer::Missing | Bearer::Bad(_) => Vec::new(),
        },
        Ok(Ask::Changes(_) | Ask::Print) | Err(_) => Vec::new(),
    }
}

/// Whether a signed answer is asked for, before a plain one.
fn wants_jose(received: &Received) -> bool {
    let accepted = header(received, &ACCEPT).unwrap_or_default();
    let ranges = accepted.split(',').map(|range| {
        let name = range.split(';').next().unwrap_or_default();
        name.trim().to_ascii_lowercase()
    });
    let mut known = ranges.filter(|name| {
        let all = [JSON, JOSE, "application/*", "*/*"];
        all.contains(&name.as_str())
    });
    known.next().is_some_and(|name| name == JOSE)
}

/// A header, as far as it is text.
fn header(received: &Received, name: &HeaderName) -> Option<String> {
    let value = received.request.headers().get(name)?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}
