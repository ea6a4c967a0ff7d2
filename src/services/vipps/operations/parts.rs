//! What the tables of operations share.

use crate::domain::vipps::Product;
use crate::services::{Fidelity, Match, Method, Operation, Source};

const KIB: usize = 1024;

const SOURCES: &[Source] = &[
    "Vipps: invoice API, swagger 0.3.43",
    "Vipps: guide of the invoice API",
    "Vipps: invoice API problems",
];

/// What stands in front of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::services::vipps) enum Front {
    /// Nothing: log-in, which looks at the keys itself, and public keys.
    Open,
    /// Subscription key and access token of a product.
    Keyed(Product),
}

/// A row of the tables: an operation, and what stands in front of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    pub(super) front: Front,
    pub(super) operation: Operation,
}

/// A row for everybody.
pub(super) const fn open(operation: Operation) -> Row {
    Row {
        front: Front::Open,
        operation,
    }
}

/// A row for those who send.
pub(super) const fn isp(operation: Operation) -> Row {
    Row {
        front: Front::Keyed(Product::Isp),
        operation,
    }
}

/// A row for those who show and pay.
pub(super) const fn ipp(operation: Operation) -> Row {
    Row {
        front: Front::Keyed(Product::Ipp),
        operation,
    }
}

/// An operation that is as documented and tells nothing about invoices.
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
