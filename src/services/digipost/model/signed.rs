//! What a request proves of its sender, as far as bytes alone tell.

use jiff::Timestamp;

/// How the path of a request was signed, where it has percent-escapes (Digipost: Java client,
/// signatures).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathForm {
    /// As it was sent.
    Raw,
    /// Decoded.
    Decoded,
}

/// The signing of a request, before anybody asked the cast whose key it should be.
#[derive(Debug, Clone, PartialEq)]
pub struct SignedRequest {
    /// `X-Digipost-UserId` as sent.
    pub user_id: Option<String>,
    /// When the request came, in wire time.
    pub arrived: Timestamp,
}
