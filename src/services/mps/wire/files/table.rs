//! L00202 as CSV. That MPS has one is public, its columns are not: these are ours.
//!
//! UTF-8, semicolons, CR LF, a row of names first. Then a row for each complaint about a whole
//! order, with `level` `order`, and one for each transaction that there is something to say about,
//! with `level` `transaction`. Where several things are said of a transaction, `code` holds their
//! codes with blanks between, and `message` their words with ` | ` between. Amounts are in øre,
//! instants in UTC. The columns of a transaction that could not be read are empty, but its records
//! stand there as they were sent.

use csv::{Terminator, WriterBuilder};

use super::list::records;
use crate::documents::bbs;
use crate::domain::calendar::with_offset;
use crate::domain::giro::OrderKind;
use crate::services::mps::model::{AsSent, ListRow, ListedOrder, Word};

const COLUMNS: [&str; 20] = [
    "received_at",
    "org_number",
    "payee",
    "agreement_id",
    "order_account",
    "sender",
    "transmission_number",
    "order_number",
    "order_type",
    "level",
    "severity",
    "code",
    "message",
    "line",
    "transaction_number",
    "kid",
    "due_date",
    "amount_ore",
    "record_1",
    "record_2",
];

/// Writes a list as a table.
pub(super) fn csv(orders: &[ListedOrder]) -> Vec<u8> {
    let mut writer = WriterBuilder::new()
        .delimiter(b';')
        .terminator(Terminator::CRLF)
        .from_writer(Vec::new());
    let rows = orders.iter().flat_map(rows);
    let all = std::iter::once(COLUMNS.map(str::to_owned)).chain(rows);
    for row in all {
        // Memory takes every row, and all rows are of one length.
        let Ok(()) = writer.write_record(&row) else {
            break;
        };
    }
    writer.into_inner().unwrap_or_default()
}

fn rows(order: &ListedOrder) -> Vec<[String; 20]> {
    let about = heading(order);
    let complaints = order.complaints.iter().map(|complaint| {
        let line = match complaint.line {
            0 => String::new(),
            line => line.to_string(),
        };
        let said = [
            "order".into(),
            "rejected".into(),
            complaint.rule.id().into(),
        ];
        let nothing = <[String; 6]>::default();
        joined(&about, said, [complaint.text.clone(), line], nothing)
    });
    let transactions = order.rows.iter().map(|row| {
        let join = |of: fn(&Word) -> String, between: &str| {
            row.words.iter().map(of).collect::<Vec<_>>().join(between)
        };
        let said = [
            "transaction".into(),
            row.severity.as_str().into(),
            join(|word| word.code.clone(), " "),
        ];
        let message = join(Word::message, " | ");
        joined(
            &about,
            said,
            [message, String::new()],
            transaction(order.kind, row),
        )
    });
    complaints.chain(transactions).collect()
}

fn heading(order: &ListedOrder) -> [String; 9] {
    let ListedOrder {
        received_at,
        payee,
        agreement,
        account,
        sender,
        transmission,
        number,
        kind,
        complaints: _,
        rows: _,
    } = order;
    let (name, org_number) = payee.clone().unwrap_or_default();
    [
        with_offset(*received_at),
        org_number,
        name,
        agreement.clone().unwrap_or_default(),
        account.clone(),
        sender.to_string(),
        transmission.to_string(),
        number.to_string(),
        kind.as_str().to_owned(),
    ]
}

fn transaction(order: OrderKind, row: &ListRow) -> [String; 6] {
    let mut records = records(order, &row.sent).into_iter();
    let [first, second] = std::array::from_fn(|_| records.next().unwrap_or_default());
    let [number, kid, due_date, amount] = match &row.sent {
        AsSent::Read(claim) => [
            claim.number.to_string(),
            claim.kid.clone(),
            claim.due_date.to_string(),
            claim.amount.get().to_string(),
        ],
        // A program finds the claim by what can be read of it.
        AsSent::Raw(records) => match records.first().map(|record| bbs::glimpse(record)) {
            Some(bbs::Glimpse {
                number,
                kid,
                due_date,
                amount,
            }) => [
                number.map_or_else(String::new, |it| it.to_string()),
                kid,
                due_date.map_or_else(String::new, |it| it.to_string()),
                amount.map_or_else(String::new, |it| it.get().to_string()),
            ],
            None => <[String; 4]>::default(),
        },
    };
    [number, kid, due_date, amount, first, second]
}

fn joined(
    about: &[String; 9],
    said: [String; 3],
    words: [String; 2],
    transaction: [String; 6],
) -> [String; 20] {
    let mut cells = about
        .iter()
        .cloned()
        .chain(said)
        .chain(words)
        .chain(transaction);
    std::array::from_fn(|_| cells.next().unwrap_or_default())
}
