//! What is written into answers on their way out, because it is in wire time: access tokens and
//! links to documents.

use bytes::Bytes;
use http::Response;

use crate::services::Sealing;

/// Writes it.
pub(in crate::services::vipps) fn seal(_sealing: &Sealing<'_>, _response: &mut Response<Bytes>) {}
