//! One order of a transmission to MPS.

use super::claims::Claims;
use super::ends::{fixed, order_end};
use crate::documents::bbs::layouts::{
    CLAIMS_END, CLAIMS_START, DELETIONS_END, DELETIONS_START, ORDER_ACCOUNT, ORDER_NUMBER,
};
use crate::documents::bbs::tally::Tally;
use crate::documents::bbs::values::{complaint, faulty, small};
use crate::domain::giro::{Complaint, FileRule, IncomingOrder, OrderKind, SerialNumber};
use crate::wire::fixed_width::{Cut, Layout, Record, latin1};

/// The order that begins at the index, what its records count, and the index behind it. It ends
/// with its end record, or before a record that begins something else.
pub(super) fn read_order(cut: &Cut<'_>, at: usize) -> (IncomingOrder, Tally, usize) {
    let mut tally = Tally::new();
    let mut next = at;
    let has_start = cut.get(at).is_some_and(is_start);
    let mut order = match cut.get(at) {
        Some(record) if has_start => {
            tally.note(record);
            next += 1;
            started(record)
        }
        other => headless(other, at),
    };
    let mut claims = Claims::new(order.kind == OrderKind::Deletions);
    let mut foreign: Option<(Complaint, usize)> = None;
    let mut is_ended = false;
    while let Some(record) = cut.get(next) {
        if is_start(record) || is_of_transmission(record) {
            break;
        }
        tally.note(record);
        next += 1;
        if &record.bytes()[6..8] == b"88" {
            is_ended = true;
            // Where the start is missing, so are the records behind it, and no count is right.
            let ends = layouts(order.kind).filter(|_| has_start);
            if let Some((_, end)) = ends {
                order.complaints.extend(order_end(record, end, &tally));
            }
            break;
        }
        if order.kind == OrderKind::Other || claims.take(record) {
            continue;
        }
        match &mut foreign {
            Some((_, more)) => *more += 1,
            None => foreign = Some((stranger(record, order.kind), 0)),
        }
    }
    order.complaints.extend(foreign.map(|(mut said, more)| {
        if more > 0 {
            said.text.push_str(&format!(", and {more} more"));
        }
        said
    }));
    if !is_ended {
        let text = "the order has no end record, expected before this".to_owned();
        let line = next.min(cut.len().saturating_sub(1)) + 1;
        order
            .complaints
            .push(complaint(FileRule::OrderEnd, line, 0, text));
    }
    let (transactions, odd) = claims.finish();
    order.transactions = transactions;
    order.complaints.extend(odd);
    (order, tally, next)
}

/// Whether the record is one of a transmission's own two.
pub(super) fn is_of_transmission(record: Record<'_>) -> bool {
    record.bytes().starts_with(b"NY0000")
}

fn is_start(record: Record<'_>) -> bool {
    record.bytes().starts_with(b"NY") && &record.bytes()[6..8] == b"20"
}

fn layouts(kind: OrderKind) -> Option<(&'static Layout, &'static Layout)> {
    match kind {
        OrderKind::Claims => Some((&CLAIMS_START, &CLAIMS_END)),
        OrderKind::Deletions => Some((&DELETIONS_START, &DELETIONS_END)),
        OrderKind::Other => None,
    }
}

fn started(record: Record<'_>) -> IncomingOrder {
    let kind = match &record.bytes()[2..6] {
        b"2100" => OrderKind::Claims,
        b"2136" => OrderKind::Deletions,
        _ => OrderKind::Other,
    };
    let mut complaints = Vec::new();
    match layouts(kind) {
        Some((start, _)) => complaints.extend(fixed(record, start, FileRule::OrderStart)),
        None => {
            let found = latin1(&record.bytes()[..8]);
            let text = format!(
                "the order is `{found}`, expected NY210020 (claims) or NY213620 (deletions)"
            );
            complaints.push(complaint(FileRule::OrderKind, record.line(), 3, text));
        }
    }
    let number = small(FileRule::OrderStart, record, &ORDER_NUMBER);
    let number = number.map_err(|said| complaints.push(said)).ok();
    if let Err(fault) = record.digits(&ORDER_ACCOUNT) {
        complaints.push(faulty(FileRule::OrderStart, &fault));
    }
    IncomingOrder {
        line: record.line(),
        kind,
        number: number.and_then(SerialNumber::new).unwrap_or_default(),
        account: latin1(record.raw(&ORDER_ACCOUNT)),
        complaints,
        transactions: Vec::new(),
    }
}

/// An order without a start record, named after the first of its records.
fn headless(record: Option<Record<'_>>, at: usize) -> IncomingOrder {
    let head = record.map_or(&b"        "[..], |record| &record.bytes()[..8]);
    let kind = match &head[..6] {
        b"NY2100" | b"NY2102" | b"NY2121" => OrderKind::Claims,
        b"NY2136" | b"NY2193" => OrderKind::Deletions,
        _ => OrderKind::Other,
    };
    let found = latin1(head);
    let text = format!("the record is `{found}…`, expected the start record of an order before it");
    IncomingOrder {
        line: at + 1,
        kind,
        number: SerialNumber::default(),
        account: String::new(),
        complaints: vec![complaint(FileRule::OrderStart, at + 1, 1, text)],
        transactions: Vec::new(),
    }
}

fn stranger(record: Record<'_>, kind: OrderKind) -> Complaint {
    let found = latin1(&record.bytes()[..8]);
    let text = format!(
        "the record is `{found}…`, expected one of an order of {}",
        kind.as_str()
    );
    complaint(FileRule::OrderRecord, record.line(), 1, text)
}
