//! A service as the door sees it: one row of the table, whatever its own types are.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use http::Response;

use super::door::{enter, enter_noting, send};
use super::house::House;
use super::pump::Permit;
use crate::sandbox::{
    Input, Outcome, Resident, Sandbox, Step, Via, Visit, World, begin, refuse, resume, wall_now,
};
use crate::services::{Caller, Mount, Operation, Received, Sealing, Simulated};

/// How a request stands to the line in front of a sandbox.
#[derive(Debug, Clone, Copy)]
pub enum Standing<'a> {
    /// It comes from outside and waits for whatever is due.
    InLine,
    /// It is part of what the pump does and must not wait for the pump.
    InTurn(&'a Permit),
}

/// One service in the table of the house.
pub trait Entry: Send + Sync {
    /// Where it is mounted.
    fn mount(&self) -> &'static Mount;

    /// Its operations.
    fn operations(&self) -> &'static [Operation];

    /// Whom a request comes from, as far as that tells sandboxes apart.
    fn caller(&self, received: &Received) -> Option<Caller>;

    /// Seals an answer that was made without the service where only the service answers.
    fn seal(&self, sealing: &Sealing<'_>, response: &mut Response<Bytes>);

    /// Answers a request in a sandbox.
    fn answer<'a>(
        &'a self,
        house: &'a Arc<House>,
        sandbox: &'a Arc<Sandbox>,
        received: Received,
        via: Via,
        standing: Standing<'a>,
    ) -> BoxFuture<'a, Outcome>;
}

impl<S> Entry for S
where
    S: Simulated,
    S::Model: Resident<Event = S::Event>,
{
    fn mount(&self) -> &'static Mount {
        Simulated::mount(self)
    }

    fn operations(&self) -> &'static [Operation] {
        Simulated::operations(self)
    }

    fn caller(&self, received: &Received) -> Option<Caller> {
        Simulated::caller(self, received)
    }

    fn seal(&self, sealing: &Sealing<'_>, response: &mut Response<Bytes>) {
        Simulated::seal(self, sealing, response);
    }

    fn answer<'a>(
        &'a self,
        house: &'a Arc<House>,
        sandbox: &'a Arc<Sandbox>,
        received: Received,
        via: Via,
        standing: Standing<'a>,
    ) -> BoxFuture<'a, Outcome> {
        Box::pin(serve(self, house, sandbox, received, via, standing))
    }
}

async fn serve<S>(
    service: &S,
    house: &Arc<House>,
    sandbox: &Arc<Sandbox>,
    received: Received,
    via: Via,
    standing: Standing<'_>,
) -> Outcome
where
    S: Simulated,
    S::Model: Resident<Event = S::Event>,
{
    let mount = Simulated::mount(service);
    // What the router sends follows from an input and is none itself.
    let is_input = via == Via::Client;
    let visit = Visit::of(mount.service, via, &received);
    let input = is_input.then_some(|| input(mount, &received));
    let decoded = service.decode(&received);
    let mut sandbox_time = None;
    let first = |world: &mut World| {
        sandbox_time = world.wire_time();
        let unwanted = world.guard(&visit, &received);
        match unwanted.map_or(decoded, Err) {
            Ok(decoded) => begin(world, service, visit, decoded),
            Err(refused) => Step::Answered(refuse(world, visit, *refused)),
        }
    };
    let mut step = come_in(house, sandbox, standing, input, first).await;
    let mut delay = Duration::ZERO;
    loop {
        match step {
            Step::Answered(mut outcome) => {
                let at = sandbox_time.unwrap_or_else(wall_now);
                let path = received.request.uri().path();
                outcome.with_answer(|response| service.seal(&Sealing { path, at }, response));
                return outcome.after(delay);
            }
            Step::Errand(errand, continuation, pending) => {
                // Whoever waits on a socket for this answer waits for its errands too.
                let outcome = send(house, sandbox, errand.request, None, standing).await;
                let (heard, took) = outcome.heard();
                delay = delay.saturating_add(took);
                let next =
                    |world: &mut World| resume(world, service, *pending, continuation, heard);
                step = go_in(house, sandbox, standing, next).await;
            }
        }
    }
}

/// A request as the command log keeps it.
fn input(mount: &'static Mount, received: &Received) -> Input {
    let Received { request, path, .. } = received;
    let prefix = mount.prefix;
    Input::Request {
        service: mount.service,
        method: request.method().as_str().to_owned(),
        target: match request.uri().query() {
            Some(query) => format!("{prefix}{path}?{query}"),
            None => format!("{prefix}{path}"),
        },
        headers: request.headers().clone(),
        body: request.body().clone(),
    }
}

/// The first step of a request, which is an input when it came from outside.
async fn come_in<R>(
    house: &Arc<House>,
    sandbox: &Arc<Sandbox>,
    standing: Standing<'_>,
    input: Option<impl FnOnce() -> Input>,
    act: impl FnOnce(&mut World) -> R,
) -> R {
    match (standing, input) {
        (Standing::InLine, Some(input)) => enter_noting(house, sandbox, input, act).await,
        (Standing::InLine | Standing::InTurn(_), _) => go_in(house, sandbox, standing, act).await,
    }
}

async fn go_in<R>(
    house: &Arc<House>,
    sandbox: &Arc<Sandbox>,
    standing: Standing<'_>,
    act: impl FnOnce(&mut World) -> R,
) -> R {
    match standing {
        Standing::InLine => enter(house, sandbox, act).await,
        Standing::InTurn(permit) => permit.enter(sandbox, act),
    }
}
