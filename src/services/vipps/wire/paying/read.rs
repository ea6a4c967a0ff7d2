//! Requests.

use crate::services::vipps::faults::{Fault, ProblemKind};
use crate::services::vipps::wire::door::{Asked, Read};

/// Reads a request.
pub(in crate::services::vipps::wire) fn read(_asked: &Asked<'_>) -> Result<Read, Fault> {
    Err(Fault::problem(ProblemKind::UnresolvedError, "to be built"))
}
