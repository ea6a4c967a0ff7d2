//! Which model lives where in a world, and what becomes of its events.

use super::agenda::Due;
use crate::consumer::Turn;
use crate::reference_router;
use crate::services::mps;

/// The state of every service in one world.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Models {
    /// MPS.
    pub mps: mps::Model,
    /// The reference router.
    pub router: reference_router::Model,
}

/// A model that lives in a world.
pub trait Resident: Sized {
    /// Its own kind of later event.
    type Event;

    /// Its place.
    fn room(models: &mut Models) -> &mut Self;

    /// Its event as an agenda entry.
    fn due(event: Self::Event) -> Due;

    /// Lets one of its events happen. A resident whose events are jobs has nothing to do here.
    fn fire(&mut self, event: Self::Event, turn: &mut Turn<'_, Self::Event>);
}

impl Resident for mps::Model {
    type Event = mps::Event;

    fn room(models: &mut Models) -> &mut Self {
        &mut models.mps
    }

    fn due(event: Self::Event) -> Due {
        Due::Mps(event)
    }

    fn fire(&mut self, event: Self::Event, turn: &mut Turn<'_, Self::Event>) {
        mps::Model::fire(self, event, turn);
    }
}

impl Resident for reference_router::Model {
    type Event = reference_router::Job;

    fn room(models: &mut Models) -> &mut Self {
        &mut models.router
    }

    fn due(event: Self::Event) -> Due {
        Due::Job(event)
    }

    fn fire(&mut self, _: Self::Event, _: &mut Turn<'_, Self::Event>) {}
}
