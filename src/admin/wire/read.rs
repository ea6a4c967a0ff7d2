//! Reading what is sent to more than one resource.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::admin::faults::AdminError;
use crate::wire::json;

/// Reads what a merge patch made of something.
pub(in crate::admin) fn read_patched<T: DeserializeOwned>(merged: &Value) -> Result<T, AdminError> {
    json::read(merged.to_string().as_bytes()).map_err(|mut error| {
        // Line and column are those of the whole document, which the caller has not sent.
        if let Some((words, _)) = error.message.rsplit_once(" at line ") {
            error.message = words.to_owned();
        }
        error.into()
    })
}

/// Reads how many entries are wanted, from 1.
pub(in crate::admin) fn read_limit(
    text: Option<&str>,
    most: usize,
) -> Result<Option<usize>, AdminError> {
    let Some(text) = text else { return Ok(None) };
    let limit = text.parse().ok().filter(|limit| (1..=most).contains(limit));
    limit.map(Some).ok_or_else(|| {
        let expected = if most == usize::MAX {
            "a whole number from 1".to_owned()
        } else {
            format!("a whole number from 1 to {most}")
        };
        AdminError::value("limit", text, &expected)
    })
}
