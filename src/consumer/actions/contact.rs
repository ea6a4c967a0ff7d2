//! Where a consumer can be reached: the contact register, phone, e-mail and address.

use super::error::ActionError;
use super::stage::{Deed, Done};
use crate::domain::calendar::local_date;
use crate::domain::krr::{KrrChannel, KrrFacet, KrrStatus};
use crate::domain::person::{Address, Person};

/// The register that contact data stand in.
const KRR: &str = "krr";

/// The country of whoever names none.
const NORWAY: &str = "NO";

pub(super) fn reserve(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    let entry = entry(deed)?;
    let first = (!entry.reserved).then(|| local_date(deed.stage.now));
    let entry = KrrFacet {
        reserved: true,
        reserved_on: first.or(entry.reserved_on),
        ..entry
    };
    let what = "reserved against digital communication";
    registered(deed, entry, "krr.reserved", what)
}

pub(super) fn unreserve(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    let entry = KrrFacet {
        reserved: false,
        reserved_on: None,
        ..entry(deed)?
    };
    let what = "took the reservation against digital communication back";
    registered(deed, entry, "krr.unreserved", what)
}

pub(super) fn register(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    let today = local_date(deed.stage.now);
    let entry = match &deed.person.krr {
        Some(entry) if entry.is_in_use() => entry.clone(),
        // Whoever comes back begins anew, in the mailbox that was chosen.
        Some(entry) => KrrFacet {
            mailbox: entry.mailbox,
            eboks_address: entry.eboks_address.clone(),
            ..KrrFacet::registered_on(today)
        },
        None => KrrFacet::registered_on(today),
    };
    let what = "registered in the contact register";
    registered(deed, entry, "krr.registered", what)
}

pub(super) fn delete(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    match &deed.person.krr {
        Some(entry) if entry.status != KrrStatus::NotRegistered => {
            let entry = KrrFacet {
                status: KrrStatus::Deleted,
                ..entry.clone()
            };
            let what = "was deleted from the contact register";
            registered(deed, entry, "krr.deleted", what)
        }
        Some(_) | None => {
            let hint = "`register-in-krr` enters one";
            deed.refuse("no entry in the contact register", "one to delete", hint)
        }
    }
}

pub(super) fn choose_language(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    let language = deed.required("language", deed.given.language("language"))?;
    let entry = entry(deed)?;
    let entry = if entry.language == Some(language) {
        entry
    } else {
        KrrFacet {
            language: Some(language),
            language_updated: Some(local_date(deed.stage.now)),
            ..entry
        }
    };
    let what = format!("wants to be written to in `{}`", language.as_str());
    registered(deed, entry, "krr.language", &what)
}

pub(super) fn choose_mailbox(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    let mailbox = deed.required("mailbox", deed.given.mailbox("mailbox"))?;
    let entry = KrrFacet {
        mailbox,
        ..entry(deed)?
    };
    match mailbox {
        Some(provider) => {
            let what = format!("chose a mailbox at {}", provider.as_str());
            registered(deed, entry, "mailbox.chosen", &what)
        }
        None => registered(deed, entry, "mailbox.left", "left the digital mailbox"),
    }
}

pub(super) fn verify(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    let entry = entry(deed)?;
    // What stands for both is said of both.
    let confirmed = |channel: KrrChannel| KrrChannel {
        verified: None,
        ..channel
    };
    let entry = KrrFacet {
        verified: Some(local_date(deed.stage.now)),
        email: confirmed(entry.email.clone()),
        mobile: confirmed(entry.mobile.clone()),
        ..entry
    };
    registered(deed, entry, "krr.verified", "verified the contact data")
}

pub(super) fn change_contact(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    let (phone, email) = (deed.given.phone("phone"), deed.given.email("email"));
    if phone.is_none() && email.is_none() {
        return Err(ActionError::Missing {
            action: deed.action.name,
            field: "phone, email".to_owned(),
            expected: "at least one of them",
        });
    }
    let old = deed.person.as_ref();
    let today = local_date(deed.stage.now);
    let mut krr = old.krr.clone();
    if let Some(entry) = krr.as_mut().filter(|entry| entry.is_in_use()) {
        for (is_given, channel) in [
            (email.is_some(), &mut entry.email),
            (phone.is_some(), &mut entry.mobile),
        ] {
            if is_given {
                *channel = KrrChannel {
                    updated: Some(today),
                    verified: Some(today),
                    ..KrrChannel::default()
                };
            }
        }
    }
    let person = Person {
        phone: phone.unwrap_or_else(|| old.phone.clone()),
        email: email.unwrap_or_else(|| old.email.clone()),
        krr,
        ..old.clone()
    };
    let text = format!("{} changed phone or e-mail", deed.who());
    deed.change(person, KRR, "contact.changed", text)
}

pub(super) fn move_house(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    let given = &deed.given;
    let address = Address {
        line1: deed.required("line1", given.text("line1"))?,
        line2: given.text("line2"),
        postal_code: deed.required("postal_code", given.text("postal_code"))?,
        city: deed.required("city", given.text("city"))?,
        country: given.text("country").unwrap_or_else(|| NORWAY.to_owned()),
    };
    let code = &address.postal_code;
    let four_digits = code.len() == 4 && code.bytes().all(|byte| byte.is_ascii_digit());
    if address.country == NORWAY && !four_digits {
        return Err(ActionError::Value {
            field: "postal_code",
            found: code.clone(),
            expected: "four digits, as Norwegian postal codes have".to_owned(),
        });
    }
    let text = format!(
        "{} moved to {}, {}",
        deed.who(),
        address.line1,
        address.city
    );
    let person = Person {
        address: Some(address),
        ..deed.person.as_ref().clone()
    };
    deed.change(person, "cast", "person.moved", text)
}

/// The entry in the contact register; who has none enters it, who was deleted stays deleted.
fn entry(deed: &Deed<'_, '_>) -> Result<KrrFacet, ActionError> {
    match &deed.person.krr {
        Some(entry) => match entry.status {
            KrrStatus::Active => Ok(entry.clone()),
            KrrStatus::NotRegistered => {
                let today = local_date(deed.stage.now);
                Ok(KrrFacet {
                    status: KrrStatus::Active,
                    updated: Some(today),
                    verified: Some(today),
                    ..entry.clone()
                })
            }
            KrrStatus::Deleted => {
                let found = "an entry in the contact register that is SLETTET";
                let hint = "`register-in-krr` enters the person anew";
                deed.refuse(found, "one in use", hint)
            }
        },
        None => Ok(KrrFacet::registered_on(local_date(deed.stage.now))),
    }
}

fn registered(
    deed: &mut Deed<'_, '_>,
    entry: KrrFacet,
    kind: &'static str,
    what: &str,
) -> Result<Done, ActionError> {
    let text = format!("{} {what}", deed.who());
    let person = Person {
        krr: Some(entry),
        ..deed.person.as_ref().clone()
    };
    deed.change(person, KRR, kind, text)
}
