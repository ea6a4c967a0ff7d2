//! Rules of Maskinporten.

use super::rule::{Rule, Speaks, rule};

const CODES: &str = "Digdir: Maskinporten, error codes";
const GRANT: &str = "Digdir: Maskinporten, JWT grant";

/// One row a rule.
pub(super) const RULES: &[Rule] = &[
    rule(
        "MASK-FORM",
        "RFC 6749, section 3.2",
        "a request for a token is a form with each field once, and no larger than 64 KiB",
    ),
    rule(
        "MASK-GRANT-TYPE",
        "RFC 6749, section 5.2",
        "grant_type is that of signed JWTs",
    ),
    rule(
        "MASK-CLAIMS",
        GRANT,
        "iat and exp are times, and jti is text",
    ),
    Rule {
        speaks: Speaks::StrictOnly,
        ..rule(
            "MASK-CLAIMS-STRICT",
            GRANT,
            "a grant has no claims but the documented ones",
        )
    },
    rule(
        "MASK-KEY",
        GRANT,
        "kid names a key that is registered on the client, or x5c holds a certificate",
    ),
    rule(
        "MASK-ALG",
        GRANT,
        "a grant is signed by RS256, RS384 or RS512",
    ),
    rule("MASK-IAT", GRANT, "iat lies at most 10 seconds after now"),
    rule("MASK-LIFE", GRANT, "exp lies at most 120 seconds after iat"),
    rule(
        "MASK-PARAMETER",
        GRANT,
        "pid is an identity number, a consumer an organisation number, resource text or texts",
    ),
    rule(
        "MASK-CONSUMER",
        CODES,
        "a consumer is named once, and is not the client's own organisation",
    ),
    rule(
        "MASK-MP-011",
        CODES,
        "the assertion is one signed JWT in compact form",
    ),
    rule(
        "MASK-MP-012",
        CODES,
        "a grant that gave a token gives no other",
    ),
    rule("MASK-MP-100", CODES, "iss is the id of a client"),
    rule(
        "MASK-MP-110",
        CODES,
        "aud is the issuer's identifier, and nothing else",
    ),
    rule(
        "MASK-MP-120",
        CODES,
        "a certificate in x5c is for tests, has an RSA key, and is good now",
    ),
    rule("MASK-MP-121", CODES, "a registered key has not expired"),
    rule(
        "MASK-MP-122",
        CODES,
        "a certificate in x5c has the organisation number of the client",
    ),
    rule(
        "MASK-MP-123",
        CODES,
        "x5c is a list of certificates in base64",
    ),
    rule(
        "MASK-MP-124",
        CODES,
        "the signature is by the key that the header names",
    ),
    rule(
        "MASK-MP-130",
        CODES,
        "exp lies after now, and iat at most 10 seconds before",
    ),
    rule(
        "MASK-MP-200",
        CODES,
        "scopes are registered on the client, or delegated to its organisation",
    ),
    rule(
        "MASK-MP-201",
        CODES,
        "scopes are for machines; those of persons need pid, and maskinporten.user_tokens",
    ),
    rule(
        "MASK-MP-250",
        CODES,
        "the organisation was given the scope: for digital post, it has an agreement with Digdir",
    ),
    rule(
        "MASK-MP-251",
        CODES,
        "who acts for a consumer has the scope from it by delegation in Altinn",
    ),
    rule(
        "MASK-MP-301",
        CODES,
        "authorization_details are of a known type",
    ),
    rule(
        "MASK-MP-302",
        CODES,
        "authorization_details have no unknown fields",
    ),
    rule(
        "MASK-MP-303",
        CODES,
        "authorization_details name one party by a number of nine digits",
    ),
];
