//! Marks: while one is set, every input of its sandbox is kept.

use bytes::Bytes;
use http::{Response, StatusCode};

use super::call::{Answer, Call, ok};
use super::faults::AdminError;
use super::wire::MarkText;
use crate::domain::slug::Slug;
use crate::http::{enter_room, json};
use crate::sandbox::Room;

/// Most marks of one sandbox.
const MARKS_MAX: usize = 100;

/// `GET /sandboxes/{s}/marks`.
pub(super) async fn list(call: Call) -> Answer {
    let sandbox = call.sandbox()?;
    let marks = enter_room(&call.house, &sandbox, |room| {
        let marks = room.commands.marks();
        marks
            .map(|(name, mark)| MarkText::of(name, mark, &room.commands))
            .collect::<Vec<_>>()
    });
    ok(&marks.await)
}

/// `PUT /sandboxes/{s}/marks/{name}`: 201 for a new one; one that is there stays where it is.
pub(super) async fn put(call: Call) -> Answer {
    let (sandbox, name) = (call.sandbox()?, call.slug("name")?);
    let set = |room: &mut Room| {
        let is_full = room.commands.marks().count() >= MARKS_MAX;
        let is_there = room.commands.marks().any(|(there, _)| *there == name);
        if is_full && !is_there {
            return Err(too_many());
        }
        let now = room.world.clock.now();
        let (mark, is_new) = room.commands.mark(name.clone(), now);
        Ok((MarkText::of(&name, mark, &room.commands), is_new))
    };
    let (mark, is_new) = enter_room(&call.house, &sandbox, set).await?;
    let status = if is_new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok(json(status, &mark))
}

/// `DELETE /sandboxes/{s}/marks/{name}`: frees what only this mark asked for.
pub(super) async fn delete(call: Call) -> Answer {
    let (sandbox, name) = (call.sandbox()?, call.slug("name")?);
    let take = |room: &mut Room| {
        if room.commands.unmark(&name) {
            Ok(())
        } else {
            Err(unknown(&name, room))
        }
    };
    enter_room(&call.house, &sandbox, take).await?;
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::NO_CONTENT;
    Ok(response)
}

/// No mark has this name.
pub(super) fn unknown(name: &Slug, room: &Room) -> AdminError {
    let names = room.commands.marks().map(|(name, _)| name.as_str());
    let error = AdminError::unknown("mark", name.as_str(), names);
    error.hint_unless_near("`PUT …/marks/{name}` sets one, and `GET …/marks` lists them")
}

fn too_many() -> AdminError {
    let detail = format!("found {MARKS_MAX} marks already, expected fewer");
    let error = AdminError::new(StatusCode::CONFLICT, "too many marks", detail);
    error.hint("take those away that nobody reads from")
}
