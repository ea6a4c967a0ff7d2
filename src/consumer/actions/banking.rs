//! What a person agrees on with a bank about invoices in Digipost, and does with one of them.

use super::error::ActionError;
use super::mailbox::{about, theirs, user};
use super::stage::{Deed, Done};
use crate::consumer::{
    AgreementKey, AgreementType, EndedBy, Mail, MailInvoiceState, MailNumber, PaymentOrder,
    TermsError, offers, usable_accounts,
};
use crate::domain::account::AccountNumber;
use crate::domain::digipost::{Bank, BankWay};
use crate::domain::slug::Slug;

pub(super) fn connect(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    user(deed)?;
    let bank = bank(deed)?;
    offered(deed, bank, BankWay::FromDigipost)?;
    let account = account(deed, bank)?;
    let text = format!(
        "{} chose account {account} at {} in Digipost",
        deed.who(),
        bank.name()
    );
    let (who, at) = (deed.who().clone(), deed.stage.now);
    let book = &mut *deed.stage.book;
    let known = book.payment_agreement(&who);
    let is_known = known.is_some_and(|known| (known.bank, &known.account) == (bank, &account));
    let is_new_there = book.make_bank_agreement(&who, bank, at);
    if is_known && !is_new_there {
        return Ok(Done::nothing(format!("{text}: it was so already")));
    }
    book.make_payment_agreement(who, bank, account, at);
    Ok(Done::in_book(text, None))
}

pub(super) fn disconnect(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    let who = deed.who().clone();
    if !deed.stage.book.end_payment_agreement(&who) {
        let hint = "`connect-bank` chooses one";
        return deed.refuse("no bank in Digipost", "one that was chosen", hint);
    }
    let text = format!("{who} took bank and account out of Digipost");
    Ok(Done::in_book(text, None))
}

pub(super) fn end_at_bank(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    let bank = bank(deed)?;
    let (who, at) = (deed.who().clone(), deed.stage.now);
    if !deed.stage.book.end_bank_agreement(&who, bank, at) {
        let found = format!("no agreement on payments from Digipost at {}", bank.name());
        return deed.refuse(found, "one in force", "`connect-bank` makes one");
    }
    let text = format!(
        "{who} ended the agreement on payments from Digipost at {}",
        bank.name()
    );
    Ok(Done::in_book(text, None))
}

pub(super) fn connect_netbank(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    user(deed)?;
    let bank = bank(deed)?;
    offered(deed, bank, BankWay::InNetbank)?;
    account(deed, bank)?;
    let key = key(deed, bank)?;
    let sms = deed.given.flag("sms_notification").unwrap_or(false);
    let attributes = vec![("sms-notification".to_owned(), sms.to_string())];
    let known = deed.stage.book.user_agreement(&key);
    let is_same = known.is_some_and(|known| known.attributes == attributes);
    let text = format!(
        "{} lets {} show invoices from Digipost",
        deed.who(),
        bank.name()
    );
    if is_same {
        return Ok(Done::nothing(format!("{text}: it was so already")));
    }
    let at = deed.stage.now;
    deed.stage.book.make_user_agreement(key, attributes, at);
    Ok(Done::in_book(text, None))
}

pub(super) fn disconnect_netbank(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    let bank = bank(deed)?;
    let (key, at) = (key(deed, bank)?, deed.stage.now);
    let name = bank.name();
    if !deed.stage.book.end_user_agreement(&key, at, EndedBy::User) {
        return not_in_netbank(deed, name);
    }
    let text = format!(
        "{} lets {name} show no invoices from Digipost any more",
        deed.who()
    );
    Ok(Done::in_book(text, None))
}

/// The bank is asked when the deed is done, so that a rule may disturb that.
pub(super) fn add(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    user(deed)?;
    let (number, mail) = unhandled(deed)?;
    let who = deed.who().clone();
    let Some(agreement) = deed.stage.book.payment_agreement(&who) else {
        let hint = "`connect-bank` chooses bank and account; a bank that offers the other way \
                    shows the invoice in the online bank (`connect-netbank`)";
        return deed.refuse("no bank in Digipost", "one that was chosen", hint);
    };
    let text = format!("{who} sent `{}` to {}", mail.subject, agreement.bank.name());
    deed.stage.book.want_payment(number);
    Ok(Done::in_book(text, Some(about(&mail))))
}

/// The bank queues the payment and updates the status in Digipost, so that it is not paid twice
/// (Digipost: invoices in the bank).
pub(super) fn approve(deed: &mut Deed<'_, '_>) -> Result<Done, ActionError> {
    let bank = bank(deed)?;
    let (key, name) = (key(deed, bank)?, bank.name());
    if deed.stage.book.user_agreement(&key).is_none() {
        return not_in_netbank(deed, name);
    }
    let from = account(deed, bank)?;
    let (number, mail) = unhandled(deed)?;
    let Some(order) = PaymentOrder::of_mail_at(deed.stage.book, number, bank, from) else {
        return Err(ActionError::unknown_mail(&number.to_string()));
    };
    let order = PaymentOrder {
        amount: deed.given.amount("amount_ore").unwrap_or(order.amount),
        due_date: deed.given.date("on").unwrap_or(order.due_date),
        ..order
    };
    if order.amount.get() <= 0 {
        let found = format!("an invoice of {}", order.amount);
        return deed.refuse(found, "something to pay", "name an `amount_ore`");
    }
    if let Err(error) = order.is_new(deed.stage.book) {
        return refused(deed, &error);
    }
    let at = deed.stage.now;
    let text = format!(
        "{} approved {} for {} in {name}, to be paid on {}",
        deed.who(),
        order.amount,
        mail.sender_name,
        order.due_date
    );
    let book = &mut *deed.stage.book;
    let payment = book.take_payment(order.into_payment(at));
    let state = MailInvoiceState::Added {
        at,
        payment: Some(payment),
        payment_id: Some(payment.to_string()),
    };
    book.set_mail_invoice(number, state);
    Ok(Done::in_book(text, Some(about(&mail))))
}

/// The invoice of the field, of which nobody took care yet.
fn unhandled(deed: &Deed<'_, '_>) -> Result<(MailNumber, Mail), ActionError> {
    let (number, mail) = theirs(deed)?;
    match &mail.invoice {
        None => {
            let found = format!("`{}`, which is no invoice", mail.subject);
            deed.refuse(
                found,
                "an invoice",
                "the person's `mailbox` tells which are",
            )
        }
        Some(invoice) if invoice.state == MailInvoiceState::Unpaid => Ok((number, mail)),
        Some(invoice) => {
            let found = format!("an invoice that is {}", invoice.state.as_str());
            let hint = "what was added is changed and stopped in the bank \
                        (`change-bank-payment`, `stop-bank-payment`)";
            deed.refuse(found, "one that waits", hint)
        }
    }
}

/// The bank of the field, or the person's own.
fn bank(deed: &Deed<'_, '_>) -> Result<Bank, ActionError> {
    let given = deed.given.bank("bank");
    let own = deed.person.bank.as_ref();
    let found = given.or_else(|| Bank::named(&own?.name));
    match found {
        Some(bank) => Ok(bank),
        None => {
            let found = own.map_or_else(
                || "a person without a bank account".to_owned(),
                |own| format!("a customer of {}", own.name),
            );
            let names: Vec<&str> = Bank::ROWS.iter().map(|row| row.name).collect();
            let expected = format!("a customer of one of {}", names.join(", "));
            deed.refuse(found, expected, "set `bank.name` with `PATCH`")
        }
    }
}

fn offered(deed: &Deed<'_, '_>, bank: Bank, way: BankWay) -> Result<(), ActionError> {
    let Err(error) = offers(bank, way) else {
        return Ok(());
    };
    let (other, hint) = match way {
        BankWay::FromDigipost => (
            BankWay::InNetbank,
            "the bank shows invoices in the online bank: `connect-netbank`",
        ),
        BankWay::InNetbank => (
            BankWay::FromDigipost,
            "the bank takes payments from Digipost: `connect-bank`",
        ),
    };
    let hint = match offers(bank, other) {
        Ok(()) => hint,
        Err(_) => "name another bank, of which the person has an account",
    };
    deed.refuse(error.to_string(), "a way that the bank offers", hint)
}

fn refused<T>(deed: &Deed<'_, '_>, error: &TermsError) -> Result<T, ActionError> {
    let bank = "something that the bank takes";
    deed.refuse(error.to_string(), bank, "look at the person's `payments`")
}

/// The account of the field, or the person's own; the bank must let payments be made from it.
fn account(deed: &Deed<'_, '_>, bank: Bank) -> Result<AccountNumber, ActionError> {
    let mut usable = usable_accounts(&deed.person, bank);
    let wanted = deed.given.account("account");
    let fits = |account: &&AccountNumber| wanted.as_ref().is_none_or(|it| it == *account);
    match usable.find(fits) {
        Some(account) => Ok(account.clone()),
        None => {
            let found = match &wanted {
                Some(account) => format!("account {account}, which is none of {}", bank.name()),
                None => format!(
                    "no account at {} that payments can be made from",
                    bank.name()
                ),
            };
            let expected = format!("an account of `{}` at the bank", deed.who());
            deed.refuse(found, expected, "set `bank` with `PATCH`")
        }
    }
}

/// The agreement with the company that is a bank.
fn key(deed: &Deed<'_, '_>, bank: Bank) -> Result<AgreementKey, ActionError> {
    let mut companies = deed.stage.cast.companies();
    let holder = companies.find(|company| {
        let account = company.digipost.as_ref();
        account.and_then(|account| account.bank) == Some(bank)
    });
    let Some(holder) = holder.map(|company| Slug::clone(&company.slug)) else {
        let found = format!("no company of the cast that is {}", bank.name());
        let hint = "make one whose `digipost.bank` names it";
        return deed.refuse(found, "one with an account at Digipost", hint);
    };
    Ok(AgreementKey {
        person: deed.who().clone(),
        holder,
        about: AgreementType::InvoiceBank,
    })
}

fn not_in_netbank<T>(deed: &Deed<'_, '_>, bank: &str) -> Result<T, ActionError> {
    let found = format!("no agreement that lets {bank} show invoices from Digipost");
    deed.refuse(found, "one in force", "`connect-netbank` makes one")
}
