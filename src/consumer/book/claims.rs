//! Claims in the book: what waits at the payers' banks, and what became of it.

use std::sync::Arc;

use jiff::Timestamp;

use super::{Book, BookEvent, Order};
use crate::consumer::claim::{Claim, ClaimId, ClaimState, Month};
use crate::consumer::presented::PresentedState;
use crate::domain::account::AccountNumber;
use crate::domain::money::Ore;
use crate::domain::slug::Slug;

impl Book {
    /// Gives a claim to the payer's bank.
    pub fn take_claim(&mut self, id: ClaimId, claim: Claim) {
        self.put_back_claim(id.clone(), claim);
        self.news.push(BookEvent::ClaimTaken(id));
    }

    /// Puts a claim where it was once; nothing is told.
    pub(crate) fn put_back_claim(&mut self, id: ClaimId, claim: Claim) {
        match claim.state {
            ClaimState::Waiting => self.order(claim.debit_day(), Order::Claim(id.clone())),
            ClaimState::Paid { at } => self.count(&claim, at, claim.amount),
            ClaimState::Stopped { .. }
            | ClaimState::Cancelled { .. }
            | ClaimState::NoCover { .. }
            | ClaimState::OverLimit { .. }
            | ClaimState::NoMandate { .. }
            | ClaimState::Reversed { .. } => {}
        }
        self.claims.insert(id, Arc::new(claim));
    }

    /// Every claim that came to a bank, in order of ids.
    pub fn claims(&self) -> impl Iterator<Item = (&ClaimId, &Claim)> {
        self.claims.iter().map(|(id, claim)| (id, claim.as_ref()))
    }

    /// The claims against one payer, in order of ids.
    pub fn claims_against<'a>(
        &'a self,
        payer: &'a Slug,
    ) -> impl Iterator<Item = (&'a ClaimId, &'a Claim)> {
        self.claims()
            .filter(move |(_, claim)| claim.payer == *payer)
    }

    /// One claim.
    #[must_use]
    pub fn claim(&self, id: &ClaimId) -> Option<&Claim> {
        self.claims.get(id).map(AsRef::as_ref)
    }

    /// Takes a claim back; whether the bank knew it and had done nothing about it yet. A copy of it
    /// that the payer was shown can be paid then.
    pub fn cancel_claim(&mut self, id: &ClaimId, at: Timestamp) -> bool {
        match self.claim(id).map(|claim| claim.state) {
            Some(ClaimState::Waiting | ClaimState::Stopped { .. }) => {
                self.set_claim(id, ClaimState::Cancelled { at });
                true
            }
            None
            | Some(
                ClaimState::Cancelled { .. }
                | ClaimState::Paid { .. }
                | ClaimState::NoCover { .. }
                | ClaimState::OverLimit { .. }
                | ClaimState::NoMandate { .. }
                | ClaimState::Reversed { .. },
            ) => false,
        }
    }

    /// How much was debited from a payer for a payee in a calendar month, in øre. What was paid
    /// back does not count.
    #[must_use]
    pub fn debited_in(&self, payer: &Slug, payee_account: &AccountNumber, month: Month) -> Ore {
        let key = (payer.clone(), payee_account.clone(), month);
        self.debited.get(&key).copied().unwrap_or(Ore::ZERO)
    }

    /// Notes what became of a claim, and lets the copy that its payer was shown follow.
    pub(in crate::consumer) fn set_claim(&mut self, id: &ClaimId, state: ClaimState) {
        let Some(claim) = self.claims.get_mut(id) else {
            return;
        };
        let before = claim.state;
        Arc::make_mut(claim).state = state;
        let claim = Arc::clone(claim);
        if before == ClaimState::Waiting {
            self.drop_order(claim.debit_day(), &Order::Claim(id.clone()));
        }
        if let ClaimState::Paid { at } = before {
            let back = Ore::ZERO.checked_sub(claim.amount).unwrap_or(Ore::ZERO);
            self.count(&claim, at, back);
        }
        let news = match state {
            ClaimState::Waiting => {
                self.order(claim.debit_day(), Order::Claim(id.clone()));
                self.tie(claim.service, &id.0, true);
                BookEvent::ClaimResumed(id.clone())
            }
            ClaimState::Paid { at } => {
                self.count(&claim, at, claim.amount);
                self.news.push(BookEvent::ClaimChanged(id.clone()));
                self.settle_copy(id, &claim, at);
                return;
            }
            ClaimState::Stopped { .. }
            | ClaimState::Cancelled { .. }
            | ClaimState::NoCover { .. }
            | ClaimState::OverLimit { .. }
            | ClaimState::NoMandate { .. } => {
                self.tie(claim.service, &id.0, false);
                BookEvent::ClaimChanged(id.clone())
            }
            ClaimState::Reversed { .. } => {
                self.reopen_copy(id, &claim);
                BookEvent::ClaimChanged(id.clone())
            }
        };
        self.news.push(news);
    }

    fn settle_copy(&mut self, id: &ClaimId, claim: &Claim, at: Timestamp) {
        let Some(copy) = self.id_of(claim.service, &id.0).cloned() else {
            return;
        };
        match self.shown(&copy).map(|invoice| invoice.state) {
            Some(PresentedState::Open | PresentedState::Approved { .. }) => {
                self.settle(&copy, claim.amount, at);
            }
            // Whoever put the copy out of sight still has it paid by direct debit.
            None
            | Some(
                PresentedState::Paid { .. }
                | PresentedState::Deleted { .. }
                | PresentedState::Withdrawn { .. },
            ) => {}
        }
    }

    /// What was paid back is to be paid again, another way.
    fn reopen_copy(&mut self, id: &ClaimId, claim: &Claim) {
        if let Some(copy) = self.id_of(claim.service, &id.0).cloned()
            && let Some(PresentedState::Paid { .. }) = self.shown(&copy).map(|it| it.state)
        {
            self.reopen(&copy);
        }
        self.tie(claim.service, &id.0, false);
    }

    fn count(&mut self, claim: &Claim, at: Timestamp, amount: Ore) {
        let (payer, account) = (claim.payer.clone(), claim.payee_account.clone());
        let key = (payer, account, Month::of(at));
        let sum = self.debited.get(&key).copied().unwrap_or(Ore::ZERO);
        // Beyond what money can be counted in, a month is as full as it can get.
        let sum = sum.checked_add(amount).unwrap_or(Ore::new(i64::MAX));
        if sum == Ore::ZERO {
            self.debited.remove(&key);
        } else {
            self.debited.insert(key, sum);
        }
    }
}
