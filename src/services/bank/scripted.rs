//! What scenarios may ask the bank for by name.

use crate::services::Scripted;

const PAYMENTS: &[&str] = &["bank.payments.create"];
const ACCOUNTS: &[&str] = &["bank.accounts.list", "bank.payments.create"];
const ALL: &[&str] = &[
    "bank.agreements.create",
    "bank.accounts.list",
    "bank.payments.create",
];

const FAILS: Scripted = row("serverFault", ALL, "the bank fails");
const LOST: Scripted = row(
    "bookedButLost",
    PAYMENTS,
    "the payment is put into the register and the answer lost: the person is told that it failed, \
     and the next try is a duplicate",
);

/// Everything that can be asked for; failures of HTTP have their own fields in a rule.
pub const SCRIPTED: &[Scripted] = &[
    FAILS,
    row(
        "agreementGone",
        PAYMENTS,
        "the agreement ended at the bank; Digipost forgets it",
    ),
    row(
        "noUsableAccounts",
        ACCOUNTS,
        "the person has no account that payments can be made from: an empty list, or a refusal",
    ),
    row("accountClosed", PAYMENTS, "the account to debit was closed"),
    row(
        "duplicatePayment",
        PAYMENTS,
        "the bank takes the payment for one that it has",
    ),
    row(
        "pastDueDate",
        PAYMENTS,
        "the bank takes the due date for one that is over, and minds",
    ),
    LOST,
];

static FAILS_ROW: Scripted = FAILS;
static LOST_ROW: Scripted = LOST;

/// How a payment that a person asked for in Digipost meets trouble of HTTP: an answer that did not
/// come, to a request that took effect or did not.
#[must_use]
pub fn unheard(processed: bool) -> &'static Scripted {
    if processed { &LOST_ROW } else { &FAILS_ROW }
}

const fn row(name: &'static str, on: &'static [&'static str], text: &'static str) -> Scripted {
    Scripted { name, on, text }
}
