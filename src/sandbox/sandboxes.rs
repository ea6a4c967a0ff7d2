//! All sandboxes of a server, and the lock and the line in front of each.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use dashmap::DashMap;
use dashmap::mapref::entry::Entry;
use jiff::Timestamp;
use tokio::sync::{Notify, Semaphore, SemaphorePermit};

use super::clock::wall_now;
use super::recipe::{Recipe, RecipeError};
use super::world::World;
use crate::domain::slug::Slug;
use crate::scenario::CastFile;

/// One sandbox: a world behind its lock, and how it was made.
#[derive(Debug)]
pub struct Sandbox {
    recipe: Recipe,
    room: Mutex<Room>,
    /// The line of those who wait.
    pub gate: Gate,
}

/// What the lock guards.
#[derive(Debug)]
pub struct Room {
    /// The world.
    pub world: World,
    /// The world that was put here whole, by snapshot or fork; a reset goes back to it.
    origin: Option<Box<World>>,
    /// A pump task is letting due things happen.
    pub pump_at_work: bool,
    /// A timer will wake the pump at this wall time.
    pub timer_for: Option<Timestamp>,
}

/// The line in front of a sandbox: whoever has to wait is served in order of arrival.
#[derive(Debug)]
pub struct Gate {
    line: Semaphore,
    waiting: AtomicUsize,
    /// Told each time the pump has come to rest.
    pub idle: Notify,
}

/// A place at the head of the line; leaving it lets the next one go.
#[derive(Debug)]
pub struct Head<'a> {
    _permit: Option<SemaphorePermit<'a>>,
    _queued: Queued<'a>,
}

#[derive(Debug)]
struct Queued<'a>(&'a AtomicUsize);

impl Drop for Queued<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Gate {
    fn new() -> Self {
        Self {
            line: Semaphore::new(1),
            waiting: AtomicUsize::new(0),
            idle: Notify::new(),
        }
    }

    /// Whether somebody stands in line.
    #[must_use]
    pub fn has_line(&self) -> bool {
        self.waiting.load(Ordering::Acquire) > 0
    }

    /// Stands in line and returns at its head.
    pub async fn queue(&self) -> Head<'_> {
        self.waiting.fetch_add(1, Ordering::AcqRel);
        let queued = Queued(&self.waiting);
        // The semaphore is never closed, so there is always a permit to be had.
        let permit = self.line.acquire().await.ok();
        Head {
            _permit: permit,
            _queued: queued,
        }
    }
}

impl Sandbox {
    fn new(recipe: Recipe, world: World, origin: Option<Box<World>>) -> Self {
        let mut room = Room::of(world);
        room.origin = origin;
        Self {
            recipe,
            room: Mutex::new(room),
            gate: Gate::new(),
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &Slug {
        &self.recipe.name
    }

    /// How it was made.
    #[must_use]
    pub fn recipe(&self) -> &Recipe {
        &self.recipe
    }

    /// The world, for pure work only.
    pub fn lock(&self) -> MutexGuard<'_, Room> {
        // A panic while the lock was held is a bug of ours; the next caller is better served by
        // the world as it stands than by no answer for ever.
        self.room.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Room {
    /// A room for a world in which nothing is at work.
    #[must_use]
    pub fn of(world: World) -> Self {
        Self {
            world,
            origin: None,
            pump_at_work: false,
            timer_for: None,
        }
    }

    /// Builds the world anew: as it was put here whole, or else from a recipe.
    ///
    /// # Errors
    /// [`RecipeError`] when the recipe no longer fits; the old world stays.
    pub fn rebuild(&mut self, recipe: &Recipe) -> Result<(), RecipeError> {
        let world = match &self.origin {
            Some(origin) => origin.twin(),
            None => recipe.build(wall_now())?,
        };
        self.begin(world);
        Ok(())
    }

    /// Puts another world in the place of this one; from now on a reset goes back to it.
    pub fn replace(&mut self, world: World) {
        self.origin = Some(Box::new(world.twin()));
        self.begin(world);
    }

    /// Whether the world was put here whole, by snapshot or fork.
    #[must_use]
    pub fn has_origin(&self) -> bool {
        self.origin.is_some()
    }

    /// What is still under way for the old world finds another generation.
    fn begin(&mut self, world: World) {
        let generation = self.world.generation + 1;
        self.world = world;
        self.world.generation = generation;
        self.timer_for = None;
    }
}

/// Every sandbox of a server, by name.
#[derive(Debug, Default)]
pub struct Sandboxes {
    by_name: DashMap<Slug, Arc<Sandbox>>,
}

impl Sandboxes {
    /// A sandbox by name.
    #[must_use]
    pub fn get(&self, name: &Slug) -> Option<Arc<Sandbox>> {
        self.by_name
            .get(name)
            .map(|entry| Arc::clone(entry.value()))
    }

    /// Creates a sandbox unless one of that name is there; says which it is.
    ///
    /// # Errors
    /// [`RecipeError`] when the recipe does not fit; nothing is created then.
    pub fn create(&self, recipe: Recipe) -> Result<(Arc<Sandbox>, bool), RecipeError> {
        // Built before the map is touched, so that no shard is held during the work.
        if let Some(there) = self.get(&recipe.name) {
            return Ok((there, false));
        }
        let world = recipe.build(wall_now())?;
        Ok(self.insert(Sandbox::new(recipe, world, None)))
    }

    /// Makes a sandbox of a world, under the world's name, unless one of that name is there; says
    /// which it is.
    pub fn adopt(&self, world: World, cast: &Arc<CastFile>) -> (Arc<Sandbox>, bool) {
        let recipe = Recipe::of(&world, cast);
        let origin = Some(Box::new(world.twin()));
        self.insert(Sandbox::new(recipe, world, origin))
    }

    fn insert(&self, made: Sandbox) -> (Arc<Sandbox>, bool) {
        let made = Arc::new(made);
        match self.by_name.entry(made.name().clone()) {
            Entry::Occupied(there) => (Arc::clone(there.get()), false),
            Entry::Vacant(place) => {
                place.insert(Arc::clone(&made));
                (made, true)
            }
        }
    }

    /// Drops a sandbox; says whether it was there.
    pub fn drop_sandbox(&self, name: &Slug) -> bool {
        self.by_name.remove(name).is_some()
    }

    /// Every sandbox, in order of names.
    #[must_use]
    pub fn list(&self) -> Vec<Arc<Sandbox>> {
        let mut all: Vec<_> = self
            .by_name
            .iter()
            .map(|entry| Arc::clone(entry.value()))
            .collect();
        all.sort_by(|a, b| a.name().cmp(b.name()));
        all
    }
}
