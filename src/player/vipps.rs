//! A request to Vipps: the keys of whoever calls, and the access token, fetched when there is none.
//!
//! A step that gives one of the headers itself is taken by its word; an empty one leaves it out.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue, Method, Request};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::invoice;
use super::seat::{Seat, encoded};
use crate::domain::calendar::local_date;
use crate::scenario::plan::Call;
use crate::scenario::script::{Field, Fields};

/// The service.
pub(super) const SERVICE: &str = "vipps";

/// The log-in, which asks with keys alone.
const LOG_IN: &str = "vipps.accesstoken.get";

/// The operation that takes an invoice.
const SEND: &str = "vipps.isp.Send_Invoice_v1";

/// What an invoice asks for unless told otherwise, in øre.
const AMOUNT: &str = "45000";

/// How many days a consumer has to pay unless told otherwise.
const DAYS_TO_PAY: i64 = 18;

/// Where an invoice is kept unless told otherwise.
const DOCUMENT: &str = "https://fakturahotell.example/strom.pdf";

const SUBSCRIPTION: HeaderName = HeaderName::from_static("ocp-apim-subscription-key");

/// Puts in what says who calls.
///
/// # Errors
/// That the company is no client of the product, or why it gets no token.
pub(super) async fn name(
    request: &mut Request<Bytes>,
    seat: &mut Seat,
    call: &Call,
    given: &BTreeMap<String, String>,
) -> Result<(), String> {
    let id = call.operation.id;
    let product = if id == LOG_IN {
        first_product(seat, &call.caller)?
    } else if id.starts_with("vipps.isp.") {
        "vipps_isp"
    } else {
        "vipps_ipp"
    };
    if id.ends_with("jwk") {
        return Ok(());
    }
    if id == LOG_IN {
        let headers = request.headers_mut();
        for (name, text) in log_in(seat, &call.caller, product)? {
            headers.insert(name, text);
        }
        return Ok(());
    }
    let subscription = value(&key(seat, &call.caller, product, "subscription_key")?)?;
    request.headers_mut().insert(SUBSCRIPTION, subscription);
    let has_own = given
        .keys()
        .any(|name| name.eq_ignore_ascii_case("authorization"));
    if !has_own {
        let token = token(seat, &call.caller, product).await?;
        let token = value(&format!("Bearer {token}"))?;
        request.headers_mut().insert(AUTHORIZATION, token);
    }
    Ok(())
}

/// The members of a body. An invoice gets what it must have and a step does not say, but for the
/// recipient token; an empty text leaves one out. Two steps that say the same send the
/// same, so that a retry is one.
pub(super) async fn whole(seat: &Seat, call: &Call, mut fields: Fields) -> Fields {
    if call.operation.id != SEND || fields.is_empty() {
        return fields;
    }
    let text = |text: &str| Field::Text(text.to_owned());
    let bare = |text: &str| Field::Bare(text.to_owned());
    let document = group(&[
        ("url", text(DOCUMENT)),
        ("mimeType", text("application/pdf")),
    ]);
    let path = format!("/companies/{}", encoded(&call.caller));
    let company = seat.admin(&Method::GET, &path, None).await.body;
    let agreement = company.pointer("/avtalegiro/0");
    let accounts = ["/avtalegiro/0/account", "/accounts/0"];
    let mut accounts = accounts
        .iter()
        .filter_map(|it| company.pointer(it)?.as_str());
    let account = accounts.next().unwrap_or_default();
    let kid = invoice::kid(&Value::Null, agreement, Some(account), 0).unwrap_or_default();
    let payment = [
        ("type", text("kid")),
        ("value", text(&kid)),
        ("account", text(account)),
    ];
    let today = local_date(seat.now().await.unwrap_or(Timestamp::MIN));
    let due = today.saturating_add(jiff::Span::new().days(DAYS_TO_PAY));
    let usual = [
        ("paymentInformation", group(&payment)),
        ("invoiceType", text("invoice")),
        ("due", text(&format!("{due}T12:00:00Z"))),
        ("amount", bare(AMOUNT)),
        ("subject", text("Strøm")),
        ("commercialInvoice", Field::List(vec![document])),
    ];
    for (name, field) in usual {
        if fields.get(name).is_none() {
            fields.0.push((name.to_owned(), field));
        }
    }
    fields.0.retain(|(_, field)| field.text() != Some(""));
    fields
}

fn group(members: &[(&str, Field)]) -> Field {
    let members = members.iter();
    let members = members.map(|(name, field)| ((*name).to_owned(), field.clone()));
    Field::Group(Fields(members.collect()))
}

/// The product that a company logs in to, where a step does not say: to send, if it sends.
fn first_product(seat: &Seat, company: &str) -> Result<&'static str, String> {
    let keys = seat.keys(company)?;
    let mut products = ["vipps_isp", "vipps_ipp"].into_iter();
    let product = products.find(|product| keys.get(product).is_some());
    product.ok_or_else(|| format!("`{company}` is no client of Vipps, expected one with `vipps`"))
}

fn key(seat: &Seat, company: &str, product: &str, name: &str) -> Result<String, String> {
    let keys = seat.keys(company)?.get(product);
    let key = keys.and_then(|keys| keys.get(name)?.as_str());
    let side = product.trim_start_matches("vipps_");
    let none = || format!("`{company}` is no client of Vipps, expected one with `vipps.{side}`");
    key.map(str::to_owned).ok_or_else(none)
}

fn log_in(
    seat: &Seat,
    company: &str,
    product: &str,
) -> Result<[(HeaderName, HeaderValue); 3], String> {
    let key = |name| value(&key(seat, company, product, name)?);
    Ok([
        (HeaderName::from_static("client_id"), key("client_id")?),
        (
            HeaderName::from_static("client_secret"),
            key("client_secret")?,
        ),
        (SUBSCRIPTION, key("subscription_key")?),
    ])
}

/// An access token of a company for a product, fetched when there is none that holds.
async fn token(seat: &mut Seat, company: &str, product: &str) -> Result<String, String> {
    let whose = format!("{product}/{company}");
    let now = seat.now().await.unwrap_or(Timestamp::MIN);
    if let Some(token) = seat.kept_token(&whose, now) {
        return Ok(token);
    }
    let mut request = Request::new(Bytes::new());
    *request.method_mut() = Method::POST;
    for (name, text) in log_in(seat, company, product)? {
        request.headers_mut().insert(name, text);
    }
    let reply = seat.service(SERVICE, "/accesstoken/get", request).await;
    let token = reply.body.get("access_token").and_then(Value::as_str);
    let Some(token) = token.filter(|_| reply.is_good()) else {
        let said = reply.describe();
        return Err(format!("`{company}` gets no access token: {said}"));
    };
    let life = reply.body.get("expires_in").and_then(Value::as_str);
    let life = SignedDuration::from_secs(life.and_then(|it| it.parse().ok()).unwrap_or(0));
    let until = now.checked_add(life).unwrap_or(Timestamp::MAX);
    seat.keep_token(whose, token.to_owned(), until);
    Ok(token.to_owned())
}

fn value(text: &str) -> Result<HeaderValue, String> {
    HeaderValue::from_str(text).map_err(|_| "a key that no header can hold".to_owned())
}
