//! Whether the server is up.

use serde_json::json;

use super::call::{Answer, Call, ok};

/// `GET /health`; holds neither lock nor turn.
pub(super) async fn get(_: Call) -> Answer {
    ok(&json!({ "status": "up", "version": env!("CARGO_PKG_VERSION") }))
}
