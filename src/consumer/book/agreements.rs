//! Agreements in the book, by which invoices go from a mailbox into a bank.

use jiff::Timestamp;

use super::{Book, BookEvent};
use crate::consumer::agreement::{
    AgreementKey, BankAgreement, Ended, EndedBy, PaymentAgreement, UserAgreement, comes_back,
};
use crate::domain::account::AccountNumber;
use crate::domain::digipost::Bank;
use crate::domain::slug::Slug;

impl Book {
    /// The agreements that let companies see what users of Digipost have, those that ended
    /// included.
    pub fn user_agreements(&self) -> impl Iterator<Item = (&AgreementKey, &UserAgreement)> {
        self.user_agreements.iter()
    }

    /// One of them, in force or ended.
    #[must_use]
    pub fn known_user_agreement(&self, key: &AgreementKey) -> Option<&UserAgreement> {
        self.user_agreements.get(key)
    }

    /// One of them, if it is in force.
    #[must_use]
    pub fn user_agreement(&self, key: &AgreementKey) -> Option<&UserAgreement> {
        let known = self.known_user_agreement(key);
        known.filter(|agreement| agreement.ended.is_none())
    }

    /// Makes an agreement, replaces the one in force, or renews one that ended; whether there was
    /// none in force. What the company saw before it sees again (Digipost: availability of
    /// invoices).
    pub fn make_user_agreement(
        &mut self,
        key: AgreementKey,
        attributes: Vec<(String, String)>,
        at: Timestamp,
    ) -> bool {
        let before = self.user_agreement(&key);
        let (is_new, since) = match before {
            Some(agreement) if agreement.attributes == attributes => return false,
            Some(agreement) => (false, agreement.since),
            None => (true, at),
        };
        let agreement = UserAgreement {
            attributes,
            since,
            ended: None,
        };
        self.user_agreements.insert(key.clone(), agreement);
        self.news.push(if is_new {
            BookEvent::UserAgreementMade(key)
        } else {
            BookEvent::UserAgreementChanged(key)
        });
        is_new
    }

    /// Ends an agreement; whether one was in force. It is kept, so that it can be renewed.
    pub fn end_user_agreement(&mut self, key: &AgreementKey, at: Timestamp, by: EndedBy) -> bool {
        let Some(agreement) = self.user_agreements.get_mut(key) else {
            return false;
        };
        if agreement.ended.is_some() {
            return false;
        }
        agreement.ended = Some(Ended { at, by });
        self.news.push(BookEvent::UserAgreementEnded(key.clone()));
        true
    }

    /// Puts an agreement where it was once; nothing is told.
    pub(crate) fn put_back_user_agreement(&mut self, key: AgreementKey, agreement: UserAgreement) {
        self.user_agreements.insert(key, agreement);
    }

    /// What Digipost knows of every person's bank, those at rest included.
    pub fn payment_agreements(&self) -> impl Iterator<Item = (&Slug, &PaymentAgreement)> {
        self.payment_agreements.iter()
    }

    /// By what Digipost sends a person's invoices to a bank; whether the bank still takes them
    /// shows when it is asked.
    #[must_use]
    pub fn payment_agreement(&self, person: &Slug) -> Option<&PaymentAgreement> {
        let known = self.payment_agreements.get(person);
        known.filter(|agreement| agreement.rests.is_none())
    }

    /// Lets a person choose a bank and an account in Digipost, instead of what was chosen before.
    pub fn make_payment_agreement(
        &mut self,
        person: Slug,
        bank: Bank,
        account: AccountNumber,
        at: Timestamp,
    ) {
        let agreement = PaymentAgreement {
            bank,
            account,
            since: at,
            rests: None,
        };
        self.payment_agreements.insert(person.clone(), agreement);
        self.news
            .push(BookEvent::PaymentAgreementMade(person, bank));
    }

    /// Takes a person's bank out of Digipost; whether there was one. The bank is not told: no call
    /// for that is documented.
    pub fn end_payment_agreement(&mut self, person: &Slug) -> bool {
        let Some(ended) = self.payment_agreements.remove(person) else {
            return false;
        };
        let person = person.clone();
        self.news
            .push(BookEvent::PaymentAgreementEnded(person, ended.bank));
        true
    }

    /// Puts what Digipost knows of a person's bank where it was once; nothing is told.
    pub(crate) fn put_back_payment_agreement(&mut self, person: Slug, known: PaymentAgreement) {
        self.payment_agreements.insert(person, known);
    }

    /// Which banks take, or took, whose payments from Digipost.
    pub fn bank_agreements(&self) -> impl Iterator<Item = (&(Slug, Bank), &BankAgreement)> {
        self.bank_agreements.iter()
    }

    /// Whether a bank takes a person's payments from Digipost.
    #[must_use]
    pub fn bank_agreement(&self, person: &Slug, bank: Bank) -> Option<&BankAgreement> {
        let known = self.bank_agreements.get(&(person.clone(), bank));
        known.filter(|agreement| agreement.ended.is_none())
    }

    /// Lets a bank take a person's payments from Digipost; whether it did not before.
    pub fn make_bank_agreement(&mut self, person: &Slug, bank: Bank, at: Timestamp) -> bool {
        if self.bank_agreement(person, bank).is_some() {
            return false;
        }
        let agreement = BankAgreement {
            since: at,
            ended: None,
        };
        self.put_back_bank_agreement(person.clone(), bank, agreement);
        let made = BookEvent::BankAgreementMade(person.clone(), bank);
        self.news.push(made);
        true
    }

    /// Ends that at the bank; whether it took any. Digipost learns it with the next payment.
    pub fn end_bank_agreement(&mut self, person: &Slug, bank: Bank, at: Timestamp) -> bool {
        let key = (person.clone(), bank);
        let Some(agreement) = self.bank_agreements.get_mut(&key) else {
            return false;
        };
        if agreement.ended.is_some() {
            return false;
        }
        agreement.ended = Some(at);
        let ended = BookEvent::BankAgreementEnded(person.clone(), bank);
        self.news.push(ended);
        true
    }

    /// Puts what a bank knows of a person where it was once; nothing is told.
    pub(crate) fn put_back_bank_agreement(
        &mut self,
        person: Slug,
        bank: Bank,
        agreement: BankAgreement,
    ) {
        self.bank_agreements.insert((person, bank), agreement);
    }

    /// Ends all exchange of a person's invoices, for the account at Digipost was closed.
    pub fn close_mailbox(&mut self, person: &Slug, at: Timestamp) {
        for key in self.agreements_of(person, |agreement| agreement.ended.is_none()) {
            self.end_user_agreement(&key, at, EndedBy::Closing);
        }
        if let Some(agreement) = self.payment_agreements.get_mut(person) {
            if agreement.rests.is_some() {
                return;
            }
            agreement.rests = Some(at);
            let bank = agreement.bank;
            let ended = BookEvent::PaymentAgreementEnded(person.clone(), bank);
            self.news.push(ended);
        }
    }

    /// Restores what ended with the account at Digipost, if it was closed at most three months ago
    /// (Digipost: availability of invoices).
    pub fn reopen_mailbox(&mut self, person: &Slug, at: Timestamp) {
        let restored = self.agreements_of(person, |agreement| {
            let ended = agreement.ended.filter(|ended| ended.by == EndedBy::Closing);
            ended.is_some_and(|ended| comes_back(ended.at, at))
        });
        for key in restored {
            if let Some(agreement) = self.user_agreements.get_mut(&key) {
                agreement.ended = None;
                self.news.push(BookEvent::UserAgreementMade(key));
            }
        }
        let Some(agreement) = self.payment_agreements.get_mut(person) else {
            return;
        };
        let Some(since) = agreement.rests else {
            return;
        };
        if comes_back(since, at) {
            agreement.rests = None;
            let bank = agreement.bank;
            let made = BookEvent::PaymentAgreementMade(person.clone(), bank);
            self.news.push(made);
        } else {
            self.payment_agreements.remove(person);
        }
    }

    fn agreements_of(
        &self,
        person: &Slug,
        which: impl Fn(&UserAgreement) -> bool,
    ) -> Vec<AgreementKey> {
        let all = self.user_agreements.iter();
        let found = all.filter(|(key, agreement)| key.person == *person && which(agreement));
        found.map(|(key, _)| key.clone()).collect()
    }
}
