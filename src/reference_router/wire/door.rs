//! From a request to a command.

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, Response};

use super::answer::encode_fault;
use super::intake::submission;
use super::pages::Echo;
use super::query::{
    action_types, client_id, consumer_query, invalid_form, invoice_filter, token_request,
};
use crate::domain::invoice::DocumentKind;
use crate::domain::routing::Recipient;
use crate::reference_router::faults::Fault;
use crate::reference_router::model::{Command, Submission, sandbox_of};
use crate::reference_router::operations::OPERATIONS;
use crate::services::{Caller, Decoded, Facts, Fidelity, Operation, Received, Refused, Spoken};
use crate::wire::form::Form;

/// Reads a request.
///
/// # Errors
/// [`Refused`] when it is no operation of the router. Everything else that is wrong is judged
/// after the token, and travels in the command.
pub(in crate::reference_router) fn decode(
    received: &Received,
) -> Result<Decoded<Command, Echo>, Box<Refused>> {
    let method = received.request.method().as_str();
    let Some((operation, id)) = find(method, &received.path) else {
        return Err(Box::new(refused(
            None,
            no_operation(method, &received.path),
        )));
    };
    if let Some(limit) = received.too_large {
        return Err(Box::new(refused(Some(operation), Fault::TooLarge(limit))));
    }
    let query = Form::from_query(received.request.uri().query().unwrap_or_default());
    let echo = match &query {
        Ok(query) if operation.id == "maventa.listInvoices" => {
            Echo::of_list(&received.base, &received.path, query)
        }
        Ok(_) | Err(_) => Echo::default(),
    };
    let query = query.map_err(invalid_form);
    let (command, facts) = command(operation, &id, query, received);
    Ok(Decoded {
        operation,
        command,
        echo,
        facts,
        remarks: Vec::new(),
    })
}

/// Whom a request comes from: the client id of a token call, elsewhere the sandbox of the token.
pub(in crate::reference_router) fn caller(received: &Received) -> Option<Caller> {
    let headers = received.request.headers();
    if let Some(token) = bearer(headers) {
        return sandbox_of(&token).map(Caller::TokenOf);
    }
    let (operation, _) = find(received.request.method().as_str(), &received.path)?;
    let asks = operation.id == "maventa.token";
    let id = asks.then(|| client_id(header(headers, &CONTENT_TYPE), received.request.body()))?;
    id.map(Caller::Credential)
}

fn refused(operation: Option<&'static Operation>, fault: Fault) -> Refused {
    let response: Response<Bytes> = encode_fault(&fault);
    Refused {
        operation,
        response,
        why: fault.why(),
        rule: fault.rule(),
    }
}

/// The operation at an address, and the invoice id in it.
fn find(method: &str, path: &str) -> Option<(&'static Operation, String)> {
    let fits = |row: &&'static Operation| row.method.as_str() == method;
    OPERATIONS
        .iter()
        .filter(fits)
        .find_map(|row| Some((row, matched(row.path, path)?)))
}

fn matched(template: &str, path: &str) -> Option<String> {
    let mut parts = path.split('/');
    let mut id = String::new();
    for expected in template.split('/') {
        let part = parts.next()?;
        if !expected.starts_with('{') {
            if expected != part {
                return None;
            }
        } else if part.is_empty() {
            return None;
        } else if id.is_empty() {
            part.clone_into(&mut id);
        }
    }
    parts.next().is_none().then_some(id)
}

fn no_operation(method: &str, path: &str) -> Fault {
    let methods: Vec<&str> = OPERATIONS
        .iter()
        .filter(|row| matched(row.path, path).is_some())
        .map(|row| row.method.as_str())
        .collect();
    let path: String = path.chars().take(120).collect();
    if methods.is_empty() {
        Fault::UnknownPath(format!("`{path}` is no address of the router"))
    } else {
        let method: String = method.chars().take(20).collect();
        let expected = methods.join(", ");
        Fault::MethodNotAllowed(format!("found {method} on `{path}`, expected {expected}"))
    }
}

fn command(
    operation: &'static Operation,
    id: &str,
    query: Result<Form, Fault>,
    received: &Received,
) -> (Command, Vec<Facts>) {
    let bearer = bearer(received.request.headers());
    let about = |ids: &[&str]| {
        let ids = ids.iter().map(|id| (*id).to_owned()).collect();
        vec![Facts {
            ids,
            ..Facts::default()
        }]
    };
    if operation.fidelity == Fidelity::Absent {
        return (Command::NotSimulated(operation.id), Vec::new());
    }
    match operation.id {
        "maventa.token" => {
            let media_type = header(received.request.headers(), &CONTENT_TYPE);
            (
                Command::Token(token_request(media_type, received.request.body())),
                Vec::new(),
            )
        }
        "maventa.createInvoice" => {
            let media_type = header(received.request.headers(), &CONTENT_TYPE);
            let submission = submission(media_type, received.request.body().clone());
            let facts = submission.as_deref().map(facts).unwrap_or_default();
            (Command::CreateInvoice(bearer, submission), facts)
        }
        "maventa.listInvoices" => {
            let filter = query.and_then(|query| invoice_filter(&query));
            (Command::ListInvoices(bearer, filter), Vec::new())
        }
        "maventa.getInvoice" => match query {
            Ok(query) if query.get("return_format").is_some() => (
                Command::NotSimulated("return_format of maventa.getInvoice"),
                about(&[id]),
            ),
            Ok(_) | Err(_) => (Command::GetInvoice(bearer, id.to_owned()), about(&[id])),
        },
        "maventa.getInvoiceActions" => {
            let types = query.and_then(|query| action_types(&query));
            (
                Command::GetActions(bearer, id.to_owned(), types),
                about(&[id]),
            )
        }
        "maventa.lookupConsumers" => {
            let consumer = query.and_then(|query| consumer_query(&query));
            let consumers = consumer.as_deref().map(|asked| names(&asked.recipient));
            let facts = Facts {
                consumer: consumers.unwrap_or_default(),
                ..Facts::default()
            };
            (Command::LookupConsumer(bearer, consumer), vec![facts])
        }
        other => (Command::NotSimulated(other), Vec::new()),
    }
}

fn header<'a>(headers: &'a HeaderMap, name: &http::HeaderName) -> &'a str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = header(headers, &AUTHORIZATION);
    let (scheme, token) = value.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| token.trim().to_owned())
}

fn names(recipient: &Recipient) -> Vec<String> {
    let id = recipient
        .efaktura_id
        .as_ref()
        .map(|id| id.as_str().to_owned());
    let known = [&recipient.ssn, &recipient.phone, &recipient.email];
    id.into_iter()
        .chain(known.into_iter().flatten().cloned())
        .collect()
}

fn facts(submission: &Submission) -> Vec<Facts> {
    let invoice = &submission.invoice;
    let metadata = &submission.metadata;
    let ssn = metadata.ssn.as_ref().map(|ssn| ssn.as_str().to_owned());
    let id = metadata
        .efaktura_id
        .as_ref()
        .map(|id| id.as_str().to_owned());
    let email = metadata
        .email
        .clone()
        .or_else(|| invoice.customer.email.clone());
    let phone = metadata
        .phone
        .as_ref()
        .map(|phone| phone.international().to_owned());
    let kind = match invoice.kind {
        DocumentKind::Invoice => "INVOICE",
        DocumentKind::CreditNote => "CREDIT_NOTE",
    };
    vec![Facts {
        ids: submission.uuid.iter().cloned().collect(),
        consumer: [ssn, id, email, phone].into_iter().flatten().collect(),
        issuer: invoice.supplier.org_number.clone(),
        kid: invoice.payment_reference.clone(),
        account: invoice.account.clone(),
        amount: Some(invoice.payable),
        due_date: invoice.due_date,
        document_type: Some(kind.to_owned()),
    }]
}
