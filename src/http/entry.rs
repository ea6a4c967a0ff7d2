//! A service as the door sees it: one row of the table, whatever its own types are.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;

use super::door::{enter, send};
use super::house::House;
use super::pump::Permit;
use crate::sandbox::{Outcome, Resident, Sandbox, Step, Via, Visit, World, begin, refuse, resume};
use crate::services::{Caller, Mount, Operation, Received, Simulated};

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
    let visit = Visit::of(Simulated::mount(service).service, via, &received);
    let decoded = service.decode(&received);
    let first = |world: &mut World| {
        let unwanted = world.guard(&visit, &received);
        match unwanted.map_or(decoded, Err) {
            Ok(decoded) => begin(world, service, visit, decoded),
            Err(refused) => Step::Answered(refuse(world, visit, *refused)),
        }
    };
    let mut step = go_in(house, sandbox, standing, first).await;
    let mut delay = Duration::ZERO;
    loop {
        match step {
            Step::Answered(outcome) => return outcome.after(delay),
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
