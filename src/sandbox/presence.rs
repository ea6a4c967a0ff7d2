//! Who is in a sandbox, and when somebody was last: by that idle ones are known.

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicUsize, Ordering};

use jiff::Timestamp;

use super::clock::wall_now;
use super::sandboxes::Sandbox;

/// Use of a sandbox by people and clients; what its own clock lets happen is none.
#[derive(Debug)]
pub(super) struct Presence {
    /// Wall time in milliseconds since 1970.
    last_used: AtomicI64,
    stays: AtomicUsize,
    gone: AtomicBool,
}

impl Presence {
    pub(super) fn new(wall: Timestamp) -> Self {
        Self {
            last_used: AtomicI64::new(wall.as_millisecond()),
            stays: AtomicUsize::new(0),
            gone: AtomicBool::new(false),
        }
    }

    /// The sandbox was dropped.
    pub(super) fn leave(&self) {
        self.gone.store(true, Ordering::Release);
    }
}

impl Sandbox {
    /// Somebody uses it at this moment.
    pub fn touch(&self) {
        let now = wall_now().as_millisecond();
        self.presence.last_used.store(now, Ordering::Release);
    }

    /// Whether nobody is in it, and nobody has been since an instant of wall time.
    #[must_use]
    pub fn is_idle_since(&self, since: Timestamp) -> bool {
        self.presence.stays.load(Ordering::Acquire) == 0
            && self.presence.last_used.load(Ordering::Acquire) <= since.as_millisecond()
    }

    /// Whether it was dropped; a name in the map may belong to another one by now.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.presence.gone.load(Ordering::Acquire)
    }
}

/// A visit to a sandbox, which is not idle as long as it lasts: a request, a stream of events,
/// somebody who waits.
#[derive(Debug)]
pub struct Stay(Arc<Sandbox>);

impl Stay {
    /// Begins a visit.
    #[must_use]
    pub fn in_sandbox(sandbox: Arc<Sandbox>) -> Self {
        sandbox.presence.stays.fetch_add(1, Ordering::AcqRel);
        sandbox.touch();
        Self(sandbox)
    }
}

impl Deref for Stay {
    type Target = Arc<Sandbox>;

    fn deref(&self) -> &Arc<Sandbox> {
        &self.0
    }
}

impl Drop for Stay {
    fn drop(&mut self) {
        // Touched first: in between, a sandbox must not look as if it had been empty for long.
        self.0.touch();
        self.0.presence.stays.fetch_sub(1, Ordering::AcqRel);
    }
}
