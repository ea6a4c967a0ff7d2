//! TODO-sending

use bytes::Bytes;
use http::Response;

use super::door::{Asked, Read};
use super::echo::Echo;
use crate::services::digipost::faults::{Fault, FaultKind};
use crate::services::digipost::model::SendingReply;

pub(super) fn read(asked: &Asked<'_>) -> Result<Read, Fault> {
    let why = format!("{} is not built", asked.operation.id);
    Err(Fault::new(FaultKind::GeneralError, why))
}

pub(super) fn write(_: &Echo, reply: &SendingReply) -> Response<Bytes> {
    match *reply {}
}
