//! What is asked, what is answered, what happens later.

use crate::consumer::MailNumber;
use crate::domain::blob::Blob;
use crate::domain::dpi::{
    Destination, FailedChannel, Fingerprint, Kanal, Message, MessageId, Receipt, ReceiptNews,
};
use crate::domain::identity::OrgNumber;
use crate::domain::maskinporten::Bearer;
use crate::services::dpi::faults::{Fault, FaultKind};

use super::intake::duplicate;
use super::package::Package;
use super::queue::Flaw;
use super::shipment::StatusLine;
use super::wish::Wish;

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// Who asks.
    pub bearer: Bearer,
    /// How large the package is that came, if one came.
    pub package_bytes: Option<u64>,
    /// What is asked, or what is wrong with it.
    pub ask: Result<Ask, Box<Fault>>,
    /// What a scenario has it refused with.
    pub armed: Option<Box<Fault>>,
    /// What a scenario wants to come of it.
    pub wish: Option<Wish>,
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// To take a message.
    Send(Box<Handed>),
    /// How far a message came; its id as sent.
    Statuses(String),
    /// What was not read.
    List(InQuery),
    /// The package of something that came in; its id as sent.
    Download(String),
    /// To mark something as read; its id as sent.
    Read(String),
}

/// A message and its package, read and opened before anybody locked anything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    /// The message, its token left out.
    pub message: Message,
    /// The token in it is the token of the call.
    pub same_token: bool,
    /// Whose certificate signed it, if that says so.
    pub signer: Option<OrgNumber>,
    /// The channel; no parameter means none.
    pub kanal: Result<Option<Kanal>, Box<Fault>>,
    /// The address of the access point as the caller used it.
    pub address: String,
    /// What is in the package, or what is wrong with it.
    pub package: Package,
    /// The files of the package.
    pub files: Vec<Blob>,
}

/// Which receipts are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InQuery {
    /// Of this unit of the organisation.
    pub unit: Option<String>,
    /// Of this channel.
    pub kanal: Option<Kanal>,
    /// So many, at most.
    pub page_size: Option<u32>,
    /// This page.
    pub page: Option<u32>,
}

/// A good answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// What it says.
    pub answer: Answer,
}

/// What an answer says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The message was taken.
    Taken,
    /// How far it came.
    Statuses(Vec<StatusLine>),
    /// What was not read.
    List(Vec<Listed>),
    /// It is marked as read.
    Read,
}

/// A receipt as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// What it says.
    pub receipt: Receipt,
    /// Whose it is, who signs it.
    pub from: Destination,
    /// What is wrong with it, as a scenario wanted.
    pub flaw: Option<Flaw>,
}

/// Something that happens later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Mailbox or printer look at a message.
    Arrives(MessageId),
    /// The access point notes that it sent a message on.
    Sent(MessageId),
    /// A receipt comes.
    Receipt {
        /// For which message.
        message: MessageId,
        /// What it says.
        news: ReceiptNews,
    },
    /// A letter is ready to post.
    Posted(MessageId),
    /// A letter on paper comes back from the post.
    ComesBack(MessageId),
    /// The recipient is told of a letter, if it was not opened.
    Notice {
        /// The message.
        message: MessageId,
        /// By which way.
        way: FailedChannel,
        /// The how manyth, counted from 0.
        nth: u8,
    },
    /// A letter was opened by its recipient.
    Opened(MailNumber),
}

impl Event {
    /// What it is, for people.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::Arrives(id) => format!("digital post {id} is looked at where it arrives"),
            Self::Sent(id) => format!("the access point notes that it sent digital post {id}"),
            Self::Receipt { message, news } => {
                let kind = news.kind().as_str();
                format!("a receipt for digital post {message} comes: {kind}")
            }
            Self::Posted(id) => format!("the print service posts digital post {id}"),
            Self::ComesBack(id) => format!("digital post {id} comes back on paper"),
            Self::Notice { message, way, .. } => {
                let way = way.as_str();
                format!("the recipient of digital post {message} is told by {way}, if it is unread")
            }
            Self::Opened(number) => {
                format!("the sender of letter {number} is told that it was opened")
            }
        }
    }

    /// The message that it is about, where that stands in it.
    #[must_use]
    pub fn message(&self) -> Option<MessageId> {
        match self {
            Self::Arrives(id)
            | Self::Sent(id)
            | Self::Posted(id)
            | Self::ComesBack(id)
            | Self::Receipt { message: id, .. }
            | Self::Notice { message: id, .. } => Some(*id),
            Self::Opened(_) => None,
        }
    }
}

impl Command {
    /// Notes what a scenario wants: a refusal, or what shall become of it.
    pub(in crate::services::dpi) fn want(&mut self, name: &str) {
        let refusal = match name {
            "readFails404" => Some(FaultKind::NotFound),
            "readFails500" => Some(FaultKind::ServerError),
            _ => FaultKind::named(name),
        };
        match refusal {
            Some(FaultKind::Duplicate) => self.armed = Some(Box::new(self.duplicate())),
            Some(kind) => {
                let fault = Fault::of(kind, "what an armed rule asked for");
                self.armed = Some(Box::new(fault));
            }
            None => self.wish = Wish::parse(name),
        }
    }

    /// In the words for a message that came before in truth.
    fn duplicate(&self) -> Fault {
        match &self.ask {
            Ok(Ask::Send(handed)) => duplicate(handed.message.header.message),
            Ok(Ask::Statuses(_) | Ask::List(_) | Ask::Download(_) | Ask::Read(_)) | Err(_) => {
                Fault::of(FaultKind::Duplicate, "what an armed rule asked for")
            }
        }
    }
}

impl Handed {
    /// What the message says of its package.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        self.message.fingerprint
    }
}
