//! The state: the log of changes. Everything else the register knows stands in the cast.

use imbl::Vector;

use crate::domain::cast::Cast;
use crate::domain::identity::NationalId;
use crate::domain::krr::KrrStatus;
use crate::domain::person::Person;

/// The log of changes in one sandbox: whose entry changed, the first change first. A change's
/// number is its place, counted from 1.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Model {
    pub(in crate::services::krr) log: Vector<NationalId>,
}

impl Model {
    /// Begins the log: everybody of the cast who has an entry entered it, in the order of names.
    pub fn begin(&mut self, cast: &Cast) {
        let entered = cast.people().filter(|person| has_entry(person));
        self.log = entered.map(|person| person.ssn.clone()).collect();
    }

    /// Notes what became of a person, if the register tells of it: from what the person was to
    /// what the person is.
    pub fn note_change(&mut self, before: Option<&Person>, after: Option<&Person>) {
        let before = before.filter(|person| has_entry(person));
        let after = after.filter(|person| has_entry(person));
        match (before, after) {
            (None, None) => {}
            (Some(one), None) | (None, Some(one)) => self.log.push_back(one.ssn.clone()),
            (Some(old), Some(new)) if old.ssn != new.ssn => {
                self.log.push_back(old.ssn.clone());
                self.log.push_back(new.ssn.clone());
            }
            (Some(old), Some(new)) => {
                if old.differs_in_register(new) {
                    self.log.push_back(new.ssn.clone());
                }
            }
        }
    }

    /// The number of the last change; 0 where nothing changed yet.
    #[must_use]
    pub fn last(&self) -> u64 {
        u64::try_from(self.log.len()).unwrap_or(u64::MAX)
    }
}

/// Whether the log knows a person: only entries in use and deleted ones are in it (Digdir: KRR,
/// status of a person).
fn has_entry(person: &Person) -> bool {
    match &person.krr {
        Some(entry) => match entry.status {
            KrrStatus::Active | KrrStatus::Deleted => true,
            KrrStatus::NotRegistered => false,
        },
        None => false,
    }
}
