//! How a world is made, so that it can be made again.

use std::sync::Arc;

use imbl::Vector;
use jiff::Timestamp;

use super::agenda::Agenda;
use super::callers::TakenElsewhere;
use super::cases::Cases;
use super::clock::{Clock, Mode};
use super::journal::Journal;
use super::models::Models;
use super::world::World;
use crate::domain::blob::Blobs;
use crate::domain::cast::Cast;
use crate::domain::mint::Mint;
use crate::domain::settings::{SETTINGS, SetBy, SettingError, Settings};
use crate::domain::slug::Slug;
use crate::scenario::{CastFile, Director, LibraryError, Objection, Prepared};

/// What somebody asked for when creating a sandbox.
#[derive(Debug, Clone)]
pub struct Recipe {
    /// Its name.
    pub name: Slug,
    /// Where its clock begins; `None` means at wall time.
    pub start: Option<Timestamp>,
    /// Whether its clock stands or runs.
    pub mode: Mode,
    /// What ids are made from.
    pub seed: u64,
    /// Settings by name.
    pub settings: Vec<(String, String)>,
    /// Who is there.
    pub cast: Arc<CastFile>,
    /// What is staged and armed in it from the beginning.
    pub scenario: Option<Arc<Prepared>>,
}

/// Why a world could not be made.
#[derive(Debug, thiserror::Error)]
pub enum RecipeError {
    /// A setting does not fit.
    #[error(transparent)]
    Setting(#[from] SettingError),
    /// The cast does not fit.
    #[error(transparent)]
    Cast(#[from] LibraryError),
    /// The scenario does not fit.
    #[error("{0}")]
    Scenario(Objection),
    /// Another sandbox was given a credential of this one.
    #[error(transparent)]
    Taken(#[from] TakenElsewhere),
}

impl Recipe {
    /// Whether both ask for the same world. The cast is the server's, so it does not count.
    #[must_use]
    pub fn asks_the_same(&self, other: &Self) -> bool {
        self.name == other.name
            && self.start == other.start
            && self.mode == other.mode
            && self.seed == other.seed
            && self.settings == other.settings
            && self.scenario == other.scenario
    }

    /// What to ask for to get a sandbox that stands where a world stands; for one that came by
    /// copy.
    #[must_use]
    pub fn of(world: &World, cast: &Arc<CastFile>) -> Self {
        let set = SETTINGS.iter();
        let set = set.filter(|row| world.settings.set_by(row.name) != SetBy::Default);
        Self {
            name: world.cast.sandbox().clone(),
            start: Some(world.clock.now()),
            mode: Mode::Frozen,
            seed: world.mint.seed(),
            settings: set
                .map(|row| (row.name.to_owned(), (row.show)(&world.settings)))
                .collect(),
            cast: Arc::clone(cast),
            scenario: None,
        }
    }

    /// Makes the world; `wall` is the wall time of this moment.
    ///
    /// # Errors
    /// [`RecipeError`] when a setting or the cast does not fit.
    pub fn build(&self, wall: Timestamp) -> Result<World, RecipeError> {
        let mut mint = Mint::new(self.seed);
        let (cast, book) = self.cast.build(&self.name, &mut mint)?;
        let mut world = World {
            clock: Clock::new(self.mode, self.start.unwrap_or(wall), wall),
            agenda: Agenda::default(),
            cast,
            book,
            cases: Cases::default(),
            models: Models::default(),
            settings: Settings::default(),
            mint,
            blobs: Blobs::default(),
            outbox: Vector::new(),
            director: Director::default(),
            journal: Journal::default(),
            ran: None,
            touched: Vec::new(),
            generation: 0,
        };
        world.book.begin(world.clock.now());
        world.models.krr.begin(&world.cast);
        // Before the stage, because some say what may stand on it.
        for (name, value) in &self.settings {
            world.settings.set(name, value, SetBy::Creation)?;
        }
        if let Some(scenario) = &self.scenario {
            // The credentials of a new sandbox are looked at when it is settled.
            let agree = |_: &Cast, _: &Cast| Ok(());
            world
                .stage(scenario, agree)
                .map_err(RecipeError::Scenario)?;
        }
        // And behind it, because whoever creates a sandbox has the last word.
        for (name, value) in &self.settings {
            world.settings.set(name, value, SetBy::Creation)?;
        }
        Ok(world)
    }
}
