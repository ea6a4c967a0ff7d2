//! Orders from MPS: what stands in their records.

use std::ops::RangeInclusive;

use jiff::civil::Date;

use super::news::{Line, OfAccount, Settled};
use crate::consumer::Claim;
use crate::domain::account::AccountNumber;
use crate::domain::giro::{
    MandateOrder, Order, Payment, PaymentKind, SerialNumber, SettlementOrder,
};
use crate::domain::money::Ore;

/// First two digits of the bank data centre that every payment comes from; which one is ours.
const CENTRE: u8 = 13;

/// The first archive reference, and the last before they begin anew; that they run is ours.
const REFERENCES: (u32, u32) = (900_000_001, 999_999_999);

/// The years that a date with two digits for them can have.
const YEARS: RangeInclusive<i16> = 2000..=2099;

/// What an amount and a sum of amounts can be, which have 17 digits (MPS: OCR giro, system manual).
const AMOUNT_MAX: Ore = Ore::new(99_999_999_999_999_999);

/// Where there is no account or nothing to say.
pub(super) const NO_ACCOUNT: &str = "00000000000";

/// The archive reference after this one.
pub(super) fn next_reference(last: u32) -> u32 {
    let (first, end) = REFERENCES;
    let next = last.saturating_add(1);
    if (first..=end).contains(&next) {
        next
    } else {
        first
    }
}

/// An archive reference in nine digits.
pub(super) fn reference(number: u32) -> String {
    format!("{number:09}")
}

/// Why a file cannot have this date.
pub(super) fn misdated(date: Date) -> Option<String> {
    let fits = YEARS.contains(&date.year());
    (!fits).then(|| format!("{date} cannot stand in a file, whose dates are from 2000 to 2099"))
}

/// The sum of what is told with this amount too; else why the amount cannot stand in a file.
pub(super) fn summed(sum: Ore, amount: Ore) -> Result<Ore, String> {
    if amount < Ore::ZERO {
        return Err(format!(
            "{amount} kr cannot stand in a file, which has no place for a sign"
        ));
    }
    let sum = sum.checked_add(amount).filter(|sum| *sum <= AMOUNT_MAX);
    sum.ok_or_else(|| {
        format!("{amount} kr cannot stand in a file, whose sums have 17 digits, with the others")
    })
}

/// An order of mandates.
pub(super) fn mandates(account: &AccountNumber, number: SerialNumber, lines: &[Line]) -> Order {
    Order::Mandates(MandateOrder {
        number,
        account: account.clone(),
        lines: lines.iter().map(|it| it.line.clone()).collect(),
    })
}

/// A claim that was debited on a day, as OCR giro tells of it: the debit account where the bank
/// said which, no form (MPS: OCR giro, system manual). Numbers and archive reference are given when
/// it has its place.
pub(super) fn payment(claim: &Claim, day: Date) -> Payment {
    let account = claim.payer_account.as_ref();
    Payment {
        number: 0,
        kind: PaymentKind::AvtaleGiro,
        date: day,
        centre: CENTRE,
        day_code: u8::try_from(day.day()).unwrap_or_default(),
        settlement: 1,
        serial: 0,
        is_negative: false,
        amount: claim.amount,
        kid: claim.kid.as_str().to_owned(),
        card_issuer: 0,
        form: "0".repeat(10),
        reference: reference(0),
        filler: "0".repeat(7),
        bank_date: Some(day),
        debit_account: account.map_or(NO_ACCOUNT, |it| it.as_str()).to_owned(),
        text: None,
    }
}

/// An order of payments, which are sorted by day. All of one day are one line on the payee's bank
/// statement.
pub(super) fn settlements(
    account: &AccountNumber,
    told: &OfAccount,
    number: SerialNumber,
    payments: &[Settled],
    today: Date,
) -> Order {
    let mut serial = 0_u32;
    let mut day = None;
    let numbered = (1_u32..).zip(payments).map(|(number, settled)| {
        let payment = settled.payment.clone();
        if day != Some(payment.date) {
            day = Some(payment.date);
            serial = serial.saturating_add(1);
        }
        Payment {
            number,
            serial,
            ..payment
        }
    });
    Order::Settlements(SettlementOrder {
        agreement: told.agreement.agreement_id.clone(),
        number,
        account: account.as_str().to_owned(),
        date: today,
        payments: numbered.collect(),
    })
}
