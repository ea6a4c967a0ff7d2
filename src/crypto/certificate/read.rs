//! X.509 certificates with an RSA key, as senders upload them and entry points show them.

use std::fmt;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use x509_cert::der::oid::ObjectIdentifier;
use x509_cert::der::{Decode, Encode};
use x509_cert::ext::pkix::SubjectKeyIdentifier;

use super::super::ber::{Malformed, Reader, tag};
use super::super::sign::{PublicKey, sha256};
use super::owner;
use crate::domain::identity::OrgNumber;

/// The shortest key that is taken, in bits; what is shorter has not been issued for years.
pub(super) const MIN_BITS: usize = 2048;

/// `rsaEncryption` of PKCS #1.
pub(super) const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");

/// A certificate with an RSA key of at least 2048 bits. Who signed it and how long it is good is
/// not asked: it names a key, nothing more.
#[derive(Clone)]
pub struct Certificate(Arc<Inner>);

struct Inner {
    pem: String,
    der: Vec<u8>,
    subject: String,
    issuer: String,
    org_number: Option<OrgNumber>,
    not_before: Timestamp,
    not_after: Timestamp,
    issuer_der: Vec<u8>,
    serial: Vec<u8>,
    key_identifier: Option<Vec<u8>>,
    key_der: Vec<u8>,
    key_pkcs1: Vec<u8>,
    key_id: String,
    key: PublicKey,
}

/// Why a text is no certificate that can be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// There is no PEM block in the text.
    #[error(
        "found no PEM block, expected a text from `-----BEGIN CERTIFICATE-----` to \
         `-----END CERTIFICATE-----`; convert other forms by `openssl x509 -inform DER`"
    )]
    NotPem,
    /// The PEM block is something else.
    #[error(
        "found a PEM block `{label}`, expected `CERTIFICATE`; {}",
        advice(label)
    )]
    OtherBlock {
        /// What the block says it is.
        label: String,
    },
    /// There is no PEM block where a public key may stand alone.
    #[error(
        "found no PEM block, expected one `PUBLIC KEY` or `CERTIFICATE`; write it by `openssl rsa \
         -in key.pem -pubout`"
    )]
    NotPublicKeyPem,
    /// The PEM block is something else where a public key may stand alone.
    #[error(
        "found a PEM block `{label}`, expected `PUBLIC KEY` or `CERTIFICATE`; {}",
        advice_on_keys(label)
    )]
    NoPublicKey {
        /// What the block says it is.
        label: String,
    },
    /// The bytes in the block are no certificate.
    #[error("found a PEM block that holds no X.509 certificate ({why}); export it again")]
    NotX509 {
        /// What is wrong with the bytes.
        why: String,
    },
    /// The key is of another kind.
    #[error(
        "found a key of algorithm {algorithm}, expected RSA; make a certificate with an RSA key"
    )]
    NotRsa {
        /// The algorithm's object identifier.
        algorithm: String,
    },
    /// The key is too short.
    #[error("found an RSA key of {bits} bits, expected at least {MIN_BITS}; make a longer one")]
    TooShort {
        /// The length of the key.
        bits: usize,
    },
    /// The key says RSA and is none, or is longer than 8192 bits.
    #[error("found an RSA key that cannot be read, expected 2048 to 8192 bits; make a new one")]
    UnreadableKey,
}

impl Certificate {
    /// Reads the first PEM block of a text, which must be a certificate.
    ///
    /// # Errors
    /// [`CertificateError`] where it is none, or its key is not RSA of at least 2048 bits.
    pub fn parse(pem: &str) -> Result<Self, CertificateError> {
        let block = pem_block(pem).ok_or(CertificateError::NotPem)?;
        if !matches!(
            block.label,
            "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE"
        ) {
            let label = block.label.to_owned();
            return Err(CertificateError::OtherBlock { label });
        }
        Self::from_der(block.der)
    }

    /// Reads a certificate as base64 of its DER, as `x5c` and XML signatures hold it; blanks and
    /// line ends in it do not count.
    ///
    /// # Errors
    /// [`CertificateError`] where it is none, or its key is not RSA of at least 2048 bits.
    pub fn from_base64(text: &str) -> Result<Self, CertificateError> {
        let digits: String = text.split_ascii_whitespace().collect();
        let der = STANDARD.decode(digits);
        let why = "the text is no base64".to_owned();
        Self::from_der(der.map_err(|_| CertificateError::NotX509 { why })?)
    }

    /// Reads a certificate in DER.
    ///
    /// # Errors
    /// [`CertificateError`] where it is none, or its key is not RSA of at least 2048 bits.
    pub fn from_der(der: Vec<u8>) -> Result<Self, CertificateError> {
        let broken = |error: x509_cert::der::Error| CertificateError::NotX509 {
            why: error.to_string(),
        };
        let read = x509_cert::Certificate::from_der(&der).map_err(broken)?;
        let inner = read.tbs_certificate();
        let info = inner.subject_public_key_info();
        if info.algorithm.oid != RSA {
            return Err(CertificateError::NotRsa {
                algorithm: info.algorithm.oid.to_string(),
            });
        }
        let key_der = info.to_der().map_err(broken)?;
        let key_pkcs1 = info.subject_public_key.raw_bytes().to_vec();
        let bits = modulus_bits(&key_pkcs1).map_err(|Malformed| CertificateError::UnreadableKey)?;
        if bits < MIN_BITS {
            return Err(CertificateError::TooShort { bits });
        }
        let key = PublicKey::from_der(&key_der, bits).ok_or(CertificateError::UnreadableKey)?;
        let identifier = inner
            .get_extension::<SubjectKeyIdentifier>()
            .map_err(broken)?;
        Ok(Self(Arc::new(Inner {
            pem: pem_text("CERTIFICATE", &der),
            subject: inner.subject().to_string(),
            issuer: inner.issuer().to_string(),
            org_number: owner::org_number(inner.subject()),
            not_before: owner::timestamp(inner.validity().not_before),
            not_after: owner::timestamp(inner.validity().not_after),
            issuer_der: inner.issuer().to_der().map_err(broken)?,
            serial: inner.serial_number().as_bytes().to_vec(),
            key_identifier: identifier.map(|(_, found)| found.0.as_bytes().to_vec()),
            key_id: sha256(&key_der)
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect(),
            key_der,
            key_pkcs1,
            key,
            der,
        })))
    }

    /// The certificate as PEM: lines of 64 characters, each ended by a line feed.
    #[must_use]
    pub fn pem(&self) -> &str {
        &self.0.pem
    }

    /// The certificate as DER.
    #[must_use]
    pub fn der(&self) -> &[u8] {
        &self.0.der
    }

    /// Whose it is, as a distinguished name in text form (RFC 4514).
    #[must_use]
    pub fn subject(&self) -> &str {
        &self.0.subject
    }

    /// Who issued it, as a distinguished name in text form (RFC 4514).
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.0.issuer
    }

    /// Its serial number, in decimal digits as XML signatures write it.
    #[must_use]
    pub fn serial_decimal(&self) -> String {
        owner::decimal(&self.0.serial)
    }

    /// The organisation whose business certificate it is: `NTRNO-` and nine digits in the subject's
    /// `organizationIdentifier`, or in older ones nine digits in its `serialNumber`.
    #[must_use]
    pub fn org_number(&self) -> Option<&OrgNumber> {
        self.0.org_number.as_ref()
    }

    /// The first second at which it is good.
    #[must_use]
    pub fn not_before(&self) -> Timestamp {
        self.0.not_before
    }

    /// The last second at which it is good.
    #[must_use]
    pub fn not_after(&self) -> Timestamp {
        self.0.not_after
    }

    /// Whether one of the authorities that issue Norwegian business certificates for production,
    /// Buypass and Commfides, says it issued this one. Their test authorities have `Test` in
    /// their names. Nobody's signature is checked.
    #[must_use]
    pub fn is_for_production(&self) -> bool {
        owner::is_production_authority(&self.0.issuer)
    }

    /// The key in it.
    #[must_use]
    pub fn public_key(&self) -> &PublicKey {
        &self.0.key
    }

    /// The key in it as DER in the form of PKCS #1, which [`PublicKey::from_pkcs1`] reads.
    #[must_use]
    pub fn key_pkcs1(&self) -> &[u8] {
        &self.0.key_pkcs1
    }

    /// The key in it as PEM, `PUBLIC KEY`.
    #[must_use]
    pub fn public_key_pem(&self) -> String {
        pem_text("PUBLIC KEY", &self.0.key_der)
    }

    /// The id under which the key is given to senders: the SHA-256 of the key as it stands in the
    /// certificate, in hexadecimal. The Java client writes its bytes into the envelope as key
    /// identifier (Digipost: Java client 14.7); how the real service makes it is not public.
    #[must_use]
    pub fn key_id(&self) -> &str {
        &self.0.key_id
    }

    /// Issuer and serial number in DER, as an envelope names a recipient by them.
    pub(in crate::crypto) fn name_der(&self) -> (&[u8], &[u8]) {
        (&self.0.issuer_der, &self.0.serial)
    }

    /// The key in it in DER, as it stands there.
    pub(in crate::crypto) fn key_der(&self) -> &[u8] {
        &self.0.key_der
    }

    /// Whether a recipient named by issuer and serial number, both as in DER, is this one.
    pub(in crate::crypto) fn is_of(&self, issuer_der: &[u8], serial: &[u8]) -> bool {
        let plain = |number: &[u8]| {
            let zeros = number.iter().take_while(|byte| **byte == 0).count();
            number.iter().skip(zeros).copied().collect::<Vec<u8>>()
        };
        self.0.issuer_der == issuer_der && plain(&self.0.serial) == plain(serial)
    }

    /// Whether a recipient named by key identifier is this one.
    pub(in crate::crypto) fn has_identifier(&self, identifier: &[u8]) -> bool {
        self.0.key_identifier.as_deref() == Some(identifier)
            || self.0.key_id.as_bytes() == identifier
    }
}

impl PartialEq for Certificate {
    fn eq(&self, other: &Self) -> bool {
        self.0.der == other.0.der
    }
}

impl Eq for Certificate {}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Certificate({})", self.0.subject)
    }
}

/// The length of an RSA key, which is that of its modulus without leading zeros.
pub(in crate::crypto) fn modulus_bits(key: &[u8]) -> Result<usize, Malformed> {
    let modulus = Reader::new(key).enter(tag::SEQUENCE)?.take(tag::INTEGER)?;
    let zeros = modulus.body.iter().take_while(|byte| **byte == 0).count();
    let digits = modulus.body.get(zeros..).unwrap_or_default();
    let first = digits.first().copied().unwrap_or(0);
    let bits = digits.len().saturating_mul(8);
    Ok(bits.saturating_sub(usize::try_from(first.leading_zeros()).unwrap_or(0)))
}

/// A PEM block.
pub(in crate::crypto) struct Block<'a> {
    /// What it says it is.
    pub(in crate::crypto) label: &'a str,
    /// What is in it.
    pub(in crate::crypto) der: Vec<u8>,
}

/// The first PEM block of a text, however its lines are broken, indented or ended: people paste
/// certificates into files with habits of their own.
pub(in crate::crypto) fn pem_block(text: &str) -> Option<Block<'_>> {
    let (_, rest) = text.split_once("-----BEGIN ")?;
    let (label, rest) = rest.split_once("-----")?;
    let (body, _) = rest.split_once("-----END ")?;
    let digits: String = body.split_ascii_whitespace().collect();
    let der = STANDARD.decode(digits).ok()?;
    Some(Block { label, der })
}

pub(super) fn pem_text(label: &str, der: &[u8]) -> String {
    let digits = STANDARD.encode(der);
    let mut text = format!("-----BEGIN {label}-----\n");
    let mut rest = digits.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(64));
        text.push_str(line);
        text.push('\n');
        rest = after;
    }
    text.push_str(&format!("-----END {label}-----\n"));
    text
}

fn advice_on_keys(label: &str) -> &'static str {
    if label.contains("PRIVATE KEY") {
        "keep the private key, and write the public one by `openssl rsa -in key.pem -pubout`"
    } else {
        "write the public key by `openssl rsa -in key.pem -pubout`"
    }
}

fn advice(label: &str) -> &'static str {
    if label.contains("PRIVATE KEY") {
        "keep the private key, and give the certificate that belongs to it"
    } else if label == "CERTIFICATE REQUEST" {
        "give the certificate that was issued, not the request"
    } else {
        "give the certificate itself"
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Certificate;
    use crate::crypto::keys::{Opener, Signer};

    #[test]
    fn a_certificate_reads_however_it_was_pasted() {
        let broker = Signer::Broker.certificate();
        let pem = broker.pem();
        let one_line = pem.replace("-----\n", "-----").replace('\n', "");
        for text in [
            pem.to_owned(),
            pem.replace('\n', "\r\n"),
            pem.replace('\n', "\n    "),
            format!("\n\n{pem}\n{}", Signer::Stranger.certificate().pem()),
            include_str!("../tests/certificates/broker-with-text.cert.pem").to_owned(),
            one_line.replace("-----END", "\n-----END"),
        ] {
            let read = Certificate::parse(&text).expect("a certificate");
            assert_eq!(&read, broker);
            assert_eq!(read.pem(), pem);
        }
        assert!(broker.subject().contains("Sandkasse broker"));
    }

    #[test]
    fn what_is_no_certificate_of_an_rsa_key_is_told_what_to_do() {
        for (text, said) in [
            ("", "found no PEM block"),
            ("-----BEGIN CERTIFICATE-----", "found no PEM block"),
            (
                "-----BEGIN CERTIFICATE-----\næøå\n-----END CERTIFICATE-----",
                "found no PEM block",
            ),
            (
                Signer::Broker.key_pem(),
                "found a PEM block `PRIVATE KEY`, expected `CERTIFICATE`; keep the private key",
            ),
            (
                include_str!("../tests/certificates/request.pem"),
                "found a PEM block `CERTIFICATE REQUEST`, expected `CERTIFICATE`; give the \
                 certificate that was issued",
            ),
            (
                "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----",
                "found a PEM block that holds no X.509 certificate",
            ),
            (
                include_str!("../tests/certificates/elliptic.cert.pem"),
                "found a key of algorithm 1.2.840.10045.2.1, expected RSA",
            ),
            (
                include_str!("../tests/certificates/short.cert.pem"),
                "found an RSA key of 1024 bits, expected at least 2048",
            ),
        ] {
            let error = Certificate::parse(text).expect_err(said).to_string();
            assert!(error.starts_with(said), "{error}");
        }
    }

    #[test]
    fn the_key_of_a_certificate_is_given_out_as_pem_and_id() {
        let recipient = Opener::Recipient.certificate();
        let pem = recipient.public_key_pem();
        assert!(pem.starts_with("-----BEGIN PUBLIC KEY-----\n"), "{pem}");
        assert!(pem.lines().all(|line| line.len() <= 64));
        // By `openssl x509 -noout -pubkey | openssl pkey -pubin -outform DER | sha256sum`.
        assert_eq!(
            recipient.key_id(),
            "6b81260bc822a414b67e2ed7ed6b08b469d75b520370cfb09e18b7996fbbf57c"
        );
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "(-----BEGIN CERTIFICATE-----)?[A-Za-z0-9+/= \\PC]{0,80}") {
            prop_assert!(Certificate::parse(&text).is_err());
        }

        #[test]
        fn no_changed_certificate_panics(at in any::<prop::sample::Index>(), byte in any::<u8>()) {
            let mut der = Signer::Broker.certificate().der().to_vec();
            let at = at.index(der.len());
            der[at] = byte;
            let _ = Certificate::from_der(der);
        }
    }
}
