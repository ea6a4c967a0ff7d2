//! What is noted on an answer when it is written, and done when it leaves.

use bytes::Bytes;
use http::Response;
use jiff::Timestamp;

use super::{link, refusal, token};
use crate::services::Sealing;
use crate::services::vipps::model::{DocumentLink, LoggedIn};

/// What stands where a signed token will be.
pub(in crate::services::vipps) const UNSIGNED: &str = "(signed on sending)";

/// What an answer says of what it wants written, on the way from encoding to sending.
#[derive(Debug, Clone)]
pub(super) enum Noted {
    Token(LoggedIn),
    Link(DocumentLink),
    Refusal,
}

/// Writes it. What a scenario garbled before has no marks any more, and stays as it is.
pub(in crate::services::vipps) fn seal(sealing: &Sealing<'_>, response: &mut Response<Bytes>) {
    match response.extensions_mut().remove::<Noted>() {
        Some(Noted::Token(token)) => token::write(&token, sealing.at, response.body_mut()),
        Some(Noted::Link(link)) => {
            put(
                response.body_mut(),
                UNSIGNED,
                &link::signed(&link, sealing.at),
            );
        }
        Some(Noted::Refusal) => refusal::write(sealing.at, response.body_mut()),
        None => {}
    }
}

/// Puts a text where a mark stands.
pub(super) fn put(body: &mut Bytes, mark: &str, text: &str) {
    let mut places = body.windows(mark.len());
    let Some(at) = places.position(|found| found == mark.as_bytes()) else {
        return;
    };
    let (before, rest) = body.split_at(at);
    let after = rest.get(mark.len()..).unwrap_or_default();
    *body = Bytes::from([before, text.as_bytes(), after].concat());
}

/// An instant so many seconds from another, as claims have it.
pub(super) fn seconds(at: Timestamp, and: i64) -> i64 {
    at.as_second().saturating_add(and)
}
