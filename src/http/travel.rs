//! Moving the clock: everything due on the way happens before the answer.

use std::sync::Arc;

use super::door::enter_at_head;
use super::house::House;
use crate::sandbox::{Input, Ran, Room, Sandbox, World, wall_now};

/// What a move of the clock does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hop {
    /// The goal was moved: live up to it and ask again.
    On,
    /// It is over.
    Arrived,
}

/// Moves the clock, waits until everything due up to there has run, and then looks at the room.
/// Nobody else gets in meanwhile.
///
/// # Errors
/// Whatever `turn_clock` refuses; nothing has moved then.
pub async fn move_clock<E, R>(
    house: &Arc<House>,
    sandbox: &Arc<Sandbox>,
    turn_clock: impl FnOnce(&mut World) -> Result<(), E>,
    look: impl FnOnce(&mut Room, Vec<Ran>) -> R,
) -> Result<R, E> {
    travel(house, sandbox, one_hop(turn_clock), look).await
}

/// A move of one hop.
pub fn one_hop<E>(
    turn_clock: impl FnOnce(&mut World) -> Result<(), E>,
) -> impl FnMut(&mut World) -> Result<Hop, E> {
    let mut turn_clock = Some(turn_clock);
    move |world| match turn_clock.take() {
        Some(turn_clock) => turn_clock(world).map(|()| Hop::On),
        None => Ok(Hop::Arrived),
    }
}

/// Moves the clock hop by hop. Before each hop everything due up to the end of the last one has
/// run; when the move is over, looks at the room. Nobody else gets in meanwhile.
///
/// # Errors
/// Whatever a hop refuses; the clock then stands where the last one ended.
pub async fn travel<E, R>(
    house: &Arc<House>,
    sandbox: &Arc<Sandbox>,
    mut hop: impl FnMut(&mut World) -> Result<Hop, E>,
    look: impl FnOnce(&mut Room, Vec<Ran>) -> R,
) -> Result<R, E> {
    let _head = sandbox.gate.queue().await;
    let mut watch = None;
    let mut look = Some(look);
    loop {
        let arrived = enter_at_head(house, sandbox, |room| {
            // Begun under the lock, and only when the first hop was not refused.
            let next = hop(&mut room.world)?;
            if watch.is_none() {
                room.world.watch_agenda();
            }
            Ok(match next {
                Hop::On => {
                    note_move(room);
                    None
                }
                Hop::Arrived => look.take().map(|look| {
                    let ran = room.world.unwatch_agenda();
                    look(room, ran)
                }),
            })
        })
        .await?;
        watch.get_or_insert_with(|| Watch(sandbox));
        if let Some(seen) = arrived {
            return Ok(seen);
        }
    }
}

fn note_move(room: &mut Room) {
    let clock = &room.world.clock;
    let (to, mode) = (clock.goal(wall_now()), clock.mode());
    room.note(|| Input::Clock { to, mode });
}

/// Ends the watch over the agenda even when the caller hung up before the clock arrived; nobody
/// would ever take the notes of it.
struct Watch<'a>(&'a Sandbox);

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        self.0.lock().world.unwatch_agenda();
    }
}
