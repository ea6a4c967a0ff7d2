//! Answers `/`, and browsers that ask for an icon.

use std::sync::Arc;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;
use futures_util::future::BoxFuture;
use http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode};
use maud::Markup;
use serde_json::Map;
use sha2::{Digest, Sha256};

use super::look::{Looked, look, sandboxes};
use super::page::{STYLE, closed, open, unknown};
use crate::domain::slug::Slug;
use crate::http::{House, Shape, default_sandbox, not_found, problem};

/// Where the page stands.
const PAGE: &str = "/";

/// The largest body that is taken, in bytes: the page takes none.
#[must_use]
pub fn body_max(_: &str, _: &str) -> usize {
    0
}

/// Answers a request.
pub fn handle(
    house: Arc<House>,
    request: Request<Bytes>,
    origin: String,
) -> BoxFuture<'static, Shape> {
    Box::pin(async move { answer(&house, &request, &origin).await.into() })
}

async fn answer(house: &Arc<House>, request: &Request<Bytes>, origin: &str) -> Response<Bytes> {
    let path = request.uri().path();
    let is_head = match *request.method() {
        Method::GET => false,
        Method::HEAD => true,
        _ => return other_method(request),
    };
    let (status, page) = match path {
        PAGE => page(house, request, origin).await,
        "/favicon.ico" => return empty(StatusCode::NO_CONTENT),
        other => return nothing_here(other),
    };
    let body = if is_head {
        Bytes::new()
    } else {
        Bytes::from(page.into_string())
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    dress(response.headers_mut());
    response
}

/// The page, whole for whoever is let in.
async fn page(house: &Arc<House>, request: &Request<Bytes>, origin: &str) -> (StatusCode, Markup) {
    if house.admission.admit(PAGE, request).is_err() {
        return (StatusCode::OK, closed(origin));
    }
    let query = request.uri().query().unwrap_or_default();
    let asked = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "sandbox");
    let name = match &asked {
        Some((_, text)) => Slug::parse(text).ok(),
        None => Some(default_sandbox()),
    };
    let rows = sandboxes(house).await;
    let there = name.and_then(|name| house.sandboxes.get(&name));
    match there {
        Some(sandbox) => {
            let looked: Looked = look(house, &sandbox, origin).await;
            (StatusCode::OK, open(origin, &rows, &looked))
        }
        None => {
            let found = asked.map(|(_, text)| text.chars().take(80).collect::<String>());
            let found = found.unwrap_or_default();
            (StatusCode::NOT_FOUND, unknown(&found, &rows))
        }
    }
}

/// No script, no picture, nothing from elsewhere, and no style but the one that is in the page.
fn dress(headers: &mut HeaderMap) {
    let hash = BASE64_STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'"
    );
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        headers.insert(CONTENT_SECURITY_POLICY, policy);
    }
    let others: [(HeaderName, &'static str); 4] = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        (CACHE_CONTROL, "no-store"),
    ];
    for (name, value) in others {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

fn empty(status: StatusCode) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = status;
    response
}

fn nothing_here(path: &str) -> Response<Bytes> {
    let path: String = path.chars().take(80).collect();
    not_found(&format!(
        "`{path}` is no page; the page for people stands at `/`"
    ))
}

fn other_method(request: &Request<Bytes>) -> Response<Bytes> {
    let method: String = request.method().as_str().chars().take(80).collect();
    let detail = format!("{method} is not offered here; use GET, or the admin API at /_sandbox");
    let status = StatusCode::METHOD_NOT_ALLOWED;
    let mut response = problem(status, "method not offered", &detail, Map::new());
    response
        .headers_mut()
        .insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
    response
}
