//! Finding people by their mailbox at e-Boks.

use imbl::{OrdMap, OrdSet};

use super::members::Taken;
use crate::domain::krr::{EboksAddress, MailboxProvider};
use crate::domain::person::Person;
use crate::domain::slug::Slug;

/// Whose each address is. Computed addresses of two people can be the same, though hardly ever:
/// the address is that of the first of them in order of names, in whatever order they came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct EboksIndex {
    all: OrdMap<String, OrdSet<Slug>>,
    /// Those that somebody was given.
    given: OrdSet<String>,
}

impl EboksIndex {
    /// Whether nobody else has the address of a person, or both are computed. One that was given
    /// is refused on either side, so that a cast is good in whatever order it is put together.
    pub(super) fn free(&self, person: &Person) -> Result<(), Taken> {
        let Some(value) = address(person) else {
            return Ok(());
        };
        let others = self.all.get(&value).into_iter().flatten();
        let other = others.into_iter().find(|owner| **owner != person.slug);
        match other.filter(|_| is_given(person) || self.given.contains(&value)) {
            None => Ok(()),
            Some(owner) => Err(Taken {
                what: "e-Boks address",
                owner: owner.clone(),
                value,
            }),
        }
    }

    pub(super) fn add(&mut self, person: &Person) {
        let Some(address) = address(person) else {
            return;
        };
        if is_given(person) {
            self.given.insert(address.clone());
        }
        let owners = self.all.entry(address).or_default();
        owners.insert(person.slug.clone());
    }

    pub(super) fn forget(&mut self, person: &Person) {
        let Some(address) = address(person) else {
            return;
        };
        // What was given has one owner.
        if is_given(person) {
            self.given.remove(&address);
        }
        if let Some(owners) = self.all.get_mut(&address) {
            owners.remove(&person.slug);
            if owners.is_empty() {
                self.all.remove(&address);
            }
        }
    }

    pub(super) fn owner(&self, address: &EboksAddress) -> Option<&Slug> {
        self.all.get(address.as_str())?.get_min()
    }
}

fn address(person: &Person) -> Option<String> {
    person.address_at(MailboxProvider::Eboks)
}

fn is_given(person: &Person) -> bool {
    let entry = person.krr.as_ref();
    entry.is_some_and(|entry| entry.eboks_address.is_some())
}

#[cfg(test)]
mod tests {
    use super::super::Cast;
    use super::super::tests::{person, slug};
    use super::*;
    use crate::domain::krr::KrrFacet;

    fn with(mut person: Person, given: &str) -> Person {
        person.krr = Some(KrrFacet {
            eboks_address: EboksAddress::parse(given),
            ..KrrFacet::default()
        });
        person
    }

    fn whose<'a>(cast: &'a Cast, address: &str) -> Option<&'a str> {
        let address = EboksAddress::parse(address).unwrap();
        let person = cast.seen_by("dpi").by_eboks_address(&address)?;
        Some(person.slug.as_str())
    }

    fn kari() -> Person {
        person("kari", "1980-01-01", "Kari", "Nordmann")
    }

    fn ola() -> Person {
        person("ola", "1981-01-01", "Ola", "Nordmann")
    }

    #[test]
    fn a_mailbox_at_e_boks_is_found_by_its_address_given_or_computed() {
        let mut cast = Cast::empty(slug("default"));
        let computed = address(&kari()).unwrap();
        cast.put_person(kari()).unwrap();
        assert_eq!(whose(&cast, &computed), Some("kari"));
        cast.put_person(with(kari(), "0000485887")).unwrap();
        assert_eq!(whose(&cast, "0000485887"), Some("kari"));
        assert_eq!(whose(&cast, &computed), None);
        cast.put_person(kari()).unwrap();
        assert_eq!(whose(&cast, "0000485887"), None);
        assert_eq!(whose(&cast, &computed), Some("kari"));
        // The address is free again.
        cast.put_person(with(ola(), "0000485887")).unwrap();
        assert_eq!(whose(&cast, "0000485887"), Some("ola"));
    }

    #[test]
    fn an_address_that_was_given_is_one_persons_in_whatever_order_they_come() {
        let computed = address(&kari()).unwrap();
        for (first, second) in [
            (with(kari(), "0000485887"), with(ola(), "0000485887")),
            (kari(), with(ola(), &computed)),
            (with(ola(), &computed), kari()),
        ] {
            let mut cast = Cast::empty(slug("default"));
            let owner = first.slug.clone();
            cast.put_person(first).unwrap();
            let before = cast.clone();
            let taken = cast.put_person(second).unwrap_err();
            assert_eq!((taken.what, &taken.owner), ("e-Boks address", &owner));
            assert_eq!(cast, before);
        }
    }

    #[test]
    fn computed_addresses_that_are_the_same_are_the_first_persons() {
        let twin = |name| Person {
            slug: slug(name),
            ..kari()
        };
        let computed = EboksAddress::computed(&kari().ssn);
        for names in [["a", "b"], ["b", "a"]] {
            let mut index = EboksIndex::default();
            for name in names {
                assert_eq!(index.free(&twin(name)), Ok(()));
                index.add(&twin(name));
            }
            assert_eq!(index.owner(&computed), Some(&slug("a")));
            index.forget(&twin("a"));
            assert_eq!(index.owner(&computed), Some(&slug("b")));
            index.forget(&twin("b"));
            assert_eq!(index, EboksIndex::default());
        }
    }
}
