//! What scenarios may ask the file exchange for by name, and the files that MPS sends by itself.

use crate::domain::giro::{FileRule, Level};
use crate::services::Scripted;

const SEND: &[&str] = &["mps.files.send"];
const DELIVER: &[&str] = &["mps.files.deliver"];
const ALL: &[&str] = &[
    "mps.files.send",
    "mps.files.list",
    "mps.files.fetch",
    "mps.files.markFetched",
    "mps.files.orderMandates",
];

/// Everything that can be asked of it; failures of HTTP have their own fields in a rule.
pub(super) const ROWS: &[Scripted] = &[
    row("serverFault", ALL, "the exchange fails with status 500"),
    row(
        "authentication",
        ALL,
        "the user is not let in, whatever the Authorization header says",
    ),
    row("L200", SEND, "the file counts as one that cannot be read"),
    row("L226", SEND, "the transmission is rejected as a whole"),
    row(
        "orderRejected",
        SEND,
        "the transmission is approved, and an order of it rejected later",
    ),
    row("noReceipt", SEND, "the receipt never arrives"),
    row(
        "noCover",
        SEND,
        "the payer's bank will find too little on the account",
    ),
    row(
        "stoppedByPayer",
        SEND,
        "the payer will stop the payment when the bank has the claim",
    ),
    row(
        "noFile",
        DELIVER,
        "no files go out at all; what there is to tell is told on the next bank day",
    ),
    row(
        "lateFile",
        DELIVER,
        "all files are made at 18:00 instead of 12:00",
    ),
    row(
        "sameFileTwice",
        DELIVER,
        "the file comes again under another name, with the same transmission number",
    ),
    row(
        "notificationChanged",
        DELIVER,
        "mandates are told with the other wish for notices than the payers'",
    ),
    row(
        "unknownMandateEnded",
        DELIVER,
        "the end of a mandate is told that never was",
    ),
    row("mandateTwice", DELIVER, "mandates stand twice in the file"),
    row(
        "fullList",
        DELIVER,
        "all mandates of the account are told though nobody asked",
    ),
    row(
        "noMandates",
        DELIVER,
        "an order of mandates without any comes with the rest",
    ),
    row(
        "datedEnd",
        DELIVER,
        "a transmission of mandates alone has a date at its end instead of zeros",
    ),
    row("unknownKid", DELIVER, "payments have a KID of nobody"),
    row("minusSign", DELIVER, "payments have a minus"),
    row(
        "reversalWithKid",
        DELIVER,
        "payments are reversals of purchases with a KID (type 18)",
    ),
    row(
        "purchaseWithKid",
        DELIVER,
        "payments are purchases with a KID (type 19)",
    ),
    row(
        "reversalWithText",
        DELIVER,
        "payments are reversals of purchases with a text (type 20)",
    ),
    row(
        "purchaseWithText",
        DELIVER,
        "payments are purchases with a text (type 21)",
    ),
    row(
        "severalOrders",
        DELIVER,
        "payments to the account, if there are several, come in two orders",
    ),
];

/// Every rule about files, which a scenario may let speak of a file that is right.
pub(super) const OBJECTIONS: [Scripted; FileRule::ALL.len()] = {
    let mut rows = [row("", SEND, ""); FileRule::ALL.len()];
    let mut at = 0;
    while at < rows.len() {
        let rule = FileRule::ALL[at];
        let text = match rule.level() {
            Level::Transmission => "the transmission is rejected as if this rule spoke",
            Level::Order => "the order is rejected later as if this rule spoke",
            Level::Transaction => "the transaction is rejected later as if this rule spoke",
        };
        rows[at] = row(rule.id(), SEND, text);
        at += 1;
    }
    rows
};

const fn row(name: &'static str, on: &'static [&'static str], text: &'static str) -> Scripted {
    Scripted { name, on, text }
}
