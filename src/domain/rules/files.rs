//! Rules about files between payees and MPS.

use super::rule::{OURS, Rule, Speaks, rule};

const SPEC: &str = "MPS: AvtaleGiro, system specification";
const LISTS: &str = "MPS: Receipt lists";
const ROLES: &str = "MPS: Roles";
const CANCEL: &str = "MPS: AvtaleGiro, cancelling payment claims";

/// One row a rule.
pub(super) const RULES: &[Rule] = &[
    rule(
        "FILE-EMPTY",
        LISTS,
        "a file holds a transmission (list L200)",
    ),
    rule(
        "FILE-SIZE",
        OURS,
        "a file is not larger than is taken at once",
    ),
    rule(
        "FILE-FORMAT",
        SPEC,
        "a file is made of records of 80 characters",
    ),
    strict("FILE-LINE-ENDS", SPEC, "records end in CR LF"),
    strict("FILE-CHARSET", SPEC, "characters are those of ISO-8859-1"),
    strict(
        "FILE-PADDING",
        SPEC,
        "records are filled with blanks up to 80 characters",
    ),
    rule(
        "FILE-START",
        SPEC,
        "a transmission begins with its start record, once, and every field of it is right",
    ),
    rule(
        "FILE-SENDER",
        LISTS,
        "the data sender is a customer unit that MPS knows, and not MPS itself (list L200)",
    ),
    rule("FILE-RECIPIENT", SPEC, "the data recipient is 00008080"),
    rule(
        "FILE-TRANSMISSION-NUMBER",
        SPEC,
        "a data sender uses each transmission number once",
    ),
    rule("FILE-END", SPEC, "a transmission ends with its end record"),
    rule(
        "FILE-TOTALS",
        SPEC,
        "counts, sum and date in the end record of a transmission are those of its orders",
    ),
    rule(
        "FILE-ORDER-START",
        SPEC,
        "an order begins with its start record, and every field of it is right",
    ),
    rule("FILE-ORDER-KIND", SPEC, "payees send claims and deletions"),
    rule(
        "FILE-ORDER-RECORD",
        SPEC,
        "an order holds records of one kind",
    ),
    rule(
        "FILE-ORDER-END",
        SPEC,
        "an order ends with its end record, and every field of it is right",
    ),
    rule(
        "FILE-ORDER-TOTALS",
        SPEC,
        "counts, sum and dates in the end record of an order are those of its transactions",
    ),
    rule(
        "FILE-ORDER-ACCOUNT",
        SPEC,
        "the order account is one with an AvtaleGiro agreement",
    ),
    strict(
        "FILE-ORDER-SENDER",
        ROLES,
        "the data sender sends for the payee of the order account",
    ),
    strict(
        "FILE-ORDER-NUMBER",
        SPEC,
        "an order number is used once in 12 months and a day for an account, for claims and \
         deletions together",
    ),
    strict(
        "FILE-FILLER",
        SPEC,
        "places without a meaning are filled with blanks or zeros as specified",
    ),
    rule(
        "FILE-NUMBER",
        SPEC,
        "transaction numbers are above zero, ascending, and the same in all records of a claim",
    ),
    rule("FILE-RECORDS", SPEC, "a claim has both amount records"),
    rule("FILE-DUE-DATE", SPEC, "the due date is a date"),
    rule("FILE-AMOUNT", SPEC, "the amount is 17 digits"),
    rule(
        "FILE-KID",
        SPEC,
        "the KID is filled in, digits at the right",
    ),
    rule(
        "FILE-TEXT",
        SPEC,
        "a text stands in line 1 to 42 and column 1 or 2, behind the amount records of its claim",
    ),
    rule(
        "FILE-NO-CLAIM",
        CANCEL,
        "what is deleted was claimed and not deleted before",
    ),
    rule(
        "FILE-TOO-LATE",
        CANCEL,
        "a deletion comes by 14:00 on the day before the due date",
    ),
    rule(
        "FILE-NOT-GIVEN-BACK",
        CANCEL,
        "MPS and the payer's bank give back the claim that is deleted",
    ),
];

const fn strict(id: &'static str, source: &'static str, text: &'static str) -> Rule {
    Rule {
        speaks: Speaks::StrictOnly,
        ..rule(id, source, text)
    }
}

#[cfg(test)]
mod tests {
    use super::RULES;
    use crate::domain::giro::FileRule;

    #[test]
    fn every_rule_of_files_stands_in_the_catalogue_once_and_nothing_else_does() {
        let known: Vec<&str> = FileRule::ALL.iter().map(|rule| rule.id()).collect();
        let rows: Vec<&str> = RULES.iter().map(|rule| rule.id).collect();
        assert_eq!(known, rows);
    }
}
