//! Whether the files of MPS that were read are such as MPS keeps them.

use imbl::OrdMap;

use crate::consumer::Book;
use crate::domain::giro::OrderKind;
use crate::services::mps::model::{Desire, Files, StoredTransaction, TransactionId};
use crate::snapshot::TextError;

/// Whether files that were read hold together, and fit transactions and book.
pub(super) fn check(
    files: &Files,
    transactions: &OrdMap<TransactionId, StoredTransaction>,
    book: &Book,
) -> Result<(), TextError> {
    for (serial, file) in &files.outgoing {
        let field = |name: &str| format!("files.outgoing.{serial}.{name}");
        if file.serial != *serial || *serial > files.last_file {
            let expected = "the number under which it stands, `last_file` at most";
            return Err(TextError::new(
                &field("serial"),
                &file.serial.to_string(),
                expected,
            ));
        }
        if !file.name.contains(&format!(".K{serial}.")) {
            let expected = format!("a name with `.K{serial}.` in it");
            return Err(TextError::new(&field("name"), &file.name, expected));
        }
        if !is_plain(&file.name) {
            let expected = "letters, digits and dots, ending in .html, .csv or .txt";
            return Err(TextError::new(&field("name"), &file.name, expected));
        }
    }
    for (id, order) in &files.orders {
        if order.worked && !(order.rejected.is_empty() && order.deletions.is_empty()) {
            let field = format!("files.orders.{id}.worked");
            let expected = "false while something of it waits to be judged";
            return Err(TextError::new(&field, "true", expected));
        }
    }
    for (id, order) in &files.orders {
        for (index, pending) in order.deletions.iter().enumerate() {
            let field = format!("files.orders.{id}.deletions[{index}].fate");
            fate(&field, pending.fate)?;
        }
    }
    for (claim, deletion) in &files.deletions {
        let field = format!("files.deletions.{claim}");
        fate(&format!("{field}.fate"), deletion.fate)?;
        if !transactions.contains_key(claim) {
            let expected = "a transaction in `transactions`";
            return Err(TextError::new(&field, &claim.to_string(), expected));
        }
        if !files.orders.contains_key(&deletion.order) {
            let expected = "an order in `files.orders`";
            return Err(TextError::new(
                &field,
                &deletion.order.to_string(),
                expected,
            ));
        }
    }
    let changes = book.mandate_changes().count();
    match files.changes_told {
        Some(told) if told > changes => {
            let expected = format!("{changes} at most, which the book has recorded");
            Err(TextError::new(
                "files.changes_told",
                &told.to_string(),
                expected,
            ))
        }
        Some(_) | None => Ok(()),
    }
}

/// Whether a name is such as ours are. It stands in addresses and headers, and clients make files
/// of it.
fn is_plain(name: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'.';
    let endings = [".html", ".csv", ".txt"];
    name.bytes().all(is_plain) && endings.iter().any(|ending| name.ends_with(ending))
}

/// What a scenario may ask of a deletion.
fn fate(field: &str, fate: Option<Desire>) -> Result<(), TextError> {
    match fate.filter(|fate| !fate.is_fate_in_file(OrderKind::Deletions)) {
        None => Ok(()),
        Some(fate) => {
            let expected = "what can become of a deletion, such as `CANCELLATION_REJECTED`";
            Err(TextError::new(field, fate.as_str(), expected))
        }
    }
}
