//! What a bank can do for Digipost.

use crate::services::{Fact, Fidelity, Match, Method, Mount, Operation, Source};

/// Where the bank is mounted.
pub const MOUNT: Mount = Mount {
    service: "bank",
    prefix: "/bank",
    title: "the consumer's bank as Digipost sees it",
};

/// The operation under which rules know a payment, whoever asks for it.
pub const CREATE_PAYMENT: &str = "bank.payments.create";

/// Largest body taken, in bytes; an agreement may come signed.
const BODY_MAX: usize = 256 * 1024;

const SOURCES: &[Source] = &[
    "Digipost: bank payment API",
    "Digipost: invoices in the bank",
];

const fn row(
    id: &'static str,
    method: Method,
    path: &'static str,
    facts: &'static [Fact],
    remark: &'static str,
) -> Operation {
    Operation {
        id,
        method,
        path,
        matched_by: Match::Path,
        body_max: BODY_MAX,
        facts,
        contract: None,
        fidelity: Fidelity::Modelled,
        sources: SOURCES,
        remark,
    }
}

/// Every operation.
pub const OPERATIONS: &[Operation] = &[
    row(
        "bank.agreements.create",
        Method::Post,
        "/api/agreements",
        &[Fact::Consumer],
        "XML or JSON; 204; a signed agreement is taken and not looked at; login is left open by \
         the documents, and nobody logs in here; code and text of errors are ours",
    ),
    row(
        "bank.accounts.list",
        Method::Get,
        "/api/accounts",
        &[Fact::Consumer],
        "the person's account of the cast, if it is at this bank; its alias is ours, and so is the \
         form of JSON",
    ),
    row(
        CREATE_PAYMENT,
        Method::Post,
        "/api/payments",
        &[
            Fact::Consumer,
            Fact::Kid,
            Fact::Account,
            Fact::Amount,
            Fact::DueDate,
        ],
        "rules about it speak of a person's own `add-to-payments` too; a missing KID is taken, as \
         Digipost allows invoices without; what is a duplicate, and that a past due date is paid \
         by the next run, is ours",
    ),
];
