//! A transmission and its orders, as they are written.

use jiff::civil::Date;

use super::{CustomerUnit, Payment, SerialNumber};
use crate::domain::account::AccountNumber;
use crate::domain::money::Ore;
use crate::domain::words::words;

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transmission {
    /// Who sends it.
    pub sender: CustomerUnit,
    /// The sender's own number of it.
    pub number: SerialNumber,
    /// Who gets it.
    pub recipient: CustomerUnit,
    /// What is in it.
    pub orders: Vec<Order>,
    /// The date in its end record: of one from MPS the day on which it was made, `None` for zeros
    /// (a transmission of mandates only). Of one to MPS the earliest due date stands there, which
    /// follows from the orders, and this is `None`.
    pub date: Option<Date>,
}

/// An order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// Claims of a payee.
    Claims(ClaimOrder),
    /// Claims that their payee wants back.
    Deletions(ClaimOrder),
    /// Mandates for a payee.
    Mandates(MandateOrder),
    /// Payments to a payee.
    Settlements(SettlementOrder),
}

/// Claims, or deletions of claims, for one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimOrder {
    /// The payee's number of the order, used once in twelve months.
    pub number: SerialNumber,
    /// Account of the payee as written, eleven digits.
    pub account: String,
    /// The transactions.
    pub claims: Vec<FiledClaim>,
}

/// Who tells the payer of a claim: the transaction type of its records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Notifier {
    /// The payee (type 02).
    Payee,
    /// The payer's bank (type 21), which alone may have text with it.
    Bank,
}

/// A claim, or the deletion of one, as its records hold it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FiledClaim {
    /// Number in the order, from 1, ascending.
    pub number: u32,
    /// Who tells the payer; of a deletion it means nothing.
    pub notifier: Notifier,
    /// Due date.
    pub due_date: Date,
    /// Amount in øre.
    pub amount: Ore,
    /// KID as written, without the blanks around it.
    pub kid: String,
    /// Short name of the payer, up to ten characters.
    pub short_name: String,
    /// What stands on the payer's statement (`fremmedreferanse`), up to 25 characters.
    pub external_reference: String,
    /// What the bank's notice says.
    pub texts: Vec<TextLine>,
}

/// One half of a line of a notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextLine {
    /// Line, from 1 to 42.
    pub line: u8,
    /// Column, 1 or 2.
    pub column: u8,
    /// Up to 40 characters.
    pub text: String,
}

/// Mandates for one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MandateOrder {
    /// Running number in the transmission.
    pub number: SerialNumber,
    /// Account of the payee.
    pub account: AccountNumber,
    /// What there is to tell.
    pub lines: Vec<MandateLine>,
}

words! {
    /// What is told of a mandate (MPS: AvtaleGiro, system specification: registration type).
    pub enum Registration {
        /// It is there: an entry of a full list.
        Listed "0",
        /// It is new, or was changed.
        Changed "1",
        /// It ended.
        Ended "2",
    }
}

/// One mandate in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MandateLine {
    /// What is told.
    pub registration: Registration,
    /// KID as registered.
    pub kid: String,
    /// The payer wants a notice before each payment.
    pub notification: bool,
}

/// Payments to one account (OCR giro).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettlementOrder {
    /// Id of the agreement on OCR giro, nine digits.
    pub agreement: String,
    /// Running number in the transmission.
    pub number: SerialNumber,
    /// Account of the payee as written, eleven digits.
    pub account: String,
    /// Day on which MPS made it.
    pub date: Date,
    /// The payments, by processing date.
    pub payments: Vec<Payment>,
}
