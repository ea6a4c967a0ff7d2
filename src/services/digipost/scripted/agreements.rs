//! What scenarios may ask the user-agreements API for by name.

use crate::services::Scripted;

/// Whatever names a user.
const USER: &[&str] = &[
    "digipost.agreements.put",
    "digipost.agreements.get",
    "digipost.agreements.delete",
    "digipost.agreements.documents",
    "digipost.agreements.count",
];
/// Whatever needs an agreement in force.
const AGREEMENT: &[&str] = &[
    "digipost.agreements.get",
    "digipost.agreements.delete",
    "digipost.agreements.deleteById",
    "digipost.agreements.documents",
    "digipost.agreements.count",
    "digipost.agreements.document",
    "digipost.agreements.invoice",
    "digipost.agreements.content",
];
/// Whatever an agreement shows.
const SHOWN: &[&str] = &[
    "digipost.agreements.documents",
    "digipost.agreements.count",
    "digipost.agreements.document",
    "digipost.agreements.invoice",
    "digipost.agreements.content",
];
/// Whatever is about one document.
const DOCUMENT: &[&str] = &[
    "digipost.agreements.document",
    "digipost.agreements.invoice",
    "digipost.agreements.content",
];
const INVOICE: &[&str] = &["digipost.agreements.invoice"];
const OWNERS: &[&str] = &["digipost.agreements.owners"];
/// Whatever has a query.
const QUERY: &[&str] = &[
    "digipost.agreements.get",
    "digipost.agreements.delete",
    "digipost.agreements.owners",
    "digipost.agreements.documents",
    "digipost.agreements.count",
    "digipost.agreements.document",
    "digipost.agreements.invoice",
    "digipost.agreements.content",
];
/// Whatever has a body.
const BODY: &[&str] = &["digipost.agreements.put", "digipost.agreements.invoice"];
const ALL: &[&str] = &[
    "digipost.agreements.put",
    "digipost.agreements.get",
    "digipost.agreements.delete",
    "digipost.agreements.deleteById",
    "digipost.agreements.owners",
    "digipost.agreements.documents",
    "digipost.agreements.count",
    "digipost.agreements.document",
    "digipost.agreements.invoice",
    "digipost.agreements.content",
];

/// The rows.
pub(super) const ROWS: &[Scripted] = &[
    row(
        "UNKNOWN_USER_ID",
        USER,
        "the user has no account at Digipost",
    ),
    row(
        "AGREEMENT_NOT_FOUND",
        AGREEMENT,
        "user and sender have no agreement",
    ),
    row(
        "AGREEMENT_TYPE_NOT_AVAILABLE",
        ALL,
        "the sender may not make agreements of this type",
    ),
    row(
        "NOT_AUTHORIZED",
        ALL,
        "no agreement lets the sender see or do it",
    ),
    row("DOCUMENT_NOT_FOUND", DOCUMENT, "the document is not there"),
    row(
        "INVOICE_ALREADY_PAID",
        INVOICE,
        "the invoice was added to payments before",
    ),
    row(
        "INVALID_INVOICE_STATUS",
        INVOICE,
        "the invoice cannot get this status",
    ),
    row(
        "INVALID_REQUEST_PARAMETER",
        QUERY,
        "something in the query cannot be used",
    ),
    row(
        "INVALID_FIELD",
        BODY,
        "something in the body cannot be used",
    ),
    row("INVALID_SENDER_ID", ALL, "nobody knows the sender"),
    row("INVALID_BROKER_ID", ALL, "nobody knows the broker"),
    row("GENERAL_ERROR", ALL, "the service fails"),
    row(
        "agreementWithdrawn",
        SHOWN,
        "the user withdraws the agreement just before the service answers",
    ),
    row(
        "tooEarly",
        OWNERS,
        "the owners were asked for too early: 429 with Retry-After",
    ),
    row(
        "ownersCutOff",
        OWNERS,
        "the answer ends before it says when to ask again",
    ),
];

const fn row(name: &'static str, on: &'static [&'static str], text: &'static str) -> Scripted {
    Scripted { name, on, text }
}
