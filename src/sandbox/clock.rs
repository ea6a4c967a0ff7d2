//! Sandbox time: a value that only moves forward, frozen or running at wall speed.

use jiff::Timestamp;

use crate::scenario::script::ClockWord;

/// Whether sandbox time stands or runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// It stands where it was put.
    Frozen,
    /// It runs at wall speed from where it stood.
    Running,
}

impl From<ClockWord> for Mode {
    fn from(word: ClockWord) -> Self {
        match word {
            ClockWord::Frozen => Self::Frozen,
            ClockWord::Running => Self::Running,
        }
    }
}

impl Mode {
    /// The word shown to people.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Frozen => "frozen",
            Self::Running => "running",
        }
    }
}

/// The clock of a sandbox.
///
/// `reached` is the instant up to which the world has lived; the goal lies at or after it, and
/// the pump closes the gap by letting everything due in between happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    reached: Timestamp,
    hand: Hand,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Hand {
    Frozen { goal: Timestamp },
    Running { from: Timestamp, wall: Timestamp },
}

/// The clock was not moved, because time only moves forward.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the clock cannot go back: it stands at {now} and was asked to go to {asked}; reset the \
     sandbox, or create another one with an earlier `start`"
)]
pub struct Backwards {
    /// Where it stands.
    pub now: Timestamp,
    /// Where it was asked to go.
    pub asked: Timestamp,
}

impl Clock {
    /// A clock in a mode at an instant; `wall` is the wall time of this moment.
    #[must_use]
    pub fn new(mode: Mode, at: Timestamp, wall: Timestamp) -> Self {
        let hand = match mode {
            Mode::Frozen => Hand::Frozen { goal: at },
            Mode::Running => Hand::Running { from: at, wall },
        };
        Self { reached: at, hand }
    }

    /// The instant up to which the world has lived.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.reached
    }

    /// Where the clock stands, whether or not the world has lived up to it.
    #[must_use]
    pub fn goal(&self, wall: Timestamp) -> Timestamp {
        let goal = match self.hand {
            Hand::Frozen { goal } => goal,
            Hand::Running { from, wall: since } => from
                .checked_add(wall.duration_since(since))
                .unwrap_or(Timestamp::MAX),
        };
        goal.max(self.reached)
    }

    /// Stands or runs.
    #[must_use]
    pub fn mode(&self) -> Mode {
        match self.hand {
            Hand::Frozen { .. } => Mode::Frozen,
            Hand::Running { .. } => Mode::Running,
        }
    }

    /// The world has lived up to an instant.
    pub fn reach(&mut self, instant: Timestamp) {
        self.reached = self.reached.max(instant);
    }

    /// Moves the goal to an instant.
    ///
    /// # Errors
    /// [`Backwards`] when it lies before the present goal.
    pub fn set(&mut self, to: Timestamp, wall: Timestamp) -> Result<(), Backwards> {
        let now = self.goal(wall);
        if to < now {
            return Err(Backwards { now, asked: to });
        }
        self.hand = match self.mode() {
            Mode::Frozen => Hand::Frozen { goal: to },
            Mode::Running => Hand::Running { from: to, wall },
        };
        Ok(())
    }

    /// Stops the clock where it stands.
    pub fn freeze(&mut self, wall: Timestamp) {
        self.hand = Hand::Frozen {
            goal: self.goal(wall),
        };
    }

    /// Lets the clock run from where it stands.
    pub fn run(&mut self, wall: Timestamp) {
        self.hand = Hand::Running {
            from: self.goal(wall),
            wall,
        };
    }
}

/// Wall time. The only place that reads it.
#[must_use]
#[expect(
    clippy::disallowed_methods,
    reason = "every other place is handed the time"
)]
pub fn wall_now() -> Timestamp {
    Timestamp::now()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_frozen_clock_stands_however_long_the_wall_clock_runs() {
        let clock = Clock::new(
            Mode::Frozen,
            at("2026-03-02T08:00:00Z"),
            at("2030-01-01T00:00:00Z"),
        );
        assert_eq!(
            clock.goal(at("2031-01-01T00:00:00Z")),
            at("2026-03-02T08:00:00Z")
        );
    }

    #[test]
    fn a_running_clock_keeps_wall_speed_from_where_it_stood() {
        let mut clock = Clock::new(
            Mode::Running,
            at("2026-03-02T08:00:00Z"),
            at("2030-01-01T00:00:00Z"),
        );
        assert_eq!(
            clock.goal(at("2030-01-01T00:00:07Z")),
            at("2026-03-02T08:00:07Z")
        );
        clock
            .set(at("2026-03-02T09:00:07Z"), at("2030-01-01T00:00:07Z"))
            .unwrap();
        assert_eq!(
            clock.goal(at("2030-01-01T00:00:08Z")),
            at("2026-03-02T09:00:08Z")
        );
        clock.freeze(at("2030-01-01T00:00:09Z"));
        assert_eq!(
            clock.goal(at("2040-01-01T00:00:00Z")),
            at("2026-03-02T09:00:09Z")
        );
    }

    #[test]
    fn a_wall_clock_that_is_set_back_does_not_take_the_sandbox_with_it() {
        let mut clock = Clock::new(
            Mode::Running,
            at("2026-03-02T08:00:00Z"),
            at("2030-01-01T00:00:00Z"),
        );
        clock.reach(clock.goal(at("2030-01-01T00:10:00Z")));
        assert_eq!(
            clock.goal(at("2029-12-31T00:00:00Z")),
            at("2026-03-02T08:10:00Z")
        );
    }

    #[test]
    fn the_clock_never_goes_back() {
        let wall = at("2030-01-01T00:00:00Z");
        let (now, asked) = (at("2026-03-02T08:00:00Z"), at("2026-03-02T07:59:59Z"));
        let mut clock = Clock::new(Mode::Frozen, now, wall);
        assert_eq!(clock.set(asked, wall), Err(Backwards { now, asked }));
        assert_eq!(clock.goal(wall), now);
    }
}
