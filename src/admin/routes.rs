//! The map of the admin API.

use std::sync::Arc;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use http::{Request, Response};

use crate::http::{House, not_found};

/// Path prefix.
pub const PREFIX: &str = "/_sandbox";
/// Largest body, in bytes.
pub const BODY_MAX: usize = 1024 * 1024;

/// Answers a request.
pub fn handle(
    _house: Arc<House>,
    _request: Request<Bytes>,
    _origin: String,
) -> BoxFuture<'static, Response<Bytes>> {
    Box::pin(async { not_found("x") })
}
