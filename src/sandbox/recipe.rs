//! How a world is made, so that it can be made again.

use std::sync::Arc;

use imbl::Vector;
use jiff::Timestamp;

use super::agenda::Agenda;
use super::cases::Cases;
use super::clock::{Clock, Mode};
use super::journal::Journal;
use super::models::Models;
use super::world::World;
use crate::domain::blob::Blobs;
use crate::domain::mint::Mint;
use crate::domain::settings::{SETTINGS, SetBy, SettingError, Settings};
use crate::domain::slug::Slug;
use crate::scenario::{CastFile, LibraryError};

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
        }
    }

    /// Makes the world; `wall` is the wall time of this moment.
    ///
    /// # Errors
    /// [`RecipeError`] when a setting or the cast does not fit.
    pub fn build(&self, wall: Timestamp) -> Result<World, RecipeError> {
        let mut settings = Settings::default();
        for (name, value) in &self.settings {
            settings.set(name, value, SetBy::Creation)?;
        }
        let mut mint = Mint::new(self.seed);
        let (cast, book) = self.cast.build(&self.name, &mut mint)?;
        Ok(World {
            clock: Clock::new(self.mode, self.start.unwrap_or(wall), wall),
            agenda: Agenda::default(),
            cast,
            book,
            cases: Cases::default(),
            models: Models::default(),
            settings,
            mint,
            blobs: Blobs::default(),
            outbox: Vector::new(),
            journal: Journal::default(),
            ran: None,
            touched: Vec::new(),
            generation: 0,
        })
    }
}
