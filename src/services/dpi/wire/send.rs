//! A message with its package, as it is handed in.

use bytes::Bytes;

use super::door::{Asked, Read};
use super::package;
use crate::documents::dpi::{SignedError, read_message, read_signed};
use crate::domain::dpi::Message;
use crate::domain::identity::OrgNumber;
use crate::domain::maskinporten::Bearer;
use crate::services::Facts;
use crate::services::dpi::faults::{Fault, FaultKind};
use crate::services::dpi::model::{Ask, Handed};
use crate::wire::multipart::{self, Limits, Part};

/// Names of the parts.
const MESSAGE: &str = "forretningsmelding";
const PACKAGE: &str = "dokumentpakke";

/// Longer than any message with a token and certificates in it.
const MESSAGE_MAX: usize = 256 * 1024;

/// The most that `dpi.package_max` can be set to, in bytes.
const PACKAGE_MOST: usize = 60 * 1024 * 1024;

pub(super) fn read(asked: &Asked<'_>, bearer: &Bearer) -> Read {
    let mut package_bytes = None;
    let read = parts(asked).and_then(|(message, package)| {
        package_bytes = u64::try_from(package.len()).ok();
        handed(asked, bearer, &message, package)
    });
    let facts = read.as_ref().map(|handed| vec![facts(handed)]);
    Read {
        facts: facts.unwrap_or_default(),
        ask: read.map(|it| Ask::Send(Box::new(it))).map_err(Box::new),
        package_bytes,
        remarks: Vec::new(),
    }
}

fn parts(asked: &Asked<'_>) -> Result<(Bytes, Bytes), Fault> {
    let headers = asked.received.request.headers();
    let media = headers.get(http::header::CONTENT_TYPE);
    let media = media.and_then(|value| value.to_str().ok());
    let body = asked.received.request.body().clone();
    let parts = multipart::read(media.unwrap_or_default(), body, Limits::default());
    let parts = parts.map_err(|error| Fault::of(FaultKind::NotMultipart, error.to_string()))?;
    let one = |name: &str| {
        let named: Vec<&Part> = parts.0.iter().filter(|part| part.name == name).collect();
        match named.as_slice() {
            [part] => Ok(part.body.clone()),
            other => {
                let found = format!("`{name}` {} times", other.len());
                Err(Fault::of(FaultKind::PartMissing, found))
            }
        }
    };
    Ok((one(MESSAGE)?, one(PACKAGE)?))
}

fn handed(asked: &Asked<'_>, bearer: &Bearer, jwt: &[u8], package: Bytes) -> Result<Handed, Fault> {
    let (mut message, signer) = message(jwt)?;
    // What is kept of a message is kept without the key to the house.
    let token = std::mem::take(&mut message.token);
    let same_token = asked.token == Some(token.as_str());
    // Opening is dear, so it is not done for whoever is refused anyway.
    let known = matches!(bearer, Bearer::Token { .. });
    let (package, files) = if known && same_token && package.len() <= PACKAGE_MOST {
        package::read(package)
    } else {
        (package::shut(&package), Vec::new())
    };
    Ok(Handed {
        same_token,
        message,
        signer,
        kanal: asked.kanal().map_err(Box::new),
        address: asked.received.base.clone(),
        package,
        files,
    })
}

fn message(jwt: &[u8]) -> Result<(Message, Option<OrgNumber>), Fault> {
    let bad = |found: &str| Fault::of(FaultKind::BadMessage, found);
    if jwt.len() > MESSAGE_MAX {
        return Err(bad(&format!(
            "{} bytes, where {MESSAGE_MAX} are the most",
            jwt.len()
        )));
    }
    let text = std::str::from_utf8(jwt).map_err(|_| bad("bytes that are no text"))?;
    let signed = read_signed(text.trim()).map_err(|error| {
        let kind = match error {
            SignedError::NoToken | SignedError::Algorithm { .. } => FaultKind::BadMessage,
            SignedError::NoCertificate | SignedError::BadCertificate(_) => FaultKind::NoCertificate,
            SignedError::Signature => FaultKind::BadMessageSignature,
        };
        Fault::of(kind, error.to_string())
    })?;
    let message = read_message(&signed.payload);
    let message = message.map_err(|error| Fault::of(FaultKind::Schema, error.to_string()))?;
    Ok((message, signed.certificate.org_number().cloned()))
}

fn facts(handed: &Handed) -> Facts {
    let message = &handed.message;
    let opened = handed.package.opened.as_ref();
    let main = opened.and_then(|opened| opened.files.first());
    let invoice = main.and_then(|file| file.invoice.as_ref());
    let address = match &message.body {
        crate::domain::dpi::Body::Digital(letter) => Some(letter.mailbox.as_str().to_owned()),
        crate::domain::dpi::Body::Print(_) => None,
    };
    Facts {
        ids: vec![message.header.message.to_string()],
        consumer: address.into_iter().collect(),
        issuer: Some(message.sender.organisation.to_string()),
        kid: invoice.map(|it| it.kid.clone()),
        account: invoice.map(|it| it.account.clone()),
        amount: invoice.map(|it| it.amount),
        due_date: invoice.map(|it| it.due_date),
        document_type: Some(message.body.kind().as_str().to_owned()),
    }
}
