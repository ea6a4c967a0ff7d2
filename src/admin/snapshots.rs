//! Sandboxes as values: the whole world out and in, copies, and what changed between two.

use std::sync::Arc;

use http::StatusCode;
use schemars::JsonSchema;
use serde::Deserialize;

use super::call::{Answer, Call, ok};
use super::faults::AdminError;
use super::wire::{ChangeText, SandboxText};
use crate::domain::slug::Slug;
use crate::http::{enter, json as answer, replace};
use crate::sandbox::{Sandbox, World, diff, restore, snapshot};

/// Largest snapshot taken, in bytes: a world with a full blob store fits.
pub(super) const SNAPSHOT_MAX: usize = 512 * 1024 * 1024;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "an object")]
#[schemars(rename = "NewCopy")]
pub(super) struct Wanted {
    #[serde(rename = "as")]
    name: String,
}

/// `GET /sandboxes/{s}/snapshot`.
pub(super) async fn get(call: Call) -> Answer {
    let sandbox = call.sandbox()?;
    let twin = twin(&call, &sandbox).await;
    let whole = aside(&call, move || snapshot(&twin)).await?;
    ok(&whole)
}

/// `PUT /sandboxes/{s}/snapshot`.
pub(super) async fn put(call: Call) -> Answer {
    let name = call.slug("s")?;
    let body = call.body.clone();
    let world = aside(&call, move || restore(&body)).await??.called(&name);
    let look = |world: &mut World| SandboxText::of(world, &call.house, &call.origin);
    let there = match call.house.sandboxes.get(&name) {
        Some(there) => there,
        None => {
            let (made, is_new) = call.house.sandboxes.adopt(world.twin(), &call.house.cast)?;
            if is_new {
                let text = enter(&call.house, &made, look).await;
                return Ok(answer(StatusCode::CREATED, &text));
            }
            made
        }
    };
    ok(&replace(&call.house, &there, world, || call.input(), look).await?)
}

/// `POST /sandboxes/{s}/fork`.
pub(super) async fn fork(call: Call) -> Answer {
    let sandbox = call.sandbox()?;
    let wanted: Wanted = call.read()?;
    let name = Slug::parse(&wanted.name).map_err(|error| AdminError::not_a_slug(&error))?;
    if call.house.sandboxes.get(&name).is_some() {
        return Err(taken(&name));
    }
    let copy = twin(&call, &sandbox).await.called(&name);
    let (made, is_new) = call.house.sandboxes.adopt(copy, &call.house.cast)?;
    if !is_new {
        return Err(taken(&name));
    }
    let text = enter(&call.house, &made, |world| {
        SandboxText::of(world, &call.house, &call.origin)
    });
    Ok(answer(StatusCode::CREATED, &text.await))
}

/// `GET /sandboxes/{s}/diff?from=…`.
pub(super) async fn changes(call: Call) -> Answer {
    let to = call.sandbox()?;
    let [from] = call.query(["from"])?;
    let from = from.ok_or_else(|| {
        let expected = "the name of a sandbox, as in `?from=default`";
        AdminError::value("from", "", expected)
    })?;
    let from = Slug::parse(&from).map_err(|error| AdminError::not_a_slug(&error))?;
    let from = call
        .house
        .sandboxes
        .get(&from)
        .ok_or_else(|| call.unknown_sandbox(&from))?;
    // One after the other: nobody ever holds two worlds.
    let before = twin(&call, &from).await;
    let after = twin(&call, &to).await;
    let changes = aside(&call, move || diff(&before, &after)).await?;
    let rows: Vec<_> = changes
        .iter()
        .map(|change| ChangeText {
            what: &change.what,
            id: &change.id,
            text: &change.text,
            before: &change.before,
            after: &change.after,
        })
        .collect();
    ok(&rows)
}

async fn twin(call: &Call, sandbox: &Arc<Sandbox>) -> World {
    enter(&call.house, sandbox, |world| world.twin()).await
}

/// Works beside the connections: a whole world takes a while to write or read.
async fn aside<R: Send + 'static>(
    call: &Call,
    work: impl FnOnce() -> R + Send + 'static,
) -> Result<R, AdminError> {
    let done = call.house.runtime.spawn_blocking(work).await;
    done.map_err(|error| {
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        AdminError::new(status, "the work was not done", error.to_string())
    })
}

fn taken(name: &Slug) -> AdminError {
    let detail = format!("`{name}` is there already");
    let hint = format!(
        "take another name, or drop it with `DELETE /_sandbox/sandboxes/{name}`, or put a \
         snapshot in its place with `PUT /_sandbox/sandboxes/{name}/snapshot`"
    );
    AdminError::new(StatusCode::CONFLICT, "there is another one", detail).hint(hint)
}
