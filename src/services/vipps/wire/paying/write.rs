//! Answers.

use bytes::Bytes;
use http::{Response, StatusCode};
use serde_json::Value;

use super::odd;
use crate::domain::vipps::VippsSettings;
use crate::services::vipps::model::{Oddity, PayingReply, Row};
use crate::services::vipps::wire::answer::{empty, json_body};
use crate::services::vipps::wire::invoice::invoice_out;
use crate::services::vipps::wire::sealed::note_link;

/// Writes an answer.
pub(in crate::services::vipps::wire) fn write(
    settings: &VippsSettings,
    reply: &PayingReply,
) -> Response<Bytes> {
    match reply {
        PayingReply::List { rows, oddity } => {
            if rows.is_empty() && *oddity != Some(Oddity::EmptyList) {
                return empty(StatusCode::NO_CONTENT, settings);
            }
            let rows = rows.iter().map(|row| shown(row, *oddity));
            json_body(StatusCode::OK, &rows.collect())
        }
        PayingReply::Count(count) => json_body(StatusCode::OK, &Value::from(*count)),
        PayingReply::Invoice { row, oddity } => json_body(StatusCode::OK, &shown(row, *oddity)),
        PayingReply::Changed => empty(StatusCode::NO_CONTENT, settings),
        PayingReply::Link(link) => note_link(link),
    }
}

fn shown(row: &Row, oddity: Option<Oddity>) -> Value {
    let mut out = invoice_out(row);
    if let Some(oddity) = oddity {
        odd::make(&mut out, oddity);
    }
    out
}
