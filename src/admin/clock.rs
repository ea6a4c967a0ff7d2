//! Sandbox time: look at it and move it.

use http::StatusCode;
use jiff::{Span, Timestamp};
use serde::Deserialize;

use super::call::{Answer, Call, ok};
use super::faults::AdminError;
use super::wire::{ClockText, INSTANT, MovedText, instant, read_instant};
use crate::domain::calendar::oslo;
use crate::http::{enter, move_clock};
use crate::sandbox::{Backwards, World, wall_now};

const DURATION: &str = "an ISO 8601 duration that is not negative and ends before the year 9999, \
                        such as `PT15M` or `P1D`";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
struct Advance {
    by: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
struct Set {
    to: String,
}

/// A body with nothing in it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object")]
struct Nothing {}

/// `GET /sandboxes/{s}/clock`.
pub(super) async fn get(call: Call) -> Answer {
    let sandbox = call.sandbox()?;
    ok(&enter(&call.house, &sandbox, |world| ClockText::of(world)).await)
}

/// `POST /sandboxes/{s}/clock/advance`.
pub(super) async fn advance(call: Call) -> Answer {
    let Advance { by } = call.read()?;
    let span = duration(&by).ok_or_else(|| AdminError::value("by", &by, DURATION))?;
    moved(call, move |world| {
        let wall = wall_now();
        let from = world.clock.goal(wall);
        // A day of the calendar, and not 24 hours: twice a year Norway has one of 23 or 25.
        let to = from.to_zoned(oslo()).checked_add(span).map_err(|_| {
            let expected = "a duration that ends before the year 10000";
            AdminError::value("by", &by, expected)
        })?;
        go_to(world, to.timestamp(), wall)
    })
    .await
}

/// `POST /sandboxes/{s}/clock/set`.
pub(super) async fn set(call: Call) -> Answer {
    let Set { to } = call.read()?;
    let to = read_instant(&to).ok_or_else(|| AdminError::value("to", &to, INSTANT))?;
    moved(call, move |world| go_to(world, to, wall_now())).await
}

/// `POST /sandboxes/{s}/clock/freeze`.
pub(super) async fn freeze(call: Call) -> Answer {
    let Nothing {} = call.read_optional()?;
    moved(call, move |world| {
        world.clock.freeze(wall_now());
        Ok(())
    })
    .await
}

/// `POST /sandboxes/{s}/clock/run`.
pub(super) async fn run(call: Call) -> Answer {
    let Nothing {} = call.read_optional()?;
    moved(call, move |world| {
        world.clock.run(wall_now());
        Ok(())
    })
    .await
}

/// Moves the clock in a task of its own, so that a client that hangs up stops nothing half-way.
async fn moved(
    call: Call,
    turn_clock: impl FnOnce(&mut World) -> Result<(), AdminError> + Send + 'static,
) -> Answer {
    let sandbox = call.sandbox()?;
    let house = call.house;
    let runtime = house.runtime.clone();
    let look = |world: &mut World, ran| MovedText::of(world, ran);
    let task = async move { move_clock(&house, &sandbox, turn_clock, look).await };
    let done = runtime.spawn(task).await.map_err(|error| {
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        AdminError::new(status, "the move broke off", error.to_string())
    })?;
    ok(&done?)
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
