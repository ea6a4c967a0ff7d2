//! Rules of the banks that take invoices out of Digipost.

use super::rule::{OURS, Rule, rule};

const API: &str = "Digipost: bank payment API";
const BANKS: &str = "Digipost: invoices in the bank";
const SERVICE: &str = "Digipost: description of the invoice service";

/// One row a rule.
pub(super) const RULES: &[Rule] = &[
    rule(
        "BANK-MESSAGE",
        API,
        "a message holds the fields of its operation, in kroner, dates and digits",
    ),
    rule("BANK-MEDIA-TYPE", API, "messages are XML or JSON"),
    rule(
        "BANK-UNKNOWN-BANK",
        BANKS,
        "the bank is one of those that have an agreement with Digipost",
    ),
    rule(
        "BANK-UNKNOWN-USER",
        OURS,
        "the person is somebody whom the bank knows",
    ),
    rule(
        "BANK-NOT-OFFERED",
        BANKS,
        "the bank takes payments from Digipost (option 1)",
    ),
    rule(
        "BANK-AGREEMENT",
        SERVICE,
        "the agreement between person and bank has not ended at the bank",
    ),
    rule(
        "BANK-ACCOUNT",
        API,
        "payments are made from an account of the person that can be used for it",
    ),
    rule(
        "BANK-DUPLICATE",
        OURS,
        "the same payment is not in the register yet",
    ),
];
