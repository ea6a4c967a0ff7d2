//! Receipts as tokens, signed when the answer leaves: until then they are readable, which is what
//! the journal keeps.

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

use bytes::Bytes;
use http::Response;
use serde_json::{Map, Value};

use crate::crypto::{Signer, sha256};
use crate::documents::dpi::write_signed;
use crate::domain::dpi::Destination;
use crate::services::dpi::model::Flaw;

/// Who signs a receipt, and what is wrong with it, on the way from encoding to sending.
#[derive(Debug, Clone, Copy)]
pub(super) struct Noted {
    pub(super) from: Destination,
    pub(super) flaw: Option<Flaw>,
}

#[derive(Debug, Clone)]
struct Notes(Vec<Noted>);

/// Notes on an answer who signs its receipts, in their order.
pub(super) fn note(response: &mut Response<Bytes>, notes: Vec<Noted>) {
    response.extensions_mut().insert(Notes(notes));
}

/// More than that and all are signed again.
const KEPT_MAX: usize = 10_000;

/// Receipts that were signed before: whoever polls sees the same ones again and again, and the same
/// bytes and key give the same token.
#[derive(Debug, Default)]
pub(in crate::services::dpi) struct Receipts {
    signed: RwLock<BTreeMap<[u8; 32], String>>,
}

impl Receipts {
    fn sign(&self, key: Signer, payload: &[u8]) -> String {
        let hash = sha256(&[payload, key.key_pem().as_bytes()].concat());
        let known = self.signed.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(token) = known.get(&hash) {
            return token.clone();
        }
        drop(known);
        let token = write_signed(key, payload);
        let mut signed = self.signed.write().unwrap_or_else(PoisonError::into_inner);
        if signed.len() >= KEPT_MAX {
            signed.clear();
        }
        signed.insert(hash, token.clone());
        token
    }
}

/// Signs the receipts in an answer. What a scenario garbled before cannot be read any more, and
/// stays as it is.
pub(in crate::services::dpi) fn seal(receipts: &Receipts, response: &mut Response<Bytes>) {
    let Some(Notes(notes)) = response.extensions_mut().remove::<Notes>() else {
        return;
    };
    let Ok(mut rows) = serde_json::from_slice::<Vec<Map<String, Value>>>(response.body()) else {
        return;
    };
    for (row, noted) in rows.iter_mut().zip(notes) {
        if let Some(message) = row.get_mut("forretningsmelding") {
            *message = Value::from(token(receipts, message, noted));
        }
    }
    if let Ok(body) = serde_json::to_vec(&rows) {
        *response.body_mut() = Bytes::from(body);
    }
}

fn token(receipts: &Receipts, readable: &Value, noted: Noted) -> String {
    let key = match noted.from {
        Destination::Digipost => Signer::DigipostMailbox,
        Destination::Eboks => Signer::EboksMailbox,
        Destination::Printer => Signer::Printer,
    };
    match noted.flaw {
        None | Some(Flaw::UnknownConversation) => receipts.sign(key, &bytes(readable)),
        Some(Flaw::WrongSignature) => broken(&receipts.sign(key, &bytes(readable))),
        Some(Flaw::ExpiredCertificate) => receipts.sign(Signer::ExpiredMailbox, &bytes(readable)),
        Some(Flaw::SchemaError) => receipts.sign(key, &bytes(&without_time(readable))),
    }
}

fn bytes(value: &Value) -> Vec<u8> {
    value.to_string().into_bytes()
}

/// The receipt without `tidspunkt`, which its schema requires.
fn without_time(receipt: &Value) -> Value {
    let mut receipt = receipt.clone();
    let document = receipt.get_mut("standardBusinessDocument");
    if let Some(Value::Object(document)) = document {
        for body in document.values_mut().filter_map(Value::as_object_mut) {
            body.remove("tidspunkt");
        }
    }
    receipt
}

/// The token with the first character of its signature changed: the last one may stand for bits
/// that nobody looks at.
fn broken(token: &str) -> String {
    let (signed, signature) = token.rsplit_once('.').unwrap_or_default();
    let mut rest = signature.chars();
    let first = if rest.next() == Some('A') { 'B' } else { 'A' };
    format!("{signed}.{first}{}", rest.as_str())
}
