//! The complete samples of Digdir: message, token, sealed package and the package in the clear.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::super::*;
use crate::crypto::{EnvelopeError, Opener, sha256};
use crate::domain::dpi::{Body, Fingerprint};

/// The samples, and who signed each: the sender, or its processor.
const SAMPLES: [(&str, &str); 4] = [
    ("digital", "991825827"),
    ("digital-avsenderidentifikator", "991825827"),
    ("digital-pa-vegne-av", "810969342"),
    ("utskrift", "991825827"),
];

#[expect(
    clippy::disallowed_methods,
    reason = "the official samples lie outside the project"
)]
fn folder() -> Option<PathBuf> {
    let Some(folder) = std::env::var_os("SANDKASSE_SPECS") else {
        // Straight to the terminal: what a passing test prints is not shown otherwise.
        let skipped = b"skipped: the published samples of DPI; SANDKASSE_SPECS is not set\n";
        let _ = std::io::stderr().write_all(skipped);
        return None;
    };
    Some(Path::new(&folder).join("dpi/nyinf-eksempler/komplette"))
}

#[expect(
    clippy::disallowed_methods,
    reason = "the official samples lie outside the project"
)]
fn file(folder: &Path, name: &str) -> Vec<u8> {
    let path = folder.join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn the_published_messages_are_read_and_written_as_they_stand() {
    let Some(folder) = folder() else { return };
    for (name, signer) in SAMPLES {
        let token = file(&folder, &format!("{name}-forretningsmelding.jwt"));
        let token = String::from_utf8(token).unwrap();
        let signed = read_signed(token.trim()).unwrap();
        let owner = signed.certificate.org_number().map(|owner| owner.as_str());
        assert_eq!(owner, Some(signer), "{name}");
        assert!(!signed.certificate.is_for_production());
        let message = read_message(&signed.payload).unwrap();
        let plain = file(&folder, &format!("{name}-forretningsmelding.json"));
        assert_eq!(read_message(&plain).unwrap(), message, "{name}");
        let written: Value = serde_json::from_slice(&write_message(&message)).unwrap();
        let published: Value = serde_json::from_slice(&signed.payload).unwrap();
        assert_eq!(told(written), told(published), "{name}");
        let sealed = file(&folder, &format!("{name}-dokumentpakke.cms"));
        let fingerprint = Fingerprint::of_digest(sha256(&sealed));
        assert_eq!(message.fingerprint, fingerprint, "{name}");
    }
}

/// A message without what may be written in two ways, or left out because it is the default.
fn told(mut message: Value) -> Value {
    let document = &mut message["standardBusinessDocument"];
    if let Some(letter) = document.get_mut("digital").and_then(Value::as_object_mut) {
        letter
            .entry("aapningskvittering")
            .or_insert(Value::Bool(false));
        letter.entry("varsler").or_insert(serde_json::json!({}));
        if let Some(moment) = letter.get_mut("virkningstidspunkt") {
            let instant: jiff::Timestamp = moment.as_str().unwrap().parse().unwrap();
            *moment = Value::String(instant.to_string());
        }
    }
    let header = &mut document["standardBusinessDocumentHeader"]["documentIdentification"];
    let created: jiff::Timestamp = header["creationDateAndTime"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    header["creationDateAndTime"] = Value::String(created.to_string());
    message
}

#[test]
fn the_published_packages_are_whole_and_signed() {
    let Some(folder) = folder() else { return };
    for (name, signer) in SAMPLES {
        let archive = file(&folder, &format!("{name}-dokumentpakke.zip"));
        let limits = PackageLimits::default();
        let package = read_package(&archive, limits).unwrap();
        let plain = file(&folder, &format!("{name}-forretningsmelding.json"));
        let message = read_message(&plain).unwrap();
        assert_eq!(package.files.len(), 1, "{name}");
        assert_eq!(package.findings, [], "{name}");
        assert_eq!(
            package.manifest.sender.organisation,
            message.sender.organisation
        );
        let mailbox = match &message.body {
            Body::Digital(letter) => Some(letter.mailbox.clone()),
            Body::Print(_) => None,
        };
        assert_eq!(package.manifest.mailbox, mailbox, "{name}");
        let owner = package.signed_by.org_number().map(|owner| owner.as_str());
        assert_eq!(owner, Some(signer), "{name}");
        // Whichever byte is changed, it is a package no more, or nothing that
        // was signed has changed.
        for at in (0..archive.len()).step_by(401) {
            let mut changed = archive.clone();
            changed[at] ^= 1;
            if let Ok(read) = read_package(&changed, limits) {
                assert_eq!(read, package, "{name} at {at}");
            }
        }
    }
}

#[test]
fn the_published_sealed_packages_are_for_keys_that_nobody_here_has() {
    let Some(folder) = folder() else { return };
    for (name, _) in SAMPLES {
        let sealed = file(&folder, &format!("{name}-dokumentpakke.cms"));
        for key in Opener::ALL {
            let findings = open_package(&sealed, key, PackageLimits::default()).unwrap_err();
            assert!(
                matches!(
                    findings[..],
                    [Finding::Envelope(EnvelopeError::ForAnotherKey { .. })]
                ),
                "{name}: {findings:?}"
            );
        }
    }
}
