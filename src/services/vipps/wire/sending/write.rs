//! Answers.

use bytes::Bytes;
use http::{Response, StatusCode};

use crate::domain::vipps::VippsSettings;
use crate::services::vipps::model::SendingReply;
use crate::services::vipps::wire::answer::{empty, json_body};
use crate::services::vipps::wire::invoice::invoice_out;

/// Writes an answer.
pub(in crate::services::vipps::wire) fn write(
    settings: &VippsSettings,
    reply: &SendingReply,
) -> Response<Bytes> {
    match reply {
        SendingReply::Taken => empty(StatusCode::OK, settings),
        SendingReply::Invoice(row) => json_body(StatusCode::OK, &invoice_out(row)),
        SendingReply::Revoked => empty(StatusCode::NO_CONTENT, settings),
    }
}
