//! What changed in mailboxes, in agreements with banks, and in due-date registers.

use serde_json::Value;

use super::parts::{Pair, below, elements, text, told};
use super::world::Change;

/// One row a document, agreement or payment that is different.
pub(super) fn mailboxes(pair: Pair<'_>, changes: &mut Vec<Change>) {
    for (id, pair) in elements(below(pair, "mails"), number) {
        let side = newest(pair);
        let owner = match text(side, "/mail/owner/person") {
            "" => text(side, "/mail/owner/company"),
            person => person,
        };
        let subject = text(side, "/mail/subject");
        let said = said(pair, "came", "mail.");
        let words = format!("{owner}: letter {id}, `{subject}`, {said}");
        changes.push(Change::of("mail", &id, words, pair));
    }
    let about = |row: &Value| {
        let part = |name| text(row, name);
        let (person, holder) = (part("/person"), part("/holder"));
        format!("`{}` of {person} with {holder}", part("/about"))
    };
    agreements(elements(below(pair, "user_agreements"), about), changes);
    let chosen = |row: &Value| format!("of {} in Digipost", text(row, "/person"));
    agreements(elements(below(pair, "payment_agreements"), chosen), changes);
    let at_bank = |row: &Value| format!("of {} at {}", text(row, "/person"), text(row, "/bank"));
    agreements(elements(below(pair, "bank_agreements"), at_bank), changes);
    for (id, pair) in elements(below(pair, "payments"), number) {
        let payer = text(newest(pair), "/payment/payer");
        let said = said(pair, "came to the bank", "payment.");
        let words = format!("{payer}: payment {id} {said}");
        changes.push(Change::of("payment", &id, words, pair));
    }
}

fn agreements(rows: Vec<(String, Pair<'_>)>, changes: &mut Vec<Change>) {
    for (id, pair) in rows {
        let said = said(pair, "made", "agreement.");
        let words = format!("agreement {id}: {said}");
        changes.push(Change::of("agreement", &id, words, pair));
    }
}

fn number(row: &Value) -> String {
    text(row, "/number").to_owned()
}

fn newest<'a>((old, new): Pair<'a>) -> &'a Value {
    if new.is_null() { old } else { new }
}

fn said(pair: Pair<'_>, came: &str, prefix: &str) -> String {
    match pair {
        (Value::Null, _) => came.to_owned(),
        (_, Value::Null) => "is not there".to_owned(),
        _ => told(pair).replace(prefix, ""),
    }
}
