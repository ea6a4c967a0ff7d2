//! The files of MPS as text, both ways. A transmission is written as the file that it is.

use std::sync::Arc;

use imbl::{OrdMap, OrdSet};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::documents::bbs;
use crate::domain::account::AccountNumber;
use crate::domain::giro::{
    Complaint, CustomerUnit, FileRule, FiledClaim, Notifier, OrderKind, SerialNumber, TextLine,
    Transmission,
};
use crate::domain::money::Ore;
use crate::domain::slug::Slug;
use crate::services::mps::model::{
    AsSent, Deletion, Desire, FileContent, FileKind, Files, ListRow, ListedOrder, OutgoingFile,
    PendingDeletion, Receipt, ReceiptOrder, Severity, ShipmentId, StoredOrder, TransactionId, Word,
};
use crate::snapshot::written::{self, formed, texted, worded};

formed! {
    FilesText for Files,
    OrderText for StoredOrder,
    PendingText for PendingDeletion,
    DeletionText for Deletion,
    OutgoingText for OutgoingFile,
    ContentText for FileContent,
    ReceiptText for Receipt,
    ReceiptOrderText for ReceiptOrder,
    ListedText for ListedOrder,
    RowText for ListRow,
    AsSentText for AsSent,
    WordText for Word,
    ComplaintText for Complaint,
    ClaimText for FiledClaim,
    NotifierText for Notifier,
    LineText for TextLine,
}

worded!(FileKind, Severity, OrderKind);

texted! {
    CustomerUnit, "a customer unit", |it| it.as_str().into(), CustomerUnit::parse;
    SerialNumber, "a number of up to seven digits", |it| it.to_string().into(), serial;
    FileRule, "a rule about files", |it| it.id().into(),
        |text: &str| FileRule::parse(text).ok_or("such as `FILE-EMPTY`");
    (CustomerUnit, SerialNumber), "a customer unit and a number",
        |(unit, number)| format!("{unit} {number}").into(), |text: &str| {
            let (unit, number) = text.split_once(' ').ok_or(PAIR)?;
            let unit = CustomerUnit::parse(unit).map_err(|_| PAIR)?;
            Ok::<_, &str>((unit, serial(number)?))
        };
    (String, SerialNumber), "an account and a number",
        |(account, number)| format!("{account} {number}").into(), |text: &str| {
            let (account, number) = text.rsplit_once(' ').ok_or(PAIR)?;
            Ok::<_, &str>((account.to_owned(), serial(number)?))
        };
    Transmission, "a file of 80-column records", |it| written_out(it).into(), read_in;
}

const PAIR: &str = "two of them with a blank between, such as `00230456 0000001`";

/// The file, a character for a byte.
fn written_out(transmission: &Transmission) -> String {
    let bytes = bbs::write(transmission).unwrap_or_default();
    bytes.into_iter().map(char::from).collect()
}

fn read_in(text: &str) -> Result<Transmission, String> {
    let bytes = text
        .chars()
        .map(u8::try_from)
        .collect::<Result<Vec<u8>, _>>();
    let bytes = bytes.map_err(|_| "characters of ISO-8859-1".to_owned())?;
    bbs::read_outgoing(&bytes).map_err(|complaint| complaint.to_string())
}

fn serial(text: &str) -> Result<SerialNumber, &'static str> {
    let number = text.parse().ok().and_then(SerialNumber::new);
    number.ok_or("seven digits")
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Files", deny_unknown_fields)]
struct FilesText {
    #[serde(with = "written")]
    used: OrdMap<(CustomerUnit, SerialNumber), Timestamp>,
    #[serde(with = "written")]
    order_numbers: OrdMap<(String, SerialNumber), Date>,
    #[serde(with = "written")]
    orders: OrdMap<ShipmentId, StoredOrder>,
    #[serde(with = "written")]
    deletions: OrdMap<TransactionId, Deletion>,
    #[serde(with = "written")]
    outgoing: OrdMap<SerialNumber, Arc<OutgoingFile>>,
    #[serde(with = "written")]
    last_file: SerialNumber,
    #[serde(with = "written")]
    last_transmission: SerialNumber,
    last_reference: u32,
    changes_told: Option<usize>,
    #[serde(with = "written")]
    settled_until: Option<Timestamp>,
    #[serde(with = "written")]
    lists_wanted: OrdSet<AccountNumber>,
    #[serde(with = "written")]
    listed: OrdMap<ShipmentId, ListedOrder>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "StoredOrder", deny_unknown_fields)]
struct OrderText {
    #[serde(with = "written")]
    sender: CustomerUnit,
    #[serde(with = "written")]
    transmission: SerialNumber,
    #[serde(with = "written")]
    received_at: Timestamp,
    #[serde(with = "written")]
    kind: OrderKind,
    #[serde(with = "written")]
    number: SerialNumber,
    account: String,
    #[serde(with = "written")]
    complaints: Vec<Complaint>,
    #[serde(with = "written")]
    rejected: Vec<ListRow>,
    #[serde(with = "written")]
    deletions: Vec<PendingDeletion>,
    worked: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "PendingDeletion", deny_unknown_fields)]
struct PendingText {
    #[serde(with = "written")]
    sent: FiledClaim,
    #[serde(with = "written")]
    fate: Option<Desire>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Deletion", deny_unknown_fields)]
struct DeletionText {
    #[serde(with = "written")]
    order: ShipmentId,
    #[serde(with = "written")]
    sent: FiledClaim,
    #[serde(with = "written")]
    fate: Option<Desire>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "OutgoingFile", deny_unknown_fields)]
struct OutgoingText {
    #[serde(with = "written")]
    serial: SerialNumber,
    name: String,
    #[serde(with = "written")]
    kind: FileKind,
    #[serde(with = "written")]
    to: Option<CustomerUnit>,
    #[serde(with = "written")]
    company: Option<Slug>,
    #[serde(with = "written")]
    made_at: Timestamp,
    #[serde(with = "written")]
    fetched_at: Option<Timestamp>,
    #[serde(with = "written")]
    content: FileContent,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "FileContent", rename_all = "snake_case")]
enum ContentText {
    Receipt(#[serde(with = "written")] Receipt),
    List(#[serde(with = "written")] Arc<[ListedOrder]>),
    Transmission(#[serde(with = "written")] Arc<Transmission>),
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Receipt", deny_unknown_fields)]
struct ReceiptText {
    file: Option<String>,
    bytes: u64,
    #[serde(with = "written")]
    sender: Option<CustomerUnit>,
    #[serde(with = "written")]
    number: Option<SerialNumber>,
    transactions: u64,
    records: u64,
    #[serde(with = "written")]
    orders: Vec<ReceiptOrder>,
    #[serde(with = "written")]
    complaints: Vec<Complaint>,
    #[serde(with = "written")]
    remarks: Vec<Complaint>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "ReceiptOrder", deny_unknown_fields)]
struct ReceiptOrderText {
    #[serde(with = "written")]
    kind: OrderKind,
    #[serde(with = "written")]
    number: SerialNumber,
    account: String,
    transactions: u64,
    #[serde(rename = "sum_ore", with = "written")]
    sum: Ore,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "ListedOrder", deny_unknown_fields)]
struct ListedText {
    #[serde(with = "written")]
    received_at: Timestamp,
    payee: Option<(String, String)>,
    agreement: Option<String>,
    account: String,
    #[serde(with = "written")]
    sender: CustomerUnit,
    #[serde(with = "written")]
    transmission: SerialNumber,
    #[serde(with = "written")]
    number: SerialNumber,
    #[serde(with = "written")]
    kind: OrderKind,
    #[serde(with = "written")]
    complaints: Vec<Complaint>,
    #[serde(with = "written")]
    rows: Vec<ListRow>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "ListRow", deny_unknown_fields)]
struct RowText {
    #[serde(with = "written")]
    severity: Severity,
    #[serde(with = "written")]
    sent: AsSent,
    #[serde(with = "written")]
    words: Vec<Word>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "AsSent", rename_all = "snake_case")]
enum AsSentText {
    Read(#[serde(with = "written")] FiledClaim),
    Raw(Vec<String>),
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Word", deny_unknown_fields)]
struct WordText {
    code: String,
    text: String,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Complaint", deny_unknown_fields)]
struct ComplaintText {
    #[serde(with = "written")]
    rule: FileRule,
    line: usize,
    column: usize,
    text: String,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "FiledClaim", deny_unknown_fields)]
struct ClaimText {
    number: u32,
    #[serde(with = "written")]
    notifier: Notifier,
    #[serde(with = "written")]
    due_date: Date,
    #[serde(rename = "amount_ore", with = "written")]
    amount: Ore,
    kid: String,
    short_name: String,
    external_reference: String,
    #[serde(with = "written")]
    texts: Vec<TextLine>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Notifier", rename_all = "snake_case")]
enum NotifierText {
    Payee,
    Bank,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "TextLine", deny_unknown_fields)]
struct LineText {
    line: u8,
    column: u8,
    text: String,
}
