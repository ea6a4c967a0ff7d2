//! Signatures of presentation addresses: making one, and `validateSecuritySignature`.
//!
//! A signature is `%3CMSG…%3E` in an address (WSDL EfakturaAtgService v1: `encryptedSignature`).
//! What is between the two is not public: here it is the transaction and the instant, sealed with a
//! key that is the same in every sandbox and guards nothing.

use std::fmt::Write;

use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::schema::{self, SIGNATURE};
use crate::services::Facts;
use crate::services::mps::model::{Opened, Signed, TransactionId};
use crate::wire::error::WireError;
use crate::wire::xml::Sequence;

const KEY: [u8; 32] = *b"Sandkasse: no secret, for tests.";
const NONCE_BYTES: usize = 24;

/// The address of a presented invoice as the bank opens it at an instant.
#[must_use]
pub fn sign(url: &str, signed: Signed) -> String {
    let Signed { transaction, at } = signed;
    let text = format!("{transaction};{at}");
    // The same text gets the same nonce and another one another, so that nothing here is random.
    let digest = Sha256::digest(&text);
    let mut nonce = XNonce::default();
    for (byte, digested) in nonce.iter_mut().zip(digest) {
        *byte = digested;
    }
    let sealed = cipher().encrypt(&nonce, text.as_bytes());
    let sealed = sealed.unwrap_or_default();
    let mut signature = String::from("%3CMSG");
    for byte in nonce.iter().chain(&sealed) {
        // Writing to a string cannot fail.
        let _ = write!(signature, "{byte:02x}");
    }
    let joint = if url.contains('?') { '&' } else { '?' };
    format!("{url}{joint}signature={signature}%3E")
}

/// Reads and opens a signature, behind `auditInformation`.
pub(super) fn read(sequence: &mut Sequence<'_>) -> Result<Opened, WireError> {
    let text = schema::required(sequence, "encryptedSignature", &SIGNATURE)?;
    Ok(opened(text))
}

/// What rules may ask about it.
pub(super) fn facts(opened: &Opened) -> Vec<Facts> {
    match opened {
        Opened::Genuine(signed) => vec![Facts {
            ids: vec![signed.transaction.to_string()],
            ..Facts::default()
        }],
        Opened::Tampered => Vec::new(),
    }
}

/// A signature as it was opened.
pub(super) fn opened(text: &str) -> Opened {
    open(text).map_or(Opened::Tampered, Opened::Genuine)
}

fn open(text: &str) -> Option<Signed> {
    let hex = text.strip_prefix("%3CMSG")?.strip_suffix("%3E")?;
    let bytes = unhex(hex)?;
    let (nonce, sealed) = bytes.split_at_checked(NONCE_BYTES)?;
    let nonce = XNonce::try_from(nonce).ok()?;
    let opened = cipher().decrypt(&nonce, sealed).ok()?;
    let text = String::from_utf8(opened).ok()?;
    let (transaction, at) = text.split_once(';')?;
    Some(Signed {
        transaction: TransactionId::parse(transaction)?,
        at: at.parse::<Timestamp>().ok()?,
    })
}

fn unhex(hex: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<u8>> = hex
        .chars()
        .map(|digit| digit.to_digit(16).and_then(|it| u8::try_from(it).ok()))
        .collect();
    let digits = digits?;
    let pairs = digits.chunks_exact(2);
    pairs
        .remainder()
        .is_empty()
        .then(|| pairs.map(|pair| pair[0] * 16 + pair[1]).collect())
}

fn cipher() -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&KEY.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed() -> Signed {
        let transaction = "33333333-0000-4000-8000-000000000002";
        Signed {
            transaction: TransactionId::parse(transaction).unwrap(),
            at: "2026-03-02T08:00:00Z".parse().unwrap(),
        }
    }

    fn signature(url: &str) -> String {
        url.split_once("signature=").unwrap().1.to_owned()
    }

    #[test]
    fn an_address_opens_to_what_was_signed_and_any_change_closes_it() {
        let address = sign("https://invoice.example/1?a=b", signed());
        assert!(address.starts_with("https://invoice.example/1?a=b&signature=%3CMSG"));
        let signature = signature(&address);
        assert_eq!(open(&signature), Some(signed()));
        for (index, digit) in signature.char_indices().skip(6) {
            let other = if digit == '0' { "1" } else { "0" };
            let mut changed = signature.clone();
            changed.replace_range(index..=index, other);
            assert_eq!(open(&changed), None, "{changed}");
        }
        for text in ["%3CMSG%3E", "%3CMSG0%3E", "%3CMSGæ%3E", "%3CMSG00%3E"] {
            assert_eq!(open(text), None, "{text}");
        }
    }
}
