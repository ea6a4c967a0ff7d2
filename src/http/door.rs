//! The one door: every impersonated request passes here.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::HOST;
use http::{Request, Response, StatusCode};
use serde_json::Map;

use super::entry::{Entry, Standing};
use super::house::{Desk, House};
use super::listeners::{Seat, Seated};
use super::locate::{Located, SANDBOX_PREFIX, below, default_sandbox, locate};
use super::pump::{Permit, wake};
use super::reply::{not_found, problem};
use crate::domain::slug::Slug;
use crate::sandbox::{
    Input, Outcome, Recipe, RecipeError, Room, Sandbox, Stay, TakenElsewhere, Via, World, wall_now,
};
use crate::services::{Caller, Heard, Received};

/// What is said of a name whose sandbox was dropped because nobody used it.
pub const DROPPED_IDLE: &str = " any more: nobody used it for a while, so it was dropped";

/// Largest body taken where no operation says otherwise, in bytes.
const BODY_MAX: usize = 64 * 1024;

/// What a request leaves behind that is done in a moment is done in its place, up to so many.
const BRIEF_AT_ONCE: usize = 4;

/// The largest body that an address takes, in bytes.
#[must_use]
pub fn body_max(house: &House, method: &str, path: &str) -> usize {
    if let Some(desk) = desk(house, path) {
        return (desk.body_max)(method, path);
    }
    locate(house, path).map_or(BODY_MAX, |located| {
        body_max_of(located.service, method, located.path)
    })
}

/// The largest body that a service takes at an address below its mount, in bytes.
pub(super) fn body_max_of(service: &dyn Entry, method: &str, path: &str) -> usize {
    let rows = service.operations().iter();
    rows.filter(|row| row.method.as_str() == method && same_shape(row.path, path))
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
        if let Err(refusal) = house.admission.admit(desk.prefix, &request)
            && !(desk.is_open && house.admission.wants_token())
        {
            return Outcome::answer(*refusal);
        }
        if let Some(limit) = too_large {
            return Outcome::answer(too_large_here(limit));
        }
        return (desk.handler)(Arc::clone(house), request, origin)
            .await
            .into();
    }
    let Some(located) = locate(house, &path) else {
        return Outcome::answer(not_found(&known_addresses(house, &path)));
    };
    let Located {
        sandbox,
        prefix,
        service,
        path,
    } = located;
    let mut received = Received {
        request,
        path: path.to_owned(),
        base: format!("{origin}{prefix}"),
        too_large,
        arrived: wall_now(),
    };
    let stay = match sandbox {
        Some(name) => named(house, name),
        None => of_caller(house, service, &received),
    };
    let Some(stay) = stay else {
        let name = sandbox.unwrap_or("default");
        return Outcome::answer(unknown_sandbox(house, name));
    };
    // Whoever follows a link need not send the credential that named the sandbox here; a token goes
    // along, and its links stay at the address that the client knows.
    let is_named_by_credential = || {
        let caller = service.caller(&received);
        caller.is_some_and(|caller| match caller {
            Caller::Credential(_) => true,
            Caller::TokenOf(_) => false,
        })
    };
    let is_another = sandbox.is_none() && *stay.name() != default_sandbox();
    if is_another && is_named_by_credential() {
        received.base = format!("{origin}{SANDBOX_PREFIX}{}{prefix}", stay.name());
    }
    service
        .answer(house, &stay, received, Via::Client, Standing::InLine)
        .await
}

/// Answers a request that came in by a port of its own for one service of one sandbox: whatever
/// its path is, it is a path of that service.
pub async fn answer_at(
    house: &Arc<House>,
    seated: &Seated<'_>,
    request: Request<Bytes>,
    too_large: Option<usize>,
) -> Outcome {
    let Seated { service, stay } = seated;
    let received = Received {
        path: request.uri().path().to_owned(),
        base: origin(&request),
        request,
        too_large,
        arrived: wall_now(),
    };
    service
        .answer(house, stay, received, Via::Client, Standing::InLine)
        .await
}

fn named(house: &House, name: &str) -> Option<Stay> {
    house.sandboxes.visit(&Slug::parse(name).ok()?)
}

/// The sandbox of whoever sends a request, else `default`. While that is the only one, nobody need
/// be asked.
fn of_caller(house: &House, service: &dyn Entry, received: &Received) -> Option<Stay> {
    let sandboxes = &house.sandboxes;
    let caller = (sandboxes.count() > 1).then(|| service.caller(received));
    let name = match caller.flatten() {
        Some(Caller::Credential(text)) => sandboxes.callers().sandbox_of(&text),
        Some(Caller::TokenOf(name)) => Some(name),
        None => None,
    };
    let stay = name.and_then(|name| sandboxes.visit(&name));
    stay.or_else(|| sandboxes.visit(&default_sandbox()))
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
        arrived: wall_now(),
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
    enter_room(house, sandbox, |room| act(&mut room.world)).await
}

/// The same with an input from outside, which the command log takes down under the same lock.
pub async fn enter_noting<R>(
    house: &Arc<House>,
    sandbox: &Arc<Sandbox>,
    input: impl FnOnce() -> Input,
    act: impl FnOnce(&mut World) -> R,
) -> R {
    let act = |room: &mut Room| {
        room.note(input);
        act(&mut room.world)
    };
    enter_room(house, sandbox, act).await
}

/// Goes in where the world is, and what is kept beside it.
pub async fn enter_room<R>(
    house: &Arc<House>,
    sandbox: &Arc<Sandbox>,
    act: impl FnOnce(&mut Room) -> R,
) -> R {
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
pub(super) async fn enter_at_head<R>(
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
    // The notice of a letter is due with the letter. To hand it to another thread and back would
    // take longer than to write it, and everybody in line would wait for that.
    room.world.fire_brief(wall, BRIEF_AT_ONCE);
    wake(house, sandbox, &mut room);
    Ok(result)
}

/// Which world a sandbox shall begin with again.
#[derive(Debug, Clone, Copy)]
pub enum Anew<'a> {
    /// The one that it was created with, or that was put in its place.
    AsCreated,
    /// One made from a recipe.
    From(&'a Recipe),
}

/// Builds the world of a sandbox anew, and then looks at it.
///
/// The input goes to the command log, which outlives the old world. The reset waits its turn like
/// any request, so no message of the old world is under way meanwhile.
///
/// # Errors
/// [`RecipeError`] when the recipe no longer fits; the old world stays.
pub async fn rebuild<R>(
    house: &Arc<House>,
    sandbox: &Arc<Sandbox>,
    anew: Anew<'_>,
    input: impl FnOnce() -> Input,
    look: impl FnOnce(&mut World) -> R,
) -> Result<R, RecipeError> {
    wait_and_enter(house, sandbox, |room| {
        let world = match anew {
            Anew::AsCreated => room.as_created(sandbox.recipe())?,
            Anew::From(recipe) => recipe.build(wall_now())?,
        };
        let old = &room.world.cast;
        house.sandboxes.recast(sandbox, old, &world.cast)?;
        room.note(input);
        room.begin(world);
        Ok(look(&mut room.world))
    })
    .await
}

/// Puts another world in the place of a sandbox's own, and then looks at it.
///
/// It waits its turn like a reset, and for the same reason.
///
/// # Errors
/// [`TakenElsewhere`] when another sandbox was given a credential of that world; the old one stays.
pub async fn replace<R>(
    house: &Arc<House>,
    sandbox: &Arc<Sandbox>,
    world: World,
    input: impl FnOnce() -> Input,
    look: impl FnOnce(&mut World) -> R,
) -> Result<R, TakenElsewhere> {
    wait_and_enter(house, sandbox, |room| {
        let old = &room.world.cast;
        house.sandboxes.recast(sandbox, old, &world.cast)?;
        room.note(input);
        room.replace(world);
        Ok(look(&mut room.world))
    })
    .await
}

fn unknown_sandbox(house: &House, name: &str) -> Response<Bytes> {
    let name: String = name.chars().take(80).collect();
    let was_idle = Slug::parse(&name).is_ok_and(|name| house.sandboxes.was_idle(&name));
    let why = if was_idle { DROPPED_IDLE } else { "" };
    let detail = format!(
        "no sandbox is called `{name}`{why}; create it with `PUT /_sandbox/sandboxes/{name}`, or \
         leave the prefix `/s/{name}` out to use `default`"
    );
    problem(
        StatusCode::NOT_FOUND,
        "unknown sandbox",
        &detail,
        Map::new(),
    )
}

/// What a connection that outlives its listener is told.
pub(super) fn closed(seat: &Seat) -> Response<Bytes> {
    let detail = format!(
        "the listener for {} of sandbox `{}` was closed; open another one with \
         `POST /_sandbox/listeners`",
        seat.service, seat.sandbox_name
    );
    problem(StatusCode::GONE, "listener closed", &detail, Map::new())
}

fn too_large_here(limit: usize) -> Response<Bytes> {
    let hint = "send a smaller one";
    let detail =
        format!("found a body of more than {limit} bytes, expected at most so many; {hint}");
    let mut extra = Map::new();
    extra.insert("limit".to_owned(), limit.into());
    extra.insert("hint".to_owned(), hint.into());
    problem(
        StatusCode::PAYLOAD_TOO_LARGE,
        "body too large",
        &detail,
        extra,
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
        "`{path}` belongs to no service; services are mounted at {}, the house answers at {}, \
         and each sandbox has its own addresses below `/s/{{sandbox}}`",
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
