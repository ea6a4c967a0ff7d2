//! The compiled-in keys, each read when it is first needed and not before.

use std::sync::OnceLock;

use aws_lc_rs::rsa::{
    KeyPair, OAEP_SHA1_MGF1SHA1, OAEP_SHA256_MGF1SHA256, OAEP_SHA384_MGF1SHA384,
    OAEP_SHA512_MGF1SHA512, OaepAlgorithm, OaepPrivateDecryptingKey, Pkcs1PrivateDecryptingKey,
    PrivateDecryptingKey,
};

use super::super::certificate::{self, Certificate};

/// The broker's key and certificate as PKCS #12, which Java and .NET read.
pub const BROKER_PKCS12: &[u8] = include_bytes!("broker.p12");

/// The password of [`BROKER_PKCS12`].
pub const BROKER_PASSWORD: &str = "sandkasse";

/// Whose key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signer {
    /// Digipost of every sandbox; the certificate stands in the entry point.
    Sandbox,
    /// Digipost after it changed its key: what a client meets that trusts the old certificate.
    Rotated,
    /// Every broker, unless its company was given a certificate of its own.
    Broker,
    /// Somebody whose certificate no company of the cast has.
    Stranger,
    /// Vipps: the first of the keys that links to documents are signed with, and access tokens.
    VippsFirst,
    /// Vipps: the second of them.
    VippsSecond,
    /// Vipps: the third of them, which is there to rotate to.
    VippsThird,
    /// Maskinporten: the key that access tokens are signed with.
    MaskinportenFirst,
    /// Maskinporten: the key that is there to rotate to.
    MaskinportenSecond,
    /// The contact and reservation register: signs answers that were asked for as JOSE.
    Register,
    /// The business certificate of the municipality of the cast: its grants and messages.
    Municipality,
    /// The business certificate of the access provider, which sends for others.
    AccessProvider,
    /// The mailboxes of Digipost: signs receipts of digital post.
    DigipostMailbox,
    /// The mailboxes of e-Boks: signs receipts of digital post.
    EboksMailbox,
    /// The print service: signs receipts of digital post.
    Printer,
    /// A mailbox of Digipost whose certificate has expired.
    ExpiredMailbox,
}

/// Whose key opens what was encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opener {
    /// Every recipient of digital mail.
    Recipient,
    /// The printer's.
    Print,
    /// The mailboxes of Digipost, for digital post to citizens.
    DigipostMailbox,
    /// The mailboxes of e-Boks, for digital post to citizens.
    EboksMailbox,
    /// The print service, for digital post to citizens.
    Printer,
}

/// How a content key was encrypted to an RSA key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::crypto) enum Wrapping {
    /// RSAES-PKCS1-v1_5.
    Pkcs1,
    /// RSAES-OAEP with SHA-1 for digest and mask.
    OaepSha1,
    /// RSAES-OAEP with SHA-256 for digest and mask.
    OaepSha256,
    /// RSAES-OAEP with SHA-384 for digest and mask.
    OaepSha384,
    /// RSAES-OAEP with SHA-512 for digest and mask.
    OaepSha512,
}

/// The files of a key, and what was read from them.
struct Held<K> {
    key_pem: &'static str,
    certificate_pem: &'static str,
    key: OnceLock<K>,
    certificate: OnceLock<Certificate>,
}

macro_rules! held {
    ($name:literal) => {
        Held {
            key_pem: include_str!(concat!($name, ".key.pem")),
            certificate_pem: include_str!(concat!($name, ".cert.pem")),
            key: OnceLock::new(),
            certificate: OnceLock::new(),
        }
    };
}

static SANDBOX: Held<KeyPair> = held!("sandbox");
static ROTATED: Held<KeyPair> = held!("rotated");
static BROKER: Held<KeyPair> = held!("broker");
static STRANGER: Held<KeyPair> = held!("stranger");
static VIPPS_FIRST: Held<KeyPair> = held!("vipps-1");
static VIPPS_SECOND: Held<KeyPair> = held!("vipps-2");
static VIPPS_THIRD: Held<KeyPair> = held!("vipps-3");
static MASKINPORTEN_FIRST: Held<KeyPair> = held!("maskinporten-1");
static MASKINPORTEN_SECOND: Held<KeyPair> = held!("maskinporten-2");
static REGISTER: Held<KeyPair> = held!("register");
static MUNICIPALITY: Held<KeyPair> = held!("municipality");
static ACCESS_PROVIDER: Held<KeyPair> = held!("access-provider");
static DIGIPOST_MAILBOX_SIGN: Held<KeyPair> = held!("digipost-mailbox-sign");
static EBOKS_MAILBOX_SIGN: Held<KeyPair> = held!("eboks-mailbox-sign");
static PRINTER_SIGN: Held<KeyPair> = held!("printer-sign");
static EXPIRED_MAILBOX_SIGN: Held<KeyPair> = held!("expired-mailbox-sign");
static RECIPIENT: Held<PrivateDecryptingKey> = held!("recipient");
static PRINT: Held<PrivateDecryptingKey> = held!("print");
static DIGIPOST_MAILBOX: Held<PrivateDecryptingKey> = held!("digipost-mailbox");
static EBOKS_MAILBOX: Held<PrivateDecryptingKey> = held!("eboks-mailbox");
static PRINTER: Held<PrivateDecryptingKey> = held!("printer");

impl Signer {
    /// Every signer.
    pub const ALL: [Self; 16] = [
        Self::Sandbox,
        Self::Rotated,
        Self::Broker,
        Self::Stranger,
        Self::VippsFirst,
        Self::VippsSecond,
        Self::VippsThird,
        Self::MaskinportenFirst,
        Self::MaskinportenSecond,
        Self::Register,
        Self::Municipality,
        Self::AccessProvider,
        Self::DigipostMailbox,
        Self::EboksMailbox,
        Self::Printer,
        Self::ExpiredMailbox,
    ];

    /// The private key as PEM (PKCS #8).
    #[must_use]
    pub fn key_pem(self) -> &'static str {
        self.held().key_pem
    }

    /// The certificate.
    #[must_use]
    pub fn certificate(self) -> &'static Certificate {
        self.held().certificate()
    }

    /// The private key, ready to sign.
    pub(in crate::crypto) fn key_pair(self) -> &'static KeyPair {
        let held = self.held();
        held.key.get_or_init(|| {
            let der = key_der(held.key_pem);
            KeyPair::from_pkcs8(&der).expect("the compiled-in files hold RSA keys")
        })
    }

    fn held(self) -> &'static Held<KeyPair> {
        match self {
            Self::Sandbox => &SANDBOX,
            Self::Rotated => &ROTATED,
            Self::Broker => &BROKER,
            Self::Stranger => &STRANGER,
            Self::VippsFirst => &VIPPS_FIRST,
            Self::VippsSecond => &VIPPS_SECOND,
            Self::VippsThird => &VIPPS_THIRD,
            Self::MaskinportenFirst => &MASKINPORTEN_FIRST,
            Self::MaskinportenSecond => &MASKINPORTEN_SECOND,
            Self::Register => &REGISTER,
            Self::Municipality => &MUNICIPALITY,
            Self::AccessProvider => &ACCESS_PROVIDER,
            Self::DigipostMailbox => &DIGIPOST_MAILBOX_SIGN,
            Self::EboksMailbox => &EBOKS_MAILBOX_SIGN,
            Self::Printer => &PRINTER_SIGN,
            Self::ExpiredMailbox => &EXPIRED_MAILBOX_SIGN,
        }
    }
}

impl Opener {
    /// Every opener.
    pub const ALL: [Self; 5] = [
        Self::Recipient,
        Self::Print,
        Self::DigipostMailbox,
        Self::EboksMailbox,
        Self::Printer,
    ];

    /// The private key as PEM (PKCS #8).
    #[must_use]
    pub fn key_pem(self) -> &'static str {
        self.held().key_pem
    }

    /// The certificate; its key, and the id of its key, are what senders are given.
    #[must_use]
    pub fn certificate(self) -> &'static Certificate {
        self.held().certificate()
    }

    /// Decrypts a content key, or nothing where it was not encrypted to this key in this way.
    pub(in crate::crypto) fn unwrap_key(
        self,
        wrapping: Wrapping,
        wrapped: &[u8],
    ) -> Option<Vec<u8>> {
        let key = self.decrypting_key();
        let mut room = vec![0; key.key_size_bytes()];
        let decrypted = match wrapping {
            Wrapping::Pkcs1 => Pkcs1PrivateDecryptingKey::new(key.clone())
                .ok()?
                .decrypt(wrapped, &mut room),
            Wrapping::OaepSha1 => return oaep(key, &OAEP_SHA1_MGF1SHA1, wrapped, &mut room),
            Wrapping::OaepSha256 => return oaep(key, &OAEP_SHA256_MGF1SHA256, wrapped, &mut room),
            Wrapping::OaepSha384 => return oaep(key, &OAEP_SHA384_MGF1SHA384, wrapped, &mut room),
            Wrapping::OaepSha512 => return oaep(key, &OAEP_SHA512_MGF1SHA512, wrapped, &mut room),
        };
        decrypted.ok().map(|plain| plain.to_vec())
    }

    fn decrypting_key(self) -> &'static PrivateDecryptingKey {
        let held = self.held();
        held.key.get_or_init(|| {
            let der = key_der(held.key_pem);
            PrivateDecryptingKey::from_pkcs8(&der).expect("the compiled-in files hold RSA keys")
        })
    }

    fn held(self) -> &'static Held<PrivateDecryptingKey> {
        match self {
            Self::Recipient => &RECIPIENT,
            Self::Print => &PRINT,
            Self::DigipostMailbox => &DIGIPOST_MAILBOX,
            Self::EboksMailbox => &EBOKS_MAILBOX,
            Self::Printer => &PRINTER,
        }
    }
}

impl<K> Held<K> {
    fn certificate(&'static self) -> &'static Certificate {
        self.certificate.get_or_init(|| {
            Certificate::parse(self.certificate_pem)
                .expect("the compiled-in files hold RSA certificates")
        })
    }
}

fn key_der(pem: &str) -> Vec<u8> {
    certificate::pem_block(pem)
        .map(|block| block.der)
        .unwrap_or_default()
}

fn oaep(
    key: &PrivateDecryptingKey,
    algorithm: &'static OaepAlgorithm,
    wrapped: &[u8],
    room: &mut [u8],
) -> Option<Vec<u8>> {
    let key = OaepPrivateDecryptingKey::new(key.clone()).ok()?;
    let plain = key.decrypt(algorithm, wrapped, room, None).ok()?;
    Some(plain.to_vec())
}

#[cfg(test)]
mod tests {
    use super::{Opener, Signer};

    #[test]
    fn every_key_belongs_to_its_certificate() {
        for signer in Signer::ALL {
            let signature = super::super::super::sign(signer, b"m");
            assert!(signer.certificate().public_key().verify(b"m", &signature));
        }
        for opener in Opener::ALL {
            let _ = opener.decrypting_key();
            assert_eq!(opener.certificate().public_key().bits(), 2048);
        }
    }

    #[test]
    fn no_two_keys_are_the_same() {
        let certificates = Signer::ALL.map(Signer::certificate).into_iter();
        let all: Vec<_> = certificates
            .chain(Opener::ALL.map(Opener::certificate))
            .collect();
        for (at, one) in all.iter().enumerate() {
            assert!(!all[at + 1..].contains(one));
        }
    }
}
