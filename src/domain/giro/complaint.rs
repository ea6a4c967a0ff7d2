//! What can be wrong with a file: one table of rules, each with the part that it rejects.

use std::fmt;

/// The part of a file that is rejected (MPS: AvtaleGiro, system specification).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The whole file.
    Transmission,
    /// One order.
    Order,
    /// One claim or deletion.
    Transaction,
}

macro_rules! file_rules {
    ($($(#[$doc:meta])* $variant:ident $id:literal $level:ident,)+) => {
        /// A rule about files. Its words, its source, and whether it speaks in `strict` only stand
        /// in the catalogue of rules.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum FileRule { $($(#[$doc])* $variant,)+ }

        impl FileRule {
            /// Every rule.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its id in the catalogue of rules.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$variant => $id),+ }
            }

            /// The rule of an id.
            #[must_use]
            pub fn parse(id: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|rule| rule.id() == id)
            }

            /// What it rejects.
            #[must_use]
            pub const fn level(self) -> Level {
                match self { $(Self::$variant => Level::$level),+ }
            }
        }
    };
}

file_rules! {
    /// There is nothing in the file.
    Empty "FILE-EMPTY" Transmission,
    /// The file is larger than is taken.
    Size "FILE-SIZE" Transmission,
    /// The file is not made of records of 80 characters.
    Format "FILE-FORMAT" Transmission,
    /// Records end in something other than CR LF.
    LineEnds "FILE-LINE-ENDS" Transmission,
    /// The characters are not those of ISO-8859-1.
    Charset "FILE-CHARSET" Transmission,
    /// Blanks are missing at the end of a record.
    Padding "FILE-PADDING" Transmission,
    /// The start record of the transmission is missing, or a field of it is wrong.
    Start "FILE-START" Transmission,
    /// The sender is not known, or is MPS itself.
    Sender "FILE-SENDER" Transmission,
    /// The recipient is not MPS.
    Recipient "FILE-RECIPIENT" Transmission,
    /// The number of the transmission was used before.
    TransmissionNumber "FILE-TRANSMISSION-NUMBER" Transmission,
    /// The end record of the transmission is missing, or not the last one.
    End "FILE-END" Transmission,
    /// Counts, sum or date of the transmission are wrong.
    Totals "FILE-TOTALS" Transmission,
    /// The start record of an order is missing, or a field of it is wrong.
    OrderStart "FILE-ORDER-START" Order,
    /// The order is not one that payees send.
    OrderKind "FILE-ORDER-KIND" Order,
    /// A record does not belong into the order.
    OrderRecord "FILE-ORDER-RECORD" Order,
    /// The end record of an order is missing, or a field of it is wrong.
    OrderEnd "FILE-ORDER-END" Order,
    /// Counts, sum or dates of an order are wrong.
    OrderTotals "FILE-ORDER-TOTALS" Order,
    /// Nobody has an agreement on the account of the order.
    OrderAccount "FILE-ORDER-ACCOUNT" Order,
    /// The sender may not send for the payee.
    OrderSender "FILE-ORDER-SENDER" Order,
    /// The number of the order was used in the last twelve months.
    OrderNumber "FILE-ORDER-NUMBER" Order,
    /// A place that is to be filled with blanks or zeros holds something else. In the records of
    /// the transmission itself it rejects that.
    Filler "FILE-FILLER" Order,
    /// The transaction number is zero, not above the one before, or differs inside a claim.
    Number "FILE-NUMBER" Transaction,
    /// The second amount record is missing, or a record stands without the first.
    Records "FILE-RECORDS" Transaction,
    /// The due date is no date.
    DueDate "FILE-DUE-DATE" Transaction,
    /// The amount is not 17 digits, or more than can be counted.
    Amount "FILE-AMOUNT" Transaction,
    /// The KID is missing, or not digits.
    Kid "FILE-KID" Transaction,
    /// Line or column of a text are out of range.
    Text "FILE-TEXT" Transaction,
    /// There is no claim to be deleted.
    NoClaim "FILE-NO-CLAIM" Transaction,
    /// It is too late to delete the claim.
    TooLate "FILE-TOO-LATE" Transaction,
    /// The payer's bank did not give the claim back.
    NotGivenBack "FILE-NOT-GIVEN-BACK" Transaction,
}

/// Something that is wrong in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// The rule that speaks.
    pub rule: FileRule,
    /// Record in the file, counted from 1; 0 where it is about none.
    pub line: usize,
    /// Character in the record, counted from 1; 0 where it is about none.
    pub column: usize,
    /// What was found and what was expected.
    pub text: String,
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, self.column) {
            (0, _) => f.write_str(&self.text),
            (line, 0) => write!(f, "line {line}: {}", self.text),
            (line, column) => write!(f, "line {line}, column {column}: {}", self.text),
        }
    }
}
