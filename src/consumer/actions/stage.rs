//! One deed of one consumer: what it may touch, and what came of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use imbl::Vector;
use jiff::Timestamp;

use super::error::{ActionError, Refusal};
use super::given::Given;
use super::table::{Action, find};
use crate::consumer::{Book, CaseRef, Happening};
use crate::domain::cast::Cast;
use crate::domain::letter::Letter;
use crate::domain::mint::Mint;
use crate::domain::person::Person;
use crate::domain::slug::Slug;

/// The fields of a deed as texts, by name. A number is written in digits, a yes as `true`.
pub type Fields = BTreeMap<String, String>;

/// What a deed may know and touch of the world.
#[derive(Debug)]
pub struct Stage<'a> {
    /// People and companies.
    pub cast: &'a mut Cast,
    /// What happened to consumers.
    pub book: &'a mut Book,
    /// Source of identifiers.
    pub mint: &'a mut Mint,
    /// Mails that leave now.
    pub outbox: &'a mut Vector<Letter>,
    /// Sandbox time.
    pub now: Timestamp,
    /// An invoice that nobody answered ends when it leaves Vipps, in the netbank too.
    pub expires: bool,
}

/// What came of a deed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// What happened, in words.
    pub text: String,
    /// The invoice it is about, if it is about one.
    pub about: Option<CaseRef>,
    /// Whether anything changed; a consent that stands already can be given again.
    pub changed: bool,
    /// What case files and journal are to be told. What changed in the book is not here: the book
    /// tells it itself.
    pub told: Option<Happening>,
}

/// Whether a deed could be done at all, without asking a world: its name, and names and form of
/// its fields.
///
/// # Errors
/// [`ActionError`] for an unknown deed or field, a field that is missing, or a value of no use.
pub fn check(action: &str, fields: &Fields) -> Result<(), ActionError> {
    let action = find(action).ok_or_else(|| ActionError::unknown(action))?;
    Given::read(action, fields).map(|_| ())
}

/// Lets a person do something. The field `invoice` is the book's own id of a presented invoice,
/// `claim` that of a claim.
///
/// # Errors
/// What [`check`] says, an unknown person or invoice, or a refusal with its reason. Nothing is
/// changed then.
pub fn act(
    stage: &mut Stage<'_>,
    person: &Slug,
    action: &str,
    fields: &Fields,
) -> Result<Done, ActionError> {
    let action = find(action).ok_or_else(|| ActionError::unknown(action))?;
    let given = Given::read(action, fields)?;
    let Some(known) = stage.cast.person(person).cloned() else {
        let found = person.clone();
        return Err(ActionError::UnknownPerson { found });
    };
    let mut deed = Deed {
        stage,
        person: known,
        action,
        given,
    };
    (action.does)(&mut deed)
}

/// A deed while it is done: who, what, and with which fields.
#[derive(Debug)]
pub(super) struct Deed<'a, 'b> {
    pub(super) stage: &'a mut Stage<'b>,
    pub(super) person: Arc<Person>,
    pub(super) action: &'static Action,
    pub(super) given: Given,
}

impl Deed<'_, '_> {
    /// The name of the person.
    pub(super) fn who(&self) -> &Slug {
        &self.person.slug
    }

    /// A field that the table calls required.
    pub(super) fn required<T>(&self, field: &str, value: Option<T>) -> Result<T, ActionError> {
        value.ok_or_else(|| ActionError::missing(self.action, field))
    }

    /// The world does not allow it.
    pub(super) fn refuse<T>(
        &self,
        found: impl Into<String>,
        expected: impl Into<String>,
        hint: impl Into<String>,
    ) -> Result<T, ActionError> {
        Err(ActionError::Refused(Box::new(Refusal {
            action: self.action.name,
            found: found.into(),
            expected: expected.into(),
            hint: hint.into(),
        })))
    }

    /// Puts the changed person into the cast.
    pub(super) fn put(&mut self, person: Person) -> Result<(), ActionError> {
        match self.stage.cast.put_person(person) {
            Ok(()) => Ok(()),
            Err(taken) => {
                let expected = "identifiers that nobody else has";
                self.refuse(taken.to_string(), expected, "look at the cast")
            }
        }
    }

    /// Puts the changed person into the cast, and tells of it in the name of a register.
    pub(super) fn change(
        &mut self,
        person: Person,
        service: &'static str,
        kind: &'static str,
        text: String,
    ) -> Result<Done, ActionError> {
        if person == *self.person {
            return Ok(Done::nothing(format!("{text}: it was so already")));
        }
        self.put(person)?;
        let told = Happening {
            about: None,
            service,
            kind,
            text: text.clone(),
            rule: None,
        };
        Ok(Done {
            text,
            about: None,
            changed: true,
            told: Some(told),
        })
    }
}

impl Done {
    /// Something that the book tells itself.
    pub(super) fn in_book(text: String, about: Option<CaseRef>) -> Self {
        Self {
            text,
            about,
            changed: true,
            told: None,
        }
    }

    /// Nothing had to be done.
    pub(super) fn nothing(text: String) -> Self {
        Self {
            text,
            about: None,
            changed: false,
            told: None,
        }
    }
}
