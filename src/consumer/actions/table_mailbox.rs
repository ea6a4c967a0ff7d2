//! The rows of the table about Digipost and the banks that take invoices out of it.

use super::table::{AMOUNT, Action, Field, FieldKind, PAID_ON, may, must};
use super::{banking, mailbox, payment};

const MAIL: Field = must("mail", FieldKind::Mail, "the letter");
const PAYMENT: Field = must("payment", FieldKind::Payment, "the payment");
const BANK: Field = may(
    "bank",
    FieldKind::Bank,
    "the bank; the person's own without",
);
const ACCOUNT: Field = may(
    "account",
    FieldKind::Account,
    "the account to debit; the person's own without",
);

const MAILBOX: &str = "Digipost: API, document events";
const ACCOUNTS: &str = "Digipost: availability of invoices";
const BANKS: &str = "Digipost: invoices in the bank";
const PAYMENTS: &str = "Digipost: bank payment API";

/// Each deed, in the order in which people see them.
pub(super) const ROWS: &[Action] = &[
    Action {
        name: "read-mail",
        text: "open a letter in Digipost",
        fields: &[MAIL],
        source: MAILBOX,
        does: mailbox::read,
    },
    Action {
        name: "delete-mail",
        text: "delete a letter in Digipost; an invoice that waits is gone from the bank too",
        fields: &[MAIL],
        source: ACCOUNTS,
        does: mailbox::delete,
    },
    Action {
        name: "open-digipost",
        text: "open an account at Digipost, or reopen it; within three months its agreements \
               come back",
        fields: &[],
        source: ACCOUNTS,
        does: mailbox::open_account,
    },
    Action {
        name: "close-digipost",
        text: "close the account at Digipost, which ends all exchange with banks",
        fields: &[],
        source: ACCOUNTS,
        does: mailbox::close_account,
    },
    Action {
        name: "connect-bank",
        text: "choose bank and account in Digipost, from which invoices are paid (option 1)",
        fields: &[BANK, ACCOUNT],
        source: BANKS,
        does: banking::connect,
    },
    Action {
        name: "disconnect-bank",
        text: "take bank and account out of Digipost",
        fields: &[],
        source: BANKS,
        does: banking::disconnect,
    },
    Action {
        name: "end-at-bank",
        text: "have the bank take no payments from Digipost any more, which Digipost learns with \
               the next one",
        fields: &[BANK],
        source: PAYMENTS,
        does: banking::end_at_bank,
    },
    Action {
        name: "add-to-payments",
        text: "send an invoice from Digipost to the bank's due-date register (option 1)",
        fields: &[MAIL],
        source: BANKS,
        does: banking::add,
    },
    Action {
        name: "connect-netbank",
        text: "let the bank show invoices from Digipost (option 2)",
        fields: &[
            BANK,
            may(
                "sms_notification",
                FieldKind::YesOrNo,
                "a text message for each invoice; no without",
            ),
        ],
        source: BANKS,
        does: banking::connect_netbank,
    },
    Action {
        name: "disconnect-netbank",
        text: "let the bank show them no more",
        fields: &[BANK],
        source: BANKS,
        does: banking::disconnect_netbank,
    },
    Action {
        name: "approve-in-bank",
        text: "approve an invoice from Digipost in the bank, which tells Digipost (option 2)",
        fields: &[MAIL, BANK, ACCOUNT, AMOUNT, PAID_ON],
        source: BANKS,
        does: banking::approve,
    },
    Action {
        name: "stop-bank-payment",
        text: "stop a payment in the bank's due-date register; nothing of it shows in Digipost",
        fields: &[PAYMENT],
        source: BANKS,
        does: payment::stop,
    },
    Action {
        name: "change-bank-payment",
        text: "change amount, credited account or day of a payment in the bank's due-date register",
        fields: &[
            PAYMENT,
            may("amount_ore", FieldKind::Amount, "the amount"),
            may("to_account", FieldKind::Account, "the account to credit"),
            may(
                "on",
                FieldKind::Date,
                "the day on which the bank pays it, or on the next bank day",
            ),
        ],
        source: BANKS,
        does: payment::change,
    },
];
