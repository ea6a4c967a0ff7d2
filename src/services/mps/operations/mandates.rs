//! The creditor mandate API: JSON over HTTP, for payees and their providers.
//!
//! Public is that the real one is REST over mutual TLS with signed answers; its addresses and its
//! messages are not, so every field here is our model. Four of the names are those that a public
//! client of a bank uses for the same things.

use super::parts::KIB;
use crate::services::{
    Contract, Fact, Fidelity, Field, Holds, Kind, Match, Method, Operation, Shape, Source,
};

/// What every address of the API begins with, below the mount.
pub(in crate::services::mps) const MANDATES_PATH: &str = "/creditor-mandate-api/";

/// Most entries on a page.
pub(in crate::services::mps) const PAGE_MAX: usize = 1000;
/// Entries on a page where none are asked for.
pub(in crate::services::mps) const PAGE: usize = 100;

const SOURCES: &[Source] = &["MPS: creditor mandate API", "MPS: AvtaleGiro, mandates"];

macro_rules! below {
    ($path:literal) => {
        concat!("/creditor-mandate-api/v1/", $path)
    };
}

const fn row(
    id: &'static str,
    path: &'static str,
    facts: &'static [Fact],
    contract: &'static Contract,
    remark: &'static str,
) -> Operation {
    Operation {
        id,
        method: Method::Get,
        path,
        matched_by: Match::Path,
        body_max: 64 * KIB,
        facts,
        contract: Some(contract),
        fidelity: Fidelity::Modelled,
        sources: SOURCES,
        remark,
    }
}

/// What can be asked.
pub(super) const ROWS: &[Operation] = &[
    row(
        "mps.mandates.list",
        below!("mandates"),
        &[Fact::Kid, Fact::Account],
        &LIST,
        "addresses and fields are ours; HTTP Basic with a user of MPS stands in for mutual TLS, \
         and answers are not signed; the payer's limit is never told",
    ),
    row(
        "mps.mandates.changes",
        below!("mandate-changes"),
        &[Fact::Account],
        &CHANGES,
        "what was made, changed and ended since an instant; what a payer changes of the limit is \
         no change here",
    ),
    row(
        "mps.mandates.get",
        below!("mandates/{mandate_reference}"),
        &[Fact::Kid, Fact::Account],
        &GET,
        "one that ended is not found, and stands in the changes",
    ),
];

const fn field(name: &'static str, kind: Kind, about: &'static str) -> Field {
    Field::modelled(name, Holds::Value(kind), about)
}

const fn group(name: &'static str, shape: &'static Shape) -> Field {
    Field::modelled(name, Holds::Fields(shape), "")
}

const CREDITOR: Field = field(
    "creditor_account",
    Kind::Digits(11, 11),
    "account of the payee; one of a company that the user acts for",
);
const REFERENCE: Field = field(
    "mandate_reference",
    Kind::Text(14, 37),
    "account of the payee, a hyphen, and the KID as registered",
);
const KID: Field = field("kid", Kind::Text(2, 25), "KID as registered");
const DEBTOR: Field = field(
    "debtor_account",
    Kind::Digits(11, 11),
    "account of the payer; null while the bank has not said",
);
const LIMIT: Field = field(
    "limit",
    Kind::Count,
    "entries on a page, 1 to 1000, else 100",
);
const CURSOR: Field = field("cursor", Kind::Text(1, 200), "the next_cursor of a page");
const MORE: Field = field("more", Kind::Boolean, "another page is there now");
const CURRENCY: Field = group(
    "mandate_currency",
    &Shape {
        name: "MandateCurrency",
        fields: &[field("currency", Kind::Word(&["NOK"]), "currency")],
    },
);
const NOTIFICATION: Field = group(
    "mandate_notification",
    &Shape {
        name: "MandateNotification",
        fields: &[group(
            "other",
            &Shape {
                name: "OtherNotification",
                fields: &[field(
                    "notification",
                    Kind::Word(&["Yes", "No"]),
                    "the payer wants a notice before each payment",
                )],
            },
        )],
    },
);
const RESULT: Field = group(
    "mandate_acceptance_result",
    &Shape {
        name: "MandateAcceptanceResult",
        fields: &[field(
            "status",
            Kind::Word(STATUSES),
            "in force or not; PENDING where a scenario says so",
        )],
    },
);
const STATUSES: &[&str] = &["ACTIVE", "INACTIVE", "PENDING"];

const MANDATE: &[Field] = &[
    REFERENCE,
    CREDITOR,
    KID,
    DEBTOR,
    CURRENCY,
    NOTIFICATION,
    RESULT,
    field("created_at", Kind::DateTime, "when it was made"),
    field("changed_at", Kind::DateTime, "when it changed last"),
];

static LIST: Contract = Contract {
    request: &[
        CREDITOR,
        field(
            "kid",
            Kind::Text(2, 25),
            "mandates that a claim with this KID may be debited under",
        )
        .maybe(),
        field("status", Kind::Word(STATUSES), "mandates of this status").maybe(),
        LIMIT.maybe(),
        CURSOR.maybe(),
    ],
    response: &[
        group(
            "mandates",
            &Shape {
                name: "Mandate",
                fields: MANDATE,
            },
        )
        .times(0, PAGE_MAX),
        MORE,
        field("next_cursor", Kind::Text(1, 200), "null on the last page"),
    ],
};

static CHANGES: Contract = Contract {
    request: &[
        CREDITOR,
        field(
            "since",
            Kind::DateTime,
            "first instant; this or cursor, and not both",
        )
        .maybe(),
        CURSOR.maybe(),
        LIMIT.maybe(),
    ],
    response: &[
        group(
            "changes",
            &Shape {
                name: "MandateChange",
                fields: &[
                    field(
                        "change",
                        Kind::Word(&["MADE", "CHANGED", "ENDED"]),
                        "what happened",
                    ),
                    field("happened_at", Kind::DateTime, "when"),
                    REFERENCE,
                    CREDITOR,
                    KID,
                    DEBTOR,
                    CURRENCY,
                    NOTIFICATION,
                    RESULT,
                ],
            },
        )
        .times(0, PAGE_MAX),
        MORE,
        field(
            "next_cursor",
            Kind::Text(1, 200),
            "where to go on, now or when more has happened",
        ),
    ],
};

static GET: Contract = Contract {
    request: &[REFERENCE],
    response: MANDATE,
};
