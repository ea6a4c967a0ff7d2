//! What is kept: messages both ways.

mod archive;
mod links;
mod read;
mod write;

use bytes::Bytes;
use http::Response;

use super::door::{Asked, Read};
use super::echo::Echo;
use crate::services::digipost::faults::Fault;
use crate::services::digipost::model::KeepingReply;

pub(super) fn read(asked: &Asked<'_>) -> Result<Read, Fault> {
    read::read(asked)
}

pub(super) fn write(echo: &Echo, reply: &KeepingReply) -> Response<Bytes> {
    write::write(echo, reply)
}
