//! Whether the server is up.

use super::call::{Answer, Call, ok};
use super::wire::HealthText;

/// `GET /health`; holds neither lock nor turn.
pub(super) async fn get(_: Call) -> Answer {
    ok(&HealthText {
        status: "up",
        version: env!("CARGO_PKG_VERSION"),
    })
}
