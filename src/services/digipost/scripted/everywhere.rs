//! What every operation may answer.

use crate::services::Scripted;
use crate::services::digipost::operations::OPERATIONS;

/// The operations, which are all.
const EVERYWHERE: &[&str] = &{
    let mut ids = [""; OPERATIONS.len()];
    let mut at = 0;
    while at < ids.len() {
        ids[at] = OPERATIONS[at].id;
        at += 1;
    }
    ids
};

const fn row(name: &'static str, text: &'static str) -> Scripted {
    Scripted {
        name,
        on: EVERYWHERE,
        text,
    }
}

/// The rows.
pub(super) const ROWS: &[Scripted] = &[
    row("SERVER_ERROR", "the service fails"),
    row("API_UNAVAILABLE", "the service stands still"),
    row(
        "DATE_HEADER_OUTSIDE_ACCEPTED_INTERVAL",
        "the server's clock is said to be another",
    ),
    row("INVALID_SHA256", "the body is said to have another hash"),
    row("INVALID_SIGNATURE", "the signature is said not to hold"),
    row("UNKNOWN_USER_ID", "nobody knows the broker"),
    row("MISSING_CERTIFICATE", "the broker uploaded no certificate"),
    row(
        "REVOKED_CERTIFICATE",
        "the certificate of the broker was revoked",
    ),
    row(
        "NOT_APPROVED_FOR_REST_API_USAGE",
        "the broker may not use the API",
    ),
    row(
        "BROKER_NOT_AUTHORIZED",
        "the broker may not act for the sender",
    ),
    row("noSignature", "the answer comes without a signature"),
    row("wrongKey", "somebody else's key signs the answer"),
    row(
        "rotatedCertificate",
        "the next key signs the answer, whose certificate only an entry point sealed so shows",
    ),
    row("dateOff", "the date of the answer lies six minutes back"),
    row(
        "wrongHash",
        "the hash of the answer is that of another body, and signed",
    ),
    row("noHash", "the answer comes without the hash of its body"),
];
