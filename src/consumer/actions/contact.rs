//! Where a consumer can be reached: the contact register, phone, e-mail and address.

use super::error::ActionError;
use super::stage::{Deed, Done};
use crate::domain::calendar::local_date;
use crate::domain::person::{Address, KrrFacet, KrrStatus, Person};

/// The register that contact data stand in.
const KRR: &str = "krr";

/// The country of whoever names none.
const NORWAY: &str = "NO";

pub(super) fn reserve(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    let entry = KrrFacet {
        reserved: true,
        ..entry(deed)?
    };
    let what = "reserved against digital communication";
    registered(deed, entry, "krr.reserved", what)
}

pub(super) fn unreserve(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    let entry = KrrFacet {
        reserved: false,
        ..entry(deed)?
    };
    let what = "took the reservation against digital communication back";
    registered(deed, entry, "krr.unreserved", what)
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
    let entry = KrrFacet {
        verified: Some(local_date(deed.stage.now)),
        ..entry(deed)?
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
    let in_use = |entry: &KrrFacet| entry.status == KrrStatus::Active;
    let krr = match &old.krr {
        Some(entry) if in_use(entry) => Some(KrrFacet {
            verified: Some(today),
            ..entry.clone()
        }),
        Some(_) | None => old.krr.clone(),
    };
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
            KrrStatus::NotRegistered => Ok(KrrFacet {
                status: KrrStatus::Active,
                verified: Some(local_date(deed.stage.now)),
                ..entry.clone()
            }),
            KrrStatus::Deleted => {
                let found = "an entry in the contact register that is SLETTET";
                let hint = "`PATCH` the person with `krr.status`";
                deed.refuse(found, "one in use", hint)
            }
        },
        None => Ok(KrrFacet {
            status: KrrStatus::Active,
            reserved: false,
            verified: Some(local_date(deed.stage.now)),
            mailbox: None,
        }),
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
