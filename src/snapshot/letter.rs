//! Letters as text, both ways.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::written::{self, formed};
use crate::domain::blob::BlobKey;
use crate::domain::digipost::Language;
use crate::domain::email::EmailAddress;
use crate::domain::invoice::Address;
use crate::domain::letter::{
    Delivery, Letter, LetterContent, LetterFacts, LetterFile, MailboxNotice,
};
use crate::domain::money::Ore;

formed! {
    LetterText for Letter,
    DeliveryText for Delivery,
    ContentText for LetterContent,
    FactsText for LetterFacts,
    FileText for LetterFile,
    NoticeText for MailboxNotice,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Letter", deny_unknown_fields)]
struct LetterText {
    id: String,
    #[serde(with = "written")]
    sent_at: Timestamp,
    invoice: Option<String>,
    #[serde(with = "written")]
    to: Delivery,
    #[serde(with = "written")]
    content: LetterContent,
    #[serde(with = "written")]
    files: Vec<LetterFile>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Delivery", rename_all = "snake_case", deny_unknown_fields)]
enum DeliveryText {
    Mail(#[serde(with = "written")] EmailAddress),
    Print {
        name: String,
        #[serde(with = "written")]
        address: Address,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(
    remote = "LetterContent",
    rename_all = "snake_case",
    deny_unknown_fields
)]
enum ContentText {
    Invoice(#[serde(with = "written")] LetterFacts),
    AllRoutesFailed {
        number: String,
        reasons: Vec<String>,
    },
    Rejections {
        list: String,
        lines: Vec<String>,
    },
    Mailbox(#[serde(with = "written")] MailboxNotice),
    Posted {
        sender: String,
        subject: String,
        text: Option<String>,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "MailboxNotice", deny_unknown_fields)]
struct NoticeText {
    reminds: bool,
    #[serde(with = "written")]
    language: Language,
    sender: Option<String>,
    subject: Option<String>,
    #[serde(rename = "amount_ore", with = "written")]
    amount: Option<Ore>,
    #[serde(with = "written")]
    due_date: Option<Date>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "LetterFacts", deny_unknown_fields)]
struct FactsText {
    sender: String,
    number: String,
    #[serde(rename = "amount_ore", with = "written")]
    amount: Ore,
    currency: String,
    #[serde(with = "written")]
    due_date: Option<Date>,
    kid: Option<String>,
    account: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "LetterFile", deny_unknown_fields)]
struct FileText {
    name: String,
    media_type: String,
    #[serde(with = "written")]
    blob: BlobKey,
}
