//! The tables of all records (MPS: AvtaleGiro, system specification; OCR giro, system manual).

use crate::wire::fixed_width::{Field, Kind, Layout};

/// Every layout.
#[cfg(test)]
pub(super) const ALL: [&Layout; 17] = [
    &START,
    &END,
    &CLAIMS_START,
    &CLAIMS_END,
    &DELETIONS_START,
    &DELETIONS_END,
    &AMOUNT_1,
    &AMOUNT_2,
    &TEXT,
    &MANDATES_START,
    &MANDATE,
    &MANDATES_END,
    &OCR_START,
    &OCR_1,
    &OCR_2,
    &OCR_3,
    &OCR_END,
];

pub(super) const SENDER: Field = digits("data sender", 9, 16);
pub(super) const TRANSMISSION_NUMBER: Field = digits("transmission number", 17, 23);
pub(super) const RECIPIENT: Field = digits("data recipient", 24, 31);

pub(super) const START: Layout = Layout::new(
    "start record of the transmission",
    &[
        literal(1, 8, "NY000010"),
        SENDER,
        TRANSMISSION_NUMBER,
        RECIPIENT,
        zeros(32, 80),
    ],
);

pub(super) const TRANSACTIONS: Field = digits("number of transactions", 9, 16);
pub(super) const RECORDS: Field = digits("number of records", 17, 24);
pub(super) const SUM: Field = digits("sum", 25, 41);
pub(super) const FIRST_DATE: Field = digits("earliest due date", 42, 47);
pub(super) const LAST_DATE: Field = digits("latest due date", 48, 53);

pub(super) const END: Layout = Layout::new(
    "end record of the transmission",
    &[
        literal(1, 8, "NY000089"),
        TRANSACTIONS,
        RECORDS,
        SUM,
        FIRST_DATE,
        zeros(48, 80),
    ],
);

pub(super) const ORDER_NUMBER: Field = digits("order number", 18, 24);
pub(super) const ORDER_ACCOUNT: Field = digits("order account", 25, 35);

pub(super) const CLAIMS_START: Layout = Layout::new(
    "start record of the order",
    &[
        literal(1, 8, "NY210020"),
        zeros(9, 17),
        ORDER_NUMBER,
        ORDER_ACCOUNT,
        zeros(36, 80),
    ],
);

pub(super) const DELETIONS_START: Layout = Layout::new(
    "start record of the order",
    &[
        literal(1, 8, "NY213620"),
        zeros(9, 17),
        ORDER_NUMBER,
        ORDER_ACCOUNT,
        zeros(36, 80),
    ],
);

pub(super) const MANDATES_START: Layout = Layout::new(
    "start record of the order",
    &[
        literal(1, 8, "NY212420"),
        zeros(9, 17),
        ORDER_NUMBER,
        ORDER_ACCOUNT,
        zeros(36, 80),
    ],
);

pub(super) const AGREEMENT: Field = digits("agreement ID", 9, 17);

pub(super) const OCR_START: Layout = Layout::new(
    "start record of the order",
    &[
        literal(1, 8, "NY090020"),
        AGREEMENT,
        ORDER_NUMBER,
        ORDER_ACCOUNT,
        zeros(36, 80),
    ],
);

pub(super) const CLAIMS_END: Layout = Layout::new(
    "end record of the order",
    &[
        literal(1, 8, "NY210088"),
        TRANSACTIONS,
        RECORDS,
        SUM,
        FIRST_DATE,
        LAST_DATE,
        zeros(54, 80),
    ],
);

pub(super) const DELETIONS_END: Layout = Layout::new(
    "end record of the order",
    &[
        literal(1, 8, "NY213688"),
        TRANSACTIONS,
        RECORDS,
        SUM,
        FIRST_DATE,
        LAST_DATE,
        zeros(54, 80),
    ],
);

pub(super) const MANDATES_END: Layout = Layout::new(
    "end record of the order",
    &[
        literal(1, 8, "NY212488"),
        TRANSACTIONS,
        RECORDS,
        zeros(25, 80),
    ],
);

pub(super) const OCR_MADE: Field = digits("MPS date", 42, 47);
pub(super) const OCR_FIRST_DATE: Field = digits("earliest date", 48, 53);
pub(super) const OCR_LAST_DATE: Field = digits("latest date", 54, 59);

pub(super) const OCR_END: Layout = Layout::new(
    "end record of the order",
    &[
        literal(1, 8, "NY090088"),
        TRANSACTIONS,
        RECORDS,
        SUM,
        OCR_MADE,
        OCR_FIRST_DATE,
        OCR_LAST_DATE,
        zeros(60, 80),
    ],
);

pub(super) const TYPE: Field = digits("transaction type", 5, 6);
pub(super) const NUMBER: Field = digits("transaction number", 9, 15);
pub(super) const DUE_DATE: Field = digits("due date", 16, 21);
pub(super) const AMOUNT: Field = digits("amount", 33, 49);
pub(super) const KID: Field = right("KID", 50, 74);

pub(super) const AMOUNT_1: Layout = Layout::new(
    "amount record 1",
    &[
        literal(1, 4, "NY21"),
        TYPE,
        literal(7, 8, "30"),
        NUMBER,
        DUE_DATE,
        // Once a mobile number; whatever stands here is ignored (MPS: AvtaleGiro, system
        // specification).
        text("place that is ignored", 22, 32),
        AMOUNT,
        KID,
        zeros(75, 80),
    ],
);

pub(super) const SHORT_NAME: Field = text("short name", 16, 25);
pub(super) const REFERENCE: Field = text("external reference", 51, 75);

pub(super) const AMOUNT_2: Layout = Layout::new(
    "amount record 2",
    &[
        literal(1, 4, "NY21"),
        TYPE,
        literal(7, 8, "31"),
        NUMBER,
        SHORT_NAME,
        blanks(26, 50),
        REFERENCE,
        zeros(76, 80),
    ],
);

pub(super) const TEXT_LINE: Field = digits("line of the text", 17, 19);
pub(super) const TEXT_COLUMN: Field = digits("column of the text", 20, 20);
pub(super) const TEXT_ITSELF: Field = text("text", 21, 60);

pub(super) const TEXT: Layout = Layout::new(
    "text record",
    &[
        literal(1, 8, "NY212149"),
        NUMBER,
        Field::new("kind of notice", 16, 16, Kind::Literal("4")),
        TEXT_LINE,
        TEXT_COLUMN,
        TEXT_ITSELF,
        zeros(61, 80),
    ],
);

pub(super) const REGISTRATION: Field = text("registration type", 16, 16);
pub(super) const MANDATE_KID: Field = right("KID", 17, 41);
pub(super) const NOTICE: Field = text("notice wanted", 42, 42);

pub(super) const MANDATE: Layout = Layout::new(
    "mandate record",
    &[
        literal(1, 8, "NY219470"),
        NUMBER,
        REGISTRATION,
        MANDATE_KID,
        NOTICE,
        zeros(43, 80),
    ],
);

pub(super) const OCR_DATE: Field = digits("MPS date", 16, 21);
pub(super) const CENTRE: Field = digits("centre ID", 22, 23);
pub(super) const DAY_CODE: Field = digits("day code", 24, 25);
pub(super) const SETTLEMENT: Field = digits("partial settlement number", 26, 26);
pub(super) const SERIAL: Field = digits("serial number", 27, 31);
pub(super) const SIGN: Field = text("sign", 32, 32);
pub(super) const CARD_ISSUER: Field = digits("card issuer", 75, 76);

pub(super) const OCR_1: Layout = Layout::new(
    "amount record 1",
    &[
        literal(1, 4, "NY09"),
        TYPE,
        literal(7, 8, "30"),
        NUMBER,
        OCR_DATE,
        CENTRE,
        DAY_CODE,
        SETTLEMENT,
        SERIAL,
        SIGN,
        AMOUNT,
        KID,
        CARD_ISSUER,
        zeros(77, 80),
    ],
);

pub(super) const FORM: Field = digits("form number", 16, 25);
pub(super) const ARCHIVE: Field = digits("archive reference", 26, 34);
pub(super) const FREE: Field = digits("filler", 35, 41);
pub(super) const BANK_DATE: Field = digits("bank date", 42, 47);
pub(super) const DEBIT_ACCOUNT: Field = digits("debit account", 48, 58);

pub(super) const OCR_2: Layout = Layout::new(
    "amount record 2",
    &[
        literal(1, 4, "NY09"),
        TYPE,
        literal(7, 8, "31"),
        NUMBER,
        FORM,
        ARCHIVE,
        FREE,
        BANK_DATE,
        DEBIT_ACCOUNT,
        zeros(59, 80),
    ],
);

pub(super) const PURCHASE: Field = text("text", 16, 55);

pub(super) const OCR_3: Layout = Layout::new(
    "amount record 3",
    &[
        literal(1, 4, "NY09"),
        TYPE,
        literal(7, 8, "32"),
        NUMBER,
        PURCHASE,
        zeros(56, 80),
    ],
);

const fn literal(first: usize, last: usize, text: &'static str) -> Field {
    Field::new("record identification", first, last, Kind::Literal(text))
}

const fn digits(name: &'static str, first: usize, last: usize) -> Field {
    Field::new(name, first, last, Kind::Digits)
}

const fn text(name: &'static str, first: usize, last: usize) -> Field {
    Field::new(name, first, last, Kind::Text)
}

const fn right(name: &'static str, first: usize, last: usize) -> Field {
    Field::new(name, first, last, Kind::TextRight)
}

const fn zeros(first: usize, last: usize) -> Field {
    Field::new("filler", first, last, Kind::Zeros)
}

const fn blanks(first: usize, last: usize) -> Field {
    Field::new("filler", first, last, Kind::Blanks)
}
