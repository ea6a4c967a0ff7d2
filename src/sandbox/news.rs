//! Word to those who listen: how far the journal of a sandbox has come.

use std::ops::{Deref, DerefMut};
use std::sync::MutexGuard;

use tokio::sync::watch;

use super::sandboxes::Room;

/// How far a sandbox has come, as its audience is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct News {
    /// How often the sandbox was built anew; entries are numbered from 1 again in each life.
    pub generation: u64,
    /// The number that the next journal entry will get.
    pub next_number: u64,
    /// The sandbox was dropped: nothing more will come.
    pub gone: bool,
}

impl News {
    /// Where a room stands.
    pub(super) fn of(room: &Room) -> Self {
        Self {
            generation: room.world.generation,
            next_number: room.world.journal.next_number(),
            gone: false,
        }
    }
}

/// The open room of a sandbox. When it is left, whoever listens is told what was written.
#[derive(Debug)]
pub struct Held<'a> {
    room: MutexGuard<'a, Room>,
    news: &'a watch::Sender<News>,
}

impl<'a> Held<'a> {
    pub(super) fn new(room: MutexGuard<'a, Room>, news: &'a watch::Sender<News>) -> Self {
        Self { room, news }
    }
}

impl Deref for Held<'_> {
    type Target = Room;

    fn deref(&self) -> &Room {
        &self.room
    }
}

impl DerefMut for Held<'_> {
    fn deref_mut(&mut self) -> &mut Room {
        &mut self.room
    }
}

impl Drop for Held<'_> {
    /// Costs one look at a counter while nobody listens. The lock is still held here: a listener
    /// signs up before it looks, so it either is counted now or sees the entry when it looks.
    fn drop(&mut self) {
        if self.news.receiver_count() == 0 {
            return;
        }
        let News {
            generation,
            next_number,
            gone: _,
        } = News::of(&self.room);
        self.news.send_if_modified(|news| {
            let changed = (news.generation, news.next_number) != (generation, next_number);
            (news.generation, news.next_number) = (generation, next_number);
            changed
        });
    }
}
