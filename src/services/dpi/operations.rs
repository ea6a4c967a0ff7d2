//! What dpi can do.

use crate::services::{Fidelity, Match, Method, Mount, Operation, Source};

/// Where it is mounted.
pub const MOUNT: Mount = Mount {
    service: "dpi",
    prefix: "/dpi",
    title: "digital post to citizens, sender side",
};

const SOURCES: &[Source] = &["Digdir: DPI, interface between corners 1 and 2"];

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
        "dpi.messages.send",
        Method::Post,
        "/messages/out",
        65536 * 1024,
        "to be built",
    ),
    row(
        "dpi.messages.statuses",
        Method::Get,
        "/messages/out/{id}/statuses",
        0 * 1024,
        "to be built",
    ),
    row(
        "dpi.messages.list",
        Method::Get,
        "/messages/in",
        0 * 1024,
        "to be built",
    ),
    row(
        "dpi.messages.download",
        Method::Get,
        "/messages/in/{id}",
        0 * 1024,
        "to be built",
    ),
    row(
        "dpi.messages.read",
        Method::Post,
        "/messages/in/{id}/read",
        64 * 1024,
        "to be built",
    ),
];
