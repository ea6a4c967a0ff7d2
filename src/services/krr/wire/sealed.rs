//! What is done to an answer when it leaves: the time of a refusal is wire time, and an answer that
//! was asked for signed is signed. Until then the journal has a mark, and the plain answer.

use bytes::Bytes;
use http::Response;
use http::header::{CONTENT_TYPE, HeaderValue};

use crate::crypto::Signer;
use crate::crypto::jwt::{rs256_bytes, rs256_x5c};
use crate::domain::calendar::with_millis;
use crate::services::Sealing;
use crate::services::krr::model::Signing;

/// What stands where the time of a refusal will be.
pub(super) const TIME: &str = "(time, written on sending)";

/// What is to be done.
#[derive(Debug, Clone, Copy)]
pub(super) enum Noted {
    /// The time of a refusal is written.
    Time,
    /// The answer is signed.
    Sign(Signing),
}

/// Does it.
pub(in crate::services::krr) fn seal(sealing: &Sealing<'_>, response: &mut Response<Bytes>) {
    match response.extensions_mut().remove::<Noted>() {
        Some(Noted::Time) => {
            let time = with_millis(sealing.at);
            put(response.body_mut(), &time);
        }
        Some(Noted::Sign(how)) => {
            let signed = signed(how, response.body());
            *response.body_mut() = Bytes::from(signed);
            let jose = HeaderValue::from_static("application/jose");
            response.headers_mut().insert(CONTENT_TYPE, jose);
        }
        None => {}
    }
}

/// The body as a token: its payload is the very document.
fn signed(how: Signing, body: &[u8]) -> String {
    match how {
        Signing::Right => rs256_x5c(Signer::Register, body),
        Signing::WithoutCertificate => rs256_bytes(Signer::Register, r#"{"alg":"RS256"}"#, body),
        Signing::Broken => {
            // The signature of something else, in the right form.
            let right = rs256_x5c(Signer::Register, body);
            let other = rs256_x5c(Signer::Register, b"{}");
            let message = right.rsplit_once('.').map_or("", |(message, _)| message);
            let signature = other
                .rsplit_once('.')
                .map_or("", |(_, signature)| signature);
            format!("{message}.{signature}")
        }
    }
}

/// Puts the time where the mark stands; what a scenario garbled has none any more.
fn put(body: &mut Bytes, time: &str) {
    let mut places = body.windows(TIME.len());
    let Some(at) = places.position(|found| found == TIME.as_bytes()) else {
        return;
    };
    let (before, rest) = body.split_at(at);
    let after = rest.get(TIME.len()..).unwrap_or_default();
    *body = Bytes::from([before, time.as_bytes(), after].concat());
}
