//! Packages made, sealed and opened, and each thing in them changed by itself.

use super::names::{LIST, MANIFEST, MIMETYPE, SIGNATURES};
use super::*;
use crate::crypto::{CertificateError, EnvelopeError, Opener, Secrets, Signer};
use crate::domain::dpi::{Language, MailboxAddress, SendingUnit, Title};
use crate::domain::identity::OrgNumber;
use crate::wire::archive::{ArchiveError, ArchiveFile, ArchiveLimits, pack, unpack};

const LIMITS: PackageLimits = PackageLimits {
    max_files: 20,
    max_bytes: 100_000,
};

const SECRETS: Secrets = Secrets {
    key: [3; 32],
    start: [4; 16],
};

fn document(name: &str, media_type: &str) -> Document {
    Document {
        name: name.to_owned(),
        media_type: media_type.to_owned(),
        title: Some(ManifestTitle {
            text: Title::parse("Faktura").unwrap(),
            language: Language::parse("nb").unwrap(),
        }),
        data: None,
    }
}

fn contents() -> Contents {
    let file = |name: &str, media_type: &str, text: &str| PackedFile {
        name: name.to_owned(),
        media_type: media_type.to_owned(),
        bytes: text.as_bytes().to_vec().into(),
    };
    Contents {
        manifest: Manifest {
            mailbox: Some(MailboxAddress::parse("kari.nordmann#A1B2").unwrap()),
            sender: SendingUnit {
                organisation: OrgNumber::parse("364926111").unwrap(),
                unit: None,
                invoice_reference: None,
            },
            main: document("faktura.xml", "application/ehf+xml"),
            attachments: vec![document("årets vedlegg.pdf", "application/pdf")],
            link: None,
        },
        files: vec![
            file("faktura.xml", "application/ehf+xml", "<Invoice/>"),
            file("årets vedlegg.pdf", "application/pdf", "%PDF-1.4"),
        ],
    }
}

fn packed_with(contents: &Contents, signer: Signer) -> Vec<u8> {
    let at = "2026-03-02T08:00:00Z".parse().unwrap();
    pack_package(contents, signer, at).unwrap()
}

fn packed() -> Vec<u8> {
    packed_with(&contents(), Signer::Municipality)
}

fn files() -> Vec<ArchiveFile> {
    let limits = ArchiveLimits {
        max_files: 20,
        max_bytes: 100_000,
    };
    unpack(&packed(), limits).unwrap()
}

/// What is found wrong when the files of a package were changed.
fn found(change: impl FnOnce(&mut Vec<ArchiveFile>)) -> Vec<Finding> {
    let mut files = files();
    change(&mut files);
    let archive = pack(&files).unwrap();
    read_package(&archive, LIMITS).expect_err("something wrong")
}

/// What is found wrong when a text in a file was replaced.
fn replaced(name: &str, from: &str, to: &str) -> Vec<Finding> {
    found(|files| {
        let file = files.iter_mut().find(|file| file.name == name).unwrap();
        let text = String::from_utf8(file.bytes.clone()).unwrap();
        assert!(text.contains(from), "{text}");
        file.bytes = text.replacen(from, to, 1).into_bytes();
    })
}

/// The text between two others in the signature.
fn between(from: &str, to: &str) -> String {
    let files = files();
    let file = files.iter().find(|file| file.name == SIGNATURES).unwrap();
    let text = String::from_utf8(file.bytes.clone()).unwrap();
    let (_, rest) = text.split_once(from).unwrap();
    rest.split_once(to).unwrap().0.to_owned()
}

/// The same text with one character of base64 changed.
fn altered(text: &str, at: usize) -> String {
    let mut bytes = text.as_bytes().to_vec();
    bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_package_opens_as_it_was_packed() {
    let archive = packed();
    assert_eq!(archive, packed());
    for (key, other) in [
        (Opener::DigipostMailbox, Opener::EboksMailbox),
        (Opener::EboksMailbox, Opener::Printer),
        (Opener::Printer, Opener::DigipostMailbox),
    ] {
        let sealed = seal_package(&archive, key.certificate(), &SECRETS).unwrap();
        let package = open_package(&sealed, key, LIMITS).unwrap();
        let Contents { manifest, files } = contents();
        assert_eq!((package.manifest, package.files), (manifest, files));
        assert_eq!(&package.signed_by, Signer::Municipality.certificate());
        assert_eq!(package.signed_at.to_string(), "2026-03-02T08:00:00Z");
        assert_eq!(package.findings, []);
        let findings = open_package(&sealed, other, LIMITS).unwrap_err();
        assert!(matches!(
            findings[..],
            [Finding::Envelope(EnvelopeError::ForAnotherKey { .. })]
        ));
        let mut changed = sealed.clone();
        let last = changed.len() - 1;
        changed[last] ^= 1;
        let findings = open_package(&changed, key, LIMITS).unwrap_err();
        assert!(
            matches!(
                findings[..],
                [Finding::Envelope(EnvelopeError::Damaged { .. }) | Finding::Archive(_)]
            ),
            "{findings:?}"
        );
    }
}

#[test]
fn what_is_no_package_says_what_it_is_not() {
    let findings = open_package(b"PK", Opener::Printer, LIMITS).unwrap_err();
    assert!(matches!(
        findings[..],
        [Finding::Envelope(EnvelopeError::NotAnEnvelope { .. })]
    ));
    let findings = read_package(b"PK", LIMITS).unwrap_err();
    assert!(matches!(
        findings[..],
        [Finding::Archive(ArchiveError::NotAnArchive(_))]
    ));
    let small = PackageLimits {
        max_files: 20,
        max_bytes: 100,
    };
    assert_eq!(
        read_package(&packed(), small).unwrap_err(),
        [Finding::Archive(ArchiveError::TooLarge { most: 100 })]
    );
}

#[test]
fn the_frame_of_a_package_is_looked_at() {
    assert_eq!(
        found(|files| files.swap(0, 1)),
        [Finding::NoMimetype {
            found: "`manifest.xml`".to_owned()
        }]
    );
    assert_eq!(
        found(|files| files[0].stored = false),
        [Finding::CompressedMimetype]
    );
    assert_eq!(
        found(|files| files[0].bytes[0] = b'x'),
        [Finding::OtherMimetype {
            found: "xpplication/vnd.etsi.asic-e+zip".to_owned()
        }]
    );
    let name = || MANIFEST.to_owned();
    assert_eq!(
        found(|files| files.retain(|file| file.name != MANIFEST)),
        [
            Finding::NoManifest,
            Finding::SignedFileMissing { name: name() }
        ]
    );
    assert_eq!(
        found(|files| files.retain(|file| file.name != SIGNATURES)),
        [Finding::NoSignature]
    );
    let name = || "faktura.xml".to_owned();
    assert_eq!(
        found(|files| files.retain(|file| file.name != "faktura.xml")),
        [
            Finding::FileMissing { name: name() },
            Finding::SignedFileMissing { name: name() }
        ]
    );
    let more = ArchiveFile {
        name: "mer.txt".to_owned(),
        stored: false,
        bytes: Vec::new(),
    };
    assert_eq!(
        found(|files| files.push(more)),
        [Finding::Unsigned {
            name: "mer.txt".to_owned()
        }]
    );
}

#[test]
fn a_package_may_have_the_list_of_its_files_or_not() {
    let mut files = files();
    files.retain(|file| file.name != LIST);
    assert_eq!(files[0].name, MIMETYPE);
    assert!(read_package(&pack(&files).unwrap(), LIMITS).is_ok());
}

#[test]
fn one_changed_byte_anywhere_is_told_from_one_elsewhere() {
    let digest = |name: &str| Finding::Digest {
        name: name.to_owned(),
    };
    let rows = [
        (
            "a file",
            replaced("faktura.xml", "Invoice", "invoice"),
            vec![digest("faktura.xml")],
        ),
        (
            "the manifest",
            replaced(MANIFEST, "kari.nordmann", "kari.mordmann"),
            vec![digest(MANIFEST)],
        ),
        (
            "the time of signing",
            replaced(SIGNATURES, "2026-03-02T09", "2026-03-02T10"),
            vec![Finding::PropertiesDigest],
        ),
    ];
    for (what, found, expected) in rows {
        assert_eq!(found, expected, "{what}");
    }
    let value = between("<SignatureValue>", "</SignatureValue>");
    assert_eq!(
        replaced(SIGNATURES, &value, &altered(&value, 10)),
        [Finding::SignatureValue]
    );
    let first = between("<DigestValue>", "</DigestValue>");
    assert_eq!(
        replaced(SIGNATURES, &first, &altered(&first, 10)),
        [digest(MANIFEST), Finding::SignatureValue]
    );
    let certificate = between("<X509Certificate>", "</X509Certificate>");
    // Near the end stands what its issuer signed it with.
    let at = certificate.len() - 20;
    assert_eq!(
        replaced(SIGNATURES, &certificate, &altered(&certificate, at)),
        [Finding::CertificateDigest]
    );
    let garbage = replaced(SIGNATURES, &certificate, "AAEC");
    assert!(matches!(
        garbage[..],
        [
            Finding::CertificateDigest,
            Finding::BadCertificate(CertificateError::NotX509 { .. })
        ]
    ));
    let named = between("<ds:DigestValue>", "</ds:DigestValue>");
    assert_eq!(
        replaced(SIGNATURES, &named, &altered(&named, 10)),
        [Finding::PropertiesDigest, Finding::CertificateDigest]
    );
}

#[test]
fn a_strangers_signature_holds_but_is_not_that_of_another_certificate() {
    let package = read_package(&packed_with(&contents(), Signer::Stranger), LIMITS).unwrap();
    assert_eq!(&package.signed_by, Signer::Stranger.certificate());
    let certificate = between("<X509Certificate>", "</X509Certificate>");
    let pem = Signer::Stranger.certificate().pem();
    let strangers: String = pem.lines().filter(|line| !line.contains('-')).collect();
    assert_eq!(
        replaced(SIGNATURES, &certificate, &strangers),
        [Finding::CertificateDigest, Finding::SignatureValue]
    );
}

#[test]
fn what_is_not_read_in_a_signature_is_said() {
    for (from, to, what) in [
        (
            "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
            "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
            "SignatureMethod",
        ),
        (
            "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
            "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments",
            "SignedInfo",
        ),
        (
            "http://www.w3.org/2001/04/xmlenc#sha256",
            "http://www.w3.org/2000/09/xmldsig#sha1",
            "DigestMethod of a reference",
        ),
        (
            "<DigestMethod",
            "<Transforms><Transform Algorithm=\"urn:x\"/></Transforms><DigestMethod",
            "Transforms of a reference to a file",
        ),
        (
            "http://uri.etsi.org/01903#SignedProperties",
            "urn:x",
            "Transforms of a reference to a file",
        ),
    ] {
        let findings = replaced(SIGNATURES, from, to);
        assert!(
            matches!(&findings[..], [Finding::Algorithm { what: told, .. }] if *told == what),
            "{findings:?}"
        );
    }
}

#[test]
fn a_signature_that_is_not_as_it_should_be_says_where() {
    for (from, to, said) in [
        ("</XAdESSignatures>", "", "well-formed XML"),
        (
            "<XAdESSignatures",
            "<!DOCTYPE a><XAdESSignatures",
            "DOCTYPE",
        ),
        (
            "02918/v1.2.1#",
            "02918/v9#",
            "the root: expected <XAdESSignatures>",
        ),
        (
            "<Signature ",
            "<Signature xmlns:x=\"a\" x:b=\"1&#10;2\" ",
            "tab or line break",
        ),
        (
            "<SigningTime>2026",
            "<SigningTime>i går",
            "SigningTime: expected a date",
        ),
        (
            "Id=\"SignedProperties\"",
            "Id=\"Other\"",
            "SignedProperties/@Id: expected",
        ),
        (
            "<SignedInfo>",
            "<SignedInfo></SignedInfo><SignedInfo>",
            "one <SignedInfo>",
        ),
        (
            "<KeyInfo>",
            "<KeyInfo/><KeyInfo>",
            "expected one <KeyInfo>, found more",
        ),
    ] {
        let findings = replaced(SIGNATURES, from, to);
        let [Finding::BadSignature(error)] = &findings[..] else {
            panic!("{findings:?}");
        };
        assert!(error.to_string().contains(said), "{error}\nwants {said}");
    }
}

#[test]
fn what_only_some_mailboxes_mind_is_a_remark() {
    let mut odd = contents();
    odd.manifest.attachments = vec![
        document("FAKTURA.xml", "application/ehf+xml"),
        document("virus.exe", "application/octet-stream"),
        document("film.mp4x", "video/mp4"),
    ];
    odd.files.truncate(1);
    for name in ["FAKTURA.xml", "virus.exe", "film.mp4x"] {
        odd.files.push(PackedFile {
            name: name.to_owned(),
            media_type: "x".to_owned(),
            bytes: bytes::Bytes::new(),
        });
    }
    let package = read_package(&packed_with(&odd, Signer::Municipality), LIMITS).unwrap();
    let forbidden = |name: &str, found: &str| Finding::ForbiddenType {
        name: name.to_owned(),
        found: found.to_owned(),
    };
    assert_eq!(
        package.findings,
        [
            Finding::NameTwice {
                name: "FAKTURA.xml".to_owned()
            },
            forbidden("virus.exe", "application/octet-stream"),
            forbidden("film.mp4x", "video/mp4"),
        ]
    );
}

#[test]
fn whatever_byte_of_the_signature_is_changed_nothing_else_is_believed() {
    let archive = packed();
    let whole = read_package(&archive, LIMITS).unwrap();
    let length = files()
        .iter()
        .find(|file| file.name == SIGNATURES)
        .unwrap()
        .bytes
        .len();
    for at in (0..length).step_by(37) {
        let mut files = files();
        let file = files.iter_mut().find(|file| file.name == SIGNATURES);
        file.unwrap().bytes[at] ^= 4;
        match read_package(&pack(&files).unwrap(), LIMITS) {
            // What is not signed tells nothing: ids of parts, and the names of their namespaces.
            Ok(package) => assert_eq!(package, whole, "byte {at}"),
            Err(findings) => assert!(!findings.is_empty(), "byte {at}"),
        }
    }
}

#[test]
fn a_file_that_the_manifest_names_many_times_is_there_once() {
    let mut odd = contents();
    odd.manifest.attachments = vec![document("faktura.xml", "application/ehf+xml"); 50];
    odd.files.truncate(1);
    let package = read_package(&packed_with(&odd, Signer::Municipality), LIMITS).unwrap();
    assert_eq!(package.files, odd.files);
    let name = "faktura.xml".to_owned();
    assert_eq!(package.findings, [Finding::NameTwice { name }]);
}

#[test]
fn a_file_is_signed_once_and_a_name_that_is_none_is_told_in_short() {
    let mut odd = contents();
    // Signing goes by the files, so that one given twice is referred to twice.
    odd.files.push(odd.files[0].clone());
    let at = "2026-03-02T08:00:00Z".parse().unwrap();
    let to_sign = odd.files.iter().map(|file| super::signature::ToSign {
        name: &file.name,
        media_type: &file.media_type,
        bytes: &file.bytes,
    });
    let to_sign = to_sign.collect::<Vec<_>>();
    let signature = super::signature::sign(&to_sign, Signer::Municipality, at).unwrap();
    let name = "faktura.xml".to_owned();
    let twice = found(|files| {
        let file = files.iter_mut().find(|file| file.name == SIGNATURES);
        file.unwrap().bytes = signature;
    });
    assert!(twice.contains(&Finding::SignedTwice { name }), "{twice:?}");
    let long = format!("URI=\"{}", "x".repeat(5000));
    let findings = replaced(SIGNATURES, "URI=\"faktura.xml", &long);
    let name = "x".repeat(100);
    assert!(findings.contains(&Finding::SignedFileMissing { name }));
}
