//! The header of a message: who, to whom, which, when.

use std::fmt;

use jiff::Timestamp;
use uuid::Uuid;

use super::text::OutOfBounds;
use crate::domain::identity::OrgNumber;
use crate::domain::words::words;

macro_rules! uuids {
    ($($(#[$about:meta])* $name:ident,)+) => {$(
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// Reads the text form of a UUID: 36 characters, hyphens among them.
            ///
            /// # Errors
            /// [`OutOfBounds`] when it is none.
            pub fn parse(text: &str) -> Result<Self, OutOfBounds> {
                let usual = text.len() == 36;
                let uuid = Uuid::try_parse(text).ok().filter(|_| usual);
                uuid.map(Self).ok_or_else(|| OutOfBounds::form(text, "a UUID"))
            }

            /// The UUID.
            #[must_use]
            pub fn as_uuid(&self) -> Uuid {
                self.0
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0.hyphenated(), f)
            }
        }
    )+};
}

uuids! {
    /// Which message or receipt (`documentIdentification.instanceIdentifier`); never used twice.
    MessageId,
    /// What a message and its receipts have in common (`businessScope`, scope `ConversationId`).
    ConversationId,
}

words! {
    /// What a sender may hand in; the body's member has its word, and so has the process.
    pub enum MessageKind {
        /// For a mailbox.
        Digital "digital",
        /// For a printer.
        Utskrift "utskrift",
        /// A letter that moves from one mailbox to another, which senders do not send.
        Flyttet "flyttet",
    }
}

/// The process that messages and their receipts belong to (DPI: Identifiers).
pub type Process = MessageKind;

/// The header of a message or a receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The technical sender: the sender's processor if it has one.
    pub sender: OrgNumber,
    /// The mailbox or the printer; of a receipt, whom it goes to.
    pub receiver: OrgNumber,
    /// Which message.
    pub message: MessageId,
    /// Which conversation.
    pub conversation: ConversationId,
    /// Which process.
    pub process: Process,
    /// When it was made.
    pub created: Timestamp,
    /// Until when the sender waits for an answer, as it was written; no rule looks at it.
    pub expected_response: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_uuid_in_its_usual_form() {
        let id = MessageId::parse("FF88849C-e281-4809-8555-7cd54952b916").unwrap();
        assert_eq!(id.to_string(), "ff88849c-e281-4809-8555-7cd54952b916");
        for bad in ["", "1", "ff88849ce281480985557cd54952b916", "{}"] {
            assert!(MessageId::parse(bad).is_err(), "{bad}");
        }
    }
}
