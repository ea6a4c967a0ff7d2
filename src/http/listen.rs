//! Waiting for the journal: neither the lock nor a place in line is held meanwhile.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::timeout;

use super::house::House;
use crate::sandbox::{News, Stay, World};

/// Most requests of a server that wait or listen at once; each is a connection kept open.
pub const AUDIENCE_MAX: usize = 4096;

/// Everybody who waits for something to be written, in all sandboxes of a server.
#[derive(Debug)]
pub struct Audience {
    places: Arc<Semaphore>,
    closing: watch::Sender<bool>,
}

impl Default for Audience {
    fn default() -> Self {
        let (closing, _) = watch::channel(false);
        Self {
            places: Arc::new(Semaphore::new(AUDIENCE_MAX)),
            closing,
        }
    }
}

impl Audience {
    /// Sends all of them home, because the server stops; whoever comes later goes at once.
    pub fn close(&self) {
        self.closing.send_replace(true);
    }
}

/// One who listens to the journal of a sandbox.
#[derive(Debug)]
pub struct Ear {
    sandbox: Stay,
    news: watch::Receiver<News>,
    closing: watch::Receiver<bool>,
    generation: u64,
    _place: OwnedSemaphorePermit,
}

/// Why a listener woke.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Woken {
    /// Something was written.
    Written,
    /// The sandbox was built anew; its entries are numbered from 1 again.
    Reset,
    /// The sandbox was dropped.
    Gone,
    /// The server stops.
    Closing,
    /// Its patience is over.
    Patience,
}

impl Ear {
    /// Begins to listen; `None` when too many do.
    #[must_use]
    pub fn at(house: &House, sandbox: Stay) -> Option<Self> {
        let place = Arc::clone(&house.audience.places).try_acquire_owned();
        let news = sandbox.subscribe();
        // The look also brings the news up to date, which nobody did while nobody listened.
        let generation = sandbox.lock().world.generation();
        Some(Self {
            news,
            closing: house.audience.closing.subscribe(),
            generation,
            sandbox,
            _place: place.ok()?,
        })
    }

    /// Looks at the world as it stands, also while the pump is at work: between two entries of
    /// the agenda it is whole.
    pub fn look<R>(&mut self, look: impl FnOnce(&World) -> R) -> R {
        // What is written from here on wakes again.
        self.news.mark_unchanged();
        look(&self.sandbox.lock().world)
    }

    /// Waits until a look finds something, or for as long as the patience lasts, in real time.
    ///
    /// # Errors
    /// Why nothing will be found any more.
    pub async fn find<R>(
        &mut self,
        patience: Duration,
        mut look: impl FnMut(&World) -> Option<R>,
    ) -> Result<R, Woken> {
        let searching = async {
            let mut over = None;
            loop {
                let generation = self.generation;
                let found = self.look(|world| {
                    // What another life wrote under the same numbers is not what is looked for.
                    let same = world.generation() == generation;
                    same.then(|| look(world)).flatten()
                });
                match (found, over) {
                    (Some(found), _) => return Ok(found),
                    (None, Some(over)) => return Err(over),
                    (None, None) => {}
                }
                match self.woken().await {
                    Woken::Written => {}
                    Woken::Reset => return Err(Woken::Reset),
                    // The last words may have been written just before the end.
                    end @ (Woken::Gone | Woken::Closing | Woken::Patience) => over = Some(end),
                }
            }
        };
        let found = timeout(patience, searching).await;
        found.unwrap_or(Err(Woken::Patience))
    }

    async fn woken(&mut self) -> Woken {
        loop {
            let news = *self.news.borrow();
            if news.gone {
                return Woken::Gone;
            }
            if *self.closing.borrow() {
                return Woken::Closing;
            }
            if news.generation != self.generation {
                self.generation = news.generation;
                return Woken::Reset;
            }
            // Neither can be closed: this one holds the sandbox, and the house outlives requests.
            let written = tokio::select! {
                written = self.news.changed() => written.is_ok(),
                closing = self.closing.changed() => {
                    if closing.is_err() {
                        return Woken::Closing;
                    }
                    false
                }
            };
            let news = *self.news.borrow();
            if written && !news.gone && news.generation == self.generation {
                return Woken::Written;
            }
        }
    }
}
