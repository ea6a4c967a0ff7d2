//! Digital post: what a message was, and what became of it.

use http::StatusCode;

use super::call::{Answer, Call, ok};
use super::faults::{AdminError, shown};
use super::wire::PostText;
use crate::domain::dpi::MessageId;
use crate::http::enter;

/// `GET /sandboxes/{s}/dpi/{id}`.
pub(super) async fn get(call: Call) -> Answer {
    let sandbox = call.sandbox()?;
    let id = call.parameter("id");
    let text = enter(&call.house, &sandbox, |world| {
        let message = MessageId::parse(id).ok()?;
        let shipment = world.models.dpi.shipment(message)?;
        let case = world.cases.first_of(&shipment.case()).map(str::to_owned);
        Some(PostText::of(shipment, case, &world.models.dpi))
    })
    .await;
    let text = text.ok_or_else(|| {
        let detail = format!("no digital post was handed in as `{}`", shown(id));
        AdminError::new(StatusCode::NOT_FOUND, "unknown message", detail)
            .with("found", shown(id))
            .hint("its id is `documentIdentification.instanceIdentifier` of the message")
    })?;
    ok(&text)
}
