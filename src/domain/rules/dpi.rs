//! Rules of digital post to citizens.

use super::rule::{OURS, Rule, rule};

const NETWORK: &str = "Digdir: DPI, new infrastructure";
const API: &str = "DPI: OpenAPI of the access points";
const SCHEMAS: &str = "DPI: JSON schemas of the messages";
const PACKAGE: &str = "DPI: Document package";
const RECEIPTS: &str = "Digdir: DPI, receipts";
const ERRORS: &str = "Digdir: DPI, error handling";
const SEEN: &str = "DPI: answers as senders saw them";

/// One row a rule.
pub(super) const RULES: &[Rule] = &[
    rule(
        "DPI-TOKEN",
        NETWORK,
        "a call carries an access token that Maskinporten signed and that has not expired",
    ),
    rule(
        "DPI-SCOPE",
        NETWORK,
        "the access token opens digitalpostinnbygger:send",
    ),
    rule(
        "DPI-ACCESS-POINT",
        NETWORK,
        "who calls has an agreement with the access point",
    ),
    rule(
        "DPI-SIZE",
        PACKAGE,
        "a document package is no larger than the limit",
    ),
    rule(
        "DPI-PARTS",
        API,
        "a message comes as a form with forretningsmelding and dokumentpakke",
    ),
    rule(
        "DPI-MESSAGE-JWT",
        SCHEMAS,
        "a message is a JWT signed with RS256 by the certificate in its x5c",
    ),
    rule(
        "DPI-SCHEMA",
        SCHEMAS,
        "a message is as its JSON schema has it",
    ),
    rule(
        "DPI-TOKEN-IN-MESSAGE",
        NETWORK,
        "maskinportentoken in the message is the access token of the call",
    ),
    rule(
        "DPI-CONSUMER",
        NETWORK,
        "avsender of the message is the consumer of the access token",
    ),
    rule(
        "DPI-AUDIENCE",
        NETWORK,
        "an access token with an audience is for this access point",
    ),
    rule(
        "DPI-SENDER",
        NETWORK,
        "the header's sender is the token's supplier, or without one its consumer",
    ),
    rule("DPI-DUPLICATE", NETWORK, "a message id is used once"),
    rule(
        "DPI-KANAL",
        API,
        "a channel has 1 to 28 letters, digits, underscores and hyphens",
    ),
    rule(
        "DPI-PARAMETER",
        OURS,
        "page and page_size are numbers, and no parameter stands twice",
    ),
    rule(
        "DPI-MESSAGE-ID",
        API,
        "an id is that of a message or an unread receipt of the caller",
    ),
    rule("DPI-NO-PACKAGE", API, "receipts have no document package"),
    rule(
        "DPI-FINGERPRINT",
        NETWORK,
        "the fingerprint in the message is that of the package",
    ),
    rule(
        "DPI-SIGNER",
        NETWORK,
        "message and package are signed with a certificate of the technical sender",
    ),
    rule(
        "DPI-ADDRESS",
        ERRORS,
        "a letter goes to a mailbox that somebody has at this provider",
    ),
    rule(
        "DPI-DECRYPT",
        ERRORS,
        "a package is encrypted to the key of the mailbox or the printer",
    ),
    rule(
        "DPI-PACKAGE",
        SEEN,
        "a package is an archive with a manifest and a signature that can be read",
    ),
    rule(
        "DPI-MANIFEST",
        PACKAGE,
        "the manifest names files that are there",
    ),
    rule(
        "DPI-FILE-DIGEST",
        PACKAGE,
        "every file is the one that was signed",
    ),
    rule(
        "DPI-PACKAGE-SIGNATURE",
        NETWORK,
        "the signature of the package holds",
    ),
    rule(
        "DPI-MANIFEST-SENDER",
        PACKAGE,
        "the sender in the manifest is that of the message",
    ),
    rule(
        "DPI-MANIFEST-RECIPIENT",
        PACKAGE,
        "the mailbox in the manifest is that of the message",
    ),
    rule(
        "DPI-ATTACHMENT-NAMES",
        ERRORS,
        "e-Boks takes documents whose names are unique",
    ),
    rule(
        "DPI-DOCUMENT-TYPE",
        PACKAGE,
        "a document is of a listed type, and no program",
    ),
    rule(
        "DPI-VISIBLE-FROM",
        RECEIPTS,
        "a letter begins to show within the limit",
    ),
    rule(
        "DPI-MAILBOX-ERROR",
        RECEIPTS,
        "a mailbox that fails says so with a receipt of type SERVER",
    ),
];
