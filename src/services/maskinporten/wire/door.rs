//! A request as HTTP.

use bytes::Bytes;
use http::{Response, StatusCode};

use crate::services::maskinporten::faults::Fault;
use crate::services::maskinporten::model::{Command, Reply};
use crate::services::{Decoded, Received, Refused};

/// What an answer repeats of its request.
#[derive(Debug)]
pub struct Echo;

/// Reads a request.
pub(in crate::services::maskinporten) fn decode(
    received: &Received,
) -> Result<Decoded<Command, Echo>, Box<Refused>> {
    let _ = received;
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::NOT_IMPLEMENTED;
    Err(Box::new(Refused {
        operation: None,
        response,
        why: "to be built".to_owned(),
        rule: None,
    }))
}

/// Writes the answer.
pub(in crate::services::maskinporten) fn encode(
    _: &Echo,
    _: Result<&Reply, &Fault>,
) -> Response<Bytes> {
    Response::new(Bytes::new())
}
