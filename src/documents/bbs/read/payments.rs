//! What MPS tells payees: orders of mandates and of payments.

use crate::documents::bbs::layouts::{
    AGREEMENT, AMOUNT, ARCHIVE, BANK_DATE, CARD_ISSUER, CENTRE, DAY_CODE, DEBIT_ACCOUNT, FORM,
    FREE, KID, MANDATE_KID, NOTICE, NUMBER, OCR_DATE, OCR_MADE, ORDER_ACCOUNT, ORDER_NUMBER,
    PURCHASE, REGISTRATION, SERIAL, SETTLEMENT, SIGN, TYPE,
};
use crate::documents::bbs::values::{complaint, date, date_or_zeros, number, small, wrong};
use crate::domain::account::AccountNumber;
use crate::domain::giro::{
    Complaint, FileRule, MandateLine, MandateOrder, Payment, PaymentKind, Registration,
    SerialNumber, SettlementOrder,
};
use crate::domain::money::Ore;
use crate::wire::fixed_width::{Cut, Field, Record, latin1};

/// The order of mandates whose start record has this index, which moves behind its end record.
pub(super) fn mandates(cut: &Cut<'_>, next: &mut usize) -> Result<MandateOrder, Complaint> {
    let start = take(cut, next)?;
    let account = latin1(start.raw(&ORDER_ACCOUNT));
    let account = AccountNumber::parse(&account)
        .map_err(|_| wrong(FileRule::OrderStart, start, &ORDER_ACCOUNT, "an account"))?;
    let mut lines = Vec::new();
    loop {
        let record = take(cut, next)?;
        match &record.bytes()[..8] {
            b"NY212488" => break,
            b"NY219470" => lines.push(mandate(record, lines.len())?),
            _ => return Err(foreign(record, "a mandate or NY212488")),
        }
    }
    Ok(MandateOrder {
        number: order_number(start)?,
        account,
        lines,
    })
}

/// The order of payments whose start record has this index, which moves behind its end record.
pub(super) fn settlements(cut: &Cut<'_>, next: &mut usize) -> Result<SettlementOrder, Complaint> {
    let start = take(cut, next)?;
    let mut payments = Vec::new();
    let end = loop {
        let record = take(cut, next)?;
        match (&record.bytes()[..4], &record.bytes()[6..8]) {
            (b"NY09", b"88") => break record,
            (b"NY09", b"30") => payments.push(payment(record, cut, next)?),
            _ => return Err(foreign(record, "an amount record 1 or NY090088")),
        }
    };
    Ok(SettlementOrder {
        agreement: latin1(start.raw(&AGREEMENT)),
        number: order_number(start)?,
        account: latin1(start.raw(&ORDER_ACCOUNT)),
        date: date(FileRule::OrderEnd, end, &OCR_MADE)?,
        payments,
    })
}

fn take<'c>(cut: &'c Cut<'_>, next: &mut usize) -> Result<Record<'c>, Complaint> {
    let record = cut.get(*next).ok_or_else(|| {
        let text = "the order has no end record, expected behind this".to_owned();
        complaint(FileRule::OrderEnd, cut.len(), 0, text)
    })?;
    *next += 1;
    Ok(record)
}

fn foreign(record: Record<'_>, expected: &str) -> Complaint {
    let found = latin1(&record.bytes()[..8]);
    let text = format!("the record is `{found}…`, expected {expected}");
    complaint(FileRule::OrderRecord, record.line(), 1, text)
}

fn order_number(start: Record<'_>) -> Result<SerialNumber, Complaint> {
    let number = small(FileRule::OrderStart, start, &ORDER_NUMBER)?;
    SerialNumber::new(number)
        .ok_or_else(|| wrong(FileRule::OrderStart, start, &ORDER_NUMBER, "seven digits"))
}

/// Mandates are numbered from 1 (MPS: AvtaleGiro, system specification).
fn mandate(record: Record<'_>, before: usize) -> Result<MandateLine, Complaint> {
    let told: usize = small(FileRule::Number, record, &NUMBER)?;
    if told != before + 1 {
        let expected = (before + 1).to_string();
        return Err(wrong(FileRule::Number, record, &NUMBER, &expected));
    }
    let unknown = |field: &Field, words| wrong(FileRule::OrderRecord, record, field, words);
    let registration = Registration::parse(&latin1(record.raw(&REGISTRATION)))
        .ok_or_else(|| unknown(&REGISTRATION, "0, 1 or 2"))?;
    let notification = match record.raw(&NOTICE) {
        b"J" => true,
        b"N" => false,
        _ => return Err(unknown(&NOTICE, "J or N")),
    };
    Ok(MandateLine {
        registration,
        kid: latin1(record.text(&MANDATE_KID)),
        notification,
    })
}

fn payment(first: Record<'_>, cut: &Cut<'_>, next: &mut usize) -> Result<Payment, Complaint> {
    let records = FileRule::Records;
    let kind = PaymentKind::parse(&latin1(first.raw(&TYPE)))
        .ok_or_else(|| wrong(FileRule::OrderRecord, first, &TYPE, "a type from 10 to 21"))?;
    let is_negative = match first.raw(&SIGN) {
        b"-" => true,
        b"0" => false,
        _ => return Err(wrong(records, first, &SIGN, "- or 0")),
    };
    let second = take(cut, next)?;
    follows(first, second, *b"31")?;
    let text = match kind {
        PaymentKind::ReversalWithText | PaymentKind::PurchaseWithText => {
            let third = take(cut, next)?;
            follows(first, third, *b"32")?;
            Some(latin1(third.text(&PURCHASE)))
        }
        PaymentKind::Giro
        | PaymentKind::StandingOrder
        | PaymentKind::DirectRemittance
        | PaymentKind::BusinessTerminal
        | PaymentKind::Counter
        | PaymentKind::AvtaleGiro
        | PaymentKind::Telegiro
        | PaymentKind::Cash
        | PaymentKind::ReversalWithKid
        | PaymentKind::PurchaseWithKid => None,
    };
    let amount = number(FileRule::Amount, first, &AMOUNT)?;
    let amount = i64::try_from(amount).map_err(|_| {
        wrong(
            FileRule::Amount,
            first,
            &AMOUNT,
            "an amount that can be counted",
        )
    })?;
    Ok(Payment {
        number: small(FileRule::Number, first, &NUMBER)?,
        kind,
        date: date(FileRule::DueDate, first, &OCR_DATE)?,
        centre: small(records, first, &CENTRE)?,
        day_code: small(records, first, &DAY_CODE)?,
        settlement: small(records, first, &SETTLEMENT)?,
        serial: small(records, first, &SERIAL)?,
        is_negative,
        amount: Ore::new(amount),
        kid: latin1(first.text(&KID)),
        card_issuer: small(records, first, &CARD_ISSUER)?,
        form: latin1(second.raw(&FORM)),
        reference: latin1(second.raw(&ARCHIVE)),
        filler: latin1(second.raw(&FREE)),
        bank_date: date_or_zeros(FileRule::DueDate, second, &BANK_DATE)?,
        debit_account: latin1(second.raw(&DEBIT_ACCOUNT)),
        text,
    })
}

/// Demands a further record of the same payment.
fn follows(first: Record<'_>, record: Record<'_>, kind: [u8; 2]) -> Result<(), Complaint> {
    let (head, of_first) = (record.bytes(), first.bytes());
    if head[..6] == of_first[..6] && head[6..8] == kind && head[8..15] == of_first[8..15] {
        return Ok(());
    }
    let expected = [&of_first[..6], &kind, &of_first[8..15]].concat();
    let found = latin1(&head[..15]);
    let text = format!(
        "the record is `{found}…`, expected `{}…`",
        latin1(&expected)
    );
    Err(complaint(FileRule::Records, record.line(), 1, text))
}
