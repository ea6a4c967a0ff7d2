//! A document package: opened with whichever key opens it, and judged by itself.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;

use super::invoice;
use crate::crypto::{EnvelopeError, Opener, open};
use crate::documents::dpi::{self as asic, Finding, PackageLimits, read_package};
use crate::domain::blob::Blob;
use crate::domain::dpi::{Destination, Fingerprint};
use crate::services::dpi::model::{Complaint, ComplaintKind, Opened, Package, PackedFile};

/// The keys of mailboxes and printer.
const OPENERS: [(Destination, Opener); 3] = [
    (Destination::Digipost, Opener::DigipostMailbox),
    (Destination::Eboks, Opener::EboksMailbox),
    (Destination::Printer, Opener::Printer),
];

/// More complaints than anybody reads.
const COMPLAINTS_MAX: usize = 10;

/// Longer than any finding is whose names are cut, in characters.
const WORDS_MAX: usize = 500;

/// A package that is left shut, since the message it came with is refused whatever is in it. Nor is
/// it hashed: nobody gets as far as asking.
pub(super) fn shut(cms: &[u8]) -> Package {
    Package {
        bytes: u64::try_from(cms.len()).unwrap_or(u64::MAX),
        fingerprint: Fingerprint::of_digest([0; 32]),
        by: None,
        opened: None,
        complaints: vec![Complaint::of(ComplaintKind::CannotDecrypt, "not opened")],
    }
}

/// What is in a package or wrong with it, and its files.
pub(super) fn read(cms: Bytes) -> (Package, Vec<Blob>) {
    let fingerprint = Fingerprint::of_digest(crate::crypto::sha256(&cms));
    let mut package = Package {
        bytes: u64::try_from(cms.len()).unwrap_or(u64::MAX),
        fingerprint,
        by: None,
        opened: None,
        complaints: Vec::new(),
    };
    let archive = match opened(&cms) {
        Ok((by, archive)) => {
            package.by = Some(by);
            archive
        }
        Err(error) => {
            let kind = ComplaintKind::CannotDecrypt;
            package
                .complaints
                .push(Complaint::of(kind, error.to_string()));
            return (package, Vec::new());
        }
    };
    match read_package(&archive, PackageLimits::default()) {
        Ok(found) => {
            package.complaints = complaints(&found.findings);
            let (opened, files) = contents(found);
            package.opened = Some(opened);
            (package, files)
        }
        Err(findings) => {
            package.complaints = complaints(&findings);
            (package, Vec::new())
        }
    }
}

/// The archive, and whose key opened it. Where none does, what the first says that was meant.
fn opened(cms: &[u8]) -> Result<(Destination, Vec<u8>), EnvelopeError> {
    let mut first: Option<EnvelopeError> = None;
    for (destination, opener) in OPENERS {
        match open(cms, opener) {
            Ok(archive) => return Ok((destination, archive)),
            Err(error @ EnvelopeError::ForAnotherKey { .. }) => {
                first.get_or_insert(error);
            }
            Err(error) => return Err(error),
        }
    }
    Err(first.unwrap_or(EnvelopeError::NotAnEnvelope {
        found: "nothing".to_owned(),
    }))
}

fn contents(package: asic::Package) -> (Opened, Vec<Blob>) {
    let manifest = package.manifest;
    // Hashed once each, however often the manifest names it.
    let named: BTreeSet<&str> = manifest.documents().map(|it| it.name.as_str()).collect();
    let blobs = package.files.into_iter();
    let blobs = blobs.filter(|file| named.contains(file.name.as_str()));
    let blobs: BTreeMap<String, Blob> = blobs
        .map(|file| (file.name, Blob::of(file.bytes)))
        .collect();
    let mut files = Vec::new();
    for (index, document) in manifest.documents().enumerate() {
        let Some(blob) = blobs.get(&document.name) else {
            continue;
        };
        let is_ehf = index == 0 && document.media_type.eq_ignore_ascii_case(invoice::EHF);
        files.push(PackedFile {
            name: document.name.clone(),
            title: document
                .title
                .as_ref()
                .map(|it| it.text.as_str().to_owned()),
            media_type: document.media_type.clone(),
            content: blob.key(),
            bytes: u64::try_from(blob.bytes().len()).unwrap_or(u64::MAX),
            invoice: if is_ehf {
                invoice::found(blob.bytes())
            } else {
                None
            },
        });
    }
    let opened = Opened {
        signer: package.signed_by.org_number().cloned(),
        sender: Some(manifest.sender.organisation.clone()),
        address: manifest.mailbox.as_ref().map(|it| it.as_str().to_owned()),
        files,
    };
    (opened, blobs.into_values().collect())
}

/// The first of what is wrong, as far as it is kept: a sender must not fill a sandbox with it.
fn complaints(findings: &[Finding]) -> Vec<Complaint> {
    let all = findings.iter().filter_map(complaint);
    all.take(COMPLAINTS_MAX).collect()
}

/// What a finding is to a mailbox; that a name stands twice only e-Boks minds, which sees for
/// itself.
fn complaint(finding: &Finding) -> Option<Complaint> {
    let kind = match finding {
        Finding::NameTwice { .. } => return None,
        Finding::Envelope(_) => ComplaintKind::CannotDecrypt,
        Finding::Archive(_)
        | Finding::NoMimetype { .. }
        | Finding::CompressedMimetype
        | Finding::OtherMimetype { .. }
        | Finding::NoSignature
        | Finding::BadSignature(_)
        | Finding::SignedFileMissing { .. }
        | Finding::SignedTwice { .. }
        | Finding::BadCertificate(_)
        | Finding::Algorithm { .. } => ComplaintKind::BadPackage,
        Finding::NoManifest | Finding::BadManifest(_) | Finding::FileMissing { .. } => {
            ComplaintKind::BadManifest
        }
        Finding::Unsigned { .. } | Finding::Digest { .. } => ComplaintKind::FileDigest,
        Finding::PropertiesDigest | Finding::SignatureValue | Finding::CertificateDigest => {
            ComplaintKind::BadSignature
        }
        Finding::ForbiddenType { .. } => ComplaintKind::ForbiddenType,
    };
    let words: String = finding.to_string().chars().take(WORDS_MAX).collect();
    Some(Complaint::of(kind, words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_thousand_things_that_are_wrong_ten_are_kept() {
        let findings: Vec<Finding> = (0..1000)
            .map(|n| Finding::Digest {
                name: format!("{n}{}", "å".repeat(1000)),
            })
            .collect();
        let kept = complaints(&findings);
        assert_eq!(kept.len(), 10);
        assert!(kept.iter().all(|it| it.found.chars().count() <= 500));
    }
}
