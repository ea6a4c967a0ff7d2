//! Who is there: messages both ways.

use bytes::Bytes;
use http::{Response, StatusCode};

use super::answer::xml;
use super::door::{Asked, Read};
use super::echo::Echo;
use crate::services::digipost::faults::Fault;
use crate::services::digipost::model::{Ask, PeopleAsk, PeopleReply};

pub(super) fn read(_: &Asked<'_>) -> Result<Read, Fault> {
    Ok(Read::plain(Ask::People(PeopleAsk::EntryPoint)))
}

pub(super) fn write(echo: &Echo, reply: &PeopleReply) -> Response<Bytes> {
    match reply {
        PeopleReply::EntryPoint => xml(StatusCode::OK, echo, "entrypoint", |_| {}),
    }
}
