//! Answers.

use bytes::Bytes;
use http::{Response, StatusCode};

use crate::domain::vipps::VippsSettings;
use crate::services::vipps::model::PayingReply;
use crate::services::vipps::wire::answer::empty;
use crate::services::vipps::wire::echo::Echo;

/// Writes an answer.
pub(in crate::services::vipps::wire) fn write(
    _echo: &Echo,
    settings: &VippsSettings,
    _reply: &PayingReply,
) -> Response<Bytes> {
    empty(StatusCode::OK, settings)
}
