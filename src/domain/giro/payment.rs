//! A payment as OCR giro tells of it.

use jiff::civil::Date;

use crate::domain::money::Ore;
use crate::domain::words::words;

words! {
    /// How somebody paid (MPS: OCR giro, system manual: transaction type).
    pub enum PaymentKind {
        /// Giro that was debited an account.
        Giro "10",
        /// Standing order.
        StandingOrder "11",
        /// Direct remittance.
        DirectRemittance "12",
        /// Giro of a business terminal.
        BusinessTerminal "13",
        /// Giro at the counter.
        Counter "14",
        /// Direct debit.
        AvtaleGiro "15",
        /// Giro by telephone.
        Telegiro "16",
        /// Giro that was paid in cash.
        Cash "17",
        /// Reversal of a purchase, with a KID.
        ReversalWithKid "18",
        /// Purchase with a KID.
        PurchaseWithKid "19",
        /// Reversal of a purchase, with a text.
        ReversalWithText "20",
        /// Purchase with a text.
        PurchaseWithText "21",
    }
}

/// A payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// Number in the order, from 1.
    pub number: u32,
    /// How it was paid.
    pub kind: PaymentKind,
    /// Day on which MPS worked on it.
    pub date: Date,
    /// First two digits of the bank's data centre.
    pub centre: u8,
    /// Day code, day of the month on which it was worked on.
    pub day_code: u8,
    /// Number of the partial settlement of that day.
    pub settlement: u8,
    /// Which line on the payee's bank statement it is part of.
    pub serial: u32,
    /// The amount is deducted (a minus stands before it).
    pub is_negative: bool,
    /// Amount in øre, without its sign.
    pub amount: Ore,
    /// KID as written, without the blanks around it; empty where there is none.
    pub kid: String,
    /// Issuer of the card, for payments at terminals.
    pub card_issuer: u8,
    /// Number of the giro form, ten digits.
    pub form: String,
    /// Archive reference, nine digits; for some kinds the payer's agreement, or the terminal.
    pub reference: String,
    /// Seven digits that mean nothing.
    pub filler: String,
    /// Day on which the bank moved the money, if it is known.
    pub bank_date: Option<Date>,
    /// The payer's account, eleven digits; zeros where it is not known.
    pub debit_account: String,
    /// What was bought, up to 40 characters, for the kinds with text.
    pub text: Option<String>,
}
