//! Deeds as tables: what is done, and what came of it.

use jiff::civil::date;

use super::super::*;
use super::world::{Small, key};
use crate::consumer::BookEvent;
use crate::domain::account::AccountNumber;
use crate::domain::money::Ore;
use crate::domain::person::{KrrFacet, KrrStatus};
use crate::domain::slug::Slug;

#[test]
fn an_invoice_is_paid_once_and_a_deleted_one_never() {
    let mut small = Small::new();
    small.play(
        "halgeir cancel-approval invoice=bill
             ! found an invoice that is open, expected one that was approved
         halgeir approve invoice=bill amount_ore=40000
             halgeir approved 400.00 for Fjord Energi
         halgeir approve invoice=bill
             halgeir approved 450.00 for Fjord Energi
         halgeir cancel-approval invoice=bill
             halgeir took the approval of Fjord Energi's invoice back
         halgeir approve invoice=bill amount_ore=30000
             halgeir approved 300.00
         halgeir pay invoice=bill
             halgeir paid 300.00 to Fjord Energi
         halgeir pay invoice=bill
             ! found an invoice that is paid, 300.00 at 2026-03-02T08:00:00Z, expected one that is
         halgeir delete invoice=bill
             ! is paid
         halgeir approve invoice=bill
             ! is paid
         halgeir delete invoice=part
             halgeir deleted the invoice of Fjord Energi
         halgeir approve invoice=part
             ! is deleted
         halgeir pay invoice=part
             ! is deleted",
    );
    let bank = small.person("halgeir").bank.unwrap();
    assert_eq!(bank.balance, Ore::new(70_000));
    let news = small.book.take_news();
    assert_eq!(news.len(), 6);
    let answered = |event: &BookEvent| matches!(event, BookEvent::InvoiceAnswered(_));
    assert!(news.iter().all(answered));
}

#[test]
fn a_payment_is_refused_for_whoever_may_not_or_cannot_pay() {
    let mut small = Small::new();
    small.play(
        "halgeir pay invoice=credit
             ! found a credit note, expected something to pay
         halgeir approve invoice=credit
             ! found a credit note
         bjorg pay invoice=bill
             ! found an invoice that was presented to `halgeir`, expected one
         halgeir pay invoice=none
             ! invoice: found `none`
         halgeir pay invoice=part amount_ore=9999
             ! found 99.99, expected at least 100.00
         halgeir pay invoice=bill amount_ore=100001
             ! found 1000.00 on the account, expected at least 1000.01
         halgeir pay invoice=part amount_ore=10000
             halgeir paid 100.00
         halgeir pay invoice=bill amount_ore=90000
             halgeir paid 900.00
         halgeir delete invoice=credit
             halgeir deleted",
    );
    let mut poor = Small::new();
    let mut person = poor.person("halgeir");
    person.bank = None;
    poor.cast.put_person(person).unwrap();
    poor.play("halgeir pay invoice=bill\n! found a person without a bank account");
}

#[test]
fn a_consent_is_given_and_withdrawn_and_to_repeat_it_changes_nothing() {
    let mut small = Small::new();
    small.play(
        "halgeir give-jtta
             said yes to all: it was so already
         halgeir withdraw-jtta
             halgeir withdrew Yes to All
         halgeir withdraw-jtta
             it was so already
         halgeir block-issuer issuer=fjord-energi
             halgeir reserved against issuer 304520817
         halgeir block-issuer issuer=304520817
             it was so already
         halgeir block-issuer issuer=nobody
             ! issuer: found `nobody`, expected a Norwegian company
         halgeir unblock-issuer issuer=304520817
             halgeir took the reservation
         halgeir hide-in-vipps
             lets Vipps show no invoices
         halgeir deactivate-vipps
             deactivated
         bjorg withdraw-jtta
             ! found a person who is not in the eFaktura register, expected one who is
         bjorg block-issuer issuer=304520817
             ! `give-jtta`
         bjorg show-in-vipps
             ! found a person without Vipps
         bjorg activate-vipps
             bjorg activated eFaktura in Vipps
         bjorg give-jtta
             bjorg said yes to all",
    );
    let efaktura = small.person("halgeir").efaktura.unwrap();
    assert!(!efaktura.yes_to_all && efaktura.agreements.is_empty());
    assert!(efaktura.blocked_issuers.is_empty());
    let vipps = small.person("halgeir").vipps.unwrap();
    assert!(!vipps.active && !vipps.display);
    let bjorg = small.person("bjorg");
    assert!(bjorg.efaktura.unwrap().yes_to_all);
    assert!(bjorg.vipps.unwrap().display);
}

#[test]
fn what_changed_in_the_cast_is_told_and_what_did_not_is_not() {
    let mut small = Small::new();
    let done = small.act("halgeir withdraw-jtta").unwrap();
    let told = done.told.unwrap();
    assert_eq!((told.service, told.kind), ("mps", "jtta.withdrawn"));
    assert!(done.changed);
    let again = small.act("halgeir withdraw-jtta").unwrap();
    assert_eq!((again.changed, again.told), (false, None));
}

#[test]
fn a_mandate_is_made_changed_and_ended_by_its_payer_only() {
    let mut small = Small::new();
    small.play(
        "bjorg end-mandate
             ! found no such mandate, expected a mandate of `bjorg`
         bjorg make-mandate payee_account=86011117947 kid=000002123453
             ! found a mandate of `halgeir`
         halgeir change-mandate
             ! payer_account, notification, limit_ore, active_at_mps: found nothing
         halgeir change-mandate notification=true
             it was so already
         halgeir change-mandate notification=false limit_ore=none
             halgeir changed the mandate for KID 000002123453 to account 86011117947
         halgeir make-mandate payee_account=86011117947 kid=000003123452
             halgeir made the mandate for KID 000003123452
         halgeir end-mandate
             ! found 2 mandates, expected one
         halgeir end-mandate kid=000002123453
             halgeir ended the mandate for KID 000002123453
         halgeir end-mandate kid=000002123453
             ! found no such mandate
         bjorg end-mandate kid=000003123452
             ! found no such mandate
         halgeir change-mandate limit_ore=100
             halgeir changed",
    );
    let made = small.book.mandate(&key("000003123452")).unwrap();
    assert_eq!(made.limit, Some(Ore::new(100)));
    let own = made.payer_account.as_ref().map(AccountNumber::as_str);
    assert_eq!(own, Some("99999893488"));
    assert_eq!(small.book.mandates().count(), 1);
}

#[test]
fn contact_data_change_and_the_register_knows_the_day() {
    let mut small = Small::new();
    small.play(
        "halgeir reserve-in-krr
             halgeir reserved against digital communication
         halgeir choose-mailbox mailbox=eboks
             chose a mailbox at eboks
         halgeir choose-mailbox mailbox=posten
             ! mailbox: found `posten`, expected `digipost`, `eboks` or `none`
         halgeir change-contact
             ! phone, email: found nothing
         halgeir change-contact email=h@x.no phone=none
             changed phone or e-mail
         halgeir unreserve-in-krr
             took the reservation
         bjorg choose-mailbox mailbox=digipost
             bjorg chose a mailbox at digipost
         bjorg verify-contact
             it was so already
         bjorg move line1=Vei_1 postal_code=1 city=Oslo
             ! postal_code: found `1`, expected four digits
         bjorg move line1=Vei_1 postal_code=11122 city=Malmö country=SE
             bjorg moved to Vei 1, Malmö
         bjorg move line1=Vei_1 postal_code=0001
             ! city: found nothing, expected 1 to 200 characters",
    );
    let krr = small.person("halgeir").krr.unwrap();
    let today = Some(date(2026, 3, 2));
    let (email, mobile) = (&krr.email, &krr.mobile);
    assert_eq!((email.updated, email.verified), (today, today));
    assert_eq!((mobile.updated, mobile.verified), (today, today));
    assert!(!krr.reserved && krr.reserved_on.is_none() && krr.mailbox.is_some());
    let mut gone = small.person("halgeir");
    gone.krr = Some(KrrFacet {
        status: KrrStatus::Deleted,
        ..krr
    });
    small.cast.put_person(gone).unwrap();
    small.play("halgeir reserve-in-krr\n! SLETTET");
}

#[test]
fn a_person_registers_chooses_a_language_is_deleted_and_comes_back() {
    let mut small = Small::new();
    small.play(
        "bjorg delete-from-krr
             ! found no entry in the contact register
         bjorg register-in-krr
             bjorg registered in the contact register
         bjorg register-in-krr
             it was so already
         bjorg choose-language language=se
             bjorg wants to be written to in `se`
         bjorg choose-language language=da
             ! language: found `da`, expected `nb`, `nn`, `en` or `se`
         bjorg reserve-in-krr
             bjorg reserved against",
    );
    let today = Some(date(2026, 3, 2));
    let krr = small.person("bjorg").krr.unwrap();
    assert_eq!((krr.updated, krr.verified), (today, today));
    assert_eq!((krr.language_updated, krr.reserved_on), (today, today));
    small.play(
        "bjorg delete-from-krr
             bjorg was deleted from the contact register
         bjorg choose-language language=nn
             ! SLETTET
         bjorg register-in-krr
             bjorg registered in the contact register",
    );
    let krr = small.person("bjorg").krr.unwrap();
    assert!(krr.is_in_use() && !krr.reserved && krr.language.is_none());
}

#[test]
fn a_new_phone_is_fresh_and_an_old_email_stays_old() {
    let mut small = Small::new();
    let mut old = small.person("halgeir");
    old.krr = Some(KrrFacet {
        verified: Some(date(2023, 1, 1)),
        ..KrrFacet::default()
    });
    small.cast.put_person(old).unwrap();
    small.play("halgeir change-contact phone=91000000\nchanged phone");
    let fresh = |small: &Small| {
        let krr = small.person("halgeir").krr.unwrap();
        let today = date(2026, 3, 2);
        (
            krr.is_fresh(&krr.email, today),
            krr.is_fresh(&krr.mobile, today),
        )
    };
    assert_eq!(fresh(&small), (false, true));
    small.play("halgeir verify-contact\nverified the contact data");
    assert_eq!(fresh(&small), (true, true));
}

#[test]
fn a_deed_that_cannot_be_one_is_told_without_a_world() {
    for (action, fields, words) in [
        ("pay", &[("invoice", "x")][..], ""),
        ("pya", &[], "no action is called `pya`"),
        (
            "pay",
            &[],
            "invoice: found nothing, expected the id of an invoice",
        ),
        (
            "pay",
            &[("invoise", "x")],
            "invoise: `pay` has no field of this name",
        ),
        (
            "pay",
            &[("invoice", "x"), ("amount_ore", "0")],
            "expected whole øre, 1 or more",
        ),
        (
            "pay",
            &[("invoice", "x"), ("amount_ore", "4.5")],
            "whole øre",
        ),
        (
            "pay",
            &[("invoice", "x"), ("amount_ore", "-1")],
            "whole øre",
        ),
        ("pay", &[("invoice", " ")], "invoice: found ` `"),
        (
            "make-mandate",
            &[("kid", "1æ")],
            "kid: found `1æ`, expected a KID",
        ),
        ("give-jtta", &[("issuer", "x")], "`give-jtta` has no field"),
        ("block-issuer", &[("issuer", "Å")], "issuer: found `Å`"),
        (
            "change-mandate",
            &[("notification", "yes")],
            "expected `true` or `false`",
        ),
    ] {
        let fields = fields
            .iter()
            .map(|(name, text)| ((*name).into(), (*text).into()));
        let told = check(action, &fields.collect());
        let told = told.map_or_else(|error| error.to_string(), |()| String::new());
        assert!(
            told.contains(words) && told.is_empty() == words.is_empty(),
            "{action}: {told}"
        );
    }
    let known = check("pya", &Fields::new()).unwrap_err().known();
    assert!(known.contains(&"pay"));
    let long = "å".repeat(500);
    let told = check(&long, &Fields::new()).unwrap_err().to_string();
    assert!(told.chars().count() < 120, "{told}");
}

#[test]
fn each_deed_has_a_name_of_its_own_that_can_stand_in_an_address() {
    for (index, row) in ACTIONS.iter().enumerate() {
        assert!(Slug::parse(row.name).is_ok(), "{}", row.name);
        let twice = ACTIONS[..index].iter().any(|other| other.name == row.name);
        assert!(!twice && !row.text.is_empty() && !row.source.is_empty());
        for (place, field) in row.fields.iter().enumerate() {
            let other = row.fields[..place].iter().any(|it| it.name == field.name);
            assert!(!other, "{} {}", row.name, field.name);
        }
    }
}

#[test]
fn nobody_acts_who_is_not_there() {
    let told = Small::new().act("kari give-jtta").unwrap_err();
    assert_eq!(told.to_string(), "no person of the cast is called `kari`");
}
