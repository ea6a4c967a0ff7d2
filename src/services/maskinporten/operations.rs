//! What Maskinporten can do.

use crate::services::{Fact, Fidelity, Match, Method, Mount, Operation, Source};

/// Where it is mounted.
pub const MOUNT: Mount = Mount {
    service: "maskinporten",
    prefix: "/maskinporten",
    title: "Maskinporten, which gives access tokens",
};

/// The metadata of the server.
pub(super) const METADATA: &str = "maskinporten.metadata";

/// The token end point.
pub(super) const TOKEN: &str = "maskinporten.token";

/// The published keys.
pub(super) const JWK: &str = "maskinporten.jwk";

/// Every operation.
pub const OPERATIONS: &[Operation] = &[
    row(
        METADATA,
        (Method::Get, "/.well-known/oauth-authorization-server", 1024),
        &[],
        &[
            "Digdir: Maskinporten, well-known end points",
            "RFC 8414, section 3",
        ],
        "answered below the mount, and at the address that RFC 8414 makes of an issuer with a \
         path; every address is the one that the caller used, and the issuer a setting. Without \
         authorization_details_types_supported, for those tokens are not simulated",
    ),
    row(
        TOKEN,
        (Method::Post, "/token", 64 * 1024),
        &[Fact::Issuer, Fact::Consumer],
        &[
            "Digdir: Maskinporten, token end point",
            "Digdir: Maskinporten, JWT grant",
            "Digdir: Maskinporten, error codes",
            "RFC 7523",
        ],
        "the order of the checks, and the word in error of codes whose document has none, are \
         ours; iat and exp follow wire time, the life of tokens the sandbox's clock. Tokens of \
         persons (pid with scopes krr:user/) are given though in truth ID-porten gives them; \
         nobody's signature under a certificate is checked, its organisation number is; tokens of \
         system users and consents (authorization_details) are refused with 501 after their own \
         checks MP-301 to MP-303; opaque tokens, DPoP and the \
         longest life that a scope may set (at_max_age) are not there",
    ),
    row(
        JWK,
        (Method::Get, "/jwk", 1024),
        &[],
        &["Digdir: Maskinporten, well-known end points", "RFC 7517"],
        "two keys of 2048 bits, where the real one has 4096",
    ),
];

const fn row(
    id: &'static str,
    (method, path, body_max): (Method, &'static str, usize),
    facts: &'static [Fact],
    sources: &'static [Source],
    remark: &'static str,
) -> Operation {
    Operation {
        id,
        method,
        path,
        matched_by: Match::Path,
        body_max,
        facts,
        contract: None,
        fidelity: Fidelity::Modelled,
        sources,
        remark,
    }
}
