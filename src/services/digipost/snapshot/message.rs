//! A message as text, as its sender wrote it.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::domain::digipost::{AuthenticationLevel, DocumentUuid, SensitivityLevel};
use crate::domain::money::Ore;
use crate::services::digipost::model::{
    Document, EmailNotice, Identifier, InvoicePart, Message, NameAndAddress, PeppolAddress,
    PrintAddress, PrintDetails, PrintIfUnread, PrintPlace, Recipient, SentFor, SmsNotice,
};
use crate::snapshot::written::{self, formed};

formed! {
    MessageText for Message,
    SenderText for SentFor,
    RecipientText for Recipient,
    PeppolText for PeppolAddress,
    WhoText for Identifier,
    NamedText for NameAndAddress,
    PrintText for PrintDetails,
    AddressText for PrintAddress,
    PlaceText for PrintPlace,
    UnreadText for PrintIfUnread,
    DocumentText for Document,
    InvoiceText for InvoicePart,
    SmsText for SmsNotice,
    EmailText for EmailNotice,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Message", deny_unknown_fields)]
struct MessageText {
    message_id: Option<String>,
    #[serde(with = "written")]
    sender: SentFor,
    #[serde(with = "written")]
    recipient: Option<Recipient>,
    #[serde(with = "written")]
    print: Option<PrintDetails>,
    #[serde(with = "written")]
    delivery_time: Option<Timestamp>,
    #[serde(with = "written")]
    documents: Vec<Document>,
    #[serde(with = "written")]
    print_if_unread: Option<PrintIfUnread>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "SentFor", rename_all = "snake_case", deny_unknown_fields)]
enum SenderText {
    Broker,
    Account(i64),
    Organization(String),
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Identifier", rename_all = "snake_case")]
enum WhoText {
    NationalId(String),
    Organisation(String),
    Address(String),
    NameAndAddress(#[serde(with = "written")] Box<NameAndAddress>),
    BankAccount(String),
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Recipient", rename_all = "snake_case", deny_unknown_fields)]
enum RecipientText {
    Known(#[serde(with = "written")] Identifier),
    Email(Vec<String>),
    Peppol(#[serde(with = "written")] PeppolAddress),
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "PeppolAddress", deny_unknown_fields)]
struct PeppolText {
    scheme: String,
    endpoint: String,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "NameAndAddress", deny_unknown_fields)]
struct NamedText {
    name: String,
    line1: String,
    line2: Option<String>,
    postal_code: String,
    city: String,
    #[serde(with = "written")]
    born: Option<Date>,
    phone: Option<String>,
    email: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "PrintDetails", deny_unknown_fields)]
struct PrintText {
    #[serde(with = "written")]
    to: PrintAddress,
    #[serde(with = "written")]
    back_to: PrintAddress,
    shred: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "PrintAddress", deny_unknown_fields)]
struct AddressText {
    name: String,
    lines: Vec<String>,
    #[serde(with = "written")]
    place: PrintPlace,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "PrintPlace", rename_all = "snake_case", deny_unknown_fields)]
enum PlaceText {
    Norway { postal_code: String, city: String },
    Abroad(String),
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "PrintIfUnread", deny_unknown_fields)]
struct UnreadText {
    #[serde(with = "written")]
    after: Timestamp,
    #[serde(with = "written")]
    details: PrintDetails,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Document", deny_unknown_fields)]
struct DocumentText {
    #[serde(with = "written")]
    uuid: Option<DocumentUuid>,
    subject: Option<String>,
    file_type: String,
    opening_receipt: bool,
    #[serde(with = "written")]
    sms: Option<SmsNotice>,
    #[serde(with = "written")]
    email: Option<EmailNotice>,
    #[serde(with = "written")]
    authentication: AuthenticationLevel,
    #[serde(with = "written")]
    sensitivity: SensitivityLevel,
    encrypted: bool,
    technical_type: Option<String>,
    data_type: Option<String>,
    #[serde(with = "written")]
    invoice: Option<InvoicePart>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "InvoicePart", deny_unknown_fields)]
struct InvoiceText {
    kid: Option<String>,
    #[serde(rename = "amount_ore", with = "written")]
    amount: Ore,
    account: String,
    #[serde(with = "written")]
    due_date: Date,
    is_collection: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "SmsNotice", deny_unknown_fields)]
struct SmsText {
    overrides: Option<(String, String)>,
    #[serde(with = "written")]
    at: Vec<Timestamp>,
    after_hours: Vec<u32>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "EmailNotice", deny_unknown_fields)]
struct EmailText {
    address: String,
    subject: String,
    text: String,
    #[serde(with = "written")]
    at: Vec<Timestamp>,
}
