//! Mailboxes, agreements with banks and the due-date register, deed by deed.

use jiff::Timestamp;
use jiff::civil::date;

use super::*;
use crate::domain::blob::BlobKey;
use crate::domain::digipost::{
    AuthenticationLevel, Bank as AtBank, DigipostAddress, Language, SensitivityLevel,
};
use crate::domain::email::EmailAddress;
use crate::domain::letter::LetterContent;
use crate::domain::person::{DigipostUser, MailboxProvider};

/// Halgeir at Sbanken with 1000.00, a mailbox, and an agreement to pay from it.
fn at_sbanken() -> Bank {
    let mut bank = Bank::new();
    let mut person = bank.cast.person(&slug("halgeir")).unwrap().as_ref().clone();
    person.digipost = Some(DigipostUser {
        address: DigipostAddress::parse("halgeir.underbakk#0001").unwrap(),
        active: true,
        language: Language::Nynorsk,
    });
    person.email = Some(EmailAddress::parse("halgeir18@mpstest.no").unwrap());
    person.bank.as_mut().unwrap().name = "Sbanken".into();
    bank.cast.put_person(person).unwrap();
    let (who, account, now) = (slug("halgeir"), account(&bank), bank.now);
    let book = &mut bank.book;
    book.make_bank_agreement(&who, AtBank::Sbanken, now);
    book.make_payment_agreement(who, AtBank::Sbanken, account, now);
    book.take_news();
    bank
}

fn account(bank: &Bank) -> AccountNumber {
    let person = bank.cast.person(&slug("halgeir")).unwrap();
    person.bank.as_ref().unwrap().account.clone()
}

fn invoice(bank: &mut Bank, kroner: i64) -> MailNumber {
    let uuid = format!("letter-{kroner}");
    let mail = Mail {
        owner: MailboxOwner::Person(slug("halgeir")),
        provider: MailboxProvider::Digipost,
        service: "digipost",
        service_id: uuid,
        sender: slug("fjord-energi"),
        sender_name: "Fjord Energi".into(),
        subject: "Faktura".into(),
        file_type: "pdf".into(),
        content: BlobKey::of(b"pdf"),
        authentication: AuthenticationLevel::Password,
        sensitivity: SensitivityLevel::Normal,
        delivered_at: bank.now,
        opened_at: None,
        deleted_at: None,
        attached_to: None,
        invoice: Some(MailInvoice {
            kid: Some(format!("12345{kroner}")),
            amount: Ore::new(kroner * 100),
            account: "45278968788".into(),
            due_date: date(2026, 3, 20),
            state: MailInvoiceState::Unpaid,
        }),
    };
    let number = bank.book.deliver(mail);
    let mail = bank.book.mail(number).unwrap();
    for row in planned(number, mail) {
        bank.plan(row);
    }
    number
}

fn order(bank: &Bank, mail: MailNumber) -> PaymentOrder {
    PaymentOrder::of_mail(&bank.book, mail).unwrap()
}

/// The bank takes the invoice, as it takes what Digipost sends it.
fn take(bank: &mut Bank, mail: MailNumber) -> Result<PaymentNumber, TermsError> {
    let order = order(bank, mail);
    judge(&bank.cast, &bank.book, &order)?;
    let number = bank.book.take_payment(order.into_payment(bank.now));
    let at = bank.now;
    let state = MailInvoiceState::Added {
        at,
        payment: Some(number),
        payment_id: Some(number.to_string()),
    };
    assert!(bank.book.set_mail_invoice(mail, state));
    let days: Vec<Date> = bank.book.run_days().collect();
    for day in days {
        bank.plan(Later::bank_run(day));
    }
    Ok(number)
}

fn state(bank: &Bank, number: PaymentNumber) -> PaymentState {
    bank.book.payment(number).unwrap().state
}

fn edit(bank: &mut Bank, number: PaymentNumber, kroner: i64, due: Date) -> bool {
    let to = bank.book.payment(number).unwrap().to.clone();
    let change = PaymentEdit {
        amount: Ore::new(kroner * 100),
        to,
        due_date: due,
    };
    let now = bank.now;
    bank.book.edit_payment(number, change, now)
}

#[test]
fn a_payment_waits_for_its_day_and_the_mailbox_shows_the_same_before_and_after() {
    let mut bank = at_sbanken();
    let mail = invoice(&mut bank, 300);
    let number = take(&mut bank, mail).unwrap();
    let shown = |bank: &Bank| {
        let invoice = bank.book.mail(mail).unwrap().invoice.clone().unwrap();
        invoice.state.shown(Language::Nynorsk)
    };
    bank.live_until("2026-03-19");
    assert_eq!(
        (state(&bank, number), bank.balance()),
        (PaymentState::Waiting, 1000)
    );
    assert_eq!(shown(&bank), "Lagd til betaling");
    bank.live_until("2026-03-20");
    assert!(matches!(state(&bank, number), PaymentState::Paid { .. }));
    assert_eq!((bank.balance(), shown(&bank)), (700, "Lagd til betaling"));
}

#[test]
fn of_two_payments_on_a_day_the_one_asked_for_first_has_the_cover() {
    let mut bank = at_sbanken();
    let (second, first) = (invoice(&mut bank, 800), invoice(&mut bank, 700));
    let first = take(&mut bank, first).unwrap();
    bank.live_until("2026-03-03");
    let second = take(&mut bank, second).unwrap();
    bank.live_until("2026-03-20");
    assert!(matches!(state(&bank, first), PaymentState::Paid { .. }));
    assert!(matches!(state(&bank, second), PaymentState::NoCover { .. }));
    assert_eq!(bank.balance(), 300);
}

#[test]
fn a_payment_that_was_stopped_or_moved_is_not_paid_on_its_first_day() {
    let mut bank = at_sbanken();
    let (stopped, moved) = (invoice(&mut bank, 100), invoice(&mut bank, 200));
    let (stopped, moved) = (take(&mut bank, stopped), take(&mut bank, moved));
    let (stopped, moved) = (stopped.unwrap(), moved.unwrap());
    let now = bank.now;
    assert!(bank.book.stop_payment(stopped, now) && !bank.book.stop_payment(stopped, now));
    assert!(edit(&mut bank, moved, 250, date(2026, 3, 21)));
    assert!(!edit(&mut bank, moved, 250, date(2026, 3, 21)));
    assert!(!edit(&mut bank, stopped, 250, date(2026, 3, 21)));
    for day in bank.book.run_days().collect::<Vec<_>>() {
        bank.plan(Later::bank_run(day));
    }
    bank.live_until("2026-03-22");
    assert_eq!(
        (state(&bank, moved), bank.balance()),
        (PaymentState::Waiting, 1000)
    );
    // The 21st is a Saturday.
    bank.live_until("2026-03-23");
    assert!(matches!(state(&bank, moved), PaymentState::Paid { .. }));
    assert_eq!(bank.balance(), 750);
}

#[test]
fn a_bank_takes_an_invoice_once_and_only_under_an_agreement_from_an_account_of_the_payer() {
    let mut bank = at_sbanken();
    let mail = invoice(&mut bank, 300);
    let whole = order(&bank, mail);
    let judged = |bank: &Bank, order: &PaymentOrder| {
        judge(&bank.cast, &bank.book, order).map_err(|error| error.to_string())
    };
    let has = |told: Result<(), String>, words: &str| {
        let told = told.unwrap_err();
        assert!(told.contains(words), "`{told}` lacks `{words}`");
    };
    assert_eq!(judged(&bank, &whole), Ok(()));
    let dnb = PaymentOrder {
        bank: AtBank::Dnb,
        ..whole.clone()
    };
    has(
        judged(&bank, &dnb),
        "DNB does not offer payments that are sent from Digipost (option 1)",
    );
    let other = PaymentOrder {
        bank: AtBank::Klp,
        ..whole.clone()
    };
    has(
        judged(&bank, &other),
        "KLP Banken has no agreement with halgeir",
    );
    let from = AccountNumber::parse("15062995960").unwrap();
    has(
        judged(
            &bank,
            &PaymentOrder {
                from,
                ..whole.clone()
            },
        ),
        "no account 15062995960",
    );
    let number = take(&mut bank, mail).unwrap();
    let words = format!("payment {number} is the same, and waiting");
    has(judged(&bank, &whole), &words);
    let again = PaymentOrder {
        mail: None,
        ..whole.clone()
    };
    has(judged(&bank, &again), &words);
    let (who, now) = (slug("halgeir"), bank.now);
    bank.book.stop_payment(number, now);
    assert_eq!(judged(&bank, &again), Ok(()));
    bank.book.end_bank_agreement(&who, AtBank::Sbanken, now);
    has(judged(&bank, &again), "ended at the bank");
    assert!(
        bank.book.payment_agreement(&who).is_some(),
        "Digipost knows of it already"
    );
}

#[test]
fn what_comes_behind_its_due_date_is_paid_by_the_next_run() {
    let mut bank = at_sbanken();
    let mail = invoice(&mut bank, 300);
    bank.live_until("2026-03-21");
    let number = take(&mut bank, mail).unwrap();
    assert_eq!(
        bank.book.payment(number).unwrap().debit_day(),
        date(2026, 3, 23)
    );
}

#[test]
fn an_unhandled_invoice_that_is_deleted_is_gone_from_the_bank_and_a_handled_one_stays() {
    let mut bank = at_sbanken();
    let (handled, unhandled) = (invoice(&mut bank, 100), invoice(&mut bank, 200));
    take(&mut bank, handled).unwrap();
    let now = bank.now;
    assert!(bank.book.delete_mail(handled, now) && bank.book.delete_mail(unhandled, now));
    assert!(!bank.book.delete_mail(handled, now), "it was deleted twice");
    let in_bank = |number| bank.book.mail(number).unwrap().in_bank(now).is_some();
    assert_eq!([in_bank(handled), in_bank(unhandled)], [true, false]);
    assert!(!bank.book.mail(handled).unwrap().is_seen(now));
}

#[test]
fn digipost_reminds_until_the_invoice_is_added_and_hides_what_is_sensitive() {
    let mut bank = at_sbanken();
    let (added, waits) = (invoice(&mut bank, 100), invoice(&mut bank, 200));
    take(&mut bank, added).unwrap();
    bank.live_until("2026-03-20");
    let told: Vec<(bool, i64)> = bank
        .outbox
        .iter()
        .map(|letter| match &letter.content {
            LetterContent::Mailbox(notice) => {
                assert_eq!(notice.language, Language::Nynorsk);
                (notice.reminds, notice.amount.unwrap().get() / 100)
            }
            LetterContent::Invoice(_)
            | LetterContent::AllRoutesFailed { .. }
            | LetterContent::Rejections { .. }
            | LetterContent::Posted { .. } => panic!("{letter:?}"),
        })
        .collect();
    assert_eq!(told, [(false, 100), (false, 200), (true, 200), (true, 200)]);
    assert!(bank.book.mail(waits).unwrap().is_unhandled());
}

#[test]
fn a_closed_account_gives_its_agreements_back_within_three_months_only() {
    let at = |day: &str| -> Timestamp { at_local(day.parse().unwrap(), 9, 0) };
    let key = AgreementKey {
        person: slug("halgeir"),
        holder: slug("more"),
        about: AgreementType::InvoiceBank,
    };
    for (reopened, comes_back) in [("2026-06-02", true), ("2026-06-03", false)] {
        let mut bank = at_sbanken();
        let who = slug("halgeir");
        bank.book
            .make_user_agreement(key.clone(), Vec::new(), bank.now);
        bank.book.close_mailbox(&who, at("2026-03-02"));
        assert!(bank.book.user_agreement(&key).is_none());
        assert!(bank.book.payment_agreement(&who).is_none());
        bank.book.reopen_mailbox(&who, at(reopened));
        let restored = bank.book.user_agreement(&key).is_some();
        let chosen = bank.book.payment_agreement(&who).is_some();
        assert_eq!((restored, chosen), (comes_back, comes_back), "{reopened}");
    }
}

#[test]
fn an_agreement_is_made_replaced_withdrawn_and_renewed() {
    let mut bank = at_sbanken();
    let key = AgreementKey {
        person: slug("halgeir"),
        holder: slug("more"),
        about: AgreementType::InvoiceBank,
    };
    let sms = |value: &str| vec![("sms-notification".to_owned(), value.to_owned())];
    let now = bank.now;
    let book = &mut bank.book;
    assert!(book.make_user_agreement(key.clone(), sms("true"), now));
    assert!(!book.make_user_agreement(key.clone(), sms("true"), now));
    assert!(!book.make_user_agreement(key.clone(), sms("false"), now));
    assert_eq!(book.user_agreement(&key).unwrap().attributes, sms("false"));
    assert!(book.end_user_agreement(&key, now, EndedBy::User));
    assert!(!book.end_user_agreement(&key, now, EndedBy::User));
    assert!(book.user_agreement(&key).is_none() && book.user_agreements().count() == 1);
    assert!(book.make_user_agreement(key.clone(), sms("true"), now));
    let made = BookEvent::UserAgreementMade(key.clone());
    assert_eq!(
        book.take_news(),
        [
            made.clone(),
            BookEvent::UserAgreementChanged(key.clone()),
            BookEvent::UserAgreementEnded(key),
            made,
        ]
    );
}

#[test]
fn letters_are_found_by_their_opening_and_their_id_in_a_book_that_was_put_back_as_well() {
    let mut bank = at_sbanken();
    let [first, second, third] = [100, 200, 300].map(|kroner| invoice(&mut bank, kroner));
    // A sender may use an id that another one used.
    let again = bank.book.mail(second).unwrap().clone();
    let again = bank.book.deliver(again);
    let at = |day: i8| Timestamp::from_second(1_800_000_000 + i64::from(day) * 86_400).unwrap();
    for (mail, day) in [(third, 1), (first, 2), (again, 2)] {
        assert!(bank.book.open_mail(mail, at(day)));
    }
    assert!(!bank.book.open_mail(third, at(3)));
    bank.book.take_news();
    let mut put_back = Book::default();
    for (number, mail) in bank.book.mails() {
        put_back.put_back_mail(number, mail.clone());
    }
    let numbers = |mails: Vec<(MailNumber, &Mail)>| -> Vec<MailNumber> {
        mails.into_iter().map(|(number, _)| number).collect()
    };
    for book in [&bank.book, &put_back] {
        let opened = |from, until| numbers(book.opened_between(at(from), at(until)).collect());
        assert_eq!(opened(0, 9), [third, first, again]);
        assert_eq!(opened(1, 1), [third]);
        assert_eq!(opened(2, 2), [first, again]);
        assert!(opened(3, 9).is_empty());
        let sent = |id| numbers(book.mails_sent_as("digipost", id).collect());
        assert_eq!(sent("letter-200"), [second, again]);
        assert_eq!(book.mail_sent_as("digipost", "letter-200"), Some(again));
        assert!(sent("letter-2").is_empty());
        assert_eq!(book.mail_sent_as("mps", "letter-200"), None);
    }
}
