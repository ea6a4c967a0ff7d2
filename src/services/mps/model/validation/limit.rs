//! The monthly limit of a mandate, where MPS judges it.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::claim::may_be_debited;
use crate::consumer::{MandateKey, Turn};
use crate::domain::company::AvtaleGiroAgreement;
use crate::domain::kid::Kid;
use crate::domain::money::Ore;
use crate::services::mps::model::{Event, Model, Rejected, Rejection, Transaction};

/// What is claimed of payers in calendar months, added up once for all claims of a shipment. Not to
/// be kept longer: what the banks did since is not in it.
#[derive(Debug, Default)]
pub(super) struct Sums {
    /// Of those that somebody asked for.
    known: BTreeMap<Place, Ore>,
}

/// Account, length of the KID with the part of it that names the payer, and month.
type Place = (String, (usize, String), (i16, i8));

impl Sums {
    /// Whether a claim, with the others of its month, keeps to the limit of a mandate that fits its
    /// KID. Off by default: the limit is the bank's to judge on the due date. The words never tell
    /// it.
    ///
    /// # Errors
    /// [`Rejected`] when it does not.
    pub(super) fn judge(
        &mut self,
        model: &Model,
        sent: &Transaction,
        (key, kid): (&MandateKey, &Kid),
        agreement: &AvtaleGiroAgreement,
        turn: &Turn<'_, Event>,
    ) -> Result<(), Rejected> {
        let limit = turn.book.mandate(key).and_then(|mandate| mandate.limit);
        let Some(limit) = limit.filter(|_| turn.settings.mps_rejects_over_limit) else {
            return Ok(());
        };
        let place = place(sent, kid, agreement);
        let known = self.known.entry(place);
        let others = *known.or_insert_with_key(|place| others(model, place, kid, agreement, turn));
        if added(others, sent.amount) <= limit {
            return Ok(());
        }
        let text =
            "the amount is above what the payer allows in a month, alone or with other claims";
        Err(Rejection::OverLimit.because(text))
    }

    /// Notes a claim that is valid from now on.
    pub(super) fn add(&mut self, sent: &Transaction, turn: &Turn<'_, Event>) {
        if self.known.is_empty() {
            return;
        }
        let agreement = turn.cast.agreement_on(&sent.account);
        let kid = sent.kid.as_deref().map(Kid::parse);
        if let (Some((_, agreement)), Some(Ok(kid))) = (agreement, kid)
            && let Some(sum) = self.known.get_mut(&place(sent, &kid, agreement))
        {
            *sum = added(*sum, sent.amount);
        }
    }
}

/// What was claimed before and is debited or may be.
fn others(
    model: &Model,
    place: &Place,
    kid: &Kid,
    agreement: &AvtaleGiroAgreement,
    turn: &Turn<'_, Event>,
) -> Ore {
    let (account, (_, payer), month) = place;
    // Claims are listed by account and KID. Where KIDs begin with what names the payer, those of
    // one payer stand together, else all for the account have to be looked at.
    let together = agreement.kids.begins_with_reference(kid) || kid.as_str() == payer;
    let begin = format!("{account} {}", if together { payer.as_str() } else { "" });
    let claimed = model.claimed.range(begin.clone()..);
    let claimed = claimed
        .take_while(|(key, _)| key.starts_with(&begin))
        .filter_map(|(_, id)| model.transactions.get(id))
        .filter(|stored| month_of(stored.sent.due_date) == *month);
    let is_of_payer = |text: &str| {
        text == kid.as_str()
            || Kid::parse(text).is_ok_and(|other| agreement.kids.same_payer(&other, kid))
    };
    claimed
        .filter(|stored| stored.sent.kid.as_deref().is_some_and(is_of_payer))
        .filter(|stored| may_be_debited(stored.sent.id, turn))
        .fold(Ore::ZERO, |sum, stored| added(sum, stored.sent.amount))
}

fn place(sent: &Transaction, kid: &Kid, agreement: &AvtaleGiroAgreement) -> Place {
    let payer = agreement.kids.fixed_part(kid).unwrap_or(kid.as_str());
    let kid = (kid.as_str().len(), payer.to_owned());
    (sent.account.clone(), kid, month_of(sent.due_date))
}

fn month_of(date: Date) -> (i16, i8) {
    (date.year(), date.month())
}

/// Beyond what money can be counted in, a month is as full as it can get.
fn added(sum: Ore, amount: Ore) -> Ore {
    sum.checked_add(amount).unwrap_or(Ore::new(i64::MAX))
}
