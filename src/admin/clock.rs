//! Sandbox time: look at it and move it.

use http::StatusCode;
use jiff::{Span, Timestamp, ToSpan};
use schemars::JsonSchema;
use serde::Deserialize;

use super::call::{Answer, Call, ok};
use super::faults::AdminError;
use super::stops::Stop;
use super::wire::{ClockText, MovedText, instant};
use crate::domain::calendar::oslo;
use crate::http::{Hop, enter, one_hop, travel};
use crate::sandbox::{Backwards, Ran, Room, World, wall_now};

const DURATION: &str = "an ISO 8601 duration that is not negative and ends before the year 9999, \
                        such as `PT15M` or `P1D`";

/// Agenda entries behind which a move until idle goes no further.
const UNTIL_IDLE_ENTRIES: usize = 1_000_000;

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "an object")]
#[schemars(rename = "ClockAdvance")]
pub(super) struct Advance {
    by: Option<String>,
    #[serde(default)]
    until_idle: bool,
}

#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "an object")]
#[schemars(rename = "ClockSet")]
pub(super) struct Set {
    to: String,
}

/// A body with nothing in it.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, expecting = "an object")]
pub(super) struct Nothing {}

/// `GET /sandboxes/{s}/clock`.
pub(super) async fn get(call: Call) -> Answer {
    let sandbox = call.sandbox()?;
    ok(&enter(&call.house, &sandbox, |world| ClockText::of(world)).await)
}

/// `POST /sandboxes/{s}/clock/advance`: by a duration, or until nothing is left to come.
///
/// With both, the clock stops after the duration, and what is due later counts as idle. Every move
/// lets everything due up to the new instant happen, and no message leaves the process whose answer
/// would have to be waited for besides; so both together say more than a duration, and do the same.
pub(super) async fn advance(call: Call) -> Answer {
    let Advance { by, until_idle } = call.read()?;
    let Some(by) = by else {
        if until_idle {
            return advance_until_idle(call).await;
        }
        let detail = "by: missing field `by`, or `until_idle` with `true`";
        let error = AdminError::new(StatusCode::BAD_REQUEST, "the body does not fit", detail);
        return Err(error.with("field", "by").with("expected", DURATION));
    };
    let span = duration(&by).ok_or_else(|| AdminError::value("by", &by, DURATION))?;
    let turn = move |world: &mut World| {
        let wall = wall_now();
        let from = world.clock.goal(wall);
        go_to(world, later(from, span, &by)?, wall)
    };
    let look = move |world: &World, ran| {
        let moved = MovedText::of(world, ran);
        if until_idle {
            moved.idle(true, "everything due up to here has run")
        } else {
            moved
        }
    };
    moved(call, one_hop(turn), look).await
}

/// Goes from the last thing that is known to come to the next last, until there is none, or none
/// within a year of where it began.
async fn advance_until_idle(call: Call) -> Answer {
    let mut limit = None;
    let hop = move |world: &mut World| {
        let wall = wall_now();
        let now = world.clock.goal(wall);
        let limit = match limit {
            Some(limit) => limit,
            None => *limit.insert(later(now, 1.year(), "P1Y").unwrap_or(Timestamp::MAX)),
        };
        let last = world.agenda.last_up_to(limit);
        match last.filter(|_| world.ran_so_far() < UNTIL_IDLE_ENTRIES) {
            Some(last) => go_to(world, last.max(now), wall).map(|()| Hop::On),
            None => Ok(Hop::Arrived),
        }
    };
    let look = |world: &World, ran| {
        let is_idle = world.agenda.next().is_none();
        let moved = MovedText::of(world, ran);
        let why = if is_idle {
            "nothing is left to come"
        } else if moved.ran_total() >= UNTIL_IDLE_ENTRIES {
            "a million things happened, and there is more to come"
        } else {
            "what is left to come is due more than a year after the beginning"
        };
        moved.idle(is_idle, why)
    };
    moved(call, hop, look).await
}

/// `POST /sandboxes/{s}/clock/set`.
pub(super) async fn set(call: Call) -> Answer {
    let Set { to } = call.read()?;
    let to = Stop::read(&to)?;
    let turn = move |world: &mut World| {
        let wall = wall_now();
        let now = world.clock.goal(wall);
        let to = to.instant(world, now)?;
        go_to(world, to, wall)
    };
    moved(call, one_hop(turn), MovedText::of).await
}

/// `POST /sandboxes/{s}/clock/freeze`.
pub(super) async fn freeze(call: Call) -> Answer {
    let Nothing {} = call.read_optional()?;
    let turn = |world: &mut World| {
        world.clock.freeze(wall_now());
        Ok(())
    };
    moved(call, one_hop(turn), MovedText::of).await
}

/// `POST /sandboxes/{s}/clock/run`.
pub(super) async fn run(call: Call) -> Answer {
    let Nothing {} = call.read_optional()?;
    let turn = |world: &mut World| {
        world.clock.run(wall_now());
        Ok(())
    };
    moved(call, one_hop(turn), MovedText::of).await
}

/// Moves the clock in a task of its own, so that a client that hangs up stops nothing half-way.
async fn moved(
    call: Call,
    hop: impl FnMut(&mut World) -> Result<Hop, AdminError> + Send + 'static,
    look: impl FnOnce(&World, Vec<Ran>) -> MovedText + Send + 'static,
) -> Answer {
    let sandbox = call.sandbox()?;
    let house = call.house;
    let runtime = house.runtime.clone();
    let look = |room: &mut Room, ran| look(&room.world, ran);
    let task = async move { travel(&house, &sandbox, hop, look).await };
    let done = runtime.spawn(task).await.map_err(|error| {
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        AdminError::new(status, "the move broke off", error.to_string())
    })?;
    ok(&done?)
}

/// The instant a span after another. A day is one of the calendar and not 24 hours: twice a year
/// Norway has one of 23 or 25.
fn later(from: Timestamp, span: Span, by: &str) -> Result<Timestamp, AdminError> {
    let to = from.to_zoned(oslo()).checked_add(span);
    let to = to.map(|to| to.timestamp());
    to.map_err(|_| AdminError::value("by", by, "a duration that ends before the year 10000"))
}

fn go_to(world: &mut World, to: Timestamp, wall: Timestamp) -> Result<(), AdminError> {
    world
        .clock
        .set(to, wall)
        .map_err(|Backwards { now, asked }| {
            let (now, asked) = (instant(now), instant(asked));
            let detail = format!("found `{asked}`, expected `{now}`, where it stands, or later");
            AdminError::new(StatusCode::CONFLICT, "the clock cannot go back", detail)
                .with("found", asked)
                .with("expected", format!("`{now}` or later"))
                .hint("reset the sandbox, or create another one with an earlier `start`")
        })
}

/// Reads a duration in ISO form; words such as `5 minutes` are not taken.
fn duration(text: &str) -> Option<Span> {
    let unsigned = text.strip_prefix('+').unwrap_or(text);
    if !unsigned.starts_with(['P', 'p']) {
        return None;
    }
    let span: Span = text.parse().ok()?;
    (!span.is_negative()).then_some(span)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_duration_has_the_iso_form_and_goes_forward() {
        for good in ["PT15M", "P1D", "P1Y2M3DT4H5M6S", "PT0S", "P2W", "PT0.5S"] {
            assert!(duration(good).is_some(), "{good}");
        }
        for bad in [
            "",
            "-PT1S",
            "P-1D",
            "15 minutes",
            "1d",
            "P",
            "PT",
            "soon",
            "Pæ",
            "P999999999999999999999D",
        ] {
            assert!(duration(bad).is_none(), "{bad}");
        }
    }
}
