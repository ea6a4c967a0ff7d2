//! What scenarios may ask for on the side of those who send.

use crate::services::Scripted;
use crate::services::vipps::operations::{GET, REVOKE, SEND, VALIDATION};

const fn row(name: &'static str, on: &'static [&'static str], text: &'static str) -> Scripted {
    Scripted { name, on, text }
}

const ALL: &[&str] = &[SEND, GET, REVOKE];
const NAMED: &[&str] = &[GET, REVOKE];
const TAKEN: &[&str] = &[SEND];
const BACK: &[&str] = &[REVOKE];
const LATER: &[&str] = &[VALIDATION];
const AT_ONCE_OR_LATER: &[&str] = &[SEND, VALIDATION];

/// The rows.
pub(super) const ROWS: &[Scripted] = &[
    row("missing-invoice-id", ALL, "no id is found in the path"),
    row("invalid-invoice-id-length", ALL, "the id is too long"),
    row(
        "invalid-invoice-id-format",
        ALL,
        "the id is not of three parts",
    ),
    row(
        "invalid-invoice-id-issuer-ident-type",
        ALL,
        "the id begins with something else than orgno-no",
    ),
    row(
        "invalid-invoice-id-issuer-ident-value",
        ALL,
        "the issuer's number in the id is wrong",
    ),
    row(
        "invalid-invoice-id-reference-value",
        ALL,
        "the reference in the id has wrong characters",
    ),
    row("reading-request-body", TAKEN, "the body breaks off"),
    row("tooLarge", TAKEN, "the body is larger than what is taken"),
    row("invalid-json", TAKEN, "the body is said to be no JSON"),
    row(
        "input-validation-failed",
        TAKEN,
        "a field is said to be missing or of a wrong form",
    ),
    row(
        "missing-recipient-token",
        TAKEN,
        "no recipient token is found",
    ),
    row(
        "invalid-recipient-token",
        TAKEN,
        "the recipient token is wrong",
    ),
    row(
        "recipient-token-expired",
        TAKEN,
        "the recipient token is too old",
    ),
    row(
        "recipient-token-claims",
        TAKEN,
        "the recipient token says too little",
    ),
    row(
        "parsing-recipient-token",
        TAKEN,
        "the recipient token names nobody",
    ),
    row(
        "invalid-payment-information-type",
        TAKEN,
        "neither kid nor message is found",
    ),
    row("invalid-payment-information-kid", TAKEN, "the KID is wrong"),
    row(
        "missing-payment-information-message",
        TAKEN,
        "no message is found",
    ),
    row(
        "invalid-payment-information-account",
        TAKEN,
        "the account is wrong",
    ),
    row(
        "invalid-invoice-type",
        TAKEN,
        "the kind of invoice is not taken",
    ),
    row("RFC3339-parse-error", TAKEN, "the due date cannot be read"),
    row(
        "invalid-due-date",
        TAKEN,
        "the due date is too near or too far",
    ),
    row("amount-negative", TAKEN, "the amount is below 0"),
    row(
        "invalid-min-amount",
        TAKEN,
        "minAmount is above the amount; the other slug that documents have for it",
    ),
    row("missing-subject", TAKEN, "no subject is found"),
    row(
        "invalid-issuer-name",
        TAKEN,
        "the issuer's name is too long",
    ),
    row(
        "invalid-commercial-invoice-url",
        TAKEN,
        "the address is wrong",
    ),
    row(
        "invalid-commercial-invoice-mimetype",
        TAKEN,
        "the media type is not taken",
    ),
    row(
        "invalid-issuer-icon-url",
        TAKEN,
        "the icon's address is wrong",
    ),
    row(
        "recipient-not-whitelisted",
        AT_ONCE_OR_LATER,
        "the recipient is not on the ISP's list; later: it ends rejected",
    ),
    row(
        "issuer-blacklisted",
        AT_ONCE_OR_LATER,
        "the issuer is blocked; later: it ends rejected",
    ),
    row(
        "recipient-blacklisted",
        AT_ONCE_OR_LATER,
        "the recipient is blocked; later: it ends rejected",
    ),
    row(
        "invoice-operation-unauthorized",
        ALL,
        "the ISP may not touch this invoice",
    ),
    row("invoice-conflict", TAKEN, "another invoice has the id"),
    row("invoice-not-found", NAMED, "no invoice has the id"),
    row("missing-header-if-match", BACK, "If-Match is not found"),
    row(
        "missing-header-idempotency-key",
        BACK,
        "Idempotency-Key is not found",
    ),
    row("invoice-status-etag-mismatch", BACK, "the etag is stale"),
    row(
        "invoice-status-conflict",
        BACK,
        "the key was used for something else",
    ),
    row(
        "state-transition-not-allowed",
        BACK,
        "the invoice cannot be taken back any more",
    ),
    row(
        "invoice-status-issuer-only",
        BACK,
        "another ISP is said to have sent it",
    ),
    row(
        "holdInCreated",
        LATER,
        "the invoice stays in created, and can only be taken back",
    ),
    row(
        "holdForADay",
        LATER,
        "the invoice stays in created until a day after it was sent",
    ),
    row(
        "severalProblems",
        LATER,
        "it ends rejected with three problems: account, recipient and partner",
    ),
    row(
        "invalid-account-owner",
        LATER,
        "it ends rejected: the account is not the issuer's",
    ),
    row(
        "invoice-rejected-by-partner",
        LATER,
        "it ends rejected: the partner does not take it",
    ),
    row(
        "unresolved-error",
        LATER,
        "it ends rejected, and Vipps does not know why",
    ),
];
