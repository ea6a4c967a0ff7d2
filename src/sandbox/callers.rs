//! Which sandbox each credential belongs to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, PoisonError, RwLock};

use uuid::Uuid;

use crate::domain::slug::Slug;

/// Every credential of every sandbox, each in one sandbox only.
///
/// A sandbox holds exactly the credentials of its cast: it takes and returns them in the same lock
/// in which the cast changes. This lock is taken inside that of a sandbox and never around it.
#[derive(Debug, Default)]
pub struct Callers {
    held: RwLock<BTreeMap<Key, Arc<Holder>>>,
}

/// One life of a sandbox, from its creation until it is dropped.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Holder {
    name: Slug,
    /// Later lives have higher numbers.
    life: u64,
}

/// A credential that another sandbox holds.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{credential}` is a credential of sandbox `{sandbox}` already; expected one that no other \
     sandbox has"
)]
pub struct TakenElsewhere {
    /// The credential.
    pub credential: String,
    /// Who holds it.
    pub sandbox: Slug,
}

/// Nearly all credentials are UUIDs, which take half the space of their text.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Uuid(u128),
    Text(Box<str>),
}

impl Key {
    fn of(credential: &str) -> Self {
        let mut buffer = Uuid::encode_buffer();
        let uuid = Uuid::try_parse(credential).ok();
        // Another spelling of the same UUID is another credential.
        match uuid.filter(|uuid| uuid.hyphenated().encode_lower(&mut buffer) == credential) {
            Some(uuid) => Self::Uuid(uuid.as_u128()),
            None => Self::Text(credential.into()),
        }
    }
}

impl Holder {
    pub(super) fn new(name: Slug, life: u64) -> Arc<Self> {
        Arc::new(Self { name, life })
    }
}

impl Callers {
    /// The sandbox that a credential belongs to.
    #[must_use]
    pub fn sandbox_of(&self, credential: &str) -> Option<Slug> {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        held.get(&Key::of(credential))
            .map(|holder| holder.name.clone())
    }

    /// Lets a sandbox have the new credentials instead of the old ones, all or nothing.
    pub(super) fn exchange(
        &self,
        holder: &Arc<Holder>,
        old: &BTreeSet<String>,
        new: &BTreeSet<String>,
    ) -> Result<(), TakenElsewhere> {
        let added: Vec<&String> = new.difference(old).collect();
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        for credential in &added {
            let there = held.get(&Key::of(credential));
            if let Some(there) = there.filter(|there| there.name != holder.name) {
                return Err(TakenElsewhere {
                    credential: (*credential).clone(),
                    sandbox: there.name.clone(),
                });
            }
        }
        for credential in added {
            let there = held
                .entry(Key::of(credential))
                .or_insert_with(|| Arc::clone(holder));
            // One that was just dropped and has not returned everything yet gives way.
            if there.life < holder.life {
                *there = Arc::clone(holder);
            }
        }
        for credential in old.difference(new) {
            let key = Key::of(credential);
            if held
                .get(&key)
                .is_some_and(|there| Arc::ptr_eq(there, holder))
            {
                held.remove(&key);
            }
        }
        Ok(())
    }

    /// Takes back what a sandbox has.
    pub(super) fn release(&self, holder: &Arc<Holder>, all: &BTreeSet<String>) {
        // Nothing is added, so nothing can be taken.
        let _ = self.exchange(holder, all, &BTreeSet::new());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(words: &str) -> BTreeSet<String> {
        words.split_whitespace().map(str::to_owned).collect()
    }

    fn holder(name: &str, life: u64) -> Arc<Holder> {
        Holder::new(Slug::parse(name).unwrap(), life)
    }

    #[test]
    fn all_credentials_change_hands_or_none() {
        let callers = Callers::default();
        let (a, b) = (holder("a", 1), holder("b", 2));
        callers.exchange(&a, &set(""), &set("x y")).unwrap();
        let taken = callers.exchange(&b, &set(""), &set("w y z")).unwrap_err();
        assert_eq!(
            (taken.credential.as_str(), taken.sandbox.as_str()),
            ("y", "a")
        );
        assert_eq!(callers.sandbox_of("w"), None);
        callers.exchange(&a, &set("x y"), &set("x")).unwrap();
        callers.exchange(&b, &set(""), &set("w y z")).unwrap();
        let of = |credential| callers.sandbox_of(credential).map(|name| name.to_string());
        assert_eq!(of("y").as_deref(), Some("b"));
        callers.release(&b, &set("w y z"));
        assert_eq!((of("y"), of("x").as_deref()), (None, Some("a")));
    }

    #[test]
    fn a_late_goodbye_takes_nothing_from_the_next_of_the_same_name() {
        let callers = Callers::default();
        let (first, second) = (holder("a", 1), holder("a", 2));
        callers.exchange(&first, &set(""), &set("x")).unwrap();
        callers.exchange(&second, &set(""), &set("x")).unwrap();
        callers.exchange(&first, &set(""), &set("x")).unwrap();
        callers.release(&first, &set("x"));
        assert!(callers.sandbox_of("x").is_some());
        callers.release(&second, &set("x"));
        assert_eq!(callers.sandbox_of("x"), None);
    }

    #[test]
    fn two_spellings_of_a_uuid_are_two_credentials() {
        let lower = "6f293f89-2efe-543d-897f-092d1c1a6c51";
        let callers = Callers::default();
        callers
            .exchange(&holder("a", 1), &set(""), &set(lower))
            .unwrap();
        assert!(callers.sandbox_of(lower).is_some());
        assert_eq!(callers.sandbox_of(&lower.to_uppercase()), None);
        assert_eq!(callers.sandbox_of(&lower.replace('-', "")), None);
    }
}
