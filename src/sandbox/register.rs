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
