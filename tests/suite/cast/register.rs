//! People of the contact register in the table of the cast.

use jiff::civil::date;

use sandkasse::domain::krr::{KrrLanguage, KrrStatus, MailboxProvider};

use super::{Quirk, cast};

pub(super) const QUIRKS: &[Quirk] = &[
    ("only-mobile", |it| {
        it.krr(|krr| !krr.email.registered) && it.person.registered_phone().is_some()
    }),
    ("only-email", |it| {
        it.krr(|krr| !krr.mobile.registered) && it.person.registered_email().is_some()
    }),
    ("shares-email", |it| {
        let email = it.person.email.as_ref().unwrap();
        email.as_str().starts_with("only-email") && it.krr(|krr| krr.mobile.validated.is_some())
    }),
    ("fresh-mobile", |it| {
        let today = date(2026, 3, 2);
        it.krr(|krr| krr.is_fresh(&krr.mobile, today) && !krr.is_fresh(&krr.email, today))
    }),
    ("reserved-with-mailbox", |it| {
        it.krr(|krr| krr.reserved) && it.person.registered_mailbox().is_some()
    }),
    ("not-in-krr", |it| {
        it.krr(|krr| krr.status == KrrStatus::NotRegistered) && it.person.email.is_some()
    }),
    ("speaks-sami", |it| {
        it.krr(|krr| krr.language == Some(KrrLanguage::Sami) && krr.eboks_address.is_some())
    }),
    ("born-2032-scheme", |it| {
        let digits = it
            .person
            .ssn
            .as_str()
            .bytes()
            .map(|byte| u32::from(byte - b'0'));
        let weighted = digits.zip([3, 7, 6, 1, 8, 9, 4, 5, 2, 1]);
        weighted.map(|(digit, weight)| digit * weight).sum::<u32>() % 11 == 1
    }),
    ("d-number-eboks", |it| {
        it.person.ssn.is_known_synthetic() && it.person.ssn.as_str().as_bytes()[0] >= b'4'
    }),
];

#[test]
fn everybody_of_the_cast_has_an_entry_in_the_contact_registry_or_says_that_there_is_none() {
    let (cast, _) = cast();
    for person in cast.people() {
        assert!(person.krr.is_some(), "{} has no `krr`", person.slug);
    }
}

#[test]
fn whoever_chose_digipost_in_the_contact_registry_has_a_mailbox_there() {
    let (cast, _) = cast();
    for person in cast.people() {
        let krr = person.krr.as_ref();
        if krr.is_some_and(|krr| krr.mailbox == Some(MailboxProvider::Digipost)) {
            assert!(person.digipost.is_some(), "{}", person.slug);
        }
    }
}
