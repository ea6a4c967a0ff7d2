//! Ids that are compared often.

use std::fmt;
use std::sync::Arc;

use uuid::Uuid;
use uuid::fmt::Hyphenated;

/// An id of any form.
///
/// Nearly all are UUIDs. As text each would lie in a place of its own in memory, and finding one
/// among a hundred thousand would be a walk from place to place; as a number it lies where it is
/// looked for. Ids are in order as their texts are, save that UUIDs come before all others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(Held);

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Held {
    /// One whose text is a UUID in its usual form: 36 characters, lower case.
    Uuid(Uuid),
    /// Any other.
    Text(Arc<str>),
}

impl Id {
    /// The first of all ids in their order.
    pub const FIRST: Self = Self(Held::Uuid(Uuid::nil()));

    /// The id of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let lower = |byte: u8| !byte.is_ascii_uppercase();
        let usual = text.len() == Hyphenated::LENGTH && text.bytes().all(lower);
        match Uuid::try_parse(text).ok().filter(|_| usual) {
            Some(uuid) => Self(Held::Uuid(uuid)),
            None => Self(Held::Text(text.into())),
        }
    }

    /// How long its text is, in bytes.
    #[must_use]
    pub fn text_len(&self) -> usize {
        match &self.0 {
            Held::Uuid(_) => Hyphenated::LENGTH,
            Held::Text(text) => text.len(),
        }
    }
}

impl From<Uuid> for Id {
    fn from(uuid: Uuid) -> Self {
        Self(Held::Uuid(uuid))
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Held::Uuid(uuid) => fmt::Display::fmt(&uuid.hyphenated(), f),
            Held::Text(text) => f.pad(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_shown_as_it_was_written() {
        for text in [
            "a0000000-0000-4000-8000-000000000001",
            "A0000000-0000-4000-8000-000000000001",
            "a0000000000040008000000000000001",
            "{a0000000-0000-4000-8000-0000000001}",
            "urn:uuid:a0000000-0000-4000-8000-000000000001",
            "konsignasjon 7",
            "",
        ] {
            assert_eq!(Id::of(text).to_string(), text);
        }
        assert_ne!(
            Id::of("A0000000-0000-4000-8000-000000000001"),
            Id::of("a0000000-0000-4000-8000-000000000001")
        );
    }

    #[test]
    fn uuids_are_in_order_as_their_texts_are_and_before_all_others() {
        let texts = [
            "00000000-0000-0000-0000-000000000000",
            "0a000000-0000-4000-8000-000000000001",
            "a0000000-0000-4000-8000-000000000000",
            "a0000000-0000-4000-8000-000000000001",
            "",
            "0",
            "b",
        ];
        assert!(texts.map(Id::of).is_sorted());
        assert_eq!(Id::of(texts[0]), Id::FIRST);
    }
}
