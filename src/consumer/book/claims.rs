//! Claims in the book: what waits at the payers' banks, and what became of it.

use std::sync::Arc;

use jiff::Timestamp;

use super::{Book, BookEvent, Order};
use crate::consumer::claim::{Claim, ClaimId, ClaimState, Month};
use crate::consumer::presented::{PresentedId, PresentedState};
use crate::domain::account::AccountNumber;
use crate::domain::id::Id;
use crate::domain::kid::Kid;
use crate::domain::money::Ore;
use crate::domain::slug::Slug;

impl Book {
    /// Gives a claim to the payer's bank. Its copy is paid with it from now on.
    pub fn take_claim(&mut self, id: ClaimId, claim: Claim) {
        let copy = claim.copy.clone();
        self.put_back_claim(id.clone(), claim);
        self.news.push(BookEvent::ClaimTaken(id.clone()));
        if let Some(copy) = copy {
            self.link_copy(&id, copy);
        }
    }

    /// Says which invoice is the copy of a claim that the bank has. It is paid with a claim that
    /// waits, and at once with one that was debited; of any other claim it learns nothing, for
    /// nothing becomes of that one. What the payer has in hand already is left to the payer.
    pub fn link_copy(&mut self, id: &ClaimId, copy: PresentedId) {
        let Some(before) = self.claim(id) else {
            return;
        };
        let (day, order) = (before.debit_day(), Order::Claim(id.clone()));
        let is_ordered = self.orders.get(&day).is_some_and(|it| it.contains(&order));
        if is_ordered {
            self.drop_order(day, &order);
        }
        let Some(claim) = self.claims.get_mut(id) else {
            return;
        };
        Arc::make_mut(claim).copy = Some(copy.clone());
        let claim = Arc::clone(claim);
        if is_ordered {
            self.order(day, order);
        }
        match claim.state {
            ClaimState::Waiting => {
                if let Some(PresentedState::Open) = self.shown(&copy).map(|it| it.state) {
                    self.tie(&copy, true);
                }
            }
            ClaimState::Paid { at } => self.settle_copy(&claim, at),
            ClaimState::Stopped { .. }
            | ClaimState::Cancelled { .. }
            | ClaimState::NoCover { .. }
            | ClaimState::OverLimit { .. }
            | ClaimState::NoMandate { .. }
            | ClaimState::Reversed { .. } => {}
        }
    }

    /// Puts a claim where it was once; nothing is told.
    pub(crate) fn put_back_claim(&mut self, id: ClaimId, claim: Claim) {
        let claim = Arc::new(claim);
        self.claims.insert(id.clone(), Arc::clone(&claim));
        let (payer, account) = (claim.payer.clone(), claim.payee_account.clone());
        self.claimed.insert((payer, account, claim.kid.clone()));
        match claim.state {
            ClaimState::Waiting => self.order(claim.debit_day(), Order::Claim(id)),
            ClaimState::Paid { at } => {
                self.count(&claim, at, claim.amount);
                self.settled.insert((at, id));
            }
            ClaimState::Stopped { .. }
            | ClaimState::Cancelled { .. }
            | ClaimState::NoCover { .. }
            | ClaimState::OverLimit { .. }
            | ClaimState::NoMandate { .. }
            | ClaimState::Reversed { .. } => {}
        }
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

    /// Whether a claim against a payer ever came for this account and KID of a payee.
    #[must_use]
    pub fn was_claimed(&self, payer: &Slug, payee_account: &AccountNumber, kid: &Kid) -> bool {
        let key = (payer.clone(), payee_account.clone(), kid.clone());
        self.claimed.contains(&key)
    }

    /// One claim.
    #[must_use]
    pub fn claim(&self, id: &ClaimId) -> Option<&Claim> {
        self.claims.get(id).map(AsRef::as_ref)
    }

    /// The claims that were debited from an instant on and before another one, and not paid back
    /// since, as they were debited, and of several at one instant in order of ids.
    pub fn settled_between(
        &self,
        from: Timestamp,
        until: Timestamp,
    ) -> impl Iterator<Item = (&ClaimId, &Claim)> {
        self.settled
            .range((from, ClaimId(Id::FIRST))..)
            .take_while(move |(at, _)| *at < until)
            .filter_map(|(_, id)| {
                let (id, claim) = self.claims.get_key_value(id)?;
                Some((id, claim.as_ref()))
            })
    }

    /// Lets the payer stop a claim that waits; whether there was one. A copy of it
    /// can be paid by hand then.
    pub fn stop_claim(&mut self, id: &ClaimId, at: Timestamp) -> bool {
        let waits = self.claim(id).map(|claim| claim.state) == Some(ClaimState::Waiting);
        if waits {
            self.set_claim(id, ClaimState::Stopped { at });
        }
        waits
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
            self.settled.remove(&(at, id.clone()));
        }
        let news = match state {
            ClaimState::Waiting => {
                self.order(claim.debit_day(), Order::Claim(id.clone()));
                self.tie_copy(&claim, true);
                BookEvent::ClaimResumed(id.clone())
            }
            ClaimState::Paid { at } => {
                self.count(&claim, at, claim.amount);
                self.settled.insert((at, id.clone()));
                self.news.push(BookEvent::ClaimChanged(id.clone()));
                self.settle_copy(&claim, at);
                return;
            }
            ClaimState::Stopped { .. }
            | ClaimState::Cancelled { .. }
            | ClaimState::NoCover { .. }
            | ClaimState::OverLimit { .. }
            | ClaimState::NoMandate { .. } => {
                self.tie_copy(&claim, false);
                BookEvent::ClaimChanged(id.clone())
            }
            ClaimState::Reversed { at } => {
                self.reopen_copy(&claim, at);
                BookEvent::ClaimChanged(id.clone())
            }
        };
        self.news.push(news);
    }

    fn settle_copy(&mut self, claim: &Claim, at: Timestamp) {
        let Some(copy) = &claim.copy else {
            return;
        };
        match self.shown(copy).map(|invoice| invoice.state) {
            Some(PresentedState::Open | PresentedState::Approved { .. }) => {
                self.settle(copy, claim.amount, at);
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
    fn reopen_copy(&mut self, claim: &Claim, at: Timestamp) {
        if let Some(copy) = &claim.copy
            && let Some(PresentedState::Paid { .. }) = self.shown(copy).map(|it| it.state)
        {
            self.reopen(copy, at);
        }
        self.tie_copy(claim, false);
    }

    /// Ties the copy of a claim to its direct debit, or frees it, unless another claim for the same
    /// bill waits for the same day.
    fn tie_copy(&mut self, claim: &Claim, by_direct_debit: bool) {
        let Some(copy) = &claim.copy else {
            return;
        };
        let day = claim.debit_day();
        let first = (copy.clone(), day, ClaimId(Id::FIRST));
        let other = self.awaited.range(first..).next();
        let is_awaited = other.is_some_and(|(of, on, _)| of == copy && *on == day);
        self.tie(copy, by_direct_debit || is_awaited);
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
