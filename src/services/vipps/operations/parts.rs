//! What the tables of operations share.

use crate::services::{Fidelity, Match, Method, Operation, Source};

const KIB: usize = 1024;

const SOURCES: &[Source] = &[
    "Vipps: invoice API, swagger 0.3.43",
    "Vipps: guide of the invoice API",
    "Vipps: invoice API problems",
];

/// A row that is as documented and tells nothing about invoices.
pub(super) const fn row(
    id: &'static str,
    method: Method,
    path: &'static str,
    remark: &'static str,
) -> Operation {
    Operation {
        id,
        method,
        path,
        matched_by: Match::Path,
        body_max: 256 * KIB,
        facts: &[],
        contract: None,
        fidelity: Fidelity::Faithful,
        sources: SOURCES,
        remark,
    }
}

/// Which part of the service an operation belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::services::vipps) enum Slice {
    /// Log-in, recipient tokens, published keys.
    Access,
    /// The side of those who send (ISP).
    Sending,
    /// The side of those who show and pay (IPP).
    Paying,
}

pub(super) const SLICES: [Slice; 3] = [Slice::Access, Slice::Sending, Slice::Paying];
