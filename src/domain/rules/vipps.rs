//! Rules of the Vipps invoice API.

use super::rule::{OURS, Rule, rule};

const PROBLEMS: &str = "Vipps: invoice API problems";
const ACCESS: &str = "Vipps: Access token API";
const GUIDE: &str = "Vipps: guide of the invoice API";

/// One row a rule.
pub(super) const RULES: &[Rule] = &[
    rule(
        "VIPPS-SUBSCRIPTION-KEY",
        ACCESS,
        "a call carries the subscription key of its company for this product",
    ),
    rule(
        "VIPPS-RATE-LIMIT",
        GUIDE,
        "a client of a product makes no more calls a second than the limit",
    ),
    rule(
        "VIPPS-ACCESS-TOKEN",
        ACCESS,
        "a call carries an access token that has not expired",
    ),
    rule(
        "VIPPS-CLIENT",
        ACCESS,
        "a log-in names a client and its secret",
    ),
    rule("VIPPS-BODY", OURS, "a body is no larger than 256 KiB"),
    rule(
        "VIPPS-INVALID-ISSUER-NAME",
        PROBLEMS,
        "an issuerName of 1 to 40 characters, or none",
    ),
    rule(
        "VIPPS-INVALID-DUE-DATE",
        PROBLEMS,
        "a due date within the documented span",
    ),
    rule(
        "VIPPS-INPUT-VALIDATION-FAILED",
        PROBLEMS,
        "every required field, of its kind and form",
    ),
    rule(
        "VIPPS-INVALID-JSON",
        PROBLEMS,
        "a JSON object with the types of the documentation",
    ),
    rule(
        "VIPPS-MISSING-RECIPIENT-TOKEN",
        PROBLEMS,
        "a recipient token",
    ),
    rule(
        "VIPPS-INVALID-RECIPIENT-TOKEN",
        PROBLEMS,
        "a recipient token that this sandbox gave",
    ),
    rule(
        "VIPPS-RECIPIENT-TOKEN-EXPIRED",
        PROBLEMS,
        "a recipient token younger than 15 minutes",
    ),
    rule(
        "VIPPS-PARSING-RECIPIENT-TOKEN",
        PROBLEMS,
        "a subject that names a recipient",
    ),
    rule(
        "VIPPS-MISSING-HEADER-IF-MATCH",
        PROBLEMS,
        "If-Match with the etag of the invoice",
    ),
    rule(
        "VIPPS-MISSING-HEADER-IDEMPOTENCY-KEY",
        PROBLEMS,
        "Idempotency-Key with a key for this transition",
    ),
    rule(
        "VIPPS-MISSING-INVOICE-ID",
        PROBLEMS,
        "an invoice id in the path",
    ),
    rule(
        "VIPPS-INVALID-INVOICE-ID-LENGTH",
        PROBLEMS,
        "an invoice id of at most 200 bytes",
    ),
    rule(
        "VIPPS-INVALID-INVOICE-ID-FORMAT",
        PROBLEMS,
        "orgno-no.{organisation number}.{reference}",
    ),
    rule(
        "VIPPS-INVALID-INVOICE-ID-ISSUER-IDENT-TYPE",
        PROBLEMS,
        "an invoice id that begins with orgno-no",
    ),
    rule(
        "VIPPS-INVALID-INVOICE-ID-ISSUER-IDENT-VALUE",
        PROBLEMS,
        "a valid organisation number in the invoice id",
    ),
    rule(
        "VIPPS-INVALID-INVOICE-ID-REFERENCE-VALUE",
        PROBLEMS,
        "a reference of letters, digits and hyphens",
    ),
    rule(
        "VIPPS-UNKNOWN-IDENT-TYPE",
        PROBLEMS,
        "the type nin-no or msisdn",
    ),
    rule(
        "VIPPS-INVALID-RECIPIENT-VALUE-MSISDN",
        PROBLEMS,
        "digits with country code and without a plus",
    ),
    rule(
        "VIPPS-INVALID-RECIPIENT-VALUE-NIN",
        PROBLEMS,
        "11 digits with valid control digits",
    ),
    rule(
        "VIPPS-INVALID-PAYMENT-INFORMATION-TYPE",
        PROBLEMS,
        "the type kid or message",
    ),
    rule(
        "VIPPS-INVALID-PAYMENT-INFORMATION-KID",
        PROBLEMS,
        "a KID of 4 to 25 characters that MOD10 or MOD11 confirms",
    ),
    rule(
        "VIPPS-MISSING-PAYMENT-INFORMATION-MESSAGE",
        PROBLEMS,
        "a message to the payee",
    ),
    rule(
        "VIPPS-INVALID-PAYMENT-INFORMATION-ACCOUNT",
        PROBLEMS,
        "an account of 11 digits that MOD11 confirms",
    ),
    rule(
        "VIPPS-INVALID-INVOICE-TYPE",
        PROBLEMS,
        "a type of invoice that Vipps takes; credit notes are not supported",
    ),
    rule("VIPPS-AMOUNT-NEGATIVE", PROBLEMS, "an amount of 0 or more"),
    rule("VIPPS-MISSING-SUBJECT", PROBLEMS, "a subject"),
    rule(
        "VIPPS-INVALID-COMMERCIAL-INVOICE-URL",
        PROBLEMS,
        "an absolute https address",
    ),
    rule(
        "VIPPS-INVALID-COMMERCIAL-INVOICE-MIMETYPE",
        PROBLEMS,
        "one of the documented media types",
    ),
    rule(
        "VIPPS-INVALID-ISSUER-ICON-URL",
        PROBLEMS,
        "an absolute https address",
    ),
    rule(
        "VIPPS-RFC3339-PARSE-ERROR",
        PROBLEMS,
        "a time of RFC 3339 with its zone",
    ),
    rule(
        "VIPPS-INVALID-INVOICE-STATUS",
        PROBLEMS,
        "all, pending, approved, deleted or expired",
    ),
    rule(
        "VIPPS-DUPLICATE-QUERY-PARAM",
        PROBLEMS,
        "each query parameter once",
    ),
    rule(
        "VIPPS-MISSING-MIMETYPE",
        PROBLEMS,
        "the query parameter mimeType",
    ),
    rule(
        "VIPPS-MISSING-INVOICE-ATTACHMENT-ID",
        PROBLEMS,
        "the id of an attachment in the path",
    ),
    rule(
        "VIPPS-FORBIDDEN",
        PROBLEMS,
        "a client that is set up for this product",
    ),
    rule(
        "VIPPS-RECIPIENT-NOT-WHITELISTED",
        PROBLEMS,
        "a recipient on the ISP's whitelist",
    ),
    rule(
        "VIPPS-ISSUER-BLACKLISTED",
        PROBLEMS,
        "an issuer that Vipps takes invoices of",
    ),
    rule(
        "VIPPS-RECIPIENT-BLACKLISTED",
        PROBLEMS,
        "a recipient whom Vipps takes invoices for",
    ),
    rule(
        "VIPPS-INVOICE-STATUS-ISSUER-ONLY",
        PROBLEMS,
        "the ISP that sent the invoice",
    ),
    rule(
        "VIPPS-INVOICE-OPERATION-UNAUTHORIZED",
        PROBLEMS,
        "somebody who may touch the invoice",
    ),
    rule(
        "VIPPS-STATUS-CHANGE-CREATEDBY-MISMATCH",
        PROBLEMS,
        "the IPP and bank that approved the invoice",
    ),
    rule(
        "VIPPS-RECIPIENT-NOT-FOUND",
        PROBLEMS,
        "somebody who said yes to all (JTTA)",
    ),
    rule(
        "VIPPS-INVOICE-NOT-FOUND",
        PROBLEMS,
        "the id of an invoice that the caller may see",
    ),
    rule(
        "VIPPS-COMMERCIAL-INVOICE-FORMAT-NOT-FOUND",
        PROBLEMS,
        "a media type that the invoice has",
    ),
    rule(
        "VIPPS-INVOICE-CONFLICT",
        PROBLEMS,
        "the content that the invoice was sent with",
    ),
    rule(
        "VIPPS-INVOICE-STATUS-CONFLICT",
        PROBLEMS,
        "a fresh Idempotency-Key, or the same request",
    ),
    rule(
        "VIPPS-INVOICE-STATUS-ETAG-MISMATCH",
        PROBLEMS,
        "If-Match with the etag in force",
    ),
    rule(
        "VIPPS-STATE-TRANSITION-NOT-ALLOWED",
        PROBLEMS,
        "a state from which this transition leads",
    ),
    rule(
        "VIPPS-INVALID-ACCOUNT-OWNER",
        PROBLEMS,
        "an account that KAR knows as the issuer's",
    ),
    rule(
        "VIPPS-INVOICE-REJECTED-BY-PARTNER",
        PROBLEMS,
        "a recipient who says yes to all (JTTA) and takes invoices of the issuer",
    ),
];
