//! What maskinporten can do.

use crate::services::{Fidelity, Match, Method, Mount, Operation, Source};

/// Where it is mounted.
pub const MOUNT: Mount = Mount {
    service: "maskinporten",
    prefix: "/maskinporten",
    title: "Maskinporten, which gives access tokens",
};

const SOURCES: &[Source] = &[
    "Digdir: Maskinporten, token end point",
    "Digdir: Maskinporten, error codes",
];

const fn row(
    id: &'static str,
    method: Method,
    path: &'static str,
    body_max: usize,
    remark: &'static str,
) -> Operation {
    Operation {
        id,
        method,
        path,
        matched_by: Match::Path,
        body_max,
        facts: &[],
        contract: None,
        fidelity: Fidelity::Modelled,
        sources: SOURCES,
        remark,
    }
}

/// Every operation.
pub const OPERATIONS: &[Operation] = &[
    row(
        "maskinporten.metadata",
        Method::Get,
        "/.well-known/oauth-authorization-server",
        0 * 1024,
        "to be built",
    ),
    row(
        "maskinporten.token",
        Method::Post,
        "/token",
        64 * 1024,
        "to be built",
    ),
    row(
        "maskinporten.jwk",
        Method::Get,
        "/jwk",
        0 * 1024,
        "to be built",
    ),
];
