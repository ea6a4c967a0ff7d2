//! How MPS finds an eFaktura receiver: which keys count, and what must match.

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;

use crate::domain::cast::Seen;
use crate::domain::efaktura::EfakturaIdentifier;
use crate::domain::email::EmailAddress;
use crate::domain::identity::NationalId;
use crate::domain::person::{Address, Person};
use crate::domain::phone::PhoneNumber;

/// What a caller knows of the receiver. All parts are optional.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LookupKey {
    /// eFaktura identifier.
    pub identifier: Option<EfakturaIdentifier>,
    /// Identity number as written, eleven digits; one that fails its control digits finds nobody.
    pub ssn: Option<String>,
    /// Organisation number as written, nine digits.
    pub org_number: Option<String>,
    /// Phone, international form.
    pub phone: Option<PhoneNumber>,
    /// E-mail.
    pub email: Option<EmailAddress>,
    /// Name.
    pub name: Option<KeyName>,
    /// Address.
    pub address: Option<KeyAddress>,
    /// The issuer to check against, as written, nine digits.
    pub issuer: Option<String>,
    /// Date of birth.
    pub date_of_birth: Option<Date>,
    /// An issuer's reference for the receiver, with its content provider.
    pub reference: Option<KeyReference>,
}

/// A name to look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyName {
    /// Part of the given names.
    pub first: Option<String>,
    /// Part of the family name.
    pub last: String,
}

/// An address to look for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeyAddress {
    /// Part of the first line.
    pub line1: Option<String>,
    /// Part of the second line.
    pub line2: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// Part of the city.
    pub city: Option<String>,
    /// Country code.
    pub country: Option<String>,
}

/// A reference to look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyReference {
    /// The reference.
    pub reference: String,
    /// Who it belongs to, nine digits.
    pub content_provider: String,
}

/// What a look-up found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found<'a> {
    /// Exactly one receiver.
    Unique(&'a Person),
    /// Nobody.
    Nobody,
    /// The key holds too little to look.
    MissingData,
    /// More than one.
    Several,
}

/// Finds the receiver for a key among those registered for eFaktura.
///
/// The four rules are those of the interface description (MPS: `EfakturaAtgService` v1); where
/// they leave room: a sole key outweighs everything else given with it, several sole keys must
/// agree, and "address" means the address lines while the postal code counts by itself.
#[must_use]
pub fn find<'a>(registry: Seen<'a>, key: &LookupKey) -> Found<'a> {
    if has_sole_key(key) {
        return find_by_sole_keys(registry, key);
    }
    let given = [
        key.email.is_some(),
        key.phone.is_some(),
        key.date_of_birth.is_some(),
    ];
    let given = given.into_iter().filter(|is| *is).count();
    let address = key.address.as_ref();
    let lines = address.is_some_and(|a| is_given(&a.line1) || is_given(&a.line2));
    let code = address.is_some_and(|a| is_given(&a.postal_code));
    let name = key
        .name
        .as_ref()
        .is_some_and(|name| !name.last.trim().is_empty());
    let supports = [name, lines, code];
    let enough = match given {
        0 => supports.into_iter().all(|is| is),
        1 => supports.into_iter().any(|is| is),
        _ => true,
    };
    if !enough {
        return Found::MissingData;
    }
    the_one(registry.people().filter(|person| {
        person.efaktura.is_some()
            && match given {
                0 => support_hits(person, key) == 3,
                1 => contact_hits(person, key) == 1 && support_hits(person, key) >= 1,
                _ => contact_hits(person, key) >= 2,
            }
    }))
}

/// Blank text says nothing, so it counts as not given.
fn is_given(part: &Option<String>) -> bool {
    part.as_ref().is_some_and(|part| !part.trim().is_empty())
}

fn has_sole_key(key: &LookupKey) -> bool {
    key.identifier.is_some()
        || key.ssn.is_some()
        || key.org_number.is_some()
        || key.reference.is_some()
}

fn find_by_sole_keys<'a>(registry: Seen<'a>, key: &LookupKey) -> Found<'a> {
    // The cast's companies are no receivers, so an organisation number finds nobody.
    if key.org_number.is_some() {
        return Found::Nobody;
    }
    if key.ssn.is_none() && key.reference.is_none() {
        let person = key
            .identifier
            .as_ref()
            .and_then(|id| registry.by_identifier(id));
        return person.map_or(Found::Nobody, Found::Unique);
    }
    let by_ssn = key.ssn.as_ref().map(|ssn| {
        NationalId::parse(ssn)
            .ok()
            .and_then(|ssn| registry.by_ssn(&ssn))
    });
    let fits = |person: &Person| {
        person.efaktura.as_ref().is_some_and(|efaktura| {
            key.identifier
                .as_ref()
                .is_none_or(|id| *id == efaktura.identifier)
                && key.reference.as_ref().is_none_or(|sought| {
                    efaktura.agreements.iter().any(|known| {
                        known.reference == sought.reference
                            && known.content_provider.as_ref() == Some(&sought.content_provider)
                    })
                })
        })
    };
    match by_ssn {
        Some(None) => Found::Nobody,
        Some(Some(person)) if fits(person) => Found::Unique(person),
        Some(Some(_)) => Found::Nobody,
        None => the_one(registry.people().filter(|person| fits(person))),
    }
}

fn the_one<'a>(mut hits: impl Iterator<Item = &'a Person>) -> Found<'a> {
    match (hits.next(), hits.next()) {
        (None, _) => Found::Nobody,
        (Some(person), None) => Found::Unique(person),
        (Some(_), Some(_)) => Found::Several,
    }
}

fn contact_hits(person: &Person, key: &LookupKey) -> usize {
    let email = both(
        key.email.as_ref(),
        person.email.as_ref(),
        EmailAddress::same_box,
    );
    let phone = both(
        key.phone.as_ref(),
        person.phone.as_ref(),
        PhoneNumber::same_line,
    );
    let born = key.date_of_birth == Some(person.date_of_birth);
    [email, phone, born].into_iter().filter(|hit| *hit).count()
}

fn both<T>(sought: Option<&T>, known: Option<&T>, same: impl Fn(&T, &T) -> bool) -> bool {
    sought
        .zip(known)
        .is_some_and(|(sought, known)| same(sought, known))
}

fn support_hits(person: &Person, key: &LookupKey) -> usize {
    let name = key
        .name
        .as_ref()
        .is_some_and(|name| name_matches(person, name));
    let (lines, code) = address_matches(person, key);
    [name, lines, code].into_iter().filter(|hit| *hit).count()
}

/// Every given part is part of the registered one; first and last name may be swapped.
fn name_matches(person: &Person, name: &KeyName) -> bool {
    let straight = contains(&person.name.last, &name.last)
        && name
            .first
            .as_ref()
            .is_none_or(|first| contains(&person.name.first, first));
    let swapped = contains(&person.name.first, &name.last)
        && name
            .first
            .as_ref()
            .is_none_or(|first| contains(&person.name.last, first));
    straight || swapped
}

fn address_matches(person: &Person, key: &LookupKey) -> (bool, bool) {
    let (Some(sought), Some(known)) = (&key.address, &person.address) else {
        return (false, false);
    };
    let part =
        |part: &Option<String>, whole: &str| part.as_ref().is_none_or(|part| contains(whole, part));
    let lines = (sought.line1.is_some() || sought.line2.is_some())
        && part(&sought.line1, &known.line1)
        && part(&sought.line2, known.line2.as_deref().unwrap_or_default())
        && place_agrees(sought, known);
    let bare = |code: &str| {
        code.chars()
            .filter(|c| !c.is_whitespace())
            .collect::<String>()
    };
    let code = sought
        .postal_code
        .as_ref()
        .is_some_and(|code| bare(code) == bare(&known.postal_code));
    (lines, code)
}

/// City and country are no criteria of their own: they belong to the address lines, where all
/// given elements must match (MPS: `EfakturaAtgService` v1, address type).
fn place_agrees(sought: &KeyAddress, known: &Address) -> bool {
    let city = sought.city.as_ref();
    let country = sought.country.as_ref();
    city.is_none_or(|city| contains(&known.city, city))
        && country.is_none_or(|country| fold(country) == fold(&known.country))
}

/// Letter case does not count, and neither does how an accented letter was put together. Blank
/// text is part of nothing, or it would find everybody.
fn contains(whole: &str, part: &str) -> bool {
    let part = fold(part);
    !part.is_empty() && fold(whole).contains(&part)
}

pub(super) fn fold(text: &str) -> String {
    text.trim().nfc().flat_map(char::to_lowercase).collect()
}
