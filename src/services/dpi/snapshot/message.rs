//! What a sender handed in, as text.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::domain::dpi::{
    Body, ConversationId, DigitalLetter, EmailNotice, EmailText, FailedChannel, Fault, Fingerprint,
    Header, InvoiceReference, Kanal, Language, MailboxAddress, MessageId, MessageKind, Notices,
    PrintLetter, ReceiptNews, Repetitions, SecurityLevel, SenderUnit, SendingUnit, SmsNotice,
    SmsNumber, SmsText, Title,
};
use crate::domain::email::EmailAddress;
use crate::domain::identity::OrgNumber;
use crate::snapshot::written::{self, Written, formed, texted, worded};

formed! {
    HeaderText for Header,
    SenderText for SendingUnit,
    BodyText for Body,
    LetterText for DigitalLetter,
    NoticesText for Notices,
    EmailNoticeText for EmailNotice,
    SmsNoticeText for SmsNotice,
    NewsText for ReceiptNews,
}
worded!(MessageKind, FailedChannel, Fault);
texted! {
    MessageId, "a UUID", |it| it.to_string().into(), MessageId::parse;
    ConversationId, "a UUID", |it| it.to_string().into(), ConversationId::parse;
    MailboxAddress, "the address of a mailbox", |it| it.as_str().into(), MailboxAddress::parse;
    Language, "a language", |it| it.as_str().into(), Language::parse;
    Title, "a title", |it| it.as_str().into(), Title::parse;
    SenderUnit, "a unit of a sender", |it| it.as_str().into(), SenderUnit::parse;
    InvoiceReference, "a reference", |it| it.as_str().into(), InvoiceReference::parse;
    EmailText, "words for an e-mail", |it| it.as_str().into(), EmailText::parse;
    SmsText, "words for an SMS", |it| it.as_str().into(), SmsText::parse;
    SmsNumber, "a telephone number", |it| it.as_str().into(), SmsNumber::parse;
    Kanal, "a channel", |it| it.as_str().into(), Kanal::parse;
    Fingerprint, "a SHA-256", |it| hex(it).into(), |text: &str| {
        let key = crate::domain::blob::BlobKey::parse(text);
        let key = key.map(|key| Fingerprint::of_digest(*key.digest()));
        key.ok_or("64 digits and letters from a to f")
    };
    SecurityLevel, "a level", |it| it.number().to_string().into(), |text: &str| {
        let number = text.parse().ok();
        number.and_then(SecurityLevel::of_number).ok_or("`3` or `4`")
    };
}

fn hex(fingerprint: &Fingerprint) -> String {
    let bytes = fingerprint.as_bytes().iter();
    bytes.map(|byte| format!("{byte:02x}")).collect()
}

impl Written for Repetitions {
    fn write<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.days())
    }

    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let days: Vec<u64> = Deserialize::deserialize(from)?;
        Self::parse(&days).map_err(D::Error::custom)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Header", deny_unknown_fields)]
struct HeaderText {
    #[serde(with = "written")]
    sender: OrgNumber,
    #[serde(with = "written")]
    receiver: OrgNumber,
    #[serde(with = "written")]
    message: MessageId,
    #[serde(with = "written")]
    conversation: ConversationId,
    #[serde(with = "written")]
    process: MessageKind,
    #[serde(with = "written")]
    created: Timestamp,
    expected_response: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "SendingUnit", deny_unknown_fields)]
struct SenderText {
    #[serde(with = "written")]
    organisation: OrgNumber,
    #[serde(with = "written")]
    unit: Option<SenderUnit>,
    #[serde(with = "written")]
    invoice_reference: Option<InvoiceReference>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Body", rename_all = "snake_case")]
enum BodyText {
    Digital(#[serde(with = "written")] Box<DigitalLetter>),
    Print(#[serde(with = "written")] Box<PrintLetter>),
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "DigitalLetter", deny_unknown_fields)]
struct LetterText {
    #[serde(with = "written")]
    mailbox: MailboxAddress,
    #[serde(with = "written")]
    level: SecurityLevel,
    #[serde(with = "written")]
    title: Title,
    #[serde(with = "written")]
    language: Language,
    #[serde(with = "written")]
    visible_on: Option<Date>,
    #[serde(with = "written")]
    visible_at: Option<Timestamp>,
    opening_receipt: bool,
    #[serde(with = "written")]
    notices: Notices,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "Notices", deny_unknown_fields)]
struct NoticesText {
    #[serde(with = "written")]
    email: Option<EmailNotice>,
    #[serde(with = "written")]
    sms: Option<SmsNotice>,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "EmailNotice", deny_unknown_fields)]
struct EmailNoticeText {
    #[serde(with = "written")]
    address: EmailAddress,
    #[serde(with = "written")]
    text: EmailText,
    #[serde(with = "written")]
    repetitions: Repetitions,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "SmsNotice", deny_unknown_fields)]
struct SmsNoticeText {
    #[serde(with = "written")]
    number: SmsNumber,
    #[serde(with = "written")]
    text: SmsText,
    #[serde(with = "written")]
    repetitions: Repetitions,
}

#[derive(Serialize, Deserialize)]
#[serde(remote = "ReceiptNews", rename_all = "snake_case")]
enum NewsText {
    Delivered,
    Opened,
    NoticeFailed {
        #[serde(with = "written")]
        channel: FailedChannel,
        description: Option<String>,
    },
    Accepted,
    Returned,
    Failed {
        #[serde(with = "written")]
        fault: Fault,
        details: Option<String>,
    },
}
