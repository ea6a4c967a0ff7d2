//! The book itself, and what it tells when something in it changes.

use std::sync::Arc;

use imbl::OrdMap;
use jiff::Timestamp;

use super::claim::{Claim, ClaimId, ClaimState};
use super::mandate::{Mandate, MandateKey};
use super::presented::{DocumentType, Presented, PresentedId, PresentedState};
use crate::domain::account::AccountNumber;
use crate::domain::kid::{Kid, KidStructure};
use crate::domain::person::Person;
use crate::domain::slug::Slug;

/// What happened between the consumers of a sandbox and the services.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Book {
    mandates: OrdMap<MandateKey, Mandate>,
    presented: OrdMap<PresentedId, Arc<Presented>>,
    by_service: OrdMap<(&'static str, String), PresentedId>,
    claims: OrdMap<ClaimId, Arc<Claim>>,
    news: Vec<BookEvent>,
}

/// Something that changed in the book. The sandbox turns it into commands of other services.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BookEvent {
    /// An invoice was presented.
    InvoicePresented(PresentedId),
    /// A consumer approved, paid or deleted an invoice, or took an approval back.
    InvoiceAnswered(PresentedId),
    /// A consumer made a mandate.
    MandateMade(MandateKey),
    /// A consumer changed a mandate.
    MandateChanged(MandateKey),
    /// A mandate ended, which this consumer had.
    MandateEnded(MandateKey, Slug),
    /// A claim came to the payer's bank.
    ClaimTaken(ClaimId),
    /// Something became of a claim.
    ClaimChanged(ClaimId),
}

impl Book {
    /// Puts an invoice in front of its consumer.
    pub fn present(&mut self, id: PresentedId, invoice: Presented) {
        self.by_service
            .insert((invoice.service, invoice.service_id.clone()), id.clone());
        self.presented.insert(id.clone(), Arc::new(invoice));
        self.news.push(BookEvent::InvoicePresented(id));
    }

    /// Every presented invoice, in order of ids.
    pub fn presented(&self) -> impl Iterator<Item = (&PresentedId, &Presented)> {
        self.presented
            .iter()
            .map(|(id, invoice)| (id, invoice.as_ref()))
    }

    /// The presented invoice with an id.
    #[must_use]
    pub fn presented_with(&self, id: &PresentedId) -> Option<&Presented> {
        self.presented.get(id).map(AsRef::as_ref)
    }

    /// The invoice that a service presented under its own id.
    #[must_use]
    pub fn presented_by(&self, service: &'static str, service_id: &str) -> Option<&Presented> {
        let id = self.by_service.get(&(service, service_id.to_owned()))?;
        self.presented.get(id).map(AsRef::as_ref)
    }

    /// The book's id of the invoice that a service presented under its own id.
    #[must_use]
    pub fn id_of(&self, service: &'static str, service_id: &str) -> Option<&PresentedId> {
        self.by_service.get(&(service, service_id.to_owned()))
    }

    /// A presented invoice by the book's own id.
    #[must_use]
    pub fn shown(&self, id: &PresentedId) -> Option<&Presented> {
        self.presented.get(id).map(AsRef::as_ref)
    }

    /// The invoices that were presented to one consumer, in order of ids.
    pub fn shown_to<'a>(
        &'a self,
        consumer: &'a Slug,
    ) -> impl Iterator<Item = (&'a PresentedId, &'a Presented)> {
        self.presented()
            .filter(move |(_, invoice)| invoice.consumer == *consumer)
    }

    /// Notes what the consumer made of an invoice, and gives the invoice as it stands then;
    /// `None` when no invoice has this id.
    pub fn answer(&mut self, id: &PresentedId, state: PresentedState) -> Option<&Presented> {
        let invoice = self.presented.get_mut(id)?;
        Arc::make_mut(invoice).state = state;
        self.news.push(BookEvent::InvoiceAnswered(id.clone()));
        self.shown(id)
    }

    /// Every mandate, in order of keys.
    pub fn mandates(&self) -> impl Iterator<Item = (&MandateKey, &Mandate)> {
        self.mandates.iter()
    }

    /// The mandates of one payer, in order of keys.
    pub fn mandates_of<'a>(
        &'a self,
        payer: &'a Slug,
    ) -> impl Iterator<Item = (&'a MandateKey, &'a Mandate)> {
        self.mandates
            .iter()
            .filter(move |(_, mandate)| mandate.payer == *payer)
    }

    /// One mandate.
    #[must_use]
    pub fn mandate(&self, key: &MandateKey) -> Option<&Mandate> {
        self.mandates.get(key)
    }

    /// Makes a mandate, or changes the one with this key; nothing is told when nothing changes.
    pub fn put_mandate(&mut self, key: MandateKey, mandate: Mandate) {
        match self.mandates.insert(key.clone(), mandate.clone()) {
            None => self.news.push(BookEvent::MandateMade(key)),
            Some(old) if old != mandate => self.news.push(BookEvent::MandateChanged(key)),
            Some(_) => {}
        }
    }

    /// Ends a mandate.
    pub fn end_mandate(&mut self, key: &MandateKey) {
        if let Some(ended) = self.mandates.remove(key) {
            self.news
                .push(BookEvent::MandateEnded(key.clone(), ended.payer));
        }
    }

    /// The mandate that a claim falls under.
    #[must_use]
    pub fn find_mandate(
        &self,
        payee_account: &AccountNumber,
        kid: &Kid,
        structure: Option<KidStructure>,
    ) -> Option<(&MandateKey, &Mandate)> {
        let _ = structure;
        self.mandates
            .iter()
            .find(|(key, _)| key.payee_account == *payee_account && key.kid == *kid)
    }

    /// Takes a presented invoice back.
    pub fn withdraw(&mut self, service: &'static str, service_id: &str, at: Timestamp) -> bool {
        let _ = (service, service_id, at);
        true
    }

    /// Makes a copy payable.
    pub fn free_from_direct_debit(&mut self, service: &'static str, service_id: &str) -> bool {
        let _ = (service, service_id);
        true
    }

    /// Gives a claim to the payer's bank.
    pub fn take_claim(&mut self, id: ClaimId, claim: Claim) {
        self.claims.insert(id.clone(), Arc::new(claim));
        self.news.push(BookEvent::ClaimTaken(id));
    }

    /// Every claim that came to a bank, in order of ids.
    pub fn claims(&self) -> impl Iterator<Item = (&ClaimId, &Claim)> {
        self.claims.iter().map(|(id, claim)| (id, claim.as_ref()))
    }

    /// One claim.
    #[must_use]
    pub fn claim(&self, id: &ClaimId) -> Option<&Claim> {
        self.claims.get(id).map(AsRef::as_ref)
    }

    /// Takes a claim back; whether the bank knew it and had done nothing about it yet.
    pub fn cancel_claim(&mut self, id: &ClaimId, at: Timestamp) -> bool {
        let Some(claim) = self.claims.get_mut(id) else {
            return false;
        };
        match claim.state {
            ClaimState::Waiting | ClaimState::Stopped { .. } => {}
            ClaimState::Cancelled { .. }
            | ClaimState::Paid { .. }
            | ClaimState::NoCover { .. }
            | ClaimState::OverLimit { .. }
            | ClaimState::NoMandate { .. }
            | ClaimState::Reversed { .. } => return false,
        }
        Arc::make_mut(claim).state = ClaimState::Cancelled { at };
        self.news.push(BookEvent::ClaimChanged(id.clone()));
        true
    }

    /// Takes the news since the last call, oldest first.
    pub fn take_news(&mut self) -> Vec<BookEvent> {
        std::mem::take(&mut self.news)
    }

    /// Whether Vipps shows an invoice of this kind to this person.
    #[must_use]
    pub fn shows_in_vipps(person: &Person, document_type: DocumentType) -> bool {
        document_type != DocumentType::CreditNote
            && person
                .vipps
                .is_some_and(|vipps| vipps.active && vipps.display)
    }
}
