//! What is written into answers on their way out, because it is in wire time: access tokens and
//! links to documents.

use bytes::Bytes;
use http::Response;

use crate::services::Sealing;
use crate::services::vipps::model::DocumentLink;

/// Writes it.
pub(in crate::services::vipps) fn seal(_sealing: &Sealing<'_>, _response: &mut Response<Bytes>) {}

/// Notes that the address in an answer gets a token on its way out.
pub(in crate::services::vipps) fn note_link(response: &mut Response<Bytes>, link: &DocumentLink) {
    response.extensions_mut().insert(link.clone());
}
