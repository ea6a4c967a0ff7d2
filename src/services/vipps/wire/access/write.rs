//! Answers.

use bytes::Bytes;
use http::{Response, StatusCode};
use serde_json::{Value, json};

use crate::domain::vipps::VippsSettings;
use crate::services::vipps::faults::FrontKind;
use crate::services::vipps::model::AccessReply;
use crate::services::vipps::wire::answer::empty;
use crate::services::vipps::wire::echo::Echo;

/// Writes an answer.
pub(in crate::services::vipps::wire) fn write(
    _echo: &Echo,
    settings: &VippsSettings,
    _reply: &AccessReply,
) -> Response<Bytes> {
    empty(StatusCode::OK, settings)
}

/// A refused log-in, in the shape of Entra.
pub(in crate::services::vipps::wire) fn log_in_error(kind: FrontKind, why: &str) -> Value {
    json!({ "error": kind.name(), "error_description": why })
}
