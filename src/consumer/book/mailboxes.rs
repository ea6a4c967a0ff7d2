//! Mailboxes in the book: what lies in them, and what their owners made of it.

use std::sync::Arc;

use jiff::Timestamp;

use super::{Book, BookEvent};
use crate::consumer::mailbox::{Mail, MailInvoiceState, MailNumber, MailboxOwner};

impl Book {
    /// Puts a document into a mailbox, under the next number.
    pub fn deliver(&mut self, mail: Mail) -> MailNumber {
        let last = self.mails.get_max().map_or(0, |(number, _)| number.0);
        let number = MailNumber(last.saturating_add(1));
        self.put_back_mail(number, mail);
        self.news.push(BookEvent::MailDelivered(number));
        number
    }

    /// Puts a document where it was once; nothing is told.
    pub(crate) fn put_back_mail(&mut self, number: MailNumber, mail: Mail) {
        let owner = mail.owner.clone();
        let sent = (mail.service, mail.service_id.clone(), number);
        self.by_sent_id.insert(sent);
        self.by_opening
            .extend(mail.opened_at.map(|at| (at, number)));
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

    /// The document that a service delivered under its own id; of several the last one.
    #[must_use]
    pub fn mail_sent_as(&self, service: &'static str, service_id: &str) -> Option<MailNumber> {
        let mails = self.mails_sent_as(service, service_id);
        mails.last().map(|(number, _)| number)
    }

    /// Every document that a service delivered under its own id, in order of numbers.
    pub fn mails_sent_as<'a>(
        &'a self,
        service: &'static str,
        service_id: &'a str,
    ) -> impl Iterator<Item = (MailNumber, &'a Mail)> {
        let first = (service, service_id.to_owned(), MailNumber(0));
        let sent = self.by_sent_id.range(first..);
        let sent = sent.take_while(move |(whose, id, _)| *whose == service && id == service_id);
        sent.filter_map(|(.., number)| Some((*number, self.mail(*number)?)))
    }

    /// What was opened from an instant on and until another one, that one included, as it was
    /// opened.
    pub fn opened_between(
        &self,
        from: Timestamp,
        until: Timestamp,
    ) -> impl Iterator<Item = (MailNumber, &Mail)> {
        let opened = self.by_opening.range((from, MailNumber(0))..);
        let opened = opened.take_while(move |(at, _)| *at <= until);
        opened.filter_map(|(_, number)| Some((*number, self.mail(*number)?)))
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
        self.by_opening.insert((at, number));
        self.news.push(BookEvent::MailOpened(number));
        true
    }

    /// Lets the owner of a document delete it with its attachments; whether it was there. An
    /// invoice that nobody took care of is gone from the bank too; one that was added stays there
    /// as it is, without its content (Digipost: availability of invoices).
    pub fn delete_mail(&mut self, number: MailNumber, at: Timestamp) -> bool {
        let Some(mail) = self.mail(number).filter(|mail| mail.deleted_at.is_none()) else {
            return false;
        };
        let attachments: Vec<MailNumber> = self
            .mails_of(&mail.owner)
            .filter(|(_, other)| other.attached_to == Some(number) && other.deleted_at.is_none())
            .map(|(other, _)| other)
            .collect();
        for number in std::iter::once(number).chain(attachments) {
            self.put_away(number, at);
        }
        true
    }

    /// Notes what became of an invoice in a mailbox: that it was added to payments, by its owner or
    /// by a bank's update, that it was deleted in the bank, or that nobody took care of it after
    /// all. Whether it is an invoice and was something else before.
    pub fn set_mail_invoice(&mut self, number: MailNumber, state: MailInvoiceState) -> bool {
        let Some(mail) = self.mails.get_mut(&number) else {
            return false;
        };
        let before = mail.invoice.as_ref().map(|invoice| &invoice.state);
        if before.is_none_or(|before| *before == state) {
            return false;
        }
        if let Some(invoice) = &mut Arc::make_mut(mail).invoice {
            invoice.state = state;
        }
        self.news.push(BookEvent::MailInvoiceChanged(number));
        true
    }

    /// Lets the owner of an invoice have Digipost send it to the bank.
    pub(in crate::consumer) fn want_payment(&mut self, number: MailNumber) {
        self.news.push(BookEvent::PaymentWanted(number));
    }

    /// Tells the owner of an invoice why the bank did not take it.
    pub fn refuse_payment(&mut self, number: MailNumber, why: String) {
        self.news.push(BookEvent::PaymentRefused(number, why));
    }

    fn put_away(&mut self, number: MailNumber, at: Timestamp) {
        let Some(mail) = self.mails.get_mut(&number) else {
            return;
        };
        let mail = Arc::make_mut(mail);
        let unhandled = mail.is_unhandled();
        mail.deleted_at = Some(at);
        if let Some(invoice) = mail.invoice.as_mut().filter(|_| unhandled) {
            invoice.state = MailInvoiceState::Deleted { at };
        }
        self.news.push(BookEvent::MailDeleted(number));
    }
}
