//! A message with its package: good, until somebody changes something in it.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use super::world::KOMMUNE;
use crate::crypto::{Opener, Secrets, Signer, sha256};
use crate::documents::dpi::{
    Contents, Document, Manifest, ManifestTitle, PackedFile, pack_package, seal_package,
    write_signed,
};
use crate::domain::dpi::{Language, MailboxAddress, SendingUnit, Title};
use crate::domain::identity::OrgNumber;
use crate::domain::maskinporten::AccessToken;

/// An organisation as messages name it.
pub(super) fn organisation(number: &str) -> Value {
    json!({ "authority": "iso6523-actorid-upis", "value": format!("0192:{number}") })
}

/// A message that is good, until somebody changes something in it.
pub(super) struct Post {
    pub(super) token: AccessToken,
    /// The token in the message; none, that of the call.
    pub(super) inner_token: Option<String>,
    pub(super) id: Uuid,
    pub(super) sender: &'static str,
    pub(super) receiver: &'static str,
    pub(super) avsender: &'static str,
    pub(super) kind: &'static str,
    /// The body's members beside those that all have.
    pub(super) body: Value,
    pub(super) signer: Signer,
    pub(super) opener: Opener,
    pub(super) package_signer: Signer,
    pub(super) contents: Contents,
    /// The package, instead of one of these contents.
    pub(super) package: Option<Vec<u8>>,
    /// The digest, instead of the right one.
    pub(super) digest: Option<[u8; 32]>,
    pub(super) query: &'static str,
}

impl Post {
    /// The message and the package as they travel with a token.
    pub(super) fn made(&self, token: &str, now: Timestamp) -> (Vec<u8>, Vec<u8>) {
        let package = self.package.clone().unwrap_or_else(|| {
            let archive = pack_package(&self.contents, self.package_signer, now).unwrap();
            sealed(&archive, self.opener)
        });
        let digest = self.digest.unwrap_or_else(|| sha256(&package));
        let payload = sbd(self, token, &digest, now).to_string();
        let jwt = write_signed(self.signer, payload.as_bytes());
        (jwt.into_bytes(), package)
    }
}

/// An archive sealed for a mailbox or the printer.
pub(super) fn sealed(archive: &[u8], opener: Opener) -> Vec<u8> {
    let secrets = Secrets {
        key: [3; 32],
        start: [4; 16],
    };
    seal_package(archive, opener.certificate(), &secrets).unwrap()
}

fn sbd(post: &Post, token: &str, digest: &[u8; 32], at: Timestamp) -> Value {
    let kind = post.kind;
    let mut body = post.body.clone();
    body["avsender"] = match body.get("avsender").cloned() {
        Some(given) => given,
        None => json!({ "virksomhetsidentifikator": organisation(post.avsender) }),
    };
    body["dokumentpakkefingeravtrykk"] = json!({
        "digestMethod": "http://www.w3.org/2001/04/xmlenc#sha256",
        "digestValue": STANDARD.encode(digest),
    });
    body["maskinportentoken"] = json!(post.inner_token.as_deref().unwrap_or(token));
    let process = format!("urn:fdc:digdir.no:2020:profile:egovernment:innbyggerpost:{kind}:ver1.0");
    let standard = format!(
        "urn:fdc:digdir.no:2020:innbyggerpost:xsd::innbyggerpost##\
         urn:fdc:digdir.no:2020:innbyggerpost:schema:{kind}::1.0"
    );
    json!({ "standardBusinessDocument": {
        "standardBusinessDocumentHeader": {
            "headerVersion": "1.0",
            "sender": [{ "identifier": organisation(post.sender) }],
            "receiver": [{ "identifier": organisation(post.receiver) }],
            "documentIdentification": {
                "standard": standard,
                "typeVersion": "1.0",
                "instanceIdentifier": post.id.to_string(),
                "type": kind,
                "creationDateAndTime": at.to_string(),
            },
            "businessScope": { "scope": [{
                "type": "ConversationId",
                "instanceIdentifier": "37efbd4c-413d-4e2c-bbc5-257ef4a65a45",
                "identifier": process,
            }] },
        },
        kind: body,
    } })
}

/// A form with these parts, as plain as clients write them.
pub(super) fn form(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, bytes) in parts {
        let head = format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--x--\r\n");
    body
}

pub(super) fn document(name: &str, media_type: &str) -> Document {
    Document {
        name: name.to_owned(),
        media_type: media_type.to_owned(),
        title: Some(ManifestTitle {
            text: Title::parse(name).unwrap(),
            language: Language::parse("nb").unwrap(),
        }),
        data: None,
    }
}

pub(super) fn file(name: &str, media_type: &str, bytes: &[u8]) -> PackedFile {
    PackedFile {
        name: name.to_owned(),
        media_type: media_type.to_owned(),
        bytes: bytes::Bytes::copy_from_slice(bytes),
    }
}

pub(super) fn contents(address: &str) -> Contents {
    Contents {
        manifest: Manifest {
            mailbox: Some(MailboxAddress::parse(address).unwrap()),
            sender: SendingUnit {
                organisation: OrgNumber::parse(KOMMUNE).unwrap(),
                unit: None,
                invoice_reference: None,
            },
            main: document("faktura.pdf", "application/pdf"),
            attachments: vec![document("vedlegg.pdf", "application/pdf")],
            link: None,
        },
        files: vec![
            file("faktura.pdf", "application/pdf", b"%PDF-1.4 faktura"),
            file("vedlegg.pdf", "application/pdf", b"%PDF-1.4 vedlegg"),
        ],
    }
}
