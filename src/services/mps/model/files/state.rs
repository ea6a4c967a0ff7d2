//! What MPS keeps of files.

use std::sync::Arc;

use imbl::{OrdMap, OrdSet};
use jiff::Timestamp;
use jiff::civil::Date;

use crate::domain::account::AccountNumber;
use crate::domain::giro::{
    Complaint, CustomerUnit, FiledClaim, OrderKind, SerialNumber, Transmission,
};
use crate::domain::money::Ore;
use crate::domain::slug::Slug;
use crate::domain::words::words;
use crate::services::mps::model::{Desire, Rejection, ShipmentId, TransactionId};

/// Everything about files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::services::mps) struct Files {
    /// Transmission numbers that senders used, and when.
    pub(in crate::services::mps) used: OrdMap<(CustomerUnit, SerialNumber), Timestamp>,
    /// Order numbers that were used for accounts, and the day on which last.
    pub(in crate::services::mps) order_numbers: OrdMap<(String, SerialNumber), Date>,
    /// Orders that were taken. One of claims has the id of the shipment that its claims are in.
    pub(in crate::services::mps) orders: OrdMap<ShipmentId, StoredOrder>,
    /// Deletions on their way, by the claim that they take back.
    pub(in crate::services::mps) deletions: OrdMap<TransactionId, Deletion>,
    /// Files from MPS, by serial number.
    pub(in crate::services::mps) outgoing: OrdMap<SerialNumber, Arc<OutgoingFile>>,
    /// The number of the last of them.
    pub(in crate::services::mps) last_file: SerialNumber,
    /// The number of the last transmission from MPS.
    pub(in crate::services::mps) last_transmission: SerialNumber,
    /// The last archive reference that a payment got.
    pub(in crate::services::mps) last_reference: u32,
    /// How many changes in the book's record of mandates were told to data receivers; `None`
    /// before the first time, when those are known that the world began with.
    pub(in crate::services::mps) changes_told: Option<usize>,
    /// Payments before this instant were told to data receivers.
    pub(in crate::services::mps) settled_until: Option<Timestamp>,
    /// Accounts of which a full list of mandates was asked for.
    pub(in crate::services::mps) lists_wanted: OrdSet<AccountNumber>,
    /// What goes into the next list L00202, which is made when everything of this instant is
    /// judged: one list tells of all orders of a transmission.
    pub(in crate::services::mps) listed: OrdMap<ShipmentId, ListedOrder>,
}

/// An order that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::services::mps) struct StoredOrder {
    /// Who sent it.
    pub(in crate::services::mps) sender: CustomerUnit,
    /// The sender's number of the transmission it came in.
    pub(in crate::services::mps) transmission: SerialNumber,
    /// When it came.
    pub(in crate::services::mps) received_at: Timestamp,
    /// What is in it.
    pub(in crate::services::mps) kind: OrderKind,
    /// The payee's number of it.
    pub(in crate::services::mps) number: SerialNumber,
    /// Account of the payee as written.
    pub(in crate::services::mps) account: String,
    /// Why the whole order is rejected; empty when it is not.
    pub(in crate::services::mps) complaints: Vec<Complaint>,
    /// What was rejected as it came, until it is told.
    pub(in crate::services::mps) rejected: Vec<ListRow>,
    /// What is to be deleted, until it is.
    pub(in crate::services::mps) deletions: Vec<PendingDeletion>,
    /// Its transactions were judged.
    pub(in crate::services::mps) worked: bool,
}

/// A deletion that was not looked at yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::services::mps) struct PendingDeletion {
    /// As it was sent.
    pub(in crate::services::mps) sent: FiledClaim,
    /// What a scenario asked for.
    pub(in crate::services::mps) fate: Option<Desire>,
}

/// A deletion on its way to the payer's bank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::services::mps) struct Deletion {
    /// The order it came in.
    pub(in crate::services::mps) order: ShipmentId,
    /// As it was sent.
    pub(in crate::services::mps) sent: FiledClaim,
    /// What a scenario asked for; what it asked of the claim itself stands there.
    pub(in crate::services::mps) fate: Option<Desire>,
}

words! {
    /// What a file from MPS is (MPS: Receipt lists; names of data files are ours).
    pub enum FileKind {
        /// A transmission that could not be read, or from nobody who is known.
        Unreadable "L200",
        /// What became of a transmission, as a whole.
        Receipt "L226",
        /// Rejected orders and transactions, for people.
        Rejections "L00202",
        /// The same as a table.
        RejectionTable "L00202-CSV",
        /// A transmission with mandates only.
        Mandates "mandates",
        /// A transmission with payments, and perhaps mandates.
        Ocr "ocr",
    }
}

/// A file from MPS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutgoingFile {
    /// Its serial number, from 1; stands in its name.
    pub serial: SerialNumber,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: FileKind,
    /// Whose it is; `None` where a file came from nobody in particular.
    pub to: Option<CustomerUnit>,
    /// The company whose user sent the file that it answers.
    pub company: Option<Slug>,
    /// When it was made.
    pub made_at: Timestamp,
    /// When somebody said to have fetched it.
    pub fetched_at: Option<Timestamp>,
    /// What is in it.
    pub content: FileContent,
}

/// What is in a file from MPS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileContent {
    /// What became of a transmission as a whole.
    Receipt(Receipt),
    /// Rejected orders and transactions.
    List(Arc<[ListedOrder]>),
    /// Mandates and payments.
    Transmission(Arc<Transmission>),
}

/// What became of a transmission as a whole. That it is approved says nothing of its orders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The name it was sent under.
    pub file: Option<String>,
    /// How long it is, in bytes.
    pub bytes: u64,
    /// Who says to have sent it, where that can be read.
    pub sender: Option<CustomerUnit>,
    /// The sender's number of it, where that can be read.
    pub number: Option<SerialNumber>,
    /// Transactions in it.
    pub transactions: u64,
    /// Records in it.
    pub records: u64,
    /// Its orders.
    pub orders: Vec<ReceiptOrder>,
    /// Why it is rejected; empty when it is approved.
    pub complaints: Vec<Complaint>,
    /// What is odd about it and was taken all the same.
    pub remarks: Vec<Complaint>,
}

/// An order as a receipt names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptOrder {
    /// What is in it.
    pub kind: OrderKind,
    /// The payee's number of it.
    pub number: SerialNumber,
    /// Account of the payee as written.
    pub account: String,
    /// Transactions in it.
    pub transactions: u64,
    /// Sum of what can be read, in øre.
    pub sum: Ore,
}

/// What is rejected of one order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedOrder {
    /// When it came.
    pub received_at: Timestamp,
    /// Name and organisation number of the payee, if the account is anybody's.
    pub payee: Option<(String, String)>,
    /// Id of the payee's agreement.
    pub agreement: Option<String>,
    /// Account of the payee as written.
    pub account: String,
    /// Who sent it.
    pub sender: CustomerUnit,
    /// The sender's number of the transmission.
    pub transmission: SerialNumber,
    /// The payee's number of the order.
    pub number: SerialNumber,
    /// What is in it.
    pub kind: OrderKind,
    /// Why the whole order is rejected; empty when it is not.
    pub complaints: Vec<Complaint>,
    /// Transactions that there is something to say about.
    pub rows: Vec<ListRow>,
}

words! {
    /// How bad it is.
    pub enum Severity {
        /// It is rejected.
        Rejected "rejected",
        /// It is taken, and there is something to say about it.
        Warning "warning",
    }
}

/// A transaction in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRow {
    /// How bad it is.
    pub severity: Severity,
    /// The transaction.
    pub sent: AsSent,
    /// What there is to say, one at least.
    pub words: Vec<Word>,
}

/// A transaction as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AsSent {
    /// One that could be read.
    Read(FiledClaim),
    /// Its amount records.
    Raw(Vec<String>),
}

/// A reason: its code and words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Code of a rejection or a warning, or id of a rule about files.
    pub code: String,
    /// The words.
    pub text: String,
}

impl Word {
    /// The words as lists print them. Those about mandates begin as in production (MPS: Receipt
    /// lists).
    #[must_use]
    pub fn message(&self) -> String {
        let of_mandates = [Rejection::NoMandate, Rejection::MandateInactive];
        if of_mandates.iter().any(|it| it.code() == self.code) {
            return format!("FBO FINNES IKKE: {}", self.text);
        }
        self.text.clone()
    }
}

impl From<&Complaint> for Word {
    fn from(complaint: &Complaint) -> Self {
        Self {
            code: complaint.rule.id().to_owned(),
            text: complaint.to_string(),
        }
    }
}
