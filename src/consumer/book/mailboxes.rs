//! Mailboxes, agreements with banks and due-date registers in the book.

use std::sync::Arc;

use jiff::Timestamp;

use super::{Book, BookEvent};
use crate::consumer::agreement::{AgreementKey, PaymentAgreement, UserAgreement};
use crate::consumer::mailbox::{Mail, MailNumber, MailboxOwner};
use crate::consumer::register::{Payment, PaymentNumber};
use crate::domain::slug::Slug;

impl Book {
    /// Puts a document into a mailbox, under the next number.
    pub fn deliver(&mut self, mail: Mail) -> MailNumber {
        let last = self.mails.get_max().map_or(0, |(number, _)| number.0);
        let number = MailNumber(last + 1);
        self.put_back_mail(number, mail);
        self.news.push(BookEvent::MailDelivered(number));
        number
    }

    /// Puts a document where it was once; nothing is told.
    pub(crate) fn put_back_mail(&mut self, number: MailNumber, mail: Mail) {
        let owner = mail.owner.clone();
        self.mails.insert(number, Arc::new(mail));
        self.by_owner.entry(owner).or_default().insert(number);
    }

    /// Every document of every mailbox, in order of numbers.
    pub fn mails(&self) -> impl Iterator<Item = (MailNumber, &Mail)> {
        let mails = self.mails.iter();
        mails.map(|(number, mail)| (*number, mail.as_ref()))
    }

    /// One document.
    #[must_use]
    pub fn mail(&self, number: MailNumber) -> Option<&Mail> {
        self.mails.get(&number).map(AsRef::as_ref)
    }

    /// What came to a mailbox, deleted documents and those that are not seen yet included, oldest
    /// first.
    pub fn mails_of(&self, owner: &MailboxOwner) -> impl Iterator<Item = (MailNumber, &Mail)> {
        let numbers = self.by_owner.get(owner).into_iter().flatten();
        numbers.filter_map(|number| Some((*number, self.mail(*number)?)))
    }

    /// Lets the owner of a document open it; whether that was the first time.
    pub fn open_mail(&mut self, number: MailNumber, at: Timestamp) -> bool {
        let Some(mail) = self.mails.get_mut(&number) else {
            return false;
        };
        if mail.opened_at.is_some() {
            return false;
        }
        Arc::make_mut(mail).opened_at = Some(at);
        self.news.push(BookEvent::MailOpened(number));
        true
    }

    /// The agreements that let companies see what users of Digipost have, withdrawn ones included.
    pub fn user_agreements(&self) -> impl Iterator<Item = (&AgreementKey, &UserAgreement)> {
        self.user_agreements.iter()
    }

    /// One of them, if it is in force.
    #[must_use]
    pub fn user_agreement(&self, key: &AgreementKey) -> Option<&UserAgreement> {
        let known = self.user_agreements.get(key);
        known.filter(|agreement| agreement.ended.is_none())
    }

    /// By what a person sends invoices from Digipost to a bank.
    #[must_use]
    pub fn payment_agreement(&self, person: &Slug) -> Option<&PaymentAgreement> {
        self.payment_agreements.get(person)
    }

    /// Every payment of every register, in order of numbers.
    pub fn payments(&self) -> impl Iterator<Item = (PaymentNumber, &Payment)> {
        let payments = self.payments.iter();
        payments.map(|(number, payment)| (*number, payment.as_ref()))
    }

    /// One payment.
    #[must_use]
    pub fn payment(&self, number: PaymentNumber) -> Option<&Payment> {
        self.payments.get(&number).map(AsRef::as_ref)
    }
}
