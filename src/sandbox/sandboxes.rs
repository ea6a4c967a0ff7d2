//! All sandboxes of a server, and the lock and the line in front of each.

use std::collections::{BTreeSet, VecDeque};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use dashmap::DashMap;
use dashmap::mapref::entry::Entry;
use jiff::Timestamp;
use tokio::sync::{Notify, Semaphore, SemaphorePermit, watch};

use super::callers::{Callers, Holder, TakenElsewhere};
use super::clock::wall_now;
use super::commands::{CommandLog, Input};
use super::news::{Held, News};
use super::presence::{Presence, Stay};
use super::recipe::{Recipe, RecipeError};
use super::world::World;
use crate::domain::cast::Cast;
use crate::domain::slug::Slug;
use crate::scenario::CastFile;

/// Locks of the map. Few, because each request without a prefix counts the sandboxes.
const SHARDS: usize = 16;

/// Names of idle sandboxes that are remembered after they were dropped.
const IDLE_REMEMBERED: usize = 1000;

/// One sandbox: a world behind its lock, and how it was made.
#[derive(Debug)]
pub struct Sandbox {
    recipe: Recipe,
    room: Mutex<Room>,
    /// The line of those who wait.
    pub gate: Gate,
    pub(super) holder: Arc<Holder>,
    pub(super) presence: Presence,
    news: watch::Sender<News>,
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
    /// What came in from outside, while somebody asks for it; it outlives a reset.
    pub commands: CommandLog,
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
    fn new(recipe: Recipe, world: World, origin: Option<Box<World>>, life: u64) -> Self {
        let mut room = Room::of(world);
        room.origin = origin;
        let (news, _) = watch::channel(News::of(&room));
        Self {
            holder: Holder::new(recipe.name.clone(), life),
            presence: Presence::new(wall_now()),
            recipe,
            room: Mutex::new(room),
            gate: Gate::new(),
            news,
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
    pub fn lock(&self) -> Held<'_> {
        // A panic while the lock was held is a bug of ours; the next caller is better served by
        // the world as it stands than by no answer for ever.
        let room = self.room.lock().unwrap_or_else(PoisonError::into_inner);
        Held::new(room, &self.news)
    }

    /// Signs up for news; to be done before looking, so that nothing is missed in between.
    #[must_use]
    pub fn subscribe(&self) -> watch::Receiver<News> {
        self.news.subscribe()
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
            commands: CommandLog::default(),
        }
    }

    /// Notes an input from outside that takes effect now, if somebody asks for inputs.
    pub fn note(&mut self, input: impl FnOnce() -> Input) {
        let now = self.world.clock.now();
        self.commands.note(now, input);
    }

    /// The world as it began: as it was put here whole, or else from the recipe.
    ///
    /// # Errors
    /// [`RecipeError`] when the recipe no longer fits.
    pub fn as_created(&self, recipe: &Recipe) -> Result<World, RecipeError> {
        match &self.origin {
            Some(origin) => Ok(origin.twin()),
            None => recipe.build(wall_now()),
        }
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

    /// Lets another world begin in the place of this one. What is still under way for the old one
    /// finds another generation.
    pub fn begin(&mut self, world: World) {
        let generation = self.world.generation + 1;
        self.world = world;
        self.world.generation = generation;
        self.timer_for = None;
    }
}

/// Every sandbox of a server, by name, and whose each credential is.
#[derive(Debug)]
pub struct Sandboxes {
    by_name: DashMap<Slug, Arc<Sandbox>>,
    callers: Callers,
    lives: AtomicU64,
    idle: Mutex<VecDeque<Slug>>,
}

impl Default for Sandboxes {
    fn default() -> Self {
        Self {
            by_name: DashMap::with_shard_amount(SHARDS),
            callers: Callers::default(),
            lives: AtomicU64::new(0),
            idle: Mutex::default(),
        }
    }
}

impl Sandboxes {
    /// A sandbox by name.
    #[must_use]
    pub fn get(&self, name: &Slug) -> Option<Arc<Sandbox>> {
        self.by_name
            .get(name)
            .map(|entry| Arc::clone(entry.value()))
    }

    /// A sandbox by name, which is in use from now until the visit ends.
    #[must_use]
    pub fn visit(&self, name: &Slug) -> Option<Stay> {
        // Begun while the map is held, so that whoever drops the idle ones sees it.
        self.by_name
            .get(name)
            .map(|entry| Stay::in_sandbox(Arc::clone(entry.value())))
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.by_name.len()
    }

    /// Whose each credential is.
    #[must_use]
    pub fn callers(&self) -> &Callers {
        &self.callers
    }

    /// Creates a sandbox unless one of that name is there; says which it is.
    ///
    /// # Errors
    /// [`RecipeError`] when the recipe does not fit, or another sandbox was given a credential of
    /// this one; nothing is created then.
    pub fn create(&self, recipe: Recipe) -> Result<(Arc<Sandbox>, bool), RecipeError> {
        // Built before the map is touched, so that no shard is held during the work.
        if let Some(there) = self.get(&recipe.name) {
            return Ok((there, false));
        }
        let world = recipe.build(wall_now())?;
        Ok(self.settle(recipe, world, None)?)
    }

    /// Makes a sandbox of a world, under the world's name, unless one of that name is there; says
    /// which it is.
    ///
    /// # Errors
    /// [`TakenElsewhere`] when another sandbox was given a credential of this one.
    pub fn adopt(
        &self,
        world: World,
        cast: &Arc<CastFile>,
    ) -> Result<(Arc<Sandbox>, bool), TakenElsewhere> {
        let recipe = Recipe::of(&world, cast);
        let origin = Some(Box::new(world.twin()));
        self.settle(recipe, world, origin)
    }

    /// Lets a sandbox move in unless one of its name is there; says which it is.
    fn settle(
        &self,
        recipe: Recipe,
        world: World,
        origin: Option<Box<World>>,
    ) -> Result<(Arc<Sandbox>, bool), TakenElsewhere> {
        let life = self.lives.fetch_add(1, Ordering::Relaxed);
        let made = Arc::new(Sandbox::new(recipe, world, origin, life));
        let name = made.name().clone();
        let credentials = made.lock().world.cast.credentials();
        let settled = match self.by_name.entry(name.clone()) {
            Entry::Occupied(there) => (Arc::clone(there.get()), false),
            Entry::Vacant(place) => {
                self.callers
                    .exchange(&made.holder, &BTreeSet::new(), &credentials)?;
                place.insert(Arc::clone(&made));
                (made, true)
            }
        };
        lock(&self.idle).retain(|idle| *idle != name);
        Ok(settled)
    }

    /// Lets the credentials of a new cast take the place of those of the old one. To be called
    /// with the sandbox's lock held, as the last thing that can fail before the cast is changed.
    ///
    /// # Errors
    /// [`TakenElsewhere`] when another sandbox has one of them; nothing has changed then.
    pub fn recast(&self, sandbox: &Sandbox, old: &Cast, new: &Cast) -> Result<(), TakenElsewhere> {
        if sandbox.is_gone() {
            return Ok(());
        }
        let (old, new) = (old.credentials(), new.credentials());
        self.callers.exchange(&sandbox.holder, &old, &new)
    }

    /// Drops a sandbox; says whether it was there.
    pub fn drop_sandbox(&self, name: &Slug) -> bool {
        match self.by_name.remove(name) {
            Some((_, sandbox)) => {
                self.retire(&sandbox);
                true
            }
            None => false,
        }
    }

    /// Drops every sandbox but `spared` that nobody has used since an instant of wall time.
    pub fn drop_idle(&self, since: Timestamp, spared: &Slug) -> Vec<Slug> {
        let mut dropped = Vec::new();
        for sandbox in self.list() {
            let name = sandbox.name();
            if name == spared || !sandbox.is_idle_since(since) {
                continue;
            }
            // Looked at again with the map held: somebody may have come in meanwhile.
            let idle = |_: &Slug, there: &Arc<Sandbox>| there.is_idle_since(since);
            if let Some((name, sandbox)) = self.by_name.remove_if(name, idle) {
                self.retire(&sandbox);
                let mut idle = lock(&self.idle);
                if idle.len() >= IDLE_REMEMBERED {
                    idle.pop_front();
                }
                idle.push_back(name.clone());
                dropped.push(name);
            }
        }
        dropped
    }

    /// Whether a sandbox of this name was dropped because nobody used it, as far as remembered.
    #[must_use]
    pub fn was_idle(&self, name: &Slug) -> bool {
        lock(&self.idle).contains(name)
    }

    fn retire(&self, sandbox: &Sandbox) {
        let room = sandbox.lock();
        // In the lock, so that whoever changes the cast afterwards sees it and takes nothing.
        sandbox.presence.leave();
        sandbox.news.send_modify(|news| news.gone = true);
        self.callers
            .release(&sandbox.holder, &room.world.cast.credentials());
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

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
