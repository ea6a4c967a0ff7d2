//! How a test's sandbox is to be made, and the house it stands in.

use std::sync::Arc;

use tokio::runtime::Handle;

use super::sandbox::TestSandbox;
use sandkasse::app;
use sandkasse::domain::slug::Slug;
use sandkasse::http::House;
use sandkasse::sandbox::{Mode, Recipe};
use sandkasse::scenario::{CastFile, Library};
use sandkasse::settings::instant;

/// A sandbox that is not made yet.
#[derive(Debug)]
pub(crate) struct Stage {
    house: Arc<House>,
    recipe: Recipe,
}

impl Stage {
    /// The sandbox `default` of a house of its own, frozen at an instant.
    pub(crate) fn frozen(start: &str) -> Self {
        let cast = Arc::new(CastFile::embedded().unwrap());
        let house = Arc::new(app::house(
            Arc::clone(&cast),
            Arc::new(Library::embedded().unwrap()),
            Handle::current(),
        ));
        let recipe = Recipe {
            name: Slug::parse("default").unwrap(),
            start: Some(instant(start).unwrap()),
            mode: Mode::Frozen,
            seed: 1,
            settings: Vec::new(),
            cast,
            scenario: None,
        };
        Self { house, recipe }
    }

    /// The same, running from there.
    pub(crate) fn running(start: &str) -> Self {
        let mut stage = Self::frozen(start);
        stage.recipe.mode = Mode::Running;
        stage
    }

    /// With another name.
    pub(crate) fn named(mut self, name: &str) -> Self {
        self.recipe.name = Slug::parse(name).unwrap();
        self
    }

    /// In the house of another sandbox.
    pub(crate) fn beside(mut self, other: &TestSandbox) -> Self {
        self.house = Arc::clone(&other.house);
        self
    }

    /// With another seed.
    pub(crate) fn seed(mut self, seed: u64) -> Self {
        self.recipe.seed = seed;
        self
    }

    /// With a setting.
    pub(crate) fn setting(mut self, name: &str, value: &str) -> Self {
        let setting = (name.to_owned(), value.to_owned());
        self.recipe.settings.push(setting);
        self
    }

    /// Makes it.
    pub(crate) fn build(self) -> TestSandbox {
        let (sandbox, is_new) = self.house.sandboxes.create(self.recipe).unwrap();
        assert!(is_new, "the house has a sandbox of this name already");
        TestSandbox {
            house: self.house,
            sandbox,
        }
    }
}
