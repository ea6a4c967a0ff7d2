//! The one door: every impersonated request passes here.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::HOST;
use http::{Request, Response, StatusCode};
use serde_json::Map;

use super::entry::Standing;
use super::house::{Desk, House};
use super::locate::{Located, below, locate};
use super::pump::{Permit, wake};
use super::reply::{not_found, problem};
use crate::domain::slug::Slug;
use crate::sandbox::{Outcome, Ran, RecipeError, Room, Sandbox, Via, World, wall_now};
use crate::services::{Heard, Received};

/// Largest body taken where no operation says otherwise, in bytes.
const BODY_MAX: usize = 64 * 1024;

/// The largest body that an address takes, in bytes.
#[must_use]
pub fn body_max(house: &House, method: &str, path: &str) -> usize {
    if let Some(desk) = desk(house, path) {
        return (desk.body_max)(method, path);
    }
    let Some(located) = locate(house, path) else {
        return BODY_MAX;
    };
    let rows = located.service.operations().iter();
    rows.filter(|row| row.method.as_str() == method && same_shape(row.path, located.path))
        .map(|row| row.body_max)
        .max()
        .unwrap_or(BODY_MAX)
}

fn desk<'a>(house: &'a House, path: &str) -> Option<&'a Desk> {
    house
        .desks
        .iter()
        .find(|desk| below(path, desk.prefix).is_some())
}

/// A slash at the end makes no difference: services take an address with it and without.
fn same_shape(template: &str, path: &str) -> bool {
    let mut parts = path.trim_end_matches('/').split('/');
    template.trim_end_matches('/').split('/').all(|expected| {
        parts
            .next()
            .is_some_and(|part| expected.starts_with('{') || expected == part)
    }) && parts.next().is_none()
}

/// Answers a request from outside. `too_large` says that the body was larger than so many bytes
/// and was not read.
pub async fn answer(
    house: &Arc<House>,
    request: Request<Bytes>,
    too_large: Option<usize>,
) -> Outcome {
    let origin = origin(&request);
    let path = request.uri().path().to_owned();
    if let Some(desk) = desk(house, &path) {
        if let Some(limit) = too_large {
            return Outcome::answer(too_large_here(limit));
        }
        return Outcome::answer((desk.handler)(Arc::clone(house), request, origin).await);
    }
    let Some(located) = locate(house, &path) else {
        return Outcome::answer(not_found(&known_addresses(house, &path)));
    };
    let Some(sandbox) = sandbox(house, located.sandbox) else {
        return Outcome::answer(unknown_sandbox(located.sandbox));
    };
    let Located {
        prefix,
        service,
        path,
        ..
    } = located;
    let received = Received {
        request,
        path: path.to_owned(),
        base: format!("{origin}{prefix}"),
        too_large,
    };
    service
        .answer(house, &sandbox, received, Via::Client, Standing::InLine)
        .await
}

/// Sends a message of a service in a sandbox to another service of the same sandbox.
pub(super) async fn send(
    house: &Arc<House>,
    sandbox: &Arc<Sandbox>,
    request: Request<Bytes>,
    case: Option<String>,
    standing: Standing<'_>,
) -> Outcome {
    let path = request.uri().path().to_owned();
    let Some(located) = locate(house, &path) else {
        return Outcome::answer(not_found(&known_addresses(house, &path)));
    };
    let Located {
        prefix,
        service,
        path,
        ..
    } = located;
    let received = Received {
        base: format!("http://sandkasse{prefix}"),
        path: path.to_owned(),
        request,
        too_large: None,
    };
    service
        .answer(house, sandbox, received, Via::Router { case }, standing)
        .await
}

/// Sends one message for a case as part of what the pump does, without waiting for the pump.
/// Says what was heard and after how much sandbox time.
pub async fn send_in_turn(
    house: &Arc<House>,
    sandbox: &Arc<Sandbox>,
    permit: &Permit,
    request: Request<Bytes>,
    case: String,
) -> (Heard, Duration) {
    send(
        house,
        sandbox,
        request,
        Some(case),
        Standing::InTurn(permit),
    )
    .await
    .heard()
}

/// Goes in and acts in the world, after everything that is due has happened.
///
/// Where no pump is at work, nothing is due and nobody waits, that takes one lock; otherwise
/// callers are served in order of arrival.
pub async fn enter<R>(
    house: &Arc<House>,
    sandbox: &Arc<Sandbox>,
    act: impl FnOnce(&mut World) -> R,
) -> R {
    let act = |room: &mut Room| act(&mut room.world);
    if !sandbox.gate.has_line() {
        match try_enter(house, sandbox, act) {
            Ok(result) => result,
            Err(act) => wait_and_enter(house, sandbox, act).await,
        }
    } else {
        wait_and_enter(house, sandbox, act).await
    }
}

async fn wait_and_enter<R>(
    house: &Arc<House>,
    sandbox: &Arc<Sandbox>,
    act: impl FnOnce(&mut Room) -> R,
) -> R {
    let _head = sandbox.gate.queue().await;
    enter_at_head(house, sandbox, act).await
}

/// To be called at the head of the line: waits until the pump rests, then acts.
async fn enter_at_head<R>(
    house: &Arc<House>,
    sandbox: &Arc<Sandbox>,
    mut act: impl FnOnce(&mut Room) -> R,
) -> R {
    loop {
        let mut idle = pin!(sandbox.gate.idle.notified());
        // Before the look, so that a rest between look and wait is not missed.
        idle.as_mut().enable();
        match try_enter(house, sandbox, act) {
            Ok(result) => return result,
            Err(back) => act = back,
        }
        idle.await;
    }
}

/// Acts if nothing is due and no pump is at work; otherwise gives the act back.
fn try_enter<R, F: FnOnce(&mut Room) -> R>(
    house: &Arc<House>,
    sandbox: &Arc<Sandbox>,
    act: F,
) -> Result<R, F> {
    let mut room = sandbox.lock();
    let wall = wall_now();
    if room.pump_at_work || !room.world.is_quiet(wall) {
        wake(house, sandbox, &mut room);
        return Err(act);
    }
    room.world.catch_up(wall);
    let result = act(&mut room);
    wake(house, sandbox, &mut room);
    Ok(result)
}

/// Builds the world of a sandbox anew from its recipe, and then looks at it.
///
/// It waits its turn like any request, so no message of the old world is under way meanwhile.
///
/// # Errors
/// [`RecipeError`] when the recipe no longer fits; the old world stays.
pub async fn reset<R>(
    house: &Arc<House>,
    sandbox: &Arc<Sandbox>,
    look: impl FnOnce(&mut World) -> R,
) -> Result<R, RecipeError> {
    wait_and_enter(house, sandbox, |room| {
        room.rebuild(sandbox.recipe())?;
        Ok(look(&mut room.world))
    })
    .await
}

/// Puts another world in the place of a sandbox's own, and then looks at it.
///
/// It waits its turn like a reset, and for the same reason.
pub async fn replace<R>(
    house: &Arc<House>,
    sandbox: &Arc<Sandbox>,
    world: World,
    look: impl FnOnce(&mut World) -> R,
) -> R {
    wait_and_enter(house, sandbox, |room| {
        room.replace(world);
        look(&mut room.world)
    })
    .await
}

/// Moves the clock, waits until everything due up to there has run, and then looks at the world.
/// Nobody else gets in meanwhile.
///
/// # Errors
/// Whatever `turn_clock` refuses; nothing has moved then.
pub async fn move_clock<E, R>(
    house: &Arc<House>,
    sandbox: &Arc<Sandbox>,
    turn_clock: impl FnOnce(&mut World) -> Result<(), E>,
    look: impl FnOnce(&mut World, Vec<Ran>) -> R,
) -> Result<R, E> {
    let _head = sandbox.gate.queue().await;
    enter_at_head(house, sandbox, |room| {
        turn_clock(&mut room.world)?;
        room.world.watch_agenda();
        Ok(())
    })
    .await?;
    let _watch = Watch(sandbox);
    Ok(enter_at_head(house, sandbox, |room| {
        let ran = room.world.unwatch_agenda();
        look(&mut room.world, ran)
    })
    .await)
}

/// Ends the watch over the agenda even when the caller hung up before the clock arrived; nobody
/// would ever take the notes of it.
struct Watch<'a>(&'a Sandbox);

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        self.0.lock().world.unwatch_agenda();
    }
}

fn sandbox(house: &House, name: &str) -> Option<Arc<Sandbox>> {
    house.sandboxes.get(&Slug::parse(name).ok()?)
}

fn unknown_sandbox(name: &str) -> Response<Bytes> {
    let name: String = name.chars().take(80).collect();
    let detail = format!(
        "no sandbox is called `{name}`; create it with `PUT /_sandbox/sandboxes/{name}`, or leave \
         the prefix `/s/{name}` out to use `default`"
    );
    problem(
        StatusCode::NOT_FOUND,
        "unknown sandbox",
        &detail,
        Map::new(),
    )
}

fn too_large_here(limit: usize) -> Response<Bytes> {
    let detail = format!("the body is larger than {limit} bytes; send a smaller one");
    problem(
        StatusCode::PAYLOAD_TOO_LARGE,
        "body too large",
        &detail,
        Map::new(),
    )
}

fn known_addresses(house: &House, path: &str) -> String {
    let mounts: Vec<&str> = house
        .services
        .iter()
        .map(|service| service.mount().prefix)
        .collect();
    let desks: Vec<&str> = house.desks.iter().map(|desk| desk.prefix).collect();
    let path: String = path.chars().take(120).collect();
    format!(
        "`{path}` belongs to no service; services are mounted at {}, the admin API at {}, and \
         each sandbox has its own addresses below `/s/{{sandbox}}`",
        mounts.join(", "),
        desks.join(", "),
    )
}

/// Scheme and host as the client used them.
fn origin(request: &Request<Bytes>) -> String {
    let host = request
        .headers()
        .get(HOST)
        .and_then(|value| value.to_str().ok());
    let authority = request.uri().authority().map(http::uri::Authority::as_str);
    format!("http://{}", host.or(authority).unwrap_or("localhost"))
}

#[cfg(test)]
mod tests {
    use super::same_shape;

    #[test]
    fn a_template_takes_one_segment_for_each_name() {
        assert!(same_shape("/v1/invoices/{id}", "/v1/invoices/7"));
        assert!(!same_shape("/v1/invoices/{id}", "/v1/invoices"));
        assert!(!same_shape("/v1/invoices/{id}", "/v1/invoices/7/actions"));
        assert!(same_shape(
            "/efaktura-atg-service/v1/",
            "/efaktura-atg-service/v1/"
        ));
    }
}
