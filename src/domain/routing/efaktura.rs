//! The eFaktura half of `netbank`: find the consumer, judge the payment, hand over.

use jiff::Timestamp;

use super::decide::{Offer, Step, note};
use super::facts::{EfakturaAnswer, Facts, LookupAnswer, Recipient};
use crate::domain::account::AccountNumber;
use crate::domain::calendar;
use crate::domain::channel::{Attempt, Channel, Outcome, RefusalCode, Way};
use crate::domain::efaktura::EfakturaIdentifier;
use crate::domain::email::EmailAddress;
use crate::domain::invoice::DocumentKind;
use crate::domain::kid::Kid;
use crate::domain::lookup::{KeyAddress, KeyName, LookupKey};
use crate::domain::money::Ore;
use crate::domain::phone::PhoneNumber;

/// The fewest days from today to the due date.
const DAYS_AHEAD_MIN: i32 = 3;

/// eFaktura to the identifier that the sender gave.
pub(super) fn by_id(facts: &Facts, now: Timestamp) -> Step {
    let key = |identifier: &EfakturaIdentifier| LookupKey {
        identifier: Some(identifier.clone()),
        ..LookupKey::default()
    };
    let keys = facts.recipient.efaktura_id.iter().map(key).collect();
    with_keys(facts, keys, now)
}

/// eFaktura to whom the registry finds.
pub(super) fn by_lookup(facts: &Facts, now: Timestamp) -> Step {
    with_keys(facts, lookup_keys(&facts.recipient), now)
}

/// Whether a refusal is one of eFaktura's own validations.
pub(super) fn is_validation(code: RefusalCode) -> bool {
    [
        RefusalCode::EfCurrency,
        RefusalCode::EfDueDate,
        RefusalCode::EfAmount,
        RefusalCode::EfAccount,
        RefusalCode::EfKid,
        RefusalCode::EfRejectedByMps,
    ]
    .contains(&code)
}

fn with_keys(facts: &Facts, keys: Vec<LookupKey>, now: Timestamp) -> Step {
    if keys.is_empty() {
        return refuse(
            RefusalCode::EfNoLookupData,
            &what_is_known(&facts.recipient),
        );
    }
    match facts.lookups.last() {
        None => next_key(facts, keys),
        Some((_, LookupAnswer::Nobody | LookupAnswer::Several)) => next_key(facts, keys),
        Some((_, LookupAnswer::Unavailable(what))) => refuse(RefusalCode::EfMpsUnavailable, what),
        Some((_, LookupAnswer::NotEnabled(id))) => {
            refuse(RefusalCode::EfNotEnabled, shown(id.as_ref()))
        }
        Some((_, LookupAnswer::Blocked(id))) => refuse(RefusalCode::EfBlocked, shown(id.as_ref())),
        Some((_, LookupAnswer::Accepts(identifier))) => offer(facts, identifier, now),
    }
}

fn shown(id: Option<&EfakturaIdentifier>) -> &str {
    id.map_or("no identifier given", EfakturaIdentifier::as_str)
}

fn next_key(facts: &Facts, keys: Vec<LookupKey>) -> Step {
    if let Some(key) = keys.into_iter().nth(facts.lookups.len()) {
        return Step::Ask(key);
    }
    let several = facts
        .lookups
        .iter()
        .any(|(_, answer)| *answer == LookupAnswer::Several);
    let code = if several {
        RefusalCode::EfMultiple
    } else {
        RefusalCode::EfNotFound
    };
    let asked = facts.lookups.len();
    refuse(
        code,
        &format!("{asked} look-up{} made", if asked == 1 { "" } else { "s" }),
    )
}

fn offer(facts: &Facts, identifier: &EfakturaIdentifier, now: Timestamp) -> Step {
    match &facts.efaktura {
        Some(EfakturaAnswer::Accepted) => Step::Note(Attempt {
            way: Way::Channel(Channel::Efaktura),
            outcome: Outcome::Delivered,
        }),
        Some(EfakturaAnswer::Rejected(why)) => refuse(RefusalCode::EfRejectedByMps, why),
        Some(EfakturaAnswer::Unavailable(what)) => refuse(RefusalCode::EfMpsUnavailable, what),
        None => match first_fault(facts, now) {
            Some((code, found)) => refuse(code, &found),
            None => Step::Offer(Offer::Efaktura(identifier.clone())),
        },
    }
}

/// The validations of the guide in their order.
fn first_fault(facts: &Facts, now: Timestamp) -> Option<(RefusalCode, String)> {
    let payment = &facts.payment;
    if payment.currency != "NOK" {
        return Some((RefusalCode::EfCurrency, payment.currency.clone()));
    }
    match payment.due_date {
        Some(due) => {
            let days = calendar::days_until(calendar::local_date(now), due);
            if days < DAYS_AHEAD_MIN {
                return Some((RefusalCode::EfDueDate, format!("{due}, {days} days ahead")));
            }
        }
        // A credit note has often none, and then the rule has nothing to judge.
        None if payment.kind == DocumentKind::CreditNote => {}
        None => return Some((RefusalCode::EfDueDate, "no due date".to_owned())),
    }
    let zero_passes = facts.zero_amount && payment.amount == Ore::ZERO;
    if payment.amount <= Ore::ZERO && !zero_passes {
        return Some((RefusalCode::EfAmount, payment.amount.to_string()));
    }
    let account = payment.account.as_deref().map(AccountNumber::parse);
    match account {
        None => return Some((RefusalCode::EfAccount, "no account".to_owned())),
        Some(Err(error)) => return Some((RefusalCode::EfAccount, error.to_string())),
        Some(Ok(_)) => {}
    }
    match payment.kid.as_deref().map(Kid::parse_mod10) {
        None => Some((RefusalCode::EfKid, "no KID".to_owned())),
        Some(Err(error)) => Some((RefusalCode::EfKid, error.to_string())),
        Some(Ok(_)) => None,
    }
}

fn refuse(code: RefusalCode, found: &str) -> Step {
    note(Channel::Efaktura, code, found)
}

/// The keys to ask with, in order.
///
/// Identity number; the three contact data together; what there is of them with name, postal code
/// and city. A value that MPS would refuse as malformed is left out, as clients in production do.
#[must_use]
pub fn lookup_keys(recipient: &Recipient) -> Vec<LookupKey> {
    let mut keys = Vec::new();
    if let Some(ssn) = eleven_digits(recipient) {
        keys.push(LookupKey {
            ssn: Some(ssn),
            ..LookupKey::default()
        });
    }
    let contacts = LookupKey {
        phone: phone(recipient),
        email: email(recipient),
        date_of_birth: recipient.date_of_birth,
        ..LookupKey::default()
    };
    let given = [
        contacts.phone.is_some(),
        contacts.email.is_some(),
        contacts.date_of_birth.is_some(),
    ];
    match given.into_iter().filter(|is| *is).count() {
        0 => {}
        3 => keys.push(contacts),
        _ => keys.extend(with_name_and_place(recipient, contacts)),
    }
    keys
}

/// The identity number without blanks, as people write `090918 16528`.
fn eleven_digits(recipient: &Recipient) -> Option<String> {
    let written = recipient.ssn.as_deref()?;
    let ssn: String = written.chars().filter(|c| !c.is_whitespace()).collect();
    (ssn.len() == 11 && ssn.bytes().all(|byte| byte.is_ascii_digit())).then_some(ssn)
}

fn phone(recipient: &Recipient) -> Option<PhoneNumber> {
    PhoneNumber::parse(recipient.phone.as_deref()?).ok()
}

fn email(recipient: &Recipient) -> Option<EmailAddress> {
    EmailAddress::parse(recipient.email.as_deref()?).ok()
}

fn with_name_and_place(recipient: &Recipient, contacts: LookupKey) -> Option<LookupKey> {
    let name = name(recipient)?;
    let address = KeyAddress {
        postal_code: Some(postal_code(recipient)?),
        city: Some(city(recipient)?),
        ..KeyAddress::default()
    };
    Some(LookupKey {
        name: Some(name),
        address: Some(address),
        ..contacts
    })
}

fn name(recipient: &Recipient) -> Option<KeyName> {
    recipient.name.as_deref().and_then(split_name)
}

/// 4 to 10 characters (MPS: `EfakturaAtgService` v1, `postalCodeType`).
fn postal_code(recipient: &Recipient) -> Option<String> {
    within(recipient.address.postal_code.as_deref()?, 4, 10)
}

/// 1 to 30 characters (MPS: `EfakturaAtgService` v1, `postalCityType`).
fn city(recipient: &Recipient) -> Option<String> {
    within(recipient.address.city.as_deref()?, 1, 30)
}

fn within(text: &str, least: usize, most: usize) -> Option<String> {
    let text = text.trim();
    let fits = (least..=most).contains(&text.chars().count());
    fits.then(|| text.to_owned())
}

/// The last word is the family name; the words before it are given names.
fn split_name(name: &str) -> Option<KeyName> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let (first, last) = match name.rsplit_once(' ') {
        Some((first, last)) => (Some(first.to_owned()), last.to_owned()),
        None => (None, name),
    };
    let fits = |text: &String| (1..=50).contains(&text.chars().count());
    fits(&last).then(|| KeyName {
        first: first.filter(fits),
        last,
    })
}

/// What there is to look a consumer up with, in words.
///
/// A value that is there but malformed says so, as it explains why a consumer with a phone was not
/// looked up by it.
#[must_use]
pub fn what_is_known(recipient: &Recipient) -> String {
    let written = |text: &Option<String>| text.as_deref().is_some_and(|it| !it.trim().is_empty());
    let parts = [
        (
            "identity number",
            written(&recipient.ssn),
            eleven_digits(recipient).is_some(),
        ),
        (
            "phone",
            written(&recipient.phone),
            phone(recipient).is_some(),
        ),
        (
            "e-mail",
            written(&recipient.email),
            email(recipient).is_some(),
        ),
        ("date of birth", recipient.date_of_birth.is_some(), true),
        ("name", written(&recipient.name), name(recipient).is_some()),
        (
            "postal code",
            written(&recipient.address.postal_code),
            postal_code(recipient).is_some(),
        ),
        (
            "city",
            written(&recipient.address.city),
            city(recipient).is_some(),
        ),
    ];
    let known: Vec<String> = parts
        .into_iter()
        .filter(|(_, written, _)| *written)
        .map(|(what, _, usable)| format!("{}{what}", if usable { "" } else { "malformed " }))
        .collect();
    if known.is_empty() {
        "nothing".to_owned()
    } else {
        format!("only {}", known.join(", "))
    }
}
