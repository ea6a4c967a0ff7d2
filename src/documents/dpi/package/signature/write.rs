//! Signing of files.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;

use super::super::names::{ASIC, DS, RSA_SHA256, SHA256, SIGNED_PROPERTIES, XADES};
use crate::crypto::{Signer, sha256, sign as sign_bytes};
use crate::domain::calendar::with_millis;
use crate::wire::xml::{Canon, Writer, canonical};

/// A file to be signed.
pub(in super::super) struct ToSign<'a> {
    pub(in super::super) name: &'a str,
    pub(in super::super) media_type: &'a str,
    pub(in super::super) bytes: &'a [u8],
}

const CANON: Canon = Canon::Inclusive;

/// A signature over these files, made with a compiled-in key; nothing where one of our own names
/// cannot be made canonical, which none is.
pub(in super::super) fn sign(
    files: &[ToSign<'_>],
    signer: Signer,
    at: Timestamp,
) -> Option<Vec<u8>> {
    // First with neither digest nor value, to get the bytes that these are of.
    let mut parts = Parts {
        files,
        signer,
        at,
        properties_digest: String::new(),
        value: String::new(),
    };
    let properties = [
        (DS, "Object"),
        (XADES, "QualifyingProperties"),
        (XADES, "SignedProperties"),
    ];
    let canonical_properties = part(&parts.write(), &properties)?;
    parts.properties_digest = STANDARD.encode(sha256(&canonical_properties));
    let signed_info = part(&parts.write(), &[(DS, "SignedInfo")])?;
    parts.value = STANDARD.encode(sign_bytes(signer, &signed_info));
    Some(parts.write())
}

fn part(document: &[u8], below: &[(&str, &str)]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(document).ok()?;
    let mut way = vec![(ASIC, "XAdESSignatures"), (DS, "Signature")];
    way.extend(below);
    canonical(text, &way, CANON).ok()
}

struct Parts<'a> {
    files: &'a [ToSign<'a>],
    signer: Signer,
    at: Timestamp,
    properties_digest: String,
    value: String,
}

impl Parts<'_> {
    fn write(&self) -> Vec<u8> {
        let certificate = self.signer.certificate();
        let mut out = Writer::new();
        out.open("XAdESSignatures", &[("xmlns", ASIC)]);
        out.open("Signature", &[("xmlns", DS), ("Id", "Signature")]);
        self.signed_info(&mut out);
        out.leaf("SignatureValue", &self.value);
        out.open("KeyInfo", &[]).open("X509Data", &[]);
        out.leaf("X509Certificate", &STANDARD.encode(certificate.der()));
        out.close().close();
        out.open("Object", &[]);
        let target = [("xmlns", XADES), ("Target", "#Signature")];
        out.open("QualifyingProperties", &target);
        self.properties(&mut out);
        out.finish()
    }

    fn signed_info(&self, out: &mut Writer) {
        out.open("SignedInfo", &[]);
        algorithm(out, "CanonicalizationMethod", CANON.uri());
        algorithm(out, "SignatureMethod", RSA_SHA256);
        for (n, file) in self.files.iter().enumerate() {
            let (id, uri) = (format!("ID_{n}"), percent_encoded(file.name));
            out.open("Reference", &[("Id", &id), ("URI", &uri)]);
            digest(out, "", &STANDARD.encode(sha256(file.bytes)));
            out.close();
        }
        let properties = [("Type", SIGNED_PROPERTIES), ("URI", "#SignedProperties")];
        out.open("Reference", &properties);
        out.open("Transforms", &[]);
        algorithm(out, "Transform", CANON.uri());
        out.close();
        digest(out, "", &self.properties_digest);
        out.close().close();
    }

    fn properties(&self, out: &mut Writer) {
        let certificate = self.signer.certificate();
        out.open("SignedProperties", &[("Id", "SignedProperties")]);
        out.open("SignedSignatureProperties", &[]);
        out.leaf("SigningTime", &with_millis(self.at));
        out.open("SigningCertificate", &[]).open("Cert", &[]);
        out.open("CertDigest", &[("xmlns:ds", DS)]);
        digest(out, "ds:", &STANDARD.encode(sha256(certificate.der())));
        out.close();
        out.open("IssuerSerial", &[("xmlns:ds", DS)]);
        out.leaf("ds:X509IssuerName", certificate.issuer());
        out.leaf("ds:X509SerialNumber", &certificate.serial_decimal());
        out.close().close().close().close();
        out.open("SignedDataObjectProperties", &[]);
        for (n, file) in self.files.iter().enumerate() {
            let id = format!("#ID_{n}");
            out.open("DataObjectFormat", &[("ObjectReference", &id)]);
            out.leaf("MimeType", file.media_type).close();
        }
        out.close().close();
    }
}

fn algorithm(out: &mut Writer, name: &str, uri: &str) {
    out.leaf_with(name, &[("Algorithm", uri)], "");
}

fn digest(out: &mut Writer, prefix: &str, value: &str) {
    algorithm(out, &format!("{prefix}DigestMethod"), SHA256);
    out.leaf(&format!("{prefix}DigestValue"), value);
}

/// A name as an address carries it.
fn percent_encoded(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
