//! What scenarios may ask for in this part.

use crate::services::Scripted;

const LOG_IN: &[&str] = &["vipps.accesstoken.get"];

const TOKENS: &[&str] = &[
    "vipps.isp.Request_Recipient_Token_v1",
    "vipps.ipp.Request_Recipient_Token_v1",
];

const KEYS: &[&str] = &[
    "vipps.public_jwk",
    "vipps.jwk",
    "vipps.isp.public_jwk",
    "vipps.isp.jwk",
    "vipps.ipp.public_jwk",
    "vipps.ipp.jwk",
];

const fn row(name: &'static str, on: &'static [&'static str], text: &'static str) -> Scripted {
    Scripted { name, on, text }
}

/// The rows.
pub(super) const ROWS: &[Scripted] = &[
    row("unknownClient", LOG_IN, "nobody has the client id"),
    row("wrongSecret", LOG_IN, "the secret is another"),
    row("tokenServerError", LOG_IN, "the log-in fails"),
    row("shortLife", LOG_IN, "the token lives for a minute"),
    row(
        "missingSubscriptionKey",
        LOG_IN,
        "the gateway finds no subscription key",
    ),
    row(
        "invalidSubscriptionKey",
        LOG_IN,
        "the gateway does not know the subscription key",
    ),
    row(
        "rateLimited",
        LOG_IN,
        "more calls than the limit; try again in a second",
    ),
    row("noRoute", LOG_IN, "the gateway does not know the address"),
    row(
        "recipient-not-found",
        TOKENS,
        "the person is not known, or said no to all",
    ),
    row(
        "unknown-ident-type",
        TOKENS,
        "the type of number is unknown",
    ),
    row(
        "invalid-recipient-value-nin",
        TOKENS,
        "the identity number is none",
    ),
    row(
        "invalid-recipient-value-msisdn",
        TOKENS,
        "the phone number is none",
    ),
    row("invalid-json", TOKENS, "the body is no JSON"),
    row(
        "input-validation-failed",
        TOKENS,
        "something that must be there is not",
    ),
    row(
        "reading-request-body",
        TOKENS,
        "the body does not arrive whole",
    ),
    row(
        "earlyExpiry",
        TOKENS,
        "the token expires as it is given: where it is used, recipient-token-expired",
    ),
    row(
        "brokenRecipientToken",
        TOKENS,
        "the signature of the token does not hold: invalid-recipient-token",
    ),
    row(
        "recipientTokenWithoutClaims",
        TOKENS,
        "the token has no times: recipient-token-claims",
    ),
    row(
        "recipientTokenForNobody",
        TOKENS,
        "the token is for nobody: parsing-recipient-token",
    ),
    row("creating-jwk", KEYS, "the keys cannot be shown"),
    row("singleKey", KEYS, "one key only, the one that signs"),
    row(
        "staleKeys",
        KEYS,
        "an old copy, in which the key that signs is not yet",
    ),
    row(
        "unknownKid",
        KEYS,
        "the key that signs stands there under another id",
    ),
    row("internal-server-error", KEYS, "Vipps fails"),
    row(
        "rateLimited",
        KEYS,
        "more calls than the limit; try again in a second",
    ),
];
