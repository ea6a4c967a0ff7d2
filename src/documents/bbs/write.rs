//! Transmissions to bytes.

use super::layouts::{
    AGREEMENT, AMOUNT, AMOUNT_1, AMOUNT_2, ARCHIVE, BANK_DATE, CARD_ISSUER, CENTRE, CLAIMS_END,
    CLAIMS_START, DAY_CODE, DEBIT_ACCOUNT, DELETIONS_END, DELETIONS_START, DUE_DATE, END,
    FIRST_DATE, FORM, FREE, KID, LAST_DATE, MANDATE, MANDATE_KID, MANDATES_END, MANDATES_START,
    NOTICE, NUMBER, OCR_1, OCR_2, OCR_3, OCR_DATE, OCR_END, OCR_FIRST_DATE, OCR_LAST_DATE,
    OCR_MADE, OCR_START, ORDER_ACCOUNT, ORDER_NUMBER, PURCHASE, RECIPIENT, RECORDS, REFERENCE,
    REGISTRATION, SENDER, SERIAL, SETTLEMENT, SHORT_NAME, SIGN, START, SUM, TEXT, TEXT_COLUMN,
    TEXT_ITSELF, TEXT_LINE, TRANSACTIONS, TRANSMISSION_NUMBER, TYPE,
};
use super::tally::Tally;
use super::values::digits_of;
use crate::domain::giro::{
    ClaimOrder, CustomerUnit, FiledClaim, MandateLine, MandateOrder, Notifier, Order, OrderKind,
    Payment, SerialNumber, SettlementOrder, Transmission,
};
use crate::domain::money::Ore;
use crate::wire::fixed_width::{Draft, Layout, Misfit, Record, latin1};

/// Writes a file: records that end in CR LF, with counts, sums and dates of its orders.
///
/// Texts that are too long are cut, and a character that is not in ISO-8859-1 becomes `?`. Text
/// goes only with claims that the bank tells the payer of, and never with deletions; a deletion
/// has its second amount record only if there is something to say in it.
///
/// # Errors
/// When a number has more digits than its field, an amount is negative, or a date is not between
/// 2000 and 2099.
pub fn write(transmission: &Transmission) -> Result<Vec<u8>, Misfit> {
    let mut file = File {
        bytes: Vec::new(),
        order: Tally::new(),
        whole: Tally::new(),
    };
    let start = Draft::new(&START)
        .text(&SENDER, transmission.sender.as_str())
        .digits(&TRANSMISSION_NUMBER, transmission.number.get().into())?
        .text(&RECIPIENT, transmission.recipient.as_str());
    file.put(&start);
    file.finish_order();
    for order in &transmission.orders {
        match order {
            Order::Claims(claims) => file.claims(OrderKind::Claims, claims)?,
            Order::Deletions(claims) => file.claims(OrderKind::Deletions, claims)?,
            Order::Mandates(mandates) => file.mandates(mandates)?,
            Order::Settlements(settlements) => file.settlements(settlements)?,
        }
        file.finish_order();
    }
    let date = if transmission.sender == CustomerUnit::mps() {
        transmission.date
    } else {
        file.whole.dates.and_then(|span| span.first)
    };
    let end = ended(&END, &file.whole)?
        .digits(&SUM, sum(&file.whole)?)?
        .digits(&FIRST_DATE, digits_of(&FIRST_DATE, date)?)?;
    file.put(&end);
    Ok(file.bytes)
}

/// The amount records of a claim or a deletion, as text for lists: two, or one of a deletion
/// that has nothing to say in the second.
///
/// # Errors
/// As for [`write`]; a claim that was read from a file always fits.
pub fn amount_records(kind: OrderKind, claim: &FiledClaim) -> Result<Vec<String>, Misfit> {
    let drafts = amounts(kind, claim)?;
    Ok(drafts.iter().map(|draft| latin1(draft.bytes())).collect())
}

struct File {
    bytes: Vec<u8>,
    order: Tally,
    whole: Tally,
}

impl File {
    fn put(&mut self, draft: &Draft) {
        self.order.note(Record::new(0, draft.bytes()));
        self.bytes.extend_from_slice(draft.bytes());
        self.bytes.extend_from_slice(b"\r\n");
    }

    fn finish_order(&mut self) {
        self.whole.add(&self.order);
        self.order = Tally::new();
    }

    fn claims(&mut self, kind: OrderKind, order: &ClaimOrder) -> Result<(), Misfit> {
        let (start, end) = match kind {
            OrderKind::Claims | OrderKind::Other => (&CLAIMS_START, &CLAIMS_END),
            OrderKind::Deletions => (&DELETIONS_START, &DELETIONS_END),
        };
        self.put(&started(start, order.number, &order.account)?);
        for claim in &order.claims {
            for amount in amounts(kind, claim)? {
                self.put(&amount);
            }
            if (kind, claim.notifier) == (OrderKind::Claims, Notifier::Bank) {
                self.texts(claim)?;
            }
        }
        let span = self.order.dates.unwrap_or_default();
        let end = ended(end, &self.order)?
            .digits(&SUM, sum(&self.order)?)?
            .digits(&FIRST_DATE, digits_of(&FIRST_DATE, span.first)?)?
            .digits(&LAST_DATE, digits_of(&LAST_DATE, span.last)?)?;
        self.put(&end);
        Ok(())
    }

    fn texts(&mut self, claim: &FiledClaim) -> Result<(), Misfit> {
        for text in &claim.texts {
            let draft = Draft::new(&TEXT)
                .digits(&NUMBER, claim.number.into())?
                .digits(&TEXT_LINE, text.line.into())?
                .digits(&TEXT_COLUMN, text.column.into())?
                .text(&TEXT_ITSELF, &text.text);
            self.put(&draft);
        }
        Ok(())
    }

    fn mandates(&mut self, order: &MandateOrder) -> Result<(), Misfit> {
        self.put(&started(
            &MANDATES_START,
            order.number,
            order.account.as_str(),
        )?);
        for (number, line) in (1..).zip(&order.lines) {
            self.put(&mandate(number, line)?);
        }
        let end = ended(&MANDATES_END, &self.order)?;
        self.put(&end);
        Ok(())
    }

    fn settlements(&mut self, order: &SettlementOrder) -> Result<(), Misfit> {
        let start = started(&OCR_START, order.number, &order.account)?;
        self.put(&start.text(&AGREEMENT, &order.agreement));
        for payment in &order.payments {
            for draft in payment_records(payment)? {
                self.put(&draft);
            }
        }
        let span = self.order.dates.unwrap_or_default();
        let end = ended(&OCR_END, &self.order)?
            .digits(&SUM, sum(&self.order)?)?
            .digits(&OCR_MADE, digits_of(&OCR_MADE, Some(order.date))?)?
            .digits(&OCR_FIRST_DATE, digits_of(&OCR_FIRST_DATE, span.first)?)?
            .digits(&OCR_LAST_DATE, digits_of(&OCR_LAST_DATE, span.last)?)?;
        self.put(&end);
        Ok(())
    }
}

fn started(layout: &Layout, number: SerialNumber, account: &str) -> Result<Draft, Misfit> {
    let draft = Draft::new(layout).digits(&ORDER_NUMBER, number.get().into())?;
    Ok(draft.text(&ORDER_ACCOUNT, account))
}

/// An end record with its counts; it counts itself.
fn ended(layout: &Layout, tally: &Tally) -> Result<Draft, Misfit> {
    Draft::new(layout)
        .digits(&TRANSACTIONS, tally.transactions)?
        .digits(&RECORDS, tally.records + 1)
}

fn sum(tally: &Tally) -> Result<u64, Misfit> {
    // More credit notes than payments sum up to less than nothing, and the field has no place for
    // a sign: that its size is written then is ours.
    let sum = tally.sum.unwrap_or_default();
    u64::try_from(sum.unsigned_abs()).map_err(|_| Misfit {
        field: SUM.name(),
        found: sum.to_string(),
        expected: "at most 17 digits".to_owned(),
    })
}

fn ore(amount: Ore) -> Result<u64, Misfit> {
    u64::try_from(amount.get()).map_err(|_| Misfit {
        field: AMOUNT.name(),
        found: amount.get().to_string(),
        expected: "an amount without a sign".to_owned(),
    })
}

fn amounts(kind: OrderKind, claim: &FiledClaim) -> Result<Vec<Draft>, Misfit> {
    let (word, needs_second) = match (kind, claim.notifier) {
        (OrderKind::Deletions, _) => {
            let is_silent = claim.short_name.is_empty() && claim.external_reference.is_empty();
            ("93", !is_silent)
        }
        (OrderKind::Claims | OrderKind::Other, Notifier::Payee) => ("02", true),
        (OrderKind::Claims | OrderKind::Other, Notifier::Bank) => ("21", true),
    };
    let first = Draft::new(&AMOUNT_1)
        .text(&TYPE, word)
        .digits(&NUMBER, claim.number.into())?
        .digits(&DUE_DATE, digits_of(&DUE_DATE, Some(claim.due_date))?)?
        .digits(&AMOUNT, ore(claim.amount)?)?
        .text(&KID, &claim.kid);
    let second = Draft::new(&AMOUNT_2)
        .text(&TYPE, word)
        .digits(&NUMBER, claim.number.into())?
        .text(&SHORT_NAME, &claim.short_name)
        .text(&REFERENCE, &claim.external_reference);
    let mut drafts = vec![first, second];
    drafts.truncate(if needs_second { 2 } else { 1 });
    Ok(drafts)
}

fn mandate(number: u64, line: &MandateLine) -> Result<Draft, Misfit> {
    let draft = Draft::new(&MANDATE)
        .digits(&NUMBER, number)?
        .text(&REGISTRATION, line.registration.as_str())
        .text(&MANDATE_KID, &line.kid)
        .text(&NOTICE, if line.notification { "J" } else { "N" });
    Ok(draft)
}

fn payment_records(payment: &Payment) -> Result<Vec<Draft>, Misfit> {
    let numbered = |layout| {
        let draft = Draft::new(layout).text(&TYPE, payment.kind.as_str());
        draft.digits(&NUMBER, payment.number.into())
    };
    let first = numbered(&OCR_1)?
        .digits(&OCR_DATE, digits_of(&OCR_DATE, Some(payment.date))?)?
        .digits(&CENTRE, payment.centre.into())?
        .digits(&DAY_CODE, payment.day_code.into())?
        .digits(&SETTLEMENT, payment.settlement.into())?
        .digits(&SERIAL, payment.serial.into())?
        .text(&SIGN, if payment.is_negative { "-" } else { "0" })
        .digits(&AMOUNT, ore(payment.amount)?)?
        .text(&KID, &payment.kid)
        .digits(&CARD_ISSUER, payment.card_issuer.into())?;
    let second = numbered(&OCR_2)?
        .text(&FORM, &payment.form)
        .text(&ARCHIVE, &payment.reference)
        .text(&FREE, &payment.filler)
        .digits(&BANK_DATE, digits_of(&BANK_DATE, payment.bank_date)?)?
        .text(&DEBIT_ACCOUNT, &payment.debit_account);
    let mut drafts = vec![first, second];
    if let Some(text) = &payment.text {
        drafts.push(numbered(&OCR_3)?.text(&PURCHASE, text));
    }
    Ok(drafts)
}
