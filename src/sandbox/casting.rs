//! Changing the cast of a world: each difference takes effect as if the person or company had made
//! it, and nothing changes when something does not fit.

use std::sync::Arc;

use serde_json::Value;

use super::guard::{Untaken, untaken};
use super::world::World;
use crate::consumer::{Happening, MandateKey};
use crate::domain::cast::{Cast, Taken};
use crate::domain::mint::Mint;
use crate::domain::person::DigipostUser;
use crate::domain::slug::Slug;
use crate::snapshot::{CompanyText, PersonText, TextError};

/// Why the cast did not change.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CastingError {
    /// A value does not fit.
    #[error(transparent)]
    Text(#[from] TextError),
    /// Somebody else has it.
    #[error(transparent)]
    Taken(#[from] Taken),
    /// The identity number may be a citizen's.
    #[error(transparent)]
    Untaken(#[from] Untaken),
    /// The mandate is somebody else's.
    #[error(
        "mandates: KID `{}` to payee account `{}` is a mandate of `{owner}` already",
        .key.kid,
        .key.payee_account
    )]
    MandateTaken {
        /// The mandate.
        key: Box<MandateKey>,
        /// Whose it is.
        owner: Slug,
    },
}

impl World {
    /// A person as text, with mandates.
    #[must_use]
    pub fn person_text(&self, slug: &Slug) -> Option<PersonText> {
        let person = self.cast.person(slug)?;
        Some(PersonText::of(person, self.book.mandates_of(slug)))
    }

    /// A company as text, with its keys.
    #[must_use]
    pub fn company_text(&self, slug: &Slug) -> Option<CompanyText> {
        let company = self.cast.company(slug)?;
        Some(CompanyText::of(company, Some(&self.cast)))
    }

    /// Gives a person an account at Digipost, as a service asked for it.
    pub(super) fn open_mailbox(&mut self, slug: &Slug, user: DigipostUser) {
        let Some(person) = self.cast.person(slug) else {
            return;
        };
        let before = Arc::clone(person);
        let mut person = before.as_ref().clone();
        let text = format!("{slug} has the mailbox {} from now on", user.address);
        person.digipost = Some(user);
        // Who asked saw this cast, in which nobody else has the address.
        let was_active = self.has_mailbox(slug);
        if self.cast.put_person(person).is_ok() {
            self.tell_book_of_mailbox(slug, was_active);
            self.note_in_register(slug, Some(&before));
            self.tell(Happening {
                about: None,
                service: "digipost",
                kind: "mailbox.opened",
                text,
                rule: None,
            });
        }
    }

    fn has_mailbox(&self, slug: &Slug) -> bool {
        let person = self.cast.person(slug);
        let user = person.and_then(|person| person.digipost.as_ref());
        user.is_some_and(|user| user.active)
    }

    /// What the closing of an account ends, and its reopening restores, stands in the book: however
    /// the account came to change, the book learns it here.
    fn tell_book_of_mailbox(&mut self, slug: &Slug, was_active: bool) {
        let now = self.clock.now();
        match (was_active, self.has_mailbox(slug)) {
            (false, true) => self.book.reopen_mailbox(slug, now),
            (true, false) => self.book.close_mailbox(slug, now),
            (true, true) | (false, false) => {}
        }
    }

    /// Lets a person become what is wanted.
    ///
    /// # Errors
    /// [`CastingError`]; nothing changes then.
    pub fn recast_person(&mut self, slug: &Slug, wanted: PersonText) -> Result<(), CastingError> {
        self.put_person(slug, wanted)?;
        self.spread_news();
        Ok(())
    }

    /// The same, the news of it still to be spread.
    pub(super) fn put_person(
        &mut self,
        slug: &Slug,
        wanted: PersonText,
    ) -> Result<(), CastingError> {
        // Work on copies, which share everything that stays as it is.
        let (mut cast, mut mint) = (self.cast.clone(), self.mint.clone());
        let old = cast.person(slug).cloned();
        let (person, mandates) = wanted.into_parts(slug, old.as_deref(), &cast, &mut mint)?;
        untaken(self, &person.ssn)?;
        for key in mandates.keys() {
            if let Some(mandate) = self.book.mandate(key)
                && mandate.payer != *slug
            {
                return Err(CastingError::MandateTaken {
                    key: Box::new(key.clone()),
                    owner: mandate.payer.clone(),
                });
            }
        }
        let was_active = self.has_mailbox(slug);
        cast.put_person(person)?;
        (self.cast, self.mint) = (cast, mint);
        self.tell_book_of_mailbox(slug, was_active);
        self.note_in_register(slug, old.as_ref());
        let now = self.clock.now();
        let gone: Vec<MandateKey> = self
            .book
            .mandates_of(slug)
            .map(|(key, _)| key)
            .filter(|key| !mandates.contains_key(key))
            .cloned()
            .collect();
        for key in gone {
            self.book.end_mandate(&key, now);
        }
        for (key, mandate) in mandates {
            self.book.put_mandate(key, mandate, now);
        }
        Ok(())
    }

    /// The cast with a company that is what is wanted; the world itself has not changed.
    ///
    /// # Errors
    /// [`CastingError`].
    pub fn with_company(&self, slug: &Slug, wanted: CompanyText) -> Result<Recast, CastingError> {
        let (mut cast, mut mint) = (self.cast.clone(), self.mint.clone());
        let old = cast.company(slug).cloned();
        let company = wanted.into_company(slug, old.as_deref(), &cast, &mut mint)?;
        cast.put_company(company)?;
        Ok(Recast { cast, mint })
    }

    /// Takes on a cast that was made of this world's, under the same lock.
    pub fn take_on(&mut self, recast: Recast) {
        Recast {
            cast: self.cast,
            mint: self.mint,
        } = recast;
    }
}

/// A changed cast that is not in force yet.
#[derive(Debug)]
pub struct Recast {
    cast: Cast,
    mint: Mint,
}

impl Recast {
    /// The cast as it would be.
    #[must_use]
    pub fn cast(&self) -> &Cast {
        &self.cast
    }
}

/// A text as the document that a merge patch is made for.
pub(super) fn document(text: &impl serde::Serialize) -> Value {
    serde_json::to_value(text).expect("texts, numbers and lists are always JSON")
}
