//! What krr can do.

use crate::services::{Fidelity, Match, Method, Mount, Operation, Source};

/// Where it is mounted.
pub const MOUNT: Mount = Mount {
    service: "krr",
    prefix: "/krr",
    title: "the contact and reservation register",
};

const SOURCES: &[Source] = &["Digdir: KRR, REST look-up"];

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
        "krr.v1.personer",
        Method::Post,
        "/rest/v1/personer",
        256 * 1024,
        "to be built",
    ),
    row(
        "krr.v2.personer",
        Method::Post,
        "/rest/v2/personer",
        256 * 1024,
        "to be built",
    ),
    row(
        "krr.v2.hentEndringer",
        Method::Post,
        "/rest/v2/krr/hentEndringer",
        64 * 1024,
        "to be built",
    ),
    row(
        "krr.v2.printSertifikat",
        Method::Get,
        "/rest/v2/printSertifikat",
        0 * 1024,
        "to be built",
    ),
    row(
        "krr.v1.person",
        Method::Get,
        "/rest/v1/person",
        0 * 1024,
        "to be built",
    ),
    row(
        "krr.v1.person.patch",
        Method::Patch,
        "/rest/v1/person",
        64 * 1024,
        "to be built",
    ),
    row(
        "krr.v1.mf.personer",
        Method::Post,
        "/rest/v1/mf/personer",
        64 * 1024,
        "to be built",
    ),
];
