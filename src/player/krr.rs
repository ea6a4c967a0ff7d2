//! Answers of the contact register: a signed one is read like a plain one, and says what stands
//! around it.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::reply::Reply;
use crate::crypto::Signer;
use crate::crypto::jwt::{header, read_rs256};

/// The service.
pub(super) const SERVICE: &str = "krr";

/// A signed answer as the document in it, with `jose` beside its members: the algorithm, how many
/// certificates there are, and whether the signature is the register's.
pub(super) fn opened(mut reply: Reply) -> Reply {
    if let Some(document) = document(&reply.text) {
        reply.body = document;
    }
    reply
}

fn document(text: &str) -> Option<Value> {
    let head = header(text).ok()?;
    let payload = URL_SAFE_NO_PAD.decode(text.split('.').nth(1)?).ok()?;
    let mut document: Value = serde_json::from_slice(&payload).ok()?;
    let around = json!({
        "alg": head.alg,
        "x5c": head.x5c.map_or(0, |all| all.len()),
        "holds": read_rs256(Signer::Register, text).is_ok(),
    });
    let members = document.as_object_mut()?;
    members.insert("jose".to_owned(), around);
    Some(document)
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use serde_json::json;

    use super::*;
    use crate::crypto::jwt::rs256_x5c;

    #[test]
    fn a_signed_answer_is_read_as_the_document_in_it() {
        let signed = rs256_x5c(Signer::Register, br#"{"personer":[]}"#);
        let reply = opened(Reply::answer(200, &Bytes::from(signed)));
        let around = json!({ "alg": "RS256", "x5c": 1, "holds": true });
        assert_eq!(reply.body, json!({ "personer": [], "jose": around }));
        let foreign = rs256_x5c(Signer::Stranger, b"{}");
        let reply = opened(Reply::answer(200, &Bytes::from(foreign)));
        assert_eq!(reply.body["jose"]["holds"], false);
        let plain = opened(Reply::answer(200, &Bytes::from_static(b"{\"a\":1}")));
        assert_eq!(plain.body, json!({ "a": 1 }));
    }
}
