//! Mandates in the book, and the record of how they came, changed and went.

use imbl::Vector;
use jiff::Timestamp;

use super::{Book, BookEvent};
use crate::consumer::mandate::{Mandate, MandateChange, MandateChangeKind, MandateKey};
use crate::domain::account::AccountNumber;
use crate::domain::kid::{Kid, KidStructures};
use crate::domain::slug::Slug;

impl Book {
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

    /// The mandate under which a claim with a KID may be debited for a payee.
    ///
    /// The account has to be the same, and of the KID the part that names the payer (MPS: KID,
    /// mandates), as the structure of the KID's length has it; a mandate whose KID is of another
    /// structure never fits. Where no structure is agreed on, or none has that length, the whole
    /// KID has to be the same. Of several the one with this very KID is taken, else one in force at
    /// MPS, else the first.
    #[must_use]
    pub fn find_mandate(
        &self,
        payee_account: &AccountNumber,
        kid: &Kid,
        structures: Option<&KidStructures>,
    ) -> Option<(&MandateKey, &Mandate)> {
        let key = MandateKey {
            payee_account: payee_account.clone(),
            kid: kid.clone(),
        };
        if let Some(found) = self.mandates.get_key_value(&key) {
            return Some(found);
        }
        let structures = structures?;
        structures.fixed_part(kid)?;
        let mut first = None;
        for found in self.mandates_from(payee_account) {
            let (key, mandate) = found;
            if key.payee_account != *payee_account {
                break;
            }
            if structures.same_payer(kid, &key.kid) {
                if mandate.active_at_mps {
                    return Some(found);
                }
                first = first.or(Some(found));
            }
        }
        first
    }

    /// Every mandate for one payee's account, in order of KIDs.
    pub fn mandates_to<'a>(
        &'a self,
        payee_account: &'a AccountNumber,
    ) -> impl Iterator<Item = (&'a MandateKey, &'a Mandate)> {
        self.mandates_from(payee_account)
            .take_while(|(key, _)| key.payee_account == *payee_account)
    }

    /// Every mandate for a payee's account, and those for accounts behind it.
    fn mandates_from(
        &self,
        payee_account: &AccountNumber,
    ) -> impl Iterator<Item = (&MandateKey, &Mandate)> + use<'_> {
        let first = MandateKey {
            payee_account: payee_account.clone(),
            kid: Kid::lowest(),
        };
        self.mandates.range(first..)
    }

    /// Makes a mandate, or changes the one with this key; nothing is told when nothing changes.
    pub fn put_mandate(&mut self, key: MandateKey, mandate: Mandate, at: Timestamp) {
        let old = self.mandates.insert(key.clone(), mandate.clone());
        match old {
            None => {
                self.record(&key, &mandate, MandateChangeKind::Made, at);
                self.news.push(BookEvent::MandateMade(key));
            }
            Some(old) if old != mandate => {
                if old.as_payees_see_it() != mandate.as_payees_see_it() {
                    self.record(&key, &mandate, MandateChangeKind::Changed, at);
                }
                self.news.push(BookEvent::MandateChanged(key));
            }
            Some(_) => {}
        }
    }

    /// Ends a mandate.
    pub fn end_mandate(&mut self, key: &MandateKey, at: Timestamp) {
        if let Some(ended) = self.mandates.remove(key) {
            self.record(key, &ended, MandateChangeKind::Ended, at);
            self.news
                .push(BookEvent::MandateEnded(key.clone(), ended.payer));
        }
    }

    /// Everything that payees and their services may be told of mandates, oldest first; what a
    /// payer and the bank keep to themselves, such as the limit, leaves no trace in it.
    pub fn mandate_changes(&self) -> impl Iterator<Item = &MandateChange> {
        self.mandate_changes.iter()
    }

    /// The changes from an instant on, oldest first.
    pub fn mandate_changes_since(&self, since: Timestamp) -> impl Iterator<Item = &MandateChange> {
        let changes = &self.mandate_changes;
        let place = changes.binary_search_by(|change| match change.at.cmp(&since) {
            // Of several at one instant the first is looked for, so none counts as equal.
            std::cmp::Ordering::Equal | std::cmp::Ordering::Greater => std::cmp::Ordering::Greater,
            std::cmp::Ordering::Less => std::cmp::Ordering::Less,
        });
        let first = place.unwrap_or_else(|place| place);
        changes.iter().skip(first)
    }

    /// The changes from a place in the record on, counted from 0, each with its place; for whoever
    /// keeps in mind how far it told of them.
    pub fn mandate_changes_from(
        &self,
        place: usize,
    ) -> impl Iterator<Item = (usize, &MandateChange)> {
        self.mandate_changes.iter().enumerate().skip(place)
    }

    /// The place in the record of the first change that was not there when the world began.
    #[must_use]
    pub fn first_change(&self) -> usize {
        self.first_change
    }

    /// Says since when everything stands here that a world begins with.
    pub fn begin(&mut self, at: Timestamp) {
        let mandates = std::mem::take(&mut self.mandates);
        self.mandate_changes = Vector::new();
        for (key, mandate) in &mandates {
            self.record(key, mandate, MandateChangeKind::Made, at);
        }
        self.first_change = self.mandate_changes.len();
        self.mandates = mandates;
        self.news.clear();
    }

    /// Puts the record of mandates back as it was once, and the place of the first change that was
    /// not there when the world began.
    pub(crate) fn restore_mandate_changes(&mut self, changes: Vector<MandateChange>, first: usize) {
        self.mandate_changes = changes;
        self.first_change = first;
    }

    fn record(
        &mut self,
        key: &MandateKey,
        mandate: &Mandate,
        kind: MandateChangeKind,
        at: Timestamp,
    ) {
        self.mandate_changes.push_back(MandateChange {
            at,
            kind,
            key: key.clone(),
            payer: mandate.payer.clone(),
            payer_account: mandate.payer_account.clone(),
            notification: mandate.notification,
            active: mandate.active_at_mps,
        });
    }
}
