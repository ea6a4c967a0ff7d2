//! Envelopes made by OpenSSL and BouncyCastle, whole, cut and changed.

use proptest::prelude::*;

use super::{EnvelopeError, open};
use crate::crypto::keys::Opener::{self, Print, Recipient};

/// What most of the envelopes hold.
const PLAIN: &[u8] = b"%PDF-1.4 sandbox\n";

macro_rules! envelope {
    ($name:literal) => {
        include_bytes!(concat!("../tests/envelopes/", $name)).as_slice()
    };
}

const STREAMED: &[u8] = envelope!("recipient-streamed.ber");

#[test]
fn an_envelope_opens_however_it_was_written() {
    for (name, bytes, key) in [
        ("streamed", STREAMED, Recipient),
        ("DER", envelope!("recipient.der"), Recipient),
        (
            "AES-128, by key identifier",
            envelope!("print-by-key-identifier-aes128.ber"),
            Print,
        ),
        (
            "OAEP, SHA-1",
            envelope!("recipient-oaep-sha1.ber"),
            Recipient,
        ),
        (
            "OAEP, SHA-256",
            envelope!("recipient-oaep-sha256.ber"),
            Recipient,
        ),
        ("two, first", envelope!("print-and-recipient.ber"), Print),
        (
            "two, second",
            envelope!("print-and-recipient.ber"),
            Recipient,
        ),
    ] {
        assert_eq!(open(bytes, key).as_deref(), Ok(PLAIN), "{name}");
    }
}

#[test]
fn what_the_java_client_seals_opens_by_key_id_and_by_certificate() {
    let plain: Vec<u8> = (0..=250).cycle().take(2500).collect();
    for bytes in [
        envelope!("recipient-bouncycastle-key-id.ber"),
        envelope!("recipient-bouncycastle-certificate.ber"),
    ] {
        assert_eq!(open(bytes, Recipient).as_ref(), Ok(&plain));
    }
}

#[test]
fn a_document_in_the_clear_is_no_envelope() {
    for (bytes, found) in [
        (PLAIN, "bytes that begin with 25 50 44 46"),
        (b"", "no bytes"),
        (b"0", "bytes that begin with 30"),
        (
            envelope!("signed.der"),
            "CMS content of type 1.2.840.113549.1.7.2",
        ),
    ] {
        let found = found.to_owned();
        assert_eq!(
            open(bytes, Recipient),
            Err(EnvelopeError::NotAnEnvelope { found })
        );
    }
}

#[test]
fn an_envelope_for_another_key_says_for_which() {
    for (bytes, key, said) in [
        (STREAMED, Print, "the certificate with serial number "),
        (
            envelope!("recipient-bouncycastle-key-id.ber"),
            Print,
            &*format!("the key {}", Recipient.certificate().key_id()),
        ),
        (
            envelope!("print-by-key-identifier-aes128.ber"),
            Recipient,
            "the key ",
        ),
    ] {
        match open(bytes, key) {
            Err(EnvelopeError::ForAnotherKey { found, expected }) => {
                assert!(found.starts_with(said), "{found}");
                assert_eq!(expected, key.certificate().key_id());
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn another_cipher_is_named() {
    let said = open(envelope!("recipient-des3.ber"), Recipient);
    assert_eq!(
        said.map_err(|error| error.to_string()),
        Err(
            "found content encrypted by 1.2.840.113549.3.7, expected AES-256-CBC; encrypt in \
             that way"
                .to_owned()
        )
    );
}

#[test]
fn a_cut_envelope_is_damaged_wherever_it_was_cut() {
    for bytes in [STREAMED, envelope!("recipient.der")] {
        for length in 0..bytes.len() {
            let said = open(&bytes[..length], Recipient);
            assert!(
                matches!(
                    said,
                    Err(EnvelopeError::Damaged { .. } | EnvelopeError::NotAnEnvelope { .. })
                ),
                "{length}: {said:?}"
            );
        }
    }
}

#[test]
fn a_changed_content_key_is_damage() {
    let mut bytes = envelope!("recipient.der").to_vec();
    let content = bytes.len() - 200;
    bytes[content] ^= 1;
    let said = open(&bytes, Recipient);
    assert!(
        matches!(said, Err(EnvelopeError::Damaged { .. })),
        "{said:?}"
    );
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        for key in Opener::ALL {
            prop_assert!(open(&bytes, key).is_err());
        }
    }

    #[test]
    fn no_change_panics(
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        cut in 0..4_usize,
    ) {
        let mut bytes = STREAMED.to_vec();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        bytes.truncate(bytes.len() - cut);
        let _ = open(&bytes, Recipient);
    }
}
