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
        let fixed = structures.fixed_part(kid)?;
        // Mandates that begin with the fixed part stand together. Where it begins further in, as it
        // hardly ever does, all mandates for the account have to be looked at.
        let begin = if structures.begins_with_reference(kid) {
            fixed
        } else {
            ""
        };
        let mut first = None;
        for found in self.mandates_from(payee_account, Kid::place(begin)) {
            let (key, mandate) = found;
            if key.payee_account != *payee_account || !key.kid.as_str().starts_with(begin) {
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
        self.mandates_from(payee_account, Kid::place(""))
            .take_while(|(key, _)| key.payee_account == *payee_account)
    }

    /// Every mandate for a payee's account from a KID on, and those for accounts behind it.
    fn mandates_from(
        &self,
        payee_account: &AccountNumber,
        kid: Kid,
    ) -> impl Iterator<Item = (&MandateKey, &Mandate)> + use<'_> {
        let first = MandateKey {
            payee_account: payee_account.clone(),
            kid,
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::kid::KidStructure;

    fn mandate() -> Mandate {
        Mandate {
            payer: Slug::parse("halgeir").unwrap(),
            payer_account: None,
            notification: true,
            limit: None,
            active_at_mps: true,
            active_at_router: true,
        }
    }

    #[test]
    fn a_mandate_of_another_structure_with_the_same_fixed_digits_is_not_found() {
        let account = AccountNumber::parse("86011117947").unwrap();
        let mut book = Book::default();
        let put = |book: &mut Book, reference: &str| {
            let kid = Kid::with_mod10(reference).unwrap();
            let key = MandateKey {
                payee_account: account.clone(),
                kid: kid.clone(),
            };
            book.put_mandate(key, mandate(), Timestamp::UNIX_EPOCH);
            Some(kid.to_string())
        };
        let short = put(&mut book, "00000212345");
        let of = |length, last| KidStructure {
            length,
            reference: (1, last),
        };
        // The payer is named by the same six digits in both.
        let structures = KidStructures::of(of(12, 6), vec![of(15, 6)]).unwrap();
        let find = |book: &Book, reference: &str| {
            let kid = Kid::with_mod10(reference).unwrap();
            let found = book.find_mandate(&account, &kid, Some(&structures));
            found.map(|(key, _)| key.kid.to_string())
        };
        assert_eq!(find(&book, "00000299999"), short);
        assert_eq!(find(&book, "00000299999999"), None);
        let long = put(&mut book, "00000211111111");
        assert_eq!(find(&book, "00000299999999"), long);
        assert_eq!(find(&book, "00000299999"), short);
        assert_eq!(find(&book, "0000029999999"), None);
    }

    /// What `find_mandate` has to find, by looking at everything.
    fn plainly<'a>(
        book: &'a Book,
        account: &AccountNumber,
        kid: &Kid,
        structures: &KidStructures,
    ) -> Option<&'a MandateKey> {
        let fits = |key: &Kid| key == kid || structures.same_payer(kid, key);
        let all = book.mandates().filter(|(key, _)| fits(&key.kid));
        let mut all: Vec<_> = all
            .filter(|(key, _)| key.payee_account == *account)
            .collect();
        all.sort_by_key(|(key, mandate)| (key.kid != *kid, !mandate.active_at_mps));
        all.first().map(|(key, _)| *key)
    }

    proptest! {
        #[test]
        fn a_mandate_is_found_wherever_the_fixed_part_begins(
            made in prop::collection::vec((0..2_usize, "[01]{3,5}", any::<bool>()), 0..40),
            asked in prop::collection::vec((0..2_usize, "[01]{3,5}"), 1..20),
            first in (1..4_u8, 0..3_u8),
            other in (1..4_u8, 0..3_u8),
        ) {
            let accounts = ["86011117947", "15062995960"];
            let accounts = accounts.map(|account| AccountNumber::parse(account).unwrap());
            let of = |length, (from, more): (u8, u8)| KidStructure {
                length,
                reference: (from, from + more),
            };
            let structures = KidStructures::of(of(5, first), vec![of(6, other)]).unwrap();
            let mut book = Book::default();
            for (to, reference, active_at_mps) in made {
                let payee_account = accounts[to].clone();
                let kid = Kid::with_mod10(&reference).unwrap();
                let mandate = Mandate { active_at_mps, ..mandate() };
                let key = MandateKey { payee_account, kid };
                book.put_mandate(key, mandate, Timestamp::UNIX_EPOCH);
            }
            for (to, reference) in asked {
                let kid = Kid::with_mod10(&reference).unwrap();
                let found = book.find_mandate(&accounts[to], &kid, Some(&structures));
                let expected = plainly(&book, &accounts[to], &kid, &structures);
                prop_assert_eq!(found.map(|(key, _)| key), expected);
            }
        }
    }
}
