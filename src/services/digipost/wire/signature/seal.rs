//! The seal on every answer: date, hash of the body, signature (Digipost: API security; Java client
//! 14.7 for what is checked, and how).
//!
//! Names of the headers are all in small letters, and stay so: the client sorts them before it
//! makes them small, and finds another order where both spellings are mixed.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{DATE, HeaderMap, HeaderName, HeaderValue};
use http::{Extensions, Response};
use jiff::SignedDuration;

use super::{canonical, date};
use crate::crypto::{Signer, sha256, sign};
use crate::domain::words::words;
use crate::services::digipost::model::PathForm;
use crate::services::{Received, Sealing};
use crate::wire::address::unescaped;

const HASH: HeaderName = HeaderName::from_static("x-content-sha256");
const SIGNATURE: HeaderName = HeaderName::from_static("x-digipost-signature");

/// How far a wrong date is off: a minute more than clients take.
const OFF: SignedDuration = SignedDuration::from_mins(6);

words! {
    /// What a scenario may do to the seal of an answer, so that a client must not trust it.
    pub enum Tamper {
        /// The signature is left out.
        NoSignature "noSignature",
        /// Somebody else's key signs.
        WrongKey "wrongKey",
        /// The key signs that follows the one in the entry point; an entry point sealed so shows
        /// the new certificate.
        RotatedCertificate "rotatedCertificate",
        /// The date lies six minutes back.
        DateOff "dateOff",
        /// The hash is that of another body.
        HashMismatch "wrongHash",
        /// The hash is left out.
        NoHash "noHash",
    }
}

/// What the seal of an answer must know of its request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signing {
    /// The whole path, as the client used it.
    whole: String,
    /// The path below the mount.
    below: String,
    /// The query, as it was sent.
    query: Option<String>,
    /// What a scenario wants done to the seal.
    pub tamper: Option<Tamper>,
}

impl Signing {
    /// That of a request.
    pub(in crate::services::digipost::wire) fn of(received: &Received) -> Self {
        let uri = received.request.uri();
        Self {
            whole: uri.path().to_owned(),
            below: received.path.clone(),
            query: uri.query().map(str::to_owned),
            tamper: None,
        }
    }

    /// Whose certificate an entry point shows: that of the key which signs, unless the answer shall
    /// be signed with a key that is nobody's.
    #[must_use]
    pub fn shown(&self) -> Signer {
        match self.tamper {
            Some(Tamper::WrongKey) => Signer::Sandbox,
            tamper => signer(tamper),
        }
    }

    /// Notes on an answer how it is to be sealed.
    pub(in crate::services::digipost::wire) fn note(
        &self,
        form: PathForm,
        extensions: &mut Extensions,
    ) {
        extensions.insert(Noted {
            path: self.path(form),
            tamper: self.tamper,
        });
    }

    /// The path in the form in which a client that signed so expects it signed: the other one.
    fn path(&self, form: PathForm) -> String {
        match form {
            PathForm::Raw => unescaped(&self.whole),
            PathForm::Decoded => self.whole.clone(),
            PathForm::WithQuery => match &self.query {
                Some(query) => format!("{}?{query}", self.whole),
                None => self.whole.clone(),
            },
            PathForm::RawBelowMount => unescaped(&self.below),
            PathForm::DecodedBelowMount => self.below.clone(),
        }
    }
}

/// What an answer says of its seal, on the way from encoding to sealing.
#[derive(Debug, Clone)]
struct Noted {
    path: String,
    tamper: Option<Tamper>,
}

/// Seals an answer. One that nobody noted anything on, such as a refusal at the door, is sealed
/// for a client that signs the path as it was sent.
pub(in crate::services::digipost) fn seal(sealing: &Sealing<'_>, response: &mut Response<Bytes>) {
    let noted = response.extensions_mut().remove::<Noted>();
    let Noted { path, tamper } = noted.unwrap_or_else(|| Noted {
        path: unescaped(sealing.path),
        tamper: None,
    });
    let at = match tamper {
        Some(Tamper::DateOff) => sealing.at.checked_sub(OFF).unwrap_or(sealing.at),
        Some(
            Tamper::NoSignature
            | Tamper::WrongKey
            | Tamper::RotatedCertificate
            | Tamper::HashMismatch
            | Tamper::NoHash,
        )
        | None => sealing.at,
    };
    let hash = hash(response.body(), tamper);
    let status = response.status();
    let headers = response.headers_mut();
    put(headers, DATE, date::write(at));
    put(headers, HASH, hash);
    let text = canonical::of_response(status, &path, headers);
    let is_signed = tamper != Some(Tamper::NoSignature);
    let signature = is_signed.then(|| STANDARD.encode(sign(signer(tamper), text.as_bytes())));
    put(headers, SIGNATURE, signature);
}

fn signer(tamper: Option<Tamper>) -> Signer {
    match tamper {
        Some(Tamper::WrongKey) => Signer::Stranger,
        Some(Tamper::RotatedCertificate) => Signer::Rotated,
        Some(Tamper::NoSignature | Tamper::DateOff | Tamper::HashMismatch | Tamper::NoHash)
        | None => Signer::Sandbox,
    }
}

/// The hash that an answer is sent with; one without a body has none.
fn hash(body: &Bytes, tamper: Option<Tamper>) -> Option<String> {
    if body.is_empty() || tamper == Some(Tamper::NoHash) {
        return None;
    }
    let hashed = if tamper == Some(Tamper::HashMismatch) {
        sha256(&[body, &b"\n"[..]].concat())
    } else {
        sha256(body)
    };
    Some(STANDARD.encode(hashed))
}

/// Puts a header in the place of every one of its name.
fn put(headers: &mut HeaderMap, name: HeaderName, value: Option<String>) {
    match value.map(|value| HeaderValue::from_str(&value)) {
        Some(Ok(value)) => {
            headers.insert(name, value);
        }
        Some(Err(_)) | None => {
            headers.remove(name);
        }
    }
}
