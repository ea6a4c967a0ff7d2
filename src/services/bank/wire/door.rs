//! Requests: which operation, which form, which fields.

use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, HeaderName};

use super::answer::refused;
use super::fields::{Fields, bank_and_user, payment};
use crate::domain::words::words;
use crate::services::bank::faults::{Fault, FaultKind};
use crate::services::bank::model::{Ask, Command, User};
use crate::services::bank::operations::OPERATIONS;
use crate::services::{Decoded, Facts, Method, Operation, Received, Refused};

words! {
    /// The form of a message.
    pub enum Format {
        /// XML.
        Xml "application/xml",
        /// JSON.
        Json "application/json",
    }
}

/// What an answer repeats of its request: the form.
pub type Echo = Format;

/// Reads a request.
pub(in crate::services::bank) fn decode(
    received: &Received,
) -> Result<Decoded<Command, Echo>, Box<Refused>> {
    let headers = received.request.headers();
    let sent = form_of(headers, &CONTENT_TYPE);
    let wanted = form_of(headers, &ACCEPT);
    let echo = wanted.or(sent).unwrap_or(Format::Xml);
    let operation = match find(received) {
        Ok(operation) => operation,
        Err((fault, allowed)) => return Err(refused(None, echo, &fault, allowed)),
    };
    let refuse = |fault: Fault| refused(Some(operation), echo, &fault, "");
    if let Some(other) = nothing_of_ours(headers) {
        return Err(refuse(Fault::new(FaultKind::NotAcceptable, other)));
    }
    let fields = match operation.method {
        Method::Get => Fields::of_query(received),
        Method::Post | Method::Put | Method::Patch | Method::Delete => body(received, sent),
    };
    let (ask, facts) = fields
        .and_then(|fields| read(operation, &fields))
        .map_err(refuse)?;
    Ok(Decoded {
        operation,
        command: Command { ask, wish: None },
        echo,
        facts: vec![facts],
        remarks: Vec::new(),
    })
}

/// The operation of an address; otherwise why there is none, and the method that it has.
fn find(received: &Received) -> Result<&'static Operation, (Fault, &'static str)> {
    let path = received.path.trim_end_matches('/');
    let shown = |text: &str| text.chars().take(80).collect::<String>();
    let Some(operation) = OPERATIONS.iter().find(|row| row.path == path) else {
        let paths: Vec<&str> = OPERATIONS.iter().map(|row| row.path).collect();
        let found = format!("{}; addresses are {}", shown(path), paths.join(", "));
        return Err((Fault::new(FaultKind::NoAddress, found), ""));
    };
    let method = received.request.method().as_str();
    let allowed = operation.method.as_str();
    if method != allowed {
        let found = format!("{}; use {allowed}", shown(method));
        return Err((Fault::new(FaultKind::NoMethod, found), allowed));
    }
    Ok(operation)
}

fn body(received: &Received, sent: Option<Format>) -> Result<Fields, Fault> {
    if let Some(max) = received.too_large {
        let found = format!("more than {max} bytes");
        return Err(Fault::new(FaultKind::TooLarge, found));
    }
    let bytes = received.request.body();
    match sent {
        Some(Format::Xml) => Fields::of_xml(bytes),
        Some(Format::Json) => Fields::of_json(bytes),
        None => {
            let named = text(received.request.headers(), &CONTENT_TYPE);
            let found = named.map_or("no Content-Type".to_owned(), |it| format!("`{it}`"));
            Err(Fault::new(FaultKind::MediaType, found))
        }
    }
}

fn read(operation: &Operation, fields: &Fields) -> Result<(Ask, Facts), Fault> {
    let user = bank_and_user(fields)?;
    let facts = Facts {
        consumer: vec![user.user_id.clone()],
        ..Facts::default()
    };
    if operation.method == Method::Get {
        fields.only(&["bank-identifier", "user-id"])?;
        return Ok((Ask::Accounts(user), facts));
    }
    if operation.path.ends_with("agreements") {
        fields.root("agreement")?;
        fields.only(&["bank-identifier", "user-id", "signed-agreement"])?;
        return Ok((Ask::Agree(user), facts));
    }
    fields.root("payment")?;
    pay(fields, user, facts)
}

fn pay(fields: &Fields, user: User, facts: Facts) -> Result<(Ask, Facts), Fault> {
    let sent = payment(fields)?;
    let facts = Facts {
        kid: sent.kid.clone(),
        account: Some(sent.to.clone()),
        amount: Some(sent.amount),
        due_date: Some(sent.due_date),
        ..facts
    };
    Ok((Ask::Pay(user, Box::new(sent)), facts))
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// The first form of ours that a header names.
fn form_of(headers: &HeaderMap, name: &HeaderName) -> Option<Format> {
    let types = text(headers, name)?.split(',');
    types.into_iter().find_map(|media_type| {
        let plain = media_type.split(';').next().unwrap_or_default().trim();
        let plain = plain.to_ascii_lowercase();
        if plain == "application/json" || plain.ends_with("+json") {
            Some(Format::Json)
        } else if matches!(plain.as_str(), "application/xml" | "text/xml")
            || plain.ends_with("+xml")
        {
            Some(Format::Xml)
        } else {
            None
        }
    })
}

/// What is wanted, if none of it is XML, JSON, or anything.
fn nothing_of_ours(headers: &HeaderMap) -> Option<String> {
    let wanted = text(headers, &ACCEPT)?;
    let anything = ["*/*", "application/*", "text/*"];
    let is_wide = anything.iter().any(|any| wanted.contains(any));
    let ours = is_wide || wanted.trim().is_empty() || form_of(headers, &ACCEPT).is_some();
    (!ours).then(|| format!("`{}`", wanted.chars().take(80).collect::<String>()))
}
