//! What scenarios may ask for about people and senders: the error codes that fit, and every result
//! of an identification.

use crate::services::Scripted;

const IDENTIFY: &[&str] = &["digipost.identify", "digipost.identifyWithKey"];
const WITH_KEY: &[&str] = &["digipost.identifyWithKey"];
const BODIES: &[&str] = &[
    "digipost.identify",
    "digipost.identifyWithKey",
    "digipost.userAccount",
];
const SENDERS: &[&str] = &["digipost.senderEntrypoint", "digipost.userAccount"];
const KEYS: &[&str] = &["digipost.recipientKey"];
const QUERIES: &[&str] = &["digipost.senderInformationByOrganisation"];
const ACCOUNT: &[&str] = &["digipost.userAccount"];

const fn row(name: &'static str, on: &'static [&'static str], text: &'static str) -> Scripted {
    Scripted { name, on, text }
}

/// The rows.
pub(super) const ROWS: &[Scripted] = &[
    row(
        "DIGIPOST",
        IDENTIFY,
        "whoever is asked for is a user of Digipost",
    ),
    row(
        "digipost-without-key",
        WITH_KEY,
        "whoever is asked for is a user of Digipost, and the key is not there",
    ),
    row(
        "IDENTIFIED",
        IDENTIFY,
        "whoever is asked for is known, and no user of Digipost",
    ),
    row(
        "MULTIPLE_MATCHES",
        IDENTIFY,
        "UNIDENTIFIED: more than one fits",
    ),
    row("NOT_FOUND", IDENTIFY, "UNIDENTIFIED: nobody fits"),
    row(
        "INVALID_PERSONAL_IDENTIFICATION_NUMBER",
        IDENTIFY,
        "INVALID: it is no national identity number",
    ),
    row(
        "INVALID_ORGANISATION_NUMBER",
        IDENTIFY,
        "INVALID: it is no organisation number; Java 14.7 does not know the reason",
    ),
    row("UNKNOWN", IDENTIFY, "INVALID: nobody says why"),
    row(
        "SCHEMA_VALIDATION_ERROR",
        BODIES,
        "the XML is not what the schema allows",
    ),
    row("MISSING_RECIPIENT", IDENTIFY, "nothing names a recipient"),
    row("ILLEGAL_ACCESS", IDENTIFY, "the broker may not ask so"),
    row("UNKNOWN_SENDER", SENDERS, "nobody has the account"),
    row("ENCRYPTION_KEY_NOT_FOUND", KEYS, "the recipient has no key"),
    row(
        "INVALID_QUERY_PARAMETER",
        QUERIES,
        "something in the query is not known",
    ),
    row(
        "UNKNOWN_RECIPIENT",
        ACCOUNT,
        "nobody has the identity number",
    ),
    row("VALIDATION_FAILED", ACCOUNT, "it is no identity number"),
    row("INVALID_PHONE_NUMBER", ACCOUNT, "it is no phone number"),
    row("INVALID_EMAIL_ADDRESS", ACCOUNT, "it is no e-mail address"),
];
