//! Answers.

use bytes::Bytes;
use http::{Response, StatusCode};
use serde_json::{Value, json};

use crate::crypto::jwk::RsaJwk;
use crate::services::vipps::model::{AccessReply, ShownKey};
use crate::services::vipps::wire::answer::json_body;
use crate::services::vipps::wire::keys::signer;
use crate::services::vipps::wire::sealed::note_token;

/// Writes an answer.
pub(in crate::services::vipps::wire) fn write(reply: &AccessReply) -> Response<Bytes> {
    match reply {
        AccessReply::LoggedIn(token) => note_token(token),
        AccessReply::Recipient(token) => {
            json_body(StatusCode::OK, &json!({ "recipientToken": token }))
        }
        AccessReply::Keys(keys) => {
            let keys: Vec<Value> = keys.iter().map(key).collect();
            json_body(StatusCode::OK, &json!({ "keys": keys }))
        }
    }
}

/// A key as it is published. Its id is the thumbprint of its certificate, both in hexadecimal, as
/// in the documented samples (Vipps: invoice API, swagger 0.3.43, `JsonWebKey`).
fn key(shown: &ShownKey) -> Value {
    let RsaJwk { n, e, sha1, sha256 } = RsaJwk::of(signer(shown.number).certificate());
    let kid: String = if shown.is_misnamed {
        sha1.chars().rev().collect()
    } else {
        sha1
    };
    json!({
        "kty": "RSA",
        "use": "sig",
        "alg": "RS256",
        "kid": kid,
        "x5t": kid,
        "x5t#S256": sha256,
        "n": n,
        "e": e,
    })
}
