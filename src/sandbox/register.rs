//! What the contact register notes whenever a person changes, and how a service changes an entry.

use std::sync::Arc;

use super::world::World;
use crate::consumer::Happening;
use crate::domain::krr::KrrFacet;
use crate::domain::person::Person;
use crate::domain::slug::Slug;

impl World {
    /// Notes what became of a person in the register's log of changes. To be called wherever the
    /// cast changed, in the same lock, with what the person was before.
    pub(super) fn note_in_register(&mut self, slug: &Slug, before: Option<&Arc<Person>>) {
        let after = self.cast.person(slug);
        self.models
            .krr
            .note_change(before.map(AsRef::as_ref), after.map(AsRef::as_ref));
    }

    /// Puts another entry in the place of a person's, as a service asked for it.
    pub(super) fn change_entry(&mut self, slug: &Slug, entry: KrrFacet, text: String) {
        let Some(before) = self.cast.person(slug).cloned() else {
            return;
        };
        let person = Person {
            krr: Some(entry),
            ..before.as_ref().clone()
        };
        // Nothing in an entry is anybody's alone.
        if self.cast.put_person(person).is_ok() {
            self.note_in_register(slug, Some(&before));
            self.tell(Happening {
                about: None,
                service: "krr",
                kind: "krr.changed",
                text,
                rule: None,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::consumer::Note;
    use crate::consumer::actions::Fields;
    use crate::sandbox::{Mode, Recipe};
    use crate::scenario::CastFile;

    fn world() -> World {
        let start = "2026-03-02T09:00:00+01:00".parse().unwrap();
        let recipe = Recipe {
            name: Slug::parse("test").unwrap(),
            start: Some(start),
            mode: Mode::Frozen,
            seed: 1,
            settings: Vec::new(),
            cast: Arc::new(CastFile::embedded().unwrap()),
            scenario: None,
        };
        recipe.build(start).unwrap()
    }

    fn slug(name: &str) -> Slug {
        Slug::parse(name).unwrap()
    }

    fn patch(world: &mut World, name: &str, patch: Value) {
        let old = world.person_text(&slug(name)).unwrap_or_default();
        let wanted = serde_json::from_value(old.patched(patch)).unwrap();
        world.recast_person(&slug(name), wanted).unwrap();
    }

    #[test]
    fn the_log_begins_with_the_cast_and_notes_whatever_changes_an_entry() {
        let mut world = world();
        let entered = world.cast.people().filter(|person| {
            let krr = person.krr.as_ref();
            krr.is_some_and(|krr| krr.status != crate::domain::krr::KrrStatus::NotRegistered)
        });
        let mut last = u64::try_from(entered.count()).unwrap();
        assert_eq!(world.models.krr.last(), last);
        let mut more = |world: &World, by: u64, what: &str| {
            last += by;
            assert_eq!(world.models.krr.last(), last, "{what}");
        };
        patch(&mut world, "halgeir", json!({"krr": {"reserved": true}}));
        more(&world, 1, "a patch of the entry");
        patch(&mut world, "halgeir", json!({"vipps": {"display": false}}));
        more(&world, 0, "a patch of something else");
        world
            .act(&slug("bodil"), "verify-contact", Fields::new())
            .unwrap();
        more(&world, 1, "a deed");
        world
            .act(&slug("bodil"), "give-jtta", Fields::new())
            .unwrap();
        more(&world, 0, "another deed");
        let text = serde_json::from_value(json!({"krr": {"mailbox": "eboks"}})).unwrap();
        world.recast_person(&slug("kari-ny"), text).unwrap();
        more(&world, 1, "somebody new");
        patch(&mut world, "kari-ny", json!({"krr": null}));
        more(&world, 1, "an entry taken away");
        let person = slug("not-in-krr");
        world.take_note(Note::ChangesEntry {
            person: person.clone(),
            entry: Box::default(),
            text: "entered".to_owned(),
        });
        more(&world, 1, "a service");
        assert!(
            world
                .cast
                .person(&person)
                .unwrap()
                .krr
                .as_ref()
                .unwrap()
                .is_in_use()
        );
    }

    #[test]
    fn what_was_refused_is_not_in_the_log() {
        let mut world = world();
        let last = world.models.krr.last();
        let text = serde_json::from_value(json!({"ssn": "13121622259", "krr": {}})).unwrap();
        assert!(world.recast_person(&slug("halgeir"), text).is_err());
        let refused = world.act(&slug("not-in-krr"), "delete-from-krr", Fields::new());
        assert!(refused.is_err());
        assert_eq!(world.models.krr.last(), last);
    }
}
