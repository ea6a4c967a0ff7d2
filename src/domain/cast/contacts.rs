//! How many of the cast gave the contact register the same e-mail address or phone.

use imbl::OrdMap;

use crate::domain::email::EmailAddress;
use crate::domain::person::Person;
use crate::domain::phone::PhoneNumber;

/// How often each e-mail address and phone number stands in the register.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ContactIndex(OrdMap<String, usize>);

impl ContactIndex {
    pub(super) fn add(&mut self, person: &Person) {
        for key in keys(person) {
            *self.0.entry(key).or_insert(0) += 1;
        }
    }

    pub(super) fn forget(&mut self, person: &Person) {
        for key in keys(person) {
            match self.0.get(&key).copied() {
                Some(count) if count > 1 => {
                    self.0.insert(key, count - 1);
                }
                Some(_) | None => {
                    self.0.remove(&key);
                }
            }
        }
    }

    pub(super) fn shares_email(&self, email: &EmailAddress) -> bool {
        self.is_shared(&of_email(email))
    }

    pub(super) fn shares_phone(&self, phone: &PhoneNumber) -> bool {
        self.is_shared(phone.international())
    }

    fn is_shared(&self, key: &str) -> bool {
        self.0.get(key).is_some_and(|count| *count > 1)
    }
}

fn keys(person: &Person) -> impl Iterator<Item = String> {
    let email = person.registered_email().map(of_email);
    let phone = person.registered_phone();
    let phone = phone.map(|phone| phone.international().to_owned());
    email.into_iter().chain(phone)
}

/// Letter case does not count.
fn of_email(email: &EmailAddress) -> String {
    email.as_str().to_lowercase()
}
