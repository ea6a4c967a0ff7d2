//! Whether a signature holds, and for what.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::super::finding::{Finding, shown};
use super::super::names::{ASIC, DS, LIST, MIMETYPE, RSA_SHA256, SIGNATURES, XADES};
use super::references::{
    self, Digest, FileReference, References, bytes_of, canon_named, is_ds, only, other, wrong,
};
use crate::crypto::Certificate;
use crate::wire::archive::ArchiveFile;
use crate::wire::error::WireError;
use crate::wire::xml::{Canon, Element, Limits, canonical};

/// Who signed, and when as they say.
#[derive(Debug, Clone)]
pub(in super::super) struct Proof {
    pub(in super::super) certificate: Certificate,
    pub(in super::super) signed_at: Timestamp,
}

/// How much a signature may hold: chains of certificates and a reference for each file.
const LIMITS: Limits = Limits {
    max_depth: 32,
    max_elements: 5000,
    max_attributes: 64,
};

/// The longest signature that is read, in bytes.
const MAX_LENGTH: usize = 1_000_000;

/// Verifies a signature over files. What is believed of it is read from the canonical bytes that
/// its value and its digests are of, and from nothing else.
pub(in super::super) fn verify(bytes: &[u8], files: &[ArchiveFile]) -> Result<Proof, Vec<Finding>> {
    let signature = Signature::read(bytes).map_err(|finding| vec![finding])?;
    let mut findings = Vec::new();
    compare_files(&signature.references.files, files, &mut findings);
    let properties = &signature.references.properties;
    if !properties.digest.is_of(&signature.properties_bytes) {
        findings.push(Finding::PropertiesDigest);
    }
    let certificate = match signature.certificate(&mut findings) {
        Ok(certificate) => certificate,
        Err(finding) => {
            findings.push(finding);
            return Err(findings);
        }
    };
    let key = certificate.public_key();
    if !key.verify(&signature.signed_bytes, &signature.value) {
        findings.push(Finding::SignatureValue);
    }
    if !findings.is_empty() {
        return Err(findings);
    }
    Ok(Proof {
        certificate,
        signed_at: signature.signed_at,
    })
}

/// A signature, taken apart.
struct Signature {
    /// What the value is over.
    signed_bytes: Vec<u8>,
    value: Vec<u8>,
    references: References,
    /// What the signature says of itself.
    properties_bytes: Vec<u8>,
    /// The digest of the certificate it was made with.
    certificate_digest: Digest,
    signed_at: Timestamp,
    /// Certificates in DER, perhaps.
    certificates: Vec<Vec<u8>>,
}

impl Signature {
    fn read(bytes: &[u8]) -> Result<Self, Finding> {
        let text = std::str::from_utf8(bytes).ok();
        let text = text.filter(|text| text.len() <= MAX_LENGTH);
        let text = text
            .ok_or_else(|| wrong("the document", "UTF-8 of at most a million bytes", "others"))?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let root = parsed(text.as_bytes())?;
        if !root.name.is(ASIC, "XAdESSignatures") {
            let expected = format!("<XAdESSignatures> of namespace {ASIC}");
            return Err(wrong("the root", expected, root.name.to_string()));
        }
        let signature = only(&root, "Signature")?;
        if !is_ds(signature, "Signature") {
            let expected = format!("<Signature> of namespace {DS}");
            return Err(wrong("Signature", expected, signature.name.to_string()));
        }
        let info = only(signature, "SignedInfo")?;
        let canon = canon_named(only(info, "CanonicalizationMethod")?, "SignedInfo")?;
        let signed_bytes = part(text, &[(DS, "SignedInfo")], canon)?;
        let signed = parsed(&signed_bytes)?;
        let method = only(&signed, "SignatureMethod")?.attribute("Algorithm");
        if method != Some(RSA_SHA256) {
            let what = "SignatureMethod";
            return Err(other(what, RSA_SHA256, method.unwrap_or_default()));
        }
        let references = references::read(&signed)?;
        let way = [
            (DS, "Object"),
            (XADES, "QualifyingProperties"),
            (XADES, "SignedProperties"),
        ];
        let properties_bytes = part(text, &way, references.properties.canon)?;
        let properties = parsed(&properties_bytes)?;
        let id = properties.attribute("Id").unwrap_or_default();
        if id != references.properties.id {
            let expected = format!("`{}`, as the reference has it", references.properties.id);
            return Err(wrong("SignedProperties/@Id", expected, id));
        }
        let said = only(&properties, "SignedSignatureProperties")?;
        let value = bytes_of(only(signature, "SignatureValue")?);
        let value = value.ok_or_else(|| wrong("SignatureValue", "base64", "others"))?;
        let data = only(only(signature, "KeyInfo")?, "X509Data")?;
        let certificates = data.children_named("X509Certificate");
        let certificates = certificates.map(|element| bytes_of(element).unwrap_or_default());
        Ok(Self {
            signed_bytes,
            value,
            references,
            certificate_digest: certificate_digest(said)?,
            signed_at: signed_at(said)?,
            certificates: certificates.collect(),
            properties_bytes,
        })
    }

    /// The certificate that the signature says it was made with, else the first.
    fn certificate(&self, findings: &mut Vec<Finding>) -> Result<Certificate, Finding> {
        let mut all = self.certificates.iter();
        let named = all.find(|der| self.certificate_digest.is_of(der));
        if named.is_none() {
            findings.push(Finding::CertificateDigest);
        }
        let Some(der) = named.or(self.certificates.first()) else {
            return Err(wrong("X509Data", "<X509Certificate>", "none"));
        };
        Certificate::from_der(der.clone()).map_err(Finding::BadCertificate)
    }
}

fn parsed(bytes: &[u8]) -> Result<Element, Finding> {
    Element::parse(bytes, LIMITS).map_err(|error| {
        let expected = "well-formed XML";
        Finding::BadSignature(WireError::new("the document", expected, error.to_string()))
    })
}

/// The canonical bytes of a part of the signature.
fn part(text: &str, below: &[(&str, &str)], canon: Canon) -> Result<Vec<u8>, Finding> {
    let mut way = vec![(ASIC, "XAdESSignatures"), (DS, "Signature")];
    way.extend(below);
    canonical(text, &way, canon).map_err(|error| {
        let at = below.last().map_or("Signature", |(_, local)| local);
        wrong(at, "a canonical form", error.to_string())
    })
}

fn certificate_digest(said: &Element) -> Result<Digest, Finding> {
    let names = ["SigningCertificate", "SigningCertificateV2"];
    let named = names.iter().find_map(|name| said.child(name));
    let named =
        named.ok_or_else(|| wrong("SignedSignatureProperties", "<SigningCertificate>", "none"))?;
    // Who names the whole chain names their own certificate first.
    let first = named.child("Cert");
    let first = first.ok_or_else(|| wrong("SigningCertificate", "<Cert>", "none"))?;
    Digest::read(only(first, "CertDigest")?, "CertDigest", true)
}

fn signed_at(said: &Element) -> Result<Timestamp, Finding> {
    let text = only(said, "SigningTime")?.text();
    text.parse().map_err(|_| {
        let expected = "a date and a time with offset";
        wrong("SigningTime", expected, format!("`{text}`"))
    })
}

/// Holds the references against the files: each has its file, each file one reference. So no file
/// is hashed twice, however many references a sender writes.
fn compare_files(references: &[FileReference], files: &[ArchiveFile], findings: &mut Vec<Finding>) {
    let named = files.iter().map(|file| (file.name.as_str(), &file.bytes));
    let named: BTreeMap<&str, &Vec<u8>> = named.collect();
    let mut referred = BTreeSet::new();
    for reference in references {
        let decoded = percent_decoded(&reference.uri);
        let as_written = named.get_key_value(reference.uri.as_str());
        let found = as_written.or_else(|| named.get_key_value(decoded.as_deref()?));
        let Some((name, bytes)) = found else {
            let name = shown(&reference.uri);
            findings.push(Finding::SignedFileMissing { name });
            continue;
        };
        if !referred.insert(*name) {
            let name = shown(name);
            findings.push(Finding::SignedTwice { name });
        } else if !reference.digest.is_of(bytes) {
            let name = shown(name);
            findings.push(Finding::Digest { name });
        }
    }
    let free = [MIMETYPE, SIGNATURES, LIST];
    let names = files.iter().map(|file| file.name.as_str());
    let unsigned = names.filter(|name| !free.contains(name) && !referred.contains(name));
    findings.extend(unsigned.map(|name| Finding::Unsigned { name: shown(name) }));
}

/// A name in which what an address cannot carry is written as `%` and two digits.
fn percent_decoded(name: &str) -> Option<String> {
    let mut out = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        if *first == b'%' {
            let (digits, after) = after.split_at_checked(2)?;
            let digits = std::str::from_utf8(digits).ok()?;
            out.push(u8::from_str_radix(digits, 16).ok()?);
            rest = after;
        } else {
            out.push(*first);
            rest = after;
        }
    }
    String::from_utf8(out).ok()
}
