//! Access tokens: the fields in wire time of an answer to a log-in (Vipps: Access token API).

use bytes::Bytes;
use http::{Response, StatusCode};
use jiff::Timestamp;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::noted::{Noted, UNSIGNED, put, seconds};
use crate::crypto::jwk::thumbprint;
use crate::crypto::{jwt, sha256};
use crate::services::vipps::model::LoggedIn;
use crate::services::vipps::wire::answer::json_body;
use crate::services::vipps::wire::tokens::{CLIENT, ID, SIGNER};

/// What every token is for, as in the documented samples.
const RESOURCE: &str = "00000002-0000-0000-c000-000000000000";

/// How long before its issue a token begins to hold, in seconds, as in the documented samples.
const BEFORE: i64 = -300;

const ENDS: &str = "(end, written on sending)";
const BEGINS: &str = "(begin, written on sending)";

/// An answer to a log-in, which is completed when it leaves.
pub(in crate::services::vipps::wire) fn note_token(token: &LoggedIn) -> Response<Bytes> {
    let body = json!({
        "token_type": "Bearer",
        "expires_in": token.life_s.to_string(),
        "ext_expires_in": "0",
        "expires_on": ENDS,
        "not_before": BEGINS,
        "resource": RESOURCE,
        "access_token": UNSIGNED,
    });
    let mut response = json_body(StatusCode::OK, &body);
    let extensions = response.extensions_mut();
    extensions.insert(Noted::Token(token.clone()));
    response
}

/// Completes it.
pub(super) fn write(token: &LoggedIn, at: Timestamp, body: &mut Bytes) {
    let begins = seconds(at, BEFORE);
    let ends = seconds(at, token.life_s);
    put(body, ENDS, &ends.to_string());
    put(body, BEGINS, &begins.to_string());
    put(body, UNSIGNED, &signed(token, begins, ends));
}

/// The token: what Entra writes for a client without a user, so that it is as long as real ones.
fn signed(token: &LoggedIn, begins: i64, ends: i64) -> String {
    let LoggedIn {
        token: id,
        client_id,
        product,
        ..
    } = token;
    let drawn = |what: &str| {
        let bytes = sha256(format!("{what}/{client_id}").as_bytes());
        let (first, _) = bytes.split_first_chunk().unwrap_or((&[0; 16], &[]));
        uuid::Builder::from_random_bytes(*first).into_uuid()
    };
    let tenant: Uuid = drawn("tenant");
    let principal = drawn("principal");
    let mut claims: Map<String, Value> = Map::new();
    let mut says = |name: &str, value: Value| {
        claims.insert(name.to_owned(), value);
    };
    says("aud", json!(RESOURCE));
    says("iss", json!(format!("https://sts.windows.net/{tenant}/")));
    says("iat", json!(begins));
    says("nbf", json!(begins));
    says("exp", json!(ends));
    says("aio", json!(format!("E2ZgYP{}", drawn("aio").simple())));
    says(CLIENT, json!(client_id));
    says("appidacr", json!("1"));
    says("idp", json!(format!("https://sts.windows.net/{tenant}/")));
    says("oid", json!(principal.to_string()));
    says("rh", json!(format!("0.AQ{}.", drawn("rh").simple())));
    says(
        "roles",
        json!([format!("invoice-{}-service", product.as_str())]),
    );
    says("sub", json!(principal.to_string()));
    says("tenant_region_scope", json!("EU"));
    says("tid", json!(tenant.to_string()));
    says(ID, json!(id.to_string()));
    says("ver", json!("1.0"));
    jwt::rs256(SIGNER, &thumbprint(SIGNER.certificate()), &claims)
}
