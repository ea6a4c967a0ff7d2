//! Armed trouble: a fault is one rule of a scenario, armed by itself.

use std::sync::Arc;

use bytes::Bytes;
use http::{Response, StatusCode};

use super::call::{Answer, Call, ok};
use super::faults::AdminError;
use super::wire::FaultText;
use crate::http::{enter, json};
use crate::sandbox::World;
use crate::scenario::plan::Rule;
use crate::scenario::script;

/// `GET /sandboxes/{s}/faults`.
pub(super) async fn list(call: Call) -> Answer {
    let sandbox = call.sandbox()?;
    let faults = enter(&call.house, &sandbox, |world| {
        let armed = world.director.armed();
        armed
            .map(|(id, armed)| FaultText::of(id, armed))
            .collect::<Vec<_>>()
    });
    ok(&faults.await)
}

/// `GET /sandboxes/{s}/faults/{id}`.
pub(super) async fn get(call: Call) -> Answer {
    let (sandbox, id) = (call.sandbox()?, id(&call)?);
    let fault = enter(&call.house, &sandbox, |world| {
        let armed = world.director.get(id);
        armed
            .map(|armed| FaultText::of(id, armed))
            .ok_or_else(|| unknown(world, &call))
    });
    ok(&fault.await?)
}

/// `POST /sandboxes/{s}/faults`.
pub(super) async fn arm(call: Call) -> Answer {
    let sandbox = call.sandbox()?;
    let written: script::Rule = call.read()?;
    let rule = Arc::new(Rule::read(&written)?);
    let fault = call.change(&sandbox, |world| {
        let id = world.arm(None, written, rule)?;
        let armed = world.director.get(id);
        Ok::<_, AdminError>(armed.map(|armed| FaultText::of(id, armed)))
    });
    Ok(json(StatusCode::CREATED, &fault.await?))
}

/// `DELETE /sandboxes/{s}/faults/{id}`.
pub(super) async fn disarm(call: Call) -> Answer {
    let (sandbox, id) = (call.sandbox()?, id(&call)?);
    let gone = call.change(&sandbox, |world| {
        if world.director.disarm(id) {
            Ok(())
        } else {
            Err(unknown(world, &call))
        }
    });
    gone.await?;
    Ok(no_content())
}

/// `DELETE /sandboxes/{s}/faults`.
pub(super) async fn disarm_all(call: Call) -> Answer {
    let sandbox = call.sandbox()?;
    call.change(&sandbox, |world| world.director.disarm_all())
        .await;
    Ok(no_content())
}

/// An answer with nothing in it.
pub(super) fn no_content() -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response
}

fn id(call: &Call) -> Result<u64, AdminError> {
    let text = call.parameter("id");
    let expected = "the number of a fault, as `GET …/faults` shows it";
    text.parse()
        .map_err(|_| AdminError::value("{id} in the path", text, expected))
}

fn unknown(world: &World, call: &Call) -> AdminError {
    let armed: Vec<String> = world
        .director
        .armed()
        .map(|(id, _)| id.to_string())
        .collect();
    let found = call.parameter("id");
    let detail = if armed.is_empty() {
        format!("found fault `{found}`, and nothing is armed")
    } else {
        format!("found fault `{found}`, armed are {}", armed.join(", "))
    };
    AdminError::new(StatusCode::NOT_FOUND, "no such fault", detail).with("found", found)
}
