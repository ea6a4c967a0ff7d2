//! What scenarios may ask for by name: every refusal, and what tokens and keys may be like.

use crate::services::Scripted;

const TOKEN: &[&str] = &["maskinporten.token"];
const KEYS: &[&str] = &["maskinporten.jwk"];
const ALL: &[&str] = &[
    "maskinporten.metadata",
    "maskinporten.token",
    "maskinporten.jwk",
];

const fn row(name: &'static str, on: &'static [&'static str], text: &'static str) -> Scripted {
    Scripted { name, on, text }
}

/// Everything that can be asked for.
pub const SCRIPTED: &[Scripted] = &[
    row("temporarilyUnavailable", ALL, "503; try again in a while"),
    row("serverError", ALL, "500; Maskinporten fails"),
    row("notAForm", TOKEN, "the body is no form"),
    row("missingGrantType", TOKEN, "grant_type is not there"),
    row("unsupportedGrantType", TOKEN, "grant_type is another"),
    row("missingAssertion", TOKEN, "assertion is not there"),
    row("MP-011", TOKEN, "the assertion is no JWT"),
    row("MP-012", TOKEN, "the grant was used before"),
    row("MP-100", TOKEN, "nobody has the client id"),
    row("MP-110", TOKEN, "the audience is another"),
    row("MP-120", TOKEN, "the certificate is not acceptable"),
    row("MP-121", TOKEN, "the registered key has expired"),
    row("MP-122", TOKEN, "the certificate is another organisation's"),
    row("MP-123", TOKEN, "x5c holds no certificates"),
    row("MP-124", TOKEN, "the signature does not hold"),
    row("MP-130", TOKEN, "the grant has expired"),
    row("MP-200", TOKEN, "a scope is not registered on the client"),
    row(
        "MP-201",
        TOKEN,
        "a scope is none for clients of Maskinporten",
    ),
    row(
        "MP-250",
        TOKEN,
        "403; the organisation was not given the scope",
    ),
    row(
        "MP-251",
        TOKEN,
        "403; the consumer did not delegate the scope",
    ),
    row("MP-301", TOKEN, "authorization_details of an unknown type"),
    row(
        "MP-302",
        TOKEN,
        "authorization_details with an unknown field",
    ),
    row("MP-303", TOKEN, "authorization_details with a bad value"),
    row("unknownKey", TOKEN, "kid is not registered on the client"),
    row("unsupportedAlgorithm", TOKEN, "alg is none that is taken"),
    row("badClaim", TOKEN, "a claim is missing or of another kind"),
    row("unknownClaim", TOKEN, "a claim that no document has"),
    row("futureGrant", TOKEN, "the grant was issued in the future"),
    row(
        "tooLongLived",
        TOKEN,
        "the grant lives longer than 120 seconds",
    ),
    row(
        "invalidParameter",
        TOKEN,
        "pid, consumer_org or resource cannot be read",
    ),
    row(
        "twoConsumers",
        TOKEN,
        "consumer_org and iss_onbehalfof together",
    ),
    row(
        "ownConsumer",
        TOKEN,
        "the consumer is the client's own organisation",
    ),
    row(
        "clockBehind",
        TOKEN,
        "the server's clock is a minute slow: grants made now are issued in the future",
    ),
    row(
        "clockAhead",
        TOKEN,
        "the server's clock is three minutes fast: grants made now have expired",
    ),
    row("shortLife", TOKEN, "the token lives for two seconds"),
    row(
        "keyRotated",
        TOKEN,
        "the other one of the two keys signs the token",
    ),
    row(
        "unpublishedKey",
        TOKEN,
        "a key signs the token that no key set holds: everybody refuses it",
    ),
    row("singleKey", KEYS, "one key only, the one that signs"),
    row(
        "staleKeys",
        KEYS,
        "an old copy, in which the key that signs is not yet",
    ),
];
