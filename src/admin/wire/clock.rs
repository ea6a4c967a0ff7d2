//! Sandbox time.

use schemars::JsonSchema;
use serde::Serialize;

use super::time::instant;
use crate::sandbox::{Ran, World};

/// Most entries of a move that are told.
const RAN_MAX: usize = 1000;

/// Where the clock stands.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::admin) struct ClockText {
    now: String,
    mode: &'static str,
    next: Option<String>,
}

impl ClockText {
    /// The clock of a world, and when something is due next.
    pub(in crate::admin) fn of(world: &World) -> Self {
        Self {
            now: instant(world.clock.now()),
            mode: world.clock.mode().as_str(),
            next: world.agenda.next().map(instant),
        }
    }
}

/// Where the clock stands after a move, and what happened on the way.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::admin) struct MovedText {
    #[serde(flatten)]
    clock: ClockText,
    ran: Vec<RanText>,
    ran_total: usize,
    #[serde(flatten)]
    idle: Option<IdleText>,
}

/// How a move ended that was to go on until nothing is left to do.
#[derive(Debug, Serialize, JsonSchema)]
struct IdleText {
    idle: bool,
    stopped: &'static str,
}

#[derive(Debug, Serialize, JsonSchema)]
struct RanText {
    at: String,
    what: String,
}

impl MovedText {
    /// The clock after a move; of a long way the beginning is told.
    pub(in crate::admin) fn of(world: &World, ran: Vec<Ran>) -> Self {
        let ran_total = ran.len();
        let told = ran.into_iter().take(RAN_MAX);
        Self {
            clock: ClockText::of(world),
            ran: told
                .map(|ran| RanText {
                    at: instant(ran.at),
                    what: ran.what,
                })
                .collect(),
            ran_total,
            idle: None,
        }
    }

    /// The same with how it ended.
    pub(in crate::admin) fn idle(mut self, idle: bool, stopped: &'static str) -> Self {
        self.idle = Some(IdleText { idle, stopped });
        self
    }

    /// How much happened, told or not.
    pub(in crate::admin) fn ran_total(&self) -> usize {
        self.ran_total
    }
}
