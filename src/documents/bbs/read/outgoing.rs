//! A transmission to the letter: what MPS sends, or a payee without a fault.

use super::order::read_order;
use super::payments::{mandates, settlements};
use super::transmission::sent;
use crate::documents::bbs::layouts::{FIRST_DATE, RECIPIENT};
use crate::documents::bbs::values::{complaint, date_or_zeros, records, wrong};
use crate::documents::bbs::write::write;
use crate::domain::giro::{
    ClaimOrder, Complaint, CustomerUnit, FileRule, FiledClaim, IncomingOrder, IncomingTransaction,
    Order, OrderKind, Transmission,
};
use crate::wire::fixed_width::{Cut, Record, cut, latin1};

/// Reads a file of which every record is what its content gives; only line ends may differ.
///
/// # Errors
/// The first thing that is wrong.
pub fn read_outgoing(bytes: &[u8]) -> Result<Transmission, Complaint> {
    let (cut, _) = records(bytes)?;
    let missing = |line| {
        let text = "the transmission has no end record, expected behind this".to_owned();
        complaint(FileRule::End, line, 0, text)
    };
    let start = cut.get(0).ok_or_else(|| missing(0))?;
    let (sender, number) = sent(start)?;
    let recipient = CustomerUnit::parse(&latin1(start.raw(&RECIPIENT)))
        .map_err(|_| wrong(FileRule::Recipient, start, &RECIPIENT, "eight digits"))?;
    let mut orders = Vec::new();
    let mut next = 1;
    let end = loop {
        let record = cut.get(next).ok_or_else(|| missing(cut.len()))?;
        let order = match &record.bytes()[..8] {
            b"NY000089" => break record,
            b"NY210020" | b"NY213620" => {
                let (order, _, behind) = read_order(&cut, next);
                next = behind;
                faultless(order)?
            }
            b"NY212420" => Order::Mandates(mandates(&cut, &mut next)?),
            b"NY090020" => Order::Settlements(settlements(&cut, &mut next)?),
            head => {
                let text = format!("`{}` begins no order that is known", latin1(head));
                return Err(complaint(FileRule::OrderStart, record.line(), 1, text));
            }
        };
        orders.push(order);
    };
    let date = if sender == CustomerUnit::mps() {
        date_or_zeros(FileRule::Totals, end, &FIRST_DATE)?
    } else {
        None
    };
    let transmission = Transmission {
        sender,
        number,
        recipient,
        orders,
        date,
    };
    same(&cut, &transmission)?;
    Ok(transmission)
}

fn faultless(order: IncomingOrder) -> Result<Order, Complaint> {
    if let Some(said) = order.complaints.into_iter().next() {
        return Err(said);
    }
    let line = order.line;
    let claims: Result<Vec<FiledClaim>, Complaint> = order
        .transactions
        .into_iter()
        .map(|transaction| match transaction {
            IncomingTransaction::Read(claim) => Ok(claim),
            IncomingTransaction::Spoiled(spoiled) => {
                let said = spoiled.complaints.into_iter().next();
                let unsaid = || complaint(FileRule::Records, line, 0, "spoiled".to_owned());
                Err(said.unwrap_or_else(unsaid))
            }
        })
        .collect();
    let claims = ClaimOrder {
        number: order.number,
        account: order.account,
        claims: claims?,
    };
    Ok(match order.kind {
        OrderKind::Deletions => Order::Deletions(claims),
        OrderKind::Claims | OrderKind::Other => Order::Claims(claims),
    })
}

/// Demands that writing the content gives the same records: counts, sums, dates and fillers.
fn same(found: &Cut<'_>, content: &Transmission) -> Result<(), Complaint> {
    let unwritten = |text| complaint(FileRule::Format, 0, 0, text);
    let written = write(content).map_err(|misfit| unwritten(misfit.to_string()))?;
    let written = cut(&written).map_err(|error| unwritten(error.to_string()))?;
    for (found, expected) in found.iter().zip(written.iter()) {
        let pairs = found.bytes().iter().zip(expected.bytes());
        if let Some(index) = pairs.into_iter().position(|(a, b)| a != b) {
            return Err(differs(found, expected, index));
        }
    }
    if found.len() == written.len() {
        return Ok(());
    }
    let text = format!(
        "the file has {} records, but its content gives {}",
        found.len(),
        written.len()
    );
    Err(complaint(
        FileRule::End,
        found.len().min(written.len()) + 1,
        0,
        text,
    ))
}

fn differs(found: Record<'_>, expected: Record<'_>, index: usize) -> Complaint {
    const SHOWN: usize = 17;
    let part = |record: Record<'_>| {
        let rest = record.bytes().get(index..).unwrap_or_default();
        latin1(rest.get(..SHOWN).unwrap_or(rest))
    };
    let rule = match &found.bytes()[6..8] {
        b"10" => FileRule::Start,
        b"20" => FileRule::OrderStart,
        b"88" => FileRule::OrderTotals,
        b"89" => FileRule::Totals,
        _ => FileRule::Filler,
    };
    let text = format!(
        "from here on the record is `{}`, expected `{}`",
        part(found),
        part(expected)
    );
    complaint(rule, found.line(), index + 1, text)
}
