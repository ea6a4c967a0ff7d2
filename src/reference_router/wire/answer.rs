//! Answers as JSON, in the shape of the AX API.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName, LINK, WWW_AUTHENTICATE};
use http::{HeaderValue, Response, StatusCode};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::pages::Echo;
use crate::domain::company::Company;
use crate::reference_router::faults::Fault;
use crate::reference_router::model::{
    Action, Consumer, ConsumerStatus, InvoiceFile, Listing, Reply, RouterInvoice,
};

/// Writes a refusal: `code`, `message`, `details`.
#[must_use]
pub(in crate::reference_router) fn encode_fault(fault: &Fault) -> Response<Bytes> {
    let body = json!({
        "code": fault.code(),
        "message": fault.message(),
        "details": fault.details(),
    });
    let mut response = respond(fault.status(), &body);
    if fault.status() == 401 {
        let scheme = HeaderValue::from_static("Bearer");
        response.headers_mut().insert(WWW_AUTHENTICATE, scheme);
    }
    response
}

/// Writes a good answer.
#[must_use]
pub(in crate::reference_router) fn encode_reply(echo: &Echo, reply: &Reply) -> Response<Bytes> {
    match reply {
        Reply::Token(text, token, life) => respond(
            200,
            &json!({
                "access_token": text,
                "token_type": "Bearer",
                "expires_in": life,
                "scope": token.granted,
            }),
        ),
        Reply::Created(invoice, company) => respond(201, &view(invoice, company)),
        Reply::Invoice(invoice, company) => respond(200, &view(invoice, company)),
        Reply::Invoices(listing, company) => page(echo, listing, company),
        Reply::Actions(actions) => {
            respond(200, &Value::Array(actions.iter().map(action).collect()))
        }
        Reply::Consumer(found) => respond(200, &consumer(found)),
    }
}

fn page(echo: &Echo, listing: &Listing, company: &Company) -> Response<Bytes> {
    let invoices = listing
        .invoices
        .iter()
        .map(|invoice| view(invoice, company))
        .collect();
    let mut response = respond(200, &Value::Array(invoices));
    let pages = listing.pages();
    let mut header = |name: &'static str, value: usize| {
        let name = HeaderName::from_static(name);
        response
            .headers_mut()
            .insert(name, HeaderValue::from(value));
    };
    header("x-total", listing.total);
    header("x-total-pages", pages);
    header("x-page", listing.page);
    header("x-per-page", listing.per_page);
    if listing.page < pages {
        header("x-next-page", listing.page + 1);
    }
    if listing.page > 1 {
        header("x-prev-page", listing.page - 1);
    }
    if let Some(links) = echo.links(listing) {
        response.headers_mut().insert(LINK, links);
    }
    response
}

fn view(invoice: &RouterInvoice, company: &Company) -> Value {
    let payment = &invoice.facts.payment;
    let recipient = &invoice.facts.recipient;
    let country = recipient.address.country.as_deref();
    json!({
        "id": invoice.id,
        "status": invoice.status.as_str(),
        "reference": payment.kid,
        "number": invoice.number,
        "sender": {
            "eia": company.org_number.as_str(),
            "bid": company.org_number.as_str(),
            "name": company.name,
            "country": company.country,
        },
        "recipient": {
            "eia": null,
            "bid": null,
            "name": recipient.name,
            "country": country,
            "operator": null,
        },
        "received_at": null,
        "created_at": instant(invoice.created_at),
        "date": invoice.date.to_string(),
        "date_due": payment.due_date.map(|date| date.to_string()),
        "source_format": invoice.source_format,
        "sum": decimal(&payment.amount.to_string()),
        "sum_tax": decimal(&invoice.sum_tax.to_string()),
        "currency": payment.currency,
        "origin": "EXTERNAL",
        "destination": null,
        "comment": invoice.comment,
        "files": invoice.files.iter().map(file).collect::<Vec<_>>(),
        "actions": invoice.actions.iter().map(action).collect::<Vec<_>>(),
        "revision": null,
    })
}

/// UTC to the second, as the AX API writes it.
fn instant(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// The AX API writes amounts as JSON numbers.
fn decimal(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or(Value::Null)
}

fn file(file: &InvoiceFile) -> Value {
    json!({
        "id": file.id,
        "filename": file.name,
        "type": file.role.to_uppercase(),
        "mimetype": file.media_type,
        "href": null,
    })
}

fn action(action: &Action) -> Value {
    json!({
        "type": action.kind.as_str(),
        "channel": action.channel.map(|channel| channel.as_str()),
        "message": action.message,
        "happened_at": instant(action.at),
    })
}

fn consumer(found: &Consumer) -> Value {
    let mut routes = Map::new();
    let asked = |name: &str| found.routes.iter().any(|route| route == name);
    let by_default = found.routes.is_empty();
    if by_default || asked("yes2all") {
        let mut entry = json!({
            "status": status(found.status),
            "details": found.details,
        });
        if let Some(identifier) = &found.identifier {
            entry["efaktura_identifier"] = json!(identifier.as_str());
        }
        routes.insert("yes2all".to_owned(), entry);
    }
    if by_default || asked("dpi") {
        routes.insert(
            "dpi".to_owned(),
            unavailable("the router does not send digital post yet"),
        );
    }
    for gone in ["vipps", "cv"] {
        if asked(gone) {
            routes.insert(gone.to_owned(), unavailable("no route of its own any more"));
        }
    }
    json!({ "reference_id": found.reference_id, "routes": routes })
}

fn unavailable(details: &str) -> Value {
    json!({ "status": status(ConsumerStatus::NotAvailable), "details": details })
}

fn status(status: ConsumerStatus) -> &'static str {
    match status {
        ConsumerStatus::Receiving => "RECEIVING",
        ConsumerStatus::NotReceiving => "NOT_RECEIVING",
        ConsumerStatus::NotAvailable => "NOT_AVAILABLE",
        ConsumerStatus::TemporaryUnavailable => "TEMPORARY_UNAVAILABLE",
    }
}

fn respond(status: u16, body: &Value) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(body.to_string()));
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let media_type = HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, media_type);
    response
}
