//! What mailboxes and printers say of a message.

use jiff::Timestamp;

use super::header::{Header, MessageId, MessageKind};
use super::message::Message;
use super::text::SenderUnit;
use crate::domain::identity::OrgNumber;
use crate::domain::words::words;

words! {
    /// What a receipt is called; its body's member has the word.
    pub enum ReceiptKind {
        /// The mailbox has the letter; the printer is ready to post it.
        Delivered "leveringskvittering",
        /// The recipient opened it.
        Opened "aapningskvittering",
        /// A notification that the sender ordered failed.
        NoticeFailed "varslingfeiletkvittering",
        /// The printer took it for printing.
        Accepted "mottakskvittering",
        /// The letter came back and was shredded.
        Returned "returpostkvittering",
        /// It cannot be dealt with.
        Failed "feil",
    }

    /// By which way a notification failed (`varslingskanal`).
    pub enum FailedChannel {
        /// E-mail.
        Email "epost",
        /// SMS.
        Sms "sms",
    }

    /// Whose fault it was (`feiltype`).
    pub enum Fault {
        /// The sender's.
        Client "KLIENT",
        /// The mailbox's or the printer's.
        Server "SERVER",
    }
}

impl ReceiptKind {
    /// Whether such a receipt belongs to a process (DPI: Identifiers).
    #[must_use]
    pub fn belongs_to(self, process: MessageKind) -> bool {
        match self {
            Self::Delivered | Self::Failed => true,
            Self::Opened | Self::NoticeFailed => process == MessageKind::Digital,
            Self::Accepted | Self::Returned => process == MessageKind::Utskrift,
        }
    }
}

/// What a receipt says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReceiptNews {
    /// The mailbox has the letter; the printer is ready to post it.
    Delivered,
    /// The recipient opened it.
    Opened,
    /// A notification that the sender ordered failed.
    NoticeFailed {
        /// By which way.
        channel: FailedChannel,
        /// In words.
        description: Option<String>,
    },
    /// The printer took it for printing.
    Accepted,
    /// The letter came back and was shredded.
    Returned,
    /// It cannot be dealt with.
    Failed {
        /// Whose fault it was.
        fault: Fault,
        /// In words.
        details: Option<String>,
    },
}

impl ReceiptNews {
    /// What such a receipt is called.
    #[must_use]
    pub fn kind(&self) -> ReceiptKind {
        match self {
            Self::Delivered => ReceiptKind::Delivered,
            Self::Opened => ReceiptKind::Opened,
            Self::NoticeFailed { .. } => ReceiptKind::NoticeFailed,
            Self::Accepted => ReceiptKind::Accepted,
            Self::Returned => ReceiptKind::Returned,
            Self::Failed { .. } => ReceiptKind::Failed,
        }
    }
}

/// A receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Who, to whom, which, when; its conversation and process are those of the message.
    pub header: Header,
    /// The mailbox or the printer.
    pub from: OrgNumber,
    /// The organisation that answers for the message, not its processor.
    pub to: OrgNumber,
    /// Which unit of it, if the message named one.
    pub unit: Option<SenderUnit>,
    /// When it happened.
    pub at: Timestamp,
    /// What happened.
    pub news: ReceiptNews,
}

impl Receipt {
    /// The receipt for a message, with an id of its own: its header runs from the mailbox or the
    /// printer to the technical sender of the message.
    #[must_use]
    pub fn answering(message: &Message, id: MessageId, at: Timestamp, news: ReceiptNews) -> Self {
        let asked = &message.header;
        Self {
            header: Header {
                sender: asked.receiver.clone(),
                receiver: asked.sender.clone(),
                message: id,
                conversation: asked.conversation,
                process: asked.process,
                created: at,
                expected_response: None,
            },
            from: asked.receiver.clone(),
            to: message.sender.organisation.clone(),
            unit: message.sender.unit.clone(),
            at,
            news,
        }
    }
}
