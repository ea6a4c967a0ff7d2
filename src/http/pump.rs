//! The pump: the one task of a sandbox that lets due things happen, in order.

use std::sync::{Arc, Weak};
use std::time::Duration;

use jiff::Timestamp;
use tracing::debug;

use super::house::House;
use crate::sandbox::{Fired, Job, Mode, Room, Sandbox, World, wall_now};

/// Events that the pump lets happen before it gives the lock away for a moment.
const EVENTS_AT_ONCE: usize = 256;

/// The longest sleep of a timer; it looks again after that, so a changed wall clock is seen.
const SLEEP_MAX: Duration = Duration::from_secs(60);

/// The right to act in a sandbox while its pump is at work. Only the pump can make one.
#[derive(Debug)]
pub struct Permit(());

impl Permit {
    /// Acts in the world at the time of the entry that is running.
    pub fn enter<R>(&self, sandbox: &Sandbox, act: impl FnOnce(&mut World) -> R) -> R {
        act(&mut sandbox.lock().world)
    }
}

/// Wakes the pump if something is due, and sets the timer for what comes next.
pub(super) fn wake(house: &Arc<House>, sandbox: &Arc<Sandbox>, room: &mut Room) {
    if room.pump_at_work {
        return;
    }
    if room.world.is_quiet(wall_now()) {
        set_timer(house, sandbox, room);
    } else {
        room.pump_at_work = true;
        house
            .runtime
            .spawn(work(Arc::clone(house), Arc::clone(sandbox)));
    }
}

async fn work(house: Arc<House>, sandbox: Arc<Sandbox>) {
    let permit = Permit(());
    let mut shift = Shift {
        sandbox: &sandbox,
        over: false,
    };
    loop {
        match take_job(&house, &sandbox) {
            Taken::Job(job) => house.jobs.run(&house, &sandbox, &permit, job).await,
            Taken::More => tokio::task::yield_now().await,
            Taken::Rest => break,
        }
    }
    shift.over = true;
}

/// Ends the shift even if a job panicked, so that a sandbox never waits for a pump that is gone.
struct Shift<'a> {
    sandbox: &'a Sandbox,
    /// The shift ended as it should: the pump went off duty under the lock, and by now another
    /// one may be at work.
    over: bool,
}

impl Drop for Shift<'_> {
    fn drop(&mut self) {
        if !self.over {
            self.sandbox.lock().pump_at_work = false;
        }
        self.sandbox.gate.idle.notify_waiters();
    }
}

enum Taken {
    Job(Job),
    More,
    Rest,
}

fn take_job(house: &Arc<House>, sandbox: &Arc<Sandbox>) -> Taken {
    let mut room = sandbox.lock();
    for _ in 0..EVENTS_AT_ONCE {
        match room.world.fire_next(wall_now()) {
            Fired::Event => {}
            Fired::Job(job) => return Taken::Job(job),
            Fired::Nothing => {
                // Under the same lock, so that nobody can put something due in between.
                room.pump_at_work = false;
                set_timer(house, sandbox, &mut room);
                return Taken::Rest;
            }
        }
    }
    Taken::More
}

/// In a running sandbox, wakes the pump when the next entry falls due.
fn set_timer(house: &Arc<House>, sandbox: &Arc<Sandbox>, room: &mut Room) {
    let Some(next) = room.world.agenda.next() else {
        return;
    };
    if room.world.clock.mode() == Mode::Frozen {
        return;
    }
    let wall = wall_now();
    let wait = next.duration_since(room.world.clock.goal(wall));
    let wait = Duration::try_from(wait)
        .unwrap_or(Duration::ZERO)
        .min(SLEEP_MAX);
    let rings_at = wall.checked_add(wait).unwrap_or(Timestamp::MAX);
    // Wall times are compared, because a clock that is moved brings what is due closer.
    if room.timer_for.is_some_and(|at| at <= rings_at) {
        return;
    }
    room.timer_for = Some(rings_at);
    debug!(?wait, %next, "timer set");
    let timer = ring(Arc::clone(house), Arc::downgrade(sandbox), wait, rings_at);
    house.runtime.spawn(timer);
}

#[expect(
    clippy::disallowed_methods,
    reason = "the edge timer of running sandboxes"
)]
async fn ring(house: Arc<House>, sandbox: Weak<Sandbox>, wait: Duration, rings_at: Timestamp) {
    tokio::time::sleep(wait).await;
    // A sandbox that was dropped meanwhile needs no waking.
    let Some(sandbox) = sandbox.upgrade() else {
        return;
    };
    let mut room = sandbox.lock();
    // A timer that an earlier one replaced ends here, or every replacement would leave one more.
    if room.timer_for == Some(rings_at) {
        room.timer_for = None;
        wake(&house, &sandbox, &mut room);
    }
}
