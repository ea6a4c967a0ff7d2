//! HTTP Archive 1.2: exchanges as browsers write them down.

use http::StatusCode;
use http::header::CONTENT_TYPE;
use serde::Serialize;
use serde_json::{Value, json};

use super::journal::BodyText;
use super::time::instant;
use crate::domain::rules;
use crate::sandbox::{Entry, Exchange, Headers, Trouble};

/// An exchange. What the format demands and nobody here knows has the value that it gives for
/// that: -1 for sizes of headers.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::admin) struct HarEntry<'a> {
    started_date_time: String,
    /// Sandbox time does not pass during an exchange.
    time: u32,
    request: Request<'a>,
    response: Response<'a>,
    cache: Value,
    timings: Value,
    comment: String,
    #[serde(rename = "_sandkasse")]
    ours: Ours<'a>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Request<'a> {
    method: &'a str,
    url: String,
    http_version: &'static str,
    cookies: [(); 0],
    headers: Vec<Pair>,
    query_string: Vec<Pair>,
    #[serde(skip_serializing_if = "Option::is_none")]
    post_data: Option<PostData>,
    headers_size: i64,
    body_size: usize,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Response<'a> {
    status: u16,
    status_text: &'static str,
    http_version: &'static str,
    cookies: [(); 0],
    headers: Vec<Pair>,
    content: Content,
    #[serde(rename = "redirectURL")]
    redirect_url: &'a str,
    headers_size: i64,
    body_size: usize,
}

#[derive(Debug, Serialize)]
struct Pair {
    name: String,
    value: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct PostData {
    mime_type: String,
    text: String,
    /// The format has no word for this in a request, as it has in a response.
    #[serde(rename = "_encoding", skip_serializing_if = "Option::is_none")]
    encoding: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<String>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Content {
    size: usize,
    mime_type: String,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    encoding: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<String>,
}

/// What the journal knows beyond the format.
#[derive(Debug, Serialize)]
struct Ours<'a> {
    number: u64,
    service: &'static str,
    operation: Option<&'static str>,
    via: &'static str,
    rule: Option<&'static str>,
    source: Option<&'static str>,
    why: Option<&'a str>,
    /// The rule of a scenario that spoke, and what it did; the answer is what the service said.
    trouble: Option<String>,
    remarks: &'a [String],
    invoices: &'a [String],
    headers_left_out: usize,
}

/// A whole archive.
pub(in crate::admin) fn har(entries: Vec<HarEntry<'_>>) -> Value {
    json!({
        "log": {
            "version": "1.2",
            "creator": { "name": "Sandkasse", "version": env!("CARGO_PKG_VERSION") },
            "entries": entries,
            "comment": "times are sandbox time",
        }
    })
}

impl<'a> HarEntry<'a> {
    /// The entry of an exchange that was sent to an address.
    pub(in crate::admin) fn of(entry: &Entry, exchange: &'a Exchange, url: String) -> Self {
        Self {
            started_date_time: instant(entry.at),
            time: 0,
            request: request(exchange, url),
            response: response(exchange),
            cache: json!({}),
            timings: json!({ "send": 0, "wait": 0, "receive": 0 }),
            comment: comment(exchange),
            ours: Ours {
                number: entry.number,
                service: exchange.service,
                operation: exchange.operation,
                via: exchange.via.as_str(),
                rule: exchange.rule,
                source: exchange.rule.and_then(rules::find).map(|rule| rule.source),
                why: exchange.why.as_deref(),
                trouble: trouble(exchange),
                remarks: &exchange.remarks,
                invoices: &exchange.cases,
                headers_left_out: exchange.request_headers.left_out
                    + exchange.answer_headers.left_out,
            },
        }
    }
}

fn trouble(exchange: &Exchange) -> Option<String> {
    let Trouble { name, words, .. } = exchange.trouble.as_ref()?;
    Some(format!("{words} (rule `{name}`)"))
}

fn request(exchange: &Exchange, url: String) -> Request<'_> {
    let query = exchange
        .target
        .split_once('?')
        .map_or("", |(_, query)| query);
    let pairs = form_urlencoded::parse(query.as_bytes());
    let body = BodyText::of(&exchange.request);
    let shortened = shortened(&body);
    let post_data = (body.length > 0).then(|| {
        let encoding = body.base64.is_some().then_some("base64");
        PostData {
            mime_type: mime_type(&exchange.request_headers),
            text: body.text.or(body.base64).unwrap_or_default(),
            encoding,
            comment: shortened,
        }
    });
    Request {
        method: &exchange.method,
        url,
        http_version: "HTTP/1.1",
        cookies: [],
        headers: headers(&exchange.request_headers),
        query_string: pairs
            .map(|(name, value)| Pair {
                name: name.into_owned(),
                value: value.into_owned(),
            })
            .collect(),
        post_data,
        headers_size: -1,
        body_size: body.length,
    }
}

fn response(exchange: &Exchange) -> Response<'_> {
    let body = BodyText::of(&exchange.answer);
    // Zero is what the format writes for an answer that was never made.
    let number = exchange.status.unwrap_or(0);
    let status = StatusCode::from_u16(number).ok();
    let location = http::header::LOCATION;
    Response {
        status: number,
        status_text: status
            .and_then(|status| status.canonical_reason())
            .unwrap_or_default(),
        http_version: "HTTP/1.1",
        cookies: [],
        headers: headers(&exchange.answer_headers),
        redirect_url: exchange.answer_headers.get(&location).unwrap_or_default(),
        headers_size: -1,
        body_size: body.length,
        content: Content {
            size: body.length,
            mime_type: mime_type(&exchange.answer_headers),
            encoding: body.base64.is_some().then_some("base64"),
            comment: shortened(&body),
            text: body.text.or(body.base64).unwrap_or_default(),
        },
    }
}

fn headers(headers: &Headers) -> Vec<Pair> {
    let kept = headers.kept.iter();
    kept.map(|(name, value)| Pair {
        name: name.as_str().to_owned(),
        value: String::from_utf8_lossy(value.as_bytes()).into_owned(),
    })
    .collect()
}

fn mime_type(headers: &Headers) -> String {
    let told = headers.get(&CONTENT_TYPE);
    told.unwrap_or("application/octet-stream").to_owned()
}

fn shortened(body: &BodyText) -> Option<String> {
    let length = body.length;
    body.shortened
        .then(|| format!("the beginning of {length} bytes; the journal kept no more"))
}

/// Rule and reason of a refusal, or the operation.
fn comment(exchange: &Exchange) -> String {
    if let Some(trouble) = trouble(exchange) {
        return trouble;
    }
    match (exchange.rule, &exchange.why) {
        (Some(rule), Some(why)) => format!("{rule}: {why}"),
        (None, Some(why)) => why.clone(),
        (_, None) => exchange.operation.unwrap_or_default().to_owned(),
    }
}
